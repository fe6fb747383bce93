/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan diff */
#include "command.h"

#include <mizan/review.h>

#include <stdio.h>
#include <string.h>

struct diff_options {
	struct mizan_diff_options diff;
	struct mizan_import_options import;
	bool summary, tolls, briefs, strict;
	const char *against; /* a source of events */
	const char *claims;  /* of an article */
};

/* ---- Files -------------------------------------------------------------------------------- */

/* One pass over one file. */
struct file_pass {
	struct mizan_diff *diff;
	enum mizan_diff_side side;
	bool second;
};

static mizan_status file_begin(void *context, unsigned workers, const struct mizan_release *release,
	struct mizan_error *error)
{
	struct file_pass *pass = context;
	return pass->second ? MIZAN_OK
			    : mizan_diff_begin(pass->diff, pass->side, workers, release, error);
}

static mizan_status file_each(
	void *context, unsigned worker, const struct mizan_event *event, struct mizan_error *error)
{
	struct file_pass *pass = context;
	return pass->second ? mizan_diff_take(pass->diff, pass->side, event, error)
			    : mizan_diff_add(pass->diff, pass->side, worker, event, error);
}

/* What the first pass could not read is told beside the table. */
struct file_refusals {
	uint64_t count[2];
	struct mizan_error first[2];
};

static mizan_status file_pass(const char *path, struct file_pass *pass,
	const struct diff_options *options, struct file_refusals *refusals,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_event_reader reader = {pass, file_begin, file_each};
	return mizan_source_read(path, &options->import, MIZAN_PART_ALL, &reader,
		&refusals->count[pass->side], &refusals->first[pass->side], watch, error);
}

static mizan_status diff_files(struct mizan_diff *diff, char *const paths[2],
	const struct diff_options *options, struct file_refusals *refusals,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	for (int second = 0; second < 2 && status == MIZAN_OK; second++) {
		for (int side = 0; side < 2 && status == MIZAN_OK; side++) {
			struct file_pass pass = {diff, (enum mizan_diff_side)side, second == 1};
			status = file_pass(paths[side], &pass, options, refusals, watch, error);
		}
		if (status == MIZAN_OK && second == 0) {
			status = mizan_diff_match(diff, error);
		}
	}
	return status;
}

/* ---- Print-out ---------------------------------------------------------------------------- */

/* Lines of deaths by year, one a version: the tolls in the long form that a chart takes. */
static mizan_status diff_chart_rows(struct mizan_diff *diff, const char *const versions[2],
	struct mizan_table *rows, struct mizan_error *error)
{
	struct mizan_table tolls = {0};
	mizan_status status = mizan_diff_finish(diff, MIZAN_DIFF_TOLLS, &tolls, error);
	int64_t first = 0, last = -1;
	size_t year = mizan_table_find(&tolls, "year");
	for (size_t row = 0; row < tolls.row_count; row++) {
		int64_t value = mizan_table_cell(&tolls, row, year)->integer;
		first = row == 0 || value < first ? value : first;
		last = row == 0 || value > last ? value : last;
	}
	mizan_table_add_column(rows, "year", MIZAN_YEAR, -1);
	mizan_table_add_column(rows, "deaths", MIZAN_INTEGER, -1);
	mizan_table_add_column(rows, "version", MIZAN_TEXT, -1);
	for (int side = 0; side < 2; side++) {
		size_t deaths = mizan_table_find(&tolls, side ? "deaths_new" : "deaths_old");
		for (int64_t y = first; y <= last && status == MIZAN_OK; y++) {
			int64_t sum = 0;
			bool known = false;
			for (size_t row = 0; row < tolls.row_count; row++) {
				const struct mizan_cell *cell =
					mizan_table_cell(&tolls, row, deaths);
				if (mizan_table_cell(&tolls, row, year)->integer == y &&
					cell->known) {
					sum += cell->integer;
					known = true;
				}
			}
			if (known) {
				size_t row = mizan_table_add_row(rows);
				mizan_table_set_integer(rows, row, 0, y);
				mizan_table_set_integer(rows, row, 1, sum);
				mizan_table_set_text(rows, row, 2, versions[side]);
			}
		}
	}
	for (size_t i = 0; i < tolls.source_count; i++) {
		mizan_table_add_source(rows, tolls.sources[i]);
	}
	mizan_table_release(&tolls);
	return status == MIZAN_OK ? mizan_table_check(rows, error) : status;
}

