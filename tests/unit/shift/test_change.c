/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Change points against a plain dynamic programme, published series and planted changes. */
#include "../fixture.h"

#include <mizan/shift.h>

static const enum mizan_cost costs[] = {MIZAN_COST_POISSON, MIZAN_COST_NEGATIVE_BINOMIAL,
	MIZAN_COST_NORMAL, MIZAN_COST_NORMAL_VARIANCE};

/* ---- An oracle ---------------------------------------------------------------------------- */

/* The cost of one stretch by its definition, value by value. */
static double plain_cost(const double *values, size_t first, size_t end,
	const struct mizan_change_options *options, const struct mizan_changes *used)
{
	double sum = 0, squares = 0, length = (double)(end - first);
	for (size_t i = first; i < end; i++) {
		sum += values[i];
	}
	double mean = sum / length, k = used->size;
	for (size_t i = first; i < end; i++) {
		squares += (values[i] - mean) * (values[i] - mean);
	}
	switch (options->cost) {
	case MIZAN_COST_POISSON:
		return sum > 0 ? 2 * sum * (log(length) - log(sum)) : 0;
	case MIZAN_COST_NEGATIVE_BINOMIAL:
		return sum > 0 ? 2 * ((sum + k * length) * log(1 + mean / k) - sum * log(mean)) : 0;
	case MIZAN_COST_NORMAL:
		return squares / used->variance;
	case MIZAN_COST_NORMAL_VARIANCE:
		break;
	}
	double floor = used->variance_floor;
	double variance = squares / length > floor ? squares / length : floor;
	return length * log(variance) + squares / variance;
}

/* The least sum of costs and penalties over all partitions, in O(n^3). */
static double plain_best(const double *values, size_t count,
	const struct mizan_change_options *options, const struct mizan_changes *used)
{
	double best[64];
	size_t minimum = options->minimum;
	best[0] = -used->penalty;
	for (size_t end = 1; end <= count; end++) {
		best[end] = (double)INFINITY;
		for (size_t start = 0; start + minimum <= end; start++) {
			double cost = best[start] + used->penalty +
				      plain_cost(values, start, end, options, used);
			if (options->penalty == MIZAN_PENALTY_MBIC) {
				cost += log((double)(end - start) / (double)count);
			}
			best[end] = cost < best[end] ? cost : best[end];
		}
	}
	return best[count];
}

/* What the partition costs by the definition. */
static double plain_objective(const double *values, size_t count,
	const struct mizan_change_options *options, const struct mizan_changes *changes)
{
	double sum = -changes->penalty;
	for (size_t i = 0; i < changes->count; i++) {
		size_t first = changes->starts[i];
		size_t end = i + 1 < changes->count ? changes->starts[i + 1] : count;
		assert_true(changes->count == 1 || end - first >= options->minimum);
		sum += plain_cost(values, first, end, options, changes) + changes->penalty;
		if (options->penalty == MIZAN_PENALTY_MBIC) {
			sum += log((double)(end - first) / (double)count);
		}
	}
	return sum;
}

/* Series with ties, zeros, plateaus and spikes. */
static size_t random_series(uint64_t *state, double values[60])
{
	size_t count = 1 + (size_t)chance_below(state, 40);
	int most = 1 + chance_below(state, 30), kind = chance_below(state, 4);
	int level = chance_below(state, most);
	for (size_t i = 0; i < count; i++) {
		if (chance_below(state, 6) == 0) {
			level = chance_below(state, most);
		}
		int value = kind == 0   ? chance_below(state, most)
			    : kind == 1 ? level
			    : kind == 2 ? level * (chance_below(state, 2))
					: level + chance_below(state, 3);
		values[i] = chance_below(state, 25) == 0 ? value + 100 : value;
	}
	return count;
}

