/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages of a brief: safe whatever is in the data, the same in every form. */
#include "brief_test.h"

#include <cmark-gfm.h>
#include <dirent.h>
#include <jansson.h>
#include <sys/wait.h>

#define EVIL "</td></p></section><script>alert(1)</script><img src=x onerror=alert(2)>"
#define RLO "\xe2\x80\xae"

/* What a program prints. */
static char *run(const char *command, int *code)
{
	struct mizan_text text = {0};
	char buffer[4096];
	size_t size;
	fflush(NULL);
	FILE *pipe = popen(command, "r");
	assert_non_null(pipe);
	while ((size = fread(buffer, 1, sizeof buffer, pipe)) > 0) {
		mizan_text_append_bytes(&text, buffer, size);
	}
	int status = pclose(pipe);
	*code = WIFEXITED(status) ? WEXITSTATUS(status) : 127;
	mizan_text_append(&text, "");
	return text.data;
}

static void write_file(const char *name, const char *data, size_t size, char path[256])
{
	snprintf(path, 256, "%s/%s", brief_folder, name);
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

/* A parser that is not ours reads the page. */
static void expect_safe(const char *page, int numbers)
{
	char path[256], command[1024];
	int code;
	const char *source = getenv("MIZAN_TEST_SOURCE");
	write_file("page.html", page, strlen(page), path);
	snprintf(command, sizeof command,
		"/usr/bin/python3 %s/tests/unit/brief/page_check.py %s %d 2>&1",
		source ? source : ".", path, numbers);
	char *said = run(command, &code);
	if (code == 126 || code == 127) {
		free(said);
		unlink(path);
		skip();
	}
	if (code != 0 || strcmp(said, "good\n") != 0) {
		fail_msg("%s", said);
	}
	free(said);
	unlink(path);
}

static const struct brief_figure hostile[] = {
	{EVIL, "2021", 10, .edition = "\" onload=\"x", .counts_what = EVIL},
	{EVIL, "2022", 20, .edition = "\" onload=\"x", .counts_what = EVIL},
	{"]]><b>", "2021", 10, .relayed_by = "javascript:alert(1)", .counts_what = "&lt;i&gt;"},
	{"]]><b>", "2022", 5, .relayed_by = "javascript:alert(1)", .counts_what = "&lt;i&gt;"},
	{RLO "drawkcab", "2022", 7, .counts_what = "'\"><svg onload=alert(1)>"},
	{"# not a heading", "2022", 8, .counts_what = "| a | b |\n| - | - |"},
	{"- [x](javascript:x)", "2022", 9, .counts_what = "`code`"}, {NULL}};

static const char hostile_text[] =
	"---\n"
	"title: '" EVIL "'\n"
	"subtitle: '\"><script>'\n"
	"author: '<b>]]>'\n"
	"date: '<!-- x'\n"
	"lang: '\"><script>x'\n"
	"---\n"
	"\n"
	"A [link](javascript:alert(1)), [another](JaVaScRiPt:x), [third](data:text/html,x),\n"
	"[fourth](vbscript:x \"\\\" onclick=x\") and <javascript:alert(1)>, "
	"http://example.com/\">.\n"
	"Numbers: `{sql} SELECT '" EVIL "' || publisher FROM published_figure LIMIT 1`,\n"
	"`{sql} SELECT '" RLO "</a><script>' FROM published_figure LIMIT 1`.\n"
	"\n"
	"| a |\n| --- |\n"
	"| `{sql} SELECT '\\| <script>' FROM published_figure LIMIT 1` |\n"
	"\n"
	"```{sql}\n"
	"--| chart: bar\n"
	"--| x: publisher\n"
	"--| y: value\n"
	"--| title: " EVIL "\n"
	"--| subtitle: ]]><script>\n"
	"--| caption: " EVIL "\n"
	"--| table: yes\n"
	"SELECT publisher, value, '" EVIL "' AS \"<script>\" FROM published_figure\n"
	"GROUP BY publisher\n"
	"```\n"
	"\n"
	"```{sql}\n"
	"--| chart: line\n"
	"--| x: year\n"
	"--| y: value\n"
	"--| series: publisher\n"
	"--| milestones: ceasefire\n"
	"SELECT 0 + substr(period_start, 1, 4) AS year, value, publisher FROM published_figure\n"
	"```\n"
	"\n"
	"```{claim}\n"
	"--| id: \"><script>\n"
	"--| text: " EVIL "\n"
	"--| by: \" onmouseover=\"x\n"
	"--| cites: " EVIL ", ]]>\n"
	"--| check: rises-every-year\n"
	"--| indicator: deaths\n"
	"--| country: PAK\n"
	"--| from: 2021\n"
	"--| to: 2022\n"
	"--| per: publisher\n"
	"```\n"
	"\n"
	"```{claim}\n"
	"--| text: " RLO "So &lt;b&gt;.\n"
	"--| check: statements\n"
	"--| asserts: " EVIL "\n"
	"--| denies: [x](javascript:alert(1))\n"
	"```\n"
	"\n"
	"```{claim}\n"
	"--| text: A query.\n"
	"SELECT 0 AS holds, '" EVIL "' AS \"<img src=x onerror=x>\"\n"
	"```\n"
	"\n"
	"    </code></pre><script>\n"
	"\n"
	"```\"><script>\n"
	"x\n"
	"```\n";

static int make_store(void **state)
{
	if (brief_make_folder(state) != 0) {
		return 1;
	}
	/* What programs leave behind would lie there, and the folder could not be removed. */
	setenv("TMPDIR", brief_folder, 1);
	brief_make_store(hostile);
	brief_add_milestone("evil", "2021-08-15", 1, "confirmed", EVIL);
	return 0;
}

static void data_and_text_put_no_markup_into_the_page(void **state)
{
	(void)state;
	struct mizan_brief *brief = brief_evaluated(hostile_text);
	brief_no_fault(brief);
	char *page = brief_written(brief, MIZAN_BRIEF_HTML);
	expect_safe(page, 3);
	assert_null(strcasestr(page, "<script"));
	assert_null(strstr(page, "<img src=x"));
	assert_null(strcasestr(page, "href=\"javascript"));
	/* It stands there as text. */
	assert_non_null(strstr(page, "&lt;script&gt;alert(1)&lt;/script&gt;"));
	assert_non_null(strstr(page, "&amp;lt;b&amp;gt;"));
	free(page);
	mizan_brief_release(brief);
}

static void a_page_of_faults_is_safe_as_well(void **state)
{
	static const char *const texts[] = {"<script>alert(1)</script>\n",
		"a <img src=http://x/y onerror=alert(1)>\n", "![x](http://example.com/a.png)\n",
		"![x](data:text/html;base64,PHNjcmlwdD4=)\n", "![x](file:///etc/passwd)\n",
		"![x](../secret.png)\n", "<iframe src=\"http://x\"></iframe>\n",
		"<style>@import 'http://x'</style>\n", "<!-- --><script>alert(1)</script>\n",
		"<!-- a --> <b onclick=x>\n", "x <!-- a --> y\n",
		"![x](data:image/svg+xml;base64,PHN2Zz48c2NyaXB0Lz48L3N2Zz4=)\n",
		"[^1]\n\n[^1]: note <b>\n", "`{sql} SELECT 1", "::: x\n"};
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct mizan_brief *brief = brief_evaluated(texts[i]);
		char *page = brief_written(brief, MIZAN_BRIEF_HTML);
		expect_safe(page, 0);
		free(page);
		mizan_brief_release(brief);
	}
}

