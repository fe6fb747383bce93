/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The events of a scan: who is precise enough, and where. */
#include "cluster_store_internal.h"

#include <math.h>
#include <mizan/place.h>
#include <stdlib.h>
#include <string.h>

struct reader {
	const struct mizan_cluster_query *query;
	const struct mizan_release_list *releases;
	const struct cluster_frame *frame;
	const char *source;
	struct cluster_record *record;
	mizan_date public_from;
	bool control;
	/* The last district's or province's unit: names come in runs. */
	char last[2 * MIZAN_PLACE_KEY_SIZE];
	uint32_t last_unit;
	char (*keys)[2][MIZAN_PLACE_KEY_SIZE]; /* of query->people */
};

static bool reader_is_complete(const struct reader *reader, int64_t release_id)
{
	for (size_t i = 0; i < reader->releases->count; i++) {
		const struct mizan_release *release = &reader->releases->items[i];
		if (release->release_id == release_id) {
			return release->coverage == MIZAN_COMPLETE;
		}
	}
	return false;
}

/* In the whole of its days, or what month and week are known, in one period. */
static bool reader_is_timely(const struct cluster_frame *frame, const struct mizan_event *event)
{
	static const int coarsest[] = {MIZAN_DATE_MONTH, MIZAN_DATE_WEEK, MIZAN_DATE_DAY};
	return event->date_precision <= coarsest[frame->unit] && event->date_start >= frame->from &&
	       event->date_end <= frame->to &&
	       cluster_frame_period(frame, event->date_start) ==
		       cluster_frame_period(frame, event->date_end);
}

/* No name that a key has is longer. */
static int reader_size(struct mizan_slice name)
{
	return name.size < MIZAN_PLACE_KEY_SIZE - 2 ? (int)name.size : MIZAN_PLACE_KEY_SIZE - 2;
}

/* The row of people that a province and district belong to; UINT32_MAX: none. */
static uint32_t reader_unit(struct reader *reader, const struct mizan_event *event)
{
	const struct mizan_cluster_query *query = reader->query;
	char both[2 * MIZAN_PLACE_KEY_SIZE], province[MIZAN_PLACE_KEY_SIZE],
		district[MIZAN_PLACE_KEY_SIZE];
	snprintf(both, sizeof both, "%.*s\n%.*s", reader_size(event->admin1),
		event->admin1.size ? event->admin1.data : "", reader_size(event->admin2),
		event->admin2.size ? event->admin2.data : "");
	if (strcmp(both, reader->last) == 0) {
		return reader->last_unit;
	}
	char iso3[4] = "";
	memcpy(iso3, event->country.data, event->country.size == 3 ? 3 : 0);
	mizan_place_name_key(iso3, event->admin1, province);
	mizan_place_name_key(NULL, event->admin2, district);
	strcpy(reader->last, both); /* the same size */
	reader->last_unit = UINT32_MAX;
	for (size_t i = 0; i < query->people_count; i++) {
		const char *of = query->people[i].province ? reader->keys[i][0] : province;
		if (*of && strcmp(of, province) == 0 &&
			(!query->people[i].district || strcmp(reader->keys[i][1], district) == 0)) {
			reader->last_unit = (uint32_t)i;
			break;
		}
	}
	return reader->last_unit;
}

static mizan_status reader_keep(
	struct reader *reader, const struct mizan_event *event, struct mizan_error *error)
{
	struct cluster_record *record = reader->record;
	struct mizan_arena *arena = &record->arena;
	if (!mizan_grow(&record->events, &record->capacity, record->count + 1,
		    sizeof *record->events)) {
		return mizan_error_memory(error);
	}
	struct cluster_event *kept = &record->events[record->count];
	*kept = (struct cluster_event){.longitude = event->longitude,
		.latitude = event->latitude,
		.period = cluster_frame_period(reader->frame, event->date_end),
		.unit = UINT32_MAX,
		.deaths = event->deaths_best,
		.control = reader->control,
		.place = mizan_arena_copy(arena, event->place.data, event->place.size),
		.province = mizan_arena_copy(arena, event->admin1.data, event->admin1.size),
		.district = mizan_arena_copy(arena, event->admin2.data, event->admin2.size)};
	if (!kept->place || !kept->province || !kept->district) {
		return mizan_error_memory(error);
	}
	if (reader->query->people_count > 0) {
		kept->unit = reader_unit(reader, event);
		record->no_people += kept->unit == UINT32_MAX;
		record->count += kept->unit != UINT32_MAX;
		return MIZAN_OK;
	}
	record->count++;
	record->controls += reader->control;
	return MIZAN_OK;
}

