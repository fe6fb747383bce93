/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series from events: one a source, in the months that its complete releases cover. */
#include "series_internal.h"

#include <math.h>
#include <mizan/place.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct month_sum {
	int64_t value, low, high;
	int64_t known, unknown; /* events with a count, and without one */
};
struct source_sums {
	const char *source;
	struct month_sum *months; /* from span.first to span.last */
	bool has_area, has_actor; /* some event is of the area, or the actor, that is asked for */
};
struct collect {
	const struct mizan_series_options *options;
	const struct mizan_release_list *releases;
	struct mizan_arena arena;
	struct mizan_basemap *map; /* with options->area; NULL: names are compared as they stand */
	const struct mizan_area *area;
	struct mizan_zone *zone; /* with options->zone */
	struct zone_tally in_zone;
	struct series_span span;
	struct source_sums *sources;
	size_t source_count;
	bool partial; /* events without a count were left out */
	bool naming;  /* events of other years are read, for the names that they have */
};

/* ---- What there is ------------------------------------------------------------------------ */

static bool collect_uses(const struct collect *collect, const struct mizan_release *release)
{
	const struct mizan_series_options *options = collect->options;
	return strcmp(release->kind, "events") == 0 &&
	       release->period_start != MIZAN_DATE_UNKNOWN &&
	       (!options->source || strcmp(release->source, options->source) == 0) &&
	       (!options->country || strstr(release->countries, options->country));
}

static int source_compare(const void *left, const void *right)
{
	const struct source_sums *a = left, *b = right;
	return strcmp(a->source, b->source);
}

/* The sources with a complete release, and the months that any of them covers. */
static mizan_status collect_plan(
	struct collect *collect, struct mizan_table *table, struct mizan_error *error)
{
	struct series_span covered = {INT32_MAX, INT32_MIN};
	collect->sources = mizan_arena_allocate(
		&collect->arena, collect->releases->count + 1, sizeof *collect->sources);
	for (size_t i = 0; i < collect->releases->count && collect->sources; i++) {
		const struct mizan_release *release = &collect->releases->items[i];
		if (!collect_uses(collect, release)) {
			continue;
		}
		if (release->coverage == MIZAN_SAMPLE) {
			mizan_table_add_note(table,
				"%s is a sample: it says nothing about totals and has no rows here",
				release->source);
			continue;
		}
		int32_t first = mizan_date_month(release->period_start);
		int32_t last = mizan_date_month(release->period_end);
		covered.first = first < covered.first ? first : covered.first;
		covered.last = last > covered.last ? last : covered.last;
		size_t at = 0;
		while (at < collect->source_count &&
			strcmp(collect->sources[at].source, release->source) != 0) {
			at++;
		}
		if (at == collect->source_count) {
			collect->sources[collect->source_count++].source = release->source;
		}
	}
	struct series_span *span = &collect->span;
	span->first = span->first < covered.first ? covered.first : span->first;
	span->last = span->last > covered.last ? covered.last : span->last;
	if (!collect->sources) {
		return mizan_error_memory(error);
	}
	qsort(collect->sources, collect->source_count, sizeof *collect->sources, source_compare);
	return MIZAN_OK;
}

static mizan_status collect_make_room(struct collect *collect, struct mizan_error *error)
{
	size_t count = (size_t)(collect->span.last - collect->span.first + 1);
	for (size_t i = 0; i < collect->source_count; i++) {
		struct source_sums *source = &collect->sources[i];
		source->months =
			mizan_arena_allocate(&collect->arena, count, sizeof *source->months);
		if (!source->months) {
			return mizan_error_memory(error);
		}
	}
	return MIZAN_OK;
}

/* ---- Events ------------------------------------------------------------------------------- */

static bool is_name(struct mizan_slice text, const char *name)
{
	return strlen(name) == text.size && strncasecmp(name, text.data, text.size) == 0;
}

