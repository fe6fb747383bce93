/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks over other records than one series: milestones, and which is the largest. */
#include "brief_internal.h"

#include "../store/sqlite.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- happened-on -------------------------------------------------------------------------- */

/* One row that looks like a row of a series, so that answers are made in one way. */
static size_t other_row(struct mizan_table *table, const char *publisher, const char *origin,
	const char *counts_what)
{
	if (table->column_count == 0) {
		mizan_table_add_column(table, "publisher", MIZAN_TEXT, -1);
		mizan_table_add_column(table, "origin", MIZAN_TEXT, -1);
		mizan_table_add_column(table, "counts_what", MIZAN_TEXT, -1);
	}
	size_t row = mizan_table_add_row(table);
	mizan_table_set_text(table, row, 0, publisher);
	mizan_table_set_text(table, row, 1, origin);
	mizan_table_set_text(table, row, 2, counts_what);
	return row;
}

/* First and last day that a date on record may mean (enum mizan_date_precision). */
static mizan_date happened_since(mizan_date day, int precision)
{
	int year, month, unused;
	mizan_date_split(day, &year, &month, &unused);
	return precision == MIZAN_DATE_LONGER  ? mizan_date_make(year, 1, 1)
	       : precision == MIZAN_DATE_MONTH ? mizan_date_make(year, month, 1)
	       : precision == MIZAN_DATE_WEEK || precision == MIZAN_DATE_DAYS ? day - 6
									      : day;
}

static mizan_date happened_until(mizan_date day, int precision)
{
	int year, month, unused;
	mizan_date_split(day, &year, &month, &unused);
	return precision == MIZAN_DATE_LONGER ? mizan_date_make(year, 12, 31)
	       : precision == MIZAN_DATE_MONTH
		       ? mizan_date_make(month < 12 ? year : year + 1, month % 12 + 1, 1) - 1
	       : precision == MIZAN_DATE_WEEK || precision == MIZAN_DATE_DAYS ? day + 6
									      : day;
}

static void happened_answer(
	struct check_job *job, sqlite3_stmt *statement, mizan_date first, mizan_date last)
{
	const char *date = (const char *)sqlite3_column_text(statement, 0);
	const char *title = (const char *)sqlite3_column_text(statement, 1);
	const char *status = (const char *)sqlite3_column_text(statement, 2);
	const char *source = (const char *)sqlite3_column_text(statement, 3);
	if (!date || !title || !status || !source) {
		job->brief->failed = true; /* none of them is ever NULL in a store */
		return;
	}
	mizan_date day = MIZAN_DATE_UNKNOWN;
	(void)mizan_date_parse((struct mizan_slice){date, strlen(date)}, &day);
	job->milestone_status = strcmp(status, "disputed") == 0     ? 3
				: strcmp(status, "attributed") == 0 ? 2
								    : 1;
	struct mizan_table table = {0};
	struct mizan_text text = {0}, name = {0};
	/* "Al Jazeera, 2022-11-28, https://..." is Al Jazeera's; as cited, who is cited says it. */
	if (job->publisher) {
		mizan_text_append(&name, job->publisher);
	} else {
		mizan_text_append_bytes(&name, source, strcspn(source, ",;"));
	}
	size_t row = other_row(&table, name.data ? name.data : "", "milestone", NULL);
	mizan_text_printf(&text, "%s: %s (%s). %s", date, title, status, source);
	mizan_date until = happened_until(day, sqlite3_column_int(statement, 4));
	mizan_date since = happened_since(day, sqlite3_column_int(statement, 4));
	int holds = since >= first && until <= last ? 1 : until < first || since > last ? 0 : -1;
	if (job_cites(job, NULL, NULL, source)) {
		job_answer(job, &table, row, holds, (double)NAN, text.data,
			holds < 0 ? "the date on record is not that exact" : NULL);
	}
	brief_text_done(job->brief, &name);
	brief_text_done(job->brief, &text);
	mizan_table_release(&table);
}

