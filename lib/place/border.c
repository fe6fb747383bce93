/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Distance to a border. Points and ends of segments are unit vectors, so that there is no date line
 * and no pole; a straight chord through the Earth grows with the great circle above it, so chords
 * are compared and only the least is turned into km.
 */
#include "place_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BORDER_RADIUS_KM 6371.0088 /* mean radius R1, IUGG */
#define BORDER_BLOCK 12            /* neighbouring segments that share a ball */
#define BORDER_DEGREE 0.017453292519943295

struct vector {
	double x, y, z;
};

struct segment {
	struct vector a, b;
	struct vector normal;               /* of the plane of the great circle, unit; 0: a == b */
	struct vector towards_a, towards_b; /* inner normals at the ends within that plane */
};

/* A ball around some segments: what is further than its edge need not be looked at. */
struct block {
	struct vector centre;
	double radius;
	size_t first, count;
};

struct mizan_border {
	struct segment *segments;
	size_t count, capacity;
	struct block *blocks;
	size_t block_count;
	double *away; /* of each block from the point at hand */
};

static struct vector vector_of(double longitude, double latitude)
{
	double x = longitude * BORDER_DEGREE, y = latitude * BORDER_DEGREE;
	return (struct vector){cos(y) * cos(x), cos(y) * sin(x), sin(y)};
}

static double dot(struct vector a, struct vector b)
{
	return a.x * b.x + a.y * b.y + a.z * b.z;
}

