/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of agreements by others: UCDP's real one, and made-up rows in the real headers of PA-X and
 * ETH/PRIO. */
#include "source_test.h"

#define UCDP_CSV "ucdp/ucdp-peace-agreements-221.csv"
#define UCDP_XLSX "ucdp/ucdp-peace-agreements-221.xlsx"

static char csv_path[1024], xlsx_path[1024];

/* The hash of all rows of the first column, for texts longer than `ask` takes. */
static void ask_hash(const char *sql, char hex[65])
{
	sqlite3 *database;
	sqlite3_stmt *statement;
	struct mizan_sha256 hash;
	mizan_sha256_init(&hash);
	assert_int_equal(sqlite3_open(store_path, &database), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &statement, NULL), SQLITE_OK);
	int rows = 0;
	for (; sqlite3_step(statement) == SQLITE_ROW; rows++) {
		const char *text = (const char *)sqlite3_column_text(statement, 0);
		mizan_sha256_update(&hash, text ? text : "", text ? strlen(text) + 1 : 0);
	}
	assert_true(rows > 200);
	sqlite3_finalize(statement);
	assert_int_equal(sqlite3_close(database), SQLITE_OK);
	mizan_sha256_finish(&hash, hex);
}

/* ---- UCDP's table: facts about the file ---------------------------------------------------- */

/*
 * Counted in the file with Python's csv module alone:
 *   rows = list(csv.DictReader(open("ucdp-peace-agreements-221.csv", encoding="utf-8")))
 *   len(rows)                                                    374
 *   Counter(r["pa_type"] for r in rows)                          1: 77, 2: 213, 3: 84
 *   Counter(r["pa_date"][:3] for r in rows)                      197: 21, 198: 11, 199: 164,
 *                                                                200: 100, 201: 68, 202: 10
 *   sum(r["cease"] == "1" for r in rows)                         176; "ref ": 15, "return ": 94
 *   the same over the 29 columns of provisions                   1990
 *   len({frozenset(r["conflict_id"].replace(" ", "").split(",")) for r in rows})     77
 *   len({a for r in rows for a in r["actor_id"].replace(" ", "").split(",")})        272
 *   sum(r["duration"] != "" for r in rows)                       129, one of them before pa_date
 */
static void ucdps_table_has_374_agreements_and_all_come_in(void **state)
{
	(void)state;
	struct mizan_writer_report report = import_one(test_data(UCDP_CSV, csv_path), NULL);
	assert_int_equal(report.written, 374);
	assert_int_equal(report.refused, 0);
	assert_int_equal(ask_number("SELECT count(*) FROM agreement"), 374);
	assert_string_equal(
		ask("SELECT group_concat(n) FROM (SELECT count(*) AS n FROM agreement GROUP BY"
		    " json_extract(provider, '$.pa_type') ORDER BY"
		    " json_extract(provider, '$.pa_type'))"),
		"77,213,84");
	assert_string_equal(
		ask("SELECT group_concat(n) FROM (SELECT count(*) AS n FROM agreement GROUP BY"
		    " substr(signed, 1, 3) ORDER BY substr(signed, 1, 3))"),
		"21,11,164,100,68,10");
	assert_string_equal(ask("SELECT version || ' ' || licence || ' ' || coverage FROM release"),
		"22.1 CC BY 4.0 complete");
}

static void each_mark_of_ucdps_table_is_a_provision_in_its_own_word(void **state)
{
	(void)state;
	import_one(test_data(UCDP_CSV, csv_path), NULL);
	assert_int_equal(
		ask_number("SELECT count(*) FROM provision WHERE category = 'cease'"), 176);
	assert_int_equal(ask_number("SELECT count(*) FROM provision WHERE category = 'ref'"), 15);
	assert_int_equal(
		ask_number("SELECT count(*) FROM provision WHERE category = 'return'"), 94);
	assert_int_equal(ask_number("SELECT count(*) FROM provision"), 1990);
	assert_int_equal(ask_number("SELECT count(DISTINCT category) FROM provision"), 29);
	/* Nobody owes anything: the table has no obliged party. */
	assert_int_equal(ask_number("SELECT count(*) FROM commitment"), 0);
}

