/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the source room share. No other room includes this. */
#ifndef MIZAN_SOURCE_INTERNAL_H
#define MIZAN_SOURCE_INTERNAL_H

#include <mizan/source.h>

/* Why a row is refused. */
struct source_fault {
	size_t field; /* position in the plan's `wanted`, SIZE_MAX: the whole row */
	char reason[300];
};

/* Fills the fault and returns false, so that a parser can say `return source_refuse(…)`. */
bool source_refuse(struct source_fault *fault, size_t field, const char *reason, ...)
	MIZAN_PRINTF(3, 4);

/* What a parser may write besides the event; one a thread. */
struct source_scratch {
	struct mizan_text json; /* "{" and members, for event->provider; the caller closes it */
	char key[32];           /* a key made from the row's number */
};

/* What facts gave besides their rows: for whoever reports the import. */
struct source_made {
	int64_t actors;   /* that were not on record */
	int64_t replaced; /* rows of earlier releases */
	char version[32]; /* that the table names itself by, or "" */
};

struct source_plan;
struct source_references;

/* One provider: how its header is known, and what its columns mean. */
struct source_provider {
	const char *name;  /* "ucdp-ged": the source of its releases */
	const char *title; /* "UCDP GED": in messages */
	const char *kind;  /* of release: "events", "figures", "milestones", "population" */
	const char *licence, *citation;
	const char *const *required; /* header names, NULL-terminated; all have to be there */
	enum mizan_coverage coverage;
	bool strict; /* one fault is too many: nothing of the import is kept */
	bool again;  /* read although its bytes are there: what it gives depends on other records */
	/* Chooses columns (plan->wanted) for `parts` and keeps what parse needs in plan->state. */
	mizan_status (*plan)(struct source_plan *plan, const struct mizan_reader_facts *facts,
		unsigned parts, struct mizan_error *error);
	/* Events: one row to one event; scratch->json is empty when it is called. */
	bool (*parse)(const struct source_plan *plan, const struct mizan_slice *fields,
		uint64_t row, struct mizan_event *event, struct source_scratch *scratch,
		struct source_fault *fault);
	/* Facts: one row straight into the store. False: refused. */
	bool (*keep)(const struct source_plan *plan, const struct mizan_slice *fields,
		struct mizan_store *store, const struct mizan_release *release,
		struct source_fault *fault, struct mizan_error *error);
};

extern const struct source_provider source_ged, source_events, source_figures, source_milestones,
	source_population, source_ucdp_agreements, source_pax, source_ethprio, source_country_year,
	source_record_sheets[];
#define SOURCE_RECORD_SHEETS 7

/* What the columns of one open file mean. Lives in `arena`. */
struct source_plan {
	const struct source_provider *provider;
	const struct mizan_import_options *options;
	struct mizan_arena arena;
	const char *source, *licence,
		*citation; /* over the provider's, from a mapping or options */
	int coverage;
	size_t *wanted;
	size_t wanted_count;
	struct mizan_slice *keys;  /* of `wanted`, as source_json_add takes them */
	const char *const *header; /* of the file */
	size_t column_count;
	unsigned parts;
	void *state;
	/* Of records: what they name, and where the row in hand stands. */
	struct source_references *references;
	struct source_made *made;
	const char *path;
	size_t line;
};

/* Finds the provider by the header, or the mapping; an error names what is missing. */
mizan_status source_plan_init(struct source_plan *plan, const struct mizan_reader_facts *facts,
	const struct mizan_import_options *options, unsigned parts,
	struct mizan_error *error) MIZAN_MUST_CHECK;
void source_plan_release(struct source_plan *plan);
/* Position of a name in the header, SIZE_MAX where it is not there. */
size_t source_find_column(const struct mizan_reader_facts *facts, const char *name);
/* Opens a file; one without header that looks like UCDP GED gets GED's names when the version is
 * given. */
mizan_status source_open(const char *path, const struct mizan_import_options *options,
	struct mizan_reader **reader, struct mizan_error *error) MIZAN_MUST_CHECK;

/* The 49 columns of UCDP GED in the order of its files, for those without a header. */
extern const char *const source_ged_header[];
#define SOURCE_GED_COLUMNS 49

/* The files of a command line: a folder stands for the tables and YAML files in it and below, by
 * name. */
struct source_paths {
	struct mizan_arena arena;
	const char **items;
	size_t count, capacity;
};
mizan_status source_paths_expand(const char *const *paths, size_t count,
	struct source_paths *expanded, struct mizan_error *error) MIZAN_MUST_CHECK;
void source_paths_release(struct source_paths *paths);

