/* SPDX-License-Identifier: GPL-3.0-or-later */
/* YAML files, small enough to be read whole: what is wrong in one has its line and column. */
#include <mizan/table.h>

#include <libfyaml.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* The first word of a node: its own, or that of the first thing in it. */
static struct fy_token *yaml_find_token(struct fy_node *node)
{
	while (node && !fy_node_is_scalar(node)) {
		struct fy_node_pair *pair =
			fy_node_is_mapping(node) ? fy_node_mapping_get_by_index(node, 0) : NULL;
		node = pair ? fy_node_pair_key(pair) : fy_node_sequence_get_by_index(node, 0);
	}
	return node ? fy_node_get_scalar_token(node) : NULL;
}

void mizan_yaml_place(struct fy_node *node, size_t *line, size_t *column)
{
	struct fy_token *token = yaml_find_token(node);
	const struct fy_mark *mark = token ? fy_token_start_mark(token) : NULL;
	*line = mark ? (size_t)mark->line + 1 : 0;
	/* The mark of an alias stands behind its asterisk. */
	bool alias = mark && node && fy_node_is_alias(node) && mark->column > 0;
	*column = mark ? (size_t)mark->column + (alias ? 0 : 1) : 0;
}

void mizan_yaml_at(const struct mizan_yaml *yaml, struct fy_node *node, struct fy_node *before,
	struct mizan_error *error)
{
	size_t line, column;
	mizan_yaml_place(node, &line, &column);
	if (line == 0 && before) {
		mizan_yaml_place(before, &line, &column);
	}
	mizan_error_at(error, yaml->path, line, column);
}

const char *mizan_yaml_text(const struct mizan_yaml *yaml, struct fy_node *node)
{
	size_t size;
	const char *text = node && fy_node_is_scalar(node) && !fy_node_is_alias(node)
				   ? fy_node_get_scalar(node, &size)
				   : NULL;
	return text && size > 0 ? mizan_arena_copy(yaml->arena, text, size) : NULL;
}

/* The line and column of a byte. */
static void yaml_place_of(const struct mizan_yaml *yaml, size_t offset, struct mizan_error *error)
{
	size_t line = 1, column = 1;
	for (size_t i = 0; i < offset; i++) {
		unsigned char byte = (unsigned char)yaml->text[i];
		column = byte == '\n' ? 1 : column + ((byte & 0xc0u) != 0x80u);
		line += byte == '\n';
	}
	mizan_error_at(error, yaml->path, line, column);
}

/* All of the file, or a byte more than is allowed. */
static mizan_status yaml_take(
	struct mizan_yaml *yaml, FILE *file, size_t bytes_max, struct mizan_error *error)
{
	struct mizan_text text = {0};
	char bytes[16384];
	size_t size;
	while (text.size <= bytes_max && !text.failed &&
		(size = fread(bytes, 1, sizeof bytes, file)) > 0) {
		mizan_text_append_bytes(&text, bytes, size);
	}
	mizan_status status = mizan_text_check(&text, error);
	if (status == MIZAN_OK && ferror(file)) {
		status = mizan_error_set(error, MIZAN_ERROR_INPUT, "is it a folder?",
			"cannot read the %s", yaml->kind);
	}
	if (status == MIZAN_OK) {
		yaml->size = text.size;
		yaml->text = mizan_arena_copy(yaml->arena, text.data ? text.data : "", text.size);
		status = yaml->text ? MIZAN_OK : mizan_error_memory(error);
	}
	mizan_text_release(&text);
	return status;
}

static mizan_status yaml_load(struct mizan_yaml *yaml, size_t bytes_max, struct mizan_error *error)
{
	FILE *file = fopen(yaml->path, "rb");
	mizan_error_at(error, yaml->path, 0, 0);
	if (!file) {
		bool wrong_name = errno == ENOENT || errno == ENOTDIR || errno == EISDIR;
		mizan_status status =
			mizan_error_errno(error, yaml->missing ? yaml->missing : "check the path",
				"cannot open the %s", yaml->kind);
		if (wrong_name && error) {
			error->status = status = MIZAN_ERROR_INPUT;
		}
		return status;
	}
	mizan_status status = yaml_take(yaml, file, bytes_max, error);
	fclose(file);
	if (status != MIZAN_OK) {
		return status;
	}
	if (yaml->size > bytes_max) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, yaml->help,
			"this is no %s: it has more than %zu bytes", yaml->kind, bytes_max);
	}
	const char *zero = memchr(yaml->text, 0, yaml->size);
	size_t good = mizan_utf8_check(yaml->text, zero ? (size_t)(zero - yaml->text) : yaml->size);
	if (good < yaml->size) {
		yaml_place_of(yaml, good, error);
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "save it as UTF-8",
			"this is no %s: not UTF-8 text", yaml->kind);
	}
	return MIZAN_OK;
}

