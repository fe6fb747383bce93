/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series by publisher, growth, and actors ranked by growth. */
#include <mizan/source.h>

#include "../fixture.h"

#include <mizan/indicator.h>

static struct mizan_series_options deaths_of(const char *country)
{
	return (struct mizan_series_options){.indicator = "deaths",
		.country = country,
		.from = MIZAN_DATE_UNKNOWN,
		.to = MIZAN_DATE_UNKNOWN};
}

static struct mizan_table series(const struct mizan_series_options *options)
{
	struct mizan_error error = {0};
	struct mizan_table table = {0};
	CHECK(mizan_series_store(fixture.database, options, &table, NULL, &error));
	return table;
}

static struct mizan_table growth(const struct mizan_series_options *options, int part_year)
{
	struct mizan_error error = {0};
	struct mizan_table table = {0};
	struct mizan_growth_options growth = {.series = *options, .part_year = part_year};
	CHECK(mizan_growth_store(fixture.database, &growth, &table, NULL, &error));
	return table;
}

/* Deaths in Pakistan in a period, by a publisher and edition. */
static struct mizan_figure figure(const char *publisher, const char *edition, const char *published,
	const char *period, double value)
{
	struct mizan_figure made = {.publisher = publisher,
		.edition = edition,
		.published = published,
		.country = "PAK",
		.indicator = "deaths",
		.counts_what = "terrorism",
		.value = value,
		.low = (double)NAN,
		.high = (double)NAN,
		.url = "https://example.org/a",
		.retrieved = "2026-01-01"};
	if (!mizan_period_parse(period, &made.period_start, &made.period_end)) {
		fail_msg("%s is no period", period);
	}
	return made;
}

static size_t row_of(const struct mizan_table *table, const char *publisher, const char *period)
{
	for (size_t row = 0; row < table->row_count; row++) {
		if (strcmp(text_at(table, row, "publisher"), publisher) == 0 &&
			strcmp(text_at(table, row, "period"), period) == 0) {
			return row;
		}
	}
	fail_msg("no row of %s in %s", publisher, period);
	return 0;
}

/* ---- Events ------------------------------------------------------------------------------- */

static void inside_a_release_no_event_is_0_and_outside_there_is_no_row(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_event events[3];
	events[0] = fixture_event("PAK", mizan_date_make(2018, 5, 1), 5);
	events[1] = fixture_event("PAK", mizan_date_make(2018, 6, 1), 7);
	events[2] = fixture_event("PAK", mizan_date_make(2020, 12, 31), 11);
	events[1].deaths_low = 6;
	events[1].deaths_high = 9;
	fixture_release("test", MIZAN_COMPLETE, 2017, 2021, events, 3);
	struct mizan_series_options options = deaths_of("PAK");
	struct mizan_table table = series(&options);
	static const double expected[] = {0, 12, 0, 11, 0};
	assert_int_equal(table.row_count, 5);
	for (size_t i = 0; i < 5; i++) {
		char year[8];
		snprintf(year, sizeof year, "%zu", 2017 + i);
		assert_string_equal(text_at(&table, i, "period"), year);
		assert_string_equal(text_at(&table, i, "origin"), "events");
		assert_true(number_at(&table, i, "value") == expected[i]);
		assert_true(number_at(&table, i, "current") == 1);
		assert_true(number_at(&table, i, "month") == (2017 + (double)i) * 12);
	}
	assert_true(number_at(&table, 1, "low") == 11);
	assert_true(number_at(&table, 1, "high") == 14);
	assert_true(has_source(&table, "test"));
	mizan_table_release(&table);
	options.period = MIZAN_QUARTERLY;
	table = series(&options);
	assert_int_equal(table.row_count, 20);
	assert_true(number_at(&table, row_of(&table, "test", "2018-Q2"), "value") == 12);
	assert_true(number_at(&table, row_of(&table, "test", "2020-Q4"), "value") == 11);
	mizan_table_release(&table);
	options.period = MIZAN_MONTHLY;
	options.from = mizan_date_make(2020, 6, 1);
	table = series(&options);
	assert_int_equal(table.row_count, 7 + 12);
	assert_string_equal(text_at(&table, 0, "period"), "2020-06");
	mizan_table_release(&table);
	/* A year of which half is asked for is not a row. */
	options.period = MIZAN_YEARLY;
	table = series(&options);
	assert_int_equal(table.row_count, 1);
	assert_string_equal(text_at(&table, 0, "period"), "2021");
	mizan_table_release(&table);
	/* A country that the release does not have. */
	options = deaths_of("URY");
	table = series(&options);
	assert_int_equal(table.row_count, 0);
	mizan_table_release(&table);
}

