/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The maximum of the likelihood of one group, by Newton's method within bounds. */
#include "hawkes_internal.h"

#include <math.h>
#include <string.h>

#define WIDTH MIZAN_HAWKES_PARAMETERS
#define STEPS_MAX 100
#define SCREEN_EVENTS 4000

/* The decay is sought on its logarithm; everything here is in these terms. */
struct climb {
	const struct hawkes_problem *problem;
	size_t target, width;
	double low[WIDTH], high[WIDTH];
	double at[WIDTH], value, gradient[WIDTH];
	double hessian[WIDTH * WIDTH], work[WIDTH * WIDTH];
	bool free[WIDTH];
	unsigned steps;
	bool done;
};

/* ---- Small linear algebra ------------------------------------------------------------------ */

/* Cholesky's L of the free part of `a`, in place; false where it is not positive definite. */
static bool climb_factor(double *a, const bool *free, size_t width)
{
	for (size_t i = 0; i < width; i++) {
		for (size_t k = 0; free[i] && k <= i; k++) {
			if (!free[k]) {
				continue;
			}
			double sum = a[i * width + k];
			for (size_t l = 0; l < k; l++) {
				sum -= free[l] ? a[i * width + l] * a[k * width + l] : 0;
			}
			if (k == i && !(sum > 0)) {
				return false;
			}
			a[i * width + k] = k == i ? sqrt(sum) : sum / a[k * width + k];
		}
	}
	return true;
}

static void climb_solve(const double *l, const bool *free, size_t width, double *x)
{
	for (size_t i = 0; i < width; i++) {
		for (size_t k = 0; free[i] && k < i; k++) {
			x[i] -= free[k] ? l[i * width + k] * x[k] : 0;
		}
		x[i] = free[i] ? x[i] / l[i * width + i] : 0;
	}
	for (size_t i = width; i-- > 0;) {
		for (size_t k = i + 1; free[i] && k < width; k++) {
			x[i] -= free[k] ? l[k * width + i] * x[k] : 0;
		}
		x[i] = free[i] ? x[i] / l[i * width + i] : 0;
	}
}

/* ---- Climbing ------------------------------------------------------------------------------ */

static double climb_value(struct climb *climb, const double *at)
{
	double parameters[WIDTH], value;
	memcpy(parameters, at, climb->width * sizeof *at);
	parameters[climb->width - 1] = exp(at[climb->width - 1]);
	hawkes_evaluate(climb->problem, climb->target, parameters, &value, NULL, NULL);
	return value;
}

static void climb_look(struct climb *climb)
{
	double parameters[WIDTH];
	size_t width = climb->width, last = width - 1;
	memcpy(parameters, climb->at, width * sizeof *parameters);
	double decay = parameters[last] = exp(climb->at[last]);
	hawkes_evaluate(climb->problem, climb->target, parameters, &climb->value, climb->gradient,
		climb->hessian);
	for (size_t k = 0; k < last; k++) {
		climb->hessian[last * width + k] *= decay;
		climb->hessian[k * width + last] = climb->hessian[last * width + k];
	}
	climb->hessian[last * width + last] =
		climb->hessian[last * width + last] * decay * decay + climb->gradient[last] * decay;
	climb->gradient[last] *= decay;
	for (size_t i = 0; i < width; i++) {
		climb->free[i] = !(climb->at[i] <= climb->low[i] && climb->gradient[i] <= 0) &&
				 !(climb->at[i] >= climb->high[i] && climb->gradient[i] >= 0);
	}
}

/* A step of Newton, damped by a share of the diagonal until the matrix allows one. */
static bool climb_step(struct climb *climb, double *damping, double *step)
{
	size_t width = climb->width;
	for (; *damping<1e12; *damping = *damping> 0 ? *damping * 10 : 1e-4) {
		for (size_t i = 0; i < width * width; i++) {
			climb->work[i] = -climb->hessian[i];
		}
		for (size_t i = 0; i < width; i++) {
			climb->work[i * width + i] +=
				*damping * fmax(fabs(climb->hessian[i * width + i]), 1e-12);
		}
		if (climb_factor(climb->work, climb->free, width)) {
			memcpy(step, climb->gradient, width * sizeof *step);
			climb_solve(climb->work, climb->free, width, step);
			return true;
		}
	}
	return false;
}

static bool climb_try(struct climb *climb, const double *step, double *gain)
{
	double next[WIDTH];
	for (size_t i = 0; i < climb->width; i++) {
		double to = climb->at[i] + step[i];
		next[i] = fmin(fmax(to, climb->low[i]), climb->high[i]);
	}
	double value = climb_value(climb, next);
	*gain = value - climb->value;
	if (!(*gain > 0)) {
		return false;
	}
	memcpy(climb->at, next, climb->width * sizeof *next);
	return true;
}

