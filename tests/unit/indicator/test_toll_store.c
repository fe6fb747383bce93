/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tolls of a store: what the index gives, what single events give, and what UCDP published. */
#include <mizan/source.h>

#include "../fixture.h"

#include <mizan/indicator.h>
#include <sqlite3.h>

static struct mizan_toll_options open_options(void)
{
	return (struct mizan_toll_options){.from = MIZAN_DATE_UNKNOWN, .to = MIZAN_DATE_UNKNOWN};
}

static struct mizan_table toll(const struct mizan_toll_options *options)
{
	struct mizan_error error = {0};
	struct mizan_table table = {0};
	CHECK(mizan_toll_store(fixture.database, options, &table, NULL, &error));
	return table;
}

/* ---- Real data ---------------------------------------------------------------------------- */

static void the_index_gives_what_the_events_give(void **state)
{
	(void)state;
	fixture_import(fixture_ged, FIXTURE_GED);
	static const unsigned keys[] = {MIZAN_BY_COUNTRY, MIZAN_BY_VIOLENCE, MIZAN_BY_YEAR,
		MIZAN_BY_QUARTER, MIZAN_BY_MONTH};
	static const char *const countries[] = {NULL, "PAK", "BGD", "ISL"};
	static const char *const sources[] = {NULL, "ucdp-ged", "nobody"};
	for (unsigned set = 0; set < 32; set++) {
		for (size_t i = 0; i < TEST_COUNT(countries) * TEST_COUNT(sources); i++) {
			struct mizan_toll_options options = open_options();
			for (size_t k = 0; k < 5; k++) {
				options.by |= set & 1u << k ? keys[k] : 0u;
			}
			options.country = countries[i % TEST_COUNT(countries)];
			options.source = sources[i / TEST_COUNT(countries)];
			struct mizan_table index = toll(&options);
			options.where = "1=1";
			struct mizan_table events = toll(&options);
			assert_same_tables(&index, &events);
			assert_int_equal(index.source_count, events.source_count);
			mizan_table_release(&index);
			mizan_table_release(&events);
			/* Days that leave nothing out go by the events, too. */
			options.where = NULL;
			options.from = mizan_date_make(1900, 1, 1);
			index = toll(&options);
			options.where = "1=1";
			events = toll(&options);
			assert_same_tables(&index, &events);
			mizan_table_release(&index);
			mizan_table_release(&events);
		}
	}
}

/* UCDP's own table of organised violence by country and year, version 25.1: best estimates. The
 * years after 1989 of which no event was revised between the two versions. */
static void pakistan_has_the_deaths_that_ucdp_published(void **state)
{
	(void)state;
	static const char *const pakistan[] = {"ucdp/ged_pakistan_1989_2021_hdx.csv"};
	fixture_import(pakistan, 1);
	static const struct {
		int year;
		double all, state_based;
	} published[] = {{2018, 483, 253}, {2019, 293, 267}, {2020, 409, 396}};
	struct mizan_toll_options options = open_options();
	options.by = MIZAN_BY_YEAR | MIZAN_BY_VIOLENCE;
	options.country = "PAK";
	struct mizan_table table = toll(&options);
	options.by = MIZAN_BY_YEAR;
	struct mizan_table years = toll(&options);
	for (size_t i = 0; i < TEST_COUNT(published); i++) {
		for (size_t row = 0; row < years.row_count; row++) {
			if (number_at(&years, row, "year") == published[i].year) {
				assert_true(
					number_at(&years, row, "deaths_best") == published[i].all);
				assert_near(number_at(&years, row, "state_based_share"),
					published[i].state_based / published[i].all, 1e-12);
			}
		}
		for (size_t row = 0; row < table.row_count; row++) {
			if (number_at(&table, row, "year") == published[i].year &&
				strcmp(text_at(&table, row, "violence"), "state-based") == 0) {
				assert_true(number_at(&table, row, "deaths_best") ==
					    published[i].state_based);
			}
		}
	}
	assert_true(has_source(&years, "ged_pakistan"));
	mizan_table_release(&table);
	mizan_table_release(&years);
}