static bool collect_is_in_area(const struct collect *collect, struct mizan_slice admin1)
{
	if (!collect->options->area) {
		return true;
	}
	if (collect->area) {
		const struct mizan_area *area =
			mizan_basemap_province(collect->map, collect->options->country, admin1);
		return area && (area == collect->area || mizan_basemap_successor(collect->map,
								 area) == collect->area);
	}
	return is_name(admin1, collect->options->area);
}

static bool collect_has_actor(const struct collect *collect, const struct mizan_event *event)
{
	const char *actor = collect->options->actor;
	return !actor || is_name(event->side_a, actor) || is_name(event->side_b, actor);
}

/* A name that no event has may be misspelt: its 0 would be a fact of the spelling. */
static bool collect_knows_names(
	const struct collect *collect, const struct source_sums *source, struct mizan_table *table)
{
	const struct mizan_series_options *options = collect->options;
	bool area = !options->area || collect->area || source->has_area;
	bool actor = !options->actor || source->has_actor;
	if (!area || !actor) {
		mizan_table_add_note(table,
			"%s: no event has '%s' as its %s, in any year: it may be written otherwise "
			"there, so no number is given, and not 0",
			source->source, area ? options->actor : options->area,
			area ? "side" : "province");
	}
	return area && actor;
}

/* Value and range of one event for the indicator; false: it has none. */
static bool collect_value(
	const struct collect *collect, const struct mizan_event *event, struct month_sum *sum)
{
	const char *indicator = collect->options->indicator;
	if (strcmp(indicator, "attacks") == 0) {
		*sum = (struct month_sum){1, 1, 1, 1, 0};
		return true;
	}
	if (strcmp(indicator, "civilian-deaths") == 0) {
		int32_t civilians = event->deaths_civilians;
		*sum = (struct month_sum){civilians, civilians, civilians, 1, 0};
		return civilians != MIZAN_UNKNOWN;
	}
	int32_t best = event->deaths_best, low = event->deaths_low, high = event->deaths_high;
	*sum = (struct month_sum){
		best, low == MIZAN_UNKNOWN ? best : low, high == MIZAN_UNKNOWN ? best : high, 1, 0};
	return best != MIZAN_UNKNOWN;
}

static struct source_sums *collect_source(const struct collect *collect, int64_t release_id)
{
	const struct mizan_release *release = NULL;
	for (size_t i = 0; i < collect->releases->count; i++) {
		if (collect->releases->items[i].release_id == release_id) {
			release = &collect->releases->items[i];
			break;
		}
	}
	if (!release || release->coverage == MIZAN_SAMPLE) {
		return NULL;
	}
	for (size_t i = 0; i < collect->source_count; i++) {
		if (strcmp(collect->sources[i].source, release->source) == 0) {
			return &collect->sources[i];
		}
	}
	return NULL;
}

static mizan_status collect_event(
	void *context, const struct mizan_event *event, struct mizan_error *error)
{
	struct collect *collect = context;
	int32_t month = mizan_date_month(event->date_end);
	struct month_sum sum;
	bool within =
		!collect->naming && month >= collect->span.first && month <= collect->span.last;
	struct source_sums *source = collect_source(collect, event->release_id);
	if (!source || (!within && source->has_area && source->has_actor)) {
		return MIZAN_OK;
	}
	bool in_area = collect_is_in_area(collect, event->admin1);
	bool of_actor = collect_has_actor(collect, event);
	source->has_area |= in_area;
	source->has_actor |= of_actor;
	if (!within || !in_area || !of_actor) {
		return MIZAN_OK;
	}
	bool in = true;
	mizan_status status = collect->zone ? indicator_take_zone(collect->zone, event,
						      &collect->in_zone, &in, error)
					    : MIZAN_OK;
	if (status != MIZAN_OK || !in) {
		return status;
	}
	struct month_sum *to = &source->months[month - collect->span.first];
	if (!collect_value(collect, event, &sum)) {
		collect->partial = true;
		to->unknown++;
		return MIZAN_OK;
	}
	to->known++;
	to->value += sum.value;
	to->low += sum.low;
	to->high += sum.high;
	return MIZAN_OK;
}

static bool collect_is_summed(const struct mizan_series_options *options)
{
	return !options->area && !options->actor && !options->zone &&
	       !(options->where && *options->where);
}

