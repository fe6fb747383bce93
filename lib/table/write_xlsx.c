/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table as a workbook, through libxlsxwriter. */
#include <mizan/table.h>
#include <stdio.h>
#include <xlsxwriter.h>

static void xlsx_write_cell(
	lxw_worksheet *sheet, const struct mizan_table *table, size_t row, size_t column)
{
	const struct mizan_cell *cell = mizan_table_cell(table, row, column);
	if (!cell->known) {
		return;
	}
	lxw_row_t r = (lxw_row_t)row + 1;
	lxw_col_t c = (lxw_col_t)column;
	switch (table->columns[column].type) {
	case MIZAN_INTEGER:
	case MIZAN_YEAR:
		worksheet_write_number(sheet, r, c, (double)cell->integer, NULL);
		break;
	case MIZAN_REAL:
		worksheet_write_number(sheet, r, c, cell->real, NULL);
		break;
	case MIZAN_TEXT:
		/* write_string keeps =1+1 a text. */
		worksheet_write_string(sheet, r, c, cell->text, NULL);
		break;
	}
}

static void xlsx_write_lines(lxw_worksheet *sheet, const struct mizan_table *table)
{
	lxw_row_t row = 0;
	worksheet_write_string(sheet, row, 0, "kind", NULL);
	worksheet_write_string(sheet, row++, 1, "text", NULL);
	for (size_t i = 0; i < table->source_count; i++) {
		worksheet_write_string(sheet, row, 0, "source", NULL);
		worksheet_write_string(sheet, row++, 1, table->sources[i], NULL);
	}
	for (size_t i = 0; i < table->note_count; i++) {
		worksheet_write_string(sheet, row, 0, "note", NULL);
		worksheet_write_string(sheet, row++, 1, table->notes[i], NULL);
	}
}

mizan_status mizan_table_write_xlsx(
	const struct mizan_table *table, const char *path, struct mizan_error *error)
{
	if (table->row_count >= LXW_ROW_MAX || table->column_count >= LXW_COL_MAX) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "write it with --csv",
			"a sheet of a workbook has at most 1,048,576 rows");
	}
	lxw_workbook_options options = {.constant_memory = LXW_FALSE};
	lxw_workbook *book = workbook_new_opt(path, &options);
	lxw_worksheet *sheet = book ? workbook_add_worksheet(book, "table") : NULL;
	lxw_worksheet *lines = sheet ? workbook_add_worksheet(book, "sources") : NULL;
	if (!lines) {
		return mizan_error_memory(error);
	}
	for (size_t c = 0; c < table->column_count; c++) {
		worksheet_write_string(sheet, 0, (lxw_col_t)c, table->columns[c].name, NULL);
		for (size_t r = 0; r < table->row_count; r++) {
			xlsx_write_cell(sheet, table, r, c);
		}
	}
	worksheet_freeze_panes(sheet, 1, 0);
	xlsx_write_lines(lines, table);
	lxw_error code = workbook_close(book);
	if (code != LXW_NO_ERROR) {
		mizan_error_at(error, path, 0, 0);
		return mizan_error_set(error, MIZAN_ERROR_SYSTEM,
			"check that the folder is there and that the file is not open",
			"cannot write the workbook: %s", lxw_strerror(code));
	}
	return MIZAN_OK;
}
