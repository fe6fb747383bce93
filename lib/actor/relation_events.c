/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What event data have of each group before and after it joined another. */
#include "relation_internal.h"

#include "name_internal.h"

#include <stdlib.h>
#include <string.h>

enum { SIDE_BEFORE, SIDE_AFTER, SIDES };

/* A number or a name that stands for a joining in event data. */
struct key {
	bool ucdp; /* a number of UCDP's; else a name */
	uint64_t key;
	size_t group;
};
struct side_sums {
	int64_t events, low, best, high, known;
	bool by_id, by_name;
};
struct source {
	const char *name;
	enum mizan_coverage coverage;
	struct side_sums *sums; /* a joining x SIDES */
};
struct joined {
	const struct stay *stay;
	mizan_date first[SIDES], last[SIDES];
};
struct events {
	struct world *world;
	const struct mizan_release_list *releases;
	struct joined *joined;
	size_t joined_count;
	struct key *keys; /* sorted */
	size_t key_count, key_capacity;
	bool *numbered; /* one an actor: has a number of UCDP's */
	struct source *sources;
	size_t source_count;
	const size_t *of_release; /* source of each release, SIZE_MAX: none */
	struct name_key scratch;
};

/* ---- Who is meant ------------------------------------------------------------------------- */

static bool events_is_ucdp(const char *source)
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

static mizan_status events_find_keys(
	sqlite3 *database, struct events *events, struct mizan_error *error)
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

/* ---- When --------------------------------------------------------------------------------- */

/* Before the first day on which it may have joined, and from the last one on. */
static mizan_status events_find_joined(
	struct events *events, int window, struct stay_list *stays, struct mizan_error *error)
{
	mizan_status status = stays_find(events->world, false, stays, error);
	if (status != MIZAN_OK) {
		return status;
	}
	events->joined = mizan_arena_allocate(
		&events->world->arena, stays->count + 1, sizeof *events->joined);
	if (!events->joined) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < stays->count; i++) {
		struct dated from = stays->items[i].from;
		if (dated_is_known(from)) {
			events->joined[events->joined_count++] =
				(struct joined){.stay = &stays->items[i],
					.first = {from.first - window, from.last},
					.last = {from.first - 1, from.last + window - 1}};
		}
	}
	return MIZAN_OK;
}

/* A source twice where it has complete releases and samples. */
static mizan_status events_find_sources(struct events *events, struct mizan_error *error)
{
	struct mizan_arena *arena = &events->world->arena;
	size_t count = events->releases->count;
	size_t *of_release = mizan_arena_allocate(arena, count + 1, sizeof *of_release);
	events->sources = mizan_arena_allocate(arena, count + 1, sizeof *events->sources);
	if (!of_release || !events->sources) {
		return mizan_error_memory(error);
	}
	events->of_release = of_release;
	for (size_t i = 0; i < count; i++) {
		const struct mizan_release *release = &events->releases->items[i];
		size_t at = 0;
		of_release[i] = SIZE_MAX;
		if (strcmp(release->kind, "events") != 0) {
			continue;
		}
		while (at < events->source_count &&
			(strcmp(events->sources[at].name, release->source) != 0 ||
				events->sources[at].coverage != release->coverage)) {
			at++;
		}
		of_release[i] = at;
		if (at == events->source_count) {
			struct source *source = &events->sources[events->source_count++];
			source->name = release->source;
			source->coverage = release->coverage;
			source->sums = mizan_arena_allocate(
				arena, events->joined_count * SIDES + 1, sizeof *source->sums);
			if (!source->sums) {
				return mizan_error_memory(error);
			}
		}
	}
	return MIZAN_OK;
}

/* Does a complete release of this source cover the country (NULL: any) on all of these days? */
static bool events_cover(const struct events *events, const struct source *source,
	const char *country, mizan_date first, mizan_date last)
{
	mizan_date day = first;
	for (bool further = true; further && day <= last;) {
		further = false;
		for (size_t i = 0; i < events->releases->count; i++) {
			const struct mizan_release *release = &events->releases->items[i];
			if (events->of_release[i] != SIZE_MAX &&
				&events->sources[events->of_release[i]] == source &&
				release->period_start != MIZAN_DATE_UNKNOWN &&
				(!country || strstr(release->countries, country)) &&
				release->period_start <= day && release->period_end >= day) {
				day = release->period_end + 1;
				further = true;
			}
		}
	}
	return day > last;
}

/* ---- Events ------------------------------------------------------------------------------- */

