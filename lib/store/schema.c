/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of a store: a GeoPackage 1.3 file with Mizan's own tables beside it. */
#include "store_internal.h"

#include <stdio.h>
#include <string.h>

/* GeoPackage 1.3.1, clauses 1.1.2 to 2.1; the texts of the reference systems are its own. */
static const char gpkg_sql[] =
	"CREATE TABLE gpkg_spatial_ref_sys(srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,"
	" organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL,"
	" definition TEXT NOT NULL, description TEXT);"
	"INSERT INTO gpkg_spatial_ref_sys VALUES"
	"('Undefined Cartesian SRS',-1,'NONE',-1,'undefined','undefined Cartesian'),"
	"('Undefined geographic SRS',0,'NONE',0,'undefined','undefined geographic'),"
	"('WGS 84 geodetic',4326,'EPSG',4326,'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\","
	"SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],"
	"AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],"
	"UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],"
	"AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],AUTHORITY[\"EPSG\",\"4326\"]]',"
	"'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');"
	"CREATE TABLE gpkg_contents(table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL,"
	" identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL"
	" DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE,"
	" max_y DOUBLE, srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));"
	"CREATE TABLE gpkg_geometry_columns(table_name TEXT NOT NULL, column_name TEXT NOT NULL,"
	" geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL,"
	" m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY(table_name, column_name),"
	" CONSTRAINT uk_gc_table_name UNIQUE(table_name),"
	" CONSTRAINT fk_gc_tn FOREIGN KEY(table_name) REFERENCES gpkg_contents(table_name),"
	" CONSTRAINT fk_gc_srs FOREIGN KEY(srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));"
	"CREATE TABLE gpkg_extensions(table_name TEXT, column_name TEXT, extension_name TEXT NOT "
	"NULL,"
	" definition TEXT NOT NULL, scope TEXT NOT NULL,"
	" CONSTRAINT ge_tce UNIQUE(table_name, column_name, extension_name));"
	"INSERT INTO gpkg_extensions VALUES('event','geom','gpkg_rtree_index',"
	"'http://www.geopackage.org/spec120/#extension_rtree','write-only');";

/* The columns of event and event_past: one text, so that they cannot drift apart. */
#define EVENT_COLUMNS                                                                              \
	"event_id INTEGER PRIMARY KEY,"                                                            \
	"release_id INTEGER NOT NULL REFERENCES release(release_id),"                              \
	"source_key TEXT NOT NULL,"                                                                \
	"date_start DATE NOT NULL,"                                                                \
	"date_end DATE NOT NULL CHECK(date_end >= date_start),"                                    \
	"month INTEGER NOT NULL,"                                                                  \
	"date_precision INTEGER CHECK(date_precision BETWEEN 1 AND 5),"                            \
	"geom POINT,"                                                                              \
	"latitude DOUBLE CHECK(latitude BETWEEN -90 AND 90),"                                      \
	"longitude DOUBLE CHECK(longitude BETWEEN -180 AND 180),"                                  \
	"place_precision INTEGER CHECK(place_precision BETWEEN 1 AND 7),"                          \
	"country TEXT CHECK(length(country) = 3),"                                                 \
	"admin1 TEXT, admin2 TEXT, place TEXT,"                                                    \
	"violence TEXT CHECK(violence IN ('state-based','non-state','one-sided')),"                \
	"tactic TEXT, target TEXT, side_a TEXT, side_b TEXT, dyad TEXT,"                           \
	"side_a_id INTEGER, side_b_id INTEGER, dyad_id INTEGER, conflict_id INTEGER,"              \
	"deaths_best INTEGER CHECK(deaths_best >= 0),"                                             \
	"deaths_low INTEGER CHECK(deaths_low >= 0),"                                               \
	"deaths_high INTEGER CHECK(deaths_high >= 0),"                                             \
	"deaths_side_a INTEGER, deaths_side_b INTEGER, deaths_civilians INTEGER,"                  \
	"deaths_unknown INTEGER, injured INTEGER, hostages INTEGER,"                               \
	"headline TEXT, flags TEXT, provider TEXT"

