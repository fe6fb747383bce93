/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scan: the best window of each centre, how large replicates come out, what is told. */
#include "cluster_internal.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

#define PILOT_CENTRES 16
#define PILOT_REPLICATES 3

/* What the threads of a scan share. Each takes the next centre or replicate. */
struct scan {
	const struct cluster_job *job;
	struct cluster_window *best; /* of each centre */
	uint32_t *cells;             /* as observed */
	double *largest;             /* of each replicate */
	struct cluster_table table;  /* where it is fast */
	bool fast;
	atomic_size_t next, done;
	atomic_bool stopped, failed;
	atomic_flag telling;
};

static bool scan_goes_on(struct scan *scan, const char *what, size_t total)
{
	const struct mizan_watch *watch = scan->job->watch;
	size_t done = atomic_fetch_add(&scan->done, 1);
	if (cluster_is_stopped(scan->job)) {
		atomic_store(&scan->stopped, true);
	}
	if (watch && watch->progress && !atomic_flag_test_and_set(&scan->telling)) {
		watch->progress(watch->context, what, done, total);
		atomic_flag_clear(&scan->telling);
	}
	return !atomic_load(&scan->stopped);
}

/* ---- As observed -------------------------------------------------------------------------- */

/* What each thread works with. */
struct scan_room {
	struct mizan_arena arena;
	struct cluster_room plain;
	struct cluster_fast *fast; /* NULL: plain alone */
	uint32_t *cells, *work;
};

static bool scan_room_make(struct scan *scan, struct scan_room *room)
{
	const struct cluster_job *job = scan->job;
	size_t cells = job->places * job->periods;
	*room = (struct scan_room){0};
	bool done = cluster_room_make(job, &room->arena, &room->plain);
	room->cells = mizan_arena_allocate(&room->arena, cells, sizeof *room->cells);
	room->work = mizan_arena_allocate(&room->arena, job->points, sizeof *room->work);
	if (scan->fast) {
		room->fast = cluster_fast_make(job, &scan->table, &room->arena);
		done = done && room->fast;
	}
	done = done && room->cells && room->work;
	if (!done) {
		atomic_store(&scan->failed, true);
	}
	return done;
}

static void scan_centres(void *context, unsigned worker)
{
	struct scan *scan = context;
	const struct cluster_job *job = scan->job;
	struct scan_room room;
	(void)worker;
	if (scan_room_make(scan, &room)) {
		if (room.fast) {
			cluster_fast_load(room.fast, scan->cells);
		}
		for (size_t i; (i = atomic_fetch_add(&scan->next, 1)) < job->centres;) {
			struct cluster_window *best = &scan->best[i];
			if (!scan_goes_on(scan, "clusters", job->centres)) {
				break;
			}
			if (!room.fast || !cluster_fast_centre(room.fast, i, best)) {
				*best = (struct cluster_window){0};
				cluster_sweep(job, i, scan->cells, &room.plain, best);
			}
		}
	}
	mizan_arena_release(&room.arena);
}

/* ---- Replicates --------------------------------------------------------------------------- */

static double scan_largest(const struct cluster_job *job, struct scan_room *room)
{
	double largest;
	if (room->fast) {
		cluster_fast_load(room->fast, room->cells);
		if (cluster_fast_sweep(room->fast, &largest)) {
			return largest;
		}
	}
	struct cluster_window best = {0};
	for (size_t i = 0; i < job->centres && !cluster_is_stopped(job); i++) {
		cluster_sweep(job, i, room->cells, &room->plain, &best);
	}
	return best.statistic;
}

static void scan_replicates(void *context, unsigned worker)
{
	struct scan *scan = context;
	const struct cluster_job *job = scan->job;
	struct scan_room room;
	(void)worker;
	if (scan_room_make(scan, &room)) {
		for (size_t i; (i = atomic_fetch_add(&scan->next, 1)) < job->replicates;) {
			if (!scan_goes_on(scan, "replicates", job->replicates)) {
				break;
			}
			cluster_replicate(job, (uint32_t)i, room.work, room.cells);
			scan->largest[i] = scan_largest(job, &room);
		}
	}
	mizan_arena_release(&room.arena);
}

/* The largest statistic of some centres. */
static double scan_some(
	const struct cluster_job *job, const uint32_t *cells, struct cluster_room *room)
{
	struct cluster_window best = {0};
	size_t apart = job->centres / PILOT_CENTRES + 1;
	for (size_t k = 0; k < job->centres && !cluster_is_stopped(job); k += apart) {
		cluster_sweep(job, k, cells, room, &best);
	}
	return fmax(best.statistic, 0.1);
}

/* Of a few replicates the least of these, and that of what was observed: for levels of the right
 * size. */
