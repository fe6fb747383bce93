/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All or nothing: wrong files, stops and errors leave the store as it was. */
#include "source_test.h"

#include <stdatomic.h>

static struct ged_text ged;

/* A store with something of everything in it. */
static void fill(void)
{
	ged.columns[0] = NULL;
	ged_begin(&ged);
	ged_add_many(&ged, 1, 30);
	import_one(write_text("first.csv", ged.data), NULL);
	import_one(write_text("f.csv", "publisher,indicator,value,period_start,period_end,country\n"
				       "IEP,deaths,1081,2024-01-01,2024-12-31,PAK\n"),
		NULL);
}

/* Imports what has to fail, and holds the file's bytes against those before. */
static struct mizan_error check_unchanged(
	const char *const *paths, size_t count, const struct mizan_import_options *options)
{
	char before[65], after[65];
	struct mizan_import_report report;
	struct mizan_error error;
	hash_store(before);
	assert_int_not_equal(import_files(paths, count, options, &report, NULL, &error), MIZAN_OK);
	assert_int_equal(report.file_count, 0);
	mizan_import_report_release(&report);
	hash_store(after);
	assert_string_equal(before, after);
	assert_int_equal(error.status, MIZAN_ERROR_INPUT);
	assert_true(error.what[0] != '\0');
	assert_true(error.advice[0] != '\0');
	return error;
}

static void a_wrong_file_is_one_clear_error_and_changes_nothing(void **state)
{
	(void)state;
	static const unsigned char picture[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0,
		0, 13, 'I', 'H', 'D', 'R', 0, 0, 0, 1};
	static const struct {
		const char *name, *text, *says;
	} wrong[] = {
		{"empty.csv", "", "empty"},
		{"blank.csv", "\n\n\n", ""},
		{"prose.txt", "Dear reader\nthis is no table\n", "no table"},
		{"head.csv", "source_key,date_start,country,deaths_best\n", "no row"},
		{"twice.csv", "source_key,date_start,country,country\n1,2024-01-01,PAK,PAK\n",
			"columns 3 and 4"},
		{"quote.csv",
			"source_key,date_start,country,deaths_best\n1,2024-01-01,PAK,\"3\n2,x\n",
			"quote"},
		{"other.csv", "a,b,c\n1,2,3\n", "none that Mizan knows"},
		{"utf16.csv",
			"\xff\xfe"
			"a",
			"UTF-16"},
		{"cut.gz", "\x1f\x8b\x08\x08", ""},
		{"cut.zip", "PK\x03\x04", ""},
		{"cut.xlsx", "PK\x03\x04", ""},
	};
	fill();
	for (size_t i = 0; i < TEST_COUNT(wrong); i++) {
		const char *path = write_text(wrong[i].name, wrong[i].text);
		struct mizan_error error = check_unchanged(&path, 1, NULL);
		assert_says(error.file, wrong[i].name);
		assert_says(error.what, wrong[i].says);
	}
	const char *path = write_bytes("picture.csv", picture, sizeof picture);
	assert_says(check_unchanged(&path, 1, NULL).what, "no table");
	path = "/nowhere/a.csv";
	assert_says(check_unchanged(&path, 1, NULL).file, "/nowhere/a.csv");
	path = folder;
	assert_says(check_unchanged(&path, 1, NULL).file, folder);
}

static void a_bad_file_among_good_ones_takes_them_all_back(void **state)
{
	(void)state;
	fill();
	ged_begin(&ged);
	ged_add_many(&ged, 40, 60);
	const char *paths[] = {write_text("good.csv", ged.data),
		write_text("figures.csv", "publisher,indicator,value,period_start,period_end\n"
					  "IEP,deaths,1,2024-01-01,2024-12-31\n"),
		write_text("bad.csv", "source_key,date_start,country,deaths_best\n"
				      "1,2024-01-01,PAK,3\n2,2024-01-02,PAK,x\n")};
	struct mizan_error error = check_unchanged(paths, 3, NULL);
	assert_says(error.file, "bad.csv");
	assert_int_equal(error.line, 3);
	assert_int_equal(error.column, 4);
	/* And in the other order. */
	const char *other[] = {paths[2], paths[0]};
	check_unchanged(other, 2, NULL);
}

/* ---- Stops -------------------------------------------------------------------------------- */

struct stop {
	atomic_int asked;
	int after;
};

static bool stop_after(void *context)
{
	struct stop *stop = context;
	return atomic_fetch_add(&stop->asked, 1) >= stop->after;
}

/* Many rows, so that a stop falls within. */
static const char *write_large(const char *name, int rows)
{
	char path[256];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	fprintf(file, "source_key,date_start,country,deaths_best,note\n");
	for (int i = 0; i < rows; i++) {
		fprintf(file, "%d,2024-%02d-%02d,PAK,%d,%0200d\n", i, i % 12 + 1, i % 28 + 1, i % 9,
			i);
	}
	fclose(file);
	static char kept[256];
	snprintf(kept, sizeof kept, "%s", path);
	return kept;
}

