/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Somebody's own sheet of events: our column names in its header (mizan template events), or a
 * mapping (mapping.c) that says which of its columns is which of ours.
 */
#include "source_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *const sheet_target_names[SHEET_TARGET_COUNT] = {"source_key", "date_start", "date_end",
	"date_precision", "latitude", "longitude", "place_precision", "country", "admin1", "admin2",
	"place", "violence", "tactic", "target", "side_a", "side_b", "dyad", "side_a_id",
	"side_b_id", "dyad_id", "conflict_id", "deaths_best", "deaths_low", "deaths_high",
	"deaths_side_a", "deaths_side_b", "deaths_civilians", "deaths_unknown", "injured",
	"hostages", "headline"};

static const char *const sheet_required[] = {
	"source_key", "date_start", "country", "deaths_best", NULL};

mizan_status sheet_finish_plan(struct source_plan *plan, struct sheet_state *state,
	const size_t chosen[SHEET_TARGET_COUNT], const struct mizan_reader_facts *facts,
	struct mizan_error *error)
{
	plan->wanted = mizan_arena_allocate(
		&plan->arena, facts->column_count + SHEET_TARGET_COUNT, sizeof *plan->wanted);
	state->extra =
		mizan_arena_allocate(&plan->arena, facts->column_count + 1, sizeof *state->extra);
	bool *taken = mizan_arena_allocate(&plan->arena, facts->column_count + 1, sizeof *taken);
	if (!plan->wanted || !state->extra || !taken) {
		return mizan_error_memory(error);
	}
	for (int i = 0; i < SHEET_TARGET_COUNT; i++) {
		state->columns[i].field = chosen[i] == SIZE_MAX ? SIZE_MAX : plan->wanted_count;
		if (chosen[i] != SIZE_MAX) {
			/* A translated column keeps its own words in the provider's JSON. */
			taken[chosen[i]] = !state->columns[i].words;
			plan->wanted[plan->wanted_count++] = chosen[i];
		}
	}
	for (size_t column = 0; column < facts->column_count; column++) {
		if (!taken[column] && facts->header[column][0]) {
			state->extra[state->extra_count++] = plan->wanted_count;
			plan->wanted[plan->wanted_count++] = column;
		}
	}
	plan->state = state;
	return MIZAN_OK;
}

static mizan_status sheet_plan(struct source_plan *plan, const struct mizan_reader_facts *facts,
	unsigned parts, struct mizan_error *error)
{
	(void)parts;
	struct sheet_state *state = mizan_arena_allocate(&plan->arena, 1, sizeof *state);
	if (!state) {
		return mizan_error_memory(error);
	}
	size_t chosen[SHEET_TARGET_COUNT];
	for (int i = 0; i < SHEET_TARGET_COUNT; i++) {
		chosen[i] = source_find_column(facts, sheet_target_names[i]);
	}
	return sheet_finish_plan(plan, state, chosen, facts, error);
}

int sheet_compare_words(const void *a, const void *b)
{
	struct mizan_slice left = ((const struct sheet_word *)a)->from;
	struct mizan_slice right = ((const struct sheet_word *)b)->from;
	size_t size = left.size < right.size ? left.size : right.size;
	int order = size > 0 ? memcmp(left.data, right.data, size) : 0;
	return order ? order : (left.size > right.size) - (left.size < right.size);
}

/* The text for a target: its field, translated, or its constant. */
static bool sheet_take(const struct source_plan *plan, const struct mizan_slice *fields,
	enum sheet_target target, struct mizan_slice *text, struct source_fault *fault)
{
	const struct sheet_state *state = plan->state;
	const struct sheet_column *column = &state->columns[target];
	*text = (struct mizan_slice){"", 0};
	if (column->field == SIZE_MAX) {
		if (column->constant) {
			*text = (struct mizan_slice){column->constant, strlen(column->constant)};
		}
		return true;
	}
	*text = mizan_slice_trim(fields[column->field]);
	if (!column->words || text->size == 0) {
		return true;
	}
	struct sheet_word key = {.from = *text};
	const struct sheet_word *word =
		bsearch(&key, column->words, column->word_count, sizeof key, sheet_compare_words);
	if (word) {
		*text = (struct mizan_slice){word->to, strlen(word->to)};
		return true;
	}
	return source_refuse(fault, column->field, "the mapping has no word for %s '%.*s'",
		sheet_target_names[target], (int)(text->size > 60 ? 60 : text->size), text->data);
}

