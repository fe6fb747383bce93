/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of actors for those who read: the neutral ones, short where there is a short one. */
#include "agreement_internal.h"

#include <stdlib.h>
#include <string.h>

static int compare_names(const void *a, const void *b)
{
	return strcmp(
		((const struct agreement_name *)a)->id, ((const struct agreement_name *)b)->id);
}

mizan_status agreement_names_read(sqlite3 *database, struct mizan_arena *arena,
	struct agreement_names *names, struct mizan_error *error)
{
	struct agreement_name *items = NULL;
	size_t capacity = 0;
	bool failed = false;
	sqlite3_stmt *statement;
	*names = (struct agreement_names){0};
	mizan_status status = agreement_prepare(database,
		"SELECT actor_id, coalesce(short, name) FROM actor ORDER BY actor_id", &statement,
		error);
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