bool job_date(struct check_job *job, mizan_date *date)
{
	mizan_date unused;
	sqlite3_stmt *statement = NULL;
	const char *text = job_option(job, "date");
	bool found = false;
	/* A store without milestones has none of this name. */
	if (sqlite3_prepare_v2(job->database,
		    "SELECT date FROM milestone WHERE milestone_id = ?1 AND date_precision < 5", -1,
		    &statement, NULL) == SQLITE_OK) {
		sqlite3_bind_text(statement, 1, text, -1, SQLITE_STATIC);
		if (sqlite3_step(statement) == SQLITE_ROW) {
			const char *day = (const char *)sqlite3_column_text(statement, 0);
			found = day &&
				mizan_date_parse((struct mizan_slice){day, strlen(day)}, date);
		}
	}
	sqlite3_finalize(statement);
	return found || job_period(job, "date", date, &unused);
}

mizan_status check_happened_on(struct check_job *job, struct mizan_error *error)
{
	mizan_date first, last;
	sqlite3_stmt *statement = NULL;
	if (!job_period(job, "date", &first, &last)) {
		return MIZAN_OK;
	}
	if (sqlite3_prepare_v2(job->database,
		    "SELECT date, title, status, source, date_precision FROM milestone WHERE "
		    "milestone_id = ?1",
		    -1, &statement, NULL) != SQLITE_OK) {
		return mizan_store_error(job->database, error, "read milestones");
	}
	sqlite3_bind_text(statement, 1, job_option(job, "milestone"), -1, SQLITE_STATIC);
	int code = sqlite3_step(statement);
	if (code == SQLITE_ROW) {
		happened_answer(job, statement, first, last);
	} else if (code != SQLITE_DONE) {
		mizan_status status = mizan_store_error(job->database, error, "read milestones");
		sqlite3_finalize(statement);
		return status;
	} else {
		job_fault(job, "milestone", "mizan milestones lists them",
			"no milestone is called '%.80s'", job_option(job, "milestone"));
	}
	sqlite3_finalize(statement);
	return MIZAN_OK;
}

/* ---- Figures of any period ---------------------------------------------------------------- */

static const char any_sql[] =
	"SELECT publisher, edition, 'figures' AS origin, counts_what, period_start || ' to ' ||"
	" period_end AS period, value, low, high, 1 AS current FROM published_figure WHERE"
	" indicator = ?1 AND country IS ?2 AND area IS ?3 COLLATE NOCASE AND actor IS ?4 COLLATE "
	"NOCASE"
	" AND (?5 IS NULL OR publisher = ?5 COLLATE NOCASE OR relayed_by = ?5 COLLATE NOCASE)"
	" AND (?6 IS NULL OR instr(lower(edition), lower(?6)))"
	" AND (?7 IS NULL OR period_start = ?7) AND (?8 IS NULL OR period_end = ?8)"
	" ORDER BY publisher, counts_what, period_start, period_end, relayed_by IS NOT NULL,"
	" published DESC, figure_id";

static void any_take_row(sqlite3_stmt *statement, struct mizan_table *table)
{
	size_t row = mizan_table_add_row(table);
	for (int i = 0; i < 5; i++) {
		mizan_table_set_text(
			table, row, (size_t)i, (const char *)sqlite3_column_text(statement, i));
	}
	for (int i = 5; i < 8; i++) {
		if (sqlite3_column_type(statement, i) != SQLITE_NULL) {
			mizan_table_set_real(
				table, row, (size_t)i, sqlite3_column_double(statement, i));
		}
	}
	mizan_table_set_integer(table, row, 8, 1);
}

static void bind_text(sqlite3_stmt *statement, int index, const char *text)
{
	if (text) {
		sqlite3_bind_text(statement, index, text, -1, SQLITE_STATIC);
	} else {
		sqlite3_bind_null(statement, index);
	}
}

