/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan series, mizan growth: one indicator through time, by publisher. */
#include "command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct series_arguments {
	struct mizan_series_options series;
	mizan_date period[2];
	const char *unit;
};

/* Rows of both option tables. */
#define SERIES_OPTIONS(a)                                                                          \
	{"indicator", OPTION_TEXT, "WORD", "deaths, attacks, civilian-deaths, score, rank ...",    \
		&(a).series.indicator},                                                            \
		{"country", OPTION_COUNTRY, "PAK", "one country", &(a).series.country},            \
		{"area", OPTION_TEXT, "NAME", "a province", &(a).series.area},                     \
		{"actor", OPTION_TEXT, "NAME", "an actor by its name in the source",               \
			&(a).series.actor},                                                        \
		{"unit", OPTION_TEXT, "year|quarter|month", "of time; else year", &(a).unit},      \
		{"year", OPTION_PERIOD, "2024", "one year, or a period", (a).period},              \
		{"period", OPTION_PERIOD, "2021..2024", "a period", (a).period},                   \
		{"source", OPTION_TEXT, "NAME", "one source or publisher", &(a).series.source},    \
		{"zone", OPTION_TEXT, "ID", "events in a zone; figures are left out then",         \
			&(a).series.zone},                                                         \
	{                                                                                          \
		"where", OPTION_TEXT, "SQL", "a condition over event; figures are left out then",  \
			&(a).series.where                                                          \
	}

static int series_finish(struct context *context, struct series_arguments *arguments)
{
	struct mizan_series_options *series = &arguments->series;
	series->from = arguments->period[0];
	series->to = arguments->period[1];
	series->indicator = series->indicator ? series->indicator : "deaths";
	if (arguments->unit && !mizan_period_from_word(arguments->unit, &series->period)) {
		return print_usage_error(
			context, "--unit is year, quarter or month, not '%s'", arguments->unit);
	}
	return series->where ? guard_store(context) : EXIT_DONE;
}

static int series_print(struct context *context, mizan_status status, struct mizan_table *table,
	const struct mizan_chart *chart, const struct mizan_error *error)
{
	return status == MIZAN_OK ? print_table(context, table, chart) : print_error(error);
}

/* What stands for each publisher, definition and period. */
static mizan_status series_keep_current(struct mizan_table *table, struct mizan_error *error)
{
	size_t current = mizan_table_find(table, "current"), kept = 0;
	size_t *order = calloc(table->row_count + 1, sizeof *order);
	if (!order) {
		return mizan_error_memory(error);
	}
	for (size_t row = 0; row < table->row_count; row++) {
		if (mizan_table_cell(table, row, current)->integer == 1) {
			order[kept++] = row;
		}
	}
	if (kept < table->row_count) {
		mizan_table_add_note(table,
			"%zu figures of other editions or relays are not shown: --all-editions "
			"shows them",
			table->row_count - kept);
	}
	mizan_table_reorder(table, order, kept);
	free(order);
	return MIZAN_OK;
}

int cmd_series(struct context *context, int count, char **arguments)
{
	struct series_arguments a = {.period = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN}};
	bool all = false;
	const struct option options[] = {SERIES_OPTIONS(a),
		{"all-editions", OPTION_FLAG, NULL, "older editions and relays too", &all},
		{NULL, OPTION_FLAG, NULL, NULL, NULL}};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count > 1) {
		return print_excess(context, arguments[1]);
	}
	code = series_finish(context, &a);
	if (code != EXIT_DONE) {
		return code;
	}
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	mizan_status status = mizan_series_store(
		context->store.database, &a.series, &table, &context->watch, &error);
	if (status == MIZAN_OK && !all) {
		status = series_keep_current(&table, &error);
	}
	char title[CHART_TITLE];
	struct mizan_chart chart = {.kind = MIZAN_CHART_LINE,
		.x = "period",
		.y = "value",
		.low = "low",
		.high = "high",
		.series = "series",
		.title = chart_title(title, a.series.indicator, a.series.country, a.period),
		.y_title = ""};
	code = series_print(context, status, &table, &chart, &error);
	mizan_table_release(&table);
	return code;
}

static int growth_actors(struct context *context, const struct series_arguments *a, int64_t floor)
{
	int year = 0, month, day;
	if (a->period[1] != MIZAN_DATE_UNKNOWN) {
		mizan_date_split(a->period[1], &year, &month, &day);
	}
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	mizan_status status = mizan_growth_actors_store(context->store.database, a->series.country,
		a->series.zone, year, floor, &table, &context->watch, &error);
	char title[CHART_TITLE];
	struct mizan_chart chart = {.kind = MIZAN_CHART_BAR,
		.x = "actor",
		.y = "growth",
		.title = chart_title(
			title, "Growth of deaths by actor", a->series.country, a->period),
		.y_title = "Growth on the year before; 1.0 is twice as much"};
	int code = series_print(context, status, &table, &chart, &error);
	mizan_table_release(&table);
	return code;
}

int cmd_growth(struct context *context, int count, char **arguments)
{
	struct series_arguments a = {.period = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN}};
	int64_t quarters = 0, floor = 25;
	bool actors = false;
	const struct option options[] = {SERIES_OPTIONS(a),
		{"first-quarters", OPTION_INTEGER, "1..3",
			"these quarters against the whole year before", &quarters},
		{"actors", OPTION_FLAG, NULL, "rank actors by growth of deaths in a year", &actors},
		{"floor", OPTION_INTEGER, "N",
			"with --actors: least deaths in the year before; else 25", &floor},
		{NULL, OPTION_FLAG, NULL, NULL, NULL}};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count > 1) {
		return print_excess(context, arguments[1]);
	}
	code = series_finish(context, &a);
	if (code != EXIT_DONE) {
		return code;
	}
	if (actors) {
		return growth_actors(context, &a, floor);
	}
	struct mizan_growth_options growth = {
		.series = a.series, .part_year = quarters < 0 || quarters > 3 ? -1 : (int)quarters};
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	mizan_status status = mizan_growth_store(
		context->store.database, &growth, &table, &context->watch, &error);
	char title[CHART_TITLE], what[80];
	snprintf(what, sizeof what, "Growth of %.50s", a.series.indicator);
	struct mizan_chart chart = {.kind = MIZAN_CHART_BAR,
		.x = "period",
		.y = "growth",
		.low = "growth_low",
		.high = "growth_high",
		.series = "publisher",
		.title = chart_title(title, what, a.series.country, a.period),
		.y_title = "Growth on the period before; 1.0 is twice as much"};
	code = series_print(context, status, &table, &chart, &error);
	mizan_table_release(&table);
	return code;
}
