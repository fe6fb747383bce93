/* SPDX-License-Identifier: GPL-3.0-or-later */
/* draft_write STORE ARTICLE [RUNS]: writes the draft, or with RUNS the least time of so many. */
#include <mizan/review.h>
#include <mizan/store.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

int main(int count, char **arguments)
{
	struct mizan_error error = {0};
	struct mizan_store store = {0};
	struct mizan_article article = {0};
	int runs = count > 3 ? atoi(arguments[3]) : 0;
	double least = 1e9;
	if (count < 3 ||
		mizan_store_open(&store, arguments[1], MIZAN_STORE_READ, &error) != MIZAN_OK ||
		mizan_article_read(arguments[2], &article, &error) != MIZAN_OK) {
		fprintf(stderr, "draft_write: %s\n", count < 3 ? "STORE ARTICLE" : error.what);
		return 1;
	}
	for (int i = 0; i <= runs; i++) {
		struct mizan_text text = {0};
		double start = now();
		if (mizan_draft_store(store.database, &article, &text, &error) != MIZAN_OK) {
			fprintf(stderr, "draft_write: %s\n", error.what);
			return 1;
		}
		double took = now() - start;
		least = took < least ? took : least;
		if (runs == 0) {
			fwrite(text.data, 1, text.size, stdout);
		}
		mizan_text_release(&text);
	}
	if (runs > 0) {
		printf("%zu %.4f\n", article.sentence_count, least);
	}
	mizan_article_release(&article);
	mizan_store_close(&store);
	return 0;
}