static void the_name_of_the_file_is_text_as_well(void **state)
{
	struct mizan_error error = {0};
	struct mizan_brief *brief;
	(void)state;
	brief_ok(mizan_brief_parse("<b>.md", "x", 1, &brief, &error), &error);
	brief_ok(brief_run(brief, NULL, &error), &error);
	char *page = brief_written(brief, MIZAN_BRIEF_HTML);
	expect_safe(page, 0);
	assert_non_null(strstr(page, "<title>&lt;b&gt;.md</title>"));
	free(page);
	mizan_brief_release(brief);
}

/* An override inside a number or a name turns nothing else around. */
static void marks_of_direction_end_with_what_they_stand_in(void **state)
{
	(void)state;
	struct mizan_brief *brief = brief_evaluated(hostile_text);
	char *page = brief_written(brief, MIZAN_BRIEF_HTML);
	for (const char *c = page; (c = strstr(c, RLO)) != NULL; c += 3) {
		const char *open = NULL;
		static const char *const isolates[] = {"<bdi", "<a class=\"number\"", "<td",
			"<code", "<p class=\"said\"", "<dd", "<li", "<strong", "<a href=\"#claim-",
			"alt=\""};
		for (size_t i = 0; i < sizeof isolates / sizeof *isolates; i++) {
			for (const char *at = page; (at = strstr(at, isolates[i])) && at < c;
				at++) {
				open = at;
				break;
			}
		}
		assert_non_null(open);
	}
	const char *rule = strstr(page, "a.number{");
	assert_non_null(rule);
	assert_non_null(strstr(rule, "unicode-bidi:isolate"));
	assert_true(strstr(rule, "unicode-bidi:isolate") < strchr(rule, '}'));
	free(page);
	mizan_brief_release(brief);
}

