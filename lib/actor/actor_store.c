/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Actors of a store: the list, and all that is on record of one; names; offices. */
#include "relation_internal.h"

#include <stdio.h>
#include <string.h>

/* ---- The list ----------------------------------------------------------------------------- */

static const char actors_sql[] =
	"SELECT actor_id, name, short, kind, country, date_from, date_from_precision, date_to,"
	" date_to_precision,"
	" (SELECT count(*) FROM actor_name n WHERE n.actor_id = actor.actor_id),"
	" coalesce(ra.count, 0) + coalesce(rb.count, 0), source FROM actor"
	" LEFT JOIN (SELECT actor_a AS id, count(*) AS count FROM relation GROUP BY 1) ra"
	" ON ra.id = actor_id"
	" LEFT JOIN (SELECT actor_b AS id, count(*) AS count FROM relation GROUP BY 1) rb"
	" ON rb.id = actor_id"
	" WHERE ?1 IS NULL OR kind = ?1 ORDER BY actor_id";

static mizan_status actors_check_kind(const char *kind, struct mizan_error *error)
{
	const struct mizan_field *field = mizan_record_kind(MIZAN_ACTORS)->fields;
	while (strcmp(field->name, "kind") != 0) {
		field++;
	}
	for (const struct mizan_word *w = field->words; w->word; w++) {
		if (strcmp(w->word, kind) == 0) {
			return MIZAN_OK;
		}
	}
	return mizan_error_set(error, MIZAN_ERROR_USAGE,
		"state, armed-group, faction, coalition, civilians or body",
		"'%.40s' is no kind of actor", kind);
}

/* A date as precise as it is known, in a column of text. */
static void store_set_date(
	sqlite3_stmt *statement, int from, struct mizan_table *table, size_t row, size_t column)
{
	char day[11];
	dated_format(dated_read(statement, from), day);
	mizan_table_set_text(table, row, column, *day ? day : NULL);
}

static void actors_add_row(sqlite3_stmt *statement, struct mizan_table *table)
{
	size_t row = mizan_table_add_row(table);
	for (int i = 0; i < 5; i++) {
		mizan_table_set_text(table, row, (size_t)i, actor_text(statement, i));
	}
	store_set_date(statement, 5, table, row, 5);
	store_set_date(statement, 7, table, row, 6);
	mizan_table_set_integer(table, row, 7, sqlite3_column_int64(statement, 9));
	mizan_table_set_integer(table, row, 8, sqlite3_column_int64(statement, 10));
	mizan_table_set_text(table, row, 9, actor_text(statement, 11));
}

static void store_add_columns(
	struct mizan_table *table, const char *const *names, size_t count, size_t integer)
{
	for (size_t i = 0; i < count; i++) {
		bool number = i >= integer && i < integer + 2;
		mizan_table_add_column(table, names[i], number ? MIZAN_INTEGER : MIZAN_TEXT, -1);
	}
}

mizan_status mizan_actors_store(struct sqlite3 *database, const char *kind,
	struct mizan_table *table, struct mizan_error *error)
{
	static const char *const columns[] = {"actor_id", "name", "short", "kind", "country",
		"from", "to", "names", "relations", "source"};
	static const char *const kinds[] = {"actors", "names", "relations", NULL};
	sqlite3_stmt *statement;
	mizan_status status = kind && *kind ? actors_check_kind(kind, error) : MIZAN_OK;
	if (status == MIZAN_OK) {
		status = actor_prepare(database, actors_sql, &statement, "read the actors", error);
	}
	if (status != MIZAN_OK) {
		return status;
	}
	sqlite3_bind_text(statement, 1, kind && *kind ? kind : NULL, -1, SQLITE_STATIC);
	store_add_columns(table, columns, sizeof columns / sizeof *columns, 7);
	int code;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		actors_add_row(statement, table);
	}
	status = actor_finish(database, statement, code, "read the actors", error);
	if (status == MIZAN_OK) {
		status = actor_add_sources(database, table, kinds, error);
	}
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}

/* ---- One actor ---------------------------------------------------------------------------- */

/*
 * part, item, value, script, language, used_by, neutral, from and precision, to and precision,
 * status (of a relation: whether it is confirmed is told by world_read), source. Lists of ids come
 * as they stand in the sheet.
 */
