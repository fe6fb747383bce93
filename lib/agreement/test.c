/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a commitment's test finds among the events while its agreement held. An incident is no
 * violation: that somebody has to allege, verify and attribute, each with a name.
 */
#include "agreement_internal.h"

#include <string.h>

static const char test_sql[] =
	"SELECT date_start, date_end, r.source, r.coverage, source_key, r.source || '/' || "
	"source_key,"
	" country, admin1, place, side_a, side_b, deaths_low, deaths_best, deaths_high, headline"
	" FROM event JOIN release r USING(release_id) WHERE date_start >= ?1"
	" AND (?2 IS NULL OR date_end < ?2) AND event_id IN (SELECT event_id FROM event WHERE ";

static void test_add_columns(struct mizan_table *table)
{
	static const char *const names[] = {"agreement", "commitment", "date_start", "date_end",
		"source", "coverage", "source_key", "event", "country", "admin1", "place", "side_a",
		"side_b", NULL};
	agreement_add_columns(table, names);
	mizan_table_add_column(table, "deaths_low", MIZAN_INTEGER, -1);
	mizan_table_add_column(table, "deaths_best", MIZAN_INTEGER, -1);
	mizan_table_add_column(table, "deaths_high", MIZAN_INTEGER, -1);
	mizan_table_add_column(table, "headline", MIZAN_TEXT, -1);
	mizan_table_hide(table, 6, true);
}

static void test_add_row(const struct mizan_commitment *commitment, sqlite3_stmt *statement,
	struct mizan_table *table)
{
	size_t row = mizan_table_add_row(table);
	mizan_table_set_text(table, row, 0, commitment->agreement_id);
	mizan_table_set_text(table, row, 1, commitment->commitment_id);
	for (int i = 0; i < 15; i++) {
		size_t column = (size_t)i + 2;
		if (sqlite3_column_type(statement, i) == SQLITE_NULL) {
			continue;
		}
		if (i >= 11 && i <= 13) {
			mizan_table_set_integer(
				table, row, column, sqlite3_column_int64(statement, i));
		} else {
			mizan_table_set_text(table, row, column, agreement_text(statement, i));
		}
	}
}

static mizan_status test_commitment(sqlite3 *database, const struct mizan_commitment *commitment,
	struct mizan_table *table, const struct mizan_watch *watch, struct mizan_error *error)
{
	mizan_status status = mizan_store_check_condition(database, commitment->test, error);
	struct mizan_text sql = {0};
	sqlite3_stmt *statement = NULL;
	char from[11], to[11];
	mizan_date begins = commitment->effective == MIZAN_DATE_UNKNOWN ? commitment->signed_on
									: commitment->effective;
	/* The line break ends a comment that the condition may end with. */
	mizan_text_printf(
		&sql, "%s%s\n) ORDER BY date_start, event_id", test_sql, commitment->test);
	if (status == MIZAN_OK) {
		status = mizan_text_check(&sql, error);
	}
	if (status == MIZAN_OK) {
		status = agreement_prepare(database, sql.data, &statement, error);
	}
	if (status == MIZAN_OK) {
		agreement_bind(statement, 1, mizan_date_format(begins, from));
		agreement_bind(statement, 2,
			commitment->ended == MIZAN_DATE_UNKNOWN
				? NULL
				: mizan_date_format(commitment->ended, to));
	}
	while (agreement_step(database, statement, &status, error)) {
		test_add_row(commitment, statement, table);
		status = mizan_watch_check(watch, error);
	}
	sqlite3_finalize(statement);
	mizan_text_release(&sql);
	return status;
}

mizan_status mizan_agreement_test_store(struct sqlite3 *database, const char *agreement_id,
	struct mizan_table *table, const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	struct mizan_commitment_list list;
	size_t tests = 0;
	mizan_status status =
		mizan_commitments_read(database, agreement_id, NULL, &arena, &list, error);
	test_add_columns(table);
	for (size_t i = 0; status == MIZAN_OK && i < list.count; i++) {
		if (list.items[i].test) {
			tests++;
			status = test_commitment(database, &list.items[i], table, watch, error);
		}
	}
	mizan_arena_release(&arena);
	mizan_table_add_note(table,
		tests == 0 ? "no commitment of this agreement has a test over events"
			   : "incidents that the tests of %zu commitment%s find while "
			     "the agreement held; none is a violation by that",
		tests, tests == 1 ? "" : "s");
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}

/* ---- Alleged violations ------------------------------------------------------------------- */

static mizan_status open_one(struct mizan_store *store, const struct mizan_table *table, size_t row,
	const char *alleged_by, int64_t release_id, int64_t *opened, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status = agreement_prepare(store->database,
		"INSERT INTO violation(violation_id, commitment_id, date, date_precision, ref, "
		"says,"
		" alleged_by, status, agreement_id, release_id, line_no) SELECT 'test-' || ?2 || "
		"'-' ||"
		" replace(lower(?4), '/', '-'), ?2, ?3, 1, ?4, 'An incident that the test of the"
		" commitment finds', ?5, 'alleged', ?1, ?6, 0"
		" WHERE NOT EXISTS(SELECT 1 FROM violation WHERE agreement_id = ?1"
		" AND commitment_id = ?2 AND ref = ?4)",
		&statement, error);
	if (status != MIZAN_OK) {
		return status;
	}
	static const size_t columns[] = {0, 1, 2, 7};
	for (int i = 0; i < 4; i++) {
		agreement_bind(statement, i + 1, mizan_table_cell(table, row, columns[i])->text);
	}
	agreement_bind(statement, 5, alleged_by);
	sqlite3_bind_int64(statement, 6, release_id);
	(void)agreement_step(store->database, statement, &status, error);
	sqlite3_finalize(statement);
	*opened += sqlite3_changes64(store->database);
	return status;
}

/* The release that brought the agreement: what is opened stays with it. */
static mizan_status open_find_release(struct mizan_store *store, const char *agreement_id,
	int64_t *release_id, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status = agreement_prepare(store->database,
		"SELECT release_id FROM agreement WHERE agreement_id = ?1", &statement, error);
	agreement_bind(statement, 1, agreement_id);
	*release_id = 0;
	if (agreement_step(store->database, statement, &status, error)) {
		*release_id = sqlite3_column_int64(statement, 0);
	}
	sqlite3_finalize(statement);
	return status;
}

mizan_status mizan_agreement_open_violations(struct mizan_store *store, const char *agreement_id,
	const char *alleged_by, const struct mizan_watch *watch, int64_t *opened,
	struct mizan_error *error)
{
	struct mizan_table table = {0};
	int64_t release_id;
	*opened = 0;
	mizan_status status = mizan_store_begin(store, error);
	if (status != MIZAN_OK) {
		return status;
	}
	status = mizan_agreement_test_store(store->database, agreement_id, &table, watch, error);
	if (status == MIZAN_OK) {
		status = open_find_release(store, agreement_id, &release_id, error);
	}
	for (size_t row = 0; status == MIZAN_OK && row < table.row_count; row++) {
		status = open_one(store, &table, row, alleged_by, release_id, opened, error);
	}
	if (status == MIZAN_OK) {
		status = mizan_store_check_records(store, error);
	}
	if (status == MIZAN_OK) {
		status = mizan_store_commit(store, error);
	}
	if (status != MIZAN_OK) {
		mizan_store_rollback(store);
	}
	mizan_table_release(&table);
	return status;
}
