/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a scan is one that can be made, in words. */
#include "cluster_internal.h"

#include <math.h>
#include <string.h>

#define CLUSTER_SPHERE_KM 6371.0088 /* mean radius R1, IUGG */

static const char *const model_words[] = {"permutation", "poisson", "bernoulli"};
static const char *const shape_words[] = {"space-time", "space", "time", "prospective"};

static bool word_find(const char *word, const char *const *words, int count, int *at)
{
	for (*at = 0; *at < count; ++*at) {
		if (word && strcmp(word, words[*at]) == 0) {
			return true;
		}
	}
	return false;
}

bool mizan_cluster_model_from_word(const char *word, enum mizan_cluster_model *model)
{
	int at;
	bool found = word_find(word, model_words, 3, &at);
	*model = found ? (enum mizan_cluster_model)at : MIZAN_CLUSTER_PERMUTATION;
	return found;
}

bool mizan_cluster_shape_from_word(const char *word, enum mizan_cluster_shape *shape)
{
	int at;
	bool found = word_find(word, shape_words, 4, &at);
	*shape = found ? (enum mizan_cluster_shape)at : MIZAN_CLUSTER_SPACE_TIME;
	return found;
}

/* ---- Options ------------------------------------------------------------------------------ */

static mizan_status usage(struct mizan_error *error, const char *advice, const char *what)
{
	return mizan_error_set(error, MIZAN_ERROR_USAGE, advice, "%s", what);
}

static mizan_status check_shape(const struct cluster_job *job, struct mizan_error *error)
{
	bool one = job->shape == MIZAN_CLUSTER_SPACE || job->shape == MIZAN_CLUSTER_TIME;
	if (job->model == MIZAN_CLUSTER_PERMUTATION && one) {
		return usage(error, "take the shape space-time or prospective, or another model",
			job->shape == MIZAN_CLUSTER_SPACE
				? "a permutation scan cannot look at space alone: it expects in "
				  "each place what that place has"
				: "a permutation scan cannot look at time alone: it expects in "
				  "each "
				  "period what that period has");
	}
	if (job->shape != MIZAN_CLUSTER_SPACE && job->periods < 2) {
		return usage(error, "take a longer period or a finer unit",
			"a scan through time needs two periods or more");
	}
	return MIZAN_OK;
}

static mizan_status check_options(struct cluster_job *job,
	const struct mizan_cluster_options *options, struct mizan_error *error)
{
	uint32_t periods = (uint32_t)job->periods, half = periods > 1 ? periods / 2 : 1;
	job->max_km = options->max_km;
	job->max_share = options->max_share == 0 ? 0.5 : options->max_share;
	job->shortest = options->min_periods ? options->min_periods : 1;
	job->longest = options->max_periods ? options->max_periods : half;
	job->min_cases = options->min_cases ? options->min_cases : 2;
	job->replicates = options->replicates ? options->replicates : 999;
	job->seed = options->seed;
	job->plain = options->way == MIZAN_CLUSTER_PLAIN;
	job->any_processor = options->way == MIZAN_CLUSTER_ANY_PROCESSOR;
	job->threads = options->threads ? options->threads : mizan_processor_count();
	if (job->shape == MIZAN_CLUSTER_SPACE) {
		job->shortest = job->longest = periods;
	}
	if (!(job->max_km >= 0) || !isfinite(job->max_km)) {
		return usage(error, "0 is no limit", "a largest radius is a number of km");
	}
	if (!(job->max_share > 0) || job->max_share > 0.5) {
		return usage(error, "what holds more than half is the rest's lack",
			"a circle may hold more than 0 and at most 0.5 of all");
	}
	if (job->longest > periods || job->shortest > job->longest) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, NULL,
			"windows of %u to %u periods do not fit into %u", job->shortest,
			job->longest, periods);
	}
	return MIZAN_OK;
}

/* ---- Data --------------------------------------------------------------------------------- */

static mizan_status check_points(const struct mizan_cluster_data *data, struct mizan_error *error)
{
	for (size_t i = 0; i < data->place_count; i++) {
		double x = data->longitude[i], y = data->latitude[i];
		bool on_map =
			data->plane ? isfinite(x) && isfinite(y) : fabs(x) <= 360 && fabs(y) <= 90;
		if (!on_map) {
			return mizan_error_set(error, MIZAN_ERROR_INPUT,
				data->plane ? "leave out places without a point"
					    : "degrees: longitude first",
				"place %zu has no point on the map: %g, %g", i, x, y);
		}
	}
	return MIZAN_OK;
}

static mizan_status check_range(const struct mizan_cluster_data *data, const uint32_t *place,
	const uint32_t *period, size_t count, struct mizan_error *error)
{
	for (size_t i = 0; i < count; i++) {
		if (place[i] >= data->place_count || period[i] >= data->period_count) {
			return mizan_error_set(error, MIZAN_ERROR_USAGE, NULL,
				"case or control %zu is in place %u of %zu, period %u of %u", i,
				place[i], data->place_count, period[i], data->period_count);
		}
	}
	return MIZAN_OK;
}

