/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan shift: when the level of a series changed. mizan composition: what it consists of. */
#include "command.h"

#include <mizan/shift.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct shift_arguments {
	struct mizan_shift_options shift;
	mizan_date period[2];
	const char *unit, *cost, *penalty;
	int64_t minimum, block, replicates, seed;
};

static int shift_finish(struct context *context, struct shift_arguments *a)
{
	struct mizan_shift_options *shift = &a->shift;
	shift->series.from = a->period[0];
	shift->series.to = a->period[1];
	shift->series.indicator = shift->series.indicator ? shift->series.indicator : "deaths";
	shift->series.period = MIZAN_MONTHLY;
	if (a->unit && !mizan_period_from_word(a->unit, &shift->series.period)) {
		return print_usage_error(
			context, "--unit is year, quarter or month, not '%s'", a->unit);
	}
	if (a->cost && !mizan_cost_from_word(a->cost, &shift->change.cost)) {
		return print_usage_error(context,
			"--cost is negative-binomial, poisson, normal or normal-variance, not '%s'",
			a->cost);
	}
	if (a->penalty && !mizan_penalty_from_word(a->penalty, &shift->change)) {
		return print_usage_error(
			context, "--penalty is mbic, bic or a number, not '%s'", a->penalty);
	}
	if (a->minimum < 0 || a->block < 0 || a->replicates < 0 || a->replicates > 1000000) {
		return print_usage_error(context,
			"--minimum and --block are 1 or more, --replicates 1 to 1,000,000");
	}
	shift->change.minimum = (size_t)a->minimum;
	shift->block = (size_t)a->block;
	shift->replicates = (size_t)a->replicates;
	shift->seed = (uint64_t)a->seed;
	return shift->series.where ? guard_store(context) : EXIT_DONE;
}

#define SHIFT_MARKS 12

/* The changes of the first series as marks; where they are too many to be read, none. */
static size_t shift_marks(const struct mizan_table *table, struct mizan_mark marks[SHIFT_MARKS])
{
	size_t from = mizan_table_find(table, "from"), series = mizan_table_find(table, "series");
	size_t count = 0;
	for (size_t row = 1; row < table->row_count; row++) {
		const char *label = mizan_table_cell(table, row, from)->text;
		mizan_date first, last;
		if (strcmp(mizan_table_cell(table, row, series)->text,
			    mizan_table_cell(table, 0, series)->text) != 0) {
			break;
		}
		if (count == SHIFT_MARKS || !mizan_period_parse(label, &first, &last)) {
			return 0;
		}
		marks[count++] = (struct mizan_mark){mizan_date_month(first), label};
	}
	return count;
}

/* The table, and of the first series a chart with the level of each stretch and marks. */
static int shift_print(struct context *context, const struct shift_arguments *a,
	struct mizan_table *table, struct mizan_table *drawn)
{
	char title[CHART_TITLE];
	struct mizan_mark marks[SHIFT_MARKS];
	struct mizan_chart chart = {.kind = MIZAN_CHART_LINE,
		.marks = marks,
		.mark_count = shift_marks(table, marks),
		.x = "month",
		.y = "value",
		.low = "low",
		.high = "high",
		.series = "line",
		.title = chart_title(
			title, a->shift.series.indicator, a->shift.series.country, a->period),
		.y_title = "As recorded, and the level of each stretch with 95 % interval"};
	if (context->output.chart) {
		int code = draw_chart(context, drawn, &chart);
		if (code != EXIT_DONE) {
			return code;
		}
		context->output.chart = NULL;
	}
	return print_table(context, table, NULL);
}

static int shift_run(struct context *context, struct shift_arguments *a)
{
	struct mizan_table table = {0}, drawn = {0};
	struct mizan_error error = {0};
	a->shift.chart = &drawn;
	mizan_status status = mizan_shift_store(
		context->store.database, &a->shift, &table, &context->watch, &error);
	int code =
		status == MIZAN_OK ? shift_print(context, a, &table, &drawn) : print_error(&error);
	mizan_table_release(&table);
	mizan_table_release(&drawn);
	return code;
}

