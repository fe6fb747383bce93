/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The agreement room: what was promised, and what the record shows before, during and after. The
 * statistics see arrays of dates; no store, no clock.
 */
#ifndef MIZAN_AGREEMENT_H
#define MIZAN_AGREEMENT_H

#include <mizan/store.h>

#pragma GCC visibility push(default)

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
 * Finds an agreement by its id, or by the one id that begins so ("doha" for "doha-2020").
 * MIZAN_ERROR_USAGE where there is none, or several: lists them.
 */
mizan_status mizan_agreement_find(struct sqlite3 *database, const char *text,
	struct mizan_arena *arena, const char **agreement_id,
	struct mizan_error *error) MIZAN_MUST_CHECK;

struct mizan_audit_options {
	const char *agreement, *process; /* NULL: all */
	mizan_date on, known_by;         /* known_by MIZAN_DATE_UNKNOWN: as `on` */
	const char *state; /* a word of mizan_due_state_word, or "contested"; NULL: all */
};
/*
 * How each commitment stands on a day. Columns: agreement, obliged, beneficiary, commitment,
 * action, standing, due_rule, first_due, due, moved, quoted, quoted_differs (days), state,
 * assessed, assessments ("state-a: met (2020-07-13)"; ...), scope, condition, source. What was not
 * known by then has no row; a note counts it. 2,000 agreements with 50,000 commitments: under 1 s.
 */
mizan_status mizan_audit_store(struct sqlite3 *database, const struct mizan_audit_options *options,
	struct mizan_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;
/*
 * An agreement through time: a row a dated thing. Columns: date, precision, what (signed,
 * effective, due, moved, assessed, evidence, alleged violation, ended), obliged, commitment, words,
 * by, known, source. `known_by` MIZAN_DATE_UNKNOWN: all.
 */
mizan_status mizan_agreement_timeline_store(struct sqlite3 *database, const char *agreement_id,
	mizan_date known_by, struct mizan_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Agreements with process, kind, title, signed, effective, ended, days (that it held, to `on` where
 * it has not ended), ended_by, parties, mediators, commitments, source. */
mizan_status mizan_agreements_store(struct sqlite3 *database, const char *process, mizan_date on,
	struct mizan_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;
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

struct mizan_statement_options {
	const char *about, *by, *kind; /* NULL: all */
	mizan_date known_by;           /* MIZAN_DATE_UNKNOWN: all */
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
