/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When something is due, to the day: against dates of the world and a calendar that only counts. */
#include "../test.h"

#include <limits.h>
#include <mizan/agreement.h>

static mizan_date day_of(const char *text)
{
	mizan_date date;
	assert_true(mizan_date_parse(test_slice(text), &date));
	return date;
}

#define assert_day(date, text)                                                                     \
	do {                                                                                       \
		char shown_[11] = "unknown";                                                       \
		mizan_date date_ = (date);                                                         \
		if (date_ != MIZAN_DATE_UNKNOWN) {                                                 \
			mizan_date_format(date_, shown_);                                          \
		}                                                                                  \
		assert_string_equal(shown_, text);                                                 \
	} while (0)

/* ---- Dates of the world ------------------------------------------------------------------- */

static void the_troops_of_doha_were_due_on_13_july_2020_and_29_april_2021(void **state)
{
	(void)state;
	mizan_date doha = day_of("2020-02-29");
	assert_day(mizan_date_add(doha, 135, MIZAN_DUE_DAYS), "2020-07-13");
	assert_day(mizan_date_add(doha, 14, MIZAN_DUE_MONTHS), "2021-04-29");
	/* "Nine and a half months" after the 135 days, and the months between. */
	assert_day(mizan_date_add(doha, 12, MIZAN_DUE_MONTHS), "2021-02-28");
	assert_day(mizan_date_add(doha, 1, MIZAN_DUE_YEARS), "2021-02-28");
	assert_day(mizan_date_add(doha, 4, MIZAN_DUE_YEARS), "2024-02-29");
	assert_day(mizan_date_add(doha, 48, MIZAN_DUE_MONTHS), "2024-02-29");
}

static void a_month_without_the_day_ends_on_its_last(void **state)
{
	(void)state;
	static const struct {
		const char *from;
		int months;
		const char *to;
	} cases[] = {{"2021-01-31", 1, "2021-02-28"}, {"2020-01-31", 1, "2020-02-29"},
		{"2021-01-31", 2, "2021-03-31"}, {"2021-01-31", 3, "2021-04-30"},
		{"2021-03-31", -1, "2021-02-28"}, {"2021-12-31", 2, "2022-02-28"},
		{"2021-08-30", 6, "2022-02-28"}, {"2023-08-30", 6, "2024-02-29"},
		{"2021-12-15", 1, "2022-01-15"}, {"2021-01-15", -1, "2020-12-15"},
		{"1900-01-31", 1, "1900-02-28"}, {"2000-01-31", 1, "2000-02-29"},
		{"2020-02-29", 0, "2020-02-29"}};
	for (size_t i = 0; i < TEST_COUNT(cases); i++) {
		assert_day(mizan_date_add(day_of(cases[i].from), cases[i].months, MIZAN_DUE_MONTHS),
			cases[i].to);
	}
}

static void weeks_are_seven_days(void **state)
{
	(void)state;
	assert_day(mizan_date_add(day_of("2020-02-24"), 1, MIZAN_DUE_WEEKS), "2020-03-02");
	assert_day(mizan_date_add(day_of("2021-12-27"), 1, MIZAN_DUE_WEEKS), "2022-01-03");
	assert_day(mizan_date_add(day_of("2020-03-02"), -1, MIZAN_DUE_WEEKS), "2020-02-24");
}

static void nothing_is_due_outside_of_the_years_1_to_9999(void **state)
{
	(void)state;
	mizan_date first = day_of("0001-01-01"), last = day_of("9999-12-31");
	static const enum mizan_due_unit units[] = {
		MIZAN_DUE_DAYS, MIZAN_DUE_WEEKS, MIZAN_DUE_MONTHS, MIZAN_DUE_YEARS};
	for (size_t i = 0; i < TEST_COUNT(units); i++) {
		assert_int_equal(mizan_date_add(first, 0, units[i]), first);
		assert_int_equal(mizan_date_add(last, 0, units[i]), last);
		assert_int_equal(mizan_date_add(first, -1, units[i]), MIZAN_DATE_UNKNOWN);
		assert_int_equal(mizan_date_add(last, 1, units[i]), MIZAN_DATE_UNKNOWN);
		assert_int_equal(mizan_date_add(first, INT_MIN, units[i]), MIZAN_DATE_UNKNOWN);
		assert_int_equal(mizan_date_add(last, INT_MAX, units[i]), MIZAN_DATE_UNKNOWN);
		assert_int_equal(
			mizan_date_add(MIZAN_DATE_UNKNOWN, 1, units[i]), MIZAN_DATE_UNKNOWN);
	}
	assert_day(mizan_date_add(day_of("9998-12-31"), 12, MIZAN_DUE_MONTHS), "9999-12-31");
	assert_day(mizan_date_add(day_of("9999-11-30"), 1, MIZAN_DUE_MONTHS), "9999-12-30");
	assert_day(mizan_date_add(day_of("0001-02-28"), -1, MIZAN_DUE_MONTHS), "0001-01-28");
}