static void collect_sum_row(struct collect *collect, sqlite3_stmt *statement)
{
	const char *indicator = collect->options->indicator;
	int32_t month = sqlite3_column_int(statement, 0);
	struct source_sums *source = collect_source(collect, sqlite3_column_int64(statement, 1));
	if (!source || month < collect->span.first || month > collect->span.last) {
		return;
	}
	int64_t events = sqlite3_column_int64(statement, 2);
	struct month_sum sum = {events, events, events, events, 0};
	if (strcmp(indicator, "civilian-deaths") == 0) {
		int64_t civilians = sqlite3_column_int64(statement, 6);
		int64_t known = sqlite3_column_int64(statement, 8);
		sum = (struct month_sum){civilians, civilians, civilians, known, events - known};
	} else if (strcmp(indicator, "attacks") != 0) {
		int64_t known = sqlite3_column_int64(statement, 7);
		sum = (struct month_sum){sqlite3_column_int64(statement, 3),
			sqlite3_column_int64(statement, 4), sqlite3_column_int64(statement, 5),
			known, events - known};
	}
	struct month_sum *to = &source->months[month - collect->span.first];
	collect->partial |= sum.unknown > 0;
	to->value += sum.value;
	to->low += sum.low;
	to->high += sum.high;
	to->known += sum.known;
	to->unknown += sum.unknown;
}

/* A country's months stand in toll_sum; a test compares them with the events. */
static mizan_status collect_sums(
	struct sqlite3 *database, struct collect *collect, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status = indicator_prepare(database,
		"SELECT month, release_id, events, deaths_best, deaths_low, deaths_high,"
		" deaths_civilians, best_known, civilians_known FROM toll_sum WHERE (?1 IS NULL"
		" OR country = ?1) AND (?2 IS NULL OR release_id IN (SELECT release_id FROM"
		" release WHERE source = ?2))",
		&statement, "add up events", error);
	if (status != MIZAN_OK) {
		return status;
	}
	indicator_bind_text(statement, 1, collect->options->country);
	indicator_bind_text(statement, 2, collect->options->source);
	int code;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		collect_sum_row(collect, statement);
	}
	sqlite3_finalize(statement);
	return code == SQLITE_DONE ? MIZAN_OK : mizan_store_error(database, error, "add up events");
}

/* Is there a source whose events of these years have not the name that is asked for? */
static bool collect_lacks_names(const struct collect *collect)
{
	const struct mizan_series_options *options = collect->options;
	bool lacks = false;
	for (size_t i = 0; i < collect->source_count; i++) {
		const struct source_sums *source = &collect->sources[i];
		lacks |= options->area && !collect->area && !source->has_area;
		lacks |= options->actor && !source->has_actor;
	}
	return lacks;
}

static mizan_status collect_events(struct sqlite3 *database, struct collect *collect,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	const struct mizan_series_options *options = collect->options;
	const struct series_span *span = &collect->span;
	struct mizan_event_query query = {.where = options->where,
		.parts = MIZAN_PART_DATES | MIZAN_PART_DEATHS,
		/* An event is in the month of its last day. */
		.from = mizan_date_make(span->first / 12, span->first % 12 + 1, 1),
		.to = mizan_date_make((span->last + 1) / 12, (span->last + 1) % 12 + 1, 1) - 1,
		.country = options->country,
		.source = options->source};
	query.parts |= strcmp(options->indicator, "civilian-deaths") == 0 ? MIZAN_PART_SIDES : 0u;
	query.parts |= options->area ? MIZAN_PART_ADMIN : 0u;
	query.parts |= options->actor ? MIZAN_PART_ACTORS : 0u;
	query.parts |= options->zone ? MIZAN_ZONE_PARTS : 0u;
	mizan_status status =
		mizan_store_each_event(database, &query, collect_event, collect, watch, error);
	collect->naming = status == MIZAN_OK && collect_lacks_names(collect);
	if (collect->naming) {
		query.from = query.to = MIZAN_DATE_UNKNOWN;
		status = mizan_store_each_event(
			database, &query, collect_event, collect, watch, error);
	}
	return status;
}

