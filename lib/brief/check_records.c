/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks over the record of a peace process: agreements, commitments, statements. */
#include "brief_internal.h"

#include "../store/sqlite.h"

#include <mizan/agreement.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- Answers that are not of a series ----------------------------------------------------- */

/* Who says it, and of what; `party`: a party to the matter, who states and decides nothing. */
struct record_source {
	const char *name, *edition, *origin, *counts_what;
	const char *sources; /* as on record: one of them may be what a claim cites */
	bool party;
};

static void record_answer(struct check_job *job, const struct record_source *source, int holds,
	double value, const char *evidence, const char *reason)
{
	static const char *const names[] = {"publisher", "edition", "origin", "counts_what"};
	bool events = strcmp(source->origin, "events") == 0;
	const char *const texts[] = {
		source->name, source->edition, source->origin, source->counts_what};
	struct mizan_table table = {0};
	if (events ? job->publisher && (!publisher_is_cited(
						source->name, source->origin, job->publisher) ||
					       !release_is_of(job, source->name, job->edition))
		   : !job_cites(job, source->name, source->origin, source->sources)) {
		return;
	}
	for (size_t i = 0; i < 4; i++) {
		mizan_table_add_column(&table, names[i], MIZAN_TEXT, -1);
	}
	mizan_table_add_column(&table, "party", MIZAN_INTEGER, -1);
	mizan_table_add_row(&table);
	for (size_t i = 0; i < 4; i++) {
		mizan_table_set_text(&table, 0, i, texts[i]);
	}
	mizan_table_set_integer(&table, 0, 4, source->party);
	job->brief->failed |= table.failed;
	job_answer(job, &table, 0, holds, value, evidence, reason);
	mizan_table_release(&table);
}

static bool is_event_source(struct sqlite3 *database, const char *name)
{
	sqlite3_stmt *statement = NULL;
	bool found = sqlite3_prepare_v2(database,
			     "SELECT 1 FROM release WHERE kind = 'events' AND source = ?1", -1,
			     &statement, NULL) == SQLITE_OK &&
		     sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC) == SQLITE_OK &&
		     sqlite3_step(statement) == SQLITE_ROW;
	sqlite3_finalize(statement);
	return found;
}

void record_series_answer(struct check_job *job, const char *series, int holds, double value,
	const char *evidence, const char *reason)
{
	/* "CRSS: killed in attacks" is a publisher and what it counts. */
	size_t size = strcspn(series, ":");
	const char *counts = series[size] ? series + size + strspn(series + size, ": ") : NULL;
	struct mizan_text name = {0};
	mizan_text_append_bytes(&name, series, size);
	bool events = is_event_source(job->database, name.data ? name.data : "");
	struct record_source source = {.name = name.data ? name.data : "",
		.origin = events ? "events" : "figures",
		.counts_what = counts};
	record_answer(job, &source, holds, value, evidence, reason);
	brief_text_done(job->brief, &name);
}

/* Words, and the dot behind them. */
static void append_sentence(struct mizan_text *text, const char *words)
{
	size_t size = words ? strlen(words) : 0;
	while (size > 0 && words[size - 1] == '.') {
		size--;
	}
	if (size > 0) {
		mizan_text_append_bytes(text, words, size);
		mizan_text_append(text, ". ");
	}
}

static const char *cell_text(const struct mizan_table *table, size_t row, const char *column)
{
	return series_text(table, row, column);
}

/* The neutral short name of an actor; the id where it is not on record. */
static const char *actor_short_name(struct check_job *job, const char *id)
{
	struct mizan_table table = {0};
	struct mizan_error problem = {0};
	const char *name = NULL;
	char sql[256];
	/* An id is made of a-z, 0-9 and '-': it cannot end the text. */
	snprintf(sql, sizeof sql,
		"SELECT coalesce(short, name) AS name FROM actor WHERE actor_id = '%.150s'", id);
	mizan_status status = mizan_store_query(job->database, sql, &table, job->watch, &problem);
	if (status == MIZAN_OK && table.row_count == 1) {
		const char *found = cell_text(&table, 0, "name");
		name = found ? brief_copy(job->brief, found, strlen(found)) : NULL;
		job->brief->failed |= found && !name;
	}
	job->brief->failed |= status != MIZAN_OK || table.failed;
	mizan_table_release(&table);
	return name ? name : id;
}

