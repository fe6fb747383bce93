/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The toll: exact sums by group. Which events count, and into which groups they go. */
#include "toll_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static mizan_status toll_check_options(
	const struct mizan_toll_options *options, struct mizan_error *error)
{
	if (options->precision < 0 || options->precision > 7) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"1 is the exact place, 4 a point for the province, 6 one for the country",
			"a place precision is 1 to 7");
	}
	if (!(options->near_border_km >= 0) || options->near_border_km > 20000) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "as in --near-border 25km",
			"a distance to a border is 0 to 20,000 km");
	}
	if ((options->border_with || options->side) && !(options->near_border_km > 0)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "as in --near-border 25km",
			"%s needs a distance to the border",
			options->side ? "a side" : "a border with a country");
	}
	if (options->border_with && !options->country && !options->side) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"as in --country PAK --border-with AFG", "say whose border with %s",
			options->border_with);
	}
	if (options->border_with && options->country && options->side &&
		strcmp(options->side, options->country) != 0 &&
		strcmp(options->side, options->border_with) != 0) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "take one of the two",
			"the border of %s with %s has no side of %s", options->country,
			options->border_with, options->side);
	}
	if (options->spread && !(options->by & TOLL_PERIODS)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"add year, quarter, month or week to --by",
			"deaths can be spread over periods only");
	}
	if (options->rates &&
		(!(options->by & MIZAN_BY_COUNTRY) || !(options->by & MIZAN_BY_YEAR) ||
			options->by & (MIZAN_BY_QUARTER | MIZAN_BY_MONTH | MIZAN_BY_WEEK))) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "add country and year to --by",
			"rates are by country and year");
	}
	return MIZAN_OK;
}

/* The one border that is meant, where a side or a neighbour is named. */
static mizan_status toll_make_border(struct mizan_toll *toll, struct mizan_error *error)
{
	const struct mizan_toll_options *options = &toll->options;
	const char *country = options->country ? options->country : options->side;
	bool across = options->side && strcmp(options->side, country) != 0;
	const char *other = options->border_with ? options->border_with
			    : across             ? options->side
						 : NULL;
	return mizan_border_make(toll->map, country, other, &toll->border, error);
}

mizan_status mizan_toll_init(struct mizan_toll **result, const struct mizan_toll_options *options,
	struct mizan_error *error)
{
	*result = NULL;
	mizan_status status = toll_check_options(options, error);
	if (status != MIZAN_OK) {
		return status;
	}
	struct mizan_toll *toll = calloc(1, sizeof *toll);
	if (!toll) {
		return mizan_error_memory(error);
	}
	toll->options = *options;
	toll->country = options->side ? options->side : options->country;
	for (int bit = 0; bit < BY_COUNT; bit++) {
		if (options->by & (1u << bit)) {
			toll->bits[toll->groups.width++] = bit;
		}
	}
	toll->groups.width++; /* the release */
	if (options->near_border_km > 0) {
		status = mizan_basemap_open(NULL, &toll->map, error);
	}
	if (status == MIZAN_OK && (options->border_with || options->side)) {
		status = toll_make_border(toll, error);
	}
	if (status != MIZAN_OK) {
		mizan_toll_release(toll);
		return status;
	}
	*result = toll;
	return MIZAN_OK;
}

void mizan_toll_release(struct mizan_toll *toll)
{
	if (!toll) {
		return;
	}
	for (size_t i = 0; i < toll->border_count; i++) {
		mizan_border_free(toll->borders[i].border);
	}
	free(toll->borders);
	mizan_border_free(toll->border);
	mizan_zone_close(toll->zone);
	mizan_basemap_close(toll->map);
	groups_release(&toll->groups);
	names_release(&toll->names);
	free(toll->segments);
	free(toll->remainders);
	free(toll);
}

