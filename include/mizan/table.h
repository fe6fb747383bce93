/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table room: delimited text and spreadsheets in, result tables out.
 *
 * Two things live here. A *reader* gives the rows of somebody's file as slices of text, with the
 * line of each, as fast as the machine reads. A *table* is what every indicator, query and command
 * gives: typed columns with unknowns, and what a reader must know beside them. Files in YAML are
 * read here too, with the place of each fault.
 */
#ifndef MIZAN_TABLE_H
#define MIZAN_TABLE_H

#include <mizan/base.h>
#include <stdio.h>

#pragma GCC visibility push(default)

/* ---- Result tables ------------------------------------------------------------------------ */

enum mizan_type {
	MIZAN_INTEGER, /* counts: exact, grouped when shown to people */
	MIZAN_REAL,    /* shown with `decimals` digits behind the point; -1: as many as it needs */
	MIZAN_TEXT,
	MIZAN_YEAR, /* an integer that is never grouped: a year, a rank, an id */
};

struct mizan_column {
	const char *name; /* SQL column = CSV header = JSON key */
	enum mizan_type type;
	int decimals;
	bool hidden; /* left out by mizan_table_write_aligned alone */
};

struct mizan_cell {
	bool known; /* false: unknown, NULL, never 0 */
	union {
		int64_t integer;
		double real;
		const char *text; /* in the table's arena */
	};
};

/*
 * Zero-initialised is empty and ready. Rows are row-major in `cells`. Everything is owned by the
 * table and freed by mizan_table_release.
 */
struct mizan_table {
	struct mizan_arena arena;
	struct mizan_column *columns;
	size_t column_count, column_capacity;
	struct mizan_cell *cells;
	size_t row_count, cell_capacity;
	const char **sources; /* source lines: release, figures, hash */
	size_t source_count, source_capacity;
	const char **notes; /* what a number assumes; always shown */
	size_t note_count, note_capacity;
	/* Not for publication: charts and workbooks of it say RESTRICTED; a note says why. */
	bool restricted;
	bool failed; /* an allocation failed: see mizan_table_check */
};

/* Adds a column before the first row is added; `name` is copied. Returns its position. */
size_t mizan_table_add_column(
	struct mizan_table *table, const char *name, enum mizan_type type, int decimals);
/* Adds a row of unknowns and returns its position. */
size_t mizan_table_add_row(struct mizan_table *table);
void mizan_table_set_integer(struct mizan_table *table, size_t row, size_t column, int64_t value);
void mizan_table_set_real(struct mizan_table *table, size_t row, size_t column, double value);
/* Copies; NULL leaves the cell unknown. */
void mizan_table_set_text(struct mizan_table *table, size_t row, size_t column, const char *value);
const struct mizan_cell *mizan_table_cell(
	const struct mizan_table *table, size_t row, size_t column);
