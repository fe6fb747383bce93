/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Maps: Lambert's azimuthal equal-area projection (Snyder, "Map Projections: A Working Manual",
 * USGS 1395, p. 185) around what is shown; Equal Earth (Savric, Patterson, Jenny 2018) for the
 * world. Equal areas, so that no country looks larger than it is.
 */
#include "draw_internal.h"
#include <stdlib.h>
#include <string.h>

#define RADIANS (G_PI / 180)
/* Wider than this is the world. */
#define MAP_WORLD_DEGREES 130.0

static void equal_earth(double longitude, double latitude, double *x, double *y)
{
	static const double a[] = {1.340264, -0.081106, 0.000893, 0.003796};
	double t = asin(sqrt(3) / 2 * sin(latitude)), t2 = t * t, t6 = t2 * t2 * t2;
	*x = 2 * sqrt(3) * longitude * cos(t) /
	     (3 * (9 * a[3] * t6 * t2 + 7 * a[2] * t6 + 3 * a[1] * t2 + a[0]));
	*y = t * (a[3] * t6 * t2 + a[2] * t6 + a[1] * t2 + a[0]);
}

/* The plane of the projection, in earth radii, y to the north. */
static void view_plane(
	const struct draw_view *view, double longitude, double latitude, double *x, double *y)
{
	latitude = fmax(-89.9, fmin(89.9, latitude));
	double turn = longitude - view->longitude;
	turn -= 360 * round(turn / 360);
	/* A country that ends at the date line must not be torn by rounding. */
	if (view->world) {
		equal_earth(turn * RADIANS, latitude * RADIANS, x, y);
		return;
	}
	double phi = latitude * RADIANS, phi0 = view->latitude * RADIANS, lambda = turn * RADIANS;
	double near = 1 + sin(phi0) * sin(phi) + cos(phi0) * cos(phi) * cos(lambda);
	double k = sqrt(2 / fmax(near, 1e-6));
	*x = k * cos(phi) * sin(lambda);
	*y = k * (cos(phi0) * sin(phi) - sin(phi0) * cos(phi) * cos(lambda));
}

void draw_view_at(
	const struct draw_view *view, double longitude, double latitude, double *x, double *y)
{
	double plane_x, plane_y;
	view_plane(view, longitude, latitude, &plane_x, &plane_y);
	*x = view->x + view->scale * plane_x;
	*y = view->y - view->scale * plane_y;
}

/* Where a place of the page is on the earth; false outside of the earth. */
static bool view_inverse(
	const struct draw_view *view, double x, double y, double *longitude, double *latitude)
{
	x = (x - view->x) / view->scale;
	y = (view->y - y) / view->scale;
	double rho = hypot(x, y), phi0 = view->latitude * RADIANS;
	if (rho > 2) {
		return false;
	}
	double c = 2 * asin(rho / 2);
	double sine = rho < 1e-12 ? sin(phi0) : cos(c) * sin(phi0) + y * sin(c) * cos(phi0) / rho;
	*latitude = asin(fmax(-1, fmin(1, sine))) / RADIANS;
	*longitude = view->longitude +
		     atan2(x * sin(c), rho * cos(phi0) * cos(c) - y * sin(phi0) * sin(c)) / RADIANS;
	return true;
}

/* What of the earth is in the box, for leaving out what is not. */
static void view_bounds(const struct draw_box *box, struct draw_view *view)
{
	view->west = view->south = INFINITY;
	view->east = view->north = -INFINITY;
	for (int i = 0; i <= 16 && !view->world; i++) {
		for (int j = 0; j <= 16; j++) {
			double longitude, latitude;
			if (!view_inverse(view, box->left + (box->right - box->left) * i / 16,
				    box->top + (box->bottom - box->top) * j / 16, &longitude,
				    &latitude)) {
				continue;
			}
			view->west = fmin(view->west, longitude - 1);
			view->east = fmax(view->east, longitude + 1);
			view->south = fmin(view->south, latitude - 1);
			view->north = fmax(view->north, latitude + 1);
		}
	}
	if (view->world || view->north > 85 || view->south < -85 || view->east - view->west > 300) {
		view->west = -180;
		view->east = 180;
		view->south = -90;
		view->north = 90;
	}
}

