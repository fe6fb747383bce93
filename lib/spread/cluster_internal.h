/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the scan statistic share. No other room includes this. */
#ifndef MIZAN_CLUSTER_INTERNAL_H
#define MIZAN_CLUSTER_INTERNAL_H

#include <mizan/spread.h>

#define CLUSTER_NO_ROW UINT32_MAX

struct cluster_vector {
	double x, y, z;
};
/* One neighbour that a growing circle takes in. */
struct cluster_step {
	uint32_t place;
	uint32_t
		row; /* of the tables of thresholds; CLUSTER_NO_ROW: the circle does not end here */
	double measure; /* of the circle so far */
};

/* What does not change from replicate to replicate. */
struct cluster_job {
	const struct mizan_cluster_data *data;
	enum mizan_cluster_model model;
	enum mizan_cluster_shape shape;
	size_t places, periods, cases, points; /* points: cases and controls */
	uint32_t shortest, longest, min_cases, replicates;
	double max_km, max_share, sphere_km;
	uint64_t seed;
	unsigned threads;
	bool plain, any_processor;
	const struct mizan_watch *watch;
	struct mizan_arena arena;

	struct cluster_vector *vectors; /* of each place */
	double *measure;                /* of each place: its cases, people or points */
	double measure_total;
	double *weight;       /* of the periods before each: periods + 1 */
	double scale;         /* expected = measure x weight x scale */
	double *cell_measure; /* of each place and period, where no weight will do; else NULL */

	size_t centres;
	size_t *first; /* of each centre's steps; centres + 1 */
	struct cluster_step *steps;
	size_t step_capacity;
	double *rows; /* least measure of each row of thresholds */
	size_t row_count;

	uint32_t *point_cells; /* BERNOULLI: cases and controls by place and period */
	double *logs;          /* BERNOULLI: x ln x */
	double *alias_share;   /* POISSON: Walker's table over places and periods */
	uint32_t *alias_other;
};

/* One window that was found. `step` is a position in job->steps; statistic 0: none. */
struct cluster_window {
	double statistic;
	size_t step;
	uint32_t first, length, cases;
};

