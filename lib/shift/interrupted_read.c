/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts by period from a store: events by source, and published figures by publisher. */
#include "interrupted_store_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* An event that counts. */
struct read_event {
	size_t source, unit;
	int32_t month, deaths; /* MIZAN_UNKNOWN: not known */
};
struct read_source {
	const char *name;
	bool *covered; /* each month from `first` on */
};
struct reader {
	const struct mizan_interrupted_store_options *options;
	struct mizan_arena *arena;
	struct mizan_release_list releases;
	int32_t first, last; /* months */
	struct read_source *sources;
	size_t source_count;
	const char **units;
	size_t unit_count, unit_capacity;
	struct read_event *events;
	size_t count, capacity;
	size_t imprecise, nowhere, uncounted; /* events */
	size_t fractions;                     /* figures */
};

void interrupted_copy_lines(const struct mizan_table *from, struct mizan_table *to)
{
	for (size_t i = 0; i < from->source_count; i++) {
		mizan_table_add_source(to, from->sources[i]);
	}
	for (size_t i = 0; i < from->note_count; i++) {
		mizan_table_add_note(to, "%s", from->notes[i]);
	}
}

static const char *cell_text(const struct mizan_table *table, size_t row, const char *name)
{
	const struct mizan_cell *cell = mizan_table_cell(table, row, mizan_table_find(table, name));
	return cell->known ? cell->text : "";
}

static int32_t cell_month(const struct mizan_table *table, size_t row)
{
	double month = 0;
	(void)mizan_table_number(table, row, mizan_table_find(table, "month"), &month);
	return (int32_t)month;
}

/* ---- Which months are covered ------------------------------------------------------------- */

/* The rows of events in a series of months: a source has one for each month that it covers. */
static mizan_status reader_plan(
	struct reader *reader, const struct mizan_table *series, struct mizan_error *error)
{
	reader->first = INT32_MAX;
	reader->last = INT32_MIN;
	for (size_t row = 0; row < series->row_count; row++) {
		int32_t month = cell_month(series, row);
		reader->first = month < reader->first ? month : reader->first;
		reader->last = month > reader->last ? month : reader->last;
	}
	reader->sources =
		mizan_arena_allocate(reader->arena, series->row_count + 1, sizeof *reader->sources);
	if (!reader->sources) {
		return mizan_error_memory(error);
	}
	for (size_t row = 0; row < series->row_count; row++) {
		const char *name = cell_text(series, row, "publisher");
		size_t at = reader->source_count;
		if (strcmp(cell_text(series, row, "origin"), "events") != 0) {
			continue;
		}
		if (at == 0 || strcmp(reader->sources[at - 1].name, name) != 0) {
			struct read_source *source = &reader->sources[reader->source_count++];
			source->name = mizan_arena_copy(reader->arena, name, strlen(name));
			source->covered = mizan_arena_allocate(reader->arena,
				(size_t)(reader->last - reader->first + 1), sizeof(bool));
			if (!source->name || !source->covered) {
				return mizan_error_memory(error);
			}
		}
		reader->sources[reader->source_count - 1]
			.covered[cell_month(series, row) - reader->first] = true;
	}
	return MIZAN_OK;
}

/* ---- Events ------------------------------------------------------------------------------- */

static size_t reader_source(const struct reader *reader, int64_t release_id)
{
	for (size_t i = 0; i < reader->releases.count; i++) {
		const struct mizan_release *release = &reader->releases.items[i];
		if (release->release_id != release_id || release->coverage != MIZAN_COMPLETE) {
			continue;
		}
		for (size_t k = 0; k < reader->source_count; k++) {
			if (strcmp(reader->sources[k].name, release->source) == 0) {
				return k;
			}
		}
	}
	return SIZE_MAX;
}

/* The number of a province; SIZE_MAX: no memory. */
static size_t reader_unit(struct reader *reader, struct mizan_slice name)
{
	for (size_t i = 0; i < reader->unit_count; i++) {
		if (mizan_slice_equals(name, reader->units[i])) {
			return i;
		}
	}
	if (!mizan_grow(&reader->units, &reader->unit_capacity, reader->unit_count + 1,
		    sizeof *reader->units)) {
		return SIZE_MAX;
	}
	const char *copy = mizan_arena_copy(reader->arena, name.data, name.size);
	reader->units[reader->unit_count] = copy;
	return copy ? reader->unit_count++ : SIZE_MAX;
}

