/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan toll */
#include "command.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* ---- Directly from a file ----------------------------------------------------------------- */

struct file_toll {
	const struct mizan_toll_options *options;
	struct mizan_toll **tolls; /* one a worker */
	unsigned count;
	int64_t *withheld; /* events, one a worker */
	struct mizan_release release;
	struct mizan_arena arena;
};

static mizan_status file_begin(void *context, unsigned workers, const struct mizan_release *release,
	struct mizan_error *error)
{
	struct file_toll *file = context;
	file->release = *release;
	file->release.source =
		mizan_arena_copy(&file->arena, release->source, strlen(release->source));
	file->release.version =
		mizan_arena_copy(&file->arena, release->version, strlen(release->version));
	file->release.file = mizan_arena_copy(&file->arena, release->file, strlen(release->file));
	file->release.licence =
		mizan_arena_copy(&file->arena, release->licence ? release->licence : "",
			release->licence ? strlen(release->licence) : 0);
	file->release.citation = NULL;
	file->tolls = calloc(workers, sizeof *file->tolls);
	file->withheld = calloc(workers, sizeof *file->withheld);
	if (!file->tolls || !file->withheld || !file->release.source || !file->release.version ||
		!file->release.file || !file->release.licence) {
		return mizan_error_memory(error);
	}
	mizan_status status = MIZAN_OK;
	for (; file->count < workers && status == MIZAN_OK; file->count++) {
		status = mizan_toll_init(&file->tolls[file->count], file->options, error);
	}
	return status;
}

static mizan_status file_each(
	void *context, unsigned worker, const struct mizan_event *event, struct mizan_error *error)
{
	struct file_toll *file = context;
	struct mizan_event shown = *event;
	if (file->options->is_public && mizan_event_withhold(&shown, file->options->public_from)) {
		file->withheld[worker]++;
	}
	return mizan_toll_add(file->tolls[worker], &shown, error);
}

static void file_note_withheld(const struct file_toll *file, struct mizan_table *table)
{
	char day[11];
	int64_t count = 0;
	for (unsigned i = 0; i < file->count; i++) {
		count += file->withheld[i];
	}
	if (count > 0) {
		mizan_table_add_note(table,
			"public: of events since %s, %lld in this file, place and day are given by "
			"district and month (--restricted shows them)",
			mizan_date_format(file->options->public_from, day), (long long)count);
	}
}

static mizan_status file_finish(struct file_toll *file, uint64_t refused,
	const struct mizan_error *first, struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_release_list releases = {&file->release, 1};
	mizan_status status = MIZAN_OK;
	for (unsigned i = 1; i < file->count && status == MIZAN_OK; i++) {
		status = mizan_toll_merge(file->tolls[0], file->tolls[i], error);
	}
	if (status == MIZAN_OK) {
		status = mizan_toll_finish(file->tolls[0], &releases, table, error);
	}
	if (status == MIZAN_OK) {
		mizan_table_add_source(table, mizan_release_line(&file->release, &table->arena));
		file_note_withheld(file, table);
		if (refused > 0) {
			mizan_table_add_note(table, "%llu rows refused; the first: %s:%zu:%zu: %s",
				(unsigned long long)refused, first->file, first->line,
				first->column,
				file->options->is_public ? "withheld (--restricted tells it)"
							 : first->what);
		}
		status = mizan_table_check(table, error);
	}
	return status;
}

static mizan_status toll_from_file(const char *path, const struct mizan_import_options *import,
	const struct mizan_toll_options *options, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_toll *probe;
	struct file_toll file = {.options = options};
	struct mizan_error first = {0};
	uint64_t refused = 0;
	mizan_status status = mizan_toll_init(&probe, options, error);
	if (status == MIZAN_OK) {
		struct mizan_event_reader reader = {&file, file_begin, file_each};
		status = mizan_source_read(path, import, mizan_toll_parts(probe), &reader, &refused,
			&first, watch, error);
	}
	if (status == MIZAN_OK) {
		status = file_finish(&file, refused, &first, table, error);
	}
	mizan_toll_release(probe);
	for (unsigned i = 0; i < file.count; i++) {
		mizan_toll_release(file.tolls[i]);
	}
	free(file.tolls);
	free(file.withheld);
	mizan_arena_release(&file.arena);
	return status;
}

/* ---- The command -------------------------------------------------------------------------- */

