/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Incidents before, during and after agreements, from the events of a store. */
#include "effect_store_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum effect_column {
	EFFECT_AGREEMENT,
	EFFECT_SOURCE,
	EFFECT_OF,
	EFFECT_MEASURE,
	EFFECT_FROM,
	EFFECT_TO,
	EFFECT_DAYS,
	EFFECT_INCIDENTS_BEFORE,
	EFFECT_INCIDENTS,
	EFFECT_PER_DAY,
	EFFECT_LOW,
	EFFECT_HIGH,
	EFFECT_RATIO,
	EFFECT_RATIO_LOW,
	EFFECT_RATIO_HIGH,
	EFFECT_P_VALUE,
	EFFECT_PLACEBOS,
	EFFECT_INDEPENDENT,
	EFFECT_DISPERSION,
	EFFECT_STANDING,
	EFFECT_WORDS,
	EFFECT_COLUMN_COUNT,
};

static void effect_add_columns(struct mizan_table *table)
{
	static const struct {
		const char *name;
		enum mizan_type type;
		int decimals;
	} columns[EFFECT_COLUMN_COUNT] = {{"agreement", MIZAN_TEXT, -1}, {"source", MIZAN_TEXT, -1},
		{"of", MIZAN_TEXT, -1}, {"measure", MIZAN_TEXT, -1}, {"date_from", MIZAN_TEXT, -1},
		{"date_to", MIZAN_TEXT, -1}, {"days", MIZAN_INTEGER, -1},
		{"incidents_before", MIZAN_INTEGER, -1}, {"incidents", MIZAN_INTEGER, -1},
		{"per_day", MIZAN_REAL, 3}, {"low", MIZAN_REAL, 3}, {"high", MIZAN_REAL, 3},
		{"ratio", MIZAN_REAL, 2}, {"ratio_low", MIZAN_REAL, 2},
		{"ratio_high", MIZAN_REAL, 2}, {"p_value", MIZAN_REAL, 3},
		{"placebos", MIZAN_INTEGER, -1}, {"independent", MIZAN_INTEGER, -1},
		{"dispersion", MIZAN_REAL, 1}, {"standing", MIZAN_TEXT, -1},
		{"words", MIZAN_TEXT, -1}};
	for (int i = 0; i < EFFECT_COLUMN_COUNT; i++) {
		mizan_table_add_column(
			table, columns[i].name, columns[i].type, columns[i].decimals);
	}
	mizan_table_hide(table, EFFECT_DISPERSION, true);
	mizan_table_hide(table, EFFECT_INDEPENDENT, true);
	mizan_table_hide(table, EFFECT_WORDS, true);
}

/* One measurement: which agreement, whose events, by whom. */
struct effect_subject {
	const struct effect_agreement *agreement;
	const char *source, *of;
};

static size_t effect_add_row(
	struct mizan_table *table, const struct effect_subject *subject, const char *measure)
{
	size_t row = mizan_table_add_row(table);
	mizan_table_set_text(table, row, EFFECT_AGREEMENT, subject->agreement->id);
	mizan_table_set_text(table, row, EFFECT_SOURCE, subject->source);
	mizan_table_set_text(table, row, EFFECT_OF, subject->of);
	mizan_table_set_text(table, row, EFFECT_MEASURE, measure);
	return row;
}

/* A number that there is; infinity is none that a table can hold. */
static void effect_set_real(
	struct mizan_table *table, size_t row, enum effect_column column, double value)
{
	if (isfinite(value)) {
		mizan_table_set_real(table, row, column, value);
	}
}

static void effect_add_rate(struct mizan_table *table, const struct effect_subject *subject,
	const char *measure, const struct mizan_rate *rate)
{
	if (rate->days == 0) {
		return;
	}
	size_t row = effect_add_row(table, subject, measure);
	agreement_set_date(table, row, EFFECT_FROM, rate->from);
	agreement_set_date(table, row, EFFECT_TO, rate->to);
	mizan_table_set_integer(table, row, EFFECT_DAYS, rate->days);
	mizan_table_set_integer(table, row, EFFECT_INCIDENTS, rate->incidents);
	effect_set_real(table, row, EFFECT_PER_DAY, rate->per_day);
	effect_set_real(table, row, EFFECT_LOW, rate->low);
	effect_set_real(table, row, EFFECT_HIGH, rate->high);
	effect_set_real(table, row, EFFECT_DISPERSION, rate->dispersion);
}

