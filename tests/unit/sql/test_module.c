/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The extension in other programs: the same numbers, by their own SQLite. */
#include "../fixture.h"

#include <mizan/indicator.h>
#include <sys/wait.h>

#include <mizan/sql.h>

static const char *module_path(void)
{
	const char *path = getenv("MIZAN_TEST_MODULE");
	if (!path || !*path || access(path, R_OK) != 0) {
		skip();
	}
	return path;
}

/* Programs that were built without the sanitizer cannot load what has it. */
static void need_plain_module(void)
{
	const char *sanitized = getenv("MIZAN_TEST_SANITIZED");
	if (sanitized && *sanitized) {
		skip();
	}
}

/* What a command prints, and how it ends. */
static int run(const char *command, struct mizan_text *out)
{
	FILE *pipe = popen(command, "r");
	assert_non_null(pipe);
	char buffer[4096];
	size_t size;
	while ((size = fread(buffer, 1, sizeof buffer, pipe)) > 0) {
		mizan_text_append_bytes(out, buffer, size);
	}
	int status = pclose(pipe);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool is_there(const char *command)
{
	struct mizan_text out = {0};
	bool there = run(command, &out) == 0;
	mizan_text_release(&out);
	return there;
}

/* ---- A store for it ----------------------------------------------------------------------- */

/* Each row as one text, so that SQLite itself writes the numbers, the same way everywhere. */
static const char query[] =
	"WITH t(a, b, c, d, e, f) AS (SELECT year, quarter, events, deaths_low, deaths_best, "
	"deaths_high FROM"
	" mizan_toll('year,quarter', 'PAK', '2017..2020', 1) UNION ALL"
	" SELECT period, origin, value, low, high, current FROM mizan_series('deaths', 'PAK')"
	" UNION ALL SELECT country, rank, incidents, fatalities, weighted, driven_by FROM"
	" mizan_gti(NULL, 2020) UNION ALL SELECT publisher, period, value, 0, 0, 0 FROM"
	" mizan_figures('PAK', NULL, 585) UNION ALL SELECT mizan_grouped(1081),"
	" mizan_transposed(585, 558), mizan_month_label(24294), 0, 0, 0)"
	" SELECT ifnull(a, '') || '|' || ifnull(b, '') || '|' || ifnull(c, '') || '|' ||"
	" ifnull(d, '') || '|' || ifnull(e, '') || '|' || ifnull(f, '') AS line FROM t";

static void make_store(void)
{
	struct mizan_error error;
	struct mizan_event events[400];
	uint64_t seed = 21;
	for (size_t i = 0; i < TEST_COUNT(events); i++) {
		events[i] = fixture_event(i % 3 ? "PAK" : "AFG",
			mizan_date_make(2016, 1, 1) + chance_below(&seed, 1700),
			chance_below(&seed, 9) ? chance_below(&seed, 90) : MIZAN_UNKNOWN);
		events[i].date_start -= chance_below(&seed, 90);
		events[i].deaths_high = 90;
	}
	fixture_new();
	fixture_release("test", MIZAN_COMPLETE, 2016, 2020, events, TEST_COUNT(events));
	struct mizan_figure figure = {.publisher = "IEP",
		.country = "PAK",
		.period_start = mizan_date_make(2024, 1, 1),
		.period_end = mizan_date_make(2024, 12, 31),
		.indicator = "deaths",
		.value = 558,
		.low = (double)NAN,
		.high = (double)NAN};
	fixture_figures(&figure, 1);
	CHECK(mizan_sql_register(fixture.database, &error));
}

/* The answer in this program. */
static void answer_here(struct mizan_text *out)
{
	struct mizan_error error;
	struct mizan_table table = {0};
	CHECK(mizan_store_query(fixture.database, query, &table, NULL, &error));
	assert_true(table.row_count > 20);
	for (size_t row = 0; row < table.row_count; row++) {
		mizan_text_printf(out, "%s\n", text_at(&table, row, "line"));
	}
	mizan_table_release(&table);
}

/* ---- Programs ----------------------------------------------------------------------------- */

static void no_symbol_of_sqlite_is_linked(void **state)
{
	(void)state;
	const char *module = module_path();
	if (!is_there("command -v nm >/dev/null 2>&1")) {
		skip();
	}
	struct mizan_text command = {0}, out = {0};
	mizan_text_printf(&command, "nm -D '%s' 2>/dev/null", module);
	assert_int_equal(run(command.data, &out), 0);
	assert_non_null(strstr(out.data, " T sqlite3_mizan_init"));
	bool linked = false;
	for (char *line = strtok(out.data, "\n"); line; line = strtok(NULL, "\n")) {
		if (strstr(line, "sqlite3_") && !strstr(line, " T sqlite3_mizan_init")) {
			print_message("%s\n", line);
			linked = true;
		}
	}
	assert_false(linked);
	mizan_text_release(&command);
	mizan_text_release(&out);
}

static void python_gets_the_numbers_of_the_library(void **state)
{
	(void)state;
	const char *module = module_path();
	need_plain_module();
	if (!is_there("/usr/bin/python3 -c \"import sqlite3;"
		      " sqlite3.connect(':memory:').enable_load_extension(True)\""
		      " >/dev/null 2>&1")) {
		skip();
	}
	make_store();
	struct mizan_text expected = {0}, command = {0}, out = {0};
	answer_here(&expected);
	mizan_text_printf(&command,
		"/usr/bin/python3 - <<'END' 2>&1\n"
		"import sqlite3\n"
		"handle = sqlite3.connect('file:%s?mode=ro', uri=True)\n"
		"handle.enable_load_extension(True)\n"
		"handle.load_extension('%s')\n"
		"for row in handle.execute(\"\"\"%s\"\"\"):\n"
		"    print(row[0])\n"
		"try:\n"
		"    list(handle.execute(\"SELECT * FROM mizan_toll('land')\"))\n"
		"except sqlite3.Error as error:\n"
		"    print(error)\n"
		"END\n",
		fixture_path, module, query);
	mizan_text_printf(&expected, "mizan_toll: cannot group by 'land'");
	assert_int_equal(run(command.data, &out), 0);
	/* What the error adds is advice. */
	char *advice = strstr(out.data, "; ");
	if (advice) {
		*advice = '\0';
	}
	assert_string_equal(out.data, expected.data);
	mizan_text_release(&expected);
	mizan_text_release(&command);
	mizan_text_release(&out);
}

static void the_sqlite3_command_gets_the_numbers_of_the_library(void **state)
{
	(void)state;
	const char *module = module_path();
	need_plain_module();
	if (!is_there("command -v sqlite3 >/dev/null 2>&1")) {
		skip();
	}
	make_store();
	struct mizan_text expected = {0}, command = {0}, out = {0};
	answer_here(&expected);
	mizan_text_printf(&command,
		"sqlite3 -batch -list '%s' <<'END' 2>&1\n.load '%s'\n%s;\nEND\n", fixture_path,
		module, query);
	assert_int_equal(run(command.data, &out), 0);
	assert_string_equal(out.data, expected.data);
	mizan_text_release(&expected);
	mizan_text_release(&command);
	mizan_text_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_symbol_of_sqlite_is_linked),
		cmocka_unit_test(python_gets_the_numbers_of_the_library),
		cmocka_unit_test(the_sqlite3_command_gets_the_numbers_of_the_library),
	};
	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
