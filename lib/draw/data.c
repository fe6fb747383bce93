/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a chart's columns mean: rows of the table become points. */
#include "draw_internal.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Beyond these a number cannot be scaled. */
#define DATA_LARGEST 1e300

void *draw_allocate(struct draw *draw, size_t count, size_t size)
{
	void *memory = mizan_arena_allocate(&draw->arena, count, size);
	draw->failed |= !memory;
	return memory;
}

char *draw_printf(struct draw *draw, const char *format, ...)
{
	char stack[1024];
	va_list arguments;
	va_start(arguments, format);
	int size = vsnprintf(stack, sizeof stack, format, arguments);
	va_end(arguments);
	char *copy = mizan_arena_copy(&draw->arena, stack, size < 0 ? 0 : strlen(stack));
	draw->failed |= !copy;
	return copy ? copy : "";
}

struct data_columns {
	size_t x, y, low, high, series, label, size;
};

mizan_status draw_column_find(
	struct draw *draw, const char *name, size_t *column, struct mizan_error *error)
{
	const struct mizan_table *table = draw->chart->table;
	*column = name ? mizan_table_find(table, name) : SIZE_MAX;
	if (!name || *column != SIZE_MAX) {
		return MIZAN_OK;
	}
	struct mizan_text list = {0};
	for (size_t i = 0; i < table->column_count && list.size < 300; i++) {
		mizan_text_printf(&list, "%s%s", i > 0 ? ", " : "",
			draw_clean(draw, table->columns[i].name, 60));
	}
	mizan_status status = mizan_error_set(error, MIZAN_ERROR_USAGE,
		"name one of these columns, or give the column that name (AS)",
		"there is no column \"%s\" to draw; the table has %s", draw_clean(draw, name, 60),
		list.data ? list.data : "no column");
	mizan_text_release(&list);
	return status;
}

bool draw_is_text(const struct mizan_table *table, size_t column)
{
	if (column == SIZE_MAX || table->columns[column].type != MIZAN_TEXT) {
		return false;
	}
	for (size_t row = 0; row < table->row_count; row++) {
		if (mizan_table_cell(table, row, column)->known) {
			return true;
		}
	}
	return false; /* all unknown: of any type */
}

static mizan_status data_numbers(
	struct draw *draw, const char *role, size_t column, struct mizan_error *error)
{
	const struct mizan_table *table = draw->chart->table;
	if (!draw_is_text(table, column)) {
		return MIZAN_OK;
	}
	return mizan_error_set(error, MIZAN_ERROR_USAGE, "choose a column of numbers",
		"the column \"%s\" is text, and %s needs numbers",
		draw_clean(draw, table->columns[column].name, 60), role);
}

mizan_status draw_column_required(
	const char *kind, const char *role, size_t column, struct mizan_error *error)
{
	if (column != SIZE_MAX) {
		return MIZAN_OK;
	}
	return mizan_error_set(
		error, MIZAN_ERROR_USAGE, NULL, "%s needs a column for %s", kind, role);
}

static mizan_status data_columns_find(
	struct draw *draw, struct data_columns *columns, struct mizan_error *error)
{
	const struct mizan_chart *chart = draw->chart;
	const struct {
		const char *name, *role;
		size_t *column;
		bool number;
	} roles[] = {{chart->x, "x", &columns->x, chart->kind == MIZAN_MAP_POINTS},
		{chart->y, "y", &columns->y, chart->kind != MIZAN_CHART_TIMELINE},
		{chart->low, "low", &columns->low, true},
		{chart->high, "high", &columns->high, true},
		{chart->series, "series", &columns->series, false},
		{chart->label, "label", &columns->label, false},
		{chart->size, "size", &columns->size, true}};
	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
		mizan_status status = draw_column_find(draw, roles[i].name, roles[i].column, error);
		if (status == MIZAN_OK && roles[i].number) {
			status = data_numbers(draw, roles[i].role, *roles[i].column, error);
		}
		if (status != MIZAN_OK) {
			return status;
		}
	}
	static const char *const kinds[] = {"a line chart", "a bar chart", "a dot-range chart",
		"a timeline", "a map of points", "a choropleth"};
	if (chart->kind == MIZAN_CHART_DOT_RANGE && columns->label != SIZE_MAX) {
		if (columns->y == SIZE_MAX) {
			columns->y = columns->x;
			mizan_status status = data_numbers(draw, "a value", columns->y, error);
			if (status != MIZAN_OK) {
				return status;
			}
		}
		columns->x = columns->label;
	}
	mizan_status status = draw_column_required(kinds[chart->kind], "x", columns->x, error);
	if (status == MIZAN_OK && chart->kind != MIZAN_CHART_TIMELINE) {
		status = draw_column_required(kinds[chart->kind], "y", columns->y, error);
	}
	return status;
}

