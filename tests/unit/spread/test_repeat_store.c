/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Near repeats and self-exciting processes over a store: what is left out, what is refused. */
#include <mizan/source.h>

#include "../fixture.h"

#include <mizan/spread.h>

#define MADE 200

/* An event each third day, one of ten points in turn, two groups in turn. */
static void make_events(struct mizan_event events[MADE])
{
	for (int i = 0; i < MADE; i++) {
		events[i] = fixture_event("PAK", mizan_date_make(2019, 1, 1) + 3 * i, 1);
		events[i].latitude = 30 + 0.002 * (i % 10);
		events[i].longitude = 70;
		events[i].place_precision = 1;
		events[i].violence = MIZAN_ONE_SIDED;
		events[i].side_a = test_slice(i % 2 ? "Group 1" : "Group 2");
		events[i].admin1 = test_slice(i % 4 ? "Sindh" : "Balochistan");
	}
}

static void open_made(enum mizan_coverage coverage)
{
	struct mizan_event events[MADE];
	make_events(events);
	events[0].date_precision = MIZAN_DATE_WEEK;
	events[1].date_end += 2;
	events[2].place_precision = MIZAN_PLACE_ADMIN1;
	events[3].latitude = events[3].longitude = (double)NAN;
	fixture_new();
	fixture_release("made", coverage, 2019, 2020, events, MADE);
}

static struct mizan_table near_repeat(const struct mizan_near_repeat_query *query)
{
	struct mizan_error error;
	struct mizan_table table = {0};
	CHECK(mizan_near_repeat_store(fixture.database, query, &table, NULL, &error));
	return table;
}

static struct mizan_table hawkes(const struct mizan_hawkes_query *query)
{
	struct mizan_error error;
	struct mizan_table table = {0};
	CHECK(mizan_hawkes_store(fixture.database, query, &table, NULL, &error));
	return table;
}

static const struct mizan_near_repeat_query all_pairs = {.country = "PAK",
	.from = MIZAN_DATE_UNKNOWN,
	.to = MIZAN_DATE_UNKNOWN,
	.options = {.permutations = 99, .seed = 1}};
static const struct mizan_hawkes_query all_events = {
	.country = "PAK", .from = MIZAN_DATE_UNKNOWN, .to = MIZAN_DATE_UNKNOWN};

static void events_without_day_or_place_are_left_out_and_counted(void **state)
{
	(void)state;
	open_made(MIZAN_COMPLETE);
	struct mizan_table table = near_repeat(&all_pairs);
	assert_int_equal(table.row_count, 25);
	assert_near(number_at(&table, 0, "events"), MADE - 4, 0);
	assert_true(has_note(&table, "left out: 2 events not known to the day"));
	assert_true(has_note(&table, "left out: 1 event without a point"));
	assert_true(has_note(&table, "left out: 1 event whose place"));
	assert_true(has_source(&table, "made, version 1.0"));
	mizan_table_release(&table);
	/* A self-exciting process needs no place. */
	table = hawkes(&all_events);
	assert_near(number_at(&table, 0, "events"), MADE - 2, 0);
	assert_true(has_note(&table, "left out: 2 events not known to the day"));
	mizan_table_release(&table);
}

static void a_coarser_precision_takes_coarser_places(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_near_repeat_query query = all_pairs;
	open_made(MIZAN_COMPLETE);
	query.precision = MIZAN_PLACE_ADMIN1;
	struct mizan_table table = near_repeat(&query);
	assert_near(number_at(&table, 0, "events"), MADE - 3, 0);
	mizan_table_release(&table);
	query.precision = 8;
	assert_int_equal(mizan_near_repeat_store(fixture.database, &query, &table, NULL, &error),
		MIZAN_ERROR_USAGE);
}