static bool scan_pilot(const struct scan *scan, double *pilot, double *highest)
{
	const struct cluster_job *job = scan->job;
	struct mizan_arena arena = {0};
	struct cluster_room room;
	uint32_t *cells = mizan_arena_allocate(&arena, job->places * job->periods, sizeof *cells);
	uint32_t *work = mizan_arena_allocate(&arena, job->points, sizeof *work);
	bool done = cluster_room_make(job, &arena, &room) && cells && work;
	*pilot = INFINITY;
	for (uint32_t i = 0; i < PILOT_REPLICATES && done; i++) {
		cluster_replicate(job, i, work, cells);
		*pilot = fmin(*pilot, scan_some(job, cells, &room));
	}
	if (done) {
		*highest = scan_some(job, scan->cells, &room);
	}
	mizan_arena_release(&arena);
	return done;
}

static mizan_status scan_prepare(
	struct scan *scan, struct cluster_job *job, struct mizan_error *error)
{
	double pilot, highest;
	scan->fast = cluster_is_fast(job);
	if (!scan->fast) {
		return MIZAN_OK;
	}
	return scan_pilot(scan, &pilot, &highest)
		       ? cluster_table_make(job, pilot, highest, &scan->table, error)
		       : mizan_error_memory(error);
}

static mizan_status scan_run(struct scan *scan, size_t parts,
	void (*work)(void *context, unsigned worker), struct mizan_error *error)
{
	unsigned threads = scan->job->threads;
	atomic_store(&scan->next, 0);
	atomic_store(&scan->done, 0);
	mizan_tasks_run(parts < threads ? (unsigned)parts : threads, work, scan);
	/* Also where the last part was broken off. */
	if (atomic_load(&scan->stopped) || cluster_is_stopped(scan->job)) {
		return mizan_error_set(
			error, MIZAN_ERROR_INTERRUPTED, "nothing was changed", "interrupted");
	}
	return atomic_load(&scan->failed) ? mizan_error_memory(error) : MIZAN_OK;
}

/* ---- What is told ------------------------------------------------------------------------- */

static int compare_largest(const void *a, const void *b)
{
	double one = *(const double *)a, two = *(const double *)b;
	return (one < two) - (one > two);
}

/* Of a scan's replicates, largest first: how many are at least as large. Rounding is no
 * difference: the same window can come by sums in another order. */
static uint32_t scan_as_large(const struct cluster_job *job, const double *largest, double value)
{
	size_t low = 0, high = job->replicates;
	double least = value - 1e-10 * fmax(1, value);
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (largest[middle] >= least) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return (uint32_t)low;
}

struct candidate {
	const struct cluster_window *window;
	size_t centre;
	double rank, radius;
};

/* Of the same statistic, to rounding, the smallest circle: it has no place without need. */
static int compare_candidates(const void *a, const void *b)
{
	const struct candidate *one = a, *two = b;
	if (one->rank != two->rank) {
		return one->rank < two->rank ? 1 : -1;
	}
	if (one->radius != two->radius) {
		return one->radius > two->radius ? 1 : -1;
	}
	return (one->centre > two->centre) - (one->centre < two->centre);
}

static double scan_expected(const struct cluster_job *job, const struct candidate *found,
	const uint32_t *cells, struct cluster_room *room)
{
	struct cluster_window none = {.statistic = INFINITY};
	const struct cluster_window *window = found->window;
	if (job->model == MIZAN_CLUSTER_BERNOULLI || job->cell_measure) {
		/* The sums of its circle once more. */
		cluster_sweep_to(job, found->centre, window->step, cells, room, &none);
	}
	return cluster_expected(job, room, window->step, window->first, window->length);
}

static void scan_tell(const struct scan *scan, const struct candidate *found, double expected,
	struct mizan_cluster *cluster)
{
	const struct cluster_job *job = scan->job;
	const struct cluster_window *window = found->window;
	double total = (double)job->cases, rest = total - window->cases;
	bool space = job->shape != MIZAN_CLUSTER_TIME;
	cluster->centre = found->centre;
	cluster->radius_km = space ? cluster_km(job, cluster_distance(job, found->centre,
							     job->steps[window->step].place))
				   : 0;
	cluster->first_period = window->first;
	cluster->last_period = window->first + window->length - 1;
	cluster->cases = window->cases;
	cluster->expected = expected;
	cluster->relative_risk =
		rest > 0 ? (window->cases / expected) / (rest / (total - expected)) : INFINITY;
	cluster->statistic = window->statistic;
	cluster->as_large = scan_as_large(job, scan->largest, window->statistic);
	cluster->p_value = (cluster->as_large + 1.0) / (job->replicates + 1.0);
}

/* Takes a cluster where none of its places is taken yet. */
static bool scan_is_free(const size_t *members, size_t count, bool *taken)
{
	for (size_t i = 0; i < count; i++) {
		if (taken[members[i]]) {
			return false;
		}
	}
	for (size_t i = 0; i < count; i++) {
		taken[members[i]] = true;
	}
	return true;
}

