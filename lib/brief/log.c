/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changed in a store, and in the results of the briefs that were kept in it. */
#include "../store/sqlite.h"
#include "brief_internal.h"

#include <stdlib.h>
#include <string.h>

enum log_column { LOG_DATE, LOG_KIND, LOG_WHAT, LOG_DETAIL, LOG_BEFORE, LOG_AFTER, LOG_COLUMNS };

static const char log_doing[] = "read the log";

static mizan_status log_prepare(
	sqlite3 *database, const char *sql, sqlite3_stmt **statement, struct mizan_error *error)
{
	*statement = NULL;
	if (sqlite3_prepare_v2(database, sql, -1, statement, NULL) != SQLITE_OK) {
		return mizan_store_error(database, error, log_doing);
	}
	return MIZAN_OK;
}

/* ---- Releases ----------------------------------------------------------------------------- */

static void log_add(struct mizan_table *table, mizan_date date, const char *kind,
	const struct mizan_release *release, const char *detail)
{
	char text[11];
	size_t row = mizan_table_add_row(table);
	if (date != MIZAN_DATE_UNKNOWN) {
		mizan_table_set_text(table, row, LOG_DATE, mizan_date_format(date, text));
	}
	mizan_table_set_text(table, row, LOG_KIND, kind);
	const char *what = mizan_arena_printf(
		&table->arena, "%s %s (%s)", release->source, release->version, release->file);
	table->failed |= !what;
	mizan_table_set_text(table, row, LOG_WHAT, what);
	mizan_table_set_text(table, row, LOG_DETAIL, detail);
}

static void log_import(struct mizan_table *table, const struct mizan_release *release)
{
	struct mizan_text text = {0};
	mizan_text_printf(&text, "%s%s: ", release->kind,
		release->coverage == MIZAN_SAMPLE && strcmp(release->kind, "events") == 0
			? ", sample"
			: "");
	mizan_text_append_grouped(&text, release->rows);
	mizan_text_append(&text, release->rows == 1 ? " row" : " rows");
	log_add(table, release->retrieved, "imported", release, text.data);
	if (release->refused > 0) {
		text.size = 0;
		mizan_text_append_grouped(&text, release->refused);
		mizan_text_append(&text, release->refused == 1 ? " row: mizan refused tells why"
							       : " rows: mizan refused tells why");
		log_add(table, release->retrieved, "refused", release, text.data);
	}
	table->failed |= text.failed;
	mizan_text_release(&text);
}

static const char log_in_scope[] =
	"EXISTS(SELECT 1 FROM release WHERE release_id = %lld AND (coverage = 'sample' OR"
	" ((e.country IS NULL OR instr(' ' || countries || ' ', ' ' || e.country || ' ') > 0)"
	" AND e.date_end BETWEEN period_start AND period_end)))";

/* Events of `under` that lie in the scope of `over`, and not of one that came before it. */
static mizan_status log_count_replaced(sqlite3 *database, const struct mizan_release_list *all,
	size_t under, size_t over, int64_t *count, struct mizan_error *error)
{
	struct mizan_text sql = {0};
	sqlite3_stmt *statement = NULL;
	mizan_text_printf(&sql, "SELECT count(*) FROM event_past AS e WHERE release_id = %lld AND ",
		(long long)all->items[under].release_id);
	mizan_text_printf(&sql, log_in_scope, (long long)all->items[over].release_id);
	for (size_t i = 0; i < over; i++) {
		if (mizan_release_replaces(&all->items[i], &all->items[under])) {
			mizan_text_append(&sql, " AND NOT ");
			mizan_text_printf(&sql, log_in_scope, (long long)all->items[i].release_id);
		}
	}
	mizan_status status = mizan_text_check(&sql, error);
	if (status == MIZAN_OK) {
		status = log_prepare(database, sql.data, &statement, error);
	}
	*count = 0;
	if (status == MIZAN_OK && sqlite3_step(statement) == SQLITE_ROW) {
		*count = sqlite3_column_int64(statement, 0);
	} else if (status == MIZAN_OK) {
		status = mizan_store_error(database, error, log_doing);
	}
	sqlite3_finalize(statement);
	mizan_text_release(&sql);
	return status;
}

/* Of a sheet, the next one of its name replaces all of it. */
static bool log_is_next_sheet(const struct mizan_release_list *all, size_t under, size_t over)
{
	for (size_t i = under + 1; i <= over; i++) {
		if (strcmp(all->items[i].kind, all->items[under].kind) == 0 &&
			strcmp(all->items[i].file, all->items[under].file) == 0) {
			return i == over;
		}
	}
	return false;
}

