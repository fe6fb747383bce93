/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a brief's text may be, and where its faults are. */
#include "brief_test.h"

#include <time.h>

struct place {
	size_t line, column;
	const char *what;
};

/* These faults, in this order, and no others. */
static void expect_faults(const struct mizan_brief *brief, const struct place *places, size_t count)
{
	for (size_t i = 0; i < mizan_brief_fault_count(brief) && i < count; i++) {
		const struct mizan_error *fault = mizan_brief_fault(brief, i);
		if (fault->line != places[i].line || fault->column != places[i].column ||
			!strstr(fault->what, places[i].what)) {
			fail_msg("fault %zu: %zu:%zu: %s; expected %zu:%zu: %s", i, fault->line,
				fault->column, fault->what, places[i].line, places[i].column,
				places[i].what);
		}
		assert_string_equal(fault->file, "b.md");
		assert_int_equal(fault->status, MIZAN_ERROR_INPUT);
	}
	assert_int_equal(mizan_brief_fault_count(brief), count);
}

static void expect_fault(const char *text, size_t line, size_t column, const char *what)
{
	const struct place place = {line, column, what};
	struct mizan_brief *brief = brief_evaluated(text);
	if (mizan_brief_fault_count(brief) != 1) {
		const size_t count = mizan_brief_fault_count(brief);
		fail_msg("%zu faults (%s) in:\n%s", count,
			count ? mizan_brief_fault(brief, count - 1)->what : "", text);
	}
	expect_faults(brief, &place, 1);
	mizan_brief_release(brief);
}

static void expect_none(const char *text)
{
	struct mizan_brief *brief = brief_evaluated(text);
	if (mizan_brief_fault_count(brief)) {
		fail_msg("%s in:\n%s", mizan_brief_fault(brief, 0)->what, text);
	}
	mizan_brief_release(brief);
}

static int make_store(void **state)
{
	static const struct brief_figure figures[] = {
		{"IEP", "2023", 748}, {"IEP", "2024", 1081}, {NULL}};
	if (brief_make_folder(state) != 0) {
		return 1;
	}
	static const int32_t deaths[] = {40, 50};
	brief_make_store(figures);
	brief_add_events("ucdp-ged", MIZAN_COMPLETE, 2023, deaths, 2);
	return 0;
}

static void all_faults_of_a_text_come_at_once_with_their_places(void **state)
{
	static const char text[] = "---\n"
				   "title: T\n"
				   "autor: X\n"
				   "---\n"
				   "\n"
				   "```{claim}\n"
				   "--| text: One.\n"
				   "--| check: rises-evry-year\n"
				   "--| country: PAK\n"
				   "--|  contry: PAK\n"
				   "--| country: AFG\n"
				   "```\n"
				   "\n"
				   "```{sql}\n"
				   "--| chart: pie\n"
				   "SELECT 1\n"
				   "```\n"
				   "\n"
				   "``` {python}\n"
				   "```\n"
				   "\n"
				   "Text `{sql}`\n";
	static const struct place places[] = {{3, 1, "autor"}, {10, 6, "contry"}, {11, 5, "twice"},
		{8, 5, "rises-evry-year"}, {15, 5, "pie"}, {19, 1, "{python}"}, {22, 7, "empty"}};
	(void)state;
	struct mizan_brief *brief = brief_read(text);
	bool seen[7] = {false};
	for (size_t i = 0; i < mizan_brief_fault_count(brief); i++) {
		const struct mizan_error *fault = mizan_brief_fault(brief, i);
		bool found = false;
		for (size_t k = 0; k < 7; k++) {
			if (fault->line == places[k].line && strstr(fault->what, places[k].what)) {
				assert_int_equal(fault->column, places[k].column);
				assert_false(seen[k]);
				seen[k] = found = true;
			}
		}
		if (!found) {
			fail_msg("%zu:%zu: %s", fault->line, fault->column, fault->what);
		}
	}
	for (size_t k = 0; k < 7; k++) {
		assert_true(seen[k]);
	}
	mizan_brief_release(brief);
}

