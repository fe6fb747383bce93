/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The place room: the base map (countries, provinces, land borders, disputed borders) and what is
 * computed on it. The base map is Natural Earth (public domain), cut down at build by
 * tools/basemap. It is one small file that is read without any library.
 */
#ifndef MIZAN_PLACE_H
#define MIZAN_PLACE_H

#include <mizan/base.h>

#pragma GCC visibility push(default)

struct mizan_basemap;

/* `path` NULL: $MIZAN_BASEMAP, else the installed one, else the one in the build folder. */
mizan_status mizan_basemap_open(const char *path, struct mizan_basemap **map,
	struct mizan_error *error) MIZAN_MUST_CHECK;
void mizan_basemap_close(struct mizan_basemap *map);

enum mizan_area_kind {
	MIZAN_AREA_COUNTRY,  /* polygon; iso3 */
	MIZAN_AREA_PROVINCE, /* polygon; iso3 of its country, name */
	MIZAN_AREA_DISPUTED, /* a line: a border that is disputed, drawn dashed */
	MIZAN_AREA_BORDER,   /* a line: the land border between two countries */
};
/* Rings or lines of longitudes and latitudes in turn, WGS 84. Owned by the map. */
struct mizan_area {
	enum mizan_area_kind kind;
	char iso3[4], other[4]; /* `other`: the second country of a border */
	const char *name;
	size_t ring_count;
	const uint32_t *ring_sizes; /* points of each ring */
	const float *points;        /* longitude, latitude, … of all rings */
	float west, south, east, north;
};
size_t mizan_basemap_count(const struct mizan_basemap *map);
const struct mizan_area *mizan_basemap_area(const struct mizan_basemap *map, size_t index);
/* A province by its name or one of its aliases in event data ("Khyber Pakhtunkwa province",
 * "Federally Administered Tribal Areas" is not on the map: its successor is given). NULL: none. */
const struct mizan_area *mizan_basemap_province(const struct mizan_basemap *map, const char *iso3,
	struct mizan_slice name);

/*
 * Great-circle distance in km from points to the nearest land border of `country` (ISO3), with
 * `other` alone when it is not NULL. NaN in gives NaN out. Mean Earth radius 6371.0088 km (IUGG).
 * An unknown country, or one without such a border, is MIZAN_ERROR_USAGE. Cost: points x segments
 * near them.
 */
mizan_status mizan_border_distance(const struct mizan_basemap *map, const char *country,
	const char *other, const double *longitude, const double *latitude, size_t count, double *km,
	struct mizan_error *error) MIZAN_MUST_CHECK;

#pragma GCC visibility pop
#endif
