/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the sentences of an article begin and end, and when a fingerprint stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <mizan/review.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct mizan_article read_text(const char *text, bool markdown)
{
	struct mizan_article article;
	struct mizan_error error = {0};
	mizan_status status =
		mizan_article_parse("article", text, strlen(text), markdown, &article, &error);
	if (status != MIZAN_OK) {
		fail_msg("%zu:%zu %s", error.line, error.column, error.what);
	}
	return article;
}

/* The text has these sentences, NULL behind the last. */
static void has(const char *text, bool markdown, const char *const *sentences)
{
	struct mizan_article article = read_text(text, markdown);
	size_t count = 0;
	for (; sentences[count]; count++) {
		assert_true(count < article.sentence_count);
		assert_string_equal(article.sentences[count].text, sentences[count]);
		assert_int_equal(article.sentences[count].number, count + 1);
	}
	assert_int_equal(article.sentence_count, count);
	mizan_article_release(&article);
}
#define HAS(text, markdown, ...) has((text), (markdown), (const char *const[]){__VA_ARGS__, NULL})

static void abbreviations_end_no_sentence(void **state)
{
	(void)state;
	HAS("Gen. Faiz met Lt. Col. Ahmed on Feb. 29. The U.S. Army left. It was over.", false,
		"Gen. Faiz met Lt. Col. Ahmed on Feb. 29.", "The U.S. Army left.", "It was over.");
	HAS("He spoke to Mr. J. D. Vance at 6 p.m. Thursday. See No. 5 Brigade, e.g. in Kurram.",
		false, "He spoke to Mr. J. D. Vance at 6 p.m. Thursday.",
		"See No. 5 Brigade, e.g. in Kurram.");
	HAS("They flew to the U.S. The talks failed. He met the U.N. Secretary-General.", false,
		"They flew to the U.S.", "The talks failed.", "He met the U.N. Secretary-General.");
	HAS("Maj.-Gen. Sharif denied it. Art. 5 says so.", false, "Maj.-Gen. Sharif denied it.",
		"Art. 5 says so.");
}

static void numbers_end_no_sentence(void **state)
{
	(void)state;
	HAS("It rose by 1.5 percent to 8.374. In 2024, 1,081 died.", false,
		"It rose by 1.5 percent to 8.374.", "In 2024, 1,081 died.");
	HAS("He came in 2021. 13 were killed.", false, "He came in 2021.", "13 were killed.");
	HAS("They left Kurram. 13 were killed there. It cost approx. 500 men.", false,
		"They left Kurram.", "13 were killed there.", "It cost approx. 500 men.");
	HAS("Version 2.0 of 15.10.2025 is out.", false, "Version 2.0 of 15.10.2025 is out.");
}

static void quotations_keep_their_closing_mark(void **state)
{
	(void)state;
	HAS("\"We won.\" He left. “Is it over?” she asked.", false, "\"We won.\"", "He left.",
		"“Is it over?” she asked.");
	struct mizan_article article = read_text("\"We won.\" He left.", false);
	assert_true(article.sentences[0].quotation);
	assert_false(article.sentences[1].quotation);
	mizan_article_release(&article);
	article = read_text("He said:\n\n> We won. They lost.\n\nSo he said.", true);
	assert_int_equal(article.sentence_count, 4);
	assert_true(article.sentences[1].quotation && article.sentences[2].quotation);
	assert_false(article.sentences[0].quotation || article.sentences[3].quotation);
	mizan_article_release(&article);
}

static void urdu_and_pashto_have_sentences(void **state)
{
	(void)state;
	HAS("پاکستان میں 2024 میں حملے بڑھے۔ کیا یہ سچ ہے؟ ہاں۔", false,
		"پاکستان میں 2024 میں حملے بڑھے۔", "کیا یہ سچ ہے؟", "ہاں۔");
	HAS("په ۲۰۲۱ کې طالبانو کابل ونیو. بیا خبرې پیل شوې.", false,
		"په ۲۰۲۱ کې طالبانو کابل ونیو.", "بیا خبرې پیل شوې.");
	HAS("The TTP (تحریک طالبان پاکستان) denied it. پھر خاموشی ہوئی۔ It ended.", false,
		"The TTP (تحریک طالبان پاکستان) denied it.", "پھر خاموشی ہوئی۔", "It ended.");
}

