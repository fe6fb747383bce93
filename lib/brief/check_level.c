/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Did the level of a monthly series change, and when? The change points of the shift room decide.
 */
#include "brief_internal.h"

#include <math.h>
#include <mizan/shift.h>
#include <string.h>

struct level_claim {
	mizan_date from, to;
	bool rises, falls; /* both: either */
};

static double series_number(const struct mizan_table *table, size_t row, const char *column)
{
	double number = (double)NAN;
	(void)mizan_table_number(table, row, mizan_table_find(table, column), &number);
	return number;
}

/* Which days a cell with a month stands for; false where it is empty. */
static bool level_days(const struct mizan_table *table, size_t row, const char *column,
	mizan_date *first, mizan_date *last)
{
	const char *text = series_text(table, row, column);
	return text && *text && mizan_period_parse(text, first, last);
}

static bool level_is_of(
	const struct mizan_table *table, size_t row, const struct level_claim *claim)
{
	double now = series_number(table, row, "level"),
	       then = series_number(table, row - 1, "level");
	return now > then ? claim->rises : claim->falls;
}

/*
 * The stretches of one series, rows first to end - 1. 1: the set of dates of a change of that kind
 * lies within the period; -1: it lies there in part; 0: none does. SIZE_MAX: no row tells it.
 */
static int level_holds(const struct mizan_table *table, size_t first, size_t end,
	const struct level_claim *claim, size_t *told)
{
	int holds = 0;
	*told = SIZE_MAX;
	for (size_t row = first + 1; row < end; row++) {
		mizan_date earliest, latest, unused;
		if (!level_is_of(table, row, claim) ||
			!level_days(table, row, "from_earliest", &earliest, &unused) ||
			!level_days(table, row, "from_latest", &unused, &latest) ||
			latest < claim->from || earliest > claim->to) {
			continue;
		}
		bool within = earliest >= claim->from && latest <= claim->to;
		if (within || holds == 0) {
			*told = row;
			holds = within ? 1 : -1;
		}
		if (within) {
			break;
		}
	}
	return holds;
}

/* "changes: 2001-10 (2001-08 to 2001-10), 2007-03 (2006-12 to 2007-11)" */
static void level_list(
	const struct mizan_table *table, size_t first, size_t end, struct mizan_text *text)
{
	mizan_text_append(text, end - first > 1 ? "changes:" : "no change");
	for (size_t row = first + 1; row < end; row++) {
		mizan_text_printf(text, "%s %s (%s to %s)", row > first + 1 ? "," : "",
			series_text(table, row, "from"), series_text(table, row, "from_earliest"),
			series_text(table, row, "from_latest"));
	}
	mizan_text_printf(text, ", in %s to %s", series_text(table, first, "from"),
		series_text(table, end - 1, "to"));
}

static void level_answer(struct check_job *job, const struct mizan_table *table, size_t first,
	size_t end, const struct level_claim *claim)
{
	mizan_date begin, last, unused;
	size_t told;
	if (!level_days(table, first, "from", &begin, &unused) ||
		!level_days(table, end - 1, "to", &unused, &last)) {
		return;
	}
	int holds = level_holds(table, first, end, claim, &told);
	double p_value = series_number(table, first, "p_value");
	const char *reason = NULL;
	if (begin > claim->from || last < claim->to) {
		holds = holds == 1 ? 1 : -1;
		reason = "the series does not cover the period";
	} else if (holds < 0) {
		reason = "the change may as well lie outside the period";
	} else if (holds == 1 && !(p_value <= 0.05)) {
		holds = -1;
		reason = "that the level never changed is not unlikely";
	}
	struct mizan_text text = {0};
	if (told == SIZE_MAX) {
		level_list(table, first, end, &text);
	} else {
		mizan_text_append(&text, series_text(table, told, "words"));
	}
	record_series_answer(job, series_text(table, first, "series"), holds,
		told == SIZE_MAX ? (double)NAN : series_number(table, told, "ratio"), text.data,
		holds < 0 ? reason : NULL);
	brief_text_done(job->brief, &text);
}

static bool level_read(struct check_job *job, struct level_claim *claim)
{
	const char *direction = job_option(job, "direction");
	claim->rises = !direction || strcmp(direction, "rises") == 0;
	claim->falls = !direction || strcmp(direction, "falls") == 0;
	if (!claim->rises && !claim->falls) {
		job_fault(job, "direction", "rises or falls, or leave it out",
			"a level does not change in the direction '%.40s'", direction);
		return false;
	}
	return job_period(job, "period", &claim->from, &claim->to);
}

mizan_status check_level_changed(struct check_job *job, struct mizan_error *error)
{
	struct level_claim claim;
	if (!level_read(job, &claim)) {
		return MIZAN_OK;
	}
	struct mizan_shift_options options = {
		.change = {.cost = MIZAN_COST_NEGATIVE_BINOMIAL, .penalty = MIZAN_PENALTY_MBIC},
		.seed = 1};
	struct mizan_table table = {0};
	options.series = job_series_options(job);
	options.series.period = MIZAN_MONTHLY;
	mizan_status status = job_check_zone(job, error);
	if (status != MIZAN_OK || job->failed) {
		return status;
	}
	struct mizan_error problem = {0};
	status = mizan_shift_store(job->database, &options, &table, job->watch, &problem);
	if (status == MIZAN_ERROR_USAGE || status == MIZAN_ERROR_INPUT) {
		job_fault(job, "indicator", problem.advice, "%s", problem.what);
		mizan_table_release(&table);
		return MIZAN_OK;
	}
	if (status != MIZAN_OK) {
		*error = problem;
	}
	for (size_t row = 0, end; status == MIZAN_OK && row < table.row_count; row = end) {
		const char *name = series_text(&table, row, "series");
		for (end = row + 1; end < table.row_count &&
				    strcmp(series_text(&table, end, "series"), name) == 0;
			end++) {
		}
		level_answer(job, &table, row, end, &claim);
	}
	if (status == MIZAN_OK && table.row_count == 0 && table.note_count > 0) {
		record_series_answer(job, "event data", -1, (double)NAN, NULL,
			table.notes[table.note_count - 1]);
	} else if (status == MIZAN_OK) {
		job_keep_sources(job, &table);
	}
	mizan_table_release(&table);
	return status;
}
