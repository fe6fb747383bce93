/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Indicators of zones, on UCDP's events of Pakistan 1989 to 2021. */
#include <mizan/source.h>

#include "../fixture.h"

#include <mizan/indicator.h>
#include <sqlite3.h>

#define TRIBAL "Federally Administered Tribal Areas"
#define HEADER "zone_id,name,country,admin1,admin2,polygon,from,to,source\n"

/* The events of Pakistan with these zones. */
static void open_pakistan(const char *zones)
{
	static const char *const pakistan[] = {"ucdp/ged_pakistan_1989_2021_hdx.csv"};
	struct mizan_error error;
	char path[160];
	const char *list[] = {path};
	fixture_import(pakistan, 1);
	snprintf(path, sizeof path, "%s/zones.csv", fixture_folder);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(HEADER, file);
	fputs(zones, file);
	assert_int_equal(fclose(file), 0);
	struct mizan_import_options options = {.coverage = -1};
	struct mizan_import_report report = {0};
	mizan_status status = mizan_import(&fixture, list, 1, &options, &report, NULL, &error);
	unlink(path);
	if (status != MIZAN_OK) {
		fail_msg("%s", error.what);
	}
	mizan_import_report_release(&report);
}

static struct mizan_table toll(const char *zone, const char *where, unsigned by)
{
	struct mizan_error error;
	struct mizan_table table = {0};
	struct mizan_toll_options options = {.by = by,
		.zone = zone,
		.where = where,
		.from = MIZAN_DATE_UNKNOWN,
		.to = MIZAN_DATE_UNKNOWN};
	CHECK(mizan_toll_store(fixture.database, &options, &table, NULL, &error));
	return table;
}

static double sum(const struct mizan_table *table, const char *column)
{
	double total = 0;
	for (size_t row = 0; row < table->row_count; row++) {
		total += number_at(table, row, column);
	}
	return total;
}

/* All counts and shares of a toll, but not its notes and sources. */
static void assert_same_toll(const char *zone, const char *where, unsigned by)
{
	struct mizan_table left = toll(zone, NULL, by), right = toll(NULL, where, by);
	assert_int_equal(left.row_count, right.row_count);
	left.note_count = right.note_count = 0;
	assert_same_tables(&left, &right);
	mizan_table_release(&left);
	mizan_table_release(&right);
}

/* ---- Tolls -------------------------------------------------------------------------------- */

static void all_provinces_together_are_the_country(void **state)
{
	(void)state;
	open_pakistan("all,All provinces,PAK,Azad Kashmir,,,,,\n"
		      "all,All provinces,PAK,Baluchistan,,,,,\nall,All provinces,PAK,FATA,,,,,\n"
		      "all,All provinces,PAK,Gilgit Baltistan,,,,,\n"
		      "all,All provinces,PAK,Islamabad,,,,,\nall,All provinces,PAK,KPK,,,,,\n"
		      "all,All provinces,PAK,Punjab,,,,,\nall,All provinces,PAK,Sind,,,,,\n");
	assert_same_toll("all", "admin1 IS NOT NULL", MIZAN_BY_YEAR | MIZAN_BY_VIOLENCE);
	/* And what has no province is told. */
	struct mizan_table zone = toll("all", NULL, 0), whole = toll(NULL, NULL, 0);
	struct mizan_table rest = toll(NULL, "admin1 IS NULL", 0);
	char note[120];
	snprintf(note, sizeof note, "zone all (All provinces): %.0f events (%.1f%%), %.0f deaths",
		number_at(&rest, 0, "events"),
		100 * number_at(&rest, 0, "events") / number_at(&whole, 0, "events"),
		number_at(&rest, 0, "deaths_best"));
	assert_true(has_note(&zone, note));
	assert_true(number_at(&zone, 0, "events") + number_at(&rest, 0, "events") ==
		    number_at(&whole, 0, "events"));
	mizan_table_release(&zone);
	mizan_table_release(&whole);
	mizan_table_release(&rest);
}

