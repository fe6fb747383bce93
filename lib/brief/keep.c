/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The results of a brief, kept in the store: what a later log compares. */
#include "../store/sqlite.h"
#include "brief_internal.h"

static const char keep_doing[] = "keep the results";

static mizan_status keep_number(sqlite3 *database, int64_t *number, struct mizan_error *error)
{
	sqlite3_stmt *statement = NULL;
	if (sqlite3_prepare_v2(database, "SELECT ifnull(max(rendering), 0) + 1 FROM brief_result",
		    -1, &statement, NULL) != SQLITE_OK) {
		return mizan_store_error(database, error, keep_doing);
	}
	int code = sqlite3_step(statement);
	*number = sqlite3_column_int64(statement, 0);
	mizan_status status =
		code == SQLITE_ROW ? MIZAN_OK : mizan_store_error(database, error, keep_doing);
	sqlite3_finalize(statement);
	return status;
}

static mizan_status keep_claim(sqlite3 *database, sqlite3_stmt *statement,
	const struct mizan_claim *claim, struct mizan_error *error)
{
	struct mizan_text marks = {0}, numbers = {0};
	claim_append_marks(&marks, claim);
	for (size_t i = 0; i < claim->answer_count; i++) {
		mizan_text_append(&numbers, i > 0 ? "; " : "");
		answer_append(&numbers, &claim->answers[i]);
	}
	mizan_status status = mizan_text_check(&marks, error);
	if (status == MIZAN_OK) {
		status = mizan_text_check(&numbers, error);
	}
	const char *const texts[] = {claim->id, NULL, claim->text, mizan_result_word(claim->result),
		mizan_cited_word(claim->cited), marks.data, numbers.data};
	int failed = 0;
	for (int i = 0; i < 7; i++) {
		failed |= sqlite3_bind_text(statement, 5 + i, texts[i], -1, SQLITE_STATIC);
	}
	sqlite3_bind_int64(statement, 6, (int64_t)claim->line);
	if (status == MIZAN_OK && failed) {
		status = mizan_error_memory(error);
	}
	if (status == MIZAN_OK && sqlite3_step(statement) != SQLITE_DONE) {
		status = mizan_store_error(database, error, keep_doing);
	}
	sqlite3_reset(statement);
	mizan_text_release(&marks);
	mizan_text_release(&numbers);
	return status;
}

static mizan_status keep_claims(const struct mizan_brief *brief, sqlite3 *database,
	const char *name, const char *when, struct mizan_error *error)
{
	char hash[65];
	int64_t number = 0;
	sqlite3_stmt *statement = NULL;
	mizan_status status = keep_number(database, &number, error);
	mizan_release_list_hash(&brief->releases, hash);
	if (status == MIZAN_OK &&
		sqlite3_prepare_v2(database,
			"INSERT INTO brief_result(rendering, brief, rendered, store_hash, claim,"
			" line_no, text, result, cited, marks, numbers, restricted)"
			" VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)",
			-1, &statement, NULL) != SQLITE_OK) {
		status = mizan_store_error(database, error, keep_doing);
	}
	for (size_t i = 0; i < brief->claim_count && status == MIZAN_OK; i++) {
		sqlite3_bind_int64(statement, 1, number);
		sqlite3_bind_text(statement, 2, name, -1, SQLITE_STATIC);
		sqlite3_bind_text(statement, 3, when, -1, SQLITE_STATIC);
		sqlite3_bind_text(statement, 4, hash, -1, SQLITE_STATIC);
		sqlite3_bind_int(statement, 12, brief->restricted);
		status = keep_claim(database, statement, brief->claims[i], error);
	}
	sqlite3_finalize(statement);
	return status;
}

mizan_status mizan_brief_keep(const struct mizan_brief *brief, struct mizan_store *store,
	const char *name, const char *when, struct mizan_error *error)
{
	if (!brief->evaluated || brief->claim_count == 0) {
		mizan_error_at(error, brief->path, 0, 0);
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "leave --keep out",
			"the brief has no claim that was weighed: there is nothing to keep");
	}
	mizan_status status = mizan_store_begin(store, error);
	if (status == MIZAN_OK) {
		status = keep_claims(brief, store->database, name, when, error);
	}
	if (status == MIZAN_OK) {
		return mizan_store_commit(store, error);
	}
	mizan_store_rollback(store);
	return status;
}
