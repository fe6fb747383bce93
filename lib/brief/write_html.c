/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One self-contained page: nothing is loaded, nothing runs, every text is escaped. */
#include "brief_internal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct page {
	const struct mizan_brief *brief;
	struct mizan_text *out;
	bool for_pdf;
	size_t numbers; /* of inline numbers so far */
};

/* ---- Pictures ----------------------------------------------------------------------------- */

static void append_base64(struct mizan_text *out, const struct mizan_text *data)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *bytes = (const unsigned char *)data->data;
	for (size_t i = 0; i < data->size; i += 3) {
		unsigned long word = (unsigned long)bytes[i] << 16;
		word |= i + 1 < data->size ? (unsigned long)bytes[i + 1] << 8 : 0;
		word |= i + 2 < data->size ? (unsigned long)bytes[i + 2] : 0;
		char four[4] = {digits[word >> 18], digits[word >> 12 & 63],
			i + 1 < data->size ? digits[word >> 6 & 63] : '=',
			i + 2 < data->size ? digits[word & 63] : '='};
		mizan_text_append_bytes(out, four, 4);
	}
}

static mizan_status append_chart(
	struct mizan_text *out, const struct brief_cell *cell, struct mizan_error *error)
{
	struct mizan_text picture = {0}, description = {0};
	mizan_status status = cell_draw(cell, MIZAN_SVG, &picture, &description, error);
	if (status == MIZAN_OK && picture.size > 0) {
		/* A narrow screen moves it sideways, with the keyboard too. */
		mizan_text_append(out, "<div class=\"wide\" tabindex=\"0\" role=\"group\" "
				       "aria-label=\"Chart\"><img alt=\"");
		mizan_text_append_html(out, description.data ? description.data : "");
		mizan_text_append(out, "\" src=\"data:image/svg+xml;base64,");
		append_base64(out, &picture);
		mizan_text_append(out, "\"></div>\n");
	}
	out->failed |= picture.failed || description.failed;
	mizan_text_release(&picture);
	mizan_text_release(&description);
	return status;
}

/* What may be wider than the page moves sideways, with the keyboard too. */
#define WIDE_TABLE "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\">"

/* ---- Cells -------------------------------------------------------------------------------- */

static void append_query(struct mizan_text *out, const char *sql)
{
	mizan_text_append(out, "<pre><code>");
	mizan_text_append_html(out, sql);
	mizan_text_append(out, "</code></pre>\n");
}

static mizan_status fill_block(const struct page *page, const struct brief_cell *cell,
	struct mizan_text *out, struct mizan_error *error)
{
	const char *table = cell_option(cell, "table"), *caption = cell_option(cell, "caption");
	bool chart = cell_option(cell, "chart") != NULL;
	mizan_text_append(out, "<figure>\n");
	mizan_status status = append_chart(out, cell, error);
	bool shown = !chart || (table && strcmp(table, "yes") == 0);
	if (status == MIZAN_OK && shown) {
		mizan_text_append(out, WIDE_TABLE);
		status = mizan_table_write_html(&cell->table, out, error);
		mizan_text_append(out, "</div>\n");
	}
	if (caption) {
		mizan_text_append(out, "<figcaption>");
		mizan_text_append_html(out, caption);
		mizan_text_append(out, "</figcaption>\n");
	}
	if (!page->for_pdf) {
		mizan_text_append(out, "<details><summary>Query");
		mizan_text_append(
			out, shown ? "</summary>\n" : " and numbers of the chart</summary>\n");
		append_query(out, cell->sql);
		if (status == MIZAN_OK && !shown) {
			mizan_text_append(out, WIDE_TABLE);
			status = mizan_table_write_html(&cell->table, out, error);
			mizan_text_append(out, "</div>\n");
		}
		mizan_text_append(out, "</details>\n");
	}
	mizan_text_append(out, "</figure>\n");
	return status;
}

static void append_field(struct mizan_text *out, const char *name, const char *value)
{
	mizan_text_printf(out, "<dt>%s</dt><dd>", name);
	mizan_text_append_html(out, value);
	mizan_text_append(out, "</dd>\n");
}