/* "31/12/2024", "12-31-24" is too little: the order is known, the year has four digits. */
static bool sheet_parse_ordered_date(struct mizan_slice text, const char order[4], mizan_date *date)
{
	int parts[3] = {0, 0, 0}, count = 0;
	for (size_t i = 0; i < text.size && count < 3;) {
		size_t digits = 0;
		for (; i < text.size && text.data[i] >= '0' && text.data[i] <= '9' && digits < 5;
			i++, digits++) {
			parts[count] = parts[count] * 10 + (text.data[i] - '0');
		}
		if (digits == 0 || (order[count] == 'y' && digits != 4) || digits > 4) {
			return false;
		}
		count++;
		if (i < text.size && count < 3 && !memchr("/.- ", text.data[i++], 4)) {
			return false;
		}
		if (count == 3 && i != text.size) {
			return false;
		}
	}
	int year = 0, month = 0, day = 0;
	for (int i = 0; i < 3; i++) {
		*(order[i] == 'y' ? &year : order[i] == 'm' ? &month : &day) = parts[i];
	}
	*date = mizan_date_make(year, month, day);
	return count == 3 && *date != MIZAN_DATE_UNKNOWN;
}

static bool sheet_take_date(const struct source_plan *plan, const struct mizan_slice *fields,
	enum sheet_target target, mizan_date *date, struct source_fault *fault)
{
	const struct sheet_state *state = plan->state;
	struct mizan_slice text;
	if (!sheet_take(plan, fields, target, &text, fault)) {
		return false;
	}
	if (state->date_order[0] && sheet_parse_ordered_date(text, state->date_order, date)) {
		return true;
	}
	return source_take_date(
		text, state->columns[target].field, sheet_target_names[target], date, fault);
}

static bool sheet_parse_dates(const struct source_plan *plan, const struct mizan_slice *fields,
	struct mizan_event *event, struct source_fault *fault)
{
	const struct sheet_state *state = plan->state;
	struct mizan_slice end, precision;
	int64_t number = 0;
	if (!sheet_take_date(plan, fields, SHEET_DATE_START, &event->date_start, fault) ||
		!sheet_take(plan, fields, SHEET_DATE_END, &end, fault) ||
		!sheet_take(plan, fields, SHEET_DATE_PRECISION, &precision, fault)) {
		return false;
	}
	event->date_end = event->date_start;
	if (end.size > 0 &&
		!sheet_take_date(plan, fields, SHEET_DATE_END, &event->date_end, fault)) {
		return false;
	}
	if (event->date_end < event->date_start) {
		return source_refuse(fault, state->columns[SHEET_DATE_END].field,
			"date_end is before date_start");
	}
	if (precision.size > 0 &&
		!source_take_integer(precision, state->columns[SHEET_DATE_PRECISION].field,
			"date_precision", 1, 5, &number, fault)) {
		return false;
	}
	event->date_precision = (uint8_t)number;
	return true;
}

