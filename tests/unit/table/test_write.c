/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Result tables and their writers. */
#include "table_test.h"

#include <jansson.h>
#include <locale.h>
#include <math.h>

/* ---- From text --- */

static void a_table_from_text_has_numbers_where_all_cells_are(void **state)
{
	(void)state;
	static const char text[] =
		"publisher,value,year,empty\n\"A, \"\"B\"\"\",1081,2024,\nC,,x,\n";
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	double value;
	assert_int_equal(mizan_table_from_text(text, sizeof text - 1, &table, &error), MIZAN_OK);
	assert_int_equal(table.column_count, 4);
	assert_int_equal(table.row_count, 2);
	assert_string_equal(mizan_table_cell(&table, 0, 0)->text, "A, \"B\"");
	assert_true(mizan_table_number(&table, 0, 1, &value) && value == 1081);
	assert_false(mizan_table_cell(&table, 1, 1)->known);
	assert_int_equal(table.columns[2].type, MIZAN_TEXT);
	assert_string_equal(mizan_table_cell(&table, 0, 2)->text, "2024");
	assert_int_equal(table.columns[3].type, MIZAN_TEXT);
	mizan_table_release(&table);
}

static void an_empty_text_is_an_empty_table(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	assert_int_equal(mizan_table_from_text("", 0, &table, &error), MIZAN_OK);
	assert_int_equal(table.column_count + table.row_count, 0);
	mizan_table_release(&table);
}

/* ---- The table ---------------------------------------------------------------------------- */

static void test_table(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	char name[] = "country";
	assert_int_equal(mizan_table_add_column(&table, name, MIZAN_TEXT, 0), 0);
	name[0] = 'x'; /* it was copied */
	assert_int_equal(mizan_table_add_column(&table, "year", MIZAN_YEAR, 0), 1);
	assert_int_equal(mizan_table_add_column(&table, "deaths", MIZAN_INTEGER, 0), 2);
	assert_int_equal(mizan_table_add_column(&table, "rate", MIZAN_REAL, 2), 3);
	assert_int_equal(mizan_table_find(&table, "country"), 0);
	assert_int_equal(mizan_table_find(&table, "rate"), 3);
	assert_true(mizan_table_find(&table, "rat") == SIZE_MAX);
	assert_int_equal(mizan_table_add_row(&table), 0);
	double value = 7;
	for (size_t c = 0; c < 4; c++) {
		assert_false(mizan_table_cell(&table, 0, c)->known);
		assert_false(mizan_table_number(&table, 0, c, &value));
	}
	mizan_table_set_text(&table, 0, 0, NULL);
	assert_false(mizan_table_cell(&table, 0, 0)->known);
	char text[] = "Pakistan";
	mizan_table_set_text(&table, 0, 0, text);
	text[0] = 'x';
	assert_string_equal(mizan_table_cell(&table, 0, 0)->text, "Pakistan");
	assert_false(mizan_table_number(&table, 0, 0, &value));
	mizan_table_set_integer(&table, 0, 1, 2024);
	mizan_table_set_integer(&table, 0, 2, -3);
	mizan_table_set_real(&table, 0, 3, 0.25);
	assert_true(mizan_table_number(&table, 0, 1, &value) && value == 2024);
	assert_true(mizan_table_number(&table, 0, 2, &value) && value == -3);
	assert_true(mizan_table_number(&table, 0, 3, &value) && value == 0.25);
	/* No number is unknown, not 0. */
	mizan_table_set_real(&table, 0, 3, NAN);
	assert_false(mizan_table_number(&table, 0, 3, &value));
	mizan_table_set_real(&table, 0, 3, INFINITY);
	assert_false(mizan_table_cell(&table, 0, 3)->known);
	/* Outside of the table there is nothing. */
	assert_false(mizan_table_cell(&table, 1, 0)->known);
	assert_false(mizan_table_cell(&table, 0, 4)->known);
	assert_false(mizan_table_number(&table, 5, 9, &value));
	assert_int_equal(mizan_table_check(&table, &error), MIZAN_OK);
	/* A column behind the first row is a mistake that is found. */
	mizan_table_add_column(&table, "late", MIZAN_TEXT, 0);
	assert_int_not_equal(mizan_table_check(&table, &error), MIZAN_OK);
	mizan_table_release(&table);
	mizan_table_release(&table);
}

