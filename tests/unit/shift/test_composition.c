/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compositions: known distances, exact chances, planted shifts, and what is left out. */
#include <mizan/source.h>

#include "../fixture.h"

#include <mizan/shift.h>

static const struct mizan_composition_how how = {.replicates = 199, .seed = 1, .threads = 1};

/* ---- Known answers ------------------------------------------------------------------------ */

static void test_the_distance_is_that_of_jensen_and_shannon(void **unused)
{
	(void)unused;
	struct mizan_error error;
	struct mizan_share shares[2];
	struct mizan_composition composition;
	double counts[24][2];
	struct mizan_composition_data data = {&counts[0][0], 24, 2, 12};
	/* The same on both sides. */
	for (int i = 0; i < 24; i++) {
		counts[i][0] = 3;
		counts[i][1] = 1;
	}
	CHECK(mizan_composition_compare(&data, &how, shares, &composition, &error));
	assert_near(composition.distance, 0, 1e-7);
	assert_near(composition.p_value, 1, 0);
	assert_near(shares[0].share_before, 0.75, 1e-15);
	assert_near(shares[0].difference, 0, 1e-15);
	/* Nothing in common. */
	for (int i = 0; i < 24; i++) {
		counts[i][0] = i < 12;
		counts[i][1] = i >= 12;
	}
	CHECK(mizan_composition_compare(&data, &how, shares, &composition, &error));
	assert_near(composition.distance, 1, 1e-12);
	assert_near(shares[1].difference, 1, 0);
	/* (1/2, 1/2) against (1, 0): the divergence is 3/2 - 3/4 log2(3) bits. */
	for (int i = 0; i < 24; i++) {
		counts[i][0] = i < 12 ? 1 : 2;
		counts[i][1] = i < 12 ? 1 : 0;
	}
	CHECK(mizan_composition_compare(&data, &how, shares, &composition, &error));
	assert_near(composition.distance, sqrt(1.5 - 0.75 * log2(3)), 1e-12);
}

/* Two blocks a side can be put on sides in six ways, of which two are as far apart: the planted one
 * and its mirror. */
static void test_p_values_come_near_the_exact_ones_of_all_orders(void **unused)
{
	(void)unused;
	struct mizan_error error;
	struct mizan_share shares[2];
	struct mizan_composition composition;
	double counts[12][2];
	struct mizan_composition_data data = {&counts[0][0], 12, 2, 6};
	struct mizan_composition_how many = {.replicates = 9999, .seed = 3, .threads = 1};
	for (int i = 0; i < 12; i++) {
		counts[i][0] = i < 6 ? 5 : 1;
		counts[i][1] = i < 6 ? 1 : 5;
	}
	CHECK(mizan_composition_compare(&data, &many, shares, &composition, &error));
	assert_int_equal(composition.block, 3);
	assert_near(composition.p_value, 2.0 / 6, 0.02);
	assert_near(shares[0].p_value, 2.0 / 6, 0.02);
}

static double draw(struct mizan_random *random, double mean)
{
	double product = mizan_random_real(random), least = exp(-mean), count = 0;
	for (; product > least; count++) {
		product *= mizan_random_real(random);
	}
	return count;
}

/* Months in bouts: one month in four has ten times as many events of one kind. */
static void draw_months(struct mizan_random *random, double shift, double counts[48][3])
{
	for (int month = 0; month < 48; month++) {
		double bout = mizan_random_below(random, 4) == 0 ? 10 : 1;
		double more = month >= 24 ? shift : 0;
		counts[month][0] = draw(random, 3 * bout);
		counts[month][1] = draw(random, 4 + more);
		counts[month][2] = draw(random, 2);
	}
}

static void test_bouts_are_not_taken_for_shifts(void **unused)
{
	(void)unused;
	struct mizan_error error;
	int rejected = 0, covered = 0, seen = 0;
	for (uint64_t round = 0; round < 400; round++) {
		struct mizan_random random;
		struct mizan_share shares[3];
		struct mizan_composition composition;
		double counts[48][3];
		struct mizan_composition_data data = {&counts[0][0], 48, 3, 24};
		struct mizan_composition_how of_round = {
			.replicates = 99, .seed = round, .threads = 1};
		mizan_random_init(&random, 9, round);
		draw_months(&random, 0, counts);
		CHECK(mizan_composition_compare(&data, &of_round, shares, &composition, &error));
		rejected += composition.p_value <= 0.05;
		covered += shares[0].low <= 0 && shares[0].high >= 0;
		draw_months(&random, 20, counts);
		CHECK(mizan_composition_compare(&data, &of_round, shares, &composition, &error));
		seen += composition.p_value <= 0.05;
	}
	/* 20 are expected; 8 to 34 hold 99.8 %. */
	assert_in_range(rejected, 8, 34);
	assert_in_range(covered, 366, 400);
	assert_true(seen > 380);
}

