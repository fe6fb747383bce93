/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranges, stated numbers, and the year since when nothing was as large. */
#include "brief_test.h"

#include <mizan/base.h>

/* The evidence of the first answer has these words. */
static void expect_evidence(const char *options, enum mizan_result result, const char *words)
{
	struct mizan_brief *brief;
	struct mizan_text text = {0};
	mizan_text_printf(&text, DEATHS_PAK "%s", options);
	const struct mizan_claim *claim = brief_claim("", text.data, &brief);
	if (claim->result != result || !claim->answer_count ||
		!strstr(claim->answers[0].evidence, words)) {
		fail_msg("%s (%s), evidence '%s', not '%s':\n%s", mizan_result_word(claim->result),
			claim->because, claim->answer_count ? claim->answers[0].evidence : "",
			words, options);
	}
	mizan_text_release(&text);
	mizan_brief_release(brief);
}

#define RANGE(lowest, highest) .low = lowest, .high = highest

static void best_estimates_decide_and_overlapping_ranges_are_said(void **state)
{
	static const struct brief_figure wide[] = {{"UCDP", "2021", 100, RANGE(90, 130)},
		{"UCDP", "2022", 120, RANGE(110, 150)}, {"UCDP", "2023", 300, RANGE(290, 310)},
		{NULL}};
	(void)state;
	brief_make_store(wide);
	expect_evidence("--| check: rises-every-year\n--| from: 2021\n--| to: 2023",
		MIZAN_SUPPORTED, "low-high ranges overlap: 2021 and 2022");
	expect_evidence("--| check: falls-every-year\n--| from: 2021\n--| to: 2022",
		MIZAN_CONTRADICTED, "low-high ranges overlap: 2021 and 2022");
	expect_evidence("--| check: nearly-equal\n--| period: 2022\n--| against: 2021\n"
			"--| within: 25",
		MIZAN_SUPPORTED, "ranges overlap");
	expect_evidence("--| check: doubled\n--| period: 2022\n--| against: 2021\n--| factor: 1.1",
		MIZAN_SUPPORTED, "ranges overlap");
	expect_evidence("--| check: largest-of\n--| of: year\n--| among: 2022\n--| period: 2022\n"
			"--| from: 2021\n--| to: 2022",
		MIZAN_SUPPORTED, "low-high ranges overlap: 2022 and 2021");
	expect_evidence("--| check: at-least\n--| period: 2022\n--| value: 115", MIZAN_SUPPORTED,
		"within its low-high range");
	expect_evidence("--| check: equals\n--| period: 2022\n--| value: 121", MIZAN_CONTRADICTED,
		"within its low-high range");
}

static void ranges_that_do_not_meet_say_nothing_of_overlap(void **state)
{
	static const struct brief_figure apart[] = {{"UCDP", "2021", 100, RANGE(90, 105)},
		{"UCDP", "2022", 300, RANGE(290, 310)}, {NULL}};
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(apart);
	const struct mizan_claim *claim = brief_claim(
		"", DEATHS_PAK "--| check: rises-every-year\n--| from: 2021\n--| to: 2022", &brief);
	assert_int_equal(claim->result, MIZAN_SUPPORTED);
	assert_null(strstr(claim->answers[0].evidence, "overlap"));
	mizan_brief_release(brief);
	claim = brief_claim(
		"", DEATHS_PAK "--| check: doubled\n--| period: 2022\n--| against: 2021", &brief);
	assert_null(strstr(claim->answers[0].evidence, "overlap"));
	mizan_brief_release(brief);
}

static void ranges_alone_decide_where_they_do_not_meet(void **state)
{
	static const struct brief_figure alone[] = {{"UN", "2021", BRIEF_NONE, RANGE(10, 20)},
		{"UN", "2022", BRIEF_NONE, RANGE(45, 60)}, {NULL}};
	(void)state;
	brief_make_store(alone);
	brief_expect("--| check: rises-every-year\n--| from: 2021\n--| to: 2022", MIZAN_SUPPORTED);
	brief_expect("--| check: doubled\n--| period: 2022\n--| against: 2021", MIZAN_SUPPORTED);
	brief_expect("--| check: doubled\n--| factor: 3\n--| period: 2022\n--| against: 2021",
		MIZAN_CANNOT_BE_CHECKED);
	brief_expect("--| check: doubled\n--| factor: 7\n--| period: 2022\n--| against: 2021",
		MIZAN_CONTRADICTED);
	brief_expect(
		"--| check: nearly-equal\n--| period: 2022\n--| against: 2021", MIZAN_CONTRADICTED);
}

