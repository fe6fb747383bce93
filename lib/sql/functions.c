/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The indicators as table-valued functions: arguments in, the library's own table out. */
#include "sql_internal.h"

#include <math.h>

/* ---- mizan_toll --------------------------------------------------------------------------- */

static const char *const toll_columns[] = {"country", "province", "place", "dyad", "actor",
	"violence", "year", "quarter", "month", "week", "source", "coverage", "events",
	"deaths_low", "deaths_best", "deaths_high", "deaths_civilians", "deaths_per_event",
	"civilians_share", "state_based_share", "non_state_share", "one_sided_share",
	"deaths_per_100000", NULL};
static const char *const toll_arguments[] = {"by", "country", "period", "spread", "source",
	"precision", "near_border", "rates", "border_with", "side", "zone", NULL};

static mizan_status toll_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_toll_options options = {.country = sql_text(arguments, 1),
		.source = sql_text(arguments, 4),
		.border_with = sql_text(arguments, 8),
		.side = sql_text(arguments, 9),
		.zone = sql_text(arguments, 10)};
	int spread = 0, rates = 0;
	double km = (double)NAN;
	mizan_status status = sql_integer(arguments, 3, "spread", 0, &spread, error);
	if (status == MIZAN_OK) {
		status = sql_integer(arguments, 5, "precision", 0, &options.precision, error);
	}
	if (status == MIZAN_OK) {
		status = sql_real(arguments, 6, "near_border", &km, error);
	}
	if (status == MIZAN_OK) {
		status = sql_integer(arguments, 7, "rates", 0, &rates, error);
	}
	options.near_border_km = isnan(km) ? 0 : km;
	options.spread = spread != 0;
	options.rates = rates != 0;
	const char *by = sql_text(arguments, 0);
	if (status == MIZAN_OK) {
		status = mizan_by_parse(by ? by : "", &options.by, error);
	}
	if (status == MIZAN_OK) {
		status = sql_period(arguments, 2, &options.from, &options.to, error);
	}
	return status == MIZAN_OK ? mizan_toll_store(database, &options, table, NULL, error)
				  : status;
}

/* ---- mizan_series, mizan_growth ----------------------------------------------------------- */

static const char *const series_columns[] = {"publisher", "edition", "origin", "relayed_by",
	"counts_what", "month", "period", "value", "low", "high", "current", "series", NULL};
static const char *const series_arguments[] = {
	"indicator", "country", "unit", "period", "actor", "area", "source", "zone", NULL};

static mizan_status series_take_options(const struct sql_arguments *arguments,
	struct mizan_series_options *options, struct mizan_error *error)
{
	const char *unit = sql_text(arguments, 2);
	*options = (struct mizan_series_options){.indicator = sql_text(arguments, 0),
		.country = sql_text(arguments, 1),
		.actor = sql_text(arguments, 4),
		.area = sql_text(arguments, 5),
		.source = sql_text(arguments, 6)};
	options->indicator = options->indicator ? options->indicator : "deaths";
	if (unit && !mizan_period_from_word(unit, &options->period)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "year, quarter or month",
			"'%.40s' is no unit of time", unit);
	}
	return sql_period(arguments, 3, &options->from, &options->to, error);
}

static mizan_status series_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_series_options options;
	mizan_status status = series_take_options(arguments, &options, error);
	options.zone = sql_text(arguments, 7);
	return status == MIZAN_OK ? mizan_series_store(database, &options, table, NULL, error)
				  : status;
}

static const char *const growth_columns[] = {"publisher", "edition", "origin", "counts_what",
	"period", "value", "former_period", "former", "change", "growth", "growth_low",
	"growth_high", NULL};
static const char *const growth_arguments[] = {"indicator", "country", "unit", "period", "actor",
	"area", "source", "first_quarters", "zone", NULL};