static mizan_status check_population(
	const struct mizan_cluster_data *data, struct mizan_error *error)
{
	size_t each = data->by_period ? data->period_count : 1;
	double total = 0;
	for (size_t i = 0; i < data->place_count * each; i++) {
		if (!(data->population[i] >= 0) || !isfinite(data->population[i])) {
			return mizan_error_set(error, MIZAN_ERROR_INPUT, NULL,
				"the population of place %zu is no number of people", i / each);
		}
		total += data->population[i];
	}
	for (size_t k = 0; data->period_length && k < data->period_count; k++) {
		if (!(data->period_length[k] > 0) || !isfinite(data->period_length[k])) {
			return mizan_error_set(
				error, MIZAN_ERROR_USAGE, NULL, "period %zu has no length", k);
		}
	}
	for (size_t i = 0; i < data->case_count; i++) {
		size_t at = data->by_period
				    ? (size_t)data->case_place[i] * each + data->case_period[i]
				    : data->case_place[i];
		if (data->population[at] == 0) {
			return mizan_error_set(error, MIZAN_ERROR_INPUT,
				"add its people, or leave out its cases",
				"place %u has cases and no people", data->case_place[i]);
		}
	}
	return total > 0 ? MIZAN_OK
			 : mizan_error_set(error, MIZAN_ERROR_INPUT, NULL, "there are no people");
}

/* Whether all are in one place, and whether all are in one period. */
static void check_spread(const struct cluster_job *job, const uint32_t *place,
	const uint32_t *period, size_t count, bool *one_place, bool *one_period)
{
	const struct mizan_cluster_data *data = job->data;
	for (size_t i = 0; i < count && (*one_place || *one_period); i++) {
		*one_place = *one_place && cluster_same_point(job, place[i], data->case_place[0]);
		*one_period = *one_period && period[i] == data->case_period[0];
	}
}

static bool check_one_populated(const struct cluster_job *job)
{
	for (size_t i = 0; i < job->places; i++) {
		if (!cluster_same_point(job, i, job->data->case_place[0])) {
			return false;
		}
	}
	return true;
}

static mizan_status check_comparable(const struct cluster_job *job, struct mizan_error *error)
{
	const struct mizan_cluster_data *data = job->data;
	bool one_place = true, one_period = true;
	if (job->model == MIZAN_CLUSTER_POISSON) {
		one_period = false; /* periods without cases are there to compare with */
		one_place = check_one_populated(job);
	} else {
		check_spread(job, data->case_place, data->case_period, data->case_count, &one_place,
			&one_period);
		check_spread(job, data->control_place, data->control_period,
			job->points - job->cases, &one_place, &one_period);
	}
	if (one_place && job->shape != MIZAN_CLUSTER_TIME) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT,
			job->model == MIZAN_CLUSTER_PERMUTATION ? "take in more places"
								: "take the shape time",
			"all are in one place: there is no other to compare it with");
	}
	if (one_period && job->shape != MIZAN_CLUSTER_SPACE) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT,
			job->model == MIZAN_CLUSTER_PERMUTATION
				? "take a longer time or a finer unit"
				: "take the shape space, or a finer unit",
			"all are in one period: there is no other to compare it with");
	}
	return MIZAN_OK;
}

static mizan_status check_counts(const struct cluster_job *job, struct mizan_error *error)
{
	const struct mizan_cluster_data *data = job->data;
	if (data->place_count == 0 || data->period_count == 0 || !data->longitude ||
		!data->latitude) {
		return usage(error, NULL, "no place, or no period");
	}
	if (job->points > UINT32_MAX / 2 || job->places > UINT32_MAX / 2 / job->periods) {
		return usage(error, "take a coarser unit, or fewer places",
			"more places, periods or cases than a scan can hold");
	}
	if (job->model == MIZAN_CLUSTER_POISSON && !data->population) {
		return usage(error, "give the people of each place, or take the permutation model",
			"a Poisson scan needs a population");
	}
	if (job->cases < 2 || job->cases < job->min_cases) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, NULL,
			"%zu cases are too few for a scan: a cluster has %u or more", job->cases,
			job->min_cases);
	}
	if (job->model == MIZAN_CLUSTER_BERNOULLI && job->points == job->cases) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT,
			"say what the controls are, or take the permutation model",
			"a Bernoulli scan needs controls, and there are none");
	}
	return MIZAN_OK;
}

mizan_status cluster_check(struct cluster_job *job, const struct mizan_cluster_options *options,
	struct mizan_error *error)
{
	const struct mizan_cluster_data *data = job->data;
	job->model = options->model;
	job->shape = options->shape;
	job->places = data->place_count;
	job->periods = data->period_count;
	job->cases = data->case_count;
	job->sphere_km = data->sphere_km > 0 ? data->sphere_km : CLUSTER_SPHERE_KM;
	size_t controls = job->model == MIZAN_CLUSTER_BERNOULLI ? data->control_count : 0;
	job->points = job->cases + controls;
	mizan_status status = check_options(job, options, error);
	if (status == MIZAN_OK) {
		status = check_counts(job, error);
	}
	if (status == MIZAN_OK) {
		status = check_shape(job, error);
	}
	if (status == MIZAN_OK) {
		status = check_points(data, error);
	}
	if (status == MIZAN_OK) {
		status = check_range(data, data->case_place, data->case_period, job->cases, error);
	}
	if (status == MIZAN_OK) {
		status = check_range(
			data, data->control_place, data->control_period, controls, error);
	}
	if (status == MIZAN_OK && job->model == MIZAN_CLUSTER_POISSON) {
		status = check_population(data, error);
	}
	if (status == MIZAN_OK && !cluster_vectors_make(job)) {
		status = mizan_error_memory(error);
	}
	return status == MIZAN_OK ? check_comparable(job, error) : status;
}
