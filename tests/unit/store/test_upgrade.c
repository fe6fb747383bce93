/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store of an older schema is read as it is, and loses nothing when it is brought up to date. */
#include "../fixture.h"

#include <sqlite3.h>

/* A store of version 4 had no table of results; all else of it is as it is now. */
static const char to_version_4[] =
	"DROP TABLE brief_result;"
	"DELETE FROM gpkg_contents WHERE table_name = 'brief_result';"
	"UPDATE mizan_meta SET value = '4' WHERE key = 'schema_version';";

static void make_older_store(const char *sql)
{
	const struct mizan_event events[] = {fixture_event("PAK", mizan_date_make(2020, 5, 1), 3),
		fixture_event("PAK", mizan_date_make(2021, 5, 1), 4)};
	const struct mizan_figure figure = {.publisher = "IEP",
		.edition = "GTI 2024",
		.indicator = "deaths",
		.period_start = mizan_date_make(2023, 1, 1),
		.period_end = mizan_date_make(2023, 12, 31),
		.value = 7,
		.low = (double)NAN,
		.high = (double)NAN};
	fixture_new();
	fixture_release("test", MIZAN_COMPLETE, 2020, 2021, events, 2);
	fixture_release("test", MIZAN_COMPLETE, 2021, 2022, events + 1, 1);
	fixture_figures(&figure, 1);
	assert_int_equal(sqlite3_exec(fixture.database, sql, NULL, NULL, NULL), SQLITE_OK);
	mizan_store_close(&fixture);
}

/* Every row of every table that a store of version 4 has, as text. */
static struct mizan_text whole_content(struct sqlite3 *database)
{
	struct mizan_text text = {0};
	sqlite3_stmt *tables, *rows;
	assert_int_equal(sqlite3_prepare_v2(database,
				 "SELECT name FROM main.sqlite_master WHERE type = 'table' AND"
				 " name <> 'brief_result' AND sql NOT LIKE 'CREATE VIRTUAL%'"
				 " ORDER BY name",
				 -1, &tables, NULL),
		SQLITE_OK);
	while (sqlite3_step(tables) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(tables, 0);
		char sql[256];
		bool contents = strcmp(name, "gpkg_contents") == 0;
		bool meta = strcmp(name, "mizan_meta") == 0;
		snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"%s", name,
			contents ? " WHERE table_name <> 'brief_result'"
			: meta   ? " WHERE key <> 'schema_version'"
				 : "");
		mizan_text_printf(&text, "%s\n", name);
		assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &rows, NULL), SQLITE_OK);
		while (sqlite3_step(rows) == SQLITE_ROW) {
			for (int i = 0; i < sqlite3_column_count(rows); i++) {
				const char *cell = (const char *)sqlite3_column_text(rows, i);
				mizan_text_printf(&text, "%s|", cell ? cell : "NULL");
			}
			mizan_text_append(&text, "\n");
		}
		sqlite3_finalize(rows);
	}
	sqlite3_finalize(tables);
	assert_false(text.failed);
	return text;
}

static int64_t number(struct sqlite3 *database, const char *sql)
{
	struct mizan_error error;
	struct mizan_table table = {0};
	CHECK(mizan_store_query(database, sql, &table, NULL, &error));
	assert_int_equal(table.row_count, 1);
	const struct mizan_cell *cell = mizan_table_cell(&table, 0, 0);
	int64_t value = cell->integer;
	mizan_table_release(&table);
	return value;
}

static void a_store_of_version_4_is_read_without_a_change(void **state)
{
	(void)state;
	struct mizan_error error;
	for (int is_public = 0; is_public < 2; is_public++) {
		make_older_store(to_version_4);
		CHECK(mizan_store_open(&fixture, fixture_path, MIZAN_STORE_READ, &error));
		if (is_public) {
			CHECK(mizan_store_publish(
				fixture.database, mizan_date_make(2026, 1, 1), &error));
		}
		assert_int_equal(number(fixture.database, "SELECT count(*) FROM event"), 2);
		assert_int_equal(
			number(fixture.database, "SELECT CAST(value AS INTEGER) FROM mizan_meta"
						 " WHERE key = 'schema_version'"),
			4);
		mizan_store_close(&fixture);
	}
}

