/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zones of a store: which events lie in, which do not, and of which it cannot be told. */
#include "../fixture.h"

#include <sqlite3.h>

static int64_t release_id;

static void open_zones(void)
{
	struct mizan_error error;
	struct mizan_release release = {.source = "zones",
		.version = "1",
		.kind = "zones",
		.countries = "",
		.period_start = MIZAN_DATE_UNKNOWN,
		.period_end = MIZAN_DATE_UNKNOWN,
		.file = "zones.csv",
		.sha256 = "z",
		.retrieved = mizan_date_make(2026, 1, 1)};
	fixture_new();
	CHECK(mizan_store_begin(&fixture, &error));
	CHECK(mizan_store_add_release(&fixture, &release, &error));
	release_id = release.release_id;
}

static void add_part(const char *zone, const char *country, const char *admin1, const char *admin2,
	const char *polygon, const char *from, const char *to)
{
	struct mizan_error error;
	int64_t row;
	const struct mizan_value values[] = {{"zone_id", MIZAN_VALUE_TEXT, {.text = zone}},
		{"name", MIZAN_VALUE_TEXT, {.text = "A zone"}},
		{"country", MIZAN_VALUE_TEXT, {.text = country}},
		{"admin1", admin1 ? MIZAN_VALUE_TEXT : MIZAN_VALUE_NULL, {.text = admin1}},
		{"admin2", admin2 ? MIZAN_VALUE_TEXT : MIZAN_VALUE_NULL, {.text = admin2}},
		{"polygon", polygon ? MIZAN_VALUE_TEXT : MIZAN_VALUE_NULL, {.text = polygon}},
		{"date_from", from ? MIZAN_VALUE_TEXT : MIZAN_VALUE_NULL, {.text = from}},
		{"date_to", to ? MIZAN_VALUE_TEXT : MIZAN_VALUE_NULL, {.text = to}},
		{"release_id", MIZAN_VALUE_INTEGER, {.integer = release_id}},
		{"line_no", MIZAN_VALUE_INTEGER, {.integer = 2}}};
	CHECK(mizan_store_add_record(
		&fixture, "zone_part", values, TEST_COUNT(values), &row, &error));
}

static struct mizan_zone *open_zone(const char *zone_id)
{
	struct mizan_error error;
	struct mizan_zone *zone;
	CHECK(mizan_zone_open(fixture.database, zone_id, &zone, &error));
	return zone;
}

static int has(struct mizan_zone *zone, const char *country, const char *admin1, const char *admin2,
	mizan_date date)
{
	struct mizan_error error;
	struct mizan_event event = fixture_event(country, date, 1);
	int in = 7;
	event.admin1 = test_slice(admin1);
	event.admin2 = test_slice(admin2);
	CHECK(mizan_zone_has(zone, &event, &in, &error));
	return in;
}

static void districts_are_known_by_any_spelling(void **state)
{
	(void)state;
	open_zones();
	mizan_date day = mizan_date_make(2010, 1, 1);
	add_part("north", "PAK", "Khyber Pakhtunkhwa", "North Waziristan", NULL, NULL, NULL);
	add_part("north", "PAK", "Gilgit-Baltistan", NULL, NULL, NULL, NULL);
	struct mizan_zone *zone = open_zone("north");
	const char *kp = "Khyber Pakhtunkwa province";
	assert_int_equal(has(zone, "PAK", kp, "North Waziristan Agency", day), 1);
	assert_int_equal(has(zone, "PAK", kp, "North Waziristan district", day), 1);
	assert_int_equal(has(zone, "PAK", "NWFP", "north waziristan", day), 1);
	assert_int_equal(has(zone, "PAK", kp, "South Waziristan", day), 0);
	assert_int_equal(has(zone, "PAK", "Northern Areas", "", day), 1);
	assert_int_equal(has(zone, "PAK", "Sindh", "", day), 0);
	assert_int_equal(has(zone, "AFG", kp, "North Waziristan", day), 0);
	mizan_zone_close(zone);
}

