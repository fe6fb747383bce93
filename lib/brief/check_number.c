/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of one number against a stated one. */
#include "brief_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- One number --------------------------------------------------------------------------- */

void append_row(struct mizan_text *text, const struct mizan_table *table, size_t row)
{
	double low = (double)NAN, high = (double)NAN, value = series_value(table, row);
	(void)mizan_table_number(table, row, mizan_table_find(table, "low"), &low);
	(void)mizan_table_number(table, row, mizan_table_find(table, "high"), &high);
	if (isnan(value)) {
		mizan_text_append(text, "no single number");
	} else {
		append_number(text, value);
	}
	mizan_text_printf(text, " (%s", series_text(table, row, "period"));
	if (!isnan(low) && !isnan(high)) {
		mizan_text_append(text, "; ");
		append_number(text, low);
		mizan_text_append(text, " to ");
		append_number(text, high);
	}
	mizan_text_append(text, ")");
}

/* holds(reading, stated): 1, 0, or -1 where the range leaves it open. */
typedef int (*number_rule)(struct reading reading, const struct stated *stated);

/* Best estimates decide; where a source gives a range alone, both its ends have to agree. */
static void answer_number(struct check_job *job, const struct mizan_table *table, size_t row,
	number_rule holds, const struct stated *stated)
{
	struct reading reading = reading_of(table, row);
	if (!reading_is_known(reading)) {
		return;
	}
	struct mizan_text text = {0};
	append_row(&text, table, row);
	int answer = holds(reading_decides(reading), stated);
	if (answer >= 0 && reading.ranged && holds(reading, stated) < 0) {
		mizan_text_append(&text, "; the stated number lies within its low-high range");
	}
	job_answer(job, table, row, answer, reading.best, text.data,
		answer < 0 ? "the stated number lies within its range" : NULL);
	brief_text_done(job->brief, &text);
}

/* The last period of a series: what its publisher says at present. */
static size_t last_row(const struct mizan_table *table, size_t first, size_t end)
{
	size_t current = mizan_table_find(table, "current"), last = SIZE_MAX;
	for (size_t row = first; row < end; row++) {
		last = mizan_table_cell(table, row, current)->integer ? row : last;
	}
	return last;
}

/*
 * The rows that a claim is weighed by. Period `any`: each figure of the indicator, whatever its
 * period. With `present: yes` current records are the last year of each publisher, for a claim that
 * says how things are.
 */
static mizan_status read_numbers(struct check_job *job, bool *each, bool *present, mizan_date *from,
	struct mizan_table *table, struct mizan_error *error)
{
	mizan_date to;
	const char *period = job_option(job, "period"), *says = job_option(job, "present");
	*each = period && strcmp(period, "any") == 0;
	*present = says && strcmp(says, "yes") == 0 && !job->publisher;
	if (!job_indicator_is_known(job)) {
		return MIZAN_OK;
	}
	const char *per = job_option(job, "per");
	if (per && strcmp(per, "claimant") == 0) {
		*each = true;
		if (!job_option(job, "about")) {
			job_fault(job, "per", "add --| about: milestone:ID",
				"whose claims about what? per: claimant needs about");
			return MIZAN_OK;
		}
		return job_claimant_numbers(job, table, error);
	}
	if (*each) {
		return job_any_figures(job, MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN, table, error);
	}
	if (!job_period(job, "period", from, &to)) {
		return MIZAN_OK;
	}
	bool months = mizan_date_month(*from) != mizan_date_month(*from - 1) &&
		      mizan_date_month(to) != mizan_date_month(to + 1);
	if (!months) {
		*each = true; /* days: figures that are of just these */
		return job_any_figures(job, *from, to, table, error);
	}
	return *present ? job_series(job, MIZAN_YEARLY, *from, MIZAN_DATE_UNKNOWN, NULL, NULL,
				  table, error)
			: job_series(job, MIZAN_WHOLE, *from, to, NULL, NULL, table, error);
}

/* A figure of the same days, publisher and definition as the row before: what was published last,
 * its own before a relay's, stands before it. */
static bool is_superseded(const struct mizan_table *table, size_t row)
{
	static const char *const keys[] = {"publisher", "counts_what", "period"};
	if (row == 0 || mizan_table_find(table, "party") != SIZE_MAX) {
		return false; /* each claimant's number is its own */
	}
	for (size_t i = 0; i < 3; i++) {
		const char *one = series_text(table, row - 1, keys[i]);
		const char *two = series_text(table, row, keys[i]);
		if (strcmp(one ? one : "", two ? two : "") != 0) {
			return false;
		}
	}
	return true;
}

static mizan_status check_one_number(
	struct check_job *job, const char *limit_key, number_rule holds, struct mizan_error *error)
{
	bool each, present;
	mizan_date from = 0;
	struct stated stated;
	if (!job_stated(job, limit_key, NULL, &stated)) {
		return MIZAN_OK;
	}
	struct mizan_table table = {0};
	mizan_status status = read_numbers(job, &each, &present, &from, &table, error);
	for (size_t first = 0, end; first < table.row_count && status == MIZAN_OK && !job->failed;
		first = end) {
		end = each ? first + 1 : series_end(&table, first);
		size_t row = each      ? (is_superseded(&table, first) ? SIZE_MAX : first)
			     : present ? last_row(&table, first, end)
				       : series_row(&table, first, end, mizan_date_month(from));
		if (row != SIZE_MAX) {
			answer_number(job, &table, row, holds, &stated);
		}
	}
	mizan_table_release(&table);
	return status;
}

static int holds_at_least(struct reading reading, const struct stated *stated)
{
	double least = stated->least;
	if (stated->above) {
		return reading.low > least ? 1 : reading.high <= least ? 0 : -1;
	}
	return reading.low >= least ? 1 : reading.high < least ? 0 : -1;
}

static int holds_at_most(struct reading reading, const struct stated *stated)
{
	double most = stated->most;
	if (stated->below) {
		return reading.high < most ? 1 : reading.low >= most ? 0 : -1;
	}
	return reading.high <= most ? 1 : reading.low > most ? 0 : -1;
}

static int holds_equals(struct reading reading, const struct stated *stated)
{
	if (states_holds(stated, reading.low) && states_holds(stated, reading.high)) {
		return 1;
	}
	bool outside = (stated->below ? reading.low >= stated->high : reading.low > stated->high) ||
		       (stated->above ? reading.high <= stated->low : reading.high < stated->low);
	return outside ? 0 : -1;
}

mizan_status check_at_least(struct check_job *job, struct mizan_error *error)
{
	return check_one_number(job, "value", holds_at_least, error);
}

mizan_status check_at_most(struct check_job *job, struct mizan_error *error)
{
	return check_one_number(job, "value", holds_at_most, error);
}

mizan_status check_equals(struct check_job *job, struct mizan_error *error)
{
	return check_one_number(
		job, job_option(job, "states") ? "states" : "value", holds_equals, error);
}

/* ---- Ranks -------------------------------------------------------------------------------- */

mizan_status check_rank_is(struct check_job *job, struct mizan_error *error)
{
	return check_one_number(job, "value", holds_equals, error);
}
