/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the subcommands share. To add a subcommand:
 *   1. write cmd_NAME.c with its options, a run function and nothing that the library could do;
 *   2. declare it below and give it a row in the table of main.c;
 *   3. add the file to meson.build;
 *   4. describe it in docs/mizan.1.scd and add a case to tests/cli/.
 */
#ifndef MIZAN_COMMAND_H
#define MIZAN_COMMAND_H

#include <mizan/brief.h>
#include <mizan/draw.h>
#include <mizan/indicator.h>
#include <mizan/source.h>
#include <mizan/sql.h>
#include <mizan/store.h>

/* ---- Options ------------------------------------------------------------------------------ */

enum option_type {
	OPTION_FLAG,     /* bool */
	OPTION_TEXT,     /* const char * */
	OPTION_INTEGER,  /* int64_t */
	OPTION_REAL,     /* double; a unit behind it ("25km") must be the one in `argument` */
	OPTION_COUNTRY,  /* const char *: ISO3 or a country's name, gives ISO3 */
	OPTION_PERIOD,   /* mizan_date[2]: as mizan_period_parse takes it */
	OPTION_ENCODING, /* enum mizan_encoding */
	OPTION_COVERAGE, /* int */
};
struct option {
	const char *name; /* without --; NULL ends a list */
	enum option_type type;
	const char *argument; /* what help calls its value */
	const char *help;
	void *value;
};

/* What every command that prints a table takes. */
struct output {
	bool csv, json;
	const char *xlsx, *chart, *chart_kind, *title;
};

struct command;
struct context {
	const struct command *command;
	const char *store_path;
	struct mizan_store store; /* open where the command's row says so */
	struct mizan_watch watch;
	struct output output;
	/* Restricted: everything is shown, and says so. Else the store is read as its public sees
	 * it, as of a day: MIZAN_DATE_UNKNOWN is today. */
	bool restricted;
	mizan_date as_of[2];
	bool parsed; /* the options are: the two above stand */
};

enum {
	NEEDS_STORE = 1,   /* opened for reading, with Mizan's functions, before run */
	PRINTS_TABLE = 2,  /* takes --csv, --json, --xlsx, --chart, and what SHOWS_RECORDS does */
	SHOWS_RECORDS = 4, /* takes --restricted and --as-of */
};
struct command {
	const char *name;
	int (*run)(struct context *context, int count, char **arguments);
	const char *usage; /* behind the name */
	const char *help;
	unsigned flags;
};
extern const struct command commands[]; /* until a NULL name */

/*
 * Takes the options out of `arguments` (arguments[0] is the command); the others stay in order and
 * *count is their number. True: go on. False: *exit_code is what to end with, since help was
 * printed or something was wrong.
 */
bool options_parse(struct context *context, const struct option *options, int *count,
	char **arguments, int *exit_code);

/* ---- Output ------------------------------------------------------------------------------- */

enum {
	EXIT_DONE = 0,
	EXIT_NO = 1,
	EXIT_USAGE = 2,
	EXIT_INPUT = 3,
	EXIT_STORE = 4,
	EXIT_INTERRUPTED = 130,
};
/* "mizan: FILE:LINE:COLUMN: what; what to do" on standard error; gives the exit code. */
int print_error(const struct mizan_error *error);
int print_usage_error(const struct context *context, const char *what, ...) MIZAN_PRINTF(2, 3);
/* Says that an argument is one too many; gives the exit code. */
int print_excess(const struct context *context, const char *argument);
/* The table in the forms asked for. `chart` says what --chart draws; NULL: this table has none. */
int print_table(
	struct context *context, struct mizan_table *table, const struct mizan_chart *chart);
/* What --chart names alone, without the table. */
int draw_chart(struct context *context, struct mizan_table *table, const struct mizan_chart *chart);
/* Says in the table what is withheld, or that it is restricted; print_table and draw_chart do. */
mizan_status mark_table(
	struct context *context, struct mizan_table *table, struct mizan_error *error);
extern const char restricted_words[];
/*
 * The rows of a table as --chart draws them: no sample beside what is complete, lines in the order
 * of time and bars in that of size (unless keep_order), and where two rows would stand at one
 * place, a series that tells them apart. Changes the table and the series of `chart`. Release
 * `drawn` in any case.
 */
