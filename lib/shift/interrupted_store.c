/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Interrupted series of what a store holds, as a table. */
#include "interrupted_store_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum interrupted_column {
	COLUMN_DATE,
	COLUMN_AT,
	COLUMN_INDICATOR,
	COLUMN_SOURCE,
	COLUMN_LEVEL,
	COLUMN_LEVEL_LOW,
	COLUMN_LEVEL_HIGH,
	COLUMN_P,
	COLUMN_SLOPE,
	COLUMN_SLOPE_LOW,
	COLUMN_SLOPE_HIGH,
	COLUMN_SLOPE_P,
	COLUMN_PLACEBO_P,
	COLUMN_PLACEBOS,
	COLUMN_PERIODS,
	COLUMN_BEFORE,
	COLUMN_COUNTED,
	COLUMN_THETA,
	COLUMN_ERRORS,
	COLUMN_LAG,
	COLUMN_CORRELATION,
	COLUMN_UNITS,
	COLUMN_FROM,
	COLUMN_TO,
	COLUMN_STANDING,
	COLUMN_WORDS,
	COLUMN_COUNT,
};

static void add_columns(struct mizan_table *table)
{
	static const struct {
		const char *name;
		enum mizan_type type;
		int decimals;
		bool hidden;
	} columns[COLUMN_COUNT] = {{"date", MIZAN_TEXT, -1, false}, {"at", MIZAN_TEXT, -1, true},
		{"indicator", MIZAN_TEXT, -1, false}, {"source", MIZAN_TEXT, -1, false},
		{"level", MIZAN_REAL, 2, false}, {"level_low", MIZAN_REAL, 2, false},
		{"level_high", MIZAN_REAL, 2, false}, {"p_value", MIZAN_REAL, 3, false},
		{"slope_year", MIZAN_REAL, 2, false}, {"slope_low", MIZAN_REAL, 2, false},
		{"slope_high", MIZAN_REAL, 2, false}, {"slope_p", MIZAN_REAL, 3, true},
		{"placebo_p", MIZAN_REAL, 3, false}, {"placebos", MIZAN_INTEGER, -1, false},
		{"periods", MIZAN_INTEGER, -1, false}, {"counted_before", MIZAN_INTEGER, -1, true},
		{"counted", MIZAN_INTEGER, -1, true}, {"theta", MIZAN_REAL, 2, false},
		{"errors", MIZAN_TEXT, -1, true}, {"lag", MIZAN_INTEGER, -1, true},
		{"correlation", MIZAN_REAL, 2, true}, {"units", MIZAN_INTEGER, -1, true},
		{"from", MIZAN_TEXT, -1, true}, {"to", MIZAN_TEXT, -1, true},
		{"standing", MIZAN_TEXT, -1, false}, {"words", MIZAN_TEXT, -1, true}};
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		mizan_table_add_column(
			table, columns[i].name, columns[i].type, columns[i].decimals);
		mizan_table_hide(table, i, columns[i].hidden);
	}
}

/* ---- One series --------------------------------------------------------------------------- */

/* What is asked of one record, in the numbers of its periods. */
struct interrupted_job {
	const struct mizan_interrupted_store_options *given;
	const struct interrupted_dates *dates;
	const struct interrupted_record *record;
	struct mizan_interrupted_series series;
	struct mizan_interrupted_options options;
	size_t at[MIZAN_INTERRUPTED_DATES];      /* within the record */
	size_t numbers[MIZAN_INTERRUPTED_DATES]; /* of these in `dates` */
	size_t outside;                          /* dates that the record does not reach */
};

static mizan_status job_errors(struct interrupted_job *job, struct mizan_error *error)
{
	const char *word = job->given->errors;
	job->options.errors = MIZAN_ERRORS_CORRELATED;
	if (word && !mizan_errors_from_word(word, &job->options.errors)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"correlated, newey-west, driscoll-kraay, clustered or model",
			"no errors '%.40s'", word);
	}
	return MIZAN_OK;
}

