/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The blocks of an article in Markdown: text without its markup, and where it stood. */
#include "review_internal.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <string.h>

#define WINDOW                                                                                     \
	64 /* bytes around the place that a node names, within which its text is looked for */

/* Where a literal stands: nodes behind a mark of a list or a quotation know it only roughly. */
static void markdown_place(const struct article_reader *reader, cmark_node *node,
	const char *literal, size_t *line, size_t *column)
{
	while (node && cmark_node_get_start_line(node) < 1) {
		node = cmark_node_parent(node);
	}
	*line = node ? (size_t)cmark_node_get_start_line(node) : 1;
	int start = node ? cmark_node_get_start_column(node) : 1;
	*column = start > 0 ? (size_t)start : 1;
	if (*line > reader->line_count || !literal) {
		return;
	}
	const char *text = reader->lines[*line - 1];
	size_t size = *line < reader->line_count ? (size_t)(reader->lines[*line] - text)
						 : (size_t)(reader->text + reader->size - text);
	size_t length = strcspn(literal, "\n"), named = *column - 1;
	length = length < 24 ? length : 24;
	size_t from = named < size ? named : size, to = from + 4 * WINDOW;
	to = to < size ? to : size;
	const char *found = length > 0 ? memmem(text + from, to - from, literal, length) : NULL;
	if (!found && length > 0) {
		from = from > WINDOW ? from - WINDOW : 0;
		found = memmem(text + from, to - from, literal, length);
	}
	*column = found ? (size_t)(found - text) + 1 : *column;
}

static void markdown_literal(struct article_reader *reader, cmark_node *node)
{
	const char *literal = cmark_node_get_literal(node);
	size_t line, column;
	if (literal && *literal) {
		markdown_place(reader, node, literal, &line, &column);
		article_append(reader, literal, strlen(literal), line, column);
	}
}

/* HTML is text to us, and is shown as it stands; comments are not shown. */
static void markdown_html(struct article_reader *reader, cmark_node *node)
{
	const char *literal = cmark_node_get_literal(node);
	if (literal && strncmp(literal, "<!--", 4) != 0) {
		markdown_literal(reader, node);
	}
}

static bool is_block(cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);
	return type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING ||
	       strcmp(cmark_node_get_type_string(node), "table_cell") == 0;
}

static void markdown_enter(struct article_reader *reader, cmark_node *node, size_t *quotes)
{
	cmark_node_type type = cmark_node_get_type(node);
	struct article_block *block = &reader->block;
	if (type == CMARK_NODE_BLOCK_QUOTE) {
		++*quotes;
	} else if (is_block(node) || type == CMARK_NODE_CODE_BLOCK ||
		   type == CMARK_NODE_HTML_BLOCK) {
		cmark_node *parent = cmark_node_parent(node);
		article_end_block(reader);
		block->quotation = *quotes > 0;
		block->heading = type == CMARK_NODE_HEADING;
		block->level = block->heading ? (unsigned)cmark_node_get_heading_level(node) : 0;
		block->item = parent && cmark_node_get_type(parent) == CMARK_NODE_ITEM;
	}
	if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE || type == CMARK_NODE_CODE_BLOCK) {
		markdown_literal(reader, node);
	} else if (type == CMARK_NODE_HTML_INLINE || type == CMARK_NODE_HTML_BLOCK) {
		markdown_html(reader, node);
	} else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
		mizan_text_append(&block->text, " ");
	}
	if (type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK) {
		article_end_block(reader);
	}
}

static void markdown_walk(struct article_reader *reader, cmark_node *root)
{
	size_t quotes = 0;
	cmark_iter *iterator = cmark_iter_new(root);
	for (cmark_event_type event; (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;) {
		cmark_node *node = cmark_iter_get_node(iterator);
		cmark_node_type type = cmark_node_get_type(node);
		if (event == CMARK_EVENT_ENTER) {
			markdown_enter(reader, node, &quotes);
		} else if (type == CMARK_NODE_BLOCK_QUOTE) {
			quotes--;
		} else if (is_block(node)) {
			article_end_block(reader);
		}
	}
	cmark_iter_free(iterator);
	article_end_block(reader);
}

mizan_status article_read_markdown(struct article_reader *reader, struct mizan_error *error)
{
	static const char *const extensions[] = {"table", "strikethrough"};
	mizan_status status =
		mizan_markdown_check(reader->article->path, reader->text, reader->size, error);
	if (status != MIZAN_OK) {
		return status;
	}
	cmark_gfm_core_extensions_ensure_registered();
	cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT | CMARK_OPT_FOOTNOTES);
	if (!parser) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
		cmark_syntax_extension *extension = cmark_find_syntax_extension(extensions[i]);
		if (extension) {
			cmark_parser_attach_syntax_extension(parser, extension);
		}
	}
	/* Front matter becomes empty lines, so that the others stay where they are. */
	for (size_t i = 0; i < reader->first_line; i++) {
		cmark_parser_feed(parser, "\n", 1);
	}
	const char *start = reader->first_line < reader->line_count
				    ? reader->lines[reader->first_line]
				    : reader->text + reader->size;
	cmark_parser_feed(parser, start, (size_t)(reader->text + reader->size - start));
	cmark_node *root = cmark_parser_finish(parser);
	if (root) {
		markdown_walk(reader, root);
		cmark_node_free(root);
	}
	cmark_parser_free(parser);
	return root ? MIZAN_OK : mizan_error_memory(error);
}
