/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims are tied to sentences by number and fingerprint; what no longer fits is named. */
#include "review_internal.h"

#include <stdlib.h>
#include <string.h>

struct print_place {
	const char *fingerprint;
	size_t number;
};

static int print_compare(const void *left, const void *right)
{
	const struct print_place *a = left, *b = right;
	int order = strcmp(a->fingerprint, b->fingerprint);
	return order != 0 ? order : a->number < b->number ? -1 : a->number > b->number;
}

/* Every sentence by its fingerprint, in order; NULL without memory. */
static struct print_place *print_list(const struct mizan_article *article)
{
	struct print_place *list = calloc(article->sentence_count + 1, sizeof *list);
	for (size_t i = 0; list && i < article->sentence_count; i++) {
		list[i] = (struct print_place){article->sentences[i].fingerprint, i + 1};
	}
	if (list && article->sentence_count > 1) {
		qsort(list, article->sentence_count, sizeof *list, print_compare);
	}
	return list;
}

/* How many sentences have the fingerprint, and the first of them. */
static size_t print_find(
	const struct print_place *list, size_t count, const char *fingerprint, size_t *first)
{
	size_t low = 0, high = count, found = 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(list[middle].fingerprint, fingerprint) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	while (low + found < count && strcmp(list[low + found].fingerprint, fingerprint) == 0) {
		found++;
	}
	*first = found > 0 ? list[low].number : 0;
	return found;
}

static void tie_add(struct mizan_review *review, struct mizan_tie tie)
{
	if (mizan_grow(&review->ties, &review->tie_capacity, review->tie_count + 1,
		    sizeof *review->ties)) {
		review->ties[review->tie_count++] = tie;
	} else {
		review->failed = true;
	}
}

void review_check_ties(struct mizan_review *review)
{
	const struct mizan_article *article = review->article;
	struct print_place *list = print_list(article);
	review->failed |= !list;
	for (size_t i = 0; i < review->claim_count && !review->failed; i++) {
		struct mizan_review_claim *claim = &review->claims[i];
		for (size_t k = 0; k < claim->tie_count; k++) {
			size_t number = claim->sentences[k];
			const char *print = claim->fingerprints[k];
			if (number >= 1 && number <= article->sentence_count &&
				strcmp(article->sentences[number - 1].fingerprint, print) == 0) {
				claim->tied[k] = number;
				continue;
			}
			struct mizan_tie tie = {.claim = i, .tie = k};
			tie.found = print_find(list, article->sentence_count, print, &tie.now);
			tie_add(review, tie);
		}
	}
	free(list);
}

void mizan_tie_append(
	const struct mizan_review *review, const struct mizan_tie *tie, struct mizan_text *out)
{
	const struct mizan_review_claim *claim = &review->claims[tie->claim];
	size_t number = claim->sentences[tie->tie];
	if (number > review->article->sentence_count) {
		mizan_text_printf(out, "there is no sentence %zu (%s)", number,
			claim->fingerprints[tie->tie]);
	} else {
		mizan_text_printf(
			out, "sentence %zu is no longer %s", number, claim->fingerprints[tie->tie]);
	}
	if (tie->found == 1) {
		mizan_text_printf(out, "; sentence %zu is", tie->now);
	} else if (tie->found > 1) {
		mizan_text_printf(
			out, "; %zu sentences are, the first is %zu", tie->found, tie->now);
	} else {
		mizan_text_append(out, "; no sentence is");
	}
}

struct retie_change {
	size_t place, now;
};

static int retie_compare(const void *left, const void *right)
{
	const struct retie_change *a = left, *b = right;
	return a->place < b->place ? -1 : a->place > b->place;
}

mizan_status mizan_review_retie(const struct mizan_review *review, struct mizan_text *out,
	size_t *moved, struct mizan_error *error)
{
	struct retie_change *changes = calloc(review->tie_count + 1, sizeof *changes);
	size_t count = 0, at = 0;
	*moved = 0;
	if (!changes) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < review->tie_count; i++) {
		const struct mizan_tie *tie = &review->ties[i];
		if (tie->found == 1) {
			changes[count++] = (struct retie_change){
				review->claims[tie->claim].places[tie->tie], tie->now};
		}
	}
	if (count > 1) {
		qsort(changes, count, sizeof *changes, retie_compare);
	}
	for (size_t i = 0; i < count; i++) {
		mizan_text_append_bytes(out, review->text.data + at, changes[i].place - at);
		mizan_text_printf(out, "%zu", changes[i].now);
		at = changes[i].place;
		at += strspn(review->text.data + at, "0123456789");
	}
	mizan_text_append_bytes(out, review->text.data + at, review->text.size - at);
	free(changes);
	*moved = count;
	return mizan_text_check(out, error);
}
