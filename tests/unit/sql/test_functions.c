/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each table-valued function gives what the library gives, cell by cell. */
#include <mizan/source.h>

#include "answers.h"

#include <mizan/indicator.h>
#include <mizan/sql.h>
#include <sqlite3.h>

/* ---- The store ---------------------------------------------------------------------------- */

static struct mizan_figure figure(const char *edition, const char *actor, const char *indicator,
	const char *period, double value)
{
	struct mizan_figure made = {.publisher = "IEP",
		.edition = edition,
		.published = "2025-03",
		.country = "PAK",
		.actor = actor,
		.indicator = indicator,
		.value = value,
		.low = (double)NAN,
		.high = (double)NAN,
		.url = "https://example.org/gti"};
	assert_true(mizan_period_parse(period, &made.period_start, &made.period_end));
	return made;
}

static void open_real(bool guarded)
{
	struct mizan_error error;
	fixture_import(fixture_ged, FIXTURE_GED);
	const struct mizan_figure figures[] = {figure("GTI 2024", NULL, "deaths", "2023", 748),
		figure("GTI 2025", NULL, "deaths", "2024", 1081),
		figure("GTI 2025", "TTP", "deaths", "2024", 558),
		figure("GTI 2024", "TTP", "deaths", "2023", 293),
		figure("GTI 2025", NULL, "attacks", "2024", 1099)};
	fixture_figures(figures, TEST_COUNT(figures));
	CHECK(mizan_sql_register(fixture.database, &error));
	if (guarded) {
		CHECK(mizan_store_guard(fixture.database, &error));
	}
}

/* ---- The same numbers --------------------------------------------------------------------- */

static const struct {
	const char *sql;
	struct mizan_toll_options options;
} tolls[] = {
	{"SELECT * FROM mizan_toll", {0}},
	{"SELECT * FROM mizan_toll()", {0}},
	{"SELECT * FROM mizan_toll('country,year')", {.by = MIZAN_BY_COUNTRY | MIZAN_BY_YEAR}},
	{"SELECT * FROM mizan_toll('year', 'PAK')", {.by = MIZAN_BY_YEAR, .country = "PAK"}},
	{"SELECT * FROM mizan_toll('month,violence', 'PAK', NULL, NULL, 'ucdp-ged')",
		{.by = MIZAN_BY_MONTH | MIZAN_BY_VIOLENCE, .country = "PAK", .source = "ucdp-ged"}},
	{"SELECT * FROM mizan_toll('week,province', 'SLE', NULL, 1)",
		{.by = MIZAN_BY_WEEK | MIZAN_BY_PROVINCE, .country = "SLE", .spread = true}},
	{"SELECT * FROM mizan_toll('actor', NULL, NULL, 0, NULL, 3)",
		{.by = MIZAN_BY_ACTOR, .precision = 3}},
	{"SELECT * FROM mizan_toll('dyad', NULL, NULL, NULL, NULL, NULL, NULL, NULL)",
		{.by = MIZAN_BY_DYAD}},
	{"SELECT * FROM mizan_toll('quarter', 'SSD', NULL, '1')",
		{.by = MIZAN_BY_QUARTER, .country = "SSD", .spread = true}},
	{"SELECT * FROM mizan_toll('country,year', NULL, NULL, NULL, NULL, NULL, NULL, 1)",
		{.by = MIZAN_BY_COUNTRY | MIZAN_BY_YEAR, .rates = true}},
	{"SELECT * FROM mizan_toll(NULL, '', NULL, NULL, '')", {0}},
	{"SELECT * FROM mizan_toll WHERE in_by = 'place' AND in_country = 'BGD'",
		{.by = MIZAN_BY_PLACE, .country = "BGD"}},
};

