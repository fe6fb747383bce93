/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts of records, and what the cited source says for every kind of check. */
#include "brief_test.h"

/* Rows of a peace process, written past the importer: two agreements, a commitment moved twice. */
static const char records_sql[] =
	"INSERT INTO actor(actor_id, name, short, kind, source, release_id, line_no) VALUES"
	" ('a', 'Side A', 'A', 'state', 'x', 1, 1), ('b', 'Side B', 'B', 'armed-group', 'x', 1, 2),"
	" ('watch', 'The Watch', 'Watch', 'body', 'x', 1, 3);"
	"INSERT INTO process(process_id, title, source, release_id, line_no) VALUES"
	" ('talks', 'Talks', 'x', 1, 1), ('silence', 'None', 'x', 1, 2);"
	"INSERT INTO agreement(agreement_id, process_id, title, kind, signed, effective, ended,"
	" parties, source, release_id, line_no) VALUES"
	" ('one', 'talks', 'The First Text', 'agreement', '2020-02-29', '2020-02-29', '2020-03-30',"
	" 'a b', 'Dawn, 2020-03-01, https://dawn.example/1; The News (VOA), 2020-03-02', 1, 1),"
	" ('two', 'talks', 'A Truce', 'ceasefire-declaration', '2021-11-09', NULL, NULL, 'a b',"
	" 'Reuters, 2021-11-09', 1, 2);"
	"INSERT INTO provision(provision_id, agreement_id, release_id, line_no)"
	" VALUES('p', 'one', 1, 1);"
	"INSERT INTO commitment(commitment_id, obliged, action, standing, agreement_id,"
	" provision_id, due_rule, due_date, source, release_id, line_no) VALUES"
	" ('leave', 'a', 'Leave', 'agreed', 'one', 'p', 'date', '2021-05-01', 'Part One', 1, 1);"
	"INSERT INTO revision(revised_by, announced, source, agreement_id, commitment_id, due_rule,"
	" due_date, release_id, line_no) VALUES"
	" ('a', '2021-04-14', 'Dawn, 2021-04-15', 'one', 'leave', 'date', '2021-09-11', 1, 1),"
	" ('a', '2021-07-08', 'Reuters, 2021-07-08', 'one', 'leave', 'date', '2021-08-31', 1, 2);"
	"INSERT INTO assessment(as_of, status, assessed_by, says, source, agreement_id,"
	" commitment_id, release_id, line_no) VALUES('2021-08-31', 'met', 'watch', 'They left.',"
	" 'Dawn, 2021-09-01', 'one', 'leave', 1, 1);"
	"INSERT INTO statement(statement_id, made_by, made, about, kind, stance, says, reported_by,"
	" source, release_id, line_no) VALUES('s1', 'a', '2021-01-01', 'agreement:one', 'position',"
	" 'affirms', 'It is so.', 'Dawn', 'Dawn, 2021-01-02', 1, 1), ('s2', 'b', '2021-01-03',"
	" 'agreement:one', 'position', 'denies', 'It is not.', 'BBC', 'BBC, 2021-01-03', 1, 2);";

static void make_records(void)
{
	sqlite3 *database;
	char *problem = NULL;
	static const struct brief_figure figures[] = {{"IEP", "2022", 643, .relayed_by = "Dawn"},
		{"IEP", "2023", 748, .relayed_by = "Dawn"}, {NULL}};
	brief_make_store(figures);
	brief_add_milestone("one", "2021-08-15", 1, "confirmed",
		"The News (VOA), 2021-08-16; Fox News, August 2021; AP via Fox 47, 2022");
	brief_add_milestone("two", "2021-10-01", 1, "confirmed", "Dawn, 2021-10-02");
	brief_add_milestone("three", "2022-01-01", 1, "attributed", "Dawn, 2022-01-02");
	assert_int_equal(sqlite3_open(brief_store, &database), SQLITE_OK);
	if (sqlite3_exec(database, records_sql, NULL, NULL, &problem) != SQLITE_OK) {
		fail_msg("%s", problem);
	}
	sqlite3_close(database);
}

static void expect_claim(const char *options, enum mizan_result result, enum mizan_cited cited)
{
	struct mizan_brief *brief;
	const struct mizan_claim *claim = brief_claim("", options, &brief);
	if (claim->result != result || claim->cited != cited) {
		fail_msg("%s, as cited %s instead of %s, %s (%s):\n%s",
			mizan_result_word(claim->result), mizan_cited_word(claim->cited),
			mizan_result_word(result), mizan_cited_word(cited), claim->because,
			options);
	}
	mizan_brief_release(brief);
}

