/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Circles of clusters as a GeoPackage (OGC 12-128r17). */
#include "cluster_circle_internal.h"

#include "../store/sqlite.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char frame_sql[] =
	"PRAGMA application_id = 0x47504B47; PRAGMA user_version = 10300;"
	"CREATE TABLE gpkg_spatial_ref_sys(srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,"
	" organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL,"
	" definition TEXT NOT NULL, description TEXT);"
	"INSERT INTO gpkg_spatial_ref_sys VALUES"
	"('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', NULL),"
	"('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL),"
	"('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\","
	"SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],"
	"AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],"
	"UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],"
	"AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],AUTHORITY[\"EPSG\",\"4326\"]]',"
	" 'longitude and latitude in degrees');"
	"CREATE TABLE gpkg_contents(table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,"
	" identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL"
	" DEFAULT '2000-01-01T00:00:00.000Z', min_x DOUBLE, min_y DOUBLE, max_x DOUBLE,"
	" max_y DOUBLE, srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));"
	"CREATE TABLE gpkg_geometry_columns(table_name TEXT NOT NULL, column_name TEXT NOT NULL,"
	" geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL,"
	" m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY(table_name, column_name));"
	"INSERT INTO gpkg_geometry_columns VALUES('clusters', 'geom', 'POLYGON', 4326, 0, 0);";

#define BLOB_SIZE (8 + 13 + 16 * (CIRCLE_CORNERS + 1))

static void blob_put(unsigned char **at, const void *data, size_t size)
{
	memcpy(*at, data, size);
	*at += size;
}

/* Header of a GeoPackage, then a polygon of one ring; the machine's own order of bytes, and which
 * that is. */
static void blob_make(const double *corners, unsigned char blob[BLOB_SIZE])
{
	const uint32_t one = 1, polygon = 3, rings = 1, points = CIRCLE_CORNERS + 1;
	const int32_t system = 4326;
	unsigned char little;
	memcpy(&little, &one, 1);
	blob_put(&blob, "GP", 3); /* and version 0 */
	blob_put(&blob, &little, 1);
	blob_put(&blob, &system, 4);
	blob_put(&blob, &little, 1);
	blob_put(&blob, &polygon, 4);
	blob_put(&blob, &rings, 4);
	blob_put(&blob, &points, 4);
	blob_put(&blob, corners, 16 * (size_t)points);
}

/* The columns' names are ours, not a user's. */
static mizan_status package_layer(
	sqlite3 *database, const struct mizan_table *table, struct mizan_error *error)
{
	static const char *const types[] = {"INTEGER", "DOUBLE", "TEXT", "INTEGER"};
	struct mizan_text sql = {0};
	mizan_text_append(
		&sql, "CREATE TABLE clusters(fid INTEGER PRIMARY KEY NOT NULL, geom POLYGON");
	for (size_t i = 0; i < table->column_count; i++) {
		mizan_text_printf(
			&sql, ", \"%s\" %s", table->columns[i].name, types[table->columns[i].type]);
	}
	mizan_text_append(&sql, ")");
	mizan_status status = mizan_text_check(&sql, error);
	if (status == MIZAN_OK && sqlite3_exec(database, sql.data, NULL, NULL, NULL) != SQLITE_OK) {
		status = mizan_store_error(database, error, "write the circles");
	}
	mizan_text_release(&sql);
	return status;
}

static void package_bind(
	sqlite3_stmt *statement, const struct mizan_table *table, size_t row, size_t column)
{
	const struct mizan_cell *cell = mizan_table_cell(table, row, column);
	int at = (int)column + 2;
	if (!cell->known) {
		sqlite3_bind_null(statement, at);
	} else if (table->columns[column].type == MIZAN_TEXT) {
		sqlite3_bind_text(statement, at, cell->text, -1, SQLITE_STATIC);
	} else if (table->columns[column].type == MIZAN_REAL) {
		sqlite3_bind_double(statement, at, cell->real);
	} else {
		sqlite3_bind_int64(statement, at, cell->integer);
	}
}

