/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agreements that come as rows of somebody's table: whom they mean, and what they replace. */
#include "store_internal.h"

#include <stdio.h>
#include <string.h>

/* Somebody's own sheet goes before what another table gave, and who existed that day before who did
 * not. */
static const char actor_by_id_sql[] =
	"SELECT actor_id FROM actor JOIN release USING(release_id) WHERE ucdp_ids IS NOT NULL"
	" AND instr(';' || replace(replace(ucdp_ids, ' ', ''), ',', ';') || ';', ';' || ?1 || ';')"
	" ORDER BY (coalesce(date_from, '0') <= ?2 AND coalesce(date_to, '9') >= ?2) DESC,"
	" release.kind = 'actors' DESC, actor_no LIMIT 1";

/* Who has a number of UCDP's is found by it: the same name with another number is somebody else. */
static const char actor_by_name_sql[] =
	"SELECT min(actor_id) FROM (SELECT actor_id FROM actor WHERE name = ?1"
	" UNION SELECT actor_id FROM actor WHERE short = ?1 UNION SELECT actor_id FROM actor_name "
	"WHERE name = ?1)"
	" WHERE ?2 = 0 OR actor_id IN (SELECT actor_id FROM actor WHERE ucdp_ids IS NULL)"
	" HAVING count(DISTINCT actor_id) = 1";

/* The first column of the first row in the arena; NULL where there is none. */
static mizan_status agreement_first_text(struct mizan_store *store, sqlite3_stmt *statement,
	struct mizan_arena *arena, const char **text, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	int code = sqlite3_step(statement);
	*text = NULL;
	if (code == SQLITE_ROW && sqlite3_column_text(statement, 0)) {
		const char *found = (const char *)sqlite3_column_text(statement, 0);
		*text = mizan_arena_copy(arena, found, strlen(found));
		status = *text ? MIZAN_OK : mizan_error_memory(error);
	} else if (code != SQLITE_ROW && code != SQLITE_DONE) {
		status = mizan_store_error(store->database, error, "look for an actor");
	}
	sqlite3_finalize(statement);
	return status;
}

static mizan_status agreement_find_by_id(struct mizan_store *store, int64_t ucdp_id, const char *on,
	struct mizan_arena *arena, const char **actor_id, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status = store_prepare(
		store->database, actor_by_id_sql, &statement, "look for an actor", error);
	if (status == MIZAN_OK) {
		char number[24];
		snprintf(number, sizeof number, "%lld", (long long)ucdp_id);
		sqlite3_bind_text(statement, 1, number, -1, SQLITE_STATIC);
		sqlite3_bind_text(statement, 2, on ? on : "", -1, SQLITE_STATIC);
		status = agreement_first_text(store, statement, arena, actor_id, error);
	}
	return status;
}

mizan_status mizan_store_find_actor(struct mizan_store *store, int64_t ucdp_id, const char *name,
	const char *on, struct mizan_arena *arena, const char **actor_id, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	*actor_id = NULL;
	if (ucdp_id > 0) {
		status = agreement_find_by_id(store, ucdp_id, on, arena, actor_id, error);
	}
	if (status == MIZAN_OK && !*actor_id && name && *name) {
		sqlite3_stmt *statement;
		status = store_prepare(
			store->database, actor_by_name_sql, &statement, "look for an actor", error);
		if (status == MIZAN_OK) {
			sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
			sqlite3_bind_int64(statement, 2, ucdp_id > 0 ? ucdp_id : 0);
			status = agreement_first_text(store, statement, arena, actor_id, error);
		}
	}
	return status;
}

mizan_status mizan_store_take_back_agreement(struct mizan_store *store,
	const struct mizan_release *release, const char *agreement_id, int64_t *removed,
	struct mizan_error *error)
{
#define OLDER                                                                                      \
	" WHERE agreement_id = ?1 AND release_id IN"                                               \
	" (SELECT release_id FROM release WHERE source = ?2 AND release_id <> ?3)"
	static const char *const steps[] = {
		"DELETE FROM provision" OLDER, "DELETE FROM agreement" OLDER};
#undef OLDER
	mizan_status status = MIZAN_OK;
	*removed = 0;
	for (size_t i = 0; i < 2 && status == MIZAN_OK; i++) {
		sqlite3_stmt *statement;
		status = store_prepare(
			store->database, steps[i], &statement, "replace an agreement", error);
		if (status == MIZAN_OK) {
			sqlite3_bind_text(statement, 1, agreement_id, -1, SQLITE_STATIC);
			sqlite3_bind_text(statement, 2, release->source, -1, SQLITE_STATIC);
			sqlite3_bind_int64(statement, 3, release->release_id);
			status = store_step(
				store->database, statement, "replace an agreement", error);
			*removed += sqlite3_changes64(store->database);
			sqlite3_finalize(statement);
		}
	}
	return status;
}

mizan_status mizan_store_join_agreement(struct mizan_store *store, int64_t release_id,
	const char *agreement_id, const char *party, const char *provider, bool *joined,
	struct mizan_error *error)
{
	static const char sql[] =
		"UPDATE agreement SET parties = CASE"
		" WHEN parties IS NULL THEN ?3 WHEN ?3 IS NULL THEN parties"
		" WHEN instr(';' || parties || ';', ';' || ?3 || ';') THEN parties"
		" ELSE parties || ';' || ?3 END,"
		" provider = json_set(coalesce(provider, '{}'), '$.also', json_insert("
		"coalesce(json_extract(provider, '$.also'), json_array()), '$[#]', json(?4)))"
		" WHERE agreement_id = ?1 AND release_id = ?2";
	sqlite3_stmt *statement;
	mizan_status status =
		store_prepare(store->database, sql, &statement, "join an agreement", error);
	*joined = false;
	if (status == MIZAN_OK) {
		sqlite3_bind_text(statement, 1, agreement_id, -1, SQLITE_STATIC);
		sqlite3_bind_int64(statement, 2, release_id);
		sqlite3_bind_text(statement, 3, party, -1, SQLITE_STATIC);
		sqlite3_bind_text(statement, 4, provider ? provider : "{}", -1, SQLITE_STATIC);
		status = store_step(store->database, statement, "join an agreement", error);
		*joined = status == MIZAN_OK && sqlite3_changes64(store->database) > 0;
		sqlite3_finalize(statement);
	}
	return status;
}
