/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The review for machines: whole as JSON, and its claims as schema.org ClaimReview. */
#include "review_internal.h"

#include <string.h>

/* "key": "text", or null. */
static void append_member(struct mizan_text *out, const char *key, const char *value)
{
	mizan_text_printf(out, "\"%s\": ", key);
	if (value) {
		mizan_text_append_json(out, value, strlen(value));
	} else {
		mizan_text_append(out, "null");
	}
}

static void append_comma_member(struct mizan_text *out, const char *key, const char *value)
{
	mizan_text_append(out, ", ");
	append_member(out, key, value);
}

static const char *yes_no(bool yes)
{
	return yes ? "true" : "false";
}

/* ---- The whole ---------------------------------------------------------------------------- */

static void append_sentence(const struct mizan_review *review, size_t at, struct mizan_text *out)
{
	const struct mizan_sentence *sentence = &review->article->sentences[at];
	mizan_text_printf(out,
		"{\"number\": %zu, \"fingerprint\": \"%s\", \"line\": %zu, \"column\": %zu, "
		"\"paragraph\": %zu, \"heading\": %s, \"quotation\": %s",
		sentence->number, sentence->fingerprint, sentence->line, sentence->column,
		sentence->paragraph, yes_no(sentence->heading), yes_no(sentence->quotation));
	append_comma_member(out, "mark", mizan_sentence_mark_word(review->marks[at]));
	append_comma_member(out, "text", sentence->text);
	mizan_text_append(out, ", \"claims\": [");
	for (size_t i = review->first_claim[at]; i < review->first_claim[at + 1]; i++) {
		mizan_text_printf(out, "%s%zu", i > review->first_claim[at] ? ", " : "",
			review->claim_list[i] + 1);
	}
	mizan_text_append(out, "]}");
}

static void append_claim(const struct mizan_review *review, size_t at, struct mizan_text *out)
{
	const struct mizan_review_claim *claim = &review->claims[at];
	mizan_text_printf(
		out, "{\"number\": %zu, \"line\": %zu, \"sentences\": [", at + 1, claim->line);
	for (size_t i = 0, shown = 0; i < claim->tie_count; i++) {
		if (claim->tied[i] > 0) {
			mizan_text_printf(out, "%s%zu", shown++ ? ", " : "", claim->tied[i]);
		}
	}
	struct mizan_text result = {0};
	review_append_result(&result, claim);
	mizan_text_append(out, "]");
	append_comma_member(out, "status", claim->proposed ? "proposed" : "accepted");
	append_comma_member(out, "text", claim->text);
	append_comma_member(out, "result", result.data);
	append_comma_member(out, "why", claim->why);
	mizan_text_append(out, ", \"weighed\": ");
	if (claim->weighed) {
		mizan_claim_write_json(claim->weighed, out);
	} else {
		mizan_text_append(out, "null");
	}
	mizan_text_append(out, "}");
	out->failed |= result.failed;
	mizan_text_release(&result);
}

static void append_ties(const struct mizan_review *review, struct mizan_text *out)
{
	mizan_text_append(out, "],\n\"ties\": [");
	for (size_t i = 0; i < review->tie_count; i++) {
		const struct mizan_tie *tie = &review->ties[i];
		const struct mizan_review_claim *claim = &review->claims[tie->claim];
		mizan_text_printf(out,
			"%s\n{\"claim\": %zu, \"sentence\": %zu, \"found\": %zu, "
			"\"now\": ",
			i ? "," : "", tie->claim + 1, claim->sentences[tie->tie], tie->found);
		if (tie->now) {
			mizan_text_printf(out, "%zu", tie->now);
		} else {
			mizan_text_append(out, "null");
		}
		append_comma_member(out, "fingerprint", claim->fingerprints[tie->tie]);
		mizan_text_append(out, "}");
	}
	mizan_text_append(out, "],\n\"conflicts\": [");
	for (size_t i = 0; i < review->conflict_count; i++) {
		const struct mizan_conflict *conflict = &review->conflicts[i];
		mizan_text_printf(out, "%s\n{\"claims\": [%zu, %zu]", i ? "," : "",
			conflict->first + 1, conflict->second + 1);
		append_comma_member(out, "why", conflict->why);
		mizan_text_append(out, "}");
	}
	mizan_text_append(out, "]");
}

