/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Workbooks (.xlsx, .ods) through GDAL, which is opened when the first workbook is: linked, it and
 * its hundred libraries would cost every start of the command 50 ms. Values come as typed.
 */
#include "reader_internal.h"
#include "real.h"

#include <dlfcn.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#ifndef MIZAN_GDAL_LIBRARY
#define MIZAN_GDAL_LIBRARY "libgdal.so.32"
#endif

#define WORKBOOK_BATCH 1024

/* OGR's field types, ogr_core.h. */
enum {
	OGR_INTEGER = 0,
	OGR_REAL = 2,
	OGR_STRING = 4,
	OGR_DATE = 9,
	OGR_DATE_TIME = 11,
	OGR_INTEGER_64 = 12
};

/* The functions of GDAL's C interface that are called, by their names there. */
struct gdal {
	void *library;
	void (*GDALAllRegister)(void);
	void *(*GDALOpenEx)(const char *path, unsigned flags, const char *const *drivers,
		const char *const *options, const char *const *siblings);
	void (*GDALClose)(void *dataset);
	int (*GDALDatasetGetLayerCount)(void *dataset);
	void *(*GDALDatasetGetLayer)(void *dataset, int layer);
	void *(*GDALDatasetGetLayerByName)(void *dataset, const char *name);
	const char *(*OGR_L_GetName)(void *layer);
	void *(*OGR_L_GetLayerDefn)(void *layer);
	void *(*OGR_L_GetNextFeature)(void *layer);
	int (*OGR_FD_GetFieldCount)(void *definition);
	void *(*OGR_FD_GetFieldDefn)(void *definition, int field);
	const char *(*OGR_Fld_GetNameRef)(void *field);
	int (*OGR_Fld_GetType)(void *field);
	void (*OGR_F_Destroy)(void *feature);
	int (*OGR_F_IsFieldSetAndNotNull)(void *feature, int field);
	const char *(*OGR_F_GetFieldAsString)(void *feature, int field);
	long long (*OGR_F_GetFID)(void *feature);
	double (*OGR_F_GetFieldAsDouble)(void *feature, int field);
	int (*OGR_F_GetFieldAsDateTime)(void *feature, int field, int *year, int *month, int *day,
		int *hour, int *minute, int *second, int *zone);
	void (*CPLPushErrorHandler)(void (*handler)(int kind, int number, const char *message));
	void (*CPLPopErrorHandler)(void);
	void (*CPLSetThreadLocalConfigOption)(const char *key, const char *value);
	const char *(*CPLGetLastErrorMsg)(void);
};

struct reader_workbook {
	struct gdal gdal;
	void *dataset, *layer;
	int *types;
	struct mizan_text line; /* of the row that is read, tab-joined */
};

/* One batch of rows as text. */
struct workbook_rows {
	struct mizan_arena arena;
	struct mizan_slice *fields;
	struct mizan_slice *raw;
	uint32_t *widths;
	size_t *sheet_rows;
	size_t count;
};

static bool gdal_find(struct gdal *gdal, const char *name, void *function)
{
	void *found = dlsym(gdal->library, name);
	memcpy(function, &found, sizeof found);
	return found != NULL;
}

static bool gdal_find_all(struct gdal *gdal)
{
#define FIND(name) gdal_find(gdal, #name, &gdal->name)
	return FIND(GDALAllRegister) && FIND(GDALOpenEx) && FIND(GDALClose) &&
	       FIND(GDALDatasetGetLayerCount) && FIND(GDALDatasetGetLayer) &&
	       FIND(GDALDatasetGetLayerByName) && FIND(OGR_L_GetName) && FIND(OGR_L_GetLayerDefn) &&
	       FIND(OGR_L_GetNextFeature) && FIND(OGR_FD_GetFieldCount) &&
	       FIND(OGR_FD_GetFieldDefn) && FIND(OGR_Fld_GetNameRef) && FIND(OGR_Fld_GetType) &&
	       FIND(OGR_F_Destroy) && FIND(OGR_F_IsFieldSetAndNotNull) &&
	       FIND(OGR_F_GetFieldAsString) && FIND(OGR_F_GetFID) && FIND(OGR_F_GetFieldAsDouble) &&
	       FIND(OGR_F_GetFieldAsDateTime) && FIND(CPLPushErrorHandler) &&
	       FIND(CPLPopErrorHandler) && FIND(CPLSetThreadLocalConfigOption) &&
	       FIND(CPLGetLastErrorMsg);
#undef FIND
}

/* GDAL prints on standard error unless told otherwise; we say what is wrong ourselves. */
static void gdal_be_quiet(int kind, int number, const char *message)
{
	(void)kind;
	(void)number;
	(void)message;
}

