/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The incidents that an agreement is held against. */
#include "effect_store_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- Agreements --------------------------------------------------------------------------- */

static const char agreements_sql[] =
	"SELECT agreement_id, title, process_id, country, parties, kind,"
	" coalesce(effective, signed), ended FROM agreement WHERE (?1 IS NULL OR agreement_id = ?1)"
	" AND (?2 IS NULL OR process_id = ?2) ORDER BY signed, agreement_id";

/* The tests of its commitments, joined. */
static const char tests_sql[] = "SELECT DISTINCT test FROM commitment WHERE agreement_id = ?1"
				" AND test IS NOT NULL ORDER BY 1";

/* UCDP's numbers of the parties that are no states. */
static const char ids_sql[] =
	"SELECT ucdp_ids FROM actor WHERE ucdp_ids IS NOT NULL AND kind <> 'state'"
	" AND instr(';' || ?1 || ';', ';' || actor_id || ';')";

static mizan_status read_tests(
	sqlite3 *database, const char *agreement, struct mizan_text *sql, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status = agreement_prepare(database, tests_sql, &statement, error);
	agreement_bind(statement, 1, agreement);
	while (agreement_step(database, statement, &status, error)) {
		mizan_text_printf(
			sql, "%s(%s\n)", sql->size ? " OR " : "", agreement_text(statement, 0));
	}
	sqlite3_finalize(statement);
	return status;
}

/* "356;1234" as digits and commas alone: it becomes part of a condition. */
static void append_ids(struct mizan_text *list, const char *ids)
{
	while (ids && *ids) {
		size_t size = strspn(ids, "0123456789");
		if (size > 0) {
			mizan_text_printf(list, "%s%.*s", list->size ? "," : "", (int)size, ids);
		}
		ids += size + (ids[size] != '\0');
	}
}

static mizan_status read_party_ids(
	sqlite3 *database, const char *parties, struct mizan_text *sql, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	struct mizan_text list = {0};
	mizan_status status = agreement_prepare(database, ids_sql, &statement, error);
	agreement_bind(statement, 1, parties);
	while (agreement_step(database, statement, &status, error)) {
		append_ids(&list, agreement_text(statement, 0));
	}
	sqlite3_finalize(statement);
	if (list.size > 0) {
		mizan_text_printf(
			sql, "side_a_id IN (%s) OR side_b_id IN (%s)", list.data, list.data);
	}
	sql->failed = sql->failed || list.failed;
	mizan_text_release(&list);
	return status;
}

static mizan_status read_condition(sqlite3 *database, struct mizan_arena *arena,
	struct effect_agreement *item, struct mizan_error *error)
{
	struct mizan_text sql = {0};
	mizan_status status = read_tests(database, item->id, &sql, error);
	item->condition_is = "the tests of its commitments";
	if (status == MIZAN_OK && sql.size == 0) {
		item->condition_is = "events with a party that is no state, by UCDP's numbers";
		status = read_party_ids(database, item->parties, &sql, error);
	}
	if (status == MIZAN_OK && sql.size == 0) {
		item->condition_is = "all events of the country";
	}
	if (status == MIZAN_OK) {
		status = mizan_text_check(&sql, error);
	}
	if (status == MIZAN_OK && sql.size > 0) {
		item->condition = mizan_arena_copy(arena, sql.data, sql.size);
		status = item->condition ? MIZAN_OK : mizan_error_memory(error);
	}
	mizan_text_release(&sql);
	return status;
}

mizan_status effect_agreements_read(sqlite3 *database, const char *agreement, const char *process,
	struct mizan_arena *arena, struct effect_agreement **items, size_t *count,
	struct mizan_error *error)
{
	struct effect_agreement *list = NULL;
	size_t capacity = 0;
	sqlite3_stmt *statement;
	bool failed = false;
	*count = 0;
	mizan_status status = agreement_prepare(database, agreements_sql, &statement, error);
	agreement_bind(statement, 1, agreement);
	agreement_bind(statement, 2, process);
	while (agreement_step(database, statement, &status, error)) {
		if (!mizan_grow(&list, &capacity, *count + 1, sizeof *list)) {
			status = mizan_error_memory(error);
			break;
		}
		struct effect_agreement *item = &list[(*count)++];
		*item = (struct effect_agreement){
			.from = agreement_date(statement, 6), .to = agreement_date(statement, 7)};
		const char **const texts[] = {&item->id, &item->title, &item->process,
			&item->country, &item->parties, &item->kind};
		for (int i = 0; i < 6; i++) {
			*texts[i] = agreement_copy(arena, statement, i, &failed);
		}
		/* The day on which it ended is no longer one on which it held. */
		item->to -= item->to != MIZAN_DATE_UNKNOWN && item->to > item->from;
	}
	sqlite3_finalize(statement);
	*items = mizan_arena_allocate(arena, *count + 1, sizeof **items);
	if (status == MIZAN_OK && (failed || !*items)) {
		status = mizan_error_memory(error);
	}
	for (size_t i = 0; status == MIZAN_OK && i < *count; i++) {
		(*items)[i] = list[i];
		status = read_condition(database, arena, &(*items)[i], error);
	}
	free(list);
	return status;
}

/* ---- Events ------------------------------------------------------------------------------- */

struct effect_reader {
	struct effect_events *events;
	struct mizan_arena *arena;
	struct mizan_zone *zone; /* NULL: everywhere */
	const char *countries;   /* several, blanks between; NULL: the query takes one alone */
};

static bool effect_has_country(const char *countries, struct mizan_slice country)
{
	while (*countries) {
		size_t size = strcspn(countries, " ");
		if (size == country.size && size > 0 &&
			memcmp(countries, country.data, size) == 0) {
			return true;
		}
		countries += size + (countries[size] == ' ');
	}
	return false;
}

