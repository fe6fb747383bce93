/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening files of all kinds, and what is said about those that cannot be read. */
#include "table_test.h"

#include <sys/stat.h>
#include <sys/wait.h>

static void assert_fields(
	const char *path, const struct mizan_reader_options *options, const char *expected)
{
	char *fields = test_fields(path, options);
	assert_string_equal(fields, expected);
	free(fields);
}

static struct test_rows read_rows(const char *path, const struct mizan_reader_options *options)
{
	struct test_rows rows;
	test_read(path, options, NULL, 0, true, NULL, &rows);
	if (rows.status != MIZAN_OK) {
		fail_msg("%s:%zu: %s", path, rows.error.line, rows.error.what);
	}
	return rows;
}

static void run(const char *format, ...) MIZAN_PRINTF(1, 2);

static void run(const char *format, ...)
{
	char command[2048];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(command, sizeof command, format, arguments);
	va_end(arguments);
	assert_int_equal(system(command), 0);
}

static void need_python(void)
{
	if (access("/usr/bin/python3", X_OK) != 0) {
		skip();
	}
}

/* ---- Header, separator, HXL --------------------------------------------------------------- */

static void test_byte_order_mark(void **state)
{
	(void)state;
	struct test_rows rows =
		read_rows(test_write_text("a.csv", "\xef\xbb\xbfid,name\n1,x\n"), NULL);
	assert_string_equal(rows.header, "id|name");
	assert_int_equal(rows.encoding, MIZAN_UTF_8);
	assert_int_equal(rows.count, 1);
	test_rows_release(&rows);
	/* A quoted first name behind it, as Excel writes it. */
	rows = read_rows(test_write_text("a.csv", "\xef\xbb\xbf\"id\",\"name\"\r\n1,x\r\n"), NULL);
	assert_string_equal(rows.header, "id|name");
	test_rows_release(&rows);
}

static void test_utf_16(void **state)
{
	(void)state;
	test_fails(test_write("a.csv",
			   "\xff\xfe"
			   "a\0,\0b\0\n\0",
			   10),
		NULL, MIZAN_ERROR_INPUT, "UTF-16");
	test_fails(test_write("a.csv",
			   "\xfe\xff"
			   "\0a\0,\0b\0\n",
			   10),
		NULL, MIZAN_ERROR_INPUT, "UTF-16");
}

static void test_separators(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		char separator;
		const char *fields;
	} cases[] = {
		{"a,b\n1,2\n", ',', "1|2\n"},
		{"a;b\n1,5;2\n", ';', "1,5|2\n"},
		{"a\tb\n1;5\t2\n", '\t', "1;5|2\n"},
		/* A comma in a name does not decide where more semicolons are; nor in quotes. */
		{"deaths, best;b;c\n1;2;3\n", ';', "1|2|3\n"},
		{"\"a,b,c,d\";e\n1;2\n", ';', "1|2\n"},
		{"\"say \"\"a,b,c\"\"\";e\n1;2\n", ';', "1|2\n"},
		/* A quote within a name is a letter. */
		{"height 5\",width,depth;x\n1,2,3\n", ',', "1|2|3\n"},
	};
	for (size_t i = 0; i < TEST_COUNT(cases); i++) {
		const char *path = test_write_text("a.csv", cases[i].text);
		struct test_rows rows = read_rows(path, NULL);
		assert_int_equal(rows.separator, cases[i].separator);
		test_rows_release(&rows);
		assert_fields(path, NULL, cases[i].fields);
	}
	struct mizan_reader_options pipe = {.separator = '|'};
	assert_fields(test_write_text("a.csv", "a|b,c\n1|2,3\n"), &pipe, "1|2,3\n");
	/* What cannot separate. */
	static const char impossible[] = {'"', '\n', '\r', '\x80', '\xff'};
	for (size_t i = 0; i < sizeof impossible; i++) {
		struct mizan_reader_options options = {.separator = impossible[i]};
		test_fails(test_write_text("a.csv", "a,b\n1,2\n"), &options, MIZAN_ERROR_USAGE,
			"separator");
	}
}

static void test_headless(void **state)
{
	(void)state;
	static const char *const names[] = {"id", "year", "dead"};
	struct mizan_reader_options options = {.header = names, .header_count = 3};
	const char *path = test_write_text("a.csv", "1,1990,5\n2,1991,\n");
	struct test_rows rows = read_rows(path, &options);
	assert_string_equal(rows.header, "id|year|dead");
	assert_int_equal(rows.count, 2);
	assert_string_equal(rows.text.data, "row 0 line 1 width 3 8:1,1990,5 1:1 4:1990 1:5\n"
					    "row 1 line 2 width 3 7:2,1991, 1:2 4:1991 0:\n");
	test_rows_release(&rows);
}

