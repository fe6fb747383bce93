/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The traps of UCDP GED, each with a small file made by hand. What the columns mean is said in
 * Högbladh, UCDP GED Codebook; the traps were met in files that UCDP and others distribute.
 */
#include "source_test.h"

#include <mizan/table.h>

static struct ged_text ged;

static void start(void)
{
	ged.columns[0] = NULL;
	ged_begin(&ged);
}

/* ---- What an event says ------------------------------------------------------------------- */

static void an_event_of_many_days_keeps_both_days_and_their_precision(void **state)
{
	(void)state;
	static const char *const rows[][4] = {
		{"id=1", "date_start=2020-03-01", "date_end=2020-03-01", "date_prec=1"},
		{"id=2", "date_start=2020-03-01 00:00:00.000", "date_end=2020-03-05 00:00:00.000",
			"date_prec=2"},
		{"id=3", "date_start=2020-03-01T00:00:00", "date_end=2020-03-07T00:00:00",
			"date_prec=3"},
		{"id=4", "date_start=2020-02-28", "date_end=2020-03-29", "date_prec=4"},
		{"id=5", "date_start=2020-01-01", "date_end=2020-12-21", "date_prec=5"},
	};
	start();
	for (size_t i = 0; i < TEST_COUNT(rows); i++) {
		ged_add(&ged, rows[i][0], rows[i][1], rows[i][2], rows[i][3], NULL);
	}
	assert_int_equal(import_one(write_text("a.csv", ged.data), NULL).written, 5);
	assert_string_equal(ask("SELECT group_concat(date_start || '/' || date_end || '/' ||"
				" date_precision, ' ') FROM event"),
		"2020-03-01/2020-03-01/1 2020-03-01/2020-03-05/2 2020-03-01/2020-03-07/3"
		" 2020-02-28/2020-03-29/4 2020-01-01/2020-12-21/5");
	/* 2020 x 12 + month - 1, of the day on which it ended. */
	assert_string_equal(
		ask("SELECT group_concat(month, ' ') FROM event"), "24242 24242 24242 24242 24251");
}

static void best_outside_low_and_high_is_kept_and_flagged(void **state)
{
	(void)state;
	start();
	ged_add(&ged, "id=1", "best=3", "low=5", "high=9", NULL);
	ged_add(&ged, "id=2", "best=12", "low=5", "high=9", "deaths_b=11", NULL);
	ged_add(&ged, "id=3", "best=3", "low=3", "high=3", NULL);
	ged_add(&ged, "id=4", "best=3", "low=0", "high=", NULL);
	import_one(write_text("a.csv", ged.data), NULL);
	assert_string_equal(
		ask("SELECT group_concat(deaths_low || '<' || deaths_best || '<' ||"
		    " ifnull(deaths_high, '?') || ':' || ifnull(flags, ''), ' ') FROM event"),
		"5<3<9:best-outside-range 5<12<9:best-outside-range 3<3<3: 0<3<?:");
}

static void flags_say_what_a_reader_should_know(void **state)
{
	(void)state;
	start();
	ged_add(&ged, "id=1", "event_clarity=2", NULL);
	ged_add(&ged, "id=2", "code_status=Check deaths", NULL);
	ged_add(&ged, "id=3", "deaths_civilians=4", NULL);
	ged_add(&ged, "id=4", "event_clarity=2", "code_status=Check deaths", "best=9", NULL);
	import_one(write_text("a.csv", ged.data), NULL);
	assert_string_equal(ask("SELECT flags FROM event WHERE source_key = '1'"), "summary");
	assert_string_equal(ask("SELECT flags FROM event WHERE source_key = '2'"), "check");
	assert_string_equal(ask("SELECT json_extract(provider, '$.code_status') FROM event WHERE "
				"source_key = '2'"),
		"Check deaths");
	assert_string_equal(ask("SELECT flags FROM event WHERE source_key = '3'"), "sides-differ");
	assert_string_equal(ask("SELECT flags FROM event WHERE source_key = '4'"),
		"best-outside-range summary check sides-differ");
}

