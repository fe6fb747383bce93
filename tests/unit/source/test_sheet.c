/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody's own sheet of events, in our columns or through a mapping. */
#include "source_test.h"

static const char head[] = "source_key,date_start,date_end,date_precision,country,admin1,latitude,"
			   "longitude,place_precision,violence,deaths_best,deaths_low,deaths_high,"
			   "injured,side_a_id,note\n";

static const char *write_sheet(const char *name, const char *rows)
{
	char text[16384];
	assert_true(snprintf(text, sizeof text, "%s%s", head, rows) < (int)sizeof text);
	return write_text(name, text);
}

static const char *write_template(const char *name, const char *file)
{
	struct mizan_text text = {0};
	struct mizan_error error;
	assert_int_equal(mizan_template(name, &text, &error), MIZAN_OK);
	const char *path = write_bytes(file, text.data, text.size);
	mizan_text_release(&text);
	return path;
}

/* ---- In our columns ----------------------------------------------------------------------- */

static void the_template_of_events_imports_as_it_is(void **state)
{
	(void)state;
	struct mizan_writer_report report = import_one(write_template("events", "e.csv"), NULL);
	assert_int_equal(report.refused, 0);
	assert_int_equal(report.written, 2);
	assert_string_equal(
		ask("SELECT source || coverage || kind FROM release"), "ownsampleevents");
	assert_string_equal(
		ask("SELECT date_start || country || admin1 || violence || deaths_best ||"
		    " deaths_high || ifnull(injured, '?') FROM event WHERE source_key = "
		    "'example-1'"),
		"2024-07-15PAKKhyber Pakhtunkhwastate-based810?");
	/* An empty cell is unknown, which is not 0. */
	assert_string_equal(ask("SELECT date_end || ifnull(deaths_best, '?') ||"
				" ifnull(latitude, '?') || ifnull(violence, '?') FROM event"
				" WHERE source_key = 'example-2'"),
		"2024-08-07???");
	assert_string_equal(ask("SELECT json_extract(provider, '$.reference') FROM event"
				" WHERE source_key = 'example-2'"),
		"Any further column is kept too");
}

static void templates_have_names_and_words(void **state)
{
	(void)state;
	const char *const *names = mizan_template_names();
	struct mizan_error error = {0};
	for (size_t i = 0; names[i]; i++) {
		struct mizan_text text = {0}, words = {0};
		assert_int_equal(mizan_template(names[i], &text, &error), MIZAN_OK);
		assert_true(text.size > 100);
		assert_int_equal(mizan_template_words(names[i], &words, &error), MIZAN_OK);
		/* Lines that begin with #, so that a terminal can show them beside the sheet. */
		for (const char *line = words.data; line && *line;) {
			assert_int_equal(*line, '#');
			line = strchr(line, '\n');
			line = line ? line + 1 : NULL;
		}
		mizan_text_release(&text);
		mizan_text_release(&words);
	}
	struct mizan_text text = {0};
	assert_int_equal(mizan_template("maps", &text, &error), MIZAN_ERROR_USAGE);
	assert_says(error.what, "maps");
	assert_says(error.advice, "milestones");
	assert_int_equal(mizan_template_words("maps", &text, &error), MIZAN_ERROR_USAGE);
	mizan_text_release(&text);
}

static void a_single_number_of_deaths_is_its_own_range(void **state)
{
	(void)state;
	import_one(write_sheet("a.csv", "1,2024-07-15,,,PAK,,,,,,5,,,,,\n"
					"2,2024-07-15,,,PAK,,,,,,,,,,,\n"
					"3,2024-07-15,,,PAK,,,,,,,2,9,,,\n"
					"4,2024-07-15,,,PAK,,,,,,5,6,9,,,\n"
					"5,2024-07-15,,,PAK,,,,,,0,,,,,\n"),
		NULL);
	assert_string_equal(
		ask("SELECT group_concat(ifnull(deaths_low, '?') || '<' || ifnull(deaths_best, '?')"
		    " || '<' || ifnull(deaths_high, '?') || ifnull(flags, ''), ' ') FROM event"),
		"5<5<5 ?<?<? 2<?<9 6<5<9best-outside-range 0<0<0");
}