static void two_zones_that_split_a_province_add_up_to_it(void **state)
{
	(void)state;
	open_pakistan(
		"a,North,PAK,FATA,Bajaur,,,,\na,North,PAK,FATA,Mohmand,,,,\n"
		"a,North,PAK,FATA,Khyber,,,,\na,North,PAK,FATA,FR Peshawar,,,,\n"
		"a,North,PAK,FATA,FR Kohat,,,,\n"
		"b,South,PAK,FATA,Orakzai district,,,,\nb,South,PAK,FATA,Kurram District,,,,\n"
		"b,South,PAK,FATA,North Waziristan Agency,,,,\n"
		"b,South,PAK,FATA,South Waziristan Agency,,,,\n"
		"b,South,PAK,FATA,FR Bannu - Mir Ali,,,,\n"
		"b,South,PAK,FATA,FR Tank - Jandola,,,,\n");
	struct mizan_table a = toll("a", NULL, MIZAN_BY_YEAR), b = toll("b", NULL, MIZAN_BY_YEAR);
	struct mizan_table whole =
		toll(NULL, "admin1 = '" TRIBAL "' AND admin2 IS NOT NULL", MIZAN_BY_YEAR);
	static const char *const columns[] = {
		"events", "deaths_low", "deaths_best", "deaths_high", "deaths_civilians"};
	for (size_t i = 0; i < TEST_COUNT(columns); i++) {
		assert_true(sum(&a, columns[i]) > 0 && sum(&b, columns[i]) > 0);
		assert_true(sum(&a, columns[i]) + sum(&b, columns[i]) == sum(&whole, columns[i]));
	}
	mizan_table_release(&a);
	mizan_table_release(&b);
	mizan_table_release(&whole);
}

static void a_box_is_a_condition_on_latitude_and_longitude(void **state)
{
	(void)state;
	open_pakistan(
		"box,A box,PAK,,,\"POLYGON((69 32, 70.5 32, 70.5 33.25, 69 33.25, 69 32))\",,,\n");
	assert_same_toll("box",
		"longitude BETWEEN 69 AND 70.5 AND latitude BETWEEN 32 AND 33.25"
		" AND place_precision < 4",
		MIZAN_BY_YEAR | MIZAN_BY_PROVINCE);
}

static void a_zone_has_no_event_before_it_begins(void **state)
{
	(void)state;
	open_pakistan("after,After the merger,PAK,FATA,,,2018-05-31,,The law\n");
	assert_same_toll("after", "admin1 = '" TRIBAL "' AND date_end >= '2018-05-31'",
		MIZAN_BY_MONTH | MIZAN_BY_ACTOR);
	struct mizan_table table = toll("after", NULL, MIZAN_BY_MONTH);
	assert_true(table.row_count > 0);
	assert_true(strcmp(text_at(&table, 0, "month"), "2018-05") >= 0);
	assert_true(has_note(&table, "zone after (After the merger) from 2018-05-31:"));
	assert_true(has_source(&table, "zone after: The law"));
	mizan_table_release(&table);
}

/* The districts became part of Khyber Pakhtunkhwa on 31 May 2018; this release of UCDP's keeps them
 * under their former name until its end. A zone that is to hold in any data names both, or the
 * district alone. */
static void ucdp_names_the_tribal_areas_after_their_merger(void **state)
{
	(void)state;
	open_pakistan("new,New name,PAK,Khyber Pakhtunkhwa,North Waziristan,,2018-05-31,,\n"
		      "old,Old name,PAK,FATA,North Waziristan,,2018-05-31,,\n"
		      "both,Both names,PAK,Khyber Pakhtunkhwa,North Waziristan,,2018-05-31,,\n"
		      "both,Both names,PAK,FATA,North Waziristan,,2018-05-31,,\n"
		      "district,Any province,PAK,,North Waziristan,,2018-05-31,,\n");
	struct mizan_table table = toll("new", NULL, 0);
	assert_int_equal(table.row_count, 0);
	mizan_table_release(&table);
	table = toll(NULL, "admin1 = '" TRIBAL "'", MIZAN_BY_YEAR);
	assert_true(number_at(&table, table.row_count - 1, "year") == 2021);
	mizan_table_release(&table);
	static const char *const zones[] = {"old", "both", "district"};
	for (size_t i = 0; i < TEST_COUNT(zones); i++) {
		assert_same_toll(zones[i],
			"admin2 = 'North Waziristan' AND date_end >= '2018-05-31'", MIZAN_BY_YEAR);
	}
}

/* ---- Other indicators --------------------------------------------------------------------- */