static void a_stop_at_any_moment_leaves_the_store_whole(void **state)
{
	(void)state;
	char before[65], after[65];
	fill();
	/* 40,000 rows of 230 bytes: several batches, more pages than SQLite keeps in memory. */
	const char *paths[] = {write_large("large.csv", 40000), NULL};
	ged_begin(&ged);
	ged_add_many(&ged, 70, 80);
	paths[1] = write_text("small.csv", ged.data);
	int64_t events = ask_number("SELECT count(*) FROM event");
	hash_store(before);
	int stopped = 0;
	for (int when = 0; when < 40; when = when < 8 ? when + 1 : when * 2) {
		struct stop stop = {.after = when};
		struct mizan_watch watch = {.interrupted = stop_after, .context = &stop};
		struct mizan_import_report report;
		struct mizan_error error;
		mizan_status status = import_files(paths, 2, NULL, &report, &watch, &error);
		mizan_import_report_release(&report);
		if (status == MIZAN_OK) {
			break;
		}
		assert_int_equal(status, MIZAN_ERROR_INTERRUPTED);
		stopped++;
		assert_int_equal(ask_number("SELECT count(*) FROM event"), events);
		assert_int_equal(ask_number("SELECT count(*) FROM release"), 2);
		assert_string_equal(ask("PRAGMA integrity_check"), "ok");
		assert_string_equal(ask("SELECT rtreecheck('rtree_event_geom')"), "ok");
		hash_store(after);
		assert_string_equal(before, after);
		/* Other programs still cannot write events. */
		assert_int_equal(ask_number("SELECT count(*) FROM sqlite_master WHERE type ="
					    " 'trigger' AND name LIKE 'event%_no_%'"),
			6);
		/* The indexes are there. */
		assert_int_equal(ask_number("SELECT count(*) FROM sqlite_master WHERE type ="
					    " 'index' AND name LIKE 'event_%'"),
			2);
	}
	assert_true(stopped > 0);
	/* And it can be done after all. */
	struct mizan_import_report report;
	struct mizan_error error;
	assert_int_equal(import_files(paths, 2, NULL, &report, NULL, &error), MIZAN_OK);
	mizan_import_report_release(&report);
	assert_int_equal(ask_number("SELECT count(*) FROM event WHERE length(json_extract(provider,"
				    " '$.note')) = 200"),
		40000);
}

/* A process that dies in the middle: what the next one finds. */
static bool die_after(void *context)
{
	struct stop *stop = context;
	if (atomic_fetch_add(&stop->asked, 1) >= stop->after) {
		_exit(7);
	}
	return false;
}

#include <sys/wait.h>

static void a_process_that_dies_while_importing_leaves_the_store_whole(void **state)
{
	(void)state;
	fill();
	const char *path = write_large("large.csv", 40000);
	int64_t events = ask_number("SELECT count(*) FROM event");
	int died = 0;
	for (int when = 0; when < 64; when = when ? when * 2 : 1) {
		pid_t child = fork();
		assert_true(child >= 0);
		if (child == 0) {
			struct stop stop = {.after = when};
			struct mizan_watch watch = {.interrupted = die_after, .context = &stop};
			struct mizan_import_report report;
			struct mizan_error error;
			import_files(&path, 1, NULL, &report, &watch, &error);
			_exit(0);
		}
		int code;
		assert_int_equal(waitpid(child, &code, 0), child);
		assert_true(WIFEXITED(code));
		if (WEXITSTATUS(code) == 0) {
			break;
		}
		died++;
		assert_int_equal(ask_number("SELECT count(*) FROM event"), events);
		assert_string_equal(ask("PRAGMA integrity_check"), "ok");
	}
	assert_true(died > 0);
}

static void a_store_that_another_program_holds_is_said(void **state)
{
	(void)state;
	fill();
	sqlite3 *other;
	assert_int_equal(sqlite3_open(store_path, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	ged_begin(&ged);
	ged_add_many(&ged, 90, 91);
	const char *path = write_text("late.csv", ged.data);
	struct mizan_import_report report;
	struct mizan_error error;
	assert_int_equal(import_files(&path, 1, NULL, &report, NULL, &error), MIZAN_ERROR_STORE);
	mizan_import_report_release(&report);
	assert_says(error.what, "another program");
	sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_close(other);
	assert_int_equal(import_one(path, NULL).written, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup(name, clean_folder)
		TEST(a_wrong_file_is_one_clear_error_and_changes_nothing),
		TEST(a_bad_file_among_good_ones_takes_them_all_back),
		TEST(a_stop_at_any_moment_leaves_the_store_whole),
		TEST(a_process_that_dies_while_importing_leaves_the_store_whole),
		TEST(a_store_that_another_program_holds_is_said),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
