/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Interrupted series of a store: what is counted, what is left out, and the worked example. */
#include <mizan/source.h>

#include "../fixture.h"

#include <mizan/shift.h>

static struct mizan_interrupted_store_options options_at(const char *at, const char *indicator)
{
	return (struct mizan_interrupted_store_options){.at = at,
		.country = "PAK",
		.indicator = indicator,
		.period = MIZAN_MONTHLY,
		.from = MIZAN_DATE_UNKNOWN,
		.to = MIZAN_DATE_UNKNOWN,
		.years = 5,
		.season = -1,
		.no_placebo = true,
		.lag = -1};
}

static struct mizan_table table_of(const struct mizan_interrupted_store_options *options)
{
	struct mizan_error error = {0};
	struct mizan_table table = {0};
	CHECK(mizan_interrupted_store(fixture.database, options, &table, NULL, &error));
	return table;
}

#define MOST 4000
static struct mizan_event made[MOST];

/* `before` and then, from a month on, `after` events a month in Sindh and Punjab, of 2 deaths. */
static size_t make_events(int first_year, int last_year, int32_t change, int before, int after)
{
	size_t count = 0;
	for (int32_t month = first_year * 12; month < (last_year + 1) * 12; month++) {
		int events = month < change ? before : after;
		for (int i = 0; i < events && count < MOST; i++) {
			mizan_date date = mizan_date_make(month / 12, month % 12 + 1, 1 + i);
			made[count] = fixture_event("PAK", date, 2);
			made[count++].admin1 = test_slice(i % 2 ? "Sindh" : "Punjab");
		}
	}
	return count;
}

/* ---- What is counted ---------------------------------------------------------------------- */

static void events_and_deaths_have_a_row_each(void **state)
{
	(void)state;
	fixture_new();
	size_t count = make_events(2012, 2019, 2016 * 12 + 3, 4, 8);
	fixture_release("test", MIZAN_COMPLETE, 2012, 2019, made, count);
	struct mizan_interrupted_store_options options = options_at("2016-04", NULL);
	struct mizan_table table = table_of(&options);
	assert_int_equal(table.row_count, 2);
	assert_string_equal(text_at(&table, 0, "indicator"), "events");
	assert_string_equal(text_at(&table, 1, "indicator"), "deaths");
	for (size_t row = 0; row < 2; row++) {
		assert_string_equal(text_at(&table, row, "date"), "2016-04");
		assert_string_equal(text_at(&table, row, "standing"), "good");
		assert_near(number_at(&table, row, "level"), 2, 1e-6);
		assert_near(number_at(&table, row, "slope_year"), 1, 1e-6);
	}
	assert_near(number_at(&table, 0, "counted_before"), 51 * 4, 0);
	assert_near(number_at(&table, 0, "counted"), 45 * 8, 0);
	assert_near(number_at(&table, 1, "counted"), 2 * 45 * 8, 0);
	assert_true(has_source(&table, "test"));
	assert_true(has_note(&table, "cannot show that what happened at the date was the cause"));
	mizan_table_release(&table);
	/* The day of a month is in that month; quarters and years too. */
	options = options_at("2016-04-30", "events");
	options.period = MIZAN_QUARTERLY;
	table = table_of(&options);
	assert_string_equal(text_at(&table, 0, "date"), "2016-Q2");
	assert_near(number_at(&table, 0, "level"), 2, 1e-6);
	assert_near(number_at(&table, 0, "counted"), 45 * 8, 0);
	mizan_table_release(&table);
}

static void provinces_are_units_and_events_without_one_are_left_out(void **state)
{
	(void)state;
	fixture_new();
	size_t count = make_events(2012, 2019, 2016 * 12, 4, 8);
	made[7].admin1 = made[9].admin1 = test_slice("");
	fixture_release("test", MIZAN_COMPLETE, 2012, 2019, made, count);
	struct mizan_interrupted_store_options options = options_at("2016-01", "events");
	options.by_province = true;
	struct mizan_table table = table_of(&options);
	assert_int_equal(table.row_count, 1);
	assert_near(number_at(&table, 0, "units"), 2, 0);
	assert_near(number_at(&table, 0, "level"), 2, 0.05);
	assert_true(has_note(&table, "2 events name no province and are left out"));
	mizan_table_release(&table);
}

