/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Change points, interrupted series and compositions as table-valued functions. */
#include "sql_internal.h"

#include <mizan/shift.h>
#include <string.h>

/* ---- mizan_interrupted, mizan_interrupted_lines ------------------------------------------- */

static const char *const interrupted_columns[] = {"date", "at", "indicator", "source", "level",
	"level_low", "level_high", "p_value", "slope_year", "slope_low", "slope_high", "slope_p",
	"placebo_p", "placebos", "periods", "counted_before", "counted", "theta", "errors", "lag",
	"correlation", "units", "from", "to", "standing", "words", NULL};
static const char *const lines_columns[] = {
	"period", "month", "series", "value", "low", "high", NULL};
static const char *const interrupted_arguments[] = {"at", "country", "indicator", "source", "unit",
	"period", "by", "years", "season", "errors", "trend", "slope", NULL};

static mizan_status interrupted_words(const struct sql_arguments *arguments,
	struct mizan_interrupted_store_options *options, struct mizan_error *error)
{
	const char *unit = sql_text(arguments, 4), *by = sql_text(arguments, 6);
	if (unit && !mizan_period_from_word(unit, &options->period)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "year, quarter or month",
			"'%.40s' is no unit of time", unit);
	}
	if (by && strcmp(by, "country") != 0 && strcmp(by, "province") != 0) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "country or province",
			"series are not by '%.40s'", by);
	}
	options->by_province = by && strcmp(by, "province") == 0;
	return sql_period(arguments, 5, &options->from, &options->to, error);
}

static mizan_status interrupted_options(const struct sql_arguments *arguments,
	struct mizan_interrupted_store_options *options, struct mizan_error *error)
{
	*options = (struct mizan_interrupted_store_options){.at = sql_text(arguments, 0),
		.country = sql_text(arguments, 1),
		.indicator = sql_text(arguments, 2),
		.source = sql_text(arguments, 3),
		.errors = sql_text(arguments, 9),
		.period = MIZAN_MONTHLY,
		.lag = -1};
	int trend = 1, slope = 1;
	mizan_status status = interrupted_words(arguments, options, error);
	if (status == MIZAN_OK) {
		status = sql_integer(arguments, 7, "years", 5, &options->years, error);
	}
	if (status == MIZAN_OK) {
		status = sql_integer(arguments, 8, "season", -1, &options->season, error);
	}
	if (status == MIZAN_OK) {
		status = sql_integer(arguments, 10, "trend", 1, &trend, error);
	}
	if (status == MIZAN_OK) {
		status = sql_integer(arguments, 11, "slope", 1, &slope, error);
	}
	options->no_trend = !trend;
	options->no_slope = !slope;
	return status;
}

static mizan_status interrupted_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_interrupted_store_options options;
	mizan_status status = interrupted_options(arguments, &options, error);
	return status == MIZAN_OK ? mizan_interrupted_store(database, &options, table, NULL, error)
				  : status;
}

static mizan_status lines_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_interrupted_store_options options;
	mizan_status status = interrupted_options(arguments, &options, error);
	return status == MIZAN_OK
		       ? mizan_interrupted_lines_store(database, &options, table, NULL, error)
		       : status;
}

/* ---- mizan_shift -------------------------------------------------------------------------- */

static const char *const shift_columns[] = {"series", "stretch", "from", "to", "periods", "level",
	"level_low", "level_high", "from_earliest", "from_latest", "ratio", "ratio_low",
	"ratio_high", "p_value", "milestones", "words", NULL};
static const char *const shift_arguments[] = {"indicator", "country", "unit", "period", "cost",
	"penalty", "minimum", "source", "zone", "actor", "area", "seed", NULL};

static mizan_status shift_take_cut(const struct sql_arguments *arguments,
	struct mizan_change_options *change, struct mizan_error *error)
{
	const char *cost = sql_text(arguments, 4), *penalty = sql_text(arguments, 5);
	int minimum;
	if (cost && !mizan_cost_from_word(cost, &change->cost)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"negative-binomial, poisson, normal or normal-variance",
			"there is no cost '%.40s'", cost);
	}
	if (penalty && !mizan_penalty_from_word(penalty, change)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "mbic, bic or a number",
			"there is no penalty '%.40s'", penalty);
	}
	mizan_status status = sql_integer(arguments, 6, "minimum", 0, &minimum, error);
	if (status == MIZAN_OK && minimum < 0) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE, "1 or more",
			"a stretch cannot have at least %d periods", minimum);
	}
	change->minimum = status == MIZAN_OK ? (size_t)minimum : 0;
	return status;
}