/* The agreement that an option names; a fault and false where there is none. */
static bool job_agreement(
	struct check_job *job, const char *key, const char *text, const char **agreement)
{
	struct mizan_error problem = {0};
	if (mizan_agreement_find(job->database, text, &job->brief->arena, agreement, &problem) ==
		MIZAN_OK) {
		return true;
	}
	job_fault(job, key, problem.advice, "%s", problem.what);
	return false;
}

/* The day that an option gives, or the last day there is. */
static bool job_day(struct check_job *job, const char *key, mizan_date *day)
{
	mizan_date first;
	*day = mizan_date_make(9999, 12, 31);
	return !job_option(job, key) || job_period(job, key, &first, day);
}

/* ---- kept: was it done? ------------------------------------------------------------------- */

/* "doha-2020/troops-8600": a fault and NULL where it is not on record. */
static const struct mizan_commitment *job_commitment(
	struct check_job *job, struct mizan_commitment_list *list, struct mizan_error *error)
{
	const char *text = job_option(job, "commitment"), *slash = strchr(text, '/');
	const char *agreement = NULL;
	char name[200];
	snprintf(name, sizeof name, "%.*s", slash ? (int)(slash - text) : (int)strlen(text), text);
	if (!slash) {
		job_fault(job, "commitment", "write AGREEMENT/COMMITMENT",
			"'%.80s' names no commitment of an agreement", text);
		return NULL;
	}
	if (!job_agreement(job, "commitment", name, &agreement) ||
		mizan_commitments_read(job->database, agreement, NULL, &job->brief->arena, list,
			error) != MIZAN_OK) {
		return NULL;
	}
	for (size_t i = 0; i < list->count; i++) {
		if (strcmp(list->items[i].commitment_id, slash + 1) == 0) {
			return &list->items[i];
		}
	}
	job_fault(job, "commitment", "mizan agreement show lists them",
		"the agreement has no commitment '%.80s'", slash + 1);
	return NULL;
}

static void kept_answer(
	struct check_job *job, const struct mizan_assessment *assessment, const char *wanted)
{
	struct mizan_text text = {0};
	char day[11];
	const char *word = mizan_assessed_word(assessment->status);
	bool unclear = assessment->status == MIZAN_UNDETERMINED;
	mizan_text_printf(&text, "%s, as of %s%s", word, mizan_date_format(assessment->as_of, day),
		assessment->says ? ": " : "");
	append_sentence(&text, assessment->says);
	append_sentence(&text, assessment->source);
	struct record_source source = {.name = actor_short_name(job, assessment->assessed_by),
		.origin = "assessment",
		.sources = assessment->source,
		.party = assessment->by_party};
	record_answer(job, &source, unclear ? -1 : strcmp(word, wanted) == 0, (double)NAN,
		text.data, unclear ? "it says that this cannot be determined" : NULL);
	brief_text_done(job->brief, &text);
}

/* Is there a later assessment by the same one that counts? */
static bool kept_is_superseded(
	const struct mizan_commitment *commitment, size_t index, mizan_date on)
{
	for (size_t i = index + 1; i < commitment->assessment_count; i++) {
		const struct mizan_assessment *other = &commitment->assessments[i];
		if (other->as_of <= on && other->known <= on &&
			strcmp(other->assessed_by, commitment->assessments[index].assessed_by) ==
				0) {
			return true;
		}
	}
	return false;
}