static void test_header_names_twice(void **state)
{
	(void)state;
	struct mizan_error error = test_fails(test_write_text("a.csv", "id,Name,x,name\n1,2,3,4\n"),
		NULL, MIZAN_ERROR_INPUT, "columns 2 and 4 are both named 'name'");
	assert_int_equal(error.line, 1);
	assert_int_equal(error.column, 4);
	/* The header's line is not always the first. */
	error = test_fails(test_write_text("a.csv", "\r\n\r\nid,id\n1,2\n"), NULL,
		MIZAN_ERROR_INPUT, "both named 'id'");
	assert_int_equal(error.line, 3);
	/* Columns without a name are no names twice. */
	assert_fields(test_write_text("a.csv", "id,,,x\n1,2,3,4\n"), NULL, "1|2|3|4\n");
	/* Very many columns take no minutes. */
	struct mizan_text text = {0};
	for (int i = 0; i < 120000; i++) {
		mizan_text_printf(&text, "c%d,", i);
	}
	mizan_text_append(&text, "C7\n");
	test_fails(test_write("a.csv", text.data, text.size), NULL, MIZAN_ERROR_INPUT,
		"columns 8 and 120001 are both named 'C7'");
	mizan_text_release(&text);
}

static void test_header_trimmed(void **state)
{
	(void)state;
	struct test_rows rows =
		read_rows(test_write_text("a.csv", " id ,\tname\t,\" best \"\n1, 2 ,3\n"), NULL);
	assert_string_equal(rows.header, "id|name|best");
	assert_non_null(strstr(rows.text.data, " 3: 2  "));
	test_rows_release(&rows);
}

static void test_header_without_end(void **state)
{
	(void)state;
	test_fails(test_write_text("a.csv", "id,\"name\n1,2\n"), NULL, MIZAN_ERROR_INPUT,
		"never closed");
	/* Nothing of a header that is longer than what is looked at may be lost. */
	struct mizan_text text = {0};
	for (int i = 0; text.size < ((size_t)1 << 20) + 100; i++) {
		mizan_text_printf(&text, "a name of a column %d,", i);
	}
	mizan_text_append(&text, "last\n1,2\n");
	test_fails(test_write("a.csv", text.data, text.size), NULL, MIZAN_ERROR_INPUT,
		"the header is longer than 1 MiB");
	mizan_text_release(&text);
}

static void test_hxl(void **state)
{
	(void)state;
	/* From the HXL standard 1.1: tags with attributes under a header of free text. */
	struct test_rows rows = read_rows(test_write_text("a.csv", "District,Killed,Note\n"
								   "#adm2+name,#affected+killed,\n"
								   "Kech,3,#1\n"),
		NULL);
	assert_true(rows.hxl);
	assert_string_equal(rows.text.data, "row 0 line 3 width 3 9:Kech,3,#1 4:Kech 1:3 2:#1\n");
	test_rows_release(&rows);
	/* Data that happens to have a # stays. */
	rows = read_rows(test_write_text("a.csv", "a,b\n#1,Kech\n#2,Gwadar\n"), NULL);
	assert_false(rows.hxl);
	assert_int_equal(rows.count, 2);
	test_rows_release(&rows);
	/* So does a row of empty cells. */
	rows = read_rows(test_write_text("a.csv", "a,b\n,\n1,2\n"), NULL);
	assert_false(rows.hxl);
	assert_int_equal(rows.count, 2);
	test_rows_release(&rows);
}

/* ---- No table ----------------------------------------------------------------------------- */

static void test_no_table(void **state)
{
	(void)state;
	char path[512];
	test_fails(test_write_text("a.csv", ""), NULL, MIZAN_ERROR_INPUT, "empty");
	test_fails(test_write_text("a.csv", "\xef\xbb\xbf"), NULL, MIZAN_ERROR_INPUT, "no table");
	test_fails(test_write_text("a.csv", "\r\n\r\n\n"), NULL, MIZAN_ERROR_INPUT, "no table");
	test_fails(test_write("a.csv",
			   "\x7f"
			   "ELF\2\1\1\0\0\0\0,\0\n",
			   14),
		NULL, MIZAN_ERROR_INPUT, "no table");
	test_fails(test_write_text("a.csv", "only\n1\n2\n"), NULL, MIZAN_ERROR_INPUT, "no table");
	snprintf(path, sizeof path, "%s", test_path("is not there.csv"));
	struct mizan_error error = test_fails(path, NULL, MIZAN_ERROR_INPUT, "cannot open");
	assert_string_equal(error.file, path);
	snprintf(path, sizeof path, "%s/no folder/a.csv", test_folder);
	test_fails(path, NULL, MIZAN_ERROR_INPUT, "cannot open");
	test_fails(test_folder, NULL, MIZAN_ERROR_INPUT, "folder");
	/* The caller may not want to know why. */
	struct mizan_reader *reader;
	assert_int_equal(mizan_reader_open(test_path("is not there.csv"), NULL, &reader, NULL),
		MIZAN_ERROR_INPUT);
	assert_int_equal(mizan_reader_open(test_folder, NULL, &reader, NULL), MIZAN_ERROR_INPUT);
	assert_null(reader);
}

