/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The days from a date on against those before it, and both against other dates. */
#include "effect_internal.h"

#include <math.h>
#include <stdlib.h>

const char *mizan_effect_standing_word(enum mizan_effect_standing standing)
{
	static const char *const words[] = {
		"whole", "no-placebo", "clustering-unknown", "few-incidents", "not-covered"};
	return words[standing];
}

/* Wilson's limits of the share of the incidents that lie after, as limits of the ratio. */
static void window_interval(struct mizan_window_ratio *ratio)
{
	double before = (double)ratio->before.incidents, after = (double)ratio->after.incidents;
	double quantile = effect_student(ratio->before.freedom);
	/* All of it times (incidents + extra), which the ratio of share and rest does not need. */
	double extra = ratio->before.dispersion * quantile * quantile;
	double wide = sqrt(extra * (after * before / (after + before) + extra / 4));
	ratio->low = after > 0 ? (after + extra / 2 - wide) / (before + extra / 2 + wide) : 0;
	ratio->high = before > 0 ? (after + extra / 2 + wide) / (before + extra / 2 - wide)
				 : (double)INFINITY;
}

/* Is the change from b to a at least as large as that of the date in question, up or down? In
 * whole numbers, so that ties are ties. */
static bool window_as_large(const struct mizan_window_ratio *ratio, int64_t b, int64_t a)
{
	int64_t before = 2 * ratio->before.incidents + 1, after = 2 * ratio->after.incidents + 1;
	int64_t large = before > after ? before : after, small = before > after ? after : before;
	b = 2 * b + 1;
	a = 2 * a + 1;
	return b > a ? b * small >= large * a : a * small >= large * b;
}

static int window_compare(const void *one, const void *two)
{
	double a = *(const double *)one, b = *(const double *)two;
	return (a > b) - (a < b);
}

/* Counts the placebo dates and keeps their ratios, unsorted. */
static void window_placebos(const struct effect_days *days, int64_t real,
	struct mizan_window_ratio *ratio, double *ratios)
{
	int64_t length = ratio->days, apart = -2 * length;
	int64_t together = ratio->before.incidents + ratio->after.incidents;
	for (int64_t at = length; at + length <= days->count; at++) {
		if (llabs(at - real) < 2 * length ||
			effect_days_barred(days, at - length, at + length)) {
			continue;
		}
		ratio->other_dates++;
		int64_t before = effect_days_sum(days, at - length, at);
		int64_t after = effect_days_sum(days, at, at + length);
		if (2 * (before + after) < together || before + after > 2 * together) {
			continue;
		}
		ratios[ratio->placebos++] = ((double)after + 0.5) / ((double)before + 0.5);
		ratio->as_large += window_as_large(ratio, before, after) ? 1 : 0;
		if (at - apart >= 2 * length) {
			ratio->independent++;
			apart = at;
		}
	}
}

static mizan_status window_test(const struct effect_days *days, int64_t at,
	struct mizan_window_ratio *ratio, struct mizan_error *error)
{
	double *ratios = malloc((size_t)days->count * sizeof *ratios);
	if (!ratios) {
		return mizan_error_memory(error);
	}
	window_placebos(days, at, ratio, ratios);
	if (ratio->placebos > 0) {
		qsort(ratios, ratio->placebos, sizeof *ratios, window_compare);
		size_t rank = (ratio->placebos + 1) / 40;
		rank = rank > 0 ? rank : 1;
		ratio->placebo_low = ratios[rank - 1];
		ratio->placebo_high = ratios[ratio->placebos - rank];
		ratio->p_value = fmax(((double)ratio->as_large + 1) / ((double)ratio->placebos + 1),
			1 / (3 * (double)ratio->independent + 1));
	} else if (ratio->standing == MIZAN_EFFECT_WHOLE) {
		ratio->standing = MIZAN_EFFECT_NO_PLACEBO;
	}
	free(ratios);
	return MIZAN_OK;
}

mizan_status effect_window(const struct effect_days *days, int64_t at, int length,
	struct mizan_window_ratio *ratio, struct mizan_error *error)
{
	double unknown = (double)NAN;
	*ratio = (struct mizan_window_ratio){.at = (mizan_date)(days->first + at),
		.days = length,
		.ratio = unknown,
		.low = unknown,
		.high = unknown,
		.placebo_low = unknown,
		.placebo_high = unknown,
		.p_value = unknown};
	struct effect_dispersion dispersion =
		effect_dispersion_of(days, at - length, at + length, length, at);
	effect_rate_set(&ratio->before, days, at - length, at, &dispersion);
	effect_rate_set(&ratio->after, days, at, at + length, &dispersion);
	int64_t together = ratio->before.incidents + ratio->after.incidents;
	if (together < MIZAN_EFFECT_INCIDENTS) {
		ratio->standing = MIZAN_EFFECT_FEW_INCIDENTS;
		return MIZAN_OK;
	}
	ratio->ratio = ratio->before.incidents > 0
			       ? (double)ratio->after.incidents / (double)ratio->before.incidents
			       : (double)INFINITY;
	if (isnan(dispersion.value)) {
		ratio->standing = MIZAN_EFFECT_NO_CLUSTERING;
	} else {
		window_interval(ratio);
	}
	return window_test(days, at, ratio, error);
}

static mizan_status window_not_covered(
	const struct mizan_incidents *incidents, mizan_date at, int days, struct mizan_error *error)
{
	char texts[3][11];
	return mizan_error_set(error, MIZAN_ERROR_INPUT,
		"take a shorter window, or import a release that covers it",
		"%d days before and after %s are not all within what the record covers, %s to %s",
		days, mizan_date_format(at, texts[0]),
		mizan_date_format(incidents->covered_from, texts[1]),
		mizan_date_format(incidents->covered_to, texts[2]));
}

mizan_status mizan_window_ratio(const struct mizan_incidents *incidents, mizan_date at, int days,
	const struct mizan_span *excluded, size_t excluded_count, struct mizan_window_ratio *ratio,
	struct mizan_error *error)
{
	if (days < 1 || days > MIZAN_EFFECT_DAYS) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "30, 90 and 180 are usual",
			"a window has 1 to %d days, not %d", MIZAN_EFFECT_DAYS, days);
	}
	struct effect_days counted;
	mizan_status status =
		effect_days_init(&counted, incidents, excluded, excluded_count, error);
	int64_t day = (int64_t)at - incidents->covered_from;
	if (status == MIZAN_OK && (day < days || day + days > counted.count)) {
		status = window_not_covered(incidents, at, days, error);
	}
	if (status == MIZAN_OK) {
		status = effect_window(&counted, day, days, ratio, error);
	}
	effect_days_release(&counted);
	return status;
}
