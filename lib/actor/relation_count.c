/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many groups are with another on a day. */
#include "relation_internal.h"

#include <string.h>

/* ---- On a day ----------------------------------------------------------------------------- */

/* What is known of one group in one row of the counts. */
struct tally {
	bool in, confirmed, surely, denied, was_in;
};
struct counts {
	struct world *world;
	const struct mizan_relation_options *options;
	struct tally *tallies; /* one an actor */
	bool *with;            /* those in by merger or allegiance */
	bool *reached;         /* those in, and what is part of them */
};

/* The row that one kind of relation counts in; NULL is "merger or allegiance". */
static bool counts_takes(const struct relation *relation, const char *kind)
{
	return kind ? strcmp(relation->kind, kind) == 0 : relation_joins(relation);
}

/* The group of a relation with `of`; SIZE_MAX: none. An alliance goes both ways. */
static size_t counts_group(const struct world *world, const struct relation *relation)
{
	if (relation->b == world->of) {
		return relation->a;
	}
	bool both = strcmp(relation->kind, "alliance") == 0;
	return both && relation->a == world->of ? relation->b : SIZE_MAX;
}

static bool counts_begins_too_early(
	const struct mizan_relation_options *options, const struct relation *relation)
{
	return options->since != MIZAN_DATE_UNKNOWN && relation->from.last < options->since;
}

static bool counts_add(struct counts *counts, const char *kind)
{
	bool any = false;
	const struct world *world = counts->world;
	memset(counts->tallies, 0, (world->actor_count + 1) * sizeof *counts->tallies);
	for (size_t i = 0; i < world->relation_count; i++) {
		const struct relation *relation = &world->relations[i];
		size_t group = counts_group(world, relation);
		if (group == SIZE_MAX || relation->status == RELATION_DENIED ||
			!counts_takes(relation, kind) ||
			counts_begins_too_early(counts->options, relation)) {
			continue;
		}
		any = true;
		struct tally *tally = &counts->tallies[group];
		enum holding holding = relation_holds(relation, counts->options->on);
		if (holding == HOLDS_NOT) {
			/* Without a known beginning it was before. */
			tally->was_in |= relation->from.first <= counts->options->on;
			continue;
		}
		tally->in = true;
		tally->surely |= holding == HOLDS;
		tally->confirmed |= relation->status == RELATION_CONFIRMED;
		tally->denied |= relation->denied_by != NULL;
	}
	return any;
}

/*
 * Groups that are part of one that is in, by merger, allegiance or as a faction, however far: they
 * did not join themselves. Cost: relations x the depth of such chains.
 */
static int64_t counts_through_others(struct counts *counts)
{
	const struct world *world = counts->world;
	int64_t found = 0;
	bool again = true;
	for (size_t i = 0; i < world->actor_count; i++) {
		counts->reached[i] = counts->tallies[i].in;
	}
	counts->reached[world->of] = false;
	while (again) {
		again = false;
		for (size_t i = 0; i < world->relation_count; i++) {
			const struct relation *relation = &world->relations[i];
			if (counts->reached[relation->b] && !counts->reached[relation->a] &&
				relation->a != world->of && relation->status != RELATION_DENIED &&
				(relation_joins(relation) ||
					strcmp(relation->kind, "faction") == 0) &&
				relation_holds(relation, counts->options->on) != HOLDS_NOT) {
				counts->reached[relation->a] = again = true;
				found++;
			}
		}
	}
	return found;
}

void relation_note_counts(struct world *world, const struct mizan_relation_options *options,
	struct mizan_table *table)
{
	static const char *const kinds[] = {NULL, "alliance"};
	static const char *const words[] = {"by merger or allegiance", "by alliance"};
	struct counts counts = {.world = world, .options = options};
	char day[11];
	counts.tallies =
		mizan_arena_allocate(&world->arena, world->actor_count + 1, sizeof *counts.tallies);
	table->failed = table->failed || !counts.tallies;
	for (size_t k = 0; k < 2 && counts.tallies; k++) {
		size_t groups = 0, confirmed = 0;
		(void)counts_add(&counts, kinds[k]);
		for (size_t i = 0; i < world->actor_count; i++) {
			groups += counts.tallies[i].in;
			confirmed += counts.tallies[i].in && counts.tallies[i].confirmed;
		}
		mizan_table_add_note(table,
			"with %s %s on %s: %zu groups on record, %zu confirmed, %zu announced only",
			options->of, words[k], mizan_date_format(options->on, day), groups,
			confirmed, groups - confirmed);
	}
}

enum counts_column {
	COUNTS_KIND,
	COUNTS_GROUPS,
	COUNTS_CONFIRMED,
	COUNTS_ANNOUNCED_ONLY,
	COUNTS_PERHAPS,
	COUNTS_ALSO_DENIED,
	COUNTS_LEFT_AGAIN,
	COUNTS_THROUGH_OTHERS,
	COUNTS_COLUMNS,
};

