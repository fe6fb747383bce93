/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Functional pruning for normal means. For each level that the last stretch may have, one start is
 * the best; levels are cut into pieces with the same best start. A new start takes every level at
 * which it is better, and a start without a level is gone for good.
 *
 * What a start t costs at the end u and level y, less squares that no partition changes, is
 * base + (u - t) y^2 - 2 y (S_u - S_t): the difference of two starts does not depend on u.
 */
#include "change_internal.h"

#include <math.h>
#include <stdlib.h>

struct means_start {
	double base, sum; /* best[t] + penalty; S_t */
	size_t start;
};
struct means_piece {
	double low; /* its lowest level; the next piece's is its highest */
	struct means_start of;
};
struct means {
	const struct change_series *series;
	double scale; /* one over the deviation: values in units of it */
	double *best;
	struct means_piece *pieces, *other;
	size_t count, capacity;
	double lowest, highest; /* of the values: no mean lies outside */
};

/* How much more the first piece costs at the lowest level than a new start. */
static double means_at_lowest(const struct means *means, const struct means_start *new)
{
	const struct means_start *old = &means->pieces[0].of;
	double a = (double)(new->start - old->start), b = new->sum - old->sum;
	return (a * means->lowest - 2 * b) * means->lowest + old->base - new->base;
}

/*
 * Keeps what an old start has of [low, high] and gives the rest to the new one. `at` is how much
 * more it costs than the new one at `low`, and becomes that at `high`, where the next piece begins
 * and costs the same.
 */
static inline size_t means_split(struct means_piece *out, size_t count, double low, double high,
	double *at, const struct means_start *old, const struct means_start *new)
{
	/* The old start is at least as good where a y^2 - 2 b y + c <= 0. */
	double a = (double)(new->start - old->start), b = new->sum - old->sum;
	double c = old->base - new->base;
	bool new_before = count > 0 && out[count - 1].of.start == new->start;
	double at_low = *at, at_high = (a * high - 2 * b) * high + c;
	*at = at_high;
	if (at_low <= 0 && at_high <= 0) {
		out[count++] = (struct means_piece){low, *old};
		return count;
	}
	double root = b * b - a * c;
	/* Outside its levels, or nowhere. */
	if (!(root > 0) || (at_low > 0 && at_high > 0 && (b <= a * low || b >= a * high))) {
		if (!new_before) {
			out[count++] = (struct means_piece){low, *new};
		}
		return count;
	}
	root = sqrt(root);
	if (at_low > 0) {
		if (!new_before) {
			out[count++] = (struct means_piece){low, *new};
		}
		double first = (b - root) / a;
		low = first > low ? (first < high ? first : high) : low;
	}
	out[count++] = (struct means_piece){low, *old};
	if (at_high > 0) {
		double second = (b + root) / a;
		second = second > low ? (second < high ? second : high) : low;
		out[count++] = (struct means_piece){second, *new};
	}
	return count;
}

static bool means_add(struct means *means, const struct means_start *new)
{
	if (means->count * 3 + 2 > means->capacity) {
		size_t capacity = means->capacity, same = means->capacity;
		if (!mizan_grow(&means->other, &capacity, means->count * 6 + 64,
			    sizeof *means->other) ||
			!mizan_grow(&means->pieces, &same, means->count * 6 + 64,
				sizeof *means->pieces)) {
			return false;
		}
		means->capacity = capacity < same ? capacity : same;
	}
	size_t count = 0;
	double at = means->count > 0 ? means_at_lowest(means, new) : 0;
	for (size_t i = 0; i < means->count; i++) {
		double high = i + 1 < means->count ? means->pieces[i + 1].low : means->highest;
		count = means_split(means->other, count, means->pieces[i].low, high, &at,
			&means->pieces[i].of, new);
	}
	if (means->count == 0) {
		means->other[count++] = (struct means_piece){means->lowest, *new};
	}
	struct means_piece *pieces = means->pieces;
	means->pieces = means->other;
	means->other = pieces;
	means->count = count;
	return true;
}

/*
 * The least over all levels. Each start is taken at its own mean, whether or not that lies in its
 * piece: what a stretch costs there can be had anyway, and the least of all does lie in its piece.
 */
static size_t means_least(const struct means *means, size_t end, double sum, double *least)
{
	size_t found = SIZE_MAX;
	double value = (double)INFINITY;
	for (size_t i = 0; i < means->count; i++) {
		const struct means_start *of = &means->pieces[i].of;
		double own = sum - of->sum;
		double cost = of->base - own * own / (double)(end - of->start);
		found = cost < value ? of->start : found;
		value = cost < value ? cost : value;
	}
	*least = value;
	return found;
}

static mizan_status means_run(struct means *means, size_t *last, const struct mizan_watch *watch,
	struct mizan_error *error)
{
	const struct change_series *series = means->series;
	mizan_status status = MIZAN_OK;
	means->best[0] = -series->penalty;
	for (size_t end = 1; end <= series->count && status == MIZAN_OK; end++) {
		last[end] = SIZE_MAX;
		means->best[end] = (double)INFINITY;
		if (end < series->minimum) {
			continue;
		}
		size_t start = end - series->minimum;
		if (means->best[start] < (double)INFINITY) {
			struct means_start new = {means->best[start] + series->penalty,
				series->sums[start] * means->scale, start};
			if (!means_add(means, &new)) {
				return mizan_error_memory(error);
			}
		}
		last[end] = means_least(
			means, end, series->sums[end] * means->scale, &means->best[end]);
		status = end % 4096 == 0 ? mizan_watch_check(watch, error) : MIZAN_OK;
	}
	return status;
}

mizan_status change_by_means(const struct change_series *series, size_t *last,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct means means = {.series = series, .scale = 1 / sqrt(series->variance)};
	means.best = malloc((series->count + 1) * sizeof *means.best);
	if (!means.best) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < series->count; i++) {
		double value = (series->sums[i + 1] - series->sums[i]) * means.scale;
		means.lowest = i == 0 || value < means.lowest ? value : means.lowest;
		means.highest = i == 0 || value > means.highest ? value : means.highest;
	}
	mizan_status status = means_run(&means, last, watch, error);
	free(means.best);
	free(means.pieces);
	free(means.other);
	return status;
}
