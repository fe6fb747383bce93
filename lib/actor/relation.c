/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Relations in memory: which hold on a day, and which others have ended. */
#include "relation_internal.h"

#include <stdlib.h>
#include <string.h>

const struct mizan_relation_options mizan_relations_all = {
	.on = MIZAN_DATE_UNKNOWN, .known_by = MIZAN_DATE_UNKNOWN, .since = MIZAN_DATE_UNKNOWN};

const char *relation_status_word(enum relation_status status)
{
	return status == RELATION_CONFIRMED   ? "confirmed"
	       : status == RELATION_ANNOUNCED ? "announced"
					      : "denied";
}

mizan_status relation_check_kind(const char *kind, struct mizan_error *error)
{
	const struct mizan_field *field = mizan_record_kind(MIZAN_RELATIONS)->fields;
	while (strcmp(field->name, "kind") != 0) {
		field++;
	}
	char list[200] = "";
	size_t size = 0;
	for (const struct mizan_word *w = field->words; w->word; w++) {
		size_t length = strlen(w->word);
		if (strcmp(w->word, kind) == 0) {
			return MIZAN_OK;
		}
		if (size + length + 3 < sizeof list) {
			memcpy(list + size, size ? ", " : "", size ? 2 : 0);
			size += size ? 2 : 0;
			memcpy(list + size, w->word, length + 1);
			size += length;
		}
	}
	return mizan_error_set(
		error, MIZAN_ERROR_USAGE, list, "'%.40s' is no kind of relation", kind);
}

mizan_status relation_need_of(
	const struct mizan_relation_options *options, struct mizan_error *error)
{
	return options->of && *options->of
		       ? MIZAN_OK
		       : mizan_error_set(error, MIZAN_ERROR_USAGE,
				 "name the one that groups join, as of ttp", "of whom?");
}

/* ---- Reading ------------------------------------------------------------------------------ */

/* The name that `names_of` uses, if any: in Latin script before others. */
static const char world_actors_sql[] =
	"SELECT actor_id, name, country, ucdp_ids, acled_names, gtd_names,"
	" CASE WHEN ?1 IS NOT NULL THEN (SELECT n.name FROM actor_name n"
	" WHERE n.actor_id = actor.actor_id"
	" AND instr(';' || n.used_by || ';', ';' || ?1 || ';') > 0"
	" ORDER BY n.script <> 'Latn', n.actor_name_no LIMIT 1) END"
	" FROM actor ORDER BY actor_id COLLATE BINARY";

static const char world_relations_sql[] =
	"SELECT relation_id, kind, actor_a, actor_b, date_from, date_from_precision, date_to,"
	" date_to_precision, announced_by, confirmed_by, denied_by, source, note, known"
	" FROM relation";

/* By date, the less precise before; unknown ones first. Sorted here: SQLite would carry the texts.
 */
static int world_compare_relations(const void *left, const void *right)
{
	const struct relation *a = left, *b = right;
	if (a->from.first != b->from.first) {
		return a->from.first < b->from.first ? -1 : 1;
	}
	if (a->from.last != b->from.last) {
		return a->from.last > b->from.last ? -1 : 1;
	}
	return strcmp(a->id, b->id);
}

static mizan_status world_read_actors(
	sqlite3 *database, const char *names_of, struct world *world, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	size_t capacity = 0;
	bool failed = false;
	mizan_status status =
		actor_prepare(database, world_actors_sql, &statement, "read the actors", error);
	if (status != MIZAN_OK) {
		return status;
	}
	sqlite3_bind_text(statement, 1, names_of, -1, SQLITE_STATIC);
	int code;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		if (!mizan_grow(&world->actors, &capacity, world->actor_count + 1,
			    sizeof *world->actors)) {
			failed = true;
			break;
		}
		struct mizan_arena *arena = &world->arena;
		struct world_actor actor = {.id = actor_copy(statement, 0, arena, &failed),
			.name = actor_copy(statement, 1, arena, &failed),
			.country = actor_copy(statement, 2, arena, &failed),
			.ucdp_ids = actor_copy(statement, 3, arena, &failed),
			.acled_names = actor_copy(statement, 4, arena, &failed),
			.gtd_names = actor_copy(statement, 5, arena, &failed),
			.shown = actor_copy(statement, 6, arena, &failed)};
		actor.shown = actor.shown ? actor.shown : actor.name;
		world->actors[world->actor_count++] = actor;
	}
	if (failed) {
		sqlite3_finalize(statement);
		return mizan_error_memory(error);
	}
	return actor_finish(database, statement, code, "read the actors", error);
}

