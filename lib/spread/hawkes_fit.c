/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A self-exciting process from its events: all groups, the radius of their ratios. */
#include "hawkes_internal.h"

#include <math.h>
#include <stdlib.h>

#define EVENTS_MIN 10
#define NORMAL_95 1.959963984540054

static void fit_forget(const struct hawkes_problem *problem, struct mizan_hawkes_group *group)
{
	for (size_t i = 0; i < MIZAN_HAWKES_PARAMETERS; i++) {
		group->parameters[i] = i < problem->parameter_count ? (double)NAN : 0;
		group->errors[i] = (double)NAN;
	}
	group->likelihood = group->poisson = (double)NAN;
	group->distance = group->p_value = group->dispersion = (double)NAN;
}

static bool fit_is_one_time(const struct hawkes_problem *problem, size_t target)
{
	const struct mizan_hawkes_events *events = problem->events;
	double first = (double)NAN;
	for (size_t i = 0; i < events->count; i++) {
		if (hawkes_group_of(events, i) != target) {
			continue;
		}
		double time = problem->rule == MIZAN_HAWKES_DAILY ? floor(events->times[i])
								  : events->times[i];
		if (!isnan(first) && time != first) {
			return false;
		}
		first = time;
	}
	return true;
}

/* ---- Radius -------------------------------------------------------------------------------- */

/* Eigenvector of the largest eigenvalue, by the powers of the matrix plus 1 (so that groups which
 * only bring each other do not swing). `across`: of the transposed matrix. */
static double radius_vector(
	const struct mizan_hawkes *hawkes, bool across, double vector[MIZAN_HAWKES_GROUPS])
{
	size_t n = hawkes->group_count;
	double next[MIZAN_HAWKES_GROUPS], largest = 0;
	for (size_t i = 0; i < n; i++) {
		vector[i] = 1;
	}
	for (int round = 0; round < 5000; round++) {
		double before = largest;
		largest = 0;
		for (size_t i = 0; i < n; i++) {
			next[i] = vector[i];
			for (size_t k = 0; k < n; k++) {
				size_t target = across ? k : i, origin = across ? i : k;
				next[i] += vector[k] *
					   hawkes->groups[target]
						   .parameters[mizan_hawkes_ratio(hawkes, origin)];
			}
			largest = fmax(largest, next[i]);
		}
		for (size_t i = 0; i < n; i++) {
			vector[i] = next[i] / largest;
		}
		if (fabs(largest - before) < 1e-15 * largest) {
			break;
		}
	}
	return largest - 1;
}

void hawkes_set_radius(struct mizan_hawkes *hawkes, const double *covariances)
{
	double right[MIZAN_HAWKES_GROUPS], left[MIZAN_HAWKES_GROUPS], product = 0, variance = 0;
	size_t n = hawkes->group_count;
	hawkes->radius = radius_vector(hawkes, false, right);
	radius_vector(hawkes, true, left);
	for (size_t i = 0; i < n; i++) {
		product += left[i] * right[i];
	}
	/* The radius grows by left x right / product with a ratio; rows are independent. */
	for (size_t target = 0; target < n; target++) {
		for (size_t i = 0; i < n * n; i++) {
			double share = left[target] / product;
			variance += share * share * right[i / n] * right[i % n] *
				    covariances[target * n * n + i];
		}
	}
	hawkes->radius_error = sqrt(variance);
	double spread = NORMAL_95 * hawkes->radius_error / hawkes->radius;
	hawkes->radius_low = hawkes->radius * exp(-spread);
	hawkes->radius_high = hawkes->radius * exp(spread);
}

/* ---- All groups ---------------------------------------------------------------------------- */

static mizan_status fit_group(const struct hawkes_problem *problem, size_t target, uint64_t seed,
	struct mizan_hawkes *result, double *covariances, struct mizan_error *error)
{
	struct mizan_hawkes_group *group = &result->groups[target];
	fit_forget(problem, group);
	group->events = problem->counts[target];
	if (group->events < EVENTS_MIN) {
		group->standing = MIZAN_HAWKES_TOO_FEW;
		return MIZAN_OK;
	}
	if (fit_is_one_time(problem, target)) {
		group->standing = MIZAN_HAWKES_ONE_TIME;
		return MIZAN_OK;
	}
	hawkes_maximise(problem, target, NULL, group, covariances);
	return hawkes_test_fit(problem, target, seed, group, error);
}

/* A radius needs the ratios of all groups. */
static bool fit_has_radius(const struct mizan_hawkes *result)
{
	for (size_t i = 0; i < result->group_count; i++) {
		enum mizan_hawkes_standing standing = result->groups[i].standing;
		if (standing != MIZAN_HAWKES_WHOLE && standing != MIZAN_HAWKES_NO_DECAY) {
			return false;
		}
	}
	return true;
}

mizan_status mizan_hawkes_fit(const struct mizan_hawkes_events *events, enum mizan_hawkes_rule rule,
	uint64_t seed, struct mizan_hawkes *result, const struct mizan_watch *watch,
	struct mizan_error *error)
{
	struct hawkes_problem problem;
	double *covariances = NULL;
	mizan_status status = hawkes_problem_make(events, rule, &problem, error);
	if (status != MIZAN_OK) {
		return status;
	}
	size_t n = problem.group_count;
	*result = (struct mizan_hawkes){.group_count = n,
		.stretch_count = problem.stretch_count,
		.radius = (double)NAN,
		.radius_error = (double)NAN,
		.radius_low = (double)NAN,
		.radius_high = (double)NAN};
	covariances = calloc(n * n * n, sizeof *covariances);
	status = covariances ? MIZAN_OK : mizan_error_memory(error);
	for (size_t target = 0; target < n && status == MIZAN_OK; target++) {
		status = mizan_watch_check(watch, error);
		if (status == MIZAN_OK) {
			status = fit_group(&problem, target, seed, result,
				covariances + target * n * n, error);
		}
	}
	if (status == MIZAN_OK && fit_has_radius(result)) {
		hawkes_set_radius(result, covariances);
	}
	free(covariances);
	hawkes_problem_release(&problem);
	return status;
}
