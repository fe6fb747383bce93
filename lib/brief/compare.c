/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A brief weighed on two states of a store: which of its sentences come out otherwise. */
#include "brief_internal.h"

#include <math.h>
#include <string.h>

void claim_append_marks(struct mizan_text *text, const struct mizan_claim *claim)
{
	static const struct {
		unsigned mark;
		const char *word;
	} words[] = {{MIZAN_MARK_FIGURE_WRONG, "figure wrong"}, {MIZAN_MARK_OUTDATED, "outdated"}};
	size_t before = text->size;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (claim->marks & words[i].mark) {
			mizan_text_printf(
				text, "%s%s", text->size > before ? ", " : "", words[i].word);
		}
	}
}

static const char *answer_name(const struct mizan_answer *answer)
{
	return answer->publisher ? answer->publisher : "the query";
}

void answer_append(struct mizan_text *text, const struct mizan_answer *answer)
{
	mizan_text_append(text, answer_name(answer));
	if (answer->counts_what && *answer->counts_what) {
		mizan_text_printf(text, " (%s)", answer->counts_what);
	}
	mizan_text_append(text, ": ");
	if (answer->evidence && *answer->evidence) {
		mizan_text_append(text, answer->evidence);
	} else if (answer->reason && *answer->reason) {
		mizan_text_append(text, answer->reason);
	} else {
		mizan_text_append(text, answer->holds > 0    ? "yes"
					: answer->holds == 0 ? "no"
							     : "cannot say");
	}
}

static bool answer_same_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool answer_same(const struct mizan_answer *a, const struct mizan_answer *b)
{
	bool value = a->value == b->value || (isnan(a->value) && isnan(b->value));
	return value && a->holds == b->holds && answer_same_text(a->publisher, b->publisher) &&
	       answer_same_text(a->counts_what, b->counts_what) &&
	       answer_same_text(a->evidence, b->evidence) && answer_same_text(a->reason, b->reason);
}

static bool claim_has_answer(const struct mizan_claim *claim, const struct mizan_answer *answer)
{
	for (size_t i = 0; i < claim->answer_count; i++) {
		if (answer_same(&claim->answers[i], answer)) {
			return true;
		}
	}
	return false;
}

/* The answers of a claim that the other has not. */
static void append_other_answers(
	struct mizan_text *text, const struct mizan_claim *claim, const struct mizan_claim *other)
{
	for (size_t i = 0; i < claim->answer_count; i++) {
		if (!claim_has_answer(other, &claim->answers[i])) {
			mizan_text_append(text, text->size > 0 ? "; " : "");
			answer_append(text, &claim->answers[i]);
		}
	}
}

static void append_result(
	struct mizan_text *text, const struct mizan_claim *claim, bool with_citation)
{
	mizan_text_append(text, mizan_result_word(claim->result));
	if (claim->marks) {
		mizan_text_append(text, " (");
		claim_append_marks(text, claim);
		mizan_text_append(text, ")");
	}
	if (with_citation) {
		mizan_text_printf(text, "; as cited: %s", mizan_cited_word(claim->cited));
	}
}

enum compare_column {
	COMPARE_BRIEF,
	COMPARE_LINE,
	COMPARE_CLAIM,
	COMPARE_SENTENCE,
	COMPARE_CHANGED,
	COMPARE_BEFORE,
	COMPARE_AFTER,
	COMPARE_NUMBERS_BEFORE,
	COMPARE_NUMBERS_AFTER,
	COMPARE_COLUMNS,
};

static void compare_add_columns(struct mizan_table *table)
{
	static const char *const names[COMPARE_COLUMNS] = {"brief", "line", "claim", "sentence",
		"changed", "before", "after", "numbers_before", "numbers_after"};
	for (size_t i = 0; i < COMPARE_COLUMNS && table->column_count < COMPARE_COLUMNS; i++) {
		mizan_table_add_column(
			table, names[i], i == COMPARE_LINE ? MIZAN_YEAR : MIZAN_TEXT, -1);
	}
}

static void compare_append_word(struct mizan_text *text, bool differs, const char *word)
{
	if (differs) {
		mizan_text_printf(text, "%s%s", text->size > 0 ? ", " : "", word);
	}
}

static void compare_set(
	struct mizan_table *table, size_t row, size_t column, struct mizan_text *text)
{
	mizan_table_set_text(table, row, column, text->data);
	table->failed |= text->failed;
	mizan_text_release(text);
}

mizan_status mizan_claim_compare(const char *path, const struct mizan_claim *before,
	const struct mizan_claim *after, struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_text changed = {0}, texts[4] = {{0}};
	compare_add_columns(table);
	append_other_answers(&texts[2], before, after);
	append_other_answers(&texts[3], after, before);
	compare_append_word(&changed, before->result != after->result, "result");
	compare_append_word(&changed, before->cited != after->cited, "as cited");
	compare_append_word(&changed, before->marks != after->marks, "marks");
	compare_append_word(&changed, texts[2].size > 0 || texts[3].size > 0, "numbers");
	if (changed.size > 0) {
		bool cited = before->cited != after->cited;
		size_t row = mizan_table_add_row(table);
		append_result(&texts[0], before, cited);
		append_result(&texts[1], after, cited);
		mizan_table_set_text(table, row, COMPARE_BRIEF, path);
		mizan_table_set_integer(table, row, COMPARE_LINE, (int64_t)after->line);
		mizan_table_set_text(table, row, COMPARE_CLAIM, after->id);
		mizan_table_set_text(table, row, COMPARE_SENTENCE, after->text);
		compare_set(table, row, COMPARE_CHANGED, &changed);
		for (size_t i = 0; i < 4; i++) {
			compare_set(table, row, COMPARE_BEFORE + i, &texts[i]);
		}
	}
	table->failed |= changed.failed;
	mizan_text_release(&changed);
	for (size_t i = 0; i < 4; i++) {
		table->failed |= texts[i].failed;
		mizan_text_release(&texts[i]);
	}
	return mizan_table_check(table, error);
}