static void test_lines(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	char text[3000];
	for (size_t i = 0; i + 1 < sizeof text; i++) {
		text[i] = (char)('a' + i % 26);
	}
	text[sizeof text - 1] = '\0';
	mizan_table_add_source(&table, "one");
	mizan_table_add_source(&table, "two");
	mizan_table_add_source(&table, "one");
	assert_int_equal(table.source_count, 2);
	mizan_table_add_note(&table, "%d of %s", 3, "them");
	mizan_table_add_note(&table, "3 of them");
	assert_int_equal(table.note_count, 1);
	assert_string_equal(table.notes[0], "3 of them");
	/* A note is always shown, and whole. */
	mizan_table_add_note(&table, "%s", text);
	assert_string_equal(table.notes[1], text);
	mizan_table_release(&table);
}

static void test_reorder(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	mizan_table_add_column(&table, "n", MIZAN_INTEGER, 0);
	mizan_table_add_column(&table, "t", MIZAN_TEXT, 0);
	for (int64_t i = 0; i < 100; i++) {
		size_t row = mizan_table_add_row(&table);
		mizan_table_set_integer(&table, row, 0, i);
		mizan_table_set_text(&table, row, 1, i % 2 ? "odd" : NULL);
	}
	size_t order[100];
	for (size_t i = 0; i < 100; i++) {
		order[i] = 99 - i;
	}
	mizan_table_reorder(&table, order, 50);
	assert_int_equal(table.row_count, 50);
	for (size_t i = 0; i < 50; i++) {
		assert_int_equal(mizan_table_cell(&table, i, 0)->integer, 99 - i);
		assert_int_equal(mizan_table_cell(&table, i, 1)->known, i % 2 == 0);
	}
	assert_int_equal(mizan_table_add_row(&table), 50);
	assert_false(mizan_table_cell(&table, 50, 0)->known);
	mizan_table_reorder(&table, order, 0);
	assert_int_equal(table.row_count, 0);
	assert_int_equal(mizan_table_add_row(&table), 0);
	assert_int_equal(mizan_table_check(&table, &error), MIZAN_OK);
	mizan_table_release(&table);
}

/* ---- Cells -------------------------------------------------------------------------------- */

static void assert_real(double value, int decimals, bool plain, const char *expected)
{
	struct mizan_table table = {0};
	struct mizan_text text = {0};
	mizan_table_add_column(&table, "x", MIZAN_REAL, decimals);
	mizan_table_add_row(&table);
	mizan_table_set_real(&table, 0, 0, value);
	mizan_table_append_cell(&text, &table, 0, 0, plain);
	assert_string_equal(text.data, expected);
	mizan_text_release(&text);
	mizan_table_release(&table);
}

static void assert_integer(int64_t value, enum mizan_type type, bool plain, const char *expected)
{
	struct mizan_table table = {0};
	struct mizan_text text = {0};
	mizan_table_add_column(&table, "x", type, 0);
	mizan_table_add_row(&table);
	mizan_table_set_integer(&table, 0, 0, value);
	mizan_table_append_cell(&text, &table, 0, 0, plain);
	assert_string_equal(text.data, expected);
	mizan_text_release(&text);
	mizan_table_release(&table);
}