static mizan_status log_replaced(sqlite3 *database, const struct mizan_release_list *all,
	size_t under, size_t over, struct mizan_table *table, struct mizan_error *error)
{
	const struct mizan_release *a = &all->items[under], *b = &all->items[over];
	struct mizan_text text = {0};
	int64_t count = 0;
	mizan_status status = MIZAN_OK;
	bool events = strcmp(a->kind, "events") == 0;
	if (events && mizan_release_replaces(b, a)) {
		status = log_count_replaced(database, all, under, over, &count, error);
	}
	bool sheet = !events && log_is_next_sheet(all, under, over);
	if (count > 0) {
		mizan_text_append_grouped(&text, count);
		mizan_text_append(&text, count == 1 ? " event" : " events");
	} else if (sheet) {
		mizan_text_append(&text, "all rows");
	}
	if (count > 0 || sheet) {
		mizan_text_printf(&text, ", by %s (%s)", b->version, b->file);
		mizan_date date = a->retrieved > b->retrieved ? a->retrieved : b->retrieved;
		log_add(table, date, "replaced", a, text.data);
	}
	table->failed |= text.failed;
	mizan_text_release(&text);
	return status;
}

static mizan_status log_releases(
	sqlite3 *database, mizan_date since, struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	struct mizan_release_list all;
	mizan_status status = mizan_store_releases(database, &arena, &all, error);
	for (size_t i = 0; status == MIZAN_OK && i < all.count; i++) {
		bool late = all.items[i].retrieved >= since;
		if (late) {
			log_import(table, &all.items[i]);
		}
		for (size_t k = 0; status == MIZAN_OK && k < all.count; k++) {
			if (k != i && (late || all.items[k].retrieved >= since)) {
				status = log_replaced(database, &all, k, i, table, error);
			}
		}
	}
	mizan_arena_release(&arena);
	return status;
}

/* ---- Results ------------------------------------------------------------------------------ */

/*
 * p: renderings, each with the one before it of the same brief (restricted pages apart, for they
 * may say more); q: those that are asked for. Then a row a rendering, and a row a claim that came
 * out otherwise than in the rendering before.
 */
static const char results_sql[] =
	"WITH p AS (SELECT *, lag(rendering) OVER (PARTITION BY brief, restricted"
	" ORDER BY rendering) AS former FROM (SELECT rendering, brief, restricted,"
	" min(rendered) AS rendered, max(result = 'withheld') AS withheld, count(*) AS claims"
	" FROM brief_result GROUP BY rendering, brief, restricted)),"
	" q AS (SELECT * FROM p WHERE (?1 IS NULL OR substr(rendered, 1, 10) >= ?1)"
	" AND (?2 IS NULL OR brief = ?2)),"
	" r AS (SELECT *, result || ifnull(' (' || marks || ')', '') || '; as cited: '"
	" || cited || ifnull('; ' || numbers, '') AS whole FROM brief_result),"
	" n AS (SELECT q.*, (SELECT count(*) FROM brief_result a WHERE a.rendering = q.rendering "
	"AND"
	" NOT EXISTS(SELECT 1 FROM brief_result b WHERE b.rendering = q.former AND b.claim = "
	"a.claim))"
	" AS added, (SELECT count(*) FROM brief_result b WHERE b.rendering = q.former AND"
	" NOT EXISTS(SELECT 1 FROM brief_result a WHERE a.rendering = q.rendering AND b.claim = "
	"a.claim))"
	" AS gone FROM q)"
	" SELECT substr(rendered, 1, 10), 'kept', brief,"
	" claims || CASE claims WHEN 1 THEN ' claim' ELSE ' claims' END"
	" || CASE WHEN restricted THEN ', restricted' ELSE '' END"
	" || CASE WHEN former IS NULL THEN ', for the first time' WHEN withheld THEN ''"
	" ELSE ifnull(', ' || nullif(added, 0) || ' new', '')"
	" || ifnull(', ' || nullif(gone, 0) || ' gone', '') END,"
	" NULL, NULL, rendering AS at, 0 AS line FROM n"
	" UNION ALL SELECT substr(q.rendered, 1, 10), 'changed', q.brief || ':' || a.line_no,"
	" a.text, b.whole, a.whole, q.rendering, a.line_no FROM q"
	" JOIN r a ON a.rendering = q.rendering"
	" JOIN r b ON b.rendering = q.former AND b.claim = a.claim"
	" WHERE a.whole <> b.whole ORDER BY at, line";

