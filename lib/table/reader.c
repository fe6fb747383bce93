/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening a table of rows: encoding, separator, header, HXL tags. */
#include "reader_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define HEAD_BYTES ((size_t)1 << 20)

/* ---- Encoding and separator --------------------------------------------------------------- */

static mizan_status reader_check_text(const char *data, size_t size, struct mizan_error *error)
{
	if (size == 0) {
		return mizan_error_set(
			error, MIZAN_ERROR_INPUT, "is it the right file?", "the file is empty");
	}
	if (size >= 2 && (memcmp(data, "\xff\xfe", 2) == 0 || memcmp(data, "\xfe\xff", 2) == 0)) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "save it as UTF-8 (CSV UTF-8)",
			"the file is UTF-16");
	}
	if (memchr(data, 0, size)) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "is it the right file?",
			"this is no table of text: it has bytes of zero");
	}
	return MIZAN_OK;
}

/* Valid up to a character that the end of the piece may have cut. */
static bool reader_is_utf_8(const char *data, size_t size, bool whole)
{
	size_t valid = mizan_utf8_check(data, size);
	return valid == size || (!whole && size - valid < 4);
}

static mizan_status reader_decode_head(
	struct mizan_reader *reader, enum mizan_encoding wanted, struct mizan_error *error)
{
	const char *data = reader->raw_head;
	size_t size = reader->raw_head_size;
	bool mark = size >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0;
	struct mizan_reader_facts *facts = &reader->facts;
	facts->encoding_detected = wanted == MIZAN_ENCODING_DETECT;
	facts->encoding = wanted != MIZAN_ENCODING_DETECT ? wanted
			  : mark || reader_is_utf_8(data, size, reader->head_whole)
				  ? MIZAN_UTF_8
				  : MIZAN_WINDOWS_1252;
	size_t skip = mark ? 3 : 0;
	reader->rest = data + skip;
	reader->rest_size = size - skip;
	if (facts->encoding == MIZAN_WINDOWS_1252) {
		reader->head = malloc((size - skip) * 3 + 64);
		if (!reader->head) {
			return mizan_error_memory(error);
		}
		reader->rest_size =
			encoding_from_windows_1252(data + skip, size - skip, reader->head);
		reader->rest = reader->head;
	}
	return MIZAN_OK;
}

/*
 * The most frequent of comma, semicolon and tab in the first row, outside quotes. A quote opens
 * where a field begins, and inside quotes only a quote counts.
 */
static char reader_detect_separator(const char *data, size_t size)
{
	static const char candidates[] = {',', ';', '\t'};
	size_t counts[3] = {0};
	bool quoted = false, fresh = true;
	for (size_t i = 0; i < size && (quoted || (data[i] != '\n' && data[i] != '\r')); i++) {
		bool turn = data[i] == '"' && (quoted || fresh);
		quoted ^= turn;
		/* Behind a closing quote another one opens again: it was a doubled one. */
		fresh = turn && !quoted;
		for (int k = 0; k < 3 && !quoted; k++) {
			counts[k] += data[i] == candidates[k];
			fresh |= data[i] == candidates[k];
		}
	}
	int best = 0;
	for (int k = 1; k < 3; k++) {
		best = counts[k] > counts[best] ? k : best;
	}
	return candidates[best];
}

/* ---- Header ------------------------------------------------------------------------------- */

struct reader_row {
	struct row_set set;
	size_t size; /* with its line end */
	size_t width;
	bool open;  /* a quote is not closed */
	bool whole; /* the row does not go on behind what was read */
};

/* The first row of `rest`, all fields; false when there is no memory. */
static bool reader_first_row(const struct mizan_reader *reader, struct reader_row *row)
{
	const char *data = reader->rest;
	char separator = reader->facts.separator;
	*row = (struct reader_row){0};
	size_t end = rows_first(data, reader->rest_size, separator, &row->open);
	size_t *width = &row->width;
	row->whole = reader->head_whole || end < reader->rest_size;
	*width = 1;
	for (size_t i = 0; i < end; i++) {
		*width += data[i] == separator; /* an upper bound is enough */
	}
	size_t *wanted = calloc(*width, sizeof *wanted);
	if (!wanted) {
		return false;
	}
	for (size_t i = 0; i < *width; i++) {
		wanted[i] = i;
	}
	struct row_shape shape = {.separator = separator,
		.wanted = wanted,
		.wanted_count = *width,
		.last_wanted = *width - 1};
	bool done = rows_split_careful(data, end, &shape, &row->set);
	free(wanted);
	*width = done && row->set.row_count > 0 ? row->set.widths[0] : 0;
	bool pair = end + 1 < reader->rest_size && data[end] == '\r' && data[end + 1] == '\n';
	row->size = end < reader->rest_size ? end + (pair ? 2 : 1) : end;
	return done;
}

