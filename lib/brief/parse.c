/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From text to tree: the cells are found and become nodes that the writers fill. */
#include "brief_internal.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *brief_copy(struct mizan_brief *brief, const char *data, size_t size)
{
	char *copy = mizan_arena_copy(&brief->arena, data, size);
	brief->failed |= !copy;
	return copy;
}

void brief_text_done(struct mizan_brief *brief, struct mizan_text *text)
{
	brief->failed |= text->failed;
	mizan_text_release(text);
}

static void brief_collect(struct mizan_brief *brief, struct mizan_error **list, size_t *count,
	size_t *capacity, const struct mizan_error *error)
{
	if (mizan_grow(list, capacity, *count + 1, sizeof **list)) {
		(*list)[(*count)++] = *error;
	} else {
		brief->failed = true;
	}
}

/* Where each line begins, so that places are found at once. */
static void brief_list_lines(struct mizan_brief *brief)
{
	size_t count = 1;
	for (const char *c = brief->text; (c = strchr(c, '\n')) != NULL; c++) {
		count++;
	}
	brief->lines = mizan_arena_allocate(&brief->arena, count, sizeof *brief->lines);
	if (!brief->lines) {
		brief->failed = true;
		return;
	}
	const char *line = brief->text;
	while (line) {
		const char *end = strchr(line, '\n');
		brief->lines[brief->line_count++] = line;
		line = end ? end + 1 : NULL;
	}
}

size_t brief_column(const struct mizan_brief *brief, size_t line, size_t column)
{
	if (line < 1 || line > brief->line_count) {
		return column;
	}
	const char *text = brief->lines[line - 1];
	size_t shown = column;
	for (size_t i = 0; i + 1 < column && text[i] && text[i] != '\n'; i++) {
		shown -= ((unsigned char)text[i] & 0xc0) == 0x80;
	}
	return shown;
}

/* The options of a brief are keys elsewhere. */
static void fault_say_keys(char *text)
{
	for (char *mark; (mark = strstr(text, "--| ")) != NULL;) {
		memmove(mark, mark + 4, strlen(mark + 4) + 1);
	}
}

void brief_fault(struct mizan_brief *brief, size_t line, size_t column, const char *advice,
	const char *what, ...)
{
	char text[512];
	struct mizan_error error = {0};
	va_list list;
	va_start(list, what);
	vsnprintf(text, sizeof text, what, list);
	va_end(list);
	(void)mizan_error_set(&error, MIZAN_ERROR_INPUT, advice, "%s", text);
	if (brief->of_claims) {
		fault_say_keys(error.what);
		fault_say_keys(error.advice);
	}
	mizan_error_at(&error, brief->path, line, brief_column(brief, line, column));
	brief_collect(brief, &brief->faults, &brief->fault_count, &brief->fault_capacity, &error);
}

void brief_place(const char *text, size_t at, size_t *line, size_t *column)
{
	*line = *column = 1;
	for (size_t i = 0; i < at; i++) {
		bool ends = text[i] == '\n', inside = ((unsigned char)text[i] & 0xc0) == 0x80;
		*line += ends;
		*column = ends ? 1 : *column + !inside;
	}
}

void node_place(cmark_node *node, size_t *line, size_t *column)
{
	while (node && cmark_node_get_start_line(node) < 1) {
		node = cmark_node_parent(node);
	}
	int start = node ? cmark_node_get_start_column(node) : 1;
	*line = node ? (size_t)cmark_node_get_start_line(node) : 1;
	*column = start > 0 ? (size_t)start : 1;
}

/* ---- Cells -------------------------------------------------------------------------------- */

static bool starts_with(const char *text, const char *start)
{
	return text && strncmp(text, start, strlen(start)) == 0;
}

static int node_may_contain(
	cmark_syntax_extension *extension, cmark_node *node, cmark_node_type child)
{
	(void)extension;
	(void)node;
	(void)child;
	return 1;
}

