/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the files of the draft share: words of a sentence, what is found in them, and what is
 * proposed from it. No model and no network: tables of words, and the names of the store.
 */
#ifndef MIZAN_DRAFT_INTERNAL_H
#define MIZAN_DRAFT_INTERNAL_H

#include <mizan/place.h>
#include <mizan/review.h>
#include <mizan/store.h>

/* ---- Words -------------------------------------------------------------------------------- */

/* A word without case and accents: letters, or a number as it is written ("1,081", "14th"). "'s"
 * falls away, "%" is the word "percent". */
struct draft_word {
	const char *text;
	uint32_t at, size; /* bytes of the sentence */
	bool capital;      /* begins with a capital letter */
	bool taken;        /* belongs to a date or a name: not to a number */
	char gap;          /* what stands before it: , ; : ( ) - " $ or a blank */
};

enum draft_bound { BOUND_EXACT, BOUND_ABOUT, BOUND_AT_LEAST, BOUND_AT_MOST };
enum draft_number_kind { NUMBER_COUNT, NUMBER_PERCENT, NUMBER_ORDINAL };
/* A number from word `first` up to, and without, word `end`. */
struct draft_number {
	size_t first, end;
	enum draft_number_kind kind;
	enum draft_bound bound;
	double value, high;                 /* high: of a range, else NaN */
	char written[24], written_high[24]; /* as a claim states it: "1,081", "1500000" */
	bool used;
};

enum draft_date_kind {
	DATE_DAY,
	DATE_MONTH,
	DATE_YEAR,
	DATE_SPAN,    /* several: two ends, or a part of a year */
	DATE_EARLIER, /* "a year earlier", "the year before": one less than the year spoken of */
	DATE_LATER,   /* "the following year" */
	DATE_SAME,    /* "that year" */
	DATE_NO_YEAR, /* "7 November", "in October": a year has to be lent to it */
};
/* First and last day, both within; unknown where a year has to be lent. */
struct draft_date {
	size_t first, end;
	enum draft_date_kind kind;
	mizan_date from, to;
	int month, day;    /* of DATE_NO_YEAR; day 0: the month */
	bool since, until; /* "since 2020": from then on; "by the end of", "until" */
	bool of_index;     /* "the index of 2025": an edition */
	bool two_ends;     /* "from 2021 to 2024", "2021-2024" */
};

enum draft_name_kind {
	NAME_ACTOR,
	NAME_COUNTRY,
	NAME_NATION,  /* "Pakistani" */
	NAME_CAPITAL, /* "Islamabad": the town, or who governs from it */
	NAME_AREA,
	NAME_PUBLISHER,
	NAME_INDEX, /* "Global Terrorism Index": its publisher */
};
struct draft_name {
	size_t first, end;
	enum draft_name_kind kind;
	size_t item;      /* actor, publisher: position in the store's */
	const char *text; /* country, nation, capital: ISO3; area: its name */
	const char *iso3; /* of an area */
};

/* ---- Comparisons -------------------------------------------------------------------------- */

enum draft_phrase_kind {
	PHRASE_EVERY_YEAR,
	PHRASE_RISES,
	PHRASE_FALLS,
	PHRASE_TIMES,    /* doubled, tripled: number is the factor */
	PHRASE_NEAR,     /* nearly equal */
	PHRASE_TOP_YEAR, /* the deadliest year */
	PHRASE_TOP,      /* the deadliest group, country */
	PHRASE_RANK,     /* ranks, stood */
	PHRASE_RANK_NOW, /* the same in the present */
	PHRASE_SCORE,
	PHRASE_SHARE, /* accounted for, responsible for */
	PHRASE_MOST,  /* more than half, most of: number is the percent */
	PHRASE_JOINED,
	PHRASE_LASTED,
	PHRASE_DUE,
	PHRASE_KEPT,
	PHRASE_BROKEN,
	PHRASE_ASSERTS,
	PHRASE_CLAIMS, /* asserts, of one's own deed */
	PHRASE_DENIES,
	PHRASE_HAPPENED, /* signed, fell, seized: a dated happening */
	PHRASE_DURING,   /* while it held */
	PHRASE_AFTER,
	PHRASE_PAUSE, /* truce, ceasefire, agreement: what can be kept, last and have an effect */
	PHRASE_OPINION,
};
struct draft_phrase {
	size_t first, end;
	enum draft_phrase_kind kind;
	double number;
};
/* A row of the table: words with | between alternatives; * is up to three words, ? before a word
 * that may be left out. docs/review.md shows it. */
struct draft_phrase_row {
	const char *words;
	enum draft_phrase_kind kind;
	double number;
};
extern const struct draft_phrase_row draft_phrases[]; /* until NULL words */