static void tolls_are_those_of_the_library(void **state)
{
	(void)state;
	open_real(false);
	for (size_t i = 0; i < TEST_COUNT(tolls); i++) {
		struct mizan_error error;
		struct mizan_table library = {0};
		struct mizan_toll_options options = tolls[i].options;
		options.from = options.to = MIZAN_DATE_UNKNOWN;
		CHECK(mizan_toll_store(fixture.database, &options, &library, NULL, &error));
		assert_true(library.row_count > 0);
		assert_answers(tolls[i].sql, &library);
		mizan_table_release(&library);
	}
	/* Periods and borders. */
	struct mizan_error error;
	struct mizan_table library = {0};
	struct mizan_toll_options options = {.by = MIZAN_BY_PROVINCE,
		.country = "PAK",
		.from = mizan_date_make(2018, 1, 1),
		.to = mizan_date_make(2020, 9, 30)};
	CHECK(mizan_toll_store(fixture.database, &options, &library, NULL, &error));
	assert_answers("SELECT * FROM mizan_toll('province', 'PAK', '2018..2020-Q3')", &library);
	mizan_table_release(&library);
	options.near_border_km = 25.5;
	if (mizan_toll_store(fixture.database, &options, &library, NULL, &error) == MIZAN_OK) {
		assert_answers("SELECT * FROM mizan_toll('province', 'PAK', '2018..2020-Q3', NULL,"
			       " NULL, NULL, 25.5)",
			&library);
	}
	mizan_table_release(&library);
}

static void series_and_growth_are_those_of_the_library(void **state)
{
	(void)state;
	open_real(false);
	const mizan_date open = MIZAN_DATE_UNKNOWN, from = mizan_date_make(2018, 1, 1),
			 to = mizan_date_make(2020, 12, 31);
	const struct {
		const char *arguments;
		struct mizan_series_options options;
	} all[] = {{"", {.indicator = "deaths", .from = open, .to = open}},
		{"NULL, 'PAK'",
			{.indicator = "deaths", .country = "PAK", .from = open, .to = open}},
		{"'attacks', 'PAK', 'quarter', '2018..2020'", {.indicator = "attacks",
								      .country = "PAK",
								      .period = MIZAN_QUARTERLY,
								      .from = from,
								      .to = to}},
		{"'deaths', 'SLE', 'month', NULL, 'RUF'", {.indicator = "deaths",
								  .country = "SLE",
								  .period = MIZAN_MONTHLY,
								  .actor = "RUF",
								  .from = open,
								  .to = open}},
		{"'deaths', 'PAK', 'year', NULL, NULL, 'Balochistan', 'ucdp-ged'",
			{.indicator = "deaths",
				.country = "PAK",
				.area = "Balochistan",
				.source = "ucdp-ged",
				.from = open,
				.to = open}},
		{"'deaths', 'PAK', NULL, NULL, 'TTP'", {.indicator = "deaths",
							       .country = "PAK",
							       .actor = "TTP",
							       .from = open,
							       .to = open}}};
	for (size_t i = 0; i < TEST_COUNT(all); i++) {
		struct mizan_error error;
		char sql[256];
		struct mizan_table library = {0};
		CHECK(mizan_series_store(
			fixture.database, &all[i].options, &library, NULL, &error));
		assert_true(library.row_count > 0);
		snprintf(sql, sizeof sql, "SELECT * FROM mizan_series(%s)", all[i].arguments);
		assert_answers(sql, &library);
		mizan_table_release(&library);
		struct mizan_growth_options growth = {.series = all[i].options};
		CHECK(mizan_growth_store(fixture.database, &growth, &library, NULL, &error));
		snprintf(sql, sizeof sql, "SELECT * FROM mizan_growth(%s)", all[i].arguments);
		assert_answers(sql, &library);
		mizan_table_release(&library);
	}
	struct mizan_error error;
	struct mizan_table library = {0};
	struct mizan_growth_options growth = {
		.series = {.indicator = "deaths", .country = "PAK", .from = from, .to = to},
		.part_year = 3};
	CHECK(mizan_growth_store(fixture.database, &growth, &library, NULL, &error));
	assert_int_equal(library.row_count, 3);
	assert_answers("SELECT * FROM mizan_growth('deaths', 'PAK', NULL, '2018..2020', NULL, NULL,"
		       " NULL, 3)",
		&library);
	mizan_table_release(&library);
}

