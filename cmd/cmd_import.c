/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan import */
#include "command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void import_add_columns(struct mizan_table *table)
{
	static const char *const texts[] = {"file", "kind", "source", "version"};
	static const char *const counts[] = {"rows", "refused", "replaced", "already_replaced"};
	for (size_t i = 0; i < 4; i++) {
		mizan_table_add_column(table, texts[i], MIZAN_TEXT, -1);
	}
	for (size_t i = 0; i < 4; i++) {
		mizan_table_add_column(table, counts[i], MIZAN_INTEGER, -1);
	}
}

static void import_add_notes(const struct mizan_import_file *file, struct mizan_table *table)
{
	if (file->already_there) {
		mizan_table_add_note(table, "%s: these bytes are in the store already", file->path);
	}
	if (file->hxl) {
		mizan_table_add_note(table, "%s: a row of HXL tags was skipped", file->path);
	}
	if (file->encoding && strcmp(file->encoding, "windows-1252") == 0) {
		mizan_table_add_note(table, "%s: read as %s; --encoding says otherwise", file->path,
			file->encoding);
	}
	if (strncmp(file->version, "sha256:", 7) == 0 && strcmp(file->kind, "events") == 0) {
		mizan_table_add_note(table,
			"%s: its name gives no version, so the version is its hash; "
			"--version-of-data "
			"names one",
			file->path);
	}
	if (file->actors_made > 0) {
		mizan_table_add_note(table,
			"%s: %lld actors that it names were not on record and were made of its "
			"names",
			file->path, (long long)file->actors_made);
	}
	if (file->first_refusal) {
		mizan_table_add_note(
			table, "first refused: %s; mizan refused lists them", file->first_refusal);
	}
}

static void import_fill(const struct mizan_import_report *report, struct mizan_table *table)
{
	import_add_columns(table);
	for (size_t i = 0; i < report->file_count; i++) {
		const struct mizan_import_file *file = &report->files[i];
		size_t row = mizan_table_add_row(table);
		mizan_table_set_text(table, row, 0, file->path);
		mizan_table_set_text(table, row, 1, file->kind);
		mizan_table_set_text(table, row, 2, file->source);
		mizan_table_set_text(table, row, 3, file->version);
		mizan_table_set_integer(table, row, 4, file->report.written);
		mizan_table_set_integer(table, row, 5, file->report.refused);
		mizan_table_set_integer(table, row, 6, file->report.superseded);
		mizan_table_set_integer(table, row, 7, file->report.already_superseded);
		import_add_notes(file, table);
	}
}

static int import_run(struct context *context, const struct mizan_import_options *options,
	int count, char **paths)
{
	struct mizan_import_report report = {0};
	struct mizan_error error = {0};
	int code = open_store(context, MIZAN_STORE_CREATE);
	if (code != EXIT_DONE) {
		return code;
	}
	mizan_status status = mizan_import(&context->store, (const char *const *)paths,
		(size_t)count, options, &report, &context->watch, &error);
	if (status == MIZAN_OK) {
		struct mizan_table table = {0};
		import_fill(&report, &table);
		code = print_table(context, &table, NULL);
		mizan_table_release(&table);
	} else {
		mizan_store_discard(&context->store);
		code = print_error(&error);
	}
	mizan_import_report_release(&report);
	return code;
}

int cmd_import(struct context *context, int count, char **arguments)
{
	struct mizan_import_options import = {.coverage = -1, .reader.watch = &context->watch};
	const char *separator = NULL;
	const struct option options[] = {
		{"map", OPTION_TEXT, "FILE.yaml", "which column of your own sheet is which",
			&import.map},
		{"source", OPTION_TEXT, "NAME", "name of the source of your own sheet",
			&import.source},
		{"version-of-data", OPTION_TEXT, "VERSION", "over what the file's name says",
			&import.version_of_data},
		{"coverage", OPTION_COVERAGE, "complete|sample",
			"are all events of their kind there?", &import.coverage},
		{"accept-refused", OPTION_FLAG, NULL,
			"go on when more than a tenth of rows is refused", &import.accept_refused},
		{"encoding", OPTION_ENCODING, "utf-8|windows-1252", "over what is detected",
			&import.reader.encoding},
		{"separator", OPTION_TEXT, "C", "over what is detected: , ; or tab", &separator},
		{"sheet", OPTION_TEXT, "NAME", "of a workbook; else the first",
			&import.reader.sheet},
		{"csv", OPTION_FLAG, NULL, "print CSV", &context->output.csv},
		{"json", OPTION_FLAG, NULL, "print JSON", &context->output.json},
		{NULL, OPTION_FLAG, NULL, NULL, NULL},
	};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count < 2) {
		return print_usage_error(context, "name the files to import");
	}
	if (separator) {
		import.reader.separator = strcmp(separator, "tab") == 0 ? '\t' : separator[0];
		if (separator[0] == '\0' || (separator[1] && import.reader.separator != '\t')) {
			return print_usage_error(
				context, "--separator takes one character, or tab");
		}
	}
	return import_run(context, &import, count - 1, arguments + 1);
}
