/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The brief as plain Markdown: cells become text, tables and quotations. */
#include "brief_internal.h"

#include <stdlib.h>
#include <string.h>

/* Text of data: nothing in it is markup. */
void mizan_text_append_markdown(struct mizan_text *out, const char *text)
{
	const char *mark = text ? text + strspn(text, "0123456789") : NULL;
	/* Where a line begins so, it is a list, a rule or a heading. */
	bool begins =
		mark && *mark &&
		(mark > text ? (*mark == '.' || *mark == ')') && strchr(" \t", mark[1])
			     : *mark == '=' ||
					((*mark == '-' || *mark == '+') &&
						(strchr(" \t", mark[1]) || mark[1] == *mark)));
	for (const char *c = text; c && *c; c++) {
		if ((begins && c == mark) || strchr("\\`*_{}[]<>#|!~&", *c)) {
			mizan_text_append_bytes(out, "\\", 1);
		}
		mizan_text_append_bytes(out, *c == '\n' || *c == '\r' ? " " : c, 1);
	}
}

void mizan_claim_write_markdown(const struct mizan_claim *claim, struct mizan_text *out)
{
	struct mizan_text summary = {0};
	mizan_claim_append_summary(&summary, claim);
	mizan_text_append(out, "> ");
	mizan_text_append_markdown(out, claim->text);
	if (claim->by) {
		mizan_text_append(out, " (said by ");
		mizan_text_append_markdown(out, claim->by);
		mizan_text_append(out, ")");
	}
	mizan_text_append(out, "\n\nAgainst other records: **");
	mizan_text_append_markdown(out, summary.data ? summary.data : "");
	mizan_text_append(out, "**");
	if (claim->because && *claim->because) {
		mizan_text_append(out, " – ");
		mizan_text_append_markdown(out, claim->because);
	}
	mizan_text_append(out, ". As cited: ");
	mizan_text_append_markdown(out, mizan_cited_word(claim->cited));
	if (claim->cites) {
		mizan_text_append(out, " (");
		mizan_text_append_markdown(out, claim->cites);
		mizan_text_append(out, ")");
	}
	mizan_text_append(out, ".");
	if (claim->note) {
		mizan_text_append(out, " Mark: ");
		mizan_text_append_markdown(out, claim->note);
		mizan_text_append(out, ".");
	}
	mizan_text_append(out, "\n");
	for (size_t i = 0; i < claim->statement_count; i++) {
		mizan_text_append(out, claim->statements[i].denies   ? "\n- Denies: "
				       : claim->statements[i].silent ? "\n- Does not say: "
								     : "\n- Asserts: ");
		mizan_text_append_markdown(out, claim->statements[i].text);
	}
	for (size_t i = 0; i < claim->answer_count; i++) {
		const struct mizan_answer *answer = &claim->answers[i];
		mizan_text_append(out, "\n- ");
		mizan_text_append_markdown(out, answer->publisher);
		if (answer->counts_what) {
			mizan_text_append(out, " (");
			mizan_text_append_markdown(out, answer->counts_what);
			mizan_text_append(out, ")");
		}
		mizan_text_append(out, answer->holds < 0 ? ": cannot say: "
				       : answer->holds   ? ": yes: "
							 : ": no: ");
		mizan_text_append_markdown(out, answer->reason ? answer->reason : answer->evidence);
	}
	mizan_text_append(out, claim->answer_count || claim->statement_count ? "\n" : "");
	out->failed |= summary.failed;
	mizan_text_release(&summary);
}

/* What is indented behind a list would belong to it. */
static void end_list(struct mizan_text *out, const struct brief_cell *cell)
{
	cmark_node *next = cmark_node_next(cell->node);
	cmark_node_type type = next ? cmark_node_get_type(next) : CMARK_NODE_NONE;
	bool list = cell->claim->answer_count || cell->claim->statement_count;
	if (list && (type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_LIST)) {
		mizan_text_append(out, "\n<!-- end list -->\n");
	}
}

static mizan_status append_block(
	struct mizan_text *out, const struct brief_cell *cell, struct mizan_error *error)
{
	const char *title = cell_option(cell, "title"), *caption = cell_option(cell, "caption");
	if (title) {
		mizan_text_append(out, "**");
		mizan_text_append_markdown(out, title);
		mizan_text_append(out, "**\n\n");
	}
	mizan_status status = mizan_table_write_markdown(&cell->table, out, error);
	if (caption) {
		mizan_text_append(out, "\n");
		mizan_text_append_markdown(out, caption);
		mizan_text_append(out, "\n");
	}
	return status;
}

static mizan_status fill_cells(const struct mizan_brief *brief, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < brief->cell_count && status == MIZAN_OK; i++) {
		const struct brief_cell *cell = brief->cells[i];
		struct mizan_text text = {0};
		if (cell->kind == CELL_INLINE) {
			mizan_text_append_markdown(&text, cell->value ? cell->value : "?");
		} else if (cell->kind == CELL_CLAIM && cell->claim) {
			mizan_claim_write_markdown(cell->claim, &text);
			end_list(&text, cell);
		} else if (cell->done) {
			status = append_block(&text, cell, error);
		}
		if (status == MIZAN_OK) {
			status = mizan_text_check(&text, error);
		}
		if (status == MIZAN_OK) {
			cmark_node_set_on_enter(cell->node, text.data ? text.data : "");
		}
		mizan_text_release(&text);
	}
	return status;
}

mizan_status write_markdown(
	const struct mizan_brief *brief, struct mizan_text *out, struct mizan_error *error)
{
	mizan_status status = fill_cells(brief, error);
	if (status != MIZAN_OK) {
		return status;
	}
	char *body = cmark_render_commonmark(brief->root, CMARK_OPT_DEFAULT, 0);
	mizan_text_append(out, "# ");
	mizan_text_append_markdown(out, brief->title);
	if (brief->restricted) {
		mizan_text_printf(out, "\n\n**%s**", brief_restricted);
	}
	mizan_text_append(out, "\n\n");
	mizan_text_append(out, body ? body : "");
	free(body);
	mizan_text_append(out, "\n## Sources\n\n");
	for (size_t i = 0; i < brief->sources.source_count; i++) {
		mizan_text_append(out, "- ");
		mizan_text_append_markdown(out, brief->sources.sources[i]);
		mizan_text_append(out, "\n");
	}
	for (size_t i = 0; i < brief->sources.note_count; i++) {
		mizan_text_append(out, i ? "- " : "\n## Notes\n\n- ");
		mizan_text_append_markdown(out, brief->sources.notes[i]);
		mizan_text_append(out, "\n");
	}
	return mizan_text_check(out, error);
}
