/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Self-exciting processes: the likelihood against its definition, planted processes found again. */
#include "../fixture.h"

#include "../../../lib/spread/hawkes_internal.h"

/* ---- The likelihood by its definition ------------------------------------------------------ */

/* O(n^2): the rate at each event from every one before it, the integral in closed form. */
static double plain_times(const struct mizan_hawkes_events *events, enum mizan_hawkes_rule rule,
	size_t target, const double *parameters)
{
	size_t stretches = events->stretches ? events->stretch_count : 1;
	const double *ratios = parameters + stretches;
	double decay = ratios[events->group_count], value = 0;
	for (size_t i = 0; i < events->count; i++) {
		if (events->groups[i] != target) {
			continue;
		}
		size_t stretch = 0;
		while (stretch + 1 < stretches && events->times[i] >= events->stretches[stretch]) {
			stretch++;
		}
		double rate = parameters[stretch];
		for (size_t k = 0; k < i; k++) {
			double age = events->times[i] - events->times[k];
			if (age > 0 || rule == MIZAN_HAWKES_ORDER) {
				rate += ratios[events->groups[k]] * decay * exp(-decay * age);
			}
		}
		value += log(rate);
	}
	for (size_t i = 0; i < stretches; i++) {
		double end = events->stretches ? events->stretches[i] : events->end;
		value -= parameters[i] * (end - (i > 0 ? events->stretches[i - 1] : 0));
	}
	for (size_t i = 0; i < events->count; i++) {
		value -= ratios[events->groups[i]] *
			 -expm1(-decay * (events->end - events->times[i]));
	}
	return value;
}

static double plain_daily(
	const struct mizan_hawkes_events *events, size_t target, const double *parameters)
{
	size_t stretches = events->stretches ? events->stretch_count : 1;
	const double *ratios = parameters + stretches;
	double r = exp(-ratios[events->group_count]), value = 0;
	for (int day = 0; day < (int)events->end; day++) {
		size_t stretch = 0;
		while (stretch + 1 < stretches && day >= events->stretches[stretch]) {
			stretch++;
		}
		double rate = parameters[stretch], count = 0;
		for (size_t k = 0; k < events->count; k++) {
			int lag = day - (int)events->times[k];
			count += lag == 0 && events->groups[k] == target;
			if (lag > 0) {
				rate += ratios[events->groups[k]] * (1 - r) * pow(r, lag - 1);
			}
		}
		value += count * log(rate) - rate;
	}
	return value;
}

/* Three groups over 200 days, many of them on whole days. */
#define MADE 160
static double made_times[MADE];
static uint16_t made_groups[MADE];
static const double made_stretches[] = {50, 120, 200};

static struct mizan_hawkes_events make_events(uint64_t seed, bool whole_days, bool stretches)
{
	for (int i = 0; i < MADE; i++) {
		made_times[i] = chance_below(&seed, 200000) / 1000.0;
		made_times[i] = whole_days ? floor(made_times[i]) : made_times[i];
		made_groups[i] = (uint16_t)chance_below(&seed, 3);
		for (int k = i; k > 0 && made_times[k] < made_times[k - 1]; k--) {
			double time = made_times[k];
			made_times[k] = made_times[k - 1];
			made_times[k - 1] = time;
		}
	}
	return (struct mizan_hawkes_events){.times = made_times,
		.groups = made_groups,
		.count = MADE,
		.group_count = 3,
		.end = 200,
		.stretches = stretches ? made_stretches : NULL,
		.stretch_count = stretches ? 3 : 0};
}

static const double made_parameters[][7] = {
	{0.1, 0.3, 0.05, 0.2, 0.7}, {0.02, 0.2, 0.07, 0.5, 0.1, 0, 1.9}};

static void likelihood_is_that_of_its_definition(void **state)
{
	(void)state;
	struct mizan_error error;
	for (int cut = 0; cut < 2; cut++) {
		for (int whole = 0; whole < 2; whole++) {
			struct mizan_hawkes_events events = make_events(17, whole != 0, cut != 0);
			for (size_t target = 0; target < 3; target++) {
				const double *at = made_parameters[cut];
				double value;
				for (int rule = 0; rule < 2; rule++) {
					CHECK(mizan_hawkes_likelihood(&events,
						(enum mizan_hawkes_rule)rule, target, at, &value,
						NULL, NULL, &error));
					assert_near(value,
						plain_times(&events, (enum mizan_hawkes_rule)rule,
							target, at),
						1e-9);
				}
				CHECK(mizan_hawkes_likelihood(&events, MIZAN_HAWKES_DAILY, target,
					at, &value, NULL, NULL, &error));
				assert_near(value, plain_daily(&events, target, at), 1e-9);
			}
		}
	}
}

