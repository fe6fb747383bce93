/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a new release changes: events, tolls and editions of figures. */
#include "../fixture.h"

#include <mizan/indicator.h>

/* ---- Two versions, made by hand ----------------------------------------------------------- */

static const mizan_date unknown = MIZAN_DATE_UNKNOWN;

/* Writes one release; keys are those of the events. */
static int64_t release_events(const char *version, enum mizan_coverage coverage, mizan_date first,
	mizan_date last, const struct mizan_event *events, size_t count)
{
	struct mizan_error error;
	struct mizan_event_writer *writer;
	struct mizan_writer_report report;
	static int number;
	char sha256[65], file[32];
	snprintf(sha256, sizeof sha256, "d%063x", ++number);
	snprintf(file, sizeof file, "v%d.csv", number);
	struct mizan_release release = {.source = "test",
		.version = version,
		.kind = "events",
		.countries = "",
		.period_start = first,
		.period_end = last,
		.coverage = coverage,
		.file = coverage == MIZAN_SAMPLE ? "sample.csv" : file,
		.sha256 = sha256,
		.retrieved = mizan_date_make(2026, 1, 1)};
	CHECK(mizan_store_begin(&fixture, &error));
	CHECK(mizan_event_writer_init(&writer, &fixture, &release, &error));
	int64_t id = mizan_event_writer_release_id(writer);
	for (size_t i = 0; i < count; i++) {
		CHECK(mizan_event_writer_add(writer, &events[i], &error));
	}
	CHECK(mizan_event_writer_finish(writer, &release, 0, &report, &error));
	mizan_event_writer_release(writer);
	CHECK(mizan_store_commit(&fixture, &error));
	return id;
}

static struct mizan_event event(const char *key, const char *country, int year, int32_t deaths)
{
	struct mizan_event made = fixture_event(country, mizan_date_make(year, 6, 15), deaths);
	made.source_key = test_slice(key);
	return made;
}

static mizan_date day(int year, bool last)
{
	return last ? mizan_date_make(year, 12, 31) : mizan_date_make(year, 1, 1);
}

static mizan_status try_diff(const char *before, const char *after,
	const struct mizan_diff_options *options, enum mizan_diff_form form,
	struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_diff *diff = NULL;
	*table = (struct mizan_table){0};
	*error = (struct mizan_error){0};
	mizan_status status = mizan_diff_init(&diff, options, error);
	if (status == MIZAN_OK) {
		status = mizan_diff_read_store(
			diff, fixture.database, "test", before, after, NULL, error);
	}
	if (status == MIZAN_OK) {
		status = mizan_diff_finish(diff, form, table, error);
	}
	mizan_diff_release(diff);
	return status;
}

static struct mizan_diff_options all_events(void)
{
	return (struct mizan_diff_options){.from = unknown, .to = unknown, .public_from = unknown};
}

static struct mizan_table diff(const char *before, const char *after, enum mizan_diff_form form)
{
	struct mizan_error error;
	struct mizan_table table;
	struct mizan_diff_options options = all_events();
	if (try_diff(before, after, &options, form, &table, &error) != MIZAN_OK) {
		fail_msg("%s; %s", error.what, error.advice);
	}
	return table;
}

/* The row of a key and a field ("": the whole event). */
static size_t row_of(const struct mizan_table *table, const char *key, const char *field)
{
	for (size_t row = 0; row < table->row_count; row++) {
		if (strcmp(text_at(table, row, "source_key"), key) == 0 &&
			strcmp(text_at(table, row, "field"), field) == 0) {
			return row;
		}
	}
	return SIZE_MAX;
}

/* ---- Events ------------------------------------------------------------------------------- */