/* Nine good rows and one that is not. */
static void check_refused(const char *row, const char *column, const char *says)
{
	char rows[2048];
	size_t size = 0;
	for (int i = 0; i < 9; i++) {
		size += (size_t)snprintf(rows + size, sizeof rows - size,
			"%d,2024-07-15,,,PAK,,33.5,70.5,1,state-based,1,,,,,\n", i);
	}
	snprintf(rows + size, sizeof rows - size, "%s\n", row);
	unlink(store_path);
	struct mizan_writer_report report = import_one(write_sheet("bad.csv", rows), NULL);
	if (report.refused != 1) {
		fail_msg("'%s' was taken", row);
	}
	assert_string_equal(ask("SELECT file || ':' || line_no || ':' || column_name FROM refused"),
		strcmp(column, "") ? (snprintf(rows, sizeof rows, "bad.csv:11:%s", column), rows)
				   : "");
	assert_says(ask("SELECT reason FROM refused"), says);
	assert_string_equal(ask("SELECT raw FROM refused"), row);
}

static void a_bad_value_is_refused_with_its_column_and_reason(void **state)
{
	(void)state;
	check_refused("x,15.07.2024,,,PAK,,,,,,1,,,,,", "date_start", "2024-07-15");
	check_refused("x,2024-13-01,,,PAK,,,,,,1,,,,,", "date_start", "2024-13-01");
	check_refused("x,,,,PAK,,,,,,1,,,,,", "date_start", "empty");
	check_refused("x,00:00.0,,,PAK,,,,,,1,,,,,", "date_start", "spreadsheet");
	check_refused("x,2024-07-15,2024-07-14,,PAK,,,,,,1,,,,,", "date_end", "before");
	check_refused("x,2024-07-15,,9,PAK,,,,,,1,,,,,", "date_precision", "1 to 5");
	check_refused("x,2024-07-15,,,Atlantis,,,,,,1,,,,,", "country", "Atlantis");
	check_refused("x,2024-07-15,,,PAK,,95,70,,,1,,,,,", "latitude", "90");
	check_refused("x,2024-07-15,,,PAK,,33,181,,,1,,,,,", "longitude", "180");
	check_refused("x,2024-07-15,,,PAK,,33 N,70,,,1,,,,,", "latitude", "33 N");
	check_refused("x,2024-07-15,,,PAK,,33,,,,1,,,,,", "latitude", "longitude");
	check_refused("x,2024-07-15,,,PAK,,33,70,8,,1,,,,,", "place_precision", "1 to 7");
	check_refused("x,2024-07-15,,,PAK,,,,,terrorism,1,,,,,", "violence",
		"state-based, non-state, one-sided");
	check_refused("x,2024-07-15,,,PAK,,,,,,about 5,,,,,", "deaths_best", "about 5");
	check_refused("x,2024-07-15,,,PAK,,,,,,-1,,,,,", "deaths_best", "-1");
	check_refused("x,2024-07-15,,,PAK,,,,,,\"1,081\",,,,,", "deaths_best", "1,081");
	check_refused("x,2024-07-15,,,PAK,,,,,,1,,,many,,", "injured", "many");
	check_refused("x,2024-07-15,,,PAK,,,,,,1,,,,TTP,", "side_a_id", "TTP");
	check_refused(",2024-07-15,,,PAK,,,,,,1,,,,,", "source_key", "key");
}

static void a_range_upside_down_is_kept_and_flagged(void **state)
{
	(void)state;
	/* As in 141 rows of a table of Afghanistan 2020 that a researcher published. */
	import_one(write_sheet("a.csv", "1,2024-07-15,,,PAK,,,,,,5,9,2,,,\n"
					"2,2024-07-15,,,PAK,,,,,,,9,2,,,\n"
					"3,2024-07-15,,,PAK,,,,,,5,6,,,,\n"
					"4,2024-07-15,,,PAK,,,,,,5,,4,,,\n"),
		NULL);
	assert_string_equal(
		ask("SELECT group_concat(deaths_low || '<' || ifnull(deaths_best, '?') || '<' ||"
		    " deaths_high || flags, ' ') FROM (SELECT * FROM event ORDER BY source_key)"),
		"9<5<2best-outside-range 9<?<2best-outside-range 6<5<6best-outside-range"
		" 4<5<4best-outside-range");
}