unsigned mizan_toll_parts(const struct mizan_toll *toll)
{
	unsigned by = toll->options.by;
	unsigned parts = MIZAN_PART_DATES | MIZAN_PART_COUNTRY | MIZAN_PART_DEATHS |
			 MIZAN_PART_SIDES | MIZAN_PART_VIOLENCE;
	parts |= by & MIZAN_BY_PROVINCE ? MIZAN_PART_ADMIN : 0u;
	parts |= by & MIZAN_BY_PLACE ? MIZAN_PART_PLACE : 0u;
	parts |= by & (MIZAN_BY_DYAD | MIZAN_BY_ACTOR) ? MIZAN_PART_ACTORS : 0u;
	parts |= toll->options.precision || toll->map ? MIZAN_PART_PLACE : 0u;
	parts |= toll->options.zone ? MIZAN_ZONE_PARTS : 0u;
	return parts;
}

/* ---- Which events count ------------------------------------------------------------------- */

static uint32_t toll_pack_country(struct mizan_slice country)
{
	uint32_t packed = 0;
	for (size_t i = 0; i < 3 && country.size == 3; i++) {
		packed = packed << 8 | (unsigned char)country.data[i];
	}
	return packed;
}

/* NULL, without an error, where the country has no land border. */
static mizan_status toll_find_border(struct mizan_toll *toll, struct mizan_slice country,
	struct mizan_border **border, struct mizan_error *error)
{
	uint32_t packed = toll_pack_country(country);
	*border = toll->border;
	for (size_t i = 0; i < toll->border_count && !toll->border; i++) {
		if (toll->borders[i].country == packed) {
			*border = toll->borders[i].border;
			return MIZAN_OK;
		}
	}
	if (toll->border) {
		return MIZAN_OK;
	}
	if (!mizan_grow(&toll->borders, &toll->border_capacity, toll->border_count + 1,
		    sizeof *toll->borders)) {
		return mizan_error_memory(error);
	}
	char iso3[4] = {0};
	memcpy(iso3, country.data, country.size == 3 ? 3 : 0);
	struct mizan_error none = {0};
	mizan_status status = mizan_border_make(toll->map, iso3, NULL, border, &none);
	if (status == MIZAN_ERROR_MEMORY) {
		return mizan_error_memory(error);
	}
	toll->borders[toll->border_count++] = (struct toll_border){packed, *border};
	return MIZAN_OK;
}

static void toll_leave_out(struct toll_left_out *left, const struct mizan_event *event)
{
	left->events++;
	left->deaths += event->deaths_best == MIZAN_UNKNOWN ? 0 : event->deaths_best;
}

static mizan_status toll_check_border(struct mizan_toll *toll, const struct mizan_event *event,
	bool *counts, struct mizan_error *error)
{
	struct mizan_border *border;
	mizan_status status = toll_find_border(toll, event->country, &border, error);
	if (status != MIZAN_OK) {
		return status;
	}
	double km = border ? mizan_border_km(border, event->longitude, event->latitude)
			   : (double)INFINITY;
	if (isnan(km)) {
		toll_leave_out(&toll->no_point, event);
	}
	*counts = km <= toll->options.near_border_km;
	return MIZAN_OK;
}

static mizan_status toll_counts(struct mizan_toll *toll, const struct mizan_event *event,
	bool *counts, struct mizan_error *error)
{
	const struct mizan_toll_options *options = &toll->options;
	mizan_date from = options->from, to = options->to;
	mizan_date first = options->spread ? event->date_start : event->date_end;
	*counts = (from == MIZAN_DATE_UNKNOWN || event->date_end >= from) &&
		  (to == MIZAN_DATE_UNKNOWN || first <= to) &&
		  (!toll->country || mizan_slice_equals(event->country, toll->country));
	if (!*counts) {
		return MIZAN_OK;
	}
	/* Border and zone first: what precision leaves out is a share of what lies there. */
	mizan_status status = toll->map ? toll_check_border(toll, event, counts, error) : MIZAN_OK;
	if (status == MIZAN_OK && *counts && options->zone) {
		status = toll->zone ? indicator_take_zone(
					      toll->zone, event, &toll->in_zone, counts, error)
				    : mizan_error_set(error, MIZAN_ERROR_USAGE,
					      "import the file, or leave the zone out",
					      "zones are in a store, and this is none");
	}
	if (status != MIZAN_OK || !*counts) {
		return status;
	}
	int precision = event->place_precision;
	if (options->precision > 0 && (precision == 0 || precision > options->precision)) {
		toll_leave_out(&toll->too_coarse, event);
		*counts = false;
	} else if (toll->map && (precision == 0 || precision >= 4)) {
		toll_leave_out(&toll->coarse, event);
	}
	return MIZAN_OK;
}