static void a_sample_is_refused_with_the_reason(void **state)
{
	(void)state;
	open_made(MIZAN_SAMPLE);
	struct mizan_table table = near_repeat(&all_pairs);
	assert_int_equal(table.row_count, 0);
	assert_true(has_note(&table, "made is a sample and is refused"));
	mizan_table_release(&table);
	table = hawkes(&all_events);
	assert_int_equal(table.row_count, 0);
	assert_true(has_note(&table, "made is a sample and is refused"));
	mizan_table_release(&table);
}

static void two_sources_are_never_mixed(void **state)
{
	(void)state;
	struct mizan_event events[MADE];
	open_made(MIZAN_COMPLETE);
	make_events(events);
	fixture_release("another", MIZAN_COMPLETE, 2019, 2020, events, MADE);
	struct mizan_table table = near_repeat(&all_pairs);
	assert_int_equal(table.row_count, 50);
	assert_near(number_at(&table, row_with(&table, "source", "made"), "events"), MADE - 4, 0);
	assert_near(number_at(&table, row_with(&table, "source", "another"), "events"), MADE, 0);
	mizan_table_release(&table);
	struct mizan_hawkes_query query = all_events;
	query.source = "another";
	table = hawkes(&query);
	assert_int_equal(row_with(&table, "source", "made"), SIZE_MAX);
	assert_near(number_at(&table, 0, "events"), MADE, 0);
	mizan_table_release(&table);
}

static void one_place_one_day_and_too_few_have_a_word(void **state)
{
	(void)state;
	struct mizan_event events[MADE];
	make_events(events);
	for (int i = 0; i < MADE; i++) {
		events[i].latitude = 30;
	}
	fixture_new();
	fixture_release("made", MIZAN_COMPLETE, 2019, 2020, events, MADE);
	struct mizan_table table = near_repeat(&all_pairs);
	assert_int_equal(table.row_count, 0);
	assert_true(has_note(&table, "all events are at one point"));
	mizan_table_release(&table);
	make_events(events);
	for (int i = 0; i < MADE; i++) {
		events[i].date_start = events[i].date_end = mizan_date_make(2019, 5, 5);
	}
	fixture_new();
	fixture_release("made", MIZAN_COMPLETE, 2019, 2020, events, MADE);
	table = near_repeat(&all_pairs);
	assert_true(has_note(&table, "all events are on one day"));
	mizan_table_release(&table);
	table = hawkes(&all_events);
	assert_string_equal(text_at(&table, 0, "standing"), "one-time");
	assert_string_equal(text_at(&table, 0, "words"),
		"All events are on one day: nothing follows anything.");
	mizan_table_release(&table);
	fixture_new();
	fixture_release("made", MIZAN_COMPLETE, 2019, 2020, events, 5);
	table = near_repeat(&all_pairs);
	assert_true(has_note(&table, "5 events are precise enough; fewer than 20 say nothing"));
	mizan_table_release(&table);
	table = hawkes(&all_events);
	assert_string_equal(text_at(&table, 0, "standing"), "too-few");
	mizan_table_release(&table);
}

static void the_last_90_days_of_a_public_handle_are_left_out(void **state)
{
	(void)state;
	struct mizan_error error;
	open_made(MIZAN_COMPLETE);
	/* The last event is on 2020-08-21. */
	CHECK(mizan_store_publish(fixture.database, mizan_date_make(2020, 9, 1), &error));
	struct mizan_table table = near_repeat(&all_pairs);
	double left = number_at(&table, 0, "events");
	assert_true(left < MADE - 20);
	assert_true(has_note(&table, "events of the last 90 days"));
	mizan_table_release(&table);
	table = hawkes(&all_events);
	assert_near(number_at(&table, 0, "events"), left + 2, 0);
	assert_true(has_note(&table, "events of the last 90 days"));
	mizan_table_release(&table);
}

