/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A review: the claims file tied to the article, weighed, and what each sentence is marked with. */
#include "review_internal.h"

#include <stdlib.h>
#include <string.h>

const char *mizan_sentence_mark_word(enum mizan_sentence_mark mark)
{
	static const char *const words[] = {"not yet treated", "weighed", "rests on statements",
		"opinion", "cannot be checked", "heading"};
	return words[mark];
}

/* ---- Opening ------------------------------------------------------------------------------ */

static mizan_status review_make(const struct mizan_article *article, const char *path,
	struct mizan_review **result, struct mizan_error *error)
{
	struct mizan_review *review = calloc(1, sizeof *review);
	*result = review;
	if (!review) {
		return mizan_error_memory(error);
	}
	size_t count = article->sentence_count;
	review->article = article;
	review->path = mizan_arena_copy(&review->arena, path, strlen(path));
	review->marks = mizan_arena_allocate(&review->arena, count + 1, sizeof *review->marks);
	review->first_claim =
		mizan_arena_allocate(&review->arena, count + 2, sizeof *review->first_claim);
	review->text = (struct mizan_slice){"", 0};
	bool whole = review->path && review->marks && review->first_claim;
	return whole ? MIZAN_OK : mizan_error_memory(error);
}

/* The claims of each sentence, in their order. */
static void review_index_claims(struct mizan_review *review)
{
	size_t count = review->article->sentence_count, total = 0;
	size_t *first = review->first_claim;
	for (size_t i = 0; i < review->claim_count; i++) {
		for (size_t k = 0; k < review->claims[i].tie_count; k++) {
			size_t number = review->claims[i].tied[k];
			first[number + 1] += number > 0;
			total += number > 0;
		}
	}
	for (size_t i = 1; i <= count + 1; i++) {
		first[i] += first[i - 1];
	}
	review->claim_list =
		mizan_arena_allocate(&review->arena, total + 1, sizeof *review->claim_list);
	if (!review->claim_list) {
		review->failed = true;
		return;
	}
	/* Sentence n begins at first[n]; filling moves it to its end, which is where n + 1 began.
	 */
	for (size_t i = 0; i < review->claim_count; i++) {
		for (size_t k = 0; k < review->claims[i].tie_count; k++) {
			size_t number = review->claims[i].tied[k];
			if (number > 0) {
				review->claim_list[first[number]++] = i;
			}
		}
	}
}

/* Adds the claims that are weighed to a brief of their own, whose faults are the file's. */
static mizan_status review_make_brief(struct mizan_review *review, struct mizan_error *error)
{
	mizan_status status =
		mizan_brief_open(review->path, review->parties, &review->brief, error);
	for (size_t i = 0; i < review->claim_count && status == MIZAN_OK; i++) {
		const struct mizan_review_claim *claim = &review->claims[i];
		if (claim->mark == MIZAN_HAND_NONE) {
			status = mizan_brief_add_claim(review->brief, claim->line, claim->column,
				claim->options, claim->option_count,
				claim->sql.value ? &claim->sql : NULL, error);
		}
	}
	return status;
}

mizan_status mizan_review_parse(const struct mizan_article *article, const char *path,
	const char *text, size_t size, struct mizan_review **result, struct mizan_error *error)
{
	mizan_status status = review_make(article, path, result, error);
	struct mizan_review *review = *result;
	if (status != MIZAN_OK) {
		return status;
	}
	review->text.size = size;
	review->text.data = mizan_arena_copy(&review->arena, text, size);
	if (!review->text.data) {
		return mizan_error_memory(error);
	}
	status = review_read_claims(review, error);
	if (status == MIZAN_OK) {
		review_check_ties(review);
		review_index_claims(review);
		review_find_conflicts(review);
		status = review->failed ? mizan_error_memory(error) : MIZAN_OK;
	}
	return status == MIZAN_OK ? review_make_brief(review, error) : status;
}

mizan_status mizan_review_open(const struct mizan_article *article, const char *claims,
	struct mizan_review **review, struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	struct mizan_slice text = {"", 0};
	mizan_status status = MIZAN_OK;
	*review = NULL;
	if (claims) {
		status = review_load(claims, "claims file", CLAIMS_BYTES, &arena, &text, error);
	}
	if (status == MIZAN_OK) {
		status = mizan_review_parse(
			article, claims ? claims : "", text.data, text.size, review, error);
	}
	mizan_arena_release(&arena);
	return status;
}

void mizan_review_release(struct mizan_review *review)
{
	if (!review) {
		return;
	}
	mizan_brief_release(review->brief);
	free(review->claims);
	free(review->ties);
	free(review->conflicts);
	free(review->faults);
	mizan_arena_release(&review->arena);
	free(review);
}

/* ---- Weighing ----------------------------------------------------------------------------- */

static enum mizan_sentence_mark claim_mark(const struct mizan_review_claim *claim)
{
	if (!claim->weighed) {
		return claim->mark == MIZAN_HAND_OPINION ? MIZAN_SENTENCE_OPINION
							 : MIZAN_SENTENCE_CANNOT_BE_CHECKED;
	}
	switch (claim->weighed->result) {
	case MIZAN_RESTS_ON_STATEMENTS:
		return MIZAN_SENTENCE_RESTS_ON_STATEMENTS;
	case MIZAN_CANNOT_BE_CHECKED:
		return MIZAN_SENTENCE_CANNOT_BE_CHECKED;
	case MIZAN_OPINION:
		return MIZAN_SENTENCE_OPINION;
	default:
		return MIZAN_SENTENCE_WEIGHED;
	}
}

