/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Relations as a table, and as spans of time for a chart. */
#include "relation_internal.h"

#include <stdio.h>
#include <string.h>

enum relations_column {
	RELATIONS_ID,
	RELATIONS_KIND,
	RELATIONS_A,
	RELATIONS_NAME_A,
	RELATIONS_B,
	RELATIONS_NAME_B,
	RELATIONS_FROM,
	RELATIONS_TO,
	RELATIONS_HOLDS,
	RELATIONS_STATUS,
	RELATIONS_ANNOUNCED,
	RELATIONS_CONFIRMED,
	RELATIONS_DENIED,
	RELATIONS_ENDED_BY,
	RELATIONS_SOURCE,
	RELATIONS_NOTE,
	RELATIONS_COLUMNS,
};

/* ---- Lines that several tables share ------------------------------------------------------ */

mizan_status relation_add_sources(
	sqlite3 *database, struct mizan_table *table, struct mizan_error *error)
{
	static const char *const kinds[] = {"actors", "names", "relations", NULL};
	return actor_add_sources(database, table, kinds, error);
}

void relation_note_status(struct mizan_table *table)
{
	mizan_table_add_note(table, "confirmed: by somebody else than the two parties; announced: "
				    "by whoever announced it "
				    "alone; denied: nobody says so, and somebody denies it");
}

void relation_note_known(const struct mizan_relation_options *options, struct mizan_table *table)
{
	char day[11];
	if (options->known_by != MIZAN_DATE_UNKNOWN) {
		mizan_table_add_note(table, "what could be known by %s, and no more",
			mizan_date_format(options->known_by, day));
	}
}

/* ---- The list ----------------------------------------------------------------------------- */

static bool relation_is_asked(const struct world *world,
	const struct mizan_relation_options *options, const struct relation *relation)
{
	bool of = world->of == SIZE_MAX || relation->a == world->of || relation->b == world->of;
	bool kind = !options->kind || !*options->kind || strcmp(relation->kind, options->kind) == 0;
	return of && kind;
}

static void relations_add_columns(bool on, struct mizan_table *table)
{
	static const char *const names[RELATIONS_COLUMNS] = {"relation_id", "kind", "actor_a",
		"name_a", "actor_b", "name_b", "date_from", "date_to", "holds", "status",
		"announced_by", "confirmed_by", "denied_by", "ended_by", "source", "note"};
	for (size_t i = 0; i < RELATIONS_COLUMNS; i++) {
		mizan_table_add_column(table, names[i], MIZAN_TEXT, -1);
		mizan_table_hide(table, i, i == RELATIONS_HOLDS && !on);
	}
}

static void relations_add_row(const struct world *world, const struct relation *relation,
	enum holding holding, bool on, struct mizan_table *table)
{
	char from[11], to[11];
	const struct world_actor *a = &world->actors[relation->a], *b = &world->actors[relation->b];
	dated_format(relation->from, from);
	dated_format(relation->to, to);
	const char *const values[RELATIONS_COLUMNS] = {[RELATIONS_ID] = relation->id,
		[RELATIONS_KIND] = relation->kind,
		[RELATIONS_A] = a->id,
		[RELATIONS_NAME_A] = a->shown,
		[RELATIONS_B] = b->id,
		[RELATIONS_NAME_B] = b->shown,
		[RELATIONS_FROM] = *from ? from : NULL,
		[RELATIONS_TO] = *to ? to : NULL,
		/* Nobody says that what is denied alone holds. */
		[RELATIONS_HOLDS] =
			on && relation->status != RELATION_DENIED ? holding_word(holding) : NULL,
		[RELATIONS_STATUS] = relation_status_word(relation->status),
		[RELATIONS_ANNOUNCED] = relation->announced_by,
		[RELATIONS_CONFIRMED] = relation->confirmed_by,
		[RELATIONS_DENIED] = relation->denied_by,
		[RELATIONS_ENDED_BY] = relation->ended_by == SIZE_MAX
					       ? NULL
					       : world->relations[relation->ended_by].id,
		[RELATIONS_SOURCE] = relation->source,
		[RELATIONS_NOTE] = relation->note};
	size_t row = mizan_table_add_row(table);
	for (size_t i = 0; i < RELATIONS_COLUMNS; i++) {
		mizan_table_set_text(table, row, i, values[i]);
	}
}

struct relations_found {
	size_t perhaps, undated, ended;
};

static void relations_add_rows(const struct world *world,
	const struct mizan_relation_options *options, struct relations_found *found,
	struct mizan_table *table)
{
	bool on = options->on != MIZAN_DATE_UNKNOWN;
	for (size_t i = 0; i < world->relation_count; i++) {
		const struct relation *relation = &world->relations[i];
		if (!relation_is_asked(world, options, relation)) {
			continue;
		}
		enum holding holding = on ? relation_holds(relation, options->on) : HOLDS;
		if (holding == HOLDS_NOT) {
			found->ended +=
				dated_holds(relation->from, relation->to, options->on) != HOLDS_NOT;
			continue;
		}
		found->perhaps += holding == HOLDS_PERHAPS;
		found->undated += !dated_is_known(relation->from);
		relations_add_row(world, relation, holding, on, table);
	}
}