static mizan_status reader_take(
	void *context, const struct mizan_event *event, struct mizan_error *error)
{
	struct reader *reader = context;
	int32_t month = mizan_date_month(event->date_end);
	size_t source = reader_source(reader, event->release_id), unit = 0;
	if (source == SIZE_MAX || month < reader->first || month > reader->last) {
		return MIZAN_OK;
	}
	if (reader->options->period != MIZAN_YEARLY && event->date_precision >= MIZAN_DATE_LONGER) {
		reader->imprecise++;
		return MIZAN_OK;
	}
	if (reader->options->by_province) {
		if (event->admin1.size == 0) {
			reader->nowhere++;
			return MIZAN_OK;
		}
		unit = reader_unit(reader, event->admin1);
	}
	if (unit == SIZE_MAX || !mizan_grow(&reader->events, &reader->capacity, reader->count + 1,
					sizeof *reader->events)) {
		return mizan_error_memory(error);
	}
	reader->uncounted += event->deaths_best == MIZAN_UNKNOWN;
	reader->events[reader->count++] =
		(struct read_event){source, unit, month, event->deaths_best};
	return MIZAN_OK;
}

static mizan_status reader_events(sqlite3 *database, struct reader *reader,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	const struct mizan_interrupted_store_options *options = reader->options;
	struct mizan_event_query query = {.where = options->where,
		.parts = MIZAN_PART_DATES | MIZAN_PART_DEATHS |
			 (options->by_province ? MIZAN_PART_ADMIN : 0u),
		.from = MIZAN_DATE_UNKNOWN,
		.to = MIZAN_DATE_UNKNOWN,
		.country = options->country,
		.source = options->source};
	return mizan_store_each_event(database, &query, reader_take, reader, watch, error);
}

/* ---- Records ------------------------------------------------------------------------------ */

static struct interrupted_record *records_add(struct interrupted_records *records,
	struct mizan_arena *arena, const struct interrupted_record *record)
{
	if (!mizan_grow(&records->items, &records->capacity, records->count + 1,
		    sizeof *records->items)) {
		return NULL;
	}
	struct interrupted_record *made = &records->items[records->count];
	*made = *record;
	made->counts = mizan_arena_allocate(arena, made->units * made->periods, sizeof(double));
	if (!made->counts) {
		return NULL;
	}
	records->count++;
	for (size_t i = 0; i < made->units * made->periods; i++) {
		made->counts[i] = (double)NAN;
	}
	return made;
}

/* Is every month of the period that begins in `month` covered? */
static bool source_covers(
	const struct reader *reader, const struct read_source *source, int32_t month, int step)
{
	for (int32_t one = month; one < month + step; one++) {
		if (one < reader->first || one > reader->last ||
			!source->covered[one - reader->first]) {
			return false;
		}
	}
	return true;
}

static bool reader_add_record(struct reader *reader, size_t number, const char *indicator,
	struct interrupted_records *records)
{
	const struct read_source *source = &reader->sources[number];
	int step = interrupted_step(reader->options->period);
	bool deaths = strcmp(indicator, "deaths") == 0;
	int32_t begin = reader->first - reader->first % step;
	struct interrupted_record plan = {.source = source->name,
		.indicator = indicator,
		.units = reader->options->by_province ? reader->unit_count : 1,
		.periods = (size_t)((reader->last - begin) / step + 1),
		.first_month = begin};
	if (plan.units == 0) {
		return true;
	}
	struct interrupted_record *record = records_add(records, reader->arena, &plan);
	for (size_t i = 0; record && i < plan.periods; i++) {
		bool covered = source_covers(reader, source, begin + (int32_t)i * step, step);
		for (size_t unit = 0; covered && unit < plan.units; unit++) {
			record->counts[unit * plan.periods + i] = 0;
		}
	}
	for (size_t i = 0; record && i < reader->count; i++) {
		const struct read_event *event = &reader->events[i];
		size_t period = (size_t)((event->month - begin) / step);
		if (event->source == number && (!deaths || event->deaths != MIZAN_UNKNOWN)) {
			/* NaN stays NaN: what is not covered has no count. */
			record->counts[event->unit * plan.periods + period] +=
				deaths ? event->deaths : 1;
		}
	}
	return record != NULL;
}

