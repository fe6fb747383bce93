/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files composition_*.c share. */
#ifndef MIZAN_COMPOSITION_INTERNAL_H
#define MIZAN_COMPOSITION_INTERNAL_H

#include <mizan/shift.h>

#include "../store/sqlite.h"

/* Where nothing else is asked for. */
#define COMPOSITION_BLOCK 3
#define COMPOSITION_REPLICATES 999

/* What an event may be told by. */
enum composition_of {
	COMPOSITION_CIVILIANS, /* of deaths: civilians and others */
	COMPOSITION_VIOLENCE,
	COMPOSITION_TACTIC,
	COMPOSITION_TARGET,
	COMPOSITION_PROVINCE,
	COMPOSITION_OF_COUNT,
};

const char *composition_of_word(enum composition_of of);
#define COMPOSITION_PARTS 15 /* more than these are put together as others */

/* The day, and the months on each side of it. */
struct composition_window {
	mizan_date at;
	const char *title, *country; /* of a milestone, or NULL */
	int32_t cut;           /* the month that the day cuts, in neither side; INT32_MIN: none */
	int32_t first;         /* before is first .. middle - 1 */
	int32_t middle, after; /* after is after .. last */
	int32_t last;
};
mizan_status composition_window_read(struct sqlite3 *database,
	const struct mizan_composition_options *options, struct mizan_arena *arena,
	struct composition_window *window, struct mizan_error *error) MIZAN_MUST_CHECK;

struct composition_event {
	size_t source;
	int32_t month;
	int32_t part[COMPOSITION_OF_COUNT]; /* position in names; -1: not known */
	int32_t deaths, civilians;
};
struct composition_names {
	const char **items;
	size_t count, capacity;
};
struct composition_events {
	struct composition_event *items;
	size_t count, capacity;
	const char **sources; /* with a complete release, each once */
	size_t source_count;
	struct mizan_release_list releases;
	struct composition_names names[COMPOSITION_OF_COUNT];
	size_t undated, untold; /* too coarse for a month; for the zone */
};
/* Those of the window, of complete releases. */
mizan_status composition_events_read(struct sqlite3 *database,
	const struct mizan_composition_options *options, const struct composition_window *window,
	struct mizan_arena *arena, struct composition_events *events,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;
void composition_events_release(struct composition_events *events);
/* Is this month within a complete release of the source that covers the country (NULL: any)? */
bool composition_covers(const struct composition_events *events, const char *source,
	const char *country, int32_t month);

/* Does what narrows the events hold: the zone, the condition? */
mizan_status composition_check_events(const struct mizan_composition_options *options,
	struct sqlite3 *database, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Where the events are from, and which are left out. */
void composition_add_sources(const struct mizan_composition_options *options, const char *country,
	const struct composition_events *events, struct mizan_table *table);

/* "2 %" of a share in words, and the sentences of rows. */
void composition_words_all(
	const char *of, const struct mizan_composition *composition, struct mizan_text *text);
void composition_words_part(const char *part, const char *counts, const struct mizan_share *share,
	struct mizan_text *text);

#endif