/* ---- A sentence --------------------------------------------------------------------------- */

struct draft_sentence {
	const char *text;
	struct draft_word *words;
	size_t word_count;
	struct draft_number *numbers;
	size_t number_count;
	struct draft_date *dates;
	size_t date_count;
	struct draft_name *names;
	size_t name_count;
	struct draft_phrase *phrases;
	size_t phrase_count;
};

/* Each fills its part of the sentence, in the arena: words first, then names, dates, numbers,
 * phrases. False where there is no memory. Cost: O(words), phrases O(words x rows). */
bool draft_split_words(
	const char *text, size_t size, struct mizan_arena *arena, struct draft_sentence *sentence);
bool draft_find_dates(struct draft_sentence *sentence, struct mizan_arena *arena);
bool draft_find_numbers(struct draft_sentence *sentence, struct mizan_arena *arena);
bool draft_find_phrases(struct draft_sentence *sentence, struct mizan_arena *arena);

/* Is the word at `index` there, and one of these ("a|b|c")? */
bool draft_word_is(const struct draft_sentence *sentence, size_t index, const char *choices);
/* Do the words from `index` fit a pattern of the table? Gives where it ends. */
bool draft_words_fit(
	const struct draft_sentence *sentence, size_t index, const char *pattern, size_t *end);
const struct draft_phrase *draft_phrase_of(
	const struct draft_sentence *sentence, enum draft_phrase_kind kind);
/* "2024", "2024-03", "2024-03-15" or two of them with .. between. */
const char *draft_period_text(mizan_date from, mizan_date to, struct mizan_arena *arena);

/* ---- The store's names -------------------------------------------------------------------- */

struct draft_actor {
	const char *id, *name, *kind, *country;
	const char *figures; /* how published figures write it, else its short name or name */
	mizan_date to;       /* MIZAN_DATE_UNKNOWN: it still is */
	size_t publisher;    /* SIZE_MAX: it publishes no figures */
};
struct draft_publisher {
	const char *name;
	size_t actor; /* SIZE_MAX: none */
};
/* A milestone or an agreement: what may be known by words of its title. */
struct draft_record {
	const char *id, *title, *kind, *country;
	mizan_date date, until; /* first and last day; of an agreement: signed, and its end */
	const uint32_t *words;  /* sorted hashes of the words of title and id */
	size_t word_count;
	const size_t *actors;
	size_t actor_count;
};
struct draft_commitment {
	const char *agreement, *id;
	size_t obliged; /* an actor; SIZE_MAX: several, or not known */
	const uint32_t *words;
	size_t word_count;
	mizan_date due, quoted; /* MIZAN_DATE_UNKNOWN: none */
};
struct draft_relation {
	const char *id, *kind;
	size_t a, b;
};
struct draft_lexicon_entry {
	const char *key; /* folded words with blanks between */
	enum draft_name_kind kind;
	size_t item;
	const char *text, *iso3;
	bool capital; /* an abbreviation: found in capitals alone */
};
struct draft_store {
	struct mizan_arena arena;
	struct draft_actor *actors;
	struct draft_publisher *publishers;
	struct draft_record *milestones, *agreements;
	struct draft_commitment *commitments;
	struct draft_relation *relations;
	size_t actor_count, publisher_count, milestone_count, agreement_count, commitment_count,
		relation_count;
	struct draft_lexicon_entry *entries; /* a hash table; entry_room is a power of two */
	size_t entry_count, entry_room;
	size_t words_most;          /* in one name */
	struct draft_count *counts; /* in how many titles a word stands; a hash table */
	size_t count_room;
	struct mizan_basemap *map; /* NULL: provinces are not known */
};
/* `database` NULL: no records, countries alone. Release with draft_store_release, also after an
 * error. Cost: O(names). */
mizan_status draft_store_read(
	struct sqlite3 *database, struct draft_store *store, struct mizan_error *error);
void draft_store_release(struct draft_store *store);
/* Adds a name, folded; the first of equal ones stays. */
bool draft_store_add_name(
	struct draft_store *store, const char *name, const struct draft_lexicon_entry *entry);
const struct draft_lexicon_entry *draft_store_name(
	const struct draft_store *store, const char *key, size_t size);
/* Provinces of a country become names. Once a country. */
bool draft_store_add_provinces(struct draft_store *store, const char *iso3);
bool draft_find_names(const struct draft_store *store, struct draft_sentence *sentence,
	struct mizan_arena *arena);

/* Countries, nations and capitals become names. */
bool draft_store_add_states(struct draft_store *store);
/* The hashes of the words of a text that count, sorted; those that say little are left out. */
const uint32_t *draft_title_words(const char *text, struct mizan_arena *arena, size_t *count);
uint32_t draft_hash(const char *text, size_t size);
/* How much a word says, by how few titles have it: 0 to 1. */
double draft_word_weight(const struct draft_store *store, uint32_t hash);

