/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the brief room share. No other room includes this. */
#ifndef MIZAN_BRIEF_INTERNAL_H
#define MIZAN_BRIEF_INTERNAL_H

#include <cmark-gfm.h>
#include <mizan/brief.h>
#include <mizan/draw.h>
#include <mizan/indicator.h>

/* "--| key: value" at the head of a cell. */
struct brief_option {
	const char *key, *value;
	size_t line, column;
};

enum brief_cell_kind { CELL_INLINE, CELL_BLOCK, CELL_CLAIM };
struct brief_cell {
	enum brief_cell_kind kind;
	cmark_node *node; /* a custom node that the writers fill */
	size_t line, column;
	size_t sql_line, sql_column; /* where the query begins */
	size_t sql_indent;           /* of its other lines */
	const char *sql;             /* without the options; "" for none */
	struct brief_option *options;
	size_t option_count;
	/* After evaluation. */
	bool done, faulty;        /* faulty: its text is, so that it is not run */
	struct mizan_table table; /* of the query */
	const char *value;        /* inline: as it stands in the text */
	struct mizan_mark *marks; /* milestones over a chart of time */
	size_t mark_count;
	struct mizan_claim *claim;
};

/* An anchor that is given away, and how many claims wanted it. */
struct brief_anchor {
	const char *id;
	unsigned uses;
};

struct mizan_brief {
	struct mizan_arena arena;
	const char *path;
	const char *text; /* as it came, without a mark of byte order */
	const char **lines;
	size_t line_count;
	cmark_node *root;
	const char *title, *subtitle, *author, *date, *language;
	const char *parties; /* publishers that are parties, with ; between: they only state */
	struct brief_cell **cells;
	size_t cell_count, cell_capacity;
	struct mizan_error *faults, *unchecked;
	size_t fault_count, fault_capacity, unchecked_count, unchecked_capacity;
	struct mizan_claim **claims;
	size_t claim_count, claim_capacity;
	struct brief_anchor *anchors; /* a hash table; capacity is a power of two */
	size_t anchor_capacity;
	struct mizan_release_list releases;
	struct mizan_table sources;      /* no rows: source lines and notes of all cells */
	bool of_claims; /* it has no text: its claims are of another file */
	bool restricted;                 /* every page says so */
	bool started, evaluated, failed; /* failed: an allocation did */
	bool has_front;                  /* matter */
};

/* Collects a fault at a line and column of the text; columns are counted in bytes, and shown in
 * characters. */
void brief_fault(struct mizan_brief *brief, size_t line, size_t column, const char *advice,
	const char *what, ...) MIZAN_PRINTF(5, 6);
/* Line and column (in characters) of a byte. */
void brief_place(const char *text, size_t at, size_t *line, size_t *column);
/* Where a node begins, or the one that it stands in: nodes of extensions may not know. */
void node_place(cmark_node *node, size_t *line, size_t *column);
char *brief_copy(struct mizan_brief *brief, const char *data, size_t size);
/* Releases a text that was made on the way; what is lost in it for lack of memory is not lost. */
void brief_text_done(struct mizan_brief *brief, struct mizan_text *text);

/* The value of an option, NULL where it is not given. */
const char *cell_option(const struct brief_cell *cell, const char *key);
size_t cell_option_line(const struct brief_cell *cell, const char *key);
size_t cell_option_column(const struct brief_cell *cell, const char *key);
/* The fault of a cell's query; problem->column counts bytes of the query from 1. */
void cell_query_fault(struct mizan_brief *brief, const struct brief_cell *cell,
	const struct mizan_error *problem);
/* Reads options and query out of the text of a fenced cell. */
void cell_read_text(struct mizan_brief *brief, struct brief_cell *cell, const char *text);
/* Faults for options that the cell does not know. */
void cell_check_options(struct mizan_brief *brief, const struct brief_cell *cell);

/* Front matter: fills title and so on, and blanks it so that lines stay where they are. */
/* The column in characters of a column in bytes. */
size_t brief_column(const struct mizan_brief *brief, size_t line, size_t column);
void front_read(struct mizan_brief *brief, char *text);
/* Numbers typed by hand. */
void unchecked_find(struct mizan_brief *brief);

/* ---- Claims ------------------------------------------------------------------------------- */

struct check_job {
	struct mizan_brief *brief;
	const struct brief_cell *cell;
	struct mizan_claim *claim;
	struct sqlite3 *database;
	const struct mizan_watch *watch;
	const char *publisher, *edition; /* weigh as cited: only this one; NULL: current records */
	struct mizan_answer *answers;
	size_t answer_count, answer_capacity;
	const char *scope;    /* over what a superlative or a first is said, or NULL */
	int milestone_status; /* of happened-on: 0 none, 1 confirmed, 2 attributed, 3 disputed */
	bool failed;          /* a fault was collected */
};
struct check {
	const char *word, *rule, *options;
	const char *const *needs; /* options, NULL-terminated */
	mizan_status (*run)(struct check_job *job, struct mizan_error *error);
	bool of_records; /* not of a series: those without numbers are not named */
};
extern const struct check checks[]; /* until a NULL word */
const struct check *check_find(const char *word);