static void numbers_that_look_odd_are_kept_as_they_are(void **state)
{
	(void)state;
	start();
	/* -1: the number of sources was not recorded; a running number with a fraction; a country
	 * number that a spreadsheet or pandas turned into a real one. */
	ged_add(&ged, "id=1", "number_of_sources=-1", "relid=ANG-1989-1-7-62.3", "gwnoa=770.0",
		NULL);
	import_one(write_text("a.csv", ged.data), NULL);
	assert_string_equal(
		ask("SELECT json_extract(provider, '$.number_of_sources') FROM event"), "-1");
	assert_string_equal(
		ask("SELECT json_extract(provider, '$.relid') || json_type(provider, '$.relid')"
		    " FROM event"),
		"ANG-1989-1-7-62.3text");
	assert_string_equal(ask("SELECT json_extract(provider, '$.gwnoa') FROM event"), "770.0");
}

static void numbers_of_actors_dyad_and_conflict_are_kept(void **state)
{
	(void)state;
	start();
	ged_add(&ged, "id=1", NULL);
	ged_add(&ged, "id=2", "side_b_new_id=", "dyad_new_id=", NULL);
	/* Exports that passed through pandas. */
	ged_add(&ged, "id=3", "side_a_new_id=142.0", NULL);
	import_one(write_text("a.csv", ged.data), NULL);
	assert_string_equal(ask("SELECT side_a || '|' || side_a_id || '|' || side_b || '|' || "
				"side_b_id || '|' ||"
				" dyad || '|' || dyad_id || '|' || conflict_id FROM event WHERE "
				"source_key = '1'"),
		"Government of Pakistan|142|TTP|356|Government of Pakistan - TTP|857|404");
	assert_string_equal(
		ask("SELECT ifnull(side_b_id, 'none') || ifnull(dyad_id, 'none') FROM event"
		    " WHERE source_key = '2'"),
		"nonenone");
	assert_string_equal(ask("SELECT side_a_id FROM event WHERE source_key = '3'"), "142");
}

static void country_numbers_become_iso_codes(void **state)
{
	(void)state;
	/* Gleditsch & Ward (1999), list of states, and ISO 3166-1; XKX is the user-assigned code
	 * of Kosovo. Yemen before 1990 was 678, and 680 in the south. */
	static const struct {
		int gw;
		const char *iso3;
	} countries[] = {{770, "PAK"}, {700, "AFG"}, {347, "XKX"}, {345, "SRB"}, {365, "RUS"},
		{678, "YEM"}, {680, "YEM"}, {490, "COD"}, {652, "SYR"}, {775, "MMR"}, {437, "CIV"},
		{2, "USA"}, {666, "ISR"}, {626, "SSD"}, {625, "SDN"}, {520, "SOM"}, {750, "IND"},
		{630, "IRN"}, {645, "IRQ"}, {369, "UKR"}, {475, "NGA"}, {70, "MEX"}};
	start();
	for (size_t i = 0; i < TEST_COUNT(countries); i++) {
		char id[32], number[32];
		snprintf(id, sizeof id, "id=%d", countries[i].gw);
		snprintf(number, sizeof number, "country_id=%d", countries[i].gw);
		ged_add(&ged, id, number, NULL);
	}
	import_one(write_text("a.csv", ged.data), NULL);
	for (size_t i = 0; i < TEST_COUNT(countries); i++) {
		char sql[96];
		snprintf(sql, sizeof sql, "SELECT country FROM event WHERE source_key = '%d'",
			countries[i].gw);
		assert_string_equal(ask(sql), countries[i].iso3);
	}
}

/* ---- Forms of the file -------------------------------------------------------------------- */

static void hdx_form_of_43_columns_without_relid_is_read(void **state)
{
	(void)state;
	static const char *const columns[] = {"id", "year", "active_year", "type_of_violence",
		"conflict_new_id", "conflict_name", "dyad_new_id", "dyad_name", "side_a_new_id",
		"gwnoa", "side_a", "side_b_new_id", "gwnob", "side_b", "number_of_sources",
		"source_article", "source_office", "source_date", "source_headline",
		"source_original", "where_prec", "where_coordinates", "adm_1", "adm_2", "latitude",
		"longitude", "geom_wkt", "priogrid_gid", "country", "iso3", "country_id", "region",
		"event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b",
		"deaths_civilians", "deaths_unknown", "low", "best", "high"};
	assert_int_equal(TEST_COUNT(columns), 43);
	memcpy(ged.columns, columns, sizeof columns);
	ged.columns[43] = NULL;
	ged_begin(&ged);
	/* HDX's second row of tags. */
	for (int i = 0; i < 43; i++) {
		ged_put(&ged, i == 0 ? "" : i == 1 ? "#date+year" : "", i == 0);
	}
	ged_end_row(&ged);
	ged_add(&ged, "id=71663", "iso3=PAK", "date_start=2013-12-13", "date_end=2013-12-14",
		"low=1", "best=2", "high=7", NULL);
	struct mizan_import_report report;
	struct mizan_error error;
	const char *path = write_text("a.csv", ged.data);
	assert_int_equal(import_files(&path, 1, NULL, &report, NULL, &error), MIZAN_OK);
	assert_true(report.files[0].hxl);
	mizan_import_report_release(&report);
	assert_string_equal(
		ask("SELECT source_key || deaths_low || deaths_best || deaths_high || date_end"
		    " FROM event"),
		"716631272013-12-14");
}

