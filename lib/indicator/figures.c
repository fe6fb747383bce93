/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Published figures side by side, and the nearest to a number that somebody wrote. */
#include "indicator_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool mizan_digits_transposed(int64_t a, int64_t b)
{
	char left[24], right[24];
	if (a == b || a < 0 || b < 0) {
		return false;
	}
	snprintf(left, sizeof left, "%lld", (long long)a);
	snprintf(right, sizeof right, "%lld", (long long)b);
	size_t size = strlen(left), count = 0, at[2] = {0, 0};
	if (strlen(right) != size) {
		return false;
	}
	for (size_t i = 0; i < size; i++) {
		if (left[i] != right[i]) {
			if (count == 2) {
				return false;
			}
			at[count++] = i;
		}
	}
	return count == 2 && left[at[0]] == right[at[1]] && left[at[1]] == right[at[0]];
}

static const char figures_sql[] =
	"SELECT publisher, edition, country, area, actor, period_start, period_end, indicator,"
	" counts_what, value, low, high, relayed_by, published, url, note, figure_id"
	" FROM published_figure"
	" WHERE (?1 IS NULL OR country = ?1) AND (?2 IS NULL OR actor = ?2 COLLATE NOCASE)"
	" AND (?3 IS NULL OR indicator = ?3) AND (?4 IS NULL OR publisher = ?4 COLLATE NOCASE)"
	" AND (?5 IS NULL OR period_start >= ?5) AND (?6 IS NULL OR period_end <= ?6)"
	" ORDER BY ?7 IS NOT NULL AND coalesce(value, (low + high) / 2, low, high) IS NULL,"
	" abs(coalesce(value, (low + high) / 2, low, high) - ?7),"
	" period_start, period_end, indicator, actor IS NOT NULL, actor, area IS NOT NULL, area,"
	" publisher, relayed_by IS NOT NULL, edition";

#define FIGURES_NEAREST 10
#define FIGURES_NEAREST_MOST 40

enum figures_column {
	FIGURES_PUBLISHER,
	FIGURES_EDITION,
	FIGURES_COUNTRY,
	FIGURES_AREA,
	FIGURES_ACTOR,
	FIGURES_PERIOD,
	FIGURES_INDICATOR,
	FIGURES_COUNTS_WHAT,
	FIGURES_VALUE,
	FIGURES_LOW,
	FIGURES_HIGH,
	FIGURES_RELAYED_BY,
	FIGURES_PUBLISHED,
	FIGURES_URL,
	FIGURES_NOTE,
	FIGURES_ID,
	FIGURES_COLUMNS,
};

static void figures_add_columns(struct mizan_table *table)
{
	static const char *const names[FIGURES_COLUMNS] = {"publisher", "edition", "country",
		"area", "actor", "period", "indicator", "counts_what", "value", "low", "high",
		"relayed_by", "published", "url", "note", "figure_id"};
	for (size_t i = 0; i < FIGURES_COLUMNS; i++) {
		bool number = i >= FIGURES_VALUE && i <= FIGURES_HIGH;
		mizan_table_add_column(table, names[i],
			number            ? MIZAN_REAL
			: i == FIGURES_ID ? MIZAN_YEAR
					  : MIZAN_TEXT,
			-1);
	}
}

/* "2024", "2024-Q3", "2024-07", "2021-08-15..2022-11-28", "2024-07-15". */
static void figures_set_period(sqlite3_stmt *statement, struct mizan_table *table, size_t row)
{
	const char *start = indicator_text(statement, 5), *end = indicator_text(statement, 6);
	mizan_date first, last;
	char label[32];
	if (!start || !end ||
		!mizan_date_parse((struct mizan_slice){start, strlen(start)}, &first) ||
		!mizan_date_parse((struct mizan_slice){end, strlen(end)}, &last)) {
		return;
	}
	bool months = mizan_date_month(first) != mizan_date_month(first - 1) &&
		      mizan_date_month(last) != mizan_date_month(last + 1);
	if (months) {
		period_label(MIZAN_WHOLE, mizan_date_month(first), mizan_date_month(last), label);
		mizan_table_set_text(table, row, FIGURES_PERIOD, label);
	} else if (first == last) {
		mizan_table_set_text(table, row, FIGURES_PERIOD, start);
	} else {
		mizan_table_set_text(table, row, FIGURES_PERIOD,
			mizan_arena_printf(&table->arena, "%s..%s", start, end));
	}
}

