/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan near-repeat: Knox's test over the events of a store. */
#include "command.h"

#include <mizan/spread.h>
#include <stdio.h>
#include <string.h>

/* What stands out is read first; the full grid has its words in the column of that name. */
static void add_words(struct mizan_table *table)
{
	size_t words = mizan_table_find(table, "words"), p = mizan_table_find(table, "p_adjusted");
	size_t shown = 0;
	for (size_t row = 0; row < table->row_count; row++) {
		const struct mizan_cell *cell = mizan_table_cell(table, row, p);
		if (cell->known && cell->real <= 0.05) {
			mizan_table_add_note(
				table, "%s", mizan_table_cell(table, row, words)->text);
			shown++;
		}
	}
	if (table->row_count > 0 && shown == 0) {
		mizan_table_add_note(table,
			"no cell has more pairs than chance would give, with all cells looked at "
			"(5 %%)");
	}
	static const char *const hidden[] = {"km_from", "km_to", "days_from", "days_to", "words"};
	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
		mizan_table_hide(table, mizan_table_find(table, hidden[i]), true);
	}
}

/* The ratios as a grid: a row for each band of space, a column for each of time. */
static void make_grid(const struct mizan_table *table, struct mizan_table *grid)
{
	size_t source = mizan_table_find(table, "source"), space = mizan_table_find(table, "space");
	size_t time = mizan_table_find(table, "time"), ratio = mizan_table_find(table, "ratio");
	mizan_table_add_column(grid, "source", MIZAN_TEXT, 0);
	mizan_table_add_column(grid, "space", MIZAN_TEXT, 0);
	for (size_t row = 0; row < table->row_count; row++) {
		const char *name = mizan_table_cell(table, row, time)->text;
		if (mizan_table_find(grid, name) == SIZE_MAX) {
			mizan_table_add_column(grid, name, MIZAN_REAL, 2);
		}
	}
	const char *last = "";
	for (size_t row = 0; row < table->row_count; row++) {
		const char *band = mizan_table_cell(table, row, space)->text;
		double value;
		if (strcmp(band, last) != 0) {
			size_t made = mizan_table_add_row(grid);
			mizan_table_set_text(
				grid, made, 0, mizan_table_cell(table, row, source)->text);
			mizan_table_set_text(grid, made, 1, band);
			last = band;
		}
		if (mizan_table_number(table, row, ratio, &value)) {
			mizan_table_set_real(grid, grid->row_count - 1,
				mizan_table_find(grid, mizan_table_cell(table, row, time)->text),
				value);
		}
	}
	for (size_t i = 0; i < table->source_count; i++) {
		mizan_table_add_source(grid, table->sources[i]);
	}
	for (size_t i = 0; i < table->note_count; i++) {
		mizan_table_add_note(grid, "%s", table->notes[i]);
	}
	mizan_table_add_note(grid, "the grid shows observed over expected pairs");
}

/* What was typed. */
struct near_repeat_arguments {
	struct mizan_near_repeat_query query;
	mizan_date period[2];
	const char *km, *days;
	int64_t permutations, seed, precision;
	bool grid;
};

static int print_found(struct context *context, const struct near_repeat_arguments *arguments,
	struct mizan_table *table)
{
	char title[CHART_TITLE];
	struct mizan_chart chart = {.kind = MIZAN_CHART_DOT_RANGE,
		.x = "ratio",
		.y = "ratio",
		.label = "space",
		.series = "time",
		.title = chart_title(title, "Pairs of events against chance",
			arguments->query.country, arguments->period),
		.y_title = "observed over expected; 1 is chance"};
	add_words(table);
	if (!arguments->grid) {
		return print_table(context, table, &chart);
	}
	/* The chart is of the cells, not of the grid. */
	int code = context->output.chart ? draw_chart(context, table, &chart) : EXIT_DONE;
	context->output.chart = NULL;
	if (code == EXIT_DONE) {
		struct mizan_table cells = {0};
		make_grid(table, &cells);
		code = print_table(context, &cells, NULL);
		mizan_table_release(&cells);
	}
	return code;
}

static int run_near_repeat(struct context *context, struct near_repeat_arguments *a)
{
	struct mizan_near_repeat_bands bands;
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	struct mizan_near_repeat_query *query = &a->query;
	query->from = a->period[0];
	query->to = a->period[1];
	query->precision = a->precision < 0 || a->precision > 7 ? -1 : (int)a->precision;
	query->options.permutations = (uint32_t)a->permutations;
	query->options.seed = (uint64_t)a->seed;
	mizan_status status =
		mizan_near_repeat_bands(a->km, a->days, &bands, &query->options, &error);
	if (status == MIZAN_OK) {
		status = mizan_near_repeat_store(
			context->store.database, query, &table, &context->watch, &error);
	}
	int code = status == MIZAN_OK ? print_found(context, a, &table) : print_error(&error);
	mizan_table_release(&table);
	return code;
}

int cmd_near_repeat(struct context *context, int count, char **arguments)
{
	struct near_repeat_arguments a = {
		.period = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN}, .permutations = 999, .seed = 1};
	const struct option options[] = {
		{"country", OPTION_COUNTRY, "PAK", "events of one country", &a.query.country},
		{"period", OPTION_PERIOD, "2019..2021", "events of a period", a.period},
		{"source", OPTION_TEXT, "NAME", "one source of events", &a.query.source},
		{"zone", OPTION_TEXT, "ID", "events in a zone", &a.query.zone},
		{"where", OPTION_TEXT, "SQL", "a condition over event", &a.query.where},
		{"km", OPTION_TEXT, "1,5,10,25,50", "upper ends of the bands of space, inclusive",
			&a.km},
		{"days", OPTION_TEXT, "7,14,30,60,90", "upper ends of the bands of time", &a.days},
		{"permutations", OPTION_INTEGER, "N", "orders of the event days drawn; else 999",
			&a.permutations},
		{"grid", OPTION_FLAG, NULL, "the ratios alone, space down and time across",
			&a.grid},
		{"seed", OPTION_INTEGER, "N", "of the random numbers; else 1", &a.seed},
		{"precision", OPTION_INTEGER, "1..7",
			"coarsest place kept: 1 exact, 2 within 25 km (else), 3 district ...",
			&a.precision},
		{NULL, OPTION_FLAG, NULL, NULL, NULL},
	};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count > 1) {
		return print_excess(context, arguments[1]);
	}
	if (a.permutations < 0 || a.permutations > 1000000) {
		return print_usage_error(context, "--permutations takes 0 to 1000000");
	}
	if (a.query.where && guard_store(context) != EXIT_DONE) {
		return EXIT_STORE;
	}
	return run_near_repeat(context, &a);
}