static void columns_are_found_by_name_in_any_order(void **state)
{
	(void)state;
	start();
	ged_add(&ged, "id=1", NULL);
	import_one(write_text("a.csv", ged.data), NULL);
	const char *sql =
		"SELECT source_key || date_start || country || latitude || longitude ||"
		" violence || side_a || side_b || deaths_best || deaths_low || deaths_high"
		" || admin1 || admin2 || place FROM event";
	char expected[512];
	snprintf(expected, sizeof expected, "%s", ask(sql));
	assert_string_equal(expected,
		"12020-03-01PAK32.98541470.604028state-basedGovernment of "
		"PakistanTTP324Khyber Pakhtunkhwa provinceBannu districtBannu "
		"town");
	unlink(store_path);
	for (int i = 0; i < 24; i++) {
		const char *first = ged.columns[i];
		ged.columns[i] = ged.columns[48 - i];
		ged.columns[48 - i] = first;
	}
	ged_begin(&ged);
	ged_add(&ged, "id=1", NULL);
	import_one(write_text("b.csv", ged.data), NULL);
	assert_string_equal(ask(sql), expected);
}

static void a_header_in_capitals_is_the_same_header(void **state)
{
	(void)state;
	start();
	for (char *c = ged.data; *c; c++) {
		*c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
	}
	ged_add(&ged, "id=1", NULL);
	import_one(write_text("a.csv", ged.data), NULL);
	assert_string_equal(ask("SELECT country || deaths_best FROM event"), "PAK3");
	/* What is a column of the store is not kept a second time. */
	assert_string_equal(ask("SELECT count(*) FROM event, json_each(event.provider)"
				" WHERE lower(key) IN ('best', 'id', 'side_a', 'date_start')"),
		"0");
}

static void further_columns_are_kept_as_json(void **state)
{
	(void)state;
	start();
	ged.columns[49] = "my \"note\"";
	ged.columns[50] = "empty";
	ged.columns[51] = NULL;
	ged_begin(&ged);
	ged_add(&ged, "id=1",
		"my \"note\"=a \"quoted\" word, a \\ and\na line\twith "
		"\xd9\xbe\xd8\xb4\xd8\xa7\xd9\x88\xd8\xb1 "
		"\x01",
		"source_article=\"Reuters, 2001-01-06\"", NULL);
	import_one(write_text("a.csv", ged.data), NULL);
	assert_string_equal(ask("SELECT json_valid(provider) FROM event"), "1");
	assert_string_equal(ask("SELECT value FROM event, json_each(event.provider)"
				" WHERE key = 'my \"note\"'"),
		"a \"quoted\" word, a \\ and\na line\twith "
		"\xd9\xbe\xd8\xb4\xd8\xa7\xd9\x88\xd8\xb1 \x01");
	assert_string_equal(ask("SELECT json_extract(provider, '$.source_article') FROM event"),
		"\"Reuters, 2001-01-06\"");
	assert_string_equal(ask("SELECT json_type(provider, '$.empty') IS NULL FROM event"), "1");
	assert_string_equal(
		ask("SELECT json_extract(provider, '$.country') FROM event"), "Pakistan");
}

