/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the reader share. No other room includes this. */
#ifndef MIZAN_READER_INTERNAL_H
#define MIZAN_READER_INTERNAL_H

#include <mizan/table.h>

/* ---- Bytes: a file, a pipe, a .gz, the one table in a .zip --------------------------------- */

struct input;
/* Opens and looks at the first bytes; the rest is read as a stream. */
/* The watch (may be NULL) is asked while a pipe is silent. */
mizan_status input_open(const char *path, const struct mizan_watch *watch, struct input **input,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Up to `capacity` bytes; *size is 0 at the end only. */
mizan_status input_read(struct input *input, char *buffer, size_t capacity, size_t *size,
	struct mizan_error *error) MIZAN_MUST_CHECK;
void input_close(struct input *input);
uint64_t input_size(const struct input *input);
bool input_is_workbook(const char *path);

/* ---- Encoding ----------------------------------------------------------------------------- */

/* Appends Windows-1252 as UTF-8 at `out`, which has room for 3 x size. Gives the bytes written. */
size_t encoding_from_windows_1252(const char *data, size_t size, char *out);

/* ---- Rows --------------------------------------------------------------------------------- */

/*
 * What a pass over a piece of text that begins at a row's start finds. The pass takes quotes by
 * parity; where that is not what RFC 4180 means, `regular` is false and the careful pass decides.
 */
struct row_scan {
	size_t end;     /* behind the last whole row, 0 if there is none */
	uint64_t lines; /* line ends before `end` */
	uint64_t rows;  /* rows before `end`, blank ones not counted */
	bool regular;
	bool open; /* the piece ends inside quotes */
	bool ascii;
	uint64_t quote_line; /* careful pass: line ends before the last quote that opened a field */
};
/* Of 64 bytes each: the ends of fields, and those of them that end a row. */
struct row_marks {
	uint64_t ends, newlines;
};
/* Writes a mark for each 64 bytes and for what is left behind them. */
void rows_scan(const char *data, size_t size, char separator, struct row_scan *scan,
	struct row_marks *marks);
/* The same by the rules of Python's csv module, byte by byte. */
void rows_scan_careful(const char *data, size_t size, char separator, struct row_scan *scan);

/* Rows of a piece, as slices into it, or into the scratch where quotes had to be resolved. */
struct row_set {
	struct mizan_slice *fields; /* row_count x wanted_count */
	uint32_t *widths, *starts,
		*ends; /* of each row: fields, first byte, behind the last byte */
	size_t row_count;
	char *scratch;
	size_t scratch_used, scratch_capacity, field_capacity, width_capacity, start_capacity,
		end_capacity;
};
void row_set_release(struct row_set *set);

struct row_shape {
	char separator;
	size_t column_count;
	const size_t *wanted; /* SIZE_MAX: an empty field */
	size_t wanted_count;
	/* For each wanted column the first place where it is wanted; NULL: each only once. */
	const size_t *same;
	size_t last_wanted; /* the largest, 0 if there is none */
};
/* By the marks of a regular scan that began at `data` and went at least to `size`. False: no
 * memory. */
bool rows_split(const char *data, size_t size, const struct row_marks *marks,
	const struct row_shape *shape, struct row_set *set);
bool rows_split_careful(
	const char *data, size_t size, const struct row_shape *shape, struct row_set *set);

/* Where the first row's text ends, before its line end. *open: inside quotes, at the end. */
size_t rows_first(const char *data, size_t size, char separator, bool *open);

/* Line ends in a piece: \n, \r\n and lone \r count once. */
uint64_t rows_count_lines(const char *data, size_t size);

/* ---- The open reader ---------------------------------------------------------------------- */

#define READER_ROW_MAX ((size_t)16 << 20)
#define READER_THREADS_MAX 64

struct reader_workbook;

struct mizan_reader {
	struct mizan_arena arena;
	struct mizan_reader_facts facts;
	unsigned threads;
	struct input *input;
	struct reader_workbook *workbook;
	/*
	 * What was read when opening and not yet given out, as UTF-8: in `head` where it had to be
	 * converted, else in `raw_head`.
	 */
	char *head;
	const char *rest;
	size_t rest_size;
	uint64_t head_lines; /* lines before `rest`: header, HXL row */
	bool head_whole;     /* `rest` goes to the end of the file */
	size_t header_line;
	char *raw_head; /* the same bytes as they are in the file, for the hash */
	size_t raw_head_size;
	struct mizan_sha256 hash;
	char sha256[65];
	bool scanned;
};

/* What `internal` of a batch points to. */
struct batch_place {
	const char *data;
	const struct row_set *rows;
	uint64_t first_line;
	/* Of a workbook, where `data` is NULL: the row of the sheet and the text of each row. */
	const size_t *sheet_rows;
	const struct mizan_slice *raw;
};

/* Not workbook_open and so on: these are names of libxlsxwriter. */
mizan_status reader_workbook_open(struct mizan_reader *reader, const char *path, const char *sheet,
	struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status reader_workbook_scan(struct mizan_reader *reader, const struct mizan_scan *scan,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;
void reader_workbook_close(struct reader_workbook *workbook);

#endif