static void test_partitions_are_the_best_there_are(void **unused)
{
	(void)unused;
	struct mizan_error error;
	uint64_t state = 5;
	double values[60];
	for (int round = 0; round < 6000; round++) {
		size_t count = random_series(&state, values);
		int kind = chance_below(&state, 3);
		struct mizan_change_options options = {.cost = costs[round % 4],
			.minimum = 1 + (size_t)chance_below(&state, 5),
			.value = chance_below(&state, 40) / 4.0,
			.penalty = kind == 0   ? MIZAN_PENALTY_BIC
				   : kind == 1 ? MIZAN_PENALTY_MBIC
					       : MIZAN_PENALTY_VALUE};
		struct mizan_changes changes;
		CHECK(mizan_change_points(values, count, &options, &changes, &error));
		assert_int_equal(changes.starts[0], 0);
		double found = plain_objective(values, count, &options, &changes);
		if (count >= 2 * options.minimum) {
			double best = plain_best(values, count, &options, &changes);
			if (!(fabs(found - best) <= 1e-7 * (1 + fabs(best)))) {
				fail_msg("round %d, cost %d, penalty %d, minimum %zu, n %zu: "
					 "%.12g found, %.12g possible",
					round, options.cost, options.penalty, options.minimum,
					count, found, best);
			}
		} else {
			assert_int_equal(changes.count, 1);
		}
		assert_near(changes.objective, found, 1e-7 * (1 + fabs(found)));
		mizan_changes_release(&changes);
	}
}

/* The same over long series, where functional pruning drops many starts: PELT as the other way. */
static void test_functional_pruning_finds_the_best_of_long_series_too(void **unused)
{
	(void)unused;
	struct mizan_error error;
	uint64_t state = 11;
	static double values[3000];
	for (int round = 0; round < 6; round++) {
		int level = 4;
		for (size_t i = 0; i < 3000; i++) {
			level = chance_below(&state, 300) == 0 ? chance_below(&state, 20) : level;
			values[i] = level + chance_below(&state, 7);
		}
		struct mizan_change_options options = {
			.cost = round % 2 ? MIZAN_COST_POISSON : MIZAN_COST_NORMAL,
			.minimum = 1 + (size_t)(round / 2) * 4,
			.penalty = MIZAN_PENALTY_BIC};
		struct mizan_changes changes;
		CHECK(mizan_change_points(values, 3000, &options, &changes, &error));
		/* Plain, in O(n^2), with sums. */
		static double best[3001], sums[3001], squares[3001];
		for (size_t i = 0; i < 3000; i++) {
			sums[i + 1] = sums[i] + values[i];
			squares[i + 1] = squares[i] + values[i] * values[i];
		}
		best[0] = -changes.penalty;
		for (size_t end = 1; end <= 3000; end++) {
			best[end] = (double)INFINITY;
			for (size_t start = 0; start + options.minimum <= end; start++) {
				double s = sums[end] - sums[start], l = (double)(end - start);
				double cost =
					round % 2 ? (s > 0 ? 2 * s * (log(l) - log(s)) : 0)
						  : (squares[end] - squares[start] - s * s / l) /
							    changes.variance;
				cost += best[start] + changes.penalty;
				best[end] = cost < best[end] ? cost : best[end];
			}
		}
		assert_near(changes.objective, best[3000], 1e-7 * (1 + fabs(best[3000])));
		assert_true(changes.count > 3);
		mizan_changes_release(&changes);
	}
}

/* ---- The world ---------------------------------------------------------------------------- */

/* Explosions in British coal mines that killed ten or more, 1851 to 1962, by year: Jarrett, "A note
 * on the intervals between coal-mining disasters", Biometrika 1979; as in R's boot::coal. */
static const double coal[112] = {4, 5, 4, 1, 0, 4, 3, 4, 0, 6, 3, 3, 4, 0, 2, 6, 3, 3, 5, 4, 5, 3,
	1, 4, 4, 1, 5, 5, 3, 4, 2, 5, 2, 2, 3, 4, 2, 1, 3, 2, 2, 1, 1, 1, 1, 3, 0, 0, 1, 0, 1, 1, 0,
	0, 3, 1, 0, 3, 2, 2, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 2, 1, 0, 0, 0, 1, 1, 0, 2, 3, 3, 1, 1,
	2, 1, 1, 1, 1, 2, 3, 3, 0, 0, 0, 1, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1};