static void a_file_without_header_is_read_when_its_version_is_said(void **state)
{
	(void)state;
	struct mizan_import_options options = plain_options();
	start();
	size_t header = ged.size;
	ged_add(&ged, "id=11", NULL);
	ged_add(&ged, "id=12", NULL);
	ged_add(&ged, "id=13", "best=x", NULL);
	ged_add_many(&ged, 14, 30);
	const char *path = write_text("events.csv", ged.data + header);
	struct mizan_error error = import_refused(path, &options);
	assert_int_equal(error.status, MIZAN_ERROR_INPUT);
	assert_says(error.what, "header");
	assert_says(error.advice, "--version-of-data");
	options.version_of_data = "24.0.1";
	struct mizan_writer_report report = import_one(path, &options);
	assert_int_equal(report.written, 19);
	assert_int_equal(report.refused, 1);
	/* The first line is an event too. */
	assert_string_equal(ask("SELECT min(source_key) FROM event"), "11");
	assert_string_equal(ask("SELECT line_no || column_name FROM refused"), "3best");
	assert_string_equal(ask("SELECT version FROM release"), "24.0.1");
	assert_string_equal(ask("SELECT DISTINCT flags FROM event"), "candidate");
	/* A name that says the version is enough. */
	unlink(store_path);
	assert_int_equal(
		import_one(write_text("GEDEvent_v24_0_1.csv", ged.data + header), NULL).written,
		19);
	assert_string_equal(ask("SELECT version FROM release"), "24.0.1");
}

static void compressed_files_are_read_as_they_are(void **state)
{
	(void)state;
	static const char script[] =
		"import gzip, sys, zipfile\n"
		"data = open(sys.argv[1], 'rb').read()\n"
		"open(sys.argv[2], 'wb').write(gzip.compress(data))\n"
		"with zipfile.ZipFile(sys.argv[3], 'w', zipfile.ZIP_DEFLATED) as z:\n"
		"    z.writestr('GEDEvent_v26_1.csv', data)\n";
	char command[1024];
	if (access("/usr/bin/python3", X_OK) != 0) {
		skip();
	}
	start();
	ged_add_many(&ged, 1, 30);
	snprintf(command, sizeof command, "/usr/bin/python3 %s %s %s/a.csv.gz %s/ged261-csv.zip",
		write_text("pack.py", script), write_text("a.csv", ged.data), folder, folder);
	assert_int_equal(system(command), 0);
	char path[256];
	snprintf(path, sizeof path, "%s/a.csv.gz", folder);
	assert_int_equal(import_one(path, NULL).written, 30);
	unlink(store_path);
	snprintf(path, sizeof path, "%s/ged261-csv.zip", folder);
	struct mizan_writer_report report = import_one(path, NULL);
	assert_int_equal(report.written, 30);
	assert_string_equal(ask("SELECT version FROM release"), "26.1");
}

static void letters_of_western_europe_are_read_in_their_old_encoding(void **state)
{
	(void)state;
	struct mizan_import_report report;
	struct mizan_error error;
	start();
	/* Windows-1252: \xe9 is e with an acute accent, \x92 the apostrophe of word processors. */
	ged_add(&ged, "id=1", "where_coordinates=Bou\xe9 town",
		"side_b=Jama\x92"
		"at",
		NULL);
	const char *path = write_text("a.csv", ged.data);
	assert_int_equal(import_files(&path, 1, NULL, &report, NULL, &error), MIZAN_OK);
	assert_string_equal(report.files[0].encoding, "windows-1252");
	mizan_import_report_release(&report);
	assert_string_equal(ask("SELECT place || side_b FROM event"),
		"Bou\xc3\xa9 townJama\xe2\x80\x99"
		"at");
}

static void the_version_is_read_from_ucdps_own_file_names(void **state)
{
	(void)state;
	/* Names of ucdp.uu.se/downloads and what is not one. */
	static const struct {
		const char *name, *version;
	} names[] = {{"ged261-csv.csv", "26.1"}, {"GEDEvent_v25_1.csv", "25.1"},
		{"GEDEvent_v26_0_3.csv", "26.0.3"}, {"GEDEvent_v25_01_25_12.csv", "25.01.25.12"},
		{"ged_pakistan.csv", NULL}, {"ged_2021.csv", NULL}, {"a.v2.csv", NULL}};
	for (size_t i = 0; i < TEST_COUNT(names); i++) {
		char id[32];
		unlink(store_path);
		start();
		snprintf(id, sizeof id, "id=%zu", i + 1);
		ged_add(&ged, id, NULL);
		import_one(write_text(names[i].name, ged.data), NULL);
		const char *version = ask("SELECT version FROM release");
		if (names[i].version) {
			assert_string_equal(version, names[i].version);
		} else {
			/* The first digits of the hash of its bytes. */
			assert_int_equal(strncmp(version, "sha256:", 7), 0);
			assert_string_equal(
				version + 7, ask("SELECT substr(sha256, 1, 8) FROM release"));
		}
	}
}

