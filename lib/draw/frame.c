/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands around every chart: title, subtitle, legend, source line, notes. */
#include "draw_internal.h"
#include <string.h>

#define FRAME_MARGIN 16.0

void draw_color(struct draw *draw, struct draw_color color)
{
	cairo_set_source_rgba(draw->cairo, color.red, color.green, color.blue, color.alpha);
}

void draw_line(struct draw *draw, double x1, double y1, double x2, double y2, double width)
{
	cairo_set_line_width(draw->cairo, width);
	cairo_move_to(draw->cairo, x1, y1);
	cairo_line_to(draw->cairo, x2, y2);
	cairo_stroke(draw->cairo);
}

/* "RESTRICTED", "SAMPLE", then the subtitle; `warn` is how many bytes these words have. */
static const char *frame_subtitle(struct draw *draw, size_t *warn)
{
	const struct mizan_chart *chart = draw->chart;
	const char *subtitle = chart->subtitle ? draw_clean(draw, chart->subtitle, 600) : "";
	const char *words = chart->table->restricted
				    ? chart->sample ? "RESTRICTED \u00b7 SAMPLE" : "RESTRICTED"
			    : chart->sample ? "SAMPLE"
					    : "";
	*warn = strlen(words);
	return !*warn      ? subtitle
	       : *subtitle ? draw_printf(draw, "%s \u00b7 %s", words, subtitle)
			   : words;
}

/* The source that is given, or all lines of the table. */
const char *draw_source_line(struct draw *draw)
{
	const struct mizan_chart *chart = draw->chart;
	struct mizan_text text = {0};
	if (chart->source) {
		mizan_text_append(&text, draw_clean(draw, chart->source, 600));
	}
	for (size_t i = 0; !chart->source && i < chart->table->source_count && text.size < 900;
		i++) {
		mizan_text_append(&text, i > 0 ? "; " : "");
		mizan_text_append(&text, draw_clean(draw, chart->table->sources[i], 400));
	}
	const char *restricted = chart->table->restricted ? "RESTRICTED. " : "";
	const char *source = restricted;
	if (text.size > 0) {
		bool named = strncasecmp(text.data, "source", 6) == 0;
		char *line = draw_allocate(draw, text.size + 32, 1);
		if (line) {
			strcpy(line, restricted);
			strcat(line, named ? "" : "Source: ");
			strcat(line, text.data);
			source = line;
		}
	}
	draw->failed |= text.failed;
	mizan_text_release(&text);
	return source;
}

static const char *frame_notes(struct draw *draw)
{
	const struct mizan_table *table = draw->chart->table;
	struct mizan_text text = {0};
	if (draw->remark) {
		mizan_text_append(&text, draw->remark);
	}
	for (size_t i = 0; i < table->note_count && text.size < 900; i++) {
		const char *note = draw_clean(draw, table->notes[i], 400);
		bool ends = text.size == 0 || strchr(".;:", text.data[text.size - 1]) != NULL;
		mizan_text_append(&text, text.size == 0 ? "" : ends ? " " : "; ");
		mizan_text_append(&text, note);
	}
	const char *notes =
		text.size > 0 ? mizan_arena_copy(&draw->arena, text.data, text.size) : "";
	draw->failed |= text.failed || !notes;
	mizan_text_release(&text);
	return notes ? notes : "";
}

/* Puts a text at the foot of the box, which it shortens. */
static void frame_foot(struct draw *draw, const char *text, int lines)
{
	if (!*text) {
		return;
	}
	struct draw_style style = {.size = 8,
		.color = DRAW_GREY,
		.lines = lines,
		.width = draw->width - 2 * FRAME_MARGIN};
	double height;
	draw_measure(draw, &style, text, NULL, &height);
	draw->box.bottom -= height;
	draw_text(draw, &style, FRAME_MARGIN, draw->box.bottom, text);
	draw->box.bottom -= 1.5;
}

void draw_frame(struct draw *draw)
{
	static const char disclaimer[] =
		"The boundaries and names shown and the designations used on this map do not imply "
		"official endorsement or acceptance.";
	const struct mizan_chart *chart = draw->chart;
	bool low = draw->height < 240;
	double y = low ? 8 : 14, width = draw->width - 2 * FRAME_MARGIN;
	struct draw_style title = {
		.size = 16, .color = DRAW_INK, .bold = true, .width = width, .lines = low ? 1 : 2};
	if (chart->title && *chart->title) {
		y += draw_text(draw, &title, FRAME_MARGIN, y, draw_clean(draw, chart->title, 400));
	}
	struct draw_style subtitle = {
		.size = 11, .color = DRAW_GREY, .width = width, .lines = low ? 1 : 2};
	const char *words = frame_subtitle(draw, &subtitle.warn);
	y += draw_text(draw, &subtitle, FRAME_MARGIN, y + 1, words);
	draw->box = (struct draw_box){
		FRAME_MARGIN, y + 10, draw->width - FRAME_MARGIN, draw->height - (low ? 6 : 10)};

	bool map = chart->kind == MIZAN_MAP_POINTS || chart->kind == MIZAN_MAP_CHOROPLETH;
	/* From the lowest line upwards. */
	if (map) {
		frame_foot(draw,
			draw->line_of_control
				? draw_printf(draw,
					  "%s Dashed lines are disputed boundaries or lines of "
					  "control. Base map: Natural Earth.",
					  disclaimer)
				: draw_printf(draw, "%s Base map: Natural Earth.", disclaimer),
			3);
	}
	bool usual = draw->height < 400;
	frame_foot(draw, frame_notes(draw), low ? 1 : usual ? 3 : DRAW_NOTE_LINES);
	frame_foot(draw, draw_source_line(draw), low ? 1 : usual ? 2 : DRAW_SOURCE_LINES);
	draw->box.bottom -= 6;
}

