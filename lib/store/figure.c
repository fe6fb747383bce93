/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Single facts: published figures, milestones, population, refused rows. */
#include "store_internal.h"

#include <math.h>
#include <stdio.h>

static void figure_bind_text(sqlite3_stmt *statement, int index, const char *text)
{
	if (text && *text) {
		sqlite3_bind_text(statement, index, text, -1, SQLITE_STATIC);
	} else {
		sqlite3_bind_null(statement, index);
	}
}

static void figure_bind_real(sqlite3_stmt *statement, int index, double value)
{
	if (isnan(value)) {
		sqlite3_bind_null(statement, index);
	} else {
		sqlite3_bind_double(statement, index, value);
	}
}

static void figure_bind(sqlite3_stmt *s, int64_t release_id, const struct mizan_figure *figure,
	char start[11], char end[11])
{
	const char *const texts[] = {figure->publisher, figure->edition, figure->published,
		figure->relayed_by, figure->country, figure->area, figure->actor};
	sqlite3_bind_int64(s, 1, release_id);
	for (int i = 0; i < 7; i++) {
		figure_bind_text(s, i + 2, texts[i]);
	}
	figure_bind_text(s, 9, mizan_date_format(figure->period_start, start));
	figure_bind_text(s, 10, mizan_date_format(figure->period_end, end));
	figure_bind_text(s, 11, figure->indicator);
	figure_bind_text(s, 12, figure->counts_what);
	figure_bind_real(s, 13, figure->value);
	figure_bind_real(s, 14, figure->low);
	figure_bind_real(s, 15, figure->high);
	figure_bind_text(s, 16, figure->url);
	figure_bind_text(s, 17, figure->retrieved);
	figure_bind_text(s, 18, figure->note);
}

mizan_status mizan_store_add_figure(struct mizan_store *store, int64_t release_id,
	const struct mizan_figure *figure, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	char start[11], end[11];
	mizan_status status = store_prepare(store->database,
		"INSERT OR REPLACE INTO published_figure(release_id, publisher, edition, published,"
		" relayed_by, country, area, actor, period_start, period_end, indicator, "
		"counts_what,"
		" value, low, high, url, retrieved, note)"
		" VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18)",
		&statement, "write a figure", error);
	if (status == MIZAN_OK) {
		figure_bind(statement, release_id, figure, start, end);
		status = store_step(store->database, statement, "write a figure", error);
		sqlite3_finalize(statement);
	}
	return status;
}

mizan_status mizan_store_add_milestone(struct mizan_store *store, int64_t release_id,
	const struct mizan_milestone *milestone, struct mizan_error *error)
{
	sqlite3_stmt *s;
	char date[11], known[11];
	mizan_status status = store_prepare(store->database,
		"INSERT OR REPLACE INTO milestone(milestone_id, release_id, date, date_precision, "
		"kind,"
		" country, actors, title, status, source, known)"
		" VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)",
		&s, "write a milestone", error);
	if (status == MIZAN_OK) {
		figure_bind_text(s, 1, milestone->milestone_id);
		sqlite3_bind_int64(s, 2, release_id);
		figure_bind_text(s, 3, mizan_date_format(milestone->date, date));
		sqlite3_bind_int(s, 4, milestone->date_precision);
		figure_bind_text(s, 5, milestone->kind);
		figure_bind_text(s, 6, milestone->country);
		figure_bind_text(s, 7, milestone->actors);
		figure_bind_text(s, 8, milestone->title);
		figure_bind_text(s, 9, milestone->status);
		figure_bind_text(s, 10, milestone->source);
		figure_bind_text(s, 11,
			milestone->known == MIZAN_DATE_UNKNOWN
				? NULL
				: mizan_date_format(milestone->known, known));
		status = store_step(store->database, s, "write a milestone", error);
		sqlite3_finalize(s);
	}
	return status;
}

