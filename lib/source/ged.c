/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * UCDP Georeferenced Event Dataset, annual and candidate, versions 20 to 26, and the forms in which
 * HDX distributes it (50 columns with iso3; 43 columns without relid). Columns are found by name,
 * since their order and number changed. Source: Högbladh, UCDP GED Codebook; Sundberg & Melander
 * (2013), Journal of Peace Research 50(4).
 */
#include "source_internal.h"

#include <math.h>
#include <string.h>
#include <strings.h>

const char *const source_ged_header[SOURCE_GED_COLUMNS + 1] = {"id", "relid", "year", "active_year",
	"code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id", "conflict_name",
	"dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
	"side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article",
	"source_office", "source_date", "source_headline", "source_original", "where_prec",
	"where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude",
	"geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec",
	"date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown",
	"best", "high", "low", "gwnoa", "gwnob", NULL};

/* The columns that become columns of ours. */
enum ged_field {
	GED_ID,
	GED_TYPE_OF_VIOLENCE,
	GED_DATE_START,
	GED_DATE_END,
	GED_DATE_PREC,
	GED_COUNTRY,
	GED_COUNTRY_ID,
	GED_ISO3,
	GED_ADM_1,
	GED_ADM_2,
	GED_WHERE_COORDINATES,
	GED_LATITUDE,
	GED_LONGITUDE,
	GED_WHERE_PREC,
	GED_SIDE_A,
	GED_SIDE_B,
	GED_DYAD_NAME,
	GED_SIDE_A_ID,
	GED_SIDE_B_ID,
	GED_DYAD_ID,
	GED_CONFLICT_ID,
	GED_BEST,
	GED_LOW,
	GED_HIGH,
	GED_DEATHS_A,
	GED_DEATHS_B,
	GED_DEATHS_CIVILIANS,
	GED_DEATHS_UNKNOWN,
	GED_HEADLINE,
	GED_YEAR,
	GED_CODE_STATUS,
	GED_EVENT_CLARITY,
	GED_GEOM_WKT,
	GED_FIELD_COUNT,
};

/* Name in the file, and for which part of an event it is read. */
static const struct {
	const char *name;
	unsigned part;
} ged_fields[GED_FIELD_COUNT] = {
	[GED_ID] = {"id", MIZAN_PART_TEXT},
	[GED_TYPE_OF_VIOLENCE] = {"type_of_violence", MIZAN_PART_VIOLENCE},
	[GED_DATE_START] = {"date_start", MIZAN_PART_DATES},
	[GED_DATE_END] = {"date_end", MIZAN_PART_DATES},
	[GED_DATE_PREC] = {"date_prec", MIZAN_PART_DATES},
	[GED_COUNTRY] = {"country", MIZAN_PART_TEXT},
	[GED_COUNTRY_ID] = {"country_id", MIZAN_PART_COUNTRY},
	[GED_ISO3] = {"iso3", MIZAN_PART_COUNTRY},
	[GED_ADM_1] = {"adm_1", MIZAN_PART_ADMIN},
	[GED_ADM_2] = {"adm_2", MIZAN_PART_ADMIN},
	[GED_WHERE_COORDINATES] = {"where_coordinates", MIZAN_PART_PLACE},
	[GED_LATITUDE] = {"latitude", MIZAN_PART_PLACE},
	[GED_LONGITUDE] = {"longitude", MIZAN_PART_PLACE},
	[GED_WHERE_PREC] = {"where_prec", MIZAN_PART_PLACE},
	[GED_SIDE_A] = {"side_a", MIZAN_PART_ACTORS},
	[GED_SIDE_B] = {"side_b", MIZAN_PART_ACTORS},
	[GED_DYAD_NAME] = {"dyad_name", MIZAN_PART_ACTORS},
	[GED_SIDE_A_ID] = {"side_a_new_id", MIZAN_PART_ACTORS},
	[GED_SIDE_B_ID] = {"side_b_new_id", MIZAN_PART_ACTORS},
	[GED_DYAD_ID] = {"dyad_new_id", MIZAN_PART_ACTORS},
	[GED_CONFLICT_ID] = {"conflict_new_id", MIZAN_PART_ACTORS},
	[GED_BEST] = {"best", MIZAN_PART_DEATHS},
	[GED_LOW] = {"low", MIZAN_PART_DEATHS},
	[GED_HIGH] = {"high", MIZAN_PART_DEATHS},
	[GED_DEATHS_A] = {"deaths_a", MIZAN_PART_SIDES},
	[GED_DEATHS_B] = {"deaths_b", MIZAN_PART_SIDES},
	[GED_DEATHS_CIVILIANS] = {"deaths_civilians", MIZAN_PART_SIDES},
	[GED_DEATHS_UNKNOWN] = {"deaths_unknown", MIZAN_PART_SIDES},
	[GED_HEADLINE] = {"source_headline", MIZAN_PART_TEXT},
	[GED_YEAR] = {"year", MIZAN_PART_TEXT},
	[GED_CODE_STATUS] = {"code_status", MIZAN_PART_TEXT},
	[GED_EVENT_CLARITY] = {"event_clarity", MIZAN_PART_TEXT},
	[GED_GEOM_WKT] = {"geom_wkt", MIZAN_PART_TEXT},
};

