/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The source room: what the columns of each provider mean. One small file a provider turns rows of
 * text into events; figures and milestones have sheets of our own.
 */
#ifndef MIZAN_SOURCE_H
#define MIZAN_SOURCE_H

#include <mizan/store.h>
#include <mizan/table.h>

#pragma GCC visibility push(default)

/* ---- Importing ---------------------------------------------------------------------------- */

struct mizan_import_options {
	struct mizan_reader_options reader;
	const char *map; /* path of a mapping (YAML) for somebody's own sheet, or NULL */
	const char
		*version_of_data; /* over what the file's name says; NULL: from the name or hash */
	const char *source;       /* over the provider's name, for own sheets; NULL: "own" */
	int coverage;        /* enum mizan_coverage, or -1: the provider's (own sheets: sample) */
	bool accept_refused; /* go on when more than a tenth of the rows is refused */
};

/* What was done, for people and for --json. Texts live in `arena`. */
struct mizan_import_file {
	const char *path, *source, *version, *kind, *encoding;
	bool hxl, already_there;
	struct mizan_writer_report report;
	int64_t actors_made;       /* by a table of agreements: named in it, not on record before */
	const char *first_refusal; /* "FILE:LINE:COLUMN: reason", or NULL */
};
struct mizan_import_report {
	struct mizan_arena arena;
	struct mizan_import_file *files;
	size_t file_count;
};
void mizan_import_report_release(struct mizan_import_report *report);

/*
 * Imports files into a store in one transaction: all of them or nothing. Durable when it returns
 * MIZAN_OK. A file whose bytes are there already is skipped and said; through a mapping it is read
 * again, since the mapping may have changed, and replaces what it gave before; so is somebody's
 * table of agreements, since the actors on record may have.
 */
mizan_status mizan_import(struct mizan_store *store, const char *const *paths, size_t path_count,
	const struct mizan_import_options *options, struct mizan_import_report *report,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- Measuring a file directly ------------------------------------------------------------ */

/*
 * Reads the events of a provider's file without a store. `each` runs on several threads (worker
 * below `workers`, which `begin` is told first); slices are valid during the call. Refused rows
 * are counted in *refused and the first is described in *first_refused (may be NULL).
 */
struct mizan_event_reader {
	void *context;
	mizan_status (*begin)(void *context, unsigned workers, const struct mizan_release *release,
		struct mizan_error *error);
	mizan_status (*each)(void *context, unsigned worker, const struct mizan_event *event,
		struct mizan_error *error);
};
mizan_status mizan_source_read(const char *path, const struct mizan_import_options *options,
	unsigned parts, const struct mizan_event_reader *reader, uint64_t *refused,
	struct mizan_error *first_refused, const struct mizan_watch *watch,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- Templates ---------------------------------------------------------------------------- */

/* The names of all templates, NULL-terminated: figures, events, milestones, map, the sheets of
 * records, agreement. */
const char *const *mizan_template_names(void);
/* A filled example sheet: CSV; YAML for "map" and "agreement". All but "map" import together. A
 * name that is none is MIZAN_ERROR_USAGE. */
mizan_status mizan_template(
	const char *name, struct mizan_text *out, struct mizan_error *error) MIZAN_MUST_CHECK;
/* The allowed words of that sheet, each explained, in lines that begin with #: for a terminal,
 * since a sheet of a spreadsheet has no place for them. */
mizan_status mizan_template_words(
	const char *name, struct mizan_text *out, struct mizan_error *error) MIZAN_MUST_CHECK;

#pragma GCC visibility pop
#endif
