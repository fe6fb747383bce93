/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Milestones on a line of time, their labels on both sides of it without touching. */
#include "draw_internal.h"
#include <stdlib.h>
#include <string.h>

/* More milestones than these are dots alone: no page has room for their words. */
#define TIMELINE_LABELS 120

struct timeline_item {
	const struct draw_point *point;
	const char *date, *label;
	double x;
	struct draw_box box; /* of the words */
	bool placed, up;
};

struct timeline {
	struct draw *draw;
	struct draw_scale x;
	struct timeline_item *items;
	size_t count;
	double axis;  /* height of the line of time */
	double width; /* of a label */
	int lines;
};

static const struct draw_style timeline_date = {.size = 8.5, .bold = true};
static const struct draw_style timeline_words = {.size = 9};

static int timeline_compare(const void *one, const void *two)
{
	const struct timeline_item *a = one, *b = two;
	return a->point->x != b->point->x ? (a->point->x < b->point->x ? -1 : 1)
					  : (a->point < b->point ? -1 : a->point > b->point);
}

static bool timeline_items(struct timeline *line)
{
	struct draw *draw = line->draw;
	line->items = draw_allocate(draw, draw->data.count + 1, sizeof *line->items);
	for (size_t i = 0; line->items && i < draw->data.count; i++) {
		struct timeline_item *item = &line->items[line->count++];
		char date[48];
		item->point = &draw->data.points[i];
		draw_x_words(draw, item->point->x, date);
		item->date = draw_printf(draw, "%s", date);
		item->label = item->point->label;
	}
	if (line->items) {
		qsort(line->items, line->count, sizeof *line->items, timeline_compare);
	}
	return !draw->failed;
}