static void an_event_of_a_season_is_in_no_month(void **state)
{
	(void)state;
	fixture_new();
	size_t count = make_events(2012, 2019, 2016 * 12, 4, 4);
	made[5].date_precision = MIZAN_DATE_LONGER;
	made[6].date_precision = MIZAN_DATE_MONTH;
	fixture_release("test", MIZAN_COMPLETE, 2012, 2019, made, count);
	struct mizan_interrupted_store_options options = options_at("2016-01", "events");
	struct mizan_table table = table_of(&options);
	assert_near(number_at(&table, 0, "counted_before"), 48 * 4 - 1, 0);
	assert_true(has_note(&table, "1 events are dated to within more than a month"));
	mizan_table_release(&table);
	options.period = MIZAN_YEARLY;
	options.at = "2016";
	options.years = 0;
	table = table_of(&options);
	assert_near(number_at(&table, 0, "counted_before"), 48 * 4, 0);
	assert_string_equal(text_at(&table, 0, "standing"), "too-short");
	mizan_table_release(&table);
}

/* ---- What cannot be said ------------------------------------------------------------------ */

static void a_sample_has_no_row(void **state)
{
	(void)state;
	fixture_new();
	size_t count = make_events(2012, 2019, 2016 * 12, 4, 8);
	fixture_release("test", MIZAN_SAMPLE, 2012, 2019, made, count);
	struct mizan_interrupted_store_options options = options_at("2016-01", NULL);
	struct mizan_table table = table_of(&options);
	assert_int_equal(table.row_count, 0);
	assert_true(has_note(&table, "test is a sample"));
	assert_true(has_note(&table, "2016-01 cannot be held against a series"));
	mizan_table_release(&table);
}

static void a_year_between_two_releases_is_missing_and_not_0(void **state)
{
	(void)state;
	fixture_new();
	size_t count = make_events(2010, 2013, 2030 * 12, 4, 4);
	fixture_release("test", MIZAN_COMPLETE, 2010, 2013, made, count);
	count = make_events(2015, 2018, 2000 * 12, 4, 8);
	fixture_release("test", MIZAN_COMPLETE, 2015, 2018, made, count);
	struct mizan_interrupted_store_options options = options_at("2014-07", "events");
	struct mizan_table table = table_of(&options);
	assert_string_equal(text_at(&table, 0, "standing"), "good");
	/* Six of 2014's months on each side of July are in the window, and on no record. */
	assert_near(number_at(&table, 0, "periods"), 48 + 48, 0);
	assert_near(number_at(&table, 0, "level"), 2, 1e-6);
	mizan_table_release(&table);
}

static void a_figure_that_is_no_whole_count_is_left_out(void **state)
{
	(void)state;
	fixture_new();
	static struct mizan_figure figures[72];
	for (int i = 0; i < 72; i++) {
		mizan_date start = mizan_date_make(2014 + i / 12, i % 12 + 1, 1);
		figures[i] = (struct mizan_figure){.publisher = "A",
			.edition = "1",
			.published = "2026-01-01",
			.country = "PAK",
			.period_start = start,
			.period_end = mizan_date_make(2014 + (i + 1) / 12, (i + 1) % 12 + 1, 1) - 1,
			.indicator = "deaths",
			.counts_what = "terrorism",
			.value = i == 5   ? 10.5
				 : i < 36 ? 10
					  : 20,
			.low = (double)NAN,
			.high = (double)NAN,
			.url = "https://example.org/a",
			.retrieved = "2026-01-01"};
	}
	fixture_figures(figures, 72);
	struct mizan_interrupted_store_options options = options_at("2017-01", NULL);
	struct mizan_table table = table_of(&options);
	assert_int_equal(table.row_count, 1);
	assert_near(number_at(&table, 0, "level"), 2, 1e-6);
	assert_near(number_at(&table, 0, "periods"), 71, 0);
	assert_true(has_note(&table, "1 published figures are no whole counts"));
	mizan_table_release(&table);
	/* A condition over events leaves no figures. */
	options.where = "deaths_best > 1";
	table = table_of(&options);
	assert_int_equal(table.row_count, 0);
	mizan_table_release(&table);
}

