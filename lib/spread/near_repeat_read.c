/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events of a store that are precise enough for distances in space and time. */
#include "near_repeat_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct near_reader {
	const struct near_query *query;
	struct near_events *events;
	struct mizan_arena *arena;
	struct mizan_zone *zone; /* NULL: everywhere */
	const char *last;        /* the group's name last copied: most events repeat it */
};

/* Position of the event's source among those of complete releases; UINT32_MAX: a sample's. */
static uint32_t read_source(const struct near_events *events, int64_t release_id)
{
	size_t source = mizan_release_source_of(
		&events->releases, events->sources, events->source_count, release_id);
	return source == SIZE_MAX ? UINT32_MAX : (uint32_t)source;
}

/* Who acts: the side that is no government; of two groups that fight, both as a pair. */
static struct mizan_slice read_actor(const struct mizan_event *event)
{
	return event->violence == MIZAN_STATE_BASED && event->side_b.size ? event->side_b
	       : event->violence == MIZAN_NON_STATE && event->dyad.size   ? event->dyad
									  : event->side_a;
}

static mizan_status read_group(struct near_reader *reader, const struct mizan_event *event,
	struct near_event *item, struct mizan_error *error)
{
	struct mizan_slice name = {"", 0};
	switch (reader->query->by) {
	case NEAR_BY_NOTHING:
		return MIZAN_OK;
	case NEAR_BY_COUNTRY:
		name = event->country;
		break;
	case NEAR_BY_PROVINCE:
		name = event->admin1;
		break;
	case NEAR_BY_ACTOR:
		name = read_actor(event);
		break;
	}
	if (!reader->last || !mizan_slice_equals(name, reader->last)) {
		reader->last =
			mizan_arena_copy(reader->arena, name.size ? name.data : "", name.size);
	}
	item->group = reader->last;
	return item->group ? MIZAN_OK : mizan_error_memory(error);
}

/* True where it is precise enough; else it is counted. */
static bool read_is_precise(struct near_reader *reader, const struct mizan_event *event)
{
	struct near_events *events = reader->events;
	int precision = reader->query->precision;
	if (events->public_from != MIZAN_DATE_UNKNOWN && event->date_end >= events->public_from) {
		events->withheld++;
		return false;
	}
	if (event->date_precision > MIZAN_DATE_DAY || event->date_start != event->date_end) {
		events->no_day++;
		return false;
	}
	if (precision == 0) {
		return true;
	}
	if (isnan(event->latitude) || isnan(event->longitude)) {
		events->no_point++;
		return false;
	}
	events->coarse += event->place_precision > precision;
	events->near += event->place_precision == MIZAN_PLACE_NEAR && precision >= MIZAN_PLACE_NEAR;
	return event->place_precision <= precision;
}

static mizan_status read_event(
	void *context, const struct mizan_event *event, struct mizan_error *error)
{
	struct near_reader *reader = context;
	struct near_events *events = reader->events;
	uint32_t source = read_source(events, event->release_id);
	int in = 1;
	if (source != UINT32_MAX && reader->zone) {
		mizan_status status = mizan_zone_has(reader->zone, event, &in, error);
		events->untold += in < 0;
		if (status != MIZAN_OK) {
			return status;
		}
	}
	if (source == UINT32_MAX || in != 1 || !read_is_precise(reader, event)) {
		return MIZAN_OK;
	}
	if (!mizan_grow(
		    &events->items, &events->capacity, events->count + 1, sizeof *events->items)) {
		return mizan_error_memory(error);
	}
	struct near_event *item = &events->items[events->count++];
	*item = (struct near_event){.event_id = event->event_id,
		.longitude = event->longitude,
		.latitude = event->latitude,
		.date = event->date_end,
		.source = source};
	return read_group(reader, event, item, error);
}

static int read_compare(const void *a, const void *b)
{
	const struct near_event *one = a, *two = b;
	if (one->source != two->source) {
		return one->source < two->source ? -1 : 1;
	}
	if (one->date != two->date) {
		return one->date < two->date ? -1 : 1;
	}
	return one->event_id < two->event_id ? -1 : one->event_id > two->event_id;
}

