/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Published figures side by side, numbers with swapped digits, and lines to cite. */
#include "../fixture.h"

#include <mizan/indicator.h>

static struct mizan_figure figure(
	const char *publisher, const char *actor, const char *period, double value)
{
	struct mizan_figure made = {.publisher = publisher,
		.edition = "Global Terrorism Index 2025",
		.published = "2025-03",
		.country = "PAK",
		.actor = actor,
		.indicator = "deaths",
		.counts_what = "terrorism",
		.value = value,
		.low = (double)NAN,
		.high = (double)NAN,
		.url = "https://example.org/gti",
		.retrieved = "2026-01-02"};
	if (!mizan_period_parse(period, &made.period_start, &made.period_end)) {
		fail_msg("%s is no period", period);
	}
	return made;
}

static struct mizan_figure_options open_options(void)
{
	return (struct mizan_figure_options){
		.from = MIZAN_DATE_UNKNOWN, .to = MIZAN_DATE_UNKNOWN, .near = (double)NAN};
}

static struct mizan_table figures(const struct mizan_figure_options *options)
{
	struct mizan_error error = {0};
	struct mizan_table table = {0};
	CHECK(mizan_figures_store(fixture.database, options, &table, &error));
	return table;
}

/* ---- Swapped digits ----------------------------------------------------------------------- */

static void swapped_digits_are_known(void **state)
{
	(void)state;
	static const struct {
		int64_t a, b;
		bool swapped;
	} pairs[] = {{585, 558, true}, {558, 585, true}, {1081, 1801, true}, {1081, 1018, true},
		{1081, 1180, true},                               /* not neighbours */
		{12, 21, true}, {100, 10, false}, {10, 1, false}, /* 01 is not written */
		{558, 558, false}, {11, 11, false}, {0, 0, false}, {1, 2, false}, {558, 855, true},
		{558, 588, false}, {123, 231, false}, /* three moved */
		{1234, 2143, false},                  /* two swaps */
		{1099, 1909, true}, {1099, 9910, false}, {748, 784, true}, {748, 749, false},
		{-12, -21, false}, {-12, 21, false},
		{1000000000000000002, 2000000000000000001, true}, {INT64_MAX, INT64_MIN, false}};
	for (size_t i = 0; i < TEST_COUNT(pairs); i++) {
		if (mizan_digits_transposed(pairs[i].a, pairs[i].b) != pairs[i].swapped) {
			fail_msg("%lld and %lld", (long long)pairs[i].a, (long long)pairs[i].b);
		}
	}
}

/* All pairs up to 1,200, by trying every swap of two places. */
static void every_swap_and_no_other_change_is_found(void **state)
{
	(void)state;
	for (int a = 0; a <= 1200; a++) {
		for (int b = 0; b <= 1200; b++) {
			char left[16], right[16];
			snprintf(left, sizeof left, "%d", a);
			snprintf(right, sizeof right, "%d", b);
			bool found = false;
			size_t size = strlen(left);
			for (size_t i = 0; i < size; i++) {
				for (size_t k = i + 1; k < size && a != b; k++) {
					char swapped[16];
					strcpy(swapped, left);
					swapped[i] = left[k];
					swapped[k] = left[i];
					found |= strcmp(swapped, right) == 0;
				}
			}
			if (mizan_digits_transposed(a, b) != found) {
				fail_msg("%d and %d", a, b);
			}
		}
	}
}

/* ---- Near a number ------------------------------------------------------------------------ */

/* IEP, GTI 2025: 558 deaths by TTP in 2024; many outlets print 585. */
static void near_585_is_558_and_the_swap_is_told(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_figure all[4];
	all[0] = figure("IEP", "TTP", "2024", 558);
	all[1] = figure("IEP", "TTP", "2023", 293);
	all[2] = figure("IEP", NULL, "2024", 1081);
	all[3] = figure("IEP", "TTP", "2024", 585);
	all[3].relayed_by = "Some daily";
	fixture_figures(all, 3);
	struct mizan_figure_options options = open_options();
	options.near = 585;
	struct mizan_table table = figures(&options);
	assert_int_equal(table.row_count, 3);
	assert_true(number_at(&table, 0, "value") == 558);
	assert_true(number_at(&table, 1, "value") == 293);
	assert_true(has_note(&table, "585 and 558 differ by two digits that are swapped"));
	mizan_table_release(&table);
	fixture_figures(all + 3, 1);
	table = figures(&options);
	assert_true(number_at(&table, 0, "value") == 585);
	assert_true(has_note(&table, "585 is how Some daily relays IEP"));
	assert_true(has_note(&table, "585 and 558 differ"));
	mizan_table_release(&table);
	/* What stands there is no swap. */
	options.near = 558;
	options.publisher = "iep";
	table = figures(&options);
	assert_true(number_at(&table, 0, "value") == 558);
	mizan_table_release(&table);
}

