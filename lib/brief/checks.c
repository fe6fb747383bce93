/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The named checks: each runs once for every publisher and definition that has the numbers. */
#include "brief_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- One number --------------------------------------------------------------------------- */

/* Evidence "1,081 (2024)", with the range where there is one. */
static void append_row(struct mizan_text *text, const struct mizan_table *table, size_t row)
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

/* holds(low, high, limit, tolerance): 1, 0, or -1 where the limit lies within the range. */
typedef int (*number_rule)(double low, double high, double limit, double tolerance);

/* Best estimates decide; where a source gives a range alone, both its ends have to agree. */
static void answer_number(struct check_job *job, const struct mizan_table *table, size_t row,
	number_rule holds, double limit, double tolerance)
{
	double value = series_value(table, row), low = value, high = value;
	if (isnan(value) &&
		(!mizan_table_number(table, row, mizan_table_find(table, "low"), &low) ||
			!mizan_table_number(table, row, mizan_table_find(table, "high"), &high))) {
		return;
	}
	struct mizan_text text = {0};
	append_row(&text, table, row);
	int answer = holds(low, high, limit, tolerance);
	job_answer(job, table, row, answer, value, text.data,
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
	double limit = 0, tolerance = 0;
	const char *stated = job_option(job, limit_key);
	if (!stated || !states_number(stated, &limit, &tolerance)) {
		job_fault(job, limit_key, NUMBER_ADVICE, "'%.60s' is no number",
			stated ? stated : "");
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
			answer_number(job, &table, row, holds, limit, tolerance);
		}
	}
	mizan_table_release(&table);
	return status;
}

static int holds_at_least(double low, double high, double limit, double tolerance)
{
	(void)tolerance;
	return low >= limit ? 1 : high < limit ? 0 : -1;
}

static int holds_at_most(double low, double high, double limit, double tolerance)
{
	(void)tolerance;
	return high <= limit ? 1 : low > limit ? 0 : -1;
}

static int holds_equals(double low, double high, double limit, double tolerance)
{
	return fabs(low - limit) <= tolerance && fabs(high - limit) <= tolerance ? 1
	       : high < limit - tolerance || low > limit + tolerance             ? 0
										 : -1;
}

static mizan_status check_at_least(struct check_job *job, struct mizan_error *error)
{
	return check_one_number(job, "value", holds_at_least, error);
}

static mizan_status check_at_most(struct check_job *job, struct mizan_error *error)
{
	return check_one_number(job, "value", holds_at_most, error);
}

static mizan_status check_equals(struct check_job *job, struct mizan_error *error)
{
	return check_one_number(
		job, job_option(job, "states") ? "states" : "value", holds_equals, error);
}

/* ---- Scores: each edition of an index has its own scale ----------------------------------- */

const char editions_differ[] = "scores of different editions are not comparable";

bool job_is_of_scores(const struct check_job *job)
{
	const char *indicator = job_option(job, "indicator");
	return indicator && strcmp(indicator, "score") == 0;
}

/* ---- Every year --------------------------------------------------------------------------- */

struct years {
	int from, to;
	bool rises;
	bool scores; /* of an index: editions must not be mixed */
};

/* 1, 0, or -1 with a reason: what a series says of all pairs of neighbouring years. */
static int years_hold(const struct years *years, const struct mizan_table *table, size_t first,
	size_t end, struct mizan_text *evidence, struct mizan_text *reason)
{
	double before = (double)NAN;
	bool broken = false;
	const char *edition = NULL;
	for (int year = years->from; year <= years->to; year++) {
		size_t row = series_row(table, first, end, year * 12);
		double value = row == SIZE_MAX ? (double)NAN : series_value(table, row);
		if (isnan(value)) {
			mizan_text_printf(
				reason, "%s%d", reason->size ? ", " : "no figure for ", year);
			before = (double)NAN;
			continue;
		}
		mizan_text_append(evidence, evidence->size ? ", " : "");
		append_number(evidence, value);
		mizan_text_printf(evidence, " (%d)", year);
		broken |= !isnan(before) && (years->rises ? value <= before : value >= before);
		before = value;
		const char *mine = series_text(table, row, "edition");
		if (years->scores && edition && mine && strcmp(edition, mine) != 0) {
			mizan_text_append(reason, reason->size ? "; " : "");
			mizan_text_append(reason, editions_differ);
			return -1;
		}
		edition = mine ? mine : edition;
	}
	/* One fall is enough to say no, whatever the missing years would say. */
	return broken ? 0 : reason->size ? -1 : 1;
}

