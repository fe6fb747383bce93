/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The exact likelihood of a self-exciting process, by recursion. */
#include "hawkes_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- What is asked about ------------------------------------------------------------------- */

static mizan_status problem_fault(struct mizan_error *error, const char *what)
{
	return mizan_error_set(error, MIZAN_ERROR_USAGE, "times rise from 0 to the end",
		"the events of a self-exciting process: %s", what);
}

static mizan_status problem_check(
	const struct mizan_hawkes_events *events, struct mizan_error *error)
{
	if (events->group_count < 1 || events->group_count > MIZAN_HAWKES_GROUPS) {
		return problem_fault(error, "there are 1 to 32 groups");
	}
	if (!(events->end > 0) || !isfinite(events->end)) {
		return problem_fault(error, "the time that was looked at has a length");
	}
	for (size_t i = 0; i < events->count; i++) {
		double before = i > 0 ? events->times[i - 1] : 0;
		if (!(events->times[i] >= before) || events->times[i] > events->end) {
			return problem_fault(error, "times rise, and lie between 0 and the end");
		}
		if (hawkes_group_of(events, i) >= events->group_count) {
			return problem_fault(error, "a group has a number that there is none of");
		}
	}
	for (size_t i = 0; events->stretches && i < events->stretch_count; i++) {
		double before = i > 0 ? events->stretches[i - 1] : 0;
		if (!(events->stretches[i] > before) || i >= MIZAN_HAWKES_STRETCHES ||
			(i + 1 == events->stretch_count && events->stretches[i] != events->end)) {
			return problem_fault(error, "at most 128 stretches rise to the end");
		}
	}
	return MIZAN_OK;
}

static mizan_status problem_add_days(struct hawkes_problem *problem, struct mizan_error *error)
{
	const struct mizan_hawkes_events *events = problem->events;
	if (events->end > 1e8) {
		return problem_fault(error, "more than 100 million days");
	}
	problem->day_count = (size_t)ceil(events->end);
	problem->daily =
		calloc(problem->day_count * problem->group_count + 1, sizeof *problem->daily);
	if (!problem->daily) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < events->count; i++) {
		size_t day = (size_t)events->times[i];
		day = day < problem->day_count ? day : problem->day_count - 1;
		problem->daily[day * problem->group_count + hawkes_group_of(events, i)]++;
	}
	return MIZAN_OK;
}

mizan_status hawkes_problem_make(const struct mizan_hawkes_events *events,
	enum mizan_hawkes_rule rule, struct hawkes_problem *problem, struct mizan_error *error)
{
	bool cut = events->stretches && events->stretch_count > 0;
	*problem = (struct hawkes_problem){.events = events,
		.rule = rule,
		.group_count = events->group_count,
		.stretch_count = cut ? events->stretch_count : 1};
	problem->parameter_count = problem->stretch_count + problem->group_count + 1;
	mizan_status status = problem_check(events, error);
	if (status != MIZAN_OK) {
		return status;
	}
	for (size_t i = 0; i < problem->stretch_count; i++) {
		problem->ends[i] = cut ? events->stretches[i] : events->end;
	}
	for (size_t i = 0; i < events->count; i++) {
		problem->counts[hawkes_group_of(events, i)]++;
	}
	return rule == MIZAN_HAWKES_DAILY ? problem_add_days(problem, error) : MIZAN_OK;
}

void hawkes_problem_release(struct hawkes_problem *problem)
{
	free(problem->daily);
	*problem = (struct hawkes_problem){0};
}

/* ---- Sums ---------------------------------------------------------------------------------- */

void hawkes_add_rate(struct hawkes_sums *sums, const struct hawkes_rate *rate, double weight)
{
	size_t stretches = sums->problem->stretch_count, groups = sums->problem->group_count;
	size_t width = sums->problem->parameter_count;
	sums->value += weight * rate->rate;
	if (sums->gradient) {
		sums->gradient[rate->stretch] += weight;
		for (size_t k = 0; k <= groups; k++) {
			sums->gradient[stretches + k] += weight * rate->first[k];
		}
	}
	for (size_t k = 0; sums->hessian && k <= groups; k++) {
		sums->hessian[(width - 1) * width + stretches + k] += weight * rate->second[k];
	}
}

