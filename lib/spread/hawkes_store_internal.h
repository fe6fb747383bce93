/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of hawkes over a store share. */
#ifndef MIZAN_HAWKES_STORE_INTERNAL_H
#define MIZAN_HAWKES_STORE_INTERNAL_H

#include "hawkes_internal.h"
#include "near_repeat_internal.h"

#define HAWKES_NAMED_MAX 8

/* The events of one source, with their groups and the days that were looked at. */
struct hawkes_source {
	const char *name, *groups[HAWKES_NAMED_MAX + 1];
	size_t group_count, unknown;
	mizan_date first, last;
	struct mizan_hawkes_events events;
	double *times, *stretches;
	uint16_t *numbers;
	enum mizan_hawkes_rule rule;
};
/* Groups, days and times from the events of one source, at least one. */
mizan_status hawkes_source_make(struct hawkes_source *source, const struct near_events *all,
	const struct mizan_hawkes_query *query, const struct near_event *events, size_t count,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* A level of its own for each calendar year. */
mizan_status hawkes_set_stretches(
	struct hawkes_source *source, struct mizan_error *error) MIZAN_MUST_CHECK;
void hawkes_source_release(struct hawkes_source *source);

void hawkes_add_columns(struct mizan_table *table);
/* A row a pair of groups, and of several groups one of all. */
void hawkes_add_rows(struct mizan_table *table, const struct hawkes_source *source,
	const struct mizan_hawkes *hawkes);
/* Two rows of the same group: says in the words of the constant level how much the one by year
 * leaves, where that lies below its interval. */
void hawkes_compare(struct mizan_table *table, size_t constant, size_t year);

#endif