/* ---- Proposals ---------------------------------------------------------------------------- */

#define DRAFT_OPTIONS 16
struct draft_option {
	const char *key, *value;
};
struct draft_proposal {
	const char *check;   /* NULL: a mark */
	const char *mark;    /* "opinion" */
	const char *missing; /* options that do not follow, ", " between; NULL: none */
	struct draft_option options[DRAFT_OPTIONS];
	size_t option_count;
};
struct draft_proposals {
	struct draft_proposal *items;
	size_t count, capacity;
	bool failed; /* an allocation did */
};
/* What a sentence leaves to the next ones. Zero-initialise, then draft_context_begin. */
struct draft_context {
	const struct draft_store *store;
	struct mizan_arena *arena;
	const char *main_country; /* ISO3, or NULL */
	size_t paragraph;
	const char *country;     /* named last in this paragraph */
	size_t actor, publisher; /* last subjects; SIZE_MAX: none */
	bool publisher_is_subject;
	const char *indicator;       /* last counted */
	int year;                    /* spoken of last; 0: none */
	int edition;                 /* of the index spoken of last; 0: none */
	bool year_is_near;           /* in this paragraph */
	size_t agreement, milestone; /* spoken of last; SIZE_MAX: none */
};
void draft_context_begin(
	struct draft_context *context, const struct draft_store *store, struct mizan_arena *arena);
/* What can be checked in a sentence of this paragraph is added. The context moves on. */
void draft_propose(struct draft_context *context, struct draft_sentence *sentence, size_t paragraph,
	struct draft_proposals *proposals);

/* ---- What the files of proposals share ---------------------------------------------------- */

#define DRAFT_NAMES_MOST 8
struct draft_job {
	struct draft_context *context;
	const struct draft_store *store;
	struct draft_sentence *sentence;
	struct draft_proposals *proposals;
	struct mizan_arena *arena;
	const char *country; /* that numbers are of; may be NULL */
	const char *areas[DRAFT_NAMES_MOST];
	size_t parties[DRAFT_NAMES_MOST];  /* actors named, states by their capital too */
	size_t party_at[DRAFT_NAMES_MOST]; /* their words */
	size_t area_count, party_count;
	size_t actor;       /* who acts, of numbers; SIZE_MAX: none, or several */
	const char *cites;  /* publisher; NULL: none */
	bool counts;        /* "it counted": the publisher spoken of before */
	bool index;         /* it speaks of an index */
	bool date_used[16]; /* by its position: the period of some number */
};

/* Adds a proposal; NULL where there is no memory. */
struct draft_proposal *job_add(struct draft_job *job, const char *check);
/* Sets an option; a NULL value is added to what is missing. */
void job_set(
	struct draft_job *job, struct draft_proposal *proposal, const char *key, const char *value);
void job_miss(struct draft_job *job, struct draft_proposal *proposal, const char *key);
/* indicator, country, area, actor as the sentence has them. */
void job_set_series(struct draft_job *job, struct draft_proposal *proposal, const char *indicator);
const char *job_printf(struct draft_job *job, const char *format, ...) MIZAN_PRINTF(2, 3);
/* The first and last day that a date means with the year spoken of; false: it does not follow. */
bool job_days(const struct draft_job *job, const struct draft_date *date, mizan_date *from,
	mizan_date *to);
/* The indicator whose word stands at `index`, or NULL; `killed` says that the sentence is of
 * people killed. */
const char *draft_indicator(const struct draft_sentence *sentence, size_t index, bool killed);
bool draft_is_of_killed(const struct draft_sentence *sentence);
/* The state that acts for a country: "Islamabad". SIZE_MAX: not on record. */
size_t draft_state_actor(const struct draft_store *store, const char *iso3);
bool draft_is_party(const struct draft_store *store, size_t actor);

/* The period that a number is of by the nearest date; NULL: it does not follow. */
const char *job_period_of(struct draft_job *job, const struct draft_number *number);

/* The clashes or the operation that a sentence is of, by its words, else the last spoken of. */
size_t job_fighting(struct draft_job *job);

int draft_year(mizan_date date);
void job_set_cites(struct draft_job *job, struct draft_proposal *proposal);
/* What moves: the indicator named nearest before a word, else behind it; NULL: none. */
const char *job_moved(const struct draft_job *job, size_t word);

void propose_ranks(struct draft_job *job);
void propose_shares(struct draft_job *job);
void propose_trends(struct draft_job *job);
void propose_counts(struct draft_job *job);
void propose_records(struct draft_job *job);
void propose_statements(struct draft_job *job);

#endif