/* ---- What replaces what ------------------------------------------------------------------- */

static void the_same_bytes_are_taken_once(void **state)
{
	(void)state;
	start();
	ged_add_many(&ged, 1, 3);
	const char *paths[] = {write_text("a.csv", ged.data), write_text("b.csv", ged.data)};
	struct mizan_import_report report;
	struct mizan_error error;
	/* Under two names, in one call and in the next. */
	for (int round = 0; round < 2; round++) {
		assert_int_equal(import_files(paths, 2, NULL, &report, NULL, &error), MIZAN_OK);
		assert_int_equal(report.file_count, 2);
		assert_int_equal(report.files[0].already_there, round == 1);
		assert_true(report.files[1].already_there);
		mizan_import_report_release(&report);
		assert_int_equal(ask_number("SELECT count(*) FROM event"), 3);
		assert_int_equal(ask_number("SELECT count(*) FROM release"), 1);
	}
}

static struct mizan_writer_report import_month(
	const char *version, const char *id, const char *day, const char *country)
{
	struct mizan_import_options options = plain_options();
	char name[64], key[64], first[64], last[64], number[64];
	options.version_of_data = version;
	snprintf(name, sizeof name, "%s-%s.csv", version, id);
	snprintf(key, sizeof key, "id=%s", id);
	snprintf(first, sizeof first, "date_start=%s", day);
	snprintf(last, sizeof last, "date_end=%s", day);
	snprintf(number, sizeof number, "country_id=%s", country);
	start();
	ged_add(&ged, key, first, last, number, NULL);
	return import_one(write_text(name, ged.data), &options);
}

static void candidates_wait_for_the_annual_release_of_their_months(void **state)
{
	(void)state;
	import_month("25.0.11", "1", "2025-11-20", "770");
	import_month("25.0.12", "2", "2025-12-20", "770");
	import_month("26.0.1", "3", "2026-01-20", "770");
	import_month("25.0.12", "4", "2025-12-20", "700");
	assert_int_equal(ask_number("SELECT count(*) FROM event WHERE flags = 'candidate'"), 4);
	/* 26.1 has the years to 2025: what is of 2026, or of a country that it does not have,
	 * stays. */
	struct mizan_writer_report report = import_month("26.1", "9", "2025-03-05", "770");
	assert_int_equal(report.superseded, 2);
	assert_string_equal(
		ask("SELECT group_concat(source_key, ' ') FROM (SELECT source_key FROM event"
		    " ORDER BY 1)"),
		"3 4 9");
	assert_string_equal(
		ask("SELECT group_concat(source_key, ' ') FROM (SELECT source_key FROM event_past"
		    " ORDER BY 1)"),
		"1 2");
	assert_int_equal(ask_number("SELECT count(*) FROM event WHERE flags IS NULL"), 1);
	/* A candidate that comes late does not take the annual release's place. */
	report = import_month("25.0.10", "7", "2025-10-20", "770");
	assert_int_equal(report.already_superseded, 1);
	assert_int_equal(ask_number("SELECT count(*) FROM event WHERE source_key = '7'"), 0);
}

static void a_month_that_is_published_again_replaces_itself_alone(void **state)
{
	(void)state;
	import_month("26.0.3", "1", "2026-03-02", "770");
	import_month("26.0.4", "2", "2026-04-30", "770");
	/* The same version again with other rows: UCDP uploads files anew without saying so. */
	assert_int_equal(import_month("26.0.3", "5", "2026-03-31", "770").superseded, 1);
	assert_string_equal(
		ask("SELECT group_concat(source_key, ' ') FROM (SELECT source_key FROM event"
		    " ORDER BY 1)"),
		"2 5");
	assert_string_equal(
		ask("SELECT period_start || '..' || period_end FROM release WHERE release_id = 3"),
		"2026-03-01..2026-03-31");
}

static void a_quarter_replaces_the_months_before_it(void **state)
{
	(void)state;
	import_month("25.0.11", "1", "2025-11-20", "770");
	import_month("25.0.9", "2", "2025-09-20", "770");
	assert_int_equal(import_month("25.01.25.12", "1", "2025-11-21", "770").superseded, 1);
	assert_string_equal(ask("SELECT group_concat(source_key || flags, ' ') FROM (SELECT * FROM"
				" event ORDER BY source_key)"),
		"1candidate 2candidate");
	assert_int_equal(import_month("26.1", "1", "2025-02-20", "770").superseded, 2);
}

