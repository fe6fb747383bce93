/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Zones: which events lie in a user's own dated area. Names are compared by their keys, which
 * costs, so what was found for a province and district is kept: data name the same few over and
 * over.
 */
#include "store_internal.h"

#include <math.h>
#include <mizan/place.h>
#include <stdlib.h>
#include <string.h>

struct zone_part {
	char admin1[MIZAN_PLACE_KEY_SIZE], admin2[MIZAN_PLACE_KEY_SIZE]; /* keys */
	struct mizan_polygon *polygon;
};

/* What the names of one place say of each part: 1, 0, -1. */
struct zone_names {
	uint64_t hash;
	struct mizan_slice country, admin1, admin2;
	signed char *verdicts;
};

struct mizan_zone {
	struct mizan_zone_facts facts;
	struct mizan_arena arena;
	struct mizan_zone_part *told; /* facts.parts */
	struct zone_part *parts;
	size_t capacity, told_capacity;
	struct zone_names *names; /* open addressing; no verdicts: free */
	size_t name_count, name_slots;
};

/* ---- Opening ------------------------------------------------------------------------------ */

/* A store of an older version has no table of zones, and any handle may have none. */
static mizan_status zone_table_is_there(sqlite3 *database, bool *there, struct mizan_error *error)
{
	int64_t count;
	mizan_status status = store_integer(database,
		"SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'zone_part'", 0,
		&count, "read the zones", error);
	*there = status == MIZAN_OK && count > 0;
	return status;
}

static mizan_status zone_append_ids(
	sqlite3 *database, struct mizan_text *list, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status =
		store_prepare(database, "SELECT DISTINCT zone_id FROM zone_part ORDER BY zone_id",
			&statement, "read the zones", error);
	int code = SQLITE_DONE;
	while (status == MIZAN_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		mizan_text_printf(list, "%s%s", list->size ? ", " : "the zones are ",
			(const char *)sqlite3_column_text(statement, 0));
	}
	sqlite3_finalize(statement);
	return status == MIZAN_OK && code != SQLITE_DONE
		       ? mizan_store_error(database, error, "read the zones")
		       : status;
}

static mizan_status zone_unknown(
	sqlite3 *database, const char *zone_id, bool table, struct mizan_error *error)
{
	struct mizan_text list = {0};
	mizan_status status = table ? zone_append_ids(database, &list, error) : MIZAN_OK;
	if (status == MIZAN_OK) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE,
			list.size ? list.data
				  : "there is none yet: write some (mizan template zones) and "
				    "import them",
			"no zone '%.60s'", zone_id);
	}
	mizan_text_release(&list);
	return status;
}

static const char *zone_copy(
	struct mizan_zone *zone, sqlite3_stmt *statement, int column, bool *failed)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);
	const char *copy = text ? mizan_arena_copy(&zone->arena, text, strlen(text)) : NULL;
	*failed |= !copy && sqlite3_column_type(statement, column) != SQLITE_NULL;
	return copy && *copy ? copy : NULL;
}

static mizan_date zone_date(sqlite3_stmt *statement, int column)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);
	mizan_date date;
	return text && mizan_date_parse((struct mizan_slice){text, strlen(text)}, &date)
		       ? date
		       : MIZAN_DATE_UNKNOWN;
}

/* The key of a name in a part; one that has none ("District") is compared as it stands. */
static void zone_key(const char *country, struct mizan_slice name, char key[MIZAN_PLACE_KEY_SIZE])
{
	mizan_place_name_key(country, name, key);
	if (!key[0]) {
		size_t size =
			name.size < MIZAN_PLACE_KEY_SIZE ? name.size : MIZAN_PLACE_KEY_SIZE - 1;
		memcpy(key, name.data ? name.data : "", size);
		key[size] = '\0';
	}
}

static mizan_status zone_take_part(
	struct mizan_zone *zone, sqlite3_stmt *statement, struct mizan_error *error)
{
	size_t count = zone->facts.part_count;
	const char *name = (const char *)sqlite3_column_text(statement, 0);
	if (!mizan_grow(&zone->told, &zone->told_capacity, count + 1, sizeof *zone->told) ||
		!mizan_grow(&zone->parts, &zone->capacity, count + 1, sizeof *zone->parts)) {
		return mizan_error_memory(error);
	}
	struct mizan_zone_part *told = &zone->told[count];
	struct zone_part *part = &zone->parts[count];
	bool failed = false;
	*part = (struct zone_part){0};
	*told = (struct mizan_zone_part){.country = zone_copy(zone, statement, 1, &failed),
		.admin1 = zone_copy(zone, statement, 2, &failed),
		.admin2 = zone_copy(zone, statement, 3, &failed),
		.polygon = zone_copy(zone, statement, 4, &failed),
		.from = zone_date(statement, 5),
		.to = zone_date(statement, 6),
		.source = zone_copy(zone, statement, 7, &failed)};
	zone->facts.parts = zone->told;
	zone->facts.part_count++;
	if (!zone->facts.name) {
		zone->facts.name =
			mizan_arena_copy(&zone->arena, name ? name : "", name ? strlen(name) : 0);
	}
	if (failed || !told->country || !zone->facts.name) {
		return mizan_error_memory(error);
	}
	if (told->admin1) {
		zone_key(told->country, (struct mizan_slice){told->admin1, strlen(told->admin1)},
			part->admin1);
	}
	if (told->admin2) {
		zone_key(NULL, (struct mizan_slice){told->admin2, strlen(told->admin2)},
			part->admin2);
	}
	return told->polygon ? mizan_polygon_parse(told->polygon, &part->polygon, error) : MIZAN_OK;
}

