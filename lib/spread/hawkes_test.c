/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Test of fit: what the process makes of its own events should look like pure chance. */
#include "hawkes_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int test_compare(const void *a, const void *b)
{
	double one = *(const double *)a, two = *(const double *)b;
	return one < two ? -1 : one > two;
}

/* Stephens, "EDF statistics for goodness of fit", 1974, for the small n; Kolmogorov's series. */
double hawkes_kolmogorov(double distance, size_t count)
{
	double root = sqrt((double)count), x = (root + 0.12 + 0.11 / root) * distance, sum = 0;
	if (x < 0.2) {
		return 1;
	}
	for (int k = 1; k <= 100; k++) {
		double term = 2 * exp(-2.0 * k * k * x * x);
		sum += k % 2 ? term : -term;
		if (term < 1e-16) {
			break;
		}
	}
	return fmin(fmax(sum, 0), 1);
}

/*
 * The same for exponential waits whose mean was estimated, as the level of a process is: fitted
 * waits lie closer than Kolmogorov's, whose p-values would hardly ever be small. exp(0.80 - 3.17
 * d^2) is within 3 % of Stephens's points from 15 % (0.926) to 1 % (1.308).
 */
static double test_exponential(double distance, size_t count)
{
	double n = (double)count, root = sqrt(n);
	double d = fmax(distance - 0.2 / n, 0) * (root + 0.26 + 0.5 / root);
	return fmin(exp(0.80 - 3.17 * d * d), 1);
}

/* Sorts numbers from 0 to 1 that are nearly even: by buckets, then each of them. O(n) then. */
static mizan_status test_sort(double *uniform, size_t count, struct mizan_error *error)
{
	size_t *starts = calloc(count + 2, sizeof *starts);
	double *sorted = malloc((count + 1) * sizeof *sorted);
	if (!starts || !sorted) {
		free(starts);
		free(sorted);
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < count; i++) {
		starts[(size_t)(uniform[i] * (double)count) + 1]++;
	}
	for (size_t i = 0; i <= count; i++) {
		starts[i + 1] += starts[i];
	}
	for (size_t i = 0; i < count; i++) {
		sorted[starts[(size_t)(uniform[i] * (double)count)]++] = uniform[i];
	}
	/* Each start is now where its bucket ends. */
	for (size_t i = 0, first = 0; i <= count; first = starts[i], i++) {
		if (starts[i] - first > 1) {
			qsort(sorted + first, starts[i] - first, sizeof *sorted, test_compare);
		}
	}
	memcpy(uniform, sorted, count * sizeof *sorted);
	free(starts);
	free(sorted);
	return MIZAN_OK;
}

static mizan_status test_conclude(double *uniform, size_t count, bool daily,
	struct mizan_hawkes_group *group, struct mizan_error *error)
{
	double distance = 0, n = (double)count;
	mizan_status status = test_sort(uniform, count, error);
	for (size_t i = 0; i < count && status == MIZAN_OK; i++) {
		distance = fmax(distance, (double)(i + 1) / n - uniform[i]);
		distance = fmax(distance, uniform[i] - (double)i / n);
	}
	group->distance = distance;
	group->p_value =
		daily ? hawkes_kolmogorov(distance, count) : test_exponential(distance, count);
	return status;
}

/* The baseline from 0 to a time. */
static double test_baseline(
	const struct hawkes_problem *problem, const double *parameters, double time)
{
	double sum = 0, start = 0;
	for (size_t i = 0; i < problem->stretch_count && start < time; i++) {
		double end = fmin(problem->ends[i], time);
		sum += parameters[i] * (end - start);
		start = problem->ends[i];
	}
	return sum;
}

/* What was expected up to each event of the target; its steps are exponential. Papangelou,
 * "Integrability of expected increments of point processes", 1972. */
static size_t test_times(const struct hawkes_problem *problem, size_t target,
	const double *parameters, double *uniform)
{
	const struct mizan_hawkes_events *events = problem->events;
	const double *ratios = parameters + problem->stretch_count;
	double decay = ratios[problem->group_count], alive = 0, passed = 0, former = 0, now = 0;
	size_t found = 0;
	decay = isnan(decay) ? 1 : decay;
	for (size_t i = 0; i < events->count; i++) {
		alive *= exp(-decay * (events->times[i] - now));
		now = events->times[i];
		if (hawkes_group_of(events, i) == target) {
			double expected = test_baseline(problem, parameters, now) + passed - alive;
			uniform[found++] = -expm1(fmin(former - expected, 0));
			former = expected;
		}
		alive += ratios[hawkes_group_of(events, i)];
		passed += ratios[hawkes_group_of(events, i)];
	}
	return found;
}

static double test_poisson(double mean, uint32_t count)
{
	int sign;
	if (!(mean > 0)) {
		return count == 0;
	}
	return exp(count * log(mean) - mean - lgamma_r(count + 1.0, &sign));
}

/* A draw within the step that a count takes in its distribution. */
static double test_within(double mean, uint32_t count, struct mizan_random *random)
{
	double below = 0;
	for (uint32_t k = 0; k < count; k++) {
		below += test_poisson(mean, k);
	}
	return fmin(below + mizan_random_real(random) * test_poisson(mean, count), 1);
}

static size_t test_days(const struct hawkes_problem *problem, size_t target, uint64_t seed,
	struct mizan_hawkes_group *group, double *uniform)
{
	const double *parameters = group->parameters, *ratios = parameters + problem->stretch_count;
	size_t groups = problem->group_count, stretch = 0;
	double r = isnan(ratios[groups]) ? 0 : exp(-ratios[groups]), past = 0, scatter = 0;
	struct mizan_random random;
	mizan_random_init(&random, seed, target);
	for (size_t day = 0; day < problem->day_count; day++) {
		const uint32_t *counts = problem->daily + day * groups;
		while (stretch + 1 < problem->stretch_count &&
			(double)day >= problem->ends[stretch]) {
			stretch++;
		}
		double mean = parameters[stretch] + (1 - r) * past;
		double off = counts[target] - mean;
		uniform[day] = test_within(mean, counts[target], &random);
		scatter += mean > 0 ? off * off / mean : 0;
		past *= r;
		for (size_t k = 0; k < groups; k++) {
			past += ratios[k] * counts[k];
		}
	}
	group->dispersion = scatter / (double)problem->day_count;
	return problem->day_count;
}

mizan_status hawkes_test_fit(const struct hawkes_problem *problem, size_t target, uint64_t seed,
	struct mizan_hawkes_group *group, struct mizan_error *error)
{
	size_t room =
		problem->rule == MIZAN_HAWKES_DAILY ? problem->day_count : problem->counts[target];
	double *uniform = malloc((room + 1) * sizeof *uniform);
	if (!uniform) {
		return mizan_error_memory(error);
	}
	size_t count = problem->rule == MIZAN_HAWKES_DAILY
			       ? test_days(problem, target, seed, group, uniform)
			       : test_times(problem, target, group->parameters, uniform);
	mizan_status status = count > 0 ? test_conclude(uniform, count,
						  problem->rule == MIZAN_HAWKES_DAILY, group, error)
					: MIZAN_OK;
	free(uniform);
	return status;
}
