/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan hawkes: how events follow each other, and who follows whom. */
#include "command.h"

#include <mizan/spread.h>
#include <stdio.h>

/* The answers in words, those without a sign left out. */
static void add_words(struct mizan_table *table)
{
	size_t words = mizan_table_find(table, "words"), low = mizan_table_find(table, "ratio_low");
	for (size_t row = 0; row < table->row_count; row++) {
		double least;
		bool sign = mizan_table_number(table, row, low, &least) && least > 0;
		if (sign || table->row_count <= 2) {
			mizan_table_add_note(
				table, "%s", mizan_table_cell(table, row, words)->text);
		}
	}
	mizan_table_hide(table, words, true);
}

static int run_hawkes(struct context *context, const struct mizan_hawkes_query *query)
{
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	mizan_status status =
		mizan_hawkes_store(context->store.database, query, &table, &context->watch, &error);
	char title[CHART_TITLE];
	struct mizan_chart chart = {.kind = MIZAN_CHART_DOT_RANGE,
		.x = "ratio",
		.y = "ratio",
		.low = "ratio_low",
		.high = "ratio_high",
		.label = query->by ? "of" : "baseline",
		.series = query->by ? "after" : NULL,
		.title = chart_title(title, "Events that one event brings", query->country,
			(const mizan_date[2]){query->from, query->to}),
		.y_title = "events that one event brings"};
	if (status == MIZAN_OK) {
		add_words(&table);
	}
	int code = status == MIZAN_OK ? print_table(context, &table, &chart) : print_error(&error);
	mizan_table_release(&table);
	return code;
}

int cmd_hawkes(struct context *context, int count, char **arguments)
{
	struct mizan_hawkes_query query = {0};
	mizan_date period[2] = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN};
	int64_t seed = 1, replicates = 99;
	const struct option options[] = {
		{"country", OPTION_COUNTRY, "PAK", "events of one country", &query.country},
		{"period", OPTION_PERIOD, "2007..2014", "events of a period", period},
		{"source", OPTION_TEXT, "NAME", "one source of events", &query.source},
		{"zone", OPTION_TEXT, "ID", "events in a zone", &query.zone},
		{"where", OPTION_TEXT, "SQL", "a condition over event", &query.where},
		{"by", OPTION_TEXT, "WORD", "who follows whom: country, province or actor",
			&query.by},
		{"rule", OPTION_TEXT, "daily|strict|order",
			"what events of one day make of each other; else daily", &query.rule},
		{"baseline", OPTION_TEXT, "constant|year",
			"the level without them: one, or one a year; else as fits the period",
			&query.baseline},
		{"replicates", OPTION_INTEGER, "N",
			"processes drawn for the test of fit of one group; else 99", &replicates},
		{"seed", OPTION_INTEGER, "N", "of the test of fit; else 1", &seed},
		{NULL, OPTION_FLAG, NULL, NULL, NULL},
	};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count > 1) {
		return print_excess(context, arguments[1]);
	}
	if (replicates < 0 || replicates > 100000) {
		return print_usage_error(context, "--replicates takes 0 to 100000");
	}
	if (query.where && guard_store(context) != EXIT_DONE) {
		return EXIT_STORE;
	}
	query.from = period[0];
	query.to = period[1];
	query.seed = (uint64_t)seed;
	query.replicates = (unsigned)replicates;
	return run_hawkes(context, &query);
}
