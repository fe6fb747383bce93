/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Polygons that people write. WKT and GeoJSON nest the same way, so that one reader takes both:
 * ((x y, x y, ...)) and [[[x, y], [x, y], ...]].
 */
#include "place_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A ten-thousandth of a millimetre, in degrees: what rounding may move a point off an edge. */
#define POLYGON_EDGE 1e-12

struct mizan_polygon {
	double *points; /* x, y of all rings */
	size_t count, capacity;
	size_t *ends; /* of each ring, in points */
	size_t ring_count, ring_capacity;
	double west, south, east, north;
};

struct reader {
	struct mizan_polygon *polygon;
	const char *text, *at;
	bool json;
	struct mizan_error *error;
};

static mizan_status reader_fault(const struct reader *reader, const char *advice, const char *what)
{
	return mizan_error_set(reader->error, MIZAN_ERROR_INPUT, advice,
		"the polygon is wrong at character %zu: %s",
		(size_t)(reader->at - reader->text) + 1, what);
}

static void reader_skip(struct reader *reader)
{
	reader->at += strspn(reader->at, " \t\r\n");
}

static bool reader_takes(struct reader *reader, char sign)
{
	reader_skip(reader);
	if (*reader->at != sign) {
		return false;
	}
	reader->at++;
	return true;
}

static mizan_status reader_expect(struct reader *reader, char wkt, char json)
{
	char sign = reader->json ? json : wkt, what[] = "here should be '?'";
	what[sizeof what - 3] = sign;
	return reader_takes(reader, sign)
		       ? MIZAN_OK
		       : reader_fault(reader, "as in POLYGON((69 32, 70 32, 70 33, 69 32))", what);
}

static mizan_status reader_number(struct reader *reader, double limit, double *number)
{
	reader_skip(reader);
	size_t size = strspn(reader->at, "+-.0123456789eE");
	if (!mizan_parse_real((struct mizan_slice){reader->at, size}, number)) {
		return reader_fault(reader, "write degrees as 70.25", "here should be a number");
	}
	if (fabs(*number) > limit) {
		return reader_fault(reader, "longitude comes first, then latitude",
			limit > 90 ? "a longitude is -180 to 180" : "a latitude is -90 to 90");
	}
	reader->at += size;
	return MIZAN_OK;
}

static mizan_status reader_point(struct reader *reader)
{
	struct mizan_polygon *polygon = reader->polygon;
	double x, y;
	mizan_status status = reader->json ? reader_expect(reader, '[', '[') : MIZAN_OK;
	if (status == MIZAN_OK) {
		status = reader_number(reader, 180, &x);
	}
	if (status == MIZAN_OK && reader->json) {
		status = reader_expect(reader, ',', ',');
	}
	if (status == MIZAN_OK) {
		status = reader_number(reader, 90, &y);
	}
	if (status == MIZAN_OK && reader->json) {
		status = reader_expect(reader, ']', ']');
	}
	if (status != MIZAN_OK) {
		return status;
	}
	if (!mizan_grow(&polygon->points, &polygon->capacity, 2 * (polygon->count + 1),
		    sizeof *polygon->points)) {
		return mizan_error_memory(reader->error);
	}
	polygon->points[2 * polygon->count] = x;
	polygon->points[2 * polygon->count + 1] = y;
	polygon->count++;
	polygon->west = fmin(polygon->west, x);
	polygon->east = fmax(polygon->east, x);
	polygon->south = fmin(polygon->south, y);
	polygon->north = fmax(polygon->north, y);
	return MIZAN_OK;
}

static mizan_status reader_close_ring(struct reader *reader, size_t first)
{
	struct mizan_polygon *polygon = reader->polygon;
	const double *a = polygon->points + 2 * first;
	const double *z = polygon->points + 2 * (polygon->count - 1);
	if (polygon->count - first < 4) {
		return reader_fault(reader, "give three corners, and the first again",
			"the ring before has fewer than four points");
	}
	if (memcmp(a, z, 2 * sizeof *a) != 0) {
		return reader_fault(reader, "repeat its first point at its end",
			"the ring before does not end where it begins");
	}
	if (!mizan_grow(&polygon->ends, &polygon->ring_capacity, polygon->ring_count + 1,
		    sizeof *polygon->ends)) {
		return mizan_error_memory(reader->error);
	}
	polygon->ends[polygon->ring_count++] = polygon->count;
	return MIZAN_OK;
}

