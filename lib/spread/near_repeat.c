/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Knox's test over bands of space and time. */
#include "near_repeat_internal.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define CELLS_MAX (MIZAN_NEAR_REPEAT_BANDS * MIZAN_NEAR_REPEAT_BANDS)
#define PERMUTATIONS_MAX 1000000
#define THREADS_MAX 64

__extension__ typedef unsigned __int128 repeat_sum;

/* What one thread adds up; whole numbers, so that their order does not count. */
struct repeat_worker {
	uint16_t *days, *lanes; /* one order, and sixteen side by side */
	uint64_t counts[CELLS_MAX][NEAR_LANES], sums[CELLS_MAX];
	repeat_sum squares[CELLS_MAX];
	uint32_t as_large[CELLS_MAX];
};
struct repeat_job {
	const struct mizan_near_repeat_options *options;
	struct mizan_near_repeat *result;
	struct near_pairs pairs;
	struct near_bands bands;
	uint16_t *days; /* in the order of the pairs */
	size_t range;
	struct repeat_worker *workers;
	unsigned worker_count;
	double *largest; /* of each permutation */
	const struct mizan_watch *watch;
	atomic_bool stop;
};

static mizan_status repeat_check(
	const struct mizan_near_repeat_options *options, struct mizan_error *error)
{
	bool rising = options->km_count >= 1 && options->km_count <= MIZAN_NEAR_REPEAT_BANDS &&
		      options->day_count >= 1 && options->day_count <= MIZAN_NEAR_REPEAT_BANDS;
	for (size_t i = 0; rising && i < options->km_count; i++) {
		rising = isfinite(options->km[i]) && options->km[i] >= 0 &&
			 (i == 0 || options->km[i] > options->km[i - 1]);
	}
	for (size_t i = 0; rising && i < options->day_count; i++) {
		rising = options->days[i] >= 0 &&
			 (i == 0 || options->days[i] > options->days[i - 1]);
	}
	if (!rising) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"as 1,5,10 kilometres and 7,14,30 days",
			"bands are one to %d upper ends that rise, from 0 on",
			MIZAN_NEAR_REPEAT_BANDS);
	}
	if (options->permutations > PERMUTATIONS_MAX) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "999 are usual",
			"more than a million permutations");
	}
	return MIZAN_OK;
}

/* Days from the first one on, in the order of the pairs. */
static mizan_status repeat_set_days(
	struct repeat_job *job, const int32_t *days, size_t count, struct mizan_error *error)
{
	int64_t first = count > 0 ? days[0] : 0, last = first;
	for (size_t i = 0; i < count; i++) {
		first = days[i] < first ? days[i] : first;
		last = days[i] > last ? days[i] : last;
	}
	if (last - first > UINT16_MAX) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "ask for a shorter period",
			"the events span more than %d days", UINT16_MAX);
	}
	job->range = (size_t)(last - first);
	job->days = calloc(count + 1, sizeof *job->days);
	if (!job->days) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < count; i++) {
		job->days[i] = (uint16_t)(days[job->pairs.order[i]] - first);
	}
	return MIZAN_OK;
}

/* ---- Observed, and exactly expected ------------------------------------------------------- */

static void repeat_set_cell(struct repeat_job *job, size_t space, size_t time, uint64_t observed,
	const uint64_t *pairs, const uint64_t *degrees)
{
	const struct mizan_near_repeat_options *options = job->options;
	struct near_moments moments = near_moments(job->pairs.count, job->pairs.pairs[space],
		job->pairs.degrees[space], pairs[time], degrees[time]);
	job->result->cells[space * options->day_count + time] =
		(struct mizan_near_repeat_cell){.km_from = space ? options->km[space - 1] : 0,
			.km_to = options->km[space],
			.days_from = time ? options->days[time - 1] + 1 : 0,
			.days_to = options->days[time],
			.observed = observed,
			.expected = moments.mean,
			.deviation = sqrt(moments.variance),
			.simulated_mean = (double)NAN,
			.simulated_deviation = (double)NAN,
			.p_value = (double)NAN,
			.p_adjusted = (double)NAN};
}

