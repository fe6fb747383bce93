/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of two periods against each other. */
#include "brief_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- Two periods -------------------------------------------------------------------------- */

/* Two readings of one indicator: by publisher, a row of each. */
struct pair {
	const struct mizan_table *now, *then;
	int32_t now_month, then_month;
	const char *now_label, *then_label; /* of the options */
	bool tolerance;                     /* the limit is one, and is said */
};
/* 1, 0, or -1 where the ranges leave it open: what `period`, `against` and the limit say. */
typedef int (*pair_rule)(struct reading now, struct reading then, const struct stated *limit);

/* The chosen row of the same publisher and definition, SIZE_MAX: none. */
static size_t pair_other(const struct mizan_table *table, size_t row,
	const struct mizan_table *others, int32_t month)
{
	for (size_t k = 0; k < others->row_count; k++) {
		size_t two = series_row(others, k, k + 1, month);
		if (two != SIZE_MAX && series_same(table, row, others, two)) {
			return two;
		}
	}
	return SIZE_MAX;
}

static void pair_answer(struct check_job *job, const struct pair *pair, size_t one, size_t two,
	pair_rule holds, const struct stated *limit)
{
	struct reading a = reading_of(pair->now, one), b = reading_of(pair->then, two);
	struct mizan_text text = {0};
	append_row(&text, pair->now, one);
	mizan_text_append(&text, " against ");
	append_row(&text, pair->then, two);
	const char *now = series_text(pair->now, one, "edition");
	const char *then = series_text(pair->then, two, "edition");
	bool known = reading_is_known(a) && reading_is_known(b);
	if (job_is_of_scores(job) && now && then && strcmp(now, then) != 0) {
		job_answer(job, pair->now, one, -1, a.best, text.data, editions_differ);
	} else {
		int answer = known ? holds(reading_decides(a), reading_decides(b), limit) : -1;
		if (!isnan(a.best) && !isnan(b.best) && b.best != 0) {
			mizan_text_printf(&text, ": %+.1f%%", 100 * (a.best / b.best - 1));
		}
		if (pair->tolerance) {
			mizan_text_printf(&text, ", tolerance %g%%", limit->number);
		}
		if (answer >= 0 && (a.ranged || b.ranged) && holds(a, b, limit) < 0) {
			mizan_text_append(&text, "; their low-high ranges overlap, and leave room "
						 "for the other answer");
		}
		bool of_nothing = known && reading_decides(b).high <= 0;
		job_answer(job, pair->now, one, answer, a.best, text.data,
			answer >= 0  ? NULL
			: of_nothing ? "of 0 there is no multiple"
				     : "a range alone");
	}
	brief_text_done(job->brief, &text);
}

/* Who has one of the two alone is named. */
static void pair_answer_half(
	struct check_job *job, const struct mizan_table *table, size_t row, const char *missing)
{
	struct mizan_text text = {0}, reason = {0};
	append_row(&text, table, row);
	mizan_text_printf(&reason, "no figure for %s", missing);
	job_answer(job, table, row, -1, (double)NAN, text.data, reason.data);
	mizan_text_release(&reason);
	brief_text_done(job->brief, &text);
}

static void pair_weigh(
	struct check_job *job, const struct pair *pair, pair_rule holds, const struct stated *limit)
{
	for (size_t i = 0; i < pair->now->row_count; i++) {
		size_t one = series_row(pair->now, i, i + 1, pair->now_month);
		if (one == SIZE_MAX) {
			continue;
		}
		size_t two = pair_other(pair->now, one, pair->then, pair->then_month);
		if (two != SIZE_MAX) {
			pair_answer(job, pair, one, two, holds, limit);
		} else {
			pair_answer_half(job, pair->now, one, pair->then_label);
		}
	}
	for (size_t k = 0; k < pair->then->row_count; k++) {
		size_t two = series_row(pair->then, k, k + 1, pair->then_month);
		if (two != SIZE_MAX &&
			pair_other(pair->then, two, pair->now, pair->now_month) == SIZE_MAX) {
			pair_answer_half(job, pair->then, two, pair->now_label);
		}
	}
}

