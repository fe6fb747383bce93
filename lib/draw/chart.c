/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a description to the bytes of a picture. */
#include "draw_internal.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
	const char *word;
	mizan_status (*draw)(struct draw *draw, struct mizan_error *error);
	bool grows; /* where no size is given, it follows from the rows */
} kinds[] = {
	[MIZAN_CHART_LINE] = {"line", draw_line_chart, false},
	[MIZAN_CHART_BAR] = {"bar", draw_bar_chart, false},
	[MIZAN_CHART_DOT_RANGE] = {"dot-range", draw_range_chart, false},
	[MIZAN_CHART_TIMELINE] = {"timeline", draw_timeline, false},
	[MIZAN_MAP_POINTS] = {"points", draw_point_map, false},
	[MIZAN_MAP_CHOROPLETH] = {"choropleth", draw_choropleth, false},
	[MIZAN_CHART_NETWORK] = {"network", draw_network, true},
	[MIZAN_CHART_SPANS] = {"spans", draw_spans, true},
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

static void chart_close(struct draw *draw)
{
	if (draw->pango) {
		g_object_unref(draw->pango);
	}
	if (draw->cairo) {
		cairo_destroy(draw->cairo);
	}
	draw->pango = NULL;
	draw->cairo = NULL;
}

void draw_release(struct draw *draw)
{
	chart_close(draw);
	mizan_basemap_close(draw->map);
	free(draw->trace->points);
	free(draw->trace->starts);
	mizan_text_release(&draw->words);
	mizan_arena_release(&draw->arena);
}

/* Lays the chart out on a page that nobody sees, and takes the size that it would have. */
static mizan_status chart_fit(struct draw *draw, struct mizan_error *error)
{
	const struct mizan_chart *chart = draw->chart;
	if (!kinds[chart->kind].grows || (chart->width > 0 && chart->height > 0)) {
		return MIZAN_OK;
	}
	draw->height = chart->height > 0 ? chart->height : CHART_LARGEST;
	draw->measuring = true;
	draw->wanted_width = draw->width;
	draw->wanted_height = draw->height;
	mizan_status status = draw_words_open(
		draw, cairo_recording_surface_create(CAIRO_CONTENT_COLOR, NULL), error);
	if (status == MIZAN_OK) {
		status = kinds[chart->kind].draw(draw, error);
	}
	chart_close(draw);
	draw->measuring = false;
	/* Whole points: half of one is no pixel. */
	draw->width = chart->width > 0
			      ? chart->width
			      : fmin(fmax(ceil(draw->wanted_width), CHART_SMALLEST), CHART_LARGEST);
	draw->height = chart->height > 0 ? chart->height
					 : fmin(fmax(ceil(draw->wanted_height), CHART_SMALLEST),
						   CHART_LARGEST);
	return status;
}

static mizan_status picture_svg(struct draw *draw, const struct mizan_text *svg,
	const char *description, struct mizan_text *out, struct mizan_error *error)
{
	if (draw->words.failed) {
		return mizan_error_memory(error);
	}
	const char *title = draw->chart->title ? draw->chart->title : "";
	draw_svg_write(out, svg, draw_clean(draw, title, 400), description, draw_source_line(draw),
		&draw->words);
	return mizan_text_check(out, error);
}

mizan_status draw_picture_finish(struct draw *draw, enum mizan_picture picture,
	struct mizan_text *bytes, const char *description, struct mizan_text *out,
	struct mizan_error *error)
{
	mizan_status status = draw->failed ? mizan_error_memory(error) : MIZAN_OK;
	if (status == MIZAN_OK) {
		status = draw_surface_finish(draw, picture, bytes, error);
	}
	if (status != MIZAN_OK) {
		return status;
	}
	if (picture == MIZAN_SVG) {
		return picture_svg(draw, bytes, description, out, error);
	}
	if (picture == MIZAN_PNG) {
		draw_cite_png(out, bytes, draw_source_line(draw));
	} else {
		mizan_text_append_bytes(out, bytes->data, bytes->size);
	}
	return mizan_text_check(out, error);
}

mizan_status mizan_chart_draw(const struct mizan_chart *chart, enum mizan_picture picture,
	struct mizan_text *out, struct mizan_error *error)
{
	struct mizan_text bytes = {0}, description = {0};
	struct draw_trace trace = {0};
	struct draw draw = {.chart = chart,
		.trace = &trace,
		.width = chart->width > 0                   ? chart->width
			 : chart->kind == MIZAN_CHART_SPANS ? 760
							    : 640,
		.height = chart->height > 0 ? chart->height : 400};
	mizan_status status = draw_check(chart, error);
	if (status == MIZAN_OK) {
		status = draw_data_read(&draw, error);
	}
	if (status == MIZAN_OK && chart->height <= 0) {
		draw.height = draw_natural_height(&draw);
	}
	if (status == MIZAN_OK) {
		status = chart_fit(&draw, error);
	}
	if (status == MIZAN_OK) {
		status = draw_surface_open(&draw, picture, &bytes, error);
	}
	if (status == MIZAN_OK) {
		status = kinds[chart->kind].draw(&draw, error);
	}
	if (status == MIZAN_OK && picture == MIZAN_SVG) {
		status = mizan_chart_describe(chart, &description, error);
	}
	if (status == MIZAN_OK) {
		status = draw_picture_finish(&draw, picture, &bytes,
			description.data ? description.data : "", out, error);
	}
	mizan_text_release(&description);
	draw_release(&draw);
	mizan_text_release(&bytes);
	return status;
}
