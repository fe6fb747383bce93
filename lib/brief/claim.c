/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Weighs a claim: as cited, and against other records. */
#include "brief_internal.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

const char *mizan_result_word(enum mizan_result result)
{
	static const char *const words[] = {"supported", "contradicted", "sources disagree",
		"rests on statements", "cannot be checked", "opinion"};
	return words[result];
}

const char *mizan_cited_word(enum mizan_cited cited)
{
	static const char *const words[] = {
		"yes", "no", "no source given", "the cited source is not in the store"};
	return words[cited];
}

/* ---- Identity ----------------------------------------------------------------------------- */

/* FNV-1a */
static uint64_t text_hash(const char *text)
{
	uint64_t hash = 0xcbf29ce484222325;
	for (const char *c = text; *c; c++) {
		hash = (hash ^ (unsigned char)*c) * 0x100000001b3;
	}
	return hash;
}

/* The place of an anchor, or the empty one where it would stand. */
static struct brief_anchor *anchor_find(struct mizan_brief *brief, const char *id)
{
	size_t mask = brief->anchor_capacity - 1, at = (size_t)text_hash(id) & mask;
	while (brief->anchors[at].id && strcmp(brief->anchors[at].id, id) != 0) {
		at = (at + 1) & mask;
	}
	return &brief->anchors[at];
}

/* At most half of the places are taken. */
static bool anchors_grow(struct mizan_brief *brief)
{
	if (brief->claim_count * 2 + 2 <= brief->anchor_capacity) {
		return true;
	}
	struct brief_anchor *old = brief->anchors;
	size_t old_capacity = brief->anchor_capacity, capacity = old_capacity ? old_capacity : 32;
	while (capacity < brief->claim_count * 2 + 2) {
		capacity *= 2;
	}
	brief->anchors = mizan_arena_allocate(&brief->arena, capacity, sizeof *brief->anchors);
	if (!brief->anchors) {
		brief->anchors = old;
		return false;
	}
	brief->anchor_capacity = capacity;
	for (size_t i = 0; i < old_capacity; i++) {
		if (old[i].id) {
			*anchor_find(brief, old[i].id) = old[i];
		}
	}
	return true;
}

/* Letters and digits with - between; true where that leaves something out. */
static bool slug_make(const char *text, char slug[64])
{
	size_t size = 0;
	const char *c = text;
	bool other = false;
	for (; *c && size < 48; c++) {
		if (isalnum((unsigned char)*c) && (unsigned char)*c < 0x80) {
			slug[size++] = (char)tolower((unsigned char)*c);
		} else if (size > 0 && slug[size - 1] != '-') {
			slug[size++] = '-';
		}
		other |= (unsigned char)*c >= 0x80;
	}
	size_t word = size;
	while (*c && word > 24 && slug[word - 1] != '-') {
		word--; /* no half word at the end */
	}
	size = word > 24 ? word : size;
	while (size > 0 && slug[size - 1] == '-') {
		size--;
	}
	slug[size] = '\0';
	return other || *c || size == 0;
}

/* A slug of the text's first words, with a hash of all where they are not all: it stays when claims
 * before it come and go. */
static const char *claim_make_id(struct mizan_brief *brief, const char *given, const char *text)
{
	char slug[64];
	bool partly = slug_make(given ? given : text, slug);
	const char *id =
		partly ? mizan_arena_printf(&brief->arena, "%s-%08x", *slug ? slug : "claim",
				 (unsigned)(text_hash(given ? given : text) >> 32))
		       : brief_copy(brief, slug, strlen(slug));
	if (!id || !anchors_grow(brief)) {
		brief->failed = true;
		return "";
	}
	struct brief_anchor *first = anchor_find(brief, id), *place = first;
	const char *base = id;
	while (id && place->id) {
		id = mizan_arena_printf(&brief->arena, "%s-%u", base, ++first->uses);
		place = id ? anchor_find(brief, id) : NULL;
	}
	brief->failed |= !id;
	if (id) {
		*place = (struct brief_anchor){id, 1};
	}
	return id ? id : "";
}

