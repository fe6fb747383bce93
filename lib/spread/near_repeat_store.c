/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Near repeats among the events of a store. */
#include "near_repeat_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Fewer say nothing that chance could not say too. */
#define EVENTS_MIN 20
/* Longer periods come with a caution. */
#define LONG_DAYS (3 * 366)

static const double default_km[] = {1, 5, 10, 25, 50};
static const int default_days[] = {7, 14, 30, 60, 90};

enum {
	COLUMN_SOURCE,
	COLUMN_EVENTS,
	COLUMN_SPACE,
	COLUMN_TIME,
	COLUMN_KM_FROM,
	COLUMN_KM_TO,
	COLUMN_DAYS_FROM,
	COLUMN_DAYS_TO,
	COLUMN_OBSERVED,
	COLUMN_EXPECTED,
	COLUMN_DEVIATION,
	COLUMN_RATIO,
	COLUMN_SIMULATED_MEAN,
	COLUMN_SIMULATED_DEVIATION,
	COLUMN_P_VALUE,
	COLUMN_P_ADJUSTED,
	COLUMN_PERMUTATIONS,
	COLUMN_WORDS,
};

static void repeat_add_columns(struct mizan_table *table)
{
	mizan_table_add_column(table, "source", MIZAN_TEXT, 0);
	mizan_table_add_column(table, "events", MIZAN_INTEGER, 0);
	mizan_table_add_column(table, "space", MIZAN_TEXT, 0);
	mizan_table_add_column(table, "time", MIZAN_TEXT, 0);
	mizan_table_add_column(table, "km_from", MIZAN_REAL, -1);
	mizan_table_add_column(table, "km_to", MIZAN_REAL, -1);
	mizan_table_add_column(table, "days_from", MIZAN_INTEGER, 0);
	mizan_table_add_column(table, "days_to", MIZAN_INTEGER, 0);
	mizan_table_add_column(table, "observed", MIZAN_INTEGER, 0);
	mizan_table_add_column(table, "expected", MIZAN_REAL, 2);
	mizan_table_add_column(table, "deviation", MIZAN_REAL, 2);
	mizan_table_add_column(table, "ratio", MIZAN_REAL, 2);
	mizan_table_add_column(table, "simulated_mean", MIZAN_REAL, 2);
	mizan_table_add_column(table, "simulated_deviation", MIZAN_REAL, 2);
	mizan_table_add_column(table, "p_value", MIZAN_REAL, 4);
	mizan_table_add_column(table, "p_adjusted", MIZAN_REAL, 4);
	mizan_table_add_column(table, "permutations", MIZAN_INTEGER, 0);
	mizan_table_add_column(table, "words", MIZAN_TEXT, 0);
}

/* A number where it is known. */
static void repeat_set(struct mizan_table *table, size_t row, size_t column, double value)
{
	if (isfinite(value)) {
		mizan_table_set_real(table, row, column, value);
	}
}

/* "0 to 7 days", "same day"; in texts since digits alone would be dates or series to a chart. */
static void repeat_set_bands(
	struct mizan_table *table, size_t row, const struct mizan_near_repeat_cell *cell)
{
	char text[64];
	snprintf(text, sizeof text, "%g to %g km", cell->km_from, cell->km_to);
	mizan_table_set_text(table, row, COLUMN_SPACE, cell->km_to > 0 ? text : "same point");
	snprintf(text, sizeof text, "%d to %d days", cell->days_from, cell->days_to);
	mizan_table_set_text(table, row, COLUMN_TIME, cell->days_to > 0 ? text : "same day");
}

