/* SPDX-License-Identifier: GPL-3.0-or-later */
/* YAML files of the source room: mappings and agreements. No other room includes this. */
#ifndef MIZAN_SOURCE_YAML_INTERNAL_H
#define MIZAN_SOURCE_YAML_INTERNAL_H

#include <libfyaml.h>
#include <mizan/base.h>

/* A file that is read whole. `arena` is the caller's and holds the text that the tree points into.
 */
struct source_yaml {
	const char *path, *kind; /* "mapping", "agreement": in messages */
	const char *help;        /* "see mizan template map" */
	const char *missing;     /* what to do where it cannot be opened; NULL: check the path */
	struct mizan_arena *arena;
	char *text;
	size_t size;
	struct fy_document *document;
	struct fy_diag *diagnostics;
};

/* Reads and parses; `yaml` has path, kind, help and arena. At most `bytes_max`. Errors say line and
 * column. Aliases are not resolved: nobody here has use for them, and a bomb has. Always end with
 * source_yaml_release. */
mizan_status source_yaml_read(
	struct source_yaml *yaml, size_t bytes_max, struct mizan_error *error) MIZAN_MUST_CHECK;
void source_yaml_release(struct source_yaml *yaml);
/* Says where a node stands; where it is empty, where `before` (its key; may be NULL) does. */
void source_yaml_at(const struct source_yaml *yaml, struct fy_node *node, struct fy_node *before,
	struct mizan_error *error);
/* Line and column of a node, from 1; 0 where it is not known. */
void source_yaml_place(struct fy_node *node, size_t *line, size_t *column);
/* A scalar's text in the arena, NULL for anything else: also for an empty one and for an alias. */
const char *source_yaml_text(const struct source_yaml *yaml, struct fy_node *node);

#endif