static struct mizan_claim *claim_make(struct mizan_brief *brief, const struct brief_cell *cell)
{
	struct mizan_claim *claim = mizan_arena_allocate(&brief->arena, 1, sizeof *claim);
	if (!claim || !mizan_grow(&brief->claims, &brief->claim_capacity, brief->claim_count + 1,
			      sizeof *brief->claims)) {
		brief->failed = true;
		return NULL;
	}
	const char *text = cell_option(cell, "text"), *word = cell_option(cell, "check");
	const struct check *check = word ? check_find(word) : NULL;
	*claim = (struct mizan_claim){.text = text ? text : "",
		.by = cell_option(cell, "by"),
		.check = word,
		.rule = check ? check->rule : NULL,
		.sql = *cell->sql ? cell->sql : NULL,
		.cites = cell_option(cell, "cites"),
		.states = cell_option(cell, "states"),
		.line = cell->line,
		.result = MIZAN_CANNOT_BE_CHECKED,
		.cited = MIZAN_CITED_NO_SOURCE};
	claim->id = claim_make_id(brief, cell_option(cell, "id"), claim->text);
	brief->claims[brief->claim_count++] = claim;
	return claim;
}

/* ---- Against other records ---------------------------------------------------------------- */

static bool same_publisher(const struct mizan_answer *a, const struct mizan_answer *b)
{
	return publisher_same(a->publisher, a->origin, b->publisher, b->origin);
}

/* Names of the publishers that say yes (1), no (0) or cannot (-1); relays and several definitions
 * of one publisher count once. */
static unsigned list_publishers(const struct mizan_claim *claim, int holds, struct mizan_text *text)
{
	unsigned count = 0;
	for (size_t i = 0; i < claim->answer_count; i++) {
		const struct mizan_answer *answer = &claim->answers[i];
		bool before = false;
		for (size_t k = 0; k < i; k++) {
			before |= claim->answers[k].holds == holds &&
				  same_publisher(&claim->answers[k], answer);
		}
		if (answer->holds == holds && !before && answer->publisher && !answer->party) {
			mizan_text_printf(text, "%s%s", count ? ", " : "", answer->publisher);
			count++;
		}
	}
	return count;
}

static unsigned count_publishers(const struct mizan_claim *claim)
{
	unsigned count = 0;
	for (size_t i = 0; i < claim->answer_count; i++) {
		bool before = claim->answers[i].holds < 0 || claim->answers[i].party ||
			      strcmp(claim->answers[i].origin, "query") == 0;
		for (size_t k = 0; k < i; k++) {
			before |= claim->answers[k].holds >= 0 &&
				  same_publisher(&claim->answers[k], &claim->answers[i]);
		}
		count += !before;
	}
	return count;
}

/* Does one publisher say yes by one definition and no by another? */
static bool depends_on_definition(const struct mizan_claim *claim)
{
	for (size_t i = 0; i < claim->answer_count; i++) {
		for (size_t k = 0; k < claim->answer_count; k++) {
			if (claim->answers[i].holds == 1 && claim->answers[k].holds == 0 &&
				!claim->answers[i].party &&
				same_publisher(&claim->answers[i], &claim->answers[k])) {
				return true;
			}
		}
	}
	return false;
}

static const char *text_take(struct mizan_brief *brief, struct mizan_text *text)
{
	const char *copy =
		text->failed ? NULL : brief_copy(brief, text->data ? text->data : "", text->size);
	brief->failed |= text->failed;
	mizan_text_release(text);
	return copy ? copy : "";
}

/* Nobody but parties answers: they state, side by side. */
static bool claim_rests_on_parties(struct mizan_claim *claim)
{
	for (size_t i = 0; i < claim->answer_count; i++) {
		if (claim->answers[i].party && claim->answers[i].holds >= 0) {
			claim->result = MIZAN_RESTS_ON_STATEMENTS;
			claim->because = "only the parties give numbers";
			return true;
		}
	}
	return false;
}

