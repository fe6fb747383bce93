/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The published files of UCDP GED as they are distributed, in one store, held against a reading of
 * the same files by another program and against UCDP's own country-year totals.
 */
#include "source_test.h"

static const char *const ged_files[] = {"ucdp/ged_bangladesh_hdx.csv",
	"ucdp/ged_pakistan_1989_2021_hdx.csv", "ucdp/ged_sierra_leone.csv",
	"ucdp/ged_south_sudan.csv"};
#define GED_FILES 4

static void import_all(void)
{
	char paths[GED_FILES][1024];
	const char *list[GED_FILES];
	struct mizan_import_options options = plain_options();
	struct mizan_import_report report;
	struct mizan_error error;
	if (access(store_path, F_OK) == 0) {
		return;
	}
	for (int i = 0; i < GED_FILES; i++) {
		list[i] = test_data(ged_files[i], paths[i]);
	}
	mizan_status status = import_files(list, GED_FILES, &options, &report, NULL, &error);
	if (status != MIZAN_OK) {
		fail_msg("%s:%zu:%zu: %s", error.file, error.line, error.column, error.what);
	}
	for (int i = 0; i < GED_FILES; i++) {
		assert_string_equal(report.files[i].source, "ucdp-ged");
		assert_int_equal(report.files[i].report.refused, 0);
		assert_int_equal(report.files[i].report.superseded, 0);
		assert_int_equal(report.files[i].hxl, i < 2);
	}
	mizan_import_report_release(&report);
}

static void files_of_four_countries_stand_side_by_side(void **state)
{
	(void)state;
	import_all();
	assert_int_equal(ask_number("SELECT count(*) FROM release"), GED_FILES);
	assert_int_equal(ask_number("SELECT count(*) FROM event_past"), 0);
	assert_int_equal(ask_number("SELECT count(*) FROM refused"), 0);
	assert_string_equal(
		ask("SELECT group_concat(country, ' ') FROM (SELECT DISTINCT country FROM event"
		    " ORDER BY country)"),
		"BGD PAK SLE SSD");
	/* Published size of this file of Pakistan. */
	assert_int_equal(ask_number("SELECT count(*) FROM event WHERE country = 'PAK'"), 6416);
}

/* Country, year, type, sums and number of events, by another reader of CSV. */
static const char python_sums[] =
	"import csv, sys, collections\n"
	"csv.field_size_limit(1 << 30)\n"
	"sums = collections.defaultdict(lambda: [0] * 8)\n"
	"gw = {'771': 'BGD', '770': 'PAK', '451': 'SLE', '626': 'SSD'}\n"
	"for path in sys.argv[1:]:\n"
	"    for row in csv.DictReader(open(path, encoding='utf-8', newline='')):\n"
	"        if not row['id']: continue\n"
	"        key = gw[row['country_id']], row['date_end'][:4], row['type_of_violence']\n"
	"        names = 'best low high deaths_a deaths_b deaths_civilians deaths_unknown'\n"
	"        for i, name in enumerate(names.split()):\n"
	"            sums[key][i] += int(row[name])\n"
	"        sums[key][7] += 1\n"
	"for key in sorted(sums): print(*key, *sums[key], sep='|')\n";