static mizan_status check_every_year(struct check_job *job, bool rises, struct mizan_error *error)
{
	struct years years = {.rises = rises};
	years.scores = job_is_of_scores(job);
	if (!job_year(job, "from", &years.from) || !job_year(job, "to", &years.to)) {
		return MIZAN_OK;
	}
	if (years.to <= years.from) {
		job_fault(
			job, "to", "give a later year", "%d is not after %d", years.to, years.from);
		return MIZAN_OK;
	}
	struct mizan_table table = {0};
	mizan_status status = job_series(job, MIZAN_YEARLY, mizan_date_make(years.from, 1, 1),
		mizan_date_make(years.to, 12, 31), NULL, NULL, &table, error);
	for (size_t first = 0; first < table.row_count && status == MIZAN_OK && !job->failed;) {
		size_t end = series_end(&table, first);
		struct mizan_text evidence = {0}, reason = {0};
		int holds = years_hold(&years, &table, first, end, &evidence, &reason);
		size_t last = series_row(&table, first, end, years.to * 12);
		if (evidence.size > 0) {
			job_answer(job, &table, last == SIZE_MAX ? first : last, holds,
				last == SIZE_MAX ? (double)NAN : series_value(&table, last),
				evidence.data, holds < 0 ? reason.data : NULL);
		}
		brief_text_done(job->brief, &evidence);
		brief_text_done(job->brief, &reason);
		first = end;
	}
	mizan_table_release(&table);
	return status;
}

static mizan_status check_rises(struct check_job *job, struct mizan_error *error)
{
	return check_every_year(job, true, error);
}

static mizan_status check_falls(struct check_job *job, struct mizan_error *error)
{
	return check_every_year(job, false, error);
}

/* ---- Two periods -------------------------------------------------------------------------- */

/* Two readings of one indicator: by publisher, a row of each. */
struct pair {
	const struct mizan_table *now, *then;
	int32_t now_month, then_month;
	const char *now_label, *then_label; /* of the options */
};
/* holds(value of `period`, value of `against`, limit) */
typedef int (*pair_rule)(double value, double other, double limit);

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
	pair_rule holds, double limit)
{
	double a = series_value(pair->now, one), b = series_value(pair->then, two);
	struct mizan_text text = {0};
	append_row(&text, pair->now, one);
	mizan_text_append(&text, " against ");
	append_row(&text, pair->then, two);
	const char *now = series_text(pair->now, one, "edition");
	const char *then = series_text(pair->then, two, "edition");
	if (isnan(a) || isnan(b)) {
		job_answer(job, pair->now, one, -1, (double)NAN, text.data, "a range alone");
	} else if (job_is_of_scores(job) && now && then && strcmp(now, then) != 0) {
		job_answer(job, pair->now, one, -1, a, text.data, editions_differ);
	} else {
		if (b != 0) {
			mizan_text_printf(&text, ": %+.1f%%", 100 * (a / b - 1));
		}
		job_answer(job, pair->now, one, holds(a, b, limit), a, text.data, NULL);
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
	struct check_job *job, const struct pair *pair, pair_rule holds, double limit)
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

static mizan_status compare_periods(
	struct check_job *job, double limit, pair_rule holds, struct mizan_error *error)
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
			job_option(job, "against")};
		pair_weigh(job, &pair, holds, limit);
	}
	mizan_table_release(&now);
	mizan_table_release(&then);
	return status;
}

static int holds_near(double value, double other, double limit)
{
	return fabs(value - other) <= fabs(other) * limit / 100;
}

static int holds_times(double value, double other, double limit)
{
	return value >= other * limit;
}

static mizan_status check_nearly_equal(struct check_job *job, struct mizan_error *error)
{
	double within;
	return job_number(job, "within", 10, &within)
		       ? compare_periods(job, within, holds_near, error)
		       : MIZAN_OK;
}

static mizan_status check_doubled(struct check_job *job, struct mizan_error *error)
{
	double factor;
	return job_number(job, "factor", 2, &factor)
		       ? compare_periods(job, factor, holds_times, error)
		       : MIZAN_OK;
}

static int holds_larger(double value, double other, double limit)
{
	(void)limit;
	return value > other;
}

static int holds_smaller(double value, double other, double limit)
{
	(void)limit;
	return value < other;
}

/* The same number of months on both sides of a date; the month of the date is left out. */
static mizan_status check_before_after(struct check_job *job, struct mizan_error *error)
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
			"the months after", "the months before"};
		pair_weigh(job, &pair, falls ? holds_smaller : holds_larger, 0);
	}
	mizan_table_release(&before);
	mizan_table_release(&after);
	return status;
}

/* ---- Shares ------------------------------------------------------------------------------- */

