/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Do near repeats and self-exciting processes keep what they promise? Long runs over made records:
 * spread_truth [knox | hawkes | hawkes-near-1 | daily | radius | poisson] [ROUNDS]. It prints how
 * often p-values are at or below 5 %, how often intervals hold the truth, and what planted repeats
 * give.
 */
#include <mizan/spread.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOM 100000
static double times[ROOM], x[ROOM], y[ROOM];
static uint16_t groups[ROOM];
static int32_t days[ROOM];
static struct mizan_hawkes fit;

static void check(mizan_status status, const struct mizan_error *error)
{
	if (status != MIZAN_OK) {
		fprintf(stderr, "%s\n", error->what);
		exit(1);
	}
}

/* ---- Near repeats -------------------------------------------------------------------------- */

/* Events in five clouds, days by a season: both uneven, and independent. `planted` of them follow
 * another one closely. */
static void make_knox(struct mizan_random *random, size_t count, size_t planted)
{
	for (size_t i = 0; i < count; i++) {
		double cloud = mizan_random_below(random, 5);
		x[i] = 20 * cloud + 8 * mizan_random_real(random);
		y[i] = 8 * mizan_random_real(random);
		double day = mizan_random_real(random);
		days[i] = (int32_t)(700 * day * day);
	}
	for (size_t i = 0; i < planted; i++) {
		x[i] = x[count - 1 - i] + 0.2;
		y[i] = y[count - 1 - i];
		days[i] = days[count - 1 - i] + 3;
	}
}

static void run_knox(int rounds, size_t planted)
{
	static const double km[] = {1, 3};
	static const int within[] = {7, 30};
	const struct mizan_near_repeat_options options = {.distance = MIZAN_PLANE,
		.km = km,
		.days = within,
		.km_count = 2,
		.day_count = 2,
		.permutations = 199,
		.threads = 1};
	int first = 0, any = 0;
	for (int round = 0; round < rounds; round++) {
		struct mizan_random random;
		struct mizan_near_repeat found;
		struct mizan_error error = {0};
		struct mizan_near_repeat_options drawn = options;
		bool one = false;
		mizan_random_init(&random, 1000, (uint64_t)round);
		make_knox(&random, 200, planted);
		drawn.seed = (uint64_t)round;
		check(mizan_near_repeat(x, y, days, 200, &drawn, &found, NULL, &error), &error);
		first += found.cells[0].p_value <= 0.05;
		for (size_t i = 0; i < found.cell_count; i++) {
			one = one || found.cells[i].p_adjusted <= 0.05;
		}
		any += one;
	}
	printf("knox, 200 events, %zu planted repeats, %d rounds: first cell p <= 0.05 in %.3f, "
	       "any "
	       "cell adjusted in %.3f\n",
		planted, rounds, (double)first / rounds, (double)any / rounds);
}

/* ---- Hawkes -------------------------------------------------------------------------------- */

struct truth {
	size_t groups;
	double baselines[2], ratios[4], decays[2], end;
	enum mizan_hawkes_rule rule;
};

/* A daily process of one group by its own definition. */
static size_t draw_daily(const struct truth *truth, struct mizan_random *random)
{
	double r = exp(-truth->decays[0]), past = 0;
	size_t count = 0;
	for (int day = 0; day < (int)truth->end; day++) {
		double mean = truth->baselines[0] + truth->ratios[0] * (1 - r) * past;
		size_t today = 0;
		for (double p = mizan_random_real(random); p > exp(-mean) && count < ROOM;
			p *= mizan_random_real(random)) {
			groups[count] = 0;
			times[count++] = day;
			today++;
		}
		past = r * past + (double)today;
	}
	return count;
}

static double true_radius(const struct truth *truth)
{
	const double *r = truth->ratios;
	if (truth->groups == 1) {
		return r[0];
	}
	double half = (r[0] + r[3]) / 2;
	return half + sqrt(half * half - (r[0] * r[3] - r[1] * r[2]));
}

struct tally {
	int rounds, whole, held, ratio, decay, fine;
	double sum, events;
};

