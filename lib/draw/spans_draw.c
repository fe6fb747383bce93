/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paints the bars and marks of a chart of spans, and their legend. */
#include "spans_internal.h"
#include <string.h>

/* ---- One bar ------------------------------------------------------------------------------ */

static void bar_path(struct draw *draw, const struct draw_box *bar, bool from_open, bool to_open)
{
	double middle = (bar->top + bar->bottom) / 2;
	double tip = fmin(SPANS_TIP, (bar->right - bar->left) / 3);
	cairo_new_path(draw->cairo);
	cairo_move_to(draw->cairo, bar->left + (from_open ? tip : 0), bar->top);
	cairo_line_to(draw->cairo, bar->right - (to_open ? tip : 0), bar->top);
	if (to_open) {
		cairo_line_to(draw->cairo, bar->right, middle);
	}
	cairo_line_to(draw->cairo, bar->right - (to_open ? tip : 0), bar->bottom);
	cairo_line_to(draw->cairo, bar->left + (from_open ? tip : 0), bar->bottom);
	if (from_open) {
		cairo_line_to(draw->cairo, bar->left, middle);
	}
	cairo_close_path(draw->cairo);
}

/* White lines over the colour, by which a series is told in grey. Clipped to the bar. */
static void bar_pattern(struct draw *draw, size_t series, const struct draw_box *bar)
{
	static const struct {
		double slope,
			step; /* how far a line goes to the right on its way down, in heights */
	} lines[DRAW_SERIES] = {{0, 0}, {1, 5}, {0, 0}, {-1, 5}, {0, 4}, {1, 2.8}, {-1, 2.8}};
	double high = bar->bottom - bar->top;
	if (series >= DRAW_SERIES || lines[series].step == 0) {
		return;
	}
	cairo_set_source_rgba(draw->cairo, 1, 1, 1, 0.75);
	double slope = lines[series].slope * high;
	for (double x = bar->left - high; x < bar->right + high; x += lines[series].step) {
		cairo_move_to(draw->cairo, x, bar->top);
		cairo_line_to(draw->cairo, x + slope, bar->bottom);
	}
	cairo_set_line_width(draw->cairo, 0.9);
	cairo_stroke(draw->cairo);
}

static void bar_paint(struct draw *draw, size_t series, bool announced, const struct draw_box *bar,
	bool from_open, bool to_open)
{
	static const double dashes[] = {4, 2.5};
	bool any = series == SIZE_MAX; /* of the legend: the mark of any colour */
	struct draw_color color = any ? DRAW_RGB(0x808080) : draw_series_color(series);
	bar_path(draw, bar, from_open, to_open);
	draw_color(draw, announced ? draw_fade(color, 0.14) : color);
	if (announced) {
		cairo_fill_preserve(draw->cairo);
		draw_color(draw, color);
		cairo_set_line_width(draw->cairo, 1.1);
		cairo_set_dash(draw->cairo, dashes, 2, 0);
		cairo_stroke(draw->cairo);
		cairo_set_dash(draw->cairo, NULL, 0, 0);
		return;
	}
	cairo_save(draw->cairo);
	cairo_fill_preserve(draw->cairo);
	cairo_clip(draw->cairo);
	bar_pattern(draw, series, bar);
	cairo_restore(draw->cairo);
	cairo_new_path(draw->cairo);
}

/* ---- Rows --------------------------------------------------------------------------------- */

static double item_middle(const struct draw_spans *spans, const struct span_item *item)
{
	const struct span_row *row = &spans->rows[item->row];
	double used = (double)row->lanes * spans->lane;
	return row->top + (row->height - used) / 2 + ((double)item->lane + 0.5) * spans->lane;
}

static void spans_ground(struct draw *draw)
{
	const struct draw_spans *spans = draw->spans;
	const struct draw_box *box = &draw->box;
	for (size_t i = 0; i < spans->row_count; i += 2) {
		cairo_set_source_rgba(draw->cairo, 0, 0, 0, 0.035);
		cairo_rectangle(draw->cairo, 12, spans->rows[i].top, draw->width - 24,
			spans->rows[i].height);
		cairo_fill(draw->cairo);
	}
	struct draw_style style = {.size = 9.5, .color = DRAW_GREY, .align = DRAW_MIDDLE};
	struct draw_tick ticks[DRAW_TICKS];
	size_t count = draw_time_ticks(DRAW_DATE, &spans->x, 36, ticks);
	for (size_t i = 0; i < count; i++) {
		double at = draw_at(&spans->x, ticks[i].value);
		cairo_set_source_rgba(draw->cairo, 0, 0, 0, 0.1);
		draw_line(draw, at, box->top, at, box->bottom, 0.6);
		char *second = strchr(ticks[i].label, '\n');
		if (second) {
			*second = '\0'; /* one line; the years stand below */
		}
		if (spans_height(spans) > SPANS_HIGH && draw->chart->mark_count == 0) {
			draw_text(draw, &style, at, box->top - 14, ticks[i].label);
		}
	}
}

static void spans_names(struct draw *draw)
{
	const struct draw_spans *spans = draw->spans;
	struct draw_style style = {.color = DRAW_INK, .align = DRAW_RIGHT};
	style.width = draw->box.left - 12 - 16;
	style.size = fmin(10, fmax(spans->lane * 0.72, 6));
	double last = -INFINITY;
	for (size_t i = 0; i < spans->row_count; i++) {
		const struct span_row *row = &spans->rows[i];
		double middle = row->top + row->height / 2;
		style.lines = row->height >= row->label ? 2 : 1;
		/* Rows that are thinner than letters: every second name, or every third. */
		if (middle - last >= style.size * 1.15) {
			draw_text_middle(draw, &style, draw->box.left - 10, middle, row->name);
			last = middle;
		}
	}
}