static void test_header_alone(void **state)
{
	(void)state;
	static const char *const texts[] = {"a,b\n", "a,b", "a,b\r\n", "a,b\r", "a,b\n\n\r\n\r"};
	for (size_t i = 0; i < TEST_COUNT(texts); i++) {
		struct test_rows rows = read_rows(test_write_text("a.csv", texts[i]), NULL);
		assert_int_equal(rows.count, 0);
		assert_int_equal(rows.batches, 0);
		assert_string_equal(rows.header, "a|b");
		test_rows_release(&rows);
	}
}

/* ---- Rows that are not as they should be -------------------------------------------------- */

static void test_open_quote(void **state)
{
	(void)state;
	struct mizan_error error =
		test_fails(test_write_text("a.csv", "a,b\n1,2\n3,\"4\n5,6\n7,8\n"), NULL,
			MIZAN_ERROR_INPUT, "the file ends inside a row");
	assert_int_equal(error.line, 3);
	error = test_fails(test_write_text("a.csv", "a,b\n\"1\n\n\",2\n3,\"4\n5,6"), NULL,
		MIZAN_ERROR_INPUT, "the file ends inside a row");
	assert_int_equal(error.line, 5);
}

static void test_cut_row(void **state)
{
	(void)state;
	struct mizan_error error = test_fails(test_write_text("a.csv", "a,b,c\n1,2,3\n4,5"), NULL,
		MIZAN_ERROR_INPUT, "the file ends inside a row, after 2 of 3 fields");
	assert_int_equal(error.line, 3);
	/* With its line end, or all fields, it is a row. */
	assert_fields(test_write_text("a.csv", "a,b,c\n1,2,3\n4,5\n"), NULL, "1|2|3\n4|5|\n");
	assert_fields(test_write_text("a.csv", "a,b,c\r1,2,3\r4,5\r"), NULL, "1|2|3\n4|5|\n");
	assert_fields(test_write_text("a.csv", "a,b,c\n1,2,3\n4,5,"), NULL, "1|2|3\n4|5|\n");
}

static void test_widths(void **state)
{
	(void)state;
	struct test_rows rows =
		read_rows(test_write_text("a.csv", "a,b,c\n1\n1,2,3,4,5\n,,\n1,2,3\n"), NULL);
	assert_string_equal(rows.text.data, "row 0 line 2 width 1 1:1 1:1 0: 0:\n"
					    "row 1 line 3 width 5 9:1,2,3,4,5 1:1 1:2 1:3\n"
					    "row 2 line 4 width 3 2:,, 0: 0: 0:\n"
					    "row 3 line 5 width 3 5:1,2,3 1:1 1:2 1:3\n");
	test_rows_release(&rows);
}

static void test_not_utf_8_later(void **state)
{
	(void)state;
	/* Behind the first MiB, in which the encoding is decided. */
	struct mizan_text text = {0};
	size_t line = 2;
	mizan_text_append(&text, "a,b\n");
	for (; text.size < (size_t)3 << 19; line++) {
		mizan_text_append(&text, "caf\xc3\xa9,1234567890\n");
	}
	mizan_text_append(&text, "caf\xe9,1\n");
	for (int i = 0; i < 50000; i++) {
		mizan_text_append(&text, "caf\xc3\xa9,1234567890\n");
	}
	const char *path = test_write("a.csv", text.data, text.size);
	for (unsigned threads = 1; threads <= 3; threads++) {
		struct mizan_reader_options options = {.threads = threads};
		struct mizan_error error =
			test_fails(path, &options, MIZAN_ERROR_INPUT, "not UTF-8");
		assert_int_equal(error.line, line);
		assert_non_null(strstr(error.advice, "windows-1252"));
	}
	/* A zero byte there is no text. */
	char *wrong = strstr(text.data, "caf\xe9");
	memset(wrong, 0, 4);
	path = test_write("a.csv", text.data, text.size);
	struct mizan_error error = test_fails(path, NULL, MIZAN_ERROR_INPUT, "zero");
	assert_int_equal(error.line, line);
	mizan_text_release(&text);
}