static int world_compare_id(const void *key, const void *item)
{
	return strcmp(key, ((const struct world_actor *)item)->id);
}

static size_t world_find(const struct world *world, const char *id)
{
	const struct world_actor *found = id && world->actor_count > 0
						  ? bsearch(id, world->actors, world->actor_count,
							    sizeof *world->actors, world_compare_id)
						  : NULL;
	return found ? (size_t)(found - world->actors) : SIZE_MAX;
}

/* Somebody who is no party has confirmed it. */
static bool relation_is_confirmed(const struct world *world, const struct relation *relation)
{
	const char *list = relation->confirmed_by;
	struct mizan_slice item;
	while (actor_list_next(&list, &item)) {
		if (!mizan_slice_equals(item, world->actors[relation->a].id) &&
			!mizan_slice_equals(item, world->actors[relation->b].id)) {
			return true;
		}
	}
	return false;
}

/* When it could be known: where the sheet does not say, the last day on which it may have begun. */
static mizan_date relation_known(sqlite3_stmt *statement, struct dated from)
{
	const char *text = actor_text(statement, 13);
	mizan_date day;
	if (text && mizan_date_parse((struct mizan_slice){text, strlen(text)}, &day)) {
		return day;
	}
	return dated_is_known(from) ? from.last : DAY_FIRST;
}

/* False: no memory. */
static bool world_add_relation(
	struct world *world, sqlite3_stmt *statement, size_t *capacity, mizan_date known_by)
{
	bool failed = false;
	struct mizan_arena *arena = &world->arena;
	struct relation relation = {.a = world_find(world, actor_text(statement, 2)),
		.b = world_find(world, actor_text(statement, 3)),
		.from = dated_read(statement, 4),
		.to = dated_read(statement, 6),
		.ended_by = SIZE_MAX,
		.ended = {DAY_FIRST, DAY_LAST}};
	if (relation.a == SIZE_MAX || relation.b == SIZE_MAX ||
		(known_by != MIZAN_DATE_UNKNOWN &&
			relation_known(statement, relation.from) > known_by)) {
		return true;
	}
	relation.id = actor_copy(statement, 0, arena, &failed);
	relation.kind = actor_copy(statement, 1, arena, &failed);
	relation.announced_by = actor_copy(statement, 8, arena, &failed);
	relation.confirmed_by = actor_copy(statement, 9, arena, &failed);
	relation.denied_by = actor_copy(statement, 10, arena, &failed);
	relation.source = actor_copy(statement, 11, arena, &failed);
	relation.note = actor_copy(statement, 12, arena, &failed);
	relation.status = relation_is_confirmed(world, &relation)          ? RELATION_CONFIRMED
			  : relation.announced_by || relation.confirmed_by ? RELATION_ANNOUNCED
									   : RELATION_DENIED;
	if (failed || !mizan_grow(&world->relations, capacity, world->relation_count + 1,
			      sizeof *world->relations)) {
		return false;
	}
	world->relations[world->relation_count++] = relation;
	return true;
}

static mizan_status world_read_relations(
	sqlite3 *database, mizan_date known_by, struct world *world, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	size_t capacity = 0;
	mizan_status status = actor_prepare(
		database, world_relations_sql, &statement, "read the relations", error);
	if (status != MIZAN_OK) {
		return status;
	}
	int code;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		if (!world_add_relation(world, statement, &capacity, known_by)) {
			sqlite3_finalize(statement);
			return mizan_error_memory(error);
		}
	}
	if (world->relation_count > 0) {
		qsort(world->relations, world->relation_count, sizeof *world->relations,
			world_compare_relations);
	}
	return actor_finish(database, statement, code, "read the relations", error);
}

mizan_status world_read(sqlite3 *database, const struct mizan_relation_options *options,
	struct world *world, struct mizan_error *error)
{
	const char *of = NULL, *names_of = NULL;
	mizan_status status = MIZAN_OK;
	if (options->kind && *options->kind) {
		status = relation_check_kind(options->kind, error);
	}
	if (status == MIZAN_OK && options->of && *options->of) {
		status = actor_resolve(database, options->of, &world->arena, &of, error);
	}
	if (status == MIZAN_OK && options->names_of && *options->names_of) {
		status =
			actor_resolve(database, options->names_of, &world->arena, &names_of, error);
	}
	if (status == MIZAN_OK) {
		status = world_read_actors(database, names_of, world, error);
	}
	if (status == MIZAN_OK) {
		world->of = world_find(world, of);
		status = world_read_relations(database, options->known_by, world, error);
	}
	return status == MIZAN_OK ? world_settle(world, error) : status;
}

