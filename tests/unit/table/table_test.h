/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the table room share: files to read, rows as one text to compare. */
#ifndef MIZAN_TABLE_TEST_H
#define MIZAN_TABLE_TEST_H

#include "../test.h"

#include <mizan/table.h>
#include <unistd.h>

/* A folder of this process, and files in it. */
extern char test_folder[64];
int test_make_folder(void **state);
int test_remove_folder(void **state);
/* The path of a file in the folder; valid until the next call but three. */
const char *test_path(const char *name);
const char *test_write(const char *name, const void *data, size_t size);
const char *test_write_text(const char *name, const char *text);

/* xorshift64*: the same numbers everywhere. */
struct test_random {
	uint64_t state;
};
uint32_t test_random_below(struct test_random *random, uint32_t limit);

/*
 * All rows of a file as one text, a line a row: number, line, fields found, raw text and the wanted
 * fields, each with its length, so that different rows never give the same text.
 */
struct test_rows {
	struct mizan_text text;
	size_t count;
	size_t batches;
	mizan_status status;
	struct mizan_error error;
	char sha256[65];
	bool hxl;
	enum mizan_encoding encoding;
	char separator;
	size_t column_count;
	char header[512]; /* the names with | between them */
};
void test_append_row(struct mizan_text *text, uint64_t number, uint64_t line, uint64_t width,
	struct mizan_slice raw, const struct mizan_slice *fields, size_t count);
/* Opens, scans and closes. `wanted` NULL: every column. */
void test_read(const char *path, const struct mizan_reader_options *options, const size_t *wanted,
	size_t wanted_count, bool ordered, const struct mizan_watch *watch, struct test_rows *rows);
void test_rows_release(struct test_rows *rows);
/* The fields of all rows, | between fields and \n behind rows; for small files. */
char *test_fields(const char *path, const struct mizan_reader_options *options);
/* Reading must fail with this status and with `what` in the error. Gives the error. */
struct mizan_error test_fails(const char *path, const struct mizan_reader_options *options,
	mizan_status status, const char *what);

#endif