static mizan_status reader_take(
	void *context, const struct mizan_event *event, struct mizan_error *error)
{
	struct reader *reader = context;
	struct cluster_record *record = reader->record;
	if (!reader_is_complete(reader, event->release_id)) {
		return MIZAN_OK;
	}
	record->seen++;
	if (reader->public_from != MIZAN_DATE_UNKNOWN && event->date_end >= reader->public_from) {
		record->withheld++;
		return MIZAN_OK;
	}
	if (!reader_is_timely(reader->frame, event)) {
		record->coarse_time++;
		return MIZAN_OK;
	}
	bool point = isfinite(event->longitude) && isfinite(event->latitude);
	if (event->place_precision >= MIZAN_PLACE_ADMIN1) {
		record->coarse_place++;
		return MIZAN_OK;
	}
	if (!point) {
		record->no_point++;
		return MIZAN_OK;
	}
	record->untold_place += event->place_precision == 0;
	record->district += event->place_precision == MIZAN_PLACE_ADMIN2;
	return reader_keep(reader, event, error);
}

static mizan_status reader_read(struct sqlite3 *database, struct reader *reader, const char *what,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	const struct mizan_cluster_query *query = reader->query;
	struct mizan_text where = {0};
	if (query->where && *query->where) {
		mizan_text_printf(&where, "(%s\n)", query->where);
	}
	if (what) {
		mizan_text_printf(&where, "%s(%s\n)", where.size > 0 ? " AND " : "", what);
	}
	struct mizan_event_query events = {.where = where.data,
		.parts = MIZAN_PART_DATES | MIZAN_PART_COUNTRY | MIZAN_PART_ADMIN |
			 MIZAN_PART_PLACE | MIZAN_PART_DEATHS,
		.from = reader->frame->from,
		.to = reader->frame->until,
		.country = query->country,
		.source = reader->source};
	mizan_status status = mizan_text_check(&where, error);
	if (status == MIZAN_OK) {
		status = mizan_store_each_event(
			database, &events, reader_take, reader, watch, error);
	}
	mizan_text_release(&where);
	return status;
}

static mizan_status reader_make_keys(struct reader *reader, struct mizan_error *error)
{
	const struct mizan_cluster_query *query = reader->query;
	reader->keys = mizan_arena_allocate(
		&reader->record->arena, query->people_count + 1, sizeof *reader->keys);
	for (size_t i = 0; reader->keys && i < query->people_count; i++) {
		const struct mizan_cluster_people *people = &query->people[i];
		const char *province = people->province ? people->province : "";
		const char *district = people->district ? people->district : "";
		mizan_place_name_key(query->country ? query->country : "",
			(struct mizan_slice){province, strlen(province)}, reader->keys[i][0]);
		mizan_place_name_key(
			NULL, (struct mizan_slice){district, strlen(district)}, reader->keys[i][1]);
	}
	return reader->keys ? MIZAN_OK : mizan_error_memory(error);
}

mizan_status cluster_record_read(struct sqlite3 *database, const struct mizan_cluster_query *query,
	const char *source, const struct mizan_release_list *releases,
	const struct cluster_frame *frame, struct cluster_record *record,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct reader reader = {.query = query,
		.releases = releases,
		.frame = frame,
		.source = source,
		.record = record,
		.public_from = mizan_store_public_from(database),
		.last = "\1"};
	bool bernoulli = query->options.model == MIZAN_CLUSTER_BERNOULLI;
	mizan_status status = reader_make_keys(&reader, error);
	if (status == MIZAN_OK) {
		status = reader_read(
			database, &reader, bernoulli ? query->cases : NULL, watch, error);
	}
	if (status != MIZAN_OK || !bernoulli) {
		return status;
	}
	struct mizan_text others = {0};
	reader.control = true;
	mizan_text_printf(&others, "NOT (%s\n)", query->cases);
	status = mizan_text_check(&others, error);
	if (status == MIZAN_OK) {
		status = reader_read(database, &reader,
			query->controls ? query->controls : others.data, watch, error);
	}
	mizan_text_release(&others);
	return status;
}

void cluster_record_release(struct cluster_record *record)
{
	free(record->events);
	mizan_arena_release(&record->arena);
}

/* ---- Places ------------------------------------------------------------------------------- */

