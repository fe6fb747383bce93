/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The claims file: what it may say, and where what is wrong in it stands. */
#include "review_test.h"

#define TEXT "One died. Two died. Three died.\n"

static void a_claim_keeps_what_it_says(void **state)
{
	(void)state;
	struct test_review test = review_of(TEXT,
		"article: a.md\n"
		"reviewed-by: The desk\n"
		"parties: [ISPR, TTP]\n"
		"claims:\n"
		"  - sentences: [1, 3]\n"
		"    fingerprints: [@1, @3]\n"
		"    status: proposed\n"
		"    text: 'It is so: really.'\n"
		"    id: first\n"
		"    check: statements\n"
		"    asserts: [A says so, B too]\n"
		"    denies: C\n"
		"  - {sentences: [2], fingerprints: [@2], mark: opinion, why: A judgement}\n");
	review_no_fault(&test);
	assert_int_equal(mizan_review_claim_count(test.review), 2);
	const struct mizan_review_claim *claim = mizan_review_claim(test.review, 0);
	assert_true(claim->proposed);
	assert_string_equal(claim->text, "It is so: really.");
	assert_string_equal(claim->id, "first");
	assert_int_equal(claim->line, 5);
	assert_int_equal(claim->tie_count, 2);
	assert_int_equal(claim->tied[1], 3);
	size_t asserts = 0;
	for (size_t i = 0; i < claim->option_count; i++) {
		asserts += strcmp(claim->options[i].key, "asserts") == 0;
	}
	assert_int_equal(asserts, 2);
	claim = mizan_review_claim(test.review, 1);
	assert_int_equal(claim->mark, MIZAN_HAND_OPINION);
	assert_false(claim->proposed);
	assert_int_equal(mizan_review_tie_count(test.review), 0);
	review_end(&test);
}

static void a_file_without_claims_treats_nothing(void **state)
{
	(void)state;
	static const char *const files[] = {
		"", "\n\n", "# nothing yet\n", "claims:\n", "claims: []\n"};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct test_review test = review_of(TEXT, files[i]);
		review_no_fault(&test);
		assert_int_equal(mizan_review_claim_count(test.review), 0);
		review_end(&test);
	}
}

/* The file has this fault at this place. */
static void has_fault(const char *claims, size_t line, size_t column, const char *part)
{
	struct test_review test = review_of(TEXT, claims);
	brief_ok(test.status, &test.error);
	for (size_t i = 0; i < mizan_review_fault_count(test.review); i++) {
		const struct mizan_error *fault = mizan_review_fault(test.review, i);
		if (fault->line == line && fault->column == column && strstr(fault->what, part)) {
			assert_string_equal(fault->file, "c.yaml");
			assert_null(strstr(fault->advice, "--|"));
			review_end(&test);
			return;
		}
	}
	for (size_t i = 0; i < mizan_review_fault_count(test.review); i++) {
		const struct mizan_error *fault = mizan_review_fault(test.review, i);
		print_message("%zu:%zu %s\n", fault->line, fault->column, fault->what);
	}
	fail_msg("no fault '%s' at %zu:%zu", part, line, column);
}

#define HEAD "claims:\n  - sentences: [1]\n    fingerprints: [@1]\n"