static void append_answers(
	struct mizan_text *out, const struct mizan_answer *answers, size_t count, const char *title)
{
	static const char *const says[] = {"cannot say", "no", "yes"};
	if (count == 0) {
		return;
	}
	mizan_text_printf(out,
		WIDE_TABLE "<table><caption>%s</caption><thead><tr><th scope=\"col\">"
			   "Publisher</th><th scope=\"col\">Counts</th><th scope=\"col\">Holds</th>"
			   "<th scope=\"col\">Numbers</th></tr></thead><tbody>\n",
		title);
	for (size_t i = 0; i < count; i++) {
		const struct mizan_answer *answer = &answers[i];
		mizan_text_append(out, "<tr><td>");
		mizan_text_append_html(out, answer->publisher ? answer->publisher : "");
		if (answer->party) {
			mizan_text_append(out, " (a party)");
		}
		if (answer->edition) {
			mizan_text_append(out, "<br><small>");
			mizan_text_append_html(out, answer->edition);
			mizan_text_append(out, "</small>");
		}
		mizan_text_append(out, "</td><td>");
		mizan_text_append_html(out, answer->counts_what ? answer->counts_what : "");
		mizan_text_printf(out, "</td><td>%s</td><td>", says[answer->holds + 1]);
		mizan_text_append_html(out, answer->evidence ? answer->evidence : "");
		if (answer->reason) {
			mizan_text_append(out, answer->evidence ? "; " : "");
			mizan_text_append_html(out, answer->reason);
		}
		mizan_text_append(out, "</td></tr>\n");
	}
	mizan_text_append(out, "</tbody></table></div>\n");
}

static void append_statements(struct mizan_text *out, const struct mizan_claim *claim)
{
	static const char *const stances[] = {"Asserts", "Denies", "Does not say"};
	for (int stance = 0; stance < 3; stance++) {
		for (size_t i = 0; i < claim->statement_count; i++) {
			const struct mizan_statement *one = &claim->statements[i];
			if (stance == (one->denies ? 1 : one->silent ? 2 : 0)) {
				append_field(out, stances[stance], one->text);
			}
		}
	}
}

static void append_how(struct mizan_text *out, const struct mizan_claim *claim, bool open)
{
	bool any = claim->rule || claim->sql || claim->answer_count || claim->cited_count;
	if (!any) {
		return;
	}
	mizan_text_append(
		out, open ? "<div class=\"how\">\n"
			  : "<details class=\"how\"><summary>How it was weighed</summary>\n");
	if (claim->rule) {
		mizan_text_append(out, "<p>");
		mizan_text_append_html(out, claim->rule);
		mizan_text_append(out, "</p>\n");
	}
	append_answers(out, claim->answers, claim->answer_count, "Against other records");
	append_answers(out, claim->cited_answers, claim->cited_count, "As cited");
	if (claim->sql) {
		append_query(out, claim->sql);
	}
	mizan_text_append(out, open ? "</div>\n" : "</details>\n");
}

void mizan_claim_write_html(const struct mizan_claim *claim, bool open, struct mizan_text *out)
{
	mizan_text_append(out, "<section class=\"claim\" id=\"claim-");
	mizan_text_append_html(out, claim->id);
	mizan_text_append(out, "\">\n<p class=\"said\">");
	mizan_text_append_html(out, claim->text);
	mizan_text_append(out, "</p>\n");
	if (claim->by) {
		mizan_text_append(out, "<p class=\"by\">Said by ");
		mizan_text_append_html(out, claim->by);
		mizan_text_append(out, "</p>\n");
	}
	struct mizan_text summary = {0};
	mizan_claim_append_summary(&summary, claim);
	mizan_text_append(out, "<dl>\n<dt>Against other records</dt><dd><strong class=\"result\">");
	mizan_text_append_html(out, summary.data ? summary.data : "");
	mizan_text_append(out, "</strong>");
	if (claim->because && *claim->because) {
		mizan_text_append(out, " &ndash; ");
		mizan_text_append_html(out, claim->because);
	}
	mizan_text_append(out, "</dd>\n<dt>As cited</dt><dd>");
	mizan_text_append_html(out, mizan_cited_word(claim->cited));
	if (claim->cites) {
		mizan_text_append(out, " (");
		mizan_text_append_html(out, claim->cites);
		mizan_text_append(out, ")");
	}
	mizan_text_append(out, "</dd>\n");
	append_statements(out, claim);
	if (claim->note) {
		append_field(out, "Mark", claim->note);
	}
	mizan_text_append(out, "</dl>\n");
	append_how(out, claim, open);
	mizan_text_append(out, "</section>\n");
	out->failed |= summary.failed;
	mizan_text_release(&summary);
}

