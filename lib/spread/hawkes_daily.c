/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The likelihood of counts by day, each Poisson given the days before. */
#include "hawkes_internal.h"

#include <math.h>

/*
 * Of each group w(d) = sum over days m before d of count(m) r^(d - m - 1), with its derivatives by
 * the decay; r = exp(-decay), so that r' = -r. What one event brings on a day is ratio x (1 - r) w.
 */
struct daily_past {
	double w[MIZAN_HAWKES_GROUPS], first[MIZAN_HAWKES_GROUPS], second[MIZAN_HAWKES_GROUPS];
};

static void daily_move(struct daily_past *past, size_t groups, double r, const uint32_t *counts)
{
	for (size_t k = 0; k < groups; k++) {
		double w = past->w[k], first = past->first[k];
		past->second[k] = r * (past->second[k] - 2 * first + w);
		past->first[k] = r * (first - w);
		past->w[k] = r * w + counts[k];
	}
}

static void daily_rate(const struct daily_past *past, size_t groups, const double *ratios, double r,
	struct hawkes_rate *rate)
{
	double first = 0, second = 0;
	for (size_t k = 0; k < groups; k++) {
		double w = past->w[k], by_decay = past->first[k];
		rate->first[k] = (1 - r) * w;
		rate->second[k] = r * w + (1 - r) * by_decay;
		rate->rate += ratios[k] * rate->first[k];
		first += ratios[k] * rate->second[k];
		second += ratios[k] * (2 * r * by_decay - r * w + (1 - r) * past->second[k]);
	}
	rate->first[groups] = first;
	rate->second[groups] = second;
}

void hawkes_evaluate_daily(const struct hawkes_problem *problem, size_t target,
	const double *parameters, struct hawkes_sums *sums)
{
	size_t groups = problem->group_count, stretch = 0;
	const double *ratios = parameters + problem->stretch_count;
	struct daily_past past = {0};
	double r = exp(-ratios[groups]);
	for (size_t day = 0; day < problem->day_count; day++) {
		const uint32_t *counts = problem->daily + day * groups;
		while (stretch + 1 < problem->stretch_count &&
			(double)day >= problem->ends[stretch]) {
			stretch++;
		}
		struct hawkes_rate rate = {.rate = parameters[stretch], .stretch = stretch};
		daily_rate(&past, groups, ratios, r, &rate);
		if (counts[target] > 0) {
			hawkes_add_log(sums, &rate, counts[target]);
		}
		hawkes_add_rate(sums, &rate, -1);
		daily_move(&past, groups, r, counts);
	}
}
