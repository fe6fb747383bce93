/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a table-valued function answers against what the library gives, cell by cell. */
#ifndef MIZAN_TEST_ANSWERS_H
#define MIZAN_TEST_ANSWERS_H

#include "../fixture.h"

static inline struct mizan_table ask(const char *sql)
{
	struct mizan_error error = {0};
	struct mizan_table table = {0};
	if (mizan_store_query(fixture.database, sql, &table, NULL, &error) != MIZAN_OK) {
		fail_msg("%s: %s", sql, error.what);
	}
	return table;
}

static inline void assert_refused(const char *sql, const char *part)
{
	struct mizan_error error = {0};
	struct mizan_table table = {0};
	if (mizan_store_query(fixture.database, sql, &table, NULL, &error) == MIZAN_OK) {
		fail_msg("%s was answered", sql);
	}
	if (!strstr(error.what, part)) {
		fail_msg("%s: '%s' does not say '%s'", sql, error.what, part);
	}
	mizan_table_release(&table);
}

static inline void assert_same_cell(const struct mizan_table *library,
	const struct mizan_table *answer, size_t row, size_t column, const char *sql)
{
	const char *name = library->columns[column].name;
	size_t there = column_of(answer, name);
	const struct mizan_cell *a = mizan_table_cell(library, row, column);
	const struct mizan_cell *b = mizan_table_cell(answer, row, there);
	bool same = a->known == b->known;
	if (same && a->known && library->columns[column].type == MIZAN_TEXT) {
		same = answer->columns[there].type == MIZAN_TEXT && strcmp(a->text, b->text) == 0;
	} else if (same && a->known) {
		double x = 0, y = 1;
		same = mizan_table_number(library, row, column, &x) &&
		       mizan_table_number(answer, row, there, &y) && x == y;
	}
	if (!same) {
		fail_msg("%s: row %zu, %s", sql, row, name);
	}
}

/* Same rows; each column of the library's table with its cells; all other columns NULL. */
static inline void assert_answers(const char *sql, const struct mizan_table *library)
{
	struct mizan_table answer = ask(sql);
	if (answer.row_count != library->row_count) {
		fail_msg("%s: %zu rows, the library has %zu", sql, answer.row_count,
			library->row_count);
	}
	for (size_t row = 0; row < library->row_count; row++) {
		for (size_t column = 0; column < library->column_count; column++) {
			assert_same_cell(library, &answer, row, column, sql);
		}
		for (size_t column = 0; column < answer.column_count; column++) {
			if (mizan_table_find(library, answer.columns[column].name) == SIZE_MAX) {
				assert_false(mizan_table_cell(&answer, row, column)->known);
			}
		}
	}
	mizan_table_release(&answer);
}

#endif
