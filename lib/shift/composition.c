/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a whole consists of before and after, and whether that may be chance. */
#include "composition_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Sums in another order round otherwise: what is equal stays equal. */
#define COMPOSITION_EQUAL 1e-12

/* Blocks of both sides; a block is the first of its months. */
struct composition_job {
	const struct mizan_composition_data *data;
	size_t block, replicates, before_blocks, blocks;
	size_t first; /* month of the first block; those before it stay before */
	uint64_t seed;
	unsigned threads;
	const struct mizan_watch *watch;
	double *block_sums;               /* blocks x parts */
	double *stay_before, *stay_after; /* parts: months that no block holds */
	double distance;
	const struct mizan_share *shares;
	double *distances;   /* replicates */
	double *differences; /* parts x replicates */
	struct composition_worker {
		double *sums;             /* 2 x parts */
		size_t *order, *as_large; /* blocks; parts */
		size_t distance_as_large;
		mizan_status status;
		struct mizan_error error;
	} * workers;
};

/* ---- Shares ------------------------------------------------------------------------------- */

static double composition_total(const double *counts, size_t parts)
{
	double sum = 0;
	for (size_t i = 0; i < parts; i++) {
		sum += counts[i];
	}
	return sum;
}

static double composition_entropy(double share)
{
	return share > 0 ? -share * log2(share) : 0;
}

/* Of two lists of counts; a side without any has nothing in common. */
static double composition_distance(const double *before, const double *after, size_t parts)
{
	double all_before = composition_total(before, parts);
	double all_after = composition_total(after, parts), divergence = 0;
	if (!(all_before > 0) || !(all_after > 0)) {
		return 1;
	}
	for (size_t i = 0; i < parts; i++) {
		double p = before[i] / all_before, q = after[i] / all_after;
		divergence += composition_entropy((p + q) / 2) -
			      (composition_entropy(p) + composition_entropy(q)) / 2;
	}
	return divergence > 0 ? sqrt(divergence < 1 ? divergence : 1) : 0;
}

static double composition_difference(
	const double *before, const double *after, size_t parts, size_t part)
{
	double all_before = composition_total(before, parts);
	double all_after = composition_total(after, parts);
	return (all_after > 0 ? after[part] / all_after : 0) -
	       (all_before > 0 ? before[part] / all_before : 0);
}

/* ---- Replicates --------------------------------------------------------------------------- */

/* Adds up the blocks that `order` puts on each side. */
static void composition_add(const struct composition_job *job, struct composition_worker *worker)
{
	size_t parts = job->data->parts;
	double *before = worker->sums, *after = worker->sums + parts;
	memcpy(before, job->stay_before, parts * sizeof *before);
	memcpy(after, job->stay_after, parts * sizeof *after);
	for (size_t i = 0; i < job->blocks; i++) {
		double *side = i < job->before_blocks ? before : after;
		const double *sums = job->block_sums + worker->order[i] * parts;
		for (size_t k = 0; k < parts; k++) {
			side[k] += sums[k];
		}
	}
}

static void composition_shuffle(
	const struct composition_job *job, struct composition_worker *worker, size_t replicate)
{
	struct mizan_random random;
	size_t parts = job->data->parts;
	mizan_random_init(&random, job->seed, replicate);
	for (size_t i = 0; i < job->blocks; i++) {
		worker->order[i] = i;
	}
	for (size_t i = job->blocks; i > 1; i--) {
		size_t other = mizan_random_below(&random, (uint32_t)i);
		size_t kept = worker->order[i - 1];
		worker->order[i - 1] = worker->order[other];
		worker->order[other] = kept;
	}
	composition_add(job, worker);
	const double *before = worker->sums, *after = worker->sums + parts;
	double distance = composition_distance(before, after, parts);
	job->distances[replicate] = distance;
	worker->distance_as_large += distance >= job->distance - COMPOSITION_EQUAL;
	for (size_t i = 0; i < parts; i++) {
		worker->as_large[i] += fabs(composition_difference(before, after, parts, i)) >=
				       fabs(job->shares[i].difference) - COMPOSITION_EQUAL;
	}
}

static void composition_resample(
	const struct composition_job *job, struct composition_worker *worker, size_t replicate)
{
	struct mizan_random random;
	size_t parts = job->data->parts, after_blocks = job->blocks - job->before_blocks;
	mizan_random_init(&random, job->seed, job->replicates + replicate);
	for (size_t i = 0; i < job->blocks; i++) {
		worker->order[i] =
			i < job->before_blocks
				? mizan_random_below(&random, (uint32_t)job->before_blocks)
				: job->before_blocks +
					  mizan_random_below(&random, (uint32_t)after_blocks);
	}
	composition_add(job, worker);
	for (size_t i = 0; i < parts; i++) {
		job->differences[i * job->replicates + replicate] =
			composition_difference(worker->sums, worker->sums + parts, parts, i);
	}
}

