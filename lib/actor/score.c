/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well a name fits a text, from how its words sound like the text's. */
#include "find_internal.h"

/* What words weigh; a usual word weighs 1. */
#define WEIGHT_COMMON 0.5        /* "group", where both have it, or the other has another word */
#define WEIGHT_COMMON_ALONE 0.15 /* where the other has none or only such ones left */
#define WEIGHT_ALONE 1.4         /* any word that the other does not have */
/* Written together or apart: it has to be this much alike. */
#define JOINED_SIMILAR 0.9

static uint32_t score_bits(const struct find_hit *hit, bool of_text)
{
	unsigned first = of_text ? hit->text_first : hit->name_first;
	unsigned span = of_text ? hit->text_span : hit->name_span;
	return ((1u << span) - 1) << first;
}

double find_weight_most(const struct find_words *words, size_t word)
{
	return words->common >> word & 1 ? WEIGHT_COMMON : 1;
}

double find_weight_least(const struct find_words *words, size_t word)
{
	return (words->common | words->numbers) >> word & 1 ? WEIGHT_COMMON_ALONE : 1;
}

static double score_weight(const struct find_words *words, uint32_t set)
{
	double weight = 0;
	for (size_t i = 0; i < words->count; i++) {
		if (set >> i & 1) {
			weight += find_weight_most(words, i);
		}
	}
	return weight;
}

/* What the words weigh that found no partner. */
static double score_left(const struct find_words *words, uint32_t left, bool other_has_left)
{
	double weight = 0;
	for (size_t i = 0; i < words->count; i++) {
		uint32_t bit = 1u << i;
		if (!(left & bit) || (words->initials & bit)) {
			continue;
		}
		if (words->numbers & bit) {
			weight += WEIGHT_COMMON_ALONE;
		} else if (words->common & bit) {
			weight += other_has_left ? WEIGHT_COMMON : WEIGHT_COMMON_ALONE;
		} else {
			weight += other_has_left ? 1 : WEIGHT_ALONE;
		}
	}
	return weight;
}

/* The best hit among words that are free on both sides: the most that is alike. */
static const struct find_hit *score_best(const struct find_words *text,
	const struct find_words *name, const struct find_hit *hits, size_t count,
	uint32_t text_free, uint32_t name_free)
{
	const struct find_hit *best = NULL;
	double best_value = 0;
	for (size_t i = 0; i < count; i++) {
		uint32_t text_bits = score_bits(&hits[i], true);
		uint32_t name_bits = score_bits(&hits[i], false);
		bool joined = hits[i].text_span + hits[i].name_span > 2;
		if ((text_bits & ~text_free) || (name_bits & ~name_free) ||
			(joined && hits[i].similarity < (float)JOINED_SIMILAR)) {
			continue;
		}
		double value = (double)hits[i].similarity *
			       (score_weight(text, text_bits) + score_weight(name, name_bits));
		if (value > best_value) {
			best = &hits[i];
			best_value = value;
		}
	}
	return best;
}

double find_score(const struct find_words *text, const struct find_words *name,
	const struct find_hit *hits, size_t count)
{
	uint32_t text_left = (1u << text->count) - 1, name_left = (1u << name->count) - 1;
	double alike = 0, all = 0;
	const struct find_hit *hit;
	while ((hit = score_best(text, name, hits, count, text_left, name_left)) != NULL) {
		uint32_t text_bits = score_bits(hit, true), name_bits = score_bits(hit, false);
		double weight = score_weight(text, text_bits) + score_weight(name, name_bits);
		alike += weight * (double)hit->similarity;
		all += weight;
		text_left &= ~text_bits;
		name_left &= ~name_bits;
	}
	uint32_t text_words = text_left & ~(text->numbers | text->initials | text->common);
	uint32_t name_words = name_left & ~(name->numbers | name->common);
	all += score_left(text, text_left, name_words != 0);
	all += score_left(name, name_left, text_words != 0);
	return all > 0 ? alike / all : 0;
}
