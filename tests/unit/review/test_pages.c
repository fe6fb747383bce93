/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands on the pages of a review, and what never becomes markup there. */
#include "review_test.h"

#include <jansson.h>

static const struct brief_figure figures[] = {{"IEP", "2023", 748}, {"IEP", "2024", 1081},
	{"CRSS", "2023", 1500}, {"CRSS", "2024", 2546}, {"ISPR", "2023", 10}, {NULL}};

#define ARTICLE                                                                                    \
	"---\ntitle: \"T & <i>t</i>\"\nauthor: \"A <b>\"\ndate: 2026-01-02\n---\n\n# Head\n\n"     \
	"Deaths rose in 2024. In 2024 1,081 died. So it will go on. ISPR killed ten. What if?\n\n" \
	"<script>alert(1)</script> & \"quoted\" <b onclick=x>bold</b> died.\n"
#define CLAIMS                                                                                     \
	"reviewed-by: \"Desk </script><b>\"\nparties: [ISPR]\nclaims:\n"                           \
	"  - {sentences: [2], fingerprints: [@2], text: \"It rose <img src=x>\", check: "          \
	"rises-every-year, country: PAK, from: 2023, to: 2024, per: publisher}\n"                  \
	"  - {sentences: [3], fingerprints: [@3], text: \"1,081 died </script>.\", check: "        \
	"equals, "                                                                                 \
	"country: PAK, period: 2024, states: \"1,081\", per: publisher}\n"                         \
	"  - {sentences: [4], fingerprints: [@4], mark: opinion, why: \"<u>no</u> fact\"}\n"       \
	"  - {sentences: [5], fingerprints: [@5], status: proposed, text: Ten, check: equals, "    \
	"country: PAK, period: 2023, states: \"10\", source: ISPR, per: publisher}\n"              \
	"  - {sentences: [3], fingerprints: [@2], text: Lost, check: opinion}\n"

static struct test_review weighed(void)
{
	brief_make_store(figures);
	struct test_review test = review_of(ARTICLE, CLAIMS);
	review_no_fault(&test);
	review_weigh(&test);
	review_no_fault(&test);
	return test;
}

static void sentences_have_the_marks_of_their_claims(void **state)
{
	(void)state;
	struct test_review test = weighed();
	static const enum mizan_sentence_mark marks[] = {MIZAN_SENTENCE_HEADING,
		MIZAN_SENTENCE_WEIGHED, MIZAN_SENTENCE_WEIGHED, MIZAN_SENTENCE_OPINION,
		MIZAN_SENTENCE_RESTS_ON_STATEMENTS, MIZAN_SENTENCE_NOT_TREATED};
	for (size_t i = 0; i < 6; i++) {
		assert_int_equal(mizan_review_mark(test.review, i), marks[i]);
	}
	assert_int_equal(mizan_review_tie_count(test.review), 1);
	assert_int_equal(mizan_review_claim(test.review, 0)->weighed->result, MIZAN_SUPPORTED);
	assert_int_equal(
		mizan_review_claim(test.review, 1)->weighed->result, MIZAN_SOURCES_DISAGREE);
	assert_null(mizan_review_claim(test.review, 2)->weighed);
	review_end(&test);
}

static bool is_there(const struct mizan_text *text, const char *part)
{
	return strstr(text->data, part) != NULL;
}