/* A cell of a table takes no custom node by itself: its extension is asked, so another one answers
 * for the moment. */
static bool node_replace(cmark_node *old, cmark_node *node)
{
	if (cmark_node_replace(old, node)) {
		return true;
	}
	cmark_node *parent = cmark_node_parent(old);
	cmark_syntax_extension *own = parent ? cmark_node_get_syntax_extension(parent) : NULL;
	cmark_syntax_extension *lenient = own ? cmark_syntax_extension_new("lenient") : NULL;
	if (!lenient) {
		return false;
	}
	cmark_syntax_extension_set_can_contain_func(lenient, node_may_contain);
	cmark_node_set_syntax_extension(parent, lenient);
	bool replaced = cmark_node_replace(old, node);
	cmark_node_set_syntax_extension(parent, own);
	cmark_syntax_extension_free(cmark_get_default_mem_allocator(), lenient);
	return replaced;
}

static struct brief_cell *cell_add(
	struct mizan_brief *brief, enum brief_cell_kind kind, cmark_node *node)
{
	struct brief_cell *cell = mizan_arena_allocate(&brief->arena, 1, sizeof *cell);
	if (!cell || !mizan_grow(&brief->cells, &brief->cell_capacity, brief->cell_count + 1,
			     sizeof *brief->cells)) {
		brief->failed = true;
		return NULL;
	}
	brief->cells[brief->cell_count++] = cell;
	cell->kind = kind;
	node_place(node, &cell->line, &cell->column);
	cell->sql_line = cell->line;
	cell->sql = "";
	cell->sql_column = cell->column;
	cell->node = cmark_node_new(
		kind == CELL_INLINE ? CMARK_NODE_CUSTOM_INLINE : CMARK_NODE_CUSTOM_BLOCK);
	if (!cell->node || !node_replace(node, cell->node)) {
		cmark_node_free(cell->node);
		cell->node = NULL;
		brief->failed = true;
	}
	return cell;
}

static void parse_inline(struct mizan_brief *brief, cmark_node *node)
{
	const char *literal = cmark_node_get_literal(node);
	struct brief_cell *cell = cell_add(brief, CELL_INLINE, node);
	if (cell) {
		const char *sql = literal + strlen("{sql}");
		while (*sql == ' ' || *sql == '\n') {
			sql++;
		}
		cell->sql = brief_copy(brief, sql, strlen(sql));
		cell->sql_column = cell->column + (size_t)(sql - literal);
		if (!*sql) {
			brief_fault(brief, cell->line, cell->column, "write `{sql} SELECT ...`",
				"the inline query is empty");
			cell->faulty = true;
		}
	}
	cmark_node_free(node);
}

static void parse_fence(struct mizan_brief *brief, cmark_node *node, enum brief_cell_kind kind)
{
	struct brief_cell *cell = cell_add(brief, kind, node);
	if (cell) {
		size_t before = brief->fault_count;
		cell_read_text(brief, cell, cmark_node_get_literal(node));
		cell_check_options(brief, cell);
		cell->faulty = brief->fault_count > before;
	}
	cmark_node_free(node);
}

/* What looks like a cell but would be dropped or shown as it stands. */
static void parse_check_text(struct mizan_brief *brief, cmark_node *node)
{
	const char *literal = cmark_node_get_literal(node);
	size_t line, column;
	node_place(node, &line, &column);
	cmark_node *before = cmark_node_previous(node);
	bool begins = !before || cmark_node_get_type(before) == CMARK_NODE_SOFTBREAK ||
		      cmark_node_get_type(before) == CMARK_NODE_LINEBREAK;
	if (begins && starts_with(literal, ":::")) {
		/* Quarto's fenced divs would be shown as they stand. */
		brief_fault(brief, line, column, "use a heading, a list or a quotation",
			"::: blocks are not part of a brief");
	}
	if (literal && strstr(literal, "{sql}")) {
		/* The nodes of a text that is cut know no exact place. */
		const char *start = line <= brief->line_count ? brief->lines[line - 1] : "";
		const char *cell = strstr(start, "{sql}"), *end = strchr(start, '\n');
		if (cell && (!end || cell < end) && column < 2 + (size_t)(cell - start)) {
			column = (size_t)(cell - start) + 1;
		}
		brief_fault(brief, line, column,
			"in a table cell, write a query without |: use concat() or another column",
			"a query is cut in two, or has no closing `");
	}
}

