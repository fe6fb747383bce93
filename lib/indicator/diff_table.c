/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What differs between two versions, as tables. */
#include "diff_internal.h"

#include <stdlib.h>
#include <string.h>

static const char *const kind_words[] = {"added", "dropped", "changed"};

static const struct mizan_event *pair_event(
	const struct mizan_diff *diff, const struct diff_pair *pair, int which)
{
	size_t entry = which == MIZAN_DIFF_OLD ? pair->old_entry : pair->new_entry;
	return entry == SIZE_MAX ? NULL : diff->sides[which].copies[entry];
}

static int32_t pair_deaths(const struct mizan_diff *diff, const struct diff_pair *pair, int which)
{
	size_t entry = which == MIZAN_DIFF_OLD ? pair->old_entry : pair->new_entry;
	return entry == SIZE_MAX ? MIZAN_UNKNOWN : diff->sides[which].entries[entry].best;
}

static void count_add(
	struct diff_count *count, const struct mizan_diff *diff, const struct diff_pair *pair)
{
	count->events++;
	for (int k = 0; k < 2; k++) {
		int32_t deaths = pair_deaths(diff, pair, k);
		if (deaths != MIZAN_UNKNOWN) {
			count->deaths[k] += deaths;
			count->known[k] = true;
		}
	}
}

/* ---- Field by field ----------------------------------------------------------------------- */

struct compare_job {
	struct mizan_diff *diff;
	size_t pair;
};

static bool compare_copy(struct mizan_arena *arena, const char *text, const char **copy)
{
	*copy = text ? mizan_arena_copy(arena, text, strlen(text)) : NULL;
	return !text || *copy;
}

/* The name as it is kept once for all. */
static struct diff_field_count *compare_field(struct mizan_diff *diff, const char *field)
{
	for (size_t i = 0; i < diff->field_count; i++) {
		if (strcmp(diff->fields[i].field, field) == 0) {
			return &diff->fields[i];
		}
	}
	const char *name = mizan_arena_copy(&diff->arena, field, strlen(field));
	if (!name || !mizan_grow(&diff->fields, &diff->field_capacity, diff->field_count + 1,
			     sizeof *diff->fields)) {
		return NULL;
	}
	diff->fields[diff->field_count] = (struct diff_field_count){.field = name};
	return &diff->fields[diff->field_count++];
}

static bool compare_take(
	void *context, const char *field, const char *old_text, const char *new_text)
{
	struct compare_job *job = context;
	struct mizan_diff *diff = job->diff;
	struct diff_change change = {.pair = job->pair};
	struct diff_field_count *count = compare_field(diff, field);
	if (!count || !compare_copy(&diff->arena, old_text, &change.texts[0]) ||
		!compare_copy(&diff->arena, new_text, &change.texts[1]) ||
		!mizan_grow(&diff->changes, &diff->change_capacity, diff->change_count + 1,
			sizeof *diff->changes)) {
		return false;
	}
	count_add(&count->count, diff, &diff->pairs[job->pair]);
	change.field = count->field;
	diff->changes[diff->change_count++] = change;
	return true;
}

/* Who and where: what a reader knows an event by. */
static const char *compare_describe(struct mizan_diff *diff, const struct mizan_event *event)
{
	const struct mizan_slice *dyad = &event->dyad, *place = &event->place;
	struct mizan_text text = {0};
	mizan_text_append(&text, "");
	if (dyad->size > 0) {
		mizan_text_append_bytes(&text, dyad->data, dyad->size);
	} else {
		mizan_text_append_bytes(&text, event->side_a.data, event->side_a.size);
		mizan_text_append(&text, event->side_a.size && event->side_b.size ? " - " : "");
		mizan_text_append_bytes(&text, event->side_b.data, event->side_b.size);
	}
	place = place->size > 0 ? place : &event->admin1;
	mizan_text_append(&text, text.size > 0 && place->size > 0 ? ", " : "");
	mizan_text_append_bytes(&text, place->data, place->size);
	const char *copy =
		text.failed ? NULL : mizan_arena_copy(&diff->arena, text.data, text.size);
	mizan_text_release(&text);
	return copy;
}