static bool sheet_parse_country(const struct source_plan *plan, const struct mizan_slice *fields,
	struct mizan_event *event, struct source_fault *fault)
{
	const struct sheet_state *state = plan->state;
	struct mizan_slice text;
	if (!sheet_take(plan, fields, SHEET_COUNTRY, &text, fault)) {
		return false;
	}
	if (text.size == 0) {
		return true;
	}
	const struct mizan_country *country = mizan_country_by_iso3(text);
	country = country ? country : mizan_country_by_name(text);
	if (!country) {
		return source_refuse(fault, state->columns[SHEET_COUNTRY].field,
			"country '%.*s' is neither an ISO3 code nor a name that Mizan knows",
			(int)(text.size > 60 ? 60 : text.size), text.data);
	}
	event->country = (struct mizan_slice){country->iso3, 3};
	return true;
}

static bool sheet_parse_place(const struct source_plan *plan, const struct mizan_slice *fields,
	struct mizan_event *event, struct source_fault *fault)
{
	const struct sheet_state *state = plan->state;
	struct mizan_slice latitude, longitude, precision;
	int64_t number = 0;
	if (!sheet_take(plan, fields, SHEET_LATITUDE, &latitude, fault) ||
		!sheet_take(plan, fields, SHEET_LONGITUDE, &longitude, fault) ||
		!sheet_take(plan, fields, SHEET_PLACE_PRECISION, &precision, fault) ||
		!source_take_coordinate(latitude, state->columns[SHEET_LATITUDE].field, "latitude",
			90, &event->latitude, fault) ||
		!source_take_coordinate(longitude, state->columns[SHEET_LONGITUDE].field,
			"longitude", 180, &event->longitude, fault)) {
		return false;
	}
	if (isnan(event->latitude) != isnan(event->longitude)) {
		return source_refuse(fault, state->columns[SHEET_LATITUDE].field,
			"a point needs latitude and longitude; leave both empty where there is "
			"none");
	}
	if (precision.size > 0 &&
		!source_take_integer(precision, state->columns[SHEET_PLACE_PRECISION].field,
			"place_precision", 1, 7, &number, fault)) {
		return false;
	}
	event->place_precision = (uint8_t)number;
	return true;
}

static bool sheet_parse_violence(const struct source_plan *plan, const struct mizan_slice *fields,
	struct mizan_event *event, struct source_fault *fault)
{
	const struct sheet_state *state = plan->state;
	struct mizan_slice text;
	if (!sheet_take(plan, fields, SHEET_VIOLENCE, &text, fault)) {
		return false;
	}
	event->violence = (uint8_t)mizan_violence_from_word(text);
	if (text.size > 0 && event->violence == MIZAN_VIOLENCE_UNKNOWN) {
		return source_refuse(fault, state->columns[SHEET_VIOLENCE].field,
			"violence '%.*s' is none of state-based, non-state, one-sided",
			(int)(text.size > 60 ? 60 : text.size), text.data);
	}
	return true;
}

static bool sheet_parse_texts(const struct source_plan *plan, const struct mizan_slice *fields,
	struct mizan_event *event, struct source_fault *fault)
{
	const struct {
		enum sheet_target target;
		struct mizan_slice *slice;
	} texts[] = {
		{SHEET_ADMIN1, &event->admin1},
		{SHEET_ADMIN2, &event->admin2},
		{SHEET_PLACE, &event->place},
		{SHEET_TACTIC, &event->tactic},
		{SHEET_TARGET, &event->target},
		{SHEET_SIDE_A, &event->side_a},
		{SHEET_SIDE_B, &event->side_b},
		{SHEET_DYAD, &event->dyad},
		{SHEET_HEADLINE, &event->headline},
		{SHEET_SOURCE_KEY, &event->source_key},
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		if (!sheet_take(plan, fields, texts[i].target, texts[i].slice, fault)) {
			return false;
		}
	}
	return true;
}

static bool sheet_parse_ids(const struct source_plan *plan, const struct mizan_slice *fields,
	struct mizan_event *event, struct source_fault *fault)
{
	const struct sheet_state *state = plan->state;
	int64_t *const ids[] = {
		&event->side_a_id, &event->side_b_id, &event->dyad_id, &event->conflict_id};
	for (int i = 0; i < 4; i++) {
		enum sheet_target target = (enum sheet_target)(SHEET_SIDE_A_ID + i);
		struct mizan_slice text;
		if (!sheet_take(plan, fields, target, &text, fault) ||
			(text.size > 0 &&
				!source_take_integer(text, state->columns[target].field,
					sheet_target_names[target], 0, INT32_MAX, ids[i], fault))) {
			return false;
		}
	}
	return true;
}

