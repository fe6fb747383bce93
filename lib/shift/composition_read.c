/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The events of a composition, and the months that it compares. */
#include "composition_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- The window --------------------------------------------------------------------------- */

static const char *read_text(
	sqlite3_stmt *statement, int column, struct mizan_arena *arena, bool *failed)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);
	char *copy = text && *text ? mizan_arena_copy(arena, text, strlen(text)) : NULL;
	*failed = *failed || (text && *text && !copy);
	return copy;
}

/* A milestone by its id; `at` stays unknown where none is on record. */
static mizan_status window_milestone(sqlite3 *database, const char *id, struct mizan_arena *arena,
	struct composition_window *window, int *precision, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	bool failed = false;
	if (sqlite3_prepare_v2(database,
		    "SELECT date, date_precision, title, substr(country, 1, 3) FROM milestone"
		    " WHERE milestone_id = ?1 ORDER BY milestone_no DESC LIMIT 1",
		    -1, &statement, NULL) != SQLITE_OK) {
		return mizan_store_error(database, error, "read milestones");
	}
	sqlite3_bind_text(statement, 1, id, -1, SQLITE_STATIC);
	int code = sqlite3_step(statement);
	if (code == SQLITE_ROW) {
		const char *date = read_text(statement, 0, arena, &failed);
		if (!date ||
			!mizan_date_parse((struct mizan_slice){date, strlen(date)}, &window->at)) {
			window->at = MIZAN_DATE_UNKNOWN;
		}
		*precision = sqlite3_column_int(statement, 1);
		window->title = read_text(statement, 2, arena, &failed);
		window->country = read_text(statement, 3, arena, &failed);
	}
	sqlite3_finalize(statement);
	if (code != SQLITE_ROW && code != SQLITE_DONE) {
		return mizan_store_error(database, error, "read milestones");
	}
	return failed ? mizan_error_memory(error) : MIZAN_OK;
}

mizan_status composition_window_read(struct sqlite3 *database,
	const struct mizan_composition_options *options, struct mizan_arena *arena,
	struct composition_window *window, struct mizan_error *error)
{
	int precision = MIZAN_DATE_DAY, year, month, day;
	*window = (struct composition_window){.at = MIZAN_DATE_UNKNOWN, .cut = INT32_MIN};
	if (!options->at || !*options->at) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "as --at 2021-08-15",
			"say which day divides before from after");
	}
	mizan_status status =
		window_milestone(database, options->at, arena, window, &precision, error);
	if (status == MIZAN_OK && window->at == MIZAN_DATE_UNKNOWN &&
		!mizan_date_parse(
			(struct mizan_slice){options->at, strlen(options->at)}, &window->at)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"write a day, as 2021-08-15; mizan milestones lists those on record",
			"'%.80s' is neither a day nor a milestone", options->at);
	}
	if (status == MIZAN_OK && precision >= MIZAN_DATE_LONGER) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "name a day, as --at 2021-08-15",
			"the milestone '%.80s' is dated by its year alone", options->at);
	}
	if (status == MIZAN_OK) {
		int32_t months = options->months > 0 ? options->months : 24;
		mizan_date_split(window->at, &year, &month, &day);
		window->middle = mizan_date_month(window->at);
		/* A month that is known as such is neither before nor after. */
		bool cuts = day > 1 || precision >= MIZAN_DATE_DAYS;
		window->cut = cuts ? window->middle : INT32_MIN;
		window->after = window->middle + cuts;
		window->first = window->middle - months;
		window->last = window->after + months - 1;
	}
	return status;
}

/* ---- Events ------------------------------------------------------------------------------- */

struct composition_reader {
	struct composition_events *events;
	const struct composition_window *window;
	struct mizan_arena *arena;
	struct mizan_zone *zone;
};

/* The position of a name, which is new or not; -1: empty. */
static bool names_find(struct composition_names *names, struct mizan_slice name,
	struct mizan_arena *arena, int32_t *at)
{
	*at = -1;
	if (name.size == 0) {
		return true;
	}
	for (size_t i = 0; i < names->count; i++) {
		if (mizan_slice_equals(name, names->items[i])) {
			*at = (int32_t)i;
			return true;
		}
	}
	char *copy = mizan_arena_copy(arena, name.data, name.size);
	if (!copy || !mizan_grow(&names->items, &names->capacity, names->count + 1,
			     sizeof *names->items)) {
		return false;
	}
	*at = (int32_t)names->count;
	names->items[names->count++] = copy;
	return true;
}

