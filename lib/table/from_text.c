/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table from delimited text in memory: what a program itself wrote, as a sheet to start from. */
#include "reader_internal.h"

#include <stdlib.h>
#include <string.h>

/* A column whose cells are numbers is one of numbers: a spreadsheet adds them up. */
static enum mizan_type text_type(const struct row_set *set, size_t width, size_t column)
{
	size_t numbers = 0;
	for (size_t row = 1; row < set->row_count; row++) {
		struct mizan_slice field = set->fields[row * width + column];
		double value;
		if (field.size > 0 && !mizan_parse_real(field, &value)) {
			return MIZAN_TEXT;
		}
		numbers += field.size > 0;
	}
	return numbers > 0 ? MIZAN_REAL : MIZAN_TEXT;
}

static void text_set(struct mizan_table *table, size_t row, size_t column, struct mizan_slice field)
{
	double value;
	if (column < table->column_count && table->columns[column].type == MIZAN_REAL &&
		mizan_parse_real(field, &value)) {
		mizan_table_set_real(table, row, column, value);
	} else if (field.size > 0) {
		mizan_table_set_text(table, row, column,
			mizan_arena_copy(&table->arena, field.data, field.size));
	}
}

static void text_fill(struct mizan_table *table, const struct row_set *set, size_t width)
{
	for (size_t i = 0; i < width; i++) {
		const char *name =
			mizan_arena_copy(&table->arena, set->fields[i].data, set->fields[i].size);
		table->failed |= !name;
		mizan_table_add_column(table, name ? name : "", text_type(set, width, i), -1);
	}
	for (size_t row = 1; row < set->row_count; row++) {
		size_t to = mizan_table_add_row(table);
		for (size_t i = 0; i < width; i++) {
			text_set(table, to, i, set->fields[row * width + i]);
		}
	}
}

mizan_status mizan_table_from_text(
	const char *text, size_t size, struct mizan_table *table, struct mizan_error *error)
{
	bool open;
	size_t end = rows_first(text, size, ',', &open), width = 1;
	for (size_t i = 0; i < end; i++) {
		width += text[i] == ',';
	}
	size_t *wanted = calloc(width, sizeof *wanted);
	if (!wanted) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < width; i++) {
		wanted[i] = i;
	}
	struct row_shape shape = {.separator = ',',
		.wanted = wanted,
		.wanted_count = width,
		.last_wanted = width - 1};
	struct row_set set = {0};
	bool done = rows_split_careful(text, size, &shape, &set);
	if (done && set.row_count > 0) {
		text_fill(table, &set, width);
	}
	row_set_release(&set);
	free(wanted);
	return done ? mizan_table_check(table, error) : mizan_error_memory(error);
}
