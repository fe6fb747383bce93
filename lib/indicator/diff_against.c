/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An edition of published deaths held against the sums of a source's events. */
#include "diff_internal.h"

#include <string.h>

/*
 * f: the figures of a country and of whole months, of relays the first; c: those whose country and
 * period one complete release covers, so that nothing recorded is 0; then the sums by month.
 */
static const char against_sql[] =
	"WITH f AS (SELECT * FROM (SELECT *, substr(period_start, 1, 4) * 12"
	" + substr(period_start, 6, 2) - 1 AS first, substr(period_end, 1, 4) * 12"
	" + substr(period_end, 6, 2) - 1 AS last, row_number() OVER (PARTITION BY country,"
	" period_start, period_end, counts_what ORDER BY relayed_by IS NOT NULL, figure_id)"
	" AS turn FROM published_figure WHERE publisher = ?1 AND edition = ?2"
	" AND indicator = 'deaths' AND value IS NOT NULL AND country IS NOT NULL"
	" AND area IS NULL AND actor IS NULL AND (?4 IS NULL OR country = ?4)"
	" AND substr(period_start, 9, 2) = '01' AND strftime('%d', period_end, '+1 day') = '01')"
	" WHERE turn = 1),"
	" c AS (SELECT f.*, EXISTS(SELECT 1 FROM release r WHERE r.source = ?3"
	" AND r.kind = 'events' AND r.coverage = 'complete' AND r.period_start <= f.period_start"
	" AND r.period_end >= f.period_end"
	" AND instr(' ' || r.countries || ' ', ' ' || f.country || ' ') > 0) AS covered FROM f)"
	" SELECT c.country, c.period_start, c.period_end, c.counts_what, c.value, c.low, c.high,"
	" ifnull(sum(t.deaths_best), 0), ifnull(sum(t.deaths_low), 0),"
	" ifnull(sum(t.deaths_high), 0), ifnull(sum(t.events), 0), c.covered"
	" FROM c LEFT JOIN toll_sum t ON c.covered AND t.country = c.country"
	" AND t.month BETWEEN c.first AND c.last AND t.release_id IN (SELECT release_id"
	" FROM release WHERE source = ?3 AND kind = 'events' AND coverage = 'complete')"
	" GROUP BY c.figure_id ORDER BY c.country, c.period_start, c.period_end, c.counts_what";

enum against_column {
	AGAINST_COUNTRY,
	AGAINST_PERIOD,
	AGAINST_COUNTS_WHAT,
	AGAINST_EVENTS,
	AGAINST_PUBLISHED_LOW,
	AGAINST_RECORDED_LOW,
	AGAINST_PUBLISHED,
	AGAINST_RECORDED,
	AGAINST_PUBLISHED_HIGH,
	AGAINST_RECORDED_HIGH,
	AGAINST_DIFFERENCE,
	AGAINST_COLUMNS,
};

struct against_counts {
	int64_t equal, ranges, differ, outside;
};

static void against_add_columns(struct mizan_table *table)
{
	static const char *const names[AGAINST_COLUMNS] = {"country", "period", "counts_what",
		"events", "published_low", "recorded_low", "published", "recorded",
		"published_high", "recorded_high", "difference"};
	for (size_t i = 0; i < AGAINST_COLUMNS; i++) {
		enum mizan_type type = i < AGAINST_EVENTS ? MIZAN_TEXT
				       : i == AGAINST_PUBLISHED_LOW || i == AGAINST_PUBLISHED ||
						       i == AGAINST_PUBLISHED_HIGH ||
						       i == AGAINST_DIFFERENCE
					       ? MIZAN_REAL
					       : MIZAN_INTEGER;
		mizan_table_add_column(table, names[i], type, -1);
	}
}

static void against_add_row(struct mizan_table *table, sqlite3_stmt *statement)
{
	/* low, best, high: where they stand in the table and in the statement. */
	static const struct {
		size_t published, recorded;
		int at[2];
	} pairs[] = {{AGAINST_PUBLISHED_LOW, AGAINST_RECORDED_LOW, {5, 8}},
		{AGAINST_PUBLISHED, AGAINST_RECORDED, {4, 7}},
		{AGAINST_PUBLISHED_HIGH, AGAINST_RECORDED_HIGH, {6, 9}}};
	char period[DIFF_PERIOD];
	size_t row = mizan_table_add_row(table);
	mizan_table_set_text(table, row, AGAINST_COUNTRY, indicator_text(statement, 0));
	diff_period(indicator_text(statement, 1), indicator_text(statement, 2), period);
	mizan_table_set_text(table, row, AGAINST_PERIOD, period);
	mizan_table_set_text(table, row, AGAINST_COUNTS_WHAT, indicator_text(statement, 3));
	mizan_table_set_integer(table, row, AGAINST_EVENTS, sqlite3_column_int64(statement, 10));
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		if (sqlite3_column_type(statement, pairs[i].at[0]) != SQLITE_NULL) {
			mizan_table_set_real(table, row, pairs[i].published,
				sqlite3_column_double(statement, pairs[i].at[0]));
		}
		mizan_table_set_integer(table, row, pairs[i].recorded,
			sqlite3_column_int64(statement, pairs[i].at[1]));
	}
	mizan_table_set_real(table, row, AGAINST_DIFFERENCE,
		sqlite3_column_double(statement, 7) - sqlite3_column_double(statement, 4));
}

