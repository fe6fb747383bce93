/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The actor room: who is meant by a name, and who was with whom when. Names are many-to-many with
 * actors: several spellings, scripts and languages for one actor, and one name that several actors
 * use. Relations are dated, and somebody says that they are so.
 */
#ifndef MIZAN_ACTOR_H
#define MIZAN_ACTOR_H

#include <mizan/base.h>
#include <mizan/table.h>

#pragma GCC visibility push(default)

struct sqlite3;

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
#define MIZAN_ACTOR_THRESHOLD 0.86
#define MIZAN_ACTOR_LEAD 0.04
/* Below this score a name is no candidate. */
#define MIZAN_ACTOR_LISTED 0.5

/* A candidate. */
struct mizan_actor_match {
	size_t name;  /* position in the names that the index was made of: the actor's best one */
	double score; /* 0 to 1 */
};

/*
 * Names made ready to be searched. It holds no pointer into `names`, changes no more once made,
 * and may be searched by several threads at once. Cost: about 2 microseconds a name, and some 500
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
 * along by way of libxml2 (version: 12.0 ms with and without, 40 runs). ASCII and Arabic letters
 * go by tables of our own, since ICU has none that says what sounds alike, and for speed.
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
 * the number of threads. `watch` may be NULL. Cost: about 10 microseconds a different text.
 */
mizan_status mizan_actor_find_all(const struct mizan_actor_index *index,
	const struct mizan_slice *texts, size_t count, struct mizan_actor_choice *choices,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- Actors of a store -------------------------------------------------------------------- */

/*
 * Below, an actor is given by its id, or by a name that chooses one (mizan_actor_find); who is not
 * on record is MIZAN_ERROR_USAGE. Tables have a source line for each sheet that they were read
 * from.
 */

/* actor_id, name (the neutral one), short, kind, country, from, to, names (how many are on record),
 * relations (how many it is part of). `kind` NULL: all. */
mizan_status mizan_actors_store(struct sqlite3 *database, const char *kind,
	struct mizan_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;
/* All that is on record of one actor, a row each: part (actor, name, id, office, relation), item,
 * value, script, language, used_by, neutral, from, to, status, source. */
mizan_status mizan_actor_show_store(struct sqlite3 *database, const char *actor,
	struct mizan_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;

/* The names of a store, to be searched: actor.name, short and actor_id, actor_name.name, and the
 * items of acled_names and gtd_names. */
struct mizan_actor_book;
mizan_status mizan_actor_book_read(struct sqlite3 *database, struct mizan_actor_book **book,
	struct mizan_error *error) MIZAN_MUST_CHECK;
void mizan_actor_book_release(struct mizan_actor_book *book);
/* The id of the actor that a text chooses, NULL where it chooses none. It lives as the book. */
mizan_status mizan_actor_book_find(const struct mizan_actor_book *book, struct mizan_slice text,
	const char **actor_id, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Whether the store's names are still those of the book. */
mizan_status mizan_actor_book_check(struct sqlite3 *database, const struct mizan_actor_book *book,
	bool *current, struct mizan_error *error) MIZAN_MUST_CHECK;
/*
 * Candidates for each text: text, chosen (yes, no), actor_id, name, matched (the name on record
 * that is nearest), score. Where one is chosen it stands alone. `all_chosen` says whether every
 * text chose one.
 */
mizan_status mizan_actor_find_store(struct sqlite3 *database, const char *const *texts,
	size_t count, struct mizan_table *table, bool *all_chosen,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* The name of an actor (its id): the one that `user` (an id, or NULL) uses of it, else the neutral
 * one. NULL where the id is not on record. In the arena. */
mizan_status mizan_actor_name_store(struct sqlite3 *database, const char *actor_id,
	const char *user, struct mizan_arena *arena, const char **name,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Who held which public post: office_id, actor_id, actor, post, holder, from, to, holds (with
 * `on`), source. `on` MIZAN_DATE_UNKNOWN: at any time; `of` NULL: all. */
mizan_status mizan_offices_store(struct sqlite3 *database, mizan_date on, const char *of,
	struct mizan_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- Relations ---------------------------------------------------------------------------- */

/*
 * Confirmed: somebody else than the two parties confirmed it. Announced: it is not confirmed.
 * Denied: nobody announced or confirmed it, somebody denies it. Who denies stands beside all three.
 *
 * A relation holds from its first to its last day. Where a date is known by month or year alone the
 * days on which it may have begun or ended count as *perhaps*: such a relation is listed and
 * counted, and said. Joining is a merger, an allegiance or being a faction; a split of the same two
 * ends it, and joining again ends the split. Only what is not denied alone does so.
 */
struct mizan_relation_options {
	const char *of;       /* an actor; NULL: all */
	mizan_date on;        /* a day; MIZAN_DATE_UNKNOWN: at any time */
	const char *kind;     /* a word of docs/records.md; NULL: all */
	mizan_date known_by;  /* what could be known on this day; MIZAN_DATE_UNKNOWN: all */
	mizan_date since;     /* counts: only groups that joined on this day or later */
	const char *names_of; /* names as this actor uses them; NULL: neutral */
};
extern const struct mizan_relation_options mizan_relations_all; /* nothing asked */

/*
 * relation_id, kind, actor_a, name_a, actor_b, name_b, date_from, date_to (as precise as known),
 * holds (yes, perhaps; with `on`), status, announced_by, confirmed_by, denied_by, ended_by (the
 * relation that ended it), source, note. By date. Cost: O(n log n) in the relations of the store,
 * about 20 ms for 10,000.
 */
mizan_status mizan_relations_store(struct sqlite3 *database,
	const struct mizan_relation_options *options, struct mizan_table *table,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/*
 * Groups that are with `of` (needed) on a day (needed), a row each for "merger or allegiance" and
 * for merger, allegiance, faction and alliance where there are any: kind, groups (announced in
 * all), confirmed, announced_only, perhaps (of the groups), also_denied (of the groups),
 * left_again, through_others (groups that are part of one of these, and did not join themselves:
 * not in the count). A group counts once in each row.
 */
mizan_status mizan_relation_counts_store(struct sqlite3 *database,
	const struct mizan_relation_options *options, struct mizan_table *table,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/*
 * The same through time, for mergers and allegiances: period, joins, joins_confirmed, splits (also
 * ends), groups (announced in all, at the end of the period), confirmed, announced_only. From the
 * first to the last change, or from `from` to `to`. `months` is 1, 3 or 12.
 */
mizan_status mizan_joins_store(struct sqlite3 *database,
	const struct mizan_relation_options *options, int months, mizan_date from, mizan_date to,
	struct mizan_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;
/*
 * What was recorded of each group that joined `of`, in so many days before and from the day that
 * it joined: actor, name, joined, status, source, coverage, side (before, after), date_from,
 * date_to, events, deaths_low, deaths_best, deaths_high, matched_by (id, name). Unknown where the
 * releases do not cover the days. `window` 1 to 3660. Cost: one pass over the events of these days.
 */
mizan_status mizan_relation_events_store(struct sqlite3 *database,
	const struct mizan_relation_options *options, int window, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Joins and splits as spans for a chart: name, kind, date_from, date_to, date (of a split),
 * status, relation_id. */
mizan_status mizan_relation_spans_store(struct sqlite3 *database,
	const struct mizan_relation_options *options, struct mizan_table *table,
	struct mizan_error *error) MIZAN_MUST_CHECK;

#pragma GCC visibility pop
#endif
