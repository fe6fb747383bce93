/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Change points of stores: what the world has seen, what is refused, what is said. */
#include <mizan/source.h>

#include "../fixture.h"

#include <mizan/shift.h>
#include <mizan/sql.h>

static void assert_sentence(const char *words)
{
	size_t size = strlen(words);
	assert_true(size > 20 && words[size - 1] == '.');
	assert_null(strstr(words, "nan"));
	assert_null(strstr(words, "inf "));
}

static size_t row_from(const struct mizan_table *table, const char *first, const char *last)
{
	for (size_t row = 1; row < table->row_count; row++) {
		const char *from = text_at(table, row, "from");
		if (strcmp(from, first) >= 0 && strcmp(from, last) <= 0) {
			return row;
		}
	}
	fail_msg("no change between %s and %s", first, last);
	return 0;
}

static void shift(const struct mizan_shift_options *options, struct mizan_table *table)
{
	struct mizan_error error;
	*table = (struct mizan_table){0};
	CHECK(mizan_shift_store(fixture.database, options, table, NULL, &error));
}

static const struct mizan_shift_options pakistan = {.series = {.indicator = "deaths",
							    .country = "PAK",
							    .period = MIZAN_MONTHLY,
							    .from = MIZAN_DATE_UNKNOWN,
							    .to = MIZAN_DATE_UNKNOWN}};

/* ---- The world ---------------------------------------------------------------------------- */

static void test_pakistan_turned_worse_in_2001_and_2007_and_better_in_2016(void **unused)
{
	(void)unused;
	struct mizan_table table;
	fixture_import(fixture_ged, FIXTURE_GED);
	shift(&pakistan, &table);
	/* The war in Afghanistan begins in October 2001. */
	size_t row = row_from(&table, "2001-09", "2001-12");
	assert_true(number_at(&table, row, "level") > number_at(&table, row - 1, "level"));
	/* Lal Masjid, and the founding of the TTP: 2007. */
	row = row_from(&table, "2006-06", "2007-12");
	assert_true(number_at(&table, row, "ratio_low") > 3);
	assert_near(number_at(&table, row, "p_value"), 0.001, 0.001);
	/* Behind Zarb-e-Azb, of June 2014. */
	row = row_from(&table, "2014-06", "2017-12");
	assert_true(number_at(&table, row, "ratio_high") < 0.5);
	int64_t periods = 0;
	for (size_t i = 0; i < table.row_count; i++) {
		assert_sentence(text_at(&table, i, "words"));
		periods += (int64_t)number_at(&table, i, "periods");
	}
	assert_int_equal(periods, 33 * 12);
	assert_true(has_source(&table, "UCDP"));
	assert_true(has_note(&table, "not why"));
	mizan_table_release(&table);
}

static void test_public_output_has_the_same_changes_since_months_are_not_withheld(void **unused)
{
	(void)unused;
	struct mizan_error error;
	struct mizan_table all, public;
	fixture_import(fixture_ged, FIXTURE_GED);
	shift(&pakistan, &all);
	CHECK(mizan_store_publish(fixture.database, mizan_date_make(2022, 1, 1), &error));
	shift(&pakistan, &public);
	assert_same_tables(&all, &public);
	mizan_table_release(&all);
	mizan_table_release(&public);
}

static void test_a_chart_has_what_is_recorded_and_the_level_of_each_month(void **unused)
{
	(void)unused;
	struct mizan_table table, chart = {0};
	struct mizan_shift_options options = pakistan;
	options.chart = &chart;
	fixture_import(fixture_ged, FIXTURE_GED);
	shift(&options, &table);
	assert_int_equal(chart.row_count, 2 * 33 * 12);
	assert_string_equal(text_at(&chart, 0, "line"), "recorded");
	assert_string_equal(text_at(&chart, 33 * 12, "line"), "level");
	assert_near(number_at(&chart, 33 * 12, "value"), number_at(&table, 0, "level"), 0);
	mizan_table_release(&table);
	mizan_table_release(&chart);
}

