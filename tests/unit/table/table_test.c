/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table_test.h"

#include <dirent.h>
#include <inttypes.h>

char test_folder[64];

int test_make_folder(void **state)
{
	(void)state;
	snprintf(test_folder, sizeof test_folder, "/tmp/mizan-table-XXXXXX");
	return mkdtemp(test_folder) ? 0 : 1;
}

int test_remove_folder(void **state)
{
	(void)state;
	DIR *folder = opendir(test_folder);
	struct dirent *entry;
	while (folder && (entry = readdir(folder))) {
		if (entry->d_name[0] != '.') {
			unlink(test_path(entry->d_name));
		}
	}
	if (folder) {
		closedir(folder);
	}
	return rmdir(test_folder);
}

const char *test_path(const char *name)
{
	static char paths[4][512];
	static unsigned turn;
	char *path = paths[turn++ % 4];
	snprintf(path, sizeof paths[0], "%s/%s", test_folder, name);
	return path;
}

const char *test_write(const char *name, const void *data, size_t size)
{
	const char *path = test_path(name);
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
	return path;
}

const char *test_write_text(const char *name, const char *text)
{
	return test_write(name, text, strlen(text));
}

uint32_t test_random_below(struct test_random *random, uint32_t limit)
{
	random->state ^= random->state >> 12;
	random->state ^= random->state << 25;
	random->state ^= random->state >> 27;
	return (uint32_t)((random->state * 0x2545f4914f6cdd1du) >> 32) % limit;
}

/* ---- Rows as one text --------------------------------------------------------------------- */

static void append_slice(struct mizan_text *text, struct mizan_slice slice)
{
	mizan_text_printf(text, " %zu:", slice.size);
	if (slice.size > 0) {
		mizan_text_append_bytes(text, slice.data, slice.size);
	}
}

void test_append_row(struct mizan_text *text, uint64_t number, uint64_t line, uint64_t width,
	struct mizan_slice raw, const struct mizan_slice *fields, size_t count)
{
	mizan_text_printf(
		text, "row %" PRIu64 " line %" PRIu64 " width %" PRIu64, number, line, width);
	append_slice(text, raw);
	for (size_t i = 0; i < count; i++) {
		append_slice(text, fields[i]);
	}
	mizan_text_append(text, "\n");
}

struct collector {
	struct test_rows *rows;
	bool ordered;
};

static mizan_status collect(void *context, unsigned worker, const struct mizan_batch *batch,
	void **result, struct mizan_error *error)
{
	const struct collector *collector = context;
	(void)error;
	assert_true(worker < mizan_reader_workers(batch->reader));
	struct mizan_text *text = calloc(1, sizeof *text);
	size_t *lines = calloc(batch->row_count, sizeof *lines);
	assert_non_null(text);
	assert_non_null(lines);
	assert_true(batch->row_count > 0);
	mizan_batch_lines(batch, lines);
	/* One by one costs the batch each time: a few are enough to see that they agree. */
	for (size_t row = 0; row < batch->row_count; row += batch->row_count / 7 + 1) {
		assert_int_equal(mizan_batch_line(batch, row), lines[row]);
	}
	for (size_t row = 0; row < batch->row_count; row++) {
		test_append_row(text, batch->first_row + row, lines[row], batch->widths[row],
			mizan_batch_raw(batch, row), batch->fields + row * batch->field_count,
			batch->field_count);
	}
	free(lines);
	assert_false(text->failed);
	__atomic_add_fetch(&collector->rows->count, batch->row_count, __ATOMIC_RELAXED);
	__atomic_add_fetch(&collector->rows->batches, 1, __ATOMIC_RELAXED);
	*result = text;
	return MIZAN_OK;
}

static void discard_text(void *context, void *result)
{
	(void)context;
	mizan_text_release(result);
	free(result);
}

static mizan_status deliver_text(void *context, void *result, struct mizan_error *error)
{
	const struct collector *collector = context;
	const struct mizan_text *text = result;
	(void)error;
	mizan_text_append_bytes(&collector->rows->text, text->data, text->size);
	discard_text(context, result);
	return MIZAN_OK;
}

