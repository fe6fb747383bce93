/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The store room: one GeoPackage file that holds releases, events, published figures and
 * milestones, and the words (code lists) that they use.
 *
 * The tables are documented in docs/store.md. Every function works on the caller's sqlite3 handle,
 * so that the command, the library and the SQLite extension read the same way.
 */
#ifndef MIZAN_STORE_H
#define MIZAN_STORE_H

#include <mizan/base.h>
#include <mizan/table.h>

#pragma GCC visibility push(default)

struct sqlite3;

/* ---- Words -------------------------------------------------------------------------------- */

enum mizan_violence {
	MIZAN_VIOLENCE_UNKNOWN,
	MIZAN_STATE_BASED, /* UCDP: at least one side is a state's government */
	MIZAN_NON_STATE,   /* UCDP: neither side is */
	MIZAN_ONE_SIDED,   /* UCDP: an organised actor against civilians */
};
#define MIZAN_VIOLENCE_COUNT 4
/* "state-based", "non-state", "one-sided"; NULL for unknown and out of range. */
const char *mizan_violence_word(int violence);
int mizan_violence_from_word(struct mizan_slice word);

/* How sure a date is: UCDP's date_prec. 0 unknown. */
enum mizan_date_precision {
	MIZAN_DATE_DAY = 1,    /* the exact day */
	MIZAN_DATE_DAYS = 2,   /* a range of 2 to 6 days */
	MIZAN_DATE_WEEK = 3,   /* the week */
	MIZAN_DATE_MONTH = 4,  /* 8 to 30 days, or the month */
	MIZAN_DATE_LONGER = 5, /* 31 days to a year */
};
/* How sure a point is: UCDP's where_prec. 0 unknown. */
enum mizan_place_precision {
	MIZAN_PLACE_EXACT = 1,
	MIZAN_PLACE_NEAR = 2,    /* within about 25 km */
	MIZAN_PLACE_ADMIN2 = 3,  /* a point for the district */
	MIZAN_PLACE_ADMIN1 = 4,  /* a point for the province */
	MIZAN_PLACE_FUZZY = 5,   /* a line or an island: a representative point */
	MIZAN_PLACE_COUNTRY = 6, /* a point for the country */
	MIZAN_PLACE_AIR_SEA = 7, /* in the air or at sea */
};

/* Countries: ISO 3166 alpha-3 and XKX for Kosovo. */
struct mizan_country {
	char iso3[4];
	int gw; /* Gleditsch-Ward number, 0: none */
	const char *name;
};
const struct mizan_country *mizan_country_by_iso3(struct mizan_slice iso3);
/* UCDP's country_id; the number of a state that is gone gives its usual successor on the map. */
const struct mizan_country *mizan_country_by_gw(int gw);
const struct mizan_country *mizan_country_by_name(struct mizan_slice name);

/* Flags of an event, a set in the column `flags` as words between blanks. */
enum mizan_event_flag {
	MIZAN_FLAG_BEST_OUTSIDE =
		1,              /* "best-outside-range": best not within low..high; kept as given */
	MIZAN_FLAG_SUMMARY = 2, /* "summary": an aggregated event (event_clarity 2) */
	MIZAN_FLAG_CANDIDATE = 4,     /* "candidate": not yet in an annual release */
	MIZAN_FLAG_UNCLEAR = 8,       /* "check": code_status is not Clear */
	MIZAN_FLAG_SIDES_DIFFER = 16, /* "sides-differ": deaths of the sides do not sum to best */
};

/* ---- Events ------------------------------------------------------------------------------- */

#define MIZAN_UNKNOWN INT32_MIN /* of any count: unknown is not 0 */

/*
 * One row of a release. Slices are valid as long as whoever gave the event says. An empty slice
 * is unknown. Counts are MIZAN_UNKNOWN or at least 0.
 */
