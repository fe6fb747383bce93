/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agreements held against the events of a store: counts against plain SQL over the same events. */
#include <mizan/source.h>

#include "../fixture.h"

#include <mizan/agreement.h>
#include <sqlite3.h>

/* ---- Stores ------------------------------------------------------------------------------- */

/* Imports files or folders of the worked example into the fixture. */
static void import_example(const char *const *names, size_t count, int coverage)
{
	struct mizan_error error;
	char paths[4][1024];
	const char *list[4];
	const char *source = getenv("MIZAN_TEST_SOURCE");
	for (size_t i = 0; i < count; i++) {
		snprintf(paths[i], sizeof paths[i], "%s/examples/pakistan/%s",
			source ? source : ".", names[i]);
		list[i] = paths[i];
	}
	struct mizan_import_options options = {.coverage = coverage};
	struct mizan_import_report report = {0};
	CHECK(mizan_import(&fixture, list, count, &options, &report, NULL, &error));
	mizan_import_report_release(&report);
}

static void import_records(void)
{
	static const char *const names[] = {"figures.csv", "milestones.csv", "records"};
	import_example(names, TEST_COUNT(names), -1);
}

/* UCDP's events of Pakistan from 1989 to 2021 and the records of the example. */
static void open_real(void)
{
	static const char *const names[] = {"ucdp/ged_pakistan_1989_2021_hdx.csv"};
	fixture_import(names, 1);
	import_records();
}

static int64_t ask(const char *sql)
{
	sqlite3_stmt *statement;
	if (sqlite3_prepare_v2(fixture.database, sql, -1, &statement, NULL) != SQLITE_OK) {
		fail_msg("%s: %s", sql, sqlite3_errmsg(fixture.database));
	}
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	int64_t value = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return value;
}

/* Incidents of the TTP, to the day or week, that ended within these days. */
static int64_t ask_ttp(const char *from, const char *to, const char *more)
{
	char sql[600];
	snprintf(sql, sizeof sql,
		"SELECT count(*) FROM event WHERE country = 'PAK' AND (side_a = 'TTP' OR side_b = "
		"'TTP') AND date_precision < 4 AND date_end BETWEEN '%s' AND '%s' %s",
		from, to, more);
	return ask(sql);
}

static struct mizan_table effect_of(const struct mizan_agreement_effect_options *options)
{
	struct mizan_error error;
	struct mizan_table table = {0};
	CHECK(mizan_agreement_effect_store(fixture.database, options, &table, NULL, &error));
	return table;
}

/* The row of a measure, of one part. */
static size_t measure_row(const struct mizan_table *table, const char *of, const char *measure)
{
	for (size_t row = 0; row < table->row_count; row++) {
		if (strcmp(text_at(table, row, "of"), of) == 0 &&
			strcmp(text_at(table, row, "measure"), measure) == 0) {
			return row;
		}
	}
	fail_msg("there is no %s of %s", measure, of);
	return 0;
}

static void assert_count(const struct mizan_table *table, const char *measure, const char *from,
	const char *to, int days)
{
	size_t row = measure_row(table, "all", measure);
	assert_string_equal(text_at(table, row, "date_from"), from);
	assert_string_equal(text_at(table, row, "date_to"), to);
	assert_near(number_at(table, row, "days"), days, 0);
	int64_t counted = ask_ttp(from, to, "");
	assert_near(number_at(table, row, "incidents"), (double)counted, 0);
	assert_near(number_at(table, row, "per_day"), (double)counted / days, 1e-9);
	assert_true(number_at(table, row, "low") <= number_at(table, row, "per_day"));
	assert_true(number_at(table, row, "high") >= number_at(table, row, "per_day"));
}

/* ---- The truce of 2014 -------------------------------------------------------------------- */

/* Declared on 1 March, ended on 16 April: it held for 46 days, compared with 46 before and after.
 */
