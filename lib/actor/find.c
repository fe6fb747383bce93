/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a text to the actors that it may mean. */
#include "find_internal.h"

#include <math.h>
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
		.marked = calloc(index->unit_count + 1, sizeof *space->marked),
		.seen = calloc(index->name_count + 1, sizeof *space->seen),
		.memory = find_memory_make()};
	if (!space->marked || !space->seen || !space->memory) {
		find_space_release(space);
		return mizan_error_memory(error);
	}
	return MIZAN_OK;
}

void find_space_release(struct find_space *space)
{
	find_memory_release(space->memory);
	free(space->marked);
	free(space->seen);
	free(space->marks);
	free(space->matches);
	*space = (struct find_space){0};
}

/* ---- The text ----------------------------------------------------------------------------- */

/* A unit of the text, with the units of the index that sound like it. */
struct find_sought {
	const struct find_similar *similar;
	size_t count, places;
	uint8_t first, span;
};

struct find_text {
	const struct name_key *key;
	struct find_words words;
	struct find_sought units[FIND_UNITS];
	size_t unit_count;
};

static mizan_status find_mark(struct find_space *space, const struct find_sought *unit,
	const struct find_similar *similar, struct mizan_error *error)
{
	if (!mizan_grow(&space->marks, &space->mark_capacity, space->mark_count + 1,
		    sizeof *space->marks)) {
		return mizan_error_memory(error);
	}
	uint32_t *head = &space->marked[similar->unit];
	space->marks[space->mark_count++] = (struct find_mark){.next = *head,
		.unit = similar->unit,
		.similarity = similar->similarity,
		.first = unit->first,
		.span = unit->span};
	*head = (uint32_t)space->mark_count;
	return MIZAN_OK;
}

/* Finds what sounds like each unit of the text, and marks it. */
static mizan_status find_prepare(
	struct find_space *space, struct find_text *text, struct mizan_error *error)
{
	struct find_key_unit units[FIND_UNITS];
	text->unit_count = find_key_units(text->key, units);
	for (size_t i = 0; i < text->unit_count; i++) {
		struct find_sought *unit = &text->units[i];
		*unit = (struct find_sought){.first = units[i].first, .span = units[i].span};
		mizan_status status = find_similar_units(
			space, &units[i].word, &unit->similar, &unit->count, error);
		for (size_t k = 0; k < unit->count && status == MIZAN_OK; k++) {
			unit->places += space->index->units[unit->similar[k].unit].count;
			status = find_mark(space, unit, &unit->similar[k], error);
		}
		if (status != MIZAN_OK) {
			return status;
		}
	}
	text->words = (struct find_words){.count = text->key->word_count};
	for (size_t i = 0; i < text->key->word_count; i++) {
		text->words.common |= (uint32_t)text->key->words[i].common << i;
		text->words.numbers |= (uint32_t)text->key->words[i].number << i;
	}
	return MIZAN_OK;
}

static void find_unmark(struct find_space *space)
{
	for (size_t i = 0; i < space->mark_count; i++) {
		space->marked[space->marks[i].unit] = 0;
	}
	space->mark_count = 0;
}

/* ---- Names -------------------------------------------------------------------------------- */

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

/* Which units of the name sound like which of the text; two neighbours against two say nothing
 * new. */
static size_t find_hits(const struct find_space *space, const struct find_name *name,
	struct find_hit hits[NAME_HITS])
{
	size_t count = 0;
	for (size_t i = 0; i < name->part_count; i++) {
		const struct find_part *part = &space->index->parts[name->first_part + i];
		uint32_t at = space->marked[part->unit];
		for (; at > 0 && count < NAME_HITS; at = space->marks[at - 1].next) {
			const struct find_mark *mark = &space->marks[at - 1];
			if (part->span + mark->span < 4) {
				hits[count++] = (struct find_hit){mark->similarity, mark->first,
					mark->span, part->first, part->span};
			}
		}
	}
	return count;
}

