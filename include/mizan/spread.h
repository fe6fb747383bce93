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

/* ---- Self-exciting processes: Hawkes ------------------------------------------------------ */

#pragma GCC visibility pop
#endif