static void a_newer_version_replaces_the_same_years_and_countries_alone(void **state)
{
	(void)state;
	struct mizan_import_options options = plain_options();
	start();
	ged_add(&ged, "id=1", "date_start=2018-12-30", "date_end=2018-12-31", NULL);
	ged_add(&ged, "id=2", "date_start=2018-12-31", "date_end=2019-01-01", NULL);
	ged_add(&ged, "id=3", "date_start=2019-06-01", "date_end=2019-06-01", NULL);
	ged_add(&ged, "id=4", "date_start=2019-06-01", "date_end=2019-06-01", "country_id=700",
		NULL);
	ged_add(&ged, "id=5", "date_start=2020-01-01", "date_end=2020-01-01", NULL);
	options.version_of_data = "25.1";
	import_one(write_text("old.csv", ged.data), &options);
	start();
	ged_add(&ged, "id=3", "date_start=2019-06-01", "date_end=2019-06-01", "best=4", NULL);
	options.version_of_data = "26.1";
	/* Pakistan 2019: an event counts in the year in which it ended. */
	assert_int_equal(import_one(write_text("new.csv", ged.data), &options).superseded, 2);
	assert_string_equal(
		ask("SELECT group_concat(source_key || country || deaths_best, ' ') FROM"
		    " (SELECT * FROM event ORDER BY source_key)"),
		"1PAK3 3PAK4 4AFG3 5PAK3");
	assert_string_equal(ask("SELECT group_concat(source_key, ' ') FROM (SELECT source_key FROM"
				" event_past ORDER BY 1)"),
		"2 3");
}

/* ---- Rows that cannot be read ------------------------------------------------------------- */

/* One good row for each nine, so that a single bad one is a tenth. */
static void check_refused(const char *bad, const char *column, const char *says)
{
	start();
	ged_add_many(&ged, 1, 9);
	ged_add(&ged, "id=10", bad, NULL);
	unlink(store_path);
	struct mizan_writer_report report = import_one(write_text("bad.csv", ged.data), NULL);
	if (report.refused != 1) {
		fail_msg("'%s' was taken", bad);
	}
	assert_int_equal(report.written, 9);
	assert_string_equal(ask("SELECT file || ':' || line_no FROM refused"), "bad.csv:11");
	assert_string_equal(ask("SELECT column_name FROM refused"), column);
	assert_says(ask("SELECT reason FROM refused"), says);
	/* The number of the column is that of the header, from 1. */
	int number = 0;
	while (strcmp(ged_defaults[number].name, column) != 0) {
		number++;
	}
	assert_int_equal(ask_number("SELECT column_no FROM refused"), number + 1);
	/* The row as it stands in the file. */
	const char *raw = ask("SELECT raw FROM refused");
	assert_non_null(strstr(ged.data, raw));
	assert_int_equal(strncmp(raw, "\"10\",", 5), 0);
	assert_int_equal(ask_number("SELECT refused FROM release"), 1);
}

static void a_bad_value_is_refused_with_its_column_and_reason(void **state)
{
	(void)state;
	static const char *const bad[][3] = {
		{"date_start=00:00.0", "date_start", "spreadsheet"},
		{"date_end=00:00.0", "date_end", "spreadsheet"},
		{"date_start=", "date_start", "empty"},
		{"date_start=2020-02-30", "date_start", "2020-02-30"},
		{"date_end=2020-02-28", "date_end", "before"},
		{"date_prec=6", "date_prec", "1 to 5"},
		{"where_prec=8", "where_prec", "1 to 7"},
		{"where_prec=", "where_prec", "number"},
		{"latitude=91", "latitude", "90"},
		{"longitude=-180.5", "longitude", "180"},
		{"latitude=thirty", "latitude", "thirty"},
		{"type_of_violence=4", "type_of_violence", "1 to 3"},
		{"country_id=9998", "country_id", "9998"},
		{"country_id=", "country_id", "number"},
		{"best=-1", "best", "-1"},
		{"best=3.5", "best", "3.5"},
		{"best=99999999999", "best", "99999999999"},
		{"high=many", "high", "many"},
		{"deaths_civilians=1,081", "deaths_civilians", "1,081"},
		{"event_clarity=3", "event_clarity", "3"},
		{"side_a_new_id=XJ", "side_a_new_id", "XJ"},
	};
	for (size_t i = 0; i < TEST_COUNT(bad); i++) {
		check_refused(bad[i][0], bad[i][1], bad[i][2]);
	}
}