mizan_status mizan_store_add_population(struct mizan_store *store, int64_t release_id,
	struct mizan_slice country, int year, int64_t value, struct mizan_error *error)
{
	sqlite3_stmt *s;
	mizan_status status = store_prepare(store->database,
		"INSERT OR REPLACE INTO population(country, year, value, release_id) "
		"VALUES(?1,?2,?3,?4)",
		&s, "write population", error);
	if (status == MIZAN_OK) {
		sqlite3_bind_text(s, 1, country.data, (int)country.size, SQLITE_STATIC);
		sqlite3_bind_int(s, 2, year);
		sqlite3_bind_int64(s, 3, value);
		sqlite3_bind_int64(s, 4, release_id);
		status = store_step(store->database, s, "write population", error);
		sqlite3_finalize(s);
	}
	return status;
}

mizan_status mizan_store_add_refused(struct mizan_store *store, int64_t release_id,
	const char *file, const struct mizan_refused *refused, struct mizan_error *error)
{
	sqlite3_stmt *s;
	mizan_status status = store_prepare(store->database,
		"INSERT INTO refused(release_id, file, line_no, column_no, column_name, reason, "
		"raw)"
		" VALUES(?1,?2,?3,nullif(?4, 0),?5,?6,?7)",
		&s, "write a refused row", error);
	if (status == MIZAN_OK) {
		sqlite3_bind_int64(s, 1, release_id);
		figure_bind_text(s, 2, file);
		sqlite3_bind_int64(s, 3, (int64_t)refused->line);
		sqlite3_bind_int64(s, 4, (int64_t)refused->column);
		figure_bind_text(s, 5, refused->column_name);
		figure_bind_text(s, 6, refused->reason);
		sqlite3_bind_text64(s, 7, refused->raw.size ? refused->raw.data : "",
			refused->raw.size, SQLITE_STATIC, SQLITE_UTF8);
		status = store_step(store->database, s, "write a refused row", error);
		sqlite3_finalize(s);
	}
	return status;
}

/* Is there an earlier reading of the same sheet? Without one, the tables need not be searched. */
static mizan_status sheet_is_there(struct mizan_store *store, const struct mizan_release *release,
	bool *there, struct mizan_error *error)
{
	sqlite3_stmt *s;
	mizan_status status = store_prepare(store->database,
		"SELECT EXISTS(SELECT 1 FROM release WHERE kind = ?1 AND file = ?2"
		" AND release_id <> ?3)",
		&s, "replace the sheet", error);
	*there = false;
	if (status == MIZAN_OK) {
		figure_bind_text(s, 1, release->kind);
		figure_bind_text(s, 2, release->file);
		sqlite3_bind_int64(s, 3, release->release_id);
		if (sqlite3_step(s) == SQLITE_ROW) {
			*there = sqlite3_column_int(s, 0);
		} else {
			status = mizan_store_error(store->database, error, "replace the sheet");
		}
		sqlite3_finalize(s);
	}
	return status;
}

mizan_status mizan_store_replace_sheet(struct mizan_store *store,
	const struct mizan_release *release, int64_t *removed, struct mizan_error *error)
{
	static const char *const tables[] = {"published_figure", "milestone", "population", "actor",
		"actor_name", "office", "relation", "process", "statement", "zone_part",
		"agreement", "provision", "commitment", "revision", "assessment", "evidence",
		"violation"};
	bool there;
	mizan_status status = sheet_is_there(store, release, &there, error);
	*removed = 0;
	for (size_t i = 0; there && i < sizeof tables / sizeof *tables && status == MIZAN_OK; i++) {
		sqlite3_stmt *s;
		char sql[256];
		snprintf(sql, sizeof sql,
			"DELETE FROM %s WHERE release_id IN (SELECT release_id FROM release"
			" WHERE kind = ?1 AND file = ?2 AND release_id <> ?3)",
			tables[i]);
		status = store_prepare(store->database, sql, &s, "replace the sheet", error);
		if (status == MIZAN_OK) {
			figure_bind_text(s, 1, release->kind);
			figure_bind_text(s, 2, release->file);
			sqlite3_bind_int64(s, 3, release->release_id);
			status = store_step(store->database, s, "replace the sheet", error);
			sqlite3_finalize(s);
			*removed += sqlite3_changes64(store->database);
		}
	}
	return status;
}
