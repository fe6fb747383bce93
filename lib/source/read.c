/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the events of a provider's file without a store: the short way from file to toll. */
#include "source_internal.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct read_job {
	struct source_plan plan;
	const struct mizan_event_reader *reader;
	struct source_scratch *scratch; /* one a worker */
	pthread_mutex_t lock;           /* over what follows */
	uint64_t refused, rows, first_row;
	struct mizan_error first; /* what was refused nearest to the head of the file */
};

static void read_refuse(struct read_job *job, const struct mizan_batch *batch, size_t row,
	const struct source_fault *fault)
{
	pthread_mutex_lock(&job->lock);
	uint64_t number = batch->first_row + row;
	/* Batches come in any order: the first is the one nearest to the head of the file. */
	if (job->refused == 0 || number < job->first_row) {
		size_t column = fault->field < job->plan.wanted_count
					? job->plan.wanted[fault->field] + 1
					: 0;
		job->first_row = number;
		mizan_error_at(&job->first, mizan_reader_facts(batch->reader)->path,
			mizan_batch_line(batch, row), column);
		(void)mizan_error_set(&job->first, MIZAN_ERROR_INPUT, "", "%s", fault->reason);
	}
	job->refused++;
	pthread_mutex_unlock(&job->lock);
}

static mizan_status read_process(void *context, unsigned worker, const struct mizan_batch *batch,
	void **result, struct mizan_error *error)
{
	struct read_job *job = context;
	struct source_scratch *scratch = &job->scratch[worker];
	*result = NULL;
	for (size_t row = 0; row < batch->row_count; row++) {
		struct mizan_event event;
		struct source_fault fault = {.field = SIZE_MAX};
		scratch->json.size = 0;
		bool whole = batch->widths[row] == job->plan.column_count;
		if (!whole) {
			source_refuse(&fault, SIZE_MAX, "the row has %u fields, the header has %zu",
				batch->widths[row], job->plan.column_count);
		}
		if (!whole || !job->plan.provider->parse(&job->plan,
				      batch->fields + row * batch->field_count,
				      batch->first_row + row, &event, scratch, &fault)) {
			read_refuse(job, batch, row, &fault);
			continue;
		}
		if (scratch->json.size > 0) {
			mizan_text_append_bytes(&scratch->json, "}", 1);
			event.provider =
				(struct mizan_slice){scratch->json.data, scratch->json.size};
		}
		if (scratch->json.failed) {
			return mizan_error_memory(error);
		}
		event.release_id = 1;
		mizan_status status =
			job->reader->each(job->reader->context, worker, &event, error);
		if (status != MIZAN_OK) {
			return status;
		}
	}
	pthread_mutex_lock(&job->lock);
	job->rows += batch->row_count;
	pthread_mutex_unlock(&job->lock);
	return MIZAN_OK;
}

static mizan_status read_check(const struct read_job *job, const char *path,
	const struct mizan_import_options *options, struct mizan_error *error)
{
	bool few = job->refused * 10 <= job->rows || (options && options->accept_refused);
	if (few && job->refused < job->rows) {
		return MIZAN_OK;
	}
	if (job->rows == 0) {
		mizan_error_at(error, path, 0, 0);
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "is it the right file?",
			"there is no row of data");
	}
	mizan_error_at(error, path, job->first.line, job->first.column);
	return mizan_error_set(error, MIZAN_ERROR_INPUT,
		"repair the file, or take the rest with --accept-refused",
		"%llu of %llu rows cannot be read; the first: %s", (unsigned long long)job->refused,
		(unsigned long long)job->rows, job->first.what);
}

static void read_describe(const struct read_job *job, const char *path,
	const struct mizan_import_options *options, char version[32], struct mizan_release *release)
{
	const struct source_plan *plan = &job->plan;
	const char *slash = strrchr(path, '/');
	const char *given = options ? options->version_of_data : NULL;
	if (plan->provider != &source_ged || !source_version_from_name(path, version)) {
		memcpy(version, "as read", 8);
	}
	*release = (struct mizan_release){
		.release_id = 1,
		.source = options && options->source ? options->source
			  : plan->source             ? plan->source
						     : plan->provider->name,
		.version = given ? given : version,
		.kind = "events",
		.countries = "",
		.period_start = MIZAN_DATE_UNKNOWN,
		.period_end = MIZAN_DATE_UNKNOWN,
		.coverage = options && options->coverage >= 0
				    ? (enum mizan_coverage)options->coverage
			    : plan->coverage >= 0 ? (enum mizan_coverage)plan->coverage
						  : plan->provider->coverage,
		.licence = plan->licence ? plan->licence : plan->provider->licence,
		.citation = plan->citation ? plan->citation : plan->provider->citation,
		.file = slash ? slash + 1 : path,
		.sha256 = "",
	};
}

static mizan_status read_run(struct read_job *job, const char *path, struct mizan_reader *file,
	const struct mizan_import_options *options, const struct mizan_watch *watch,
	struct mizan_error *error)
{
	char version[32];
	struct mizan_release release;
	if (!job->plan.provider->parse) {
		mizan_error_at(error, path, 1, 0);
		return mizan_error_set(error, MIZAN_ERROR_INPUT,
			"mizan import it, then mizan figures", "this is %s, not a file of events",
			job->plan.provider->title);
	}
	read_describe(job, path, options, version, &release);
	unsigned workers = mizan_reader_workers(file);
	job->scratch = calloc(workers, sizeof *job->scratch);
	if (!job->scratch) {
		return mizan_error_memory(error);
	}
	mizan_status status = job->reader->begin(job->reader->context, workers, &release, error);
	if (status == MIZAN_OK) {
		struct mizan_scan scan = {.wanted = job->plan.wanted,
			.wanted_count = job->plan.wanted_count,
			.context = job,
			.process = read_process};
		status = mizan_reader_scan(file, &scan, watch, error);
	}
	for (unsigned i = 0; i < workers; i++) {
		mizan_text_release(&job->scratch[i].json);
	}
	free(job->scratch);
	return status == MIZAN_OK ? read_check(job, path, options, error) : status;
}

mizan_status mizan_source_read(const char *path, const struct mizan_import_options *options,
	unsigned parts, const struct mizan_event_reader *reader, uint64_t *refused,
	struct mizan_error *first_refused, const struct mizan_watch *watch,
	struct mizan_error *error)
{
	struct read_job job = {.reader = reader};
	struct mizan_reader *file = NULL;
	pthread_mutex_init(&job.lock, NULL);
	mizan_status status = source_open(path, options, &file, error);
	if (status == MIZAN_OK) {
		status = source_plan_init(
			&job.plan, mizan_reader_facts(file), options, parts, error);
	}
	if (status == MIZAN_OK) {
		status = read_run(&job, path, file, options, watch, error);
	}
	*refused = job.refused;
	if (first_refused && job.refused > 0) {
		*first_refused = job.first;
	}
	source_plan_release(&job.plan);
	mizan_reader_close(file);
	pthread_mutex_destroy(&job.lock);
	return status;
}