/* ---- Rules -------------------------------------------------------------------------------- */

static void a_rule_counts_from_signing_or_from_taking_effect(void **state)
{
	(void)state;
	mizan_date signing = day_of("2020-02-29"), effective = day_of("2020-03-10");
	struct mizan_due due = {.rule = MIZAN_DUE_AFTER_SIGNED,
		.unit = MIZAN_DUE_DAYS,
		.number = 10,
		.date = MIZAN_DATE_UNKNOWN};
	assert_day(mizan_due_on(&due, signing, effective, signing), "2020-03-10");
	due.rule = MIZAN_DUE_AFTER_EFFECTIVE;
	assert_day(mizan_due_on(&due, signing, effective, signing), "2020-03-20");
	/* Left out, it took effect as it was signed. */
	assert_day(mizan_due_on(&due, signing, MIZAN_DATE_UNKNOWN, signing), "2020-03-10");
	due = (struct mizan_due){.rule = MIZAN_DUE_DATE, .date = day_of("2021-05-01")};
	assert_day(mizan_due_on(&due, signing, effective, day_of("2022-01-01")), "2021-05-01");
	due = (struct mizan_due){.rule = MIZAN_DUE_OPEN, .date = MIZAN_DATE_UNKNOWN};
	assert_day(mizan_due_on(&due, signing, effective, signing), "unknown");
}

/* The next of the days that recur, asked on a day. */
static mizan_date next_of(enum mizan_due_unit unit, const char *from, const char *on)
{
	struct mizan_due due = {.rule = MIZAN_DUE_EVERY,
		.unit = unit,
		.number = 1,
		.date = from ? day_of(from) : MIZAN_DATE_UNKNOWN};
	return mizan_due_on(&due, day_of("2020-01-31"), MIZAN_DATE_UNKNOWN, day_of(on));
}

static void what_recurs_monthly_from_31_january_keeps_to_the_ends_of_months(void **state)
{
	(void)state;
	assert_day(next_of(MIZAN_DUE_MONTHS, "2021-01-31", "2020-05-05"), "2021-01-31");
	assert_day(next_of(MIZAN_DUE_MONTHS, "2021-01-31", "2021-01-31"), "2021-01-31");
	assert_day(next_of(MIZAN_DUE_MONTHS, "2021-01-31", "2021-02-01"), "2021-02-28");
	assert_day(next_of(MIZAN_DUE_MONTHS, "2021-01-31", "2021-02-28"), "2021-02-28");
	/* Not the 28th: months of different lengths do not add up. */
	assert_day(next_of(MIZAN_DUE_MONTHS, "2021-01-31", "2021-03-01"), "2021-03-31");
	assert_day(next_of(MIZAN_DUE_MONTHS, "2021-01-31", "2021-04-01"), "2021-04-30");
	assert_day(next_of(MIZAN_DUE_MONTHS, "2021-01-31", "2024-02-10"), "2024-02-29");
	/* Without a first day it begins as the agreement did. */
	assert_day(next_of(MIZAN_DUE_MONTHS, NULL, "2020-02-02"), "2020-02-29");
	assert_day(next_of(MIZAN_DUE_WEEKS, "2021-12-27", "2022-01-01"), "2022-01-03");
	assert_day(next_of(MIZAN_DUE_YEARS, "2020-02-29", "2021-01-01"), "2021-02-28");
	assert_day(next_of(MIZAN_DUE_YEARS, "2020-02-29", "2023-03-01"), "2024-02-29");
	assert_day(next_of(MIZAN_DUE_DAYS, "2020-02-28", "2020-02-29"), "2020-02-29");
	assert_day(next_of(MIZAN_DUE_MONTHS, "0001-01-31", "9999-12-31"), "9999-12-31");
	assert_day(next_of(MIZAN_DUE_YEARS, "2020-12-30", "9999-12-31"), "unknown");
}

static void a_rule_is_told_as_it_was_written(void **state)
{
	(void)state;
	static const struct {
		struct mizan_due due;
		const char *words;
	} cases[] = {{{MIZAN_DUE_AFTER_SIGNED, MIZAN_DUE_DAYS, 135, MIZAN_DATE_UNKNOWN},
			     "signed + 135 days"},
		{{MIZAN_DUE_AFTER_EFFECTIVE, MIZAN_DUE_MONTHS, 1, MIZAN_DATE_UNKNOWN},
			"effective + 1 month"},
		{{MIZAN_DUE_OPEN, MIZAN_DUE_DAYS, 0, MIZAN_DATE_UNKNOWN}, "open"},
		{{MIZAN_DUE_EVERY, MIZAN_DUE_WEEKS, 1, MIZAN_DATE_UNKNOWN}, "every week"},
		{{MIZAN_DUE_EVERY, MIZAN_DUE_MONTHS, 1, 18262}, "every month from 2020-01-01"},
		{{MIZAN_DUE_DATE, MIZAN_DUE_DAYS, 0, 18748}, "2021-05-01"}};
	for (size_t i = 0; i < TEST_COUNT(cases); i++) {
		struct mizan_text text = {0};
		mizan_due_describe(&cases[i].due, &text);
		assert_string_equal(text.data, cases[i].words);
		mizan_text_release(&text);
	}
}

