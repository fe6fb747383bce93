/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an effect reads from a store. No other room includes this. */
#ifndef MIZAN_EFFECT_STORE_INTERNAL_H
#define MIZAN_EFFECT_STORE_INTERNAL_H

#include "agreement_internal.h"

#include <mizan/shift.h>

/* An event that counts as an incident. */
struct effect_event {
	mizan_date date;
	int32_t deaths;
	size_t source; /* position among the releases' sources */
	int64_t side_a_id, side_b_id;
	const char *admin1; /* "" where unknown */
};
/* An agreement's facts that an effect needs; texts in the arena. */
struct effect_agreement {
	const char *id, *title, *process, *country, *parties, *kind;
	mizan_date from, to;      /* `to` is the last day; UNKNOWN: not ended */
	const char *condition;    /* of its events; NULL: all of the country */
	const char *condition_is; /* in words */
	bool is_day;              /* no agreement: a day or a milestone, which nothing ends */
};
struct effect_events {
	struct effect_event *items; /* sorted by date */
	size_t count, capacity;
	size_t imprecise;     /* known to the month or worse, left out */
	size_t untold;        /* whose place is too coarse to tell whether they lie in the zone */
	const char **sources; /* complete releases' sources */
	size_t source_count;
	struct mizan_release_list releases;
	mizan_date public_from; /* from here on days are withheld, and count as not covered */
};

mizan_status effect_agreements_read(sqlite3 *database, const char *agreement, const char *process,
	struct mizan_arena *arena, struct effect_agreement **items, size_t *count,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* A day as people write it, or a milestone's id, as if it were an agreement. `country` NULL: the
 * milestone's first. MIZAN_ERROR_USAGE for neither, for a month, and for no country. */
mizan_status effect_at_read(sqlite3 *database, const char *text, const char *country,
	struct mizan_arena *arena, struct effect_agreement *item,
	struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status effect_events_read(sqlite3 *database, const struct effect_agreement *agreement,
	const char *where, const char *zone, struct mizan_arena *arena,
	struct effect_events *events, const struct mizan_watch *watch,
	struct mizan_error *error) MIZAN_MUST_CHECK;
void effect_events_release(struct effect_events *events);
/* The days around `at` that complete releases of a source cover in each of the countries (blanks
 * between); false where one is not covered, or none is named. */
bool effect_coverage(const struct effect_events *events, const char *source, const char *countries,
	mizan_date at, mizan_date *from, mizan_date *to);

/* The interrupted series of incidents by month around a day, with the days of other agreements as
 * dates of their own. `first_month` is that of its first period. */
mizan_status effect_interrupted(const struct mizan_incidents *incidents, mizan_date at,
	const struct mizan_span *others, size_t other_count,
	struct mizan_interrupted_change *change, int32_t *first_month,
	struct mizan_error *error) MIZAN_MUST_CHECK;

#endif
