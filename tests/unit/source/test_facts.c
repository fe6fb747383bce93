/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sheets of single facts: published figures, milestones, population. */
#include "source_test.h"

static const char *write_template(const char *name, const char *file)
{
	struct mizan_text text = {0};
	struct mizan_error error;
	assert_int_equal(mizan_template(name, &text, &error), MIZAN_OK);
	const char *path = write_bytes(file, text.data, text.size);
	mizan_text_release(&text);
	return path;
}

/* ---- Figures ------------------------------------------------------------------------------ */

static const char figure_head[] =
	"publisher,edition,published,relayed_by,country,area,actor,period_start,period_end,"
	"indicator,counts_what,value,low,high,url,retrieved,note\n";

static const char *write_figures(const char *name, const char *rows)
{
	char text[8192];
	assert_true(snprintf(text, sizeof text, "%s%s", figure_head, rows) < (int)sizeof text);
	return write_text(name, text);
}

static void the_template_of_figures_imports_as_it_is(void **state)
{
	(void)state;
	struct mizan_writer_report report = import_one(write_template("figures", "f.csv"), NULL);
	assert_int_equal(report.written, 2);
	assert_int_equal(report.refused, 0);
	/* Global Terrorism Index 2025: Pakistan, 1,081 deaths in 2024. */
	assert_string_equal(
		ask("SELECT publisher || '|' || country || '|' || period_start || '|' ||"
		    " period_end || '|' || value || '|' || ifnull(low, '?') FROM"
		    " published_figure WHERE value IS NOT NULL"),
		"Institute for Economics & Peace|PAK|2024-01-01|2024-12-31|1081.0|?");
	assert_string_equal(
		ask("SELECT area || '|' || low || '|' || high || '|' || relayed_by || '|' ||"
		    " ifnull(value, '?') FROM published_figure WHERE value IS NULL"),
		"Khyber Pakhtunkhwa|1100.0|1150.0|A newspaper|?");
	assert_string_equal(
		ask("SELECT kind || rows || refused || (length(sha256) = 64) FROM release"),
		"figures201");
}

static void the_same_figure_again_replaces_the_first(void **state)
{
	(void)state;
	static const char gti[] =
		"IEP,GTI 2025,,,PAK,,,2024-01-01,2024-12-31,deaths,terrorism,%s,,,,,\n";
	char rows[1024], first[256], second[256];
	snprintf(first, sizeof first, gti, "1000");
	snprintf(second, sizeof second, gti, "1081");
	/* Another edition, relay, actor, place, period, indicator or definition is another figure.
	 */
	snprintf(rows, sizeof rows,
		"%s%sIEP,GTI 2024,,,PAK,,,2024-01-01,2024-12-31,deaths,terrorism,1,,,,,\n"
		"IEP,GTI 2025,,A newspaper,PAK,,,2024-01-01,2024-12-31,deaths,terrorism,2,,,,,\n"
		"IEP,GTI 2025,,,PAK,,TTP,2024-01-01,2024-12-31,deaths,terrorism,558,,,,,\n"
		"IEP,GTI 2025,,,PAK,,,2023-01-01,2023-12-31,deaths,terrorism,748,,,,,\n"
		"IEP,GTI 2025,,,PAK,,,2024-01-01,2024-12-31,attacks,terrorism,1099,,,,,\n",
		first, second);
	import_one(write_figures("a.csv", rows), NULL);
	assert_int_equal(ask_number("SELECT count(*) FROM published_figure"), 6);
	assert_string_equal(
		ask("SELECT CAST(value AS INTEGER) FROM published_figure WHERE edition = 'GTI 2025'"
		    " AND relayed_by IS NULL AND actor IS NULL AND indicator = 'deaths' AND"
		    " period_start = '2024-01-01'"),
		"1081");
	/* Also when it comes from another file. */
	snprintf(first, sizeof first, gti, "1082");
	import_one(write_figures("b.csv", first), NULL);
	assert_int_equal(ask_number("SELECT count(*) FROM published_figure"), 6);
	assert_int_equal(ask_number("SELECT count(*) FROM published_figure WHERE value = 1082"), 1);
}

