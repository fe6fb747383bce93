/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan agreement list | show | audit | timeline | test | effect; mizan statements */
#include "command.h"

#include <mizan/agreement.h>
#include <stdio.h>
#include <string.h>

/* What was typed, whatever the verb. */
struct agreement_options {
	const char *process, *state, *alleged_by, *where, *by, *source, *zone, *names_of, *at,
		*country;
	int64_t deaths;
	mizan_date on[2], known_by[2];
	bool open, interrupted;
};

/* Prints what a verb made, with a chart where it has one. */
static int print_made(struct context *context, mizan_status status, struct mizan_table *table,
	const struct mizan_chart *chart, const struct mizan_error *error)
{
	int code = status == MIZAN_OK ? print_table(context, table, chart) : print_error(error);
	mizan_table_release(table);
	return code;
}

static int print_list(struct context *context, const struct agreement_options *options)
{
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	mizan_date on = options->on[1] == MIZAN_DATE_UNKNOWN ? today() : options->on[1];
	mizan_status status = mizan_agreements_named(
		context->store.database, options->process, on, options->names_of, &table, &error);
	return print_made(context, status, &table, NULL, &error);
}

static int print_audit(
	struct context *context, const char *agreement, const struct agreement_options *options)
{
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	struct mizan_audit_options audit = {.agreement = agreement,
		.process = options->process,
		.state = options->state,
		.names_of = options->names_of,
		.on = options->on[1] == MIZAN_DATE_UNKNOWN ? today() : options->on[1],
		.known_by = options->known_by[1]};
	mizan_status status = mizan_audit_store(context->store.database, &audit, &table, &error);
	return print_made(context, status, &table, NULL, &error);
}

static int print_timeline(
	struct context *context, const char *agreement, const struct agreement_options *options)
{
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	mizan_status status = mizan_agreement_timeline_named(context->store.database, agreement,
		options->known_by[1], options->names_of, &table, &error);
	struct mizan_chart chart = {
		.kind = MIZAN_CHART_TIMELINE, .x = "date", .label = "words", .title = agreement};
	return print_made(context, status, &table, &chart, &error);
}

/* Opens alleged violations for what the tests find, then shows the incidents. */
static int print_test(
	struct context *context, const char *agreement, const struct agreement_options *options)
{
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	mizan_status status = MIZAN_OK;
	if (options->open) {
		int64_t opened;
		if (!options->alleged_by) {
			return print_usage_error(
				context, "--open needs --alleged-by ID: the actor who alleges it");
		}
		mizan_store_close(&context->store);
		int code = open_store(context, MIZAN_STORE_WRITE);
		if (code != EXIT_DONE) {
			return code;
		}
		status = mizan_agreement_open_violations(&context->store, agreement,
			options->alleged_by, &context->watch, &opened, &error);
		if (status == MIZAN_OK) {
			fprintf(stderr, "opened: %lld alleged violations\n", (long long)opened);
			mizan_store_close(&context->store);
			code = open_store(context, MIZAN_STORE_READ);
			if (code != EXIT_DONE) {
				return code;
			}
		}
	}
	if (status == MIZAN_OK && guard_store(context) != EXIT_DONE) {
		return EXIT_STORE;
	}
	if (status == MIZAN_OK) {
		status = mizan_agreement_test_store(
			context->store.database, agreement, &table, &context->watch, &error);
	}
	return print_made(context, status, &table, NULL, &error);
}

/* All agreements of a process, a row each. */
static int print_effects(
	struct context *context, const struct mizan_agreement_effect_options *effect)
{
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	struct mizan_chart chart = {.kind = MIZAN_CHART_DOT_RANGE,
		.x = "ratio_30",
		.y = "ratio_30",
		.low = "ratio_30_low",
		.high = "ratio_30_high",
		.label = "agreement",
		.title = "Incidents in the 30 days from an agreement on, against the 30 before",
		.y_title = "ratio; 1 is no change"};
	mizan_status status = mizan_agreement_effects_store(
		context->store.database, effect, &table, &context->watch, &error);
	return print_made(context, status, &table, &chart, &error);
}

/* The effect in words on a terminal stands in the notes; machines have the column `words`. */
static int print_effect(
	struct context *context, const char *agreement, const struct agreement_options *options)
{
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	struct mizan_agreement_effect_options effect = {.agreement = agreement,
		.process = options->process,
		.source = options->source,
		.where = options->where,
		.zone = options->zone,
		.by = options->by,
		.names_of = options->names_of,
		.at = options->at,
		.country = options->country,
		.interrupted = options->interrupted,
		.deaths = (int32_t)options->deaths};
	if (options->deaths < 0 || options->deaths > 1000000) {
		return print_usage_error(context, "--deaths takes a count of deaths");
	}
	if (guard_store(context) != EXIT_DONE) {
		return EXIT_STORE;
	}
	if (!agreement && !options->at && !options->by && !options->interrupted) {
		return print_effects(context, &effect);
	}
	mizan_status status = mizan_agreement_effect_store(
		context->store.database, &effect, &table, &context->watch, &error);
	struct mizan_chart chart = {.kind = MIZAN_CHART_DOT_RANGE,
		.x = "per_day",
		.y = "per_day",
		.low = "low",
		.high = "high",
		.label = "measure",
		.series = "agreement",
		.title = agreement     ? agreement
			 : options->at ? options->at
				       : options->process,
		.y_title = "Incidents a day"};
	size_t words = mizan_table_find(&table, "words"), of = mizan_table_find(&table, "of");
	bool one = agreement || options->at;
	for (size_t row = 0; status == MIZAN_OK && one && row < table.row_count; row++) {
		const struct mizan_cell *cell = mizan_table_cell(&table, row, words);
		if (cell->known && strcmp(mizan_table_cell(&table, row, of)->text, "all") == 0) {
			mizan_table_add_note(&table, "%s", cell->text);
		}
	}
	int code = print_made(context, status, &table, &chart, &error);
	return code;
}