static void series_and_growth_of_a_zone_are_those_of_its_events(void **state)
{
	(void)state;
	open_pakistan("fata,Former FATA,PAK,FATA,,,,,\n");
	struct mizan_error error;
	struct mizan_growth_options options = {.series = {.indicator = "deaths",
						       .period = MIZAN_QUARTERLY,
						       .from = mizan_date_make(2005, 1, 1),
						       .to = mizan_date_make(2021, 12, 31),
						       .zone = "fata"}};
	struct mizan_table zone = {0}, where = {0}, zone_growth = {0}, growth = {0};
	CHECK(mizan_series_store(fixture.database, &options.series, &zone, NULL, &error));
	CHECK(mizan_growth_store(fixture.database, &options, &zone_growth, NULL, &error));
	options.series.zone = NULL;
	options.series.where = "admin1 = '" TRIBAL "'";
	CHECK(mizan_series_store(fixture.database, &options.series, &where, NULL, &error));
	CHECK(mizan_growth_store(fixture.database, &options, &growth, NULL, &error));
	assert_int_equal(zone.row_count, 17 * 4);
	assert_true(has_note(&zone, "in 2005-01..2021-12"));
	assert_true(has_note(&zone, "figures that somebody published are left out"));
	zone.note_count = where.note_count = zone_growth.note_count = growth.note_count = 0;
	assert_same_tables(&zone, &where);
	assert_same_tables(&zone_growth, &growth);
	mizan_table_release(&zone);
	mizan_table_release(&where);
	mizan_table_release(&zone_growth);
	mizan_table_release(&growth);
}

/* A year before, and the year in which it begins, are no 0. */
static void a_series_has_no_period_that_the_zone_does_not_hold_whole(void **state)
{
	(void)state;
	open_pakistan("after,After the merger,PAK,FATA,,,2018-05-31,2020-12-31,\n");
	struct mizan_error error;
	struct mizan_series_options options = {.indicator = "deaths",
		.from = MIZAN_DATE_UNKNOWN,
		.to = MIZAN_DATE_UNKNOWN,
		.zone = "after"};
	struct mizan_table table = {0};
	CHECK(mizan_series_store(fixture.database, &options, &table, NULL, &error));
	assert_int_equal(table.row_count, 2);
	assert_string_equal(text_at(&table, 0, "period"), "2019");
	assert_string_equal(text_at(&table, 1, "period"), "2020");
	assert_true(has_note(&table, "begins on 2018-05-31"));
	assert_true(has_note(&table, "ends on 2020-12-31"));
	mizan_table_release(&table);
	options.period = MIZAN_MONTHLY;
	table = (struct mizan_table){0};
	CHECK(mizan_series_store(fixture.database, &options, &table, NULL, &error));
	assert_string_equal(text_at(&table, 0, "period"), "2018-06");
	assert_int_equal(table.row_count, 7 + 12 + 12);
	mizan_table_release(&table);
	/* So that what needs the years before says so. */
	table = (struct mizan_table){0};
	assert_int_equal(mizan_growth_actors_store(
				 fixture.database, NULL, "after", 2019, 1, &table, NULL, &error),
		MIZAN_ERROR_USAGE);
	assert_string_equal(error.advice, "2018-05-31");
	struct mizan_gti_options gti = {.year = 2020, .zone = "after"};
	mizan_table_release(&table);
	table = (struct mizan_table){0};
	assert_int_equal(
		mizan_gti_store(fixture.database, &gti, &table, NULL, &error), MIZAN_ERROR_USAGE);
	mizan_table_release(&table);
}