static mizan_status job_init(struct interrupted_job *job,
	const struct mizan_interrupted_store_options *given, const struct interrupted_dates *dates,
	const struct interrupted_record *record, struct mizan_error *error)
{
	int step = interrupted_step(given->period), per_year = 12 / step;
	int season = given->season >= 0 ? given->season
		     : per_year == 12   ? 2
		     : per_year == 4    ? 1
					: 0;
	*job = (struct interrupted_job){.given = given, .dates = dates, .record = record};
	job->series = (struct mizan_interrupted_series){.counts = record->counts,
		.periods = record->periods,
		.units = record->units,
		.periods_per_year = per_year,
		.first_in_year = record->first_month % 12 / step};
	job->options = (struct mizan_interrupted_options){.at = job->at,
		.window = (size_t)given->years * (size_t)per_year,
		.season = season,
		.no_trend = given->no_trend,
		.no_slope = given->no_slope,
		.no_placebo = given->no_placebo,
		.lag = given->lag};
	for (size_t i = 0; i < dates->count; i++) {
		int32_t month = dates->items[i].month - dates->items[i].month % step;
		int32_t period = (month - record->first_month) / step;
		if (month <= record->first_month || (size_t)period >= record->periods) {
			job->outside++;
			continue;
		}
		job->at[job->options.at_count] = (size_t)period;
		job->numbers[job->options.at_count++] = i;
	}
	return job_errors(job, error);
}

static void set_real(struct mizan_table *table, size_t row, size_t column, double value)
{
	if (isfinite(value)) {
		mizan_table_set_real(table, row, column, value);
	}
}

static void set_factor(
	struct mizan_table *table, size_t row, size_t column, const struct mizan_factor *factor)
{
	set_real(table, row, column, factor->value);
	set_real(table, row, column + 1, factor->low);
	set_real(table, row, column + 2, factor->high);
	set_real(table, row, column + 3, factor->p_value);
}

static void set_period(const struct interrupted_job *job, struct mizan_table *table, size_t row,
	size_t column, size_t period)
{
	char label[16];
	interrupted_label(job->given->period,
		job->record->first_month + (int32_t)period * interrupted_step(job->given->period),
		label);
	mizan_table_set_text(table, row, column, label);
}

static void set_window(const struct interrupted_job *job,
	const struct mizan_interrupted_change *change, struct mizan_table *table, size_t row)
{
	set_period(job, table, row, COLUMN_FROM, change->from);
	set_period(job, table, row, COLUMN_TO, change->to);
	mizan_table_set_integer(
		table, row, COLUMN_PERIODS, (int64_t)(change->before + change->after));
	mizan_table_set_integer(table, row, COLUMN_BEFORE, (int64_t)change->counted_before);
	mizan_table_set_integer(table, row, COLUMN_COUNTED, (int64_t)change->counted_after);
	mizan_table_set_integer(table, row, COLUMN_UNITS, (int64_t)change->units);
}

static void set_found(const struct interrupted_job *job,
	const struct mizan_interrupted_change *change, struct mizan_table *table, size_t row)
{
	set_factor(table, row, COLUMN_LEVEL, &change->level);
	set_factor(table, row, COLUMN_SLOPE, &change->slope);
	set_real(table, row, COLUMN_PLACEBO_P, change->placebo_p);
	mizan_table_set_integer(table, row, COLUMN_PLACEBOS, (int64_t)change->placebos);
	set_real(table, row, COLUMN_THETA, change->theta);
	mizan_table_set_text(table, row, COLUMN_ERRORS, mizan_errors_word(job->options.errors));
	mizan_table_set_integer(table, row, COLUMN_LAG, change->lag);
	set_real(table, row, COLUMN_CORRELATION, change->correlation);
}

static void add_change_row(const struct interrupted_job *job, size_t number,
	const struct mizan_interrupted_change *change, struct mizan_table *table)
{
	const struct interrupted_record *record = job->record;
	struct mizan_text words = {0};
	size_t row = mizan_table_add_row(table);
	set_period(job, table, row, COLUMN_DATE, change->at);
	mizan_table_set_text(table, row, COLUMN_AT, job->dates->items[job->numbers[number]].named);
	mizan_table_set_text(table, row, COLUMN_INDICATOR, record->indicator);
	mizan_table_set_text(table, row, COLUMN_SOURCE, record->source);
	mizan_table_set_text(
		table, row, COLUMN_STANDING, mizan_interrupted_standing_word(change->standing));
	set_window(job, change, table, row);
	if (change->standing == MIZAN_INTERRUPTED_GOOD) {
		set_found(job, change, table, row);
	}
	mizan_interrupted_words(
		change, job->given->period, record->first_month, record->indicator, &words);
	mizan_table_set_text(table, row, COLUMN_WORDS, words.data);
	table->failed = table->failed || words.failed;
	mizan_text_release(&words);
}

