/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The article with its marks, as one self-contained page: every text of it is escaped. */
#include "review_internal.h"

#include <string.h>

static const char review_style[] =
	"body.review{max-width:62rem}"
	".review header,.review nav,.review #claims,.review #conflicts,.review #ties,.review "
	"#sources{max-width:46rem}"
	".review article{padding-right:17rem;max-width:59rem}"
	".paragraph{display:flow-root;margin:0 0 1rem}"
	".paragraph.quotation{padding-left:1rem;border-left:.2rem solid #c9c9c4}"
	".paragraph.item{display:flow-root;padding-left:1.4rem;position:relative}"
	".paragraph.item::before{content:'\\2022';position:absolute;left:.3rem}"
	".paragraph h2,.paragraph h3,.paragraph h4{margin:1.4rem 0 .2rem;display:inline-block}"
	".sentence sup{font:.62em 'Noto "
	"Sans',system-ui,sans-serif;color:#595959;margin-right:.15em;"
	"line-height:0}"
	".sentence:target{background:#f4f3ee}"
	".weighed{text-decoration:underline;text-decoration-color:#1f4e79;"
	"text-decoration-thickness:1px;text-underline-offset:.22em}"
	".statements,.unchecked,.opinion{text-decoration-line:underline;text-decoration-style:"
	"dashed;"
	"text-decoration-color:#595959;text-decoration-thickness:1px;text-underline-offset:.22em}"
	".unchecked,.opinion{text-decoration-style:dotted}"
	".marks{float:right;clear:right;width:15rem;margin:.1rem -17rem .35rem 0;font:.8rem/1.35 "
	"'Noto "
	"Sans',system-ui,-apple-system,'Segoe UI',sans-serif;color:#333;border-left:2px solid "
	"#c9c9c4;padding-left:.6rem}"
	".marks b{font-weight:600;color:#595959;margin-right:.25em}"
	".marks "
	"a,.marks>span{display:block}.marks.bare>b+*{display:inline}.marks{break-inside:avoid}"
	".marks .why{color:#595959}"
	".proposed{font-style:italic}"
	".pair{display:grid;grid-template-columns:1fr 1fr;gap:.8rem;margin:.8rem 0;border-top:1px "
	"solid "
	"#c9c9c4;padding-top:.5rem}"
	".pair p{margin:0}.pair .why{grid-column:1/3;font-size:.9rem;color:#595959}"
	".where{font:.85rem/1.4 'Noto Sans',system-ui,sans-serif;color:#595959;margin:1.6rem 0 "
	"-1.1rem}"
	".close{display:none}"
	"@media screen{.treated:target{position:fixed;left:0;right:0;bottom:0;max-height:65vh;"
	"overflow:auto;background:#fff;z-index:1;border-top:3px solid #1f4e79;padding:0 1.2rem "
	".6rem;box-shadow:0 -4px 18px rgba(0,0,0,.18)}"
	".treated:target .where{margin:.7rem 0 -.4rem}.treated:target .claim{max-width:46rem}"
	".treated:target .close{display:inline}}"
	"@media screen and (max-width:56rem){.review article{padding-right:0}"
	".marks{float:none;display:block;width:auto;margin:.25rem 0 .5rem}"
	".pair{grid-template-columns:1fr}.pair .why{grid-column:1}}"
	"@media print{html{font-size:9.5pt}body.review{font-size:1rem}.review "
	"article{padding-right:50mm}"
	".marks,.side{width:45mm;margin-right:-50mm;font-size:7.2pt}"
	".side{float:right}.side .marks{float:none;display:block;margin:0 0 .35rem;width:auto}"
	".where{break-after:avoid}.pair{break-inside:avoid}}";

static void append_element(
	struct mizan_text *out, const char *element, const char *class, const char *text)
{
	if (text && *text) {
		mizan_text_printf(out, "<%s class=\"%s\">", element, class);
		mizan_text_append_html(out, text);
		mizan_text_printf(out, "</%s>\n", element);
	}
}