static void parse_check_fence(struct mizan_brief *brief, cmark_node *node, const char *info)
{
	if (*info == '{' && !starts_with(info, "{=")) {
		size_t line, column;
		node_place(node, &line, &column);
		brief_fault(brief, line, column, "cells are {sql} and {claim}",
			"no kind of cell is called '%.40s'", info);
	}
}

/* A page loads nothing, so that it is the same wherever it is read. */
static void parse_check_image(struct mizan_brief *brief, cmark_node *node)
{
	const char *url = cmark_node_get_url(node);
	if (!starts_with(url, "data:image/")) {
		size_t line, column;
		node_place(node, &line, &column);
		brief_fault(brief, line, column, "draw a chart with a {sql} cell, or link to it",
			"no picture is loaded: '%.80s'", url ? url : "");
		brief->failed |= !cmark_node_set_url(node, "");
	}
}

/* A node that is replaced is done with; the walk goes on behind it. */
static void parse_node(struct mizan_brief *brief, cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);
	if (type == CMARK_NODE_CODE && starts_with(cmark_node_get_literal(node), "{sql}")) {
		parse_inline(brief, node);
	} else if (type == CMARK_NODE_CODE_BLOCK) {
		const char *info = cmark_node_get_fence_info(node);
		info = info ? info : "";
		if (strcmp(info, "{sql}") == 0) {
			parse_fence(brief, node, CELL_BLOCK);
		} else if (strcmp(info, "{claim}") == 0) {
			parse_fence(brief, node, CELL_CLAIM);
		} else {
			parse_check_fence(brief, node, info);
		}
	} else if (type == CMARK_NODE_TEXT) {
		parse_check_text(brief, node);
	} else if (type == CMARK_NODE_IMAGE) {
		parse_check_image(brief, node);
	} else if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) {
		const char *literal = cmark_node_get_literal(node);
		if (!starts_with(literal, "<!--")) {
			size_t line, column, size = literal ? strcspn(literal, "\r\n") : 0;
			node_place(node, &line, &column);
			brief_fault(brief, line, column, "write Markdown",
				"HTML is not shown in a brief: '%.*s'", size < 40 ? (int)size : 40,
				literal ? literal : "");
		}
	}
}

/* Leaves are listed first: replacing nodes under a running iterator is not allowed. */
static void parse_tree(struct mizan_brief *brief)
{
	cmark_node **leaves = NULL;
	size_t count = 0, capacity = 0;
	cmark_iter *iterator = cmark_iter_new(brief->root);
	for (cmark_event_type event; (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;) {
		cmark_node *node = cmark_iter_get_node(iterator);
		bool leaf = !cmark_node_first_child(node) ||
			    cmark_node_get_type(node) == CMARK_NODE_IMAGE;
		if (event != CMARK_EVENT_ENTER || !leaf) {
			continue;
		}
		if (!mizan_grow(&leaves, &capacity, count + 1, sizeof *leaves)) {
			brief->failed = true;
			break;
		}
		leaves[count++] = node;
	}
	cmark_iter_free(iterator);
	for (size_t i = 0; i < count && !brief->failed; i++) {
		parse_node(brief, leaves[i]);
	}
	free(leaves);
}

static mizan_status parse_markdown(
	struct mizan_brief *brief, const char *text, size_t size, struct mizan_error *error)
{
	static const char *const extensions[] = {"table", "strikethrough", "autolink"};
	mizan_status status = mizan_markdown_check(brief->path, text, size, error);
	if (status != MIZAN_OK) {
		return status;
	}
	cmark_gfm_core_extensions_ensure_registered();
	cmark_parser *parser =
		cmark_parser_new(CMARK_OPT_DEFAULT | CMARK_OPT_FOOTNOTES | CMARK_OPT_VALIDATE_UTF8);
	if (!parser) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
		cmark_syntax_extension *extension = cmark_find_syntax_extension(extensions[i]);
		if (extension) {
			cmark_parser_attach_syntax_extension(parser, extension);
		}
	}
	cmark_parser_feed(parser, text, size);
	brief->root = cmark_parser_finish(parser);
	if (brief->root) {
		cmark_consolidate_text_nodes(brief->root);
	}
	cmark_parser_free(parser);
	return brief->root ? MIZAN_OK : mizan_error_memory(error);
}

