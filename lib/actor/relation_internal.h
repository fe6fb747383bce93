/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files on the store's actors and relations share. No other room includes this. */
#ifndef MIZAN_ACTOR_RELATION_INTERNAL_H
#define MIZAN_ACTOR_RELATION_INTERNAL_H

#include <mizan/actor.h>
#include <mizan/store.h>

#include "../store/sqlite.h"

/* ---- The store's tables (actor_query.c) --------------------------------------------------- */

mizan_status actor_prepare(sqlite3 *database, const char *sql, sqlite3_stmt **statement,
	const char *doing, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Ends a statement whose last step gave `code`. */
mizan_status actor_finish(sqlite3 *database, sqlite3_stmt *statement, int code, const char *doing,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Column as text, NULL where unknown. */
const char *actor_text(sqlite3_stmt *statement, int column);
/* The same, copied; NULL too where there is no memory, which sets *failed. */
const char *actor_copy(
	sqlite3_stmt *statement, int column, struct mizan_arena *arena, bool *failed);
/* Adds the source line of each sheet of these kinds (a list until NULL) that is in use. */
mizan_status actor_add_sources(sqlite3 *database, struct mizan_table *table,
	const char *const *kinds, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Is `id` an item of a list with ; between? */
bool actor_list_has(const char *list, const char *id);
/* The next item of a list with ; between, without blanks around; false at its end. */
bool actor_list_next(const char **list, struct mizan_slice *item);
/* The id of an actor given by id or name, in the arena; MIZAN_ERROR_USAGE where there is none. */
mizan_status actor_resolve(sqlite3 *database, const char *actor, struct mizan_arena *arena,
	const char **actor_id, struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- Dates that are known by day, month or year ------------------------------------------- */

#define DAY_FIRST (INT32_MIN + 1)
#define DAY_LAST INT32_MAX

/* The days that a date may be: both are the day itself where it is known. */
struct dated {
	mizan_date first, last; /* DAY_FIRST, DAY_LAST: unknown */
};
/* From a column and the one behind it, which has its precision. */
struct dated dated_read(sqlite3_stmt *statement, int column);
bool dated_is_known(struct dated date);
/* "2020-02-29", "2020-02", "2020"; "" where unknown. Returns `buffer`. */
char *dated_format(struct dated date, char buffer[11]);

enum holding { HOLDS_NOT, HOLDS_PERHAPS, HOLDS };
/* Does what began and ended so hold on a day? An unknown beginning is perhaps; an unknown end none.
 */
enum holding dated_holds(struct dated from, struct dated to, mizan_date day);
const char *holding_word(enum holding holding);

/* ---- Relations in memory (relation.c) ----------------------------------------------------- */

enum relation_status { RELATION_CONFIRMED, RELATION_ANNOUNCED, RELATION_DENIED };
const char *relation_status_word(enum relation_status status);

struct world_actor {
	const char *id, *name, *country, *ucdp_ids, *acled_names, *gtd_names;
	const char *shown; /* its name as output has it */
};
struct relation {
	const char *id, *kind;
	size_t a, b; /* positions of actors */
	struct dated from, to;
	enum relation_status status;
	const char *announced_by, *confirmed_by, *denied_by, *source, *note;
	size_t ended_by;    /* position of the split, or of the joining again; SIZE_MAX: none */
	struct dated ended; /* when that was */
};
/* Everything that could be known by a day. Zero-initialised is empty. */
struct world {
	struct mizan_arena arena;
	struct world_actor *actors; /* by id */
	size_t actor_count;
	struct relation *relations; /* by date, unknown ones first */
	size_t relation_count;
	size_t of; /* position of the actor asked for, SIZE_MAX: none */
};

mizan_status world_read(sqlite3 *database, const struct mizan_relation_options *options,
	struct world *world, struct mizan_error *error) MIZAN_MUST_CHECK;
void world_release(struct world *world);
/* Finds out which relations splits, and joining again, have ended. Cost: O(n log n). */
mizan_status world_settle(struct world *world, struct mizan_error *error) MIZAN_MUST_CHECK;
enum holding relation_holds(const struct relation *relation, mizan_date day);
/* Merger or allegiance. */
bool relation_joins(const struct relation *relation);
/* The first day on which it no longer holds for certain (of an end as recorded: its last day);
 * DAY_LAST: it goes on. */
mizan_date relation_leave(const struct relation *relation);
mizan_status relation_check_kind(const char *kind, struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status relation_need_of(
	const struct mizan_relation_options *options, struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- Stays of a group (relation_stay.c) --------------------------------------------------- */

/* Time without a break in which a group is with another, by one or more relations. */
struct stay {
	size_t group;            /* position of the actor */
	mizan_date start, leave; /* first day; the day that it left, DAY_LAST: it did not */
	struct dated from;       /* the beginning as it is known */
	enum relation_status status;
	bool split; /* a split ended it */
};
struct stay_list {
	struct stay *items;
	size_t count;
};
/* The stays with world->of by mergers and allegiances, by group and start, in the world's arena.
 * Only those that are confirmed, or all that are not denied. */
mizan_status stays_find(struct world *world, bool confirmed, struct stay_list *list,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/* Lines of a table that several share. */
mizan_status relation_add_sources(
	sqlite3 *database, struct mizan_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;
void relation_note_status(struct mizan_table *table);
/* Beside a list of a day (`of` and `on` given): how many groups were with `of`, announced and
 * confirmed apart. Sets table->failed short of memory. */
void relation_note_counts(struct world *world, const struct mizan_relation_options *options,
	struct mizan_table *table);
void relation_note_known(const struct mizan_relation_options *options, struct mizan_table *table);

#endif
