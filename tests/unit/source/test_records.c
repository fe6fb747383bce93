/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records in sheets: each fault with its file, line and column, and nothing half-imported. */
#include "records_test.h"

static void a_folder_that_fits_together_is_imported(void **state)
{
	(void)state;
	write_records();
	import_folder_whole();
	assert_int_equal(ask_number("SELECT count(*) FROM actor"), 4);
	assert_string_equal(ask("SELECT date_from || date_from_precision || date_to ||"
				" date_to_precision FROM actor WHERE actor_id = 'd'"),
		"2001-05-0142010-01-021");
	assert_string_equal(
		ask("SELECT date_to || date_to_precision FROM relation"), "2004-12-315");
	assert_string_equal(ask("SELECT due_rule || due_number || due_unit FROM commitment"),
		"after-signed135days");
	assert_int_equal(ask_number("SELECT count(*) FROM revision"), 1);
	assert_string_equal(
		ask("SELECT as_of || status || evidence.kind || ref FROM assessment JOIN"
		    " evidence USING(assessment_no)"),
		"2020-07-13metstatements1");
	assert_string_equal(ask("SELECT agreement_id || commitment_id || status FROM violation"),
		"oneleavealleged");
}

static void actors_are_told_apart_and_described_in_words_of_the_list(void **state)
{
	(void)state;
	assert_row_fault(
		"actors.csv", records_actors, "@a,Other,state,,,,S", "'a' is there already");
	assert_row_fault("actors.csv", records_actors, "@Group E,E,state,,,,S", "no id");
	assert_row_fault("actors.csv", records_actors, "@,E,state,,,,S", "actor_id is empty");
	assert_row_fault("actors.csv", records_actors, "e,@,state,,,,S", "name is empty");
	assert_row_fault("actors.csv", records_actors, "e,E,@person,,,,S", "none of its words");
	assert_row_fault("actors.csv", records_actors, "e,E,@,,,,S", "kind is empty");
	assert_row_fault("actors.csv", records_actors, "e,E,state,@Atlantis,,,S", "no ISO3 code");
	assert_row_fault("actors.csv", records_actors, "e,E,state,,@2021-06-31,,S", "is no date");
	assert_row_fault("actors.csv", records_actors, "e,E,state,,@2021-13,,S", "is no date");
	assert_row_fault("actors.csv", records_actors, "e,E,state,,@31.6.2021,,S", "is no date");
	assert_row_fault("actors.csv", records_actors, "e,E,state,,@2021-Q3,,S", "is no date");
	assert_row_fault("actors.csv", records_actors, "e,E,state,,2021-06-02,@2021-06-01,S",
		"before it begins");
	assert_row_fault("actors.csv", records_actors, "e,E,state,,,,@", "source is empty");
}

static void a_place_of_an_id_that_is_there_already_is_told(void **state)
{
	(void)state;
	write_records();
	write_text("more.csv", "actor_id,name,kind,source\nx,X,state,S\na,Other,state,S\n");
	struct mizan_error error = assert_nothing_kept("'a' is there already, in");
	assert_place(&error, "more.csv", 3, 1);
	assert_says(error.what, "actors.csv:2");
}

static void columns_that_a_sheet_does_not_have_are_told(void **state)
{
	(void)state;
	assert_fault("actors.csv",
		"actor_id,name,kind,source,@contry\na,A,state,S,AFG\nb,B,armed-group,S,\n",
		"'contry' is no column");
	assert_fault("relations.csv",
		"relation_id,kind,actor_a,actor_b,announced_by,@confirmd_by,source\n"
		"r1,merger,d,b,b,c,S\n",
		"'confirmd_by' is no column");
}

