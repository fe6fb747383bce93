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
	const char *path, *title; /* title: of the front matter, or the first heading; may be NULL */
	const char *author, *date, *url, *language; /* of the front matter, or NULL */
	struct mizan_sentence *sentences;
	size_t sentence_count;
};
/*
 * Reads plain text or Markdown (UTF-8), or DOCX through pandoc (MIZAN_ERROR_SYSTEM where it is not
 * installed), of at most 16 MB. Sentences by ICU's rules for the language of the article, with abbreviations ("Gen.",
 * "U.S.") and numbers ("1.5") that do not end one. Cost: O(bytes). A byte 0 and what is not UTF-8 are faults with their place;
 * after an error the article is released too. Lines of a DOCX are those of its Markdown.
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

/* ---- A draft of claims -------------------------------------------------------------------- */

struct sqlite3;

/*
 * A claims file to start from (docs/review.md, "Draft"): what can be checked in each sentence, as
 * checks with their options as far as they follow from the text and from the names, milestones and
 * agreements of the store; every one is `status: proposed`. What does not follow is left out and
 * named. Sentences without anything to check get nothing. `database` NULL: countries alone are
 * known. No model, no network; the same text and store give the same draft.
 * Cost: O(names of the store + words); some 30 ms for an article of 5,000 words.
 */
mizan_status mizan_draft_store(struct sqlite3 *database, const struct mizan_article *article,
	struct mizan_text *out, struct mizan_error *error) MIZAN_MUST_CHECK;

#pragma GCC visibility pop
#endif