static void a_row_too_short_or_too_long_is_refused(void **state)
{
	(void)state;
	start();
	ged_add_many(&ged, 1, 20);
	ged.size += (size_t)snprintf(ged.data + ged.size, 64, "21,short,row\n");
	import_one(write_text("a.csv", ged.data), NULL);
	assert_string_equal(ask("SELECT line_no || raw FROM refused"), "2221,short,row");
	assert_says(ask("SELECT reason FROM refused"), "3 fields");
}

static void a_key_that_came_before_is_refused_with_its_row(void **state)
{
	(void)state;
	start();
	ged_add_many(&ged, 1, 20);
	ged_add(&ged, "id=7", "best=100", NULL);
	import_one(write_text("a.csv", ged.data), NULL);
	assert_int_equal(ask_number("SELECT count(*) FROM event"), 20);
	assert_int_equal(ask_number("SELECT max(deaths_best) FROM event"), 3);
	assert_string_equal(ask("SELECT line_no FROM refused"), "22");
	assert_says(ask("SELECT reason FROM refused"), "'7'");
	assert_int_equal(strncmp(ask("SELECT raw FROM refused"), "\"7\",\"PAK-2020", 13), 0);
}

static void when_more_than_a_tenth_is_bad_nothing_is_changed(void **state)
{
	(void)state;
	struct mizan_import_options options = plain_options();
	char before[65], after[65];
	start();
	ged_add_many(&ged, 100, 120);
	import_one(write_text("good.csv", ged.data), NULL);
	start();
	ged_add_many(&ged, 1, 8);
	ged_add(&ged, "id=9", "best=x", NULL);
	ged_add(&ged, "id=10", "best=y", NULL);
	const char *path = write_text("bad.csv", ged.data);
	hash_store(before);
	struct mizan_error error = import_refused(path, &options);
	hash_store(after);
	assert_string_equal(before, after);
	assert_int_equal(error.status, MIZAN_ERROR_INPUT);
	assert_says(error.what, "2 of 10");
	assert_says(error.advice, "--accept-refused");
	/* Where the first one is: line 10, column 45. */
	assert_says(error.file, "bad.csv");
	assert_int_equal(error.line, 10);
	assert_int_equal(error.column, 45);
	options.accept_refused = true;
	struct mizan_writer_report report = import_one(path, &options);
	assert_int_equal(report.written, 8);
	assert_int_equal(report.refused, 2);
	assert_int_equal(ask_number("SELECT count(*) FROM refused"), 2);
}

static void a_file_of_bad_rows_alone_is_refused_however_much_is_accepted(void **state)
{
	(void)state;
	struct mizan_import_options options = plain_options();
	options.accept_refused = true;
	start();
	ged_add(&ged, "id=1", "best=x", NULL);
	assert_says(import_refused(write_text("a.csv", ged.data), &options).what, "x");
	start();
	assert_says(import_refused(write_text("b.csv", ged.data), &options).what, "no row");
	assert_int_equal(ask_number("SELECT count(*) FROM release"), 0);
}

/* ---- Reading without a store -------------------------------------------------------------- */

struct seen {
	char provider[4096];
	int64_t rows;
	char key[64], version[64];
};

static mizan_status seen_begin(void *context, unsigned workers, const struct mizan_release *release,
	struct mizan_error *error)
{
	struct seen *seen = context;
	(void)error;
	assert_true(workers >= 1);
	snprintf(seen->version, sizeof seen->version, "%s", release->version);
	return MIZAN_OK;
}

static mizan_status seen_each(
	void *context, unsigned worker, const struct mizan_event *event, struct mizan_error *error)
{
	struct seen *seen = context;
	(void)worker;
	(void)error;
	seen->rows++;
	snprintf(seen->key, sizeof seen->key, "%.*s", (int)event->source_key.size,
		event->source_key.data);
	snprintf(seen->provider, sizeof seen->provider, "%.*s", (int)event->provider.size,
		event->provider.size ? event->provider.data : "");
	return MIZAN_OK;
}