#define MOVED(value)                                                                               \
	"--| check: count-of\n--| what: revisions\n--| of: one/leave\n--| value: " value

static void a_date_that_was_moved_twice_was_moved_twice(void **state)
{
	(void)state;
	make_records();
	expect_claim(MOVED("2"), MIZAN_SUPPORTED, MIZAN_CITED_NO_SOURCE);
	expect_claim(MOVED("1"), MIZAN_CONTRADICTED, MIZAN_CITED_NO_SOURCE);
	/* The record need not be whole. */
	expect_claim(MOVED("3"), MIZAN_CANNOT_BE_CHECKED, MIZAN_CITED_NO_SOURCE);
	expect_claim(MOVED("at least 1"), MIZAN_SUPPORTED, MIZAN_CITED_NO_SOURCE);
	expect_claim(MOVED("more than 2"), MIZAN_CANNOT_BE_CHECKED, MIZAN_CITED_NO_SOURCE);
	expect_claim(MOVED("1") "\n--| on: 2021-04-30", MIZAN_SUPPORTED, MIZAN_CITED_NO_SOURCE);
	expect_claim(MOVED("1") "\n--| cites: Dawn", MIZAN_CONTRADICTED, MIZAN_CITED_YES);
	expect_claim(MOVED("2") "\n--| cites: BBC", MIZAN_SUPPORTED, MIZAN_CITED_ABSENT);
}

#define DEALS(value) "--| check: count-of\n--| what: agreements\n--| of: talks\n--| value: " value

static void two_deals_are_two_and_no_deal_is_none(void **state)
{
	(void)state;
	make_records();
	expect_claim(DEALS("2"), MIZAN_SUPPORTED, MIZAN_CITED_NO_SOURCE);
	expect_claim(DEALS("0"), MIZAN_CONTRADICTED, MIZAN_CITED_NO_SOURCE);
	expect_claim(DEALS("1") "\n--| kind: agreement", MIZAN_SUPPORTED, MIZAN_CITED_NO_SOURCE);
	expect_claim(DEALS("1") "\n--| period: 2021", MIZAN_SUPPORTED, MIZAN_CITED_NO_SOURCE);
	/* None on record shows nothing. */
	expect_claim("--| check: count-of\n--| what: agreements\n--| of: silence\n--| value: 0",
		MIZAN_CANNOT_BE_CHECKED, MIZAN_CITED_NO_SOURCE);
}

#define CEASEFIRES(value)                                                                          \
	"--| check: count-of\n--| what: milestones\n--| of: ceasefire\n--| value: " value

static void milestones_of_a_kind_are_counted_within_a_period(void **state)
{
	(void)state;
	make_records();
	expect_claim(CEASEFIRES("2") "\n--| period: 2021", MIZAN_SUPPORTED, MIZAN_CITED_NO_SOURCE);
	/* Three in all, of which two are confirmed: by the one count it is so. */
	expect_claim(CEASEFIRES("3"), MIZAN_SUPPORTED, MIZAN_CITED_NO_SOURCE);
	expect_claim(CEASEFIRES("2"), MIZAN_SOURCES_DISAGREE, MIZAN_CITED_NO_SOURCE);
	expect_claim(CEASEFIRES("1"), MIZAN_CONTRADICTED, MIZAN_CITED_NO_SOURCE);
	expect_claim(CEASEFIRES("3") "\n--| country: PAK", MIZAN_SUPPORTED, MIZAN_CITED_NO_SOURCE);
	expect_claim(CEASEFIRES("1") "\n--| country: AFG", MIZAN_CANNOT_BE_CHECKED,
		MIZAN_CITED_NO_SOURCE);
}

static void what_cannot_be_counted_so_is_a_fault_with_advice(void **state)
{
	static const struct {
		const char *options, *advice;
	} cases[] = {{"--| what: events\n--| of: ttp", "at-least"},
		{"--| what: revisions\n--| of: one/nothing", "AGREEMENT/COMMITMENT"},
		{"--| what: agreements\n--| of: nothing", "process"},
		{"--| what: milestones\n--| of: nothing", "milestones"}};
	(void)state;
	make_records();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[240];
		snprintf(text, sizeof text,
			"```{claim}\n--| text: So.\n--| check: count-of\n--| value: 2\n%s\n```\n",
			cases[i].options);
		struct mizan_brief *brief = brief_evaluated(text);
		assert_int_equal(mizan_brief_fault_count(brief), 1);
		assert_non_null(strstr(mizan_brief_fault(brief, 0)->advice, cases[i].advice));
		mizan_brief_release(brief);
	}
}

