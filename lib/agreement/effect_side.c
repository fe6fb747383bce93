/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The effects of several agreements, a row each: what the long table says, side by side. */
#include "effect_store_internal.h"

#include <string.h>

enum side_column {
	SIDE_AGREEMENT,
	SIDE_SOURCE,
	SIDE_FROM,
	SIDE_TO,
	SIDE_BEFORE,
	SIDE_DURING,
	SIDE_AFTER,
	SIDE_FIRST,
	SIDE_FIRST_DEATHS,
	SIDE_STANDING,
	SIDE_WINDOWS, /* four columns each */
	SIDE_COUNT = SIDE_WINDOWS + 12,
};

/* Where a number stands in the long table, and where beside the others. */
static const struct side_cell {
	const char *measure, *from, *name;
	size_t to;
	enum mizan_type type;
	int decimals;
} side_cells[] = {
	{"before", "per_day", "before_per_day", SIDE_BEFORE, MIZAN_REAL, 3},
	{"during", "per_day", "during_per_day", SIDE_DURING, MIZAN_REAL, 3},
	{"after", "per_day", "after_per_day", SIDE_AFTER, MIZAN_REAL, 3},
	{"days to the first incident", "days", "days_to_first", SIDE_FIRST, MIZAN_INTEGER, -1},
	{"days to the first with", "days", "days_to_first_deaths", SIDE_FIRST_DEATHS, MIZAN_INTEGER,
		-1},
	{"30 days", "ratio", "ratio_30", SIDE_WINDOWS, MIZAN_REAL, 2},
	{"30 days", "ratio_low", "ratio_30_low", SIDE_WINDOWS + 1, MIZAN_REAL, 2},
	{"30 days", "ratio_high", "ratio_30_high", SIDE_WINDOWS + 2, MIZAN_REAL, 2},
	{"30 days", "p_value", "p_30", SIDE_WINDOWS + 3, MIZAN_REAL, 3},
	{"90 days", "ratio", "ratio_90", SIDE_WINDOWS + 4, MIZAN_REAL, 2},
	{"90 days", "ratio_low", "ratio_90_low", SIDE_WINDOWS + 5, MIZAN_REAL, 2},
	{"90 days", "ratio_high", "ratio_90_high", SIDE_WINDOWS + 6, MIZAN_REAL, 2},
	{"90 days", "p_value", "p_90", SIDE_WINDOWS + 7, MIZAN_REAL, 3},
	{"180 days", "ratio", "ratio_180", SIDE_WINDOWS + 8, MIZAN_REAL, 2},
	{"180 days", "ratio_low", "ratio_180_low", SIDE_WINDOWS + 9, MIZAN_REAL, 2},
	{"180 days", "ratio_high", "ratio_180_high", SIDE_WINDOWS + 10, MIZAN_REAL, 2},
	{"180 days", "p_value", "p_180", SIDE_WINDOWS + 11, MIZAN_REAL, 3},
};
#define SIDE_CELLS (sizeof side_cells / sizeof *side_cells)

static void side_add_columns(bool deaths, struct mizan_table *table)
{
	static const char *const texts[] = {"agreement", "source", "date_from", "date_to"};
	for (size_t i = 0; i < 4; i++) {
		mizan_table_add_column(table, texts[i], MIZAN_TEXT, -1);
	}
	for (size_t i = 0; i < SIDE_CELLS; i++) {
		if (side_cells[i].to == SIDE_WINDOWS) {
			mizan_table_add_column(table, "standing", MIZAN_TEXT, -1);
		}
		mizan_table_add_column(
			table, side_cells[i].name, side_cells[i].type, side_cells[i].decimals);
	}
	mizan_table_hide(table, SIDE_FIRST_DEATHS, !deaths);
}

static size_t side_add_row(const struct effect_agreement *agreement, struct mizan_table *table)
{
	size_t row = mizan_table_add_row(table);
	mizan_table_set_text(table, row, SIDE_AGREEMENT, agreement->id);
	agreement_set_date(table, row, SIDE_FROM, agreement->from);
	agreement_set_date(table, row, SIDE_TO, agreement->to);
	return row;
}

/* A row of the long table goes to where its numbers belong. */
static void side_take(
	const struct mizan_table *rows, size_t from, struct mizan_table *table, size_t row)
{
	const char *measure = mizan_table_cell(rows, from, mizan_table_find(rows, "measure"))->text;
	for (size_t i = 0; i < SIDE_CELLS; i++) {
		const struct side_cell *cell = &side_cells[i];
		double value;
		if (strncmp(measure, cell->measure, strlen(cell->measure)) != 0 ||
			!mizan_table_number(
				rows, from, mizan_table_find(rows, cell->from), &value)) {
			continue;
		}
		if (cell->type == MIZAN_INTEGER) {
			mizan_table_set_integer(table, row, cell->to, (int64_t)value);
		} else {
			mizan_table_set_real(table, row, cell->to, value);
		}
	}
}

/* A row for each source that covers the agreement; one that says so where none does. */
static void side_add_agreement(const struct effect_agreement *agreement,
	const struct mizan_table *rows, struct mizan_table *table)
{
	size_t names = mizan_table_find(rows, "agreement"),
	       sources = mizan_table_find(rows, "source");
	size_t row = SIZE_MAX;
	const char *last = NULL;
	for (size_t i = 0; i < rows->row_count; i++) {
		const char *source = mizan_table_cell(rows, i, sources)->text;
		if (strcmp(mizan_table_cell(rows, i, names)->text, agreement->id) != 0) {
			continue;
		}
		if (!last || strcmp(last, source) != 0) {
			row = side_add_row(agreement, table);
			mizan_table_set_text(table, row, SIDE_SOURCE, source);
			last = source;
		}
		side_take(rows, i, table, row);
	}
	if (!last) {
		row = side_add_row(agreement, table);
		mizan_table_set_text(table, row, SIDE_STANDING,
			mizan_effect_standing_word(MIZAN_EFFECT_NOT_COVERED));
	}
}

static void side_copy_lines(const struct mizan_table *rows, struct mizan_table *table)
{
	for (size_t i = 0; i < rows->source_count; i++) {
		mizan_table_add_source(table, rows->sources[i]);
	}
	mizan_table_add_note(table,
		"incidents a day before, during and after; ratio_30: those of the 30 "
		"days from the first day on against the 30 before, beside p_30, the "
		"share of other dates with a change as large");
	for (size_t i = 0; i < rows->note_count; i++) {
		mizan_table_add_note(table, "%s", rows->notes[i]);
	}
}

mizan_status mizan_agreement_effects_store(struct sqlite3 *database,
	const struct mizan_agreement_effect_options *asked, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_agreement_effect_options options = *asked;
	struct mizan_arena arena = {0};
	struct mizan_table rows = {0};
	struct effect_agreement *all = NULL;
	size_t count = 0;
	options.by = NULL;
	options.at = NULL;
	options.windows = NULL;
	mizan_status status = effect_agreements_read(
		database, options.agreement, options.process, &arena, &all, &count, error);
	if (status == MIZAN_OK) {
		status = mizan_agreement_effect_store(database, &options, &rows, watch, error);
	}
	if (status == MIZAN_OK) {
		side_add_columns(options.deaths > 0, table);
		for (size_t i = 0; i < count; i++) {
			side_add_agreement(&all[i], &rows, table);
		}
		side_copy_lines(&rows, table);
	}
	mizan_table_release(&rows);
	mizan_arena_release(&arena);
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
