/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The store as if some releases had never come. Tables and views of the temporary schema stand
 * before those of the file under their own names, so that every indicator, query and claim reads
 * them unchanged. They rest on views whose names are new for each handle, so that a handle can be
 * made public afterwards: its coarse views then rest on these (public.c).
 */
#include "store_internal.h"

#include <string.h>

/* ---- What replaces what ------------------------------------------------------------------- */

static bool before_shares_country(const char *a, const char *b)
{
	for (const char *at = a; strlen(at) >= 3; at += at[3] ? 4 : 3) {
		char code[4] = {at[0], at[1], at[2], '\0'};
		if (strstr(b, code)) {
			return true;
		}
	}
	return false;
}

/* As release_settle: by version, else by the order of import. */
static bool before_comes_after(const struct mizan_release *a, const struct mizan_release *b)
{
	int order = release_compare_versions(a->version, b->version);
	return order > 0 || (order == 0 && a->release_id > b->release_id);
}

bool mizan_release_replaces(const struct mizan_release *over, const struct mizan_release *under)
{
	if (over->release_id == under->release_id || strcmp(over->source, under->source) != 0 ||
		strcmp(over->kind, under->kind) != 0) {
		return false;
	}
	if (over->coverage == MIZAN_SAMPLE || under->coverage == MIZAN_SAMPLE) {
		return over->coverage == under->coverage && strcmp(over->file, under->file) == 0 &&
		       over->release_id > under->release_id;
	}
	return before_comes_after(over, under) && over->period_start != MIZAN_DATE_UNKNOWN &&
	       under->period_start != MIZAN_DATE_UNKNOWN &&
	       over->period_start <= under->period_end && over->period_end >= under->period_start &&
	       before_shares_country(over->countries, under->countries);
}

/* ---- Releases ----------------------------------------------------------------------------- */

static bool before_is_gone(int64_t id, const int64_t *releases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (releases[i] == id) {
			return true;
		}
	}
	return false;
}

static mizan_status before_add_scope(sqlite3 *database, sqlite3_stmt *statement,
	const struct mizan_release *over, const struct mizan_release *under,
	struct mizan_error *error)
{
	char first[11] = "", last[11] = "";
	if (over->period_start != MIZAN_DATE_UNKNOWN) {
		mizan_date_format(over->period_start, first);
		mizan_date_format(over->period_end, last);
	}
	sqlite3_bind_int64(statement, 1, under->release_id);
	sqlite3_bind_int(statement, 2, over->coverage == MIZAN_SAMPLE);
	sqlite3_bind_text(statement, 3, over->countries, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 4, first, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 5, last, -1, SQLITE_STATIC);
	return store_step(database, statement, "leave out releases", error);
}

/* Which of the releases that stay replace which; appends to `back` those that are freed. */
static mizan_status before_fill_scopes(sqlite3 *database, sqlite3_stmt *statement,
	const int64_t *releases, size_t count, struct mizan_text *back, struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	struct mizan_release_list list;
	mizan_status status = mizan_store_releases(database, &arena, &list, error);
	for (size_t i = 0; status == MIZAN_OK && i < list.count; i++) {
		const struct mizan_release *under = &list.items[i];
		bool stays = !before_is_gone(under->release_id, releases, count);
		bool freed = false;
		for (size_t k = 0; status == MIZAN_OK && stays && k < list.count; k++) {
			const struct mizan_release *over = &list.items[k];
			if (!mizan_release_replaces(over, under)) {
				continue;
			}
			if (before_is_gone(over->release_id, releases, count)) {
				freed = true;
			} else {
				status = before_add_scope(database, statement, over, under, error);
			}
		}
		if (freed) {
			mizan_text_printf(back, "%s%lld", back->size ? "," : "",
				(long long)under->release_id);
		}
	}
	mizan_arena_release(&arena);
	return status == MIZAN_OK ? mizan_text_check(back, error) : status;
}

/* In these texts $ is the name of the handle, @ the releases that are left out, # those of which
 * something comes back. */

static const char before_scope[] =
	"CREATE TEMP TABLE \"$ scope\"(replaced INTEGER, whole INTEGER, countries TEXT,"
	" first TEXT, last TEXT);";
static const char before_add[] = "INSERT INTO temp.\"$ scope\" VALUES(?1,?2,?3,?4,?5)";

