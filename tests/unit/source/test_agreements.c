/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agreements in YAML: each fault with its file, line and column, and nothing half-imported. */
#include "records_test.h"

static void the_agreement_itself_is_whole(void **state)
{
	(void)state;
	assert_yaml_fault("agreement: one", "agreement: @One", "no id");
	assert_yaml_fault("agreement: one\n", "@", "agreement is empty");
	assert_yaml_fault("process: p", "process: @q", "the process 'q'");
	assert_yaml_fault("kind: agreement", "kind: @treaty", "none of its words");
	assert_yaml_fault("parties: [a, b]", "parties: [@a, x]", "the actor 'x'");
	assert_yaml_fault("parties: [a, b]", "parties: [@Group B, a]", "no id of an actor");
	assert_yaml_fault("country: AFG", "country: @Atlantis", "no ISO3 code");
	assert_yaml_fault("country: AFG", "country: [@AFG, Atlantis]", "no ISO3 code");
	assert_yaml_fault("signed: 2020-02-29", "signed: @2020-06-31", "is no date");
	assert_yaml_fault("signed: 2020-02-29", "signed: @2021-02-29", "is no date");
	assert_yaml_fault("signed: 2020-02-29", "signed: 2020-02-29\nended: @2020-02-28",
		"before it was signed");
	assert_yaml_fault("signed: 2020-02-29", "signed: 2020-02-29\nended: @2020-01",
		"before it was signed");
	assert_yaml_fault(
		"signed: 2020-02-29", "signed: 2020-02-29\nended_by: [@x]", "the actor 'x'");
	assert_yaml_fault(
		"signed: 2020-02-29", "signed: 2020-02-29\nmediators: [@x]", "the actor 'x'");
}

static void two_agreements_cannot_have_one_id(void **state)
{
	(void)state;
	write_records();
	write_text("two.yaml", "agreement: one\nprocess: p\ntitle: U\nkind: agreement\n"
			       "signed: 2021-01-01\nparties: [a, b]\nsource: S\n");
	struct mizan_error error = assert_nothing_kept("'one' is there already, in");
	assert_place(&error, "two.yaml", 1, 12);
	assert_says(error.what, "one.yaml:2");
}

static void keys_are_known_and_stand_once(void **state)
{
	(void)state;
	assert_yaml_fault("title: T", "@titel: T", "'titel' is no key of agreements");
	assert_yaml_fault("title: T", "title: T\n@title: U", "there twice");
	assert_yaml_fault("clause: Part One", "@clauze: Part One", "is no key of provisions");
	assert_yaml_fault("action: Leave", "@acton: Leave", "is no key of commitments");
	assert_yaml_fault("action: Leave", "action: Leave\n        @action: Go", "there twice");
	assert_yaml_fault("announced: 2020-05-01", "@anounced: 2020-05-01", "no key of revisions");
	assert_yaml_fault("status: met", "@state: met", "is no key of assessments");
	assert_yaml_fault("ref: s1", "@reference: s1", "is no key of evidence");
	assert_yaml_fault("says: W", "@say: W", "is no key of violations");
}

static void a_word_is_a_word_and_a_list_is_a_list(void **state)
{
	(void)state;
	assert_yaml_fault("title: T", "title: [@T, U]", "one value was expected");
	assert_yaml_fault("title: T", "title: {@a: b}", "one value was expected");
	assert_yaml_fault("by: c", "by: [@c, a]", "one value was expected");
	assert_yaml_fault("standing: agreed", "standing: [@agreed]", "one value was expected");
	assert_yaml_fault("parties: [a, b]", "parties: [a, [@b]]", "no word");
	assert_yaml_fault("parties: [a, b]", "parties: [a, {@b: c}]", "no word");
	assert_yaml_fault("    alleged_by: b", "    alleged_by: {@b: c}", "one value was expected");
	assert_yaml_fault("  - id: troops", "  - @troops\n  - id: troops", "keys and values");
}