static bool compare_whole(struct mizan_diff *diff, size_t index)
{
	const struct diff_pair *pair = &diff->pairs[index];
	int which = pair->kind == DIFF_DROPPED ? MIZAN_DIFF_OLD : MIZAN_DIFF_NEW;
	struct diff_change change = {.pair = index};
	change.texts[which] = compare_describe(diff, pair_event(diff, pair, which));
	if (!change.texts[which] || !mizan_grow(&diff->changes, &diff->change_capacity,
					    diff->change_count + 1, sizeof *diff->changes)) {
		return false;
	}
	diff->changes[diff->change_count++] = change;
	return true;
}

static bool compare_pair(struct mizan_diff *diff, size_t index)
{
	const struct diff_pair *pair = &diff->pairs[index];
	if (pair->kind != DIFF_CHANGED) {
		return compare_whole(diff, index);
	}
	struct compare_job job = {diff, index};
	struct mizan_event before = *pair_event(diff, pair, 0), after = *pair_event(diff, pair, 1);
	/* Where the date moved, the one would tell of the other. */
	if (diff->sides[0].entries[pair->old_entry].withheld ||
		diff->sides[1].entries[pair->new_entry].withheld) {
		mizan_event_withhold(&before, before.date_end);
		mizan_event_withhold(&after, after.date_end);
	}
	return diff_fields(&before, &after, compare_take, &job);
}