/* Rows of figures of one publisher and definition, from `row` on; gives the row behind them. */
static size_t add_figures(const struct mizan_table *series, size_t row, struct reader *reader,
	struct interrupted_records *records, bool *failed)
{
	const char *name = cell_text(series, row, "series");
	size_t end = row;
	int step = interrupted_step(reader->options->period);
	int32_t first = INT32_MAX, last = INT32_MIN;
	for (; end < series->row_count && strcmp(cell_text(series, end, "series"), name) == 0 &&
		strcmp(cell_text(series, end, "origin"), "figures") == 0;
		end++) {
		int32_t month = cell_month(series, end);
		first = month < first ? month : first;
		last = month > last ? month : last;
	}
	struct interrupted_record plan = {
		.source = mizan_arena_copy(reader->arena, name, strlen(name)),
		.indicator = "deaths",
		.figures = true,
		.units = 1,
		.periods = (size_t)((last - first) / step + 1),
		.first_month = first};
	struct interrupted_record *record =
		plan.source ? records_add(records, reader->arena, &plan) : NULL;
	*failed = *failed || !record;
	for (; record && row < end; row++) {
		double value, current;
		if (!mizan_table_number(series, row, mizan_table_find(series, "value"), &value) ||
			!mizan_table_number(
				series, row, mizan_table_find(series, "current"), &current) ||
			current != 1) {
			continue;
		}
		/* Midpoints of ranges and estimates are no counts. */
		if (value < 0 || value != floor(value)) {
			reader->fractions++;
			continue;
		}
		record->counts[(cell_month(series, row) - first) / step] = value;
	}
	return end;
}

static mizan_status reader_figures(sqlite3 *database, struct reader *reader,
	struct interrupted_records *records, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	const struct mizan_interrupted_store_options *options = reader->options;
	struct mizan_table series = {0};
	struct mizan_series_options query = {.indicator = "deaths",
		.country = options->country,
		.period = options->period,
		.from = options->from,
		.to = options->to,
		.source = options->source};
	bool failed = false, any = false;
	mizan_status status = mizan_series_store(database, &query, &series, watch, error);
	for (size_t row = 0; status == MIZAN_OK && row < series.row_count;) {
		bool figures = strcmp(cell_text(&series, row, "origin"), "figures") == 0;
		any = any || figures;
		row = figures ? add_figures(&series, row, reader, records, &failed) : row + 1;
	}
	if (any) {
		interrupted_copy_lines(&series, table);
	}
	if (reader->fractions > 0) {
		mizan_table_add_note(table,
			"%zu published figures are no whole counts and are left out",
			reader->fractions);
	}
	mizan_table_release(&series);
	return status == MIZAN_OK && failed ? mizan_error_memory(error) : status;
}

static void reader_note(const struct reader *reader, bool deaths, struct mizan_table *table)
{
	if (reader->imprecise > 0) {
		mizan_table_add_note(table,
			"%zu events are dated to within more than a month and are left out",
			reader->imprecise);
	}
	if (reader->nowhere > 0) {
		mizan_table_add_note(
			table, "%zu events name no province and are left out", reader->nowhere);
	}
	if (deaths && reader->uncounted > 0) {
		mizan_table_add_note(table,
			"%zu events without a count of deaths are not in the deaths",
			reader->uncounted);
	}
}

static mizan_status reader_run(sqlite3 *database, struct reader *reader,
	struct interrupted_records *records, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	const struct mizan_interrupted_store_options *options = reader->options;
	struct mizan_table series = {0};
	struct mizan_series_options query = {.indicator = "attacks",
		.country = options->country,
		.period = MIZAN_MONTHLY,
		.from = options->from,
		.to = options->to,
		.source = options->source,
		.where = "1"}; /* events alone */
	bool events = !options->indicator || strcmp(options->indicator, "events") == 0;
	bool deaths = !options->indicator || strcmp(options->indicator, "deaths") == 0;
	mizan_status status = mizan_series_store(database, &query, &series, watch, error);
	interrupted_copy_lines(&series, table);
	if (status == MIZAN_OK) {
		status = reader_plan(reader, &series, error);
	}
	if (status == MIZAN_OK && reader->source_count > 0) {
		status = reader_events(database, reader, watch, error);
	}
	bool made = true;
	for (size_t i = 0; status == MIZAN_OK && made && i < reader->source_count; i++) {
		made = (!events || reader_add_record(reader, i, "events", records)) &&
		       (!deaths || reader_add_record(reader, i, "deaths", records));
	}
	mizan_table_release(&series);
	if (status == MIZAN_OK && !made) {
		return mizan_error_memory(error);
	}
	reader_note(reader, deaths, table);
	if (status == MIZAN_OK && deaths && !options->where && !options->by_province) {
		status = reader_figures(database, reader, records, table, watch, error);
	}
	return status;
}

mizan_status interrupted_records_read(sqlite3 *database,
	const struct mizan_interrupted_store_options *options, struct mizan_arena *arena,
	struct interrupted_records *records, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct reader reader = {.options = options, .arena = arena};
	mizan_status status = mizan_store_releases(database, arena, &reader.releases, error);
	if (status == MIZAN_OK) {
		status = reader_run(database, &reader, records, table, watch, error);
	}
	free(reader.units);
	free(reader.events);
	return status;
}
