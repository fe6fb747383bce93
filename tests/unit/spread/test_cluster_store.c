/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clusters among the events of a store: what is scanned, what is left out, what is told. */
#include "../test.h"

#include <mizan/source.h>
#include <mizan/spread.h>

#include "../fixture.h"

#define EVENTS 400

static struct mizan_event events[EVENTS];
static char names[20][16];
static size_t count;

static void add(size_t place, mizan_date date)
{
	struct mizan_event event = fixture_event("PAK", date, 2);
	snprintf(names[place], sizeof names[place], "Place %zu", place);
	event.longitude = 68 + (double)(place % 5);
	event.latitude = 28 + (double)(place / 5);
	event.place_precision = MIZAN_PLACE_EXACT;
	event.place = test_slice(names[place]);
	event.admin1 = test_slice("Sindh");
	events[count++] = event;
}

/* Each of 16 places has an event in every third month of 2019 to 2021. */
static void quiet_years(void)
{
	count = 0;
	for (size_t place = 0; place < 16; place++) {
		for (int month = (int)place % 3; month < 36; month += 3) {
			add(place, mizan_date_make(2019 + month / 12, month % 12 + 1, 10));
		}
	}
}

static void attacks(size_t place, int year, int month, size_t number)
{
	for (size_t i = 0; i < number; i++) {
		add(place, mizan_date_make(year, month, 1 + (int)i));
	}
}

static struct mizan_table scan(const struct mizan_cluster_query *query)
{
	struct mizan_table table = {0};
	struct mizan_error error;
	CHECK(mizan_cluster_store(fixture.database, query, &table, NULL, &error));
	return table;
}

static const char *text(const struct mizan_table *table, size_t row, const char *column)
{
	const struct mizan_cell *cell =
		mizan_table_cell(table, row, mizan_table_find(table, column));
	return cell->known ? cell->text : "";
}

static bool notes_say(const struct mizan_table *table, const char *words)
{
	for (size_t i = 0; i < table->note_count; i++) {
		if (strstr(table->notes[i], words)) {
			return true;
		}
	}
	return false;
}

static bool table_says(const struct mizan_table *table, const char *words)
{
	struct mizan_text out = {0};
	struct mizan_error error;
	CHECK(mizan_table_write_json(table, "cluster", &out, &error));
	bool found = strstr(out.data, words) != NULL;
	mizan_text_release(&out);
	return found;
}

static void a_month_of_attacks_is_found_where_and_when_it_was(void **state)
{
	(void)state;
	struct mizan_cluster_query query = {.from = MIZAN_DATE_UNKNOWN,
		.to = MIZAN_DATE_UNKNOWN,
		.country = "PAK",
		.options.seed = 1};
	quiet_years();
	attacks(7, 2020, 5, 12);
	fixture_new();
	fixture_release("mine", MIZAN_COMPLETE, 2019, 2021, events, count);
	struct mizan_table table = scan(&query);
	assert_string_equal(text(&table, 0, "place"), "Place 7");
	assert_string_equal(text(&table, 0, "date_from"), "2020-05-01");
	assert_string_equal(text(&table, 0, "date_to"), "2020-05-31");
	double p, deaths;
	assert_true(mizan_table_number(&table, 0, mizan_table_find(&table, "p_value"), &p));
	assert_near(p, 0.001, 1e-12);
	assert_true(mizan_table_number(&table, 0, mizan_table_find(&table, "deaths"), &deaths));
	assert_near(deaths, 26, 0); /* 13 events: in May it has one anyway */
	mizan_table_release(&table);
}

static void sources_are_not_mixed(void **state)
{
	(void)state;
	struct mizan_cluster_query query = {.from = MIZAN_DATE_UNKNOWN,
		.to = MIZAN_DATE_UNKNOWN,
		.country = "PAK",
		.all = true};
	quiet_years();
	fixture_new();
	fixture_release("one", MIZAN_COMPLETE, 2019, 2021, events, count);
	attacks(7, 2020, 5, 12);
	fixture_release("two", MIZAN_COMPLETE, 2019, 2021, events, count);
	fixture_release("third", MIZAN_SAMPLE, 2019, 2021, events, count);
	struct mizan_table table = scan(&query);
	assert_true(notes_say(&table, "one: 192 events, 16 places"));
	assert_true(notes_say(&table, "two: 204 events, 16 places"));
	assert_false(notes_say(&table, "third: "));
	mizan_table_release(&table);
}

static void months_that_no_release_covers_are_told(void **state)
{
	(void)state;
	struct mizan_cluster_query query = {
		.from = MIZAN_DATE_UNKNOWN, .to = MIZAN_DATE_UNKNOWN, .country = "PAK"};
	quiet_years();
	fixture_new();
	fixture_release("mine", MIZAN_COMPLETE, 2017, 2017, events, 1);
	fixture_release("mine", MIZAN_COMPLETE, 2019, 2021, events, count);
	struct mizan_table table = scan(&query);
	assert_true(notes_say(&table, "12 months of these, the first of them 2018-01"));
	mizan_table_release(&table);
}

