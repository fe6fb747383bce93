/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agreements, commitments and statements as table-valued functions. */
#include <mizan/agreement.h>

#include "sql_internal.h"

/* A day, as "2021-07-01", or the last day of a period. */
static mizan_status argument_day(const struct sql_arguments *arguments, int index, mizan_date *day,
	struct mizan_error *error)
{
	mizan_date first;
	return sql_period(arguments, index, &first, day, error);
}

/* The agreement that an argument names; NULL where it is left out. */
static mizan_status argument_agreement(sqlite3 *database, const struct sql_arguments *arguments,
	int index, struct mizan_arena *arena, const char **agreement, struct mizan_error *error)
{
	const char *text = sql_text(arguments, index);
	*agreement = NULL;
	return text ? mizan_agreement_find(database, text, arena, agreement, error) : MIZAN_OK;
}

/* ---- mizan_audit -------------------------------------------------------------------------- */

static const char *const audit_columns[] = {"agreement", "obliged", "obliged_name", "beneficiary",
	"beneficiary_name", "commitment", "action", "standing", "due_rule", "first_due", "due",
	"moved", "quoted", "quoted_differs", "state", "assessed", "assessments", "scope",
	"condition", "source", NULL};
static const char *const audit_arguments[] = {
	"on", "agreement", "known_by", "state", "process", "names_of", NULL};

static mizan_status audit_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	struct mizan_audit_options options = {.state = sql_text(arguments, 3),
		.process = sql_text(arguments, 4),
		.names_of = sql_text(arguments, 5)};
	mizan_status status = argument_day(arguments, 0, &options.on, error);
	if (status == MIZAN_OK && options.on == MIZAN_DATE_UNKNOWN) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE,
			"write mizan_audit('2021-07-01')", "the day is not given");
	}
	if (status == MIZAN_OK) {
		status = argument_day(arguments, 2, &options.known_by, error);
	}
	if (status == MIZAN_OK) {
		status = argument_agreement(
			database, arguments, 1, &arena, &options.agreement, error);
	}
	if (status == MIZAN_OK) {
		status = mizan_audit_store(database, &options, table, error);
	}
	mizan_arena_release(&arena);
	return status;
}

/* ---- mizan_agreement_timeline, mizan_agreements, mizan_agreement_incidents ----------------- */

static const char *const timeline_columns[] = {"date", "precision", "what", "obliged", "commitment",
	"words", "by", "known", "source", "obliged_name", "by_name", NULL};
static const char *const timeline_arguments[] = {"agreement", "known_by", "names_of", NULL};

static mizan_status argument_needed(const char *agreement, struct mizan_error *error)
{
	return agreement ? MIZAN_OK
			 : mizan_error_set(error, MIZAN_ERROR_USAGE,
				   "mizan_agreements() lists them", "no agreement is named");
}

static mizan_status timeline_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	const char *agreement;
	mizan_date known_by;
	mizan_status status = argument_day(arguments, 1, &known_by, error);
	if (status == MIZAN_OK) {
		status = argument_agreement(database, arguments, 0, &arena, &agreement, error);
	}
	if (status == MIZAN_OK) {
		status = argument_needed(agreement, error);
	}
	if (status == MIZAN_OK) {
		status = mizan_agreement_timeline_named(
			database, agreement, known_by, sql_text(arguments, 2), table, error);
	}
	mizan_arena_release(&arena);
	return status;
}

static const char *const agreements_columns[] = {"agreement", "process", "kind", "title", "signed",
	"effective", "ended", "ended_by", "ended_by_name", "parties", "parties_name", "mediators",
	"mediators_name", "source", "commitments", "days", NULL};
static const char *const agreements_arguments[] = {"process", "on", "names_of", NULL};

static mizan_status agreements_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	mizan_date on;
	mizan_status status = argument_day(arguments, 1, &on, error);
	return status == MIZAN_OK ? mizan_agreements_named(database, sql_text(arguments, 0), on,
					    sql_text(arguments, 2), table, error)
				  : status;
}

static const char *const incidents_columns[] = {"agreement", "commitment", "date_start", "date_end",
	"source", "coverage", "source_key", "event", "country", "admin1", "place", "side_a",
	"side_b", "deaths_low", "deaths_best", "deaths_high", "headline", NULL};