static void test_the_same_seed_gives_the_same_bits_on_one_and_two_threads(void **unused)
{
	(void)unused;
	struct mizan_error error;
	struct mizan_random random;
	struct mizan_share one[3], two[3];
	struct mizan_composition first, second;
	double counts[48][3];
	struct mizan_composition_data data = {&counts[0][0], 48, 3, 24};
	struct mizan_composition_how both = how;
	mizan_random_init(&random, 4, 4);
	draw_months(&random, 3, counts);
	CHECK(mizan_composition_compare(&data, &both, one, &first, &error));
	both.threads = 2;
	CHECK(mizan_composition_compare(&data, &both, two, &second, &error));
	assert_memory_equal(one, two, sizeof one);
	assert_memory_equal(&first, &second, sizeof first);
}

static void test_sides_without_counts_or_blocks_are_refused(void **unused)
{
	(void)unused;
	struct mizan_error error = {0};
	struct mizan_share shares[2];
	struct mizan_composition composition;
	double counts[24][2] = {{0}};
	struct mizan_composition_data data = {&counts[0][0], 24, 2, 12};
	counts[20][0] = 4;
	assert_int_equal(mizan_composition_compare(&data, &how, shares, &composition, &error),
		MIZAN_ERROR_USAGE);
	assert_non_null(strstr(error.what, "before"));
	data.before = 4;
	assert_int_equal(mizan_composition_compare(&data, &how, shares, &composition, &error),
		MIZAN_ERROR_USAGE);
	assert_non_null(strstr(error.what, "blocks"));
	data.before = 12;
	counts[3][1] = -1;
	assert_int_equal(mizan_composition_compare(&data, &how, shares, &composition, &error),
		MIZAN_ERROR_USAGE);
	assert_non_null(strstr(error.what, "month 4"));
}

/* ---- Stores ------------------------------------------------------------------------------- */

static void compose(const struct mizan_composition_options *options, struct mizan_table *table)
{
	struct mizan_error error;
	*table = (struct mizan_table){0};
	CHECK(mizan_composition_store(fixture.database, options, table, NULL, &error));
}

static size_t row_of(const struct mizan_table *table, const char *of, const char *part)
{
	for (size_t row = 0; row < table->row_count; row++) {
		if (strcmp(text_at(table, row, "of"), of) == 0 &&
			strcmp(text_at(table, row, "part"), part) == 0) {
			return row;
		}
	}
	fail_msg("no row of %s: %s", of, part);
	return 0;
}

static void test_shares_of_pakistan_add_up_and_agree_with_the_events(void **unused)
{
	(void)unused;
	struct mizan_error error;
	struct mizan_table table, sql = {0};
	struct mizan_composition_options options = {
		.at = "2014-06-15", .country = "PAK", .how = how};
	fixture_import(fixture_ged, FIXTURE_GED);
	compose(&options, &table);
	double shares = 0, before = 0;
	for (size_t row = 0; row < table.row_count; row++) {
		if (strcmp(text_at(&table, row, "of"), "province") == 0 &&
			strcmp(text_at(&table, row, "part"), "all") != 0) {
			shares += number_at(&table, row, "share_after");
			before += number_at(&table, row, "before");
		}
	}
	assert_near(shares, 1, 1e-9);
	assert_near(before, number_at(&table, row_of(&table, "province", "all"), "before"), 0);
	/* Counted the other way: by SQL. Of events in June 2014 none is on a side. */
	CHECK(mizan_store_query(fixture.database,
		"SELECT sum(deaths_civilians) AS civilians FROM event WHERE country = 'PAK' AND "
		"date_precision < 5 AND date_end BETWEEN '2014-07-01' AND '2016-06-30'",
		&sql, NULL, &error));
	assert_near(number_at(&table, row_of(&table, "civilians", "civilians"), "after"),
		number_at(&sql, 0, "civilians"), 0);
	assert_true(has_note(&table, "2012-06 to 2014-05"));
	assert_true(has_note(&table, "2014-07 to 2016-06"));
	assert_true(has_note(&table, "does not tell the tactic"));
	assert_true(has_note(&table, "without it"));
	assert_true(has_source(&table, "UCDP"));
	mizan_table_release(&sql);
	mizan_table_release(&table);
}

static struct mizan_event event_of(int month, int year, const char *province, const char *target)
{
	struct mizan_event event = fixture_event("PAK", mizan_date_make(year, month, 10), 2);
	event.admin1 = test_slice(province);
	event.target = test_slice(target);
	event.deaths_civilians = strcmp(target, "civilians") == 0 ? 2 : 0;
	return event;
}

