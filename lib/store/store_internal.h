/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the store room share. No other room includes this. */
#ifndef MIZAN_STORE_INTERNAL_H
#define MIZAN_STORE_INTERNAL_H

#include <mizan/store.h>

#include "sqlite.h"

/*
 * 2: toll_sum, event_country; 3: records of a peace process; 4: office.withheld; 5: results of
 * briefs that were kept. What a store of the oldest lacks is made when it is opened for writing;
 * from the readable one on it can be read as it is.
 */
#define STORE_SCHEMA_VERSION 5
#define STORE_SCHEMA_READABLE 4
#define STORE_SCHEMA_OLDEST 3

/* Runs one or more statements without parameters. `doing` names the step in the error. */
mizan_status store_execute(sqlite3 *database, const char *sql, const char *doing,
	struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status store_prepare(sqlite3 *database, const char *sql, sqlite3_stmt **statement,
	const char *doing, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Steps a statement that gives no row, and resets it. */
mizan_status store_step(sqlite3 *database, sqlite3_stmt *statement, const char *doing,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* The first column of the first row as an integer; `otherwise` where there is no row. */
mizan_status store_integer(sqlite3 *database, const char *sql, int64_t otherwise, int64_t *value,
	const char *doing, struct mizan_error *error) MIZAN_MUST_CHECK;

/* The tables of records (schema_records.c). */
mizan_status schema_create_records(sqlite3 *database, struct mizan_error *error) MIZAN_MUST_CHECK;

/* Makes all tables of an empty database, or checks and migrates those that are there. */
mizan_status schema_create(sqlite3 *database, struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status schema_check(sqlite3 *database, const char *path, bool writable,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Lifts, and puts back, the triggers that keep other programs from writing events. */
mizan_status schema_unlock_events(sqlite3 *database, struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status schema_lock_events(sqlite3 *database, struct mizan_error *error) MIZAN_MUST_CHECK;
/* The indexes of `event`: dropped before many rows come, made after. */
mizan_status schema_drop_indexes(sqlite3 *database, struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status schema_create_indexes(sqlite3 *database, struct mizan_error *error) MIZAN_MUST_CHECK;

/* What public output keeps back (public.c). */
enum store_withheld {
	WITHHELD_EVENTS,
	WITHHELD_PAST,
	WITHHELD_HOLDERS,
	WITHHELD_REFUSED,
	WITHHELD_RELEASES,
	WITHHELD_VIOLATIONS,
	WITHHELD_RESULTS,
	WITHHELD_STATEMENTS,
	WITHHELD_EVIDENCE,
	WITHHELD_COUNT,
};
/* The state of a handle that is guarded, published or reads the store as it was; SQLite frees it
 * with the handle. */
struct store_guard {
	bool guarded, published;
	bool without;           /* some tables are read as they were: the views "NAME was TABLE" */
	mizan_date from, until; /* published: the first day that is withheld, the reference day */
	char name[33];          /* begins the names of the views that may read the tables */
	unsigned read;          /* bits of enum store_withheld whose columns were read */
};
/* NULL where the handle has none. */
struct store_guard *store_guard_find(sqlite3 *database);
/* Finds or makes it. */
mizan_status store_guard_make(
	sqlite3 *database, struct store_guard **state, struct mizan_error *error) MIZAN_MUST_CHECK;
/* SQLite's authorizer, with the state as its context. */
int store_guard_authorize(void *context, int action, const char *first, const char *second,
	const char *schema, const char *view);
/*
 * What a comparison reads events from: `event` or `event_past`, on a published handle a view of the
 * same in which source_key alone is as it stands. Whoever shows it has to withhold it.
 */
#define STORE_TABLE_NAME 64
const char *store_events_by_key(sqlite3 *database, bool past, char name[STORE_TABLE_NAME]);
/* Whether a published handle may read a column; remembers what is withheld. */
int store_public_read(struct store_guard *state, const char *table, const char *column,
	const char *schema, const char *view);

/* Points for the R-tree of event.geom. Zero-initialised is empty. */
struct rtree_cell;
struct rtree_home;
struct rtree_points {
	struct rtree_cell *cells;
	struct rtree_home *homes; /* once arranged: the node of each event */
	size_t count, capacity;
};
/* False: no memory. */
bool rtree_add_point(struct rtree_points *points, int64_t event_id, double longitude,
	double latitude) MIZAN_MUST_CHECK;
/* All points of `event`, instead of those that are there. */
mizan_status rtree_read_points(
	sqlite3 *database, struct rtree_points *points, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Sorts the points into the nodes that they will have; touches no database. Cost O(n log n). */
bool rtree_arrange(struct rtree_points *points) MIZAN_MUST_CHECK;
/*
 * Writes the R-tree anew, packed, from arranged points, which are used up, and their extent into
 * gpkg_contents.
 */
mizan_status rtree_write(
	sqlite3 *database, struct rtree_points *points, struct mizan_error *error) MIZAN_MUST_CHECK;
void rtree_points_release(struct rtree_points *points);

/* Sums of one release's events, for the table toll_sum. Zero-initialised is empty. */
struct event_sum;
struct event_sums {
	struct event_sum *items;
	uint32_t *slots;
	size_t count, capacity, slot_count;
};
/* False: no memory. */
bool event_sums_add(struct event_sums *sums, const struct mizan_event *event) MIZAN_MUST_CHECK;
/* Appends the countries of all events, sorted, between blanks. No event may be added after. */
void event_sums_countries(struct event_sums *sums, struct mizan_text *list);
mizan_status event_sums_write(sqlite3 *database, const struct event_sums *sums, int64_t release_id,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Makes toll_sum anew from `event`. Cost: all events. */
mizan_status event_sums_rebuild(sqlite3 *database, struct mizan_error *error) MIZAN_MUST_CHECK;
void event_sums_release(struct event_sums *sums);

/*
 * Moves to event_past what the release supersedes, and the release's own events that a newer one
 * supersedes: same source, same country, date_end in the other's period. A sample neither
 * supersedes nor is superseded, but by its own later version.
 */
mizan_status release_supersede(sqlite3 *database, const struct mizan_release *release,
	int64_t *superseded, int64_t *already, struct mizan_error *error) MIZAN_MUST_CHECK;
/* -1, 0, 1 for versions of dotted numbers; 0 where one of them is not (a hash). */
int release_compare_versions(const char *a, const char *b);
mizan_status release_insert(sqlite3 *database, struct mizan_release *release,
	struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status release_update(sqlite3 *database, const struct mizan_release *release,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/* Words of `flags`, in the order of their bits; "" for none. */
void event_flags_write(unsigned flags, char buffer[96]);
unsigned event_flags_read(const char *words);

#endif