static void markup_of_article_and_claims_is_text_on_the_page(void **state)
{
	(void)state;
	struct test_review test = weighed();
	struct mizan_text page = review_written(&test, MIZAN_REVIEW_HTML);
	static const char *const never[] = {"<script>alert", "<b onclick", "<img src=x", "<u>no",
		"<i>t</i>", "A <b>", "</script><b>", "died </script>"};
	for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
		if (is_there(&page, never[i])) {
			fail_msg("on the page: %s", never[i]);
		}
	}
	assert_true(is_there(&page, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; "));
	assert_true(is_there(&page, "not yet treated"));
	assert_true(is_there(&page, "proposed, accepted by nobody yet"));
	assert_true(is_there(&page, "Ties that no longer fit"));
	mizan_text_release(&page);
	page = review_written(&test, MIZAN_REVIEW_MARKDOWN);
	assert_false(is_there(&page, "<script>alert") && !is_there(&page, "\\<script"));
	assert_true(is_there(&page, "\\<script\\>alert"));
	assert_true(is_there(&page, "sources disagree"));
	mizan_text_release(&page);
	review_end(&test);
}

static void another_parser_reads_a_whole_page(void **state)
{
	(void)state;
	struct test_review test = weighed();
	struct mizan_text page = review_written(&test, MIZAN_REVIEW_HTML);
	char path[] = "/tmp/mizan-review-XXXXXX", command[512];
	int file = mkstemp(path);
	assert_true(file >= 0);
	assert_int_equal(write(file, page.data, page.size), (ssize_t)page.size);
	close(file);
	snprintf(command, sizeof command, "/usr/bin/python3 %s/tests/unit/review/page_check.py %s",
		getenv("MIZAN_TEST_SOURCE"), path);
	int code = system(command);
	unlink(path);
	assert_int_equal(code, 0);
	mizan_text_release(&page);
	review_end(&test);
}

static json_t *load(const struct mizan_text *text)
{
	json_error_t problem;
	json_t *root = json_loadb(text->data, text->size, 0, &problem);
	if (!root) {
		fail_msg("%s at %d", problem.text, problem.line);
	}
	return root;
}

static void json_holds_every_sentence_and_claim(void **state)
{
	(void)state;
	struct test_review test = weighed();
	struct mizan_text text = review_written(&test, MIZAN_REVIEW_JSON);
	json_t *root = load(&text);
	assert_int_equal(
		json_array_size(json_object_get(root, "sentences")), test.article->sentence_count);
	assert_int_equal(json_array_size(json_object_get(root, "claims")), 5);
	assert_int_equal(json_array_size(json_object_get(root, "ties")), 1);
	json_t *claim = json_array_get(json_object_get(root, "claims"), 3);
	assert_string_equal(json_string_value(json_object_get(claim, "status")), "proposed");
	assert_string_equal(json_string_value(json_object_get(root, "title")), "T & <i>t</i>");
	json_decref(root);
	mizan_text_release(&text);
	review_end(&test);
}

static void a_rating_stands_only_where_records_agree(void **state)
{
	(void)state;
	struct test_review test = weighed();
	struct mizan_text text = review_written(&test, MIZAN_REVIEW_CLAIM_REVIEW);
	json_t *root = load(&text), *list = json_object_get(root, "@graph");
	/* The proposed one is nobody's review, the mark by hand is no claim, and what the text does
	 * not say any more is not reviewed. */
	assert_int_equal(json_array_size(list), 2);
	json_t *first = json_array_get(list, 0), *second = json_array_get(list, 1);
	assert_string_equal(json_string_value(json_object_get(first, "@type")), "ClaimReview");
	json_t *rating = json_object_get(first, "reviewRating");
	assert_non_null(rating);
	assert_non_null(
		strstr(json_string_value(json_object_get(rating, "alternateName")), "supported"));
	assert_null(json_object_get(second, "reviewRating"));
	assert_non_null(strstr(
		json_string_value(json_object_get(second, "reviewBody")), "sources disagree"));
	assert_string_equal(
		json_string_value(json_object_get(json_object_get(first, "author"), "name")),
		"Desk </script><b>");
	assert_null(strchr(text.data, '<'));
	json_decref(root);
	mizan_text_release(&text);
	review_end(&test);
}

static void a_page_of_right_to_left_text_says_so(void **state)
{
	(void)state;
	brief_make_store(figures);
	struct test_review test = review_of("---\nlang: ur\n---\n\nپاکستان میں حملے بڑھے۔\n", "");
	review_weigh(&test);
	struct mizan_text page = review_written(&test, MIZAN_REVIEW_HTML);
	assert_true(is_there(&page, "<html lang=\"ur\">"));
	assert_true(is_there(&page, "dir=\"auto\""));
	mizan_text_release(&page);
	review_end(&test);
}

static void an_empty_article_is_a_page(void **state)
{
	(void)state;
	brief_make_store(figures);
	struct test_review test = review_of("", "");
	struct mizan_text none = {0};
	assert_int_equal(mizan_review_write(test.review, MIZAN_REVIEW_HTML, &none, &test.error),
		MIZAN_ERROR_USAGE);
	review_weigh(&test);
	for (int form = MIZAN_REVIEW_HTML; form <= MIZAN_REVIEW_CLAIM_REVIEW; form++) {
		if (form != MIZAN_REVIEW_PDF && form != MIZAN_REVIEW_DOCX) {
			struct mizan_text page =
				review_written(&test, (enum mizan_review_form)form);
			assert_true(page.size > 0);
			mizan_text_release(&page);
		}
	}
	review_end(&test);
}

static void without_pandoc_a_docx_is_refused_in_one_line(void **state)
{
	(void)state;
	struct test_review test = weighed();
	struct mizan_text page = {0};
	char *path = strdup(getenv("PATH"));
	setenv("PATH", "/nonexistent", 1);
	assert_int_equal(mizan_review_write(test.review, MIZAN_REVIEW_DOCX, &page, &test.error),
		MIZAN_ERROR_SYSTEM);
	setenv("PATH", path, 1);
	free(path);
	assert_string_equal(test.error.what, "DOCX needs pandoc, which is not installed");
	mizan_text_release(&page);
	review_end(&test);
}

static bool has_pandoc(void)
{
	char name[] = "pandoc", version[] = "--version";
	char *arguments[] = {name, version, NULL};
	struct mizan_text output = {0};
	struct mizan_error error = {0};
	int code;
	mizan_status status =
		mizan_process_run(arguments, (struct mizan_slice){"", 0}, &output, &code, &error);
	mizan_text_release(&output);
	return status == MIZAN_OK && code == 0;
}

/* There and back: the sentences are those of the article, abbreviations and all. */
static void a_docx_is_written_and_read_where_pandoc_is(void **state)
{
	(void)state;
	if (!has_pandoc()) {
		skip();
	}
	static const char markdown[] =
		"---\ntitle: A title\n---\n\nIt was signed on Feb. 29, 2020. It held.\n";
	char path[300], name[] = "pandoc", from[] = "--from=markdown", to[] = "--to=docx";
	char *arguments[] = {name, from, to, NULL};
	struct mizan_text page = {0};
	struct mizan_article article;
	struct mizan_error error = {0};
	int code;
	assert_int_equal(
		mizan_process_run(arguments, (struct mizan_slice){markdown, strlen(markdown)},
			&page, &code, &error),
		MIZAN_OK);
	snprintf(path, sizeof path, "%s/article.docx", brief_folder);
	FILE *file = fopen(path, "wb");
	fwrite(page.data, 1, page.size, file);
	fclose(file);
	mizan_text_release(&page);
	assert_int_equal(mizan_article_read(path, &article, &error), MIZAN_OK);
	unlink(path);
	assert_string_equal(article.title, "A title");
	assert_int_equal(article.sentence_count, 2);
	assert_string_equal(article.sentences[0].text, "It was signed on Feb. 29, 2020.");
	mizan_article_release(&article);
	struct test_review test = weighed();
	assert_int_equal(
		mizan_review_write(test.review, MIZAN_REVIEW_DOCX, &page, &test.error), MIZAN_OK);
	assert_true(page.size > 1000);
	assert_memory_equal(page.data, "PK", 2);
	mizan_text_release(&page);
	review_end(&test);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sentences_have_the_marks_of_their_claims),
		cmocka_unit_test(markup_of_article_and_claims_is_text_on_the_page),
		cmocka_unit_test(another_parser_reads_a_whole_page),
		cmocka_unit_test(json_holds_every_sentence_and_claim),
		cmocka_unit_test(a_rating_stands_only_where_records_agree),
		cmocka_unit_test(a_page_of_right_to_left_text_says_so),
		cmocka_unit_test(an_empty_article_is_a_page),
		cmocka_unit_test(without_pandoc_a_docx_is_refused_in_one_line),
		cmocka_unit_test(a_docx_is_written_and_read_where_pandoc_is),
	};
	return cmocka_run_group_tests(tests, brief_make_folder, brief_remove_folder);
}
