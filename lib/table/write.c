/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writers of text: one table for a terminal, as CSV, JSON, Markdown and HTML. */
#include "real.h"

#include <inttypes.h>
#include <math.h>
#include <mizan/table.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WRITE_REAL_BYTES 400 /* the largest double has 309 digits before its point */
#define WRITE_DECIMALS_MAX 40

/* The fewest decimals that read back as the same double, or -1: it is better written with e. */
static int write_decimals(double value)
{
	char buffer[64];
	for (int decimals = 0; decimals <= 22 && fabs(value) < 1e17; decimals++) {
		snprintf(buffer, sizeof buffer, "%.*f", decimals, value);
		if (strtod(buffer, NULL) == value) {
			return fabs(value) >= 1e-5 || value == 0 ? decimals : -1;
		}
	}
	return -1;
}

/* For people, a number that was computed: 2.386, not 2.3859649122807. One that was written with up
 * to six decimals, as coordinates are, stays whole. */
static int write_readable_decimals(double value)
{
	int exact = write_decimals(value);
	int readable = fabs(value) >= 1000 ? 1 : fabs(value) >= 1 ? 3 : 4;
	return exact > 6 && fabs(value) >= 0.001 ? readable : exact;
}

/* Shortest text with an exponent that reads back as the same double. */
static void write_exponent(struct mizan_text *text, double value)
{
	char buffer[40];
	for (int digits = 1; digits <= 17; digits++) {
		snprintf(buffer, sizeof buffer, "%.*g", digits, value);
		if (strtod(buffer, NULL) == value) {
			break;
		}
	}
	real_set_point(buffer);
	mizan_text_append(text, buffer);
}

/* 12345.67, or 12,345.67 for people. Below zero only where a digit is: never -0.0. */
static void write_real(struct mizan_text *text, double value, int decimals, bool plain)
{
	char buffer[WRITE_REAL_BYTES];
	decimals = decimals >= 0 ? decimals
		   : plain       ? write_decimals(value)
				 : write_readable_decimals(value);
	if (decimals < 0) {
		write_exponent(text, value);
		return;
	}
	decimals = decimals < WRITE_DECIMALS_MAX ? decimals : WRITE_DECIMALS_MAX;
	snprintf(buffer, sizeof buffer, "%.*f", decimals, value);
	real_set_point(buffer);
	const char *digits = buffer + (buffer[0] == '-');
	if (digits > buffer && strspn(digits, "0.") < strlen(digits)) {
		mizan_text_append(text, "-");
	}
	size_t whole = strspn(digits, "0123456789");
	for (size_t i = 0; i < whole && !plain; i++) {
		bool group = i > 0 && (whole - i) % 3 == 0;
		mizan_text_append(text, group ? "," : "");
		mizan_text_append_bytes(text, digits + i, 1);
	}
	mizan_text_append(text, plain ? digits : digits + whole);
}

void mizan_table_append_cell(struct mizan_text *text, const struct mizan_table *table, size_t row,
	size_t column, bool plain)
{
	const struct mizan_cell *cell = mizan_table_cell(table, row, column);
	if (!cell->known) {
		return;
	}
	const struct mizan_column *c = &table->columns[column];
	switch (c->type) {
	case MIZAN_INTEGER:
		if (!plain) {
			mizan_text_append_grouped(text, cell->integer);
			break;
		}
		/* fallthrough */
	case MIZAN_YEAR:
		mizan_text_printf(text, "%" PRId64, cell->integer);
		break;
	case MIZAN_REAL:
		write_real(text, cell->real, c->decimals, plain);
		break;
	case MIZAN_TEXT:
		mizan_text_append(text, cell->text);
		break;
	}
}

/* ---- Terminal ----------------------------------------------------------------------------- */