static void without_equal_times_both_rules_are_the_same(void **state)
{
	(void)state;
	struct mizan_error error;
	double strict, order;
	struct mizan_hawkes_events events = make_events(23, false, false);
	for (int i = 1; i < MADE; i++) {
		made_times[i] += 1e-7 * i;
	}
	events.end = 201;
	CHECK(mizan_hawkes_likelihood(
		&events, MIZAN_HAWKES_STRICT, 1, made_parameters[0], &strict, NULL, NULL, &error));
	CHECK(mizan_hawkes_likelihood(
		&events, MIZAN_HAWKES_ORDER, 1, made_parameters[0], &order, NULL, NULL, &error));
	assert_near(strict, order, 0);
}

static void derivatives_are_those_of_small_steps(void **state)
{
	(void)state;
	struct mizan_error error;
	for (int cut = 0; cut < 2; cut++) {
		struct mizan_hawkes_events events = make_events(31, true, cut != 0);
		size_t width = cut ? 7 : 5;
		for (int rule = 0; rule < 3; rule++) {
			double at[7], value, gradient[7], hessian[49], low[7], high[7];
			memcpy(at, made_parameters[cut], sizeof at);
			at[width - 2] += 0.1; /* no step below 0 */
			CHECK(mizan_hawkes_likelihood(&events, (enum mizan_hawkes_rule)rule, 2, at,
				&value, gradient, hessian, &error));
			for (size_t i = 0; i < width; i++) {
				double step = 1e-5, kept = at[i], below, above;
				at[i] = kept - step;
				CHECK(mizan_hawkes_likelihood(&events, (enum mizan_hawkes_rule)rule,
					2, at, &below, low, NULL, &error));
				at[i] = kept + step;
				CHECK(mizan_hawkes_likelihood(&events, (enum mizan_hawkes_rule)rule,
					2, at, &above, high, NULL, &error));
				at[i] = kept;
				assert_near(gradient[i], (above - below) / (2 * step),
					1e-5 * (1 + fabs(gradient[i])));
				for (size_t k = 0; k < width; k++) {
					double second = (high[k] - low[k]) / (2 * step);
					assert_near(hessian[i * width + k], second,
						1e-5 * (1 + fabs(second)));
				}
			}
		}
	}
}

/* ---- Planted processes --------------------------------------------------------------------- */

#define ROOM 20000
static double drawn_times[ROOM];
static uint16_t drawn_groups[ROOM];
static struct mizan_hawkes fit;

static struct mizan_hawkes_events draw(size_t groups, const double *baselines, const double *ratios,
	const double *decays, double end, uint64_t seed)
{
	struct mizan_error error;
	struct mizan_random random;
	size_t count;
	mizan_random_init(&random, seed, 0);
	CHECK(mizan_hawkes_simulate(groups, baselines, ratios, decays, end, &random, drawn_times,
		drawn_groups, ROOM, &count, &error));
	return (struct mizan_hawkes_events){.times = drawn_times,
		.groups = drawn_groups,
		.count = count,
		.group_count = groups,
		.end = end};
}

static void a_planted_ratio_is_found_again(void **state)
{
	(void)state;
	struct mizan_error error;
	const double baseline[] = {0.5}, ratio[] = {0.6}, decay[] = {1.2};
	int held = 0, fine = 0;
	for (uint64_t seed = 1; seed <= 40; seed++) {
		struct mizan_hawkes_events events = draw(1, baseline, ratio, decay, 1500, seed);
		CHECK(mizan_hawkes_fit(&events, MIZAN_HAWKES_STRICT, 1, &fit, NULL, &error));
		const struct mizan_hawkes_group *group = &fit.groups[0];
		assert_int_equal(group->standing, MIZAN_HAWKES_WHOLE);
		assert_near(group->parameters[0], 0.5, 0.15);
		assert_near(group->parameters[1], 0.6, 0.15);
		assert_near(fit.radius, group->parameters[1], 1e-12);
		held += fit.radius_low <= 0.6 && fit.radius_high >= 0.6;
		fine += group->p_value > 0.05;
	}
	/* 38 expected; fewer than 33 would come in one of 300 such tests. */
	assert_true(held >= 33);
	assert_true(fine >= 36);
}