/* "26.1" from ged261-csv.zip, "26.0.3" from GEDEvent_v26_0_3.csv; false where there is none. */
bool source_version_from_name(const char *path, char version[32]);
/* Is a version one of UCDP's candidate releases (26.0.3, 25.01.25.12)? */
bool source_version_is_candidate(const char *version);

/* A mapping in YAML makes a plan for somebody's own sheet. */
mizan_status source_mapping_read(const char *path, struct source_plan *plan,
	const struct mizan_reader_facts *facts, unsigned parts,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/*
 * An own sheet: where each of our columns comes from. source_events reads a header that has our
 * names; a mapping gives other names, constants and translated words.
 */
enum sheet_target {
	SHEET_SOURCE_KEY,
	SHEET_DATE_START,
	SHEET_DATE_END,
	SHEET_DATE_PRECISION,
	SHEET_LATITUDE,
	SHEET_LONGITUDE,
	SHEET_PLACE_PRECISION,
	SHEET_COUNTRY,
	SHEET_ADMIN1,
	SHEET_ADMIN2,
	SHEET_PLACE,
	SHEET_VIOLENCE,
	SHEET_TACTIC,
	SHEET_TARGET,
	SHEET_SIDE_A,
	SHEET_SIDE_B,
	SHEET_DYAD,
	SHEET_SIDE_A_ID,
	SHEET_SIDE_B_ID,
	SHEET_DYAD_ID,
	SHEET_CONFLICT_ID,
	SHEET_DEATHS_BEST,
	SHEET_DEATHS_LOW,
	SHEET_DEATHS_HIGH,
	SHEET_DEATHS_SIDE_A,
	SHEET_DEATHS_SIDE_B,
	SHEET_DEATHS_CIVILIANS,
	SHEET_DEATHS_UNKNOWN,
	SHEET_INJURED,
	SHEET_HOSTAGES,
	SHEET_HEADLINE,
	SHEET_TARGET_COUNT,
};
extern const char *const sheet_target_names[SHEET_TARGET_COUNT];

struct sheet_word {
	struct mizan_slice from;
	const char *to;
	const void *place; /* the mapping's own: where it stands, and as which */
	size_t number;
};
/* Order of words, for qsort and bsearch. */
int sheet_compare_words(const void *a, const void *b);
struct sheet_column {
	size_t field;             /* position in wanted, SIZE_MAX: none */
	const char *constant;     /* where there is no column */
	struct sheet_word *words; /* translations, sorted; a value that has none is refused */
	size_t word_count;
};
struct sheet_state {
	struct sheet_column columns[SHEET_TARGET_COUNT];
	size_t *extra; /* positions in wanted of columns that go to JSON */
	size_t extra_count;
	char date_order[4]; /* "ymd", "dmy", "mdy": order of the parts of dates; "": ISO alone */
};
/* Adds the columns that no target took, and the wanted list, once `columns` is chosen by header
 * position in `chosen` (SIZE_MAX: none). */
mizan_status sheet_finish_plan(struct source_plan *plan, struct sheet_state *state,
	const size_t chosen[SHEET_TARGET_COUNT], const struct mizan_reader_facts *facts,
	struct mizan_error *error) MIZAN_MUST_CHECK;
bool sheet_parse(const struct source_plan *plan, const struct mizan_slice *fields, uint64_t row,
	struct mizan_event *event, struct source_scratch *scratch, struct source_fault *fault);

/* Templates: the words of a column in lines that begin with #. */
void source_template_words(
	struct mizan_text *out, const char *title, const struct mizan_word *words);
/* The template of a record by name (template_records.c), and what may stand in it. False: it is
 * none. */
bool source_template_record(const char *name, struct mizan_text *out);
bool source_template_record_words(const char *name, struct mizan_text *out);

/* Shared by parsers: a field that must be a count, an id, a precision. An empty field is unknown.
 */
bool source_take_count(struct mizan_slice field, size_t position, const char *name, int32_t *count,
	struct source_fault *fault);
bool source_take_integer(struct mizan_slice field, size_t position, const char *name, int64_t low,
	int64_t high, int64_t *value, struct source_fault *fault);
bool source_take_date(struct mizan_slice field, size_t position, const char *name, mizan_date *date,
	struct source_fault *fault);
bool source_take_coordinate(struct mizan_slice field, size_t position, const char *name,
	double limit, double *value, struct source_fault *fault);
/* A name as JSON has it between two members: `,"name":`. */
#define SOURCE_JSON_KEY(name) ((struct mizan_slice){",\"" name "\":", sizeof name + 3})
bool source_json_key(
	struct mizan_arena *arena, const char *name, struct mizan_slice *key) MIZAN_MUST_CHECK;
/* Appends the key and the value, behind "{" where it is the first. Empty values are left out. */
void source_json_add(struct mizan_text *json, struct mizan_slice key, struct mizan_slice value);

#endif
