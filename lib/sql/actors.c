/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Actors and relations as SQL functions. */
#include "sql_internal.h"

#include <mizan/actor.h>
#include <string.h>

/* ---- Tables ------------------------------------------------------------------------------- */

static const char *const relations_columns[] = {"relation_id", "kind", "actor_a", "name_a",
	"actor_b", "name_b", "date_from", "date_to", "holds", "status", "announced_by",
	"confirmed_by", "denied_by", "ended_by", "source", "note", NULL};
static const char *const relations_arguments[] = {"of", "on", "kind", "known_by", "names_of", NULL};

/* A day; MIZAN_DATE_UNKNOWN where it was left out. */
static mizan_status actors_day(const struct sql_arguments *arguments, int index, const char *name,
	mizan_date *day, struct mizan_error *error)
{
	const char *text = sql_text(arguments, index);
	*day = MIZAN_DATE_UNKNOWN;
	if (text && !mizan_date_parse((struct mizan_slice){text, strlen(text)}, day)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "write a day, as 2024-06-30",
			"'%.60s' is no day for %s", text, name);
	}
	return MIZAN_OK;
}

static mizan_status relations_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_relation_options options = mizan_relations_all;
	options.of = sql_text(arguments, 0);
	options.kind = sql_text(arguments, 2);
	options.names_of = sql_text(arguments, 4);
	mizan_status status = actors_day(arguments, 1, "on", &options.on, error);
	if (status == MIZAN_OK) {
		status = actors_day(arguments, 3, "known_by", &options.known_by, error);
	}
	return status == MIZAN_OK ? mizan_relations_store(database, &options, table, error)
				  : status;
}

static const char *const counts_columns[] = {"kind", "groups", "confirmed", "announced_only",
	"perhaps", "also_denied", "left_again", "through_others", NULL};
static const char *const counts_arguments[] = {"of", "on", "since", "known_by", NULL};

static mizan_status counts_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_relation_options options = mizan_relations_all;
	options.of = sql_text(arguments, 0);
	mizan_status status = actors_day(arguments, 1, "on", &options.on, error);
	if (status == MIZAN_OK) {
		status = actors_day(arguments, 2, "since", &options.since, error);
	}
	if (status == MIZAN_OK) {
		status = actors_day(arguments, 3, "known_by", &options.known_by, error);
	}
	return status == MIZAN_OK ? mizan_relation_counts_store(database, &options, table, error)
				  : status;
}

static const char *const joins_columns[] = {"period", "joins", "joins_confirmed", "splits",
	"groups", "confirmed", "announced_only", NULL};
static const char *const joins_arguments[] = {"of", "unit", "period", "known_by", NULL};

static mizan_status joins_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_relation_options options = mizan_relations_all;
	const char *unit = sql_text(arguments, 1);
	enum mizan_period period = MIZAN_YEARLY;
	mizan_date from, to;
	options.of = sql_text(arguments, 0);
	if (unit && !mizan_period_from_word(unit, &period)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "year, quarter or month",
			"'%.40s' is no unit of time", unit);
	}
	mizan_status status = sql_period(arguments, 2, &from, &to, error);
	if (status == MIZAN_OK) {
		status = actors_day(arguments, 3, "known_by", &options.known_by, error);
	}
	int months = period == MIZAN_YEARLY ? 12 : period == MIZAN_QUARTERLY ? 3 : 1;
	return status == MIZAN_OK
		       ? mizan_joins_store(database, &options, months, from, to, table, error)
		       : status;
}

static const char *const events_columns[] = {"actor", "name", "joined", "status", "source",
	"coverage", "side", "date_from", "date_to", "events", "deaths_low", "deaths_best",
	"deaths_high", "matched_by", NULL};
static const char *const events_arguments[] = {"of", "window", "known_by", NULL};

static mizan_status events_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_relation_options options = mizan_relations_all;
	int window;
	options.of = sql_text(arguments, 0);
	mizan_status status = sql_integer(arguments, 1, "window", 365, &window, error);
	if (status == MIZAN_OK) {
		status = actors_day(arguments, 2, "known_by", &options.known_by, error);
	}
	return status == MIZAN_OK
		       ? mizan_relation_events_store(database, &options, window, table, NULL, error)
		       : status;
}

static const char *const offices_columns[] = {
	"office_id", "actor_id", "actor", "post", "holder", "from", "to", "holds", "source", NULL};
static const char *const offices_arguments[] = {"on", "of", NULL};