static void who_follows_whom_is_found(void **state)
{
	(void)state;
	struct mizan_error error;
	/* The first group brings events of the second; nothing goes the other way. */
	const double baselines[] = {0.4, 0.2}, ratios[] = {0.3, 0, 0.5, 0.2}, decays[] = {1, 0.5};
	struct mizan_hawkes_events events = draw(2, baselines, ratios, decays, 4000, 9);
	CHECK(mizan_hawkes_fit(&events, MIZAN_HAWKES_STRICT, 1, &fit, NULL, &error));
	for (size_t target = 0; target < 2; target++) {
		const struct mizan_hawkes_group *group = &fit.groups[target];
		assert_int_equal(group->standing, MIZAN_HAWKES_WHOLE);
		for (size_t origin = 0; origin < 2; origin++) {
			assert_near(group->parameters[mizan_hawkes_ratio(&fit, origin)],
				ratios[target * 2 + origin], 0.08);
		}
		assert_near(group->parameters[mizan_hawkes_decay(&fit)], decays[target],
			0.3 * decays[target]);
		assert_true(group->p_value > 0.01);
	}
	/* A triangular matrix: its eigenvalues are on the diagonal. */
	assert_near(
		fit.radius, fmax(fit.groups[0].parameters[1], fit.groups[1].parameters[2]), 0.02);
}

/* Days of a daily process, drawn by its own definition with the library's random numbers. */
static struct mizan_hawkes_events draw_daily(
	double baseline, double ratio, double decay, int days, uint64_t seed)
{
	struct mizan_random random;
	double r = exp(-decay), past = 0;
	size_t count = 0;
	mizan_random_init(&random, seed, 1);
	for (int day = 0; day < days; day++) {
		double mean = baseline + ratio * (1 - r) * past, left = exp(-mean);
		size_t today = 0;
		for (double p = mizan_random_real(&random); p > left;
			p *= mizan_random_real(&random)) {
			drawn_times[count++] = day;
			today++;
		}
		past = r * past + (double)today;
	}
	return (struct mizan_hawkes_events){
		.times = drawn_times, .count = count, .group_count = 1, .end = days};
}

static void a_daily_process_is_found_and_fits(void **state)
{
	(void)state;
	struct mizan_error error;
	int held = 0, fine = 0;
	for (uint64_t seed = 1; seed <= 60; seed++) {
		struct mizan_hawkes_events events = draw_daily(0.5, 0.6, 0.3, 2000, seed);
		CHECK(mizan_hawkes_fit(&events, MIZAN_HAWKES_DAILY, seed, &fit, NULL, &error));
		assert_int_equal(fit.groups[0].standing, MIZAN_HAWKES_WHOLE);
		held += fit.radius_low <= 0.6 && fit.radius_high >= 0.6;
		fine += fit.groups[0].p_value > 0.05;
		assert_near(fit.groups[0].dispersion, 1, 0.2);
	}
	/* 57 expected of each; fewer than 50 would come in one of 200 such tests. */
	assert_true(held >= 50);
	assert_true(fine >= 52);
}

static void a_level_that_steps_is_no_excitation_once_each_stretch_has_its_own(void **state)
{
	(void)state;
	struct mizan_error error;
	const double none[] = {0}, decay[] = {1}, low[] = {0.2}, high[] = {3};
	const double stretches[] = {500, 1000};
	struct mizan_hawkes_events events = draw(1, low, none, decay, 500, 3);
	size_t first = events.count;
	double kept[ROOM / 4];
	memcpy(kept, drawn_times, first * sizeof *kept);
	events = draw(1, high, none, decay, 500, 4);
	memmove(drawn_times + first, drawn_times, events.count * sizeof *drawn_times);
	memcpy(drawn_times, kept, first * sizeof *kept);
	for (size_t i = first; i < first + events.count; i++) {
		drawn_times[i] += 500;
	}
	events.count += first;
	events.end = 1000;
	events.groups = NULL;
	CHECK(mizan_hawkes_fit(&events, MIZAN_HAWKES_STRICT, 1, &fit, NULL, &error));
	assert_true(fit.groups[0].parameters[1] > 0.5);
	events.stretches = stretches;
	events.stretch_count = 2;
	CHECK(mizan_hawkes_fit(&events, MIZAN_HAWKES_STRICT, 1, &fit, NULL, &error));
	assert_true(fit.groups[0].parameters[2] < 0.15);
}