static void the_truce_of_2014_is_counted_as_plain_sql_counts(void **state)
{
	(void)state;
	open_real();
	struct mizan_agreement_effect_options options = {
		.agreement = "pakistan-ttp-2014-truce", .deaths = 5};
	struct mizan_table table = effect_of(&options);
	assert_count(&table, "before", "2014-01-14", "2014-02-28", 46);
	assert_count(&table, "during", "2014-03-01", "2014-04-15", 46);
	assert_count(&table, "after", "2014-04-16", "2014-05-31", 46);
	static const struct {
		const char *measure, *from, *to;
	} windows[] = {{"30 days", "2014-01-30", "2014-03-30"},
		{"90 days", "2013-12-01", "2014-05-29"}, {"180 days", "2013-09-02", "2014-08-27"}};
	for (size_t i = 0; i < TEST_COUNT(windows); i++) {
		size_t row = measure_row(&table, "all", windows[i].measure);
		assert_string_equal(text_at(&table, row, "date_from"), windows[i].from);
		assert_string_equal(text_at(&table, row, "date_to"), windows[i].to);
		assert_near(number_at(&table, row, "incidents_before"),
			(double)ask_ttp(windows[i].from, "2014-02-28", ""), 0);
		assert_near(number_at(&table, row, "incidents"),
			(double)ask_ttp("2014-03-01", windows[i].to, ""), 0);
		double p_value = number_at(&table, row, "p_value");
		assert_true(!(p_value < 0 || p_value > 1));
		assert_true(text_at(&table, row, "words")[0] != '\0');
	}
	size_t first = measure_row(&table, "all", "days to the first incident");
	assert_near(number_at(&table, first, "days"),
		(double)ask("SELECT julianday(min(date_end)) - julianday('2014-03-01') FROM event "
			    "WHERE (side_a = 'TTP' OR side_b = 'TTP') AND date_precision < 4 AND "
			    "date_end >= '2014-03-01'"),
		0);
	first = measure_row(&table, "all", "days to the first with 5 deaths or more");
	assert_near(number_at(&table, first, "days"),
		(double)ask("SELECT julianday(min(date_end)) - julianday('2014-03-01') FROM event "
			    "WHERE (side_a = 'TTP' OR side_b = 'TTP') AND date_precision < 4 AND "
			    "date_end >= '2014-03-01' AND deaths_best >= 5"),
		0);
	assert_true(has_note(&table, "the tests of its commitments"));
	assert_true(has_source(&table, "ged_pakistan_1989_2021_hdx.csv"));
	/* Never a violation, unless somebody assessed one. */
	for (size_t row = 0; row < table.row_count; row++) {
		assert_null(strstr(text_at(&table, row, "words"), "violat"));
	}
	mizan_table_release(&table);
}

/* Five years of months on each side. */
static void the_level_of_months_counts_as_plain_sql_counts(void **state)
{
	(void)state;
	open_real();
	struct mizan_agreement_effect_options options = {
		.agreement = "pakistan-ttp-2014-truce", .interrupted = true};
	struct mizan_table table = effect_of(&options);
	size_t row = measure_row(&table, "all", "level of months");
	assert_string_equal(text_at(&table, row, "standing"), "good");
	assert_near(number_at(&table, row, "incidents_before"),
		(double)ask_ttp("2009-03-01", "2014-02-28", ""), 0);
	assert_near(number_at(&table, row, "incidents"),
		(double)ask_ttp("2014-03-01", "2019-02-28", ""), 0);
	double ratio = number_at(&table, row, "ratio");
	assert_true(number_at(&table, row, "ratio_low") < ratio &&
		    ratio < number_at(&table, row, "ratio_high"));
	assert_non_null(strstr(text_at(&table, row, "words"), "From March 2014 the monthly"));
	assert_true(has_note(&table, "level of months: "));
	mizan_table_release(&table);
	/* The record ends two months after the ceasefire of November 2021. */
	options.agreement = "pakistan-ttp-2021";
	table = effect_of(&options);
	row = measure_row(&table, "all", "level of months");
	assert_string_equal(text_at(&table, row, "standing"), "too-short");
	assert_true(isnan(number_at(&table, row, "ratio")));
	mizan_table_release(&table);
}

static void a_condition_of_the_users_takes_the_place_of_the_tests(void **state)
{
	(void)state;
	open_real();
	struct mizan_agreement_effect_options options = {
		.agreement = "pakistan-ttp-2014-truce", .where = "violence = 'one-sided'"};
	struct mizan_table table = effect_of(&options);
	size_t row = measure_row(&table, "all", "during");
	assert_near(number_at(&table, row, "incidents"),
		(double)ask("SELECT count(*) FROM event WHERE violence = 'one-sided' AND country = "
			    "'PAK' AND date_precision < 4 AND date_end BETWEEN '2014-03-01' AND "
			    "'2014-04-15'"),
		0);
	assert_true(has_note(&table, "the condition given"));
	mizan_table_release(&table);
	struct mizan_error error = {0};
	options.where = "planet = 'Mars'";
	assert_int_equal(
		mizan_agreement_effect_store(fixture.database, &options, &table, NULL, &error),
		MIZAN_ERROR_USAGE);
	mizan_table_release(&table);
}

