/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any read-only query as a result table. */
#include "store_internal.h"

#include <string.h>

/* Numbers that name something rather than count it: never grouped as 2,024. */
static bool query_is_name_of_number(const char *name)
{
	static const char *const names[] = {
		"year", "edition", "rank", "id", "month", "line", "week"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (strcmp(name, names[i]) == 0) {
			return true;
		}
	}
	size_t size = strlen(name);
	return size > 3 &&
	       (strcmp(name + size - 3, "_id") == 0 || strcmp(name + size - 3, "_no") == 0);
}

static void query_add_columns(sqlite3_stmt *statement, struct mizan_table *table)
{
	for (int i = 0; i < sqlite3_column_count(statement); i++) {
		const char *name = sqlite3_column_name(statement, i);
		mizan_table_add_column(table, name ? name : "", MIZAN_TEXT, -1);
	}
}

static void query_set_text(
	sqlite3_stmt *statement, int column, struct mizan_table *table, size_t row)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);
	int size = sqlite3_column_bytes(statement, column);
	if (sqlite3_column_type(statement, column) == SQLITE_BLOB || !text ||
		memchr(text, 0, (size_t)size)) {
		mizan_table_set_text(table, row, (size_t)column, "(binary)");
	} else {
		mizan_table_set_text(table, row, (size_t)column, text);
	}
}

/* A column has the type of its first known value; a later one of another kind makes it text. */
static void query_set_type(struct mizan_table *table, size_t column, int code, bool first)
{
	struct mizan_column *c = &table->columns[column];
	if (first) {
		c->type = code == SQLITE_INTEGER
				  ? (query_is_name_of_number(c->name) ? MIZAN_YEAR : MIZAN_INTEGER)
			  : code == SQLITE_FLOAT ? MIZAN_REAL
						 : MIZAN_TEXT;
		return;
	}
	bool number = code == SQLITE_INTEGER || code == SQLITE_FLOAT;
	if (c->type != MIZAN_TEXT && !number) {
		/* What stands there as numbers becomes text. */
		for (size_t row = 0; row < table->row_count; row++) {
			struct mizan_cell *cell = &table->cells[row * table->column_count + column];
			if (cell->known) {
				struct mizan_text text = {0};
				mizan_table_append_cell(&text, table, row, column, true);
				cell->text = mizan_arena_copy(
					&table->arena, text.data ? text.data : "", text.size);
				table->failed |= text.failed || !cell->text;
				mizan_text_release(&text);
			}
		}
		c->type = MIZAN_TEXT;
	} else if ((c->type == MIZAN_INTEGER || c->type == MIZAN_YEAR) && code == SQLITE_FLOAT) {
		for (size_t row = 0; row < table->row_count; row++) {
			struct mizan_cell *cell = &table->cells[row * table->column_count + column];
			if (cell->known) {
				cell->real = (double)cell->integer;
			}
		}
		c->type = MIZAN_REAL;
	}
}

static void query_take_cell(
	sqlite3_stmt *statement, int i, struct mizan_table *table, size_t row, bool *seen)
{
	size_t column = (size_t)i;
	int code = sqlite3_column_type(statement, i);
	if (code == SQLITE_NULL) {
		return;
	}
	query_set_type(table, column, code, !*seen);
	*seen = true;
	switch (table->columns[column].type) {
	case MIZAN_INTEGER:
	case MIZAN_YEAR:
		mizan_table_set_integer(table, row, column, sqlite3_column_int64(statement, i));
		break;
	case MIZAN_REAL:
		mizan_table_set_real(table, row, column, sqlite3_column_double(statement, i));
		break;
	case MIZAN_TEXT:
		query_set_text(statement, i, table, row);
		break;
	}
}

/* What a function says of its arguments is a fault of the query, not of the store. */
static mizan_status query_error(sqlite3 *database, struct mizan_error *error)
{
	if (sqlite3_errcode(database) == SQLITE_ERROR) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "", "the query does not work: %s",
			sqlite3_errmsg(database));
	}
	return mizan_store_error(database, error, "run the query");
}

