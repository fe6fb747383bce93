/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index of names, and what a search needs besides. */
#ifndef MIZAN_ACTOR_FIND_INTERNAL_H
#define MIZAN_ACTOR_FIND_INTERNAL_H

#include "name_internal.h"

/*
 * A name's words, and each two neighbours written as one, are its units. The index has every
 * different unit once, with the names that have it, and finds units that sound alike by their hard
 * sounds: equal ones, and those that become equal when one sound is left out of either or both
 * (the neighbourhood of deletions: Mor and Fraenkel 1982).
 */
struct find_unit {
	struct name_word word;
	uint32_t first, count; /* its places in `places`, those in the lightest names first */
};

/* Where a unit stands: words `first` to `first + span - 1` of a name. */
struct find_place {
	uint32_t name;
	uint8_t first, span;
};

/* A unit of a name, the other way round. */
struct find_part {
	uint32_t unit;
	uint8_t first, span;
};

struct find_name {
	uint64_t text;
	uint32_t actor;
	uint32_t first_part;
	uint16_t common, numbers; /* sets of words, a bit each */
	uint8_t word_count, part_count;
	float least; /* what its words weigh at least */
};

/* A hash that leads to a unit or a name. */
struct find_entry {
	uint64_t hash;
	uint32_t target;
};

/* Entries in buckets of the hash's upper bits. */
struct find_map {
	struct find_entry *entries;
	uint32_t *buckets; /* 2^bits + 1 */
	size_t count, capacity;
	unsigned bits;
};

struct mizan_actor_index {
	struct name_costs costs;
	struct find_name *names;
	struct find_unit *units;
	struct find_place *places;
	struct find_part *parts;
	size_t name_count, unit_count, part_count, unit_capacity, part_capacity;
	struct find_map variants;      /* of hard sounds, to units */
	struct find_map abbreviations; /* to the names that they abbreviate */
	struct find_map letters;       /* spellings of names of one word, to those names */
};

/* The entries among which those with this hash are. */
const struct find_entry *find_map_bucket(
	const struct find_map *map, uint64_t hash, const struct find_entry **end);

/* Variants of a word's hard sounds: at most WORD_SOUNDS + 1 hashes. Gives how many. */
size_t find_variants(const struct name_word *word, uint64_t hashes[WORD_SOUNDS + 1]);

#define FIND_ABBREVIATIONS 8
/* The abbreviations of a name of three words and more, with and without its joining words, hashed
 * as a word's spelling is. Gives how many. */
size_t find_abbreviations(const struct name_key *key, uint64_t hashes[FIND_ABBREVIATIONS]);
/* Does a word with this spelling say the name again: its abbreviation, or the one word of another
 * name of its actor? */
bool find_says_again(const struct mizan_actor_index *index, uint64_t spelling, uint32_t name);

/* The units of a key: its words, then each two neighbours as one. Gives how many. */
#define FIND_UNITS (2 * NAME_WORDS)
struct find_key_unit {
	struct name_word word;
	uint8_t first, span;
};
size_t find_key_units(const struct name_key *key, struct find_key_unit units[FIND_UNITS]);

/* ---- Searching ---------------------------------------------------------------------------- */

/* A unit of the index that sounds like one of the text, and how much. */
struct find_similar {
	uint32_t unit;
	float similarity;
};

/* A unit of the text and one of a name that sound alike. */
struct find_hit {
	float similarity;
	uint8_t text_first, text_span, name_first, name_span;
};

/* A unit of the index that is like a unit of the text. */
struct find_mark {
	uint32_t next; /* position + 1 of the next mark of the same unit of the index; 0: none */
	uint32_t unit;
	float similarity;
	uint8_t first, span; /* of the text */
};

struct find_memory;

/* What one thread needs to search; made once for many texts. */
struct find_space {
	const struct mizan_actor_index *index;
	uint32_t *marked; /* a unit of the index: position + 1 of its first mark */
	uint32_t *seen;   /* a name: the number of the search that last looked at it */
	uint32_t search;
	struct find_mark *marks;
	struct mizan_actor_match *matches; /* one an actor at most */
	struct find_memory *memory;        /* what units of the index sound like a word */
	size_t mark_count, mark_capacity, match_count, match_capacity;
};

mizan_status find_space_init(struct find_space *space, const struct mizan_actor_index *index,
	struct mizan_error *error) MIZAN_MUST_CHECK;
void find_space_release(struct find_space *space);

/* Leaves the actors that `text` may mean in space->matches, best first. */
mizan_status find_search(struct find_space *space, struct mizan_slice text,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/* The units that sound like `word`, in an array that lives until find_memory_trim. */
mizan_status find_similar_units(struct find_space *space, const struct name_word *word,
	const struct find_similar **similar, size_t *count,
	struct mizan_error *error) MIZAN_MUST_CHECK;
struct find_memory *find_memory_make(void);
/* Forgets everything once it has grown large. */
void find_memory_trim(struct find_memory *memory);
void find_memory_release(struct find_memory *memory);

/* What the words of a text, and of a name, weigh. */
struct find_words {
	uint32_t common, numbers,
		initials; /* sets: a bit a word; initials: may abbreviate the name */
	size_t count;
};
/* The score of a name, from the hits of the text's words with its. */
double find_score(const struct find_words *text, const struct find_words *name,
	const struct find_hit *hits, size_t count);

/* What a word weighs where both have it, and at least where only one has it. */
double find_weight_most(const struct find_words *words, size_t word);
double find_weight_least(const struct find_words *words, size_t word);

#endif
