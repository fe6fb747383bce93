/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index as a table: scores, ranks, what drives them, what would change them. */
#include "gti_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum gti_column {
	GTI_RANK,
	GTI_COUNTRY,
	GTI_NAME,
	GTI_SOURCE,
	GTI_YEAR,
	GTI_INCIDENTS,
	GTI_FATALITIES,
	GTI_INJURIES,
	GTI_HOSTAGES,
	GTI_WEIGHTED,
	GTI_SCORE,
	GTI_BY_YEAR,
	GTI_BY_INDICATOR = GTI_BY_YEAR + 5,
	GTI_DRIVEN_BY = GTI_BY_INDICATOR + 4,
	GTI_COLUMNS,
};

static void gti_add_columns(bool former, struct mizan_table *table)
{
	const struct {
		const char *name;
		enum mizan_type type;
		int decimals;
	} columns[GTI_COLUMNS] = {{"rank", MIZAN_YEAR, -1}, {"country", MIZAN_TEXT, -1},
		{"name", MIZAN_TEXT, -1}, {"source", MIZAN_TEXT, -1}, {"year", MIZAN_YEAR, -1},
		{"incidents", MIZAN_REAL, -1}, {"fatalities", MIZAN_REAL, -1},
		{"injuries", MIZAN_REAL, -1}, {former ? "property" : "hostages", MIZAN_REAL, -1},
		{"weighted", MIZAN_REAL, 2}, {"score", MIZAN_REAL, 3}, {"from_year", MIZAN_REAL, 2},
		{"from_year_1", MIZAN_REAL, 2}, {"from_year_2", MIZAN_REAL, 2},
		{"from_year_3", MIZAN_REAL, 2}, {"from_year_4", MIZAN_REAL, 2},
		{"from_incidents", MIZAN_REAL, 2}, {"from_fatalities", MIZAN_REAL, 2},
		{"from_injuries", MIZAN_REAL, 2},
		{former ? "from_property" : "from_hostages", MIZAN_REAL, 2},
		{"driven_by", MIZAN_TEXT, -1}};
	for (size_t i = 0; i < GTI_COLUMNS; i++) {
		mizan_table_add_column(
			table, columns[i].name, columns[i].type, columns[i].decimals);
	}
}

/* "2024 (58%), fatalities (81%)": the year and the indicator with the largest parts. */
static void gti_set_driver(
	const struct gti_row *row, int year, bool former, struct mizan_table *table, size_t at)
{
	const char *const names[4] = {
		"incidents", "fatalities", "injuries", former ? "property" : "hostages"};
	int most_year = 0, most = 0;
	for (int i = 1; i < 5; i++) {
		most_year = row->parts.by_year[i] > row->parts.by_year[most_year] ? i : most_year;
	}
	for (int i = 1; i < 4; i++) {
		most = row->parts.by_indicator[i] > row->parts.by_indicator[most] ? i : most;
	}
	if (row->parts.weighted > 0) {
		mizan_table_set_text(table, at, GTI_DRIVEN_BY,
			mizan_arena_printf(&table->arena, "%d (%.0f%%), %s (%.0f%%)",
				year - most_year,
				100 * row->parts.by_year[most_year] / row->parts.weighted,
				names[most],
				100 * row->parts.by_indicator[most] / row->parts.weighted));
	}
}

static void gti_set_known(struct mizan_table *table, size_t row, size_t column, double value)
{
	if (!isnan(value)) {
		mizan_table_set_real(table, row, column, value);
	}
}