/* Columns that a text takes on a terminal: combining marks take none, East Asian wide ones two. */
static size_t write_width(const char *text)
{
	size_t width = 0;
	for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
		if ((*c & 0xc0) == 0x80) {
			continue;
		}
		bool combining = (c[0] == 0xcc) || (c[0] == 0xcd && c[1] < 0xb0) ||
				 (c[0] == 0xd9 && c[1] >= 0x8b && c[1] <= 0x9f) ||
				 (c[0] == 0xe2 && c[1] == 0x80 && c[2] >= 0x8b && c[2] <= 0x8f);
		bool wide = (c[0] >= 0xe3 && c[0] <= 0xed && c[0] != 0xea) || c[0] == 0xf0;
		width += combining ? 0 : wide ? 2 : 1;
	}
	return width;
}

static void write_padding(struct mizan_text *out, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		mizan_text_append_bytes(out, " ", 1);
	}
}

/* What a terminal must not get: control characters of a data file become a blank. */
static void write_clean(struct mizan_text *out, const char *text)
{
	for (const char *c = text; *c; c++) {
		bool control = (unsigned char)*c < 0x20 || *c == 0x7f ||
			       ((unsigned char)*c == 0xc2 && (unsigned char)c[1] >= 0x80 &&
				       (unsigned char)c[1] < 0xa0);
		if (control && (unsigned char)*c == 0xc2) {
			c++;
		}
		mizan_text_append_bytes(out, control ? " " : c, 1);
	}
}

static bool write_is_right(const struct mizan_column *column)
{
	return column->type != MIZAN_TEXT;
}

struct write_cell {
	size_t at; /* in the pool of texts */
	size_t width;
};

static void write_aligned_cell(struct mizan_text *out, const char *text, size_t width,
	size_t column_width, bool right, bool last)
{
	size_t padding = column_width > width ? column_width - width : 0;
	write_padding(out, right ? padding : 0);
	mizan_text_append(out, text);
	write_padding(out, right || last ? 0 : padding);
	mizan_text_append(out, last ? "\n" : "  ");
}

/* Adds a text to the pool, fit for a terminal, and says where it is and how wide. */
static struct write_cell write_pool(struct mizan_text *pool, const char *text)
{
	struct write_cell cell = {.at = pool->size};
	write_clean(pool, text);
	mizan_text_append_bytes(pool, "", 1);
	cell.width = pool->failed ? 0 : write_width(pool->data + cell.at);
	return cell;
}

/* Names and cells as text once, to know the widths before the first line is written. */
static bool write_measure(const struct mizan_table *table, struct mizan_text *pool,
	struct write_cell *cells, size_t *widths)
{
	struct mizan_text cell = {0};
	size_t count = table->column_count;
	for (size_t c = 0; c < count; c++) {
		cells[c] = write_pool(pool, table->columns[c].name);
		widths[c] = cells[c].width;
		for (size_t r = 0; r < table->row_count; r++) {
			cell.size = 0;
			mizan_text_append(&cell, "");
			mizan_table_append_cell(&cell, table, r, c, false);
			struct write_cell *measured = &cells[(r + 1) * count + c];
			*measured = write_pool(pool, cell.failed ? "" : cell.data);
			widths[c] = measured->width > widths[c] ? measured->width : widths[c];
		}
	}
	bool done = !pool->failed && !cell.failed;
	mizan_text_release(&cell);
	return done;
}

static void write_rows(const struct mizan_table *table, const struct mizan_text *pool,
	const struct write_cell *cells, const size_t *widths, struct mizan_text *out)
{
	size_t count = table->column_count;
	for (size_t r = 0; r <= table->row_count; r++) { /* the names first */
		for (size_t c = 0; c < count; c++) {
			const struct write_cell *cell = &cells[r * count + c];
			write_aligned_cell(out, pool->data + cell->at, cell->width, widths[c],
				write_is_right(&table->columns[c]), c + 1 == count);
		}
	}
}

static void write_lines(const struct mizan_table *table, struct mizan_text *out)
{
	for (size_t i = 0; i < table->source_count; i++) {
		mizan_text_append(out, i == 0 ? "\nSource: " : "        ");
		write_clean(out, table->sources[i]);
		mizan_text_append(out, "\n");
	}
	for (size_t i = 0; i < table->note_count; i++) {
		mizan_text_append(out, "Note: ");
		write_clean(out, table->notes[i]);
		mizan_text_append(out, "\n");
	}
}

