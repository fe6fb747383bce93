/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clusters, near repeats and self-exciting processes as table-valued functions. */
#include "sql_internal.h"

#include <math.h>
#include <mizan/spread.h>

/* ---- mizan_cluster ------------------------------------------------------------------------ */

static const char *const cluster_columns[] = {"source", "cluster", "place", "province", "places",
	"radius_km", "date_from", "date_to", "events", "expected", "relative_risk", "statistic",
	"p_value", "deaths", "longitude", "latitude", "members", "words", NULL};
static const char *const cluster_arguments[] = {"country", "period", "model", "shape", "unit",
	"max_km", "max_length", "max_share", "replicates", "seed", "source", "cases", NULL};

static mizan_status cluster_words_taken(const struct sql_arguments *arguments,
	struct mizan_cluster_query *query, struct mizan_error *error)
{
	const char *model = sql_text(arguments, 2), *shape = sql_text(arguments, 3),
		   *unit = sql_text(arguments, 4);
	if (model && !mizan_cluster_model_from_word(model, &query->options.model)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"permutation or bernoulli; poisson needs mizan cluster --population",
			"no model '%.40s'", model);
	}
	if (shape && !mizan_cluster_shape_from_word(shape, &query->options.shape)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"space-time, space, time, prospective", "no shape '%.40s'", shape);
	}
	if (unit && !mizan_cluster_unit_from_word(unit, &query->unit)) {
		return mizan_error_set(
			error, MIZAN_ERROR_USAGE, "month, week, day", "no unit '%.40s'", unit);
	}
	return sql_period(arguments, 1, &query->from, &query->to, error);
}

static mizan_status cluster_number(const struct sql_arguments *arguments, int index,
	const char *name, uint32_t *value, struct mizan_error *error)
{
	int number;
	mizan_status status = sql_integer(arguments, index, name, 0, &number, error);
	if (status == MIZAN_OK && number < 0) {
		return mizan_error_set(
			error, MIZAN_ERROR_USAGE, NULL, "%s cannot be below 0", name);
	}
	*value = status == MIZAN_OK ? (uint32_t)number : 0;
	return status;
}

static mizan_status cluster_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_cluster_query query = {.country = sql_text(arguments, 0),
		.source = sql_text(arguments, 10),
		.cases = sql_text(arguments, 11)};
	uint32_t seed = 0;
	double km, share;
	mizan_status status = cluster_words_taken(arguments, &query, error);
	if (status == MIZAN_OK) {
		status = sql_real(arguments, 5, "max_km", &km, error);
	}
	if (status == MIZAN_OK) {
		status = cluster_number(
			arguments, 6, "max_length", &query.options.max_periods, error);
	}
	if (status == MIZAN_OK) {
		status = sql_real(arguments, 7, "max_share", &share, error);
	}
	if (status == MIZAN_OK) {
		status = cluster_number(
			arguments, 8, "replicates", &query.options.replicates, error);
	}
	if (status == MIZAN_OK) {
		status = cluster_number(arguments, 9, "seed", &seed, error);
	}
	if (status != MIZAN_OK) {
		return status;
	}
	query.options.max_km = isnan(km) ? 0 : km;
	query.options.max_share = isnan(share) ? 0 : share;
	query.options.seed = seed ? seed : 1;
	return mizan_cluster_store(database, &query, table, NULL, error);
}

/* ---- mizan_near_repeat -------------------------------------------------------------------- */

static const char *const near_repeat_columns[] = {"source", "events", "space", "time", "km_from",
	"km_to", "days_from", "days_to", "observed", "expected", "deviation", "ratio",
	"simulated_mean", "simulated_deviation", "p_value", "p_adjusted", "permutations", "words",
	NULL};
static const char *const near_repeat_arguments[] = {"country", "period", "km", "days",
	"permutations", "seed", "source", "precision", "zone", NULL};

static mizan_status near_repeat_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_near_repeat_bands bands;
	int permutations = 999, seed = 1;
	struct mizan_near_repeat_query query = {.country = sql_text(arguments, 0),
		.source = sql_text(arguments, 6),
		.zone = sql_text(arguments, 8)};
	mizan_status status = sql_period(arguments, 1, &query.from, &query.to, error);
	if (status == MIZAN_OK) {
		status = mizan_near_repeat_bands(sql_text(arguments, 2), sql_text(arguments, 3),
			&bands, &query.options, error);
	}
	if (status == MIZAN_OK) {
		status = sql_integer(arguments, 4, "permutations", 999, &permutations, error);
	}
	if (status == MIZAN_OK) {
		status = sql_integer(arguments, 5, "seed", 1, &seed, error);
	}
	if (status == MIZAN_OK) {
		status = sql_integer(arguments, 7, "precision", 0, &query.precision, error);
	}
	query.options.permutations = permutations < 0 ? UINT32_MAX : (uint32_t)permutations;
	query.options.seed = (uint64_t)seed;
	return status == MIZAN_OK ? mizan_near_repeat_store(database, &query, table, NULL, error)
				  : status;
}

/* ---- mizan_hawkes ------------------------------------------------------------------------- */

static const char *const hawkes_columns[] = {"source", "of", "after", "baseline", "events",
	"per_day", "ratio", "ratio_error", "ratio_low", "ratio_high", "half_life", "half_life_low",
	"half_life_high", "gain", "distance", "fit_p", "dispersion", "standing", "words", NULL};
static const char *const hawkes_arguments[] = {"country", "period", "by", "rule", "baseline",
	"source", "seed", "replicates", "zone", NULL};

static mizan_status hawkes_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	int seed = 1, replicates = 99;
	struct mizan_hawkes_query query = {.country = sql_text(arguments, 0),
		.by = sql_text(arguments, 2),
		.rule = sql_text(arguments, 3),
		.baseline = sql_text(arguments, 4),
		.source = sql_text(arguments, 5),
		.zone = sql_text(arguments, 8)};
	mizan_status status = sql_period(arguments, 1, &query.from, &query.to, error);
	if (status == MIZAN_OK) {
		status = sql_integer(arguments, 6, "seed", 1, &seed, error);
	}
	if (status == MIZAN_OK) {
		status = sql_integer(arguments, 7, "replicates", 99, &replicates, error);
	}
	query.seed = (uint64_t)seed;
	query.replicates = replicates > 0 ? (unsigned)replicates : 0;
	return status == MIZAN_OK ? mizan_hawkes_store(database, &query, table, NULL, error)
				  : status;
}

const struct sql_function sql_spread_functions[] = {
	{"mizan_cluster", cluster_columns, cluster_arguments, cluster_run},
	{"mizan_hawkes", hawkes_columns, hawkes_arguments, hawkes_run},
	{"mizan_near_repeat", near_repeat_columns, near_repeat_arguments, near_repeat_run},
	{NULL, NULL, NULL, NULL},
};
