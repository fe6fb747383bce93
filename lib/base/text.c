/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <mizan/base.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void mizan_text_append_bytes(struct mizan_text *text, const char *data, size_t size)
{
	if (text->failed) {
		return;
	}
	if (size > SIZE_MAX / 2 - text->size ||
		!mizan_grow(&text->data, &text->capacity, text->size + size + 1, 1)) {
		text->failed = true;
		return;
	}
	if (size > 0) {
		memcpy(text->data + text->size, data, size);
	}
	text->size += size;
	text->data[text->size] = '\0';
}

void mizan_text_append(struct mizan_text *text, const char *string)
{
	mizan_text_append_bytes(text, string, strlen(string));
}

void mizan_text_printf(struct mizan_text *text, const char *format, ...)
{
	if (text->failed) {
		return;
	}
	va_list arguments;
	va_start(arguments, format);
	int needed = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (needed < 0 ||
		!mizan_grow(&text->data, &text->capacity, text->size + (size_t)needed + 1, 1)) {
		text->failed = true;
		return;
	}
	va_start(arguments, format);
	vsnprintf(text->data + text->size, (size_t)needed + 1, format, arguments);
	va_end(arguments);
	text->size += (size_t)needed;
}

void mizan_text_append_grouped(struct mizan_text *text, int64_t value)
{
	char digits[24], grouped[32];
	/* The smallest integer has no positive twin: work on the unsigned magnitude. */
	uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	int count = snprintf(digits, sizeof digits, "%llu", (unsigned long long)magnitude);
	size_t at = 0;
	if (value < 0) {
		grouped[at++] = '-';
	}
	for (int i = 0; i < count; i++) {
		if (i > 0 && (count - i) % 3 == 0) {
			grouped[at++] = ',';
		}
		grouped[at++] = digits[i];
	}
	mizan_text_append_bytes(text, grouped, at);
}

static const char *html_entity(unsigned char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		/* Control characters are not allowed in HTML or XML, even as references. */
		return (c < 0x20 && c != '\t' && c != '\n') || c == 0x7f ? "" : NULL;
	}
}

void mizan_text_append_html(struct mizan_text *text, const char *string)
{
	const char *start = string;
	for (const char *c = string; *c; c++) {
		const char *entity = html_entity((unsigned char)*c);
		if (entity) {
			mizan_text_append_bytes(text, start, (size_t)(c - start));
			mizan_text_append(text, entity);
			start = c + 1;
		}
	}
	mizan_text_append(text, start);
}

/* Writes the escape of a byte, at most 6 bytes. */
static size_t json_escape(unsigned char c, char *out)
{
	static const char digits[] = "0123456789abcdef";
	const char *letters = "\"\"\\\\\nn\rr\tt";
	for (; *letters; letters += 2) {
		if ((unsigned char)letters[0] == c) {
			out[0] = '\\';
			out[1] = letters[1];
			return 2;
		}
	}
	memcpy(out, "\\u00", 4);
	out[4] = digits[c >> 4];
	out[5] = digits[c & 15];
	return 6;
}

static inline bool json_is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* Could one of 8 bytes not stand as it is? True for all such, and for few others. */
static inline bool json_has_special(uint64_t word)
{
	const uint64_t ones = 0x0101010101010101u, tops = ones << 7;
	uint64_t quote = word ^ ones * '"', slash = word ^ ones * '\\', delete = word ^ ones * 0x7f;
	return ((word | (word - ones * 0x20) | (quote - ones) | (slash - ones) | (delete - ones)) &
		       tops) != 0;
}

/* Copies bytes that stand as they are; gives how many. Writes up to 8 bytes more. */
static size_t json_copy_plain(const char *string, size_t size, char *out)
{
	size_t i = 0;
	for (; size - i >= 8; i += 8) {
		uint64_t word;
		memcpy(&word, string + i, 8);
		memcpy(out + i, &word, 8);
		if (json_has_special(word)) {
			break;
		}
	}
	for (; i < size && json_is_plain((unsigned char)string[i]); i++) {
		out[i] = string[i];
	}
	return i;
}

/* What stands at `string` and is not plain: an escape, characters beyond ASCII, or a bad byte. */
static size_t json_write_special(const char *string, size_t size, struct mizan_text *text)
{
	char *out = text->data + text->size;
	if ((unsigned char)*string < 0x80) {
		text->size += json_escape((unsigned char)*string, out);
		return 1;
	}
	/* No more than what surely has room. */
	size_t valid = mizan_utf8_check(string, size < 6 ? size : 6);
	if (valid > 0) {
		size_t length = 1;
		while (length < valid && ((unsigned char)string[length] & 0xc0) == 0x80) {
			length++;
		}
		memcpy(out, string, length);
		text->size += length;
		return length;
	}
	memcpy(out, "\xef\xbf\xbd", 3);
	text->size += 3;
	return 1;
}

#define JSON_ROOM                                                                                  \
	16 /* quotes, an escape or a character, NUL, and what json_copy_plain overwrites */

void mizan_text_append_json(struct mizan_text *text, const char *string, size_t size)
{
	if (text->failed) {
		return;
	}
	for (size_t i = 0, first = 1;; first = 0) {
		if (size - i > SIZE_MAX / 2 - text->size - JSON_ROOM ||
			!mizan_grow(&text->data, &text->capacity,
				text->size + (size - i) + JSON_ROOM, 1)) {
			text->failed = true;
			return;
		}
		if (first) {
			text->data[text->size++] = '"';
		}
		size_t plain = json_copy_plain(string + i, size - i, text->data + text->size);
		text->size += plain;
		i += plain;
		if (i == size) {
			break;
		}
		i += json_write_special(string + i, size - i, text);
	}
	text->data[text->size++] = '"';
	text->data[text->size] = '\0';
}

mizan_status mizan_text_check(const struct mizan_text *text, struct mizan_error *error)
{
	return text->failed ? mizan_error_memory(error) : MIZAN_OK;
}

void mizan_text_release(struct mizan_text *text)
{
	free(text->data);
	*text = (struct mizan_text){0};
}
