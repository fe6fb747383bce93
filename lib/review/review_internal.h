/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the review room share. No other room includes this. */
#ifndef MIZAN_REVIEW_INTERNAL_H
#define MIZAN_REVIEW_INTERNAL_H

#include <mizan/review.h>

/* ---- Articles ----------------------------------------------------------------------------- */

#define ARTICLE_BYTES ((size_t)16 << 20)

/* From where a part of a block came: byte `at` of the block is at this line and byte of the text.
 */
struct article_span {
	size_t at, line, column;
};
/* One paragraph, heading, item or cell, as it is read: its text without markup. */
struct article_block {
	struct mizan_text text;
	struct article_span *spans;
	size_t span_count, span_capacity;
	bool heading, quotation, item;
	unsigned level;
};
struct article_reader {
	struct mizan_article *article;
	const char *text; /* as it came, without a mark of byte order; NUL-terminated */
	size_t size;
	const char **lines;
	size_t line_count;
	size_t first_line; /* behind the front matter, from 0 */
	struct article_block block;
	void *breaks; /* ICU's iterator over sentences */
	struct mizan_sentence *sentences;
	size_t sentence_capacity, paragraph;
	size_t column_line, column_byte, column; /* the last column that was counted */
	bool failed; /* an allocation did */
};

/* Ends the block that is being read, and begins an empty one. */
void article_end_block(struct article_reader *reader);
/* Adds text that stands at a line (from 1) and byte (from 1) of the article. Control characters
 * become blanks. */
void article_append(struct article_reader *reader, const char *text, size_t size, size_t line,
	size_t column);
mizan_status article_read_markdown(
	struct article_reader *reader, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Splits the block into sentences, and adds them to the article. */
void article_split(struct article_reader *reader);
/* The iterator that article_split needs. */
mizan_status article_open_breaks(
	struct article_reader *reader, struct mizan_error *error) MIZAN_MUST_CHECK;
void article_close_breaks(struct article_reader *reader);
/* A whole file, at most `bytes_max`, NUL-terminated, in the arena. */
mizan_status review_load(const char *path, const char *kind, size_t bytes_max,
	struct mizan_arena *arena, struct mizan_slice *text,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Runs pandoc over a text. */
mizan_status review_pandoc(const char *from, const char *to, struct mizan_slice input,
	struct mizan_text *output, struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- Reviews ------------------------------------------------------------------------------ */

#define CLAIMS_BYTES ((size_t)8 << 20)

struct mizan_review {
	struct mizan_arena arena;
	const struct mizan_article *article;
	const char *path; /* of the claims file */
	struct mizan_slice text;
	const char *reviewer, *date, *url, *parties; /* parties with ; between */
	struct mizan_review_claim *claims;
	size_t claim_count, claim_capacity;
	struct mizan_tie *ties;
	size_t tie_count, tie_capacity;
	struct mizan_conflict *conflicts;
	size_t conflict_count, conflict_capacity;
	struct mizan_error *faults;
	size_t fault_count, fault_capacity;
	enum mizan_sentence_mark *marks; /* of every sentence */
	size_t *first_claim, *claim_list; /* claims of sentence i: first_claim[i] .. [i + 1] */
	struct mizan_brief *brief;
	bool evaluated, failed;
};

void review_fault(struct mizan_review *review, size_t line, size_t column, const char *advice,
	const char *what, ...) MIZAN_PRINTF(5, 6);
/* Reads the claims file into the review. */
mizan_status review_read_claims(
	struct mizan_review *review, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Compares every tie with the article. */
void review_check_ties(struct mizan_review *review);
/* Lists the pairs of claims that cannot both hold. */
void review_find_conflicts(struct mizan_review *review);
const char *review_option(const struct mizan_review_claim *claim, const char *key);
/* "Sentences 3, 4" of a claim's ties that fit. */
void review_append_sentences(struct mizan_text *out, const struct mizan_review_claim *claim);
/* "supported, 2 independent publishers", or the mark by hand. */
void review_append_result(struct mizan_text *out, const struct mizan_review_claim *claim);

mizan_status review_write_html(const struct mizan_review *review, bool for_pdf,
	struct mizan_text *out, struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status review_write_markdown(const struct mizan_review *review, struct mizan_text *out,
	struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status review_write_json(const struct mizan_review *review, struct mizan_text *out,
	struct mizan_error *error) MIZAN_MUST_CHECK;
void review_write_claim_review(const struct mizan_review *review, struct mizan_text *out);

/* A source or a record, and the claims that it answers: what the tables of sources show. */
struct review_source {
	const char *name, *edition, *counts;
	size_t *claims;
	size_t claim_count, claim_capacity;
};
struct review_sources {
	struct review_source *items;
	size_t count, capacity;
	bool failed;
};
/* What the article cites (`cited`), or what answers its claims; release with
 * review_sources_release. */
void review_list_sources(
	const struct mizan_review *review, bool cited, struct review_sources *sources);
void review_sources_release(struct review_sources *sources);

#endif