static void the_same_brief_gives_the_same_bytes(void **state)
{
	static const enum mizan_brief_form forms[] = {MIZAN_BRIEF_HTML, MIZAN_BRIEF_MARKDOWN,
		MIZAN_BRIEF_JSON, MIZAN_BRIEF_HTML, MIZAN_BRIEF_JSON, MIZAN_BRIEF_MARKDOWN};
	(void)state;
	struct mizan_brief *one = brief_evaluated(hostile_text);
	struct mizan_brief *two = brief_evaluated(hostile_text);
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		char *first = brief_written(one, forms[i]);
		char *second = brief_written(two, forms[sizeof forms / sizeof *forms - 1 - i]);
		char *same = brief_written(two, forms[i]);
		assert_string_equal(first, same);
		free(first);
		free(second);
		free(same);
	}
	mizan_brief_release(one);
	mizan_brief_release(two);
}

static void each_number_has_its_query_source_and_hash(void **state)
{
	(void)state;
	struct mizan_brief *brief = brief_evaluated(
		"There are `{sql} SELECT count(*) FROM published_figure` and\n"
		"`{sql} SELECT max(value) FROM published_figure WHERE publisher LIKE '%<b>%'`.\n");
	brief_no_fault(brief);
	char *page = brief_written(brief, MIZAN_BRIEF_HTML);
	expect_safe(page, 2); /* looks behind each number */
	assert_non_null(strstr(page, "href=\"#number-1\">7</a>"));
	assert_non_null(strstr(page, "href=\"#number-2\">10"));
	assert_non_null(strstr(page, "LIKE &#39;%&lt;b&gt;%&#39;"));
	assert_non_null(strstr(page, "figures.csv"));
	assert_non_null(strstr(page, "01234567"));
	free(page);
	mizan_brief_release(brief);
}

/* ---- JSON --------------------------------------------------------------------------------- */

static void expect_text(json_t *object, const char *key, const char *text)
{
	json_t *value = json_object_get(object, key);
	assert_non_null(value);
	if (text) {
		assert_string_equal(json_string_value(value), text);
	} else {
		assert_true(json_is_null(value));
	}
}

static void expect_answers(json_t *list, const struct mizan_answer *answers, size_t count)
{
	assert_int_equal(json_array_size(list), count);
	for (size_t i = 0; i < count; i++) {
		json_t *answer = json_array_get(list, i), *holds = json_object_get(answer, "holds");
		assert_true(answers[i].holds < 0    ? json_is_null(holds)
			    : answers[i].holds == 1 ? json_is_true(holds)
						    : json_is_false(holds));
		expect_text(answer, "publisher", answers[i].publisher);
		expect_text(answer, "edition", answers[i].edition);
		expect_text(answer, "counts_what", answers[i].counts_what);
		expect_text(answer, "reason", answers[i].reason);
		json_t *value = json_object_get(answer, "value");
		if (isnan(answers[i].value)) {
			assert_true(json_is_null(value));
		} else {
			assert_true(json_number_value(value) == answers[i].value);
		}
	}
}