mizan_status mizan_table_write_aligned(
	const struct mizan_table *table, struct mizan_text *out, struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	struct mizan_text pool = {0};
	size_t *widths = mizan_arena_allocate(&arena, table->column_count + 1, sizeof *widths);
	struct write_cell *cells = mizan_arena_allocate(
		&arena, (table->row_count + 1) * table->column_count + 1, sizeof *cells);
	if (!widths || !cells || !write_measure(table, &pool, cells, widths)) {
		out->failed = true;
	} else if (table->column_count > 0) {
		write_rows(table, &pool, cells, widths, out);
	}
	write_lines(table, out);
	mizan_text_release(&pool);
	mizan_arena_release(&arena);
	return mizan_text_check(out, error);
}

/* ---- CSV ---------------------------------------------------------------------------------- */

/* Spreadsheets run a text that begins so as a formula; a number never comes here. */
static bool write_is_formula(const char *text)
{
	return *text == '=' || *text == '+' || *text == '-' || *text == '@' || *text == '\t' ||
	       *text == '\r';
}

static void write_csv_text(struct mizan_text *out, const char *text)
{
	bool formula = write_is_formula(text);
	if (!formula && !strpbrk(text, ",\"\r\n")) {
		mizan_text_append(out, text);
		return;
	}
	mizan_text_append(out, formula ? "\"'" : "\"");
	for (const char *c = text; *c; c++) {
		mizan_text_append_bytes(out, "\"\"", *c == '"' ? 1 : 0);
		mizan_text_append_bytes(out, c, 1);
	}
	mizan_text_append(out, "\"");
}

mizan_status mizan_table_write_csv(
	const struct mizan_table *table, struct mizan_text *out, struct mizan_error *error)
{
	for (size_t c = 0; c < table->column_count; c++) {
		mizan_text_append(out, c ? "," : "");
		write_csv_text(out, table->columns[c].name);
	}
	mizan_text_append(out, "\n");
	for (size_t r = 0; r < table->row_count; r++) {
		for (size_t c = 0; c < table->column_count; c++) {
			const struct mizan_cell *cell = mizan_table_cell(table, r, c);
			mizan_text_append(out, c ? "," : "");
			if (cell->known && table->columns[c].type == MIZAN_TEXT) {
				write_csv_text(out, cell->text);
			} else {
				mizan_table_append_cell(out, table, r, c, true);
			}
		}
		/* One empty cell alone would be a blank line, which readers skip. */
		bool blank = table->column_count == 1 && out->size > 0 && !out->failed &&
			     out->data[out->size - 1] == '\n';
		mizan_text_append(out, blank ? "\"\"\n" : "\n");
	}
	return mizan_text_check(out, error);
}

/* ---- JSON --------------------------------------------------------------------------------- */

static void write_json_string(struct mizan_text *out, const char *text)
{
	mizan_text_append_json(out, text, strlen(text));
}

static void write_json_row(const struct mizan_table *table, size_t row, struct mizan_text *out)
{
	mizan_text_append(out, "{");
	for (size_t c = 0; c < table->column_count; c++) {
		const struct mizan_cell *cell = mizan_table_cell(table, row, c);
		mizan_text_append(out, c ? ", " : "");
		write_json_string(out, table->columns[c].name);
		mizan_text_append(out, ": ");
		if (!cell->known) {
			mizan_text_append(out, "null");
		} else if (table->columns[c].type == MIZAN_TEXT) {
			write_json_string(out, cell->text);
		} else {
			mizan_table_append_cell(out, table, row, c, true);
		}
	}
	mizan_text_append(out, "}");
}

static void write_json_list(
	const char *name, const char *const *lines, size_t count, struct mizan_text *out)
{
	mizan_text_printf(out, ", \"%s\": [", name);
	for (size_t i = 0; i < count; i++) {
		mizan_text_append(out, i ? ", " : "");
		write_json_string(out, lines[i]);
	}
	mizan_text_append(out, "]");
}

