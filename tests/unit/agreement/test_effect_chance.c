/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three thousand records each whose truth is known: do the intervals hold it, does the test err? */
#include "../fixture.h"
#include "chance.h"

#define ROUNDS 3000

static struct chance_incidents made;

/* Salmon et al.: kat_vectors of Random123. */
static void the_generator_gives_its_published_numbers(void **state)
{
	(void)state;
	uint32_t out[4];
	chance_philox((const uint32_t[4]){0}, (const uint32_t[2]){0}, out);
	assert_int_equal(out[0], 0x6627e8d5);
	assert_int_equal(out[1], 0xe169c58d);
	assert_int_equal(out[2], 0xbc57ac4c);
	assert_int_equal(out[3], 0x9b00dbd8);
	chance_philox((const uint32_t[4]){0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
		(const uint32_t[2]){0xa4093822, 0x299f31d0}, out);
	assert_int_equal(out[0], 0xd16cfe09);
	assert_int_equal(out[1], 0x94fdcceb);
	assert_int_equal(out[2], 0x5001e420);
	assert_int_equal(out[3], 0x24126ea1);
}

struct outcome {
	double ratio, rate; /* shares of intervals that hold the truth */
	double large;       /* share of p_value at or below 0.05 */
	double few;         /* share without an answer */
	double dispersion;  /* on average */
};

/* A date by chance in each record, so that its place in the record plays no part. */
static struct outcome simulate(struct chance_record record, int window)
{
	struct outcome outcome = {0};
	double answers = 0;
	for (uint32_t round = 0; round < ROUNDS; round++) {
		struct chance pick = {round, UINT32_C(1) << 31};
		struct mizan_error error;
		struct mizan_window_ratio found;
		struct mizan_rate rate;
		record.at = window + (int)(chance_uniform(&pick) * (record.days - 2 * window));
		chance_make(&record, round, &made);
		double before = chance_expected(&record, record.at - window, record.at);
		double after = chance_expected(&record, record.at, record.at + window);
		CHECK(mizan_window_ratio(
			&made.incidents, record.at, window, NULL, 0, &found, &error));
		CHECK(mizan_incident_rate(
			&made.incidents, record.at, record.at + window - 1, &rate, &error));
		outcome.rate += rate.low <= after / window && after / window <= rate.high;
		if (found.standing != MIZAN_EFFECT_WHOLE) {
			outcome.few++;
			continue;
		}
		answers++;
		outcome.ratio += found.low <= after / before && after / before <= found.high;
		outcome.large += found.p_value <= 0.05;
		outcome.dispersion += found.before.dispersion;
	}
	outcome.ratio /= answers;
	outcome.large /= answers;
	outcome.dispersion /= answers;
	outcome.rate /= ROUNDS;
	outcome.few /= ROUNDS;
	print_message(
		"%d days, window %d, %.2f a day in clusters of %.0f, x %.1f: ratio held %.3f, "
		"rate held %.3f, p <= 0.05 %.3f, no answer %.3f, dispersion %.2f\n",
		record.days, window, record.rate, record.size, record.change, outcome.ratio,
		outcome.rate, outcome.large, outcome.few, outcome.dispersion);
	return outcome;
}

#define assert_within(value, low, high)                                                            \
	do {                                                                                       \
		double value_ = (value);                                                           \
		if (!(value_ >= (low) && value_ <= (high))) {                                      \
			fail_msg("%s = %g, not %g to %g", #value, value_, (double)(low),           \
				(double)(high));                                                   \
		}                                                                                  \
	} while (0)

/* Ten years; from a day by chance on, half as many. */
static void intervals_hold_a_halving_of_a_poisson_record(void **state)
{
	(void)state;
	for (int window = 30; window <= 90; window += 60) {
		struct outcome found =
			simulate((struct chance_record){3653, 0, 1, 0.5, 0.5, 1}, window);
		assert_within(found.ratio, 0.92, 0.98);
		assert_within(found.rate, 0.92, 0.99);
		assert_within(found.dispersion, 1, 1.2);
	}
}

/* Clusters of four over a week: variance over mean tends to 7 (E n^2 / E n, geometric). An exact
 * Poisson interval would be 2.6 times too narrow. */
static void intervals_hold_a_halving_of_a_clustered_record(void **state)
{
	(void)state;
	for (int window = 30; window <= 90; window += 60) {
		struct outcome found =
			simulate((struct chance_record){3653, 0, 7, 0.3, 0.5, 4}, window);
		assert_within(found.ratio, 0.92, 0.98);
		assert_within(found.rate, 0.92, 0.99);
		assert_within(found.dispersion, 5.5, 7.5);
	}
}

static void intervals_hold_in_a_record_of_three_years(void **state)
{
	(void)state;
	struct outcome found = simulate((struct chance_record){1096, 0, 7, 0.3, 0.5, 4}, 90);
	assert_within(found.ratio, 0.92, 0.98);
	assert_within(found.rate, 0.92, 0.99);
}

static void where_nothing_changed_one_in_twenty_looks_like_a_change(void **state)
{
	(void)state;
	struct outcome found = simulate((struct chance_record){3653, 0, 1, 0.5, 1, 1}, 30);
	assert_within(found.large, 0.03, 0.07);
	found = simulate((struct chance_record){3653, 0, 7, 0.3, 1, 4}, 30);
	assert_within(found.large, 0.03, 0.07);
	found = simulate((struct chance_record){3653, 0, 7, 0.3, 1, 4}, 90);
	assert_within(found.large, 0.03, 0.08);
}

/* In three years no two dates stand far enough apart for such a word. */
static void a_short_record_never_calls_a_long_window_rare(void **state)
{
	(void)state;
	struct outcome found = simulate((struct chance_record){1096, 0, 7, 0.3, 1, 4}, 180);
	assert_true(found.large == 0);
}

static void a_change_to_a_fifth_is_nearly_always_seen(void **state)
{
	(void)state;
	struct outcome found = simulate((struct chance_record){3653, 0, 1, 1, 0.2, 1}, 30);
	assert_within(found.large, 0.95, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_generator_gives_its_published_numbers),
		cmocka_unit_test(intervals_hold_a_halving_of_a_poisson_record),
		cmocka_unit_test(intervals_hold_a_halving_of_a_clustered_record),
		cmocka_unit_test(intervals_hold_in_a_record_of_three_years),
		cmocka_unit_test(where_nothing_changed_one_in_twenty_looks_like_a_change),
		cmocka_unit_test(a_short_record_never_calls_a_long_window_rare),
		cmocka_unit_test(a_change_to_a_fifth_is_nearly_always_seen),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
