/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Somebody's table of agreements, a row each: what the layouts (ucdp_agreements.c, pax.c,
 * ethprio.c) share. No other room includes this.
 *
 * A row becomes an agreement with its parties, and a provision for each category that the table
 * marks. It never becomes a commitment: none of these tables says who owes what.
 */
#ifndef MIZAN_SOURCE_AGREEMENT_TABLE_INTERNAL_H
#define MIZAN_SOURCE_AGREEMENT_TABLE_INTERNAL_H

#include "record_internal.h"

/* What a column of the file is to the layout. */
enum table_role {
	TABLE_OTHER,    /* kept in agreement.provider */
	TABLE_TAKEN,    /* has a column of ours */
	TABLE_CATEGORY, /* a value from 1 to 3 marks a provision */
};

/* The plan of one file; source_plan.state. Fields are in the order of the file's columns. */
struct table_plan {
	const size_t *at; /* of each column that the layout names: its position, or SIZE_MAX */
	enum table_role *roles;
	const char **provision_ids; /* of categories */
};
/* Makes it. `columns` are the layout's names, NULL-terminated; the first `taken` have columns of
 * ours, the others go to agreement.provider too. */
mizan_status table_plan_make(struct source_plan *plan, const struct mizan_reader_facts *facts,
	const char *const *columns, size_t taken, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Says that a column of the file, by position, is a category. */
mizan_status table_plan_category(
	struct source_plan *plan, size_t column, struct mizan_error *error) MIZAN_MUST_CHECK;

/* Somebody whom a row names. */
struct table_actor {
	int64_t ucdp_id;  /* 0: not known */
	const char *name; /* as the table has it */
	bool third;       /* no side, but a witness or a mediator */
	bool known_only;  /* left out, not made, where nobody on record has this name */
};

/* A day, month or year: as docs/records.md has dates. precision 0: not known. */
struct table_date {
	char day[11]; /* the first that it can be */
	int precision;
};

/* One row on its way. Texts live in `arena`. */
struct table_row {
	const struct source_plan *plan;
	const struct table_plan *columns;
	const struct mizan_slice *fields;
	struct source_fault *fault;
	struct mizan_arena arena;
	bool failed; /* no memory */
	/* What the layout fills in. */
	const char *agreement_id, *title, *kind, *country, *note, *source;
	const char *process_id, *process_title;
	struct table_date signed_on, effective, ended;
	struct table_actor *actors;
	size_t actor_count, actor_capacity;
	const char *actor_prefix; /* of ids that are made of names: "ethprio" */
	bool joins;               /* a further row with this id is about the same agreement */
};

/* A column's text by its place in the layout: trimmed, runs of blanks as one, "" where the table
 * has none ("", "NA", "-99"). Never NULL. */
const char *table_text(struct table_row *row, size_t column);
/* A column's whole number; `unknown` where there is none. False: refused. */
bool table_integer(struct table_row *row, size_t column, int64_t unknown, int64_t *value);
/* Fills the fault at a column of the layout and returns false. */
bool table_refuse(struct table_row *row, size_t column, const char *reason, ...) MIZAN_PRINTF(3, 4);
/* "2020-02-29", "2020-02", "2020", with a time behind, or "29/02/2020"; "" is not known. False:
 * refused. */
bool table_date(struct table_row *row, size_t column, struct table_date *date);
/* A year, month and day in columns of their own; what is not above 0 is not known. */
bool table_date_parts(
	struct table_row *row, size_t year, size_t month, size_t day, struct table_date *date);
/* The end; one before the agreement was signed is a slip of the table: it goes to the note. */
void table_set_end(struct table_row *row, const struct table_date *ended);
void table_add_actor(struct table_row *row, const struct table_actor *actor);
/* Is it neither a government nor an organisation of states, as far as name and number tell? */
bool table_is_armed(const struct table_actor *actor);
void table_add_note(struct table_row *row, const char *note);
/* "Republic of X" to "republic-of-x", behind a prefix; "" where nothing is left. */
const char *table_slug(struct table_row *row, const char *prefix, const char *text);
const char *table_printf(struct table_row *row, const char *format, ...) MIZAN_PRINTF(2, 3);

/* Keeps a row that a layout's `read` understands: for source_provider.keep. */
bool table_keep(const struct source_plan *plan, const struct mizan_slice *fields,
	struct mizan_store *store, const struct mizan_release *release, struct source_fault *fault,
	bool (*read)(struct table_row *row), struct mizan_error *error);

/* Writes it (agreement_table_write.c). A key that is there already is refused: *kept is false. */
mizan_status table_write(struct table_row *row, struct mizan_store *store,
	const struct mizan_release *release, bool *kept,
	struct mizan_error *error) MIZAN_MUST_CHECK;

#endif