static struct mizan_slice data_slice(const char *text)
{
	return (struct mizan_slice){text, strlen(text)};
}

bool draw_text_time(enum draw_axis axis, const char *text, double *x)
{
	mizan_date date;
	int year, month;
	char tail;
	switch (axis) {
	case DRAW_DATE:
		*x = mizan_date_parse(data_slice(text), &date) ? (double)date : NAN;
		break;
	case DRAW_MONTH:
		*x = strlen(text) == 7 && text[4] == '-' &&
				     sscanf(text, "%4d-%2d%c", &year, &month, &tail) == 2 &&
				     month >= 1 && month <= 12 && year >= 1
			     ? (double)(year * 12 + month - 1)
			     : NAN;
		break;
	case DRAW_YEAR:
		*x = strlen(text) == 4 && strspn(text, "0123456789") == 4 ? (double)atoi(text)
									  : NAN;
		break;
	default:
		*x = NAN;
	}
	return !isnan(*x);
}

/* The one kind of time that all texts of a column are, or a category. */
static enum draw_axis data_text_axis(const struct mizan_table *table, size_t column)
{
	bool fits[] = {[DRAW_CATEGORY] = true, true, true, true};
	size_t known = 0;
	for (size_t row = 0; row < table->row_count; row++) {
		const struct mizan_cell *cell = mizan_table_cell(table, row, column);
		for (enum draw_axis axis = DRAW_YEAR; cell->known && axis <= DRAW_DATE; axis++) {
			double x;
			fits[axis] = fits[axis] && draw_text_time(axis, cell->text, &x);
		}
		known += cell->known;
	}
	for (enum draw_axis axis = DRAW_YEAR; known > 0 && axis <= DRAW_DATE; axis++) {
		if (fits[axis]) {
			return axis;
		}
	}
	return DRAW_CATEGORY;
}

static bool data_name_has(const char *name, const char *word)
{
	return strcasestr(name, word) != NULL;
}

/* All known numbers of a column are whole and within bounds. */
static bool data_within(const struct mizan_table *table, size_t column, double low, double high)
{
	for (size_t row = 0; row < table->row_count; row++) {
		double x;
		if (mizan_table_number(table, row, column, &x) &&
			!(x >= low && x <= high && x == floor(x))) {
			return false;
		}
	}
	return true;
}

enum draw_axis draw_axis_of(const struct draw *draw, size_t column)
{
	const struct mizan_table *table = draw->chart->table;
	const struct mizan_column *of = &table->columns[column];
	enum mizan_chart_kind kind = draw->chart->kind;
	if (kind == MIZAN_MAP_POINTS) {
		return DRAW_NUMBER;
	}
	if (kind == MIZAN_CHART_DOT_RANGE || kind == MIZAN_MAP_CHOROPLETH) {
		return DRAW_CATEGORY;
	}
	if (of->type == MIZAN_TEXT) {
		return data_text_axis(table, column);
	}
	if (data_name_has(of->name, "month") && data_within(table, column, 1000 * 12, 9999 * 12)) {
		return DRAW_MONTH;
	}
	if ((data_name_has(of->name, "date") || data_name_has(of->name, "day")) &&
		data_within(table, column, -700000, 2900000)) {
		return DRAW_DATE;
	}
	if ((of->type == MIZAN_YEAR || of->type == MIZAN_INTEGER) &&
		(data_within(table, column, 1500, 2200) ||
			(data_name_has(of->name, "year") && data_within(table, column, 1, 9999)))) {
		return DRAW_YEAR;
	}
	bool dated = kind == MIZAN_CHART_TIMELINE || kind == MIZAN_CHART_SPANS;
	return dated && data_within(table, column, -700000, 2900000) ? DRAW_DATE : DRAW_NUMBER;
}

static double data_number(const struct mizan_table *table, size_t row, size_t column)
{
	double value;
	return column != SIZE_MAX && mizan_table_number(table, row, column, &value) &&
			       fabs(value) <= DATA_LARGEST
		       ? value
		       : NAN;
}