/* Every total of a country is the same, whatever else it is split by, and however spread. */
static void totals_do_not_depend_on_the_keys(void **state)
{
	(void)state;
	fixture_import(fixture_ged, FIXTURE_GED);
	struct mizan_toll_options options = open_options();
	struct mizan_table whole = toll(&options);
	for (unsigned by = 0; by < MIZAN_BY_WEEK << 1; by = by * 2 + !by) {
		for (int spread = 0; spread < (by >= MIZAN_BY_YEAR ? 2 : 1); spread++) {
			if (by == MIZAN_BY_ACTOR) {
				continue;
			}
			options.by = by;
			options.spread = spread;
			struct mizan_table table = toll(&options);
			double deaths = 0, events = 0;
			for (size_t row = 0; row < table.row_count; row++) {
				deaths += number_at(&table, row, "deaths_best");
				events += number_at(&table, row, "events");
			}
			assert_true(deaths == number_at(&whole, 0, "deaths_best"));
			assert_true(events == number_at(&whole, 0, "events"));
			mizan_table_release(&table);
		}
	}
	mizan_table_release(&whole);
}

/* ---- Small stores ------------------------------------------------------------------------- */

static void a_condition_that_does_not_work_is_said(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_event event = fixture_event("PAK", mizan_date_make(2020, 1, 1), 1);
	fixture_release("test", MIZAN_COMPLETE, 2020, 2020, &event, 1);
	static const char *const wrong[] = {"deaths >", "no_such_column = 1", "1; DROP TABLE event",
		"(", "country = 'PAK' AND"};
	for (size_t i = 0; i < TEST_COUNT(wrong); i++) {
		struct mizan_error error = {0};
		struct mizan_table table = {0};
		struct mizan_toll_options options = open_options();
		options.where = wrong[i];
		assert_int_equal(mizan_toll_store(fixture.database, &options, &table, NULL, &error),
			MIZAN_ERROR_USAGE);
		assert_non_null(strstr(error.what, wrong[i]));
		assert_true(error.advice[0] != '\0');
		mizan_table_release(&table);
	}
	struct mizan_toll_options options = open_options();
	options.where = "deaths_best > 0 -- some";
	struct mizan_table table = toll(&options);
	assert_true(number_at(&table, 0, "events") == 1);
	mizan_table_release(&table);
	options.where = "deaths_best > 1";
	table = toll(&options);
	assert_int_equal(table.row_count, 0);
	mizan_table_release(&table);
}

static void the_index_knows_what_is_unknown(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_event events[200];
	uint64_t seed = 3;
	for (size_t i = 0; i < TEST_COUNT(events); i++) {
		events[i] = fixture_event(chance_below(&seed, 3) ? "PAK" : "",
			mizan_date_make(2020, 1, 1) + chance_below(&seed, 366),
			chance_below(&seed, 3) ? chance_below(&seed, 9) : MIZAN_UNKNOWN);
		events[i].deaths_low = chance_below(&seed, 3) ? 3 : MIZAN_UNKNOWN;
		events[i].deaths_high = chance_below(&seed, 3) ? 5 : MIZAN_UNKNOWN;
		events[i].deaths_civilians = chance_below(&seed, 9) ? 2 : MIZAN_UNKNOWN;
		events[i].violence = (uint8_t)chance_below(&seed, 4);
	}
	fixture_release("test", MIZAN_COMPLETE, 2020, 2020, events, 150);
	fixture_release("scraps", MIZAN_SAMPLE, 2020, 2020, events + 150, 50);
	static const unsigned by[] = {0, MIZAN_BY_COUNTRY, MIZAN_BY_MONTH, MIZAN_BY_VIOLENCE,
		MIZAN_BY_COUNTRY | MIZAN_BY_VIOLENCE | MIZAN_BY_MONTH};
	for (size_t i = 0; i < TEST_COUNT(by); i++) {
		struct mizan_toll_options options = open_options();
		options.by = by[i];
		struct mizan_table index = toll(&options);
		options.where = "1=1";
		struct mizan_table each = toll(&options);
		assert_same_tables(&index, &each);
		assert_true(has_note(&index, "no count of deaths"));
		assert_true(has_note(&index, "outside their own"));
		mizan_table_release(&index);
		mizan_table_release(&each);
	}
}

static void add_population(const char *country, int year, int64_t value)
{
	struct mizan_error error = {0};
	static int number;
	char sha256[65];
	snprintf(sha256, sizeof sha256, "a%063x", ++number);
	struct mizan_release release = {.source = "population",
		.version = "1",
		.kind = "population",
		.countries = "",
		.period_start = MIZAN_DATE_UNKNOWN,
		.period_end = MIZAN_DATE_UNKNOWN,
		.file = "population.csv",
		.sha256 = sha256,
		.retrieved = mizan_date_make(2026, 1, 1)};
	CHECK(mizan_store_begin(&fixture, &error));
	CHECK(mizan_store_add_release(&fixture, &release, &error));
	CHECK(mizan_store_add_population(
		&fixture, release.release_id, test_slice(country), year, value, &error));
	CHECK(mizan_store_commit(&fixture, &error));
}

