/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small random scans, and an oracle that looks at every window with its own arithmetic. */
#ifndef MIZAN_CLUSTER_TEST_H
#define MIZAN_CLUSTER_TEST_H

#include "../test.h"

#include <math.h>
#include <mizan/spread.h>

#define PLACES_MAX 40
#define PERIODS_MAX 300
#define CASES_MAX 3000

struct cluster_case {
	double x[PLACES_MAX], y[PLACES_MAX], population[PLACES_MAX * PERIODS_MAX];
	double lengths[PERIODS_MAX];
	uint32_t case_place[CASES_MAX], case_period[CASES_MAX];
	uint32_t control_place[CASES_MAX], control_period[CASES_MAX];
	struct mizan_cluster_data data;
	struct mizan_cluster_options options;
};

/* Places on a plane of 100 x 100 km, or in degrees around 70 E 30 N; cases with one cluster. */
static inline void cluster_case_make(struct cluster_case *one, struct mizan_random *random,
	size_t places, uint32_t periods, size_t cases, size_t controls)
{
	memset(one, 0, sizeof *one);
	one->data = (struct mizan_cluster_data){.longitude = one->x,
		.latitude = one->y,
		.place_count = places,
		.plane = true,
		.case_place = one->case_place,
		.case_period = one->case_period,
		.case_count = cases,
		.control_place = one->control_place,
		.control_period = one->control_period,
		.control_count = controls,
		.population = one->population,
		.period_count = periods};
	for (size_t i = 0; i < places; i++) {
		one->x[i] = 100 * mizan_random_real(random);
		one->y[i] = 100 * mizan_random_real(random);
		one->population[i] = 1 + mizan_random_below(random, 1000);
	}
	for (size_t i = 0; i < cases; i++) {
		bool planted = mizan_random_below(random, 4) == 0;
		one->case_place[i] = mizan_random_below(random, (uint32_t)(planted ? 3 : places));
		one->case_period[i] = planted ? periods - 1 - mizan_random_below(random, 2)
					      : mizan_random_below(random, periods);
	}
	for (size_t i = 0; i < controls; i++) {
		one->control_place[i] = mizan_random_below(random, (uint32_t)places);
		one->control_period[i] = mizan_random_below(random, periods);
	}
	one->options = (struct mizan_cluster_options){.replicates = 1, .seed = 7, .min_cases = 2};
}

/* ---- The oracle --------------------------------------------------------------------------- */

struct oracle_window {
	double statistic, expected;
	size_t centre;
	double radius;
	uint32_t first, last, cases;
};

static inline double oracle_people(const struct cluster_case *one, size_t place, uint32_t period)
{
	const struct mizan_cluster_data *data = &one->data;
	double length = data->period_length ? one->lengths[period] : 1;
	return length * (data->by_period ? one->population[place * data->period_count + period]
					 : one->population[place]);
}

/* Expected cases, and all points within, of the places that `in` names. */
static inline double oracle_expected(
	const struct cluster_case *one, const bool *in, uint32_t first, uint32_t last, double *size)
{
	const struct mizan_cluster_data *data = &one->data;
	double within = 0, all = 0, cases_in = 0, periods_in = 0, share_in = 0, share_all = 0;
	for (size_t i = 0; i < data->case_count; i++) {
		uint32_t period = data->case_period[i];
		bool inside = in[data->case_place[i]], timely = period >= first && period <= last;
		cases_in += inside;
		periods_in += timely;
		within += inside && timely;
	}
	switch (one->options.model) {
	case MIZAN_CLUSTER_PERMUTATION:
		*size = cases_in / (double)data->case_count;
		return cases_in * periods_in / (double)data->case_count;
	case MIZAN_CLUSTER_BERNOULLI:
		all = (double)(data->case_count + data->control_count);
		share_in = cases_in;
		for (size_t i = 0; i < data->control_count; i++) {
			uint32_t period = data->control_period[i];
			bool inside = in[data->control_place[i]];
			within += inside && period >= first && period <= last;
			share_in += inside;
		}
		*size = share_in / all;
		return within * (double)data->case_count / all;
	case MIZAN_CLUSTER_POISSON:
		break;
	}
	within = 0;
	for (size_t i = 0; i < data->place_count; i++) {
		for (uint32_t k = 0; k < data->period_count; k++) {
			double people = oracle_people(one, i, k);
			share_all += people;
			share_in += in[i] ? people : 0;
			within += in[i] && k >= first && k <= last ? people : 0;
		}
	}
	*size = share_in / share_all;
	return within / share_all * (double)data->case_count;
}

