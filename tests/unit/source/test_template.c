/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Templates of the records: examples that work, explained in the words that are checked. */
#include "source_test.h"

static const char *write_template(const char *name)
{
	char file[64];
	struct mizan_text text = {0};
	struct mizan_error error = {0};
	assert_int_equal(mizan_template(name, &text, &error), MIZAN_OK);
	snprintf(file, sizeof file, "%s.%s", name, strcmp(name, "agreement") == 0 ? "yaml" : "csv");
	const char *path = write_text(file, text.data);
	mizan_text_release(&text);
	return path;
}

static void a_folder_of_all_templates_imports_without_a_fault(void **state)
{
	(void)state;
	size_t count = 0;
	for (const char *const *name = mizan_template_names(); *name; name++) {
		if (strcmp(*name, "map") != 0) {
			write_template(*name);
			count++;
		}
	}
	struct mizan_import_report report;
	struct mizan_error error;
	const char *path = folder;
	/* The store is in the folder too, and is no table. */
	if (import_files(&path, 1, NULL, &report, NULL, &error) != MIZAN_OK) {
		fail_msg("%s:%zu:%zu: %s", error.file, error.line, error.column, error.what);
	}
	assert_int_equal(report.file_count, count);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(report.files[i].report.refused, 0);
		assert_true(report.files[i].report.written > 0);
	}
	mizan_import_report_release(&report);
	/* Something of every kind that an agreement can have. */
	static const char *const tables[] = {"actor", "actor_name", "office", "relation", "process",
		"statement", "zone_part", "agreement", "provision", "commitment", "revision",
		"assessment", "evidence", "violation"};
	for (size_t i = 0; i < TEST_COUNT(tables); i++) {
		char sql[64];
		snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", tables[i]);
		assert_true(ask_number(sql) > 0);
	}
}

/* A column that is described and not in the template would never be filled in. */
static void a_template_has_every_column_that_its_sheet_may_have(void **state)
{
	(void)state;
	for (int record = MIZAN_ACTORS; record <= MIZAN_ZONES; record++) {
		const struct mizan_record_kind *kind = mizan_record_kind((enum mizan_record)record);
		struct mizan_text text = {0};
		struct mizan_error error = {0};
		assert_int_equal(mizan_template(kind->name, &text, &error), MIZAN_OK);
		struct mizan_text header = {0};
		for (const struct mizan_field *f = kind->fields; f->name; f++) {
			mizan_text_printf(&header, "%s%s", f == kind->fields ? "" : ",", f->name);
		}
		mizan_text_append(&header, "\n");
		assert_int_equal(strncmp(text.data, header.data, header.size), 0);
		mizan_text_release(&header);
		mizan_text_release(&text);
	}
}

static void check_words(const struct mizan_record_kind *kind, const char *words)
{
	for (const struct mizan_field *f = kind->fields; f->name; f++) {
		if (f->needed) {
			assert_says(words, f->name);
		}
		for (const struct mizan_word *w = f->words; w && w->word; w++) {
			assert_says(words, w->word);
			assert_says(words, w->meaning);
		}
	}
}

static void every_needed_field_and_every_word_is_explained(void **state)
{
	(void)state;
	for (int record = MIZAN_ACTORS; record < MIZAN_RECORD_COUNT; record++) {
		const struct mizan_record_kind *kind = mizan_record_kind((enum mizan_record)record);
		struct mizan_text words = {0};
		struct mizan_error error = {0};
		const char *name = record >= MIZAN_AGREEMENTS ? "agreement" : kind->name;
		assert_int_equal(mizan_template_words(name, &words, &error), MIZAN_OK);
		check_words(kind, words.data);
		mizan_text_release(&words);
	}
}

#define TEST(name) cmocka_unit_test_setup(name, clean_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_folder_of_all_templates_imports_without_a_fault),
		TEST(a_template_has_every_column_that_its_sheet_may_have),
		TEST(every_needed_field_and_every_word_is_explained),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
