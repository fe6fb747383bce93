/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which sources an article cites, and which records answer its claims. */
#include "review_internal.h"

#include <stdlib.h>
#include <string.h>

static bool same_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static void source_add(struct review_sources *sources, const char *name, const char *edition,
	const char *counts, size_t claim)
{
	size_t at = 0;
	while (at < sources->count && !(same_text(sources->items[at].name, name) &&
					      same_text(sources->items[at].edition, edition) &&
					      same_text(sources->items[at].counts, counts))) {
		at++;
	}
	if (at == sources->count) {
		if (!mizan_grow(
			    &sources->items, &sources->capacity, at + 1, sizeof *sources->items)) {
			sources->failed = true;
			return;
		}
		sources->items[sources->count++] =
			(struct review_source){.name = name, .edition = edition, .counts = counts};
	}
	struct review_source *source = &sources->items[at];
	if (source->claim_count > 0 && source->claims[source->claim_count - 1] == claim) {
		return;
	}
	if (!mizan_grow(&source->claims, &source->claim_capacity, source->claim_count + 1,
		    sizeof *source->claims)) {
		sources->failed = true;
		return;
	}
	source->claims[source->claim_count++] = claim;
}

void review_list_sources(
	const struct mizan_review *review, bool cited, struct review_sources *sources)
{
	for (size_t i = 0; i < review->claim_count; i++) {
		const struct mizan_claim *weighed = review->claims[i].weighed;
		if (cited && weighed && weighed->cites) {
			source_add(sources, weighed->cites, NULL, NULL, i);
		}
		for (size_t k = 0; !cited && weighed && k < weighed->answer_count; k++) {
			const struct mizan_answer *answer = &weighed->answers[k];
			bool query = answer->origin && strcmp(answer->origin, "query") == 0;
			if (answer->holds >= 0 && answer->publisher && !query) {
				source_add(sources, answer->publisher, answer->edition,
					answer->counts_what, i);
			}
		}
	}
}

void review_sources_release(struct review_sources *sources)
{
	for (size_t i = 0; i < sources->count; i++) {
		free(sources->items[i].claims);
	}
	free(sources->items);
	*sources = (struct review_sources){0};
}
