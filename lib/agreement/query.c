/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the agreement room reaches the store's tables. */
#include "agreement_internal.h"

#include <string.h>

mizan_status agreement_prepare(
	sqlite3 *database, const char *sql, sqlite3_stmt **statement, struct mizan_error *error)
{
	*statement = NULL;
	if (sqlite3_prepare_v2(database, sql, -1, statement, NULL) != SQLITE_OK) {
		return mizan_store_error(database, error, "read agreements");
	}
	return MIZAN_OK;
}

void agreement_bind(sqlite3_stmt *statement, int index, const char *text)
{
	if (text && *text) {
		sqlite3_bind_text(statement, index, text, -1, SQLITE_STATIC);
	} else {
		sqlite3_bind_null(statement, index);
	}
}

const char *agreement_text(sqlite3_stmt *statement, int column)
{
	return (const char *)sqlite3_column_text(statement, column);
}

mizan_date agreement_date(sqlite3_stmt *statement, int column)
{
	const char *text = agreement_text(statement, column);
	mizan_date date;
	return text && mizan_date_parse((struct mizan_slice){text, strlen(text)}, &date)
		       ? date
		       : MIZAN_DATE_UNKNOWN;
}

bool agreement_step(
	sqlite3 *database, sqlite3_stmt *statement, mizan_status *status, struct mizan_error *error)
{
	if (*status != MIZAN_OK) {
		return false;
	}
	int code = sqlite3_step(statement);
	if (code != SQLITE_ROW && code != SQLITE_DONE) {
		*status = mizan_store_error(database, error, "read agreements");
	}
	return code == SQLITE_ROW;
}

void agreement_set_date(struct mizan_table *table, size_t row, size_t column, mizan_date date)
{
	char text[11];
	if (date != MIZAN_DATE_UNKNOWN) {
		mizan_table_set_text(table, row, column, mizan_date_format(date, text));
	}
}

const char *agreement_copy(
	struct mizan_arena *arena, sqlite3_stmt *statement, int column, bool *failed)
{
	const char *text = agreement_text(statement, column);
	char *copy = text ? mizan_arena_copy(arena, text, strlen(text)) : NULL;
	*failed = *failed || (text && !copy);
	return copy;
}

mizan_status agreement_add_sources(sqlite3 *database, struct mizan_table *table, const char *kind,
	const char *agreement, const char *process, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	/* Somebody's table is cited as it asks to be; a file of ours is its own source. */
	mizan_status status = agreement_prepare(database,
		"SELECT coalesce(citation || ', version ' || version, kind) || ': ' || file ||"
		" ' (sha256 ' || substr(sha256, 1, 8) || '…)' || coalesce(', ' || licence, '')"
		" FROM release WHERE kind = ?1 AND ((?2 IS NULL AND ?3 IS NULL"
		" AND (citation IS NULL OR release_id IN (SELECT release_id FROM agreement)))"
		" OR release_id IN"
		" (SELECT release_id FROM agreement WHERE agreement_id = ?2 OR process_id = ?3))"
		" ORDER BY file",
		&statement, error);
	agreement_bind(statement, 1, kind);
	agreement_bind(statement, 2, agreement);
	agreement_bind(statement, 3, process);
	while (agreement_step(database, statement, &status, error)) {
		mizan_table_add_source(table, agreement_text(statement, 0));
	}
	sqlite3_finalize(statement);
	return status;
}

void agreement_add_columns(struct mizan_table *table, const char *const *names)
{
	for (size_t i = 0; names[i]; i++) {
		mizan_table_add_column(table, names[i], MIZAN_TEXT, -1);
	}
}

bool agreement_list_has(const char *list, const char *id)
{
	size_t wanted = id ? strlen(id) : 0;
	while (list && *list) {
		size_t size = strcspn(list, ";");
		if (size == wanted && strncmp(list, id, size) == 0) {
			return true;
		}
		list += size + (list[size] == ';');
	}
	return false;
}