static void append_head(const struct mizan_review *review, struct mizan_text *out)
{
	const struct mizan_article *article = review->article;
	const char *title = article->title ? article->title : article->path;
	mizan_text_append(out, "<!DOCTYPE html>\n<html lang=\"");
	mizan_text_append_html(out, article->language ? article->language : "en");
	mizan_text_append(out,
		"\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		"style-src 'unsafe-inline'\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta name=\"generator\" content=\"mizan " MIZAN_VERSION "\">\n<title>");
	const char *restricted = mizan_brief_restricted(review->brief);
	mizan_text_append(out, restricted ? "RESTRICTED: " : "");
	mizan_text_append_html(out, title);
	mizan_text_append(out, " – a review</title>\n");
	if (!restricted) { /* what search engines read is published */
		mizan_text_append(out, "<script type=\"application/ld+json\">\n");
		review_write_claim_review(review, out);
		mizan_text_append(out, "</script>\n");
	}
	mizan_text_printf(out,
		"<style>%s%s%s</style>\n</head>\n<body class=\"review\">\n<a class=\"skip\" "
		"href=\"#text\">To the text</a>\n<header>\n",
		mizan_page_style(), review_style, restricted ? mizan_page_style_restricted() : "");
	if (restricted) {
		mizan_text_printf(out, "<p class=\"restricted\">%s</p>\n", restricted);
	}
	mizan_text_append(out, "<p class=\"subtitle\">A review</p>\n<h1>");
	mizan_text_append_html(out, title);
	mizan_text_append(out, "</h1>\n");
	append_element(out, "p", "author", article->author);
	append_element(out, "p", "date", article->date);
	if (review->reviewer || review->date) {
		mizan_text_append(out, "<p class=\"date\">Reviewed");
		mizan_text_append(out, review->reviewer ? " by " : "");
		mizan_text_append_html(out, review->reviewer ? review->reviewer : "");
		mizan_text_append(out, review->date ? ", " : "");
		mizan_text_append_html(out, review->date ? review->date : "");
		mizan_text_append(out, "</p>\n");
	}
	mizan_text_append(out, "</header>\n");
}

/* ---- The article -------------------------------------------------------------------------- */

static void append_mark_of_claim(
	const struct mizan_review *review, size_t at, struct mizan_text *out)
{
	const struct mizan_review_claim *claim = &review->claims[at];
	struct mizan_text result = {0};
	review_append_result(&result, claim);
	if (claim->weighed) {
		mizan_text_printf(out, "<a href=\"#treated-%zu\">", at + 1);
	} else {
		mizan_text_append(out, "<span>");
	}
	mizan_text_append_html(out, result.data ? result.data : "");
	mizan_text_append(
		out, claim->proposed ? " <span class=\"proposed\">(proposed)</span>" : "");
	mizan_text_append(out, claim->weighed ? "</a>" : "</span>");
	if (!claim->weighed) {
		append_element(out, "span", "why", claim->why);
	}
	out->failed |= result.failed;
	mizan_text_release(&result);
}

static void append_sentence(const struct mizan_review *review, size_t at, struct mizan_text *out)
{
	static const char *const classes[] = {
		"untreated", "weighed", "statements", "opinion", "unchecked", "heading"};
	const struct mizan_sentence *sentence = &review->article->sentences[at];
	mizan_text_printf(out,
		"<span class=\"sentence\" id=\"s%zu\"><sup>%zu</sup><span class=\"%s\">",
		sentence->number, sentence->number, classes[review->marks[at]]);
	mizan_text_append_html(out, sentence->text);
	mizan_text_append(out, "</span></span>\n");
}

/* The mark's word is left out where the results of its claims say the same. */
static void append_marks(const struct mizan_review *review, size_t at, struct mizan_text *out)
{
	enum mizan_sentence_mark mark = review->marks[at];
	size_t first = review->first_claim[at], end = review->first_claim[at + 1];
	bool says = mark == MIZAN_SENTENCE_WEIGHED || first == end;
	if (mark == MIZAN_SENTENCE_HEADING) {
		return;
	}
	mizan_text_printf(out, "<span class=\"marks%s\"><b>%zu</b> ", says ? "" : " bare", at + 1);
	mizan_text_append(out, says ? mizan_sentence_mark_word(mark) : "");
	for (size_t i = first; i < end; i++) {
		append_mark_of_claim(review, review->claim_list[i], out);
	}
	mizan_text_append(out, "</span>\n");
}

/* `level`: of the element, where the paragraph is a heading. */
static void append_paragraph(const struct mizan_review *review, size_t first, size_t end,
	unsigned level, bool for_pdf, struct mizan_text *out)
{
	if (for_pdf) {
		/* WeasyPrint lays floats of one line over each other: they stand in one block. */
		mizan_text_append(out, "<div class=\"side\">");
		for (size_t i = first; i < end; i++) {
			append_marks(review, i, out);
		}
		mizan_text_append(out, "</div>\n");
	}
	if (review->article->sentences[first].heading) {
		mizan_text_printf(out, "<h%u>", level);
	}
	for (size_t i = first; i < end; i++) {
		append_sentence(review, i, out);
		if (!for_pdf) {
			append_marks(review, i, out);
		}
	}
	if (review->article->sentences[first].heading) {
		mizan_text_printf(out, "</h%u>\n", level);
	}
}