static void every_actor_and_conflict_that_ucdp_names_is_on_record_once(void **state)
{
	(void)state;
	const char *path = test_data(UCDP_CSV, csv_path);
	struct mizan_import_report report;
	struct mizan_error error;
	assert_int_equal(import_files(&path, 1, NULL, &report, NULL, &error), MIZAN_OK);
	assert_int_equal(report.files[0].actors_made, 272);
	mizan_import_report_release(&report);
	assert_int_equal(ask_number("SELECT count(*) FROM actor"), 272);
	assert_int_equal(ask_number("SELECT count(DISTINCT ucdp_ids) FROM actor"), 272);
	assert_int_equal(ask_number("SELECT count(*) FROM process"), 77);
	assert_string_equal(
		ask("SELECT name || '|' || kind FROM actor WHERE actor_id = 'ucdp-7052'"),
		"United Nations|body");
	assert_string_equal(
		ask("SELECT kind || '|' || country FROM actor WHERE name = 'Government of Nepal'"),
		"state|NPL");
	/* Names that have commas themselves. */
	assert_string_equal(
		ask("SELECT parties FROM agreement WHERE agreement_id = 'ucdp-pa-1058'"),
		"ucdp-154;ucdp-170");
	assert_string_equal(ask("SELECT name FROM actor WHERE actor_id = 'ucdp-549'"),
		"Military Junta for the Consolidation of Democracy, Peace and Justice");
}

/* Israel and Fatah are the dyad; six governments and the European Union signed as witnesses. */
static void sides_are_parties_and_witnesses_are_not(void **state)
{
	(void)state;
	import_one(test_data(UCDP_CSV, csv_path), NULL);
	assert_string_equal(
		ask("SELECT parties FROM agreement WHERE agreement_id = 'ucdp-pa-1136'"),
		"ucdp-121;ucdp-207");
	assert_string_equal(
		ask("SELECT mediators FROM agreement WHERE agreement_id = 'ucdp-pa-1136'"),
		"ucdp-3;ucdp-117;ucdp-67;ucdp-57;ucdp-120;ucdp-7053");
}

static void an_end_before_the_beginning_is_no_end(void **state)
{
	(void)state;
	import_one(test_data(UCDP_CSV, csv_path), NULL);
	assert_int_equal(ask_number("SELECT count(*) FROM agreement WHERE ended IS NOT NULL"), 128);
	assert_string_equal(ask("SELECT signed || '|' || json_extract(provider, '$.duration')"
				" FROM agreement WHERE agreement_id = 'ucdp-pa-1024'"),
		"2000-08-26|2000-01-01");
	assert_says(ask("SELECT note FROM agreement WHERE agreement_id = 'ucdp-pa-1024'"),
		"2000-01-01");
	/* Five ended without a date. */
	assert_int_equal(
		ask_number("SELECT count(*) FROM agreement WHERE ended IS NULL AND note LIKE"
			   " '%but not when%'"),
		5);
	/* -99 is no duration of negotiations. */
	assert_int_equal(ask_number("SELECT count(*) FROM agreement WHERE"
				    " json_extract(provider, '$.termdur') IS NULL"),
		21);
}

static void the_workbook_and_the_csv_say_the_same(void **state)
{
	(void)state;
	static const char *const queries[] = {
		"SELECT x FROM (SELECT agreement_id || title || signed ||"
		" coalesce(ended, '') || parties || coalesce(mediators, '') || process_id ||"
		" coalesce(country, '') || coalesce(note, '') AS x FROM agreement ORDER BY 1)",
		"SELECT x FROM (SELECT agreement_id || category AS x"
		" FROM provision ORDER BY 1)",
		"SELECT x FROM (SELECT actor_id || name || kind AS x"
		" FROM actor ORDER BY 1)",
		/* pa_comment is left out: the CSV has one that UCDP cut short. */
		"SELECT x FROM (SELECT agreement_id ||"
		" json_remove(provider, '$.pa_comment') AS x FROM agreement ORDER BY 1)"};
	char hashes[2][TEST_COUNT(queries)][65];
	const char *files[] = {test_data(UCDP_CSV, csv_path), test_data(UCDP_XLSX, xlsx_path)};
	for (size_t f = 0; f < 2; f++) {
		empty_folder();
		import_one(files[f], NULL);
		for (size_t q = 0; q < TEST_COUNT(queries); q++) {
			ask_hash(queries[q], hashes[f][q]);
		}
	}
	for (size_t q = 0; q < TEST_COUNT(queries); q++) {
		assert_string_equal(hashes[0][q], hashes[1][q]);
	}
}

