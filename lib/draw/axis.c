/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Axes: a light horizontal grid, numbers, the calendar, names of rows, and dated marks. */
#include "draw_internal.h"
#include <string.h>

#define AXIS_SIZE 9.5
/* What a year or a month needs on the axis. */
#define AXIS_GAP 36.0

const char *draw_column_words(struct draw *draw, size_t column)
{
	if (column >= draw->chart->table->column_count) {
		return "";
	}
	char *name = draw_printf(
		draw, "%s", draw_clean(draw, draw->chart->table->columns[column].name, 100));
	for (char *at = name; *at; at++) {
		*at = *at == '_' ? ' ' : *at;
	}
	if (*name >= 'a' && *name <= 'z') {
		*name = (char)(*name - 'a' + 'A');
	}
	return name;
}

const char *draw_y_title(struct draw *draw)
{
	const struct mizan_chart *chart = draw->chart;
	return chart->y_title ? draw_clean(draw, chart->y_title, 200)
			      : draw_column_words(draw, draw->data.y);
}

void draw_y_room(struct draw *draw, const struct draw_scale *y)
{
	struct draw_style style = {
		.size = AXIS_SIZE, .color = DRAW_GREY, .width = draw->box.right - draw->box.left};
	const char *title = draw_y_title(draw);
	draw->box.top += *title ? draw_text(draw, &style, draw->box.left, draw->box.top, title) : 0;
	draw->box.top += 8;
	struct draw_tick ticks[DRAW_TICKS];
	size_t count = draw_scale_ticks(y, ticks);
	double widest = 0;
	style.width = 0;
	for (size_t i = 0; i < count; i++) {
		double width;
		draw_measure(draw, &style, ticks[i].label, &width, NULL);
		widest = fmax(widest, width);
	}
	draw->box.left += widest + 7;
}

void draw_x_room(struct draw *draw, const struct draw_scale *x)
{
	bool title = draw->chart->x_title && *draw->chart->x_title;
	bool two = draw->data.axis == DRAW_CATEGORY && draw->data.categories.count <= 60;
	if (draw->data.axis == DRAW_MONTH || draw->data.axis == DRAW_DATE) {
		struct draw_scale scale = *x;
		struct draw_tick ticks[DRAW_TICKS];
		scale.from = draw->box.left;
		scale.to = draw->box.right;
		size_t count = draw_time_ticks(draw->data.axis, &scale, AXIS_GAP, ticks);
		two = count > 0 && strchr(ticks[0].label, '\n');
	}
	draw->box.bottom -= (two ? 30 : 18) + (title ? 13 : 0);
}

void draw_y_grid(struct draw *draw, struct draw_scale *y)
{
	const struct draw_box *box = &draw->box;
	y->from = box->bottom;
	y->to = box->top;
	struct draw_tick ticks[DRAW_TICKS];
	size_t count = draw_scale_ticks(y, ticks);
	struct draw_style style = {.size = AXIS_SIZE, .color = DRAW_GREY, .align = DRAW_RIGHT};
	for (size_t i = 0; i < count; i++) {
		double at = draw_at(y, ticks[i].value);
		bool zero = ticks[i].value == 0;
		draw_color(draw, zero ? DRAW_GREY : DRAW_GRID);
		draw_line(draw, box->left, at, box->right, at, zero ? 0.9 : 0.6);
		draw_text_middle(draw, &style, box->left - 6, at, ticks[i].label);
	}
}