/* Below the diagonal alone: hawkes_evaluate mirrors. */
void hawkes_add_log(struct hawkes_sums *sums, const struct hawkes_rate *rate, double weight)
{
	size_t stretches = sums->problem->stretch_count, groups = sums->problem->group_count;
	size_t width = sums->problem->parameter_count;
	double part = weight / rate->rate, square = part / rate->rate;
	sums->value += weight * log(rate->rate);
	if (sums->gradient) {
		sums->gradient[rate->stretch] += part;
		for (size_t k = 0; k <= groups; k++) {
			sums->gradient[stretches + k] += part * rate->first[k];
		}
	}
	if (!sums->hessian) {
		return;
	}
	sums->hessian[rate->stretch * width + rate->stretch] -= square;
	for (size_t k = 0; k <= groups; k++) {
		double *row = sums->hessian + (stretches + k) * width;
		double scaled = square * rate->first[k];
		row[rate->stretch] -= scaled;
		for (size_t l = 0; l <= k; l++) {
			row[stretches + l] -= scaled * rate->first[l];
		}
	}
	double *last = sums->hessian + (width - 1) * width + stretches;
	for (size_t k = 0; k <= groups; k++) {
		last[k] += part * rate->second[k];
	}
}

/* ---- Continuous time ----------------------------------------------------------------------- */

/* Sums over earlier events of a group, each with its age: of e, age x e and age squared x e, where
 * e = exp(-decay x age). */
struct hawkes_past {
	double e[MIZAN_HAWKES_GROUPS], age[MIZAN_HAWKES_GROUPS], square[MIZAN_HAWKES_GROUPS];
};

static void past_move(struct hawkes_past *past, size_t groups, double decay, double time)
{
	double factor = exp(-decay * time);
	for (size_t k = 0; k < groups; k++) {
		double e = past->e[k], age = past->age[k];
		past->square[k] = factor * (past->square[k] + time * (2 * age + time * e));
		past->age[k] = factor * (age + time * e);
		past->e[k] = factor * e;
	}
}

static void past_rate(const struct hawkes_past *past, size_t groups, const double *ratios,
	double decay, struct hawkes_rate *rate)
{
	double sum = 0, first = 0, second = 0;
	for (size_t k = 0; k < groups; k++) {
		double by_decay = past->e[k] - decay * past->age[k];
		rate->first[k] = decay * past->e[k];
		rate->second[k] = by_decay;
		sum += ratios[k] * rate->first[k];
		first += ratios[k] * by_decay;
		second += ratios[k] * (decay * past->square[k] - 2 * past->age[k]);
	}
	rate->rate += sum;
	rate->first[groups] = first;
	rate->second[groups] = second;
}

/* What was expected: the baseline over its stretches, and the offspring up to the end. */
static void sums_take_expected(
	struct hawkes_sums *sums, const double *parameters, const struct hawkes_past *past)
{
	const struct hawkes_problem *problem = sums->problem;
	size_t groups = problem->group_count, stretches = problem->stretch_count;
	struct hawkes_rate expected = {0};
	double start = 0;
	for (size_t i = 0; i < stretches; i++) {
		double length = problem->ends[i] - start;
		start = problem->ends[i];
		sums->value -= parameters[i] * length;
		if (sums->gradient) {
			sums->gradient[i] -= length;
		}
	}
	for (size_t k = 0; k < groups; k++) {
		double ratio = parameters[stretches + k];
		expected.first[k] = (double)problem->counts[k] - past->e[k];
		expected.second[k] = past->age[k];
		expected.rate += ratio * expected.first[k];
		expected.first[groups] += ratio * past->age[k];
		expected.second[groups] -= ratio * past->square[k];
	}
	hawkes_add_rate(sums, &expected, -1);
	if (sums->gradient) {
		sums->gradient[0] += 1; /* its baseline part is that of no stretch */
	}
}