/* A row may have 16 MiB and not a byte more, wherever it lies. */
static void test_long_rows(void **state)
{
	(void)state;
	const size_t most = (size_t)16 << 20;
	for (int k = 0; k < 8; k++) {
		bool quoted = k & 1, over = k & 2, behind = k & 4;
		struct mizan_text text = {0};
		mizan_text_append(&text, "a,b\n1,2\n");
		size_t line = 3;
		for (; behind && text.size < (size_t)3 << 20; line++) {
			mizan_text_append(&text, "1,23456789012345678901234567890\n");
		}
		char *row = malloc(most + 2);
		assert_non_null(row);
		memset(row, 'x', most + 2);
		memcpy(row, quoted ? "1,\"" : "1,x", 3);
		size_t size = most + (over ? 1 : 0);
		row[size - 1] = quoted ? '"' : 'x';
		mizan_text_append_bytes(&text, row, size);
		mizan_text_append(&text, "\n1,2\n");
		free(row);
		assert_false(text.failed);
		const char *path = test_write("a.csv", text.data, text.size);
		mizan_text_release(&text);
		if (over) {
			struct mizan_error error =
				test_fails(path, NULL, MIZAN_ERROR_INPUT, "16 MiB");
			assert_int_equal(error.line, line);
		} else {
			struct test_rows rows = read_rows(path, NULL);
			assert_int_equal(rows.count, line - 3 + 3);
			test_rows_release(&rows);
		}
	}
	/* An early quote astray does not eat the memory. */
	struct mizan_text text = {0};
	mizan_text_append(&text, "a,b\n1,2\n3,\"4\n");
	while (text.size < (size_t)40 << 20) {
		mizan_text_append(
			&text, "1,23456789012345678901234567890123456789012345678901234\n");
	}
	struct mizan_error error = test_fails(
		test_write("a.csv", text.data, text.size), NULL, MIZAN_ERROR_INPUT, "16 MiB");
	assert_int_equal(error.line, 3);
	mizan_text_release(&text);
	unlink(test_path("a.csv"));
}

/* ---- Encoding ----------------------------------------------------------------------------- */

static void test_windows_1252(void **state)
{
	(void)state;
	/* é – € and curly quotes; the other end of each range: Š ž Ÿ. */
	const char *path = test_write_text(
		"a.csv", "name,b\ncaf\xe9 \x96 5 \x80,\x93q\x94\n\x8a\x9e\x9f,\xa0\xff\n");
	struct test_rows rows = read_rows(path, NULL);
	assert_int_equal(rows.encoding, MIZAN_WINDOWS_1252);
	test_rows_release(&rows);
	assert_fields(path, NULL, "café – 5 €|“q”\nŠžŸ|\u00a0ÿ\n");
	/* Told so, the same; told UTF-8, an error with the line. */
	struct mizan_reader_options options = {.encoding = MIZAN_WINDOWS_1252};
	assert_fields(path, &options, "café – 5 €|“q”\nŠžŸ|\u00a0ÿ\n");
	options.encoding = MIZAN_UTF_8;
	struct mizan_error error = test_fails(path, &options, MIZAN_ERROR_INPUT, "not UTF-8");
	assert_int_equal(error.line, 2);
	/* UTF-8 told to be Windows-1252 is taken at its word. */
	options.encoding = MIZAN_WINDOWS_1252;
	assert_fields(test_write_text("a.csv", "a,b\n\xc3\xa9,1\n"), &options, "Ã©|1\n");
}

/* All 256 bytes as Python converts them; the five that Python refuses become controls. */
static void test_windows_1252_whole(void **state)
{
	(void)state;
	need_python();
	char text[2048] = "number,character\n";
	size_t size = strlen(text);
	for (int byte = 0x80; byte < 0x100; byte++) {
		bool none = byte == 0x81 || byte == 0x8d || byte == 0x8f || byte == 0x90 ||
			    byte == 0x9d;
		if (!none) {
			size += (size_t)snprintf(
				text + size, sizeof text - size, "%d,%c\n", byte, byte);
		}
	}
	const char *path = test_write("w.csv", text, size);
	run("/usr/bin/python3 -c \"import sys;d=open(sys.argv[1],'rb').read().decode('cp1252');"
	    "open(sys.argv[2],'wb').write(d.encode())\" %s %s",
		path, test_path("u.csv"));
	char *ours = test_fields(path, NULL), *theirs = test_fields(test_path("u.csv"), NULL);
	assert_string_equal(ours, theirs);
	free(ours);
	free(theirs);
}

/* A conversion across all the pieces of a large file. */
static void test_windows_1252_large(void **state)
{
	(void)state;
	struct mizan_text text = {0}, converted = {0};
	struct test_random random = {1252};
	mizan_text_append(&text, "a,b\n");
	mizan_text_append(&converted, "a,b\n");
	while (text.size < (size_t)3 << 20) {
		switch (test_random_below(&random, 5)) {
		case 0:
			mizan_text_append(&text, "\xe9");
			mizan_text_append(&converted, "é");
			break;
		case 1:
			mizan_text_append(&text, "\x80\x96");
			mizan_text_append(&converted, "€–");
			break;
		case 2:
			mizan_text_append(&text, "x,y\r\n");
			mizan_text_append(&converted, "x,y\r\n");
			break;
		default:
			mizan_text_append(&text, "\"a\xff\"\"\"\n");
			mizan_text_append(&converted, "\"aÿ\"\"\"\n");
		}
	}
	mizan_text_append(&text, ",\n");
	mizan_text_append(&converted, ",\n");
	struct test_rows ours = read_rows(test_write("w.csv", text.data, text.size), NULL);
	struct test_rows theirs =
		read_rows(test_write("u.csv", converted.data, converted.size), NULL);
	assert_int_equal(ours.encoding, MIZAN_WINDOWS_1252);
	assert_int_equal(theirs.encoding, MIZAN_UTF_8);
	assert_int_equal(ours.text.size, theirs.text.size);
	assert_memory_equal(ours.text.data, theirs.text.data, ours.text.size);
	test_rows_release(&ours);
	test_rows_release(&theirs);
	mizan_text_release(&text);
	mizan_text_release(&converted);
}

