/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the effect of an agreement never does, whatever the record; its edges and its cost. */
#include "../fixture.h"
#include "chance.h"

#include <time.h>

static struct chance_incidents made, other;

/* ---- What never changes ------------------------------------------------------------------- */

static const struct chance_record clustered = {3653, 0, 7, 0.25, 1, 3};

static void the_same_record_some_years_later_has_the_same_bits(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_window_ratio one, two;
	chance_make(&clustered, 1, &made);
	chance_make(&clustered, 1, &other);
	for (size_t i = 0; i < other.incidents.count; i++) {
		other.dates[i] += 5000;
	}
	other.incidents.covered_from += 5000;
	other.incidents.covered_to += 5000;
	CHECK(mizan_window_ratio(&made.incidents, 1500, 90, NULL, 0, &one, &error));
	CHECK(mizan_window_ratio(&other.incidents, 6500, 90, NULL, 0, &two, &error));
	assert_memory_equal(
		&one.ratio, &two.ratio, sizeof one - offsetof(struct mizan_window_ratio, ratio));
	assert_true(one.before.dispersion == two.before.dispersion);
	assert_true(one.after.high == two.after.high);
}

static void when_time_is_reversed_a_ratio_becomes_its_inverse(void **state)
{
	(void)state;
	struct mizan_error error;
	static const int windows[] = {30, 90, 180};
	for (uint32_t round = 0; round < 60; round++) {
		struct mizan_window_ratio one, two;
		int at = 500 + (int)round * 40, window = windows[round % 3];
		chance_make(&clustered, round, &made);
		other.incidents = made.incidents;
		other.incidents.dates = other.dates;
		for (size_t i = 0; i < made.incidents.count; i++) {
			other.dates[i] =
				clustered.days - 1 - made.dates[made.incidents.count - 1 - i];
		}
		CHECK(mizan_window_ratio(&made.incidents, at, window, NULL, 0, &one, &error));
		CHECK(mizan_window_ratio(
			&other.incidents, clustered.days - at, window, NULL, 0, &two, &error));
		assert_int_equal(one.before.incidents, two.after.incidents);
		assert_int_equal(one.standing, two.standing);
		if (one.standing != MIZAN_EFFECT_WHOLE) {
			continue;
		}
		assert_true(one.before.dispersion == two.before.dispersion);
		assert_near(one.ratio * two.ratio, 1, 1e-12);
		assert_near(one.low * two.high, 1, 1e-12);
		assert_near(one.high * two.low, 1, 1e-12);
		assert_int_equal(one.placebos, two.placebos);
		assert_int_equal(one.as_large, two.as_large);
		assert_near(one.placebo_low * two.placebo_high, 1, 1e-12);
	}
}

/* Each incident reported twice: the record knows no more than before. */
static void incidents_that_all_come_twice_make_nothing_surer(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_window_ratio one, two;
	chance_make(&clustered, 3, &made);
	for (size_t i = 0; i < made.incidents.count; i++) {
		other.dates[2 * i] = other.dates[2 * i + 1] = made.dates[i];
	}
	other.incidents = made.incidents;
	other.incidents.dates = other.dates;
	other.incidents.count *= 2;
	CHECK(mizan_window_ratio(&made.incidents, 2000, 90, NULL, 0, &one, &error));
	CHECK(mizan_window_ratio(&other.incidents, 2000, 90, NULL, 0, &two, &error));
	assert_near(two.before.dispersion, 2 * one.before.dispersion, 1e-9);
	assert_near(two.low, one.low, 1e-12);
	assert_near(two.high, one.high, 1e-12);
	assert_near(two.after.high, 2 * one.after.high, 1e-9);
	assert_near(two.after.low, 2 * one.after.low, 1e-9);
	assert_int_equal(two.placebos, one.placebos);
}