static void composition_work(void *context, unsigned number)
{
	struct composition_job *job = context;
	struct composition_worker *worker = &job->workers[number];
	for (size_t i = number; i < job->replicates && worker->status == MIZAN_OK;
		i += job->threads) {
		composition_shuffle(job, worker, i);
		composition_resample(job, worker, i);
		if (i / job->threads % 64 == 63) {
			worker->status = mizan_watch_check(job->watch, &worker->error);
		}
	}
}

/* ---- Set-up ------------------------------------------------------------------------------- */

static mizan_status composition_check(const struct mizan_composition_data *data,
	const struct composition_job *job, struct mizan_error *error)
{
	if (data->parts == 0 || data->before > data->months || job->blocks > UINT32_MAX / 2) {
		return mizan_error_set(
			error, MIZAN_ERROR_USAGE, NULL, "a composition has parts and two sides");
	}
	for (size_t i = 0; i < data->months * data->parts; i++) {
		if (!(data->counts[i] >= 0) || isinf(data->counts[i])) {
			return mizan_error_set(error, MIZAN_ERROR_USAGE, NULL,
				"count %zu of month %zu is no count", i % data->parts + 1,
				i / data->parts + 1);
		}
	}
	if (job->before_blocks < 2 || job->blocks - job->before_blocks < 2) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"take more months, or smaller blocks",
			"a side has less than two blocks of %zu months to shuffle", job->block);
	}
	return MIZAN_OK;
}

static bool composition_allocate(struct composition_job *job)
{
	size_t parts = job->data->parts;
	job->block_sums = calloc(job->blocks * parts, sizeof *job->block_sums);
	job->stay_before = calloc(parts, sizeof *job->stay_before);
	job->stay_after = calloc(parts, sizeof *job->stay_after);
	job->distances = calloc(job->replicates, sizeof *job->distances);
	job->differences = calloc(job->replicates * parts, sizeof *job->differences);
	job->workers = calloc(job->threads, sizeof *job->workers);
	bool made = job->block_sums && job->stay_before && job->stay_after && job->distances &&
		    job->differences && job->workers;
	for (unsigned i = 0; made && i < job->threads; i++) {
		struct composition_worker *worker = &job->workers[i];
		worker->sums = calloc(2 * parts, sizeof *worker->sums);
		worker->order = calloc(job->blocks, sizeof *worker->order);
		worker->as_large = calloc(parts, sizeof *worker->as_large);
		made = worker->sums && worker->order && worker->as_large;
	}
	return made;
}

static void composition_release(struct composition_job *job)
{
	for (unsigned i = 0; job->workers && i < job->threads; i++) {
		free(job->workers[i].sums);
		free(job->workers[i].order);
		free(job->workers[i].as_large);
	}
	free(job->workers);
	free(job->block_sums);
	free(job->stay_before);
	free(job->stay_after);
	free(job->distances);
	free(job->differences);
}

/* Sums of each block, and of the months at the ends that no block holds. */
static void composition_fill(struct composition_job *job)
{
	size_t parts = job->data->parts;
	for (size_t month = 0; month < job->data->months; month++) {
		double *to = month < job->first ? job->stay_before
			     : (month - job->first) / job->block >= job->blocks
				     ? job->stay_after
				     : job->block_sums + (month - job->first) / job->block * parts;
		for (size_t i = 0; i < parts; i++) {
			to[i] += job->data->counts[month * parts + i];
		}
	}
}

static void composition_set_shares(
	const struct composition_job *job, struct mizan_share *shares, double *distance)
{
	size_t parts = job->data->parts;
	struct composition_worker *worker = &job->workers[0];
	for (size_t i = 0; i < job->blocks; i++) {
		worker->order[i] = i;
	}
	composition_add(job, worker);
	const double *before = worker->sums, *after = worker->sums + parts;
	for (size_t i = 0; i < parts; i++) {
		shares[i] = (struct mizan_share){.before = before[i],
			.after = after[i],
			.share_before = before[i] / composition_total(before, parts),
			.share_after = after[i] / composition_total(after, parts),
			.difference = composition_difference(before, after, parts, i)};
	}
	*distance = composition_distance(before, after, parts);
}

/* ---- Results ------------------------------------------------------------------------------ */

static int compare_reals(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;
	return (a > b) - (a < b);
}

/* The 97.5 % quantile of Student's distribution by Cornish and Fisher's expansion: to 1 % from 3
 * degrees of freedom on. */
