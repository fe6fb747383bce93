/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing, reading, replacing: what a store promises. */
#include "../test.h"

#include <math.h>
#include <mizan/store.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64], path[128];

static int make_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/mizan-store-XXXXXX");
	if (!mkdtemp(folder)) {
		return 1;
	}
	snprintf(path, sizeof path, "%s/test.gpkg", folder);
	return 0;
}

static int remove_folder(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder);
}

static struct mizan_event make_event(
	const char *key, const char *country, mizan_date date, int32_t deaths)
{
	return (struct mizan_event){.source_key = test_slice(key),
		.country = test_slice(country),
		.date_start = date,
		.date_end = date,
		.date_precision = 1,
		.latitude = 34.0,
		.longitude = 71.5,
		.place_precision = 1,
		.violence = MIZAN_STATE_BASED,
		.side_a = test_slice("A"),
		.side_b = test_slice("B"),
		.deaths_best = deaths,
		.deaths_low = deaths,
		.deaths_high = deaths + 2,
		.deaths_side_a = MIZAN_UNKNOWN,
		.deaths_side_b = MIZAN_UNKNOWN,
		.deaths_civilians = MIZAN_UNKNOWN,
		.deaths_unknown = MIZAN_UNKNOWN,
		.injured = MIZAN_UNKNOWN,
		.hostages = MIZAN_UNKNOWN};
}

static struct mizan_release make_release(const char *version, const char *sha256)
{
	return (struct mizan_release){.source = "test",
		.version = version,
		.kind = "events",
		.countries = "",
		.period_start = mizan_date_make(2020, 1, 1),
		.period_end = mizan_date_make(2021, 12, 31),
		.coverage = MIZAN_COMPLETE,
		.file = "a.csv",
		.sha256 = sha256,
		.retrieved = mizan_date_make(2026, 1, 1)};
}

/* One release of `count` events, a day apart, of one country. */
static struct mizan_writer_report write_release(
	const struct mizan_release *release, const char *country, int count)
{
	struct mizan_error error = {0};
	struct mizan_store store;
	struct mizan_event_writer *writer;
	struct mizan_writer_report report;
	assert_int_equal(mizan_store_open(&store, path, MIZAN_STORE_CREATE, &error), MIZAN_OK);
	assert_int_equal(mizan_store_begin(&store, &error), MIZAN_OK);
	assert_int_equal(mizan_event_writer_init(&writer, &store, release, &error), MIZAN_OK);
	for (int i = 0; i < count; i++) {
		char key[16];
		snprintf(key, sizeof key, "%d", i);
		struct mizan_event event =
			make_event(key, country, mizan_date_make(2020, 1, 1) + i % 700, i % 5);
		event.longitude = -180 + i % 360;
		event.latitude = -89 + i % 179;
		assert_int_equal(mizan_event_writer_add(writer, &event, &error), MIZAN_OK);
	}
	assert_int_equal(mizan_event_writer_finish(writer, release, 0, &report, &error), MIZAN_OK);
	mizan_event_writer_release(writer);
	assert_int_equal(mizan_store_commit(&store, &error), MIZAN_OK);
	mizan_store_close(&store);
	return report;
}

static sqlite3 *open_plain(void)
{
	sqlite3 *database;
	assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
	return database;
}

static int64_t ask(sqlite3 *database, const char *sql)
{
	sqlite3_stmt *statement;
	assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	int64_t value = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return value;
}