static int run_named(struct context *context, const char *verb, const char *name,
	const struct agreement_options *options)
{
	struct mizan_arena arena = {0};
	struct mizan_error error = {0};
	const char *agreement = NULL;
	int code;
	if (name && mizan_agreement_find(context->store.database, name, &arena, &agreement,
			    &error) != MIZAN_OK) {
		code = print_error(&error);
	} else if (strcmp(verb, "audit") == 0) {
		code = print_audit(context, agreement, options);
	} else if (strcmp(verb, "effect") == 0 && (agreement || options->process || options->at)) {
		code = print_effect(context, agreement, options);
	} else if (!agreement) {
		code = print_usage_error(
			context, "name an agreement; mizan agreement list shows them");
	} else if (strcmp(verb, "show") == 0) {
		code = print_audit(context, agreement, options);
	} else if (strcmp(verb, "timeline") == 0) {
		code = print_timeline(context, agreement, options);
	} else {
		code = print_test(context, agreement, options);
	}
	mizan_arena_release(&arena);
	return code;
}

int cmd_agreement(struct context *context, int count, char **arguments)
{
	static const char *const verbs[] = {"show", "audit", "timeline", "test", "effect"};
	struct agreement_options agreement = {.on = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN},
		.known_by = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN}};
	const struct option options[] = {
		{"on", OPTION_PERIOD, "DATE", "how things stood on that day; left out: today",
			agreement.on},
		{"known-by", OPTION_PERIOD, "DATE", "with what was known by then; as --on",
			agreement.known_by},
		{"process", OPTION_TEXT, "ID", "agreements of one process", &agreement.process},
		{"names-of", OPTION_TEXT, "ACTOR", "names as this actor uses them",
			&agreement.names_of},
		{"state", OPTION_TEXT, "WORD", "of audit: overdue, due, lapsed, contested ...",
			&agreement.state},
		{"open", OPTION_FLAG, NULL, "of test: open an alleged violation for each incident",
			&agreement.open},
		{"alleged-by", OPTION_TEXT, "ID", "with --open: the actor who alleges it",
			&agreement.alleged_by},
		{"by", OPTION_TEXT, "WORD", "of effect: party or place", &agreement.by},
		{"at", OPTION_TEXT, "DATE|ID", "of effect: a day, or a milestone, instead",
			&agreement.at},
		{"country", OPTION_COUNTRY, "PAK", "of effect: with --at", &agreement.country},
		{"where", OPTION_TEXT, "SQL", "of effect: which events are incidents",
			&agreement.where},
		{"zone", OPTION_TEXT, "ID", "of effect: events in this zone", &agreement.zone},
		{"source", OPTION_TEXT, "NAME", "of effect: one source of events",
			&agreement.source},
		{"deaths", OPTION_INTEGER, "N", "of effect: days to the first with n deaths too",
			&agreement.deaths},
		{"interrupted", OPTION_FLAG, NULL,
			"of effect: the level of months against the trend before, too",
			&agreement.interrupted},
		{NULL, OPTION_FLAG, NULL, NULL, NULL},
	};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count > 3) {
		return print_excess(context, arguments[3]);
	}
	if (count == 2 && strcmp(arguments[1], "list") == 0) {
		return print_list(context, &agreement);
	}
	for (size_t i = 0; count > 1 && i < sizeof verbs / sizeof *verbs; i++) {
		if (strcmp(arguments[1], verbs[i]) == 0) {
			return run_named(
				context, verbs[i], count > 2 ? arguments[2] : NULL, &agreement);
		}
	}
	return print_usage_error(context, "say list, show, audit, timeline, test or effect");
}

int cmd_statements(struct context *context, int count, char **arguments)
{
	struct mizan_statement_options statements = {0};
	mizan_date known_by[2] = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN};
	const struct option options[] = {
		{"about", OPTION_TEXT, "KIND:ID", "milestone:, relation:, agreement:, event: ...",
			&statements.about},
		{"by", OPTION_TEXT, "ID", "one actor's", &statements.by},
		{"kind", OPTION_TEXT, "WORD",
			"responsibility, casualties, compliance, position, demand, offer",
			&statements.kind},
		{"known-by", OPTION_PERIOD, "DATE", "what was known by then", known_by},
		{"names-of", OPTION_TEXT, "ACTOR", "names as this actor uses them",
			&statements.names_of},
		{NULL, OPTION_FLAG, NULL, NULL, NULL},
	};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count > 1) {
		return print_excess(context, arguments[1]);
	}
	statements.known_by = known_by[1];
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	mizan_status status =
		mizan_statements_store(context->store.database, &statements, &table, &error);
	return print_made(context, status, &table, NULL, &error);
}