mizan_status job_any_figures(struct check_job *job, mizan_date from, mizan_date to,
	struct mizan_table *table, struct mizan_error *error)
{
	char first[11], last[11];
	if (job_option(job, "zone")) {
		job_fault(job, "zone", "give a period of whole months, of which events are counted",
			"published figures are of no zone");
		return MIZAN_OK;
	}
	static const char *const keys[] = {"indicator", "country", "area", "actor"};
	static const char *const names[] = {
		"publisher", "edition", "origin", "counts_what", "period"};
	sqlite3_stmt *statement = NULL;
	if (sqlite3_prepare_v2(job->database, any_sql, -1, &statement, NULL) != SQLITE_OK) {
		return mizan_store_error(job->database, error, "read figures");
	}
	for (int i = 0; i < 4; i++) {
		bind_text(statement, i + 1, job_option(job, keys[i]));
	}
	bind_text(statement, 5, job->publisher);
	bind_text(statement, 6, job->edition);
	bind_text(statement, 7, from == MIZAN_DATE_UNKNOWN ? NULL : mizan_date_format(from, first));
	bind_text(statement, 8, to == MIZAN_DATE_UNKNOWN ? NULL : mizan_date_format(to, last));
	for (size_t i = 0; i < 5; i++) {
		mizan_table_add_column(table, names[i], MIZAN_TEXT, -1);
	}
	mizan_table_add_column(table, "value", MIZAN_REAL, -1);
	mizan_table_add_column(table, "low", MIZAN_REAL, -1);
	mizan_table_add_column(table, "high", MIZAN_REAL, -1);
	mizan_table_add_column(table, "current", MIZAN_YEAR, -1);
	int code;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		any_take_row(statement, table);
	}
	sqlite3_finalize(statement);
	return code == SQLITE_DONE ? mizan_table_check(table, error)
				   : mizan_store_error(job->database, error, "read figures");
}

/* ---- largest-of --------------------------------------------------------------------------- */

/* The largest and the claimed one within one publisher's list. */
struct largest {
	struct reading claimed, best, second;
	char best_name[120], second_name[120];
	size_t count, row, end;
};

static const struct reading nothing = {(double)NAN, (double)NAN, (double)NAN, false};

static void largest_take(
	struct largest *largest, const char *name, struct reading reading, bool claimed)
{
	largest->count++;
	if (claimed) {
		largest->claimed = reading;
	}
	if (isnan(largest->best.best) || reading.best > largest->best.best) {
		largest->second = largest->best;
		memcpy(largest->second_name, largest->best_name, sizeof largest->second_name);
		largest->best = reading;
		snprintf(largest->best_name, sizeof largest->best_name, "%s", name);
	} else if (isnan(largest->second.best) || reading.best > largest->second.best) {
		largest->second = reading;
		snprintf(largest->second_name, sizeof largest->second_name, "%s", name);
	}
}

static bool largest_is_growth(const struct check_job *job)
{
	const char *measure = job_option(job, "measure");
	return measure && strcmp(measure, "growth") == 0;
}

/* The two largest, over what, and whether their ranges overlap. */
static void largest_append(struct check_job *job, const struct mizan_table *table,
	const struct largest *largest, struct mizan_text *text)
{
	const struct reading readings[2] = {largest->best, largest->second};
	const char *const names[2] = {largest->best_name, largest->second_name};
	for (int i = 0; i < 2 && !isnan(readings[i].best); i++) {
		mizan_text_printf(text, "%s%s ", i ? ", then " : "", names[i]);
		if (largest_is_growth(job)) {
			mizan_text_printf(text, "%+.0f%%", 100 * readings[i].best);
		} else {
			append_number(text, readings[i].best);
		}
	}
	mizan_text_printf(text, ", of %zu on record", largest->count);
	if (!isnan(largest->second.best) && readings_overlap(largest->best, largest->second)) {
		mizan_text_printf(text, "; low-high ranges overlap: %s and %s", largest->best_name,
			largest->second_name);
	}
	append_scope(job, text, table, largest->row, largest->end,
		job->scope ? job->scope : job_option(job, "period"));
}

