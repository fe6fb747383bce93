/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store in a folder of its own, for tests of the rooms that read stores. */
#ifndef MIZAN_TEST_FIXTURE_H
#define MIZAN_TEST_FIXTURE_H

#include "test.h"

#include <math.h>
#include <mizan/store.h>
#include <unistd.h>

static char fixture_folder[64], fixture_path[128];
static struct mizan_store fixture;

static inline int fixture_setup(void **state)
{
	(void)state;
	snprintf(fixture_folder, sizeof fixture_folder, "/tmp/mizan-test-XXXXXX");
	if (!mkdtemp(fixture_folder)) {
		return 1;
	}
	snprintf(fixture_path, sizeof fixture_path, "%s/test.gpkg", fixture_folder);
	return 0;
}

static inline int fixture_teardown(void **state)
{
	(void)state;
	mizan_store_close(&fixture);
	unlink(fixture_path);
	return rmdir(fixture_folder);
}

#define CHECK(call)                                                                                \
	do {                                                                                       \
		error = (struct mizan_error){0};                                                   \
		if ((call) != MIZAN_OK) {                                                          \
			fail_msg("%s: %s", #call, error.what);                                     \
		}                                                                                  \
	} while (0)

/* cmocka compares floats, not doubles. */
#define assert_near(a, b, allowed)                                                                 \
	do {                                                                                       \
		double left_ = (a), right_ = (b);                                                  \
		if (!(fabs(left_ - right_) <= (allowed))) {                                        \
			fail_msg("%s = %.17g, %s = %.17g", #a, left_, #b, right_);                 \
		}                                                                                  \
	} while (0)

/* An empty store, open for writing, in place of the one before. */
static inline void fixture_new(void)
{
	struct mizan_error error;
	mizan_store_close(&fixture);
	unlink(fixture_path);
	CHECK(mizan_store_open(&fixture, fixture_path, MIZAN_STORE_CREATE, &error));
}

/* An event with a day, a place and deaths; what is not told is unknown. */
static inline struct mizan_event fixture_event(const char *country, mizan_date date, int32_t deaths)
{
	return (struct mizan_event){.country = test_slice(country),
		.date_start = date,
		.date_end = date,
		.date_precision = 1,
		.latitude = (double)NAN,
		.longitude = (double)NAN,
		.violence = MIZAN_STATE_BASED,
		.deaths_best = deaths,
		.deaths_low = deaths,
		.deaths_high = deaths,
		.deaths_side_a = MIZAN_UNKNOWN,
		.deaths_side_b = MIZAN_UNKNOWN,
		.deaths_civilians = MIZAN_UNKNOWN,
		.deaths_unknown = MIZAN_UNKNOWN,
		.injured = MIZAN_UNKNOWN,
		.hostages = MIZAN_UNKNOWN};
}

/* A release of events from the first day of one year to the last of another. */
static inline void fixture_release(const char *source, enum mizan_coverage coverage, int first_year,
	int last_year, const struct mizan_event *events, size_t count)
{
	struct mizan_error error;
	struct mizan_event_writer *writer;
	struct mizan_writer_report report;
	static int number;
	char sha256[65], file[32];
	snprintf(sha256, sizeof sha256, "%064x", ++number);
	snprintf(file, sizeof file, "file%d.csv", number);
	struct mizan_release release = {.source = source,
		.version = "1.0",
		.kind = "events",
		.countries = "",
		.period_start = mizan_date_make(first_year, 1, 1),
		.period_end = mizan_date_make(last_year, 12, 31),
		.coverage = coverage,
		.licence = "CC BY 4.0",
		.file = file,
		.sha256 = sha256,
		.retrieved = mizan_date_make(2026, 1, 1)};
	CHECK(mizan_store_begin(&fixture, &error));
	CHECK(mizan_event_writer_init(&writer, &fixture, &release, &error));
	for (size_t i = 0; i < count; i++) {
		struct mizan_event event = events[i];
		char key[24];
		snprintf(key, sizeof key, "%zu", i);
		event.source_key = test_slice(key);
		CHECK(mizan_event_writer_add(writer, &event, &error));
	}
	CHECK(mizan_event_writer_finish(writer, &release, 0, &report, &error));
	mizan_event_writer_release(writer);
	CHECK(mizan_store_commit(&fixture, &error));
}

/* Figures that somebody published; `value` NaN with low and high is a range. */
static inline void fixture_figures(const struct mizan_figure *figures, size_t count)
{
	struct mizan_error error;
	static int number;
	char sha256[65];
	snprintf(sha256, sizeof sha256, "f%063x", ++number);
	struct mizan_release release = {.source = "figures",
		.version = "1",
		.kind = "figures",
		.countries = "",
		.period_start = MIZAN_DATE_UNKNOWN,
		.period_end = MIZAN_DATE_UNKNOWN,
		.file = "figures.csv",
		.sha256 = sha256,
		.retrieved = mizan_date_make(2026, 1, 1)};
	CHECK(mizan_store_begin(&fixture, &error));
	CHECK(mizan_store_add_release(&fixture, &release, &error));
	for (size_t i = 0; i < count; i++) {
		CHECK(mizan_store_add_figure(&fixture, release.release_id, &figures[i], &error));
	}
	CHECK(mizan_store_commit(&fixture, &error));
}

#ifdef MIZAN_SOURCE_H
/* A store with these files of the shared data, or a skipped test where one is not there. */
static inline void fixture_import(const char *const *names, size_t count)
{
	struct mizan_error error;
	static char paths[16][1024];
	const char *list[16];
	for (size_t i = 0; i < count; i++) {
		list[i] = test_data(names[i], paths[i]);
	}
	fixture_new();
	struct mizan_import_options options = {.coverage = -1};
	struct mizan_import_report report = {0};
	CHECK(mizan_import(&fixture, list, count, &options, &report, NULL, &error));
	mizan_import_report_release(&report);
}

static const char *const fixture_ged[] = {"ucdp/ged_bangladesh_hdx.csv",
	"ucdp/ged_pakistan_1989_2021_hdx.csv", "ucdp/ged_sierra_leone.csv",
	"ucdp/ged_south_sudan.csv"};
#define FIXTURE_GED TEST_COUNT(fixture_ged)
#endif

/* ---- Tables ------------------------------------------------------------------------------- */

static inline size_t column_of(const struct mizan_table *table, const char *name)
{
	size_t column = mizan_table_find(table, name);
	if (column == SIZE_MAX) {
		fail_msg("there is no column %s", name);
	}
	return column;
}

/* A text, "" where it is unknown. */
static inline const char *text_at(const struct mizan_table *table, size_t row, const char *name)
{
	const struct mizan_cell *cell = mizan_table_cell(table, row, column_of(table, name));
	return cell->known ? cell->text : "";
}

/* A number, NaN where it is unknown. */
static inline double number_at(const struct mizan_table *table, size_t row, const char *name)
{
	double value;
	return mizan_table_number(table, row, column_of(table, name), &value) ? value : (double)NAN;
}

/* The first row with this text in this column, or SIZE_MAX. */
static inline size_t row_with(const struct mizan_table *table, const char *name, const char *text)
{
	for (size_t row = 0; row < table->row_count; row++) {
		if (strcmp(text_at(table, row, name), text) == 0) {
			return row;
		}
	}
	return SIZE_MAX;
}

static inline bool has_note(const struct mizan_table *table, const char *part)
{
	for (size_t i = 0; i < table->note_count; i++) {
		if (strstr(table->notes[i], part)) {
			return true;
		}
	}
	return false;
}

static inline bool has_source(const struct mizan_table *table, const char *part)
{
	for (size_t i = 0; i < table->source_count; i++) {
		if (strstr(table->sources[i], part)) {
			return true;
		}
	}
	return false;
}

/* Are two tables the same, cell by cell, line by line? Says where they differ. */
static inline void assert_same_tables(const struct mizan_table *a, const struct mizan_table *b)
{
	assert_int_equal(a->column_count, b->column_count);
	assert_int_equal(a->row_count, b->row_count);
	assert_int_equal(a->note_count, b->note_count);
	for (size_t i = 0; i < a->note_count; i++) {
		assert_string_equal(a->notes[i], b->notes[i]);
	}
	for (size_t column = 0; column < a->column_count; column++) {
		assert_string_equal(a->columns[column].name, b->columns[column].name);
		assert_int_equal(a->columns[column].type, b->columns[column].type);
	}
	for (size_t row = 0; row < a->row_count; row++) {
		for (size_t column = 0; column < a->column_count; column++) {
			struct mizan_text x = {0}, y = {0};
			mizan_table_append_cell(&x, a, row, column, true);
			mizan_table_append_cell(&y, b, row, column, true);
			if (strcmp(x.data ? x.data : "", y.data ? y.data : "") != 0) {
				fail_msg("row %zu, %s: '%s' and '%s'", row, a->columns[column].name,
					x.data ? x.data : "", y.data ? y.data : "");
			}
			mizan_text_release(&x);
			mizan_text_release(&y);
		}
	}
}

/* ---- Chance that is the same everywhere --------------------------------------------------- */

/* SplitMix64, Steele, Lea and Flood 2014. */
static inline uint64_t chance(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static inline int chance_below(uint64_t *state, int limit)
{
	return (int)(chance(state) % (uint64_t)limit);
}

#endif