/* The first fault as an error: the brief is to be repaired first. */
static mizan_status compare_check(const struct mizan_brief *brief, struct mizan_error *error)
{
	if (mizan_brief_fault_count(brief) == 0) {
		return MIZAN_OK;
	}
	if (error) {
		*error = *mizan_brief_fault(brief, 0);
		error->status = MIZAN_ERROR_INPUT;
	}
	return MIZAN_ERROR_INPUT;
}

static mizan_status compare_weigh(const char *path, const char *text, size_t size,
	struct sqlite3 *database, struct mizan_brief **brief, const struct mizan_watch *watch,
	struct mizan_error *error)
{
	mizan_status status = mizan_brief_parse(path, text, size, brief, error);
	if (status == MIZAN_OK) {
		status = compare_check(*brief, error);
	}
	return status == MIZAN_OK ? mizan_brief_evaluate(*brief, database, watch, error) : status;
}

static const struct mizan_claim *compare_find(const struct mizan_brief *brief, size_t line)
{
	for (size_t i = 0; i < mizan_brief_claim_count(brief); i++) {
		if (mizan_brief_claim(brief, i)->line == line) {
			return mizan_brief_claim(brief, i);
		}
	}
	return NULL;
}

/* How the claims of one brief came out. */
struct compare_counts {
	size_t all, broken, results, others, numbers;
};

static void compare_count(struct compare_counts *counts, const struct mizan_claim *before,
	const struct mizan_claim *after, bool differs)
{
	counts->all++;
	if (before->result == MIZAN_SUPPORTED && after->result != MIZAN_SUPPORTED) {
		counts->broken++;
	} else if (before->result != after->result) {
		counts->results++;
	} else if (before->cited != after->cited || before->marks != after->marks) {
		counts->others++;
	} else {
		counts->numbers += differs;
	}
}

static void compare_note(
	struct mizan_table *table, const char *path, const struct compare_counts *counts)
{
	const struct {
		size_t count;
		const char *words;
	} parts[] = {{counts->broken, "no longer supported"},
		{counts->results, "with another result"},
		{counts->others, "with another mark or answer as cited"},
		{counts->numbers, "with other numbers alone"}};
	struct mizan_text text = {0};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (parts[i].count > 0) {
			mizan_text_printf(&text, "%s%zu %s", text.size > 0 ? ", " : "",
				parts[i].count, parts[i].words);
		}
	}
	table->failed |= text.failed;
	mizan_table_add_note(table, "%s: of %zu claim%s %s", path, counts->all,
		counts->all == 1 ? "" : "s",
		text.size > 0     ? text.data
		: counts->all > 0 ? "none comes out otherwise"
				  : "(is it a brief?)");
	mizan_text_release(&text);
}

mizan_status mizan_brief_compare_results(const char *path, const struct mizan_brief *before,
	const struct mizan_brief *after, struct mizan_table *table, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	compare_add_columns(table);
	struct compare_counts counts = {0};
	for (size_t i = 0; i < mizan_brief_claim_count(after) && status == MIZAN_OK; i++) {
		const struct mizan_claim *claim = mizan_brief_claim(after, i);
		const struct mizan_claim *former = compare_find(before, claim->line);
		size_t rows = table->row_count;
		if (former) {
			status = mizan_claim_compare(path, former, claim, table, error);
			compare_count(&counts, former, claim, table->row_count > rows);
		}
	}
	compare_note(table, path, &counts);
	if (mizan_brief_fault_count(before) > 0) {
		mizan_table_add_note(table,
			"%s: %zu cells could not be computed as the store was; the first: line "
			"%zu: %s",
			path, mizan_brief_fault_count(before), mizan_brief_fault(before, 0)->line,
			mizan_brief_fault(before, 0)->what);
	}
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}

mizan_status mizan_brief_compare(const char *path, const char *text, size_t size,
	const struct mizan_vintages *vintages, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_brief *before = NULL, *after = NULL;
	compare_add_columns(table);
	mizan_status status =
		compare_weigh(path, text, size, vintages->after.database, &after, watch, error);
	if (status == MIZAN_OK) {
		status = compare_check(after, error);
	}
	if (status == MIZAN_OK) {
		status = compare_weigh(
			path, text, size, vintages->before.database, &before, watch, error);
	}
	if (status == MIZAN_OK) {
		status = mizan_brief_compare_results(path, before, after, table, error);
	}
	mizan_brief_release(before);
	mizan_brief_release(after);
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
