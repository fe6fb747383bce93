/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Source lines in a form that an article can carry. */
#include "indicator_internal.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
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
	struct mizan_release_list list = {0};
	mizan_status status = mizan_store_releases(database, &arena, &list, error);
	for (size_t i = 0; i < list.count && status == MIZAN_OK; i++) {
		const struct mizan_release *release = &list.items[i];
		if (strcmp(what, release->source) == 0 || strcmp(what, release->version) == 0 ||
			strcmp(what, release->file) == 0 ||
			(strlen(what) >= 8 && strncmp(what, release->sha256, strlen(what)) == 0)) {
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

/* ---- Figures ------------------------------------------------------------------------------ */

static const char cite_figures_sql[] =
	"SELECT figure_id, publisher, edition, published, value, low, high, indicator, actor, area,"
	" country, period_start || ' to ' || period_end, counts_what, relayed_by, url, retrieved"
	" FROM published_figure"
	" WHERE figure_id = ?1 OR publisher = ?2 COLLATE NOCASE OR edition = ?2 COLLATE NOCASE"
	" ORDER BY publisher, edition, period_start, indicator, figure_id";

static const char cite_milestones_sql[] =
	"SELECT milestone_id, title || ', ' || date || ' (' || status || '). ' || source"
	" FROM milestone WHERE milestone_id = ?2";

/* "1,081", "8.374", "1,234.5" */
static void cite_append_number(struct mizan_text *line, double value)
{
	char plain[40];
	snprintf(plain, sizeof plain, "%.15g", value);
	size_t digits = strspn(plain + (*plain == '-'), "0123456789") + (*plain == '-');
	if (fabs(value) < 1000 || fabs(value) > 1e15 || strchr(plain, 'e')) {
		mizan_text_append(line, plain);
		return;
	}
	mizan_text_append_grouped(line, strtoll(plain, NULL, 10));
	mizan_text_append(line, plain + digits);
}

/* "1,081", "1,081 (1,000 to 1,200)", "1,000 to 1,200", "at least 1,000" */
static void cite_append_value(struct mizan_text *line, sqlite3_stmt *statement)
{
	bool known[3];
	for (int i = 0; i < 3; i++) {
		known[i] = sqlite3_column_type(statement, 4 + i) != SQLITE_NULL;
	}
	if (known[0]) {
		cite_append_number(line, sqlite3_column_double(statement, 4));
	}
	if (known[1] || known[2]) {
		mizan_text_append(line, known[0] ? " (" : "");
		mizan_text_append(line, !known[2] ? "at least " : !known[1] ? "at most " : "");
		if (known[1]) {
			cite_append_number(line, sqlite3_column_double(statement, 5));
		}
		mizan_text_append(line, known[1] && known[2] ? " to " : "");
		if (known[2]) {
			cite_append_number(line, sqlite3_column_double(statement, 6));
		}
		mizan_text_append(line, known[0] ? ")" : "");
	}
}

/* "IEP, GTI 2025 (2025-03): 1,081 deaths, PAK, 2024-01-01 to 2024-12-31 [terrorism], https://… */
static void cite_append_figure(struct mizan_text *line, sqlite3_stmt *statement)
{
	static const struct {
		int column;
		const char *before, *after;
	} parts[] = {{1, "", ""}, {2, ", ", ""}, {3, " (", ")"}, {4, ": ", " "}, {7, "", ""},
		{8, ", ", ""}, {9, ", ", ""}, {10, ", ", ""}, {11, ", ", ""}, {12, " [", "]"},
		{13, ", as relayed by ", ""}, {14, ", ", ""}, {15, ", retrieved ", ""}};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		const char *text = indicator_text(statement, parts[i].column);
		bool value = parts[i].column == 4;
		if (text || value) {
			mizan_text_append(line, parts[i].before);
			if (value) {
				cite_append_value(line, statement);
			} else {
				mizan_text_append(line, text);
			}
			mizan_text_append(line, parts[i].after);
		}
	}
}

/* "figure:12" and "12", but not "26.1" and not "2026 edition". */
static bool cite_figure_id(const char *what, int64_t *figure_id)
{
	const char *number = strncmp(what, "figure:", 7) == 0 ? what + 7 : what;
	return isdigit((unsigned char)*number) &&
	       mizan_parse_integer((struct mizan_slice){number, strlen(number)}, figure_id) &&
	       strspn(number, "0123456789") == strlen(number);
}

static mizan_status cite_query(sqlite3 *database, const char *sql, const char *kind,
	const char *what, struct mizan_table *table, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	int64_t figure_id;
	mizan_status status = indicator_prepare(database, sql, &statement, "cite", error);
	if (status != MIZAN_OK) {
		return status;
	}
	if (cite_figure_id(what, &figure_id)) {
		sqlite3_bind_int64(statement, 1, figure_id);
	}
	sqlite3_bind_text(statement, 2, what, -1, SQLITE_TRANSIENT);
	int code = SQLITE_DONE;
	while (status == MIZAN_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		struct mizan_text line = {0};
		if (sql == cite_figures_sql) {
			cite_append_figure(&line, statement);
		} else {
			mizan_text_append(&line, indicator_text(statement, 1));
		}
		status = mizan_text_check(&line, error);
		if (status == MIZAN_OK) {
			cite_add(table, kind, indicator_text(statement, 0), line.data);
		}
		mizan_text_release(&line);
	}
	if (status == MIZAN_OK && code != SQLITE_DONE) {
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
