/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Knox's test: against every permutation, against R, and what it does with bad input. */
#include "../fixture.h"

#include "../../../lib/spread/near_repeat_internal.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static struct mizan_near_repeat run(const double *x, const double *y, const int32_t *days,
	size_t count, const struct mizan_near_repeat_options *options)
{
	struct mizan_error error;
	struct mizan_near_repeat result;
	CHECK(mizan_near_repeat(x, y, days, count, options, &result, NULL, &error));
	return result;
}

/* ---- Every permutation --------------------------------------------------------------------- */

#define TINY 7
struct tiny {
	double x[TINY], y[TINY];
	int32_t days[TINY];
};
static const double tiny_km[] = {0, 1, 3};
static const int tiny_days[] = {0, 2, 5};
#define TINY_CELLS 9

static void tiny_make(uint64_t seed, struct tiny *tiny)
{
	for (int i = 0; i < TINY; i++) {
		tiny->x[i] = chance_below(&seed, 4);
		tiny->y[i] = chance_below(&seed, 3);
		tiny->days[i] = chance_below(&seed, 8);
	}
}

/* Pairs counted in the plainest way. */
static void tiny_count(const struct tiny *tiny, const int *order, double counts[TINY_CELLS])
{
	memset(counts, 0, TINY_CELLS * sizeof *counts);
	for (int i = 0; i < TINY; i++) {
		for (int k = 0; k < i; k++) {
			double km = hypot(tiny->x[i] - tiny->x[k], tiny->y[i] - tiny->y[k]);
			int gap = abs(tiny->days[order[i]] - tiny->days[order[k]]);
			int space = 0, time = 0;
			while (space < 3 && km > tiny_km[space]) {
				space++;
			}
			while (time < 3 && gap > tiny_days[time]) {
				time++;
			}
			if (space < 3 && time < 3) {
				counts[space * 3 + time]++;
			}
		}
	}
}

struct tiny_all {
	double permutations, sum[TINY_CELLS], square[TINY_CELLS], as_large[TINY_CELLS];
	double observed[TINY_CELLS];
};

static void tiny_permute(const struct tiny *tiny, int *order, int fixed, struct tiny_all *all)
{
	double counts[TINY_CELLS];
	if (fixed == TINY) {
		tiny_count(tiny, order, counts);
		all->permutations++;
		for (int i = 0; i < TINY_CELLS; i++) {
			all->sum[i] += counts[i];
			all->square[i] += counts[i] * counts[i];
			all->as_large[i] += counts[i] >= all->observed[i];
		}
		return;
	}
	for (int i = fixed; i < TINY; i++) {
		int kept = order[fixed];
		order[fixed] = order[i];
		order[i] = kept;
		tiny_permute(tiny, order, fixed + 1, all);
		order[i] = order[fixed];
		order[fixed] = kept;
	}
}

static struct tiny_all tiny_enumerate(const struct tiny *tiny)
{
	struct tiny_all all = {0};
	int order[TINY];
	for (int i = 0; i < TINY; i++) {
		order[i] = i;
	}
	tiny_count(tiny, order, all.observed);
	tiny_permute(tiny, order, 0, &all);
	return all;
}

static const struct mizan_near_repeat_options tiny_options = {.distance = MIZAN_PLANE,
	.km = tiny_km,
	.days = tiny_days,
	.km_count = 3,
	.day_count = 3,
	.permutations = 0,
	.seed = 5};

static void mean_and_variance_are_those_over_all_5040_orders(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 12; seed++) {
		struct tiny tiny;
		tiny_make(seed, &tiny);
		struct tiny_all all = tiny_enumerate(&tiny);
		struct mizan_near_repeat found =
			run(tiny.x, tiny.y, tiny.days, TINY, &tiny_options);
		assert_int_equal(found.cell_count, TINY_CELLS);
		for (int i = 0; i < TINY_CELLS; i++) {
			double mean = all.sum[i] / all.permutations;
			double variance = all.square[i] / all.permutations - mean * mean;
			assert_int_equal(found.cells[i].observed, (int)all.observed[i]);
			assert_near(found.cells[i].expected, mean, 1e-12);
			assert_near(found.cells[i].deviation, sqrt(fmax(variance, 0)), 1e-7);
		}
	}
}