const char *draw_cell_words(struct draw *draw, size_t row, size_t column)
{
	const struct mizan_table *table = draw->chart->table;
	const struct mizan_cell *cell = mizan_table_cell(table, row, column);
	if (column == SIZE_MAX || !cell->known) {
		return NULL;
	}
	if (table->columns[column].type == MIZAN_TEXT) {
		return cell->text;
	}
	char text[48];
	double value;
	if (!mizan_table_number(table, row, column, &value)) {
		return NULL;
	}
	draw_value(draw, column, value, text);
	return draw_printf(draw, "%s", text);
}

static double data_x(struct draw *draw, size_t row, size_t column)
{
	const struct mizan_table *table = draw->chart->table;
	struct draw_data *data = &draw->data;
	const struct mizan_cell *cell = mizan_table_cell(table, row, column);
	double x = NAN;
	if (data->axis == DRAW_CATEGORY) {
		const char *words = draw_cell_words(draw, row, column);
		size_t index;
		return words && draw_names_add(draw, &data->categories, words, &index)
			       ? (double)index
			       : NAN;
	}
	if (table->columns[column].type == MIZAN_TEXT) {
		return cell->known && draw_text_time(data->axis, cell->text, &x) ? x : NAN;
	}
	return data_number(table, row, column);
}

/* Something of a row is there to be drawn. */
static bool data_drawn(const struct draw *draw, const struct draw_point *point)
{
	return draw->chart->kind == MIZAN_CHART_TIMELINE || !isnan(point->y) ||
	       (draw->chart->kind == MIZAN_CHART_DOT_RANGE && !isnan(point->low + point->high));
}

static mizan_status data_points(
	struct draw *draw, const struct data_columns *columns, struct mizan_error *error)
{
	const struct mizan_table *table = draw->chart->table;
	struct draw_data *data = &draw->data;
	size_t drawn = 0;
	data->points = draw_allocate(draw, table->row_count + 1, sizeof *data->points);
	for (size_t row = 0; row < table->row_count && !draw->failed; row++) {
		struct draw_point *point = &data->points[data->count];
		const char *series = draw_cell_words(draw, row, columns->series);
		const char *label = draw_cell_words(draw, row, columns->label);
		*point = (struct draw_point){.x = data_x(draw, row, columns->x),
			.y = data_number(table, row, columns->y),
			.low = data_number(table, row, columns->low),
			.high = data_number(table, row, columns->high),
			.size = data_number(table, row, columns->size),
			.label = label ? draw_clean(draw, label, 400) : ""};
		if (isnan(point->x) || (draw->chart->kind == MIZAN_MAP_POINTS && isnan(point->y))) {
			data->skipped++;
			continue;
		}
		if (!draw_names_add(draw, &data->series, series ? series : "", &point->series)) {
			break;
		}
		drawn += data_drawn(draw, point);
		data->count++;
	}
	if (draw->failed) {
		return mizan_error_memory(error);
	}
	if (drawn > 0) {
		return MIZAN_OK;
	}
	return mizan_error_set(error, MIZAN_ERROR_USAGE, "widen the period or the condition",
		"there is no row to draw: %s",
		table->row_count == 0 ? "the table is empty" : "every value is unknown");
}

struct data_series {
	double largest;
	size_t series;
};

static int data_series_compare(const void *one, const void *two)
{
	const struct data_series *a = one, *b = two;
	return a->largest != b->largest ? (a->largest > b->largest ? -1 : 1)
					: (a->series < b->series ? -1 : a->series > b->series);
}

/* Where there are more series than colours, those with the largest values get them. */
static mizan_status data_rank(struct draw *draw, struct mizan_error *error)
{
	struct draw_data *data = &draw->data;
	size_t count = data->series.count;
	if (count <= DRAW_SERIES) {
		return MIZAN_OK;
	}
	struct data_series *rank = draw_allocate(draw, count, sizeof *rank);
	size_t *place = draw_allocate(draw, count, sizeof *place);
	const char **shown = draw_allocate(draw, count, sizeof *shown);
	if (draw->failed) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < count; i++) {
		rank[i] = (struct data_series){-INFINITY, i};
	}
	for (size_t i = 0; i < data->count; i++) {
		double value =
			isnan(data->points[i].size) ? data->points[i].y : data->points[i].size;
		double *largest = &rank[data->points[i].series].largest;
		*largest = isnan(value) ? *largest : fmax(*largest, value);
	}
	qsort(rank, count, sizeof *rank, data_series_compare);
	for (size_t i = 0; i < count; i++) {
		place[rank[i].series] = i;
		shown[i] = data->series.shown[rank[i].series];
	}
	/* The hash that finds names by their text is not used after this. */
	data->series.shown = shown;
	for (size_t i = 0; i < data->count; i++) {
		data->points[i].series = place[data->points[i].series];
	}
	return MIZAN_OK;
}

