/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The review room: an article comes back with a mark beside every sentence. Sentences are found,
 * tied to claims, and the claims weighed as those of a brief. docs/review.md is the reference.
 */
#ifndef MIZAN_REVIEW_H
#define MIZAN_REVIEW_H

#include <mizan/base.h>
#include <mizan/brief.h>
#include <mizan/table.h>

#pragma GCC visibility push(default)

struct sqlite3;

/* ---- Articles ----------------------------------------------------------------------------- */

struct mizan_sentence {
	size_t number;       /* from 1, through the article */
	const char *text;    /* one line of UTF-8 without markup */
	char fingerprint[9]; /* 8 hexadecimal digits of its letters and digits, case folded: a tie
				to the sentence holds while they do */
	size_t line, column; /* where it begins in the text that was read */
	size_t paragraph;    /* from 1; a heading, an item of a list and a cell are one each */
	bool heading, quotation; /* of a block quotation, or whole between quotation marks */
	bool item;               /* of a list */
	unsigned level;          /* of a heading, 1 to 6; else 0 */
};
/* Zero-initialised is empty. Everything is in the arena. */
struct mizan_article {
	struct mizan_arena arena;
	const char *path,
		*title; /* title: of the front matter, or the first heading; may be NULL */
	const char *author, *date, *url, *language; /* of the front matter, or NULL */
	struct mizan_sentence *sentences;
	size_t sentence_count;
};
/*
 * Reads plain text or Markdown (UTF-8), or DOCX through pandoc (MIZAN_ERROR_SYSTEM where it is not
 * installed), of at most 16 MB. Sentences by ICU's rules for the language of the article, with
 * abbreviations ("Gen.", "U.S.") and numbers ("1.5") that do not end one. Cost: O(bytes). A byte 0
 * and what is not UTF-8 are faults with their place; after an error the article is released too.
 * Lines of a DOCX are those of its Markdown.
 */
