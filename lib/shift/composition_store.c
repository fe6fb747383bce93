/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Targets and places before and after a day, from the events of a store. */
#include "composition_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum composition_column {
	COMPOSITION_SOURCE,
	COMPOSITION_OF,
	COMPOSITION_PART,
	COMPOSITION_COUNTS,
	COMPOSITION_BEFORE,
	COMPOSITION_AFTER,
	COMPOSITION_SHARE_BEFORE,
	COMPOSITION_SHARE_AFTER,
	COMPOSITION_DIFFERENCE,
	COMPOSITION_LOW,
	COMPOSITION_HIGH,
	COMPOSITION_P_VALUE,
	COMPOSITION_DISTANCE,
	COMPOSITION_CHANCE_LOW,
	COMPOSITION_CHANCE_HIGH,
	COMPOSITION_WORDS,
	COMPOSITION_COLUMNS,
};
#define COMPOSITION_LEAST 6 /* months on a side */

static const char *const of_words[COMPOSITION_OF_COUNT] = {
	"civilians", "violence", "tactic", "target", "province"};

const char *composition_of_word(enum composition_of of)
{
	return of_words[of];
}

static void composition_add_columns(struct mizan_table *table)
{
	static const struct {
		const char *name;
		enum mizan_type type;
		int decimals;
	} columns[COMPOSITION_COLUMNS] = {{"source", MIZAN_TEXT, -1}, {"of", MIZAN_TEXT, -1},
		{"part", MIZAN_TEXT, -1}, {"counts", MIZAN_TEXT, -1}, {"before", MIZAN_INTEGER, -1},
		{"after", MIZAN_INTEGER, -1}, {"share_before", MIZAN_REAL, 3},
		{"share_after", MIZAN_REAL, 3}, {"difference", MIZAN_REAL, 3},
		{"low", MIZAN_REAL, 3}, {"high", MIZAN_REAL, 3}, {"p_value", MIZAN_REAL, 3},
		{"distance", MIZAN_REAL, 3}, {"chance_low", MIZAN_REAL, 3},
		{"chance_high", MIZAN_REAL, 3}, {"words", MIZAN_TEXT, -1}};
	for (size_t i = 0; i < COMPOSITION_COLUMNS; i++) {
		mizan_table_add_column(
			table, columns[i].name, columns[i].type, columns[i].decimals);
	}
}

/* ---- Counts by month ---------------------------------------------------------------------- */

struct composition_part {
	const char *name;
	double total;
};
/* One source by one of its columns. */
struct composition_cut {
	const struct mizan_composition_options *options;
	const struct composition_events *events;
	size_t source;
	enum composition_of of;
	int32_t first, middle, after, last; /* months that the source covers */
	struct composition_part parts[COMPOSITION_PARTS + 1];
	size_t part_count;
	double *counts; /* months x part_count */
	size_t unknown; /* events that lack the column or the count */
};

static const char *cut_counts(const struct composition_cut *cut)
{
	return cut->of == COMPOSITION_CIVILIANS || cut->options->deaths ? "deaths" : "events";
}

static size_t cut_months(const struct composition_cut *cut)
{
	return (size_t)(cut->middle - cut->first + cut->last - cut->after + 1);
}

/* The row of a month; SIZE_MAX where it is not compared. */
static size_t cut_row(const struct composition_cut *cut, int32_t month)
{
	if (month >= cut->first && month < cut->middle) {
		return (size_t)(month - cut->first);
	}
	return month >= cut->after && month <= cut->last
		       ? (size_t)(cut->middle - cut->first + month - cut->after)
		       : SIZE_MAX;
}

static bool cut_takes(const struct composition_cut *cut, const struct composition_event *event)
{
	return event->source == cut->source && cut_row(cut, event->month) != SIZE_MAX;
}

/* What an event counts for; negative: not known. */
static double cut_weight(const struct composition_cut *cut, const struct composition_event *event)
{
	if (cut->of != COMPOSITION_CIVILIANS && event->part[cut->of] < 0) {
		return -1;
	}
	return !cut->options->deaths && cut->of != COMPOSITION_CIVILIANS ? 1
	       : event->deaths == MIZAN_UNKNOWN                          ? -1
									 : event->deaths;
}

static int compare_parts(const void *left, const void *right)
{
	const struct composition_part *a = left, *b = right;
	return a->total != b->total ? (a->total < b->total ? 1 : -1) : strcmp(a->name, b->name);
}

