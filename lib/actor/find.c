/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a text to the actors that it may mean. */
#include "find_internal.h"

#include <stdlib.h>
#include <string.h>

#define SCORE_MOST 0.99            /* of what is not the same text */
#define SCORE_INITIALS 0.93        /* an abbreviation, written as one */
#define SCORE_INITIALS_SMALL 0.8   /* in small letters, where it may be a word */
#define SCORE_NAME_IS_INITIALS 0.7 /* the name is an abbreviation of the text */

mizan_status find_space_init(
	struct find_space *space, const struct mizan_actor_index *index, struct mizan_error *error)
{
	*space = (struct find_space){.index = index,
		.heads = calloc(index->name_count + 1, sizeof *space->heads),
		.memory = find_memory_make()};
	if (!space->heads || !space->memory) {
		find_space_release(space);
		return mizan_error_memory(error);
	}
	return MIZAN_OK;
}

void find_space_release(struct find_space *space)
{
	find_memory_release(space->memory);
	free(space->heads);
	free(space->found);
	free(space->hits);
	free(space->matches);
	*space = (struct find_space){0};
}

/* ---- Hits --------------------------------------------------------------------------------- */

static mizan_status find_add_hit(struct find_space *space, const struct find_place *place,
	const struct find_key_unit *unit, float similarity, struct mizan_error *error)
{
	uint32_t *head = &space->heads[place->name];
	if (!mizan_grow(&space->hits, &space->hit_capacity, space->hit_count + 1,
		    sizeof *space->hits) ||
		!mizan_grow(&space->found, &space->found_capacity, space->found_count + 1,
			sizeof *space->found)) {
		return mizan_error_memory(error);
	}
	if (*head == 0) {
		space->found[space->found_count++] = place->name;
	}
	space->hits[space->hit_count++] = (struct find_hit){.next = *head,
		.similarity = similarity,
		.text_first = unit->first,
		.text_span = unit->span,
		.name_first = place->first,
		.name_span = place->span};
	*head = (uint32_t)space->hit_count;
	return MIZAN_OK;
}

/* All places in names whose words sound like the text's. */
static mizan_status find_collect(
	struct find_space *space, const struct name_key *key, struct mizan_error *error)
{
	const struct mizan_actor_index *index = space->index;
	struct find_key_unit units[FIND_UNITS];
	size_t unit_count = find_key_units(key, units);
	for (size_t i = 0; i < unit_count; i++) {
		const struct find_similar *similar;
		size_t count;
		mizan_status status =
			find_similar_units(space, &units[i].word, &similar, &count, error);
		for (size_t k = 0; k < count && status == MIZAN_OK; k++) {
			const struct find_unit *unit = &index->units[similar[k].unit];
			const struct find_place *places = index->places + unit->first;
			for (size_t p = 0; p < unit->count && status == MIZAN_OK; p++) {
				status = find_add_hit(
					space, &places[p], &units[i], similar[k].similarity, error);
			}
		}
		if (status != MIZAN_OK) {
			return status;
		}
	}
	return MIZAN_OK;
}

/* ---- Matches ------------------------------------------------------------------------------ */

static mizan_status find_add_match(
	struct find_space *space, size_t name, double score, struct mizan_error *error)
{
	if (!mizan_grow(&space->matches, &space->match_capacity, space->match_count + 1,
		    sizeof *space->matches)) {
		return mizan_error_memory(error);
	}
	space->matches[space->match_count++] = (struct mizan_actor_match){name, score};
	return MIZAN_OK;
}

#define NAME_HITS 64 /* of one name with one text: more change nothing */

static double find_score_name(
	struct find_space *space, const struct name_key *key, struct find_words *text, uint32_t at)
{
	const struct find_name *name = &space->index->names[at];
	struct find_words words = {
		.common = name->common, .numbers = name->numbers, .count = name->word_count};
	struct find_hit hits[NAME_HITS];
	size_t count = 0;
	uint32_t touched = 0;
	for (uint32_t i = space->heads[at]; i > 0 && count < NAME_HITS; i = hits[count - 1].next) {
		hits[count++] = space->hits[i - 1];
		touched |= ((1u << hits[count - 1].text_span) - 1) << hits[count - 1].text_first;
	}
	/* Twice the words in common over all words: no more than this is possible. */
	double most = 2.0 * __builtin_popcount(touched) + 1;
	if (most < MIZAN_ACTOR_LISTED * (double)(text->count + words.count)) {
		return 0;
	}
	text->initials = 0;
	for (size_t i = 0; i < key->word_count && key->word_count > 1; i++) {
		bool initials = find_is_abbreviation(space->index, key->words[i].spelling, at);
		text->initials |= (uint32_t)initials << i;
	}
	double score = find_score(text, &words, hits, count);
	return name->text == key->text ? 1 : score > SCORE_MOST ? SCORE_MOST : score;
}