static void what_has_no_end_has_not_held_for_days(void **state)
{
	struct mizan_brief *brief;
	(void)state;
	make_records();
	const struct mizan_claim *claim =
		brief_claim("", "--| check: held-for\n--| agreement: two\n--| days: 0..30", &brief);
	assert_int_equal(claim->result, MIZAN_CANNOT_BE_CHECKED);
	assert_string_equal(claim->answers[0].evidence,
		"2021-11-09 to an end not on record. Reuters, 2021-11-09");
	mizan_brief_release(brief);
}

static void nothing_that_answers_says_what_was_asked_for(void **state)
{
	struct mizan_brief *brief;
	(void)state;
	make_records();
	const struct mizan_claim *claim = brief_claim("",
		DEATHS_PAK "--| check: at-least\n--| period: 2022\n--| value: 1\n--| actor: TTTP",
		&brief);
	assert_string_equal(claim->because,
		"nothing in the store has what it needs (country: PAK; actor: TTTP)");
	mizan_brief_release(brief);
	claim = brief_claim(
		"", "--| check: kept\n--| commitment: one/leave\n--| on: 2021-08-01", &brief);
	assert_string_equal(
		claim->because, "nothing in the store has what it needs (on: 2021-08-01)");
	mizan_brief_release(brief);
}

static void a_wrong_figure_says_of_which_edition_the_right_one_is(void **state)
{
	struct mizan_brief *brief;
	(void)state;
	make_records();
	const struct mizan_claim *claim = brief_claim(
		"", DEATHS_PAK "--| check: equals\n--| period: 2022\n--| states: 634", &brief);
	assert_non_null(strstr(claim->note, "the figure 634 is not IEP's ("));
	assert_non_null(strstr(claim->note, "): 643 (two digits are swapped)"));
	mizan_brief_release(brief);
}

static void the_cited_source_is_looked_up_for_every_check(void **state)
{
#define HAPPENED "--| check: happened-on\n--| milestone: one\n--| date: 2021-08-15\n--| cites: "
#define HELD "--| check: held-for\n--| agreement: one\n--| days: 30\n--| cites: "
#define DUE "--| check: due-on\n--| commitment: one/leave\n--| date: 2021-05-01\n--| cites: "
#define KEPT "--| check: kept\n--| commitment: one/leave\n--| cites: "
#define SAID "--| check: statements\n--| about: agreement:one\n--| cites: "
	static const struct {
		const char *options;
		enum mizan_result result;
		enum mizan_cited cited;
	} cases[] = {{HAPPENED "The News", MIZAN_SUPPORTED, MIZAN_CITED_YES},
		{HAPPENED "VOA", MIZAN_SUPPORTED, MIZAN_CITED_YES},
		{HAPPENED "Fox News, August 2021", MIZAN_SUPPORTED, MIZAN_CITED_YES},
		{HAPPENED "Fox News, July 2021", MIZAN_SUPPORTED, MIZAN_CITED_ABSENT},
		{HAPPENED "AP", MIZAN_SUPPORTED, MIZAN_CITED_YES},
		{HAPPENED "News", MIZAN_SUPPORTED, MIZAN_CITED_ABSENT},
		{HELD "Dawn", MIZAN_SUPPORTED, MIZAN_CITED_YES},
		{HELD "VOA", MIZAN_SUPPORTED, MIZAN_CITED_YES},
		{HELD "BBC", MIZAN_SUPPORTED, MIZAN_CITED_ABSENT},
		{DUE "The First Text", MIZAN_SUPPORTED, MIZAN_CITED_YES},
		{DUE "Dawn, 2020-03-01", MIZAN_SUPPORTED, MIZAN_CITED_YES},
		{DUE "BBC", MIZAN_SUPPORTED, MIZAN_CITED_ABSENT},
		{KEPT "Watch", MIZAN_SUPPORTED, MIZAN_CITED_YES},
		{KEPT "Dawn", MIZAN_SUPPORTED, MIZAN_CITED_YES},
		{KEPT "BBC", MIZAN_SUPPORTED, MIZAN_CITED_ABSENT},
		{SAID "Dawn", MIZAN_RESTS_ON_STATEMENTS, MIZAN_CITED_YES},
		{SAID "A", MIZAN_RESTS_ON_STATEMENTS, MIZAN_CITED_YES},
		{SAID "BBC", MIZAN_RESTS_ON_STATEMENTS, MIZAN_CITED_NO},
		{SAID "Reuters", MIZAN_RESTS_ON_STATEMENTS, MIZAN_CITED_ABSENT},
		{"--| check: opinion\n--| cites: Dawn", MIZAN_OPINION, MIZAN_CITED_ABSENT},
		{"--| check: opinion", MIZAN_OPINION, MIZAN_CITED_NO_SOURCE},
		{"--| check: first-since\n--| country: PAK\n--| period: 2023\n--| since: 2021\n"
		 "--| cites: Dawn",
			MIZAN_SUPPORTED, MIZAN_CITED_YES},
		{"--| check: rises-every-year\n--| country: PAK\n--| from: 2022\n--| to: 2023\n"
		 "--| cites: IEP",
			MIZAN_SUPPORTED, MIZAN_CITED_YES},
		{"--| check: nearly-equal\n--| country: PAK\n--| period: 2023\n--| against: 2022\n"
		 "--| within: 20\n--| cites: PICSS",
			MIZAN_SUPPORTED, MIZAN_CITED_ABSENT}};
	(void)state;
	make_records();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		expect_claim(cases[i].options, cases[i].result, cases[i].cited);
	}
}

