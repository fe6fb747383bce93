/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The agreement room: what was promised, and what the record shows before, during and after. The
 * statistics see arrays of dates; no store, no clock.
 */
#ifndef MIZAN_AGREEMENT_H
#define MIZAN_AGREEMENT_H

#include <mizan/store.h>

#pragma GCC visibility push(default)

/* ---- Effect: incidents before, during and after ------------------------------------------- */

/*
 * What such a comparison can show is that the number of recorded incidents changed, and how
 * unusual the change is among other dates of the same record. It cannot show that an agreement was
 * the cause. An incident during a ceasefire is called that; whether it breached anything is for
 * somebody to assess.
 *
 * How the numbers are made
 *
 * - Clustering. Incidents come in bursts, so that counts vary more than Poisson counts do and an
 *   exact Poisson interval is too narrow. All intervals are quasi-Poisson: the variance of a count
 *   is `dispersion` times its mean (Wedderburn 1974; McCullagh & Nelder 1989, section 6.2).
 * - Dispersion is measured over the stretch of MIZAN_EFFECT_STRETCH days on either side of the days
 *   in question, as far as coverage goes: for each day of it, the incidents in the block of days
 *   before, b, and in the block from that day on, a; dispersion = sum (a - b)^2 / sum (a + b), and
 *   never below 1. Neighbours are compared (von Neumann 1941), so that a slow drift of the level
 *   over years is not taken for clustering, and blocks are as long as the window itself, so that
 *   clustering counts at the scale at which it matters; where the stretch is shorter than 24 such
 *   blocks, a 24th of the stretch. For a ratio, pairs of blocks with the date in question within
 *   them are left out: the change that is measured is no noise.
 * - Its uncertainty: intervals take the quantile of Student's t with `freedom` = 1.5 (sum s)^2 /
 *   sum s^2 / block days, s = a + b: 1.5 degrees a block, as overlapping blocks give for white
 *   noise (the overlapping Allan variance, of the same form: Riley 2008, NIST SP 1065),
 *   and only as many blocks as hold the incidents. Below MIZAN_EFFECT_FREEDOM the clustering
 *   cannot be measured, and there is no interval.
 * - Interval of a rate: Byar's approximation to the exact Poisson limits (Breslow & Day 1987,
 *   volume II, page 69) for incidents / dispersion, times dispersion. Without an incident the
 *   lower limit is 0 and the upper one finite.
 * - Interval of a ratio: given their sum, the incidents after are a share of those in both windows;
 *   Wilson's score limits of that share (Wilson 1927) for counts / dispersion, written as a ratio.
 *   They always hold the ratio itself, and turn into each other's inverse when time is reversed. No
 *   incident after: ratio and low are 0, high is finite. None before: ratio and high are infinite.
 *   (Log-scale Wald with half an incident added was weighed: with 4 incidents after and 21 before
 *   its upper limit was a third higher.)
 * - Placebo dates: every other day of the coverage whose two windows lie within coverage, touch
 *   neither window of the date in question nor an excluded span, and hold together at least half
 *   and at most twice as many incidents. Without the last condition the quiet years before a group
 *   was founded would make any change look rare, and months with three incidents would make a great
 *   change look usual.
 * - p_value = (as_large + 1) / (placebos + 1) (Davison & Hinkley 1997, section 4.2), where as_large
 *   counts the placebo dates with |log((after + 1/2) / (before + 1/2))| at least as large, ties
 *   within, compared in whole numbers. Windows of neighbouring days overlap: `independent` of the
 *   placebo dates have windows that do not. All together are worth about three times as many (1.5
 *   a block, as above), so that p_value is never below 1 / (3 independent + 1).
 *
 * The interval and the test may differ: the one measures clustering at the level of the years
 * around, the other compares with dates that had about as many incidents.
 *
 * In simulations of Poisson and clustered records (3 to 20 years, windows of 30 to 180 days, up to
 * seven-fold dispersion) the 95 % intervals hold the truth in 94 to 99 % of cases, most where there
 * are few incidents; p_value is at or below 0.05 without a change in 0 to 7 %.
 *
 * The same input gives the same bits: whole numbers, the four operations and square roots alone.
 * All of it is O(days of coverage + incidents), and for placebo dates a sort of them: 0.1 ms for
 * 1,900 of them over 20,000 incidents, 0.4 ms for three windows in 33 years.
 */