/* Scores each name that was found, and clears the way for the next text. */
static mizan_status find_score_all(
	struct find_space *space, const struct name_key *key, struct mizan_error *error)
{
	struct find_words text = {.count = key->word_count};
	for (size_t i = 0; i < key->word_count; i++) {
		text.common |= (uint32_t)key->words[i].common << i;
		text.numbers |= (uint32_t)key->words[i].number << i;
	}
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < space->found_count; i++) {
		uint32_t name = space->found[i];
		double score = find_score_name(space, key, &text, name);
		if (score >= MIZAN_ACTOR_LISTED && status == MIZAN_OK) {
			status = find_add_match(space, name, score, error);
		}
		space->heads[name] = 0;
	}
	space->found_count = 0;
	space->hit_count = 0;
	return status;
}

static mizan_status find_add_all(struct find_space *space, const struct find_map *map,
	uint64_t hash, double score, struct mizan_error *error)
{
	const struct find_entry *end;
	mizan_status status = MIZAN_OK;
	const struct find_entry *entry = find_map_bucket(map, hash, &end);
	for (; entry < end && status == MIZAN_OK; entry++) {
		if (entry->hash == hash) {
			status = find_add_match(space, entry->target, score, error);
		}
	}
	return status;
}

/* The text abbreviates names, or names abbreviate the text. */
static mizan_status find_by_initials(
	struct find_space *space, const struct name_key *key, struct mizan_error *error)
{
	if (key->word_count == 1) {
		const struct name_word *word = &key->words[0];
		double score = word->capitals ? SCORE_INITIALS : SCORE_INITIALS_SMALL;
		return find_add_all(
			space, &space->index->abbreviations, word->spelling, score, error);
	}
	uint64_t hashes[FIND_ABBREVIATIONS];
	size_t count = find_abbreviations(key, hashes);
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < count && status == MIZAN_OK; i++) {
		status = find_add_all(
			space, &space->index->letters, hashes[i], SCORE_NAME_IS_INITIALS, error);
	}
	return status;
}

/* ---- The best name of each actor ---------------------------------------------------------- */

static int find_compare(const void *left, const void *right)
{
	const struct mizan_actor_match *a = left, *b = right;
	if (a->score != b->score) {
		return a->score > b->score ? -1 : 1;
	}
	return a->name < b->name ? -1 : a->name > b->name;
}

#define MATCHES_MOST 64 /* actors that are listed */

static void find_best_of_actors(struct find_space *space)
{
	const struct find_name *names = space->index->names;
	struct mizan_actor_match *matches = space->matches;
	if (space->match_count > 1) {
		qsort(matches, space->match_count, sizeof *matches, find_compare);
	}
	size_t kept = 0;
	for (size_t i = 0; i < space->match_count && kept < MATCHES_MOST; i++) {
		size_t k = 0;
		while (k < kept && names[matches[k].name].actor != names[matches[i].name].actor) {
			k++;
		}
		if (k == kept) {
			matches[kept++] = matches[i];
		}
	}
	space->match_count = kept;
}

mizan_status find_search(
	struct find_space *space, struct mizan_slice text, struct mizan_error *error)
{
	struct name_key key;
	space->match_count = 0;
	mizan_status status = name_key_make(text, &key, error);
	if (status != MIZAN_OK || key.word_count == 0) {
		return status;
	}
	find_memory_trim(space->memory);
	status = find_collect(space, &key, error);
	if (status == MIZAN_OK) {
		status = find_score_all(space, &key, error);
	}
	if (status == MIZAN_OK) {
		status = find_by_initials(space, &key, error);
	}
	find_best_of_actors(space);
	return status;
}

/* ---- One text ----------------------------------------------------------------------------- */

mizan_status mizan_actor_find(const struct mizan_actor_index *index, struct mizan_slice text,
	struct mizan_actor_match *matches, size_t capacity, size_t *count,
	struct mizan_error *error)
{
	struct find_space space;
	*count = 0;
	mizan_status status = find_space_init(&space, index, error);
	if (status != MIZAN_OK) {
		return status;
	}
	status = find_search(&space, text, error);
	if (status == MIZAN_OK) {
		*count = space.match_count < capacity ? space.match_count : capacity;
		if (*count > 0) {
			memcpy(matches, space.matches, *count * sizeof *matches);
		}
	}
	find_space_release(&space);
	return status;
}

bool mizan_actor_is_chosen(const struct mizan_actor_match *matches, size_t count)
{
	if (count == 0 || matches[0].score < MIZAN_ACTOR_THRESHOLD) {
		return false;
	}
	if (count == 1) {
		return true;
	}
	if (matches[0].score >= 1) {
		return matches[1].score < 1;
	}
	return matches[0].score - matches[1].score >= MIZAN_ACTOR_LEAD;
}