static bool scan_choose(struct scan *scan, struct candidate *candidates, size_t count, bool *taken,
	struct mizan_arena *arena, struct mizan_cluster_result *result)
{
	const struct cluster_job *job = scan->job;
	struct cluster_room room;
	if (!cluster_room_make(job, arena, &room)) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		/* Most centres lie in a cluster that was taken; no list for these. */
		if (job->shape != MIZAN_CLUSTER_TIME && taken[candidates[i].centre]) {
			continue;
		}
		struct mizan_cluster *cluster = &result->clusters[result->count];
		cluster->members = cluster_members(job, candidates[i].centre,
			candidates[i].window->step, &result->arena, &cluster->member_count);
		if (!cluster->members) {
			return false;
		}
		if (scan_is_free(cluster->members, cluster->member_count, taken)) {
			double expected = scan_expected(job, &candidates[i], scan->cells, &room);
			scan_tell(scan, &candidates[i], expected, cluster);
			result->count++;
		}
	}
	return true;
}

static struct candidate scan_candidate(
	const struct cluster_job *job, const struct cluster_window *window, size_t centre)
{
	double radius = cluster_distance(job, centre, job->steps[window->step].place);
	return (struct candidate){window, centre, round(window->statistic * 1e9), radius};
}

static mizan_status scan_result(
	struct scan *scan, struct mizan_cluster_result *result, struct mizan_error *error)
{
	const struct cluster_job *job = scan->job;
	struct mizan_arena arena = {0};
	size_t count = 0;
	struct candidate *candidates =
		mizan_arena_allocate(&arena, job->centres, sizeof *candidates);
	bool *taken = mizan_arena_allocate(&arena, job->places, sizeof *taken);
	result->clusters =
		mizan_arena_allocate(&result->arena, job->centres, sizeof *result->clusters);
	bool done = candidates && taken && result->clusters;
	for (size_t i = 0; done && i < job->centres; i++) {
		if (scan->best[i].statistic > 0) {
			candidates[count++] = scan_candidate(job, &scan->best[i], i);
		}
	}
	qsort(scan->largest, job->replicates, sizeof *scan->largest, compare_largest);
	if (done && count > 0) {
		qsort(candidates, count, sizeof *candidates, compare_candidates);
		done = scan_choose(scan, candidates, count, taken, &arena, result);
	}
	result->replicates = job->replicates;
	size_t rank = (job->replicates + 1) / 20;
	result->critical = rank > 0 ? scan->largest[rank - 1] : (double)NAN;
	mizan_arena_release(&arena);
	return done ? MIZAN_OK : mizan_error_memory(error);
}

static mizan_status scan_all(
	struct cluster_job *job, struct mizan_cluster_result *result, struct mizan_error *error)
{
	struct scan scan = {.job = job, .telling = ATOMIC_FLAG_INIT};
	scan.best = mizan_arena_allocate(&job->arena, job->centres, sizeof *scan.best);
	scan.largest = mizan_arena_allocate(&job->arena, job->replicates, sizeof *scan.largest);
	scan.cells =
		mizan_arena_allocate(&job->arena, job->places * job->periods, sizeof *scan.cells);
	if (!scan.best || !scan.largest || !scan.cells) {
		return mizan_error_memory(error);
	}
	cluster_count(job, job->data->case_place, job->data->case_period, job->cases, scan.cells);
	mizan_status status = scan_prepare(&scan, job, error);
	if (status == MIZAN_OK) {
		status = scan_run(&scan, job->centres, scan_centres, error);
	}
	if (status == MIZAN_OK) {
		status = scan_run(&scan, job->replicates, scan_replicates, error);
	}
	return status == MIZAN_OK ? scan_result(&scan, result, error) : status;
}

mizan_status mizan_cluster_scan(const struct mizan_cluster_data *data,
	const struct mizan_cluster_options *options, struct mizan_cluster_result *result,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct cluster_job job = {.data = data, .watch = watch};
	*result = (struct mizan_cluster_result){0};
	mizan_status status = cluster_check(&job, options, error);
	if (status == MIZAN_OK) {
		status = cluster_model_make(&job, error);
	}
	if (status == MIZAN_OK) {
		status = cluster_zones_make(&job, error);
	}
	if (status == MIZAN_OK) {
		status = scan_all(&job, result, error);
	}
	if (status != MIZAN_OK) {
		mizan_cluster_result_release(result);
	}
	free(job.steps);
	mizan_arena_release(&job.arena);
	return status;
}

void mizan_cluster_result_release(struct mizan_cluster_result *result)
{
	mizan_arena_release(&result->arena);
	*result = (struct mizan_cluster_result){0};
}
