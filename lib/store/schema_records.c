/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The tables of a peace process, made from the descriptions of its records (record.c): what a sheet
 * may hold and what a table has cannot drift apart.
 */
#include "store_internal.h"

#include <string.h>

#define DUE_COLUMNS                                                                                \
	" due_rule TEXT NOT NULL CHECK(due_rule IN"                                                \
	" ('date','after-signed','after-effective','every','open')),"                              \
	" due_date DATE, due_number INTEGER, due_unit TEXT"                                        \
	" CHECK(due_unit IN ('days','weeks','months','years')),"
#define OF_COMMITMENT " agreement_id TEXT NOT NULL, commitment_id TEXT NOT NULL,"

/* What a table has besides: columns of its own, then constraints; its indexes; what GIS programs
 * call it. */
static const struct {
	const char *columns, *constraints, *index, *description;
} record_extras[MIZAN_RECORD_COUNT] = {
	[MIZAN_ACTORS] = {"", "UNIQUE(actor_id)", NULL, "States, groups, bodies"},
	[MIZAN_NAMES] = {"", NULL, "actor_id", "Names of actors and who uses them"},
	[MIZAN_OFFICES] = {"", NULL, "office_id", "Public posts and who held them"},
	[MIZAN_RELATIONS] = {"",
		"UNIQUE(relation_id), CHECK(actor_a <> actor_b),"
		" CHECK(coalesce(announced_by, confirmed_by, denied_by) IS NOT NULL)",
		"actor_b", "Dated relations of two actors"},
	[MIZAN_PROCESSES] = {"", "UNIQUE(process_id)", NULL, "Peace processes"},
	[MIZAN_STATEMENTS] = {"", "UNIQUE(statement_id)", "about", "Who said what about what"},
	[MIZAN_ZONES] = {"", "CHECK(coalesce(admin1, admin2, polygon) IS NOT NULL)", "zone_id",
		"Districts and polygons of zones"},
	[MIZAN_AGREEMENTS] = {" provider TEXT,", "UNIQUE(agreement_id)", "process_id",
		"Texts and declarations"},
	[MIZAN_PROVISIONS] = {" agreement_id TEXT NOT NULL,", "UNIQUE(agreement_id, provision_id)",
		NULL, "Clauses of agreements"},
	[MIZAN_COMMITMENTS] = {" agreement_id TEXT NOT NULL, provision_id TEXT NOT NULL,"
			       " quoted_date DATE, quoted_by TEXT," DUE_COLUMNS,
		"UNIQUE(agreement_id, commitment_id)", NULL, "What one party owes to whom by when"},
	[MIZAN_REVISIONS] = {OF_COMMITMENT DUE_COLUMNS, NULL, "agreement_id, commitment_id",
		"Due dates that were moved"},
	[MIZAN_ASSESSMENTS] = {OF_COMMITMENT, NULL, "agreement_id, commitment_id",
		"Dated judgements of commitments"},
	[MIZAN_EVIDENCE] = {" assessment_no INTEGER NOT NULL,", NULL, "assessment_no",
		"What assessments rest on"},
	[MIZAN_VIOLATIONS] = {" agreement_id TEXT NOT NULL,",
		"UNIQUE(agreement_id, violation_id),"
		" CHECK(attributed_to IS NULL OR attributed_by IS NOT NULL),"
		" CHECK(status <> 'unable-to-verify' OR reason IS NOT NULL)",
		NULL, "Incidents that somebody alleges to breach an agreement"},
};

static void schema_append_words(
	struct mizan_text *sql, const char *column, const struct mizan_word *words)
{
	mizan_text_printf(sql, " CHECK(%s IN (", column);
	for (const struct mizan_word *w = words; w->word; w++) {
		mizan_text_printf(sql, "%s'%s'", w == words ? "" : ",", w->word);
	}
	mizan_text_append(sql, "))");
}

static void schema_append_field(struct mizan_text *sql, const struct mizan_field *field)
{
	const char *column = field->column ? field->column : field->name;
	/* A row of somebody's table may name nobody who is on record; a file of ours has to. */
	bool parties = strcmp(field->name, "parties") == 0;
	const char *needed = field->needed && !parties ? " NOT NULL" : "";
	switch (field->type) {
	case MIZAN_FIELD_OTHER:
		return;
	case MIZAN_FIELD_FROM:
	case MIZAN_FIELD_TO:
		mizan_text_printf(sql,
			" %s DATE%s, %s_precision INTEGER CHECK(%s_precision BETWEEN 1 AND 5),",
			column, needed, column, column);
		return;
	case MIZAN_FIELD_KNOWN:
		mizan_text_printf(sql, " %s DATE,", column);
		return;
	case MIZAN_FIELD_YES_NO:
		mizan_text_printf(sql, " %s INTEGER CHECK(%s IN (0, 1)),", column, column);
		return;
	case MIZAN_FIELD_REAL:
		mizan_text_printf(sql, " %s DOUBLE,", column);
		return;
	default:
		mizan_text_printf(sql, " %s TEXT%s", column, needed);
		if (field->words) {
			schema_append_words(sql, column, field->words);
		}
		mizan_text_append(sql, ",");
	}
}

static void schema_append_record(struct mizan_text *sql, enum mizan_record record)
{
	const struct mizan_record_kind *kind = mizan_record_kind(record);
	const char *constraints = record_extras[record].constraints;
	mizan_text_printf(
		sql, "CREATE TABLE %s(%s_no INTEGER PRIMARY KEY,", kind->table, kind->table);
	for (const struct mizan_field *field = kind->fields; field->name; field++) {
		schema_append_field(sql, field);
	}
	mizan_text_printf(sql,
		"%s release_id INTEGER NOT NULL REFERENCES release(release_id),"
		" line_no INTEGER NOT NULL%s%s);",
		record_extras[record].columns, constraints ? ", " : "",
		constraints ? constraints : "");
	if (record_extras[record].index) {
		mizan_text_printf(sql, "CREATE INDEX %s_of ON %s(%s);", kind->table, kind->table,
			record_extras[record].index);
	}
	mizan_text_printf(sql,
		"INSERT INTO gpkg_contents(table_name, data_type, identifier, description)"
		" VALUES('%s','attributes','%s','%s');",
		kind->table, kind->table, record_extras[record].description);
}

mizan_status schema_create_records(sqlite3 *database, struct mizan_error *error)
{
	struct mizan_text sql = {0};
	for (int record = 0; record < MIZAN_RECORD_COUNT; record++) {
		schema_append_record(&sql, (enum mizan_record)record);
	}
	/* Tables of others name actors by words. */
	mizan_text_append(&sql, "CREATE INDEX actor_by_name ON actor(name);"
				"CREATE INDEX actor_by_short ON actor(short);"
				"CREATE INDEX actor_name_by_name ON actor_name(name);");
	mizan_status status = mizan_text_check(&sql, error);
	if (status == MIZAN_OK) {
		status = store_execute(database, sql.data, "make the tables of records", error);
	}
	mizan_text_release(&sql);
	return status;
}
