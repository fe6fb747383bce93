/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workbooks: written and read again, and a published one against the same table as CSV. */
#include "table_test.h"

#include <inttypes.h>
#include <math.h>
#include <sys/stat.h>
#include <xlsxwriter.h>

static struct test_rows read_rows(const char *path, const struct mizan_reader_options *options)
{
	struct test_rows rows;
	test_read(path, options, NULL, 0, true, NULL, &rows);
	if (rows.status != MIZAN_OK) {
		fail_msg("%s:%zu: %s", path, rows.error.line, rows.error.what);
	}
	return rows;
}

static void assert_fields(
	const char *path, const struct mizan_reader_options *options, const char *expected)
{
	char *fields = test_fields(path, options);
	assert_string_equal(fields, expected);
	free(fields);
}

static void write_table(const struct mizan_table *table, const char *path)
{
	struct mizan_error error = {0};
	assert_int_equal(mizan_table_check(table, &error), MIZAN_OK);
	if (mizan_table_write_xlsx(table, path, &error) != MIZAN_OK) {
		fail_msg("%s", error.what);
	}
}

static void test_round_trip(void **state)
{
	(void)state;
	static const char *const texts[] = {"plain", "=1+1", "<b> & \"quoted\"", "two\nlines",
		"كراچی – São €", " blanks ", "00123", "1.50", "2024-07-15", "é"};
	static const int64_t integers[] = {0, -1, 1, 42, 1000000, 999999999999999, 1000000000000000,
		9007199254740992, 9007199254740993, INT64_MAX};
	static const double reals[] = {
		0, -0.5, 34.0158, 1e-7, 123456.789, 0.1, 1e15, 2.5e20, -71.25, 3};
	struct mizan_table table = {0};
	mizan_table_add_column(&table, "name", MIZAN_TEXT, 0);
	mizan_table_add_column(&table, "count", MIZAN_INTEGER, 0);
	mizan_table_add_column(&table, "rate", MIZAN_REAL, 2);
	mizan_table_add_column(&table, "year", MIZAN_YEAR, 0);
	for (size_t i = 0; i < TEST_COUNT(texts); i++) {
		size_t row = mizan_table_add_row(&table);
		mizan_table_set_text(&table, row, 0, texts[i]);
		mizan_table_set_integer(&table, row, 1, integers[i]);
		mizan_table_set_real(&table, row, 2, reals[i]);
		mizan_table_set_integer(&table, row, 3, 1989 + (int64_t)i);
	}
	/* A row of which only the year is known. */
	mizan_table_set_integer(&table, mizan_table_add_row(&table), 3, 2025);
	mizan_table_add_source(&table, "a source");
	mizan_table_add_note(&table, "a note");
	const char *path = test_path("t.xlsx");
	write_table(&table, path);
	mizan_table_release(&table);

	char *fields = test_fields(path, NULL), *line = fields;
	for (size_t i = 0; i < TEST_COUNT(texts); i++) {
		char expected[256], *end;
		size_t length = strlen(texts[i]);
		assert_memory_equal(line, texts[i], length);
		/* Whole numbers come back digit by digit, others as the same number. */
		snprintf(expected, sizeof expected, "|%" PRId64 "|", integers[i]);
		assert_memory_equal(line + length, expected, strlen(expected));
		line += length + strlen(expected);
		double real = strtod(line, &end);
		assert_true(real == reals[i]);
		snprintf(expected, sizeof expected, "|%zu\n", 1989 + i);
		assert_memory_equal(end, expected, strlen(expected));
		line = end + strlen(expected);
	}
	assert_string_equal(line, "|||2025\n");
	free(fields);

	struct mizan_reader_options sheet = {.sheet = "sources"};
	assert_fields(path, &sheet, "source|a source\nnote|a note\n");
	sheet.sheet = "figures";
	struct mizan_error error =
		test_fails(path, &sheet, MIZAN_ERROR_INPUT, "no sheet 'figures'");
	assert_non_null(strstr(error.advice, "table, sources"));
}