static void relations_have_two_ends_and_somebody_who_says_so(void **state)
{
	(void)state;
	const char *sheet = records_relations;
	assert_row_fault("relations.csv", sheet, "@r1,merger,d,b,,,b,,,S", "there already");
	assert_row_fault("relations.csv", sheet, "r2,@marriage,d,b,,,b,,,S", "none of its words");
	assert_row_fault("relations.csv", sheet, "r2,merger,@x,b,,,b,,,S", "the actor 'x'");
	assert_row_fault("relations.csv", sheet, "r2,merger,d,@x,,,b,,,S", "the actor 'x'");
	assert_row_fault("relations.csv", sheet, "r2,merger,d,b,,,@x,,,S", "the actor 'x'");
	assert_row_fault("relations.csv", sheet, "r2,merger,d,b,,,b,@c;x,,S", "the actor 'x'");
	assert_row_fault("relations.csv", sheet, "r2,merger,d,b,,,b,,@x,S", "the actor 'x'");
	assert_row_fault("relations.csv", sheet, "r2,rivalry,b,@b,,,b,,,S", "with itself");
	assert_row_fault("relations.csv", sheet, "r2,merger,d,b,2020-02-01,@2020-01-31,b,,,S",
		"before it begins");
	assert_row_fault(
		"relations.csv", sheet, "r2,merger,d,b,2020,@2019,b,,,S", "before it begins");
	assert_row_fault("relations.csv", sheet, "r2,alliance,d,b,,,b,@c;d,,S", "a party");
	assert_row_fault("relations.csv", sheet, "r2,alliance,d,b,,,b,@b,,S", "a party");
	assert_row_fault("relations.csv", sheet, "r2,alliance,@d;b,c,,,b,,,S", "no id");
}

static void a_relation_without_anybody_is_told(void **state)
{
	(void)state;
	char text[1024];
	write_records();
	snprintf(text, sizeof text, "%sr2,merger,d,b,,,,,,S\n", records_relations);
	write_text("relations.csv", text);
	struct mizan_error error = assert_nothing_kept("nobody is named");
	assert_place(&error, "relations.csv", 3, 0);
	/* Only denied is enough: that somebody said so is implied. */
	snprintf(text, sizeof text, "%sr2,merger,d,b,,,,,b,S\n", records_relations);
	write_text("relations.csv", text);
	import_folder_whole();
}

static void statements_are_about_something_on_record(void **state)
{
	(void)state;
	const char *sheet = records_statements;
	static const struct {
		const char *about, *says;
	} wrong[] = {{"milestone:m9", "the milestone 'm9'"}, {"relation:r9", "the relation 'r9'"},
		{"agreement:two", "the agreement 'two'"}, {"actor:x", "the actor 'x'"},
		{"commitment:one/stay", "the commitment 'stay'"},
		{"commitment:two/leave", "the commitment 'leave'"},
		{"one", "names nothing that can be on record"}, {"event:7", "names nothing"},
		{"event:/7", "names nothing"}, {"event:ucdp-ged/", "names nothing"},
		{"milestone:", "names nothing"}, {"commitment:leave", "names nothing"},
		{"person:x", "names nothing"}, {"a/b:c", "names nothing"}};
	for (size_t i = 0; i < TEST_COUNT(wrong); i++) {
		char row[200];
		snprintf(row, sizeof row, "s3,a,2020-03-01,@%s,position,affirms,W,,,,,,S",
			wrong[i].about);
		assert_row_fault("statements.csv", sheet, row, wrong[i].says);
	}
	/* Events come and go with releases. */
	static const char *const right[] = {"milestone:m1", "relation:r1", "agreement:one",
		"actor:d", "commitment:one/leave", "event:ucdp-ged/12345"};
	for (size_t i = 0; i < TEST_COUNT(right); i++) {
		char text[2048];
		empty_folder();
		write_records();
		snprintf(text, sizeof text, "%ss3,a,2020-03-01,%s,position,affirms,W,,,,,,S\n",
			sheet, right[i]);
		write_text("statements.csv", text);
		import_folder_whole();
	}
}

