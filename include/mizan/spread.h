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

/*
 * What is expected where there is no cluster.
 *   PERMUTATION  places and times have nothing to do with each other (Kulldorff, Heffernan,
 *                Hartman, Assunção, Mostashari, PLoS Medicine 2005): needs cases alone
 *   POISSON      cases in proportion to the population of each place (Kulldorff 1997)
 *   BERNOULLI    cases and controls share their places and times (Kulldorff and Nagarwalla 1995)
 */
enum mizan_cluster_model {
	MIZAN_CLUSTER_PERMUTATION,
	MIZAN_CLUSTER_POISSON,
	MIZAN_CLUSTER_BERNOULLI,
};
/*
 * Which windows are looked at: circles through some periods; circles through all of them; some
 * periods everywhere; circles through the last periods alone, as somebody who watches does. The
 * permutation model has none that is of space or of time alone.
 */
enum mizan_cluster_shape {
	MIZAN_CLUSTER_SPACE_TIME,
	MIZAN_CLUSTER_SPACE,
	MIZAN_CLUSTER_TIME,
	MIZAN_CLUSTER_PROSPECTIVE,
};
/* "permutation", "poisson", "bernoulli"; "space-time", "space", "time", "prospective" */
bool mizan_cluster_model_from_word(const char *word, enum mizan_cluster_model *model);
bool mizan_cluster_shape_from_word(const char *word, enum mizan_cluster_shape *shape);

/* All arrays are the caller's. Periods count from 0; places by their position. */
struct mizan_cluster_data {
	const double *longitude, *latitude; /* degrees; with `plane` x and y in km */
	size_t place_count;
	bool plane;
	double sphere_km; /* radius of the sphere; 0: 6371.0088; SaTScan has 6367 */
	const uint32_t *case_place, *case_period;
	size_t case_count;
	const uint32_t *control_place, *control_period; /* BERNOULLI */
	size_t control_count;
	/* POISSON: people of each place, the same in all periods; with `by_period` of its periods
	 * one after the other, place by place. Any measure of what is at risk will do, as expected
	 * cases. */
	const double *population;
	bool by_period;
	const double *period_length; /* POISSON: days of each period; NULL: all the same */
	uint32_t period_count;
};
/* How windows are looked at; the result is the same to the last bit. */
enum mizan_cluster_way {
	MIZAN_CLUSTER_QUICK,         /* many at once, by the instructions of this processor */
	MIZAN_CLUSTER_ANY_PROCESSOR, /* many at once, by those that every processor has */
	MIZAN_CLUSTER_PLAIN,         /* one by one */
};
struct mizan_cluster_options {
	enum mizan_cluster_model model;
	enum mizan_cluster_shape shape;
	double max_km;    /* radius of the largest circle; 0: no limit */
	double max_share; /* of all cases, people or points in a circle, at most 0.5; 0: 0.5 */
	uint32_t min_periods, max_periods; /* length of windows; 0: 1, and half of all periods */
	uint32_t min_cases;                /* 0: 2 */
	uint32_t replicates;               /* 0: 999 */
	uint64_t seed;
	unsigned threads; /* 0: one a processor */
	enum mizan_cluster_way way;
};
struct mizan_cluster {
	size_t centre;         /* a place */
	const size_t *members; /* places by their distance to the centre, in the result's arena */
	size_t member_count;
	double radius_km; /* to the furthest member */
	uint32_t first_period, last_period;
	uint32_t cases;
	double expected;
	double relative_risk; /* observed to expected within, over the same without; may be infinite
			       */
	double statistic;     /* logarithm of the likelihood ratio */
	uint32_t as_large;    /* replicates whose largest statistic is at least as large */
	double p_value;
};
/* Zero-initialised is empty; free with mizan_cluster_result_release. */
struct mizan_cluster_result {
	struct mizan_arena arena;
	struct mizan_cluster *clusters; /* largest statistic first; no two share a place */
	size_t count;
	uint32_t replicates;
	double critical; /* what 5 in 100 replicates reach; NaN with fewer than 19 */
};

