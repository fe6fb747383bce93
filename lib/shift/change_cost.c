/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The costs of stretches, in O(1) by sums. */
#include "change_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool mizan_cost_from_word(const char *word, enum mizan_cost *cost)
{
	static const char *const words[] = {
		"negative-binomial", "poisson", "normal", "normal-variance"};
	for (int i = 0; i < 4; i++) {
		if (strcmp(word, words[i]) == 0) {
			*cost = (enum mizan_cost)i;
			return true;
		}
	}
	return false;
}

bool mizan_penalty_from_word(const char *word, struct mizan_change_options *options)
{
	double value;
	if (strcmp(word, "mbic") == 0 || strcmp(word, "bic") == 0) {
		options->penalty = word[0] == 'm' ? MIZAN_PENALTY_MBIC : MIZAN_PENALTY_BIC;
		return true;
	}
	if (!mizan_parse_real((struct mizan_slice){word, strlen(word)}, &value) || value < 0) {
		return false;
	}
	options->penalty = MIZAN_PENALTY_VALUE;
	options->value = value;
	return true;
}

/* ---- Costs -------------------------------------------------------------------------------- */

static double cost_of_counts(const struct change_series *series, double sum, double length)
{
	if (!(sum > 0)) {
		return 0;
	}
	if (series->cost == MIZAN_COST_POISSON) {
		return 2 * sum * (log(length) - log(sum));
	}
	double mean = sum / length, size = series->size;
	return 2 * ((sum + size * length) * log1p(mean / size) - sum * log(mean));
}

double change_cost(const struct change_series *series, size_t first, size_t end)
{
	double length = (double)(end - first);
	double sum = series->sums[end] - series->sums[first];
	if (!series->squares) {
		return cost_of_counts(series, sum, length);
	}
	double squares = series->squares[end] - series->squares[first] - sum * sum / length;
	squares = squares > 0 ? squares : 0;
	if (series->cost == MIZAN_COST_NORMAL) {
		return squares / series->variance;
	}
	double variance = squares / length;
	/* The likelihood at the floor, not at the variance below it. */
	return variance >= series->variance_floor
		       ? length * (log(variance) + 1)
		       : length * log(series->variance_floor) + squares / series->variance_floor;
}

double change_cost_of_length(const struct change_series *series, size_t first, size_t end)
{
	double cost = change_cost(series, first, end);
	return series->by_length ? cost + log((double)(end - first)) - series->length_term : cost;
}

/* ---- The series --------------------------------------------------------------------------- */

/* Hoare's partition: what is behind the place returned is no less than what is up to it. */
static size_t partition_reals(double *values, size_t low, size_t high)
{
	double pivot = values[low + (high - low) / 2];
	for (;;) {
		while (values[low] < pivot) {
			low++;
		}
		while (values[high] > pivot) {
			high--;
		}
		if (low >= high) {
			return high;
		}
		double kept = values[low];
		values[low++] = values[high];
		values[high--] = kept;
	}
}

/* The value that would stand at `place` if they were sorted. O(n); moves them. */
static double select_real(double *values, size_t count, size_t place)
{
	size_t low = 0, high = count - 1;
	while (low < high) {
		size_t end = partition_reals(values, low, high);
		if (place <= end) {
			high = end;
		} else {
			low = end + 1;
		}
	}
	return values[place];
}

/* The variance of normal values by the median of the distances of neighbours, which changes of the
 * level do not move; where most neighbours are equal, by their mean square. */
static mizan_status variance_by_neighbours(
	const double *values, size_t count, double *variance, struct mizan_error *error)
{
	*variance = 1;
	if (count < 2) {
		return MIZAN_OK;
	}
	double *distances = malloc((count - 1) * sizeof *distances), squares = 0;
	if (!distances) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i + 1 < count; i++) {
		distances[i] = fabs(values[i + 1] - values[i]);
		squares += distances[i] * distances[i];
	}
	/* 0.6745 is the upper quartile of the normal distribution. */
	double deviation =
		select_real(distances, count - 1, (count - 1) / 2) / (0.674489750196082 * sqrt(2));
	free(distances);
	if (deviation > 0) {
		*variance = deviation * deviation;
	} else if (squares > 0) {
		*variance = squares / (2 * (double)(count - 1));
	}
	return MIZAN_OK;
}