mizan_status check_kept(struct check_job *job, struct mizan_error *error)
{
	static const char *const standings[] = {"demanded", "offered", "agreed", "disputed"};
	struct mizan_commitment_list list;
	struct mizan_error problem = {0};
	mizan_date on;
	const char *wanted = job_option(job, "status");
	if (!job_day(job, "on", &on)) {
		return MIZAN_OK;
	}
	const struct mizan_commitment *commitment = job_commitment(job, &list, &problem);
	if (!commitment) {
		if (problem.status != MIZAN_OK) {
			*error = problem;
		}
		return problem.status;
	}
	if (commitment->standing != MIZAN_AGREED) {
		struct mizan_text text = {0};
		mizan_text_printf(&text, "on record as %s only: nothing was owed",
			standings[commitment->standing]);
		struct record_source source = {.name = "the record",
			.origin = "commitment",
			.sources = commitment->source};
		record_answer(job, &source, -1, (double)NAN, commitment->action, text.data);
		brief_text_done(job->brief, &text);
	}
	for (size_t i = 0; i < commitment->assessment_count; i++) {
		const struct mizan_assessment *one = &commitment->assessments[i];
		if (commitment->standing == MIZAN_AGREED && one->as_of <= on && one->known <= on &&
			!kept_is_superseded(commitment, i, on)) {
			kept_answer(job, one, wanted ? wanted : "met");
		}
	}
	return MIZAN_OK;
}

/* ---- due-on ------------------------------------------------------------------------------- */

/* The agreement itself may be cited by its title, and so may the sources of the commitment. */
static const char *job_due_sources(struct check_job *job, const struct mizan_commitment *commitment)
{
	struct mizan_table table = {0};
	struct mizan_error problem = {0};
	struct mizan_text text = {0};
	mizan_text_append(&text, commitment->source ? commitment->source : "");
	if (mizan_agreements_store(job->database, NULL, MIZAN_DATE_UNKNOWN, &table, &problem) ==
		MIZAN_OK) {
		for (size_t row = 0; row < table.row_count; row++) {
			if (strcmp(cell_text(&table, row, "agreement"), commitment->agreement_id) ==
				0) {
				const char *source = cell_text(&table, row, "source");
				mizan_text_printf(&text, "; %s; %s",
					cell_text(&table, row, "title"), source ? source : "");
			}
		}
	}
	mizan_table_release(&table);
	const char *copy = brief_copy(job->brief, text.data ? text.data : "", text.size);
	brief_text_done(job->brief, &text);
	return copy;
}

mizan_status check_due_on(struct check_job *job, struct mizan_error *error)
{
	struct mizan_commitment_list list;
	struct mizan_error problem = {0};
	mizan_date first, last, on;
	char day[11], quoted[11];
	if (!job_period(job, "date", &first, &last) || !job_day(job, "on", &on)) {
		return MIZAN_OK;
	}
	const struct mizan_commitment *commitment = job_commitment(job, &list, &problem);
	if (!commitment) {
		if (problem.status != MIZAN_OK) {
			*error = problem;
		}
		return problem.status;
	}
	struct mizan_commitment_state state = mizan_commitment_state(
		commitment, on == mizan_date_make(9999, 12, 31) ? commitment->signed_on : on, on);
	struct mizan_text text = {0};
	mizan_due_describe(&commitment->due, &text);
	mizan_date due = job_option(job, "on") ? state.due : state.first_due;
	bool known = due != MIZAN_DATE_UNKNOWN;
	if (known) {
		mizan_text_printf(&text, ": %s", mizan_date_format(due, day));
	}
	bool is_quoted = commitment->quoted != MIZAN_DATE_UNKNOWN && commitment->quoted != due;
	if (is_quoted) {
		mizan_text_printf(&text, "; often quoted as %s",
			mizan_date_format(commitment->quoted, quoted));
	}
	const char *sources = job_due_sources(job, commitment);
	struct record_source source = {
		.name = "the text of the agreement", .origin = "commitment", .sources = sources};
	record_answer(job, &source, known ? due >= first && due <= last : -1, (double)NAN,
		text.data, known ? NULL : "it has no day");
	if (is_quoted && known) {
		struct record_source others = {
			.name = commitment->quoted_by ? commitment->quoted_by : "most reports",
			.origin = "commitment"};
		record_answer(job, &others,
			commitment->quoted >= first && commitment->quoted <= last, (double)NAN,
			quoted, NULL);
	}
	brief_text_done(job->brief, &text);
	return MIZAN_OK;
}

/* ---- held-for ----------------------------------------------------------------------------- */