static void gti_add_row(const struct gti_row *row, const struct gti_job *job, uint32_t rank,
	struct mizan_table *table)
{
	size_t at = mizan_table_add_row(table);
	const struct mizan_country *country =
		mizan_country_by_iso3((struct mizan_slice){row->country, strlen(row->country)});
	const struct mizan_gti_year *now = &row->years[0];
	mizan_table_set_text(table, at, GTI_COUNTRY, row->country);
	mizan_table_set_text(table, at, GTI_NAME, country ? country->name : row->country);
	mizan_table_set_text(table, at, GTI_SOURCE, row->source);
	mizan_table_set_integer(table, at, GTI_YEAR, job->year);
	gti_set_known(table, at, GTI_INCIDENTS, now->incidents);
	gti_set_known(table, at, GTI_FATALITIES, now->fatalities);
	gti_set_known(table, at, GTI_INJURIES, now->injuries);
	gti_set_known(table, at, GTI_HOSTAGES, job->former ? now->property : now->hostages);
	if (!row->whole) {
		return; /* a year is not covered: no score, which is not a score of 0 */
	}
	if (!job->of_zones) {
		mizan_table_set_integer(table, at, GTI_RANK, rank);
	}
	mizan_table_set_real(table, at, GTI_WEIGHTED, row->parts.weighted);
	mizan_table_set_real(table, at, GTI_SCORE, row->parts.score);
	for (size_t i = 0; i < 5; i++) {
		mizan_table_set_real(table, at, GTI_BY_YEAR + i, row->parts.by_year[i]);
	}
	for (size_t i = 0; i < 4; i++) {
		mizan_table_set_real(table, at, GTI_BY_INDICATOR + i, row->parts.by_indicator[i]);
	}
	gti_set_driver(row, job->year, job->former, table, at);
}

/* ---- Scores ------------------------------------------------------------------------------- */

static mizan_status gti_score_source(
	struct gti_row *rows, size_t count, const struct gti_job *job, struct mizan_error *error)
{
	double maximum = 0;
	mizan_status status = MIZAN_OK;
	for (int pass = 0; pass < (job->former ? 2 : 1); pass++) {
		for (size_t i = 0; i < count && status == MIZAN_OK; i++) {
			status = mizan_gti_score(
				job->edition, rows[i].years, maximum, &rows[i].parts, error);
			maximum = rows[i].whole && rows[i].parts.weighted > maximum
					  ? rows[i].parts.weighted
					  : maximum;
		}
	}
	return status;
}

static int gti_compare(const void *left, const void *right)
{
	const struct gti_row *a = left, *b = right;
	int order = strcmp(a->source, b->source);
	if (order || a->whole != b->whole) {
		return order ? order : (int)b->whole - (int)a->whole;
	}
	if (a->parts.score != b->parts.score) {
		return a->parts.score < b->parts.score ? 1 : -1;
	}
	return strcmp(a->country, b->country);
}

/* What the country's counts of this year would have to be for the score at that rank. */
static void gti_note_reach(const struct gti_row *rows, size_t count, const struct gti_job *job,
	struct mizan_table *table)
{
	const struct gti_row *mine = NULL;
	size_t whole = 0;
	for (size_t i = 0; i < count; i++) {
		whole += rows[i].whole;
		mine = strcmp(rows[i].country, job->country) == 0 && rows[i].whole ? &rows[i]
										   : mine;
	}
	if (!mine || job->reach_rank < 1 || (size_t)job->reach_rank > whole) {
		mizan_table_add_note(table,
			"%s: rank %d cannot be worked out: it needs the counts of all countries, "
			"and there "
			"are %zu",
			rows[0].source, job->reach_rank, whole);
		return;
	}
	const struct gti_row *there = &rows[job->reach_rank - 1];
	/* Both editions weigh a death of this year by three times the weight of year 0. */
	double a_death = 3 * (job->former ? 16.0 / 31 : 0.52);
	double apart = (there->parts.weighted - mine->parts.weighted) / a_death;
	/* Sums of rounded weights: a whole number may lie a hair beside itself. Up, the same score
	 * shares the rank; down, it has to be lower. */
	double deaths = apart >= 0 ? ceil(apart - 1e-7) : floor(-apart + 1e-7) + 1;
	char what[96];
	if (there == mine || deaths == 0) {
		mizan_table_add_note(table, "%s: %s holds rank %d of %zu already", mine->source,
			job->country, job->reach_rank, whole);
		return;
	}
	if (apart < 0 && deaths > mine->years[0].fatalities) {
		snprintf(what, sizeof what, "would not fall to it, not even without a death in %d",
			job->year);
	} else {
		snprintf(what, sizeof what,
			"would reach it with %.0f %s death%s in %d, all else as it is", deaths,
			apart >= 0 ? "more" : "fewer", deaths == 1 ? "" : "s", job->year);
	}
	mizan_table_add_note(table,
		"%s: rank %d of %zu is held by %s (score %.3f, weighted %.1f); %s (weighted %.1f) "
		"%s",
		mine->source, job->reach_rank, whole, there->country, there->parts.score,
		there->parts.weighted, job->country, mine->parts.weighted, what);
}