static void p_values_are_those_over_all_orders_within_their_error(void **state)
{
	(void)state;
	struct mizan_near_repeat_options options = tiny_options;
	options.permutations = 20000;
	for (uint64_t seed = 1; seed <= 6; seed++) {
		struct tiny tiny;
		tiny_make(seed, &tiny);
		struct tiny_all all = tiny_enumerate(&tiny);
		struct mizan_near_repeat found = run(tiny.x, tiny.y, tiny.days, TINY, &options);
		for (int i = 0; i < TINY_CELLS && found.standing == MIZAN_REPEAT_WHOLE; i++) {
			const struct mizan_near_repeat_cell *cell = &found.cells[i];
			double p = all.as_large[i] / all.permutations;
			double error = sqrt(p * (1 - p) / 20000);
			assert_near(cell->p_value, p, 4.5 * error + 1e-4);
			assert_near(cell->p_value, (cell->as_large + 1.0) / 20001, 1e-15);
			assert_true(cell->p_adjusted >= 1.0 / 20001 && cell->p_adjusted <= 1);
			assert_near(cell->simulated_mean, cell->expected,
				4.5 * cell->deviation / sqrt(20000) + 1e-12);
			assert_near(cell->simulated_deviation, cell->deviation,
				0.05 * cell->deviation + 1e-12);
		}
	}
}

/* Knox, "The detection of space-time interactions", 1964: 96 cases of childhood leukaemia, 4,560
 * pairs, of which 25 within 1 km and 152 within 60 days; 0.83 expected in both, 5 found. */
static void knox_expected_0_83_pairs_of_leukaemia(void **state)
{
	(void)state;
	assert_near(near_moments(96, 25, 0, 152, 0).mean, 0.83, 0.005);
}

/* ---- Distances and thresholds --------------------------------------------------------------- */

static void thresholds_are_inclusive(void **state)
{
	(void)state;
	/* 3-4-5: exactly 5 km and exactly 7 days apart; the others are far. */
	const double x[] = {0, 3, 1000, 2000}, y[] = {0, 4, 0, 0};
	const int32_t days[] = {0, 7, 1000, 2000};
	const double km[] = {4.999, 5}, wide[] = {5, 6};
	const int within[] = {6, 7};
	struct mizan_near_repeat_options options = {
		.distance = MIZAN_PLANE, .km = km, .days = within, .km_count = 2, .day_count = 2};
	struct mizan_near_repeat found = run(x, y, days, 4, &options);
	assert_int_equal(found.cells[0].observed, 0);
	assert_int_equal(found.cells[3].observed, 1);
	options.km = wide;
	found = run(x, y, days, 4, &options);
	assert_int_equal(found.cells[1].observed, 1);
	assert_int_equal(found.cells[3].observed, 0);
}

/* Haversine, another formula than the chords of the kernel. */
static double haversine(double x1, double y1, double x2, double y2)
{
	double d = M_PI / 180, a = sin((y2 - y1) * d / 2), b = sin((x2 - x1) * d / 2);
	return 2 * 6371.0088 * asin(sqrt(a * a + cos(y1 * d) * cos(y2 * d) * b * b));
}

static void pairs_on_the_sphere_are_those_of_plain_comparison(void **state)
{
	(void)state;
	enum { N = 600 };
	static double x[N], y[N];
	static int32_t days[N];
	const double km[] = {1, 50, 300, 2500};
	const int within[] = {3, 10, 30};
	const struct mizan_near_repeat_options options = {
		.km = km, .days = within, .km_count = 4, .day_count = 3};
	/* A cloud, one across the date line, one at a pole. */
	const double centres[3][2] = {{71, 34}, {180, -17}, {0, 88.5}};
	for (int place = 0; place < 3; place++) {
		uint64_t seed = 7, counts[12] = {0};
		for (int i = 0; i < N; i++) {
			x[i] = centres[place][0] + chance_below(&seed, 4000) / 500.0 - 4;
			y[i] = centres[place][1] + chance_below(&seed, 1000) / 700.0 - 0.7;
			x[i] = x[i] > 180 ? x[i] - 360 : x[i];
			days[i] = chance_below(&seed, 200);
		}
		for (int i = 0; i < N; i++) {
			for (int k = 0; k < i; k++) {
				double distance = haversine(x[i], y[i], x[k], y[k]);
				int gap = abs(days[i] - days[k]), space = 0, time = 0;
				while (space < 4 && distance > km[space]) {
					space++;
				}
				while (time < 3 && gap > within[time]) {
					time++;
				}
				if (space < 4 && time < 3) {
					counts[space * 3 + time]++;
				}
			}
		}
		struct mizan_near_repeat found = run(x, y, days, N, &options);
		for (int i = 0; i < 12; i++) {
			assert_int_equal(found.cells[i].observed, counts[i]);
		}
	}
}

