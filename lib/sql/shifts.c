/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Change points, interrupted series and compositions as table-valued functions. */
#include <mizan/shift.h>

#include "sql_internal.h"

#include <string.h>

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

const struct sql_function sql_shift_functions[] = {
	{"mizan_shift", shift_columns, shift_arguments, shift_run},
	{"mizan_composition", composition_columns, composition_arguments, composition_run},
	{NULL, NULL, NULL, NULL},
};
