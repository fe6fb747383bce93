/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a scan expects where there is no cluster: measures of places, and replicates. */
#include "cluster_internal.h"

#include <math.h>
#include <string.h>

/* ---- Measures ----------------------------------------------------------------------------- */

void cluster_count(const struct cluster_job *job, const uint32_t *place, const uint32_t *period,
	size_t count, uint32_t *cells)
{
	for (size_t i = 0; i < count; i++) {
		cells[place[i] * job->periods + period[i]]++;
	}
}

/* Cases by place times cases by period. */
static void model_permutation(struct cluster_job *job)
{
	for (size_t i = 0; i < job->cases; i++) {
		job->measure[job->data->case_place[i]]++;
		job->weight[job->data->case_period[i] + 1]++;
	}
	job->measure_total = (double)job->cases;
	for (size_t k = 0; k < job->periods; k++) {
		job->weight[k + 1] += job->weight[k];
	}
	job->scale = 1 / (double)job->cases;
}

static double model_length(const struct mizan_cluster_data *data, size_t period)
{
	return data->period_length ? data->period_length[period] : 1;
}

static double model_cell(const struct cluster_job *job, size_t place, size_t period)
{
	const struct mizan_cluster_data *data = job->data;
	size_t at = data->by_period ? place * job->periods + period : place;
	return data->population[at] * model_length(data, period);
}

/* Walker's table by Vose's method, over places and periods. */
static bool model_alias(struct cluster_job *job)
{
	size_t count = job->places * job->periods, small = 0, large = count;
	double mean = job->measure_total / (double)count;
	job->alias_share = mizan_arena_allocate(&job->arena, count, sizeof(double));
	job->alias_other = mizan_arena_allocate(&job->arena, count, sizeof(uint32_t));
	uint32_t *lists = mizan_arena_allocate(&job->arena, count, sizeof *lists);
	if (!job->alias_share || !job->alias_other || !lists) {
		return false;
	}
	/* Small ones from the front of the list, large ones from its end. */
	for (size_t i = 0; i < count; i++) {
		double share = model_cell(job, i / job->periods, i % job->periods) / mean;
		job->alias_share[i] = share;
		job->alias_other[i] = (uint32_t)i;
		if (share < 1) {
			lists[small++] = (uint32_t)i;
		} else {
			lists[--large] = (uint32_t)i;
		}
	}
	while (small > 0 && large < count) {
		uint32_t low = lists[--small], high = lists[large];
		job->alias_other[low] = high;
		job->alias_share[high] -= 1 - job->alias_share[low];
		if (job->alias_share[high] < 1) {
			large++;
			lists[small++] = high;
		}
	}
	/* What is left differs from 1 by rounding alone. */
	while (large < count) {
		job->alias_share[lists[large++]] = 1;
	}
	while (small > 0) {
		job->alias_share[lists[--small]] = 1;
	}
	return true;
}

static bool model_poisson(struct cluster_job *job)
{
	const struct mizan_cluster_data *data = job->data;
	double lengths = 0;
	for (size_t k = 0; k < job->periods; k++) {
		lengths += model_length(data, k);
		job->weight[k + 1] = lengths;
	}
	if (data->by_period) {
		job->cell_measure = mizan_arena_allocate(
			&job->arena, job->places * job->periods, sizeof(double));
		if (!job->cell_measure) {
			return false;
		}
	}
	for (size_t i = 0; i < job->places; i++) {
		if (!data->by_period) {
			job->measure[i] = data->population[i] * lengths;
		}
		for (size_t k = 0; k < job->periods && data->by_period; k++) {
			double cell = model_cell(job, i, k);
			job->cell_measure[i * job->periods + k] = cell;
			job->measure[i] += cell;
		}
		job->measure_total += job->measure[i];
	}
	job->scale = (double)job->cases / (job->measure_total * (data->by_period ? 1 : lengths));
	return model_alias(job);
}

static bool model_bernoulli(struct cluster_job *job)
{
	const struct mizan_cluster_data *data = job->data;
	job->point_cells =
		mizan_arena_allocate(&job->arena, job->places * job->periods, sizeof(uint32_t));
	job->logs = mizan_arena_allocate(&job->arena, job->points + 1, sizeof(double));
	if (!job->point_cells || !job->logs) {
		return false;
	}
	cluster_count(job, data->case_place, data->case_period, job->cases, job->point_cells);
	cluster_count(job, data->control_place, data->control_period, job->points - job->cases,
		job->point_cells);
	for (size_t i = 0; i < job->cases; i++) {
		job->measure[data->case_place[i]]++;
	}
	for (size_t i = 0; i < job->points - job->cases; i++) {
		job->measure[data->control_place[i]]++;
	}
	job->measure_total = (double)job->points;
	for (size_t i = 2; i <= job->points; i++) {
		job->logs[i] = (double)i * log((double)i);
	}
	return true;
}