static void json_says_the_same_as_the_claims(void **state)
{
	(void)state;
	struct mizan_brief *brief = brief_evaluated(hostile_text);
	char *text = brief_written(brief, MIZAN_BRIEF_JSON);
	json_error_t error;
	json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
	if (!root) {
		fail_msg("line %d: %s", error.line, error.text);
	}
	json_t *claims = json_object_get(root, "claims");
	expect_text(root, "command", "brief");
	expect_text(root, "title", EVIL);
	assert_int_equal(json_array_size(claims), mizan_brief_claim_count(brief));
	for (size_t i = 0; i < json_array_size(claims); i++) {
		const struct mizan_claim *claim = mizan_brief_claim(brief, i);
		json_t *object = json_array_get(claims, i);
		expect_text(object, "id", claim->id);
		expect_text(object, "text", claim->text);
		expect_text(object, "result", mizan_result_word(claim->result));
		expect_text(object, "as_cited", mizan_cited_word(claim->cited));
		expect_text(object, "because", claim->because);
		assert_int_equal(json_integer_value(json_object_get(object, "publishers")),
			claim->publishers);
		assert_int_equal(json_integer_value(json_object_get(object, "line")), claim->line);
		expect_answers(
			json_object_get(object, "answers"), claim->answers, claim->answer_count);
		expect_answers(json_object_get(object, "cited_answers"), claim->cited_answers,
			claim->cited_count);
		assert_int_equal(json_array_size(json_object_get(object, "statements")),
			claim->statement_count);
	}
	assert_int_equal(json_array_size(json_object_get(root, "cells")), 5);
	assert_true(json_array_size(json_object_get(root, "sources")) > 0);
	json_decref(root);
	free(text);
	mizan_brief_release(brief);
}

/* ---- Markdown ----------------------------------------------------------------------------- */

static void markdown_is_markdown_again(void **state)
{
	(void)state;
	struct mizan_brief *brief = brief_evaluated(hostile_text);
	char *text = brief_written(brief, MIZAN_BRIEF_MARKDOWN);
	/* Without raw HTML, blocks or cells, which would be faults. */
	struct mizan_brief *again = brief_evaluated(text);
	brief_no_fault(again);
	mizan_brief_release(again);
	/* Data is text for another reader as well: nothing of it becomes markup. */
	char *html = cmark_markdown_to_html(text, strlen(text), CMARK_OPT_UNSAFE);
	assert_null(strcasestr(html, "<script"));
	assert_null(strcasestr(html, "<img"));
	assert_null(strstr(html, "<h1>not a heading"));
	assert_null(strstr(html, "<li>\n<ul>"));
	assert_non_null(strstr(html, "# not a heading"));
	assert_non_null(strstr(html, "- [x](javascript:x)"));
	assert_non_null(strstr(html, "&amp;lt;i&amp;gt;"));
	for (size_t i = 0; i < mizan_brief_claim_count(brief); i++) {
		assert_non_null(
			strstr(html, mizan_result_word(mizan_brief_claim(brief, i)->result)));
	}
	free(html);
	free(text);
	mizan_brief_release(brief);
}

static void all_forms_say_the_same_result(void **state)
{
	static const char text[] =
		"---\ntitle: A title\n---\n\nOn record `{sql} SELECT 12345 + 0`.\n\n"
		"```{claim}\n--| text: It fell.\n--| by: Somebody\n"
		"--| check: falls-every-year\n--| indicator: deaths\n"
		"--| country: PAK\n--| from: 2021\n--| to: 2022\n```\n";
	static const enum mizan_brief_form forms[] = {
		MIZAN_BRIEF_HTML, MIZAN_BRIEF_MARKDOWN, MIZAN_BRIEF_JSON};
	(void)state;
	struct mizan_brief *brief = brief_evaluated(text);
	brief_no_fault(brief);
	assert_int_equal(mizan_brief_claim(brief, 0)->result, MIZAN_SOURCES_DISAGREE);
	for (size_t i = 0; i < 3; i++) {
		char *page = brief_written(brief, forms[i]);
		assert_non_null(strstr(page, "A title"));
		assert_non_null(strstr(page, "It fell."));
		assert_non_null(strstr(page, "Somebody"));
		assert_non_null(strstr(page, "sources disagree"));
		assert_non_null(strstr(page, "12,345"));
		free(page);
	}
	mizan_brief_release(brief);
}

/* ---- PDF ---------------------------------------------------------------------------------- */

/* Skips where WeasyPrint is not installed. */
static struct mizan_text pdf_of(const char *text)
{
	struct mizan_text pdf = {0};
	struct mizan_error error = {0};
	struct mizan_brief *brief = brief_evaluated(text);
	mizan_status status = mizan_brief_write(brief, MIZAN_BRIEF_PDF, &pdf, &error);
	mizan_brief_release(brief);
	if (status == MIZAN_ERROR_SYSTEM && strstr(error.what, "not installed")) {
		mizan_text_release(&pdf);
		skip();
	}
	brief_ok(status, &error);
	return pdf;
}

