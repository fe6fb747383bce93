/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads current events, only the columns that are asked for. */
#include "store_internal.h"

#include <math.h>
#include <string.h>

/* Columns of each part, in the order in which the part's reader takes them. */
static const struct {
	unsigned part;
	const char *columns;
} part_columns[] = {
	{MIZAN_PART_DATES, ", date_start, date_end, date_precision"},
	{MIZAN_PART_COUNTRY, ", country"},
	{MIZAN_PART_ADMIN, ", admin1, admin2"},
	{MIZAN_PART_PLACE, ", place, latitude, longitude, place_precision"},
	{MIZAN_PART_ACTORS, ", side_a, side_b, dyad, side_a_id, side_b_id, dyad_id, conflict_id"},
	{MIZAN_PART_VIOLENCE, ", violence"},
	{MIZAN_PART_DEATHS, ", deaths_best, deaths_low, deaths_high"},
	{MIZAN_PART_SIDES, ", deaths_side_a, deaths_side_b, deaths_civilians, deaths_unknown"},
	{MIZAN_PART_HARM, ", injured, hostages"},
	{MIZAN_PART_TEXT, ", source_key, tactic, target, headline, flags, provider"},
};

static void reader_write_columns(unsigned parts, struct mizan_text *sql)
{
	mizan_text_append(sql, "SELECT event_id, release_id");
	for (size_t i = 0; i < sizeof part_columns / sizeof *part_columns; i++) {
		if (parts & part_columns[i].part) {
			mizan_text_append(sql, part_columns[i].columns);
		}
	}
}

static mizan_status reader_write_sql(
	const struct mizan_event_query *query, struct mizan_text *sql, struct mizan_error *error)
{
	reader_write_columns(query->parts, sql);
	mizan_text_append(sql, " FROM event WHERE 1");
	if (query->country) {
		mizan_text_append(sql, " AND country = ?1");
	}
	if (query->from != MIZAN_DATE_UNKNOWN) {
		mizan_text_append(sql, " AND date_end >= ?2");
	}
	if (query->to != MIZAN_DATE_UNKNOWN) {
		mizan_text_append(sql, " AND date_start <= ?3");
	}
	if (query->source) {
		mizan_text_append(sql, " AND release_id IN (SELECT release_id FROM release"
				       " WHERE source = ?4)");
	}
	if (query->where && *query->where) {
		/* The line break ends a comment that the condition may end with. */
		mizan_text_printf(sql, " AND (%s\n)", query->where);
	}
	return mizan_text_check(sql, error);
}

static mizan_status reader_try_where(
	sqlite3 *database, const char *where, bool in_brackets, struct mizan_error *error)
{
	struct mizan_text sql = {0};
	mizan_text_printf(&sql, "SELECT 1 FROM event WHERE %s%s\n%s", in_brackets ? "(" : "", where,
		in_brackets ? ")" : "");
	mizan_status status = mizan_text_check(&sql, error);
	sqlite3_stmt *statement = NULL;
	const char *rest = NULL;
	int code = status == MIZAN_OK
			   ? sqlite3_prepare_v2(database, sql.data, -1, &statement, &rest)
			   : SQLITE_OK;
	if (status == MIZAN_OK && (code != SQLITE_OK || (rest && *rest))) {
		const char *message =
			code != SQLITE_OK ? sqlite3_errmsg(database) : "more than one statement";
		status = mizan_error_set(error, MIZAN_ERROR_USAGE,
			"give one SQL condition over the columns of event, as in: country = 'PAK'",
			"the condition '%s' does not work: %s", where, message);
	}
	sqlite3_finalize(statement);
	mizan_text_release(&sql);
	return status;
}

/*
 * The user's condition alone: what is wrong in it should be said in its own words. First without
 * the brackets that we put around it, so that "1) OR (1" does not leave them.
 */
mizan_status mizan_store_check_condition(
	sqlite3 *database, const char *where, struct mizan_error *error)
{
	mizan_status status = reader_try_where(database, where, false, error);
	return status == MIZAN_OK ? reader_try_where(database, where, true, error) : status;
}

bool mizan_store_condition_is_withheld(sqlite3 *database, const char *where)
{
	struct store_guard *state = store_guard_find(database);
	struct mizan_error none = {0};
	if (!state || !state->published || !where || !*where) {
		return false;
	}
	unsigned before = state->read;
	state->read = 0;
	bool withheld =
		reader_try_where(database, where, true, &none) == MIZAN_OK && state->read != 0;
	state->read |= before;
	return withheld;
}