static void reader_skip(struct mizan_reader *reader, size_t size)
{
	reader->head_lines += rows_count_lines(reader->rest, size);
	reader->rest += size;
	reader->rest_size -= size;
}

struct reader_name {
	const char *text;
	size_t column;
};

static int reader_compare_names(const void *a, const void *b)
{
	const struct reader_name *left = a, *right = b;
	int order = strcasecmp(left->text, right->text);
	return order != 0 ? order : (left->column > right->column) - (left->column < right->column);
}

/* No name may stand twice; those left empty may. The first that comes again is named. */
mizan_status mizan_reader_check_names(const struct mizan_reader *reader, struct mizan_error *error)
{
	const struct mizan_reader_facts *facts = &reader->facts;
	struct reader_name *names = calloc(facts->column_count + 1, sizeof *names);
	if (!names) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < facts->column_count; i++) {
		names[i] = (struct reader_name){facts->header[i], i};
	}
	qsort(names, facts->column_count, sizeof *names, reader_compare_names);
	size_t first = 0, again = SIZE_MAX;
	for (size_t i = 1; i < facts->column_count; i++) {
		if (names[i].text[0] && names[i].column < again &&
			strcasecmp(names[i - 1].text, names[i].text) == 0) {
			first = names[i - 1].column;
			again = names[i].column;
		}
	}
	free(names);
	if (again == SIZE_MAX) {
		return MIZAN_OK;
	}
	mizan_error_at(error, facts->path, reader->header_line, again + 1);
	return mizan_error_set(error, MIZAN_ERROR_INPUT, "rename one of them",
		"columns %zu and %zu are both named '%.80s'", first + 1, again + 1,
		facts->header[again]);
}

static mizan_status reader_check_width(const struct mizan_reader *reader, struct mizan_error *error)
{
	const struct mizan_reader_facts *facts = &reader->facts;
	if (facts->column_count < 2) {
		mizan_error_at(error, facts->path, reader->header_line, 0);
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "is it the right file?",
			"this is no table: its first line '%.60s' is one column, whether cut at "
			"comma,"
			" semicolon or tab",
			facts->column_count ? facts->header[0] : "");
	}
	return MIZAN_OK;
}

/* The header is looked for in what was read first: 1 MiB. */
static mizan_status reader_endless_header(
	const struct mizan_reader *reader, bool whole, struct mizan_error *error)
{
	mizan_error_at(error, reader->facts.path, reader->header_line, 0);
	return mizan_error_set(error, MIZAN_ERROR_INPUT, "is it the right file?",
		whole ? "a quote that opens in the header is never closed"
		      : "the header is longer than 1 MiB");
}

static mizan_status reader_take_header(struct mizan_reader *reader, struct mizan_error *error)
{
	struct reader_row row;
	size_t blank = 0;
	while (blank < reader->rest_size &&
		(reader->rest[blank] == '\n' || reader->rest[blank] == '\r')) {
		blank++;
	}
	reader_skip(reader, blank);
	reader->header_line = (size_t)reader->head_lines + 1;
	if (!reader_first_row(reader, &row)) {
		row_set_release(&row.set);
		return mizan_error_memory(error);
	}
	if (row.open || !row.whole) {
		row_set_release(&row.set);
		return reader_endless_header(reader, row.whole, error);
	}
	const char **header = mizan_arena_allocate(&reader->arena, row.width + 1, sizeof *header);
	bool done = header != NULL;
	for (size_t i = 0; i < row.width && done; i++) {
		struct mizan_slice name = mizan_slice_trim(row.set.fields[i]);
		header[i] = mizan_arena_copy(&reader->arena, name.data, name.size);
		done = header[i] != NULL;
	}
	row_set_release(&row.set);
	if (!done) {
		return mizan_error_memory(error);
	}
	reader->facts.header = header;
	reader->facts.column_count = row.width;
	reader_skip(reader, row.size);
	return MIZAN_OK;
}

/* Names that the caller gives for a file without a header row. */
static mizan_status reader_give_header(struct mizan_reader *reader,
	const struct mizan_reader_options *options, struct mizan_error *error)
{
	const char **header =
		mizan_arena_allocate(&reader->arena, options->header_count + 1, sizeof *header);
	bool done = header != NULL;
	for (size_t i = 0; i < options->header_count && done; i++) {
		header[i] = mizan_arena_copy(
			&reader->arena, options->header[i], strlen(options->header[i]));
		done = header[i] != NULL;
	}
	reader->facts.header = header;
	reader->facts.column_count = options->header_count;
	return done ? MIZAN_OK : mizan_error_memory(error);
}

