/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a public handle shows of recent events, and what no query on it can reach. */
#include "../test.h"

#include <math.h>
#include <mizan/store.h>
#include <sqlite3.h>
#include <unistd.h>

static char folder[64], path[128];
static struct mizan_store store;

static int make_store(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	struct mizan_event_writer *writer;
	struct mizan_writer_report report;
	static const struct {
		const char *key;
		int year, month, day;
	} days[] = {{"older", 2024, 2, 1}, {"last-old", 2024, 3, 2}, {"first-new", 2024, 3, 3},
		{"leap", 2024, 2, 29}, {"new", 2024, 5, 20}, {"later", 2024, 12, 31}};
	snprintf(folder, sizeof folder, "/tmp/mizan-public-XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/test.gpkg", folder);
	struct mizan_release release = {.source = "test",
		.version = "1",
		.kind = "events",
		.countries = "",
		.period_start = mizan_date_make(2024, 1, 1),
		.period_end = mizan_date_make(2024, 5, 20),
		.coverage = MIZAN_COMPLETE,
		.file = "a.csv",
		.sha256 = "00",
		.retrieved = mizan_date_make(2026, 1, 1)};
	assert_int_equal(mizan_store_open(&store, path, MIZAN_STORE_CREATE, &error), MIZAN_OK);
	assert_int_equal(mizan_store_begin(&store, &error), MIZAN_OK);
	assert_int_equal(mizan_event_writer_init(&writer, &store, &release, &error), MIZAN_OK);
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		mizan_date day = mizan_date_make(days[i].year, days[i].month, days[i].day);
		struct mizan_event event = {.source_key = test_slice(days[i].key),
			.country = test_slice("PAK"),
			.admin1 = test_slice("Punjab"),
			.admin2 = test_slice("Lahore"),
			.place = test_slice("A square"),
			.headline = test_slice("A headline"),
			.provider = test_slice("{\"a\":\"b\"}"),
			.date_start = day,
			.date_end = day,
			.date_precision = 1,
			.latitude = 31.5,
			.longitude = 74.3,
			.place_precision = 1,
			.deaths_best = 1,
			.deaths_low = 1,
			.deaths_high = 1,
			.deaths_side_a = MIZAN_UNKNOWN,
			.deaths_side_b = MIZAN_UNKNOWN,
			.deaths_civilians = MIZAN_UNKNOWN,
			.deaths_unknown = MIZAN_UNKNOWN,
			.injured = MIZAN_UNKNOWN,
			.hostages = MIZAN_UNKNOWN};
		assert_int_equal(mizan_event_writer_add(writer, &event, &error), MIZAN_OK);
	}
	assert_int_equal(mizan_event_writer_finish(writer, &release, 0, &report, &error), MIZAN_OK);
	mizan_event_writer_release(writer);
	assert_int_equal(mizan_store_commit(&store, &error), MIZAN_OK);
	mizan_store_close(&store);
	return mizan_store_open(&store, path, MIZAN_STORE_READ, &error) != MIZAN_OK;
}

static int remove_store(void **state)
{
	(void)state;
	mizan_store_close(&store);
	unlink(path);
	return rmdir(folder);
}

/* 90 days before this day is 2024-03-03. */
static void publish(void)
{
	struct mizan_error error = {0};
	assert_int_equal(
		mizan_store_publish(store.database, mizan_date_make(2024, 6, 1), &error), MIZAN_OK);
}

static const char *answer(const char *sql)
{
	static char text[512];
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	if (mizan_store_query(store.database, sql, &table, NULL, &error) != MIZAN_OK) {
		snprintf(text, sizeof text, "refused: %.400s", error.what);
	} else {
		struct mizan_text cell = {0};
		mizan_table_append_cell(&cell, &table, 0, 0, true);
		snprintf(text, sizeof text, "%s", cell.data ? cell.data : "NULL");
		mizan_text_release(&cell);
	}
	mizan_table_release(&table);
	return text;
}

static void the_ninetieth_day_before_and_all_later_ones_are_withheld(void **state)
{
	(void)state;
	assert_string_equal(answer("SELECT count(*) FROM event WHERE geom IS NOT NULL"), "6");
	publish();
	assert_string_equal(answer("SELECT group_concat(source_key) FROM (SELECT source_key FROM "
				   "event WHERE geom IS NOT NULL ORDER BY event_id)"),
		"older,last-old,leap");
	assert_int_equal(mizan_store_public_from(store.database), mizan_date_make(2024, 3, 3));
}

static void recent_events_have_their_month_and_district_alone(void **state)
{
	(void)state;
	publish();
	assert_string_equal(answer("SELECT date_start || ' ' || date_end || ' ' || date_precision "
				   "|| ' ' || place_precision || ' ' || admin2 FROM event"
				   " WHERE month = 2024 * 12 + 4"),
		"2024-05-01 2024-05-31 4 3 Lahore");
	assert_string_equal(answer("SELECT count(*) FROM event WHERE month = 2024 * 12 + 4 AND "
				   "coalesce(geom, latitude, longitude, place, headline, provider) "
				   "IS NULL AND source_key LIKE 'withheld-%'"),
		"1");
	assert_string_equal(answer("SELECT max(period_end) FROM release"), "2024-05-31");
	assert_string_equal(answer("SELECT sum(deaths_best) FROM event"), "6");
}

static void february_ends_on_its_own_day(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	assert_int_equal(
		mizan_store_publish(store.database, mizan_date_make(2024, 3, 1), &error), MIZAN_OK);
	assert_string_equal(
		answer("SELECT DISTINCT date_end FROM event WHERE month = 2024 * 12 + 1"),
		"2024-02-29");
}