static void reading_the_table_again_replaces_it(void **state)
{
	(void)state;
	import_one(test_data(UCDP_CSV, csv_path), NULL);
	/* The same bytes; then another file of the same data set. */
	assert_true(import_one(test_data(UCDP_CSV, csv_path), NULL).superseded >= 374 + 1990);
	assert_true(import_one(test_data(UCDP_XLSX, xlsx_path), NULL).superseded >= 374 + 1990);
	assert_int_equal(ask_number("SELECT count(*) FROM agreement"), 374);
	assert_int_equal(ask_number("SELECT count(*) FROM provision"), 1990);
	assert_int_equal(ask_number("SELECT count(*) FROM actor"), 272);
	assert_int_equal(ask_number("SELECT count(*) FROM process"), 77);
}

/* ---- Small tables in UCDP's header --------------------------------------------------------- */

#define UCDP_HEADER                                                                                \
	"paid,gwno,conflict_id,conflict_name,dyad_name,actor_id,actor_name,pa_name,pa_date,"       \
	"ended,duration,cease,version\n"

static void an_actor_on_record_is_found_by_ucdps_number(void **state)
{
	(void)state;
	const char *table = write_text("t.csv", UCDP_HEADER
		"7,770,404,Pakistan: Government,Government of Pakistan - TTP,\"142, 356\","
		"\"Government of Pakistan, TTP\",A pact,2009-02-16,,,1,22.1\n");
	import_one(table, NULL);
	assert_string_equal(ask("SELECT parties FROM agreement"), "ucdp-142;ucdp-356");
	import_one(write_text("actors.csv",
			   "actor_id,name,kind,ucdp_ids,source\n"
			   "pakistan,Government of Pakistan,state,142,me\n"
			   "ttp,Tehreek-e-Taliban Pakistan,armed-group,5555;356,me\n"),
		NULL);
	/* The same bytes again, now that the actors are on record. */
	import_one(table, NULL);
	assert_string_equal(ask("SELECT parties FROM agreement"), "pakistan;ttp");
	assert_string_equal(ask("SELECT country FROM agreement"), "PAK");
	assert_int_equal(ask_number("SELECT count(*) FROM actor"), 2);
}

static void of_two_actors_with_one_number_the_one_of_that_day_is_meant(void **state)
{
	(void)state;
	import_one(write_text("actors.csv",
			   "actor_id,name,kind,from,to,ucdp_ids,source\n"
			   "kabul-new,Government of Afghanistan,state,2021-08-15,,130,me\n"
			   "kabul-old,Government of Afghanistan,state,,2021-08-14,130,me\n"),
		NULL);
	import_one(write_text("t.csv", UCDP_HEADER
			   "7,700,333,A,Government of Afghanistan - X,\"130, 9\","
			   "\"Government of Afghanistan, X\",A pact,2016-09-29,,,1,22.1\n"),
		NULL);
	assert_string_equal(ask("SELECT parties FROM agreement"), "kabul-old;ucdp-9");
}

