/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The result table: typed columns with unknowns, sources and notes. */
#include <math.h>
#include <mizan/table.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t mizan_table_add_column(
	struct mizan_table *table, const char *name, enum mizan_type type, int decimals)
{
	size_t column = table->column_count;
	const char *copy = mizan_arena_copy(&table->arena, name, strlen(name));
	if (!copy || table->row_count > 0 ||
		!mizan_grow(&table->columns, &table->column_capacity, column + 1,
			sizeof *table->columns)) {
		table->failed = true;
		return column;
	}
	table->columns[column] = (struct mizan_column){copy, type, decimals, false};
	table->column_count++;
	return column;
}

size_t mizan_table_add_row(struct mizan_table *table)
{
	size_t row = table->row_count, needed;
	if (table->failed || __builtin_mul_overflow(row + 1, table->column_count, &needed) ||
		!mizan_grow(&table->cells, &table->cell_capacity, needed, sizeof *table->cells)) {
		table->failed = true;
		return row;
	}
	if (table->column_count > 0) {
		memset(table->cells + row * table->column_count, 0,
			table->column_count * sizeof *table->cells);
	}
	table->row_count++;
	return row;
}

/* The cell to set, or NULL once something failed. */
static struct mizan_cell *table_at(struct mizan_table *table, size_t row, size_t column)
{
	if (table->failed || row >= table->row_count || column >= table->column_count) {
		table->failed = true;
		return NULL;
	}
	return &table->cells[row * table->column_count + column];
}

void mizan_table_set_integer(struct mizan_table *table, size_t row, size_t column, int64_t value)
{
	struct mizan_cell *cell = table_at(table, row, column);
	if (cell) {
		cell->known = true;
		cell->integer = value;
	}
}

void mizan_table_set_real(struct mizan_table *table, size_t row, size_t column, double value)
{
	struct mizan_cell *cell = table_at(table, row, column);
	if (cell) {
		/* What is no number is not known. */
		cell->known = isfinite(value);
		cell->real = value;
	}
}

void mizan_table_set_text(struct mizan_table *table, size_t row, size_t column, const char *value)
{
	struct mizan_cell *cell = table_at(table, row, column);
	if (cell && value) {
		cell->text = mizan_arena_copy(&table->arena, value, strlen(value));
		cell->known = cell->text != NULL;
		table->failed |= !cell->text;
	}
}

void mizan_table_hide(struct mizan_table *table, size_t column, bool hidden)
{
	if (column < table->column_count) {
		table->columns[column].hidden = hidden;
	}
}

const struct mizan_cell *mizan_table_cell(
	const struct mizan_table *table, size_t row, size_t column)
{
	static const struct mizan_cell unknown;
	if (row >= table->row_count || column >= table->column_count) {
		return &unknown;
	}
	return &table->cells[row * table->column_count + column];
}

size_t mizan_table_find(const struct mizan_table *table, const char *name)
{
	for (size_t i = 0; i < table->column_count; i++) {
		if (strcmp(table->columns[i].name, name) == 0) {
			return i;
		}
	}
	return SIZE_MAX;
}

bool mizan_table_number(const struct mizan_table *table, size_t row, size_t column, double *value)
{
	const struct mizan_cell *cell = mizan_table_cell(table, row, column);
	if (!cell->known || table->columns[column].type == MIZAN_TEXT) {
		return false;
	}
	*value = table->columns[column].type == MIZAN_REAL ? cell->real : (double)cell->integer;
	return true;
}

/* Adds a line to a list once. */
static void table_add_line(struct mizan_table *table, const char ***lines, size_t *count,
	size_t *capacity, const char *line)
{
	for (size_t i = 0; i < *count; i++) {
		if (strcmp((*lines)[i], line) == 0) {
			return;
		}
	}
	const char *copy = mizan_arena_copy(&table->arena, line, strlen(line));
	if (!copy || !mizan_grow(lines, capacity, *count + 1, sizeof **lines)) {
		table->failed = true;
		return;
	}
	(*lines)[(*count)++] = copy;
}

void mizan_table_add_source(struct mizan_table *table, const char *source)
{
	table_add_line(
		table, &table->sources, &table->source_count, &table->source_capacity, source);
}

void mizan_table_add_note(struct mizan_table *table, const char *format, ...)
{
	char *note;
	va_list arguments;
	va_start(arguments, format);
	int size = vasprintf(&note, format, arguments);
	va_end(arguments);
	if (size < 0) {
		table->failed = true;
		return;
	}
	table_add_line(table, &table->notes, &table->note_count, &table->note_capacity, note);
	free(note);
}

void mizan_table_reorder(struct mizan_table *table, const size_t *order, size_t kept)
{
	size_t width = table->column_count;
	if (kept == 0 || table->failed) {
		table->row_count = table->failed ? table->row_count : 0;
		return;
	}
	struct mizan_cell *cells = NULL;
	size_t capacity = 0;
	if (!mizan_grow(&cells, &capacity, kept * width, sizeof *cells)) {
		table->failed = true;
		return;
	}
	for (size_t i = 0; i < kept; i++) {
		memcpy(cells + i * width, table->cells + order[i] * width, width * sizeof *cells);
	}
	free(table->cells);
	table->cells = cells;
	table->cell_capacity = capacity;
	table->row_count = kept;
}

mizan_status mizan_table_check(const struct mizan_table *table, struct mizan_error *error)
{
	return table->failed ? mizan_error_memory(error) : MIZAN_OK;
}

void mizan_table_release(struct mizan_table *table)
{
	mizan_arena_release(&table->arena);
	free(table->columns);
	free(table->cells);
	free(table->sources);
	free(table->notes);
	*table = (struct mizan_table){0};
}