/* A character cut by the end of the first MiB does not make a file Windows-1252. */
static void test_utf_8_across_head(void **state)
{
	(void)state;
	for (size_t shift = 0; shift < 5; shift++) {
		struct mizan_text text = {0};
		mizan_text_append(&text, "a,b\n");
		while (text.size < ((size_t)1 << 20) - 20) {
			mizan_text_append(&text, "1,2\n");
		}
		while (text.size < ((size_t)1 << 20) - shift) {
			mizan_text_append(&text, "x");
		}
		mizan_text_append(&text, "😀,1\n1,2\n");
		struct test_rows rows = read_rows(test_write("a.csv", text.data, text.size), NULL);
		assert_int_equal(rows.encoding, MIZAN_UTF_8);
		test_rows_release(&rows);
		mizan_text_release(&text);
	}
}

/* ---- Compressed, piped -------------------------------------------------------------------- */

static void make_plain(char *text, size_t size)
{
	size_t used = (size_t)snprintf(text, size, "id,name\n");
	for (int i = 0; i < 2000; i++) {
		used += (size_t)snprintf(
			text + used, size - used, "%d,\"na\"\"me %d\"\n", i, i * 7);
	}
}

static void test_gzip(void **state)
{
	(void)state;
	char text[65536];
	make_plain(text, sizeof text);
	const char *path = test_write_text("a.csv", text);
	struct test_rows plain = read_rows(path, NULL);
	run("gzip -kf %s", path);
	struct test_rows packed = read_rows(test_path("a.csv.gz"), NULL);
	assert_string_equal(plain.text.data, packed.text.data);
	assert_string_equal(plain.sha256, packed.sha256);
	test_rows_release(&packed);
	/* Two members behind each other are one file (RFC 1952). */
	run("cd %s && head -n 500 a.csv | gzip > b.gz && tail -n +501 a.csv | gzip >> b.gz",
		test_folder);
	packed = read_rows(test_path("b.gz"), NULL);
	assert_string_equal(plain.text.data, packed.text.data);
	test_rows_release(&packed);
	test_rows_release(&plain);
	/* Cut anywhere, it is an error and never fewer rows. */
	for (unsigned bytes = 12; bytes < 4000; bytes += 331) {
		run("cd %s && head -c %u a.csv.gz > cut.gz", test_folder, bytes);
		test_fails(test_path("cut.gz"), NULL, MIZAN_ERROR_INPUT, "compressed");
	}
	run("cd %s && head -c -3 a.csv.gz > cut.gz", test_folder);
	test_fails(test_path("cut.gz"), NULL, MIZAN_ERROR_INPUT, "compressed");
	/* Cut behind the first pieces. */
	run("cd %s && (echo a,b; seq -f '%%.0f,x' 1 900000) | gzip -1 | head -c 1500000 > cut.gz",
		test_folder);
	test_fails(test_path("cut.gz"), NULL, MIZAN_ERROR_INPUT, "compressed");
}

/* A byte that changed on its way: RFC 1952 has a checksum to see it. */
static void test_gzip_damaged(void **state)
{
	(void)state;
	/* Stored, not compressed: every byte of the text stands there. */
	unsigned char gz[64] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 8, 0, 0xf7, 0xff, 'a', ',',
		'b', '\n', '1', ',', '2', '\n', 0x25, 0xe6, 0x3e, 0x4e, 8, 0, 0, 0};
	/* CRC-32 (ISO 3309) of the text, bit by bit. */
	uint32_t crc = 0xffffffffu;
	for (int i = 15; i < 23; i++) {
		crc ^= gz[i];
		for (int k = 0; k < 8; k++) {
			crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
		}
	}
	crc = ~crc;
	for (int i = 0; i < 4; i++) {
		gz[23 + i] = (unsigned char)(crc >> (8 * i));
	}
	assert_fields(test_write("a.gz", gz, 31), NULL, "1|2\n");
	gz[21] = '7';
	test_fails(test_write("a.gz", gz, 31), NULL, MIZAN_ERROR_INPUT, "compressed");
}

static const char make_zip[] =
	"import sys,zipfile\n"
	"with zipfile.ZipFile(sys.argv[1],'w',zipfile.ZIP_DEFLATED if sys.argv[2]=='d' else "
	"zipfile.ZIP_STORED) as z:\n"
	"  for name in sys.argv[3:]:\n"
	"    z.writestr(name, open(name.replace('/','_')).read() if name.endswith('csv') else "
	"'x')\n";