static void years_that_no_release_covers_are_told(void **state)
{
	(void)state;
	struct mizan_event events[MADE];
	make_events(events);
	fixture_new();
	fixture_release("made", MIZAN_COMPLETE, 2019, 2019, events, 100);
	for (int i = 0; i < MADE; i++) {
		events[i].date_start = events[i].date_end += 3 * 365 + 1;
	}
	fixture_release("made", MIZAN_COMPLETE, 2022, 2023, events, 100);
	struct mizan_table table = hawkes(&all_events);
	assert_true(has_note(&table, "no release covers 2020-01-01 to 2021-12-31"));
	mizan_table_release(&table);
	table = near_repeat(&all_pairs);
	assert_true(has_note(&table, "no release covers 2020-01-01 to 2021-12-31"));
	mizan_table_release(&table);
	fixture_new();
	fixture_release("made", MIZAN_COMPLETE, 2022, 2023, events, 100);
	table = hawkes(&all_events);
	assert_false(has_note(&table, "no release covers"));
	mizan_table_release(&table);
}

static void groups_are_those_asked_for(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_hawkes_query query = all_events;
	open_made(MIZAN_COMPLETE);
	query.by = "actor";
	struct mizan_table table = hawkes(&query);
	assert_int_equal(table.row_count, 5);
	assert_string_equal(text_at(&table, 4, "of"), "all");
	mizan_table_release(&table);
	query.by = "province";
	table = hawkes(&query);
	assert_string_equal(text_at(&table, 0, "of"), "Sindh");
	assert_string_equal(text_at(&table, 1, "after"), "Balochistan");
	mizan_table_release(&table);
	const struct mizan_hawkes_query wrong[] = {{.by = "village"}, {.rule = "first"},
		{.baseline = "month"}, {.where = "no such column = 1"}};
	for (size_t i = 0; i < TEST_COUNT(wrong); i++) {
		struct mizan_table none = {0};
		assert_int_equal(
			mizan_hawkes_store(fixture.database, &wrong[i], &none, NULL, &error),
			MIZAN_ERROR_USAGE);
		mizan_table_release(&none);
	}
}

/* UCDP's events of Pakistan: a claim of the literature, and a caution that has to be there. */
static void attacks_in_pakistan_repeat_nearby_within_a_week(void **state)
{
	(void)state;
	static const char *const names[] = {"ucdp/ged_pakistan_1989_2021_hdx.csv"};
	fixture_import(names, 1);
	struct mizan_near_repeat_query query = all_pairs;
	query.from = mizan_date_make(2008, 1, 1);
	query.to = mizan_date_make(2014, 12, 31);
	struct mizan_table table = near_repeat(&query);
	assert_true(number_at(&table, 0, "ratio") > number_at(&table, 4, "ratio"));
	assert_near(number_at(&table, 0, "p_adjusted"), 0.01, 1e-9);
	assert_true(has_note(&table, "share day and point with another"));
	assert_true(has_note(&table, "over years violence moves"));
	mizan_table_release(&table);
	table = hawkes(&all_events);
	/* The level moves over 33 years, and that alone passes for excitation. */
	assert_int_equal(table.row_count, 2);
	assert_true(number_at(&table, 1, "ratio") < number_at(&table, 0, "ratio_low"));
	assert_non_null(strstr(text_at(&table, 0, "words"), "the rest is the changing level"));
	mizan_table_release(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_without_day_or_place_are_left_out_and_counted),
		cmocka_unit_test(a_coarser_precision_takes_coarser_places),
		cmocka_unit_test(a_sample_is_refused_with_the_reason),
		cmocka_unit_test(two_sources_are_never_mixed),
		cmocka_unit_test(one_place_one_day_and_too_few_have_a_word),
		cmocka_unit_test(the_last_90_days_of_a_public_handle_are_left_out),
		cmocka_unit_test(years_that_no_release_covers_are_told),
		cmocka_unit_test(groups_are_those_asked_for),
		cmocka_unit_test(attacks_in_pakistan_repeat_nearby_within_a_week),
	};
	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
