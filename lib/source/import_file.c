/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One table into the store: its rows are written in the order of the file by the calling thread,
 * between a release that is begun and one that is finished.
 */
#include "import_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- Rows --------------------------------------------------------------------------------- */

static mizan_status import_note_refusal(
	struct import_job *job, const struct mizan_refused *refused, struct mizan_error *error)
{
	if (!job->first_refusal) {
		job->first_refusal = mizan_arena_printf(&job->out->arena, "%s:%zu:%zu: %s",
			job->path, refused->line, refused->column, refused->reason);
		job->first_reason = mizan_arena_copy(
			&job->out->arena, refused->reason, strlen(refused->reason));
		if (!job->first_refusal || !job->first_reason) {
			return mizan_error_memory(error);
		}
		job->first_line = refused->line;
		job->first_column = refused->column;
	}
	job->report.refused++;
	return mizan_store_add_refused(
		job->store, job->release.release_id, job->release.file, refused, error);
}

static mizan_status import_write_refusal(struct import_job *job, const struct source_fault *fault,
	size_t line, struct mizan_slice raw, struct mizan_error *error)
{
	struct mizan_refused refused = {.line = line, .reason = fault->reason, .raw = raw};
	if (fault->field < job->plan.wanted_count &&
		job->plan.wanted[fault->field] < job->plan.column_count) {
		refused.column = job->plan.wanted[fault->field] + 1;
		refused.column_name = job->plan.header[refused.column - 1];
	}
	if (job->plan.provider->strict) {
		mizan_error_at(error, job->path, line, refused.column);
		return mizan_error_set(
			error, MIZAN_ERROR_INPUT, "repair the row", "%s", fault->reason);
	}
	return import_note_refusal(job, &refused, error);
}

static mizan_status import_write_event(
	struct import_job *job, const struct import_row *row, struct mizan_error *error)
{
	const struct mizan_event *event = &row->event;
	struct mizan_error problem = {0};
	mizan_status status = mizan_event_writer_add(job->writer, event, &problem);
	if (status == MIZAN_OK) {
		job->report.written++;
		job->first = job->first == MIZAN_DATE_UNKNOWN || event->date_end < job->first
				     ? event->date_end
				     : job->first;
		job->last = job->last == MIZAN_DATE_UNKNOWN || event->date_end > job->last
				    ? event->date_end
				    : job->last;
		return MIZAN_OK;
	}
	if (status == MIZAN_ERROR_INPUT) {
		/* A key that came before: the one fault that only the whole file shows. */
		struct source_fault fault;
		source_refuse(&fault, SIZE_MAX, "%s", problem.what);
		return import_write_refusal(job, &fault, row->line, row->raw, error);
	}
	if (error) {
		*error = problem;
	}
	return status;
}

static mizan_status import_keep_facts(
	struct import_job *job, const struct import_row *row, struct mizan_error *error)
{
	struct source_fault fault = {.field = SIZE_MAX};
	struct mizan_error problem = {0};
	job->plan.line = row->line;
	if (job->plan.provider->keep(
		    &job->plan, row->fields, job->store, &job->release, &fault, &problem)) {
		job->report.written++;
		return MIZAN_OK;
	}
	if (problem.status != MIZAN_OK) {
		if (error) {
			*error = problem;
		}
		return problem.status;
	}
	return import_write_refusal(job, &fault, row->line, row->raw, error);
}

static mizan_status import_deliver(void *context, void *result, struct mizan_error *error)
{
	struct import_job *job = context;
	struct import_batch *batch = result;
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < batch->count && status == MIZAN_OK; i++) {
		const struct import_row *row = &batch->rows[i];
		if (row->refused) {
			status = import_write_refusal(job, &row->fault, row->line, row->raw, error);
		} else if (job->writer) {
			status = import_write_event(job, row, error);
		} else {
			status = import_keep_facts(job, row, error);
		}
	}
	import_discard(NULL, batch);
	return status;
}

/* ---- The file ----------------------------------------------------------------------------- */

static const char *import_base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return strcmp(path, "-") == 0 ? "standard input" : slash ? slash + 1 : path;
}

/* Every process has its actors.csv. */
const char *import_record_name(struct import_job *job)
{
	char *whole = realpath(job->path, NULL);
	const char *name = import_base_name(job->path);
	if (whole) {
		char *slash = strrchr(whole, '/'), *before = NULL;
		if (slash && slash > whole) {
			*slash = '\0';
			before = strrchr(whole, '/');
			*slash = '/';
		}
		const char *part = before ? before + 1 : whole;
		const char *copy = mizan_arena_copy(&job->out->arena, part, strlen(part));
		name = copy ? copy : name;
	}
	free(whole);
	return name;
}

