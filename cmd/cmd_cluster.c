/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan cluster */
#include "command.h"

#include <mizan/spread.h>
#include <stdio.h>
#include <string.h>

/* What was typed and is no part of the query yet. */
struct cluster_options {
	const char *model, *shape, *unit, *population, *map, *geojson;
	int64_t max_length, min_events, replicates, seed;
	mizan_date period[2];
};

static int cluster_take_words(struct context *context, const struct cluster_options *typed,
	struct mizan_cluster_query *query)
{
	if (!mizan_cluster_model_from_word(typed->model, &query->options.model)) {
		return print_usage_error(context,
			"no model '%.40s': permutation, poisson or bernoulli", typed->model);
	}
	if (!mizan_cluster_shape_from_word(typed->shape, &query->options.shape)) {
		return print_usage_error(context,
			"no shape '%.40s': space-time, space, time or prospective", typed->shape);
	}
	if (!mizan_cluster_unit_from_word(typed->unit, &query->unit)) {
		return print_usage_error(
			context, "no unit '%.40s': month, week or day", typed->unit);
	}
	return EXIT_DONE;
}

static bool cluster_fits(int64_t value, int64_t least, int64_t most, uint32_t *to)
{
	*to = (uint32_t)value;
	return value >= least && value <= most;
}

static int cluster_take_numbers(struct context *context, const struct cluster_options *typed,
	struct mizan_cluster_query *query)
{
	struct mizan_cluster_options *options = &query->options;
	if (!cluster_fits(typed->max_length, 0, 100000, &options->max_periods) ||
		!cluster_fits(typed->min_events, 1, 1000000, &options->min_cases) ||
		!cluster_fits(typed->replicates, 1, 1000000, &options->replicates) ||
		typed->seed < 0) {
		return print_usage_error(context, "--max-length is 0 or more, --min-events and "
						  "--replicates 1 or more, --seed "
						  "0 or more");
	}
	options->seed = (uint64_t)typed->seed;
	query->from = typed->period[0];
	query->to = typed->period[1];
	return EXIT_DONE;
}

static mizan_status cluster_read_people(const char *path, struct mizan_table *sheet,
	struct mizan_cluster_query *query, struct mizan_error *error)
{
	struct mizan_text text = {0};
	mizan_status status = read_file(path, &text, error);
	if (status == MIZAN_OK) {
		status = mizan_table_from_text(text.data ? text.data : "", text.size, sheet, error);
	}
	if (status == MIZAN_OK) {
		status = mizan_cluster_people_read(
			sheet, &query->people, &query->people_count, error);
	}
	if (status != MIZAN_OK) {
		mizan_error_at(error, path, error->line, error->column);
	}
	mizan_text_release(&text);
	return status;
}

static int cluster_write_geojson(
	struct context *context, const char *path, struct mizan_table *table)
{
	struct mizan_text text = {0};
	struct mizan_error error = {0};
	mizan_status status = mark_table(context, table, &error);
	if (status == MIZAN_OK) {
		status = mizan_cluster_geojson(table, &text, &error);
	}
	if (status == MIZAN_OK) {
		status = write_file(path, text.data, text.size, &error);
	}
	mizan_text_release(&text);
	return status == MIZAN_OK ? EXIT_DONE : print_error(&error);
}

static int cluster_print(struct context *context, const struct cluster_options *typed,
	const struct mizan_cluster_query *query, struct mizan_table *table)
{
	char title[CHART_TITLE];
	struct mizan_chart chart = {.kind = MIZAN_MAP_POINTS,
		.x = "longitude",
		.y = "latitude",
		.size = "events",
		.country = query->country,
		.title = chart_title(title, "Clusters of events", query->country, typed->period)};
	if (typed->map) {
		context->output.chart = typed->map;
	}
	int code =
		typed->geojson ? cluster_write_geojson(context, typed->geojson, table) : EXIT_DONE;
	return code == EXIT_DONE ? print_table(context, table, &chart) : code;
}

static int cluster_run(struct context *context, const struct cluster_options *typed,
	struct mizan_cluster_query *query)
{
	struct mizan_table table = {0}, sheet = {0};
	struct mizan_error error = {0};
	int code =
		query->where || query->cases || query->controls ? guard_store(context) : EXIT_DONE;
	if (code == EXIT_DONE) {
		mizan_status status = typed->population ? cluster_read_people(typed->population,
								  &sheet, query, &error)
							: MIZAN_OK;
		if (status == MIZAN_OK) {
			status = mizan_cluster_store(
				context->store.database, query, &table, &context->watch, &error);
		}
		code = status == MIZAN_OK ? cluster_print(context, typed, query, &table)
					  : print_error(&error);
	}
	mizan_table_release(&sheet);
	mizan_table_release(&table);
	return code;
}

int cmd_cluster(struct context *context, int count, char **arguments)
{
	struct mizan_cluster_query query = {0};
	struct cluster_options typed = {.model = "permutation",
		.shape = "space-time",
		.unit = "month",
		.min_events = 2,
		.replicates = 999,
		.seed = 1,
		.period = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN}};
	const struct option options[] = {
		{"country", OPTION_COUNTRY, "PAK", "the country", &query.country},
		{"period", OPTION_PERIOD, "2019..2021", "a period", typed.period},
		{"model", OPTION_TEXT, "WORD", "permutation, poisson (people) or bernoulli (cases)",
			&typed.model},
		{"shape", OPTION_TEXT, "WORD", "space-time, space, time or prospective",
			&typed.shape},
		{"unit", OPTION_TEXT, "month|week|day", "of time", &typed.unit},
		{"max-km", OPTION_REAL, "KM", "radius of the largest circle: 100; -1: no limit",
			&query.options.max_km},
		{"max-share", OPTION_REAL, "0.5", "of all events that a circle may hold",
			&query.options.max_share},
		{"max-length", OPTION_INTEGER, "12", "longest window, in units: half of the period",
			&typed.max_length},
		{"min-events", OPTION_INTEGER, "2", "fewest events of a cluster",
			&typed.min_events},
		{"replicates", OPTION_INTEGER, "999", "records in which chance alone is at work",
			&typed.replicates},
		{"seed", OPTION_INTEGER, "1", "of chance: the same seed, the same p", &typed.seed},
		{"source", OPTION_TEXT, "NAME", "one source", &query.source},
		{"where", OPTION_TEXT, "SQL", "a condition over the columns of event",
			&query.where},
		{"case", OPTION_TEXT, "SQL", "of bernoulli: which events are cases", &query.cases},
		{"control", OPTION_TEXT, "SQL", "of bernoulli: which are not; all others",
			&query.controls},
		{"population", OPTION_TEXT, "FILE.csv",
			"of poisson: province, district, population, longitude, latitude",
			&typed.population},
		{"all", OPTION_FLAG, NULL, "also clusters such as chance gives", &query.all},
		{"map", OPTION_TEXT, "FILE.svg|pdf|png", "a map of the clusters", &typed.map},
		{"geojson", OPTION_TEXT, "FILE", "their circles", &typed.geojson},
		{NULL, OPTION_FLAG, NULL, NULL, NULL},
	};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count > 1) {
		return print_excess(context, arguments[1]);
	}
	code = cluster_take_words(context, &typed, &query);
	if (code == EXIT_DONE) {
		code = cluster_take_numbers(context, &typed, &query);
	}
	return code == EXIT_DONE ? cluster_run(context, &typed, &query) : code;
}
