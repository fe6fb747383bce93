/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Growth: each period against the one before, by publisher and definition. */
#include "series_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum growth_column {
	GROWTH_PUBLISHER,
	GROWTH_EDITION,
	GROWTH_ORIGIN,
	GROWTH_COUNTS_WHAT,
	GROWTH_PERIOD,
	GROWTH_VALUE,
	GROWTH_FORMER_PERIOD,
	GROWTH_FORMER,
	GROWTH_CHANGE,
	GROWTH_GROWTH,
	GROWTH_LOW,
	GROWTH_HIGH,
	GROWTH_COLUMNS,
};

static void growth_add_columns(struct mizan_table *table)
{
	static const struct {
		const char *name;
		enum mizan_type type;
		int decimals;
	} columns[GROWTH_COLUMNS] = {{"publisher", MIZAN_TEXT, -1}, {"edition", MIZAN_TEXT, -1},
		{"origin", MIZAN_TEXT, -1}, {"counts_what", MIZAN_TEXT, -1},
		{"period", MIZAN_TEXT, -1}, {"value", MIZAN_REAL, -1},
		{"former_period", MIZAN_TEXT, -1}, {"former", MIZAN_REAL, -1},
		{"change", MIZAN_REAL, -1}, {"growth", MIZAN_REAL, 3},
		{"growth_low", MIZAN_REAL, 3}, {"growth_high", MIZAN_REAL, 3}};
	for (size_t i = 0; i < GROWTH_COLUMNS; i++) {
		mizan_table_add_column(
			table, columns[i].name, columns[i].type, columns[i].decimals);
	}
}

static const char *growth_text(const struct mizan_table *series, size_t row, size_t column)
{
	const struct mizan_cell *cell = mizan_table_cell(series, row, column);
	return cell->known ? cell->text : NULL;
}

static double growth_number(const struct mizan_table *series, size_t row, size_t column)
{
	double value;
	return mizan_table_number(series, row, column, &value) ? value : (double)NAN;
}

static void growth_set_ratio(
	struct mizan_table *table, size_t row, size_t column, double value, double former)
{
	if (!isnan(value) && former > 0) {
		mizan_table_set_real(table, row, column, value / former - 1);
	}
}

/* A line of figures begins with its publisher and edition; that of a release has its hash. */
static bool growth_line_is_of(const struct mizan_table *series, size_t row, const char *line)
{
	const char *publisher = growth_text(series, row, SERIES_PUBLISHER);
	const char *edition = growth_text(series, row, SERIES_EDITION);
	const char *origin = growth_text(series, row, SERIES_ORIGIN);
	if (!origin || strcmp(origin, "events") == 0) {
		return strstr(line, ", sha256 ") != NULL;
	}
	size_t size = publisher ? strlen(publisher) : 0;
	if (strncmp(line, publisher ? publisher : "", size) != 0) {
		return false;
	}
	return !edition || (strncmp(line + size, ", ", 2) == 0 &&
				   strncmp(line + size + 2, edition, strlen(edition)) == 0);
}

/* The sources of a row that is compared: those of others would be said to stand in the table. */
static void growth_add_sources(
	struct mizan_table *table, const struct mizan_table *series, size_t row)
{
	for (size_t i = 0; i < series->source_count; i++) {
		if (growth_line_is_of(series, row, series->sources[i])) {
			mizan_table_add_source(table, series->sources[i]);
		}
	}
}

/* One comparison: row `now` of one series against row `then` of another (or the same). */
static void growth_add_row(struct mizan_table *table, const struct mizan_table *series, size_t now,
	const struct mizan_table *before, size_t then)
{
	size_t row = mizan_table_add_row(table);
	static const struct {
		size_t from, to;
	} texts[] = {{SERIES_PUBLISHER, GROWTH_PUBLISHER}, {SERIES_EDITION, GROWTH_EDITION},
		{SERIES_ORIGIN, GROWTH_ORIGIN}, {SERIES_COUNTS_WHAT, GROWTH_COUNTS_WHAT},
		{SERIES_PERIOD, GROWTH_PERIOD}};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		mizan_table_set_text(
			table, row, texts[i].to, growth_text(series, now, texts[i].from));
	}
	mizan_table_set_text(
		table, row, GROWTH_FORMER_PERIOD, growth_text(before, then, SERIES_PERIOD));
	double value = growth_number(series, now, SERIES_VALUE);
	double former = growth_number(before, then, SERIES_VALUE);
	double low = growth_number(series, now, SERIES_LOW);
	double high = growth_number(series, now, SERIES_HIGH);
	double former_low = growth_number(before, then, SERIES_LOW);
	double former_high = growth_number(before, then, SERIES_HIGH);
	if (!isnan(value)) {
		mizan_table_set_real(table, row, GROWTH_VALUE, value);
	}
	if (!isnan(former)) {
		mizan_table_set_real(table, row, GROWTH_FORMER, former);
	}
	if (!isnan(value) && !isnan(former)) {
		mizan_table_set_real(table, row, GROWTH_CHANGE, value - former);
	}
	growth_set_ratio(table, row, GROWTH_GROWTH, value, former);
	growth_set_ratio(table, row, GROWTH_LOW, low, former_high);
	growth_set_ratio(table, row, GROWTH_HIGH, high, former_low);
	growth_add_sources(table, series, now);
	growth_add_sources(table, before, then);
}

static bool growth_is_current(const struct mizan_table *series, size_t row)
{
	return mizan_table_cell(series, row, SERIES_CURRENT)->integer == 1;
}