/* ---- Into which groups -------------------------------------------------------------------- */

static mizan_status toll_take_name(
	struct mizan_toll *toll, struct mizan_slice name, uint32_t *key, struct mizan_error *error)
{
	return names_intern(&toll->names, name, key) ? MIZAN_OK : mizan_error_memory(error);
}

static bool toll_week_is_withheld(
	const struct mizan_toll *toll, int bit, const struct mizan_event *event)
{
	return 1 << bit == MIZAN_BY_WEEK && toll->options.is_public &&
	       event->date_end >= toll->options.public_from;
}

/* All keys of an event but the actor, whose place is told. */
static mizan_status toll_make_key(struct mizan_toll *toll, const struct mizan_event *event,
	mizan_date date, uint32_t *key, size_t *actor, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	size_t width = toll->groups.width - 1;
	*actor = SIZE_MAX;
	for (size_t i = 0; i < width && status == MIZAN_OK; i++) {
		switch (1 << toll->bits[i]) {
		case MIZAN_BY_COUNTRY:
			key[i] = toll_pack_country(event->country);
			break;
		case MIZAN_BY_PROVINCE:
			status = toll_take_name(toll, event->admin1, &key[i], error);
			break;
		case MIZAN_BY_PLACE:
			status = toll_take_name(toll, event->place, &key[i], error);
			break;
		case MIZAN_BY_DYAD:
			status = toll_take_name(toll, event->dyad, &key[i], error);
			break;
		case MIZAN_BY_ACTOR:
			*actor = i;
			break;
		case MIZAN_BY_VIOLENCE:
			key[i] = event->violence;
			break;
		default:
			key[i] = toll_week_is_withheld(toll, toll->bits[i], event)
					 ? BY_MONTH_OF_WEEKS + (uint32_t)mizan_date_month(date)
					 : by_period_of(toll->bits[i], date);
		}
	}
	key[width] = (uint32_t)event->release_id;
	return status;
}

static mizan_status toll_put(struct mizan_toll *toll, const uint32_t *key,
	const struct toll_sums *sums, struct mizan_error *error)
{
	struct toll_sums *group = groups_find(&toll->groups, key);
	if (!group) {
		return mizan_error_memory(error);
	}
	sums_add(group, sums);
	return MIZAN_OK;
}

/* One event's (or one part's) sums to the group of its keys; to both sides when by actor. */
static mizan_status toll_put_event(struct mizan_toll *toll, const struct mizan_event *event,
	mizan_date date, const struct toll_sums *sums, struct mizan_error *error)
{
	uint32_t key[TOLL_WIDTH];
	size_t actor;
	mizan_status status = toll_make_key(toll, event, date, key, &actor, error);
	if (status != MIZAN_OK || actor == SIZE_MAX) {
		return status == MIZAN_OK ? toll_put(toll, key, sums, error) : status;
	}
	uint32_t first, second;
	status = toll_take_name(toll, event->side_a, &first, error);
	if (status == MIZAN_OK) {
		status = toll_take_name(toll, event->side_b, &second, error);
	}
	if (status == MIZAN_OK) {
		key[actor] = first;
		status = toll_put(toll, key, sums, error);
	}
	if (status == MIZAN_OK && second != first) {
		key[actor] = second;
		status = toll_put(toll, key, sums, error);
	}
	return status;
}

/* An unknown end of the range is the best estimate: the source gives no other. */
static struct toll_sums toll_sums_of(struct mizan_toll *toll, const struct mizan_event *event)
{
	struct toll_sums sums = {.events = 1};
	int32_t best = event->deaths_best, low = event->deaths_low, high = event->deaths_high;
	if (best == MIZAN_UNKNOWN) {
		toll->unknown++;
	} else {
		low = low == MIZAN_UNKNOWN ? best : low;
		high = high == MIZAN_UNKNOWN ? best : high;
		toll->outside += best < low || best > high;
		sums.best = best;
		sums.low = low;
		sums.high = high;
		sums.best_known = 1;
		sums.by_violence[event->violence < MIZAN_VIOLENCE_COUNT ? event->violence : 0] =
			best;
	}
	if (event->deaths_civilians != MIZAN_UNKNOWN) {
		sums.civilians = event->deaths_civilians;
		sums.civilians_known = 1;
		sums.both_known = sums.best_known;
	}
	return sums;
}

