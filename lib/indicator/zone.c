/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zones in indicators: what lies in one, what cannot be told, and what is said of both. */
#include "indicator_internal.h"

#include <inttypes.h>
#include <string.h>

mizan_status indicator_open_zone(sqlite3 *database, const char *zone_id, const char *country,
	struct mizan_zone **zone, struct mizan_error *error)
{
	*zone = NULL;
	if (!zone_id) {
		return MIZAN_OK;
	}
	mizan_status status = mizan_zone_open(database, zone_id, zone, error);
	if (status != MIZAN_OK || !country) {
		return status;
	}
	const struct mizan_zone_facts *facts = mizan_zone_facts(*zone);
	for (size_t i = 0; i < facts->part_count; i++) {
		if (strcmp(facts->parts[i].country, country) == 0) {
			return MIZAN_OK;
		}
	}
	status = mizan_error_set(error, MIZAN_ERROR_USAGE, "mizan zones tells where the zones are",
		"zone '%s' has no part in %s", zone_id, country);
	mizan_zone_close(*zone);
	*zone = NULL;
	return status;
}

mizan_status indicator_take_zone(struct mizan_zone *zone, const struct mizan_event *event,
	struct zone_tally *tally, bool *in, struct mizan_error *error)
{
	int verdict;
	mizan_status status = mizan_zone_has(zone, event, &verdict, error);
	if (status != MIZAN_OK) {
		return status;
	}
	int64_t deaths = event->deaths_best == MIZAN_UNKNOWN ? 0 : event->deaths_best;
	*in = verdict == 1;
	if (verdict == 1) {
		tally->events++;
		tally->deaths += deaths;
	} else if (verdict < 0) {
		tally->untold_events++;
		tally->untold_deaths += deaths;
	}
	return MIZAN_OK;
}

mizan_status indicator_hold_zone(
	const struct mizan_zone *zone, mizan_date first, mizan_date last, struct mizan_error *error)
{
	const struct mizan_zone_facts *facts = mizan_zone_facts(zone);
	char from[11], to[11], buffer[11];
	if (facts->from <= first && (facts->to == MIZAN_DATE_UNKNOWN || facts->to >= last)) {
		return MIZAN_OK;
	}
	return mizan_error_set(error, MIZAN_ERROR_USAGE,
		facts->from > first ? mizan_date_format(facts->from, buffer)
				    : mizan_date_format(facts->to, buffer),
		"zone '%s' %s within %s to %s, all of which is needed", facts->zone_id,
		facts->from > first ? "begins" : "ends", mizan_date_format(first, from),
		mizan_date_format(last, to));
}

/* ---- What is said ------------------------------------------------------------------------- */

static void zone_append_dates(struct mizan_text *text, mizan_date from, mizan_date to)
{
	char buffer[11];
	if (from != MIZAN_DATE_UNKNOWN) {
		mizan_text_printf(text, " from %s", mizan_date_format(from, buffer));
	}
	if (to != MIZAN_DATE_UNKNOWN) {
		mizan_text_printf(text, " to %s", mizan_date_format(to, buffer));
	}
}

const char *indicator_zone_sources(const struct mizan_zone_facts *facts, struct mizan_arena *arena)
{
	struct mizan_text list = {0};
	for (size_t i = 0; i < facts->part_count; i++) {
		bool told = !facts->parts[i].source;
		for (size_t k = 0; k < i && !told; k++) {
			told = facts->parts[k].source &&
			       strcmp(facts->parts[k].source, facts->parts[i].source) == 0;
		}
		if (!told) {
			mizan_text_printf(
				&list, "%s%s", list.size ? "; " : "", facts->parts[i].source);
		}
	}
	const char *copy =
		list.failed ? NULL : mizan_arena_copy(arena, list.data ? list.data : "", list.size);
	mizan_text_release(&list);
	return copy;
}

void indicator_note_zone(struct mizan_table *table, const struct mizan_zone *zone,
	const struct zone_tally *tally, const char *when)
{
	const struct mizan_zone_facts *facts = mizan_zone_facts(zone);
	struct mizan_text dates = {0};
	double events = (double)(tally->events + tally->untold_events);
	double deaths = (double)(tally->deaths + tally->untold_deaths);
	zone_append_dates(&dates, facts->from, facts->to);
	mizan_table_add_note(table,
		"zone %s (%s)%s: %s%" PRId64 " events (%.1f%%), %" PRId64
		" deaths (%.1f%%) are left out: their place is too coarse to tell; shares are of "
		"what is in the zone or may be",
		facts->zone_id, facts->name, dates.data ? dates.data : "", when,
		tally->untold_events,
		events > 0 ? 100 * (double)tally->untold_events / events : 0.0,
		tally->untold_deaths,
		deaths > 0 ? 100 * (double)tally->untold_deaths / deaths : 0.0);
	table->failed |= dates.failed;
	mizan_text_release(&dates);
	const char *sources = indicator_zone_sources(facts, &table->arena);
	const char *line = !sources    ? NULL
			   : !*sources ? sources
				       : mizan_arena_printf(&table->arena, "zone %s: %s",
						 facts->zone_id, sources);
	if (!line) {
		table->failed = true;
	} else if (*line) {
		mizan_table_add_source(table, line);
	}
}

struct tally_job {
	struct mizan_zone *zone;
	struct zone_tally tally;
	mizan_date from, to;
};

static mizan_status tally_take(
	void *context, const struct mizan_event *event, struct mizan_error *error)
{
	struct tally_job *job = context;
	bool in;
	return (job->from != MIZAN_DATE_UNKNOWN && event->date_end < job->from) ||
			       (job->to != MIZAN_DATE_UNKNOWN && event->date_end > job->to)
		       ? MIZAN_OK
		       : indicator_take_zone(job->zone, event, &job->tally, &in, error);
}

mizan_status mizan_zone_note(sqlite3 *database, const char *zone_id,
	const struct mizan_event_query *query, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_event_query events = *query;
	struct tally_job job = {.from = query->from, .to = query->to};
	mizan_status status =
		indicator_open_zone(database, zone_id, query->country, &job.zone, error);
	if (status == MIZAN_OK) {
		events.parts = MIZAN_ZONE_PARTS | MIZAN_PART_DEATHS;
		status = mizan_store_each_event(database, &events, tally_take, &job, watch, error);
	}
	if (status == MIZAN_OK) {
		indicator_note_zone(table, job.zone, &job.tally, "");
		status = mizan_table_check(table, error);
	}
	mizan_zone_close(job.zone);
	return status;
}