static void actors_index_and_figures_are_those_of_the_library(void **state)
{
	(void)state;
	open_real(false);
	struct mizan_error error;
	struct mizan_table library = {0};
	CHECK(mizan_growth_actors_store(
		fixture.database, "PAK", NULL, 2020, 25, &library, NULL, &error));
	assert_true(library.row_count > 0);
	assert_answers("SELECT * FROM mizan_growth_actors('PAK', 2020)", &library);
	mizan_table_release(&library);
	CHECK(mizan_growth_actors_store(
		fixture.database, "PAK", NULL, 2024, 1, &library, NULL, &error));
	assert_answers("SELECT * FROM mizan_growth_actors('PAK', 2024, 1)", &library);
	mizan_table_release(&library);
	static const int editions[] = {0, 2026, 2018};
	for (size_t i = 0; i < TEST_COUNT(editions); i++) {
		struct mizan_gti_options options = {.edition = editions[i], .year = 2020};
		char sql[128], edition[8];
		snprintf(edition, sizeof edition, "%d", editions[i]);
		CHECK(mizan_gti_store(fixture.database, &options, &library, NULL, &error));
		assert_true(library.row_count > 1);
		snprintf(sql, sizeof sql, "SELECT * FROM mizan_gti(%s, 2020)",
			editions[i] ? edition : "NULL");
		assert_answers(sql, &library);
		mizan_table_release(&library);
		options.country = "PAK";
		options.source = "ucdp-ged";
		CHECK(mizan_gti_store(fixture.database, &options, &library, NULL, &error));
		snprintf(sql, sizeof sql, "SELECT * FROM mizan_gti(%d, 2020, 'PAK', 'ucdp-ged')",
			editions[i]);
		assert_answers(sql, &library);
		mizan_table_release(&library);
	}
	struct mizan_figure_options figures = {
		.from = MIZAN_DATE_UNKNOWN, .to = MIZAN_DATE_UNKNOWN, .near = (double)NAN};
	CHECK(mizan_figures_store(fixture.database, &figures, &library, &error));
	assert_int_equal(library.row_count, 5);
	assert_answers("SELECT * FROM mizan_figures", &library);
	mizan_table_release(&library);
	figures = (struct mizan_figure_options){.country = "PAK",
		.indicator = "deaths",
		.publisher = "IEP",
		.near = 585,
		.from = mizan_date_make(2024, 1, 1),
		.to = mizan_date_make(2024, 12, 31)};
	CHECK(mizan_figures_store(fixture.database, &figures, &library, &error));
	assert_int_equal(library.row_count, 2);
	assert_answers(
		"SELECT * FROM mizan_figures('PAK', '2024', 585, NULL, 'deaths', 'IEP')", &library);
	mizan_table_release(&library);
}

/* ---- In queries --------------------------------------------------------------------------- */

static double one_number(const char *sql)
{
	struct mizan_table table = ask(sql);
	double value = (double)NAN;
	assert_int_equal(table.row_count, 1);
	(void)mizan_table_number(&table, 0, 0, &value);
	mizan_table_release(&table);
	return value;
}

static void functions_join_with_tables_and_with_each_other(void **state)
{
	(void)state;
	for (int guarded = 0; guarded < 2; guarded++) {
		open_real(guarded);
		double all = one_number("SELECT sum(deaths_best) FROM event");
		static const char *const same[] = {
			"SELECT deaths_best FROM mizan_toll",
			"SELECT sum(deaths_best) FROM mizan_toll('country')",
			"SELECT sum(t.deaths_best) FROM (SELECT DISTINCT country FROM event) AS c,"
			" mizan_toll('year', c.country) AS t",
			"SELECT sum(t.deaths_best) FROM (SELECT DISTINCT country FROM event) AS c"
			" LEFT JOIN mizan_toll('year', c.country) AS t",
			"SELECT sum(deaths_best) FROM mizan_toll('year') WHERE in_country IN"
			" ('PAK', 'BGD', 'SLE', 'SSD')",
			"SELECT sum(deaths_best) FROM mizan_toll('year') WHERE in_country IN"
			" (SELECT country FROM event)",
			"SELECT sum(a.deaths_best) FROM mizan_toll('month') a JOIN"
			" mizan_toll('month') b USING(month)",
			"SELECT sum(value) FROM mizan_series('deaths', 'PAK') WHERE origin = "
			"'events'"
			" UNION ALL SELECT 0 LIMIT 1",
		};
		for (size_t i = 0; i < TEST_COUNT(same) - 1; i++) {
			double sum = one_number(same[i]);
			if (sum != all) {
				fail_msg("%s: %.17g, not %.17g", same[i], sum, all);
			}
		}
		assert_true(one_number(same[TEST_COUNT(same) - 1]) ==
			    one_number("SELECT sum(deaths_best) FROM event WHERE country = 'PAK'"));
		/* Arguments can be seen. */
		struct mizan_table table =
			ask("SELECT in_by, in_country FROM mizan_toll('year', 'PAK') LIMIT 1");
		assert_string_equal(text_at(&table, 0, "in_by"), "year");
		assert_string_equal(text_at(&table, 0, "in_country"), "PAK");
		mizan_table_release(&table);
		/* UCDP's country-year table 25.1. */
		assert_true(one_number("SELECT deaths_best FROM mizan_toll('year', 'PAK')"
				       " WHERE year = 2020") == 409);
	}
}