static void largest_answer(
	struct check_job *job, const struct mizan_table *table, const struct largest *largest)
{
	struct mizan_text text = {0};
	largest_append(job, table, largest, &text);
	if (isnan(largest->claimed.best)) {
		struct mizan_text reason = {0};
		mizan_text_printf(&reason, "nothing on %s", job_option(job, "among"));
		job_answer(job, table, largest->row, -1, (double)NAN, text.data, reason.data);
		brief_text_done(job->brief, &reason);
	} else if (largest->count < 2) {
		job_answer(job, table, largest->row, -1, largest->claimed.best, text.data,
			"nothing to compare with");
	} else {
		bool alone =
			isnan(largest->second.best) || largest->best.best > largest->second.best;
		job_answer(job, table, largest->row,
			largest->claimed.best == largest->best.best && alone, largest->claimed.best,
			text.data, NULL);
	}
	brief_text_done(job->brief, &text);
}

/* Sides that are no armed group: a state's government, and civilians. */
static bool is_no_group(const char *actor)
{
	return strncmp(actor, "Government of ", 14) == 0 || strcmp(actor, "Civilians") == 0;
}

/* As cited: the list of that publisher alone. Figures are chosen as they are read. */
static bool largest_is_cited(struct check_job *job, const struct mizan_table *table, size_t row)
{
	const char *origin = series_text(table, row, "origin");
	const char *publisher = series_text(table, row, "publisher");
	bool figures = strcmp(origin, "figures") == 0;
	bool chosen = figures && mizan_table_find(table, "edition") != SIZE_MAX;
	return !job->publisher || chosen ||
	       (publisher_is_cited(publisher, origin, job->publisher) &&
		       (figures ? !job->edition : release_is_of(job, publisher, job->edition)));
}

static struct reading largest_reading(
	const struct mizan_table *table, size_t row, const char *value_column)
{
	struct reading reading = nothing;
	(void)mizan_table_number(table, row, mizan_table_find(table, value_column), &reading.best);
	if (strcmp(value_column, "value") == 0) {
		return reading_of(table, row);
	}
	(void)mizan_table_number(table, row, mizan_table_find(table, "growth_low"), &reading.low);
	(void)mizan_table_number(table, row, mizan_table_find(table, "growth_high"), &reading.high);
	reading.ranged = reading.low < reading.high;
	reading.low = reading.ranged ? reading.low : reading.best;
	reading.high = reading.ranged ? reading.high : reading.best;
	return reading;
}

/* Rows of one list stand together: columns publisher, origin, counts_what, name, value. */
static void largest_of_rows(struct check_job *job, const struct mizan_table *table,
	const char *name_column, const char *value_column)
{
	size_t name = mizan_table_find(table, name_column);
	const char *among = job_option(job, "among");
	for (size_t first = 0, end; first < table->row_count; first = end) {
		end = series_end(table, first);
		struct largest largest = {nothing, nothing, nothing, .row = first, .end = end};
		for (size_t row = first; row < end; row++) {
			const struct mizan_cell *cell = mizan_table_cell(table, row, name);
			struct reading reading = largest_reading(table, row, value_column);
			if (cell->known && !isnan(reading.best) && !is_no_group(cell->text) &&
				largest_is_cited(job, table, row)) {
				largest_take(&largest, cell->text, reading,
					strcasecmp(cell->text, among) == 0);
			}
		}
		if (largest.count > 0) {
			largest_answer(job, table, &largest);
		}
	}
}

#define CITED_SQL                                                                                  \
	" AND (?5 IS NULL OR publisher = ?5 COLLATE NOCASE OR relayed_by = ?5 COLLATE NOCASE)"     \
	" AND (?6 IS NULL OR instr(lower(edition), lower(?6)))"
static const char actors_sql[] =
	"SELECT * FROM (SELECT publisher, edition, 'figures' AS origin, counts_what, actor AS name,"
	" value, low, high, row_number() OVER (PARTITION BY publisher, counts_what, actor ORDER BY "
	"relayed_by "
	"IS"
	" NOT NULL, published DESC, edition DESC, figure_id) AS newest FROM published_figure WHERE"
	" indicator = ?1 AND country IS ?2 AND area IS NULL AND actor IS NOT NULL AND value IS NOT "
	"NULL"
	" AND period_start = ?3 AND period_end = ?4" CITED_SQL ") WHERE newest = 1"
	" ORDER BY publisher, counts_what, name";