static inline double oracle_x_log(double x, double y)
{
	return x > 0 ? x * log(y) : 0;
}

static inline double oracle_statistic(const struct cluster_case *one, double c, double e)
{
	double total = (double)one->data.case_count, controls = (double)one->data.control_count;
	if (c <= e) {
		return 0;
	}
	if (one->options.model != MIZAN_CLUSTER_BERNOULLI) {
		return oracle_x_log(c, c / e) + oracle_x_log(total - c, (total - c) / (total - e));
	}
	double points = total + controls, n = e * points / total;
	double rest = points - n, left = total - c;
	return oracle_x_log(c, c / n) + oracle_x_log(n - c, (n - c) / n) +
	       oracle_x_log(left, left / rest) + oracle_x_log(rest - left, (rest - left) / rest) -
	       oracle_x_log(total, total / points) - oracle_x_log(controls, controls / points);
}

static inline double oracle_distance(const struct cluster_case *one, size_t a, size_t b)
{
	if (one->data.plane) {
		return hypot(one->x[a] - one->x[b], one->y[a] - one->y[b]);
	}
	double degree = 3.14159265358979323846 / 180, la = one->y[a] * degree,
	       lb = one->y[b] * degree;
	double s = sin((la - lb) / 2), t = sin((one->x[a] - one->x[b]) * degree / 2);
	return 2 * 6371.0088 * asin(sqrt(s * s + cos(la) * cos(lb) * t * t));
}

/* Every circle that ends at a place, every window: the largest statistic. */
static inline struct oracle_window oracle_scan(const struct cluster_case *one)
{
	const struct mizan_cluster_data *data = &one->data;
	const struct mizan_cluster_options *options = &one->options;
	uint32_t periods = data->period_count;
	uint32_t shortest = options->min_periods ? options->min_periods : 1;
	uint32_t longest = options->max_periods ? options->max_periods : periods / 2;
	struct oracle_window best = {0};
	bool time = options->shape == MIZAN_CLUSTER_TIME,
	     space = options->shape == MIZAN_CLUSTER_SPACE;
	for (size_t a = 0; a < (time ? 1 : data->place_count); a++) {
		for (size_t b = 0; b < (time ? 1 : data->place_count); b++) {
			double radius = oracle_distance(one, a, b);
			bool in[PLACES_MAX];
			if (options->max_km > 0 && radius > options->max_km) {
				continue;
			}
			for (size_t i = 0; i < data->place_count; i++) {
				in[i] = time || oracle_distance(one, a, i) <= radius * (1 + 1e-12);
			}
			for (uint32_t first = 0; first < periods; first++) {
				for (uint32_t last = first; last < periods; last++) {
					uint32_t length = last - first + 1;
					double size, c = 0;
					if (space ? length < periods
						  : length < shortest || length > longest) {
						continue;
					}
					if (options->shape == MIZAN_CLUSTER_PROSPECTIVE &&
						last + 1 < periods) {
						continue;
					}
					double e = oracle_expected(one, in, first, last, &size);
					double limit =
						options->max_share > 0 ? options->max_share : 0.5;
					for (size_t i = 0; i < data->case_count; i++) {
						c += in[data->case_place[i]] &&
						     data->case_period[i] >= first &&
						     data->case_period[i] <= last;
					}
					if ((!time && size > limit * (1 + 1e-12)) ||
						c < options->min_cases) {
						continue;
					}
					double value = oracle_statistic(one, c, e);
					if (value > best.statistic * (1 + 1e-12)) {
						best = (struct oracle_window){value, e, a, radius,
							first, last, (uint32_t)c};
					}
				}
			}
		}
	}
	return best;
}

#endif
