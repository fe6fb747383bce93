/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accumulator of tolls, shared by the files toll*.c alone. */
#ifndef MIZAN_TOLL_INTERNAL_H
#define MIZAN_TOLL_INTERNAL_H

#include "indicator_internal.h"

#include <mizan/place.h>

#define TOLL_WIDTH (BY_COUNT + 1)
#define TOLL_PERIODS (MIZAN_BY_YEAR | MIZAN_BY_QUARTER | MIZAN_BY_MONTH | MIZAN_BY_WEEK)
#define TOLL_NAMED (MIZAN_BY_PROVINCE | MIZAN_BY_PLACE | MIZAN_BY_DYAD | MIZAN_BY_ACTOR)

/* Names as numbers; 0 is the empty name. */
struct toll_names {
	struct mizan_arena arena;
	struct mizan_slice *names;
	size_t count, capacity;
	uint32_t *slots; /* number + 1, 0: free */
	size_t slot_count;
};
bool names_intern(
	struct toll_names *names, struct mizan_slice name, uint32_t *number) MIZAN_MUST_CHECK;
struct mizan_slice names_get(const struct toll_names *names, uint32_t number);
void names_release(struct toll_names *names);

/* Groups by a key of `width` numbers. */
struct toll_groups {
	size_t width, count, capacity, key_capacity;
	uint32_t *keys;
	struct toll_sums *sums;
	uint32_t *slots; /* group + 1, 0: free */
	size_t slot_count, last;
};
/* The sums of the group with this key, made if it is new; NULL when there is no memory. */
struct toll_sums *groups_find(struct toll_groups *groups, const uint32_t *key);
void groups_release(struct toll_groups *groups);
void sums_add(struct toll_sums *to, const struct toll_sums *from);

struct toll_left_out {
	int64_t events, deaths;
};
struct toll_border {
	uint32_t country;
	struct mizan_border *border; /* NULL: the country has none */
};
/* A part of an event that lies in one of each kind of period asked for: its last day, and what
 * falls to it. */
struct toll_segment {
	mizan_date last;
	int32_t days;
	struct toll_sums sums;
};

struct toll_remainder {
	int64_t remainder;
	size_t segment;
};

struct mizan_toll {
	struct mizan_toll_options options;
	int bits[BY_COUNT]; /* of options.by, in order */
	struct toll_groups groups;
	struct toll_names names;
	const char *country;     /* whose events count; NULL: all */
	struct mizan_zone *zone; /* with options.zone, once the store gave it */
	struct zone_tally in_zone;
	struct mizan_basemap *map;   /* with near_border_km alone */
	struct mizan_border *border; /* with border_with or side: the only one */
	struct toll_border *borders;
	size_t border_count, border_capacity;
	struct toll_segment *segments; /* of the event at hand */
	struct toll_remainder *remainders;
	size_t segment_count, segment_capacity, remainder_capacity;
	struct toll_left_out too_coarse, no_point, coarse;
	int64_t unknown, outside;
};

/* Fills toll->segments with the event's sums, allocated by largest remainder over days. */
mizan_status spread_over_periods(struct mizan_toll *toll, const struct mizan_event *event,
	const struct toll_sums *sums, struct mizan_error *error) MIZAN_MUST_CHECK;

#endif