/* The largest parts by their totals, and others. */
static mizan_status cut_find_parts(struct composition_cut *cut, struct mizan_error *error)
{
	const struct composition_names *names = &cut->events->names[cut->of];
	struct composition_part *all = calloc(names->count + 1, sizeof *all);
	if (!all) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < names->count; i++) {
		all[i].name = names->items[i];
	}
	for (size_t i = 0; i < cut->events->count; i++) {
		const struct composition_event *event = &cut->events->items[i];
		double weight = cut_takes(cut, event) ? cut_weight(cut, event) : -1;
		if (weight > 0) {
			all[event->part[cut->of]].total += weight;
		}
	}
	qsort(all, names->count, sizeof *all, compare_parts);
	size_t count = 0;
	while (count < names->count && all[count].total > 0) {
		count++;
	}
	cut->part_count = count > COMPOSITION_PARTS ? COMPOSITION_PARTS : count;
	memcpy(cut->parts, all, cut->part_count * sizeof *all);
	if (count > COMPOSITION_PARTS) {
		cut->parts[cut->part_count++].name = "others";
	}
	free(all);
	return MIZAN_OK;
}

static void cut_count_civilians(
	struct composition_cut *cut, const struct composition_event *event, double *row)
{
	if (event->deaths == MIZAN_UNKNOWN || event->civilians == MIZAN_UNKNOWN) {
		cut->unknown++;
		return;
	}
	row[0] += event->civilians;
	row[1] += event->deaths > event->civilians ? event->deaths - event->civilians : 0;
}

static void cut_count(struct composition_cut *cut)
{
	const struct composition_names *names = &cut->events->names[cut->of];
	for (size_t i = 0; i < cut->events->count; i++) {
		const struct composition_event *event = &cut->events->items[i];
		if (!cut_takes(cut, event)) {
			continue;
		}
		double *row = cut->counts + cut_row(cut, event->month) * cut->part_count;
		if (cut->of == COMPOSITION_CIVILIANS) {
			cut_count_civilians(cut, event, row);
			continue;
		}
		double weight = cut_weight(cut, event);
		if (weight < 0) {
			cut->unknown++;
			continue;
		}
		size_t part = 0;
		while (part + 1 < cut->part_count &&
			cut->parts[part].name != names->items[event->part[cut->of]]) {
			part++;
		}
		row[part] += weight;
	}
}

/* ---- Rows --------------------------------------------------------------------------------- */

static size_t cut_add_row(
	const struct composition_cut *cut, const char *part, struct mizan_table *table)
{
	size_t row = mizan_table_add_row(table);
	mizan_table_set_text(table, row, COMPOSITION_SOURCE, cut->events->sources[cut->source]);
	mizan_table_set_text(table, row, COMPOSITION_OF, of_words[cut->of]);
	mizan_table_set_text(table, row, COMPOSITION_PART, part);
	mizan_table_set_text(table, row, COMPOSITION_COUNTS, cut_counts(cut));
	return row;
}

static void cut_set_words(struct mizan_table *table, size_t row, struct mizan_text *text)
{
	mizan_table_set_text(table, row, COMPOSITION_WORDS, text->data);
	table->failed = table->failed || text->failed;
	mizan_text_release(text);
}

static void cut_add_all(const struct composition_cut *cut, const struct mizan_share *shares,
	const struct mizan_composition *composition, struct mizan_table *table)
{
	struct mizan_text text = {0};
	double before = 0, after = 0;
	size_t row = cut_add_row(cut, "all", table);
	for (size_t i = 0; i < cut->part_count; i++) {
		before += shares[i].before;
		after += shares[i].after;
	}
	mizan_table_set_integer(table, row, COMPOSITION_BEFORE, llround(before));
	mizan_table_set_integer(table, row, COMPOSITION_AFTER, llround(after));
	mizan_table_set_real(table, row, COMPOSITION_P_VALUE, composition->p_value);
	mizan_table_set_real(table, row, COMPOSITION_DISTANCE, composition->distance);
	mizan_table_set_real(table, row, COMPOSITION_CHANCE_LOW, composition->chance_low);
	mizan_table_set_real(table, row, COMPOSITION_CHANCE_HIGH, composition->chance_high);
	composition_words_all(of_words[cut->of], composition, &text);
	cut_set_words(table, row, &text);
}

static void cut_add_part(const struct composition_cut *cut, size_t part,
	const struct mizan_share *share, struct mizan_table *table)
{
	struct mizan_text text = {0};
	size_t row = cut_add_row(cut, cut->parts[part].name, table);
	mizan_table_set_integer(table, row, COMPOSITION_BEFORE, llround(share->before));
	mizan_table_set_integer(table, row, COMPOSITION_AFTER, llround(share->after));
	mizan_table_set_real(table, row, COMPOSITION_SHARE_BEFORE, share->share_before);
	mizan_table_set_real(table, row, COMPOSITION_SHARE_AFTER, share->share_after);
	mizan_table_set_real(table, row, COMPOSITION_DIFFERENCE, share->difference);
	mizan_table_set_real(table, row, COMPOSITION_LOW, share->low);
	mizan_table_set_real(table, row, COMPOSITION_HIGH, share->high);
	mizan_table_set_real(table, row, COMPOSITION_P_VALUE, share->p_value);
	composition_words_part(cut->parts[part].name, cut_counts(cut), share, &text);
	cut_set_words(table, row, &text);
}

