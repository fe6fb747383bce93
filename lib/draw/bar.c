/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bars from zero: upright over time, lying where names are long; series side by side. */
#include "draw_internal.h"
#include <stdlib.h>

struct bar_chart {
	struct draw *draw;
	struct draw_scale x, y;
	bool lying;
	double slot;   /* points for all bars of one x */
	size_t series; /* bars side by side */
	bool values;   /* numbers at the bars */
};

/* The smallest distance of two places on the axis: the width of one slot. */
static double bar_unit(struct draw *draw)
{
	const struct draw_data *data = &draw->data;
	if (data->axis != DRAW_DATE && data->axis != DRAW_NUMBER) {
		return 1;
	}
	double *values = draw_allocate(draw, data->count + 1, sizeof *values), unit = INFINITY;
	if (!values) {
		return 1;
	}
	for (size_t i = 0; i < data->count; i++) {
		values[i] = data->points[i].x;
	}
	qsort(values, data->count, sizeof *values, draw_compare_numbers);
	for (size_t i = 1; i < data->count; i++) {
		double step = values[i] - values[i - 1];
		unit = step > 0 ? fmin(unit, step) : unit;
	}
	return isinf(unit) ? 1 : unit;
}

/* Names that do not fit under upright bars in two lines lie at the left. */
static bool bar_lies(struct draw *draw)
{
	const struct draw_names *names = &draw->data.categories;
	if (draw->data.axis != DRAW_CATEGORY) {
		return false;
	}
	struct draw_style style = {.size = 9.5};
	double widest = 0;
	for (size_t i = 0; i < names->count && i < 400; i++) {
		double width;
		draw_measure(draw, &style, names->shown[i], &width, NULL);
		widest = fmax(widest, width);
	}
	double slot = (draw->width - 80) / (double)names->count;
	/* Short names in great number can be thinned: they are steps of time, as 2024-Q3. */
	return widest > 48 ? widest > slot - 6 : false;
}

static void bar_scales(struct bar_chart *chart)
{
	const struct draw_data *data = &chart->draw->data;
	const struct draw_box *box = &chart->draw->box;
	double low, high, unit = bar_unit(chart->draw);
	draw_data_range(data, offsetof(struct draw_point, x), &low, &high);
	if (data->axis == DRAW_CATEGORY) {
		low = 0;
		high = (double)data->categories.count - 1;
	}
	chart->x = (struct draw_scale){low - unit / 2, high + unit / 2, unit, 0, 0};
	draw_values_range(data, &low, &high);
	int ticks =
		(int)(chart->lying ? (box->right - box->left) / 75 : (box->bottom - box->top) / 45);
	draw_scale_nice(&chart->y, fmin(low, 0), fmax(high, 0), ticks, draw_whole(chart->draw));
	/* The number below a bar must not stand in the axis. */
	double height = box->bottom - box->top - 45;
	if (low < 0 && (low - chart->y.min) / (chart->y.max - chart->y.min) * height < 16) {
		chart->y.min -= chart->y.step;
	}
}

static void bar_whisker(
	const struct bar_chart *chart, const struct draw_point *point, double middle, double width)
{
	if (isnan(point->low) || isnan(point->high)) {
		return;
	}
	struct draw *draw = chart->draw;
	double low = draw_at(&chart->y, point->low), high = draw_at(&chart->y, point->high);
	double cap = fmin(3.5, width * 0.3);
	draw_color(draw, DRAW_INK);
	if (chart->lying) {
		draw_line(draw, low, middle, high, middle, 1);
		draw_line(draw, low, middle - cap, low, middle + cap, 1);
		draw_line(draw, high, middle - cap, high, middle + cap, 1);
	} else {
		draw_line(draw, middle, low, middle, high, 1);
		draw_line(draw, middle - cap, low, middle + cap, low, 1);
		draw_line(draw, middle - cap, high, middle + cap, high, 1);
	}
}

/* The number behind the end of a bar, or of its whisker. */
static void bar_value(const struct bar_chart *chart, const struct draw_point *point, double middle)
{
	char text[48];
	draw_value(chart->draw, chart->draw->data.y, point->y, text);
	bool down = point->y < 0, ends = !isnan(point->low) && !isnan(point->high);
	double end = !ends  ? point->y
		     : down ? fmin(point->y, point->low)
			    : fmax(point->y, point->high);
	double at = draw_at(&chart->y, end);
	struct draw_style style = {.size = 8.5, .color = DRAW_INK};
	if (chart->lying) {
		style.align = down ? DRAW_RIGHT : DRAW_LEFT;
		draw_text_middle(chart->draw, &style, at + (down ? -4 : 4), middle, text);
	} else {
		style.align = DRAW_MIDDLE;
		draw_text_middle(chart->draw, &style, middle, at + (down ? 7 : -7), text);
	}
}