static void a_guarded_handle_still_refuses_what_it_should(void **state)
{
	(void)state;
	open_real(true);
	assert_refused("SELECT random() FROM mizan_toll", "");
	assert_refused("SELECT date('now') FROM mizan_toll", "");
	assert_refused("DELETE FROM mizan_toll", "");
	assert_refused("CREATE VIRTUAL TABLE x USING mizan_toll", "");
	assert_refused("SELECT load_extension('mizan')", "");
}

/* Ours alone, by name. */
static void the_names_of_our_functions_are_known(void **state)
{
	(void)state;
	static const char *const ours[] = {"mizan_toll", "mizan_series", "mizan_growth",
		"mizan_growth_actors", "mizan_gti", "mizan_figures", "mizan_month_label",
		"mizan_period_start", "mizan_period_end", "mizan_grouped", "mizan_violence",
		"mizan_transposed", "mizan_in_zone", "MIZAN_TOLL"};
	for (size_t i = 0; i < TEST_COUNT(ours); i++) {
		assert_true(mizan_sql_is_ours(ours[i]));
	}
	static const char *const others[] = {"", "mizan", "mizan_", "mizan_tol", "random", "toll"};
	for (size_t i = 0; i < TEST_COUNT(others); i++) {
		assert_false(mizan_sql_is_ours(others[i]));
	}
}

/* ---- Errors ------------------------------------------------------------------------------- */

static void open_small(void)
{
	struct mizan_error error;
	fixture_new();
	struct mizan_event events[2];
	events[0] = fixture_event("PAK", mizan_date_make(2020, 5, 1), 5);
	events[1] = fixture_event("PAK", mizan_date_make(2016, 5, 1), 5);
	fixture_release("test", MIZAN_COMPLETE, 2016, 2020, events, 2);
	CHECK(mizan_sql_register(fixture.database, &error));
}