/* Names of categories under their slots: every one, or as many as fit without touching. */
static void axis_categories(struct draw *draw, const struct draw_scale *x)
{
	const struct draw_names *names = &draw->data.categories;
	double slot = fabs(draw_at(x, 1) - draw_at(x, 0)), widest = 0;
	struct draw_style style = {.size = AXIS_SIZE, .color = DRAW_GREY, .align = DRAW_MIDDLE};
	for (size_t i = 0; i < names->count && i < 400; i++) {
		double width;
		draw_measure(draw, &style, names->shown[i], &width, NULL);
		widest = fmax(widest, width);
	}
	double need = fmin(widest, names->count <= 60 ? 90 : 140) + 6;
	/* Two lines are better than every second name. */
	if (need > slot && widest / 2 + 14 < slot) {
		need = slot;
	}
	size_t every = (size_t)fmax(1, ceil(need / fmax(slot, 1e-3) - 1e-6));
	style.width = slot * (double)every - 4;
	style.lines = names->count <= 60 ? 2 : 1;
	for (size_t i = 0; i < names->count; i += every) {
		double at = draw_at(x, (double)i);
		if (at + fmin(widest, style.width) / 2 > draw->width) {
			break;
		}
		draw_text(draw, &style, at, draw->box.bottom + 4, names->shown[i]);
	}
}

void draw_x_axis(struct draw *draw, const struct draw_scale *x)
{
	const struct draw_box *box = &draw->box;
	struct draw_style style = {.size = AXIS_SIZE, .color = DRAW_GREY, .align = DRAW_MIDDLE};
	struct draw_tick ticks[DRAW_TICKS];
	size_t count = 0;
	if (draw->data.axis == DRAW_CATEGORY) {
		axis_categories(draw, x);
	} else if (draw->data.axis == DRAW_NUMBER) {
		struct draw_scale inner = *x;
		draw_scale_nice(&inner, x->min, x->max, (int)((x->to - x->from) / 70) + 1, false);
		count = draw_scale_ticks(&inner, ticks);
	} else {
		count = draw_time_ticks(draw->data.axis, x, AXIS_GAP, ticks);
	}
	style.lines = 2;
	for (size_t i = 0; i < count; i++) {
		double at = draw_at(x, ticks[i].value);
		if (at < x->from - 0.5 || at > x->to + 0.5) {
			continue;
		}
		draw_color(draw, DRAW_PALE);
		draw_line(draw, at, box->bottom, at, box->bottom + 4, 0.8);
		style.width = 60;
		draw_text(draw, &style, at, box->bottom + 5, ticks[i].label);
	}
	if (draw->chart->x_title && *draw->chart->x_title) {
		struct draw_style title = {.size = AXIS_SIZE,
			.color = DRAW_GREY,
			.align = DRAW_RIGHT,
			.width = box->right - box->left};
		bool two =
			(draw->data.axis == DRAW_CATEGORY && draw->data.categories.count <= 60) ||
			(count > 0 && strchr(ticks[0].label, '\n'));
		draw_text(draw, &title, box->right, box->bottom + (two ? 29 : 17),
			draw_clean(draw, draw->chart->x_title, 200));
	}
}

void draw_value_axis_below(struct draw *draw, struct draw_scale *scale)
{
	struct draw_box *box = &draw->box;
	const char *title = draw_y_title(draw);
	struct draw_style style = {.size = AXIS_SIZE,
		.color = DRAW_GREY,
		.width = box->right - box->left,
		.align = DRAW_LEFT};
	box->bottom -= 18;
	if (*title) {
		box->bottom -= 13;
		draw_text(draw, &style, box->left, box->bottom + 17, title);
	}
	scale->from = box->left;
	scale->to = box->right;
	struct draw_tick ticks[DRAW_TICKS];
	size_t count = draw_scale_ticks(scale, ticks);
	style.width = 0;
	style.align = DRAW_MIDDLE;
	for (size_t i = 0; i < count; i++) {
		double at = draw_at(scale, ticks[i].value);
		bool zero = ticks[i].value == 0;
		draw_color(draw, zero ? DRAW_GREY : DRAW_GRID);
		draw_line(draw, at, box->top, at, box->bottom, zero ? 0.9 : 0.6);
		/* By the digits: the sign of minus may come from a font with taller lines. */
		draw_text_middle(draw, &style, at, box->bottom + 10, ticks[i].label);
	}
}