static void bar_draw(const struct bar_chart *chart, const struct draw_point *point)
{
	struct draw *draw = chart->draw;
	if (isnan(point->y)) {
		return;
	}
	double fill = chart->slot > 6 ? 0.76 : chart->slot > 2.5 ? 0.86 : 1;
	double width = fmax(chart->slot * fill / (double)chart->series, 0.4);
	size_t place = point->series < chart->series ? point->series : chart->series - 1;
	/* One lonely bar is no wall. */
	width = fmin(width, 90);
	double middle = draw_at(&chart->x, point->x) +
			width * ((double)place - (double)(chart->series - 1) / 2);
	double zero = draw_at(&chart->y, 0), end = draw_at(&chart->y, point->y);
	double gap = chart->series > 1 && width > 6 ? 0.6 : 0;
	draw_color(draw, draw_series_color(point->series));
	if (chart->lying) {
		cairo_rectangle(draw->cairo, fmin(zero, end), middle - width / 2 + gap,
			fabs(end - zero), width - 2 * gap);
	} else {
		cairo_rectangle(draw->cairo, middle - width / 2 + gap, fmin(zero, end),
			width - 2 * gap, fabs(end - zero));
	}
	cairo_fill(draw->cairo);
	bar_whisker(chart, point, middle, width);
	if (chart->values) {
		bar_value(chart, point, middle);
	}
}

/* Numbers stand at the bars when every one has room for its own. */
static bool bar_values_fit(const struct bar_chart *chart)
{
	struct draw *draw = chart->draw;
	double room = chart->slot * 0.94 / (double)chart->series, widest = 0;
	if (chart->lying) {
		return room >= 10;
	}
	struct draw_style style = {.size = 8.5};
	for (size_t i = 0; i < draw->data.count && room > 6 && i < 400; i++) {
		char text[48];
		double width;
		if (isnan(draw->data.points[i].y)) {
			continue;
		}
		draw_value(draw, draw->data.y, draw->data.points[i].y, text);
		draw_measure(draw, &style, text, &width, NULL);
		widest = fmax(widest, width);
	}
	return room > 6 && widest + 1 <= room;
}

static void bar_axes_lying(struct bar_chart *chart)
{
	struct draw *draw = chart->draw;
	struct draw_box *box = &draw->box;
	/* The value axis below takes this much: see draw_value_axis_below. */
	double axis = *draw_y_title(draw) ? 31 : 18;
	box->bottom -= axis;
	draw_row_labels(draw);
	chart->slot = (box->bottom - box->top) / (double)draw->data.categories.count;
	box->bottom += axis;
	chart->values = bar_values_fit(chart);
	double whole = box->right;
	box->right -= chart->values ? 40 : 12;
	draw_value_axis_below(draw, &chart->y);
	box->right = whole;
	chart->x.from = box->top;
	chart->x.to = box->bottom;
}

static void bar_axes_upright(struct bar_chart *chart)
{
	struct draw *draw = chart->draw;
	draw_y_room(draw, &chart->y);
	draw_x_room(draw, &chart->x);
	chart->x.from = draw->box.left;
	chart->x.to = draw->box.right;
	chart->slot = fabs(draw_at(&chart->x, chart->x.step) - draw_at(&chart->x, 0));
	chart->values = bar_values_fit(chart);
	draw_marks(draw, &chart->x);
	draw_y_grid(draw, &chart->y);
	draw_x_axis(draw, &chart->x);
}

mizan_status draw_bar_chart(struct draw *draw, struct mizan_error *error)
{
	(void)error;
	struct bar_chart chart = {.draw = draw};
	draw_frame(draw);
	chart.lying = bar_lies(draw);
	chart.series = draw->data.series.count;
	draw_legend(draw, DRAW_KEY_FILL);
	bar_scales(&chart);
	if (chart.lying) {
		bar_axes_lying(&chart);
	} else {
		bar_axes_upright(&chart);
	}
	for (size_t i = 0; i < draw->data.count; i++) {
		bar_draw(&chart, &draw->data.points[i]);
	}
	return MIZAN_OK;
}