/* What the parser would print on standard error: we say what is wrong ourselves. */
static void yaml_be_quiet(struct fy_diag *diagnostics, void *user, const char *text, size_t size)
{
	(void)diagnostics;
	(void)user;
	(void)text;
	(void)size;
}

/* What the parser found wrong. */
static mizan_status yaml_fault(struct mizan_yaml *yaml, struct mizan_error *error)
{
	void *position = NULL;
	const struct fy_diag_error *first = fy_diag_errors_iterate(yaml->diagnostics, &position);
	mizan_error_at(error, yaml->path, first && first->line > 0 ? (size_t)first->line : 1,
		first && first->column > 0 ? (size_t)first->column : 1);
	if (!first) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, yaml->help,
			"there is no %s in the file", yaml->kind);
	}
	return mizan_error_set(error, MIZAN_ERROR_INPUT, yaml->help, "the %s is not YAML: %s",
		yaml->kind, first->msg ? first->msg : "cannot be read");
}

/* One document, and nothing behind it: what is not read would be lost without a word. */
static mizan_status yaml_parse_one(
	struct mizan_yaml *yaml, struct fy_parser *parser, struct mizan_error *error)
{
	if (fy_parser_set_string(parser, yaml->text, yaml->size) != 0) {
		return mizan_error_memory(error);
	}
	yaml->document = fy_parse_load_document(parser);
	if (!yaml->document) {
		return yaml_fault(yaml, error);
	}
	struct fy_document *second = fy_parse_load_document(parser);
	mizan_status status = MIZAN_OK;
	if (second) {
		mizan_yaml_at(yaml, fy_document_root(second), NULL, error);
		status = mizan_error_set(error, MIZAN_ERROR_INPUT,
			"one file for each; a line of --- begins another",
			"there is a second %s in the file", yaml->kind);
		fy_parse_document_destroy(parser, second);
	} else if (fy_parser_get_stream_error(parser)) {
		status = yaml_fault(yaml, error);
	}
	return status;
}

mizan_status mizan_yaml_parse(
	struct mizan_yaml *yaml, char *text, size_t size, struct mizan_error *error)
{
	struct fy_parse_cfg config = {
		.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG | FYPCF_ALLOW_DUPLICATE_KEYS};
	struct fy_diag_cfg diagnostics;
	yaml->text = text;
	yaml->size = size;
	fy_diag_cfg_default(&diagnostics);
	diagnostics.fp = NULL;
	diagnostics.output_fn = yaml_be_quiet;
	yaml->diagnostics = fy_diag_create(&diagnostics);
	if (!yaml->diagnostics) {
		return mizan_error_memory(error);
	}
	fy_diag_set_collect_errors(yaml->diagnostics, true);
	config.diag = yaml->diagnostics;
	struct fy_parser *parser = fy_parser_create(&config);
	if (!parser) {
		return mizan_error_memory(error);
	}
	mizan_status status = yaml_parse_one(yaml, parser, error);
	fy_parser_destroy(parser);
	return status;
}

mizan_status mizan_yaml_read(struct mizan_yaml *yaml, size_t bytes_max, struct mizan_error *error)
{
	mizan_status status = yaml_load(yaml, bytes_max, error);
	return status == MIZAN_OK ? mizan_yaml_parse(yaml, yaml->text, yaml->size, error) : status;
}

void mizan_yaml_release(struct mizan_yaml *yaml)
{
	if (yaml->document) {
		fy_document_destroy(yaml->document);
	}
	if (yaml->diagnostics) {
		fy_diag_destroy(yaml->diagnostics);
	}
}