static void take_round(const struct truth *truth, int round, struct tally *tally)
{
	struct mizan_random random;
	struct mizan_error error = {0};
	size_t count;
	mizan_random_init(&random, 2000, (uint64_t)round);
	if (truth->rule == MIZAN_HAWKES_DAILY) {
		count = draw_daily(truth, &random);
	} else {
		check(mizan_hawkes_simulate(truth->groups, truth->baselines, truth->ratios,
			      truth->decays, truth->end, &random, times, groups, ROOM, &count,
			      &error),
			&error);
	}
	struct mizan_hawkes_events events = {.times = times,
		.groups = groups,
		.count = count,
		.group_count = truth->groups,
		.end = truth->end};
	check(mizan_hawkes_fit(&events, truth->rule, (uint64_t)round, &fit, NULL, &error), &error);
	check(mizan_hawkes_test(&events, truth->rule, truth->groups == 1 ? 99 : 0, (uint64_t)round,
		      0, &fit, NULL, &error),
		&error);
	const struct mizan_hawkes_group *group = &fit.groups[0];
	tally->rounds++;
	tally->fine += group->p_value <= 0.05;
	tally->events += (double)count;
	if (group->standing != MIZAN_HAWKES_WHOLE || isnan(fit.radius)) {
		return;
	}
	double off = 1.96 * group->errors[1], at = group->parameters[1];
	double decay = group->parameters[1 + truth->groups];
	double spread = exp(1.96 * group->errors[1 + truth->groups] / decay);
	double radius = true_radius(truth);
	tally->whole++;
	tally->sum += fit.radius;
	tally->held += fit.radius_low <= radius && fit.radius_high >= radius;
	tally->ratio += fabs(at - truth->ratios[0]) <= off;
	tally->decay += decay / spread <= truth->decays[0] && decay * spread >= truth->decays[0];
}

static void run_hawkes(const char *name, const struct truth *truth, int rounds)
{
	struct tally tally = {0};
	for (int round = 0; round < rounds; round++) {
		take_round(truth, round, &tally);
	}
	double n = tally.whole;
	printf("%s, %.0f events, %d rounds, %d with an answer: radius %.3f (truth %.3f), its "
	       "interval "
	       "misses %.3f, ratio's %.3f, half-life's %.3f; fit p <= 0.05 in %.3f\n",
		name, tally.events / tally.rounds, tally.rounds, tally.whole, tally.sum / n,
		true_radius(truth), 1 - tally.held / n, 1 - tally.ratio / n, 1 - tally.decay / n,
		(double)tally.fine / tally.rounds);
}

/* Nothing is excited: how often does the lower end of the interval leave 0 all the same? */
static void run_poisson(int rounds)
{
	const double baseline[] = {1}, ratio[] = {0}, decay[] = {1};
	int found = 0, gains = 0, fine = 0;
	for (int round = 0; round < rounds; round++) {
		struct mizan_random random;
		struct mizan_error error = {0};
		size_t count;
		mizan_random_init(&random, 3000, (uint64_t)round);
		check(mizan_hawkes_simulate(1, baseline, ratio, decay, 500, &random, times, NULL,
			      ROOM, &count, &error),
			&error);
		struct mizan_hawkes_events events = {
			.times = times, .count = count, .group_count = 1, .end = 500};
		check(mizan_hawkes_fit(&events, MIZAN_HAWKES_STRICT, 1, &fit, NULL, &error),
			&error);
		const struct mizan_hawkes_group *group = &fit.groups[0];
		found += group->standing == MIZAN_HAWKES_WHOLE &&
			 group->parameters[1] - 1.96 * group->errors[1] > 0;
		gains += 2 * (group->likelihood - group->poisson) > 5.991;
		fine += group->p_value <= 0.05;
	}
	printf("hawkes of a Poisson process, 500 events, %d rounds: interval above 0 in %.3f, gain "
	       "above the 5 %% of chi-square (2) in %.3f; fit p <= 0.05 in %.3f\n",
		rounds, (double)found / rounds, (double)gains / rounds, (double)fine / rounds);
}

int main(int count, char **arguments)
{
	static const struct {
		const char *name;
		struct truth truth;
	} all[] = {{"hawkes", {1, {0.5}, {0.5}, {1.2}, 800, MIZAN_HAWKES_STRICT}},
		{"hawkes-near-1", {1, {0.1}, {0.85}, {1}, 1500, MIZAN_HAWKES_STRICT}},
		{"daily", {1, {0.5}, {0.6}, {0.3}, 1500, MIZAN_HAWKES_DAILY}},
		{"radius", {2, {0.3, 0.2}, {0.4, 0.2, 0.3, 0.2}, {1, 0.5}, 1500,
				   MIZAN_HAWKES_STRICT}}};
	const char *only = count > 1 ? arguments[1] : NULL;
	int rounds = count > 2 ? atoi(arguments[2]) : 500;
	if (!only || strcmp(only, "knox") == 0) {
		run_knox(8 * rounds, 0);
		run_knox(rounds, 10);
		run_knox(rounds, 20);
	}
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		if (!only || strcmp(only, all[i].name) == 0) {
			run_hawkes(all[i].name, &all[i].truth, rounds);
		}
	}
	if (!only || strcmp(only, "poisson") == 0) {
		run_poisson(rounds);
	}
	return 0;
}