/* From the first day of any part to the last day of any; one country, or none. */
static void zone_add_up(struct mizan_zone *zone)
{
	struct mizan_zone_facts *facts = &zone->facts;
	facts->country = zone->told[0].country;
	facts->from = zone->told[0].from;
	facts->to = zone->told[0].to;
	for (size_t i = 1; i < facts->part_count; i++) {
		const struct mizan_zone_part *part = &zone->told[i];
		if (facts->country && strcmp(part->country, facts->country) != 0) {
			facts->country = NULL;
		}
		bool open = facts->to == MIZAN_DATE_UNKNOWN || part->to == MIZAN_DATE_UNKNOWN;
		/* Unknown is below every date. */
		facts->from = part->from < facts->from ? part->from : facts->from;
		facts->to = open ? MIZAN_DATE_UNKNOWN : part->to > facts->to ? part->to : facts->to;
	}
}

static mizan_status zone_read(sqlite3 *database, struct mizan_zone *zone, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status = store_prepare(database,
		"SELECT name, country, admin1, admin2, polygon, date_from, date_to, source"
		" FROM zone_part WHERE zone_id = ?1 ORDER BY zone_part_no",
		&statement, "read the zone", error);
	if (status != MIZAN_OK) {
		return status;
	}
	sqlite3_bind_text(statement, 1, zone->facts.zone_id, -1, SQLITE_STATIC);
	int code = SQLITE_DONE;
	while (status == MIZAN_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		status = zone_take_part(zone, statement, error);
	}
	if (status == MIZAN_OK && code != SQLITE_DONE) {
		status = mizan_store_error(database, error, "read the zone");
	}
	sqlite3_finalize(statement);
	return status;
}

mizan_status mizan_zone_open(sqlite3 *database, const char *zone_id, struct mizan_zone **result,
	struct mizan_error *error)
{
	bool there;
	*result = NULL;
	mizan_status status = zone_table_is_there(database, &there, error);
	if (status != MIZAN_OK || !there) {
		return status == MIZAN_OK ? zone_unknown(database, zone_id, false, error) : status;
	}
	struct mizan_zone *zone = calloc(1, sizeof *zone);
	if (!zone) {
		return mizan_error_memory(error);
	}
	zone->facts.zone_id = mizan_arena_copy(&zone->arena, zone_id, strlen(zone_id));
	status = zone->facts.zone_id ? zone_read(database, zone, error) : mizan_error_memory(error);
	if (status == MIZAN_OK && zone->facts.part_count == 0) {
		status = zone_unknown(database, zone_id, true, error);
	}
	if (status != MIZAN_OK) {
		mizan_zone_close(zone);
		return status;
	}
	zone_add_up(zone);
	*result = zone;
	return MIZAN_OK;
}

void mizan_zone_close(struct mizan_zone *zone)
{
	if (zone) {
		for (size_t i = 0; i < zone->facts.part_count; i++) {
			mizan_polygon_free(zone->parts[i].polygon);
		}
		free(zone->names);
		free(zone->parts);
		free(zone->told);
		mizan_arena_release(&zone->arena);
		free(zone);
	}
}

const struct mizan_zone_facts *mizan_zone_facts(const struct mizan_zone *zone)
{
	return &zone->facts;
}

mizan_status mizan_zone_check(sqlite3 *database, const char *zone_id, struct mizan_error *error)
{
	struct mizan_zone *zone;
	mizan_status status = mizan_zone_open(database, zone_id, &zone, error);
	mizan_zone_close(zone);
	return status;
}

/* ---- Names -------------------------------------------------------------------------------- */

