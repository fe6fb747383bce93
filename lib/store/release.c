/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Releases: versions of a source's data, and which replaces which. */
#include "store_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Reads one number of a dotted version; false where there is none. */
static bool release_next_number(const char **at, long *number)
{
	if (**at < '0' || **at > '9') {
		return false;
	}
	char *end;
	*number = strtol(*at, &end, 10);
	*at = *end == '.' ? end + 1 : end;
	return *end == '.' || *end == '\0';
}

int release_compare_versions(const char *a, const char *b)
{
	while (*a || *b) {
		long left = -1, right = -1;
		if ((*a && !release_next_number(&a, &left)) ||
			(*b && !release_next_number(&b, &right))) {
			return 0;
		}
		if (left != right) {
			return left < right ? -1 : 1;
		}
	}
	return 0;
}

static void release_bind_text(sqlite3_stmt *statement, int index, const char *text)
{
	if (text && *text) {
		sqlite3_bind_text(statement, index, text, -1, SQLITE_STATIC);
	} else {
		sqlite3_bind_null(statement, index);
	}
}

/* The buffer has to live as long as the statement. */
static void release_bind_date(sqlite3_stmt *statement, int index, mizan_date date, char buffer[11])
{
	if (date == MIZAN_DATE_UNKNOWN) {
		sqlite3_bind_null(statement, index);
	} else {
		sqlite3_bind_text(
			statement, index, mizan_date_format(date, buffer), 10, SQLITE_STATIC);
	}
}

/* "PAK 1989-01-01..2021-12-31" */
static void release_scope(const struct mizan_release *release, char buffer[128])
{
	char start[11] = "", end[11] = "";
	size_t countries = (strlen(release->countries) + 1) / 4;
	if (release->period_start != MIZAN_DATE_UNKNOWN) {
		mizan_date_format(release->period_start, start);
		mizan_date_format(release->period_end, end);
	}
	if (countries > 4) {
		snprintf(buffer, 128, "%zu countries %s..%s", countries, start, end);
	} else {
		snprintf(buffer, 128, "%s%s%s..%s", release->countries, countries ? " " : "", start,
			end);
	}
}

mizan_status release_insert(
	sqlite3 *database, struct mizan_release *release, struct mizan_error *error)
{
	char retrieved[11];
	sqlite3_stmt *statement;
	mizan_status status = store_prepare(database,
		"INSERT INTO release(source, version, scope, coverage, licence, retrieved, sha256, "
		"kind,"
		" countries, file, citation) VALUES(?1, ?2, '', ?3, ?4, ?5, ?6, ?7, '', ?8, ?9)",
		&statement, "record the release", error);
	if (status != MIZAN_OK) {
		return status;
	}
	release_bind_text(statement, 1, release->source);
	release_bind_text(statement, 2, release->version);
	release_bind_text(statement, 3, release->coverage == MIZAN_SAMPLE ? "sample" : "complete");
	release_bind_text(statement, 4, release->licence);
	release_bind_date(statement, 5, release->retrieved, retrieved);
	release_bind_text(statement, 6, release->sha256);
	release_bind_text(statement, 7, release->kind);
	release_bind_text(statement, 8, release->file);
	release_bind_text(statement, 9, release->citation);
	status = store_step(database, statement, "record the release", error);
	sqlite3_finalize(statement);
	release->release_id = sqlite3_last_insert_rowid(database);
	return status;
}

mizan_status release_update(
	sqlite3 *database, const struct mizan_release *release, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status = store_prepare(database,
		"UPDATE release SET scope = ?2, countries = ?3, period_start = ?4, period_end = ?5,"
		" rows = ?6, refused = ?7, sha256 = ?8, version = ?9 WHERE release_id = ?1",
		&statement, "record the release", error);
	if (status != MIZAN_OK) {
		return status;
	}
	char scope[128], first[11], last[11];
	release_scope(release, scope);
	sqlite3_bind_int64(statement, 1, release->release_id);
	sqlite3_bind_text(statement, 2, scope, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 3, release->countries, -1, SQLITE_STATIC);
	release_bind_date(statement, 4, release->period_start, first);
	release_bind_date(statement, 5, release->period_end, last);
	sqlite3_bind_int64(statement, 6, release->rows);
	sqlite3_bind_int64(statement, 7, release->refused);
	release_bind_text(statement, 8, release->sha256);
	release_bind_text(statement, 9, release->version);
	status = store_step(database, statement, "record the release", error);
	sqlite3_finalize(statement);
	return status;
}

