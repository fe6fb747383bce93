/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns that a provider has and we have not: a flat JSON object, read member by member. */
#include "diff_internal.h"

#include <string.h>

static void json_skip(struct mizan_slice *rest, size_t size)
{
	rest->data += size;
	rest->size -= size;
}

static void json_skip_blanks(struct mizan_slice *rest)
{
	while (rest->size > 0 && memchr(" \t\r\n,:{", rest->data[0], 8)) {
		json_skip(rest, 1);
	}
}

/* A string with its quotes. */
static struct mizan_slice json_string(struct mizan_slice *rest)
{
	size_t size = 1;
	while (size < rest->size && rest->data[size] != '"') {
		size += rest->data[size] == '\\' ? 2 : 1;
	}
	size = size < rest->size ? size + 1 : rest->size;
	struct mizan_slice string = {rest->data, size};
	json_skip(rest, size);
	return string;
}

/* A number, a word, or what is nested as it stands. */
static struct mizan_slice json_bare(struct mizan_slice *rest)
{
	struct mizan_slice bare = {rest->data, 0};
	int depth = 0;
	while (rest->size > 0) {
		char c = rest->data[0];
		if (depth == 0 && (c == ',' || c == '}')) {
			break;
		}
		depth += (c == '{' || c == '[') - (c == '}' || c == ']');
		if (c == '"') {
			(void)json_string(rest);
		} else {
			json_skip(rest, 1);
		}
	}
	bare.size = (size_t)(rest->data - bare.data);
	return bare;
}

bool diff_json_next(struct diff_json *json, struct mizan_slice *key, struct mizan_slice *value)
{
	struct mizan_slice *rest = &json->rest;
	json_skip_blanks(rest);
	if (rest->size == 0 || rest->data[0] != '"') {
		return false;
	}
	*key = json_string(rest);
	while (rest->size > 0 && memchr(" \t\r\n:", rest->data[0], 5)) {
		json_skip(rest, 1);
	}
	if (rest->size == 0) {
		return false;
	}
	*value = rest->data[0] == '"' ? json_string(rest) : json_bare(rest);
	return true;
}

bool diff_json_find(struct mizan_slice object, struct mizan_slice key, struct mizan_slice *value)
{
	struct diff_json json = {object};
	struct mizan_slice name;
	while (diff_json_next(&json, &name, value)) {
		if (name.size == key.size && memcmp(name.data, key.data, key.size) == 0) {
			return true;
		}
	}
	return false;
}

static void json_append_code(struct mizan_text *text, unsigned code)
{
	char bytes[4];
	size_t size = 0;
	if (code < 0x80) {
		bytes[size++] = (char)code;
	} else if (code < 0x800) {
		bytes[size++] = (char)(0xc0 | code >> 6);
		bytes[size++] = (char)(0x80 | (code & 0x3f));
	} else {
		bytes[size++] = (char)(0xe0 | code >> 12);
		bytes[size++] = (char)(0x80 | (code >> 6 & 0x3f));
		bytes[size++] = (char)(0x80 | (code & 0x3f));
	}
	mizan_text_append_bytes(text, bytes, size);
}

/* What stands behind a backslash; gives how many bytes it has. Ours writes \u for control
 * characters alone, so that no pair of surrogates comes. */
static size_t json_append_escape(struct mizan_text *text, const char *at, size_t size)
{
	static const char letters[] = "bfnrt", meant[] = "\b\f\n\r\t";
	const char *letter = size > 0 ? memchr(letters, at[0], 5) : NULL;
	if (letter) {
		mizan_text_append_bytes(text, &meant[letter - letters], 1);
		return 1;
	}
	if (size >= 5 && at[0] == 'u') {
		unsigned code = 0;
		for (int i = 1; i <= 4; i++) {
			char c = at[i];
			code = code * 16 + (unsigned)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
		}
		json_append_code(text, code & 0xffff);
		return 5;
	}
	mizan_text_append_bytes(text, at, size > 0 ? 1 : 0);
	return size > 0 ? 1 : 0;
}

void diff_json_append(struct mizan_text *text, struct mizan_slice value)
{
	mizan_text_append(text, "");
	if (value.size < 2 || value.data[0] != '"') {
		mizan_text_append_bytes(text, value.data, value.size);
		return;
	}
	for (size_t i = 1; i + 1 < value.size;) {
		if (value.data[i] == '\\') {
			i += 1 + json_append_escape(text, value.data + i + 1, value.size - i - 2);
		} else {
			mizan_text_append_bytes(text, value.data + i++, 1);
		}
	}
}
