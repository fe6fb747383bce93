/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What may leave the desk. On a public handle the names `event`, `office` and so on are temporary
 * views that show recent events by district and month; the guard lets nothing but these views reach
 * the tables. So no query, map or export has to remember it.
 */
#include "store_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DISTRICT 3

/* ---- The state of a handle ---------------------------------------------------------------- */

#define STATE_FUNCTION "mizan_handle"
#define STATE_POINTER "mizan_handle_state"

/* Gives the state to who binds a pointer to receive it, which a query cannot. */
static void state_function(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	struct store_guard **slot = sqlite3_value_pointer(values[0], STATE_POINTER);
	if (slot) {
		*slot = sqlite3_user_data(context);
	}
	sqlite3_result_null(context);
}

/* False: no memory. A handle without a state has no such function, which is no fault. */
static bool state_find(sqlite3 *database, struct store_guard **state)
{
	sqlite3_stmt *statement = NULL;
	*state = NULL;
	int code =
		sqlite3_prepare_v2(database, "SELECT " STATE_FUNCTION "(?1)", -1, &statement, NULL);
	if (code == SQLITE_OK) {
		sqlite3_bind_pointer(statement, 1, state, STATE_POINTER, NULL);
		sqlite3_step(statement);
	}
	sqlite3_finalize(statement);
	return code == SQLITE_OK ? *state != NULL : code == SQLITE_ERROR;
}

struct store_guard *store_guard_find(sqlite3 *database)
{
	struct store_guard *state;
	return state_find(database, &state) ? state : NULL;
}

mizan_status store_guard_make(
	sqlite3 *database, struct store_guard **state, struct mizan_error *error)
{
	/* A second state would forget what the first one keeps back. */
	if (!state_find(database, state)) {
		return mizan_error_memory(error);
	}
	if (*state) {
		return MIZAN_OK;
	}
	struct store_guard *made = sqlite3_malloc(sizeof *made);
	if (!made) {
		return mizan_error_memory(error);
	}
	*made = (struct store_guard){.from = MIZAN_DATE_UNKNOWN, .until = MIZAN_DATE_UNKNOWN};
	unsigned char bytes[(sizeof made->name - 1) / 2];
	sqlite3_randomness((int)sizeof bytes, bytes);
	for (size_t i = 0; i < sizeof bytes; i++) {
		snprintf(made->name + 2 * i, 3, "%02x", bytes[i]);
	}
	/* SQLite frees it, also when this fails. */
	if (sqlite3_create_function_v2(database, STATE_FUNCTION, 1, SQLITE_UTF8, made,
		    state_function, NULL, NULL, sqlite3_free) != SQLITE_OK) {
		return mizan_store_error(database, error, "guard the store");
	}
	if (sqlite3_set_authorizer(database, store_guard_authorize, made) != SQLITE_OK) {
		return mizan_store_error(database, error, "guard the store");
	}
	*state = made;
	return MIZAN_OK;
}

/* ---- Views -------------------------------------------------------------------------------- */

/* In these texts @ is the first day that is withheld. No date(): the guard makes it slow. */
#define FIRST_OF_MONTH(day) "substr(" day ", 1, 8) || '01'"
#define LAST_OF_MONTH(day)                                                                         \
	"substr(" day ", 1, 8) || CASE WHEN substr(" day ", 6, 2) IN ('04','06','09','11')"        \
	" THEN '30' WHEN substr(" day ", 6, 2) <> '02' THEN '31'"                                  \
	" WHEN substr(" day ", 1, 4) % 4 = 0 AND (substr(" day ", 1, 4) % 100 <> 0"                \
	" OR substr(" day ", 1, 4) % 400 = 0) THEN '29' ELSE '28' END"
#define AT_LEAST(column, precision) "max(ifnull(" column ", " precision "), " precision ")"