/* ---- Threads -------------------------------------------------------------------------------- */

static void the_same_seed_gives_the_same_bits_on_any_number_of_threads(void **state)
{
	(void)state;
	enum { N = 400 };
	static double x[N], y[N];
	static int32_t days[N];
	uint64_t seed = 3;
	for (int i = 0; i < N; i++) {
		x[i] = chance_below(&seed, 100);
		y[i] = chance_below(&seed, 100);
		days[i] = chance_below(&seed, 300);
	}
	const double km[] = {2, 5, 10};
	const int within[] = {3, 7, 14, 30, 60};
	struct mizan_near_repeat_options options = {.distance = MIZAN_PLANE,
		.km = km,
		.days = within,
		.km_count = 3,
		.day_count = 5,
		.permutations = 500,
		.seed = 11,
		.threads = 1};
	struct mizan_near_repeat one = run(x, y, days, N, &options);
	for (unsigned threads = 2; threads <= 5; threads++) {
		options.threads = threads;
		struct mizan_near_repeat several = run(x, y, days, N, &options);
		assert_memory_equal(one.cells, several.cells, 15 * sizeof *one.cells);
	}
}

static void draws_are_the_words_of_the_stream_with_and_without_vectors(void **state)
{
	(void)state;
	const uint64_t seeds[] = {0, 1, UINT64_C(0x123456789abcdef0)};
	const uint64_t blocks[] = {0, 4, UINT64_C(0xfffffffe), UINT64_C(0xfffffffffff0)};
	for (size_t i = 0; i < 3; i++) {
		for (size_t k = 0; k < 4; k++) {
			uint64_t best[NEAR_DRAWS], plain[NEAR_DRAWS];
			near_draw_best()(seeds[i], 77 + (seeds[i] << 3), blocks[k], best);
			near_draw_plain(seeds[i], 77 + (seeds[i] << 3), blocks[k], plain);
			assert_memory_equal(best, plain, sizeof best);
		}
		struct mizan_random random;
		uint64_t draws[NEAR_DRAWS];
		mizan_random_init(&random, seeds[i], 5);
		near_draw_plain(seeds[i], 5, 0, draws);
		for (size_t k = 0; k < NEAR_DRAWS; k++) {
			uint64_t high = mizan_random_word(&random);
			assert_true(draws[k] == (high << 32 | mizan_random_word(&random)));
		}
	}
}

/* Sixteen orders at once against one by one, with so many pairs that counters have to be emptied.
 */
static void sixteen_orders_at_once_count_like_one_by_one(void **state)
{
	(void)state;
	enum { N = 900 };
	static double x[N], y[N];
	static uint16_t lanes[N * NEAR_LANES], one[N];
	static uint64_t counts[14][NEAR_LANES], plain[14][NEAR_LANES], single[14];
	const double km[] = {5, 200};
	const int within[] = {0, 2, 9, 30, 200, 5000, 65535};
	uint64_t seed = 41;
	for (int i = 0; i < N; i++) {
		x[i] = chance_below(&seed, 100);
		y[i] = chance_below(&seed, 100);
	}
	for (size_t i = 0; i < N * NEAR_LANES; i++) {
		lanes[i] = (uint16_t)chance_below(&seed, i % 2 ? 65536 : 40);
	}
	for (size_t bands = 1; bands <= 7; bands++) {
		struct mizan_error error;
		struct near_pairs pairs;
		struct near_bands table;
		const struct mizan_near_repeat_options options = {.distance = MIZAN_PLANE,
			.km = km,
			.days = within,
			.km_count = 2,
			.day_count = bands};
		CHECK(near_pairs_find(x, y, N, &options, &pairs, &error));
		CHECK(near_bands_make(&options, &table, &error));
		assert_true(pairs.pairs[1] > 3 * UINT16_MAX);
		near_count_lanes(&pairs, &options, lanes, false, counts);
		near_count_lanes(&pairs, &options, lanes, true, plain);
		assert_memory_equal(counts, plain, 2 * bands * sizeof *counts);
		for (size_t lane = 0; lane < NEAR_LANES; lane++) {
			for (size_t i = 0; i < N; i++) {
				one[i] = lanes[i * NEAR_LANES + lane];
			}
			near_count(&pairs, &table, one, single);
			for (size_t cell = 0; cell < 2 * bands; cell++) {
				assert_int_equal(single[cell], counts[cell][lane]);
			}
		}
		near_pairs_release(&pairs);
		free(table.table);
	}
}