static int compare_events(const void *a, const void *b)
{
	const struct cluster_event *one = a, *two = b;
	if (one->unit != two->unit) {
		return one->unit < two->unit ? -1 : 1;
	}
	if (one->longitude != two->longitude) {
		return one->longitude < two->longitude ? -1 : 1;
	}
	if (one->latitude != two->latitude) {
		return one->latitude < two->latitude ? -1 : 1;
	}
	int order = strcmp(one->place, two->place);
	order = order ? order : strcmp(one->province, two->province);
	order = order ? order : (one->control > two->control) - (one->control < two->control);
	order = order ? order : (one->period > two->period) - (one->period < two->period);
	return order ? order : (one->deaths > two->deaths) - (one->deaths < two->deaths);
}

static bool places_same(const struct cluster_event *a, const struct cluster_event *b)
{
	return a->longitude == b->longitude && a->latitude == b->latitude;
}

/* The name that most of its events have. */
static const struct cluster_event *places_usual(const struct cluster_event *events, size_t count)
{
	const struct cluster_event *usual = events;
	size_t most = 0;
	for (size_t i = 0, next; i < count; i = next) {
		for (next = i; next < count && strcmp(events[next].place, events[i].place) == 0;) {
			next++;
		}
		if (next - i > most && *events[i].place) {
			most = next - i;
			usual = &events[i];
		}
	}
	return usual;
}

static struct cluster_place places_describe(const struct cluster_event *events, size_t count)
{
	const struct cluster_event *usual = places_usual(events, count);
	return (struct cluster_place){usual->longitude, usual->latitude, 1,
		*usual->place ? usual->place : usual->district, usual->province};
}

/* Those that have people, with or without events. One without a point and without events to find
 * it by is left out. */
static void places_of_people(struct cluster_record *record, const struct mizan_cluster_query *query,
	struct cluster_places *places)
{
	size_t at = 0;
	for (size_t i = 0; i < query->people_count; i++) {
		const struct mizan_cluster_people *people = &query->people[i];
		struct cluster_place place = {people->longitude, people->latitude, people->people,
			people->district ? people->district : people->province,
			people->province ? people->province : ""};
		size_t first = at, count = 0;
		double longitude = 0, latitude = 0;
		for (; at < record->count && record->events[at].unit == i; at++, count++) {
			longitude += record->events[at].longitude;
			latitude += record->events[at].latitude;
			places->of_event[at] = (uint32_t)places->count;
		}
		if (!isfinite(place.longitude) || !isfinite(place.latitude)) {
			place.longitude = longitude / (double)count;
			place.latitude = latitude / (double)count;
		}
		if (at > first || isfinite(place.longitude)) {
			places->items[places->count++] = place;
		} else {
			record->no_place++;
		}
	}
}

/* Adds the points of a list that no event has, and names the others. */
static void places_add_points(
	const struct mizan_cluster_query *query, struct cluster_places *places)
{
	for (size_t i = 0; i < query->point_count; i++) {
		const struct mizan_cluster_point *point = &query->points[i];
		size_t at = 0;
		while (at < places->count &&
			(places->items[at].longitude != point->longitude ||
				places->items[at].latitude != point->latitude)) {
			at++;
		}
		if (at == places->count) {
			places->items[places->count++] = (struct cluster_place){
				point->longitude, point->latitude, 1, point->name, ""};
		} else if (*point->name) {
			places->items[at].name = point->name;
		}
	}
}

mizan_status cluster_places_make(struct cluster_record *record,
	const struct mizan_cluster_query *query, struct cluster_places *places,
	struct mizan_error *error)
{
	struct mizan_arena *arena = &record->arena;
	size_t room = record->count + query->people_count + query->point_count + 1;
	places->items = mizan_arena_allocate(arena, room, sizeof *places->items);
	places->of_event = mizan_arena_allocate(arena, room, sizeof(uint32_t));
	if (!places->items || !places->of_event) {
		return mizan_error_memory(error);
	}
	if (record->count > 0) {
		qsort(record->events, record->count, sizeof *record->events, compare_events);
	}
	if (query->people_count > 0) {
		places_of_people(record, query, places);
		return MIZAN_OK;
	}
	for (size_t i = 0, next; i < record->count; i = next) {
		for (next = i; next < record->count &&
			       places_same(&record->events[next], &record->events[i]);) {
			places->of_event[next++] = (uint32_t)places->count;
		}
		places->items[places->count++] = places_describe(&record->events[i], next - i);
	}
	places_add_points(query, places);
	return MIZAN_OK;
}