static void figures_add_row(sqlite3_stmt *statement, struct mizan_table *table)
{
	size_t row = mizan_table_add_row(table);
	for (int i = 0; i < 5; i++) {
		mizan_table_set_text(table, row, (size_t)i, indicator_text(statement, i));
	}
	figures_set_period(statement, table, row);
	for (int i = 7; i < 16; i++) {
		size_t column = (size_t)i - 1;
		if (table->columns[column].type == MIZAN_TEXT) {
			mizan_table_set_text(table, row, column, indicator_text(statement, i));
		} else if (sqlite3_column_type(statement, i) != SQLITE_NULL) {
			mizan_table_set_real(
				table, row, column, sqlite3_column_double(statement, i));
		}
	}
	mizan_table_set_integer(table, row, FIGURES_ID, sqlite3_column_int64(statement, 16));
}

static const char *figures_known(const struct mizan_table *table, size_t row, size_t column)
{
	const struct mizan_cell *cell = mizan_table_cell(table, row, column);
	return cell->known ? cell->text : "";
}

static bool figures_is_whole(double value)
{
	return value == floor(value) && fabs(value) <= 1e15;
}

/* Digits may be swapped far from the number: 1801 for 1081. */
static bool figures_is_transposed(sqlite3_stmt *statement, double near)
{
	double value = sqlite3_column_double(statement, 9);
	return sqlite3_column_type(statement, 9) != SQLITE_NULL && figures_is_whole(value) &&
	       figures_is_whole(near) && mizan_digits_transposed((int64_t)value, (int64_t)near);
}

/* Says where the number is one that was published, and where its digits may be swapped. */
static void figures_note_near(double near, struct mizan_table *table)
{
	double value;
	for (size_t row = 0; row < table->row_count; row++) {
		if (!mizan_table_number(table, row, FIGURES_VALUE, &value) ||
			!figures_is_whole(value) || !figures_is_whole(near)) {
			continue;
		}
		const char *relay = figures_known(table, row, FIGURES_RELAYED_BY);
		if (mizan_digits_transposed((int64_t)value, (int64_t)near)) {
			mizan_table_add_note(table,
				"%.0f and %.0f differ by two digits that are swapped: %s (%s, %s) "
				"may have been "
				"copied wrongly",
				near, value, figures_known(table, row, FIGURES_PUBLISHER),
				figures_known(table, row, FIGURES_EDITION),
				figures_known(table, row, FIGURES_PERIOD));
		} else if (value == near && *relay) {
			mizan_table_add_note(table, "%.0f is how %s relays %s", near, relay,
				figures_known(table, row, FIGURES_PUBLISHER));
		}
	}
}

mizan_status mizan_figures_store(struct sqlite3 *database,
	const struct mizan_figure_options *options, struct mizan_table *table,
	struct mizan_error *error)
{
	char first[11], last[11];
	sqlite3_stmt *statement;
	mizan_status status = options->indicator && *options->indicator
				      ? indicator_check_word(options->indicator, error)
				      : MIZAN_OK;
	if (status == MIZAN_OK) {
		status =
			indicator_prepare(database, figures_sql, &statement, "read figures", error);
	}
	if (status != MIZAN_OK) {
		return status;
	}
	indicator_bind_text(statement, 1, options->country);
	indicator_bind_text(statement, 2, options->actor);
	indicator_bind_text(statement, 3, options->indicator);
	indicator_bind_text(statement, 4, options->publisher);
	indicator_bind_date(statement, 5, options->from, first);
	indicator_bind_date(statement, 6, options->to, last);
	if (isnan(options->near)) {
		sqlite3_bind_null(statement, 7);
	} else {
		sqlite3_bind_double(statement, 7, options->near);
	}
	figures_add_columns(table);
	int code;
	size_t nearest = 0;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		if (isnan(options->near) || nearest < FIGURES_NEAREST ||
			(table->row_count < FIGURES_NEAREST_MOST &&
				figures_is_transposed(statement, options->near))) {
			figures_add_row(statement, table);
			nearest++;
		}
	}
	if (code != SQLITE_DONE) {
		status = mizan_store_error(database, error, "read figures");
	}
	sqlite3_finalize(statement);
	if (status == MIZAN_OK && !isnan(options->near)) {
		figures_note_near(options->near, table);
		mizan_table_add_note(table,
			"the %d nearest to %.15g, and those whose digits are the same but for two "
			"that are swapped",
			FIGURES_NEAREST, options->near);
	}
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
