/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of actors for those who read: the neutral ones, short where there is a short one, or those
 * that one of the actors uses. */
#include "agreement_internal.h"

#include <mizan/actor.h>
#include <stdlib.h>
#include <string.h>

/* The name that ?1 uses, in Latin script before others; else the neutral one. */
static const char names_sql[] =
	"SELECT actor_id, coalesce((SELECT n.name FROM actor_name n WHERE ?1 IS NOT NULL"
	" AND n.actor_id = actor.actor_id AND instr(';' || n.used_by || ';', ';' || ?1 || ';')"
	" ORDER BY n.script <> 'Latn', n.actor_name_no LIMIT 1), short, name)"
	" FROM actor ORDER BY actor_id";

static int compare_names(const void *a, const void *b)
{
	return strcmp(
		((const struct agreement_name *)a)->id, ((const struct agreement_name *)b)->id);
}

/* Who is meant by `names_of`, as an id; NULL where nobody is asked for. */
static mizan_status names_user(sqlite3 *database, const char *names_of, struct mizan_arena *arena,
	const char **user, struct mizan_error *error)
{
	struct mizan_actor_book *book = NULL;
	const char *found = NULL;
	*user = NULL;
	if (!names_of || !*names_of) {
		return MIZAN_OK;
	}
	mizan_status status = mizan_actor_book_read(database, &book, error);
	if (status == MIZAN_OK) {
		status = mizan_actor_book_find(
			book, (struct mizan_slice){names_of, strlen(names_of)}, &found, error);
	}
	if (status == MIZAN_OK && !found) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE,
			"mizan actor list shows all of them",
			"'%.80s' is no actor on record, or may be several", names_of);
	}
	if (status == MIZAN_OK) {
		*user = mizan_arena_copy(arena, found, strlen(found));
		status = *user ? MIZAN_OK : mizan_error_memory(error);
	}
	mizan_actor_book_release(book);
	return status;
}

void agreement_note_names(const char *names_of, struct mizan_table *table)
{
	if (names_of && *names_of) {
		mizan_table_add_note(table,
			"names as %s uses them; where none is on record, the neutral name",
			names_of);
	}
}

mizan_status agreement_names_read(sqlite3 *database, const char *names_of,
	struct mizan_arena *arena, struct agreement_names *names, struct mizan_error *error)
{
	struct agreement_name *items = NULL;
	size_t capacity = 0;
	bool failed = false;
	sqlite3_stmt *statement;
	const char *user;
	*names = (struct agreement_names){0};
	mizan_status status = names_user(database, names_of, arena, &user, error);
	if (status == MIZAN_OK) {
		status = agreement_prepare(database, names_sql, &statement, error);
	}
	if (status != MIZAN_OK) {
		return status;
	}
	agreement_bind(statement, 1, user);
	while (agreement_step(database, statement, &status, error)) {
		if (!mizan_grow(&items, &capacity, names->count + 1, sizeof *items)) {
			status = mizan_error_memory(error);
			break;
		}
		items[names->count++] =
			(struct agreement_name){agreement_copy(arena, statement, 0, &failed),
				agreement_copy(arena, statement, 1, &failed)};
	}
	sqlite3_finalize(statement);
	names->items = mizan_arena_allocate(arena, names->count + 1, sizeof *names->items);
	if (status == MIZAN_OK && (failed || !names->items)) {
		status = mizan_error_memory(error);
	}
	for (size_t i = 0; status == MIZAN_OK && i < names->count; i++) {
		names->items[i] = items[i];
	}
	free(items);
	return status;
}

void agreement_names_append(
	const struct agreement_names *names, const char *ids, struct mizan_text *text)
{
	for (bool first = true; ids && *ids; first = false) {
		size_t size = strcspn(ids, ";");
		char id[160];
		memcpy(id, ids, size < sizeof id ? size : sizeof id - 1);
		id[size < sizeof id ? size : sizeof id - 1] = '\0';
		struct agreement_name key = {id, NULL};
		const struct agreement_name *found =
			names->count ? bsearch(&key, names->items, names->count, sizeof key,
					       compare_names)
				     : NULL;
		mizan_text_printf(text, "%s%s", first ? "" : ", ", found ? found->name : id);
		ids += size + (ids[size] == ';');
	}
}

void agreement_set_names(const struct agreement_names *names, const char *ids,
	struct mizan_table *table, size_t row, size_t column)
{
	struct mizan_text text = {0};
	agreement_names_append(names, ids, &text);
	mizan_table_set_text(table, row, column, text.data);
	table->failed = table->failed || text.failed;
	mizan_text_release(&text);
}
