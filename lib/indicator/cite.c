/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Source lines in a form that an article can carry. */
#include "indicator_internal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static void cite_add(struct mizan_table *table, const char *kind, const char *id, const char *line)
{
	size_t row = mizan_table_add_row(table);
	mizan_table_set_text(table, row, 0, kind);
	mizan_table_set_text(table, row, 1, id);
	mizan_table_set_text(table, row, 2, line);
}

static mizan_status cite_releases(
	sqlite3 *database, const char *what, struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	struct mizan_release_list list;
	mizan_status status = mizan_store_releases(database, &arena, &list, error);
	for (size_t i = 0; i < list.count && status == MIZAN_OK; i++) {
		const struct mizan_release *release = &list.items[i];
		if (strcmp(what, release->source) == 0 || strcmp(what, release->version) == 0 ||
			strcmp(what, release->file) == 0 ||
			strncmp(what, release->sha256, 8) == 0) {
			const char *line = mizan_release_line(release, &table->arena);
			cite_add(table, "release", release->source,
				release->citation && *release->citation
					? mizan_arena_printf(
						  &table->arena, "%s. %s", line, release->citation)
					: line);
		}
	}
	mizan_arena_release(&arena);
	return status;
}

static const char cite_figures_sql[] =
	"SELECT figure_id, publisher || coalesce(', ' || edition, '') || coalesce(' (' || "
	"published ||"
	" ')', '') || ': ' || coalesce(format('%,d', CAST(value AS INTEGER)) || CASE WHEN value <>"
	" CAST(value AS INTEGER) THEN substr(format('%.3f', value - CAST(value AS INTEGER)), 2) "
	"ELSE ''"
	" END, format('%g to %g', low, high)) || ' ' || indicator || coalesce(', ' || actor, '') ||"
	" coalesce(', ' || area, '') || coalesce(', ' || country, '') || ', ' || period_start ||"
	" ' to ' || period_end || coalesce(' [' || counts_what || ']', '') ||"
	" coalesce('; as relayed by ' || relayed_by, '') || coalesce('. ' || url, '') ||"
	" coalesce(', retrieved ' || retrieved, '') FROM published_figure"
	" WHERE figure_id = ?1 OR publisher = ?2 COLLATE NOCASE OR edition = ?2 COLLATE NOCASE"
	" ORDER BY publisher, edition, period_start, indicator";

static const char cite_milestones_sql[] =
	"SELECT milestone_id, title || ', ' || date || ' (' || status || '). ' || source"
	" FROM milestone WHERE milestone_id = ?2";

static mizan_status cite_query(sqlite3 *database, const char *sql, const char *kind,
	const char *what, struct mizan_table *table, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status = indicator_prepare(database, sql, &statement, "cite", error);
	if (status != MIZAN_OK) {
		return status;
	}
	const char *number = strncmp(what, "figure:", 7) == 0 ? what + 7 : what;
	if (isdigit((unsigned char)*number)) {
		sqlite3_bind_int64(statement, 1, strtoll(number, NULL, 10));
	}
	sqlite3_bind_text(statement, 2, what, -1, SQLITE_STATIC);
	int code;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		cite_add(table, kind, indicator_text(statement, 0), indicator_text(statement, 1));
	}
	if (code != SQLITE_DONE) {
		status = mizan_store_error(database, error, "cite");
	}
	sqlite3_finalize(statement);
	return status;
}

mizan_status mizan_cite_store(struct sqlite3 *database, const char *what, struct mizan_table *table,
	struct mizan_error *error)
{
	mizan_table_add_column(table, "kind", MIZAN_TEXT, -1);
	mizan_table_add_column(table, "id", MIZAN_TEXT, -1);
	mizan_table_add_column(table, "citation", MIZAN_TEXT, -1);
	mizan_status status = cite_releases(database, what, table, error);
	if (status == MIZAN_OK) {
		status = cite_query(database, cite_figures_sql, "figure", what, table, error);
	}
	if (status == MIZAN_OK) {
		status = cite_query(database, cite_milestones_sql, "milestone", what, table, error);
	}
	if (status == MIZAN_OK && table->row_count == 0) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"name a source (ucdp-ged), version, file, publisher, edition, "
			"figure:NUMBER or "
			"milestone; mizan releases and mizan figures list them",
			"nothing here is called '%s'", what);
	}
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