static void parts_by_place_add_up_to_all_of_them(void **state)
{
	(void)state;
	open_real();
	static const char *const measures[] = {"before", "during", "after"};
	struct mizan_agreement_effect_options options = {
		.agreement = "pakistan-ttp-2014-truce", .by = "place"};
	struct mizan_table table = effect_of(&options);
	for (size_t i = 0; i < TEST_COUNT(measures); i++) {
		double sum = 0, all = 0;
		size_t parts = 0;
		for (size_t row = 0; row < table.row_count; row++) {
			if (strcmp(text_at(&table, row, "measure"), measures[i]) != 0) {
				continue;
			}
			if (strcmp(text_at(&table, row, "of"), "all") == 0) {
				all = number_at(&table, row, "incidents");
			} else {
				sum += number_at(&table, row, "incidents");
				parts++;
			}
		}
		assert_true(parts > 3);
		assert_true(all > 0);
		assert_near(sum, all, 0);
	}
	/* One of them by itself. */
	size_t row = measure_row(&table, "Sindh province", "before");
	assert_near(number_at(&table, row, "incidents"),
		(double)ask_ttp("2014-01-14", "2014-02-28", "AND admin1 = 'Sindh province'"), 0);
	mizan_table_release(&table);
}

static void a_party_has_the_events_that_it_takes_part_in(void **state)
{
	(void)state;
	open_real();
	struct mizan_agreement_effect_options options = {
		.agreement = "pakistan-ttp-2014-truce", .by = "party"};
	struct mizan_table table = effect_of(&options);
	size_t ttp = measure_row(&table, "TTP", "before");
	size_t state_row = measure_row(&table, "Pakistan", "before");
	/* Numbers of UCDP: 356 is the TTP, 142 the Government of Pakistan. */
	assert_near(number_at(&table, ttp, "incidents"),
		(double)ask_ttp(
			"2014-01-14", "2014-02-28", "AND (side_a_id = 356 OR side_b_id = 356)"),
		0);
	assert_near(number_at(&table, state_row, "incidents"),
		(double)ask_ttp(
			"2014-01-14", "2014-02-28", "AND (side_a_id = 142 OR side_b_id = 142)"),
		0);
	mizan_table_release(&table);
	struct mizan_error error = {0};
	options.by = "moon";
	assert_int_equal(
		mizan_agreement_effect_store(fixture.database, &options, &table, NULL, &error),
		MIZAN_ERROR_USAGE);
	mizan_table_release(&table);
}

/* ---- Side by side, and what is not covered ------------------------------------------------ */

static void the_agreements_of_a_process_stand_side_by_side_each_once(void **state)
{
	(void)state;
	open_real();
	struct mizan_agreement_effect_options options = {.process = "pakistan-ttp"};
	struct mizan_table table = effect_of(&options);
	assert_true(table.row_count > 0);
	for (size_t a = 0; a < table.row_count; a++) {
		for (size_t b = 0; b < a; b++) {
			assert_false(strcmp(text_at(&table, a, "agreement"),
					     text_at(&table, b, "agreement")) == 0 &&
				     strcmp(text_at(&table, a, "measure"),
					     text_at(&table, b, "measure")) == 0 &&
				     strcmp(text_at(&table, a, "source"),
					     text_at(&table, b, "source")) == 0);
		}
	}
	/* Each agreement of the process has rows, or a note that says what is missing. */
	sqlite3_stmt *statement;
	assert_int_equal(
		sqlite3_prepare_v2(fixture.database,
			"SELECT agreement_id, coalesce(effective, signed) <= '2021-12-31' FROM"
			" agreement WHERE process_id = 'pakistan-ttp'",
			-1, &statement, NULL),
		SQLITE_OK);
	size_t count = 0;
	while (sqlite3_step(statement) == SQLITE_ROW) {
		const char *id = (const char *)sqlite3_column_text(statement, 0);
		char note[200];
		snprintf(note, sizeof note, "%s cannot be held against events", id);
		bool covered = sqlite3_column_int(statement, 1);
		assert_true((row_with(&table, "agreement", id) != SIZE_MAX) == covered);
		assert_true(has_note(&table, note) != covered);
		count++;
	}
	sqlite3_finalize(statement);
	assert_true(count >= 4);
	assert_true(has_note(&table, "UCDP GED 23.1"));
	mizan_table_release(&table);
}