static void a_wrong_model_does_not_fit(void **state)
{
	(void)state;
	struct mizan_error error;
	/* As regular as a clock: nothing like a process that excites itself. */
	for (int i = 0; i < 500; i++) {
		drawn_times[i] = i + 0.5;
	}
	struct mizan_hawkes_events events = {
		.times = drawn_times, .count = 500, .group_count = 1, .end = 500};
	CHECK(mizan_hawkes_fit(&events, MIZAN_HAWKES_STRICT, 1, &fit, NULL, &error));
	assert_int_equal(fit.groups[0].standing, MIZAN_HAWKES_NO_DECAY);
	assert_true(fit.groups[0].p_value < 1e-6);
	assert_true(isnan(fit.groups[0].parameters[2]));
}

/* Records of all sorts: some excited, some not, on whole days or not, in one to three groups. */
static struct mizan_hawkes_events make_any(uint64_t seed, double *ends)
{
	struct mizan_hawkes_events events = make_events(seed, seed % 2 != 0, false);
	size_t groups = 1 + seed % 3, stretches = 1 + seed / 3 % 4;
	for (int i = 0; i < MADE; i++) {
		made_groups[i] = (uint16_t)(made_groups[i] % groups);
		/* Half of the records come in bursts. */
		made_times[i] = seed % 4 < 2 ? floor(made_times[i] / 9) * 9 + made_times[i] / 120
					     : made_times[i];
	}
	for (int i = 1; i < MADE; i++) {
		made_times[i] = fmax(made_times[i], made_times[i - 1]);
	}
	for (size_t i = 0; i < stretches; i++) {
		ends[i] = 200.0 * (double)(i + 1) / (double)stretches;
	}
	events.group_count = groups;
	events.stretches = ends;
	events.stretch_count = stretches;
	return events;
}

static void a_maximum_has_no_slope_left_and_is_no_worse_than_no_excitation(void **state)
{
	(void)state;
	struct mizan_error error;
	int whole = 0;
	for (uint64_t seed = 1; seed <= 120; seed++) {
		double ends[4], value, gradient[8];
		struct mizan_hawkes_events events = make_any(seed, ends);
		enum mizan_hawkes_rule rule = (enum mizan_hawkes_rule)(seed / 2 % 3);
		CHECK(mizan_hawkes_fit(&events, rule, 1, &fit, NULL, &error));
		for (size_t k = 0; k < events.group_count; k++) {
			const struct mizan_hawkes_group *group = &fit.groups[k];
			assert_int_not_equal(group->standing, MIZAN_HAWKES_UNSURE);
			if (group->standing != MIZAN_HAWKES_WHOLE) {
				continue;
			}
			whole++;
			CHECK(mizan_hawkes_likelihood(&events, rule, k, group->parameters, &value,
				gradient, NULL, &error));
			assert_near(value, group->likelihood, 1e-9);
			assert_true(rule == MIZAN_HAWKES_DAILY ||
				    group->likelihood >= group->poisson - 1e-6);
			for (size_t i = 0; i < mizan_hawkes_decay(&fit); i++) {
				double at = group->parameters[i];
				assert_true(at > 1e-7 ? fabs(gradient[i] * at) < 2e-3
						      : gradient[i] < 1);
			}
		}
	}
	assert_true(whole > 60);
}

/* ---- Bad input ------------------------------------------------------------------------------ */

static void equal_times_in_file_order_have_no_maximum_and_it_says_so(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_hawkes_events events = make_events(5, true, false);
	events.groups = NULL;
	events.group_count = 1;
	CHECK(mizan_hawkes_fit(&events, MIZAN_HAWKES_ORDER, 1, &fit, NULL, &error));
	assert_int_equal(fit.groups[0].standing, MIZAN_HAWKES_EDGE);
	assert_true(isnan(fit.radius));
}