static void repeat_add_row(struct mizan_table *table, const char *source,
	const struct mizan_near_repeat *found, size_t number, uint32_t permutations)
{
	const struct mizan_near_repeat_cell *cell = &found->cells[number];
	struct mizan_text words = {0};
	size_t row = mizan_table_add_row(table);
	mizan_table_set_text(table, row, COLUMN_SOURCE, source);
	mizan_table_set_integer(table, row, COLUMN_EVENTS, (int64_t)found->events);
	repeat_set_bands(table, row, cell);
	mizan_table_set_real(table, row, COLUMN_KM_FROM, cell->km_from);
	mizan_table_set_real(table, row, COLUMN_KM_TO, cell->km_to);
	mizan_table_set_integer(table, row, COLUMN_DAYS_FROM, cell->days_from);
	mizan_table_set_integer(table, row, COLUMN_DAYS_TO, cell->days_to);
	mizan_table_set_integer(table, row, COLUMN_OBSERVED, (int64_t)cell->observed);
	mizan_table_set_real(table, row, COLUMN_EXPECTED, cell->expected);
	mizan_table_set_real(table, row, COLUMN_DEVIATION, cell->deviation);
	if (cell->expected > 0) {
		mizan_table_set_real(
			table, row, COLUMN_RATIO, (double)cell->observed / cell->expected);
	}
	repeat_set(table, row, COLUMN_SIMULATED_MEAN, cell->simulated_mean);
	repeat_set(table, row, COLUMN_SIMULATED_DEVIATION, cell->simulated_deviation);
	repeat_set(table, row, COLUMN_P_VALUE, cell->p_value);
	repeat_set(table, row, COLUMN_P_ADJUSTED, cell->p_adjusted);
	mizan_table_set_integer(table, row, COLUMN_PERMUTATIONS, permutations);
	mizan_near_repeat_words(cell, permutations, &words);
	mizan_table_set_text(table, row, COLUMN_WORDS, words.data);
	table->failed = table->failed || words.failed;
	mizan_text_release(&words);
}

/* Why there is no answer; NULL: there is one. */
static const char *repeat_refusal(const struct mizan_near_repeat *found)
{
	switch (found->standing) {
	case MIZAN_REPEAT_WHOLE:
		return NULL;
	case MIZAN_REPEAT_TOO_FEW:
		return "too few events";
	case MIZAN_REPEAT_ONE_PLACE:
		return "all events are at one point, so that no order of their days differs from "
		       "another";
	case MIZAN_REPEAT_ONE_DAY:
		return "all events are on one day, so that no order of their days differs from "
		       "another";
	case MIZAN_REPEAT_NO_PAIRS:
		return "no two events are as close as the widest bands";
	}
	return NULL;
}

static int repeat_compare_points(const void *a, const void *b)
{
	const struct near_event *one = a, *two = b;
	if (one->date != two->date) {
		return one->date < two->date ? -1 : 1;
	}
	if (one->latitude != two->latitude) {
		return one->latitude < two->latitude ? -1 : 1;
	}
	return one->longitude < two->longitude ? -1 : one->longitude > two->longitude;
}

/* Events that share day and point with one before: perhaps one incident in several rows. Sorts. */
static size_t repeat_count_doubles(struct near_event *events, size_t count)
{
	size_t doubles = 0;
	qsort(events, count, sizeof *events, repeat_compare_points);
	for (size_t i = 1; i < count; i++) {
		doubles += repeat_compare_points(&events[i - 1], &events[i]) == 0;
	}
	return doubles;
}

static void repeat_note(struct mizan_table *table, const char *source, struct near_event *events,
	const struct mizan_near_repeat *found, uint32_t permutations)
{
	const char *refusal = repeat_refusal(found);
	if (refusal) {
		mizan_table_add_note(table, "%s: %s", source, refusal);
		return;
	}
	for (size_t i = 0; i < found->cell_count; i++) {
		repeat_add_row(table, source, found, i, permutations);
	}
	size_t doubles = repeat_count_doubles(events, found->events);
	if (doubles > 0) {
		mizan_table_add_note(table,
			"%s: %zu of %zu events share day and point with another: where they are "
			"one "
			"incident in several rows, the first cell is too large",
			source, doubles, found->events);
	}
	/* Sorted by day now. */
	if (events[found->events - 1].date - events[0].date > LONG_DAYS) {
		mizan_table_add_note(table,
			"%s: over years violence moves from one area to another, and that alone "
			"makes "
			"near events close in time; a shorter period says more of repeats",
			source);
	}
}