static const char *release_copy(
	struct mizan_arena *arena, sqlite3_stmt *statement, int column, bool *failed)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);
	const char *copy = mizan_arena_copy(arena, text ? text : "",
		text ? (size_t)sqlite3_column_bytes(statement, column) : 0);
	*failed |= !copy;
	return copy;
}

static mizan_date release_date(sqlite3_stmt *statement, int column)
{
	mizan_date date;
	struct mizan_slice slice = {(const char *)sqlite3_column_text(statement, column),
		(size_t)sqlite3_column_bytes(statement, column)};
	return slice.data && mizan_date_parse(slice, &date) ? date : MIZAN_DATE_UNKNOWN;
}

static mizan_status release_read(sqlite3_stmt *statement, struct mizan_arena *arena,
	struct mizan_release *release, struct mizan_error *error)
{
	bool failed = false;
	release->release_id = sqlite3_column_int64(statement, 0);
	release->source = release_copy(arena, statement, 1, &failed);
	release->version = release_copy(arena, statement, 2, &failed);
	release->kind = release_copy(arena, statement, 3, &failed);
	release->countries = release_copy(arena, statement, 4, &failed);
	release->period_start = release_date(statement, 5);
	release->period_end = release_date(statement, 6);
	const char *coverage = (const char *)sqlite3_column_text(statement, 7);
	release->coverage =
		coverage && strcmp(coverage, "sample") == 0 ? MIZAN_SAMPLE : MIZAN_COMPLETE;
	release->licence = release_copy(arena, statement, 8, &failed);
	release->citation = release_copy(arena, statement, 9, &failed);
	release->file = release_copy(arena, statement, 10, &failed);
	release->sha256 = release_copy(arena, statement, 11, &failed);
	release->retrieved = release_date(statement, 12);
	release->rows = sqlite3_column_int64(statement, 13);
	release->refused = sqlite3_column_int64(statement, 14);
	return failed ? mizan_error_memory(error) : MIZAN_OK;
}

mizan_status mizan_store_releases(struct sqlite3 *database, struct mizan_arena *arena,
	struct mizan_release_list *list, struct mizan_error *error)
{
	*list = (struct mizan_release_list){0};
	int64_t count;
	/* Who only asks what is covered shows no day of it. */
	struct store_guard *guard = store_guard_find(database);
	unsigned read = guard ? guard->read : 0;
	mizan_status status = store_integer(
		database, "SELECT count(*) FROM release", 0, &count, "read the releases", error);
	if (status != MIZAN_OK) {
		return status;
	}
	sqlite3_stmt *statement;
	status = store_prepare(database,
		"SELECT release_id, source, version, kind, countries, period_start, period_end, "
		"coverage,"
		" licence, citation, file, sha256, retrieved, rows, refused FROM release"
		" ORDER BY release_id",
		&statement, "read the releases", error);
	if (status != MIZAN_OK) {
		return status;
	}
	list->items = mizan_arena_allocate(arena, (size_t)count + 1, sizeof *list->items);
	if (!list->items) {
		status = mizan_error_memory(error);
	}
	int code = SQLITE_ROW;
	while (status == MIZAN_OK && (code = sqlite3_step(statement)) == SQLITE_ROW &&
		(int64_t)list->count < count) {
		status = release_read(statement, arena, &list->items[list->count++], error);
	}
	/* One release less would change what a number is said to cover. */
	if (status == MIZAN_OK && code != SQLITE_DONE && code != SQLITE_ROW) {
		status = mizan_store_error(database, error, "read the releases");
	}
	sqlite3_finalize(statement);
	if (guard) {
		guard->read = read;
	}
	return status;
}