static mizan_status gti_write_source(struct gti_row *rows, size_t count, const struct gti_job *job,
	struct mizan_table *table, struct mizan_error *error)
{
	mizan_status status = gti_score_source(rows, count, job, error);
	if (status != MIZAN_OK) {
		return status;
	}
	qsort(rows, count, sizeof *rows, gti_compare);
	double *scores = calloc(count, sizeof *scores);
	uint32_t *ranks = calloc(count, sizeof *ranks);
	status = scores && ranks ? MIZAN_OK : mizan_error_memory(error);
	for (size_t i = 0; i < count && status == MIZAN_OK; i++) {
		scores[i] = rows[i].whole ? rows[i].parts.score : (double)NAN;
	}
	if (status == MIZAN_OK) {
		status = mizan_gti_rank(scores, count, ranks, error);
	}
	size_t whole = 0;
	for (size_t i = 0; i < count && status == MIZAN_OK; i++) {
		whole += rows[i].whole;
		if (!job->country || strcmp(rows[i].country, job->country) == 0) {
			gti_add_row(&rows[i], job, ranks[i], table);
		}
	}
	if (status == MIZAN_OK && job->of_zones) {
		mizan_table_add_note(table, "of a zone, the events in it alone: no ranks, since "
					    "the index is one of countries");
	} else if (status == MIZAN_OK) {
		mizan_table_add_note(table,
			"%s: ranks are among %zu countries with counts here; IEP ranks 163",
			rows[0].source, whole);
		if (job->reach_rank > 0 && job->country) {
			gti_note_reach(rows, count, job, table);
		}
	}
	free(scores);
	free(ranks);
	return status;
}

/* "fatalities and injuries", "injuries, hostages" … of which some are unknown. */
static void gti_note_unknown(const struct gti_job *job, struct mizan_table *table)
{
	const struct {
		bool unknown;
		const char *name;
	} all[3] = {{job->no_fatalities, "fatalities"}, {job->no_injuries, "injuries"},
		{job->no_fourth, job->former ? "property damage" : "hostages"}};
	const char *names[3] = {"", "", ""};
	size_t count = 0;
	for (size_t i = 0; i < 3; i++) {
		if (all[i].unknown) {
			names[count++] = all[i].name;
		}
	}
	if (count > 0) {
		mizan_table_add_note(table,
			"no count of %s%s%s%s%s in some or all years: nothing is added for them, "
			"so "
			"scores are lower than with them",
			names[0],
			count == 3   ? ", "
			: count == 2 ? " and "
				     : "",
			names[1], count == 3 ? " and " : "", names[2]);
	}
}

mizan_status gti_write(struct gti_row *rows, size_t count, const struct gti_job *job,
	struct mizan_table *table, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	size_t missing = 0;
	gti_add_columns(job->former, table);
	gti_note_unknown(job, table);
	for (size_t first = 0, end; first < count && status == MIZAN_OK; first = end) {
		end = first;
		while (end < count && strcmp(rows[end].source, rows[first].source) == 0) {
			missing += !rows[end++].whole;
		}
		status = gti_write_source(rows + first, end - first, job, table, error);
	}
	if (status == MIZAN_OK && missing > 0) {
		mizan_table_add_note(table,
			"%zu %s no score: the index needs the counts of five years, %d to %d, "
			"and one of them is not covered",
			missing, missing == 1 ? "country has" : "countries have", job->year - 4,
			job->year);
	}
	mizan_table_add_note(table,
		job->former
			? "edition %d: incidents + 3 fatalities + 0.5 injuries + 2 property damage "
			  "by band, weights 16 8 4 2 1 over 31, 10 at the country with the most"
			: "edition %d: incidents + 3 fatalities + 0.5 injuries + 0.5 hostages, "
			  "weights .52 .26 .13 .06 .03, score 10 ln(1 + S) / ln(20001)",
		job->edition);
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}

mizan_status gti_job_init(
	struct gti_job *job, const struct mizan_gti_options *options, struct mizan_error *error)
{
	struct mizan_gti_year none[5] = {0};
	struct mizan_gti_parts parts;
	*job = (struct gti_job){.edition = options->edition ? options->edition : 2026,
		.year = options->year,
		.country = options->country,
		.reach_rank = options->reach_rank,
		.of_zones = options->zone != NULL};
	job->former = job->edition <= 2020;
	if (options->year < 5 || options->year > 9999) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "as in --year 2024",
			"say which year the index is about");
	}
	if (options->reach_rank != 0 && (!options->country || options->reach_rank < 0)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"as in --country PAK --reach-rank 1",
			"say which country is to reach a rank");
	}
	/* Refuses editions that have no formula before anything is read. */
	return mizan_gti_score(job->edition, none, 0, &parts, error);
}