static void statements_have_a_speaker_a_date_and_a_sentence(void **state)
{
	(void)state;
	const char *sheet = records_statements;
	char row[1024], sentence[402];
	memset(sentence, 'w', 401);
	sentence[401] = '\0';
	snprintf(row, sizeof row, "s3,a,2020-03-01,actor:b,position,affirms,@%s,,,,,,S", sentence);
	assert_row_fault("statements.csv", sheet, row, "401");
	assert_row_fault("statements.csv", sheet,
		"s3,@x,2020-03-01,actor:b,position,affirms,W,,,,,,S", "the actor 'x'");
	assert_row_fault("statements.csv", sheet,
		"s3,@a;b,2020-03-01,actor:b,position,affirms,W,,,,,,S", "no id of an actor");
	assert_row_fault("statements.csv", sheet, "s3,a,@,actor:b,position,affirms,W,,,,,,S",
		"made is empty");
	assert_row_fault("statements.csv", sheet,
		"s3,a,2020-03-01,actor:b,@opinion,affirms,W,,,,,,S", "none of its words");
	assert_row_fault("statements.csv", sheet, "s3,a,2020-03-01,actor:b,position,@says,W,,,,,,S",
		"none of its words");
	assert_row_fault("statements.csv", sheet,
		"s3,a,2020-03-01,actor:b,casualties,affirms,W,@,b,58,,,S", "no indicator");
	assert_row_fault("statements.csv", sheet,
		"s3,a,2020-03-01,actor:b,casualties,affirms,W,@losses,b,58,,,S", "no word");
	assert_row_fault("statements.csv", sheet,
		"s3,a,2020-03-01,actor:b,casualties,affirms,W,deaths,@x,58,,,S", "the actor 'x'");
	assert_row_fault("statements.csv", sheet,
		"s3,a,2020-03-01,actor:b,casualties,affirms,W,deaths,b,@many,,,S", "not a number");
	assert_row_fault("statements.csv", sheet,
		"s3,a,2020-03-01,actor:b,casualties,affirms,W,deaths,b,,@30,20,S", "in this order");
	assert_row_fault("statements.csv", sheet,
		"s3,a,2020-03-01,actor:b,casualties,affirms,W,deaths,b,@58,10,20,S",
		"in this order");
}

static void names_offices_processes_and_zones_are_whole(void **state)
{
	(void)state;
	assert_fault("names.csv", "actor_id,name,script,language\n@x,X,Latn,en\n", "the actor 'x'");
	assert_fault("names.csv", "actor_id,name,script,language\na,X,@,en\n", "script is empty");
	assert_fault("names.csv", "actor_id,name,script,language,used_by\na,X,Latn,en,@b;y\n",
		"the actor 'y'");
	assert_fault("names.csv", "actor_id,name,script,language,neutral\na,X,Latn,en,@1\n",
		"neutral is '1'");
	assert_fault("offices.csv", "office_id,actor_id,post,holder,source\no,@x,Head,H,S\n",
		"the actor 'x'");
	assert_fault("offices.csv",
		"office_id,actor_id,post,holder,from,to,source\no,a,Head,H,2020-05,@2020-04,S\n",
		"before it begins");
	assert_fault("processes.csv", "process_id,title,source\np,T,S\n@p,U,S\n", "there already");
	assert_fault("zones.csv", "zone_id,name,country,admin1\nz,Z,@XYZ,Khyber\n", "no ISO3 code");
	write_records();
	write_text("zones.csv", "zone_id,name,country,admin1\nz,Z,PAK,\n");
	struct mizan_error error = assert_nothing_kept("names no district");
	assert_place(&error, "zones.csv", 2, 0);
}

/* ---- Circles of mergers ------------------------------------------------------------------- */

static void write_mergers(const char *rows)
{
	char text[4096];
	snprintf(text, sizeof text,
		"relation_id,kind,actor_a,actor_b,from,to,announced_by,source\n%s", rows);
	empty_folder();
	write_records();
	write_text("relations.csv", text);
}

static void assert_circle(const char *rows, size_t line, const char *groups)
{
	write_mergers(rows);
	struct mizan_error error = assert_nothing_kept("groups merge in a circle");
	assert_says(error.what, groups);
	assert_place(&error, "relations.csv", line, 4);
}

static void groups_cannot_merge_in_a_circle_while_all_of_it_holds(void **state)
{
	(void)state;
	assert_circle("x,merger,b,d,2020,,b,S\ny,merger,d,b,2021,,b,S\n", 3, "d, b, d");
	assert_circle("x,merger,b,d,,,b,S\ny,merger,d,b,,,b,S\n", 3, "d, b, d");
	assert_circle("x,merger,a,b,2020,,b,S\ny,merger,b,c,2021,,b,S\nz,merger,c,a,2022,,b,S\n", 4,
		"c, a, b, c");
	/* One day in common is enough. */
	assert_circle("x,merger,b,d,2020-01-01,2021-03-01,b,S\ny,merger,d,b,2021-03-01,,b,S\n", 3,
		"d, b, d");
	/* A group before the circle is not in it. */
	assert_circle("w,merger,a,b,2019,,b,S\nx,merger,b,d,2020,,b,S\ny,merger,d,b,2021,,b,S\n", 4,
		"d, b, d");
}

