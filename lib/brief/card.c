/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A claim as a card: a picture, and the table behind it. */
#include "brief_internal.h"

#include <math.h>
#include <string.h>

static const char *const card_says[] = {"cannot say", "no", "yes"};

static mizan_status card_find(const struct mizan_brief *brief, const char *id,
	const struct mizan_claim **claim, struct mizan_error *error)
{
	*claim = NULL;
	for (size_t i = 0; i < brief->claim_count; i++) {
		if (strcmp(brief->claims[i]->id, id) == 0) {
			*claim = brief->claims[i];
		}
	}
	if (*claim) {
		return MIZAN_OK;
	}
	struct mizan_text list = {0};
	for (size_t i = 0; i < brief->claim_count && list.size < 400; i++) {
		mizan_text_printf(&list, "%s%s", i ? ", " : "it has ", brief->claims[i]->id);
	}
	mizan_status status = mizan_error_set(error, MIZAN_ERROR_USAGE,
		list.data ? list.data : "it has no claims", "the brief has no claim '%.80s'", id);
	mizan_text_release(&list);
	return status;
}

/* ---- The table ---------------------------------------------------------------------------- */

static void card_add_answers(struct mizan_table *table, const struct mizan_claim *claim,
	const struct mizan_answer *answers, size_t count, const char *against)
{
	for (size_t i = 0; i < count; i++) {
		const struct mizan_answer *answer = &answers[i];
		size_t row = mizan_table_add_row(table);
		const char *const texts[] = {claim->text, claim->by,
			mizan_result_word(claim->result), against, answer->publisher,
			answer->party ? "yes" : "no", answer->edition, answer->counts_what,
			card_says[answer->holds + 1], NULL, answer->evidence, answer->reason};
		for (size_t column = 0; column < sizeof texts / sizeof *texts; column++) {
			mizan_table_set_text(table, row, column, texts[column]);
		}
		if (isfinite(answer->value)) {
			mizan_table_set_real(table, row, 9, answer->value);
		} else {
			table->cells[row * table->column_count + 9].known = false;
		}
	}
}

static void card_add_statements(struct mizan_table *table, const struct mizan_claim *claim)
{
	for (size_t i = 0; i < claim->statement_count; i++) {
		const struct mizan_statement *one = &claim->statements[i];
		size_t row = mizan_table_add_row(table);
		mizan_table_set_text(table, row, 0, claim->text);
		mizan_table_set_text(table, row, 1, claim->by);
		mizan_table_set_text(table, row, 2, mizan_result_word(claim->result));
		mizan_table_set_text(table, row, 3, "statements");
		mizan_table_set_text(table, row, 8,
			one->denies   ? "denies"
			: one->silent ? "does not say"
				      : "asserts");
		mizan_table_set_text(table, row, 10, one->text);
	}
}

mizan_status mizan_brief_card_table(const struct mizan_brief *brief, const char *id,
	struct mizan_table *table, struct mizan_error *error)
{
	static const char *const columns[] = {"claim", "said_by", "result", "against", "publisher",
		"party", "edition", "counts_what", "says", "value", "evidence", "reason"};
	const struct mizan_claim *claim;
	mizan_status status = card_find(brief, id, &claim, error);
	if (status != MIZAN_OK) {
		return status;
	}
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		mizan_table_add_column(table, columns[i], i == 9 ? MIZAN_REAL : MIZAN_TEXT, -1);
	}
	card_add_answers(table, claim, claim->answers, claim->answer_count, "other records");
	card_add_answers(table, claim, claim->cited_answers, claim->cited_count, "as cited");
	card_add_statements(table, claim);
	if (table->row_count == 0) {
		/* What cannot be checked is said too. */
		size_t row = mizan_table_add_row(table);
		mizan_table_set_text(table, row, 0, claim->text);
		mizan_table_set_text(table, row, 1, claim->by);
		mizan_table_set_text(table, row, 2, mizan_result_word(claim->result));
		mizan_table_set_text(table, row, 11, claim->because);
	}
	table->restricted = brief->restricted;
	for (size_t i = 0; i < brief->sources.source_count; i++) {
		mizan_table_add_source(table, brief->sources.sources[i]);
	}
	for (size_t i = 0; i < brief->sources.note_count; i++) {
		mizan_table_add_note(table, "%s", brief->sources.notes[i]);
	}
	return mizan_table_check(table, error);
}

/* ---- The picture -------------------------------------------------------------------------- */

struct card_words {
	struct mizan_arena arena;
	bool failed;
};

static const char *card_copy(struct card_words *words, struct mizan_text *text)
{
	const char *copy =
		mizan_arena_copy(&words->arena, text->data ? text->data : "", text->size);
	words->failed |= text->failed || !copy;
	mizan_text_release(text);
	return copy ? copy : "";
}

/* "Supported by 3 independent publishers"; marks stand below. */
static const char *card_result(struct card_words *words, const struct mizan_claim *claim)
{
	struct mizan_text text = {0};
	bool plain = claim->result == MIZAN_SUPPORTED || claim->result == MIZAN_CONTRADICTED;
	mizan_text_append(&text, mizan_result_word(claim->result));
	if (claim->publishers > 0) {
		mizan_text_printf(&text, "%s%u independent publisher%s", plain ? " by " : ": ",
			claim->publishers, claim->publishers == 1 ? "" : "s");
	}
	if (text.data && *text.data >= 'a' && *text.data <= 'z') {
		*text.data = (char)(*text.data - 'a' + 'A');
	}
	return card_copy(words, &text);
}

