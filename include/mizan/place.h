/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The place room: the base map (countries, provinces, land borders, disputed borders) and what is
 * computed on it. The base map is Natural Earth (public domain), cut down at build by
 * tools/basemap.py. It is one small file that is read without any library.
 */
#ifndef MIZAN_PLACE_H
#define MIZAN_PLACE_H

#include <mizan/base.h>

#pragma GCC visibility push(default)

struct mizan_basemap;

/*
 * `path` NULL: $MIZAN_BASEMAP, else the installed one, else the one in the build folder. Errors: no
 * map (MIZAN_ERROR_SYSTEM, with how to get it), a file that is none or is damaged
 * (MIZAN_ERROR_INPUT). Cost: about 10 ms and 10 MB. Once open it is never changed: threads may
 * share it.
 */
mizan_status mizan_basemap_open(
	const char *path, struct mizan_basemap **map, struct mizan_error *error) MIZAN_MUST_CHECK;
void mizan_basemap_close(struct mizan_basemap *map);

enum mizan_area_kind {
	MIZAN_AREA_COUNTRY,         /* polygon; iso3 */
	MIZAN_AREA_PROVINCE,        /* polygon; iso3 of its country, name */
	MIZAN_AREA_DISPUTED,        /* lines: claims that no border of the map follows */
	MIZAN_AREA_BORDER,          /* lines: the land border between two countries */
	MIZAN_AREA_COAST,           /* lines: where a country ends without a neighbour */
	MIZAN_AREA_PROVINCE_BORDER, /* lines: borders between provinces of a country */
};
/*
 * Rings or lines of longitudes and latitudes in turn, WGS 84. Owned by the map. The first ring of a
 * polygon is not marked: fill by the even-odd rule. Boundaries of neighbours have the same points.
 * `disputed` says of a line that somebody does not accept it: it is drawn dashed.
 */
struct mizan_area {
	enum mizan_area_kind kind;
	bool disputed;
	char iso3[4], other[4]; /* `other`: the second country of a border */
	const char *name;
	size_t ring_count;
	const uint32_t *ring_sizes; /* points of each ring */
	const float *points;        /* longitude, latitude, … of all rings */
	float west, south, east, north;
};
size_t mizan_basemap_count(const struct mizan_basemap *map);
const struct mizan_area *mizan_basemap_area(const struct mizan_basemap *map, size_t index);
/* A country by ISO3 (XKX for Kosovo), or NULL. */
const struct mizan_area *mizan_basemap_country(const struct mizan_basemap *map, const char *iso3);
/*
 * A province by its name or one of its spellings in event data: case, diacritics, punctuation and
 * words like "province" do not count ("Khyber Pakhtunkwa province", "Barisāl Division", "West
 * Bahr-al-Ghazal state"). NULL: none, or several would fit.
 */
const struct mizan_area *mizan_basemap_province(
	const struct mizan_basemap *map, const char *iso3, struct mizan_slice name);
/*
 * What a province of the map has become part of since, or NULL: the Federally Administered Tribal
 * Areas have been Khyber Pakhtunkhwa since 2018. Data that has no row for the first means both by
 * the second.
 */
const struct mizan_area *mizan_basemap_successor(
	const struct mizan_basemap *map, const struct mizan_area *province);

/*
 * Writes what counts of the name of a district or province into `key` and returns it: lower case,
 * without diacritics, punctuation, blanks, doubled letters, articles and words like "district",
 * "agency" or "province". With the country (ISO3) of a province, its known other spellings have
 * its key: "Khyber Pakhtunkwa province" and "KPK" that of "Khyber Pakhtunkhwa"; NULL for districts.
 * A name of 128 bytes or more, or of such words alone, gives "". Cost: with a country that has
 * spellings some 50 microseconds, so keep what was asked before.
 */
#define MIZAN_PLACE_KEY_SIZE 128
char *mizan_place_name_key(
	const char *iso3, struct mizan_slice name, char key[MIZAN_PLACE_KEY_SIZE]);

/*
 * An area that somebody drew: WKT POLYGON or MULTIPOLYGON, or such a geometry of GeoJSON; degrees,
 * longitude first. A ring has four points or more and ends where it begins; rings may come in
 * any order and turn. What is wrong is MIZAN_ERROR_INPUT with the character in its text. No ring
 * may cross the date line. Free with mizan_polygon_free.
 */
struct mizan_polygon;
mizan_status mizan_polygon_parse(const char *text, struct mizan_polygon **polygon,
	struct mizan_error *error) MIZAN_MUST_CHECK;
void mizan_polygon_free(struct mizan_polygon *polygon);
/* By the even-odd rule on the flat map of degrees; what lies on an edge is inside. Cost: points of
 * the polygon, where the point lies within its bounds. */
bool mizan_polygon_has(const struct mizan_polygon *polygon, double longitude, double latitude);

/*
 * The land border of `country` (ISO3), with `other` alone when it is not NULL; lines of control
 * count as borders. An unknown country, or one without such a border, is MIZAN_ERROR_USAGE. Free
 * with mizan_border_free; one handle is for one thread.
 */
struct mizan_border;
mizan_status mizan_border_make(const struct mizan_basemap *map, const char *country,
	const char *other, struct mizan_border **border,
	struct mizan_error *error) MIZAN_MUST_CHECK;
void mizan_border_free(struct mizan_border *border);
/*
 * Great-circle distance in km to its nearest point. NaN in gives NaN out. Mean Earth radius
 * 6371.0088 km (IUGG). Right to about 2 km, as the map is generalised. Cost: about half a
 * microsecond.
 */
double mizan_border_km(struct mizan_border *border, double longitude, double latitude);

#pragma GCC visibility pop
#endif
