/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan interrupted: what changed at given dates, against the trend before. */
#include "command.h"

#include <mizan/shift.h>
#include <stdio.h>
#include <string.h>

struct interrupted_arguments {
	struct mizan_interrupted_store_options options;
	mizan_date period[2];
	const char *unit, *by;
	int64_t years, season, lag;
	bool no_trend, no_slope, no_placebo;
};

static int interrupted_finish(struct context *context, struct interrupted_arguments *a)
{
	struct mizan_interrupted_store_options *options = &a->options;
	options->from = a->period[0];
	options->to = a->period[1];
	options->period = MIZAN_MONTHLY;
	if (a->unit && !mizan_period_from_word(a->unit, &options->period)) {
		return print_usage_error(
			context, "--unit is year, quarter or month, not '%s'", a->unit);
	}
	if (a->by && strcmp(a->by, "country") != 0 && strcmp(a->by, "province") != 0) {
		return print_usage_error(context, "--by is country or province, not '%s'", a->by);
	}
	if (a->years < 0 || a->years > 100 || a->season < -1 || a->season > 6 || a->lag < -1 ||
		a->lag > 1000) {
		return print_usage_error(context,
			"--years is 0 to 100, --season 0 to 6 pairs, --lag 0 to 1000 periods");
	}
	options->by_province = a->by && strcmp(a->by, "province") == 0;
	options->years = (int)a->years;
	options->season = (int)a->season;
	options->lag = (int)a->lag;
	options->no_trend = a->no_trend;
	options->no_slope = a->no_slope;
	options->no_placebo = a->no_placebo;
	return options->where ? guard_store(context) : EXIT_DONE;
}

/* Where the line without the change begins; no label where there is none. */
static struct mizan_mark interrupted_mark(const struct mizan_table *lines, const char *label)
{
	size_t series = mizan_table_find(lines, "series"), month = mizan_table_find(lines, "month");
	for (size_t row = 0; row < lines->row_count; row++) {
		if (strcmp(mizan_table_cell(lines, row, series)->text, "without the change") == 0) {
			return (struct mizan_mark){
				(double)mizan_table_cell(lines, row, month)->integer, label};
		}
	}
	return (struct mizan_mark){0};
}

static const char *interrupted_unit(enum mizan_period period)
{
	return period == MIZAN_MONTHLY ? "month" : period == MIZAN_QUARTERLY ? "quarter" : "year";
}

/* The first date's lines, of deaths unless something else was asked for. */
static int interrupted_draw(struct context *context, struct mizan_interrupted_store_options options)
{
	struct mizan_table lines = {0};
	struct mizan_error error = {0};
	const char *what = options.indicator ? options.indicator : "deaths";
	char title[CHART_TITLE], label[80];
	options.indicator = what;
	mizan_status status = mizan_interrupted_lines_store(
		context->store.database, &options, &lines, &context->watch, &error);
	snprintf(label, sizeof label, "%s by %s", what, interrupted_unit(options.period));
	struct mizan_mark mark = interrupted_mark(&lines, options.at);
	struct mizan_chart chart = {.kind = MIZAN_CHART_LINE,
		.x = "month",
		.y = "value",
		.low = "low",
		.high = "high",
		.series = "series",
		.title = chart_title(title, label, options.country, NULL),
		.subtitle = "Dashed: the trend before, gone on, with its 95 % interval",
		.y_title = "",
		.marks = &mark,
		.mark_count = mark.label ? 1 : 0};
	int code = status == MIZAN_OK ? draw_chart(context, &lines, &chart) : print_error(&error);
	mizan_table_release(&lines);
	return code;
}

/* The reading stands in the notes on a terminal; machines have the column `words`. */
static void interrupted_read_out(struct mizan_table *table)
{
	size_t words = mizan_table_find(table, "words"), source = mizan_table_find(table, "source");
	for (size_t row = 0; row < table->row_count; row++) {
		const struct mizan_cell *cell = mizan_table_cell(table, row, words);
		const struct mizan_cell *by = mizan_table_cell(table, row, source);
		if (cell->known) {
			mizan_table_add_note(
				table, "%s: %s", by->known ? by->text : "not stated", cell->text);
		}
	}
}

static int interrupted_print(
	struct context *context, const struct mizan_interrupted_store_options *options)
{
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	mizan_status status = mizan_interrupted_store(
		context->store.database, options, &table, &context->watch, &error);
	if (status != MIZAN_OK) {
		mizan_table_release(&table);
		return print_error(&error);
	}
	interrupted_read_out(&table);
	int code = EXIT_DONE;
	if (context->output.chart) {
		code = interrupted_draw(context, *options);
		context->output.chart = NULL; /* it is drawn */
	}
	code = code == EXIT_DONE ? print_table(context, &table, NULL) : code;
	mizan_table_release(&table);
	return code;
}

int cmd_interrupted(struct context *context, int count, char **arguments)
{
	struct interrupted_arguments a = {.period = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN},
		.years = 5,
		.season = -1,
		.lag = -1};
	const struct option options[] = {
		{"at", OPTION_TEXT, "DATE|ID,...",
			"months, days, milestones or agreements; or the word agreements",
			&a.options.at},
		{"country", OPTION_COUNTRY, "PAK", "of which country", &a.options.country},
		{"indicator", OPTION_TEXT, "WORD", "events or deaths; else both",
			&a.options.indicator},
		{"unit", OPTION_TEXT, "month|quarter|year", "of time; else month", &a.unit},
		{"by", OPTION_TEXT, "WORD", "country, or province: a panel with its effects",
			&a.by},
		{"source", OPTION_TEXT, "NAME", "one source or publisher", &a.options.source},
		{"where", OPTION_TEXT, "SQL", "a condition over event; figures are left out then",
			&a.options.where},
		{"period", OPTION_PERIOD, "1989..2021", "of the record", a.period},
		{"years", OPTION_INTEGER, "N", "on each side of a date; else 5; 0: all", &a.years},
		{"season", OPTION_INTEGER, "N", "Fourier pairs; else 2 of months", &a.season},
		{"no-trend", OPTION_FLAG, NULL, "no trend before", &a.no_trend},
		{"no-slope", OPTION_FLAG, NULL, "the level alone changes", &a.no_slope},
		{"no-placebo", OPTION_FLAG, NULL, "no test over other dates", &a.no_placebo},
		{"errors", OPTION_TEXT, "WORD",
			"correlated (else), newey-west, driscoll-kraay, clustered, model",
			&a.options.errors},
		{"lag", OPTION_INTEGER, "N", "of errors, in periods; else by rule", &a.lag},
		{NULL, OPTION_FLAG, NULL, NULL, NULL}};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count > 1) {
		return print_excess(context, arguments[1]);
	}
	code = interrupted_finish(context, &a);
	return code == EXIT_DONE ? interrupted_print(context, &a.options) : code;
}