mizan_status mizan_brief_parse(const char *path, const char *text, size_t size,
	struct mizan_brief **result, struct mizan_error *error)
{
	struct mizan_brief *brief = calloc(1, sizeof *brief);
	*result = brief;
	char *copy = brief ? brief_copy(brief, text, size) : NULL;
	if (!copy) {
		return mizan_error_memory(error);
	}
	brief->path = brief_copy(brief, path, strlen(path));
	size_t good = mizan_utf8_check(text, size), nul = strlen(copy);
	if (good < size || nul < size) {
		size_t at = good < nul ? good : nul, line, column;
		brief_place(text, at, &line, &column);
		mizan_error_at(error, path, line, column);
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "save it as UTF-8",
			at == nul ? "the text has a byte 0: is it a text?"
				  : "the text is not UTF-8");
	}
	bool marked = starts_with(copy, "\xef\xbb\xbf");
	if (marked) {
		memmove(copy, copy + 3, size - 2);
	}
	brief->text = brief_copy(brief, copy, strlen(copy));
	if (!brief->text) {
		return mizan_error_memory(error);
	}
	brief_list_lines(brief);
	front_read(brief, copy);
	/* Front matter was taken away: the text is shorter than it came. */
	mizan_status status = parse_markdown(brief, copy, strlen(copy), error);
	if (status == MIZAN_OK) {
		parse_tree(brief);
		unchecked_find(brief);
		status = brief->failed ? mizan_error_memory(error) : MIZAN_OK;
	}
	return status;
}

void mizan_brief_release(struct mizan_brief *brief)
{
	if (!brief) {
		return;
	}
	for (size_t i = 0; i < brief->cell_count; i++) {
		mizan_table_release(&brief->cells[i]->table);
	}
	if (brief->root) {
		cmark_node_free(brief->root);
	}
	mizan_table_release(&brief->sources);
	free(brief->cells);
	free(brief->faults);
	free(brief->unchecked);
	free(brief->claims);
	mizan_arena_release(&brief->arena);
	free(brief);
}

size_t mizan_brief_fault_count(const struct mizan_brief *brief)
{
	return brief->fault_count;
}

const struct mizan_error *mizan_brief_fault(const struct mizan_brief *brief, size_t index)
{
	return &brief->faults[index];
}

size_t mizan_brief_claim_count(const struct mizan_brief *brief)
{
	return brief->claim_count;
}

const struct mizan_claim *mizan_brief_claim(const struct mizan_brief *brief, size_t index)
{
	return brief->claims[index];
}

size_t mizan_brief_unchecked_count(const struct mizan_brief *brief)
{
	return brief->unchecked_count;
}

const struct mizan_error *mizan_brief_unchecked(const struct mizan_brief *brief, size_t index)
{
	return &brief->unchecked[index];
}

bool mizan_brief_is_plain(const struct mizan_brief *brief)
{
	return brief->cell_count == 0 && !brief->has_front;
}
