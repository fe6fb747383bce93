/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan cluster */
#include "command.h"

#include <mizan/spread.h>
#include <stdio.h>
#include <string.h>

/* What was typed and is no part of the query yet. */
struct cluster_options {
	const char *model, *shape, *unit, *population, *places, *map, *geojson, *gpkg;
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
	if (options->shape == MIZAN_CLUSTER_TIME && (typed->map || typed->geojson || typed->gpkg)) {
		return print_usage_error(context, "a scan of time has no circles to draw");
	}
	options->seed = (uint64_t)typed->seed;
	query->from = typed->period[0];
	query->to = typed->period[1];
	return EXIT_DONE;
}

static mizan_status cluster_read_sheet(
	const char *path, struct mizan_table *sheet, struct mizan_error *error)
{
	struct mizan_text text = {0};
	mizan_status status = read_file(path, &text, error);
	if (status == MIZAN_OK) {
		status = mizan_table_from_text(text.data ? text.data : "", text.size, sheet, error);
	}
	mizan_text_release(&text);
	return status;
}

/* The lists of people and of places, as far as they are given. */
static mizan_status cluster_read_sheets(const struct cluster_options *typed,
	struct mizan_table sheets[2], struct mizan_cluster_query *query, struct mizan_error *error)
{
	const char *path = typed->population;
	mizan_status status = path ? cluster_read_sheet(path, &sheets[0], error) : MIZAN_OK;
	if (status == MIZAN_OK && path) {
		status = mizan_cluster_people_read(
			&sheets[0], &query->people, &query->people_count, error);
	}
	if (status == MIZAN_OK && typed->places) {
		path = typed->places;
		status = cluster_read_sheet(path, &sheets[1], error);
	}
	if (status == MIZAN_OK && typed->places) {
		status = mizan_cluster_points_read(
			&sheets[1], &query->points, &query->point_count, error);
	}
	if (status != MIZAN_OK) {
		mizan_error_at(error, path, error->line, error->column);
	}
	return status;
}