static void years_between_two_releases_have_no_row(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_event event = fixture_event("PAK", mizan_date_make(2011, 5, 1), 5);
	fixture_release("test", MIZAN_COMPLETE, 2011, 2012, &event, 1);
	event.date_start = event.date_end = mizan_date_make(2015, 5, 1);
	fixture_release("test", MIZAN_COMPLETE, 2015, 2015, &event, 1);
	struct mizan_series_options options = deaths_of("PAK");
	struct mizan_table table = series(&options);
	assert_int_equal(table.row_count, 3);
	assert_string_equal(text_at(&table, 1, "period"), "2012");
	assert_string_equal(text_at(&table, 2, "period"), "2015");
	mizan_table_release(&table);
	/* 2015 has no year before it. */
	table = growth(&options, 0);
	assert_int_equal(table.row_count, 1);
	assert_string_equal(text_at(&table, 0, "period"), "2012");
	mizan_table_release(&table);
}

static void samples_have_no_rows_and_are_named(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_event event = fixture_event("PAK", mizan_date_make(2020, 5, 1), 5);
	fixture_release("scraps", MIZAN_SAMPLE, 2020, 2020, &event, 1);
	struct mizan_series_options options = deaths_of("PAK");
	struct mizan_table table = series(&options);
	assert_int_equal(table.row_count, 0);
	assert_true(has_note(&table, "scraps is a sample"));
	mizan_table_release(&table);
	/* A sample beside a complete release of the same source adds nothing to it. */
	event.deaths_best = 3;
	fixture_release("whole", MIZAN_COMPLETE, 2020, 2020, &event, 1);
	table = series(&options);
	assert_int_equal(table.row_count, 1);
	assert_true(number_at(&table, 0, "value") == 3);
	mizan_table_release(&table);
}

static void events_without_a_count_are_not_0_deaths(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_event events[3];
	events[0] = fixture_event("PAK", mizan_date_make(2018, 5, 1), MIZAN_UNKNOWN);
	events[1] = fixture_event("PAK", mizan_date_make(2019, 5, 1), MIZAN_UNKNOWN);
	events[2] = fixture_event("PAK", mizan_date_make(2019, 5, 1), 4);
	fixture_release("test", MIZAN_COMPLETE, 2018, 2020, events, 3);
	struct mizan_series_options options = deaths_of("PAK");
	struct mizan_table table = series(&options);
	assert_true(isnan(number_at(&table, 0, "value")));
	assert_true(isnan(number_at(&table, 0, "high")));
	assert_true(number_at(&table, 1, "value") == 4);
	assert_true(number_at(&table, 2, "value") == 0);
	assert_true(has_note(&table, "without a count"));
	mizan_table_release(&table);
	/* As attacks they all count. */
	options.indicator = "attacks";
	table = series(&options);
	assert_true(number_at(&table, 0, "value") == 1);
	assert_true(number_at(&table, 1, "value") == 2);
	assert_true(isnan(number_at(&table, 1, "low")));
	mizan_table_release(&table);
	table = growth(&options, 0);
	assert_true(number_at(&table, 0, "growth") == 1);
	assert_true(number_at(&table, 1, "growth") == -1);
	mizan_table_release(&table);
}

/* A misspelt name would else be a fact: nobody was killed. */
static void a_name_that_no_event_has_gives_no_number(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_event events[2];
	for (size_t i = 0; i < 2; i++) {
		events[i] = fixture_event("PAK", mizan_date_make(2020 + (int)i, 5, 1), 7);
		events[i].side_a = test_slice(i == 0 ? "BLA" : "TTP");
		events[i].side_b = test_slice("Civilians");
		events[i].admin1 = test_slice("Balochistan");
	}
	fixture_release("test", MIZAN_COMPLETE, 2020, 2021, events, 2);
	struct mizan_series_options options = deaths_of("PAK");
	options.actor = "TTTP";
	struct mizan_table table = series(&options);
	assert_int_equal(table.row_count, 0);
	assert_true(has_note(&table, "test: no event has 'TTTP' as its side"));
	mizan_table_release(&table);
	/* It is in another year: 0 in this one. Case does not count, as with figures. */
	options.actor = "ttp";
	table = series(&options);
	assert_true(number_at(&table, 0, "value") == 0);
	assert_true(number_at(&table, 1, "value") == 7);
	mizan_table_release(&table);
	options.actor = NULL;
	options.area = "Nowhere";
	table = series(&options);
	assert_int_equal(table.row_count, 0);
	assert_true(has_note(&table, "no event has 'Nowhere' as its province"));
	mizan_table_release(&table);
}