/* ---- Rows --------------------------------------------------------------------------------- */

/* A zone needs its every country covered, or 0 would stand for unknown. */
static bool collect_covers(
	const struct collect *collect, const char *source, int32_t first, int32_t last)
{
	const char *country = collect->options->country;
	const struct mizan_zone_facts *zone =
		collect->zone && !country ? mizan_zone_facts(collect->zone) : NULL;
	for (size_t i = 0; zone && i < zone->part_count; i++) {
		if (!coverage_has_all(
			    collect->releases, source, zone->parts[i].country, first, last)) {
			return false;
		}
	}
	return zone || coverage_has_all(collect->releases, source, country, first, last);
}

static void collect_add_period(const struct collect *collect, const struct source_sums *source,
	int32_t first, int32_t last, struct mizan_table *table)
{
	const struct mizan_series_options *options = collect->options;
	if (first < collect->span.first || last > collect->span.last ||
		!collect_covers(collect, source->source, first, last)) {
		return;
	}
	struct month_sum sum = {0};
	for (int32_t month = first; month <= last; month++) {
		const struct month_sum *m = &source->months[month - collect->span.first];
		sum.value += m->value;
		sum.low += m->low;
		sum.high += m->high;
		sum.known += m->known;
		sum.unknown += m->unknown;
	}
	/* No event is 0; events of which none has a count are not. */
	bool known = sum.known > 0 || sum.unknown == 0;
	bool deaths = strcmp(options->indicator, "deaths") == 0;
	struct series_row row = {.publisher = source->source,
		.origin = "events",
		.counts_what =
			strcmp(source->source, "ucdp-ged") == 0 ? "organised violence" : NULL,
		.month = first,
		.last = last,
		.value = known ? (double)sum.value : (double)NAN,
		.low = known && deaths ? (double)sum.low : (double)NAN,
		.high = known && deaths ? (double)sum.high : (double)NAN,
		.current = true};
	series_add_row(table, options->period, &row);
}

static void collect_add_rows(const struct collect *collect, struct mizan_table *table)
{
	enum mizan_period period = collect->options->period;
	for (size_t i = 0; i < collect->source_count; i++) {
		const struct source_sums *source = &collect->sources[i];
		if (!collect_knows_names(collect, source, table)) {
			continue;
		}
		if (period == MIZAN_WHOLE) {
			collect_add_period(collect, source,
				mizan_date_month(collect->options->from),
				mizan_date_month(collect->options->to), table);
			continue;
		}
		int step = period_months(period);
		for (int32_t month = collect->span.first - collect->span.first % step;
			month <= collect->span.last; month += step) {
			collect_add_period(collect, source, month, month + step - 1, table);
		}
	}
	if (collect->partial) {
		mizan_table_add_note(table, "events without a count are not in these sums");
	}
	if (collect->options->actor && table->row_count > 0) {
		mizan_table_add_note(table,
			"events: deaths in events in which %s is a side, whoever caused them",
			collect->options->actor);
	}
}

/* Months that the zone does not hold whole are not asked for. */
static void collect_clip_to_zone(struct collect *collect, struct mizan_table *table)
{
	const struct mizan_zone_facts *facts = mizan_zone_facts(collect->zone);
	struct series_span *span = &collect->span;
	struct series_span asked = *span;
	char buffer[11];
	if (facts->from != MIZAN_DATE_UNKNOWN) {
		int32_t first = mizan_date_month(facts->from - 1) + 1;
		span->first = span->first < first ? first : span->first;
	}
	if (facts->to != MIZAN_DATE_UNKNOWN) {
		int32_t last = mizan_date_month(facts->to + 1) - 1;
		span->last = span->last > last ? last : span->last;
	}
	if (span->first > asked.first) {
		mizan_table_add_note(table,
			"zone %s begins on %s: periods that begin before have no row",
			facts->zone_id, mizan_date_format(facts->from, buffer));
	}
	if (span->last < asked.last) {
		mizan_table_add_note(table,
			"zone %s ends on %s: periods that end after have no row", facts->zone_id,
			mizan_date_format(facts->to, buffer));
	}
}

