/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs every cell of a brief. */
#include "brief_internal.h"

#include <string.h>

/* Which kinds of releases a query reads, by the tables and functions that it names. */
static bool query_reads(const char *sql, const char *kind)
{
	static const struct {
		const char *kind;
		const char *words[8];
	} kinds[] = {{"events", {" event", "mizan_toll", "mizan_gti", "mizan_series",
					"mizan_growth", NULL}},
		{"figures", {"published_figure", "mizan_figures", "mizan_series", "mizan_growth",
				    NULL}},
		{"milestones", {" milestone", NULL}}, {"population", {" population", NULL}},
		{"actors", {" actor", "mizan_relation", "mizan_joins", "mizan_offices", NULL}},
		{"relations", {" relation", "mizan_relation", "mizan_joins", NULL}},
		{"offices", {" office", "mizan_offices", NULL}},
		{"statements", {" statement", "mizan_statements", NULL}},
		{"zones", {" zone_part", "mizan_in_zone", NULL}},
		{"agreements", {" agreement", " commitment", " assessment", "mizan_audit",
				       "mizan_agreement", "mizan_effect", NULL}}};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		for (const char *const *word = kinds[i].words;
			*word && strcmp(kinds[i].kind, kind) == 0; word++) {
			if (strcasestr(sql, *word)) {
				return true;
			}
		}
	}
	return false;
}

/* The lines of the releases that a query reads, with their hashes. */
static void add_sources(const struct mizan_brief *brief, struct brief_cell *cell)
{
	for (size_t i = 0; i < brief->releases.count; i++) {
		const struct mizan_release *release = &brief->releases.items[i];
		/* Series and growth leave samples out. */
		bool sample =
			release->coverage == MIZAN_SAMPLE && strcmp(release->kind, "events") == 0 &&
			!strcasestr(cell->sql, " event") && !strcasestr(cell->sql, "mizan_toll");
		if (query_reads(cell->sql, release->kind) && !sample) {
			mizan_table_add_source(
				&cell->table, mizan_release_line(release, &cell->table.arena));
		}
	}
}

/* A query of the text: its faults are the text's, other errors stop. */
static mizan_status run_query(struct mizan_brief *brief, struct brief_cell *cell,
	struct sqlite3 *database, const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_error problem = {0};
	mizan_status status = mizan_store_query(database, cell->sql, &cell->table, watch, &problem);
	if (status == MIZAN_ERROR_INPUT || status == MIZAN_ERROR_USAGE ||
		status == MIZAN_ERROR_STORE) {
		cell_query_fault(brief, cell, &problem);
		return MIZAN_OK;
	}
	if (status != MIZAN_OK) {
		*error = problem;
		return status;
	}
	cell->done = true;
	cell->table.restricted = brief->restricted;
	add_sources(brief, cell);
	return mizan_table_check(&cell->table, error);
}

static void take_inline(struct mizan_brief *brief, struct brief_cell *cell)
{
	const struct mizan_table *table = &cell->table;
	if (!cell->done) {
		return;
	}
	if (table->row_count != 1 || table->column_count != 1) {
		brief_fault(brief, cell->line, cell->column,
			"write a query of one row and one column",
			"the inline query gives %zu rows of %zu columns", table->row_count,
			table->column_count);
		return;
	}
	if (!mizan_table_cell(table, 0, 0)->known) {
		brief_fault(brief, cell->line, cell->column,
			"coalesce(..., 'unknown') says so in words", "the inline query gives NULL");
		return;
	}
	struct mizan_text text = {0};
	mizan_table_append_cell(&text, table, 0, 0, false);
	cell->value = brief_copy(brief, text.data ? text.data : "", text.size);
	brief->failed |= text.failed;
	mizan_text_release(&text);
}