/* The events that nobody replaces any more, and their sums as event_sums.c has them. */
static const char before_tables[] =
	"CREATE TEMP TABLE \"$ back\" AS SELECT * FROM main.event_past AS past"
	" WHERE release_id IN (#) AND NOT EXISTS(SELECT 1 FROM temp.\"$ scope\""
	" WHERE replaced = past.release_id AND (whole OR ((past.country IS NULL OR"
	" instr(' ' || countries || ' ', ' ' || past.country || ' ') > 0)"
	" AND past.date_end BETWEEN first AND last)));"
	"CREATE INDEX temp.\"$ country\" ON \"$ back\"(country, date_end);"
	"CREATE TEMP TABLE \"$ toll\" AS SELECT country, month, violence, release_id,"
	" count(*) AS events, ifnull(sum(deaths_best), 0) AS deaths_best,"
	" ifnull(sum(ifnull(deaths_low, deaths_best)) FILTER (WHERE deaths_best"
	" IS NOT NULL), 0) AS deaths_low,"
	" ifnull(sum(ifnull(deaths_high, deaths_best)) FILTER (WHERE deaths_best"
	" IS NOT NULL), 0) AS deaths_high,"
	" ifnull(sum(deaths_civilians), 0) AS deaths_civilians,"
	" count(deaths_best) AS best_known, count(deaths_civilians) AS civilians_known,"
	" ifnull(sum(deaths_best < deaths_low OR deaths_best > deaths_high), 0)"
	" AS best_outside,"
	" sum(deaths_best IS NOT NULL AND deaths_civilians IS NOT NULL) AS both_known"
	" FROM temp.\"$ back\" GROUP BY country, month, violence, release_id;";

static const struct {
	const char *table, *and_back; /* which rows of it stay, and what comes back */
} before_views[] = {
	{"event", " UNION ALL SELECT * FROM temp.\"$ back\""},
	{"event_past", " AND event_id NOT IN (SELECT event_id FROM temp.\"$ back\")"},
	{"toll_sum", " UNION ALL SELECT * FROM temp.\"$ toll\""},
	{"release", ""},
	{"refused", ""},
};

static const char before_points[] =
	"CREATE TEMP VIEW rtree_event_geom AS SELECT event_id AS id, longitude AS minx,"
	" longitude AS maxx, latitude AS miny, latitude AS maxy FROM temp.event"
	" WHERE geom IS NOT NULL;";

/* What stands for $, @ and #. */
struct before_names {
	const char *name, *gone, *back;
};

static void before_append(
	struct mizan_text *sql, const char *text, const struct before_names *names)
{
	for (const char *at = text; *at; at++) {
		switch (*at) {
		case '$':
			mizan_text_append(sql, names->name);
			break;
		case '@':
			mizan_text_append(sql, names->gone);
			break;
		case '#':
			mizan_text_append(sql, names->back);
			break;
		default:
			mizan_text_append_bytes(sql, at, 1);
		}
	}
}

static mizan_status before_execute(sqlite3 *database, const char *text,
	const struct before_names *names, struct mizan_error *error)
{
	struct mizan_text sql = {0};
	before_append(&sql, text, names);
	mizan_status status = mizan_text_check(&sql, error);
	if (status == MIZAN_OK) {
		status = store_execute(database, sql.data, "leave out releases", error);
	}
	mizan_text_release(&sql);
	return status;
}

static mizan_status before_make_view(
	sqlite3 *database, size_t view, const struct before_names *names, struct mizan_error *error)
{
	struct mizan_text text = {0};
	const char *table = before_views[view].table;
	mizan_text_printf(&text,
		"CREATE TEMP VIEW \"$ was %s\" AS SELECT * FROM main.%s"
		" WHERE release_id NOT IN (@)%s;"
		"CREATE TEMP VIEW %s AS SELECT * FROM temp.\"$ was %s\";",
		table, table, before_views[view].and_back, table, table);
	mizan_status status = mizan_text_check(&text, error);
	if (status == MIZAN_OK) {
		status = before_execute(database, text.data, names, error);
	}
	mizan_text_release(&text);
	return status;
}

static mizan_status before_make_all(
	sqlite3 *database, const struct before_names *names, struct mizan_error *error)
{
	mizan_status status = before_execute(database, before_tables, names, error);
	for (size_t i = 0; i < sizeof before_views / sizeof *before_views; i++) {
		if (status == MIZAN_OK) {
			status = before_make_view(database, i, names, error);
		}
	}
	return status == MIZAN_OK ? before_execute(database, before_points, names, error) : status;
}

