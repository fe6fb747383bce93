/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bars and marks through time, a row for each name: what the columns mean, and the picture. */
#include "spans_internal.h"
#include <string.h>

struct span_columns {
	size_t label, low, high, at, series, text, status;
};

static mizan_status spans_columns_find(
	struct draw *draw, struct span_columns *columns, struct mizan_error *error)
{
	const struct mizan_chart *chart = draw->chart;
	const struct {
		const char *name;
		size_t *column;
	} roles[] = {{chart->label, &columns->label}, {chart->low, &columns->low},
		{chart->high, &columns->high}, {chart->x, &columns->at},
		{chart->series, &columns->series}, {chart->y, &columns->text}};
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < sizeof roles / sizeof *roles && status == MIZAN_OK; i++) {
		status = draw_column_find(draw, roles[i].name, roles[i].column, error);
	}
	columns->status = mizan_table_find(chart->table, "status");
	if (status == MIZAN_OK) {
		status = draw_column_required(
			"a chart of spans", "label (the name of a row)", columns->label, error);
	}
	if (status == MIZAN_OK && columns->low == SIZE_MAX && columns->high == SIZE_MAX) {
		status = draw_column_required("a chart of spans",
			"low and high (from, to), or x (a date)", columns->at, error);
	}
	return status;
}

/* ---- Dates -------------------------------------------------------------------------------- */

/* First and last day of a year or a month, as days. */
static void span_period(enum draw_axis axis, double value, double *first, double *last)
{
	*first = *last = value;
	if (axis == DRAW_YEAR) {
		*first = mizan_date_make((int)value, 1, 1);
		*last = mizan_date_make((int)value, 12, 31);
	} else if (axis == DRAW_MONTH) {
		int year = (int)value / 12, month = (int)value % 12 + 1;
		mizan_date next = month == 12 ? mizan_date_make(year, 12, 31) + 1
					      : mizan_date_make(year, month + 1, 1);
		*first = mizan_date_make(year, month, 1);
		*last = next - 1.0;
	}
}

static mizan_status span_no_date(
	struct draw *draw, size_t row, size_t column, const char *words, struct mizan_error *error)
{
	return mizan_error_set(error, MIZAN_ERROR_USAGE, "write YYYY, YYYY-MM or YYYY-MM-DD",
		"\"%s\" in row %zu of the column \"%s\" is no date", draw_clean(draw, words, 60),
		row + 1, draw_clean(draw, draw->chart->table->columns[column].name, 60));
}

/* The days that a cell means; NAN where it is unknown. */
static mizan_status span_time(struct draw *draw, size_t row, size_t column, double *first,
	double *last, struct mizan_error *error)
{
	const struct mizan_table *table = draw->chart->table;
	const char *words = draw_cell_words(draw, row, column);
	double value = NAN;
	*first = *last = NAN;
	if (!words || !*words) {
		return MIZAN_OK;
	}
	if (table->columns[column].type == MIZAN_TEXT) {
		for (enum draw_axis axis = DRAW_YEAR; axis <= DRAW_DATE; axis++) {
			if (draw_text_time(axis, words, &value)) {
				span_period(axis, value, first, last);
				return MIZAN_OK;
			}
		}
	}
	enum draw_axis axis = draw_axis_of(draw, column);
	if (axis == DRAW_CATEGORY || axis == DRAW_NUMBER ||
		!mizan_table_number(table, row, column, &value)) {
		return span_no_date(draw, row, column, words, error);
	}
	span_period(axis, value, first, last);
	return MIZAN_OK;
}

static mizan_status span_dates(struct draw *draw, const struct span_columns *columns, size_t row,
	struct span_item *item, struct mizan_error *error)
{
	double unused;
	mizan_status status = MIZAN_OK;
	item->low = item->high = item->at = item->from = item->until = NAN;
	if (columns->low != SIZE_MAX) {
		status = span_time(draw, row, columns->low, &item->low, &unused, error);
	}
	if (status == MIZAN_OK && columns->high != SIZE_MAX) {
		status = span_time(draw, row, columns->high, &unused, &item->high, error);
	}
	if (status == MIZAN_OK && columns->at != SIZE_MAX) {
		status = span_time(draw, row, columns->at, &item->from, &item->until, error);
	}
	item->at = (item->from + item->until) / 2;
	item->bar = !isnan(item->low) || !isnan(item->high);
	if (status == MIZAN_OK && item->high < item->low) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE,
			"exchange the columns of low and high, or correct the dates",
			"row %zu ends before it begins", row + 1);
	}
	return status;
}

/* ---- Rows --------------------------------------------------------------------------------- */

/* Behind a bar the text of its column; a mark without one has its date. */
static const char *span_text(struct draw *draw, const struct span_columns *columns, size_t row,
	const struct span_item *item)
{
	const char *words = draw_cell_words(draw, row, columns->text);
	if (words) {
		return draw_clean(draw, words, 200);
	}
	if (!item->bar && isnan(item->at)) {
		return "date not known";
	}
	if (columns->text != SIZE_MAX || isnan(item->at) || item->bar) {
		return "";
	}
	/* As it was given: a month stays a month. */
	return draw->chart->table->columns[columns->at].type == MIZAN_TEXT
		       ? draw_clean(draw, draw_cell_words(draw, row, columns->at), 40)
		       : draw_printf(draw, "%s",
				 mizan_date_format((mizan_date)item->at, (char[11]){0}));
}

