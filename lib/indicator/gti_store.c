/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formula of the index on the events of a store. */
#include "gti_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char counts_sql[] =
	"SELECT r.source, e.country, e.month / 12 AS year, count(*), sum(e.deaths_best),"
	" sum(e.injured), sum(e.hostages), count(e.deaths_best) < count(*),"
	" count(e.injured) < count(*), count(e.hostages) < count(*) FROM event e JOIN release r "
	"USING(release_id)"
	" WHERE r.coverage = 'complete' AND e.month BETWEEN ?1 AND ?2 AND e.country IS NOT NULL"
	" AND (?3 IS NULL OR r.source = ?3)" INDICATOR_IN_ZONE(
		"?4") " GROUP BY r.source, e.country, year"
		      " ORDER BY r.source, e.country, year";

struct counts {
	struct mizan_arena arena;
	struct gti_row *rows;
	size_t count, capacity;
};

static double counts_real(sqlite3_stmt *statement, int column)
{
	return sqlite3_column_type(statement, column) == SQLITE_NULL
		       ? (double)NAN
		       : sqlite3_column_double(statement, column);
}

static bool counts_take(struct counts *counts, sqlite3_stmt *statement, struct gti_job *job)
{
	const char *source = indicator_text(statement, 0), *country = indicator_text(statement, 1);
	struct gti_row *row = counts->count ? &counts->rows[counts->count - 1] : NULL;
	if (!row || strcmp(row->source, source) != 0 || strcmp(row->country, country) != 0) {
		if (!mizan_grow(&counts->rows, &counts->capacity, counts->count + 1,
			    sizeof *counts->rows)) {
			return false;
		}
		row = &counts->rows[counts->count++];
		*row = (struct gti_row){
			.source = mizan_arena_copy(&counts->arena, source, strlen(source)),
			.country = mizan_arena_copy(&counts->arena, country, strlen(country))};
		if (!row->source || !row->country) {
			return false;
		}
	}
	struct mizan_gti_year *y = &row->years[job->year - sqlite3_column_int(statement, 2)];
	*y = (struct mizan_gti_year){counts_real(statement, 3), counts_real(statement, 4),
		counts_real(statement, 5), counts_real(statement, 6), (double)NAN};
	job->no_fatalities |= sqlite3_column_int(statement, 7) != 0;
	job->no_injuries |= sqlite3_column_int(statement, 8) != 0;
	/* No source of events tells property damage, which the former editions count. */
	job->no_fourth |= job->former || sqlite3_column_int(statement, 9) != 0;
	return true;
}

static mizan_status counts_read(sqlite3 *database, struct gti_job *job,
	const struct mizan_gti_options *options, struct counts *counts,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status = mizan_zone_register(database, error);
	if (status == MIZAN_OK) {
		status = indicator_prepare(database, counts_sql, &statement, "count events", error);
	}
	if (status != MIZAN_OK) {
		return status;
	}
	sqlite3_bind_int(statement, 1, (job->year - 4) * 12);
	sqlite3_bind_int(statement, 2, job->year * 12 + 11);
	indicator_bind_text(statement, 3, options->source);
	indicator_bind_text(statement, 4, options->zone);
	int code = SQLITE_ROW;
	while (status == MIZAN_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		status = counts_take(counts, statement, job) ? mizan_watch_check(watch, error)
							     : mizan_error_memory(error);
	}
	if (status == MIZAN_OK && code != SQLITE_DONE) {
		status = mizan_store_error(database, error, "count events");
	}
	sqlite3_finalize(statement);
	return status;
}

static void counts_add_notes(const struct counts *counts, struct mizan_table *table)
{
	for (size_t i = 0; i < counts->count; i++) {
		mizan_table_add_note(table,
			"GTI formula on %s, not the IEP score: other events, by another definition",
			counts->rows[i].source);
	}
	if (counts->count == 0) {
		mizan_table_add_note(table, "no complete event data of these years in the store; "
					    "IEP's own scores: mizan "
					    "figures --indicator score");
	}
}

static mizan_status gti_check_zone(
	sqlite3 *database, const struct mizan_gti_options *options, struct mizan_error *error)
{
	struct mizan_zone *zone;
	if (options->zone && options->reach_rank) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "leave out one of the two",
			"a zone has no rank to reach: the index is one of countries");
	}
	if (options->zone && options->edition > 0 && options->edition <= 2020) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "take edition 2026",
			"editions up to 2020 measure against the country with the most, which a "
			"zone is not");
	}
	mizan_status status =
		indicator_open_zone(database, options->zone, options->country, &zone, error);
	if (status == MIZAN_OK && zone) {
		status = indicator_hold_zone(zone, mizan_date_make(options->year - 4, 1, 1),
			mizan_date_make(options->year, 12, 31), error);
	}
	mizan_zone_close(zone);
	return status;
}

static mizan_status gti_note_zone(sqlite3 *database, const struct mizan_gti_options *options,
	struct mizan_table *table, const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_event_query query = {.where = INDICATOR_COMPLETE,
		.country = options->country,
		.source = options->source,
		.from = mizan_date_make(options->year - 4, 1, 1),
		.to = mizan_date_make(options->year, 12, 31)};
	return mizan_zone_note(database, options->zone, &query, table, watch, error);
}

mizan_status mizan_gti_store(struct sqlite3 *database, const struct mizan_gti_options *options,
	struct mizan_table *table, const struct mizan_watch *watch, struct mizan_error *error)
{
	struct gti_job job;
	mizan_status status = gti_job_init(&job, options, error);
	if (status != MIZAN_OK) {
		return status;
	}
	struct counts counts = {0};
	struct mizan_release_list releases = {0};
	status = gti_check_zone(database, options, error);
	if (status != MIZAN_OK) {
		return status;
	}
	status = mizan_store_releases(database, &counts.arena, &releases, error);
	if (status == MIZAN_OK) {
		status = counts_read(database, &job, options, &counts, watch, error);
	}
	for (size_t i = 0; i < counts.count && status == MIZAN_OK; i++) {
		struct gti_row *row = &counts.rows[i];
		row->whole = true;
		for (int back = 0; back < 5; back++) {
			int32_t first = (job.year - back) * 12;
			if (!coverage_has_all(
				    &releases, row->source, row->country, first, first + 11)) {
				row->whole = false;
				row->years[back] = (struct mizan_gti_year){(double)NAN, (double)NAN,
					(double)NAN, (double)NAN, (double)NAN};
			}
		}
	}
	if (status == MIZAN_OK) {
		counts_add_notes(&counts, table);
		status = gti_write(counts.rows, counts.count, &job, table, error);
	}
	if (status == MIZAN_OK && options->zone) {
		status = gti_note_zone(database, options, table, watch, error);
	}
	if (status == MIZAN_OK) {
		status = indicator_add_sources(
			database, table, &releases, options->source, options->country, error);
	}
	free(counts.rows);
	mizan_arena_release(&counts.arena);
	return status;
}
