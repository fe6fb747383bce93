/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Errors, arena, text, numbers, UTF-8, hash, threads. */
#include "../test.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdatomic.h>

static void an_error_keeps_the_end_of_a_long_path(void **state)
{
	(void)state;
	char path[600];
	memset(path, 'a', sizeof path);
	memcpy(path + sizeof path - 9, "/ged.csv", 9);
	struct mizan_error error = {0};
	mizan_error_at(&error, path, 7, 3);
	assert_int_equal(strlen(error.file), sizeof error.file - 1);
	assert_string_equal(error.file + strlen(error.file) - 8, "/ged.csv");
	assert_int_equal(error.line, 7);
}

static void a_long_message_is_cut_at_a_whole_character(void **state)
{
	(void)state;
	char text[1200] = "";
	for (int i = 0; i < 500; i++) {
		memcpy(text + i * 2, "\xd9\xbe", 3); /* PEH */
	}
	struct mizan_error error = {0};
	assert_int_equal(
		mizan_error_set(&error, MIZAN_ERROR_INPUT, NULL, "x%s", text), MIZAN_ERROR_INPUT);
	assert_int_equal(mizan_utf8_check(error.what, strlen(error.what)), strlen(error.what));
	assert_string_equal(error.advice, "");
}

static void an_error_of_the_system_says_its_reason(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	errno = ENOENT;
	assert_int_equal(
		mizan_error_errno(&error, "look again", "cannot open x"), MIZAN_ERROR_SYSTEM);
	assert_non_null(strstr(error.what, "cannot open x: No such file"));
	assert_string_equal(error.advice, "look again");
	assert_int_equal(mizan_error_set(NULL, MIZAN_ERROR_STORE, NULL, "no one listens"),
		MIZAN_ERROR_STORE);
}

static void an_arena_gives_zeroed_aligned_memory_of_any_size(void **state)
{
	(void)state;
	struct mizan_arena arena = {0};
	for (size_t size = 1; size < 3000000; size = size * 3 + 1) {
		unsigned char *bytes = mizan_arena_allocate(&arena, size, 1);
		assert_non_null(bytes);
		assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++) {
			assert_int_equal(bytes[i], 0);
		}
		memset(bytes, 0xff, size);
	}
	assert_null(mizan_arena_allocate(&arena, SIZE_MAX / 2, 4));
	assert_string_equal(mizan_arena_printf(&arena, "%d-%s", 7, "x"), "7-x");
	mizan_arena_release(&arena);
	assert_null(arena.last);
}

static void growing_checks_the_multiplication(void **state)
{
	(void)state;
	int *items = NULL;
	size_t capacity = 0;
	assert_true(mizan_grow(&items, &capacity, 3, sizeof *items));
	assert_true(capacity >= 3);
	assert_false(mizan_grow(&items, &capacity, SIZE_MAX / 2, sizeof *items));
	assert_true(capacity >= 3 && capacity < 100);
	free(items);
}

static void numbers_are_grouped_by_three(void **state)
{
	(void)state;
	static const struct {
		int64_t value;
		const char *text;
	} cases[] = {{0, "0"}, {999, "999"}, {1081, "1,081"}, {-1081, "-1,081"},
		{1234567, "1,234,567"}, {INT64_MIN, "-9,223,372,036,854,775,808"}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mizan_text text = {0};
		mizan_text_append_grouped(&text, cases[i].value);
		assert_string_equal(text.data, cases[i].text);
		mizan_text_release(&text);
	}
}

static void nothing_in_a_text_becomes_markup(void **state)
{
	(void)state;
	struct mizan_text text = {0};
	mizan_text_append_html(&text, "<script a=\"b\" c='d'>&\x01\x7f\n");
	assert_string_equal(text.data, "&lt;script a=&quot;b&quot; c=&#39;d&#39;&gt;&amp;\n");
	mizan_text_release(&text);
}

static void json_escapes_and_repairs(void **state)
{
	(void)state;
	struct mizan_text text = {0};
	mizan_text_append_json(&text, "a\"\\\n\t\x01\xff\xd9\xbe", 9);
	assert_string_equal(text.data, "\"a\\\"\\\\\\n\\t\\u0001\xef\xbf\xbd\xd9\xbe\"");
	mizan_text_release(&text);
}

static void whole_numbers_are_read_exactly_or_not_at_all(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t value;
	} right[] = {{"0", 0}, {" 42 ", 42}, {"-1", -1}, {"+7", 7}, {"438.0", 438}, {"438.", 438},
		{"9223372036854775807", INT64_MAX}, {"-9223372036854775808", INT64_MIN},
		{"007", 7}};
	for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
		int64_t value;
		assert_true(mizan_parse_integer(test_slice(right[i].text), &value));
		assert_int_equal(value, right[i].value);
	}
	const char *const wrong[] = {"", " ", "-", "1.5", "1e3", "1,000", "9223372036854775808",
		"0x10", "1 2", "NA", "."};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		int64_t value;
		assert_false(mizan_parse_integer(test_slice(wrong[i]), &value));
	}
}