/* "30" or "28..31" days. */
static bool job_range(struct check_job *job, const char *key, long *low, long *high)
{
	const char *text = job_option(job, key);
	char *end;
	*low = *high = strtol(text, &end, 10);
	if (end > text && strncmp(end, "..", 2) == 0) {
		const char *second = end + 2;
		*high = strtol(second, &end, 10);
		end = end == second ? (char *)(uintptr_t)text : end;
	}
	if (end > text && *end == '\0' && *low >= 0 && *high >= *low) {
		return true;
	}
	job_fault(job, key, "write days: 30, or days: 28..31", "'%.40s' is no count of days", text);
	return false;
}

mizan_status check_held_for(struct check_job *job, struct mizan_error *error)
{
	const char *agreement;
	long low, high;
	struct mizan_table table = {0};
	if (!job_range(job, "days", &low, &high) ||
		!job_agreement(job, "agreement", job_option(job, "agreement"), &agreement)) {
		return MIZAN_OK;
	}
	mizan_status status =
		mizan_agreements_store(job->database, NULL, MIZAN_DATE_UNKNOWN, &table, error);
	for (size_t row = 0; status == MIZAN_OK && row < table.row_count; row++) {
		double days = (double)NAN;
		if (strcmp(cell_text(&table, row, "agreement"), agreement) != 0) {
			continue;
		}
		(void)mizan_table_number(&table, row, mizan_table_find(&table, "days"), &days);
		const char *began = cell_text(&table, row, "effective");
		const char *source = cell_text(&table, row, "source");
		struct mizan_text text = {0}, name = {0};
		mizan_text_append_bytes(&name, source, strcspn(source, ",;"));
		began = began ? began : cell_text(&table, row, "signed");
		const char *ended = cell_text(&table, row, "ended");
		mizan_text_printf(&text, "%s to %s", began, ended ? ended : "an end not on record");
		if (!isnan(days)) {
			mizan_text_printf(&text, ": %.0f days", days);
		}
		mizan_text_printf(&text, ". %s", source);
		struct record_source record = {
			.name = name.data, .origin = "agreement", .sources = source};
		record_answer(job, &record,
			isnan(days) ? -1 : days >= (double)low && days <= (double)high, days,
			text.data, isnan(days) ? "its end is not on record" : NULL);
		brief_text_done(job->brief, &text);
		brief_text_done(job->brief, &name);
	}
	mizan_table_release(&table);
	return status;
}

/* ---- effect ------------------------------------------------------------------------------- */

/* 1: changed in that direction beyond what clustering explains; 0: in the other; -1: neither. */
static int effect_holds(const struct mizan_table *table, size_t row, bool falls)
{
	double low = (double)NAN, high = (double)NAN;
	(void)mizan_table_number(table, row, mizan_table_find(table, "ratio_low"), &low);
	(void)mizan_table_number(table, row, mizan_table_find(table, "ratio_high"), &high);
	if (!isnan(high) && high < 1) {
		return falls;
	}
	return !isnan(low) && low > 1 ? !falls : -1;
}

static void effect_answer(
	struct check_job *job, const struct mizan_table *table, size_t row, bool falls)
{
	double ratio = (double)NAN;
	const char *standing = cell_text(table, row, "standing");
	int holds = effect_holds(table, row, falls);
	(void)mizan_table_number(table, row, mizan_table_find(table, "ratio"), &ratio);
	struct record_source source = {.name = cell_text(table, row, "source"), .origin = "events"};
	record_answer(job, &source, holds, ratio, cell_text(table, row, "words"),
		holds >= 0 ? NULL
		: standing && strcmp(standing, "whole") != 0
			? standing
			: "the interval leaves room for no change");
}