static int pair_compare_slices(struct mizan_slice a, struct mizan_slice b)
{
	size_t size = a.size < b.size ? a.size : b.size;
	int order = size > 0 ? memcmp(a.data, b.data, size) : 0;
	return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

static const struct mizan_event *pair_shown(
	const struct mizan_diff *diff, const struct diff_pair *pair)
{
	const struct mizan_event *event = pair_event(diff, pair, MIZAN_DIFF_NEW);
	return event ? event : pair_event(diff, pair, MIZAN_DIFF_OLD);
}

static uint64_t pair_content(const struct mizan_diff *diff, const struct diff_pair *pair)
{
	return pair->new_entry != SIZE_MAX ? diff->sides[1].entries[pair->new_entry].content
					   : diff->sides[0].entries[pair->old_entry].content;
}

/* By kind, country, day and key; of those whose key is withheld the order tells nothing. */
static int pair_compare(const void *a, const void *b, void *context)
{
	const struct mizan_diff *diff = context;
	const struct diff_pair *left = a, *right = b;
	const struct mizan_event *x = pair_shown(diff, left), *y = pair_shown(diff, right);
	int order = (int)left->kind - (int)right->kind;
	if (order == 0) {
		order = pair_compare_slices(x->country, y->country);
	}
	if (order == 0) {
		order = (x->date_end > y->date_end) - (x->date_end < y->date_end);
	}
	if (order == 0) {
		order = pair_compare_slices(x->source_key, y->source_key);
	}
	if (order == 0) {
		uint64_t one = pair_content(diff, left), other = pair_content(diff, right);
		order = (one > other) - (one < other);
	}
	return order;
}

/* A file that changed between the two passes lacks what was wanted. */
static bool diff_has_copies(const struct mizan_diff *diff)
{
	for (size_t i = 0; i < diff->pair_count; i++) {
		const struct diff_pair *pair = &diff->pairs[i];
		if ((pair->old_entry != SIZE_MAX && !pair_event(diff, pair, 0)) ||
			(pair->new_entry != SIZE_MAX && !pair_event(diff, pair, 1))) {
			return false;
		}
	}
	return true;
}

/* Countries of which a side has events, each between blanks. */
static mizan_status diff_list_countries(const struct mizan_diff *diff, int which,
	struct mizan_text *known, struct mizan_error *error)
{
	mizan_text_append(known, " ");
	for (size_t i = 0; i < diff->toll_count; i++) {
		const struct diff_toll *toll = &diff->tolls[i];
		size_t last = known->size >= 5 ? known->size - 5 : 0;
		if (toll->side[which].events > 0 &&
			(last == 0 || strncmp(known->data + last + 1, toll->country, 3) != 0)) {
			mizan_text_printf(known, "%s ", toll->country);
		}
	}
	return mizan_text_check(known, error);
}

/* Dropped and added events of countries in which the other side has no event at all: it may not
 * cover them. */
static mizan_status diff_count_alone(struct mizan_diff *diff, struct mizan_error *error)
{
	struct mizan_text known[2] = {{0}};
	mizan_status status = MIZAN_OK;
	for (int i = 0; i < 2 && status == MIZAN_OK; i++) {
		status = diff_list_countries(diff, i, &known[i], error);
	}
	for (size_t i = 0; i < diff->pair_count && status == MIZAN_OK; i++) {
		const struct diff_pair *pair = &diff->pairs[i];
		if (pair->kind != DIFF_CHANGED) {
			int which = pair->kind == DIFF_ADDED;
			size_t entry = which ? pair->new_entry : pair->old_entry;
			const char *country = diff->sides[which].entries[entry].country;
			diff->alone[which] += *country && !strstr(known[!which].data, country);
		}
	}
	mizan_text_release(&known[0]);
	mizan_text_release(&known[1]);
	return status;
}

mizan_status diff_compare(struct mizan_diff *diff, struct mizan_error *error)
{
	if (diff->compared) {
		return MIZAN_OK;
	}
	if (!diff_has_copies(diff)) {
		return mizan_error_set(
			error, MIZAN_ERROR_INPUT, "try again", "a file changed while it was read");
	}
	if (diff->pair_count > 0) {
		qsort_r(diff->pairs, diff->pair_count, sizeof *diff->pairs, pair_compare, diff);
	}
	size_t kept = 0;
	for (size_t i = 0; i < diff->pair_count; i++) {
		size_t before = diff->change_count;
		diff->pairs[kept] = diff->pairs[i];
		if (!compare_pair(diff, kept)) {
			return mizan_error_memory(error);
		}
		/* The provider's columns in another order are no change. */
		bool same = diff->change_count == before;
		diff->unchanged += same;
		kept += !same;
	}
	diff->pair_count = kept;
	diff->compared = true;
	return diff_count_alone(diff, error);
}

/* ---- Tables ------------------------------------------------------------------------------- */

static void set_deaths(struct mizan_table *table, size_t row, size_t column, int32_t deaths)
{
	if (deaths != MIZAN_UNKNOWN) {
		mizan_table_set_integer(table, row, column, deaths);
	}
}

static void set_slice(
	struct mizan_table *table, size_t row, size_t column, struct mizan_slice slice)
{
	if (slice.size > 0) {
		/* Slices of copies end with a NUL: mizan_arena_copy. */
		mizan_table_set_text(table, row, column, slice.data);
	}
}

static void table_of_changes(const struct mizan_diff *diff, struct mizan_table *table)
{
	static const char *const names[] = {
		"change", "source_key", "field", "old", "new", "country", "date"};
	char date[11];
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		mizan_table_add_column(table, names[i], MIZAN_TEXT, -1);
	}
	mizan_table_add_column(table, "deaths_old", MIZAN_INTEGER, -1);
	mizan_table_add_column(table, "deaths_new", MIZAN_INTEGER, -1);
	for (size_t i = 0; i < diff->change_count && !table->failed; i++) {
		const struct diff_change *change = &diff->changes[i];
		const struct diff_pair *pair = &diff->pairs[change->pair];
		const struct mizan_event *event = pair_shown(diff, pair);
		size_t row = mizan_table_add_row(table);
		mizan_table_set_text(table, row, 0, kind_words[pair->kind]);
		set_slice(table, row, 1, event->source_key);
		mizan_table_set_text(table, row, 2, change->field);
		mizan_table_set_text(table, row, 3, change->texts[0]);
		mizan_table_set_text(table, row, 4, change->texts[1]);
		set_slice(table, row, 5, event->country);
		mizan_table_set_text(table, row, 6, mizan_date_format(event->date_end, date));
		set_deaths(table, row, 7, pair_deaths(diff, pair, 0));
		set_deaths(table, row, 8, pair_deaths(diff, pair, 1));
	}
}