static void too_few_events_and_one_day_have_a_word(void **state)
{
	(void)state;
	struct mizan_error error;
	for (int i = 0; i < 20; i++) {
		drawn_times[i] = 3.25 + i * 0.01;
	}
	struct mizan_hawkes_events events = {
		.times = drawn_times, .count = 9, .group_count = 1, .end = 10};
	CHECK(mizan_hawkes_fit(&events, MIZAN_HAWKES_STRICT, 1, &fit, NULL, &error));
	assert_int_equal(fit.groups[0].standing, MIZAN_HAWKES_TOO_FEW);
	events.count = 20;
	CHECK(mizan_hawkes_fit(&events, MIZAN_HAWKES_DAILY, 1, &fit, NULL, &error));
	assert_int_equal(fit.groups[0].standing, MIZAN_HAWKES_ONE_TIME);
	assert_true(isnan(fit.radius) && isnan(fit.groups[0].p_value));
}

static void wrong_events_are_refused(void **state)
{
	(void)state;
	struct mizan_error error;
	double value, times[] = {1, 3, 2};
	const uint16_t groups[] = {0, 1, 2};
	const double at[] = {0.1, 0.2, 0.3}, no_decay[] = {0.1, 0.2, 0};
	struct mizan_hawkes_events events = {
		.times = times, .count = 3, .group_count = 1, .end = 5};
	assert_int_equal(mizan_hawkes_likelihood(
				 &events, MIZAN_HAWKES_STRICT, 0, at, &value, NULL, NULL, &error),
		MIZAN_ERROR_USAGE);
	times[2] = (double)NAN;
	assert_int_equal(mizan_hawkes_fit(&events, MIZAN_HAWKES_STRICT, 1, &fit, NULL, &error),
		MIZAN_ERROR_USAGE);
	times[2] = 4;
	assert_int_equal(mizan_hawkes_likelihood(&events, MIZAN_HAWKES_STRICT, 0, no_decay, &value,
				 NULL, NULL, &error),
		MIZAN_ERROR_USAGE);
	events.groups = groups;
	assert_int_equal(mizan_hawkes_fit(&events, MIZAN_HAWKES_STRICT, 1, &fit, NULL, &error),
		MIZAN_ERROR_USAGE);
	events.groups = NULL;
	events.end = 3;
	assert_int_equal(mizan_hawkes_fit(&events, MIZAN_HAWKES_STRICT, 1, &fit, NULL, &error),
		MIZAN_ERROR_USAGE);
}

static void a_process_that_explodes_stops_at_the_room_given(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_random random;
	const double baseline[] = {1}, ratio[] = {1.3}, decay[] = {2};
	size_t count;
	mizan_random_init(&random, 1, 0);
	assert_int_equal(mizan_hawkes_simulate(1, baseline, ratio, decay, 1e6, &random, drawn_times,
				 NULL, ROOM, &count, &error),
		MIZAN_ERROR_USAGE);
	assert_int_equal(count, ROOM);
}

static void a_simulated_process_has_the_mean_of_its_theory(void **state)
{
	(void)state;
	/* Long after the start the rate is baseline / (1 - ratio). */
	const double baseline[] = {1}, ratio[] = {0.5}, decay[] = {4};
	struct mizan_hawkes_events events = draw(1, baseline, ratio, decay, 5000, 12);
	/* Variance of the count: end x rate / (1 - ratio)^2 = 40,000. */
	assert_near((double)events.count, 10000, 3 * 200);
}

/* ---- The same bits ------------------------------------------------------------------------- */

