/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small functions on single values: labels of periods, grouped numbers, words of codes. */
#include "sql_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void scalar_month_label(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	int64_t month = sqlite3_value_int64(values[0]);
	if (sqlite3_value_type(values[0]) != SQLITE_NULL && month >= 12 && month < 120000) {
		char label[16];
		snprintf(
			label, sizeof label, "%04d-%02d", (int)(month / 12), (int)(month % 12 + 1));
		sqlite3_result_text(context, label, -1, SQLITE_TRANSIENT);
	}
}

static void scalar_period(sqlite3_context *context, sqlite3_value *value, bool start)
{
	const char *text = (const char *)sqlite3_value_text(value);
	mizan_date first, last;
	char buffer[11];
	if (!text) {
		return;
	}
	if (!mizan_period_parse(text, &first, &last)) {
		sqlite3_result_error(context,
			"no period: write 2024, 2024-Q3, 2024-07, 2024-07-15 or two with ..", -1);
		return;
	}
	sqlite3_result_text(
		context, mizan_date_format(start ? first : last, buffer), -1, SQLITE_TRANSIENT);
}

static void scalar_period_start(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	scalar_period(context, values[0], true);
}

static void scalar_period_end(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	scalar_period(context, values[0], false);
}

static void scalar_grouped(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	int type = sqlite3_value_numeric_type(values[0]);
	double real = sqlite3_value_double(values[0]);
	if ((type != SQLITE_INTEGER && type != SQLITE_FLOAT) ||
		(type == SQLITE_FLOAT && !(fabs(real) < 9e18))) {
		return;
	}
	struct mizan_text text = {0};
	mizan_text_append_grouped(&text,
		type == SQLITE_INTEGER ? sqlite3_value_int64(values[0]) : (int64_t)llround(real));
	if (text.failed) {
		sqlite3_result_error_nomem(context);
	} else {
		sqlite3_result_text(context, text.data, (int)text.size, SQLITE_TRANSIENT);
	}
	mizan_text_release(&text);
}

static void scalar_violence(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	const char *word = mizan_violence_word(sqlite3_value_int(values[0]));
	if (word) {
		sqlite3_result_text(context, word, -1, SQLITE_STATIC);
	}
}

static void scalar_transposed(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	int64_t numbers[2];
	for (int i = 0; i < 2; i++) {
		int type = sqlite3_value_numeric_type(values[i]);
		double real = sqlite3_value_double(values[i]);
		if (type != SQLITE_INTEGER && type != SQLITE_FLOAT) {
			return; /* NULL, and what is no number */
		}
		if (type == SQLITE_FLOAT && (real != floor(real) || fabs(real) > 9e15)) {
			sqlite3_result_int(context, 0);
			return;
		}
		numbers[i] = sqlite3_value_int64(values[i]);
	}
	sqlite3_result_int(context, mizan_digits_transposed(numbers[0], numbers[1]));
}

static const struct {
	const char *name;
	int arguments;
	void (*function)(sqlite3_context *context, int count, sqlite3_value **values);
} scalars[] = {
	{"mizan_month_label", 1, scalar_month_label},
	{"mizan_period_start", 1, scalar_period_start},
	{"mizan_period_end", 1, scalar_period_end},
	{"mizan_grouped", 1, scalar_grouped},
	{"mizan_violence", 1, scalar_violence},
	{"mizan_transposed", 2, scalar_transposed},
};

mizan_status sql_register_scalars(sqlite3 *database, struct mizan_error *error)
{
	for (size_t i = 0; i < sizeof scalars / sizeof *scalars; i++) {
		if (sqlite3_create_function_v2(database, scalars[i].name, scalars[i].arguments,
			    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
			    scalars[i].function, NULL, NULL, NULL) != SQLITE_OK) {
			return mizan_store_error(database, error, "register functions");
		}
	}
	return MIZAN_OK;
}

bool mizan_sql_is_ours(const char *function_name)
{
	for (size_t i = 0; i < sizeof scalars / sizeof *scalars; i++) {
		if (sqlite3_stricmp(function_name, scalars[i].name) == 0) {
			return true;
		}
	}
	if (sqlite3_stricmp(function_name, "mizan_in_zone") == 0) {
		return true;
	}
	for (const struct sql_function *f = sql_functions; f->name; f++) {
		if (sqlite3_stricmp(function_name, f->name) == 0) {
			return true;
		}
	}
	for (const struct sql_function *f = sql_actor_functions; f->name; f++) {
		if (sqlite3_stricmp(function_name, f->name) == 0) {
			return true;
		}
	}
	return sql_is_of_actors(function_name);
}