static mizan_status repeat_observe(struct repeat_job *job, struct mizan_error *error)
{
	const struct mizan_near_repeat_options *options = job->options;
	uint64_t counts[CELLS_MAX], pairs[MIZAN_NEAR_REPEAT_BANDS],
		degrees[MIZAN_NEAR_REPEAT_BANDS], in_space = 0, in_time = 0;
	mizan_status status = near_times_count(
		job->days, job->pairs.count, job->range, options, pairs, degrees, error);
	if (status != MIZAN_OK) {
		return status;
	}
	near_count(&job->pairs, &job->bands, job->days, counts);
	for (size_t space = 0; space < options->km_count; space++) {
		in_space += job->pairs.pairs[space];
		for (size_t time = 0; time < options->day_count; time++) {
			in_time += space == 0 ? pairs[time] : 0;
			repeat_set_cell(job, space, time, counts[space * options->day_count + time],
				pairs, degrees);
		}
	}
	job->result->standing = job->pairs.count < 4            ? MIZAN_REPEAT_TOO_FEW
				: job->range == 0               ? MIZAN_REPEAT_ONE_DAY
				: job->pairs.one_place          ? MIZAN_REPEAT_ONE_PLACE
				: in_space == 0 || in_time == 0 ? MIZAN_REPEAT_NO_PAIRS
								: MIZAN_REPEAT_WHOLE;
	return MIZAN_OK;
}

/* ---- Permutations ------------------------------------------------------------------------- */

static double repeat_score(const struct mizan_near_repeat_cell *cell, uint64_t count)
{
	return cell->deviation > 0 ? ((double)count - cell->expected) / cell->deviation : 0;
}

static void repeat_take(
	struct repeat_job *job, struct repeat_worker *worker, size_t lane, uint32_t permutation)
{
	double largest = -(double)INFINITY;
	for (size_t i = 0; i < job->result->cell_count; i++) {
		uint64_t count = worker->counts[i][lane];
		worker->sums[i] += count;
		worker->squares[i] += (repeat_sum)count * count;
		worker->as_large[i] += count >= job->result->cells[i].observed;
		largest = fmax(largest, repeat_score(&job->result->cells[i], count));
	}
	job->largest[permutation] = largest;
}

/* Sixteen permutations, or those that are left of them; each from its own stream. */
static void repeat_some(struct repeat_job *job, struct repeat_worker *worker, uint32_t first)
{
	uint32_t left = job->options->permutations - first;
	uint32_t count = left < NEAR_LANES ? left : NEAR_LANES;
	for (uint32_t lane = 0; lane < count; lane++) {
		memcpy(worker->days, job->days, job->pairs.count * sizeof *worker->days);
		near_shuffle(job->options->seed, first + lane, worker->days, job->pairs.count);
		for (size_t i = 0; i < job->pairs.count; i++) {
			worker->lanes[i * NEAR_LANES + lane] = worker->days[i];
		}
	}
	near_count_lanes(&job->pairs, job->options, worker->lanes, false, worker->counts);
	for (uint32_t lane = 0; lane < count; lane++) {
		repeat_take(job, worker, lane, first + lane);
	}
}

static void repeat_work(void *context, unsigned number)
{
	struct repeat_job *job = context;
	struct repeat_worker *worker = &job->workers[number];
	uint64_t step = (uint64_t)job->worker_count * NEAR_LANES;
	for (uint64_t i = (uint64_t)number * NEAR_LANES; i < job->options->permutations;
		i += step) {
		if (atomic_load_explicit(&job->stop, memory_order_relaxed)) {
			return;
		}
		repeat_some(job, worker, (uint32_t)i);
		if (mizan_watch_check(job->watch, NULL) != MIZAN_OK) {
			atomic_store(&job->stop, true);
		}
	}
}

