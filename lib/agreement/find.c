/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An agreement by its id, or the beginning or the end of it; whether a process is on record. */
#include "agreement_internal.h"

#include <string.h>

/* The whole id goes before its beginning ("doha"), that before its end ("ttp-2022"). */
#define MATCHING                                                                                   \
	"WITH found AS (SELECT agreement_id, CASE WHEN agreement_id = ?1 THEN 3"                   \
	" WHEN substr(agreement_id, 1, length(?1)) = ?1 THEN 2"                                    \
	" WHEN substr(agreement_id, -length(?1) - 1) = '-' || ?1 THEN 1 END AS nearness"           \
	" FROM agreement) "

/* The ids that there are, for a message. */
static mizan_status find_none(
	sqlite3 *database, const char *text, bool several, struct mizan_error *error)
{
	struct mizan_text list = {0};
	sqlite3_stmt *statement;
	mizan_status status = agreement_prepare(database,
		several ? MATCHING "SELECT agreement_id FROM found WHERE nearness ="
				   " (SELECT max(nearness) FROM found) ORDER BY 1 LIMIT 12"
			: "SELECT agreement_id FROM agreement ORDER BY 1 LIMIT 12",
		&statement, error);
	if (status == MIZAN_OK) {
		if (several) {
			agreement_bind(statement, 1, text);
		}
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
			several ? "several agreements begin or end with '%.80s'"
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
		MATCHING "SELECT agreement_id, nearness FROM found WHERE nearness ="
			 " (SELECT max(nearness) FROM found) ORDER BY 1 LIMIT 2",
		&statement, error);
	if (status != MIZAN_OK) {
		return status;
	}
	agreement_bind(statement, 1, text);
	if (agreement_step(database, statement, &status, error)) {
		*agreement_id = agreement_copy(arena, statement, 0, &failed);
		several = agreement_step(database, statement, &status, error);
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

mizan_status agreement_check_named(
	sqlite3 *database, const char *what, const char *id, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	bool process = strcmp(what, "process") == 0;
	if (!id) {
		return MIZAN_OK;
	}
	mizan_status status = agreement_prepare(database,
		process ? "SELECT 1 FROM process WHERE process_id = ?1"
			: "SELECT 1 FROM actor WHERE actor_id = ?1",
		&statement, error);
	agreement_bind(statement, 1, id);
	if (!agreement_step(database, statement, &status, error) && status == MIZAN_OK) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE,
			process ? "mizan agreement list has them in its second column"
				: "mizan sql \"SELECT actor_id, name FROM actor\" lists them",
			"there is no %s '%.80s' on record", what, id);
	}
	sqlite3_finalize(statement);
	return status;
}