mizan_status chart_rows(const struct mizan_table *table, bool keep_order, struct mizan_chart *chart,
	struct mizan_table *drawn, struct mizan_error *error);
/* "Deaths in Pakistan, 2014–2015"; country and period may be NULL or unknown. Gives `title`. */
#define CHART_TITLE 240
const char *chart_title(
	char title[CHART_TITLE], const char *what, const char *country, const mizan_date period[2]);
/* What a file's name ends with, and the form that it means; NULL ends a list. */
struct file_form {
	const char *ending;
	int form;
};
bool form_by_ending(const char *path, const struct file_form *forms, int *form);
/* Bytes to a file, whole or not at all; "-" is standard output. */
mizan_status read_file(const char *path, struct mizan_text *text, struct mizan_error *error);
mizan_status write_file(const char *path, const char *data, size_t size, struct mizan_error *error);
/* A workbook to a file, whole or not at all. */
mizan_status write_workbook(
	const struct mizan_table *table, const char *path, struct mizan_error *error);
/* Bytes to standard output; gives the exit code. */
int print_text(const struct mizan_text *text);

/* Progress on a terminal, and Ctrl-C. */
void watch_start(struct mizan_watch *watch);
/* Wipes the line of progress. */
void watch_clear(void);

/* The day on which the command runs, or --as-of. */
mizan_date today(void);
mizan_date as_of(const struct context *context);
/* Makes the open store public, once the options are parsed and unless they say --restricted. */
int publish_store(struct context *context);
/* Guards the store for a query or condition that somebody wrote. */
int guard_store(struct context *context);
/* Opens the store; with create, makes it where it is not there. */
int open_store(struct context *context, enum mizan_store_mode mode);

/* The time in UTC, as 2026-11-25T20:10:00Z. */
void now_in_utc(char text[24]);
/* What a brief is known by in the store: "folder/file.md". */
#define BRIEF_NAME 600
void name_of_brief(const char *path, char name[BRIEF_NAME]);

int cmd_actor(struct context *context, int count, char **arguments);
int cmd_agreement(struct context *context, int count, char **arguments);
int cmd_brief(struct context *context, int count, char **arguments);
int cmd_check(struct context *context, int count, char **arguments);
int cmd_cite(struct context *context, int count, char **arguments);
int cmd_cluster(struct context *context, int count, char **arguments);
int cmd_completion(struct context *context, int count, char **arguments);
int cmd_composition(struct context *context, int count, char **arguments);
int cmd_diff(struct context *context, int count, char **arguments);
int cmd_figures(struct context *context, int count, char **arguments);
int cmd_growth(struct context *context, int count, char **arguments);
int cmd_gti(struct context *context, int count, char **arguments);
int cmd_hawkes(struct context *context, int count, char **arguments);
int cmd_help(struct context *context, int count, char **arguments);
int cmd_import(struct context *context, int count, char **arguments);
int cmd_interrupted(struct context *context, int count, char **arguments);
int cmd_log(struct context *context, int count, char **arguments);
int cmd_map(struct context *context, int count, char **arguments);
int cmd_milestones(struct context *context, int count, char **arguments);
int cmd_near_repeat(struct context *context, int count, char **arguments);
int cmd_offices(struct context *context, int count, char **arguments);
int cmd_review(struct context *context, int count, char **arguments);
int cmd_refused(struct context *context, int count, char **arguments);
int cmd_relations(struct context *context, int count, char **arguments);
int cmd_releases(struct context *context, int count, char **arguments);
int cmd_series(struct context *context, int count, char **arguments);
int cmd_shift(struct context *context, int count, char **arguments);
int cmd_sql(struct context *context, int count, char **arguments);
int cmd_statements(struct context *context, int count, char **arguments);
int cmd_template(struct context *context, int count, char **arguments);
int cmd_toll(struct context *context, int count, char **arguments);
int cmd_version(struct context *context, int count, char **arguments);
int cmd_zones(struct context *context, int count, char **arguments);

#endif
