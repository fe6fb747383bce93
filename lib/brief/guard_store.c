/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guard's figures and names from a store. */
#include "guard_internal.h"

#include "../store/sqlite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char figures_sql[] =
	"SELECT publisher, edition, published, relayed_by, country, area, actor, indicator,"
	" counts_what, period_start, period_end, value, low, high FROM published_figure"
	" ORDER BY figure_id";
/* Years that a complete release covers whole; a source with several releases gives their sum. */
static const char events_sql[] =
	"WITH sums AS (SELECT r.source AS source, max(r.version) AS version, s.country AS country,"
	" s.month / 12 AS year, sum(s.deaths_best) AS best, sum(s.deaths_low) AS low,"
	" sum(s.deaths_high) AS high, sum(s.events) AS events FROM toll_sum s JOIN release r"
	" USING(release_id) WHERE r.coverage = 'complete' AND s.country IS NOT NULL"
	" AND r.period_start <= printf('%04d-01-01', s.month / 12)"
	" AND r.period_end >= printf('%04d-12-31', s.month / 12) GROUP BY 1, 3, 4)"
	" SELECT source, version, NULL, NULL, country, NULL, NULL, 'deaths', 'events',"
	" printf('%04d-01-01', year), printf('%04d-12-31', year), best, low, high FROM sums"
	" UNION ALL SELECT source, version, NULL, NULL, country, NULL, NULL, 'attacks', 'events',"
	" printf('%04d-01-01', year), printf('%04d-12-31', year), events, NULL, NULL FROM sums";
/* Names of groups; one that several of them use says nobody. */
static const char names_sql[] =
	"WITH all_names AS (SELECT actor_id, name FROM actor UNION SELECT actor_id, short FROM"
	" actor WHERE short IS NOT NULL UNION SELECT actor_id, name FROM actor_name)"
	" SELECT min(n.name), n.actor_id FROM all_names n JOIN actor a USING(actor_id)"
	" WHERE a.kind IN ('armed-group', 'faction', 'coalition') GROUP BY lower(n.name)"
	" HAVING count(DISTINCT n.actor_id) = 1 ORDER BY 2, 1";
/* "UCDP" is the publisher of ucdp-ged. */
static const char sources_sql[] =
	"SELECT DISTINCT upper(substr(source, 1, instr(source || '-', '-') - 1)), source FROM"
	" release WHERE kind = 'events' AND coverage = 'complete'";

struct guard_input {
	struct mizan_arena arena;
	struct mizan_guard_figure *figures;
	size_t figure_count, figure_capacity;
	struct mizan_guard_name *names;
	size_t name_count, name_capacity;
};

static const char *take_text(struct guard_input *input, sqlite3_stmt *statement, int column)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);
	return text ? mizan_arena_copy(&input->arena, text, strlen(text)) : NULL;
}

static double take_number(sqlite3_stmt *statement, int column)
{
	return sqlite3_column_type(statement, column) == SQLITE_NULL
		       ? (double)NAN
		       : sqlite3_column_double(statement, column);
}

static mizan_date take_date(sqlite3_stmt *statement, int column)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);
	mizan_date date = MIZAN_DATE_UNKNOWN;
	return text && mizan_date_parse((struct mizan_slice){text, strlen(text)}, &date)
		       ? date
		       : MIZAN_DATE_UNKNOWN;
}

static bool take_figure(struct guard_input *input, sqlite3_stmt *statement)
{
	if (!mizan_grow(&input->figures, &input->figure_capacity, input->figure_count + 1,
		    sizeof *input->figures)) {
		return false;
	}
	input->figures[input->figure_count++] =
		(struct mizan_guard_figure){.publisher = take_text(input, statement, 0),
			.edition = take_text(input, statement, 1),
			.published = take_text(input, statement, 2),
			.relayed_by = take_text(input, statement, 3),
			.country = take_text(input, statement, 4),
			.area = take_text(input, statement, 5),
			.actor = take_text(input, statement, 6),
			.indicator = take_text(input, statement, 7),
			.counts_what = take_text(input, statement, 8),
			.first = take_date(statement, 9),
			.last = take_date(statement, 10),
			.value = take_number(statement, 11),
			.low = take_number(statement, 12),
			.high = take_number(statement, 13)};
	return true;
}

static bool take_name(struct guard_input *input, sqlite3_stmt *statement, bool publisher)
{
	const char *name = take_text(input, statement, 0), *of = take_text(input, statement, 1);
	if (!name || !of ||
		!mizan_grow(&input->names, &input->name_capacity, input->name_count + 1,
			sizeof *input->names)) {
		return false;
	}
	input->names[input->name_count++] = (struct mizan_guard_name){name, of, publisher};
	return true;
}

static bool take_actor(struct guard_input *input, sqlite3_stmt *statement)
{
	return take_name(input, statement, false);
}

static bool take_source(struct guard_input *input, sqlite3_stmt *statement)
{
	return take_name(input, statement, true);
}

static mizan_status read_rows(struct sqlite3 *database, const char *sql,
	bool (*take)(struct guard_input *input, sqlite3_stmt *statement), struct guard_input *input,
	struct mizan_error *error)
{
	sqlite3_stmt *statement = NULL;
	if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK) {
		return mizan_store_error(database, error, "read figures");
	}
	int code;
	bool good = true;
	while (good && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		good = take(input, statement);
	}
	sqlite3_finalize(statement);
	if (!good) {
		return mizan_error_memory(error);
	}
	return code == SQLITE_DONE ? MIZAN_OK : mizan_store_error(database, error, "read figures");
}

mizan_status mizan_guard_store(
	struct sqlite3 *database, struct mizan_guard **guard, struct mizan_error *error)
{
	struct guard_input input = {0};
	mizan_status status = read_rows(database, figures_sql, take_figure, &input, error);
	if (status == MIZAN_OK) {
		status = read_rows(database, events_sql, take_figure, &input, error);
	}
	if (status == MIZAN_OK) {
		status = read_rows(database, names_sql, take_actor, &input, error);
	}
	if (status == MIZAN_OK) {
		status = read_rows(database, sources_sql, take_source, &input, error);
	}
	if (status == MIZAN_OK) {
		status = mizan_guard_make(input.figures, input.figure_count, input.names,
			input.name_count, guard, error);
	}
	free(input.figures);
	free(input.names);
	mizan_arena_release(&input.arena);
	return status;
}