static void spans_count(struct draw_spans *spans, const struct span_item *item)
{
	const double times[] = {item->low, item->high, item->from, item->until};
	for (size_t i = 0; i < 4; i++) {
		spans->first = isnan(times[i]) ? spans->first : fmin(spans->first, times[i]);
		spans->last = isnan(times[i]) ? spans->last : fmax(spans->last, times[i]);
	}
	spans->announced |= item->announced;
	spans->open |= item->bar && isnan(item->low + item->high);
	spans->undated |= !item->bar && isnan(item->at);
	spans->bars[item->series] |= item->bar;
	spans->marks[item->series] |= !isnan(item->at);
}

static mizan_status spans_add(struct draw *draw, const struct span_columns *columns, size_t row,
	struct mizan_error *error)
{
	struct draw_spans *spans = draw->spans;
	struct span_item *item = &spans->items[spans->count];
	const char *label = draw_cell_words(draw, row, columns->label);
	const char *series = draw_cell_words(draw, row, columns->series);
	const char *word = draw_cell_words(draw, row, columns->status);
	*item = (struct span_item){.announced = word && strcmp(word, "announced") == 0};
	mizan_status status = span_dates(draw, columns, row, item, error);
	if (status != MIZAN_OK) {
		return status;
	}
	item->text = span_text(draw, columns, row, item);
	if (draw_names_add(
		    draw, &draw->data.categories, label ? label : "not stated", &item->row) &&
		draw_names_add(draw, &draw->data.series, series ? series : "", &item->series)) {
		spans_count(spans, item);
		spans->count++;
	}
	return draw->failed ? mizan_error_memory(error) : MIZAN_OK;
}

static bool spans_allocate(struct draw *draw)
{
	size_t rows = draw->chart->table->row_count + 1;
	struct draw_spans *spans = draw_allocate(draw, 1, sizeof *spans);
	if (spans) {
		spans->items = draw_allocate(draw, rows, sizeof *spans->items);
		spans->rows = draw_allocate(draw, rows, sizeof *spans->rows);
		spans->bars = draw_allocate(draw, rows, sizeof *spans->bars);
		spans->marks = draw_allocate(draw, rows, sizeof *spans->marks);
		spans->first = INFINITY;
		spans->last = -INFINITY;
	}
	draw->spans = spans;
	return !draw->failed;
}

mizan_status draw_spans_read(struct draw *draw, struct mizan_error *error)
{
	const struct mizan_table *table = draw->chart->table;
	struct span_columns columns;
	mizan_status status = spans_columns_find(draw, &columns, error);
	if (status == MIZAN_OK && !spans_allocate(draw)) {
		status = mizan_error_memory(error);
	}
	for (size_t row = 0; status == MIZAN_OK && row < table->row_count; row++) {
		status = spans_add(draw, &columns, row, error);
	}
	if (status != MIZAN_OK) {
		return status;
	}
	struct draw_spans *spans = draw->spans;
	draw->data.axis = DRAW_DATE;
	draw->data.x = columns.at;
	draw->data.y = columns.text;
	spans->row_count = draw->data.categories.count;
	for (size_t i = 0; i < spans->row_count; i++) {
		spans->rows[i].name = draw->data.categories.shown[i];
	}
	if (spans->first <= spans->last) {
		return MIZAN_OK;
	}
	return mizan_error_set(error, MIZAN_ERROR_USAGE, "widen the period or the condition",
		"there is no row to draw: %s",
		table->row_count == 0 ? "the table is empty" : "every date is unknown");
}

mizan_status draw_spans(struct draw *draw, struct mizan_error *error)
{
	struct draw_spans *spans = draw->spans;
	struct draw_box *box = &draw->box;
	draw_frame(draw);
	spans_legend(draw);
	if (!spans_place(draw)) {
		return mizan_error_memory(error);
	}
	draw_x_room(draw, &spans->x);
	double top = box->top;
	box->top += spans_height(spans) > SPANS_HIGH && draw->chart->mark_count == 0 ? 13 : 0;
	/* Marks take their room, and draw down to the foot of the box. */
	double need = spans_height(spans), bottom = box->bottom;
	draw_marks(draw, &spans->x);
	if (draw->measuring) {
		draw->wanted_height = draw->height - (bottom - top) + (box->top - top) + need;
		return MIZAN_OK;
	}
	spans_stack(draw, fmin((box->bottom - box->top) / need, 1.6));
	spans_paint(draw);
	draw_x_axis(draw, &spans->x);
	return MIZAN_OK;
}

void draw_spans_describe(struct draw *draw, struct mizan_text *out)
{
	const struct draw_spans *spans = draw->spans;
	size_t open = 0, announced = 0;
	char first[11], last[11];
	for (size_t i = 0; i < spans->count; i++) {
		open += spans->items[i].bar && isnan(spans->items[i].high);
		announced += spans->items[i].announced;
	}
	mizan_text_printf(out, "Chart of %zu row%s through time, %s to %s: ", spans->row_count,
		spans->row_count == 1 ? "" : "s",
		mizan_date_format((mizan_date)spans->first, first),
		mizan_date_format((mizan_date)spans->last, last));
	for (size_t i = 0; i < spans->row_count && i < 4; i++) {
		mizan_text_printf(out, "%s%s", i > 0 ? ", " : "", spans->rows[i].name);
	}
	if (spans->row_count > 4) {
		mizan_text_printf(out, " and %zu others", spans->row_count - 4);
	}
	if (open > 0) {
		mizan_text_printf(out, "; %zu without an end", open);
	}
	if (announced > 0) {
		mizan_text_printf(out, "; %zu announced only", announced);
	}
	mizan_text_append(out, ".");
}
