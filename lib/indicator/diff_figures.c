/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two editions of a publisher's figures. */
#include "diff_internal.h"

#include <stdio.h>
#include <string.h>

/* ---- Which edition is meant --------------------------------------------------------------- */

/* Editions of a publisher whose name is, or has as a part, what was given; the exact one first. */
static const char edition_sql[] =
	"SELECT DISTINCT publisher, edition, edition = ?2 COLLATE NOCASE AS exact"
	" FROM published_figure WHERE publisher = ?1 COLLATE NOCASE AND edition IS NOT NULL"
	" AND (?2 IS NULL OR instr(lower(edition), lower(?2)) > 0)"
	" ORDER BY exact DESC, edition LIMIT 40";

/* All names as advice; *count of them, *publisher_known with any edition at all. */
static mizan_status edition_list(sqlite3 *database, const char *publisher, const char *part,
	struct mizan_text *names, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status =
		indicator_prepare(database, edition_sql, &statement, "read figures", error);
	if (status != MIZAN_OK) {
		return status;
	}
	indicator_bind_text(statement, 1, publisher);
	indicator_bind_text(statement, 2, part);
	int code;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		mizan_text_printf(names, "%s%s", names->size > 0 ? ", " : "there are ",
			indicator_text(statement, 1));
	}
	if (code != SQLITE_DONE) {
		status = mizan_store_error(database, error, "read figures");
	}
	sqlite3_finalize(statement);
	return status == MIZAN_OK ? mizan_text_check(names, error) : status;
}

static mizan_status edition_error(sqlite3 *database, const char *publisher, const char *edition,
	bool several, struct mizan_error *error)
{
	struct mizan_text names = {0};
	mizan_text_append(&names, "");
	mizan_status status =
		edition_list(database, publisher, several ? edition : NULL, &names, error);
	if (status == MIZAN_OK && names.size == 0) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE,
			"mizan figures lists what is there",
			"no edition of a publisher '%.60s' is in this store", publisher);
	} else if (status == MIZAN_OK) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE, names.data,
			several ? "%s has several editions like '%.60s'"
				: "%s has no edition '%.60s' in this store",
			publisher, edition);
	}
	mizan_text_release(&names);
	return status;
}

mizan_status mizan_diff_find_edition(struct sqlite3 *database, const char *publisher,
	const char *edition, struct mizan_arena *arena, const char **found_publisher,
	const char **found, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status =
		indicator_prepare(database, edition_sql, &statement, "read figures", error);
	if (status != MIZAN_OK) {
		return status;
	}
	bool several = false;
	*found = NULL;
	indicator_bind_text(statement, 1, publisher);
	sqlite3_bind_text(statement, 2, edition, -1, SQLITE_STATIC);
	int code = sqlite3_step(statement);
	if (code == SQLITE_ROW) {
		const char *whose = indicator_text(statement, 0),
			   *name = indicator_text(statement, 1);
		*found_publisher =
			mizan_arena_copy(arena, whose ? whose : "", strlen(whose ? whose : ""));
		*found = mizan_arena_copy(arena, name ? name : "", strlen(name ? name : ""));
		bool exact = sqlite3_column_int(statement, 2);
		if (!*found || !*found_publisher) {
			status = mizan_error_memory(error);
		}
		code = sqlite3_step(statement);
		several = code == SQLITE_ROW && !exact;
	}
	if (code != SQLITE_ROW && code != SQLITE_DONE && status == MIZAN_OK) {
		status = mizan_store_error(database, error, "read figures");
	}
	sqlite3_finalize(statement);
	if (status == MIZAN_OK && (!*found || several)) {
		status = edition_error(database, publisher, edition, several, error);
	}
	return status;
}