static void every_commitment_says_who_owes_what(void **state)
{
	(void)state;
	assert_yaml_fault(
		"- id: leave\n        obliged: a\n", "- @id: leave\n", "obliged is empty");
	assert_yaml_fault("obliged: a", "obliged: [@a, x]", "the actor 'x'");
	assert_yaml_fault("obliged: a", "obliged: @x", "the actor 'x'");
	assert_yaml_fault("beneficiary: b", "beneficiary: @x", "the actor 'x'");
	assert_yaml_fault("obliged: a", "obliged: a\n        @obliged: b", "there twice");
	assert_yaml_fault("action: Leave", "action: '@'", "action is empty");
	assert_yaml_fault("standing: agreed", "standing: @promised", "none of its words");
	assert_yaml_fault(
		"standing: agreed", "standing: agreed\n        test: @planet = 1", "planet");
	assert_yaml_fault(
		"standing: agreed", "standing: agreed\n        test: @1) OR (SELECT random()", "");
	assert_yaml_fault("    commitments:\n      - id: leave",
		"    commitments:\n      - {id: leave, obliged: a, action: L, standing: agreed}\n"
		"      - id: @leave",
		"'leave' is there already");
	assert_yaml_fault("  - id: troops", "  - id: troops\n  - id: @troops", "'troops' is there");
}

static void due_rules_are_one_of_four(void **state)
{
	(void)state;
	static const struct {
		const char *due, *says;
	} cases[] = {{"{@after: signed}", "after signed or effective"},
		{"{@after: today, days: 3}", "after signed or effective"},
		{"{@after: signed, days: many}", "after signed or effective"},
		{"{@after: signed, days: -3}", "after signed or effective"},
		{"{@after: signed, days: 36501}", "after signed or effective"},
		{"{@after: signed, days: 1.5}", "after signed or effective"},
		{"{@after: signed, days: 3, months: 3}", "after signed or effective"},
		{"{@after: signed, date: 2021-05-01}", "one of date, after and every"},
		{"{@days: 3}", "one of date, after and every"},
		{"{@date: 2021-05-01, days: 3}", "do not belong together"},
		{"{@date: 2021-05-01, from: 2021-05-01}", "do not belong together"},
		{"{@every: month, months: 3}", "do not belong together"},
		{"{@every: fortnight}", "every day, week, month or year"},
		{"{every: month, @until: 2021-05-01}", "no key of a due date"},
		{"{after: signed, days: 3, @days: 4}", "no key of a due date"},
		{"{date: 2021-05-01, @date: 2021-05-02}", "no key of a due date"},
		{"@2021-05-01", "this is no due date"}, {"@never", "this is no due date"},
		{"[@open]", "this is no due date"}};
	for (size_t i = 0; i < TEST_COUNT(cases); i++) {
		char to[200];
		snprintf(to, sizeof to, "due: %s", cases[i].due);
		assert_yaml_fault("due: {after: signed, days: 135}", to, cases[i].says);
	}
	assert_yaml_fault(
		"due: {after: signed, days: 135}", "due: {@date: 2021-06-31}", "is no date");
	assert_yaml_fault("due: {after: signed, days: 135}",
		"due: {@every: month, from: 2021-06-31}", "is no date");
	assert_yaml_fault("due: {date: 2020-09-11}", "due: {@date: 2020-09-31}", "is no date");
	assert_yaml_fault(
		"by: a\n            announced: 2020-05-01\n            due: {date: 2020-09-11}",
		"@by: a\n            announced: 2020-05-01", "no new due date");
	assert_yaml_fault(
		"by: a\n            announced: 2020-05-01\n            due: {date: 2020-09-11}",
		"by: a\n            announced: 2020-05-01\n            due: {@dat: 2020-09-11}",
		"no key of a due date");
}

static void quoted_dates_are_dates_with_whom_they_are_of(void **state)
{
	(void)state;
	const char *from = "standing: agreed";
	assert_yaml_fault(from, "standing: agreed\n        quoted: {@date: 2021-04-31}", "no date");
	assert_yaml_fault(from, "standing: agreed\n        quoted: {@by: Most}", "no date");
	assert_yaml_fault(from, "standing: agreed\n        quoted: @soon", "no date");
	assert_yaml_fault(from, "standing: agreed\n        quoted: {date: 2021-05-01, @bye: X}",
		"date and by, each once");
}