static void an_interval_holds_its_ratio_and_its_rates(void **state)
{
	(void)state;
	struct mizan_error error;
	for (uint32_t round = 0; round < 300; round++) {
		struct chance_record record = {1500, 750, 5, 0.02 * (1 + round % 20), 0.3, 3};
		struct mizan_window_ratio found;
		chance_make(&record, round, &made);
		CHECK(mizan_window_ratio(
			&made.incidents, 750, 20 + (int)(round % 70), NULL, 0, &found, &error));
		if (found.standing == MIZAN_EFFECT_WHOLE) {
			assert_true(found.low <= found.ratio && found.ratio <= found.high);
			assert_true(found.before.low <= found.before.per_day);
			assert_true(found.after.high > found.after.per_day);
			assert_true(found.before.dispersion >= 1);
			assert_true(found.p_value > 0 && found.p_value <= 1);
			assert_true(found.placebo_low <= found.placebo_high);
		}
	}
}

static void excluded_spans_are_neither_placebo_nor_noise(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_window_ratio all, some;
	chance_make(&clustered, 5, &made);
	const struct mizan_span spans[] = {{3000, 9000}, {2900, 3100}, {-50, 99}};
	CHECK(mizan_window_ratio(&made.incidents, 1000, 30, NULL, 0, &all, &error));
	CHECK(mizan_window_ratio(&made.incidents, 1000, 30, spans, 3, &some, &error));
	/* First days 30..3623 without 941..1059; and 130..2870 without them. */
	assert_int_equal(all.other_dates, 3623 - 30 + 1 - 119);
	assert_int_equal(some.other_dates, 2870 - 130 + 1 - 119);
	assert_true(all.ratio == some.ratio);
	assert_true(all.before.dispersion != some.before.dispersion);
}

/* ---- Edges -------------------------------------------------------------------------------- */

static void without_any_incident_there_is_no_ratio(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_incidents none = {.covered_from = 0, .covered_to = 3652};
	struct mizan_window_ratio found;
	struct mizan_rate rate;
	CHECK(mizan_window_ratio(&none, 1000, 30, NULL, 0, &found, &error));
	assert_int_equal(found.standing, MIZAN_EFFECT_FEW_INCIDENTS);
	assert_true(isnan(found.ratio) && isnan(found.low) && isnan(found.p_value));
	CHECK(mizan_incident_rate(&none, 1000, 1029, &rate, &error));
	assert_true(rate.per_day == 0 && isnan(rate.high) && isnan(rate.dispersion));
}

/* Exact: with no incident in n days the upper limit is -log(0.025) / n; Byar's is 0.6 % lower. */
static void no_incident_in_the_window_bounds_the_rate_from_above(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_rate rate;
	for (int i = 0; i < 1800; i++) {
		made.dates[i] = i < 900 ? i * 2 : 1860 + (i - 900) * 2;
	}
	made.incidents = (struct mizan_incidents){
		.dates = made.dates, .count = 1800, .covered_from = 0, .covered_to = 3652};
	CHECK(mizan_incident_rate(&made.incidents, 1800, 1859, &rate, &error));
	assert_true(rate.incidents == 0 && rate.low == 0);
	assert_near(rate.high / rate.dispersion, -log(0.025) / 60, 0.06 * -log(0.025) / 60);
}

static void none_before_or_none_after_has_one_open_end(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_window_ratio found;
	struct chance_record record = {3653, 1000, 1, 0.5, 0, 1};
	chance_make(&record, 7, &made);
	CHECK(mizan_window_ratio(&made.incidents, 1000, 30, NULL, 0, &found, &error));
	assert_true(found.ratio == 0 && found.low == 0 && found.high > 0 && found.high < 1);
	for (size_t i = 0; i < made.incidents.count; i++) {
		other.dates[i] = 3652 - made.dates[made.incidents.count - 1 - i];
	}
	other.incidents = made.incidents;
	other.incidents.dates = other.dates;
	CHECK(mizan_window_ratio(&other.incidents, 2653, 30, NULL, 0, &found, &error));
	assert_true(isinf(found.ratio) && isinf(found.high) && found.low > 1);
}

static void incidents_all_on_one_day_cannot_tell_clustering(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_window_ratio found;
	for (int i = 0; i < 40; i++) {
		made.dates[i] = 1000;
	}
	made.incidents = (struct mizan_incidents){
		.dates = made.dates, .count = 40, .covered_from = 0, .covered_to = 3652};
	CHECK(mizan_window_ratio(&made.incidents, 1000, 30, NULL, 0, &found, &error));
	assert_int_equal(found.standing, MIZAN_EFFECT_NO_CLUSTERING);
	assert_true(isnan(found.low) && isnan(found.high) && isinf(found.ratio));
	assert_int_equal(found.placebos, 0);
	assert_true(isnan(found.p_value));
}