static void cut_note_unknown(const struct composition_cut *cut, struct mizan_table *table)
{
	if (cut->unknown > 0) {
		mizan_table_add_note(table, "%s, by %s: %zu event%s without it %s left out",
			cut->events->sources[cut->source], of_words[cut->of], cut->unknown,
			cut->unknown == 1 ? "" : "s", cut->unknown == 1 ? "is" : "are");
	}
}

/* True where both sides have something, and there is more than one part. */
static bool cut_can(const struct composition_cut *cut)
{
	double sides[2] = {0, 0};
	size_t months = cut_months(cut), before = (size_t)(cut->middle - cut->first);
	for (size_t i = 0; i < months * cut->part_count; i++) {
		sides[i / cut->part_count >= before] += cut->counts[i];
	}
	return cut->part_count > 1 && sides[0] > 0 && sides[1] > 0;
}

static mizan_status cut_compare(struct composition_cut *cut, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_share shares[COMPOSITION_PARTS + 1];
	struct mizan_composition composition;
	struct mizan_composition_how how = cut->options->how;
	struct mizan_composition_data data = {.counts = cut->counts,
		.months = cut_months(cut),
		.parts = cut->part_count,
		.before = (size_t)(cut->middle - cut->first)};
	how.watch = watch;
	mizan_status status = mizan_composition_compare(&data, &how, shares, &composition, error);
	if (status == MIZAN_OK) {
		cut_add_all(cut, shares, &composition, table);
		for (size_t i = 0; i < cut->part_count; i++) {
			cut_add_part(cut, i, &shares[i], table);
		}
		cut_note_unknown(cut, table);
	}
	return status;
}

static mizan_status composition_by(struct composition_cut *cut, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	cut->unknown = 0;
	if (cut->of == COMPOSITION_CIVILIANS) {
		cut->parts[0].name = "civilians";
		cut->parts[1].name = "others";
		cut->part_count = 2;
	} else {
		status = cut_find_parts(cut, error);
	}
	cut->counts = calloc(cut_months(cut) * (cut->part_count + 1), sizeof *cut->counts);
	if (status == MIZAN_OK && !cut->counts) {
		status = mizan_error_memory(error);
	}
	if (status == MIZAN_OK && cut->part_count > 0) {
		cut_count(cut);
		if (cut_can(cut)) {
			status = cut_compare(cut, table, watch, error);
		} else {
			mizan_table_add_note(table, "%s, by %s: %s, so there is nothing to compare",
				cut->events->sources[cut->source], of_words[cut->of],
				cut->part_count > 1 ? "none on one side of the day"
						    : "all are of one kind");
		}
	} else if (status == MIZAN_OK) {
		mizan_table_add_note(table, "%s does not tell the %s of these events",
			cut->events->sources[cut->source], of_words[cut->of]);
	}
	free(cut->counts);
	return status;
}

/* ---- Sources ------------------------------------------------------------------------------ */

/* The months next to the day that the source covers without a gap. */
static void cut_clip(
	struct composition_cut *cut, const struct composition_window *window, const char *country)
{
	const char *source = cut->events->sources[cut->source];
	cut->middle = cut->first = window->middle;
	cut->after = window->after;
	cut->last = window->after - 1;
	while (cut->first > window->first &&
		composition_covers(cut->events, source, country, cut->first - 1)) {
		cut->first--;
	}
	while (cut->last < window->last &&
		composition_covers(cut->events, source, country, cut->last + 1)) {
		cut->last++;
	}
}

static mizan_status composition_source(const struct mizan_composition_options *options,
	const struct composition_window *window, const struct composition_events *events,
	size_t source, struct mizan_table *table, const struct mizan_watch *watch,
	struct mizan_error *error)
{
	struct composition_cut cut = {.options = options, .events = events, .source = source};
	cut_clip(&cut, window, options->country ? options->country : window->country);
	int32_t before = cut.middle - cut.first, after = cut.last - cut.after + 1;
	int32_t least =
		options->how.block > 0 ? 2 * (int32_t)options->how.block : COMPOSITION_LEAST;
	if (before < least || after < least) {
		mizan_table_add_note(table,
			"%s covers %d months before and %d after without a gap: %d on each side "
			"are "
			"needed",
			events->sources[source], (int)before, (int)after, (int)least);
		return MIZAN_OK;
	}
	mizan_table_add_note(table,
		"%s: %d months before (%04d-%02d to %04d-%02d) and %d after (%04d-%02d to "
		"%04d-%02d)%s",
		events->sources[source], (int)before, cut.first / 12, cut.first % 12 + 1,
		(cut.middle - 1) / 12, (cut.middle - 1) % 12 + 1, (int)after, cut.after / 12,
		cut.after % 12 + 1, cut.last / 12, cut.last % 12 + 1,
		window->cut == INT32_MIN ? "" : "; the month of the day itself is left out");
	mizan_status status = MIZAN_OK;
	for (int of = 0; of < COMPOSITION_OF_COUNT && status == MIZAN_OK; of++) {
		cut.of = (enum composition_of)of;
		status = composition_by(&cut, table, watch, error);
	}
	return status;
}

