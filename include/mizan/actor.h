/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The actor room: who is meant by a name. Names are many-to-many with actors: several spellings,
 * scripts and languages for one actor, and one name that several actors use.
 */
#ifndef MIZAN_ACTOR_H
#define MIZAN_ACTOR_H

#include <mizan/base.h>

#pragma GCC visibility push(default)

/* ---- Finding an actor by a name ----------------------------------------------------------- */

/* One name of an actor. The same name may stand for several actors. */
struct mizan_actor_name {
	const char *actor_id;
	const char *name;     /* UTF-8, at most MIZAN_ACTOR_NAME_BYTES */
	const char *script;   /* ISO 15924, or NULL; kept for the caller: letters tell the script */
	const char *language; /* or NULL; kept for the caller */
};

#define MIZAN_ACTOR_NAME_BYTES 2000

/*
 * When a candidate is chosen: its score is at least MIZAN_ACTOR_THRESHOLD, and it leads the best
 * name of every other actor by at least MIZAN_ACTOR_LEAD; or its score is 1, and no other actor's
 * is. Otherwise candidates are listed and none is chosen. Both were set on the part `tune` of
 * bench/spellings.csv; the bench prints precision and recall on the part that was set aside.
 */
#define MIZAN_ACTOR_THRESHOLD 0.84
#define MIZAN_ACTOR_LEAD 0.04
/* Below this score a name is no candidate. */
#define MIZAN_ACTOR_LISTED 0.55

/* A candidate. */
struct mizan_actor_match {
	size_t name;  /* position in the names that the index was made of: the actor's best one */
	double score; /* 0 to 1 */
};

/*
 * Names made ready to be searched. It holds no pointer into `names`, changes no more once made,
 * and may be searched by several threads at once. Cost: 3 to 10 microseconds a name, and some 700
 * bytes. Errors: MIZAN_ERROR_INPUT for a name that is not UTF-8 or too long (`line` is its place,
 * from 1); MIZAN_ERROR_MEMORY. A name without any letter or digit is never found.
 *
 * How names are compared
 * - Case, accents, marks, hyphens, dots and apostrophes do not count. A score of 1 means: the same
 *   words in the same order. Everything else is at most 0.99.
 * - A word becomes sounds, in which spellings of the same sound fall together: in Latin script
 *   q/k, kh/x, gh/g, ph/f, v/w, th/t, dh/z, e/i/y/ee, o/u/oo/ou, doubled letters; in Arabic script
 *   the letters of Arabic, Persian, Urdu and Pashto that sound alike, hamza forms, tashkeel and
 *   tatweel. Between the scripts short vowels cost next to nothing, since Arabic script has none.
 * - Words are compared by a weighted edit distance (p/b, d/z, ch/sh, g/k and others cost less than
 *   other changes), and may stand in any order, and together or apart ("Ansarullah").
 * - Joining words do not count (-e-, -ul-, al-, of, the, de, the Pashto da, the Urdu ke). Words
 * that say no more than that it is a group (group, militants, network, movement) count little. A
 * word that only one of the names has counts fully: "Supporters of X" is not X.
 * - Initials: "TTP", "T.T.P." and the Urdu letter names find a name that they abbreviate, with a
 *   lower score than an alias of those letters. Names of three sounds and less have to be equal.
 *
 * Letters beyond ASCII and the Arabic block are folded by ICU (NFKD, case folding; libicuuc).
 * Linking it costs the start of a process nothing that could be measured: libarchive brings it
 * along by way of libxml2 (`mizan version`: 12.5 ms with and without, 60 runs). ASCII and Arabic
 * letters go by tables of our own, since ICU has none that says what sounds alike, and for speed.
 */
struct mizan_actor_index;
mizan_status mizan_actor_index_make(const struct mizan_actor_name *names, size_t count,
	struct mizan_actor_index **index, struct mizan_error *error) MIZAN_MUST_CHECK;
void mizan_actor_index_release(struct mizan_actor_index *index);

/*
 * The actors that `text` may mean, best first, each by its best name, at most `capacity`. Equal
 * scores stand in the order of the names. A text without a letter or digit has none.
 * Errors: MIZAN_ERROR_INPUT for a text that is not UTF-8 (`column` is the byte, from 1) or longer
 * than MIZAN_ACTOR_NAME_BYTES; MIZAN_ERROR_MEMORY.
 */
mizan_status mizan_actor_find(const struct mizan_actor_index *index, struct mizan_slice text,
	struct mizan_actor_match *matches, size_t capacity, size_t *count,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Is the first of these matches chosen? Needs the best two at least; false for none. */
bool mizan_actor_is_chosen(const struct mizan_actor_match *matches, size_t count);

/* What a batch says of one text. */
struct mizan_actor_choice {
	struct mizan_actor_match
		best; /* the best candidate; name is SIZE_MAX where there is none */
	bool chosen;
};

/*
 * The same for many texts, on all processors. Equal texts are looked up once. A text that is not
 * UTF-8 or too long has no candidate. `choices` has room for `count`. The result does not depend on
 * the number of threads. `watch` may be NULL. Cost: some 50 microseconds of a processor a different
 * text, less where words repeat.
 */
mizan_status mizan_actor_find_all(const struct mizan_actor_index *index,
	const struct mizan_slice *texts, size_t count, struct mizan_actor_choice *choices,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;

#pragma GCC visibility pop
#endif