static const char *const ged_required[] = {"id", "type_of_violence", "date_start", "date_end",
	"best", "low", "high", "side_a", "side_b", "country", "country_id", "latitude", "longitude",
	"where_prec", "date_prec", NULL};

#define GED_GW_COUNT 1000 /* larger numbers are looked up */

struct ged_state {
	size_t at[GED_FIELD_COUNT]; /* position in wanted, SIZE_MAX: not read */
	size_t *extra;              /* positions in wanted of columns for the provider's JSON */
	size_t extra_count;
	bool candidate;
	/* By Gleditsch-Ward number, found once. */
	const struct mizan_country *countries[GED_GW_COUNT];
};

static bool ged_is_field(const char *name)
{
	for (int i = 0; i < GED_FIELD_COUNT; i++) {
		if (strcasecmp(ged_fields[i].name, name) == 0) {
			return true;
		}
	}
	return false;
}

static void ged_choose_fields(
	struct source_plan *plan, struct ged_state *state, const struct mizan_reader_facts *facts)
{
	for (int i = 0; i < GED_FIELD_COUNT; i++) {
		size_t column = plan->parts & ged_fields[i].part
					? source_find_column(facts, ged_fields[i].name)
					: SIZE_MAX;
		state->at[i] = column == SIZE_MAX ? SIZE_MAX : plan->wanted_count;
		if (column != SIZE_MAX) {
			plan->wanted[plan->wanted_count++] = column;
		}
	}
	if (!(plan->parts & MIZAN_PART_TEXT)) {
		return;
	}
	for (size_t column = 0; column < facts->column_count; column++) {
		if (facts->header[column][0] && !ged_is_field(facts->header[column])) {
			state->extra[state->extra_count++] = plan->wanted_count;
			plan->wanted[plan->wanted_count++] = column;
		}
	}
}

static mizan_status ged_plan(struct source_plan *plan, const struct mizan_reader_facts *facts,
	unsigned parts, struct mizan_error *error)
{
	struct ged_state *state = mizan_arena_allocate(&plan->arena, 1, sizeof *state);
	plan->wanted = mizan_arena_allocate(
		&plan->arena, facts->column_count + GED_FIELD_COUNT, sizeof *plan->wanted);
	size_t *extra = mizan_arena_allocate(&plan->arena, facts->column_count + 1, sizeof *extra);
	if (!state || !plan->wanted || !extra) {
		return mizan_error_memory(error);
	}
	state->extra = extra;
	plan->state = state;
	plan->parts = parts;
	ged_choose_fields(plan, state, facts);
	for (int gw = 0; gw < GED_GW_COUNT; gw++) {
		state->countries[gw] = mizan_country_by_gw(gw);
	}
	char version[32];
	const char *given = plan->options ? plan->options->version_of_data : NULL;
	if (given || source_version_from_name(facts->path, version)) {
		state->candidate = source_version_is_candidate(given ? given : version);
	}
	return MIZAN_OK;
}

static struct mizan_slice ged_take(
	const struct ged_state *state, const struct mizan_slice *fields, enum ged_field field)
{
	return state->at[field] == SIZE_MAX ? (struct mizan_slice){"", 0}
					    : fields[state->at[field]];
}

