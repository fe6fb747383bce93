/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the agreement room share. No other room includes this. */
#ifndef MIZAN_AGREEMENT_INTERNAL_H
#define MIZAN_AGREEMENT_INTERNAL_H

#include <mizan/agreement.h>

#include "../store/sqlite.h"

/* In SQL: the last day that a date of known precision can mean. What happened "in 2021" was not
 * surely known before the year was over. */
#define AGREEMENT_LAST_DAY(column)                                                                 \
	" CASE " column "_precision WHEN 5 THEN date(" column ", '+1 year', '-1 day')"             \
	" WHEN 4 THEN date(" column ", '+1 month', '-1 day') ELSE " column " END "

mizan_status agreement_prepare(sqlite3 *database, const char *sql, sqlite3_stmt **statement,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Binds a text, or NULL where it is NULL or empty; it has to live as long as the statement. */
void agreement_bind(sqlite3_stmt *statement, int index, const char *text);
const char *agreement_text(sqlite3_stmt *statement, int column);
/* A column as a date; MIZAN_DATE_UNKNOWN for NULL. */
mizan_date agreement_date(sqlite3_stmt *statement, int column);
/* Steps: true while there is a row; false at the end, or with *status set. */
bool agreement_step(sqlite3 *database, sqlite3_stmt *statement, mizan_status *status,
	struct mizan_error *error);
/* A date into a cell; unknown stays unknown. */
void agreement_set_date(struct mizan_table *table, size_t row, size_t column, mizan_date date);
/* Copies a text column of a statement into the arena; NULL stays NULL. Lack of memory sets *failed.
 */
const char *agreement_copy(
	struct mizan_arena *arena, sqlite3_stmt *statement, int column, bool *failed);
/* Source lines of the sheets and agreements behind a table: "agreements: folder/file (sha256 ...)".
 * Of agreements those of one, or of one process; NULL: all. */
mizan_status agreement_add_sources(sqlite3 *database, struct mizan_table *table, const char *kind,
	const char *agreement, const char *process, struct mizan_error *error) MIZAN_MUST_CHECK;
/* MIZAN_ERROR_USAGE where there is no such "process" or "actor"; NULL is fine. */
mizan_status agreement_check_named(sqlite3 *database, const char *what, const char *id,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Adds text columns by name, until NULL. */
void agreement_add_columns(struct mizan_table *table, const char *const *names);
/* Names by id, sorted; in an arena. */
struct agreement_name {
	const char *id, *name;
};
struct agreement_names {
	struct agreement_name *items;
	size_t count;
};
/* The neutral names, or with `names_of` (an actor; NULL: nobody) those that it uses, where any. */
mizan_status agreement_names_read(sqlite3 *database, const char *names_of,
	struct mizan_arena *arena, struct agreement_names *names,
	struct mizan_error *error) MIZAN_MUST_CHECK;
void agreement_note_names(const char *names_of, struct mizan_table *table);
/* "ttp;pakistan" as "TTP, Pakistan"; an id that is not on record stays as it is. */
void agreement_names_append(
	const struct agreement_names *names, const char *ids, struct mizan_text *text);
void agreement_set_names(const struct agreement_names *names, const char *ids,
	struct mizan_table *table, size_t row, size_t column);
/* Is an id in a list with ; between? */
bool agreement_list_has(const char *list, const char *id);

#endif