static void assessments_are_not_dated_before_their_evidence(void **state)
{
	(void)state;
	assert_yaml_fault("known: 2020-07-13", "known: @2020-07-14", "known on 2020-07-14 only");
	/* Known some time in July may be the 31st. */
	assert_yaml_fault("known: 2020-07-13", "known: @2020-07", "known on 2020-07-31 only");
	assert_yaml_fault("as_of: 2020-07-13", "as_of: @2020-07-32", "is no date");
	assert_yaml_fault("by: c", "by: @x", "the actor 'x'");
	assert_yaml_fault("status: met", "status: @kept", "none of its words");
	assert_yaml_fault("source: S\n            evidence",
		"confidence: @sure\n            source: S\n            evidence",
		"none of its words");
	/* Some time in July and known on the 13th go together. */
	char text[4096];
	const char *at = strstr(records_agreement, "as_of: 2020-07-13");
	snprintf(text, sizeof text, "%.*sas_of: 2020-07%s", (int)(at - records_agreement),
		records_agreement, at + strlen("as_of: 2020-07-13"));
	empty_folder();
	write_records();
	write_text("one.yaml", text);
	import_folder_whole();
}

static void evidence_names_what_is_on_record(void **state)
{
	(void)state;
	assert_yaml_fault("ref: s1", "ref: @s9", "the statement 's9'");
	assert_yaml_fault("kind: statement\n                ref: s1",
		"kind: milestone\n                ref: @m9", "the milestone 'm9'");
	assert_yaml_fault("kind: statement\n                ref: s1", "kind: @event", "names none");
	assert_yaml_fault("supports: met", "supports: @kept", "none of its words");
	assert_yaml_fault(
		"supports: met", "supports: met\n                reading_of: @x", "the actor 'x'");
	/* The statement itself was made half a year after the judgement that rests on it. */
	char text[4096];
	const char *at = strstr(records_agreement, "ref: s1");
	snprintf(text, sizeof text, "%.*sref: s2%s", (int)(at - records_agreement),
		records_agreement, at + strlen("ref: s1"));
	char *known = strstr(text, "                known: 2020-07-13\n");
	memmove(known, known + strlen("                known: 2020-07-13\n"),
		strlen(known + strlen("                known: 2020-07-13\n")) + 1);
	empty_folder();
	write_records();
	write_text("one.yaml", text);
	struct mizan_error error = assert_nothing_kept("'s2' was known on 2021-01-01 only");
	assert_place(&error, "one.yaml", 31, 0);
}

static void revisions_say_who_moved_what_when(void **state)
{
	(void)state;
	assert_yaml_fault(
		"by: a\n            announced", "by: @x\n            announced", "the actor 'x'");
	assert_yaml_fault("announced: 2020-05-01", "announced: @2020-05-00", "is no date");
	assert_yaml_fault("announced: 2020-05-01",
		"announced: 2020-05-01\n            agreed_by: [@x]", "the actor 'x'");
}

static void violations_stay_allegations_with_their_authors(void **state)
{
	(void)state;
	assert_yaml_fault("commitment: leave", "commitment: @stay", "the commitment 'stay'");
	assert_yaml_fault("status: alleged", "status: @unable-to-verify", "needs its reason");
	assert_yaml_fault("status: alleged", "status: @proven", "none of its words");
	assert_yaml_fault(
		"alleged_by: b", "alleged_by: b\n    attributed_to: @a", "needs its author");
	assert_yaml_fault("alleged_by: b", "alleged_by: @x", "the actor 'x'");
	assert_yaml_fault("alleged_by: b",
		"alleged_by: b\n    attributed_to: a\n    attributed_by: @x", "the actor 'x'");
	assert_yaml_fault("date: 2020-06-15", "date: @2020-06-31", "is no date");
	assert_yaml_fault("violations:\n",
		"violations:\n  - {id: v2, says: W, status: alleged}\n  - {id: @v2, says: W, "
		"status: alleged}\n",
		"'v2' is there already");
}

static void quotations_are_a_sentence_at_most(void **state)
{
	(void)state;
	char to[600];
	int size = snprintf(to, sizeof to, "clause: Part One\n    quote: @");
	memset(to + size, 'q', 401);
	to[size + 401] = '\0';
	assert_yaml_fault("clause: Part One", to, "quote has 401");
}

/* ---- What is no agreement at all ---------------------------------------------------------- */

static void check_text(const char *text, size_t size, size_t line, size_t column, const char *says)
{
	empty_folder();
	write_records();
	write_bytes("one.yaml", text, size);
	struct mizan_error error = assert_nothing_kept(says);
	assert_place(&error, "one.yaml", line, column);
}

