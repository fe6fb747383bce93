/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many milestones: a line of time that goes down, and beside it a list with their whole words. */
#include "draw_internal.h"
#include <stdlib.h>

#define LIST_AXIS 52.0  /* from the left of the box to the line of time */
#define LIST_WORDS 70.0 /* from there to the words */

struct list {
	struct draw *draw;
	const struct draw_point **points; /* in the order of time */
	size_t count;
	struct draw_scale time;
	double axis, row;
};

static int list_compare(const void *one, const void *two)
{
	const struct draw_point *a = *(const struct draw_point *const *)one;
	const struct draw_point *b = *(const struct draw_point *const *)two;
	return a->x != b->x ? (a->x < b->x ? -1 : 1) : (a < b ? -1 : a > b);
}

static void list_axis(const struct list *list)
{
	struct draw *draw = list->draw;
	struct draw_tick ticks[DRAW_TICKS];
	size_t count = 0;
	if (draw->data.axis == DRAW_NUMBER) {
		struct draw_scale round = list->time;
		draw_scale_nice(&round, list->time.min, list->time.max, 12, false);
		count = draw_scale_ticks(&round, ticks);
	} else if (draw->data.axis != DRAW_CATEGORY) {
		count = draw_time_ticks(draw->data.axis, &list->time, 46, ticks);
	}
	draw_color(draw, DRAW_GREY);
	draw_line(draw, list->axis, draw->box.top, list->axis, draw->box.bottom, 1.4);
	struct draw_style style = {.size = 9, .color = DRAW_GREY, .align = DRAW_RIGHT};
	for (size_t i = 0; i < count; i++) {
		double at = draw_at(&list->time, ticks[i].value);
		if (at < draw->box.top || at > draw->box.bottom) {
			continue;
		}
		for (char *end = ticks[i].label; *end; end++) {
			*end = *end == '\n' ? ' ' : *end;
		}
		draw_color(draw, DRAW_GREY);
		draw_line(draw, list->axis - 4, at, list->axis, at, 0.8);
		draw_text_middle(draw, &style, list->axis - 8, at, ticks[i].label);
	}
}

static void list_row(const struct list *list, size_t i)
{
	struct draw *draw = list->draw;
	const struct draw_point *point = list->points[i];
	double from = draw_at(&list->time, point->x);
	double to = draw->box.top + list->row * ((double)i + 0.5);
	double words = list->axis + LIST_WORDS;
	draw_color(draw, DRAW_PALE);
	cairo_set_line_width(draw->cairo, 0.7);
	cairo_move_to(draw->cairo, list->axis, from);
	cairo_line_to(draw->cairo, list->axis + 12, from);
	cairo_line_to(draw->cairo, words - 16, to);
	cairo_line_to(draw->cairo, words - 4, to);
	cairo_stroke(draw->cairo);
	draw_marker(draw, point->series, list->axis, from, 3.4);
	char date[48];
	double width;
	draw_x_words(draw, point->x, date);
	struct draw_style style = {.size = 8.5, .color = DRAW_GREY, .bold = true};
	draw_measure(draw, &style, date, &width, NULL);
	draw_text_middle(draw, &style, words, to, date);
	struct draw_style label = {
		.size = 9, .color = DRAW_INK, .width = draw->box.right - words - width - 8};
	draw_text_middle(draw, &label, words + width + 8, to, point->label);
}

mizan_status draw_timeline_list(struct draw *draw, struct mizan_error *error)
{
	struct list list = {.draw = draw, .count = draw->data.count};
	list.points = draw_allocate(draw, list.count + 1, sizeof *list.points);
	if (!list.points) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < list.count; i++) {
		list.points[i] = &draw->data.points[i];
	}
	qsort(list.points, list.count, sizeof *list.points, list_compare);
	draw_frame(draw);
	draw_legend(draw, DRAW_KEY_DOT);
	struct draw_box *box = &draw->box;
	double low = list.points[0]->x, high = list.points[list.count - 1]->x;
	double pad = high > low ? (high - low) * 0.01 : 1;
	list.row = (box->bottom - box->top) / (double)list.count;
	list.axis = box->left + LIST_AXIS;
	list.time = (struct draw_scale){low - pad, high + pad, 1, box->top, box->bottom};
	list_axis(&list);
	for (size_t i = 0; i < list.count; i++) {
		list_row(&list, i);
	}
	return MIZAN_OK;
}
