/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The spread room: where events cluster, whether near ones follow each other, and how one brings
 * the next. Kernels see arrays; the functions that end in _store read complete releases of a store
 * first and refuse samples, with the reason: a sample's places and days say how it was chosen.
 *
 * Simulated numbers come from streams of a seed, one for each replicate: the same seed gives the
 * same bits on any number of threads. A p-value from n replicates of which r are at least as large
 * as what was observed, ties counted, is (r + 1) / (n + 1).
 */
#ifndef MIZAN_SPREAD_H
#define MIZAN_SPREAD_H

#include <mizan/indicator.h>
#include <mizan/table.h>

#pragma GCC visibility push(default)

/* ---- Clusters: scan statistics ------------------------------------------------------------ */

/* ---- Near repeats: Knox ------------------------------------------------------------------- */

/*
 * Are events that are close in space close in time more often than chance would have it? Knox, "The
 * detection of space-time interactions", 1964, over bands of both (Johnson and others, "Space-time
 * patterns of risk", 2007). Chance: every order of the event times equally likely, places fixed.
 *
 * A pair is in the band of the first upper end that it does not exceed; thresholds are inclusive.
 * Distances are great-circle ones (radius 6371.0088 km) of longitude and latitude in degrees, or
 * Euclidean ones of x and y in km. A band of 0 km holds pairs at the same point.
 */
#define MIZAN_NEAR_REPEAT_BANDS 8
enum mizan_distance { MIZAN_SPHERE, MIZAN_PLANE };
struct mizan_near_repeat_options {
	enum mizan_distance distance;
	const double *km; /* upper ends of the bands, rising, from 0; at most 8 */
	const int *days;  /* the same in whole days */
	size_t km_count, day_count;
	uint32_t permutations; /* 0: exact moments alone; at most a million */
	uint64_t seed;
	unsigned threads; /* 0: one a processor */
};
struct mizan_near_repeat_cell {
	double km_from, km_to; /* more than (the first: from 0 on), up to */
	int days_from, days_to;
	uint64_t observed;
	/* Over all permutations, exactly: Barton and David, "The random intersection of two
	 * graphs", 1966. */
	double expected, deviation;
	/* Over those that were drawn; NaN where there were none. */
	double simulated_mean, simulated_deviation;
	uint32_t as_large; /* permutations with at least as many pairs */
	double p_value;    /* (as_large + 1) / (permutations + 1) */
	/* The same for the largest (count - expected) / deviation of any cell: looking at all cells
	 * costs nothing then. Westfall and Young, "Resampling-based multiple testing", 1993. */
	double p_adjusted;
};
enum mizan_near_repeat_standing {
	MIZAN_REPEAT_WHOLE,
	MIZAN_REPEAT_TOO_FEW,   /* fewer than 4 events */
	MIZAN_REPEAT_ONE_PLACE, /* all events at one point: no order of times differs */
	MIZAN_REPEAT_ONE_DAY,   /* all events on one day, likewise */
	MIZAN_REPEAT_NO_PAIRS,  /* no two events within the widest distance, or the longest time */
};
struct mizan_near_repeat {
	enum mizan_near_repeat_standing standing;
	size_t events, cell_count;
	/* Space bands, and the time bands in each. Counts and moments stand in any case. */
	struct mizan_near_repeat_cell cells[MIZAN_NEAR_REPEAT_BANDS * MIZAN_NEAR_REPEAT_BANDS];
};
/*
 * Errors: bands that do not rise, coordinates that are none, days that span more than 65,535, more
 * than 2^30 close pairs. Cost: O(n log n), and the close pairs once for each permutation; memory 4
 * bytes a close pair and 2 bytes an event and thread. Same seed, same bits on any number of
 * threads.
 */
mizan_status mizan_near_repeat(const double *x, const double *y, const int32_t *days, size_t count,
	const struct mizan_near_repeat_options *options, struct mizan_near_repeat *result,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;

/* Bands as people write them, "1,5,10" and "7,14,30" (NULL: not given), into `bands`, to which
 * `options` points then. What is none is MIZAN_ERROR_USAGE. */
struct mizan_near_repeat_bands {
	double km[MIZAN_NEAR_REPEAT_BANDS];
	int days[MIZAN_NEAR_REPEAT_BANDS];
};
mizan_status mizan_near_repeat_bands(const char *km, const char *days,
	struct mizan_near_repeat_bands *bands, struct mizan_near_repeat_options *options,
	struct mizan_error *error) MIZAN_MUST_CHECK;

struct mizan_near_repeat_query {
	const char *country, *source, *where; /* of the store's events; NULL: all */
	mizan_date from, to;                  /* MIZAN_DATE_UNKNOWN: open */
	int precision; /* coarsest place precision kept; 0: MIZAN_PLACE_NEAR */
	struct mizan_near_repeat_options options; /* km NULL: 1, 5, 10, 25, 50; days NULL: 7, 14,
						     30, 60, 90 */
};
/*
 * A row a cell, for each source of events. Columns: source, events, km_from, km_to, days_from,
 * days_to, observed, expected, deviation, ratio, simulated_mean, simulated_deviation, p_value,
 * p_adjusted, permutations, words. Events without an exact day, or whose place is coarser, are left
 * out and counted in a note, and so are the last 90 days of a public handle; samples are refused.
 */
mizan_status mizan_near_repeat_store(struct sqlite3 *database,
	const struct mizan_near_repeat_query *query, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;
/* "0 to 1 km and 0 to 7 days: 122 pairs where chance gives 81.5, 1.50 times as many (p = 0.001;
 * 0.004 over all cells)." */
void mizan_near_repeat_words(
	const struct mizan_near_repeat_cell *cell, uint32_t permutations, struct mizan_text *text);

/* ---- Self-exciting processes: Hawkes ------------------------------------------------------ */

#pragma GCC visibility pop
#endif
