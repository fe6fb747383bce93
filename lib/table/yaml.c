/* SPDX-License-Identifier: GPL-3.0-or-later */
/* YAML files, small enough to be read whole: what is wrong in one has its line and column. */
#include <libfyaml.h>
#include <mizan/table.h>

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
	*column = mark ? (size_t)mark->column + 1 : 0;
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

static mizan_status yaml_load(struct mizan_yaml *yaml, size_t bytes_max, struct mizan_error *error)
{
	FILE *file = fopen(yaml->path, "rb");
	mizan_error_at(error, yaml->path, 0, 0);
	if (!file) {
		bool wrong_name = errno == ENOENT || errno == ENOTDIR || errno == EISDIR;
		mizan_status status =
			mizan_error_errno(error, yaml->path_help, "cannot open the %s", yaml->kind);
		if (wrong_name && error) {
			error->status = status = MIZAN_ERROR_INPUT;
		}
		return status;
	}
	yaml->text = mizan_arena_allocate(yaml->arena, bytes_max + 1, 1);
	yaml->size = yaml->text ? fread(yaml->text, 1, bytes_max + 1, file) : 0;
	bool failed = ferror(file) != 0;
	fclose(file);
	if (!yaml->text) {
		return mizan_error_memory(error);
	}
	if (failed) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "is it a folder?",
			"cannot read the %s", yaml->kind);
	}
	if (yaml->size > bytes_max || memchr(yaml->text, 0, yaml->size) ||
		mizan_utf8_check(yaml->text, yaml->size) != yaml->size) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, yaml->help,
			"this is no %s: too large, or not UTF-8 text", yaml->kind);
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
	yaml->document = fy_document_build_from_string(&config, yaml->text, yaml->size);
	if (yaml->document) {
		return MIZAN_OK;
	}
	void *position = NULL;
	const struct fy_diag_error *first = fy_diag_errors_iterate(yaml->diagnostics, &position);
	mizan_error_at(error, yaml->path, first && first->line > 0 ? (size_t)first->line : 1,
		first && first->column > 0 ? (size_t)first->column : 1);
	return mizan_error_set(error, MIZAN_ERROR_INPUT, yaml->help, "the %s is not YAML: %s",
		yaml->kind, first && first->msg ? first->msg : "cannot be read");
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
