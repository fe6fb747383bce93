/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Self-exciting processes among the events of a store. */
#include "hawkes_store_internal.h"

#include <stdlib.h>
#include <string.h>

static mizan_status hawkes_run_baseline(struct hawkes_source *source, struct mizan_hawkes *hawkes,
	struct mizan_table *table, const struct mizan_hawkes_query *query,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	mizan_status status =
		mizan_hawkes_fit(&source->events, source->rule, query->seed, hawkes, watch, error);
	/* A p-value that is too large needs no second look where it is small. */
	if (status == MIZAN_OK && !(hawkes->groups[0].p_value < 0.01)) {
		status = mizan_hawkes_test(&source->events, source->rule, query->replicates,
			query->seed, 0, hawkes, watch, error);
	}
	if (status == MIZAN_OK) {
		hawkes_add_rows(table, source, hawkes);
	}
	return status;
}

/*
 * A level that changes over years looks like excitation. Unless one baseline is asked for, a period
 * longer than two years gets a level for each year; one group, both, so that the two can be
 * compared.
 */
static mizan_status hawkes_run_source(struct hawkes_source *source, struct mizan_table *table,
	const struct mizan_hawkes_query *query, const struct mizan_watch *watch,
	struct mizan_error *error)
{
	const char *baseline = query->baseline;
	bool by_year = baseline ? strcmp(baseline, "year") == 0 : source->events.end > 731;
	bool constant = baseline ? !by_year : !by_year || source->group_count == 1;
	struct mizan_hawkes *hawkes = malloc(sizeof *hawkes);
	size_t first = table->row_count;
	mizan_status status = hawkes ? MIZAN_OK : mizan_error_memory(error);
	if (status == MIZAN_OK && constant) {
		status = hawkes_run_baseline(source, hawkes, table, query, watch, error);
	}
	size_t second = table->row_count;
	if (status == MIZAN_OK && by_year) {
		status = hawkes_set_stretches(source, error);
	}
	if (status == MIZAN_OK && by_year) {
		status = hawkes_run_baseline(source, hawkes, table, query, watch, error);
	}
	if (status == MIZAN_OK && constant && by_year) {
		hawkes_compare(table, first, second);
	}
	free(hawkes);
	return status;
}

static mizan_status hawkes_run_sources(struct near_events *all,
	const struct mizan_hawkes_query *query, enum mizan_hawkes_rule rule,
	struct mizan_table *table, const struct mizan_watch *watch, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	size_t first = 0;
	for (size_t i = 0; i < all->source_count && status == MIZAN_OK; i++) {
		struct hawkes_source source = {.name = all->sources[i], .rule = rule};
		size_t end = first;
		while (end < all->count && all->items[end].source == i) {
			end++;
		}
		if (end == first) {
			mizan_table_add_note(
				table, "%s: no event is known to the day", source.name);
			continue;
		}
		status = hawkes_source_make(
			&source, all, query, all->items + first, end - first, error);
		if (status == MIZAN_OK) {
			near_events_note_gaps(
				all, source.name, query->country, source.first, source.last, table);
		}
		if (status == MIZAN_OK && source.group_count > 0) {
			status = hawkes_run_source(&source, table, query, watch, error);
		}
		hawkes_source_release(&source);
		first = end;
	}
	return status;
}

static mizan_status hawkes_read_words(const struct mizan_hawkes_query *query, enum near_by *by,
	enum mizan_hawkes_rule *rule, struct mizan_error *error)
{
	static const char *const rules[] = {"strict", "order", "daily"};
	static const char *const groups[] = {"", "country", "province", "actor"};
	bool known_rule = !query->rule, known_by = !query->by;
	*rule = MIZAN_HAWKES_DAILY;
	*by = NEAR_BY_NOTHING;
	for (unsigned i = 0; query->rule && i < 3; i++) {
		if (strcmp(rules[i], query->rule) == 0) {
			*rule = (enum mizan_hawkes_rule)i;
			known_rule = true;
		}
	}
	for (unsigned i = 1; query->by && i < 4; i++) {
		if (strcmp(groups[i], query->by) == 0) {
			*by = (enum near_by)i;
			known_by = true;
		}
	}
	if (!known_rule || !known_by) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			known_rule ? "country, province or actor" : "strict, order or daily",
			known_rule ? "events are not grouped by '%.40s'"
				   : "there is no rule '%.40s' for equal times",
			known_rule ? query->by : query->rule);
	}
	if (query->baseline && strcmp(query->baseline, "constant") != 0 &&
		strcmp(query->baseline, "year") != 0) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "constant or year",
			"there is no baseline '%.40s'", query->baseline);
	}
	return MIZAN_OK;
}

static void hawkes_note(struct mizan_table *table, enum mizan_hawkes_rule rule)
{
	static const char *const rules[] = {
		"equal days: what is strictly earlier alone brings events (strict)",
		"equal days: earlier rows of the file bring later ones of the same day (order)",
		"equal days: the count of a day is Poisson given the days before (daily)"};
	mizan_table_add_note(table, "%s", rules[rule]);
	mizan_table_add_note(table,
		"that one event brings another is a way to describe how they follow each other; a "
		"common cause, or a level that changes, looks the same");
}

mizan_status mizan_hawkes_store(struct sqlite3 *database, const struct mizan_hawkes_query *query,
	struct mizan_table *table, const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	struct near_events events = {0};
	enum mizan_hawkes_rule rule;
	struct near_query ask = {.country = query->country,
		.source = query->source,
		.where = query->where,
		.zone = query->zone,
		.from = query->from,
		.to = query->to};
	mizan_status status = hawkes_read_words(query, &ask.by, &rule, error);
	if (status != MIZAN_OK) {
		return status;
	}
	hawkes_add_columns(table);
	status = near_events_read(database, &ask, &arena, &events, watch, error);
	if (status == MIZAN_OK) {
		status = hawkes_run_sources(&events, query, rule, table, watch, error);
	}
	if (status == MIZAN_OK) {
		near_events_note(&events, &ask, table);
	}
	if (status == MIZAN_OK && table->row_count > 0) {
		hawkes_note(table, rule);
	}
	near_events_release(&events);
	mizan_arena_release(&arena);
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