static mizan_status workbook_load(struct gdal *gdal, struct mizan_error *error)
{
	/* It stays loaded: GDAL does not survive being unloaded. */
	gdal->library = dlopen(MIZAN_GDAL_LIBRARY, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	if (!gdal->library || !gdal_find_all(gdal)) {
		return mizan_error_set(error, MIZAN_ERROR_SYSTEM,
			"install it (Debian: libgdal32), or save the sheet as CSV",
			"workbooks are read through GDAL, which is not installed "
			"(" MIZAN_GDAL_LIBRARY ")");
	}
	gdal->GDALAllRegister();
	/* A header is a first row of text above rows that are not; ours always have one. */
	gdal->CPLSetThreadLocalConfigOption("OGR_XLSX_HEADERS", "FORCE");
	gdal->CPLSetThreadLocalConfigOption("OGR_ODS_HEADERS", "FORCE");
	gdal->CPLSetThreadLocalConfigOption("OGR_XLSX_FIELD_TYPES", "AUTO");
	return MIZAN_OK;
}

static mizan_status workbook_choose_sheet(
	struct reader_workbook *book, const char *sheet, struct mizan_error *error)
{
	const struct gdal *gdal = &book->gdal;
	int count = gdal->GDALDatasetGetLayerCount(book->dataset);
	book->layer = sheet       ? gdal->GDALDatasetGetLayerByName(book->dataset, sheet)
		      : count > 0 ? gdal->GDALDatasetGetLayer(book->dataset, 0)
				  : NULL;
	if (book->layer) {
		return MIZAN_OK;
	}
	struct mizan_text names = {0};
	for (int i = 0; i < count; i++) {
		mizan_text_printf(&names, "%s%s", i ? ", " : "",
			gdal->OGR_L_GetName(gdal->GDALDatasetGetLayer(book->dataset, i)));
	}
	mizan_status status = mizan_error_set(error, MIZAN_ERROR_INPUT, names.data,
		sheet ? "the workbook has no sheet '%s'; it has these"
		      : "the workbook has no sheet%s",
		sheet ? sheet : "");
	mizan_text_release(&names);
	return status;
}

static mizan_status workbook_take_header(struct mizan_reader *reader, struct mizan_error *error)
{
	struct reader_workbook *book = reader->workbook;
	const struct gdal *gdal = &book->gdal;
	void *definition = gdal->OGR_L_GetLayerDefn(book->layer);
	int count = gdal->OGR_FD_GetFieldCount(definition);
	const char **header =
		mizan_arena_allocate(&reader->arena, (size_t)count + 1, sizeof *header);
	book->types = mizan_arena_allocate(&reader->arena, (size_t)count + 1, sizeof *book->types);
	bool done = header && book->types;
	for (int i = 0; i < count && done; i++) {
		void *field = gdal->OGR_FD_GetFieldDefn(definition, i);
		const char *name = gdal->OGR_Fld_GetNameRef(field);
		struct mizan_slice trimmed =
			mizan_slice_trim((struct mizan_slice){name, strlen(name)});
		header[i] = mizan_arena_copy(&reader->arena, trimmed.data, trimmed.size);
		book->types[i] = gdal->OGR_Fld_GetType(field);
		done = header[i] != NULL;
	}
	reader->facts.header = header;
	reader->facts.column_count = (size_t)count;
	return done ? MIZAN_OK : mizan_error_memory(error);
}

static mizan_status workbook_hash(struct mizan_reader *reader, struct mizan_error *error)
{
	FILE *file = fopen(reader->facts.path, "rb");
	if (!file) {
		return mizan_error_errno(error, "check the name", "cannot open the file");
	}
	struct stat facts;
	if (fstat(fileno(file), &facts) == 0 && S_ISDIR(facts.st_mode)) {
		fclose(file);
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "name the files in it",
			"this is a folder, not a file");
	}
	char buffer[16384];
	size_t size;
	mizan_sha256_init(&reader->hash);
	while ((size = fread(buffer, 1, sizeof buffer, file)) > 0) {
		mizan_sha256_update(&reader->hash, buffer, size);
		reader->facts.size += size;
	}
	fclose(file);
	mizan_sha256_finish(&reader->hash, reader->sha256);
	return MIZAN_OK;
}