/* ---- A calendar that only counts ---------------------------------------------------------- */

struct counted {
	int year, month, day;
};

static int counted_length(int year, int month)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return lengths[month - 1] + (month == 2 && leap);
}

static void counted_step(struct counted *at)
{
	if (++at->day > counted_length(at->year, at->month)) {
		at->day = 1;
		at->year += at->month == 12;
		at->month = at->month == 12 ? 1 : at->month + 1;
	}
}

static mizan_date counted_date(const struct counted *at)
{
	return mizan_date_make(at->year, at->month, at->day);
}

static void days_and_weeks_are_those_that_one_counts_one_by_one(void **state)
{
	(void)state;
	struct counted at = {1896, 2, 28};
	mizan_date first = counted_date(&at);
	for (int days = 0; days < 80000; days++, counted_step(&at)) {
		assert_int_equal(mizan_date_add(first, days, MIZAN_DUE_DAYS), counted_date(&at));
		assert_int_equal(mizan_date_add(counted_date(&at), -days, MIZAN_DUE_DAYS), first);
		if (days % 7 == 0) {
			assert_int_equal(mizan_date_add(first, days / 7, MIZAN_DUE_WEEKS),
				counted_date(&at));
		}
	}
}

/* Steps through months without arithmetic on their numbers. */
static struct counted counted_months(struct counted at, int months)
{
	while (months-- > 0) {
		at.year += at.month == 12;
		at.month = at.month == 12 ? 1 : at.month + 1;
	}
	int last = counted_length(at.year, at.month);
	at.day = at.day < last ? at.day : last;
	return at;
}

static void months_are_those_that_one_counts_one_by_one(void **state)
{
	(void)state;
	struct counted at = {1999, 1, 1};
	for (int days = 0; days < 365 * 6; days++, counted_step(&at)) {
		for (int months = 0; months < 60; months += 1 + months / 14) {
			struct counted then = counted_months(at, months);
			assert_int_equal(
				mizan_date_add(counted_date(&at), months, MIZAN_DUE_MONTHS),
				counted_date(&then));
		}
		struct counted year = counted_months(at, 12);
		assert_int_equal(
			mizan_date_add(counted_date(&at), 1, MIZAN_DUE_YEARS), counted_date(&year));
	}
}

/* The next day is the first of all of them that is not before. */
static void what_recurs_is_never_missed_on_any_day_of_eight_years(void **state)
{
	(void)state;
	static const enum mizan_due_unit units[] = {MIZAN_DUE_MONTHS, MIZAN_DUE_YEARS};
	static const int firsts[][3] = {{2019, 1, 31}, {2020, 2, 29}, {2019, 8, 30}, {2019, 3, 1}};
	for (size_t i = 0; i < TEST_COUNT(firsts) * TEST_COUNT(units); i++) {
		const int *parts = firsts[i / 2];
		struct counted first = {parts[0], parts[1], parts[2]}, at = first;
		int every = units[i % 2] == MIZAN_DUE_YEARS ? 12 : 1, passed = 0;
		struct mizan_due due = {.rule = MIZAN_DUE_EVERY,
			.unit = units[i % 2],
			.number = 1,
			.date = counted_date(&first)};
		for (int days = 0; days < 365 * 8; days++, counted_step(&at)) {
			struct counted next = counted_months(first, passed * every);
			if (counted_date(&next) < counted_date(&at)) {
				next = counted_months(first, ++passed * every);
			}
			assert_int_equal(mizan_due_on(&due, counted_date(&first),
						 MIZAN_DATE_UNKNOWN, counted_date(&at)),
				counted_date(&next));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_troops_of_doha_were_due_on_13_july_2020_and_29_april_2021),
		cmocka_unit_test(a_month_without_the_day_ends_on_its_last),
		cmocka_unit_test(weeks_are_seven_days),
		cmocka_unit_test(nothing_is_due_outside_of_the_years_1_to_9999),
		cmocka_unit_test(a_rule_counts_from_signing_or_from_taking_effect),
		cmocka_unit_test(what_recurs_monthly_from_31_january_keeps_to_the_ends_of_months),
		cmocka_unit_test(a_rule_is_told_as_it_was_written),
		cmocka_unit_test(days_and_weeks_are_those_that_one_counts_one_by_one),
		cmocka_unit_test(months_are_those_that_one_counts_one_by_one),
		cmocka_unit_test(what_recurs_is_never_missed_on_any_day_of_eight_years),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