static void an_event_from_a_file_is_withheld_as_one_from_a_store(void **state)
{
	(void)state;
	mizan_date from = mizan_date_make(2024, 3, 3);
	struct mizan_event event = {.date_start = mizan_date_make(2024, 2, 27),
		.date_end = from,
		.date_precision = 2,
		.place_precision = 6,
		.latitude = 31.5,
		.longitude = 74.3,
		.place = test_slice("A square")};
	assert_true(mizan_event_withhold(&event, from));
	assert_int_equal(event.date_start, mizan_date_make(2024, 2, 1));
	assert_int_equal(event.date_end, mizan_date_make(2024, 3, 31));
	assert_int_equal(event.date_precision, 4);
	assert_int_equal(event.place_precision, 6);
	assert_true(isnan(event.latitude) && isnan(event.longitude) && event.place.size == 0);
	event.date_end = from - 1;
	assert_false(mizan_event_withhold(&event, from));
	assert_false(mizan_event_withhold(&event, MIZAN_DATE_UNKNOWN));
}

static void no_query_reaches_the_tables_themselves(void **state)
{
	(void)state;
	static const char *const queries[] = {"SELECT latitude FROM main.event",
		"SELECT place FROM main.event_past", "SELECT max(event_id) FROM main.event",
		"WITH event AS (SELECT place FROM main.event) SELECT place FROM event",
		"WITH x(p) AS (SELECT place FROM main.event) SELECT p FROM x",
		"SELECT (SELECT latitude FROM main.event LIMIT 1)",
		"SELECT minx FROM rtree_event_geom", "SELECT data FROM rtree_event_geom_node",
		"SELECT period_end FROM main.release", "SELECT holder FROM main.office",
		"SELECT name FROM sqlite_temp_master", "EXPLAIN SELECT place FROM event",
		"SELECT name FROM pragma_table_list", "DROP VIEW temp.event"};
	struct mizan_error error = {0};
	publish();
	assert_int_equal(mizan_store_guard(store.database, &error), MIZAN_OK);
	for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
		if (strncmp(answer(queries[i]), "refused", 7) != 0) {
			fail_msg("%s gives %s", queries[i], answer(queries[i]));
		}
	}
	assert_string_equal(answer("SELECT ifnull(max(max_x), 'none') FROM gpkg_contents"), "none");
	assert_string_equal(answer("SELECT mizan_handle(1)"), "NULL");
}

/* A key may hold a day or a place, and the address of a source the name of an office's holder. */
static void what_is_withheld_is_not_told_by_other_tables(void **state)
{
	(void)state;
	sqlite3 *database;
	char *problem = NULL;
	assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
	sqlite3_exec(database,
		"INSERT INTO actor(actor_id, name, kind, source, release_id, line_no) VALUES"
		" ('a', 'A', 'state', 'x', 1, 1);"
		"INSERT INTO office(office_id, actor_id, post, holder, withheld, source, "
		"release_id,"
		" line_no) VALUES('head', 'a', 'Head', 'A Name', 1, 'https://x.example/a-name', 1, "
		"1);"
		"INSERT INTO statement(statement_id, made_by, made, about, kind, stance, says, "
		"source,"
		" release_id, line_no) VALUES('s1', 'a', '2024-05-21', 'event:test/new',"
		" 'responsibility', 'denies', 'Not us.', 'x', 1, 1), ('s2', 'a', '2024-02-02',"
		" 'event:test/older', 'responsibility', 'denies', 'Not us.', 'x', 1, 2);",
		NULL, NULL, &problem);
	sqlite3_close(database);
	assert_null(problem);
	publish();
	assert_string_equal(
		answer("SELECT holder || ' ' || source FROM office"), "withheld withheld");
	assert_string_equal(answer("SELECT group_concat(about) FROM (SELECT about FROM statement "
				   "ORDER BY statement_id)"),
		"event:withheld,event:test/older");
	assert_string_equal(
		answer("SELECT count(*) FROM statement WHERE about = 'event:test/new'"), "0");
}

static void what_was_read_and_is_withheld_is_noted_with_its_count(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	publish();
	answer("SELECT sum(deaths_best) FROM event");
	assert_int_equal(mizan_store_note_withheld(store.database, &table, &error), MIZAN_OK);
	assert_int_equal(table.note_count, 0);
	answer("SELECT place FROM event");
	assert_int_equal(mizan_store_note_withheld(store.database, &table, &error), MIZAN_OK);
	assert_int_equal(table.note_count, 1);
	assert_non_null(strstr(table.notes[0], "since 2024-03-03, 3 in this store"));
	mizan_table_release(&table);
}

static void a_guarded_handle_is_not_published_any_more(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	assert_int_equal(mizan_store_guard(store.database, &error), MIZAN_OK);
	assert_int_equal(mizan_store_publish(store.database, mizan_date_make(2024, 6, 1), &error),
		MIZAN_ERROR_USAGE);
	assert_int_equal(mizan_store_public_from(store.database), MIZAN_DATE_UNKNOWN);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_store, remove_store)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_ninetieth_day_before_and_all_later_ones_are_withheld),
		TEST(recent_events_have_their_month_and_district_alone),
		TEST(february_ends_on_its_own_day),
		TEST(an_event_from_a_file_is_withheld_as_one_from_a_store),
		TEST(no_query_reaches_the_tables_themselves),
		TEST(what_is_withheld_is_not_told_by_other_tables),
		TEST(what_was_read_and_is_withheld_is_noted_with_its_count),
		TEST(a_guarded_handle_is_not_published_any_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