static void what_is_too_coarse_cannot_be_told(void **state)
{
	(void)state;
	open_zones();
	mizan_date day = mizan_date_make(2010, 1, 1);
	add_part("north", "PAK", "Khyber Pakhtunkhwa", "North Waziristan", NULL, NULL, NULL);
	struct mizan_zone *zone = open_zone("north");
	assert_int_equal(has(zone, "PAK", "Khyber Pakhtunkhwa", "", day), -1);
	assert_int_equal(has(zone, "PAK", "", "", day), -1);
	/* The one name that there is decides. */
	assert_int_equal(has(zone, "PAK", "Punjab", "", day), 0);
	assert_int_equal(has(zone, "PAK", "", "Bannu", day), 0);
	assert_int_equal(has(zone, "", "Khyber Pakhtunkhwa", "North Waziristan", day), -1);
	mizan_zone_close(zone);
}

static void a_part_holds_from_its_first_to_its_last_day(void **state)
{
	(void)state;
	open_zones();
	add_part("merged", "PAK", "FATA", NULL, NULL, NULL, "2018-05-30");
	add_part("merged", "PAK", "Khyber Pakhtunkhwa", "Bajaur", NULL, "2018-05-31", NULL);
	struct mizan_zone *zone = open_zone("merged");
	mizan_date before = mizan_date_make(2018, 5, 30), after = before + 1;
	assert_int_equal(has(zone, "PAK", "FATA", "Kurram", before), 1);
	assert_int_equal(has(zone, "PAK", "FATA", "Kurram", after), 0);
	assert_int_equal(has(zone, "PAK", "KP", "Bajaur", before), 0);
	assert_int_equal(has(zone, "PAK", "KP", "Bajaur", after), 1);
	assert_int_equal(has(zone, "PAK", "KP", "", before), 0);
	assert_int_equal(has(zone, "PAK", "KP", "", after), -1);
	const struct mizan_zone_facts *facts = mizan_zone_facts(zone);
	assert_int_equal(facts->part_count, 2);
	assert_int_equal(facts->from, MIZAN_DATE_UNKNOWN);
	assert_int_equal(facts->to, MIZAN_DATE_UNKNOWN);
	assert_string_equal(facts->country, "PAK");
	mizan_zone_close(zone);
	add_part("years", "PAK", "FATA", NULL, NULL, "2010-01-01", "2012-12-31");
	add_part("years", "AFG", "Kunar", NULL, NULL, "2009-01-01", "2011-12-31");
	zone = open_zone("years");
	facts = mizan_zone_facts(zone);
	assert_int_equal(facts->from, mizan_date_make(2009, 1, 1));
	assert_int_equal(facts->to, mizan_date_make(2012, 12, 31));
	assert_null(facts->country);
	mizan_zone_close(zone);
}

static int polygon_has(
	struct mizan_zone *zone, const char *country, double x, double y, uint8_t precision)
{
	struct mizan_error error;
	struct mizan_event event = fixture_event(country, mizan_date_make(2010, 1, 1), 1);
	int in = 7;
	event.longitude = x;
	event.latitude = y;
	event.place_precision = precision;
	CHECK(mizan_zone_has(zone, &event, &in, &error));
	return in;
}

static void a_polygon_asks_for_a_point_that_is_no_provinces(void **state)
{
	(void)state;
	open_zones();
	add_part("box", "PAK", NULL, NULL, "POLYGON((69 32,70 32,70 33,69 33,69 32))", NULL, NULL);
	struct mizan_zone *zone = open_zone("box");
	for (uint8_t precision = 0; precision <= 7; precision++) {
		int expected = precision >= 4 ? -1 : 1;
		assert_int_equal(polygon_has(zone, "PAK", 69.5, 32.5, precision), expected);
		assert_int_equal(polygon_has(zone, "AFG", 69.5, 32.5, precision), 0);
	}
	assert_int_equal(polygon_has(zone, "PAK", 69.5, 33.5, 1), 0);
	assert_int_equal(polygon_has(zone, "PAK", 69, 32.5, 1), 1); /* on the edge */
	assert_int_equal(polygon_has(zone, "PAK", (double)NAN, (double)NAN, 1), -1);
	mizan_zone_close(zone);
}

