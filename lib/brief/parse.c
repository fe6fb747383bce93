/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From text to tree: the cells are found and become nodes that the writers fill. */
#include "brief_internal.h"

#include <cmark-gfm-core-extensions.h>
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
	mizan_error_at(&error, brief->path, line, column);
	brief_collect(brief, &brief->faults, &brief->fault_count, &brief->fault_capacity, &error);
}

/* ---- Cells -------------------------------------------------------------------------------- */

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
	cell->line = (size_t)cmark_node_get_start_line(node);
	cell->column = (size_t)cmark_node_get_start_column(node);
	cell->sql_line = cell->line;
	cell->sql = "";
	cell->node = cmark_node_new(
		kind == CELL_INLINE ? CMARK_NODE_CUSTOM_INLINE : CMARK_NODE_CUSTOM_BLOCK);
	if (!cell->node || !cmark_node_replace(node, cell->node)) {
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
		if (!*sql) {
			brief_fault(brief, cell->line, cell->column, "write `{sql} SELECT ...`",
				"the inline query is empty");
		}
	}
	cmark_node_free(node);
}

static void parse_fence(struct mizan_brief *brief, cmark_node *node, enum brief_cell_kind kind)
{
	struct brief_cell *cell = cell_add(brief, kind, node);
	if (cell) {
		cell_read_text(brief, cell, cmark_node_get_literal(node));
		cell_check_options(brief, cell);
	}
	cmark_node_free(node);
}

static bool starts_with(const char *text, const char *start)
{
	return text && strncmp(text, start, strlen(start)) == 0;
}

/* What looks like a cell but would be dropped or shown as it stands. */
static void parse_check_text(struct mizan_brief *brief, cmark_node *node)
{
	const char *literal = cmark_node_get_literal(node);
	size_t line = (size_t)cmark_node_get_start_line(node);
	size_t column = (size_t)cmark_node_get_start_column(node);
	if (literal && strstr(literal, "{sql}")) {
		brief_fault(brief, line, column,
			"in a table cell, write a query without |: use concat() or another column",
			"a query is cut in two, or has no closing `");
	}
}

static void parse_check_fence(struct mizan_brief *brief, cmark_node *node, const char *info)
{
	if (*info == '{' && !starts_with(info, "{=")) {
		brief_fault(brief, (size_t)cmark_node_get_start_line(node),
			(size_t)cmark_node_get_start_column(node), "cells are {sql} and {claim}",
			"no kind of cell is called '%.40s'", info);
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
	} else if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE) {
		const char *literal = cmark_node_get_literal(node);
		if (!starts_with(literal, "<!--")) {
			brief_fault(brief, (size_t)cmark_node_get_start_line(node),
				(size_t)cmark_node_get_start_column(node), "write Markdown",
				"HTML is not shown in a brief: '%.40s'", literal ? literal : "");
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
		if (event != CMARK_EVENT_ENTER || cmark_node_first_child(node)) {
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

/* Quarto's fenced divs would be shown as they stand. */
static void parse_check_lines(struct mizan_brief *brief, const char *text)
{
	size_t number = 1;
	bool fenced = false;
	for (const char *line = text; *line; number++) {
		const char *end = strchr(line, '\n');
		if (starts_with(line, "```") || starts_with(line, "~~~")) {
			fenced = !fenced;
		} else if (!fenced && starts_with(line, ":::")) {
			brief_fault(brief, number, 1, "use a heading, a list or a quotation",
				"::: blocks are not part of a brief");
		}
		line = end ? end + 1 : line + strlen(line);
	}
}

static mizan_status parse_markdown(
	struct mizan_brief *brief, const char *text, size_t size, struct mizan_error *error)
{
	static const char *const extensions[] = {"table", "strikethrough", "autolink"};
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
	size_t good = mizan_utf8_check(text, size);
	if (good < size || memchr(text, 0, size)) {
		mizan_error_at(error, path, 0, 0);
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "save it as UTF-8",
			"the text is not UTF-8 at byte %zu", good < size ? good : strlen(copy));
	}
	front_read(brief, copy, size);
	parse_check_lines(brief, copy);
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