/* Does this column name a recent event, behind `before`? Its key may hold a day or a place. */
#define OF_RECENT_EVENT(before, column)                                                            \
	"EXISTS(SELECT 1 FROM main.release r JOIN main.event e ON e.release_id = r.release_id"     \
	" AND e.source_key = substr(" column ", length(" before " || r.source) + 2)"               \
	" WHERE r.kind = 'events' AND e.date_end >= @ AND " column " = " before                    \
	" || r.source || '/' || e.source_key)"

/* The tables that are read through a view alone, and which of their rows (t) are withheld; those of
 * which there may be another state (before.c). */
static const struct {
	const char *table, *rows;
	bool was;
} public_views[] = {
	{"event", "date_end >= @", true},
	{"event_past", "date_end >= @", true},
	{"release", "kind = 'events' AND period_end >= @", true},
	{"office", "withheld", false},
	/* Nobody can tell the date of a row that could not be read. */
	{"refused",
		"EXISTS(SELECT 1 FROM main.release r WHERE r.release_id = t.release_id"
		" AND kind = 'events' AND ifnull(period_end >= @, 1))",
		true},
	{"violation", "date >= @", false},
	/* A restricted page tells in its sentences and numbers what is withheld. */
	{"brief_result", "restricted", false},
	{"statement", OF_RECENT_EVENT("'event:'", "t.about"), false},
	{"evidence", "t.kind = 'event' AND " OF_RECENT_EVENT("''", "t.ref"), false},
};
#define VIEW_COUNT (sizeof public_views / sizeof *public_views)

/* What stands in these rows instead, and what is counted where a query read the column. */
static const struct {
	const char *table, *column, *instead;
	enum store_withheld kind;
} public_columns[] = {
#define EVENT_COLUMNS(table, kind)                                                                 \
	{table, "source_key", "'withheld-' || event_id", kind},                                    \
		{table, "date_start", FIRST_OF_MONTH("date_start"), kind},                         \
		{table, "date_end", LAST_OF_MONTH("date_end"), kind},                              \
		{table, "date_precision", AT_LEAST("date_precision", "4"), kind},                  \
		{table, "geom", "NULL", kind}, {table, "latitude", "NULL", kind},                  \
		{table, "longitude", "NULL", kind},                                                \
		{table, "place_precision", AT_LEAST("place_precision", "3"), kind},                \
		{table, "place", "NULL", kind}, {table, "headline", "NULL", kind},                 \
	{                                                                                          \
		table, "provider", "NULL", kind                                                    \
	}
	EVENT_COLUMNS("event", WITHHELD_EVENTS),
	EVENT_COLUMNS("event_past", WITHHELD_PAST),
	{"release", "period_start",
		"CASE WHEN period_start >= @ THEN " FIRST_OF_MONTH(
			"period_start") " ELSE period_start END",
		WITHHELD_RELEASES},
	{"release", "period_end", LAST_OF_MONTH("period_end"), WITHHELD_RELEASES},
	{"release", "scope",
		"replace(replace(scope, '..' || period_end, '..' || " LAST_OF_MONTH(
			"period_end") "), period_start || '..', CASE WHEN period_start >= @ "
				      "THEN " FIRST_OF_MONTH("period_start") " ELSE period_start "
									     "END || '..')",
		WITHHELD_RELEASES},
	{"office", "holder", "'withheld'", WITHHELD_HOLDERS},
	/* An article's address often has the name that it is about. */
	{"office", "source", "'withheld'", WITHHELD_HOLDERS},
	{"refused", "reason", "'withheld'", WITHHELD_REFUSED},
	{"refused", "raw", "'withheld'", WITHHELD_REFUSED},
	{"violation", "violation_id", "'withheld-' || violation_no", WITHHELD_VIOLATIONS},
	{"violation", "date", FIRST_OF_MONTH("date"), WITHHELD_VIOLATIONS},
	{"violation", "date_precision", AT_LEAST("date_precision", "4"), WITHHELD_VIOLATIONS},
	{"violation", "ref", "NULL", WITHHELD_VIOLATIONS},
	{"brief_result", "claim", "'withheld-' || line_no", WITHHELD_RESULTS},
	{"brief_result", "text", "'withheld'", WITHHELD_RESULTS},
	{"brief_result", "result", "'withheld'", WITHHELD_RESULTS},
	{"brief_result", "cited", "'withheld'", WITHHELD_RESULTS},
	{"brief_result", "marks", "NULL", WITHHELD_RESULTS},
	{"brief_result", "numbers", "NULL", WITHHELD_RESULTS},
	{"statement", "about", "'event:withheld'", WITHHELD_STATEMENTS},
	{"evidence", "ref", "'withheld'", WITHHELD_EVIDENCE},
};
#define COLUMN_COUNT (sizeof public_columns / sizeof *public_columns)