static void a_bad_row_is_refused_with_its_place_and_the_others_come_in(void **state)
{
	(void)state;
	struct mizan_text text = {0};
	mizan_text_append(&text, UCDP_HEADER);
	for (int i = 1; i <= 40; i++) {
		mizan_text_printf(&text, "%d,770,404,P,G - T,\"1, 2\",\"G, T\",Pact,%s,,,1,22.1\n",
			i, i == 20 ? "2009-06-31" : "2009-06-30");
	}
	mizan_text_append(&text,
		"41,770,404,P,G - T,\"1, 2\",\"G, T, U\",Pact,2009-06-30,,,1,22.1\n"
		"40,770,404,P,G - T,\"1, 2\",\"G, T\",Twice,2009-06-30,,,1,22.1\n");
	const char *path = write_text("bad.csv", text.data);
	mizan_text_release(&text);
	struct mizan_import_report report;
	struct mizan_error error;
	assert_int_equal(import_files(&path, 1, NULL, &report, NULL, &error), MIZAN_OK);
	assert_int_equal(report.files[0].report.written, 39);
	assert_int_equal(report.files[0].report.refused, 3);
	assert_says(report.files[0].first_refusal, "bad.csv:21:9: '2009-06-31' is no date");
	mizan_import_report_release(&report);
	assert_string_equal(ask("SELECT reason FROM refused WHERE line_no = 42"),
		"actor_id has 2 numbers, actor_name 3 names");
	assert_says(ask("SELECT reason FROM refused WHERE line_no = 43"), "there already");
	assert_int_equal(ask_number("SELECT count(*) FROM agreement WHERE title = 'Twice'"), 0);
}

/* ---- PA-X ---------------------------------------------------------------------------------- */

/* The header as PA-X downloads it, with some of its 240 categories. */
#define PAX_HEADER                                                                                 \
	"Con,Contp,PP,PPName,Reg,AgtId,Ver,Agt,Dat,Status,Lgt,N_characters,Agtp,Stage,StageSub,"   \
	"Part,ThrdPart,OthAgr,Loc1ISO,Loc2ISO,Loc1GWNO,Loc2GWNO,UcdpCon,UcdpAgr,PamAgr,CowWar,"    \
	"GCh,GRef,GRefRhet,Ce,CeProv,TjAm,ImE,ImSrc\n"

static void pax_rows_become_agreements_with_the_categories_that_are_marked(void **state)
{
	(void)state;
	import_one(write_text("actors.csv",
			   "actor_id,name,short,kind,source\n"
			   "yemen,Government of Yemen,Yemen,state,me\n"
			   "saudi-arabia,Kingdom of Saudi Arabia,,state,me\n"
			   "ansar-allah,Ansar Allah,Houthi movement,armed-group,me\n"),
		NULL);
	const char *path = write_text("pax.csv", PAX_HEADER
		"Yemen,Government/territory,138,Yemen peace process,MENA,2120,1,\"Agreement on a "
		"City\n\",2018-12-13,Multiparty signed/agreed,1,3339,Intra,Cea,Ceas,"
		"\"For the Government of Yemen: N. N.\nFor Ansar Allah: M. M.\","
		"\"United Nations, Kingdom of Saudi Arabia\",,YEM,,678,,230,NA,NA,NA,"
		"0,3,1,2,1,0,0,1\n"
		"Saudi Arabia/Yemen,Territory,103,A border process,MENA,408,1,A treaty,12/06/2000,"
		"Unilateral document,21,11599,Inter,Imp,ExtSub,Somebody else,,,,,,,,,,,"
		"0,0,0,0,0,1,1,1\n");
	struct mizan_writer_report report = import_one(path, NULL);
	assert_int_equal(report.written, 2);
	assert_string_equal(ask("SELECT group_concat(c) FROM (SELECT category AS c FROM provision"
				" WHERE agreement_id = 'pax-2120' ORDER BY provision_no)"),
		"GRef,GRefRhet,Ce,CeProv");
	assert_string_equal(ask("SELECT title || '|' || kind || '|' || process_id || '|' || country"
				" FROM agreement WHERE agreement_id = 'pax-2120'"),
		"Agreement on a City|ceasefire-declaration|pax-process-138|YEM");
	/* Depth is more than a mark. */
	assert_string_equal(ask("SELECT json_extract(provider, '$.GRef') || '|' ||"
				" coalesce(json_extract(provider, '$.Ce'), '') || '|' ||"
				" coalesce(json_extract(provider, '$.PamAgr'), 'unknown')"
				" FROM agreement WHERE agreement_id = 'pax-2120'"),
		"3|2|unknown");
	/* Whom the text names by exactly the name of an actor; no person becomes one. */
	assert_string_equal(ask("SELECT parties || '|' || mediators FROM agreement WHERE"
				" agreement_id = 'pax-2120'"),
		"yemen;ansar-allah|saudi-arabia");
	assert_int_equal(ask_number("SELECT count(*) FROM actor"), 3);
	/* Day, month, year; a text of one side; countries by name; nobody who is known. */
	assert_string_equal(
		ask("SELECT signed || '|' || kind || '|' || country || '|' ||"
		    " coalesce(parties, 'unknown') FROM agreement WHERE agreement_id = 'pax-408'"),
		"2000-06-12|unilateral-document|SAU YEM|unknown");
	assert_says(ask("SELECT json_extract(provider, '$.Part') FROM agreement WHERE"
			" agreement_id = 'pax-408'"),
		"Somebody else");
	assert_says(ask("SELECT citation FROM release WHERE source = 'pa-x'"), "Bell & Badanjak");
}