static void claims_need_a_text_and_a_way_to_be_weighed(void **state)
{
	(void)state;
	expect_fault("```{claim}\n--| check: opinion\n```\n", 1, 1, "no text");
	expect_fault("a\n\n```{claim}\n--| text: So.\n```\n", 3, 1, "how it is weighed");
	expect_fault("```{claim}\n--| text: So.\n--| check: opinion\nSELECT 1 AS holds\n```\n", 4,
		1, "a check and a query");
	expect_fault("```{claim}\n--| text: So.\n--| check: at-least\n--| period: 2024\n```\n", 1,
		1, "value");
	expect_fault("```{claim}\n--| text: So.\nno option\n--| check: opinion\n```\n", 3, 1, "");
	expect_fault("```{claim}\n--| text: So.\n--| Nothing\n--| check: opinion\n```\n", 3, 1,
		"Nothing");
}

#define CLAIM "```{claim}\n--| text: So.\n--| country: PAK\n--| indicator: deaths\n"

static void wrong_values_of_options_are_faults_at_their_line(void **state)
{
	(void)state;
	expect_fault(CLAIM "--| check: at-least\n--| period: 2024\n--| value: many\n```\n", 7, 5,
		"many");
	expect_fault(
		CLAIM "--| check: at-least\n--| period: 2024\n--| value: 1,5\n```\n", 7, 5, "1,5");
	expect_fault(
		CLAIM "--| check: at-least\n--| period: soon\n--| value: 1\n```\n", 6, 5, "soon");
	expect_fault(
		CLAIM "--| check: rises-every-year\n--| from: x\n--| to: 2022\n```\n", 6, 5, "x");
	expect_fault(CLAIM "--| check: rises-every-year\n--| from: 2022\n--| to: 2022\n```\n", 7, 5,
		"2022");
	expect_fault(CLAIM
		"--| check: at-least\n--| period: 2024\n--| value: 1\n--| states: some\n```\n",
		8, 5, "some");
	expect_fault(CLAIM
		"--| check: at-least\n--| period: 2024\n--| value: 1\n--| present: true\n```\n",
		8, 5, "true");
	expect_fault(CLAIM
		"--| check: at-least\n--| period: 2024\n--| value: 1\n--| per: country\n```\n",
		8, 5, "country");
	expect_fault(
		CLAIM "--| check: doubled\n--| period: 2024\n--| against: ago\n```\n", 7, 5, "ago");
	expect_fault(CLAIM "--| check: before-after\n--| date: 2024-01-01\n--| months: 0\n```\n", 7,
		5, "months");
	expect_fault(CLAIM
		"--| check: before-after\n--| date: 2024-01-01\n--| direction: up\n```\n",
		7, 5, "direction");
	expect_fault(CLAIM "--| check: largest-of\n--| period: 2024\n--| of: town\n--| among: x\n"
			   "```\n",
		7, 5, "of");
	expect_fault(CLAIM "--| check: share-at-least\n--| period: 2024\n--| value: 5\n"
			   "--| part: nocolumn = 1\n```\n",
		8, 5, "nocolumn");
	/* "Rose by half" would be weighed as "rose". */
	expect_fault(CLAIM "--| check: before-after\n--| date: 2024-01-01\n--| value: 50%\n```\n",
		7, 5, "the check before-after takes no value");
	expect_fault(CLAIM "--| check: at-least\n--| period: 2024\n--| value: 5\n"
			   "--| within: 10\n```\n",
		8, 5, "the check at-least takes no within");
	/* Else 50 percent would be weighed as 50 deaths. */
	expect_fault(CLAIM "--| check: share-at-least\n--| period: 2024\n--| value: 50%\n"
			   "--| actor: TTP\n```\n",
		5, 5, "a share needs its part");
	expect_fault(CLAIM "--| check: share-at-least\n--| period: 2024\n--| value: 50%\n"
			   "--| part-actor: TTP\n```\n",
		8, 5, "no option is called 'part-actor'");
	expect_fault(CLAIM "--| check: share-at-least\n--| period: 2024\n--| value: 5\n"
			   "--| part-area: a; b; c; d; e; f; g; h; i\n```\n",
		8, 5, "more than 8 areas");
	expect_fault("```{claim}\n--| text: So.\n--| check: at-least\n--| indicator: deths\n"
		     "--| country: PAK\n--| period: 2024\n--| value: 1\n```\n",
		4, 5, "deths");
	expect_fault("```{claim}\n--| text: So.\n--| check: at-least\n--| indicator: deths\n"
		     "--| country: PAK\n--| period: any\n--| value: 1\n```\n",
		4, 5, "deths");
	expect_fault("```{claim}\n--| text: So.\n--| check: largest-of\n--| indicator: deths\n"
		     "--| of: actor\n--| among: TTP\n--| country: PAK\n--| period: 2024\n```\n",
		4, 5, "deths");
	expect_fault("```{claim}\n--| text: So.\n--| check: at-least\n--| indicator: deaths\n"
		     "--| country: Pakistan\n--| period: 2024\n--| value: 1\n```\n",
		5, 5, "Pakistan");
	expect_fault("```{claim}\n--| text: So.\n--| check: happened-on\n--| milestone: never\n"
		     "--| date: 2024-01-01\n```\n",
		4, 5, "never");
}