static bool growth_same(
	const struct mizan_table *a, size_t row_a, const struct mizan_table *b, size_t row_b)
{
	static const size_t columns[] = {SERIES_PUBLISHER, SERIES_ORIGIN, SERIES_COUNTS_WHAT};
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		const char *left = growth_text(a, row_a, columns[i]);
		const char *right = growth_text(b, row_b, columns[i]);
		if (left != right && (!left || !right || strcmp(left, right) != 0)) {
			return false;
		}
	}
	return true;
}

static void growth_copy_notes(struct mizan_table *table, const struct mizan_table *series)
{
	for (size_t i = 0; i < series->note_count; i++) {
		mizan_table_add_note(table, "%s", series->notes[i]);
	}
}

/* Notes where two editions stand behind a comparison: publishers revise their past. */
static void growth_note_editions(struct mizan_table *table, const struct mizan_table *series,
	size_t now, const struct mizan_table *before, size_t then)
{
	const char *edition = growth_text(series, now, SERIES_EDITION);
	const char *former = growth_text(before, then, SERIES_EDITION);
	if (edition && former && strcmp(edition, former) != 0) {
		mizan_table_add_note(table,
			"%s: %s is from %s and %s from %s; an edition may revise the years before",
			growth_text(series, now, SERIES_PUBLISHER),
			growth_text(series, now, SERIES_PERIOD), edition,
			growth_text(before, then, SERIES_PERIOD), former);
	}
}

/* The first period that is asked for has one before it, too. */
static void growth_reach_back(mizan_date *from, int months)
{
	if (*from == MIZAN_DATE_UNKNOWN) {
		return;
	}
	int32_t month = mizan_date_month(*from);
	month -= month % months + months;
	*from = month >= 12 ? mizan_date_make(month / 12, month % 12 + 1, 1) : MIZAN_DATE_UNKNOWN;
}

static mizan_status growth_by_period(struct sqlite3 *database,
	const struct mizan_growth_options *options, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_table series = {0};
	struct mizan_series_options with_before = options->series;
	int months = period_months(options->series.period);
	int32_t first = options->series.from == MIZAN_DATE_UNKNOWN
				? INT32_MIN
				: mizan_date_month(options->series.from);
	growth_reach_back(&with_before.from, months);
	mizan_status status = mizan_series_store(database, &with_before, &series, watch, error);
	size_t before = SIZE_MAX;
	for (size_t row = 0; row < series.row_count && status == MIZAN_OK; row++) {
		if (!growth_is_current(&series, row)) {
			continue;
		}
		if (before != SIZE_MAX && growth_same(&series, row, &series, before) &&
			mizan_table_cell(&series, row, SERIES_MONTH)->integer >= first &&
			mizan_table_cell(&series, row, SERIES_MONTH)->integer ==
				mizan_table_cell(&series, before, SERIES_MONTH)->integer + months) {
			growth_add_row(table, &series, row, &series, before);
			growth_note_editions(table, &series, row, &series, before);
		}
		before = row;
	}
	growth_copy_notes(table, &series);
	mizan_table_release(&series);
	return status;
}

/* The first quarters of one year against the whole year before. */
static mizan_status growth_of_year(struct sqlite3 *database,
	const struct mizan_growth_options *options, int year, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_table part = {0}, whole = {0};
	struct mizan_series_options series = options->series;
	series.period = MIZAN_WHOLE;
	series.from = mizan_date_make(year, 1, 1);
	series.to = mizan_date_make(year, options->part_year * 3 + 1, 1) - 1;
	mizan_status status = mizan_series_store(database, &series, &part, watch, error);
	if (status == MIZAN_OK) {
		series.from = mizan_date_make(year - 1, 1, 1);
		series.to = mizan_date_make(year - 1, 12, 31);
		status = mizan_series_store(database, &series, &whole, watch, error);
	}
	for (size_t i = 0; i < part.row_count && status == MIZAN_OK; i++) {
		for (size_t k = 0; k < whole.row_count && growth_is_current(&part, i); k++) {
			if (growth_is_current(&whole, k) && growth_same(&part, i, &whole, k)) {
				growth_add_row(table, &part, i, &whole, k);
				growth_note_editions(table, &part, i, &whole, k);
			}
		}
	}
	if (status == MIZAN_OK && table->row_count > 0) {
		growth_copy_notes(table, &part);
		growth_copy_notes(table, &whole);
	}
	mizan_table_release(&part);
	mizan_table_release(&whole);
	return status;
}

static mizan_status growth_by_part(struct sqlite3 *database,
	const struct mizan_growth_options *options, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	int first, last, month, day;
	if (options->series.from == MIZAN_DATE_UNKNOWN ||
		options->series.to == MIZAN_DATE_UNKNOWN) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "as in --year 2025",
			"say which years are compared");
	}
	mizan_date_split(options->series.from, &first, &month, &day);
	mizan_date_split(options->series.to, &last, &month, &day);
	mizan_status status = MIZAN_OK;
	for (int year = first < 2 ? 2 : first; year <= last && status == MIZAN_OK; year++) {
		status = growth_of_year(database, options, year, table, watch, error);
	}
	return status;
}

mizan_status mizan_growth_store(struct sqlite3 *database,
	const struct mizan_growth_options *options, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	if (options->part_year < 0 || options->part_year > 3) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "as in --first-quarters 3",
			"a part of a year is 1 to 3 quarters");
	}
	growth_add_columns(table);
	mizan_status status = options->part_year
				      ? growth_by_part(database, options, table, watch, error)
				      : growth_by_period(database, options, table, watch, error);
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