static void windows_reach_to_the_edge_of_coverage_and_no_further(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	struct mizan_window_ratio found;
	chance_make(&clustered, 9, &made);
	CHECK(mizan_window_ratio(&made.incidents, 90, 90, NULL, 0, &found, &error));
	assert_int_equal(found.before.from, 0);
	CHECK(mizan_window_ratio(&made.incidents, 3653 - 90, 90, NULL, 0, &found, &error));
	assert_int_equal(found.after.to, 3652);
	assert_int_equal(mizan_window_ratio(&made.incidents, 89, 90, NULL, 0, &found, &error),
		MIZAN_ERROR_INPUT);
	assert_non_null(strstr(error.what, "90 days before and after 1970-03-31"));
	assert_int_equal(mizan_window_ratio(&made.incidents, 3564, 90, NULL, 0, &found, &error),
		MIZAN_ERROR_INPUT);
	assert_int_equal(mizan_window_ratio(
				 &made.incidents, MIZAN_DATE_UNKNOWN, 90, NULL, 0, &found, &error),
		MIZAN_ERROR_INPUT);
	assert_int_equal(mizan_window_ratio(&made.incidents, 1000, 0, NULL, 0, &found, &error),
		MIZAN_ERROR_USAGE);
	struct mizan_rate rate;
	assert_int_equal(
		mizan_incident_rate(&made.incidents, 3600, 3653, &rate, &error), MIZAN_ERROR_INPUT);
	assert_int_equal(
		mizan_incident_rate(&made.incidents, 20, 19, &rate, &error), MIZAN_ERROR_INPUT);
}

static void a_window_and_a_record_may_be_one_day(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_window_ratio found;
	struct mizan_rate rate;
	chance_make(&clustered, 9, &made);
	CHECK(mizan_window_ratio(&made.incidents, 1, 1, NULL, 0, &found, &error));
	assert_int_equal(found.before.days + found.after.days, 2);
	made.incidents.covered_from = made.incidents.covered_to = made.dates[10];
	CHECK(mizan_incident_rate(&made.incidents, made.dates[10], made.dates[10], &rate, &error));
	assert_true(rate.days == 1 && rate.incidents > 0 && isnan(rate.low));
}

static void dates_that_are_not_sorted_and_empty_coverage_are_refused(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	struct mizan_rate rate;
	const mizan_date dates[] = {5, 9, 7};
	struct mizan_incidents incidents = {dates, NULL, 3, 0, 100};
	assert_int_equal(mizan_incident_rate(&incidents, 1, 50, &rate, &error), MIZAN_ERROR_INPUT);
	assert_non_null(strstr(error.what, "incident 3"));
	incidents = (struct mizan_incidents){dates, NULL, 2, 100, 99};
	assert_int_equal(mizan_incident_rate(&incidents, 1, 50, &rate, &error), MIZAN_ERROR_INPUT);
	incidents.covered_from = MIZAN_DATE_UNKNOWN;
	assert_int_equal(mizan_incident_rate(&incidents, 1, 50, &rate, &error), MIZAN_ERROR_INPUT);
	incidents = (struct mizan_incidents){dates, NULL, 2, 0, 100};
	const struct mizan_span backwards = {20, 10};
	struct mizan_window_ratio found;
	assert_int_equal(mizan_window_ratio(&incidents, 50, 10, &backwards, 1, &found, &error),
		MIZAN_ERROR_INPUT);
}

/* ---- Before, during and after ------------------------------------------------------------- */