static void every_field_that_differs_is_a_row_with_both_values(void **state)
{
	(void)state;
	struct mizan_event before = event("1", "PAK", 2020, 5), after = before;
	before.admin1 = test_slice("Punjab");
	after.date_start = mizan_date_make(2020, 6, 14);
	after.date_precision = 2;
	after.latitude = 33.25;
	after.longitude = 71.1;
	after.place_precision = 3;
	after.country = test_slice("AFG");
	after.violence = MIZAN_ONE_SIDED;
	after.side_b = test_slice("Group \"B\"");
	after.side_b_id = 123456789012;
	after.deaths_best = 6;
	after.deaths_civilians = 0;
	after.deaths_low = MIZAN_UNKNOWN;
	after.headline = test_slice("a\nb");
	after.flags = MIZAN_FLAG_SUMMARY | MIZAN_FLAG_UNCLEAR;
	static const char *const expected[][3] = {{"date_start", "2020-06-15", "2020-06-14"},
		{"date_precision", "1", "2"}, {"latitude", "", "33.25"}, {"longitude", "", "71.1"},
		{"place_precision", "", "3"}, {"country", "PAK", "AFG"}, {"admin1", "Punjab", ""},
		{"violence", "state-based", "one-sided"}, {"side_b", "", "Group \"B\""},
		{"side_b_id", "", "123456789012"}, {"deaths_best", "5", "6"},
		{"deaths_low", "5", ""}, {"deaths_civilians", "", "0"}, {"headline", "", "a\nb"},
		{"flags", "", "summary check"}};
	fixture_new();
	release_events("1", MIZAN_COMPLETE, day(2020, false), day(2020, true), &before, 1);
	release_events("2", MIZAN_COMPLETE, day(2020, false), day(2020, true), &after, 1);
	struct mizan_table table = diff("1", "2", MIZAN_DIFF_CHANGES);
	assert_int_equal(table.row_count, TEST_COUNT(expected));
	for (size_t i = 0; i < TEST_COUNT(expected); i++) {
		size_t row = row_of(&table, "1", expected[i][0]);
		assert_string_equal(text_at(&table, row, "change"), "changed");
		assert_string_equal(text_at(&table, row, "old"), expected[i][1]);
		assert_string_equal(text_at(&table, row, "new"), expected[i][2]);
		assert_true(number_at(&table, row, "deaths_old") == 5);
		assert_true(number_at(&table, row, "deaths_new") == 6);
	}
	mizan_table_release(&table);
}

static void columns_of_the_provider_are_compared_one_by_one_in_any_order(void **state)
{
	(void)state;
	struct mizan_event before[2], after[2];
	before[0] = before[1] = event("1", "PAK", 2020, 5);
	before[1].source_key = test_slice("2");
	memcpy(after, before, sizeof after);
	before[0].provider =
		test_slice("{\"a\":\"x\",\"b\":\"1 \\\"q\\\" \\u00e9\\n\",\"gone\":7}");
	after[0].provider = test_slice("{\"new\":[1,{\"a\":2}],\"b\":\"2, {}\",\"a\":\"x\"}");
	/* The same in another order is no change. */
	before[1].provider = test_slice("{\"a\":\"x\",\"b\":\"y\"}");
	after[1].provider = test_slice("{\"b\":\"y\",\"a\":\"x\"}");
	fixture_new();
	release_events("1", MIZAN_COMPLETE, day(2020, false), day(2020, true), before, 2);
	release_events("2", MIZAN_COMPLETE, day(2020, false), day(2020, true), after, 2);
	struct mizan_table table = diff("1", "2", MIZAN_DIFF_CHANGES);
	assert_int_equal(table.row_count, 3);
	size_t row = row_of(&table, "1", "provider.b");
	assert_string_equal(text_at(&table, row, "old"), "1 \"q\" é\n");
	assert_string_equal(text_at(&table, row, "new"), "2, {}");
	row = row_of(&table, "1", "provider.gone");
	assert_string_equal(text_at(&table, row, "old"), "7");
	assert_string_equal(text_at(&table, row, "new"), "");
	row = row_of(&table, "1", "provider.new");
	assert_string_equal(text_at(&table, row, "new"), "[1,{\"a\":2}]");
	mizan_table_release(&table);
}

