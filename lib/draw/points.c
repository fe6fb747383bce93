/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events on a map: circles whose area goes by the deaths. */
#include "draw_internal.h"
#include <stdlib.h>
#include <string.h>

struct point_map {
	struct draw *draw;
	struct draw_view view;
	double largest; /* size of the largest circle; 0: all are alike */
	double radius;  /* of that circle */
};

#define EARTH_KM 6371.0088
#define LABELS_MAX 64

static double points_radius(const struct point_map *map, double size)
{
	if (map->draw->chart->to_scale) {
		return fmax(3, map->view.scale * fmax(size, 0) / EARTH_KM);
	}
	return map->largest > 0 ? fmax(1.1, map->radius * sqrt(fmax(size, 0) / map->largest)) : 2.6;
}

/* The box of degrees around all points, or of the country. */
static struct draw_box points_bounds(const struct point_map *map)
{
	struct draw_box degrees = {INFINITY, -INFINITY, -INFINITY, INFINITY};
	if (map->view.focus) {
		draw_country_bounds(map->view.focus, &degrees);
	} else {
		const struct draw_data *data = &map->draw->data;
		draw_data_range(
			data, offsetof(struct draw_point, x), &degrees.left, &degrees.right);
		draw_data_range(
			data, offsetof(struct draw_point, y), &degrees.bottom, &degrees.top);
	}
	double pad = map->view.focus ? 0.4 : 1.5;
	degrees.left -= pad;
	degrees.right += pad;
	degrees.bottom = fmax(-90, degrees.bottom - pad);
	degrees.top = fmin(90, degrees.top + pad);
	return degrees;
}

/* Largest first, so that small circles are not hidden. */
static int points_compare(const void *one, const void *two)
{
	const struct draw_point *a = *(const struct draw_point *const *)one;
	const struct draw_point *b = *(const struct draw_point *const *)two;
	double x = isnan(a->size) ? -1 : a->size, y = isnan(b->size) ? -1 : b->size;
	return x != y ? (x > y ? -1 : 1) : (a < b ? -1 : a > b);
}

static void points_circle(
	const struct point_map *map, double x, double y, double radius, size_t series, bool known)
{
	struct draw *draw = map->draw;
	bool one = draw->data.series.count < 2;
	struct draw_color color = one ? DRAW_RGB(0xc43c00) : draw_series_color(series);
	cairo_new_path(draw->cairo);
	cairo_arc(draw->cairo, x, y, radius, 0, 2 * G_PI);
	if (known) {
		draw_color(draw, draw_fade(color, 0.42));
		cairo_fill_preserve(draw->cairo);
	}
	draw_color(draw, draw_fade(color, known ? 0.85 : 1));
	cairo_set_line_width(draw->cairo, known ? 0.45 : 0.8);
	cairo_stroke(draw->cairo);
}

static void points_draw(const struct point_map *map)
{
	struct draw *draw = map->draw;
	const struct draw_data *data = &draw->data;
	const struct draw_point **order = draw_allocate(draw, data->count + 1, sizeof *order);
	for (size_t i = 0; order && i < data->count; i++) {
		order[i] = &data->points[i];
	}
	if (order) {
		qsort(order, data->count, sizeof *order, points_compare);
	}
	for (size_t i = 0; order && i < data->count; i++) {
		double x, y;
		draw_view_at(&map->view, order[i]->x, order[i]->y, &x, &y);
		bool known = map->largest <= 0 || !isnan(order[i]->size);
		points_circle(map, x, y, known ? points_radius(map, order[i]->size) : 2.2,
			order[i]->series, known);
	}
}

/* ---- Labels of circles to scale ----------------------------------------------------------- */

