/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events around a joining as a table. */
#include "events_internal.h"

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
		sample    ? "sample"
		: covered ? "complete"
			  : "not covered",
		side == SIDE_BEFORE ? "before" : "after",
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
		"on, whoever caused the deaths",
		window, window);
	mizan_table_add_note(table, "a group that has joined another is often recorded under the "
				    "other's name from then on: "
				    "fewer events do not show that it fought less");
	if (uncovered > 0) {
		mizan_table_add_note(table,
			"unknown, not 0, in %zu rows: no complete release covers the group's "
			"country and all the "
			"days, its country is not on record, or a sample has none",
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

void events_add_rows(struct events *events, int window, size_t stays,
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