/* Deaths by month to May 2026, two countries. */
static size_t read_months(int column, double values[512])
{
	char path[1024], line[256];
	size_t count = 0;
	FILE *file = fopen(test_data("ucdp/deaths_by_month_pakistan_afghanistan.csv", path), "r");
	assert_non_null(file);
	assert_non_null(fgets(line, sizeof line, file));
	while (count < 512 && fgets(line, sizeof line, file)) {
		double pakistan_deaths, afghanistan_deaths;
		int year, month;
		if (sscanf(line, "%d-%d,%lf,%lf", &year, &month, &pakistan_deaths,
			    &afghanistan_deaths) == 4) {
			assert_int_equal((year - 1989) * 12 + month - 1, count);
			values[count++] = column == 0 ? pakistan_deaths : afghanistan_deaths;
		}
	}
	fclose(file);
	assert_true(count > 440);
	return count;
}

/* The level from a month between these two on, against the one before. */
static struct mizan_change_level level_from(
	const double *values, size_t count, int first_year, int first, int last_year, int last)
{
	struct mizan_error error;
	struct mizan_changes changes;
	struct mizan_change_level levels[64], found = {0};
	struct mizan_change_options options = {.minimum = 6};
	CHECK(mizan_change_points(values, count, &options, &changes, &error));
	assert_in_range(changes.count, 2, 20);
	CHECK(mizan_change_levels(values, count, &options, &changes, levels, &error));
	for (size_t i = 1; i < changes.count; i++) {
		int month = (int)levels[i].first;
		if (month >= (first_year - 1989) * 12 + first - 1 &&
			month <= (last_year - 1989) * 12 + last - 1) {
			found = levels[i];
		}
	}
	mizan_changes_release(&changes);
	assert_true(found.first > 0);
	return found;
}

static void test_deaths_rose_in_pakistan_and_fell_in_afghanistan_after_august_2021(void **unused)
{
	(void)unused;
	double values[512];
	size_t count = read_months(0, values);
	struct mizan_change_level level = level_from(values, count, 2021, 8, 2024, 12);
	assert_true(level.ratio_low > 1.5);
	/* It rose for years: no month stands out, and the set says so. */
	assert_true(level.start_high - level.start_low > 12);
	count = read_months(1, values);
	/* Fighting ended with the government, on 15 August 2021. */
	level = level_from(values, count, 2021, 8, 2021, 12);
	assert_true(level.ratio_high < 0.2);
	assert_true(level.start_high - level.start_low <= 12);
}

/* ---- What is said or refused -------------------------------------------------------------- */

static void fill(struct mizan_event *events, size_t *count, int year, int deaths)
{
	for (int month = 1; month <= 12; month++) {
		events[(*count)++] =
			fixture_event("PAK", mizan_date_make(year, month, 10), deaths + month % 3);
	}
}

static void test_a_sample_is_refused_with_the_reason(void **unused)
{
	(void)unused;
	struct mizan_event events[64];
	struct mizan_table table;
	size_t count = 0;
	for (int year = 2016; year <= 2019; year++) {
		fill(events, &count, year, year < 2018 ? 5 : 50);
	}
	fixture_new();
	fixture_release("own", MIZAN_SAMPLE, 2016, 2019, events, count);
	shift(&pakistan, &table);
	assert_int_equal(table.row_count, 0);
	assert_true(has_note(&table, "sample"));
	mizan_table_release(&table);
}

static void test_missing_years_are_said_and_the_longest_part_is_read(void **unused)
{
	(void)unused;
	struct mizan_event events[128];
	struct mizan_table table;
	size_t count = 0;
	fixture_new();
	fill(events, &count, 2010, 5);
	fixture_release("own", MIZAN_COMPLETE, 2010, 2010, events, count);
	count = 0;
	for (int year = 2014; year <= 2017; year++) {
		fill(events, &count, year, year < 2016 ? 5 : 50);
	}
	fixture_release("own", MIZAN_COMPLETE, 2014, 2017, events, count);
	shift(&pakistan, &table);
	assert_int_equal(table.row_count, 2);
	assert_string_equal(text_at(&table, 1, "from"), "2016-01");
	assert_true(has_note(&table, "missing"));
	assert_true(has_note(&table, "2014-01 to 2017-12"));
	assert_true(has_note(&table, "12 other months"));
	mizan_table_release(&table);
}