/*
 * Looks for places and periods with more cases than expected. Circles stand on each place and grow
 * from neighbour to neighbour; of places at the same distance the one further west (smaller x of
 * the vector, then y, z) comes first, as in SaTScan, and places at the same point come together.
 * Distance is on the sphere. Of each centre the best window counts; of windows with the same
 * statistic the smallest circle, then the shortest, then the earliest. A cluster that shares a
 * place with a larger one is left out. Of the first two models the statistic is c ln(c/e) + (C - c)
 * ln((C - c)/(C - e)) where c > e, with c of C cases within and e expected.
 *
 * With R replicates, Z circles (centres times the neighbours within reach), T periods and windows
 * of up to L periods: O(R Z T L / 32) for the first two models, one 32nd since counts below 256 are
 * compared 32 at a time with what they need to matter; O(R Z T L) for BERNOULLI, a population by
 * period, and more than 65,535 cases. Memory O(Z + P T a thread) and 8 tables of at most some
 * hundred times T L numbers.
 *
 * MIZAN_ERROR_USAGE: no place, no such place or period, limits that are none, a shape that the
 * model has not. MIZAN_ERROR_INPUT: fewer than 2 cases, all of them in one place or one period
 * where that leaves nothing to compare, no controls, a place with cases and without people, a point
 * that is no number.
 */
mizan_status mizan_cluster_scan(const struct mizan_cluster_data *data,
	const struct mizan_cluster_options *options, struct mizan_cluster_result *result,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;
void mizan_cluster_result_release(struct mizan_cluster_result *result);

enum mizan_cluster_unit { MIZAN_CLUSTER_MONTH, MIZAN_CLUSTER_WEEK, MIZAN_CLUSTER_DAY };
/* "month", "week", "day" */
bool mizan_cluster_unit_from_word(const char *word, enum mizan_cluster_unit *unit);

/* People of one province or district, by its name in event data (POISSON). */
struct mizan_cluster_people {
	const char *province, *district; /* district NULL: the province */
	double people;
	double longitude, latitude; /* NaN: the middle of its events */
};
/* From a sheet with the columns province and population, and where there are some district,
 * longitude and latitude. Texts live in the table's arena. MIZAN_ERROR_INPUT with the line. */
mizan_status mizan_cluster_people_read(struct mizan_table *sheet,
	const struct mizan_cluster_people **people, size_t *count,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* A point that is looked at also where nothing happened; see mizan_cluster_query. */
struct mizan_cluster_point {
	const char *name; /* "" where it has none */
	double longitude, latitude;
};
/* From a sheet with the columns place, longitude and latitude, like the one above. */
mizan_status mizan_cluster_points_read(struct mizan_table *sheet,
	const struct mizan_cluster_point **points, size_t *count,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* What is asked of a store. What is 0 beside the dates: permutation, space and time, months, all.
 */
struct mizan_cluster_query {
	/* 0 for max_km: 100; -1: no limit. 0 for max_periods: 12 months, 52 weeks, 90 days, at most
	 * half of all. */
	struct mizan_cluster_options options;
	enum mizan_cluster_unit unit; /* weeks and days are counted back from the last day */
	const char *country, *source, *where; /* NULL: all; of several sources each for itself */
	mizan_date from, to; /* MIZAN_DATE_UNKNOWN: as far as complete releases reach */
	/* BERNOULLI: conditions over event; controls NULL: the events that are no cases. */
	const char *cases, *controls;
	/* POISSON: a place is one of these; events elsewhere are left out and counted. */
	const struct mizan_cluster_people *people;
	size_t people_count;
	/* Not POISSON: further places, for circles to stand on and to take in; the points of events
	 * are places without being named here. */
	const struct mizan_cluster_point *points;
	size_t point_count;
	bool all; /* also clusters with p over 0.05 behind the first */
};
/*
 * Clusters among the events of complete releases. A place is a point; events known to the province
 * or worse, without a point, and not known to be in one period are left out and counted, and so are
 * those that a public handle withholds. Columns: source, cluster (1 is the most likely), place,
 * province, places, radius_km, date_from, date_to, events, expected, relative_risk, statistic,
 * p_value, deaths, longitude, latitude, members (names of places), words.
 *
 * MIZAN_ERROR_USAGE: no complete release, a condition that does not work, what mizan_cluster_scan
 * says. MIZAN_ERROR_INPUT: too few events, all in one place or period.
 */
mizan_status mizan_cluster_store(struct sqlite3 *database, const struct mizan_cluster_query *query,
	struct mizan_table *table, const struct mizan_watch *watch,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Circles of such a table as GeoJSON (RFC 7946): one polygon of 72 corners a cluster, its columns
 * as properties; sources and notes are members beside the features. */
mizan_status mizan_cluster_geojson(const struct mizan_table *table, struct mizan_text *out,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* The same as layer `clusters` of a new GeoPackage 1.3; sources and notes are its description. A
 * file that is there is MIZAN_ERROR_SYSTEM. */
mizan_status mizan_cluster_geopackage(const struct mizan_table *table, const char *path,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* One cluster in plain words. `unit` is "months". */
void mizan_cluster_words(const struct mizan_cluster *cluster,
	const struct mizan_cluster_options *options, uint32_t replicates, const char *place,
	const char *when, struct mizan_text *text);

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
