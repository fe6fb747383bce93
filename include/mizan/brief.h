/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The brief room: a Markdown text whose every figure is computed as it is rendered, and whose every
 * claim is weighed. docs/brief.md is the reference of the syntax.
 *
 * One tree, many writers: parse, evaluate against a store, write.
 */
#ifndef MIZAN_BRIEF_H
#define MIZAN_BRIEF_H

#include <mizan/base.h>
#include <mizan/store.h>
#include <mizan/table.h>

#pragma GCC visibility push(default)

struct sqlite3;

/* Against other records. Never called a verdict on a page. */
enum mizan_result {
	MIZAN_SUPPORTED,
	MIZAN_CONTRADICTED,
	MIZAN_SOURCES_DISAGREE,
	MIZAN_RESTS_ON_STATEMENTS,
	MIZAN_CANNOT_BE_CHECKED,
	MIZAN_OPINION,
};
/* As cited: does the cited source say it? */
enum mizan_cited {
	MIZAN_CITED_YES,
	MIZAN_CITED_NO,
	MIZAN_CITED_NO_SOURCE, /* the claim gives none */
	MIZAN_CITED_ABSENT,    /* it gives one that the store has nothing of */
};
enum mizan_claim_mark {
	MIZAN_MARK_FIGURE_WRONG = 1, /* the number, not the conclusion */
	MIZAN_MARK_OUTDATED = 2,     /* true of the edition used then, not of the current one */
};

const char *mizan_result_word(enum mizan_result result); /* "supported", "sources disagree" ... */
const char *mizan_cited_word(enum mizan_cited cited);    /* "yes", "no", "no source given" ... */

/* One publisher's answer to a claim. Texts that are unknown are NULL. */
struct mizan_answer {
	const char *publisher, *edition, *origin, *counts_what;
	bool party;           /* a party to the conflict: it states, and decides nothing */
	int holds;            /* 1, 0, -1: cannot say */
	double value;         /* the number that a stated one is compared with; NaN: none */
	const char *evidence; /* "292 (2021), 643 (2022)" */
	const char *reason;   /* why it cannot say, or NULL */
};
/* Who asserts or denies, where only parties say so. */
struct mizan_statement {
	bool denies, silent; /* neither: affirms */
	const char *text;
};
struct mizan_claim {
	const char *id; /* stable anchor */
	const char *text, *by, *check;
	const char *rule; /* what the check does, in a sentence */
	const char *sql;  /* the query, where the claim has one */
	const char *cites;
	const char *states; /* the number that the claim gives */
	size_t line;
	enum mizan_result result;
	enum mizan_cited cited;
	unsigned marks;      /* enum mizan_claim_mark */
	const char *because; /* one sentence */
	const char *note;    /* about the marks, or NULL */
	struct mizan_answer *answers, *cited_answers;
	size_t answer_count, cited_count;
	struct mizan_statement *statements;
	size_t statement_count;
	unsigned publishers; /* independent ones that answer; relays count once */
};

/* The checks that a claim can name: false behind the last. `rule` is a sentence, `options` what it
 * needs and may take. */
bool mizan_check_word(size_t index, const char **word, const char **rule, const char **options);

struct mizan_brief;