void draw_view_fit(struct draw *draw, struct draw_view *view, const struct draw_box *degrees)
{
	struct draw_box wanted = *degrees;
	view->world = wanted.right - wanted.left > MAP_WORLD_DEGREES;
	if (view->world) {
		wanted = (struct draw_box){-180, 84, 180, -57};
	}
	view->longitude = view->world ? 0 : (wanted.left + wanted.right) / 2;
	view->latitude = (wanted.top + wanted.bottom) / 2;
	double left = INFINITY, right = -INFINITY, low = INFINITY, high = -INFINITY;
	for (int i = 0; i <= 20; i++) {
		for (int j = 0; j <= 20; j++) {
			double x, y;
			/* Just inside, where 180 degrees is not yet the other side. */
			double part = 0.00001 + 0.99998 * i / 20;
			view_plane(view, wanted.left + (wanted.right - wanted.left) * part,
				wanted.bottom + (wanted.top - wanted.bottom) * j / 20, &x, &y);
			left = fmin(left, x);
			right = fmax(right, x);
			low = fmin(low, y);
			high = fmax(high, y);
		}
	}
	const struct draw_box *box = &draw->box;
	view->scale = fmin(
		(box->right - box->left) / (right - left), (box->bottom - box->top) / (high - low));
	view->x = (box->left + box->right) / 2 - view->scale * (left + right) / 2;
	view->y = (box->top + box->bottom) / 2 + view->scale * (low + high) / 2;
	view_bounds(box, view);
}

bool draw_view_sees(const struct draw_view *view, const struct mizan_area *area)
{
	if ((double)area->north < view->south || (double)area->south > view->north) {
		return false;
	}
	for (int turn = -360; turn <= 360; turn += 360) {
		if ((double)area->east + turn >= view->west &&
			(double)area->west + turn <= view->east) {
			return true;
		}
	}
	return false;
}

void draw_map_disputes(struct draw *draw, struct draw_view *view, const struct draw_box *degrees)
{
	/* About the box that the frame will leave. */
	draw->box = (struct draw_box){16, 60, draw->width - 16, draw->height - 70};
	draw_view_fit(draw, view, degrees);
	for (size_t i = 0; i < mizan_basemap_count(draw->map) && !view->world; i++) {
		const struct mizan_area *area = mizan_basemap_area(draw->map, i);
		if (area->disputed && draw_view_sees(view, area)) {
			draw->line_of_control = true;
		}
	}
	draw->line_of_control |= view->world;
}

/* Area of a ring in degrees, with the length of degrees of longitude at its height. */
static double ring_area(const float *points, size_t count)
{
	double sum = 0;
	for (size_t i = 0; i < count; i++) {
		const float *a = points + 2 * i, *b = points + 2 * ((i + 1) % count);
		sum += (double)a[0] * (double)b[1] - (double)b[0] * (double)a[1];
	}
	return fabs(sum / 2) * cos((double)points[1] * RADIANS);
}

void draw_country_bounds(const struct mizan_area *country, struct draw_box *degrees)
{
	double largest = 0;
	const float *points = country->points;
	for (size_t i = 0; i < country->ring_count; points += 2 * country->ring_sizes[i++]) {
		largest = fmax(largest, ring_area(points, country->ring_sizes[i]));
	}
	points = country->points;
	for (size_t i = 0; i < country->ring_count; points += 2 * country->ring_sizes[i++]) {
		if (ring_area(points, country->ring_sizes[i]) < 0.05 * largest) {
			continue;
		}
		for (size_t j = 0; j < country->ring_sizes[i]; j++) {
			degrees->left = fmin(degrees->left, (double)points[2 * j]);
			degrees->right = fmax(degrees->right, (double)points[2 * j]);
			degrees->bottom = fmin(degrees->bottom, (double)points[2 * j + 1]);
			degrees->top = fmax(degrees->top, (double)points[2 * j + 1]);
		}
	}
}