static void a_store_of_version_4_is_brought_up_to_date_when_written_and_loses_nothing(void **state)
{
	(void)state;
	struct mizan_error error;
	static const enum mizan_store_mode modes[] = {MIZAN_STORE_WRITE, MIZAN_STORE_CREATE};
	for (size_t i = 0; i < TEST_COUNT(modes); i++) {
		make_older_store(to_version_4);
		CHECK(mizan_store_open(&fixture, fixture_path, MIZAN_STORE_READ, &error));
		struct mizan_text before = whole_content(fixture.database);
		mizan_store_close(&fixture);
		assert_non_null(strstr(before.data, "PAK"));
		CHECK(mizan_store_open(&fixture, fixture_path, modes[i], &error));
		struct mizan_text after = whole_content(fixture.database);
		assert_string_equal(before.data, after.data);
		assert_int_equal(
			number(fixture.database, "SELECT CAST(value AS INTEGER) FROM mizan_meta"
						 " WHERE key = 'schema_version'"),
			5);
		assert_int_equal(number(fixture.database, "SELECT count(*) FROM brief_result"), 0);
		assert_int_equal(number(fixture.database, "SELECT count(*) FROM gpkg_contents"
							  " WHERE table_name = 'brief_result'"),
			1);
		assert_int_equal(
			number(fixture.database, "SELECT count(*) FROM pragma_foreign_key_check"),
			0);
		mizan_text_release(&before);
		mizan_text_release(&after);
	}
}

/* A store of version 3 did not know that a holder's name may be withheld. */
static void a_store_of_version_3_is_brought_up_to_date_when_written(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	static const char to_version_3[] =
		"DROP TABLE brief_result; ALTER TABLE office DROP COLUMN withheld;"
		"DELETE FROM gpkg_contents WHERE table_name = 'brief_result';"
		"UPDATE mizan_meta SET value = '3' WHERE key = 'schema_version';";
	make_older_store(to_version_3);
	assert_int_equal(mizan_store_open(&fixture, fixture_path, MIZAN_STORE_READ, &error),
		MIZAN_ERROR_STORE);
	assert_non_null(strstr(error.advice, "up to date"));
	CHECK(mizan_store_open(&fixture, fixture_path, MIZAN_STORE_WRITE, &error));
	mizan_store_close(&fixture);
	CHECK(mizan_store_open(&fixture, fixture_path, MIZAN_STORE_READ, &error));
	CHECK(mizan_store_publish(fixture.database, mizan_date_make(2026, 1, 1), &error));
	assert_int_equal(number(fixture.database, "SELECT count(*) FROM event"), 2);
	assert_int_equal(number(fixture.database, "SELECT count(withheld) FROM office"), 0);
	mizan_store_close(&fixture);
}

static void an_upgraded_store_has_the_tables_of_a_new_one(void **state)
{
	(void)state;
	struct mizan_error error;
	static const char schema[] = "SELECT group_concat(name || '=' || ifnull(sql, ''), char(10))"
				     " AS all_of_it FROM (SELECT name, sql FROM sqlite_master"
				     " ORDER BY name)";
	struct mizan_table fresh = {0}, upgraded = {0};
	fixture_new();
	CHECK(mizan_store_query(fixture.database, schema, &fresh, NULL, &error));
	make_older_store(to_version_4);
	CHECK(mizan_store_open(&fixture, fixture_path, MIZAN_STORE_WRITE, &error));
	CHECK(mizan_store_query(fixture.database, schema, &upgraded, NULL, &error));
	assert_string_equal(text_at(&fresh, 0, "all_of_it"), text_at(&upgraded, 0, "all_of_it"));
	mizan_table_release(&fresh);
	mizan_table_release(&upgraded);
}

static void what_is_older_or_newer_is_refused_in_one_line(void **state)
{
	(void)state;
	struct mizan_error error;
	static const struct {
		const char *sql, *what;
	} stores[] = {{"UPDATE mizan_meta SET value = '2' WHERE key = 'schema_version'",
			      "the store has schema version 2, this mizan reads 5"},
		{"UPDATE mizan_meta SET value = '6' WHERE key = 'schema_version'",
			"the store has schema version 6, this mizan reads 5"}};
	for (size_t i = 0; i < TEST_COUNT(stores); i++) {
		make_older_store(stores[i].sql);
		for (int mode = MIZAN_STORE_READ; mode <= MIZAN_STORE_CREATE; mode++) {
			error = (struct mizan_error){0};
			assert_int_equal(mizan_store_open(&fixture, fixture_path,
						 (enum mizan_store_mode)mode, &error),
				MIZAN_ERROR_STORE);
			assert_string_equal(error.what, stores[i].what);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_store_of_version_4_is_read_without_a_change),
		cmocka_unit_test(
			a_store_of_version_4_is_brought_up_to_date_when_written_and_loses_nothing),
		cmocka_unit_test(a_store_of_version_3_is_brought_up_to_date_when_written),
		cmocka_unit_test(an_upgraded_store_has_the_tables_of_a_new_one),
		cmocka_unit_test(what_is_older_or_newer_is_refused_in_one_line),
	};
	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
