/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of a peace process on their way into the store. No other room includes this. */
#ifndef MIZAN_SOURCE_RECORD_INTERNAL_H
#define MIZAN_SOURCE_RECORD_INTERNAL_H

#include "source_internal.h"

/* A name of something on record, and where it was written: looked up when all files were read. */
struct source_reference {
	enum mizan_record record;
	const char *parent, *id, *field, *file;
	size_t line, column;
};
#define SOURCE_REFERENCES_RECENT 1024
struct source_references {
	struct mizan_arena arena;
	struct source_reference *items;
	size_t count, capacity;
	size_t recent[SOURCE_REFERENCES_RECENT]; /* by hash: position + 1 of one named lately */
};
/* Was the same thing named before? Thousands of rows name the same few actors: one look-up each is
 * enough, and the first place is the one to tell. May say no where it was. Where it says no, the
 * caller adds it. */
bool source_references_have(struct source_references *references, enum mizan_record record,
	const char *parent, const char *id);
/* Everything that was named has to be there: else MIZAN_ERROR_INPUT with file, line and column. */
mizan_status source_references_check(const struct source_references *references,
	struct mizan_store *store, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Gives an error that the store found in a relation the path and the column of its second actor. */
void source_references_locate(
	const struct source_references *references, struct mizan_error *error);
void source_references_release(struct source_references *references);

/* What stands in a field: `text` NULL or "" for nothing. */
struct record_text {
	const char *text;
	size_t line, column; /* column: number of the field, or the character in YAML */
};

/* A record while it is read: what it is, where it stands, the values for its table. */
#define RECORD_VALUES_MAX 48
struct record_job {
	enum mizan_record record;
	const char *file; /* for messages */
	size_t line;
	int64_t release_id;
	struct mizan_store *store;
	struct source_references *references;
	struct mizan_arena *arena; /* for what has to live until it is written */
	const char *agreement;     /* id of the agreement that it is part of, or NULL */
	struct mizan_value values[RECORD_VALUES_MAX];
	size_t value_count;
};

/* Begins a record: forgets the values, adds where it came from. */
void record_begin(struct record_job *job, enum mizan_record record, size_t line);
void record_add_text(struct record_job *job, const char *column, const char *text);
void record_add_integer(struct record_job *job, const char *column, int64_t value);
/* MIZAN_ERROR_INPUT at a field. */
mizan_status record_fault(const struct record_job *job, const struct record_text *text,
	struct mizan_error *error, const char *advice, const char *what, ...) MIZAN_PRINTF(5, 6);
/* Checks the texts of all fields of the record's description (in its order) and adds their values.
 * Names of others go to the references. */
mizan_status record_take(struct record_job *job, const struct record_text *texts,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Notes that a field names something else on record: it is looked up when all files were read. */
mizan_status record_refer(struct record_job *job, enum mizan_record record, const char *parent,
	const char *id, const struct mizan_field *field, const struct record_text *text,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Writes it. `id` is the text of its own id (may be NULL): for the message when it is there
 * already. */
mizan_status record_write(struct record_job *job, const struct record_text *id, int64_t *row_number,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* The value that was added for a column as text; NULL where there is none. */
const char *record_value(const struct record_job *job, const char *column);
/* A day, a month or a year: first and last day, and precision (1, 4, 5). */
bool record_parse_date(const char *text, mizan_date *first, mizan_date *last, int *precision);

/* Reads an agreement's file into the store. The release is recorded already. */
mizan_status source_agreement_read(const char *path, struct mizan_store *store,
	const struct mizan_release *release, struct source_references *references, int64_t *rows,
	struct mizan_error *error) MIZAN_MUST_CHECK;

#endif
