/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What checks stand on: options of the claim, series by publisher, answers. */
#include "brief_internal.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *job_option(const struct check_job *job, const char *key)
{
	return cell_option(job->cell, key);
}

void job_fault(struct check_job *job, const char *key, const char *advice, const char *what, ...)
{
	char text[400];
	va_list list;
	va_start(list, what);
	vsnprintf(text, sizeof text, what, list);
	va_end(list);
	brief_fault(job->brief, cell_option_line(job->cell, key),
		cell_option_column(job->cell, key), advice, "%s: %s", key, text);
	job->failed = true;
}

/* ---- Publishers --------------------------------------------------------------------------- */

/* How far two names agree, - standing for a blank; what stands in brackets is no part of a name. */
static size_t name_size(const char *name)
{
	size_t size = strcspn(name, "(,");
	while (size > 0 && name[size - 1] == ' ') {
		size--;
	}
	return size;
}

static bool names_agree(const char *a, const char *b, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		int one = a[i] == '-' ? ' ' : tolower((unsigned char)a[i]);
		int two = b[i] == '-' ? ' ' : tolower((unsigned char)b[i]);
		if (one != two) {
			return false;
		}
	}
	return true;
}

/* Is the short name the long one, or its first words? */
static bool name_begins(const char *shorter, const char *longer)
{
	size_t size = name_size(shorter), whole = name_size(longer);
	return size > 0 && size <= whole && names_agree(shorter, longer, size) &&
	       (size == whole || longer[size] == ' ' || longer[size] == '-');
}

bool publisher_same(
	const char *name_a, const char *origin_a, const char *name_b, const char *origin_b)
{
	bool events_a = origin_a && strcmp(origin_a, "events") == 0;
	bool events_b = origin_b && strcmp(origin_b, "events") == 0;
	if (!name_a || !name_b) {
		return name_a == name_b;
	}
	if (events_a && events_b) {
		size_t size = strcspn(name_a, "-");
		return size == strcspn(name_b, "-") && names_agree(name_a, name_b, size);
	}
	if (events_a || events_b) {
		return name_begins(name_a, name_b) || name_begins(name_b, name_a);
	}
	return name_size(name_a) == name_size(name_b) && name_begins(name_a, name_b);
}

bool publisher_is_cited(const char *publisher, const char *origin, const char *cited)
{
	return publisher && (strcasecmp(publisher, cited) == 0 ||
				    publisher_same(publisher, origin, cited, "figures"));
}

bool job_indicator_is_known(struct check_job *job)
{
	const char *indicator = job_option(job, "indicator");
	struct mizan_text list = {0};
	for (const struct mizan_word *w = mizan_indicator_words(); indicator && w->word; w++) {
		if (strcmp(w->word, indicator) == 0) {
			mizan_text_release(&list);
			return true;
		}
		mizan_text_printf(&list, "%s%s", list.size ? ", " : "", w->word);
	}
	if (indicator) {
		job_fault(job, "indicator", list.data, "no indicator '%.60s'", indicator);
	}
	mizan_text_release(&list);
	return !indicator;
}

/* ---- Numbers and periods of the options ---------------------------------------------------- */

bool job_number(struct check_job *job, const char *key, double otherwise, double *value)
{
	const char *text = job_option(job, key);
	*value = otherwise;
	if (text && !number_parse(text, value)) {
		job_fault(job, key, NUMBER_ADVICE, "'%.60s' is no number", text);
		return false;
	}
	return true;
}

bool job_stated(
	struct check_job *job, const char *key, const char *otherwise, struct stated *stated)
{
	const char *text = job_option(job, key);
	if (states_parse(text ? text : otherwise, stated)) {
		return true;
	}
	job_fault(job, key, NUMBER_ADVICE, "'%.60s' is no number", text ? text : "");
	return false;
}

bool job_period(struct check_job *job, const char *key, mizan_date *first, mizan_date *last)
{
	const char *text = job_option(job, key);
	if (!text || !mizan_period_parse(text, first, last)) {
		job_fault(job, key, "write 2024, 2024-Q3, 2024-07 or two with .. between",
			"'%.60s' is no period", text ? text : "");
		return false;
	}
	return true;
}