static void item_bar(struct draw *draw, const struct span_item *item)
{
	const struct draw_spans *spans = draw->spans;
	double middle = item_middle(spans, item), half = fmin(11, spans->lane * 0.6) / 2;
	struct draw_box bar = {item->left, middle - half, item->right, middle + half};
	if (!isnan(item->at)) {
		/* The mark may reach beyond the bar. */
		const struct draw_scale *x = &spans->x;
		bar.left = isnan(item->low) ? x->from : draw_at(x, item->low);
		bar.right = isnan(item->high) ? x->to : draw_at(x, item->high + 1);
		bar.right = fmax(bar.right, bar.left + 2.5);
	}
	bar_paint(draw, item->series, item->announced, &bar, isnan(item->low), isnan(item->high));
}

static void item_mark(struct draw *draw, const struct span_item *item)
{
	const struct draw_spans *spans = draw->spans;
	double middle = item_middle(spans, item), radius = fmin(4.2, spans->lane * 0.3);
	double x = draw_at(&spans->x, item->at);
	double from = draw_at(&spans->x, item->from), until = draw_at(&spans->x, item->until + 1);
	draw_color(draw, draw_series_color(item->series));
	if (until - from > 3 && item->until > item->from) {
		draw_line(draw, from, middle, until, middle, 1.2);
		draw_line(draw, from, middle - 2.5, from, middle + 2.5, 1.2);
		draw_line(draw, until, middle - 2.5, until, middle + 2.5, 1.2);
	}
	draw_marker(draw, item->series, x, middle, radius);
	if (item->announced) {
		cairo_arc(draw->cairo, x, middle, radius * 0.5, 0, 2 * G_PI);
		draw_color(draw, DRAW_RGB(0xffffff));
		cairo_fill(draw->cairo);
	}
}

static void item_words(struct draw *draw, const struct span_item *item)
{
	const struct draw_spans *spans = draw->spans;
	bool dated = item->bar || !isnan(item->at);
	struct draw_style style = {.size = SPANS_TEXT_SIZE,
		.color = dated ? DRAW_INK : DRAW_GREY,
		.width = item->width,
		.align = item->text_left < item->left ? DRAW_RIGHT : DRAW_LEFT};
	if (item->width <= 0 || spans->lane < 9) {
		return;
	}
	double x = style.align == DRAW_LEFT ? item->text_left : item->text_left + item->width;
	draw_text_middle(draw, &style, x, item_middle(spans, item), item->text);
}

void spans_paint(struct draw *draw)
{
	const struct draw_spans *spans = draw->spans;
	spans_ground(draw);
	spans_names(draw);
	for (size_t i = 0; i < spans->count; i++) {
		if (spans->items[i].bar) {
			item_bar(draw, &spans->items[i]);
		}
	}
	for (size_t i = 0; i < spans->count; i++) {
		if (!isnan(spans->items[i].at)) {
			item_mark(draw, &spans->items[i]);
		}
	}
	for (size_t i = 0; i < spans->count; i++) {
		item_words(draw, &spans->items[i]);
	}
}

/* ---- The legend --------------------------------------------------------------------------- */

void draw_spans_key(struct draw *draw, enum draw_key key, size_t series, double x, double y)
{
	struct draw_box bar = {x, y - 5, x + DRAW_KEY_ROOM - 4, y + 5};
	if (key == DRAW_KEY_MARK) {
		draw_marker(draw, series, x + 5, y, 4.2);
		return;
	}
	/* The colour of no series: these two may go with any. */
	bool any = key != DRAW_KEY_SPAN;
	bar_paint(draw, any ? SIZE_MAX : series, key == DRAW_KEY_ANNOUNCED, &bar, false,
		key == DRAW_KEY_OPEN);
}

void spans_legend(struct draw *draw)
{
	const struct draw_spans *spans = draw->spans;
	const struct draw_names *names = &draw->data.series;
	struct draw_entry entries[2 * DRAW_SERIES + 3];
	size_t count = 0;
	for (size_t i = 0; i < names->count && i < DRAW_SERIES; i++) {
		bool told = names->count > 1 || *names->shown[i];
		if (told && spans->bars[i]) {
			entries[count++] = (struct draw_entry){names->shown[i], DRAW_KEY_SPAN, i};
		} else if (told && spans->marks[i]) {
			entries[count++] = (struct draw_entry){names->shown[i], DRAW_KEY_MARK, i};
		}
	}
	if (names->count > DRAW_SERIES) {
		entries[count++] = (struct draw_entry){
			draw_printf(draw, "%zu others", names->count - DRAW_SERIES), DRAW_KEY_SPAN,
			DRAW_SERIES};
	}
	if (spans->announced) {
		entries[count++] =
			(struct draw_entry){"announced only", DRAW_KEY_ANNOUNCED, DRAW_SERIES};
	}
	if (spans->open) {
		entries[count++] = (struct draw_entry){
			"end or beginning not recorded", DRAW_KEY_OPEN, DRAW_SERIES};
	}
	if (count > 0) {
		draw_legend_rows(draw, entries, count);
	}
}
