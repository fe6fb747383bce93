/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bounds of queries that come from people and documents. An allow list, since a deny list
 * forgets: reading, and functions that give the same answer for the same store.
 */
#include "store_internal.h"

#include <string.h>

/* SQLite's functions that read nothing but their arguments. Sorted. */
static const char *const guard_functions[] = {"abs", "acos", "acosh", "asin", "asinh", "atan",
	"atan2", "atanh", "avg", "ceil", "ceiling", "char", "coalesce", "concat", "cos", "cosh",
	"count", "cume_dist", "date", "datetime", "degrees", "dense_rank", "exp", "first_value",
	"floor", "format", "glob", "group_concat", "hex", "ifnull", "iif", "instr", "json",
	"json_array", "json_array_length", "json_each", "json_extract", "json_group_array",
	"json_group_object", "json_object", "json_quote", "json_type", "json_valid", "julianday",
	"lag", "last_value", "lead", "length", "like", "likelihood", "likely", "ln", "log", "log10",
	"log2", "lower", "ltrim", "max", "min", "mod", "nth_value", "ntile", "nullif",
	"percent_rank", "pi", "pow", "power", "printf", "quote", "radians", "rank", "replace",
	"round", "row_number", "rtrim", "sign", "sin", "sinh", "sqrt", "strftime", "substr",
	"substring", "sum", "tan", "tanh", "time", "total", "trim", "trunc", "typeof", "unhex",
	"unicode", "unixepoch", "unlikely", "upper"};

static bool guard_allows_function(const char *name)
{
	/* Ours all begin so; they are registered by the SQL room on this handle. */
	if (strncmp(name, "mizan_", 6) == 0) {
		return true;
	}
	for (size_t i = 0; i < sizeof guard_functions / sizeof *guard_functions; i++) {
		if (sqlite3_stricmp(name, guard_functions[i]) == 0) {
			return true;
		}
	}
	return false;
}

int store_guard_authorize(void *context, int action, const char *first, const char *second,
	const char *schema, const char *view)
{
	struct store_guard *guard = context;
	int allowed = SQLITE_OK;
	if (guard->published && action == SQLITE_READ) {
		allowed = store_public_read(guard, first, second, schema, view);
	}
	if (!guard->guarded || allowed != SQLITE_OK) {
		return allowed;
	}
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	case SQLITE_FUNCTION:
		return second && guard_allows_function(second) ? SQLITE_OK : SQLITE_DENY;
	case SQLITE_CREATE_VTABLE:
	case SQLITE_UPDATE:
	case SQLITE_INSERT:
		/* What an eponymous virtual table (mizan_toll, json_each) does to be opened. */
		return first && strcmp(first, "sqlite_master") == 0 ? SQLITE_OK : SQLITE_DENY;
	default:
		return SQLITE_DENY;
	}
}

/* ---- Dates without 'now' ------------------------------------------------------------------ */

/*
 * date() and its kin read the clock when told 'now', or nothing. They are replaced by functions
 * that refuse it and hand everything else to a private handle with SQLite's own.
 */
struct guard_clock {
	sqlite3 *memory;
	const char *name;
	int first_time; /* position of the argument that is a time */
};

static void guard_clock_free(void *context)
{
	struct guard_clock *clock = context;
	sqlite3_close_v2(clock->memory);
	sqlite3_free(clock);
}

static bool guard_reads_clock(const struct guard_clock *clock, int count, sqlite3_value **values)
{
	for (int i = clock->first_time; i < count; i++) {
		const char *text = (const char *)sqlite3_value_text(values[i]);
		if (text && (sqlite3_stricmp(text, "now") == 0 ||
				    sqlite3_stricmp(text, "localtime") == 0)) {
			return true;
		}
	}
	return count <= clock->first_time;
}

static void guard_date(sqlite3_context *context, int count, sqlite3_value **values)
{
	const struct guard_clock *clock = sqlite3_user_data(context);
	if (guard_reads_clock(clock, count, values) || count > 8) {
		sqlite3_result_error(context,
			"the time of day is not allowed here: the same store has to"
			" give the same answer tomorrow; write the date",
			-1);
		return;
	}
	static const char marks[] = "?,?,?,?,?,?,?,?";
	char *sql = sqlite3_mprintf("SELECT %s(%.*s)", clock->name, count * 2 - 1, marks);
	sqlite3_stmt *statement = NULL;
	if (!sql || sqlite3_prepare_v2(clock->memory, sql, -1, &statement, NULL) != SQLITE_OK) {
		sqlite3_result_error_nomem(context);
	} else {
		int failed = 0;
		for (int i = 0; i < count; i++) {
			failed |= sqlite3_bind_value(statement, i + 1, values[i]);
		}
		if (!failed && sqlite3_step(statement) == SQLITE_ROW) {
			sqlite3_result_value(context, sqlite3_column_value(statement, 0));
		} else {
			sqlite3_result_error_nomem(context);
		}
	}
	sqlite3_finalize(statement);
	sqlite3_free(sql);
}

static mizan_status guard_replace_date(
	sqlite3 *database, const char *name, int first_time, struct mizan_error *error)
{
	struct guard_clock *clock = sqlite3_malloc(sizeof *clock);
	if (!clock) {
		return mizan_error_memory(error);
	}
	*clock = (struct guard_clock){.name = name, .first_time = first_time};
	if (sqlite3_open(":memory:", &clock->memory) != SQLITE_OK) {
		guard_clock_free(clock);
		return mizan_error_memory(error);
	}
	/* SQLite frees the clock, also when this fails. */
	if (sqlite3_create_function_v2(database, name, -1,
		    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, clock, guard_date, NULL,
		    NULL, guard_clock_free) != SQLITE_OK) {
		return mizan_store_error(database, error, "guard the store");
	}
	return MIZAN_OK;
}

static mizan_status guard_replace_dates(sqlite3 *database, struct mizan_error *error)
{
	static const char *const names[] = {"date", "time", "datetime", "julianday", "unixepoch"};
	mizan_status status = guard_replace_date(database, "strftime", 1, error);
	for (size_t i = 0; i < sizeof names / sizeof *names && status == MIZAN_OK; i++) {
		status = guard_replace_date(database, names[i], 0, error);
	}
	return status;
}

mizan_status mizan_store_guard(struct sqlite3 *database, struct mizan_error *error)
{
	sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
	sqlite3_limit(database, SQLITE_LIMIT_LENGTH, 16 * 1024 * 1024);
	sqlite3_limit(database, SQLITE_LIMIT_SQL_LENGTH, 1000 * 1000);
	sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
	struct store_guard *guard;
	mizan_status status = guard_replace_dates(database, error);
	if (status == MIZAN_OK) {
		status = store_guard_make(database, &guard, error);
	}
	if (status == MIZAN_OK) {
		guard->guarded = true;
	}
	return status;
}