static void faults_of_queries_point_into_the_query(void **state)
{
	(void)state;
	expect_fault("```{sql}\n--| title: T\nSELECT publisher,\n  valeu\nFROM published_figure\n"
		     "```\n",
		4, 3, "valeu");
	expect_fault("```{sql}\n\nSELECT nothing\n```\n", 3, 8, "nothing");
	expect_fault("```{sql}\nSELECT 'ü', nothing\n```\n", 2, 13, "nothing");
	expect_fault("Text `{sql} SELECT nothing`\n", 1, 20, "nothing");
	expect_fault("One\ntwo `{sql} SELECT nothing`\n", 2, 19, "nothing");
	expect_fault("One\n`{sql} SELECT 1` and `{sql} SELECT nothing`\n", 2, 36, "nothing");
	expect_fault("- x\n\n  ```{sql}\n  SELECT 1,\n    nothing\n  ```\n", 5, 5, "nothing");
	expect_fault("```{claim}\n--| text: So.\nSELECT\nnothing AS holds\n```\n", 4, 1, "nothing");
	expect_fault("| a |\n| - |\n| `{sql} SELECT nothing` |\n", 3, 17, "nothing");
	expect_fault("```{sql}\n--| x: yaer\nSELECT 1 AS year\n```\n", 2, 5, "yaer");
}

static void cells_give_what_the_text_needs(void **state)
{
	(void)state;
	expect_fault("`{sql} SELECT 1 WHERE 0`\n", 1, 2, "row");
	expect_fault("`{sql} SELECT NULL`\n", 1, 2, "NULL");
	expect_fault("`{sql} SELECT 1, 2`\n", 1, 2, "column");
	expect_fault("`{sql} SELECT 1 UNION SELECT 2`\n", 1, 2, "rows");
	expect_fault("```{sql}\nSELECT 1 WHERE 0\n```\n", 2, 1, "no row");
	expect_fault("```{sql}\n```\n", 1, 1, "no query");
	expect_fault("```{sql}\n--| title: x\n```\n", 1, 1, "no query");
	expect_none("`{sql} SELECT 1`, `{sql}SELECT 2`, ``{sql} SELECT '`'``\n");
	expect_none("A query over\ntwo lines: `{sql} SELECT\n1`.\n");
}

