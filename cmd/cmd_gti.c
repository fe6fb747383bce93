/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan gti */
#include "command.h"

#include <stdio.h>
#include <string.h>

/* ---- A sheet of counts -------------------------------------------------------------------- */

static mizan_status sheet_process(void *context, unsigned worker, const struct mizan_batch *batch,
	void **result, struct mizan_error *error)
{
	(void)worker;
	(void)result;
	struct mizan_table *table = context;
	for (size_t i = 0; i < batch->row_count; i++) {
		size_t row = mizan_table_add_row(table);
		for (size_t k = 0; k < batch->field_count; k++) {
			struct mizan_slice field =
				mizan_slice_trim(batch->fields[i * batch->field_count + k]);
			double value;
			if (field.size == 0) {
				continue;
			}
			if (table->columns[k].type == MIZAN_TEXT) {
				mizan_table_set_text(table, row, k,
					mizan_arena_copy(&table->arena, field.data, field.size));
			} else if (mizan_parse_real(field, &value)) {
				mizan_table_set_real(table, row, k, value);
			} else {
				mizan_error_at(error, mizan_reader_facts(batch->reader)->path,
					mizan_batch_line(batch, i), k + 1);
				return mizan_error_set(error, MIZAN_ERROR_INPUT,
					"write counts as plain numbers, unknown as an empty cell",
					"'%.*s' is no number",
					(int)(field.size > 60 ? 60 : field.size), field.data);
			}
		}
	}
	return mizan_table_check(table, error);
}

static bool sheet_is_text(const char *name)
{
	return strcmp(name, "iso3") == 0 || strcmp(name, "iso3c") == 0 ||
	       strcmp(name, "country") == 0;
}

static bool sheet_is_counted(const char *name)
{
	static const char *const names[] = {
		"year", "incidents", "fatalities", "injuries", "hostages", "property"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (strcmp(name, names[i]) == 0) {
			return true;
		}
	}
	return sheet_is_text(name);
}

static mizan_status sheet_read(const char *path, struct mizan_table *counts,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_reader *reader;
	/* Rows go into one table: one thread. */
	struct mizan_reader_options options = {.threads = 1, .watch = watch};
	mizan_status status = mizan_reader_open(path, &options, &reader, error);
	if (status != MIZAN_OK) {
		return status;
	}
	const struct mizan_reader_facts *facts = mizan_reader_facts(reader);
	size_t wanted[16], count = 0;
	for (size_t i = 0; i < facts->column_count && count < 16; i++) {
		if (sheet_is_counted(facts->header[i])) {
			bool text = sheet_is_text(facts->header[i]);
			mizan_table_add_column(
				counts, facts->header[i], text ? MIZAN_TEXT : MIZAN_REAL, -1);
			wanted[count++] = i;
		}
	}
	struct mizan_scan scan = {.wanted = wanted,
		.wanted_count = count,
		.context = counts,
		.process = sheet_process};
	status = mizan_reader_scan(reader, &scan, watch, error);
	mizan_reader_close(reader);
	return status;
}

/* ---- The command -------------------------------------------------------------------------- */

static int gti_run(
	struct context *context, const char *from, const struct mizan_gti_options *options)
{
	struct mizan_table table = {0}, counts = {0};
	struct mizan_error error = {0};
	mizan_status status;
	int code = EXIT_DONE;
	if (from && options->zone) {
		return print_usage_error(
			context, "--zone needs a store, not --from: zones are in a store");
	}
	if (from) {
		status = sheet_read(from, &counts, &context->watch, &error);
		if (status == MIZAN_OK) {
			status = mizan_gti_table(&counts, options, &table, &error);
			mizan_table_add_source(&table, from);
		}
	} else {
		code = open_store(context, MIZAN_STORE_READ);
		if (code != EXIT_DONE) {
			return code;
		}
		status = mizan_gti_store(
			context->store.database, options, &table, &context->watch, &error);
	}
	if (status == MIZAN_OK) {
		char title[60];
		snprintf(title, sizeof title, "Score by the GTI formula, %d", options->year);
		struct mizan_chart chart = {
			.kind = MIZAN_CHART_BAR, .x = "name", .y = "score", .title = title};
		code = print_table(context, &table, &chart);
	} else {
		code = print_error(&error);
	}
	mizan_table_release(&table);
	mizan_table_release(&counts);
	return code;
}

int cmd_gti(struct context *context, int count, char **arguments)
{
	struct mizan_gti_options gti = {0};
	int64_t edition = 0, year = 0, reach = 0;
	const char *from = NULL;
	const struct option options[] = {
		{"year", OPTION_INTEGER, "2024", "the year that the index is about", &year},
		{"country", OPTION_COUNTRY, "PAK", "one country; its rank is among all",
			&gti.country},
		{"edition", OPTION_INTEGER, "2026", "2012 to 2020, or 2026 (the default)",
			&edition},
		{"source", OPTION_TEXT, "NAME", "one source of events", &gti.source},
		{"reach-rank", OPTION_INTEGER, "N", "what would change the rank to this", &reach},
		{"zone", OPTION_TEXT, "ID", "events in a zone alone, without ranks", &gti.zone},
		{"from", OPTION_TEXT, "FILE",
			"a sheet of counts: iso3, year, incidents, fatalities, injuries, hostages",
			&from},
		{NULL, OPTION_FLAG, NULL, NULL, NULL},
	};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count > 1) {
		return print_excess(context, arguments[1]);
	}
	gti.edition = edition < 0 || edition > 9999 ? 9999 : (int)edition;
	gti.year = year < 0 || year > 9999 ? 0 : (int)year;
	gti.reach_rank = reach < 0 || reach > 1000 ? -1 : (int)reach;
	return gti_run(context, from, &gti);
}