static mizan_status growth_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_growth_options options = {0};
	mizan_status status = series_take_options(arguments, &options.series, error);
	options.series.zone = sql_text(arguments, 8);
	if (status == MIZAN_OK) {
		status = sql_integer(arguments, 7, "first_quarters", 0, &options.part_year, error);
	}
	return status == MIZAN_OK ? mizan_growth_store(database, &options, table, NULL, error)
				  : status;
}

static const char *const actors_columns[] = {"publisher", "origin", "counts_what", "rank", "actor",
	"deaths", "former", "change", "growth", NULL};
static const char *const actors_arguments[] = {"country", "year", "floor", "zone", NULL};

static mizan_status actors_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	int year, floor = 25;
	mizan_status status = sql_integer(arguments, 1, "year", 0, &year, error);
	if (status == MIZAN_OK) {
		status = sql_integer(arguments, 2, "floor", 25, &floor, error);
	}
	return status == MIZAN_OK ? mizan_growth_actors_store(database, sql_text(arguments, 0),
					    sql_text(arguments, 3), year, floor, table, NULL, error)
				  : status;
}

/* ---- mizan_gti ---------------------------------------------------------------------------- */

static const char *const gti_columns[] = {"rank", "country", "name", "source", "year", "incidents",
	"fatalities", "injuries", "hostages", "property", "weighted", "score", "from_year",
	"from_year_1", "from_year_2", "from_year_3", "from_year_4", "from_incidents",
	"from_fatalities", "from_injuries", "from_hostages", "from_property", "driven_by", NULL};
static const char *const gti_arguments[] = {"edition", "year", "country", "source", "zone", NULL};

static mizan_status gti_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_gti_options options = {.country = sql_text(arguments, 2),
		.source = sql_text(arguments, 3),
		.zone = sql_text(arguments, 4)};
	mizan_status status = sql_integer(arguments, 0, "edition", 0, &options.edition, error);
	if (status == MIZAN_OK) {
		status = sql_integer(arguments, 1, "year", 0, &options.year, error);
	}
	return status == MIZAN_OK ? mizan_gti_store(database, &options, table, NULL, error)
				  : status;
}

/* ---- mizan_figures ------------------------------------------------------------------------ */

static const char *const figures_columns[] = {"publisher", "edition", "country", "area", "actor",
	"period", "indicator", "counts_what", "value", "low", "high", "relayed_by", "published",
	"url", "note", "figure_id", NULL};
static const char *const figures_arguments[] = {
	"country", "period", "near", "actor", "indicator", "publisher", NULL};

static mizan_status figures_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_figure_options options = {.country = sql_text(arguments, 0),
		.actor = sql_text(arguments, 3),
		.indicator = sql_text(arguments, 4),
		.publisher = sql_text(arguments, 5)};
	mizan_status status = sql_period(arguments, 1, &options.from, &options.to, error);
	if (status == MIZAN_OK) {
		status = sql_real(arguments, 2, "near", &options.near, error);
	}
	return status == MIZAN_OK ? mizan_figures_store(database, &options, table, error) : status;
}

/* ---- mizan_diff ---------------------------------------------------------------------------- */

static const char *const diff_columns[] = {"change", "source_key", "field", "old", "new", "country",
	"date", "deaths_old", "deaths_new", NULL};
static const char *const diff_tolls_columns[] = {"country", "year", "events_old", "events_new",
	"deaths_low_old", "deaths_low_new", "deaths_old", "deaths_new", "deaths_high_old",
	"deaths_high_new", "difference", NULL};
static const char *const diff_arguments[] = {"source", "old", "new", "country", "period", NULL};

