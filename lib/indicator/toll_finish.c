/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From sums by release to a table by source: keys, counts, shares, and what they assume. */
#include "toll_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A source with one kind of coverage: what rows of a toll are told apart by. */
struct toll_source {
	const char *source;
	enum mizan_coverage coverage;
};
struct finish {
	const struct mizan_toll *toll;
	struct toll_groups groups; /* by keys and source */
	struct toll_source *sources;
	size_t source_count;
	uint32_t *of_release; /* source of each release of the list */
};

static const struct mizan_release *finish_release(
	const struct mizan_release_list *releases, uint32_t release_id, size_t *index)
{
	for (size_t i = 0; i < releases->count; i++) {
		if (releases->items[i].release_id == (int64_t)release_id) {
			*index = i;
			return &releases->items[i];
		}
	}
	return NULL;
}

static bool finish_find_sources(struct finish *finish, const struct mizan_release_list *releases)
{
	finish->sources = calloc(releases->count + 1, sizeof *finish->sources);
	finish->of_release = calloc(releases->count + 1, sizeof *finish->of_release);
	if (!finish->sources || !finish->of_release) {
		return false;
	}
	for (size_t i = 0; i < releases->count; i++) {
		const struct mizan_release *release = &releases->items[i];
		size_t at = 0;
		while (at < finish->source_count &&
			(finish->sources[at].coverage != release->coverage ||
				strcmp(finish->sources[at].source, release->source) != 0)) {
			at++;
		}
		if (at == finish->source_count) {
			finish->sources[finish->source_count++] =
				(struct toll_source){release->source, release->coverage};
		}
		finish->of_release[i] = (uint32_t)at;
	}
	return true;
}

static mizan_status finish_join_releases(
	struct finish *finish, const struct mizan_release_list *releases, struct mizan_error *error)
{
	const struct toll_groups *from = &finish->toll->groups;
	finish->groups.width = from->width;
	for (size_t i = 0; i < from->count; i++) {
		uint32_t key[TOLL_WIDTH];
		memcpy(key, from->keys + i * from->width, from->width * sizeof *key);
		size_t release = 0;
		if (!finish_release(releases, key[from->width - 1], &release)) {
			return mizan_error_set(error, MIZAN_ERROR_STORE,
				"the store is damaged: import again into a new one",
				"an event belongs to release %u, which is not there",
				key[from->width - 1]);
		}
		key[from->width - 1] = finish->of_release[release];
		struct toll_sums *sums = groups_find(&finish->groups, key);
		if (!sums) {
			return mizan_error_memory(error);
		}
		sums_add(sums, &from->sums[i]);
	}
	return MIZAN_OK;
}

/* ---- Order -------------------------------------------------------------------------------- */

static int finish_compare_slices(struct mizan_slice a, struct mizan_slice b)
{
	size_t size = a.size < b.size ? a.size : b.size;
	int order = size ? memcmp(a.data, b.data, size) : 0;
	return order ? order : (a.size > b.size) - (a.size < b.size);
}

static int finish_compare(const void *left, const void *right, void *context)
{
	const struct finish *finish = context;
	const struct mizan_toll *toll = finish->toll;
	size_t width = finish->groups.width;
	const uint32_t *a = finish->groups.keys + *(const size_t *)left * width;
	const uint32_t *b = finish->groups.keys + *(const size_t *)right * width;
	for (size_t i = 0; i < width; i++) {
		if (a[i] == b[i]) {
			continue;
		}
		if (i + 1 < width && 1u << toll->bits[i] & TOLL_NAMED) {
			return finish_compare_slices(
				names_get(&toll->names, a[i]), names_get(&toll->names, b[i]));
		}
		if (i + 1 == width) {
			const struct toll_source *x = &finish->sources[a[i]];
			const struct toll_source *y = &finish->sources[b[i]];
			int order = strcmp(x->source, y->source);
			return order ? order : (int)x->coverage - (int)y->coverage;
		}
		return a[i] < b[i] ? -1 : 1;
	}
	return 0;
}

/* ---- Table -------------------------------------------------------------------------------- */

static void finish_add_columns(const struct mizan_toll *toll, struct mizan_table *table)
{
	for (size_t i = 0; i + 1 < toll->groups.width; i++) {
		bool year = 1 << toll->bits[i] == MIZAN_BY_YEAR;
		mizan_table_add_column(
			table, by_word(toll->bits[i]), year ? MIZAN_YEAR : MIZAN_TEXT, -1);
	}
	mizan_table_add_column(table, "source", MIZAN_TEXT, -1);
	mizan_table_add_column(table, "coverage", MIZAN_TEXT, -1);
	static const char *const counts[] = {
		"events", "deaths_low", "deaths_best", "deaths_high", "deaths_civilians"};
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		mizan_table_add_column(table, counts[i], MIZAN_INTEGER, -1);
	}
	mizan_table_add_column(table, "deaths_per_event", MIZAN_REAL, 2);
	static const char *const shares[] = {
		"civilians_share", "state_based_share", "non_state_share", "one_sided_share"};
	for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
		mizan_table_add_column(table, shares[i], MIZAN_REAL, 3);
	}
	if (toll->options.rates) {
		mizan_table_add_column(table, "deaths_per_100000", MIZAN_REAL, 3);
	}
}