/* A sheet of one row that cannot be read: the error is the row's. */
static void check_figure(const char *row, size_t column, const char *says)
{
	struct mizan_error error = import_refused(write_figures("bad.csv", row), NULL);
	assert_int_equal(error.status, MIZAN_ERROR_INPUT);
	assert_says(error.file, "bad.csv");
	assert_says(error.what, says);
	assert_int_equal(error.line, 2);
	if (error.column != column) {
		fail_msg("column %zu, not %zu: %s", error.column, column, error.what);
	}
}

static void a_figure_that_cannot_be_one_is_refused_with_advice(void **state)
{
	(void)state;
	check_figure(
		"IEP,,,,PAK,,,2024-01-01,2024-12-31,deaths,,\"1,081\",,,,,\n", 12, "not 1,081");
	check_figure("IEP,,,,PAK,,,2024-01-01,2024-12-31,deaths,,about 5,,,,,\n", 12, "about 5");
	check_figure("IEP,,,,PAK,,,2024-01-01,2024-12-31,deaths,,nan,,,,,\n", 12, "nan");
	check_figure("IEP,,,,PAK,,,2024-01-01,2024-12-31,deaths,,,,,,,\n", 12, "no value");
	check_figure("IEP,,,,PK,,,2024-01-01,2024-12-31,deaths,,1,,,,,\n", 5, "ISO3");
	check_figure("IEP,,,,Pakistan,,,2024-01-01,2024-12-31,deaths,,1,,,,,\n", 5, "ISO3");
	check_figure("IEP,,,,PAK,,,2024-12-31,2024-01-01,deaths,,1,,,,,\n", 9, "before");
	check_figure("IEP,,,,PAK,,,2024,2024-12-31,deaths,,1,,,,,\n", 8, "2024-07-15");
	check_figure("IEP,,,,PAK,,,2024-01-01,,deaths,,1,,,,,\n", 9, "period_end");
	check_figure(",,,,PAK,,,2024-01-01,2024-12-31,deaths,,1,,,,,\n", 1, "who published");
	check_figure("IEP,,,,PAK,,,2024-01-01,2024-12-31,killings,,1,,,,,\n", 10, "attacks");
	check_figure("IEP,,,,PAK,,,2024-01-01,2024-12-31,deaths,,,9,2,,,\n", 13, "larger");
	check_figure("IEP,,,,PAK,,,2024-01-01,2024-12-31,deaths,,1,,\n", 0, "14 fields");
	assert_int_equal(ask_number("SELECT count(*) FROM release"), 0);
}

static void a_changed_sheet_of_figures_replaces_its_older_rows(void **state)
{
	(void)state;
	import_one(write_figures("a.csv", "IEP,1,,,PAK,,,2024-01-01,2024-12-31,deaths,,1,,,,,\n"
					  "IEP,2,,,PAK,,,2024-01-01,2024-12-31,deaths,,2,,,,,\n"
					  "IEP,3,,,PAK,,,2024-01-01,2024-12-31,deaths,,3,,,,,\n"),
		NULL);
	import_one(write_figures("b.csv", "IEP,9,,,PAK,,,2024-01-01,2024-12-31,deaths,,9,,,,,\n"),
		NULL);
	struct mizan_writer_report report = import_one(
		write_figures("a.csv", "IEP,1,,,PAK,,,2024-01-01,2024-12-31,deaths,,7,,,,,\n"),
		NULL);
	assert_int_equal(report.written, 1);
	assert_int_equal(report.superseded, 3);
	assert_string_equal(
		ask("SELECT group_concat(edition || '=' || CAST(value AS INTEGER), ' ') FROM"
		    " (SELECT * FROM published_figure ORDER BY edition)"),
		"1=7 9=9");
}

static void a_header_of_figures_with_a_missing_column_says_which(void **state)
{
	(void)state;
	struct mizan_error error = import_refused(
		write_text("a.csv", "publisher,indicator,value,period_start,country\n"
				    "IEP,deaths,1,2024-01-01,PAK\n"),
		NULL);
	assert_says(error.what, "'period_end'");
	assert_says(error.what, "figures");
}

