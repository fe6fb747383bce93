/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the guard share: a text becomes sentences, sentences become tokens, and the
 * tokens of numbers are compared with figures. */
#ifndef MIZAN_GUARD_INTERNAL_H
#define MIZAN_GUARD_INTERNAL_H

#include <mizan/brief.h>
#include <mizan/indicator.h>

/* ---- Vocabulary (guard_words.c) ----------------------------------------------------------- */

/* A set of indicators: bit i is mizan_indicator_words()[i]. */
typedef uint32_t guard_indicators;
guard_indicators guard_indicator_bit(const char *word); /* 0: none */
/* What a word says that is counted ("killed", "attacks"), 0: nothing. */
guard_indicators guard_indicator_of_word(const char *word, size_t size);
/* Deaths of all and of some: for what may be equal, not for what may be wrong. */
guard_indicators guard_indicator_family(guard_indicators indicators);
/* Is it one of these words? Case does not count. */
bool guard_word_is(const char *word, size_t size, const char *const *words);
extern const char *const guard_month_words[]; /* January to December, in order */
extern const char *const guard_part_words[];  /* quarter, half, months: not a whole year */
extern const char
	*const guard_edition_words[]; /* index, report, edition: the year beside is theirs */
extern const char *const guard_vague_words[]; /* about, over, nearly */
extern const char
	*const guard_neutral_words[];          /* behind a number, they leave open what it counts */
extern const char *const guard_share_words[];  /* share, responsible, accounted */
extern const char *const guard_change_words[]; /* by, up, rose: a percentage of change */
extern const char *const guard_span_words[];   /* from, between, since: before a year */
extern const char *const guard_when_words[];   /* in, during: the year behind is no report's */
extern const char *const guard_money_words[];  /* dollars, rupees, million */
extern const char *const guard_label_words[];  /* day, page: the number behind counts nothing */
/* Names that are in no store: {name, what it stands for}; kinds by table. NULL-terminated. */
struct guard_alias {
	const char *name, *of;
};
extern const struct guard_alias guard_publisher_aliases[]; /* long names of publishers */
extern const struct guard_alias guard_area_aliases[];
extern const struct guard_alias guard_country_adjectives[]; /* Pakistani: PAK */

/* ---- Names -------------------------------------------------------------------------------- */

enum guard_name_kind { GUARD_PUBLISHER, GUARD_RELAY, GUARD_ACTOR, GUARD_AREA, GUARD_COUNTRY };
#define GUARD_NAME_KINDS 5

/* A name and whom it stands for; keys are counted from 1 within a kind, 0 is nobody. */
struct guard_name {
	const char *text;
	size_t size;
	enum guard_name_kind kind;
	uint32_t key;
	bool exact;    /* letters have to be as written: Dawn is no dawn */
	uint32_t next; /* the next name with the same first word, 0: none */
};
struct guard_figure {
	const struct mizan_guard_figure *facts;
	guard_indicators indicator;
	uint32_t publisher, relay, relay_within, country, area, actor;
	int year;                /* of a whole year, else 0 */
	uint32_t group, current; /* same days and definition; place of the one that stands */
};
struct mizan_guard {
	struct mizan_arena arena;
	struct guard_name *names; /* from 1 */
	size_t name_count, name_capacity;
	uint32_t *heads; /* by hash of the first word; a power of two */
	size_t head_count;
	/* Texts to keys, by kind. */
	const char **keys[GUARD_NAME_KINDS];
	size_t key_count[GUARD_NAME_KINDS], key_capacity[GUARD_NAME_KINDS];
	struct guard_figure *figures;
	size_t figure_count;
};
/* The longest names that begin at `text` (of at most `size` bytes), how long they are there, and
 * how many: one text may name a party, and what it publishes. */
#define GUARD_NAMES 4
size_t guard_find_names(const struct mizan_guard *guard, const char *text, size_t size,
	const struct guard_name *names[GUARD_NAMES], size_t *length);

