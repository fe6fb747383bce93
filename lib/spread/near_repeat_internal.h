/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of near repeats share; the reading of events also serves hawkes_store.c. */
#ifndef MIZAN_NEAR_REPEAT_INTERNAL_H
#define MIZAN_NEAR_REPEAT_INTERNAL_H

#include <mizan/spread.h>

#include "../store/sqlite.h"

/* ---- Close pairs -------------------------------------------------------------------------- */

/*
 * The pairs of events that lie within the widest distance, by band: of event i in the order of
 * `order` the partners others[start[band][i] .. start[band][i + 1]), each later in that order.
 * Events are ordered by the cells of a grid, so that partners lie close in memory.
 */
struct near_pairs {
	size_t count, band_count;
	uint32_t *order; /* position in that order: number of the event */
	size_t *start[MIZAN_NEAR_REPEAT_BANDS];
	uint32_t *others;
	uint64_t pairs[MIZAN_NEAR_REPEAT_BANDS];
	uint64_t degrees[MIZAN_NEAR_REPEAT_BANDS]; /* sum of d (d - 1) over events */
	bool one_place;
};
/* O(n log n) and the pairs within twice the widest distance; memory 4 bytes a pair. */
mizan_status near_pairs_find(const double *x, const double *y, size_t count,
	const struct mizan_near_repeat_options *options, struct near_pairs *pairs,
	struct mizan_error *error) MIZAN_MUST_CHECK;
void near_pairs_release(struct near_pairs *pairs);

/* ---- Times -------------------------------------------------------------------------------- */

/* Pairs of events by the band of their distance in time, and the sum of d (d - 1), each event
 * having d partners. `days` from 0 to `range`. O(n + range). */
mizan_status near_times_count(const uint16_t *days, size_t count, size_t range,
	const struct mizan_near_repeat_options *options, uint64_t *pairs, uint64_t *degrees,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/*
 * Mean and variance of the number of pairs that are close in both, all permutations of times being
 * equally likely: Barton and David, "The random intersection of two graphs", 1966. O(1).
 */
struct near_moments {
	double mean, variance;
};
struct near_moments near_moments(
	size_t count, uint64_t pairs_a, uint64_t degrees_a, uint64_t pairs_b, uint64_t degrees_b);

/* ---- Permutations ------------------------------------------------------------------------- */

/* Which band a gap of days is in, in a form that adds up: see near_repeat_count.c. */
struct near_bands {
	uint64_t *table; /* of differences -cap .. cap, and of what is beyond */
	uint32_t cap;
	unsigned width, band_count; /* bits of one band's sum */
};
mizan_status near_bands_make(const struct mizan_near_repeat_options *options,
	struct near_bands *bands, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Counts of all cells, cell = space x band_count + time. `days` in the order of the pairs. */
void near_count(const struct near_pairs *pairs, const struct near_bands *bands,
	const uint16_t *days, uint64_t counts[]);
/* The same for sixteen orders at once: `days` of an event stand side by side, in the order of the
 * pairs; counts of cells by lane. `plain`: without AVX2, with the same counts. */
#define NEAR_LANES 16
void near_count_lanes(const struct near_pairs *pairs,
	const struct mizan_near_repeat_options *options, const uint16_t *days, bool plain,
	uint64_t counts[][NEAR_LANES]);
/* Every order of `days` equally likely, from the words of a stream in their order. */
void near_shuffle(uint64_t seed, uint64_t stream, uint16_t *days, size_t count);
/* Draws of 64 bits, two words of the stream each, from block number `block` on, four blocks at once
 * (so that there are eight draws): by AVX2 where the processor has it, with the same bits. */
#define NEAR_DRAWS 8
typedef void near_draw(uint64_t seed, uint64_t stream, uint64_t block, uint64_t draws[NEAR_DRAWS]);
near_draw *near_draw_best(void);
void near_draw_plain(uint64_t seed, uint64_t stream, uint64_t block, uint64_t draws[NEAR_DRAWS]);

/* ---- Events of a store -------------------------------------------------------------------- */

/* What events are grouped by, for hawkes. */
enum near_by { NEAR_BY_NOTHING, NEAR_BY_COUNTRY, NEAR_BY_PROVINCE, NEAR_BY_ACTOR };
struct near_event {
	int64_t event_id;
	double longitude, latitude;
	mizan_date date;
	uint32_t source;   /* position in `sources` */
	const char *group; /* "" where it is unknown; NULL: by nothing */
};
struct near_events {
	struct near_event *items; /* sorted by source, date, event_id */
	size_t count, capacity;
	struct mizan_release_list releases;
	const char **sources; /* with a complete release of events */
	size_t source_count;
	/* Left out, with the reason; withheld: the last 90 days of a public handle. */
	size_t no_day, no_point, coarse, withheld;
	size_t near;   /* kept, known within 25 km */
	size_t untold; /* left out: it cannot be told whether they lie in the zone */
	mizan_date public_from;
};
struct near_query {
	const char *country, *source, *where, *zone;
	mizan_date from, to;
	int precision; /* coarsest place precision kept; 0: places do not matter */
	enum near_by by;
};
mizan_status near_events_read(sqlite3 *database, const struct near_query *query,
	struct mizan_arena *arena, struct near_events *events, const struct mizan_watch *watch,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Days within first .. last that no complete release of a source covers for the country (NULL:
 * any), as a note: there an absence of events says nothing. */
void near_events_note_gaps(const struct near_events *events, const char *source,
	const char *country, mizan_date first, mizan_date last, struct mizan_table *table);
/* What was left out, and samples that are refused, as notes. */
void near_events_note(const struct near_events *events, const struct near_query *query,
	struct mizan_table *table);
void near_events_release(struct near_events *events);

#endif
