/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the events of one release, within the caller's transaction. */
#include "store_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A statement's parameters, and which of them are not NULL: most that are NULL stay so. */
struct binding {
	sqlite3_stmt *statement;
	uint64_t bound;
};

struct mizan_event_writer {
	struct mizan_store *store;
	struct mizan_release release;
	struct binding insert;
	int64_t next_id;
	bool bulk; /* the store had no events: indexes are made at the end */
	struct mizan_writer_report report;
	/* Keys seen, as hashes in an open-addressing table: a key twice is a fault of the file. */
	uint64_t *keys;
	size_t key_count, key_capacity;
	/* What is made of all events at the end, gathered as they come. */
	struct event_sums sums;
	struct rtree_points points; /* in bulk only: else those of other releases are there too */
	mizan_date first, last;
	bool checked; /* SQLite checks each row: see writer_vouches */
};

/* ---- Constraints -------------------------------------------------------------------------- */

static bool writer_is_count(int32_t count)
{
	return count >= 0 || count == MIZAN_UNKNOWN;
}

static bool writer_is_within(double degrees, double limit)
{
	return isnan(degrees) || (degrees >= -limit && degrees <= limit);
}

static bool writer_is_code(struct mizan_slice code)
{
	for (size_t i = 0; i < code.size; i++) {
		if (code.data[i] < 'A' || code.data[i] > 'Z') {
			return false;
		}
	}
	return code.size == 0 || code.size == 3;
}

/* Does the event fulfil all CHECKs of the table (schema.c)? */
static bool writer_vouches(const struct mizan_event *event)
{
	return event->date_start >= mizan_date_make(1, 1, 1) &&
	       event->date_end >= event->date_start &&
	       event->date_end <= mizan_date_make(9999, 12, 31) && event->date_precision <= 5 &&
	       event->place_precision <= 7 && writer_is_within(event->latitude, 90) &&
	       writer_is_within(event->longitude, 180) && writer_is_code(event->country) &&
	       event->violence < MIZAN_VIOLENCE_COUNT && writer_is_count(event->deaths_best) &&
	       writer_is_count(event->deaths_low) && writer_is_count(event->deaths_high);
}

/*
 * SQLite's checks take a third of the time of an insert, so they rest as long as ours hold. The
 * first event that we cannot vouch for turns them on for the rest, and SQLite says what is wrong.
 */
static mizan_status writer_set_checks(
	struct mizan_event_writer *writer, bool on, struct mizan_error *error)
{
	if (writer->checked == on) {
		return MIZAN_OK;
	}
	writer->checked = on;
	return store_execute(writer->store->database,
		on ? "PRAGMA ignore_check_constraints = OFF"
		   : "PRAGMA ignore_check_constraints = ON",
		"write events", error);
}

/* ---- The beginning ------------------------------------------------------------------------- */

static const char insert_sql[] =
	"INSERT INTO event "
	"VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,"
	"?20,?21,?22,?23,?24,?25,?26,?27,?28,?29,?30,?31,?32,?33,?34,?35,?36,?37)";

mizan_status mizan_event_writer_init(struct mizan_event_writer **writer, struct mizan_store *store,
	const struct mizan_release *release, struct mizan_error *error)
{
	struct mizan_event_writer *made = calloc(1, sizeof *made);
	*writer = made;
	if (!made) {
		return mizan_error_memory(error);
	}
	made->store = store;
	made->release = *release;
	made->first = made->last = MIZAN_DATE_UNKNOWN;
	made->checked = true;
	sqlite3 *database = store->database;
	int64_t any;
	mizan_status status = store_integer(database,
		"SELECT max((SELECT ifnull(max(event_id), 0) FROM event),"
		" (SELECT ifnull(max(event_id), 0) FROM event_past)) + 1",
		1, &made->next_id, "read the events", error);
	if (status == MIZAN_OK) {
		status = store_integer(
			database, "SELECT 1 FROM event LIMIT 1", 0, &any, "read the events", error);
		made->bulk = any == 0;
	}
	if (status == MIZAN_OK) {
		status = schema_unlock_events(database, error);
	}
	if (status == MIZAN_OK && made->bulk) {
		status = schema_drop_indexes(database, error);
	}
	if (status == MIZAN_OK) {
		status = release_insert(database, &made->release, error);
	}
	if (status == MIZAN_OK) {
		status = writer_set_checks(made, false, error);
	}
	if (status == MIZAN_OK) {
		status = store_prepare(
			database, insert_sql, &made->insert.statement, "write events", error);
	}
	return status;
}