static void test_coal_mines_became_safer_about_1890(void **unused)
{
	(void)unused;
	struct mizan_error error;
	struct mizan_changes changes;
	struct mizan_change_level levels[8];
	struct mizan_change_test test;
	struct mizan_change_options options = {.cost = MIZAN_COST_POISSON, .minimum = 5};
	CHECK(mizan_change_points(coal, 112, &options, &changes, &error));
	assert_int_equal(changes.count, 2);
	int year = 1851 + (int)changes.starts[1];
	assert_in_range(year, 1889, 1894);
	CHECK(mizan_change_levels(coal, 112, &options, &changes, levels, &error));
	/* Three a year before and one after: Carlin, Gelfand and Smith 1992. */
	assert_near(levels[0].mean, 3.1, 0.1);
	assert_near(levels[1].mean, 0.9, 0.1);
	assert_true(levels[1].ratio_high < 0.5);
	/* Their posterior holds 1886 to 1895 with 95 %. */
	assert_in_range(1851 + (int)levels[1].start_low, 1884, 1891);
	assert_in_range(1851 + (int)levels[1].start_high, 1891, 1898);
	CHECK(mizan_change_test(coal, 112, &options, 1, 999, 1, 1, &test, &error));
	assert_near(test.p_value, 0.001, 1e-12);
	CHECK(mizan_change_test(coal, 112, &options, 0, 999, 1, 1, &test, &error));
	assert_true(test.p_value < 0.05);
	/* Counts of rare accidents of many mines are Poisson, or nearly so. */
	double size;
	CHECK(mizan_change_size(coal, 112, 5, &size, &error));
	assert_true(size > 5);
	mizan_changes_release(&changes);
}

/* ---- Chance ------------------------------------------------------------------------------- */

static double draw_normal(struct mizan_random *random)
{
	return sqrt(-2 * log(mizan_random_real(random))) *
	       cos(6.283185307179586 * mizan_random_real(random));
}

/* Marsaglia and Tsang 2000, for shapes of at least 1; below, by a power of a uniform. */
static double draw_gamma(struct mizan_random *random, double shape)
{
	double more = shape < 1 ? shape + 1 : shape, d = more - 1.0 / 3, c = 1 / sqrt(9 * d);
	for (;;) {
		double x = draw_normal(random), v = 1 + c * x;
		v = v * v * v;
		if (v > 0 && log(mizan_random_real(random)) < x * x / 2 + d - d * v + d * log(v)) {
			double power = shape < 1 ? pow(mizan_random_real(random), 1 / shape) : 1;
			return d * v * power;
		}
	}
}

static double draw_poisson(struct mizan_random *random, double mean)
{
	double count = 0;
	for (; mean > 30; mean -= 30) {
		count += draw_poisson(random, 30);
	}
	double product = mizan_random_real(random), least = exp(-mean);
	while (product > least) {
		product *= mizan_random_real(random);
		count++;
	}
	return count;
}

static double draw_count(struct mizan_random *random, double mean, double size)
{
	return draw_poisson(random, mean * draw_gamma(random, size) / size);
}

static void test_the_dispersion_is_found_while_the_level_moves(void **unused)
{
	(void)unused;
	struct mizan_error error;
	static const double sizes[] = {0.7, 2, 8};
	double size;
	static double values[2000];
	for (size_t s = 0; s < 3; s++) {
		struct mizan_random random;
		mizan_random_init(&random, 3, s);
		for (size_t i = 0; i < 2000; i++) {
			/* A wave, and a jump to ten times as many. */
			double mean = (i < 1000 ? 10 : 100) * (1.5 + sin((double)i / 40));
			values[i] = draw_count(&random, mean, sizes[s]);
		}
		CHECK(mizan_change_size(values, 2000, 1, &size, &error));
		assert_true(size > sizes[s] * 0.85 && size < sizes[s] * 1.15);
	}
	for (size_t i = 0; i < 2000; i++) {
		struct mizan_random random;
		mizan_random_init(&random, 4, i);
		values[i] = draw_poisson(&random, 20);
	}
	CHECK(mizan_change_size(values, 2000, 1, &size, &error));
	assert_true(size > 100);
}

