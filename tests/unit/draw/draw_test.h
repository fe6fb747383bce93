/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tests of the drawing room share: tables in a line, pictures as pixels, SVG as XML. */
#ifndef MIZAN_DRAW_TEST_H
#define MIZAN_DRAW_TEST_H

#include "../test.h"

#include <cairo.h>
#include <glib.h>
#include <math.h>
#include <mizan/draw.h>

/* Adds columns from "year:year series:text deaths:integer rate:real". */
static inline void table_columns(struct mizan_table *table, const char *columns)
{
	static const char *const types[] = {"integer", "real", "text", "year"};
	char copy[512], *rest = NULL;
	snprintf(copy, sizeof copy, "%s", columns);
	for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		char *type = strchr(word, ':');
		*type++ = '\0';
		for (size_t i = 0; i < 4; i++) {
			if (strcmp(type, types[i]) == 0) {
				mizan_table_add_column(table, word, (enum mizan_type)i, -1);
			}
		}
	}
}

/* Adds a row from "2019|UCDP|292"; an empty cell is unknown. */
static inline void table_row(struct mizan_table *table, const char *cells)
{
	char copy[1024], *rest = copy, *cell;
	snprintf(copy, sizeof copy, "%s", cells);
	size_t row = mizan_table_add_row(table), column = 0;
	while ((cell = strsep(&rest, "|"))) {
		enum mizan_type type = table->columns[column].type;
		if (*cell && type == MIZAN_TEXT) {
			mizan_table_set_text(table, row, column, cell);
		} else if (*cell && type == MIZAN_REAL) {
			mizan_table_set_real(table, row, column, strtod(cell, NULL));
		} else if (*cell) {
			mizan_table_set_integer(table, row, column, strtoll(cell, NULL, 10));
		}
		column++;
	}
}

static inline struct mizan_text drawn(const struct mizan_chart *chart, enum mizan_picture picture)
{
	struct mizan_text bytes = {0};
	struct mizan_error error = {0};
	if (mizan_chart_draw(chart, picture, &bytes, &error) != MIZAN_OK) {
		fail_msg("%s", error.what);
	}
	return bytes;
}

struct png_source {
	const struct mizan_text *bytes;
	size_t at;
};

static inline cairo_status_t png_read(void *closure, unsigned char *data, unsigned length)
{
	struct png_source *source = closure;
	if (length > source->bytes->size - source->at) {
		return CAIRO_STATUS_READ_ERROR;
	}
	memcpy(data, source->bytes->data + source->at, length);
	source->at += length;
	return CAIRO_STATUS_SUCCESS;
}

/* The chart as pixels; free with cairo_surface_destroy. */
static inline cairo_surface_t *pixels(const struct mizan_chart *chart)
{
	struct mizan_text png = drawn(chart, MIZAN_PNG);
	struct png_source source = {&png, 0};
	cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(png_read, &source);
	assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
	mizan_text_release(&png);
	return surface;
}

struct extent {
	size_t count;
	int left, right, top, bottom;
};

/* Where the pixels of a colour are, between two columns of the picture. */
static inline struct extent colored(cairo_surface_t *surface, unsigned color, int from, int to)
{
	struct extent extent = {0, INT32_MAX, -1, INT32_MAX, -1};
	const unsigned char *data = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);
	for (int y = 0; y < cairo_image_surface_get_height(surface); y++) {
		for (int x = from; x < to; x++) {
			uint32_t pixel;
			memcpy(&pixel, data + (ptrdiff_t)y * stride + (ptrdiff_t)x * 4, 4);
			if ((pixel & 0xffffff) != color) {
				continue;
			}
			extent.count++;
			extent.left = x < extent.left ? x : extent.left;
			extent.right = x > extent.right ? x : extent.right;
			extent.top = y < extent.top ? y : extent.top;
			extent.bottom = y > extent.bottom ? y : extent.bottom;
		}
	}
	return extent;
}

/* Fails where the bytes are no well-formed XML. */
static inline void assert_xml(const struct mizan_text *bytes)
{
	static const GMarkupParser parser;
	GError *error = NULL;
	GMarkupParseContext *context =
		g_markup_parse_context_new(&parser, G_MARKUP_DEFAULT_FLAGS, NULL, NULL);
	bool well =
		g_markup_parse_context_parse(context, bytes->data, (gssize)bytes->size, &error) &&
		g_markup_parse_context_end_parse(context, &error);
	if (!well) {
		fail_msg("%s", error->message);
	}
	g_markup_parse_context_free(context);
}

static inline void assert_has(const struct mizan_text *bytes, const char *words)
{
	if (!strstr(bytes->data, words)) {
		fail_msg("not in the picture: %s", words);
	}
}

static inline void assert_refused(
	const struct mizan_chart *chart, mizan_status status, const char *words)
{
	struct mizan_text bytes = {0};
	struct mizan_error error = {0};
	assert_int_equal(mizan_chart_draw(chart, MIZAN_SVG, &bytes, &error), status);
	if (!strstr(error.what, words)) {
		fail_msg("\"%s\" does not say \"%s\"", error.what, words);
	}
	assert_int_equal(bytes.size, 0);
	mizan_text_release(&bytes);
}

#endif
