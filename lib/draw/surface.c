/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cairo's surfaces: the bytes of an SVG, a PDF or a PNG. */
#include "draw_internal.h"
#include <cairo-pdf.h>
#include <cairo-svg.h>

/* A PNG has twice as many pixels as the chart has points. */
#define DRAW_PNG_SCALE 2

static cairo_status_t surface_write(void *closure, const unsigned char *data, unsigned length)
{
	struct mizan_text *bytes = closure;
	mizan_text_append_bytes(bytes, (const char *)data, length);
	return bytes->failed ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *surface_make(
	struct draw *draw, enum mizan_picture picture, struct mizan_text *bytes)
{
	cairo_surface_t *surface;
	switch (picture) {
	case MIZAN_SVG:
		return cairo_svg_surface_create_for_stream(
			surface_write, bytes, draw->width, draw->height);
	case MIZAN_PDF:
		surface = cairo_pdf_surface_create_for_stream(
			surface_write, bytes, draw->width, draw->height);
		/* The time of drawing would make every PDF another. */
		cairo_pdf_surface_set_metadata(
			surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
		if (draw->chart->title) {
			cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE,
				draw_clean(draw, draw->chart->title, 400));
		}
		cairo_pdf_surface_set_metadata(
			surface, CAIRO_PDF_METADATA_SUBJECT, draw_source_line(draw));
		return surface;
	default:
		surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
			(int)lround(draw->width * DRAW_PNG_SCALE),
			(int)lround(draw->height * DRAW_PNG_SCALE));
		cairo_surface_set_device_scale(surface, DRAW_PNG_SCALE, DRAW_PNG_SCALE);
		return surface;
	}
}

mizan_status draw_surface_open(struct draw *draw, enum mizan_picture picture,
	struct mizan_text *bytes, struct mizan_error *error)
{
	mizan_status status = draw_words_open(draw, surface_make(draw, picture, bytes), error);
	draw->keep_words = status == MIZAN_OK && picture == MIZAN_SVG;
	return status;
}

mizan_status draw_words_open(struct draw *draw, cairo_surface_t *surface, struct mizan_error *error)
{
	draw->cairo = cairo_create(surface);
	cairo_surface_destroy(surface);
	if (cairo_status(draw->cairo) != CAIRO_STATUS_SUCCESS) {
		return mizan_error_memory(error);
	}
	draw->pango = pango_cairo_create_context(draw->cairo);
	/* Without hinting a text is as wide on paper as on a screen: one layout for all. */
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(draw->pango, options);
	cairo_font_options_destroy(options);
	pango_cairo_context_set_resolution(draw->pango, 72);
	pango_context_set_round_glyph_positions(draw->pango, FALSE);
	pango_context_set_language(draw->pango, pango_language_from_string("en"));
	cairo_set_source_rgb(draw->cairo, 1, 1, 1);
	cairo_paint(draw->cairo);
	cairo_set_line_cap(draw->cairo, CAIRO_LINE_CAP_BUTT);
	cairo_set_line_join(draw->cairo, CAIRO_LINE_JOIN_ROUND);
	return MIZAN_OK;
}

mizan_status draw_surface_finish(struct draw *draw, enum mizan_picture picture,
	struct mizan_text *bytes, struct mizan_error *error)
{
	cairo_surface_t *surface = cairo_get_target(draw->cairo);
	cairo_status_t status = cairo_status(draw->cairo);
	if (status == CAIRO_STATUS_SUCCESS && picture == MIZAN_PNG) {
		status = cairo_surface_write_to_png_stream(surface, surface_write, bytes);
	}
	cairo_surface_finish(surface);
	if (status == CAIRO_STATUS_SUCCESS) {
		status = cairo_surface_status(surface);
	}
	if (bytes->failed || status == CAIRO_STATUS_NO_MEMORY) {
		return mizan_error_memory(error);
	}
	if (status != CAIRO_STATUS_SUCCESS) {
		return mizan_error_set(error, MIZAN_ERROR_SYSTEM, NULL,
			"the chart cannot be drawn: %s", cairo_status_to_string(status));
	}
	return MIZAN_OK;
}
