/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan figures, mizan cite */
#include "command.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* "IEP (GTI 2025); PICSS (...)": the source line of a chart of figures. */
static void figures_name_publishers(const struct mizan_table *table, struct mizan_text *source)
{
	size_t publisher = mizan_table_find(table, "publisher");
	size_t edition = mizan_table_find(table, "edition");
	for (size_t row = 0; row < table->row_count; row++) {
		const struct mizan_cell *name = mizan_table_cell(table, row, publisher);
		const struct mizan_cell *from = mizan_table_cell(table, row, edition);
		struct mizan_text line = {0};
		mizan_text_printf(&line, "%s%s%s%s", name->known ? name->text : "not stated",
			from->known ? " (" : "", from->known ? from->text : "",
			from->known ? ")" : "");
		if (line.data && (!source->data || !strstr(source->data, line.data))) {
			mizan_text_append(source, source->size > 0 ? "; " : "");
			mizan_text_append(source, line.data);
		}
		source->failed |= line.failed;
		mizan_text_release(&line);
	}
}

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
	char title[CHART_TITLE], what[80];
	snprintf(what, sizeof what, "Published figures%s%.40s", figures.indicator ? ": " : "",
		figures.indicator ? figures.indicator : "");
	struct mizan_text source = {0};
	figures_name_publishers(&table, &source);
	struct mizan_chart chart = {.kind = MIZAN_CHART_DOT_RANGE,
		.x = "value",
		.y = "value",
		.low = "low",
		.high = "high",
		.label = "counts_what",
		.series = "publisher",
		.source = source.data,
		/* What is near to a number may be a part of a country or year. */
		.country = isnan(figures.near) ? figures.country : NULL,
		.y_title = figures.indicator ? figures.indicator : "Value",
		.title = chart_title(title, what, figures.country, period)};
	/* Long texts, for which a terminal has no room; mizan cite prints them one by one. */
	static const char *const long_columns[] = {"url", "note"};
	for (size_t i = 0; i < 2 && status == MIZAN_OK && isatty(STDOUT_FILENO); i++) {
		table.columns[mizan_table_find(&table, long_columns[i])].hidden = true;
	}
	if (status == MIZAN_OK) {
		status = mizan_text_check(&source, &error);
	}
	code = status == MIZAN_OK ? print_table(context, &table, &chart) : print_error(&error);
	mizan_text_release(&source);
	mizan_table_release(&table);
	return code;
}

/* The line that a chart carries within it. */
static mizan_status cite_picture(
	const char *path, struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_text bytes = {0}, line = {0};
	mizan_status status = read_file(path, &bytes, error);
	if (status == MIZAN_OK) {
		status = mizan_chart_source(bytes.data ? bytes.data : "", bytes.size, &line, error);
	}
	if (status == MIZAN_OK) {
		mizan_table_add_column(table, "kind", MIZAN_TEXT, -1);
		mizan_table_add_column(table, "id", MIZAN_TEXT, -1);
		mizan_table_add_column(table, "citation", MIZAN_TEXT, -1);
		mizan_table_add_row(table);
		mizan_table_set_text(table, 0, 0, "chart");
		mizan_table_set_text(table, 0, 1, path);
		mizan_table_set_text(table, 0, 2, line.data);
		status = mizan_table_check(table, error);
	} else {
		mizan_error_at(error, path, 0, 0);
	}
	mizan_text_release(&bytes);
	mizan_text_release(&line);
	return status;
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
	enum mizan_picture picture;
	mizan_status status = MIZAN_OK;
	if (mizan_picture_from_name(arguments[1], &picture)) {
		status = cite_picture(arguments[1], &table, &error);
	} else {
		code = open_store(context, MIZAN_STORE_READ);
		if (code != EXIT_DONE) {
			return code;
		}
		status = mizan_cite_store(context->store.database, arguments[1], &table, &error);
	}
	code = status == MIZAN_OK ? print_table(context, &table, NULL) : print_error(&error);
	mizan_table_release(&table);
	return code;
}