static size_t public_column(const char *table, const char *column)
{
	size_t at = 0;
	while (at < COLUMN_COUNT && (strcmp(public_columns[at].table, table) != 0 ||
					    strcmp(public_columns[at].column, column) != 0)) {
		at++;
	}
	return at;
}

static bool public_is_view(const char *table)
{
	for (size_t i = 0; i < VIEW_COUNT; i++) {
		if (strcmp(table, public_views[i].table) == 0) {
			return true;
		}
	}
	return strncmp(table, "rtree_event_geom", 16) == 0;
}

int store_public_read(struct store_guard *state, const char *table, const char *column,
	const char *schema, const char *view)
{
	bool ours = view && strncmp(view, state->name, sizeof state->name - 1) == 0;
	if (!table || strncmp(table, "sqlite_temp", 11) == 0) {
		return SQLITE_DENY; /* it would tell the name */
	}
	if (schema && strcmp(schema, "temp") == 0) {
		size_t at = public_column(table, column ? column : "");
		if (at < COLUMN_COUNT) {
			state->read |= 1u << public_columns[at].kind;
		}
		return SQLITE_OK;
	}
	if (strcmp(table, "gpkg_contents") == 0 && column && strchr("m", column[0]) &&
		(strstr(column, "_x") || strstr(column, "_y"))) {
		return SQLITE_IGNORE; /* the outermost events' own coordinates */
	}
	/* No column: the rows are only counted, also where a view of ours was flattened. */
	bool counted = column && !*column && strncmp(table, "rtree", 5) != 0;
	return ours || counted || !public_is_view(table) ? SQLITE_OK : SQLITE_DENY;
}

/* Appends a text with the day in place of @. */
static void public_append(struct mizan_text *sql, const char *text, const char *day)
{
	for (const char *at = text; *at; at++) {
		if (*at == '@') {
			mizan_text_printf(sql, "'%s'", day);
		} else {
			mizan_text_append_bytes(sql, at, 1);
		}
	}
}

/* False in *there: this store has no such table. */
static mizan_status public_append_columns(sqlite3 *database, size_t view, bool by_key,
	const char *day, struct mizan_text *sql, bool *there, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	const char *table = public_views[view].table;
	mizan_status status =
		store_prepare(database, "SELECT name FROM pragma_table_info(?1, 'main')",
			&statement, "make the store public", error);
	if (status != MIZAN_OK) {
		return status;
	}
	sqlite3_bind_text(statement, 1, table, -1, SQLITE_STATIC);
	int code;
	*there = false;
	for (; (code = sqlite3_step(statement)) == SQLITE_ROW; *there = true) {
		const char *name = (const char *)sqlite3_column_text(statement, 0);
		size_t at = public_column(table, name);
		mizan_text_append(sql, *there ? ", " : "");
		if (at < COLUMN_COUNT && !(by_key && strcmp(name, "source_key") == 0)) {
			mizan_text_append(sql, "CASE WHEN ");
			public_append(sql, public_views[view].rows, day);
			mizan_text_append(sql, " THEN ");
			public_append(sql, public_columns[at].instead, day);
			mizan_text_printf(sql, " ELSE %s END AS ", name);
		}
		mizan_text_append(sql, name);
	}
	if (code != SQLITE_DONE) {
		status = mizan_store_error(database, error, "make the store public");
	}
	sqlite3_finalize(statement);
	return status;
}