static struct vector cross(struct vector a, struct vector b)
{
	return (struct vector){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

static double chord_squared(struct vector a, struct vector b)
{
	struct vector d = {a.x - b.x, a.y - b.y, a.z - b.z};
	return dot(d, d);
}

static struct segment segment_make(struct vector a, struct vector b)
{
	struct vector n = cross(a, b);
	double length = sqrt(dot(n, n));
	double scale = length > 0 ? 1 / length : 0;
	n = (struct vector){n.x * scale, n.y * scale, n.z * scale};
	return (struct segment){a, b, n, cross(n, a), cross(b, n)};
}

/* Square of the chord from a point to the nearest point of a segment. */
static double segment_chord(const struct segment *segment, struct vector p)
{
	if (dot(p, segment->towards_a) > 0 && dot(p, segment->towards_b) > 0) {
		/* The foot lies within: the sine of the angle is the distance to the plane. This
		 * form of 2 - 2 cos keeps its digits for small angles. */
		double sine = dot(p, segment->normal), square = sine * sine;
		return 2 * square / (1 + sqrt(square < 1 ? 1 - square : 0));
	}
	double a = chord_squared(p, segment->a), b = chord_squared(p, segment->b);
	return a < b ? a : b;
}

static bool border_add_area(struct mizan_border *border, const struct mizan_area *area)
{
	const float *points = area->points;
	for (size_t ring = 0; ring < area->ring_count; ring++) {
		size_t size = area->ring_sizes[ring];
		if (!mizan_grow(&border->segments, &border->capacity, border->count + size,
			    sizeof *border->segments)) {
			return false;
		}
		for (size_t i = 1; i < size; i++) {
			border->segments[border->count++] = segment_make(
				vector_of((double)points[2 * i - 2], (double)points[2 * i - 1]),
				vector_of((double)points[2 * i], (double)points[2 * i + 1]));
		}
		points += 2 * size;
	}
	return true;
}

static struct block block_make(const struct mizan_border *border, size_t first, size_t count)
{
	struct block block = {.first = first, .count = count};
	for (size_t i = first; i < first + count; i++) {
		const struct segment *s = &border->segments[i];
		block.centre.x += s->a.x + s->b.x;
		block.centre.y += s->a.y + s->b.y;
		block.centre.z += s->a.z + s->b.z;
	}
	double scale = 0.5 / (double)count;
	block.centre.x *= scale;
	block.centre.y *= scale;
	block.centre.z *= scale;
	for (size_t i = first; i < first + count; i++) {
		const struct segment *s = &border->segments[i];
		/* An arc stays within half its chord of the chord's middle, so within that of one
		 * of its ends. */
		double half = sqrt(chord_squared(s->a, s->b)) * 0.75;
		double a = sqrt(chord_squared(block.centre, s->a)) + half;
		double b = sqrt(chord_squared(block.centre, s->b)) + half;
		double reach = a > b ? a : b;
		block.radius = reach > block.radius ? reach : block.radius;
	}
	return block;
}

static bool border_make_blocks(struct mizan_border *border)
{
	size_t capacity = 0;
	size_t needed = border->count / BORDER_BLOCK + 1;
	if (!mizan_grow(&border->blocks, &capacity, needed, sizeof *border->blocks)) {
		return false;
	}
	for (size_t i = 0; i < border->count; i += BORDER_BLOCK) {
		size_t left = border->count - i;
		border->blocks[border->block_count++] =
			block_make(border, i, left < BORDER_BLOCK ? left : BORDER_BLOCK);
	}
	return true;
}

static double block_chord(
	const struct mizan_border *border, const struct block *block, struct vector p, double best)
{
	for (size_t i = 0; i < block->count; i++) {
		double chord = segment_chord(&border->segments[block->first + i], p);
		best = chord < best ? chord : best;
	}
	return best;
}

/* `away` has a place for each block. */
static double border_km(const struct mizan_border *border, struct vector p, double *away)
{
	size_t nearest = 0;
	for (size_t i = 0; i < border->block_count; i++) {
		away[i] =
			sqrt(chord_squared(p, border->blocks[i].centre)) - border->blocks[i].radius;
		nearest = away[i] < away[nearest] ? i : nearest;
	}
	double best = block_chord(border, &border->blocks[nearest], p, 4);
	for (size_t i = 0; i < border->block_count; i++) {
		if (i != nearest && (away[i] <= 0 || away[i] * away[i] < best)) {
			best = block_chord(border, &border->blocks[i], p, best);
		}
	}
	return 2 * BORDER_RADIUS_KM * asin(sqrt(best) / 2);
}

static bool border_is(const struct mizan_area *area, const char *country, const char *other)
{
	if (area->kind != MIZAN_AREA_BORDER) {
		return false;
	}
	const char *across = strcmp(area->iso3, country) == 0    ? area->other
			     : strcmp(area->other, country) == 0 ? area->iso3
								 : NULL;
	return across && (!other || strcmp(across, other) == 0);
}

static mizan_status border_collect(struct mizan_border *border, const struct mizan_basemap *map,
	const char *country, const char *other, struct mizan_error *error)
{
	for (size_t i = 0; i < map->count; i++) {
		if (border_is(&map->areas[i], country, other) &&
			!border_add_area(border, &map->areas[i])) {
			return mizan_error_memory(error);
		}
	}
	if (border->count == 0) {
		const char *unknown = !mizan_basemap_country(map, country)          ? country
				      : other && !mizan_basemap_country(map, other) ? other
										    : NULL;
		if (unknown) {
			return mizan_error_set(error, MIZAN_ERROR_USAGE,
				"give the ISO 3166 code of three letters, as PAK",
				"no country %s on the base map", unknown);
		}
		return mizan_error_set(error, MIZAN_ERROR_USAGE, NULL,
			other ? "%s has no land border with %s" : "%s has no land border", country,
			other ? other : "");
	}
	return border_make_blocks(border) ? MIZAN_OK : mizan_error_memory(error);
}

mizan_status mizan_border_make(const struct mizan_basemap *map, const char *country,
	const char *other, struct mizan_border **result, struct mizan_error *error)
{
	struct mizan_border *border = calloc(1, sizeof *border);
	*result = border;
	if (!border) {
		return mizan_error_memory(error);
	}
	mizan_status status = border_collect(border, map, country, other, error);
	if (status == MIZAN_OK) {
		border->away = calloc(border->block_count, sizeof *border->away);
		status = border->away ? MIZAN_OK : mizan_error_memory(error);
	}
	if (status != MIZAN_OK) {
		mizan_border_free(border);
		*result = NULL;
	}
	return status;
}

void mizan_border_free(struct mizan_border *border)
{
	if (border) {
		free(border->away);
		free(border->blocks);
		free(border->segments);
		free(border);
	}
}

double mizan_border_km(struct mizan_border *border, double longitude, double latitude)
{
	if (!isfinite(longitude) || !isfinite(latitude)) {
		return (double)NAN;
	}
	return border_km(border, vector_of(longitude, latitude), border->away);
}