/* Two values of one series at one place would be drawn over each other, and both be wrong. */
static mizan_status data_check_once(struct draw *draw, struct mizan_error *error)
{
	size_t *starts;
	const struct draw_data *data = &draw->data;
	const struct draw_point **sorted = draw_data_sorted(draw, &starts);
	if (!sorted) {
		return mizan_error_memory(error);
	}
	for (size_t i = 1; i < data->count; i++) {
		const struct draw_point *a = sorted[i - 1], *b = sorted[i];
		if (a->series == b->series && a->x == b->x && !isnan(a->y) && !isnan(b->y)) {
			char place[48];
			draw_x_words(draw, a->x, place);
			return mizan_error_set(error, MIZAN_ERROR_USAGE,
				"name as series a column that tells them apart, or sum them up",
				"two values stand at one place: %.60s",
				data->axis == DRAW_CATEGORY
					? draw_clean(draw, data->categories.shown[(size_t)a->x], 60)
					: place);
		}
	}
	return MIZAN_OK;
}

mizan_status draw_data_read(struct draw *draw, struct mizan_error *error)
{
	struct data_columns columns;
	if (draw->chart->kind == MIZAN_CHART_NETWORK) {
		return draw_network_read(draw, error);
	}
	if (draw->chart->kind == MIZAN_CHART_SPANS) {
		return draw_spans_read(draw, error);
	}
	mizan_status status = data_columns_find(draw, &columns, error);
	if (status != MIZAN_OK) {
		return status;
	}
	draw->data.x = columns.x;
	draw->data.y = columns.y;
	draw->data.axis = draw_axis_of(draw, columns.x);
	status = data_points(draw, &columns, error);
	if (status == MIZAN_OK) {
		status = data_rank(draw, error);
	}
	bool once = draw->chart->kind == MIZAN_CHART_LINE || draw->chart->kind == MIZAN_CHART_BAR;
	return status == MIZAN_OK && once ? data_check_once(draw, error) : status;
}

bool draw_data_range(const struct draw_data *data, size_t member, double *low, double *high)
{
	*low = INFINITY;
	*high = -INFINITY;
	for (size_t i = 0; i < data->count; i++) {
		double value;
		memcpy(&value, (const char *)&data->points[i] + member, sizeof value);
		*low = isnan(value) ? *low : fmin(*low, value);
		*high = isnan(value) ? *high : fmax(*high, value);
	}
	return *low <= *high;
}

void draw_values_range(const struct draw_data *data, double *low, double *high)
{
	double first, last;
	draw_data_range(data, offsetof(struct draw_point, y), low, high);
	draw_data_range(data, offsetof(struct draw_point, low), &first, &last);
	*low = fmin(*low, first);
	*high = fmax(*high, last);
	draw_data_range(data, offsetof(struct draw_point, high), &first, &last);
	*low = fmin(*low, first);
	*high = fmax(*high, last);
}

bool draw_whole(const struct draw *draw)
{
	const struct mizan_table *table = draw->chart->table;
	return draw->data.y != SIZE_MAX && table->columns[draw->data.y].type == MIZAN_INTEGER;
}

int draw_compare_numbers(const void *one, const void *two)
{
	const double *a = one, *b = two;
	return *a < *b ? -1 : *a > *b;
}

static int data_compare(const void *one, const void *two)
{
	const struct draw_point *a = *(const struct draw_point *const *)one;
	const struct draw_point *b = *(const struct draw_point *const *)two;
	if (a->series != b->series) {
		return a->series < b->series ? -1 : 1;
	}
	if (a->x != b->x) {
		return a->x < b->x ? -1 : 1;
	}
	return a < b ? -1 : a > b;
}

const struct draw_point **draw_data_sorted(struct draw *draw, size_t **starts)
{
	const struct draw_data *data = &draw->data;
	const struct draw_point **sorted = draw_allocate(draw, data->count + 1, sizeof *sorted);
	*starts = draw_allocate(draw, data->series.count + 1, sizeof **starts);
	if (draw->failed) {
		return NULL;
	}
	for (size_t i = 0; i < data->count; i++) {
		sorted[i] = &data->points[i];
	}
	qsort(sorted, data->count, sizeof *sorted, data_compare);
	for (size_t i = 0, series = 0; series <= data->series.count; series++) {
		while (i < data->count && sorted[i]->series < series) {
			i++;
		}
		(*starts)[series] = i;
	}
	return sorted;
}
