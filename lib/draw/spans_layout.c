/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where bars, marks and their words stand. */
#include "spans_internal.h"
#include <stdlib.h>
#include <string.h>

#define LAYOUT_TEXT_WIDTH 200.0
#define LAYOUT_TEXT_LEAST 36.0
#define LAYOUT_MARK 5.0 /* half of its width */
/* No page has room for the words of more, and placing them would take the square of their number.
 */
#define LAYOUT_WORDS 4000
#define LAYOUT_IN_ROW 400

static const struct draw_style layout_text = {.size = SPANS_TEXT_SIZE};

/* ---- Across the page ---------------------------------------------------------------------- */

static void layout_labels(struct draw *draw)
{
	struct draw_spans *spans = draw->spans;
	struct draw_box *box = &draw->box;
	struct draw_style style = {.size = 10};
	double widest = 0;
	for (size_t i = 0; i < spans->row_count && i < 1000; i++) {
		double width;
		draw_measure(draw, &style, spans->rows[i].name, &width, NULL);
		widest = fmax(widest, width);
	}
	style.width = fmin(widest + 2, (box->right - box->left) * 0.32);
	style.lines = 2;
	for (size_t i = 0; i < spans->row_count; i++) {
		spans->rows[i].label = style.size;
		if (i < 1000) {
			draw_measure(
				draw, &style, spans->rows[i].name, NULL, &spans->rows[i].label);
		}
	}
	box->left += style.width + 12;
}

/* Where the end of a bar, or the mark, is on the page. */
static void layout_body(const struct draw *draw, struct span_item *item)
{
	const struct draw_spans *spans = draw->spans;
	const struct draw_scale *x = &spans->x;
	item->left = INFINITY;
	item->right = -INFINITY;
	if (item->bar) {
		item->left = isnan(item->low) ? x->from : draw_at(x, item->low);
		/* A day has an end, too. */
		item->right = isnan(item->high) ? x->to : draw_at(x, item->high + 1);
		item->right = fmax(item->right, item->left + 2.5);
	}
	if (!isnan(item->at)) {
		item->left = fmin(item->left, draw_at(x, item->at) - LAYOUT_MARK);
		item->right = fmax(item->right, draw_at(x, item->at) + LAYOUT_MARK);
		if (item->until > item->from) {
			item->left = fmin(item->left, draw_at(x, item->from));
			item->right = fmax(item->right, draw_at(x, item->until + 1));
		}
	}
	if (item->left > item->right) {
		item->left = item->right = x->from;
	}
}

static void layout_scale(struct draw *draw)
{
	struct draw_spans *spans = draw->spans;
	const struct draw_box *box = &draw->box;
	double pad =
		fmax((spans->last - spans->first) * 0.025, spans->last > spans->first ? 1 : 30);
	double room = box->right - box->left, kept = 0;
	spans->x = (struct draw_scale){
		spans->first - pad, spans->last + pad + 1, 1, box->left, box->right};
	/* The words behind what ends last need room; each try moves the ends to the left. */
	for (int turn = 0; turn < 4; turn++) {
		double most = 0;
		for (size_t i = 0; i < spans->count; i++) {
			struct span_item *item = &spans->items[i];
			layout_body(draw, item);
			bool turned = !item->bar && item->left - item->width - 5 > box->left;
			if (item->width > 0 && !turned) {
				most = fmax(most, item->right + 5 + item->width - box->right);
			}
		}
		kept = fmin(kept + most, room * 0.3);
		spans->x.to = box->right - kept;
	}
	for (size_t i = 0; i < spans->count; i++) {
		layout_body(draw, &spans->items[i]);
	}
}

/* ---- Lanes within a row ------------------------------------------------------------------- */

static bool ranges_touch(double left, double right, double other_left, double other_right)
{
	return left < other_right - 0.5 && other_left < right - 0.5;
}

/* A mark may stand on a bar, words on nothing. */
static bool layout_clash(const struct span_item *a, const struct span_item *b)
{
	if (a->bar == b->bar && ranges_touch(a->left, a->right, b->left, b->right)) {
		return true;
	}
	double a_end = a->text_left + a->width + (a->width > 0 ? 6 : 0);
	double b_end = b->text_left + b->width + (b->width > 0 ? 6 : 0);
	return (a->width > 0 && ranges_touch(a->text_left, a_end, b->left, b->right)) ||
	       (b->width > 0 && ranges_touch(b->text_left, b_end, a->left, a->right)) ||
	       (a->width > 0 && b->width > 0 &&
		       ranges_touch(a->text_left, a_end, b->text_left, b_end));
}