static void reading_directly_gives_the_event_that_the_store_keeps(void **state)
{
	(void)state;
	struct seen seen = {0};
	struct mizan_event_reader reader = {&seen, seen_begin, seen_each};
	struct mizan_import_options options = plain_options();
	struct mizan_error error = {0}, first = {0};
	uint64_t refused = 0;
	options.reader.threads = 1;
	start();
	ged_add(&ged, "id=5", "relid=ANG-1989-1-7-62.3", NULL);
	const char *path = write_text("ged261.csv", ged.data);
	assert_int_equal(mizan_source_read(path, &options, MIZAN_PART_ALL, &reader, &refused,
				 &first, NULL, &error),
		MIZAN_OK);
	assert_int_equal(seen.rows, 1);
	assert_string_equal(seen.key, "5");
	assert_string_equal(seen.version, "26.1");
	import_one(path, NULL);
	assert_string_equal(seen.provider, ask("SELECT provider FROM event"));
}

static void reading_directly_counts_what_it_refuses(void **state)
{
	(void)state;
	struct seen seen = {0};
	struct mizan_event_reader reader = {&seen, seen_begin, seen_each};
	struct mizan_import_options options = plain_options();
	struct mizan_error error = {0}, first = {0};
	uint64_t refused = 0;
	options.reader.threads = 1;
	start();
	ged_add_many(&ged, 1, 18);
	ged_add(&ged, "id=19", "best=x", NULL);
	ged_add(&ged, "id=20", "best=y", NULL);
	const char *path = write_text("a.csv", ged.data);
	assert_int_equal(mizan_source_read(path, &options, MIZAN_PART_DEATHS, &reader, &refused,
				 &first, NULL, &error),
		MIZAN_OK);
	assert_int_equal(refused, 2);
	assert_int_equal(first.line, 20);
	assert_int_equal(first.column, 45);
	assert_says(first.what, "'x'");
	ged_add(&ged, "id=21", "best=z", NULL);
	path = write_text("b.csv", ged.data);
	assert_int_equal(mizan_source_read(path, &options, MIZAN_PART_DEATHS, &reader, &refused,
				 NULL, NULL, &error),
		MIZAN_ERROR_INPUT);
	assert_says(error.what, "3 of 21");
	/* A column that is not asked for is not read: what it has is no reason to refuse. */
	error = (struct mizan_error){0};
	assert_int_equal(mizan_source_read(path, &options, MIZAN_PART_DATES, &reader, &refused,
				 NULL, NULL, &error),
		MIZAN_OK);
	assert_int_equal(refused, 0);
	start();
	assert_int_equal(mizan_source_read(write_text("c.csv", ged.data), &options,
				 MIZAN_PART_DEATHS, &reader, &refused, NULL, NULL, &error),
		MIZAN_ERROR_INPUT);
	assert_says(error.what, "no row");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup(name, clean_folder)
		TEST(an_event_of_many_days_keeps_both_days_and_their_precision),
		TEST(best_outside_low_and_high_is_kept_and_flagged),
		TEST(flags_say_what_a_reader_should_know),
		TEST(numbers_that_look_odd_are_kept_as_they_are),
		TEST(numbers_of_actors_dyad_and_conflict_are_kept),
		TEST(country_numbers_become_iso_codes),
		TEST(hdx_form_of_43_columns_without_relid_is_read),
		TEST(columns_are_found_by_name_in_any_order),
		TEST(a_header_in_capitals_is_the_same_header),
		TEST(further_columns_are_kept_as_json),
		TEST(a_file_without_header_is_read_when_its_version_is_said),
		TEST(compressed_files_are_read_as_they_are),
		TEST(letters_of_western_europe_are_read_in_their_old_encoding),
		TEST(the_version_is_read_from_ucdps_own_file_names),
		TEST(the_same_bytes_are_taken_once),
		TEST(candidates_wait_for_the_annual_release_of_their_months),
		TEST(a_month_that_is_published_again_replaces_itself_alone),
		TEST(a_quarter_replaces_the_months_before_it),
		TEST(a_newer_version_replaces_the_same_years_and_countries_alone),
		TEST(a_bad_value_is_refused_with_its_column_and_reason),
		TEST(a_row_too_short_or_too_long_is_refused),
		TEST(a_key_that_came_before_is_refused_with_its_row),
		TEST(when_more_than_a_tenth_is_bad_nothing_is_changed),
		TEST(a_file_of_bad_rows_alone_is_refused_however_much_is_accepted),
		TEST(reading_directly_gives_the_event_that_the_store_keeps),
		TEST(reading_directly_counts_what_it_refuses),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
