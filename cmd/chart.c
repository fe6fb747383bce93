/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows of a table --chart draws, in which order, and what tells them apart. */
#include "command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More bars than these are no picture: the largest are drawn, and the rest is counted. */
#define CHART_BARS 25
#define CHART_PARTS 5

struct chart_rows {
	const struct mizan_table *table;
	size_t *order, count;
	size_t x, y;
	size_t parts[CHART_PARTS], part_count; /* columns whose words make the name of a series */
};

/* ---- Order -------------------------------------------------------------------------------- */

static int chart_compare_cells(
	const struct mizan_table *table, size_t column, size_t left, size_t right)
{
	const struct mizan_cell *a = mizan_table_cell(table, left, column);
	const struct mizan_cell *b = mizan_table_cell(table, right, column);
	if (!a->known || !b->known) {
		return a->known - b->known;
	}
	switch (table->columns[column].type) {
	case MIZAN_TEXT:
		return strcmp(a->text, b->text);
	case MIZAN_REAL:
		return (a->real > b->real) - (a->real < b->real);
	default:
		return (a->integer > b->integer) - (a->integer < b->integer);
	}
}

static int chart_by_rows(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

static int chart_by_x(const void *left, const void *right, void *context)
{
	const struct chart_rows *rows = context;
	size_t a = *(const size_t *)left, b = *(const size_t *)right;
	int order = chart_compare_cells(rows->table, rows->x, a, b);
	return order ? order : chart_by_rows(a, b);
}

static int chart_by_size(const void *left, const void *right, void *context)
{
	const struct chart_rows *rows = context;
	size_t a = *(const size_t *)left, b = *(const size_t *)right;
	int order = chart_compare_cells(rows->table, rows->y, b, a);
	return order ? order : chart_by_rows(a, b);
}

/* Series first, and then x: what is equal here would be drawn at one place. */
static int chart_by_place(const void *left, const void *right, void *context)
{
	const struct chart_rows *rows = context;
	size_t a = *(const size_t *)left, b = *(const size_t *)right;
	int order = 0;
	for (size_t i = 0; i < rows->part_count && order == 0; i++) {
		order = chart_compare_cells(rows->table, rows->parts[i], a, b);
	}
	return order ? order : chart_compare_cells(rows->table, rows->x, a, b);
}

/* ---- Which rows --------------------------------------------------------------------------- */

static bool chart_is(const struct mizan_table *table, size_t row, size_t column, const char *word)
{
	const struct mizan_cell *cell = mizan_table_cell(table, row, column);
	return cell->known && strcmp(cell->text, word) == 0;
}

/* A sample is no total: it is not drawn beside what is one. */
static void chart_drop_samples(struct chart_rows *rows, struct mizan_table *drawn)
{
	const struct mizan_table *table = rows->table;
	size_t coverage = mizan_table_find(table, "coverage");
	size_t source = mizan_table_find(table, "source"), kept = 0;
	if (coverage == SIZE_MAX || source == SIZE_MAX) {
		return;
	}
	for (size_t i = 0; i < rows->count; i++) {
		kept += !chart_is(table, rows->order[i], coverage, "sample");
	}
	if (kept == 0 || kept == rows->count) {
		return;
	}
	const char *named = "";
	kept = 0;
	for (size_t i = 0; i < rows->count; i++) {
		size_t row = rows->order[i];
		if (!chart_is(table, row, coverage, "sample")) {
			rows->order[kept++] = row;
		} else if (mizan_table_cell(table, row, source)->known &&
			   strcmp(named, mizan_table_cell(table, row, source)->text) != 0) {
			named = mizan_table_cell(table, row, source)->text;
			mizan_table_add_note(drawn, "%s, a sample, is not drawn", named);
		}
	}
	rows->count = kept;
}

/* A figure of a whole country and year stands beside others of its kind alone. */
static bool chart_is_whole(const struct mizan_table *table, size_t row)
{
	const struct mizan_cell *period =
		mizan_table_cell(table, row, mizan_table_find(table, "period"));
	return !mizan_table_cell(table, row, mizan_table_find(table, "area"))->known &&
	       !mizan_table_cell(table, row, mizan_table_find(table, "actor"))->known &&
	       period->known && strlen(period->text) == 4;
}

static void chart_drop_parts(struct chart_rows *rows, struct mizan_table *drawn)
{
	const struct mizan_table *table = rows->table;
	static const char *const columns[] = {"area", "actor", "period"};
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		if (mizan_table_find(table, columns[i]) == SIZE_MAX) {
			return;
		}
	}
	size_t whole = 0, kept = 0;
	for (size_t i = 0; i < rows->count; i++) {
		whole += chart_is_whole(table, rows->order[i]);
	}
	for (size_t i = 0; i < rows->count && whole > 0; i++) {
		if (chart_is_whole(table, rows->order[i])) {
			rows->order[kept++] = rows->order[i];
		}
	}
	if (whole > 0 && whole < rows->count) {
		mizan_table_add_note(drawn,
			"%zu figures of provinces, of actors or of parts of a year are not drawn",
			rows->count - whole);
		rows->count = whole;
	}
}