static mizan_status reader_prepare(sqlite3 *database, const struct mizan_event_query *query,
	sqlite3_stmt **statement, struct mizan_error *error)
{
	*statement = NULL;
	if (query->where && *query->where) {
		mizan_status status = mizan_store_check_condition(database, query->where, error);
		if (status != MIZAN_OK) {
			return status;
		}
	}
	struct mizan_text sql = {0};
	mizan_status status = reader_write_sql(query, &sql, error);
	if (status == MIZAN_OK) {
		status = store_prepare(database, sql.data, statement, "read events", error);
	}
	mizan_text_release(&sql);
	if (status != MIZAN_OK) {
		return status;
	}
	char buffer[11];
	int failed = 0;
	if (query->country) {
		failed |= sqlite3_bind_text(*statement, 1, query->country, -1, SQLITE_STATIC);
	}
	if (query->from != MIZAN_DATE_UNKNOWN) {
		failed |= sqlite3_bind_text(*statement, 2, mizan_date_format(query->from, buffer),
			10, SQLITE_TRANSIENT);
	}
	if (query->to != MIZAN_DATE_UNKNOWN) {
		failed |= sqlite3_bind_text(
			*statement, 3, mizan_date_format(query->to, buffer), 10, SQLITE_TRANSIENT);
	}
	if (query->source) {
		failed |= sqlite3_bind_text(*statement, 4, query->source, -1, SQLITE_STATIC);
	}
	if (failed) {
		sqlite3_finalize(*statement);
		*statement = NULL;
		return mizan_error_memory(error);
	}
	return MIZAN_OK;
}

/* Takes columns one after the other. */
struct cursor {
	sqlite3_stmt *statement;
	int column;
};

static struct mizan_slice take_text(struct cursor *cursor)
{
	int column = cursor->column++;
	const char *data = (const char *)sqlite3_column_text(cursor->statement, column);
	return (struct mizan_slice){data ? data : "",
		data ? (size_t)sqlite3_column_bytes(cursor->statement, column) : 0};
}

static mizan_date take_date(struct cursor *cursor)
{
	mizan_date date;
	return mizan_date_parse(take_text(cursor), &date) ? date : MIZAN_DATE_UNKNOWN;
}

static int32_t take_count(struct cursor *cursor)
{
	int column = cursor->column++;
	return sqlite3_column_type(cursor->statement, column) == SQLITE_NULL
		       ? MIZAN_UNKNOWN
		       : sqlite3_column_int(cursor->statement, column);
}

static int64_t take_id(struct cursor *cursor)
{
	return sqlite3_column_int64(cursor->statement, cursor->column++);
}

static double take_real(struct cursor *cursor)
{
	int column = cursor->column++;
	return sqlite3_column_type(cursor->statement, column) == SQLITE_NULL
		       ? (double)NAN
		       : sqlite3_column_double(cursor->statement, column);
}

static void take_place(struct cursor *cursor, unsigned parts, struct mizan_event *event)
{
	if (parts & MIZAN_PART_COUNTRY) {
		event->country = take_text(cursor);
	}
	if (parts & MIZAN_PART_ADMIN) {
		event->admin1 = take_text(cursor);
		event->admin2 = take_text(cursor);
	}
	if (parts & MIZAN_PART_PLACE) {
		event->place = take_text(cursor);
		event->latitude = take_real(cursor);
		event->longitude = take_real(cursor);
		event->place_precision = (uint8_t)take_id(cursor);
	}
}

static void take_actors(struct cursor *cursor, unsigned parts, struct mizan_event *event)
{
	if (parts & MIZAN_PART_ACTORS) {
		event->side_a = take_text(cursor);
		event->side_b = take_text(cursor);
		event->dyad = take_text(cursor);
		event->side_a_id = take_id(cursor);
		event->side_b_id = take_id(cursor);
		event->dyad_id = take_id(cursor);
		event->conflict_id = take_id(cursor);
	}
	if (parts & MIZAN_PART_VIOLENCE) {
		event->violence = (uint8_t)mizan_violence_from_word(take_text(cursor));
	}
}

static void take_harm(struct cursor *cursor, unsigned parts, struct mizan_event *event)
{
	if (parts & MIZAN_PART_DEATHS) {
		event->deaths_best = take_count(cursor);
		event->deaths_low = take_count(cursor);
		event->deaths_high = take_count(cursor);
	}
	if (parts & MIZAN_PART_SIDES) {
		event->deaths_side_a = take_count(cursor);
		event->deaths_side_b = take_count(cursor);
		event->deaths_civilians = take_count(cursor);
		event->deaths_unknown = take_count(cursor);
	}
	if (parts & MIZAN_PART_HARM) {
		event->injured = take_count(cursor);
		event->hostages = take_count(cursor);
	}
}