static void headings_items_and_cells_stand_alone(void **state)
{
	(void)state;
	struct mizan_article article = read_text("# The war\n\nOne. Two\nlines.\n\n- first item\n"
						 "- second. And more.\n\n| a | b |\n|---|---|\n"
						 "| c | d |\n",
		true);
	static const char *const texts[] = {"The war", "One.", "Two lines.", "first item",
		"second.", "And more.", "a", "b", "c", "d"};
	static const size_t paragraphs[] = {1, 2, 2, 3, 4, 4, 5, 6, 7, 8};
	assert_int_equal(article.sentence_count, 10);
	for (size_t i = 0; i < 10; i++) {
		assert_string_equal(article.sentences[i].text, texts[i]);
		assert_int_equal(article.sentences[i].paragraph, paragraphs[i]);
		assert_int_equal(article.sentences[i].heading, i == 0);
		assert_int_equal(article.sentences[i].item, i >= 3 && i < 6);
	}
	assert_int_equal(article.sentences[0].level, 1);
	assert_string_equal(article.title, "The war");
	mizan_article_release(&article);
	HAS("Demands:\n1. Leave the valley\n2. Free the men\n\n• Pay", false,
		"Demands:", "Leave the valley", "Free the men", "Pay");
}

static void markup_is_no_text(void **state)
{
	(void)state;
	HAS("**Deaths** rose to *1,081* in [the index](https://example.org/a.b).[^1] "
	    "Code `x` &amp; ~~more~~.\n\n[^1]: A note.\n<!-- nothing -->\n",
		true, "Deaths rose to 1,081 in the index.", "Code x & more.", "A note.");
	/* HTML is text like any other. */
	HAS("<script>alert(1)</script>\n", true, "<script>alert(1)</script>");
	HAS("a <b>bold</b> word", true, "a <b>bold</b> word");
	HAS("a **bold** word", false, "a **bold** word");
}

static void a_sentence_knows_where_it_begins(void **state)
{
	(void)state;
	struct mizan_article article = read_text("---\ntitle: \"A: title\"\nlang: en\n---\n\n"
						 "Früh. **Two** men\ncame. Then\n\n"
						 "> - In a list. Öfter. Again.\n",
		true);
	static const size_t places[][2] = {{6, 1}, {6, 7}, {7, 7}, {9, 5}, {9, 16}, {9, 23}};
	assert_string_equal(article.title, "A: title");
	assert_int_equal(article.sentence_count, 6);
	for (size_t i = 0; i < 6; i++) {
		assert_int_equal(article.sentences[i].line, places[i][0]);
		/* Behind markup the place is that of its text. */
		size_t wanted = places[i][1] + (i == 1 ? 2 : 0);
		assert_int_equal(article.sentences[i].column, wanted);
	}
	mizan_article_release(&article);
	article = read_text("\xef\xbb\xbf  Öl. Gas.\r\n\r\n- x y\r\n", false);
	assert_int_equal(article.sentence_count, 3);
	assert_int_equal(article.sentences[0].column, 3);
	assert_int_equal(article.sentences[1].column, 7);
	assert_int_equal(article.sentences[2].line, 3);
	assert_int_equal(article.sentences[2].column, 3);
	mizan_article_release(&article);
}

static void a_fingerprint_is_of_letters_and_digits(void **state)
{
	(void)state;
	static const char *const same[] = {
		"Deaths rose to 1,081 in 2024.", "  deaths ROSE to 1081, in “2024”!"};
	static const char *const accents[] = {"Caf\xc3\xa9", "Cafe\xcc\x81"};
	char a[9], b[9];
	mizan_sentence_fingerprint(same[0], strlen(same[0]), a);
	mizan_sentence_fingerprint(same[1], strlen(same[1]), b);
	assert_string_equal(a, b);
	assert_int_equal(strspn(a, "0123456789abcdef"), 8);
	mizan_sentence_fingerprint("Deaths rose to 1,018 in 2024.", 29, b);
	assert_string_not_equal(a, b);
	mizan_sentence_fingerprint(accents[0], strlen(accents[0]), a);
	mizan_sentence_fingerprint(accents[1], strlen(accents[1]), b);
	assert_string_equal(a, b);
}

static void nothing_has_no_sentences(void **state)
{
	(void)state;
	static const char *const texts[] = {"", "\n\n  \n", "***\n\n—\n", "\xef\xbb\xbf"};
	for (size_t i = 0; i < 8; i++) {
		struct mizan_article article = read_text(texts[i / 2], i % 2);
		assert_int_equal(article.sentence_count, 0);
		assert_null(article.title);
		mizan_article_release(&article);
	}
}