static void fill_inline(struct page *page, const struct brief_cell *cell, struct mizan_text *out)
{
	size_t number = ++page->numbers;
	mizan_text_printf(
		out, "<a class=\"number\" id=\"from-%zu\" href=\"#number-%zu\">", number, number);
	mizan_text_append_html(out, cell->value ? cell->value : "?");
	mizan_text_append(out, "</a>");
}

static mizan_status fill_cells(struct page *page, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < page->brief->cell_count && status == MIZAN_OK; i++) {
		const struct brief_cell *cell = page->brief->cells[i];
		struct mizan_text html = {0};
		if (cell->kind == CELL_INLINE) {
			fill_inline(page, cell, &html);
		} else if (cell->kind == CELL_CLAIM && cell->claim) {
			mizan_claim_write_html(cell->claim, page->for_pdf, &html);
		} else if (cell->kind == CELL_BLOCK && cell->done) {
			status = fill_block(page, cell, &html, error);
			if (status != MIZAN_OK) {
				mizan_error_at(error, page->brief->path, cell->line, 0);
			}
		}
		if (status == MIZAN_OK) {
			status = mizan_text_check(&html, error);
		}
		if (status == MIZAN_OK) {
			cmark_node_set_on_enter(cell->node, html.data ? html.data : "");
		}
		mizan_text_release(&html);
	}
	return status;
}

/* ---- Page --------------------------------------------------------------------------------- */

static bool page_is_right_to_left(const char *language)
{
	static const char *const languages[] = {"ur", "ps", "fa", "prs", "ar", "ckb", "sd"};
	size_t size = strcspn(language, "-");
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
		if (strlen(languages[i]) == size &&
			strncasecmp(language, languages[i], size) == 0) {
			return true;
		}
	}
	return false;
}

static void append_head(const struct page *page)
{
	const struct mizan_brief *brief = page->brief;
	struct mizan_text *out = page->out;
	mizan_text_append(out, "<!DOCTYPE html>\n<html lang=\"");
	mizan_text_append_html(out, brief->language);
	mizan_text_append(out, page_is_right_to_left(brief->language) ? "\" dir=\"rtl" : "");
	mizan_text_append(out,
		"\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
		"'none'; img-src data:; style-src 'unsafe-inline'\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, "
		"initial-scale=1\">\n<meta name=\"generator\" content=\"mizan " MIZAN_VERSION
		"\">\n<title>");
	mizan_text_append(out, brief->restricted ? "RESTRICTED: " : "");
	mizan_text_append_html(out, brief->title);
	mizan_text_printf(out,
		"</title>\n<style>%s%s</style>\n</head>\n<body>\n<a class=\"skip\" "
		"href=\"#text\">To the text</a>\n<header>\n",
		page_style, brief->restricted ? page_style_restricted : "");
	if (brief->restricted) {
		mizan_text_printf(out, "<p class=\"restricted\">%s</p>\n", brief_restricted);
	}
	mizan_text_append(out, "<h1>");
	mizan_text_append_html(out, brief->title);
	mizan_text_append(out, "</h1>\n");
	const char *const lines[] = {brief->subtitle, brief->author, brief->date};
	static const char *const classes[] = {"subtitle", "author", "date"};
	for (size_t i = 0; i < 3; i++) {
		if (lines[i]) {
			mizan_text_printf(out, "<p class=\"%s\">", classes[i]);
			mizan_text_append_html(out, lines[i]);
			mizan_text_append(out, "</p>\n");
		}
	}
	mizan_text_append(out, "</header>\n");
}

/* Every claim in the order of the text, with its result: never counted by who said it. */
static void append_index(const struct page *page)
{
	const struct mizan_brief *brief = page->brief;
	if (brief->claim_count == 0) {
		return;
	}
	mizan_text_append(page->out, "<nav aria-labelledby=\"weighed\">\n<h2 id=\"weighed\">What "
				     "was weighed</h2>\n<ol class=\"claims\">\n");
	for (size_t i = 0; i < brief->claim_count; i++) {
		struct mizan_text summary = {0};
		mizan_claim_append_summary(&summary, brief->claims[i]);
		mizan_text_append(page->out, "<li><a href=\"#claim-");
		mizan_text_append_html(page->out, brief->claims[i]->id);
		mizan_text_append(page->out, "\">");
		mizan_text_append_html(page->out, brief->claims[i]->text);
		mizan_text_append(page->out, "</a> <span class=\"result\">");
		mizan_text_append_html(page->out, summary.data ? summary.data : "");
		mizan_text_append(page->out, "</span></li>\n");
		page->out->failed |= summary.failed;
		mizan_text_release(&summary);
	}
	mizan_text_append(page->out, "</ol>\n</nav>\n");
}