/* 1,801 for 1,081, with a dozen figures that are nearer. */
static void a_swap_far_away_is_told_too(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_figure all[16];
	for (size_t i = 0; i < 15; i++) {
		all[i] = figure("PICSS", NULL, "2024", 1750 + (double)i);
		char *area = calloc(1, 8);
		snprintf(area, 8, "area %zu", i % 100);
		all[i].area = area;
	}
	all[15] = figure("IEP", NULL, "2024", 1081);
	fixture_figures(all, 16);
	struct mizan_figure_options options = open_options();
	options.near = 1801;
	struct mizan_table table = figures(&options);
	assert_int_equal(table.row_count, 11);
	assert_true(number_at(&table, 0, "value") == 1764);
	assert_true(number_at(&table, 10, "value") == 1081);
	assert_true(has_note(&table, "1801 and 1081 differ"));
	mizan_table_release(&table);
	for (size_t i = 0; i < 15; i++) {
		free((void *)(uintptr_t)all[i].area);
	}
}

static void figures_are_sorted_by_distance_and_ranges_by_their_middle(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_figure all[4];
	all[0] = figure("A", NULL, "2024", 100);
	all[1] = figure("B", NULL, "2024", (double)NAN);
	all[1].low = 40;
	all[1].high = 80;
	all[2] = figure("C", NULL, "2024", (double)NAN);
	all[2].low = 3000; /* "at least" */
	all[3] = figure("D", NULL, "2024", 57);
	fixture_figures(all, 4);
	struct mizan_figure_options options = open_options();
	options.near = 59;
	struct mizan_table table = figures(&options);
	static const char *const order[] = {"B", "D", "A", "C"};
	for (size_t i = 0; i < 4; i++) {
		assert_string_equal(text_at(&table, i, "publisher"), order[i]);
	}
	assert_true(isnan(number_at(&table, 0, "value")));
	assert_true(number_at(&table, 0, "low") == 40);
	mizan_table_release(&table);
}

static void conditions_narrow_and_periods_have_names(void **state)
{
	(void)state;
	fixture_new();
	static const char *const periods[] = {
		"2024", "2024-Q3", "2024-07", "2024-07-15", "2021-08-15..2022-11-28"};
	struct mizan_figure all[6];
	for (size_t i = 0; i < 5; i++) {
		all[i] = figure("IEP", NULL, periods[i], 10);
	}
	all[5] = figure("PICSS", "TTP", "2024", 20);
	all[5].indicator = "attacks";
	fixture_figures(all, 6);
	struct mizan_figure_options options = open_options();
	options.publisher = "IEP";
	struct mizan_table table = figures(&options);
	assert_int_equal(table.row_count, 5);
	for (size_t i = 0; i < 5; i++) {
		assert_int_not_equal(row_with(&table, "period", periods[i]), SIZE_MAX);
	}
	mizan_table_release(&table);
	/* Periods that lie within. */
	options = open_options();
	options.from = mizan_date_make(2024, 7, 1);
	options.to = mizan_date_make(2024, 9, 30);
	table = figures(&options);
	assert_int_equal(table.row_count, 3);
	mizan_table_release(&table);
	options = open_options();
	options.actor = "ttp";
	options.indicator = "attacks";
	options.country = "PAK";
	table = figures(&options);
	assert_int_equal(table.row_count, 1);
	assert_string_equal(text_at(&table, 0, "url"), "https://example.org/gti");
	mizan_table_release(&table);
	options.country = "AFG";
	table = figures(&options);
	assert_int_equal(table.row_count, 0);
	mizan_table_release(&table);
}

/* ---- Citations ---------------------------------------------------------------------------- */

static struct mizan_table cite(const char *what)
{
	struct mizan_error error = {0};
	struct mizan_table table = {0};
	CHECK(mizan_cite_store(fixture.database, what, &table, &error));
	return table;
}

static void a_citation_has_what_a_reader_needs(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_figure all[2];
	all[0] = figure("IEP", NULL, "2024", 1081);
	all[1] = figure("IEP", "TTP", "2024", 558);
	all[1].relayed_by = "Some daily";
	fixture_figures(all, 2);
	struct mizan_table table = cite("iep");
	assert_int_equal(table.row_count, 2);
	const char *line = text_at(&table, 0, "citation");
	static const char *const parts[] = {"IEP, Global Terrorism Index 2025 (2025-03): ",
		"1,081 deaths", "PAK", "2024-01-01 to 2024-12-31", "[terrorism]",
		"https://example.org/gti, retrieved 2026-01-02"};
	const char *at = line;
	for (size_t i = 0; i < TEST_COUNT(parts); i++) {
		at = strstr(at, parts[i]); /* in this order */
		if (!at) {
			fail_msg("'%s' is not in '%s'", parts[i], line);
		}
	}
	assert_null(strstr(line, "relayed"));
	assert_non_null(strstr(text_at(&table, 1, "citation"), "as relayed by Some daily"));
	assert_non_null(strstr(text_at(&table, 1, "citation"), "TTP"));
	mizan_table_release(&table);
	table = cite("global terrorism index 2025");
	assert_int_equal(table.row_count, 2);
	mizan_table_release(&table);
	table = cite("figure:2");
	assert_int_equal(table.row_count, 1);
	mizan_table_release(&table);
}