static void climb_run(struct climb *climb, unsigned steps)
{
	double damping = 0, step[WIDTH], gain = 0;
	unsigned idle = 0;
	climb->done = false;
	for (climb->steps = 0; climb->steps < steps && !climb->done; climb->steps++) {
		climb_look(climb);
		double promise = 0;
		bool taken = false;
		while (!taken && !climb->done && climb_step(climb, &damping, step)) {
			promise = 0;
			for (size_t i = 0; i < climb->width; i++) {
				promise += climb->free[i] ? step[i] * climb->gradient[i] : 0;
			}
			/* Less than could move any digit that is shown. */
			climb->done = promise < 1e-10 + 1e-14 * fabs(climb->value);
			taken = !climb->done && climb_try(climb, step, &gain);
			if (!taken) {
				damping = damping > 0 ? damping * 10 : 1e-4;
			}
		}
		if (!taken) {
			/* Rounding hides what is left to gain. */
			climb->done = climb->done || promise < 1e-6 * (1 + fabs(climb->value));
			return;
		}
		damping = damping > 1e-8 ? damping / 10 : 0;
		/* Up a slope so flat that nothing is gained any more. */
		idle = gain < 1e-9 * (1 + fabs(climb->value)) ? idle + 1 : 0;
		climb->done = climb->done || idle == 5;
	}
}

/* ---- Starts -------------------------------------------------------------------------------- */

static void climb_set_bounds(struct climb *climb)
{
	const struct hawkes_problem *problem = climb->problem;
	const struct mizan_hawkes_events *events = problem->events;
	double gap = events->end;
	for (size_t i = 1; i < events->count; i++) {
		double between = events->times[i] - events->times[i - 1];
		gap = between > 0 && between < gap ? between : gap;
	}
	double rate = (double)problem->counts[climb->target] / events->end;
	for (size_t i = 0; i < climb->width; i++) {
		climb->low[i] = i < problem->stretch_count ? 1e-9 * rate : 0;
		climb->high[i] = i < problem->stretch_count ? 1e6 * rate : 1e3;
	}
	climb->low[climb->width - 1] = log(0.5 / events->end);
	/* By day a decay of 10 brings all on the next day, to a half of a ten thousandth. */
	climb->high[climb->width - 1] =
		problem->rule == MIZAN_HAWKES_DAILY ? log(10) : log(20 / gap);
}

/* Half of the events from the baseline, a tenth or so from each group's past. */
static void climb_set_start(struct climb *climb, double decay)
{
	const struct hawkes_problem *problem = climb->problem;
	size_t stretches = problem->stretch_count, last = climb->width - 1;
	double rate = (double)problem->counts[climb->target] / problem->events->end;
	for (size_t i = 0; i < last; i++) {
		climb->at[i] = i < stretches ? 0.5 * rate : 0.3 / (double)problem->group_count;
	}
	climb->at[stretches + climb->target] = 0.3;
	climb->at[last] = fmin(fmax(log(decay), climb->low[last]), climb->high[last]);
}

/* The best of several decays after a few steps each. */
static void climb_search(struct climb *climb)
{
	static const double times_gap[] = {10, 1, 0.1, 0.01};
	const struct mizan_hawkes_events *events = climb->problem->events;
	double distinct = 1, best[WIDTH], highest = -(double)INFINITY;
	for (size_t i = 1; i < events->count; i++) {
		distinct += events->times[i] > events->times[i - 1];
	}
	for (size_t i = 0; i < sizeof times_gap / sizeof *times_gap; i++) {
		climb_set_start(climb, times_gap[i] * distinct / events->end);
		climb_run(climb, 15);
		double value = climb_value(climb, climb->at);
		if (value > highest) {
			highest = value;
			memcpy(best, climb->at, sizeof best);
		}
	}
	memcpy(climb->at, best, sizeof best);
}

/* Many events: the first of them show where to begin. */
static bool climb_search_part(struct climb *climb)
{
	const struct hawkes_problem *whole = climb->problem;
	struct mizan_hawkes_events part = *whole->events;
	struct hawkes_problem problem;
	bool found = false;
	if (part.count < 2 * SCREEN_EVENTS || whole->stretch_count > 1) {
		return false;
	}
	part.count = SCREEN_EVENTS;
	part.end = part.times[SCREEN_EVENTS];
	if (part.end > 0 && hawkes_problem_make(&part, whole->rule, &problem, NULL) == MIZAN_OK &&
		problem.counts[climb->target] > 100) {
		climb->problem = &problem;
		climb_search(climb);
		climb->problem = whole;
		hawkes_problem_release(&problem);
		found = true;
	}
	return found;
}

/* ---- What was found ------------------------------------------------------------------------ */