/* A condition on a point finds none of the events whose points are withheld. */
static void what_the_public_cannot_see_is_no_zero(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_error error = {0};
	struct mizan_event events[2];
	for (size_t i = 0; i < 2; i++) {
		events[i] = fixture_event("PAK", mizan_date_make(2024, 2 + 9 * (int)i, 10), 7);
		events[i].latitude = 33;
		events[i].longitude = 70;
	}
	fixture_release("test", MIZAN_COMPLETE, 2024, 2024, events, 2);
	struct mizan_series_options options = deaths_of("PAK");
	options.where = "latitude > 32";
	struct mizan_table table = series(&options);
	assert_true(number_at(&table, 0, "value") == 14);
	mizan_table_release(&table);
	/* From 17 September 2024 on events are withheld. */
	CHECK(mizan_store_publish(fixture.database, mizan_date_make(2024, 12, 16), &error));
	table = series(&options);
	assert_int_equal(table.row_count, 0);
	assert_true(has_note(&table, "the condition needs what is withheld of events since "
				     "2024-09-17"));
	mizan_table_release(&table);
	options.period = MIZAN_MONTHLY;
	table = series(&options);
	assert_int_equal(table.row_count, 8);
	assert_true(number_at(&table, 1, "value") == 7);
	mizan_table_release(&table);
	/* What is not withheld may be asked. */
	options.period = MIZAN_YEARLY;
	options.where = "deaths_best > 3";
	table = series(&options);
	assert_true(number_at(&table, 0, "value") == 14);
	mizan_table_release(&table);
}

static void actors_and_areas_narrow_a_series(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_event events[4];
	static const char *const sides[4][2] = {{"Government of Pakistan", "TTP"},
		{"TTP", "Civilians"}, {"BLA", "Civilians"}, {"BLA", "TTP"}};
	static const char *const areas[4] = {"Khyber Pakhtunkhwa", "Khyber Pakhtunkhwa province",
		"Balochistan", "Federally Administered Tribal Areas"};
	for (size_t i = 0; i < 4; i++) {
		events[i] = fixture_event("PAK", mizan_date_make(2020, 5, 1), 1 << i);
		events[i].side_a = test_slice(sides[i][0]);
		events[i].side_b = test_slice(sides[i][1]);
		events[i].admin1 = test_slice(areas[i]);
	}
	fixture_release("test", MIZAN_COMPLETE, 2020, 2020, events, 4);
	struct mizan_series_options options = deaths_of("PAK");
	options.actor = "TTP";
	struct mizan_table table = series(&options);
	assert_true(number_at(&table, 0, "value") == 1 + 2 + 8);
	assert_true(has_note(&table, "whoever caused them"));
	mizan_table_release(&table);
	options.actor = NULL;
	options.area = "Balochistan";
	table = series(&options);
	assert_true(number_at(&table, 0, "value") == 4);
	mizan_table_release(&table);
	options.area = NULL;
	options.where = "side_b = 'Civilians'";
	table = series(&options);
	assert_true(number_at(&table, 0, "value") == 2 + 4);
	mizan_table_release(&table);
}

/* UCDP's table by country and year 25.1: best estimates of organised violence in Pakistan. */
static void pakistan_has_the_series_that_ucdp_published(void **state)
{
	(void)state;
	static const char *const pakistan[] = {"ucdp/ged_pakistan_1989_2021_hdx.csv"};
	fixture_import(pakistan, 1);
	static const double published[] = {483, 293, 409};
	struct mizan_series_options options = deaths_of("PAK");
	options.from = mizan_date_make(2018, 1, 1);
	options.to = mizan_date_make(2020, 12, 31);
	struct mizan_table table = series(&options);
	assert_int_equal(table.row_count, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_true(number_at(&table, i, "value") == published[i]);
	}
	mizan_table_release(&table);
	table = growth(&options, 0);
	/* 2018 against 2017, which lies before the period asked for, 2019 and 2020. */
	assert_int_equal(table.row_count, 3);
	assert_near(number_at(&table, 1, "growth"), 293.0 / 483 - 1, 1e-12);
	assert_near(number_at(&table, 2, "growth"), 409.0 / 293 - 1, 1e-12);
	mizan_table_release(&table);
}

