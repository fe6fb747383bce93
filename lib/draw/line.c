/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines over time: gaps where a value is unknown, a band from low to high, names at the ends. */
#include "draw_internal.h"
#include <stdlib.h>

struct line_chart {
	struct draw *draw;
	struct draw_scale x, y;
	const struct draw_point **points;
	size_t *starts;
	bool direct; /* names stand at the line ends */
};

static void line_scales(struct line_chart *chart)
{
	const struct draw_data *data = &chart->draw->data;
	double low, high;
	if (data->axis == DRAW_CATEGORY) {
		chart->x = (struct draw_scale){-0.5, (double)data->categories.count - 0.5, 1, 0, 0};
	} else {
		draw_data_range(data, offsetof(struct draw_point, x), &low, &high);
		double pad = low < high ? 0 : 1;
		chart->x = (struct draw_scale){low - pad, high + pad, 1, 0, 0};
	}
	draw_values_range(data, &low, &high);
	/* Zero is left out only where all values are far from it. */
	bool far = low > 0 ? low > 0.6 * high : high < 0 && high < 0.6 * low;
	if (!far || low == high) {
		low = fmin(low, 0);
		high = fmax(high, 0);
	}
	int ticks = (int)((chart->draw->box.bottom - chart->draw->box.top) / 45);
	draw_scale_nice(&chart->y, low, high, ticks, draw_whole(chart->draw));
}

/* Two neighbours are joined unless the calendar has a place between them that has no row. */
static double line_largest_step(const struct line_chart *chart, size_t series)
{
	enum draw_axis axis = chart->draw->data.axis;
	size_t from = chart->starts[series], to = chart->starts[series + 1], count = 0;
	if (axis == DRAW_DATE || axis == DRAW_NUMBER || to - from < 2) {
		return INFINITY;
	}
	double *steps = draw_allocate(chart->draw, to - from, sizeof *steps);
	for (size_t i = from + 1; steps && i < to; i++) {
		double step = chart->points[i]->x - chart->points[i - 1]->x;
		steps[count] = step;
		count += step > 0;
	}
	if (count == 0) {
		return INFINITY;
	}
	qsort(steps, count, sizeof *steps, draw_compare_numbers);
	return 1.5 * steps[count / 2];
}

/* The end of the run of known values that begins at `from`. */
static size_t line_run(const struct line_chart *chart, size_t from, size_t end, double step,
	bool (*known)(const struct draw_point *point))
{
	size_t to = from + 1;
	while (to < end && known(chart->points[to]) &&
		chart->points[to]->x - chart->points[to - 1]->x <= step) {
		to++;
	}
	return to;
}

static bool line_has_value(const struct draw_point *point)
{
	return !isnan(point->y);
}

static bool line_has_band(const struct draw_point *point)
{
	return !isnan(point->low) && !isnan(point->high);
}

static void line_band(const struct line_chart *chart, size_t series, double step)
{
	cairo_t *cairo = chart->draw->cairo;
	size_t end = chart->starts[series + 1];
	draw_color(chart->draw, draw_fade(draw_series_color(series), 0.18));
	for (size_t i = chart->starts[series]; i < end;) {
		if (!line_has_band(chart->points[i])) {
			i++;
			continue;
		}
		size_t to = line_run(chart, i, end, step, line_has_band);
		for (size_t j = i; j < to; j++) {
			cairo_line_to(cairo, draw_at(&chart->x, chart->points[j]->x),
				draw_at(&chart->y, chart->points[j]->high));
		}
		for (size_t j = to; j-- > i;) {
			cairo_line_to(cairo, draw_at(&chart->x, chart->points[j]->x),
				draw_at(&chart->y, chart->points[j]->low));
		}
		cairo_close_path(cairo);
		cairo_fill(cairo);
		if (to == i + 1) {
			double x = draw_at(&chart->x, chart->points[i]->x);
			draw_line(chart->draw, x, draw_at(&chart->y, chart->points[i]->low), x,
				draw_at(&chart->y, chart->points[i]->high), 5);
		}
		i = to;
	}
}

static void line_draw(const struct line_chart *chart, size_t series, double step)
{
	struct draw *draw = chart->draw;
	size_t start = chart->starts[series], end = chart->starts[series + 1];
	bool grey = series >= DRAW_SERIES;
	double room = (chart->x.to - chart->x.from) / (double)(end - start + 1);
	for (size_t i = start; i < end;) {
		if (!line_has_value(chart->points[i])) {
			i++;
			continue;
		}
		size_t to = line_run(chart, i, end, step, line_has_value);
		for (size_t j = i; j < to; j++) {
			cairo_line_to(draw->cairo, draw_at(&chart->x, chart->points[j]->x),
				draw_at(&chart->y, chart->points[j]->y));
		}
		draw_color(draw, draw_series_color(series));
		cairo_set_line_width(draw->cairo, grey ? 0.8 : room < 4 ? 1.4 : 2);
		draw_dash(draw, series);
		cairo_stroke(draw->cairo);
		cairo_set_dash(draw->cairo, NULL, 0, 0);
		/* A value between two gaps has no line: only a mark shows it. */
		bool alone = to == i + 1;
		for (size_t j = i; j < to && (alone || (room >= 11 && !grey)); j++) {
			draw_marker(draw, series, draw_at(&chart->x, chart->points[j]->x),
				draw_at(&chart->y, chart->points[j]->y), grey ? 1.5 : 3);
		}
		i = to;
	}
}