static void evaluate_times(const struct hawkes_problem *problem, size_t target,
	const double *parameters, struct hawkes_sums *sums)
{
	const struct mizan_hawkes_events *events = problem->events;
	size_t groups = problem->group_count, stretch = 0, next = 0;
	const double *ratios = parameters + problem->stretch_count, decay = ratios[groups];
	struct hawkes_past past = {0};
	double now = 0;
	for (size_t i = 0; i < events->count; i++) {
		if (events->times[i] > now) {
			/* Equal times join the past together: by `strict` only now. */
			for (; next < i; next++) {
				past.e[hawkes_group_of(events, next)] += 1;
			}
			past_move(&past, groups, decay, events->times[i] - now);
			now = events->times[i];
		}
		for (; problem->rule == MIZAN_HAWKES_ORDER && next < i; next++) {
			past.e[hawkes_group_of(events, next)] += 1;
		}
		if (hawkes_group_of(events, i) == target) {
			while (stretch + 1 < problem->stretch_count &&
				now >= problem->ends[stretch]) {
				stretch++;
			}
			struct hawkes_rate rate = {.rate = parameters[stretch], .stretch = stretch};
			past_rate(&past, groups, ratios, decay, &rate);
			hawkes_add_log(sums, &rate, 1);
		}
	}
	for (; next < events->count; next++) {
		past.e[hawkes_group_of(events, next)] += 1;
	}
	past_move(&past, groups, decay, events->end - now);
	sums_take_expected(sums, parameters, &past);
}

void hawkes_evaluate(const struct hawkes_problem *problem, size_t target, const double *parameters,
	double *value, double *gradient, double *hessian)
{
	size_t width = problem->parameter_count;
	struct hawkes_sums sums = {.problem = problem, .gradient = gradient, .hessian = hessian};
	if (gradient) {
		memset(gradient, 0, width * sizeof *gradient);
	}
	if (hessian) {
		memset(hessian, 0, width * width * sizeof *hessian);
	}
	if (problem->rule == MIZAN_HAWKES_DAILY) {
		hawkes_evaluate_daily(problem, target, parameters, &sums);
	} else if (problem->group_count == 1 && problem->stretch_count == 1) {
		hawkes_evaluate_one(&sums, parameters, false);
	} else {
		evaluate_times(problem, target, parameters, &sums);
	}
	for (size_t i = 0; hessian && i < width; i++) {
		for (size_t k = 0; k < i; k++) {
			hessian[k * width + i] = hessian[i * width + k];
		}
	}
	*value = isnan(sums.value) ? -(double)INFINITY : sums.value;
}

mizan_status mizan_hawkes_likelihood(const struct mizan_hawkes_events *events,
	enum mizan_hawkes_rule rule, size_t target, const double *parameters, double *value,
	double *gradient, double *hessian, struct mizan_error *error)
{
	struct hawkes_problem problem;
	mizan_status status = hawkes_problem_make(events, rule, &problem, error);
	if (status == MIZAN_OK && target >= events->group_count) {
		status = problem_fault(error, "a group has a number that there is none of");
	}
	for (size_t i = 0; status == MIZAN_OK && i < problem.parameter_count; i++) {
		bool last = i + 1 == problem.parameter_count;
		if (!isfinite(parameters[i]) || parameters[i] < 0 || (last && parameters[i] == 0)) {
			status = mizan_error_set(error, MIZAN_ERROR_USAGE, NULL,
				"baselines and ratios are at least 0, the decay is more");
		}
	}
	if (status == MIZAN_OK) {
		hawkes_evaluate(&problem, target, parameters, value, gradient, hessian);
	}
	hawkes_problem_release(&problem);
	return status;
}
