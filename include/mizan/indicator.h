/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The indicator room: numbers by named definitions, from events or from published figures, never
 * mixed in silence. The kernels see arrays; the functions that end in _store read the arrays from
 * a store first. Every result is a table with low, best and high, and its sources and notes.
 */
#ifndef MIZAN_INDICATOR_H
#define MIZAN_INDICATOR_H

#include <mizan/store.h>
#include <mizan/table.h>

#pragma GCC visibility push(default)

/* ---- Toll --------------------------------------------------------------------------------- */

/* What to group by; a set, in the order of this list. Source and coverage always are. */
enum mizan_by {
	MIZAN_BY_COUNTRY = 1 << 0,
	MIZAN_BY_PROVINCE = 1 << 1, /* admin1 as the source writes it */
	MIZAN_BY_PLACE = 1 << 2,
	MIZAN_BY_DYAD = 1 << 3,
	MIZAN_BY_ACTOR = 1 << 4, /* an event counts once for each of its two sides */
	MIZAN_BY_VIOLENCE = 1 << 5,
	MIZAN_BY_YEAR = 1 << 6,
	MIZAN_BY_QUARTER = 1 << 7,
	MIZAN_BY_MONTH = 1 << 8,
	MIZAN_BY_WEEK = 1 << 9, /* ISO 8601 */
};
/* "country,year" to a set. An unknown word is MIZAN_ERROR_USAGE and lists the words. */
mizan_status mizan_by_parse(
	const char *text, unsigned *by, struct mizan_error *error) MIZAN_MUST_CHECK;

struct mizan_toll_options {
	unsigned by;           /* enum mizan_by */
	bool spread;           /* allocate an event's deaths over its days' periods */
	int precision;         /* coarsest place precision kept, 1..7; 0: all */
	double near_border_km; /* 0: no limit; needs points */
	/* With near_border_km. The border of `country` with this country alone; events that the
	 * source puts into this country alone, on its side of the border of `country`. */
	const char *border_with, *side;
	const char *zone;                     /* of the store; see mizan_zone_has */
	const char *where, *country, *source; /* of the store's events */
	mizan_date from, to;                  /* MIZAN_DATE_UNKNOWN: open */
	bool rates;                           /* deaths per 100,000: needs table `population` */
	/* Events from this day on are known by month alone (mizan_store_publish): in place of a
	 * week stands their month. mizan_toll_store sets both. */
	bool is_public;
	mizan_date public_from;
};

/*
 * An accumulator, so that files and stores go the same way. One a thread, then merge. Sums are
 * exact integers. Spread allocates whole deaths by largest remainder over the days in each period
 * (and within from and to), ties to the earlier, so that totals stay. An event belongs to the
 * period of its date_end, as in UCDP's own yearly tables. Cost O(events), memory O(groups).
 */