static mizan_status series_check(const struct change_series *series, const double *values,
	const struct mizan_change_options *options, struct mizan_error *error)
{
	bool counts =
		series->cost == MIZAN_COST_POISSON || series->cost == MIZAN_COST_NEGATIVE_BINOMIAL;
	if (series->count == 0) {
		return mizan_error_set(
			error, MIZAN_ERROR_USAGE, NULL, "a series without values has no changes");
	}
	if (series->count > SIZE_MAX / 64) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < series->count; i++) {
		if (!isfinite(values[i]) || (counts && values[i] < 0)) {
			return mizan_error_set(error, MIZAN_ERROR_USAGE,
				counts ? "the normal cost takes any number" : NULL,
				"value %zu of the series is %s", i + 1,
				isfinite(values[i]) ? "negative, and no count" : "not known");
		}
	}
	if (options->penalty == MIZAN_PENALTY_VALUE &&
		!(isfinite(options->value) && options->value >= 0)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "0 or more",
			"a penalty cannot be %g", options->value);
	}
	if (options->size < 0 || options->variance < 0 || options->variance_floor < 0 ||
		!isfinite(options->size + options->variance + options->variance_floor)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "0: by the series itself",
			"dispersions and variances are above 0");
	}
	return MIZAN_OK;
}

static double floor_of(const double *values, size_t count)
{
	double sum = 0, squares = 0;
	bool whole = true;
	for (size_t i = 0; i < count; i++) {
		whole = whole && values[i] == floor(values[i]);
		sum += values[i];
	}
	for (size_t i = 0; i < count; i++) {
		double distance = values[i] - sum / (double)count;
		squares += distance * distance;
	}
	/* 1/12 is the variance within one unit: whole numbers tell no smaller one. */
	double floor = whole ? 1.0 / 12 : 1e-6 * squares / (double)count;
	return floor > 0 ? floor : 1e-300;
}

static void series_add_sums(struct change_series *series, const double *values)
{
	for (size_t i = 0; series->squares && i < series->count; i++) {
		series->center += values[i] / (double)series->count;
	}
	for (size_t i = 0; i < series->count; i++) {
		double value = values[i] - series->center;
		series->sums[i + 1] = series->sums[i] + value;
		if (series->squares) {
			series->squares[i + 1] = series->squares[i] + value * value;
		}
	}
}

static void series_set_penalty(
	struct change_series *series, const struct mizan_change_options *options)
{
	double parameters = series->cost == MIZAN_COST_NORMAL_VARIANCE ? 2 : 1;
	series->length_term = log((double)series->count);
	series->by_length = options->penalty == MIZAN_PENALTY_MBIC;
	series->penalty = options->penalty == MIZAN_PENALTY_VALUE ? options->value
			  : options->penalty == MIZAN_PENALTY_BIC
				  ? (parameters + 1) * series->length_term
				  : (parameters + 2) * series->length_term;
}

mizan_status change_series_init(struct change_series *series, const double *values, size_t count,
	const struct mizan_change_options *options, struct mizan_error *error)
{
	*series = (struct change_series){.cost = options->cost, .count = count};
	mizan_status status = series_check(series, values, options, error);
	if (status != MIZAN_OK) {
		return status;
	}
	bool free_variance = series->cost == MIZAN_COST_NORMAL_VARIANCE;
	bool normal = free_variance || series->cost == MIZAN_COST_NORMAL;
	series->minimum = options->minimum > 0 ? options->minimum : free_variance ? 2 : 1;
	series->sums = calloc(count + 1, sizeof *series->sums);
	series->squares = normal ? calloc(count + 1, sizeof *series->squares) : NULL;
	if (!series->sums || (normal && !series->squares)) {
		return mizan_error_memory(error);
	}
	series_add_sums(series, values);
	series_set_penalty(series, options);
	series->size = options->size;
	series->variance = options->variance;
	series->variance_floor = options->variance_floor;
	if (free_variance && !(series->variance_floor > 0)) {
		series->variance_floor = floor_of(values, count);
	}
	if (series->cost == MIZAN_COST_NEGATIVE_BINOMIAL && !(series->size > 0)) {
		return mizan_change_size(values, count, series->minimum, &series->size, error);
	}
	return series->cost == MIZAN_COST_NORMAL && !(series->variance > 0)
		       ? variance_by_neighbours(values, count, &series->variance, error)
		       : MIZAN_OK;
}

void change_series_release(struct change_series *series)
{
	free(series->sums);
	free(series->squares);
	*series = (struct change_series){0};
}