/* A version, or the name of a file without its folders. */
static const char *diff_label(const char *name)
{
	const char *slash = strrchr(name, '/');
	return slash && slash[1] ? slash + 1 : name;
}

static int diff_draw(
	struct context *context, struct mizan_diff *diff, char *const names[2], const char *country)
{
	bool same = strcmp(diff_label(names[0]), diff_label(names[1])) == 0;
	const char *const versions[2] = {
		same ? names[0] : diff_label(names[0]), same ? names[1] : diff_label(names[1])};
	const mizan_date open[2] = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN};
	char title[CHART_TITLE];
	struct mizan_table rows = {0};
	struct mizan_error error = {0};
	struct mizan_chart chart = {.kind = MIZAN_CHART_LINE,
		.x = "year",
		.y = "deaths",
		.series = "version",
		.y_title = "Deaths, best estimate",
		.title = chart_title(title, "Deaths", country, open),
		.country = country};
	int code = diff_chart_rows(diff, versions, &rows, &error) == MIZAN_OK
			   ? draw_chart(context, &rows, &chart)
			   : print_error(&error);
	mizan_table_release(&rows);
	context->output.chart = NULL; /* drawn: of years, whatever table is printed */
	return code;
}

/* `names` of the versions or files. */
static int diff_print(struct context *context, struct mizan_diff *diff, char *const names[2],
	const struct diff_options *options, const struct file_refusals *refusals)
{
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	enum mizan_diff_form form = options->summary ? MIZAN_DIFF_SUMMARY
				    : options->tolls ? MIZAN_DIFF_TOLLS
						     : MIZAN_DIFF_CHANGES;
	mizan_status status = mizan_diff_finish(diff, form, &table, &error);
	for (int i = 0; i < 2 && status == MIZAN_OK; i++) {
		const struct mizan_error *first = &refusals->first[i];
		if (refusals->count[i] > 0) {
			mizan_table_add_note(&table, "%llu rows refused; the first: %s:%zu:%zu: %s",
				(unsigned long long)refusals->count[i], first->file, first->line,
				first->column,
				context->restricted ? first->what
						    : "withheld (--restricted tells it)");
		}
	}
	int code = status == MIZAN_OK ? EXIT_DONE : print_error(&error);
	if (code == EXIT_DONE && context->output.chart) {
		code = diff_draw(context, diff, names, options->diff.country);
	}
	if (code == EXIT_DONE) {
		code = print_table(context, &table, NULL);
	}
	mizan_table_release(&table);
	return code;
}

static int diff_events(
	struct context *context, char *const *names, int count, const struct diff_options *options)
{
	struct mizan_diff *diff = NULL;
	struct mizan_error error = {0};
	struct file_refusals refusals = {{0}, {{0}}};
	int code = count == 2 ? EXIT_DONE : open_store(context, MIZAN_STORE_READ);
	if (code != EXIT_DONE) {
		return code;
	}
	mizan_status status = mizan_diff_init(&diff, &options->diff, &error);
	if (status == MIZAN_OK && count == 2) {
		status = diff_files(diff, names, options, &refusals, &context->watch, &error);
	} else if (status == MIZAN_OK) {
		status = mizan_diff_read_store(diff, context->store.database, names[0], names[1],
			names[2], &context->watch, &error);
	}
	code = status == MIZAN_OK
		       ? diff_print(context, diff, names + (count == 3), options, &refusals)
		       : print_error(&error);
	mizan_diff_release(diff);
	return code;
}