/* A condition that leaves nothing out has the events read one by one, its absence their sums. */
static void sums_by_month_give_what_the_events_give(void **state)
{
	(void)state;
	static const char *const pakistan[] = {"ucdp/ged_pakistan_1989_2021_hdx.csv"};
	static const char *const indicators[] = {"deaths", "attacks", "civilian-deaths"};
	fixture_import(pakistan, 1);
	for (size_t i = 0; i < TEST_COUNT(indicators); i++) {
		struct mizan_series_options options = deaths_of(i == 1 ? NULL : "PAK");
		options.indicator = indicators[i];
		options.period = MIZAN_MONTHLY;
		struct mizan_table summed = series(&options);
		options.where = "1";
		struct mizan_table read = series(&options);
		assert_true(read.row_count > 300);
		assert_int_equal(summed.row_count, read.row_count);
		for (size_t row = 0; row < read.row_count; row++) {
			for (int k = 0; k < 3; k++) {
				static const char *const columns[] = {"value", "low", "high"};
				double one = number_at(&summed, row, columns[k]);
				double other = number_at(&read, row, columns[k]);
				assert_true(isnan(other) ? isnan(one) : one == other);
			}
		}
		mizan_table_release(&summed);
		mizan_table_release(&read);
	}
}

/* ---- Figures ------------------------------------------------------------------------------ */

static void the_newest_edition_is_current_and_the_own_before_a_relay(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_figure figures[4];
	/* IEP gave 490 attacks for 2023 in one edition and 517 in the next. */
	figures[0] = figure("IEP", "GTI 2024", "2024-02", "2023", 490);
	figures[1] = figure("IEP", "GTI 2025", "2025-03", "2023", 517);
	figures[2] = figure("IEP", "GTI 2026", "2026-03", "2023", 500);
	figures[2].relayed_by = "Some daily";
	figures[3] = figure("PICSS", NULL, "2023-12", "2023", 645);
	fixture_figures(figures, 4);
	struct mizan_series_options options = deaths_of("PAK");
	struct mizan_table table = series(&options);
	assert_int_equal(table.row_count, 4);
	static const double values[] = {517, 490, 500, 645};
	static const double current[] = {1, 0, 0, 1};
	for (size_t i = 0; i < 4; i++) {
		assert_true(number_at(&table, i, "value") == values[i]);
		assert_true(number_at(&table, i, "current") == current[i]);
		assert_string_equal(text_at(&table, i, "origin"), "figures");
		assert_string_equal(text_at(&table, i, "period"), "2023");
	}
	assert_string_equal(text_at(&table, 2, "relayed_by"), "Some daily");
	assert_true(has_source(&table, "GTI 2025"));
	mizan_table_release(&table);
	options.source = "PICSS";
	table = series(&options);
	assert_int_equal(table.row_count, 1);
	mizan_table_release(&table);
}

static void definitions_of_one_publisher_stand_apart(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_figure figures[3];
	figures[0] = figure("PICSS", "2024", "2025-01", "2024", 1612);
	figures[1] = figure("PICSS", "2024", "2025-01", "2024", 2546);
	figures[1].counts_what = "with militants";
	figures[2] = figure("PICSS", "2024", "2025-01", "2024", 10);
	figures[2].actor = "TTP";
	fixture_figures(figures, 3);
	struct mizan_series_options options = deaths_of("PAK");
	struct mizan_table table = series(&options);
	/* The one that names an actor answers another question. */
	assert_int_equal(table.row_count, 2);
	assert_true(number_at(&table, 0, "current") == 1);
	assert_true(number_at(&table, 1, "current") == 1);
	mizan_table_release(&table);
	options.actor = "ttp";
	table = series(&options);
	assert_int_equal(table.row_count, 1);
	assert_true(number_at(&table, 0, "value") == 10);
	mizan_table_release(&table);
}

