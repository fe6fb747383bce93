/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store read as it was before a release is the store without that release. */
#include "../fixture.h"

#include <sqlite3.h>

struct part {
	const char *version, *country;
	int first, last; /* years: an event in each */
	enum mizan_coverage coverage;
};

/* The releases of `parts` but those left out; gives the numbers that they have in the store. */
static void write_parts(const struct part *parts, size_t count, unsigned left_out, int64_t *ids)
{
	struct mizan_error error;
	fixture_new();
	for (size_t i = 0; i < count; i++) {
		struct mizan_event_writer *writer;
		struct mizan_writer_report report;
		char sha256[65];
		snprintf(sha256, sizeof sha256, "b%063zx", i);
		struct mizan_release release = {.source = "test",
			.version = parts[i].version,
			.kind = "events",
			.countries = "",
			.period_start = mizan_date_make(parts[i].first, 1, 1),
			.period_end = mizan_date_make(parts[i].last, 12, 31),
			.coverage = parts[i].coverage,
			.file = "a.csv",
			.sha256 = sha256,
			.retrieved = mizan_date_make(2026, 1, 1)};
		if (left_out >> i & 1) {
			continue;
		}
		CHECK(mizan_store_begin(&fixture, &error));
		CHECK(mizan_event_writer_init(&writer, &fixture, &release, &error));
		ids[i] = mizan_event_writer_release_id(writer);
		for (int year = parts[i].first; year <= parts[i].last; year++) {
			char key[24];
			snprintf(key, sizeof key, "%s-%d", parts[i].country, year);
			struct mizan_event event = fixture_event(parts[i].country,
				mizan_date_make(year, 3, 1), (int32_t)(i * 100) + year - 2000);
			event.source_key = test_slice(key);
			CHECK(mizan_event_writer_add(writer, &event, &error));
		}
		CHECK(mizan_event_writer_finish(writer, &release, 0, &report, &error));
		mizan_event_writer_release(writer);
		CHECK(mizan_store_commit(&fixture, &error));
	}
}

/* What a query gives, without numbers that only this store has. */
static struct mizan_table content(struct sqlite3 *database, const char *sql)
{
	struct mizan_error error;
	struct mizan_table table = {0};
	CHECK(mizan_store_query(database, sql, &table, NULL, &error));
	return table;
}

static const char *const contents[] = {
	"SELECT source_key, deaths_best, date_end, country, version FROM event JOIN release"
	" USING (release_id) ORDER BY source_key, deaths_best",
	"SELECT source_key, deaths_best, version FROM event_past JOIN release USING (release_id)"
	" ORDER BY source_key, deaths_best",
	"SELECT country, month, violence, version, sum(events), sum(deaths_best), sum(deaths_low),"
	" sum(best_known) FROM toll_sum JOIN release USING (release_id) GROUP BY 1, 2, 3, 4, sha256"
	" ORDER BY 1, 2, 3, 4, sha256",
	"SELECT source, version, countries, period_start, rows FROM release ORDER BY sha256"};

static void compare_with_never_come(const struct part *parts, size_t count, unsigned left_out)
{
	struct mizan_error error;
	struct mizan_table expected[TEST_COUNT(contents)];
	int64_t ids[16], gone[16];
	size_t gone_count = 0;
	write_parts(parts, count, left_out, ids);
	for (size_t i = 0; i < TEST_COUNT(contents); i++) {
		expected[i] = content(fixture.database, contents[i]);
	}
	write_parts(parts, count, 0, ids);
	for (size_t i = 0; i < count; i++) {
		if (left_out >> i & 1) {
			gone[gone_count++] = ids[i];
		}
	}
	struct mizan_store store;
	CHECK(mizan_store_open(&store, fixture_path, MIZAN_STORE_READ, &error));
	CHECK(mizan_store_without_releases(store.database, gone, gone_count, NULL, &error));
	CHECK(mizan_store_guard(store.database, &error));
	for (size_t i = 0; i < TEST_COUNT(contents); i++) {
		struct mizan_table table = content(store.database, contents[i]);
		assert_same_tables(&expected[i], &table);
		mizan_table_release(&table);
		mizan_table_release(&expected[i]);
	}
	mizan_store_close(&store);
}

static void a_store_without_releases_is_as_if_they_had_never_come(void **state)
{
	(void)state;
	static const struct part parts[] = {{"24.1", "PAK", 2010, 2023, MIZAN_COMPLETE},
		{"25.1", "PAK", 2010, 2024, MIZAN_COMPLETE},
		{"25.0.3", "PAK", 2025, 2025, MIZAN_COMPLETE},
		{"26.1", "PAK", 2010, 2025, MIZAN_COMPLETE},
		{"25.1", "AFG", 2010, 2024, MIZAN_COMPLETE},
		{"23.1", "PAK", 2005, 2022, MIZAN_COMPLETE},
		{"s1", "PAK", 2020, 2021, MIZAN_SAMPLE}, {"s2", "PAK", 2020, 2022, MIZAN_SAMPLE}};
	for (unsigned left_out = 0; left_out < 1u << TEST_COUNT(parts); left_out += 11) {
		compare_with_never_come(parts, TEST_COUNT(parts), left_out);
	}
}