static bool ged_parse_dates(const struct ged_state *state, const struct mizan_slice *fields,
	struct mizan_event *event, struct source_fault *fault)
{
	int64_t precision;
	struct mizan_slice start = fields[state->at[GED_DATE_START]];
	struct mizan_slice end = fields[state->at[GED_DATE_END]];
	if (!source_take_date(
		    start, state->at[GED_DATE_START], "date_start", &event->date_start, fault)) {
		return false;
	}
	event->date_end = event->date_start;
	/* Most events last a day. */
	bool same = start.size == end.size && memcmp(start.data, end.data, end.size) == 0;
	if ((!same && !source_take_date(
			      end, state->at[GED_DATE_END], "date_end", &event->date_end, fault)) ||
		!source_take_integer(fields[state->at[GED_DATE_PREC]], state->at[GED_DATE_PREC],
			"date_prec", 1, 5, &precision, fault)) {
		return false;
	}
	event->date_precision = (uint8_t)precision;
	if (event->date_end < event->date_start) {
		return source_refuse(
			fault, state->at[GED_DATE_END], "date_end is before date_start");
	}
	return true;
}

static bool ged_parse_country(const struct ged_state *state, const struct mizan_slice *fields,
	struct mizan_event *event, struct source_fault *fault)
{
	int64_t number;
	struct mizan_slice field = fields[state->at[GED_COUNTRY_ID]];
	if (!source_take_integer(
		    field, state->at[GED_COUNTRY_ID], "country_id", 1, 9999, &number, fault)) {
		return false;
	}
	const struct mizan_country *country =
		number < GED_GW_COUNT ? state->countries[number] : mizan_country_by_gw((int)number);
	if (!country) {
		country =
			mizan_country_by_iso3(mizan_slice_trim(ged_take(state, fields, GED_ISO3)));
	}
	if (!country) {
		return source_refuse(fault, state->at[GED_COUNTRY_ID],
			"country_id %lld is no Gleditsch-Ward number of a country",
			(long long)number);
	}
	event->country = (struct mizan_slice){country->iso3, 3};
	return true;
}

static bool ged_parse_place(const struct ged_state *state, const struct mizan_slice *fields,
	struct mizan_event *event, struct source_fault *fault)
{
	int64_t precision;
	if (!source_take_coordinate(fields[state->at[GED_LATITUDE]], state->at[GED_LATITUDE],
		    "latitude", 90, &event->latitude, fault) ||
		!source_take_coordinate(fields[state->at[GED_LONGITUDE]], state->at[GED_LONGITUDE],
			"longitude", 180, &event->longitude, fault) ||
		!source_take_integer(fields[state->at[GED_WHERE_PREC]], state->at[GED_WHERE_PREC],
			"where_prec", 1, 7, &precision, fault)) {
		return false;
	}
	event->place_precision = (uint8_t)precision;
	event->place = ged_take(state, fields, GED_WHERE_COORDINATES);
	return true;
}

/* Ids are missing in part of the older rows: an empty one is no id. */
static bool ged_parse_id(const struct ged_state *state, const struct mizan_slice *fields,
	enum ged_field field, int64_t *id, struct source_fault *fault)
{
	struct mizan_slice text = mizan_slice_trim(ged_take(state, fields, field));
	*id = 0;
	return text.size == 0 || source_take_integer(text, state->at[field], ged_fields[field].name,
					 0, INT32_MAX, id, fault);
}

static bool ged_parse_actors(const struct ged_state *state, const struct mizan_slice *fields,
	struct mizan_event *event, struct source_fault *fault)
{
	event->side_a = ged_take(state, fields, GED_SIDE_A);
	event->side_b = ged_take(state, fields, GED_SIDE_B);
	event->dyad = ged_take(state, fields, GED_DYAD_NAME);
	return ged_parse_id(state, fields, GED_SIDE_A_ID, &event->side_a_id, fault) &&
	       ged_parse_id(state, fields, GED_SIDE_B_ID, &event->side_b_id, fault) &&
	       ged_parse_id(state, fields, GED_DYAD_ID, &event->dyad_id, fault) &&
	       ged_parse_id(state, fields, GED_CONFLICT_ID, &event->conflict_id, fault);
}