static void counts_add_row(struct counts *counts, const char *kind, struct mizan_table *table)
{
	int64_t numbers[COUNTS_COLUMNS] = {0};
	for (size_t i = 0; i < counts->world->actor_count; i++) {
		const struct tally *tally = &counts->tallies[i];
		numbers[COUNTS_GROUPS] += tally->in;
		numbers[COUNTS_CONFIRMED] += tally->in && tally->confirmed;
		numbers[COUNTS_ANNOUNCED_ONLY] += tally->in && !tally->confirmed;
		numbers[COUNTS_PERHAPS] += tally->in && !tally->surely;
		numbers[COUNTS_ALSO_DENIED] += tally->in && tally->denied;
		/* Who swore allegiance and then merged has not left. */
		numbers[COUNTS_LEFT_AGAIN] += !tally->in && tally->was_in && !counts->with[i];
	}
	numbers[COUNTS_THROUGH_OTHERS] = counts_through_others(counts);
	size_t row = mizan_table_add_row(table);
	mizan_table_set_text(table, row, COUNTS_KIND, kind ? kind : "merger or allegiance");
	for (size_t i = COUNTS_GROUPS; i < COUNTS_COLUMNS; i++) {
		mizan_table_set_integer(table, row, i, numbers[i]);
	}
}

static void counts_add_columns(struct mizan_table *table)
{
	static const char *const names[COUNTS_COLUMNS] = {"kind", "groups", "confirmed",
		"announced_only", "perhaps", "also_denied", "left_again", "through_others"};
	for (size_t i = 0; i < COUNTS_COLUMNS; i++) {
		mizan_table_add_column(
			table, names[i], i == COUNTS_KIND ? MIZAN_TEXT : MIZAN_INTEGER, -1);
	}
}

static void counts_add_notes(
	const struct mizan_relation_options *options, struct mizan_table *table)
{
	char day[11];
	relation_note_status(table);
	mizan_table_add_note(table,
		"groups on record as with %s on %s, each once in a row; what is on record is what "
		"the sheets hold, not all that there was",
		options->of, mizan_date_format(options->on, day));
	mizan_table_add_note(table,
		"through_others are part of one of these groups and did not join themselves: "
		"they are not counted");
	if (options->since != MIZAN_DATE_UNKNOWN) {
		mizan_table_add_note(table, "only what began on %s or later",
			mizan_date_format(options->since, day));
	}
	relation_note_known(options, table);
}

/* What groups have with one that they are with. */
static const char *const counts_kinds[] = {NULL, "merger", "allegiance", "faction", "alliance"};
#define COUNTS_KINDS (sizeof counts_kinds / sizeof *counts_kinds)

static mizan_status counts_check_kind(const char *kind, struct mizan_error *error)
{
	for (size_t i = 1; i < COUNTS_KINDS; i++) {
		if (strcmp(kind, counts_kinds[i]) == 0) {
			return MIZAN_OK;
		}
	}
	return mizan_error_set(error, MIZAN_ERROR_USAGE, "merger, allegiance, faction or alliance",
		"'%.40s' is no kind by which groups are with another", kind);
}

static mizan_status counts_fill(
	struct counts *counts, struct mizan_table *table, struct mizan_error *error)
{
	const struct mizan_relation_options *options = counts->options;
	struct mizan_arena *arena = &counts->world->arena;
	size_t actors = counts->world->actor_count + 1;
	counts->tallies = mizan_arena_allocate(arena, actors, sizeof *counts->tallies);
	counts->with = mizan_arena_allocate(arena, actors, sizeof *counts->with);
	counts->reached = mizan_arena_allocate(arena, actors, sizeof *counts->reached);
	if (!counts->tallies || !counts->with || !counts->reached) {
		return mizan_error_memory(error);
	}
	counts_add_columns(table);
	(void)counts_add(counts, NULL);
	for (size_t i = 0; i < counts->world->actor_count; i++) {
		counts->with[i] = counts->tallies[i].in;
	}
	bool one = options->kind && *options->kind;
	for (size_t i = 0; i < COUNTS_KINDS; i++) {
		bool asked =
			!one || (counts_kinds[i] && strcmp(counts_kinds[i], options->kind) == 0);
		if (asked && (counts_add(counts, counts_kinds[i]) || !counts_kinds[i] || one)) {
			counts_add_row(counts, counts_kinds[i], table);
		}
	}
	counts_add_notes(options, table);
	return MIZAN_OK;
}

mizan_status mizan_relation_counts_store(struct sqlite3 *database,
	const struct mizan_relation_options *options, struct mizan_table *table,
	struct mizan_error *error)
{
	struct world world = {0};
	struct counts counts = {.world = &world, .options = options};
	mizan_status status = relation_need_of(options, error);
	if (status == MIZAN_OK && options->on == MIZAN_DATE_UNKNOWN) {
		status = mizan_error_set(
			error, MIZAN_ERROR_USAGE, "give a day, as 2024-06-30", "on which day?");
	}
	if (status == MIZAN_OK && options->kind && *options->kind) {
		status = counts_check_kind(options->kind, error);
	}
	if (status == MIZAN_OK) {
		status = world_read(database, options, &world, error);
	}
	if (status == MIZAN_OK) {
		status = counts_fill(&counts, table, error);
	}
	if (status == MIZAN_OK) {
		status = relation_add_sources(database, table, error);
	}
	world_release(&world);
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