static void test_numbers(void **state)
{
	(void)state;
	assert_integer(0, MIZAN_INTEGER, false, "0");
	assert_integer(1081, MIZAN_INTEGER, false, "1,081");
	assert_integer(1081, MIZAN_INTEGER, true, "1081");
	assert_integer(-1234567, MIZAN_INTEGER, false, "-1,234,567");
	assert_integer(INT64_MIN, MIZAN_INTEGER, false, "-9,223,372,036,854,775,808");
	assert_integer(INT64_MIN, MIZAN_INTEGER, true, "-9223372036854775808");
	assert_integer(2024, MIZAN_YEAR, false, "2024");
	assert_integer(20240, MIZAN_YEAR, false, "20240");

	assert_real(12345.678, 2, false, "12,345.68");
	assert_real(12345.678, 2, true, "12345.68");
	assert_real(-12345.678, 1, false, "-12,345.7");
	assert_real(999.999, 2, false, "1,000.00");
	assert_real(0.5, 2, false, "0.50");
	assert_real(-0.25, 2, false, "-0.25");
	assert_real(1234567, 0, false, "1,234,567");
	/* What rounds to nothing has no sign. */
	assert_real(-0.4, 0, false, "0");
	assert_real(-0.4, 0, true, "0");
	assert_real(-0.001, 2, false, "0.00");
	assert_real(-0.0, 1, false, "0.0");
	assert_real(-0.0, -1, true, "0");
	/* Large ones are whole. 2^200, from its definition. */
	assert_real(0x1p200, 1, true,
		"1606938044258990275541962092341162602522202993782792835301376.0");
	assert_real(0x1p200, 1, false,
		"1,606,938,044,258,990,275,541,962,092,341,162,602,522,202,993,782,792,835,301,"
		"376.0");
	/* As many digits as it needs, and no powers of ten in what people read. */
	assert_real(100, -1, true, "100");
	assert_real(1000000, -1, true, "1000000");
	assert_real(1000000, -1, false, "1,000,000");
	assert_real(12345.5, -1, false, "12,345.5");
	assert_real(0.1, -1, true, "0.1");
	assert_real(0.1 + 0.2, -1, true, "0.30000000000000004");
	assert_real(34.0158, -1, false, "34.0158");
	assert_real(-71.5, -1, true, "-71.5");
	assert_real(0.0001, -1, true, "0.0001");
}

/* Whatever the number, what is written without decimals given is the same number. */
static void test_numbers_round_trip(void **state)
{
	(void)state;
	struct test_random random = {64};
	struct mizan_table table = {0};
	mizan_table_add_column(&table, "x", MIZAN_REAL, -1);
	mizan_table_add_row(&table);
	for (int i = 0; i < 20000; i++) {
		union {
			uint64_t bits;
			double value;
		} any;
		any.bits = (uint64_t)test_random_below(&random, UINT32_MAX) << 32 |
			   test_random_below(&random, UINT32_MAX);
		double value = i % 2 ? any.value : (double)(int32_t)any.bits / 1000;
		if (!isfinite(value)) {
			continue;
		}
		struct mizan_text text = {0};
		double again;
		mizan_table_set_real(&table, 0, 0, value);
		mizan_table_append_cell(&text, &table, 0, 0, true);
		assert_true(mizan_parse_real((struct mizan_slice){text.data, text.size}, &again));
		assert_true(again == value);
		assert_true(text.size < 30);
		mizan_text_release(&text);
	}
	mizan_table_release(&table);
}

/* ---- Writers ------------------------------------------------------------------------------ */

typedef mizan_status writer(
	const struct mizan_table *table, struct mizan_text *out, struct mizan_error *error);

static char *written(const struct mizan_table *table, writer *write)
{
	struct mizan_text text = {0};
	struct mizan_error error = {0};
	mizan_text_append(&text, "");
	assert_int_equal(write(table, &text, &error), MIZAN_OK);
	assert_int_equal(strlen(text.data), text.size);
	return text.data;
}

static void assert_written(const struct mizan_table *table, writer *write, const char *expected)
{
	char *text = written(table, write);
	assert_string_equal(text, expected);
	free(text);
}

static void fill(struct mizan_table *table)
{
	mizan_table_add_column(table, "country", MIZAN_TEXT, 0);
	mizan_table_add_column(table, "year", MIZAN_YEAR, 0);
	mizan_table_add_column(table, "deaths", MIZAN_INTEGER, 0);
	mizan_table_add_column(table, "rate", MIZAN_REAL, 1);
	size_t row = mizan_table_add_row(table);
	mizan_table_set_text(table, row, 0, "Pakistan");
	mizan_table_set_integer(table, row, 1, 2009);
	mizan_table_set_integer(table, row, 2, 1081);
	mizan_table_set_real(table, row, 3, 2.25);
	row = mizan_table_add_row(table);
	mizan_table_set_text(table, row, 0, "Côte d'Ivoire");
	mizan_table_set_integer(table, row, 1, 2010);
	mizan_table_set_integer(table, row, 2, 0);
	mizan_table_add_source(table, "made up");
	mizan_table_add_note(table, "two rows");
}

