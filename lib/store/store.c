/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store_internal.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_TIMEOUT_MS 5000
/* Rows of events have about 1,000 bytes: in larger pages less is moved and written around them. */
#define PAGE_BYTES "16384"

static mizan_status store_error_of_code(
	int code, const char *message, const char *doing, struct mizan_error *error)
{
	if (code == SQLITE_READONLY_ROLLBACK) {
		return mizan_error_set(error, MIZAN_ERROR_STORE,
			"use it once from where you may write to the file and its folder",
			"an import into this store was cut off, and is still to be taken back");
	}
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return mizan_error_set(error, MIZAN_ERROR_STORE,
			"close the store there, or wait, and try again",
			"another program is using the store");
	case SQLITE_FULL:
		return mizan_error_set(error, MIZAN_ERROR_SYSTEM, "free some space and try again",
			"the disk is full; nothing was changed");
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_CANTOPEN:
		return mizan_error_set(error, MIZAN_ERROR_STORE,
			"check that the folder exists and that you may write in it",
			"cannot %s: %s", doing, message);
	case SQLITE_IOERR:
		return mizan_error_set(error, MIZAN_ERROR_SYSTEM,
			"check the disk's space and its cable; nothing was changed",
			"cannot %s: the disk gave an error (%s)", doing, message);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return mizan_error_set(error, MIZAN_ERROR_STORE,
			"name another file with --store, or import into a new one",
			"this is not a store, or it is damaged (%s)", message);
	case SQLITE_NOMEM:
		return mizan_error_memory(error);
	case SQLITE_INTERRUPT:
		return mizan_error_set(
			error, MIZAN_ERROR_INTERRUPTED, "nothing was changed", "interrupted");
	case SQLITE_TOOBIG:
		return mizan_error_set(
			error, MIZAN_ERROR_INPUT, "ask for less", "a value is larger than 16 MiB");
	default:
		return mizan_error_set(
			error, MIZAN_ERROR_STORE, "", "cannot %s: %s", doing, message);
	}
}

mizan_status mizan_store_error(
	struct sqlite3 *database, struct mizan_error *error, const char *doing)
{
	return store_error_of_code(
		sqlite3_extended_errcode(database), sqlite3_errmsg(database), doing, error);
}

mizan_status store_execute(
	sqlite3 *database, const char *sql, const char *doing, struct mizan_error *error)
{
	if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK) {
		return mizan_store_error(database, error, doing);
	}
	return MIZAN_OK;
}

mizan_status store_prepare(sqlite3 *database, const char *sql, sqlite3_stmt **statement,
	const char *doing, struct mizan_error *error)
{
	if (sqlite3_prepare_v2(database, sql, -1, statement, NULL) != SQLITE_OK) {
		return mizan_store_error(database, error, doing);
	}
	return MIZAN_OK;
}

mizan_status store_step(
	sqlite3 *database, sqlite3_stmt *statement, const char *doing, struct mizan_error *error)
{
	int code = sqlite3_step(statement);
	if (code != SQLITE_DONE && code != SQLITE_ROW) {
		mizan_status status = mizan_store_error(database, error, doing);
		sqlite3_reset(statement);
		return status;
	}
	sqlite3_reset(statement);
	return MIZAN_OK;
}

mizan_status store_integer(sqlite3 *database, const char *sql, int64_t otherwise, int64_t *value,
	const char *doing, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status = store_prepare(database, sql, &statement, doing, error);
	if (status != MIZAN_OK) {
		return status;
	}
	int code = sqlite3_step(statement);
	*value = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : otherwise;
	if (code != SQLITE_ROW && code != SQLITE_DONE) {
		status = mizan_store_error(database, error, doing);
	}
	sqlite3_finalize(statement);
	return status;
}

