/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text by Pango: shaping, both directions, wrapping. */
#include "draw_internal.h"
#include <string.h>

/* Naskh stays legible in small type and narrow lines, so it stands before Nastaliq. */
#define DRAW_FONTS "Noto Sans, Noto Naskh Arabic, Noto Nastaliq Urdu, sans-serif"

const char *draw_clean(struct draw *draw, const char *text, size_t most)
{
	size_t size = strnlen(text, most + 1), kept = 0;
	bool cut = size > most;
	size = cut ? most : size;
	char *copy = draw_allocate(draw, size + 4, 1);
	if (!copy) {
		return "";
	}
	for (size_t at = 0; at < size; at++) {
		size_t valid = mizan_utf8_check(text + at, size - at);
		for (size_t end = at + valid; at < end; at++) {
			unsigned char byte = (unsigned char)text[at];
			copy[kept++] = byte < 32 || byte == 127 ? ' ' : text[at];
		}
		if (at < size && !(cut && size - at < 4)) {
			copy[kept++] = '?';
		}
	}
	memcpy(copy + kept, "\xe2\x80\xa6", cut ? 3 : 0);
	return copy;
}

static PangoLayout *text_layout(struct draw *draw, const struct draw_style *style, const char *text)
{
	PangoLayout *layout = pango_layout_new(draw->pango);
	PangoFontDescription *font = pango_font_description_new();
	pango_font_description_set_family_static(font, DRAW_FONTS);
	pango_font_description_set_absolute_size(font, style->size * PANGO_SCALE);
	pango_font_description_set_weight(
		font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_text(layout, text, -1);
	if (style->width > 0) {
		pango_layout_set_width(layout, (int)(fmin(style->width, 20000) * PANGO_SCALE));
		pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
		pango_layout_set_ellipsize(
			layout, style->cut_middle ? PANGO_ELLIPSIZE_MIDDLE : PANGO_ELLIPSIZE_END);
		pango_layout_set_height(layout, -(style->lines > 0 ? style->lines : 1));
		pango_layout_set_alignment(layout, style->align == DRAW_LEFT ? PANGO_ALIGN_LEFT
						   : style->align == DRAW_MIDDLE
							   ? PANGO_ALIGN_CENTER
							   : PANGO_ALIGN_RIGHT);
		/* Beside a row or a bar, the side on which a label stands is ours to say. */
		pango_layout_set_auto_dir(layout, style->align == DRAW_LEFT);
	}
	if (style->warn > 0) {
		PangoAttrList *list = pango_attr_list_new();
		PangoAttribute *bold = pango_attr_weight_new(PANGO_WEIGHT_BOLD);
		PangoAttribute *color = pango_attr_foreground_new(0xa300, 0x3c00, 0);
		bold->end_index = color->end_index = (guint)style->warn;
		pango_attr_list_insert(list, bold);
		pango_attr_list_insert(list, color);
		pango_layout_set_attributes(layout, list);
		pango_attr_list_unref(list);
	}
	return layout;
}

void draw_measure(struct draw *draw, const struct draw_style *style, const char *text,
	double *width, double *height)
{
	PangoLayout *layout = text_layout(draw, style, text);
	PangoRectangle logical;
	pango_layout_get_extents(layout, NULL, &logical);
	if (width) {
		*width = (double)logical.width / PANGO_SCALE;
	}
	if (height) {
		*height = (double)logical.height / PANGO_SCALE;
	}
	g_object_unref(layout);
}

/* The attribute that turns the words of an SVG as the letters are; "" for the usual ones. */
static const char *text_turn(struct draw *draw, const struct draw_style *style, double x, double y)
{
	char numbers[3][24];
	if (style->turn == 0) {
		return "";
	}
	g_ascii_formatd(numbers[0], sizeof numbers[0], "%.2f", style->turn * 180 / G_PI);
	g_ascii_formatd(numbers[1], sizeof numbers[1], "%.1f", x);
	g_ascii_formatd(numbers[2], sizeof numbers[2], "%.1f", y);
	return draw_printf(
		draw, " transform=\"rotate(%s %s %s)\"", numbers[0], numbers[1], numbers[2]);
}

/* The words of an SVG: one element a line, as wide as the letters that are drawn. */
static void text_keep(struct draw *draw, const struct draw_style *style, PangoLayout *layout,
	double x, double y, const char *turn)
{
	const char *text = pango_layout_get_text(layout);
	PangoLayoutIter *lines = pango_layout_get_iter(layout);
	do {
		PangoLayoutLine *line = pango_layout_iter_get_line_readonly(lines);
		PangoRectangle logical;
		pango_layout_iter_get_line_extents(lines, NULL, &logical);
		char *copy = mizan_arena_copy(
			&draw->arena, text + line->start_index, (size_t)line->length);
		if (!copy || logical.width <= 0) {
			draw->failed |= !copy;
			continue;
		}
		double width = (double)logical.width / PANGO_SCALE;
		double middle = x + (double)logical.x / PANGO_SCALE + width / 2;
		double baseline = y + (double)pango_layout_iter_get_baseline(lines) / PANGO_SCALE;
		char numbers[4][24];
		g_ascii_formatd(numbers[0], sizeof numbers[0], "%.1f", middle);
		g_ascii_formatd(numbers[1], sizeof numbers[1], "%.1f", baseline);
		g_ascii_formatd(numbers[2], sizeof numbers[2], "%.1f", style->size);
		g_ascii_formatd(numbers[3], sizeof numbers[3], "%.1f", width);
		mizan_text_printf(&draw->words,
			"<text x=\"%s\" y=\"%s\" font-size=\"%s\" textLength=\"%s\"%s>", numbers[0],
			numbers[1], numbers[2], numbers[3], turn);
		mizan_text_append_html(&draw->words, copy);
		mizan_text_append(&draw->words, "</text>\n");
	} while (pango_layout_iter_next_line(lines));
	pango_layout_iter_free(lines);
}

/* Draws a layout whose upper side, or middle when `middle`, is at y. Returns its height. */
static double text_show(struct draw *draw, const struct draw_style *style, double x, double y,
	const char *text, bool middle)
{
	if (!*text) {
		return 0;
	}
	PangoLayout *layout = text_layout(draw, style, text);
	PangoRectangle logical;
	pango_layout_get_extents(layout, NULL, &logical);
	double width = style->width > 0 ? style->width : (double)logical.width / PANGO_SCALE;
	double height = (double)logical.height / PANGO_SCALE;
	double anchor_x = x, anchor_y = y;
	x -= style->align == DRAW_LEFT ? 0 : style->align == DRAW_MIDDLE ? width / 2 : width;
	if (middle && pango_layout_get_line_count(layout) == 1) {
		/* By the digits, not by the line: a fallback font may have a taller one. */
		y += 0.357 * style->size - (double)pango_layout_get_baseline(layout) / PANGO_SCALE;
	} else if (middle) {
		y -= height / 2;
	}
	cairo_save(draw->cairo);
	if (style->turn != 0) {
		cairo_translate(draw->cairo, anchor_x, anchor_y);
		cairo_rotate(draw->cairo, style->turn);
		cairo_translate(draw->cairo, -anchor_x, -anchor_y);
	}
	if (style->halo > 0) {
		cairo_move_to(draw->cairo, x, y);
		pango_cairo_layout_path(draw->cairo, layout);
		cairo_set_source_rgba(draw->cairo, 1, 1, 1, 0.85);
		cairo_set_line_width(draw->cairo, style->halo);
		cairo_set_line_join(draw->cairo, CAIRO_LINE_JOIN_ROUND);
		cairo_stroke(draw->cairo);
	}
	cairo_move_to(draw->cairo, x, y);
	draw_color(draw, style->color);
	pango_cairo_show_layout(draw->cairo, layout);
	cairo_restore(draw->cairo);
	cairo_new_path(draw->cairo);
	if (draw->keep_words) {
		text_keep(draw, style, layout, x, y, text_turn(draw, style, anchor_x, anchor_y));
	}
	g_object_unref(layout);
	return height;
}

double draw_text(
	struct draw *draw, const struct draw_style *style, double x, double y, const char *text)
{
	return text_show(draw, style, x, y, text, false);
}

void draw_text_middle(
	struct draw *draw, const struct draw_style *style, double x, double y, const char *text)
{
	text_show(draw, style, x, y, text, true);
}
