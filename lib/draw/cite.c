/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The source line travels within the picture, so that a chart that was mailed around can still be
 * cited: <metadata> of an SVG, the text chunk "Source" of a PNG (PNG 1.2, iTXt), the subject of a
 * PDF.
 */
#include "draw_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t png_checksum(const unsigned char *data, size_t size)
{
	uint32_t sum = 0xffffffffu;
	for (size_t i = 0; i < size; i++) {
		sum ^= data[i];
		for (int bit = 0; bit < 8; bit++) {
			sum = sum >> 1 ^ (sum & 1 ? 0xedb88320u : 0);
		}
	}
	return ~sum;
}

static void png_append_number(struct mizan_text *out, uint32_t number)
{
	const char bytes[4] = {
		(char)(number >> 24), (char)(number >> 16), (char)(number >> 8), (char)number};
	mizan_text_append_bytes(out, bytes, 4);
}

/* The last chunk of a PNG is IEND, 12 bytes. The text goes before it. */
#define PNG_END 12
static const char png_keyword[] = "iTXtSource\0\0\0\0"; /* keyword, no compression, no language */

void draw_cite_png(struct mizan_text *out, const struct mizan_text *png, const char *source)
{
	struct mizan_text chunk = {0};
	if (png->size < PNG_END || !*source) {
		mizan_text_append_bytes(out, png->data, png->size);
		return;
	}
	mizan_text_append_bytes(&chunk, png_keyword, sizeof png_keyword);
	mizan_text_append(&chunk, source);
	mizan_text_append_bytes(out, png->data, png->size - PNG_END);
	if (!chunk.failed) {
		png_append_number(out, (uint32_t)(chunk.size - 4));
		mizan_text_append_bytes(out, chunk.data, chunk.size);
		png_append_number(out, png_checksum((const unsigned char *)chunk.data, chunk.size));
	}
	mizan_text_append_bytes(out, png->data + png->size - PNG_END, PNG_END);
	out->failed |= chunk.failed;
	mizan_text_release(&chunk);
}

/* ---- Reading it back ---------------------------------------------------------------------- */

static const char *cite_find(const char *data, size_t size, const char *key, size_t key_size)
{
	const char *found = memmem(data, size, key, key_size);
	return found ? found + key_size : NULL;
}

static void cite_unescape(struct mizan_text *out, const char *text, size_t size)
{
	static const struct {
		const char *entity;
		char letter;
	} entities[] = {
		{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
	for (size_t i = 0; i < size;) {
		size_t taken = 1;
		char letter = text[i];
		for (size_t k = 0; k < sizeof entities / sizeof *entities; k++) {
			size_t length = strlen(entities[k].entity);
			if (i + length <= size &&
				memcmp(text + i, entities[k].entity, length) == 0) {
				letter = entities[k].letter;
				taken = length;
			}
		}
		mizan_text_append_bytes(out, &letter, 1);
		i += taken;
	}
}

static void cite_append_code(struct mizan_text *out, unsigned code)
{
	char bytes[3];
	if (code < 0x80) {
		bytes[0] = (char)code;
		mizan_text_append_bytes(out, bytes, 1);
	} else if (code < 0x800) {
		bytes[0] = (char)(0xc0 | code >> 6);
		bytes[1] = (char)(0x80 | (code & 63));
		mizan_text_append_bytes(out, bytes, 2);
	} else {
		bytes[0] = (char)(0xe0 | code >> 12);
		bytes[1] = (char)(0x80 | (code >> 6 & 63));
		bytes[2] = (char)(0x80 | (code & 63));
		mizan_text_append_bytes(out, bytes, 3);
	}
}

/* A PDF string: (text with \escapes), or <FEFF...> in UTF-16. */
static void cite_take_pdf(struct mizan_text *out, const char *text, const char *end)
{
	if (text < end && *text == '(') {
		for (text++; text < end && *text != ')'; text++) {
			text += *text == '\\' && text + 1 < end;
			mizan_text_append_bytes(out, text, 1);
		}
	} else if (text < end && *text == '<') {
		char digits[5] = {0};
		for (text += 5; text + 4 <= end && *text != '>'; text += 4) {
			memcpy(digits, text, 4);
			cite_append_code(out, (unsigned)strtoul(digits, NULL, 16));
		}
	}
}

mizan_status mizan_chart_source(
	const char *data, size_t size, struct mizan_text *out, struct mizan_error *error)
{
	static const char svg[] = "<metadata>", pdf[] = "/Subject ";
	const char *end = data + size, *at;
	if (size > 4 && memcmp(data, "\x89PNG", 4) == 0) {
		at = cite_find(data, size, png_keyword, sizeof png_keyword);
		const unsigned char *head =
			at ? (const unsigned char *)at - sizeof png_keyword - 4 : NULL;
		size_t chunk = head ? (size_t)head[0] << 24 | (size_t)head[1] << 16 |
					       (size_t)head[2] << 8 | head[3]
				    : 0;
		if (at && at - sizeof png_keyword - 4 >= data && chunk + 4 >= sizeof png_keyword &&
			chunk + 4 - sizeof png_keyword <= (size_t)(end - at)) {
			mizan_text_append_bytes(out, at, chunk + 4 - sizeof png_keyword);
		}
	} else if (size > 5 && memcmp(data, "%PDF-", 5) == 0) {
		at = cite_find(data, size, pdf, sizeof pdf - 1);
		if (at) {
			cite_take_pdf(out, at, end);
		}
	} else {
		at = cite_find(data, size, svg, sizeof svg - 1);
		const char *close = at ? memmem(at, (size_t)(end - at), "</metadata>", 11) : NULL;
		if (close) {
			cite_unescape(out, at, (size_t)(close - at));
		}
	}
	if (out->size == 0 && !out->failed) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT,
			"only charts that mizan drew carry their source",
			"there is no source line in the picture");
	}
	return mizan_text_check(out, error);
}