/* ---- Milestones --------------------------------------------------------------------------- */

static const char milestone_head[] =
	"milestone_id,date,date_precision,kind,country,actors,title,status,source\n";

static const char *write_milestones(const char *name, const char *rows)
{
	char text[8192];
	assert_true(snprintf(text, sizeof text, "%s%s", milestone_head, rows) < (int)sizeof text);
	return write_text(name, text);
}

static void the_template_of_milestones_imports_as_it_is(void **state)
{
	(void)state;
	struct mizan_writer_report report = import_one(write_template("milestones", "m.csv"), NULL);
	assert_int_equal(report.written, 2);
	assert_int_equal(report.refused, 0);
	/* The agreement of Doha was signed on 29 February 2020: a day that only leap years have. */
	assert_string_equal(ask("SELECT date || '|' || date_precision || '|' || kind || '|' ||"
				" country || '|' || actors || '|' || status FROM milestone"
				" WHERE milestone_id = 'doha-agreement'"),
		"2020-02-29|1|agreement|AFG|United States;Afghan Taliban|confirmed");
	assert_string_equal(ask("SELECT country || ifnull(actors, '?') FROM milestone"
				" WHERE milestone_id = 'mediation-ends'"),
		"PAK AFG?");
}

static void a_milestone_with_the_same_id_replaces_the_first(void **state)
{
	(void)state;
	import_one(write_milestones("a.csv", "a,2021-08-15,,take-over,AFG,,First,confirmed,s\n"
					     "a,2021-08-15,,take-over,AFG,,Second,confirmed,s\n"),
		NULL);
	assert_string_equal(ask("SELECT group_concat(title) FROM milestone"), "Second");
	/* A changed sheet takes away what it no longer has. */
	struct mizan_writer_report report = import_one(
		write_milestones("a.csv", "b,2021-08-30,,departure,AFG,,Third,confirmed,s\n"),
		NULL);
	assert_int_equal(report.superseded, 1);
	assert_string_equal(ask("SELECT group_concat(title) FROM milestone"), "Third");
}

static void a_milestone_that_cannot_be_one_is_refused(void **state)
{
	(void)state;
	static const struct {
		const char *row;
		size_t column;
		const char *says;
	} bad[] = {
		{"Doha Agreement,2020-02-29,1,agreement,AFG,,t,confirmed,s\n", 1, "a-z"},
		{",2020-02-29,1,agreement,AFG,,t,confirmed,s\n", 1, "a-z"},
		{"a,2021-02-29,1,agreement,AFG,,t,confirmed,s\n", 2, "2021-02-29"},
		{"a,2020-02-29,6,agreement,AFG,,t,confirmed,s\n", 3, "1 to 5"},
		{"a,2020-02-29,1,treaty,AFG,,t,confirmed,s\n", 4, "ceasefire"},
		{"a,2020-02-29,1,agreement,AFG PK,,t,confirmed,s\n", 5, "'PK'"},
		{"a,2020-02-29,1,agreement,AFG;PAK,,t,confirmed,s\n", 5, "'AFG;PAK'"},
		{"a,2020-02-29,1,agreement,AFG,,,confirmed,s\n", 7, "title"},
		{"a,2020-02-29,1,agreement,AFG,,t,true,s\n", 8, "disputed"},
		{"a,2020-02-29,1,agreement,AFG,,t,confirmed,\n", 9, "source"},
	};
	for (size_t i = 0; i < TEST_COUNT(bad); i++) {
		struct mizan_error error =
			import_refused(write_milestones("a.csv", bad[i].row), NULL);
		assert_says(error.what, bad[i].says);
		assert_int_equal(error.line, 2);
		assert_int_equal(error.column, bad[i].column);
	}
}

/* ---- Population --------------------------------------------------------------------------- */