static void effect_add_window(struct mizan_table *table, const struct effect_subject *subject,
	const struct mizan_window_ratio *window)
{
	struct mizan_text name = {0}, words = {0};
	mizan_text_printf(&name, "%d days", window->days);
	size_t row = effect_add_row(table, subject, name.data);
	mizan_table_set_integer(table, row, EFFECT_DAYS, window->days);
	mizan_table_set_text(
		table, row, EFFECT_STANDING, mizan_effect_standing_word(window->standing));
	if (window->standing != MIZAN_EFFECT_NOT_COVERED) {
		agreement_set_date(table, row, EFFECT_FROM, window->before.from);
		agreement_set_date(table, row, EFFECT_TO, window->after.to);
		mizan_table_set_integer(
			table, row, EFFECT_INCIDENTS_BEFORE, window->before.incidents);
		mizan_table_set_integer(table, row, EFFECT_INCIDENTS, window->after.incidents);
		effect_set_real(table, row, EFFECT_RATIO, window->ratio);
		effect_set_real(table, row, EFFECT_RATIO_LOW, window->low);
		effect_set_real(table, row, EFFECT_RATIO_HIGH, window->high);
		effect_set_real(table, row, EFFECT_P_VALUE, window->p_value);
		mizan_table_set_integer(table, row, EFFECT_PLACEBOS, (int64_t)window->placebos);
		mizan_table_set_integer(
			table, row, EFFECT_INDEPENDENT, (int64_t)window->independent);
		effect_set_real(table, row, EFFECT_DISPERSION, window->before.dispersion);
	}
	mizan_window_words(window, &words);
	mizan_table_set_text(table, row, EFFECT_WORDS, words.data);
	table->failed = table->failed || name.failed || words.failed;
	mizan_text_release(&name);
	mizan_text_release(&words);
}

static void effect_add_first(struct mizan_table *table, const struct effect_subject *subject,
	const char *measure, int32_t days)
{
	size_t row = effect_add_row(table, subject, measure);
	if (days >= 0) {
		mizan_table_set_integer(table, row, EFFECT_DAYS, days);
	} else {
		mizan_table_set_text(table, row, EFFECT_STANDING,
			subject->agreement->is_day ? "none from it on" : "none while it held");
	}
}

static void effect_add_all(struct mizan_table *table, const struct effect_subject *subject,
	const struct mizan_effect *effect)
{
	if (!subject->agreement->is_day) {
		effect_add_rate(table, subject, "before", &effect->before);
		effect_add_rate(table, subject, "during", &effect->during);
		effect_add_rate(table, subject, "after", &effect->after);
	}
	effect_add_first(table, subject, "days to the first incident", effect->days_to_first);
	if (effect->deaths > 0) {
		char measure[64];
		snprintf(measure, sizeof measure, "days to the first with %d deaths or more",
			effect->deaths);
		effect_add_first(table, subject, measure, effect->days_to_first_with_deaths);
	}
	for (size_t i = 0; i < effect->window_count; i++) {
		effect_add_window(table, subject, &effect->windows[i]);
	}
}

/* The share of other months stands as p: it is what the windows above have too. */
static void effect_add_interrupted(struct mizan_table *table, const struct effect_subject *subject,
	const struct mizan_interrupted_change *change, int32_t first_month)
{
	struct mizan_text words = {0};
	size_t row = effect_add_row(table, subject, "level of months");
	mizan_table_set_text(
		table, row, EFFECT_STANDING, mizan_interrupted_standing_word(change->standing));
	if (change->standing == MIZAN_INTERRUPTED_GOOD) {
		mizan_table_set_integer(
			table, row, EFFECT_INCIDENTS_BEFORE, (int64_t)change->counted_before);
		mizan_table_set_integer(
			table, row, EFFECT_INCIDENTS, (int64_t)change->counted_after);
		effect_set_real(table, row, EFFECT_RATIO, change->level.value);
		effect_set_real(table, row, EFFECT_RATIO_LOW, change->level.low);
		effect_set_real(table, row, EFFECT_RATIO_HIGH, change->level.high);
		effect_set_real(table, row, EFFECT_P_VALUE, change->placebo_p);
		mizan_table_set_integer(table, row, EFFECT_PLACEBOS, (int64_t)change->placebos);
	}
	mizan_interrupted_words(change, MIZAN_MONTHLY, first_month, "incidents", &words);
	mizan_table_set_text(table, row, EFFECT_WORDS, words.data);
	table->failed = table->failed || words.failed;
	mizan_text_release(&words);
}

