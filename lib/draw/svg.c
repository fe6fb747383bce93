/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cairo draws letters as outlines, which look the same everywhere but cannot be searched, copied or
 * read aloud. So the words are put over them once more as text that is not painted. Cairo also
 * numbers its ids through the life of a process, and two charts in one page would share them.
 */
#include "draw_internal.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct svg_ids {
	const char **ids;
	size_t *sizes;
	size_t count, id_capacity, size_capacity;
	bool failed;
};

static size_t svg_number(struct svg_ids *ids, const char *id, size_t size)
{
	for (size_t i = ids->count; i-- > 0;) {
		if (ids->sizes[i] == size && memcmp(ids->ids[i], id, size) == 0) {
			return i;
		}
	}
	if (!mizan_grow(&ids->ids, &ids->id_capacity, ids->count + 1, sizeof *ids->ids) ||
		!mizan_grow(&ids->sizes, &ids->size_capacity, ids->count + 1, sizeof *ids->sizes)) {
		ids->failed = true;
		return 0;
	}
	ids->ids[ids->count] = id;
	ids->sizes[ids->count] = size;
	return ids->count++;
}

/* The next place behind `id="`, `href="#` or `url(#`, with the byte that ends the id. */
static const char *svg_next_id(const char *at, char *end)
{
	for (const char *quote = at; (quote = strpbrk(quote, "\"#")); quote++) {
		if (*quote == '"' && quote - at >= 4 && memcmp(quote - 4, " id=", 4) == 0) {
			*end = '"';
			return quote + 1;
		}
		if (*quote == '#' && quote - at >= 6 && memcmp(quote - 6, "href=\"", 6) == 0) {
			*end = '"';
			return quote + 1;
		}
		if (*quote == '#' && quote - at >= 4 && memcmp(quote - 4, "url(", 4) == 0) {
			*end = ')';
			return quote + 1;
		}
	}
	return NULL;
}

/* A hundredth of a point is finer than any printer: more digits double the file. */
static void svg_append_short(struct mizan_text *out, const char *svg, size_t size)
{
	size_t start = 0;
	for (size_t at = 0; at + 1 < size; at++) {
		if (svg[at] != '.' || svg[at + 1] < '0' || svg[at + 1] > '9') {
			continue;
		}
		size_t end = at + 1;
		while (end < size && svg[end] >= '0' && svg[end] <= '9') {
			end++;
		}
		size_t kept = end - at > 3 ? at + 3 : end;
		while (kept > at + 1 && svg[kept - 1] == '0') {
			kept--;
		}
		kept -= kept == at + 1;
		mizan_text_append_bytes(out, svg + start, kept - start);
		start = end;
		at = end - 1;
	}
	mizan_text_append_bytes(out, svg + start, size - start);
}

/*
 * Glyphs as <g>, which every renderer knows how to <use>; WeasyPrint draws nothing for the <symbol>
 * that Cairo writes. Both texts stand in Cairo's own markup alone: data is escaped or outlines.
 */
static void svg_append_plain(struct mizan_text *out, const char *svg, size_t size)
{
	static const char *const words[][2] = {
		{"<symbol overflow=\"visible\"", "<g"}, {"</symbol>", "</g>"}};
	while (size > 0) {
		const char *found = NULL;
		size_t which = 0;
		for (size_t i = 0; i < 2; i++) {
			const char *at = memmem(svg, size, words[i][0], strlen(words[i][0]));
			if (at && (!found || at < found)) {
				found = at;
				which = i;
			}
		}
		size_t kept = found ? (size_t)(found - svg) : size;
		svg_append_short(out, svg, kept);
		if (!found) {
			return;
		}
		mizan_text_append(out, words[which][1]);
		kept += strlen(words[which][0]);
		svg += kept;
		size -= kept;
	}
}

/* Appends `svg` with its ids in the order of their first use. */
static void svg_renumber(struct mizan_text *out, const char *svg, const char *prefix)
{
	struct svg_ids ids = {0};
	char end = 0;
	for (const char *id; (id = svg_next_id(svg, &end));) {
		size_t size = strcspn(id, (char[2]){end, 0});
		svg_append_plain(out, svg, (size_t)(id - svg));
		mizan_text_printf(out, "%s%zu", prefix, svg_number(&ids, id, size));
		svg = id + size;
	}
	svg_append_plain(out, svg, strlen(svg));
	out->failed |= ids.failed;
	free(ids.ids);
	free(ids.sizes);
}

void draw_svg_write(struct mizan_text *out, const struct mizan_text *svg, const char *title,
	const char *description, const char *source, const struct mizan_text *words)
{
	const char *root = svg->data ? strstr(svg->data, "<svg ") : NULL;
	const char *inside = root ? strchr(root, '>') : NULL;
	const char *close = inside ? strstr(inside, "</svg>") : NULL;
	if (!close) {
		out->failed = true;
		return;
	}
	struct mizan_text plain = {0};
	svg_renumber(&plain, root, "");
	if (plain.failed) {
		out->failed = true;
		mizan_text_release(&plain);
		return;
	}
	struct mizan_sha256 hash;
	char hex[65], prefix[16];
	mizan_sha256_init(&hash);
	mizan_sha256_update(&hash, plain.data, plain.size);
	mizan_sha256_finish(&hash, hex);
	snprintf(prefix, sizeof prefix, "m%.8s-", hex);
	mizan_text_release(&plain);

	mizan_text_append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	mizan_text_append_bytes(out, root, (size_t)(inside - root));
	mizan_text_append(out, " role=\"img\">\n<title>");
	mizan_text_append_html(out, title);
	mizan_text_append(out, "</title>\n<desc>");
	mizan_text_append_html(out, description);
	mizan_text_append(out, "</desc>");
	if (*source) {
		mizan_text_append(out, "<metadata>");
		mizan_text_append_html(out, source);
		mizan_text_append(out, "</metadata>");
	}
	svg_renumber(out, inside + 1, prefix);
	/* The end tag is written again behind the words. */
	while (out->size > 0 && out->data[out->size - 1] != '<') {
		out->size--;
	}
	out->size -= out->size > 0;
	mizan_text_append(out, "<g fill-opacity=\"0\" text-anchor=\"middle\" "
			       "font-family=\"Noto Sans, sans-serif\">\n");
	mizan_text_append_bytes(out, words->data ? words->data : "", words->size);
	mizan_text_append(out, "</g>\n</svg>\n");
}