static void test_simple(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	fill(&table);
	assert_written(&table, mizan_table_write_aligned,
		"country        year  deaths  rate\n"
		"Pakistan       2009   1,081   2.2\n"
		"Côte d'Ivoire  2010       0      \n"
		"\nSource: made up\nNote: two rows\n");
	assert_written(&table, mizan_table_write_csv,
		"country,year,deaths,rate\nPakistan,2009,1081,2.2\nCôte d'Ivoire,2010,0,\n");
	assert_written(&table, mizan_table_write_markdown,
		"| country | year | deaths | rate |\n| --- | ---: | ---: | ---: |\n"
		"| Pakistan | 2009 | 1,081 | 2.2 |\n| Côte d'Ivoire | 2010 | 0 |  |\n");
	char *html = written(&table, mizan_table_write_html);
	assert_non_null(strstr(html, "<td class=\"number\">1,081</td>"));
	assert_non_null(strstr(html, "<td class=\"number\">0</td><td class=\"number\"></td></tr>"));
	assert_non_null(strstr(html, "<th scope=\"col\">country</th>"));
	free(html);
	mizan_table_release(&table);
}

static void test_empty(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	static writer *const writers[] = {mizan_table_write_aligned, mizan_table_write_csv,
		mizan_table_write_markdown, mizan_table_write_html};
	for (int columns = 0; columns < 2; columns++) {
		for (size_t i = 0; i < TEST_COUNT(writers); i++) {
			free(written(&table, writers[i]));
		}
		mizan_table_add_column(&table, "a", MIZAN_TEXT, 0);
	}
	mizan_table_release(&table);
}

/* Texts that try to be something else. */
static const char *const hostile[] = {"<script>alert(1)</script>", "a|b", "two\nlines",
	"cr\rlf\r\n", "\"quoted\"", "'", "a,b;c\td", "=1+1", "+49", "-5", "@sum", "\t=1", "\r=1",
	"&lt;&amp;", "**bold** [x](y) `z` <b>", "\\", "\\|", "bell\a esc\x1b[31m del\x7f", "كراچی",
	"中文", "#tag", "", " ", "null", "0", "{\"a\": 1}", "</td></tr>", "javascript:x",
	"~~x~~ _y_ #z",
	("\xc2\x9b"
	 "31m"),
	"c\xcc\x81"};

static void fill_hostile(struct mizan_table *table)
{
	mizan_table_add_column(table, "id", MIZAN_YEAR, 0);
	mizan_table_add_column(table, "a<b>|\"c\"", MIZAN_TEXT, 0);
	mizan_table_add_column(table, "last", MIZAN_TEXT, 0);
	for (size_t i = 0; i < TEST_COUNT(hostile); i++) {
		size_t row = mizan_table_add_row(table);
		mizan_table_set_integer(table, row, 0, (int64_t)i);
		mizan_table_set_text(table, row, 1, hostile[i]);
		mizan_table_set_text(
			table, row, 2, i % 3 ? hostile[TEST_COUNT(hostile) - 1 - i] : NULL);
		mizan_table_add_source(table, hostile[i]);
		mizan_table_add_note(table, "%s", hostile[i]);
	}
}

static size_t count_of(const char *text, const char *piece)
{
	size_t count = 0;
	for (const char *at = text; (at = strstr(at, piece)); at += strlen(piece)) {
		count++;
	}
	return count;
}

static void test_html(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	fill_hostile(&table);
	char *html = written(&table, mizan_table_write_html);
	assert_null(strstr(html, "<script"));
	assert_null(strstr(html, "<b>"));
	assert_non_null(strstr(html, "&lt;script&gt;alert(1)&lt;/script&gt;"));
	assert_non_null(strstr(html, "&amp;lt;&amp;amp;"));
	/* No text can end a cell. */
	assert_int_equal(count_of(html, "<tr>"), TEST_COUNT(hostile) + 1);
	assert_int_equal(count_of(html, "</tr>"), TEST_COUNT(hostile) + 1);
	assert_int_equal(count_of(html, "</td>"), TEST_COUNT(hostile) * 3);
	for (const char *c = html; *c; c++) {
		assert_true((unsigned char)*c >= 0x20 || *c == '\n' || *c == '\t' || *c == '\r');
	}
	free(html);
	mizan_table_release(&table);
}