mizan_date import_today(void)
{
	time_t now = time(NULL);
	struct tm parts;
	gmtime_r(&now, &parts);
	return mizan_date_make(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
}

static void import_describe(struct import_job *job)
{
	const struct source_plan *plan = &job->plan;
	const struct source_provider *provider = plan->provider;
	const struct mizan_import_options *options = job->options;
	bool named = options && options->source && provider->parse;
	job->release = (struct mizan_release){
		.source = named          ? options->source
			  : plan->source ? plan->source
					 : provider->name,
		.version = job->version,
		.kind = provider->kind,
		.countries = "",
		.period_start = MIZAN_DATE_UNKNOWN,
		.period_end = MIZAN_DATE_UNKNOWN,
		.coverage = provider->coverage,
		.licence = plan->licence ? plan->licence : provider->licence,
		.citation = plan->citation ? plan->citation : provider->citation,
		.file = provider->strict ? import_record_name(job) : import_base_name(job->path),
		.sha256 = "pending",
		.retrieved = import_today(),
	};
	if (plan->coverage >= 0) {
		job->release.coverage = (enum mizan_coverage)plan->coverage;
	}
	if (options && options->coverage >= 0) {
		job->release.coverage = (enum mizan_coverage)options->coverage;
	}
	if (options && options->version_of_data) {
		snprintf(job->version, sizeof job->version, "%s", options->version_of_data);
	} else if (provider != &source_ged || !source_version_from_name(job->path, job->version)) {
		snprintf(job->version, sizeof job->version, "sha256:pending");
	}
}

/* An annual release of UCDP covers whole years, a candidate one whole months. */
static void import_round_scope(struct import_job *job)
{
	int year, month, day;
	job->release.period_start = job->first;
	job->release.period_end = job->last;
	if (job->plan.provider != &source_ged || job->first == MIZAN_DATE_UNKNOWN) {
		return;
	}
	bool candidate = source_version_is_candidate(job->version);
	mizan_date unused;
	char text[16];
	mizan_date_split(job->first, &year, &month, &day);
	job->release.period_start = mizan_date_make(year, candidate ? month : 1, 1);
	mizan_date_split(job->last, &year, &month, &day);
	snprintf(text, sizeof text, candidate ? "%04d-%02d" : "%04d", year, month);
	if (!mizan_period_parse(text, &unused, &job->release.period_end)) {
		job->release.period_end = job->last;
	}
}

static mizan_status import_begin(struct import_job *job, struct mizan_error *error)
{
	import_describe(job);
	job->first = job->last = MIZAN_DATE_UNKNOWN;
	job->workers = mizan_reader_workers(job->reader);
	job->scratch = calloc(job->workers, sizeof *job->scratch);
	if (!job->scratch) {
		return mizan_error_memory(error);
	}
	if (!job->plan.provider->parse) {
		mizan_status status = mizan_store_add_release(job->store, &job->release, error);
		return status == MIZAN_OK ? mizan_store_replace_sheet(job->store, &job->release,
						    &job->report.superseded, error)
					  : status;
	}
	mizan_status status =
		mizan_event_writer_init(&job->writer, job->store, &job->release, error);
	if (status == MIZAN_OK) {
		job->release.release_id = mizan_event_writer_release_id(job->writer);
	}
	return status;
}

/* A file of which much cannot be read is probably not what its user takes it for. */
static mizan_status import_check_refused(const struct import_job *job, struct mizan_error *error)
{
	int64_t all = job->report.written + job->report.refused;
	if (all == 0) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "is it the right file?",
			"there is no row of data");
	}
	bool few = job->report.refused * 10 <= all;
	if (job->report.written > 0 && (few || (job->options && job->options->accept_refused))) {
		return MIZAN_OK;
	}
	mizan_error_at(error, job->path, job->first_line, job->first_column);
	if (job->report.written == 0) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "repair the file",
			"none of %lld rows can be read; the first: %s", (long long)all,
			job->first_reason);
	}
	return mizan_error_set(error, MIZAN_ERROR_INPUT,
		"repair the file, or take the rest with --accept-refused",
		"%lld of %lld rows cannot be read, more than a tenth; the first: %s",
		(long long)job->report.refused, (long long)all, job->first_reason);
}

/* What is known once the whole file was read. */
static void import_take_hash(struct import_job *job)
{
	const struct mizan_reader_facts *facts = mizan_reader_facts(job->reader);
	job->release.sha256 = facts->sha256 ? facts->sha256 : "unknown";
	bool unnamed = strncmp(job->version, "sha256:", 7) == 0;
	if (unnamed && job->made.version[0]) {
		snprintf(job->version, sizeof job->version, "%s", job->made.version);
	} else if (unnamed) {
		snprintf(job->version, sizeof job->version, "sha256:%.8s", job->release.sha256);
	}
}

