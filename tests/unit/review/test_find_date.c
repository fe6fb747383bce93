/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as people write them. */
#include "draft_test.h"

static struct draft_date one(const char *text)
{
	struct draft_sentence sentence = test_sentence(text);
	if (sentence.date_count != 1) {
		fail_msg("%zu dates in: %s", sentence.date_count, text);
	}
	return sentence.dates[0];
}

static void has_period(const char *text, const char *period)
{
	struct draft_date date = one(text);
	assert_true(date.from != MIZAN_DATE_UNKNOWN);
	const char *found = draft_period_text(date.from, date.to, &test_arena);
	mizan_date from, to;
	if (strcmp(found, period) != 0) {
		fail_msg("%s: %s", text, found);
	}
	/* What is written is understood. */
	assert_true(mizan_period_parse(found, &from, &to));
	assert_int_equal(from, date.from);
	assert_int_equal(to, date.to);
}

static void days_months_and_years_are_periods(void **state)
{
	(void)state;
	has_period("Kabul fell on 15 August 2021.", "2021-08-15");
	has_period("Kabul fell on August 15, 2021.", "2021-08-15");
	has_period("Kabul fell on the 15th of August 2021.", "2021-08-15");
	has_period("It was signed on 29 February 2020.", "2020-02-29");
	has_period("They rejoined in August 2020.", "2020-08");
	has_period("They left in May 2022.", "2022-05");
	has_period("In 2024 it rose.", "2024");
	has_period("It equals the whole of 2024.", "2024");
}

static void parts_of_years_and_spans_are_periods(void **state)
{
	(void)state;
	has_period("The first three quarters of 2025 were bad.", "2025-01..2025-09");
	has_period("The first nine months of 2025 were bad.", "2025-01..2025-09");
	has_period("In the second half of 2024 it fell.", "2024-07..2024-12");
	has_period("The third quarter of 2025 was worse.", "2025-07..2025-09");
	has_period("It rose from 2021 to 2024.", "2021..2024");
	has_period("It rose between 2021 and 2023.", "2021..2023");
	has_period("It rose in 2021-24.", "2021..2024");
	has_period("It rose from 15 April 2023 to 30 November 2024.", "2023-04-15..2024-11-30");
}

static void two_years_with_and_are_two(void **state)
{
	(void)state;
	assert_int_equal(test_sentence("It fell in 2021 and 2023.").date_count, 2);
}

static void since_and_by_are_said(void **state)
{
	(void)state;
	assert_true(one("Since 2020 groups have joined.").since);
	assert_true(one("They were to leave by 1 May 2021.").until);
	assert_false(one("They left on 1 May 2021.").until);
}

static void years_told_from_others_wait_for_one(void **state)
{
	(void)state;
	assert_int_equal(one("A year earlier it was less.").kind, DATE_EARLIER);
	assert_int_equal(one("The previous year was quiet.").kind, DATE_EARLIER);
	assert_int_equal(one("The following year it doubled.").kind, DATE_LATER);
	assert_int_equal(one("Deaths peaked that year.").kind, DATE_SAME);
	struct draft_date date = one("They collapsed on 7 November.");
	assert_int_equal(date.kind, DATE_NO_YEAR);
	assert_int_equal(date.month, 11);
	assert_int_equal(date.day, 7);
}

static void the_year_of_an_index_is_its_edition(void **state)
{
	(void)state;
	assert_true(one("It ranks second in the Global Terrorism Index 2025.").of_index);
	assert_true(one("In the index of 2023 it stood sixth.").of_index);
	assert_true(one("It led the 2024 index.").of_index);
	assert_false(one("It was second in 2024.").of_index);
}

static void days_that_do_not_exist_and_the_verb_may_are_no_dates(void **state)
{
	(void)state;
	static const char *const texts[] = {"They may leave.", "May God help them.",
		"They march on.", "It killed 2000 people.", "It has 1,999 members."};
	for (size_t i = 0; i < TEST_COUNT(texts); i++) {
		if (test_sentence(texts[i]).date_count != 0) {
			fail_msg("%s", texts[i]);
		}
	}
	struct draft_sentence sentence = test_sentence("It was 30 February 2021.");
	for (size_t i = 0; i < sentence.date_count; i++) {
		assert_true(sentence.dates[i].kind != DATE_DAY);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_months_and_years_are_periods),
		cmocka_unit_test(parts_of_years_and_spans_are_periods),
		cmocka_unit_test(two_years_with_and_are_two),
		cmocka_unit_test(since_and_by_are_said),
		cmocka_unit_test(years_told_from_others_wait_for_one),
		cmocka_unit_test(the_year_of_an_index_is_its_edition),
		cmocka_unit_test(days_that_do_not_exist_and_the_verb_may_are_no_dates),
	};
	return cmocka_run_group_tests(tests, NULL, test_release);
}
