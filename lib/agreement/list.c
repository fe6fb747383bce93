/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The agreements on record, side by side. */
#include "agreement_internal.h"

enum list_column {
	LIST_AGREEMENT,
	LIST_PROCESS,
	LIST_KIND,
	LIST_TITLE,
	LIST_SIGNED,
	LIST_EFFECTIVE,
	LIST_ENDED,
	LIST_ENDED_BY,
	LIST_ENDED_BY_NAME,
	LIST_PARTIES,
	LIST_PARTIES_NAME,
	LIST_MEDIATORS,
	LIST_MEDIATORS_NAME,
	LIST_SOURCE,
	LIST_COMMITMENTS,
	LIST_DAYS,
	LIST_COUNT,
};

static const char list_sql[] =
	"SELECT agreement_id, process_id, kind, title,"
	/* As exact as they are known. */
	" substr(signed, 1, CASE signed_precision WHEN 5 THEN 4 WHEN 4 THEN 7 ELSE 10 END),"
	" substr(effective, 1, CASE effective_precision WHEN 5 THEN 4 WHEN 4 THEN 7 ELSE 10 END),"
	" substr(ended, 1, CASE ended_precision WHEN 5 THEN 4 WHEN 4 THEN 7 ELSE 10 END),"
	" ended_by, NULL, parties, NULL, mediators, NULL, source, (SELECT count(*) FROM commitment "
	"c WHERE "
	"c.agreement_id ="
	" a.agreement_id) FROM agreement a WHERE ?1 IS NULL OR "
	"process_id = ?1"
	" ORDER BY signed, agreement_id";

static void list_add_columns(struct mizan_table *table)
{
	static const char *const names[LIST_COUNT] = {"agreement", "process", "kind", "title",
		"signed", "effective", "ended", "ended_by", "ended_by_name", "parties",
		"parties_name", "mediators", "mediators_name", "source", "commitments", "days"};
	/* Names are enough on a terminal; machines get the ids too. */
	static const size_t hidden[] = {LIST_ENDED_BY, LIST_PARTIES, LIST_MEDIATORS, LIST_SOURCE};
	for (int i = 0; i < LIST_COUNT; i++) {
		bool number = i >= LIST_COMMITMENTS;
		mizan_table_add_column(table, names[i], number ? MIZAN_INTEGER : MIZAN_TEXT, -1);
	}
	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
		mizan_table_hide(table, hidden[i], true);
	}
}

static void list_add_row(sqlite3_stmt *statement, mizan_date on,
	const struct agreement_names *names, struct mizan_table *table)
{
	static const size_t named[] = {LIST_ENDED_BY, LIST_PARTIES, LIST_MEDIATORS};
	size_t row = mizan_table_add_row(table);
	for (int i = 0; i <= LIST_SOURCE; i++) {
		mizan_table_set_text(table, row, (size_t)i, agreement_text(statement, i));
	}
	for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
		agreement_set_names(
			names, agreement_text(statement, (int)named[i]), table, row, named[i] + 1);
	}
	mizan_table_set_integer(
		table, row, LIST_COMMITMENTS, sqlite3_column_int64(statement, LIST_COMMITMENTS));
	/* From day to day alone: of what is known to a month the length is not known. */
	mizan_date begins = agreement_date(statement, agreement_text(statement, LIST_EFFECTIVE)
							      ? LIST_EFFECTIVE
							      : LIST_SIGNED),
		   ends = agreement_date(statement, LIST_ENDED);
	if ((ends == MIZAN_DATE_UNKNOWN && !agreement_text(statement, LIST_ENDED)) ||
		(ends != MIZAN_DATE_UNKNOWN && on != MIZAN_DATE_UNKNOWN && ends > on)) {
		ends = on;
	}
	if (begins != MIZAN_DATE_UNKNOWN && ends != MIZAN_DATE_UNKNOWN && ends >= begins) {
		mizan_table_set_integer(table, row, LIST_DAYS, ends - begins);
	}
}

mizan_status mizan_agreements_store(struct sqlite3 *database, const char *process, mizan_date on,
	struct mizan_table *table, struct mizan_error *error)
{
	return mizan_agreements_named(database, process, on, NULL, table, error);
}

mizan_status mizan_agreements_named(struct sqlite3 *database, const char *process, mizan_date on,
	const char *names_of, struct mizan_table *table, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	struct mizan_arena arena = {0};
	struct agreement_names names;
	mizan_status status = agreement_check_named(database, "process", process, error);
	if (status == MIZAN_OK) {
		status = agreement_names_read(database, names_of, &arena, &names, error);
	}
	if (status == MIZAN_OK) {
		status = agreement_prepare(database, list_sql, &statement, error);
	}
	if (status != MIZAN_OK) {
		mizan_arena_release(&arena);
		return status;
	}
	list_add_columns(table);
	agreement_bind(statement, 1, process);
	/* From day to day alone: of what is known to a month the length is not known. */
	while (agreement_step(database, statement, &status, error)) {
		list_add_row(statement, on, &names, table);
	}
	sqlite3_finalize(statement);
	mizan_arena_release(&arena);
	agreement_note_names(names_of, table);
	if (status == MIZAN_OK) {
		status = agreement_add_sources(database, table, "agreements", NULL, process, error);
	}
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
