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

const struct sql_function sql_shift_functions[] = {
	{"mizan_interrupted", interrupted_columns, interrupted_arguments, interrupted_run},
	{"mizan_interrupted_lines", lines_columns, interrupted_arguments, lines_run},
	{NULL, NULL, NULL, NULL},
};