static mizan_status offices_run(sqlite3 *database, const struct sql_arguments *arguments,
	struct mizan_table *table, struct mizan_error *error)
{
	mizan_date on;
	mizan_status status = actors_day(arguments, 0, "on", &on, error);
	return status == MIZAN_OK
		       ? mizan_offices_store(database, on, sql_text(arguments, 1), table, error)
		       : status;
}

const struct sql_function sql_actor_functions[] = {
	{"mizan_relations", relations_columns, relations_arguments, relations_run},
	{"mizan_relation_counts", counts_columns, counts_arguments, counts_run},
	{"mizan_joins", joins_columns, joins_arguments, joins_run},
	{"mizan_relation_events", events_columns, events_arguments, events_run},
	{"mizan_offices", offices_columns, offices_arguments, offices_run},
	{NULL, NULL, NULL, NULL},
};

/* ---- mizan_actor_id, mizan_actor_name ----------------------------------------------------- */

/* The names of the store, read once and kept while they are the same. */
struct actors_cache {
	struct mizan_actor_book *book;
};

static void actors_cache_free(void *context)
{
	struct actors_cache *cache = context;
	mizan_actor_book_release(cache->book);
	sqlite3_free(cache);
}

static void actors_result_error(sqlite3_context *context, const struct mizan_error *error)
{
	if (error->status == MIZAN_ERROR_MEMORY) {
		sqlite3_result_error_nomem(context);
	} else {
		sqlite3_result_error(context, error->what, -1);
	}
}

static mizan_status actors_cache_refresh(
	sqlite3 *database, struct actors_cache *cache, struct mizan_error *error)
{
	bool current = false;
	mizan_status status = MIZAN_OK;
	if (cache->book) {
		status = mizan_actor_book_check(database, cache->book, &current, error);
	}
	if (status == MIZAN_OK && !current) {
		mizan_actor_book_release(cache->book);
		cache->book = NULL;
		status = mizan_actor_book_read(database, &cache->book, error);
	}
	return status;
}

static void actors_id(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	struct mizan_error error = {0};
	const char *text = (const char *)sqlite3_value_text(values[0]), *id = NULL;
	struct actors_cache *cache = sqlite3_user_data(context);
	if (!text) {
		return;
	}
	struct mizan_slice slice = {text, strlen(text)};
	mizan_status status =
		actors_cache_refresh(sqlite3_context_db_handle(context), cache, &error);
	/* What is too long for a name, or no text at all, is nobody's. */
	if (status == MIZAN_OK && slice.size <= MIZAN_ACTOR_NAME_BYTES &&
		mizan_utf8_check(slice.data, slice.size) == slice.size) {
		status = mizan_actor_book_find(cache->book, slice, &id, &error);
	}
	if (status != MIZAN_OK) {
		actors_result_error(context, &error);
	} else if (id) {
		sqlite3_result_text(context, id, -1, SQLITE_TRANSIENT);
	}
}

static void actors_name(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct mizan_error error = {0};
	struct mizan_arena arena = {0};
	const char *id = (const char *)sqlite3_value_text(values[0]), *name = NULL;
	const char *user = count > 1 ? (const char *)sqlite3_value_text(values[1]) : NULL;
	if (!id) {
		return;
	}
	if (mizan_actor_name_store(sqlite3_context_db_handle(context), id, user, &arena, &name,
		    &error) != MIZAN_OK) {
		actors_result_error(context, &error);
	} else if (name) {
		sqlite3_result_text(context, name, -1, SQLITE_TRANSIENT);
	}
	mizan_arena_release(&arena);
}

mizan_status sql_register_actors(sqlite3 *database, struct mizan_error *error)
{
	/* The same within a statement, as SQLite means it: the store does not change under it. */
	const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
	struct actors_cache *cache = sqlite3_malloc(sizeof *cache);
	if (!cache) {
		return mizan_error_memory(error);
	}
	*cache = (struct actors_cache){0};
	/* SQLite frees the cache, also when this fails. */
	bool done = sqlite3_create_function_v2(database, "mizan_actor_id", 1, flags, cache,
			    actors_id, NULL, NULL, actors_cache_free) == SQLITE_OK;
	for (int count = 1; count <= 2 && done; count++) {
		done = sqlite3_create_function_v2(database, "mizan_actor_name", count, flags, NULL,
			       actors_name, NULL, NULL, NULL) == SQLITE_OK;
	}
	return done ? MIZAN_OK : mizan_store_error(database, error, "register functions");
}

bool sql_is_of_actors(const char *function_name)
{
	return sqlite3_stricmp(function_name, "mizan_actor_id") == 0 ||
	       sqlite3_stricmp(function_name, "mizan_actor_name") == 0;
}