static bool ged_parse_count(const struct ged_state *state, const struct mizan_slice *fields,
	enum ged_field field, int32_t *count, struct source_fault *fault)
{
	return source_take_count(ged_take(state, fields, field), state->at[field],
		ged_fields[field].name, count, fault);
}

static bool ged_parse_deaths(const struct ged_state *state, const struct mizan_slice *fields,
	struct mizan_event *event, struct source_fault *fault)
{
	if (!ged_parse_count(state, fields, GED_BEST, &event->deaths_best, fault) ||
		!ged_parse_count(state, fields, GED_LOW, &event->deaths_low, fault) ||
		!ged_parse_count(state, fields, GED_HIGH, &event->deaths_high, fault)) {
		return false;
	}
	/* Kept as given: UCDP's own totals count `best`, wherever it lies. */
	if (event->deaths_best != MIZAN_UNKNOWN &&
		(event->deaths_best < event->deaths_low ||
			(event->deaths_high != MIZAN_UNKNOWN &&
				event->deaths_best > event->deaths_high))) {
		event->flags |= MIZAN_FLAG_BEST_OUTSIDE;
	}
	return true;
}

static bool ged_parse_sides(const struct ged_state *state, const struct mizan_slice *fields,
	struct mizan_event *event, struct source_fault *fault)
{
	if (!ged_parse_count(state, fields, GED_DEATHS_A, &event->deaths_side_a, fault) ||
		!ged_parse_count(state, fields, GED_DEATHS_B, &event->deaths_side_b, fault) ||
		!ged_parse_count(
			state, fields, GED_DEATHS_CIVILIANS, &event->deaths_civilians, fault) ||
		!ged_parse_count(
			state, fields, GED_DEATHS_UNKNOWN, &event->deaths_unknown, fault)) {
		return false;
	}
	if (event->deaths_best != MIZAN_UNKNOWN && event->deaths_side_a != MIZAN_UNKNOWN &&
		event->deaths_side_b != MIZAN_UNKNOWN && event->deaths_civilians != MIZAN_UNKNOWN &&
		event->deaths_unknown != MIZAN_UNKNOWN &&
		(int64_t)event->deaths_side_a + event->deaths_side_b + event->deaths_civilians +
				event->deaths_unknown !=
			event->deaths_best) {
		event->flags |= MIZAN_FLAG_SIDES_DIFFER;
	}
	return true;
}

/* "POINT (lon lat)" says nothing that the coordinates do not say. */
static bool ged_wkt_is_point(
	struct mizan_slice wkt, struct mizan_slice longitude, struct mizan_slice latitude)
{
	size_t size = 7 + longitude.size + 1 + latitude.size + 1;
	return wkt.size == size && memcmp(wkt.data, "POINT (", 7) == 0 &&
	       memcmp(wkt.data + 7, longitude.data, longitude.size) == 0 &&
	       memcmp(wkt.data + 8 + longitude.size, latitude.data, latitude.size) == 0;
}

/* What has no column here, and what a column of ours would say differently. */
static void ged_write_provider(const struct source_plan *plan, const struct mizan_slice *fields,
	const struct mizan_event *event, struct mizan_text *json)
{
	const struct ged_state *state = plan->state;
	for (size_t i = 0; i < state->extra_count; i++) {
		size_t at = state->extra[i];
		source_json_add(json, plan->keys[at], fields[at]);
	}
	int year, month, day;
	int64_t given;
	struct mizan_slice field = ged_take(state, fields, GED_YEAR);
	mizan_date_split(event->date_end, &year, &month, &day);
	if (!mizan_parse_integer(field, &given) || given != year) {
		source_json_add(json, SOURCE_JSON_KEY("year"), field);
	}
	source_json_add(json, SOURCE_JSON_KEY("country"), ged_take(state, fields, GED_COUNTRY));
	field = ged_take(state, fields, GED_CODE_STATUS);
	if (!mizan_slice_equals(field, "Clear")) {
		source_json_add(json, SOURCE_JSON_KEY("code_status"), field);
	}
	field = ged_take(state, fields, GED_GEOM_WKT);
	if (!ged_wkt_is_point(field, ged_take(state, fields, GED_LONGITUDE),
		    ged_take(state, fields, GED_LATITUDE))) {
		source_json_add(json, SOURCE_JSON_KEY("geom_wkt"), field);
	}
}