/* A row of HXL tags: each cell is empty or begins with '#', and one does (HXL standard 1.1). */
static mizan_status reader_skip_hxl(struct mizan_reader *reader, struct mizan_error *error)
{
	struct reader_row row;
	if (!reader_first_row(reader, &row)) {
		row_set_release(&row.set);
		return mizan_error_memory(error);
	}
	bool tags = false, others = row.open || !row.whole;
	for (size_t i = 0; i < row.width; i++) {
		struct mizan_slice cell = mizan_slice_trim(row.set.fields[i]);
		tags |= cell.size > 1 && cell.data[0] == '#';
		others |= cell.size > 0 && cell.data[0] != '#';
	}
	row_set_release(&row.set);
	if (tags && !others) {
		reader->facts.hxl = true;
		reader_skip(reader, row.size);
	}
	return MIZAN_OK;
}

/* ---- Opening ------------------------------------------------------------------------------ */

static mizan_status reader_read_head(struct mizan_reader *reader, struct mizan_error *error)
{
	reader->raw_head = malloc(HEAD_BYTES);
	if (!reader->raw_head) {
		return mizan_error_memory(error);
	}
	mizan_status status = input_read(
		reader->input, reader->raw_head, HEAD_BYTES, &reader->raw_head_size, error);
	reader->head_whole = reader->raw_head_size < HEAD_BYTES;
	return status == MIZAN_OK
		       ? reader_check_text(reader->raw_head, reader->raw_head_size, error)
		       : status;
}

static mizan_status reader_open_delimited(struct mizan_reader *reader,
	const struct mizan_reader_options *options, struct mizan_error *error)
{
	unsigned char separator = (unsigned char)options->separator;
	if (separator == '"' || separator == '\n' || separator == '\r' || separator >= 0x80) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "give a comma, semicolon or tab",
			"this character cannot be a separator");
	}
	mizan_status status = input_open(reader->facts.path, options->watch, &reader->input, error);
	if (status == MIZAN_OK) {
		reader->facts.size = input_size(reader->input);
		status = reader_read_head(reader, error);
	}
	if (status == MIZAN_OK) {
		status = reader_decode_head(reader, options->encoding, error);
	}
	if (status != MIZAN_OK) {
		return status;
	}
	reader->facts.separator =
		options->separator ? options->separator
				   : reader_detect_separator(reader->rest, reader->rest_size);
	if (options->header) {
		return reader_give_header(reader, options, error);
	}
	status = reader_take_header(reader, error);
	return status == MIZAN_OK ? reader_skip_hxl(reader, error) : status;
}

mizan_status mizan_reader_open(const char *path, const struct mizan_reader_options *options,
	struct mizan_reader **reader, struct mizan_error *error)
{
	static const struct mizan_reader_options none;
	struct mizan_reader *made = calloc(1, sizeof *made);
	*reader = NULL;
	options = options ? options : &none;
	if (!made) {
		return mizan_error_memory(error);
	}
	made->threads = options->threads ? options->threads : mizan_processor_count();
	made->threads = made->threads < READER_THREADS_MAX ? made->threads : READER_THREADS_MAX;
	made->facts.path = mizan_arena_copy(&made->arena, path, strlen(path));
	mizan_status status;
	if (!made->facts.path) {
		status = mizan_error_memory(error);
	} else if (input_is_workbook(path)) {
		status = reader_workbook_open(made, path, options->sheet, error);
	} else {
		status = reader_open_delimited(made, options, error);
	}
	if (status == MIZAN_OK) {
		status = options->names_later ? MIZAN_OK : mizan_reader_check_names(made, error);
	}
	if (status == MIZAN_OK) {
		status = reader_check_width(made, error);
	}
	if (status != MIZAN_OK) {
		if (error && error->file[0] == '\0') {
			mizan_error_at(error, path, error->line, error->column);
		}
		mizan_reader_close(made);
		return status;
	}
	*reader = made;
	return MIZAN_OK;
}

void mizan_reader_close(struct mizan_reader *reader)
{
	if (reader) {
		input_close(reader->input);
		reader_workbook_close(reader->workbook);
		free(reader->head);
		free(reader->raw_head);
		mizan_arena_release(&reader->arena);
		free(reader);
	}
}

const struct mizan_reader_facts *mizan_reader_facts(const struct mizan_reader *reader)
{
	return &reader->facts;
}

unsigned mizan_reader_workers(const struct mizan_reader *reader)
{
	return reader->workbook ? 1 : reader->threads;
}