static void sums_are_those_that_another_program_finds(void **state)
{
	(void)state;
	char command[8192], line[512], sql[512];
	if (access("/usr/bin/python3", X_OK) != 0) {
		skip();
	}
	import_all();
	int size = snprintf(
		command, sizeof command, "/usr/bin/python3 %s", write_text("sums.py", python_sums));
	for (int i = 0; i < GED_FILES; i++) {
		char path[1024];
		size += snprintf(command + size, sizeof command - (size_t)size, " '%s'",
			test_data(ged_files[i], path));
	}
	FILE *pipe = popen(command, "r");
	assert_non_null(pipe);
	int cells = 0;
	while (fgets(line, sizeof line, pipe)) {
		line[strcspn(line, "\n")] = '\0';
		assert_int_equal(line[3], '|');
		assert_int_equal(line[8], '|');
		static const char *const types[] = {"state-based", "non-state", "one-sided"};
		snprintf(sql, sizeof sql,
			"SELECT country || '|' || substr(date_end, 1, 4) || '|%c|' ||"
			" sum(deaths_best) || '|' || sum(deaths_low) || '|' || sum(deaths_high) ||"
			" '|' || sum(deaths_side_a) || '|' || sum(deaths_side_b) || '|' ||"
			" sum(deaths_civilians) || '|' || sum(deaths_unknown) || '|' || count(*)"
			" FROM event WHERE country = '%.3s' AND substr(date_end, 1, 4) = '%.4s'"
			" AND violence = '%s'",
			line[9], line, line + 4, types[line[9] - '1']);
		assert_string_equal(ask(sql), line);
		cells++;
	}
	assert_int_equal(pclose(pipe), 0);
	/* No cell that the other program does not have. */
	assert_int_equal(ask_number("SELECT count(*) FROM (SELECT DISTINCT country,"
				    " substr(date_end, 1, 4), violence FROM event)"),
		cells);
}

/*
 * UCDP's country-year totals of 2025 (version 25.1) for Pakistan, 1989 to 2021, against the events
 * of the file of 2022. UCDP goes on revising: these eleven cells of 99 differ, all others agree.
 */
static const struct {
	int type, year, events, totals;
} revised[] = {
	{1, 2005, 137, 152},
	{1, 2007, 758, 772},
	{1, 2008, 3541, 3542},
	{1, 2009, 6864, 6916},
	{1, 2010, 6075, 6100},
	{1, 2012, 3020, 3062},
	{1, 2014, 3161, 3173},
	{1, 2017, 707, 713},
	{2, 2014, 156, 163},
	{2, 2015, 43, 47},
	{3, 2021, 22, 26},
};

/* The value in a column of a row, where quoted fields have no line breaks. */
static int field_of(const char *line, int wanted)
{
	int column = 0;
	bool quoted = false;
	for (const char *at = line; *at; at++) {
		if (column == wanted && !quoted) {
			return atoi(at);
		}
		quoted ^= *at == '"';
		column += *at == ',' && !quoted;
	}
	return -1;
}

static int column_of(const char *header, const char *name)
{
	int column = 0;
	for (const char *at = header; at; at = strchr(at, ','), column++) {
		at += *at == ',';
		if (strncmp(at, name, strlen(name)) == 0 && strchr(",\r\n", at[strlen(name)])) {
			return column;
		}
	}
	fail_msg("no column %s", name);
	return -1;
}

static void tolls_of_pakistan_are_those_of_ucdp_itself(void **state)
{
	(void)state;
	static const char *const names[] = {
		"sb_total_deaths_best_cy", "ns_total_deaths_best_cy", "os_total_deaths_best_cy"};
	static const char *const words[] = {"state-based", "non-state", "one-sided"};
	static char line[1 << 20];
	int columns[3], year_column, equal = 0, different = 0;
	char path[1024], sql[256];
	test_data("ucdp/organized_violence_country_year_v25_1.csv", path);
	import_all();
	FILE *file = fopen(path, "rb");
	assert_non_null(file);
	assert_non_null(fgets(line, sizeof line, file));
	year_column = column_of(line, "year_cy");
	for (int i = 0; i < 3; i++) {
		columns[i] = column_of(line, names[i]);
	}
	while (fgets(line, sizeof line, file)) {
		int year = field_of(line, year_column);
		if (strncmp(line, "770,", 4) != 0 || year > 2021) {
			continue;
		}
		for (int type = 0; type < 3; type++) {
			snprintf(sql, sizeof sql,
				"SELECT ifnull(sum(deaths_best), 0) FROM event WHERE country ="
				" 'PAK' AND violence = '%s' AND substr(date_end, 1, 4) = '%d'",
				words[type], year);
			int events = (int)ask_number(sql), totals = field_of(line, columns[type]);
			if (events == totals) {
				equal++;
				continue;
			}
			assert_true(different < (int)TEST_COUNT(revised));
			bool named = false;
			for (size_t i = 0; i < TEST_COUNT(revised); i++) {
				named |= revised[i].type == type + 1 && revised[i].year == year &&
					 revised[i].events == events && revised[i].totals == totals;
			}
			if (!named) {
				fail_msg("%s %d: events %d, totals %d", words[type], year, events,
					totals);
			}
			different++;
		}
	}
	fclose(file);
	assert_int_equal(equal, 88);
	assert_int_equal(different, 11);
}