/* Nothing answers: what was asked for, so that a name that is written otherwise is seen. */
static void claim_append_nothing(
	struct mizan_text *text, const struct brief_cell *cell, const struct mizan_claim *claim)
{
	static const char *const keys[] = {
		"country", "area", "part-area", "actor", "source", "zone", "where", "on"};
	mizan_text_append(text,
		claim->sql ? "the query gives no row" : "nothing in the store has what it needs");
	const char *between = " (";
	for (size_t i = 0; i < sizeof keys / sizeof *keys && !claim->sql; i++) {
		const char *value = cell_option(cell, keys[i]);
		if (value) {
			mizan_text_printf(text, "%s%s: %s", between, keys[i], value);
			between = "; ";
		}
	}
	mizan_text_append(text, *between == ';' ? ")" : "");
}

static void claim_explain_unknown(
	struct mizan_brief *brief, const struct brief_cell *cell, struct mizan_claim *claim)
{
	const char *missing = cell_option(cell, "missing");
	struct mizan_text text = {0};
	if (missing) {
		mizan_text_printf(&text, "missing: %s", missing);
	} else if (claim->answer_count == 0) {
		claim_append_nothing(&text, cell, claim);
	}
	for (size_t i = 0; i < claim->answer_count; i++) {
		const struct mizan_answer *answer = &claim->answers[i];
		mizan_text_printf(&text, "%s%s: %s", text.size ? "; " : "",
			answer->publisher ? answer->publisher : "",
			answer->reason ? answer->reason : "");
	}
	claim->because = text_take(brief, &text);
}

/* Do parties say both yes and no? They decide nothing, but the reader should know. */
static bool parties_differ(const struct mizan_claim *claim)
{
	bool yes = false, no = false;
	for (size_t i = 0; i < claim->answer_count; i++) {
		yes |= claim->answers[i].party && claim->answers[i].holds == 1;
		no |= claim->answers[i].party && claim->answers[i].holds == 0;
	}
	return yes && no;
}

static void claim_decide(struct mizan_brief *brief, const struct brief_cell *cell,
	struct mizan_claim *claim, const struct check_job *job)
{
	struct mizan_text yes = {0}, no = {0}, text = {0};
	unsigned yes_count = list_publishers(claim, 1, &yes);
	unsigned no_count = list_publishers(claim, 0, &no);
	claim->publishers = count_publishers(claim);
	if (yes_count + no_count == 0) {
		if (!claim_rests_on_parties(claim)) {
			claim_explain_unknown(brief, cell, claim);
		}
	} else {
		claim->result = yes_count && no_count ? MIZAN_SOURCES_DISAGREE
				: yes_count           ? MIZAN_SUPPORTED
						      : MIZAN_CONTRADICTED;
		mizan_text_printf(&text, "%s%s%s%s%s%s%s%s", job->scope ? "over " : "",
			job->scope ? job->scope : "", job->scope ? ": " : "",
			yes_count ? "yes by " : "", yes.data ? yes.data : "",
			yes_count && no_count ? "; " : "", no_count ? "no by " : "",
			no.data ? no.data : "");
		if (claim->sql && claim->answer_count == 1 && claim->answers[0].evidence) {
			text.size = 0;
			mizan_text_append(&text, claim->answers[0].evidence);
		}
		if (depends_on_definition(claim)) {
			mizan_text_append(&text, "; it depends on what is counted");
		}
		if (parties_differ(claim)) {
			mizan_text_append(&text, "; the parties differ");
		}
		const char *period = cell_option(cell, "period");
		if (period && strcmp(period, "any") == 0 && claim->answer_count > 1) {
			mizan_text_append(&text, "; the figures are of different periods");
		}
		if (job->milestone_status == 3) {
			claim->result = MIZAN_SOURCES_DISAGREE;
			mizan_text_append(&text, "; on record as disputed");
		} else if (job->milestone_status == 2) {
			claim->result = MIZAN_RESTS_ON_STATEMENTS;
			mizan_text_append(&text, "; on record as attributed only");
		}
		claim->because = text_take(brief, &text);
	}
	brief_text_done(brief, &text);
	brief_text_done(brief, &yes);
	brief_text_done(brief, &no);
}

/* ---- Stated numbers ----------------------------------------------------------------------- */

/* Is there an answer with a number that is no party's? */
static bool any_number_of_others(const struct mizan_answer *answers, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!answers[i].party && !isnan(answers[i].value)) {
			return true;
		}
	}
	return false;
}