static mizan_status compare_periods(struct check_job *job, const struct stated *limit,
	bool tolerance, pair_rule holds, struct mizan_error *error)
{
	mizan_date from, to, other_from, other_to;
	if (!job_period(job, "period", &from, &to) ||
		!job_period(job, "against", &other_from, &other_to)) {
		return MIZAN_OK;
	}
	struct mizan_table now = {0}, then = {0};
	mizan_status status = job_series(job, MIZAN_WHOLE, from, to, NULL, NULL, &now, error);
	if (status == MIZAN_OK && !job->failed) {
		status = job_series(
			job, MIZAN_WHOLE, other_from, other_to, NULL, NULL, &then, error);
	}
	if (status == MIZAN_OK && !job->failed) {
		const struct pair pair = {&now, &then, mizan_date_month(from),
			mizan_date_month(other_from), job_option(job, "period"),
			job_option(job, "against"), tolerance};
		pair_weigh(job, &pair, holds, limit);
	}
	mizan_table_release(&now);
	mizan_table_release(&then);
	return status;
}

static int holds_near(struct reading now, struct reading then, const struct stated *limit)
{
	double least = now.low - then.high, most = now.high - then.low;
	double farthest = fabs(least) > fabs(most) ? fabs(least) : fabs(most);
	double nearest = least > 0 ? least : most < 0 ? -most : 0;
	double part = limit->number / 100;
	return farthest <= fabs(then.low) * part ? 1 : nearest > fabs(then.high) * part ? 0 : -1;
}

/* "more than doubled" is strictly more. What was nothing cannot double. */
static int holds_times(struct reading now, struct reading then, const struct stated *limit)
{
	if (then.high <= 0) {
		return -1;
	}
	double low = then.low * limit->least, high = then.high * limit->least;
	if (limit->above) {
		return now.low > high ? 1 : now.high <= low ? 0 : -1;
	}
	return now.low >= high ? 1 : now.high < low ? 0 : -1;
}

mizan_status check_nearly_equal(struct check_job *job, struct mizan_error *error)
{
	struct stated within;
	return job_stated(job, "within", "10", &within)
		       ? compare_periods(job, &within, true, holds_near, error)
		       : MIZAN_OK;
}

mizan_status check_doubled(struct check_job *job, struct mizan_error *error)
{
	struct stated factor;
	return job_stated(job, "factor", "2", &factor)
		       ? compare_periods(job, &factor, false, holds_times, error)
		       : MIZAN_OK;
}

static int holds_larger(struct reading now, struct reading then, const struct stated *limit)
{
	(void)limit;
	return reading_larger(now, then);
}

static int holds_smaller(struct reading now, struct reading then, const struct stated *limit)
{
	(void)limit;
	return reading_larger(then, now);
}

/* The same number of months on both sides of a date; the month of the date is left out. */
mizan_status check_before_after(struct check_job *job, struct mizan_error *error)
{
	mizan_date date;
	double months;
	const char *direction = job_option(job, "direction");
	if (!job_date(job, &date) || !job_number(job, "months", 12, &months)) {
		return MIZAN_OK;
	}
	bool falls = direction && strcmp(direction, "falls") == 0;
	if ((direction && !falls && strcmp(direction, "rises") != 0) || months < 1 ||
		months > 240) {
		job_fault(job, direction ? "direction" : "months",
			"rises or falls; 1 to 240 months", "cannot compare so");
		return MIZAN_OK;
	}
	int32_t month = mizan_date_month(date), count = (int32_t)months;
	struct mizan_table before = {0}, after = {0};
	mizan_date edges[4] = {mizan_date_make((month - count) / 12, (month - count) % 12 + 1, 1),
		mizan_date_make(month / 12, month % 12 + 1, 1) - 1,
		mizan_date_make((month + 1) / 12, (month + 1) % 12 + 1, 1),
		mizan_date_make((month + count + 1) / 12, (month + count + 1) % 12 + 1, 1) - 1};
	mizan_status status =
		job_series(job, MIZAN_WHOLE, edges[0], edges[1], NULL, NULL, &before, error);
	if (status == MIZAN_OK && !job->failed) {
		status =
			job_series(job, MIZAN_WHOLE, edges[2], edges[3], NULL, NULL, &after, error);
	}
	if (status == MIZAN_OK && !job->failed) {
		const struct pair pair = {&after, &before, month + 1, month - count,
			"the months after", "the months before", false};
		pair_weigh(job, &pair, falls ? holds_smaller : holds_larger, NULL);
	}
	mizan_table_release(&before);
	mizan_table_release(&after);
	return status;
}
