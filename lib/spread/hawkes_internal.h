/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of self-exciting processes share. */
#ifndef MIZAN_HAWKES_INTERNAL_H
#define MIZAN_HAWKES_INTERNAL_H

#include <mizan/spread.h>

/* Events made ready for one rule: checked, counted, and for `daily` added up by day. */
struct hawkes_problem {
	const struct mizan_hawkes_events *events;
	enum mizan_hawkes_rule rule;
	size_t group_count, stretch_count, parameter_count;
	size_t counts[MIZAN_HAWKES_GROUPS];
	double ends[MIZAN_HAWKES_STRETCHES];
	size_t day_count;
	uint32_t *daily; /* day x group_count + group */
};
mizan_status hawkes_problem_make(const struct mizan_hawkes_events *events,
	enum mizan_hawkes_rule rule, struct hawkes_problem *problem,
	struct mizan_error *error) MIZAN_MUST_CHECK;
void hawkes_problem_release(struct hawkes_problem *problem);
static inline size_t hawkes_group_of(const struct mizan_hawkes_events *events, size_t i)
{
	return events->groups ? events->groups[i] : 0;
}

/* Log likelihood with what of its derivatives is asked for (NULL: not). */
void hawkes_evaluate(const struct hawkes_problem *problem, size_t target, const double *parameters,
	double *value, double *gradient, double *hessian);

/*
 * A rate with its derivatives, and what one term of the likelihood adds. Of the stretches only the
 * one in which the rate is has a derivative (1), which is why they are not in the lists.
 */
struct hawkes_rate {
	double rate;
	size_t stretch;
	double first[MIZAN_HAWKES_GROUPS + 1];  /* by the ratios, by the decay */
	double second[MIZAN_HAWKES_GROUPS + 1]; /* by the decay and each of them */
};
struct hawkes_sums {
	const struct hawkes_problem *problem;
	double value, *gradient, *hessian;
};
/* Adds weight x log(rate): `weight` events happened at this rate. */
void hawkes_add_log(struct hawkes_sums *sums, const struct hawkes_rate *rate, double weight);
/* Adds weight x rate. */
void hawkes_add_rate(struct hawkes_sums *sums, const struct hawkes_rate *rate, double weight);

void hawkes_evaluate_daily(const struct hawkes_problem *problem, size_t target,
	const double *parameters, struct hawkes_sums *sums);

/* The same as the general way to some units in the last places, for one group and stretch in
 * continuous time. `plain`: without AVX2, with the same bits. */
void hawkes_evaluate_one(struct hawkes_sums *sums, const double *parameters, bool plain);

/* From a start (NULL: the best of several). Covariances of the ratios of one group, row-major; 0
 * where a ratio is at its bound. */
void hawkes_maximise(const struct hawkes_problem *problem, size_t target, const double *start,
	struct mizan_hawkes_group *group, double *covariances);
/* Fills distance, p_value and dispersion of a group whose parameters stand. */
mizan_status hawkes_test_fit(const struct hawkes_problem *problem, size_t target, uint64_t seed,
	struct mizan_hawkes_group *group, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Sets radius and its interval from the groups. */
void hawkes_set_radius(struct mizan_hawkes *hawkes, const double *covariances);
/* Survival function of Kolmogorov's distribution for a distance of n values. */
double hawkes_kolmogorov(double distance, size_t count);

/* The reading of one pair: how many events of `of` one of `after` brings. */
struct hawkes_pair {
	const char *of, *after;
	bool alone; /* one group: no names */
	double days, per_day, ratio, low, high, half_life;
	enum mizan_hawkes_rule rule;
	const struct mizan_hawkes_group *group;
};
void hawkes_words(const struct hawkes_pair *pair, struct mizan_text *text);
void hawkes_words_radius(const struct mizan_hawkes *hawkes, struct mizan_text *text);

#endif