struct mizan_event {
	int64_t event_id; /* 0 before it is stored */
	int64_t release_id;
	struct mizan_slice source_key;
	mizan_date date_start, date_end; /* both days within */
	uint8_t date_precision, place_precision;
	uint8_t violence;           /* enum mizan_violence */
	uint8_t flags;              /* enum mizan_event_flag */
	double latitude, longitude; /* WGS 84; NaN where there is no point */
	struct mizan_slice country; /* ISO3 */
	struct mizan_slice admin1, admin2, place, tactic, target, side_a, side_b, dyad;
	int64_t side_a_id, side_b_id, dyad_id, conflict_id; /* the source's numbers; 0: none */
	int32_t deaths_best, deaths_low, deaths_high;
	int32_t deaths_side_a, deaths_side_b, deaths_civilians, deaths_unknown;
	int32_t injured, hostages;
	struct mizan_slice headline;
	struct mizan_slice provider; /* a JSON object of the source's other columns, or empty */
};

/* Which parts of an event a reader needs; reading less is faster. */
enum mizan_event_part {
	MIZAN_PART_DATES = 1 << 0, /* date_start, date_end, date_precision */
	MIZAN_PART_COUNTRY = 1 << 1,
	MIZAN_PART_ADMIN = 1 << 2,  /* admin1, admin2 */
	MIZAN_PART_PLACE = 1 << 3,  /* place, point, place_precision */
	MIZAN_PART_ACTORS = 1 << 4, /* sides and dyad with their numbers */
	MIZAN_PART_VIOLENCE = 1 << 5,
	MIZAN_PART_DEATHS = 1 << 6, /* best, low, high */
	MIZAN_PART_SIDES = 1 << 7,  /* deaths of the sides, civilians, unknown */
	MIZAN_PART_HARM = 1 << 8,   /* injured, hostages */
	MIZAN_PART_TEXT = 1 << 9,   /* key, tactic, target, headline, flags, provider */
	MIZAN_PART_ALL = (1 << 10) - 1,
};

/* ---- The file ----------------------------------------------------------------------------- */

enum mizan_store_mode {
	MIZAN_STORE_READ,   /* read-only; the file must exist, of this schema or the one before */
	MIZAN_STORE_WRITE,  /* the file must exist; an older schema is brought up to date */
	MIZAN_STORE_CREATE, /* the same; made if it does not exist */
};

struct mizan_store {
	struct sqlite3 *database;
	bool made; /* by this opening: the file was not there */
	char path[1024];
};

/*
 * Opens a store. Waits up to 5 s for another program's lock, then MIZAN_ERROR_STORE. A GeoPackage
 * that is no store, or one with a newer schema, is an error that says so. Close with
 * mizan_store_close (also after an error; zero-initialised is closed).
 */
mizan_status mizan_store_open(struct mizan_store *store, const char *path,
	enum mizan_store_mode mode, struct mizan_error *error) MIZAN_MUST_CHECK;
void mizan_store_close(struct mizan_store *store);
/* Closes a store; one that this opening made, and that nothing was imported into, goes away. */
void mizan_store_discard(struct mizan_store *store);

/* Turns the last error of a handle into ours: locked, full disk, read-only, damaged. */
mizan_status mizan_store_error(
	struct sqlite3 *database, struct mizan_error *error, const char *doing);