static mizan_status find_look_at(
	struct find_space *space, struct find_text *text, uint32_t at, struct mizan_error *error)
{
	const struct find_name *name = &space->index->names[at];
	struct find_words words = {
		.common = name->common, .numbers = name->numbers, .count = name->word_count};
	struct find_hit hits[NAME_HITS];
	if (space->seen[at] == space->search) {
		return MIZAN_OK;
	}
	space->seen[at] = space->search;
	size_t count = find_hits(space, name, hits);
	text->words.initials = 0;
	for (size_t i = 0; i < text->words.count && text->words.count > 1; i++) {
		bool again = find_says_again(space->index, text->key->words[i].spelling, at);
		text->words.initials |= (uint32_t)again << i;
	}
	double score = find_score(&text->words, &words, hits, count);
	score = name->text == text->key->text ? 1 : score > SCORE_MOST ? SCORE_MOST : score;
	return score < MIZAN_ACTOR_LISTED ? MIZAN_OK : find_add_match(space, at, score, error);
}

/* The names that have a unit like this one of the text, and weigh no more than `limit`. */
static mizan_status find_look_for(struct find_space *space, struct find_text *text,
	const struct find_sought *unit, double limit, struct mizan_error *error)
{
	const struct mizan_actor_index *index = space->index;
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < unit->count; i++) {
		const struct find_unit *found = &index->units[unit->similar[i].unit];
		const struct find_place *places = index->places + found->first;
		for (size_t k = 0; k < found->count && status == MIZAN_OK; k++) {
			if ((double)index->names[places[k].name].least > limit) {
				break; /* the others weigh as much or more */
			}
			if (unit->span + places[k].span < 4) {
				status = find_look_at(space, text, places[k].name, error);
			}
		}
	}
	return status;
}

/*
 * The names that may reach the score of MIZAN_ACTOR_LISTED. Words go from the rarest to the most
 * frequent one: a name that has none of the words before can only have those from here on, which
 * weigh `rest`; so what the two have in common weighs 2 x rest at most, what they do not have in
 * common at least `before` and what the name weighs beyond rest. Of frequent words only short
 * names are left to look at.
 */
static mizan_status find_look(
	struct find_space *space, struct find_text *text, struct mizan_error *error)
{
	struct find_sought *order[FIND_UNITS];
	size_t count = 0;
	double before = 0, rest = 0;
	for (size_t i = 0; i < text->unit_count; i++) {
		size_t at = count++;
		for (; at > 0 && order[at - 1]->places > text->units[i].places; at--) {
			order[at] = order[at - 1];
		}
		order[at] = &text->units[i];
		rest += text->units[i].span == 1
				? find_weight_most(&text->words, text->units[i].first)
				: 0;
	}
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < count && status == MIZAN_OK; i++) {
		double limit = rest + 2 * rest * (1 / MIZAN_ACTOR_LISTED - 1) - before;
		if (order[i]->span == 2) {
			/* Its words are yet to come, or the name would be known by now. */
			limit = HUGE_VAL;
		}
		status = find_look_for(space, text, order[i], limit + 1e-6, error);
		if (order[i]->span == 1) {
			rest -= find_weight_most(&text->words, order[i]->first);
			before += find_weight_least(&text->words, order[i]->first);
		}
	}
	return status;
}

/* ---- Initials ----------------------------------------------------------------------------- */

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

/* A number of its own for each search; when they are used up all names are new again. */
static void find_begin(struct find_space *space)
{
	space->match_count = 0;
	if (++space->search == 0) {
		memset(space->seen, 0, space->index->name_count * sizeof *space->seen);
		space->search = 1;
	}
	find_memory_trim(space->memory);
}

mizan_status find_search(
	struct find_space *space, struct mizan_slice text, struct mizan_error *error)
{
	struct name_key key;
	struct find_text sought = {.key = &key};
	find_begin(space);
	mizan_status status = name_key_make(text, &key, error);
	if (status != MIZAN_OK || key.word_count == 0) {
		return status;
	}
	status = find_prepare(space, &sought, error);
	if (status == MIZAN_OK) {
		status = find_look(space, &sought, error);
	}
	find_unmark(space);
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
