/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The reader against a second one, written here letter by letter after the documentation of
 * Python's csv module and RFC 4180, and against Python's own csv module. Random texts, fixed seeds.
 */
#include "table_test.h"

#include <inttypes.h>
#include <sys/wait.h>

/* ---- The second reader -------------------------------------------------------------------- */

#define REFERENCE_FIELDS 64

struct reference {
	const char *data;
	size_t size, at;
	uint64_t line;
	char separator;
	/* The row read last. */
	struct mizan_slice raw, fields[REFERENCE_FIELDS];
	size_t width;
	uint64_t row_line, quote_line;
	bool open, ended; /* inside quotes at the end; with a line end */
	char *texts;
};

static bool is_pair(const struct reference *r, size_t at)
{
	return r->data[at] == '\r' && at + 1 < r->size && r->data[at + 1] == '\n';
}

/* Takes one byte or the pair \r\n, and counts lines. */
static size_t take_line_end(struct reference *r)
{
	size_t length = is_pair(r, r->at) ? 2 : 1;
	r->at += length;
	r->line++;
	return length;
}

/* One row, blank or not. False at the end. */
static bool reference_row(struct reference *r)
{
	if (r->at >= r->size) {
		return false;
	}
	size_t start = r->at;
	char *out = r->texts, *field = out;
	bool quoted = false, fresh = true;
	r->row_line = r->line;
	r->width = 0;
	r->ended = r->open = false;
	while (r->at < r->size) {
		char c = r->data[r->at];
		if (quoted) {
			if (c == '"' && r->at + 1 < r->size && r->data[r->at + 1] == '"') {
				*out++ = '"';
				r->at += 2;
			} else if (c == '"') {
				quoted = false;
				r->at++;
			} else if (c == '\r' || c == '\n') {
				const char *from = r->data + r->at;
				size_t length = take_line_end(r);
				memcpy(out, from, length);
				out += length;
			} else {
				*out++ = c;
				r->at++;
			}
			continue;
		}
		if (c == '\r' || c == '\n') {
			r->ended = true;
			break;
		}
		r->at++;
		if (c == '"' && fresh) {
			quoted = true;
			fresh = false;
			r->quote_line = r->line;
		} else if (c == r->separator) {
			assert_true(r->width < REFERENCE_FIELDS - 1);
			r->fields[r->width++] = (struct mizan_slice){field, (size_t)(out - field)};
			field = out;
			fresh = true;
		} else {
			*out++ = c;
			fresh = false;
		}
	}
	r->open = quoted;
	r->fields[r->width++] = (struct mizan_slice){field, (size_t)(out - field)};
	r->raw = (struct mizan_slice){r->data + start, r->at - start};
	if (r->ended) {
		take_line_end(r);
	}
	return true;
}

struct expected {
	struct mizan_text text;
	size_t count;
	mizan_status status;
	uint64_t error_line;
};

static bool reference_is_hxl(const struct reference *r)
{
	bool tags = false;
	for (size_t i = 0; i < r->width; i++) {
		struct mizan_slice cell = mizan_slice_trim(r->fields[i]);
		if (cell.size > 0 && cell.data[0] != '#') {
			return false;
		}
		tags |= cell.size > 1;
	}
	return tags;
}

/* What the reader must give for a text with a header row of `columns` names. */
static void reference_read(const char *data, size_t size, char separator, size_t columns,
	const size_t *wanted, size_t wanted_count, struct expected *expected)
{
	struct reference r = {.data = data, .size = size, .line = 1, .separator = separator};
	*expected = (struct expected){0};
	r.texts = malloc(size + 1);
	assert_non_null(r.texts);
	bool found;
	while ((found = reference_row(&r)) && r.raw.size == 0) {
	}
	assert_true(found);
	assert_int_equal(r.width, columns);
	bool second = true;
	while (reference_row(&r)) {
		bool hxl = second && r.raw.size > 0 && !r.open && reference_is_hxl(&r);
		second = false;
		if (r.open || (!r.ended && !hxl && r.raw.size > 0 && r.width < columns)) {
			expected->status = MIZAN_ERROR_INPUT;
			expected->error_line = r.open ? r.quote_line : r.row_line;
			break;
		}
		if (r.raw.size == 0 || hxl) {
			continue;
		}
		struct mizan_slice fields[REFERENCE_FIELDS] = {{0}};
		for (size_t i = 0; i < wanted_count; i++) {
			fields[i] = wanted[i] < r.width ? r.fields[wanted[i]]
							: (struct mizan_slice){"", 0};
		}
		test_append_row(&expected->text, expected->count++, r.row_line, r.width, r.raw,
			fields, wanted_count);
	}
	free(r.texts);
	assert_false(expected->text.failed);
}