static void queries_read_and_stay_within_bounds(void **state)
{
	static const char *const queries[] = {"hex(zeroblob(4e8))", "zeroblob(2e7)", "random()",
		"randomblob(3)", "date('now')", "date()", "datetime('now', '+1 day')",
		"strftime('%Y')", "julianday('now')", "CURRENT_TIMESTAMP", "load_extension('x')",
		"readfile('/etc/passwd')", "writefile('x', 'y')",
		"(WITH r(x) AS (SELECT 'a' UNION ALL SELECT x || x FROM r) SELECT max(x) FROM r)",
		"sqlite_version()", "(SELECT count(*) FROM sqlite_temp_master)"};
	static const char *const statements[] = {"ATTACH '/tmp/x.db' AS x", "PRAGMA user_version",
		"DELETE FROM published_figure", "DROP TABLE published_figure",
		"INSERT INTO published_figure DEFAULT VALUES", "CREATE TEMP TABLE t(x)",
		"VACUUM INTO '/tmp/mizan-brief-x'", "BEGIN", "SELECT 1; SELECT 2",
		"SELECT 1; DROP TABLE published_figure", "SELECT * FROM pragma_database_list"};
	(void)state;
	for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
		char text[300];
		snprintf(text, sizeof text, "```{sql}\nSELECT %s AS x\n```\n", queries[i]);
		struct mizan_brief *brief = brief_evaluated(text);
		bool harmless =
			strstr(queries[i], "sqlite_version") || /* says nothing of the store */
			strstr(queries[i], "sqlite_temp");
		if (mizan_brief_fault_count(brief) != 1 && !harmless) {
			fail_msg("allowed: %s", queries[i]);
		}
		mizan_brief_release(brief);
	}
	for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
		char text[300];
		snprintf(text, sizeof text, "`{sql} %s`\n", statements[i]);
		struct mizan_brief *brief = brief_evaluated(text);
		if (mizan_brief_fault_count(brief) != 1) {
			fail_msg("allowed: %s", statements[i]);
		}
		mizan_brief_release(brief);
		snprintf(text, sizeof text, "```{claim}\n--| text: So.\n%s\n```\n", statements[i]);
		brief = brief_evaluated(text);
		assert_int_equal(mizan_brief_fault_count(brief), 1);
		mizan_brief_release(brief);
	}
	/* After all this, everything is there. */
	expect_none("`{sql} SELECT count(*) FROM published_figure`\n");
	struct mizan_brief *brief =
		brief_evaluated("`{sql} SELECT count(*) FROM published_figure`\n");
	char *json = brief_written(brief, MIZAN_BRIEF_JSON);
	assert_non_null(strstr(json, "\"value\": \"2\""));
	free(json);
	mizan_brief_release(brief);
}

static bool after_a_moment(void *context)
{
	struct timespec now;
	const struct timespec *began = context;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - began->tv_sec) +
		       1e-9 * (double)(now.tv_nsec - began->tv_nsec) >
	       0.2;
}

static void the_watch_stops_what_would_never_end(void **state)
{
	static const char *const endless[] = {
		"`{sql} WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT "
		"count(*) FROM r`\n",
		"```{claim}\n--| text: So.\nWITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT 1 "
		"FROM "
		"r) SELECT count(*) AS holds FROM r\n```\n"};
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct timespec began, ended;
		struct mizan_watch watch = {.interrupted = after_a_moment, .context = &began};
		struct mizan_error error = {0};
		struct mizan_brief *brief = brief_read(endless[i]);
		clock_gettime(CLOCK_MONOTONIC, &began);
		assert_int_equal(brief_run(brief, &watch, &error), MIZAN_ERROR_INTERRUPTED);
		clock_gettime(CLOCK_MONOTONIC, &ended);
		assert_true(ended.tv_sec - began.tv_sec < 5);
		mizan_brief_release(brief);
	}
}

static void a_stopped_brief_is_not_written(void **state)
{
	struct mizan_text text = {0};
	struct mizan_error error = {0};
	(void)state;
	struct mizan_brief *brief = brief_read("Text\n");
	assert_int_equal(
		mizan_brief_write(brief, MIZAN_BRIEF_HTML, &text, &error), MIZAN_ERROR_USAGE);
	mizan_text_release(&text);
	mizan_brief_release(brief);
}

static void a_brief_is_evaluated_once(void **state)
{
	struct mizan_error error = {0};
	(void)state;
	struct mizan_brief *brief = brief_evaluated("`{sql} SELECT 1`\n");
	assert_int_equal(brief_run(brief, NULL, &error), MIZAN_ERROR_USAGE);
	char *page = brief_written(brief, MIZAN_BRIEF_JSON);
	assert_non_null(strstr(page, "\"value\": \"1\""));
	free(page);
	mizan_brief_release(brief);
}

static void what_would_be_dropped_or_shown_raw_is_a_fault(void **state)
{
	(void)state;
	expect_fault("Text\n\n::: {.callout}\nInside\n", 3, 1, ":::");
	expect_fault("| a |\n| --- |\n| `{sql} SELECT 'a' || 'b'` |\n", 3, 4, "cut in two");
	expect_fault("<div>x</div>\n", 1, 1, "HTML");
	expect_fault("a <b>c\n", 1, 3, "HTML");
	expect_fault("![x](http://example.com/x.png)\n", 1, 1, "picture");
	expect_fault("![x](/etc/passwd)\n", 1, 1, "picture");
	expect_fault("```{r}\n1\n```\n", 1, 1, "{r}");
	expect_fault("```{sql echo=false}\nSELECT 1\n```\n", 1, 1, "{sql echo=false}");
	expect_none("<!-- a remark -->\n\nText\n");
	expect_none("```\n::: in code\n```\n\n````\n```\n:::\n```\n````\n\n    ::: too\n");
	expect_none("| a |\n| --- |\n| `{sql} SELECT 'a' \\|\\| 'b'` |\n");
	expect_none("```sql\nSELECT nothing\n```\n\nCode `SELECT nothing`\n");
}