struct mizan_toll;
mizan_status mizan_toll_init(struct mizan_toll **toll, const struct mizan_toll_options *options,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Which parts of events it needs. */
unsigned mizan_toll_parts(const struct mizan_toll *toll);
mizan_status mizan_toll_add(struct mizan_toll *toll, const struct mizan_event *event,
	struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status mizan_toll_merge(struct mizan_toll *toll, const struct mizan_toll *other,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/*
 * Columns: the keys asked for (country, province, place, dyad, actor, violence, year, quarter,
 * month, week), source, coverage, events, deaths_low, deaths_best, deaths_high, deaths_civilians,
 * deaths_per_event, civilians_share, state_based_share, non_state_share, one_sided_share and with
 * rates deaths_per_100000. A share of civilians needs both counts in each event. Rows sorted by
 * key. `releases` gives source and coverage by id.
 */
mizan_status mizan_toll_finish(struct mizan_toll *toll, const struct mizan_release_list *releases,
	struct mizan_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;
void mizan_toll_release(struct mizan_toll *toll);

mizan_status mizan_toll_store(struct sqlite3 *database, const struct mizan_toll_options *options,
	struct mizan_table *table, const struct mizan_watch *watch,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- Series ------------------------------------------------------------------------------- */

enum mizan_period {
	MIZAN_YEARLY,
	MIZAN_QUARTERLY,
	MIZAN_MONTHLY,
	MIZAN_WHOLE, /* the days from `from` to `to` as one period; whole months */
};
/* "year", "quarter", "month" */
bool mizan_period_from_word(const char *word, enum mizan_period *period);

/*
 * One indicator through time, by publisher: each event source, and each publisher of figures, by
 * its own side. What claims are weighed against.
 *
 * Columns: publisher, edition (of figures), origin ("events", "figures"), relayed_by, counts_what,
 * month (the first of the period, year x 12 + month - 1), period ("2024", "2024-Q3", "2024-07"),
 * value, low, high, current, series (the publisher, with its definition where it has several).
 * Sorted by origin, publisher, counts_what, period. A period outside
 * what a release covers has no row: unknown is not 0. A period inside without events is 0. Samples
 * have no rows; a note names them.
 *
 * `current` is 1 in the one row that stands for a publisher, a definition and a period: the
 * publisher's own before a relay's, then what was published last. A period that a publisher gives
 * only in parts (three quarters of which each has a figure) is their sum, and its edition says so;
 * that is for counts, never for scores, ranks or shares. Where no event of a period has a count,
 * the value is unknown.
 */
struct mizan_series_options {
	const char *
		indicator; /* a word of mizan_indicator_words; "deaths", "attacks" for events too */
	const char *country, *area,
		*actor; /* NULL: any place (for figures: none named); as recorded */
	enum mizan_period period;
	mizan_date from, to;
	const char *source; /* of events and publisher of figures; NULL: all */
	const char *where;  /* further condition over event; figures are left out then */
	/* A zone of the store; figures are left out then, and periods that the zone does not hold
	 * whole. */
	const char *zone;
};
mizan_status mizan_series_store(struct sqlite3 *database,
	const struct mizan_series_options *options, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- Growth ------------------------------------------------------------------------------- */

/*
 * The ratio and change between each period and the one before (MIZAN_YEARLY and MIZAN_QUARTERLY),
 * by publisher; the first period that is asked for is compared too. With `part_year` 1..3: the
 * first n quarters against the whole year before, as in "three quarters nearly equal to the whole
 * year before". Ranges: growth_low is low over the former high, growth_high is high over the former
 * low. A former value of 0 leaves growth unknown.
 */
struct mizan_growth_options {
	struct mizan_series_options series;
	int part_year;
};
mizan_status mizan_growth_store(struct sqlite3 *database,
	const struct mizan_growth_options *options, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Actors of a year ranked by growth of deaths on the year before, those with at least `floor`
 * deaths in the year before alone; the others are counted in a note. `zone` NULL: anywhere; else
 * figures are left out. */
mizan_status mizan_growth_actors_store(struct sqlite3 *database, const char *country,
	const char *zone, int year, int64_t floor, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- Global Terrorism Index --------------------------------------------------------------- */

/*
 * Institute for Economics & Peace. Edition 2026 (and its back-series; field-verified against 114
 * published country-years): y = incidents + 3 fatalities + 0.5 injuries + 0.5 hostages;
 * S = .52 y0 + .26 y1 + .13 y2 + .06 y3 + .03 y4; score = 10 ln(1 + S) / ln(20001).
 * Editions 2012 to 2020: property damage (weight 2 by band) instead of hostages, weights 16 8 4 2 1
 * over 31, bands to the maximum of the year. Editions 2021 to 2025 refuse: their constants are not
 * published and cannot be recovered.
 */
struct mizan_gti_year {
	double incidents, fatalities, injuries, hostages, property; /* NaN: unknown */
};
struct mizan_gti_parts {
	double score, weighted; /* the score and S */
	double by_year[5];      /* weight x y of year 0, -1 .. -4 */
	double by_indicator[4]; /* incidents, fatalities, injuries, hostages or property */
};
mizan_status mizan_gti_score(int edition, const struct mizan_gti_year years[5], double maximum,
	struct mizan_gti_parts *parts, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Standard competition ranks ("1224") of unrounded scores, highest first; NaN ranks last. */
mizan_status mizan_gti_rank(const double *scores, size_t count, uint32_t *ranks,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* The five-year value S that a score of edition 2026 needs. */
double mizan_gti_weighted_for(double score);

struct mizan_gti_options {
	int edition;         /* 0: 2026 */
	int year;            /* the year that the index is about */
	const char *country; /* NULL: all, ranked */
	const char *source;
	int reach_rank; /* 0: none; else what would have to change for `country` */
	/* The events of a zone alone, by country; no ranks, since the index is one of countries. */
	const char *zone;
};
mizan_status mizan_gti_store(struct sqlite3 *database, const struct mizan_gti_options *options,
	struct mizan_table *table, const struct mizan_watch *watch,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* From a sheet of counts: iso3, country, year, incidents, fatalities, injuries, hostages. A country
 * needs known incidents and fatalities in five years; a row that comes twice is an error. */
mizan_status mizan_gti_table(const struct mizan_table *counts,
	const struct mizan_gti_options *options, struct mizan_table *table,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- Published figures -------------------------------------------------------------------- */

struct mizan_figure_options {
	const char *country, *actor, *indicator, *publisher;
	mizan_date from, to; /* periods that lie within; MIZAN_DATE_UNKNOWN: open */
	double near;         /* NaN: none; else sorted by distance to this number */
};
/*
 * Published figures side by side: publisher, edition, period, indicator, counts_what, value, low,
 * high, relayed_by, actor, area, url. With `near`, the ten nearest first, then those whose digits
 * are a transposition of its, however far they lie; a note says so.
 */
mizan_status mizan_figures_store(struct sqlite3 *database,
	const struct mizan_figure_options *options, struct mizan_table *table,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Do the decimal digits of two whole numbers differ by one swap of two neighbours, or of any two
 * digits? 585 and 558 do. */
bool mizan_digits_transposed(int64_t a, int64_t b);
/* "IEP, Global Terrorism Index 2025 (March 2025): 1,081 deaths …, URL, retrieved …" */
mizan_status mizan_cite_store(struct sqlite3 *database, const char *what, struct mizan_table *table,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- What a new release changes ----------------------------------------------------------- */

/*
 * Two versions of a source's events, held against each other event by event: those with the same
 * source_key are the same event. In two passes over both sides, so that files need no store and
 * memory stays small (about 100 bytes an event, and whole those that differ):
 *   mizan_diff_begin  once or more a side (a version may have come in several releases), before
 *                     its events; `workers` threads will add
 *   mizan_diff_add    every event; `worker` is below `workers`, one thread each
 *   mizan_diff_match  finds what was added, dropped or changed
 *   mizan_diff_take   every event again (those that are not wanted cost little), from any thread
 *   mizan_diff_finish a table; as often as wanted
 * An event of NEW that OLD has not counts as added only where OLD's period has its date_end, and
 * likewise as dropped; those outside are counted apart. The period is that of the releases, for a
 * file that of its events, widened to whole years (whole months where the version has two points,
 * as UCDP's candidates). `country` and the days keep an event that has been, or is, within. Errors
 * (MIZAN_ERROR_USAGE): a sample against a whole release; no day in common.
 */
struct mizan_diff;
enum mizan_diff_side { MIZAN_DIFF_OLD, MIZAN_DIFF_NEW };
struct mizan_diff_options {
	const char *country; /* ISO3 or NULL */
	mizan_date from, to; /* of date_end; MIZAN_DATE_UNKNOWN: open */
	/* For the public, events since this day are compared by what it sees of them
	 * (mizan_event_withhold); MIZAN_DATE_UNKNOWN: everything is shown. Of a store that is
	 * public its own day is taken. */
	mizan_date public_from;
};
mizan_status mizan_diff_init(struct mizan_diff **diff, const struct mizan_diff_options *options,
	struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status mizan_diff_begin(struct mizan_diff *diff, enum mizan_diff_side side, unsigned workers,
	const struct mizan_release *release, struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status mizan_diff_add(struct mizan_diff *diff, enum mizan_diff_side side, unsigned worker,
	const struct mizan_event *event, struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status mizan_diff_match(struct mizan_diff *diff, struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status mizan_diff_take(struct mizan_diff *diff, enum mizan_diff_side side,
	const struct mizan_event *event, struct mizan_error *error) MIZAN_MUST_CHECK;
/*
 * MIZAN_DIFF_CHANGES: change (added, dropped, changed), source_key, field (NULL where the whole
 *   event was added or dropped), old, new (texts; of an added or dropped event who and where),
 *   country, date, deaths_old, deaths_new. A column of the provider's own is provider.NAME.
 * MIZAN_DIFF_SUMMARY: change, field, events, deaths_old, deaths_new, by kind of change and field;
 *   unchanged; outside-old, outside-new (of a period that the other does not have).
 * MIZAN_DIFF_TOLLS: country, year, events_old, events_new, deaths_low_old, deaths_low_new,
 *   deaths_old, deaths_new, deaths_high_old, deaths_high_new, difference; all countries and years
 * of either.
 */
enum mizan_diff_form { MIZAN_DIFF_CHANGES, MIZAN_DIFF_SUMMARY, MIZAN_DIFF_TOLLS };
mizan_status mizan_diff_finish(struct mizan_diff *diff, enum mizan_diff_form form,
	struct mizan_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;
void mizan_diff_release(struct mizan_diff *diff);

/*
 * Both passes over a store: init first, then finish. OLD and NEW are versions of the source, or
 * names of files, or the beginning of a hash (6 digits); one that is not there, or twice the same,
 * is MIZAN_ERROR_USAGE with the versions there are.
 */
mizan_status mizan_diff_read_store(struct mizan_diff *diff, struct sqlite3 *database,
	const char *source, const char *old_version, const char *new_version,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;
/* The releases that are meant by it, in the arena; never none. */
mizan_status mizan_diff_find(struct sqlite3 *database, const char *source, const char *version,
	struct mizan_arena *arena, struct mizan_release_list *list,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/*
 * Two editions of a publisher's figures: change, country, area, actor, period, indicator,
 * counts_what, field (value, low, high), old, new, relayed_by_old, relayed_by_new. Figures of the
 * same country, area, actor, period, indicator and counts_what are the same; the publisher's own
 * number stands before a relay's, then that which most relays print. Editions by their name or a
 * part of it that only one has.
 */
mizan_status mizan_diff_figures_store(struct sqlite3 *database, const char *publisher,
	const char *old_edition, const char *new_edition, const char *country,
	struct mizan_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;
/*
 * An edition of published deaths held against the sums of a source's events (complete releases),
 * by country and whole months: country, period, counts_what, events, published_low, recorded_low,
 * published, recorded, published_high, recorded_high, difference (recorded less published). Rows
 * where the number differs; those that are equal, differ in the range alone, or are not covered by
 * a release are counted in notes. Figures of an area or an actor are left out. A source that is not
 * there, or is a sample, is MIZAN_ERROR_USAGE.
 */
mizan_status mizan_diff_against_store(struct sqlite3 *database, const char *publisher,
	const char *edition, const char *source, const char *country, struct mizan_table *table,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* The whole name of an edition, in the arena. */
mizan_status mizan_diff_find_edition(struct sqlite3 *database, const char *publisher,
	const char *edition, struct mizan_arena *arena, const char **found_publisher,
	const char **found, struct mizan_error *error) MIZAN_MUST_CHECK;
/* The same of two; MIZAN_ERROR_USAGE where they are one. */
mizan_status mizan_diff_find_editions(struct sqlite3 *database, const char *publisher,
	const char *old_edition, const char *new_edition, struct mizan_arena *arena,
	const char **found_publisher, const char **before, const char **after,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- Zones -------------------------------------------------------------------------------- */

/*
 * The zones of a store: zone_id, name, country, parts, from, to, events, deaths, not_told (events
 * whose place is too coarse to tell), source. With a zone, its parts: zone_id, country, admin1,
 * admin2, polygon, from, to, events, deaths, not_told, source. Cost: all events, for each zone or
 * part.
 */
mizan_status mizan_zones_store(struct sqlite3 *database, const char *zone_id,
	struct mizan_table *table, const struct mizan_watch *watch,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* For who asks mizan_in_zone himself: adds the note of what is left out, and the zone's source. Of
 * `query` all counts but `parts`; events belong to the day on which they end. */
mizan_status mizan_zone_note(struct sqlite3 *database, const char *zone_id,
	const struct mizan_event_query *query, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;

#pragma GCC visibility pop
#endif