mizan_status mizan_toll_add(
	struct mizan_toll *toll, const struct mizan_event *event, struct mizan_error *error)
{
	bool counts;
	mizan_status status = toll_counts(toll, event, &counts, error);
	if (status != MIZAN_OK || !counts) {
		return status;
	}
	struct toll_sums sums = toll_sums_of(toll, event);
	if (!toll->options.spread || event->date_start >= event->date_end ||
		event->date_start == MIZAN_DATE_UNKNOWN) {
		return toll_put_event(toll, event, event->date_end, &sums, error);
	}
	status = spread_over_periods(toll, event, &sums, error);
	for (size_t i = 0; i < toll->segment_count && status == MIZAN_OK; i++) {
		const struct toll_segment *segment = &toll->segments[i];
		if ((toll->options.from == MIZAN_DATE_UNKNOWN ||
			    segment->last >= toll->options.from) &&
			(toll->options.to == MIZAN_DATE_UNKNOWN ||
				segment->last <= toll->options.to)) {
			status = toll_put_event(toll, event, segment->last, &segment->sums, error);
		}
	}
	return status;
}

/* ---- Sums that are made already ----------------------------------------------------------- */

mizan_status toll_add_row(
	struct mizan_toll *toll, const struct toll_row *row, struct mizan_error *error)
{
	uint32_t key[TOLL_WIDTH];
	size_t width = toll->groups.width - 1;
	for (size_t i = 0; i < width; i++) {
		uint32_t month = (uint32_t)row->month;
		switch (1 << toll->bits[i]) {
		case MIZAN_BY_COUNTRY:
			key[i] = toll_pack_country(row->country);
			break;
		case MIZAN_BY_VIOLENCE:
			key[i] = row->violence;
			break;
		case MIZAN_BY_YEAR:
			key[i] = month / 12;
			break;
		case MIZAN_BY_QUARTER:
			key[i] = month / 3;
			break;
		default:
			key[i] = month;
		}
	}
	key[width] = (uint32_t)row->release_id;
	return toll_put(toll, key, &row->sums, error);
}

void toll_count_notes(struct mizan_toll *toll, int64_t unknown, int64_t outside)
{
	toll->unknown += unknown;
	toll->outside += outside;
}

static void left_out_add(struct toll_left_out *to, const struct toll_left_out *from)
{
	to->events += from->events;
	to->deaths += from->deaths;
}

mizan_status mizan_toll_merge(
	struct mizan_toll *toll, const struct mizan_toll *other, struct mizan_error *error)
{
	size_t width = other->groups.width;
	for (size_t i = 0; i < other->groups.count; i++) {
		uint32_t key[TOLL_WIDTH];
		memcpy(key, other->groups.keys + i * width, width * sizeof *key);
		for (size_t k = 0; k + 1 < width; k++) {
			if (1u << other->bits[k] & TOLL_NAMED &&
				!names_intern(
					&toll->names, names_get(&other->names, key[k]), &key[k])) {
				return mizan_error_memory(error);
			}
		}
		mizan_status status = toll_put(toll, key, &other->groups.sums[i], error);
		if (status != MIZAN_OK) {
			return status;
		}
	}
	left_out_add(&toll->too_coarse, &other->too_coarse);
	left_out_add(&toll->no_point, &other->no_point);
	left_out_add(&toll->coarse, &other->coarse);
	toll->in_zone.events += other->in_zone.events;
	toll->in_zone.deaths += other->in_zone.deaths;
	toll->in_zone.untold_events += other->in_zone.untold_events;
	toll->in_zone.untold_deaths += other->in_zone.untold_deaths;
	toll_count_notes(toll, other->unknown, other->outside);
	return MIZAN_OK;
}