static bool chart_has_number(
	const struct mizan_table *table, size_t row, const struct mizan_chart *chart)
{
	const char *const columns[] = {chart->y, chart->low, chart->high};
	bool known = false;
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		size_t column = columns[i] ? mizan_table_find(table, columns[i]) : SIZE_MAX;
		known |= column != SIZE_MAX && mizan_table_cell(table, row, column)->known;
	}
	return known;
}

/* Rows of another measure would be empty lines. */
static void chart_drop_empty(struct chart_rows *rows, const struct mizan_chart *chart)
{
	size_t kept = 0;
	for (size_t i = 0; i < rows->count; i++) {
		if (chart_has_number(rows->table, rows->order[i], chart)) {
			rows->order[kept++] = rows->order[i];
		}
	}
	rows->count = kept > 0 ? kept : rows->count;
}

static void chart_keep_largest(struct chart_rows *rows, struct mizan_table *drawn)
{
	qsort_r(rows->order, rows->count, sizeof *rows->order, chart_by_size, rows);
	if (rows->count > CHART_BARS) {
		mizan_table_add_note(
			drawn, "the %d largest of %zu are drawn", CHART_BARS, rows->count);
		rows->count = CHART_BARS;
	}
}

/* ---- What tells rows apart ---------------------------------------------------------------- */

/* Whether rows that would be drawn at one place differ in this column. */
static bool chart_tells_apart(struct chart_rows *rows, const size_t *sorted, size_t column)
{
	for (size_t i = 1; i < rows->count; i++) {
		if (chart_by_place(&sorted[i - 1], &sorted[i], rows) == 0 &&
			chart_compare_cells(rows->table, column, sorted[i - 1], sorted[i]) != 0) {
			return true;
		}
	}
	return false;
}

static bool chart_find_parts(struct chart_rows *rows)
{
	static const char *const names[] = {"source", "counts_what", "edition", "relayed_by"};
	size_t *sorted = calloc(rows->count + 1, sizeof *sorted);
	if (!sorted) {
		return false;
	}
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t column = mizan_table_find(rows->table, names[i]);
		memcpy(sorted, rows->order, rows->count * sizeof *sorted);
		qsort_r(sorted, rows->count, sizeof *sorted, chart_by_place, rows);
		if (column != SIZE_MAX && column != rows->x &&
			chart_tells_apart(rows, sorted, column)) {
			rows->parts[rows->part_count++] = column;
		}
	}
	free(sorted);
	return true;
}

/* ---- The table that is drawn -------------------------------------------------------------- */

static void chart_copy_cell(struct mizan_table *drawn, size_t to, const struct chart_rows *rows,
	size_t row, size_t column)
{
	const struct mizan_cell *cell = mizan_table_cell(rows->table, row, column);
	if (!cell->known) {
		return;
	}
	switch (rows->table->columns[column].type) {
	case MIZAN_TEXT:
		mizan_table_set_text(drawn, to, column, cell->text);
		break;
	case MIZAN_REAL:
		mizan_table_set_real(drawn, to, column, cell->real);
		break;
	default:
		mizan_table_set_integer(drawn, to, column, cell->integer);
	}
}

static void chart_set_series(struct mizan_table *drawn, size_t to, const struct chart_rows *rows,
	size_t row, size_t column)
{
	struct mizan_text name = {0};
	for (size_t i = 0; i < rows->part_count; i++) {
		struct mizan_text word = {0};
		mizan_table_append_cell(&word, rows->table, row, rows->parts[i], false);
		if (word.size > 0) {
			mizan_text_append(&name, name.size == 0 ? "" : i == 1 ? ": " : ", ");
			mizan_text_append(&name, word.data);
		}
		drawn->failed |= word.failed;
		mizan_text_release(&word);
	}
	drawn->failed |= name.failed;
	mizan_table_set_text(drawn, to, column, name.data);
	mizan_text_release(&name);
}

