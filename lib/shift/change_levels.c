/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How high each stretch is, against the one before, and how sure its first day is. */
#include "change_internal.h"

#include <math.h>

#define NORMAL_95 1.959963984540054
/* -2 ln(1 - sqrt(0.95)) */
#define CHANGE_95 7.352249374594842

/* The variance of one value of a stretch at its level. */
static double level_variance(
	const struct change_series *series, double mean, size_t first, size_t end)
{
	double length = (double)(end - first), sum = series->sums[end] - series->sums[first];
	switch (series->cost) {
	case MIZAN_COST_POISSON:
		return mean;
	case MIZAN_COST_NEGATIVE_BINOMIAL:
		return mean + mean * mean / series->size;
	case MIZAN_COST_NORMAL:
		return series->variance;
	case MIZAN_COST_NORMAL_VARIANCE:
		break;
	}
	double squares = series->squares[end] - series->squares[first] - sum * sum / length;
	double variance = length > 1 ? squares / (length - 1) : 0;
	return variance > series->variance_floor ? variance : series->variance_floor;
}

/* A rate at which none in all values has a chance of 2.5 %. */
static double level_of_none(const struct change_series *series, double length)
{
	double one = -log(0.025) / length;
	return series->cost == MIZAN_COST_POISSON ? one : series->size * expm1(one / series->size);
}

static void level_set_mean(
	const struct change_series *series, struct mizan_change_level *level, double *relative)
{
	size_t end = level->last + 1;
	double length = (double)(end - level->first);
	level->mean = (series->sums[end] - series->sums[level->first]) / length + series->center;
	double error = sqrt(level_variance(series, level->mean, level->first, end) / length);
	*relative = level->mean > 0 ? error / level->mean : (double)INFINITY;
	if (series->squares) {
		level->low = level->mean - NORMAL_95 * error;
		level->high = level->mean + NORMAL_95 * error;
	} else if (level->mean > 0) {
		level->low = level->mean * exp(-NORMAL_95 * *relative);
		level->high = level->mean * exp(NORMAL_95 * *relative);
	} else {
		level->low = 0;
		level->high = level_of_none(series, length);
	}
}

static void level_set_ratio(struct mizan_change_level *level,
	const struct mizan_change_level *before, double relative, double relative_before)
{
	level->ratio = level->ratio_low = level->ratio_high = (double)NAN;
	if (before && level->mean > 0 && before->mean > 0) {
		double error =
			NORMAL_95 * sqrt(relative * relative + relative_before * relative_before);
		level->ratio = level->mean / before->mean;
		level->ratio_low = level->ratio * exp(-error);
		level->ratio_high = level->ratio * exp(error);
	}
}

/* The dates between the neighbouring changes that are as likely. */
static void level_set_start(const struct change_series *series, size_t from, size_t end,
	struct mizan_change_level *level)
{
	double best = (double)INFINITY;
	for (int pass = 0; pass < 2; pass++) {
		for (size_t at = from + series->minimum; at + series->minimum <= end; at++) {
			double cost = change_cost(series, from, at) + change_cost(series, at, end);
			if (pass == 0) {
				best = cost < best ? cost : best;
			} else if (cost <= best + CHANGE_95) {
				level->start_low = at < level->start_low ? at : level->start_low;
				level->start_high = at > level->start_high ? at : level->start_high;
			}
		}
	}
}

mizan_status mizan_change_levels(const double *values, size_t count,
	const struct mizan_change_options *options, const struct mizan_changes *changes,
	struct mizan_change_level *levels, struct mizan_error *error)
{
	struct change_series series;
	struct mizan_change_options same = *options;
	same.size = changes->size;
	same.variance = changes->variance;
	same.variance_floor = changes->variance_floor;
	mizan_status status = change_series_init(&series, values, count, &same, error);
	double before = 0;
	for (size_t i = 0; status == MIZAN_OK && i < changes->count; i++) {
		size_t end = i + 1 < changes->count ? changes->starts[i + 1] : count;
		double relative;
		levels[i] = (struct mizan_change_level){.first = changes->starts[i],
			.last = end - 1,
			.start_low = changes->starts[i],
			.start_high = changes->starts[i]};
		level_set_mean(&series, &levels[i], &relative);
		level_set_ratio(&levels[i], i > 0 ? &levels[i - 1] : NULL, relative, before);
		if (i > 0) {
			level_set_start(&series, changes->starts[i - 1], end, &levels[i]);
		}
		before = relative;
	}
	change_series_release(&series);
	return status;
}
