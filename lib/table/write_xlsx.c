/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table as a workbook, through libxlsxwriter. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <locale.h>
#include <mizan/table.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

/* A workbook is XML: what is not UTF-8 becomes U+FFFD. */
static lxw_error xlsx_write_text(
	lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text)
{
	size_t size = strlen(text), valid = mizan_utf8_check(text, size);
	if (valid == size) {
		return worksheet_write_string(sheet, row, column, text, NULL);
	}
	struct mizan_text clean = {0};
	while (size > 0) {
		valid = mizan_utf8_check(text, size);
		mizan_text_append_bytes(&clean, text, valid);
		if (valid < size) {
			mizan_text_append(&clean, "\xef\xbf\xbd");
			valid++;
		}
		text += valid;
		size -= valid;
	}
	lxw_error code = clean.failed
				 ? LXW_ERROR_MEMORY_MALLOC_FAILED
				 : worksheet_write_string(sheet, row, column, clean.data, NULL);
	mizan_text_release(&clean);
	return code;
}

/* A workbook's numbers are doubles: an integer that is none is written as text, digit by digit. */
static lxw_error xlsx_write_integer(
	lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, int64_t value)
{
	const int64_t exact = (int64_t)1 << 53;
	char digits[24];
	if (value >= -exact && value <= exact) {
		return worksheet_write_number(sheet, row, column, (double)value, NULL);
	}
	snprintf(digits, sizeof digits, "%" PRId64, value);
	return worksheet_write_string(sheet, row, column, digits, NULL);
}

static lxw_error xlsx_write_cell(
	lxw_worksheet *sheet, const struct mizan_table *table, size_t row, size_t column)
{
	const struct mizan_cell *cell = mizan_table_cell(table, row, column);
	if (!cell->known) {
		return LXW_NO_ERROR;
	}
	lxw_row_t r = (lxw_row_t)row + 1;
	lxw_col_t c = (lxw_col_t)column;
	switch (table->columns[column].type) {
	case MIZAN_INTEGER:
	case MIZAN_YEAR:
		return xlsx_write_integer(sheet, r, c, cell->integer);
	case MIZAN_REAL:
		return worksheet_write_number(sheet, r, c, cell->real, NULL);
	case MIZAN_TEXT:
	default:
		/* write_string keeps =1+1 a text. */
		return xlsx_write_text(sheet, r, c, cell->text);
	}
}

static lxw_error xlsx_write_line(
	lxw_worksheet *sheet, lxw_row_t row, const char *kind, const char *text)
{
	lxw_error code = xlsx_write_text(sheet, row, 0, kind);
	return code == LXW_NO_ERROR ? xlsx_write_text(sheet, row, 1, text) : code;
}

static lxw_error xlsx_write_lines(lxw_worksheet *sheet, const struct mizan_table *table)
{
	lxw_row_t row = 0;
	lxw_error code = xlsx_write_line(sheet, row++, "kind", "text");
	for (size_t i = 0; i < table->source_count && code == LXW_NO_ERROR; i++) {
		code = xlsx_write_line(sheet, row++, "source", table->sources[i]);
	}
	for (size_t i = 0; i < table->note_count && code == LXW_NO_ERROR; i++) {
		code = xlsx_write_line(sheet, row++, "note", table->notes[i]);
	}
	return code;
}

static lxw_error xlsx_write_sheet(lxw_worksheet *sheet, const struct mizan_table *table)
{
	lxw_error code = LXW_NO_ERROR;
	for (size_t c = 0; c < table->column_count && code == LXW_NO_ERROR; c++) {
		code = xlsx_write_text(sheet, 0, (lxw_col_t)c, table->columns[c].name);
		for (size_t r = 0; r < table->row_count && code == LXW_NO_ERROR; r++) {
			code = xlsx_write_cell(sheet, table, r, c);
		}
	}
	worksheet_freeze_panes(sheet, 1, 0);
	return code;
}

/* On every printed page, and in the properties of the file. */
static lxw_error xlsx_restrict(lxw_workbook *book, lxw_worksheet *sheet, lxw_worksheet *lines)
{
	char title[] = "RESTRICTED, not for publication";
	lxw_doc_properties properties = {.title = title, .keywords = title};
	lxw_error code = worksheet_set_header(sheet, "&C&\"Arial,Bold\"RESTRICTED");
	if (code == LXW_NO_ERROR) {
		code = worksheet_set_header(lines, "&C&\"Arial,Bold\"RESTRICTED");
	}
	return code == LXW_NO_ERROR ? workbook_set_properties(book, &properties) : code;
}

