/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any function that gives a result table, as an eponymous virtual table of SQLite. */
#include "sql_internal.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct function_table {
	sqlite3_vtab base;
	sqlite3 *database;
	const struct sql_function *function;
	int column_count, argument_count;
};
struct function_cursor {
	sqlite3_vtab_cursor base;
	struct mizan_table table;
	struct sql_arguments given; /* copies: what the hidden columns show */
	size_t *positions;          /* of each declared column in the table, SIZE_MAX: not given */
	size_t row;
};

static int function_count(const char *const *names)
{
	int count = 0;
	while (names[count]) {
		count++;
	}
	return count;
}

static char *function_declare(const struct sql_function *function)
{
	struct mizan_text sql = {0};
	mizan_text_append(&sql, "CREATE TABLE x(");
	for (int i = 0; function->columns[i]; i++) {
		mizan_text_printf(&sql, "%s\"%s\"", i ? ", " : "", function->columns[i]);
	}
	for (int i = 0; function->arguments[i]; i++) {
		mizan_text_printf(&sql, ", \"in_%s\" HIDDEN", function->arguments[i]);
	}
	mizan_text_append(&sql, ")");
	if (sql.failed) {
		mizan_text_release(&sql);
		return NULL;
	}
	return sql.data;
}

static int function_connect(sqlite3 *database, void *context, int count, const char *const *values,
	sqlite3_vtab **result, char **message)
{
	(void)count;
	(void)values;
	(void)message;
	const struct sql_function *function = context;
	char *sql = function_declare(function);
	struct function_table *table = sqlite3_malloc(sizeof *table);
	int code = sql && table ? sqlite3_declare_vtab(database, sql) : SQLITE_NOMEM;
	free(sql);
	if (code != SQLITE_OK) {
		sqlite3_free(table);
		return code;
	}
	/* Reads what the caller can read anyway. */
	sqlite3_vtab_config(database, SQLITE_VTAB_INNOCUOUS);
	*table = (struct function_table){.database = database,
		.function = function,
		.column_count = function_count(function->columns),
		.argument_count = function_count(function->arguments)};
	*result = &table->base;
	return SQLITE_OK;
}

static int function_disconnect(sqlite3_vtab *base)
{
	sqlite3_free(base);
	return SQLITE_OK;
}

/* Arguments come as constraints on the hidden columns; idxNum says which are given. */
static int function_best_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
	const struct function_table *table = (const struct function_table *)base;
	int given[SQL_ARGUMENTS_MAX];
	memset(given, -1, sizeof given);
	for (int i = 0; i < info->nConstraint; i++) {
		int argument = info->aConstraint[i].iColumn - table->column_count;
		if (argument < 0 || info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ) {
			continue;
		}
		if (!info->aConstraint[i].usable) {
			return SQLITE_CONSTRAINT;
		}
		given[argument] = i;
	}
	int position = 0;
	info->idxNum = 0;
	for (int i = 0; i < table->argument_count; i++) {
		if (given[i] >= 0) {
			info->aConstraintUsage[given[i]].argvIndex = ++position;
			info->aConstraintUsage[given[i]].omit = 1;
			info->idxNum |= 1 << i;
		}
	}
	info->estimatedCost = 1e6;
	info->estimatedRows = 1000;
	return SQLITE_OK;
}

static int function_open(sqlite3_vtab *base, sqlite3_vtab_cursor **result)
{
	const struct function_table *table = (const struct function_table *)base;
	struct function_cursor *cursor = sqlite3_malloc(sizeof *cursor);
	if (!cursor) {
		return SQLITE_NOMEM;
	}
	*cursor = (struct function_cursor){0};
	cursor->positions = calloc((size_t)table->column_count, sizeof *cursor->positions);
	if (!cursor->positions) {
		sqlite3_free(cursor);
		return SQLITE_NOMEM;
	}
	*result = &cursor->base;
	return SQLITE_OK;
}

static void cursor_forget_arguments(struct function_cursor *cursor)
{
	for (int i = 0; i < SQL_ARGUMENTS_MAX; i++) {
		sqlite3_value_free(cursor->given.values[i]);
		cursor->given.values[i] = NULL;
	}
}

static int function_close(sqlite3_vtab_cursor *base)
{
	struct function_cursor *cursor = (struct function_cursor *)base;
	mizan_table_release(&cursor->table);
	cursor_forget_arguments(cursor);
	free(cursor->positions);
	sqlite3_free(cursor);
	return SQLITE_OK;
}