/* ---- Random texts ------------------------------------------------------------------------- */

static const struct {
	const char *text;
	size_t columns;
} headers[] = {
	{"a,b,c\n", 3},
	{"a,b\r\n", 2},
	{"a,b,c,d\r", 4},
	{"\r\n\n\ra,b,c\r\n", 3},
	{"\"a\",\"b \"\"x\"\"\",c\n", 3},
	{"\"a,a\",\"b\nb\",c,d\n", 4},
	{"\"a\r\na\",b\"b,\"c\"c,d,e\r\n", 5},
	{"height 5\",width,c\n", 3},
	{"a,b\r\n#x,#y\r\n", 2},
	{"\xef\xbb\xbf"
	 "a,b,c\n",
		3},
};

static void add_any(struct mizan_text *text, struct test_random *random, const char *const *pieces,
	size_t count, uint32_t most)
{
	for (uint32_t i = test_random_below(random, most); i > 0; i--) {
		mizan_text_append(text, pieces[test_random_below(random, (uint32_t)count)]);
	}
}

/* Anything in any order. */
static void add_chaos(struct mizan_text *text, struct test_random *random)
{
	static const char *const pieces[] = {"a", "bc", "\"", "\"", "\"\"", ",", ",", "\n", "\n",
		"\r\n", "\r", " ", ";", "\t", "é", "中", "#t", "\"x\"", "'", "0123456789",
		"................................................................"};
	add_any(text, random, pieces, TEST_COUNT(pieces), 120);
}

/* A length near a multiple of 64 now and then, mostly short. */
static uint32_t random_length(struct test_random *random)
{
	if (test_random_below(random, 12) == 0) {
		return 64 * (1 + test_random_below(random, 3)) - 3 + test_random_below(random, 6);
	}
	return test_random_below(random, 9);
}

static void add_field(struct mizan_text *text, struct test_random *random)
{
	bool quoted = test_random_below(random, 3) == 0;
	mizan_text_append(text, quoted ? "\"" : "");
	for (uint32_t i = random_length(random); i > 0; i--) {
		static const char *const inside[] = {
			"\"\"", ",", "\n", "\r\n", "x", "y", "é", ";", " ", "\"\"\"\""};
		static const char *const outside[] = {"x", "y", "1", "é", " ", ".", "–"};
		mizan_text_append(
			text, quoted ? inside[test_random_below(random, TEST_COUNT(inside))]
				     : outside[test_random_below(random, TEST_COUNT(outside))]);
	}
	mizan_text_append(text, quoted ? "\"" : "");
}

/* What programs write: RFC 4180, now and then ragged, blank or with a quote astray. */
static void add_orderly(struct mizan_text *text, struct test_random *random, size_t columns,
	uint32_t most, uint32_t astray)
{
	const char *end = test_random_below(random, 2) ? "\r\n" : "\n";
	for (uint32_t row = test_random_below(random, most); row > 0; row--) {
		uint32_t kind = test_random_below(random, 40);
		size_t width = kind == 0   ? 1 + test_random_below(random, 8)
			       : kind == 1 ? 0
					   : columns;
		for (size_t i = 0; i < width; i++) {
			mizan_text_append(text, i ? "," : "");
			add_field(text, random);
			if (astray && test_random_below(random, astray) == 0) {
				mizan_text_append(text, test_random_below(random, 2) ? "x\"" : "x");
			}
		}
		bool last = row == 1 && test_random_below(random, 3) == 0;
		mizan_text_append(text, last ? "" : end);
	}
}

