/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reviews of texts in memory. In a claims file of a test, @3 is the fingerprint of sentence 3. */
#ifndef MIZAN_REVIEW_TEST_H
#define MIZAN_REVIEW_TEST_H

#include "../brief/brief_test.h"

#include <mizan/review.h>

struct test_review {
	struct mizan_article *article; /* on the heap: the review points to it */
	struct mizan_review *review;
	mizan_status status;
	struct mizan_error error;
};

static inline void review_fill(
	const struct mizan_article *article, const char *claims, struct mizan_text *out)
{
	for (const char *c = claims; *c; c++) {
		if (*c == '@' && c[1] >= '1' && c[1] <= '9') {
			size_t number = (size_t)(*++c - '0');
			assert_true(number <= article->sentence_count);
			mizan_text_append(out, article->sentences[number - 1].fingerprint);
		} else {
			mizan_text_append_bytes(out, c, 1);
		}
	}
}

/* The fingerprints are those of `tied`, the text as it was when the ties were made. */
static inline struct test_review review_tied(
	const char *article, const char *tied, const char *claims)
{
	struct test_review test = {.article = calloc(1, sizeof *test.article)};
	struct mizan_article before;
	struct mizan_text file = {0};
	brief_ok(mizan_article_parse(
			 "a.md", article, strlen(article), true, test.article, &test.error),
		&test.error);
	brief_ok(mizan_article_parse("a.md", tied, strlen(tied), true, &before, &test.error),
		&test.error);
	review_fill(&before, claims, &file);
	test.status = mizan_review_parse(test.article, "c.yaml", file.data ? file.data : "",
		file.size, &test.review, &test.error);
	mizan_text_release(&file);
	mizan_article_release(&before);
	return test;
}

static inline struct test_review review_of(const char *article, const char *claims)
{
	return review_tied(article, article, claims);
}

static inline void review_end(struct test_review *test)
{
	mizan_review_release(test->review);
	mizan_article_release(test->article);
	free(test->article);
}

static inline void review_no_fault(const struct test_review *test)
{
	brief_ok(test->status, &test->error);
	if (mizan_review_fault_count(test->review) > 0) {
		const struct mizan_error *fault = mizan_review_fault(test->review, 0);
		fail_msg("%zu:%zu %s; %s", fault->line, fault->column, fault->what, fault->advice);
	}
}

/* Weighed on the store of the test. */
static inline void review_weigh(struct test_review *test)
{
	struct mizan_store store;
	struct mizan_error *error = &test->error;
	brief_ok(mizan_store_open(&store, brief_store, MIZAN_STORE_READ, error), error);
	brief_ok(mizan_sql_register(store.database, error), error);
	brief_ok(mizan_store_guard(store.database, error), error);
	brief_ok(mizan_review_evaluate(test->review, store.database, NULL, error), error);
	mizan_store_close(&store);
}

static inline struct mizan_text review_written(
	struct test_review *test, enum mizan_review_form form)
{
	struct mizan_text text = {0};
	brief_ok(mizan_review_write(test->review, form, &text, &test->error), &test->error);
	return text;
}

#endif
