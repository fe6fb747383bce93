/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The agreements on record, side by side. */
#include "agreement_internal.h"

static const char list_sql[] =
	"SELECT agreement_id, process_id, kind, title,"
	/* As exact as they are known. */
	" substr(signed, 1, CASE signed_precision WHEN 5 THEN 4 WHEN 4 THEN 7 ELSE 10 END),"
	" substr(effective, 1, CASE effective_precision WHEN 5 THEN 4 WHEN 4 THEN 7 ELSE 10 END),"
	" substr(ended, 1, CASE ended_precision WHEN 5 THEN 4 WHEN 4 THEN 7 ELSE 10 END),"
	" ended_by, parties, mediators, source, (SELECT count(*) FROM commitment c WHERE "
	"c.agreement_id ="
	" a.agreement_id) FROM agreement a WHERE ?1 IS NULL OR "
	"process_id = ?1"
	" ORDER BY signed, agreement_id";

mizan_status mizan_agreements_store(struct sqlite3 *database, const char *process, mizan_date on,
	struct mizan_table *table, struct mizan_error *error)
{
	static const char *const names[] = {"agreement", "process", "kind", "title", "signed",
		"effective", "ended", "ended_by", "parties", "mediators", "source", NULL};
	sqlite3_stmt *statement;
	mizan_status status = agreement_check_named(database, "process", process, error);
	if (status == MIZAN_OK) {
		status = agreement_prepare(database, list_sql, &statement, error);
	}
	if (status != MIZAN_OK) {
		return status;
	}
	agreement_add_columns(table, names);
	size_t commitments = mizan_table_add_column(table, "commitments", MIZAN_INTEGER, -1);
	size_t days = mizan_table_add_column(table, "days", MIZAN_INTEGER, -1);
	mizan_table_hide(table, 10, true);
	agreement_bind(statement, 1, process);
	/* From day to day alone: of what is known to a month the length is not known. */
	while (agreement_step(database, statement, &status, error)) {
		size_t row = mizan_table_add_row(table);
		for (int i = 0; i < 11; i++) {
			mizan_table_set_text(table, row, (size_t)i, agreement_text(statement, i));
		}
		mizan_table_set_integer(
			table, row, commitments, sqlite3_column_int64(statement, 11));
		mizan_date begins = agreement_date(statement, 5),
			   ends = agreement_date(statement, 6);
		if (!agreement_text(statement, 5)) {
			begins = agreement_date(statement, 4);
		}
		if (ends == MIZAN_DATE_UNKNOWN && !agreement_text(statement, 6)) {
			ends = on;
		} else if (ends != MIZAN_DATE_UNKNOWN && on != MIZAN_DATE_UNKNOWN && ends > on) {
			ends = on;
		}
		if (begins != MIZAN_DATE_UNKNOWN && ends != MIZAN_DATE_UNKNOWN && ends >= begins) {
			mizan_table_set_integer(table, row, days, ends - begins);
		}
	}
	sqlite3_finalize(statement);
	if (status == MIZAN_OK) {
		status = agreement_add_sources(database, table, "agreements", NULL, process, error);
	}
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