static void summary_row(struct mizan_table *table, const char *change, const char *field,
	const struct diff_count *count)
{
	size_t row = mizan_table_add_row(table);
	mizan_table_set_text(table, row, 0, change);
	mizan_table_set_text(table, row, 1, field);
	mizan_table_set_integer(table, row, 2, count->events);
	for (size_t k = 0; k < 2; k++) {
		if (count->known[k]) {
			mizan_table_set_integer(table, row, 3 + k, count->deaths[k]);
		}
	}
}

static void table_of_counts(const struct mizan_diff *diff, struct mizan_table *table)
{
	struct diff_count counts[3] = {{0}};
	mizan_table_add_column(table, "change", MIZAN_TEXT, -1);
	mizan_table_add_column(table, "field", MIZAN_TEXT, -1);
	mizan_table_add_column(table, "events", MIZAN_INTEGER, -1);
	mizan_table_add_column(table, "deaths_old", MIZAN_INTEGER, -1);
	mizan_table_add_column(table, "deaths_new", MIZAN_INTEGER, -1);
	for (size_t i = 0; i < diff->pair_count; i++) {
		count_add(&counts[diff->pairs[i].kind], diff, &diff->pairs[i]);
	}
	for (int kind = 0; kind < 3; kind++) {
		summary_row(table, kind_words[kind], NULL, &counts[kind]);
	}
	for (size_t i = 0; i < diff->field_count; i++) {
		summary_row(table, "changed", diff->fields[i].field, &diff->fields[i].count);
	}
	struct diff_count unchanged = {.events = diff->unchanged};
	summary_row(table, "unchanged", NULL, &unchanged);
	static const char *const outside[] = {"outside-old", "outside-new"};
	for (int k = 0; k < 2; k++) {
		struct diff_count count = {.events = diff->outside[!k]};
		summary_row(table, outside[k], NULL, &count);
	}
}

static void table_of_tolls(const struct mizan_diff *diff, struct mizan_table *table)
{
	static const char *const names[] = {"events_old", "events_new", "deaths_low_old",
		"deaths_low_new", "deaths_old", "deaths_new", "deaths_high_old", "deaths_high_new",
		"difference"};
	mizan_table_add_column(table, "country", MIZAN_TEXT, -1);
	mizan_table_add_column(table, "year", MIZAN_YEAR, -1);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		mizan_table_add_column(table, names[i], MIZAN_INTEGER, -1);
	}
	for (size_t i = 0; i < diff->toll_count && !table->failed; i++) {
		const struct diff_toll *toll = &diff->tolls[i];
		mizan_date first = mizan_date_make(toll->year, 1, 1);
		mizan_date last = mizan_date_make(toll->year, 12, 31);
		size_t row = mizan_table_add_row(table);
		if (*toll->country) {
			mizan_table_set_text(table, row, 0, toll->country);
		}
		mizan_table_set_integer(table, row, 1, toll->year);
		bool both = true;
		for (size_t k = 0; k < 2; k++) {
			/* A year that a side does not cover is unknown, not 0. */
			if (toll->side[k].events == 0 &&
				(last < diff->sides[k].first || first > diff->sides[k].last)) {
				both = false;
				continue;
			}
			mizan_table_set_integer(table, row, 2 + k, toll->side[k].events);
			mizan_table_set_integer(table, row, 4 + k, toll->side[k].low);
			mizan_table_set_integer(table, row, 6 + k, toll->side[k].best);
			mizan_table_set_integer(table, row, 8 + k, toll->side[k].high);
		}
		if (both) {
			mizan_table_set_integer(
				table, row, 10, toll->side[1].best - toll->side[0].best);
		}
	}
}

/* ---- Notes -------------------------------------------------------------------------------- */