int cmd_shift(struct context *context, int count, char **arguments)
{
	struct shift_arguments a = {.period = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN}};
	struct mizan_series_options *series = &a.shift.series;
	const struct option options[] = {
		{"indicator", OPTION_TEXT, "WORD", "deaths, attacks, civilian-deaths ...",
			&series->indicator},
		{"country", OPTION_COUNTRY, "PAK", "one country", &series->country},
		{"area", OPTION_TEXT, "NAME", "a province", &series->area},
		{"actor", OPTION_TEXT, "NAME", "an actor by its name in the source",
			&series->actor},
		{"unit", OPTION_TEXT, "year|quarter|month", "of time; else month", &a.unit},
		{"year", OPTION_PERIOD, "2024", "one year, or a period", a.period},
		{"period", OPTION_PERIOD, "2014..2024", "a period", a.period},
		{"source", OPTION_TEXT, "NAME", "one source or publisher", &series->source},
		{"zone", OPTION_TEXT, "ID", "events in a zone", &series->zone},
		{"where", OPTION_TEXT, "SQL", "a condition over event", &series->where},
		{"cost", OPTION_TEXT, "WORD",
			"negative-binomial (else), poisson, normal, normal-variance", &a.cost},
		{"penalty", OPTION_TEXT, "mbic|bic|NUMBER", "of a change; else mbic", &a.penalty},
		{"minimum", OPTION_INTEGER, "N",
			"least periods of a stretch; else 6 months, 4 quarters, 3 years",
			&a.minimum},
		{"block", OPTION_INTEGER, "N",
			"periods that stay together in the test; else a twentieth of all, at most "
			"12",
			&a.block},
		{"replicates", OPTION_INTEGER, "N", "shuffles of the test; else 999",
			&a.replicates},
		{"seed", OPTION_INTEGER, "N", "of the shuffles; else 0", &a.seed},
		{NULL, OPTION_FLAG, NULL, NULL, NULL},
	};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count > 1) {
		return print_excess(context, arguments[1]);
	}
	code = shift_finish(context, &a);
	return code == EXIT_DONE ? shift_run(context, &a) : code;
}

/* ---- mizan composition -------------------------------------------------------------------- */

/* A whole has no difference to draw. */
static mizan_status composition_drop_wholes(struct mizan_table *table, struct mizan_error *error)
{
	size_t difference = mizan_table_find(table, "difference"), kept = 0;
	size_t *order = calloc(table->row_count + 1, sizeof *order);
	if (!order) {
		return mizan_error_memory(error);
	}
	for (size_t row = 0; row < table->row_count; row++) {
		if (mizan_table_cell(table, row, difference)->known) {
			order[kept++] = row;
		}
	}
	mizan_table_reorder(table, order, kept);
	free(order);
	return MIZAN_OK;
}

static int composition_draw(
	struct context *context, const struct mizan_composition_options *options)
{
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	char title[CHART_TITLE], what[80];
	const mizan_date period[2] = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN};
	snprintf(what, sizeof what, "Shares after %.50s against before", options->at);
	struct mizan_chart chart = {.kind = MIZAN_CHART_DOT_RANGE,
		.label = "part",
		.y = "difference",
		.low = "low",
		.high = "high",
		.title = chart_title(title, what, options->country, period),
		.y_title = "Change of the share, with 95 % interval; 0.1 is ten points"};
	mizan_status status = mizan_composition_store(
		context->store.database, options, &table, &context->watch, &error);
	if (status == MIZAN_OK) {
		status = composition_drop_wholes(&table, &error);
	}
	int code = status == MIZAN_OK ? draw_chart(context, &table, &chart) : print_error(&error);
	mizan_table_release(&table);
	return code;
}

static int composition_run(struct context *context, const struct mizan_composition_options *options)
{
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	int code = context->output.chart ? composition_draw(context, options) : EXIT_DONE;
	if (code != EXIT_DONE) {
		return code;
	}
	context->output.chart = NULL;
	mizan_status status = mizan_composition_store(
		context->store.database, options, &table, &context->watch, &error);
	code = status == MIZAN_OK ? print_table(context, &table, NULL) : print_error(&error);
	mizan_table_release(&table);
	return code;
}