static void a_version_of_event_data_can_be_cited(void **state)
{
	static const int32_t deaths[] = {50, 90};
	(void)state;
	brief_make_store(NULL);
	brief_add_events("ucdp-ged", MIZAN_COMPLETE, 2021, deaths, 2); /* version 1.0 */
#define ROSE                                                                                       \
	"--| check: rises-every-year\n--| country: PAK\n--| from: 2021\n--| to: 2022\n--| cites: "
	expect_claim(ROSE "UCDP, GED 1.0", MIZAN_SUPPORTED, MIZAN_CITED_YES);
	expect_claim(ROSE "UCDP", MIZAN_SUPPORTED, MIZAN_CITED_YES);
	expect_claim(ROSE "UCDP, GED 2.0", MIZAN_SUPPORTED, MIZAN_CITED_ABSENT);
}

static void parts_that_exceed_their_whole_are_counted_otherwise(void **state)
{
	static const struct brief_figure parts[] = {{"A", "2022", 100, .counts_what = "all"},
		{"A", "2022", 60, .counts_what = "some"},
		{"A", "2022", 90, .area = "North", .counts_what = "all, north"}, {NULL}};
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(parts);
	const struct mizan_claim *claim = brief_claim("",
		DEATHS_PAK "--| check: share-at-least\n--| period: 2022\n--| value: 85\n"
			   "--| part-area: North",
		&brief);
	assert_int_equal(claim->result, MIZAN_SUPPORTED); /* 90 of 100, and not 150 % */
	assert_int_equal(claim->answer_count, 2);
	for (size_t i = 0; i < 2; i++) {
		bool some = strcmp(claim->answers[i].counts_what, "some") == 0;
		assert_int_equal(claim->answers[i].holds, some ? -1 : 1);
	}
	mizan_brief_release(brief);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_date_that_was_moved_twice_was_moved_twice),
		cmocka_unit_test(two_deals_are_two_and_no_deal_is_none),
		cmocka_unit_test(milestones_of_a_kind_are_counted_within_a_period),
		cmocka_unit_test(what_cannot_be_counted_so_is_a_fault_with_advice),
		cmocka_unit_test(what_has_no_end_has_not_held_for_days),
		cmocka_unit_test(nothing_that_answers_says_what_was_asked_for),
		cmocka_unit_test(a_wrong_figure_says_of_which_edition_the_right_one_is),
		cmocka_unit_test(the_cited_source_is_looked_up_for_every_check),
		cmocka_unit_test(a_version_of_event_data_can_be_cited),
		cmocka_unit_test(parts_that_exceed_their_whole_are_counted_otherwise),
	};
	return cmocka_run_group_tests(tests, brief_make_folder, brief_remove_folder);
}
