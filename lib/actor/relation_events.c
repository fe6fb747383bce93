/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What event data have of each group before and after it joined another. */
#include "events_internal.h"

#include <stdlib.h>
#include <string.h>

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

bool events_cover(const struct events *events, const struct source *source, const char *country,
	mizan_date first, mizan_date last)
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
	return day > last &&
	       (events->public_from == MIZAN_DATE_UNKNOWN || last < events->public_from);
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

void events_add_to_group(struct events *events, struct source *source, size_t group,
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
	events_match(events, source, event);
	return MIZAN_OK;
}

/* ---- All of it -------------------------------------------------------------------------- */

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
		events->public_from = mizan_store_public_from(database);
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