/* A list in brackets: level 0 of points (a ring), 1 of rings, 2 of polygons. */
static mizan_status reader_list(struct reader *reader, int level)
{
	size_t first = reader->polygon->count;
	mizan_status status = reader_expect(reader, '(', '[');
	do {
		if (status == MIZAN_OK) {
			status = level == 0 ? reader_point(reader) : reader_list(reader, level - 1);
		}
	} while (status == MIZAN_OK && reader_takes(reader, ','));
	if (status == MIZAN_OK) {
		status = reader_expect(reader, ')', ']');
	}
	return status == MIZAN_OK && level == 0 ? reader_close_ring(reader, first) : status;
}

/* Moves to the brackets; -1 where it is neither kind of polygon. */
static int reader_begin(struct reader *reader)
{
	reader_skip(reader);
	if (*reader->at == '{') {
		const char *coordinates = strstr(reader->at, "\"coordinates\"");
		int level = strstr(reader->at, "\"MultiPolygon\"") ? 2
			    : strstr(reader->at, "\"Polygon\"")    ? 1
								   : -1;
		reader->json = true;
		reader->at = coordinates ? coordinates + 13 : reader->at;
		return coordinates && reader_takes(reader, ':') ? level : -1;
	}
	int level = strncasecmp(reader->at, "MULTIPOLYGON", 12) == 0 ? 2
		    : strncasecmp(reader->at, "POLYGON", 7) == 0     ? 1
								     : -1;
	reader->at += level == 2 ? 12 : level == 1 ? 7 : 0;
	return level;
}

/* Behind the brackets: the end, or the rest of the JSON object. */
static bool reader_is_done(struct reader *reader)
{
	if (reader->json) {
		size_t size = strlen(reader->at);
		while (size > 0 && strchr(" \t\r\n", reader->at[size - 1])) {
			size--;
		}
		return size > 0 && reader->at[size - 1] == '}';
	}
	reader_skip(reader);
	return *reader->at == '\0';
}

mizan_status mizan_polygon_parse(
	const char *text, struct mizan_polygon **result, struct mizan_error *error)
{
	struct mizan_polygon *polygon = calloc(1, sizeof *polygon);
	*result = NULL;
	if (!polygon) {
		return mizan_error_memory(error);
	}
	polygon->west = polygon->south = (double)INFINITY;
	polygon->east = polygon->north = -(double)INFINITY;
	struct reader reader = {.polygon = polygon, .text = text, .at = text, .error = error};
	int level = reader_begin(&reader);
	mizan_status status =
		level > 0 ? reader_list(&reader, level)
			  : reader_fault(&reader,
				    "write WKT as POLYGON((69 32, 70 32, 70 33, 69 32)), or a "
				    "geometry of GeoJSON",
				    "here should be POLYGON or MULTIPOLYGON");
	if (status == MIZAN_OK && !reader_is_done(&reader)) {
		status = reader_fault(
			&reader, "keep one polygon or multipolygon", "something follows its end");
	}
	if (status != MIZAN_OK) {
		mizan_polygon_free(polygon);
		return status;
	}
	*result = polygon;
	return MIZAN_OK;
}

void mizan_polygon_free(struct mizan_polygon *polygon)
{
	if (polygon) {
		free(polygon->points);
		free(polygon->ends);
		free(polygon);
	}
}

static bool edge_has(const double *a, const double *b, double x, double y)
{
	double dx = b[0] - a[0], dy = b[1] - a[1];
	return x >= fmin(a[0], b[0]) && x <= fmax(a[0], b[0]) && y >= fmin(a[1], b[1]) &&
	       y <= fmax(a[1], b[1]) &&
	       fabs(dx * (y - a[1]) - dy * (x - a[0])) <= POLYGON_EDGE * (fabs(dx) + fabs(dy));
}

bool mizan_polygon_has(const struct mizan_polygon *polygon, double longitude, double latitude)
{
	double x = longitude, y = latitude;
	bool inside = false;
	/* NaN is outside: no comparison with it holds. */
	if (!(x >= polygon->west && x <= polygon->east && y >= polygon->south &&
		    y <= polygon->north)) {
		return false;
	}
	for (size_t ring = 0, first = 0; ring < polygon->ring_count; ring++) {
		for (size_t i = first; i + 1 < polygon->ends[ring]; i++) {
			const double *a = polygon->points + 2 * i, *b = a + 2;
			if (edge_has(a, b, x, y)) {
				return true;
			}
			if ((a[1] > y) != (b[1] > y) &&
				x < a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1])) {
				inside = !inside;
			}
		}
		first = polygon->ends[ring];
	}
	return inside;
}
