/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the source room share: a folder, files written on the spot, a store to ask. */
#ifndef MIZAN_SOURCE_TEST_H
#define MIZAN_SOURCE_TEST_H

#include "../test.h"

#include <dirent.h>
#include <mizan/source.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64], store_path[128];

static inline int make_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/mizan-source-XXXXXX");
	if (!mkdtemp(folder)) {
		return 1;
	}
	snprintf(store_path, sizeof store_path, "%s/test.gpkg", folder);
	return 0;
}

static inline void empty_folder(void)
{
	DIR *directory = opendir(folder);
	struct dirent *entry;
	while (directory && (entry = readdir(directory)) != NULL) {
		char path[512];
		snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		if (entry->d_name[0] != '.') {
			unlink(path);
		}
	}
	closedir(directory);
}

static inline int remove_folder(void **state)
{
	(void)state;
	empty_folder();
	return rmdir(folder);
}

/* Each test begins with an empty folder. */
static inline int clean_folder(void **state)
{
	(void)state;
	empty_folder();
	return 0;
}

/* Writes a file into the folder; the path stays valid for eight more calls. */
static inline const char *write_bytes(const char *name, const void *data, size_t size)
{
	static char paths[8][256];
	static unsigned next;
	char *path = paths[next++ % 8];
	snprintf(path, sizeof paths[0], "%s/%s", folder, name);
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
	return path;
}

static inline const char *write_text(const char *name, const char *text)
{
	return write_bytes(name, text, strlen(text));
}

static inline struct mizan_import_options plain_options(void)
{
	return (struct mizan_import_options){.coverage = -1};
}

/* Imports into the store of the folder. */
static inline mizan_status import_files(const char *const *paths, size_t count,
	const struct mizan_import_options *options, struct mizan_import_report *report,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_store store;
	*error = (struct mizan_error){0};
	assert_int_equal(mizan_store_open(&store, store_path, MIZAN_STORE_CREATE, error), MIZAN_OK);
	mizan_status status = mizan_import(&store, paths, count, options, report, watch, error);
	mizan_store_close(&store);
	return status;
}

/* Imports one file that has to be taken, and gives what was done. */
static inline struct mizan_writer_report import_one(
	const char *path, const struct mizan_import_options *options)
{
	struct mizan_import_report report;
	struct mizan_error error;
	mizan_status status = import_files(&path, 1, options, &report, NULL, &error);
	if (status != MIZAN_OK) {
		fail_msg("%s:%zu:%zu: %s (%s)", error.file, error.line, error.column, error.what,
			error.advice);
	}
	assert_int_equal(report.file_count, 1);
	struct mizan_writer_report done = report.files[0].report;
	mizan_import_report_release(&report);
	return done;
}

/* Imports one file that has to be refused as a whole, and gives the error. */
static inline struct mizan_error import_refused(
	const char *path, const struct mizan_import_options *options)
{
	struct mizan_import_report report;
	struct mizan_error error;
	assert_int_not_equal(import_files(&path, 1, options, &report, NULL, &error), MIZAN_OK);
	mizan_import_report_release(&report);
	assert_true(error.what[0] != '\0');
	assert_true(error.file[0] != '\0');
	return error;
}

/* One value of the store as text; "" for NULL. Valid until the next call but three. */
static inline const char *ask(const char *sql)
{
	static char answers[4][4096];
	static unsigned next;
	char *answer = answers[next++ % 4];
	sqlite3 *database;
	sqlite3_stmt *statement;
	assert_int_equal(sqlite3_open(store_path, &database), SQLITE_OK);
	if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK) {
		fail_msg("%s: %s", sql, sqlite3_errmsg(database));
	}
	int code = sqlite3_step(statement);
	assert_true(code == SQLITE_ROW || code == SQLITE_DONE);
	const char *text =
		code == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : NULL;
	snprintf(answer, sizeof answers[0], "%s", text ? text : "");
	sqlite3_finalize(statement);
	assert_int_equal(sqlite3_close(database), SQLITE_OK);
	return answer;
}

static inline long long ask_number(const char *sql)
{
	return atoll(ask(sql));
}

#define assert_says(text, part)                                                                    \
	do {                                                                                       \
		const char *said_ = (text);                                                        \
		if (!strstr(said_, (part))) {                                                      \
			fail_msg("'%s' does not say '%s'", said_, (part));                         \
		}                                                                                  \
	} while (0)

/* All rows of all tables as one hash: equal before and after means nothing changed. */
static inline void hash_store(char hex[65])
{
	struct mizan_sha256 hash;
	static unsigned char bytes[1 << 16];
	size_t size;
	mizan_sha256_init(&hash);
	FILE *file = fopen(store_path, "rb");
	assert_non_null(file);
	while ((size = fread(bytes, 1, sizeof bytes, file)) > 0) {
		mizan_sha256_update(&hash, bytes, size);
	}
	fclose(file);
	mizan_sha256_finish(&hash, hex);
}

