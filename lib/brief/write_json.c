/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The brief for machines: the same numbers, results and sources as people see. */
#include "brief_internal.h"

#include <math.h>
#include <string.h>

/* "key": "text" or null, with a comma before it. */
static void append_member(struct mizan_text *out, const char *key, const char *value)
{
	mizan_text_printf(out, ", \"%s\": ", key);
	if (value) {
		mizan_text_append_json(out, value, strlen(value));
	} else {
		mizan_text_append(out, "null");
	}
}

static void append_answers(
	struct mizan_text *out, const char *key, const struct mizan_answer *answers, size_t count)
{
	static const char *const holds[] = {"null", "false", "true"};
	mizan_text_printf(out, ", \"%s\": [", key);
	for (size_t i = 0; i < count; i++) {
		const struct mizan_answer *answer = &answers[i];
		mizan_text_printf(out, "%s{\"holds\": %s", i ? ", " : "", holds[answer->holds + 1]);
		append_member(out, "publisher", answer->publisher);
		mizan_text_printf(out, ", \"party\": %s", answer->party ? "true" : "false");
		append_member(out, "edition", answer->edition);
		append_member(out, "origin", answer->origin);
		append_member(out, "counts_what", answer->counts_what);
		if (isfinite(answer->value)) {
			mizan_text_printf(out, ", \"value\": %.17g", answer->value);
		} else {
			mizan_text_append(out, ", \"value\": null");
		}
		append_member(out, "evidence", answer->evidence);
		append_member(out, "reason", answer->reason);
		mizan_text_append(out, "}");
	}
	mizan_text_append(out, "]");
}

void mizan_claim_write_json(const struct mizan_claim *claim, struct mizan_text *out)
{
	mizan_text_printf(out, "{\"line\": %zu", claim->line);
	append_member(out, "id", claim->id);
	append_member(out, "text", claim->text);
	append_member(out, "by", claim->by);
	append_member(out, "check", claim->check);
	append_member(out, "rule", claim->rule);
	append_member(out, "query", claim->sql);
	append_member(out, "cites", claim->cites);
	append_member(out, "states", claim->states);
	append_member(out, "as_cited", mizan_cited_word(claim->cited));
	append_member(out, "result", mizan_result_word(claim->result));
	append_member(out, "because", claim->because);
	append_member(out, "note", claim->note);
	mizan_text_printf(out, ", \"figure_wrong\": %s, \"outdated\": %s, \"publishers\": %u",
		claim->marks & MIZAN_MARK_FIGURE_WRONG ? "true" : "false",
		claim->marks & MIZAN_MARK_OUTDATED ? "true" : "false", claim->publishers);
	append_answers(out, "answers", claim->answers, claim->answer_count);
	append_answers(out, "cited_answers", claim->cited_answers, claim->cited_count);
	mizan_text_append(out, ", \"statements\": [");
	for (size_t i = 0; i < claim->statement_count; i++) {
		mizan_text_printf(out, "%s{\"denies\": %s, \"silent\": %s", i ? ", " : "",
			claim->statements[i].denies ? "true" : "false",
			claim->statements[i].silent ? "true" : "false");
		append_member(out, "text", claim->statements[i].text);
		mizan_text_append(out, "}");
	}
	mizan_text_append(out, "]}");
}

static mizan_status append_cell(
	struct mizan_text *out, const struct brief_cell *cell, struct mizan_error *error)
{
	mizan_text_printf(out, "{\"line\": %zu, \"column\": %zu", cell->line, cell->column);
	append_member(out, "query", cell->sql);
	append_member(out, "value", cell->value);
	mizan_status status = MIZAN_OK;
	if (cell->kind == CELL_BLOCK && cell->done) {
		mizan_text_append(out, ", \"table\": ");
		status = mizan_table_write_json(&cell->table, "sql", out, error);
	}
	mizan_text_append(out, "}");
	return status;
}

static void append_lines(
	struct mizan_text *out, const char *key, const char *const *lines, size_t count)
{
	mizan_text_printf(out, ",\n\"%s\": [", key);
	for (size_t i = 0; i < count; i++) {
		mizan_text_append(out, i ? ",\n" : "\n");
		mizan_text_append_json(out, lines[i], strlen(lines[i]));
	}
	mizan_text_append(out, "]");
}

mizan_status write_json(
	const struct mizan_brief *brief, struct mizan_text *out, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	mizan_text_append(out, "{\"command\": \"brief\"");
	if (brief->restricted) {
		append_member(out, "restricted", brief_restricted);
	}
	append_member(out, "title", brief->title);
	append_member(out, "author", brief->author);
	append_member(out, "date", brief->date);
	mizan_text_append(out, ",\n\"claims\": [");
	for (size_t i = 0; i < brief->claim_count; i++) {
		mizan_text_append(out, i ? ",\n" : "\n");
		mizan_claim_write_json(brief->claims[i], out);
	}
	mizan_text_append(out, "],\n\"cells\": [");
	bool first = true;
	for (size_t i = 0; i < brief->cell_count && status == MIZAN_OK; i++) {
		if (brief->cells[i]->kind != CELL_CLAIM) {
			mizan_text_append(out, first ? "\n" : ",\n");
			first = false;
			status = append_cell(out, brief->cells[i], error);
		}
	}
	mizan_text_append(out, "],\n\"unchecked\": [");
	for (size_t i = 0; i < brief->unchecked_count; i++) {
		mizan_text_printf(out, "%s{\"line\": %zu, \"column\": %zu", i ? ", " : "",
			brief->unchecked[i].line, brief->unchecked[i].column);
		append_member(out, "what", brief->unchecked[i].what);
		mizan_text_append(out, "}");
	}
	mizan_text_append(out, "]");
	append_lines(out, "sources", brief->sources.sources, brief->sources.source_count);
	append_lines(out, "notes", brief->sources.notes, brief->sources.note_count);
	mizan_text_append(out, "}\n");
	return status == MIZAN_OK ? mizan_text_check(out, error) : status;
}