/* The figure is wrong where no record has it at its own rounding: of the cited source if it is
 * there, else of any. A party's number counts only where nobody else has one. */
static void claim_check_number(
	struct mizan_brief *brief, const struct brief_cell *cell, struct mizan_claim *claim)
{
	struct stated stated;
	double nearest = (double)NAN;
	const struct mizan_answer *answers =
		claim->cited_count ? claim->cited_answers : claim->answers;
	size_t count = claim->cited_count ? claim->cited_count : claim->answer_count;
	const char *publisher = NULL, *edition = NULL;
	if (!claim->states) {
		return;
	}
	if (!states_parse(claim->states, &stated)) {
		brief_fault(brief, cell_option_line(cell, "states"),
			cell_option_column(cell, "states"), NUMBER_ADVICE,
			"states: '%.60s' is no number", claim->states);
		return;
	}
	bool others = !claim->cited_count && any_number_of_others(answers, count);
	for (size_t i = 0; i < count; i++) {
		double value = answers[i].value;
		if (isnan(value) || (others && answers[i].party)) {
			continue;
		}
		if (states_holds(&stated, value)) {
			return;
		}
		if (isnan(nearest) || fabs(value - stated.number) < fabs(nearest - stated.number)) {
			nearest = value;
			publisher = answers[i].publisher;
			edition = answers[i].edition;
		}
	}
	if (isnan(nearest)) {
		return;
	}
	struct mizan_text text = {0};
	claim->marks |= MIZAN_MARK_FIGURE_WRONG;
	mizan_text_printf(&text, "the figure %s is not %s's%s%s%s: ", claim->states,
		publisher ? publisher : "the record", edition ? " (" : "", edition ? edition : "",
		edition ? ")" : "");
	append_number(&text, nearest);
	if (nearest == floor(nearest) && stated.number == floor(stated.number) &&
		fabs(nearest) < 1e15 && fabs(stated.number) < 1e15 &&
		mizan_digits_transposed((int64_t)nearest, (int64_t)stated.number)) {
		mizan_text_append(&text, " (two digits are swapped)");
	}
	claim->note = text_take(brief, &text);
}

/* True in the edition that is cited, no longer in what its publisher has now. */
static void claim_check_outdated(struct mizan_brief *brief, struct check_job *job)
{
	struct mizan_claim *claim = job->claim;
	if (claim->cited != MIZAN_CITED_YES || !claim->cites) {
		return;
	}
	for (size_t i = 0; i < claim->answer_count; i++) {
		const struct mizan_answer *now = &claim->answers[i];
		for (size_t k = 0; k < claim->cited_count; k++) {
			const struct mizan_answer *then = &claim->cited_answers[k];
			bool definition =
				(now->counts_what == NULL) == (then->counts_what == NULL) &&
				(!now->counts_what ||
					strcmp(now->counts_what, then->counts_what) == 0);
			if (now->holds == 0 && then->holds == 1 && definition &&
				same_publisher(now, then) &&
				!(claim->marks & MIZAN_MARK_OUTDATED)) {
				struct mizan_text text = {0};
				claim->marks |= MIZAN_MARK_OUTDATED;
				mizan_text_printf(&text, "true of %s, no longer of %s: %s",
					then->edition ? then->edition : "the cited edition",
					now->edition ? now->edition : "the current one",
					now->evidence ? now->evidence : "");
				claim->note = text_take(brief, &text);
			}
		}
	}
}

/* ---- Kinds of claims ---------------------------------------------------------------------- */

static void claim_take_statements(
	struct mizan_brief *brief, const struct brief_cell *cell, struct mizan_claim *claim)
{
	claim->statements = mizan_arena_allocate(
		&brief->arena, cell->option_count + 1, sizeof *claim->statements);
	for (size_t i = 0; i < cell->option_count && claim->statements; i++) {
		bool denies = strcmp(cell->options[i].key, "denies") == 0 ||
			      strcmp(cell->options[i].key, "denied-by") == 0;
		if (denies || strcmp(cell->options[i].key, "asserts") == 0) {
			claim->statements[claim->statement_count++] = (struct mizan_statement){
				.denies = denies, .text = cell->options[i].value};
		}
	}
	brief->failed |= !claim->statements;
}