/* Of several claims, one that records answer marks the sentence, then one of statements. */
static void review_mark_sentences(struct mizan_review *review)
{
	static const int order[] = {0, 4, 3, 1, 2, 0};
	for (size_t i = 0; i < review->article->sentence_count; i++) {
		enum mizan_sentence_mark mark = review->article->sentences[i].heading
							? MIZAN_SENTENCE_HEADING
							: MIZAN_SENTENCE_NOT_TREATED;
		for (size_t k = review->first_claim[i]; k < review->first_claim[i + 1]; k++) {
			enum mizan_sentence_mark one =
				claim_mark(&review->claims[review->claim_list[k]]);
			mark = order[one] > order[mark] ? one : mark;
		}
		review->marks[i] = mark;
	}
}

void mizan_review_restrict(struct mizan_review *review)
{
	mizan_brief_restrict(review->brief);
}

mizan_status mizan_review_evaluate(struct mizan_review *review, struct sqlite3 *database,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	mizan_status status = mizan_brief_evaluate(review->brief, database, watch, error);
	size_t at = 0;
	if (status != MIZAN_OK) {
		return status;
	}
	for (size_t i = 0; i < review->claim_count; i++) {
		struct mizan_review_claim *claim = &review->claims[i];
		if (claim->mark == MIZAN_HAND_NONE) {
			claim->weighed = mizan_brief_claim(review->brief, at++);
		}
	}
	review_mark_sentences(review);
	review->evaluated = true;
	return MIZAN_OK;
}

/* ---- What is known ------------------------------------------------------------------------ */

size_t mizan_review_fault_count(const struct mizan_review *review)
{
	return review->fault_count + (review->brief ? mizan_brief_fault_count(review->brief) : 0);
}

const struct mizan_error *mizan_review_fault(const struct mizan_review *review, size_t index)
{
	return index < review->fault_count
		       ? &review->faults[index]
		       : mizan_brief_fault(review->brief, index - review->fault_count);
}

size_t mizan_review_claim_count(const struct mizan_review *review)
{
	return review->claim_count;
}

const struct mizan_review_claim *mizan_review_claim(const struct mizan_review *review, size_t index)
{
	return &review->claims[index];
}

size_t mizan_review_tie_count(const struct mizan_review *review)
{
	return review->tie_count;
}

const struct mizan_tie *mizan_review_tie(const struct mizan_review *review, size_t index)
{
	return &review->ties[index];
}

size_t mizan_review_conflict_count(const struct mizan_review *review)
{
	return review->conflict_count;
}

const struct mizan_conflict *mizan_review_conflict(const struct mizan_review *review, size_t index)
{
	return &review->conflicts[index];
}

enum mizan_sentence_mark mizan_review_mark(const struct mizan_review *review, size_t sentence)
{
	return review->marks[sentence];
}

/* ---- What all writers say ----------------------------------------------------------------- */

void review_append_sentences(struct mizan_text *out, const struct mizan_review_claim *claim)
{
	size_t count = 0;
	for (size_t i = 0; i < claim->tie_count; i++) {
		count += claim->tied[i] > 0;
	}
	mizan_text_append(out, count == 1 ? "Sentence " : count ? "Sentences " : "No sentence");
	for (size_t i = 0, shown = 0; i < claim->tie_count; i++) {
		if (claim->tied[i] > 0) {
			mizan_text_printf(out, "%s%zu", shown++ ? ", " : "", claim->tied[i]);
		}
	}
}

void review_append_result(struct mizan_text *out, const struct mizan_review_claim *claim)
{
	if (claim->weighed) {
		mizan_claim_append_summary(out, claim->weighed);
	} else {
		mizan_text_append(out, mizan_sentence_mark_word(claim_mark(claim)));
	}
}

mizan_status mizan_review_write(const struct mizan_review *review, enum mizan_review_form form,
	struct mizan_text *out, struct mizan_error *error)
{
	struct mizan_text page = {0};
	mizan_status status = MIZAN_OK;
	if (!review->evaluated) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "call mizan_review_evaluate first",
			"the review has no results yet");
	}
	switch (form) {
	case MIZAN_REVIEW_HTML:
		return review_write_html(review, false, out, error);
	case MIZAN_REVIEW_MARKDOWN:
		return review_write_markdown(review, out, error);
	case MIZAN_REVIEW_JSON:
		return review_write_json(review, out, error);
	case MIZAN_REVIEW_CLAIM_REVIEW:
		review_write_claim_review(review, out);
		return mizan_text_check(out, error);
	case MIZAN_REVIEW_PDF:
		status = review_write_html(review, true, &page, error);
		if (status == MIZAN_OK) {
			status = mizan_page_to_pdf(
				(struct mizan_slice){page.data, page.size}, out, error);
		}
		break;
	case MIZAN_REVIEW_DOCX:
		status = review_write_markdown(review, &page, error);
		if (status == MIZAN_OK) {
			status = review_pandoc("gfm", "docx",
				(struct mizan_slice){page.data, page.size}, out, error);
		}
		break;
	}
	mizan_text_release(&page);
	return status;
}