static bool sheet_parse_counts(const struct source_plan *plan, const struct mizan_slice *fields,
	struct mizan_event *event, struct source_fault *fault)
{
	const struct sheet_state *state = plan->state;
	int32_t *const counts[] = {&event->deaths_best, &event->deaths_low, &event->deaths_high,
		&event->deaths_side_a, &event->deaths_side_b, &event->deaths_civilians,
		&event->deaths_unknown, &event->injured, &event->hostages};
	for (int i = 0; i <= SHEET_HOSTAGES - SHEET_DEATHS_BEST; i++) {
		enum sheet_target target = (enum sheet_target)(SHEET_DEATHS_BEST + i);
		struct mizan_slice text;
		if (!sheet_take(plan, fields, target, &text, fault) ||
			!source_take_count(text, state->columns[target].field,
				sheet_target_names[target], counts[i], fault)) {
			return false;
		}
	}
	int32_t best = event->deaths_best, *low = &event->deaths_low, *high = &event->deaths_high;
	/* A single number is its own range. */
	if (best != MIZAN_UNKNOWN && *low == MIZAN_UNKNOWN) {
		*low = *high != MIZAN_UNKNOWN && *high < best ? *high : best;
	}
	if (best != MIZAN_UNKNOWN && *high == MIZAN_UNKNOWN) {
		*high = *low > best ? *low : best;
	}
	/* Kept as given, also upside down: so it is in tables that people cut from UCDP's. */
	if ((best != MIZAN_UNKNOWN && (best < *low || best > *high)) ||
		(*low != MIZAN_UNKNOWN && *high != MIZAN_UNKNOWN && *low > *high)) {
		event->flags |= MIZAN_FLAG_BEST_OUTSIDE;
	}
	return true;
}

bool sheet_parse(const struct source_plan *plan, const struct mizan_slice *fields, uint64_t row,
	struct mizan_event *event, struct source_scratch *scratch, struct source_fault *fault)
{
	const struct sheet_state *state = plan->state;
	*event = (struct mizan_event){.latitude = (double)NAN, .longitude = (double)NAN};
	if (!sheet_parse_dates(plan, fields, event, fault) ||
		!sheet_parse_country(plan, fields, event, fault) ||
		!sheet_parse_place(plan, fields, event, fault) ||
		!sheet_parse_violence(plan, fields, event, fault) ||
		!sheet_parse_texts(plan, fields, event, fault) ||
		!sheet_parse_ids(plan, fields, event, fault) ||
		!sheet_parse_counts(plan, fields, event, fault)) {
		return false;
	}
	for (size_t i = 0; i < state->extra_count; i++) {
		source_json_add(
			&scratch->json, plan->keys[state->extra[i]], fields[state->extra[i]]);
	}
	if (event->source_key.size == 0) {
		if (state->columns[SHEET_SOURCE_KEY].field != SIZE_MAX) {
			return source_refuse(fault, state->columns[SHEET_SOURCE_KEY].field,
				"source_key is empty; each event needs a key of its own");
		}
		int size = snprintf(
			scratch->key, sizeof scratch->key, "row-%llu", (unsigned long long)row + 1);
		event->source_key = (struct mizan_slice){scratch->key, (size_t)size};
	}
	return true;
}

const struct source_provider source_events = {
	.name = "own",
	.title = "a sheet of events (mizan template events)",
	.kind = "events",
	.required = sheet_required,
	.coverage = MIZAN_SAMPLE,
	.plan = sheet_plan,
	.parse = sheet_parse,
};
