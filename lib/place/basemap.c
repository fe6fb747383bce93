/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The base map's file: tools/basemap.py writes it and describes it. */
#include "place_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BASEMAP_VERSION 1
#define BASEMAP_UNIT 100000.0
#define BASEMAP_HEADER 24
/* More than any base map has: a damaged file must not ask for all memory. */
#define BASEMAP_FILE_LIMIT (64u << 20)
#define BASEMAP_POINT_LIMIT (8u << 20)
#define BASEMAP_ADVICE "make it with tools/fetch_basemap.sh build/basemap.bin"

/* A cursor over the bytes: past the end, or at a number out of range, it fails for good. */
struct cursor {
	const unsigned char *at, *end;
	bool failed;
};

static uint32_t cursor_varint(struct cursor *cursor)
{
	uint64_t value = 0;
	for (unsigned shift = 0; shift < 35; shift += 7) {
		if (cursor->at >= cursor->end) {
			break;
		}
		unsigned char byte = *cursor->at++;
		value |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80) {
			cursor->failed |= value > UINT32_MAX;
			return cursor->failed ? 0 : (uint32_t)value;
		}
	}
	cursor->failed = true;
	return 0;
}

static int64_t cursor_zigzag(struct cursor *cursor)
{
	uint32_t value = cursor_varint(cursor);
	return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

/* The next bytes, or NULL. */
static const unsigned char *cursor_bytes(struct cursor *cursor, size_t size)
{
	if (cursor->failed || (size_t)(cursor->end - cursor->at) < size) {
		cursor->failed = true;
		return NULL;
	}
	const unsigned char *bytes = cursor->at;
	cursor->at += size;
	return bytes;
}

/* A count of things that take at least `least` bytes each, so no more than the rest can hold. */
static uint32_t cursor_count(struct cursor *cursor, size_t least)
{
	uint32_t count = cursor_varint(cursor);
	cursor->failed |= count > (size_t)(cursor->end - cursor->at) / least;
	return cursor->failed ? 0 : count;
}

static uint32_t read_u32(const unsigned char *bytes)
{
	return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
	       (uint32_t)bytes[3] << 24;
}

/* The arcs: boundaries between two junctions, which polygons and lines are made of. */
struct arcs {
	struct mizan_arena arena;
	float **points;
	uint32_t *sizes;
	uint32_t count;
};

static bool arcs_read_one(struct arcs *arcs, uint32_t index, struct cursor *cursor)
{
	uint32_t size = cursor_count(cursor, 2);
	float *points = mizan_arena_allocate(&arcs->arena, (size_t)size * 2 + 1, sizeof *points);
	if (!points) {
		return false;
	}
	int64_t x = 0, y = 0;
	for (uint32_t i = 0; i < size; i++) {
		x += cursor_zigzag(cursor);
		y += cursor_zigzag(cursor);
		cursor->failed |= x < -18000000 || x > 18000000 || y < -9000000 || y > 9000000;
		if (cursor->failed) {
			break;
		}
		points[2 * i] = (float)((double)x / BASEMAP_UNIT);
		points[2 * i + 1] = (float)((double)y / BASEMAP_UNIT);
	}
	arcs->points[index] = points;
	arcs->sizes[index] = size;
	return true;
}

/* False when there is no memory; faults of the bytes are the cursor's. */
static bool arcs_read(struct arcs *arcs, uint32_t count, struct cursor *cursor)
{
	arcs->count = count;
	arcs->points = mizan_arena_allocate(&arcs->arena, count, sizeof *arcs->points);
	arcs->sizes = mizan_arena_allocate(&arcs->arena, count, sizeof *arcs->sizes);
	if (!arcs->points || !arcs->sizes) {
		return false;
	}
	for (uint32_t i = 0; i < count && !cursor->failed; i++) {
		if (!arcs_read_one(arcs, i, cursor)) {
			return false;
		}
	}
	return true;
}

/* Copies an arc behind `to` points of a ring; its first point is the last one there. */
static uint32_t arc_append(const struct arcs *arcs, uint32_t reference, float *ring, uint32_t to)
{
	const float *points = arcs->points[reference >> 1];
	uint32_t size = arcs->sizes[reference >> 1];
	uint32_t skip = to > 0 ? 1 : 0;
	for (uint32_t i = skip; i < size; i++) {
		uint32_t from = reference & 1 ? size - 1 - i : i;
		ring[2 * to] = points[2 * from];
		ring[2 * to + 1] = points[2 * from + 1];
		to++;
	}
	return to;
}

static void area_measure(struct mizan_area *area, size_t point_count)
{
	area->west = area->south = 180;
	area->east = area->north = -180;
	for (size_t i = 0; i < point_count; i++) {
		float x = area->points[2 * i], y = area->points[2 * i + 1];
		area->west = x < area->west ? x : area->west;
		area->east = x > area->east ? x : area->east;
		area->south = y < area->south ? y : area->south;
		area->north = y > area->north ? y : area->north;
	}
}

/* Counts the points of an area's rings, from where the cursor stands. The cursor is a copy. */
static uint64_t area_count_points(struct cursor cursor, const struct arcs *arcs, uint32_t rings)
{
	uint64_t points = 0;
	for (uint32_t i = 0; i < rings; i++) {
		uint32_t count = cursor_count(&cursor, 1);
		for (uint32_t j = 0; j < count; j++) {
			uint32_t arc = cursor_varint(&cursor) >> 1;
			if (cursor.failed || arc >= arcs->count || arcs->sizes[arc] < 2) {
				return UINT64_MAX;
			}
			points += arcs->sizes[arc] - (j > 0);
		}
		if (cursor.failed || points > BASEMAP_POINT_LIMIT) {
			return UINT64_MAX;
		}
	}
	return points;
}

/* Reads the rings of an area. False when there is no memory. */
static bool area_read_rings(struct mizan_basemap *map, struct mizan_area *area,
	const struct arcs *arcs, struct cursor *cursor, uint64_t *total)
{
	uint32_t rings = cursor_count(cursor, 1);
	uint64_t points = area_count_points(*cursor, arcs, rings);
	cursor->failed |= points == UINT64_MAX || *total + points > BASEMAP_POINT_LIMIT;
	if (cursor->failed) {
		return true;
	}
	*total += points;
	float *out = mizan_arena_allocate(&map->arena, 2 * (size_t)points + 1, sizeof *out);
	uint32_t *sizes = mizan_arena_allocate(&map->arena, (size_t)rings + 1, sizeof *sizes);
	if (!out || !sizes) {
		return false;
	}
	area->points = out;
	area->ring_sizes = sizes;
	area->ring_count = rings;
	for (uint32_t i = 0; i < rings; i++) {
		uint32_t count = cursor_count(cursor, 1), size = 0;
		for (uint32_t j = 0; j < count; j++) {
			size = arc_append(arcs, cursor_varint(cursor), out, size);
		}
		sizes[i] = size;
		out += 2 * (size_t)size;
	}
	area_measure(area, (size_t)points);
	return true;
}

/* A text as the file has it, checked to be UTF-8 without NUL. NULL when there is no memory. */
static const char *map_read_text(struct mizan_basemap *map, struct cursor *cursor)
{
	uint32_t size = cursor_varint(cursor);
	const unsigned char *bytes = cursor_bytes(cursor, size);
	if (!bytes) {
		return "";
	}
	const char *text = (const char *)bytes;
	cursor->failed |= mizan_utf8_check(text, size) != size || memchr(text, 0, size);
	return mizan_arena_copy(&map->arena, text, size);
}

static bool map_read_area(
	struct mizan_basemap *map, const struct arcs *arcs, struct cursor *cursor, uint64_t *total)
{
	const unsigned char *fixed = cursor_bytes(cursor, 8);
	if (!fixed) {
		return true;
	}
	struct mizan_area *area = &map->areas[map->count];
	cursor->failed |= fixed[0] > MIZAN_AREA_PROVINCE_BORDER || fixed[1] > 1;
	area->kind = cursor->failed ? MIZAN_AREA_COUNTRY : (enum mizan_area_kind)fixed[0];
	area->disputed = fixed[1] == 1;
	memcpy(area->iso3, fixed + 2, 3);
	memcpy(area->other, fixed + 5, 3);
	area->name = map_read_text(map, cursor);
	map->spellings[map->count] = map_read_text(map, cursor);
	if (!area->name || !map->spellings[map->count]) {
		return false;
	}
	map->count++;
	return area_read_rings(map, area, arcs, cursor, total);
}

/* Reads arcs, then areas. False when there is no memory. */
static bool map_read(struct mizan_basemap *map, struct arcs *arcs, uint32_t arc_count,
	uint32_t area_count, struct cursor *cursor)
{
	/* An arc has at least 1 byte, an area 11. */
	size_t size = (size_t)(cursor->end - cursor->at);
	if (arc_count > size || area_count > size / 11) {
		cursor->failed = true;
		return true;
	}
	map->areas = mizan_arena_allocate(&map->arena, (size_t)area_count + 1, sizeof *map->areas);
	map->spellings =
		mizan_arena_allocate(&map->arena, (size_t)area_count + 1, sizeof *map->spellings);
	if (!map->areas || !map->spellings || !arcs_read(arcs, arc_count, cursor)) {
		return false;
	}
	uint64_t total = 0;
	for (uint32_t i = 0; i < area_count && !cursor->failed; i++) {
		if (!map_read_area(map, arcs, cursor, &total)) {
			return false;
		}
	}
	cursor->failed |= cursor->at != cursor->end;
	return true;
}

mizan_status place_basemap_decode(const unsigned char *data, size_t size,
	struct mizan_basemap **map, struct mizan_error *error)
{
	if (size < BASEMAP_HEADER || memcmp(data, "MIZANMAP", 8) != 0) {
		return mizan_error_set(
			error, MIZAN_ERROR_INPUT, BASEMAP_ADVICE, "this is not a base map");
	}
	if (read_u32(data + 8) != BASEMAP_VERSION) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, BASEMAP_ADVICE,
			"a base map of version %u, where %d is needed", read_u32(data + 8),
			BASEMAP_VERSION);
	}
	struct cursor cursor = {data + BASEMAP_HEADER, data + size, false};
	cursor.failed = read_u32(data + 20) != size - BASEMAP_HEADER;
	struct mizan_basemap *made = calloc(1, sizeof *made);
	struct arcs arcs = {0};
	bool memory = made && (cursor.failed || map_read(made, &arcs, read_u32(data + 12),
							read_u32(data + 16), &cursor));
	mizan_arena_release(&arcs.arena);
	if (!memory) {
		mizan_basemap_close(made);
		return mizan_error_memory(error);
	}
	if (cursor.failed) {
		mizan_basemap_close(made);
		return mizan_error_set(
			error, MIZAN_ERROR_INPUT, BASEMAP_ADVICE, "this base map is damaged");
	}
	*map = made;
	return MIZAN_OK;
}