static mizan_status repeat_source(struct mizan_table *table, const char *source,
	struct near_event *events, size_t count, const struct mizan_near_repeat_options *options,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	if (count < EVENTS_MIN) {
		mizan_table_add_note(table,
			"%s: %zu events are precise enough; fewer than %d say nothing", source,
			count, EVENTS_MIN);
		return MIZAN_OK;
	}
	struct mizan_near_repeat *found = malloc(sizeof *found);
	double *x = malloc(count * sizeof *x), *y = malloc(count * sizeof *y);
	int32_t *days = malloc(count * sizeof *days);
	mizan_status status = found && x && y && days ? MIZAN_OK : mizan_error_memory(error);
	for (size_t i = 0; i < count && status == MIZAN_OK; i++) {
		x[i] = events[i].longitude;
		y[i] = events[i].latitude;
		days[i] = events[i].date;
	}
	if (status == MIZAN_OK) {
		status = mizan_near_repeat(x, y, days, count, options, found, watch, error);
	}
	if (status == MIZAN_OK) {
		repeat_note(table, source, events, found, options->permutations);
	}
	free(found);
	free(x);
	free(y);
	free(days);
	return status;
}

static mizan_status repeat_sources(struct near_events *events, const char *country,
	struct mizan_table *table, const struct mizan_near_repeat_options *options,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	size_t first = 0;
	for (size_t i = 0; i < events->source_count && status == MIZAN_OK; i++) {
		size_t end = first;
		while (end < events->count && events->items[end].source == i) {
			end++;
		}
		if (end > first) {
			near_events_note_gaps(events, events->sources[i], country,
				events->items[first].date, events->items[end - 1].date, table);
		}
		status = repeat_source(table, events->sources[i], events->items + first,
			end - first, options, watch, error);
		first = end;
	}
	return status;
}

mizan_status mizan_near_repeat_store(struct sqlite3 *database,
	const struct mizan_near_repeat_query *query, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	struct near_events events = {0};
	struct mizan_near_repeat_options options = query->options;
	struct near_query ask = {.country = query->country,
		.source = query->source,
		.where = query->where,
		.zone = query->zone,
		.from = query->from,
		.to = query->to,
		.precision = query->precision ? query->precision : MIZAN_PLACE_NEAR};
	if (ask.precision < MIZAN_PLACE_EXACT || ask.precision > MIZAN_PLACE_AIR_SEA) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "1 is exact, 2 within 25 km",
			"a place precision is 1 to 7, not %d", ask.precision);
	}
	if (!options.km) {
		options.km = default_km;
		options.km_count = sizeof default_km / sizeof *default_km;
	}
	if (!options.days) {
		options.days = default_days;
		options.day_count = sizeof default_days / sizeof *default_days;
	}
	repeat_add_columns(table);
	mizan_status status = near_events_read(database, &ask, &arena, &events, watch, error);
	if (status == MIZAN_OK) {
		status = repeat_sources(&events, query->country, table, &options, watch, error);
	}
	if (status == MIZAN_OK) {
		near_events_note(&events, &ask, table);
		status = mizan_table_check(table, error);
	}
	if (status == MIZAN_OK && table->row_count > 0 && events.near > 0 && options.km[0] < 25) {
		mizan_table_add_note(table,
			"%zu events are known within 25 km alone: bands narrower than that are "
			"rough "
			"for them (--precision 1 leaves them out)",
			events.near);
	}
	if (status == MIZAN_OK && table->row_count > 0) {
		mizan_table_add_note(table,
			"pairs of events by distance on the sphere and in days, ends inclusive; "
			"chance is every order of the event days equally likely (seed %llu)",
			(unsigned long long)options.seed);
	}
	near_events_release(&events);
	mizan_arena_release(&arena);
	return status;
}