/* Sums the parts (areas between semicolons) of one publisher's figure; NaN where one is missing. */
static double share_sum_parts(const struct mizan_table *parts, size_t part_count,
	const struct mizan_table *whole, size_t row)
{
	double sum = 0;
	for (size_t i = 0; i < part_count; i++) {
		double value = (double)NAN;
		for (size_t k = 0; k < parts[i].row_count; k++) {
			const char *mine = series_text(&parts[i], k, "publisher");
			const char *theirs = series_text(whole, row, "publisher");
			const char *origin = series_text(&parts[i], k, "origin");
			size_t current = mizan_table_find(&parts[i], "current");
			if (mine && theirs && strcmp(mine, theirs) == 0 &&
				strcmp(origin, series_text(whole, row, "origin")) == 0 &&
				mizan_table_cell(&parts[i], k, current)->integer &&
				(isnan(value) || series_same(&parts[i], k, whole, row))) {
				value = series_value(&parts[i], k);
			}
		}
		sum += value;
	}
	return sum;
}

static void share_answer(struct check_job *job, const struct mizan_table *parts, size_t part_count,
	const struct mizan_table *whole, size_t row, double limit)
{
	double all = series_value(whole, row),
	       part = share_sum_parts(parts, part_count, whole, row);
	if (isnan(part) || isnan(all) || all <= 0) {
		return;
	}
	double share = 100 * part / all;
	struct mizan_text text = {0};
	append_number(&text, part);
	mizan_text_append(&text, " of ");
	append_row(&text, whole, row);
	mizan_text_printf(&text, ": %.1f%%", share);
	job_answer(job, whole, row, share >= limit, share, text.data, NULL);
	brief_text_done(job->brief, &text);
}

#define SHARE_PARTS_MAX 8

/* Reads the series of each part: an area, an actor, or a condition over events. */
static mizan_status share_read_parts(struct check_job *job, mizan_date from, mizan_date to,
	struct mizan_table parts[SHARE_PARTS_MAX], size_t *count, struct mizan_error *error)
{
	const char *areas = job_option(job, "part-area"), *part = job_option(job, "part");
	*count = 0;
	if (part) {
		return job_series(
			job, MIZAN_WHOLE, from, to, NULL, part, &parts[(*count)++], error);
	}
	mizan_status status = MIZAN_OK;
	while (*areas && *count < SHARE_PARTS_MAX && status == MIZAN_OK) {
		size_t size = strcspn(areas, ";");
		struct mizan_slice area = mizan_slice_trim((struct mizan_slice){areas, size});
		char *name = brief_copy(job->brief, area.data, area.size);
		if (!name) {
			return mizan_error_memory(error);
		}
		status = job_series(
			job, MIZAN_WHOLE, from, to, name, NULL, &parts[(*count)++], error);
		areas += size + (areas[size] == ';');
	}
	return status;
}

static mizan_status check_share_at_least(struct check_job *job, struct mizan_error *error)
{
	mizan_date from, to;
	double limit;
	if (!job_period(job, "period", &from, &to) ||
		!job_number(job, "value", (double)NAN, &limit)) {
		return MIZAN_OK;
	}
	if (!job_option(job, "part") && !job_option(job, "part-area")) {
		/* Shares that publishers print as such. */
		return check_one_number(job, "value", holds_at_least, error);
	}
	struct mizan_table parts[SHARE_PARTS_MAX] = {0}, whole = {0};
	size_t count;
	mizan_status status = share_read_parts(job, from, to, parts, &count, error);
	if (status == MIZAN_OK && !job->failed) {
		status = job_series(job, MIZAN_WHOLE, from, to, NULL, NULL, &whole, error);
	}
	for (size_t row = 0; row < whole.row_count && status == MIZAN_OK && !job->failed; row++) {
		if (series_row(&whole, row, row + 1, mizan_date_month(from)) == row) {
			share_answer(job, parts, count, &whole, row, limit);
		}
	}
	for (size_t i = 0; i < count; i++) {
		mizan_table_release(&parts[i]);
	}
	mizan_table_release(&whole);
	return status;
}

/* ---- Ranks -------------------------------------------------------------------------------- */

static mizan_status check_rank_is(struct check_job *job, struct mizan_error *error)
{
	return check_one_number(job, "value", holds_equals, error);
}

/* ---- The table ---------------------------------------------------------------------------- */