static void what_no_release_covers_has_no_row_but_a_note_that_names_it(void **state)
{
	(void)state;
	open_real();
	struct mizan_agreement_effect_options options = {.agreement = "pakistan-ttp-2022"};
	struct mizan_table table = effect_of(&options);
	assert_int_equal(table.row_count, 0);
	assert_true(has_note(&table, "no complete release of events covers PAK on 2022-06-02"));
	assert_true(has_note(&table, "UCDP GED 23.1"));
	mizan_table_release(&table);
	/* Afghanistan is not Pakistan: a release covers its own countries alone. */
	options.agreement = "doha-2020";
	table = effect_of(&options);
	assert_int_equal(table.row_count, 0);
	assert_true(has_note(&table, "covers AFG on 2020-02-29"));
	mizan_table_release(&table);
}

static void a_sample_never_answers(void **state)
{
	(void)state;
	static const char *const incidents[] = {"incidents.csv"};
	fixture_new();
	import_records();
	import_example(incidents, 1, MIZAN_SAMPLE);
	assert_true(ask("SELECT count(*) FROM event WHERE date_end BETWEEN '2022-06-02' AND "
			"'2022-11-27'") > 0);
	struct mizan_agreement_effect_options options = {
		.agreement = "pakistan-ttp-2022", .where = "1"};
	struct mizan_table table = effect_of(&options);
	assert_int_equal(table.row_count, 0);
	assert_int_equal(table.source_count, 0);
	assert_true(has_note(&table, "no complete release"));
	mizan_table_release(&table);
}

/* A sample beside a complete release adds nothing to its counts. */
static void a_sample_beside_a_complete_release_adds_nothing(void **state)
{
	(void)state;
	struct mizan_event complete[200], sample[50];
	fixture_new();
	import_records();
	for (int i = 0; i < 200; i++) {
		complete[i] = fixture_event("PAK", mizan_date_make(2022, 1, 1) + i, 1);
	}
	for (int i = 0; i < 50; i++) {
		sample[i] = fixture_event("PAK", mizan_date_make(2022, 6, 5), 1);
	}
	fixture_release("whole", MIZAN_COMPLETE, 2021, 2023, complete, 200);
	fixture_release("part", MIZAN_SAMPLE, 2021, 2023, sample, 50);
	struct mizan_agreement_effect_options options = {
		.agreement = "pakistan-ttp-2022", .where = "1"};
	struct mizan_table table = effect_of(&options);
	for (size_t row = 0; row < table.row_count; row++) {
		assert_string_equal(text_at(&table, row, "source"), "whole");
	}
	/* 1 January + 199 days is 19 July; from 2 June on these are 48. */
	assert_near(number_at(&table, measure_row(&table, "all", "during"), "incidents"), 48, 0);
	mizan_table_release(&table);
	/* Where no province is known, the parts still add up. */
	options.by = "place";
	table = effect_of(&options);
	assert_near(
		number_at(&table, measure_row(&table, "not known", "during"), "incidents"), 48, 0);
	mizan_table_release(&table);
}

/* ---- An agreement over two countries, and over none --------------------------------------- */

static void set_country(const char *country)
{
	char sql[200];
	snprintf(sql, sizeof sql,
		"UPDATE agreement SET country = %s%s%s WHERE agreement_id = 'pakistan-ttp-2022'",
		country ? "'" : "", country ? country : "NULL", country ? "'" : "");
	assert_int_equal(sqlite3_exec(fixture.database, sql, NULL, NULL, NULL), SQLITE_OK);
}