bool job_year(struct check_job *job, const char *key, int *year)
{
	const char *text = job_option(job, key);
	int64_t value;
	if (!text || !mizan_parse_integer((struct mizan_slice){text, strlen(text)}, &value) ||
		value < 2 || value > 9999) {
		job_fault(job, key, "write a year: 2024", "'%.60s' is no year", text ? text : "");
		return false;
	}
	*year = (int)value;
	return true;
}

/* ---- Series ------------------------------------------------------------------------------- */

const char *series_text(const struct mizan_table *table, size_t row, const char *column)
{
	size_t at = mizan_table_find(table, column);
	const struct mizan_cell *cell = at == SIZE_MAX ? NULL : mizan_table_cell(table, row, at);
	return cell && cell->known ? cell->text : NULL;
}

double series_value(const struct mizan_table *table, size_t row)
{
	double value;
	return mizan_table_number(table, row, mizan_table_find(table, "value"), &value)
		       ? value
		       : (double)NAN;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

bool series_same(
	const struct mizan_table *a, size_t row_a, const struct mizan_table *b, size_t row_b)
{
	static const char *const columns[] = {"publisher", "origin", "counts_what"};
	for (size_t i = 0; i < 3; i++) {
		if (!same_text(
			    series_text(a, row_a, columns[i]), series_text(b, row_b, columns[i]))) {
			return false;
		}
	}
	return true;
}

size_t series_end(const struct mizan_table *table, size_t first)
{
	size_t end = first + 1;
	while (end < table->row_count && series_same(table, first, table, end)) {
		end++;
	}
	return end;
}

static int64_t *series_current(struct mizan_table *table, size_t row)
{
	size_t column = mizan_table_find(table, "current");
	return &table->cells[row * table->column_count + column].integer;
}

size_t series_row(const struct mizan_table *table, size_t first, size_t end, int32_t month)
{
	size_t at = mizan_table_find(table, "month"), current = mizan_table_find(table, "current");
	for (size_t row = first; row < end; row++) {
		if (mizan_table_cell(table, row, at)->integer == month &&
			mizan_table_cell(table, row, current)->integer == 1) {
			return row;
		}
	}
	return SIZE_MAX;
}

static bool contains_nocase(const char *text, const char *part)
{
	return text && strcasestr(text, part) != NULL;
}

static bool series_has_edition(
	struct check_job *job, const struct mizan_table *table, size_t row, const char *edition)
{
	const char *origin = series_text(table, row, "origin");
	return !edition || contains_nocase(series_text(table, row, "edition"), edition) ||
	       (origin && strcmp(origin, "events") == 0 &&
		       release_is_of(job, series_text(table, row, "publisher"), edition));
}

/* As cited: the rows of that publisher (or relay) and edition alone stand, the first a period. */
static void series_choose(struct check_job *job, struct mizan_table *table)
{
	const char *publisher = job->publisher, *edition = job->edition;
	size_t month = mizan_table_find(table, "month");
	for (size_t row = 0; row < table->row_count; row++) {
		const char *relay = series_text(table, row, "relayed_by");
		const char *own = series_text(table, row, "publisher");
		bool fits =
			(publisher_is_cited(own, series_text(table, row, "origin"), publisher) ||
				(relay && strcasecmp(relay, publisher) == 0)) &&
			series_has_edition(job, table, row, edition);
		bool first = true;
		for (size_t before = row; before > 0 && fits; before--) {
			if (!series_same(table, before - 1, table, row)) {
				break;
			}
			first = first &&
				!(*series_current(table, before - 1) &&
					mizan_table_cell(table, before - 1, month)->integer ==
						mizan_table_cell(table, row, month)->integer);
		}
		*series_current(table, row) = fits && first;
	}
}

mizan_status job_check_zone(struct check_job *job, struct mizan_error *error)
{
	const char *zone = job_option(job, "zone");
	mizan_status status = zone ? mizan_zone_check(job->database, zone, error) : MIZAN_OK;
	if (status == MIZAN_ERROR_USAGE) {
		job_fault(job, "zone", error->advice, "%s", error->what);
		return MIZAN_OK;
	}
	return status;
}

struct mizan_series_options job_series_options(const struct check_job *job)
{
	const char *indicator = job_option(job, "indicator");
	return (struct mizan_series_options){.indicator = indicator ? indicator : "deaths",
		.country = job_option(job, "country"),
		.area = job_option(job, "area"),
		.actor = job_option(job, "actor"),
		.from = MIZAN_DATE_UNKNOWN,
		.to = MIZAN_DATE_UNKNOWN,
		.source = job_option(job, "source"),
		.where = job_option(job, "where"),
		.zone = job_option(job, "zone")};
}

mizan_status job_series(struct check_job *job, enum mizan_period period, mizan_date from,
	mizan_date to, const char *area, const char *where, struct mizan_table *table,
	struct mizan_error *error)
{
	struct mizan_series_options options = job_series_options(job);
	options.area = area ? area : options.area;
	options.where = where ? where : options.where;
	options.period = period;
	options.from = from;
	options.to = to;
	struct mizan_error problem = {0};
	mizan_status status = job_check_zone(job, &problem);
	if (job->failed || status != MIZAN_OK) {
		*error = status == MIZAN_OK ? *error : problem;
		return status;
	}
	status = mizan_series_store(job->database, &options, table, job->watch, &problem);
	if (status == MIZAN_ERROR_USAGE || status == MIZAN_ERROR_INPUT) {
		job_fault(job,
			where           ? "part"
			: options.where ? "where"
			: options.zone  ? "zone"
					: "indicator",
			problem.advice, "%s", problem.what);
		return MIZAN_OK;
	}
	if (status != MIZAN_OK) {
		*error = problem;
		return status;
	}
	if (job->publisher) {
		series_choose(job, table);
	}
	job_keep_sources(job, table);
	return MIZAN_OK;
}

void job_keep_sources(struct check_job *job, const struct mizan_table *table)
{
	for (size_t i = 0; i < table->source_count; i++) {
		mizan_table_add_source(&job->brief->sources, table->sources[i]);
	}
	for (size_t i = 0; i < table->note_count; i++) {
		mizan_table_add_note(&job->brief->sources, "%s", table->notes[i]);
	}
}

/* ---- Answers ------------------------------------------------------------------------------ */

static const char *job_copy(struct check_job *job, const char *text)
{
	return text ? brief_copy(job->brief, text, strlen(text)) : NULL;
}

/* Is the publisher among the parties that the front matter names? */
static bool is_party(const char *parties, const char *publisher)
{
	while (parties && *parties && publisher) {
		size_t size = strcspn(parties, ";");
		struct mizan_slice name = mizan_slice_trim((struct mizan_slice){parties, size});
		if (name.size == strlen(publisher) &&
			strncasecmp(name.data, publisher, name.size) == 0) {
			return true;
		}
		parties += size + (parties[size] == ';');
	}
	return false;
}

void job_answer(struct check_job *job, const struct mizan_table *table, size_t row, int holds,
	double value, const char *evidence, const char *reason)
{
	size_t size = job->answer_count + 1;
	const char *publisher = series_text(table, row, "publisher");
	if (table->failed) {
		job->brief->failed = true;
		return;
	}
	if (size > job->answer_capacity) {
		size_t capacity = job->answer_capacity * 2 + 8;
		struct mizan_answer *grown =
			mizan_arena_allocate(&job->brief->arena, capacity, sizeof *grown);
		if (!grown) {
			job->brief->failed = true;
			return;
		}
		if (job->answer_count) {
			memcpy(grown, job->answers, job->answer_count * sizeof *grown);
		}
		job->answers = grown;
		job->answer_capacity = capacity;
	}
	double party = 0;
	size_t party_column = mizan_table_find(table, "party");
	if (party_column != SIZE_MAX) {
		(void)mizan_table_number(table, row, party_column, &party);
	}
	job->answers[job->answer_count++] =
		(struct mizan_answer){.publisher = job_copy(job, publisher),
			.edition = job_copy(job, series_text(table, row, "edition")),
			.origin = job_copy(job, series_text(table, row, "origin")),
			.counts_what = job_copy(job, series_text(table, row, "counts_what")),
			.party = party != 0 || is_party(job->brief->parties, publisher),
			.holds = holds,
			.value = value,
			.evidence = job_copy(job, evidence),
			.reason = job_copy(job, reason)};
}