static int diff_figures(
	struct context *context, char *const *names, const struct diff_options *options)
{
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	int code = open_store(context, MIZAN_STORE_READ);
	if (code != EXIT_DONE) {
		return code;
	}
	struct sqlite3 *database = context->store.database;
	const char *country = options->diff.country;
	mizan_status status = options->against
				      ? mizan_diff_against_store(database, names[0], names[1],
						options->against, country, &table, &error)
				      : mizan_diff_figures_store(database, names[0], names[1],
						names[2], country, &table, &error);
	code = status == MIZAN_OK ? print_table(context, &table, NULL) : print_error(&error);
	mizan_table_release(&table);
	return code;
}

/* ---- Briefs ------------------------------------------------------------------------------- */

static mizan_status diff_brief(const char *path, const struct mizan_vintages *vintages,
	struct mizan_table *table, const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_text text = {0};
	mizan_status status = read_file(path, &text, error);
	if (status == MIZAN_OK) {
		status = mizan_brief_compare(
			path, text.data ? text.data : "", text.size, vintages, table, watch, error);
	}
	mizan_text_release(&text);
	return status;
}

/* Does every claim come out as before, be it on other numbers? */
static bool diff_only_numbers(const struct mizan_table *table)
{
	size_t changed = mizan_table_find(table, "changed");
	for (size_t row = 0; row < table->row_count; row++) {
		const struct mizan_cell *cell = mizan_table_cell(table, row, changed);
		if (!cell->known || strcmp(cell->text, "numbers") != 0) {
			return false;
		}
	}
	return true;
}

static mizan_status diff_article(const char *path, const char *claims,
	const struct mizan_vintages *vintages, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_article article;
	mizan_status status = mizan_article_read(path, &article, error);
	if (status == MIZAN_OK) {
		status = mizan_review_compare(&article, claims, vintages, table, watch, error);
	}
	mizan_article_release(&article);
	return status;
}

static int diff_briefs(struct context *context, char *const *names, bool figures,
	char *const *paths, int path_count, const struct diff_options *options)
{
	struct mizan_vintages vintages = {0};
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	mizan_date day = context->restricted ? MIZAN_DATE_UNKNOWN : as_of(context);
	mizan_status status =
		figures ? mizan_vintages_open_figures(&vintages, context->store_path, names[0],
				  names[1], names[2], day, &error)
			: mizan_vintages_open(&vintages, context->store_path, names[0], names[1],
				  names[2], day, &context->watch, &error);
	for (int i = 0; i < path_count && status == MIZAN_OK; i++) {
		status = options->claims
				 ? diff_article(paths[i], options->claims, &vintages, &table,
					   &context->watch, &error)
				 : diff_brief(paths[i], &vintages, &table, &context->watch, &error);
	}
	if (status == MIZAN_OK) {
		status = mizan_store_note_withheld(vintages.after.database, &table, &error);
	}
	mizan_vintages_close(&vintages);
	int code = status == MIZAN_OK ? print_table(context, &table, NULL) : print_error(&error);
	if (code == EXIT_DONE && options->strict && !diff_only_numbers(&table)) {
		code = EXIT_NO;
	}
	mizan_table_release(&table);
	return code;
}

/* ---- The command -------------------------------------------------------------------------- */