static void finish_set_key(const struct mizan_toll *toll, struct mizan_table *table, size_t row,
	size_t column, uint32_t key)
{
	int bit = toll->bits[column];
	char label[16] = {0};
	if (1u << bit & TOLL_NAMED) {
		struct mizan_slice name = names_get(&toll->names, key);
		/* Copies in the names' arena end with a NUL. */
		mizan_table_set_text(table, row, column, name.size ? name.data : NULL);
	} else if (1 << bit == MIZAN_BY_COUNTRY) {
		label[0] = (char)(key >> 16);
		label[1] = (char)(key >> 8);
		label[2] = (char)key;
		mizan_table_set_text(table, row, column, key ? label : NULL);
	} else if (1 << bit == MIZAN_BY_VIOLENCE) {
		mizan_table_set_text(table, row, column, mizan_violence_word((int)key));
	} else if (1 << bit == MIZAN_BY_YEAR) {
		mizan_table_set_integer(table, row, column, key);
	} else {
		by_period_label(bit, key, label);
		mizan_table_set_text(table, row, column, label);
	}
}

static void finish_set_sums(
	struct mizan_table *table, size_t row, size_t column, const struct toll_sums *sums)
{
	mizan_table_set_integer(table, row, column, sums->events);
	if (sums->best_known > 0) {
		mizan_table_set_integer(table, row, column + 1, sums->low);
		mizan_table_set_integer(table, row, column + 2, sums->best);
		mizan_table_set_integer(table, row, column + 3, sums->high);
	}
	if (sums->civilians_known > 0) {
		mizan_table_set_integer(table, row, column + 4, sums->civilians);
	}
	if (sums->best_known > 0 && sums->events > 0) {
		mizan_table_set_real(
			table, row, column + 5, (double)sums->best / (double)sums->events);
	}
	if (sums->best > 0) {
		double best = (double)sums->best;
		/* A share of what is known of both in the same events alone. */
		if (sums->both_known == sums->best_known &&
			sums->both_known == sums->civilians_known) {
			mizan_table_set_real(
				table, row, column + 6, (double)sums->civilians / best);
		}
		for (int i = 1; i < MIZAN_VIOLENCE_COUNT && sums->by_violence[0] < sums->best;
			i++) {
			mizan_table_set_real(table, row, column + 6 + (size_t)i,
				(double)sums->by_violence[i] / best);
		}
	}
}

static void finish_add_row(const struct finish *finish, size_t group, struct mizan_table *table)
{
	const struct mizan_toll *toll = finish->toll;
	size_t width = finish->groups.width, row = mizan_table_add_row(table);
	const uint32_t *key = finish->groups.keys + group * width;
	for (size_t i = 0; i + 1 < width; i++) {
		finish_set_key(toll, table, row, i, key[i]);
	}
	const struct toll_source *source = &finish->sources[key[width - 1]];
	mizan_table_set_text(table, row, width - 1, source->source);
	mizan_table_set_text(
		table, row, width, source->coverage == MIZAN_SAMPLE ? "sample" : "complete");
	finish_set_sums(table, row, width + 1, &finish->groups.sums[group]);
}

/* ---- What the numbers assume -------------------------------------------------------------- */

/* Where one border is meant: whose, and which side of it. */
static void finish_note_border(const struct mizan_toll *toll, struct mizan_table *table)
{
	const struct mizan_toll_options *options = &toll->options;
	const char *country = options->country ? options->country : options->side;
	const char *other = options->border_with                              ? options->border_with
			    : options->side && strcmp(country, options->side) ? options->side
									      : NULL;
	mizan_table_add_note(table,
		"events that the source puts into %s, within %g km of the land border of %s%s%s as "
		"Natural Earth draws it (right to about 2 km); %" PRId64
		" events without a point are left out",
		toll->country, options->near_border_km, country, other ? " with " : "",
		other ? other : "", toll->no_point.events);
}