static void groups_that_part_and_merge_the_other_way_later_are_no_circle(void **state)
{
	(void)state;
	write_mergers("x,merger,b,d,2020-01-01,2021-02-28,b,S\ny,merger,d,b,2021-03-01,,b,S\n");
	import_folder_whole();
	/* Each two overlap, but never all three. */
	write_mergers("x,merger,a,b,2000,2004,b,S\ny,merger,b,c,2004,2008,b,S\n"
		      "z,merger,c,a,2008,2012,b,S\n");
	import_folder_whole();
	/* Alliances may go round. */
	write_mergers("x,alliance,a,b,,,b,S\ny,alliance,b,c,,,b,S\nz,alliance,c,a,,,b,S\n");
	import_folder_whole();
}

/* 2^24 ways lead through 24 steps of two groups each; none is walked twice. */
static void many_ways_of_mergers_are_no_bomb(void **state)
{
	(void)state;
	struct mizan_text actors = {0}, mergers = {0};
	mizan_text_append(&actors, "actor_id,name,kind,source\n");
	mizan_text_append(&mergers, "relation_id,kind,actor_a,actor_b,from,announced_by,source\n");
	for (int step = 0; step <= 24; step++) {
		mizan_text_printf(&actors, "x%d,X,faction,S\ny%d,Y,faction,S\n", step, step);
		for (int way = 0; way < 4 && step < 24; way++) {
			mizan_text_printf(&mergers, "r%d-%d,merger,%c%d,%c%d,2020,x0,S\n", step,
				way, "xy"[way & 1], step, "xy"[way >> 1], step + 1);
		}
	}
	write_text("actors.csv", actors.data);
	write_text("relations.csv", mergers.data);
	import_folder_whole();
	mizan_text_printf(&mergers, "back,merger,y24,x0,2020,x0,S\n");
	write_text("relations.csv", mergers.data);
	struct mizan_error error = assert_nothing_kept("groups merge in a circle");
	assert_place(&error, "relations.csv", 98, 4);
	mizan_text_release(&actors);
	mizan_text_release(&mergers);
}

/* ---- Files and folders -------------------------------------------------------------------- */

static void an_empty_sheet_and_an_empty_folder_are_told(void **state)
{
	(void)state;
	struct mizan_error error = assert_nothing_kept("nothing to import");
	assert_string_equal(error.file, folder);
	write_text("notes.txt", "No sheet.\n");
	assert_nothing_kept("nothing to import");
	write_records();
	write_text("actors.csv", "");
	error = assert_nothing_kept("empty");
	assert_place(&error, "actors.csv", error.line, 0);
	write_text("actors.csv", "actor_id,name,kind,source\n");
	error = assert_nothing_kept("no row of data");
	assert_place(&error, "actors.csv", 0, 0);
	write_text("actors.csv", "actor_id,name,kind,source\na,A,state\n");
	error = assert_nothing_kept("the row has 3 fields");
	assert_place(&error, "actors.csv", 2, 0);
	write_text("actors.csv", "actor_id,name,kind,name,source\na,A,state,A,S\n");
	error = assert_nothing_kept("name");
	assert_place(&error, "actors.csv", 1, 4);
}

static void files_may_name_each_other_in_any_order(void **state)
{
	(void)state;
	static const char *const names[] = {"actors.csv", "processes.csv", "milestones.csv",
		"relations.csv", "statements.csv", "one.yaml"};
	write_records();
	for (size_t first = 0; first < TEST_COUNT(names); first++) {
		const char *paths[TEST_COUNT(names)];
		char whole[TEST_COUNT(names)][256];
		for (size_t i = 0; i < TEST_COUNT(names); i++) {
			/* Each once in front, and the others backwards. */
			size_t at = (first + TEST_COUNT(names) - i) % TEST_COUNT(names);
			snprintf(whole[i], sizeof whole[i], "%s/%s", folder, names[at]);
			paths[i] = whole[i];
		}
		struct mizan_import_report report;
		struct mizan_error error;
		remove_store();
		mizan_status status =
			import_files(paths, TEST_COUNT(names), NULL, &report, NULL, &error);
		if (status != MIZAN_OK) {
			fail_msg("%s: %s", error.file, error.what);
		}
		mizan_import_report_release(&report);
		assert_int_equal(ask_number("SELECT count(*) FROM evidence"), 1);
	}
}

