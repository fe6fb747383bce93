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
	double width, height; /* of the words */
	struct draw_box box;  /* around them */
	double part;          /* where along them the stem stands */
	bool placed, up;
};

struct timeline {
	struct draw *draw;
	struct draw_scale x;
	struct timeline_item *items;
	struct timeline_item *best, *kept; /* the best layout of one width, and of all */
	size_t count, labels;              /* the first `labels` may have words */
	double axis;                       /* height of the line of time */
	double width;                      /* of a label */
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
	line->best = draw_allocate(draw, draw->data.count + 1, sizeof *line->items);
	line->kept = draw_allocate(draw, draw->data.count + 1, sizeof *line->items);
	for (size_t i = 0; !draw->failed && i < draw->data.count; i++) {
		struct timeline_item *item = &line->items[line->count++];
		char date[48];
		item->point = &draw->data.points[i];
		draw_x_words(draw, item->point->x, date);
		item->date = draw_printf(draw, "%s", date);
		item->label = item->point->label;
	}
	line->labels = line->count < TIMELINE_LABELS ? line->count : TIMELINE_LABELS;
	if (!draw->failed) {
		qsort(line->items, line->count, sizeof *line->items, timeline_compare);
	}
	return !draw->failed;
}

static bool boxes_touch(const struct draw_box *a, const struct draw_box *b)
{
	return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

/* The thin line from a milestone: along its words at their end, or up to their middle. */
static struct draw_box timeline_stem(const struct timeline *line, const struct timeline_item *item)
{
	bool along = item->part == 0 || item->part == 1;
	double up = along ? item->box.top + 2 : item->box.bottom - 1;
	double down = along ? item->box.bottom - 4 : item->box.top;
	return (struct draw_box){item->x - 1.5, item->up ? up : line->axis, item->x + 1.5,
		item->up ? line->axis : down};
}

static bool timeline_clash(const struct timeline *line, const struct timeline_item *one,
	const struct timeline_item *other)
{
	if (!other->placed || other == one || other->up != one->up) {
		return false;
	}
	struct draw_box stem = timeline_stem(line, one), theirs = timeline_stem(line, other);
	return boxes_touch(&other->box, &one->box) || boxes_touch(&other->box, &stem) ||
	       boxes_touch(&theirs, &one->box);
}

/* Where the stem meets the words: at their left end best, then at their right, then within. */
static const double timeline_parts[] = {0, 1, 0.5, 0.25, 0.75};

static void timeline_box(
	struct timeline_item *item, double part, double near, double width, double height)
{
	item->part = part;
	item->box.left = item->x - part * width + (part == 0 ? 4 : part == 1 ? -4 : 0);
	item->box.right = item->box.left + width + 4;
	item->box.left -= part == 1 ? 4 : 0;
	item->box.top = item->up ? near - height : near;
	item->box.bottom = item->box.top + height + 3;
}

static size_t timeline_clashes(const struct timeline *line, const struct timeline_item *item)
{
	size_t count = 0;
	for (size_t i = 0; i < line->labels; i++) {
		count += timeline_clash(line, item, &line->items[i]) ? 1 : 0;
	}
	return count;
}

/* Moves an item's words to one of the places that it can have; false outside of the page. */
static bool timeline_move(
	const struct timeline *line, struct timeline_item *item, size_t choice, double away)
{
	const struct draw_box *room = &line->draw->box;
	item->up = (choice & 1) == 0;
	timeline_box(item, timeline_parts[choice / 2],
		item->up ? line->axis - away : line->axis + 14 + away, item->width, item->height);
	return item->box.left >= room->left - 4 && item->box.right <= room->right + 10 &&
	       item->box.top >= room->top && item->box.bottom <= room->bottom + 3;
}

/*
 * Puts an item where it hits the fewest others, near before far, and sends those away. `state`
 * breaks ties, so that two items do not send each other away for ever.
 */
static void timeline_place(struct timeline *line, struct timeline_item *item, uint32_t *state)
{
	size_t fewest = SIZE_MAX, best_choice = 0, turn = (*state >> 16) & 1;
	double best_away = 0;
	uint32_t ties = 1;
	const struct draw_box *room = &line->draw->box;
	for (double away = 12; away < room->bottom - room->top && fewest > 0; away += 7) {
		for (size_t i = 0; i < 10 && fewest > 0; i++) {
			size_t choice = i ^ turn;
			if (!timeline_move(line, item, choice, away)) {
				continue;
			}
			size_t clashes = timeline_clashes(line, item);
			*state = *state * 1664525u + 1013904223u;
			ties = clashes < fewest ? 1 : ties + 1;
			if (clashes < fewest || (clashes == fewest && (*state >> 8) % ties == 0)) {
				fewest = clashes;
				best_choice = choice;
				best_away = away;
			}
		}
	}
	if (fewest == SIZE_MAX) {
		return;
	}
	timeline_move(line, item, best_choice, best_away);
	for (size_t i = 0; i < line->labels; i++) {
		if (timeline_clash(line, item, &line->items[i])) {
			line->items[i].placed = false;
		}
	}
	item->placed = true;
}

static void timeline_measure(struct timeline *line)
{
	for (size_t i = 0; i < line->count; i++) {
		struct timeline_item *item = &line->items[i];
		struct draw_style words = timeline_words;
		words.width = line->width;
		words.lines = line->lines;
		double date, above, width = 0, below = 0;
		draw_measure(line->draw, &timeline_date, item->date, &date, &above);
		if (*item->label) {
			draw_measure(line->draw, &words, item->label, &width, &below);
		}
		item->x = draw_at(&line->x, item->point->x);
		item->width = fmax(date, width);
		item->height = above + below;
	}
}

/* Places one item after the other until all stand, or for so many steps; keeps the best state. */
static size_t timeline_layout(struct timeline *line)
{
	size_t best = 0, labels = line->labels;
	size_t steps = labels < 30 ? labels * 40 : labels < 60 ? 1200 : 400;
	uint32_t state = 1;
	for (size_t i = 0; i < line->count; i++) {
		line->items[i].placed = false;
	}
	memcpy(line->best, line->items, line->count * sizeof *line->items);
	for (size_t step = 0, next = labels; step < steps && best < labels; step++) {
		/* From the right, where words have the least room; then whoever was sent away. */
		size_t tried = 0;
		do {
			next = next > 0 ? next - 1 : labels - 1;
		} while (line->items[next].placed && ++tried < labels);
		timeline_place(line, &line->items[next], &state);
		size_t placed = 0;
		for (size_t i = 0; i < labels; i++) {
			placed += line->items[i].placed ? 1 : 0;
		}
		if (placed > best) {
			best = placed;
			memcpy(line->best, line->items, line->count * sizeof *line->items);
		}
	}
	return best;
}

/* Once all stand, some have room nearer to the line. */
static void timeline_settle(struct timeline *line)
{
	uint32_t state = 0;
	for (size_t i = 0; i < 2 * line->count; i++) {
		struct timeline_item *item = &line->items[i % line->count];
		if (item->placed) {
			item->placed = false;
			timeline_place(line, item, &state);
		}
	}
}

/* Wide labels where they fit, narrower ones where they do not. */
static size_t timeline_fit(struct timeline *line)
{
	static const struct {
		double width;
		int lines;
	} tries[] = {{170, 3}, {140, 4}, {115, 4}, {95, 5}, {80, 4}, {80, 3}, {70, 2}, {60, 1}};
	size_t most = 0;
	struct timeline kept = *line;
	for (size_t i = 0; i < sizeof tries / sizeof *tries && most < line->labels; i++) {
		line->width = tries[i].width;
		line->lines = tries[i].lines;
		timeline_measure(line);
		size_t placed = timeline_layout(line);
		if (i == 0 || placed > most) {
			most = placed;
			kept = *line;
			memcpy(line->kept, line->best, line->count * sizeof *line->items);
		}
	}
	line->width = kept.width;
	line->lines = kept.lines;
	memcpy(line->items, line->kept, line->count * sizeof *line->items);
	timeline_settle(line);
	return most;
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
	size_t count;
	if (draw->data.axis == DRAW_NUMBER) {
		struct draw_scale round = line->x;
		draw_scale_nice(&round, line->x.min, line->x.max, 8, false);
		count = draw_scale_ticks(&round, ticks);
	} else {
		count = draw_time_ticks(draw->data.axis, &line->x, 46, ticks);
	}
	struct draw_style style = {
		.size = 8.5, .color = DRAW_GREY, .align = DRAW_MIDDLE, .halo = 3};
	for (size_t i = 0; i < count; i++) {
		double at = draw_at(&line->x, ticks[i].value);
		if (at < draw->box.left || at > draw->box.right) {
			continue;
		}
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
			struct draw_box stem = timeline_stem(line, item);
			draw_line(draw, item->x, stem.top, item->x, stem.bottom, 0.7);
		}
	}
	timeline_axis(line);
	for (size_t i = 0; i < line->count; i++) {
		const struct timeline_item *item = &line->items[i];
		draw_marker(draw, item->point->series, item->x, line->axis, 4);
		if (!item->placed) {
			continue;
		}
		struct draw_style date = timeline_date, words = timeline_words;
		date.color = DRAW_GREY;
		words.color = DRAW_INK;
		date.align = words.align = item->part == 0   ? DRAW_LEFT
					   : item->part == 1 ? DRAW_RIGHT
							     : DRAW_MIDDLE;
		words.width = line->width;
		words.lines = line->lines;
		double x = item->part == 0   ? item->box.left
			   : item->part == 1 ? item->box.left + item->width + 4
					     : item->box.left + item->width / 2;
		double y = item->box.top;
		y += draw_text(draw, &date, x, y, item->date);
		draw_text(draw, &words, x, y, item->label);
	}
}

mizan_status draw_timeline(struct draw *draw, struct mizan_error *error)
{
	struct timeline line = {.draw = draw};
	/* Ten points for a line of words, and what stands above and below the list. */
	if (draw->data.count > DRAW_TIMELINE_LIST &&
		draw->height >= 100 + 10 * (double)draw->data.count) {
		return draw_timeline_list(draw, error);
	}
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