static void a_period_given_in_parts_is_their_sum(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_figure figures[9];
	static const char *const quarters[] = {"2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"};
	static const double values[] = {432, 380, 722, 900};
	for (size_t i = 0; i < 4; i++) {
		figures[i] = figure("CRSS", quarters[i], "2025-01", quarters[i], values[i]);
		figures[i].url = "https://example.org/used";
	}
	/* An older edition of a quarter; a publisher with one quarter alone; another with all. */
	figures[4] = figure("CRSS", "first count", "2024-04", "2024-Q1", 400);
	figures[4].url = "https://example.org/old";
	figures[5] = figure("PIPS", "2024-Q1", "2024-04", "2024-Q1", 99);
	figures[5].url = "https://example.org/alone";
	figures[6] = figure("IEP", "GTI 2025", "2025-03", "2024", 1081);
	figures[7] = figure("IEP", "GTI 2025", "2025-03", "2024-Q1", 1);
	figures[8] = figure("IEP", "GTI 2025", "2025-03", "2023", 748);
	fixture_figures(figures, 9);
	struct mizan_series_options options = deaths_of("PAK");
	for (int whole = 0; whole < 2; whole++) {
		options.period = whole ? MIZAN_WHOLE : MIZAN_YEARLY;
		options.from = mizan_date_make(2024, 1, 1);
		options.to = mizan_date_make(2024, 12, 31);
		struct mizan_table table = series(&options);
		assert_int_equal(table.row_count, 2);
		assert_string_equal(text_at(&table, 0, "publisher"), "CRSS");
		assert_true(number_at(&table, 0, "value") == 432 + 380 + 722 + 900);
		assert_string_equal(text_at(&table, 0, "edition"), "sum of 4 quarters");
		assert_true(number_at(&table, 0, "current") == 1);
		/* What is given whole is not summed. */
		assert_true(number_at(&table, 1, "value") == 1081);
		assert_true(has_source(&table, "/used"));
		/* What the numbers do not rest on is no source of theirs. */
		assert_false(has_source(&table, "/alone"));
		assert_false(has_source(&table, "/old"));
		mizan_table_release(&table);
	}
	options.period = MIZAN_WHOLE;
	options.to = mizan_date_make(2024, 9, 30);
	struct mizan_table table = series(&options);
	assert_int_equal(table.row_count, 1);
	assert_true(number_at(&table, 0, "value") == 432 + 380 + 722);
	assert_string_equal(text_at(&table, 0, "edition"), "sum of 3 quarters");
	assert_string_equal(text_at(&table, 0, "period"), "2024-01..2024-09");
	mizan_table_release(&table);
}

static void scores_and_ranks_are_never_added_up(void **state)
{
	(void)state;
	fixture_new();
	static const char *const indicators[] = {"score", "rank", "fighters", "share"};
	static const char *const quarters[] = {"2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"};
	struct mizan_figure figures[16];
	for (size_t i = 0; i < 16; i++) {
		figures[i] = figure("IEP", "x", "2025-01", quarters[i % 4], 8);
		figures[i].indicator = indicators[i / 4];
	}
	fixture_figures(figures, 16);
	for (size_t i = 0; i < 4; i++) {
		struct mizan_series_options options = deaths_of("PAK");
		options.indicator = indicators[i];
		struct mizan_table table = series(&options);
		assert_int_equal(table.row_count, 0);
		mizan_table_release(&table);
		options.period = MIZAN_QUARTERLY;
		table = series(&options);
		assert_int_equal(table.row_count, 4);
		mizan_table_release(&table);
	}
}

static void rows_are_sorted_by_origin_publisher_and_period(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_event event = fixture_event("PAK", mizan_date_make(2020, 5, 1), 5);
	fixture_release("zeta", MIZAN_COMPLETE, 2019, 2020, &event, 1);
	fixture_release("alpha", MIZAN_COMPLETE, 2019, 2020, &event, 1);
	struct mizan_figure figures[3];
	figures[0] = figure("PICSS", NULL, NULL, "2020", 1);
	figures[1] = figure("IEP", NULL, NULL, "2020", 1);
	figures[2] = figure("IEP", NULL, NULL, "2019", 1);
	fixture_figures(figures, 3);
	struct mizan_series_options options = deaths_of("PAK");
	struct mizan_table table = series(&options);
	static const char *const order[] = {
		"alpha", "alpha", "zeta", "zeta", "IEP", "IEP", "PICSS"};
	assert_int_equal(table.row_count, 7);
	for (size_t i = 0; i < 7; i++) {
		assert_string_equal(text_at(&table, i, "publisher"), order[i]);
		assert_string_equal(
			text_at(&table, i, "period"), i % 2 || i == 6 ? "2020" : "2019");
	}
	mizan_table_release(&table);
	/* With a condition over events, figures are left out. */
	options.where = "1";
	table = series(&options);
	assert_int_equal(table.row_count, 4);
	mizan_table_release(&table);
}

