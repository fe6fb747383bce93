/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the SQL room share. No other room includes this. */
#ifndef MIZAN_SQL_INTERNAL_H
#define MIZAN_SQL_INTERNAL_H

#include <mizan/indicator.h>
#include <mizan/sql.h>

#include "../store/sqlite.h"

#define SQL_ARGUMENTS_MAX 12

/* The arguments of one call, by position; NULL where it was left out or is NULL. */
struct sql_arguments {
	sqlite3_value *values[SQL_ARGUMENTS_MAX];
};
/* NULL where unknown. */
const char *sql_text(const struct sql_arguments *arguments, int index);
/* A whole number that an int holds; `otherwise` where it was left out. `name` is for the error. */
mizan_status sql_integer(const struct sql_arguments *arguments, int index, const char *name,
	int otherwise, int *value, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Any number; NaN where it was left out. */
mizan_status sql_real(const struct sql_arguments *arguments, int index, const char *name,
	double *value, struct mizan_error *error) MIZAN_MUST_CHECK;
/* A period as people write it, "2021..2024"; open where it was left out. */
mizan_status sql_period(const struct sql_arguments *arguments, int index, mizan_date *from,
	mizan_date *to, struct mizan_error *error) MIZAN_MUST_CHECK;

/* A table-valued function: the columns that it may give, and its arguments in order. */
struct sql_function {
	const char *name;
	const char *const *columns;   /* NULL-terminated; one that a call does not give is NULL */
	const char *const *arguments; /* NULL-terminated; hidden columns, "in_" before the name */
	mizan_status (*run)(sqlite3 *database, const struct sql_arguments *arguments,
		struct mizan_table *table, struct mizan_error *error);
};
/* Until a NULL name: the indicators; actors and relations; agreements and statements; shifts;
 * clusters and spread. */
extern const struct sql_function sql_functions[], sql_actor_functions[], sql_agreement_functions[],
	sql_shift_functions[], sql_spread_functions[];

mizan_status sql_register_table(sqlite3 *database, const struct sql_function *function,
	struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status sql_register_scalars(sqlite3 *database, struct mizan_error *error) MIZAN_MUST_CHECK;
/* mizan_actor_id, mizan_actor_name: they read the store. */
mizan_status sql_register_actors(sqlite3 *database, struct mizan_error *error) MIZAN_MUST_CHECK;
bool sql_is_of_actors(const char *function_name);

#endif