/* ---- Files of UCDP GED, made by hand ------------------------------------------------------- */

/* The 49 columns in the order of UCDP's files, each with a harmless value. */
static const struct {
	const char *name, *value;
} ged_defaults[] = {{"id", "1"}, {"relid", "PAK-2020-1-857-1"}, {"year", "2020"},
	{"active_year", "1"}, {"code_status", "Clear"}, {"type_of_violence", "1"},
	{"conflict_dset_id", "404"}, {"conflict_new_id", "404"},
	{"conflict_name", "Pakistan: Government"}, {"dyad_dset_id", "857"}, {"dyad_new_id", "857"},
	{"dyad_name", "Government of Pakistan - TTP"}, {"side_a_dset_id", "142"},
	{"side_a_new_id", "142"}, {"side_a", "Government of Pakistan"}, {"side_b_dset_id", "356"},
	{"side_b_new_id", "356"}, {"side_b", "TTP"}, {"number_of_sources", "1"},
	{"source_article", ""}, {"source_office", ""}, {"source_date", ""}, {"source_headline", ""},
	{"source_original", ""}, {"where_prec", "1"}, {"where_coordinates", "Bannu town"},
	{"where_description", ""}, {"adm_1", "Khyber Pakhtunkhwa province"},
	{"adm_2", "Bannu district"}, {"latitude", "32.985414"}, {"longitude", "70.604028"},
	{"geom_wkt", "POINT (70.604028 32.985414)"}, {"priogrid_gid", "177262"},
	{"country", "Pakistan"}, {"country_id", "770"}, {"region", "Asia"}, {"event_clarity", "1"},
	{"date_prec", "1"}, {"date_start", "2020-03-01 00:00:00.000"},
	{"date_end", "2020-03-01 00:00:00.000"}, {"deaths_a", "1"}, {"deaths_b", "2"},
	{"deaths_civilians", "0"}, {"deaths_unknown", "0"}, {"best", "3"}, {"high", "4"},
	{"low", "2"}, {"gwnoa", "770"}, {"gwnob", ""}, {NULL, NULL}};

struct ged_text {
	char data[1 << 16];
	size_t size;
	const char *columns[64]; /* NULL-terminated; empty: the 49 */
};

static inline void ged_put(struct ged_text *ged, const char *field, bool first)
{
	ged->size += (size_t)snprintf(
		ged->data + ged->size, sizeof ged->data - ged->size, "%s\"", first ? "" : ",");
	for (; *field; field++) {
		assert_true(ged->size + 8 < sizeof ged->data);
		if (*field == '"') {
			ged->data[ged->size++] = '"';
		}
		ged->data[ged->size++] = *field;
	}
	ged->data[ged->size++] = '"';
	ged->data[ged->size] = '\0';
}

static inline void ged_end_row(struct ged_text *ged)
{
	ged->data[ged->size++] = '\n';
	ged->data[ged->size] = '\0';
}

/* Begins a text of the columns that are set, or of all 49, with their header row. */
static inline void ged_begin(struct ged_text *ged)
{
	ged->size = 0;
	if (!ged->columns[0]) {
		for (int i = 0; ged_defaults[i].name; i++) {
			ged->columns[i] = ged_defaults[i].name;
			ged->columns[i + 1] = NULL;
		}
	}
	for (int i = 0; ged->columns[i]; i++) {
		ged_put(ged, ged->columns[i], i == 0);
	}
	ged_end_row(ged);
}

/* Adds a row: "id=7", "best=3", NULL; what is not said has its harmless value. */
static inline void ged_add(struct ged_text *ged, ...)
{
	const char *given[64];
	int count = 0;
	va_list arguments;
	va_start(arguments, ged);
	while ((given[count] = va_arg(arguments, const char *)) != NULL) {
		assert_true(++count < 64);
	}
	va_end(arguments);
	for (int i = 0; ged->columns[i]; i++) {
		const char *value = "";
		size_t size = strlen(ged->columns[i]);
		for (int k = 0; ged_defaults[k].name; k++) {
			if (strcmp(ged_defaults[k].name, ged->columns[i]) == 0) {
				value = ged_defaults[k].value;
			}
		}
		for (int k = 0; k < count; k++) {
			if (strncmp(given[k], ged->columns[i], size) == 0 &&
				given[k][size] == '=') {
				value = given[k] + size + 1;
			}
		}
		ged_put(ged, value, i == 0);
	}
	ged_end_row(ged);
}

/* Rows with ids first..last, a day apart from 1 March 2020 on. */
static inline void ged_add_many(struct ged_text *ged, int first, int last)
{
	for (int id = first; id <= last; id++) {
		char key[32];
		snprintf(key, sizeof key, "id=%d", id);
		ged_add(ged, key, NULL);
	}
}

#endif