static void append_numbers(const struct page *page)
{
	size_t number = 0;
	for (size_t i = 0; i < page->brief->cell_count; i++) {
		const struct brief_cell *cell = page->brief->cells[i];
		if (cell->kind != CELL_INLINE) {
			continue;
		}
		if (number++ == 0) {
			mizan_text_append(page->out,
				"<section class=\"numbers\" aria-labelledby=\"numbers\">\n<h2 "
				"id=\"numbers\">Where each "
				"number comes from</h2>\n");
		}
		mizan_text_printf(
			page->out, "<aside class=\"note\" id=\"number-%zu\"><p><strong>", number);
		mizan_text_append_html(page->out, cell->value ? cell->value : "?");
		mizan_text_printf(page->out,
			"</strong> <a href=\"#from-%zu\">back to the text</a> &middot; <a "
			"href=\"#sources\">sources and hashes</a></p>\n",
			number);
		append_query(page->out, cell->sql);
		for (size_t k = 0; k < cell->table.source_count; k++) {
			mizan_text_append(page->out, "<p>");
			mizan_text_append_html(page->out, cell->table.sources[k]);
			mizan_text_append(page->out, "</p>\n");
		}
		mizan_text_append(page->out, "</aside>\n");
	}
	if (number > 0) {
		mizan_text_append(page->out, "</section>\n");
	}
}

static void append_sources(const struct page *page)
{
	const struct mizan_table *sources = &page->brief->sources;
	mizan_text_append(page->out, "<section id=\"sources\" aria-labelledby=\"from\">\n<h2 "
				     "id=\"from\">Sources</h2>\n<ul>\n");
	for (size_t i = 0; i < sources->source_count; i++) {
		mizan_text_append(page->out, "<li>");
		mizan_text_append_html(page->out, sources->sources[i]);
		mizan_text_append(page->out, "</li>\n");
	}
	mizan_text_append(page->out, "</ul>\n");
	if (sources->note_count > 0) {
		mizan_text_append(page->out, "<h2>Notes</h2>\n<ul>\n");
		for (size_t i = 0; i < sources->note_count; i++) {
			mizan_text_append(page->out, "<li>");
			mizan_text_append_html(page->out, sources->notes[i]);
			mizan_text_append(page->out, "</li>\n");
		}
		mizan_text_append(page->out, "</ul>\n");
	}
	if (page->brief->unchecked_count > 0) {
		mizan_text_append(page->out, "<h2>Numbers typed by hand, not checked</h2>\n<ul>\n");
		for (size_t i = 0; i < page->brief->unchecked_count; i++) {
			const struct mizan_error *number = &page->brief->unchecked[i];
			mizan_text_printf(page->out, "<li>line %zu: ", number->line);
			mizan_text_append_html(page->out, number->what);
			mizan_text_append(page->out, "</li>\n");
		}
		mizan_text_append(page->out, "</ul>\n");
	}
	mizan_text_append(page->out, "<p class=\"made\">Computed by mizan " MIZAN_VERSION
				     " from the records named above. Supported, contradicted and "
				     "the other results say what "
				     "those records hold, not who is right.</p>\n</section>\n");
}

mizan_status write_html(const struct mizan_brief *brief, bool for_pdf, struct mizan_text *out,
	struct mizan_error *error)
{
	struct page page = {.brief = brief, .out = out, .for_pdf = for_pdf};
	mizan_status status = fill_cells(&page, error);
	if (status != MIZAN_OK) {
		return status;
	}
	append_head(&page);
	append_index(&page);
	char *body = cmark_render_html(brief->root, CMARK_OPT_DEFAULT | CMARK_OPT_FOOTNOTES, NULL);
	mizan_text_append(out, "<main id=\"text\">\n");
	mizan_text_append(out, body ? body : "");
	mizan_text_append(out, "</main>\n");
	free(body);
	append_numbers(&page);
	append_sources(&page);
	mizan_text_append(out, "</body>\n</html>\n");
	return mizan_text_check(out, error);
}
