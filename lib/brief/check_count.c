/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * count-of over the records: how often a commitment was moved, how many agreements a process has,
 * how many milestones of a kind a period has. The record need not be whole: fewer than stated
 * refute nothing, more do.
 */
#include "brief_internal.h"

#include "../store/sqlite.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* One thing on record: a line for the evidence, and whether it is confirmed. */
struct count_list {
	struct mizan_text evidence;
	unsigned all, confirmed;
};

static void count_take(struct check_job *job, struct count_list *list, const char *line,
	bool confirmed, const char *source)
{
	if (!job_cites(job, NULL, NULL, source)) {
		return;
	}
	list->all++;
	list->confirmed += confirmed;
	if (list->all <= 12) {
		mizan_text_printf(&list->evidence, "; %.80s", line);
	}
}

/* A bare number is exact: as many, no more. "at least 2" and "more than 2" are limits. */
static int count_holds(const struct stated *stated, unsigned count)
{
	double number = count;
	bool limit = !isfinite(stated->high), ceiling = !isfinite(stated->low);
	if (limit) {
		return states_holds(stated, number) ? 1 : -1;
	}
	if (number > stated->high || (ceiling && stated->below && number >= stated->high)) {
		return 0;
	}
	return !ceiling && number > 0 && states_holds(stated, number) ? 1 : -1;
}

static void count_say(struct check_job *job, const char *what, const char *counted,
	const struct count_list *list, unsigned count, const struct stated *stated)
{
	struct mizan_table table = {0};
	struct mizan_text text = {0};
	static const char *const names[] = {"publisher", "origin", "counts_what"};
	const char *const values[] = {
		job->publisher ? job->publisher : "the record", "records", counted};
	for (size_t i = 0; i < 3; i++) {
		mizan_table_add_column(&table, names[i], MIZAN_TEXT, -1);
	}
	mizan_table_add_row(&table);
	for (size_t i = 0; i < 3; i++) {
		mizan_table_set_text(&table, 0, i, values[i]);
	}
	int holds = count_holds(stated, count);
	mizan_text_printf(&text, "%u %s%s", count, what,
		list->evidence.data && count == list->all ? list->evidence.data : "");
	job_answer(job, &table, 0, holds, count, text.data,
		holds >= 0   ? NULL
		: count == 0 ? "none is on record, which does not show that there was none"
			     : "the record need not be whole, which leaves more open");
	brief_text_done(job->brief, &text);
	mizan_table_release(&table);
}

/* The rows of a statement: line, confirmed, source. */
static mizan_status count_rows(struct check_job *job, sqlite3_stmt *statement,
	struct count_list *list, struct mizan_error *error)
{
	int code;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		const char *line = (const char *)sqlite3_column_text(statement, 0);
		const char *source = (const char *)sqlite3_column_text(statement, 2);
		count_take(job, list, line ? line : "", sqlite3_column_int(statement, 1) != 0,
			source ? source : "");
	}
	sqlite3_finalize(statement);
	return code == SQLITE_DONE ? MIZAN_OK
				   : mizan_store_error(job->database, error, "count records");
}

static const char revisions_sql[] =
	"SELECT r.announced, 1, r.source FROM revision r WHERE r.agreement_id = ?1"
	" AND r.commitment_id = ?2 AND r.announced BETWEEN ?3 AND ?4 ORDER BY r.announced";
static const char agreements_sql[] =
	"SELECT a.signed || ' ' || a.title, 1, a.source FROM agreement a WHERE a.process_id = ?1"
	" AND (?2 IS NULL OR a.kind = ?2) AND a.signed BETWEEN ?3 AND ?4 ORDER BY a.signed";
static const char milestones_sql[] =
	"SELECT m.date || ' ' || m.title, m.status = 'confirmed', m.source FROM milestone m"
	" WHERE m.kind = ?1 AND m.date BETWEEN ?3 AND ?4 AND (?2 IS NULL OR"
	" instr(' ' || coalesce(m.country, '') || ' ', ' ' || ?2 || ' ')) AND (?5 IS NULL OR"
	" instr(';' || lower(coalesce(m.actors, '')) || ';', ';' || lower(?5) || ';'))"
	" ORDER BY m.date";