static void reals_are_read_as_strtod_reads_them(void **state)
{
	(void)state;
	const char *const right[] = {"34.821865", "-179.999999", "0", "1e-3", "123456789012345678",
		"0.1", "3.141592653589793238462643", "-0.0000001", "5e-324", "71.5"};
	for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
		double value;
		assert_true(mizan_parse_real(test_slice(right[i]), &value));
		assert_true(value == strtod(right[i], NULL));
	}
	const char *const wrong[] = {
		"", "nan", "inf", "1e999", "0x1p3", "1,5", "--1", "1.2.3", "e", "."};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		double value;
		assert_false(mizan_parse_real(test_slice(wrong[i]), &value));
	}
}

static void what_is_not_utf_8_is_found_where_it_is(void **state)
{
	(void)state;
	char text[200];
	memset(text, 'a', sizeof text);
	assert_int_equal(mizan_utf8_check(text, sizeof text), sizeof text);
	for (size_t at = 0; at < sizeof text; at++) {
		text[at] = (char)0xff;
		assert_int_equal(mizan_utf8_check(text, sizeof text), at);
		text[at] = 'a';
	}
	/* Overlong, surrogate, beyond U+10FFFF, cut: RFC 3629 allows none. */
	assert_int_equal(mizan_utf8_check("\xc0\x80", 2), 0);
	assert_int_equal(mizan_utf8_check("\xe0\x80\x80", 3), 0);
	assert_int_equal(mizan_utf8_check("\xed\xa0\x80", 3), 0);
	assert_int_equal(mizan_utf8_check("\xf4\x90\x80\x80", 4), 0);
	assert_int_equal(mizan_utf8_check("a\xe2\x82", 3), 1);
	assert_int_equal(mizan_utf8_check("\xf0\x9f\x98\x80", 4), 4);
}

static void check_sha_256(bool instructions, const char *data, size_t size, const char *expected)
{
	struct mizan_sha256 hash;
	char hex[65];
	mizan_sha256_init(&hash);
	hash.instructions &= instructions;
	/* In uneven parts: through the block that is kept, and past it. */
	for (size_t at = 0, part = 1; at < size; part = part % 999 + 97) {
		size_t next = size - at < part ? size - at : part;
		mizan_sha256_update(&hash, data + at, next);
		at += next;
	}
	mizan_sha256_finish(&hash, hex);
	assert_string_equal(hex, expected);
}

/* FIPS 180-4, and NIST's example files. */
static void sha_256_gives_the_published_digests_with_and_without_instructions(void **state)
{
	(void)state;
	static char million[1000000];
	memset(million, 'a', sizeof million);
	static const char two_blocks[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
	for (int with = 0; with < 2; with++) {
		check_sha_256(with, "", 0,
			"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
		check_sha_256(with, "abc", 3,
			"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
		check_sha_256(with, two_blocks, sizeof two_blocks - 1,
			"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
		check_sha_256(with, million, sizeof million,
			"cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	}
}

static void add_worker(void *context, unsigned worker)
{
	atomic_fetch_add((atomic_uint *)context, 1u << worker);
}

static void each_task_runs_once(void **state)
{
	(void)state;
	for (unsigned count = 0; count < 9; count++) {
		atomic_uint sum = 0;
		mizan_tasks_run(count, add_worker, &sum);
		assert_int_equal(sum, (1u << count) - 1);
	}
	assert_true(mizan_processor_count() >= 1);
}

static bool always(void *context)
{
	(void)context;
	return true;
}

static void a_watch_can_stop_work(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	const struct mizan_watch watch = {.interrupted = always};
	assert_int_equal(mizan_watch_check(NULL, &error), MIZAN_OK);
	assert_int_equal(mizan_watch_check(&watch, &error), MIZAN_ERROR_INTERRUPTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_error_keeps_the_end_of_a_long_path),
		cmocka_unit_test(a_long_message_is_cut_at_a_whole_character),
		cmocka_unit_test(an_error_of_the_system_says_its_reason),
		cmocka_unit_test(an_arena_gives_zeroed_aligned_memory_of_any_size),
		cmocka_unit_test(growing_checks_the_multiplication),
		cmocka_unit_test(numbers_are_grouped_by_three),
		cmocka_unit_test(nothing_in_a_text_becomes_markup),
		cmocka_unit_test(json_escapes_and_repairs),
		cmocka_unit_test(whole_numbers_are_read_exactly_or_not_at_all),
		cmocka_unit_test(reals_are_read_as_strtod_reads_them),
		cmocka_unit_test(what_is_not_utf_8_is_found_where_it_is),
		cmocka_unit_test(sha_256_gives_the_published_digests_with_and_without_instructions),
		cmocka_unit_test(each_task_runs_once),
		cmocka_unit_test(a_watch_can_stop_work),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