/* What a reader would draw: time along, else bars by the first key. */
static struct mizan_chart toll_chart(
	const struct mizan_toll_options *options, char title[CHART_TITLE])
{
	const mizan_date period[2] = {options->from, options->to};
	struct mizan_chart chart = {.kind = MIZAN_CHART_BAR,
		.y = "deaths_best",
		.low = "deaths_low",
		.high = "deaths_high",
		.y_title = "Deaths, with the source's lowest and highest estimate",
		.title = chart_title(title, "Deaths", options->country, period),
		.country = options->country};
	unsigned by = options->by;
	unsigned time = by & (MIZAN_BY_YEAR | MIZAN_BY_QUARTER | MIZAN_BY_MONTH | MIZAN_BY_WEEK);
	chart.x = by & MIZAN_BY_WEEK      ? "week"
		  : by & MIZAN_BY_MONTH   ? "month"
		  : by & MIZAN_BY_QUARTER ? "quarter"
		  : by & MIZAN_BY_YEAR    ? "year"
					  : NULL;
	const char *other = by & MIZAN_BY_COUNTRY    ? "country"
			    : by & MIZAN_BY_PROVINCE ? "province"
			    : by & MIZAN_BY_PLACE    ? "place"
			    : by & MIZAN_BY_DYAD     ? "dyad"
			    : by & MIZAN_BY_ACTOR    ? "actor"
			    : by & MIZAN_BY_VIOLENCE ? "violence"
						     : "source";
	if (options->rates) {
		chart.y = "deaths_per_100000";
		chart.low = chart.high = NULL;
		chart.y_title = "Deaths per 100,000 inhabitants";
	}
	if (time) {
		chart.kind = MIZAN_CHART_LINE;
		chart.series = other;
	} else {
		chart.x = other;
	}
	return chart;
}

static int toll_run(struct context *context, const char *from,
	const struct mizan_import_options *import, const struct mizan_toll_options *options)
{
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	mizan_status status;
	int code = EXIT_DONE;
	if (from && options->zone) {
		return print_usage_error(
			context, "--zone needs a store, not --from: zones are in a store");
	}
	if (from) {
		if (options->where || options->rates || options->source) {
			return print_usage_error(
				context, "--where, --rates and --source need a store, not --from");
		}
		status = toll_from_file(from, import, options, &table, &context->watch, &error);
	} else {
		code = open_store(context, MIZAN_STORE_READ);
		if (code == EXIT_DONE && options->where) {
			code = guard_store(context);
		}
		if (code != EXIT_DONE) {
			return code;
		}
		status = mizan_toll_store(
			context->store.database, options, &table, &context->watch, &error);
	}
	if (status == MIZAN_OK) {
		char title[CHART_TITLE];
		struct mizan_chart chart = toll_chart(options, title);
		code = print_table(context, &table, &chart);
	} else {
		code = print_error(&error);
	}
	mizan_table_release(&table);
	return code;
}

int cmd_toll(struct context *context, int count, char **arguments)
{
	struct mizan_toll_options toll = {0};
	struct mizan_import_options import = {.coverage = -1, .reader.watch = &context->watch};
	const char *by = "country,year", *from = NULL;
	mizan_date period[2] = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN};
	int64_t precision = 0;
	const struct option options[] = {
		{"by", OPTION_TEXT, "WORDS",
			"country, province, place, dyad, actor, violence, year, quarter, month, "
			"week",
			&by},
		{"country", OPTION_COUNTRY, "PAK", "one country", &toll.country},
		{"year", OPTION_PERIOD, "2024", "one year, or a period", period},
		{"period", OPTION_PERIOD, "2021..2024", "a period", period},
		{"source", OPTION_TEXT, "NAME", "one source", &toll.source},
		{"where", OPTION_TEXT, "SQL", "a condition over the columns of event", &toll.where},
		{"spread", OPTION_FLAG, NULL, "allocate deaths over the days of an event",
			&toll.spread},
		{"precision", OPTION_INTEGER, "1..7", "leave out coarser places", &precision},
		{"near-border", OPTION_REAL, "KM", "events within this distance of a land border",
			&toll.near_border_km},
		{"border-with", OPTION_COUNTRY, "AFG",
			"with --near-border: the border with this country alone",
			&toll.border_with},
		{"side", OPTION_COUNTRY, "AFG",
			"with --near-border: events on this country's side alone", &toll.side},
		{"zone", OPTION_TEXT, "ID", "events in a zone alone (mizan zones)", &toll.zone},
		{"rates", OPTION_FLAG, NULL, "deaths per 100,000 inhabitants, by country and year",
			&toll.rates},
		{"from", OPTION_TEXT, "FILE", "measure a file directly, without a store", &from},
		{"map", OPTION_TEXT, "FILE.yaml", "with --from: which column is which",
			&import.map},
		{"version-of-data", OPTION_TEXT, "VERSION", "with --from", &import.version_of_data},
		{"encoding", OPTION_ENCODING, "utf-8|windows-1252", "with --from",
			&import.reader.encoding},
		{"accept-refused", OPTION_FLAG, NULL, "with --from: go on with many refused rows",
			&import.accept_refused},
		{NULL, OPTION_FLAG, NULL, NULL, NULL},
	};
	int code;
	struct mizan_error error = {0};
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count > 1) {
		return print_excess(context, arguments[1]);
	}
	if (mizan_by_parse(by, &toll.by, &error) != MIZAN_OK) {
		return print_error(&error);
	}
	toll.precision = precision > 7 || precision < 0 ? 8 : (int)precision;
	toll.is_public = !context->restricted;
	toll.public_from = as_of(context) - MIZAN_PUBLIC_DAYS;
	toll.from = period[0];
	toll.to = period[1];
	return toll_run(context, from, &import, &toll);
}