static void sqlite_itself_finds_the_packed_r_tree_whole(void **state)
{
	(void)state;
	/* Around the sizes where a level begins: 51 cells a node. */
	static const int counts[] = {0, 1, 50, 51, 52, 2601, 2602, 20000};
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		unlink(path);
		struct mizan_release release = make_release("1.0", "a");
		assert_int_equal(write_release(&release, "PAK", counts[i]).written, counts[i]);
		sqlite3 *database = open_plain();
		sqlite3_stmt *statement;
		sqlite3_prepare_v2(
			database, "SELECT rtreecheck('rtree_event_geom')", -1, &statement, NULL);
		assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
		assert_string_equal(sqlite3_column_text(statement, 0), "ok");
		sqlite3_finalize(statement);
		assert_int_equal(ask(database, "SELECT count(*) FROM rtree_event_geom"), counts[i]);
		/* The tree finds what a scan finds. */
		assert_int_equal(
			ask(database, "SELECT count(*) FROM rtree_event_geom WHERE minx >= 10"
				      " AND maxx <= 40 AND miny >= -20 AND maxy <= 30"),
			ask(database, "SELECT count(*) FROM event WHERE longitude BETWEEN 10 AND 40"
				      " AND latitude BETWEEN -20 AND 30"));
		assert_int_equal(sqlite3_close(database), SQLITE_OK);
	}
}

static void other_programs_cannot_write_events_and_are_told_why(void **state)
{
	(void)state;
	unlink(path);
	struct mizan_release release = make_release("1.0", "a");
	write_release(&release, "PAK", 10);
	sqlite3 *database = open_plain();
	const char *const writes[] = {"DELETE FROM event", "UPDATE event SET deaths_best = 0",
		"INSERT INTO event SELECT * FROM event", "DELETE FROM event_past",
		"INSERT INTO event_past SELECT * FROM event"};
	for (size_t i = 0; i < sizeof writes / sizeof *writes; i++) {
		char *message = NULL;
		int code = sqlite3_exec(database, writes[i], NULL, NULL, &message);
		if (strstr(writes[i], "DELETE FROM event_past")) {
			assert_int_equal(code, SQLITE_OK); /* it is empty: no row, no trigger */
		} else {
			assert_int_equal(code, SQLITE_CONSTRAINT);
			assert_non_null(strstr(message, "written by mizan alone"));
		}
		sqlite3_free(message);
	}
	assert_int_equal(ask(database, "SELECT count(*) FROM event"), 10);
	sqlite3_close(database);
}

