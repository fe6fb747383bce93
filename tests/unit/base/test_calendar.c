/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../test.h"

static void days_count_from_the_first_of_january_1970(void **state)
{
	(void)state;
	assert_int_equal(mizan_date_make(1970, 1, 1), 0);
	assert_int_equal(mizan_date_make(2000, 3, 1), 11017); /* Hinnant's example */
	assert_int_equal(mizan_date_make(1969, 12, 31), -1);
}

static void days_that_are_not_in_the_calendar_are_unknown(void **state)
{
	(void)state;
	assert_int_equal(mizan_date_make(2023, 2, 29), MIZAN_DATE_UNKNOWN);
	assert_int_equal(mizan_date_make(1900, 2, 29), MIZAN_DATE_UNKNOWN);
	assert_int_not_equal(mizan_date_make(2000, 2, 29), MIZAN_DATE_UNKNOWN);
	assert_int_equal(mizan_date_make(2024, 13, 1), MIZAN_DATE_UNKNOWN);
	assert_int_equal(mizan_date_make(0, 1, 1), MIZAN_DATE_UNKNOWN);
}

static void every_day_of_four_centuries_comes_back_as_itself(void **state)
{
	(void)state;
	for (mizan_date date = mizan_date_make(1700, 1, 1); date < mizan_date_make(2101, 1, 1);
		date++) {
		int year, month, day;
		char text[11];
		mizan_date back;
		mizan_date_split(date, &year, &month, &day);
		assert_int_equal(mizan_date_make(year, month, day), date);
		assert_true(mizan_date_parse(test_slice(mizan_date_format(date, text)), &back));
		assert_int_equal(back, date);
	}
}

/* 29 February 2020 + 135 days is 13 July 2020, the Doha agreement's own arithmetic. */
static void one_hundred_and_thirty_five_days_after_doha_is_13_july_2020(void **state)
{
	(void)state;
	assert_int_equal(mizan_date_make(2020, 2, 29) + 135, mizan_date_make(2020, 7, 13));
}

/* ISO 8601 and its well-known edge cases. */
static void weeks_belong_to_the_year_of_their_thursday(void **state)
{
	(void)state;
	assert_int_equal(mizan_date_week(mizan_date_make(2005, 1, 1)), 200453);
	assert_int_equal(mizan_date_week(mizan_date_make(2005, 1, 2)), 200453);
	assert_int_equal(mizan_date_week(mizan_date_make(2007, 1, 1)), 200701);
	assert_int_equal(mizan_date_week(mizan_date_make(2008, 12, 29)), 200901);
	assert_int_equal(mizan_date_week(mizan_date_make(2010, 1, 3)), 200953);
	assert_int_equal(mizan_date_week(mizan_date_make(2021, 8, 15)), 202132);
}

static void dates_may_carry_a_time_of_day_that_is_one(void **state)
{
	(void)state;
	mizan_date date;
	assert_true(mizan_date_parse(test_slice("2013-01-03 00:00:00.000"), &date));
	assert_int_equal(date, mizan_date_make(2013, 1, 3));
	assert_true(mizan_date_parse(test_slice("2013-01-03T00:00:00"), &date));
	assert_true(mizan_date_parse(test_slice("2013-01-03T12:30:00.5Z"), &date));
	assert_true(mizan_date_parse(test_slice(" 2013-01-03 "), &date));
	const char *const wrong[] = {"", "00:00.0", "2013-1-3", "2013-01-03 25:00", "2013-01-03x",
		"03/01/2013", "2013-02-30", "2013-01-03 00:00:00.000junk"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_false(mizan_date_parse(test_slice(wrong[i]), &date));
	}
}

static void periods_are_read_as_people_write_them(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int first[3], last[3];
	} cases[] = {
		{"2024", {2024, 1, 1}, {2024, 12, 31}},
		{"2024-Q3", {2024, 7, 1}, {2024, 9, 30}},
		{"2024-02", {2024, 2, 1}, {2024, 2, 29}},
		{"2024-07-15", {2024, 7, 15}, {2024, 7, 15}},
		{"2020-W53", {2020, 12, 28}, {2021, 1, 3}},
		{"2021..2024", {2021, 1, 1}, {2024, 12, 31}},
		{"2021-08-15..2022-11-28", {2021, 8, 15}, {2022, 11, 28}},
		{"2025-Q1..2025-Q3", {2025, 1, 1}, {2025, 9, 30}},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		mizan_date first, last;
		assert_true(mizan_period_parse(cases[i].text, &first, &last));
		const int *f = cases[i].first, *l = cases[i].last;
		assert_int_equal(first, mizan_date_make(f[0], f[1], f[2]));
		assert_int_equal(last, mizan_date_make(l[0], l[1], l[2]));
	}
	const char *const wrong[] = {"", "24", "2024-Q5", "2024-13", "2021-W53", "2024..2021",
		"2024...", "2024-", "..", "x"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		mizan_date first, last;
		assert_false(mizan_period_parse(wrong[i], &first, &last));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_count_from_the_first_of_january_1970),
		cmocka_unit_test(days_that_are_not_in_the_calendar_are_unknown),
		cmocka_unit_test(every_day_of_four_centuries_comes_back_as_itself),
		cmocka_unit_test(one_hundred_and_thirty_five_days_after_doha_is_13_july_2020),
		cmocka_unit_test(weeks_belong_to_the_year_of_their_thursday),
		cmocka_unit_test(dates_may_carry_a_time_of_day_that_is_one),
		cmocka_unit_test(periods_are_read_as_people_write_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