mizan_status mizan_release_sources(const struct mizan_release_list *list, const char *source,
	struct mizan_arena *arena, const char ***sources, size_t *count, struct mizan_error *error)
{
	const char **found = mizan_arena_allocate(arena, list->count + 1, sizeof *found);
	if (!found) {
		return mizan_error_memory(error);
	}
	*count = 0;
	for (size_t i = 0; i < list->count; i++) {
		const struct mizan_release *release = &list->items[i];
		bool wanted = strcmp(release->kind, "events") == 0 &&
			      release->coverage == MIZAN_COMPLETE &&
			      (!source || strcmp(source, release->source) == 0);
		for (size_t k = 0; k < *count; k++) {
			wanted = wanted && strcmp(found[k], release->source) != 0;
		}
		if (wanted) {
			found[(*count)++] = release->source;
		}
	}
	*sources = found;
	return MIZAN_OK;
}

size_t mizan_release_source_of(const struct mizan_release_list *list, const char *const *sources,
	size_t count, int64_t release_id)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct mizan_release *release = &list->items[i];
		if (release->release_id != release_id || release->coverage != MIZAN_COMPLETE) {
			continue;
		}
		for (size_t k = 0; k < count; k++) {
			if (strcmp(sources[k], release->source) == 0) {
				return k;
			}
		}
	}
	return SIZE_MAX;
}

const char *mizan_release_line(const struct mizan_release *release, struct mizan_arena *arena)
{
	const char *name =
		release->citation && *release->citation ? release->citation : release->source;
	bool hashed = strncmp(release->version, "sha256:", 7) == 0;
	/* A file that is measured directly is not hashed: that takes longer than reading it. */
	bool known = release->sha256 && *release->sha256;
	return mizan_arena_printf(arena, "%s%s%s%s (%s%s%.12s%s)%s%s", name,
		hashed ? "" : ", version ", hashed ? "" : release->version,
		release->coverage == MIZAN_SAMPLE ? ", sample" : "", release->file,
		known ? ", sha256 " : "", known ? release->sha256 : "", known ? "…" : "",
		release->licence && *release->licence ? ", " : "",
		release->licence ? release->licence : "");
}

/* Moves the events of `from` that lie in the scope of `by`, and says how many. */
static mizan_status release_move(sqlite3 *database, int64_t from, const struct mizan_release *by,
	bool whole, int64_t *moved, struct mizan_error *error)
{
#define IN_SCOPE                                                                                   \
	" FROM event WHERE release_id = ?1 AND (?2 OR ((country IS NULL OR"                        \
	" instr(' ' || ?3 || ' ', ' ' || country || ' ') > 0) AND date_end BETWEEN ?4 AND ?5))"
	static const char *const steps[] = {
		"INSERT INTO event_past SELECT *" IN_SCOPE, "DELETE" IN_SCOPE};
#undef IN_SCOPE
	char first[11], last[11];
	mizan_status status = MIZAN_OK;
	for (int i = 0; i < 2 && status == MIZAN_OK; i++) {
		sqlite3_stmt *statement;
		status = store_prepare(
			database, steps[i], &statement, "move replaced events", error);
		if (status == MIZAN_OK) {
			sqlite3_bind_int64(statement, 1, from);
			sqlite3_bind_int(statement, 2, whole);
			sqlite3_bind_text(statement, 3, by->countries, -1, SQLITE_STATIC);
			release_bind_date(statement, 4, by->period_start, first);
			release_bind_date(statement, 5, by->period_end, last);
			status = store_step(database, statement, "move replaced events", error);
			sqlite3_finalize(statement);
		}
	}
	*moved += sqlite3_changes64(database);
	return status;
}

static mizan_status release_settle(sqlite3 *database, const struct mizan_release *mine,
	const struct mizan_release *other, int64_t *superseded, int64_t *already,
	struct mizan_error *error)
{
	bool samples = mine->coverage == MIZAN_SAMPLE || other->coverage == MIZAN_SAMPLE;
	if (samples) {
		/* A sample stands for itself; only an edited version of the same sheet replaces it.
		 */
		return mine->coverage == other->coverage && strcmp(mine->file, other->file) == 0
			       ? release_move(
					 database, other->release_id, mine, true, superseded, error)
			       : MIZAN_OK;
	}
	if (release_compare_versions(mine->version, other->version) < 0) {
		return release_move(database, mine->release_id, other, false, already, error);
	}
	return release_move(database, other->release_id, mine, false, superseded, error);
}