static void many_names_are_told_apart(void **state)
{
	(void)state;
	open_zones();
	mizan_date day = mizan_date_make(2010, 1, 1);
	char name[32], other[32];
	for (int i = 0; i < 100; i += 2) {
		snprintf(name, sizeof name, "Place %d", i);
		add_part("even", "PAK", name, NULL, NULL, NULL, NULL);
	}
	struct mizan_zone *zone = open_zone("even");
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 1000; i++) {
			snprintf(name, sizeof name, "Place %d", i % 100);
			snprintf(other, sizeof other, "District %d", i);
			assert_int_equal(has(zone, "PAK", name, other, day), i % 2 == 0);
		}
	}
	mizan_zone_close(zone);
}

static void an_unknown_zone_is_told_those_there_are(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	open_zones();
	assert_int_equal(mizan_zone_check(fixture.database, "north", &error), MIZAN_ERROR_USAGE);
	assert_non_null(strstr(error.advice, "mizan template zones"));
	add_part("south", "PAK", "Sindh", NULL, NULL, NULL, NULL);
	add_part("east", "PAK", "Punjab", NULL, NULL, NULL, NULL);
	add_part("east", "PAK", "Islamabad", NULL, NULL, NULL, NULL);
	assert_int_equal(mizan_zone_check(fixture.database, "north", &error), MIZAN_ERROR_USAGE);
	assert_string_equal(error.what, "no zone 'north'");
	assert_string_equal(error.advice, "the zones are east, south");
	CHECK(mizan_zone_check(fixture.database, "south", &error));
	/* A store of a version before zones. */
	assert_int_equal(
		sqlite3_exec(fixture.database, "DROP TABLE zone_part", NULL, NULL, NULL), 0);
	assert_int_equal(mizan_zone_check(fixture.database, "south", &error), MIZAN_ERROR_USAGE);
}

static void assert_sql(const char *sql, const char *expected)
{
	sqlite3_stmt *statement;
	assert_int_equal(
		sqlite3_prepare_v2(fixture.database, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	const char *text = (const char *)sqlite3_column_text(statement, 0);
	if (strcmp(text ? text : "NULL", expected) != 0) {
		fail_msg("%s: %s", sql, text ? text : "NULL");
	}
	sqlite3_finalize(statement);
}

static void sql_has_the_same_answer(void **state)
{
	(void)state;
	struct mizan_error error;
	open_zones();
	add_part("merged", "PAK", "KP", "Bajaur", NULL, "2018-05-31", NULL);
	CHECK(mizan_zone_register(fixture.database, &error));
	CHECK(mizan_zone_register(fixture.database, &error));
	assert_sql("SELECT mizan_in_zone('merged','PAK','KPK','Bajaur agency',71,34,"
		   "'2018-05-31',1)",
		"1");
	assert_sql("SELECT mizan_in_zone('merged','PAK','KPK','Bajaur',71,34,'2018-05-30',1)", "0");
	assert_sql("SELECT mizan_in_zone('merged','PAK','KPK',NULL,71,34,'2018-05-31',1)", "NULL");
	assert_sql(
		"SELECT mizan_in_zone('merged','PAK','KPK','Bajaur',NULL,NULL,NULL,NULL)", "NULL");
	assert_sql("SELECT mizan_in_zone(NULL,'PAK','KPK','Bajaur',71,34,'2019-01-01',1)", "NULL");
	/* A zone that differs from row to row, and a second registration while one runs. */
	sqlite3_stmt *statement;
	assert_int_equal(sqlite3_prepare_v2(fixture.database,
				 "SELECT mizan_in_zone(x, 'PAK', 'KP', 'Bajaur', 71, 34,"
				 " '2020-01-01', 1) FROM (SELECT 'merged' x UNION ALL SELECT "
				 "'merged')",
				 -1, &statement, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(statement, 0), 1);
	CHECK(mizan_zone_register(fixture.database, &error));
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	assert_int_equal(sqlite3_column_int(statement, 0), 1);
	sqlite3_finalize(statement);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(districts_are_known_by_any_spelling),
		cmocka_unit_test(what_is_too_coarse_cannot_be_told),
		cmocka_unit_test(a_part_holds_from_its_first_to_its_last_day),
		cmocka_unit_test(a_polygon_asks_for_a_point_that_is_no_provinces),
		cmocka_unit_test(many_names_are_told_apart),
		cmocka_unit_test(an_unknown_zone_is_told_those_there_are),
		cmocka_unit_test(sql_has_the_same_answer),
	};
	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