mizan_status mizan_diff_find_editions(struct sqlite3 *database, const char *publisher,
	const char *old_edition, const char *new_edition, struct mizan_arena *arena,
	const char **found_publisher, const char **before, const char **after,
	struct mizan_error *error)
{
	mizan_status status = mizan_diff_find_edition(
		database, publisher, old_edition, arena, found_publisher, before, error);
	if (status == MIZAN_OK) {
		status = mizan_diff_find_edition(
			database, publisher, new_edition, arena, found_publisher, after, error);
	}
	if (status == MIZAN_OK && strcmp(*before, *after) == 0) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE, "name two editions",
			"OLD and NEW are the same edition: %s", *before);
	}
	return status;
}

/* ---- What differs ------------------------------------------------------------------------- */

#define KEY "country, area, actor, period_start, period_end, indicator, counts_what"
#define SAME_FIGURE                                                                                \
	"o.period_start = n.period_start AND o.period_end = n.period_end"                          \
	" AND o.indicator = n.indicator AND o.country IS n.country AND o.area IS n.area"           \
	" AND o.actor IS n.actor AND o.counts_what IS n.counts_what"
/* Of several relays of one figure, the number that most of them print. */
#define OF_EDITION                                                                                 \
	"(SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY " KEY                           \
	" ORDER BY relayed_by IS NOT NULL, alike DESC, figure_id) AS turn,"                        \
	" max(value) OVER (PARTITION BY " KEY ") > min(value) OVER (PARTITION BY " KEY             \
	") AS several FROM (SELECT *, count(*) OVER (PARTITION BY " KEY                            \
	", value, low, high) AS alike FROM published_figure WHERE publisher = ?1"                  \
	" AND (?4 IS NULL OR country = ?4) AND edition = "
#define NUMBER "coalesce(value, (low + high) / 2, low, high)"

/* One row a figure that one edition alone has, and one a number that differs. */
static const char figures_sql[] =
	"WITH o AS " OF_EDITION "?2)) WHERE turn = 1),"
	" n AS " OF_EDITION "?3)) WHERE turn = 1),"
	" both AS (SELECT o.*, n.value AS value_new, n.low AS low_new, n.high AS high_new,"
	" n.relayed_by AS relayed_new, n.several AS several_new"
	" FROM o JOIN n ON " SAME_FIGURE "),"
	" numbers AS (SELECT *, 'value' AS field, value AS old, value_new AS new FROM both"
	" UNION ALL SELECT *, 'low', low, low_new FROM both"
	" UNION ALL SELECT *, 'high', high, high_new FROM both)"
	" SELECT 'added' AS change, " KEY ", NULL AS field, NULL AS old, " NUMBER " AS new,"
	" NULL AS relayed_old, relayed_by AS relayed_new, several FROM n"
	" WHERE NOT EXISTS(SELECT 1 FROM o WHERE " SAME_FIGURE ")"
	" UNION ALL SELECT 'dropped', " KEY ", NULL, " NUMBER ", NULL, relayed_by, NULL, several"
	" FROM o WHERE NOT EXISTS(SELECT 1 FROM n WHERE " SAME_FIGURE ")"
	" UNION ALL SELECT 'changed', " KEY ", field, old, new, relayed_by, relayed_new,"
	" several OR several_new FROM numbers WHERE old IS NOT new"
	" ORDER BY change, country, period_start, period_end, indicator, counts_what, area, actor,"
	" field DESC";

static void figures_set_text(
	struct mizan_table *table, size_t row, size_t column, sqlite3_stmt *statement, int from)
{
	mizan_table_set_text(table, row, column, indicator_text(statement, from));
}

void diff_period(const char *first, const char *last, char text[DIFF_PERIOD])
{
	first = first ? first : "";
	last = last ? last : "";
	if (strlen(first) == 10 && strlen(last) == 10 && strncmp(first, last, 4) == 0 &&
		strcmp(first + 4, "-01-01") == 0 && strcmp(last + 4, "-12-31") == 0) {
		snprintf(text, DIFF_PERIOD, "%.4s", first);
	} else {
		snprintf(text, DIFF_PERIOD, "%.10s..%.10s", first, last);
	}
}

