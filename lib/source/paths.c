/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders on a command line. */
#include "source_internal.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#define PATHS_DEPTH_MAX 8

static mizan_status paths_add(
	struct source_paths *paths, const char *path, struct mizan_error *error)
{
	if (!mizan_grow(&paths->items, &paths->capacity, paths->count + 1, sizeof *paths->items)) {
		return mizan_error_memory(error);
	}
	paths->items[paths->count] = mizan_arena_copy(&paths->arena, path, strlen(path));
	return paths->items[paths->count++] ? MIZAN_OK : mizan_error_memory(error);
}

/* Tables and agreements; texts about them, pictures and hidden files are passed over. */
static bool paths_is_wanted(const char *name)
{
	static const char *const endings[] = {
		".csv", ".tsv", ".xlsx", ".ods", ".csv.gz", ".yaml", ".yml", ".zip"};
	size_t size = strlen(name);
	for (size_t i = 0; i < sizeof endings / sizeof *endings && name[0] != '.'; i++) {
		size_t part = strlen(endings[i]);
		if (size > part && strcasecmp(name + size - part, endings[i]) == 0) {
			return true;
		}
	}
	return false;
}

static bool paths_is_folder(const char *path)
{
	struct stat facts;
	return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

/* Also where a link leads back to a folder above it. */
static mizan_status paths_too_deep(const char *folder, struct mizan_error *error)
{
	mizan_error_at(error, folder, 0, 0);
	return mizan_error_set(error, MIZAN_ERROR_INPUT,
		"move it up, or name it by itself; is there a link to a folder above?",
		"folders lie more than %d deep", PATHS_DEPTH_MAX);
}

static mizan_status paths_add_folder(
	struct source_paths *paths, const char *folder, int depth, struct mizan_error *error)
{
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, NULL, alphasort);
	mizan_status status = MIZAN_OK;
	if (count < 0) {
		mizan_error_at(error, folder, 0, 0);
		return mizan_error_errno(error, "check its permissions", "cannot read the folder");
	}
	for (int i = 0; i < count; i++) {
		const char *name = entries[i]->d_name;
		struct mizan_text path = {0};
		mizan_text_printf(&path, "%s%s%s", folder,
			folder[strlen(folder) - 1] == '/' ? "" : "/", name);
		if (status == MIZAN_OK) {
			status = mizan_text_check(&path, error);
		}
		if (status == MIZAN_OK && name[0] != '.' && paths_is_folder(path.data)) {
			status = depth < PATHS_DEPTH_MAX
					 ? paths_add_folder(paths, path.data, depth + 1, error)
					 : paths_too_deep(path.data, error);
		} else if (status == MIZAN_OK && paths_is_wanted(name)) {
			status = paths_add(paths, path.data, error);
		}
		mizan_text_release(&path);
		free(entries[i]);
	}
	free(entries);
	return status;
}

mizan_status source_paths_expand(const char *const *paths, size_t count,
	struct source_paths *expanded, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	*expanded = (struct source_paths){0};
	for (size_t i = 0; i < count && status == MIZAN_OK; i++) {
		if (strcmp(paths[i], "-") == 0 || !paths_is_folder(paths[i])) {
			status = paths_add(expanded, paths[i], error);
			continue;
		}
		size_t before = expanded->count;
		status = paths_add_folder(expanded, paths[i], 0, error);
		if (status == MIZAN_OK && expanded->count == before) {
			mizan_error_at(error, paths[i], 0, 0);
			status = mizan_error_set(error, MIZAN_ERROR_INPUT,
				"name a folder with sheets (.csv, .xlsx) and agreements (.yaml)",
				"the folder has nothing to import");
		}
	}
	return status;
}

void source_paths_release(struct source_paths *paths)
{
	mizan_arena_release(&paths->arena);
	free(paths->items);
	*paths = (struct source_paths){0};
}