static void wrong_arguments_are_said(void **state)
{
	(void)state;
	open_small();
	assert_refused("SELECT * FROM mizan_toll('land')", "cannot group by 'land'");
	assert_refused("SELECT * FROM mizan_toll('year', NULL, 'soon')", "'soon' is no period");
	assert_refused("SELECT * FROM mizan_toll(NULL, NULL, NULL, 1)", "spread over periods");
	assert_refused("SELECT * FROM mizan_toll('year', NULL, NULL, 'yes')",
		"'yes' is no number for spread");
	assert_refused("SELECT * FROM mizan_toll(NULL, NULL, NULL, NULL, NULL, 9)", "1 to 7");
	assert_refused("SELECT * FROM mizan_toll(NULL, NULL, NULL, NULL, NULL, 'city')",
		"'city' is no number for precision");
	assert_refused("SELECT * FROM mizan_toll(NULL, NULL, NULL, NULL, NULL, 4294967299)",
		"not possible for precision");
	assert_refused("SELECT * FROM mizan_toll(NULL, NULL, NULL, NULL, NULL, NULL, '25km')",
		"'25km' is no number for near_border");
	assert_refused("SELECT * FROM mizan_toll(NULL, NULL, NULL, NULL, NULL, NULL, -1)",
		"distance to a border");
	assert_refused("SELECT * FROM mizan_toll WHERE in_side = 'AFG'", "distance to the border");
	assert_refused("SELECT * FROM mizan_toll WHERE in_zone = 'here'", "no zone 'here'");
	assert_refused("SELECT * FROM mizan_series WHERE in_zone = 'here'", "no zone 'here'");
	assert_refused("SELECT * FROM mizan_growth WHERE in_zone = 'here'", "no zone 'here'");
	assert_refused(
		"SELECT * FROM mizan_growth_actors('PAK', 2020, 1, 'here')", "no zone 'here'");
	assert_refused(
		"SELECT * FROM mizan_gti(2026, 2020, 'PAK', NULL, 'here')", "no zone 'here'");
	assert_refused("SELECT mizan_in_zone('here', country, admin1, admin2, longitude, latitude,"
		       " date_end, place_precision) FROM event",
		"no zone 'here'");
	assert_refused("SELECT * FROM mizan_series('happiness')", "no indicator 'happiness'");
	assert_refused("SELECT * FROM mizan_series('deaths', 'PAK', 'decade')",
		"'decade' is no unit of time");
	assert_refused("SELECT * FROM mizan_growth(NULL, NULL, NULL, '2020', NULL, NULL, NULL, 4)",
		"1 to 3 quarters");
	assert_refused("SELECT * FROM mizan_growth(NULL, NULL, NULL, NULL, NULL, NULL, NULL, 2)",
		"which years");
	assert_refused("SELECT * FROM mizan_growth_actors('PAK')", "which year");
	assert_refused(
		"SELECT * FROM mizan_growth_actors('PAK', 'last')", "'last' is no number for year");
	assert_refused("SELECT * FROM mizan_gti(2023, 2022)", "not published");
	assert_refused("SELECT * FROM mizan_gti(2026)", "which year");
	assert_refused("SELECT * FROM mizan_gti(2026, 2020.5)", "not possible for year");
	assert_refused("SELECT * FROM mizan_gti(2026, 4294969316)", "not possible for year");
	assert_refused("SELECT * FROM mizan_figures('PAK', '2024', 'many')",
		"'many' is no number for near");
	assert_refused("SELECT * FROM mizan_gti(2026, 2020, 'PAK', 'test', NULL, 5)",
		"too many arguments");
	/* The message names the function, since a query may have several. */
	assert_refused("SELECT * FROM mizan_toll('land')", "mizan_toll");
	/* After an error the handle works. */
	assert_true(one_number("SELECT deaths_best FROM mizan_toll") == 10);
}

static void a_database_that_is_no_store_is_an_error(void **state)
{
	(void)state;
	struct mizan_error error;
	sqlite3 *database;
	assert_int_equal(sqlite3_open(":memory:", &database), SQLITE_OK);
	CHECK(mizan_sql_register(database, &error));
	static const char *const calls[] = {"mizan_toll", "mizan_series", "mizan_growth",
		"mizan_growth_actors('PAK', 2020)", "mizan_gti(2026, 2020)", "mizan_figures"};
	for (size_t i = 0; i < TEST_COUNT(calls); i++) {
		char sql[128], *message = NULL;
		snprintf(sql, sizeof sql, "SELECT * FROM %s", calls[i]);
		assert_int_not_equal(sqlite3_exec(database, sql, NULL, NULL, &message), SQLITE_OK);
		assert_non_null(strstr(message, "no such table"));
		sqlite3_free(message);
	}
	sqlite3_close(database);
}

static bool stop_after(void *context)
{
	return --*(int *)context < 0;
}

