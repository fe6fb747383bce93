/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Functional pruning for Poisson rates, as change_means.c does for normal means. Half of what a
 * start t costs at the end u and rate y is base + (u - t) y - (S_u - S_t) ln y: the difference of
 * two starts is a y - b ln y + c, convex, and at most 0 on one stretch of rates.
 */
#include "change_internal.h"

#include <math.h>
#include <stdlib.h>

struct rates_start {
	double base, sum; /* (best[t] + penalty) / 2; S_t */
	size_t start;
};
struct rates_piece {
	double low, log_low; /* its lowest rate; the next piece's is its highest */
	struct rates_start of;
};
struct rates {
	const struct change_series *series;
	double *best;
	struct rates_piece *pieces, *other;
	size_t count, capacity, other_capacity;
	double lowest, highest, log_lowest, log_highest; /* of the values */
};
/* Half the difference of an old start and a new one. */
struct rates_difference {
	double a, b, c;
};

static inline double rates_at(const struct rates_difference *d, double rate, double log_rate)
{
	/* At 0 the logarithm has no say where nothing was counted. */
	return d->b > 0 ? d->a * rate - d->b * log_rate + d->c : d->a * rate + d->c;
}

#define RATES_STEPS 60
#define RATES_HAIR 1e-9

/* The lower root, on the scale of logarithms: from below, Newton's steps never pass it. */
static double rates_lower_root(const struct rates_difference *d, double log_low)
{
	double at = d->c / d->b;
	at = at > log_low ? at : log_low;
	for (int step = 0; step < RATES_STEPS; step++) {
		double part = d->a * exp(at);
		double next = at - (part - d->b * at + d->c) / (part - d->b);
		bool done = !(next > at + 1e-15 * fabs(at));
		at = next > at ? next : at;
		if (done) {
			break;
		}
	}
	return at;
}

/* The upper one, on the scale of rates: from above, Newton's steps never pass it. */
static double rates_upper_root(const struct rates_difference *d, double high)
{
	double at = high;
	for (int step = 0; step < RATES_STEPS; step++) {
		double next = at - (d->a * at - d->b * log(at) + d->c) / (d->a - d->b / at);
		bool done = !(next < at * (1 - 1e-15));
		at = next < at ? next : at;
		if (done) {
			break;
		}
	}
	return at;
}

struct rates_span {
	double low, log_low, high, log_high;
};

static inline size_t rates_put(struct rates_piece *out, size_t count, double low, double log_low,
	const struct rates_start *of)
{
	if (count == 0 || out[count - 1].of.start != of->start) {
		out[count++] = (struct rates_piece){low, log_low, *of};
	}
	return count;
}

/* Keeps what an old start has of a span and gives the rest to the new one. */
static inline size_t rates_split(struct rates_piece *out, size_t count,
	const struct rates_span *span, const struct rates_start *old, const struct rates_start *new)
{
	struct rates_difference d = {
		(double)(new->start - old->start), new->sum - old->sum, old->base - new->base};
	double at_low = rates_at(&d, span->low, span->log_low);
	double at_high = rates_at(&d, span->high, span->log_high);
	if (at_low <= 0 && at_high <= 0) {
		return rates_put(out, count, span->low, span->log_low, old);
	}
	if (at_low > 0 && at_high > 0) {
		/* Between them it may still dip below 0, where its least rate b / a lies. */
		bool inside = d.b > d.a * span->low && d.b < d.a * span->high;
		if (!inside || d.b - d.b * log(d.b / d.a) + d.c >= 0) {
			return rates_put(out, count, span->low, span->log_low, new);
		}
	}
	double low = span->low, log_low = span->log_low;
	if (at_low > 0) {
		count = rates_put(out, count, low, log_low, new);
		log_low = rates_lower_root(&d, log_low);
		low = exp(log_low);
		if (!(low < span->high)) {
			return count;
		}
	}
	count = rates_put(out, count, low, log_low, old);
	if (at_high > 0) {
		double high = d.b > 0 ? rates_upper_root(&d, span->high) : -d.c / d.a;
		high = high > low ? high : low;
		count = rates_put(out, count, high, log(high), new);
	}
	return count;
}

