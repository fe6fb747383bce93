/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clusters among the events of a store, each source for itself. */
#include "cluster_store_internal.h"

#include <string.h>

#define CLUSTER_MAX_KM 100

struct store_job {
	struct sqlite3 *database;
	const struct mizan_cluster_query *query;
	struct mizan_cluster_query asked; /* the query with what it left open */
	struct mizan_release_list releases;
	struct mizan_table *table;
	const struct mizan_watch *watch;
};

/* ---- One scan ----------------------------------------------------------------------------- */

struct store_arrays {
	double *longitude, *latitude, *population, *lengths;
	uint32_t *place[2], *period[2]; /* cases, controls */
};

static bool arrays_make(struct store_arrays *arrays, struct mizan_arena *arena, size_t places,
	size_t events, size_t periods)
{
	arrays->longitude = mizan_arena_allocate(arena, places + 1, sizeof(double));
	arrays->latitude = mizan_arena_allocate(arena, places + 1, sizeof(double));
	arrays->population = mizan_arena_allocate(arena, places + 1, sizeof(double));
	arrays->lengths = mizan_arena_allocate(arena, periods + 1, sizeof(double));
	bool done = arrays->longitude && arrays->latitude && arrays->population && arrays->lengths;
	for (int i = 0; i < 2; i++) {
		arrays->place[i] = mizan_arena_allocate(arena, events + 1, sizeof(uint32_t));
		arrays->period[i] = mizan_arena_allocate(arena, events + 1, sizeof(uint32_t));
		done = done && arrays->place[i] && arrays->period[i];
	}
	return done;
}

static void arrays_fill(struct store_arrays *arrays, const struct cluster_record *record,
	const struct cluster_places *places, const struct cluster_frame *frame,
	struct mizan_cluster_data *data)
{
	size_t counts[2] = {0, 0};
	for (size_t i = 0; i < places->count; i++) {
		arrays->longitude[i] = places->items[i].longitude;
		arrays->latitude[i] = places->items[i].latitude;
		arrays->population[i] = places->items[i].people;
	}
	for (uint32_t k = 0; k < frame->periods; k++) {
		mizan_date first, last;
		cluster_frame_days(frame, k, &first, &last);
		arrays->lengths[k] = last - first + 1;
	}
	for (size_t i = 0; i < record->count; i++) {
		int kind = record->events[i].control;
		arrays->place[kind][counts[kind]] = places->of_event[i];
		arrays->period[kind][counts[kind]++] = record->events[i].period;
	}
	*data = (struct mizan_cluster_data){.longitude = arrays->longitude,
		.latitude = arrays->latitude,
		.place_count = places->count,
		.case_place = arrays->place[0],
		.case_period = arrays->period[0],
		.case_count = counts[0],
		.control_place = arrays->place[1],
		.control_period = arrays->period[1],
		.control_count = counts[1],
		.population = arrays->population,
		.period_length = arrays->lengths,
		.period_count = frame->periods};
}

/* Where it is left open: about a year of months or weeks, a season of days; at most half of all. */
static uint32_t store_longest(
	const struct mizan_cluster_query *query, const struct cluster_frame *frame)
{
	static const uint32_t usual[] = {12, 52, 90};
	uint32_t half = frame->periods > 1 ? frame->periods / 2 : 1;
	if (query->options.max_periods > 0) {
		return query->options.max_periods;
	}
	return usual[query->unit] < half ? usual[query->unit] : half;
}