/* ---- From a sheet of counts --------------------------------------------------------------- */

static double counts_number(const struct mizan_table *counts, size_t row, const char *name)
{
	size_t column = mizan_table_find(counts, name);
	double value;
	return column != SIZE_MAX && mizan_table_number(counts, row, column, &value) ? value
										     : (double)NAN;
}

static const char *counts_country(const struct mizan_table *counts, size_t row)
{
	static const char *const names[] = {"iso3", "iso3c", "country"};
	for (size_t i = 0; i < 3; i++) {
		size_t column = mizan_table_find(counts, names[i]);
		if (column != SIZE_MAX && counts->columns[column].type == MIZAN_TEXT &&
			mizan_table_cell(counts, row, column)->known) {
			return mizan_table_cell(counts, row, column)->text;
		}
	}
	return NULL;
}

static struct gti_row *counts_find(
	struct gti_row *rows, size_t *count, const char *country, struct mizan_arena *arena)
{
	for (size_t i = 0; i < *count; i++) {
		if (strcmp(rows[i].country, country) == 0) {
			return &rows[i];
		}
	}
	struct gti_row *row = &rows[(*count)++];
	*row = (struct gti_row){.source = "counts given"};
	row->country = mizan_arena_copy(arena, country, strlen(country));
	return row;
}

static mizan_status counts_read(const struct mizan_table *counts, struct gti_job *job,
	struct gti_row *rows, size_t *count, struct mizan_arena *arena, struct mizan_error *error)
{
	for (size_t i = 0; i < counts->row_count; i++) {
		const char *country = counts_country(counts, i);
		double year = counts_number(counts, i, "year");
		if (!country || isnan(year) || job->year - year < 0 || job->year - year > 4) {
			continue;
		}
		struct gti_row *row = counts_find(rows, count, country, arena);
		if (!row->country) {
			return mizan_error_memory(error);
		}
		int back = job->year - (int)year;
		if (row->seen & 1u << back) {
			return mizan_error_set(error, MIZAN_ERROR_INPUT, "keep one row of the two",
				"the sheet of counts has %s twice in %d", country, (int)year);
		}
		const struct mizan_gti_year y = {counts_number(counts, i, "incidents"),
			counts_number(counts, i, "fatalities"),
			counts_number(counts, i, "injuries"), counts_number(counts, i, "hostages"),
			counts_number(counts, i, "property")};
		bool known = !isnan(y.incidents) && !isnan(y.fatalities);
		row->years[back] = y;
		row->seen |= 1u << back;
		row->known |= known ? 1u << back : 0u;
		row->whole = row->known == 31;
		job->no_injuries |= known && isnan(y.injuries);
		job->no_fourth |= known && isnan(job->former ? y.property : y.hostages);
	}
	return MIZAN_OK;
}

mizan_status mizan_gti_table(const struct mizan_table *counts,
	const struct mizan_gti_options *options, struct mizan_table *table,
	struct mizan_error *error)
{
	static const char *const needed[] = {"year", "incidents", "fatalities"};
	struct gti_job job;
	mizan_status status = gti_job_init(&job, options, error);
	for (size_t i = 0; i < 3 && status == MIZAN_OK; i++) {
		if (mizan_table_find(counts, needed[i]) == SIZE_MAX) {
			status = mizan_error_set(error, MIZAN_ERROR_INPUT,
				"columns are iso3, year, incidents, fatalities, injuries, hostages",
				"the sheet of counts has no column '%s'", needed[i]);
		}
	}
	if (status == MIZAN_OK && options->zone) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE, "leave the zone out",
			"a zone needs events; a sheet of counts has none");
	}
	if (status != MIZAN_OK) {
		return status;
	}
	struct mizan_arena arena = {0};
	size_t count = 0;
	struct gti_row *rows = calloc(counts->row_count + 1, sizeof *rows);
	status = rows ? counts_read(counts, &job, rows, &count, &arena, error)
		      : mizan_error_memory(error);
	if (status == MIZAN_OK) {
		status = gti_write(rows, count, &job, table, error);
	}
	free(rows);
	mizan_arena_release(&arena);
	return status;
}