void world_release(struct world *world)
{
	mizan_arena_release(&world->arena);
	free(world->actors);
	free(world->relations);
	*world = (struct world){0};
}

/* ---- What ends what ----------------------------------------------------------------------- */

bool relation_joins(const struct relation *relation)
{
	return strcmp(relation->kind, "merger") == 0 || strcmp(relation->kind, "allegiance") == 0;
}

/* A split ends these. */
static bool relation_is_membership(const struct relation *relation)
{
	return relation_joins(relation) || strcmp(relation->kind, "faction") == 0;
}

static bool relation_is_split(const struct relation *relation)
{
	return strcmp(relation->kind, "split") == 0;
}

enum holding relation_holds(const struct relation *relation, mizan_date day)
{
	enum holding holding = dated_holds(relation->from, relation->to, day);
	if (holding == HOLDS_NOT || relation->ended_by == SIZE_MAX || day < relation->ended.first) {
		return holding;
	}
	return day >= relation->ended.last ? HOLDS_NOT : HOLDS_PERHAPS;
}

mizan_date relation_leave(const struct relation *relation)
{
	mizan_date leave = dated_is_known(relation->to) ? relation->to.last : DAY_LAST;
	bool ended = relation->ended_by != SIZE_MAX && relation->ended.last < leave;
	return ended ? relation->ended.last : leave;
}

struct settle_item {
	struct relation *relation;
	size_t position;
};

/* By the two actors; within them by date, which is the order that they came in. */
static int settle_compare(const void *left, const void *right)
{
	const struct settle_item *a = left, *b = right;
	if (a->relation->a != b->relation->a) {
		return a->relation->a < b->relation->a ? -1 : 1;
	}
	if (a->relation->b != b->relation->b) {
		return a->relation->b < b->relation->b ? -1 : 1;
	}
	return a->position < b->position ? -1 : a->position > b->position;
}

/*
 * A split ends what began before it. Where nothing surely did, since the split is known by its
 * month or year alone, it ends what began within that.
 */
static void settle_split(struct settle_item *items, size_t count, const struct settle_item *split)
{
	struct dated when = split->relation->from;
	bool found = false;
	for (int pass = 0; pass < 2 && !found; pass++) {
		for (size_t i = 0; i < count; i++) {
			struct relation *relation = items[i].relation;
			if (!relation_is_membership(relation) || relation->ended_by != SIZE_MAX ||
				relation->status == RELATION_DENIED ||
				relation->from.first >= (pass ? when.last : when.first)) {
				continue;
			}
			found = true;
			relation->ended_by = split->position;
			relation->ended = when;
			if (pass) {
				relation->ended.first = relation->from.first + 1;
			}
		}
	}
}

/* Joining again ends a split, also on the same day, unless it is what the split ended. */
static void settle_again(struct settle_item *items, size_t count, struct settle_item *split)
{
	for (size_t i = 0; i < count; i++) {
		const struct relation *relation = items[i].relation;
		if (relation_is_membership(relation) && relation->status != RELATION_DENIED &&
			relation->ended_by != split->position && dated_is_known(relation->from) &&
			relation->from.first >= split->relation->from.first) {
			split->relation->ended_by = items[i].position;
			split->relation->ended = relation->from;
			return;
		}
	}
}

static void settle_pair(struct settle_item *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (relation_is_split(items[i].relation) &&
			items[i].relation->status != RELATION_DENIED) {
			settle_split(items, count, &items[i]);
		}
	}
	for (size_t i = 0; i < count; i++) {
		if (relation_is_split(items[i].relation)) {
			settle_again(items, count, &items[i]);
		}
	}
}

mizan_status world_settle(struct world *world, struct mizan_error *error)
{
	struct settle_item *items = calloc(world->relation_count + 1, sizeof *items);
	if (!items) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < world->relation_count; i++) {
		items[i] = (struct settle_item){&world->relations[i], i};
	}
	qsort(items, world->relation_count, sizeof *items, settle_compare);
	for (size_t first = 0, next; first < world->relation_count; first = next) {
		for (next = first + 1; next < world->relation_count &&
				       items[next].relation->a == items[first].relation->a &&
				       items[next].relation->b == items[first].relation->b;
			next++) {
		}
		settle_pair(items + first, next - first);
	}
	free(items);
	return MIZAN_OK;
}
