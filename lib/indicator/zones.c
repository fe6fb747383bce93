/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The zones of a store, or the parts of one, and how many events fall in each. */
#include "indicator_internal.h"

#include <stdlib.h>
#include <string.h>

struct zones {
	struct mizan_zone **zones;
	struct zone_tally *tallies; /* of each zone, or of each part of the only one */
	size_t count, capacity;
	bool parts;
};

enum zones_column {
	ZONES_ID,
	ZONES_NAME,
	ZONES_COUNTRY,
	ZONES_PARTS,
	ZONES_FROM,
	ZONES_TO,
	ZONES_EVENTS,
	ZONES_DEATHS,
	ZONES_NOT_TOLD,
	ZONES_SOURCE,
};
enum part_column {
	PART_ID,
	PART_COUNTRY,
	PART_ADMIN1,
	PART_ADMIN2,
	PART_POLYGON,
	PART_FROM,
	PART_TO,
	PART_EVENTS,
	PART_DEATHS,
	PART_NOT_TOLD,
	PART_SOURCE,
};

/* ---- Reading ------------------------------------------------------------------------------ */

static mizan_status zones_add(
	sqlite3 *database, struct zones *zones, const char *zone_id, struct mizan_error *error)
{
	if (!mizan_grow(&zones->zones, &zones->capacity, zones->count + 1, sizeof *zones->zones)) {
		return mizan_error_memory(error);
	}
	mizan_status status =
		mizan_zone_open(database, zone_id, &zones->zones[zones->count], error);
	zones->count += status == MIZAN_OK;
	return status;
}

static mizan_status zones_open_all(
	sqlite3 *database, struct zones *zones, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status = indicator_prepare(database,
		"SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'zone_part'",
		&statement, "read the zones", error);
	/* A store of an older version has no such table. */
	int found = status == MIZAN_OK ? sqlite3_step(statement) : SQLITE_DONE;
	if (found != SQLITE_ROW && found != SQLITE_DONE) {
		status = mizan_store_error(database, error, "read the zones");
	}
	sqlite3_finalize(statement);
	if (status != MIZAN_OK || found != SQLITE_ROW) {
		return status;
	}
	status = indicator_prepare(database,
		"SELECT DISTINCT zone_id FROM zone_part ORDER BY zone_id", &statement,
		"read the zones", error);
	int code = SQLITE_DONE;
	while (status == MIZAN_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		status = zones_add(database, zones, indicator_text(statement, 0), error);
	}
	if (status == MIZAN_OK && code != SQLITE_DONE) {
		status = mizan_store_error(database, error, "read the zones");
	}
	sqlite3_finalize(statement);
	return status;
}

static mizan_status zones_take(
	void *context, const struct mizan_event *event, struct mizan_error *error)
{
	struct zones *zones = context;
	mizan_status status = MIZAN_OK;
	bool in;
	for (size_t i = 0; i < zones->count && status == MIZAN_OK && !zones->parts; i++) {
		status =
			indicator_take_zone(zones->zones[i], event, &zones->tallies[i], &in, error);
	}
	size_t parts = zones->parts ? mizan_zone_facts(zones->zones[0])->part_count : 0;
	for (size_t i = 0; i < parts && status == MIZAN_OK; i++) {
		int64_t deaths = event->deaths_best == MIZAN_UNKNOWN ? 0 : event->deaths_best;
		int verdict;
		status = mizan_zone_part_has(zones->zones[0], i, event, &verdict, error);
		if (status == MIZAN_OK) {
			zones->tallies[i].events += verdict == 1;
			zones->tallies[i].deaths += verdict == 1 ? deaths : 0;
			zones->tallies[i].untold_events += verdict < 0;
		}
	}
	return status;
}

/* ---- Rows --------------------------------------------------------------------------------- */

static void zones_add_columns(struct mizan_table *table, bool parts)
{
	static const char *const zones[] = {"zone_id", "name", "country", "parts", "from", "to",
		"events", "deaths", "not_told", "source", NULL};
	static const char *const of_one[] = {"zone_id", "country", "admin1", "admin2", "polygon",
		"from", "to", "events", "deaths", "not_told", "source", NULL};
	for (const char *const *name = parts ? of_one : zones; *name; name++) {
		bool number = strcmp(*name, "parts") == 0 || strcmp(*name, "events") == 0 ||
			      strcmp(*name, "deaths") == 0 || strcmp(*name, "not_told") == 0;
		mizan_table_add_column(table, *name, number ? MIZAN_INTEGER : MIZAN_TEXT, -1);
	}
}

static void zones_set_date(struct mizan_table *table, size_t row, size_t column, mizan_date date)
{
	char buffer[11];
	if (date != MIZAN_DATE_UNKNOWN) {
		mizan_table_set_text(table, row, column, mizan_date_format(date, buffer));
	}
}