static bool lane_is_free(
	struct span_item *const *items, size_t placed, const struct span_item *item)
{
	for (size_t i = 0; i < placed; i++) {
		if (items[i]->lane == item->lane && layout_clash(items[i], item)) {
			return false;
		}
	}
	return true;
}

/* Words to the right, or to the left, or shortened to the right; false where they do not fit. */
static bool layout_side(const struct draw_box *box, struct span_item *item, int side, double wanted)
{
	double room = side == 1 ? item->left - 5 - box->left : box->right - item->right - 5;
	item->width = side == 2 ? fmin(wanted, room) : wanted;
	item->text_left = side == 1 ? item->left - 5 - wanted : item->right + 5;
	return side == 2 ? room >= LAYOUT_TEXT_LEAST : room >= wanted;
}

static void layout_item(const struct draw *draw, struct span_item *const *items, size_t placed)
{
	struct span_item *item = items[placed];
	double wanted = item->width;
	item->width = 0;
	item->lane = SPANS_LANES - 1;
	if (placed > LAYOUT_IN_ROW) {
		return;
	}
	for (item->lane = 0; wanted > 0 && item->lane < SPANS_LANES; item->lane++) {
		for (int side = 0; side < 3; side++) {
			if (layout_side(&draw->box, item, side, wanted) &&
				lane_is_free(items, placed, item)) {
				return;
			}
		}
	}
	item->width = 0;
	for (item->lane = 0; item->lane < SPANS_LANES; item->lane++) {
		if (lane_is_free(items, placed, item)) {
			return;
		}
	}
	item->lane = SPANS_LANES - 1;
}

/* By row, then by time. */
static int layout_compare(const void *one, const void *two)
{
	const struct span_item *a = *(struct span_item *const *)one;
	const struct span_item *b = *(struct span_item *const *)two;
	if (a->row != b->row) {
		return a->row < b->row ? -1 : 1;
	}
	/* Bars first: marks stand on them. */
	if (a->bar != b->bar) {
		return a->bar ? -1 : 1;
	}
	return a->left != b->left ? (a->left < b->left ? -1 : 1) : (a < b ? -1 : a > b);
}

bool spans_place(struct draw *draw)
{
	struct draw_spans *spans = draw->spans;
	struct span_item **items = draw_allocate(draw, spans->count, sizeof(struct span_item *));
	if (!items) {
		return false;
	}
	for (size_t i = 0; i < spans->count; i++) {
		struct span_item *item = &spans->items[i];
		item->width = 0;
		if (*item->text && i < LAYOUT_WORDS) {
			draw_measure(draw, &layout_text, item->text, &item->width, NULL);
			item->width = fmin(ceil(item->width) + 1, LAYOUT_TEXT_WIDTH);
		}
		items[i] = item;
	}
	layout_labels(draw);
	layout_scale(draw);
	qsort(items, spans->count, sizeof *items, layout_compare);
	for (size_t i = 0; i < spans->row_count; i++) {
		spans->rows[i].lanes = 1;
	}
	for (size_t start = 0, end; start < spans->count; start = end) {
		struct span_row *row = &spans->rows[items[start]->row];
		for (end = start; end < spans->count && items[end]->row == items[start]->row;
			end++) {
			layout_item(draw, items + start, end - start);
			size_t lanes = items[end]->lane + 1;
			row->lanes = lanes > row->lanes ? lanes : row->lanes;
		}
	}
	return true;
}

/* ---- Down the page ------------------------------------------------------------------------ */

static double row_height(const struct span_row *row)
{
	return fmax((double)row->lanes * SPANS_LANE + 3, row->label + 5);
}

double spans_height(const struct draw_spans *spans)
{
	double sum = 0;
	for (size_t i = 0; i < spans->row_count; i++) {
		sum += row_height(&spans->rows[i]);
	}
	return sum;
}

void spans_stack(struct draw *draw, double scale)
{
	struct draw_spans *spans = draw->spans;
	double top = draw->box.top;
	spans->lane = SPANS_LANE * scale;
	for (size_t i = 0; i < spans->row_count; i++) {
		spans->rows[i].top = top;
		spans->rows[i].height = row_height(&spans->rows[i]) * scale;
		top += spans->rows[i].height;
	}
	draw->box.bottom = top;
}