static void test_markdown(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	fill_hostile(&table);
	char *text = written(&table, mizan_table_write_markdown);
	/* A line a row, and in each as many bars that are not escaped as the header has. */
	size_t lines = 0;
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		size_t bars = 0;
		for (char *c = line; *c; c++) {
			if (*c == '\\' && c[1]) {
				c++;
				continue;
			}
			bars += *c == '|';
			assert_true(*c != '<' && *c != '`' && *c != '*' && *c != '[');
			assert_true((unsigned char)*c >= 0x20 && *c != 0x7f);
		}
		assert_int_equal(bars, 4);
		lines++;
	}
	assert_int_equal(lines, TEST_COUNT(hostile) + 2);
	free(text);
	mizan_table_release(&table);
}

/* No control character of the data reaches the terminal, and every row is one line. */
static void test_aligned(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	fill_hostile(&table);
	char *text = written(&table, mizan_table_write_aligned);
	size_t lines = 0;
	for (const char *c = text; *c; c++) {
		lines += *c == '\n';
		assert_true((unsigned char)*c >= 0x20 || *c == '\n');
		assert_true(*c != 0x7f);
		assert_false((unsigned char)*c == 0xc2 && (unsigned char)c[1] < 0xa0);
	}
	/* Header, rows, a blank line, sources, notes. */
	assert_int_equal(lines, 1 + TEST_COUNT(hostile) + 1 + 2 * TEST_COUNT(hostile));
	free(text);
	mizan_table_release(&table);
	/* Nor does one of a column's name, which a pivot takes from the data. */
	mizan_table_add_column(&table, "red\x1b[31m", MIZAN_TEXT, 0);
	mizan_table_add_column(&table, "two\nlines", MIZAN_TEXT, 0);
	text = written(&table, mizan_table_write_aligned);
	assert_null(strchr(text, '\x1b'));
	assert_int_equal(count_of(text, "\n"), 1);
	free(text);
	mizan_table_release(&table);
	/* Wide and combining characters take the room that they take. */
	mizan_table_add_column(&table, "name", MIZAN_TEXT, 0);
	mizan_table_add_column(&table, "n", MIZAN_YEAR, 0);
	static const char *const names[] = {"中文",
		("c\xcc\x81"
		 "a"),
		"abcd", "\xd9\x85\xd9\x8f"};
	for (size_t i = 0; i < 4; i++) {
		size_t row = mizan_table_add_row(&table);
		mizan_table_set_text(&table, row, 0, names[i]);
		mizan_table_set_integer(&table, row, 1, 1);
	}
	assert_written(&table, mizan_table_write_aligned,
		"name  n\n中文  1\nc\xcc\x81"
		"a    1\nabcd  1\n\xd9\x85\xd9\x8f     1\n");
	mizan_table_release(&table);
}

static void test_csv_quoting(void **state)
{
	(void)state;
	/* RFC 4180, 2.5 to 2.7; and what a spreadsheet would run. */
	static const struct {
		const char *text, *csv;
	} cases[] = {{"plain", "plain"}, {"a,b", "\"a,b\""}, {"a\"b", "\"a\"\"b\""},
		{"a\nb", "\"a\nb\""}, {"a\rb", "\"a\rb\""}, {"\"", "\"\"\"\""}, {"a;b", "a;b"},
		{" a ", " a "}, {"", ""}, {"=1+1", "\"'=1+1\""}, {"+1", "\"'+1\""},
		{"-1", "\"'-1\""}, {"@x", "\"'@x\""}, {"1=1", "1=1"},
		{"=\"a\"", "\"'=\"\"a\"\"\""}};
	for (size_t i = 0; i < TEST_COUNT(cases); i++) {
		struct mizan_table table = {0};
		char expected[128];
		mizan_table_add_column(&table, "n", MIZAN_YEAR, 0);
		mizan_table_add_column(&table, "t", MIZAN_TEXT, 0);
		mizan_table_set_text(&table, mizan_table_add_row(&table), 1, cases[i].text);
		mizan_table_set_integer(&table, 0, 0, -5); /* a number is no formula */
		snprintf(expected, sizeof expected, "n,t\n-5,%s\n", cases[i].csv);
		assert_written(&table, mizan_table_write_csv, expected);
		mizan_table_release(&table);
	}
	/* In a table of one column an unknown is no blank line, which readers skip. */
	struct mizan_table table = {0};
	mizan_table_add_column(&table, "n", MIZAN_TEXT, 0);
	mizan_table_add_row(&table);
	assert_written(&table, mizan_table_write_csv, "n\n\"\"\n");
	mizan_table_release(&table);
}