static void what_is_no_yaml_is_told_where(void **state)
{
	(void)state;
	check_text("", 0, 1, 1, "no agreement in the file");
	check_text("# Nothing\n", 10, 1, 1, "no agreement in the file");
	check_text("words\n", 6, 1, 1, "keys and values");
	check_text("- a\n- b\n", 8, 1, 3, "keys and values");
	static const char latin[] = "agreement: one\ntitle: Caf\xe9\n";
	check_text(latin, sizeof latin - 1, 2, 11, "not UTF-8");
	static const char zero[] = "agreement: one\n\0title: T\n";
	check_text(zero, sizeof zero - 1, 2, 1, "not UTF-8");
	assert_yaml_fault("title: T", "title: \"@T\\0U\"", "character 0");
}

static void a_second_agreement_in_a_file_is_not_lost_without_a_word(void **state)
{
	(void)state;
	static char text[4096];
	int size = snprintf(text, sizeof text, "%s---\nagreement: two\n", records_agreement);
	check_text(text, (size_t)size, 43, 1, "a second agreement");
	size = snprintf(text, sizeof text, "%s...\nnotes: [\n", records_agreement);
	empty_folder();
	write_records();
	write_text("one.yaml", text);
	struct mizan_error error = assert_nothing_kept("agreement");
	assert_true(error.line >= 43);
}

static void aliases_are_not_followed(void **state)
{
	(void)state;
	assert_yaml_fault("title: T", "title: &t T\nnote: @*t", "aliases");
	assert_yaml_fault("title: T", "title: &t T\n@<<: *t", "is no key");
	/* Ten to the twenty-fifth words, were they followed. */
	struct mizan_text bomb = {0};
	mizan_text_append(&bomb, "a: &a [x, x, x, x, x, x, x, x, x, x]\n");
	for (char c = 'b'; c <= 'y'; c++) {
		mizan_text_printf(&bomb, "%c: &%c [", c, c);
		for (int i = 0; i < 10; i++) {
			mizan_text_printf(&bomb, "%s*%c", i ? ", " : "", c - 1);
		}
		mizan_text_append(&bomb, "]\n");
	}
	mizan_text_append(&bomb, "parties: *y\n");
	check_text(bomb.data, bomb.size, 1, 1, "'a' is no key");
	mizan_text_release(&bomb);
}

static void deep_nesting_and_large_files_end(void **state)
{
	(void)state;
	static char deep[5 * 1024 * 1024];
	memset(deep, '[', 200000);
	struct mizan_error error;
	empty_folder();
	write_records();
	write_bytes("one.yaml", deep, 200000);
	error = assert_nothing_kept("not YAML");
	assert_int_equal(error.line, 1);
	for (size_t i = 0; i < 100000; i++) {
		memcpy(deep + i * 2, "- ", 2);
	}
	write_bytes("one.yaml", deep, 200000);
	assert_nothing_kept("");
	memset(deep, '#', sizeof deep);
	check_text(deep, sizeof deep, 0, 0, "more than 4194304 bytes");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(the_agreement_itself_is_whole, clean_folder),
		cmocka_unit_test_setup(two_agreements_cannot_have_one_id, clean_folder),
		cmocka_unit_test_setup(keys_are_known_and_stand_once, clean_folder),
		cmocka_unit_test_setup(a_word_is_a_word_and_a_list_is_a_list, clean_folder),
		cmocka_unit_test_setup(every_commitment_says_who_owes_what, clean_folder),
		cmocka_unit_test_setup(due_rules_are_one_of_four, clean_folder),
		cmocka_unit_test_setup(quoted_dates_are_dates_with_whom_they_are_of, clean_folder),
		cmocka_unit_test_setup(
			assessments_are_not_dated_before_their_evidence, clean_folder),
		cmocka_unit_test_setup(evidence_names_what_is_on_record, clean_folder),
		cmocka_unit_test_setup(revisions_say_who_moved_what_when, clean_folder),
		cmocka_unit_test_setup(
			violations_stay_allegations_with_their_authors, clean_folder),
		cmocka_unit_test_setup(quotations_are_a_sentence_at_most, clean_folder),
		cmocka_unit_test_setup(what_is_no_yaml_is_told_where, clean_folder),
		cmocka_unit_test_setup(
			a_second_agreement_in_a_file_is_not_lost_without_a_word, clean_folder),
		cmocka_unit_test_setup(aliases_are_not_followed, clean_folder),
		cmocka_unit_test_setup(deep_nesting_and_large_files_end, clean_folder),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