static size_t planted(struct mizan_event *events)
{
	size_t count = 0;
	for (int year = 2018; year <= 2021; year++) {
		for (int month = 1; month <= 12; month++) {
			const char *target = year < 2020 ? "civilians" : "police";
			events[count++] = event_of(month, year, "Sindh", target);
			events[count++] = event_of(month, year, "Punjab", "civilians");
		}
	}
	return count;
}

static void test_a_planted_shift_of_targets_is_told_and_of_places_is_not(void **unused)
{
	(void)unused;
	struct mizan_event events[100];
	struct mizan_table table;
	struct mizan_composition_options options = {
		.at = "2020-01-01", .country = "PAK", .how = how};
	fixture_new();
	fixture_release("own", MIZAN_COMPLETE, 2018, 2021, events, planted(events));
	compose(&options, &table);
	size_t row = row_of(&table, "target", "police");
	assert_near(number_at(&table, row, "share_before"), 0, 0);
	assert_near(number_at(&table, row, "share_after"), 0.5, 1e-12);
	assert_near(number_at(&table, row, "p_value"), 0.005, 0.02);
	assert_non_null(
		strstr(text_at(&table, row, "words"), "police: 50 % of events after, 0.0 %"));
	row = row_of(&table, "target", "all");
	assert_non_null(strstr(text_at(&table, row, "words"), "it has shifted"));
	row = row_of(&table, "province", "all");
	assert_near(number_at(&table, row, "distance"), 0, 1e-7);
	assert_non_null(strstr(text_at(&table, row, "words"), "may be chance"));
	row = row_of(&table, "civilians", "civilians");
	assert_near(number_at(&table, row, "share_before"), 1, 0);
	assert_near(number_at(&table, row, "difference"), -0.5, 1e-12);
	/* The first of a month cuts none. */
	assert_true(has_note(&table, "24 months before (2018-01 to 2019-12)"));
	assert_false(has_note(&table, "left out"));
	/* All are state-based: nothing to compare. */
	assert_true(has_note(&table, "violence: all are of one kind"));
	mizan_table_release(&table);
}

static void test_too_few_months_samples_and_unknown_days_are_said(void **unused)
{
	(void)unused;
	struct mizan_error error = {0};
	struct mizan_event events[100];
	struct mizan_table table;
	struct mizan_composition_options options = {
		.at = "2021-10-01", .country = "PAK", .how = how};
	fixture_new();
	fixture_release("own", MIZAN_COMPLETE, 2018, 2021, events, planted(events));
	compose(&options, &table);
	assert_int_equal(table.row_count, 0);
	assert_true(has_note(&table, "3 after"));
	mizan_table_release(&table);
	fixture_new();
	fixture_release("own", MIZAN_SAMPLE, 2018, 2021, events, planted(events));
	options.at = "2020-01-01";
	compose(&options, &table);
	assert_int_equal(table.row_count, 0);
	assert_true(has_note(&table, "sample"));
	mizan_table_release(&table);
	table = (struct mizan_table){0};
	options.at = "no-such-milestone";
	assert_int_equal(mizan_composition_store(fixture.database, &options, &table, NULL, &error),
		MIZAN_ERROR_USAGE);
	assert_non_null(strstr(error.what, "neither a day nor a milestone"));
	options.at = "2020-01-01";
	options.country = NULL;
	assert_int_equal(mizan_composition_store(fixture.database, &options, &table, NULL, &error),
		MIZAN_ERROR_USAGE);
	mizan_table_release(&table);
}

static void test_public_output_compares_provinces_of_recent_months_too(void **unused)
{
	(void)unused;
	struct mizan_error error;
	struct mizan_event events[100];
	struct mizan_table table;
	struct mizan_composition_options options = {
		.at = "2021-07-01", .country = "PAK", .how = how};
	fixture_new();
	fixture_release("own", MIZAN_COMPLETE, 2018, 2021, events, planted(events));
	CHECK(mizan_store_publish(fixture.database, mizan_date_make(2021, 12, 31), &error));
	compose(&options, &table);
	assert_near(number_at(&table, row_of(&table, "province", "Sindh"), "after"), 6, 0);
	mizan_table_release(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_distance_is_that_of_jensen_and_shannon),
		cmocka_unit_test(test_p_values_come_near_the_exact_ones_of_all_orders),
		cmocka_unit_test(test_bouts_are_not_taken_for_shifts),
		cmocka_unit_test(test_the_same_seed_gives_the_same_bits_on_one_and_two_threads),
		cmocka_unit_test(test_sides_without_counts_or_blocks_are_refused),
		cmocka_unit_test(test_shares_of_pakistan_add_up_and_agree_with_the_events),
		cmocka_unit_test(test_a_planted_shift_of_targets_is_told_and_of_places_is_not),
		cmocka_unit_test(test_too_few_months_samples_and_unknown_days_are_said),
		cmocka_unit_test(test_public_output_compares_provinces_of_recent_months_too),
	};
	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