static mizan_status reader_add(struct composition_reader *reader, const struct mizan_event *event,
	size_t source, int32_t month, struct mizan_error *error)
{
	struct composition_events *events = reader->events;
	const char *violence = mizan_violence_word(event->violence);
	const struct mizan_slice parts[COMPOSITION_OF_COUNT] = {{NULL, 0},
		{violence, violence ? strlen(violence) : 0}, event->tactic, event->target,
		event->admin1};
	if (!mizan_grow(
		    &events->items, &events->capacity, events->count + 1, sizeof *events->items)) {
		return mizan_error_memory(error);
	}
	struct composition_event *item = &events->items[events->count];
	*item = (struct composition_event){.source = source,
		.month = month,
		.deaths = event->deaths_best,
		.civilians = event->deaths_civilians};
	for (int i = 0; i < COMPOSITION_OF_COUNT; i++) {
		if (!names_find(&events->names[i], parts[i], reader->arena, &item->part[i])) {
			return mizan_error_memory(error);
		}
	}
	events->count++;
	return MIZAN_OK;
}

static mizan_status reader_take(
	void *context, const struct mizan_event *event, struct mizan_error *error)
{
	struct composition_reader *reader = context;
	size_t source = mizan_release_source_of(&reader->events->releases, reader->events->sources,
		reader->events->source_count, event->release_id);
	int32_t month = mizan_date_month(event->date_end);
	if (source == SIZE_MAX || month == reader->window->cut || month < reader->window->first ||
		month > reader->window->last) {
		return MIZAN_OK;
	}
	if (reader->zone) {
		int in;
		mizan_status status = mizan_zone_has(reader->zone, event, &in, error);
		reader->events->untold += in < 0;
		if (status != MIZAN_OK || in != 1) {
			return status;
		}
	}
	if (event->date_precision >= MIZAN_DATE_LONGER) {
		reader->events->undated++;
		return MIZAN_OK;
	}
	return reader_add(reader, event, source, month, error);
}

mizan_status composition_events_read(struct sqlite3 *database,
	const struct mizan_composition_options *options, const struct composition_window *window,
	struct mizan_arena *arena, struct composition_events *events,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	*events = (struct composition_events){0};
	struct composition_reader reader = {.events = events, .window = window, .arena = arena};
	mizan_status status = mizan_store_releases(database, arena, &events->releases, error);
	if (status == MIZAN_OK) {
		status = mizan_release_sources(&events->releases, options->source, arena,
			&events->sources, &events->source_count, error);
	}
	if (status == MIZAN_OK && options->zone) {
		status = mizan_zone_open(database, options->zone, &reader.zone, error);
	}
	struct mizan_event_query query = {.where = options->where,
		.parts = MIZAN_PART_DATES | MIZAN_PART_DEATHS | MIZAN_PART_SIDES |
			 MIZAN_PART_ADMIN | MIZAN_PART_VIOLENCE | MIZAN_PART_TEXT |
			 (options->zone ? MIZAN_ZONE_PARTS : 0u),
		.from = mizan_date_make(window->first / 12, window->first % 12 + 1, 1),
		.to = mizan_date_make((window->last + 1) / 12, (window->last + 1) % 12 + 1, 1) - 1,
		.country = options->country ? options->country : window->country,
		.source = options->source};
	if (status == MIZAN_OK && events->source_count > 0) {
		status = mizan_store_each_event(
			database, &query, reader_take, &reader, watch, error);
	}
	mizan_zone_close(reader.zone);
	return status;
}

void composition_events_release(struct composition_events *events)
{
	free(events->items);
	for (int i = 0; i < COMPOSITION_OF_COUNT; i++) {
		free(events->names[i].items);
	}
	*events = (struct composition_events){0};
}

bool composition_covers(const struct composition_events *events, const char *source,
	const char *country, int32_t month)
{
	for (size_t i = 0; i < events->releases.count; i++) {
		const struct mizan_release *release = &events->releases.items[i];
		if (strcmp(release->kind, "events") == 0 && release->coverage == MIZAN_COMPLETE &&
			strcmp(release->source, source) == 0 &&
			release->period_start != MIZAN_DATE_UNKNOWN &&
			(!country || strstr(release->countries, country)) &&
			mizan_date_month(release->period_start) <= month &&
			mizan_date_month(release->period_end) >= month) {
			return true;
		}
	}
	return false;
}
