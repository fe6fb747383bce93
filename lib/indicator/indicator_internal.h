/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the indicator room share. No other room includes this. */
#ifndef MIZAN_INDICATOR_INTERNAL_H
#define MIZAN_INDICATOR_INTERNAL_H

#include <mizan/indicator.h>

#include "../store/sqlite.h"

#define BY_COUNT 10
/* Added to a month that stands among weeks, since the week is withheld. */
#define BY_MONTH_OF_WEEKS 100000000u

/* The word of one bit of enum mizan_by: "country" … "week". */
const char *by_word(int bit);
/* A period as people read it; `unit` is the bit of year, quarter, month or week. */
void by_period_label(int bit, uint32_t value, char label[16]);
/* The number of the period in which a day lies: 2024; 2024 x 4 + quarter - 1; year x 12 + month -
 * 1; 202401. */
uint32_t by_period_of(int bit, mizan_date date);

/* The sums of one group. A count of known values stands beside each, since unknown is not 0. */
struct toll_sums {
	int64_t events, low, best, high, civilians;
	int64_t best_known, civilians_known, both_known;
	int64_t by_violence[MIZAN_VIOLENCE_COUNT]; /* best */
};
/* Adds sums that somebody else has made (the store's index) to the group of these keys. */
struct toll_row {
	struct mizan_slice country;
	int32_t month; /* year x 12 + month - 1 */
	uint8_t violence;
	int64_t release_id;
	struct toll_sums sums;
};
mizan_status toll_add_row(struct mizan_toll *toll, const struct toll_row *row,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Notes that toll_add counts for itself: events without a count of deaths, best outside its range.
 */
void toll_count_notes(struct mizan_toll *toll, int64_t unknown, int64_t outside);

/* MIZAN_ERROR_USAGE with the list of indicators where this is none of them. */
mizan_status indicator_check_word(
	const char *indicator, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Prepares a statement on the store's tables; the error says `doing`. */
mizan_status indicator_prepare(sqlite3 *database, const char *sql, sqlite3_stmt **statement,
	const char *doing, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Binds a text, or NULL where it is NULL or empty. Texts, and the buffer of a date, have to live
 * as long as the statement: a copy could fail, and NULL would then stand for everything. */
void indicator_bind_text(sqlite3_stmt *statement, int index, const char *text);
void indicator_bind_date(sqlite3_stmt *statement, int index, mizan_date date, char buffer[11]);
/* Column as text, NULL where unknown. */
const char *indicator_text(sqlite3_stmt *statement, int column);

/* Adds the source line of each release of events of a source (NULL: all) that covers a country
 * (NULL: any) and that current events come from. */
mizan_status indicator_add_sources(sqlite3 *database, struct mizan_table *table,
	const struct mizan_release_list *releases, const char *source, const char *country,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/* Does a complete release of events of this source cover the country (NULL: any) in this month? A
 * release covers each month that its period touches. */
bool coverage_has(const struct mizan_release_list *releases, const char *source,
	const char *country, int32_t month);
/* … and in each of these months? */
bool coverage_has_all(const struct mizan_release_list *releases, const char *source,
	const char *country, int32_t first, int32_t last);

/* Opens the zone that an indicator is asked for; NULL where none is. One without a part in
 * `country` (NULL: any) is MIZAN_ERROR_USAGE. */
mizan_status indicator_open_zone(sqlite3 *database, const char *zone_id, const char *country,
	struct mizan_zone **zone, struct mizan_error *error) MIZAN_MUST_CHECK;
/* What lies in a zone, and what may: its place is too coarse to tell. */
struct zone_tally {
	int64_t events, deaths, untold_events, untold_deaths;
};
mizan_status indicator_take_zone(struct mizan_zone *zone, const struct mizan_event *event,
	struct zone_tally *tally, bool *in, struct mizan_error *error) MIZAN_MUST_CHECK;
/* MIZAN_ERROR_USAGE where the zone does not hold on all of these days: before it began there is no
 * 0 to compare with. */
mizan_status indicator_hold_zone(const struct mizan_zone *zone, mizan_date first, mizan_date last,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Notes what was left out, `when` ("" or "in 2019 ") before it, and adds the zone's sources. */
void indicator_note_zone(struct mizan_table *table, const struct mizan_zone *zone,
	const struct zone_tally *tally, const char *when);
/* A condition over event: of a release that is whole. */
#define INDICATOR_COMPLETE                                                                         \
	"release_id IN (SELECT release_id FROM release WHERE coverage = 'complete')"
/* A condition over event `e`: in the zone of a parameter, or no zone is given. The function has to
 * be registered (mizan_zone_register), also where none is. */
#define INDICATOR_IN_ZONE(parameter)                                                               \
	" AND (" parameter " IS NULL OR mizan_in_zone(" parameter                                  \
	", e.country, e.admin1, e.admin2, e.longitude, e.latitude, e.date_end,"                    \
	" e.place_precision) = 1)"
/* The sources of a zone's parts, each once; NULL: no memory. */
const char *indicator_zone_sources(const struct mizan_zone_facts *facts, struct mizan_arena *arena);

/* Unit and words of periods. Months in one, and the label of the one that begins in `month`. */
int period_months(enum mizan_period period);
void period_label(enum mizan_period period, int32_t month, int32_t last, char label[32]);

#endif