void draw_dash(struct draw *draw, size_t series)
{
	static const double dashes[DRAW_SERIES][4] = {{0}, {0}, {6, 3, 6, 3}, {2, 2.5, 2, 2.5},
		{8, 3, 2, 3}, {4, 2, 4, 2}, {10, 3, 10, 3}};
	bool dashed = series < DRAW_SERIES && dashes[series][0] > 0;
	cairo_set_dash(draw->cairo, dashed ? dashes[series] : NULL, dashed ? 4 : 0, 0);
}

/* A regular polygon, or a star-less cross; the first corner at `turn`. */
static void frame_polygon(
	struct draw *draw, double x, double y, double radius, int corners, double turn)
{
	for (int i = 0; i < corners; i++) {
		double angle = turn + 2 * G_PI * i / corners;
		cairo_line_to(draw->cairo, x + radius * cos(angle), y + radius * sin(angle));
	}
	cairo_close_path(draw->cairo);
}

void draw_marker(struct draw *draw, size_t series, double x, double y, double radius)
{
	cairo_new_path(draw->cairo);
	switch (series < DRAW_SERIES ? series : 0) {
	case 1:
		frame_polygon(draw, x, y, radius * 1.2, 4, G_PI / 4);
		break;
	case 2:
		frame_polygon(draw, x, y, radius * 1.3, 3, -G_PI / 2);
		break;
	case 3:
		frame_polygon(draw, x, y, radius * 1.3, 4, 0);
		break;
	case 4:
		frame_polygon(draw, x, y, radius * 1.3, 3, G_PI / 2);
		break;
	case 5:
		frame_polygon(draw, x, y, radius * 1.2, 6, 0);
		break;
	case 6:
		frame_polygon(draw, x, y, radius * 1.2, 5, -G_PI / 2);
		break;
	default:
		cairo_arc(draw->cairo, x, y, radius, 0, 2 * G_PI);
	}
	draw_color(draw, draw_series_color(series));
	cairo_fill_preserve(draw->cairo);
	cairo_set_source_rgb(draw->cairo, 1, 1, 1);
	cairo_set_line_width(draw->cairo, 0.6);
	cairo_stroke(draw->cairo);
}

static void frame_key(struct draw *draw, enum draw_key key, size_t series, double x, double y)
{
	if (key >= DRAW_KEY_EDGE) {
		(key < DRAW_KEY_SPAN ? draw_network_key : draw_spans_key)(draw, key, series, x, y);
		return;
	}
	draw_color(draw, draw_series_color(series));
	if (key == DRAW_KEY_FILL) {
		cairo_rectangle(draw->cairo, x, y - 5, 10, 10);
		cairo_fill(draw->cairo);
		return;
	}
	if (key == DRAW_KEY_LINE) {
		draw_dash(draw, series);
		draw_line(draw, x, y, x + 18, y, series < DRAW_SERIES ? 1.8 : 0.8);
		cairo_set_dash(draw->cairo, NULL, 0, 0);
	}
	if (key == DRAW_KEY_DOT || series < DRAW_SERIES) {
		draw_marker(draw, series, x + (key == DRAW_KEY_LINE ? 9 : 5), y, 3.4);
	}
}

void draw_legend_rows(struct draw *draw, const struct draw_entry *entries, size_t count)
{
	double x = draw->box.left, y = draw->box.top + 6;
	for (size_t i = 0; i < count; i++) {
		enum draw_key key = entries[i].key;
		double room = key == DRAW_KEY_LINE   ? 23
			      : key < DRAW_KEY_EDGE  ? 15
			      : key == DRAW_KEY_MARK ? 15
						     : DRAW_KEY_ROOM + 5;
		struct draw_style style = {.size = 9.5, .color = DRAW_INK};
		const char *words = *entries[i].words ? entries[i].words : "not stated";
		double width;
		draw_measure(draw, &style, words, &width, NULL);
		/* Definitions differ in their last words: a name is cut by the page alone. */
		style.width = fmin(width + 1, draw->box.right - draw->box.left - room);
		if (x > draw->box.left && x + room + style.width > draw->box.right) {
			x = draw->box.left;
			y += 15;
		}
		frame_key(draw, key, entries[i].series, x, y);
		draw_text_middle(draw, &style, x + room, y, words);
		x += room + style.width + 16;
	}
	draw->box.top = y + 14;
}

void draw_legend(struct draw *draw, enum draw_key key)
{
	const struct draw_names *names = &draw->data.series;
	struct draw_entry entries[DRAW_SERIES + 1];
	if (names->count < 2) {
		return;
	}
	size_t shown = names->count > DRAW_SERIES ? DRAW_SERIES + 1 : names->count;
	for (size_t i = 0; i < shown; i++) {
		bool others = i == DRAW_SERIES && names->count > shown;
		entries[i] = (struct draw_entry){
			others ? draw_printf(draw, "%zu others", names->count - DRAW_SERIES)
			       : names->shown[i],
			key, i};
	}
	draw_legend_rows(draw, entries, shown);
}