/* What a mistaken line is told; NULL: it can be run. `needed`: the names before the briefs. */
static const char *diff_fault(
	int count, int needed, bool figures, const struct diff_options *options)
{
	bool period = options->diff.from != MIZAN_DATE_UNKNOWN;
	bool form = options->summary || options->tolls;
	if (options->against && !figures) {
		return "--against is for figures: figures PUBLISHER EDITION --against SOURCE";
	}
	if (count < needed) {
		return options->against
			       ? "name figures PUBLISHER EDITION --against SOURCE"
			       : "name SOURCE OLD NEW, two files, or figures PUBLISHER OLD NEW";
	}
	if (options->briefs && (needed == 2 || options->against)) {
		return "--briefs needs versions that are in the store: SOURCE OLD NEW, then briefs";
	}
	if (options->briefs && count == needed) {
		return "--briefs needs a brief, as in: --briefs a.md";
	}
	if ((options->strict || options->claims) && !options->briefs) {
		return options->strict ? "--strict goes with --briefs"
				       : "--claims goes with --briefs ARTICLE";
	}
	if (options->claims && count != needed + 1) {
		return "--claims FILE is of one article: --briefs article.md --claims claims.yaml";
	}
	return (options->summary && options->tolls) ||
			       (options->briefs && (form || period || options->diff.country)) ||
			       (figures && (form || period))
		       ? "these options do not go together"
		       : NULL;
}

static int diff_run(
	struct context *context, char *const *names, int count, const struct diff_options *options)
{
	bool figures = count > 0 && strcmp(names[0], "figures") == 0;
	names += figures;
	count -= figures;
	int needed = options->against || (!figures && count == 2) ? 2 : 3;
	const char *fault = diff_fault(count, needed, figures, options);
	if (fault) {
		return print_usage_error(context, "%s", fault);
	}
	if (!options->briefs && count > needed) {
		return print_excess(context, names[needed]);
	}
	if (!figures && needed == 2 && strcmp(names[0], names[1]) == 0) {
		return print_usage_error(context, "OLD and NEW are the same file: %s", names[0]);
	}
	if (options->briefs) {
		return diff_briefs(context, names, figures, names + 3, count - 3, options);
	}
	return figures ? diff_figures(context, names, options)
		       : diff_events(context, names, count, options);
}

int cmd_diff(struct context *context, int count, char **arguments)
{
	struct diff_options diff = {.import = {.coverage = -1, .reader.watch = &context->watch}};
	mizan_date period[2] = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN};
	const struct option options[] = {
		{"summary", OPTION_FLAG, NULL, "counts by kind of change and field alone",
			&diff.summary},
		{"tolls", OPTION_FLAG, NULL, "tolls before and after, by country and year",
			&diff.tolls},
		{"briefs", OPTION_FLAG, NULL,
			"which claims of the briefs that follow come out otherwise", &diff.briefs},
		{"strict", OPTION_FLAG, NULL,
			"with --briefs: end with 1 when a result, mark or answer as cited changed",
			&diff.strict},
		{"against", OPTION_TEXT, "SOURCE",
			"of figures: an edition against the sums of a source's events",
			&diff.against},
		{"claims", OPTION_TEXT, "FILE.yaml",
			"with --briefs: it is an article, with these claims", &diff.claims},
		{"country", OPTION_COUNTRY, "PAK", "events that were, or are, in one country",
			&diff.diff.country},
		{"year", OPTION_PERIOD, "2024", "one year, or a period", period},
		{"period", OPTION_PERIOD, "2021..2024", "a period", period},
		{"map", OPTION_TEXT, "FILE.yaml", "of two files: which column is which",
			&diff.import.map},
		{"encoding", OPTION_ENCODING, "utf-8|windows-1252", "of two files",
			&diff.import.reader.encoding},
		{"accept-refused", OPTION_FLAG, NULL, "of two files: go on with many refused rows",
			&diff.import.accept_refused},
		{NULL, OPTION_FLAG, NULL, NULL, NULL},
	};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	for (int i = 1; i < count; i++) {
		if (strcmp(arguments[i], "-") == 0) {
			return print_usage_error(context,
				"standard input can be read once, and two passes are made");
		}
	}
	diff.diff.from = period[0];
	diff.diff.to = period[1];
	diff.diff.public_from =
		context->restricted ? MIZAN_DATE_UNKNOWN : as_of(context) - MIZAN_PUBLIC_DAYS;
	return diff_run(context, arguments + 1, count - 1, &diff);
}