static const char countries_sql[] =
	"SELECT * FROM (SELECT publisher, edition, 'figures' AS origin, counts_what, country AS "
	"name,"
	" value, low, high, row_number() OVER (PARTITION BY publisher, counts_what, country ORDER "
	"BY "
	"relayed_by IS"
	" NOT NULL, published DESC, edition DESC, figure_id) AS newest FROM published_figure WHERE"
	" indicator = ?1 AND ?2 IS ?2 AND area IS NULL AND actor IS NULL AND country IS NOT NULL "
	"AND"
	" value IS NOT NULL AND period_start = ?3 AND period_end = ?4" CITED_SQL
	") WHERE newest = 1"
	" ORDER BY publisher, counts_what, name";
/* Deaths of events by side, or by country, of complete releases that cover the whole period. */
static const char event_actors_sql[] =
	"SELECT r.source AS publisher, NULL AS edition, 'events' AS origin, NULL AS counts_what,"
	" s.actor AS name, sum(s.deaths_best) AS value, sum(s.deaths_low) AS low,"
	" sum(s.deaths_high) AS high FROM (SELECT release_id, side_a AS actor,"
	" deaths_best, deaths_low, deaths_high FROM event WHERE (?2 IS NULL OR country = ?2) AND "
	"date_end BETWEEN ?3 AND ?4"
	" UNION ALL SELECT release_id, side_b, deaths_best, deaths_low, deaths_high FROM event "
	"WHERE (?2 IS NULL OR country "
	"= ?2)"
	" AND date_end BETWEEN ?3 AND ?4 AND side_b IS NOT side_a) s JOIN release r "
	"USING(release_id)"
	" WHERE ?1 = 'deaths' AND r.coverage = 'complete' AND r.period_start <= ?3 AND"
	" r.period_end >= ?4 AND s.actor IS NOT NULL GROUP BY r.source, s.actor ORDER BY 1, 5";
static const char event_countries_sql[] =
	"SELECT r.source AS publisher, NULL AS edition, 'events' AS origin, NULL AS counts_what,"
	" e.country AS name, sum(e.deaths_best) AS value, sum(e.deaths_low) AS low,"
	" sum(e.deaths_high) AS high FROM event e JOIN release r "
	"USING(release_id)"
	" WHERE ?1 = 'deaths' AND ?2 IS ?2 AND r.coverage = 'complete' AND r.period_start <= ?3 AND"
	" r.period_end >= ?4 AND e.date_end BETWEEN ?3 AND ?4 AND e.country IS NOT NULL"
	" GROUP BY r.source, e.country ORDER BY 1, 5";

static mizan_status largest_read(struct check_job *job, const char *sql, mizan_date from,
	mizan_date to, struct mizan_table *table, struct mizan_error *error)
{
	static const char *const names[] = {
		"publisher", "edition", "origin", "counts_what", "name"};
	sqlite3_stmt *statement = NULL;
	char first[11], last[11];
	const char *indicator = job_option(job, "indicator");
	if (sqlite3_prepare_v2(job->database, sql, -1, &statement, NULL) != SQLITE_OK) {
		return mizan_store_error(job->database, error, "compare");
	}
	bind_text(statement, 1, indicator ? indicator : "deaths");
	bind_text(statement, 2, job_option(job, "country"));
	bind_text(statement, 3, mizan_date_format(from, first));
	bind_text(statement, 4, mizan_date_format(to, last));
	if (sqlite3_bind_parameter_count(statement) >= 6) {
		bind_text(statement, 5, job->publisher);
		bind_text(statement, 6, job->edition);
	}
	for (size_t i = 0; i < 5; i++) {
		mizan_table_add_column(table, names[i], MIZAN_TEXT, -1);
	}
	mizan_table_add_column(table, "value", MIZAN_REAL, -1);
	mizan_table_add_column(table, "low", MIZAN_REAL, -1);
	mizan_table_add_column(table, "high", MIZAN_REAL, -1);
	int code;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		size_t row = mizan_table_add_row(table);
		for (int i = 0; i < 5; i++) {
			mizan_table_set_text(table, row, (size_t)i,
				(const char *)sqlite3_column_text(statement, i));
		}
		for (int i = 5; i < 8; i++) {
			if (sqlite3_column_type(statement, i) != SQLITE_NULL) {
				mizan_table_set_real(
					table, row, (size_t)i, sqlite3_column_double(statement, i));
			}
		}
	}
	sqlite3_finalize(statement);
	return code == SQLITE_DONE ? mizan_table_check(table, error)
				   : mizan_store_error(job->database, error, "compare");
}