static bool zone_has_polygon(const struct mizan_zone_facts *zone)
{
	bool any = false;
	for (size_t i = 0; i < zone->part_count; i++) {
		any |= zone->parts[i].polygon != NULL;
	}
	return any;
}

/* Where the public sees no point, day or place, a condition on them finds nothing: the months since
 * then are not asked for, or 0 would stand for what is withheld. */
static void collect_clip_to_public(
	struct sqlite3 *database, struct collect *collect, struct mizan_table *table)
{
	mizan_date from = mizan_store_public_from(database);
	struct series_span *span = &collect->span;
	char buffer[11];
	bool hidden = from != MIZAN_DATE_UNKNOWN && span->last >= mizan_date_month(from) &&
		      (mizan_store_condition_is_withheld(database, collect->options->where) ||
			      (collect->zone && zone_has_polygon(mizan_zone_facts(collect->zone))));
	if (hidden) {
		span->last = mizan_date_month(from) - 1;
		mizan_table_add_note(table,
			"public: %s needs what is withheld of events since %s: periods that end "
			"after that have no row (--restricted has them)",
			collect->zone ? "the zone, or the condition," : "the condition",
			mizan_date_format(from, buffer));
	}
}

static void collect_note_zone(const struct collect *collect, struct mizan_table *table)
{
	char label[32], when[40] = "";
	period_label(MIZAN_WHOLE, collect->span.first, collect->span.last, label);
	snprintf(when, sizeof when, "in %s ", label);
	indicator_note_zone(table, collect->zone, &collect->in_zone, when);
}

static bool collect_counts_events(const char *indicator)
{
	return strcmp(indicator, "deaths") == 0 || strcmp(indicator, "attacks") == 0 ||
	       strcmp(indicator, "civilian-deaths") == 0;
}

static void collect_find_area(struct collect *collect)
{
	const struct mizan_series_options *options = collect->options;
	struct mizan_error none = {0};
	if (options->area && options->country &&
		mizan_basemap_open(NULL, &collect->map, &none) == MIZAN_OK) {
		collect->area = mizan_basemap_province(collect->map, options->country,
			(struct mizan_slice){options->area, strlen(options->area)});
	}
}

mizan_status series_from_events(struct sqlite3 *database,
	const struct mizan_series_options *options, struct series_span span,
	struct mizan_table *table, const struct mizan_watch *watch, struct mizan_error *error)
{
	if (!collect_counts_events(options->indicator)) {
		return MIZAN_OK;
	}
	struct mizan_release_list releases = {0};
	struct collect collect = {.options = options, .releases = &releases, .span = span};
	mizan_status status = mizan_store_releases(database, &collect.arena, &releases, error);
	if (status == MIZAN_OK) {
		status = indicator_open_zone(
			database, options->zone, options->country, &collect.zone, error);
	}
	if (status == MIZAN_OK) {
		status = collect_plan(&collect, table, error);
	}
	if (status == MIZAN_OK && collect.zone) {
		collect_clip_to_zone(&collect, table);
	}
	if (status == MIZAN_OK) {
		collect_clip_to_public(database, &collect, table);
	}
	if (status == MIZAN_OK && collect.source_count > 0 &&
		collect.span.first <= collect.span.last) {
		collect_find_area(&collect);
		status = collect_make_room(&collect, error);
		if (status == MIZAN_OK) {
			status = collect_is_summed(options)
					 ? collect_sums(database, &collect, error)
					 : collect_events(database, &collect, watch, error);
		}
		if (status == MIZAN_OK) {
			collect_add_rows(&collect, table);
			if (collect.zone) {
				collect_note_zone(&collect, table);
			}
			status = indicator_add_sources(database, table, &releases, options->source,
				options->country, error);
		}
	}
	mizan_basemap_close(collect.map);
	mizan_zone_close(collect.zone);
	mizan_arena_release(&collect.arena);
	return status;
}
