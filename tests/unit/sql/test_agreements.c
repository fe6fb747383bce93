/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agreements by SQL: each function gives what the library gives, here and in other programs. */
#include <mizan/source.h>

#include "answers.h"

#include <mizan/agreement.h>
#include <mizan/sql.h>
#include <sqlite3.h>
#include <sys/wait.h>

/* ---- The worked case ---------------------------------------------------------------------- */

static void import_example(const char *name)
{
	struct mizan_error error;
	char path[1024];
	const char *source = getenv("MIZAN_TEST_SOURCE"), *list = path;
	snprintf(path, sizeof path, "%s/examples/pakistan/%s", source ? source : ".", name);
	struct mizan_import_options options = {.coverage = -1};
	struct mizan_import_report report = {0};
	CHECK(mizan_import(&fixture, &list, 1, &options, &report, NULL, &error));
	mizan_import_report_release(&report);
}

/* The records of the example, and events around the truce of 2014. */
static void open_example(bool guarded)
{
	struct mizan_error error;
	struct mizan_event events[300];
	uint64_t seed = 2014;
	fixture_new();
	import_example("milestones.csv");
	import_example("records");
	for (size_t i = 0; i < TEST_COUNT(events); i++) {
		events[i] = fixture_event("PAK",
			mizan_date_make(2013, 1, 1) + chance_below(&seed, 1000),
			chance_below(&seed, 20));
		events[i].side_a = test_slice("Government of Pakistan");
		events[i].side_b = test_slice(i % 3 ? "TTP" : "BLA");
		events[i].side_a_id = 142;
		events[i].side_b_id = i % 3 ? 356 : 1;
		events[i].admin1 = test_slice(i % 2 ? "Khyber" : "Sindh");
	}
	fixture_release("test", MIZAN_COMPLETE, 2012, 2016, events, TEST_COUNT(events));
	CHECK(mizan_sql_register(fixture.database, &error));
	if (guarded) {
		CHECK(mizan_store_guard(fixture.database, &error));
	}
}

static void audits_are_those_of_the_library(void **state)
{
	(void)state;
	static const struct {
		const char *sql;
		struct mizan_audit_options options;
		const char *on, *known_by;
	} cases[] = {{"SELECT * FROM mizan_audit('2021-05-02')", {0}, "2021-05-02", NULL},
		{"SELECT * FROM mizan_audit('2021-05-02', 'doha')", {.agreement = "doha-2020"},
			"2021-05-02", NULL},
		{"SELECT * FROM mizan_audit('2021-05-02', NULL, '2021-04-13')", {0}, "2021-05-02",
			"2021-04-13"},
		{"SELECT * FROM mizan_audit('2021', NULL, NULL, 'overdue')", {.state = "overdue"},
			"2021-12-31", NULL},
		{"SELECT * FROM mizan_audit('2022-07-01', NULL, NULL, NULL, 'pakistan-ttp')",
			{.process = "pakistan-ttp"}, "2022-07-01", NULL}};
	for (int guarded = 0; guarded < 2; guarded++) {
		open_example(guarded);
		for (size_t i = 0; i < TEST_COUNT(cases); i++) {
			struct mizan_error error;
			struct mizan_table library = {0};
			struct mizan_audit_options options = cases[i].options;
			mizan_date first;
			assert_true(mizan_period_parse(cases[i].on, &first, &options.on));
			options.known_by = MIZAN_DATE_UNKNOWN;
			assert_true(!cases[i].known_by || mizan_period_parse(cases[i].known_by,
								  &first, &options.known_by));
			CHECK(mizan_audit_store(fixture.database, &options, &library, &error));
			assert_true(library.row_count > 1);
			assert_answers(cases[i].sql, &library);
			mizan_table_release(&library);
		}
	}
}

static void timelines_lists_and_statements_are_those_of_the_library(void **state)
{
	(void)state;
	open_example(true);
	struct mizan_error error;
	struct mizan_table library = {0};
	CHECK(mizan_agreement_timeline_store(
		fixture.database, "doha-2020", MIZAN_DATE_UNKNOWN, &library, &error));
	assert_true(library.row_count > 50);
	assert_answers("SELECT * FROM mizan_agreement_timeline('doha-2020')", &library);
	mizan_table_release(&library);
	CHECK(mizan_agreement_timeline_store(
		fixture.database, "doha-2020", mizan_date_make(2020, 12, 31), &library, &error));
	assert_answers("SELECT * FROM mizan_agreement_timeline('doha', '2020')", &library);
	mizan_table_release(&library);
	CHECK(mizan_agreements_store(
		fixture.database, NULL, mizan_date_make(2021, 5, 2), &library, &error));
	assert_true(library.row_count > 5);
	assert_answers("SELECT * FROM mizan_agreements(NULL, '2021-05-02')", &library);
	mizan_table_release(&library);
	CHECK(mizan_agreements_store(
		fixture.database, "us-taliban", MIZAN_DATE_UNKNOWN, &library, &error));
	assert_answers("SELECT * FROM mizan_agreements('us-taliban')", &library);
	mizan_table_release(&library);
	struct mizan_statement_options statements = {
		.kind = "casualties", .known_by = mizan_date_make(2025, 10, 31)};
	CHECK(mizan_statements_store(fixture.database, &statements, &library, &error));
	assert_true(library.row_count > 1);
	assert_answers(
		"SELECT * FROM mizan_statements(NULL, NULL, 'casualties', '2025-10-31')", &library);
	mizan_table_release(&library);
}