static double student_quantile(double freedom)
{
	const double z = 1.959963984540054, z2 = z * z;
	return z *
	       (1 + (z2 + 1) / (4 * freedom) + ((5 * z2 + 16) * z2 + 3) / (96 * freedom * freedom) +
		       (((3 * z2 + 19) * z2 + 17) * z2 - 15) / (384 * freedom * freedom * freedom));
}

/*
 * A difference more or less by the spread of its resamples. Few blocks vary too little when they
 * are resampled, and their own spread is not sure: hence the factor, and Student.
 */
static void composition_interval(
	const struct composition_job *job, const double *resamples, struct mizan_share *share)
{
	double mean = 0, squares = 0, count = (double)job->replicates;
	double after = (double)(job->blocks - job->before_blocks);
	double least = (double)job->before_blocks < after ? (double)job->before_blocks : after;
	for (size_t i = 0; i < job->replicates; i++) {
		mean += resamples[i] / count;
	}
	for (size_t i = 0; i < job->replicates; i++) {
		squares += (resamples[i] - mean) * (resamples[i] - mean);
	}
	double spread = sqrt(squares / count * least / (least - 1)) * student_quantile(least - 1);
	share->low = fmax(share->difference - spread, -1);
	share->high = fmin(share->difference + spread, 1);
}

/* The middle 95 %. */
static void composition_middle(double *values, size_t count, double *low, double *high)
{
	size_t out = (size_t)(0.025 * (double)(count + 1));
	qsort(values, count, sizeof *values, compare_reals);
	*low = values[out > 0 ? out - 1 : 0];
	*high = values[out > 0 ? count - out : count - 1];
}

static mizan_status composition_finish(struct composition_job *job, struct mizan_share *shares,
	struct mizan_composition *composition, struct mizan_error *error)
{
	size_t parts = job->data->parts, distance_as_large = 0;
	for (unsigned i = 0; i < job->threads; i++) {
		if (job->workers[i].status != MIZAN_OK) {
			*error = job->workers[i].error;
			return job->workers[i].status;
		}
		distance_as_large += job->workers[i].distance_as_large;
	}
	double all = (double)job->replicates + 1;
	for (size_t k = 0; k < parts; k++) {
		size_t as_large = 0;
		for (unsigned i = 0; i < job->threads; i++) {
			as_large += job->workers[i].as_large[k];
		}
		shares[k].p_value = ((double)as_large + 1) / all;
		composition_interval(job, job->differences + k * job->replicates, &shares[k]);
	}
	*composition = (struct mizan_composition){.distance = job->distance,
		.p_value = ((double)distance_as_large + 1) / all,
		.block = job->block,
		.replicates = job->replicates};
	composition_middle(job->distances, job->replicates, &composition->chance_low,
		&composition->chance_high);
	return MIZAN_OK;
}

static mizan_status composition_run(struct composition_job *job, struct mizan_share *shares,
	struct mizan_composition *composition, struct mizan_error *error)
{
	if (!composition_allocate(job)) {
		return mizan_error_memory(error);
	}
	composition_fill(job);
	composition_set_shares(job, shares, &job->distance);
	job->shares = shares;
	for (int side = 0; side < 2; side++) {
		if (!(composition_total(job->workers[0].sums + (size_t)side * job->data->parts,
			      job->data->parts) > 0)) {
			return mizan_error_set(error, MIZAN_ERROR_USAGE, "take more months",
				"there is nothing to compare: none was counted %s",
				side == 0 ? "before" : "after");
		}
	}
	mizan_tasks_run(job->threads, composition_work, job);
	return composition_finish(job, shares, composition, error);
}

mizan_status mizan_composition_compare(const struct mizan_composition_data *data,
	const struct mizan_composition_how *how, struct mizan_share *shares,
	struct mizan_composition *composition, struct mizan_error *error)
{
	struct composition_job job = {.data = data,
		.block = how->block > 0 ? how->block : COMPOSITION_BLOCK,
		.replicates = how->replicates > 0 ? how->replicates : COMPOSITION_REPLICATES,
		.seed = how->seed,
		.threads = how->threads > 0 ? how->threads : mizan_processor_count(),
		.watch = how->watch};
	size_t before = data->before < data->months ? data->before : data->months;
	job.before_blocks = before / job.block;
	job.first = before - job.before_blocks * job.block;
	job.blocks = job.before_blocks + (data->months - before) / job.block;
	mizan_status status = composition_check(data, &job, error);
	if (status == MIZAN_OK) {
		status = composition_run(&job, shares, composition, error);
	}
	composition_release(&job);
	return status;
}