/* FNV-1a; a byte between the texts, so that "a" "bc" and "ab" "c" differ. */
static uint64_t names_hash(const struct mizan_event *event)
{
	const struct mizan_slice texts[] = {event->country, event->admin1, event->admin2};
	uint64_t hash = 0xcbf29ce484222325u;
	for (size_t i = 0; i < 3; i++) {
		for (size_t k = 0; k < texts[i].size; k++) {
			hash = (hash ^ (unsigned char)texts[i].data[k]) * 0x100000001b3u;
		}
		hash = (hash ^ 0xff) * 0x100000001b3u;
	}
	return hash;
}

static bool names_same(struct mizan_slice a, struct mizan_slice b)
{
	return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static bool names_are(const struct zone_names *names, const struct mizan_event *event)
{
	return names_same(names->country, event->country) &&
	       names_same(names->admin1, event->admin1) && names_same(names->admin2, event->admin2);
}

static bool names_make_room(struct mizan_zone *zone)
{
	if (zone->name_slots > 0 && 2 * (zone->name_count + 1) <= zone->name_slots) {
		return true;
	}
	size_t slots = zone->name_slots ? 2 * zone->name_slots : 64;
	struct zone_names *names = calloc(slots, sizeof *names);
	if (!names) {
		return false;
	}
	for (size_t i = 0; i < zone->name_slots; i++) {
		if (zone->names[i].verdicts) {
			size_t at = zone->names[i].hash & (slots - 1);
			while (names[at].verdicts) {
				at = (at + 1) & (slots - 1);
			}
			names[at] = zone->names[i];
		}
	}
	free(zone->names);
	zone->names = names;
	zone->name_slots = slots;
	return true;
}

/* 1 where a part names nothing; -1 where the event does not. */
static int names_compare(const char *wanted, struct mizan_slice name, const char *key)
{
	return !*wanted ? 1 : name.size == 0 ? -1 : strcmp(wanted, key) == 0;
}

/* Three-valued and: 0 decides, then unknown. */
static int verdict_and(int a, int b)
{
	return a == 0 || b == 0 ? 0 : a < b ? a : b;
}

static void names_judge(
	const struct mizan_zone *zone, const struct mizan_event *event, signed char *verdicts)
{
	char admin1[MIZAN_PLACE_KEY_SIZE], admin2[MIZAN_PLACE_KEY_SIZE], country[4] = "";
	memcpy(country, event->country.size == 3 ? event->country.data : "\0\0", 3);
	zone_key(country, event->admin1, admin1);
	zone_key(NULL, event->admin2, admin2);
	for (size_t i = 0; i < zone->facts.part_count; i++) {
		int verdict = names_compare(zone->told[i].country, event->country, country);
		verdict = verdict_and(
			verdict, names_compare(zone->parts[i].admin1, event->admin1, admin1));
		verdict = verdict_and(
			verdict, names_compare(zone->parts[i].admin2, event->admin2, admin2));
		verdicts[i] = (signed char)verdict;
	}
}

static bool names_copy(struct mizan_zone *zone, struct mizan_slice *slice)
{
	slice->data = mizan_arena_copy(&zone->arena, slice->data ? slice->data : "", slice->size);
	return slice->data != NULL;
}

/* The verdicts on an event's names, kept; NULL: no memory. */
static const signed char *names_find(struct mizan_zone *zone, const struct mizan_event *event)
{
	if (!names_make_room(zone)) {
		return NULL;
	}
	uint64_t hash = names_hash(event);
	size_t at = hash & (zone->name_slots - 1);
	for (; zone->names[at].verdicts; at = (at + 1) & (zone->name_slots - 1)) {
		if (zone->names[at].hash == hash && names_are(&zone->names[at], event)) {
			return zone->names[at].verdicts;
		}
	}
	struct zone_names names = {hash, event->country, event->admin1, event->admin2,
		mizan_arena_allocate(&zone->arena, zone->facts.part_count, 1)};
	if (!names.verdicts || !names_copy(zone, &names.country) ||
		!names_copy(zone, &names.admin1) || !names_copy(zone, &names.admin2)) {
		return NULL;
	}
	names_judge(zone, event, names.verdicts);
	zone->names[at] = names;
	zone->name_count++;
	return names.verdicts;
}

/* ---- Events ------------------------------------------------------------------------------- */

static int part_has_date(const struct mizan_zone_part *part, mizan_date date)
{
	if (part->from == MIZAN_DATE_UNKNOWN && part->to == MIZAN_DATE_UNKNOWN) {
		return 1;
	}
	return date == MIZAN_DATE_UNKNOWN
		       ? -1
		       : date >= part->from && (part->to == MIZAN_DATE_UNKNOWN || date <= part->to);
}

/* A point that stands for a province or more says nothing of a polygon. */
static int part_has_point(const struct mizan_polygon *polygon, const struct mizan_event *event)
{
	if (!polygon) {
		return 1;
	}
	if (isnan(event->longitude) || isnan(event->latitude) ||
		event->place_precision >= MIZAN_PLACE_ADMIN1) {
		return -1;
	}
	return mizan_polygon_has(polygon, event->longitude, event->latitude);
}

static int part_has(const struct mizan_zone *zone, size_t part, const signed char *names,
	const struct mizan_event *event)
{
	int verdict = verdict_and(names[part], part_has_date(&zone->told[part], event->date_end));
	return verdict == 0
		       ? 0
		       : verdict_and(verdict, part_has_point(zone->parts[part].polygon, event));
}

mizan_status mizan_zone_part_has(struct mizan_zone *zone, size_t part,
	const struct mizan_event *event, int *in, struct mizan_error *error)
{
	const signed char *names = names_find(zone, event);
	if (!names) {
		return mizan_error_memory(error);
	}
	*in = part_has(zone, part, names, event);
	return MIZAN_OK;
}

mizan_status mizan_zone_has(struct mizan_zone *zone, const struct mizan_event *event, int *in,
	struct mizan_error *error)
{
	const signed char *names = names_find(zone, event);
	if (!names) {
		return mizan_error_memory(error);
	}
	*in = 0;
	for (size_t i = 0; i < zone->facts.part_count && *in != 1; i++) {
		int verdict = part_has(zone, i, names, event);
		*in = verdict != 0 ? verdict : *in;
	}
	return MIZAN_OK;
}

/* ---- SQL ---------------------------------------------------------------------------------- */

static void zone_forget(void *zone)
{
	mizan_zone_close(zone);
}

static struct mizan_slice zone_text(sqlite3_value *value)
{
	const char *text = (const char *)sqlite3_value_text(value);
	return (struct mizan_slice){
		text ? text : "", text ? (size_t)sqlite3_value_bytes(value) : 0};
}

static double zone_real(sqlite3_value *value)
{
	return sqlite3_value_type(value) == SQLITE_NULL ? (double)NAN : sqlite3_value_double(value);
}

/* The zone of the first argument, parsed once where it is the same for all rows. */
static struct mizan_zone *zone_of_call(sqlite3_context *context, sqlite3_value *id)
{
	struct mizan_zone *zone = sqlite3_get_auxdata(context, 0);
	const char *zone_id = zone ? NULL : (const char *)sqlite3_value_text(id);
	struct mizan_error error = {0};
	if (zone || !zone_id) {
		return zone;
	}
	mizan_status status =
		mizan_zone_open(sqlite3_context_db_handle(context), zone_id, &zone, &error);
	if (status == MIZAN_ERROR_MEMORY) {
		sqlite3_result_error_nomem(context);
	} else if (status != MIZAN_OK) {
		char *message = sqlite3_mprintf("%s; %s", error.what, error.advice);
		sqlite3_result_error(context, message ? message : error.what, -1);
		sqlite3_free(message);
	} else {
		sqlite3_set_auxdata(context, 0, zone, zone_forget);
		zone = sqlite3_get_auxdata(context, 0);
		if (!zone) {
			sqlite3_result_error_nomem(context);
		}
	}
	return zone;
}

static void zone_in(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	struct mizan_zone *zone = zone_of_call(context, values[0]);
	if (!zone) {
		return;
	}
	int64_t precision = sqlite3_value_int64(values[7]);
	struct mizan_event event = {.country = zone_text(values[1]),
		.admin1 = zone_text(values[2]),
		.admin2 = zone_text(values[3]),
		.longitude = zone_real(values[4]),
		.latitude = zone_real(values[5]),
		.place_precision = precision > 0 && precision < 8 ? (uint8_t)precision : 0};
	int in;
	if (!mizan_date_parse(zone_text(values[6]), &event.date_end)) {
		event.date_end = MIZAN_DATE_UNKNOWN;
	}
	if (mizan_zone_has(zone, &event, &in, NULL) != MIZAN_OK) {
		sqlite3_result_error_nomem(context);
	} else if (in >= 0) {
		sqlite3_result_int(context, in);
	}
}

mizan_status mizan_zone_register(sqlite3 *database, struct mizan_error *error)
{
	sqlite3_stmt *probe = NULL;
	/* A second time would fail while a statement runs on the handle. */
	bool there = sqlite3_prepare_v2(database, "SELECT mizan_in_zone(1,2,3,4,5,6,7,8)", -1,
			     &probe, NULL) == SQLITE_OK;
	sqlite3_finalize(probe);
	if (there || sqlite3_create_function_v2(database, "mizan_in_zone", 8,
			     SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL, zone_in,
			     NULL, NULL, NULL) == SQLITE_OK) {
		return MIZAN_OK;
	}
	return mizan_store_error(database, error, "register functions");
}
