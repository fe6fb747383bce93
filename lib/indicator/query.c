/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the indicators reach the store's tables. */
#include "indicator_internal.h"

#include <string.h>

mizan_status indicator_prepare(sqlite3 *database, const char *sql, sqlite3_stmt **statement,
	const char *doing, struct mizan_error *error)
{
	*statement = NULL;
	if (sqlite3_prepare_v2(database, sql, -1, statement, NULL) != SQLITE_OK) {
		return mizan_store_error(database, error, doing);
	}
	return MIZAN_OK;
}

void indicator_bind_text(sqlite3_stmt *statement, int index, const char *text)
{
	if (text && *text) {
		sqlite3_bind_text(statement, index, text, -1, SQLITE_STATIC);
	} else {
		sqlite3_bind_null(statement, index);
	}
}

void indicator_bind_date(sqlite3_stmt *statement, int index, mizan_date date, char buffer[11])
{
	indicator_bind_text(statement, index,
		date == MIZAN_DATE_UNKNOWN ? NULL : mizan_date_format(date, buffer));
}

const char *indicator_text(sqlite3_stmt *statement, int column)
{
	return (const char *)sqlite3_column_text(statement, column);
}

mizan_status indicator_add_sources(sqlite3 *database, struct mizan_table *table,
	const struct mizan_release_list *releases, const char *source, const char *country,
	struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status = indicator_prepare(database,
		"SELECT EXISTS(SELECT 1 FROM event WHERE release_id = ?1)", &statement,
		"read the releases", error);
	for (size_t i = 0; i < releases->count && status == MIZAN_OK; i++) {
		const struct mizan_release *release = &releases->items[i];
		if (strcmp(release->kind, "events") != 0 ||
			(source && strcmp(release->source, source) != 0) ||
			(country && !strstr(release->countries, country))) {
			continue;
		}
		sqlite3_bind_int64(statement, 1, release->release_id);
		int code = sqlite3_step(statement);
		if (code != SQLITE_ROW) {
			status = mizan_store_error(database, error, "read the releases");
		} else if (sqlite3_column_int(statement, 0)) {
			mizan_table_add_source(table, mizan_release_line(release, &table->arena));
		}
		sqlite3_reset(statement);
	}
	sqlite3_finalize(statement);
	return status;
}

bool coverage_has(const struct mizan_release_list *releases, const char *source,
	const char *country, int32_t month)
{
	for (size_t i = 0; i < releases->count; i++) {
		const struct mizan_release *release = &releases->items[i];
		if (strcmp(release->kind, "events") == 0 && release->coverage == MIZAN_COMPLETE &&
			strcmp(release->source, source) == 0 &&
			(!country || strstr(release->countries, country)) &&
			release->period_start != MIZAN_DATE_UNKNOWN &&
			mizan_date_month(release->period_start) <= month &&
			mizan_date_month(release->period_end) >= month) {
			return true;
		}
	}
	return false;
}

bool coverage_has_all(const struct mizan_release_list *releases, const char *source,
	const char *country, int32_t first, int32_t last)
{
	for (int32_t month = first; month <= last; month++) {
		if (!coverage_has(releases, source, country, month)) {
			return false;
		}
	}
	return true;
}
