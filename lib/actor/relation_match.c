/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which groups are the sides of an event. */
#include "events_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- Who is meant ------------------------------------------------------------------------- */

bool events_is_ucdp(const char *source)
{
	return strncmp(source, "ucdp", 4) == 0;
}

static mizan_status events_add_key(struct events *events, struct key key, struct mizan_error *error)
{
	if (!mizan_grow(&events->keys, &events->key_capacity, events->key_count + 1,
		    sizeof *events->keys)) {
		return mizan_error_memory(error);
	}
	events->keys[events->key_count++] = key;
	return MIZAN_OK;
}

/* Names without a letter or digit, and what is too long for a name, stand for nobody. */
static bool events_name_key(struct events *events, struct mizan_slice name, uint64_t *key)
{
	struct mizan_error none = {0};
	if (name.size == 0 || name.size > MIZAN_ACTOR_NAME_BYTES ||
		name_key_make(name, &events->scratch, &none) != MIZAN_OK ||
		events->scratch.word_count == 0) {
		return false;
	}
	*key = events->scratch.text;
	return true;
}

static mizan_status events_add_name(
	struct events *events, size_t group, struct mizan_slice name, struct mizan_error *error)
{
	struct key key = {.group = group};
	return events_name_key(events, name, &key.key) ? events_add_key(events, key, error)
						       : MIZAN_OK;
}

static mizan_status events_add_actor(struct events *events, size_t group, struct mizan_error *error)
{
	const struct world_actor *actor = &events->world->actors[group];
	const char *const lists[] = {actor->acled_names, actor->gtd_names};
	const char *ids = actor->ucdp_ids;
	struct mizan_slice item;
	int64_t number;
	mizan_status status = events_add_name(
		events, group, (struct mizan_slice){actor->name, strlen(actor->name)}, error);
	for (size_t i = 0; i < 2; i++) {
		for (const char *list = lists[i];
			status == MIZAN_OK && actor_list_next(&list, &item);) {
			status = events_add_name(events, group, item, error);
		}
	}
	while (status == MIZAN_OK && actor_list_next(&ids, &item)) {
		if (mizan_parse_integer(item, &number) && number > 0) {
			events->numbered[group] = true;
			status = events_add_key(events,
				(struct key){.ucdp = true, .key = (uint64_t)number, .group = group},
				error);
		}
	}
	return status;
}

static size_t events_position(const struct world *world, const char *id)
{
	size_t low = 0, high = world->actor_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(world->actors[middle].id, id);
		if (order == 0) {
			return middle;
		}
		low = order < 0 ? middle + 1 : low;
		high = order < 0 ? high : middle;
	}
	return SIZE_MAX;
}

/* Short names and those of the sheet of names. */
static mizan_status events_add_names(
	sqlite3 *database, struct events *events, const bool *wanted, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status = actor_prepare(database,
		"SELECT actor_id, short FROM actor WHERE short IS NOT NULL"
		" UNION ALL SELECT actor_id, name FROM actor_name",
		&statement, "read the names", error);
	if (status != MIZAN_OK) {
		return status;
	}
	int code = SQLITE_DONE;
	while (status == MIZAN_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		const char *id = actor_text(statement, 0), *name = actor_text(statement, 1);
		size_t group = id ? events_position(events->world, id) : SIZE_MAX;
		if (group != SIZE_MAX && wanted[group] && name) {
			status = events_add_name(
				events, group, (struct mizan_slice){name, strlen(name)}, error);
		}
	}
	if (status != MIZAN_OK) {
		sqlite3_finalize(statement);
		return status;
	}
	return actor_finish(database, statement, code, "read the names", error);
}

static int key_compare(const void *left, const void *right)
{
	const struct key *a = left, *b = right;
	if (a->ucdp != b->ucdp) {
		return a->ucdp ? 1 : -1;
	}
	if (a->key != b->key) {
		return a->key < b->key ? -1 : 1;
	}
	return a->group < b->group ? -1 : a->group > b->group;
}

mizan_status events_find_keys(sqlite3 *database, struct events *events, struct mizan_error *error)
{
	struct mizan_arena *arena = &events->world->arena;
	size_t actors = events->world->actor_count + 1;
	bool *wanted = mizan_arena_allocate(arena, actors, sizeof *wanted);
	events->numbered = mizan_arena_allocate(arena, actors, sizeof *events->numbered);
	if (!wanted || !events->numbered) {
		return mizan_error_memory(error);
	}
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < events->joined_count && status == MIZAN_OK; i++) {
		size_t group = events->joined[i].stay->group;
		if (!wanted[group]) {
			wanted[group] = true;
			status = events_add_actor(events, group, error);
		}
	}
	if (status == MIZAN_OK) {
		status = events_add_names(database, events, wanted, error);
	}
	if (events->key_count > 0) {
		qsort(events->keys, events->key_count, sizeof *events->keys, key_compare);
	}
	return status;
}

/* ---- Sides of an event */

/* The first of the keys equal to this one; key_count: there is none. */
static size_t events_find_key(const struct events *events, bool ucdp, uint64_t value)
{
	struct key wanted = {.ucdp = ucdp, .key = value};
	size_t low = 0, high = events->key_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (key_compare(&events->keys[middle], &wanted) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

/* `done` are the groups that the other side of this event was; a group counts once an event. */
static size_t events_add_key_matches(struct events *events, struct source *source, bool ucdp,
	uint64_t value, const struct mizan_event *event, size_t done)
{
	size_t last = SIZE_MAX;
	for (size_t i = events_find_key(events, ucdp, value);
		i < events->key_count && events->keys[i].ucdp == ucdp &&
		events->keys[i].key == value;
		i++) {
		size_t group = events->keys[i].group;
		/* A number of the source's own decides, where there is one. */
		bool numbered = !ucdp && events_is_ucdp(source->name) && events->numbered[group];
		if (group != last && group != done && !numbered) {
			events_add_to_group(events, source, group, event, ucdp);
			last = group;
		}
	}
	return last;
}

void events_match(struct events *events, struct source *source, const struct mizan_event *event)
{
	const int64_t numbers[2] = {event->side_a_id, event->side_b_id};
	const struct mizan_slice names[2] = {event->side_a, event->side_b};
	size_t done = SIZE_MAX;
	for (int side = 0; side < 2; side++) {
		uint64_t key;
		size_t found = SIZE_MAX;
		if (numbers[side] > 0 && events_is_ucdp(source->name)) {
			found = events_add_key_matches(
				events, source, true, (uint64_t)numbers[side], event, done);
		}
		if (found == SIZE_MAX && events_name_key(events, names[side], &key)) {
			found = events_add_key_matches(events, source, false, key, event, done);
		}
		done = found == SIZE_MAX ? done : found;
	}
}