static void a_sheet_that_is_read_again_cannot_take_away_what_others_name(void **state)
{
	(void)state;
	write_records();
	import_folder_whole();
	/* Institute C confirmed a relation and assessed a commitment. */
	write_text("actors.csv", "actor_id,name,kind,source\na,A,state,S\nb,B,armed-group,S\n"
				 "d,D,faction,S\n");
	const char *path = write_text("actors.csv",
		"actor_id,name,kind,source\na,A,state,S\nb,B,armed-group,S\nd,D,faction,S\n");
	char before[65], after[65];
	hash_store(before);
	struct mizan_error error = import_refused(path, NULL);
	assert_int_equal(error.status, MIZAN_ERROR_INPUT);
	assert_says(error.what, "the actor 'c', which is not on record");
	assert_place(&error, "relations.csv", 2, error.column);
	hash_store(after);
	assert_string_equal(before, after);
	/* Likewise a milestone that a statement is about, a statement that is evidence, and a
	 * process. */
	error = import_refused(
		write_text("milestones.csv", "milestone_id,date,kind,title,status,source\n"
					     "m2,2020-03-01,talks,They meet,confirmed,S\n"),
		NULL);
	assert_says(error.what, "the milestone 'm1'");
	assert_place(&error, "statements.csv", 2, error.column);
	error = import_refused(
		write_text("statements.csv", "statement_id,by,made,about,kind,stance,says,source\n"
					     "s3,a,2020-03-01,milestone:m1,position,affirms,W,S\n"),
		NULL);
	assert_says(error.what, "the statement 's1'");
	error = import_refused(
		write_text("processes.csv", "process_id,title,source\nq,Other talks,S\n"), NULL);
	assert_says(error.what, "the process 'p'");
	assert_place(&error, "one.yaml", 2, error.column);
	hash_store(after);
	assert_string_equal(before, after);
}

static void a_folder_that_is_read_again_stays_as_it_is(void **state)
{
	(void)state;
	write_records();
	import_folder_whole();
	import_folder_whole();
	assert_int_equal(ask_number("SELECT count(*) FROM actor"), 4);
	assert_int_equal(ask_number("SELECT count(*) FROM commitment"), 1);
	assert_int_equal(ask_number("SELECT count(*) FROM violation"), 1);
	assert_int_equal(ask_number("SELECT count(*) FROM release"), 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_folder_that_fits_together_is_imported, clean_folder),
		cmocka_unit_test_setup(
			actors_are_told_apart_and_described_in_words_of_the_list, clean_folder),
		cmocka_unit_test_setup(
			a_place_of_an_id_that_is_there_already_is_told, clean_folder),
		cmocka_unit_test_setup(columns_that_a_sheet_does_not_have_are_told, clean_folder),
		cmocka_unit_test_setup(
			relations_have_two_ends_and_somebody_who_says_so, clean_folder),
		cmocka_unit_test_setup(a_relation_without_anybody_is_told, clean_folder),
		cmocka_unit_test_setup(statements_are_about_something_on_record, clean_folder),
		cmocka_unit_test_setup(
			statements_have_a_speaker_a_date_and_a_sentence, clean_folder),
		cmocka_unit_test_setup(names_offices_processes_and_zones_are_whole, clean_folder),
		cmocka_unit_test_setup(
			groups_cannot_merge_in_a_circle_while_all_of_it_holds, clean_folder),
		cmocka_unit_test_setup(
			groups_that_part_and_merge_the_other_way_later_are_no_circle, clean_folder),
		cmocka_unit_test_setup(many_ways_of_mergers_are_no_bomb, clean_folder),
		cmocka_unit_test_setup(an_empty_sheet_and_an_empty_folder_are_told, clean_folder),
		cmocka_unit_test_setup(files_may_name_each_other_in_any_order, clean_folder),
		cmocka_unit_test_setup(
			a_sheet_that_is_read_again_cannot_take_away_what_others_name, clean_folder),
		cmocka_unit_test_setup(a_folder_that_is_read_again_stays_as_it_is, clean_folder),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
