/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two versions of a source's events as a store has them: current, and replaced. */
#include "diff_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- Which releases are meant ------------------------------------------------------------- */

static bool find_fits(const struct mizan_release *release, const char *version, int way)
{
	if (way == 0) {
		return strcmp(release->version, version) == 0;
	}
	if (way == 1) {
		return strcmp(release->file, version) == 0;
	}
	const char *hash = strncmp(version, "sha256:", 7) == 0 ? version + 7 : version;
	return strlen(hash) >= 6 && strncmp(release->sha256, hash, strlen(hash)) == 0;
}

/* The version, or with no source the source, of a release of events; NULL: of another kind. */
static const char *find_name(const struct mizan_release *release, const char *source)
{
	if (strcmp(release->kind, "events") != 0 || (source && strcmp(release->source, source))) {
		return NULL;
	}
	return source ? release->version : release->source;
}

/* "there are 24.1, 25.1", each once. */
static void find_list(
	const struct mizan_release_list *all, const char *source, struct mizan_text *text)
{
	for (size_t i = 0; i < all->count; i++) {
		const char *name = find_name(&all->items[i], source);
		for (size_t k = 0; k < i && name; k++) {
			const char *before = find_name(&all->items[k], source);
			name = before && strcmp(before, name) == 0 ? NULL : name;
		}
		if (name) {
			mizan_text_printf(text, "%s%s", text->size > 0 ? ", " : "there are ", name);
		}
	}
}

static mizan_status find_error(const struct mizan_release_list *all, const char *source,
	const char *version, struct mizan_error *error)
{
	struct mizan_text there = {0};
	find_list(all, source, &there);
	bool known = there.size > 0;
	if (!known) {
		find_list(all, NULL, &there);
	}
	const char *advice = there.data ? there.data : "mizan import brings events";
	mizan_status status =
		known ? mizan_error_set(error, MIZAN_ERROR_USAGE, advice,
				"%s has no version '%.60s' in this store", source, version)
		      : mizan_error_set(error, MIZAN_ERROR_USAGE, advice,
				"no events of a source '%.60s' are in this store", source);
	mizan_text_release(&there);
	return status;
}

mizan_status mizan_diff_find(struct sqlite3 *database, const char *source, const char *version,
	struct mizan_arena *arena, struct mizan_release_list *list, struct mizan_error *error)
{
	struct mizan_release_list all;
	*list = (struct mizan_release_list){0};
	mizan_status status = mizan_store_releases(database, arena, &all, error);
	if (status != MIZAN_OK) {
		return status;
	}
	list->items = mizan_arena_allocate(arena, all.count + 1, sizeof *list->items);
	if (!list->items) {
		return mizan_error_memory(error);
	}
	for (int way = 0; way < 3 && list->count == 0; way++) {
		for (size_t i = 0; i < all.count; i++) {
			const struct mizan_release *release = &all.items[i];
			if (strcmp(release->kind, "events") == 0 &&
				strcmp(release->source, source) == 0 &&
				find_fits(release, version, way)) {
				list->items[list->count++] = *release;
			}
		}
	}
	return list->count > 0 ? MIZAN_OK : find_error(&all, source, version, error);
}

/* ---- Both passes -------------------------------------------------------------------------- */

struct store_side {
	struct mizan_diff *diff;
	enum mizan_diff_side which;
};

static mizan_status store_add(
	void *context, const struct mizan_event *event, struct mizan_error *error)
{
	struct store_side *side = context;
	return mizan_diff_add(side->diff, side->which, 0, event, error);
}

static mizan_status store_take(
	void *context, const struct mizan_event *event, struct mizan_error *error)
{
	struct store_side *side = context;
	return mizan_diff_take(side->diff, side->which, event, error);
}

static mizan_status store_read_side(struct sqlite3 *database, struct store_side *side,
	const struct mizan_release_list *list, const struct mizan_watch *watch,
	struct mizan_error *error)
{
	int64_t *ids = calloc(list->count, sizeof *ids);
	mizan_status status = ids ? MIZAN_OK : mizan_error_memory(error);
	for (size_t i = 0; i < list->count && status == MIZAN_OK; i++) {
		ids[i] = list->items[i].release_id;
		status = mizan_diff_begin(side->diff, side->which, 1, &list->items[i], error);
	}
	if (status == MIZAN_OK) {
		status = mizan_store_each_of_releases(
			database, ids, list->count, MIZAN_PART_ALL, store_add, side, watch, error);
	}
	free(ids);
	return status;
}

static mizan_status store_take_side(struct sqlite3 *database, struct store_side *side,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	const struct diff_side *of = &side->diff->sides[side->which];
	int64_t *ids = NULL;
	size_t count = 0, capacity = 0;
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < of->count && status == MIZAN_OK; i++) {
		if (!of->wanted[i]) {
			continue;
		}
		if (mizan_grow(&ids, &capacity, count + 1, sizeof *ids)) {
			ids[count++] = of->entries[i].event_id;
		} else {
			status = mizan_error_memory(error);
		}
	}
	if (status == MIZAN_OK) {
		status = mizan_store_each_of_numbers(
			database, ids, count, MIZAN_PART_ALL, store_take, side, watch, error);
	}
	free(ids);
	return status;
}

static mizan_status store_check_versions(const struct mizan_release_list *before,
	const struct mizan_release_list *after, struct mizan_error *error)
{
	for (size_t i = 0; i < before->count; i++) {
		for (size_t k = 0; k < after->count; k++) {
			if (before->items[i].release_id == after->items[k].release_id) {
				return mizan_error_set(error, MIZAN_ERROR_USAGE,
					"name two versions; mizan releases lists them",
					"OLD and NEW are the same release: %s",
					before->items[i].version);
			}
		}
	}
	return MIZAN_OK;
}

static mizan_status store_read_both(struct mizan_diff *diff, struct sqlite3 *database,
	const struct mizan_release_list lists[2], const struct mizan_watch *watch,
	struct mizan_error *error)
{
	mizan_status status = store_check_versions(&lists[0], &lists[1], error);
	struct store_side sides[2] = {{diff, MIZAN_DIFF_OLD}, {diff, MIZAN_DIFF_NEW}};
	for (int i = 0; i < 2 && status == MIZAN_OK; i++) {
		status = store_read_side(database, &sides[i], &lists[i], watch, error);
		if (status == MIZAN_OK && watch && watch->progress) {
			watch->progress(watch->context, "comparing", (uint64_t)i + 1, 3);
		}
	}
	if (status == MIZAN_OK) {
		status = mizan_diff_match(diff, error);
	}
	for (int i = 0; i < 2 && status == MIZAN_OK; i++) {
		status = store_take_side(database, &sides[i], watch, error);
	}
	return status;
}

mizan_status mizan_diff_read_store(struct mizan_diff *diff, struct sqlite3 *database,
	const char *source, const char *old_version, const char *new_version,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	struct mizan_release_list lists[2];
	mizan_date public_from = mizan_store_public_from(database);
	if (public_from != MIZAN_DATE_UNKNOWN) {
		diff->options.public_from = public_from;
	}
	mizan_status status =
		mizan_diff_find(database, source, old_version, &arena, &lists[0], error);
	if (status == MIZAN_OK) {
		status = mizan_diff_find(database, source, new_version, &arena, &lists[1], error);
	}
	if (status == MIZAN_OK) {
		status = store_read_both(diff, database, lists, watch, error);
	}
	mizan_arena_release(&arena);
	return status;
}