static void events_add_sums(struct side_sums *sums, const struct mizan_event *event, bool by_id)
{
	sums->events++;
	sums->by_id |= by_id;
	sums->by_name |= !by_id;
	if (event->deaths_best != MIZAN_UNKNOWN) {
		int32_t best = event->deaths_best;
		sums->known++;
		sums->best += best;
		sums->low += event->deaths_low == MIZAN_UNKNOWN ? best : event->deaths_low;
		sums->high += event->deaths_high == MIZAN_UNKNOWN ? best : event->deaths_high;
	}
}

/* Adds the event to each joining of the group whose days it lies in. */
static void events_add_to_group(struct events *events, struct source *source, size_t group,
	const struct mizan_event *event, bool by_id)
{
	for (size_t i = 0; i < events->joined_count; i++) {
		const struct joined *joined = &events->joined[i];
		for (int side = 0; side < SIDES && joined->stay->group == group; side++) {
			if (event->date_end >= joined->first[side] &&
				event->date_end <= joined->last[side]) {
				events_add_sums(
					&source->sums[i * SIDES + (size_t)side], event, by_id);
			}
		}
	}
}

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

static mizan_status events_take(
	void *context, const struct mizan_event *event, struct mizan_error *error)
{
	(void)error;
	struct events *events = context;
	struct source *source = NULL;
	for (size_t i = 0; i < events->releases->count && !source; i++) {
		if (events->releases->items[i].release_id == event->release_id &&
			events->of_release[i] != SIZE_MAX) {
			source = &events->sources[events->of_release[i]];
		}
	}
	if (!source) {
		return MIZAN_OK;
	}
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
	return MIZAN_OK;
}

/* ---- Rows --------------------------------------------------------------------------------- */

enum events_column {
	EVENTS_ACTOR,
	EVENTS_NAME,
	EVENTS_JOINED,
	EVENTS_STATUS,
	EVENTS_SOURCE,
	EVENTS_COVERAGE,
	EVENTS_SIDE,
	EVENTS_FROM,
	EVENTS_TO,
	EVENTS_EVENTS,
	EVENTS_LOW,
	EVENTS_BEST,
	EVENTS_HIGH,
	EVENTS_MATCHED_BY,
	EVENTS_COLUMNS,
};

static void events_add_columns(struct mizan_table *table)
{
	static const char *const names[EVENTS_COLUMNS] = {"actor", "name", "joined", "status",
		"source", "coverage", "side", "date_from", "date_to", "events", "deaths_low",
		"deaths_best", "deaths_high", "matched_by"};
	for (size_t i = 0; i < EVENTS_COLUMNS; i++) {
		bool number = i >= EVENTS_EVENTS && i <= EVENTS_HIGH;
		mizan_table_add_column(table, names[i], number ? MIZAN_INTEGER : MIZAN_TEXT, -1);
	}
}

/* Numbers of one side. A sample says what it has; that it has nothing says nothing. */
static void events_set_numbers(
	const struct side_sums *sums, bool covered, struct mizan_table *table, size_t row)
{
	if (!covered) {
		return;
	}
	mizan_table_set_integer(table, row, EVENTS_EVENTS, sums->events);
	if (sums->known > 0 || sums->events == 0) {
		mizan_table_set_integer(table, row, EVENTS_LOW, sums->low);
		mizan_table_set_integer(table, row, EVENTS_BEST, sums->best);
		mizan_table_set_integer(table, row, EVENTS_HIGH, sums->high);
	}
	mizan_table_set_text(table, row, EVENTS_MATCHED_BY,
		sums->by_id && sums->by_name ? "id, name"
		: sums->by_id                ? "id"
		: sums->by_name              ? "name"
					     : NULL);
}

static bool events_add_row(const struct events *events, const struct source *source, size_t i,
	int side, struct mizan_table *table)
{
	const struct joined *joined = &events->joined[i];
	const struct world_actor *actor = &events->world->actors[joined->stay->group];
	const struct side_sums *sums = &source->sums[i * SIDES + (size_t)side];
	bool sample = source->coverage == MIZAN_SAMPLE;
	/* Where a group whose country is not on record would have been is not known. */
	bool covered = sample ? sums->events > 0
			      : (actor->country || sums->events > 0) &&
					events_cover(events, source, actor->country,
						joined->first[side], joined->last[side]);
	char from[11], to[11], day[11];
	const char *const texts[] = {actor->id, actor->shown, dated_format(joined->stay->from, day),
		relation_status_word(joined->stay->status), source->name,
		sample ? "sample" : "complete", side == SIDE_BEFORE ? "before" : "after",
		mizan_date_format(joined->first[side], from),
		mizan_date_format(joined->last[side], to)};
	size_t row = mizan_table_add_row(table);
	for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
		mizan_table_set_text(table, row, k, texts[k]);
	}
	events_set_numbers(sums, covered, table, row);
	return covered;
}