static void an_agreement_over_two_countries_needs_both_covered(void **state)
{
	(void)state;
	struct mizan_event events[40];
	fixture_new();
	import_records();
	for (int i = 0; i < 40; i++) {
		events[i] =
			fixture_event(i % 4 ? "PAK" : "AFG", mizan_date_make(2022, 6, 2) + i, 1);
	}
	fixture_release("both", MIZAN_COMPLETE, 2021, 2023, events, 40);
	struct mizan_agreement_effect_options options = {
		.agreement = "pakistan-ttp-2022", .where = "1"};
	static const struct {
		const char *country;
		double incidents; /* -1: no row */
	} cases[] = {{"PAK", 30}, {"AFG PAK", 40}, {"PAK AFG", 40}, {"PAK IND", -1}, {NULL, -1}};
	for (size_t i = 0; i < TEST_COUNT(cases); i++) {
		set_country(cases[i].country);
		struct mizan_table table = effect_of(&options);
		if (cases[i].incidents < 0) {
			assert_int_equal(table.row_count, 0);
			assert_true(has_note(&table, "cannot be held against events"));
		} else {
			size_t row = measure_row(&table, "all", "during");
			assert_near(number_at(&table, row, "incidents"), cases[i].incidents, 0);
		}
		mizan_table_release(&table);
	}
}

/* ---- Tests of commitments ----------------------------------------------------------------- */

static void tests_find_incidents_while_the_agreement_held(void **state)
{
	(void)state;
	open_real();
	struct mizan_error error;
	struct mizan_table table = {0};
	CHECK(mizan_agreement_test_store(
		fixture.database, "pakistan-ttp-2014-truce", &table, NULL, &error));
	size_t truce = 0;
	for (size_t row = 0; row < table.row_count; row++) {
		truce += strcmp(text_at(&table, row, "commitment"), "truce-ttp") == 0;
		assert_true(strcmp(text_at(&table, row, "date_start"), "2014-03-01") >= 0);
		assert_true(strcmp(text_at(&table, row, "date_end"), "2014-04-16") < 0);
	}
	assert_int_equal(
		truce, ask("SELECT count(*) FROM event WHERE country = 'PAK' AND (side_a = "
			   "'TTP' OR side_b = 'TTP') AND date_start >= '2014-03-01' AND "
			   "date_end < '2014-04-16'"));
	assert_true(has_note(&table, "none is a violation"));
	/* Each becomes an alleged violation once, with its author, however often it is asked. */
	int64_t opened, before = ask("SELECT count(*) FROM violation");
	CHECK(mizan_agreement_open_violations(
		&fixture, "pakistan-ttp-2014-truce", "pakistan", NULL, &opened, &error));
	assert_int_equal(opened, table.row_count);
	assert_int_equal(ask("SELECT count(*) FROM violation"), before + opened);
	assert_int_equal(ask("SELECT count(*) FROM violation WHERE violation_id GLOB 'test-*' AND "
			     "(status <> 'alleged' OR alleged_by <> 'pakistan' OR attributed_to IS "
			     "NOT NULL)"),
		0);
	CHECK(mizan_agreement_open_violations(
		&fixture, "pakistan-ttp-2014-truce", "pakistan", NULL, &opened, &error));
	assert_int_equal(opened, 0);
	/* Somebody who is not on record alleges nothing. */
	assert_int_equal(
		sqlite3_exec(fixture.database,
			"DELETE FROM violation WHERE violation_id GLOB 'test-*'", NULL, NULL, NULL),
		SQLITE_OK);
	error = (struct mizan_error){0};
	assert_int_equal(mizan_agreement_open_violations(&fixture, "pakistan-ttp-2014-truce",
				 "nobody", NULL, &opened, &error),
		MIZAN_ERROR_INPUT);
	assert_int_equal(ask("SELECT count(*) FROM violation"), before);
	mizan_table_release(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_truce_of_2014_is_counted_as_plain_sql_counts),
		cmocka_unit_test(the_level_of_months_counts_as_plain_sql_counts),
		cmocka_unit_test(a_condition_of_the_users_takes_the_place_of_the_tests),
		cmocka_unit_test(parts_by_place_add_up_to_all_of_them),
		cmocka_unit_test(a_party_has_the_events_that_it_takes_part_in),
		cmocka_unit_test(the_agreements_of_a_process_stand_side_by_side_each_once),
		cmocka_unit_test(what_no_release_covers_has_no_row_but_a_note_that_names_it),
		cmocka_unit_test(a_sample_never_answers),
		cmocka_unit_test(a_sample_beside_a_complete_release_adds_nothing),
		cmocka_unit_test(an_agreement_over_two_countries_needs_both_covered),
		cmocka_unit_test(tests_find_incidents_while_the_agreement_held),
	};
	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
