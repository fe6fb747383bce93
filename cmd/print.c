/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes to standard output and error, and into files: whole or not at all. */
#include "command.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

int print_error(const struct mizan_error *error)
{
	watch_clear();
	fflush(stdout);
	fputs("mizan: ", stderr);
	if (*error->file) {
		fprintf(stderr, "%s:", error->file);
		if (error->line) {
			fprintf(stderr, "%zu:", error->line);
		}
		if (error->column) {
			fprintf(stderr, "%zu:", error->column);
		}
		fputc(' ', stderr);
	}
	fprintf(stderr, "%s%s%s\n", error->what, *error->advice ? "; " : "", error->advice);
	switch (error->status) {
	case MIZAN_OK:
		return EXIT_DONE;
	case MIZAN_ERROR_USAGE:
		return EXIT_USAGE;
	case MIZAN_ERROR_INPUT:
		return EXIT_INPUT;
	case MIZAN_ERROR_INTERRUPTED:
		return EXIT_INTERRUPTED;
	default:
		return EXIT_STORE;
	}
}

int print_usage_error(const struct context *context, const char *what, ...)
{
	va_list list;
	watch_clear();
	fprintf(stderr, "mizan %s: ", context->command->name);
	va_start(list, what);
	vfprintf(stderr, what, list);
	va_end(list);
	fprintf(stderr, "; mizan %s --help tells more\n", context->command->name);
	return EXIT_USAGE;
}

int print_excess(const struct context *context, const char *argument)
{
	return print_usage_error(context, "'%.60s' is too much", argument);
}

/* ---- Files -------------------------------------------------------------------------------- */

static mizan_status file_error(const char *path, const char *doing, struct mizan_error *error)
{
	mizan_status status = mizan_error_errno(error, "nothing was written", "cannot %s", doing);
	mizan_error_at(error, path, 0, 0);
	return status;
}

/* A name beside the file, so that renaming stays on one disk. */
static char *file_part_name(const char *path)
{
	size_t size = strlen(path) + 16;
	char *part = malloc(size);
	if (part) {
		snprintf(part, size, "%s.%ld.part", path, (long)getpid());
	}
	return part;
}

static bool file_write_all(int file, const char *data, size_t size)
{
	while (size > 0) {
		ssize_t written = write(file, data, size);
		if (written < 0 && errno != EINTR) {
			return false;
		}
		if (written > 0) {
			data += written;
			size -= (size_t)written;
		}
	}
	return fsync(file) == 0 || errno == EINVAL || errno == EROFS;
}

bool form_by_ending(const char *path, const struct file_form *forms, int *form)
{
	size_t size = strlen(path);
	for (; forms->ending; forms++) {
		size_t ending = strlen(forms->ending);
		if (size > ending && strcasecmp(path + size - ending, forms->ending) == 0) {
			*form = forms->form;
			return true;
		}
	}
	return false;
}

/* A device, a pipe: it is written to, and never replaced by a file of its name. */
static bool is_special(const char *path)
{
	struct stat facts;
	return stat(path, &facts) == 0 && !S_ISREG(facts.st_mode) && !S_ISDIR(facts.st_mode);
}

static mizan_status write_special(
	const char *path, const char *data, size_t size, struct mizan_error *error)
{
	int file = open(path, O_WRONLY | O_CLOEXEC);
	bool whole = file >= 0 && file_write_all(file, data, size);
	mizan_status status = whole ? MIZAN_OK : file_error(path, "write", error);
	if (file >= 0) {
		close(file);
	}
	return status;
}

mizan_status write_file(const char *path, const char *data, size_t size, struct mizan_error *error)
{
	if (strcmp(path, "-") == 0) {
		fwrite(data, 1, size, stdout);
		return MIZAN_OK;
	}
	if (is_special(path)) {
		return write_special(path, data, size, error);
	}
	char *part = file_part_name(path);
	if (!part) {
		return mizan_error_memory(error);
	}
	mizan_status status = MIZAN_OK;
	int file = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (file < 0) {
		status = file_error(path, "write", error);
	} else {
		bool whole = file_write_all(file, data, size);
		whole = close(file) == 0 && whole;
		if (!whole || rename(part, path) != 0) {
			status = file_error(path, "write", error);
			unlink(part);
		}
	}
	free(part);
	return status;
}

mizan_status write_workbook(
	const struct mizan_table *table, const char *path, struct mizan_error *error)
{
	if (is_special(path)) {
		mizan_error_at(error, path, 0, 0);
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "name a file",
			"a workbook is not written to a device");
	}
	char *part = file_part_name(path);
	if (!part) {
		return mizan_error_memory(error);
	}
	mizan_status status = mizan_table_write_xlsx(table, part, error);
	if (status == MIZAN_OK && rename(part, path) != 0) {
		status = file_error(path, "write", error);
	}
	if (status != MIZAN_OK) {
		unlink(part);
		mizan_error_at(error, path, 0, 0);
	}
	free(part);
	return status;
}

#define READ_BYTES_MAX (64u << 20)

static mizan_status read_all(FILE *file, struct mizan_text *text, struct mizan_error *error)
{
	char buffer[65536];
	size_t size;
	while ((size = fread(buffer, 1, sizeof buffer, file)) > 0 && text->size <= READ_BYTES_MAX) {
		mizan_text_append_bytes(text, buffer, size);
	}
	if (ferror(file)) {
		return mizan_error_errno(error, NULL, "cannot read it");
	}
	if (text->size > READ_BYTES_MAX) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "is it the right file?",
			"this is more than 64 MiB");
	}
	return mizan_text_check(text, error);
}