static void rates_are_deaths_by_100000_inhabitants_of_the_year(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_event events[5];
	events[0] = fixture_event("PAK", mizan_date_make(2020, 1, 1), 600);
	events[1] = fixture_event("PAK", mizan_date_make(2020, 2, 1), 400);
	events[2] = fixture_event("PAK", mizan_date_make(2021, 2, 1), 400);
	events[3] = fixture_event("AFG", mizan_date_make(2020, 2, 1), MIZAN_UNKNOWN);
	events[4] = fixture_event("URY", mizan_date_make(2020, 2, 1), 0);
	fixture_release("test", MIZAN_COMPLETE, 2020, 2021, events, 5);
	add_population("PAK", 2020, 200000000);
	add_population("AFG", 2020, 40000000);
	add_population("URY", 2020, 3400000);
	struct mizan_toll_options options = open_options();
	options.by = MIZAN_BY_COUNTRY | MIZAN_BY_YEAR;
	options.rates = true;
	struct mizan_table table = toll(&options);
	assert_int_equal(table.row_count, 4);
	assert_near(number_at(&table, 1, "deaths_per_100000"), 0.5, 1e-12);
	assert_true(number_at(&table, 3, "deaths_per_100000") == 0);
	/* Unknown deaths, and a year without a population. */
	assert_true(isnan(number_at(&table, 0, "deaths_per_100000")));
	assert_true(isnan(number_at(&table, 2, "deaths_per_100000")));
	assert_true(has_note(&table, "no rate in 2 of 4 rows"));
	mizan_table_release(&table);
}

static void sources_and_samples_stand_apart(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_event event = fixture_event("PAK", mizan_date_make(2020, 1, 1), 5);
	fixture_release("test", MIZAN_COMPLETE, 2020, 2020, &event, 1);
	fixture_release("scraps", MIZAN_SAMPLE, 2020, 2020, &event, 1);
	struct mizan_toll_options options = open_options();
	struct mizan_table table = toll(&options);
	assert_int_equal(table.row_count, 2);
	assert_string_equal(text_at(&table, 0, "source"), "scraps");
	assert_string_equal(text_at(&table, 0, "coverage"), "sample");
	assert_string_equal(text_at(&table, 1, "coverage"), "complete");
	assert_true(has_note(&table, "scraps is a sample"));
	mizan_table_release(&table);
	options.source = "test";
	table = toll(&options);
	assert_int_equal(table.row_count, 1);
	assert_false(has_note(&table, "sample"));
	mizan_table_release(&table);
}

static bool stop_at_once(void *context)
{
	(void)context;
	return true;
}

static void a_toll_can_be_stopped(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_event event = fixture_event("PAK", mizan_date_make(2020, 1, 1), 5);
	fixture_release("test", MIZAN_COMPLETE, 2020, 2020, &event, 1);
	struct mizan_watch watch = {.interrupted = stop_at_once};
	static const char *const where[] = {NULL, "1=1"};
	for (size_t i = 0; i < 2; i++) {
		struct mizan_error error = {0};
		struct mizan_table table = {0};
		struct mizan_toll_options options = open_options();
		options.where = where[i];
		assert_int_equal(
			mizan_toll_store(fixture.database, &options, &table, &watch, &error),
			MIZAN_ERROR_INTERRUPTED);
		mizan_table_release(&table);
	}
}

static void a_database_that_is_no_store_is_an_error(void **state)
{
	(void)state;
	sqlite3 *database;
	assert_int_equal(sqlite3_open(":memory:", &database), SQLITE_OK);
	struct mizan_error error = {0};
	struct mizan_table table = {0};
	struct mizan_toll_options options = open_options();
	assert_int_not_equal(mizan_toll_store(database, &options, &table, NULL, &error), MIZAN_OK);
	assert_true(error.what[0] != '\0');
	mizan_table_release(&table);
	sqlite3_close(database);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_index_gives_what_the_events_give),
		cmocka_unit_test(pakistan_has_the_deaths_that_ucdp_published),
		cmocka_unit_test(totals_do_not_depend_on_the_keys),
		cmocka_unit_test(a_condition_that_does_not_work_is_said),
		cmocka_unit_test(the_index_knows_what_is_unknown),
		cmocka_unit_test(rates_are_deaths_by_100000_inhabitants_of_the_year),
		cmocka_unit_test(sources_and_samples_stand_apart),
		cmocka_unit_test(a_toll_can_be_stopped),
		cmocka_unit_test(a_database_that_is_no_store_is_an_error),
	};
	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