static void the_world_banks_table_of_population_is_read(void **state)
{
	(void)state;
	char path[1024];
	struct mizan_writer_report report =
		import_one(test_data("population/world_bank_population.csv", path), NULL);
	assert_int_equal(report.refused, 0);
	/* 265 countries and groups of countries; World Bank, SP.POP.TOTL. */
	assert_int_equal(report.written, 17195);
	assert_string_equal(
		ask("SELECT value FROM population WHERE country = 'PAK' AND year = 2024"),
		"251269164");
	assert_string_equal(
		ask("SELECT value FROM population WHERE country = 'AFG' AND year = 2020"),
		"39068979");
	assert_int_equal(ask_number("SELECT count(*) FROM population"), 17195);
	assert_string_equal(
		ask("SELECT kind || '|' || licence FROM release"), "population|CC BY 4.0");
}

static void a_row_of_population_that_cannot_be_one_is_refused(void **state)
{
	(void)state;
	static const struct {
		const char *row;
		size_t column;
		const char *says;
	} bad[] = {
		{"Pakistan,PK,2024,1\n", 2, "ISO3"},
		{"Pakistan,P\xc3\xa9,2024,1\n", 2, "ISO3"},
		{"Pakistan,PAK,MMXXIV,1\n", 3, "MMXXIV"},
		{"Pakistan,PAK,2024,many\n", 4, "people"},
		{"Pakistan,PAK,2024,-1\n", 4, "people"},
		{"Pakistan,PAK,2024,\n", 4, "people"},
	};
	for (size_t i = 0; i < TEST_COUNT(bad); i++) {
		char text[256];
		snprintf(text, sizeof text, "Country Name,Country Code,Year,Value\n%s", bad[i].row);
		struct mizan_error error = import_refused(write_text("a.csv", text), NULL);
		assert_says(error.what, bad[i].says);
		assert_int_equal(error.column, bad[i].column);
	}
	/* One bad row in twenty is set aside, the others are there. */
	char text[2048];
	size_t size = (size_t)snprintf(text, sizeof text, "Country Name,Country Code,Year,Value\n");
	for (int i = 0; i < 20; i++) {
		size += (size_t)snprintf(text + size, sizeof text - size, "X,PAK,%d,%s\n", 2000 + i,
			i == 7 ? ".." : "1.5e6");
	}
	struct mizan_writer_report report = import_one(write_text("b.csv", text), NULL);
	assert_int_equal(report.written, 19);
	assert_string_equal(ask("SELECT file || line_no || column_name || raw FROM refused"),
		"b.csv9ValueX,PAK,2007,..");
	assert_string_equal(ask("SELECT value FROM population WHERE year = 2006"), "1500000");
}

/* ---- Files that are something else -------------------------------------------------------- */

static void a_sheet_of_facts_is_no_file_of_events(void **state)
{
	(void)state;
	struct mizan_import_options options = plain_options();
	struct mizan_event_reader reader = {0};
	struct mizan_error error = {0};
	uint64_t refused;
	assert_int_equal(mizan_source_read(write_template("figures", "f.csv"), &options,
				 MIZAN_PART_ALL, &reader, &refused, NULL, NULL, &error),
		MIZAN_ERROR_INPUT);
	assert_says(error.what, "figures");
	assert_says(error.file, "f.csv");
}

static void one_call_takes_events_figures_milestones_and_population_together(void **state)
{
	(void)state;
	const char *paths[] = {write_template("events", "e.csv"),
		write_template("figures", "f.csv"), write_template("milestones", "m.csv"),
		write_text("p.csv", "Country Name,Country Code,Year,Value\nPakistan,PAK,2024,1\n")};
	struct mizan_import_report report;
	struct mizan_error error;
	assert_int_equal(import_files(paths, 4, NULL, &report, NULL, &error), MIZAN_OK);
	assert_int_equal(report.file_count, 4);
	static const char *const kinds[] = {"events", "figures", "milestones", "population"};
	for (int i = 0; i < 4; i++) {
		assert_string_equal(report.files[i].kind, kinds[i]);
		assert_string_equal(report.files[i].path, paths[i]);
	}
	mizan_import_report_release(&report);
	assert_int_equal(ask_number("SELECT count(*) FROM release"), 4);
}

/* ---- UCDP's country-year table ------------------------------------------------------------ */

