/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Countries or provinces filled by their value: five classes with about as many areas in each. */
#include "draw_internal.h"
#include <stdlib.h>
#include <string.h>

#define CHOROPLETH_CLASSES 5

struct choropleth {
	struct draw *draw;
	struct draw_view view;
	double *values;                        /* of each area of the base map, NAN: no data */
	double breaks[CHOROPLETH_CLASSES + 1]; /* first and last are smallest and largest */
	bool *listed;                          /* areas that have a row, be it unknown */
	size_t classes;
	bool zero; /* 0 is a class of its own */
	bool whole;
};

static size_t area_index(const struct draw *draw, const struct mizan_area *area)
{
	for (size_t i = 0; i < mizan_basemap_count(draw->map); i++) {
		if (mizan_basemap_area(draw->map, i) == area) {
			return i;
		}
	}
	return SIZE_MAX;
}

static const struct mizan_area *choropleth_area(const struct choropleth *map, const char *name)
{
	struct draw *draw = map->draw;
	if (map->view.focus) {
		return mizan_basemap_province(
			draw->map, map->view.focus->iso3, (struct mizan_slice){name, strlen(name)});
	}
	return strlen(name) == 3 ? mizan_basemap_country(draw->map, name) : NULL;
}

static void choropleth_remark(struct draw *draw, const char *remark)
{
	draw->remark = draw->remark ? draw_printf(draw, "%s %s", draw->remark, remark) : remark;
}

/* Two spellings of one province are one area: counts are added, anything else cannot be. */
static mizan_status choropleth_add(struct choropleth *map, const struct draw_point *point,
	const struct mizan_area *area, bool *added, struct mizan_error *error)
{
	size_t index = area_index(map->draw, area);
	double *value = &map->values[index];
	map->listed[index] = true;
	if (isnan(point->y)) {
		return MIZAN_OK;
	}
	if (isnan(*value)) {
		*value = point->y;
		return MIZAN_OK;
	}
	if (!map->whole) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"give one value for each area; only counts are added",
			"several rows are about %s", area->name);
	}
	*value += point->y;
	*added = true;
	return MIZAN_OK;
}

static mizan_status choropleth_values(struct choropleth *map, struct mizan_error *error)
{
	struct draw *draw = map->draw;
	const struct draw_names *names = &draw->data.categories;
	size_t count = mizan_basemap_count(draw->map), missing = 0, found = 0;
	map->values = draw_allocate(draw, count, sizeof *map->values);
	const struct mizan_area **areas = draw_allocate(draw, names->count + 1, sizeof *areas);
	map->listed = draw_allocate(draw, count, sizeof *map->listed);
	if (!map->values || !areas || !map->listed) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < count; i++) {
		map->values[i] = NAN;
	}
	struct mizan_text list = {0};
	for (size_t i = 0; i < names->count; i++) {
		areas[i] = choropleth_area(map, names->raw[i]);
		if (!areas[i] && missing++ < 5) {
			mizan_text_printf(&list, "%s%s", missing > 1 ? ", " : "",
				draw_clean(draw, names->raw[i], 40));
		}
	}
	const char *missed = draw_printf(
		draw, "%s%s", list.data ? list.data : "", missing > 5 ? " and others" : "");
	mizan_text_release(&list);
	bool added = false;
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < draw->data.count && status == MIZAN_OK; i++) {
		const struct mizan_area *area = areas[(size_t)draw->data.points[i].x];
		if (area) {
			status = choropleth_add(map, &draw->data.points[i], area, &added, error);
			found += isnan(draw->data.points[i].y) ? 0 : 1;
		}
	}
	if (status == MIZAN_OK && found == 0) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			map->view.focus
				? "x is the name of a province"
				: "x is an ISO 3166 code of three letters; for provinces name "
				  "the country",
			"there is no row to draw: the base map knows none of %s", missed);
	}
	if (missing > 0) {
		choropleth_remark(draw, draw_printf(draw, "Not on this map: %s.", missed));
	}
	if (added) {
		choropleth_remark(draw, "Rows that name the same area are added.");
	}
	return status;
}

/* A province that has joined another shows the other's value where it has none itself. */
static void choropleth_successors(struct choropleth *map)
{
	struct draw *draw = map->draw;
	for (size_t i = 0; i < mizan_basemap_count(draw->map) && map->view.focus; i++) {
		const struct mizan_area *area = mizan_basemap_area(draw->map, i);
		if (area->kind != MIZAN_AREA_PROVINCE || !isnan(map->values[i]) ||
			strcmp(area->iso3, map->view.focus->iso3) != 0) {
			continue;
		}
		const struct mizan_area *successor = mizan_basemap_successor(draw->map, area);
		size_t other = successor ? area_index(draw, successor) : SIZE_MAX;
		if (other != SIZE_MAX && !isnan(map->values[other])) {
			map->values[i] = map->values[other];
			choropleth_remark(draw, draw_printf(draw, "%s: counted with %s.",
							area->name, successor->name));
		}
	}
}