/* 24 orders of four, and places of one among many. */
static void every_order_is_equally_likely(void **state)
{
	(void)state;
	enum { ROUNDS = 24000, MANY = 70000 };
	static uint16_t many[MANY];
	int orders[256] = {0}, found = 0, thirds[3] = {0};
	for (uint64_t round = 0; round < ROUNDS; round++) {
		uint16_t four[] = {0, 1, 2, 3};
		near_shuffle(9, round, four, 4);
		orders[four[0] | four[1] << 2 | four[2] << 4 | four[3] << 6]++;
	}
	double square = 0;
	for (int i = 0; i < 256; i++) {
		found += orders[i] > 0;
		square += orders[i] > 0 ? (orders[i] - 1000.0) * (orders[i] - 1000.0) / 1000 : 0;
	}
	/* Chi-square of 23: 49.7 in one of 1,000. */
	assert_int_equal(found, 24);
	assert_true(square < 49.7);
	for (uint64_t round = 0; round < 300; round++) {
		memset(many, 0, sizeof many);
		many[0] = 1;
		near_shuffle(10, round, many, MANY);
		size_t at = 0;
		while (!many[at]) {
			at++;
		}
		thirds[at * 3 / MANY]++;
	}
	for (int i = 0; i < 3; i++) {
		assert_near(thirds[i], 100, 30);
	}
}

static void planted_repeats_are_found_and_chance_is_not(void **state)
{
	(void)state;
	enum { N = 300 };
	static double x[N], y[N];
	static int32_t days[N];
	uint64_t seed = 29;
	const double km[] = {1, 5};
	const int within[] = {7, 30};
	const struct mizan_near_repeat_options options = {.distance = MIZAN_PLANE,
		.km = km,
		.days = within,
		.km_count = 2,
		.day_count = 2,
		.permutations = 999,
		.seed = 1};
	for (int i = 0; i < N; i++) {
		x[i] = chance_below(&seed, 10000) / 100.0;
		y[i] = chance_below(&seed, 10000) / 100.0;
		days[i] = chance_below(&seed, 1000);
	}
	struct mizan_near_repeat chance_alone = run(x, y, days, N, &options);
	for (int i = 0; i < 4; i++) {
		assert_true(chance_alone.cells[i].p_adjusted > 0.05);
	}
	/* A fifth follow another within half a km and three days. */
	for (int i = 0; i < N / 5; i++) {
		x[i] = x[N - 1 - i] + 0.3;
		y[i] = y[N - 1 - i] + 0.4;
		days[i] = days[N - 1 - i] + 3;
	}
	struct mizan_near_repeat planted = run(x, y, days, N, &options);
	assert_true(planted.cells[0].observed >= N / 5);
	assert_near(planted.cells[0].p_value, 0.001, 1e-12);
	assert_near(planted.cells[0].p_adjusted, 0.001, 1e-12);
}

/* ---- Bad input ------------------------------------------------------------------------------ */

static void degenerate_data_has_a_word_and_no_p_value(void **state)
{
	(void)state;
	const double far[] = {0, 10, 20, 30, 40}, same[5] = {0}, near[] = {0, 0.1, 0.2, 0.3, 0.4};
	const int32_t days[] = {0, 1, 2, 3, 4}, one_day[5] = {0};
	const double km[] = {1};
	const int within[] = {7};
	const struct mizan_near_repeat_options options = {.distance = MIZAN_PLANE,
		.km = km,
		.days = within,
		.km_count = 1,
		.day_count = 1,
		.permutations = 99};
	assert_int_equal(run(near, same, days, 3, &options).standing, MIZAN_REPEAT_TOO_FEW);
	assert_int_equal(run(NULL, NULL, NULL, 0, &options).standing, MIZAN_REPEAT_TOO_FEW);
	assert_int_equal(run(same, same, days, 5, &options).standing, MIZAN_REPEAT_ONE_PLACE);
	assert_int_equal(run(near, same, one_day, 5, &options).standing, MIZAN_REPEAT_ONE_DAY);
	struct mizan_near_repeat found = run(far, same, days, 5, &options);
	assert_int_equal(found.standing, MIZAN_REPEAT_NO_PAIRS);
	assert_true(isnan(found.cells[0].p_value));
}

