/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The masks for any processor give what those of this one give, and all what the careful pass does.
 */
#include "../../../lib/table/rows.c"
#include "table_test.h"

static void make_text(struct test_random *random, char *text, size_t size, bool orderly)
{
	static const char letters[] = "ab\"\",,\n\n\r;\xc3\xa9 ";
	for (size_t i = 0; i < size; i++) {
		text[i] = letters[test_random_below(random, sizeof letters - 1)];
		if (orderly && (text[i] == '"' || text[i] == '\r')) {
			text[i] = i % 7 ? 'x' : ',';
		}
	}
}

static void assert_same_rows(const struct row_set *a, const struct row_set *b, size_t wanted)
{
	assert_int_equal(a->row_count, b->row_count);
	for (size_t row = 0; row < a->row_count; row++) {
		assert_int_equal(a->widths[row], b->widths[row]);
		assert_int_equal(a->starts[row], b->starts[row]);
		assert_int_equal(a->ends[row], b->ends[row]);
		for (size_t i = row * wanted; i < (row + 1) * wanted; i++) {
			assert_int_equal(a->fields[i].size, b->fields[i].size);
			assert_memory_equal(
				a->fields[i].data, b->fields[i].data, a->fields[i].size);
		}
	}
}

#define MARKS (512 / 64 + 1)

static void assert_same_scan(const struct row_scan *a, const struct row_scan *b)
{
	assert_int_equal(a->end, b->end);
	assert_int_equal(a->lines, b->lines);
	assert_int_equal(a->rows, b->rows);
	assert_int_equal(a->regular, b->regular);
	assert_int_equal(a->open, b->open);
	assert_int_equal(a->ascii, b->ascii);
}

/* All that this processor can, not only the best of it. */
static void check_scans(const char *text, size_t size, const struct row_scan *any,
	const struct row_marks *any_marks)
{
	struct row_scan here;
	struct row_marks marks[MARKS];
	size_t bytes = (size + 63) / 64 * sizeof *marks;
	rows_scan(text, size, ',', &here, marks);
	assert_same_scan(any, &here);
	assert_memory_equal(marks, any_marks, bytes);
#if defined(__x86_64__)
	if (rows_have_avx2()) {
		rows_scan_avx2(text, size, ',', &here, marks);
		assert_same_scan(any, &here);
		assert_memory_equal(marks, any_marks, bytes);
	}
#endif
}

static void check_splits(
	const char *text, const struct row_scan *any, const struct row_marks *marks)
{
	static const size_t wanted[] = {2, 0, SIZE_MAX};
	struct row_shape shape = {
		.separator = ',', .wanted = wanted, .wanted_count = 3, .last_wanted = 2};
	struct row_set portable = {0}, quick = {0}, slow = {0};
	uint32_t ends[3 + 64];
	struct split split = {
		.data = text, .shape = &shape, .set = &portable, .ends = ends, .kept = 3};
	assert_true(row_set_make_scratch(&portable, any->end));
	assert_true(split_portable(&split, marks, any->end));
	assert_true(rows_split(text, any->end, marks, &shape, &quick));
	assert_true(rows_split_careful(text, any->end, &shape, &slow));
	assert_int_equal(quick.row_count, any->rows);
	assert_same_rows(&portable, &quick, 3);
	assert_same_rows(&slow, &quick, 3);
	row_set_release(&portable);
	row_set_release(&quick);
	row_set_release(&slow);
}

static void check(const char *text, size_t size, size_t *regular)
{
	struct row_scan any, careful;
	struct row_marks marks[MARKS];
	rows_scan_portable(text, size, ',', &any, marks);
	check_scans(text, size, &any, marks);
	if (!any.regular) {
		return;
	}
	++*regular;
	rows_scan_careful(text, size, ',', &careful);
	assert_same_scan(&any, &careful);
	assert_int_equal(any.lines, rows_count_lines(text, any.end));
	check_splits(text, &any, marks);
}

static void test_same(void **state)
{
	(void)state;
	struct test_random random = {64};
	size_t regular = 0;
	char text[512];
	for (int i = 0; i < 20000; i++) {
		size_t size = test_random_below(&random, 512);
		memset(text, '"', sizeof text); /* what lies behind the text does not count */
		/* Short ones for the many ways to be irregular, orderly ones with quotes put in. */
		bool orderly = i % 4 != 0;
		make_text(&random, text, orderly ? size : size % 24, orderly);
		size = orderly ? size : size % 24;
		for (size_t k = 0; orderly && k + 12 < size;
			k += 1 + test_random_below(&random, 90)) {
			if (k == 0 || text[k - 1] == ',' || text[k - 1] == '\n') {
				memcpy(text + k, "\",\n\"\"a\"\"\r\n\"", 11);
				text[k + 11] = ',';
				k += 11;
			}
		}
		check(text, size, &regular);
	}
	assert_true(regular > 5000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_same)};
	return cmocka_run_group_tests_name("table: masks", tests, NULL, NULL);
}