static const char event_sql[] =
	"CREATE TABLE mizan_meta(key TEXT PRIMARY KEY, value TEXT NOT NULL);"
	"CREATE TABLE release(release_id INTEGER PRIMARY KEY, source TEXT NOT NULL,"
	" version TEXT NOT NULL, scope TEXT NOT NULL, coverage TEXT NOT NULL"
	" CHECK(coverage IN ('complete','sample')), licence TEXT, retrieved DATE NOT NULL,"
	" sha256 TEXT NOT NULL, rows INTEGER NOT NULL DEFAULT 0, refused INTEGER NOT NULL DEFAULT "
	"0,"
	" kind TEXT NOT NULL CHECK(kind IN ('events','figures','milestones','population',"
	" 'actors','names','offices','relations','processes','statements','zones','agreements')),"
	" countries TEXT NOT NULL, period_start DATE, period_end DATE, file TEXT NOT NULL,"
	" citation TEXT, UNIQUE(source, kind, sha256));"
	"CREATE TABLE event(" EVENT_COLUMNS ");"
	"CREATE TABLE event_past(" EVENT_COLUMNS ");"
	/* Sums of `event`, kept with it in every transaction (event_sums.c): what toll reads. */
	"CREATE TABLE toll_sum(country TEXT, month INTEGER NOT NULL, violence TEXT,"
	" release_id INTEGER NOT NULL REFERENCES release(release_id), events INTEGER NOT NULL,"
	" deaths_best INTEGER NOT NULL, deaths_low INTEGER NOT NULL, deaths_high INTEGER NOT NULL,"
	" deaths_civilians INTEGER NOT NULL, best_known INTEGER NOT NULL,"
	" civilians_known INTEGER NOT NULL, best_outside INTEGER NOT NULL,"
	" both_known INTEGER NOT NULL);"
	"CREATE VIRTUAL TABLE rtree_event_geom USING rtree(id, minx, maxx, miny, maxy);";

static const char tables_sql[] =
	"CREATE TABLE refused(refused_id INTEGER PRIMARY KEY, release_id INTEGER NOT NULL"
	" REFERENCES release(release_id), file TEXT NOT NULL, line_no INTEGER NOT NULL,"
	" column_no INTEGER, column_name TEXT, reason TEXT NOT NULL, raw TEXT);"
	"CREATE TABLE published_figure(figure_id INTEGER PRIMARY KEY, release_id INTEGER NOT NULL"
	" REFERENCES release(release_id), publisher TEXT NOT NULL, edition TEXT, published TEXT,"
	" relayed_by TEXT, country TEXT CHECK(length(country) = 3), area TEXT, actor TEXT,"
	" period_start DATE NOT NULL, period_end DATE NOT NULL CHECK(period_end >= period_start),"
	" indicator TEXT NOT NULL, counts_what TEXT, value DOUBLE, low DOUBLE,"
	" high DOUBLE CHECK(low IS NULL OR high >= low), url TEXT, retrieved TEXT, note TEXT,"
	" CHECK(value IS NOT NULL OR low IS NOT NULL OR high IS NOT NULL));"
	"CREATE UNIQUE INDEX published_figure_key ON published_figure(publisher,"
	" ifnull(edition,''), ifnull(relayed_by,''), ifnull(country,''), ifnull(area,''),"
	" ifnull(actor,''), period_start, period_end, indicator, ifnull(counts_what,''));"
	"CREATE TABLE milestone(milestone_no INTEGER PRIMARY KEY, milestone_id TEXT NOT NULL "
	"UNIQUE,"
	" release_id INTEGER NOT NULL REFERENCES release(release_id), date DATE NOT NULL,"
	" date_precision INTEGER NOT NULL CHECK(date_precision BETWEEN 1 AND 5), kind TEXT NOT "
	"NULL,"
	" country TEXT, actors TEXT, title TEXT NOT NULL, status TEXT NOT NULL"
	" CHECK(status IN ('confirmed','attributed','disputed')), source TEXT NOT NULL,"
	" known DATE);"
	"CREATE TABLE population(country TEXT NOT NULL CHECK(length(country) = 3),"
	" year INTEGER NOT NULL, value INTEGER NOT NULL CHECK(value >= 0),"
	" release_id INTEGER NOT NULL REFERENCES release(release_id), PRIMARY KEY(country, year));";