/*
 * The roundest number above `low` and at most `high`, so that the classes stay those of the
 * quantiles; no finer than the column shows.
 */
static double choropleth_between(double low, double high, int decimals)
{
	double power = pow(10, ceil(log10(fmax(fabs(low), fabs(high)))));
	double finest = decimals < 0 ? power * 1e-3 : pow(10, -decimals);
	for (; power > finest * 0.99; power /= 10) {
		static const double steps[] = {1, 0.5, 0.2};
		for (size_t i = 0; i < 3; i++) {
			double step = steps[i] * power;
			double at = floor(high / step * (1 + 1e-12)) * step;
			if (step > finest * 0.99 && at > low + fabs(low) * 1e-9) {
				return at;
			}
		}
	}
	return high;
}

/* At most five, fewer where there are few different values. */
static size_t choropleth_count(const double *sorted, size_t count)
{
	size_t different = 1;
	for (size_t i = 1; i < count; i++) {
		different += sorted[i] > sorted[i - 1] ? 1 : 0;
	}
	return different + 2 < 2 * CHOROPLETH_CLASSES ? (different + 2) / 2 : CHOROPLETH_CLASSES;
}

static void choropleth_breaks(struct choropleth *map)
{
	struct draw *draw = map->draw;
	size_t count = 0, areas = mizan_basemap_count(draw->map);
	double *sorted = draw_allocate(draw, areas + 1, sizeof *sorted), smallest = INFINITY;
	if (!sorted) {
		return;
	}
	for (size_t i = 0; i < areas; i++) {
		smallest = isnan(map->values[i]) ? smallest : fmin(smallest, map->values[i]);
	}
	for (size_t i = 0; i < areas; i++) {
		map->zero |= map->values[i] == 0 && smallest >= 0;
		if (!isnan(map->values[i]) && !(map->values[i] == 0 && smallest >= 0)) {
			sorted[count++] = map->values[i];
		}
	}
	if (count == 0) {
		return;
	}
	qsort(sorted, count, sizeof *sorted, draw_compare_numbers);
	map->breaks[0] = sorted[0];
	const struct mizan_column *column = &draw->chart->table->columns[draw->data.y];
	size_t classes = choropleth_count(sorted, count);
	for (size_t i = 1; i < classes; i++) {
		size_t from = i * count / classes;
		/* Equal values stay in one class. */
		while (from < count && (from == 0 || sorted[from - 1] >= sorted[from])) {
			from++;
		}
		if (from == count) {
			continue;
		}
		double at = choropleth_between(sorted[from - 1], sorted[from],
			column->type == MIZAN_REAL ? column->decimals : 0);
		if (at > map->breaks[map->classes] && at <= sorted[count - 1]) {
			map->breaks[++map->classes] = at;
		}
	}
	map->breaks[++map->classes] = sorted[count - 1];
}

/* Which of the five colours; few classes take the far ends of the ramp. */
static struct draw_color choropleth_color(const struct choropleth *map, double value)
{
	if (map->zero && value == 0) {
		return DRAW_RGB(0xffffff);
	}
	size_t at = 0;
	while (at + 1 < map->classes && value >= map->breaks[at + 1]) {
		at++;
	}
	size_t spread = map->classes > 1 ? at * (CHOROPLETH_CLASSES - 1) / (map->classes - 1) : 2;
	return draw_ramp_color(spread);
}

/* Light slanted lines: not a low value, but none at all. */
static void choropleth_hatch(struct draw *draw)
{
	double left, top, right, bottom;
	cairo_save(draw->cairo);
	draw_color(draw, DRAW_RGB(0xf6f6f6));
	cairo_fill_preserve(draw->cairo);
	cairo_clip(draw->cairo);
	cairo_clip_extents(draw->cairo, &left, &top, &right, &bottom);
	draw_color(draw, DRAW_RGB(0xcfcfcf));
	cairo_set_line_width(draw->cairo, 0.6);
	/* From one grid, so that the lines of neighbours meet. */
	for (double at = floor((left + top) / 5) * 5; at < right + bottom; at += 5) {
		cairo_move_to(draw->cairo, at - top, top);
		cairo_line_to(draw->cairo, at - bottom, bottom);
	}
	cairo_stroke(draw->cairo);
	cairo_restore(draw->cairo);
}

static bool choropleth_shows(const struct choropleth *map, const struct mizan_area *area)
{
	return map->view.focus ? area->kind == MIZAN_AREA_PROVINCE &&
					 strcmp(area->iso3, map->view.focus->iso3) == 0
			       : area->kind == MIZAN_AREA_COUNTRY;
}