mizan_status release_supersede(sqlite3 *database, const struct mizan_release *release,
	int64_t *superseded, int64_t *already, struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	struct mizan_release_list list;
	*superseded = *already = 0;
	mizan_status status = mizan_store_releases(database, &arena, &list, error);
	for (size_t i = 0; i < list.count && status == MIZAN_OK; i++) {
		const struct mizan_release *other = &list.items[i];
		if (other->release_id != release->release_id &&
			strcmp(other->source, release->source) == 0 &&
			strcmp(other->kind, release->kind) == 0) {
			status = release_settle(
				database, release, other, superseded, already, error);
		}
	}
	mizan_arena_release(&arena);
	return status;
}

mizan_status mizan_store_add_release(
	struct mizan_store *store, struct mizan_release *release, struct mizan_error *error)
{
	return release_insert(store->database, release, error);
}

mizan_status mizan_store_update_release(
	struct mizan_store *store, const struct mizan_release *release, struct mizan_error *error)
{
	return release_update(store->database, release, error);
}

mizan_status mizan_store_find_release(struct mizan_store *store, const char *sha256,
	int64_t *release_id, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status =
		store_prepare(store->database, "SELECT release_id FROM release WHERE sha256 = ?1",
			&statement, "read the releases", error);
	if (status != MIZAN_OK) {
		return status;
	}
	sqlite3_bind_text(statement, 1, sha256, -1, SQLITE_STATIC);
	int code = sqlite3_step(statement);
	*release_id = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
	if (code != SQLITE_ROW && code != SQLITE_DONE) {
		status = mizan_store_error(store->database, error, "read the releases");
	}
	sqlite3_finalize(statement);
	return status;
}

mizan_status mizan_store_forget_reading(struct mizan_store *store,
	const struct mizan_release *release, int64_t *releases, int64_t *removed,
	struct mizan_error *error)
{
#define SAME_BYTES                                                                                 \
	"(SELECT release_id FROM release WHERE sha256 = ?1 AND source = ?2 AND kind = ?3"          \
	" AND release_id <> ?4)"
	static const char *const steps[] = {
		"DELETE FROM event WHERE release_id IN " SAME_BYTES,
		"DELETE FROM event_past WHERE release_id IN " SAME_BYTES,
		"DELETE FROM toll_sum WHERE release_id IN " SAME_BYTES,
		/* Agreements were taken back one by one; whom they made known stays known. */
		"DELETE FROM provision WHERE release_id IN " SAME_BYTES,
		"DELETE FROM agreement WHERE release_id IN " SAME_BYTES,
		"UPDATE actor SET release_id = ?4 WHERE release_id IN " SAME_BYTES,
		"UPDATE process SET release_id = ?4 WHERE release_id IN " SAME_BYTES,
		"DELETE FROM refused WHERE release_id IN " SAME_BYTES,
		"DELETE FROM release WHERE release_id IN " SAME_BYTES,
	};
#undef SAME_BYTES
	mizan_status status = MIZAN_OK;
	*releases = *removed = 0;
	for (size_t i = 0; i < sizeof steps / sizeof *steps && status == MIZAN_OK; i++) {
		sqlite3_stmt *statement;
		status = store_prepare(
			store->database, steps[i], &statement, "replace the reading", error);
		if (status == MIZAN_OK) {
			release_bind_text(statement, 1, release->sha256);
			release_bind_text(statement, 2, release->source);
			release_bind_text(statement, 3, release->kind);
			sqlite3_bind_int64(statement, 4, release->release_id);
			status = store_step(
				store->database, statement, "replace the reading", error);
			sqlite3_finalize(statement);
		}
		int64_t changed = sqlite3_changes64(store->database);
		*removed += i < 2 ? changed : 0;
		*releases = changed;
	}
	return status;
}