static void what_lies_outside_the_other_period_is_neither_added_nor_dropped(void **state)
{
	(void)state;
	const struct mizan_event before[] = {
		event("a", "PAK", 2019, 1), event("b", "PAK", 2020, 2), event("c", "PAK", 2021, 4)};
	const struct mizan_event after[] = {event("b", "PAK", 2020, 2), event("d", "PAK", 2021, 8),
		event("e", "PAK", 2022, 16), event("f", "PAK", 2022, 32)};
	fixture_new();
	release_events("1", MIZAN_COMPLETE, day(2019, false), day(2021, true), before, 3);
	release_events("2", MIZAN_COMPLETE, day(2020, false), day(2022, true), after, 4);
	struct mizan_table table = diff("1", "2", MIZAN_DIFF_CHANGES);
	assert_int_equal(table.row_count, 2);
	assert_string_equal(text_at(&table, row_of(&table, "d", ""), "change"), "added");
	assert_string_equal(text_at(&table, row_of(&table, "c", ""), "change"), "dropped");
	assert_true(has_note(&table, "1 events of 1 lie outside the period of 2"));
	assert_true(has_note(&table, "2 events of 2 lie outside the period of 1"));
	mizan_table_release(&table);
	table = diff("1", "2", MIZAN_DIFF_SUMMARY);
	assert_true(number_at(&table, row_with(&table, "change", "outside-old"), "events") == 2);
	assert_true(number_at(&table, row_with(&table, "change", "outside-new"), "events") == 1);
	assert_true(number_at(&table, row_with(&table, "change", "unchanged"), "events") == 1);
	mizan_table_release(&table);
	/* A year that a version does not cover is unknown, not 0. */
	table = diff("1", "2", MIZAN_DIFF_TOLLS);
	assert_int_equal(table.row_count, 4);
	assert_true(isnan(number_at(&table, 0, "deaths_new")));
	assert_true(isnan(number_at(&table, 0, "difference")));
	assert_true(number_at(&table, 2, "deaths_old") == 4);
	assert_true(number_at(&table, 2, "deaths_new") == 8);
	assert_true(number_at(&table, 2, "difference") == 4);
	assert_true(isnan(number_at(&table, 3, "deaths_old")));
	mizan_table_release(&table);
}

static void an_event_that_moved_into_or_out_of_a_country_or_a_period_is_kept(void **state)
{
	(void)state;
	const struct mizan_event before[] = {event("in", "AFG", 2020, 1),
		event("out", "PAK", 2020, 2), event("no", "AFG", 2020, 3)};
	const struct mizan_event after[] = {event("in", "PAK", 2020, 1),
		event("out", "AFG", 2020, 2), event("no", "AFG", 2020, 4)};
	fixture_new();
	release_events("1", MIZAN_COMPLETE, day(2020, false), day(2020, true), before, 3);
	release_events("2", MIZAN_COMPLETE, day(2020, false), day(2020, true), after, 3);
	struct mizan_diff_options options = all_events();
	struct mizan_table table;
	struct mizan_error error;
	options.country = "PAK";
	assert_int_equal(
		try_diff("1", "2", &options, MIZAN_DIFF_CHANGES, &table, &error), MIZAN_OK);
	assert_int_equal(table.row_count, 2);
	assert_int_not_equal(row_of(&table, "in", "country"), SIZE_MAX);
	assert_int_not_equal(row_of(&table, "out", "country"), SIZE_MAX);
	mizan_table_release(&table);
}

static void versions_that_cannot_be_compared_are_refused_in_words(void **state)
{
	(void)state;
	const struct mizan_event one = event("a", "PAK", 2019, 1),
				 other = event("a", "PAK", 2021, 1);
	static const struct {
		const char *before, *after, *says;
	} wrong[] = {{"1", "2", "no day in common"}, {"1", "1", "same release"},
		{"1", "9", "no version '9'"}, {"7", "2", "no version '7'"}, {"1", "3", "sample"},
		{"d0000", "2", "no version"}};
	fixture_new();
	release_events("1", MIZAN_COMPLETE, day(2019, false), day(2019, true), &one, 1);
	release_events("2", MIZAN_COMPLETE, day(2021, false), day(2021, true), &other, 1);
	release_events("3", MIZAN_SAMPLE, day(2019, false), day(2019, true), &one, 1);
	for (size_t i = 0; i < TEST_COUNT(wrong); i++) {
		struct mizan_table table;
		struct mizan_error error;
		struct mizan_diff_options options = all_events();
		mizan_status status = try_diff(wrong[i].before, wrong[i].after, &options,
			MIZAN_DIFF_CHANGES, &table, &error);
		assert_int_equal(status, MIZAN_ERROR_USAGE);
		if (!strstr(error.what, wrong[i].says)) {
			fail_msg("%s does not say %s", error.what, wrong[i].says);
		}
		mizan_table_release(&table);
	}
}

static void samples_of_one_sheet_are_compared_and_said(void **state)
{
	(void)state;
	const struct mizan_event one = event("a", "PAK", 2019, 1),
				 other = event("a", "PAK", 2019, 2);
	fixture_new();
	release_events("1", MIZAN_SAMPLE, day(2019, false), day(2019, true), &one, 1);
	release_events("2", MIZAN_SAMPLE, day(2019, false), day(2019, true), &other, 1);
	struct mizan_table table = diff("1", "2", MIZAN_DIFF_CHANGES);
	assert_int_equal(table.row_count, 3); /* best, low, high */
	assert_true(has_note(&table, "both are samples"));
	mizan_table_release(&table);
}