static mizan_status query_take_rows(sqlite3 *database, sqlite3_stmt *statement,
	struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	int count = sqlite3_column_count(statement);
	bool *seen = mizan_arena_allocate(&arena, (size_t)count + 1, sizeof *seen);
	mizan_status status = seen ? MIZAN_OK : mizan_error_memory(error);
	int code;
	while (status == MIZAN_OK && (code = sqlite3_step(statement)) != SQLITE_DONE) {
		if (code != SQLITE_ROW) {
			status = query_error(database, error);
			break;
		}
		size_t row = mizan_table_add_row(table);
		for (int i = 0; i < count && !table->failed; i++) {
			query_take_cell(statement, i, table, row, &seen[i]);
		}
		status = mizan_table_check(table, error);
	}
	mizan_arena_release(&arena);
	return status;
}

static int query_poll(void *context)
{
	const struct mizan_watch *watch = context;
	return watch->interrupted(watch->context) ? 1 : 0;
}

/* Only blanks, semicolons and comments may follow the statement. */
static mizan_status query_check_rest(sqlite3 *database, const char *rest, struct mizan_error *error)
{
	sqlite3_stmt *second = NULL;
	int code = sqlite3_prepare_v2(database, rest, -1, &second, NULL);
	bool empty = code == SQLITE_OK && !second;
	sqlite3_finalize(second);
	if (empty) {
		return MIZAN_OK;
	}
	return code == SQLITE_NOMEM ? mizan_error_memory(error)
				    : mizan_error_set(error, MIZAN_ERROR_INPUT, "keep one SELECT",
					      "there is more than one statement");
}

static mizan_status query_prepare(
	sqlite3 *database, const char *sql, sqlite3_stmt **statement, struct mizan_error *error)
{
	const char *rest = NULL;
	if (sqlite3_prepare_v2(database, sql, -1, statement, &rest) != SQLITE_OK) {
		int code = sqlite3_errcode(database);
		/* A view of ours is in the way before the guard is asked. */
		bool view = strncmp(sqlite3_errmsg(database), "cannot modify", 13) == 0;
		if (view) {
			return mizan_error_set(error, MIZAN_ERROR_INPUT, "queries may read only",
				"the query does not work: not authorized");
		}
		if (code != SQLITE_ERROR && code != SQLITE_AUTH) {
			return mizan_store_error(database, error, "read the query");
		}
		int offset = sqlite3_error_offset(database);
		if (error && offset >= 0) {
			error->column = (size_t)offset + 1;
		}
		return mizan_error_set(error, MIZAN_ERROR_INPUT,
			code != SQLITE_AUTH ? ""
			: mizan_store_public_from(database) != MIZAN_DATE_UNKNOWN
				? "queries may read only, give the same answer tomorrow, and "
				  "name tables without 'main.' (or take --restricted)"
				: "queries may read only, and give the same answer tomorrow",
			"the query does not work: %s", sqlite3_errmsg(database));
	}
	if (*statement && sqlite3_stmt_isexplain(*statement)) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "write a SELECT",
			"how a query is run is not told here");
	}
	if (!*statement) {
		return mizan_error_set(
			error, MIZAN_ERROR_INPUT, "write a SELECT", "the query is empty");
	}
	if (!sqlite3_stmt_readonly(*statement)) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "write a SELECT",
			"the query would change the store");
	}
	return query_check_rest(database, rest, error);
}

mizan_status mizan_store_query(struct sqlite3 *database, const char *sql, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	sqlite3_stmt *statement = NULL;
	mizan_status status = query_prepare(database, sql, &statement, error);
	if (status == MIZAN_OK) {
		bool polled = watch && watch->interrupted;
		if (polled) {
			sqlite3_progress_handler(
				database, 10000, query_poll, (void *)(uintptr_t)watch);
		}
		query_add_columns(statement, table);
		status = query_take_rows(database, statement, table, error);
		if (polled) {
			sqlite3_progress_handler(database, 0, NULL, NULL);
		}
	}
	sqlite3_finalize(statement);
	return status;
}