/* What briefs came to when they were rendered with --keep: a row is a claim of one rendering. */
static const char result_sql[] =
	"CREATE TABLE brief_result(brief_result_no INTEGER PRIMARY KEY,"
	" rendering INTEGER NOT NULL, brief TEXT NOT NULL, rendered DATETIME NOT NULL,"
	" store_hash TEXT NOT NULL, claim TEXT NOT NULL, line_no INTEGER NOT NULL,"
	" text TEXT NOT NULL, result TEXT NOT NULL, cited TEXT NOT NULL, marks TEXT,"
	" numbers TEXT, restricted INTEGER NOT NULL CHECK(restricted IN (0, 1)),"
	" UNIQUE(rendering, claim));"
	"INSERT INTO gpkg_contents(table_name, data_type, identifier, description) VALUES"
	"('brief_result','attributes','brief_result','Results of briefs that were kept');";

static const char contents_sql[] =
	"INSERT INTO gpkg_contents(table_name, data_type, identifier, description, srs_id) VALUES"
	"('event','features','event','Current events of all releases',4326),"
	"('event_past','features','event_past','Events that a newer release replaced',4326),"
	"('release','attributes','release','Versions of sources that were imported',NULL),"
	"('refused','attributes','refused','Rows that could not be read, as they stood',NULL),"
	"('published_figure','attributes','published_figure','Numbers that somebody "
	"published',NULL),"
	"('milestone','attributes','milestone','Dated happenings without a toll of their "
	"own',NULL);"
	"INSERT INTO gpkg_geometry_columns VALUES('event','geom','POINT',4326,0,0),"
	"('event_past','geom','POINT',4326,0,0);";

static const char index_sql[] =
	"CREATE INDEX IF NOT EXISTS event_country ON event(country, date_end);"
	"CREATE INDEX IF NOT EXISTS event_release ON event(release_id, source_key);";

#define READ_ONLY "events are written by mizan alone: import a new release, or copy this layer"

#define LOCK(table, verb)                                                                          \
	"CREATE TRIGGER " table "_no_" verb " BEFORE " verb " ON " table                           \
	" BEGIN SELECT RAISE(ABORT, '" READ_ONLY "'); END;"

static const char lock_sql[] = LOCK("event", "insert") LOCK("event", "update")
	LOCK("event", "delete") LOCK("event_past", "insert") LOCK("event_past", "update")
		LOCK("event_past", "delete") LOCK("toll_sum", "insert") LOCK("toll_sum", "update")
			LOCK("toll_sum", "delete");

static const char unlock_sql[] =
	"DROP TRIGGER event_no_insert; DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete;"
	"DROP TRIGGER event_past_no_insert; DROP TRIGGER event_past_no_update;"
	"DROP TRIGGER event_past_no_delete;"
	"DROP TRIGGER toll_sum_no_insert; DROP TRIGGER toll_sum_no_update; DROP TRIGGER "
	"toll_sum_no_delete;";

mizan_status schema_unlock_events(sqlite3 *database, struct mizan_error *error)
{
	return store_execute(database, unlock_sql, "open the events for writing", error);
}

mizan_status schema_lock_events(sqlite3 *database, struct mizan_error *error)
{
	return store_execute(database, lock_sql, "close the events for writing", error);
}

mizan_status schema_drop_indexes(sqlite3 *database, struct mizan_error *error)
{
	return store_execute(database,
		"DROP INDEX IF EXISTS event_country;"
		"DROP INDEX IF EXISTS event_release;",
		"drop the indexes", error);
}

mizan_status schema_create_indexes(sqlite3 *database, struct mizan_error *error)
{
	return store_execute(database, index_sql, "make the indexes", error);
}

mizan_status schema_create(sqlite3 *database, struct mizan_error *error)
{
	char meta[256];
	/* 1196444487 is "GPKG"; GDAL 3.6 takes 10300 without a warning. */
	snprintf(meta, sizeof meta,
		"PRAGMA application_id = 1196444487; PRAGMA user_version = 10300;"
		"INSERT INTO mizan_meta VALUES('schema_version','%d'), "
		"('written_by','mizan " MIZAN_VERSION "');",
		STORE_SCHEMA_VERSION);
	const char *const parts[] = {gpkg_sql, event_sql, tables_sql, contents_sql, result_sql,
		index_sql, lock_sql, meta};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		mizan_status status = store_execute(database, parts[i], "make the tables", error);
		if (status != MIZAN_OK) {
			return status;
		}
	}
	return schema_create_records(database, error);
}

