/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formula of the Global Terrorism Index. Statistics on arrays. */
#include <math.h>
#include <mizan/indicator.h>
#include <stdlib.h>

/* The rounded weights are those in use: they give 114 of 114 published country-years of the GTI
 * 2026 file to the third decimal, the exact 16/31 … 1/31 give few. */
static const double gti_weights[5] = {0.52, 0.26, 0.13, 0.06, 0.03};
static const double gti_former_weights[5] = {16.0 / 31, 8.0 / 31, 4.0 / 31, 2.0 / 31, 1.0 / 31};
#define GTI_CEILING 20000.0

static mizan_status gti_refuse(int edition, struct mizan_error *error)
{
	if (edition >= 2021 && edition <= 2025) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"use 2026, whose formula is known, or 2012 to 2020",
			"the constants of the %d edition are not published and cannot be recovered",
			edition);
	}
	return mizan_error_set(error, MIZAN_ERROR_USAGE, "editions are 2012 to 2020, and 2026",
		"there is no formula for an edition %d", edition);
}

static double gti_known(double value)
{
	return isnan(value) ? 0 : value;
}

mizan_status mizan_gti_score(int edition, const struct mizan_gti_year years[5], double maximum,
	struct mizan_gti_parts *parts, struct mizan_error *error)
{
	bool former = edition >= 2012 && edition <= 2020;
	if (!former && edition != 2026) {
		return gti_refuse(edition, error);
	}
	*parts = (struct mizan_gti_parts){0};
	for (int i = 0; i < 5; i++) {
		double weight = former ? gti_former_weights[i] : gti_weights[i];
		const double values[4] = {gti_known(years[i].incidents),
			3 * gti_known(years[i].fatalities), 0.5 * gti_known(years[i].injuries),
			former ? 2 * gti_known(years[i].property)
			       : 0.5 * gti_known(years[i].hostages)};
		for (int k = 0; k < 4; k++) {
			parts->by_year[i] += weight * values[k];
			parts->by_indicator[k] += weight * values[k];
		}
		parts->weighted += parts->by_year[i];
	}
	if (!former) {
		parts->score = 10 * log1p(parts->weighted) / log(GTI_CEILING + 1);
	} else if (parts->weighted > 1 && maximum > 1) {
		parts->score = 10 * log(parts->weighted) / log(maximum);
	}
	return MIZAN_OK;
}

double mizan_gti_weighted_for(double score)
{
	return expm1(score / 10 * log(GTI_CEILING + 1));
}

struct ranked {
	double score;
	size_t index;
};

static int ranked_compare(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;
	return (a->score < b->score) - (a->score > b->score);
}

mizan_status mizan_gti_rank(
	const double *scores, size_t count, uint32_t *ranks, struct mizan_error *error)
{
	struct ranked *order = calloc(count + 1, sizeof *order);
	if (!order) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < count; i++) {
		order[i] = (struct ranked){isnan(scores[i]) ? -1 : scores[i], i};
	}
	qsort(order, count, sizeof *order, ranked_compare);
	for (size_t i = 0; i < count; i++) {
		bool tied = i > 0 && order[i].score == order[i - 1].score;
		ranks[order[i].index] = tied ? ranks[order[i - 1].index] : (uint32_t)(i + 1);
	}
	free(order);
	return MIZAN_OK;
}
