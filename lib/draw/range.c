/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows with a dot at the best value and a line from low to high; publishers side by side. */
#include "draw_internal.h"
#include <stdlib.h>

struct range_chart {
	struct draw *draw;
	struct draw_scale value;
	double row;    /* height of a row */
	size_t series; /* lines in a row */
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

static void range_draw(const struct range_chart *chart, const struct draw_point *point)
{
	struct draw *draw = chart->draw;
	size_t place = point->series < chart->series ? point->series : chart->series - 1;
	double line = chart->row * 0.84 / (double)chart->series;
	double y = draw->box.top + (point->x + 0.5) * chart->row +
		   line * ((double)place - (double)(chart->series - 1) / 2);
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
		char text[48];
		draw_value(draw, draw->data.y, point->y, text);
		struct draw_style style = {.size = 8.5, .color = DRAW_INK};
		draw_text_middle(draw, &style, fmax(right, x + radius) + 5, y, text);
	}
}

mizan_status draw_range_chart(struct draw *draw, struct mizan_error *error)
{
	(void)error;
	struct range_chart chart = {.draw = draw, .series = draw->data.series.count};
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
