/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How this room reaches the store's tables, and dates that are known by month or year alone. */
#include "relation_internal.h"

#include <stdio.h>
#include <string.h>

mizan_status actor_prepare(sqlite3 *database, const char *sql, sqlite3_stmt **statement,
	const char *doing, struct mizan_error *error)
{
	*statement = NULL;
	if (sqlite3_prepare_v2(database, sql, -1, statement, NULL) != SQLITE_OK) {
		return mizan_store_error(database, error, doing);
	}
	return MIZAN_OK;
}

mizan_status actor_finish(sqlite3 *database, sqlite3_stmt *statement, int code, const char *doing,
	struct mizan_error *error)
{
	mizan_status status =
		code == SQLITE_DONE ? MIZAN_OK : mizan_store_error(database, error, doing);
	sqlite3_finalize(statement);
	return status;
}

const char *actor_text(sqlite3_stmt *statement, int column)
{
	return (const char *)sqlite3_column_text(statement, column);
}

const char *actor_copy(sqlite3_stmt *statement, int column, struct mizan_arena *arena, bool *failed)
{
	const char *text = actor_text(statement, column);
	if (!text) {
		*failed = *failed || sqlite3_column_type(statement, column) != SQLITE_NULL;
		return NULL;
	}
	const char *copy =
		mizan_arena_copy(arena, text, (size_t)sqlite3_column_bytes(statement, column));
	*failed = *failed || !copy;
	return copy;
}

mizan_status actor_add_sources(sqlite3 *database, struct mizan_table *table,
	const char *const *kinds, struct mizan_error *error)
{
	struct mizan_release_list list = {0};
	mizan_status status = mizan_store_releases(database, &table->arena, &list, error);
	for (size_t i = 0; i < list.count && status == MIZAN_OK; i++) {
		const struct mizan_release *release = &list.items[i];
		for (size_t k = 0; kinds[k]; k++) {
			if (strcmp(release->kind, kinds[k]) == 0 && release->rows > 0) {
				mizan_table_add_source(
					table, mizan_release_line(release, &table->arena));
			}
		}
	}
	return status;
}

bool actor_list_next(const char **list, struct mizan_slice *item)
{
	while (*list && **list) {
		size_t size = strcspn(*list, ";");
		*item = mizan_slice_trim((struct mizan_slice){*list, size});
		*list += size + ((*list)[size] == ';');
		if (item->size > 0) {
			return true;
		}
	}
	return false;
}

bool actor_list_has(const char *list, const char *id)
{
	struct mizan_slice item;
	while (actor_list_next(&list, &item)) {
		if (mizan_slice_equals(item, id)) {
			return true;
		}
	}
	return false;
}

/* ---- Dates -------------------------------------------------------------------------------- */

static mizan_date dated_month_end(mizan_date day, int months)
{
	int year, month, number;
	mizan_date_split(day, &year, &month, &number);
	int next = year * 12 + (months == 12 ? 0 : month - 1) + months;
	mizan_date end = mizan_date_make(next / 12, next % 12 + 1, 1);
	return end == MIZAN_DATE_UNKNOWN ? day : end - 1; /* the year 9999 has no next */
}

static mizan_date dated_month_start(mizan_date day, int months)
{
	int year, month, number;
	mizan_date_split(day, &year, &month, &number);
	return mizan_date_make(year, months == 12 ? 1 : month, 1);
}

struct dated dated_read(sqlite3_stmt *statement, int column)
{
	const char *text = actor_text(statement, column);
	mizan_date day;
	if (!text || !mizan_date_parse((struct mizan_slice){text, strlen(text)}, &day)) {
		return (struct dated){DAY_FIRST, DAY_LAST};
	}
	int precision = sqlite3_column_int(statement, column + 1);
	if (precision < MIZAN_DATE_MONTH) {
		return (struct dated){day, day};
	}
	int months = precision == MIZAN_DATE_MONTH ? 1 : 12;
	return (struct dated){dated_month_start(day, months), dated_month_end(day, months)};
}

bool dated_is_known(struct dated date)
{
	return date.first != DAY_FIRST && date.last != DAY_LAST;
}

char *dated_format(struct dated date, char buffer[11])
{
	*buffer = '\0';
	if (dated_is_known(date)) {
		mizan_date_format(date.first, buffer);
		if (date.last - date.first > 31) {
			buffer[4] = '\0';
		} else if (date.last != date.first) {
			buffer[7] = '\0';
		}
	}
	return buffer;
}

enum holding dated_holds(struct dated from, struct dated to, mizan_date day)
{
	if (day < from.first || (dated_is_known(to) && day > to.last)) {
		return HOLDS_NOT;
	}
	return day < from.last || !dated_is_known(from) || (dated_is_known(to) && day > to.first)
		       ? HOLDS_PERHAPS
		       : HOLDS;
}

const char *holding_word(enum holding holding)
{
	return holding == HOLDS ? "yes" : holding == HOLDS_PERHAPS ? "perhaps" : "no";
}
