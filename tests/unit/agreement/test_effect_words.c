/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a result is read out: what it shows, what it lacks, what it cannot show. */
#include "../fixture.h"

#include <mizan/agreement.h>

static struct mizan_text text;

static int release_text(void **state)
{
	(void)state;
	mizan_text_release(&text);
	return 0;
}

static const char *words_of(const struct mizan_window_ratio *ratio)
{
	mizan_text_release(&text);
	text = (struct mizan_text){0};
	mizan_window_words(ratio, &text);
	assert_false(text.failed);
	return text.data;
}

static struct mizan_window_ratio example(void)
{
	return (struct mizan_window_ratio){.at = mizan_date_make(2014, 3, 1),
		.days = 30,
		.before = {.incidents = 31, .days = 30},
		.after = {.incidents = 12, .days = 30},
		.ratio = 12 / 31.0,
		.low = 0.18,
		.high = 0.84,
		.other_dates = 900,
		.placebos = 412,
		.as_large = 11,
		.independent = 20,
		.placebo_low = 0.4,
		.placebo_high = 2.5,
		.p_value = 12 / 413.0};
}

static void a_whole_result_is_read_out(void **state)
{
	(void)state;
	struct mizan_window_ratio ratio = example();
	assert_string_equal(words_of(&ratio),
		"In the 30 days from 2014-03-01, 12 incidents against 31 in the 30 days "
		"before: a ratio of 0.39 (95 % interval 0.18 to 0.84). Of 412 other dates with "
		"half "
		"to twice as many incidents, 11 had a change as large, up or down (p = 0.029).");
}

static void an_interval_that_holds_1_leaves_room_for_no_change(void **state)
{
	(void)state;
	struct mizan_window_ratio ratio = example();
	assert_null(strstr(words_of(&ratio), "no change"));
	ratio.high = 1.2;
	assert_non_null(
		strstr(words_of(&ratio), "0.18 to 1.20), which leaves room for no change."));
}

static void what_is_missing_is_said_in_place_of_a_number(void **state)
{
	(void)state;
	struct mizan_window_ratio ratio = example();
	ratio.standing = MIZAN_EFFECT_NO_CLUSTERING;
	assert_non_null(strstr(words_of(&ratio),
		"a ratio of 0.39; too few incidents around it to say how sure that is."));
	ratio = example();
	ratio.standing = MIZAN_EFFECT_NO_PLACEBO;
	ratio.placebos = 0;
	assert_non_null(strstr(words_of(&ratio), "it cannot be said how unusual that is"));
	ratio.standing = MIZAN_EFFECT_FEW_INCIDENTS;
	ratio.before.incidents = 1;
	ratio.after.incidents = 0;
	assert_string_equal(words_of(&ratio),
		"In the 30 days from 2014-03-01, no incidents against 1 in the 30 days "
		"before: too few to compare.");
	ratio.standing = MIZAN_EFFECT_NOT_COVERED;
	assert_string_equal(words_of(&ratio), "30 days before and from 2014-03-01 are not all "
					      "within what the record covers: they "
					      "cannot be compared.");
}

static void overlapping_dates_are_no_more_than_they_are_worth(void **state)
{
	(void)state;
	struct mizan_window_ratio ratio = example();
	ratio.as_large = 0;
	ratio.independent = 3;
	ratio.p_value = 0.1;
	assert_non_null(strstr(words_of(&ratio),
		"none had a change as large, up or down (p = 0.10). Their windows overlap and 3 "
		"stand apart, so that p is not taken to be smaller."));
}

static void none_before_has_no_ratio_but_a_lower_limit(void **state)
{
	(void)state;
	struct mizan_window_ratio ratio = example();
	ratio.before.incidents = 0;
	ratio.ratio = ratio.high = (double)INFINITY;
	ratio.low = 3.1;
	assert_non_null(strstr(words_of(&ratio),
		"12 incidents against none in the 30 days before: no ratio to none; at "
		"least 3.10 (95 %)."));
}

static void the_whole_reading_says_incident_and_what_it_cannot_show(void **state)
{
	(void)state;
	struct mizan_error error;
	mizan_date dates[400];
	int32_t deaths[400];
	for (int i = 0; i < 400; i++) {
		dates[i] = i * 5;
		deaths[i] = i % 3;
	}
	struct mizan_incidents incidents = {dates, deaths, 400, 0, 1999};
	struct mizan_effect_options options = {.from = 1001, .to = 1060, .deaths = 2};
	struct mizan_effect effect;
	CHECK(mizan_effect_measure(&incidents, &options, &effect, &error));
	mizan_text_release(&text);
	text = (struct mizan_text){0};
	mizan_effect_words(&effect, "ceasefire", &text);
	/* 1005 is the first, with 0 deaths; 201 % 3 = 0, so that 1015 has 2. */
	assert_non_null(
		strstr(text.data, "The first incident during the ceasefire came 4 days after its "
				  "first day; the first "
				  "with at least 2 deaths came 14 days after its first day."));
	assert_non_null(strstr(text.data, "During the ceasefire, 1972-09-28 to 1972-11-26: 12 "
					  "incidents in 60 days, 0.20 a day (95 % interval "));
	assert_non_null(strstr(text.data, "These days go on after the ceasefire had ended."));
	assert_non_null(strstr(text.data, "it cannot show that the agreement was the cause"));
	assert_null(strstr(text.data, "violat"));
	assert_null(strstr(text.data, "nan"));
	assert_null(strstr(text.data, "inf "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_result_is_read_out),
		cmocka_unit_test(an_interval_that_holds_1_leaves_room_for_no_change),
		cmocka_unit_test(what_is_missing_is_said_in_place_of_a_number),
		cmocka_unit_test(overlapping_dates_are_no_more_than_they_are_worth),
		cmocka_unit_test(none_before_has_no_ratio_but_a_lower_limit),
		cmocka_unit_test(the_whole_reading_says_incident_and_what_it_cannot_show),
	};
	return cmocka_run_group_tests(tests, NULL, release_text);
}