static void reader_take(sqlite3_stmt *statement, unsigned parts, struct mizan_event *event)
{
	struct cursor cursor = {statement, 0};
	*event = (struct mizan_event){.latitude = (double)NAN, .longitude = (double)NAN};
	event->event_id = take_id(&cursor);
	event->release_id = take_id(&cursor);
	if (parts & MIZAN_PART_DATES) {
		event->date_start = take_date(&cursor);
		event->date_end = take_date(&cursor);
		event->date_precision = (uint8_t)take_id(&cursor);
	}
	take_place(&cursor, parts, event);
	take_actors(&cursor, parts, event);
	take_harm(&cursor, parts, event);
	if (parts & MIZAN_PART_TEXT) {
		event->source_key = take_text(&cursor);
		event->tactic = take_text(&cursor);
		event->target = take_text(&cursor);
		event->headline = take_text(&cursor);
		event->flags = (uint8_t)event_flags_read(take_text(&cursor).data);
		event->provider = take_text(&cursor);
	}
}

/* What all rows of a statement give to `each`; the statement is reset. */
static mizan_status reader_run(sqlite3 *database, sqlite3_stmt *statement, unsigned parts,
	mizan_status (*each)(
		void *context, const struct mizan_event *event, struct mizan_error *error),
	void *context, const struct mizan_watch *watch, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	struct mizan_event event;
	int code;
	for (uint64_t done = 0; status == MIZAN_OK; done++) {
		code = sqlite3_step(statement);
		if (code == SQLITE_DONE) {
			break;
		}
		if (code != SQLITE_ROW) {
			status = mizan_store_error(database, error, "read events");
			break;
		}
		reader_take(statement, parts, &event);
		status = each(context, &event, error);
		if (status == MIZAN_OK && done % 4096 == 0) {
			status = mizan_watch_check(watch, error);
		}
	}
	sqlite3_reset(statement);
	return status;
}

mizan_status mizan_store_each_event(struct sqlite3 *database, const struct mizan_event_query *query,
	mizan_status (*each)(
		void *context, const struct mizan_event *event, struct mizan_error *error),
	void *context, const struct mizan_watch *watch, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status = reader_prepare(database, query, &statement, error);
	if (status == MIZAN_OK) {
		status = reader_run(database, statement, query->parts, each, context, watch, error);
	}
	sqlite3_finalize(statement);
	return status;
}

/* ---- Of releases, of numbers -------------------------------------------------------------- */

mizan_status mizan_store_each_of_releases(struct sqlite3 *database, const int64_t *releases,
	size_t release_count, unsigned parts,
	mizan_status (*each)(
		void *context, const struct mizan_event *event, struct mizan_error *error),
	void *context, const struct mizan_watch *watch, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < 2 && status == MIZAN_OK; i++) {
		struct mizan_text sql = {0};
		sqlite3_stmt *statement = NULL;
		char name[STORE_TABLE_NAME];
		reader_write_columns(parts, &sql);
		/* The sign keeps the index away: rows in the order of the file are read faster. */
		mizan_text_printf(&sql, " FROM %s WHERE +release_id IN (",
			store_events_by_key(database, i == 1, name));
		for (size_t k = 0; k < release_count; k++) {
			mizan_text_printf(&sql, "%s%lld", k ? "," : "", (long long)releases[k]);
		}
		mizan_text_append(&sql, ")");
		status = mizan_text_check(&sql, error);
		if (status == MIZAN_OK) {
			status =
				store_prepare(database, sql.data, &statement, "read events", error);
		}
		if (status == MIZAN_OK) {
			status =
				reader_run(database, statement, parts, each, context, watch, error);
		}
		sqlite3_finalize(statement);
		mizan_text_release(&sql);
	}
	return status;
}

mizan_status mizan_store_each_of_numbers(struct sqlite3 *database, const int64_t *numbers,
	size_t number_count, unsigned parts,
	mizan_status (*each)(
		void *context, const struct mizan_event *event, struct mizan_error *error),
	void *context, const struct mizan_watch *watch, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < 2 && status == MIZAN_OK; i++) {
		struct mizan_text sql = {0};
		sqlite3_stmt *statement = NULL;
		char name[STORE_TABLE_NAME];
		reader_write_columns(parts, &sql);
		mizan_text_printf(&sql, " FROM %s WHERE event_id = ?1",
			store_events_by_key(database, i == 1, name));
		status = mizan_text_check(&sql, error);
		if (status == MIZAN_OK) {
			status =
				store_prepare(database, sql.data, &statement, "read events", error);
		}
		for (size_t k = 0; k < number_count && status == MIZAN_OK; k++) {
			sqlite3_bind_int64(statement, 1, numbers[k]);
			status = reader_run(database, statement, parts, each, context,
				k % 4096 == 0 ? watch : NULL, error);
		}
		sqlite3_finalize(statement);
		mizan_text_release(&sql);
	}
	return status;
}