mizan_status reader_workbook_open(
	struct mizan_reader *reader, const char *path, const char *sheet, struct mizan_error *error)
{
	reader->facts.workbook = true;
	reader->facts.encoding = MIZAN_UTF_8;
	mizan_status status = workbook_hash(reader, error);
	if (status != MIZAN_OK) {
		if (error) {
			error->status = MIZAN_ERROR_INPUT;
		}
		return MIZAN_ERROR_INPUT;
	}
	reader->workbook = calloc(1, sizeof *reader->workbook);
	if (!reader->workbook) {
		return mizan_error_memory(error);
	}
	struct reader_workbook *book = reader->workbook;
	status = workbook_load(&book->gdal, error);
	if (status != MIZAN_OK) {
		return status;
	}
	static const char *const drivers[] = {"XLSX", "ODS", "XLS", NULL};
	book->gdal.CPLPushErrorHandler(gdal_be_quiet);
	book->dataset = book->gdal.GDALOpenEx(path, 0x04, drivers, NULL, NULL);
	book->gdal.CPLPopErrorHandler();
	if (!book->dataset) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "save it again, or as CSV",
			"the workbook cannot be read: it is damaged, or not one");
	}
	status = workbook_choose_sheet(book, sheet, error);
	return status == MIZAN_OK ? workbook_take_header(reader, error) : status;
}

/*
 * A day in a column that has texts too, such as HXL tags: GDAL gives 2013/01/03, maybe with a time
 * of day behind it, and it becomes 2013-01-03 as in a column of days.
 */
static const char *workbook_day(const char *text, char buffer[64])
{
	mizan_date date;
	size_t size = strlen(text);
	if ((size != 10 && (size < 16 || size > 26 || text[10] != ' ')) || text[4] != '/' ||
		text[7] != '/') {
		return text;
	}
	memcpy(buffer, text, 10);
	buffer[4] = buffer[7] = '-';
	buffer[10] = '\0';
	return mizan_date_parse((struct mizan_slice){buffer, 10}, &date) ? buffer : text;
}

/* A value as text: whole numbers without a point, days as YYYY-MM-DD. */
static const char *workbook_value(
	const struct reader_workbook *book, void *feature, int field, char buffer[64])
{
	const struct gdal *gdal = &book->gdal;
	if (!gdal->OGR_F_IsFieldSetAndNotNull(feature, field)) {
		return "";
	}
	if (book->types[field] == OGR_DATE || book->types[field] == OGR_DATE_TIME) {
		int year, month, day, hour, minute, second, zone;
		if (gdal->OGR_F_GetFieldAsDateTime(
			    feature, field, &year, &month, &day, &hour, &minute, &second, &zone)) {
			snprintf(buffer, 64, "%04d-%02d-%02d", year, month, day);
			return buffer;
		}
	}
	if (book->types[field] == OGR_REAL) {
		double value = gdal->OGR_F_GetFieldAsDouble(feature, field);
		if (value == nearbyint(value) && fabs(value) < 1e18) {
			snprintf(buffer, 64, "%.0f", value); /* 1e15 is a number of people here */
			return buffer;
		}
		for (int digits = 15; digits <= 17; digits++) {
			snprintf(buffer, 64, "%.*g", digits, value);
			if (strtod(buffer, NULL) == value) {
				break;
			}
		}
		real_set_point(buffer);
		return buffer;
	}
	return workbook_day(gdal->OGR_F_GetFieldAsString(feature, field), buffer);
}

/* HXL tags under the header come as a row of data. */
static bool workbook_is_hxl(const struct reader_workbook *book, void *feature, size_t count)
{
	bool tags = false;
	for (size_t i = 0; i < count; i++) {
		char buffer[64];
		const char *text = workbook_value(book, feature, (int)i, buffer);
		if (*text && *text != '#') {
			return false;
		}
		tags |= *text == '#';
	}
	return tags;
}

/* The row as text, tab-joined, in book->line. *empty: it has no cell with anything in it. */
static bool workbook_join(struct reader_workbook *book, void *feature, size_t count, bool *empty)
{
	*empty = true;
	book->line.size = 0;
	mizan_text_append(&book->line, "");
	for (size_t i = 0; i < count; i++) {
		char buffer[64];
		const char *text = workbook_value(book, feature, (int)i, buffer);
		mizan_text_append(&book->line, i ? "\t" : "");
		mizan_text_append(&book->line, text);
		*empty = *empty && *text == '\0';
	}
	return !book->line.failed;
}

