/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which actor grew fastest: deaths of a year against the year before, with a floor. */
#include "indicator_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* From events: those of complete releases, counted for both sides. From figures: those that name an
 * actor and a whole year; the publisher's newest. One form for both. */
static const char actors_sql[] =
	"WITH side AS (SELECT e.release_id, e.side_a AS actor, e.month / 12 AS year, e.deaths_best"
	" FROM event e WHERE e.month / 12 IN (?2, ?2 - 1) AND (?1 IS NULL OR e.country = "
	"?1)" INDICATOR_IN_ZONE(
		"?3") " UNION ALL SELECT e.release_id, e.side_b, e.month / 12, e.deaths_best FROM "
		      "event e"
		      " WHERE e.month / 12 IN (?2, ?2 - 1) AND (?1 IS NULL OR e.country = "
		      "?1)" INDICATOR_IN_ZONE(
			      "?3") " AND e.side_b IS NOT e.side_a),"
				    " sums AS (SELECT r.source AS publisher, 'events' AS origin, "
				    "NULL AS counts_what, s.actor,"
				    " sum(CASE WHEN s.year = ?2 THEN s.deaths_best END) AS value,"
				    " sum(CASE WHEN s.year = ?2 - 1 THEN s.deaths_best END) AS "
				    "former"
				    " FROM side s JOIN release r USING(release_id) WHERE "
				    "r.coverage = 'complete'"
				    " AND s.actor IS NOT NULL GROUP BY r.source, s.actor),"
				    " figures AS (SELECT publisher, counts_what, actor, value, "
				    "publisher || coalesce(', ' ||"
				    " edition, '') || coalesce(' (relayed by ' || relayed_by || "
				    "')', '') ||"
				    " coalesce(', ' || url, '') AS line,"
				    " CAST(substr(period_start, 1, 4) AS INTEGER) AS year,"
				    " row_number() OVER (PARTITION BY publisher, counts_what, "
				    "actor, period_start"
				    " ORDER BY relayed_by IS NOT NULL, published DESC, edition "
				    "DESC, figure_id) AS newest"
				    " FROM published_figure WHERE indicator = 'deaths' AND actor "
				    "IS NOT NULL AND area IS NULL"
				    " AND ?3 IS NULL"
				    " AND country IS ?1 AND substr(period_start, 5) = '-01-01'"
				    " AND period_end = substr(period_start, 1, 4) || '-12-31')"
				    " SELECT publisher, origin, counts_what, actor, value, former, "
				    "NULL, NULL FROM sums"
				    " UNION ALL SELECT n.publisher, 'figures', n.counts_what, "
				    "n.actor, n.value, f.value,"
				    " f.line, n.line"
				    " FROM figures n JOIN figures f ON f.publisher = n.publisher "
				    "AND f.actor = n.actor"
				    " AND f.counts_what IS n.counts_what AND f.year = ?2 - 1 AND "
				    "f.newest = 1"
				    " WHERE n.year = ?2 AND n.newest = 1";

static void actors_add_columns(struct mizan_table *table)
{
	mizan_table_add_column(table, "publisher", MIZAN_TEXT, -1);
	mizan_table_add_column(table, "origin", MIZAN_TEXT, -1);
	mizan_table_add_column(table, "counts_what", MIZAN_TEXT, -1);
	mizan_table_add_column(table, "rank", MIZAN_YEAR, -1);
	mizan_table_add_column(table, "actor", MIZAN_TEXT, -1);
	mizan_table_add_column(table, "deaths", MIZAN_INTEGER, -1);
	mizan_table_add_column(table, "former", MIZAN_INTEGER, -1);
	mizan_table_add_column(table, "change", MIZAN_INTEGER, -1);
	mizan_table_add_column(table, "growth", MIZAN_REAL, 3);
}

static void actors_add_row(sqlite3_stmt *statement, struct mizan_table *table)
{
	size_t row = mizan_table_add_row(table);
	int64_t value = sqlite3_column_int64(statement, 4);
	int64_t former = sqlite3_column_int64(statement, 5);
	for (int i = 0; i < 3; i++) {
		mizan_table_set_text(table, row, (size_t)i, indicator_text(statement, i));
	}
	mizan_table_set_text(table, row, 4, indicator_text(statement, 3));
	mizan_table_set_integer(table, row, 5, value);
	mizan_table_set_integer(table, row, 6, former);
	mizan_table_set_integer(table, row, 7, value - former);
	if (former > 0) {
		mizan_table_set_real(table, row, 8, (double)value / (double)former - 1);
	}
	for (int i = 6; i < 8; i++) {
		const char *line = indicator_text(statement, i); /* of figures */
		if (line) {
			mizan_table_add_source(table, line);
		}
	}
}

static int actors_same_list(const struct mizan_table *table, size_t a, size_t b)
{
	for (size_t column = 0; column < 3; column++) {
		const struct mizan_cell *left = mizan_table_cell(table, a, column);
		const struct mizan_cell *right = mizan_table_cell(table, b, column);
		const char *x = left->known ? left->text : "", *y = right->known ? right->text : "";
		int order = column == 1 ? strcmp(y, x) : strcmp(x, y);
		if (order) {
			return order;
		}
	}
	return 0;
}

static int actors_compare(const void *left, const void *right, void *context)
{
	const struct mizan_table *table = context;
	size_t a = *(const size_t *)left, b = *(const size_t *)right;
	int order = actors_same_list(table, a, b);
	if (order) {
		return order;
	}
	double x = -INFINITY, y = -INFINITY;
	(void)mizan_table_number(table, a, 8, &x);
	(void)mizan_table_number(table, b, 8, &y);
	if (x != y) {
		return x > y ? -1 : 1;
	}
	return strcmp(mizan_table_cell(table, a, 4)->text, mizan_table_cell(table, b, 4)->text);
}

