/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as people write them. */
#include "draft_test.h"

/* The one number of a sentence. */
static struct draft_number one(const char *text)
{
	struct draft_sentence sentence = test_sentence(text);
	if (sentence.number_count != 1) {
		fail_msg("%zu numbers in: %s", sentence.number_count, text);
	}
	return sentence.numbers[0];
}

static void a_number_is_stated_as_it_is_written(void **state)
{
	(void)state;
	assert_string_equal(one("It counted 1,081 deaths.").written, "1,081");
	assert_string_equal(one("A score of 8.571 was printed.").written, "8.571");
	assert_string_equal(one("They lost 58 men.").written, "58");
}

static void words_and_scales_are_numbers(void **state)
{
	(void)state;
	assert_near(one("Some two thousand fighters left.").value, 2000, 0);
	assert_near(one("OCHA counts 1.5 million displaced.").value, 1500000, 0);
	assert_string_equal(one("OCHA counts 1.5 million displaced.").written, "1500000");
	assert_near(one("A hundred people died.").value, 100, 0);
	assert_near(one("Twenty-nine soldiers died.").value, 29, 0);
	assert_near(one("It took three hundred and fifty lives.").value, 350, 0);
	assert_near(one("A dozen trucks burned.").value, 12, 0);
}

static void what_stands_before_says_at_least_or_at_most(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum draft_bound bound;
	} cases[] = {{"At least 32 people died.", BOUND_AT_LEAST},
		{"More than 60 groups joined.", BOUND_AT_LEAST},
		{"No fewer than 12 people died.", BOUND_AT_LEAST},
		{"Over 500 were hurt.", BOUND_AT_LEAST},
		{"Up to 5,000 prisoners left.", BOUND_AT_MOST},
		{"No more than 40 died.", BOUND_AT_MOST}, {"Fewer than 40 died.", BOUND_AT_MOST},
		{"Nearly 170 Afghans died.", BOUND_ABOUT}, {"About 170 Afghans died.", BOUND_ABOUT},
		{"An estimated 170 Afghans died.", BOUND_ABOUT}, {"170 Afghans died.", BOUND_EXACT},
		{"13 people or more died.", BOUND_EXACT}, {"13 or more died.", BOUND_AT_LEAST}};
	for (size_t i = 0; i < TEST_COUNT(cases); i++) {
		if (one(cases[i].text).bound != cases[i].bound) {
			fail_msg("%s", cases[i].text);
		}
	}
}

static void a_range_has_two_ends(void **state)
{
	(void)state;
	static const char *const ranges[] = {"Between 6,000 and 6,500 fighters are there.",
		"It has 6,000-6,500 fighters.", "It has 6,000 to 6,500 fighters."};
	for (size_t i = 0; i < 3; i++) {
		struct draft_number number = one(ranges[i]);
		assert_near(number.value, 6000, 0);
		assert_near(number.high, 6500, 0);
		assert_string_equal(number.written_high, "6,500");
	}
}

static void from_one_number_to_another_is_no_range(void **state)
{
	(void)state;
	struct draft_sentence sentence = test_sentence("Attacks rose from 517 to 1,099.");
	assert_int_equal(sentence.number_count, 2);
	assert_true(isnan(sentence.numbers[0].high));
}

static void percents_and_parts_are_shares(void **state)
{
	(void)state;
	assert_int_equal(one("It is 96 percent of all.").kind, NUMBER_PERCENT);
	assert_int_equal(one("It is 96% of all.").kind, NUMBER_PERCENT);
	assert_int_equal(one("It is 96 per cent of all.").kind, NUMBER_PERCENT);
	assert_near(one("More than half of the deaths were there.").value, 50, 0);
	assert_int_equal(one("More than half of the deaths were there.").bound, BOUND_AT_LEAST);
	assert_near(one("Three quarters of the dead were police.").value, 75, 0);
	assert_near(one("Deaths fell by two thirds.").value, 66.6, 0.1);
}

static void ranks_are_ordinals(void **state)
{
	(void)state;
	assert_int_equal(one("It ranks second there.").kind, NUMBER_ORDINAL);
	assert_near(one("It was 14th there.").value, 14, 0);
	assert_near(one("It stood twelfth.").value, 12, 0);
}

static void years_days_money_and_names_with_digits_are_no_numbers(void **state)
{
	(void)state;
	static const char *const texts[] = {"It ended on 28 November 2022.", "It began in 2021.",
		"It cost $500 and US$20.", "Dozens died in the 1990s.", "Route A5 is closed."};
	for (size_t i = 0; i < TEST_COUNT(texts); i++) {
		struct draft_sentence sentence = test_sentence(texts[i]);
		if (sentence.number_count != 0) {
			fail_msg("%s: %s", texts[i], sentence.numbers[0].written);
		}
	}
}

static void a_year_with_a_noun_behind_it_is_a_number(void **state)
{
	(void)state;
	assert_near(one("Some 2000 fighters left.").value, 2000, 0);
	assert_int_equal(test_sentence("In 2024 soldiers left.").number_count, 0);
}

static void digits_of_other_scripts_count(void **state)
{
	(void)state;
	assert_near(one("۱۲۳ کشته").value, 123, 0);
}

static void very_long_numbers_do_no_harm(void **state)
{
	(void)state;
	char text[4000];
	memset(text, '9', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	struct draft_sentence sentence = test_sentence(text);
	assert_true(sentence.number_count <= 1);
	assert_int_equal(test_sentence("").number_count, 0);
	assert_int_equal(test_sentence("\xff\xfe , ; 5").word_count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_is_stated_as_it_is_written),
		cmocka_unit_test(words_and_scales_are_numbers),
		cmocka_unit_test(what_stands_before_says_at_least_or_at_most),
		cmocka_unit_test(a_range_has_two_ends),
		cmocka_unit_test(from_one_number_to_another_is_no_range),
		cmocka_unit_test(percents_and_parts_are_shares),
		cmocka_unit_test(ranks_are_ordinals),
		cmocka_unit_test(years_days_money_and_names_with_digits_are_no_numbers),
		cmocka_unit_test(a_year_with_a_noun_behind_it_is_a_number),
		cmocka_unit_test(digits_of_other_scripts_count),
		cmocka_unit_test(very_long_numbers_do_no_harm),
	};
	return cmocka_run_group_tests(tests, NULL, test_release);
}