static char *text_of_pdf(const struct mizan_text *pdf)
{
	char path[256], command[400];
	int code;
	write_file("page.pdf", pdf->data, pdf->size, path);
	snprintf(command, sizeof command, "pdftotext -layout %s - 2>/dev/null", path);
	char *said = run(command, &code);
	unlink(path);
	if (code == 126 || code == 127) {
		free(said);
		skip();
	}
	assert_int_equal(code, 0);
	return said;
}

static void the_pdf_says_what_the_page_says(void **state)
{
	(void)state;
	struct mizan_text pdf = pdf_of(
		"---\ntitle: A title of its own\n---\n\nThere are `{sql} SELECT 12345 + 0`.\n\n"
		"```{claim}\n--| text: It fell.\n--| check: falls-every-year\n--| indicator: "
		"deaths\n"
		"--| country: PAK\n--| from: 2021\n--| to: 2022\n```\n");
	assert_memory_equal(pdf.data, "%PDF", 4);
	char *said = text_of_pdf(&pdf);
	assert_non_null(strstr(said, "A title of its own"));
	assert_non_null(strstr(said, "It fell."));
	assert_non_null(strstr(said, "sources disagree"));
	assert_non_null(strstr(said, "12,345"));
	free(said);
	mizan_text_release(&pdf);
}

static void a_pdf_takes_in_no_local_file(void **state)
{
	static const char secret[] =
		"<svg xmlns='http://www.w3.org/2000/svg' width='300' height='60'><text x='5' "
		"y='30'>SECRETWORD</text></svg>";
	char path[256], text[2000];
	(void)state;
	write_file("secret.svg", secret, sizeof secret - 1, path);
	snprintf(text, sizeof text,
		"Text\n\n![x](%s)\n![x](file://%s)\n![x](<%s>)\n\n<img src=\"file://%s\">\n\n"
		"<link rel=attachment href=\"file://%s\">\n\n<a rel=attachment "
		"href=\"%s\">x</a>\n\n"
		"[x](file://%s)\n",
		path, path, path, path, path, path, path);
	struct mizan_text pdf = pdf_of(text);
	char *said = text_of_pdf(&pdf);
	assert_non_null(strstr(said, "Text"));
	assert_null(strstr(said, "SECRETWORD"));
	assert_null(memmem(pdf.data, pdf.size, "/EmbeddedFile", 13));
	free(said);
	mizan_text_release(&pdf);
	unlink(path);
}

static void hostile_data_make_a_pdf_like_any(void **state)
{
	(void)state;
	struct mizan_text pdf = pdf_of(hostile_text);
	char *said = text_of_pdf(&pdf);
	assert_non_null(strstr(said, "<script>"));
	free(said);
	mizan_text_release(&pdf);
}

static void nothing_is_left_in_the_folder(void **state)
{
	(void)state;
	DIR *folder = opendir(brief_folder);
	assert_non_null(folder);
	for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
		if (entry->d_name[0] != '.' && strcmp(entry->d_name, "test.gpkg") != 0) {
			fail_msg("left behind: %s", entry->d_name);
		}
	}
	closedir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(data_and_text_put_no_markup_into_the_page),
		cmocka_unit_test(a_page_of_faults_is_safe_as_well),
		cmocka_unit_test(the_name_of_the_file_is_text_as_well),
		cmocka_unit_test(marks_of_direction_end_with_what_they_stand_in),
		cmocka_unit_test(the_same_brief_gives_the_same_bytes),
		cmocka_unit_test(each_number_has_its_query_source_and_hash),
		cmocka_unit_test(json_says_the_same_as_the_claims),
		cmocka_unit_test(markdown_is_markdown_again),
		cmocka_unit_test(all_forms_say_the_same_result),
		cmocka_unit_test(the_pdf_says_what_the_page_says),
		cmocka_unit_test(a_pdf_takes_in_no_local_file),
		cmocka_unit_test(hostile_data_make_a_pdf_like_any),
		cmocka_unit_test(nothing_is_left_in_the_folder),
	};
	return cmocka_run_group_tests_name("brief: pages", tests, make_store, brief_remove_folder);
}