static void what_is_no_text_is_refused_with_its_place(void **state)
{
	(void)state;
	struct mizan_article article;
	struct mizan_error error = {0};
	assert_int_equal(mizan_article_parse("a.txt",
				 "Good.\nB\xe4"
				 "d.",
				 10, false, &article, &error),
		MIZAN_ERROR_INPUT);
	assert_string_equal(error.what, "the article is not UTF-8");
	assert_int_equal(error.line, 2);
	assert_int_equal(error.column, 2);
	mizan_article_release(&article);
	assert_int_equal(
		mizan_article_parse("a.txt", "a\0b", 3, true, &article, &error), MIZAN_ERROR_INPUT);
	assert_int_equal(error.column, 2);
	mizan_article_release(&article);
	assert_int_equal(
		mizan_article_read("/no/such/article.md", &article, &error), MIZAN_ERROR_INPUT);
	mizan_article_release(&article);
}

static void ten_megabytes_are_read(void **state)
{
	(void)state;
	static const char sentence[] = "In 2024 the group killed 558 people, says the index. ";
	size_t size = (size_t)10 << 20, length = sizeof sentence - 1, count = size / length;
	char *text = malloc(size);
	assert_non_null(text);
	for (size_t i = 0; i < count; i++) {
		memcpy(text + i * length, sentence, length);
	}
	for (int markdown = 0; markdown < 2; markdown++) {
		struct mizan_article article;
		struct mizan_error error = {0};
		/* One line. */
		assert_int_equal(mizan_article_parse(
					 "long", text, count * length, markdown, &article, &error),
			MIZAN_OK);
		assert_int_equal(article.sentence_count, count);
		mizan_article_release(&article);
	}
	free(text);
}

/* cmark-gfm takes minutes for it; in paragraphs it is read at once, and as plain text. */
static void a_paragraph_that_is_all_markup_is_refused_with_its_line(void **state)
{
	(void)state;
	struct mizan_text text = {0};
	struct mizan_article article;
	struct mizan_error error = {0};
	mizan_text_append(&text, "One.\n\n");
	for (int i = 0; i < 20000; i++) {
		mizan_text_append(&text, "*a*[b](c) ");
	}
	assert_int_equal(mizan_article_parse("a.md", text.data, text.size, true, &article, &error),
		MIZAN_ERROR_INPUT);
	assert_int_equal(error.line, 3);
	assert_non_null(strstr(error.what, "too much Markdown in one paragraph"));
	mizan_article_release(&article);
	assert_int_equal(
		mizan_article_parse("a.txt", text.data, text.size, false, &article, &error),
		MIZAN_OK);
	mizan_article_release(&article);
	for (size_t i = 205; i < text.size; i += 200) {
		text.data[i + 1] = text.data[i] = '\n';
	}
	assert_int_equal(mizan_article_parse("a.md", text.data, text.size, true, &article, &error),
		MIZAN_OK);
	mizan_article_release(&article);
	mizan_text_release(&text);
}

static void a_docx_needs_pandoc(void **state)
{
	(void)state;
	struct mizan_article article;
	struct mizan_error error = {0};
	char path[] = "/tmp/mizan-article-XXXXXX.docx";
	int file = mkstemps(path, 5);
	assert_true(file >= 0);
	assert_int_equal(write(file, "PK", 2), 2);
	close(file);
	mizan_status status = mizan_article_read(path, &article, &error);
	/* Without pandoc it is said; with it, this is no DOCX. */
	assert_true(status == MIZAN_ERROR_SYSTEM || status == MIZAN_ERROR_INPUT);
	assert_non_null(strstr(error.what, "pandoc"));
	mizan_article_release(&article);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(abbreviations_end_no_sentence),
		cmocka_unit_test(numbers_end_no_sentence),
		cmocka_unit_test(quotations_keep_their_closing_mark),
		cmocka_unit_test(urdu_and_pashto_have_sentences),
		cmocka_unit_test(headings_items_and_cells_stand_alone),
		cmocka_unit_test(markup_is_no_text),
		cmocka_unit_test(a_sentence_knows_where_it_begins),
		cmocka_unit_test(a_fingerprint_is_of_letters_and_digits),
		cmocka_unit_test(nothing_has_no_sentences),
		cmocka_unit_test(what_is_no_text_is_refused_with_its_place),
		cmocka_unit_test(ten_megabytes_are_read),
		cmocka_unit_test(a_paragraph_that_is_all_markup_is_refused_with_its_line),
		cmocka_unit_test(a_docx_needs_pandoc),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