mizan_status review_write_json(
	const struct mizan_review *review, struct mizan_text *out, struct mizan_error *error)
{
	const struct mizan_article *article = review->article;
	const struct mizan_table *sources = mizan_brief_sources(review->brief);
	mizan_text_append(out, "{\"command\": \"review\"");
	append_comma_member(out, "article", article->path);
	append_comma_member(out, "title", article->title);
	append_comma_member(out, "author", article->author);
	append_comma_member(out, "date", article->date);
	append_comma_member(out, "reviewed_by", review->reviewer);
	append_comma_member(out, "restricted", mizan_brief_restricted(review->brief));
	mizan_text_append(out, ",\n\"sentences\": [");
	for (size_t i = 0; i < article->sentence_count; i++) {
		mizan_text_append(out, i ? ",\n" : "\n");
		append_sentence(review, i, out);
	}
	mizan_text_append(out, "],\n\"claims\": [");
	for (size_t i = 0; i < review->claim_count; i++) {
		mizan_text_append(out, i ? ",\n" : "\n");
		append_claim(review, i, out);
	}
	append_ties(review, out);
	for (int list = 0; list < 2; list++) {
		size_t count = list ? sources->note_count : sources->source_count;
		mizan_text_append(out, list ? ",\n\"notes\": [" : ",\n\"sources\": [");
		for (size_t i = 0; i < count; i++) {
			const char *line = list ? sources->notes[i] : sources->sources[i];
			mizan_text_append(out, i ? ",\n" : "\n");
			mizan_text_append_json(out, line, strlen(line));
		}
		mizan_text_append(out, "]");
	}
	mizan_text_append(out, "}\n");
	return mizan_text_check(out, error);
}

/* ---- ClaimReview -------------------------------------------------------------------------- */

static void append_reviewed(const struct mizan_review *review,
	const struct mizan_review_claim *claim, struct mizan_text *out)
{
	const struct mizan_article *article = review->article;
	const struct mizan_claim *weighed = claim->weighed;
	const char *author = weighed->by ? weighed->by : article->author;
	mizan_text_append(out, "\"itemReviewed\": {\"@type\": \"Claim\"");
	if (author) {
		mizan_text_append(out, ", \"author\": {\"@type\": \"Thing\"");
		append_comma_member(out, "name", author);
		mizan_text_append(out, "}");
	}
	if (article->date) {
		append_comma_member(out, "datePublished", article->date);
	}
	mizan_text_append(out, ", \"appearance\": {\"@type\": \"CreativeWork\"");
	append_comma_member(out, "name", article->title ? article->title : article->path);
	if (article->url) {
		append_comma_member(out, "url", article->url);
	}
	mizan_text_append(out, "}}");
}

/* A rating only where records say yes, or say no. It is a word, not a number on a scale. */
static void append_rating(const struct mizan_claim *claim, struct mizan_text *out)
{
	struct mizan_text summary = {0};
	mizan_claim_append_summary(&summary, claim);
	if (claim->result == MIZAN_SUPPORTED || claim->result == MIZAN_CONTRADICTED) {
		mizan_text_append(out, ", \"reviewRating\": {\"@type\": \"Rating\"");
		append_comma_member(out, "alternateName", summary.data ? summary.data : "");
		if (claim->because) {
			append_comma_member(out, "ratingExplanation", claim->because);
		}
		mizan_text_append(out, "}");
	}
	if (claim->because && *claim->because) {
		mizan_text_append(&summary, ": ");
		mizan_text_append(&summary, claim->because);
	}
	append_comma_member(out, "reviewBody", summary.data ? summary.data : "");
	out->failed |= summary.failed;
	mizan_text_release(&summary);
}

static void append_claim_review(const struct mizan_review *review,
	const struct mizan_review_claim *claim, struct mizan_text *out)
{
	mizan_text_append(out, "{\"@type\": \"ClaimReview\"");
	append_comma_member(out, "claimReviewed", claim->weighed->text);
	if (review->reviewer) {
		mizan_text_append(out, ", \"author\": {\"@type\": \"Organization\"");
		append_comma_member(out, "name", review->reviewer);
		mizan_text_append(out, "}");
	}
	if (review->date) {
		append_comma_member(out, "datePublished", review->date);
	}
	if (review->url) {
		append_comma_member(out, "url", review->url);
	}
	mizan_text_append(out, ", ");
	append_reviewed(review, claim, out);
	append_rating(claim->weighed, out);
	mizan_text_append(out, "}");
}

/* A person accepted it, and the article still says it. */
static bool is_reviewed(const struct mizan_review_claim *claim)
{
	bool fits = claim->weighed && !claim->proposed;
	for (size_t i = 0; i < claim->tie_count; i++) {
		fits &= claim->tied[i] > 0;
	}
	return fits;
}

void review_write_claim_review(const struct mizan_review *review, struct mizan_text *out)
{
	struct mizan_text text = {0};
	size_t shown = 0;
	mizan_text_append(&text, "{\"@context\": \"https://schema.org\", \"@graph\": [");
	for (size_t i = 0; i < review->claim_count; i++) {
		if (is_reviewed(&review->claims[i])) {
			mizan_text_append(&text, shown++ ? ",\n" : "\n");
			append_claim_review(review, &review->claims[i], &text);
		}
	}
	mizan_text_append(&text, "]}\n");
	/* It stands within a page too: nothing in it may end the element that it is in. */
	size_t from = 0;
	for (size_t i = 0; i < text.size; i++) {
		if (strchr("<>&", text.data[i])) {
			mizan_text_append_bytes(out, text.data + from, i - from);
			mizan_text_printf(out, "\\u%04x", (unsigned)text.data[i]);
			from = i + 1;
		}
	}
	mizan_text_append_bytes(out, text.data ? text.data + from : "", text.size - from);
	out->failed |= text.failed;
	mizan_text_release(&text);
}