static void events_add_notes(const struct events *events, int window, size_t uncovered,
	size_t undated, struct mizan_table *table)
{
	mizan_table_add_note(table,
		"events in which the group is a side, %d days before it joined and %d from then "
		"on, "
		"whoever caused the deaths",
		window, window);
	mizan_table_add_note(table, "a group that has joined another is often recorded under the "
				    "other's name from then "
				    "on: fewer events do not show that it fought less");
	if (uncovered > 0) {
		mizan_table_add_note(table,
			"unknown, not 0: no complete release covers the country and all the days, "
			"or "
			"a sample has none (%zu rows)",
			uncovered);
	}
	if (undated > 0) {
		mizan_table_add_note(
			table, "%zu joined on a day that is not on record: left out", undated);
	}
	for (size_t i = 0; i < events->source_count; i++) {
		if (events->sources[i].coverage == MIZAN_SAMPLE) {
			mizan_table_add_note(table, "%s is a sample: it says nothing about totals",
				events->sources[i].name);
		}
	}
	if (events->source_count == 0) {
		mizan_table_add_note(table, "the store has no events");
	}
}

static void events_add_rows(struct events *events, int window, size_t stays,
	const struct mizan_relation_options *options, struct mizan_table *table)
{
	size_t uncovered = 0;
	events_add_columns(table);
	for (size_t i = 0; i < events->joined_count; i++) {
		for (size_t k = 0; k < events->source_count; k++) {
			for (int side = 0; side < SIDES; side++) {
				uncovered += !events_add_row(
					events, &events->sources[k], i, side, table);
			}
		}
	}
	relation_note_status(table);
	events_add_notes(events, window, uncovered, stays - events->joined_count, table);
	relation_note_known(options, table);
}

static mizan_status events_read(sqlite3 *database, struct events *events,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_event_query query = {
		.parts = MIZAN_PART_DATES | MIZAN_PART_ACTORS | MIZAN_PART_DEATHS,
		.from = MIZAN_DATE_UNKNOWN,
		.to = MIZAN_DATE_UNKNOWN};
	for (size_t i = 0; i < events->joined_count; i++) {
		const struct joined *joined = &events->joined[i];
		query.from = i == 0 || joined->first[SIDE_BEFORE] < query.from
				     ? joined->first[SIDE_BEFORE]
				     : query.from;
		query.to = i == 0 || joined->last[SIDE_AFTER] > query.to ? joined->last[SIDE_AFTER]
									 : query.to;
	}
	return events->joined_count > 0 && events->source_count > 0
		       ? mizan_store_each_event(database, &query, events_take, events, watch, error)
		       : MIZAN_OK;
}

static mizan_status events_fill(sqlite3 *database, struct events *events, int window,
	const struct mizan_relation_options *options, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct stay_list stays = {0};
	struct mizan_release_list releases = {0};
	mizan_status status = events_find_joined(events, window, &stays, error);
	if (status == MIZAN_OK) {
		status = mizan_store_releases(database, &table->arena, &releases, error);
	}
	if (status == MIZAN_OK) {
		events->releases = &releases;
		status = events_find_sources(events, error);
	}
	if (status == MIZAN_OK) {
		status = events_find_keys(database, events, error);
	}
	if (status == MIZAN_OK) {
		status = events_read(database, events, watch, error);
	}
	if (status == MIZAN_OK) {
		events_add_rows(events, window, stays.count, options, table);
	}
	return status;
}

mizan_status mizan_relation_events_store(struct sqlite3 *database,
	const struct mizan_relation_options *options, int window, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	static const char *const kinds[] = {"actors", "names", "relations", "events", NULL};
	struct world world = {0};
	struct events *events = calloc(1, sizeof *events);
	mizan_status status = events ? relation_need_of(options, error) : mizan_error_memory(error);
	if (status == MIZAN_OK && (window < 1 || window > 3660)) {
		status = mizan_error_set(
			error, MIZAN_ERROR_USAGE, "1 to 3660", "%d days are no window", window);
	}
	if (status == MIZAN_OK) {
		status = world_read(database, options, &world, error);
	}
	if (status == MIZAN_OK) {
		events->world = &world;
		status = events_fill(database, events, window, options, table, watch, error);
	}
	if (status == MIZAN_OK) {
		status = actor_add_sources(database, table, kinds, error);
	}
	if (events) {
		free(events->keys);
	}
	free(events);
	world_release(&world);
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