static void test_zip(void **state)
{
	(void)state;
	need_python();
	char text[65536];
	make_plain(text, sizeof text);
	struct test_rows plain = read_rows(test_write_text("a.csv", text), NULL);
	test_write_text("folder_b.csv", "a,b\n1,2\n");
	test_write("zip.py", make_zip, sizeof make_zip - 1);
	for (int stored = 0; stored < 2; stored++) {
		run("cd %s && /usr/bin/python3 zip.py t.zip %s read.me a.csv __MACOSX/._a.csv "
		    "2>/dev/null || /usr/bin/python3 zip.py t.zip %s read.me a.csv",
			test_folder, stored ? "s" : "d", stored ? "s" : "d");
		struct test_rows rows = read_rows(test_path("t.zip"), NULL);
		assert_string_equal(rows.text.data, plain.text.data);
		assert_string_equal(rows.sha256, plain.sha256);
		test_rows_release(&rows);
	}
	/* Written to a pipe: the size of an entry stands behind it. */
	run("cd %s && /usr/bin/python3 zip.py /dev/stdout s a.csv | cat > t.zip", test_folder);
	struct test_rows rows = read_rows(test_path("t.zip"), NULL);
	assert_string_equal(rows.text.data, plain.text.data);
	test_rows_release(&rows);
	/* As standard input, from its start. */
	run("cd %s && /usr/bin/python3 zip.py t.zip d a.csv", test_folder);
	int kept = dup(STDIN_FILENO);
	assert_non_null(freopen(test_path("t.zip"), "rb", stdin));
	rows = read_rows("-", NULL);
	assert_string_equal(rows.text.data, plain.text.data);
	test_rows_release(&rows);
	assert_true(dup2(kept, STDIN_FILENO) >= 0);
	close(kept);
	run("cd %s && /usr/bin/python3 zip.py t.zip d a.csv folder/b.csv", test_folder);
	struct mizan_error error =
		test_fails(test_path("t.zip"), NULL, MIZAN_ERROR_INPUT, "2 tables");
	assert_non_null(strstr(error.what, "a.csv, folder/b.csv"));
	run("cd %s && /usr/bin/python3 zip.py t.zip d read.me", test_folder);
	test_fails(test_path("t.zip"), NULL, MIZAN_ERROR_INPUT, "no table");
	/* Cut, and damaged. */
	run("cd %s && /usr/bin/python3 zip.py t.zip s a.csv && head -c 20000 t.zip > cut.zip",
		test_folder);
	test_fails(test_path("cut.zip"), NULL, MIZAN_ERROR_INPUT, "");
	run("cd %s && sed 's/na..me 777/na..me 778/' t.zip > bad.zip", test_folder);
	test_fails(test_path("bad.zip"), NULL, MIZAN_ERROR_INPUT, "compressed");
	test_rows_release(&plain);
}

/* Runs `body` with what `command` prints as standard input. */
static void with_input(const char *command, void (*body)(void))
{
	FILE *pipe = popen(command, "r");
	assert_non_null(pipe);
	int kept = dup(STDIN_FILENO);
	assert_true(dup2(fileno(pipe), STDIN_FILENO) >= 0);
	body();
	assert_true(dup2(kept, STDIN_FILENO) >= 0);
	close(kept);
	pclose(pipe);
}

static void read_slow_input(void)
{
	assert_fields("-", NULL, "1|2\n3|4\n5|6\n");
}

static void read_packed_input(void)
{
	assert_fields("-", NULL, "1|2\n");
}

static void read_zip_input(void)
{
	test_fails("-", NULL, MIZAN_ERROR_INPUT, "pipe");
}

static void test_standard_input(void **state)
{
	(void)state;
	/* In pieces, one of them shorter than what tells a .gz. */
	with_input("printf a; sleep 0.05; printf ',b\\n1,2\\n3,'; sleep 0.05; printf '4\\n5,6\\n'",
		read_slow_input);
	with_input("printf 'a,b\\n1,2\\n' | gzip", read_packed_input);
	with_input("printf 'PK\\003\\004aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'", read_zip_input);
}

/* ---- The scan ----------------------------------------------------------------------------- */

