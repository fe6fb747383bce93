/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The entry of the SQLite extension mizan.so: `SELECT load_extension('mizan')`. */
#include <mizan/sql.h>
#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT1

#pragma GCC visibility push(default)
int sqlite3_mizan_init(sqlite3 *database, char **message, const sqlite3_api_routines *api);
#pragma GCC visibility pop

int sqlite3_mizan_init(sqlite3 *database, char **message, const sqlite3_api_routines *api)
{
	SQLITE_EXTENSION_INIT2(api);
	struct mizan_error error = {0};
	if (mizan_sql_register(database, &error) == MIZAN_OK) {
		return SQLITE_OK;
	}
	*message = sqlite3_mprintf("%s", error.what);
	return SQLITE_ERROR;
}