static void each_fault_has_its_place(void **state)
{
	(void)state;
	has_fault("clams: []\n", 1, 1, "no such key");
	has_fault("claims: yes\n", 1, 9, "claims are a list");
	has_fault("claims:\n  - just a text\n", 2, 5, "a claim is a mapping");
	has_fault(HEAD "    text: T\n", 2, 5, "says not how it is weighed");
	has_fault(HEAD "    text: T\n    check: nope\n", 5, 5, "no check is called 'nope'");
	has_fault(HEAD "    text: T\n    check: opinion\n    colour: red\n", 6, 5,
		"no option is called 'colour'");
	has_fault(HEAD "    check: opinion\n", 2, 5, "the claim has no text");
	has_fault(HEAD "    text: T\n    check: equals\n", 2, 5, "needs period");
	has_fault(HEAD "    text: T\n    check: opinion\n    country: Pakistan\n", 6, 5,
		"no country has the code");
	has_fault(HEAD "    text: T\n    check: opinion\n    id: {a: b}\n", 6, 5, "neither a text");
	has_fault(HEAD "    mark: wrong\n", 4, 11, "no mark is called so");
	has_fault(HEAD "    mark: cannot-be-checked\n", 2, 5, "needs a reason");
	has_fault(HEAD "    mark: opinion\n    check: opinion\n    text: T\n", 2, 5,
		"marked by hand and weighed");
	has_fault("claims:\n  - sentences: [0]\n    fingerprints: [@1]\n    mark: opinion\n", 2, 17,
		"no number of a sentence");
	has_fault("claims:\n  - sentences: [x]\n    fingerprints: [@1]\n    mark: opinion\n", 2, 17,
		"no number of a sentence");
	has_fault("claims:\n  - sentences: [1]\n    fingerprints: [zz]\n    mark: opinion\n", 3, 20,
		"no fingerprint");
	has_fault("claims:\n  - sentences: [1, 2]\n    fingerprints: [@1]\n    mark: opinion\n", 3,
		20, "not as many fingerprints");
	has_fault("claims:\n  - mark: opinion\n", 2, 5, "names its sentences");
	has_fault(HEAD "    mark: opinion\n    contradicts: 7\n", 2, 5, "no other claim is '7'");
}

static void all_faults_are_said_at_once(void **state)
{
	(void)state;
	struct test_review test =
		review_of(TEXT, "what: 1\n" HEAD "    check: nope\n    colour: red\n");
	brief_ok(test.status, &test.error);
	assert_true(mizan_review_fault_count(test.review) >= 4);
	review_end(&test);
}

static void a_query_that_fails_is_a_fault_of_its_line(void **state)
{
	(void)state;
	brief_make_store(NULL);
	struct test_review test = review_of(TEXT, HEAD "    text: T\n"
						       "    sql: |\n"
						       "      SELECT 1 AS holds,\n"
						       "        nothing FROM event\n");
	review_no_fault(&test);
	review_weigh(&test);
	assert_int_equal(mizan_review_fault_count(test.review), 1);
	const struct mizan_error *fault = mizan_review_fault(test.review, 0);
	assert_non_null(strstr(fault->what, "nothing"));
	assert_true(fault->line == 6 || fault->line == 7);
	review_end(&test);
}

static void what_is_no_yaml_is_refused_with_its_place(void **state)
{
	(void)state;
	static const char *const files[] = {"claims: [\n", "\tclaims: x\n", "claims: {a: \n b"};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct test_review test = review_of(TEXT, files[i]);
		assert_int_equal(test.status, MIZAN_ERROR_INPUT);
		assert_true(test.error.line >= 1);
		review_end(&test);
	}
	struct test_review test = review_of(TEXT, "claims: \xff\n");
	assert_int_equal(test.status, MIZAN_ERROR_INPUT);
	review_end(&test);
}

static void an_alias_is_no_text(void **state)
{
	(void)state;
	struct test_review test =
		review_of(TEXT, HEAD "    text: &a T\n    check: opinion\n    by: *a\n");
	brief_ok(test.status, &test.error);
	assert_int_equal(mizan_review_fault_count(test.review), 1);
	review_end(&test);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_claim_keeps_what_it_says),
		cmocka_unit_test(a_file_without_claims_treats_nothing),
		cmocka_unit_test(each_fault_has_its_place),
		cmocka_unit_test(all_faults_are_said_at_once),
		cmocka_unit_test(a_query_that_fails_is_a_fault_of_its_line),
		cmocka_unit_test(what_is_no_yaml_is_refused_with_its_place),
		cmocka_unit_test(an_alias_is_no_text),
	};
	return cmocka_run_group_tests(tests, brief_make_folder, brief_remove_folder);
}
