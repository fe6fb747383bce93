/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Imports files and folders into a store: one transaction for all of them. */
#include "import_internal.h"

#include <string.h>

/* Whether what was imported fits together, with what was there. */
static mizan_status import_check_records(struct mizan_store *store,
	const struct mizan_import_report *report, const struct source_references *references,
	struct mizan_error *error)
{
	bool records = false;
	for (size_t i = 0; i < report->file_count; i++) {
		const char *kind = report->files[i].kind;
		records = records || strcmp(kind, "agreements") == 0 ||
			  strcmp(kind, "milestones") == 0;
		for (int r = MIZAN_ACTORS; r <= MIZAN_ZONES; r++) {
			records = records ||
				  strcmp(kind, mizan_record_kind((enum mizan_record)r)->name) == 0;
		}
	}
	if (!records) {
		return MIZAN_OK;
	}
	mizan_status status = source_references_check(references, store, error);
	if (status == MIZAN_OK) {
		status = mizan_store_check_records(store, error);
		if (status != MIZAN_OK) {
			source_references_locate(references, error);
		}
	}
	return status;
}

static mizan_status import_all(struct mizan_store *store, const struct source_paths *paths,
	const struct mizan_import_options *options, struct mizan_import_report *report,
	struct source_references *references, const struct mizan_watch *watch,
	struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < paths->count && status == MIZAN_OK; i++) {
		struct import_job job = {.store = store,
			.options = options,
			.path = paths->items[i],
			.out = report,
			.references = references};
		struct mizan_import_file *file = &report->files[report->file_count++];
		status = import_is_yaml(job.path) ? import_agreement(&job, file, error)
						  : import_file(&job, file, watch, error);
	}
	if (status == MIZAN_OK) {
		status = import_check_records(store, report, references, error);
	}
	return status == MIZAN_OK ? mizan_watch_check(watch, error) : status;
}

mizan_status mizan_import(struct mizan_store *store, const char *const *paths, size_t path_count,
	const struct mizan_import_options *options, struct mizan_import_report *report,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct source_paths all;
	struct source_references references = {0};
	*report = (struct mizan_import_report){0};
	mizan_status status = source_paths_expand(paths, path_count, &all, error);
	if (status == MIZAN_OK) {
		report->files =
			mizan_arena_allocate(&report->arena, all.count + 1, sizeof *report->files);
		status =
			report->files ? mizan_store_begin(store, error) : mizan_error_memory(error);
	}
	if (status == MIZAN_OK) {
		status = import_all(store, &all, options, report, &references, watch, error);
		if (status == MIZAN_OK) {
			status = mizan_store_commit(store, error);
		}
		if (status != MIZAN_OK) {
			mizan_store_rollback(store);
			report->file_count = 0;
		}
	}
	source_references_release(&references);
	source_paths_release(&all);
	return status;
}

void mizan_import_report_release(struct mizan_import_report *report)
{
	mizan_arena_release(&report->arena);
	*report = (struct mizan_import_report){0};
}