static void finish_note_left_out(const struct mizan_toll *toll, struct mizan_table *table)
{
	int64_t events = 0, deaths = 0;
	for (size_t i = 0; i < toll->groups.count; i++) {
		events += toll->groups.sums[i].events;
		deaths += toll->groups.sums[i].best;
	}
	const struct toll_left_out *coarse = &toll->too_coarse;
	double all = (double)(events + coarse->events),
	       all_deaths = (double)(deaths + coarse->deaths);
	if (toll->options.precision > 0 && !(toll->options.by & MIZAN_BY_ACTOR)) {
		mizan_table_add_note(table,
			"place precision coarser than %d left out: %" PRId64
			" events (%.1f%%), %" PRId64 " deaths (%.1f%%)",
			toll->options.precision, coarse->events,
			all > 0 ? 100 * (double)coarse->events / all : 0.0, coarse->deaths,
			all_deaths > 0 ? 100 * (double)coarse->deaths / all_deaths : 0.0);
	} else if (toll->options.precision > 0) {
		mizan_table_add_note(table,
			"place precision coarser than %d left out: %" PRId64 " events, %" PRId64
			" deaths",
			toll->options.precision, coarse->events, coarse->deaths);
	}
	if (toll->zone) {
		indicator_note_zone(table, toll->zone, &toll->in_zone, "");
	}
	if (toll->border) {
		finish_note_border(toll, table);
	} else if (toll->map) {
		mizan_table_add_note(table,
			"events within %g km of the country's land border as Natural Earth draws "
			"it "
			"(right to about 2 km); %" PRId64 " events without a point are left out",
			toll->options.near_border_km, toll->no_point.events);
	}
	if (toll->coarse.events > 0) {
		mizan_table_add_note(table,
			"%" PRId64 " of these events (%" PRId64
			" deaths) have a point for the province or coarser, or of unknown "
			"precision: "
			"add --precision 3 to leave them out",
			toll->coarse.events, toll->coarse.deaths);
	}
}

/* In the order of the releases, however the events came. */
static void finish_note_samples(const struct finish *finish, struct mizan_table *table)
{
	for (size_t i = 0; i < finish->source_count; i++) {
		const struct toll_source *source = &finish->sources[i];
		bool used = false;
		for (size_t k = 0; k < finish->groups.count && !used; k++) {
			used = finish->groups.keys[(k + 1) * finish->groups.width - 1] == i;
		}
		if (used && source->coverage == MIZAN_SAMPLE) {
			mizan_table_add_note(table,
				"%s is a sample: its events illustrate, their sums are no totals",
				source->source);
		}
	}
}

static void finish_add_notes(const struct finish *finish, struct mizan_table *table)
{
	const struct mizan_toll *toll = finish->toll;
	finish_note_samples(finish, table);
	finish_note_left_out(toll, table);
	for (size_t i = 0; i < finish->groups.count; i++) {
		const struct toll_sums *sums = &finish->groups.sums[i];
		if (sums->civilians_known > 0 && sums->both_known < sums->best_known) {
			mizan_table_add_note(table,
				"some events have a count of deaths and none of civilians: nothing "
				"is added to deaths_civilians for them, and there is no share");
		}
	}
	if (toll->unknown > 0) {
		mizan_table_add_note(table,
			"%" PRId64
			" events have no count of deaths: they count as events, and nothing is "
			"added to deaths for them",
			toll->unknown);
	}
	if (toll->outside > 0) {
		mizan_table_add_note(table,
			"%" PRId64
			" events have a best estimate outside their own low to high, kept as "
			"the source gives it",
			toll->outside);
	}
	if (toll->options.by & MIZAN_BY_ACTOR) {
		mizan_table_add_note(table, "an event counts once for each of its two sides, so "
					    "rows do not add up; deaths are "
					    "those of the event, not those that the actor caused");
	}
	if (toll->options.spread) {
		mizan_table_add_note(table, "deaths of events of several days are allocated over "
					    "their days, whole deaths by "
					    "largest remainder; an event counts where it ends");
	}
}

mizan_status mizan_toll_finish(struct mizan_toll *toll, const struct mizan_release_list *releases,
	struct mizan_table *table, struct mizan_error *error)
{
	struct finish finish = {.toll = toll};
	size_t *order = NULL;
	mizan_status status = finish_find_sources(&finish, releases)
				      ? finish_join_releases(&finish, releases, error)
				      : mizan_error_memory(error);
	if (status == MIZAN_OK) {
		order = calloc(finish.groups.count + 1, sizeof *order);
		status = order ? MIZAN_OK : mizan_error_memory(error);
	}
	if (status == MIZAN_OK) {
		for (size_t i = 0; i < finish.groups.count; i++) {
			order[i] = i;
		}
		qsort_r(order, finish.groups.count, sizeof *order, finish_compare, &finish);
		finish_add_columns(toll, table);
		for (size_t i = 0; i < finish.groups.count; i++) {
			finish_add_row(&finish, order[i], table);
		}
		finish_add_notes(&finish, table);
		status = mizan_table_check(table, error);
	}
	free(order);
	free(finish.sources);
	free(finish.of_release);
	groups_release(&finish.groups);
	return status;
}
