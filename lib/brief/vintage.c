/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store as it was with one version of a source's data, and as it is with another. */
#include "brief_internal.h"

#include <mizan/sql.h>
#include <stdlib.h>
#include <string.h>

static mizan_status vintage_open(
	struct mizan_store *store, const char *path, struct mizan_error *error)
{
	mizan_status status = mizan_store_open(store, path, MIZAN_STORE_READ, error);
	return status == MIZAN_OK ? mizan_sql_register(store->database, error) : status;
}

static bool list_has(const struct mizan_release_list *list, int64_t release_id)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i].release_id == release_id) {
			return true;
		}
	}
	return false;
}

static bool list_replaces(const struct mizan_release *over, const struct mizan_release_list *under)
{
	for (size_t i = 0; i < under->count; i++) {
		if (mizan_release_replaces(over, &under->items[i])) {
			return true;
		}
	}
	return false;
}

/* Leaves out what replaces `shown`, and `without` (may be NULL). */
static mizan_status vintage_show(struct mizan_store *store, const struct mizan_release_list *shown,
	const struct mizan_release_list *without, const struct mizan_watch *watch,
	struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	struct mizan_release_list all;
	int64_t *ids = NULL;
	size_t count = 0;
	mizan_status status = mizan_store_releases(store->database, &arena, &all, error);
	if (status == MIZAN_OK) {
		ids = mizan_arena_allocate(&arena, all.count + 1, sizeof *ids);
		status = ids ? MIZAN_OK : mizan_error_memory(error);
	}
	for (size_t i = 0; status == MIZAN_OK && i < all.count; i++) {
		int64_t id = all.items[i].release_id;
		bool gone =
			(without && list_has(without, id)) || list_replaces(&all.items[i], shown);
		if (gone && !list_has(shown, id)) {
			ids[count++] = id;
		}
	}
	if (status == MIZAN_OK && count > 0) {
		status = mizan_store_without_releases(store->database, ids, count, watch, error);
	}
	mizan_arena_release(&arena);
	return status;
}

static mizan_status vintages_guard(
	struct mizan_vintages *vintages, mizan_date public_day, struct mizan_error *error)
{
	struct sqlite3 *const handles[] = {vintages->before.database, vintages->after.database};
	mizan_status status = MIZAN_OK;
	for (int i = 0; i < 2 && status == MIZAN_OK; i++) {
		if (public_day != MIZAN_DATE_UNKNOWN) {
			status = mizan_store_publish(handles[i], public_day, error);
		}
		if (status == MIZAN_OK) {
			status = mizan_store_guard(handles[i], error);
		}
	}
	return status;
}

static mizan_status vintages_show(struct mizan_vintages *vintages,
	const struct mizan_release_list *before, const struct mizan_release_list *after,
	mizan_date public_day, const struct mizan_watch *watch, struct mizan_error *error)
{
	for (size_t i = 0; i < before->count; i++) {
		if (list_has(after, before->items[i].release_id)) {
			return mizan_error_set(error, MIZAN_ERROR_USAGE,
				"name two versions; mizan releases lists them",
				"OLD and NEW are the same release: %s", before->items[i].version);
		}
	}
	mizan_status status = vintage_show(&vintages->before, before, after, watch, error);
	if (status == MIZAN_OK) {
		status = vintage_show(&vintages->after, after, NULL, watch, error);
	}
	return status == MIZAN_OK ? vintages_guard(vintages, public_day, error) : status;
}

mizan_status mizan_vintages_open(struct mizan_vintages *vintages, const char *store_path,
	const char *source, const char *old_version, const char *new_version, mizan_date public_day,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	struct mizan_release_list lists[2];
	*vintages = (struct mizan_vintages){0};
	mizan_status status = vintage_open(&vintages->before, store_path, error);
	if (status == MIZAN_OK) {
		status = vintage_open(&vintages->after, store_path, error);
	}
	struct sqlite3 *database = vintages->after.database;
	if (status == MIZAN_OK) {
		status = mizan_diff_find(database, source, old_version, &arena, &lists[0], error);
	}
	if (status == MIZAN_OK) {
		status = mizan_diff_find(database, source, new_version, &arena, &lists[1], error);
	}
	if (status == MIZAN_OK) {
		status = vintages_show(vintages, &lists[0], &lists[1], public_day, watch, error);
	}
	mizan_arena_release(&arena);
	return status;
}

mizan_status mizan_vintages_open_figures(struct mizan_vintages *vintages, const char *store_path,
	const char *publisher, const char *old_edition, const char *new_edition,
	mizan_date public_day, struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	const char *whose, *before, *after;
	*vintages = (struct mizan_vintages){0};
	mizan_status status = vintage_open(&vintages->before, store_path, error);
	if (status == MIZAN_OK) {
		status = vintage_open(&vintages->after, store_path, error);
	}
	struct sqlite3 *database = vintages->after.database;
	if (status == MIZAN_OK) {
		status = mizan_diff_find_editions(database, publisher, old_edition, new_edition,
			&arena, &whose, &before, &after, error);
	}
	if (status == MIZAN_OK) {
		status =
			mizan_store_without_edition(vintages->before.database, whose, after, error);
	}
	if (status == MIZAN_OK) {
		status = vintages_guard(vintages, public_day, error);
	}
	mizan_arena_release(&arena);
	return status;
}

void mizan_vintages_close(struct mizan_vintages *vintages)
{
	mizan_store_close(&vintages->before);
	mizan_store_close(&vintages->after);
}