#define MIZAN_EFFECT_STRETCH 1826 /* days; five years */
#define MIZAN_EFFECT_FREEDOM 6    /* degrees of freedom; fewer give no interval */
#define MIZAN_EFFECT_INCIDENTS 5  /* in both windows; fewer give no ratio */
#define MIZAN_EFFECT_DAYS 36525   /* the longest window */
#define MIZAN_EFFECT_WINDOWS 8    /* at most, in one effect */

/* Both days within. */
struct mizan_span {
	mizan_date from, to;
};

/*
 * What was recorded: of one dyad, party, place, or all of them. `dates` are sorted, one an
 * incident; an event that is known to a month only does not belong here. Coverage are the days on
 * which the source would have recorded an incident; dates outside of it are not looked at, so that
 * a caller narrows a series by its coverage alone. At most 10,000 years.
 */
struct mizan_incidents {
	const mizan_date *dates;
	const int32_t *deaths; /* MIZAN_UNKNOWN: not known. NULL: none is */
	size_t count;
	mizan_date covered_from, covered_to;
};

/* NaN where it is not known. `days` is 0 where coverage holds no day of the period. */
struct mizan_rate {
	mizan_date from, to;
	int64_t incidents, days;
	double per_day, low, high; /* incidents a day, and the 95 % interval */
	double dispersion;         /* variance over mean of a count; at least 1 */
	double freedom;            /* degrees of freedom that it rests on */
	int block_days;            /* of the blocks that it was measured with */
};

/* What stands in the way of a full answer. */
enum mizan_effect_standing {
	MIZAN_EFFECT_WHOLE,         /* nothing */
	MIZAN_EFFECT_NO_PLACEBO,    /* no other date to compare with: no p_value */
	MIZAN_EFFECT_NO_CLUSTERING, /* too few incidents around to measure clustering: no interval
				     */
	MIZAN_EFFECT_FEW_INCIDENTS, /* fewer than MIZAN_EFFECT_INCIDENTS: no ratio */
	MIZAN_EFFECT_NOT_COVERED,   /* of an effect's windows: coverage does not hold it */
};
/* "whole", "no-placebo", "clustering-unknown", "few-incidents", "not-covered" */
const char *mizan_effect_standing_word(enum mizan_effect_standing standing);

/* The `days` days from `at` on (the day itself is the first) against the `days` before it. */
struct mizan_window_ratio {
	mizan_date at;
	int days;
	enum mizan_effect_standing standing;
	struct mizan_rate before, after; /* of one common dispersion */
	double ratio, low, high;         /* after / before, and the 95 % interval */
	size_t other_dates;              /* whose windows are covered and apart */
	size_t placebos;                 /* those with half to twice as many incidents */
	size_t as_large;                 /* those with a change as large, up or down */
	size_t independent;              /* those whose windows do not overlap */
	/* The ratios of placebo dates with 1/2 added to each count: the k-th smallest and the k-th
	 * largest, k = 2.5 % of (placebos + 1), rounded down, at least the first. */
	double placebo_low, placebo_high;
	double p_value;
};

/*
 * Incidents a day from one day to another. A period that is not within coverage, unsorted dates or
 * an empty coverage are MIZAN_ERROR_INPUT.
 */
mizan_status mizan_incident_rate(const struct mizan_incidents *incidents, mizan_date from,
	mizan_date to, struct mizan_rate *rate, struct mizan_error *error) MIZAN_MUST_CHECK;

/*
 * One date against all others. `excluded` are spans that are neither a placebo's nor noise, as
 * those of other agreements (any order, may overlap, NULL with 0). Windows that are not within
 * coverage are MIZAN_ERROR_INPUT; `days` outside of 1..MIZAN_EFFECT_DAYS is MIZAN_ERROR_USAGE.
 */
mizan_status mizan_window_ratio(const struct mizan_incidents *incidents, mizan_date at, int days,
	const struct mizan_span *excluded, size_t excluded_count, struct mizan_window_ratio *ratio,
	struct mizan_error *error) MIZAN_MUST_CHECK;

struct mizan_effect_options {
	mizan_date from, to; /* first and last day; `to` MIZAN_DATE_UNKNOWN: not ended */
	int side_days;       /* before and after; 0: as long as it lasted */
	const int *windows;  /* in days; NULL: 30, 90, 180 */
	size_t window_count; /* at most MIZAN_EFFECT_WINDOWS */
	int32_t deaths;      /* n of "the first incident with at least n deaths"; 0: not asked */
	const struct mizan_span *excluded;
	size_t excluded_count;
};