static void the_tolerance_of_nearly_equal_is_printed(void **state)
{
	static const struct brief_figure two[] = {{"A", "2024", 95}, {"A", "2023", 100}, {NULL}};
	(void)state;
	brief_make_store(two);
	expect_evidence("--| check: nearly-equal\n--| period: 2024\n--| against: 2023",
		MIZAN_SUPPORTED, "tolerance 10%");
	expect_evidence("--| check: nearly-equal\n--| period: 2024\n--| against: 2023\n"
			"--| within: 4 percent",
		MIZAN_CONTRADICTED, "tolerance 4%");
}

static void words_before_a_stated_number_count(void **state)
{
	static const struct {
		const char *check, *stated;
		double record;
		bool holds;
	} cases[] = {{"equals", "about 170", 169, true}, {"equals", "about 170", 178, true},
		{"equals", "about 170", 182, false}, {"equals", "nearly 170", 165, true},
		{"equals", "nearly 170", 171, false}, {"equals", "nearly 170", 150, false},
		{"equals", "more than 2,500", 2546, true},
		{"equals", "more than 2,500", 2500, false}, {"equals", "fewer than 100", 99, true},
		{"equals", "fewer than 100", 100, false}, {"at-least", "2,500", 2500, true},
		{"at-least", "more than 2,500", 2500, false},
		{"at-least", "More than 2,500", 2501, true},
		{"at-least", "nearly 1,000", 960, true}, {"at-least", "nearly 1,000", 940, false},
		{"at-most", "100", 100, true}, {"at-most", "fewer than 100", 100, false},
		{"at-most", "up to 100", 100, true}, {"equals", "about 8", 8, true},
		{"equals", "about 8", 9, false}};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct brief_figure figures[] = {{"A", "2022", cases[i].record}, {NULL}};
		char options[160];
		brief_make_store(figures);
		snprintf(options, sizeof options, "--| check: %s\n--| period: 2022\n--| value: %s",
			cases[i].check, cases[i].stated);
		brief_expect(options, cases[i].holds ? MIZAN_SUPPORTED : MIZAN_CONTRADICTED);
	}
}

static void more_than_doubled_is_more_than_doubled(void **state)
{
	static const struct brief_figure two[] = {{"A", "2024", 100}, {"A", "2023", 50}, {NULL}};
	(void)state;
	brief_make_store(two);
#define TWICE "--| check: doubled\n--| period: 2024\n--| against: 2023\n--| factor: "
	brief_expect(TWICE "2", MIZAN_SUPPORTED);
	brief_expect(TWICE "more than 2", MIZAN_CONTRADICTED);
	brief_expect(TWICE "nearly 2.1", MIZAN_SUPPORTED);
}

static void of_nothing_there_is_no_double(void **state)
{
	static const struct brief_figure none[] = {
		{"A", "2024", 0}, {"A", "2023", 0}, {"A", "2022", 5}, {"A", "2021", 0}, {NULL}};
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(none);
	brief_expect(TWICE "2", MIZAN_CANNOT_BE_CHECKED);
	brief_expect("--| check: doubled\n--| period: 2023\n--| against: 2022", MIZAN_CONTRADICTED);
	const struct mizan_claim *claim = brief_claim(
		"", DEATHS_PAK "--| check: doubled\n--| period: 2022\n--| against: 2021", &brief);
	assert_int_equal(claim->result, MIZAN_CANNOT_BE_CHECKED);
	assert_string_equal(claim->because, "A: of 0 there is no multiple");
	mizan_brief_release(brief);
}

static void a_stated_number_with_words_is_no_wrong_figure(void **state)
{
	static const struct brief_figure one[] = {{"A", "2022", 2546}, {NULL}};
	static const struct {
		const char *states;
		bool wrong;
	} cases[] = {{"more than 2,500", false}, {"more than 2,600", true}, {"about 2,600", false},
		{"nearly 2,550", false}, {"2,500", false}, {"2,546", false}, {"2,456", true}};
	(void)state;
	brief_make_store(one);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mizan_brief *brief;
		char options[200];
		snprintf(options, sizeof options,
			DEATHS_PAK
			"--| check: at-least\n--| period: 2022\n--| value: 1\n--| states: %s",
			cases[i].states);
		const struct mizan_claim *claim = brief_claim("", options, &brief);
		assert_int_equal((claim->marks & MIZAN_MARK_FIGURE_WRONG) != 0, cases[i].wrong);
		mizan_brief_release(brief);
	}
}

