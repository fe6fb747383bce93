/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An agreement by its id, or the beginning of it. */
#include "agreement_internal.h"

#include <string.h>

/* The ids that there are, for a message. */
static mizan_status find_none(
	sqlite3 *database, const char *text, bool several, struct mizan_error *error)
{
	struct mizan_text list = {0};
	sqlite3_stmt *statement;
	mizan_status status = agreement_prepare(database,
		"SELECT agreement_id FROM agreement WHERE ?1 IS NULL OR"
		" substr(agreement_id, 1, length(?1)) = ?1 ORDER BY 1 LIMIT 12",
		&statement, error);
	if (status == MIZAN_OK) {
		agreement_bind(statement, 1, several ? text : NULL);
		while (agreement_step(database, statement, &status, error)) {
			mizan_text_printf(&list, "%s%s",
				list.size ? ", " : "on record: ", agreement_text(statement, 0));
		}
		sqlite3_finalize(statement);
	}
	if (status == MIZAN_OK) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE,
			list.size ? list.data
				  : "import agreements first (mizan template agreement)",
			several ? "several agreements begin with '%.80s'"
				: "there is no agreement '%.80s'",
			text);
	}
	mizan_text_release(&list);
	return status;
}

mizan_status mizan_agreement_find(struct sqlite3 *database, const char *text,
	struct mizan_arena *arena, const char **agreement_id, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	bool failed = false, several = false;
	*agreement_id = NULL;
	mizan_status status = agreement_prepare(database,
		"SELECT agreement_id, agreement_id = ?1 FROM agreement"
		" WHERE substr(agreement_id, 1, length(?1)) = ?1 ORDER BY 2 DESC, 1 LIMIT 2",
		&statement, error);
	if (status != MIZAN_OK) {
		return status;
	}
	agreement_bind(statement, 1, text);
	if (agreement_step(database, statement, &status, error)) {
		bool whole = sqlite3_column_int(statement, 1);
		*agreement_id = agreement_copy(arena, statement, 0, &failed);
		several = !whole && agreement_step(database, statement, &status, error);
	}
	sqlite3_finalize(statement);
	if (status == MIZAN_OK && failed) {
		return mizan_error_memory(error);
	}
	if (status == MIZAN_OK && (!*agreement_id || several)) {
		return find_none(database, text, several, error);
	}
	return status;
}