mizan_status mizan_article_read(const char *path, struct mizan_article *article,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* The same of a text in memory; `path` names it in messages, `markdown` says how it is written. */
mizan_status mizan_article_parse(const char *path, const char *text, size_t size, bool markdown,
	struct mizan_article *article, struct mizan_error *error) MIZAN_MUST_CHECK;
/* 8 hexadecimal digits of the letters and digits of a text in UTF-8: case, blanks, punctuation and
 * marks on letters do not count. */
void mizan_sentence_fingerprint(const char *text, size_t size, char fingerprint[9]);
void mizan_article_release(struct mizan_article *article);

/* ---- Claims ------------------------------------------------------------------------------- */

/* What a claim says of its sentences without being weighed. */
enum mizan_hand_mark { MIZAN_HAND_NONE, MIZAN_HAND_OPINION, MIZAN_HAND_CANNOT_BE_CHECKED };

/* One claim of the file, with its ties to sentences. Texts that are not given are NULL. */
struct mizan_review_claim {
	const char *id;      /* as given */
	size_t line, column; /* in the claims file */
	size_t *sentences;   /* numbers, from 1 */
	const char **fingerprints;
	size_t *places; /* of the numbers, in bytes of the file */
	size_t *tied;   /* the same numbers; 0 where the tie does not fit */
	size_t tie_count;
	bool proposed;
	enum mizan_hand_mark mark;
	const char *text, *why, *contradicts;
	struct mizan_claim_option *options;
	size_t option_count, option_capacity;
	struct mizan_claim_option sql;     /* value NULL: none */
	const struct mizan_claim *weighed; /* NULL: marked by hand, or not evaluated */
};
/* A tie that does not fit the text any more. */
struct mizan_tie {
	size_t claim; /* position */
	size_t tie;   /* of the claim's ties */
	size_t found; /* how many sentences have its fingerprint now */
	size_t now;   /* the number of the first of them, 0: none */
};
/* Two claims of the article that cannot both hold. */
struct mizan_conflict {
	size_t first, second; /* positions */
	const char *why;
};
enum mizan_sentence_mark {
	MIZAN_SENTENCE_NOT_TREATED,
	MIZAN_SENTENCE_WEIGHED,
	MIZAN_SENTENCE_RESTS_ON_STATEMENTS,
	MIZAN_SENTENCE_OPINION,
	MIZAN_SENTENCE_CANNOT_BE_CHECKED,
	MIZAN_SENTENCE_HEADING, /* of the article; it may have claims too, and is then one of the
				   others */
};
const char *mizan_sentence_mark_word(enum mizan_sentence_mark mark);

struct mizan_review;

/*
 * Reads the claims file (docs/review.md) and ties it to the article, which has to outlive the
 * review. `claims` NULL: no claims yet. Faults of the file are collected, not only the first; where
 * it cannot be read at all, that is the error.
 */
mizan_status mizan_review_open(const struct mizan_article *article, const char *claims,
	struct mizan_review **review, struct mizan_error *error) MIZAN_MUST_CHECK;
/* The same of a text in memory. */
mizan_status mizan_review_parse(const struct mizan_article *article, const char *path,
	const char *text, size_t size, struct mizan_review **review,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Before it is evaluated: what is withheld in public is shown, and every page says RESTRICTED. */
void mizan_review_restrict(struct mizan_review *review);
/* Weighs every claim that has a check or a query (a guarded handle with Mizan's functions), and
 * looks for claims that cannot both hold. Cost of that: O(claims^2) comparisons of words. */
mizan_status mizan_review_evaluate(struct mizan_review *review, struct sqlite3 *database,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Weighs the claims on both states of a store and adds rows and a note as mizan_brief_compare does,
 * with the claims file for the brief and the places in it. Faults: the first is the error. */
mizan_status mizan_review_compare(const struct mizan_article *article, const char *claims,
	const struct mizan_vintages *vintages, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;
void mizan_review_release(struct mizan_review *review);

size_t mizan_review_fault_count(const struct mizan_review *review);
const struct mizan_error *mizan_review_fault(const struct mizan_review *review, size_t index);
size_t mizan_review_claim_count(const struct mizan_review *review);
const struct mizan_review_claim *mizan_review_claim(
	const struct mizan_review *review, size_t index);
size_t mizan_review_tie_count(const struct mizan_review *review);
const struct mizan_tie *mizan_review_tie(const struct mizan_review *review, size_t index);
size_t mizan_review_conflict_count(const struct mizan_review *review);
const struct mizan_conflict *mizan_review_conflict(const struct mizan_review *review, size_t index);
/* Of a sentence by its position (number - 1), after mizan_review_evaluate. */
enum mizan_sentence_mark mizan_review_mark(const struct mizan_review *review, size_t sentence);
/* "sentence 3 is no longer 1f0c9a3b; sentence 4 is" */
void mizan_tie_append(
	const struct mizan_review *review, const struct mizan_tie *tie, struct mizan_text *out);
/* The claims file with the numbers of ties moved where exactly one sentence has the fingerprint;
 * nothing else of it changes. `moved`: how many. */
mizan_status mizan_review_retie(const struct mizan_review *review, struct mizan_text *out,
	size_t *moved, struct mizan_error *error) MIZAN_MUST_CHECK;

enum mizan_review_form {
	MIZAN_REVIEW_HTML,
	MIZAN_REVIEW_PDF,  /* by WeasyPrint */
	MIZAN_REVIEW_DOCX, /* by pandoc */
	MIZAN_REVIEW_MARKDOWN,
	MIZAN_REVIEW_JSON,
	MIZAN_REVIEW_CLAIM_REVIEW, /* schema.org ClaimReview as JSON-LD: accepted claims, with a
				      rating where records support or contradict them, and none
				      else */
};
/* After mizan_review_evaluate. MIZAN_ERROR_SYSTEM where a program that it needs is not there. */
mizan_status mizan_review_write(const struct mizan_review *review, enum mizan_review_form form,
	struct mizan_text *out, struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- A draft of claims -------------------------------------------------------------------- */

/*
 * A claims file to start from (docs/review.md, "Draft"): what can be checked in each sentence, as
 * checks with their options as far as they follow from the text and from the names, milestones and
 * agreements of the store; every one is `status: proposed`. What does not follow is left out and
 * named. Sentences without anything to check get nothing. `database` NULL: countries alone are
 * known. No model, no network; the same text and store give the same draft.
 * Cost: O(names of the store + words x milestones): 0.1 s for 5,000 words against 5,000 actors.
 */
mizan_status mizan_draft_store(struct sqlite3 *database, const struct mizan_article *article,
	struct mizan_text *out, struct mizan_error *error) MIZAN_MUST_CHECK;

#pragma GCC visibility pop
#endif