static void what_replaces_what_goes_by_version_scope_and_order(void **state)
{
	(void)state;
	struct mizan_release old = {.release_id = 1,
		.source = "a",
		.version = "25.1",
		.kind = "events",
		.countries = "AFG PAK",
		.period_start = mizan_date_make(2000, 1, 1),
		.period_end = mizan_date_make(2024, 12, 31),
		.file = "x"};
	struct mizan_release other = old;
	other.release_id = 2;
	other.version = "26.1";
	assert_true(mizan_release_replaces(&other, &old));
	assert_false(mizan_release_replaces(&old, &other));
	assert_false(mizan_release_replaces(&old, &old));
	other.countries = "SLE";
	assert_false(mizan_release_replaces(&other, &old));
	other.countries = "BGD PAK";
	other.period_start = mizan_date_make(2025, 1, 1);
	other.period_end = mizan_date_make(2025, 12, 31);
	assert_false(mizan_release_replaces(&other, &old));
	other.period_start = mizan_date_make(2024, 12, 31);
	assert_true(mizan_release_replaces(&other, &old));
	/* Versions that are hashes go by the order of import. */
	other.version = "sha256:00000000";
	assert_true(mizan_release_replaces(&other, &old));
	other.source = "b";
	assert_false(mizan_release_replaces(&other, &old));
}

static void an_edition_is_left_out_and_no_other(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_figure figures[3] = {{.publisher = "IEP", .edition = "GTI 2024"},
		{.publisher = "IEP", .edition = "GTI 2025"},
		{.publisher = "PICSS", .edition = "GTI 2025"}};
	for (int i = 0; i < 3; i++) {
		figures[i].indicator = "deaths";
		figures[i].period_start = mizan_date_make(2023, 1, 1);
		figures[i].period_end = mizan_date_make(2023, 12, 31);
		figures[i].value = i;
		figures[i].low = figures[i].high = (double)NAN;
	}
	fixture_new();
	fixture_figures(figures, 3);
	struct mizan_store store;
	CHECK(mizan_store_open(&store, fixture_path, MIZAN_STORE_READ, &error));
	CHECK(mizan_store_without_edition(store.database, "IEP", "GTI 2025", &error));
	struct mizan_table table =
		content(store.database, "SELECT value FROM published_figure ORDER BY value");
	assert_int_equal(table.row_count, 2);
	assert_true(number_at(&table, 0, "value") == 0);
	assert_true(number_at(&table, 1, "value") == 2);
	mizan_table_release(&table);
	mizan_store_close(&store);
}

/* The coarse views of a public handle rest on the state that is shown. */
static void a_store_as_it_was_can_be_made_public(void **state)
{
	(void)state;
	struct mizan_error error;
	static const struct part parts[] = {{"24.1", "PAK", 2010, 2020, MIZAN_COMPLETE},
		{"25.1", "PAK", 2010, 2021, MIZAN_COMPLETE}};
	static const char *const around[] = {"SELECT place FROM main.event",
		"SELECT name FROM sqlite_temp_master", "SELECT * FROM temp.sqlite_schema",
		"SELECT period_end FROM main.release", "SELECT minx FROM main.rtree_event_geom"};
	int64_t ids[2];
	struct mizan_store store;
	write_parts(parts, 2, 0, ids);
	CHECK(mizan_store_open(&store, fixture_path, MIZAN_STORE_READ, &error));
	CHECK(mizan_store_without_releases(store.database, &ids[1], 1, NULL, &error));
	CHECK(mizan_store_publish(store.database, mizan_date_make(2020, 4, 1), &error));
	CHECK(mizan_store_guard(store.database, &error));
	struct mizan_table table =
		content(store.database, "SELECT date_start, date_end, source_key, count(*) OVER () "
					"AS n FROM event ORDER BY 1"
					" DESC");
	assert_true(number_at(&table, 0, "n") == 11);
	assert_string_equal(text_at(&table, 0, "date_end"), "2020-03-31");
	assert_string_equal(text_at(&table, 1, "date_end"), "2019-03-01");
	assert_int_equal(strncmp(text_at(&table, 0, "source_key"), "withheld-", 9), 0);
	mizan_table_release(&table);
	table = content(store.database, "SELECT version FROM release");
	assert_int_equal(table.row_count, 1);
	assert_string_equal(text_at(&table, 0, "version"), "24.1");
	mizan_table_release(&table);
	table = content(store.database, "SELECT sum(deaths_best) AS deaths FROM toll_sum");
	assert_true(number_at(&table, 0, "deaths") == 10 * 11 + 55);
	mizan_table_release(&table);
	for (size_t i = 0; i < TEST_COUNT(around); i++) {
		table = (struct mizan_table){0};
		assert_int_not_equal(
			mizan_store_query(store.database, around[i], &table, NULL, &error),
			MIZAN_OK);
		mizan_table_release(&table);
	}
	mizan_store_close(&store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_store_without_releases_is_as_if_they_had_never_come),
		cmocka_unit_test(what_replaces_what_goes_by_version_scope_and_order),
		cmocka_unit_test(an_edition_is_left_out_and_no_other),
		cmocka_unit_test(a_store_as_it_was_can_be_made_public),
	};
	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