static void a_block_of_colons_is_named_at_both_its_lines(void **state)
{
	static const struct place places[] = {{1, 1, ":::"}, {5, 1, ":::"}};
	(void)state;
	struct mizan_brief *brief = brief_read("::: {.note}\n\nText\n\n:::\n");
	expect_faults(brief, places, 2);
	mizan_brief_release(brief);
}

static void queries_in_cells_of_a_table_are_computed(void **state)
{
	(void)state;
	struct mizan_brief *brief = brief_evaluated("| a | b |\n| --- | --- |\n| `{sql} SELECT 40 "
						    "+ 2` | `{sql} SELECT 'x' \\|\\| 'y'` |\n");
	brief_no_fault(brief);
	char *html = brief_written(brief, MIZAN_BRIEF_HTML);
	assert_non_null(strstr(html, ">42</a>"));
	assert_non_null(strstr(html, ">xy</a>"));
	assert_non_null(strstr(html, "<td>"));
	free(html);
	mizan_brief_release(brief);
}

static void expect_refused(const char *text, size_t size, size_t line, size_t column)
{
	struct mizan_brief *brief;
	struct mizan_error error = {0};
	assert_int_equal(mizan_brief_parse("b.md", text, size, &brief, &error), MIZAN_ERROR_INPUT);
	assert_int_equal(error.line, line);
	assert_int_equal(error.column, column);
	assert_string_equal(error.file, "b.md");
	mizan_brief_release(brief);
}

static void what_is_no_text_is_refused_with_its_place(void **state)
{
	(void)state;
	expect_refused("good\nb\xe4"
		       "d\n",
		9, 2, 2);
	expect_refused("\xc3\xbc\xff", 3, 1, 2);
	expect_refused("good\n\nx\0y", 9, 3, 2);
	expect_refused("\0", 1, 1, 1);
	expect_refused("\xed\xa0\x80", 3, 1, 1);
	expect_refused("\xff\xfe"
		       "a\0",
		4, 1, 1);
}

static void an_empty_text_is_an_empty_page(void **state)
{
	static const char *const texts[] = {"", "\n", "---\n---\n", "---\n---", "---\n\n---\n\n"};
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct mizan_brief *brief = brief_evaluated(texts[i]);
		brief_no_fault(brief);
		assert_int_equal(mizan_brief_claim_count(brief), 0);
		for (int form = MIZAN_BRIEF_HTML; form <= MIZAN_BRIEF_JSON; form++) {
			if (form != MIZAN_BRIEF_PDF) {
				char *page = brief_written(brief, (enum mizan_brief_form)form);
				assert_non_null(page);
				free(page);
			}
		}
		mizan_brief_release(brief);
	}
}

static void windows_files_read_the_same(void **state)
{
	static const char text[] =
		"\xef\xbb\xbf---\r\ntitle: A title\r\nparties: IEP\r\n---\r\n\r\n```{claim}\r\n--| "
		"text: "
		"So.\r\n--| check: at-least\r\n--| country: PAK\r\n--| indicator: deaths\r\n--| "
		"period: 2024\r\n--| value: 1000\r\n```\r\n\r\n```{sql}\r\n--| title: "
		"T\r\nSELECT 1,\r\n nothing\r\n```\r\n";
	static const struct place place[] = {{18, 2, "nothing"}};
	(void)state;
	struct mizan_brief *brief = brief_evaluated(text);
	expect_faults(brief, place, 1);
	const struct mizan_claim *claim = mizan_brief_claim(brief, 0);
	assert_string_equal(claim->text, "So.");
	assert_int_equal(claim->line, 6);
	assert_int_equal(claim->result, MIZAN_CONTRADICTED);
	assert_true(brief_answer(claim, "IEP")->party);
	char *html = brief_written(brief, MIZAN_BRIEF_HTML);
	assert_non_null(strstr(html, "<title>A title</title>"));
	free(html);
	mizan_brief_release(brief);
}