static void the_same_files_again_change_nothing(void **state)
{
	(void)state;
	char paths[GED_FILES][1024];
	const char *list[GED_FILES];
	struct mizan_import_options options = plain_options();
	struct mizan_import_report report;
	struct mizan_error error;
	import_all();
	int64_t rows = ask_number("SELECT count(*) FROM event");
	for (int i = 0; i < GED_FILES; i++) {
		list[i] = test_data(ged_files[i], paths[i]);
	}
	assert_int_equal(import_files(list, GED_FILES, &options, &report, NULL, &error), MIZAN_OK);
	for (int i = 0; i < GED_FILES; i++) {
		assert_true(report.files[i].already_there);
	}
	mizan_import_report_release(&report);
	assert_int_equal(ask_number("SELECT count(*) FROM event"), rows);
	assert_int_equal(ask_number("SELECT count(*) FROM event_past"), 0);
	assert_int_equal(ask_number("SELECT count(*) FROM release"), GED_FILES);
	assert_string_equal(ask("PRAGMA integrity_check"), "ok");
}

/* The short way without a store counts the same. */
struct toll {
	int64_t deaths[64], events[64];
};

static mizan_status toll_begin(void *context, unsigned workers, const struct mizan_release *release,
	struct mizan_error *error)
{
	(void)context;
	(void)error;
	assert_true(workers <= 64);
	assert_string_equal(release->source, "ucdp-ged");
	return MIZAN_OK;
}

static mizan_status toll_each(
	void *context, unsigned worker, const struct mizan_event *event, struct mizan_error *error)
{
	struct toll *toll = context;
	(void)error;
	toll->deaths[worker] += event->deaths_best;
	toll->events[worker]++;
	return MIZAN_OK;
}

static void measuring_a_file_directly_counts_what_the_store_counts(void **state)
{
	(void)state;
	struct toll toll = {0};
	struct mizan_event_reader reader = {&toll, toll_begin, toll_each};
	struct mizan_import_options options = plain_options();
	struct mizan_error error = {0};
	uint64_t refused = 9;
	char path[1024];
	import_all();
	assert_int_equal(mizan_source_read(test_data(ged_files[1], path), &options,
				 MIZAN_PART_DATES | MIZAN_PART_DEATHS, &reader, &refused, NULL,
				 NULL, &error),
		MIZAN_OK);
	assert_int_equal(refused, 0);
	for (int i = 1; i < 64; i++) {
		toll.deaths[0] += toll.deaths[i];
		toll.events[0] += toll.events[i];
	}
	assert_int_equal(toll.events[0], 6416);
	assert_int_equal(toll.deaths[0],
		ask_number("SELECT sum(deaths_best) FROM event WHERE country = 'PAK'"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_of_four_countries_stand_side_by_side),
		cmocka_unit_test(sums_are_those_that_another_program_finds),
		cmocka_unit_test(tolls_of_pakistan_are_those_of_ucdp_itself),
		cmocka_unit_test(the_same_files_again_change_nothing),
		cmocka_unit_test(measuring_a_file_directly_counts_what_the_store_counts),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