mizan_status draw_map_open(struct draw *draw, struct mizan_error *error)
{
	return mizan_basemap_open(draw->chart->basemap, &draw->map, error);
}

mizan_status draw_map_focus(
	struct draw *draw, const struct mizan_area **focus, struct mizan_error *error)
{
	const char *country = draw->chart->country;
	*focus = country ? mizan_basemap_country(draw->map, country) : NULL;
	if (!country || *focus) {
		return MIZAN_OK;
	}
	return mizan_error_set(error, MIZAN_ERROR_USAGE,
		"give its ISO 3166 code of three letters, as PAK",
		"the base map has no country \"%s\"", draw_clean(draw, country, 40));
}

static bool trace_add(struct draw_trace *trace, double x, double y)
{
	if (!mizan_grow(
		    &trace->points, &trace->capacity, trace->count + 1, sizeof *trace->points)) {
		return false;
	}
	trace->points[trace->count][0] = x;
	trace->points[trace->count++][1] = y;
	return true;
}

/* On which sides of the box a point is outside. */
static int trace_side(const struct draw_box *box, double x, double y)
{
	return (x < box->left - 9) | (x > box->right + 9) << 1 | (y < box->top - 9) << 2 |
	       (y > box->bottom + 9) << 3;
}

static bool trace_ring(
	struct draw *draw, const struct draw_view *view, const float *points, size_t count)
{
	struct draw_trace *trace = draw->trace;
	if (!mizan_grow(&trace->starts, &trace->start_capacity, trace->rings + 2,
		    sizeof *trace->starts)) {
		return false;
	}
	trace->starts[trace->rings++] = trace->count;
	double last_x = 0, last_y = 0, x = 0, y = 0;
	int last_side = 0;
	bool pending = false; /* the last point seen is not in the trace */
	for (size_t i = 0; i < count; i++) {
		double before_x = x, before_y = y;
		draw_view_at(view, (double)points[2 * i], (double)points[2 * i + 1], &x, &y);
		int side = trace_side(&draw->box, x, y);
		/* Far outside on one side, or nearer than ink: the shape in the box is the same. */
		bool same = (side & last_side) != 0 ||
			    (fabs(x - last_x) < 0.35 && fabs(y - last_y) < 0.35);
		if (i > 0 && i + 1 < count && same) {
			pending = true;
			continue;
		}
		if (pending && last_side && !trace_add(trace, before_x, before_y)) {
			return false;
		}
		if (!trace_add(trace, x, y)) {
			return false;
		}
		pending = false;
		last_x = x;
		last_y = y;
		last_side = side;
	}
	trace->starts[trace->rings] = trace->count;
	return true;
}

bool draw_area_trace(struct draw *draw, const struct draw_view *view, const struct mizan_area *area)
{
	struct draw_trace *trace = draw->trace;
	trace->count = trace->rings = 0;
	const float *points = area->points;
	for (size_t i = 0; i < area->ring_count; points += 2 * area->ring_sizes[i++]) {
		if (!trace_ring(draw, view, points, area->ring_sizes[i])) {
			draw->failed = true;
			return false;
		}
	}
	return true;
}

void draw_area_path(struct draw *draw, const struct draw_view *view, const struct mizan_area *area)
{
	if (!draw_area_trace(draw, view, area)) {
		return;
	}
	const struct draw_trace *trace = draw->trace;
	bool closed = area->kind == MIZAN_AREA_COUNTRY || area->kind == MIZAN_AREA_PROVINCE;
	cairo_new_path(draw->cairo);
	cairo_set_fill_rule(draw->cairo, CAIRO_FILL_RULE_EVEN_ODD);
	for (size_t ring = 0; ring < trace->rings; ring++) {
		size_t from = trace->starts[ring], to = trace->starts[ring + 1];
		double far = 0;
		for (size_t i = from; i < to; i++) {
			far = fmax(far, fabs(trace->points[i][0] - trace->points[from][0]) +
						fabs(trace->points[i][1] - trace->points[from][1]));
		}
		/* An island smaller than a hair. */
		if (far < 0.4) {
			continue;
		}
		cairo_new_sub_path(draw->cairo);
		for (size_t i = from; i < to; i++) {
			cairo_line_to(draw->cairo, trace->points[i][0], trace->points[i][1]);
		}
		if (closed) {
			cairo_close_path(draw->cairo);
		}
	}
}