/* ---- Text (guard_read.c) ------------------------------------------------------------------ */

enum guard_token_kind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_NAME, TOKEN_MARK };
struct guard_token {
	enum guard_token_kind kind;
	const char *text; /* within the masked copy */
	size_t size;
	const struct guard_name *names[GUARD_NAMES]; /* of a name */
	size_t name_count;
	double value;                   /* of a number */
	int digits, decimals;           /* as written */
	int year;                       /* a number that is a year of what is told, else 0 */
	int edition_year;               /* one that belongs to a report's name, else 0 */
	bool percent, ordinal, skipped; /* skipped: a date, money, a part of a name */
};
/* At most this many tokens are looked at together; a longer sentence is cut. */
#define GUARD_SENTENCE_TOKENS 400
struct guard_sentence {
	struct guard_token tokens[GUARD_SENTENCE_TOKENS];
	size_t count;
	bool part_year; /* months, quarters: not of a whole year */
	int month;      /* 1 to 12 where one is named, else 0 */
	bool spans;     /* "from 2021 to 2024": sums over years */
	size_t years;   /* how many it names */
};
struct guard_reader {
	const struct mizan_guard *guard;
	const char *text, *cursor, *end; /* masked: quotations and code are blanks */
	bool new_paragraph;              /* the sentence that was read begins one */
};
/* A copy in which front matter, code, quotations, links and footnotes are blanks; same size. NULL
 * without memory. Free it. */
char *guard_mask(const char *text, size_t size);
/* The key that a token names of a kind, 0: none. */
uint32_t token_names(const struct guard_token *token, enum guard_name_kind kind);
/* The next sentence; false behind the last. */
bool guard_next(struct guard_reader *reader, struct guard_sentence *sentence);

/* ---- Context of a number (guard_context.c) ------------------------------------------------ */

/* What is known of a number from the words around it. */
struct guard_number {
	const struct guard_sentence *sentence;
	const struct guard_token *token;
	size_t index;
	guard_indicators indicators;
	int year;        /* of the nearest year; 0: several are as near, or none */
	bool year_given; /* the sentence has a year */
	int carried_year;
	uint32_t carried_country;
	bool clause_has_actor, clause_has_area; /* between commas */
	bool vague;                             /* "about", "more than" before it */
	double tolerance;                       /* at its own rounding */
};
/* What the words around the number at `index` say; the carried fields are the caller's. */
void guard_read_context(struct guard_number *number);
/* Does the sentence name this one, or with key 0 any of the kind? A party acts before it publishes.
 */
bool guard_names(const struct guard_sentence *sentence, enum guard_name_kind kind, uint32_t key);
/* The key that a token names of a kind; a party is no publisher. */
uint32_t guard_key_of(const struct guard_token *token, enum guard_name_kind kind);
/* May the figure be of what the number counts, where and by whom? `exactly`: it is that; else equal
 * numbers of it are no error. */
bool guard_fits(const struct guard_number *number, const struct guard_figure *figure, bool exactly);
/* The same for when. */
bool guard_is_of_days(
	const struct guard_number *number, const struct guard_figure *figure, bool exactly);
/* The publishers that the sentence names, where it names any; else all. */
bool guard_is_of_publisher(const struct guard_number *number, const struct guard_figure *figure);
double guard_tolerance(const struct guard_token *token); /* its own rounding */

/* ---- Comparison (guard_figures.c) --------------------------------------------------------- */

enum guard_kind { WARN_NONE, WARN_SWAPPED, WARN_OTHER_YEAR, WARN_REVISED, WARN_RELAY, WARN_NEAR };
struct guard_warning {
	enum guard_kind kind;
	const struct guard_figure *figure; /* what the number should have been */
	const struct guard_figure *equal;  /* what it is instead, or NULL */
};
struct guard_warning guard_weigh(const struct mizan_guard *guard, struct guard_number *number);

#endif
