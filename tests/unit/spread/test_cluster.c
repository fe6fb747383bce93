/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scan statistics: every window of small data, and what cannot be scanned. */
#include "cluster_test.h"

#include <stdatomic.h>

#define assert_near(a, b, allowed)                                                                 \
	do {                                                                                       \
		double left_ = (a), right_ = (b);                                                  \
		if (!(fabs(left_ - right_) <= (allowed))) {                                        \
			fail_msg("%s = %.17g, %s = %.17g", #a, left_, #b, right_);                 \
		}                                                                                  \
	} while (0)

static struct cluster_case one;

static struct mizan_cluster_result scan(void)
{
	struct mizan_cluster_result result;
	struct mizan_error error = {0};
	if (mizan_cluster_scan(&one.data, &one.options, &result, NULL, &error) != MIZAN_OK) {
		fail_msg("%s", error.what);
	}
	return result;
}

static void compare_to_oracle(void)
{
	struct mizan_cluster_result result = scan();
	struct oracle_window best = oracle_scan(&one);
	assert_true(result.count > 0);
	const struct mizan_cluster *found = &result.clusters[0];
	assert_near(found->statistic, best.statistic, 1e-9 * fmax(1, best.statistic));
	/* Several windows may have the same statistic, so that of the one found counts. */
	bool in[PLACES_MAX] = {false};
	double size;
	for (size_t i = 0; i < found->member_count; i++) {
		in[found->members[i]] = true;
		assert_true(one.options.shape == MIZAN_CLUSTER_TIME ||
			    oracle_distance(&one, found->centre, found->members[i]) <=
				    found->radius_km * (1 + 1e-9) + 1e-9);
	}
	assert_near(found->expected,
		oracle_expected(&one, in, found->first_period, found->last_period, &size),
		1e-9 * found->expected);
	assert_near(oracle_statistic(&one, found->cases, found->expected), best.statistic,
		1e-9 * fmax(1, best.statistic));
	mizan_cluster_result_release(&result);
}

static void every_model_and_shape_finds_the_largest_of_all_windows(void **state)
{
	(void)state;
	struct mizan_random random;
	mizan_random_init(&random, 20, 1);
	for (int run = 0; run < 120; run++) {
		int model = run % 3, shape = run / 3 % 4;
		bool one_way = shape == MIZAN_CLUSTER_SPACE || shape == MIZAN_CLUSTER_TIME;
		if (model == MIZAN_CLUSTER_PERMUTATION && one_way) {
			continue;
		}
		cluster_case_make(&one, &random, 4 + mizan_random_below(&random, 12),
			3 + mizan_random_below(&random, 9), 20 + mizan_random_below(&random, 60),
			20 + mizan_random_below(&random, 60));
		one.options.model = (enum mizan_cluster_model)model;
		one.options.shape = (enum mizan_cluster_shape)shape;
		one.options.max_km = run % 5 == 0 ? 40 : 0;
		one.options.max_share = run % 7 == 0 ? 0.3 : 0;
		if (run % 2) {
			one.data.plane = false;
			for (size_t i = 0; i < one.data.place_count; i++) {
				one.x[i] = 70 + one.x[i] / 50;
				one.y[i] = 30 + one.y[i] / 50;
			}
		}
		compare_to_oracle();
	}
}

static void people_may_differ_from_period_to_period_and_periods_in_length(void **state)
{
	(void)state;
	struct mizan_random random;
	mizan_random_init(&random, 21, 1);
	for (int run = 0; run < 20; run++) {
		cluster_case_make(&one, &random, 8, 6, 60, 0);
		one.options.model = MIZAN_CLUSTER_POISSON;
		one.options.shape = run % 4 == 3 ? MIZAN_CLUSTER_SPACE : MIZAN_CLUSTER_SPACE_TIME;
		one.data.by_period = run % 2;
		one.data.period_length = run % 3 ? one.lengths : NULL;
		for (size_t i = 0; i < 48; i++) {
			one.population[i] = 1 + mizan_random_below(&random, 500);
		}
		for (size_t k = 0; k < 6; k++) {
			one.lengths[k] = 28 + mizan_random_below(&random, 4);
		}
		compare_to_oracle();
	}
}

static void places_at_one_point_are_in_a_circle_together(void **state)
{
	(void)state;
	struct mizan_random random;
	mizan_random_init(&random, 22, 1);
	for (int run = 0; run < 20; run++) {
		cluster_case_make(&one, &random, 12, 6, 60, 0);
		for (size_t i = 1; i < 12; i += 2) {
			one.x[i] = one.x[i - 1];
			one.y[i] = one.y[i - 1];
		}
		compare_to_oracle();
	}
}

static void clusters_share_no_place_and_come_largest_first(void **state)
{
	(void)state;
	struct mizan_random random;
	bool taken[PLACES_MAX] = {false};
	mizan_random_init(&random, 23, 1);
	cluster_case_make(&one, &random, 40, 12, 600, 0);
	one.options.replicates = 99;
	struct mizan_cluster_result result = scan();
	assert_true(result.count > 1);
	for (size_t i = 0; i < result.count; i++) {
		const struct mizan_cluster *cluster = &result.clusters[i];
		assert_true(i == 0 || cluster->statistic <= result.clusters[i - 1].statistic);
		assert_true(i == 0 || cluster->p_value >= result.clusters[i - 1].p_value);
		for (size_t k = 0; k < cluster->member_count; k++) {
			assert_false(taken[cluster->members[k]]);
			taken[cluster->members[k]] = true;
		}
	}
	mizan_cluster_result_release(&result);
}

/* ---- Chance ------------------------------------------------------------------------------- */

/* Where nothing clusters: cases by people, any period, and controls likewise. */
static void quiet(struct mizan_random *random)
{
	cluster_case_make(&one, random, 12, 8, 60, 80);
	for (size_t i = 0; i < 140; i++) {
		uint32_t place;
		do {
			place = mizan_random_below(random, 12);
		} while (mizan_random_below(random, 1001) > one.population[place]);
		uint32_t period = mizan_random_below(random, 8);
		if (i < 60) {
			one.case_place[i] = place;
			one.case_period[i] = period;
		} else {
			one.control_place[i - 60] = place;
			one.control_period[i - 60] = period;
		}
	}
	one.options.replicates = 19;
	one.options.threads = 1;
}

static void where_nothing_clusters_one_record_in_twenty_says_so(void **state)
{
	(void)state;
	for (int model = 0; model < 3; model++) {
		struct mizan_random random;
		int found = 0;
		mizan_random_init(&random, 27, (uint64_t)model);
		for (int i = 0; i < 500; i++) {
			quiet(&random);
			one.options.model = (enum mizan_cluster_model)model;
			one.options.seed = (uint64_t)i;
			struct mizan_cluster_result result = scan();
			found += result.count > 0 && result.clusters[0].p_value <= 0.05;
			mizan_cluster_result_release(&result);
		}
		/* 25 of 500, within three standard errors. */
		assert_in_range(found, 10, 40);
	}
}

/* ---- Threads ------------------------------------------------------------------------------ */

static void assert_same(const struct mizan_cluster_result *a, const struct mizan_cluster_result *b)
{
	assert_int_equal(a->count, b->count);
	assert_memory_equal(&a->critical, &b->critical, sizeof a->critical);
	for (size_t i = 0; i < a->count; i++) {
		const struct mizan_cluster *one_of = &a->clusters[i], *other = &b->clusters[i];
		assert_int_equal(one_of->centre, other->centre);
		assert_int_equal(one_of->as_large, other->as_large);
		assert_int_equal(one_of->first_period, other->first_period);
		assert_int_equal(one_of->last_period, other->last_period);
		assert_memory_equal(&one_of->statistic, &other->statistic, sizeof(double));
		assert_memory_equal(&one_of->expected, &other->expected, sizeof(double));
	}
}

static void the_same_seed_gives_the_same_bits_on_one_and_two_threads(void **state)
{
	(void)state;
	struct mizan_random random;
	mizan_random_init(&random, 24, 1);
	for (int model = 0; model < 3; model++) {
		cluster_case_make(&one, &random, 30, 12, 300, 300);
		one.options.model = (enum mizan_cluster_model)model;
		one.options.replicates = 99;
		one.options.threads = 1;
		struct mizan_cluster_result first = scan();
		one.options.threads = 2;
		struct mizan_cluster_result second = scan();
		assert_same(&first, &second);
		mizan_cluster_result_release(&first);
		mizan_cluster_result_release(&second);
	}
}

/* All that a scan can be: few and many cases, one and many periods, plane and sphere. */
static void any_case(struct mizan_random *random, int run)
{
	bool long_one = run % 11 == 0;
	size_t cases = 2 + mizan_random_below(random, run % 5 ? 120 : CASES_MAX - 2);
	cluster_case_make(&one, random,
		2 + mizan_random_below(random, long_one ? 8 : PLACES_MAX - 2),
		2 + mizan_random_below(random, long_one ? PERIODS_MAX - 1 : 39), cases,
		1 + mizan_random_below(random, CASES_MAX));
	one.options.model = (enum mizan_cluster_model)(run % 3);
	one.options.shape = run % 5 == 3   ? MIZAN_CLUSTER_SPACE
			    : run % 5 == 2 ? MIZAN_CLUSTER_PROSPECTIVE
					   : MIZAN_CLUSTER_SPACE_TIME;
	one.options.max_periods = one.options.shape == MIZAN_CLUSTER_SPACE
					  ? 0
					  : 1 + mizan_random_below(random, one.data.period_count);
	one.options.max_km = run % 4 ? 0 : 30;
	one.options.min_cases = 1 + (uint32_t)run % 3;
	one.options.replicates = 19;
	one.options.seed = (uint64_t)run;
	one.data.period_length = run % 2 ? NULL : one.lengths;
	for (size_t k = 0; k < PERIODS_MAX; k++) {
		one.lengths[k] = 28 + mizan_random_below(random, 4);
	}
}

static void many_windows_at_once_give_the_bits_of_one_by_one(void **state)
{
	(void)state;
	struct mizan_random random;
	struct mizan_error error = {0};
	mizan_random_init(&random, 26, 1);
	int compared = 0;
	for (int run = 0; run < 330; run++) {
		struct mizan_cluster_result plain, quick;
		any_case(&random, run);
		one.options.way = MIZAN_CLUSTER_PLAIN;
		if (mizan_cluster_scan(&one.data, &one.options, &plain, NULL, &error) != MIZAN_OK) {
			continue; /* all in one period, or fewer than min_cases */
		}
		one.options.way = run % 4 ? MIZAN_CLUSTER_QUICK : MIZAN_CLUSTER_ANY_PROCESSOR;
		quick = scan();
		assert_same(&plain, &quick);
		compared++;
		mizan_cluster_result_release(&plain);
		mizan_cluster_result_release(&quick);
	}
	assert_true(compared > 250);
}

/* ---- Words for what cannot be ------------------------------------------------------------- */

static void assert_refused(mizan_status status, const char *word)
{
	struct mizan_cluster_result result;
	struct mizan_error error = {0};
	assert_int_equal(
		mizan_cluster_scan(&one.data, &one.options, &result, NULL, &error), status);
	if (!strstr(error.what, word)) {
		fail_msg("not '%s' in: %s", word, error.what);
	}
}

static void fresh(enum mizan_cluster_model model, enum mizan_cluster_shape shape)
{
	struct mizan_random random;
	mizan_random_init(&random, 25, 1);
	cluster_case_make(&one, &random, 10, 6, 40, 40);
	one.options.model = model;
	one.options.shape = shape;
}

static void what_leaves_nothing_to_compare_is_refused_in_words(void **state)
{
	(void)state;
	fresh(MIZAN_CLUSTER_PERMUTATION, MIZAN_CLUSTER_SPACE);
	assert_refused(MIZAN_ERROR_USAGE, "space alone");
	fresh(MIZAN_CLUSTER_PERMUTATION, MIZAN_CLUSTER_TIME);
	assert_refused(MIZAN_ERROR_USAGE, "time alone");
	fresh(MIZAN_CLUSTER_PERMUTATION, MIZAN_CLUSTER_SPACE_TIME);
	memset(one.case_place, 0, sizeof one.case_place);
	assert_refused(MIZAN_ERROR_INPUT, "one place");
	fresh(MIZAN_CLUSTER_PERMUTATION, MIZAN_CLUSTER_SPACE_TIME);
	memset(one.case_period, 0, sizeof one.case_period);
	assert_refused(MIZAN_ERROR_INPUT, "one period");
	fresh(MIZAN_CLUSTER_PERMUTATION, MIZAN_CLUSTER_SPACE_TIME);
	for (size_t i = 0; i < one.data.place_count; i++) {
		one.x[i] = one.y[i] = 5;
	}
	assert_refused(MIZAN_ERROR_INPUT, "one place");
	fresh(MIZAN_CLUSTER_PERMUTATION, MIZAN_CLUSTER_SPACE_TIME);
	one.data.case_count = 1;
	assert_refused(MIZAN_ERROR_INPUT, "too few");
	fresh(MIZAN_CLUSTER_BERNOULLI, MIZAN_CLUSTER_SPACE);
	one.data.control_count = 0;
	assert_refused(MIZAN_ERROR_INPUT, "controls");
	fresh(MIZAN_CLUSTER_POISSON, MIZAN_CLUSTER_SPACE);
	one.population[one.case_place[3]] = 0;
	assert_refused(MIZAN_ERROR_INPUT, "no people");
	fresh(MIZAN_CLUSTER_POISSON, MIZAN_CLUSTER_SPACE);
	one.data.population = NULL;
	assert_refused(MIZAN_ERROR_USAGE, "population");
}

static void limits_that_are_none_are_refused(void **state)
{
	(void)state;
	fresh(MIZAN_CLUSTER_PERMUTATION, MIZAN_CLUSTER_SPACE_TIME);
	one.options.max_share = 0.6;
	assert_refused(MIZAN_ERROR_USAGE, "0.5");
	fresh(MIZAN_CLUSTER_PERMUTATION, MIZAN_CLUSTER_SPACE_TIME);
	one.options.max_km = -1;
	assert_refused(MIZAN_ERROR_USAGE, "radius");
	fresh(MIZAN_CLUSTER_PERMUTATION, MIZAN_CLUSTER_SPACE_TIME);
	one.options.max_periods = 7;
	assert_refused(MIZAN_ERROR_USAGE, "do not fit");
	fresh(MIZAN_CLUSTER_PERMUTATION, MIZAN_CLUSTER_SPACE_TIME);
	one.case_place[2] = 10;
	assert_refused(MIZAN_ERROR_USAGE, "place 10 of 10");
	fresh(MIZAN_CLUSTER_PERMUTATION, MIZAN_CLUSTER_SPACE_TIME);
	one.data.plane = false;
	one.y[0] = (double)NAN;
	assert_refused(MIZAN_ERROR_INPUT, "no point");
	fresh(MIZAN_CLUSTER_PERMUTATION, MIZAN_CLUSTER_SPACE_TIME);
	one.data.period_count = 1;
	assert_refused(MIZAN_ERROR_USAGE, "two periods");
}

/* Stops at the so-manieth question, and from then on. */
static bool stop(void *context)
{
	atomic_int *left = context;
	return atomic_fetch_sub(left, 1) <= 0;
}

static void a_scan_can_be_stopped_at_any_moment_and_then_has_no_result(void **state)
{
	(void)state;
	bool done = false;
	for (int at = 0; !done; at += 23) {
		atomic_int left = at;
		struct mizan_watch watch = {.interrupted = stop, .context = &left};
		struct mizan_cluster_result result;
		struct mizan_error error = {0};
		fresh(MIZAN_CLUSTER_PERMUTATION, MIZAN_CLUSTER_SPACE_TIME);
		one.options.replicates = 49;
		mizan_status status =
			mizan_cluster_scan(&one.data, &one.options, &result, &watch, &error);
		done = status == MIZAN_OK;
		if (!done) {
			assert_int_equal(status, MIZAN_ERROR_INTERRUPTED);
			assert_null(result.clusters);
		} else {
			assert_true(atomic_load(&left) > 0);
			mizan_cluster_result_release(&result);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_model_and_shape_finds_the_largest_of_all_windows),
		cmocka_unit_test(people_may_differ_from_period_to_period_and_periods_in_length),
		cmocka_unit_test(places_at_one_point_are_in_a_circle_together),
		cmocka_unit_test(clusters_share_no_place_and_come_largest_first),
		cmocka_unit_test(where_nothing_clusters_one_record_in_twenty_says_so),
		cmocka_unit_test(the_same_seed_gives_the_same_bits_on_one_and_two_threads),
		cmocka_unit_test(many_windows_at_once_give_the_bits_of_one_by_one),
		cmocka_unit_test(what_leaves_nothing_to_compare_is_refused_in_words),
		cmocka_unit_test(limits_that_are_none_are_refused),
		cmocka_unit_test(a_scan_can_be_stopped_at_any_moment_and_then_has_no_result),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