static void choropleth_fill(const struct choropleth *map)
{
	struct draw *draw = map->draw;
	for (size_t i = 0; i < mizan_basemap_count(draw->map); i++) {
		const struct mizan_area *area = mizan_basemap_area(draw->map, i);
		if (!choropleth_shows(map, area) || !draw_view_sees(&map->view, area)) {
			continue;
		}
		draw_area_path(draw, &map->view, area);
		if (isnan(map->values[i])) {
			if (map->view.focus || map->view.world || map->listed[i]) {
				choropleth_hatch(draw);
			} else {
				draw_color(draw, DRAW_RGB(0xefede8));
				cairo_fill(draw->cairo);
			}
			cairo_new_path(draw->cairo);
			continue;
		}
		draw_color(draw, choropleth_color(map, map->values[i]));
		cairo_fill(draw->cairo);
	}
}

static double choropleth_key(struct draw *draw, double x, double y, const char *text)
{
	cairo_rectangle(draw->cairo, x, y - 5, 14, 10);
	draw_color(draw, DRAW_PALE);
	cairo_set_line_width(draw->cairo, 0.5);
	cairo_stroke(draw->cairo);
	struct draw_style style = {.size = 9.5, .color = DRAW_INK};
	double width;
	draw_measure(draw, &style, text, &width, NULL);
	draw_text_middle(draw, &style, x + 18, y, text);
	return x + 18 + width + 14;
}

static const char *choropleth_class(const struct choropleth *map, size_t class)
{
	struct draw *draw = map->draw;
	double from = map->breaks[class], to = map->breaks[class + 1];
	bool last = class + 1 == map->classes;
	char first[48], second[48];
	if (map->whole && !last) {
		to -= 1;
	}
	draw_value(draw, draw->data.y, from, first);
	draw_value(draw, draw->data.y, to, second);
	return to > from ? draw_printf(draw, "%s\u2013%s", first, second)
			 : draw_printf(draw, "%s", first);
}

/* Classes in one row, or in several where the page is narrow. */
static void choropleth_legend(const struct choropleth *map)
{
	struct draw *draw = map->draw;
	const char *title = draw_y_title(draw);
	struct draw_style style = {.size = 9.5, .color = DRAW_GREY};
	double width, x = draw->box.left, y = draw->box.top + 6;
	draw_measure(draw, &style, title, &width, NULL);
	style.width = fmin(width + 1, (draw->box.right - x) * 0.4);
	draw_text_middle(draw, &style, x, y, title);
	x += *title ? style.width + 10 : 0;
	/* -1 is zero, and the one behind the classes is for no data. */
	for (int i = map->zero ? -1 : 0; i <= (int)map->classes; i++) {
		const char *text = i < 0                    ? "0"
				   : i == (int)map->classes ? "no data"
							    : choropleth_class(map, (size_t)i);
		draw_measure(draw, &style, text, &width, NULL);
		if (x + 18 + width > draw->box.right) {
			x = draw->box.left;
			y += 15;
		}
		cairo_rectangle(draw->cairo, x, y - 5, 14, 10);
		if (i == (int)map->classes) {
			choropleth_hatch(draw);
			cairo_new_path(draw->cairo);
		} else {
			draw_color(draw, choropleth_color(map, i < 0 ? 0 : map->breaks[i]));
			cairo_fill(draw->cairo);
		}
		x = choropleth_key(draw, x, y, text);
	}
	draw->box.top = y + 13;
}

/* The country, or all countries that have a value. */
static struct draw_box choropleth_bounds(const struct choropleth *map)
{
	struct draw_box degrees = {INFINITY, -INFINITY, -INFINITY, INFINITY};
	for (size_t i = 0; i < mizan_basemap_count(map->draw->map) && !map->view.focus; i++) {
		if (!isnan(map->values[i])) {
			draw_country_bounds(mizan_basemap_area(map->draw->map, i), &degrees);
		}
	}
	if (map->view.focus) {
		draw_country_bounds(map->view.focus, &degrees);
	}
	degrees.left -= 0.5;
	degrees.right += 0.5;
	degrees.top = fmin(90, degrees.top + 0.5);
	degrees.bottom = fmax(-90, degrees.bottom - 0.5);
	return degrees;
}

mizan_status draw_choropleth(struct draw *draw, struct mizan_error *error)
{
	struct choropleth map = {.draw = draw, .whole = draw_whole(draw)};
	mizan_status status = draw_map_open(draw, error);
	if (status == MIZAN_OK) {
		status = draw_map_focus(draw, &map.view.focus, error);
	}
	if (status == MIZAN_OK) {
		status = choropleth_values(&map, error);
	}
	if (status != MIZAN_OK) {
		return status;
	}
	choropleth_successors(&map);
	choropleth_breaks(&map);
	struct draw_box degrees = choropleth_bounds(&map);
	draw_map_disputes(draw, &map.view, &degrees);
	draw_frame(draw);
	choropleth_legend(&map);
	draw_view_fit(draw, &map.view, &degrees);
	cairo_save(draw->cairo);
	draw_map_ground(draw, &map.view, map.view.focus != NULL);
	choropleth_fill(&map);
	draw_map_lines(draw, &map.view);
	draw_map_names(draw, &map.view);
	cairo_restore(draw->cairo);
	return MIZAN_OK;
}
