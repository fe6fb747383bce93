/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names on a map: each where its area is widest, or not at all. */
#include "draw_internal.h"
#include <stdlib.h>
#include <string.h>

#define NAMES_MOST 200
#define NAMES_CROSSINGS 256

struct map_names {
	struct draw *draw;
	const struct draw_view *view;
	struct draw_box taken[NAMES_MOST];
	size_t count;
};

/* Where the outline in draw->trace crosses a height, in order; the number of crossings, even. */
static size_t names_crossings(const struct draw_trace *trace, double y, double *crossings)
{
	size_t count = 0;
	for (size_t ring = 0; ring < trace->rings; ring++) {
		size_t from = trace->starts[ring], to = trace->starts[ring + 1];
		for (size_t i = from; i < to && count < NAMES_CROSSINGS; i++) {
			const double *a = trace->points[i],
				     *b = trace->points[i + 1 < to ? i + 1 : from];
			if ((a[1] <= y) != (b[1] <= y)) {
				crossings[count++] =
					a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]);
			}
		}
	}
	qsort(crossings, count, sizeof *crossings, draw_compare_numbers);
	return count & ~(size_t)1;
}

/* Narrows [left, right] to the widest part of it that is inside at height y. */
static bool names_narrow(const struct draw_trace *trace, double y, double *left, double *right)
{
	double crossings[NAMES_CROSSINGS], best = 0, from = 0, to = 0;
	size_t count = names_crossings(trace, y, crossings);
	for (size_t i = 0; i < count; i += 2) {
		double l = fmax(*left, crossings[i]), r = fmin(*right, crossings[i + 1]);
		if (r - l > best) {
			best = r - l;
			from = l;
			to = r;
		}
	}
	*left = from;
	*right = to;
	return best > 0;
}

static bool names_free(const struct map_names *names, const struct draw_box *box)
{
	for (size_t i = 0; i < names->count; i++) {
		const struct draw_box *other = &names->taken[i];
		if (box->left < other->right && other->left < box->right &&
			box->top < other->bottom && other->top < box->bottom) {
			return false;
		}
	}
	return true;
}

/* The best place of a name within its area: wide room, near the middle of the part in view. */
static bool names_find(
	const struct map_names *names, double width, double height, struct draw_box *place)
{
	const struct draw_trace *trace = names->draw->trace;
	const struct draw_box *page = &names->draw->box;
	double low = INFINITY, high = -INFINITY, best = -INFINITY;
	for (size_t i = 0; i < trace->count; i++) {
		low = fmin(low, trace->points[i][1]);
		high = fmax(high, trace->points[i][1]);
	}
	low = fmax(low, page->top) + height / 2;
	high = fmin(high, page->bottom) - height / 2;
	double step = fmax(2, (high - low) / 60);
	for (double y = low; y <= high; y += step) {
		double left = page->left + 4, right = page->right - 4;
		if (!names_narrow(trace, y, &left, &right) || right - left < 0.97 * width ||
			!names_narrow(trace, y - height / 2, &left, &right) ||
			!names_narrow(trace, y + height / 2, &left, &right) ||
			right - left < 0.97 * width) {
			continue;
		}
		for (int third = 0; third < 3; third++) {
			static const double parts[] = {0.5, 0.25, 0.75};
			double spare = right - left - width;
			double x = left + spare * parts[third];
			struct draw_box box = {x, y - height / 2, x + width, y + height / 2};
			double score = fmin(right - left, 2 * width) -
				       0.6 * fabs(y - (low + high) / 2) - (third > 0 ? 10 : 0);
			if (score > best && names_free(names, &box)) {
				best = score;
				*place = box;
			}
		}
	}
	return best > -INFINITY;
}

static void names_put(
	struct map_names *names, const struct mizan_area *area, const struct draw_style *style)
{
	struct draw *draw = names->draw;
	if (!area->name || names->count == NAMES_MOST || !draw_view_sees(names->view, area) ||
		!draw_area_trace(draw, names->view, area)) {
		return;
	}
	struct draw_style own = *style;
	struct draw_box place;
	bool found = false;
	/* In one line, in two, then both again a little smaller. */
	for (int try = 0; try < 4 && !found; try++) {
		double width, height;
		own.size = style->size * (try < 2 ? 1 : 0.82);
		own.width = 0;
		draw_measure(draw, &own, area->name, &width, &height);
		if (try & 1) {
			if (!strchr(area->name, ' ')) {
				continue;
			}
			/* As wide as its longest word at least. */
			own.width = width * (try == 1 ? 0.72 : 0.8);
			own.lines = 2;
			own.align = DRAW_MIDDLE;
			draw_measure(draw, &own, area->name, &width, &height);
			own.width = width + 1;
		}
		found = names_find(names, width, height * 0.72, &place);
	}
	if (!found) {
		return;
	}
	own.align = DRAW_MIDDLE;
	draw_text_middle(draw, &own, (place.left + place.right) / 2, (place.top + place.bottom) / 2,
		area->name);
	names->taken[names->count++] = place;
}

void draw_map_names(struct draw *draw, const struct draw_view *view)
{
	struct map_names *names = draw_allocate(draw, 1, sizeof *names);
	if (!names) {
		return;
	}
	names->draw = draw;
	names->view = view;
	const struct draw_style province = {.size = 8.5, .color = DRAW_INK, .halo = 2};
	const struct draw_style country = {.size = view->world ? 6.5 : 9.5,
		.color = view->focus ? DRAW_RGB(0x7d7d7d) : DRAW_GREY,
		.halo = 2,
		.bold = !view->world};
	for (size_t i = 0; i < mizan_basemap_count(draw->map) && view->focus; i++) {
		const struct mizan_area *area = mizan_basemap_area(draw->map, i);
		if (area->kind == MIZAN_AREA_PROVINCE &&
			strcmp(area->iso3, view->focus->iso3) == 0) {
			names_put(names, area, &province);
		}
	}
	for (size_t i = 0; i < mizan_basemap_count(draw->map); i++) {
		const struct mizan_area *area = mizan_basemap_area(draw->map, i);
		if (area->kind == MIZAN_AREA_COUNTRY && area != view->focus) {
			names_put(names, area, &country);
		}
	}
}
