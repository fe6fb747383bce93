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

static void json_append_escape(struct mizan_text *text, unsigned char c)
{
	switch (c) {
	case '"':
		mizan_text_append(text, "\\\"");
		break;
	case '\\':
		mizan_text_append(text, "\\\\");
		break;
	case '\n':
		mizan_text_append(text, "\\n");
		break;
	case '\r':
		mizan_text_append(text, "\\r");
		break;
	case '\t':
		mizan_text_append(text, "\\t");
		break;
	default:
		mizan_text_printf(text, "\\u%04x", c);
	}
}

/* Appends valid UTF-8. */
static void json_append_valid(struct mizan_text *text, const char *string, size_t size)
{
	size_t start = 0;
	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)string[i];
		if (c < 0x20 || c == '"' || c == '\\' || c == 0x7f) {
			mizan_text_append_bytes(text, string + start, i - start);
			json_append_escape(text, c);
			start = i + 1;
		}
	}
	mizan_text_append_bytes(text, string + start, size - start);
}

void mizan_text_append_json(struct mizan_text *text, const char *string, size_t size)
{
	mizan_text_append(text, "\"");
	while (size > 0) {
		size_t valid = mizan_utf8_check(string, size);
		json_append_valid(text, string, valid);
		string += valid;
		size -= valid;
		if (size > 0) {
			mizan_text_append(text, "\xef\xbf\xbd");
			string++;
			size--;
		}
	}
	mizan_text_append(text, "\"");
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