static void take_facts(const struct mizan_reader_facts *facts, struct test_rows *rows)
{
	rows->encoding = facts->encoding;
	rows->separator = facts->separator;
	rows->column_count = facts->column_count;
	size_t used = 0;
	for (size_t i = 0; i < facts->column_count && used < sizeof rows->header; i++) {
		used += (size_t)snprintf(rows->header + used, sizeof rows->header - used, "%s%s",
			i ? "|" : "", facts->header[i]);
	}
}

void test_read(const char *path, const struct mizan_reader_options *options, const size_t *wanted,
	size_t wanted_count, bool ordered, const struct mizan_watch *watch, struct test_rows *rows)
{
	struct mizan_reader *reader;
	*rows = (struct test_rows){0};
	rows->status = mizan_reader_open(path, options, &reader, &rows->error);
	if (rows->status != MIZAN_OK) {
		assert_null(reader);
		return;
	}
	const struct mizan_reader_facts *facts = mizan_reader_facts(reader);
	take_facts(facts, rows);
	size_t all[64];
	assert_true(wanted || facts->column_count <= 64);
	for (size_t i = 0; i < 64; i++) {
		all[i] = i;
	}
	struct collector collector = {rows, ordered};
	struct mizan_scan scan = {.wanted = wanted ? wanted : all,
		.wanted_count = wanted ? wanted_count : facts->column_count,
		.hash = true,
		.context = &collector,
		.process = collect,
		.deliver = ordered ? deliver_text : NULL,
		.discard = discard_text};
	rows->status = mizan_reader_scan(reader, &scan, watch, &rows->error);
	rows->hxl = facts->hxl;
	if (rows->status == MIZAN_OK) {
		assert_non_null(facts->sha256);
		memcpy(rows->sha256, facts->sha256, 65);
	}
	mizan_reader_close(reader);
}

void test_rows_release(struct test_rows *rows)
{
	mizan_text_release(&rows->text);
	*rows = (struct test_rows){0};
}

/* ---- Small files -------------------------------------------------------------------------- */

static mizan_status join_fields(void *context, unsigned worker, const struct mizan_batch *batch,
	void **result, struct mizan_error *error)
{
	struct mizan_text *text = context;
	(void)worker;
	(void)result;
	(void)error;
	for (size_t i = 0; i < batch->row_count * batch->field_count; i++) {
		if (batch->fields[i].size > 0) {
			mizan_text_append_bytes(text, batch->fields[i].data, batch->fields[i].size);
		}
		mizan_text_append(text, (i + 1) % batch->field_count ? "|" : "\n");
	}
	return MIZAN_OK;
}

char *test_fields(const char *path, const struct mizan_reader_options *options)
{
	struct mizan_reader_options one = options ? *options : (struct mizan_reader_options){0};
	struct mizan_reader *reader;
	struct mizan_error error = {0};
	struct mizan_text text = {0};
	one.threads = 1;
	mizan_text_append(&text, "");
	if (mizan_reader_open(path, &one, &reader, &error) != MIZAN_OK) {
		fail_msg("%s: %s", path, error.what);
	}
	size_t all[64];
	for (size_t i = 0; i < 64; i++) {
		all[i] = i;
	}
	struct mizan_scan scan = {.wanted = all,
		.wanted_count = mizan_reader_facts(reader)->column_count,
		.context = &text,
		.process = join_fields};
	assert_true(scan.wanted_count <= 64);
	if (mizan_reader_scan(reader, &scan, NULL, &error) != MIZAN_OK) {
		fail_msg("%s: %s", path, error.what);
	}
	mizan_reader_close(reader);
	return text.data;
}

struct mizan_error test_fails(const char *path, const struct mizan_reader_options *options,
	mizan_status status, const char *what)
{
	struct test_rows rows;
	test_read(path, options, NULL, 0, true, NULL, &rows);
	struct mizan_error error = rows.error;
	assert_int_equal(rows.status, status);
	assert_int_equal(error.status, status);
	if (!strstr(error.what, what)) {
		fail_msg("'%s' does not say '%s'", error.what, what);
	}
	assert_string_not_equal(error.file, "");
	test_rows_release(&rows);
	return error;
}