static void countries_may_be_written_as_names(void **state)
{
	(void)state;
	import_one(write_sheet("a.csv", "1,2024-07-15,,,Pakistan,,,,,,1,,,,,\n"
					"2,2024-07-15,,,AFG,,,,,,1,,,,,\n"
					"3,2024-07-15,,,Ivory Coast,,,,,,1,,,,,\n"
					"4,2024-07-15,,,Yemen (North Yemen),,,,,,1,,,,,\n"),
		NULL);
	assert_string_equal(ask("SELECT group_concat(country, ' ') FROM (SELECT country FROM"
				" event ORDER BY source_key)"),
		"PAK AFG CIV YEM");
}

static void an_edited_sheet_replaces_itself_and_no_other(void **state)
{
	(void)state;
	import_one(write_sheet("a.csv", "1,2024-07-15,,,PAK,,,,,,1,,,,,\n"
					"2,2023-07-15,,,PAK,,,,,,1,,,,,\n"),
		NULL);
	import_one(write_sheet("b.csv", "1,2024-07-15,,,PAK,,,,,,1,,,,,b\n"), NULL);
	/* The row of 2023 is gone from the sheet, so it goes from the store. */
	struct mizan_writer_report report =
		import_one(write_sheet("a.csv", "1,2024-07-15,,,PAK,,,,,,7,,,,,\n"), NULL);
	assert_int_equal(report.superseded, 2);
	assert_string_equal(ask("SELECT group_concat(deaths_best, ' ') FROM event"), "1 7");
	assert_int_equal(ask_number("SELECT count(*) FROM event_past"), 2);
}

static void the_source_and_its_coverage_can_be_said(void **state)
{
	(void)state;
	struct mizan_import_options options = plain_options();
	options.source = "field-notes";
	options.coverage = MIZAN_COMPLETE;
	options.version_of_data = "3";
	import_one(write_sheet("a.csv", "1,2024-07-15,,,PAK,,,,,,1,,,,,\n"), &options);
	assert_string_equal(ask("SELECT source || ' ' || coverage || ' ' || version FROM release"),
		"field-notes complete 3");
}

static void a_header_that_is_nearly_ours_says_what_is_missing(void **state)
{
	(void)state;
	struct mizan_error error = import_refused(
		write_text("a.csv", "source_key,date_start,country,killed\n1,2024-07-15,PAK,3\n"),
		NULL);
	assert_says(error.what, "'deaths_best'");
	assert_says(error.advice, "--map");
	assert_int_equal(error.line, 1);
	error = import_refused(write_text("b.csv", "Datum,Land,Tote\n1,2,3\n"), NULL);
	assert_says(error.what, "Datum");
	assert_says(error.advice, "mizan template map");
}

/* ---- Through a mapping -------------------------------------------------------------------- */

static const char map_afghanistan[] = "source: table-2020\n"
				      "coverage: complete\n"
				      "licence: CC BY 4.0\n"
				      "citation: UCDP GED, cut by a researcher\n"
				      "columns:\n"
				      "  date_start: date_start\n"
				      "  date_end: date_end\n"
				      "  country: country\n"
				      "  place: where_coordinates\n"
				      "  latitude: latitude\n"
				      "  longitude: longitude\n"
				      "  side_a: side_a\n"
				      "  side_b: side_b\n"
				      "  deaths_best: best\n"
				      "  deaths_low: low\n"
				      "  deaths_high: high\n"
				      "  deaths_civilians: deaths_civilians\n"
				      "  violence:\n"
				      "    column: type_of_violence\n"
				      "    values:\n"
				      "      State: state-based\n"
				      "      Non-State: non-state\n"
				      "      One-Sided: one-sided\n";

static void a_researchers_table_gives_ucdps_own_totals(void **state)
{
	(void)state;
	char path[1024];
	struct mizan_import_options options = plain_options();
	test_data("ucdp/own_table_afghanistan_2020.csv", path);
	options.map = write_text("map.yaml", map_afghanistan);
	struct mizan_writer_report report = import_one(path, &options);
	assert_int_equal(report.written, 3317);
	assert_int_equal(report.refused, 0);
	/* Organized Violence country-year 25.1: Afghanistan 2020, by type. */
	assert_string_equal(
		ask("SELECT group_concat(violence || ' ' || n, ' ') FROM (SELECT violence,"
		    " sum(deaths_best) AS n FROM event GROUP BY violence ORDER BY violence)"),
		"non-state 0 one-sided 345 state-based 20489");
	assert_string_equal(ask("SELECT source || '|' || coverage || '|' || licence || '|' ||"
				" citation || '|' || countries FROM release"),
		"table-2020|complete|CC BY 4.0|UCDP GED, cut by a researcher|AFG");
	/* Their own words stay, in the provider's JSON. */
	assert_string_equal(ask("SELECT json_extract(provider, '$.type_of_violence') || '|' ||"
				" json_extract(provider, '$.cluster') FROM event"
				" WHERE source_key = 'row-1'"),
		"State|1");
	assert_int_equal(ask_number("SELECT count(DISTINCT source_key) FROM event"), 3317);
}