static void figures_take_row(struct mizan_table *table, sqlite3_stmt *statement)
{
	char period[DIFF_PERIOD];
	size_t row = mizan_table_add_row(table);
	for (int i = 0; i < 4; i++) {
		figures_set_text(table, row, (size_t)i, statement, i);
	}
	diff_period(indicator_text(statement, 4), indicator_text(statement, 5), period);
	mizan_table_set_text(table, row, 4, period);
	figures_set_text(table, row, 5, statement, 6);
	figures_set_text(table, row, 6, statement, 7);
	figures_set_text(table, row, 7, statement, 8);
	for (int i = 9; i < 11; i++) {
		if (sqlite3_column_type(statement, i) != SQLITE_NULL) {
			mizan_table_set_real(
				table, row, (size_t)i - 1, sqlite3_column_double(statement, i));
		}
	}
	figures_set_text(table, row, 10, statement, 11);
	figures_set_text(table, row, 11, statement, 12);
}

static mizan_status figures_run(sqlite3 *database, const char *publisher, const char *old_edition,
	const char *new_edition, const char *country, struct mizan_table *table,
	struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status =
		indicator_prepare(database, figures_sql, &statement, "compare figures", error);
	if (status != MIZAN_OK) {
		return status;
	}
	const char *const texts[] = {publisher, old_edition, new_edition, country};
	for (int i = 0; i < 4; i++) {
		indicator_bind_text(statement, i + 1, texts[i]);
	}
	int code;
	size_t several = 0;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW && !table->failed) {
		figures_take_row(table, statement);
		several += sqlite3_column_int(statement, 13) != 0;
	}
	if (several > 0) {
		mizan_table_add_note(table,
			"in %zu rows relays print different numbers of one figure: the publisher's "
			"own "
			"is taken, else the one that most relays print (mizan figures shows all)",
			several);
	}
	if (code != SQLITE_DONE && code != SQLITE_ROW) {
		status = mizan_store_error(database, error, "compare figures");
	}
	sqlite3_finalize(statement);
	return status;
}

static void figures_add_columns(struct mizan_table *table)
{
	static const char *const names[] = {"change", "country", "area", "actor", "period",
		"indicator", "counts_what", "field", "old", "new", "relayed_by_old",
		"relayed_by_new"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		mizan_table_add_column(
			table, names[i], i == 8 || i == 9 ? MIZAN_REAL : MIZAN_TEXT, -1);
	}
}

static void figures_add_note(
	struct mizan_table *table, const char *old_edition, const char *new_edition)
{
	size_t counts[3] = {0};
	for (size_t row = 0; row < table->row_count; row++) {
		const char *word = mizan_table_cell(table, row, 0)->text;
		counts[word && *word == 'a' ? 0 : word && *word == 'd' ? 1 : 2]++;
	}
	mizan_table_add_note(table,
		"from %s to %s: %zu figures added, %zu dropped, %zu numbers changed", old_edition,
		new_edition, counts[0], counts[1], counts[2]);
}

mizan_status mizan_diff_figures_store(struct sqlite3 *database, const char *publisher,
	const char *old_edition, const char *new_edition, const char *country,
	struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	const char *whose, *before, *after;
	mizan_status status = mizan_diff_find_editions(database, publisher, old_edition,
		new_edition, &arena, &whose, &before, &after, error);
	if (status == MIZAN_OK) {
		figures_add_columns(table);
		status = figures_run(database, whose, before, after, country, table, error);
	}
	if (status == MIZAN_OK) {
		figures_add_note(table, before, after);
		mizan_table_add_source(table,
			mizan_arena_printf(&table->arena, "%s, %s and %s", whose, before, after));
		status = mizan_table_check(table, error);
	}
	mizan_arena_release(&arena);
	return status;
}