static void test_planted_changes_are_found_in_overdispersed_counts(void **unused)
{
	(void)unused;
	struct mizan_error error;
	int exact = 0, covered = 0, more = 0, too_many_poisson = 0;
	for (uint64_t round = 0; round < 100; round++) {
		double values[160];
		struct mizan_random random;
		struct mizan_changes changes;
		struct mizan_change_level levels[80];
		mizan_random_init(&random, 21, round);
		for (size_t i = 0; i < 160; i++) {
			values[i] = draw_count(&random, i < 80 ? 20 : 80, 2);
		}
		struct mizan_change_options options = {.minimum = 6};
		CHECK(mizan_change_points(values, 160, &options, &changes, &error));
		more += changes.count > 2;
		if (changes.count == 2) {
			CHECK(mizan_change_levels(values, 160, &options, &changes, levels, &error));
			exact += changes.starts[1] >= 77 && changes.starts[1] <= 83;
			covered += levels[1].start_low <= 80 && levels[1].start_high >= 80;
		}
		mizan_changes_release(&changes);
		options.cost = MIZAN_COST_POISSON;
		CHECK(mizan_change_points(values, 160, &options, &changes, &error));
		too_many_poisson += changes.count > 5;
		mizan_changes_release(&changes);
	}
	assert_true(more <= 10);
	assert_true(exact >= 75);
	assert_true(covered >= 85);
	/* Why Poisson is not what is taken unless asked for. */
	assert_true(too_many_poisson >= 95);
}

static void test_the_same_seed_gives_the_same_p_on_one_and_two_threads(void **unused)
{
	(void)unused;
	struct mizan_error error;
	double values[90];
	struct mizan_random random;
	mizan_random_init(&random, 8, 8);
	for (size_t i = 0; i < 90; i++) {
		values[i] = draw_count(&random, 12, 3);
	}
	for (size_t c = 0; c < 4; c++) {
		struct mizan_change_options options = {.cost = costs[c], .minimum = 3};
		struct mizan_change_test one, two, other;
		CHECK(mizan_change_test(values, 90, &options, 0, 199, 7, 1, &one, &error));
		CHECK(mizan_change_test(values, 90, &options, 0, 199, 7, 2, &two, &error));
		CHECK(mizan_change_test(values, 90, &options, 0, 199, 8, 2, &other, &error));
		assert_memory_equal(&one.p_value, &two.p_value, sizeof one.p_value);
		assert_memory_equal(&one.gain, &two.gain, sizeof one.gain);
		assert_true(fabs(one.p_value - other.p_value) < 0.2);
	}
}

static void test_a_test_of_no_change_rejects_one_time_in_twenty(void **unused)
{
	(void)unused;
	struct mizan_error error;
	int rejected = 0;
	for (uint64_t round = 0; round < 400; round++) {
		double values[64];
		struct mizan_random random;
		struct mizan_change_test test;
		mizan_random_init(&random, 33, round);
		for (size_t i = 0; i < 64; i++) {
			values[i] = draw_count(&random, 15, 1);
		}
		struct mizan_change_options options = {.minimum = 6};
		CHECK(mizan_change_test(values, 64, &options, 0, 99, round, 1, &test, &error));
		rejected += test.p_value <= 0.05;
	}
	/* 20 are expected; 8 to 34 hold 99.8 %. */
	assert_in_range(rejected, 8, 34);
}

static void test_series_without_order_have_a_p_of_one(void **unused)
{
	(void)unused;
	struct mizan_error error;
	double values[40];
	struct mizan_change_test test;
	for (size_t i = 0; i < 40; i++) {
		values[i] = 7;
	}
	struct mizan_change_options options = {.minimum = 3};
	/* All are equal: every order gains as much, and ties count. */
	CHECK(mizan_change_test(values, 40, &options, 0, 99, 1, 1, &test, &error));
	assert_near(test.p_value, 1, 0);
}

/* ---- Invariants and wrong input ----------------------------------------------------------- */

static void test_a_series_read_backwards_costs_the_same(void **unused)
{
	(void)unused;
	struct mizan_error error;
	uint64_t state = 77;
	double values[60], back[60];
	for (int round = 0; round < 400; round++) {
		size_t count = random_series(&state, values);
		for (size_t i = 0; i < count; i++) {
			back[i] = values[count - 1 - i];
		}
		struct mizan_change_options options = {.cost = costs[round % 4],
			.minimum = 2,
			.penalty = (enum mizan_penalty)(round % 3),
			.size = 3};
		options.value = 4;
		struct mizan_changes one, two;
		CHECK(mizan_change_points(values, count, &options, &one, &error));
		CHECK(mizan_change_points(back, count, &options, &two, &error));
		assert_near(one.objective, two.objective, 1e-7 * (1 + fabs(one.objective)));
		mizan_changes_release(&one);
		mizan_changes_release(&two);
	}
}