/* The whole file, to be freed; at most BASEMAP_FILE_LIMIT. */
static mizan_status file_read(
	FILE *file, unsigned char **data, size_t *size, struct mizan_error *error)
{
	size_t capacity = 0, got = 0;
	do {
		if (!mizan_grow(data, &capacity, *size + (1u << 18), 1)) {
			return mizan_error_memory(error);
		}
		got = fread(*data + *size, 1, capacity - *size, file);
		*size += got;
		if (*size > BASEMAP_FILE_LIMIT) {
			return mizan_error_set(error, MIZAN_ERROR_INPUT, BASEMAP_ADVICE,
				"too large for a base map");
		}
	} while (got > 0);
	if (ferror(file)) {
		return mizan_error_errno(error, NULL, "the base map cannot be read");
	}
	return MIZAN_OK;
}

/* Opens the first base map that is there, and says which. */
static FILE *basemap_find(const char *path, const char **found)
{
	const char *named = path ? path : getenv("MIZAN_BASEMAP");
	const char *const places[] = {named && named[0] ? named : PLACE_INSTALLED,
		named && named[0] ? NULL : PLACE_BUILT};
	for (size_t i = 0; i < 2 && places[i]; i++) {
		FILE *file = fopen(places[i], "rbe");
		*found = places[i];
		if (file) {
			return file;
		}
	}
	return NULL;
}

