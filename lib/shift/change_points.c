/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best partition of a series, by PELT or by functional pruning. */
#include "change_internal.h"

#include <math.h>
#include <stdlib.h>

/* ---- PELT --------------------------------------------------------------------------------- */

struct pelt {
	const struct change_series *series;
	double *best;   /* the least objective of each part from the start */
	size_t *starts; /* where the last stretch may begin */
	size_t *until;  /* from this end on a start is out; SIZE_MAX: it stays */
	size_t start_count;
};

/* Drops starts whose time has come, and finds the best of the others for this end. */
static size_t pelt_end(struct pelt *pelt, size_t end, double *values)
{
	size_t kept = 0, found = SIZE_MAX;
	double least = (double)INFINITY;
	for (size_t i = 0; i < pelt->start_count; i++) {
		if (pelt->until[i] <= end) {
			continue;
		}
		size_t start = pelt->starts[i];
		double value = pelt->best[start] + change_cost_of_length(pelt->series, start, end) +
			       pelt->series->penalty;
		pelt->starts[kept] = start;
		pelt->until[kept] = pelt->until[i];
		values[kept++] = value;
		if (value < least) {
			least = value;
			found = start;
		}
	}
	pelt->start_count = kept;
	pelt->best[end] = least;
	return found;
}

/*
 * A stretch that is better cut at `end` is so at any later end, once what follows is as long as
 * the minimum. With mBIC a cut adds ln(L1 L2 / (n (L1 + L2))) which is at most ln(L1 / n).
 */
static void pelt_prune(struct pelt *pelt, size_t end, const double *values)
{
	const struct change_series *series = pelt->series;
	double best = pelt->best[end];
	/* Rounding must not drop a start that is as good. */
	double allowed = 1e-9 * (1 + fabs(best));
	for (size_t i = 0; i < pelt->start_count; i++) {
		double slack = series->by_length
				       ? series->length_term - log((double)(end - pelt->starts[i]))
				       : 0;
		if (pelt->until[i] == SIZE_MAX &&
			values[i] - series->penalty + slack > best + allowed) {
			pelt->until[i] = end + series->minimum;
		}
	}
}

static mizan_status pelt_run(struct pelt *pelt, size_t *last, double *values,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	const struct change_series *series = pelt->series;
	mizan_status status = MIZAN_OK;
	pelt->best[0] = -series->penalty;
	for (size_t end = 1; end <= series->count && status == MIZAN_OK; end++) {
		last[end] = SIZE_MAX;
		pelt->best[end] = (double)INFINITY;
		if (end < series->minimum) {
			continue;
		}
		size_t start = end - series->minimum;
		if (pelt->best[start] < (double)INFINITY) {
			pelt->starts[pelt->start_count] = start;
			pelt->until[pelt->start_count++] = SIZE_MAX;
		}
		last[end] = pelt_end(pelt, end, values);
		pelt_prune(pelt, end, values);
		status = end % 256 == 0 ? mizan_watch_check(watch, error) : MIZAN_OK;
	}
	return status;
}

mizan_status change_by_pelt(const struct change_series *series, size_t *last,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct pelt pelt = {.series = series,
		.best = calloc(series->count + 1, sizeof *pelt.best),
		.starts = calloc(series->count + 1, sizeof *pelt.starts),
		.until = calloc(series->count + 1, sizeof *pelt.until)};
	double *values = calloc(series->count + 1, sizeof *values);
	mizan_status status = pelt.best && pelt.starts && pelt.until && values
				      ? pelt_run(&pelt, last, values, watch, error)
				      : mizan_error_memory(error);
	free(pelt.best);
	free(pelt.starts);
	free(pelt.until);
	free(values);
	return status;
}

/* ---- The partition ------------------------------------------------------------------------ */

static mizan_status changes_collect(const struct change_series *series, const size_t *last,
	struct mizan_changes *changes, struct mizan_error *error)
{
	size_t count = 0;
	for (size_t end = series->count; end > 0; end = last[end]) {
		count++;
	}
	changes->starts = calloc(count, sizeof *changes->starts);
	if (!changes->starts) {
		return mizan_error_memory(error);
	}
	changes->count = count;
	changes->objective = -series->penalty;
	size_t place = count;
	for (size_t end = series->count; end > 0; end = last[end]) {
		changes->starts[--place] = last[end];
	}
	/* Summed from the start, whatever found it. */
	for (size_t i = 0; i < count; i++) {
		size_t end = i + 1 < count ? changes->starts[i + 1] : series->count;
		changes->objective +=
			change_cost_of_length(series, changes->starts[i], end) + series->penalty;
	}
	return MIZAN_OK;
}

static mizan_status changes_find(const struct change_series *series,
	const struct mizan_change_options *options, struct mizan_changes *changes,
	struct mizan_error *error)
{
	size_t *last = calloc(series->count + 1, sizeof *last);
	mizan_status status = last ? MIZAN_OK : mizan_error_memory(error);
	bool functional = !series->by_length;
	if (status == MIZAN_OK && series->count / 2 < series->minimum) {
		last[series->count] = 0;
	} else if (status == MIZAN_OK && functional && series->cost == MIZAN_COST_NORMAL) {
		status = change_by_means(series, last, options->watch, error);
	} else if (status == MIZAN_OK && functional && series->cost == MIZAN_COST_POISSON) {
		status = change_by_rates(series, last, options->watch, error);
	} else if (status == MIZAN_OK) {
		status = change_by_pelt(series, last, options->watch, error);
	}
	if (status == MIZAN_OK) {
		status = changes_collect(series, last, changes, error);
	}
	free(last);
	return status;
}

mizan_status mizan_change_points(const double *values, size_t count,
	const struct mizan_change_options *options, struct mizan_changes *changes,
	struct mizan_error *error)
{
	struct change_series series;
	*changes = (struct mizan_changes){0};
	mizan_status status = change_series_init(&series, values, count, options, error);
	if (status == MIZAN_OK) {
		status = changes_find(&series, options, changes, error);
	}
	/* Changes have spoilt some pairs: once more, with the dispersion of the others. */
	if (status == MIZAN_OK && series.cost == MIZAN_COST_NEGATIVE_BINOMIAL &&
		options->size == 0 && changes->count > 1) {
		status = change_size_within(values, count, series.minimum, changes->starts,
			changes->count, &series.size, error);
		mizan_changes_release(changes);
		if (status == MIZAN_OK) {
			status = changes_find(&series, options, changes, error);
		}
	}
	if (status == MIZAN_OK) {
		changes->penalty = series.penalty;
		changes->size = series.size;
		changes->variance = series.variance;
		changes->variance_floor = series.variance_floor;
	}
	change_series_release(&series);
	return status;
}

void mizan_changes_release(struct mizan_changes *changes)
{
	free(changes->starts);
	*changes = (struct mizan_changes){0};
}
