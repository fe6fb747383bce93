/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan figures, mizan cite */
#include "command.h"

#include <math.h>

int cmd_figures(struct context *context, int count, char **arguments)
{
	struct mizan_figure_options figures = {.near = (double)NAN};
	mizan_date period[2] = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN};
	const struct option options[] = {
		{"country", OPTION_COUNTRY, "PAK", "one country", &figures.country},
		{"year", OPTION_PERIOD, "2024", "periods within this year", period},
		{"period", OPTION_PERIOD, "2021..2024", "periods within this one", period},
		{"actor", OPTION_TEXT, "NAME", "figures that name this actor", &figures.actor},
		{"indicator", OPTION_TEXT, "WORD", "deaths, attacks, score, rank ...",
			&figures.indicator},
		{"publisher", OPTION_TEXT, "NAME", "one publisher", &figures.publisher},
		{"near", OPTION_REAL, "NUMBER", "the nearest to a number that somebody wrote",
			&figures.near},
		{NULL, OPTION_FLAG, NULL, NULL, NULL},
	};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count > 1) {
		return print_excess(context, arguments[1]);
	}
	figures.from = period[0];
	figures.to = period[1];
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	mizan_status status =
		mizan_figures_store(context->store.database, &figures, &table, &error);
	struct mizan_chart chart = {.kind = MIZAN_CHART_DOT_RANGE,
		.x = "value",
		.y = "value",
		.low = "low",
		.high = "high",
		.label = "publisher",
		.title = "Published figures"};
	code = status == MIZAN_OK ? print_table(context, &table, &chart) : print_error(&error);
	mizan_table_release(&table);
	return code;
}

int cmd_cite(struct context *context, int count, char **arguments)
{
	const struct option options[] = {{NULL, OPTION_FLAG, NULL, NULL, NULL}};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count != 2) {
		return print_usage_error(context, "name one source, version, file, publisher, "
						  "edition, figure:NUMBER or milestone");
	}
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	mizan_status status =
		mizan_cite_store(context->store.database, arguments[1], &table, &error);
	code = status == MIZAN_OK ? print_table(context, &table, NULL) : print_error(&error);
	mizan_table_release(&table);
	return code;
}