mizan_status mizan_basemap_open(
	const char *path, struct mizan_basemap **map, struct mizan_error *error)
{
	const char *found = NULL;
	*map = NULL;
	FILE *file = basemap_find(path, &found);
	if (!file) {
		mizan_error_at(error, found, 0, 0);
		return mizan_error_errno(error, BASEMAP_ADVICE ", or name one in MIZAN_BASEMAP",
			"there is no base map");
	}
	unsigned char *data = NULL;
	size_t size = 0;
	mizan_status status = file_read(file, &data, &size, error);
	if (status == MIZAN_OK) {
		status = place_basemap_decode(data, size, map, error);
	}
	if (status != MIZAN_OK) {
		mizan_error_at(error, found, 0, 0);
	}
	free(data);
	fclose(file);
	return status;
}

void mizan_basemap_close(struct mizan_basemap *map)
{
	if (map) {
		mizan_arena_release(&map->arena);
		free(map);
	}
}

size_t mizan_basemap_count(const struct mizan_basemap *map)
{
	return map->count;
}

const struct mizan_area *mizan_basemap_area(const struct mizan_basemap *map, size_t index)
{
	return index < map->count ? &map->areas[index] : NULL;
}

const struct mizan_area *mizan_basemap_country(const struct mizan_basemap *map, const char *iso3)
{
	for (size_t i = 0; i < map->count; i++) {
		if (map->areas[i].kind == MIZAN_AREA_COUNTRY && iso3[0] &&
			strcmp(map->areas[i].iso3, iso3) == 0) {
			return &map->areas[i];
		}
	}
	return NULL;
}