static mizan_status before_write_scopes(sqlite3 *database, const int64_t *releases, size_t count,
	const struct before_names *names, struct mizan_text *back, struct mizan_error *error)
{
	struct mizan_text sql = {0};
	sqlite3_stmt *statement = NULL;
	mizan_status status = before_execute(database, before_scope, names, error);
	before_append(&sql, before_add, names);
	if (status == MIZAN_OK) {
		status = mizan_text_check(&sql, error);
	}
	if (status == MIZAN_OK) {
		status = store_prepare(database, sql.data, &statement, "leave out releases", error);
	}
	if (status == MIZAN_OK) {
		status = before_fill_scopes(database, statement, releases, count, back, error);
	}
	sqlite3_finalize(statement);
	mizan_text_release(&sql);
	return status;
}

static mizan_status before_write(sqlite3 *database, const int64_t *releases, size_t count,
	struct store_guard *state, struct mizan_error *error)
{
	struct mizan_text gone = {0}, back = {0};
	struct before_names names = {state->name, "", ""};
	for (size_t i = 0; i < count; i++) {
		mizan_text_printf(&gone, "%s%lld", i ? "," : "", (long long)releases[i]);
	}
	mizan_status status = mizan_text_check(&gone, error);
	if (status == MIZAN_OK) {
		status = before_write_scopes(database, releases, count, &names, &back, error);
	}
	if (status == MIZAN_OK) {
		names.gone = gone.data ? gone.data : "";
		names.back = back.data ? back.data : "";
		status = before_make_all(database, &names, error);
	}
	state->without = status == MIZAN_OK;
	mizan_text_release(&gone);
	mizan_text_release(&back);
	return status;
}

static int before_poll(void *context)
{
	const struct mizan_watch *watch = context;
	return watch->interrupted(watch->context) ? 1 : 0;
}

mizan_status mizan_store_without_releases(struct sqlite3 *database, const int64_t *releases,
	size_t count, const struct mizan_watch *watch, struct mizan_error *error)
{
	struct store_guard *state;
	bool polled = watch && watch->interrupted;
	mizan_status status = store_guard_make(database, &state, error);
	if (status != MIZAN_OK) {
		return status;
	}
	if (polled) {
		sqlite3_progress_handler(database, 10000, before_poll, (void *)(uintptr_t)watch);
	}
	status = before_write(database, releases, count, state, error);
	if (polled) {
		sqlite3_progress_handler(database, 0, NULL, NULL);
	}
	return status;
}

/* ---- Figures ------------------------------------------------------------------------------ */

mizan_status mizan_store_without_edition(struct sqlite3 *database, const char *publisher,
	const char *edition, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	static const char doing[] = "leave out an edition";
	mizan_status status = store_execute(database,
		"CREATE TEMP TABLE mizan_before_figure(figure_id INTEGER PRIMARY KEY);"
		"CREATE TEMP VIEW published_figure AS SELECT * FROM main.published_figure"
		" WHERE figure_id NOT IN (SELECT figure_id FROM temp.mizan_before_figure);",
		doing, error);
	if (status == MIZAN_OK) {
		status = store_prepare(database,
			"INSERT INTO temp.mizan_before_figure SELECT figure_id"
			" FROM main.published_figure WHERE publisher = ?1 AND edition = ?2",
			&statement, doing, error);
	}
	if (status == MIZAN_OK) {
		sqlite3_bind_text(statement, 1, publisher, -1, SQLITE_STATIC);
		sqlite3_bind_text(statement, 2, edition, -1, SQLITE_STATIC);
		status = store_step(database, statement, doing, error);
		sqlite3_finalize(statement);
	}
	return status;
}

/* ---- The fingerprint ---------------------------------------------------------------------- */

void mizan_release_list_hash(const struct mizan_release_list *list, char hex[65])
{
	struct mizan_sha256 hash;
	mizan_sha256_init(&hash);
	for (size_t i = 0; i < list->count; i++) {
		const struct mizan_release *release = &list->items[i];
		const char *const texts[] = {
			release->source, release->version, release->kind, release->sha256};
		for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
			mizan_sha256_update(&hash, texts[k], strlen(texts[k]) + 1);
		}
	}
	mizan_sha256_finish(&hash, hex);
}