/* Is it known at all? One that is not on record is a fault, and not a count of none. */
static bool count_is_known(struct check_job *job, const char *sql, const char *one, const char *two,
	const char *advice)
{
	sqlite3_stmt *statement = NULL;
	bool known = false;
	if (sqlite3_prepare_v2(job->database, sql, -1, &statement, NULL) == SQLITE_OK) {
		sqlite3_bind_text(statement, 1, one, -1, SQLITE_STATIC);
		if (two) {
			sqlite3_bind_text(statement, 2, two, -1, SQLITE_STATIC);
		}
		known = sqlite3_step(statement) == SQLITE_ROW;
	}
	sqlite3_finalize(statement);
	if (!known) {
		job_fault(job, "of", advice, "'%.80s' is not on record", job_option(job, "of"));
	}
	return known;
}

static mizan_status count_query(struct check_job *job, const char *sql, const char *const texts[5],
	struct count_list *list, struct mizan_error *error)
{
	sqlite3_stmt *statement = NULL;
	if (sqlite3_prepare_v2(job->database, sql, -1, &statement, NULL) != SQLITE_OK) {
		return mizan_store_error(job->database, error, "count records");
	}
	int room = sqlite3_bind_parameter_count(statement);
	for (int i = 0; i < 5 && i < room; i++) {
		if (texts[i]) {
			sqlite3_bind_text(statement, i + 1, texts[i], -1, SQLITE_STATIC);
		}
	}
	return count_rows(job, statement, list, error);
}

/* The days that are counted: period, else since and on, else all. */
static bool count_days(struct check_job *job, char first[11], char last[11])
{
	mizan_date from = mizan_date_make(1, 1, 1), to = mizan_date_make(9999, 12, 31), unused;
	if ((job_option(job, "period") && !job_period(job, "period", &from, &to)) ||
		(job_option(job, "since") && !job_period(job, "since", &from, &unused)) ||
		(job_option(job, "on") && !job_period(job, "on", &unused, &to))) {
		return false;
	}
	mizan_date_format(from, first);
	mizan_date_format(to, last);
	return true;
}

static mizan_status count_kind(struct check_job *job, const char *what, const char *first,
	const char *last, struct count_list *list, struct mizan_error *error)
{
	const char *of = job_option(job, "of"), *slash = strchr(of, '/');
	char name[200];
	snprintf(name, sizeof name, "%.*s", slash ? (int)(slash - of) : (int)strlen(of), of);
	if (strcmp(what, "revisions") == 0) {
		const char *const texts[5] = {name, slash ? slash + 1 : "", first, last, NULL};
		return count_is_known(job,
			       "SELECT 1 FROM commitment WHERE agreement_id = ?1 AND"
			       " commitment_id = ?2",
			       name, texts[1], "write AGREEMENT/COMMITMENT")
			       ? count_query(job, revisions_sql, texts, list, error)
			       : MIZAN_OK;
	}
	if (strcmp(what, "agreements") == 0) {
		const char *const texts[5] = {of, job_option(job, "kind"), first, last, NULL};
		return count_is_known(job, "SELECT 1 FROM process WHERE process_id = ?1", of, NULL,
			       "give the id of a process")
			       ? count_query(job, agreements_sql, texts, list, error)
			       : MIZAN_OK;
	}
	const char *const texts[5] = {
		of, job_option(job, "country"), first, last, job_option(job, "actor")};
	return count_is_known(job, "SELECT 1 FROM milestone WHERE kind = ?1", of, NULL,
		       "give a kind of milestone: mizan milestones lists them")
		       ? count_query(job, milestones_sql, texts, list, error)
		       : MIZAN_OK;
}

mizan_status count_of_records(struct check_job *job, const struct stated *stated, const char *what,
	struct mizan_error *error)
{
	char first[11], last[11];
	struct count_list list = {0};
	if (strcmp(what, "revisions") != 0 && strcmp(what, "agreements") != 0 &&
		strcmp(what, "milestones") != 0) {
		job_fault(job, "what",
			"joins, revisions, agreements or milestones; events are counted by at-least"
			" with indicator: attacks",
			"'%.40s' cannot be counted so", what);
		return MIZAN_OK;
	}
	if (!count_days(job, first, last)) {
		return MIZAN_OK;
	}
	mizan_status status = count_kind(job, what, first, last, &list, error);
	if (status == MIZAN_OK && !job->failed && (!job->publisher || list.all > 0)) {
		count_say(job, what, "on record in all", &list, list.all, stated);
		if (list.confirmed != list.all) {
			count_say(job, what, "confirmed", &list, list.confirmed, stated);
		}
	}
	brief_text_done(job->brief, &list.evidence);
	return status;
}
