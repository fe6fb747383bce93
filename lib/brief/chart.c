/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart that a cell asks for. */
#include "brief_internal.h"

#include "../store/sqlite.h"

#include <stdlib.h>
#include <string.h>

static const char *chart_column(const struct brief_cell *cell, const char *option, size_t position)
{
	const char *name = cell_option(cell, option);
	return name                                  ? name
	       : position < cell->table.column_count ? cell->table.columns[position].name
						     : NULL;
}

static double chart_number(const struct brief_cell *cell, const char *option)
{
	const char *text = cell_option(cell, option);
	double value = 0;
	return text && mizan_parse_real((struct mizan_slice){text, strlen(text)}, &value) ? value
											  : 0;
}

/* ---- Milestones over a chart -------------------------------------------------------------- */

/* A day in the units of the x column. Numbers of whole years stand in the middle of their year. */
static double mark_place(const struct brief_cell *cell, mizan_date date)
{
	const char *x = chart_column(cell, "x", 0);
	int year, month, day;
	mizan_date_split(date, &year, &month, &day);
	const char *kind = cell_option(cell, "chart");
	if (kind && strcmp(kind, "spans") == 0) {
		return date;
	}
	if (x && strstr(x, "month")) {
		return mizan_date_month(date) + (day - 1) / 31.0;
	}
	if (x && (strstr(x, "date") || strstr(x, "day"))) {
		return date;
	}
	return year + (date - mizan_date_make(year, 1, 1)) / 366.0 - 0.5;
}

/* Is the kind in "take-over, ceasefire-end"? */
static bool mark_is_wanted(const char *list, const char *kind)
{
	while (*list) {
		size_t size = strcspn(list, ",");
		struct mizan_slice word = mizan_slice_trim((struct mizan_slice){list, size});
		if (mizan_slice_equals(word, kind)) {
			return true;
		}
		list += size + (list[size] == ',');
	}
	return false;
}

static void mark_add(struct mizan_brief *brief, struct brief_cell *cell, sqlite3_stmt *statement)
{
	const char *date = (const char *)sqlite3_column_text(statement, 0);
	const char *title = (const char *)sqlite3_column_text(statement, 2);
	mizan_date day;
	struct mizan_mark *grown =
		mizan_arena_allocate(&brief->arena, cell->mark_count + 1, sizeof *grown);
	if (!grown || !mizan_date_parse((struct mizan_slice){date, strlen(date)}, &day)) {
		brief->failed |= !grown;
		return;
	}
	if (cell->mark_count) {
		memcpy(grown, cell->marks, cell->mark_count * sizeof *grown);
	}
	/* The first part of a title says it. */
	grown[cell->mark_count++] = (struct mizan_mark){
		mark_place(cell, day), brief_copy(brief, title, strcspn(title, ";:,"))};
	cell->marks = grown;
}

mizan_status cell_read_marks(struct mizan_brief *brief, struct brief_cell *cell,
	struct sqlite3 *database, struct mizan_error *error)
{
	const char *kinds = cell_option(cell, "milestones"),
		   *country = cell_option(cell, "country");
	sqlite3_stmt *statement = NULL;
	if (!kinds || !cell->done) {
		return MIZAN_OK;
	}
	if (sqlite3_prepare_v2(database,
		    "SELECT date, kind, title FROM milestone WHERE ?1 IS NULL OR instr(country, ?1)"
		    " ORDER BY date",
		    -1, &statement, NULL) != SQLITE_OK) {
		return mizan_store_error(database, error, "read milestones");
	}
	if (country) {
		sqlite3_bind_text(statement, 1, country, -1, SQLITE_STATIC);
	}
	int code;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW && cell->mark_count < 12) {
		if (mark_is_wanted(kinds, (const char *)sqlite3_column_text(statement, 1))) {
			mark_add(brief, cell, statement);
		}
	}
	mizan_status status = code == SQLITE_DONE || code == SQLITE_ROW
				      ? MIZAN_OK
				      : mizan_store_error(database, error, "read milestones");
	sqlite3_finalize(statement);
	return status;
}

mizan_status cell_draw(const struct brief_cell *cell, enum mizan_picture picture,
	struct mizan_text *out, struct mizan_text *description, struct mizan_error *error)
{
	const char *word = cell_option(cell, "chart");
	struct mizan_chart chart = {.table = &cell->table,
		.x = chart_column(cell, "x", 0),
		.y = chart_column(cell, "y", 1),
		.low = cell_option(cell, "low"),
		.high = cell_option(cell, "high"),
		.series = cell_option(cell, "series"),
		.label = cell_option(cell, "label"),
		.size = cell_option(cell, "size"),
		.title = cell_option(cell, "title"),
		.subtitle = cell_option(cell, "subtitle"),
		.x_title = cell_option(cell, "x-title"),
		.y_title = cell_option(cell, "y-title"),
		.country = cell_option(cell, "country"),
		.source = cell_option(cell, "source"),
		.marks = cell->marks,
		.mark_count = cell->mark_count,
		.width = chart_number(cell, "width"),
		.height = chart_number(cell, "height")};
	if (!word || !mizan_chart_kind_from_word(word, &chart.kind)) {
		return MIZAN_OK;
	}
	if (chart.kind == MIZAN_CHART_SPANS) {
		/* Neither has to be there, and the first two columns would seldom be they. */
		chart.x = cell_option(cell, "x");
		chart.y = cell_option(cell, "y");
	}
	size_t coverage = mizan_table_find(&cell->table, "coverage");
	for (size_t row = 0; row < cell->table.row_count && coverage != SIZE_MAX; row++) {
		const struct mizan_cell *value = mizan_table_cell(&cell->table, row, coverage);
		chart.sample |= value->known && strcmp(value->text, "sample") == 0;
	}
	mizan_status status = mizan_chart_draw(&chart, picture, out, error);
	if (status == MIZAN_OK && description) {
		status = mizan_chart_describe(&chart, description, error);
	}
	return status;
}