mizan_status read_file(const char *path, struct mizan_text *text, struct mizan_error *error)
{
	bool standard = strcmp(path, "-") == 0;
	FILE *file = standard ? stdin : fopen(path, "rb");
	mizan_status status = file ? read_all(file, text, error)
				   : mizan_error_errno(error, NULL, "cannot open it");
	if (status == MIZAN_ERROR_SYSTEM) {
		error->status = status = MIZAN_ERROR_INPUT; /* what was named is not to be read */
	}
	if (status != MIZAN_OK) {
		mizan_error_at(error, path, 0, 0);
	}
	if (file && !standard) {
		fclose(file);
	}
	return status;
}

/* ---- Tables ------------------------------------------------------------------------------- */

static mizan_status write_picture(const struct mizan_table *table, bool keep_order,
	struct mizan_chart *chart, enum mizan_picture picture, const char *path,
	struct mizan_error *error)
{
	struct mizan_table rows = {0};
	struct mizan_text text = {0};
	mizan_status status = chart_rows(table, keep_order, chart, &rows, error);
	size_t coverage = mizan_table_find(&rows, "coverage");
	for (size_t row = 0; row < rows.row_count && coverage != SIZE_MAX; row++) {
		const struct mizan_cell *cell = mizan_table_cell(&rows, row, coverage);
		chart->sample |= cell->known && strcmp(cell->text, "sample") == 0;
	}
	if (status == MIZAN_OK) {
		status = mizan_chart_draw(chart, picture, &text, error);
	}
	if (status == MIZAN_OK) {
		status = write_file(path, text.data, text.size, error);
	}
	mizan_text_release(&text);
	mizan_table_release(&rows);
	return status;
}

static mizan_status write_chart(const struct context *context, const struct mizan_table *table,
	const struct mizan_chart *chart, struct mizan_error *error)
{
	const struct output *output = &context->output;
	enum mizan_picture picture;
	if (!chart) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"mizan sql draws any two columns of a query",
			"there is no chart of this table");
	}
	if (table->row_count == 0) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "ask for something that has rows",
			"there is nothing to draw");
	}
	if (!mizan_picture_from_name(output->chart, &picture)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "end it with .svg, .pdf or .png",
			"'%s' is no name of a picture", output->chart);
	}
	struct mizan_chart drawn = *chart;
	drawn.table = table;
	drawn.title = output->title ? output->title : chart->title;
	if (output->chart_kind && !mizan_chart_kind_from_word(output->chart_kind, &drawn.kind)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"line, bar, dot-range, timeline, points, choropleth, network, spans",
			"no chart '%s'", output->chart_kind);
	}
	/* A query's rows stand in the order that was asked for. */
	bool keep_order = strcmp(context->command->name, "sql") == 0;
	return write_picture(table, keep_order, &drawn, picture, output->chart, error);
}

int draw_chart(struct context *context, struct mizan_table *table, const struct mizan_chart *chart)
{
	struct mizan_error error = {0};
	watch_clear();
	mizan_status status = mark_table(context, table, &error);
	if (status == MIZAN_OK) {
		status = write_chart(context, table, chart, &error);
	}
	return status == MIZAN_OK ? EXIT_DONE : print_error(&error);
}

int print_text(const struct mizan_text *text)
{
	struct mizan_error error = {0};
	watch_clear();
	if (mizan_text_check(text, &error) != MIZAN_OK) {
		return print_error(&error);
	}
	fwrite(text->data ? text->data : "", 1, text->size, stdout);
	return EXIT_DONE;
}

/* JSON and CSV carry what people see: sources and notes of a CSV go to standard error. */
static void print_lines(const struct mizan_table *table)
{
	for (size_t i = 0; i < table->source_count; i++) {
		fprintf(stderr, "source: %s\n", table->sources[i]);
	}
	for (size_t i = 0; i < table->note_count; i++) {
		fprintf(stderr, "note: %s\n", table->notes[i]);
	}
}

int print_table(struct context *context, struct mizan_table *table, const struct mizan_chart *chart)
{
	struct mizan_error error = {0};
	struct mizan_text text = {0};
	const struct output *output = &context->output;
	mizan_status status = MIZAN_OK;
	watch_clear();
	if (output->csv && output->json) {
		return print_usage_error(
			context, "--csv and --json go to the same place: take one");
	}
	status = mark_table(context, table, &error);
	if (status == MIZAN_OK && output->chart) {
		status = write_chart(context, table, chart, &error);
	}
	if (status == MIZAN_OK && output->xlsx) {
		status = write_workbook(table, output->xlsx, &error);
	}
	if (status == MIZAN_OK) {
		status = output->json ? mizan_table_write_json(
						table, context->command->name, &text, &error)
			 : output->csv ? mizan_table_write_csv(table, &text, &error)
				       : mizan_table_write_aligned(table, &text, &error);
	}
	int code = status == MIZAN_OK ? print_text(&text) : print_error(&error);
	if (status == MIZAN_OK && output->csv) {
		print_lines(table);
	}
	mizan_text_release(&text);
	return code;
}
