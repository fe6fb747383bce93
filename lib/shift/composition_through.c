/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What violence consists of through the years, from the events of a store. */
#include "composition_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum through_column {
	THROUGH_SOURCE,
	THROUGH_OF,
	THROUGH_YEAR,
	THROUGH_PART,
	THROUGH_COUNTS,
	THROUGH_COUNT,
	THROUGH_ALL,
	THROUGH_SHARE,
	THROUGH_COLUMNS,
};

/* One source by one of its columns. */
struct through {
	const struct mizan_composition_through_options *options;
	const struct composition_events *events;
	size_t source;
	enum composition_of of;
	int first, last; /* years */
	size_t parts;    /* columns of counts */
	double *counts;  /* years x parts */
	double *totals;  /* of each part */
	size_t *order;   /* of parts, the largest first */
	size_t unknown;  /* events that lack the column or the count */
};

static const char *through_part_name(const struct through *through, size_t part)
{
	static const char *const civilians[] = {"civilians", "others"};
	return through->of == COMPOSITION_CIVILIANS
		       ? civilians[part]
		       : through->events->names[through->of].items[part];
}

static double *through_row(const struct through *through, int year)
{
	return through->counts + (size_t)(year - through->first) * through->parts;
}

static void through_count_event(struct through *through, const struct composition_event *event)
{
	double *row = through_row(through, event->month / 12);
	bool deaths = through->options->deaths || through->of == COMPOSITION_CIVILIANS;
	if (deaths && event->deaths == MIZAN_UNKNOWN) {
		through->unknown++;
	} else if (through->of == COMPOSITION_CIVILIANS) {
		if (event->civilians == MIZAN_UNKNOWN) {
			through->unknown++;
			return;
		}
		row[0] += event->civilians;
		row[1] += event->deaths > event->civilians ? event->deaths - event->civilians : 0;
	} else if (event->part[through->of] < 0) {
		through->unknown++;
	} else {
		row[event->part[through->of]] += deaths ? event->deaths : 1;
	}
}

static void through_count(struct through *through)
{
	for (size_t i = 0; i < through->events->count; i++) {
		const struct composition_event *event = &through->events->items[i];
		int year = event->month / 12;
		if (event->source == through->source && year >= through->first &&
			year <= through->last) {
			through_count_event(through, event);
		}
	}
	/* A handful of parts: the largest first, by insertion. */
	for (size_t part = 0; part < through->parts; part++) {
		for (int year = through->first; year <= through->last; year++) {
			through->totals[part] += through_row(through, year)[part];
		}
		size_t at = part;
		for (; at > 0 && through->totals[through->order[at - 1]] < through->totals[part];
			at--) {
			through->order[at] = through->order[at - 1];
		}
		through->order[at] = part;
	}
}

static bool through_covers(const struct through *through, int year)
{
	const char *source = through->events->sources[through->source];
	for (int month = 0; month < 12; month++) {
		if (!composition_covers(through->events, source, through->options->country,
			    year * 12 + month)) {
			return false;
		}
	}
	return true;
}

static void through_add_row(const struct through *through, int year, const char *part, double count,
	double all, struct mizan_table *table)
{
	bool deaths = through->options->deaths || through->of == COMPOSITION_CIVILIANS;
	size_t row = mizan_table_add_row(table);
	mizan_table_set_text(table, row, THROUGH_SOURCE, through->events->sources[through->source]);
	mizan_table_set_text(table, row, THROUGH_OF, composition_of_word(through->of));
	mizan_table_set_integer(table, row, THROUGH_YEAR, year);
	mizan_table_set_text(table, row, THROUGH_PART, part);
	mizan_table_set_text(table, row, THROUGH_COUNTS, deaths ? "deaths" : "events");
	mizan_table_set_integer(table, row, THROUGH_COUNT, llround(count));
	mizan_table_set_integer(table, row, THROUGH_ALL, llround(all));
	if (all > 0) {
		mizan_table_set_real(table, row, THROUGH_SHARE, count / all);
	}
}

static void through_add_year(const struct through *through, int year, struct mizan_table *table)
{
	const double *row = through_row(through, year);
	double all = 0, others = 0;
	size_t named = through->parts < COMPOSITION_PARTS ? through->parts : COMPOSITION_PARTS;
	for (size_t i = 0; i < through->parts; i++) {
		all += row[through->order[i]];
		others += i >= named ? row[through->order[i]] : 0;
	}
	for (size_t i = 0; i < named; i++) {
		size_t part = through->order[i];
		if (through->totals[part] > 0) {
			through_add_row(through, year, through_part_name(through, part), row[part],
				all, table);
		}
	}
	if (named < through->parts) {
		through_add_row(through, year, "others", others, all, table);
	}
}

