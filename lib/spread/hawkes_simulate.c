/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A self-exciting process by thinning. */
#include "hawkes_internal.h"

#include <math.h>

/* Between events every rate falls: the rate now bounds those that come. */
static double simulate_rates(size_t count, const double *baselines, const double *excess)
{
	double sum = 0;
	for (size_t i = 0; i < count; i++) {
		sum += baselines[i] + excess[i];
	}
	return sum;
}

static void simulate_move(size_t count, const double *decays, double time, double *excess)
{
	for (size_t i = 0; i < count; i++) {
		excess[i] *= exp(-decays[i] * time);
	}
}

/* The group whose share of all rates a draw fell into; `count`: none, it is thinned out. */
static size_t simulate_pick(
	size_t count, const double *baselines, const double *excess, double draw)
{
	size_t group = 0;
	for (; group < count; group++) {
		draw -= baselines[group] + excess[group];
		if (draw < 0) {
			break;
		}
	}
	return group;
}

static mizan_status simulate_check(size_t group_count, const double *baselines,
	const double *ratios, const double *decays, struct mizan_error *error)
{
	bool right = group_count >= 1 && group_count <= MIZAN_HAWKES_GROUPS;
	for (size_t i = 0; right && i < group_count; i++) {
		right = baselines[i] >= 0 && isfinite(baselines[i]) && decays[i] > 0 &&
			isfinite(decays[i]);
	}
	for (size_t i = 0; right && i < group_count * group_count; i++) {
		right = ratios[i] >= 0 && isfinite(ratios[i]);
	}
	return right ? MIZAN_OK
		     : mizan_error_set(error, MIZAN_ERROR_USAGE, NULL,
			       "baselines and ratios are at least 0, decays more, groups 1 to %d",
			       MIZAN_HAWKES_GROUPS);
}

mizan_status mizan_hawkes_simulate(size_t group_count, const double *baselines,
	const double *ratios, const double *decays, double end, struct mizan_random *random,
	double *times, uint16_t *groups, size_t room, size_t *count, struct mizan_error *error)
{
	double excess[MIZAN_HAWKES_GROUPS] = {0}, now = 0;
	*count = 0;
	mizan_status status = simulate_check(group_count, baselines, ratios, decays, error);
	while (status == MIZAN_OK) {
		double bound = simulate_rates(group_count, baselines, excess);
		double wait =
			bound > 0 ? -log(mizan_random_real(random)) / bound : (double)INFINITY;
		now += wait;
		if (!(now < end)) {
			break;
		}
		simulate_move(group_count, decays, wait, excess);
		size_t group = simulate_pick(
			group_count, baselines, excess, mizan_random_real(random) * bound);
		if (group == group_count) {
			continue;
		}
		if (*count == room) {
			status = mizan_error_set(error, MIZAN_ERROR_USAGE,
				"a process whose ratio is 1 or more grows without end",
				"more than %zu events were drawn", room);
			break;
		}
		times[*count] = now;
		if (groups) {
			groups[*count] = (uint16_t)group;
		}
		++*count;
		for (size_t i = 0; i < group_count; i++) {
			excess[i] += ratios[i * group_count + group] * decays[i];
		}
	}
	return status;
}