/* What does not fit in a workbook is said, not dropped. */
static void test_text_too_long(void **state)
{
	(void)state;
	char *text = calloc(40000, 1);
	assert_non_null(text);
	for (size_t length = 32767; length <= 32768; length++) {
		memset(text, 'x', length);
		struct mizan_table table = {0};
		struct mizan_error error = {0};
		mizan_table_add_column(&table, "a", MIZAN_TEXT, 0);
		mizan_table_add_column(&table, "b", MIZAN_TEXT, 0);
		mizan_table_set_text(&table, mizan_table_add_row(&table), 0, text);
		mizan_status status = mizan_table_write_xlsx(&table, test_path("l.xlsx"), &error);
		assert_int_equal(status, length == 32767 ? MIZAN_OK : MIZAN_ERROR_USAGE);
		if (status == MIZAN_OK) {
			char *fields = test_fields(test_path("l.xlsx"), NULL);
			assert_int_equal(strlen(fields), length + 2);
			free(fields);
		}
		mizan_table_release(&table);
	}
	free(text);
}

static void test_text_not_utf_8(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	mizan_table_add_column(&table, "a", MIZAN_TEXT, 0);
	mizan_table_add_column(&table, "b", MIZAN_TEXT, 0);
	size_t row = mizan_table_add_row(&table);
	mizan_table_set_text(&table, row, 0, "caf\xe9 au lait");
	mizan_table_set_text(&table, row, 1, "bell \a end");
	write_table(&table, test_path("u.xlsx"));
	mizan_table_release(&table);
	char *fields = test_fields(test_path("u.xlsx"), NULL);
	assert_memory_equal(fields, "caf\xef\xbf\xbd au lait|", 15);
	free(fields);
}

static void test_no_folder(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	char path[512];
	mizan_table_add_column(&table, "a", MIZAN_TEXT, 0);
	snprintf(path, sizeof path, "%s/no/t.xlsx", test_folder);
	assert_int_equal(mizan_table_write_xlsx(&table, path, &error), MIZAN_ERROR_SYSTEM);
	assert_string_equal(error.file, path);
	mizan_table_release(&table);
}

static void test_no_workbook(void **state)
{
	(void)state;
	test_fails(test_write_text("x.xlsx", "a,b\n1,2\n"), NULL, MIZAN_ERROR_INPUT, "workbook");
	test_fails(test_write_text("x.ods", ""), NULL, MIZAN_ERROR_INPUT, "workbook");
	test_fails(test_path("not there.xlsx"), NULL, MIZAN_ERROR_INPUT, "cannot open");
	char path[512];
	snprintf(path, sizeof path, "%s/folder.xlsx", test_folder);
	assert_int_equal(mkdir(path, 0700), 0);
	test_fails(path, NULL, MIZAN_ERROR_INPUT, "folder");
	rmdir(path);
}

/* ---- Sheets as people make them ------------------------------------------------------------ */

static lxw_worksheet *new_book(const char *name, lxw_workbook **book)
{
	*book = workbook_new(test_path(name));
	assert_non_null(*book);
	return workbook_add_worksheet(*book, "Sheet 1");
}

static void test_blank_rows(void **state)
{
	(void)state;
	lxw_workbook *book;
	lxw_worksheet *sheet = new_book("b.xlsx", &book);
	worksheet_write_string(sheet, 0, 0, " id ", NULL);
	worksheet_write_string(sheet, 0, 1, "name", NULL);
	worksheet_write_number(sheet, 1, 0, 1, NULL);
	worksheet_write_string(sheet, 1, 1, "a", NULL);
	worksheet_write_number(sheet, 5, 0, 2, NULL);
	worksheet_write_string(sheet, 5, 1, "b", NULL);
	assert_int_equal(workbook_close(book), LXW_NO_ERROR);
	struct test_rows rows = read_rows(test_path("b.xlsx"), NULL);
	/* Rows 3 to 5 of the sheet are blank: no rows, but they count as lines. */
	assert_string_equal(rows.text.data, "row 0 line 2 width 2 3:1\ta 1:1 1:a\n"
					    "row 1 line 6 width 2 3:2\tb 1:2 1:b\n");
	assert_string_equal(rows.header, "id|name");
	assert_int_equal(rows.separator, 0);
	test_rows_release(&rows);
}