static mizan_status diff_read(sqlite3 *database, const struct sql_arguments *arguments,
	enum mizan_diff_form form, struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_diff *diff = NULL;
	struct mizan_diff_options options = {
		.country = sql_text(arguments, 3), .public_from = MIZAN_DATE_UNKNOWN};
	const char *source = sql_text(arguments, 0), *before = sql_text(arguments, 1);
	const char *after = sql_text(arguments, 2);
	mizan_status status = sql_period(arguments, 4, &options.from, &options.to, error);
	if (status == MIZAN_OK && (!source || !before || !after)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"as in mizan_diff('ucdp-ged', '25.1', '26.1')",
			"a source and two versions are needed");
	}
	if (status == MIZAN_OK) {
		status = mizan_diff_init(&diff, &options, error);
	}
	if (status == MIZAN_OK) {
		status = mizan_diff_read_store(diff, database, source, before, after, NULL, error);
	}
	if (status == MIZAN_OK) {
		status = mizan_diff_finish(diff, form, table, error);
	}
	mizan_diff_release(diff);
	return status;
}

static mizan_status diff_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	return diff_read(database, arguments, MIZAN_DIFF_CHANGES, table, error);
}

static mizan_status diff_tolls_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	return diff_read(database, arguments, MIZAN_DIFF_TOLLS, table, error);
}

static const char *const diff_figures_columns[] = {"change", "country", "area", "actor", "period",
	"indicator", "counts_what", "field", "old", "new", "relayed_by_old", "relayed_by_new",
	NULL};
static const char *const diff_figures_arguments[] = {"publisher", "old", "new", "country", NULL};

static mizan_status diff_figures_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	const char *publisher = sql_text(arguments, 0), *before = sql_text(arguments, 1);
	const char *after = sql_text(arguments, 2);
	if (!publisher || !before || !after) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"as in mizan_diff_figures('IEP', 'GTI 2024', 'GTI 2025')",
			"a publisher and two editions are needed");
	}
	return mizan_diff_figures_store(
		database, publisher, before, after, sql_text(arguments, 3), table, error);
}

static const char *const diff_against_columns[] = {"country", "period", "counts_what", "events",
	"published_low", "recorded_low", "published", "recorded", "published_high", "recorded_high",
	"difference", NULL};
static const char *const diff_against_arguments[] = {
	"publisher", "edition", "source", "country", NULL};

static mizan_status diff_against_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	const char *publisher = sql_text(arguments, 0), *edition = sql_text(arguments, 1);
	const char *source = sql_text(arguments, 2);
	if (!publisher || !edition || !source) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"as in mizan_diff_against('UCDP', '25.1', 'ucdp-ged')",
			"a publisher, an edition and a source of events are needed");
	}
	return mizan_diff_against_store(
		database, publisher, edition, source, sql_text(arguments, 3), table, error);
}

const struct sql_function sql_functions[] = {
	{"mizan_toll", toll_columns, toll_arguments, toll_run},
	{"mizan_series", series_columns, series_arguments, series_run},
	{"mizan_growth", growth_columns, growth_arguments, growth_run},
	{"mizan_growth_actors", actors_columns, actors_arguments, actors_run},
	{"mizan_gti", gti_columns, gti_arguments, gti_run},
	{"mizan_figures", figures_columns, figures_arguments, figures_run},
	{"mizan_diff", diff_columns, diff_arguments, diff_run},
	{"mizan_diff_tolls", diff_tolls_columns, diff_arguments, diff_tolls_run},
	{"mizan_diff_figures", diff_figures_columns, diff_figures_arguments, diff_figures_run},
	{"mizan_diff_against", diff_against_columns, diff_against_arguments, diff_against_run},
	{NULL, NULL, NULL, NULL},
};

mizan_status mizan_sql_register(struct sqlite3 *database, struct mizan_error *error)
{
	mizan_status status = sql_register_scalars(database, error);
	if (status == MIZAN_OK) {
		status = mizan_zone_register(database, error);
	}
	static const struct sql_function *const lists[] = {sql_functions, sql_actor_functions,
		sql_agreement_functions, sql_shift_functions, sql_spread_functions};
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		for (const struct sql_function *f = lists[i]; f->name && status == MIZAN_OK; f++) {
			status = sql_register_table(database, f, error);
		}
	}
	return status == MIZAN_OK ? sql_register_actors(database, error) : status;
}
