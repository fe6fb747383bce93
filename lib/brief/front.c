/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Front matter: a YAML mapping between two lines of ---. */
#include "brief_internal.h"

#include <libfyaml.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The end of the front matter (behind its closing line), or NULL where there is none. */
static char *front_end(char *text)
{
	if (strncmp(text, "---\n", 4) != 0 && strncmp(text, "---\r\n", 5) != 0) {
		return NULL;
	}
	for (char *line = strchr(text, '\n'); line; line = strchr(line + 1, '\n')) {
		if (strncmp(line, "\n---", 4) == 0 &&
			(line[4] == '\n' || line[4] == '\0' || line[4] == '\r')) {
			return line + 4;
		}
	}
	return NULL;
}

/* At the key; `what` names one text. */
static void front_fault(struct mizan_brief *brief, struct fy_node_pair *pair, const char *advice,
	const char *what, const char *name)
{
	char text[120];
	struct fy_node *key = fy_node_pair_key(pair);
	struct fy_token *token = key ? fy_node_get_scalar_token(key) : NULL;
	const struct fy_mark *mark = token ? fy_token_start_mark(token) : NULL;
	snprintf(text, sizeof text, "%s'%s'", what, name);
	/* Its lines count from 0, behind the line of ---. */
	brief_fault(brief, mark ? (size_t)mark->line + 2 : 1, mark ? (size_t)mark->column + 1 : 1,
		advice, "%s", text);
}

static void front_take(struct mizan_brief *brief, struct fy_node_pair *pair)
{
	static const struct {
		const char *key;
		size_t offset;
	} keys[] = {{"title", offsetof(struct mizan_brief, title)},
		{"subtitle", offsetof(struct mizan_brief, subtitle)},
		{"author", offsetof(struct mizan_brief, author)},
		{"date", offsetof(struct mizan_brief, date)},
		{"lang", offsetof(struct mizan_brief, language)},
		{"parties", offsetof(struct mizan_brief, parties)}};
	size_t key_size = 0, value_size = 0;
	struct fy_node *value_node = fy_node_pair_value(pair);
	const char *key = fy_node_get_scalar(fy_node_pair_key(pair), &key_size);
	const char *value = fy_node_get_scalar(value_node, &value_size);
	for (size_t i = 0; key && i < sizeof keys / sizeof *keys; i++) {
		if (strlen(keys[i].key) == key_size && memcmp(key, keys[i].key, key_size) == 0) {
			if (value_node && (fy_node_get_type(value_node) != FYNT_SCALAR ||
						  fy_node_is_alias(value_node))) {
				front_fault(brief, pair, "write one text: A, B and C",
					"front matter takes one text for ", keys[i].key);
			} else if (value) {
				const char *copy = brief_copy(brief, value, value_size);
				memcpy((char *)brief + keys[i].offset, &copy, sizeof copy);
			}
			return;
		}
	}
	char name[48];
	snprintf(name, sizeof name, "%.*s", (int)(key_size > 40 ? 40 : key_size), key ? key : "");
	front_fault(brief, pair, "keys are title, subtitle, author, date, lang, parties",
		"front matter has no ", name);
}

/* What the parser would print on standard error: we say what is wrong ourselves. */
static void front_be_quiet(struct fy_diag *diagnostics, void *user, const char *text, size_t size)
{
	(void)diagnostics;
	(void)user;
	(void)text;
	(void)size;
}

static void front_take_all(struct mizan_brief *brief, struct fy_node *root)
{
	void *place = NULL;
	struct fy_node_pair *pair;
	if (!root || fy_node_get_type(root) != FYNT_MAPPING) {
		brief_fault(brief, 1, 1, "write key: value, one a line",
			"the front matter between --- is no YAML mapping");
		return;
	}
	while ((pair = fy_node_mapping_iterate(root, &place)) != NULL) {
		front_take(brief, pair);
	}
}

static void front_parse(struct mizan_brief *brief, const char *yaml, size_t size)
{
	struct fy_parse_cfg config = {.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG};
	struct fy_diag_cfg quiet;
	if (strspn(yaml, " \t\r\n") >= size) {
		return;
	}
	fy_diag_cfg_default(&quiet);
	quiet.fp = NULL;
	quiet.output_fn = front_be_quiet;
	struct fy_diag *diagnostics = fy_diag_create(&quiet);
	if (!diagnostics) {
		brief->failed = true;
		return;
	}
	fy_diag_set_collect_errors(diagnostics, true);
	config.diag = diagnostics;
	struct fy_document *document = fy_document_build_from_string(&config, yaml, size);
	if (document) {
		front_take_all(brief, fy_document_root(document));
	} else {
		void *place = NULL;
		const struct fy_diag_error *first = fy_diag_errors_iterate(diagnostics, &place);
		/* Its lines count from 1, behind the line of ---. */
		brief_fault(brief, first && first->line > 0 ? (size_t)first->line + 1 : 1,
			first && first->column > 0 ? (size_t)first->column : 1,
			"write key: value, one a line", "the front matter is not YAML: %s",
			first && first->msg ? first->msg : "cannot be read");
	}
	fy_document_destroy(document);
	fy_diag_destroy(diagnostics);
}

void front_read(struct mizan_brief *brief, char *text)
{
	char *end = front_end(text);
	brief->title = brief->path;
	brief->language = "en";
	if (!end) {
		if (strncmp(text, "---\n", 4) == 0 || strncmp(text, "---\r\n", 5) == 0) {
			brief_fault(brief, 1, 1, "close it with a line of ---",
				"the front matter is never closed");
		}
		return;
	}
	char *start = strchr(text, '\n') + 1;
	brief->has_front = true;
	front_parse(brief, start, end > start + 3 ? (size_t)(end - 4 - start) + 1 : 0);
	for (char *c = text; c < end; c++) {
		if (*c != '\n' && *c != '\r') {
			*c = ' ';
		}
	}
	/* Blank lines, but a line of blanks would begin no code block: four blanks do. */
	char *to = text;
	for (char *c = text; c < end; c++) {
		if (*c == '\n') {
			*to++ = '\n';
		}
	}
	memmove(to, end, strlen(end) + 1);
}
