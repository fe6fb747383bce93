/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the place room share. */
#ifndef MIZAN_PLACE_INTERNAL_H
#define MIZAN_PLACE_INTERNAL_H

#include <mizan/place.h>

struct mizan_basemap {
	struct mizan_arena arena;
	struct mizan_area *areas;
	const char **spellings; /* of each area: other names, a newline between */
	size_t count;
};

/*
 * Reads the bytes of a base map (tools/basemap.py describes them). Any bytes give a map or
 * MIZAN_ERROR_INPUT; nothing is read outside of them, and the memory used is bounded.
 */
mizan_status place_basemap_decode(const unsigned char *data, size_t size,
	struct mizan_basemap **map, struct mizan_error *error) MIZAN_MUST_CHECK;

/*
 * Writes what counts of a name into `key`: lower case, without Latin diacritics and punctuation,
 * words separated by one blank, and without words like "province". With `loose` also without
 * doubled letters and articles, and "northern" as "north". Returns `key`; a name that does not fit
 * gives "".
 */
#define PLACE_KEY_SIZE MIZAN_PLACE_KEY_SIZE
char *place_name_key(struct mizan_slice name, bool loose, char key[PLACE_KEY_SIZE]);

#endif