static void test_hash(void **state)
{
	(void)state;
	/* sha256sum of "a,b\n1,2\n" and of the same behind a byte order mark. */
	struct test_rows rows = read_rows(test_write_text("a.csv", "a,b\n1,2\n"), NULL);
	char expected[128] = "";
	FILE *pipe;
	char command[600];
	snprintf(command, sizeof command, "sha256sum < %s", test_path("a.csv"));
	pipe = popen(command, "r");
	assert_non_null(pipe);
	assert_non_null(fgets(expected, sizeof expected, pipe));
	pclose(pipe);
	expected[64] = '\0';
	assert_string_equal(rows.sha256, expected);
	test_rows_release(&rows);
	/* A file of many pieces, with a byte order mark and in Windows-1252: as it is on disk. */
	run("cd %s && (printf '\\357\\273\\277a,b\\n'; seq -f '%%.0f,x' 1 300000) > b.csv",
		test_folder);
	run("cd %s && (printf 'a,b\\n\\351,1\\n'; seq -f '%%.0f,\\351' 1 300000) > c.csv",
		test_folder);
	for (const char *name = "b.csv"; name; name = *name == 'b' ? "c.csv" : NULL) {
		snprintf(command, sizeof command, "sha256sum < %s", test_path(name));
		pipe = popen(command, "r");
		assert_non_null(pipe);
		assert_non_null(fgets(expected, sizeof expected, pipe));
		pclose(pipe);
		expected[64] = '\0';
		rows = read_rows(test_path(name), NULL);
		assert_string_equal(rows.sha256, expected);
		test_rows_release(&rows);
	}
}

static void test_scanned_once(void **state)
{
	(void)state;
	struct mizan_reader *reader;
	struct mizan_error error = {0};
	const char *path = test_write_text("a.csv", "a,b\n1,2\n");
	assert_int_equal(mizan_reader_open(path, NULL, &reader, &error), MIZAN_OK);
	assert_int_equal(mizan_reader_facts(reader)->size, 8);
	assert_null(mizan_reader_facts(reader)->sha256);
	mizan_reader_close(reader);
	mizan_reader_close(NULL);
}

/* Results for every batch of a file of many batches; counts what becomes of them. */
struct counting {
	uint64_t fail_from; /* rows from here on make process fail */
	uint64_t deliver_fails_from;
	uint64_t made, delivered, discarded, next_row;
};

struct counted {
	uint64_t first_row, rows;
};

static mizan_status count_process(void *context, unsigned worker, const struct mizan_batch *batch,
	void **result, struct mizan_error *error)
{
	struct counting *counting = context;
	(void)worker;
	struct counted *made = malloc(sizeof *made);
	assert_non_null(made);
	*made = (struct counted){batch->first_row, batch->row_count};
	*result = made;
	__atomic_add_fetch(&counting->made, 1, __ATOMIC_RELAXED);
	if (batch->first_row + batch->row_count > counting->fail_from) {
		/* Later batches are quicker to fail. */
		if (batch->first_row <= counting->fail_from) {
			usleep(20000);
		}
		return mizan_error_set(error, MIZAN_ERROR_STORE, NULL, "batch at row %llu",
			(unsigned long long)(batch->first_row <= counting->fail_from
						     ? 0
						     : batch->first_row));
	}
	return MIZAN_OK;
}

static mizan_status count_deliver(void *context, void *result, struct mizan_error *error)
{
	struct counting *counting = context;
	struct counted counted = *(struct counted *)result;
	free(result);
	counting->delivered++;
	assert_int_equal(counted.first_row, counting->next_row);
	counting->next_row += counted.rows;
	return counting->next_row > counting->deliver_fails_from
		       ? mizan_error_set(error, MIZAN_ERROR_STORE, NULL, "full")
		       : MIZAN_OK;
}

static void count_discard(void *context, void *result)
{
	struct counting *counting = context;
	__atomic_add_fetch(&counting->discarded, 1, __ATOMIC_RELAXED);
	free(result);
}

#define MANY_ROWS 400000

static const char *make_many_rows(void)
{
	struct mizan_text text = {0};
	mizan_text_append(&text, "id,text\n");
	for (int i = 0; i < MANY_ROWS; i++) {
		mizan_text_printf(&text, "%d,some text\n", i);
	}
	const char *path = test_write("many.csv", text.data, text.size);
	mizan_text_release(&text);
	return path;
}

static mizan_status count_scan(const char *path, unsigned threads, struct counting *counting,
	bool ordered, const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_reader *reader;
	struct mizan_reader_options options = {.threads = threads};
	static const size_t wanted[] = {0};
	*error = (struct mizan_error){0};
	assert_int_equal(mizan_reader_open(path, &options, &reader, error), MIZAN_OK);
	assert_int_equal(mizan_reader_workers(reader), threads);
	struct mizan_scan scan = {.wanted = wanted,
		.wanted_count = 1,
		.context = counting,
		.process = count_process,
		.deliver = ordered ? count_deliver : NULL,
		.discard = count_discard};
	mizan_status status = mizan_reader_scan(reader, &scan, watch, error);
	assert_null(mizan_reader_facts(reader)->sha256);
	struct mizan_error again = {0};
	assert_int_equal(mizan_reader_scan(reader, &scan, watch, &again), MIZAN_ERROR_USAGE);
	mizan_reader_close(reader);
	/* Nothing that process made is lost. */
	assert_int_equal(counting->made, counting->delivered + counting->discarded);
	return status;
}