mizan_status cluster_model_make(struct cluster_job *job, struct mizan_error *error)
{
	job->measure = mizan_arena_allocate(&job->arena, job->places, sizeof *job->measure);
	job->weight = mizan_arena_allocate(&job->arena, job->periods + 1, sizeof *job->weight);
	bool done = job->measure && job->weight;
	if (done && job->model == MIZAN_CLUSTER_PERMUTATION) {
		model_permutation(job);
	} else if (done && job->model == MIZAN_CLUSTER_POISSON) {
		done = model_poisson(job);
	} else if (done) {
		done = model_bernoulli(job);
	}
	return done ? MIZAN_OK : mizan_error_memory(error);
}

/* ---- Statistics --------------------------------------------------------------------------- */

double cluster_statistic(double cases, double expected, double total)
{
	if (cases <= expected) {
		return 0;
	}
	double outside = total - cases;
	double value = cases * log(cases / expected);
	return outside > 0 ? value + outside * log(outside / (total - expected)) : value;
}

double cluster_statistic_bernoulli(const struct cluster_job *job, uint32_t cases, uint32_t points)
{
	const double *logs = job->logs;
	size_t outside = job->points - points, left = job->cases - cases;
	if ((double)cases * (double)outside <= (double)left * (double)points) {
		return 0;
	}
	return logs[cases] + logs[points - cases] - logs[points] + logs[left] +
	       logs[outside - left] - logs[outside] -
	       (logs[job->cases] + logs[job->points - job->cases] - logs[job->points]);
}

/* ---- Replicates --------------------------------------------------------------------------- */

static void replicate_permutation(const struct cluster_job *job, struct mizan_random *random,
	uint32_t *period, uint32_t *cells)
{
	memcpy(period, job->data->case_period, job->cases * sizeof *period);
	for (size_t i = job->cases; i-- > 1;) {
		size_t other = mizan_random_below(random, (uint32_t)i + 1);
		uint32_t kept = period[i];
		period[i] = period[other];
		period[other] = kept;
	}
	cluster_count(job, job->data->case_place, period, job->cases, cells);
}

static void replicate_poisson(
	const struct cluster_job *job, struct mizan_random *random, uint32_t *cells)
{
	uint32_t count = (uint32_t)(job->places * job->periods);
	for (size_t i = 0; i < job->cases; i++) {
		uint32_t cell = mizan_random_below(random, count);
		if (mizan_random_real(random) >= job->alias_share[cell]) {
			cell = job->alias_other[cell];
		}
		cells[cell]++;
	}
}

/* Which of all points are cases: the first so many of a shuffled list. */
static void replicate_bernoulli(const struct cluster_job *job, struct mizan_random *random,
	uint32_t *order, uint32_t *cells)
{
	const struct mizan_cluster_data *data = job->data;
	for (size_t i = 0; i < job->points; i++) {
		order[i] = (uint32_t)i;
	}
	for (size_t i = 0; i < job->cases; i++) {
		size_t other = i + mizan_random_below(random, (uint32_t)(job->points - i));
		uint32_t point = order[other];
		order[other] = order[i];
		order[i] = point;
		bool is_case = point < job->cases;
		size_t control = is_case ? 0 : point - job->cases;
		size_t place = is_case ? data->case_place[point] : data->control_place[control];
		size_t period = is_case ? data->case_period[point] : data->control_period[control];
		cells[place * job->periods + period]++;
	}
}

void cluster_replicate(
	const struct cluster_job *job, uint32_t replicate, uint32_t *work, uint32_t *cells)
{
	struct mizan_random random;
	mizan_random_init(&random, job->seed, (uint64_t)replicate + 1);
	memset(cells, 0, job->places * job->periods * sizeof *cells);
	switch (job->model) {
	case MIZAN_CLUSTER_PERMUTATION:
		replicate_permutation(job, &random, work, cells);
		break;
	case MIZAN_CLUSTER_POISSON:
		replicate_poisson(job, &random, cells);
		break;
	case MIZAN_CLUSTER_BERNOULLI:
		replicate_bernoulli(job, &random, work, cells);
		break;
	}
}
