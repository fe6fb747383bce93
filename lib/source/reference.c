/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of records in other records. Files come in any order: all is looked up at the end. */
#include "record_internal.h"

#include <stdlib.h>
#include <string.h>

static const char *reference_kind(const struct source_reference *reference)
{
	switch (reference->record) {
	case MIZAN_ACTORS:
		return "actor";
	case MIZAN_PROCESSES:
		return "process";
	case MIZAN_RELATIONS:
		return "relation";
	case MIZAN_STATEMENTS:
		return "statement";
	case MIZAN_MILESTONES:
		return "milestone";
	case MIZAN_COMMITMENTS:
		return "commitment";
	default:
		return "agreement";
	}
}

static bool reference_is(const struct source_reference *item, enum mizan_record record,
	const char *parent, const char *id)
{
	return item->record == record && strcmp(item->id, id) == 0 &&
	       strcmp(item->parent ? item->parent : "", parent ? parent : "") == 0;
}

bool source_references_have(struct source_references *references, enum mizan_record record,
	const char *parent, const char *id)
{
	uint32_t hash = (uint32_t)record;
	for (const char *at = id; *at; at++) {
		hash = (hash ^ (unsigned char)*at) * UINT32_C(16777619);
	}
	size_t *slot = &references->recent[hash % SOURCE_REFERENCES_RECENT];
	if (*slot > 0 && reference_is(&references->items[*slot - 1], record, parent, id)) {
		return true;
	}
	*slot = references->count + 1;
	return false;
}

mizan_status source_references_check(const struct source_references *references,
	struct mizan_store *store, struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < references->count && status == MIZAN_OK; i++) {
		const struct source_reference *item = &references->items[i];
		const char *place;
		status = mizan_store_find_record(
			store, item->record, item->parent, item->id, &arena, &place, error);
		if (status == MIZAN_OK && !place) {
			mizan_error_at(error, item->file, item->line, item->column);
			status = mizan_error_set(error, MIZAN_ERROR_INPUT,
				"import the file that has it in the same call, or mend the id",
				"%s names the %s '%.80s', which is not on record", item->field,
				reference_kind(item), item->id);
		}
	}
	mizan_arena_release(&arena);
	return status;
}

/* The store knows a file by its folder and name, a reference by its path. */
static bool reference_is_file(const char *path, const char *name)
{
	const char *path_end = strrchr(path, '/'), *name_end = strrchr(name, '/');
	return strcmp(path_end ? path_end + 1 : path, name_end ? name_end + 1 : name) == 0;
}

void source_references_locate(const struct source_references *references, struct mizan_error *error)
{
	for (size_t i = 0; error && error->column == 0 && i < references->count; i++) {
		const struct source_reference *item = &references->items[i];
		if (item->line == error->line && strcmp(item->field, "actor_b") == 0 &&
			reference_is_file(item->file, error->file)) {
			mizan_error_at(error, item->file, item->line, item->column);
		}
	}
}

void source_references_release(struct source_references *references)
{
	mizan_arena_release(&references->arena);
	free(references->items);
	*references = (struct source_references){0};
}