static void test_order(void **state)
{
	(void)state;
	const char *path = make_many_rows();
	struct mizan_error error;
	for (unsigned threads = 1; threads <= 4; threads++) {
		struct counting counting = {
			.fail_from = UINT64_MAX, .deliver_fails_from = UINT64_MAX};
		assert_int_equal(
			count_scan(path, threads, &counting, true, NULL, &error), MIZAN_OK);
		assert_int_equal(counting.next_row, MANY_ROWS);
		assert_int_equal(counting.discarded, 0);
		assert_true(counting.made > 10);
		/* Without deliver the results are discarded. */
		counting = (struct counting){.fail_from = UINT64_MAX};
		assert_int_equal(
			count_scan(path, threads, &counting, false, NULL, &error), MIZAN_OK);
		assert_int_equal(counting.delivered, 0);
	}
}

static void test_first_error(void **state)
{
	(void)state;
	const char *path = make_many_rows();
	struct mizan_error error;
	for (unsigned threads = 1; threads <= 4; threads++) {
		for (uint64_t from = 0; from < MANY_ROWS; from += MANY_ROWS / 3) {
			for (int ordered = 0; ordered < 2; ordered++) {
				struct counting counting = {
					.fail_from = from, .deliver_fails_from = UINT64_MAX};
				assert_int_equal(
					count_scan(path, threads, &counting, ordered, NULL, &error),
					MIZAN_ERROR_STORE);
				assert_string_equal(error.what, "batch at row 0");
			}
			struct counting counting = {
				.fail_from = UINT64_MAX, .deliver_fails_from = from};
			assert_int_equal(count_scan(path, threads, &counting, true, NULL, &error),
				MIZAN_ERROR_STORE);
			assert_string_equal(error.what, "full");
		}
	}
}

struct stopper {
	uint64_t asked, stop_at, last_done, total;
};

static bool stop_now(void *context)
{
	struct stopper *stopper = context;
	return __atomic_add_fetch(&stopper->asked, 1, __ATOMIC_RELAXED) >= stopper->stop_at;
}

static void see_progress(void *context, const char *what, uint64_t done, uint64_t total)
{
	struct stopper *stopper = context;
	assert_non_null(what);
	assert_true(done >= stopper->last_done);
	assert_true(done <= total);
	stopper->last_done = done;
	stopper->total = total;
}

static void test_interrupted(void **state)
{
	(void)state;
	const char *path = make_many_rows();
	struct mizan_error error;
	for (unsigned threads = 1; threads <= 3; threads++) {
		for (uint64_t stop_at = 1; stop_at < 8; stop_at += 3) {
			struct stopper stopper = {.stop_at = stop_at};
			struct mizan_watch watch = {.interrupted = stop_now,
				.progress = see_progress,
				.context = &stopper};
			struct counting counting = {
				.fail_from = UINT64_MAX, .deliver_fails_from = UINT64_MAX};
			assert_int_equal(count_scan(path, threads, &counting, true, &watch, &error),
				MIZAN_ERROR_INTERRUPTED);
			assert_true(counting.next_row < MANY_ROWS);
		}
		struct stopper stopper = {.stop_at = UINT64_MAX};
		struct mizan_watch watch = {
			.interrupted = stop_now, .progress = see_progress, .context = &stopper};
		struct counting counting = {
			.fail_from = UINT64_MAX, .deliver_fails_from = UINT64_MAX};
		assert_int_equal(
			count_scan(path, threads, &counting, true, &watch, &error), MIZAN_OK);
		/* At the end all is done. */
		assert_int_equal(stopper.last_done, stopper.total);
		assert_true(stopper.total > MANY_ROWS * 12);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_byte_order_mark),
		cmocka_unit_test(test_utf_16),
		cmocka_unit_test(test_separators),
		cmocka_unit_test(test_headless),
		cmocka_unit_test(test_header_names_twice),
		cmocka_unit_test(test_header_trimmed),
		cmocka_unit_test(test_header_without_end),
		cmocka_unit_test(test_hxl),
		cmocka_unit_test(test_no_table),
		cmocka_unit_test(test_header_alone),
		cmocka_unit_test(test_open_quote),
		cmocka_unit_test(test_cut_row),
		cmocka_unit_test(test_widths),
		cmocka_unit_test(test_not_utf_8_later),
		cmocka_unit_test(test_long_rows),
		cmocka_unit_test(test_windows_1252),
		cmocka_unit_test(test_windows_1252_whole),
		cmocka_unit_test(test_windows_1252_large),
		cmocka_unit_test(test_utf_8_across_head),
		cmocka_unit_test(test_gzip),
		cmocka_unit_test(test_gzip_damaged),
		cmocka_unit_test(test_zip),
		cmocka_unit_test(test_standard_input),
		cmocka_unit_test(test_hash),
		cmocka_unit_test(test_scanned_once),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_first_error),
		cmocka_unit_test(test_interrupted),
	};
	return cmocka_run_group_tests_name(
		"table: reader", tests, test_make_folder, test_remove_folder);
}