/* Two releases of one version overlap: the later one's rows are those that count. */
static void overlapping_releases_of_a_version_count_each_event_once(void **state)
{
	(void)state;
	const struct mizan_event first[] = {event("a", "PAK", 2019, 1), event("b", "PAK", 2020, 1)};
	const struct mizan_event second[] = {
		event("b", "PAK", 2020, 7), event("c", "PAK", 2021, 1)};
	const struct mizan_event after[] = {
		event("a", "PAK", 2019, 1), event("b", "PAK", 2020, 7), event("c", "PAK", 2021, 1)};
	fixture_new();
	release_events("1", MIZAN_COMPLETE, day(2019, false), day(2020, true), first, 2);
	release_events("1", MIZAN_COMPLETE, day(2020, false), day(2021, true), second, 2);
	release_events("2", MIZAN_COMPLETE, day(2019, false), day(2021, true), after, 3);
	struct mizan_table table = diff("1", "2", MIZAN_DIFF_CHANGES);
	assert_int_equal(table.row_count, 0);
	assert_true(has_note(&table, "3 unchanged; deaths (best estimate) 9 before, 9 after"));
	assert_false(has_note(&table, "source_key"));
	mizan_table_release(&table);
}

/* As files come: the second row of a key is told, whatever the order of the threads. */
static void a_key_that_comes_twice_in_a_file_is_told(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_diff *made;
	struct mizan_diff_options options = all_events();
	const struct mizan_release release = {.source = "own",
		.version = "as read",
		.kind = "events",
		.countries = "",
		.period_start = unknown,
		.period_end = unknown,
		.file = "a.csv",
		.sha256 = ""};
	struct mizan_event rows[] = {event("a", "PAK", 2019, 1), event("a", "PAK", 2019, 2)};
	CHECK(mizan_diff_init(&made, &options, &error));
	for (int side = 0; side < 2; side++) {
		enum mizan_diff_side which = (enum mizan_diff_side)side;
		CHECK(mizan_diff_begin(made, which, 2, &release, &error));
		CHECK(mizan_diff_add(made, which, 0, &rows[side], &error));
		CHECK(mizan_diff_add(made, which, 1, &rows[!side], &error));
	}
	CHECK(mizan_diff_match(made, &error));
	struct mizan_table table = {0};
	CHECK(mizan_diff_finish(made, MIZAN_DIFF_CHANGES, &table, &error));
	assert_int_equal(table.row_count, 0);
	assert_true(has_note(&table, "1 rows of a.csv have a source_key that another row has"));
	mizan_table_release(&table);
	mizan_diff_release(made);
}

/* ---- At random ---------------------------------------------------------------------------- */

/* Against the plainest way there is: every event of one side beside every one of the other. */
static void random_versions_differ_as_counted_one_by_one(void **state)
{
	(void)state;
	uint64_t chances = 20260901;
	for (int round = 0; round < 20; round++) {
		struct mizan_event sides[2][60];
		char keys[2][60][8];
		size_t counts[2] = {0, 0};
		size_t added = 0, dropped = 0, changed = 0;
		int deaths[2][80];
		memset(deaths, -1, sizeof deaths);
		for (int side = 0; side < 2; side++) {
			for (int key = 0; key < 80 && counts[side] < 60; key++) {
				if (chance_below(&chances, 3) == 0) {
					continue;
				}
				size_t at = counts[side]++;
				deaths[side][key] = chance_below(&chances, 3);
				snprintf(keys[side][at], sizeof keys[side][at], "%d", key);
				sides[side][at] =
					event(keys[side][at], "PAK", 2020, deaths[side][key]);
			}
		}
		for (int key = 0; key < 80; key++) {
			added += deaths[0][key] < 0 && deaths[1][key] >= 0;
			dropped += deaths[0][key] >= 0 && deaths[1][key] < 0;
			changed += deaths[0][key] >= 0 && deaths[1][key] >= 0 &&
				   deaths[0][key] != deaths[1][key];
		}
		fixture_new();
		release_events("1", MIZAN_COMPLETE, day(2020, false), day(2020, true), sides[0],
			counts[0]);
		release_events("2", MIZAN_COMPLETE, day(2020, false), day(2020, true), sides[1],
			counts[1]);
		struct mizan_table table = diff("1", "2", MIZAN_DIFF_SUMMARY);
		assert_true(number_at(&table, 0, "events") == (double)added);
		assert_true(number_at(&table, 1, "events") == (double)dropped);
		assert_true(number_at(&table, 2, "events") == (double)changed);
		mizan_table_release(&table);
	}
}

