/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of a store, made ready to be searched, and who a text means. */
#include "relation_internal.h"

#include <stdlib.h>
#include <string.h>

struct mizan_actor_book {
	struct mizan_arena arena;
	struct mizan_actor_name *names;
	size_t count, capacity;
	struct mizan_actor_index *index;
	char hash[65]; /* of what is in the store */
};

/* What the names depend on: the sheets that they came with. */
static mizan_status book_hash(sqlite3 *database, char hex[65], struct mizan_error *error)
{
	sqlite3_stmt *statement;
	struct mizan_sha256 hash;
	mizan_sha256_init(&hash);
	mizan_status status = actor_prepare(database,
		"SELECT release_id || ' ' || sha256 FROM release WHERE kind IN ('actors', 'names')"
		" ORDER BY release_id",
		&statement, "read the releases", error);
	if (status != MIZAN_OK) {
		return status;
	}
	int code;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		const char *text = actor_text(statement, 0);
		mizan_sha256_update(&hash, text ? text : "", text ? strlen(text) + 1 : 0);
	}
	mizan_sha256_finish(&hash, hex);
	return actor_finish(database, statement, code, "read the releases", error);
}

static mizan_status book_add(struct mizan_actor_book *book, const char *id, struct mizan_slice name,
	struct mizan_error *error)
{
	/* A sheet's cell may be longer than any name is. */
	if (name.size == 0 || name.size > MIZAN_ACTOR_NAME_BYTES) {
		return MIZAN_OK;
	}
	const char *copy = mizan_arena_copy(&book->arena, name.data, name.size);
	if (!copy ||
		!mizan_grow(&book->names, &book->capacity, book->count + 1, sizeof *book->names)) {
		return mizan_error_memory(error);
	}
	book->names[book->count++] = (struct mizan_actor_name){.actor_id = id, .name = copy};
	return MIZAN_OK;
}

/* actor_id, a name, and whether it is a list. Neutral names first: of equal ones they are shown. */
static const char book_sql[] =
	"SELECT actor_id, name, 0 AS list, 1 AS place, actor_no FROM actor"
	" UNION ALL SELECT actor_id, short, 0, 2, actor_no FROM actor WHERE short IS NOT NULL"
	" UNION ALL SELECT actor_id, name, 0, 3, actor_name_no FROM actor_name"
	" UNION ALL SELECT actor_id, acled_names, 1, 4, actor_no FROM actor"
	" WHERE acled_names IS NOT NULL"
	" UNION ALL SELECT actor_id, gtd_names, 1, 5, actor_no FROM actor WHERE gtd_names IS NOT "
	"NULL"
	" UNION ALL SELECT actor_id, replace(actor_id, '-', ' '), 0, 6, actor_no FROM actor"
	" ORDER BY 4, 5";

static mizan_status book_add_row(
	struct mizan_actor_book *book, sqlite3_stmt *statement, struct mizan_error *error)
{
	bool failed = false;
	const char *id = actor_copy(statement, 0, &book->arena, &failed);
	const char *text = actor_text(statement, 1);
	struct mizan_slice item = {text, text ? strlen(text) : 0};
	if (failed || !id || !text) {
		return mizan_error_memory(error);
	}
	if (!sqlite3_column_int(statement, 2)) {
		return book_add(book, id, item, error);
	}
	mizan_status status = MIZAN_OK;
	while (status == MIZAN_OK && actor_list_next(&text, &item)) {
		status = book_add(book, id, item, error);
	}
	return status;
}

static mizan_status book_read_names(
	sqlite3 *database, struct mizan_actor_book *book, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status =
		actor_prepare(database, book_sql, &statement, "read the names", error);
	if (status != MIZAN_OK) {
		return status;
	}
	int code;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		status = book_add_row(book, statement, error);
		if (status != MIZAN_OK) {
			sqlite3_finalize(statement);
			return status;
		}
	}
	return actor_finish(database, statement, code, "read the names", error);
}

mizan_status mizan_actor_book_read(
	struct sqlite3 *database, struct mizan_actor_book **book, struct mizan_error *error)
{
	*book = calloc(1, sizeof **book);
	if (!*book) {
		return mizan_error_memory(error);
	}
	mizan_status status = book_hash(database, (*book)->hash, error);
	if (status == MIZAN_OK) {
		status = book_read_names(database, *book, error);
	}
	if (status == MIZAN_OK) {
		status = mizan_actor_index_make(
			(*book)->names, (*book)->count, &(*book)->index, error);
	}
	if (status != MIZAN_OK) {
		mizan_actor_book_release(*book);
		*book = NULL;
	}
	return status;
}

void mizan_actor_book_release(struct mizan_actor_book *book)
{
	if (book) {
		mizan_actor_index_release(book->index);
		mizan_arena_release(&book->arena);
		free(book->names);
		free(book);
	}
}

mizan_status mizan_actor_book_check(struct sqlite3 *database, const struct mizan_actor_book *book,
	bool *current, struct mizan_error *error)
{
	char hash[65];
	mizan_status status = book_hash(database, hash, error);
	*current = status == MIZAN_OK && strcmp(hash, book->hash) == 0;
	return status;
}

mizan_status mizan_actor_book_find(const struct mizan_actor_book *book, struct mizan_slice text,
	const char **actor_id, struct mizan_error *error)
{
	struct mizan_actor_match matches[2];
	size_t count = 0;
	*actor_id = NULL;
	mizan_status status = mizan_actor_find(book->index, text, matches, 2, &count, error);
	if (status == MIZAN_OK && mizan_actor_is_chosen(matches, count)) {
		*actor_id = book->names[matches[0].name].actor_id;
	}
	return status;
}