static mizan_status store_scan(struct store_job *job, const char *source,
	const struct cluster_frame *frame, struct cluster_record *record, struct mizan_error *error)
{
	struct cluster_places places = {0};
	struct store_arrays arrays;
	struct mizan_cluster_data data;
	struct mizan_cluster_result result;
	mizan_status status = cluster_places_make(record, &job->asked, &places, error);
	if (status != MIZAN_OK) {
		return status;
	}
	if (record->count == 0) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT,
			"take in more, or import a release whose events have points",
			"no event of %s is precise enough for a scan (%lld looked at)", source,
			(long long)record->seen);
	}
	if (!arrays_make(&arrays, &record->arena, places.count, record->count, frame->periods)) {
		return mizan_error_memory(error);
	}
	arrays_fill(&arrays, record, &places, frame, &data);
	job->asked.options.max_periods = store_longest(job->query, frame);
	status = mizan_cluster_scan(&data, &job->asked.options, &result, job->watch, error);
	if (status == MIZAN_OK) {
		struct cluster_found found = {&job->asked, source, frame, record, &places, &result};
		cluster_add_rows(job->table, &found);
		cluster_add_notes(job->table, &found);
		mizan_cluster_result_release(&result);
	}
	return status;
}

/* ---- One source --------------------------------------------------------------------------- */

static void store_note_coverage(
	struct store_job *job, const char *source, const struct cluster_frame *frame)
{
	int32_t first = 0;
	uint32_t missing =
		cluster_missing_months(&job->releases, source, job->query->country, frame, &first);
	if (missing > 0) {
		mizan_table_add_note(job->table,
			"%s: no complete release covers %u months of these, the first of them "
			"%04d-%02d: that nothing is on record there does not say that nothing "
			"happened",
			source, missing, first / 12, first % 12 + 1);
	}
}

/* The days asked for, as far as the source reaches; false: none. */
static bool store_frame(struct store_job *job, const char *source, struct cluster_frame *frame)
{
	const struct mizan_cluster_query *query = job->query;
	mizan_date until = mizan_store_public_from(job->database), from, to;
	if (!cluster_coverage(&job->releases, source, query->country, &from, &to)) {
		return false;
	}
	bool narrowed = (query->from != MIZAN_DATE_UNKNOWN && query->from < from) ||
			(query->to != MIZAN_DATE_UNKNOWN && query->to > to);
	frame->unit = query->unit;
	frame->from = query->from != MIZAN_DATE_UNKNOWN && query->from > from ? query->from : from;
	frame->to = query->to != MIZAN_DATE_UNKNOWN && query->to < to ? query->to : to;
	frame->until = frame->to;
	if (until != MIZAN_DATE_UNKNOWN && frame->to >= until) {
		frame->to = until - 1;
	}
	if (frame->from > frame->to) {
		return false;
	}
	if (narrowed) {
		char first[11], last[11];
		mizan_table_add_note(job->table, "%s covers %s to %s: no more is scanned", source,
			mizan_date_format(from, first), mizan_date_format(to, last));
	}
	cluster_frame_make(frame);
	return true;
}

static mizan_status store_source(
	struct store_job *job, const char *source, bool *scanned, struct mizan_error *error)
{
	struct cluster_frame frame;
	struct cluster_record record = {0};
	if (!store_frame(job, source, &frame)) {
		return MIZAN_OK;
	}
	mizan_status status = cluster_record_read(job->database, &job->asked, source,
		&job->releases, &frame, &record, job->watch, error);
	if (status == MIZAN_OK && (record.seen > 0 || job->query->source)) {
		*scanned = true;
		status = store_scan(job, source, &frame, &record, error);
	}
	if (status == MIZAN_OK && record.seen > 0) {
		store_note_coverage(job, source, &frame);
	}
	cluster_record_release(&record);
	return status;
}

/* ---- All ---------------------------------------------------------------------------------- */