static void incidents_and_effects_are_those_of_the_library(void **state)
{
	(void)state;
	open_example(true);
	struct mizan_error error;
	struct mizan_table library = {0};
	CHECK(mizan_agreement_test_store(
		fixture.database, "pakistan-ttp-2014-truce", &library, NULL, &error));
	assert_true(library.row_count > 0);
	assert_answers(
		"SELECT * FROM mizan_agreement_incidents('pakistan-ttp-2014-truce')", &library);
	mizan_table_release(&library);
	static const struct {
		const char *sql;
		struct mizan_agreement_effect_options options;
	} cases[] = {{"SELECT * FROM mizan_effect('pakistan-ttp-2014-truce')",
			     {.agreement = "pakistan-ttp-2014-truce"}},
		{"SELECT * FROM mizan_effect('pakistan-ttp-2014-truce', NULL, 'place', 'test', 5)",
			{.agreement = "pakistan-ttp-2014-truce",
				.by = "place",
				.source = "test",
				.deaths = 5}},
		{"SELECT * FROM mizan_effect(NULL, 'pakistan-ttp', 'party')",
			{.process = "pakistan-ttp", .by = "party"}}};
	for (size_t i = 0; i < TEST_COUNT(cases); i++) {
		CHECK(mizan_agreement_effect_store(
			fixture.database, &cases[i].options, &library, NULL, &error));
		assert_true(library.row_count >= 7);
		assert_answers(cases[i].sql, &library);
		mizan_table_release(&library);
	}
}

static void wrong_arguments_are_told(void **state)
{
	(void)state;
	open_example(false);
	assert_refused("SELECT * FROM mizan_audit", "the day is not given");
	assert_refused("SELECT * FROM mizan_audit('soon')", "soon");
	assert_refused("SELECT * FROM mizan_audit('2021', 'oslo')", "no agreement 'oslo'");
	assert_refused("SELECT * FROM mizan_audit('2021', NULL, NULL, 'broken')", "no state");
	assert_refused("SELECT * FROM mizan_agreement_timeline", "no agreement is named");
	assert_refused("SELECT * FROM mizan_agreement_incidents", "no agreement is named");
	assert_refused("SELECT * FROM mizan_agreements('none')", "no process 'none'");
	assert_refused("SELECT * FROM mizan_effect('doha', NULL, 'moon')", "not grouped by 'moon'");
	assert_refused("SELECT * FROM mizan_effect('doha', NULL, NULL, NULL, -1)", "deaths");
	assert_refused("SELECT * FROM mizan_statements(NULL, 'nobody')", "no actor 'nobody'");
	assert_refused("SELECT * FROM mizan_statements(NULL, NULL, 'opinion')", "no kind");
}

/* ---- In Python ---------------------------------------------------------------------------- */

/* Each row as one text, so that SQLite itself writes the numbers, the same way everywhere. */
static const char query[] =
	"SELECT agreement || '|' || commitment || '|' || ifnull(due, '') || '|' || state || '|' ||"
	" ifnull(assessments, '') AS line FROM mizan_audit('2021-05-02') UNION ALL"
	" SELECT date || '|' || what || '|' || ifnull(words, '') FROM"
	" mizan_agreement_timeline('doha') UNION ALL SELECT agreement || '|' || ifnull(days, '')"
	" FROM mizan_agreements(NULL, '2021-05-02') UNION ALL SELECT measure || '|' ||"
	" ifnull(incidents, '') || '|' || ifnull(low, '') || '|' || ifnull(ratio_high, '') || '|'"
	" || ifnull(p_value, '') FROM mizan_effect('pakistan-ttp-2014-truce', NULL, 'place')"
	" UNION ALL SELECT event FROM mizan_agreement_incidents('pakistan-ttp-2014-truce')"
	" UNION ALL SELECT made || '|' || says || '|' || ifnull(value, '') FROM mizan_statements";

static void python_gets_the_rows_of_the_library(void **state)
{
	(void)state;
	const char *module = getenv("MIZAN_TEST_MODULE"),
		   *sanitized = getenv("MIZAN_TEST_SANITIZED");
	if (!module || access(module, R_OK) != 0 || (sanitized && *sanitized) ||
		system("/usr/bin/python3 -c \"import sqlite3;"
		       " sqlite3.connect(':memory:').enable_load_extension(True)\""
		       " >/dev/null 2>&1") != 0) {
		skip();
	}
	open_example(false);
	struct mizan_table here = ask(query);
	assert_true(here.row_count > 100);
	struct mizan_text expected = {0}, command = {0}, out = {0};
	for (size_t row = 0; row < here.row_count; row++) {
		mizan_text_printf(&expected, "%s\n", text_at(&here, row, "line"));
	}
	mizan_table_release(&here);
	mizan_text_printf(&command,
		"LC_ALL=C.UTF-8 /usr/bin/python3 - <<'END' 2>&1\n"
		"import sqlite3\n"
		"handle = sqlite3.connect('file:%s?mode=ro', uri=True)\n"
		"handle.enable_load_extension(True)\n"
		"handle.load_extension('%s')\n"
		"for row in handle.execute(\"\"\"%s\"\"\"):\n"
		"    print(row[0])\n"
		"END\n",
		fixture_path, module, query);
	FILE *pipe = popen(command.data, "r");
	assert_non_null(pipe);
	char buffer[4096];
	size_t size;
	while ((size = fread(buffer, 1, sizeof buffer, pipe)) > 0) {
		mizan_text_append_bytes(&out, buffer, size);
	}
	assert_int_equal(pclose(pipe), 0);
	assert_string_equal(out.data, expected.data);
	mizan_text_release(&expected);
	mizan_text_release(&command);
	mizan_text_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(audits_are_those_of_the_library),
		cmocka_unit_test(timelines_lists_and_statements_are_those_of_the_library),
		cmocka_unit_test(incidents_and_effects_are_those_of_the_library),
		cmocka_unit_test(wrong_arguments_are_told),
		cmocka_unit_test(python_gets_the_rows_of_the_library),
	};
	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