/* PA-X downloads by selection: one for Yemen does not take away that for Nepal. */
static void a_download_of_another_country_stands_beside_the_first(void **state)
{
	(void)state;
	static const char row[] =
		"%s,Government,%d,%s peace process,R,%d,1,A text,2006-11-21,Multiparty"
		" signed/agreed,1,1,Intra,Pre,Proc,,,,,,,,,,,,0,0,0,0,0,0,0,1\n";
	char text[2][1200];
	snprintf(text[0], sizeof text[0], PAX_HEADER);
	snprintf(text[1], sizeof text[1], PAX_HEADER);
	size_t size = strlen(text[0]);
	snprintf(text[0] + size, sizeof text[0] - size, row, "Yemen", 138, "Yemen", 2121);
	snprintf(text[1] + size, sizeof text[1] - size, row, "Nepal", 88, "Nepal", 311);
	import_one(write_text("yemen.csv", text[0]), NULL);
	import_one(write_text("nepal.csv", text[1]), NULL);
	import_one(write_text("nepal.csv", text[1]), NULL);
	assert_int_equal(ask_number("SELECT count(*) FROM agreement"), 2);
	assert_int_equal(ask_number("SELECT count(*) FROM process"), 2);
}

/* ---- ETH/PRIO ------------------------------------------------------------------------------ */

#define ETHPRIO_HEADER                                                                             \
	"cc,location,region,cf_id,uniq_id,side,ucdp_actor_id,actor_name,ucdp_acd_id,ucdp_dyad,"    \
	"cf_dec_yr,cf_dec_month,cf_dec_day,cf_effect_yr,cf_effect_month,cf_effect_day,written,"    \
	"p_holiday,ceasefire_class,mediator_nego,implement,enforcement,ddr,ended,end_yr,"          \
	"end_month,end_day\n"