static mizan_status through_by(
	struct through *through, struct mizan_table *table, struct mizan_error *error)
{
	size_t years = (size_t)(through->last - through->first + 1);
	const char *source = through->events->sources[through->source];
	through->unknown = 0;
	through->parts = through->of == COMPOSITION_CIVILIANS
				 ? 2
				 : through->events->names[through->of].count;
	if (through->parts == 0) {
		if (through->events->count > 0) {
			mizan_table_add_note(table, "%s does not tell the %s of these events",
				source, composition_of_word(through->of));
		}
		return MIZAN_OK;
	}
	through->counts = calloc(years * through->parts, sizeof *through->counts);
	through->totals = calloc(through->parts, sizeof *through->totals);
	through->order = calloc(through->parts, sizeof *through->order);
	mizan_status status = through->counts && through->totals && through->order
				      ? MIZAN_OK
				      : mizan_error_memory(error);
	if (status == MIZAN_OK) {
		through_count(through);
		for (int year = through->first; year <= through->last; year++) {
			if (through_covers(through, year)) {
				through_add_year(through, year, table);
			}
		}
	}
	if (status == MIZAN_OK && through->unknown > 0) {
		mizan_table_add_note(table, "%s, by %s: %zu event%s without it %s left out", source,
			composition_of_word(through->of), through->unknown,
			through->unknown == 1 ? "" : "s", through->unknown == 1 ? "is" : "are");
	}
	free(through->counts);
	free(through->totals);
	free(through->order);
	return status;
}

static void through_add_columns(struct mizan_table *table)
{
	static const struct {
		const char *name;
		enum mizan_type type;
		int decimals;
	} columns[THROUGH_COLUMNS] = {{"source", MIZAN_TEXT, -1}, {"of", MIZAN_TEXT, -1},
		{"year", MIZAN_YEAR, -1}, {"part", MIZAN_TEXT, -1}, {"counts", MIZAN_TEXT, -1},
		{"count", MIZAN_INTEGER, -1}, {"all", MIZAN_INTEGER, -1}, {"share", MIZAN_REAL, 3}};
	for (size_t i = 0; i < THROUGH_COLUMNS; i++) {
		mizan_table_add_column(
			table, columns[i].name, columns[i].type, columns[i].decimals);
	}
}

static mizan_status through_rows(const struct mizan_composition_through_options *options,
	const struct composition_window *window, const struct composition_events *events,
	struct mizan_table *table, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	for (size_t source = 0; source < events->source_count; source++) {
		struct through through = {.options = options,
			.events = events,
			.source = source,
			.first = window->first / 12,
			.last = window->last / 12};
		for (int of = 0; of < COMPOSITION_OF_COUNT && status == MIZAN_OK; of++) {
			through.of = (enum composition_of)of;
			if (!options->of ||
				strcmp(options->of, composition_of_word(through.of)) == 0) {
				status = through_by(&through, table, error);
			}
		}
	}
	return status;
}

static mizan_status through_check(
	const struct mizan_composition_through_options *options, struct mizan_error *error)
{
	bool known = !options->of;
	for (int of = 0; of < COMPOSITION_OF_COUNT && !known; of++) {
		known = strcmp(options->of, composition_of_word((enum composition_of)of)) == 0;
	}
	if (!known) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"civilians, violence, tactic, target or province",
			"nothing is composed of '%.40s'", options->of);
	}
	if (options->from == MIZAN_DATE_UNKNOWN || options->to == MIZAN_DATE_UNKNOWN ||
		options->to < options->from) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "write it as 2005..2021",
			"the years are not given");
	}
	return MIZAN_OK;
}

mizan_status mizan_composition_through_store(struct sqlite3 *database,
	const struct mizan_composition_through_options *options, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct composition_events events = {0};
	struct composition_window window = {.at = MIZAN_DATE_UNKNOWN, .cut = INT32_MIN};
	struct mizan_arena arena = {0};
	const struct mizan_composition_options read = {.country = options->country,
		.source = options->source,
		.zone = options->zone,
		.where = options->where};
	mizan_status status = through_check(options, error);
	if (status == MIZAN_OK) {
		status = composition_check_events(&read, database, error);
	}
	if (status != MIZAN_OK) {
		return status;
	}
	/* Whole years alone can be compared: season is in them all. */
	int first, last, month, day;
	mizan_date_split(options->from, &first, &month, &day);
	mizan_date_split(options->to, &last, &month, &day);
	window.first = first * 12;
	window.last = last * 12 + 11;
	window.middle = window.after = window.last + 1;
	through_add_columns(table);
	status = composition_events_read(database, &read, &window, &arena, &events, watch, error);
	if (status == MIZAN_OK) {
		status = through_rows(options, &window, &events, table, error);
	}
	if (status == MIZAN_OK) {
		composition_add_sources(&read, options->country, &events, table);
		mizan_table_add_note(
			table, table->row_count > 0
				       ? "years that a source does not cover whole have no row; a "
					 "share says nothing of the level"
				       : "no complete release covers one of these years whole: "
					 "import one, as UCDP GED (ucdp.uu.se/downloads)");
		status = mizan_table_check(table, error);
	}
	composition_events_release(&events);
	mizan_arena_release(&arena);
	return status;
}