/* Copies the wanted fields of one row. A row of empty cells alone is no row. */
static bool workbook_copy_row(struct mizan_reader *reader, const struct mizan_scan *scan,
	void *feature, struct workbook_rows *rows)
{
	struct reader_workbook *book = reader->workbook;
	bool empty;
	if (!workbook_join(book, feature, reader->facts.column_count, &empty)) {
		return false;
	}
	if (empty) {
		return true;
	}
	char *raw = mizan_arena_copy(&rows->arena, book->line.data, book->line.size);
	if (!raw) {
		return false;
	}
	rows->raw[rows->count] = (struct mizan_slice){raw, book->line.size};
	/* GDAL numbers the features by the rows of the sheet, which count from 1. */
	rows->sheet_rows[rows->count] = (size_t)book->gdal.OGR_F_GetFID(feature);
	struct mizan_slice *fields = rows->fields + rows->count * scan->wanted_count;
	rows->widths[rows->count] = (uint32_t)reader->facts.column_count;
	for (size_t i = 0; i < scan->wanted_count; i++) {
		fields[i] = (struct mizan_slice){"", 0};
		if (scan->wanted[i] == SIZE_MAX) {
			continue;
		}
		char buffer[64];
		const char *text = workbook_value(book, feature, (int)scan->wanted[i], buffer);
		fields[i].size = strlen(text);
		fields[i].data = mizan_arena_copy(&rows->arena, text, fields[i].size);
		if (!fields[i].data) {
			return false;
		}
	}
	rows->count++;
	return true;
}

static mizan_status workbook_fill(struct mizan_reader *reader, const struct mizan_scan *scan,
	struct workbook_rows *rows, bool first, bool *ended, struct mizan_error *error)
{
	struct reader_workbook *book = reader->workbook;
	rows->fields = mizan_arena_allocate(
		&rows->arena, WORKBOOK_BATCH * scan->wanted_count + 1, sizeof *rows->fields);
	rows->widths = mizan_arena_allocate(&rows->arena, WORKBOOK_BATCH, sizeof *rows->widths);
	rows->raw = mizan_arena_allocate(&rows->arena, WORKBOOK_BATCH, sizeof *rows->raw);
	rows->sheet_rows =
		mizan_arena_allocate(&rows->arena, WORKBOOK_BATCH, sizeof *rows->sheet_rows);
	if (!rows->fields || !rows->widths || !rows->raw || !rows->sheet_rows) {
		return mizan_error_memory(error);
	}
	while (rows->count < WORKBOOK_BATCH) {
		void *feature = book->gdal.OGR_L_GetNextFeature(book->layer);
		if (!feature) {
			*ended = true;
			return MIZAN_OK;
		}
		bool done = true;
		if (first && rows->count == 0 && !reader->facts.hxl &&
			workbook_is_hxl(book, feature, reader->facts.column_count)) {
			reader->facts.hxl = true;
		} else {
			done = workbook_copy_row(reader, scan, feature, rows);
		}
		book->gdal.OGR_F_Destroy(feature);
		if (!done) {
			return mizan_error_memory(error);
		}
	}
	return MIZAN_OK;
}

static mizan_status workbook_give(struct mizan_reader *reader, const struct mizan_scan *scan,
	const struct workbook_rows *rows, uint64_t first_row, struct mizan_error *error)
{
	struct batch_place place = {.sheet_rows = rows->sheet_rows, .raw = rows->raw};
	struct mizan_batch batch = {.row_count = rows->count,
		.field_count = scan->wanted_count,
		.fields = rows->fields,
		.widths = rows->widths,
		.first_row = first_row,
		.reader = reader,
		.internal = &place};
	void *value = NULL;
	mizan_status status = scan->process(scan->context, 0, &batch, &value, error);
	if (status == MIZAN_OK && value && scan->deliver) {
		status = scan->deliver(scan->context, value, error);
	} else if (value && scan->discard) {
		scan->discard(scan->context, value);
	}
	return status;
}

mizan_status reader_workbook_scan(struct mizan_reader *reader, const struct mizan_scan *scan,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	uint64_t first_row = 0;
	bool ended = false;
	while (status == MIZAN_OK && !ended) {
		struct workbook_rows rows = {0};
		status = workbook_fill(reader, scan, &rows, first_row == 0, &ended, error);
		if (status == MIZAN_OK && rows.count > 0) {
			status = workbook_give(reader, scan, &rows, first_row, error);
			first_row += rows.count;
		}
		mizan_arena_release(&rows.arena);
		if (status == MIZAN_OK) {
			status = mizan_watch_check(watch, error);
		}
	}
	if (status == MIZAN_OK && scan->hash) {
		reader->facts.sha256 = reader->sha256;
	}
	return status;
}

void reader_workbook_close(struct reader_workbook *book)
{
	if (book) {
		if (book->dataset) {
			book->gdal.GDALClose(book->dataset);
		}
		mizan_text_release(&book->line);
		free(book);
	}
}