/* Under the lock for writing: another program may have done it meanwhile. */
static mizan_status schema_migrate(sqlite3 *database, struct mizan_error *error)
{
	static const char doing[] = "bring the store up to date";
	int64_t tables = 0, withheld = 0;
	char meta[160];
	snprintf(meta, sizeof meta,
		"UPDATE mizan_meta SET value = '%d' WHERE key = 'schema_version'"
		" AND CAST(value AS INTEGER) < %d",
		STORE_SCHEMA_VERSION, STORE_SCHEMA_VERSION);
	mizan_status status = store_execute(database, "BEGIN IMMEDIATE", doing, error);
	if (status == MIZAN_OK) {
		status = store_integer(database,
			"SELECT count(*) FROM sqlite_master WHERE name = 'brief_result'", 0,
			&tables, doing, error);
	}
	if (status == MIZAN_OK) {
		status = store_integer(database,
			"SELECT count(*) FROM pragma_table_info('office') WHERE name = 'withheld'",
			0, &withheld, doing, error);
	}
	if (status == MIZAN_OK && withheld == 0) {
		status = store_execute(database,
			"ALTER TABLE office ADD COLUMN withheld INTEGER CHECK(withheld IN (0, 1))",
			doing, error);
	}
	if (status == MIZAN_OK && tables == 0) {
		status = store_execute(database, result_sql, doing, error);
	}
	if (status == MIZAN_OK) {
		status = store_execute(database, meta, doing, error);
	}
	if (status == MIZAN_OK) {
		status = store_execute(database, "COMMIT", doing, error);
	}
	if (status != MIZAN_OK && !sqlite3_get_autocommit(database)) {
		sqlite3_exec(database, "ROLLBACK", NULL, NULL, NULL);
	}
	return status;
}

mizan_status schema_check(
	sqlite3 *database, const char *path, bool writable, struct mizan_error *error)
{
	int64_t tables, version;
	mizan_status status = store_integer(database,
		"SELECT count(*) FROM sqlite_master WHERE name = 'mizan_meta'", 0, &tables, "read",
		error);
	if (status == MIZAN_OK && tables == 0) {
		int64_t pages = 0;
		status = store_integer(database, "PRAGMA page_count", 0, &pages, "read", error);
		mizan_error_at(error, path, 0, 0);
		if (status == MIZAN_OK && pages == 0) {
			return mizan_error_set(error, MIZAN_ERROR_STORE,
				"fill it with: mizan import FILE",
				"the store is empty: its first import was cut off");
		}
		return status != MIZAN_OK ? status
					  : mizan_error_set(error, MIZAN_ERROR_STORE,
						    "name another file with --store; mizan import "
						    "makes a new one",
						    "this is a database, but not a store of Mizan");
	}
	if (status == MIZAN_OK) {
		status = store_integer(database,
			"SELECT value FROM mizan_meta WHERE key = 'schema_version'", 0, &version,
			"read", error);
	}
	if (status == MIZAN_OK && writable && version >= STORE_SCHEMA_OLDEST &&
		version < STORE_SCHEMA_VERSION) {
		return schema_migrate(database, error);
	}
	if (status == MIZAN_OK &&
		(version < STORE_SCHEMA_READABLE || version > STORE_SCHEMA_VERSION)) {
		mizan_error_at(error, path, 0, 0);
		return mizan_error_set(error, MIZAN_ERROR_STORE,
			version > STORE_SCHEMA_VERSION ? "use a newer mizan"
			: version >= STORE_SCHEMA_OLDEST
				? "mizan import of any file, also of one that is in it, brings it "
				  "up to date"
				: "import its files again into a new store",
			"the store has schema version %lld, this mizan reads %d",
			(long long)version, STORE_SCHEMA_VERSION);
	}
	return status;
}
