/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many groups joined: announced and confirmed are counted apart. Other counts: check_count.c */
#include "brief_internal.h"

#include <mizan/actor.h>

#include <math.h>
#include <string.h>

static bool count_is_enough(const struct stated *limit, double count)
{
	return limit->above ? count > limit->least : count >= limit->least;
}

/* One of the two counts. Fewer names on record than claimed do not refute the claim. */
static void count_answer(
	struct check_job *job, const char *what, double count, const struct stated *limit)
{
	struct mizan_table table = {0};
	struct mizan_text text = {0};
	bool enough = count_is_enough(limit, count);
	mizan_table_add_column(&table, "publisher", MIZAN_TEXT, -1);
	mizan_table_add_column(&table, "origin", MIZAN_TEXT, -1);
	mizan_table_add_column(&table, "counts_what", MIZAN_TEXT, -1);
	mizan_table_add_row(&table);
	mizan_table_set_text(&table, 0, 0, "named on record");
	mizan_table_set_text(&table, 0, 1, "relations");
	mizan_table_set_text(&table, 0, 2, what);
	mizan_text_printf(&text, "%.0f groups by name", count);
	job_answer(job, &table, 0, enough ? 1 : -1, count, text.data,
		enough ? NULL : "fewer are named on record, which does not refute the count");
	brief_text_done(job->brief, &text);
	mizan_table_release(&table);
}

/* The day to which a published count goes: the end of "2020-07-01 to 2025-02-28". */
static const char *count_until(const struct mizan_table *table, size_t row)
{
	const char *period = series_text(table, row, "period");
	size_t size = period ? strlen(period) : 0;
	return size >= 10 ? period + size - 10 : "";
}

/* Is there a count to a later day? Groups go on joining: a lower count to an earlier day refutes
 * nothing. */
static bool count_is_earlier(const struct mizan_table *table, size_t row)
{
	for (size_t i = 0; i < table->row_count; i++) {
		if (strcmp(count_until(table, i), count_until(table, row)) > 0) {
			return true;
		}
	}
	return false;
}

/* Counts that somebody published, with the same limit. */
static mizan_status count_published(
	struct check_job *job, const struct stated *limit, struct mizan_error *error)
{
	struct mizan_table table = {0};
	if (!job_option(job, "indicator")) {
		return MIZAN_OK;
	}
	mizan_status status =
		job_any_figures(job, MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN, &table, error);
	for (size_t row = 0; status == MIZAN_OK && row < table.row_count; row++) {
		double value = series_value(&table, row);
		struct mizan_text text = {0};
		(void)(isnan(value) &&
			mizan_table_number(&table, row, mizan_table_find(&table, "low"), &value));
		append_number(&text, value);
		mizan_text_printf(&text, " (%s)", series_text(&table, row, "period"));
		bool enough = count_is_enough(limit, value);
		bool open = !enough && count_is_earlier(&table, row);
		job_answer(job, &table, row, isnan(value) || open ? -1 : enough, value, text.data,
			open ? "counted to an earlier day, when fewer had joined" : NULL);
		brief_text_done(job->brief, &text);
	}
	mizan_table_release(&table);
	return status;
}

/* As cited: the groups whose joining is on record by this source. */
static mizan_status count_cited(struct check_job *job, const struct mizan_relation_options *asked,
	const struct stated *limit, struct mizan_error *error)
{
	struct mizan_relation_options options = mizan_relations_all;
	struct mizan_table table = {0};
	double count = 0;
	char since[11];
	options.of = asked->of;
	mizan_status status = mizan_relations_store(job->database, &options, &table, error);
	const char *from =
		asked->since == MIZAN_DATE_UNKNOWN ? "" : mizan_date_format(asked->since, since);
	for (size_t row = 0; status == MIZAN_OK && row < table.row_count; row++) {
		const char *kind = series_text(&table, row, "kind");
		const char *began = series_text(&table, row, "date_from");
		const char *status_word = series_text(&table, row, "status");
		bool joins = strcmp(kind, "merger") == 0 || strcmp(kind, "allegiance") == 0;
		bool later = began ? strncmp(began, from, strlen(began)) >= 0 : !*from;
		count += joins && later && strcmp(status_word, "denied") != 0 &&
			 job_cites(job, NULL, NULL, series_text(&table, row, "source"));
	}
	if (status == MIZAN_OK && count > 0) {
		count_answer(job, "named by the cited source", count, limit);
	}
	mizan_table_release(&table);
	return status;
}

mizan_status check_count_of(struct check_job *job, struct mizan_error *error)
{
	struct mizan_relation_options options = mizan_relations_all;
	struct mizan_table table = {0};
	struct stated limit;
	double groups = (double)NAN, confirmed = (double)NAN;
	const char *what = job_option(job, "what");
	mizan_date unused;
	options.of = job_option(job, "of");
	options.on = mizan_date_make(9999, 12, 31);
	if (!job_stated(job, "value", NULL, &limit)) {
		return MIZAN_OK;
	}
	if (what && strcmp(what, "joins") != 0) {
		return count_of_records(job, &limit, what, error);
	}
	if ((job_option(job, "since") && !job_period(job, "since", &options.since, &unused)) ||
		(job_option(job, "on") && !job_period(job, "on", &unused, &options.on))) {
		return MIZAN_OK;
	}
	struct mizan_error problem = {0};
	mizan_status status =
		mizan_relation_counts_store(job->database, &options, &table, &problem);
	if (status == MIZAN_ERROR_USAGE) {
		job_fault(job, "of", problem.advice, "%s", problem.what);
		mizan_table_release(&table);
		return MIZAN_OK;
	}
	if (status == MIZAN_OK && job->publisher) {
		status = count_cited(job, &options, &limit, &problem);
	} else if (status == MIZAN_OK && table.row_count > 0) {
		(void)mizan_table_number(&table, 0, mizan_table_find(&table, "groups"), &groups);
		(void)mizan_table_number(
			&table, 0, mizan_table_find(&table, "confirmed"), &confirmed);
		count_answer(job, "announced in all", groups, &limit);
		count_answer(job, "confirmed by others", confirmed, &limit);
		job_keep_sources(job, &table);
	}
	mizan_table_release(&table);
	if (status != MIZAN_OK && error) {
		*error = problem;
	}
	return status == MIZAN_OK ? count_published(job, &limit, error) : status;
}