static void test_too_short_a_series_has_a_note_and_no_row(void **unused)
{
	(void)unused;
	struct mizan_event events[16];
	struct mizan_table table;
	size_t count = 0;
	fill(events, &count, 2010, 5);
	fixture_new();
	fixture_release("own", MIZAN_COMPLETE, 2010, 2010, events, count);
	struct mizan_shift_options options = pakistan;
	options.change.minimum = 7;
	shift(&options, &table);
	assert_int_equal(table.row_count, 0);
	assert_true(has_note(&table, "12 months in a row; 14 are needed"));
	mizan_table_release(&table);
	/* None at all. */
	fixture_new();
	shift(&pakistan, &table);
	assert_int_equal(table.row_count, 0);
	assert_true(table.note_count > 0);
	mizan_table_release(&table);
}

static void test_nothing_recorded_is_said_not_tested(void **unused)
{
	(void)unused;
	struct mizan_event events[2];
	struct mizan_table table;
	events[0] = fixture_event("PAK", mizan_date_make(2010, 1, 10), 0);
	events[1] = fixture_event("PAK", mizan_date_make(2012, 12, 10), 0);
	fixture_new();
	fixture_release("own", MIZAN_COMPLETE, 2010, 2012, events, 2);
	shift(&pakistan, &table);
	assert_int_equal(table.row_count, 1);
	assert_true(isnan(number_at(&table, 0, "p_value")));
	assert_non_null(strstr(text_at(&table, 0, "words"), "no deaths are on record"));
	mizan_table_release(&table);
}

static void test_sql_gives_what_the_library_gives(void **unused)
{
	(void)unused;
	struct mizan_error error;
	struct mizan_event events[64];
	struct mizan_table library, sql = {0};
	size_t count = 0;
	for (int year = 2014; year <= 2017; year++) {
		fill(events, &count, year, year < 2016 ? 5 : 50);
	}
	fixture_new();
	fixture_release("own", MIZAN_COMPLETE, 2014, 2017, events, count);
	CHECK(mizan_sql_register(fixture.database, &error));
	shift(&pakistan, &library);
	CHECK(mizan_store_query(fixture.database,
		"SELECT \"from\", level, p_value, words FROM mizan_shift('deaths', 'PAK')", &sql,
		NULL, &error));
	assert_int_equal(sql.row_count, library.row_count);
	for (size_t row = 0; row < sql.row_count; row++) {
		assert_string_equal(text_at(&sql, row, "words"), text_at(&library, row, "words"));
		assert_near(number_at(&sql, row, "level"), number_at(&library, row, "level"), 0);
	}
	mizan_table_release(&sql);
	mizan_table_release(&library);
	sql = (struct mizan_table){0};
	assert_int_not_equal(mizan_store_query(fixture.database,
				     "SELECT * FROM mizan_shift('deaths', 'PAK', 'month', NULL, "
				     "'gamma')",
				     &sql, NULL, &error),
		MIZAN_OK);
	assert_non_null(strstr(error.what, "no cost 'gamma'"));
	mizan_table_release(&sql);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pakistan_turned_worse_in_2001_and_2007_and_better_in_2016),
		cmocka_unit_test(
			test_public_output_has_the_same_changes_since_months_are_not_withheld),
		cmocka_unit_test(test_a_chart_has_what_is_recorded_and_the_level_of_each_month),
		cmocka_unit_test(
			test_deaths_rose_in_pakistan_and_fell_in_afghanistan_after_august_2021),
		cmocka_unit_test(test_a_sample_is_refused_with_the_reason),
		cmocka_unit_test(test_missing_years_are_said_and_the_longest_part_is_read),
		cmocka_unit_test(test_too_short_a_series_has_a_note_and_no_row),
		cmocka_unit_test(test_nothing_recorded_is_said_not_tested),
		cmocka_unit_test(test_sql_gives_what_the_library_gives),
	};
	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