/* Whether the watch says stop: what a search gives then is thrown away. */
static inline bool cluster_is_stopped(const struct cluster_job *job)
{
	const struct mizan_watch *watch = job->watch;
	return watch && watch->interrupted && watch->interrupted(watch->context);
}
/* What is asked for, checked; every array in its range. Fills the first part of the job. */
mizan_status cluster_check(struct cluster_job *job, const struct mizan_cluster_options *options,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Chord on the unit sphere, or km in the plane. */
double cluster_distance(const struct cluster_job *job, size_t a, size_t b);
double cluster_km(const struct cluster_job *job, double distance);
/* Vectors of all places; false: no memory. */
bool cluster_vectors_make(struct cluster_job *job);
bool cluster_same_point(const struct cluster_job *job, size_t a, size_t b);
/* Fills steps and rows; needs vectors and measures. */
mizan_status cluster_zones_make(
	struct cluster_job *job, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Places of the circle that ends with `step` of a centre, nearest first; NULL: no memory. */
size_t *cluster_members(const struct cluster_job *job, size_t centre, size_t step,
	struct mizan_arena *arena, size_t *count);

/* ---- What is expected --------------------------------------------------------------------- */

/* Measures, weights, tables of the model; needs vectors for its checks. */
mizan_status cluster_model_make(
	struct cluster_job *job, struct mizan_error *error) MIZAN_MUST_CHECK;
/* c ln(c / m) + (C - c) ln((C - c) / (C - m)) for c > m, else 0. */
double cluster_statistic(double cases, double expected, double total);
/* Whether the statistic can be above `least`: a logarithm is at most its tangent. */
static inline bool cluster_may_pass(double cases, double expected, double total, double least)
{
	double more = cases - expected;
	return more > 0 &&
	       more * more * total >= least * (1 - 1e-9) * expected * (total - expected);
}
double cluster_statistic_bernoulli(const struct cluster_job *job, uint32_t cases, uint32_t points);
/* Adds counts by place and period. */
void cluster_count(const struct cluster_job *job, const uint32_t *place, const uint32_t *period,
	size_t count, uint32_t *cells);
/* Cases of one replicate; `work` has room for job->points numbers. */
void cluster_replicate(
	const struct cluster_job *job, uint32_t replicate, uint32_t *work, uint32_t *cells);

/* ---- Every window ------------------------------------------------------------------------- */

/* What one sweep works in. */
struct cluster_room {
	uint32_t *counts, *before;             /* cases of each period, and before it */
	uint32_t *point_counts, *point_before; /* BERNOULLI */
	double *measures, *measure_before;     /* with cell_measure */
};
bool cluster_room_make(
	const struct cluster_job *job, struct mizan_arena *arena, struct cluster_room *room);
/* Every window of a centre one by one. Those that cannot pass `best` are not looked at closely. */
void cluster_sweep(const struct cluster_job *job, size_t centre, const uint32_t *cells,
	struct cluster_room *room, struct cluster_window *best);
/* The same up to a step; the room has that circle's sums then. */
void cluster_sweep_to(const struct cluster_job *job, size_t centre, size_t last,
	const uint32_t *cells, struct cluster_room *room, struct cluster_window *best);
/* Expected cases of a window of the circle that ends with a step. */
double cluster_expected(const struct cluster_job *job, const struct cluster_room *room, size_t step,
	uint32_t first, uint32_t length);

/* ---- Many windows at once (cluster_table.c, cluster_lanes.c, cluster_fast.c) ---------------- */

#define CLUSTER_LEVELS 13
/* Where the search of a replicate begins; those below are for single centres. */
#define CLUSTER_USUAL_LEVEL 2
#define CLUSTER_CLASSES 8

/* Windows of about the same length; where their numbers stand in a row. */
struct cluster_class {
	uint32_t shortest, longest;
	size_t bytes, words;
};
/*
 * For each row (circles of about the same measure) and window the largest count that is too small
 * for the statistic to pass a level. A circle with no count above its row has no window that
 * matters, and counts are compared 32 (of 8 bits) or 16 (of 16 bits) at a time. Windows stand by
 * class, blocks of that many first periods, length, first period. A search goes to the next level
 * as its best passes it.
 */
struct cluster_level {
	double statistic;
	uint8_t *bytes;      /* rows x table->bytes; 255 also for more */
	uint16_t *words;     /* rows x table->words */
	uint16_t *fewest;    /* of each row and class: the least of its numbers */
	uint16_t *by_points; /* BERNOULLI, instead: of each number of cases and controls */
};
struct cluster_table {
	struct cluster_class classes[CLUSTER_CLASSES];
	size_t class_count, bytes, words; /* numbers of a row */
	struct cluster_level levels[CLUSTER_LEVELS];
	int level_count;
};
/* Whether the job is of the kind that tables serve. */
bool cluster_is_fast(const struct cluster_job *job);
/* `pilot`: about what the largest statistic of a replicate is; `highest`: of what was observed.
 * Lives in job->arena. */
mizan_status cluster_table_make(struct cluster_job *job, double pilot, double highest,
	struct cluster_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;

/*
 * Kernels over 32 or 16 periods at once, for this processor; all give the same. `words` and `bytes`
 * have the cases before each period, bytes modulo 256; behind the last one stands the total, 32
 * times.
 *   add_*    takes a place into a circle; `count` a multiple of 32
 *   most     the most cases in a window of `length` periods
 *   above    the windows with more than their row's number: length << 16 | first period
 *   slack_*  by how much the window that is nearest to its row's number falls short of it; 0 where
 *            one reaches or passes it
 */
struct cluster_lanes {
	void (*add_words)(uint16_t *words, const uint16_t *more, size_t count);
	void (*add_bytes)(uint8_t *bytes, const uint8_t *more, size_t count);
	uint16_t (*most)(const uint16_t *words, size_t length, size_t periods);
	uint16_t (*slack_bytes)(const struct cluster_class *of, size_t periods,
		const uint8_t *bytes, const uint8_t *row);
	uint16_t (*slack_words)(const struct cluster_class *of, size_t periods,
		const uint16_t *words, const uint16_t *row);
	size_t (*above)(const struct cluster_class *of, size_t periods, const uint16_t *words,
		const uint16_t *row, uint32_t *found);
};
/* Those for any processor, or the best for this one. */
const struct cluster_lanes *cluster_lanes_choose(bool any);

/* The same for windows whose needs go by their points (cluster_points.c). */
bool cluster_points_level(struct cluster_job *job, struct cluster_level *level);
uint16_t cluster_points_slack(const struct cluster_job *job, const struct cluster_class *of,
	const uint16_t *words, const uint16_t *points, const uint16_t *needs);
size_t cluster_points_above(const struct cluster_job *job, const struct cluster_class *of,
	const uint16_t *words, const uint16_t *points, const uint16_t *needs, uint32_t *found);

struct cluster_fast;
struct cluster_fast *cluster_fast_make(const struct cluster_job *job,
	const struct cluster_table *table, struct mizan_arena *arena); /* NULL: no memory */
/* Cases by place and period. */
void cluster_fast_load(struct cluster_fast *fast, const uint32_t *cells);
/* The best window of a centre, and the largest statistic of all, to the last bit as by
 * cluster_sweep. False where not all was seen: below the lowest level, or far above the highest,
 * where so many windows pass that one by one is quicker. */
bool cluster_fast_centre(struct cluster_fast *fast, size_t centre, struct cluster_window *best);
bool cluster_fast_sweep(struct cluster_fast *fast, double *largest);

#endif