/* The highest heading of the article, which stands under the title of the page. */
static unsigned highest_heading(const struct mizan_article *article)
{
	unsigned highest = 6;
	for (size_t i = 0; i < article->sentence_count; i++) {
		const struct mizan_sentence *sentence = &article->sentences[i];
		highest =
			sentence->heading && sentence->level < highest ? sentence->level : highest;
	}
	return highest;
}

/* Who listens to a page goes from heading to heading: none may be left out between two. */
static unsigned heading_under(unsigned level, unsigned highest, unsigned before)
{
	unsigned wanted = level - highest + 2;
	wanted = wanted > before + 1 ? before + 1 : wanted;
	return wanted < 4 ? wanted : 4;
}

static void append_article(const struct mizan_review *review, bool for_pdf, struct mizan_text *out)
{
	const struct mizan_article *article = review->article;
	unsigned highest = highest_heading(article), level = 1;
	mizan_text_append(out, "<article id=\"text\">\n");
	for (size_t i = 0, end; i < article->sentence_count; i = end) {
		const struct mizan_sentence *first = &article->sentences[i];
		for (end = i; end < article->sentence_count &&
			      article->sentences[end].paragraph == first->paragraph;
			end++) {
		}
		mizan_text_printf(out, "<div class=\"paragraph%s%s\" dir=\"auto\">\n",
			first->item ? " item" : "", first->quotation ? " quotation" : "");
		level = first->heading ? heading_under(first->level, highest, level) : level;
		append_paragraph(review, i, end, level, for_pdf, out);
		mizan_text_append(out, "</div>\n");
	}
	mizan_text_append(out, "</article>\n");
}

/* ---- What stands beside it ---------------------------------------------------------------- */

static void append_ties(const struct mizan_review *review, struct mizan_text *out)
{
	if (review->tie_count == 0) {
		return;
	}
	mizan_text_append(out,
		"<section id=\"ties\">\n<h2>Ties that no longer fit</h2>\n<p>The text "
		"was changed after these claims were tied to it. They are not shown "
		"beside it.</p>\n<ul>\n");
	for (size_t i = 0; i < review->tie_count; i++) {
		const struct mizan_review_claim *claim = &review->claims[review->ties[i].claim];
		struct mizan_text line = {0};
		mizan_tie_append(review, &review->ties[i], &line);
		mizan_text_append(out, "<li>");
		mizan_text_append_html(out, line.data ? line.data : "");
		if (claim->text || claim->why) {
			mizan_text_append(out, ": ");
			mizan_text_append_html(out, claim->text ? claim->text : claim->why);
		}
		mizan_text_append(out, "</li>\n");
		out->failed |= line.failed;
		mizan_text_release(&line);
	}
	mizan_text_append(out, "</ul>\n</section>\n");
}

static void append_one_of_pair(const struct mizan_review *review, size_t at, struct mizan_text *out)
{
	const struct mizan_review_claim *claim = &review->claims[at];
	mizan_text_append(out, "<p>");
	review_append_sentences(out, claim);
	mizan_text_append(out, ": ");
	if (claim->weighed) {
		mizan_text_printf(out, "<a href=\"#treated-%zu\">", at + 1);
	}
	mizan_text_append_html(out, claim->text ? claim->text : claim->why ? claim->why : "");
	mizan_text_append(out, claim->weighed ? "</a></p>\n" : "</p>\n");
}

static void append_conflicts(const struct mizan_review *review, struct mizan_text *out)
{
	if (review->conflict_count == 0) {
		return;
	}
	mizan_text_append(out, "<section id=\"conflicts\">\n<h2>Claims of this article that cannot "
			       "both hold</h2>\n");
	for (size_t i = 0; i < review->conflict_count; i++) {
		const struct mizan_conflict *conflict = &review->conflicts[i];
		mizan_text_append(out, "<div class=\"pair\">\n");
		append_one_of_pair(review, conflict->first, out);
		append_one_of_pair(review, conflict->second, out);
		append_element(out, "p", "why", conflict->why);
		mizan_text_append(out, "</div>\n");
	}
	mizan_text_append(out, "</section>\n");
}