static void relations_add_notes(const struct mizan_relation_options *options,
	const struct relations_found *found, struct mizan_table *table)
{
	char day[11];
	relation_note_status(table);
	if (options->on != MIZAN_DATE_UNKNOWN) {
		mizan_date_format(options->on, day);
	}
	if (found->perhaps > 0) {
		mizan_table_add_note(table,
			"perhaps: %zu of these are dated by month or year alone, or not at all, so "
			"that "
			"they may not have begun, or may have ended, by %s",
			found->perhaps, day);
	}
	if (found->ended > 0) {
		mizan_table_add_note(table,
			"%zu more are left out: a split, or joining again, had ended them by %s",
			found->ended, day);
	}
	if (found->undated > 0) {
		mizan_table_add_note(table,
			"%zu of these have no date on record on which they began", found->undated);
	}
	if (options->names_of && *options->names_of) {
		mizan_table_add_note(table,
			"names as %s uses them; where none is on record, the neutral name",
			options->names_of);
	}
	relation_note_known(options, table);
}

mizan_status mizan_relations_store(struct sqlite3 *database,
	const struct mizan_relation_options *options, struct mizan_table *table,
	struct mizan_error *error)
{
	struct world world = {0};
	struct relations_found found = {0};
	mizan_status status = world_read(database, options, &world, error);
	if (status == MIZAN_OK) {
		relations_add_columns(options->on != MIZAN_DATE_UNKNOWN, table);
		relations_add_rows(&world, options, &found, table);
		relations_add_notes(options, &found, table);
		if (world.of != SIZE_MAX && options->on != MIZAN_DATE_UNKNOWN &&
			!(options->kind && *options->kind)) {
			relation_note_counts(&world, options, table);
		}
		status = relation_add_sources(database, table, error);
	}
	world_release(&world);
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}

/* ---- Spans -------------------------------------------------------------------------------- */

enum spans_column {
	SPANS_NAME,
	SPANS_KIND,
	SPANS_FROM,
	SPANS_TO,
	SPANS_DATE,
	SPANS_STATUS,
	SPANS_ID,
	SPANS_COLUMNS
};

/* The name of the one that joins or leaves; of both where all relations are asked for. */
static const char *spans_name(
	const struct world *world, const struct relation *relation, struct mizan_arena *arena)
{
	const struct world_actor *a = &world->actors[relation->a], *b = &world->actors[relation->b];
	return world->of == SIZE_MAX      ? mizan_arena_printf(arena, "%s, %s", a->shown, b->shown)
	       : relation->a == world->of ? b->shown
					  : a->shown;
}

static void spans_add_row(
	const struct world *world, const struct relation *relation, struct mizan_table *table)
{
	char from[11], to[11];
	bool split = strcmp(relation->kind, "split") == 0;
	struct dated end = relation->to;
	if (relation->ended_by != SIZE_MAX &&
		(!dated_is_known(end) || relation->ended.last < end.last)) {
		end = world->relations[relation->ended_by].from;
	}
	dated_format(relation->from, from);
	dated_format(end, to);
	size_t row = mizan_table_add_row(table);
	mizan_table_set_text(table, row, SPANS_NAME, spans_name(world, relation, &table->arena));
	mizan_table_set_text(table, row, SPANS_KIND, relation->kind);
	mizan_table_set_text(table, row, SPANS_FROM, *from && !split ? from : NULL);
	mizan_table_set_text(table, row, SPANS_TO, *to && !split ? to : NULL);
	mizan_table_set_text(table, row, SPANS_DATE, *from && split ? from : NULL);
	mizan_table_set_text(table, row, SPANS_STATUS, relation_status_word(relation->status));
	mizan_table_set_text(table, row, SPANS_ID, relation->id);
}

/* Joins and splits; another kind where it is asked for. What is denied alone would look like what
 * is so. */
static bool spans_takes(const struct world *world, const struct mizan_relation_options *options,
	const struct relation *relation)
{
	bool kind = options->kind && *options->kind;
	return relation_is_asked(world, options, relation) && relation->status != RELATION_DENIED &&
	       (kind || relation_joins(relation) || strcmp(relation->kind, "split") == 0);
}

mizan_status mizan_relation_spans_store(struct sqlite3 *database,
	const struct mizan_relation_options *options, struct mizan_table *table,
	struct mizan_error *error)
{
	static const char *const names[SPANS_COLUMNS] = {
		"name", "kind", "date_from", "date_to", "date", "status", "relation_id"};
	struct world world = {0};
	size_t undated = 0;
	mizan_status status = world_read(database, options, &world, error);
	for (size_t i = 0; i < SPANS_COLUMNS && status == MIZAN_OK; i++) {
		mizan_table_add_column(table, names[i], MIZAN_TEXT, -1);
	}
	for (size_t i = 0; i < world.relation_count && status == MIZAN_OK; i++) {
		const struct relation *relation = &world.relations[i];
		if (spans_takes(&world, options, relation)) {
			bool dated = dated_is_known(relation->from) || dated_is_known(relation->to);
			undated += !dated;
			if (dated) {
				spans_add_row(&world, relation, table);
			}
		}
	}
	if (status == MIZAN_OK) {
		relation_note_status(table);
		relation_note_known(options, table);
		if (undated > 0) {
			mizan_table_add_note(
				table, "%zu without any date on record are left out", undated);
		}
		status = relation_add_sources(database, table, error);
	}
	world_release(&world);
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