static void a_long_query_over_functions_can_be_stopped(void **state)
{
	(void)state;
	open_real(true);
	static const char *const queries[] = {
		"SELECT * FROM mizan_toll('province,month', NULL, NULL, 1)",
		"SELECT * FROM mizan_toll('month')",
		("SELECT count(*) FROM mizan_toll('place') a, mizan_toll('place', a.country) b,"
		 " mizan_toll('place') c WHERE a.events < b.events + c.events"),
		"SELECT * FROM mizan_growth_actors('PAK', 2020)"};
	for (size_t i = 0; i < TEST_COUNT(queries); i++) {
		struct mizan_error error = {0};
		struct mizan_table table = {0};
		int calls = i == 2 ? 20 : 0;
		struct mizan_watch watch = {.interrupted = stop_after, .context = &calls};
		mizan_status status =
			mizan_store_query(fixture.database, queries[i], &table, &watch, &error);
		if (status != MIZAN_ERROR_INTERRUPTED) {
			fail_msg("%s: %d, %s", queries[i], (int)status, error.what);
		}
		mizan_table_release(&table);
	}
	/* It works again afterwards. */
	assert_true(one_number("SELECT count(*) FROM mizan_toll") == 1);
}

/* ---- Scalars ------------------------------------------------------------------------------ */

static void scalars_give_labels_and_numbers(void **state)
{
	(void)state;
	open_small();
	static const struct {
		const char *expression, *expected; /* NULL: unknown */
	} all[] = {{"mizan_month_label(2024 * 12 + 6)", "2024-07"},
		{"mizan_month_label(2024 * 12)", "2024-01"},
		{"mizan_month_label(2024 * 12 + 11)", "2024-12"}, {"mizan_month_label(NULL)", NULL},
		{"mizan_month_label(-1)", NULL}, {"mizan_period_start('2024')", "2024-01-01"},
		{"mizan_period_end('2024')", "2024-12-31"},
		{"mizan_period_end('2024-02')", "2024-02-29"},
		{"mizan_period_start('2024-Q3')", "2024-07-01"},
		{"mizan_period_end('2024-Q3')", "2024-09-30"},
		{"mizan_period_end('2021-08-15..2022-11-28')", "2022-11-28"},
		{"mizan_period_start('2024-W01')", "2024-01-01"},
		{"mizan_period_start(NULL)", NULL}, {"mizan_grouped(1081)", "1,081"},
		{"mizan_grouped(-1234567)", "-1,234,567"}, {"mizan_grouped(999)", "999"},
		{"mizan_grouped(1080.6)", "1,081"}, {"mizan_grouped('1081')", "1,081"},
		{"mizan_grouped(9223372036854775807)", "9,223,372,036,854,775,807"},
		{"mizan_grouped('many')", NULL}, {"mizan_grouped(NULL)", NULL},
		{"mizan_violence(1)", "state-based"}, {"mizan_violence(2)", "non-state"},
		{"mizan_violence(3)", "one-sided"}, {"mizan_violence(4)", NULL},
		{"mizan_violence(NULL)", NULL}, {"mizan_transposed(585, 558)", "1"},
		{"mizan_transposed(585, 559)", "0"}, {"mizan_transposed(585.0, 558)", "1"},
		{"mizan_transposed(58.5, 55.8)", "0"}, {"mizan_transposed(NULL, 558)", NULL},
		{"mizan_transposed('many', 0)", NULL}};
	for (size_t i = 0; i < TEST_COUNT(all); i++) {
		char sql[256];
		snprintf(sql, sizeof sql, "SELECT CAST(%s AS TEXT) AS x", all[i].expression);
		struct mizan_table table = ask(sql);
		assert_int_equal(mizan_table_cell(&table, 0, 0)->known, all[i].expected != NULL);
		if (all[i].expected) {
			assert_string_equal(text_at(&table, 0, "x"), all[i].expected);
		}
		mizan_table_release(&table);
	}
	assert_refused("SELECT mizan_period_start('soon')", "no period");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tolls_are_those_of_the_library),
		cmocka_unit_test(series_and_growth_are_those_of_the_library),
		cmocka_unit_test(actors_index_and_figures_are_those_of_the_library),
		cmocka_unit_test(functions_join_with_tables_and_with_each_other),
		cmocka_unit_test(a_guarded_handle_still_refuses_what_it_should),
		cmocka_unit_test(the_names_of_our_functions_are_known),
		cmocka_unit_test(wrong_arguments_are_said),
		cmocka_unit_test(a_database_that_is_no_store_is_an_error),
		cmocka_unit_test(a_long_query_over_functions_can_be_stopped),
		cmocka_unit_test(scalars_give_labels_and_numbers),
	};
	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
