/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of an import share. No other room includes this. */
#ifndef MIZAN_SOURCE_IMPORT_INTERNAL_H
#define MIZAN_SOURCE_IMPORT_INTERNAL_H

#include "record_internal.h"

/* A row that was parsed, or refused. */
struct import_row {
	bool refused;
	union {
		struct mizan_event event;
		struct mizan_slice *fields; /* of sheets of facts */
		struct source_fault fault;
	};
	size_t line;
	struct mizan_slice raw; /* the whole row, for `refused` */
};

/* What one batch became; its memory outlives the batch. */
struct import_batch {
	struct mizan_arena arena;
	struct import_row *rows;
	size_t count;
};

struct import_job {
	struct mizan_store *store;
	const struct mizan_import_options *options;
	const char *path;
	struct mizan_reader *reader;
	struct source_plan plan;
	struct source_scratch *scratch; /* one a worker */
	unsigned workers;
	struct mizan_release release;
	struct mizan_event_writer *writer; /* of events */
	struct mizan_writer_report report;
	mizan_date first, last;
	char version[80], *first_refusal, *first_reason;
	size_t first_line, first_column; /* of the first refusal */
	int64_t removed;                 /* events of an earlier reading of the same bytes */
	struct source_made made;
	struct mizan_import_report *out;
	struct source_references *references; /* of all files */
};

/* ---- One table (import_file.c), its rows (import_rows.c) ---------------------------------- */

/* Imports the table job->path and says what was done. Within the transaction of the import. */
mizan_status import_file(struct import_job *job, struct mizan_import_file *file,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;

/* For mizan_scan: a batch of rows becomes an import_batch, on a worker. */
mizan_status import_process(void *context, unsigned worker, const struct mizan_batch *batch,
	void **out, struct mizan_error *error);
/* Frees an import_batch. */
void import_discard(void *context, void *result);

/* ---- One agreement (import_agreement.c) --------------------------------------------------- */

/* Does the name end in .yaml or .yml? */
bool import_is_yaml(const char *path);
/* Imports the YAML file job->path and says what was done. */
mizan_status import_agreement(struct import_job *job, struct mizan_import_file *file,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/* "records/actors.csv": records are known by their folder too. In the report's arena. */
const char *import_record_name(struct import_job *job);
mizan_date import_today(void);

#endif