static void front_matter_keeps_line_numbers_right(void **state)
{
	(void)state;
	expect_fault("---\ntitle: |\n  one\n  two\nauthor: x\n---\n\n`{sql} SELECT nothing`\n", 8,
		15, "nothing");
	expect_fault("---\ntitle: x\nsubtitle: y\nbogus: 1\n---\n", 4, 1, "bogus");
	expect_fault("---\ntitle: [a, b]\n---\n", 2, 1, "title");
	expect_fault("---\ntitle: x\n\nText without an end\n", 1, 1, "never closed");
	expect_fault("---\n- a\n- b\n---\n", 1, 1, "mapping");
	expect_fault("---\ntitle: x\ntitle: y\n---\n", 3, 1, "duplicate");
	expect_none("\n---\n\nA line across\n\n---\n");
	expect_none("---\ntitle: 2024\nlang: ur\ndate: 2026-11-24\n---\n");
}

static void expect_unchecked(const char *text, const struct place *places, size_t count)
{
	struct mizan_brief *brief = brief_read(text);
	for (size_t i = 0; i < mizan_brief_unchecked_count(brief) && i < count; i++) {
		const struct mizan_error *number = mizan_brief_unchecked(brief, i);
		if (number->line != places[i].line || number->column != places[i].column ||
			!strstr(number->what, places[i].what)) {
			fail_msg("%zu:%zu: %s; expected %zu:%zu: %s", number->line, number->column,
				number->what, places[i].line, places[i].column, places[i].what);
		}
	}
	if (mizan_brief_unchecked_count(brief) != count) {
		fail_msg("%zu numbers, not %zu, in: %s", mizan_brief_unchecked_count(brief), count,
			text);
	}
	mizan_brief_release(brief);
}

static void numbers_typed_by_hand_are_listed(void **state)
{
	static const struct place two[] = {{2, 7, "1,081"}, {2, 17, "8.374"}};
	static const struct place one[] = {{1, 3, "96"}}, in_list[] = {{1, 3, "58"}};
	(void)state;
	expect_unchecked("Text\nthere 1,081 and 8.374 end.\n", two, 2);
	expect_unchecked("**96** percent\n", one, 1);
	expect_unchecked("- 58 soldiers\n", in_list, 1);
	expect_unchecked("Türkiye’s 12 men\n", (struct place[]){{1, 11, "12"}}, 1);
	expect_unchecked("A line,\n\n| a |\n| --- |\n| 77 |\n", (struct place[]){{5, 3, "77"}}, 1);
	expect_unchecked("After “quoted” 12 more\n", (struct place[]){{1, 16, "12"}}, 1);
	/* 40 is no day of May, 31 of no month at all. */
	expect_unchecked("40 May 2021 had\n", (struct place[]){{1, 1, "40"}}, 1);
	expect_unchecked("31 attacks\n", (struct place[]){{1, 1, "31"}}, 1);
	expect_unchecked("2,024 dead\n", (struct place[]){{1, 1, "2,024"}}, 1);
}

static void quotations_years_and_dates_are_not_listed(void **state)
{
	(void)state;
	expect_unchecked("Since 2021, on 15 August 2021, August 15, and in May 2024.\n", NULL, 0);
	expect_unchecked("The days 15 August 2021 to 18 October 2025.\n", NULL, 0);
	expect_unchecked("> It killed 585 people\n", NULL, 0);
	expect_unchecked("It says \"585 people\" and “2,500 dead”.\n", NULL, 0);
	expect_unchecked("Code `585` and [link 12](http://x.org/99)\n", NULL, 0);
	expect_unchecked("```\n585\n```\n", NULL, 0);
	expect_unchecked("The G20, COVID-19 and F16.\n", NULL, 0);
	expect_unchecked("---\ntitle: 585 people\n---\n\n`{sql} SELECT 585`\n", NULL, 0);
	expect_unchecked("On 2024-07-15 and from 2021-08-15 on.\n", NULL, 0);
	expect_unchecked("On 18 to 19 October 2025.\n", NULL, 0);
	expect_unchecked("1. A list\n2. has numbers\n", NULL, 0);
}