/* A sheet that the template of mappings describes. */
static const char map_sheet[] = "Nr,From,To,Village,Lat,Lon,Killed,Attacker,Attacked,Type,Remark\n"
				"17,2024-07-15,2024-07-16,Bannu,32.99,70.6,8,TTP,Army,State,first\n"
				"18,2024-07-20,,,,,,,,Civilians,\n";

static void check_map_sheet(void)
{
	assert_string_equal(
		ask("SELECT source_key || '|' || date_start || '|' || date_end || '|' || country "
		    "|| '|'"
		    " || place || '|' || latitude || '|' || longitude || '|' || violence || '|' ||"
		    " side_a || '|' || side_b || '|' || deaths_best || '|' ||"
		    " json_extract(provider, '$.Remark') FROM event WHERE source_key = '17'"),
		"17|2024-07-15|2024-07-16|PAK|Bannu|32.99|70.6|state-based|TTP|Army|8|first");
	assert_string_equal(ask("SELECT source_key || '|' || date_end || '|' || violence || '|' ||"
				" ifnull(deaths_best, '?') FROM event WHERE source_key = '18'"),
		"18|2024-07-20|one-sided|?");
}

static void the_template_of_mappings_imports_what_it_describes(void **state)
{
	(void)state;
	struct mizan_import_options options = plain_options();
	options.map = write_template("map", "map.yaml");
	struct mizan_writer_report report = import_one(write_text("a.csv", map_sheet), &options);
	assert_int_equal(report.written, 2);
	assert_int_equal(report.refused, 0);
	check_map_sheet();
	assert_string_equal(
		ask("SELECT source || coverage || licence FROM release"), "my-tablesamplemy own");
}

/* Makes a workbook of the rows of a CSV: numbers as numbers, days as days, the rest as text. */
static const char xlsx_script[] =
	"import csv, datetime, re, sys, zipfile\n"
	"from xml.sax.saxutils import escape\n"
	"rows = list(csv.reader(open(sys.argv[1], encoding='utf-8', newline='')))\n"
	"def cell(r, c, v):\n"
	"    ref = chr(65 + c) + str(r)\n"
	"    if v == '': return ''\n"
	"    if r > 1 and re.fullmatch(r'-?[0-9]+(\\.[0-9]+)?', v):\n"
	"        return f'<c r=\"{ref}\"><v>{v}</v></c>'\n"
	"    if r > 1 and re.fullmatch(r'[0-9]{4}-[0-9]{2}-[0-9]{2}', v):\n"
	"        n = (datetime.date.fromisoformat(v) - datetime.date(1899, 12, 30)).days\n"
	"        return f'<c r=\"{ref}\" s=\"1\"><v>{n}</v></c>'\n"
	"    return f'<c r=\"{ref}\" t=\"inlineStr\"><is><t>{escape(v)}</t></is></c>'\n"
	"body = ''.join(f'<row r=\"{r}\">' + ''.join(cell(r, c, v) for c, v in enumerate(row)) +\n"
	"    '</row>' for r, row in enumerate(rows, 1))\n"
	"m = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'\n"
	"o = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'\n"
	"p = 'http://schemas.openxmlformats.org/package/2006/'\n"
	"a = 'application/vnd.openxmlformats-officedocument.spreadsheetml.'\n"
	"h = '<?xml version=\"1.0\" encoding=\"UTF-8\"?>'\n"
	"files = {\n"
	"'[Content_Types].xml': f'<Types xmlns=\"{p}content-types\"><Default Extension=\"rels\"'\n"
	" f' ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>'\n"
	" f'<Override PartName=\"/xl/workbook.xml\" ContentType=\"{a}sheet.main+xml\"/>'\n"
	" f'<Override PartName=\"/xl/styles.xml\" ContentType=\"{a}styles+xml\"/>'\n"
	" f'<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{a}worksheet+xml\"/>'\n"
	" '</Types>',\n"
	"'_rels/.rels': f'<Relationships xmlns=\"{p}relationships\"><Relationship Id=\"r1\"'\n"
	" f' Type=\"{o}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>',\n"
	"'xl/workbook.xml': f'<workbook xmlns=\"{m}\" xmlns:r=\"{o}\"><sheets><sheet "
	"name=\"Events\"'\n"
	" ' sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>',\n"
	"'xl/_rels/workbook.xml.rels': f'<Relationships xmlns=\"{p}relationships\">'\n"
	" f'<Relationship Id=\"r1\" Type=\"{o}/worksheet\" Target=\"worksheets/sheet1.xml\"/>'\n"
	" f'<Relationship Id=\"r2\" Type=\"{o}/styles\" Target=\"styles.xml\"/></Relationships>',\n"
	"'xl/styles.xml': f'<styleSheet xmlns=\"{m}\"><fonts count=\"1\"><font/></fonts>'\n"
	" '<fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders>'\n"
	" '<cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"2\"><xf "
	"numFmtId=\"0\"/>'\n"
	" '<xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>',\n"
	"'xl/worksheets/sheet1.xml': f'<worksheet xmlns=\"{m}\"><sheetData>{body}</sheetData>'\n"
	" '</worksheet>'}\n"
	"with zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED) as z:\n"
	"    for name, text in files.items(): z.writestr(name, h + text)\n";