static void test_dates(void **state)
{
	(void)state;
	for (int hxl = 0; hxl < 2; hxl++) {
		lxw_workbook *book;
		lxw_worksheet *sheet = new_book("d.xlsx", &book);
		lxw_format *format = workbook_add_format(book);
		format_set_num_format(format, "d mmm yyyy");
		lxw_datetime date = {2013, 1, 3, 0, 0, 0}, other = {2025, 12, 31, 0, 0, 0};
		lxw_row_t row = 0;
		worksheet_write_string(sheet, row, 0, "date", NULL);
		worksheet_write_string(sheet, row++, 1, "deaths", NULL);
		if (hxl) {
			worksheet_write_string(sheet, row, 0, "#date+start", NULL);
			worksheet_write_string(sheet, row++, 1, "#affected+killed", NULL);
		}
		worksheet_write_datetime(sheet, row, 0, &date, format);
		worksheet_write_number(sheet, row++, 1, 3, NULL);
		worksheet_write_datetime(sheet, row, 0, &other, format);
		worksheet_write_number(sheet, row, 1, 2.5, NULL);
		assert_int_equal(workbook_close(book), LXW_NO_ERROR);
		assert_fields(test_path("d.xlsx"), NULL, "2013-01-03|3\n2025-12-31|2.5\n");
		struct test_rows rows = read_rows(test_path("d.xlsx"), NULL);
		assert_true(rows.hxl == (hxl == 1));
		assert_non_null(strstr(rows.text.data, hxl ? "row 0 line 3 " : "row 0 line 2 "));
		test_rows_release(&rows);
	}
}

/* Numbers and texts in one column. */
static void test_mixed_column(void **state)
{
	(void)state;
	lxw_workbook *book;
	lxw_worksheet *sheet = new_book("m.xlsx", &book);
	worksheet_write_string(sheet, 0, 0, "code", NULL);
	worksheet_write_string(sheet, 0, 1, "n", NULL);
	worksheet_write_number(sheet, 1, 0, 7, NULL);
	worksheet_write_string(sheet, 2, 0, "n/a", NULL);
	worksheet_write_number(sheet, 3, 0, 1500000, NULL);
	worksheet_write_number(sheet, 1, 1, 1, NULL);
	worksheet_write_number(sheet, 2, 1, 1.5, NULL);
	worksheet_write_number(sheet, 3, 1, 3000000000.0, NULL);
	/* Days among texts; a text that is no day stays. */
	lxw_format *format = workbook_add_format(book);
	format_set_num_format(format, "yyyy-mm-dd hh:mm");
	lxw_datetime date = {2013, 1, 3, 12, 30, 0};
	worksheet_write_string(sheet, 0, 2, "when", NULL);
	worksheet_write_datetime(sheet, 1, 2, &date, format);
	worksheet_write_string(sheet, 2, 2, "not known", NULL);
	worksheet_write_string(sheet, 3, 2, "2013/13/45", NULL);
	assert_int_equal(workbook_close(book), LXW_NO_ERROR);
	assert_fields(test_path("m.xlsx"), NULL,
		"7|1|2013-01-03\nn/a|1.5|not known\n1500000|3000000000|2013/13/45\n");
}

static void test_names_twice(void **state)
{
	(void)state;
	lxw_workbook *book;
	lxw_worksheet *sheet = new_book("n.xlsx", &book);
	worksheet_write_string(sheet, 0, 0, "id", NULL);
	worksheet_write_string(sheet, 0, 1, "ID", NULL);
	worksheet_write_number(sheet, 1, 0, 1, NULL);
	worksheet_write_number(sheet, 1, 1, 2, NULL);
	assert_int_equal(workbook_close(book), LXW_NO_ERROR);
	test_fails(test_path("n.xlsx"), NULL, MIZAN_ERROR_INPUT, "columns 1 and 2");
}

/* More rows than go in one batch, and stopping in between. */
static bool stop_now(void *context)
{
	return ++*(int *)context >= 2;
}