static void zones_set_tally(
	struct mizan_table *table, size_t row, size_t column, const struct zone_tally *tally)
{
	mizan_table_set_integer(table, row, column, tally->events);
	mizan_table_set_integer(table, row, column + 1, tally->deaths);
	mizan_table_set_integer(table, row, column + 2, tally->untold_events);
}

/* The countries of a zone's parts, each once. */
static void zones_set_countries(
	struct mizan_table *table, size_t row, const struct mizan_zone_facts *facts)
{
	struct mizan_text list = {0};
	for (size_t i = 0; i < facts->part_count; i++) {
		if (!list.data || !strstr(list.data, facts->parts[i].country)) {
			mizan_text_printf(
				&list, "%s%s", list.size ? " " : "", facts->parts[i].country);
		}
	}
	table->failed |= list.failed;
	mizan_table_set_text(table, row, ZONES_COUNTRY, list.data);
	mizan_text_release(&list);
}

static void zones_add_row(struct mizan_table *table, const struct mizan_zone_facts *facts,
	const struct zone_tally *tally)
{
	size_t row = mizan_table_add_row(table);
	mizan_table_set_text(table, row, ZONES_ID, facts->zone_id);
	mizan_table_set_text(table, row, ZONES_NAME, facts->name);
	zones_set_countries(table, row, facts);
	mizan_table_set_integer(table, row, ZONES_PARTS, (int64_t)facts->part_count);
	zones_set_date(table, row, ZONES_FROM, facts->from);
	zones_set_date(table, row, ZONES_TO, facts->to);
	zones_set_tally(table, row, ZONES_EVENTS, tally);
	const char *sources = indicator_zone_sources(facts, &table->arena);
	table->failed |= !sources;
	mizan_table_set_text(table, row, ZONES_SOURCE, sources && *sources ? sources : NULL);
}

static void zones_add_part(struct mizan_table *table, const struct mizan_zone_facts *facts,
	size_t part, const struct zone_tally *tally)
{
	const struct mizan_zone_part *of = &facts->parts[part];
	size_t row = mizan_table_add_row(table);
	mizan_table_set_text(table, row, PART_ID, facts->zone_id);
	mizan_table_set_text(table, row, PART_COUNTRY, of->country);
	mizan_table_set_text(table, row, PART_ADMIN1, of->admin1);
	mizan_table_set_text(table, row, PART_ADMIN2, of->admin2);
	mizan_table_set_text(table, row, PART_POLYGON, of->polygon);
	zones_set_date(table, row, PART_FROM, of->from);
	zones_set_date(table, row, PART_TO, of->to);
	zones_set_tally(table, row, PART_EVENTS, tally);
	mizan_table_set_text(table, row, PART_SOURCE, of->source);
}

static void zones_write(const struct zones *zones, struct mizan_table *table)
{
	zones_add_columns(table, zones->parts);
	for (size_t i = 0; i < zones->count && !zones->parts; i++) {
		zones_add_row(table, mizan_zone_facts(zones->zones[i]), &zones->tallies[i]);
	}
	const struct mizan_zone_facts *one = zones->parts ? mizan_zone_facts(*zones->zones) : NULL;
	for (size_t i = 0; one && i < one->part_count; i++) {
		zones_add_part(table, one, i, &zones->tallies[i]);
	}
	if (zones->count == 0) {
		mizan_table_add_note(table, "there is no zone: write some (mizan template zones) "
					    "and import them");
		return;
	}
	mizan_table_add_note(table,
		"events and deaths_best of all sources and samples; not_told: events whose place "
		"is too coarse to tell%s",
		zones->parts ? "; an event may lie in several parts, and counts once in the zone"
			     : "");
}

mizan_status mizan_zones_store(sqlite3 *database, const char *zone_id, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct zones zones = {.parts = zone_id != NULL};
	struct mizan_event_query query = {.parts = MIZAN_ZONE_PARTS | MIZAN_PART_DEATHS,
		.from = MIZAN_DATE_UNKNOWN,
		.to = MIZAN_DATE_UNKNOWN};
	mizan_status status = zone_id ? zones_add(database, &zones, zone_id, error)
				      : zones_open_all(database, &zones, error);
	if (status == MIZAN_OK) {
		size_t count =
			zones.parts ? mizan_zone_facts(*zones.zones)->part_count : zones.count;
		zones.tallies = calloc(count + 1, sizeof *zones.tallies);
		status = zones.tallies ? MIZAN_OK : mizan_error_memory(error);
	}
	if (status == MIZAN_OK && zones.count > 0) {
		status = mizan_store_each_event(database, &query, zones_take, &zones, watch, error);
	}
	if (status == MIZAN_OK) {
		zones_write(&zones, table);
		status = mizan_table_check(table, error);
	}
	for (size_t i = 0; i < zones.count; i++) {
		mizan_zone_close(zones.zones[i]);
	}
	free(zones.zones);
	free(zones.tallies);
	return status;
}