static void dates_that_are_none_are_refused(void **state)
{
	(void)state;
	static const char *const wrong[] = {
		NULL, "", ",", "soon", "2016", "2015..2016", "agreements"};
	fixture_new();
	for (size_t i = 0; i < TEST_COUNT(wrong); i++) {
		struct mizan_error error = {0};
		struct mizan_table table = {0};
		struct mizan_interrupted_store_options options = options_at(wrong[i], NULL);
		assert_int_equal(
			mizan_interrupted_store(fixture.database, &options, &table, NULL, &error),
			MIZAN_ERROR_USAGE);
		mizan_table_release(&table);
	}
}

static void the_lines_are_those_of_the_first_date(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	struct mizan_table table = {0};
	fixture_new();
	size_t count = make_events(2012, 2019, 2016 * 12, 4, 8);
	fixture_release("test", MIZAN_COMPLETE, 2012, 2019, made, count);
	struct mizan_interrupted_store_options options = options_at("2016-01", "events");
	CHECK(mizan_interrupted_lines_store(fixture.database, &options, &table, NULL, &error));
	assert_int_equal(table.row_count, 96 + 96 + 48);
	size_t row = row_with(&table, "series", "without the change");
	assert_string_equal(text_at(&table, row, "period"), "2016-01");
	assert_near(number_at(&table, row, "value"), 4, 1e-6);
	assert_true(number_at(&table, row, "low") < 4 && number_at(&table, row, "high") > 4);
	mizan_table_release(&table);
}

/* ---- What leaves the desk ----------------------------------------------------------------- */

static void public_output_has_the_same_months(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	fixture_new();
	size_t count = make_events(2012, 2019, 2016 * 12, 4, 8);
	fixture_release("test", MIZAN_COMPLETE, 2012, 2019, made, count);
	struct mizan_interrupted_store_options options = options_at("2016-01", NULL);
	struct mizan_table whole = table_of(&options);
	CHECK(mizan_store_publish(fixture.database, mizan_date_make(2019, 11, 15), &error));
	struct mizan_table table = table_of(&options);
	assert_same_tables(&whole, &table);
	mizan_table_release(&whole);
	mizan_table_release(&table);
}

/* ---- The worked example ------------------------------------------------------------------- */

struct expected {
	char series[16], date[16];
	double level, error, slope, theta, before, after;
};

/* The n-th line of interrupted_pakistan.csv, which R made from the same files. */
static struct expected expected_line(size_t number)
{
	char path[1024], line[512];
	const char *source = getenv("MIZAN_TEST_SOURCE");
	struct expected expected = {0};
	snprintf(path, sizeof path, "%s/tests/reference/interrupted_pakistan.csv",
		source ? source : ".");
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	for (size_t i = 0; i < number + 2; i++) {
		assert_non_null(fgets(line, sizeof line, file));
	}
	fclose(file);
	assert_int_equal(sscanf(line, "%15[^,],%15[^,],%lf,%lf,%lf,%lf,%lf,%lf", expected.series,
				 expected.date, &expected.level, &expected.error, &expected.slope,
				 &expected.theta, &expected.before, &expected.after),
		8);
	return expected;
}

static void compare_row(const struct mizan_table *table, size_t row, size_t line)
{
	struct expected expected = expected_line(line);
	assert_string_equal(text_at(table, row, "date"), expected.date);
	assert_string_equal(text_at(table, row, "indicator"), expected.series);
	assert_string_equal(text_at(table, row, "standing"), "good");
	assert_near(log(number_at(table, row, "level")), expected.level, 1e-6);
	assert_near(log(number_at(table, row, "slope_year")), expected.slope, 1e-6);
	assert_near(number_at(table, row, "theta"), expected.theta, 1e-5 * expected.theta);
	assert_near(number_at(table, row, "counted_before"), expected.before, 0);
	assert_near(number_at(table, row, "counted"), expected.after, 0);
	/* The model's interval, 1.98 errors up, is the least that is given. */
	assert_true(
		log(number_at(table, row, "level_high")) > expected.level + 1.97 * expected.error);
}