static double one_number(const char *sql)
{
	sqlite3_stmt *statement;
	assert_int_equal(
		sqlite3_prepare_v2(fixture.database, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	double number = sqlite3_column_double(statement, 0);
	sqlite3_finalize(statement);
	return number;
}

static void actors_and_the_index_count_the_zone_alone(void **state)
{
	(void)state;
	open_pakistan("fata,Former FATA,PAK,FATA,,,,,\n");
	struct mizan_error error;
	struct mizan_table table = {0};
	CHECK(mizan_growth_actors_store(
		fixture.database, NULL, "fata", 2014, 25, &table, NULL, &error));
	size_t row = row_with(&table, "actor", "TTP");
	assert_true(number_at(&table, row, "deaths") ==
		    one_number("SELECT sum(deaths_best) FROM event WHERE admin1 = '" TRIBAL
			       "' AND 'TTP' IN (side_a, side_b) AND month / 12 = 2014"));
	assert_true(has_note(&table, "zone fata (Former FATA)"));
	mizan_table_release(&table);
	table = (struct mizan_table){0};
	struct mizan_gti_options gti = {.year = 2018, .zone = "fata"};
	CHECK(mizan_gti_store(fixture.database, &gti, &table, NULL, &error));
	assert_int_equal(table.row_count, 1);
	assert_true(isnan(number_at(&table, 0, "rank")));
	assert_true(number_at(&table, 0, "incidents") ==
		    one_number("SELECT count(*) FROM event WHERE admin1 = '" TRIBAL
			       "' AND month / 12 = 2018"));
	assert_true(has_note(&table, "no ranks"));
	mizan_table_release(&table);
	gti.edition = 2018;
	assert_int_equal(
		mizan_gti_store(fixture.database, &gti, &table, NULL, &error), MIZAN_ERROR_USAGE);
	gti.edition = 2026;
	gti.country = "PAK";
	gti.reach_rank = 1;
	assert_int_equal(
		mizan_gti_store(fixture.database, &gti, &table, NULL, &error), MIZAN_ERROR_USAGE);
}

static void the_list_of_zones_has_what_a_toll_has(void **state)
{
	(void)state;
	open_pakistan("fata,Former FATA,PAK,FATA,,,,,The constitution\n"
		      "waziristan,Waziristan,PAK,,North Waziristan,,,,\n"
		      "waziristan,Waziristan,PAK,,South Waziristan,,2010-01-01,,\n");
	struct mizan_error error;
	struct mizan_table list = {0}, parts = {0};
	CHECK(mizan_zones_store(fixture.database, NULL, &list, NULL, &error));
	assert_int_equal(list.row_count, 2);
	for (size_t row = 0; row < 2; row++) {
		struct mizan_table zone = toll(text_at(&list, row, "zone_id"), NULL, 0);
		assert_true(number_at(&list, row, "events") == number_at(&zone, 0, "events"));
		assert_true(number_at(&list, row, "deaths") == number_at(&zone, 0, "deaths_best"));
		mizan_table_release(&zone);
	}
	assert_string_equal(text_at(&list, 0, "source"), "The constitution");
	CHECK(mizan_zones_store(fixture.database, "waziristan", &parts, NULL, &error));
	assert_int_equal(parts.row_count, 2);
	assert_true(sum(&parts, "events") == number_at(&list, 1, "events"));
	assert_string_equal(text_at(&parts, 1, "from"), "2010-01-01");
	mizan_table_release(&list);
	mizan_table_release(&parts);
}

static void a_zone_that_cannot_be_meant_is_refused(void **state)
{
	(void)state;
	open_pakistan("fata,Former FATA,PAK,FATA,,,,,\n");
	struct mizan_error error;
	struct mizan_table table = {0};
	struct mizan_toll_options options = {
		.zone = "fta", .from = MIZAN_DATE_UNKNOWN, .to = MIZAN_DATE_UNKNOWN};
	assert_int_equal(mizan_toll_store(fixture.database, &options, &table, NULL, &error),
		MIZAN_ERROR_USAGE);
	assert_string_equal(error.advice, "the zones are fata");
	options.zone = "fata";
	options.country = "AFG";
	assert_int_equal(mizan_toll_store(fixture.database, &options, &table, NULL, &error),
		MIZAN_ERROR_USAGE);
	assert_string_equal(error.what, "zone 'fata' has no part in AFG");
	/* Without a store there is none, and nothing is counted as if none were asked for. */
	struct mizan_toll *toll;
	options.country = NULL;
	CHECK(mizan_toll_init(&toll, &options, &error));
	struct mizan_event event = fixture_event("PAK", mizan_date_make(2020, 1, 1), 1);
	assert_int_equal(mizan_toll_add(toll, &event, &error), MIZAN_ERROR_USAGE);
	mizan_toll_release(toll);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_provinces_together_are_the_country),
		cmocka_unit_test(two_zones_that_split_a_province_add_up_to_it),
		cmocka_unit_test(a_box_is_a_condition_on_latitude_and_longitude),
		cmocka_unit_test(a_zone_has_no_event_before_it_begins),
		cmocka_unit_test(ucdp_names_the_tribal_areas_after_their_merger),
		cmocka_unit_test(series_and_growth_of_a_zone_are_those_of_its_events),
		cmocka_unit_test(a_series_has_no_period_that_the_zone_does_not_hold_whole),
		cmocka_unit_test(actors_and_the_index_count_the_zone_alone),
		cmocka_unit_test(the_list_of_zones_has_what_a_toll_has),
		cmocka_unit_test(a_zone_that_cannot_be_meant_is_refused),
	};
	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