static void wrong_questions_are_refused(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_error error = {0};
	struct mizan_table table = {0};
	struct mizan_series_options options = deaths_of("PAK");
	options.indicator = "happiness";
	assert_int_equal(mizan_series_store(fixture.database, &options, &table, NULL, &error),
		MIZAN_ERROR_USAGE);
	assert_non_null(strstr(error.what, "happiness"));
	assert_non_null(strstr(error.advice, "deaths"));
	options.indicator = NULL;
	assert_int_equal(mizan_series_store(fixture.database, &options, &table, NULL, &error),
		MIZAN_ERROR_USAGE);
	options = deaths_of("PAK");
	options.period = MIZAN_WHOLE;
	assert_int_equal(mizan_series_store(fixture.database, &options, &table, NULL, &error),
		MIZAN_ERROR_USAGE);
	enum mizan_period period = MIZAN_WHOLE;
	assert_true(mizan_period_from_word("quarter", &period) && period == MIZAN_QUARTERLY);
	assert_false(mizan_period_from_word("decade", &period));
	mizan_table_release(&table);
}

/* ---- Growth ------------------------------------------------------------------------------- */

/* IEP, GTI 2025: 1,081 deaths in Pakistan in 2024 against 748 in 2023, "an increase of 45 per
 * cent". GTI 2026: 1,139 in 2025, "6 per cent". */
static void growth_is_as_iep_says(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_figure figures[3];
	figures[0] = figure("IEP", "GTI 2024", "2024-02", "2023", 748);
	figures[1] = figure("IEP", "GTI 2025", "2025-03", "2024", 1081);
	figures[2] = figure("IEP", "GTI 2026", "2026-03", "2025", 1139);
	fixture_figures(figures, 3);
	struct mizan_series_options options = deaths_of("PAK");
	struct mizan_table table = growth(&options, 0);
	assert_int_equal(table.row_count, 2);
	assert_true(round(100 * number_at(&table, 0, "growth")) == 45);
	assert_true(number_at(&table, 0, "change") == 333);
	assert_string_equal(text_at(&table, 0, "former_period"), "2023");
	assert_near(number_at(&table, 1, "growth"), 1139.0 / 1081 - 1, 1e-12);
	assert_true(has_note(&table, "2024 is from GTI 2025 and 2023 from GTI 2024"));
	assert_true(isnan(number_at(&table, 0, "growth_low")));
	mizan_table_release(&table);
	/* One year asked for: against the year before, which lies outside. */
	options.from = mizan_date_make(2025, 1, 1);
	options.to = mizan_date_make(2025, 12, 31);
	table = growth(&options, 0);
	assert_int_equal(table.row_count, 1);
	assert_string_equal(text_at(&table, 0, "period"), "2025");
	mizan_table_release(&table);
}

static void ranges_of_growth_take_the_worst_of_both_ends(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_event events[3];
	events[0] = fixture_event("PAK", mizan_date_make(2018, 5, 1), 100);
	events[0].deaths_low = 80;
	events[0].deaths_high = 125;
	events[1] = fixture_event("PAK", mizan_date_make(2019, 5, 1), 150);
	events[1].deaths_low = 125;
	events[1].deaths_high = 200;
	events[2] = fixture_event("PAK", mizan_date_make(2021, 5, 1), 10);
	fixture_release("test", MIZAN_COMPLETE, 2018, 2021, events, 3);
	struct mizan_series_options options = deaths_of("PAK");
	struct mizan_table table = growth(&options, 0);
	assert_int_equal(table.row_count, 3);
	assert_near(number_at(&table, 0, "growth"), 0.5, 1e-12);
	assert_near(number_at(&table, 0, "growth_low"), 0, 1e-12);    /* 125 / 125 */
	assert_near(number_at(&table, 0, "growth_high"), 1.5, 1e-12); /* 200 / 80 */
	assert_near(number_at(&table, 1, "growth"), -1, 1e-12);       /* to nothing */
	/* From nothing: by how much it grew cannot be said. */
	assert_true(number_at(&table, 2, "former") == 0);
	assert_true(number_at(&table, 2, "change") == 10);
	assert_true(isnan(number_at(&table, 2, "growth")));
	assert_true(isnan(number_at(&table, 2, "growth_low")));
	assert_true(isnan(number_at(&table, 2, "growth_high")));
	mizan_table_release(&table);
}