static void test_many_rows(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	mizan_table_add_column(&table, "id", MIZAN_YEAR, 0);
	mizan_table_add_column(&table, "text", MIZAN_TEXT, 0);
	for (int64_t i = 0; i < 5000; i++) {
		size_t row = mizan_table_add_row(&table);
		mizan_table_set_integer(&table, row, 0, i);
		mizan_table_set_text(&table, row, 1, "text");
	}
	write_table(&table, test_path("many.xlsx"));
	mizan_table_release(&table);
	struct mizan_text expected = {0};
	for (uint64_t i = 0; i < 5000; i++) {
		char id[24], raw[40];
		snprintf(id, sizeof id, "%" PRIu64, i);
		snprintf(raw, sizeof raw, "%" PRIu64 "\ttext", i);
		struct mizan_slice fields[] = {test_slice(id), test_slice("text")};
		test_append_row(&expected, i, i + 2, 2, test_slice(raw), fields, 2);
	}
	struct test_rows rows = read_rows(test_path("many.xlsx"), NULL);
	assert_string_equal(rows.text.data, expected.data);
	assert_true(rows.batches > 1);
	test_rows_release(&rows);
	mizan_text_release(&expected);
	int asked = 0;
	struct mizan_watch watch = {.interrupted = stop_now, .context = &asked};
	test_read(test_path("many.xlsx"), NULL, NULL, 0, true, &watch, &rows);
	assert_int_equal(rows.status, MIZAN_ERROR_INTERRUPTED);
	assert_true(rows.count < 5000);
	test_rows_release(&rows);
}

/* ---- A published workbook ------------------------------------------------------------------ */

/* Some columns of all rows, line ends within a cell as one blank, numbers as numbers. */
static char *some_columns(const char *path, const char *const *names, size_t count, size_t *rows)
{
	struct mizan_reader *reader;
	struct mizan_error error = {0};
	assert_int_equal(mizan_reader_open(path, NULL, &reader, &error), MIZAN_OK);
	const struct mizan_reader_facts *facts = mizan_reader_facts(reader);
	size_t wanted[16];
	for (size_t i = 0; i < count; i++) {
		wanted[i] = SIZE_MAX;
		for (size_t k = 0; k < facts->column_count; k++) {
			wanted[i] = strcmp(facts->header[k], names[i]) == 0 ? k : wanted[i];
		}
		assert_true(wanted[i] != SIZE_MAX);
	}
	mizan_reader_close(reader);
	struct test_rows read;
	test_read(path, NULL, wanted, count, true, NULL, &read);
	if (read.status != MIZAN_OK) {
		fail_msg("%s", read.error.what);
	}
	*rows = read.count;
	/* Without the row's place and raw text, which differ. */
	struct mizan_text text = {0};
	char *at = read.text.data;
	for (size_t row = 0; row < read.count; row++) {
		for (size_t i = 0; i <= count; i++) {
			at = i == 0 ? strchr(strstr(at, " width ") + 7, ' ') : at;
			size_t size = strtoul(at + 1, &at, 10);
			const char *field = ++at;
			at += size;
			for (size_t k = 0; k < size && i > 0; k++) {
				mizan_text_append_bytes(&text, field + k, 1);
			}
			mizan_text_append(&text, i == 0 ? "" : "|");
		}
		mizan_text_append(&text, "\n");
		at++;
	}
	test_rows_release(&read);
	return text.data;
}

static void test_published(void **state)
{
	(void)state;
	char csv[1024], book[1024];
	static const char *const names[] = {"paid", "region", "gwno", "conflict_id", "dyad_id",
		"actor_id", "incompatibility", "year", "pa_type", "version"};
	test_data("ucdp/ucdp-peace-agreements-221.csv", csv);
	test_data("ucdp/ucdp-peace-agreements-221.xlsx", book);
	size_t csv_rows, book_rows;
	char *from_csv = some_columns(csv, names, TEST_COUNT(names), &csv_rows);
	char *from_book = some_columns(book, names, TEST_COUNT(names), &book_rows);
	assert_int_equal(csv_rows, 374);
	assert_int_equal(book_rows, 374);
	assert_string_equal(from_csv, from_book);
	free(from_csv);
	free(from_book);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_text_too_long),
		cmocka_unit_test(test_text_not_utf_8),
		cmocka_unit_test(test_no_folder),
		cmocka_unit_test(test_no_workbook),
		cmocka_unit_test(test_blank_rows),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_mixed_column),
		cmocka_unit_test(test_names_twice),
		cmocka_unit_test(test_many_rows),
		cmocka_unit_test(test_published),
	};
	return cmocka_run_group_tests_name(
		"table: workbook", tests, test_make_folder, test_remove_folder);
}