static void vector_and_plain_arithmetic_give_the_same_bits_and_the_general_way_the_same_value(
	void **state)
{
	(void)state;
	struct mizan_error error;
	const double at[] = {0.3, 0.45, 0.8};
	for (int whole = 0; whole < 2; whole++) {
		struct mizan_hawkes_events events = make_events(3, whole != 0, false);
		struct hawkes_problem problem;
		double gradients[2][3], hessians[2][9], value, gradient[4], hessian[16];
		/* An empty second group takes the general way. */
		double with_empty[] = {0.3, 0.45, 0.2, 0.8};
		struct mizan_hawkes_events general = events;
		uint16_t none[MADE] = {0};
		events.groups = general.groups = none;
		events.group_count = 1;
		general.group_count = 2;
		for (int rule = 0; rule < 2; rule++) {
			CHECK(hawkes_problem_make(
				&events, (enum mizan_hawkes_rule)rule, &problem, &error));
			double values[2];
			for (int plain = 0; plain < 2; plain++) {
				memset(gradients[plain], 0, sizeof gradients[plain]);
				memset(hessians[plain], 0, sizeof hessians[plain]);
				struct hawkes_sums sums = {.problem = &problem,
					.gradient = gradients[plain],
					.hessian = hessians[plain]};
				hawkes_evaluate_one(&sums, at, plain != 0);
				values[plain] = sums.value;
			}
			hawkes_problem_release(&problem);
			assert_memory_equal(&values[0], &values[1], sizeof *values);
			assert_memory_equal(gradients[0], gradients[1], sizeof *gradients);
			assert_memory_equal(hessians[0], hessians[1], sizeof *hessians);
			CHECK(mizan_hawkes_likelihood(&general, (enum mizan_hawkes_rule)rule, 0,
				with_empty, &value, gradient, hessian, &error));
			assert_near(value, values[0], 1e-10);
			assert_near(gradient[1], gradients[0][1], 1e-9);
			assert_near(gradient[3], gradients[0][2], 1e-9);
			assert_near(hessian[15], hessians[0][8], 1e-8);
		}
	}
}

static void the_test_of_fit_is_the_same_on_any_number_of_threads(void **state)
{
	(void)state;
	struct mizan_error error;
	const double baseline[] = {0.5}, ratio[] = {0.5}, decay[] = {1};
	struct mizan_hawkes_events events = draw(1, baseline, ratio, decay, 300, 2);
	double p[3], before;
	for (unsigned threads = 1; threads <= 3; threads++) {
		CHECK(mizan_hawkes_fit(&events, MIZAN_HAWKES_STRICT, 1, &fit, NULL, &error));
		before = fit.groups[0].p_value;
		CHECK(mizan_hawkes_test(
			&events, MIZAN_HAWKES_STRICT, 39, 8, threads, &fit, NULL, &error));
		p[threads - 1] = fit.groups[0].p_value;
		assert_true(p[threads - 1] <= before + 0.1);
		assert_near(p[threads - 1] * 40, round(p[threads - 1] * 40), 1e-9);
	}
	assert_near(p[0], p[1], 0);
	assert_near(p[0], p[2], 0);
}

static void a_wrong_model_is_found_by_drawn_processes(void **state)
{
	(void)state;
	struct mizan_error error;
	/* Bursts of exactly five, evenly apart: excitation of another kind. */
	for (int i = 0; i < 500; i++) {
		drawn_times[i] = 10.0 * (i / 5) + 0.1 * (i % 5) + 1;
	}
	struct mizan_hawkes_events events = {
		.times = drawn_times, .count = 500, .group_count = 1, .end = 1001};
	CHECK(mizan_hawkes_fit(&events, MIZAN_HAWKES_STRICT, 1, &fit, NULL, &error));
	CHECK(mizan_hawkes_test(&events, MIZAN_HAWKES_STRICT, 99, 1, 0, &fit, NULL, &error));
	assert_near(fit.groups[0].p_value, 0.01, 1e-12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(likelihood_is_that_of_its_definition),
		cmocka_unit_test(without_equal_times_both_rules_are_the_same),
		cmocka_unit_test(derivatives_are_those_of_small_steps),
		cmocka_unit_test(a_planted_ratio_is_found_again),
		cmocka_unit_test(who_follows_whom_is_found),
		cmocka_unit_test(a_daily_process_is_found_and_fits),
		cmocka_unit_test(a_level_that_steps_is_no_excitation_once_each_stretch_has_its_own),
		cmocka_unit_test(a_wrong_model_does_not_fit),
		cmocka_unit_test(a_maximum_has_no_slope_left_and_is_no_worse_than_no_excitation),
		cmocka_unit_test(equal_times_in_file_order_have_no_maximum_and_it_says_so),
		cmocka_unit_test(too_few_events_and_one_day_have_a_word),
		cmocka_unit_test(wrong_events_are_refused),
		cmocka_unit_test(a_process_that_explodes_stops_at_the_room_given),
		cmocka_unit_test(a_simulated_process_has_the_mean_of_its_theory),
		cmocka_unit_test(
			vector_and_plain_arithmetic_give_the_same_bits_and_the_general_way_the_same_value),
		cmocka_unit_test(the_test_of_fit_is_the_same_on_any_number_of_threads),
		cmocka_unit_test(a_wrong_model_is_found_by_drawn_processes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