static void three_quarters_stand_against_the_whole_year_before(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_event events[16];
	for (size_t i = 0; i < 16; i++) {
		/* 10 deaths a month in 2023; in 2024 40 in each of January to April. */
		int year = i < 12 ? 2023 : 2024, month = (int)i % 12 + 1;
		events[i] =
			fixture_event("PAK", mizan_date_make(year, month, 15), i < 12 ? 10 : 40);
	}
	fixture_release("test", MIZAN_COMPLETE, 2023, 2024, events, 16);
	struct mizan_figure figures[4];
	figures[0] = figure("CRSS", "Q1", "2024-10", "2024-Q1", 432);
	figures[1] = figure("CRSS", "Q2", "2024-10", "2024-Q2", 380);
	figures[2] = figure("CRSS", "Q3", "2024-10", "2024-Q3", 722);
	figures[3] = figure("CRSS", "2023", "2024-01", "2023", 1523);
	fixture_figures(figures, 4);
	struct mizan_series_options options = deaths_of("PAK");
	options.from = mizan_date_make(2024, 1, 1);
	options.to = mizan_date_make(2024, 12, 31);
	static const double events_by[] = {120, 160, 160};
	for (int quarters = 1; quarters <= 3; quarters++) {
		struct mizan_table table = growth(&options, quarters);
		size_t row = row_with(&table, "publisher", "test");
		assert_true(number_at(&table, row, "value") == events_by[quarters - 1]);
		assert_true(number_at(&table, row, "former") == 120);
		assert_string_equal(text_at(&table, row, "former_period"), "2023");
		row = row_with(&table, "publisher", "CRSS");
		assert_true(number_at(&table, row, "former") == 1523);
		if (quarters == 3) {
			/* "nearly equal to the whole year before" */
			assert_true(number_at(&table, row, "value") == 1534);
			assert_near(number_at(&table, row, "growth"), 1534.0 / 1523 - 1, 1e-12);
			assert_string_equal(text_at(&table, row, "period"), "2024-01..2024-09");
		} else {
			assert_true(number_at(&table, row, "value") == (quarters == 1 ? 432 : 812));
		}
		assert_int_equal(table.row_count, 2);
		mizan_table_release(&table);
	}
	struct mizan_error error = {0};
	struct mizan_table table = {0};
	struct mizan_growth_options wrong = {.series = options, .part_year = 4};
	assert_int_equal(mizan_growth_store(fixture.database, &wrong, &table, NULL, &error),
		MIZAN_ERROR_USAGE);
	mizan_table_release(&table);
	wrong.part_year = 3;
	wrong.series.from = MIZAN_DATE_UNKNOWN;
	assert_int_equal(mizan_growth_store(fixture.database, &wrong, &table, NULL, &error),
		MIZAN_ERROR_USAGE);
	mizan_table_release(&table);
}

static void quarters_grow_on_the_quarter_before(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_event events[2];
	events[0] = fixture_event("PAK", mizan_date_make(2019, 12, 31), 10);
	events[1] = fixture_event("PAK", mizan_date_make(2020, 1, 1), 15);
	fixture_release("test", MIZAN_COMPLETE, 2019, 2020, events, 2);
	struct mizan_series_options options = deaths_of("PAK");
	options.period = MIZAN_QUARTERLY;
	options.from = mizan_date_make(2020, 1, 1);
	options.to = mizan_date_make(2020, 3, 31);
	struct mizan_table table = growth(&options, 0);
	assert_int_equal(table.row_count, 1);
	assert_string_equal(text_at(&table, 0, "period"), "2020-Q1");
	assert_string_equal(text_at(&table, 0, "former_period"), "2019-Q4");
	assert_near(number_at(&table, 0, "growth"), 0.5, 1e-12);
	mizan_table_release(&table);
}

/* ---- Actors ------------------------------------------------------------------------------- */

static struct mizan_table actors(const char *country, int year, int64_t floor)
{
	struct mizan_error error = {0};
	struct mizan_table table = {0};
	CHECK(mizan_growth_actors_store(
		fixture.database, country, NULL, year, floor, &table, NULL, &error));
	return table;
}