/* A store that should be there and is not is said in words of files, not of databases. */
static mizan_status store_check_file(const char *path, enum mizan_store_mode mode, bool *fresh,
	bool *made, struct mizan_error *error)
{
	struct stat facts;
	*fresh = false;
	if (stat(path, &facts) != 0) {
		if (errno == ENOENT && mode == MIZAN_STORE_CREATE) {
			*fresh = *made = true;
			return MIZAN_OK;
		}
		if (errno == ENOENT) {
			mizan_error_at(error, path, 0, 0);
			return mizan_error_set(error, MIZAN_ERROR_STORE,
				"make one with: mizan import FILE, or name it with --store",
				"there is no store");
		}
		mizan_error_at(error, path, 0, 0);
		return mizan_error_errno(error, "", "cannot open the store");
	}
	if (S_ISDIR(facts.st_mode)) {
		mizan_error_at(error, path, 0, 0);
		return mizan_error_set(error, MIZAN_ERROR_STORE, "name a file with --store",
			"this is a folder, not a store");
	}
	*fresh = facts.st_size == 0 && mode == MIZAN_STORE_CREATE;
	return MIZAN_OK;
}

/* Reads a store through which an import may have been cut off. What that one left in its journal
 * is taken back first, for which SQLite has to write. */
static mizan_status store_check_whole(struct mizan_store *store, struct mizan_error *error)
{
	sqlite3 *writer = NULL;
	mizan_status status = schema_check(store->database, store->path, false, error);
	if (status == MIZAN_OK ||
		sqlite3_extended_errcode(store->database) != SQLITE_READONLY_ROLLBACK) {
		return status;
	}
	if (sqlite3_open_v2(store->path, &writer, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
		    NULL) == SQLITE_OK) {
		sqlite3_busy_timeout(writer, BUSY_TIMEOUT_MS);
		sqlite3_exec(writer, "SELECT count(*) FROM sqlite_master", NULL, NULL, NULL);
	}
	sqlite3_close_v2(writer);
	return schema_check(store->database, store->path, false, error);
}

static mizan_status store_configure(struct mizan_store *store, enum mizan_store_mode mode,
	bool fresh, struct mizan_error *error)
{
	sqlite3 *database = store->database;
	sqlite3_busy_timeout(database, BUSY_TIMEOUT_MS);
	sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	if (mode == MIZAN_STORE_READ) {
		return store_check_whole(store, error);
	}
	mizan_status status = store_execute(database,
		"PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384; PRAGMA synchronous = FULL;",
		"prepare the store", error);
	int64_t pages = 1;
	if (status == MIZAN_OK && !fresh && mode == MIZAN_STORE_CREATE) {
		/* Reading takes back what a first import that was cut off has left: all of it. */
		status = store_integer(database, "PRAGMA page_count", 0, &pages, "read", error);
	}
	if (status != MIZAN_OK || (!fresh && pages > 0)) {
		return status != MIZAN_OK ? status
					  : schema_check(database, store->path, true, error);
	}
	/* A kill between here and the first import leaves an empty but whole store. */
	int64_t tables = 0;
	status = store_execute(database, "PRAGMA page_size = " PAGE_BYTES, "make the store", error);
	if (status == MIZAN_OK) {
		status = mizan_store_begin(store, error);
	}
	if (status == MIZAN_OK) {
		status = store_integer(
			database, "SELECT count(*) FROM sqlite_master", 0, &tables, "read", error);
	}
	if (status == MIZAN_OK && tables > 0) {
		/* Another import made it between our look at the file and our lock. */
		store->made = false;
		mizan_store_rollback(store);
		return schema_check(database, store->path, true, error);
	}
	if (status == MIZAN_OK) {
		status = schema_create(database, error);
	}
	return status == MIZAN_OK ? mizan_store_commit(store, error) : status;
}