static const char *card_mark(struct card_words *words, const struct mizan_claim *claim)
{
	struct mizan_text text = {0};
	if (claim->marks & MIZAN_MARK_FIGURE_WRONG) {
		mizan_text_append(&text, "Figure wrong");
	}
	if (claim->marks & MIZAN_MARK_OUTDATED) {
		mizan_text_append(&text, text.size ? ", outdated" : "Outdated");
	}
	if (claim->note && *claim->note) {
		mizan_text_printf(&text, "%s%s", text.size ? ": " : "", claim->note);
	}
	return card_copy(words, &text);
}

/* A line of a card has no room for where it can be read: the table has it. */
static const char *card_evidence(struct card_words *words, const struct mizan_answer *answer)
{
	struct mizan_text text = {0};
	const char *evidence = answer->evidence ? answer->evidence : "";
	const char *end = strstr(evidence, ". ");
	mizan_text_append_bytes(&text, evidence, end ? (size_t)(end - evidence) : strlen(evidence));
	if (answer->reason) {
		mizan_text_printf(&text, "%s%s", text.size ? "; " : "", answer->reason);
	}
	return card_copy(words, &text);
}

static size_t card_answers(struct card_words *words, const struct mizan_claim *claim,
	struct mizan_card_answer *answers)
{
	size_t count = 0;
	/* Those that answer first. */
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < claim->answer_count; i++) {
			const struct mizan_answer *answer = &claim->answers[i];
			if ((answer->holds < 0) == pass) {
				answers[count++] = (struct mizan_card_answer){answer->publisher,
					answer->counts_what, card_says[answer->holds + 1],
					card_evidence(words, answer),
					answer->holds < 0 ? (double)NAN : answer->value,
					answer->party};
			}
		}
	}
	for (size_t i = 0; i < claim->statement_count; i++) {
		const struct mizan_statement *one = &claim->statements[i];
		answers[count++] = (struct mizan_card_answer){.publisher = "On record",
			.says = one->denies   ? "denies"
				: one->silent ? "is silent"
					      : "asserts",
			.words = one->text,
			.value = (double)NAN};
	}
	return count;
}

/* Publishers and their editions, each once: the hashes are in the table. */
static const char *card_source(
	struct card_words *words, const struct mizan_brief *brief, const struct mizan_claim *claim)
{
	struct mizan_text text = {0};
	for (size_t i = 0; i < claim->answer_count; i++) {
		const struct mizan_answer *answer = &claim->answers[i];
		struct mizan_text one = {0};
		mizan_text_printf(&one, "%s%s%s", answer->publisher ? answer->publisher : "",
			answer->edition ? ", " : "", answer->edition ? answer->edition : "");
		if (one.data && answer->holds >= 0 &&
			(!text.data || !strstr(text.data, one.data))) {
			mizan_text_printf(&text, "%s%s", text.size ? "; " : "", one.data);
		}
		text.failed |= one.failed;
		mizan_text_release(&one);
	}
	if (text.size == 0) {
		mizan_text_append(&text, "the records that the brief names");
	}
	for (size_t i = 0; i < brief->sources.note_count; i++) {
		if (strncmp(brief->sources.notes[i], "public: of events", 17) == 0) {
			mizan_text_append(&text, ". Recent events are given by district and month");
		}
	}
	return card_copy(words, &text);
}

mizan_status mizan_brief_card(const struct mizan_brief *brief, const char *id,
	const struct mizan_brief_card_options *options, struct mizan_text *out,
	struct mizan_error *error)
{
	const struct mizan_claim *claim;
	struct card_words words = {0};
	mizan_status status = card_find(brief, id, &claim, error);
	if (status != MIZAN_OK) {
		return status;
	}
	size_t most = claim->answer_count + claim->statement_count;
	struct mizan_card_answer *answers =
		mizan_arena_allocate(&words.arena, most + 1, sizeof *answers);
	if (!answers) {
		mizan_arena_release(&words.arena);
		return mizan_error_memory(error);
	}
	char day[11];
	struct stated stated;
	bool is_stated = claim->states && states_parse(claim->states, &stated);
	struct mizan_card card = {.sentence = claim->text,
		.by = claim->by,
		.result = card_result(&words, claim),
		.because = claim->because,
		.mark = card_mark(&words, claim),
		.day = options->day == MIZAN_DATE_UNKNOWN ? NULL
							  : mizan_date_format(options->day, day),
		.source = card_source(&words, brief, claim),
		.stated = is_stated ? stated.number : (double)NAN,
		.answers = answers,
		.answer_count = card_answers(&words, claim, answers),
		.restricted = brief->restricted,
		.width = options->width / 2.0,
		.height = options->height / 2.0};
	status = words.failed
			 ? mizan_error_memory(error)
			 : mizan_card_draw(&card, (enum mizan_picture)options->picture, out, error);
	mizan_arena_release(&words.arena);
	return status;
}