#define COUNTRY_YEAR                                                                               \
	"country_id_cy,country_cy,year_cy,cumulative_total_deaths_in_orgvio_best_cy,"              \
	"cumulative_total_deaths_in_orgvio_high_cy,cumulative_total_deaths_in_orgvio_low_cy,"      \
	"version\n"

static void a_row_of_ucdps_country_year_table_is_a_figure_that_ucdp_published(void **state)
{
	(void)state;
	struct mizan_writer_report report = import_one(
		write_text("cy.csv", COUNTRY_YEAR "770,Pakistan,2014,3639,3843,3637,25.1\n"
						  "680,Yemen (South Yemen),1989,0,0,0,25.1\n"
						  "678,Yemen (North Yemen),1989,4,4,4,25.1\n"
						  "365,Russia,2024,60,55,57,25.1\n"),
		NULL);
	assert_int_equal(report.refused, 0);
	assert_string_equal(ask("SELECT source || ' ' || version || ' ' || kind FROM release"),
		"ucdp-country-year 25.1 figures");
	assert_string_equal(
		ask("SELECT publisher || '|' || edition || '|' || country || '|' || period_start"
		    " || '|' || period_end || '|' || indicator || '|' || counts_what || '|' ||"
		    " CAST(value AS INT) || '|' || CAST(low AS INT) || '|' || CAST(high AS INT)"
		    " FROM published_figure WHERE country = 'PAK'"),
		"UCDP|UCDP Country-Year Dataset on Organized Violence 25.1|PAK|2014-01-01|"
		"2014-12-31|deaths|organised violence, all sides counted|3639|3637|3843");
	/* A state that is gone does not stand in for the one of today. */
	assert_string_equal(ask("SELECT group_concat(ifnull(area, '-') || CAST(value AS INT))"
				" FROM (SELECT * FROM published_figure WHERE country = 'YEM'"
				" ORDER BY value)"),
		"Yemen (South Yemen)0,-4");
	/* A range that is the wrong way round is unknown, and the number stands. */
	assert_string_equal(ask("SELECT CAST(value AS INT) || ifnull(low, '?') || ifnull(high, '?')"
				" FROM published_figure WHERE country = 'RUS'"),
		"60??");
}

static void rows_of_the_country_year_table_that_say_nothing_are_refused(void **state)
{
	(void)state;
	struct mizan_import_options options = {.coverage = -1, .accept_refused = true};
	struct mizan_writer_report report = import_one(
		write_text("cy2.csv", COUNTRY_YEAR "770,Pakistan,2014,3639,3843,3637,25.1\n"
						   "9998,Nowhere,2014,1,1,1,25.1\n"
						   "770,Pakistan,nineteen,1,1,1,25.1\n"
						   "770,Pakistan,2015,,1,1,25.1\n"
						   "770,Pakistan,2015,-3,1,1,25.1\n"
						   "770,Pakistan,2015,1,1,1,\n"),
		&options);
	assert_int_equal(report.refused, 5);
	assert_string_equal(ask("SELECT count(*) FROM published_figure"), "1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup(name, clean_folder)
		TEST(the_template_of_figures_imports_as_it_is),
		TEST(the_same_figure_again_replaces_the_first),
		TEST(a_figure_that_cannot_be_one_is_refused_with_advice),
		TEST(a_changed_sheet_of_figures_replaces_its_older_rows),
		TEST(a_header_of_figures_with_a_missing_column_says_which),
		TEST(the_template_of_milestones_imports_as_it_is),
		TEST(a_milestone_with_the_same_id_replaces_the_first),
		TEST(a_milestone_that_cannot_be_one_is_refused),
		TEST(the_world_banks_table_of_population_is_read),
		TEST(a_row_of_population_that_cannot_be_one_is_refused),
		TEST(a_row_of_ucdps_country_year_table_is_a_figure_that_ucdp_published),
		TEST(rows_of_the_country_year_table_that_say_nothing_are_refused),
		TEST(a_sheet_of_facts_is_no_file_of_events),
		TEST(one_call_takes_events_figures_milestones_and_population_together),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
