/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the effect of agreements share. */
#ifndef MIZAN_EFFECT_INTERNAL_H
#define MIZAN_EFFECT_INTERNAL_H

#include <mizan/agreement.h>

/* ---- Days --------------------------------------------------------------------------------- */

/* The days of coverage, numbered from 0. Sums over any of them cost two reads. */
struct effect_days {
	mizan_date first;
	int64_t count;
	uint64_t *incidents; /* before each day, and before the end: count + 1 */
	uint32_t *barred;    /* days of excluded spans, likewise; NULL without any */
};

/* Checks coverage and order of dates. Released by effect_days_release, also after an error. */
mizan_status effect_days_init(struct effect_days *days, const struct mizan_incidents *incidents,
	const struct mizan_span *excluded, size_t excluded_count, struct mizan_error *error);
void effect_days_release(struct effect_days *days);

/* Of the days from..to-1, which have to be covered. */
static inline int64_t effect_days_sum(const struct effect_days *days, int64_t from, int64_t to)
{
	return (int64_t)(days->incidents[to] - days->incidents[from]);
}

static inline bool effect_days_barred(const struct effect_days *days, int64_t from, int64_t to)
{
	return days->barred && days->barred[to] != days->barred[from];
}

/* ---- Dispersion and intervals ------------------------------------------------------------- */

struct effect_dispersion {
	double value, freedom; /* value is NaN where freedom is too small */
	int block_days;
};

/*
 * For the days from..to-1 and blocks of `block` days at most, over the stretch around them. Pairs
 * of blocks with day `change` within them are left out; -1: none is.
 */
struct effect_dispersion effect_dispersion_of(
	const struct effect_days *days, int64_t from, int64_t to, int64_t block, int64_t change);
/* The quantile 0.975 of Student's t; NaN below MIZAN_EFFECT_FREEDOM. */
double effect_student(double freedom);
/* Counts the days from..to-1 and sets the interval. */
void effect_rate_set(struct mizan_rate *rate, const struct effect_days *days, int64_t from,
	int64_t to, const struct effect_dispersion *dispersion);

/* One date in days that stand already. */
mizan_status effect_window(const struct effect_days *days, int64_t at, int length,
	struct mizan_window_ratio *ratio, struct mizan_error *error);

#endif