static void anchors_stay_when_claims_come_before(void **state)
{
#define SAID(text) "```{claim}\n--| text: " text "\n--| check: opinion\n```\n\n"
	static const char before[] = SAID("Something else.")
		SAID("Deaths rose in every year from 2021 to 2024, and by more than one could have "
		     "read.") SAID("دہشت گردی") SAID("!!!");
	static const char after[] = SAID(
		"Deaths rose in every year from 2021 to 2024, and by more than one could have "
		"thought.") SAID("ہلاکتیں میں اضافہ") SAID("???") SAID("Deaths rose.")
		SAID("Deaths rose in every year from 2021 to 2024, and by more than one could have "
		     "read.") SAID("دہشت گردی") SAID("!!!");
	(void)state;
	struct mizan_brief *one = brief_evaluated(before), *two = brief_evaluated(after);
	for (size_t i = 0; i < mizan_brief_claim_count(one); i++) {
		const struct mizan_claim *claim = mizan_brief_claim(one, i);
		const char *slug = claim->id;
		assert_true(*slug >= 'a' && *slug <= 'z');
		assert_int_equal(
			strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-"), strlen(slug));
		for (size_t k = 0; k < mizan_brief_claim_count(two); k++) {
			const struct mizan_claim *same = mizan_brief_claim(two, k);
			if (strcmp(same->text, claim->text) == 0) {
				assert_string_equal(same->id, claim->id);
			} else {
				assert_string_not_equal(same->id, claim->id);
			}
		}
	}
	assert_string_equal(mizan_brief_claim(one, 0)->id, "something-else");
	mizan_brief_release(one);
	mizan_brief_release(two);
}

static void anchors_differ_and_given_ones_are_kept(void **state)
{
	(void)state;
	struct mizan_brief *brief = brief_evaluated(SAID("So.") SAID("So.") SAID("So, 2.")
			SAID("So.") "```{claim}\n--| id: My own\n--| text: So.\n--| check: "
				    "opinion\n```\n");
	for (size_t i = 0; i < 5; i++) {
		for (size_t k = 0; k < i; k++) {
			assert_string_not_equal(
				mizan_brief_claim(brief, i)->id, mizan_brief_claim(brief, k)->id);
		}
	}
	assert_string_equal(mizan_brief_claim(brief, 0)->id, "so");
	assert_string_equal(mizan_brief_claim(brief, 4)->id, "my-own");
	mizan_brief_release(brief);
}

/* Of this process: what else runs on the machine says nothing about our bounds. */
static double seconds_since(const struct timespec *began)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)(now.tv_sec - began->tv_sec) + 1e-9 * (double)(now.tv_nsec - began->tv_nsec);
}

static void write_all(struct mizan_brief *brief)
{
	for (int form = MIZAN_BRIEF_HTML; form <= MIZAN_BRIEF_JSON; form++) {
		if (form != MIZAN_BRIEF_PDF) {
			free(brief_written(brief, (enum mizan_brief_form)form));
		}
	}
}

static void ten_thousand_cells_take_bounded_time(void **state)
{
	static const char *const cells[] = {"`{sql} SELECT 1`\n\n", SAID("The same."),
		"```{claim}\n--| text: So.\nSELECT 1 AS holds\n```\n\n", "12 typed\n\n",
		"```{sql}\nSELECT 1\n```\n\n"};
	(void)state;
	for (size_t kind = 0; kind < sizeof cells / sizeof *cells; kind++) {
		struct mizan_text text = {0};
		struct timespec began;
		for (int i = 0; i < 10000; i++) {
			mizan_text_append(&text, cells[kind]);
		}
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &began);
		struct mizan_brief *brief = brief_evaluated(text.data);
		brief_no_fault(brief);
		write_all(brief);
		mizan_brief_release(brief);
		mizan_text_release(&text);
		if (seconds_since(&began) > 20) {
			fail_msg("%g s: %s", seconds_since(&began), cells[kind]);
		}
	}
}