static mizan_status log_run_results(sqlite3 *database, const char *since, const char *brief,
	struct mizan_table *table, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status = log_prepare(database, results_sql, &statement, error);
	if (status != MIZAN_OK) {
		return status;
	}
	sqlite3_bind_text(statement, 1, since, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, brief, -1, SQLITE_STATIC);
	int code;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW && !table->failed) {
		size_t row = mizan_table_add_row(table);
		for (int i = 0; i < LOG_COLUMNS; i++) {
			mizan_table_set_text(table, row, (size_t)i,
				(const char *)sqlite3_column_text(statement, i));
		}
	}
	if (code != SQLITE_ROW && code != SQLITE_DONE) {
		status = mizan_store_error(database, error, log_doing);
	}
	sqlite3_finalize(statement);
	return status;
}

/* One number of the table of results; *there is false in a store that is older than it. */
static mizan_status log_count_results(sqlite3 *database, const char *brief, bool *there,
	int64_t *count, struct mizan_error *error)
{
	static const char *const steps[] = {
		"SELECT count(*) FROM sqlite_master WHERE name = 'brief_result' AND ?1 IS ?1",
		"SELECT count(*) FROM brief_result WHERE ?1 IS NULL OR brief = ?1"};
	mizan_status status = MIZAN_OK;
	*count = 0;
	*there = true;
	for (int i = 0; i < 2 && *there && status == MIZAN_OK; i++) {
		sqlite3_stmt *statement;
		status = log_prepare(database, steps[i], &statement, error);
		if (status != MIZAN_OK) {
			break;
		}
		sqlite3_bind_text(statement, 1, brief, -1, SQLITE_STATIC);
		if (sqlite3_step(statement) == SQLITE_ROW) {
			*count = sqlite3_column_int64(statement, 0);
			*there = *count > 0 || i == 1;
		} else {
			status = mizan_store_error(database, error, log_doing);
		}
		sqlite3_finalize(statement);
	}
	return status;
}

static mizan_status log_results(sqlite3 *database, mizan_date since, const char *brief,
	struct mizan_table *table, struct mizan_error *error)
{
	char text[11];
	int64_t count;
	bool there;
	mizan_status status = log_count_results(database, brief, &there, &count, error);
	if (status != MIZAN_OK) {
		return status;
	}
	if (count == 0) {
		mizan_table_add_note(table,
			"no results of %s are kept in this store: mizan brief render --keep does",
			brief ? brief : "briefs");
		return MIZAN_OK;
	}
	return log_run_results(database,
		since == MIZAN_DATE_UNKNOWN ? NULL : mizan_date_format(since, text), brief, table,
		error);
}

/* ---- The whole ---------------------------------------------------------------------------- */

static int log_compare(const void *a, const void *b, void *context)
{
	const struct mizan_table *table = context;
	size_t left = *(const size_t *)a, right = *(const size_t *)b;
	const struct mizan_cell *x = mizan_table_cell(table, left, LOG_DATE);
	const struct mizan_cell *y = mizan_table_cell(table, right, LOG_DATE);
	int order = strcmp(x->known ? x->text : "", y->known ? y->text : "");
	return order != 0 ? order : (left > right) - (left < right);
}

mizan_status mizan_log_store(struct sqlite3 *database, mizan_date since, const char *brief,
	struct mizan_table *table, struct mizan_error *error)
{
	static const char *const names[LOG_COLUMNS] = {
		"date", "kind", "what", "detail", "before", "after"};
	for (size_t i = 0; i < LOG_COLUMNS; i++) {
		mizan_table_add_column(table, names[i], MIZAN_TEXT, -1);
	}
	mizan_status status = log_releases(database, since, table, error);
	if (status == MIZAN_OK) {
		status = log_results(database, since, brief, table, error);
	}
	if (status == MIZAN_OK && table->row_count == 0 && since != MIZAN_DATE_UNKNOWN) {
		char day[11];
		mizan_table_add_note(
			table, "nothing changed since %s", mizan_date_format(since, day));
	}
	if (status == MIZAN_OK && table->row_count > 0) {
		size_t *order =
			mizan_arena_allocate(&table->arena, table->row_count, sizeof *order);
		for (size_t i = 0; order && i < table->row_count; i++) {
			order[i] = i;
		}
		if (order) {
			qsort_r(order, table->row_count, sizeof *order, log_compare, table);
			mizan_table_reorder(table, order, table->row_count);
		}
		table->failed |= !order;
	}
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
