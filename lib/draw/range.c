/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows with a dot at the best value and a line from low to high; publishers side by side. */
#include "draw_internal.h"
#include <stdlib.h>
#include <string.h>

struct range_chart {
	struct draw *draw;
	struct draw_scale value;
	double row;    /* height of a row */
	size_t series; /* lines in the row that has most */
	size_t places; /* series that are told apart: those with a colour, and the others */
	/* For each row and series its line in the row, from 1; 0: not there. */
	size_t *lines, *counts;
	bool values;
};

static void range_scale(struct range_chart *chart)
{
	struct draw *draw = chart->draw;
	double low, high;
	draw_values_range(&draw->data, &low, &high);
	bool far = low > 0 ? low > 0.6 * high : high < 0 && high < 0.6 * low;
	if (!far || low == high) {
		low = fmin(low, 0);
		high = fmax(high, 0);
	}
	int ticks = (int)((draw->box.right - draw->box.left) / 75);
	draw_scale_nice(&chart->value, low, high, ticks, draw_whole(draw));
}

/* Every second row is shaded, so that the eye keeps the row of a label. */
static void range_bands(const struct range_chart *chart)
{
	struct draw *draw = chart->draw;
	const struct draw_box *box = &draw->box;
	if (chart->row < 8) {
		return;
	}
	for (size_t i = 0; i < draw->data.categories.count; i += 2) {
		draw_color(draw, DRAW_RGB(0xf5f5f3));
		cairo_rectangle(draw->cairo, 16, box->top + (double)i * chart->row, box->right - 16,
			chart->row);
		cairo_fill(draw->cairo);
	}
}

static size_t range_place(const struct range_chart *chart, const struct draw_point *point)
{
	return point->series < chart->places ? point->series : chart->places - 1;
}

/* Which line of its row each series has: rows are no higher than what stands in them. */
static bool range_lines(struct range_chart *chart)
{
	const struct draw_data *data = &chart->draw->data;
	size_t rows = data->categories.count;
	chart->places = data->series.count < DRAW_SERIES + 1 ? data->series.count : DRAW_SERIES + 1;
	chart->lines = draw_allocate(chart->draw, rows * chart->places, sizeof *chart->lines);
	chart->counts = draw_allocate(chart->draw, rows + 1, sizeof *chart->counts);
	if (chart->draw->failed) {
		return false;
	}
	memset(chart->lines, 0, rows * chart->places * sizeof *chart->lines);
	memset(chart->counts, 0, (rows + 1) * sizeof *chart->counts);
	for (size_t i = 0; i < data->count; i++) {
		const struct draw_point *point = &data->points[i];
		chart->lines[(size_t)point->x * chart->places + range_place(chart, point)] = 1;
	}
	chart->series = 1;
	for (size_t row = 0; row < rows; row++) {
		for (size_t place = 0; place < chart->places; place++) {
			size_t *line = &chart->lines[row * chart->places + place];
			*line = *line ? ++chart->counts[row] : 0;
		}
		chart->series =
			chart->counts[row] > chart->series ? chart->counts[row] : chart->series;
	}
	return true;
}

/* What a number needs beside its dot. */
#define RANGE_VALUE 42.0

/* Another dot of the same line is so near, on the right or the left, that a number would hide it.
 */
static bool range_near(const struct range_chart *chart, const struct draw_point *point, bool right)
{
	const struct draw_data *data = &chart->draw->data;
	double x = draw_at(&chart->value, point->y);
	for (size_t i = 0; i < data->count; i++) {
		const struct draw_point *other = &data->points[i];
		double away = draw_at(&chart->value, other->y) - x;
		away = right ? away : -away;
		bool after = away > 0 || (away == 0 && right && other > point);
		if (other != point && other->x == point->x && after && away < RANGE_VALUE &&
			range_place(chart, other) == range_place(chart, point)) {
			return true;
		}
	}
	return false;
}

/* The number behind the dot and its range; before them where another dot follows. */
static void range_value(const struct range_chart *chart, const struct draw_point *point,
	double left, double right, double y)
{
	char text[48];
	struct draw_style style = {.size = 8.5, .color = DRAW_INK};
	draw_value(chart->draw, chart->draw->data.y, point->y, text);
	if (!range_near(chart, point, true)) {
		draw_text_middle(chart->draw, &style, right + 5, y, text);
	} else if (!range_near(chart, point, false) && left - RANGE_VALUE > chart->draw->box.left) {
		style.align = DRAW_RIGHT;
		draw_text_middle(chart->draw, &style, left - 4, y, text);
	}
}

static void range_draw(const struct range_chart *chart, const struct draw_point *point)
{
	struct draw *draw = chart->draw;
	size_t row = (size_t)point->x;
	size_t place = chart->lines[row * chart->places + range_place(chart, point)];
	double line = chart->row * 0.84 / (double)chart->series;
	double y = draw->box.top + (point->x + 0.5) * chart->row +
		   line * ((double)place - (double)(chart->counts[row] + 1) / 2);
	bool range = !isnan(point->low) && !isnan(point->high);
	double right = -INFINITY;
	if (range) {
		double low = draw_at(&chart->value, point->low);
		double high = draw_at(&chart->value, point->high);
		draw_color(draw, draw_fade(draw_series_color(point->series), 0.75));
		draw_line(draw, low, y, high, y, fmin(2.4, line * 0.4));
		double cap = fmin(3.5, line * 0.3);
		draw_line(draw, low, y - cap, low, y + cap, 1.1);
		draw_line(draw, high, y - cap, high, y + cap, 1.1);
		right = fmax(low, high);
	}
	if (isnan(point->y)) {
		return;
	}
	double x = draw_at(&chart->value, point->y), radius = fmin(4, fmax(1, line * 0.36));
	draw_marker(draw, point->series, x, y, radius);
	if (chart->values) {
		range_value(chart, point, x - radius, fmax(right, x + radius), y);
	}
}

mizan_status draw_range_chart(struct draw *draw, struct mizan_error *error)
{
	struct range_chart chart = {.draw = draw};
	if (!range_lines(&chart)) {
		return mizan_error_memory(error);
	}
	draw_frame(draw);
	draw_legend(draw, DRAW_KEY_DOT);
	struct draw_box *box = &draw->box;
	/* The value axis below takes this much: see draw_value_axis_below. */
	double axis = *draw_y_title(draw) ? 31 : 18;
	box->bottom -= axis;
	chart.row = (box->bottom - box->top) / (double)draw->data.categories.count;
	range_bands(&chart);
	draw_row_labels(draw);
	range_scale(&chart);
	chart.values = chart.row * 0.84 / (double)chart.series >= 9;
	box->bottom += axis;
	double right = box->right;
	box->right -= chart.values ? 44 : 10;
	draw_value_axis_below(draw, &chart.value);
	box->right = right;
	for (size_t i = 0; i < draw->data.count; i++) {
		range_draw(&chart, &draw->data.points[i]);
	}
	return MIZAN_OK;
}