/* ---- Figures ------------------------------------------------------------------------------ */

static struct mizan_figure figure(
	const char *edition, const char *relay, const char *period, double value)
{
	struct mizan_figure made = {.publisher = "IEP",
		.edition = edition,
		.relayed_by = relay,
		.country = "PAK",
		.indicator = "attacks",
		.counts_what = "terrorist attacks",
		.value = value,
		.low = (double)NAN,
		.high = (double)NAN};
	assert_true(mizan_period_parse(period, &made.period_start, &made.period_end));
	return made;
}

/* IEP printed 490 attacks in Pakistan in 2023 in its index of 2024, and 517 in that of 2025. */
static void iep_revised_490_attacks_to_517(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_table table = {0};
	const struct mizan_figure all[] = {figure("GTI 2024", "India TV", "2023", 490),
		figure("GTI 2025", "Dawn", "2023", 517), figure("GTI 2025", "Dawn", "2024", 1099),
		figure("GTI 2025", "B", "2024", 1909), figure("GTI 2025", "C", "2024", 1099),
		figure("GTI 2024", "India TV", "2022", 365)};
	fixture_new();
	fixture_figures(all, TEST_COUNT(all));
	CHECK(mizan_diff_figures_store(
		fixture.database, "iep", "2024", "gti 2025", "PAK", &table, &error));
	assert_int_equal(table.row_count, 3);
	size_t row = row_with(&table, "change", "changed");
	assert_true(number_at(&table, row, "old") == 490);
	assert_true(number_at(&table, row, "new") == 517);
	assert_string_equal(text_at(&table, row, "period"), "2023");
	row = row_with(&table, "change", "added");
	assert_true(number_at(&table, row, "new") == 1099); /* as two of three print it */
	assert_true(has_note(&table, "relays print different numbers"));
	row = row_with(&table, "change", "dropped");
	assert_true(number_at(&table, row, "old") == 365);
	mizan_table_release(&table);
	assert_int_equal(mizan_diff_figures_store(
				 fixture.database, "IEP", "GTI", "GTI 2025", NULL, &table, &error),
		MIZAN_ERROR_USAGE);
	assert_non_null(strstr(error.what, "several editions"));
	mizan_table_release(&table);
}

/* ---- Figures against events --------------------------------------------------------------- */

static void an_edition_is_held_against_the_sums_of_events_that_a_release_covers(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_table table = {0};
	const struct mizan_event events[] = {event("1", "PAK", 2019, 5), event("2", "PAK", 2019, 6),
		event("3", "PAK", 2020, 7), event("4", "PAK", 2022, 8)};
	/* 2019 differs, 2020 is equal, of 2021 no events is 0, 2023 is covered by nobody. */
	struct mizan_figure figures[] = {figure("T 1", NULL, "2019", 10),
		figure("T 1", NULL, "2020", 7), figure("T 1", NULL, "2021", 0),
		figure("T 1", NULL, "2022", 8), figure("T 1", NULL, "2023", 1),
		figure("T 1", NULL, "2020-02-03..2020-03-04", 1)};
	for (size_t i = 0; i < TEST_COUNT(figures); i++) {
		figures[i].indicator = "deaths";
	}
	figures[3].high = 9;
	fixture_new();
	release_events("1", MIZAN_COMPLETE, day(2019, false), day(2022, true), events, 4);
	fixture_figures(figures, TEST_COUNT(figures));
	CHECK(mizan_diff_against_store(
		fixture.database, "iep", "T 1", "test", NULL, &table, &error));
	assert_int_equal(table.row_count, 1);
	assert_string_equal(text_at(&table, 0, "period"), "2019");
	assert_true(number_at(&table, 0, "published") == 10);
	assert_true(number_at(&table, 0, "recorded") == 11);
	assert_true(number_at(&table, 0, "difference") == 1);
	assert_true(number_at(&table, 0, "events") == 2);
	assert_true(has_note(&table, "1 differ, 2 are equal, of 1 the range alone differs"));
	assert_true(has_note(&table, "1 figures are of countries or periods that no release"));
	mizan_table_release(&table);
}