/* Mean, deviation and p-values from what the threads have added up. */
static void repeat_conclude(struct repeat_job *job, size_t cell_number)
{
	struct mizan_near_repeat_cell *cell = &job->result->cells[cell_number];
	uint32_t permutations = job->options->permutations, larger = 0;
	double n = permutations, score = repeat_score(cell, cell->observed);
	repeat_sum sum = 0, squares = 0;
	for (unsigned i = 0; i < job->worker_count; i++) {
		sum += job->workers[i].sums[cell_number];
		squares += job->workers[i].squares[cell_number];
		cell->as_large += job->workers[i].as_large[cell_number];
	}
	for (uint32_t i = 0; i < permutations; i++) {
		/* A tie counts, also where the rounding of a score would break it. */
		larger += job->largest[i] >= score - 1e-9 * fmax(1, fabs(score));
	}
	cell->simulated_mean = (double)sum / n;
	cell->simulated_deviation =
		permutations > 1
			? sqrt((double)(squares * permutations - sum * sum) / (n * (n - 1)))
			: (double)NAN;
	cell->p_value = ((double)cell->as_large + 1) / (n + 1);
	cell->p_adjusted = ((double)larger + 1) / (n + 1);
}

static mizan_status repeat_permute(struct repeat_job *job, struct mizan_error *error)
{
	uint32_t permutations = job->options->permutations;
	unsigned threads = job->options->threads ? job->options->threads : mizan_processor_count();
	threads = threads > THREADS_MAX ? THREADS_MAX : threads;
	job->worker_count = threads > permutations ? permutations : threads;
	job->workers = calloc(job->worker_count, sizeof *job->workers);
	job->largest = calloc(permutations, sizeof *job->largest);
	bool failed = !job->workers || !job->largest;
	for (unsigned i = 0; !failed && i < job->worker_count; i++) {
		job->workers[i].days = calloc(job->pairs.count, sizeof *job->days);
		job->workers[i].lanes = calloc(job->pairs.count * NEAR_LANES, sizeof *job->days);
		failed = !job->workers[i].days || !job->workers[i].lanes;
	}
	if (!failed) {
		mizan_tasks_run(job->worker_count, repeat_work, job);
		for (size_t i = 0; i < job->result->cell_count; i++) {
			repeat_conclude(job, i);
		}
	}
	for (unsigned i = 0; job->workers && i < job->worker_count; i++) {
		free(job->workers[i].days);
		free(job->workers[i].lanes);
	}
	free(job->workers);
	free(job->largest);
	if (failed) {
		return mizan_error_memory(error);
	}
	return job->stop ? mizan_error_set(error, MIZAN_ERROR_INTERRUPTED, "nothing was changed",
				   "interrupted")
			 : MIZAN_OK;
}

mizan_status mizan_near_repeat(const double *x, const double *y, const int32_t *days, size_t count,
	const struct mizan_near_repeat_options *options, struct mizan_near_repeat *result,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct repeat_job job = {.options = options, .result = result, .watch = watch};
	mizan_status status = repeat_check(options, error);
	if (status != MIZAN_OK) {
		return status;
	}
	if (count >= UINT32_MAX / 2) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, NULL, "too many events");
	}
	*result = (struct mizan_near_repeat){
		.events = count, .cell_count = options->km_count * options->day_count};
	status = near_pairs_find(x, y, count, options, &job.pairs, error);
	if (status == MIZAN_OK) {
		status = repeat_set_days(&job, days, count, error);
	}
	if (status == MIZAN_OK) {
		status = near_bands_make(options, &job.bands, error);
	}
	if (status == MIZAN_OK) {
		status = repeat_observe(&job, error);
	}
	if (status == MIZAN_OK && result->standing == MIZAN_REPEAT_WHOLE &&
		options->permutations > 0) {
		status = repeat_permute(&job, error);
	}
	near_pairs_release(&job.pairs);
	free(job.bands.table);
	free(job.days);
	return status;
}