static const char *const show_sql[] = {
	"SELECT 'actor', 'id', actor_id, NULL, NULL, NULL, NULL, date_from, date_from_precision,"
	" date_to, date_to_precision, NULL, source FROM actor WHERE actor_id = ?1",
	"SELECT 'actor', 'kind', kind, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL"
	" FROM actor WHERE actor_id = ?1",
	"SELECT 'actor', 'country', country, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
	" NULL FROM actor WHERE actor_id = ?1 AND country IS NOT NULL",
	"SELECT 'actor', 'note', note, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL"
	" FROM actor WHERE actor_id = ?1 AND note IS NOT NULL",
	"SELECT 'name', 'neutral name', name, NULL, NULL, NULL, 'yes', NULL, NULL, NULL, NULL, "
	"NULL,"
	" source FROM actor WHERE actor_id = ?1",
	"SELECT 'name', 'short', short, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, "
	"source"
	" FROM actor WHERE actor_id = ?1 AND short IS NOT NULL",
	"SELECT 'name', 'name', name, script, language, coalesce(used_by, 'in general use'),"
	" CASE neutral WHEN 1 THEN 'yes' WHEN 0 THEN 'no' END, date_from, date_from_precision,"
	" date_to, date_to_precision, NULL, source FROM actor_name WHERE actor_id = ?1"
	" ORDER BY actor_name_no",
	"SELECT 'id', 'UCDP', ucdp_ids, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL"
	" FROM actor WHERE actor_id = ?1 AND ucdp_ids IS NOT NULL",
	"SELECT 'id', 'ACLED', acled_names, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
	" NULL FROM actor WHERE actor_id = ?1 AND acled_names IS NOT NULL",
	"SELECT 'id', 'GTD', gtd_names, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL"
	" FROM actor WHERE actor_id = ?1 AND gtd_names IS NOT NULL",
	"SELECT 'office', post, holder, NULL, NULL, NULL, NULL, date_from, date_from_precision,"
	" date_to, date_to_precision, NULL, source FROM office WHERE actor_id = ?1"
	" ORDER BY date_from, post, office_no",
};

enum show_column {
	SHOW_PART,
	SHOW_ITEM,
	SHOW_VALUE,
	SHOW_SCRIPT,
	SHOW_LANGUAGE,
	SHOW_USED_BY,
	SHOW_NEUTRAL,
	SHOW_FROM,
	SHOW_TO,
	SHOW_STATUS,
	SHOW_SOURCE,
	SHOW_COLUMNS,
};

static mizan_status show_query(sqlite3 *database, const char *sql, const char *actor_id,
	struct mizan_table *table, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status = actor_prepare(database, sql, &statement, "read an actor", error);
	if (status != MIZAN_OK) {
		return status;
	}
	sqlite3_bind_text(statement, 1, actor_id, -1, SQLITE_STATIC);
	int code;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		size_t row = mizan_table_add_row(table);
		for (int i = 0; i <= SHOW_NEUTRAL; i++) {
			mizan_table_set_text(table, row, (size_t)i, actor_text(statement, i));
		}
		store_set_date(statement, 7, table, row, SHOW_FROM);
		store_set_date(statement, 9, table, row, SHOW_TO);
		mizan_table_set_text(table, row, SHOW_STATUS, actor_text(statement, 11));
		mizan_table_set_text(table, row, SHOW_SOURCE, actor_text(statement, 12));
	}
	return actor_finish(database, statement, code, "read an actor", error);
}

/* "A → B", as most kinds go one way; "A, B" for those that go both. */
static const char *show_parties(
	const struct world *world, const struct relation *relation, struct mizan_arena *arena)
{
	static const char *const both[] = {"alliance", "rivalry", "shared-ideology"};
	const char *between = " → ";
	for (size_t i = 0; i < sizeof both / sizeof *both; i++) {
		between = strcmp(relation->kind, both[i]) == 0 ? ", " : between;
	}
	return mizan_arena_printf(arena, "%s%s%s", world->actors[relation->a].shown, between,
		world->actors[relation->b].shown);
}

static void show_add_relation(
	const struct world *world, const struct relation *relation, struct mizan_table *table)
{
	char from[11], to[11];
	size_t row = mizan_table_add_row(table);
	mizan_table_set_text(table, row, SHOW_PART, "relation");
	mizan_table_set_text(table, row, SHOW_ITEM, relation->kind);
	mizan_table_set_text(table, row, SHOW_VALUE, show_parties(world, relation, &table->arena));
	dated_format(relation->from, from);
	dated_format(relation->to, to);
	mizan_table_set_text(table, row, SHOW_FROM, *from ? from : NULL);
	mizan_table_set_text(table, row, SHOW_TO, *to ? to : NULL);
	mizan_table_set_text(table, row, SHOW_STATUS,
		relation->denied_by && relation->status != RELATION_DENIED
			? mizan_arena_printf(&table->arena, "%s; denied by %s",
				  relation_status_word(relation->status), relation->denied_by)
			: relation_status_word(relation->status));
	mizan_table_set_text(table, row, SHOW_SOURCE, relation->source);
}