static void figures_are_not_held_against_a_sample_or_a_source_that_is_not_there(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	struct mizan_table table = {0};
	const struct mizan_event one = event("1", "PAK", 2019, 5);
	struct mizan_figure made = figure("T 1", NULL, "2019", 10);
	made.indicator = "deaths";
	fixture_new();
	release_events("1", MIZAN_SAMPLE, day(2019, false), day(2019, true), &one, 1);
	fixture_figures(&made, 1);
	assert_int_equal(mizan_diff_against_store(
				 fixture.database, "IEP", "T 1", "test", NULL, &table, &error),
		MIZAN_ERROR_USAGE);
	assert_string_equal(error.what, "the events of test are a sample: their sum is no toll");
	mizan_table_release(&table);
	table = (struct mizan_table){0};
	assert_int_equal(mizan_diff_against_store(
				 fixture.database, "IEP", "T 1", "other", NULL, &table, &error),
		MIZAN_ERROR_USAGE);
	assert_string_equal(error.what, "no events of a source 'other' are in this store");
	mizan_table_release(&table);
}

/* ---- For the public ----------------------------------------------------------------------- */

/* Its day moved from what is recent to what is not: the one version must not tell of the other. */
static void an_event_that_moved_out_of_the_recent_days_is_compared_by_month(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_event sides[2][3] = {
		{event("moved", "PAK", 2020, 5), event("new-place", "PAK", 2020, 6),
			event("more", "PAK", 2020, 7)},
	};
	for (size_t i = 0; i < 3; i++) {
		struct mizan_event *one = &sides[0][i];
		one->date_start = one->date_end = mizan_date_make(2020, 12, 20);
		one->place = test_slice("A village");
		one->latitude = one->longitude = 33.5;
		one->place_precision = 1;
		sides[1][i] = *one;
	}
	sides[1][0].date_start = sides[1][0].date_end = mizan_date_make(2020, 3, 9);
	sides[1][0].place = test_slice("Another village");
	sides[1][1].place = test_slice("Another village");
	sides[1][2].deaths_best = sides[1][2].deaths_high = 9;
	fixture_new();
	release_events("1", MIZAN_COMPLETE, day(2020, false), day(2020, true), sides[0], 3);
	release_events("2", MIZAN_COMPLETE, day(2020, false), day(2020, true), sides[1], 3);
	CHECK(mizan_store_publish(fixture.database, mizan_date_make(2020, 12, 31), &error));
	struct mizan_table table = diff("1", "2", MIZAN_DIFF_CHANGES);
	for (size_t row = 0; row < table.row_count; row++) {
		const char *field = text_at(&table, row, "field");
		assert_true(strcmp(field, "place") != 0 && strcmp(field, "latitude") != 0);
		assert_null(strstr(text_at(&table, row, "old"), "-20"));
		assert_null(strstr(text_at(&table, row, "new"), "-09"));
	}
	size_t row = row_with(&table, "field", "date_end");
	assert_string_equal(text_at(&table, row, "old"), "2020-12-31");
	assert_string_equal(text_at(&table, row, "new"), "2020-03-31");
	row = row_with(&table, "field", "deaths_best");
	assert_string_equal(text_at(&table, row, "new"), "9");
	assert_string_equal(text_at(&table, row, "source_key"), "");
	assert_true(has_note(&table, "0 events added, 0 dropped, 2 changed, 1 unchanged"));
	assert_true(has_note(&table, "public: events since 2020-10-02 (3 of 1, 2 of 2)"));
	mizan_table_release(&table);
	mizan_store_close(&fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_that_differs_is_a_row_with_both_values),
		cmocka_unit_test(columns_of_the_provider_are_compared_one_by_one_in_any_order),
		cmocka_unit_test(what_lies_outside_the_other_period_is_neither_added_nor_dropped),
		cmocka_unit_test(an_event_that_moved_into_or_out_of_a_country_or_a_period_is_kept),
		cmocka_unit_test(versions_that_cannot_be_compared_are_refused_in_words),
		cmocka_unit_test(samples_of_one_sheet_are_compared_and_said),
		cmocka_unit_test(overlapping_releases_of_a_version_count_each_event_once),
		cmocka_unit_test(a_key_that_comes_twice_in_a_file_is_told),
		cmocka_unit_test(random_versions_differ_as_counted_one_by_one),
		cmocka_unit_test(iep_revised_490_attacks_to_517),
		cmocka_unit_test(
			an_edition_is_held_against_the_sums_of_events_that_a_release_covers),
		cmocka_unit_test(
			figures_are_not_held_against_a_sample_or_a_source_that_is_not_there),
		cmocka_unit_test(an_event_that_moved_out_of_the_recent_days_is_compared_by_month),
	};
	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