mizan_status mizan_store_open(struct mizan_store *store, const char *path,
	enum mizan_store_mode mode, struct mizan_error *error)
{
	*store = (struct mizan_store){0};
	if (strlen(path) >= sizeof store->path) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "use a shorter path",
			"the path of the store is longer than %zu bytes", sizeof store->path - 1);
	}
	memcpy(store->path, path, strlen(path) + 1);
	bool fresh;
	mizan_status status = store_check_file(path, mode, &fresh, &store->made, error);
	if (status != MIZAN_OK) {
		return status;
	}
	int flags = mode == MIZAN_STORE_READ
			    ? SQLITE_OPEN_READONLY
			    : SQLITE_OPEN_READWRITE |
				      (mode == MIZAN_STORE_CREATE ? SQLITE_OPEN_CREATE : 0);
	int code = sqlite3_open_v2(path, &store->database, flags | SQLITE_OPEN_NOMUTEX, NULL);
	if (code != SQLITE_OK) {
		status = store->database
				 ? store_error_of_code(code, sqlite3_errmsg(store->database),
					   "open the store", error)
				 : mizan_error_memory(error);
		/* The handle is of no use, but the file may be there: one that can discard it. */
		sqlite3_close_v2(store->database);
		store->database = NULL;
		if (store->made) {
			sqlite3_open_v2(path, &store->database,
				SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
		}
	} else {
		status = store_configure(store, mode, fresh, error);
	}
	if (status != MIZAN_OK) {
		mizan_error_at(error, path, 0, 0);
		mizan_store_discard(store);
	}
	return status;
}

static bool store_is_empty(const struct mizan_store *store)
{
	int64_t tables, releases = 0;
	mizan_status status = store_integer(store->database,
		"SELECT count(*) FROM sqlite_master WHERE name = 'release'", 0, &tables, "read",
		NULL);
	if (status == MIZAN_OK && tables > 0) {
		status = store_integer(store->database, "SELECT count(*) FROM release", 0,
			&releases, "read", NULL);
	}
	return status == MIZAN_OK && releases == 0;
}

/*
 * Under the lock for writing, so that an import that waits for it finds the file gone (see
 * mizan_store_begin) instead of writing into one without a name.
 */
void mizan_store_discard(struct mizan_store *store)
{
	mizan_store_rollback(store);
	if (store->made && store->database) {
		sqlite3_busy_timeout(store->database, 0);
		if (mizan_store_begin(store, NULL) == MIZAN_OK && store_is_empty(store)) {
			unlink(store->path);
		}
		mizan_store_rollback(store);
	}
	mizan_store_close(store);
}

void mizan_store_close(struct mizan_store *store)
{
	sqlite3_close_v2(store->database);
	store->database = NULL;
}

mizan_status mizan_store_begin(struct mizan_store *store, struct mizan_error *error)
{
	int moved = 0;
	mizan_status status =
		store_execute(store->database, "BEGIN IMMEDIATE", "begin writing", error);
	if (status == MIZAN_OK &&
		sqlite3_file_control(store->database, "main", SQLITE_FCNTL_HAS_MOVED, &moved) ==
			SQLITE_OK &&
		moved) {
		mizan_store_rollback(store);
		status = mizan_error_set(error, MIZAN_ERROR_STORE, "try again",
			"another program moved or deleted the store meanwhile");
	}
	if (status != MIZAN_OK) {
		mizan_error_at(error, store->path, 0, 0);
	}
	return status;
}

mizan_status mizan_store_commit(struct mizan_store *store, struct mizan_error *error)
{
	mizan_status status = store_execute(store->database, "COMMIT", "finish writing", error);
	if (status != MIZAN_OK) {
		mizan_error_at(error, store->path, 0, 0);
		mizan_store_rollback(store);
	}
	return status;
}

void mizan_store_rollback(struct mizan_store *store)
{
	if (store->database && !sqlite3_get_autocommit(store->database)) {
		sqlite3_exec(store->database, "ROLLBACK", NULL, NULL, NULL);
	}
}

mizan_status mizan_store_savepoint(struct mizan_store *store, struct mizan_error *error)
{
	return store_execute(store->database, "SAVEPOINT part", "begin writing", error);
}

mizan_status mizan_store_savepoint_end(
	struct mizan_store *store, bool keep, struct mizan_error *error)
{
	return store_execute(store->database,
		keep ? "RELEASE part" : "ROLLBACK TO part; RELEASE part", "end writing", error);
}