static void the_file_is_a_geopackage(void **state)
{
	(void)state;
	unlink(path);
	struct mizan_release release = make_release("1.0", "a");
	write_release(&release, "PAK", 3);
	sqlite3 *database = open_plain();
	assert_int_equal(ask(database, "PRAGMA application_id"), 0x47504B47);
	assert_int_equal(ask(database, "PRAGMA user_version"), 10300);
	assert_int_equal(ask(database, "SELECT count(*) FROM pragma_integrity_check"
				       " WHERE integrity_check <> 'ok'"),
		0);
	assert_int_equal(ask(database, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
	/* "GP", version 0, little-endian, SRS 4326, WKB point: 29 bytes. */
	assert_int_equal(
		ask(database, "SELECT count(*) FROM event WHERE length(geom) = 29"
			      " AND hex(substr(geom, 1, 13)) = '47500001E61000000101000000'"),
		3);
	sqlite3_close(database);
}

static void a_newer_release_replaces_where_scopes_overlap_and_nowhere_else(void **state)
{
	(void)state;
	unlink(path);
	struct mizan_release first = make_release("1.0", "a"), other = make_release("1.1", "b");
	struct mizan_release newer = make_release("2.0", "c");
	write_release(&first, "PAK", 500);
	assert_int_equal(write_release(&other, "SLE", 300).superseded, 0);
	newer.period_start = mizan_date_make(2021, 1, 1);
	struct mizan_writer_report report = write_release(&newer, "PAK", 700);
	/* 500 days from 1 January 2020: 366 in 2020, 134 in 2021. */
	assert_int_equal(report.superseded, 134);
	sqlite3 *database = open_plain();
	assert_int_equal(ask(database, "SELECT count(*) FROM event WHERE country = 'SLE'"), 300);
	assert_int_equal(ask(database, "SELECT count(*) FROM event WHERE release_id = 1"), 366);
	assert_int_equal(ask(database, "SELECT count(*) FROM event_past"), 134);
	assert_int_equal(
		ask(database, "SELECT count(*) FROM event_past JOIN event USING(event_id)"), 0);
	sqlite3_close(database);
}

static void an_older_release_that_comes_late_does_not_replace(void **state)
{
	(void)state;
	unlink(path);
	struct mizan_release newer = make_release("25.1", "a"), older = make_release("24.1", "b");
	write_release(&newer, "PAK", 100);
	struct mizan_writer_report report = write_release(&older, "PAK", 100);
	assert_int_equal(report.superseded, 0);
	assert_int_equal(report.already_superseded, 100);
	sqlite3 *database = open_plain();
	assert_int_equal(ask(database, "SELECT count(*) FROM event WHERE release_id = 1"), 100);
	assert_int_equal(ask(database, "SELECT count(*) FROM event"), 100);
	sqlite3_close(database);
}

static void a_sample_replaces_only_an_older_version_of_its_own_sheet(void **state)
{
	(void)state;
	unlink(path);
	struct mizan_release whole = make_release("1.0", "a"), sample = make_release("x", "b");
	sample.coverage = MIZAN_SAMPLE;
	sample.file = "sample.csv";
	write_release(&whole, "PAK", 100);
	assert_int_equal(write_release(&sample, "PAK", 10).superseded, 0);
	sample.sha256 = "c";
	assert_int_equal(write_release(&sample, "PAK", 12).superseded, 10);
	sqlite3 *database = open_plain();
	assert_int_equal(ask(database, "SELECT count(*) FROM event"), 112);
	sqlite3_close(database);
}

/* Rows that are in one of the two and not in the other. */
static void check_sums(void)
{
	static const char sums[] =
		"SELECT country, month, violence, release_id, count(*) AS events,"
		" total(deaths_best), total(iif(deaths_best IS NULL, 0, ifnull(deaths_low, "
		"deaths_best))),"
		" total(iif(deaths_best IS NULL, 0, ifnull(deaths_high, deaths_best))),"
		" total(deaths_civilians), count(deaths_best), count(deaths_civilians),"
		" count(iif(deaths_best < deaths_low OR deaths_best > deaths_high, 1, NULL)),"
		" count(deaths_best + deaths_civilians)"
		" FROM event GROUP BY 1, 2, 3, 4";
	char sql[2000];
	snprintf(sql, sizeof sql,
		"SELECT count(*) FROM (SELECT * FROM (%s EXCEPT SELECT * FROM toll_sum) UNION ALL"
		" SELECT * FROM (SELECT * FROM toll_sum EXCEPT %s))",
		sums, sums);
	sqlite3 *database = open_plain();
	assert_int_equal(ask(database, sql), 0);
	assert_int_equal(ask(database, "SELECT ifnull(sum(events), 0) FROM toll_sum"),
		ask(database, "SELECT count(*) FROM event"));
	sqlite3_close(database);
}

/* Events with all that can be unknown, or outside of its range. */
static void write_varied_release(const char *version, const char *sha256, mizan_date first)
{
	struct mizan_error error = {0};
	struct mizan_store store;
	struct mizan_event_writer *writer;
	struct mizan_writer_report report;
	struct mizan_release release = make_release(version, sha256);
	assert_int_equal(mizan_store_open(&store, path, MIZAN_STORE_CREATE, &error), MIZAN_OK);
	assert_int_equal(mizan_store_begin(&store, &error), MIZAN_OK);
	assert_int_equal(mizan_event_writer_init(&writer, &store, &release, &error), MIZAN_OK);
	static const int32_t counts[] = {MIZAN_UNKNOWN, 0, 1, 7};
	static const char *const countries[] = {"PAK", "", "AFG", "SLE", "IND"};
	for (int i = 0; i < 3000; i++) {
		char key[16];
		snprintf(key, sizeof key, "%d", i);
		struct mizan_event event =
			make_event(key, countries[i % 5], first + i * 7 % 400, 0);
		event.violence = (uint8_t)(i / 5 % MIZAN_VIOLENCE_COUNT);
		event.deaths_best = counts[i % 4];
		event.deaths_low = counts[i / 4 % 4];
		event.deaths_high = counts[i / 16 % 4];
		event.deaths_civilians = counts[i / 64 % 4];
		event.latitude = i % 11 == 0 ? (double)NAN : i % 90;
		assert_int_equal(mizan_event_writer_add(writer, &event, &error), MIZAN_OK);
	}
	assert_int_equal(mizan_event_writer_finish(writer, &release, 0, &report, &error), MIZAN_OK);
	mizan_event_writer_release(writer);
	assert_int_equal(mizan_store_commit(&store, &error), MIZAN_OK);
	mizan_store_close(&store);
}

static void the_sums_of_toll_are_those_of_the_events_after_every_import(void **state)
{
	(void)state;
	unlink(path);
	write_varied_release("1.0", "a", mizan_date_make(2020, 1, 1));
	check_sums();
	/* A second release that moves nothing, one that moves, one that comes too late. */
	struct mizan_release other = make_release("1.1", "b");
	write_release(&other, "COL", 300);
	check_sums();
	write_varied_release("3.0", "c", mizan_date_make(2020, 9, 1));
	check_sums();
	write_varied_release("2.0", "d", mizan_date_make(2020, 5, 1));
	check_sums();
	sqlite3 *database = open_plain();
	assert_true(ask(database, "SELECT count(*) FROM event_past") > 1000);
	assert_int_equal(ask(database, "SELECT count(*) FROM rtree_event_geom"),
		ask(database, "SELECT count(*) FROM event WHERE latitude IS NOT NULL"));
	sqlite3_close(database);
}

static void what_breaks_a_constraint_is_not_written(void **state)
{
	(void)state;
	for (int fault = 0; fault < 8; fault++) {
		unlink(path);
		struct mizan_error error = {0};
		struct mizan_store store;
		struct mizan_event_writer *writer;
		struct mizan_release release = make_release("1.0", "a");
		assert_int_equal(
			mizan_store_open(&store, path, MIZAN_STORE_CREATE, &error), MIZAN_OK);
		assert_int_equal(mizan_store_begin(&store, &error), MIZAN_OK);
		assert_int_equal(
			mizan_event_writer_init(&writer, &store, &release, &error), MIZAN_OK);
		struct mizan_event good = make_event("1", "PAK", 0, 1), bad;
		assert_int_equal(mizan_event_writer_add(writer, &good, &error), MIZAN_OK);
		bad = make_event("2", fault == 0 ? "PA" : fault == 1 ? "PAKI" : "PAK", 0, 1);
		bad.date_end -= fault == 2;
		bad.date_precision = fault == 3 ? 6 : 1;
		bad.place_precision = fault == 4 ? 8 : 1;
		bad.latitude = fault == 5 ? 91 : 0;
		bad.longitude = fault == 6 ? -181 : 0;
		bad.deaths_best = fault == 7 ? -1 : 1;
		assert_int_equal(mizan_event_writer_add(writer, &bad, &error), MIZAN_ERROR_STORE);
		assert_non_null(strstr(error.what, "CHECK"));
		/* Not by us alone: the table's own checks are there again. */
		mizan_event_writer_release(writer);
		assert_int_equal(ask(store.database, "PRAGMA ignore_check_constraints"), 0);
		mizan_store_rollback(&store);
		mizan_store_close(&store);
	}
}

static void a_rollback_leaves_nothing(void **state)
{
	(void)state;
	unlink(path);
	struct mizan_error error = {0};
	struct mizan_store store;
	struct mizan_event_writer *writer;
	struct mizan_release release = make_release("1.0", "a");
	assert_int_equal(mizan_store_open(&store, path, MIZAN_STORE_CREATE, &error), MIZAN_OK);
	assert_int_equal(mizan_store_begin(&store, &error), MIZAN_OK);
	assert_int_equal(mizan_event_writer_init(&writer, &store, &release, &error), MIZAN_OK);
	struct mizan_event event = make_event("1", "PAK", 0, 1);
	assert_int_equal(mizan_event_writer_add(writer, &event, &error), MIZAN_OK);
	assert_int_equal(mizan_event_writer_add(writer, &event, &error), MIZAN_ERROR_INPUT);
	assert_non_null(strstr(error.what, "came before"));
	mizan_event_writer_release(writer);
	mizan_store_rollback(&store);
	mizan_store_close(&store);
	sqlite3 *database = open_plain();
	assert_int_equal(ask(database, "SELECT count(*) FROM event"), 0);
	assert_int_equal(ask(database, "SELECT count(*) FROM release"), 0);
	assert_int_equal(ask(database, "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
				       " AND name LIKE 'event%'"),
		6);
	sqlite3_close(database);
}

static mizan_status add_deaths(
	void *context, const struct mizan_event *event, struct mizan_error *error)
{
	(void)error;
	*(int64_t *)context += event->deaths_best;
	return MIZAN_OK;
}

static void events_come_back_as_they_went_in(void **state)
{
	(void)state;
	unlink(path);
	struct mizan_error error = {0};
	struct mizan_store store;
	struct mizan_release release = make_release("1.0", "a");
	write_release(&release, "PAK", 500);
	assert_int_equal(mizan_store_open(&store, path, MIZAN_STORE_READ, &error), MIZAN_OK);
	int64_t sum = 0;
	struct mizan_event_query query = {
		.parts = MIZAN_PART_DEATHS, .from = MIZAN_DATE_UNKNOWN, .to = MIZAN_DATE_UNKNOWN};
	assert_int_equal(
		mizan_store_each_event(store.database, &query, add_deaths, &sum, NULL, &error),
		MIZAN_OK);
	assert_int_equal(sum, 500 / 5 * (0 + 1 + 2 + 3 + 4));
	query.where = "deaths_best = 4 -- a comment at its end";
	sum = 0;
	assert_int_equal(
		mizan_store_each_event(store.database, &query, add_deaths, &sum, NULL, &error),
		MIZAN_OK);
	assert_int_equal(sum, 400);
	const char *const wrong[] = {"nothing = 1", "1; DELETE FROM event", "(", "1) --",
		"1=0) OR (1=1", "1 UNION SELECT 1"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		query.where = wrong[i];
		assert_int_equal(mizan_store_each_event(
					 store.database, &query, add_deaths, &sum, NULL, &error),
			MIZAN_ERROR_USAGE);
		assert_non_null(strstr(error.what, wrong[i]));
	}
	mizan_store_close(&store);
}

static mizan_status compare_event(
	void *context, const struct mizan_event *event, struct mizan_error *error)
{
	(void)error;
	const struct mizan_event *given = context;
	const struct {
		struct mizan_slice left, right;
	} texts[] = {{event->source_key, given->source_key}, {event->country, given->country},
		{event->admin1, given->admin1}, {event->admin2, given->admin2},
		{event->place, given->place}, {event->tactic, given->tactic},
		{event->target, given->target}, {event->side_a, given->side_a},
		{event->side_b, given->side_b}, {event->dyad, given->dyad},
		{event->headline, given->headline}, {event->provider, given->provider}};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		assert_int_equal(texts[i].left.size, texts[i].right.size);
		assert_memory_equal(texts[i].left.data, texts[i].right.data, texts[i].right.size);
	}
	assert_int_equal(event->flags, given->flags);
	assert_int_equal(event->date_start, given->date_start);
	assert_int_equal(event->date_end, given->date_end);
	assert_int_equal(event->date_precision, given->date_precision);
	assert_int_equal(event->place_precision, given->place_precision);
	assert_int_equal(event->violence, given->violence);
	assert_true(event->latitude == given->latitude && event->longitude == given->longitude);
	assert_int_equal(event->side_a_id, given->side_a_id);
	assert_int_equal(event->conflict_id, given->conflict_id);
	assert_int_equal(event->deaths_civilians, given->deaths_civilians);
	assert_int_equal(event->deaths_side_a, MIZAN_UNKNOWN);
	assert_int_equal(event->injured, given->injured);
	assert_int_equal(event->hostages, MIZAN_UNKNOWN);
	return MIZAN_OK;
}

static void an_event_keeps_its_words_its_flags_and_what_is_unknown(void **state)
{
	(void)state;
	unlink(path);
	struct mizan_error error = {0};
	struct mizan_store store;
	struct mizan_event_writer *writer;
	struct mizan_writer_report report;
	struct mizan_release release = make_release("1.0", "a");
	struct mizan_event given = make_event("key 1", "PAK", mizan_date_make(2021, 8, 26), 13);
	given.flags = MIZAN_FLAG_BEST_OUTSIDE | MIZAN_FLAG_SUMMARY | MIZAN_FLAG_CANDIDATE |
		      MIZAN_FLAG_UNCLEAR | MIZAN_FLAG_SIDES_DIFFER;
	given.admin1 = test_slice("Khyber Pakhtunkhwa");
	given.admin2 = test_slice("Bannu");
	given.place = test_slice("\xd8\xa8\xd9\x86\xd9\x88\xda\xba");
	given.tactic = test_slice("suicide-attack");
	given.target = test_slice("police");
	given.dyad = test_slice("A - B");
	given.headline = test_slice("It's a \"headline\" <b>");
	given.provider = test_slice("{\"relid\":\"x\"}");
	given.side_a_id = 118;
	given.conflict_id = 404;
	given.deaths_civilians = 5;
	given.injured = 0;
	assert_int_equal(mizan_store_open(&store, path, MIZAN_STORE_CREATE, &error), MIZAN_OK);
	assert_int_equal(mizan_store_begin(&store, &error), MIZAN_OK);
	assert_int_equal(mizan_event_writer_init(&writer, &store, &release, &error), MIZAN_OK);
	assert_int_equal(mizan_event_writer_add(writer, &given, &error), MIZAN_OK);
	assert_int_equal(mizan_event_writer_finish(writer, &release, 0, &report, &error), MIZAN_OK);
	mizan_event_writer_release(writer);
	assert_int_equal(mizan_store_commit(&store, &error), MIZAN_OK);
	struct mizan_event_query query = {
		.parts = MIZAN_PART_ALL, .from = MIZAN_DATE_UNKNOWN, .to = MIZAN_DATE_UNKNOWN};
	assert_int_equal(
		mizan_store_each_event(store.database, &query, compare_event, &given, NULL, &error),
		MIZAN_OK);
	mizan_store_close(&store);
}

static void what_is_no_store_is_said_in_one_line(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	struct mizan_store store;
	unlink(path);
	assert_int_equal(
		mizan_store_open(&store, path, MIZAN_STORE_READ, &error), MIZAN_ERROR_STORE);
	assert_non_null(strstr(error.what, "no store"));
	FILE *file = fopen(path, "wb");
	fputs("this is no database at all, but a text that is long enough to have a header of one",
		file);
	fclose(file);
	assert_int_equal(
		mizan_store_open(&store, path, MIZAN_STORE_CREATE, &error), MIZAN_ERROR_STORE);
	assert_non_null(strstr(error.what, "not a store"));
	unlink(path);
	sqlite3 *database = open_plain();
	sqlite3_exec(database, "CREATE TABLE t(x)", NULL, NULL, NULL);
	sqlite3_close(database);
	assert_int_equal(
		mizan_store_open(&store, path, MIZAN_STORE_CREATE, &error), MIZAN_ERROR_STORE);
	assert_non_null(strstr(error.what, "not a store of Mizan"));
	assert_int_equal(
		mizan_store_open(&store, folder, MIZAN_STORE_CREATE, &error), MIZAN_ERROR_STORE);
	assert_non_null(strstr(error.what, "folder"));
}

/* ---- Queries ------------------------------------------------------------------------------ */

static struct mizan_store guarded(void)
{
	struct mizan_error error = {0};
	struct mizan_store store;
	unlink(path);
	struct mizan_release release = make_release("1.0", "a");
	write_release(&release, "PAK", 100);
	assert_int_equal(mizan_store_open(&store, path, MIZAN_STORE_READ, &error), MIZAN_OK);
	assert_int_equal(mizan_store_guard(store.database, &error), MIZAN_OK);
	return store;
}

/* A process that ends while it writes its first pages leaves a file and a journal to take back. */
static void write_and_be_cut_off(void)
{
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		sqlite3 *database;
		bool good =
			sqlite3_open(path, &database) == SQLITE_OK &&
			sqlite3_exec(database,
				"PRAGMA cache_size = 2; BEGIN IMMEDIATE; CREATE TABLE t(x);"
				"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
				"LIMIT 200) INSERT INTO t SELECT hex(zeroblob(4000)) FROM n",
				NULL, NULL, NULL) == SQLITE_OK;
		_exit(good ? 0 : 1);
	}
	int code;
	assert_int_equal(waitpid(child, &code, 0), child);
	assert_int_equal(code, 0);
	struct stat facts;
	assert_int_equal(stat(path, &facts), 0);
	assert_true(facts.st_size > 0);
}