static void note_outside(const struct mizan_diff *diff, struct mizan_table *table)
{
	for (int k = 0; k < 2; k++) {
		const struct diff_side *side = &diff->sides[k], *other = &diff->sides[!k];
		char first[11], last[11];
		if (diff->outside[k] > 0) {
			mizan_table_add_note(table,
				"%lld events of %s lie outside the period of %s (%s to %s): they "
				"are neither added nor dropped",
				(long long)diff->outside[k], side->version, other->version,
				mizan_date_format(other->first, first),
				mizan_date_format(other->last, last));
		}
		if (side->repeats > 0) {
			mizan_table_add_note(table,
				"%llu rows of %s have a source_key that another row has: one of "
				"each is compared",
				(unsigned long long)side->repeats, side->version);
		}
	}
}

static void note_withheld(const struct mizan_diff *diff, struct mizan_table *table)
{
	const struct diff_side *before = &diff->sides[0], *after = &diff->sides[1];
	char day[11];
	if (before->withheld + after->withheld > 0) {
		mizan_table_add_note(table,
			"public: events since %s (%llu of %s, %llu of %s) are compared by what is "
			"public of them: district, month, sides and numbers (--restricted compares "
			"all)",
			mizan_date_format(diff->options.public_from, day),
			(unsigned long long)before->withheld, before->version,
			(unsigned long long)after->withheld, after->version);
	}
}

static void note_counts(const struct mizan_diff *diff, const int64_t counts[3],
	const int64_t deaths[2], struct mizan_table *table)
{
	const struct {
		int64_t number;
		const char *words;
	} parts[] = {{counts[DIFF_ADDED],
			     counts[DIFF_ADDED] == 1 ? " event added, " : " events added, "},
		{counts[DIFF_DROPPED], " dropped, "}, {counts[DIFF_CHANGED], " changed, "},
		{diff->unchanged, " unchanged; deaths (best estimate) "}, {deaths[0], " before, "},
		{deaths[1], " after"}};
	struct mizan_text text = {0};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		mizan_text_append_grouped(&text, parts[i].number);
		mizan_text_append(&text, parts[i].words);
	}
	table->failed |= text.failed;
	mizan_table_add_note(table, "from %s to %s: %s", diff->sides[0].version,
		diff->sides[1].version, text.data ? text.data : "");
	mizan_text_release(&text);
}

static void diff_add_notes(const struct mizan_diff *diff, struct mizan_table *table)
{
	int64_t counts[3] = {0}, deaths[2] = {0};
	for (size_t i = 0; i < diff->pair_count; i++) {
		counts[diff->pairs[i].kind]++;
	}
	for (size_t i = 0; i < diff->toll_count; i++) {
		deaths[0] += diff->tolls[i].side[0].best;
		deaths[1] += diff->tolls[i].side[1].best;
	}
	for (int k = 0; k < 2; k++) {
		for (size_t i = 0; i < diff->sides[k].source_count; i++) {
			mizan_table_add_source(table, diff->sides[k].sources[i]);
		}
	}
	note_counts(diff, counts, deaths, table);
	note_outside(diff, table);
	note_withheld(diff, table);
	for (int k = 0; k < 2; k++) {
		if (diff->alone[k] > 0) {
			mizan_table_add_note(table,
				"%lld of the %s events are of countries of which %s has no event: "
				"it may not cover them (--country compares one)",
				(long long)diff->alone[k],
				kind_words[k ? DIFF_ADDED : DIFF_DROPPED], diff->sides[!k].version);
		}
	}
	if (diff->sides[0].sample) {
		mizan_table_add_note(table, "both are samples");
	}
}

mizan_status mizan_diff_finish(struct mizan_diff *diff, enum mizan_diff_form form,
	struct mizan_table *table, struct mizan_error *error)
{
	if (!diff->matched) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "call mizan_diff_match first",
			"the events were not matched");
	}
	mizan_status status = diff_compare(diff, error);
	if (status != MIZAN_OK) {
		return status;
	}
	if (form == MIZAN_DIFF_CHANGES) {
		table_of_changes(diff, table);
	} else if (form == MIZAN_DIFF_SUMMARY) {
		table_of_counts(diff, table);
	} else {
		table_of_tolls(diff, table);
	}
	diff_add_notes(diff, table);
	return mizan_table_check(table, error);
}