mizan_status near_events_read(sqlite3 *database, const struct near_query *query,
	struct mizan_arena *arena, struct near_events *events, const struct mizan_watch *watch,
	struct mizan_error *error)
{
	struct near_reader reader = {.query = query, .events = events, .arena = arena};
	struct mizan_event_query ask = {.where = query->where,
		.parts = MIZAN_PART_DATES | MIZAN_PART_PLACE | MIZAN_PART_ADMIN |
			 MIZAN_PART_ACTORS | MIZAN_PART_VIOLENCE | MIZAN_PART_COUNTRY,
		.from = query->from,
		.to = query->to,
		.country = query->country,
		.source = query->source};
	*events = (struct near_events){.public_from = mizan_store_public_from(database)};
	mizan_status status = query->where && *query->where
				      ? mizan_store_check_condition(database, query->where, error)
				      : MIZAN_OK;
	if (status == MIZAN_OK) {
		status = mizan_store_releases(database, arena, &events->releases, error);
	}
	if (status == MIZAN_OK) {
		status = mizan_release_sources(&events->releases, query->source, arena,
			&events->sources, &events->source_count, error);
	}
	if (status == MIZAN_OK && query->zone) {
		status = mizan_zone_open(database, query->zone, &reader.zone, error);
	}
	if (status == MIZAN_OK && events->source_count > 0) {
		status = mizan_store_each_event(database, &ask, read_event, &reader, watch, error);
	}
	mizan_zone_close(reader.zone);
	if (status == MIZAN_OK && events->count > 0) {
		qsort(events->items, events->count, sizeof *events->items, read_compare);
	}
	return status;
}

/* The first day from `day` on that no release covers, and (`until`) the last before one does again.
 */
static mizan_date read_gap(const struct near_events *events, const char *source,
	const char *country, mizan_date day, mizan_date last, mizan_date *until)
{
	for (bool moved = true; moved;) {
		moved = false;
		*until = last;
		for (size_t i = 0; i < events->releases.count; i++) {
			const struct mizan_release *release = &events->releases.items[i];
			if (strcmp(release->kind, "events") != 0 ||
				release->coverage != MIZAN_COMPLETE ||
				strcmp(release->source, source) != 0 ||
				release->period_start == MIZAN_DATE_UNKNOWN ||
				(country && !strstr(release->countries, country))) {
				continue;
			}
			if (release->period_start <= day && release->period_end >= day) {
				day = release->period_end + 1;
				moved = true;
			} else if (release->period_start > day && release->period_start <= *until) {
				*until = release->period_start - 1;
			}
		}
	}
	return day;
}

void near_events_note_gaps(const struct near_events *events, const char *source,
	const char *country, mizan_date first, mizan_date last, struct mizan_table *table)
{
	mizan_date until, day = read_gap(events, source, country, first, last, &until);
	for (; day <= last; day = read_gap(events, source, country, until + 1, last, &until)) {
		char from[11], to[11];
		mizan_table_add_note(table,
			"%s: no release covers %s to %s: that no events are there says nothing, "
			"and "
			"the numbers take it for quiet",
			source, mizan_date_format(day, from), mizan_date_format(until, to));
	}
}

/* Samples are refused, and what is not in the store cannot be measured. */
static void note_samples(
	const struct near_events *events, const struct near_query *query, struct mizan_table *table)
{
	for (size_t i = 0; i < events->releases.count; i++) {
		const struct mizan_release *release = &events->releases.items[i];
		if (strcmp(release->kind, "events") == 0 && release->coverage == MIZAN_SAMPLE &&
			(!query->source || strcmp(query->source, release->source) == 0)) {
			mizan_table_add_note(table,
				"%s is a sample and is refused: its places and days say how it was "
				"chosen",
				release->source);
		}
	}
	if (events->source_count == 0) {
		mizan_table_add_note(table, "no complete release of events%s%s is in the store",
			query->source ? " of " : "", query->source ? query->source : "");
	}
}

static void note_left_out(struct mizan_table *table, size_t count, const char *which)
{
	if (count > 0) {
		mizan_table_add_note(
			table, "left out: %zu event%s %s", count, count == 1 ? "" : "s", which);
	}
}

static void note_sources(
	const struct near_events *events, const struct near_query *query, struct mizan_table *table)
{
	for (size_t i = 0; i < events->releases.count; i++) {
		const struct mizan_release *release = &events->releases.items[i];
		if (read_source(events, release->release_id) != UINT32_MAX &&
			strcmp(release->kind, "events") == 0 &&
			(!query->country || strstr(release->countries, query->country))) {
			mizan_table_add_source(table, mizan_release_line(release, &table->arena));
		}
	}
}

void near_events_note(
	const struct near_events *events, const struct near_query *query, struct mizan_table *table)
{
	static const char *const coarse[] = {"", "the exact place", "within 25 km", "the district",
		"the province", "a line or region", "the country", "the sea or air"};
	char which[160];
	note_samples(events, query, table);
	snprintf(which, sizeof which, "of which it cannot be told whether they lie in zone %.60s",
		query->zone ? query->zone : "");
	note_left_out(table, events->untold, which);
	note_left_out(table, events->no_day, "not known to the day");
	note_left_out(table, events->no_point, "without a point");
	snprintf(which, sizeof which, "whose place is known worse than to %s",
		coarse[query->precision]);
	note_left_out(table, events->coarse, which);
	note_left_out(
		table, events->withheld, "of the last 90 days, known to district and month alone");
	note_sources(events, query, table);
}

void near_events_release(struct near_events *events)
{
	free(events->items);
	*events = (struct near_events){0};
}