static bool rates_add(struct rates *rates, const struct rates_start *new)
{
	size_t needed = rates->count * 3 + 2;
	if (!mizan_grow(&rates->other, &rates->other_capacity, needed, sizeof *rates->other)) {
		return false;
	}
	size_t count = 0;
	for (size_t i = 0; i < rates->count; i++) {
		const struct rates_piece *piece = &rates->pieces[i];
		bool inner = i + 1 < rates->count;
		struct rates_span span = {piece->low, piece->log_low,
			inner ? piece[1].low : rates->highest,
			inner ? piece[1].log_low : rates->log_highest};
		count = rates_split(rates->other, count, &span, &piece->of, new);
	}
	if (rates->count == 0) {
		rates->other[count++] =
			(struct rates_piece){rates->lowest, rates->log_lowest, *new};
	}
	struct rates_piece *pieces = rates->pieces;
	size_t capacity = rates->capacity;
	rates->pieces = rates->other;
	rates->capacity = rates->other_capacity;
	rates->other = pieces;
	rates->other_capacity = capacity;
	rates->count = count;
	return true;
}

/*
 * The least over all rates, at the mean of a stretch that lies in its own piece. Rounding may put
 * it a hair outside, which is allowed for: what a stretch costs at its mean can be had anyway.
 */
static size_t rates_least(const struct rates *rates, size_t end, double sum, double *least)
{
	size_t found = SIZE_MAX;
	double hair = RATES_HAIR * (rates->highest + 1e-300);
	*least = (double)INFINITY;
	for (size_t i = 0; i < rates->count; i++) {
		const struct rates_piece *piece = &rates->pieces[i];
		double high = i + 1 < rates->count ? piece[1].low : rates->highest;
		double length = (double)(end - piece->of.start), own = sum - piece->of.sum;
		if (own < (piece->low - hair) * length || own > (high + hair) * length) {
			continue;
		}
		double value = piece->of.base + (own > 0 ? own - own * log(own / length) : 0);
		if (value < *least) {
			*least = value;
			found = piece->of.start;
		}
	}
	return found;
}

static mizan_status rates_run(struct rates *rates, size_t *last, const struct mizan_watch *watch,
	struct mizan_error *error)
{
	const struct change_series *series = rates->series;
	mizan_status status = MIZAN_OK;
	rates->best[0] = -series->penalty / 2;
	for (size_t end = 1; end <= series->count && status == MIZAN_OK; end++) {
		last[end] = SIZE_MAX;
		rates->best[end] = (double)INFINITY;
		if (end < series->minimum) {
			continue;
		}
		size_t start = end - series->minimum;
		if (rates->best[start] < (double)INFINITY) {
			struct rates_start new = {rates->best[start] + series->penalty / 2,
				series->sums[start], start};
			if (!rates_add(rates, &new)) {
				return mizan_error_memory(error);
			}
		}
		last[end] = rates_least(rates, end, series->sums[end], &rates->best[end]);
		status = end % 4096 == 0 ? mizan_watch_check(watch, error) : MIZAN_OK;
	}
	return status;
}

mizan_status change_by_rates(const struct change_series *series, size_t *last,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct rates rates = {.series = series};
	rates.best = malloc((series->count + 1) * sizeof *rates.best);
	if (!rates.best) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < series->count; i++) {
		double value = series->sums[i + 1] - series->sums[i];
		rates.lowest = i == 0 || value < rates.lowest ? value : rates.lowest;
		rates.highest = i == 0 || value > rates.highest ? value : rates.highest;
	}
	rates.log_lowest = log(rates.lowest);
	rates.log_highest = log(rates.highest);
	mizan_status status = rates_run(&rates, last, watch, error);
	free(rates.best);
	free(rates.pieces);
	free(rates.other);
	return status;
}
