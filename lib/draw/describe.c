/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart in one sentence, for those who do not see it. */
#include "draw_internal.h"
#include <string.h>

static const char *describe_column(struct draw *draw, size_t column)
{
	char *words = draw_printf(draw, "%s", draw_column_words(draw, column));
	if (*words >= 'A' && *words <= 'Z') {
		*words = (char)(*words - 'A' + 'a');
	}
	return words;
}

/* "A, B and C", at most four of them. */
static const char *describe_series(struct draw *draw)
{
	const struct draw_names *series = &draw->data.series;
	if (series->count < 2) {
		return "";
	}
	struct mizan_text list = {0};
	size_t shown = series->count <= 4 ? series->count : 3;
	for (size_t i = 0; i < shown; i++) {
		mizan_text_printf(&list, "%s%s",
			i == 0                                     ? ""
			: i + 1 == shown && shown == series->count ? " and "
								   : ", ",
			*series->shown[i] ? series->shown[i] : "not stated");
	}
	if (shown < series->count) {
		mizan_text_printf(&list, " and %zu others", series->count - shown);
	}
	const char *words = draw_printf(draw, " for %s", list.data ? list.data : "");
	draw->failed |= list.failed;
	mizan_text_release(&list);
	return words;
}

struct describe_facts {
	const struct draw_point *first, *last, *lowest, *highest;
	size_t known;
};

/* The known points at both ends of x and of y. */
static struct describe_facts describe_find(const struct draw_data *data)
{
	struct describe_facts facts = {0};
	for (size_t i = 0; i < data->count; i++) {
		const struct draw_point *point = &data->points[i];
		if (isnan(point->y)) {
			continue;
		}
		facts.known++;
		facts.first = !facts.first || point->x < facts.first->x ? point : facts.first;
		facts.last = !facts.last || point->x > facts.last->x ? point : facts.last;
		facts.lowest = !facts.lowest || point->y < facts.lowest->y ? point : facts.lowest;
		facts.highest =
			!facts.highest || point->y > facts.highest->y ? point : facts.highest;
	}
	return facts;
}

/* Where a point is: its x, and its series where there are several. */
static const char *describe_place(struct draw *draw, const struct draw_point *point)
{
	char x[48];
	draw_x_words(draw, point->x, x);
	const struct draw_names *series = &draw->data.series;
	const char *where = draw->data.axis == DRAW_CATEGORY ? "for"
			    : draw->data.axis == DRAW_DATE   ? "on"
							     : "in";
	return series->count > 1 && *series->shown[point->series]
		       ? draw_printf(draw, "%s %s (%s)", where, x, series->shown[point->series])
		       : draw_printf(draw, "%s %s", where, x);
}

static void describe_values(struct draw *draw, struct mizan_text *out, const char *kind)
{
	struct describe_facts facts = describe_find(&draw->data);
	mizan_text_printf(out, "%s of %s by %s%s", kind, describe_column(draw, draw->data.y),
		describe_column(draw, draw->data.x), describe_series(draw));
	if (facts.known == 0) {
		mizan_text_append(out, ": ranges alone.");
		return;
	}
	char first[48], last[48], lowest[48], highest[48], x1[48], x2[48];
	draw_value(draw, draw->data.y, facts.first->y, first);
	draw_value(draw, draw->data.y, facts.last->y, last);
	draw_value(draw, draw->data.y, facts.lowest->y, lowest);
	draw_value(draw, draw->data.y, facts.highest->y, highest);
	draw_x_words(draw, facts.first->x, x1);
	draw_x_words(draw, facts.last->x, x2);
	if (draw->data.axis == DRAW_CATEGORY) {
		mizan_text_printf(out, ", %zu value%s: ", facts.known, facts.known == 1 ? "" : "s");
	} else if (facts.first->x < facts.last->x) {
		mizan_text_printf(out, ", %s to %s: ", x1, x2);
	} else {
		mizan_text_printf(out, ", %s: ", x1);
	}
	if (facts.known == 1) {
		mizan_text_printf(out, "%s%s.", first,
			draw->data.axis == DRAW_CATEGORY
				? draw_printf(draw, " %s", describe_place(draw, facts.first))
				: "");
		return;
	}
	/* The ends of one line of time say something; those of several, or of names, do not. */
	if (draw->data.axis != DRAW_CATEGORY && draw->data.series.count < 2) {
		mizan_text_printf(out, "from %s to %s, highest %s %s.", first, last, highest,
			describe_place(draw, facts.highest));
	} else {
		mizan_text_printf(out, "lowest %s %s, highest %s %s.", lowest,
			describe_place(draw, facts.lowest), highest,
			describe_place(draw, facts.highest));
	}
}