struct mizan_effect {
	/* `during` ends with coverage at the latest; before and after are cut to coverage. */
	struct mizan_rate before, during, after;
	bool open; /* it had not ended, or coverage ends before it did: there is no after */
	/* Days from the first day on to the first incident during it, 0 on that day itself; -1:
	 * none in the days that `during` has. */
	int32_t days_to_first, days_to_first_with_deaths;
	int32_t deaths;         /* as asked */
	int64_t unknown_deaths; /* incidents before that one, or during, whose deaths are unknown */
	struct mizan_window_ratio windows[MIZAN_EFFECT_WINDOWS];
	size_t window_count;
};

/*
 * All of it for one agreement. A window that coverage does not hold is marked as such; a first day
 * that is not covered is MIZAN_ERROR_INPUT. Cost: that of window_count ratios.
 */
mizan_status mizan_effect_measure(const struct mizan_incidents *incidents,
	const struct mizan_effect_options *options, struct mizan_effect *effect,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- Effect in words ---------------------------------------------------------------------- */

/* "In the 30 days from 2014-03-01, 12 incidents against 31 in the 30 days before: a ratio of 0.39
 * (95 % interval 0.18 to 0.84). Of 412 other dates with half to twice as many incidents, 11 had a
 * change as large (p = 0.03)." Where something is missing it says what. Appends to `text`. */
void mizan_window_words(const struct mizan_window_ratio *ratio, struct mizan_text *text);
/* What a comparison of before and after cannot show; to be shown beside each. */
const char *mizan_effect_caution(void);
/* The whole reading: rates, first incidents, windows, the caution; a paragraph each, an empty line
 * between. `what` is a noun, as "ceasefire": "incident during the ceasefire". */
void mizan_effect_words(
	const struct mizan_effect *effect, const char *what, struct mizan_text *text);

/* ---- Due dates ---------------------------------------------------------------------------- */

enum mizan_due_rule {
	MIZAN_DUE_OPEN, /* as long as the agreement holds */
	MIZAN_DUE_DATE,
	MIZAN_DUE_AFTER_SIGNED,
	MIZAN_DUE_AFTER_EFFECTIVE,
	MIZAN_DUE_EVERY,
};
enum mizan_due_unit { MIZAN_DUE_DAYS, MIZAN_DUE_WEEKS, MIZAN_DUE_MONTHS, MIZAN_DUE_YEARS };
struct mizan_due {
	enum mizan_due_rule rule;
	enum mizan_due_unit unit;
	int number;
	mizan_date date; /* of DATE; of EVERY the first; else MIZAN_DATE_UNKNOWN */
};

/*
 * A day so many units on. Months keep the day, or take the month's last where it has none: 31
 * January + 1 month is 28 or 29 February. 29 February 2020 + 135 days is 13 July 2020, + 14 months
 * is 29 April 2021. MIZAN_DATE_UNKNOWN in, or out of years 1 to 9999: MIZAN_DATE_UNKNOWN.
 */
mizan_date mizan_date_add(mizan_date date, int number, enum mizan_due_unit unit);
/*
 * The day on which something is due. `effective` MIZAN_DATE_UNKNOWN: as signed. Of what recurs: the
 * first due day on or after `on`. MIZAN_DATE_UNKNOWN for what is open.
 */
mizan_date mizan_due_on(
	const struct mizan_due *due, mizan_date signed_on, mizan_date effective, mizan_date on);
/* "signed + 135 days", "2021-05-01", "every month from 2020-01-01", "open". */
void mizan_due_describe(const struct mizan_due *due, struct mizan_text *out);

/* ---- The state of a commitment ------------------------------------------------------------ */

enum mizan_standing { MIZAN_DEMANDED, MIZAN_OFFERED, MIZAN_AGREED, MIZAN_DISPUTED };
enum mizan_assessed {
	MIZAN_NOT_ASSESSED,
	MIZAN_MET,
	MIZAN_PARTLY,
	MIZAN_NOT_MET,
	MIZAN_UNDETERMINED,
	MIZAN_CONTESTED, /* the parties' latest assessments differ */
	MIZAN_DIFFER,    /* those of others do, or differ from a party's */
};
/* Computed for a day, never stored. */
enum mizan_due_state {
	MIZAN_NOT_OWED, /* only demanded, offered or disputed: cannot be broken */
	MIZAN_NOT_DUE,
	MIZAN_DUE_NOW, /* on its day; what is open or recurs: while the agreement holds */
	MIZAN_OVERDUE,
	MIZAN_LAPSED,     /* the agreement ended before it was due, or no longer binds */
	MIZAN_DISCHARGED, /* assessed as met, and no party says otherwise */
};
const char *mizan_assessed_word(enum mizan_assessed assessed); /* "not assessed", "met" … */
const char *mizan_due_state_word(enum mizan_due_state state);  /* "not owed", "not due" … */

/* Sorted by `announced`. */
struct mizan_revision {
	mizan_date announced, known;
	struct mizan_due due;
	const char *revised_by, *agreed_by, *source;
};
/* Sorted by `as_of`. */
struct mizan_assessment {
	mizan_date as_of, known;
	enum mizan_assessed status; /* MET to UNDETERMINED */
	bool by_party;              /* the assessor is a party of the agreement */
	const char *assessed_by, *confidence, *says, *source;
};
struct mizan_commitment {
	const char *agreement_id, *commitment_id, *provision_id, *obliged, *beneficiary, *action,
		*scope, *condition, *test, *quoted_by, *source;
	enum mizan_standing standing;
	struct mizan_due due;
	mizan_date signed_on, effective, ended; /* of its agreement; UNKNOWN: not ended */
	mizan_date known, quoted;
	const struct mizan_revision *revisions;
	const struct mizan_assessment *assessments;
	size_t revision_count, assessment_count;
};

/*
 * How it stands on a day, with what was known by another (usually the same) and no more: revisions
 * and assessments known later do not count. Of each assessor the latest assessment counts. Pure;
 * O(revisions + assessments squared), which are few.
 */
struct mizan_commitment_state {
	bool known;                /* false: the commitment itself was not known by then */
	mizan_date first_due, due; /* by its rule, and as last moved */
	size_t moved;              /* how many times it was moved by then */
	enum mizan_due_state state;
	enum mizan_assessed assessed;
};
struct mizan_commitment_state mizan_commitment_state(
	const struct mizan_commitment *commitment, mizan_date on, mizan_date known_by);

/* ---- From a store ------------------------------------------------------------------------- */

struct mizan_commitment_list {
	struct mizan_commitment *items;
	size_t count;
};
/* Commitments of one agreement (id), of a process, or of all (both NULL), with their revisions and
 * assessments; everything lives in the arena. Sorted by agreement and place in its file. */
mizan_status mizan_commitments_read(struct sqlite3 *database, const char *agreement_id,
	const char *process_id, struct mizan_arena *arena, struct mizan_commitment_list *list,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/*
 * Finds an agreement by its id, or by the one id that begins so ("doha" for "doha-2020"), or else
 * ends so ("ttp-2022" for "pakistan-ttp-2022").
 * MIZAN_ERROR_USAGE where there is none, or several: lists them.
 */
mizan_status mizan_agreement_find(struct sqlite3 *database, const char *text,
	struct mizan_arena *arena, const char **agreement_id,
	struct mizan_error *error) MIZAN_MUST_CHECK;

struct mizan_audit_options {
	const char *agreement, *process; /* NULL: all */
	mizan_date on, known_by;         /* known_by MIZAN_DATE_UNKNOWN: as `on` */
	const char *state;    /* a word of mizan_due_state_word, or "contested"; NULL: all */
	const char *names_of; /* names as this actor uses them; NULL: neutral and short ones */
};
/*
 * How each commitment stands on a day. Columns: agreement, obliged, obliged_name, beneficiary,
 * beneficiary_name, commitment, action, standing, due_rule, first_due, due, moved, quoted,
 * quoted_differs (days), state, assessed, assessments ("State A: met (2020-07-13)"; ...), scope,
 * condition, source. What was not known by then has no row; a note counts it. 2,000 agreements with
 * 50,000 commitments: under 1 s.
 */
mizan_status mizan_audit_store(struct sqlite3 *database, const struct mizan_audit_options *options,
	struct mizan_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;
/*
 * An agreement through time: a row a dated thing. Columns: date, precision, what (signed,
 * effective, due, moved, assessed, evidence, alleged violation, ended), obliged, commitment, words,
 * by, known, source, obliged_name, by_name. `known_by` MIZAN_DATE_UNKNOWN: all.
 */
mizan_status mizan_agreement_timeline_store(struct sqlite3 *database, const char *agreement_id,
	mizan_date known_by, struct mizan_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;
/* The same with names as `names_of` (an actor; NULL: neutral) uses them. */
mizan_status mizan_agreement_timeline_named(struct sqlite3 *database, const char *agreement_id,
	mizan_date known_by, const char *names_of, struct mizan_table *table,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Agreements with process, kind, title, signed, effective, ended, days (that it held, to `on` where
 * it has not ended), ended_by, parties, mediators (ids, and names beside), commitments, source. */
mizan_status mizan_agreements_store(struct sqlite3 *database, const char *process, mizan_date on,
	struct mizan_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;
/* The same with names as `names_of` (an actor; NULL: neutral) uses them. */
mizan_status mizan_agreements_named(struct sqlite3 *database, const char *process, mizan_date on,
	const char *names_of, struct mizan_table *table,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/*
 * Events of the store that a commitment's test finds while its agreement held: *incidents*, of
 * which none is a violation by that. Columns: agreement, commitment, date_start, date_end, source,
 * coverage, source_key, event (SOURCE/KEY), country, admin1, place, side_a, side_b, deaths_low,
 * deaths_best, deaths_high, headline.
 */
mizan_status mizan_agreement_test_store(struct sqlite3 *database, const char *agreement_id,
	struct mizan_table *table, const struct mizan_watch *watch,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Opens an alleged violation for each of them that none is open for, by `alleged_by` (an actor's
 * id). Within a transaction of its own; says how many. */
mizan_status mizan_agreement_open_violations(struct mizan_store *store, const char *agreement_id,
	const char *alleged_by, const struct mizan_watch *watch, int64_t *opened,
	struct mizan_error *error) MIZAN_MUST_CHECK;

struct mizan_agreement_effect_options {
	const char *agreement, *process; /* NULL: all */
	const char *at;      /* instead of them a day, or a milestone's id: windows alone, since
				nothing ends it; all events of its country without `where` */
	const char *country; /* of `at`; NULL: the milestone's first */
	const char *source;  /* of events; NULL: each that has a complete release */
	const char *where;   /* a condition over event; NULL: the tests of its commitments, else its
				parties by UCDP's numbers, else all events of its country */
	const char *zone;    /* events that lie in this zone; NULL: everywhere */
	const char *by;      /* "party", "place" (admin1), or NULL */
	const int *windows;  /* in days; NULL: 30, 90, 180 */
	size_t window_count;
	int32_t deaths;       /* of the first incident with at least so many; 0: not asked */
	const char *names_of; /* of parties: names as this actor uses them; NULL: neutral */
	bool interrupted;     /* a row more: an interrupted series of months (mizan/shift.h) */
};
/*
 * Incidents before, during and after agreements. A row a measure: before, during, after (rates),
 * days to the first incident, and one for each window against placebo dates. Columns: agreement,
 * source, of ("all", a province or a party), measure, date_from, date_to, days, incidents_before,
 * incidents, per_day, low, high, ratio, ratio_low, ratio_high, p_value, placebos, independent,
 * dispersion, standing, words. With `interrupted` a row "level of months" has the factor against
 * the trend before as its ratio, the share of other months as p_value, and five years on each side;
 * agreements of the same process have changes of their own. Samples never answer; where no complete
 * release covers the first day there is no row, and a note that says what to import.
 */
mizan_status mizan_agreement_effect_store(struct sqlite3 *database,
	const struct mizan_agreement_effect_options *options, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;

/*
 * The same side by side, a row an agreement and source (`at`, `by` and `windows` do not count):
 * agreement, source, date_from, date_to, before_per_day, during_per_day, after_per_day,
 * days_to_first, days_to_first_deaths, standing (not-covered where no complete release covers its
 * first day), and for 30, 90 and 180 days ratio_30, ratio_30_low, ratio_30_high, p_30 and so on.
 */
mizan_status mizan_agreement_effects_store(struct sqlite3 *database,
	const struct mizan_agreement_effect_options *options, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;

struct mizan_statement_options {
	const char *about, *by, *kind; /* NULL: all */
	mizan_date known_by;           /* MIZAN_DATE_UNKNOWN: all */
	const char *names_of;          /* names as this actor uses them; NULL: neutral */
};
/*
 * Who said what, side by side. Columns: made, by, name, party, about, kind, stance, says,
 * indicator, counted, value, low, high, reported_by, source. Numbers of several claimants are
 * never added: there is no sum.
 */
mizan_status mizan_statements_store(struct sqlite3 *database,
	const struct mizan_statement_options *options, struct mizan_table *table,
	struct mizan_error *error) MIZAN_MUST_CHECK;

#pragma GCC visibility pop
#endif