/* The table itself, or what stands for it on this handle. */
static void public_append_table(
	struct mizan_text *sql, const struct store_guard *state, size_t view)
{
	const char *table = public_views[view].table;
	if (state->without && public_views[view].was) {
		mizan_text_printf(sql, " FROM temp.\"%s was %s\" AS t", state->name, table);
	} else {
		mizan_text_printf(sql, " FROM main.%s AS t", table);
	}
}

/*
 * Two views a table: the inner one has a name that is new for each handle. The guard knows a view
 * by its name alone, and a query may call its own parts what it likes.
 */
static mizan_status public_append_views(sqlite3 *database, const struct store_guard *state,
	size_t view, const char *day, struct mizan_text *sql, struct mizan_error *error)
{
	const char *table = public_views[view].table;
	size_t start = sql->size;
	bool there;
	mizan_text_printf(sql, "CREATE TEMP VIEW \"%s %s\" AS SELECT ", state->name, table);
	mizan_status status = public_append_columns(database, view, false, day, sql, &there, error);
	if (status != MIZAN_OK || !there) {
		if (sql->size > start) {
			sql->size = start;
			sql->data[start] = '\0';
		}
		return status;
	}
	public_append_table(sql, state, view);
	mizan_text_printf(sql,
		";DROP VIEW IF EXISTS temp.%s;"
		"CREATE TEMP VIEW %s AS SELECT * FROM temp.\"%s %s\";"
		"CREATE TEMP VIEW \"%s count %s\" AS SELECT count(*) AS n",
		table, table, state->name, table, state->name, table);
	public_append_table(sql, state, view);
	mizan_text_append(sql, " WHERE ");
	public_append(sql, public_views[view].rows, day);
	mizan_text_append(sql, ";");
	if (public_column(table, "source_key") < COLUMN_COUNT) {
		mizan_text_printf(
			sql, "CREATE TEMP VIEW \"%s key %s\" AS SELECT ", state->name, table);
		status = public_append_columns(database, view, true, day, sql, &there, error);
		public_append_table(sql, state, view);
		mizan_text_append(sql, ";");
	}
	return status;
}

static mizan_status public_make_views(
	sqlite3 *database, const struct store_guard *state, struct mizan_error *error)
{
	struct mizan_text sql = {0};
	char day[11];
	mizan_status status = MIZAN_OK;
	mizan_date_format(state->from, day);
	for (size_t i = 0; i < VIEW_COUNT && status == MIZAN_OK; i++) {
		status = public_append_views(database, state, i, day, &sql, error);
	}
	if (status == MIZAN_OK) {
		status = mizan_text_check(&sql, error);
	}
	if (status == MIZAN_OK) {
		status = store_execute(database, sql.data, "make the store public", error);
	}
	mizan_text_release(&sql);
	return status;
}

const char *store_events_by_key(sqlite3 *database, bool past, char name[STORE_TABLE_NAME])
{
	const char *table = past ? "event_past" : "event";
	struct store_guard *state = store_guard_find(database);
	if (!state || !state->published) {
		return table;
	}
	state->read |= 1u << (past ? WITHHELD_PAST : WITHHELD_EVENTS);
	snprintf(name, STORE_TABLE_NAME, "temp.\"%s key %s\"", state->name, table);
	return name;
}

mizan_status mizan_store_publish(
	struct sqlite3 *database, mizan_date as_of, struct mizan_error *error)
{
	struct store_guard *state;
	mizan_status status = store_guard_make(database, &state, error);
	if (status != MIZAN_OK) {
		return status;
	}
	if (state->guarded || state->published) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "publish it first, and once",
			"the store was guarded or published before");
	}
	state->until = as_of;
	state->from = as_of - MIZAN_PUBLIC_DAYS;
	status = public_make_views(database, state, error);
	state->published = status == MIZAN_OK;
	return status;
}

mizan_date mizan_store_public_from(struct sqlite3 *database)
{
	const struct store_guard *state = store_guard_find(database);
	return state && state->published ? state->from : MIZAN_DATE_UNKNOWN;
}

/* ---- One event ---------------------------------------------------------------------------- */

