/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files on events around a joining share. */
#ifndef MIZAN_ACTOR_EVENTS_INTERNAL_H
#define MIZAN_ACTOR_EVENTS_INTERNAL_H

#include "name_internal.h"
#include "relation_internal.h"

enum { SIDE_BEFORE, SIDE_AFTER, SIDES };

/* A number or a name that stands for a joining in event data. */
struct key {
	bool ucdp; /* a number of UCDP's; else a name */
	uint64_t key;
	size_t group;
};
struct side_sums {
	int64_t events, low, best, high, known;
	bool by_id, by_name;
};
struct source {
	const char *name;
	enum mizan_coverage coverage;
	struct side_sums *sums; /* a joining x SIDES */
};
struct joined {
	const struct stay *stay;
	mizan_date first[SIDES], last[SIDES];
};
struct events {
	struct world *world;
	const struct mizan_release_list *releases;
	mizan_date public_from; /* from here on days are withheld, and count as not covered */
	struct joined *joined;
	size_t joined_count;
	struct key *keys; /* sorted */
	size_t key_count, key_capacity;
	bool *numbered; /* one an actor: has a number of UCDP's */
	struct source *sources;
	size_t source_count;
	const size_t *of_release; /* source of each release, SIZE_MAX: none */
	struct name_key scratch;
};

bool events_is_ucdp(const char *source);
/* The numbers and names that stand for those who joined (relation_match.c). */
mizan_status events_find_keys(
	sqlite3 *database, struct events *events, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Adds an event to the groups that are a side of it. */
void events_match(struct events *events, struct source *source, const struct mizan_event *event);
/* Adds an event to each joining of the group whose days it lies in. */
void events_add_to_group(struct events *events, struct source *source, size_t group,
	const struct mizan_event *event, bool by_id);
/* Does a complete release of this source cover the country (NULL: any) on all of these days? */
bool events_cover(const struct events *events, const struct source *source, const char *country,
	mizan_date first, mizan_date last);
/* The table (relation_events_table.c). */
void events_add_rows(struct events *events, int window, size_t stays,
	const struct mizan_relation_options *options, struct mizan_table *table);

#endif