static void test_normal_levels_move_with_the_zero_point_and_the_unit(void **unused)
{
	(void)unused;
	struct mizan_error error;
	double values[120], moved[120];
	struct mizan_random random;
	mizan_random_init(&random, 2, 2);
	for (size_t i = 0; i < 120; i++) {
		values[i] = draw_normal(&random) + (i < 50 ? 0 : 3);
		moved[i] = 1e6 + 1000 * values[i];
	}
	struct mizan_change_options options = {.cost = MIZAN_COST_NORMAL, .minimum = 2};
	options.penalty = MIZAN_PENALTY_BIC;
	struct mizan_changes one, two;
	CHECK(mizan_change_points(values, 120, &options, &one, &error));
	CHECK(mizan_change_points(moved, 120, &options, &two, &error));
	assert_int_equal(one.count, two.count);
	assert_memory_equal(one.starts, two.starts, one.count * sizeof *one.starts);
	mizan_changes_release(&one);
	mizan_changes_release(&two);
}

static void test_what_is_no_series_is_refused_with_the_place(void **unused)
{
	(void)unused;
	struct mizan_error error = {0};
	struct mizan_changes changes;
	struct mizan_change_options options = {0};
	double values[4] = {1, 2, -3, 4};
	assert_int_equal(
		mizan_change_points(values, 0, &options, &changes, &error), MIZAN_ERROR_USAGE);
	assert_int_equal(
		mizan_change_points(values, 4, &options, &changes, &error), MIZAN_ERROR_USAGE);
	assert_non_null(strstr(error.what, "value 3"));
	values[2] = (double)NAN;
	assert_int_equal(
		mizan_change_points(values, 4, &options, &changes, &error), MIZAN_ERROR_USAGE);
	assert_non_null(strstr(error.what, "not known"));
	values[2] = 3;
	options.penalty = MIZAN_PENALTY_VALUE;
	options.value = -1;
	assert_int_equal(
		mizan_change_points(values, 4, &options, &changes, &error), MIZAN_ERROR_USAGE);
	options.value = (double)NAN;
	assert_int_equal(
		mizan_change_points(values, 4, &options, &changes, &error), MIZAN_ERROR_USAGE);
}

static void test_none_at_all_is_one_stretch_at_zero_with_an_upper_limit(void **unused)
{
	(void)unused;
	struct mizan_error error;
	double values[36] = {0};
	for (size_t c = 0; c < 4; c++) {
		struct mizan_change_options options = {.cost = costs[c]};
		struct mizan_changes changes;
		struct mizan_change_level level;
		CHECK(mizan_change_points(values, 36, &options, &changes, &error));
		assert_int_equal(changes.count, 1);
		CHECK(mizan_change_levels(values, 36, &options, &changes, &level, &error));
		assert_near(level.mean, 0, 0);
		assert_true(level.high > 0);
		if (costs[c] == MIZAN_COST_POISSON) {
			/* (1 - 0.025) of Poisson: 3.689 over all 36. */
			assert_near(level.high, 3.6888794541139363 / 36, 1e-12);
		}
		mizan_changes_release(&changes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_partitions_are_the_best_there_are),
		cmocka_unit_test(test_functional_pruning_finds_the_best_of_long_series_too),
		cmocka_unit_test(test_coal_mines_became_safer_about_1890),
		cmocka_unit_test(test_the_dispersion_is_found_while_the_level_moves),
		cmocka_unit_test(test_planted_changes_are_found_in_overdispersed_counts),
		cmocka_unit_test(test_the_same_seed_gives_the_same_p_on_one_and_two_threads),
		cmocka_unit_test(test_a_test_of_no_change_rejects_one_time_in_twenty),
		cmocka_unit_test(test_series_without_order_have_a_p_of_one),
		cmocka_unit_test(test_a_series_read_backwards_costs_the_same),
		cmocka_unit_test(test_normal_levels_move_with_the_zero_point_and_the_unit),
		cmocka_unit_test(test_what_is_no_series_is_refused_with_the_place),
		cmocka_unit_test(test_none_at_all_is_one_stretch_at_zero_with_an_upper_limit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