/* ---- first-since -------------------------------------------------------------------------- */

/* Rises to a peak in 2013, falls, and rises again. */
static const struct brief_figure peak[] = {{"A", "2012", 80}, {"A", "2013", 200}, {"A", "2014", 90},
	{"A", "2015", 50}, {"A", "2016", 120}, {"A", "2017", 150}, {NULL}};

#define SINCE(period, since)                                                                       \
	"--| check: first-since\n--| period: " period "\n--| since: " since "\n"

static void the_highest_since_a_year_has_none_as_high_between(void **state)
{
	(void)state;
	brief_make_store(peak);
	brief_expect(SINCE("2017", "2013"), MIZAN_SUPPORTED);
	brief_expect(SINCE("2016", "2013"), MIZAN_SUPPORTED);
	/* 2013 had more. */
	brief_expect(SINCE("2017", "2012"), MIZAN_CONTRADICTED);
	/* 2016 itself had not as much: it is the highest for longer than that. */
	brief_expect(SINCE("2017", "2016"), MIZAN_CONTRADICTED);
	expect_evidence(SINCE("2017", "2016"), MIZAN_CONTRADICTED, "2016 itself had not as much");
	brief_expect(SINCE("2030", "2013"), MIZAN_CANNOT_BE_CHECKED);
}

static void the_year_since_may_be_unknown_and_is_said_to_be(void **state)
{
	static const struct brief_figure later[] = {
		{"A", "2014", 90}, {"A", "2015", 50}, {"A", "2016", 120}, {NULL}};
	static const struct brief_figure gap[] = {
		{"A", "2013", 200}, {"A", "2015", 50}, {"A", "2016", 120}, {NULL}};
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(later);
	expect_evidence(SINCE("2016", "2013"), MIZAN_SUPPORTED, "2013 itself is unknown");
	/* A year between that is unknown may have been higher. */
	brief_make_store(gap);
	const struct mizan_claim *claim = brief_claim("", DEATHS_PAK SINCE("2016", "2013"), &brief);
	assert_int_equal(claim->result, MIZAN_CANNOT_BE_CHECKED);
	assert_non_null(strstr(claim->because, "2014"));
	mizan_brief_release(brief);
}

static void a_first_says_over_which_period_and_by_which_edition(void **state)
{
	static const struct brief_figure editions[] = {{"IEP", "2013", 200, "GTI 2014"},
		{"IEP", "2014", 90, "GTI 2025"}, {"IEP", "2015", 120, "GTI 2026"}, {NULL}};
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(editions);
	const struct mizan_claim *claim = brief_claim("", DEATHS_PAK SINCE("2015", "2013"), &brief);
	assert_int_equal(claim->result, MIZAN_SUPPORTED);
	assert_non_null(strstr(claim->because, "over 2013 to 2015"));
	assert_non_null(strstr(claim->answers[0].evidence,
		"over 2013 to 2015, by IEP's GTI 2014, GTI 2025, GTI 2026"));
	mizan_brief_release(brief);
}

static void the_lowest_and_the_first_above_a_number_are_firsts_too(void **state)
{
	static const struct brief_figure attacks[] = {{"A", "2012", 1200}, {"A", "2013", 400},
		{"A", "2014", 300}, {"A", "2015", 1099}, {NULL}};
	(void)state;
	brief_make_store(attacks);
	brief_expect(
		SINCE("2015", "2012") "--| direction: above\n--| value: 1,000", MIZAN_SUPPORTED);
	brief_expect(SINCE("2015", "2013") "--| direction: above\n--| value: 1,000",
		MIZAN_CONTRADICTED); /* 2013 was not above it */
	brief_expect(
		SINCE("2015", "2012") "--| direction: above\n--| value: 350", MIZAN_CONTRADICTED);
	brief_expect(
		SINCE("2015", "2012") "--| direction: above\n--| value: 1,100", MIZAN_CONTRADICTED);
	brief_make_store(peak);
	brief_expect(SINCE("2015", "2012") "--| direction: smallest", MIZAN_CONTRADICTED);
	static const struct brief_figure low[] = {
		{"A", "2012", 40}, {"A", "2013", 200}, {"A", "2014", 50}, {NULL}};
	brief_make_store(low);
	brief_expect(SINCE("2014", "2012") "--| direction: smallest", MIZAN_SUPPORTED);
}