/* A workbook with the cells of a CSV; the test is skipped where it cannot be made. */
static const char *write_workbook(const char *name, const char *csv)
{
	static char path[256];
	char command[1024];
	if (access("/usr/bin/python3", X_OK) != 0) {
		skip();
	}
	snprintf(path, sizeof path, "%s/%s", folder, name);
	snprintf(command, sizeof command, "/usr/bin/python3 %s %s %s",
		write_text("xlsx.py", xlsx_script), write_text("cells.csv", csv), path);
	assert_int_equal(system(command), 0);
	return path;
}

static void a_workbook_is_read_as_the_same_sheet(void **state)
{
	(void)state;
	struct mizan_import_options options = plain_options();
	options.map = write_template("map", "map.yaml");
	assert_int_equal(import_one(write_workbook("a.xlsx", map_sheet), &options).written, 2);
	check_map_sheet();
}

static void a_bad_row_of_a_workbook_is_kept_with_its_place(void **state)
{
	(void)state;
	char csv[2048];
	size_t size = (size_t)snprintf(
		csv, sizeof csv, "source_key,date_start,country,deaths_best,violence\n");
	for (int i = 1; i <= 12; i++) {
		size += (size_t)snprintf(csv + size, sizeof csv - size,
			"e%d,2024-07-15,PAK,%d,%s\n", i, i, i == 5 ? "war" : "non-state");
	}
	struct mizan_writer_report report = import_one(write_workbook("a.xlsx", csv), NULL);
	assert_int_equal(report.written, 11);
	assert_string_equal(
		ask("SELECT file || ':' || line_no || ':' || column_no || ':' || column_name"
		    " FROM refused"),
		"a.xlsx:6:5:violence");
	assert_string_equal(ask("SELECT raw FROM refused"), "e5\t2024-07-15\tPAK\t5\twar");
}