void draw_row_labels(struct draw *draw)
{
	const struct draw_names *names = &draw->data.categories;
	struct draw_box *box = &draw->box;
	double height = (box->bottom - box->top) / (double)names->count, widest = 0;
	struct draw_style style = {.size = AXIS_SIZE + 0.5, .color = DRAW_INK, .align = DRAW_RIGHT};
	for (size_t i = 0; i < names->count && i < 400; i++) {
		double width;
		draw_measure(draw, &style, names->shown[i], &width, NULL);
		widest = fmax(widest, width);
	}
	style.width = fmin(widest + 1, (box->right - box->left) * 0.36);
	style.lines = height >= 42 ? 3 : height >= 28 ? 2 : 1;
	box->left += style.width + 10;
	size_t every = (size_t)fmax(1, ceil(13.5 / height));
	for (size_t i = 0; i < names->count; i += every) {
		draw_text_middle(draw, &style, box->left - 9, box->top + height * ((double)i + 0.5),
			names->shown[i]);
	}
}

/* A mark's label in the first row in which it touches no other. */
struct axis_mark {
	double at, left, right;
	size_t row;
	const char *label;
};

#define AXIS_MARK_ROWS 4
/* More marks than these are lines alone. */
#define AXIS_MARK_LABELS 100

/* Two labels touch, or one stands on the line of the other. */
static bool marks_clash(const struct axis_mark *a, const struct axis_mark *b)
{
	if (a->row == b->row) {
		return a->left < b->right && b->left < a->right;
	}
	const struct axis_mark *upper = a->row < b->row ? a : b, *lower = a->row < b->row ? b : a;
	return lower->row < AXIS_MARK_ROWS && upper->at > lower->left && upper->at < lower->right;
}

static size_t marks_place(struct draw *draw, const struct draw_scale *x, struct axis_mark *marks,
	const struct draw_style *style, size_t *rows)
{
	size_t count = 0;
	for (size_t i = 0; i < draw->chart->mark_count; i++) {
		const struct mizan_mark *of = &draw->chart->marks[i];
		if (!(of->x >= x->min && of->x <= x->max)) {
			continue;
		}
		struct axis_mark *mark = &marks[count++];
		mark->at = draw_at(x, of->x);
		mark->row = AXIS_MARK_ROWS;
		if (count > AXIS_MARK_LABELS) {
			continue;
		}
		mark->label = of->label ? draw_clean(draw, of->label, 200) : "";
		double width;
		draw_measure(draw, style, mark->label, &width, NULL);
		width = fmin(width, style->width);
		bool turn = mark->at + width + 4 > draw->box.right;
		mark->left = turn ? mark->at - width - 4 : mark->at + 3;
		mark->right = mark->left + width + 6;
		bool clash = true;
		for (mark->row = 0; mark->row < AXIS_MARK_ROWS; mark->row++) {
			clash = false;
			for (size_t j = 0; j + 1 < count && !clash; j++) {
				clash = marks_clash(mark, &marks[j]);
			}
			if (!clash) {
				break;
			}
		}
		if (mark->row < AXIS_MARK_ROWS && mark->row + 1 > *rows) {
			*rows = mark->row + 1;
		}
	}
	return count;
}

void draw_marks(struct draw *draw, const struct draw_scale *x)
{
	if (draw->chart->mark_count == 0) {
		return;
	}
	struct axis_mark *marks = draw_allocate(draw, draw->chart->mark_count, sizeof *marks);
	if (!marks) {
		return;
	}
	struct draw_style style = {.size = 8.5, .color = DRAW_GREY, .width = 150};
	size_t rows = 0, count = marks_place(draw, x, marks, &style, &rows);
	double top = draw->box.top - 4;
	draw->box.top += (double)rows * 12;
	for (size_t i = 0; i < count; i++) {
		bool labelled = marks[i].row < AXIS_MARK_ROWS;
		double y = labelled ? top + (double)marks[i].row * 12 : draw->box.top;
		draw_color(draw, DRAW_PALE);
		draw_line(draw, marks[i].at, y + (labelled ? 1 : 0), marks[i].at, draw->box.bottom,
			0.7);
		if (labelled) {
			draw_text(draw, &style, marks[i].left, y, marks[i].label);
		}
	}
}