static void deep_and_long_texts_take_bounded_time(void **state)
{
	static const struct {
		const char *piece;
		int times;
	} texts[] = {{"> ", 5000}, {"- ", 5000}, {"*", 50000}, {"[", 50000}, {"`", 50000},
		{"![", 20000}, {"(((", 20000}, {"\n--| a: b", 20000}, {":::\n\n", 5000},
		{"<x>", 5000}, {"| a ", 2000}, {"`{sql} SELECT", 3000}, {"1 ", 50000},
		{"```{claim}\n", 5000}, {"\"", 50000}};
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct mizan_text text = {0};
		struct timespec began;
		for (int k = 0; k < texts[i].times; k++) {
			mizan_text_append(&text, texts[i].piece);
		}
		mizan_text_append(&text, "end\n");
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &began);
		struct mizan_brief *brief = brief_evaluated(text.data);
		write_all(brief);
		mizan_brief_release(brief);
		mizan_text_release(&text);
		if (seconds_since(&began) > 20) {
			fail_msg("%g s for %d of %s", seconds_since(&began), texts[i].times,
				texts[i].piece);
		}
	}
}

static void many_options_are_read_and_values_may_stand_in_quotes(void **state)
{
	struct mizan_text text = {0};
	(void)state;
	mizan_text_append(&text, "```{claim}\n--| text: \"It: is so\"\n--| check: statements\n");
	for (int i = 0; i < 1000; i++) {
		mizan_text_printf(&text, "--| %s: number %d\n", i % 2 ? "denies" : "asserts", i);
	}
	mizan_text_append(&text, "```\n");
	struct mizan_brief *brief = brief_evaluated(text.data);
	brief_no_fault(brief);
	const struct mizan_claim *claim = mizan_brief_claim(brief, 0);
	assert_string_equal(claim->text, "It: is so");
	assert_int_equal(claim->statement_count, 1000);
	assert_string_equal(claim->statements[999].text, "number 999");
	mizan_brief_release(brief);
	mizan_text_release(&text);
}

static void the_template_is_a_brief_without_faults(void **state)
{
	struct mizan_text text = {0};
	struct mizan_error error = {0};
	(void)state;
	brief_ok(mizan_brief_template("A \"title\": with # marks", &text, &error), &error);
	struct mizan_brief *brief = brief_evaluated(text.data);
	brief_no_fault(brief);
	assert_int_equal(mizan_brief_claim_count(brief), 2);
	char *html = brief_written(brief, MIZAN_BRIEF_HTML);
	assert_non_null(strstr(html, "A &quot;title&quot;: with # marks"));
	free(html);
	mizan_brief_release(brief);
	mizan_text_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_faults_of_a_text_come_at_once_with_their_places),
		cmocka_unit_test(claims_need_a_text_and_a_way_to_be_weighed),
		cmocka_unit_test(wrong_values_of_options_are_faults_at_their_line),
		cmocka_unit_test(faults_of_queries_point_into_the_query),
		cmocka_unit_test(cells_give_what_the_text_needs),
		cmocka_unit_test(queries_read_and_stay_within_bounds),
		cmocka_unit_test(the_watch_stops_what_would_never_end),
		cmocka_unit_test(a_stopped_brief_is_not_written),
		cmocka_unit_test(a_brief_is_evaluated_once),
		cmocka_unit_test(what_would_be_dropped_or_shown_raw_is_a_fault),
		cmocka_unit_test(a_block_of_colons_is_named_at_both_its_lines),
		cmocka_unit_test(queries_in_cells_of_a_table_are_computed),
		cmocka_unit_test(what_is_no_text_is_refused_with_its_place),
		cmocka_unit_test(an_empty_text_is_an_empty_page),
		cmocka_unit_test(windows_files_read_the_same),
		cmocka_unit_test(front_matter_keeps_line_numbers_right),
		cmocka_unit_test(numbers_typed_by_hand_are_listed),
		cmocka_unit_test(quotations_years_and_dates_are_not_listed),
		cmocka_unit_test(anchors_stay_when_claims_come_before),
		cmocka_unit_test(anchors_differ_and_given_ones_are_kept),
		cmocka_unit_test(ten_thousand_cells_take_bounded_time),
		cmocka_unit_test(deep_and_long_texts_take_bounded_time),
		cmocka_unit_test(many_options_are_read_and_values_may_stand_in_quotes),
		cmocka_unit_test(the_template_is_a_brief_without_faults),
	};
	return cmocka_run_group_tests_name("brief: text", tests, make_store, brief_remove_folder);
}