/* Reads the text; every fault of the text is collected (mizan_brief_faults), not only the first. */
mizan_status mizan_brief_parse(const char *path, const char *text, size_t size,
	struct mizan_brief **brief, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Runs every cell and claim on a guarded handle with Mizan's functions, once: a second call is
 * MIZAN_ERROR_USAGE. Faults of queries are collected too; a claim whose text has faults is not
 * weighed. */
mizan_status mizan_brief_evaluate(struct mizan_brief *brief, struct sqlite3 *database,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Before it is evaluated: the page will hold what is withheld in public, and every page, chart and
 * note of it says RESTRICTED. */
void mizan_brief_restrict(struct mizan_brief *brief);
void mizan_brief_release(struct mizan_brief *brief);

/* Where an option of a claim stands: line and column (in characters) of the file that it is from.
 */
struct mizan_claim_option {
	const char *key, *value;
	size_t line, column;
};
/*
 * A brief without a text: claims of another file (`path` names it in messages), added one by one
 * and weighed as any other. `parties` as in front matter, may be NULL. mizan_brief_claim gives them
 * in the order in which they were added.
 */
mizan_status mizan_brief_open(const char *path, const char *parties, struct mizan_brief **brief,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Adds a claim that begins at a line and column; what its options lack is collected as a fault. The
 * texts are copied. `sql` (may be NULL) has its own place, its lines behind the first begin at
 * `sql->column` too. */
mizan_status mizan_brief_add_claim(struct mizan_brief *brief, size_t line, size_t column,
	const struct mizan_claim_option *options, size_t count,
	const struct mizan_claim_option *sql, struct mizan_error *error) MIZAN_MUST_CHECK;

size_t mizan_brief_fault_count(const struct mizan_brief *brief);
const struct mizan_error *mizan_brief_fault(const struct mizan_brief *brief, size_t index);
size_t mizan_brief_claim_count(const struct mizan_brief *brief);
const struct mizan_claim *mizan_brief_claim(const struct mizan_brief *brief, size_t index);
/* Numbers typed by hand that are not marked as quotation: where, and the number. */
size_t mizan_brief_unchecked_count(const struct mizan_brief *brief);
const struct mizan_error *mizan_brief_unchecked(const struct mizan_brief *brief, size_t index);

enum mizan_brief_form { MIZAN_BRIEF_HTML, MIZAN_BRIEF_PDF, MIZAN_BRIEF_MARKDOWN, MIZAN_BRIEF_JSON };
/* PDF goes through WeasyPrint: MIZAN_ERROR_SYSTEM where it is not installed. */
mizan_status mizan_brief_write(const struct mizan_brief *brief, enum mizan_brief_form form,
	struct mizan_text *out, struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- What a new release changes ----------------------------------------------------------- */

/*
 * One store, read as it was with OLD and as it is with NEW, two versions of a source's events: with
 * OLD, as if NEW and all that replaces OLD had never come; with NEW, as if what replaces NEW had
 * not. Both are guarded, have Mizan's functions, and leave nothing behind when they are closed (see
 * mizan_store_without_releases). Of figures: without the edition NEW, and with it. `public_day`: as
 * the public sees the store on this day (mizan_store_publish); MIZAN_DATE_UNKNOWN: everything.
 * Close in any case.
 */
struct mizan_vintages {
	struct mizan_store before, after;
};
mizan_status mizan_vintages_open(struct mizan_vintages *vintages, const char *store_path,
	const char *source, const char *old_version, const char *new_version, mizan_date public_day,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status mizan_vintages_open_figures(struct mizan_vintages *vintages, const char *store_path,
	const char *publisher, const char *old_edition, const char *new_edition,
	mizan_date public_day, struct mizan_error *error) MIZAN_MUST_CHECK;
void mizan_vintages_close(struct mizan_vintages *vintages);

/*
 * Weighs a brief on both and adds a row for each claim whose result, answer as cited, marks or
 * numbers differ: brief, line, claim, sentence, changed (which of these), before, after (result and
 * marks), numbers_before, numbers_after (of the publishers whose numbers differ). Makes the columns
 * where the table has none. Faults of the text, and of its queries as things are now, are
 * MIZAN_ERROR_INPUT (the first of them); cells that could not be computed as things were are
 * counted in a note.
 */
mizan_status mizan_brief_compare(const char *path, const char *text, size_t size,
	const struct mizan_vintages *vintages, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;
/* The same of one text that was evaluated twice, and of one claim, for whoever holds claims
 * otherwise (a review). Of a claim: a row, or none where nothing differs. */
mizan_status mizan_brief_compare_results(const char *path, const struct mizan_brief *before,
	const struct mizan_brief *after, struct mizan_table *table,
	struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status mizan_claim_compare(const char *path, const struct mizan_claim *before,
	const struct mizan_claim *after, struct mizan_table *table,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- Results through time ----------------------------------------------------------------- */

/*
 * Stores the results of an evaluated brief in the table brief_result, as one transaction. `name` is
 * what the brief is known by, `when` an ISO 8601 time in UTC. Results of a restricted brief are
 * withheld on a public handle. A brief without claims is
 * MIZAN_ERROR_USAGE: there would be nothing to keep.
 */
mizan_status mizan_brief_keep(const struct mizan_brief *brief, struct mizan_store *store,
	const char *name, const char *when, struct mizan_error *error) MIZAN_MUST_CHECK;
/*
 * What changed in a store since a day (MIZAN_DATE_UNKNOWN: ever), and in the results of briefs that
 * were kept (`brief` NULL: all): date, kind (imported, refused, replaced, kept, changed), what,
 * detail, before, after. By date; of one day in the order in which it came.
 */
mizan_status mizan_log_store(struct sqlite3 *database, mizan_date since, const char *brief,
	struct mizan_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;

/* What the pages of a brief are made of, for other pages. A claim as a section with the anchor
 * claim-ID; `open`: with all evidence shown, for paper. */
void mizan_claim_write_html(const struct mizan_claim *claim, bool open, struct mizan_text *out);
void mizan_claim_write_markdown(const struct mizan_claim *claim, struct mizan_text *out);
void mizan_claim_write_json(const struct mizan_claim *claim, struct mizan_text *out);
/* "supported, 3 independent publishers; figure wrong" */
void mizan_claim_append_summary(struct mizan_text *text, const struct mizan_claim *claim);
/* Can the text be parsed as Markdown within seconds? MIZAN_ERROR_INPUT with the paragraph's line
 * where one has too many marks. */
mizan_status mizan_markdown_check(const char *path, const char *text, size_t size,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Text of data in Markdown: nothing in it is markup. */
void mizan_text_append_markdown(struct mizan_text *out, const char *text);
const char *mizan_page_style(void);
/* Added to it on a page that shows what is withheld in public: the word on every printed page. */
const char *mizan_page_style_restricted(void);
/* The sentence that such a page begins with; NULL where the brief is not restricted. */
const char *mizan_brief_restricted(const struct mizan_brief *brief);
/* Source lines and notes of an evaluated brief; no rows. */
const struct mizan_table *mizan_brief_sources(const struct mizan_brief *brief);
/* A number as it is written ("1,081", "8.37", "more than 60"), and which recorded ones fit it. */
bool mizan_stated_number(const char *stated, double *number, double *low, double *high);

/* A self-contained page of HTML as PDF, in the same way: nothing but data: is loaded. */
mizan_status mizan_page_to_pdf(struct mizan_slice page, struct mizan_text *out,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/*
 * One claim of an evaluated brief as a picture for publication (mizan_card of draw.h), by its id;
 * an id that the brief has not is MIZAN_ERROR_USAGE and lists those it has.
 */
struct mizan_brief_card_options {
	int picture;       /* enum mizan_picture of draw.h */
	int width, height; /* pixels of a PNG, twice the points of an SVG or PDF; 0: 1200 x 675 */
	mizan_date day;    /* of rendering */
};
mizan_status mizan_brief_card(const struct mizan_brief *brief, const char *id,
	const struct mizan_brief_card_options *options, struct mizan_text *out,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* What is behind it: an answer a row, with publisher, edition, what it counts, value, evidence. */
mizan_status mizan_brief_card_table(const struct mizan_brief *brief, const char *id,
	struct mizan_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Neither front matter nor a cell: a text like any other, in which numbers may be typed. */
bool mizan_brief_is_plain(const struct mizan_brief *brief);

/* A brief to start from, with each kind of cell in it. */
mizan_status mizan_brief_template(
	const char *title, struct mizan_text *out, struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- Figures guarded ---------------------------------------------------------------------- */

/*
 * Every number of a text against published figures and indicators near it. For each number the
 * words of its sentence say what it counts: what is killed, attacked, injured, ranked (indicator
 * words), where (countries, areas), by whom (actors), when (years, months), by whose count
 * (publishers, relays). A number that equals a current figure of that context is right. One that
 * does not is warned of where a figure of that context explains it:
 *
 * - swapped: its digits are those of the figure, of whichever edition, two of them swapped (585 for
 *   558); without a year the edition that the sentence names says which figures ("the GTI 2025");
 * - other-year: it is the same publisher's number for another year than the sentence names, of
 *   whichever edition;
 * - revised: it is of an edition whose publisher has another number since;
 * - relay: the sentence names who relays it, and not who published it;
 * - near: not equal, and within MIZAN_GUARD_NEAR of the figure, with a year and an indicator word
 *   in the sentence, and no "about", "more than" or the like before it.
 *
 * Not looked at: years, dates, ordinals (but ranks), money, numbers of other things (days,
 * kilometres, districts), quotations (block quotes, double quotation marks), code, links, front
 * matter, footnotes. A number is read at its own rounding, as in claims. Words are English; numbers
 * have western digits. Where the sentence does not say of what and of when a number is, there is no
 * warning: a false alarm costs more trust than a missed one.
 */
#define MIZAN_GUARD_NEAR 0.02

/* A figure or an indicator's value. Texts that are unknown are NULL; numbers NaN. */
struct mizan_guard_figure {
	const char *publisher, *edition, *published, *relayed_by;
	const char *country; /* ISO3 */
	const char *area, *actor, *indicator, *counts_what;
	mizan_date first, last;
	double value, low, high;
};
/* A further name: of an actor (stands_for is the key that figures and other names share), or of a
 * publisher. */
struct mizan_guard_name {
	const char *name, *stands_for;
	bool publisher;
};

struct mizan_guard;
/* Copies all that it is given. Cost: O(n log n). It changes no more once made, and several threads
 * may use it at once. */
mizan_status mizan_guard_make(const struct mizan_guard_figure *figures, size_t count,
	const struct mizan_guard_name *names, size_t name_count, struct mizan_guard **guard,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* The same from a store: its published figures, the yearly deaths and incidents of complete
 * releases of events by country, and the names of its armed groups. */
mizan_status mizan_guard_store(struct sqlite3 *database, struct mizan_guard **guard,
	struct mizan_error *error) MIZAN_MUST_CHECK;
void mizan_guard_release(struct mizan_guard *guard);
/*
 * Adds a row a warning, in the order of the text: file, line, column (in characters), number (as
 * written), kind (a word above), says (a sentence), publisher, edition, period, indicator, country,
 * area, actor, value; a note says how many numbers were compared. The text is Markdown or plain.
 * MIZAN_ERROR_INPUT for what is not UTF-8. Cost: O(text), and for each number the figures of its
 * indicator.
 */
mizan_status mizan_guard_text(const struct mizan_guard *guard, const char *path, const char *text,
	size_t size, struct mizan_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;

#pragma GCC visibility pop
#endif