static void chart_copy(struct mizan_table *drawn, const struct chart_rows *rows, const char *series)
{
	const struct mizan_table *table = rows->table;
	for (size_t i = 0; i < table->column_count; i++) {
		const struct mizan_column *column = &table->columns[i];
		mizan_table_add_column(drawn, column->name, column->type, column->decimals);
	}
	if (series) {
		mizan_table_add_column(drawn, series, MIZAN_TEXT, -1);
	}
	for (size_t i = 0; i < rows->count; i++) {
		size_t to = mizan_table_add_row(drawn);
		for (size_t column = 0; column < table->column_count; column++) {
			chart_copy_cell(drawn, to, rows, rows->order[i], column);
		}
		if (series) {
			chart_set_series(drawn, to, rows, rows->order[i], table->column_count);
		}
	}
	drawn->restricted = table->restricted;
	for (size_t i = 0; i < table->source_count; i++) {
		mizan_table_add_source(drawn, table->sources[i]);
	}
	for (size_t i = 0; i < table->note_count; i++) {
		mizan_table_add_note(drawn, "%s", table->notes[i]);
	}
}

static bool chart_choose(struct chart_rows *rows, struct mizan_chart *chart, bool keep_order,
	struct mizan_table *drawn)
{
	bool named = rows->table->columns[rows->x].type == MIZAN_TEXT;
	if (chart->series) {
		rows->parts[rows->part_count++] = mizan_table_find(rows->table, chart->series);
	}
	chart_drop_samples(rows, drawn);
	if (chart->kind == MIZAN_CHART_LINE && named && !keep_order) {
		qsort_r(rows->order, rows->count, sizeof *rows->order, chart_by_x, rows);
	} else if (chart->kind == MIZAN_CHART_BAR && named && !chart->series && !keep_order) {
		chart_keep_largest(rows, drawn);
	}
	size_t given = rows->part_count;
	if (!chart_find_parts(rows)) {
		return false;
	}
	if (rows->part_count > given) {
		chart->series = "name of the series";
	}
	return true;
}

mizan_status chart_rows(const struct mizan_table *table, bool keep_order, struct mizan_chart *chart,
	struct mizan_table *drawn, struct mizan_error *error)
{
	struct chart_rows rows = {.table = table, .count = table->row_count};
	rows.order = calloc(rows.count + 1, sizeof *rows.order);
	if (!rows.order) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < rows.count; i++) {
		rows.order[i] = i;
	}
	rows.x = chart->x ? mizan_table_find(table, chart->x) : SIZE_MAX;
	rows.y = chart->y ? mizan_table_find(table, chart->y) : SIZE_MAX;
	bool known = rows.x != SIZE_MAX && rows.y != SIZE_MAX &&
		     (!chart->series || mizan_table_find(table, chart->series) != SIZE_MAX);
	const char *before = chart->series;
	bool done = true;
	/* What is not known is told by whoever draws. */
	if (known && (chart->kind == MIZAN_CHART_LINE || chart->kind == MIZAN_CHART_BAR)) {
		done = chart_choose(&rows, chart, keep_order, drawn);
	} else if (chart->kind == MIZAN_CHART_DOT_RANGE && known && !keep_order &&
		   !chart->country) {
		chart_drop_empty(&rows, chart);
	} else if (chart->kind == MIZAN_CHART_DOT_RANGE && chart->country && !keep_order) {
		chart_drop_parts(&rows, drawn);
	}
	chart_copy(drawn, &rows, chart->series != before ? chart->series : NULL);
	chart->table = drawn;
	free(rows.order);
	return done ? mizan_table_check(drawn, error) : mizan_error_memory(error);
}

/* ---- Title -------------------------------------------------------------------------------- */

/* "2014", "2014–2016", or both days. */
static void chart_period(char text[40], const mizan_date period[2])
{
	int year[2], month[2], day[2];
	for (int i = 0; i < 2; i++) {
		mizan_date_split(period[i], &year[i], &month[i], &day[i]);
	}
	bool years = month[0] == 1 && day[0] == 1 && month[1] == 12 && day[1] == 31;
	if (years && year[0] == year[1]) {
		snprintf(text, 40, ", %d", year[0]);
	} else if (years) {
		snprintf(text, 40, ", %d–%d", year[0], year[1]);
	} else {
		snprintf(text, 40, ", %04d-%02d-%02d to %04d-%02d-%02d", year[0], month[0], day[0],
			year[1], month[1], day[1]);
	}
}

const char *chart_title(
	char title[CHART_TITLE], const char *what, const char *country, const mizan_date period[2])
{
	char when[40] = "";
	const struct mizan_country *place =
		country ? mizan_country_by_iso3((struct mizan_slice){country, strlen(country)})
			: NULL;
	if (period && period[0] != MIZAN_DATE_UNKNOWN && period[1] != MIZAN_DATE_UNKNOWN) {
		chart_period(when, period);
	}
	snprintf(title, CHART_TITLE, "%.60s%s%.60s%s", what, place ? " in " : "",
		place ? place->name : "", when);
	if (title[0] >= 'a' && title[0] <= 'z') {
		title[0] = (char)(title[0] - 'a' + 'A');
	}
	for (char *at = title; *at; at++) {
		*at = *at == '-' && at[1] > '9' ? ' ' : *at;
	}
	return title;
}