/* Shares by year: a line a part of one `what`. */
static int through_run(
	struct context *context, const struct mizan_composition_through_options *options)
{
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	char title[CHART_TITLE], what[80];
	const mizan_date period[2] = {options->from, options->to};
	snprintf(what, sizeof what, "Shares by %.30s", options->of ? options->of : "year");
	struct mizan_chart chart = {.kind = MIZAN_CHART_LINE,
		.x = "year",
		.y = "share",
		.series = "part",
		.title = chart_title(title, what, options->country, period),
		.y_title = "Share; 0.1 is ten percent"};
	mizan_status status = mizan_composition_through_store(
		context->store.database, options, &table, &context->watch, &error);
	int code = status == MIZAN_OK ? print_table(context, &table, &chart) : print_error(&error);
	mizan_table_release(&table);
	return code;
}

static int composition_through(struct context *context,
	const struct mizan_composition_options *composition, const char *of,
	const mizan_date through[2])
{
	const struct mizan_composition_through_options options = {.from = through[0],
		.to = through[1],
		.of = of,
		.country = composition->country,
		.source = composition->source,
		.zone = composition->zone,
		.where = composition->where,
		.deaths = composition->deaths};
	if (composition->at) {
		return print_usage_error(
			context, "--at compares two sides, --through goes by year: one of them");
	}
	if (context->output.chart && !of) {
		return print_usage_error(context, "a chart is of one --what: civilians, violence, "
						  "tactic, target or province");
	}
	int code = options.where ? guard_store(context) : EXIT_DONE;
	return code == EXIT_DONE ? through_run(context, &options) : code;
}

int cmd_composition(struct context *context, int count, char **arguments)
{
	struct mizan_composition_options composition = {0};
	mizan_date through[2] = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN};
	const char *of = NULL;
	int64_t months = 24, block = 0, replicates = 0, seed = 0;
	const char *counted = "events";
	const struct option options[] = {
		{"at", OPTION_TEXT, "DATE|MILESTONE", "the day that divides before from after",
			&composition.at},
		{"through", OPTION_PERIOD, "2005..2021", "shares of each year instead", through},
		{"what", OPTION_TEXT, "WORD",
			"with --through: civilians, violence, tactic, target or province", &of},
		{"country", OPTION_COUNTRY, "PAK", "one country; else the milestone's",
			&composition.country},
		{"months", OPTION_INTEGER, "N", "on each side; else 24", &months},
		{"count", OPTION_TEXT, "events|deaths", "what shares are of; else events",
			&counted},
		{"source", OPTION_TEXT, "NAME", "one source", &composition.source},
		{"zone", OPTION_TEXT, "ID", "events in a zone", &composition.zone},
		{"where", OPTION_TEXT, "SQL", "a condition over event", &composition.where},
		{"block", OPTION_INTEGER, "N", "months that stay together; else 3", &block},
		{"replicates", OPTION_INTEGER, "N", "shuffles of the test; else 999", &replicates},
		{"seed", OPTION_INTEGER, "N", "of the shuffles; else 0", &seed},
		{NULL, OPTION_FLAG, NULL, NULL, NULL},
	};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count > 1) {
		return print_excess(context, arguments[1]);
	}
	composition.deaths = strcmp(counted, "deaths") == 0;
	if (!composition.deaths && strcmp(counted, "events") != 0) {
		return print_usage_error(context, "--count is events or deaths, not '%s'", counted);
	}
	if (through[0] != MIZAN_DATE_UNKNOWN) {
		return composition_through(context, &composition, of, through);
	}
	if (of) {
		return print_usage_error(context, "--what goes with --through");
	}
	if (months < 1 || months > 1200 || block < 0 || block > 600 || replicates < 0 ||
		replicates > 1000000) {
		return print_usage_error(context,
			"--months is 1 to 1,200, --block 1 to 600, --replicates 1 to 1,000,000");
	}
	composition.months = (int)months;
	composition.how = (struct mizan_composition_how){
		.block = (size_t)block, .replicates = (size_t)replicates, .seed = (uint64_t)seed};
	code = composition.where ? guard_store(context) : EXIT_DONE;
	return code == EXIT_DONE ? composition_run(context, &composition) : code;
}