static void numbers_are_cited_as_they_were_published(void **state)
{
	(void)state;
	static const struct {
		double value, low, high;
		const char *text;
	} numbers[] = {{8.374, NAN, NAN, "): 8.374 deaths"}, {8.9996, NAN, NAN, "): 8.9996 deaths"},
		{0.5, NAN, NAN, "): 0.5 deaths"}, {-0.25, NAN, NAN, "): -0.25 deaths"},
		{-13, NAN, NAN, "): -13 deaths"}, {1234567, NAN, NAN, "): 1,234,567 deaths"},
		{1234.5, NAN, NAN, "): 1,234.5 deaths"}, {0, NAN, NAN, "): 0 deaths"},
		{999.5, NAN, NAN, "): 999.5 deaths"}, {-1234.5, NAN, NAN, "): -1,234.5 deaths"},
		{NAN, 25000, 40000, "): 25,000 to 40,000 deaths"},
		{NAN, 1000, NAN, "): at least 1,000 deaths"},
		{NAN, NAN, 2500000, "): at most 2,500,000 deaths"},
		{1100, 1000, 1200, "): 1,100 (1,000 to 1,200) deaths"}};
	for (size_t i = 0; i < TEST_COUNT(numbers); i++) {
		fixture_new();
		struct mizan_figure one = figure("IEP", NULL, "2024", numbers[i].value);
		one.low = numbers[i].low;
		one.high = numbers[i].high;
		fixture_figures(&one, 1);
		struct mizan_table table = cite("IEP");
		if (!strstr(text_at(&table, 0, "citation"), numbers[i].text)) {
			fail_msg("'%s' is not in '%s'", numbers[i].text,
				text_at(&table, 0, "citation"));
		}
		mizan_table_release(&table);
	}
}

static void releases_and_milestones_are_cited_by_name(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	fixture_new();
	struct mizan_event event = fixture_event("PAK", mizan_date_make(2020, 1, 1), 5);
	fixture_release("test", MIZAN_COMPLETE, 2020, 2020, &event, 1);
	struct mizan_figure one = figure("IEP", NULL, "2024", 1081);
	fixture_figures(&one, 1);
	CHECK(mizan_store_begin(&fixture, &error));
	struct mizan_milestone fall = {.milestone_id = "fall-of-kabul",
		.date = mizan_date_make(2021, 8, 15),
		.date_precision = 1,
		.kind = "take-over",
		.country = "AFG",
		.title = "Taliban enter Kabul",
		.status = "confirmed",
		.source = "UN, https://example.org/un"};
	CHECK(mizan_store_add_milestone(&fixture, 1, &fall, &error));
	CHECK(mizan_store_commit(&fixture, &error));
	struct mizan_table table = cite("fall-of-kabul");
	assert_string_equal(text_at(&table, 0, "kind"), "milestone");
	assert_non_null(strstr(text_at(&table, 0, "citation"), "Taliban enter Kabul, 2021-08-15"));
	assert_non_null(strstr(text_at(&table, 0, "citation"), "https://example.org/un"));
	mizan_table_release(&table);
	table = cite("test");
	assert_int_equal(table.row_count, 1);
	assert_string_equal(text_at(&table, 0, "kind"), "release");
	assert_non_null(strstr(text_at(&table, 0, "citation"), "CC BY 4.0"));
	mizan_table_release(&table);
	/* A version is not the number of a figure: there is a figure 1. */
	table = cite("1.0");
	assert_int_equal(table.row_count, 1);
	assert_string_equal(text_at(&table, 0, "kind"), "release");
	mizan_table_release(&table);
	static const char *const nothing[] = {"nobody", "", "1.5", "1st", "figure:", "figure:99"};
	for (size_t i = 0; i < TEST_COUNT(nothing); i++) {
		error = (struct mizan_error){0};
		assert_int_equal(mizan_cite_store(fixture.database, nothing[i], &table, &error),
			MIZAN_ERROR_USAGE);
		assert_non_null(strstr(error.what, nothing[i]));
		mizan_table_release(&table);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(swapped_digits_are_known),
		cmocka_unit_test(every_swap_and_no_other_change_is_found),
		cmocka_unit_test(near_585_is_558_and_the_swap_is_told),
		cmocka_unit_test(a_swap_far_away_is_told_too),
		cmocka_unit_test(figures_are_sorted_by_distance_and_ranges_by_their_middle),
		cmocka_unit_test(conditions_narrow_and_periods_have_names),
		cmocka_unit_test(a_citation_has_what_a_reader_needs),
		cmocka_unit_test(numbers_are_cited_as_they_were_published),
		cmocka_unit_test(releases_and_milestones_are_cited_by_name),
	};
	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