static mizan_status package_rows(sqlite3 *database, const struct mizan_table *table, double box[4],
	struct mizan_error *error)
{
	sqlite3_stmt *statement = NULL;
	struct mizan_text sql = {0};
	mizan_text_append(&sql, "INSERT INTO clusters VALUES(NULL, ?1");
	for (size_t i = 0; i < table->column_count; i++) {
		mizan_text_printf(&sql, ", ?%zu", i + 2);
	}
	mizan_text_append(&sql, ")");
	mizan_status status = mizan_text_check(&sql, error);
	if (status == MIZAN_OK &&
		sqlite3_prepare_v2(database, sql.data, -1, &statement, NULL) != SQLITE_OK) {
		status = mizan_store_error(database, error, "write the circles");
	}
	for (size_t row = 0; row < table->row_count && status == MIZAN_OK; row++) {
		double corners[2 * CIRCLE_CORNERS + 2];
		unsigned char blob[BLOB_SIZE];
		sqlite3_bind_null(statement, 1);
		if (cluster_circle(table, row, corners)) {
			blob_make(corners, blob);
			sqlite3_bind_blob(statement, 1, blob, sizeof blob, SQLITE_STATIC);
			for (size_t i = 0; i <= CIRCLE_CORNERS; i++) {
				box[0] = fmin(box[0], corners[2 * i]);
				box[1] = fmin(box[1], corners[2 * i + 1]);
				box[2] = fmax(box[2], corners[2 * i]);
				box[3] = fmax(box[3], corners[2 * i + 1]);
			}
		}
		for (size_t i = 0; i < table->column_count; i++) {
			package_bind(statement, table, row, i);
		}
		if (sqlite3_step(statement) != SQLITE_DONE) {
			status = mizan_store_error(database, error, "write the circles");
		}
		sqlite3_reset(statement);
	}
	sqlite3_finalize(statement);
	mizan_text_release(&sql);
	return status;
}

static mizan_status package_contents(sqlite3 *database, const struct mizan_table *table,
	const double box[4], struct mizan_error *error)
{
	sqlite3_stmt *statement = NULL;
	struct mizan_text words = {0};
	for (size_t i = 0; i < table->source_count; i++) {
		mizan_text_printf(&words, "Source: %s\n", table->sources[i]);
	}
	for (size_t i = 0; i < table->note_count; i++) {
		mizan_text_printf(&words, "%s\n", table->notes[i]);
	}
	mizan_status status = mizan_text_check(&words, error);
	if (status == MIZAN_OK &&
		sqlite3_prepare_v2(database,
			"INSERT INTO gpkg_contents(table_name, data_type, identifier, description,"
			" min_x, min_y, max_x, max_y, srs_id)"
			" VALUES('clusters', 'features', 'clusters', ?1, ?2, ?3, ?4, ?5, 4326)",
			-1, &statement, NULL) != SQLITE_OK) {
		status = mizan_store_error(database, error, "write the circles");
	}
	if (status == MIZAN_OK) {
		sqlite3_bind_text(statement, 1, words.data ? words.data : "", -1, SQLITE_STATIC);
		for (int i = 0; i < 4 && box[0] <= box[2]; i++) {
			sqlite3_bind_double(statement, 2 + i, box[i]);
		}
		if (sqlite3_step(statement) != SQLITE_DONE) {
			status = mizan_store_error(database, error, "write the circles");
		}
	}
	sqlite3_finalize(statement);
	mizan_text_release(&words);
	return status;
}

static mizan_status package_write(
	sqlite3 *database, const struct mizan_table *table, struct mizan_error *error)
{
	double box[4] = {INFINITY, INFINITY, -INFINITY, -INFINITY};
	mizan_status status = MIZAN_OK;
	if (sqlite3_exec(database, frame_sql, NULL, NULL, NULL) != SQLITE_OK ||
		sqlite3_exec(database, "BEGIN", NULL, NULL, NULL) != SQLITE_OK) {
		status = mizan_store_error(database, error, "write the circles");
	}
	if (status == MIZAN_OK) {
		status = package_layer(database, table, error);
	}
	if (status == MIZAN_OK) {
		status = package_rows(database, table, box, error);
	}
	if (status == MIZAN_OK) {
		status = package_contents(database, table, box, error);
	}
	if (status == MIZAN_OK && sqlite3_exec(database, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) {
		status = mizan_store_error(database, error, "write the circles");
	}
	return status;
}

mizan_status mizan_cluster_geopackage(
	const struct mizan_table *table, const char *path, struct mizan_error *error)
{
	sqlite3 *database = NULL;
	mizan_status status = cluster_circle_check(table, error);
	if (status != MIZAN_OK) {
		return status;
	}
	FILE *file = fopen(path, "wxb");
	if (!file) {
		status = mizan_error_errno(error, "choose another name", "cannot make it");
		mizan_error_at(error, path, 0, 0);
		return status;
	}
	fclose(file);
	if (sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
		status = mizan_store_error(database, error, "write the circles");
	} else {
		status = package_write(database, table, error);
	}
	sqlite3_close(database);
	if (status != MIZAN_OK) {
		remove(path);
		mizan_error_at(error, path, 0, 0);
	}
	return status;
}