mizan_status mizan_actor_show_store(struct sqlite3 *database, const char *actor,
	struct mizan_table *table, struct mizan_error *error)
{
	static const char *const columns[SHOW_COLUMNS] = {"part", "item", "value", "script",
		"language", "used_by", "neutral", "from", "to", "status", "source"};
	static const char *const kinds[] = {"actors", "names", "offices", "relations", NULL};
	struct world world = {0};
	struct mizan_relation_options options = mizan_relations_all;
	options.of = actor;
	mizan_status status = world_read(database, &options, &world, error);
	if (status == MIZAN_OK) {
		store_add_columns(table, columns, SHOW_COLUMNS, SHOW_COLUMNS);
	}
	for (size_t i = 0; i < sizeof show_sql / sizeof *show_sql && status == MIZAN_OK; i++) {
		status = show_query(database, show_sql[i], world.actors[world.of].id, table, error);
	}
	for (size_t i = 0; i < world.relation_count && status == MIZAN_OK; i++) {
		const struct relation *relation = &world.relations[i];
		if (relation->a == world.of || relation->b == world.of) {
			show_add_relation(&world, relation, table);
		}
	}
	if (status == MIZAN_OK) {
		status = actor_add_sources(database, table, kinds, error);
	}
	world_release(&world);
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}

/* ---- A name ------------------------------------------------------------------------------- */

mizan_status mizan_actor_name_store(struct sqlite3 *database, const char *actor_id,
	const char *user, struct mizan_arena *arena, const char **name, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	bool failed = false;
	*name = NULL;
	mizan_status status = actor_prepare(database,
		"SELECT coalesce((SELECT n.name FROM actor_name n WHERE n.actor_id = ?1"
		" AND instr(';' || n.used_by || ';', ';' || ?2 || ';') > 0"
		" ORDER BY n.script <> 'Latn', n.actor_name_no LIMIT 1), name)"
		" FROM actor WHERE actor_id = ?1",
		&statement, "read a name", error);
	if (status != MIZAN_OK) {
		return status;
	}
	sqlite3_bind_text(statement, 1, actor_id, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, user, -1, SQLITE_STATIC);
	int code = sqlite3_step(statement);
	if (code == SQLITE_ROW) {
		*name = actor_copy(statement, 0, arena, &failed);
		code = SQLITE_DONE;
	}
	status = actor_finish(database, statement, code, "read a name", error);
	return failed ? mizan_error_memory(error) : status;
}

/* ---- Offices ------------------------------------------------------------------------------ */

static const char offices_sql[] =
	"SELECT office_id, o.actor_id, a.name, post, holder, o.date_from, o.date_from_precision,"
	" o.date_to, o.date_to_precision, o.source FROM office o LEFT JOIN actor a USING(actor_id)"
	" WHERE ?1 IS NULL OR o.actor_id = ?1"
	" ORDER BY o.actor_id, post, o.date_from, office_id, office_no";

/* The number of rows that hold perhaps is added to *perhaps. */
static void offices_add_row(
	sqlite3_stmt *statement, mizan_date on, size_t *perhaps, struct mizan_table *table)
{
	struct dated from = dated_read(statement, 5), to = dated_read(statement, 7);
	enum holding holding = on == MIZAN_DATE_UNKNOWN ? HOLDS : dated_holds(from, to, on);
	if (holding == HOLDS_NOT) {
		return;
	}
	size_t row = mizan_table_add_row(table);
	for (int i = 0; i < 5; i++) {
		mizan_table_set_text(table, row, (size_t)i, actor_text(statement, i));
	}
	store_set_date(statement, 5, table, row, 5);
	store_set_date(statement, 7, table, row, 6);
	mizan_table_set_text(
		table, row, 7, on == MIZAN_DATE_UNKNOWN ? NULL : holding_word(holding));
	mizan_table_set_text(table, row, 8, actor_text(statement, 9));
	*perhaps += holding == HOLDS_PERHAPS;
}

mizan_status mizan_offices_store(struct sqlite3 *database, mizan_date on, const char *of,
	struct mizan_table *table, struct mizan_error *error)
{
	static const char *const columns[] = {"office_id", "actor_id", "actor", "post", "holder",
		"from", "to", "holds", "source"};
	static const char *const kinds[] = {"actors", "offices", NULL};
	struct mizan_arena arena = {0};
	sqlite3_stmt *statement = NULL;
	const char *id = NULL;
	size_t perhaps = 0;
	mizan_status status =
		of && *of ? actor_resolve(database, of, &arena, &id, error) : MIZAN_OK;
	if (status == MIZAN_OK) {
		status =
			actor_prepare(database, offices_sql, &statement, "read the offices", error);
	}
	if (status == MIZAN_OK) {
		int code;
		sqlite3_bind_text(statement, 1, id, -1, SQLITE_STATIC);
		store_add_columns(table, columns, sizeof columns / sizeof *columns, SIZE_MAX - 2);
		mizan_table_hide(table, 7, on == MIZAN_DATE_UNKNOWN);
		while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
			offices_add_row(statement, on, &perhaps, table);
		}
		status = actor_finish(database, statement, code, "read the offices", error);
	}
	if (status == MIZAN_OK && perhaps > 0) {
		mizan_table_add_note(table,
			"perhaps: %zu of these are dated by month or year alone, or not at all",
			perhaps);
	}
	if (status == MIZAN_OK) {
		status = actor_add_sources(database, table, kinds, error);
	}
	mizan_arena_release(&arena);
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