static void rows_of_one_ceasefire_are_one_agreement_of_several_parties(void **state)
{
	(void)state;
	struct mizan_writer_report report = import_one(
		write_text("cf.csv", ETHPRIO_HEADER
			"840,Philippines,3,840-17,1,1,154,Government of Philippines,308,735,"
			"1997,7,18,1997,7,-1,1,0,2,1,1,-1,0,1,2000,-1,-1\n"
			"840,Philippines,3,840-17,2,2,492,MILF,308,735,"
			"1997,7,18,1997,7,-1,1,0,2,1,1,-1,0,1,2000,-1,-1\n"
			"840,Philippines,3,840-18,3,2,-1,A faction of no number,-1,-1,"
			"-1,-1,-1,2001,12,24,0,1,1,0,0,2,0,-1,-1,-1,-1\n"),
		NULL);
	assert_int_equal(report.written, 3);
	assert_int_equal(ask_number("SELECT count(*) FROM agreement"), 2);
	assert_string_equal(
		ask("SELECT parties || '|' || process_id || '|' || kind || '|' || country"
		    " FROM agreement WHERE agreement_id = 'ethprio-840-17'"),
		"ucdp-154;ucdp-492|ucdp-conflict-308|ceasefire-declaration|PHL");
	/* Precision is kept: a day (1), a month (4), a year (5). */
	assert_string_equal(
		ask("SELECT signed || ' ' || signed_precision || ' ' || effective || ' '"
		    " || effective_precision || ' ' || ended || ' ' || ended_precision"
		    " FROM agreement WHERE agreement_id = 'ethprio-840-17'"),
		"1997-07-18 1 1997-07-01 4 2000-01-01 5");
	/* The row of the second actor is kept as well. */
	assert_string_equal(ask("SELECT json_extract(provider, '$.also[0].uniq_id') FROM agreement"
				" WHERE agreement_id = 'ethprio-840-17'"),
		"2");
	assert_string_equal(
		ask("SELECT group_concat(agreement_id || ' ' || category) FROM (SELECT *"
		    " FROM provision ORDER BY provision_no)"),
		"ethprio-840-17 implement,ethprio-840-18 enforcement");
	/* Declared on a day that nobody knows; an actor and a conflict without a number. */
	assert_string_equal(
		ask("SELECT signed || '|' || coalesce(ended, 'open') || '|' || parties ||"
		    " '|' || process_id FROM agreement WHERE"
		    " agreement_id = 'ethprio-840-18'"),
		"2001-12-24|open|ethprio-a-faction-of-no-number|ethprio-philippines");
	assert_int_equal(ask_number("SELECT count(*) FROM commitment"), 0);
}

static void a_ceasefire_without_any_date_is_refused(void **state)
{
	(void)state;
	struct mizan_error error =
		import_refused(write_text("cf.csv", ETHPRIO_HEADER
				       "840,Philippines,3,840-17,1,1,154,Government of Philippines,"
				       "308,735,-1,-1,-1,-1,-1,-1,1,0,2,1,1,-1,0,1,2000,-1,-1\n"),
			NULL);
	assert_says(error.what, "neither when it was declared");
	assert_int_equal(error.line, 2);
	assert_int_equal(error.column, 11);
	error = import_refused(write_text("month.csv", ETHPRIO_HEADER
				       "840,Philippines,3,840-17,1,1,154,Government of Philippines,"
				       "308,735,1997,13,1,-1,-1,-1,1,0,2,1,1,-1,0,1,2000,-1,-1\n"),
		NULL);
	assert_says(error.what, "there is no month 13");
	assert_int_equal(error.column, 12);
}

static void a_header_that_is_nearly_right_says_what_is_missing(void **state)
{
	(void)state;
	struct mizan_error error = import_refused(
		write_text("pax.csv", "Con,PP,PPName,AgtId,Agt,Dat,Status\nYemen,1,P,2,T,2000,S\n"),
		NULL);
	assert_says(error.what, "PA-X");
	assert_says(error.what, "'Stage'");
}

#define TEST(name) cmocka_unit_test_setup(name, clean_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ucdps_table_has_374_agreements_and_all_come_in),
		TEST(each_mark_of_ucdps_table_is_a_provision_in_its_own_word),
		TEST(every_actor_and_conflict_that_ucdp_names_is_on_record_once),
		TEST(sides_are_parties_and_witnesses_are_not),
		TEST(an_end_before_the_beginning_is_no_end),
		TEST(the_workbook_and_the_csv_say_the_same),
		TEST(reading_the_table_again_replaces_it),
		TEST(an_actor_on_record_is_found_by_ucdps_number),
		TEST(of_two_actors_with_one_number_the_one_of_that_day_is_meant),
		TEST(a_bad_row_is_refused_with_its_place_and_the_others_come_in),
		TEST(pax_rows_become_agreements_with_the_categories_that_are_marked),
		TEST(a_download_of_another_country_stands_beside_the_first),
		TEST(rows_of_one_ceasefire_are_one_agreement_of_several_parties),
		TEST(a_ceasefire_without_any_date_is_refused),
		TEST(a_header_that_is_nearly_right_says_what_is_missing),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