static const char *const incidents_arguments[] = {"agreement", NULL};

static mizan_status incidents_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	const char *agreement;
	mizan_status status = argument_agreement(database, arguments, 0, &arena, &agreement, error);
	if (status == MIZAN_OK) {
		status = argument_needed(agreement, error);
	}
	if (status == MIZAN_OK) {
		status = mizan_agreement_test_store(database, agreement, table, NULL, error);
	}
	mizan_arena_release(&arena);
	return status;
}

/* ---- mizan_effect ------------------------------------------------------------------------- */

static const char *const effect_columns[] = {"agreement", "source", "of", "measure", "date_from",
	"date_to", "days", "incidents_before", "incidents", "per_day", "low", "high", "ratio",
	"ratio_low", "ratio_high", "p_value", "placebos", "independent", "dispersion", "standing",
	"words", NULL};
static const char *const effect_arguments[] = {"agreement", "process", "by", "source", "deaths",
	"zone", "names_of", "at", "country", NULL};

static mizan_status effect_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	int deaths;
	struct mizan_agreement_effect_options options = {.process = sql_text(arguments, 1),
		.by = sql_text(arguments, 2),
		.source = sql_text(arguments, 3),
		.zone = sql_text(arguments, 5),
		.names_of = sql_text(arguments, 6),
		.at = sql_text(arguments, 7),
		.country = sql_text(arguments, 8)};
	mizan_status status = sql_integer(arguments, 4, "deaths", 0, &deaths, error);
	if (status == MIZAN_OK) {
		options.deaths = deaths;
		status = argument_agreement(
			database, arguments, 0, &arena, &options.agreement, error);
	}
	if (status == MIZAN_OK) {
		status = mizan_agreement_effect_store(database, &options, table, NULL, error);
	}
	mizan_arena_release(&arena);
	return status;
}

/* ---- mizan_effects: side by side ----------------------------------------------------------- */

static const char *const effects_columns[] = {"agreement", "source", "date_from", "date_to",
	"before_per_day", "during_per_day", "after_per_day", "days_to_first",
	"days_to_first_deaths", "standing", "ratio_30", "ratio_30_low", "ratio_30_high", "p_30",
	"ratio_90", "ratio_90_low", "ratio_90_high", "p_90", "ratio_180", "ratio_180_low",
	"ratio_180_high", "p_180", NULL};
static const char *const effects_arguments[] = {"process", "source", "deaths", "zone", NULL};

static mizan_status effects_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	int deaths;
	struct mizan_agreement_effect_options options = {.process = sql_text(arguments, 0),
		.source = sql_text(arguments, 1),
		.zone = sql_text(arguments, 3)};
	mizan_status status = sql_integer(arguments, 2, "deaths", 0, &deaths, error);
	options.deaths = deaths;
	return status == MIZAN_OK
		       ? mizan_agreement_effects_store(database, &options, table, NULL, error)
		       : status;
}

/* ---- mizan_statements --------------------------------------------------------------------- */

static const char *const statements_columns[] = {"made", "by", "name", "party", "about", "kind",
	"stance", "says", "indicator", "counted", "value", "low", "high", "reported_by", "source",
	NULL};
static const char *const statements_arguments[] = {
	"about", "by", "kind", "known_by", "names_of", NULL};

static mizan_status statements_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_statement_options options = {.about = sql_text(arguments, 0),
		.by = sql_text(arguments, 1),
		.kind = sql_text(arguments, 2),
		.names_of = sql_text(arguments, 4)};
	mizan_status status = argument_day(arguments, 3, &options.known_by, error);
	return status == MIZAN_OK ? mizan_statements_store(database, &options, table, error)
				  : status;
}

const struct sql_function sql_agreement_functions[] = {
	{"mizan_audit", audit_columns, audit_arguments, audit_run},
	{"mizan_agreement_timeline", timeline_columns, timeline_arguments, timeline_run},
	{"mizan_agreements", agreements_columns, agreements_arguments, agreements_run},
	{"mizan_agreement_incidents", incidents_columns, incidents_arguments, incidents_run},
	{"mizan_effect", effect_columns, effect_arguments, effect_run},
	{"mizan_effects", effects_columns, effects_arguments, effects_run},
	{"mizan_statements", statements_columns, statements_arguments, statements_run},
	{NULL, NULL, NULL, NULL},
};