static const char *const needs_value[] = {"period", "value", NULL};
static const char *const needs_period[] = {"period", NULL};
static const char *const needs_years[] = {"from", "to", NULL};
static const char *const needs_two[] = {"period", "against", NULL};
static const char *const needs_date[] = {"milestone", "date", NULL};
static const char *const needs_cut[] = {"date", NULL};
static const char *const needs_of[] = {"of", "period", "among", NULL};
static const char *const needs_commitment[] = {"commitment", NULL};
static const char *const needs_due[] = {"commitment", "date", NULL};
static const char *const needs_days[] = {"agreement", "days", NULL};
static const char *const needs_count[] = {"of", "value", NULL};
static const char *const needs_nothing[] = {NULL};

#define SERIES_WORDS "indicator, country, area, actor, source, where, zone"

const struct check checks[] = {
	{"rises-every-year", "Each year's number is larger than that of the year before.",
		"from, to; " SERIES_WORDS, needs_years, check_rises, false},
	{"falls-every-year", "Each year's number is smaller than that of the year before.",
		"from, to; " SERIES_WORDS, needs_years, check_falls, false},
	{"at-least", "The number of the period is the stated one or more.",
		"period (or any), value, present; " SERIES_WORDS, needs_value, check_at_least,
		false},
	{"at-most", "The number of the period is the stated one or less.",
		"period (or any), value, present; " SERIES_WORDS, needs_value, check_at_most,
		false},
	{"equals", "The number of the period is the stated one, at its own rounding.",
		"period (or any), value or states, present; " SERIES_WORDS, needs_period,
		check_equals, false},
	{"nearly-equal",
		"The numbers of the two periods differ by at most `within` percent of the second "
		"(10).",
		"period, against, within; " SERIES_WORDS, needs_two, check_nearly_equal, false},
	{"doubled", "The first number is at least `factor` times (2) the second.",
		"period, against, factor; " SERIES_WORDS, needs_two, check_doubled, false},
	{"rank-is", "The published rank of the period is the stated one.",
		"period, value, present; indicator: rank; country", needs_value, check_rank_is,
		false},
	{"share-at-least",
		"The part is at least `value` percent of the whole, by the same publisher.",
		"period, value; part-area (names with ; between), part (a condition over event), "
		"or "
		"indicator: share",
		needs_value, check_share_at_least, false},
	{"happened-on", "The milestone on record has this date.", "milestone, date", needs_date,
		check_happened_on, true},
	{"largest-of", "No other of its kind has as large a number, by the same publisher.",
		"of: year, actor or country; period; among: the one that is largest; measure: "
		"value or "
		"growth; floor; from, to",
		needs_of, check_largest_of, true},
	{"before-after",
		"The months after the date have more (direction: falls: less) than as many before; "
		"the "
		"month of the date is left out.",
		"date (or a milestone), months (12), direction; " SERIES_WORDS, needs_cut,
		check_before_after, false},
	{"count-of",
		"So many groups joined it: those that somebody announced and those that somebody "
		"else confirmed are counted apart; the record names what sources name, so that "
		"fewer names do not refute a count.",
		"of: an actor; value; since, on, indicator (of published counts)", needs_count,
		check_count_of, true},
	{"kept",
		"The latest assessment of each assessor says that the commitment was met (or the "
		"stated status); what was only demanded, offered or disputed was not owed.",
		"commitment: AGREEMENT/ID; status: met, partly or not met; on", needs_commitment,
		check_kept, true},
	{"due-on",
		"The commitment was due on this date, by its own rule; with `on`, as moved by "
		"then.",
		"commitment: AGREEMENT/ID; date; on", needs_due, check_due_on, true},
	{"held-for", "The agreement held for so many days, from taking effect to its end.",
		"agreement; days: 30, or 28..31", needs_days, check_held_for, true},
	{"effect",
		"Incidents fell (direction: rises: rose) from the days before the agreement, or "
		"another date, to as many from it on, beyond what their clustering explains (95 % "
		"interval).",
		"agreement, or date (or a milestone) with country; days (30), direction, where, "
		"source",
		needs_nothing, check_effect, true},
	{"statements", "Only parties say so: who asserts and who denies, side by side.",
		"about: KIND:ID of what statements on record are about, kind; asserts, denies; "
		"each may be given several times",
		needs_nothing, NULL, true},
	{"opinion", "A judgement, which no record can weigh.", "", needs_nothing, NULL, true},
	{NULL, NULL, NULL, NULL, NULL, false},
};

const struct check *check_find(const char *word)
{
	for (const struct check *check = checks; check->word; check++) {
		if (strcmp(check->word, word) == 0) {
			return check;
		}
	}
	return NULL;
}

bool mizan_check_word(size_t index, const char **word, const char **rule, const char **options)
{
	if (index + 1 >= sizeof checks / sizeof *checks) {
		return false;
	}
	*word = checks[index].word;
	*rule = checks[index].rule;
	*options = checks[index].options;
	return true;
}