/* Ranks "1224" within each list. */
static void actors_rank(struct mizan_table *table)
{
	size_t start = 0;
	for (size_t row = 0; row < table->row_count; row++) {
		if (row > 0 && actors_same_list(table, row - 1, row) != 0) {
			start = row;
		}
		double mine = 0, before = 0;
		bool tied = row > start && mizan_table_number(table, row, 8, &mine) &&
			    mizan_table_number(table, row - 1, 8, &before) && mine == before;
		int64_t rank = tied ? mizan_table_cell(table, row - 1, 3)->integer
				    : (int64_t)(row - start + 1);
		mizan_table_set_integer(table, row, 3, rank);
	}
}

static mizan_status actors_sort(struct mizan_table *table, struct mizan_error *error)
{
	size_t *order = calloc(table->row_count + 1, sizeof *order);
	if (!order) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < table->row_count; i++) {
		order[i] = i;
	}
	qsort_r(order, table->row_count, sizeof *order, actors_compare, table);
	mizan_table_reorder(table, order, table->row_count);
	free(order);
	actors_rank(table);
	return mizan_table_check(table, error);
}

static mizan_status actors_read(sqlite3 *database, const struct mizan_release_list *releases,
	const char *country, const char *zone, int year, int64_t floor, struct mizan_table *table,
	int64_t *below, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status =
		indicator_prepare(database, actors_sql, &statement, "rank actors", error);
	if (status != MIZAN_OK) {
		return status;
	}
	indicator_bind_text(statement, 1, country);
	sqlite3_bind_int(statement, 2, year);
	indicator_bind_text(statement, 3, zone);
	int code;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		bool events = strcmp(indicator_text(statement, 1), "events") == 0;
		if (events && !coverage_has_all(releases, indicator_text(statement, 0), country,
				      (year - 1) * 12, year * 12 + 11)) {
			mizan_table_add_note(table, "%s does not cover %d and %d here: left out",
				indicator_text(statement, 0), year - 1, year);
		} else if (sqlite3_column_type(statement, 4) != SQLITE_NULL &&
			   sqlite3_column_int64(statement, 5) >= floor) {
			actors_add_row(statement, table);
		} else {
			*below += 1;
		}
	}
	sqlite3_finalize(statement);
	return code == SQLITE_DONE ? MIZAN_OK : mizan_store_error(database, error, "rank actors");
}

/* Both years have to lie in the zone's time. Gives its country where it has only one, for what is
 * covered. */
static mizan_status actors_check_zone(sqlite3 *database, const char *zone_id, int year,
	const char **country, struct mizan_arena *arena, struct mizan_error *error)
{
	struct mizan_zone *zone;
	mizan_status status = indicator_open_zone(database, zone_id, *country, &zone, error);
	if (status != MIZAN_OK || !zone) {
		return status;
	}
	status = indicator_hold_zone(
		zone, mizan_date_make(year - 1, 1, 1), mizan_date_make(year, 12, 31), error);
	const char *only = mizan_zone_facts(zone)->country;
	if (status == MIZAN_OK && !*country && only) {
		*country = mizan_arena_copy(arena, only, strlen(only));
		status = *country ? MIZAN_OK : mizan_error_memory(error);
	}
	mizan_zone_close(zone);
	return status;
}

static mizan_status actors_note_zone(sqlite3 *database, const char *zone, const char *country,
	int year, struct mizan_table *table, const struct mizan_watch *watch,
	struct mizan_error *error)
{
	struct mizan_event_query query = {.where = INDICATOR_COMPLETE,
		.country = country,
		.from = mizan_date_make(year - 1, 1, 1),
		.to = mizan_date_make(year, 12, 31)};
	return zone ? mizan_zone_note(database, zone, &query, table, watch, error) : MIZAN_OK;
}

mizan_status mizan_growth_actors_store(struct sqlite3 *database, const char *country,
	const char *zone, int year, int64_t floor, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	if (year < 2 || year > 9999) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "as in --year 2024",
			"say which year is compared with the year before");
	}
	struct mizan_arena arena = {0};
	struct mizan_release_list releases;
	int64_t below = 0;
	actors_add_columns(table);
	mizan_status status = mizan_store_releases(database, &arena, &releases, error);
	if (status == MIZAN_OK) {
		status = mizan_watch_check(watch, error);
	}
	if (status == MIZAN_OK) {
		status = mizan_zone_register(database, error);
	}
	if (status == MIZAN_OK) {
		status = actors_check_zone(database, zone, year, &country, &arena, error);
	}
	if (status == MIZAN_OK) {
		status = actors_read(database, &releases, country, zone, year,
			floor < 1 ? 1 : floor, table, &below, error);
	}
	if (status == MIZAN_OK) {
		status = actors_sort(table, error);
	}
	if (status == MIZAN_OK) {
		mizan_table_add_note(table,
			"deaths in events in which the actor is a side, whoever caused them; "
			"ranked are "
			"actors with at least %lld deaths in %d; %lld others have fewer, or none "
			"since",
			(long long)(floor < 1 ? 1 : floor), year - 1, (long long)below);
		status = actors_note_zone(database, zone, country, year, table, watch, error);
	}
	if (status == MIZAN_OK) {
		status = indicator_add_sources(database, table, &releases, NULL, country, error);
	}
	mizan_arena_release(&arena);
	return status;
}
