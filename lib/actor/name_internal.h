/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A name as words, a word as sounds, and how much two words differ. */
#ifndef MIZAN_ACTOR_NAME_INTERNAL_H
#define MIZAN_ACTOR_NAME_INTERNAL_H

#include <mizan/actor.h>

/* ---- Sounds ------------------------------------------------------------------------------- */

#define WORD_SOUNDS 32 /* what is longer is cut: no name needs more */

/*
 * Sounds are letters: a i u for vowels of Latin script; A W Y for alef, waw and ye, which may be
 * vowels or consonants, E for ayn, H for a final h or t (te marbuta); consonants b p t j c (church)
 * d z r s S (she) Z (measure) f k g x (loch) l m n h w; digits as they are. Letters of other
 * scripts are 1 to 31.
 *
 * `hard` are the consonants that no spelling leaves out, with those merged that are often mixed up:
 * words are only compared when their hard sounds are nearly equal.
 */
struct name_word {
	uint64_t spelling; /* hash of the letters once case and marks are gone */
	uint64_t sounding; /* hash of the sounds */
	char sounds[WORD_SOUNDS], hard[WORD_SOUNDS];
	uint8_t length, hard_length;
	uint16_t weights[2]; /* what it costs to drop all its sounds: see struct name_costs */
	bool arabic;         /* in Arabic script */
	bool common;         /* says no more than that it is a group */
	bool number;         /* a year or another number of four digits */
	bool capitals;       /* written as initials are: T.T.P., TTP, LeT */
};

uint64_t name_hash(const void *data, size_t size, uint64_t seed);

/* The sounds of folded Latin letters (a-z and digits; others are other scripts' letters). */
void name_sounds_latin(const uint32_t *letters, size_t count, struct name_word *word);
/* Of folded letters of the Arabic block, without the article. */
void name_sounds_arabic(const uint32_t *letters, size_t count, struct name_word *word);
/* Two words written as one. */
void name_word_join(
	const struct name_word *left, const struct name_word *right, struct name_word *joined);

/* ---- Distance ----------------------------------------------------------------------------- */

/* What it costs to drop a sound and to change one into another, in hundredths; [1]: of words in
 * different scripts. */
struct name_costs {
	uint8_t drop[2][128];
	uint8_t change[2][128][128];
};
void name_costs_make(struct name_costs *costs);
/* Fills the word's weights, which name_word_similarity needs. */
void name_word_weigh(const struct name_costs *costs, struct name_word *word);

#define WORD_SIMILAR 0.76 /* what is less alike is another word */

/* 0, or WORD_SIMILAR to 1. Cost: O(length x length). */
double name_word_similarity(
	const struct name_costs *costs, const struct name_word *a, const struct name_word *b);

/* ---- Names -------------------------------------------------------------------------------- */

#define NAME_WORDS 12
#define NAME_INITIALS 16

struct name_key {
	uint64_t text;            /* hash of all words as they are spelt, in their order */
	uint32_t common, numbers; /* sets of words, a bit each: of a group; years */
	size_t word_count;
	struct name_word words[NAME_WORDS]; /* without joining words, unless there are no others */
	size_t initial_count;
	struct {
		char letter;
		bool joining; /* an abbreviation may leave it out */
	} initials[NAME_INITIALS];
};

mizan_status name_key_make(
	struct mizan_slice text, struct name_key *key, struct mizan_error *error) MIZAN_MUST_CHECK;

/* A letter once case, marks and variants are gone. */
struct name_letter {
	uint32_t code; /* ' ' where a word ends, '\'' for an apostrophe */
	bool capital;
};
#define NAME_LETTERS (MIZAN_ACTOR_NAME_BYTES + 64)

/*
 * Folds text that is UTF-8, no longer than MIZAN_ACTOR_NAME_BYTES. `letters` has room for
 * NAME_LETTERS; what decomposes into more is cut. Gives how many.
 */
size_t name_fold(struct mizan_slice text, struct name_letter *letters);

static inline bool name_is_arabic(uint32_t code)
{
	return code >= 0x600 && code < 0x700;
}

#endif