static void dates_are_read_in_the_order_that_the_mapping_says(void **state)
{
	(void)state;
	static const struct {
		const char *dates, *text;
		bool good;
	} dates[] = {
		{"DD/MM/YYYY", "31/12/2024", true},
		{"MM/DD/YYYY", "12/31/2024", true},
		{"DD.MM.YYYY", "31.12.2024", true},
		{"DD-MM-YYYY", "31-12-2024", true},
		{"YYYY/MM/DD", "2024/12/31", true},
		{"YYYY-MM-DD", "2024-12-31", true},
		/* ISO dates are never mistaken. */
		{"DD/MM/YYYY", "2024-12-31", true},
		{"MM/DD/YYYY", "31/12/2024", false},
		{"DD/MM/YYYY", "12/31/2024", false},
		{"DD/MM/YYYY", "31/12/24", false},
		{"DD/MM/YYYY", "31/12", false},
		{"DD/MM/YYYY", "31/12/2024/1", false},
		{"DD/MM/YYYY", "31/12/2024 ago", false},
		{"DD/MM/YYYY", "2024/12/31", false},
		{"YYYY-MM-DD", "31/12/2024", false},
	};
	for (size_t i = 0; i < TEST_COUNT(dates); i++) {
		char map[256], sheet[256];
		struct mizan_import_options options = plain_options();
		snprintf(map, sizeof map,
			"dates: %s\ncolumns: {date_start: Day}\nconstants: {country: PAK}\n",
			dates[i].dates);
		snprintf(sheet, sizeof sheet, "Day,n\n%s,%zu\n", dates[i].text, i);
		unlink(store_path);
		options.map = write_text("map.yaml", map);
		const char *path = write_text("a.csv", sheet);
		if (dates[i].good) {
			import_one(path, &options);
			assert_string_equal(ask("SELECT date_start FROM event"), "2024-12-31");
		} else {
			assert_says(import_refused(path, &options).what, "date_start");
		}
	}
}

static void a_word_that_the_mapping_does_not_know_is_refused(void **state)
{
	(void)state;
	struct mizan_import_options options = plain_options();
	options.map = write_template("map", "map.yaml");
	struct mizan_error error = import_refused(
		write_text("a.csv", "Nr,From,To,Village,Lat,Lon,Killed,Attacker,Attacked,Type\n"
				    "17,2024-07-15,,,,,,,,Feud\n"),
		&options);
	assert_says(error.what, "Feud");
	assert_says(error.what, "violence");
	assert_int_equal(error.line, 2);
	assert_int_equal(error.column, 10);
}

/* A mapping that cannot be used: where, why, what to do. */
static void check_mapping(const char *map, size_t line, size_t column, const char *says)
{
	struct mizan_import_options options = plain_options();
	options.map = write_text("map.yaml", map);
	struct mizan_error error =
		import_refused(write_text("a.csv", "Day,Land,Dead\n2024-07-15,PAK,3\n"), &options);
	assert_int_equal(error.status, MIZAN_ERROR_INPUT);
	assert_says(error.file, "map.yaml");
	assert_says(error.what, says);
	assert_true(error.advice[0] != '\0');
	if (error.line != line || (column && error.column != column)) {
		fail_msg("%zu:%zu (not %zu:%zu): %s", error.line, error.column, line, column,
			error.what);
	}
}

static void a_mapping_that_cannot_be_used_says_where_and_why(void **state)
{
	(void)state;
	check_mapping("columns:\n  date_start: Date\n  country: Land\n", 2, 15, "'Date'");
	check_mapping("columns:\n  date_start: Day\n  nation: Land\n", 3, 3, "'nation'");
	check_mapping(
		"columns:\n  date_start: Day\n  country: Land\ncolour: red\n", 4, 1, "'colour'");
	check_mapping("columns:\n  date_start: Day\n  date_start: Land\n", 3, 3, "twice");
	check_mapping("columns:\n  date_start: Day\ncolumns:\n  country: Land\n", 3, 1, "twice");
	check_mapping("columns:\n  date_start: Day\n  country: Land\nconstants:\n  country: PAK\n",
		5, 0, "country");
	check_mapping("columns:\n  country: Land\n", 0, 0, "date_start");
	check_mapping("columns:\n  date_start: Day\n", 0, 0, "country");
	check_mapping("columns:\n  date_start: [Day\n  country: Land\n", 4, 1, "YAML");
	check_mapping("columns:\n\tdate_start: Day\n", 2, 0, "YAML");
	check_mapping(
		"columns: {date_start: Day, country: Land}\ndates: DD/MM/YY\n", 2, 8, "DD/MM/YY");
	check_mapping("columns: {date_start: Day, country: Land}\ncoverage: all\n", 2, 11, "all");
	check_mapping(
		"columns: {date_start: Day, country: Land}\nsource: [a, b]\n", 2, 0, "source");
	check_mapping("columns: Day\n", 1, 10, "columns");
	check_mapping("- Day\n- Land\n", 1, 1, "mapping");
	check_mapping("just text\n", 1, 1, "mapping");
	check_mapping("", 1, 1, "mapping");
	check_mapping(
		"columns:\n  date_start: Day\n  country:\n    column: Land\n    value: {a: b}\n", 5,
		5, "'value'");
	check_mapping(
		"columns:\n  date_start: Day\n  country:\n    values: {a: PAK}\n", 3, 3, "country");
	check_mapping(
		"columns:\n  date_start: Day\n  country:\n    column: Land\n    values: PAK\n", 5,
		13, "country");
	check_mapping("columns:\n  date_start: &d Day\n  country: *d\n", 3, 0, "country");
	check_mapping("columns:\n  date_start:\n  country: Land\n", 2, 0, "date_start");
	check_mapping("columns: {date_start: Day}\nconstants: {country: [PAK]}\n", 2, 0, "country");
	check_mapping(
		"columns: {date_start: Day}\nconstants: {country: Atlantis}\n", 2, 0, "Atlantis");
	check_mapping("columns:\n  date_start: Day\n  country:\n    column: Land\n    values:\n"
		      "      A: PAK\n      B: AFG\n      A: IND\n",
		8, 7, "A is there twice");
	check_mapping(
		"columns:\n  date_start: Day\n  country:\n    column: Land\n    column: Day\n", 5,
		5, "twice");
	check_mapping("columns: {date_start: Day, country: Land}\nconstants: {violence: war}\n", 2,
		0, "war");
	check_mapping("columns: {date_start: Day, country: Land, violence: {column: Dead, values: "
		      "{a: war}}}\n",
		1, 0, "war");
	check_mapping("columns: {date_start: Day, country: Land}\nconstants: {deaths_best: many}\n",
		2, 0, "many");
}