static mizan_status largest_of_query(struct check_job *job, const char *sql, mizan_date from,
	mizan_date to, struct mizan_error *error)
{
	struct mizan_table table = {0};
	mizan_status status = largest_read(job, sql, from, to, &table, error);
	if (status == MIZAN_OK) {
		largest_of_rows(job, &table, "name", "value");
	}
	mizan_table_release(&table);
	return status;
}

static mizan_status largest_growth(
	struct check_job *job, mizan_date from, struct mizan_error *error)
{
	struct mizan_table table = {0};
	double floor;
	int year, month, day;
	if (!job_number(job, "floor", 25, &floor)) {
		return MIZAN_OK;
	}
	mizan_date_split(from, &year, &month, &day);
	mizan_status status = job_check_zone(job, error);
	if (status != MIZAN_OK || job->failed) {
		return status;
	}
	const char *zone = job_option(job, "zone");
	status = mizan_growth_actors_store(job->database, job_option(job, "country"), zone, year,
		(int64_t)floor, &table, job->watch, error);
	if (status == MIZAN_ERROR_USAGE && zone) {
		job_fault(job, "zone", error->advice, "%s", error->what);
		status = MIZAN_OK;
	}
	if (status == MIZAN_OK && !job->failed) {
		largest_of_rows(job, &table, "actor", "growth");
		job_keep_sources(job, &table);
	}
	mizan_table_release(&table);
	return status;
}

mizan_status check_largest_of(struct check_job *job, struct mizan_error *error)
{
	const char *of = job_option(job, "of"), *measure = job_option(job, "measure");
	mizan_date from, to;
	if (!job_indicator_is_known(job) || !job_period(job, "period", &from, &to)) {
		return MIZAN_OK;
	}
	const char *country = job_option(job, "country");
	job->scope = mizan_arena_printf(&job->brief->arena, "the %s of %s%s%s",
		strcmp(of, "actor") == 0 ? "groups" : "countries", job_option(job, "period"),
		country && strcmp(of, "actor") == 0 ? " in " : "",
		country && strcmp(of, "actor") == 0 ? country : "");
	if (largest_is_growth(job) && strcmp(of, "actor") == 0) {
		return largest_growth(job, from, error);
	}
	if ((measure && strcmp(measure, "value") != 0) ||
		(strcmp(of, "year") != 0 && strcmp(of, "actor") != 0 &&
			strcmp(of, "country") != 0)) {
		job_fault(job, measure ? "measure" : "of",
			"of: year, actor or country; measure: value, or growth of actors",
			"cannot compare so");
		return MIZAN_OK;
	}
	if (strcmp(of, "year") == 0) {
		return check_largest_year(job, error);
	}
	if (job_option(job, "zone")) {
		job_fault(job, "zone", "zones go with of: year, and with the growth of actors",
			"actors and countries are compared as a whole");
		return MIZAN_OK;
	}
	bool actors = strcmp(of, "actor") == 0;
	mizan_status status =
		largest_of_query(job, actors ? actors_sql : countries_sql, from, to, error);
	return status == MIZAN_OK
		       ? largest_of_query(job, actors ? event_actors_sql : event_countries_sql,
				 from, to, error)
		       : status;
}