/* Those who have numbers of this kind, and none of these periods. */
static mizan_status claim_name_the_others(
	struct check_job *job, const struct check *check, struct mizan_error *error)
{
	const char *per = job_option(job, "per");
	if (check->of_records || strcmp(per, "publisher") != 0) {
		return MIZAN_OK;
	}
	struct mizan_table table = {0};
	mizan_status status = job_series(job, MIZAN_YEARLY, MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN,
		NULL, NULL, &table, error);
	for (size_t row = 0, end; row < table.row_count && status == MIZAN_OK; row = end) {
		const char *publisher = series_text(&table, row, "publisher");
		bool named = false;
		end = series_end(&table, row);
		for (size_t i = 0; i < job->answer_count && !named; i++) {
			named = publisher_same(job->answers[i].publisher, job->answers[i].origin,
				publisher, series_text(&table, row, "origin"));
		}
		if (!named) {
			job_answer(
				job, &table, row, -1, (double)NAN, NULL, "no number of the period");
		}
	}
	mizan_table_release(&table);
	return status;
}

static mizan_status claim_run_check(
	struct check_job *job, const struct check *check, struct mizan_error *error)
{
	struct mizan_claim *claim = job->claim;
	mizan_status status = check->run(job, error);
	if (status == MIZAN_OK && !job->failed && job_option(job, "per")) {
		status = claim_name_the_others(job, check, error);
	}
	claim->answers = job->answers;
	claim->answer_count = job->answer_count;
	if (status != MIZAN_OK || job->failed || !claim->cites) {
		return status;
	}
	struct check_job cited = *job;
	cited.answers = NULL;
	cited.answer_count = cited.answer_capacity = 0;
	status = job_read_citation(&cited, error);
	if (status == MIZAN_OK) {
		status = check->run(&cited, error);
	}
	claim->cited_answers = cited.answers;
	claim->cited_count = cited.answer_count;
	claim->cited = MIZAN_CITED_ABSENT;
	for (size_t i = 0; i < cited.answer_count; i++) {
		if (cited.answers[i].holds == 1) {
			claim->cited = MIZAN_CITED_YES;
		} else if (cited.answers[i].holds == 0 && claim->cited != MIZAN_CITED_YES) {
			claim->cited = MIZAN_CITED_NO;
		}
	}
	return status;
}

/* The query's row: holds, then evidence; `value` is compared with the stated number. */
static void claim_take_query(struct check_job *job, const struct mizan_table *table)
{
	struct mizan_claim *claim = job->claim;
	double holds = (double)NAN, value = (double)NAN;
	if (table->row_count == 0) {
		return;
	}
	size_t at = mizan_table_find(table, "value");
	bool number = mizan_table_number(table, 0, 0, &holds);
	if (mizan_table_cell(table, 0, 0)->known && !(number && (holds == 0 || holds == 1))) {
		brief_fault(job->brief, job->cell->sql_line, job->cell->sql_column,
			"SELECT a = b AS holds", "holds is 1, 0 or NULL, and nothing else");
		return;
	}
	if (at != SIZE_MAX) {
		(void)mizan_table_number(table, 0, at, &value);
	}
	struct mizan_text text = {0};
	for (size_t i = 1; i < table->column_count; i++) {
		mizan_text_printf(&text, "%s%s ", i > 1 ? ", " : "", table->columns[i].name);
		if (mizan_table_cell(table, 0, i)->known) {
			mizan_table_append_cell(&text, table, 0, i, false);
		} else {
			mizan_text_append(&text, "unknown");
		}
	}
	struct mizan_table row = {0};
	mizan_table_add_column(&row, "publisher", MIZAN_TEXT, -1);
	mizan_table_add_column(&row, "origin", MIZAN_TEXT, -1);
	mizan_table_add_row(&row);
	mizan_table_set_text(&row, 0, 0, "the query");
	mizan_table_set_text(&row, 0, 1, "query");
	job_answer(job, &row, 0, isnan(holds) ? -1 : holds != 0, value, text.data,
		isnan(holds) ? "the query gives NULL" : NULL);
	claim->answers = job->answers;
	claim->answer_count = job->answer_count;
	if (claim->cites && !isnan(holds)) {
		/* The query is of the source that it cites. */
		claim->cited = holds != 0 ? MIZAN_CITED_YES : MIZAN_CITED_NO;
	}
	mizan_table_release(&row);
	brief_text_done(job->brief, &text);
}