/* ---- One series --------------------------------------------------------------------------- */

struct effect_job {
	const struct mizan_agreement_effect_options *options;
	const struct effect_agreement *agreement;
	const struct effect_events *events;
	const struct mizan_span *others; /* of other agreements of its process */
	size_t other_count;
	struct mizan_table *table;
};

/* Which events belong to one series. */
struct effect_filter {
	size_t source;
	const char *admin1; /* NULL: all */
	const char *ids;    /* "356;1234": a party's; NULL: all */
};

static bool filter_has_id(const char *ids, int64_t id)
{
	while (*ids) {
		char *end;
		int64_t one = strtoll(ids, &end, 10);
		if (end > ids && one == id && id != 0) {
			return true;
		}
		ids = end > ids ? end : ids + 1;
		ids += strspn(ids, "; ");
	}
	return false;
}

static bool filter_takes(const struct effect_filter *filter, const struct effect_event *event)
{
	return event->source == filter->source &&
	       (!filter->admin1 || strcmp(filter->admin1, event->admin1) == 0) &&
	       (!filter->ids || filter_has_id(filter->ids, event->side_a_id) ||
		       filter_has_id(filter->ids, event->side_b_id));
}

static mizan_status effect_measure_months(struct effect_job *job,
	const struct effect_subject *subject, const struct mizan_incidents *incidents,
	struct mizan_error *error)
{
	struct mizan_interrupted_change change;
	int32_t first_month;
	mizan_status status = effect_interrupted(incidents, job->agreement->from, job->others,
		job->other_count, &change, &first_month, error);
	if (status == MIZAN_OK) {
		effect_add_interrupted(job->table, subject, &change, first_month);
	}
	return status;
}

static mizan_status effect_measure(struct effect_job *job, const struct effect_filter *filter,
	const char *of, mizan_date covered_from, mizan_date covered_to, struct mizan_error *error)
{
	const struct effect_events *events = job->events;
	mizan_date *dates = calloc(events->count + 1, sizeof *dates);
	int32_t *deaths = calloc(events->count + 1, sizeof *deaths);
	mizan_status status = dates && deaths ? MIZAN_OK : mizan_error_memory(error);
	struct mizan_incidents incidents = {.dates = dates,
		.deaths = deaths,
		.covered_from = covered_from,
		.covered_to = covered_to};
	for (size_t i = 0; status == MIZAN_OK && i < events->count; i++) {
		if (filter_takes(filter, &events->items[i])) {
			dates[incidents.count] = events->items[i].date;
			deaths[incidents.count++] = events->items[i].deaths;
		}
	}
	struct mizan_effect effect;
	struct mizan_effect_options how = {.from = job->agreement->from,
		.to = job->agreement->to,
		.windows = job->options->windows,
		.window_count = job->options->window_count,
		.deaths = job->options->deaths,
		.excluded = job->others,
		.excluded_count = job->other_count};
	if (status == MIZAN_OK) {
		status = mizan_effect_measure(&incidents, &how, &effect, error);
	}
	if (status == MIZAN_OK) {
		struct effect_subject subject = {
			job->agreement, events->sources[filter->source], of};
		effect_add_all(job->table, &subject, &effect);
		if (job->options->interrupted) {
			status = effect_measure_months(job, &subject, &incidents, error);
		}
	}
	free(dates);
	free(deaths);
	return status;
}

/* ---- By place and by party ---------------------------------------------------------------- */

/* Each province of the source's events, in the order in which they come; "not known" where none is
 * named, so that the parts add up to all. */
static mizan_status effect_by_place(struct effect_job *job, size_t source, mizan_date from,
	mizan_date to, struct mizan_error *error)
{
	const struct effect_events *events = job->events;
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < events->count && status == MIZAN_OK; i++) {
		const char *place = events->items[i].admin1;
		bool before = events->items[i].source != source;
		for (size_t k = 0; k < i && !before; k++) {
			before = events->items[k].source == source &&
				 strcmp(events->items[k].admin1, place) == 0;
		}
		if (!before) {
			struct effect_filter filter = {.source = source, .admin1 = place};
			status = effect_measure(
				job, &filter, *place ? place : "not known", from, to, error);
		}
	}
	return status;
}