static void describe_timeline(struct draw *draw, struct mizan_text *out)
{
	const struct draw_data *data = &draw->data;
	const struct draw_point *first = data->points, *last = data->points;
	for (size_t i = 1; i < data->count; i++) {
		first = data->points[i].x < first->x ? &data->points[i] : first;
		last = data->points[i].x > last->x ? &data->points[i] : last;
	}
	char x1[48], x2[48];
	draw_x_words(draw, first->x, x1);
	draw_x_words(draw, last->x, x2);
	mizan_text_printf(out, "Timeline of %zu milestone%s%s: %s %s", data->count,
		data->count == 1 ? "" : "s", describe_series(draw), x1, first->label);
	if (data->count > 1) {
		mizan_text_printf(out, ", to %s %s", x2, last->label);
	}
	mizan_text_append(out, ".");
}

static void describe_points(struct draw *draw, struct mizan_text *out)
{
	const struct mizan_chart *chart = draw->chart;
	char count[48];
	draw_number(count, (double)draw->data.count, 0);
	mizan_text_printf(out, "Map of %s place%s", count, draw->data.count == 1 ? "" : "s");
	if (chart->country) {
		mizan_text_printf(out, " in %s", draw_clean(draw, chart->country, 40));
	}
	double smallest, largest;
	if (chart->size && draw_data_range(&draw->data, offsetof(struct draw_point, size),
				   &smallest, &largest)) {
		char text[48];
		size_t column = mizan_table_find(chart->table, chart->size);
		draw_value(draw, column, largest, text);
		mizan_text_printf(
			out, ", sized by %s, at most %s", describe_column(draw, column), text);
	}
	mizan_text_printf(out, "%s.", describe_series(draw));
}

mizan_status mizan_chart_describe(
	const struct mizan_chart *chart, struct mizan_text *out, struct mizan_error *error)
{
	static const char *const kinds[] = {
		"Line chart", "Bar chart", "Dot-range chart", "", "", "Map"};
	struct draw draw = {.chart = chart};
	mizan_status status = draw_check(chart, error);
	if (status == MIZAN_OK) {
		status = draw_data_read(&draw, error);
	}
	if (status == MIZAN_OK) {
		mizan_text_append(
			out, chart->table->restricted ? "Restricted, not for publication. " : "");
		mizan_text_append(out, chart->sample ? "Sample, not complete data. " : "");
		if (chart->kind == MIZAN_CHART_TIMELINE) {
			describe_timeline(&draw, out);
		} else if (chart->kind == MIZAN_MAP_POINTS) {
			describe_points(&draw, out);
		} else if (chart->kind == MIZAN_CHART_NETWORK) {
			draw_network_describe(&draw, out);
		} else if (chart->kind == MIZAN_CHART_SPANS) {
			draw_spans_describe(&draw, out);
		} else {
			describe_values(&draw, out, kinds[chart->kind]);
		}
		status = draw.failed ? mizan_error_memory(error) : mizan_text_check(out, error);
	}
	mizan_arena_release(&draw.arena);
	return status;
}