static void a_first_import_that_was_cut_off_is_taken_back_and_the_next_one_works(void **state)
{
	(void)state;
	struct mizan_store store;
	struct mizan_error error = {0};
	unlink(path);
	write_and_be_cut_off();
	assert_int_equal(
		mizan_store_open(&store, path, MIZAN_STORE_READ, &error), MIZAN_ERROR_STORE);
	assert_non_null(strstr(error.what, "empty"));
	unlink(path);
	write_and_be_cut_off();
	assert_int_equal(mizan_store_open(&store, path, MIZAN_STORE_CREATE, &error), MIZAN_OK);
	mizan_store_close(&store);
	assert_int_equal(mizan_store_open(&store, path, MIZAN_STORE_READ, &error), MIZAN_OK);
	mizan_store_close(&store);
}

static void a_guarded_query_reads_and_does_nothing_else(void **state)
{
	(void)state;
	struct mizan_store store = guarded();
	const char *const refused[] = {"DELETE FROM event", "ATTACH 'x' AS y",
		"PRAGMA user_version", "SELECT random()", "SELECT date('now')", "SELECT date()",
		"SELECT datetime('NOW')", "SELECT strftime('%Y')", "SELECT CURRENT_TIMESTAMP",
		"SELECT load_extension('x')", "SELECT readfile('/etc/passwd')",
		"SELECT 1; SELECT 2", "", "-- nothing", "SELECT hex(zeroblob(400000000))",
		"SELECT randomblob(3)", "CREATE TABLE x(y)", "SELECT * FROM nothing", "SELEC 1",
		"VACUUM", "EXPLAIN DELETE FROM event"};
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct mizan_error error = {0};
		struct mizan_table table = {0};
		if (mizan_store_query(store.database, refused[i], &table, NULL, &error) ==
			MIZAN_OK) {
			fail_msg("the query '%s' was run", refused[i]);
		}
		assert_true(error.what[0] != '\0');
		mizan_table_release(&table);
	}
	const char *const allowed[] = {"SELECT date('2024-01-31', '+1 month')",
		"SELECT strftime('%Y', date_end) FROM event", "SELECT sum(deaths_best) FROM event;",
		("WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT i + 1 FROM n WHERE i < 5) "
		 "SELECT * FROM n"),
		"SELECT count(*) OVER (), upper('x') FROM event -- end",
		"SELECT value FROM json_each('[1,2]')"};
	for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) {
		struct mizan_error error = {0};
		struct mizan_table table = {0};
		if (mizan_store_query(store.database, allowed[i], &table, NULL, &error) !=
			MIZAN_OK) {
			fail_msg("'%s': %s", allowed[i], error.what);
		}
		assert_true(table.row_count > 0);
		mizan_table_release(&table);
	}
	mizan_store_close(&store);
}