/* Position of a column by name, or SIZE_MAX. */
size_t mizan_table_find(const struct mizan_table *table, const char *name);
/* A cell as a number: integers and years too. False where unknown or text. */
bool mizan_table_number(const struct mizan_table *table, size_t row, size_t column, double *value);
/* Leaves a column out on a terminal, or shows it again; a position that is none changes nothing. */
void mizan_table_hide(struct mizan_table *table, size_t column, bool hidden);
/* Adds a source line or a note once; repeated ones are dropped. */
void mizan_table_add_source(struct mizan_table *table, const char *source);
void mizan_table_add_note(struct mizan_table *table, const char *format, ...) MIZAN_PRINTF(2, 3);
/* Keeps the rows whose position in `order` (row_count positions of rows, `kept` of them). */
void mizan_table_reorder(struct mizan_table *table, const size_t *order, size_t kept);
mizan_status mizan_table_check(
	const struct mizan_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;
void mizan_table_release(struct mizan_table *table);

/* Appends one cell as people read it (grouped integers) or as machines do (`plain`). */
void mizan_table_append_cell(struct mizan_text *text, const struct mizan_table *table, size_t row,
	size_t column, bool plain);

/* ---- Writers: one table, many forms ------------------------------------------------------- */

/* Aligned for a terminal, numbers grouped and to the right, then sources and notes. */
mizan_status mizan_table_write_aligned(const struct mizan_table *table, struct mizan_text *out,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* RFC 4180 with \n; unknown is empty. A text that a spreadsheet would run as a formula
 * (= + - @ first) gets a ' before it. */
mizan_status mizan_table_write_csv(const struct mizan_table *table, struct mizan_text *out,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* {command, columns, rows, sources, notes}; rows are objects. */
mizan_status mizan_table_write_json(const struct mizan_table *table, const char *command,
	struct mizan_text *out, struct mizan_error *error) MIZAN_MUST_CHECK;
/* A GitHub-flavoured Markdown table. */
mizan_status mizan_table_write_markdown(const struct mizan_table *table, struct mizan_text *out,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* A semantic <table>, every text escaped. */
mizan_status mizan_table_write_html(const struct mizan_table *table, struct mizan_text *out,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/*
 * GraphML of a table with one row a relation: the names in the columns `a` and `b` (text) are
 * nodes, in the order of their bytes; a row is an edge from a to b, its other columns are
 * attributes with their type (long, double, string), unknown cells have none. A row that has one
 * name is a node alone, sources and notes are the <desc>. Every edge is directed: the kind says
 * whether the direction means anything. Bytes that XML cannot hold become U+FFFD. O(n log n).
 * Errors: no such column, a column that is no text, the same column twice.
 */
mizan_status mizan_graphml_write(const struct mizan_table *table, const char *a, const char *b,
	struct mizan_text *out, struct mizan_error *error) MIZAN_MUST_CHECK;
/* A workbook: sheet "table", and sheet "sources" with sources and notes. An integer that a double
 * cannot hold is written as text; a text over 32,767 characters is MIZAN_ERROR_USAGE. */
mizan_status mizan_table_write_xlsx(const struct mizan_table *table, const char *path,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/* From text with commas whose first row is the header, quotes as in a file. A column whose cells
 * are all numbers (or empty) is of type MIZAN_REAL, any other of type MIZAN_TEXT. */
mizan_status mizan_table_from_text(const char *text, size_t size, struct mizan_table *table,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- Readers ------------------------------------------------------------------------------ */

enum mizan_encoding { MIZAN_ENCODING_DETECT, MIZAN_UTF_8, MIZAN_WINDOWS_1252 };

struct mizan_reader_options {
	enum mizan_encoding encoding;
	char separator;            /* 0: detect among comma, semicolon, tab */
	unsigned threads;          /* 0: one a processor; at most 64 */
	const char *const *header; /* names for a file that has no header row, or NULL */
	size_t header_count;
	const char *sheet;               /* of a workbook; NULL: the first */
	const struct mizan_watch *watch; /* asked while standard input is silent; may be NULL */
	bool names_later; /* take names that come twice: the caller looks, and then calls
			     mizan_reader_check_names */
};

/*
 * An open table of rows: delimited text (plain, .gz, or the one table in a .zip; "-" is standard
 * input) or a workbook (.xlsx, .ods). Text is UTF-8 whatever the file had.
 *
 * Quoting follows RFC 4180; a quote in the middle of an unquoted field is taken as it stands and
 * text behind a closing quote is added to the field, as Python's csv module does. \n, \r\n and \r
 * end a row; blank rows are skipped. Two rows of HXL tags never come as data: a second line whose
 * cells are empty or begin with # (at least one does) is skipped, and said in `hxl`.
 *
 * Memory: about 2 MiB a thread however large the file; a row may have at most 16 MiB.
 */
struct mizan_reader;

/*
 * Opens, decides encoding and separator, reads the header. Errors (MIZAN_ERROR_INPUT): no such
 * file, empty, no table (binary, no second column), header names twice or longer than 1 MiB. A
 * separator that is a quote, a line end or not ASCII: MIZAN_ERROR_USAGE. Free with
 * mizan_reader_close. `options` may be NULL.
 */
mizan_status mizan_reader_open(const char *path, const struct mizan_reader_options *options,
	struct mizan_reader **reader, struct mizan_error *error) MIZAN_MUST_CHECK;
/* The error of names that come twice, which mizan_reader_open gives unless told otherwise. */
mizan_status mizan_reader_check_names(
	const struct mizan_reader *reader, struct mizan_error *error) MIZAN_MUST_CHECK;
void mizan_reader_close(struct mizan_reader *reader);

struct mizan_reader_facts {
	const char *path;
	const char *const *header; /* trimmed names, column_count of them */
	size_t column_count;
	enum mizan_encoding encoding;
	bool encoding_detected;
	char separator; /* 0 for a workbook */
	bool hxl;       /* an HXL tag row was skipped */
	bool workbook;
	const char *sha256; /* of the bytes read, hex; NULL until a scan has ended */
	uint64_t size;      /* bytes of the file as it is on disk, 0 if not known */
};
const struct mizan_reader_facts *mizan_reader_facts(const struct mizan_reader *reader);

/* Some rows, as slices that are valid during one call of `process`. Not NUL-terminated. */
struct mizan_batch {
	size_t row_count;
	size_t field_count;               /* wanted columns */
	const struct mizan_slice *fields; /* row_count x field_count; a missing field is empty */
	const uint32_t *widths;           /* fields found in each row; should be column_count */
	uint64_t first_row; /* number of the first of these, from 0, blank ones left out */
	const struct mizan_reader *reader;
	const void *internal;
};

/* Line of the file in which a row starts, from 1 (row of the sheet for a workbook). O(batch). */
size_t mizan_batch_line(const struct mizan_batch *batch, size_t row);
/* The lines of all rows of the batch, in one pass: `lines` has row_count places. */
void mizan_batch_lines(const struct mizan_batch *batch, size_t *lines);
/* The whole row as it stands in the file, for `refused` (tab-joined for a workbook). */
struct mizan_slice mizan_batch_raw(const struct mizan_batch *batch, size_t row);

/*
 * One pass over all rows. `process` is called on several threads, for batches in any order, and
 * may leave a result; `deliver` (may be NULL) gets the results in the order of the file, one at a
 * time, on the thread that called mizan_reader_scan. `discard` frees a result that will not be
 * delivered, also where there is no `deliver` or `process` fails. The first error stops the scan;
 * with errors in several batches, that of the earliest batch is returned. A reader can be scanned
 * once.
 *
 * Errors: a quote that is never closed (its line), bytes that are not in the encoding (line; try
 * the other encoding), a row over 16 MiB, what read(2) says, what the callbacks return.
 */
struct mizan_scan {
	/* Positions in the header, in any order, also twice; SIZE_MAX gives empty fields. */
	const size_t *wanted;
	size_t wanted_count;
	bool hash; /* compute sha256 as it goes */
	void *context;
	mizan_status (*process)(void *context, unsigned worker, const struct mizan_batch *batch,
		void **result, struct mizan_error *error);
	mizan_status (*deliver)(void *context, void *result, struct mizan_error *error);
	void (*discard)(void *context, void *result);
};
/* `worker` in process is below this number. */
unsigned mizan_reader_workers(const struct mizan_reader *reader);
mizan_status mizan_reader_scan(struct mizan_reader *reader, const struct mizan_scan *scan,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- YAML ---------------------------------------------------------------------------------- */

/* Of libfyaml, whose header a caller includes to walk the tree. */
struct fy_node;
struct fy_document;
struct fy_diag;

/* A file that is read whole. `arena` is the caller's and holds the text that the tree points into.
 */
struct mizan_yaml {
	const char *path, *kind; /* "mapping", "agreement": in messages */
	const char *help;        /* "see mizan template map" */
	const char *missing;     /* what to do where it cannot be opened; NULL: check the path */
	struct mizan_arena *arena;
	char *text;
	size_t size;
	struct fy_document *document;
	struct fy_diag *diagnostics;
};

/* Reads and parses; `yaml` has path, kind, help and arena. At most `bytes_max`. Errors say line and
 * column. Aliases are not resolved: nobody here has use for them, and a bomb has. Always end with
 * mizan_yaml_release. */
mizan_status mizan_yaml_read(
	struct mizan_yaml *yaml, size_t bytes_max, struct mizan_error *error) MIZAN_MUST_CHECK;
void mizan_yaml_release(struct mizan_yaml *yaml);
/* The same of a text in memory, which has to outlive the tree; `path` names it in messages. */
mizan_status mizan_yaml_parse(struct mizan_yaml *yaml, char *text, size_t size,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Says where a node stands; where it is empty, where `before` (its key; may be NULL) does. */
void mizan_yaml_at(const struct mizan_yaml *yaml, struct fy_node *node, struct fy_node *before,
	struct mizan_error *error);
/* Line and column of a node, from 1; 0 where it is not known. */
void mizan_yaml_place(struct fy_node *node, size_t *line, size_t *column);
/* A scalar's text in the arena, NULL for anything else: also for an empty one and for an alias. */
const char *mizan_yaml_text(const struct mizan_yaml *yaml, struct fy_node *node);

#pragma GCC visibility pop
#endif