static mizan_status store_check(struct store_job *job, struct mizan_error *error)
{
	const struct mizan_cluster_query *query = job->query;
	enum mizan_cluster_model model = query->options.model;
	const char *const conditions[] = {query->where, query->cases, query->controls};
	if (model == MIZAN_CLUSTER_BERNOULLI && !query->cases) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"say which events are cases, as \"violence = 'one-sided'\"; the others are "
			"the controls",
			"a Bernoulli scan compares one kind of event with another");
	}
	if (model == MIZAN_CLUSTER_POISSON && (query->people_count == 0 || !query->country)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"name the country, and give a list of provinces or districts with their "
			"population",
			"a Poisson scan needs to know how many people live where");
	}
	for (size_t i = 0; i < 3; i++) {
		mizan_status status = conditions[i] ? mizan_store_check_condition(
							      job->database, conditions[i], error)
						    : MIZAN_OK;
		if (status != MIZAN_OK) {
			return status;
		}
	}
	job->asked = *query;
	struct mizan_cluster_options *options = &job->asked.options;
	options->max_km = options->max_km == 0  ? CLUSTER_MAX_KM
			  : options->max_km < 0 ? 0
						: options->max_km;
	if (model != MIZAN_CLUSTER_POISSON) {
		job->asked.people_count = 0;
	}
	return MIZAN_OK;
}

static mizan_status store_none(struct store_job *job, struct mizan_error *error)
{
	const char *country = job->query->country ? job->query->country : "any country";
	for (size_t i = 0; i < job->releases.count; i++) {
		const struct mizan_release *release = &job->releases.items[i];
		if (strcmp(release->kind, "events") == 0 && release->coverage == MIZAN_SAMPLE &&
			(!job->query->source || strcmp(job->query->source, release->source) == 0) &&
			(!job->query->country || strstr(release->countries, country))) {
			return mizan_error_set(error, MIZAN_ERROR_USAGE,
				"import a complete release",
				"%s is a sample: its places and days say how it was chosen, so it "
				"is not scanned",
				release->source);
		}
	}
	return mizan_error_set(error, MIZAN_ERROR_USAGE,
		"mizan releases lists what there is; public output ends 90 days ago",
		"no complete release of events of %s in this period", country);
}

static mizan_status store_sources(struct store_job *job, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	bool scanned = false;
	for (size_t i = 0; i < job->releases.count && status == MIZAN_OK; i++) {
		const char *source = job->releases.items[i].source;
		bool seen = job->query->source && strcmp(job->query->source, source) != 0;
		for (size_t k = 0; k < i && !seen; k++) {
			seen = strcmp(job->releases.items[k].source, source) == 0;
		}
		if (seen) {
			continue;
		}
		status = store_source(job, source, &scanned, error);
		if (status == MIZAN_ERROR_INPUT && !job->query->source &&
			job->table->row_count > 0) {
			mizan_table_add_note(job->table, "%s: %s", source, error->what);
			status = MIZAN_OK;
		}
	}
	return status == MIZAN_OK && !scanned ? store_none(job, error) : status;
}

static void store_add_sources(struct store_job *job)
{
	const struct mizan_cluster_query *query = job->query;
	for (size_t i = 0; i < job->releases.count; i++) {
		const struct mizan_release *release = &job->releases.items[i];
		if (strcmp(release->kind, "events") == 0 && release->coverage == MIZAN_COMPLETE &&
			(!query->source || strcmp(query->source, release->source) == 0) &&
			(!query->country || strstr(release->countries, query->country))) {
			mizan_table_add_source(
				job->table, mizan_release_line(release, &job->table->arena));
		}
	}
}

mizan_status mizan_cluster_store(struct sqlite3 *database, const struct mizan_cluster_query *query,
	struct mizan_table *table, const struct mizan_watch *watch, struct mizan_error *error)
{
	struct store_job job = {
		.database = database, .query = query, .table = table, .watch = watch};
	cluster_add_columns(table, query->options.replicates);
	mizan_status status = store_check(&job, error);
	if (status == MIZAN_OK) {
		status = mizan_store_releases(database, &table->arena, &job.releases, error);
	}
	if (status == MIZAN_OK) {
		status = store_sources(&job, error);
	}
	if (status == MIZAN_OK) {
		store_add_sources(&job);
		status = mizan_table_check(table, error);
	}
	return status;
}