static mizan_status effect_by_party(sqlite3 *database, struct effect_job *job, size_t source,
	mizan_date from, mizan_date to, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	struct mizan_arena arena = {0};
	struct agreement_names names;
	mizan_status status =
		agreement_names_read(database, job->options->names_of, &arena, &names, error);
	if (status == MIZAN_OK) {
		status = agreement_prepare(database,
			"SELECT actor_id, ucdp_ids FROM actor WHERE ucdp_ids IS NOT NULL"
			" AND instr(';' || ?1 || ';', ';' || actor_id || ';') ORDER BY actor_no",
			&statement, error);
	}
	if (status != MIZAN_OK) {
		mizan_arena_release(&arena);
		return status;
	}
	agreement_bind(statement, 1, job->agreement->parties);
	while (agreement_step(database, statement, &status, error)) {
		struct effect_filter filter = {
			.source = source, .ids = agreement_text(statement, 1)};
		struct mizan_text name = {0};
		agreement_names_append(&names, agreement_text(statement, 0), &name);
		status = mizan_text_check(&name, error);
		if (status == MIZAN_OK) {
			status = effect_measure(job, &filter, name.data, from, to, error);
		}
		mizan_text_release(&name);
	}
	sqlite3_finalize(statement);
	mizan_arena_release(&arena);
	return status;
}

/* ---- One agreement ------------------------------------------------------------------------ */

/* Which release would hold a day: UCDP's annual one of the year after, which begin in 1989 and have
 * been numbered by years since 17.1. */
static void effect_note_missing(
	struct mizan_table *table, const struct effect_agreement *agreement, mizan_date public_from)
{
	int year, month, day;
	char date[11], release[64] = "UCDP GED (ucdp.uu.se/downloads), or ";
	if (!agreement->country) {
		mizan_table_add_note(table, "%s cannot be held against events: it names no country",
			agreement->id);
		return;
	}
	mizan_date_split(agreement->from, &year, &month, &day);
	if (public_from != MIZAN_DATE_UNKNOWN && agreement->from >= public_from) {
		mizan_table_add_note(table,
			"%s cannot be held against events: it is so recent that public output "
			"gives "
			"no days (--restricted does)",
			agreement->id);
		return;
	}
	if (year < 1989) {
		release[0] = '\0';
	} else if (year > 2016) {
		snprintf(release, sizeof release,
			"UCDP GED %d.1 or later (ucdp.uu.se/downloads), or ", year - 1999);
	}
	mizan_table_add_note(table,
		"%s cannot be held against events: no complete release of events covers %s on %s; "
		"import %syour own complete sheet",
		agreement->id, agreement->country, mizan_date_format(agreement->from, date),
		release);
}

static mizan_status effect_source(sqlite3 *database, struct effect_job *job, size_t source,
	bool *covered, struct mizan_error *error)
{
	mizan_date from, to;
	const struct effect_agreement *agreement = job->agreement;
	if (!effect_coverage(job->events, job->events->sources[source], agreement->country,
		    agreement->from, &from, &to)) {
		return MIZAN_OK;
	}
	*covered = true;
	struct effect_filter filter = {.source = source};
	const char *by = job->options->by;
	mizan_status status = effect_measure(job, &filter, "all", from, to, error);
	if (status == MIZAN_OK && by && strcmp(by, "place") == 0) {
		status = effect_by_place(job, source, from, to, error);
	} else if (status == MIZAN_OK && by && strcmp(by, "party") == 0) {
		status = effect_by_party(database, job, source, from, to, error);
	}
	return status;
}

/* Spans of the other agreements of the same process: they are no placebo dates. */
static size_t effect_others(
	const struct effect_agreement *items, size_t count, size_t self, struct mizan_span *spans)
{
	size_t found = 0;
	for (size_t i = 0; i < count; i++) {
		if (i != self && items[i].process && items[self].process &&
			strcmp(items[i].process, items[self].process) == 0 &&
			items[i].to != MIZAN_DATE_UNKNOWN) {
			spans[found++] = (struct mizan_span){items[i].from, items[i].to};
		}
	}
	return found;
}