bool mizan_event_withhold(struct mizan_event *event, mizan_date from)
{
	int year, month, day;
	const struct mizan_slice nothing = {"", 0};
	if (from == MIZAN_DATE_UNKNOWN || event->date_end == MIZAN_DATE_UNKNOWN ||
		event->date_end < from) {
		return false;
	}
	if (event->date_start != MIZAN_DATE_UNKNOWN) {
		mizan_date_split(event->date_start, &year, &month, &day);
		event->date_start = mizan_date_make(year, month, 1);
	}
	mizan_date_split(event->date_end, &year, &month, &day);
	event->date_end =
		mizan_date_make(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1) - 1;
	event->date_precision =
		event->date_precision > MIZAN_DATE_MONTH ? event->date_precision : MIZAN_DATE_MONTH;
	event->latitude = event->longitude = (double)NAN;
	event->place_precision =
		event->place_precision > DISTRICT ? event->place_precision : DISTRICT;
	event->place = event->headline = event->provider = event->source_key = nothing;
	return true;
}

/* ---- What was withheld -------------------------------------------------------------------- */

/* The table whose rows are counted, and what is said: the first day, then the number (of holders
 * the number alone). */
static const struct {
	const char *table, *words;
} withheld_notes[WITHHELD_COUNT] = {
	[WITHHELD_EVENTS] = {"event",
		"public: of events since %s, %lld in this store, place and day are given by "
		"district and month; their point, place, source's key, headline and other columns "
		"are withheld (--restricted shows them)"},
	[WITHHELD_PAST] = {"event_past",
		"public: the same holds of past events since %s, %lld in this store"},
	[WITHHELD_HOLDERS] = {"office",
		"public: names of %lld holders of offices in this store are withheld, as their row "
		"says (--restricted shows them)"},
	[WITHHELD_REFUSED] = {"refused",
		"public: rows of events that may be since %s are withheld, and what is wrong in "
		"them: %lld"},
	[WITHHELD_RELEASES] = {"release",
		"public: the last day of releases of events since %s is given by month: %lld"},
	[WITHHELD_VIOLATIONS] = {"violation",
		"public: alleged violations since %s are given by month, without their event: "
		"%lld in this store"},
	[WITHHELD_RESULTS] = {"brief_result",
		"public: %lld results of briefs that were rendered with --restricted are withheld "
		"(--restricted shows them)"},
	[WITHHELD_STATEMENTS] = {"statement",
		"public: of statements about events since %s, %lld in this store, the event's key "
		"is withheld"},
	[WITHHELD_EVIDENCE] = {"evidence", "public: of evidence that is an event since %s, %lld in "
					   "this store, the event's key "
					   "is withheld"},
};

static mizan_status withheld_count(sqlite3 *database, const struct store_guard *state,
	enum store_withheld kind, int64_t *count, struct mizan_error *error)
{
	char sql[128];
	snprintf(sql, sizeof sql, "SELECT n FROM temp.\"%s count %s\"", state->name,
		withheld_notes[kind].table);
	return store_integer(database, sql, 0, count, "count what is withheld", error);
}

mizan_status mizan_store_note_withheld(
	struct sqlite3 *database, struct mizan_table *table, struct mizan_error *error)
{
	struct store_guard *state = store_guard_find(database);
	mizan_status status = MIZAN_OK;
	if (!state || !state->published) {
		return MIZAN_OK;
	}
	unsigned read = state->read;
	char day[11];
	mizan_date_format(state->from, day);
	for (int kind = 0; kind < WITHHELD_COUNT && status == MIZAN_OK; kind++) {
		int64_t count = 0;
		if (!(read & 1u << kind)) {
			continue;
		}
		status = withheld_count(database, state, (enum store_withheld)kind, &count, error);
		if (status == MIZAN_OK && count > 0) {
			const char *words = withheld_notes[kind].words;
			if (kind == WITHHELD_HOLDERS || kind == WITHHELD_RESULTS) {
				mizan_table_add_note(table, words, (long long)count);
			} else {
				mizan_table_add_note(table, words, day, (long long)count);
			}
		}
	}
	state->read = read;
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