static void check_column(
	struct mizan_brief *brief, const struct brief_cell *cell, const char *option)
{
	const char *name = cell_option(cell, option);
	if (name && mizan_table_find(&cell->table, name) == SIZE_MAX) {
		struct mizan_text list = {0};
		for (size_t i = 0; i < cell->table.column_count; i++) {
			mizan_text_printf(
				&list, "%s%s", i ? ", " : "", cell->table.columns[i].name);
		}
		brief_fault(brief, cell_option_line(cell, option), cell_option_column(cell, option),
			list.data ? list.data : "", "the query has no column '%.60s'", name);
		mizan_text_release(&list);
	}
}

static void check_block(struct mizan_brief *brief, struct brief_cell *cell)
{
	static const char *const columns[] = {"x", "y", "low", "high", "series", "label", "size"};
	if (!cell->done) {
		return;
	}
	if (cell->table.row_count == 0) {
		brief_fault(brief, cell->sql_line, cell->sql_column,
			"is it in the store? mizan releases tells", "the query gives no row");
		cell->done = false;
	}
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		check_column(brief, cell, columns[i]);
	}
}

static mizan_status evaluate_cell(struct mizan_brief *brief, struct brief_cell *cell,
	struct sqlite3 *database, const struct mizan_watch *watch, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	if (cell->kind == CELL_CLAIM) {
		return claim_weigh(brief, cell, database, watch, error);
	}
	if (*cell->sql && !cell->faulty) {
		status = run_query(brief, cell, database, watch, error);
	}
	if (status == MIZAN_OK && cell->kind == CELL_INLINE) {
		take_inline(brief, cell);
	} else if (status == MIZAN_OK) {
		check_block(brief, cell);
		status = cell_read_marks(brief, cell, database, error);
	}
	return status;
}

/* Which releases stand behind the page. */
static mizan_status evaluate_sources(
	struct mizan_brief *brief, struct sqlite3 *database, struct mizan_error *error)
{
	mizan_status status =
		mizan_store_releases(database, &brief->arena, &brief->releases, error);
	for (size_t i = 0; i < brief->releases.count && status == MIZAN_OK; i++) {
		const struct mizan_release *release = &brief->releases.items[i];
		const char *line = mizan_release_line(release, &brief->arena);
		mizan_table_add_source(&brief->sources,
			release->coverage == MIZAN_SAMPLE && strcmp(release->kind, "events") == 0
				? mizan_arena_printf(&brief->arena, "%s (sample)", line)
				: line);
	}
	return status;
}

void mizan_brief_restrict(struct mizan_brief *brief)
{
	brief->restricted = true;
}

/* What the page holds back, or that it does not. */
static mizan_status evaluate_notes(
	struct mizan_brief *brief, struct sqlite3 *database, struct mizan_error *error)
{
	if (brief->restricted) {
		mizan_table_add_note(&brief->sources, "%s", brief_restricted);
		return mizan_table_check(&brief->sources, error);
	}
	return mizan_store_note_withheld(database, &brief->sources, error);
}

mizan_status mizan_brief_evaluate(struct mizan_brief *brief, struct sqlite3 *database,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	if (brief->started) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "parse it again",
			"the brief was evaluated before");
	}
	brief->started = true;
	mizan_status status = evaluate_sources(brief, database, error);
	for (size_t i = 0; i < brief->cell_count && status == MIZAN_OK; i++) {
		status = mizan_watch_check(watch, error);
		if (status == MIZAN_OK) {
			status = evaluate_cell(brief, brief->cells[i], database, watch, error);
		}
		if (status == MIZAN_OK && watch && watch->progress) {
			watch->progress(
				watch->context, "weighing", (uint64_t)i + 1, brief->cell_count);
		}
	}
	if (status == MIZAN_OK) {
		status = evaluate_notes(brief, database, error);
	}
	if (status == MIZAN_OK && (brief->failed || brief->sources.failed)) {
		status = mizan_error_memory(error);
	}
	brief->evaluated = status == MIZAN_OK;
	return status;
}
