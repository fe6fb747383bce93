/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is there any change at all? By blocks that change places. */
#include "change_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Twenty blocks can be shuffled in so many ways that few give a tie, and a year of months is long
 * enough. */
#define TEST_BLOCKS 20
#define TEST_BLOCK_MOST 12

struct test_job {
	struct change_series series; /* for its costs; sums are replaced */
	const double *values;
	size_t block, replicates;
	uint64_t seed;
	unsigned threads;
	double gain;
	const struct mizan_watch *watch;
	struct test_worker {
		double *sums, *squares;
		size_t *order;
		size_t as_large;
		mizan_status status;
		struct mizan_error error;
	} * workers;
};

/* The largest gain of one cut. Lengths do not count here: each place of a cut is judged by the
 * same measure in the series and in its replicates. */
static double test_gain(const struct change_series *series)
{
	double whole = change_cost(series, 0, series->count), gain = 0;
	for (size_t at = series->minimum; at + series->minimum <= series->count; at++) {
		double cut =
			whole - change_cost(series, 0, at) - change_cost(series, at, series->count);
		gain = cut > gain ? cut : gain;
	}
	return gain;
}

static void test_shuffle(size_t *order, size_t count, struct mizan_random *random)
{
	for (size_t i = count; i > 1; i--) {
		size_t other = mizan_random_below(random, (uint32_t)i);
		size_t kept = order[i - 1];
		order[i - 1] = order[other];
		order[other] = kept;
	}
}

/* Sums of the series with its blocks in this order; what no block holds stays in front. */
static void test_fill(const struct test_job *job, struct test_worker *worker)
{
	size_t count = job->series.count, blocks = count / job->block;
	size_t front = count - blocks * job->block, place = 0;
	for (size_t i = 0; i < count; i++) {
		size_t from = i;
		if (i >= front) {
			place = i - front;
			from = front + worker->order[place / job->block] * job->block +
			       place % job->block;
		}
		double value = job->values[from] - job->series.center;
		worker->sums[i + 1] = worker->sums[i] + value;
		if (worker->squares) {
			worker->squares[i + 1] = worker->squares[i] + value * value;
		}
	}
}

static void test_work(void *context, unsigned number)
{
	struct test_job *job = context;
	struct test_worker *worker = &job->workers[number];
	struct change_series series = job->series;
	size_t blocks = series.count / job->block;
	series.sums = worker->sums;
	series.squares = worker->squares;
	for (size_t i = number; i < job->replicates && worker->status == MIZAN_OK;
		i += job->threads) {
		struct mizan_random random;
		mizan_random_init(&random, job->seed, i);
		for (size_t k = 0; k < blocks; k++) {
			worker->order[k] = k;
		}
		test_shuffle(worker->order, blocks, &random);
		test_fill(job, worker);
		/* Sums in another order round otherwise: what is equal stays equal. */
		worker->as_large += test_gain(&series) >= job->gain - 1e-9 * (1 + job->gain);
		if (i / job->threads % 64 == 63) {
			worker->status = mizan_watch_check(job->watch, &worker->error);
		}
	}
}

static mizan_status test_make_workers(struct test_job *job, struct mizan_error *error)
{
	size_t count = job->series.count;
	job->workers = calloc(job->threads, sizeof *job->workers);
	if (!job->workers) {
		return mizan_error_memory(error);
	}
	for (unsigned i = 0; i < job->threads; i++) {
		struct test_worker *worker = &job->workers[i];
		worker->sums = calloc(count + 1, sizeof *worker->sums);
		worker->squares =
			job->series.squares ? calloc(count + 1, sizeof *worker->squares) : NULL;
		worker->order = calloc(count, sizeof *worker->order);
		if (!worker->sums || !worker->order || (job->series.squares && !worker->squares)) {
			return mizan_error_memory(error);
		}
	}
	return MIZAN_OK;
}

static mizan_status test_run(
	struct test_job *job, struct mizan_change_test *test, struct mizan_error *error)
{
	mizan_status status = test_make_workers(job, error);
	if (status == MIZAN_OK) {
		mizan_tasks_run(job->threads, test_work, job);
	}
	size_t as_large = 0;
	for (unsigned i = 0; job->workers && i < job->threads; i++) {
		struct test_worker *worker = &job->workers[i];
		if (status == MIZAN_OK && worker->status != MIZAN_OK) {
			status = worker->status;
			*error = worker->error;
		}
		as_large += worker->as_large;
		free(worker->sums);
		free(worker->squares);
		free(worker->order);
	}
	free(job->workers);
	test->p_value = ((double)as_large + 1) / ((double)job->replicates + 1);
	return status;
}

mizan_status mizan_change_test(const double *values, size_t count,
	const struct mizan_change_options *options, size_t block, size_t replicates, uint64_t seed,
	unsigned threads, struct mizan_change_test *test, struct mizan_error *error)
{
	struct mizan_change_options of_all = *options;
	struct test_job job = {.values = values,
		.replicates = replicates,
		.seed = seed,
		.threads = threads > 0 ? threads : mizan_processor_count(),
		.watch = options->watch};
	if (replicates == 0) {
		return mizan_error_set(
			error, MIZAN_ERROR_USAGE, "as many as 999", "a test needs replicates");
	}
	if (count > UINT32_MAX) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "cut the series",
			"a test takes at most 4,294,967,295 values");
	}
	if (options->cost == MIZAN_COST_NEGATIVE_BINOMIAL && options->size == 0 && count > 0) {
		of_all.size = change_size_of_all(values, count);
	}
	/* Gains of normal means are compared with each other alone: any variance does. */
	of_all.variance = options->cost == MIZAN_COST_NORMAL ? 1 : 0;
	mizan_status status = change_series_init(&job.series, values, count, &of_all, error);
	if (status == MIZAN_OK) {
		job.block = block > 0 ? block : count / TEST_BLOCKS;
		job.block = block == 0 && job.block > TEST_BLOCK_MOST ? TEST_BLOCK_MOST : job.block;
		job.block = job.block > 0 ? job.block : 1;
		job.block = job.block > count ? count : job.block;
		job.gain = test_gain(&job.series);
		*test = (struct mizan_change_test){job.gain, 1, job.block, replicates};
		status = test_run(&job, test, error);
	}
	change_series_release(&job.series);
	return status;
}