static void months_and_quarters_have_firsts_of_their_own(void **state)
{
	static const struct brief_figure months[] = {{"A", "2025-05", 90}, {"A", "2025-06", 50},
		{"A", "2025-07", 60}, {"A", "2025-08", 80}, {NULL}};
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(months);
	brief_expect(SINCE("2025-08", "2025-05"), MIZAN_SUPPORTED);
	brief_expect(SINCE("2025-07", "2025-05"), MIZAN_SUPPORTED);
	brief = brief_evaluated(
		"```{claim}\n--| text: So.\n" DEATHS_PAK SINCE("2025-08", "2024") "```\n");
	assert_int_equal(mizan_brief_fault_count(brief), 1);
	assert_non_null(strstr(mizan_brief_fault(brief, 0)->what, "same length"));
	mizan_brief_release(brief);
}

static void ranges_count_in_firsts(void **state)
{
	static const struct brief_figure wide[] = {{"U", "2013", 200, RANGE(180, 240)},
		{"U", "2014", 90, RANGE(80, 130)}, {"U", "2015", 120, RANGE(100, 140)}, {NULL}};
	static const struct brief_figure alone[] = {{"U", "2013", 200},
		{"U", "2014", BRIEF_NONE, RANGE(80, 130)}, {"U", "2015", 120}, {NULL}};
	(void)state;
	brief_make_store(wide);
	expect_evidence(SINCE("2015", "2013"), MIZAN_SUPPORTED, "ranges overlap: 2015 and 2014");
	brief_make_store(alone);
	brief_expect(SINCE("2015", "2013"), MIZAN_CANNOT_BE_CHECKED);
}

/* ---- The documents ------------------------------------------------------------------------ */

static void every_rule_is_the_same_sentence_in_the_documents(void **state)
{
	const char *source = getenv("MIZAN_TEST_SOURCE"), *word, *rule, *options;
	char path[600], *text = NULL;
	size_t room = 0;
	(void)state;
	if (!source) {
		skip();
	}
	snprintf(path, sizeof path, "%s/docs/brief.md", source);
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	assert_true(getdelim(&text, &room, '\0', file) > 0);
	fclose(file);
	size_t count = 0;
	for (; mizan_check_word(count, &word, &rule, &options); count++) {
		struct mizan_text row = {0};
		mizan_text_printf(&row, "\n| `%s` | %s | ", word, rule);
		if (!strstr(text, row.data)) {
			fail_msg("docs/brief.md has not the row:%s", row.data);
		}
		mizan_text_release(&row);
	}
	/* And no row for what is not there. */
	size_t rows = 0;
	const char *table = strstr(text, "| check | holds when |");
	assert_non_null(table);
	for (const char *c = table; (c = strstr(c, "\n| `")) && c < strstr(table, "\n\n"); c++) {
		rows++;
	}
	assert_int_equal(rows, count);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(best_estimates_decide_and_overlapping_ranges_are_said),
		cmocka_unit_test(ranges_that_do_not_meet_say_nothing_of_overlap),
		cmocka_unit_test(ranges_alone_decide_where_they_do_not_meet),
		cmocka_unit_test(the_tolerance_of_nearly_equal_is_printed),
		cmocka_unit_test(words_before_a_stated_number_count),
		cmocka_unit_test(more_than_doubled_is_more_than_doubled),
		cmocka_unit_test(of_nothing_there_is_no_double),
		cmocka_unit_test(a_stated_number_with_words_is_no_wrong_figure),
		cmocka_unit_test(the_highest_since_a_year_has_none_as_high_between),
		cmocka_unit_test(the_year_since_may_be_unknown_and_is_said_to_be),
		cmocka_unit_test(a_first_says_over_which_period_and_by_which_edition),
		cmocka_unit_test(the_lowest_and_the_first_above_a_number_are_firsts_too),
		cmocka_unit_test(months_and_quarters_have_firsts_of_their_own),
		cmocka_unit_test(ranges_count_in_firsts),
		cmocka_unit_test(every_rule_is_the_same_sentence_in_the_documents),
	};
	return cmocka_run_group_tests(tests, brief_make_folder, brief_remove_folder);
}