int64_t mizan_event_writer_release_id(const struct mizan_event_writer *writer)
{
	return writer->release.release_id;
}

/* ---- Keys and sums ------------------------------------------------------------------------- */

/* FNV-1a with a final mix; 0 is kept for empty places. */
static uint64_t writer_hash(struct mizan_slice key)
{
	uint64_t hash = 0xcbf29ce484222325u;
	for (size_t i = 0; i < key.size; i++) {
		hash = (hash ^ (unsigned char)key.data[i]) * 0x100000001b3u;
	}
	hash ^= hash >> 32;
	return hash ? hash : 1;
}

static void writer_place_key(uint64_t *keys, size_t capacity, uint64_t hash)
{
	size_t at = hash & (capacity - 1);
	while (keys[at] != 0) {
		at = (at + 1) & (capacity - 1);
	}
	keys[at] = hash;
}

static bool writer_grow_keys(struct mizan_event_writer *writer)
{
	size_t capacity = writer->key_capacity ? writer->key_capacity * 2 : 1024;
	uint64_t *keys = calloc(capacity, sizeof *keys);
	if (!keys) {
		return false;
	}
	for (size_t i = 0; i < writer->key_capacity; i++) {
		if (writer->keys[i] != 0) {
			writer_place_key(keys, capacity, writer->keys[i]);
		}
	}
	free(writer->keys);
	writer->keys = keys;
	writer->key_capacity = capacity;
	return true;
}

/* Says in *seen whether the key came before; remembers it. */
static mizan_status writer_see_key(struct mizan_event_writer *writer, struct mizan_slice key,
	bool *seen, struct mizan_error *error)
{
	if (writer->key_count * 2 >= writer->key_capacity && !writer_grow_keys(writer)) {
		return mizan_error_memory(error);
	}
	uint64_t hash = writer_hash(key);
	size_t at = hash & (writer->key_capacity - 1);
	while (writer->keys[at] != 0 && writer->keys[at] != hash) {
		at = (at + 1) & (writer->key_capacity - 1);
	}
	*seen = writer->keys[at] == hash;
	if (!*seen) {
		writer->keys[at] = hash;
		writer->key_count++;
	}
	return MIZAN_OK;
}

static mizan_status writer_note(struct mizan_event_writer *writer, const struct mizan_event *event,
	struct mizan_error *error)
{
	if (writer->first == MIZAN_DATE_UNKNOWN || event->date_end < writer->first) {
		writer->first = event->date_end;
	}
	if (writer->last == MIZAN_DATE_UNKNOWN || event->date_end > writer->last) {
		writer->last = event->date_end;
	}
	bool placed = !isnan(event->latitude) && !isnan(event->longitude);
	if (!event_sums_add(&writer->sums, event) ||
		(writer->bulk && placed &&
			!rtree_add_point(&writer->points, writer->next_id, event->longitude,
				event->latitude))) {
		return mizan_error_memory(error);
	}
	return MIZAN_OK;
}

/* ---- Binding ------------------------------------------------------------------------------ */

static void bind_null(struct binding *to, int index)
{
	if (to->bound >> index & 1) {
		sqlite3_bind_null(to->statement, index);
		to->bound &= ~((uint64_t)1 << index);
	}
}

static void bind_bytes(struct binding *to, int index, const char *data, size_t size)
{
	sqlite3_bind_text64(to->statement, index, data, size, SQLITE_STATIC, SQLITE_UTF8);
	to->bound |= (uint64_t)1 << index;
}

static void bind_text(struct binding *to, int index, struct mizan_slice text)
{
	if (text.size == 0) {
		bind_null(to, index);
	} else {
		bind_bytes(to, index, text.data, text.size);
	}
}

static void bind_date(struct binding *to, int index, mizan_date date, char buffer[11])
{
	bind_bytes(to, index, mizan_date_format(date, buffer), 10);
}

static void bind_integer(struct binding *to, int index, int64_t value)
{
	sqlite3_bind_int64(to->statement, index, value);
	to->bound |= (uint64_t)1 << index;
}

static void bind_real(struct binding *to, int index, double value)
{
	sqlite3_bind_double(to->statement, index, value);
	to->bound |= (uint64_t)1 << index;
}

