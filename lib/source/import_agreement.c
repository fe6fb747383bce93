/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One agreement in YAML into the store, as a release of its own. */
#include "import_internal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

bool import_is_yaml(const char *path)
{
	const char *dot = strrchr(path, '.');
	return dot && (strcasecmp(dot, ".yaml") == 0 || strcasecmp(dot, ".yml") == 0);
}

/* The hash of a small file. */
static mizan_status import_hash_file(const char *path, char hex[65], struct mizan_error *error)
{
	FILE *file = fopen(path, "rb");
	if (!file) {
		bool wrong_name = errno == ENOENT || errno == ENOTDIR;
		mizan_error_at(error, path, 0, 0);
		mizan_status status = mizan_error_errno(error, "check the path", "cannot open it");
		if (wrong_name && error) {
			error->status = status = MIZAN_ERROR_INPUT;
		}
		return status;
	}
	struct mizan_sha256 hash;
	char bytes[8192];
	size_t size;
	mizan_sha256_init(&hash);
	while ((size = fread(bytes, 1, sizeof bytes, file)) > 0) {
		mizan_sha256_update(&hash, bytes, size);
	}
	bool failed = ferror(file) != 0;
	fclose(file);
	mizan_sha256_finish(&hash, hex);
	if (failed) {
		mizan_error_at(error, path, 0, 0);
		return mizan_error_set(
			error, MIZAN_ERROR_INPUT, "is it a folder?", "cannot be read");
	}
	return MIZAN_OK;
}

static mizan_status import_agreement_rows(struct import_job *job, struct mizan_error *error)
{
	mizan_status status = mizan_store_add_release(job->store, &job->release, error);
	if (status == MIZAN_OK) {
		status = mizan_store_replace_sheet(
			job->store, &job->release, &job->report.superseded, error);
	}
	if (status == MIZAN_OK) {
		status = source_agreement_read(job->path, job->store, &job->release,
			job->references, &job->report.written, error);
	}
	job->release.rows = job->report.written;
	return status == MIZAN_OK ? mizan_store_update_release(job->store, &job->release, error)
				  : status;
}

mizan_status import_agreement(
	struct import_job *job, struct mizan_import_file *file, struct mizan_error *error)
{
	char sha256[65];
	int64_t before = 0;
	mizan_status status = import_hash_file(job->path, sha256, error);
	if (status != MIZAN_OK) {
		return status;
	}
	snprintf(job->version, sizeof job->version, "sha256:%.8s", sha256);
	job->release = (struct mizan_release){.source = "agreements",
		.version = job->version,
		.kind = "agreements",
		.countries = "",
		.period_start = MIZAN_DATE_UNKNOWN,
		.period_end = MIZAN_DATE_UNKNOWN,
		.coverage = MIZAN_COMPLETE,
		.file = import_record_name(job),
		.sha256 = sha256,
		.retrieved = import_today()};
	status = mizan_store_find_release(job->store, sha256, &before, error);
	if (status == MIZAN_OK && before == 0) {
		status = import_agreement_rows(job, error);
	}
	struct mizan_arena *arena = &job->out->arena;
	*file = (struct mizan_import_file){
		.path = mizan_arena_copy(arena, job->path, strlen(job->path)),
		.source = "agreements",
		.version = mizan_arena_copy(arena, job->version, strlen(job->version)),
		.kind = "agreements",
		.encoding = "utf-8",
		.already_there = before != 0,
		.report = job->report};
	return status != MIZAN_OK || (file->path && file->version) ? status
								   : mizan_error_memory(error);
}