static bool labels_overlap(const struct draw_box *a, const struct draw_box *b)
{
	return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

/* Right, left, below or above of a circle: the first place that is free; false: none is. */
static bool label_place(const struct draw_box *frame, const struct draw_box *taken, size_t count,
	double x, double y, double radius, double width, double height, struct draw_box *box)
{
	const double lefts[] = {
		x + radius + 3, x - radius - 3 - width, x - width / 2, x - width / 2};
	const double tops[] = {
		y - height / 2, y - height / 2, y + radius + 2, y - radius - 2 - height};
	for (int i = 0; i < 4; i++) {
		*box = (struct draw_box){lefts[i], tops[i], lefts[i] + width, tops[i] + height};
		bool free = box->left >= frame->left && box->right <= frame->right &&
			    box->top >= frame->top && box->bottom <= frame->bottom;
		for (size_t k = 0; k < count && free; k++) {
			free = !labels_overlap(box, &taken[k]);
		}
		if (free) {
			return true;
		}
	}
	return false;
}

/* In the order of the rows: what is most important comes first. Where there is no room for a label,
 * its first word stands in the circle, if need be over others. */
static void points_labels(const struct point_map *map)
{
	struct draw *draw = map->draw;
	struct draw_box taken[LABELS_MAX];
	struct draw_style style = {.size = 8.5, .color = DRAW_INK, .bold = true, .halo = 2.5};
	size_t count = 0;
	for (size_t i = 0; i < draw->data.count && count < LABELS_MAX; i++) {
		const struct draw_point *point = &draw->data.points[i];
		const char *texts[] = {point->label,
			draw_printf(draw, "%.*s", (int)strcspn(point->label, " "), point->label)};
		double x, y, width, height, radius = points_radius(map, point->size);
		draw_view_at(&map->view, point->x, point->y, &x, &y);
		for (int k = 0; k < 4; k++) {
			const double shifts[] = {0, 0, -0.6 * radius, 0.6 * radius};
			draw_measure(draw, &style, texts[k > 0], &width, &height);
			bool placed = label_place(&draw->box, taken, count, x, y + shifts[k],
				k ? -width / 2 : radius, width, height, &taken[count]);
			if (placed || k == 3) {
				draw_text(draw, &style, taken[count].left, taken[count].top,
					texts[k > 0]);
				count++;
				break;
			}
		}
	}
}

/* A round number at or below: 1, 2 or 5 times a power of ten. */
static double points_round(double value)
{
	double power = pow(10, floor(log10(value)));
	return value >= 5 * power ? 5 * power : value >= 2 * power ? 2 * power : power;
}

/* Three circles with their numbers, in a row at the top of the box. */
static void points_legend(const struct point_map *map, const char *title)
{
	struct draw *draw = map->draw;
	if (map->largest <= 0) {
		return;
	}
	double values[] = {points_round(map->largest), points_round(map->largest / 7),
		points_round(map->largest / 50)};
	double x = draw->box.left, y = draw->box.top + fmax(7, points_radius(map, values[0])),
	       width;
	struct draw_style style = {.size = 9.5, .color = DRAW_GREY};
	draw_text_middle(draw, &style, x, y, title);
	draw_measure(draw, &style, title, &width, NULL);
	x += width + 10;
	bool whole =
		draw->chart->table->columns[mizan_table_find(draw->chart->table, draw->chart->size)]
			.type != MIZAN_REAL;
	for (size_t i = 3; i-- > 0;) {
		if (whole && values[i] < 1) {
			continue;
		}
		double radius = points_radius(map, values[i]);
		char text[48];
		draw_number(text, values[i], -1);
		points_circle(map, x + radius, y, radius, SIZE_MAX, true);
		draw_text_middle(draw, &style, x + 2 * radius + 4, y, text);
		draw_measure(draw, &style, text, &width, NULL);
		x += 2 * radius + width + 18;
	}
	bool unknown = false;
	for (size_t i = 0; i < draw->data.count; i++) {
		unknown |= isnan(draw->data.points[i].size);
	}
	if (unknown) {
		points_circle(map, x + 3, y, 2.2, SIZE_MAX, false);
		draw_text_middle(draw, &style, x + 10, y, "not known");
	}
	draw->box.top = y + fmax(7, points_radius(map, values[0])) + 7;
}

static const char *points_title(struct draw *draw)
{
	const struct mizan_chart *chart = draw->chart;
	if (!chart->size) {
		return "";
	}
	return chart->y_title
		       ? draw_clean(draw, chart->y_title, 100)
		       : draw_column_words(draw, mizan_table_find(chart->table, chart->size));
}

mizan_status draw_point_map(struct draw *draw, struct mizan_error *error)
{
	struct point_map map = {.draw = draw};
	mizan_status status = draw_map_open(draw, error);
	if (status == MIZAN_OK) {
		status = draw_map_focus(draw, &map.view.focus, error);
	}
	if (status != MIZAN_OK) {
		return status;
	}
	struct draw_box degrees = points_bounds(&map);
	draw_map_disputes(draw, &map.view, &degrees);
	if (draw->data.skipped > 0) {
		draw->remark = draw_printf(draw, "%zu row%s without a place %s not shown.",
			draw->data.skipped, draw->data.skipped == 1 ? "" : "s",
			draw->data.skipped == 1 ? "is" : "are");
	}
	draw_frame(draw);
	double smallest;
	map.radius = draw->data.count > 1000 ? 13 : 16;
	if (!draw_data_range(
		    &draw->data, offsetof(struct draw_point, size), &smallest, &map.largest)) {
		map.largest = 0;
	}
	draw_legend(draw, DRAW_KEY_DOT);
	if (!draw->chart->to_scale) {
		points_legend(&map, points_title(draw));
	}
	draw_view_fit(draw, &map.view, &degrees);
	cairo_save(draw->cairo);
	draw_map_ground(draw, &map.view, true);
	draw_map_lines(draw, &map.view);
	points_draw(&map);
	draw_map_names(draw, &map.view);
	if (draw->chart->to_scale) {
		points_labels(&map);
	}
	cairo_restore(draw->cairo);
	return MIZAN_OK;
}
