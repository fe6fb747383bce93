/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An agreement by its id, or by words at its beginning or end. */
#include "agreement_internal.h"

#include <string.h>

/* How well an id fits: 3 it is the text, 2 it begins so, 1 it ends in these words, 0 not at all. */
#define FIT                                                                                        \
	"CASE WHEN agreement_id = ?1 THEN 3"                                                       \
	" WHEN substr(agreement_id, 1, length(?1)) = ?1 THEN 2"                                    \
	" WHEN substr('-' || agreement_id, -length(?1) - 1) = '-' || ?1 THEN 1 ELSE 0 END"

#define FIND_LISTED 8 /* ids in a message, which has to stay whole */

/* The ids that fit, or all that there are, for a message. */
static mizan_status find_none(
	sqlite3 *database, const char *text, bool several, struct mizan_error *error)
{
	struct mizan_text list = {0};
	sqlite3_stmt *statement;
	size_t count = 0;
	mizan_status status = agreement_prepare(database,
		"SELECT agreement_id FROM agreement WHERE " FIT " >= ?2 ORDER BY 1", &statement,
		error);
	if (status == MIZAN_OK) {
		agreement_bind(statement, 1, text);
		sqlite3_bind_int(statement, 2, several);
		while (agreement_step(database, statement, &status, error) &&
			count++ < FIND_LISTED) {
			const char *between = count > 1 ? ", " : "on record: ";
			if (count < FIND_LISTED) {
				mizan_text_printf(
					&list, "%s%s", between, agreement_text(statement, 0));
			} else {
				mizan_text_append(&list, " and more (mizan agreement list)");
			}
		}
		sqlite3_finalize(statement);
	}
	if (status == MIZAN_OK) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE,
			list.size ? list.data
				  : "import agreements first (mizan template agreement)",
			several ? "several agreements are called '%.80s'"
				: "there is no agreement '%.80s'",
			text);
	}
	mizan_text_release(&list);
	return status;
}

mizan_status agreement_process_check(
	sqlite3 *database, const char *process, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	struct mizan_text list = {0};
	bool found = false;
	size_t count = 0;
	if (!process) {
		return MIZAN_OK;
	}
	mizan_status status = agreement_prepare(database,
		"SELECT process_id, process_id = ?1 FROM process ORDER BY 2 DESC, 1", &statement,
		error);
	agreement_bind(statement, 1, process);
	while (!found && agreement_step(database, statement, &status, error) &&
		count++ < FIND_LISTED) {
		found = sqlite3_column_int(statement, 1);
		mizan_text_printf(&list, "%s%s",
			count > 1 ? ", " : "on record: ", agreement_text(statement, 0));
	}
	sqlite3_finalize(statement);
	if (status == MIZAN_OK && !found) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE,
			list.data ? list.data : "import processes first (mizan template processes)",
			"there is no process '%.80s'", process);
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
		"SELECT agreement_id, " FIT " AS fit FROM agreement WHERE fit > 0"
		" ORDER BY 2 DESC, 1 LIMIT 2",
		&statement, error);
	if (status != MIZAN_OK) {
		return status;
	}
	agreement_bind(statement, 1, text);
	if (agreement_step(database, statement, &status, error)) {
		int fit = sqlite3_column_int(statement, 1);
		*agreement_id = agreement_copy(arena, statement, 0, &failed);
		several = fit < 3 && agreement_step(database, statement, &status, error) &&
			  sqlite3_column_int(statement, 1) == fit;
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