/* ---- Comparing ---------------------------------------------------------------------------- */

static void print_text(const char *text, size_t size)
{
	for (size_t i = 0; i < size && i < 400; i++) {
		unsigned char c = (unsigned char)text[i];
		if (c >= 0x20 && c != '\\') {
			putchar(c);
		} else {
			printf("\\x%02x", c);
		}
	}
	putchar('\n');
}

static void compare(const struct mizan_text *text, size_t columns, const size_t *wanted,
	size_t wanted_count, unsigned threads, const char *what, uint64_t number)
{
	size_t all[REFERENCE_FIELDS];
	for (size_t i = 0; i < REFERENCE_FIELDS; i++) {
		all[i] = i;
	}
	size_t mark = text->size >= 3 && memcmp(text->data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	struct expected expected;
	reference_read(text->data + mark, text->size - mark, ',', columns, wanted ? wanted : all,
		wanted ? wanted_count : columns, &expected);
	struct mizan_reader_options options = {.separator = ',', .threads = threads};
	struct test_rows rows;
	test_read(test_write("compare.csv", text->data, text->size), &options, wanted, wanted_count,
		true, NULL, &rows);
	bool same = rows.status == expected.status;
	if (same && rows.status != MIZAN_OK) {
		same = rows.error.line == expected.error_line;
	} else if (same) {
		same = rows.count == expected.count && rows.text.size == expected.text.size &&
		       (rows.text.size == 0 ||
			       memcmp(rows.text.data, expected.text.data, rows.text.size) == 0);
	}
	if (!same) {
		printf("%s %" PRIu64 ", %u threads: status %d, expected %d; %s, line %zu, expected "
		       "%" PRIu64 "\n",
			what, number, threads, rows.status, expected.status, rows.error.what,
			rows.error.line, expected.error_line);
		size_t at = 0;
		while (at < rows.text.size && at < expected.text.size &&
			rows.text.data[at] == expected.text.data[at]) {
			at++;
		}
		at = at < 150 ? 0 : at - 150;
		print_text(text->data, text->size);
		if (at < rows.text.size) {
			print_text(rows.text.data + at, rows.text.size - at);
		}
		printf("expected\n");
		if (at < expected.text.size) {
			print_text(expected.text.data + at, expected.text.size - at);
		}
		fail();
	}
	test_rows_release(&rows);
	mizan_text_release(&expected.text);
}

static void test_small_texts(void **state)
{
	(void)state;
	static const size_t wanted[] = {1, SIZE_MAX, 0, 1};
	struct test_random random = {20260112};
	for (uint64_t i = 0; i < 6000; i++) {
		struct mizan_text text = {0};
		size_t header = test_random_below(&random, TEST_COUNT(headers));
		mizan_text_append(&text, headers[header].text);
		if (i % 3 == 0) {
			add_chaos(&text, &random);
		} else {
			add_orderly(
				&text, &random, headers[header].columns, 30, i % 3 == 1 ? 40 : 0);
		}
		bool few = test_random_below(&random, 4) == 0;
		compare(&text, headers[header].columns, few ? wanted : NULL, few ? 4 : 0,
			1 + (unsigned)(i % 2), "small text", i);
		mizan_text_release(&text);
	}
}

/* Many pieces in flight, rows cut by the ends of pieces, fields longer than a piece. */
static void test_large_texts(void **state)
{
	(void)state;
	struct test_random random = {4180};
	for (uint64_t i = 0; i < 8; i++) {
		struct mizan_text text = {0};
		size_t header = test_random_below(&random, TEST_COUNT(headers));
		size_t columns = headers[header].columns;
		mizan_text_append(&text, headers[header].text);
		size_t size = i % 4 == 0 ? (size_t)5 << 20 : (size_t)1500 << 10;
		while (text.size < size) {
			add_orderly(&text, &random, columns, 400, i % 3 == 0 ? 3000 : 0);
			mizan_text_append(&text, "\n");
			if (i % 4 == 1 && test_random_below(&random, 8) == 0) {
				mizan_text_append(&text, "\"");
				for (uint32_t k = test_random_below(&random, 400000); k > 0; k--) {
					mizan_text_append_bytes(&text, k % 61 ? "x" : "\n", 1);
				}
				mizan_text_append(&text, "\",1,2,3,4\r\n");
			}
			if (i % 4 == 2) {
				mizan_text_append(&text, "\"alone\rinside\",2,3,4,5\n");
			}
			if (i % 4 == 3 && test_random_below(&random, 4) == 0) {
				mizan_text_append(&text, "1,2,3,4,5\r1,2,3,4,5\r\r\n\n");
			}
		}
		mizan_text_append(&text, "1,2,3,4,5,6\n");
		for (unsigned threads = 1; threads <= 2; threads++) {
			compare(&text, columns, NULL, 0, threads, "large text", i);
		}
		mizan_text_release(&text);
	}
}

/* A row may lie at every place relative to the end of what is read at once. */
static void test_piece_ends(void **state)
{
	(void)state;
	static const char *const rows[] = {"1,2\r\n", "\"1\",\"2\"\r\n", "\"a\"\"b\",\"\r\n\"\r\n",
		"\r\n\r\n", "1,2\r3,4\r", "1\"1,\"2\"2\n"};
	for (size_t i = 0; i < TEST_COUNT(rows); i++) {
		for (size_t shift = 0; shift < 12; shift++) {
			struct mizan_text text = {0};
			mizan_text_append(&text, "a,b\n");
			/* The head is 1 MiB, what follows is read by 256 KiB. */
			size_t ends[] = {(size_t)1 << 20, (size_t)5 << 18};
			for (size_t e = 0; e < 2; e++) {
				mizan_text_append(&text, "x,\"");
				while (text.size < ends[e] - shift - 2) {
					mizan_text_append(&text, "y");
				}
				mizan_text_append(&text, "\"\n");
				mizan_text_append(&text, rows[i]);
				mizan_text_append(&text, rows[i]);
			}
			mizan_text_append(&text, "last,row\n");
			compare(&text, 2, NULL, 0, 2, rows[i], shift);
			mizan_text_release(&text);
		}
	}
}

/* More threads than a machine has processors must work too. */
static void test_many_threads(void **state)
{
	(void)state;
	struct test_random random = {31};
	struct mizan_text text = {0};
	mizan_text_append(&text, "a,b,c\n");
	while (text.size < (size_t)9 << 20) {
		add_orderly(&text, &random, 3, 400, 0);
		mizan_text_append(&text, "\n");
	}
	mizan_text_append(&text, "1,2,3\n");
	static const unsigned threads[] = {3, 16, 32, 64, 1000};
	for (size_t i = 0; i < TEST_COUNT(threads); i++) {
		compare(&text, 3, NULL, 0, threads[i], "threads", threads[i]);
	}
	mizan_text_release(&text);
}

/* ---- Python's csv module ------------------------------------------------------------------ */

/* One line a row: its fields, each with its length in bytes. */
static const char python[] = "import csv,hashlib,sys\n"
			     "csv.field_size_limit(1<<30)\n"
			     "h=hashlib.sha256()\n"
			     "n=0\n"
			     "with open(sys.argv[1],newline='',encoding='utf-8-sig') as f:\n"
			     "  r=csv.reader(f)\n"
			     "  head=[x for x in [next(r)]]\n"
			     "  for row in r:\n"
			     "    if not row: continue\n"
			     "    n+=1\n"
			     "    for x in row:\n"
			     "      b=x.encode()\n"
			     "      h.update(b'%d:'%len(b)); h.update(b)\n"
			     "    h.update(b'\\n')\n"
			     "print(n,h.hexdigest())\n";

struct checksum {
	struct mizan_sha256 hash;
	size_t rows;
};

/* On one thread, so in the order of the file. Fields behind the row's width are not there. */
static mizan_status add_checksum(void *context, unsigned worker, const struct mizan_batch *batch,
	void **result, struct mizan_error *error)
{
	struct checksum *checksum = context;
	(void)worker;
	(void)result;
	(void)error;
	for (size_t row = 0; row < batch->row_count; row++) {
		for (size_t i = 0; i < batch->widths[row] && i < batch->field_count; i++) {
			struct mizan_slice field = batch->fields[row * batch->field_count + i];
			char length[32];
			int size = snprintf(length, sizeof length, "%zu:", field.size);
			mizan_sha256_update(&checksum->hash, length, (size_t)size);
			mizan_sha256_update(&checksum->hash, field.data, field.size);
		}
		mizan_sha256_update(&checksum->hash, "\n", 1);
	}
	checksum->rows += batch->row_count;
	return MIZAN_OK;
}

static void test_python(void **state)
{
	(void)state;
	if (access("/usr/bin/python3", X_OK) != 0) {
		skip();
	}
	size_t compared = 0;
	for (uint64_t seed = 1; seed <= 6; seed++) {
		struct test_random random = {seed * 977};
		struct mizan_text text = {0};
		mizan_text_append(&text, "a,b,c,d,e,f,g,h,i,j\n");
		while (text.size < (seed < 5 ? (size_t)20 << 10 : (size_t)3 << 20)) {
			if (seed % 2) {
				add_orderly(&text, &random, 6, 50, 60);
			} else {
				add_chaos(&text, &random);
				/* Out of whatever quotes are open: Python reads on to the end. */
				mizan_text_append(&text, "\n\"\n\"\n");
			}
		}
		/* Closes an open quote, or is a field of its own. */
		mizan_text_append(&text, "\n\"\"\n1,2,3,4,5,6,7,8,9,10\n");
		const char *path = test_write("python.csv", text.data, text.size);
		mizan_text_release(&text);

		struct mizan_error error = {0};
		struct mizan_reader *reader;
		struct mizan_reader_options options = {.threads = 1, .separator = ','};
		struct checksum checksum = {0};
		size_t all[1024];
		for (size_t i = 0; i < TEST_COUNT(all); i++) {
			all[i] = i;
		}
		struct mizan_scan scan = {.wanted = all,
			.wanted_count = TEST_COUNT(all),
			.context = &checksum,
			.process = add_checksum};
		mizan_sha256_init(&checksum.hash);
		assert_int_equal(mizan_reader_open(path, &options, &reader, &error), MIZAN_OK);
		mizan_status status = mizan_reader_scan(reader, &scan, NULL, &error);
		mizan_reader_close(reader);
		if (status != MIZAN_OK) {
			/* Python gives an open quote's row; we refuse it. */
			assert_non_null(strstr(error.what, "ends inside a row"));
			continue;
		}
		char hex[65], ours[128], theirs[128] = "", command[1400];
		mizan_sha256_finish(&checksum.hash, hex);
		snprintf(ours, sizeof ours, "%zu %s\n", checksum.rows, hex);
		const char *script = test_write("checksum.py", python, sizeof python - 1);
		snprintf(command, sizeof command, "/usr/bin/python3 %s %s", script, path);
		FILE *pipe = popen(command, "r");
		assert_non_null(pipe);
		assert_non_null(fgets(theirs, sizeof theirs, pipe));
		assert_int_equal(pclose(pipe), 0);
		assert_string_equal(ours, theirs);
		compared++;
	}
	printf("%zu texts compared with Python\n", compared);
	assert_true(compared >= 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_small_texts),
		cmocka_unit_test(test_large_texts),
		cmocka_unit_test(test_piece_ends),
		cmocka_unit_test(test_many_threads),
		cmocka_unit_test(test_python),
	};
	return cmocka_run_group_tests_name(
		"table: rows", tests, test_make_folder, test_remove_folder);
}