void draw_map_ground(struct draw *draw, const struct draw_view *view, bool land)
{
	const struct draw_box *box = &draw->box;
	cairo_rectangle(
		draw->cairo, box->left, box->top, box->right - box->left, box->bottom - box->top);
	cairo_clip(draw->cairo);
	draw_color(draw, DRAW_RGB(0xe3ecf1));
	cairo_paint(draw->cairo);
	for (size_t i = 0; i < mizan_basemap_count(draw->map) && land; i++) {
		const struct mizan_area *area = mizan_basemap_area(draw->map, i);
		if (area->kind != MIZAN_AREA_COUNTRY || !draw_view_sees(view, area)) {
			continue;
		}
		draw_area_path(draw, view, area);
		draw_color(draw, area == view->focus || !view->focus ? DRAW_RGB(0xfdfcfa)
								     : DRAW_RGB(0xefede8));
		cairo_fill(draw->cairo);
	}
}

/* How a line is drawn; false for what is no line here. */
static bool map_pen(const struct draw_view *view, const struct mizan_area *area,
	struct draw_color *color, double *width)
{
	bool focus = view->focus && strcmp(area->iso3, view->focus->iso3) == 0;
	bool touches = focus || (view->focus && strcmp(area->other, view->focus->iso3) == 0);
	double thin = view->world ? 0.5 : 1;
	switch (area->kind) {
	case MIZAN_AREA_PROVINCE_BORDER:
		*color = DRAW_RGB(0xa8a8a8);
		*width = 0.5;
		return focus;
	case MIZAN_AREA_COAST:
		*color = DRAW_RGB(0x8197a3);
		*width = 0.5 * thin;
		return true;
	case MIZAN_AREA_BORDER:
		*color = touches || !view->focus ? DRAW_RGB(0x6e6e6e) : DRAW_RGB(0xa0a0a0);
		*width = (touches ? 1 : 0.7) * thin;
		return true;
	case MIZAN_AREA_DISPUTED:
		*color = DRAW_RGB(0x8a8a8a);
		*width = 0.7 * thin;
		return true;
	default:
		return false;
	}
}

void draw_map_lines(struct draw *draw, const struct draw_view *view)
{
	static const double dashes[] = {3, 2};
	for (size_t i = 0; i < mizan_basemap_count(draw->map); i++) {
		const struct mizan_area *area = mizan_basemap_area(draw->map, i);
		struct draw_color color;
		double width;
		if (!map_pen(view, area, &color, &width) || !draw_view_sees(view, area)) {
			continue;
		}
		bool dashed = area->disputed || area->kind == MIZAN_AREA_DISPUTED;
		draw_area_path(draw, view, area);
		if (draw->chart->kind == MIZAN_MAP_CHOROPLETH && area->kind != MIZAN_AREA_COAST) {
			/* A light edge, so that the line is seen on the darkest fill. */
			cairo_set_dash(draw->cairo, NULL, 0, 0);
			cairo_set_source_rgba(draw->cairo, 1, 1, 1, 0.75);
			cairo_set_line_width(draw->cairo, width + (view->world ? 0.3 : 0.9));
			cairo_stroke_preserve(draw->cairo);
		}
		draw_color(draw, color);
		cairo_set_line_width(draw->cairo, width);
		cairo_set_dash(draw->cairo, dashed ? dashes : NULL, dashed ? 2 : 0, 0);
		cairo_stroke(draw->cairo);
	}
	cairo_set_dash(draw->cairo, NULL, 0, 0);
}