static mizan_status claim_run_query(
	struct check_job *job, struct brief_cell *cell, struct mizan_error *error)
{
	struct mizan_error problem = {0};
	mizan_status status =
		mizan_store_query(job->database, cell->sql, &cell->table, job->watch, &problem);
	if (status == MIZAN_ERROR_INPUT || status == MIZAN_ERROR_USAGE ||
		status == MIZAN_ERROR_STORE) {
		cell_query_fault(job->brief, cell, &problem);
		return MIZAN_OK;
	}
	if (status != MIZAN_OK) {
		*error = problem;
		return status;
	}
	size_t first = mizan_table_find(&cell->table, "holds");
	if (first != 0) {
		brief_fault(job->brief, cell->sql_line, cell->sql_column,
			"SELECT ... AS holds, and evidence behind it",
			"the first column of a claim's query is called holds");
		return MIZAN_OK;
	}
	if (cell->table.row_count > 1) {
		brief_fault(job->brief, cell->sql_line, cell->sql_column,
			"add conditions or LIMIT 1", "a claim's query gives one row, not %zu",
			cell->table.row_count);
		return MIZAN_OK;
	}
	claim_take_query(job, &cell->table);
	return MIZAN_OK;
}

mizan_status claim_weigh(struct mizan_brief *brief, struct brief_cell *cell,
	struct sqlite3 *database, const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_claim *claim = claim_make(brief, cell);
	if (!claim) {
		return mizan_error_memory(error);
	}
	cell->claim = claim;
	struct check_job job = {
		.brief = brief, .cell = cell, .claim = claim, .database = database, .watch = watch};
	const struct check *check = claim->check ? check_find(claim->check) : NULL;
	mizan_status status = MIZAN_OK;
	claim_take_statements(brief, cell, claim);
	if (cell->faulty) {
		claim->because = "its text has faults";
		return status;
	}
	const char *per = cell_option(cell, "per");
	if (cell_option(cell, "about") && !(per && strcmp(per, "claimant") == 0)) {
		status = job_read_statements(&job, error);
		if (status != MIZAN_OK || job.failed) {
			return status;
		}
	}
	if (check && !check->run) {
		claim->result = strcmp(check->word, "opinion") == 0 ? MIZAN_OPINION
								    : MIZAN_RESTS_ON_STATEMENTS;
		if (claim->cites && claim->cited == MIZAN_CITED_NO_SOURCE) {
			claim->cited = MIZAN_CITED_ABSENT; /* nothing on record to look it up in */
		}
		claim->because = claim->result == MIZAN_OPINION
					 ? "a judgement"
					 : "who asserts it and who denies it stands below";
		if (claim->result == MIZAN_RESTS_ON_STATEMENTS && claim->statement_count == 0) {
			claim->result = MIZAN_CANNOT_BE_CHECKED;
			claim->because = "no statement about it is on record";
		}
		return status;
	}
	if (check) {
		status = claim_run_check(&job, check, error);
	} else if (claim->sql) {
		status = claim_run_query(&job, cell, error);
	}
	if (status == MIZAN_OK) {
		claim_decide(brief, cell, claim, &job);
		claim_check_number(brief, cell, claim);
		claim_check_outdated(brief, &job);
	}
	return status;
}

void mizan_claim_append_summary(struct mizan_text *text, const struct mizan_claim *claim)
{
	mizan_text_append(text, mizan_result_word(claim->result));
	if (claim->publishers > 0) {
		mizan_text_printf(text, ", %u independent publisher%s", claim->publishers,
			claim->publishers == 1 ? "" : "s");
	}
	if (claim->marks & MIZAN_MARK_FIGURE_WRONG) {
		mizan_text_append(text, "; figure wrong");
	}
	if (claim->marks & MIZAN_MARK_OUTDATED) {
		mizan_text_append(text, "; outdated");
	}
}