static void a_mapping_that_is_not_there_is_said(void **state)
{
	(void)state;
	struct mizan_import_options options = plain_options();
	options.map = "/nowhere/map.yaml";
	struct mizan_error error =
		import_refused(write_text("a.csv", "Day,Land\n2024-07-15,PAK\n"), &options);
	assert_says(error.file, "/nowhere/map.yaml");
	assert_says(error.advice, "--map");
	options.map = folder;
	error = import_refused(write_text("a.csv", "Day,Land\n2024-07-15,PAK\n"), &options);
	assert_says(error.file, folder);
	options.map = write_bytes("binary.yaml", "columns\0: {}", 12);
	error = import_refused(write_text("a.csv", "Day,Land\n2024-07-15,PAK\n"), &options);
	assert_says(error.what, "no mapping");
}

static void a_sheet_can_be_read_again_with_a_better_mapping(void **state)
{
	(void)state;
	struct mizan_import_options options = plain_options();
	const char *path = write_text("a.csv", "Day,Land,Dead,Hurt\n2024-07-15,PAK,3,9\n");
	options.map = write_text(
		"map.yaml", "columns: {date_start: Day, country: Land, deaths_best: Hurt}\n");
	import_one(path, &options);
	options.map = write_text(
		"map.yaml", "columns: {date_start: Day, country: Land, deaths_best: Dead}\n");
	import_one(path, &options);
	assert_string_equal(ask("SELECT group_concat(deaths_best, ' ') FROM event"), "3");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup(name, clean_folder)
		TEST(the_template_of_events_imports_as_it_is),
		TEST(templates_have_names_and_words),
		TEST(a_single_number_of_deaths_is_its_own_range),
		TEST(a_bad_value_is_refused_with_its_column_and_reason),
		TEST(a_range_upside_down_is_kept_and_flagged),
		TEST(countries_may_be_written_as_names),
		TEST(an_edited_sheet_replaces_itself_and_no_other),
		TEST(the_source_and_its_coverage_can_be_said),
		TEST(a_header_that_is_nearly_ours_says_what_is_missing),
		TEST(a_researchers_table_gives_ucdps_own_totals),
		TEST(the_template_of_mappings_imports_what_it_describes),
		TEST(a_workbook_is_read_as_the_same_sheet),
		TEST(a_bad_row_of_a_workbook_is_kept_with_its_place),
		TEST(dates_are_read_in_the_order_that_the_mapping_says),
		TEST(a_word_that_the_mapping_does_not_know_is_refused),
		TEST(a_mapping_that_cannot_be_used_says_where_and_why),
		TEST(a_mapping_that_is_not_there_is_said),
		TEST(a_sheet_can_be_read_again_with_a_better_mapping),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