static void before_during_and_after_are_counted_by_hand(void **state)
{
	(void)state;
	struct mizan_error error;
	const mizan_date dates[] = {80, 89, 95, 99, 100, 100, 104, 107, 109, 110, 119, 120};
	const int32_t deaths[] = {1, 1, 1, 1, 0, MIZAN_UNKNOWN, 3, 9, 1, 1, 1, 1};
	struct mizan_incidents incidents = {dates, deaths, 12, 0, 130};
	struct mizan_effect_options options = {.from = 100, .to = 109, .deaths = 5};
	struct mizan_effect effect;
	CHECK(mizan_effect_measure(&incidents, &options, &effect, &error));
	assert_int_equal(effect.before.incidents, 2);
	assert_int_equal(effect.during.incidents, 5);
	assert_int_equal(effect.after.incidents, 2);
	assert_int_equal(effect.during.days, 10);
	assert_int_equal(effect.days_to_first, 0);
	assert_int_equal(effect.days_to_first_with_deaths, 7);
	assert_int_equal(effect.unknown_deaths, 1);
	/* Of the usual windows coverage holds 30 days alone. */
	assert_int_equal(effect.window_count, 3);
	assert_int_equal(effect.windows[0].after.incidents, 8);
	assert_int_equal(effect.windows[1].standing, MIZAN_EFFECT_NOT_COVERED);
	assert_true(isnan(effect.windows[2].ratio));

	options.side_days = 50;
	options.deaths = 10;
	CHECK(mizan_effect_measure(&incidents, &options, &effect, &error));
	assert_int_equal(effect.before.days, 50);
	assert_int_equal(effect.after.days, 21); /* where coverage ends */
	assert_int_equal(effect.days_to_first_with_deaths, -1);

	options = (struct mizan_effect_options){.from = 121, .to = MIZAN_DATE_UNKNOWN};
	CHECK(mizan_effect_measure(&incidents, &options, &effect, &error));
	assert_true(effect.open);
	assert_int_equal(effect.during.days, 10);
	assert_int_equal(effect.days_to_first, -1);
	assert_int_equal(effect.after.days, 0);

	options.from = 131;
	assert_int_equal(
		mizan_effect_measure(&incidents, &options, &effect, &error), MIZAN_ERROR_INPUT);
	options = (struct mizan_effect_options){.from = 100, .to = 99};
	assert_int_equal(
		mizan_effect_measure(&incidents, &options, &effect, &error), MIZAN_ERROR_INPUT);
}

/* Of several runs the fastest, since a test shares its machine. */
static void two_thousand_placebo_dates_take_under_10_ms(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_window_ratio found;
	struct chance_record record = {2400, 0, 1, 8.5, 1, 1};
	chance_make(&record, 1, &made);
	double best = 1;
	for (int round = 0; round < 20; round++) {
		struct timespec begin, end;
		clock_gettime(CLOCK_MONOTONIC, &begin);
		CHECK(mizan_window_ratio(&made.incidents, 1000, 90, NULL, 0, &found, &error));
		clock_gettime(CLOCK_MONOTONIC, &end);
		best = fmin(best, (double)(end.tv_sec - begin.tv_sec) +
					  1e-9 * (double)(end.tv_nsec - begin.tv_nsec));
	}
	print_message("%zu incidents, %zu placebo dates: %.3f ms\n", made.incidents.count,
		found.placebos, best * 1e3);
	assert_true(made.incidents.count > 20000 && found.placebos > 1800);
	assert_true(best < 0.010);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_record_some_years_later_has_the_same_bits),
		cmocka_unit_test(when_time_is_reversed_a_ratio_becomes_its_inverse),
		cmocka_unit_test(incidents_that_all_come_twice_make_nothing_surer),
		cmocka_unit_test(an_interval_holds_its_ratio_and_its_rates),
		cmocka_unit_test(excluded_spans_are_neither_placebo_nor_noise),
		cmocka_unit_test(without_any_incident_there_is_no_ratio),
		cmocka_unit_test(no_incident_in_the_window_bounds_the_rate_from_above),
		cmocka_unit_test(none_before_or_none_after_has_one_open_end),
		cmocka_unit_test(incidents_all_on_one_day_cannot_tell_clustering),
		cmocka_unit_test(windows_reach_to_the_edge_of_coverage_and_no_further),
		cmocka_unit_test(a_window_and_a_record_may_be_one_day),
		cmocka_unit_test(dates_that_are_not_sorted_and_empty_coverage_are_refused),
		cmocka_unit_test(before_during_and_after_are_counted_by_hand),
		cmocka_unit_test(two_thousand_placebo_dates_take_under_10_ms),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