void composition_add_sources(const struct mizan_composition_options *options, const char *country,
	const struct composition_events *events, struct mizan_table *table)
{
	for (size_t i = 0; i < events->releases.count; i++) {
		const struct mizan_release *release = &events->releases.items[i];
		if (strcmp(release->kind, "events") != 0 ||
			(options->source && strcmp(options->source, release->source) != 0) ||
			(country && !strstr(release->countries, country))) {
			continue;
		}
		if (release->coverage == MIZAN_SAMPLE) {
			mizan_table_add_note(table,
				"%s is a sample: how it was chosen decides its shares, so it has "
				"no "
				"rows here",
				release->source);
		} else if (table->row_count > 0) {
			mizan_table_add_source(table, mizan_release_line(release, &table->arena));
		}
	}
	if (events->undated > 0) {
		mizan_table_add_note(table,
			"%zu event%s known to more than a month alone %s left out", events->undated,
			events->undated == 1 ? "" : "s", events->undated == 1 ? "is" : "are");
	}
	if (events->untold > 0) {
		mizan_table_add_note(table,
			"of %zu events it cannot be told whether they lie in zone %s; they are "
			"left "
			"out",
			events->untold, options->zone);
	}
}

static mizan_status composition_add_notes(const struct mizan_composition_options *options,
	const struct composition_window *window, const struct composition_events *events,
	struct mizan_table *table)
{
	composition_add_sources(
		options, options->country ? options->country : window->country, events, table);
	if (table->row_count > 0) {
		const struct mizan_composition_how *how = &options->how;
		mizan_table_add_note(table,
			"chance is by %zu shuffles of blocks of %zu months between before and "
			"after; of %zu rows with a p, one in twenty is below 0.05 by chance alone",
			how->replicates > 0 ? how->replicates : COMPOSITION_REPLICATES,
			how->block > 0 ? how->block : COMPOSITION_BLOCK, table->row_count);
		mizan_table_add_note(table,
			"This compares before and after; it cannot show what the cause was: "
			"season, operations and reporting change too");
	} else {
		mizan_table_add_note(table,
			"nothing can be compared: import a complete release of events of these "
			"months, "
			"as UCDP GED (ucdp.uu.se/downloads), or your own complete sheet");
	}
	return MIZAN_OK;
}

mizan_status composition_check_events(const struct mizan_composition_options *options,
	struct sqlite3 *database, struct mizan_error *error)
{
	if (options->zone) {
		mizan_status status = mizan_zone_check(database, options->zone, error);
		if (status != MIZAN_OK) {
			return status;
		}
	}
	return options->where && *options->where
		       ? mizan_store_check_condition(database, options->where, error)
		       : MIZAN_OK;
}

static mizan_status composition_check(const struct mizan_composition_options *options,
	struct sqlite3 *database, struct mizan_error *error)
{
	if (options->months < 0 || options->months > 1200) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "as many as 24",
			"%d months on each side cannot be taken", options->months);
	}
	int least = options->how.block > 0 ? 2 * (int)options->how.block : COMPOSITION_LEAST;
	if (options->months > 0 && options->months < least) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "24 unless you say",
			"a comparison needs at least %d months on each side, not %d", least,
			options->months);
	}
	return composition_check_events(options, database, error);
}

mizan_status mizan_composition_store(struct sqlite3 *database,
	const struct mizan_composition_options *options, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	struct composition_window window;
	struct composition_events events = {0};
	mizan_status status = composition_check(options, database, error);
	if (status == MIZAN_OK) {
		status = composition_window_read(database, options, &arena, &window, error);
	}
	if (status == MIZAN_OK && !options->country && !window.country && !options->zone) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE, "name it, as PAK",
			"the events of which country?");
	}
	if (status == MIZAN_OK) {
		composition_add_columns(table);
		status = composition_events_read(
			database, options, &window, &arena, &events, watch, error);
	}
	for (size_t i = 0; i < events.source_count && status == MIZAN_OK; i++) {
		status = composition_source(options, &window, &events, i, table, watch, error);
	}
	if (status == MIZAN_OK) {
		status = composition_add_notes(options, &window, &events, table);
	}
	composition_events_release(&events);
	mizan_arena_release(&arena);
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
