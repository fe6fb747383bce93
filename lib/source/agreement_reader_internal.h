/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files that read an agreement in YAML share. No other room includes this. */
#ifndef MIZAN_SOURCE_AGREEMENT_READER_INTERNAL_H
#define MIZAN_SOURCE_AGREEMENT_READER_INTERNAL_H

#include "record_internal.h"
#include <libfyaml.h>
#include <mizan/table.h>

struct agreement_reader {
	struct mizan_yaml yaml;
	struct record_job job;
	int64_t rows;
};

/* MIZAN_ERROR_INPUT at a node; where it is empty, at the node before it (may be NULL). */
mizan_status agreement_fault(struct agreement_reader *reader, struct fy_node *node,
	struct fy_node *before, struct mizan_error *error, const char *advice, const char *what);

/* A scalar's text. What would be lost or cut without a word is an error. */
mizan_status agreement_scalar(struct agreement_reader *reader, struct fy_node *node,
	struct fy_node *key, const char **text, struct mizan_error *error) MIZAN_MUST_CHECK;

#define DUE_ADVICE                                                                                 \
	"write {date: 2021-05-01}, {after: signed, days: 135}, {every: month, from: 2020-01-01} "  \
	"or open"
/* The due rule of a commitment or a revision into the values of the record in hand. A node that is
 * NULL is `open`. */
mizan_status agreement_read_due(struct agreement_reader *reader, struct fy_node *node,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* The date that most reports print, and who does. NULL: none. */
mizan_status agreement_read_quoted(struct agreement_reader *reader, struct fy_node *node,
	struct mizan_error *error) MIZAN_MUST_CHECK;

#endif
