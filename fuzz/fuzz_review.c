/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as an article and its claims file (behind a line of %%): read, weighed on a small
 * store, and written. "@3" in the claims is the fingerprint of sentence 3. */
#include <ctype.h>
#include <mizan/review.h>
#include <mizan/sql.h>
#include <mizan/store.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct mizan_store store;
static struct timespec began;

static void fuzz_assert(bool truth, const char *what)
{
	if (!truth) {
		fprintf(stderr, "broken promise: %s\n", what);
		abort();
	}
}

static bool fuzz_interrupted(void *context)
{
	struct timespec now;
	(void)context;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec - began.tv_sec > 3;
}

static void fuzz_fill(struct mizan_error *error)
{
	struct mizan_release release = {.source = "test",
		.version = "1",
		.kind = "figures",
		.countries = "PAK",
		.period_start = mizan_date_make(2021, 1, 1),
		.period_end = mizan_date_make(2024, 12, 31),
		.licence = "",
		.citation = "",
		.file = "figures.csv",
		.sha256 = "0",
		.retrieved = mizan_date_make(2026, 1, 1)};
	bool ok = mizan_store_begin(&store, error) == MIZAN_OK &&
		  mizan_store_add_release(&store, &release, error) == MIZAN_OK;
	for (int i = 0; i < 8 && ok; i++) {
		struct mizan_figure figure = {.publisher = i % 2 ? "IEP" : "PICSS <b>",
			.edition = "GTI 2025",
			.country = "PAK",
			.period_start = mizan_date_make(2021 + i / 2, 1, 1),
			.period_end = mizan_date_make(2021 + i / 2, 12, 31),
			.indicator = "deaths",
			.value = 100 * i,
			.low = 90 * i,
			.high = 110 * i};
		ok = mizan_store_add_figure(&store, release.release_id, &figure, error) == MIZAN_OK;
	}
	fuzz_assert(ok && mizan_store_commit(&store, error) == MIZAN_OK, "a store is filled");
}

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
	struct mizan_error error = {0};
	char path[64];
	(void)count;
	(void)arguments;
	snprintf(path, sizeof path, "/tmp/mizan-fuzz-review-%ld.gpkg", (long)getpid());
	unlink(path);
	fuzz_assert(mizan_store_open(&store, path, MIZAN_STORE_CREATE, &error) == MIZAN_OK,
		"a store is made");
	fuzz_fill(&error);
	mizan_store_close(&store);
	fuzz_assert(mizan_store_open(&store, path, MIZAN_STORE_READ, &error) == MIZAN_OK &&
			    mizan_sql_register(store.database, &error) == MIZAN_OK &&
			    mizan_store_guard(store.database, &error) == MIZAN_OK,
		"the store is opened for reading");
	unlink(path); /* open, it stays; nothing is left behind however this ends */
	return 0;
}

static void fuzz_sentences(const struct mizan_article *article)
{
	for (size_t i = 0; i < article->sentence_count; i++) {
		const struct mizan_sentence *sentence = &article->sentences[i];
		fuzz_assert(sentence->number == i + 1, "sentences are numbered");
		fuzz_assert(sentence->text && *sentence->text && !strchr(sentence->text, '\n'),
			"a sentence is a line");
		fuzz_assert(sentence->line > 0 && sentence->column > 0, "it has a place");
		fuzz_assert(strlen(sentence->fingerprint) == 8, "it has a fingerprint");
		fuzz_assert(i == 0 || sentence->paragraph >= article->sentences[i - 1].paragraph,
			"paragraphs follow each other");
	}
}

static void fuzz_fingerprints(const struct mizan_article *article, const char *claims, size_t size,
	struct mizan_text *out)
{
	for (size_t i = 0; i < size; i++) {
		size_t number = i + 1 < size && isdigit((unsigned char)claims[i + 1])
					? (size_t)(claims[i + 1] - '0')
					: 0;
		if (claims[i] == '@' && number > 0 && number <= article->sentence_count) {
			mizan_text_append(out, article->sentences[number - 1].fingerprint);
			i++;
		} else {
			mizan_text_append_bytes(out, claims + i, 1);
		}
	}
}

static void fuzz_write(const struct mizan_review *review)
{
	static const enum mizan_review_form forms[] = {MIZAN_REVIEW_HTML, MIZAN_REVIEW_MARKDOWN,
		MIZAN_REVIEW_JSON, MIZAN_REVIEW_CLAIM_REVIEW};
	struct mizan_error error = {0};
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		struct mizan_text text = {0};
		mizan_status status = mizan_review_write(review, forms[i], &text, &error);
		fuzz_assert(status == MIZAN_OK, "a review is written");
		if (forms[i] == MIZAN_REVIEW_HTML) {
			const char *script = strcasestr(text.data, "<script");
			fuzz_assert(script && !strcasestr(script + 1, "<script"),
				"a page has its data, and runs nothing");
			fuzz_assert(strstr(text.data, "</html>") != NULL, "a page is whole");
		}
		mizan_text_release(&text);
	}
}

static void fuzz_review(const struct mizan_article *article, const char *claims, size_t size)
{
	struct mizan_watch watch = {.interrupted = fuzz_interrupted};
	struct mizan_review *review = NULL;
	struct mizan_error error = {0};
	struct mizan_text file = {0}, again = {0};
	size_t moved;
	fuzz_fingerprints(article, claims, size, &file);
	mizan_status status = mizan_review_parse(
		article, "c.yaml", file.data ? file.data : "", file.size, &review, &error);
	fuzz_assert(status == MIZAN_OK || error.what[0], "a refusal says why");
	if (status == MIZAN_OK) {
		for (size_t i = 0; i < mizan_review_fault_count(review); i++) {
			fuzz_assert(mizan_review_fault(review, i)->what[0], "a fault has a text");
		}
		if (mizan_review_fault_count(review) == 0) {
			status = mizan_review_retie(review, &again, &moved, &error);
			fuzz_assert(status == MIZAN_OK, "ties are moved");
			fuzz_assert(moved > 0 || again.size == file.size,
				"where nothing moves, the file is the same");
		}
		status = mizan_review_evaluate(review, store.database, &watch, &error);
		if (status == MIZAN_OK) {
			fuzz_write(review);
		}
	}
	mizan_text_release(&file);
	mizan_text_release(&again);
	mizan_review_release(review);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mizan_article article;
	struct mizan_error error = {0};
	const char *text = (const char *)data, *cut = memmem(text, size, "\n%%\n", 4);
	size_t first = cut ? (size_t)(cut - text) : size;
	clock_gettime(CLOCK_MONOTONIC, &began);
	for (int markdown = 0; markdown < 2; markdown++) {
		mizan_status status =
			mizan_article_parse("a", text, first, markdown, &article, &error);
		fuzz_assert(status == MIZAN_OK || error.what[0], "a refusal says why");
		if (status == MIZAN_OK) {
			fuzz_sentences(&article);
			fuzz_review(&article, cut ? cut + 4 : "", cut ? size - first - 4 : 0);
		}
		mizan_article_release(&article);
	}
	return 0;
}