static mizan_status effect_agreement(sqlite3 *database, struct effect_job *job,
	struct mizan_arena *arena, const struct mizan_watch *watch, struct mizan_error *error)
{
	struct effect_events events;
	bool covered = false;
	mizan_status status = effect_events_read(database, job->agreement, job->options->where,
		job->options->zone, arena, &events, watch, error);
	job->events = &events;
	for (size_t i = 0; status == MIZAN_OK && i < events.source_count; i++) {
		if (!job->options->source || strcmp(job->options->source, events.sources[i]) == 0) {
			status = effect_source(database, job, i, &covered, error);
		}
	}
	if (status == MIZAN_OK && !covered) {
		effect_note_missing(job->table, job->agreement, events.public_from);
	} else if (status == MIZAN_OK) {
		mizan_table_add_note(job->table, "%s: incidents are %s", job->agreement->id,
			job->options->where ? "events of the condition given"
					    : job->agreement->condition_is);
		if (events.untold > 0) {
			mizan_table_add_note(job->table,
				"%s: of %zu events it cannot be told whether they lie in zone %s; "
				"they "
				"are left out",
				job->agreement->id, events.untold, job->options->zone);
		}
		if (events.imprecise > 0) {
			mizan_table_add_note(job->table,
				"%s: %zu events are known to the month or worse and are left out",
				job->agreement->id, events.imprecise);
		}
	}
	effect_events_release(&events);
	return status;
}

static mizan_status effect_add_release_lines(
	sqlite3 *database, struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_release_list releases;
	mizan_status status = mizan_store_releases(database, &table->arena, &releases, error);
	for (size_t i = 0; status == MIZAN_OK && i < releases.count; i++) {
		if (strcmp(releases.items[i].kind, "events") == 0 &&
			releases.items[i].coverage == MIZAN_COMPLETE) {
			mizan_table_add_source(
				table, mizan_release_line(&releases.items[i], &table->arena));
		}
	}
	return status;
}

/* One agreement, those of a process, or all of them. */
static mizan_status effect_agreements(sqlite3 *database,
	const struct mizan_agreement_effect_options *options, struct mizan_arena *arena,
	struct mizan_table *table, const struct mizan_watch *watch, struct mizan_error *error)
{
	struct effect_agreement *all = NULL;
	size_t count = 0;
	/* All of them, since those of the same process are no placebo dates. */
	mizan_status status =
		effect_agreements_read(database, NULL, NULL, arena, &all, &count, error);
	struct mizan_span *spans = mizan_arena_allocate(arena, count + 1, sizeof *spans);
	status = status == MIZAN_OK && !spans ? mizan_error_memory(error) : status;
	for (size_t i = 0; status == MIZAN_OK && i < count; i++) {
		if ((options->agreement && strcmp(options->agreement, all[i].id) != 0) ||
			(options->process && (!all[i].process || strcmp(options->process,
									 all[i].process) != 0))) {
			continue;
		}
		struct effect_job job = {.options = options,
			.agreement = &all[i],
			.others = spans,
			.other_count = effect_others(all, count, i, spans),
			.table = table};
		status = effect_agreement(database, &job, arena, watch, error);
	}
	return status;
}

/* A day that is no agreement. */
static mizan_status effect_day(sqlite3 *database,
	const struct mizan_agreement_effect_options *options, struct mizan_arena *arena,
	struct mizan_table *table, const struct mizan_watch *watch, struct mizan_error *error)
{
	struct effect_agreement day;
	mizan_status status =
		effect_at_read(database, options->at, options->country, arena, &day, error);
	struct effect_job job = {.options = options, .agreement = &day, .table = table};
	return status == MIZAN_OK ? effect_agreement(database, &job, arena, watch, error) : status;
}

mizan_status mizan_agreement_effect_store(struct sqlite3 *database,
	const struct mizan_agreement_effect_options *options, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	mizan_status status = MIZAN_OK;
	if (options->at && (options->agreement || options->process)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "name one of them",
			"a day and an agreement exclude each other");
	}
	if (options->by && strcmp(options->by, "party") != 0 && strcmp(options->by, "place") != 0) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "party or place",
			"effects are not grouped by '%.40s'", options->by);
	}
	if (options->deaths < 0) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "0: not asked",
			"deaths cannot be %d", (int)options->deaths);
	}
	effect_add_columns(table);
	status = agreement_check_named(database, "process", options->process, error);
	if (status == MIZAN_OK && options->where) {
		status = mizan_store_check_condition(database, options->where, error);
	}
	if (status != MIZAN_OK) {
		return status;
	}
	status = options->at ? effect_day(database, options, &arena, table, watch, error)
			     : effect_agreements(database, options, &arena, table, watch, error);
	if (status == MIZAN_OK && table->row_count > 0) {
		mizan_table_add_note(table, "%s", mizan_effect_caution());
		if (options->interrupted) {
			mizan_table_add_note(
				table, "level of months: %s", mizan_interrupted_caution());
		}
		agreement_note_names(options->names_of, table);
		status = effect_add_release_lines(database, table, error);
	}
	mizan_arena_release(&arena);
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