static void add_random_text(struct mizan_table *table, size_t row, size_t column,
	struct test_random *random, struct mizan_text *expected)
{
	static const char *const pieces[] = {"a", "b c", ",", "\"", "\n", "\r\n", "\r", ";", "\t",
		"é", "中", "=", "+", "-", "@", "'", "\"\"", " ", "0", "."};
	struct mizan_text text = {0};
	mizan_text_append(&text, "");
	for (uint32_t i = test_random_below(random, 9); i > 0; i--) {
		mizan_text_append(&text, pieces[test_random_below(random, TEST_COUNT(pieces))]);
	}
	mizan_table_set_text(table, row, column, text.data);
	/* The guard is all that may differ. */
	bool formula = text.data[0] && strchr("=+-@\t\r", text.data[0]);
	mizan_text_append(expected, formula ? "'" : "");
	mizan_text_append(expected, text.data);
	mizan_text_release(&text);
}

/* What we write as CSV, we read as the same cells. */
static void test_csv_round_trip(void **state)
{
	(void)state;
	struct test_random random = {4180};
	for (int i = 0; i < 300; i++) {
		struct mizan_table table = {0};
		struct mizan_text expected = {0};
		mizan_text_append(&expected, "");
		size_t columns = 2 + test_random_below(&random, 5);
		for (size_t c = 0; c < columns; c++) {
			char name[16];
			snprintf(name, sizeof name, "c%zu", c);
			mizan_table_add_column(
				&table, name, c == 1 ? MIZAN_INTEGER : MIZAN_TEXT, 0);
		}
		for (uint32_t rows = test_random_below(&random, 30); rows > 0; rows--) {
			size_t row = mizan_table_add_row(&table);
			for (size_t c = 0; c < columns; c++) {
				if (c == 1) {
					int64_t value =
						test_random_below(&random, 2000000) - 1000000LL;
					mizan_table_set_integer(&table, row, c, value);
					mizan_text_printf(&expected, "%lld", (long long)value);
				} else if (test_random_below(&random, 5)) {
					add_random_text(&table, row, c, &random, &expected);
				}
				mizan_text_append(&expected, c + 1 < columns ? "|" : "\n");
			}
		}
		char *csv = written(&table, mizan_table_write_csv);
		char *fields = test_fields(test_write_text("t.csv", csv), NULL);
		assert_string_equal(fields, expected.data);
		free(csv);
		free(fields);
		mizan_text_release(&expected);
		mizan_table_release(&table);
	}
}

static json_t *load_json(const struct mizan_table *table, const char *command)
{
	struct mizan_text text = {0};
	struct mizan_error error = {0};
	json_error_t fault;
	assert_int_equal(mizan_table_write_json(table, command, &text, &error), MIZAN_OK);
	json_t *json = json_loadb(text.data, text.size, JSON_REJECT_DUPLICATES, &fault);
	if (!json) {
		fail_msg("%s at %d in %s", fault.text, fault.position, text.data);
	}
	mizan_text_release(&text);
	return json;
}

static void test_json(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	fill(&table);
	json_t *json = load_json(&table, "count --by \"year\"");
	assert_string_equal(
		json_string_value(json_object_get(json, "command")), "count --by \"year\"");
	assert_int_equal(json_array_size(json_object_get(json, "columns")), 4);
	assert_string_equal(
		json_string_value(json_array_get(json_object_get(json, "columns"), 2)), "deaths");
	const json_t *row = json_array_get(json_object_get(json, "rows"), 0);
	assert_int_equal(json_integer_value(json_object_get(row, "deaths")), 1081);
	assert_true(json_real_value(json_object_get(row, "rate")) == 2.2);
	row = json_array_get(json_object_get(json, "rows"), 1);
	assert_true(json_is_null(json_object_get(row, "rate")));
	assert_true(json_is_integer(json_object_get(row, "deaths")));
	assert_int_equal(json_array_size(json_object_get(json, "sources")), 1);
	assert_string_equal(
		json_string_value(json_array_get(json_object_get(json, "notes"), 0)), "two rows");
	json_decref(json);
	mizan_table_release(&table);

	json = load_json(&table, "");
	assert_int_equal(json_array_size(json_object_get(json, "rows")), 0);
	json_decref(json);

	fill_hostile(&table);
	json = load_json(&table, "x");
	for (size_t i = 0; i < TEST_COUNT(hostile); i++) {
		row = json_array_get(json_object_get(json, "rows"), i);
		assert_string_equal(
			json_string_value(json_object_get(row, "a<b>|\"c\"")), hostile[i]);
	}
	json_decref(json);
	mizan_table_release(&table);
}