mizan_status check_effect(struct check_job *job, struct mizan_error *error)
{
	const char *agreement = NULL, *direction = job_option(job, "direction");
	const char *named = job_option(job, "agreement"), *date = job_option(job, "date");
	long low = 30, high = 30;
	if (!named == !date) {
		job_fault(job, named ? "date" : "check",
			"give agreement: ID, or date: of one's own",
			"the effect of what? it needs an agreement, or a date or milestone");
		return MIZAN_OK;
	}
	if ((job_option(job, "days") && !job_range(job, "days", &low, &high)) ||
		(named && !job_agreement(job, "agreement", named, &agreement))) {
		return MIZAN_OK;
	}
	int days = (int)(low > 36525 ? 36525 : low < 1 ? 1 : low);
	struct mizan_table table = {0};
	struct mizan_agreement_effect_options options = {.agreement = agreement,
		.at = date,
		.country = date ? job_option(job, "country") : NULL,
		.source = job_option(job, "source"),
		.where = job_option(job, "where"),
		.zone = job_option(job, "zone"),
		.windows = &days,
		.window_count = 1};
	struct mizan_error problem = {0};
	mizan_status status =
		mizan_agreement_effect_store(job->database, &options, &table, job->watch, &problem);
	if (status == MIZAN_ERROR_USAGE && date) {
		job_fault(job, "date", problem.advice, "%s", problem.what);
		status = MIZAN_OK;
	} else if (status != MIZAN_OK) {
		*error = problem;
	}
	bool falls = !direction || strcmp(direction, "falls") == 0;
	for (size_t row = 0; status == MIZAN_OK && row < table.row_count; row++) {
		if (strstr(cell_text(&table, row, "measure"), " days") &&
			cell_text(&table, row, "words")) {
			effect_answer(job, &table, row, falls);
		}
	}
	if (status == MIZAN_OK && table.row_count == 0 && table.note_count > 0) {
		struct record_source source = {.name = "event data", .origin = "events"};
		record_answer(job, &source, -1, (double)NAN, NULL, table.notes[0]);
	} else if (status == MIZAN_OK) {
		job_keep_sources(job, &table);
	}
	mizan_table_release(&table);
	return status;
}

/* ---- Statements --------------------------------------------------------------------------- */

static mizan_status read_statements(struct check_job *job, const char *kind,
	struct mizan_table *table, struct mizan_error *error)
{
	mizan_date known_by;
	struct mizan_statement_options options = {
		.about = job_option(job, "about"), .kind = kind, .known_by = MIZAN_DATE_UNKNOWN};
	if (job_option(job, "on") && job_day(job, "on", &known_by)) {
		options.known_by = known_by;
	}
	mizan_status status = mizan_statements_store(job->database, &options, table, error);
	if (status == MIZAN_OK && table->row_count > 0) {
		job_keep_sources(job, table);
	}
	return status;
}

/* How many statements of the same speaker and stance there are, and whether this is the last. */
static size_t statement_count(const struct mizan_table *table, size_t row, bool *last)
{
	size_t count = 0;
	*last = true;
	for (size_t i = 0; i < table->row_count; i++) {
		if (strcmp(cell_text(table, i, "by"), cell_text(table, row, "by")) == 0 &&
			strcmp(cell_text(table, i, "stance"), cell_text(table, row, "stance")) ==
				0) {
			count++;
			*last = *last && i <= row;
		}
	}
	return count;
}

static const char *statement_text(
	struct check_job *job, const struct mizan_table *table, size_t row, size_t count)
{
	struct mizan_text text = {0};
	const char *reported = cell_text(table, row, "reported_by");
	mizan_text_printf(
		&text, "%s, %s", cell_text(table, row, "name"), cell_text(table, row, "made"));
	if (count > 1) {
		mizan_text_printf(&text, " (the latest of %zu)", count);
	}
	mizan_text_append(&text, ": ");
	append_sentence(&text, cell_text(table, row, "says"));
	/* Most sources begin with who reported it. */
	if (reported && !strstr(cell_text(table, row, "source"), reported)) {
		mizan_text_append(&text, "Reported by ");
		append_sentence(&text, reported);
	}
	append_sentence(&text, cell_text(table, row, "source"));
	const char *copy = brief_copy(job->brief, text.data ? text.data : "", text.size);
	brief_text_done(job->brief, &text);
	job->brief->failed |= !copy;
	return copy;
}

/* As cited: what the cited speaker, or who reports him, says; yes goes before no. */
static void statements_cited(
	struct check_job *job, const struct mizan_table *table, size_t row, bool denies)
{
	struct mizan_claim *claim = job->claim;
	const char *reported = cell_text(table, row, "reported_by");
	bool reports = reported && !job->edition && strcasecmp(reported, job->publisher) == 0;
	if (claim->cited == MIZAN_CITED_YES ||
		(!reports && !job_cites(job, cell_text(table, row, "name"), NULL,
				     cell_text(table, row, "source")))) {
		return;
	}
	claim->cited = denies ? MIZAN_CITED_NO : MIZAN_CITED_YES;
}

