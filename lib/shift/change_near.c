/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is on record of the months in which a change may lie. */
#include "change_internal.h"

#include "../store/sqlite.h"

/* Milestones and agreements of a country on a day between two. Those known by their year alone
 * could lie anywhere. */
static const char near_sql[] =
	"SELECT date || ' ' || title FROM (SELECT date, title, country FROM milestone WHERE "
	"date_precision < 5 UNION ALL"
	" SELECT coalesce(signed, effective), title, country FROM agreement)"
	" WHERE date BETWEEN ?1 AND ?2 AND instr(country, ?3) GROUP BY 1 ORDER BY 1";

static mizan_status near_read(sqlite3_stmt *statement, sqlite3 *database, mizan_date first,
	mizan_date last, struct mizan_text *text, struct mizan_error *error)
{
	char from[11], to[11];
	int code;
	sqlite3_bind_text(statement, 1, mizan_date_format(first, from), -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, mizan_date_format(last, to), -1, SQLITE_STATIC);
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		mizan_text_printf(text, "%s%s", text->size ? "; " : "",
			(const char *)sqlite3_column_text(statement, 0));
	}
	sqlite3_reset(statement);
	return code == SQLITE_DONE ? mizan_text_check(text, error)
				   : mizan_store_error(database, error, "read milestones");
}

mizan_status change_add_near(struct sqlite3 *database, const char *country,
	struct mizan_table *table, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status = MIZAN_OK;
	size_t earliest = mizan_table_find(table, "from_earliest");
	size_t latest = mizan_table_find(table, "from_latest");
	size_t milestones = mizan_table_find(table, "milestones");
	if (!country) {
		return MIZAN_OK;
	}
	if (sqlite3_prepare_v2(database, near_sql, -1, &statement, NULL) != SQLITE_OK) {
		return mizan_store_error(database, error, "read milestones");
	}
	sqlite3_bind_text(statement, 3, country, -1, SQLITE_STATIC);
	for (size_t row = 0; row < table->row_count && status == MIZAN_OK; row++) {
		const struct mizan_cell *from = mizan_table_cell(table, row, earliest);
		const struct mizan_cell *to = mizan_table_cell(table, row, latest);
		mizan_date first, last, unused;
		struct mizan_text text = {0};
		if (!from->known || !to->known ||
			!mizan_period_parse(from->text, &first, &unused) ||
			!mizan_period_parse(to->text, &unused, &last)) {
			continue;
		}
		status = near_read(statement, database, first, last, &text, error);
		if (status == MIZAN_OK) {
			mizan_table_set_text(table, row, milestones, text.data);
		}
		mizan_text_release(&text);
	}
	sqlite3_finalize(statement);
	return status;
}