static void the_last_ninety_days_do_not_leak_into_a_public_scan(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_cluster_query query = {.from = MIZAN_DATE_UNKNOWN,
		.to = MIZAN_DATE_UNKNOWN,
		.country = "PAK",
		.all = true};
	quiet_years();
	attacks(19, 2021, 11, 20);
	snprintf(names[19], sizeof names[19], "Secret");
	fixture_new();
	fixture_release("mine", MIZAN_COMPLETE, 2019, 2021, events, count);
	struct mizan_table open = scan(&query);
	assert_string_equal(text(&open, 0, "place"), "Secret");
	mizan_table_release(&open);
	CHECK(mizan_store_publish(fixture.database, mizan_date_make(2021, 12, 31), &error));
	for (int shape = 0; shape < 2; shape++) {
		query.options.shape = shape ? MIZAN_CLUSTER_PROSPECTIVE : MIZAN_CLUSTER_SPACE_TIME;
		struct mizan_table table = scan(&query);
		assert_false(table_says(&table, "Secret"));
		assert_false(table_says(&table, "2021-11"));
		assert_false(table_says(&table, "2021-12"));
		assert_true(notes_say(&table, "so recent that public output"));
		mizan_table_release(&table);
	}
}

static void weeks_and_days_are_counted_back_from_the_last_day(void **state)
{
	(void)state;
	struct mizan_cluster_query query = {.from = MIZAN_DATE_UNKNOWN,
		.to = MIZAN_DATE_UNKNOWN,
		.country = "PAK",
		.unit = MIZAN_CLUSTER_WEEK,
		.options = {.shape = MIZAN_CLUSTER_PROSPECTIVE, .max_periods = 4}};
	quiet_years();
	attacks(3, 2021, 12, 10);
	fixture_new();
	fixture_release("mine", MIZAN_COMPLETE, 2019, 2021, events, count);
	query.to = mizan_date_make(2021, 12, 10);
	query.from = mizan_date_make(2019, 1, 1);
	struct mizan_table table = scan(&query);
	assert_string_equal(text(&table, 0, "place"), "Place 3");
	assert_string_equal(text(&table, 0, "date_from"), "2021-11-27");
	assert_string_equal(text(&table, 0, "date_to"), "2021-12-10");
	mizan_table_release(&table);
}

static void circles_lie_as_far_from_their_centre_as_the_cluster_reaches(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_text out = {0};
	struct mizan_cluster_query query = {.from = MIZAN_DATE_UNKNOWN,
		.to = MIZAN_DATE_UNKNOWN,
		.country = "PAK",
		.options.max_km = 200};
	quiet_years();
	attacks(7, 2020, 5, 8);
	attacks(8, 2020, 5, 8);
	fixture_new();
	fixture_release("mine", MIZAN_COMPLETE, 2019, 2021, events, count);
	struct mizan_table table = scan(&query);
	double radius, longitude, latitude, x, y;
	mizan_table_number(&table, 0, mizan_table_find(&table, "radius_km"), &radius);
	mizan_table_number(&table, 0, mizan_table_find(&table, "longitude"), &longitude);
	mizan_table_number(&table, 0, mizan_table_find(&table, "latitude"), &latitude);
	assert_near(radius, 6371.0088 * 3.14159265 / 180 * cos(29 * 3.14159265 / 180), 0.1);
	CHECK(mizan_cluster_geojson(&table, &out, &error));
	/* The first corner is straight to the north. */
	const char *corner = strstr(out.data, "\"coordinates\":[[[");
	assert_non_null(corner);
	assert_int_equal(sscanf(corner + 17, "%lf,%lf", &x, &y), 2);
	assert_near(x, longitude, 1e-4);
	assert_near((y - latitude) * 3.14159265 / 180 * 6371.0088, radius, 0.01);
	mizan_text_release(&out);
	mizan_table_release(&table);
}

/* The offensives in Swat of 2008 and 2009 were the strongest of Pakistan's wars by number. */
static void the_war_in_swat_is_the_first_cluster_of_its_decade(void **state)
{
	(void)state;
	const char *const files[] = {"ucdp/ged_pakistan_1989_2021_hdx.csv"};
	fixture_import(files, 1);
	struct mizan_cluster_query query = {.country = "PAK",
		.from = mizan_date_make(2007, 1, 1),
		.to = mizan_date_make(2015, 12, 31),
		.options = {.max_periods = 12, .replicates = 99, .seed = 1}};
	struct mizan_table table = scan(&query);
	double p, longitude, latitude;
	mizan_table_number(&table, 0, mizan_table_find(&table, "p_value"), &p);
	mizan_table_number(&table, 0, mizan_table_find(&table, "longitude"), &longitude);
	mizan_table_number(&table, 0, mizan_table_find(&table, "latitude"), &latitude);
	assert_near(p, 0.01, 1e-12);
	assert_near(longitude, 72.3, 0.7); /* Saidu Sharif: 72.36 E, 34.75 N */
	assert_near(latitude, 34.8, 0.5);
	assert_true(strcmp(text(&table, 0, "date_from"), "2009-06-01") < 0);
	assert_true(strcmp(text(&table, 0, "date_to"), "2009-05-01") > 0);
	mizan_table_release(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_month_of_attacks_is_found_where_and_when_it_was),
		cmocka_unit_test(sources_are_not_mixed),
		cmocka_unit_test(months_that_no_release_covers_are_told),
		cmocka_unit_test(the_last_ninety_days_do_not_leak_into_a_public_scan),
		cmocka_unit_test(weeks_and_days_are_counted_back_from_the_last_day),
		cmocka_unit_test(circles_lie_as_far_from_their_centre_as_the_cluster_reaches),
		cmocka_unit_test(the_war_in_swat_is_the_first_cluster_of_its_decade),
	};
	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