/* Reals of all sizes are JSON numbers; bytes that are not UTF-8 do not break the whole. */
static void test_json_edges(void **state)
{
	(void)state;
	static const double reals[] = {0, -0.0, 1e-300, 1e300, 0.1, -1e15, 1e16, 100, 5e-324};
	static const char *const broken[] = {
		"\xff", "a\xc3", "\xe4\xb8", "\xed\xa0\x80", "\xf5\x80\x80\x80", "ok \x80 ok"};
	for (int decimals = -1; decimals < 4; decimals += 2) {
		struct mizan_table table = {0};
		mizan_table_add_column(&table, "r", MIZAN_REAL, decimals);
		mizan_table_add_column(&table, "t", MIZAN_TEXT, 0);
		for (size_t i = 0; i < TEST_COUNT(reals); i++) {
			size_t row = mizan_table_add_row(&table);
			mizan_table_set_real(&table, row, 0, reals[i]);
			mizan_table_set_text(&table, row, 1, broken[i % TEST_COUNT(broken)]);
		}
		json_t *json = load_json(&table, "x");
		for (size_t i = 0; i < TEST_COUNT(reals); i++) {
			const json_t *row = json_array_get(json_object_get(json, "rows"), i);
			const json_t *number = json_object_get(row, "r");
			assert_true(json_is_number(number));
			assert_true(decimals >= 0 || json_number_value(number) == reals[i]);
			assert_non_null(strstr(
				json_string_value(json_object_get(row, "t")), "\xef\xbf\xbd"));
		}
		json_decref(json);
		mizan_table_release(&table);
	}
}

/* A program that uses the library may have set a locale with a comma in numbers. */
static void test_locale(void **state)
{
	(void)state;
	char command[600], path[80], number[16];
	snprintf(path, sizeof path, "%s-locale", test_folder);
	snprintf(command, sizeof command,
		"mkdir %s && localedef -c -i de_DE -f UTF-8 %s/de_DE.UTF-8 2>/dev/null", path,
		path);
	bool made = system(command) == 0;
	setenv("LOCPATH", path, 1);
	bool set = made && setlocale(LC_ALL, "de_DE.UTF-8");
	snprintf(number, sizeof number, "%.1f", 0.5);
	if (set && strcmp(number, "0,5") == 0) {
		assert_real(12345.678, 2, true, "12345.68");
		assert_real(12345.678, 2, false, "12,345.68");
		assert_real(0.1, -1, true, "0.1");
		assert_real(2.5e-20, -1, true, "2.5e-20");
		struct mizan_table table = {0};
		mizan_table_add_column(&table, "a", MIZAN_REAL, -1);
		mizan_table_add_column(&table, "b", MIZAN_REAL, 2);
		mizan_table_set_real(&table, mizan_table_add_row(&table), 0, 34.0158);
		mizan_table_set_real(&table, 0, 1, 1.5);
		struct mizan_error error = {0};
		assert_int_equal(
			mizan_table_write_xlsx(&table, test_path("l.xlsx"), &error), MIZAN_OK);
		char *fields = test_fields(test_path("l.xlsx"), NULL);
		assert_string_equal(fields, "34.0158|1.5\n");
		free(fields);
		mizan_table_release(&table);
	}
	setlocale(LC_ALL, "C");
	unsetenv("LOCPATH");
	snprintf(command, sizeof command, "rm -r %s", path);
	assert_int_equal(system(command), 0);
	if (!set) {
		skip();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_table_from_text_has_numbers_where_all_cells_are),
		cmocka_unit_test(an_empty_text_is_an_empty_table),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_reorder),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_numbers_round_trip),
		cmocka_unit_test(test_simple),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_html),
		cmocka_unit_test(test_markdown),
		cmocka_unit_test(test_aligned),
		cmocka_unit_test(test_csv_quoting),
		cmocka_unit_test(test_csv_round_trip),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_json_edges),
		cmocka_unit_test(test_locale),
	};
	return cmocka_run_group_tests_name(
		"table: write", tests, test_make_folder, test_remove_folder);
}