/* ---- An actor by id or name --------------------------------------------------------------- */

static mizan_status resolve_id(
	sqlite3 *database, const char *id, bool *found, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status = actor_prepare(database, "SELECT 1 FROM actor WHERE actor_id = ?1",
		&statement, "look for an actor", error);
	if (status != MIZAN_OK) {
		return status;
	}
	sqlite3_bind_text(statement, 1, id, -1, SQLITE_STATIC);
	int code = sqlite3_step(statement);
	*found = code == SQLITE_ROW;
	return actor_finish(
		database, statement, *found ? SQLITE_DONE : code, "look for an actor", error);
}

mizan_status actor_resolve(sqlite3 *database, const char *actor, struct mizan_arena *arena,
	const char **actor_id, struct mizan_error *error)
{
	struct mizan_actor_book *book;
	const char *id = actor;
	bool found;
	mizan_status status = resolve_id(database, actor, &found, error);
	if (status != MIZAN_OK) {
		return status;
	}
	if (found) {
		*actor_id = mizan_arena_copy(arena, id, strlen(id));
		return *actor_id ? MIZAN_OK : mizan_error_memory(error);
	}
	status = mizan_actor_book_read(database, &book, error);
	if (status != MIZAN_OK) {
		return status;
	}
	status =
		mizan_actor_book_find(book, (struct mizan_slice){actor, strlen(actor)}, &id, error);
	if (status == MIZAN_OK && !id) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE,
			"mizan actor find NAME lists who may be meant, mizan actor list all of "
			"them",
			"'%.60s' is no actor on record, or may be several", actor);
	} else if (status == MIZAN_OK) {
		*actor_id = mizan_arena_copy(arena, id, strlen(id));
		status = *actor_id ? MIZAN_OK : mizan_error_memory(error);
	}
	mizan_actor_book_release(book);
	return status;
}

/* ---- Candidates --------------------------------------------------------------------------- */

#define CANDIDATES_MOST 10

static mizan_status find_neutral(sqlite3_stmt *statement, const char *actor_id,
	struct mizan_arena *arena, const char **name, struct mizan_error *error)
{
	bool failed = false;
	*name = NULL;
	sqlite3_bind_text(statement, 1, actor_id, -1, SQLITE_STATIC);
	int code = sqlite3_step(statement);
	if (code == SQLITE_ROW) {
		*name = actor_copy(statement, 0, arena, &failed);
	}
	sqlite3_reset(statement);
	return failed ? mizan_error_memory(error) : MIZAN_OK;
}

static mizan_status find_one(const struct mizan_actor_book *book, sqlite3_stmt *names,
	const char *text, struct mizan_table *table, bool *chosen, struct mizan_error *error)
{
	struct mizan_actor_match matches[CANDIDATES_MOST];
	size_t count = 0;
	mizan_status status = mizan_actor_find(book->index,
		(struct mizan_slice){text, strlen(text)}, matches, CANDIDATES_MOST, &count, error);
	*chosen = status == MIZAN_OK && mizan_actor_is_chosen(matches, count);
	size_t rows = *chosen ? 1 : count;
	for (size_t i = 0; (i < rows || (i == 0 && rows == 0)) && status == MIZAN_OK; i++) {
		size_t row = mizan_table_add_row(table);
		mizan_table_set_text(table, row, 0, text);
		mizan_table_set_text(table, row, 1, *chosen ? "yes" : "no");
		if (i >= rows) {
			break; /* nobody is like it at all */
		}
		const struct mizan_actor_name *match = &book->names[matches[i].name];
		const char *name;
		status = find_neutral(names, match->actor_id, &table->arena, &name, error);
		mizan_table_set_text(table, row, 2, match->actor_id);
		mizan_table_set_text(table, row, 3, name);
		mizan_table_set_text(table, row, 4, match->name);
		mizan_table_set_real(table, row, 5, matches[i].score);
	}
	return status;
}

static void find_add_columns(struct mizan_table *table)
{
	static const char *const columns[] = {"text", "chosen", "actor_id", "name", "matched"};
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		mizan_table_add_column(table, columns[i], MIZAN_TEXT, -1);
	}
	mizan_table_add_column(table, "score", MIZAN_REAL, 2);
}

mizan_status mizan_actor_find_store(struct sqlite3 *database, const char *const *texts,
	size_t count, struct mizan_table *table, bool *all_chosen, struct mizan_error *error)
{
	static const char *const kinds[] = {"actors", "names", NULL};
	struct mizan_actor_book *book;
	sqlite3_stmt *names = NULL;
	*all_chosen = true;
	mizan_status status = mizan_actor_book_read(database, &book, error);
	if (status == MIZAN_OK) {
		status = actor_prepare(database, "SELECT name FROM actor WHERE actor_id = ?1",
			&names, "read the names", error);
	}
	find_add_columns(table);
	for (size_t i = 0; i < count && status == MIZAN_OK; i++) {
		bool chosen;
		status = find_one(book, names, texts[i], table, &chosen, error);
		*all_chosen = *all_chosen && chosen;
	}
	sqlite3_finalize(names);
	mizan_actor_book_release(book);
	if (status == MIZAN_OK) {
		mizan_table_add_note(table,
			"chosen: the score is at least %.2f and leads the next actor by %.2f, or "
			"it is "
			"the only one with the same words",
			MIZAN_ACTOR_THRESHOLD, MIZAN_ACTOR_LEAD);
		status = actor_add_sources(database, table, kinds, error);
	}
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
