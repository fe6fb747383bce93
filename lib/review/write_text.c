/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The review as Markdown, which is what DOCX is made from. */
#include "review_internal.h"

#include <string.h>

static void append_result(struct mizan_text *out, const struct mizan_review_claim *claim)
{
	struct mizan_text result = {0};
	review_append_result(&result, claim);
	mizan_text_append_markdown(out, result.data ? result.data : "");
	mizan_text_append(out, claim->proposed ? " (proposed)" : "");
	out->failed |= result.failed;
	mizan_text_release(&result);
}

static void append_sentence(const struct mizan_review *review, size_t at, struct mizan_text *out)
{
	const struct mizan_sentence *sentence = &review->article->sentences[at];
	mizan_text_append_markdown(out, sentence->text);
	if (review->marks[at] == MIZAN_SENTENCE_HEADING) {
		return;
	}
	mizan_text_printf(out, " **\\[%zu: ", sentence->number);
	size_t shown = 0;
	for (size_t i = review->first_claim[at]; i < review->first_claim[at + 1]; i++) {
		mizan_text_append(out, shown++ ? "; " : "");
		append_result(out, &review->claims[review->claim_list[i]]);
	}
	mizan_text_append(out, shown ? "" : mizan_sentence_mark_word(review->marks[at]));
	mizan_text_append(out, "\\]**");
}

static void append_article(const struct mizan_review *review, struct mizan_text *out)
{
	const struct mizan_article *article = review->article;
	for (size_t i = 0; i < article->sentence_count;) {
		const struct mizan_sentence *first = &article->sentences[i];
		if (first->heading) {
			mizan_text_append(out, first->level > 1 ? "### " : "## ");
		}
		mizan_text_append(out, first->quotation ? "> " : "");
		mizan_text_append(out, first->item ? "- " : "");
		for (bool begins = true; i < article->sentence_count &&
					 article->sentences[i].paragraph == first->paragraph;
			i++) {
			mizan_text_append(out, begins ? "" : " ");
			begins = false;
			append_sentence(review, i, out);
		}
		mizan_text_append(out, "\n\n");
	}
}

static void append_pair(const struct mizan_review *review, size_t at, struct mizan_text *out)
{
	const struct mizan_review_claim *claim = &review->claims[at];
	review_append_sentences(out, claim);
	mizan_text_append(out, ": ");
	mizan_text_append_markdown(out, claim->text ? claim->text : claim->why);
}

static void append_lists(const struct mizan_review *review, struct mizan_text *out)
{
	for (size_t i = 0; i < review->tie_count; i++) {
		mizan_text_append(out, i ? "- " : "## Ties that no longer fit\n\n- ");
		mizan_tie_append(review, &review->ties[i], out);
		mizan_text_append(out, i + 1 < review->tie_count ? "\n" : "\n\n");
	}
	for (size_t i = 0; i < review->conflict_count; i++) {
		mizan_text_append(
			out, i ? "- " : "## Claims of this article that cannot both hold\n\n- ");
		append_pair(review, review->conflicts[i].first, out);
		mizan_text_append(out, " / ");
		append_pair(review, review->conflicts[i].second, out);
		mizan_text_append(out, " (");
		mizan_text_append_markdown(out, review->conflicts[i].why);
		mizan_text_append(out, i + 1 < review->conflict_count ? ")\n" : ")\n\n");
	}
}

static void append_claims(const struct mizan_review *review, struct mizan_text *out)
{
	mizan_text_append(out, "## Each claim, and what is recorded\n\n");
	for (size_t i = 0; i < review->claim_count; i++) {
		const struct mizan_review_claim *claim = &review->claims[i];
		if (claim->weighed) {
			mizan_text_append(out, "*");
			review_append_sentences(out, claim);
			mizan_text_append(out, claim->proposed
						       ? "; proposed, accepted by nobody yet*\n\n"
						       : "*\n\n");
			mizan_claim_write_markdown(claim->weighed, out);
			mizan_text_append(out, "\n");
		}
	}
}

static void append_sources(const struct mizan_review *review, bool cited, struct mizan_text *out)
{
	struct review_sources sources = {0};
	review_list_sources(review, cited, &sources);
	for (size_t i = 0; i < sources.count; i++) {
		const struct review_source *source = &sources.items[i];
		mizan_text_append(out, i       ? "- "
				       : cited ? "What the article cites:\n\n- "
					       : "Records that answer:\n\n- ");
		mizan_text_append_markdown(out, source->name);
		mizan_text_append(out, source->edition ? ", " : "");
		mizan_text_append_markdown(out, source->edition);
		mizan_text_append(out, source->counts ? ": " : "");
		mizan_text_append_markdown(out, source->counts);
		mizan_text_append(out, i + 1 < sources.count ? "\n" : "\n\n");
	}
	out->failed |= sources.failed;
	review_sources_release(&sources);
}

mizan_status review_write_markdown(
	const struct mizan_review *review, struct mizan_text *out, struct mizan_error *error)
{
	const struct mizan_article *article = review->article;
	const struct mizan_table *sources = mizan_brief_sources(review->brief);
	mizan_text_append(out, "# ");
	mizan_text_append_markdown(out, article->title ? article->title : article->path);
	mizan_text_append(out, "\n\n");
	const char *restricted = mizan_brief_restricted(review->brief);
	if (restricted) {
		mizan_text_printf(out, "**%s**\n\n", restricted);
	}
	if (review->reviewer) {
		mizan_text_append(out, "Reviewed by ");
		mizan_text_append_markdown(out, review->reviewer);
		mizan_text_append(out, "\n\n");
	}
	append_article(review, out);
	append_lists(review, out);
	append_claims(review, out);
	mizan_text_append(out, "## Sources\n\n");
	append_sources(review, true, out);
	append_sources(review, false, out);
	mizan_text_append(out, sources->source_count ? "The store:\n\n" : "");
	for (size_t i = 0; i < sources->source_count; i++) {
		mizan_text_append(out, "- ");
		mizan_text_append_markdown(out, sources->sources[i]);
		mizan_text_append(out, "\n");
	}
	return mizan_text_check(out, error);
}
