/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ties of claims to sentences while the text is edited: named, never moved in silence. */
#include "review_test.h"

#define BEFORE "One died. Two died. Three died.\n"
#define CLAIM(numbers, prints)                                                                     \
	"claims:\n  - sentences: [" numbers "] # keep me\n    fingerprints: [" prints              \
	"]\n    mark: opinion\n"

static void case_and_punctuation_break_no_tie(void **state)
{
	(void)state;
	struct test_review test = review_tied(
		"**One** died! TWO, died... Three died.\n", BEFORE, CLAIM("1, 2, 3", "@1, @2, @3"));
	review_no_fault(&test);
	assert_int_equal(mizan_review_tie_count(test.review), 0);
	review_end(&test);
}

static void a_sentence_that_moved_is_named_and_not_followed(void **state)
{
	(void)state;
	struct test_review test =
		review_tied("Zero died. One died. Two died.\n", BEFORE, CLAIM("1", "@1"));
	review_no_fault(&test);
	assert_int_equal(mizan_review_tie_count(test.review), 1);
	const struct mizan_tie *tie = mizan_review_tie(test.review, 0);
	assert_int_equal(tie->found, 1);
	assert_int_equal(tie->now, 2);
	assert_int_equal(mizan_review_claim(test.review, 0)->tied[0], 0);
	struct mizan_text line = {0};
	mizan_tie_append(test.review, tie, &line);
	assert_non_null(strstr(line.data, "sentence 1 is no longer "));
	assert_non_null(strstr(line.data, "; sentence 2 is"));
	mizan_text_release(&line);
	brief_make_store(NULL);
	review_weigh(&test);
	/* Neither sentence has the mark. */
	assert_int_equal(mizan_review_mark(test.review, 0), MIZAN_SENTENCE_NOT_TREATED);
	assert_int_equal(mizan_review_mark(test.review, 1), MIZAN_SENTENCE_NOT_TREATED);
	review_end(&test);
}

static void a_sentence_that_was_changed_is_gone(void **state)
{
	(void)state;
	struct test_review test =
		review_tied("Ten died. Two died.\n", BEFORE, CLAIM("1, 3", "@1, @3"));
	review_no_fault(&test);
	assert_int_equal(mizan_review_tie_count(test.review), 2);
	assert_int_equal(mizan_review_tie(test.review, 0)->now, 0);
	struct mizan_text line = {0};
	mizan_tie_append(test.review, mizan_review_tie(test.review, 1), &line);
	assert_non_null(strstr(line.data, "there is no sentence 3"));
	mizan_text_release(&line);
	review_end(&test);
}

/* The claims file after --retie. */
static void reties(const char *article, const char *claims, size_t moved_wanted, const char *part)
{
	struct test_review test = review_tied(article, BEFORE, claims);
	struct mizan_text out = {0};
	size_t moved;
	review_no_fault(&test);
	brief_ok(mizan_review_retie(test.review, &out, &moved, &test.error), &test.error);
	assert_int_equal(moved, moved_wanted);
	if (!strstr(out.data, part)) {
		fail_msg("no '%s' in:\n%s", part, out.data);
	}
	/* Comments and all else stay. */
	assert_non_null(strstr(out.data, "] # keep me\n    fingerprints: ["));
	mizan_text_release(&out);
	review_end(&test);
}

static void retie_moves_what_one_sentence_fits(void **state)
{
	(void)state;
	reties("Zero died. One died. Two died.\n", CLAIM("1, 2, 3", "@1, @2, @3"), 2,
		"sentences: [2, 3, 3]");
	reties("A. B. C. D. E. F. G. H. I fell. One died.\n", CLAIM("1", "@1"), 1,
		"sentences: [2]");
	/* Two have it: nobody knows which is meant. */
	reties("Zero died. One died. One died.\n", CLAIM("1", "@1"), 0, "sentences: [1]");
	reties(BEFORE, CLAIM("1", "@1"), 0, "sentences: [1]");
}

static void a_sentence_that_is_there_twice_is_told_by_its_number(void **state)
{
	(void)state;
	struct test_review test = review_of("One died. One died.\n", CLAIM("2", "@1"));
	review_no_fault(&test);
	assert_int_equal(mizan_review_tie_count(test.review), 0);
	assert_int_equal(mizan_review_claim(test.review, 0)->tied[0], 2);
	review_end(&test);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(case_and_punctuation_break_no_tie),
		cmocka_unit_test(a_sentence_that_moved_is_named_and_not_followed),
		cmocka_unit_test(a_sentence_that_was_changed_is_gone),
		cmocka_unit_test(retie_moves_what_one_sentence_fits),
		cmocka_unit_test(a_sentence_that_is_there_twice_is_told_by_its_number),
	};
	return cmocka_run_group_tests(tests, brief_make_folder, brief_remove_folder);
}