static bool against_same(sqlite3_stmt *statement, int published, int recorded)
{
	return sqlite3_column_type(statement, published) == SQLITE_NULL ||
	       sqlite3_column_double(statement, published) ==
		       sqlite3_column_double(statement, recorded);
}

static void against_take(
	struct mizan_table *table, sqlite3_stmt *statement, struct against_counts *counts)
{
	if (!sqlite3_column_int(statement, 11)) {
		counts->outside++;
	} else if (!against_same(statement, 4, 7)) {
		counts->differ++;
		against_add_row(table, statement);
	} else if (against_same(statement, 5, 8) && against_same(statement, 6, 9)) {
		counts->equal++;
	} else {
		counts->ranges++;
	}
}

static mizan_status against_run(sqlite3 *database, const char *const texts[4],
	struct mizan_table *table, struct against_counts *counts, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status =
		indicator_prepare(database, against_sql, &statement, "compare figures", error);
	if (status != MIZAN_OK) {
		return status;
	}
	for (int i = 0; i < 4; i++) {
		indicator_bind_text(statement, i + 1, texts[i]);
	}
	int code;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW && !table->failed) {
		against_take(table, statement, counts);
	}
	if (code != SQLITE_DONE && code != SQLITE_ROW) {
		status = mizan_store_error(database, error, "compare figures");
	}
	sqlite3_finalize(statement);
	return status;
}

/* Does it have events that no other release replaced? */
static mizan_status against_is_current(
	sqlite3 *database, int64_t release_id, bool *current, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status = indicator_prepare(database,
		"SELECT EXISTS(SELECT 1 FROM toll_sum WHERE release_id = ?1)", &statement,
		"compare figures", error);
	if (status != MIZAN_OK) {
		return status;
	}
	sqlite3_bind_int64(statement, 1, release_id);
	if (sqlite3_step(statement) == SQLITE_ROW) {
		*current = sqlite3_column_int(statement, 0);
	} else {
		status = mizan_store_error(database, error, "compare figures");
	}
	sqlite3_finalize(statement);
	return status;
}

static mizan_status against_no_source(const char *source, bool sample, struct mizan_error *error)
{
	return sample ? mizan_error_set(error, MIZAN_ERROR_USAGE,
				"name a source of which all events are on record",
				"the events of %.60s are a sample: their sum is no toll", source)
		      : mizan_error_set(error, MIZAN_ERROR_USAGE,
				"mizan releases lists what is there",
				"no events of a source '%.60s' are in this store", source);
}

/* The releases that were counted; none is an error. */
static mizan_status against_add_sources(
	sqlite3 *database, const char *source, struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_release_list all;
	bool any = false, sample = false, current = false;
	mizan_status status = mizan_store_releases(database, &table->arena, &all, error);
	for (size_t i = 0; status == MIZAN_OK && i < all.count; i++) {
		const struct mizan_release *release = &all.items[i];
		if (strcmp(release->kind, "events") != 0 || strcmp(release->source, source) != 0) {
			continue;
		}
		sample |= release->coverage == MIZAN_SAMPLE;
		if (release->coverage != MIZAN_COMPLETE) {
			continue;
		}
		any = true;
		status = against_is_current(database, release->release_id, &current, error);
		if (status == MIZAN_OK && current) {
			mizan_table_add_source(table, mizan_release_line(release, &table->arena));
		}
	}
	return status == MIZAN_OK && !any ? against_no_source(source, sample, error) : status;
}

static void against_add_notes(struct mizan_table *table, const char *edition, const char *source,
	const struct against_counts *counts)
{
	mizan_table_add_note(table,
		"deaths by country and period, %s against the events of %s: %lld differ, %lld are "
		"equal, of %lld the range alone differs",
		edition, source, (long long)counts->differ, (long long)counts->equal,
		(long long)counts->ranges);
	if (counts->outside > 0) {
		mizan_table_add_note(table,
			"%lld figures are of countries or periods that no release of %s in this "
			"store covers: they are not compared",
			(long long)counts->outside, source);
	}
	if (counts->differ > 0) {
		mizan_table_add_note(table,
			"a difference may be one of version or of definition: compare the sources' "
			"versions, and counts_what");
	}
}

mizan_status mizan_diff_against_store(struct sqlite3 *database, const char *publisher,
	const char *edition, const char *source, const char *country, struct mizan_table *table,
	struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	struct against_counts counts = {0};
	const char *whose, *found;
	mizan_status status = mizan_diff_find_edition(
		database, publisher, edition, &arena, &whose, &found, error);
	if (status == MIZAN_OK) {
		against_add_columns(table);
		status = against_add_sources(database, source, table, error);
	}
	if (status == MIZAN_OK) {
		const char *const texts[] = {whose, found, source, country};
		status = against_run(database, texts, table, &counts, error);
	}
	if (status == MIZAN_OK) {
		against_add_notes(table, found, source, &counts);
		mizan_table_add_source(
			table, mizan_arena_printf(&table->arena, "%s, %s", whose, found));
		status = mizan_table_check(table, error);
	}
	mizan_arena_release(&arena);
	return status;
}