static bool climb_at_bound(const struct climb *climb, size_t i)
{
	return climb->at[i] <= climb->low[i] || climb->at[i] >= climb->high[i];
}

static enum mizan_hawkes_standing climb_standing(struct climb *climb)
{
	const struct hawkes_problem *problem = climb->problem;
	size_t last = climb->width - 1;
	bool brings = false;
	for (size_t k = 0; k < problem->group_count; k++) {
		brings = brings || climb->at[problem->stretch_count + k] > 1e-8;
	}
	bool next_day = problem->rule == MIZAN_HAWKES_DAILY && climb->at[last] >= climb->high[last];
	/* Days tell that what follows comes on the next one, and how much, if not how fast. */
	return !brings                                    ? MIZAN_HAWKES_NO_DECAY
	       : climb_at_bound(climb, last) && !next_day ? MIZAN_HAWKES_EDGE
	       : !climb->done                             ? MIZAN_HAWKES_UNSURE
							  : MIZAN_HAWKES_WHOLE;
}

/* Inverts the observed information of what is not at a bound. */
static bool climb_covariance(struct climb *climb, double *column, size_t of)
{
	memset(column, 0, climb->width * sizeof *column);
	column[of] = 1;
	climb_solve(climb->work, climb->free, climb->width, column);
	return column[of] > 0;
}

static void climb_set_errors(
	struct climb *climb, struct mizan_hawkes_group *group, double *covariances)
{
	size_t width = climb->width, last = width - 1;
	size_t first = climb->problem->stretch_count, groups = climb->problem->group_count;
	double column[WIDTH];
	climb_look(climb);
	for (size_t i = 0; i < width; i++) {
		climb->free[i] = !climb_at_bound(climb, i);
	}
	if (group->standing == MIZAN_HAWKES_NO_DECAY) {
		climb->free[last] = false;
	}
	for (size_t i = 0; i < width * width; i++) {
		climb->work[i] = -climb->hessian[i];
	}
	if (!climb_factor(climb->work, climb->free, width)) {
		group->standing = group->standing == MIZAN_HAWKES_WHOLE ? MIZAN_HAWKES_UNSURE
									: group->standing;
		return;
	}
	for (size_t i = 0; i < width; i++) {
		if (!climb->free[i] || !climb_covariance(climb, column, i)) {
			continue;
		}
		group->errors[i] = sqrt(column[i]) * (i == last ? exp(climb->at[last]) : 1);
		for (size_t k = 0; i >= first && i < last && k < groups; k++) {
			covariances[(i - first) * groups + k] = column[first + k];
		}
	}
}

/* Events by the baseline alone, the best one. */
static double climb_poisson(const struct climb *climb)
{
	const struct hawkes_problem *problem = climb->problem;
	const struct mizan_hawkes_events *events = problem->events;
	double value = 0, start = 0;
	size_t i = 0;
	for (size_t stretch = 0; stretch < problem->stretch_count; stretch++) {
		double end = problem->ends[stretch], count = 0;
		bool last = stretch + 1 == problem->stretch_count;
		for (; i < events->count && (last || events->times[i] < end); i++) {
			count += hawkes_group_of(events, i) == climb->target;
		}
		value += count > 0 ? count * log(count / (end - start)) - count : 0;
		start = end;
	}
	return value;
}

/* The decay of a start may be unknown, where nothing was excited. */
static void climb_set_given(struct climb *climb, const double *start)
{
	size_t last = climb->width - 1;
	climb_set_start(climb, 1);
	for (size_t i = 0; i < last && !isnan(start[last]); i++) {
		climb->at[i] = fmin(fmax(start[i], climb->low[i]), climb->high[i]);
	}
	if (!isnan(start[last])) {
		climb->at[last] = fmin(fmax(log(start[last]), climb->low[last]), climb->high[last]);
	}
}

void hawkes_maximise(const struct hawkes_problem *problem, size_t target, const double *start,
	struct mizan_hawkes_group *group, double *covariances)
{
	struct climb climb = {
		.problem = problem, .target = target, .width = problem->parameter_count};
	climb_set_bounds(&climb);
	if (start) {
		climb_set_given(&climb, start);
	} else if (!climb_search_part(&climb)) {
		climb_search(&climb);
	}
	climb_set_bounds(&climb);
	climb_run(&climb, STEPS_MAX);
	group->steps = climb.steps;
	group->standing = climb_standing(&climb);
	climb_set_errors(&climb, group, covariances);
	memcpy(group->parameters, climb.at, climb.width * sizeof *climb.at);
	group->parameters[climb.width - 1] = group->standing == MIZAN_HAWKES_NO_DECAY
						     ? (double)NAN
						     : exp(climb.at[climb.width - 1]);
	group->likelihood = climb_value(&climb, climb.at);
	group->poisson = climb_poisson(&climb);
}