mizan_status mizan_table_write_json(const struct mizan_table *table, const char *command,
	struct mizan_text *out, struct mizan_error *error)
{
	mizan_text_append(out, "{\"command\": ");
	write_json_string(out, command);
	mizan_text_append(out, ", \"columns\": [");
	for (size_t c = 0; c < table->column_count; c++) {
		mizan_text_append(out, c ? ", " : "");
		write_json_string(out, table->columns[c].name);
	}
	mizan_text_append(out, "], \"rows\": [");
	for (size_t r = 0; r < table->row_count; r++) {
		mizan_text_append(out, r ? ",\n" : "\n");
		write_json_row(table, r, out);
	}
	mizan_text_append(out, "]");
	write_json_list("sources", table->sources, table->source_count, out);
	write_json_list("notes", table->notes, table->note_count, out);
	mizan_text_append(out, "}\n");
	return mizan_text_check(out, error);
}

/* ---- Markdown and HTML -------------------------------------------------------------------- */

/* Text inside a Markdown table: nothing in it may end the cell or begin markup. */
static void write_markdown_text(struct mizan_text *out, const char *text)
{
	for (const char *c = text; *c; c++) {
		if (strchr("\\|`*_[]<>#~&", *c)) {
			mizan_text_append_bytes(out, "\\", 1);
		}
		bool control = (unsigned char)*c < 0x20 || *c == 0x7f;
		mizan_text_append_bytes(out, control ? " " : c, 1);
	}
}

mizan_status mizan_table_write_markdown(
	const struct mizan_table *table, struct mizan_text *out, struct mizan_error *error)
{
	for (size_t c = 0; c < table->column_count; c++) {
		mizan_text_append(out, "| ");
		write_markdown_text(out, table->columns[c].name);
		mizan_text_append(out, " ");
	}
	mizan_text_append(out, "|\n");
	for (size_t c = 0; c < table->column_count; c++) {
		mizan_text_append(out, write_is_right(&table->columns[c]) ? "| ---: " : "| --- ");
	}
	mizan_text_append(out, "|\n");
	struct mizan_text cell = {0};
	for (size_t r = 0; r < table->row_count; r++) {
		for (size_t c = 0; c < table->column_count; c++) {
			cell.size = 0;
			mizan_text_append(&cell, "");
			mizan_table_append_cell(&cell, table, r, c, false);
			mizan_text_append(out, "| ");
			write_markdown_text(out, cell.failed ? "" : cell.data);
			mizan_text_append(out, " ");
		}
		mizan_text_append(out, "|\n");
	}
	out->failed |= cell.failed;
	mizan_text_release(&cell);
	return mizan_text_check(out, error);
}

static void write_html_row(const struct mizan_table *table, size_t row, struct mizan_text *cell,
	struct mizan_text *out)
{
	mizan_text_append(out, "<tr>");
	for (size_t c = 0; c < table->column_count; c++) {
		cell->size = 0;
		mizan_text_append(cell, "");
		mizan_table_append_cell(cell, table, row, c, false);
		mizan_text_append(out, write_is_right(&table->columns[c]) ? "<td class=\"number\">"
									  : "<td dir=\"auto\">");
		mizan_text_append_html(out, cell->failed ? "" : cell->data);
		mizan_text_append(out, "</td>");
	}
	mizan_text_append(out, "</tr>\n");
}

mizan_status mizan_table_write_html(
	const struct mizan_table *table, struct mizan_text *out, struct mizan_error *error)
{
	mizan_text_append(out, "<table>\n<thead><tr>");
	for (size_t c = 0; c < table->column_count; c++) {
		mizan_text_append(out, write_is_right(&table->columns[c])
					       ? "<th scope=\"col\" class=\"number\">"
					       : "<th scope=\"col\">");
		mizan_text_append_html(out, table->columns[c].name);
		mizan_text_append(out, "</th>");
	}
	mizan_text_append(out, "</tr></thead>\n<tbody>\n");
	struct mizan_text cell = {0};
	for (size_t r = 0; r < table->row_count; r++) {
		write_html_row(table, r, &cell, out);
	}
	mizan_text_append(out, "</tbody>\n</table>\n");
	out->failed |= cell.failed;
	mizan_text_release(&cell);
	return mizan_text_check(out, error);
}