static void bind_count(struct binding *to, int index, int32_t count)
{
	if (count == MIZAN_UNKNOWN) {
		bind_null(to, index);
	} else {
		bind_integer(to, index, count);
	}
}

/* A number where 0 means none: ids and precisions. */
static void bind_id(struct binding *to, int index, int64_t id)
{
	if (id == 0) {
		bind_null(to, index);
	} else {
		bind_integer(to, index, id);
	}
}

/* GeoPackage binary, clause 2.1.3: "GP", version 0, little-endian without envelope, then WKB. */
static void writer_point(double longitude, double latitude, unsigned char blob[29])
{
	static const unsigned char head[13] = {'G', 'P', 0, 1, 0xe6, 0x10, 0, 0, 1, 1, 0, 0, 0};
	memcpy(blob, head, sizeof head);
	double values[2] = {longitude, latitude};
	for (int k = 0; k < 2; k++) {
		uint64_t bits;
		memcpy(&bits, &values[k], sizeof bits);
		for (int i = 0; i < 8; i++) {
			blob[13 + k * 8 + i] = (unsigned char)(bits >> (8 * i));
		}
	}
}

static void writer_bind_place(
	struct binding *s, const struct mizan_event *event, unsigned char blob[29])
{
	if (isnan(event->latitude) || isnan(event->longitude)) {
		bind_null(s, 8);
		bind_null(s, 9);
		bind_null(s, 10);
	} else {
		writer_point(event->longitude, event->latitude, blob);
		sqlite3_bind_blob(s->statement, 8, blob, 29, SQLITE_STATIC);
		s->bound |= (uint64_t)1 << 8;
		bind_real(s, 9, event->latitude);
		bind_real(s, 10, event->longitude);
	}
	bind_id(s, 11, event->place_precision);
	bind_text(s, 12, event->country);
	bind_text(s, 13, event->admin1);
	bind_text(s, 14, event->admin2);
	bind_text(s, 15, event->place);
}

static void writer_bind_actors(struct binding *s, const struct mizan_event *event)
{
	const char *violence = mizan_violence_word(event->violence);
	bind_text(s, 16, (struct mizan_slice){violence, violence ? strlen(violence) : 0});
	bind_text(s, 17, event->tactic);
	bind_text(s, 18, event->target);
	bind_text(s, 19, event->side_a);
	bind_text(s, 20, event->side_b);
	bind_text(s, 21, event->dyad);
	bind_id(s, 22, event->side_a_id);
	bind_id(s, 23, event->side_b_id);
	bind_id(s, 24, event->dyad_id);
	bind_id(s, 25, event->conflict_id);
}

static void writer_bind_harm(struct binding *s, const struct mizan_event *event)
{
	bind_count(s, 26, event->deaths_best);
	bind_count(s, 27, event->deaths_low);
	bind_count(s, 28, event->deaths_high);
	bind_count(s, 29, event->deaths_side_a);
	bind_count(s, 30, event->deaths_side_b);
	bind_count(s, 31, event->deaths_civilians);
	bind_count(s, 32, event->deaths_unknown);
	bind_count(s, 33, event->injured);
	bind_count(s, 34, event->hostages);
}

mizan_status mizan_event_writer_add(struct mizan_event_writer *writer,
	const struct mizan_event *event, struct mizan_error *error)
{
	bool seen = false;
	mizan_status status = writer_see_key(writer, event->source_key, &seen, error);
	if (status != MIZAN_OK) {
		return status;
	}
	if (seen) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "keep one of the two rows",
			"the key '%.*s' came before in this file",
			(int)(event->source_key.size > 80 ? 80 : event->source_key.size),
			event->source_key.data);
	}
	if (!writer_vouches(event)) {
		status = writer_set_checks(writer, true, error);
	}
	if (status == MIZAN_OK) {
		status = writer_note(writer, event, error);
	}
	if (status != MIZAN_OK) {
		return status;
	}
	struct binding *s = &writer->insert;
	char start[11], end[11], flags[96];
	unsigned char blob[29];
	bind_integer(s, 1, writer->next_id);
	bind_integer(s, 2, writer->release.release_id);
	bind_bytes(
		s, 3, event->source_key.size ? event->source_key.data : "", event->source_key.size);
	bind_date(s, 4, event->date_start, start);
	bind_date(s, 5, event->date_end, end);
	bind_integer(s, 6, mizan_date_month(event->date_end));
	bind_id(s, 7, event->date_precision);
	writer_bind_place(s, event, blob);
	writer_bind_actors(s, event);
	writer_bind_harm(s, event);
	bind_text(s, 35, event->headline);
	event_flags_write(event->flags, flags);
	bind_text(s, 36, (struct mizan_slice){flags, strlen(flags)});
	bind_text(s, 37, event->provider);
	status = store_step(writer->store->database, s->statement, "write an event", error);
	if (status == MIZAN_OK) {
		writer->next_id++;
		writer->report.written++;
	}
	return status;
}