static bool boxes_touch(const struct draw_box *a, const struct draw_box *b)
{
	return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

/* The thin line from a milestone to its words. */
static struct draw_box timeline_stem(const struct timeline *line, const struct timeline_item *item)
{
	return (struct draw_box){item->x - 1.5, item->up ? item->box.top : line->axis,
		item->x + 1.5, item->up ? line->axis : item->box.bottom};
}

static bool timeline_clear(const struct timeline *line, const struct timeline_item *item)
{
	struct draw_box stem = timeline_stem(line, item);
	for (size_t i = 0; i < line->count; i++) {
		const struct timeline_item *other = &line->items[i];
		if (!other->placed || other == item || other->up != item->up) {
			continue;
		}
		struct draw_box theirs = timeline_stem(line, other);
		if (boxes_touch(&other->box, &item->box) || boxes_touch(&other->box, &stem) ||
			boxes_touch(&theirs, &item->box)) {
			return false;
		}
	}
	return true;
}

/* The nearest free place: both sides, to the right and to the left, level by level outwards. */
static bool timeline_place(struct timeline *line, struct timeline_item *item, double width,
	double height, bool up_first)
{
	const struct draw_box *room = &line->draw->box;
	for (double away = 12; away < room->bottom - room->top; away += 7) {
		for (int choice = 0; choice < 4; choice++) {
			bool up = (choice & 1) ? !up_first : up_first, left = choice & 2;
			double near = up ? line->axis - away : line->axis + 16 + away;
			item->up = up;
			item->box.left = left ? item->x - 4 - width : item->x + 4;
			item->box.right = item->box.left + width + 4;
			item->box.top = up ? near - height : near;
			item->box.bottom = item->box.top + height + 3;
			if (item->box.left < room->left - 4 || item->box.right > room->right + 8 ||
				item->box.top < room->top || item->box.bottom > room->bottom + 3) {
				continue;
			}
			if (timeline_clear(line, item)) {
				return true;
			}
		}
	}
	return false;
}

/* Places every label that fits; from the right, where words have the least room. */
static size_t timeline_layout(struct timeline *line)
{
	size_t placed = 0;
	for (size_t i = 0; i < line->count; i++) {
		line->items[i].placed = false;
		line->items[i].x = draw_at(&line->x, line->items[i].point->x);
	}
	for (size_t i = line->count; i-- > 0 && line->count - i <= TIMELINE_LABELS;) {
		struct timeline_item *item = &line->items[i];
		struct draw_style words = timeline_words;
		words.width = line->width;
		words.lines = line->lines;
		double date, width = 0, above, height = 0;
		draw_measure(line->draw, &timeline_date, item->date, &date, &above);
		if (*item->label) {
			draw_measure(line->draw, &words, item->label, &width, &height);
		}
		item->placed = timeline_place(
			line, item, fmax(date, width), above + height, (line->count - i) % 2 == 1);
		placed += item->placed;
	}
	return placed;
}

/* Wide labels where they fit, narrower ones where they do not. */
static size_t timeline_fit(struct timeline *line)
{
	static const struct {
		double width;
		int lines;
	} tries[] = {{170, 3}, {140, 4}, {115, 4}, {95, 4}, {80, 3}, {70, 2}, {60, 1}};
	size_t placed = 0;
	for (size_t i = 0; i < sizeof tries / sizeof *tries && placed < line->count; i++) {
		line->width = tries[i].width;
		line->lines = tries[i].lines;
		placed = timeline_layout(line);
	}
	return placed;
}

static void timeline_axis(const struct timeline *line)
{
	struct draw *draw = line->draw;
	draw_color(draw, DRAW_GREY);
	draw_line(draw, draw->box.left, line->axis, draw->box.right, line->axis, 1.4);
	if (draw->data.axis == DRAW_CATEGORY) {
		return;
	}
	struct draw_tick ticks[DRAW_TICKS];
	size_t count = draw_time_ticks(draw->data.axis, &line->x, 46, ticks);
	struct draw_style style = {.size = 8.5, .color = DRAW_GREY, .align = DRAW_MIDDLE};
	for (size_t i = 0; i < count && draw->data.axis != DRAW_NUMBER; i++) {
		double at = draw_at(&line->x, ticks[i].value);
		/* The year below the month would stand in the words. */
		char *second = strchr(ticks[i].label, '\n');
		if (second) {
			*second = ' ';
		}
		draw_line(draw, at, line->axis, at, line->axis + 4, 0.8);
		draw_text(draw, &style, at, line->axis + 4, ticks[i].label);
		draw_color(draw, DRAW_GREY);
	}
}

static void timeline_draw(const struct timeline *line)
{
	struct draw *draw = line->draw;
	for (size_t i = 0; i < line->count; i++) {
		const struct timeline_item *item = &line->items[i];
		if (item->placed) {
			draw_color(draw, DRAW_PALE);
			draw_line(draw, item->x, line->axis, item->x,
				item->up ? item->box.top + 2 : item->box.bottom - 4, 0.7);
		}
	}
	timeline_axis(line);
	for (size_t i = 0; i < line->count; i++) {
		const struct timeline_item *item = &line->items[i];
		draw_marker(draw, item->point->series, item->x, line->axis, 4);
		if (!item->placed) {
			continue;
		}
		bool left = item->box.left < item->x - 6;
		struct draw_style date = timeline_date, words = timeline_words;
		date.color = DRAW_GREY;
		words.color = DRAW_INK;
		date.align = words.align = left ? DRAW_RIGHT : DRAW_LEFT;
		words.width = line->width;
		words.lines = line->lines;
		double x = left ? item->box.right - 4 : item->box.left;
		double y = item->box.top;
		y += draw_text(draw, &date, x, y, item->date);
		draw_text(draw, &words, x, y, item->label);
	}
}

mizan_status draw_timeline(struct draw *draw, struct mizan_error *error)
{
	struct timeline line = {.draw = draw};
	if (!timeline_items(&line)) {
		return mizan_error_memory(error);
	}
	draw_frame(draw);
	draw_legend(draw, DRAW_KEY_DOT);
	struct draw_box *box = &draw->box;
	double low, high;
	draw_data_range(&draw->data, offsetof(struct draw_point, x), &low, &high);
	double pad = high > low ? (high - low) * 0.02 : 1;
	line.x = (struct draw_scale){low - pad, high + pad, 1, box->left, box->right};
	line.axis = (box->top + box->bottom) / 2 - 8;
	size_t placed = timeline_fit(&line);
	if (placed < line.count) {
		struct draw_style style = {.size = 8, .color = DRAW_GREY, .align = DRAW_RIGHT};
		draw_text(draw, &style, box->right, box->bottom - 4,
			draw_printf(draw, "%zu of %zu milestones without their label",
				line.count - placed, line.count));
	}
	timeline_draw(&line);
	return MIZAN_OK;
}
