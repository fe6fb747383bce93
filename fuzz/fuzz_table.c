/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a file of rows: delimited text, .gz or .zip. Every slice is read to its end. */
#include <mizan/table.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define FIELDS 16

struct seen {
	uint64_t sum, rows;
};

static void fuzz_assert(bool truth, const char *what)
{
	if (!truth) {
		fprintf(stderr, "broken promise: %s\n", what);
		abort();
	}
}

static void fuzz_touch(struct seen *seen, struct mizan_slice slice)
{
	for (size_t i = 0; i < slice.size; i++) {
		seen->sum = seen->sum * 31 + (unsigned char)slice.data[i];
	}
}

static mizan_status fuzz_process(void *context, unsigned worker, const struct mizan_batch *batch,
	void **result, struct mizan_error *error)
{
	struct seen *seen = context;
	(void)worker;
	(void)result;
	(void)error;
	size_t *lines = calloc(batch->row_count, sizeof *lines);
	fuzz_assert(lines, "memory");
	mizan_batch_lines(batch, lines);
	fuzz_assert(batch->first_row == seen->rows, "rows are numbered without a gap");
	for (size_t row = 0; row < batch->row_count; row++) {
		const struct mizan_slice *fields = batch->fields + row * batch->field_count;
		struct mizan_slice raw = mizan_batch_raw(batch, row);
		fuzz_assert(row == 0 || lines[row] > lines[row - 1], "lines go up");
		fuzz_assert(batch->widths[row] > 0 && raw.size > 0, "a row is not blank");
		for (size_t i = 0; i < batch->field_count; i++) {
			fuzz_assert(fields[i].size <= raw.size, "a field is within its row");
			fuzz_assert(i + 1 < batch->field_count || fields[i].size == 0,
				"what is not wanted is empty");
			fuzz_touch(seen, fields[i]);
		}
		fuzz_assert(mizan_utf8_check(raw.data, raw.size) == raw.size, "text is UTF-8");
		fuzz_touch(seen, raw);
	}
	fuzz_assert(mizan_batch_line(batch, batch->row_count - 1) == lines[batch->row_count - 1],
		"a line is the same alone and among others");
	free(lines);
	seen->rows += batch->row_count;
	return MIZAN_OK;
}

static void fuzz_read(const char *path, const struct mizan_reader_options *options)
{
	struct mizan_reader *reader;
	struct mizan_error error = {0};
	struct seen seen = {0};
	mizan_status status = mizan_reader_open(path, options, &reader, &error);
	if (status != MIZAN_OK) {
		fuzz_assert(!reader && error.what[0] && error.file[0], "an error says what it is");
		return;
	}
	const struct mizan_reader_facts *facts = mizan_reader_facts(reader);
	fuzz_assert(facts->column_count >= 2, "a table has two columns");
	for (size_t i = 0; i < facts->column_count; i++) {
		fuzz_touch(&seen, (struct mizan_slice){facts->header[i], strlen(facts->header[i])});
	}
	/* The columns backwards, one twice, one that there is not. */
	size_t wanted[FIELDS];
	for (size_t i = 0; i < FIELDS; i++) {
		wanted[i] = i + 2 < FIELDS && i < facts->column_count ? facts->column_count - 1 - i
								      : SIZE_MAX;
	}
	wanted[FIELDS - 2] = 0;
	struct mizan_scan scan = {.wanted = wanted,
		.wanted_count = FIELDS,
		.hash = true,
		.context = &seen,
		.process = fuzz_process};
	status = mizan_reader_scan(reader, &scan, NULL, &error);
	fuzz_assert((status == MIZAN_OK) == (facts->sha256 != NULL), "a whole scan has its hash");
	fuzz_assert(status == MIZAN_OK || error.what[0], "an error says what it is");
	mizan_reader_close(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const header[] = {"a", "b", "c"};
	char path[64];
	int file = memfd_create("fuzz", 0);
	fuzz_assert(file >= 0 && write(file, data, size) == (ssize_t)size, "a file in memory");
	snprintf(path, sizeof path, "/proc/self/fd/%d", file);
	struct mizan_reader_options detect = {.threads = 1};
	struct mizan_reader_options given = {.threads = 1,
		.encoding = size % 2 ? MIZAN_WINDOWS_1252 : MIZAN_UTF_8,
		.separator = ',',
		.header = size % 3 ? header : NULL,
		.header_count = 3};
	fuzz_read(path, &detect);
	fuzz_read(path, &given);
	close(file);
	return 0;
}