/* One write transaction: everything between begin and commit is there after it, or nothing. */
mizan_status mizan_store_begin(
	struct mizan_store *store, struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status mizan_store_commit(
	struct mizan_store *store, struct mizan_error *error) MIZAN_MUST_CHECK;
void mizan_store_rollback(struct mizan_store *store);

/* ---- Writing ------------------------------------------------------------------------------ */

enum mizan_coverage { MIZAN_COMPLETE, MIZAN_SAMPLE };

/* A version of a source's data. Texts are the caller's. */
struct mizan_release {
	int64_t release_id;
	const char *source;    /* "ucdp-ged" */
	const char *version;   /* "26.1", "26.0.3", or "sha256:0123abcd" */
	const char *kind;      /* "events", "figures", "milestones", or the name of a record kind */
	const char *countries; /* ISO3 codes between blanks, sorted; "" for none */
	mizan_date period_start, period_end;
	enum mizan_coverage coverage;
	const char *licence;
	const char *citation; /* how the source asks to be cited */
	const char *file;     /* name without folders */
	const char *sha256;
	mizan_date retrieved;
	int64_t rows, refused;
};

/* A row that could not be read, kept as it stood. */
struct mizan_refused {
	size_t line;
	size_t column;           /* number of the field, 0: the whole row */
	const char *column_name; /* may be NULL */
	const char *reason;
	struct mizan_slice raw;
};

/*
 * Writes the events of one release. Between init and finish, within a transaction:
 *   mizan_event_writer_init    records the release and makes room; events go in unsorted
 *   mizan_event_writer_add     one event; cost about 3 microseconds. A key that came before is
 *                              MIZAN_ERROR_INPUT, and nothing is written for it
 *   mizan_event_writer_finish  completes the release row, moves what it supersedes to event_past
 *                              (and its own events there that a newer release supersedes), packs
 *                              the R-tree, writes the extent. An unknown period becomes that of
 *                              the events' date_end; countries are those of the events
 * Always end with mizan_event_writer_release.
 */
struct mizan_event_writer;
struct mizan_writer_report {
	int64_t written, refused, superseded, already_superseded;
};
mizan_status mizan_event_writer_init(struct mizan_event_writer **writer, struct mizan_store *store,
	const struct mizan_release *release, struct mizan_error *error) MIZAN_MUST_CHECK;
int64_t mizan_event_writer_release_id(const struct mizan_event_writer *writer);
mizan_status mizan_event_writer_add(struct mizan_event_writer *writer,
	const struct mizan_event *event, struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status mizan_event_writer_finish(struct mizan_event_writer *writer,
	const struct mizan_release *release, int64_t refused, struct mizan_writer_report *report,
	struct mizan_error *error) MIZAN_MUST_CHECK;
void mizan_event_writer_release(struct mizan_event_writer *writer);

/* Keeps a row that could not be read. */
mizan_status mizan_store_add_refused(struct mizan_store *store, int64_t release_id,
	const char *file, const struct mizan_refused *refused,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/* Within a transaction: one file's part of it, kept or taken back. */
mizan_status mizan_store_savepoint(
	struct mizan_store *store, struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status mizan_store_savepoint_end(
	struct mizan_store *store, bool keep, struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- Reading ------------------------------------------------------------------------------ */

/*
 * Current events that fit a condition: an SQL expression over the columns of `event`, from the
 * user; NULL or "" is all. `parts` says what is filled in. `each` is called once an event, slices
 * valid during the call; a status other than MIZAN_OK stops. Order: none is promised.
 */
struct mizan_event_query {
	const char *where;
	unsigned parts;      /* enum mizan_event_part */
	mizan_date from, to; /* events that touch these days; MIZAN_DATE_UNKNOWN: open */
	const char *country; /* ISO3 or NULL */
	const char *source;  /* or NULL */
};
mizan_status mizan_store_each_event(struct sqlite3 *database, const struct mizan_event_query *query,
	mizan_status (*each)(
		void *context, const struct mizan_event *event, struct mizan_error *error),
	void *context, const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;

/*
 * All events of these releases, current and past, and the events with these numbers (event_id).
 * Order: none is promised. Cost: all events of the store; O(log n) a number.
 */
mizan_status mizan_store_each_of_releases(struct sqlite3 *database, const int64_t *releases,
	size_t release_count, unsigned parts,
	mizan_status (*each)(
		void *context, const struct mizan_event *event, struct mizan_error *error),
	void *context, const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status mizan_store_each_of_numbers(struct sqlite3 *database, const int64_t *numbers,
	size_t number_count, unsigned parts,
	mizan_status (*each)(
		void *context, const struct mizan_event *event, struct mizan_error *error),
	void *context, const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;
/* The words of `flags`, with blanks between; "" for none. */
void mizan_event_flag_words(unsigned flags, char buffer[96]);

/* Whether a user's condition works: MIZAN_ERROR_USAGE with what is wrong in it. */
mizan_status mizan_store_check_condition(
	struct sqlite3 *database, const char *where, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Does a condition that works read what a public handle withholds of recent events? To these its
 * answer would be no, whatever they are: their sums would be too low. False on other handles. */
bool mizan_store_condition_is_withheld(struct sqlite3 *database, const char *where);

/* What an indicator must know of the releases behind its numbers. Texts live in the arena. */
struct mizan_release_list {
	struct mizan_release *items;
	size_t count;
};
mizan_status mizan_store_releases(struct sqlite3 *database, struct mizan_arena *arena,
	struct mizan_release_list *list, struct mizan_error *error) MIZAN_MUST_CHECK;
/* The sources with a complete release of events, each once, in the order of the list; `source`
 * NULL: all. The array is in the arena. */
mizan_status mizan_release_sources(const struct mizan_release_list *list, const char *source,
	struct mizan_arena *arena, const char ***sources, size_t *count,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Where among these the source of a complete release stands; SIZE_MAX: nowhere, or it is a sample.
 */
size_t mizan_release_source_of(const struct mizan_release_list *list, const char *const *sources,
	size_t count, int64_t release_id);
/* "UCDP GED 26.1 (ged261.csv, sha256 0123abcd…), CC BY 4.0" */
const char *mizan_release_line(const struct mizan_release *release, struct mizan_arena *arena);

/*
 * Any read-only query as a table: integers, reals and texts by what SQLite gives in the column's
 * first known value. More than one statement is an error. Positions of SQL errors go to
 * error->column.
 */
mizan_status mizan_store_query(struct sqlite3 *database, const char *sql, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;

/*
 * Bounds for queries that come from people and documents: read-only authorizer with an allow list
 * of functions (ours and SQLite's pure ones; no random(), no 'now', no ATTACH, no PRAGMA, no
 * load_extension), length at most 16 MiB, untrusted schema, defensive; the watch stops it.
 */
mizan_status mizan_store_guard(
	struct sqlite3 *database, struct mizan_error *error) MIZAN_MUST_CHECK;

/*
 * Makes a handle public, for what leaves the desk: for every query on it, from here on, an event
 * whose last day is in the 90 days before `as_of`, or later, has no point, place, headline, key and
 * other columns of its source, begins with the first and ends with the last day of its months, and
 * is known to the district and month (precisions 3 and 4, or coarser). Holders of offices are
 * 'withheld' where their row says so; so are refused rows of releases that reach into these days,
 * their periods' days and the days of alleged violations. Sums by country, province, district,
 * month and longer do not change. The tables themselves, the index of points and the extent of the
 * layer cannot be read. Before mizan_store_guard; the handle may be read-only.
 */
#define MIZAN_PUBLIC_DAYS 90
mizan_status mizan_store_publish(
	struct sqlite3 *database, mizan_date as_of, struct mizan_error *error) MIZAN_MUST_CHECK;
/* The first day that is withheld; MIZAN_DATE_UNKNOWN: the handle is not public. What counts by days
 * treats these days as not covered. */
mizan_date mizan_store_public_from(struct sqlite3 *database);
/* Adds a note for each kind of thing that queries on the handle so far read and that is withheld,
 * with its count. Nothing where the handle is not public. */
mizan_status mizan_store_note_withheld(struct sqlite3 *database, struct mizan_table *table,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* The same for an event that comes from a file: true where it was recent, and is changed. */
bool mizan_event_withhold(struct mizan_event *event, mizan_date from);

/* ---- The store as it was ------------------------------------------------------------------ */

/* Does `over` replace events of `under`: same source, newer version (of versions that are hashes,
 * and of samples of one file, the later import), and a scope that touches its scope? */
bool mizan_release_replaces(const struct mizan_release *over, const struct mizan_release *under);
/*
 * From here on this handle reads the store as if these releases of events had never come: their
 * events and rows of `release` are gone, and what they alone replaced is current again. Or as if an
 * edition of a publisher's figures had not. Done by tables and views of the temporary schema, which
 * stand before those of the file: the file is not touched, and nothing is left when the handle is
 * closed, also where the process is killed. Once a handle, before mizan_store_guard. Cost: the
 * events that come back. A name with its schema (main.event) still reads the file.
 */
mizan_status mizan_store_without_releases(struct sqlite3 *database, const int64_t *releases,
	size_t count, const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status mizan_store_without_edition(struct sqlite3 *database, const char *publisher,
	const char *edition, struct mizan_error *error) MIZAN_MUST_CHECK;

/* SHA-256 over the releases, in their order: the same for the same content. */
void mizan_release_list_hash(const struct mizan_release_list *list, char hex[65]);

/* ---- Published figures and milestones ----------------------------------------------------- */

/*
 * A number that somebody published. Texts are the caller's; NULL or "" is unknown. `value`, `low`
 * and `high` are NaN where unknown.
 */
struct mizan_figure {
	int64_t figure_id;
	const char *publisher, *edition, *published, *relayed_by, *country, *area, *actor;
	mizan_date period_start, period_end;
	const char *indicator, *counts_what;
	double value, low, high;
	const char *url, *retrieved, *note;
};
struct mizan_milestone {
	const char *milestone_id; /* a slug */
	mizan_date date;
	int date_precision;
	const char *kind, *country, *actors, *title, *status, *source;
	mizan_date known; /* when it could be known; MIZAN_DATE_UNKNOWN: on its own day */
};

/* Within a transaction. A figure that is there already (same publisher, edition, relay, place,
 * actor, period, indicator) is replaced, likewise a milestone with the same id. */
mizan_status mizan_store_add_figure(struct mizan_store *store, int64_t release_id,
	const struct mizan_figure *figure, struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status mizan_store_add_milestone(struct mizan_store *store, int64_t release_id,
	const struct mizan_milestone *milestone, struct mizan_error *error) MIZAN_MUST_CHECK;

/* Population of a country (ISO3) in the middle of a year. */
mizan_status mizan_store_add_population(struct mizan_store *store, int64_t release_id,
	struct mizan_slice country, int year, int64_t value,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Records a release that is not of events; fills release_id. */
mizan_status mizan_store_add_release(struct mizan_store *store, struct mizan_release *release,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Changes the facts of a release that is recorded: rows, refused, scope, sha256. */
mizan_status mizan_store_update_release(struct mizan_store *store,
	const struct mizan_release *release, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Takes away the figures, milestones or population that an older version of the same sheet (file
 * and kind) brought; says how many. */
mizan_status mizan_store_replace_sheet(struct mizan_store *store,
	const struct mizan_release *release, int64_t *removed,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Takes away what the same bytes gave as this source before, read otherwise; says how many events.
 * Between mizan_event_writer_init and mizan_event_writer_finish of the new reading. */
mizan_status mizan_store_forget_reading(struct mizan_store *store,
	const struct mizan_release *release, int64_t *releases, int64_t *removed,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Number of the release with these bytes, 0 if there is none. */
mizan_status mizan_store_find_release(struct mizan_store *store, const char *sha256,
	int64_t *release_id, struct mizan_error *error) MIZAN_MUST_CHECK;

/* The word lists of figures and milestones, NULL-terminated pairs {word, what it means}. */
struct mizan_word {
	const char *word, *meaning;
};
const struct mizan_word *mizan_indicator_words(void); /* deaths, attacks, score, rank, injured … */
const struct mizan_word *mizan_milestone_kinds(void); /* take-over, departure, operation … */

/* ---- Records of a peace process ----------------------------------------------------------- */

/*
 * What a record consists of: one description serves sheets (a column a field), YAML (a key a field)
 * and the table of the store. docs/records.md tells users.
 */
enum mizan_field_type {
	MIZAN_FIELD_ID,        /* a slug: the record's own */
	MIZAN_FIELD_TEXT,      /* any words */
	MIZAN_FIELD_SENTENCE,  /* at most 400 characters: quotations stay short */
	MIZAN_FIELD_WORD,      /* one of `words` */
	MIZAN_FIELD_FROM,      /* a day, month or year: its first day, and the precision */
	MIZAN_FIELD_TO,        /* the same: its last day */
	MIZAN_FIELD_KNOWN,     /* the same: its last day, no precision */
	MIZAN_FIELD_ACTOR,     /* the id of an actor */
	MIZAN_FIELD_ACTORS,    /* one or more, ; between */
	MIZAN_FIELD_PROCESS,   /* the id of a process */
	MIZAN_FIELD_SUBJECT,   /* what a statement is about: "milestone:ID" */
	MIZAN_FIELD_COUNTRY,   /* ISO3 */
	MIZAN_FIELD_COUNTRIES, /* ISO3 codes, blanks between */
	MIZAN_FIELD_YES_NO,
	MIZAN_FIELD_REAL,
	MIZAN_FIELD_POLYGON, /* WKT in longitude and latitude */
	MIZAN_FIELD_OTHER,   /* whoever reads it deals with it: due, quoted */
};
struct mizan_field {
	const char *name;   /* in sheets and YAML */
	const char *column; /* in the store; NULL: as the name. A date has NAME_precision beside */
	enum mizan_field_type type;
	bool needed;
	const struct mizan_word *words;
};
enum mizan_record {
	MIZAN_ACTORS,
	MIZAN_NAMES,
	MIZAN_OFFICES,
	MIZAN_RELATIONS,
	MIZAN_PROCESSES,
	MIZAN_STATEMENTS,
	MIZAN_ZONES,
	MIZAN_AGREEMENTS, /* the first level of a YAML file; those below are its parts */
	MIZAN_PROVISIONS,
	MIZAN_COMMITMENTS,
	MIZAN_REVISIONS,
	MIZAN_ASSESSMENTS,
	MIZAN_EVIDENCE,
	MIZAN_VIOLATIONS,
	MIZAN_RECORD_COUNT,
	/* Kept as facts are; records name them: for mizan_store_find_record alone. */
	MIZAN_MILESTONES = MIZAN_RECORD_COUNT,
};
struct mizan_record_kind {
	const char *name;                 /* "actors": kind of release, name of the template */
	const char *table;                /* of the store */
	const struct mizan_field *fields; /* until a NULL name */
};
const struct mizan_record_kind *mizan_record_kind(enum mizan_record record);

/* A value for a column. Texts are the caller's. */
struct mizan_value {
	const char *column;
	enum { MIZAN_VALUE_NULL, MIZAN_VALUE_TEXT, MIZAN_VALUE_INTEGER, MIZAN_VALUE_REAL } type;
	union {
		const char *text;
		int64_t integer;
		double real;
	};
};
/* Within a transaction: a row of a record's table. Columns are those of its description and the
 * keys of its parents, never a user's text. A key that is there already is MIZAN_ERROR_INPUT. */
mizan_status mizan_store_add_record(struct mizan_store *store, const char *table,
	const struct mizan_value *values, size_t count, int64_t *row_number,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Where a record with this key stands: "FILE:LINE" in the arena, NULL where there is none. `parent`
 * is the agreement of a commitment, else NULL. */
mizan_status mizan_store_find_record(struct mizan_store *store, enum mizan_record record,
	const char *parent, const char *id, struct mizan_arena *arena, const char **place,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/*
 * An actor on record that somebody's table means: by UCDP's number (0: it has none), else by
 * exactly this name, where one actor alone has it. Of several with the number, the one that existed
 * `on` a day ("2020-02-29"; may be NULL). In the arena, NULL where there is none. Cost: all actors.
 */
mizan_status mizan_store_find_actor(struct mizan_store *store, int64_t ucdp_id, const char *name,
	const char *on, struct mizan_arena *arena, const char **actor_id,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Takes away what older releases of the same source say of an agreement; says how many rows. */
mizan_status mizan_store_take_back_agreement(struct mizan_store *store,
	const struct mizan_release *release, const char *agreement_id, int64_t *removed,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* A further row about an agreement of the same release: adds its party (may be NULL), and its other
 * columns (JSON) to the list `also` of agreement.provider. *joined is false where there is none. */
mizan_status mizan_store_join_agreement(struct mizan_store *store, int64_t release_id,
	const char *agreement_id, const char *party, const char *provider, bool *joined,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Whether all records fit together: every reference is found, no groups merge in a circle. What
 * does not is MIZAN_ERROR_INPUT with file and line. */
mizan_status mizan_store_check_records(
	struct mizan_store *store, struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- Zones -------------------------------------------------------------------------------- */

/*
 * A user's own dated area: rows of zone_part that share an id, each a province, a district or a
 * polygon of a country, from a day to a day. Texts are the zone's.
 */
struct mizan_zone_part {
	const char *country;                            /* ISO3 */
	const char *admin1, *admin2, *polygon, *source; /* NULL: not given; what is given has to
							   hold, all of it */
	mizan_date from, to;                            /* MIZAN_DATE_UNKNOWN: open */
};
struct mizan_zone_facts {
	const char *zone_id, *name;
	const char *country; /* of all parts; NULL where they are of several */
	mizan_date from, to; /* first and last day of any part; MIZAN_DATE_UNKNOWN: open */
	const struct mizan_zone_part *parts;
	size_t part_count;
};
struct mizan_zone;
/* An unknown zone is MIZAN_ERROR_USAGE and lists those there are. Close with mizan_zone_close; one
 * handle is for one thread. */
mizan_status mizan_zone_open(struct sqlite3 *database, const char *zone_id,
	struct mizan_zone **zone, struct mizan_error *error) MIZAN_MUST_CHECK;
void mizan_zone_close(struct mizan_zone *zone);
const struct mizan_zone_facts *mizan_zone_facts(const struct mizan_zone *zone);
mizan_status mizan_zone_check(
	struct sqlite3 *database, const char *zone_id, struct mizan_error *error) MIZAN_MUST_CHECK;
/*
 * Does an event lie in the zone, or in one of its parts, on its last day? `in` is 1, 0, or -1 where
 * it cannot be told: no province or district where the part names one; for a polygon no point, or
 * one that stands for the province or coarser (place_precision 4 to 7; an unknown precision takes
 * the point as it is). Names are compared by mizan_place_name_key. Needs MIZAN_PART_DATES,
 * _COUNTRY, _ADMIN and _PLACE. Cost: about 50 ns, and 100 microseconds for names that are new to
 * it.
 */
#define MIZAN_ZONE_PARTS                                                                           \
	(MIZAN_PART_DATES | MIZAN_PART_COUNTRY | MIZAN_PART_ADMIN | MIZAN_PART_PLACE)
mizan_status mizan_zone_has(struct mizan_zone *zone, const struct mizan_event *event, int *in,
	struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status mizan_zone_part_has(struct mizan_zone *zone, size_t part,
	const struct mizan_event *event, int *in, struct mizan_error *error) MIZAN_MUST_CHECK;
/* The same as the SQL function mizan_in_zone(zone_id, country, admin1, admin2, longitude, latitude,
 * date_end, place_precision): 1, 0 or NULL. Does nothing where the handle has it. */
mizan_status mizan_zone_register(
	struct sqlite3 *database, struct mizan_error *error) MIZAN_MUST_CHECK;

#pragma GCC visibility pop
#endif
