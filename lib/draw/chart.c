/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a description to the bytes of a picture. */
#include "draw_internal.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
	const char *word;
	mizan_status (*draw)(struct draw *draw, struct mizan_error *error);
} kinds[] = {
	[MIZAN_CHART_LINE] = {"line", draw_line_chart},
	[MIZAN_CHART_BAR] = {"bar", draw_bar_chart},
	[MIZAN_CHART_DOT_RANGE] = {"dot-range", draw_range_chart},
	[MIZAN_CHART_TIMELINE] = {"timeline", draw_timeline},
	[MIZAN_MAP_POINTS] = {"points", draw_point_map},
	[MIZAN_MAP_CHOROPLETH] = {"choropleth", draw_choropleth},
};

/* Cairo's images end at 32,767 pixels; a chart of less has no room for a title. */
#define CHART_SMALLEST 120.0
#define CHART_LARGEST 8000.0

bool mizan_picture_from_name(const char *path, enum mizan_picture *picture)
{
	static const char *const endings[] = {
		[MIZAN_SVG] = ".svg", [MIZAN_PDF] = ".pdf", [MIZAN_PNG] = ".png"};
	size_t size = strlen(path);
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		if (size > 4 && strcasecmp(path + size - 4, endings[i]) == 0) {
			*picture = (enum mizan_picture)i;
			return true;
		}
	}
	return false;
}

bool mizan_chart_kind_from_word(const char *word, enum mizan_chart_kind *kind)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (strcmp(word, kinds[i].word) == 0) {
			*kind = (enum mizan_chart_kind)i;
			return true;
		}
	}
	return false;
}

mizan_status draw_check(const struct mizan_chart *chart, struct mizan_error *error)
{
	if ((size_t)chart->kind >= sizeof kinds / sizeof *kinds || !chart->table) {
		return mizan_error_set(
			error, MIZAN_ERROR_USAGE, NULL, "a chart needs a kind and a table");
	}
	const double sizes[] = {chart->width, chart->height};
	for (size_t i = 0; i < 2; i++) {
		if (sizes[i] != 0 && !(sizes[i] >= CHART_SMALLEST && sizes[i] <= CHART_LARGEST)) {
			return mizan_error_set(error, MIZAN_ERROR_USAGE, NULL,
				"a chart is %.0f to %.0f points wide and high, not %g x %g",
				CHART_SMALLEST, CHART_LARGEST, chart->width, chart->height);
		}
	}
	return mizan_table_check(chart->table, error);
}

static void chart_release(struct draw *draw)
{
	if (draw->pango) {
		g_object_unref(draw->pango);
	}
	if (draw->cairo) {
		cairo_destroy(draw->cairo);
	}
	mizan_basemap_close(draw->map);
	free(draw->trace->points);
	free(draw->trace->starts);
	mizan_text_release(&draw->words);
	mizan_arena_release(&draw->arena);
}

static mizan_status chart_svg(struct draw *draw, const struct mizan_text *svg,
	struct mizan_text *out, struct mizan_error *error)
{
	struct mizan_text description = {0};
	mizan_status status = mizan_chart_describe(draw->chart, &description, error);
	if (status == MIZAN_OK && draw->words.failed) {
		status = mizan_error_memory(error);
	}
	if (status == MIZAN_OK) {
		const char *title = draw->chart->title ? draw->chart->title : "";
		draw_svg_write(out, svg, draw_clean(draw, title, 400), description.data,
			draw_source_line(draw), &draw->words);
		status = mizan_text_check(out, error);
	}
	mizan_text_release(&description);
	return status;
}

mizan_status mizan_chart_draw(const struct mizan_chart *chart, enum mizan_picture picture,
	struct mizan_text *out, struct mizan_error *error)
{
	struct mizan_text bytes = {0};
	struct draw_trace trace = {0};
	struct draw draw = {.chart = chart,
		.trace = &trace,
		.width = chart->width > 0 ? chart->width : 640,
		.height = chart->height > 0 ? chart->height : 400};
	mizan_status status = draw_check(chart, error);
	if (status == MIZAN_OK) {
		status = draw_data_read(&draw, error);
	}
	if (status == MIZAN_OK && chart->height <= 0) {
		draw.height = draw_natural_height(&draw);
	}
	if (status == MIZAN_OK) {
		status = draw_surface_open(&draw, picture, &bytes, error);
	}
	if (status == MIZAN_OK) {
		status = kinds[chart->kind].draw(&draw, error);
	}
	if (status == MIZAN_OK && draw.failed) {
		status = mizan_error_memory(error);
	}
	if (status == MIZAN_OK) {
		status = draw_surface_finish(&draw, picture, &bytes, error);
	}
	if (status == MIZAN_OK && picture == MIZAN_SVG) {
		status = chart_svg(&draw, &bytes, out, error);
	} else if (status == MIZAN_OK && picture == MIZAN_PNG) {
		draw_cite_png(out, &bytes, draw_source_line(&draw));
		status = mizan_text_check(out, error);
	} else if (status == MIZAN_OK) {
		mizan_text_append_bytes(out, bytes.data, bytes.size);
		status = mizan_text_check(out, error);
	}
	chart_release(&draw);
	mizan_text_release(&bytes);
	return status;
}