static bool ged_parse_text(const struct source_plan *plan, const struct mizan_slice *fields,
	struct mizan_event *event, struct mizan_text *json, struct source_fault *fault)
{
	const struct ged_state *state = plan->state;
	event->source_key = mizan_slice_trim(ged_take(state, fields, GED_ID));
	if (event->source_key.size == 0) {
		return source_refuse(fault, state->at[GED_ID], "id is empty");
	}
	event->headline = ged_take(state, fields, GED_HEADLINE);
	struct mizan_slice status = mizan_slice_trim(ged_take(state, fields, GED_CODE_STATUS));
	if (status.size > 0 && !mizan_slice_equals(status, "Clear")) {
		event->flags |= MIZAN_FLAG_UNCLEAR;
	}
	struct mizan_slice clarity = mizan_slice_trim(ged_take(state, fields, GED_EVENT_CLARITY));
	if (mizan_slice_equals(clarity, "2")) {
		event->flags |= MIZAN_FLAG_SUMMARY;
	} else if (clarity.size > 0 && !mizan_slice_equals(clarity, "1")) {
		return source_refuse(fault, state->at[GED_EVENT_CLARITY],
			"event_clarity '%.*s' is neither 1 nor 2",
			(int)(clarity.size > 20 ? 20 : clarity.size), clarity.data);
	}
	ged_write_provider(plan, fields, event, json);
	return true;
}

static bool ged_parse(const struct source_plan *plan, const struct mizan_slice *fields,
	uint64_t row, struct mizan_event *event, struct source_scratch *scratch,
	struct source_fault *fault)
{
	(void)row;
	const struct ged_state *state = plan->state;
	unsigned parts = plan->parts;
	*event = (struct mizan_event){.latitude = (double)NAN,
		.longitude = (double)NAN,
		.deaths_side_a = MIZAN_UNKNOWN,
		.deaths_side_b = MIZAN_UNKNOWN,
		.deaths_civilians = MIZAN_UNKNOWN,
		.deaths_unknown = MIZAN_UNKNOWN,
		.injured = MIZAN_UNKNOWN,
		.hostages = MIZAN_UNKNOWN};
	event->flags = state->candidate ? MIZAN_FLAG_CANDIDATE : 0;
	if (parts & MIZAN_PART_ADMIN) {
		event->admin1 = ged_take(state, fields, GED_ADM_1);
		event->admin2 = ged_take(state, fields, GED_ADM_2);
	}
	if (parts & MIZAN_PART_VIOLENCE) {
		int64_t violence;
		size_t at = state->at[GED_TYPE_OF_VIOLENCE];
		if (!source_take_integer(
			    fields[at], at, "type_of_violence", 1, 3, &violence, fault)) {
			return false;
		}
		event->violence = (uint8_t)violence; /* UCDP's numbers are ours */
	}
	return (!(parts & MIZAN_PART_DATES) || ged_parse_dates(state, fields, event, fault)) &&
	       (!(parts & MIZAN_PART_COUNTRY) || ged_parse_country(state, fields, event, fault)) &&
	       (!(parts & MIZAN_PART_PLACE) || ged_parse_place(state, fields, event, fault)) &&
	       (!(parts & MIZAN_PART_ACTORS) || ged_parse_actors(state, fields, event, fault)) &&
	       (!(parts & MIZAN_PART_DEATHS) || ged_parse_deaths(state, fields, event, fault)) &&
	       (!(parts & MIZAN_PART_SIDES) || ged_parse_sides(state, fields, event, fault)) &&
	       (!(parts & MIZAN_PART_TEXT) ||
		       ged_parse_text(plan, fields, event, &scratch->json, fault));
}

const struct source_provider source_ged = {
	.name = "ucdp-ged",
	.title = "UCDP GED",
	.kind = "events",
	.licence = "CC BY 4.0",
	.citation = "UCDP Georeferenced Event Dataset",
	.required = ged_required,
	.coverage = MIZAN_COMPLETE,
	.plan = ged_plan,
	.parse = ged_parse,
};