static int cluster_write_geopackage(
	struct context *context, const char *path, struct mizan_table *table)
{
	struct mizan_error error = {0};
	mizan_status status = mark_table(context, table, &error);
	if (status == MIZAN_OK) {
		status = mizan_cluster_geopackage(table, path, &error);
	}
	return status == MIZAN_OK ? EXIT_DONE : print_error(&error);
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

/* ---- The map ------------------------------------------------------------------------------ */

/* "1 Wari town, 2008-08 to 2009-07"; days where the unit is no month. */
static void map_label(struct mizan_table *map, size_t row, const struct mizan_table *table,
	enum mizan_cluster_unit unit)
{
	static const char *const names[] = {"cluster", "place", "date_from", "date_to"};
	static const char *const before[] = {"", " ", ", ", " to "};
	struct mizan_text label = {0}, last = {0};
	for (size_t i = 0; i < 4; i++) {
		struct mizan_text cell = {0};
		mizan_table_append_cell(&cell, table, row, mizan_table_find(table, names[i]), true);
		int size = i < 2 || unit != MIZAN_CLUSTER_MONTH ? (int)cell.size : 7;
		bool again = i == 3 && last.size == (size_t)size &&
			     memcmp(last.data, cell.data, last.size) == 0;
		if (cell.data && !again) {
			mizan_text_printf(&label, "%s%.*s", before[i], size, cell.data);
			last.size = 0;
			mizan_text_append_bytes(&last, cell.data, (size_t)size);
		}
		map->failed = map->failed || cell.failed;
		mizan_text_release(&cell);
	}
	mizan_table_set_text(map, row, 4, label.data);
	map->failed = map->failed || label.failed || last.failed;
	mizan_text_release(&label);
	mizan_text_release(&last);
}

/* Where, how large, and what stands beside it. */
static void map_make(
	struct mizan_table *map, const struct mizan_table *table, enum mizan_cluster_unit unit)
{
	static const char *const names[] = {"longitude", "latitude", "radius_km"};
	for (size_t i = 0; i < 3; i++) {
		mizan_table_add_column(map, names[i], MIZAN_REAL, -1);
	}
	mizan_table_add_column(map, "source", MIZAN_TEXT, -1);
	mizan_table_add_column(map, "label", MIZAN_TEXT, -1);
	for (size_t row = 0; row < table->row_count; row++) {
		double value;
		mizan_table_add_row(map);
		for (size_t i = 0; i < 3; i++) {
			if (mizan_table_number(
				    table, row, mizan_table_find(table, names[i]), &value)) {
				mizan_table_set_real(map, row, i, value);
			}
		}
		mizan_table_set_text(map, row, 3,
			mizan_table_cell(table, row, mizan_table_find(table, "source"))->text);
		map_label(map, row, table, unit);
	}
	for (size_t i = 0; i < table->source_count; i++) {
		mizan_table_add_source(map, table->sources[i]);
	}
	for (size_t i = 0; i < table->note_count; i++) {
		mizan_table_add_note(map, "%s", table->notes[i]);
	}
}

static int cluster_write_map(struct context *context, const char *path,
	const struct mizan_table *table, const struct mizan_cluster_query *query,
	const struct cluster_options *typed)
{
	char title[CHART_TITLE];
	struct mizan_table map = {0};
	struct mizan_chart chart = {.kind = MIZAN_MAP_POINTS,
		.x = "longitude",
		.y = "latitude",
		.size = "radius_km",
		.label = "label",
		.series = "source",
		.to_scale = true,
		.width = 640,
		.height = 560,
		.country = query->country,
		.title = chart_title(title, "Clusters of events", query->country, typed->period),
		.subtitle = "Circles are as large as the clusters"};
	const char *asked = context->output.chart;
	map_make(&map, table, query->unit);
	context->output.chart = path;
	int code = draw_chart(context, &map, &chart);
	context->output.chart = asked;
	mizan_table_release(&map);
	return code;
}

static int cluster_print(struct context *context, const struct cluster_options *typed,
	const struct mizan_cluster_query *query, struct mizan_table *table)
{
	char title[CHART_TITLE];
	bool time = query->options.shape == MIZAN_CLUSTER_TIME;
	struct mizan_chart chart = {.kind = MIZAN_CHART_SPANS,
		.low = "date_from",
		.high = "date_to",
		.y = "relative_risk",
		.label = time ? "source" : "place",
		.title = chart_title(title, "Clusters of events", query->country, typed->period),
		.subtitle = "From when to when, and the relative risk there and then"};
	int code =
		typed->geojson ? cluster_write_geojson(context, typed->geojson, table) : EXIT_DONE;
	if (code == EXIT_DONE && typed->gpkg) {
		code = cluster_write_geopackage(context, typed->gpkg, table);
	}
	if (code == EXIT_DONE && typed->map) {
		code = cluster_write_map(context, typed->map, table, query, typed);
	}
	return code == EXIT_DONE ? print_table(context, table, &chart) : code;
}

static int cluster_run(struct context *context, const struct cluster_options *typed,
	struct mizan_cluster_query *query)
{
	struct mizan_table table = {0}, sheets[2] = {0};
	struct mizan_error error = {0};
	int code =
		query->where || query->cases || query->controls ? guard_store(context) : EXIT_DONE;
	if (code == EXIT_DONE) {
		mizan_status status = cluster_read_sheets(typed, sheets, query, &error);
		if (status == MIZAN_OK) {
			status = mizan_cluster_store(
				context->store.database, query, &table, &context->watch, &error);
		}
		code = status == MIZAN_OK ? cluster_print(context, typed, query, &table)
					  : print_error(&error);
	}
	mizan_table_release(&sheets[0]);
	mizan_table_release(&sheets[1]);
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
		{"max-length", OPTION_INTEGER, "12",
			"longest window: 12 months, 52 weeks or 90 days, half of the period",
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
		{"places", OPTION_TEXT, "FILE.csv",
			"places to look at also where nothing happened: place, longitude, latitude",
			&typed.places},
		{"all", OPTION_FLAG, NULL, "also clusters such as chance gives", &query.all},
		{"map", OPTION_TEXT, "FILE.svg|pdf|png", "a map of the clusters", &typed.map},
		{"geojson", OPTION_TEXT, "FILE", "their circles", &typed.geojson},
		{"gpkg", OPTION_TEXT, "FILE", "the same, as a new GeoPackage", &typed.gpkg},
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