static mizan_status shift_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	const char *unit = sql_text(arguments, 2);
	struct mizan_shift_options options = {.series = {.indicator = sql_text(arguments, 0),
						      .country = sql_text(arguments, 1),
						      .period = MIZAN_MONTHLY,
						      .source = sql_text(arguments, 7),
						      .zone = sql_text(arguments, 8),
						      .actor = sql_text(arguments, 9),
						      .area = sql_text(arguments, 10)}};
	int seed;
	options.series.indicator = options.series.indicator ? options.series.indicator : "deaths";
	if (unit && !mizan_period_from_word(unit, &options.series.period)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "year, quarter or month",
			"'%.40s' is no unit of time", unit);
	}
	mizan_status status =
		sql_period(arguments, 3, &options.series.from, &options.series.to, error);
	if (status == MIZAN_OK) {
		status = shift_take_cut(arguments, &options.change, error);
	}
	if (status == MIZAN_OK) {
		status = sql_integer(arguments, 11, "seed", 0, &seed, error);
	}
	if (status == MIZAN_OK) {
		options.seed = (uint64_t)(int64_t)seed;
		status = mizan_shift_store(database, &options, table, NULL, error);
	}
	return status;
}

/* ---- mizan_composition -------------------------------------------------------------------- */

static const char *const composition_columns[] = {"source", "of", "part", "counts", "before",
	"after", "share_before", "share_after", "difference", "low", "high", "p_value", "distance",
	"chance_low", "chance_high", "words", NULL};
static const char *const composition_arguments[] = {
	"at", "country", "months", "count", "source", "zone", "block", "seed", NULL};

static mizan_status composition_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	const char *count = sql_text(arguments, 3);
	struct mizan_composition_options options = {.at = sql_text(arguments, 0),
		.country = sql_text(arguments, 1),
		.deaths = count && strcmp(count, "deaths") == 0,
		.source = sql_text(arguments, 4),
		.zone = sql_text(arguments, 5)};
	int block = 0, seed = 0;
	if (count && !options.deaths && strcmp(count, "events") != 0) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "events or deaths",
			"shares are not of '%.40s'", count);
	}
	mizan_status status = sql_integer(arguments, 2, "months", 0, &options.months, error);
	if (status == MIZAN_OK) {
		status = sql_integer(arguments, 6, "block", 0, &block, error);
	}
	if (status == MIZAN_OK) {
		status = sql_integer(arguments, 7, "seed", 0, &seed, error);
	}
	if (status == MIZAN_OK && (block < 0 || block > 600)) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE, "1 to 600",
			"a block cannot have %d months", block);
	}
	options.how.block = status == MIZAN_OK ? (size_t)block : 0;
	options.how.seed = (uint64_t)(int64_t)seed;
	return status == MIZAN_OK ? mizan_composition_store(database, &options, table, NULL, error)
				  : status;
}

/* ---- mizan_composition_through ------------------------------------------------------------- */

static const char *const through_columns[] = {
	"source", "of", "year", "part", "counts", "count", "all", "share", NULL};
static const char *const through_arguments[] = {
	"period", "country", "of", "count", "source", "zone", NULL};

static mizan_status through_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	const char *count = sql_text(arguments, 3);
	struct mizan_composition_through_options options = {.country = sql_text(arguments, 1),
		.of = sql_text(arguments, 2),
		.source = sql_text(arguments, 4),
		.zone = sql_text(arguments, 5),
		.deaths = count && strcmp(count, "deaths") == 0};
	if (count && !options.deaths && strcmp(count, "events") != 0) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "events or deaths",
			"'%.40s' is nothing to count", count);
	}
	mizan_status status = sql_period(arguments, 0, &options.from, &options.to, error);
	return status == MIZAN_OK
		       ? mizan_composition_through_store(database, &options, table, NULL, error)
		       : status;
}

const struct sql_function sql_shift_functions[] = {
	{"mizan_composition_through", through_columns, through_arguments, through_run},
	{"mizan_shift", shift_columns, shift_arguments, shift_run},
	{"mizan_composition", composition_columns, composition_arguments, composition_run},
	{"mizan_interrupted", interrupted_columns, interrupted_arguments, interrupted_run},
	{"mizan_interrupted_lines", lines_columns, interrupted_arguments, lines_run},
	{NULL, NULL, NULL, NULL},
};