static void wrong_bands_and_points_are_refused(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_near_repeat result;
	double x[] = {0, 1, 2, 3}, y[] = {0, 0, 0, 0};
	const int32_t days[] = {0, 1, 2, 3}, long_days[] = {0, 1, 2, 70000};
	const double km[] = {5, 5}, good[] = {5};
	const int within[] = {7};
	struct mizan_near_repeat_options options = {
		.km = km, .days = within, .km_count = 2, .day_count = 1};
	assert_int_equal(mizan_near_repeat(x, y, days, 4, &options, &result, NULL, &error),
		MIZAN_ERROR_USAGE);
	options.km = good;
	options.km_count = 0;
	assert_int_equal(mizan_near_repeat(x, y, days, 4, &options, &result, NULL, &error),
		MIZAN_ERROR_USAGE);
	options.km_count = 1;
	assert_int_equal(mizan_near_repeat(x, y, long_days, 4, &options, &result, NULL, &error),
		MIZAN_ERROR_USAGE);
	y[2] = 91;
	assert_int_equal(mizan_near_repeat(x, y, days, 4, &options, &result, NULL, &error),
		MIZAN_ERROR_USAGE);
	y[2] = (double)NAN;
	assert_int_equal(mizan_near_repeat(x, y, days, 4, &options, &result, NULL, &error),
		MIZAN_ERROR_USAGE);
}

static bool always(void *context)
{
	(void)context;
	return true;
}

static void a_watch_stops_the_permutations(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_near_repeat result;
	const struct mizan_watch watch = {.interrupted = always};
	const double x[] = {0, 1, 2, 3}, y[] = {0, 0, 0, 0}, km[] = {1};
	const int32_t days[] = {0, 1, 2, 3};
	const int within[] = {1};
	const struct mizan_near_repeat_options options = {.km = km,
		.days = within,
		.km_count = 1,
		.day_count = 1,
		.permutations = 1000000,
		.distance = MIZAN_PLANE};
	assert_int_equal(mizan_near_repeat(x, y, days, 4, &options, &result, &watch, &error),
		MIZAN_ERROR_INTERRUPTED);
}

static void bands_are_read_as_people_write_them(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_near_repeat_bands bands;
	struct mizan_near_repeat_options options = {0};
	CHECK(mizan_near_repeat_bands("0, 0.5,10", "7,14", &bands, &options, &error));
	assert_int_equal(options.km_count, 3);
	assert_near(options.km[1], 0.5, 0);
	assert_int_equal(options.days[1], 14);
	const char *const wrong[] = {"", "a", "5,1", "1,,2", "-1", "1,2,3,4,5,6,7,8,9", "1;2"};
	for (size_t i = 0; i < COUNT(wrong); i++) {
		assert_int_equal(mizan_near_repeat_bands(wrong[i], NULL, &bands, &options, &error),
			MIZAN_ERROR_USAGE);
	}
	assert_int_equal(
		mizan_near_repeat_bands(NULL, "1.5", &bands, &options, &error), MIZAN_ERROR_USAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mean_and_variance_are_those_over_all_5040_orders),
		cmocka_unit_test(p_values_are_those_over_all_orders_within_their_error),
		cmocka_unit_test(knox_expected_0_83_pairs_of_leukaemia),
		cmocka_unit_test(thresholds_are_inclusive),
		cmocka_unit_test(pairs_on_the_sphere_are_those_of_plain_comparison),
		cmocka_unit_test(the_same_seed_gives_the_same_bits_on_any_number_of_threads),
		cmocka_unit_test(draws_are_the_words_of_the_stream_with_and_without_vectors),
		cmocka_unit_test(sixteen_orders_at_once_count_like_one_by_one),
		cmocka_unit_test(every_order_is_equally_likely),
		cmocka_unit_test(planted_repeats_are_found_and_chance_is_not),
		cmocka_unit_test(degenerate_data_has_a_word_and_no_p_value),
		cmocka_unit_test(wrong_bands_and_points_are_refused),
		cmocka_unit_test(a_watch_stops_the_permutations),
		cmocka_unit_test(bands_are_read_as_people_write_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