static void actors_above_the_floor_are_ranked_by_growth(void **state)
{
	(void)state;
	fixture_new();
	static const struct {
		const char *actor;
		int32_t before, now;
	} all[] = {{"TTP", 30, 60}, {"BLA", 25, 75}, {"ISK", 24, 240}, {"LeI", 40, 80},
		{"Gone", 50, 0}, {"New", 0, 90}, {"Falling", 100, 50}};
	struct mizan_event events[14];
	size_t count = 0;
	for (size_t i = 0; i < TEST_COUNT(all); i++) {
		for (int year = 2019; year <= 2020; year++) {
			int32_t deaths = year == 2019 ? all[i].before : all[i].now;
			if (deaths > 0) {
				events[count] =
					fixture_event("PAK", mizan_date_make(year, 3, 3), deaths);
				events[count].side_a = test_slice(all[i].actor);
				events[count++].side_b = test_slice("Civilians");
			}
		}
	}
	fixture_release("test", MIZAN_COMPLETE, 2019, 2020, events, count);
	struct mizan_table table = actors("PAK", 2020, 25);
	/* Civilians: 269 and 595, a side of every event. */
	static const char *const order[] = {"BLA", "Civilians", "LeI", "TTP", "Falling"};
	static const double ranks[] = {1, 2, 3, 3, 5};
	assert_int_equal(table.row_count, 5);
	for (size_t i = 0; i < 5; i++) {
		assert_string_equal(text_at(&table, i, "actor"), order[i]);
		assert_true(number_at(&table, i, "rank") == ranks[i]);
	}
	assert_near(number_at(&table, 0, "growth"), 2, 1e-12);
	assert_true(number_at(&table, 1, "former") == 30 + 25 + 24 + 40 + 50 + 100);
	/* ISK is below the floor, New has nothing before, Gone has nothing since. */
	assert_true(has_note(&table, "at least 25 deaths in 2019; 3 others"));
	assert_true(has_source(&table, "test"));
	mizan_table_release(&table);
	table = actors("PAK", 2020, 24);
	assert_string_equal(text_at(&table, 0, "actor"), "ISK");
	mizan_table_release(&table);
	/* 2021 is not covered: nothing can be said. */
	table = actors("PAK", 2021, 25);
	assert_int_equal(table.row_count, 0);
	assert_true(has_note(&table, "does not cover 2020 and 2021"));
	mizan_table_release(&table);
	struct mizan_error error = {0};
	assert_int_equal(mizan_growth_actors_store(
				 fixture.database, "PAK", NULL, 0, 25, &table, NULL, &error),
		MIZAN_ERROR_USAGE);
	mizan_table_release(&table);
}

/* GTI 2025: TTP 558 deaths in 2024 against 293 in 2023, "an increase of 90 per cent". */
static void figures_of_actors_are_ranked_apart_and_have_their_sources(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_figure figures[4];
	figures[0] = figure("IEP", "GTI 2024", "2024-02", "2023", 293);
	figures[1] = figure("IEP", "GTI 2025", "2025-03", "2024", 558);
	figures[2] = figure("IEP", "GTI 2025", "2025-03", "2024", 585);
	figures[2].relayed_by = "Some daily";
	figures[3] = figure("IEP", "GTI 2025", "2025-03", "2024", 10);
	for (size_t i = 0; i < 4; i++) {
		figures[i].actor = i == 3 ? "Unheard of" : "TTP";
		figures[i].url = i == 2 ? "https://example.org/relay" : "https://example.org/gti";
	}
	fixture_figures(figures, 4);
	struct mizan_table table = actors("PAK", 2024, 25);
	assert_int_equal(table.row_count, 1);
	assert_string_equal(text_at(&table, 0, "origin"), "figures");
	assert_true(number_at(&table, 0, "deaths") == 558);
	assert_true(round(100 * number_at(&table, 0, "growth")) == 90);
	assert_true(has_source(&table, "https://example.org/gti"));
	assert_false(has_source(&table, "relay"));
	mizan_table_release(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(inside_a_release_no_event_is_0_and_outside_there_is_no_row),
		cmocka_unit_test(years_between_two_releases_have_no_row),
		cmocka_unit_test(samples_have_no_rows_and_are_named),
		cmocka_unit_test(events_without_a_count_are_not_0_deaths),
		cmocka_unit_test(a_name_that_no_event_has_gives_no_number),
		cmocka_unit_test(what_the_public_cannot_see_is_no_zero),
		cmocka_unit_test(actors_and_areas_narrow_a_series),
		cmocka_unit_test(pakistan_has_the_series_that_ucdp_published),
		cmocka_unit_test(sums_by_month_give_what_the_events_give),
		cmocka_unit_test(the_newest_edition_is_current_and_the_own_before_a_relay),
		cmocka_unit_test(definitions_of_one_publisher_stand_apart),
		cmocka_unit_test(a_period_given_in_parts_is_their_sum),
		cmocka_unit_test(scores_and_ranks_are_never_added_up),
		cmocka_unit_test(rows_are_sorted_by_origin_publisher_and_period),
		cmocka_unit_test(wrong_questions_are_refused),
		cmocka_unit_test(growth_is_as_iep_says),
		cmocka_unit_test(ranges_of_growth_take_the_worst_of_both_ends),
		cmocka_unit_test(three_quarters_stand_against_the_whole_year_before),
		cmocka_unit_test(quarters_grow_on_the_quarter_before),
		cmocka_unit_test(actors_above_the_floor_are_ranked_by_growth),
		cmocka_unit_test(figures_of_actors_are_ranked_apart_and_have_their_sources),
	};
	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