mizan_status job_read_statements(struct check_job *job, struct mizan_error *error)
{
	struct mizan_table table = {0};
	struct mizan_claim *claim = job->claim;
	mizan_status status = read_statements(job, job_option(job, "kind"), &table, error);
	size_t room = claim->statement_count + table.row_count + 1;
	struct mizan_statement *all = mizan_arena_allocate(&job->brief->arena, room, sizeof *all);
	if (status == MIZAN_OK && !all) {
		status = mizan_error_memory(error);
	}
	for (size_t i = 0; all && i < claim->statement_count; i++) {
		all[i] = claim->statements[i];
	}
	claim->statements = all ? all : claim->statements;
	struct check_job cited = *job;
	if (status == MIZAN_OK && claim->cites) {
		claim->cited = MIZAN_CITED_ABSENT;
		status = job_read_citation(&cited, error);
	}
	for (size_t row = 0; status == MIZAN_OK && row < table.row_count; row++) {
		bool last;
		size_t count = statement_count(&table, row, &last);
		const char *stance = cell_text(&table, row, "stance");
		if (claim->cites && strcmp(stance, "silent") != 0) {
			statements_cited(&cited, &table, row, strcmp(stance, "denies") == 0);
		}
		if (last) {
			all[claim->statement_count++] =
				(struct mizan_statement){.denies = strcmp(stance, "denies") == 0,
					.silent = strcmp(stance, "silent") == 0,
					.text = statement_text(job, &table, row, count)};
		}
	}
	mizan_table_release(&table);
	return status;
}

/* Each claimant's own number as a row of a series: never added, never averaged. */
mizan_status job_claimant_numbers(
	struct check_job *job, struct mizan_table *table, struct mizan_error *error)
{
	static const char *const names[] = {
		"publisher", "edition", "origin", "counts_what", "period"};
	struct mizan_table said = {0};
	mizan_status status = read_statements(job, "casualties", &said, error);
	for (size_t i = 0; i < 5; i++) {
		mizan_table_add_column(table, names[i], MIZAN_TEXT, -1);
	}
	mizan_table_add_column(table, "value", MIZAN_REAL, -1);
	mizan_table_add_column(table, "low", MIZAN_REAL, -1);
	mizan_table_add_column(table, "high", MIZAN_REAL, -1);
	mizan_table_add_column(table, "current", MIZAN_YEAR, -1);
	mizan_table_add_column(table, "party", MIZAN_INTEGER, -1);
	const char *indicator = job_option(job, "indicator"), *counted = job_option(job, "counted");
	for (size_t i = 0; status == MIZAN_OK && i < said.row_count; i++) {
		const char *what = cell_text(&said, i, "indicator");
		const char *whose = cell_text(&said, i, "counted");
		if (!what || (indicator && strcmp(indicator, what) != 0) ||
			(counted && (!whose || strcmp(counted, whose) != 0)) ||
			!job_cites(job, cell_text(&said, i, "name"), NULL,
				cell_text(&said, i, "source"))) {
			continue;
		}
		size_t row = mizan_table_add_row(table);
		mizan_table_set_text(table, row, 0, cell_text(&said, i, "name"));
		mizan_table_set_text(table, row, 2, "statement");
		mizan_table_set_text(table, row, 3, whose);
		mizan_table_set_text(table, row, 4, cell_text(&said, i, "made"));
		static const char *const numbers[] = {"value", "low", "high"};
		for (size_t k = 0; k < 3; k++) {
			double number;
			if (mizan_table_number(
				    &said, i, mizan_table_find(&said, numbers[k]), &number)) {
				mizan_table_set_real(table, row, 5 + k, number);
			}
		}
		mizan_table_set_integer(table, row, 8, 1);
		double party = 0;
		(void)mizan_table_number(&said, i, mizan_table_find(&said, "party"), &party);
		mizan_table_set_integer(table, row, 9, party != 0);
	}
	mizan_table_release(&said);
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