static int function_filter(
	sqlite3_vtab_cursor *base, int given, const char *text, int count, sqlite3_value **values)
{
	(void)text;
	struct function_cursor *cursor = (struct function_cursor *)base;
	struct function_table *table = (struct function_table *)base->pVtab;
	struct mizan_error error = {0};
	int next = 0;
	cursor_forget_arguments(cursor);
	for (int i = 0; i < table->argument_count && next < count; i++) {
		if (given & 1 << i) {
			sqlite3_value *value = values[next++];
			if (sqlite3_value_type(value) == SQLITE_NULL) {
				continue;
			}
			cursor->given.values[i] = sqlite3_value_dup(value);
			if (!cursor->given.values[i]) {
				return SQLITE_NOMEM;
			}
		}
	}
	mizan_table_release(&cursor->table);
	cursor->row = 0;
	if (table->function->run(table->database, &cursor->given, &cursor->table, &error) !=
		MIZAN_OK) {
		sqlite3_free(table->base.zErrMsg);
		table->base.zErrMsg = sqlite3_mprintf("%s: %s%s%s", table->function->name,
			error.what, *error.advice ? "; " : "", error.advice);
		return error.status == MIZAN_ERROR_MEMORY        ? SQLITE_NOMEM
		       : error.status == MIZAN_ERROR_INTERRUPTED ? SQLITE_INTERRUPT
								 : SQLITE_ERROR;
	}
	for (int i = 0; i < table->column_count; i++) {
		cursor->positions[i] =
			mizan_table_find(&cursor->table, table->function->columns[i]);
	}
	return SQLITE_OK;
}

static int function_next(sqlite3_vtab_cursor *base)
{
	((struct function_cursor *)base)->row++;
	return SQLITE_OK;
}

static int function_eof(sqlite3_vtab_cursor *base)
{
	const struct function_cursor *cursor = (const struct function_cursor *)base;
	return cursor->row >= cursor->table.row_count;
}

static int function_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column)
{
	const struct function_cursor *cursor = (const struct function_cursor *)base;
	const struct function_table *table = (const struct function_table *)base->pVtab;
	if (column >= table->column_count) {
		sqlite3_value *given = cursor->given.values[column - table->column_count];
		if (given) {
			sqlite3_result_value(context, given);
		}
		return SQLITE_OK;
	}
	size_t position = cursor->positions[column];
	if (position == SIZE_MAX) {
		return SQLITE_OK; /* NULL */
	}
	const struct mizan_cell *cell = mizan_table_cell(&cursor->table, cursor->row, position);
	if (!cell->known) {
		return SQLITE_OK;
	}
	switch (cursor->table.columns[position].type) {
	case MIZAN_INTEGER:
	case MIZAN_YEAR:
		sqlite3_result_int64(context, cell->integer);
		break;
	case MIZAN_REAL:
		sqlite3_result_double(context, cell->real);
		break;
	case MIZAN_TEXT:
		sqlite3_result_text(context, cell->text, -1, SQLITE_TRANSIENT);
		break;
	}
	return SQLITE_OK;
}

static int function_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid)
{
	*rowid = (sqlite3_int64)((struct function_cursor *)base)->row;
	return SQLITE_OK;
}

static const sqlite3_module function_module = {
	.iVersion = 0,
	.xConnect = function_connect,
	.xBestIndex = function_best_index,
	.xDisconnect = function_disconnect,
	.xOpen = function_open,
	.xClose = function_close,
	.xFilter = function_filter,
	.xNext = function_next,
	.xEof = function_eof,
	.xColumn = function_column,
	.xRowid = function_rowid,
};

mizan_status sql_register_table(
	sqlite3 *database, const struct sql_function *function, struct mizan_error *error)
{
	/* SQLite takes the context as it is and gives it back unchanged. */
	if (sqlite3_create_module_v2(database, function->name, &function_module,
		    (void *)(uintptr_t)function, NULL) != SQLITE_OK) {
		return mizan_store_error(database, error, "register functions");
	}
	return MIZAN_OK;
}

const char *sql_text(const struct sql_arguments *arguments, int index)
{
	sqlite3_value *value = arguments->values[index];
	const char *text = value ? (const char *)sqlite3_value_text(value) : NULL;
	return text && *text ? text : NULL;
}

mizan_status sql_real(const struct sql_arguments *arguments, int index, const char *name,
	double *value, struct mizan_error *error)
{
	sqlite3_value *given = arguments->values[index];
	*value = (double)NAN;
	if (!given) {
		return MIZAN_OK;
	}
	int type = sqlite3_value_numeric_type(given);
	if (type != SQLITE_INTEGER && type != SQLITE_FLOAT) {
		const char *text = (const char *)sqlite3_value_text(given);
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "write a number, or NULL for none",
			"'%.60s' is no number for %s", text ? text : "", name);
	}
	*value = sqlite3_value_double(given);
	return MIZAN_OK;
}

mizan_status sql_integer(const struct sql_arguments *arguments, int index, const char *name,
	int otherwise, int *value, struct mizan_error *error)
{
	double number;
	*value = otherwise;
	mizan_status status = sql_real(arguments, index, name, &number, error);
	if (status != MIZAN_OK || isnan(number)) {
		return status;
	}
	if (number != floor(number) || fabs(number) > INT_MAX) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"write a whole number, or NULL for none", "%.15g is not possible for %s",
			number, name);
	}
	*value = (int)number;
	return MIZAN_OK;
}

mizan_status sql_period(const struct sql_arguments *arguments, int index, mizan_date *from,
	mizan_date *to, struct mizan_error *error)
{
	const char *text = sql_text(arguments, index);
	*from = *to = MIZAN_DATE_UNKNOWN;
	if (text && !mizan_period_parse(text, from, to)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"2024, 2024-Q3, 2024-07, 2024-07-15, or two of them with .. between",
			"'%.60s' is no period", text);
	}
	return MIZAN_OK;
}