/* The last known point of a series, or NULL. */
static const struct draw_point *line_last(const struct line_chart *chart, size_t series)
{
	for (size_t i = chart->starts[series + 1]; i-- > chart->starts[series];) {
		if (line_has_value(chart->points[i])) {
			return chart->points[i];
		}
	}
	return NULL;
}

/* Decides whether names fit at the ends, and makes room for them. */
static void line_room(struct line_chart *chart, const struct draw_style *style)
{
	struct draw *draw = chart->draw;
	size_t count = draw->data.series.count;
	double widest = 0;
	for (size_t i = 0; i < count && i < DRAW_SERIES; i++) {
		double width;
		draw_measure(draw, style, draw->data.series.shown[i], &width, NULL);
		widest = fmax(widest, width);
	}
	double box = draw->box.right - draw->box.left;
	chart->direct = count > 1 && count <= DRAW_SERIES && widest <= 0.28 * box &&
			(double)count * 13 < 0.8 * (draw->box.bottom - draw->box.top);
	if (chart->direct) {
		draw->box.right -= widest + 14;
	} else {
		draw_legend(draw, DRAW_KEY_LINE);
	}
}

struct line_label {
	double y, target, x;
	size_t series;
};

static int line_label_compare(const void *one, const void *two)
{
	const struct line_label *a = one, *b = two;
	return a->target != b->target ? (a->target < b->target ? -1 : 1)
				      : (a->series < b->series ? -1 : a->series > b->series);
}

/* Pushes labels apart, and back into the box. */
static void line_spread(struct line_label *labels, size_t count, const struct draw_box *box)
{
	const double gap = 13;
	qsort(labels, count, sizeof *labels, line_label_compare);
	for (size_t i = 0; i < count; i++) {
		labels[i].y =
			i > 0 ? fmax(labels[i].target, labels[i - 1].y + gap) : labels[i].target;
	}
	double limit = box->bottom + 2;
	for (size_t i = count; i-- > 0; limit = labels[i].y - gap) {
		labels[i].y = fmin(labels[i].y, limit);
	}
}

static void line_names(const struct line_chart *chart, const struct draw_style *style)
{
	struct draw *draw = chart->draw;
	struct line_label labels[DRAW_SERIES];
	size_t count = 0;
	for (size_t i = 0; i < draw->data.series.count && i < DRAW_SERIES; i++) {
		const struct draw_point *last = line_last(chart, i);
		if (last) {
			double y = draw_at(&chart->y, last->y);
			labels[count++] = (struct line_label){y, y, draw_at(&chart->x, last->x), i};
		}
	}
	line_spread(labels, count, &draw->box);
	for (size_t i = 0; i < count; i++) {
		struct draw_style own = *style;
		own.color = draw_series_color(labels[i].series);
		/* Light colours are too light for letters. */
		own.color.red *= 0.75;
		own.color.green *= 0.75;
		own.color.blue *= 0.75;
		double x = draw->box.right + 11;
		if (labels[i].x < chart->x.to - 1 || fabs(labels[i].y - labels[i].target) > 3) {
			draw_color(draw, draw_fade(draw_series_color(labels[i].series), 0.6));
			draw_line(draw, labels[i].x + 4, labels[i].target, x - 2, labels[i].y, 0.6);
		}
		const char *name = draw->data.series.shown[labels[i].series];
		draw_text_middle(draw, &own, x, labels[i].y, *name ? name : "not stated");
	}
}

mizan_status draw_line_chart(struct draw *draw, struct mizan_error *error)
{
	struct line_chart chart = {.draw = draw};
	draw_frame(draw);
	chart.points = draw_data_sorted(draw, &chart.starts);
	if (!chart.points) {
		return mizan_error_memory(error);
	}
	struct draw_style style = {.size = 9.5, .bold = true};
	line_room(&chart, &style);
	line_scales(&chart);
	draw_y_room(draw, &chart.y);
	draw_x_room(draw, &chart.x);
	chart.x.from = draw->box.left;
	/* The last label of the axis is as wide as this on its right. */
	draw->box.right -= chart.direct || draw->data.axis == DRAW_CATEGORY ? 0 : 10;
	chart.x.to = draw->box.right;
	draw_marks(draw, &chart.x);
	draw_y_grid(draw, &chart.y);
	draw_x_axis(draw, &chart.x);
	/* Grey ones below, the first series on top. */
	for (size_t i = draw->data.series.count; i-- > 0;) {
		double step = line_largest_step(&chart, i);
		if (i < DRAW_SERIES) {
			line_band(&chart, i, step);
		}
		line_draw(&chart, i, step);
	}
	if (chart.direct) {
		line_names(&chart, &style);
	}
	return MIZAN_OK;
}