static bool xlsx_copy(int from, int to)
{
	static const size_t chunk = (size_t)1 << 20;
	struct stat facts;
	bool done = fstat(from, &facts) == 0;
	off_t at = 0;
	while (done && at < facts.st_size) {
		ssize_t size = sendfile(to, from, &at, chunk);
		done = size > 0 || (size < 0 && errno == EINTR);
	}
	return done;
}

/* The bytes of the workbook to where they shall be. */
static mizan_status xlsx_write_file(int memory, const char *path, struct mizan_error *error)
{
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	bool done = file >= 0 && xlsx_copy(memory, file);
	int number = errno;
	if (file >= 0 && close(file) != 0 && done) {
		done = false;
		number = errno;
	}
	if (done) {
		return MIZAN_OK;
	}
	errno = number;
	mizan_error_at(error, path, 0, 0);
	return mizan_error_errno(error,
		"check that the folder is there and that the file is not open",
		"cannot write the workbook");
}

/* Finishes the bytes of the workbook and frees the book. */
static mizan_status xlsx_save(lxw_workbook *book, const char *path, struct mizan_error *error)
{
	/* It prints numbers as the locale has them; a workbook has points. */
	locale_t plain = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
	if (plain == (locale_t)0) {
		lxw_workbook_free(book);
		return mizan_error_memory(error);
	}
	locale_t before = uselocale(plain);
	lxw_error code = workbook_close(book);
	uselocale(before);
	freelocale(plain);
	if (code != LXW_NO_ERROR) {
		mizan_error_at(error, path, 0, 0);
		return mizan_error_set(error, MIZAN_ERROR_SYSTEM, "free some memory",
			"cannot make the workbook: %s", lxw_strerror(code));
	}
	return MIZAN_OK;
}

static mizan_status xlsx_write(const struct mizan_table *table, const char *memory,
	const char *path, struct mizan_error *error)
{
	lxw_workbook_options options = {.constant_memory = LXW_FALSE};
	lxw_workbook *book = workbook_new_opt(memory, &options);
	/* The tab is what one sees of a sheet, wherever one stands in it. */
	bool restricted = table->restricted;
	const char *names[] = {
		restricted ? "RESTRICTED" : "table", restricted ? "RESTRICTED sources" : "sources"};
	lxw_worksheet *sheet = book ? workbook_add_worksheet(book, names[0]) : NULL;
	lxw_worksheet *lines = sheet ? workbook_add_worksheet(book, names[1]) : NULL;
	if (!lines) {
		lxw_workbook_free(book);
		return mizan_error_memory(error);
	}
	lxw_error code = restricted ? xlsx_restrict(book, sheet, lines) : LXW_NO_ERROR;
	if (code == LXW_NO_ERROR) {
		code = xlsx_write_sheet(sheet, table);
	}
	if (code == LXW_NO_ERROR) {
		code = xlsx_write_lines(lines, table);
	}
	if (code != LXW_NO_ERROR) {
		lxw_workbook_free(book); /* nothing is written yet */
		mizan_error_at(error, path, 0, 0);
		return code == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED
			       ? mizan_error_set(error, MIZAN_ERROR_USAGE, "write it with --csv",
					 "a cell of a workbook has at most 32,767 characters")
			       : mizan_error_memory(error);
	}
	return xlsx_save(book, path, error);
}

/* libxlsxwriter prints on standard error where it cannot write: it writes into memory. */
mizan_status mizan_table_write_xlsx(
	const struct mizan_table *table, const char *path, struct mizan_error *error)
{
	if (table->row_count >= LXW_ROW_MAX || table->column_count >= LXW_COL_MAX) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "write it with --csv",
			"a sheet of a workbook has at most 1,048,576 rows");
	}
	int memory = memfd_create("workbook", MFD_CLOEXEC);
	if (memory < 0) {
		return mizan_error_errno(error, "free some memory", "cannot make the workbook");
	}
	char name[40];
	snprintf(name, sizeof name, "/proc/self/fd/%d", memory);
	mizan_status status = xlsx_write(table, name, path, error);
	if (status == MIZAN_OK) {
		status = xlsx_write_file(memory, path, error);
	}
	close(memory);
	return status;
}
