/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers typed by hand: nobody computes them. Not listed are quotations (block quotes, and what
 * stands between double quotation marks), years, days of a date, headings' numbers and links.
 */
#include "brief_internal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static bool node_is_quoted(cmark_node *node)
{
	for (; node; node = cmark_node_parent(node)) {
		cmark_node_type type = cmark_node_get_type(node);
		if (type == CMARK_NODE_BLOCK_QUOTE || type == CMARK_NODE_LINK ||
			type == CMARK_NODE_FOOTNOTE_DEFINITION) {
			return true;
		}
	}
	return false;
}

static size_t number_size(const char *text)
{
	size_t size = 0;
	while (isdigit((unsigned char)text[size]) ||
		((text[size] == ',' || text[size] == '.') && size > 0 &&
			isdigit((unsigned char)text[size + 1]))) {
		size++;
	}
	return size;
}

static bool is_month(const char *text)
{
	static const char *const months[] = {"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December"};
	for (size_t i = 0; i < 12; i++) {
		if (strncmp(text, months[i], strlen(months[i])) == 0) {
			return true;
		}
	}
	return false;
}

/* The second day of "18 to 19 October", or NULL. */
static const char *day_behind(const char *text)
{
	static const char *const words[] = {" to ", " and ", " or ", "-", "\xe2\x80\x93"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t size = strlen(words[i]);
		if (strncmp(text, words[i], size) == 0 && number_size(text + size) > 0 &&
			number_size(text + size) <= 2) {
			return text + size;
		}
	}
	return NULL;
}

/* A year, or the day in "15 August 2021" and "August 15". */
static bool number_is_date(const char *text, const char *number, size_t size)
{
	char *end;
	long value = strtol(number, &end, 10);
	if (end == number + size && size == 4 && value >= 1900 && value <= 2100) {
		return true;
	}
	if (size > 2 || value < 1 || value > 31) {
		return false;
	}
	const char *next = number + size, *second = day_behind(next);
	if (second) {
		next = second + number_size(second);
	}
	if (*next == ' ' && is_month(next + 1)) {
		return true;
	}
	for (const char *word = number; word > text && number - word < 12; word--) {
		if (is_month(word)) {
			return true;
		}
	}
	return is_month(text) && number - text < 12;
}

static bool number_is_part_of_name(const char *text, const char *number)
{
	return number > text && (isalpha((unsigned char)number[-1]) || number[-1] == '-' ||
					(unsigned char)number[-1] >= 0x80);
}

static void unchecked_add(struct mizan_brief *brief, cmark_node *node, const char *text,
	const char *number, size_t size)
{
	struct mizan_error error = {0};
	(void)mizan_error_set(&error, MIZAN_ERROR_INPUT,
		"compute it with `{sql} ...`, weigh it in a {claim}, or quote it",
		"the number %.*s is typed by hand", (int)(size > 40 ? 40 : size), number);
	size_t line, column;
	node_place(node, &line, &column);
	column += (size_t)(number - text);
	mizan_error_at(&error, brief->path, line, brief_column(brief, line, column));
	if (mizan_grow(&brief->unchecked, &brief->unchecked_capacity, brief->unchecked_count + 1,
		    sizeof *brief->unchecked)) {
		brief->unchecked[brief->unchecked_count++] = error;
	} else {
		brief->failed = true;
	}
}

static void unchecked_scan(struct mizan_brief *brief, cmark_node *node)
{
	const char *text = cmark_node_get_literal(node);
	bool quoted = false;
	for (const char *c = text; c && *c;) {
		if (*c == '"' || strncmp(c, "\xe2\x80\x9c", 3) == 0 ||
			strncmp(c, "\xe2\x80\x9d", 3) == 0) {
			quoted = *c == '"' ? !quoted : c[2] == '\x9c';
			c += *c == '"' ? 1 : 3;
			continue;
		}
		size_t size = number_size(c);
		if (size == 0) {
			c++;
			continue;
		}
		if (!quoted && !number_is_date(text, c, size) && !number_is_part_of_name(text, c)) {
			unchecked_add(brief, node, text, c, size);
		}
		c += size;
	}
}

void unchecked_find(struct mizan_brief *brief)
{
	cmark_iter *iterator = cmark_iter_new(brief->root);
	for (cmark_event_type event; (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;) {
		cmark_node *node = cmark_iter_get_node(iterator);
		if (event == CMARK_EVENT_ENTER && cmark_node_get_type(node) == CMARK_NODE_TEXT &&
			!node_is_quoted(node)) {
			unchecked_scan(brief, node);
		}
	}
	cmark_iter_free(iterator);
}