static void agreements_of_Pakistan_have_the_levels_that_R_finds(void **state)
{
	(void)state;
	static const char *const files[] = {"ucdp/ged_pakistan_1989_2021_hdx.csv"};
	fixture_import(files, 1);
	struct mizan_interrupted_store_options options =
		options_at("2005-02,2006-09,2009-02,2014-03,2021-08", "events");
	struct mizan_table table = table_of(&options);
	assert_int_equal(table.row_count, 5);
	for (size_t row = 0; row < 4; row++) {
		compare_row(&table, row, row + 1);
	}
	/* The record ends four months later. */
	assert_string_equal(text_at(&table, 4, "standing"), "too-short");
	assert_true(has_note(&table, "10 events are dated to within more than a month"));
	mizan_table_release(&table);
}

/* ucdp/deaths_by_month_pakistan_afghanistan.csv as figures of its publisher. */
static void import_deaths_by_month(void)
{
	static struct mizan_figure figures[500];
	static char lines[500][64];
	char path[1024];
	size_t count = 0;
	FILE *file = fopen(test_data("ucdp/deaths_by_month_pakistan_afghanistan.csv", path), "r");
	while (fgets(lines[count], 64, file) && count < 499) {
		double value;
		if (sscanf(lines[count], "%*d-%*d,%lf", &value) != 1) {
			continue;
		}
		lines[count][7] = '\0';
		figures[count] = (struct mizan_figure){.publisher = "UCDP",
			.edition = "2026-06",
			.published = "2026-06-30",
			.country = "PAK",
			.indicator = "deaths",
			.counts_what = "organised violence",
			.value = value,
			.low = (double)NAN,
			.high = (double)NAN,
			.url = "https://ucdp.uu.se/",
			.retrieved = "2026-06-30"};
		assert_true(mizan_period_parse(
			lines[count], &figures[count].period_start, &figures[count].period_end));
		count++;
	}
	fclose(file);
	assert_int_equal(count, 449);
	fixture_new();
	fixture_figures(figures, count);
}

static void deaths_from_August_2021_have_the_level_that_R_finds(void **state)
{
	(void)state;
	import_deaths_by_month();
	struct mizan_interrupted_store_options options = options_at("2021-08", NULL);
	options.no_placebo = false;
	struct mizan_table table = table_of(&options);
	assert_int_equal(table.row_count, 1);
	assert_string_equal(text_at(&table, 0, "source"), "UCDP");
	compare_row(&table, 0, 0);
	assert_near(number_at(&table, 0, "periods"), 60 + 58, 0);
	/* Sixty months before and 58 from a date on, and not within a year of August 2021: of 449
	 * months the 60th to the 391st, but for 23, and those whose window cuts its first or last
	 * year. */
	assert_true(number_at(&table, 0, "placebos") > 250);
	assert_true(number_at(&table, 0, "placebo_p") > 0.05);
	mizan_table_release(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_and_deaths_have_a_row_each),
		cmocka_unit_test(provinces_are_units_and_events_without_one_are_left_out),
		cmocka_unit_test(an_event_of_a_season_is_in_no_month),
		cmocka_unit_test(a_sample_has_no_row),
		cmocka_unit_test(a_year_between_two_releases_is_missing_and_not_0),
		cmocka_unit_test(a_figure_that_is_no_whole_count_is_left_out),
		cmocka_unit_test(dates_that_are_none_are_refused),
		cmocka_unit_test(the_lines_are_those_of_the_first_date),
		cmocka_unit_test(public_output_has_the_same_months),
		cmocka_unit_test(agreements_of_Pakistan_have_the_levels_that_R_finds),
		cmocka_unit_test(deaths_from_August_2021_have_the_level_that_R_finds),
	};
	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