static mizan_status job_run(struct interrupted_job *job, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_interrupted_change changes[MIZAN_INTERRUPTED_DATES];
	mizan_status status = mizan_interrupted(&job->series, &job->options, changes, watch, error);
	for (size_t i = 0; status == MIZAN_OK && i < job->options.at_count; i++) {
		add_change_row(job, i, &changes[i], table);
	}
	return status;
}

/* ---- Notes -------------------------------------------------------------------------------- */

/* UCDP's annual releases begin in 1989 and have been numbered by years since 17.1; a year behind
 * the date is needed. */
static void note_missing(const struct interrupted_date *date, struct mizan_table *table)
{
	char release[64] = "";
	int year = date->month / 12;
	if (year > 2014) {
		snprintf(release, sizeof release,
			"UCDP GED %d.1 or later (ucdp.uu.se/downloads), or ", year - 1998);
	} else if (year >= 1989) {
		snprintf(release, sizeof release, "UCDP GED (ucdp.uu.se/downloads), or ");
	}
	mizan_table_add_note(table,
		"%s cannot be held against a series: nothing complete on record reaches from "
		"before "
		"it to after it; import %syour own complete sheet",
		date->named, release);
}

static void note_outside(const struct interrupted_dates *dates,
	const struct interrupted_records *records, enum mizan_period period,
	struct mizan_table *table)
{
	int step = interrupted_step(period);
	for (size_t i = 0; i < dates->count; i++) {
		bool reached = false;
		int32_t month = dates->items[i].month;
		for (size_t k = 0; k < records->count; k++) {
			const struct interrupted_record *record = &records->items[k];
			reached =
				reached || (month >= record->first_month + step &&
						   month < record->first_month +
								   (int32_t)record->periods * step);
		}
		if (!reached) {
			note_missing(&dates->items[i], table);
		}
	}
}

static void note_method(const struct mizan_interrupted_store_options *options,
	const struct mizan_table *found, struct mizan_table *table)
{
	if (found->row_count == 0) {
		return;
	}
	mizan_table_add_note(table, "%s", mizan_interrupted_caution());
	struct mizan_text window = {0};
	if (options->years > 0) {
		mizan_text_printf(&window, "%d year%s on each side of a date", options->years,
			options->years == 1 ? "" : "s");
	} else {
		mizan_text_append(&window, "the whole record");
	}
	mizan_table_add_note(table,
		"Negative binomial regression over %s%s; level: the factor at the date, "
		"slope_year: "
		"what a year makes of it; the period in which a date lies counts as after it",
		window.data ? window.data : "",
		options->by_province ? ", an effect of each province taken out" : "");
	table->failed = table->failed || window.failed;
	mizan_text_release(&window);
	if (options->errors && strcmp(options->errors, "clustered") == 0) {
		mizan_table_add_note(table,
			"Clustered errors rest on many provinces: of fewer than 20 they are too "
			"small");
	}
	if (!options->indicator) {
		mizan_table_add_note(table, "Deaths come in large single events: they scatter more "
					    "(a smaller theta) than "
					    "events, and their intervals are wider");
	}
}

/* ---- From a store ------------------------------------------------------------------------- */

static mizan_status check_options(sqlite3 *database,
	const struct mizan_interrupted_store_options *options, struct mizan_error *error)
{
	if (!options->country) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "name it, as PAK",
			"the series of which country?");
	}
	if (options->period == MIZAN_WHOLE) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "year, quarter or month",
			"a series needs several periods");
	}
	if (options->years < 0 || options->years > 100) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "0: all of the record",
			"a window cannot have %d years", options->years);
	}
	if (options->indicator && strcmp(options->indicator, "events") != 0 &&
		strcmp(options->indicator, "deaths") != 0) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "events or deaths",
			"'%.40s' is nothing that is counted here", options->indicator);
	}
	return options->where ? mizan_store_check_condition(database, options->where, error)
			      : MIZAN_OK;
}

/* What the two functions below share. Release with input_release, in any case. */
struct interrupted_input {
	struct mizan_arena arena;
	struct interrupted_dates dates;
	struct interrupted_records records;
};

