/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How our code reaches SQLite. In libmizan (SQLITE_CORE defined) the calls go to the library; in
 * the extension they go through the routines of the caller's SQLite, which extension.c sets.
 */
#ifndef MIZAN_STORE_SQLITE_H
#define MIZAN_STORE_SQLITE_H

#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT3

#endif
