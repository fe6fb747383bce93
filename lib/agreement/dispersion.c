/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much more than Poisson counts vary, and the intervals that follow. */
#include "effect_internal.h"

#include <math.h>

/* The stretch holds at least this many blocks. */
#define DISPERSION_BLOCKS 24

/* The normal distribution's quantile 0.975. */
#define DISPERSION_NORMAL 1.959963984540054

struct effect_dispersion effect_dispersion_of(
	const struct effect_days *days, int64_t from, int64_t to, int64_t block, int64_t change)
{
	int64_t first = from > MIZAN_EFFECT_STRETCH ? from - MIZAN_EFFECT_STRETCH : 0;
	int64_t end = to + MIZAN_EFFECT_STRETCH;
	end = end < days->count ? end : days->count;
	int64_t longest = (end - first) / DISPERSION_BLOCKS;
	block = block < longest ? block : longest;
	block = block > 1 ? block : 1;
	/* Sums of squares of whole numbers: exact in a double up to 2^53. */
	double sum = 0, squares = 0, differences = 0;
	for (int64_t at = first + block; at + block <= end; at++) {
		if ((change >= 0 && at - block < change && change < at + block) ||
			effect_days_barred(days, at - block, at + block)) {
			continue;
		}
		double before = (double)effect_days_sum(days, at - block, at);
		double after = (double)effect_days_sum(days, at, at + block);
		sum += before + after;
		squares += (before + after) * (before + after);
		differences += (after - before) * (after - before);
	}
	struct effect_dispersion result = {(double)NAN, 0, (int)block};
	if (sum > 0) {
		result.freedom = 1.5 * sum * sum / squares / (double)block;
	}
	if (result.freedom >= MIZAN_EFFECT_FREEDOM) {
		result.value = fmax(1, differences / sum);
	}
	return result;
}

double effect_student(double freedom)
{
	if (!(freedom >= MIZAN_EFFECT_FREEDOM)) {
		return (double)NAN;
	}
	/* Abramowitz & Stegun 26.7.5; within 0.0014 of the quantile at 6 degrees, 0.0002 at 10. */
	double z = DISPERSION_NORMAL, z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z;
	double over = 1 / freedom;
	double first = (z3 + z) / 4, second = (5 * z5 + 16 * z3 + 3 * z) / 96;
	double third = (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / 384;
	return z + over * (first + over * (second + over * third));
}

static double rate_cube(double count, double sign, double quantile)
{
	if (count <= 0) {
		return 0;
	}
	double root = 1 - 1 / (9 * count) + sign * quantile / (3 * sqrt(count));
	return root > 0 ? count * root * root * root : 0;
}

void effect_rate_set(struct mizan_rate *rate, const struct effect_days *days, int64_t from,
	int64_t to, const struct effect_dispersion *dispersion)
{
	*rate = (struct mizan_rate){.from = (mizan_date)(days->first + from),
		.to = (mizan_date)(days->first + to - 1),
		.incidents = effect_days_sum(days, from, to),
		.days = to - from,
		.dispersion = dispersion->value,
		.freedom = dispersion->freedom,
		.block_days = dispersion->block_days};
	double length = (double)rate->days;
	rate->per_day = (double)rate->incidents / length;
	double quantile = effect_student(dispersion->freedom);
	if (isnan(quantile)) {
		rate->low = rate->high = (double)NAN;
		return;
	}
	double effective = (double)rate->incidents / dispersion->value;
	double scale = dispersion->value / length;
	rate->low = rate_cube(effective, -1, quantile) * scale;
	rate->high = rate_cube(effective + 1, 1, quantile) * scale;
}

mizan_status mizan_incident_rate(const struct mizan_incidents *incidents, mizan_date from,
	mizan_date to, struct mizan_rate *rate, struct mizan_error *error)
{
	struct effect_days days;
	mizan_status status = effect_days_init(&days, incidents, NULL, 0, error);
	if (status == MIZAN_OK &&
		(from > to || from < incidents->covered_from || to > incidents->covered_to)) {
		char texts[4][11];
		status = mizan_error_set(error, MIZAN_ERROR_INPUT,
			"ask for days that the source covers, or import a release that covers them",
			"a rate from %s to %s was asked for, and the record covers %s to %s",
			mizan_date_format(from, texts[0]), mizan_date_format(to, texts[1]),
			mizan_date_format(incidents->covered_from, texts[2]),
			mizan_date_format(incidents->covered_to, texts[3]));
	}
	if (status == MIZAN_OK) {
		int64_t first = (int64_t)from - days.first, end = (int64_t)to - days.first + 1;
		struct effect_dispersion dispersion =
			effect_dispersion_of(&days, first, end, end - first, -1);
		effect_rate_set(rate, &days, first, end, &dispersion);
	}
	effect_days_release(&days);
	return status;
}
