/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims of one article that cannot both hold, and pairs that can. */
#include "review_test.h"

/* How many conflicts two claims with these options (lines of YAML, comma between) have. */
static size_t conflicts(const char *first, const char *second)
{
	struct mizan_text file = {0};
	mizan_text_printf(&file,
		"claims:\n"
		"  - {sentences: [1], fingerprints: [@1], text: A, %s}\n"
		"  - {sentences: [2], fingerprints: [@2], text: B, %s}\n",
		first, second);
	struct test_review test = review_of("One died. Two died.\n", file.data);
	review_no_fault(&test);
	size_t count = mizan_review_conflict_count(test.review);
	if (count > 0) {
		assert_int_equal(mizan_review_conflict(test.review, 0)->first, 0);
		assert_int_equal(mizan_review_conflict(test.review, 0)->second, 1);
		assert_non_null(mizan_review_conflict(test.review, 0)->why);
	}
	review_end(&test);
	mizan_text_release(&file);
	return count;
}

static void exclude(const char *first, const char *second)
{
	if (conflicts(first, second) != 1 || conflicts(second, first) != 1) {
		fail_msg("go together: %s / %s", first, second);
	}
}

static void go_together(const char *first, const char *second)
{
	if (conflicts(first, second) != 0 || conflicts(second, first) != 0) {
		fail_msg("exclude each other: %s / %s", first, second);
	}
}

#define EQUALS(value) "check: equals, country: PAK, actor: TTP, period: 2024, states: \"" value "\""

static void two_numbers_of_one_thing_exclude_each_other(void **state)
{
	(void)state;
	exclude(EQUALS("585"), EQUALS("558"));
	exclude(EQUALS("1,081"), EQUALS("1,099"));
	go_together(EQUALS("558"), EQUALS("558"));
	/* Rounded: 560 is 558 in round numbers. */
	go_together(EQUALS("558"), EQUALS("560"));
	/* Deaths is what is meant where no indicator stands. */
	exclude(EQUALS("585"), EQUALS("558") ", indicator: deaths");
	go_together(EQUALS("585"), EQUALS("558") ", indicator: attacks");
	go_together(EQUALS("585"), EQUALS("558") ", area: Kurram");
	go_together("check: equals, country: PAK, period: 2023, states: 748",
		"check: equals, country: PAK, period: 2024, states: 1081");
	/* Each may be right by its own definition. */
	go_together(EQUALS("585") ", cites: CRSS", EQUALS("558") ", cites: \"IEP, GTI 2025\"");
	exclude(EQUALS("585") ", cites: IEP", EQUALS("558") ", cites: \"IEP, GTI 2025\"");
}

static void bounds_exclude_what_is_beyond_them(void **state)
{
	(void)state;
#define BOUND(check, value) "check: " check ", country: PAK, period: 2024, value: " value
	exclude(BOUND("at-least", "2500"), BOUND("equals", "1081"));
	exclude(BOUND("at-least", "2500"), BOUND("at-most", "2000"));
	go_together(BOUND("at-least", "1000"), BOUND("equals", "1081"));
	go_together(BOUND("at-least", "1000"), BOUND("at-least", "2000"));
	exclude("check: rank-is, indicator: rank, country: PAK, period: 2024, value: 1",
		"check: rank-is, indicator: rank, country: PAK, period: 2024, value: 2");
	exclude("check: count-of, of: ttp, value: 60", "check: count-of, of: ttp, value: 17");
	go_together("check: count-of, of: ttp, value: 60", "check: count-of, of: bla, value: 17");
}

static void two_dates_of_one_happening_exclude_each_other(void **state)
{
	(void)state;
#define ON(id, day) "check: happened-on, milestone: " id ", date: " day
	exclude(ON("doha", "2020-02-29"), ON("doha", "2020-03-01"));
	go_together(ON("doha", "2020-02-29"), ON("doha", "2020-02"));
	go_together(ON("doha", "2020-02-29"), ON("kabul", "2021-08-15"));
	exclude("check: due-on, commitment: doha/troops, date: 2021-05-01",
		"check: due-on, commitment: doha/troops, date: 2021-04-29");
	go_together("check: due-on, commitment: doha/troops, date: 2021-05-01",
		"check: due-on, commitment: doha/troops, date: 2021-09-11, on: 2021-05-01");
}

static void promises_agreements_and_directions_are_compared(void **state)
{
	(void)state;
	exclude("check: held-for, agreement: a, days: 28..31",
		"check: held-for, agreement: a, days: 90..120");
	go_together("check: held-for, agreement: a, days: 28..31",
		"check: held-for, agreement: a, days: 30");
	exclude("check: kept, commitment: a/b", "check: kept, commitment: a/b, status: not-met");
	exclude("check: kept, commitment: a/b, status: proposed, assessed: not met",
		"check: kept, commitment: a/b, status: met");
	go_together("check: kept, commitment: a/b, assessed: not met",
		"check: kept, commitment: a/b, assessed: not-met");
	go_together(
		"check: kept, commitment: a/b", "check: kept, commitment: a/c, status: not-met");
	exclude("check: effect, agreement: a", "check: effect, agreement: a, direction: rises");
	exclude("check: rises-every-year, country: PAK, from: 2020, to: 2024",
		"check: falls-every-year, country: PAK, from: 2022, to: 2025");
	go_together("check: rises-every-year, country: PAK, from: 2020, to: 2022",
		"check: falls-every-year, country: PAK, from: 2022, to: 2025");
}

static void a_pair_can_be_named_by_hand(void **state)
{
	(void)state;
	exclude("id: none, sql: SELECT 0 AS holds", "contradicts: none, mark: opinion");
	assert_int_equal(
		conflicts("sql: SELECT 0 AS holds", "sql: SELECT 1 AS holds, contradicts: 1"), 1);
	/* Once, also where both name the other, or the rules find it too. */
	assert_int_equal(
		conflicts(EQUALS("585") ", contradicts: 2", EQUALS("558") ", contradicts: 1"), 1);
	go_together("sql: SELECT 0 AS holds", "sql: SELECT 1 AS holds");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_numbers_of_one_thing_exclude_each_other),
		cmocka_unit_test(bounds_exclude_what_is_beyond_them),
		cmocka_unit_test(two_dates_of_one_happening_exclude_each_other),
		cmocka_unit_test(promises_agreements_and_directions_are_compared),
		cmocka_unit_test(a_pair_can_be_named_by_hand),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
