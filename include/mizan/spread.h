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
 * than 2^28 close pairs. Cost: O(n log n), and the close pairs once for sixteen permutations;
 * memory 4 bytes a close pair, and 34 bytes an event and thread. Same seed, same bits on any number
 * of threads.
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
	const char *zone;                     /* of the store; NULL: everywhere */
	mizan_date from, to;                  /* MIZAN_DATE_UNKNOWN: open */
	int precision; /* coarsest place precision kept; 0: MIZAN_PLACE_NEAR */
	struct mizan_near_repeat_options options; /* km NULL: 1, 5, 10, 25, 50; days NULL: 7, 14,
						     30, 60, 90 */
};
/*
 * A row a cell, for each source of events. Columns: source, events, space and time (the bands in
 * words), km_from, km_to, days_from, days_to, observed, expected, deviation, ratio, simulated_mean,
 * simulated_deviation, p_value, p_adjusted, permutations, words. Events without an exact day, or
 * whose place is coarser, are left out and counted in a note, and so are the last 90 days of a
 * public handle; samples are refused.
 */
mizan_status mizan_near_repeat_store(struct sqlite3 *database,
	const struct mizan_near_repeat_query *query, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;
/* "0 to 1 km and 0 to 7 days: 122 pairs where chance gives 81.5, 1.50 times as many (p = 0.001;
 * 0.004 over all cells)." */
void mizan_near_repeat_words(
	const struct mizan_near_repeat_cell *cell, uint32_t permutations, struct mizan_text *text);

/* ---- Self-exciting processes: Hawkes ------------------------------------------------------ */

/*
 * Events that bring further events. Of group k the rate at t is
 *   baseline_k(t) + sum over earlier events i of group j of ratio_kj decay_k exp(-decay_k (t -
 * t_i)) so that an event of group j brings ratio_kj events of group k on average, half of them
 * within ln 2 / decay_k. Hawkes, "Spectra of some self-exciting and mutually exciting point
 * processes", 1971. The baseline is constant, or constant within stretches of time.
 *
 * Records know the day, so times are equal, and libraries differ by what they make of it:
 */
enum mizan_hawkes_rule {
	MIZAN_HAWKES_STRICT, /* only what is strictly earlier brings events */
	MIZAN_HAWKES_ORDER,  /* of equal times those earlier in the file do too */
	/* Counts of whole days are Poisson given the days before, the expected offspring spread
	 * over the days that follow: ratio (1 - r) r^(lag - 1), r = exp(-decay). Times are cut to
	 * days. */
	MIZAN_HAWKES_DAILY,
};
struct mizan_hawkes_events {
	const double *times;    /* rising, from 0 to `end`; in days */
	const uint16_t *groups; /* below group_count; NULL: all 0 */
	size_t count, group_count;
	double end; /* of the time that was looked at */
	/* Ends of the stretches of the baseline, rising, the last one `end`; NULL: one stretch. */
	const double *stretches;
	size_t stretch_count; /* 0 is 1 */
};
#define MIZAN_HAWKES_GROUPS 32
#define MIZAN_HAWKES_STRETCHES 128
/* Parameters of one group: its baseline in each stretch, ratio of each group, decay. */
#define MIZAN_HAWKES_PARAMETERS (MIZAN_HAWKES_STRETCHES + MIZAN_HAWKES_GROUPS + 1)

/*
 * The exact log likelihood of group `target`, given the events of all groups, at its parameters
 * (stretches + groups + 1 of them), with its gradient (NULL: not asked) and second derivatives
 * (row-major, NULL: not asked). Groups are independent given their past: the whole is their sum.
 * Minus infinity where an event has rate 0. Of `daily` without the factorials. Cost: O(events x
 * groups), with second derivatives also the target's events x parameters squared; recursion of
 * Ozaki, "Maximum likelihood estimation of Hawkes' self-exciting point processes", 1979.
 */
mizan_status mizan_hawkes_likelihood(const struct mizan_hawkes_events *events,
	enum mizan_hawkes_rule rule, size_t target, const double *parameters, double *value,
	double *gradient, double *hessian, struct mizan_error *error) MIZAN_MUST_CHECK;

enum mizan_hawkes_standing {
	MIZAN_HAWKES_WHOLE,
	MIZAN_HAWKES_TOO_FEW,  /* fewer than 10 events */
	MIZAN_HAWKES_ONE_TIME, /* all at one time */
	MIZAN_HAWKES_NO_DECAY, /* no event brings others: the decay cannot be told */
	MIZAN_HAWKES_EDGE,     /* the decay ran to the end of what the times can tell */
	MIZAN_HAWKES_UNSURE,   /* no maximum with a curvature: no standard errors */
};
/* Of one group; NaN where it cannot be told. */
struct mizan_hawkes_group {
	enum mizan_hawkes_standing standing;
	size_t events;
	double parameters[MIZAN_HAWKES_PARAMETERS];
	double errors[MIZAN_HAWKES_PARAMETERS]; /* standard: by the observed information */
	double likelihood;
	double poisson; /* likelihood without excitation, the same baseline */
	unsigned steps;
	/* Test of fit by time rescaling: transformed waiting times are exponential. */
	double distance, p_value; /* Kolmogorov and Smirnov */
	/* Of `daily`: mean of (count - rate)^2 / rate over days; 1 where days are Poisson. */
	double dispersion;
};
struct mizan_hawkes {
	size_t group_count, stretch_count;
	struct mizan_hawkes_group groups[MIZAN_HAWKES_GROUPS];
	/* Largest absolute eigenvalue of the ratios; below 1 the process dies out by itself. With a
	 * 95 % interval by the delta method on its logarithm. Of one group its ratio. */
	double radius, radius_error, radius_low, radius_high;
};
/* Parameters of a group in `parameters` and `errors`. */
static inline size_t mizan_hawkes_ratio(const struct mizan_hawkes *hawkes, size_t group)
{
	return hawkes->stretch_count + group;
}
static inline size_t mizan_hawkes_decay(const struct mizan_hawkes *hawkes)
{
	return hawkes->stretch_count + hawkes->group_count;
}
/*
 * Maximum likelihood by Newton's method within bounds, from several starts. Test of fit: the rate
 * added up between events should be exponential; the p-value of its Kolmogorov distance is that for
 * an estimated mean (Stephens, "EDF statistics for goodness of fit and some comparisons", 1974).
 * For `daily` each count should be uniform within its distribution (Brockwell, "Universal
 * residuals", 2007; drawn by `seed`), and the p-value, Kolmogorov's, is too large rather than too
 * small, since parameters were estimated. Cost: some ten times the likelihood with second
 * derivatives.
 */
mizan_status mizan_hawkes_fit(const struct mizan_hawkes_events *events, enum mizan_hawkes_rule rule,
	uint64_t seed, struct mizan_hawkes *result, const struct mizan_watch *watch,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/*
 * Of one group: p_value from processes drawn with what was found, each fitted again, (r + 1) /
 * (replicates + 1) with ties counted. That is right, while p_value of mizan_hawkes_fit is too
 * large. Nothing changes where there are no numbers, or the ratio is 1 or more. Cost: a fit for
 * each; the same on any number of threads (0: one a processor).
 */
mizan_status mizan_hawkes_test(const struct mizan_hawkes_events *events,
	enum mizan_hawkes_rule rule, unsigned replicates, uint64_t seed, unsigned threads,
	struct mizan_hawkes *hawkes, const struct mizan_watch *watch,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/*
 * Draws a process from an empty past to `end`, by thinning (Ogata, "On Lewis' simulation method for
 * point processes", 1981). `ratios` row-major, of target and origin. At most `room` events: one
 * more is MIZAN_ERROR_USAGE, which a radius of 1 or more will come to.
 */
mizan_status mizan_hawkes_simulate(size_t group_count, const double *baselines,
	const double *ratios, const double *decays, double end, struct mizan_random *random,
	double *times, uint16_t *groups, size_t room, size_t *count,
	struct mizan_error *error) MIZAN_MUST_CHECK;

struct mizan_hawkes_query {
	const char *country, *source, *where; /* of the store's events; NULL: all */
	const char *zone;                     /* of the store; NULL: everywhere */
	mizan_date from, to;                  /* MIZAN_DATE_UNKNOWN: as the releases cover */
	const char *by;       /* "country", "province", "actor"; NULL: all events as one group */
	const char *rule;     /* "strict", "order", "daily"; NULL: daily */
	const char *baseline; /* "constant", "year"; NULL: beyond two years by year, and of one
				 group both */
	uint64_t seed;        /* of the test of fit */
	unsigned replicates;  /* of the test of fit of one group; 0: its p-value is too large */
};
/*
 * Who follows whom. A row for each pair of groups, for each source of events: the eight largest
 * with 30 events or more, what is left as "others"; and with several groups a row "all" with the
 * radius. An actor is the side that is no government; two groups that fight each other are one.
 * Columns: source, of, after, baseline, events, per_day (baseline, on average), ratio (events of
 * `of` that one of `after` brings), ratio_error, ratio_low, ratio_high (95 %), half_life (days
 * within which half of them come), half_life_low, half_life_high, gain (log likelihood over that
 * without excitation), distance and fit_p (test of fit), dispersion, standing, words. Events
 * without an exact day are left out and counted, samples are refused.
 */
mizan_status mizan_hawkes_store(struct sqlite3 *database, const struct mizan_hawkes_query *query,
	struct mizan_table *table, const struct mizan_watch *watch,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* "one-time", ... */
const char *mizan_hawkes_standing_word(enum mizan_hawkes_standing standing);

#pragma GCC visibility pop
#endif