static mizan_status input_read(struct interrupted_input *input, sqlite3 *database,
	const struct mizan_interrupted_store_options *options, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	*input = (struct interrupted_input){0};
	mizan_status status = check_options(database, options, error);
	if (status == MIZAN_OK) {
		status = interrupted_dates_read(
			database, options, &input->arena, &input->dates, error);
	}
	if (status == MIZAN_OK) {
		status = interrupted_records_read(
			database, options, &input->arena, &input->records, table, watch, error);
	}
	return status;
}

static void input_release(struct interrupted_input *input)
{
	free(input->records.items);
	mizan_arena_release(&input->arena);
}

mizan_status mizan_interrupted_store(struct sqlite3 *database,
	const struct mizan_interrupted_store_options *options, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct interrupted_input input;
	add_columns(table);
	mizan_status status = input_read(&input, database, options, table, watch, error);
	for (size_t i = 0; status == MIZAN_OK && i < input.records.count; i++) {
		struct interrupted_job job;
		status = job_init(&job, options, &input.dates, &input.records.items[i], error);
		if (status == MIZAN_OK && job.options.at_count > 0) {
			status = job_run(&job, table, watch, error);
		}
	}
	if (status == MIZAN_OK) {
		note_outside(&input.dates, &input.records, options->period, table);
		note_method(options, table, table);
	}
	input_release(&input);
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}

/* ---- Lines -------------------------------------------------------------------------------- */

enum line_column { LINE_PERIOD, LINE_MONTH, LINE_SERIES, LINE_VALUE, LINE_LOW, LINE_HIGH };

static void add_line(const struct interrupted_job *job, const char *name, const double *values,
	const double *low, const double *high, struct mizan_table *table)
{
	for (size_t i = 0; i < job->record->periods; i++) {
		if (isnan(values[i])) {
			continue;
		}
		size_t row = mizan_table_add_row(table);
		set_period(job, table, row, LINE_PERIOD, i);
		mizan_table_set_integer(table, row, LINE_MONTH,
			job->record->first_month +
				(int32_t)i * interrupted_step(job->given->period));
		mizan_table_set_text(table, row, LINE_SERIES, name);
		set_real(table, row, LINE_VALUE, values[i]);
		set_real(table, row, LINE_LOW, low ? low[i] : (double)NAN);
		set_real(table, row, LINE_HIGH, high ? high[i] : (double)NAN);
	}
}

static mizan_status job_lines(
	struct interrupted_job *job, struct mizan_table *table, struct mizan_error *error)
{
	size_t periods = job->record->periods;
	double *room = calloc(5 * periods, sizeof *room);
	if (!room) {
		return mizan_error_memory(error);
	}
	struct mizan_interrupted_lines lines = {
		room, room + periods, room + 2 * periods, room + 3 * periods, room + 4 * periods};
	mizan_status status =
		mizan_interrupted_lines(&job->series, &job->options, 0, &lines, error);
	if (status == MIZAN_OK) {
		add_line(job, "recorded", lines.recorded, NULL, NULL, table);
		add_line(job, "fitted", lines.fitted, NULL, NULL, table);
		add_line(job, "without the change", lines.without, lines.without_low,
			lines.without_high, table);
	}
	free(room);
	return status;
}

mizan_status mizan_interrupted_lines_store(struct sqlite3 *database,
	const struct mizan_interrupted_store_options *options, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct interrupted_input input;
	mizan_table_add_column(table, "period", MIZAN_TEXT, -1);
	mizan_table_add_column(table, "month", MIZAN_INTEGER, -1);
	mizan_table_add_column(table, "series", MIZAN_TEXT, -1);
	mizan_table_add_column(table, "value", MIZAN_REAL, 1);
	mizan_table_add_column(table, "low", MIZAN_REAL, 1);
	mizan_table_add_column(table, "high", MIZAN_REAL, 1);
	mizan_status status = input_read(&input, database, options, table, watch, error);
	for (size_t i = 0; status == MIZAN_OK && i < input.records.count && table->row_count == 0;
		i++) {
		struct interrupted_job job;
		status = job_init(&job, options, &input.dates, &input.records.items[i], error);
		if (status == MIZAN_OK && job.options.at_count > 0 && job.numbers[0] == 0) {
			status = job_lines(&job, table, error);
		}
	}
	input_release(&input);
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