static bool stop(void *context)
{
	return ++*(int *)context > 3;
}

static void a_query_without_end_can_be_stopped(void **state)
{
	(void)state;
	struct mizan_store store = guarded();
	struct mizan_error error = {0};
	struct mizan_table table = {0};
	int calls = 0;
	struct mizan_watch watch = {.interrupted = stop, .context = &calls};
	assert_int_equal(mizan_store_query(store.database,
				 "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
				 " SELECT max(i) FROM n",
				 &table, &watch, &error),
		MIZAN_ERROR_INTERRUPTED);
	mizan_table_release(&table);
	mizan_store_close(&store);
}

static void a_column_of_mixed_values_is_text_and_unknown_stays_unknown(void **state)
{
	(void)state;
	struct mizan_store store = guarded();
	struct mizan_error error = {0};
	struct mizan_table table = {0};
	assert_int_equal(mizan_store_query(store.database,
				 "SELECT column1 AS a, column2 AS b, column3 AS year FROM"
				 " (VALUES (1, 1, 2024), (NULL, 2.5, NULL), ('x', 3, 2025))",
				 &table, NULL, &error),
		MIZAN_OK);
	assert_int_equal(table.columns[0].type, MIZAN_TEXT);
	assert_string_equal(mizan_table_cell(&table, 0, 0)->text, "1");
	assert_false(mizan_table_cell(&table, 1, 0)->known);
	assert_string_equal(mizan_table_cell(&table, 2, 0)->text, "x");
	assert_int_equal(table.columns[1].type, MIZAN_REAL);
	assert_true(mizan_table_cell(&table, 0, 1)->real == 1.0);
	assert_int_equal(table.columns[2].type, MIZAN_YEAR);
	mizan_table_release(&table);
	mizan_store_close(&store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sqlite_itself_finds_the_packed_r_tree_whole),
		cmocka_unit_test(other_programs_cannot_write_events_and_are_told_why),
		cmocka_unit_test(the_file_is_a_geopackage),
		cmocka_unit_test(a_newer_release_replaces_where_scopes_overlap_and_nowhere_else),
		cmocka_unit_test(an_older_release_that_comes_late_does_not_replace),
		cmocka_unit_test(a_sample_replaces_only_an_older_version_of_its_own_sheet),
		cmocka_unit_test(the_sums_of_toll_are_those_of_the_events_after_every_import),
		cmocka_unit_test(what_breaks_a_constraint_is_not_written),
		cmocka_unit_test(a_rollback_leaves_nothing),
		cmocka_unit_test(events_come_back_as_they_went_in),
		cmocka_unit_test(an_event_keeps_its_words_its_flags_and_what_is_unknown),
		cmocka_unit_test(what_is_no_store_is_said_in_one_line),
		cmocka_unit_test(
			a_first_import_that_was_cut_off_is_taken_back_and_the_next_one_works),
		cmocka_unit_test(a_guarded_query_reads_and_does_nothing_else),
		cmocka_unit_test(a_query_without_end_can_be_stopped),
		cmocka_unit_test(a_column_of_mixed_values_is_text_and_unknown_stays_unknown),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