static mizan_status reader_take(
	void *context, const struct mizan_event *event, struct mizan_error *error)
{
	struct effect_reader *reader = context;
	struct effect_events *events = reader->events;
	size_t source = mizan_release_source_of(
		&events->releases, events->sources, events->source_count, event->release_id);
	int in = 1;
	if (source == SIZE_MAX) {
		return MIZAN_OK;
	}
	if (reader->countries && !effect_has_country(reader->countries, event->country)) {
		return MIZAN_OK;
	}
	if (reader->zone) {
		mizan_status status = mizan_zone_has(reader->zone, event, &in, error);
		events->untold += in < 0;
		if (status != MIZAN_OK || in != 1) {
			return status;
		}
	}
	if (event->date_precision >= MIZAN_DATE_MONTH) {
		events->imprecise++;
		return MIZAN_OK;
	}
	if (!mizan_grow(
		    &events->items, &events->capacity, events->count + 1, sizeof *events->items)) {
		return mizan_error_memory(error);
	}
	struct effect_event *item = &events->items[events->count++];
	*item = (struct effect_event){.date = event->date_end,
		.deaths = event->deaths_best,
		.source = source,
		.side_a_id = event->side_a_id,
		.side_b_id = event->side_b_id,
		.admin1 = mizan_arena_copy(reader->arena,
			event->admin1.size ? event->admin1.data : "", event->admin1.size)};
	return item->admin1 ? MIZAN_OK : mizan_error_memory(error);
}

static int compare_events(const void *a, const void *b)
{
	const struct effect_event *one = a, *two = b;
	return one->date < two->date ? -1 : one->date > two->date;
}

mizan_status effect_events_read(sqlite3 *database, const struct effect_agreement *agreement,
	const char *where, const char *zone, struct mizan_arena *arena,
	struct effect_events *events, const struct mizan_watch *watch, struct mizan_error *error)
{
	*events = (struct effect_events){.public_from = mizan_store_public_from(database)};
	struct effect_reader reader = {.events = events, .arena = arena};
	mizan_status status = mizan_store_releases(database, arena, &events->releases, error);
	if (status == MIZAN_OK) {
		status = mizan_release_sources(&events->releases, NULL, arena, &events->sources,
			&events->source_count, error);
	}
	if (status != MIZAN_OK || events->source_count == 0 || !agreement->country) {
		return status;
	}
	struct mizan_event_query query = {.where = where ? where : agreement->condition,
		.parts = MIZAN_PART_DATES | MIZAN_PART_DEATHS | MIZAN_PART_ADMIN |
			 MIZAN_PART_ACTORS | MIZAN_PART_COUNTRY | (zone ? MIZAN_PART_PLACE : 0u),
		.from = MIZAN_DATE_UNKNOWN,
		.to = MIZAN_DATE_UNKNOWN,
		.country = agreement->country && strlen(agreement->country) == 3
				   ? agreement->country
				   : NULL};
	reader.countries = query.country ? NULL : agreement->country;
	status = zone ? mizan_zone_open(database, zone, &reader.zone, error) : MIZAN_OK;
	if (status == MIZAN_OK) {
		status = mizan_store_each_event(
			database, &query, reader_take, &reader, watch, error);
	}
	mizan_zone_close(reader.zone);
	if (status == MIZAN_OK && events->count > 0) {
		qsort(events->items, events->count, sizeof *events->items, compare_events);
	}
	return status;
}

void effect_events_release(struct effect_events *events)
{
	free(events->items);
	*events = (struct effect_events){0};
}

/* Of one country, which has three letters. */
static bool effect_country_coverage(const struct effect_events *events, const char *source,
	struct mizan_slice country, mizan_date at, mizan_date *from, mizan_date *to)
{
	bool grown = true, found = false;
	*from = *to = at;
	/* Releases that touch the stretch lengthen it, until none does. */
	while (grown) {
		grown = false;
		for (size_t i = 0; i < events->releases.count; i++) {
			const struct mizan_release *release = &events->releases.items[i];
			if (strcmp(release->kind, "events") != 0 ||
				release->coverage != MIZAN_COMPLETE ||
				strcmp(release->source, source) != 0 ||
				!effect_has_country(release->countries, country) ||
				release->period_start == MIZAN_DATE_UNKNOWN ||
				release->period_start > *to + 1 ||
				release->period_end < *from - 1) {
				continue;
			}
			found = found || (release->period_start <= at && release->period_end >= at);
			if (release->period_start < *from || release->period_end > *to) {
				grown = true;
				*from = release->period_start < *from ? release->period_start
								      : *from;
				*to = release->period_end > *to ? release->period_end : *to;
			}
		}
	}
	mizan_date until = events->public_from;
	if (until != MIZAN_DATE_UNKNOWN && *to >= until) {
		*to = until - 1;
		found = found && at < until;
	}
	return found;
}

bool effect_coverage(const struct effect_events *events, const char *source, const char *countries,
	mizan_date at, mizan_date *from, mizan_date *to)
{
	bool found = false;
	while (countries && *countries) {
		size_t size = strcspn(countries, " ");
		struct mizan_slice country = {countries, size};
		mizan_date first, last;
		countries += size + (countries[size] == ' ');
		if (size == 0) {
			continue;
		}
		if (!effect_country_coverage(events, source, country, at, &first, &last)) {
			return false;
		}
		*from = found && *from > first ? *from : first;
		*to = found && *to < last ? *to : last;
		found = true;
	}
	return found;
}