static mizan_status import_finish(struct import_job *job, struct mizan_error *error)
{
	mizan_status status = import_check_refused(job, error);
	if (status != MIZAN_OK) {
		return status;
	}
	import_round_scope(job);
	if (!job->writer) {
		job->report.superseded += job->made.replaced;
		job->release.rows = job->report.written;
		job->release.refused = job->report.refused;
		return mizan_store_update_release(job->store, &job->release, error);
	}
	struct mizan_writer_report report;
	status = mizan_event_writer_finish(
		job->writer, &job->release, job->report.refused, &report, error);
	job->report.superseded = report.superseded + job->removed;
	job->report.already_superseded = report.already_superseded;
	return status;
}

static mizan_status import_scan(
	struct import_job *job, const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_scan scan = {.wanted = job->plan.wanted,
		.wanted_count = job->plan.wanted_count,
		.hash = true,
		.context = job,
		.process = import_process,
		.deliver = import_deliver,
		.discard = import_discard};
	return mizan_reader_scan(job->reader, &scan, watch, error);
}

static mizan_status import_tell(struct import_job *job, struct mizan_import_file *file,
	bool already_there, struct mizan_error *error)
{
	const struct mizan_reader_facts *facts = mizan_reader_facts(job->reader);
	struct mizan_arena *arena = &job->out->arena;
	*file = (struct mizan_import_file){
		.path = mizan_arena_copy(arena, job->path, strlen(job->path)),
		.source = mizan_arena_copy(arena, job->release.source, strlen(job->release.source)),
		.version = mizan_arena_copy(arena, job->version, strlen(job->version)),
		.kind = job->release.kind,
		.encoding = facts->workbook                         ? "workbook"
			    : facts->encoding == MIZAN_WINDOWS_1252 ? "windows-1252"
								    : "utf-8",
		.hxl = facts->hxl,
		.already_there = already_there,
		.report = job->report,
		.actors_made = job->made.actors,
		.first_refusal = job->first_refusal,
	};
	return file->path && file->source && file->version ? MIZAN_OK : mizan_error_memory(error);
}

static void import_release(struct import_job *job)
{
	mizan_event_writer_release(job->writer);
	for (unsigned i = 0; job->scratch && i < job->workers; i++) {
		mizan_text_release(&job->scratch[i].json);
	}
	free(job->scratch);
	source_plan_release(&job->plan);
	mizan_reader_close(job->reader);
}

/* Number of the release that has these bytes already; 0: none, or one that this reading replaces,
 * since a mapping may have changed. */
static mizan_status import_find_before(
	struct import_job *job, int64_t *before, struct mizan_error *error)
{
	const char *sha256 = mizan_reader_facts(job->reader)->sha256;
	bool again = job->plan.provider->again || (job->options && job->options->map);
	int64_t releases;
	*before = 0;
	if (!sha256) {
		return MIZAN_OK;
	}
	mizan_status status = mizan_store_find_release(job->store, sha256, before, error);
	if (status != MIZAN_OK || *before == 0 || !again) {
		return status;
	}
	job->release.sha256 = sha256;
	status = mizan_store_forget_reading(
		job->store, &job->release, &releases, &job->removed, error);
	*before = releases > 0 ? 0 : *before;
	return status;
}

mizan_status import_file(struct import_job *job, struct mizan_import_file *file,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	int64_t before = 0;
	mizan_status status = mizan_store_savepoint(job->store, error);
	if (status == MIZAN_OK) {
		status = source_open(job->path, job->options, &job->reader, error);
	}
	if (status == MIZAN_OK) {
		status = source_plan_init(&job->plan, mizan_reader_facts(job->reader), job->options,
			MIZAN_PART_ALL, error);
	}
	job->plan.references = job->references;
	job->plan.made = &job->made;
	job->plan.path = job->path;
	if (status == MIZAN_OK) {
		status = import_begin(job, error);
	}
	if (status == MIZAN_OK) {
		status = import_scan(job, watch, error);
	}
	if (status == MIZAN_OK) {
		import_take_hash(job);
		status = import_find_before(job, &before, error);
	}
	if (status == MIZAN_OK && before == 0) {
		status = import_finish(job, error);
	}
	if (status == MIZAN_OK) {
		status = import_tell(job, file, before != 0, error);
	}
	if (status != MIZAN_OK && error && error->file[0] == '\0') {
		mizan_error_at(error, job->path, 0, 0);
	}
	import_release(job);
	if (status == MIZAN_OK) {
		status = mizan_store_savepoint_end(job->store, before == 0, error);
	}
	return status;
}