/* Weighs one claim cell. Faults are collected; an error is one of the machine. */
mizan_status claim_weigh(struct mizan_brief *brief, struct brief_cell *cell,
	struct sqlite3 *database, const struct mizan_watch *watch,
	struct mizan_error *error) MIZAN_MUST_CHECK;

mizan_status check_kept(struct check_job *job, struct mizan_error *error);
mizan_status check_due_on(struct check_job *job, struct mizan_error *error);
mizan_status check_held_for(struct check_job *job, struct mizan_error *error);
mizan_status check_effect(struct check_job *job, struct mizan_error *error);
mizan_status check_count_of(struct check_job *job, struct mizan_error *error);
mizan_status check_level_changed(struct check_job *job, struct mizan_error *error);
/* Adds the statements on record about what the option `about` names to the claim's. */
mizan_status job_read_statements(struct check_job *job, struct mizan_error *error) MIZAN_MUST_CHECK;
/* The numbers of each claimant about it, as rows of a series. */
mizan_status job_claimant_numbers(struct check_job *job, struct mizan_table *table,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* The day that `date` gives, or that of the milestone that it names; false with a fault. */
bool job_date(struct check_job *job, mizan_date *date);
mizan_status check_happened_on(struct check_job *job, struct mizan_error *error);
mizan_status check_largest_of(struct check_job *job, struct mizan_error *error);

/* What checks share (check_series.c). */
#define NUMBER_ADVICE "write a number: 1081, 1,081, 8.374 or 96%"
const char *job_option(const struct check_job *job, const char *key);
/* Events of "ucdp-ged" and figures of "UCDP" are of one publisher. */
bool publisher_same(
	const char *name_a, const char *origin_a, const char *name_b, const char *origin_b);
/* Is this the publisher that a claim cites? */
bool publisher_is_cited(const char *publisher, const char *origin, const char *cited);
/* A fault and false where no indicator is called so. */
bool job_indicator_is_known(struct check_job *job);
/* A fault at the option's line. */
void job_fault(struct check_job *job, const char *key, const char *advice, const char *what, ...)
	MIZAN_PRINTF(4, 5);
/* Options as numbers and periods; a fault and false where they are not. "96%" is 96. */
bool job_number(struct check_job *job, const char *key, double otherwise, double *value);
bool job_period(struct check_job *job, const char *key, mizan_date *first, mizan_date *last);
bool job_year(struct check_job *job, const char *key, int *year);
/* A fault at the option where no zone is called so. */
mizan_status job_check_zone(struct check_job *job, struct mizan_error *error) MIZAN_MUST_CHECK;
/* The options that name a series, of any days. */
struct mizan_series_options job_series_options(const struct check_job *job);
/* An answer of a whole series by its name, "ucdp-ged" or "CRSS: what it counts". */
void record_series_answer(struct check_job *job, const char *series, int holds, double value,
	const char *evidence, const char *reason);
/* The series that the claim's options name; rows that are not chosen have current 0. */
mizan_status job_series(struct check_job *job, enum mizan_period period, mizan_date from,
	mizan_date to, const char *area, const char *where, struct mizan_table *table,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Every figure of the indicator, of these days exactly (MIZAN_DATE_UNKNOWN: of any), as rows of a
 * series. */
mizan_status job_any_figures(struct check_job *job, mizan_date from, mizan_date to,
	struct mizan_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Rows first .. end - 1 are of one publisher and definition. */
size_t series_end(const struct mizan_table *table, size_t first);
bool series_same(
	const struct mizan_table *a, size_t row_a, const struct mizan_table *b, size_t row_b);
/* The chosen row of a month within first .. end - 1, SIZE_MAX: none. */
size_t series_row(const struct mizan_table *table, size_t first, size_t end, int32_t month);
double series_value(const struct mizan_table *table, size_t row);
const char *series_text(const struct mizan_table *table, size_t row, const char *column);
/* Adds the answer of the publisher of a row. `holds` -1 needs a reason. Evidence and reason are
 * copied. */
void job_answer(struct check_job *job, const struct mizan_table *table, size_t row, int holds,
	double value, const char *evidence, const char *reason);
void job_keep_sources(struct check_job *job, const struct mizan_table *table);
/* A claim about scores, which no two editions share, and why it cannot be weighed across them. */
bool job_is_of_scores(const struct check_job *job);
extern const char editions_differ[];
/* ---- Numbers with ranges, and as they are stated (check_range.c) ------------------------------
 */

/* A number on record. Where there is no range, low and high are the best estimate; best is NaN
 * where a source gives a range alone. */
struct reading {
	double best, low, high;
	bool ranged; /* it has a range */
};
struct reading reading_of(const struct mizan_table *table, size_t row); /* SIZE_MAX: unknown */
bool reading_is_known(struct reading reading);
/* What decides: the best estimate, or the range where there is nothing else. */
struct reading reading_decides(struct reading reading);
/* 1: a is larger; 0: it is not; -1: the ranges leave it open. */
int reading_larger(struct reading a, struct reading b);
/* Has one of them a range, and do the two meet? */
bool readings_overlap(struct reading a, struct reading b);
void reading_append(struct mizan_text *text, struct reading reading); /* 1,081 or 10 to 20 */
/* "1,081" or "8.374" */
void append_number(struct mizan_text *text, double value);
/* Adds "1,081 (2024; 990 to 1,200)". */
void append_row(struct mizan_text *text, const struct mizan_table *table, size_t row);

/* How far "about" and "nearly" reach, as a part of the number. */
#define STATED_NEAR 0.05
/*
 * A number as a text states it: the records that it fits (low to high, `above` and `below` without
 * the end itself), and what it means as a limit (least, most). 8.37 fits 8.365 to 8.375; zeros at
 * the end may stand for rounding, up to 2.5 percent; "about 170" fits 5 percent to both sides,
 * "nearly 170" 5 percent below; "more than 2,500" all above.
 */
struct stated {
	double number, low, high;
	double least, most;
	bool above, below;
};
bool number_parse(const char *text, double *number); /* 1,081; 8.374; 96%; 52 percent */
bool states_parse(const char *text, struct stated *stated);
bool states_holds(const struct stated *stated, double value);
/* The option as a stated number; a fault and false where it is none. `otherwise` NULL: needed. */
bool job_stated(
	struct check_job *job, const char *key, const char *otherwise, struct stated *stated);

/* ---- Cited sources (check_source.c) --------------------------------------------------------- */

/* "The News (VOA), 2018-06-15; Fox News, June 2018": is one of these sources of this name, and has
 * the words of the edition (NULL: any)? */
bool source_names(const char *source, const char *publisher, const char *edition);
/* May the answer stand: as cited, is it of the cited source, by its name or by the sources on
 * record? */
bool job_cites(
	const struct check_job *job, const char *name, const char *origin, const char *source);
/* Publisher and edition of the claim's `cites`, which it has. */
mizan_status job_read_citation(struct check_job *job, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Has the event source a release of this version? "GED 25.1" has the words 25.1. NULL: any. */
bool release_is_of(struct check_job *job, const char *source, const char *edition);
/* Adds "; over 2021 to 2025, by IEP's GTI 2025, GTI 2026". */
void append_scope(struct check_job *job, struct mizan_text *text, const struct mizan_table *table,
	size_t first, size_t end, const char *over);

/* ---- The checks, one file each ------------------------------------------------------------- */

mizan_status check_at_least(struct check_job *job, struct mizan_error *error);
mizan_status check_at_most(struct check_job *job, struct mizan_error *error);
mizan_status check_equals(struct check_job *job, struct mizan_error *error);
mizan_status check_rank_is(struct check_job *job, struct mizan_error *error);
mizan_status check_rises(struct check_job *job, struct mizan_error *error);
mizan_status check_falls(struct check_job *job, struct mizan_error *error);
mizan_status check_first_since(struct check_job *job, struct mizan_error *error);
mizan_status check_largest_year(struct check_job *job, struct mizan_error *error);
mizan_status check_nearly_equal(struct check_job *job, struct mizan_error *error);
mizan_status check_doubled(struct check_job *job, struct mizan_error *error);
mizan_status check_before_after(struct check_job *job, struct mizan_error *error);
mizan_status check_share_at_least(struct check_job *job, struct mizan_error *error);
/* count-of of other things than groups that joined. */
mizan_status count_of_records(struct check_job *job, const struct stated *stated, const char *what,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/* "figure wrong, outdated"; nothing where there is no mark. */
void claim_append_marks(struct mizan_text *text, const struct mizan_claim *claim);
/* "UCDP: 292 (2021), 643 (2022)" */
void answer_append(struct mizan_text *text, const struct mizan_answer *answer);

/* ---- Writers ------------------------------------------------------------------------------ */

mizan_status write_html(const struct mizan_brief *brief, bool for_pdf, struct mizan_text *out,
	struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status write_markdown(const struct mizan_brief *brief, struct mizan_text *out,
	struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status write_json(const struct mizan_brief *brief, struct mizan_text *out,
	struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status write_pdf(const struct mizan_brief *brief, struct mizan_text *out,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Reads the milestones that a cell wants over its chart. */
mizan_status cell_read_marks(struct mizan_brief *brief, struct brief_cell *cell,
	struct sqlite3 *database, struct mizan_error *error) MIZAN_MUST_CHECK;
/* A cell's chart as it asks for it; MIZAN_OK and no bytes where it asks for none. */
mizan_status cell_draw(const struct brief_cell *cell, enum mizan_picture picture,
	struct mizan_text *out, struct mizan_text *description,
	struct mizan_error *error) MIZAN_MUST_CHECK;
extern const char page_style[];
/* Added to it where a page is restricted: the word on every printed page. */
extern const char page_style_restricted[];
extern const char brief_restricted[]; /* the sentence */

#endif