static void append_claims(const struct mizan_review *review, bool for_pdf, struct mizan_text *out)
{
	size_t shown = 0;
	for (size_t i = 0; i < review->claim_count; i++) {
		const struct mizan_review_claim *claim = &review->claims[i];
		if (!claim->weighed) {
			continue;
		}
		if (shown++ == 0) {
			mizan_text_append(out,
				"<section id=\"claims\">\n<h2>Each claim, and what is "
				"recorded</h2>\n");
		}
		mizan_text_printf(out,
			"<div class=\"treated\" id=\"treated-%zu\">\n<p class=\"where\">", i + 1);
		review_append_sentences(out, claim);
		mizan_text_append(out, claim->proposed
					       ? " &middot; <em>proposed, accepted by nobody "
						 "yet</em>"
					       : "");
		size_t number = 0;
		for (size_t k = 0; k < claim->tie_count && number == 0; k++) {
			number = claim->tied[k];
		}
		if (number > 0 && !for_pdf) {
			mizan_text_printf(
				out, " &middot; <a href=\"#s%zu\">back to the text</a>", number);
		}
		mizan_text_append(out, "</p>\n");
		mizan_claim_write_html(claim->weighed, for_pdf, out);
		mizan_text_append(out, "</div>\n");
	}
	mizan_text_append(out, shown ? "</section>\n" : "");
}

static void append_source_table(
	const struct mizan_review *review, bool cited, struct mizan_text *out)
{
	struct review_sources sources = {0};
	review_list_sources(review, cited, &sources);
	if (sources.count > 0) {
		mizan_text_append(
			out, cited ? "<div class=\"wide\"><table><caption>What the article "
				     "cites</caption><thead><tr><th>Source</th>"
				   : "<div class=\"wide\"><table><caption>Records that answer"
				     "</caption><thead><tr><th>Publisher</th><th>Edition</th>"
				     "<th>Counts</th>");
		mizan_text_append(out, "<th>Sentences</th></tr></thead><tbody>\n");
	}
	for (size_t i = 0; i < sources.count; i++) {
		const struct review_source *source = &sources.items[i];
		mizan_text_append(out, "<tr><td>");
		mizan_text_append_html(out, source->name);
		for (int k = 0; k < 2 && !cited; k++) {
			const char *text = k == 0 ? source->edition : source->counts;
			mizan_text_append(out, "</td><td>");
			mizan_text_append_html(out, text ? text : "");
		}
		mizan_text_append(out, "</td><td>");
		size_t shown = 0, last = 0;
		for (size_t k = 0; k < source->claim_count; k++) {
			const struct mizan_review_claim *claim = &review->claims[source->claims[k]];
			for (size_t t = 0; t < claim->tie_count; t++) {
				if (claim->tied[t] > 0 && claim->tied[t] != last) {
					last = claim->tied[t];
					mizan_text_printf(out, "%s<a href=\"#s%zu\">%zu</a>",
						shown++ ? ", " : "", last, last);
				}
			}
		}
		mizan_text_append(out, "</td></tr>\n");
	}
	mizan_text_append(out, sources.count ? "</tbody></table></div>\n" : "");
	out->failed |= sources.failed;
	review_sources_release(&sources);
}

static void append_sources(const struct mizan_review *review, struct mizan_text *out)
{
	const struct mizan_table *sources = mizan_brief_sources(review->brief);
	mizan_text_append(out, "<section id=\"sources\">\n<h2>Sources</h2>\n");
	append_source_table(review, true, out);
	append_source_table(review, false, out);
	mizan_text_append(out, "<h3>The store</h3>\n<ul>\n");
	for (size_t i = 0; i < sources->source_count; i++) {
		append_element(out, "li", "release", sources->sources[i]);
	}
	mizan_text_append(out, "</ul>\n");
	if (sources->note_count > 0) {
		mizan_text_append(out, "<h3>Notes</h3>\n<ul>\n");
		for (size_t i = 0; i < sources->note_count; i++) {
			append_element(out, "li", "note-of-source", sources->notes[i]);
		}
		mizan_text_append(out, "</ul>\n");
	}
	mizan_text_append(out,
		"<p class=\"made\">Computed by mizan " MIZAN_VERSION
		" from the records named above. Supported, contradicted and the other results say "
		"what those records hold, not who is right. Underlined: weighed. Dashed: rests on "
		"statements. Dotted: an opinion, or cannot be checked.</p>\n</section>\n");
}

mizan_status review_write_html(const struct mizan_review *review, bool for_pdf,
	struct mizan_text *out, struct mizan_error *error)
{
	append_head(review, out);
	mizan_text_append(out, "<main>\n");
	append_ties(review, out);
	append_article(review, for_pdf, out);
	append_conflicts(review, out);
	append_claims(review, for_pdf, out);
	append_sources(review, out);
	mizan_text_append(out, "</main>\n</body>\n</html>\n");
	return mizan_text_check(out, error);
}