/* ---- The end ------------------------------------------------------------------------------ */

/* The two things that need no database and those that do nothing else: side by side. */
struct writer_ending {
	struct mizan_event_writer *writer;
	bool arranged;
	mizan_status status;
	struct mizan_error error;
};

static void writer_end_part(void *context, unsigned worker)
{
	struct writer_ending *ending = context;
	struct mizan_event_writer *writer = ending->writer;
	if (worker == 0) {
		ending->arranged = !writer->bulk || rtree_arrange(&writer->points);
	} else {
		ending->status = schema_create_indexes(writer->store->database, &ending->error);
	}
}

static mizan_status writer_make_indexes(
	struct mizan_event_writer *writer, struct mizan_error *error)
{
	struct writer_ending ending = {.writer = writer};
	mizan_tasks_run(2, writer_end_part, &ending);
	if (ending.status != MIZAN_OK) {
		if (error) {
			*error = ending.error;
		}
		return ending.status;
	}
	return ending.arranged ? MIZAN_OK : mizan_error_memory(error);
}

/* What was gathered holds as long as no event moved; else the table is read once more. */
static mizan_status writer_write_gathered(
	struct mizan_event_writer *writer, struct mizan_error *error)
{
	sqlite3 *database = writer->store->database;
	bool moved = writer->report.superseded > 0 || writer->report.already_superseded > 0;
	mizan_status status = moved ? event_sums_rebuild(database, error)
				    : event_sums_write(database, &writer->sums,
					      writer->release.release_id, error);
	if (status == MIZAN_OK && (moved || !writer->bulk)) {
		status = rtree_read_points(database, &writer->points, error);
		if (status == MIZAN_OK && !rtree_arrange(&writer->points)) {
			status = mizan_error_memory(error);
		}
	}
	return status == MIZAN_OK ? rtree_write(database, &writer->points, error) : status;
}

mizan_status mizan_event_writer_finish(struct mizan_event_writer *writer,
	const struct mizan_release *release, int64_t refused, struct mizan_writer_report *report,
	struct mizan_error *error)
{
	sqlite3 *database = writer->store->database;
	struct mizan_text countries = {0};
	int64_t id = writer->release.release_id;
	writer->release = *release;
	writer->release.release_id = id;
	writer->release.rows = writer->report.written;
	writer->release.refused = writer->report.refused = refused;
	if (writer->release.period_start == MIZAN_DATE_UNKNOWN) {
		writer->release.period_start = writer->first;
		writer->release.period_end = writer->last;
	}
	event_sums_countries(&writer->sums, &countries);
	writer->release.countries = countries.data;
	mizan_status status = mizan_text_check(&countries, error);
	if (status == MIZAN_OK) {
		status = writer_set_checks(writer, true, error);
	}
	if (status == MIZAN_OK) {
		status = release_update(database, &writer->release, error);
	}
	if (status == MIZAN_OK) {
		status = writer_make_indexes(writer, error);
	}
	if (status == MIZAN_OK) {
		status = release_supersede(database, &writer->release, &writer->report.superseded,
			&writer->report.already_superseded, error);
	}
	if (status == MIZAN_OK) {
		status = writer_write_gathered(writer, error);
	}
	if (status == MIZAN_OK) {
		status = schema_lock_events(database, error);
	}
	mizan_text_release(&countries);
	*report = writer->report;
	return status;
}

void mizan_event_writer_release(struct mizan_event_writer *writer)
{
	if (writer) {
		sqlite3_finalize(writer->insert.statement);
		/* After a failure too: the connection goes on as it was. */
		(void)!writer_set_checks(writer, true, NULL);
		free(writer->keys);
		event_sums_release(&writer->sums);
		rtree_points_release(&writer->points);
		free(writer);
	}
}
