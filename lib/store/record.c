/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records of a peace process: what each consists of, and how it gets into its table. */
#include "store_internal.h"

#include <stdio.h>
#include <string.h>

/* ---- Words -------------------------------------------------------------------------------- */

static const struct mizan_word actor_kinds[] = {{"state", "a state, or the government of one"},
	{"armed-group", "an armed organisation that is no state"},
	{"faction", "a part of an armed group"}, {"coalition", "several that act together"},
	{"civilians", "those who bear no arms, as event data have them"},
	{"body", "an institute, a court, a press office, an outlet"}, {NULL, NULL}};

static const struct mizan_word relation_kinds[] = {{"allegiance", "a swears allegiance to b"},
	{"merger", "a joins b and goes up in it"}, {"split", "a leaves b"},
	{"faction", "a is part of b"}, {"alliance", "a and b act together"},
	{"rivalry", "a and b fight or compete"}, {"shared-ideology", "a and b profess the same"},
	{"sponsorship", "a supports b with money, arms or training"},
	{"alleged-sanctuary", "a is said to shelter b"}, {NULL, NULL}};

static const struct mizan_word statement_kinds[] = {
	{"responsibility", "who did it: affirms, or denies, having done it"},
	{"casualties", "how many died or were hurt, by one claimant"},
	{"compliance", "whether something owed was kept"}, {"position", "whether something is so"},
	{"demand", "what the other side should do"}, {"offer", "what one's own side would do"},
	{NULL, NULL}};

static const struct mizan_word stances[] = {{"affirms", "says that it is so"},
	{"denies", "says that it is not so"}, {"silent", "was asked and does not say"},
	{NULL, NULL}};

static const struct mizan_word agreement_kinds[] = {{"agreement", "a text that parties signed"},
	{"ceasefire-declaration", "one side or both declare to hold their fire"},
	{"understanding", "agreed without a signed text"},
	{"communique", "a joint statement of parties and mediators"},
	{"unilateral-document", "a text of one side, or of others about it"}, {NULL, NULL}};

static const struct mizan_word standings[] = {{"demanded", "one side asks for it"},
	{"offered", "one side would do it"}, {"agreed", "both sides say that it is owed"},
	{"disputed", "one side says that it is owed, the other that it is not"}, {NULL, NULL}};

static const struct mizan_word assessment_words[] = {{"met", "done as owed"},
	{"partly", "done in part"}, {"not-met", "not done"}, {"undetermined", "cannot be told"},
	{NULL, NULL}};

static const struct mizan_word confidences[] = {
	{"high", ""}, {"medium", ""}, {"low", ""}, {NULL, NULL}};

static const struct mizan_word evidence_kinds[] = {{"document", "a text"},
	{"event", "an event of the store: SOURCE/KEY"}, {"statement", "a statement's id"},
	{"milestone", "a milestone's id"}, {NULL, NULL}};

static const struct mizan_word violation_words[] = {{"alleged", "somebody says so"},
	{"under-verification", "somebody looks into it"}, {"verified", "it happened as alleged"},
	{"not-verified", "it did not, or not so"},
	{"unable-to-verify", "nobody can tell; the reason says why"}, {NULL, NULL}};

/* ---- Fields ------------------------------------------------------------------------------- */

#define DATES                                                                                      \
	{"from", "date_from", MIZAN_FIELD_FROM, false, NULL},                                      \
	{                                                                                          \
		"to", "date_to", MIZAN_FIELD_TO, false, NULL                                       \
	}
#define TEXT(name)                                                                                 \
	{                                                                                          \
		name, NULL, MIZAN_FIELD_TEXT, false, NULL                                          \
	}
#define NEEDED(name)                                                                               \
	{                                                                                          \
		name, NULL, MIZAN_FIELD_TEXT, true, NULL                                           \
	}
#define WORD(name, words)                                                                          \
	{                                                                                          \
		name, NULL, MIZAN_FIELD_WORD, true, words                                          \
	}
#define OF(name, type)                                                                             \
	{                                                                                          \
		name, NULL, MIZAN_FIELD_##type, false, NULL                                        \
	}
#define NEEDED_OF(name, type)                                                                      \
	{                                                                                          \
		name, NULL, MIZAN_FIELD_##type, true, NULL                                         \
	}
#define END                                                                                        \
	{                                                                                          \
		NULL, NULL, MIZAN_FIELD_TEXT, false, NULL                                          \
	}

static const struct mizan_field actor_fields[] = {NEEDED_OF("actor_id", ID), NEEDED("name"),
	TEXT("short"), WORD("kind", actor_kinds), OF("country", COUNTRY), DATES, TEXT("ucdp_ids"),
	TEXT("acled_names"), TEXT("gtd_names"), TEXT("note"), NEEDED("source"), END};

static const struct mizan_field name_fields[] = {NEEDED_OF("actor_id", ACTOR), NEEDED("name"),
	NEEDED("script"), NEEDED("language"), OF("used_by", ACTORS), OF("neutral", YES_NO), DATES,
	TEXT("source"), END};

static const struct mizan_field office_fields[] = {NEEDED_OF("office_id", ID),
	NEEDED_OF("actor_id", ACTOR), NEEDED("post"), NEEDED("holder"), DATES,
	OF("withheld", YES_NO), NEEDED("source"), END};

static const struct mizan_field relation_fields[] = {NEEDED_OF("relation_id", ID),
	WORD("kind", relation_kinds), NEEDED_OF("actor_a", ACTOR), NEEDED_OF("actor_b", ACTOR),
	DATES, OF("announced_by", ACTORS), OF("confirmed_by", ACTORS), OF("denied_by", ACTORS),
	OF("known", KNOWN), TEXT("note"), NEEDED("source"), END};

static const struct mizan_field process_fields[] = {NEEDED_OF("process_id", ID), NEEDED("title"),
	OF("country", COUNTRIES), TEXT("note"), NEEDED("source"), END};

static const struct mizan_field statement_fields[] = {NEEDED_OF("statement_id", ID),
	{"by", "made_by", MIZAN_FIELD_ACTOR, true, NULL}, NEEDED_OF("made", FROM),
	OF("known", KNOWN), NEEDED_OF("about", SUBJECT), WORD("kind", statement_kinds),
	WORD("stance", stances), NEEDED_OF("says", SENTENCE), TEXT("indicator"),
	OF("counted", ACTOR), OF("value", REAL), OF("low", REAL), OF("high", REAL),
	TEXT("reported_by"), NEEDED("source"), END};

static const struct mizan_field zone_fields[] = {NEEDED_OF("zone_id", ID), NEEDED("name"),
	NEEDED_OF("country", COUNTRY), TEXT("admin1"), TEXT("admin2"), OF("polygon", POLYGON),
	DATES, TEXT("source"), END};

static const struct mizan_field agreement_fields[] = {
	{"agreement", "agreement_id", MIZAN_FIELD_ID, true, NULL},
	{"process", "process_id", MIZAN_FIELD_PROCESS, true, NULL}, NEEDED("title"),
	WORD("kind", agreement_kinds), NEEDED_OF("signed", FROM), OF("effective", FROM),
	OF("ended", FROM), OF("ended_by", ACTORS), OF("known", KNOWN), NEEDED_OF("parties", ACTORS),
	OF("mediators", ACTORS), OF("country", COUNTRIES), TEXT("note"), NEEDED("source"),
	OF("provisions", OTHER), OF("violations", OTHER), END};

static const struct mizan_field provision_fields[] = {
	{"id", "provision_id", MIZAN_FIELD_ID, true, NULL}, TEXT("clause"), TEXT("category"),
	OF("quote", SENTENCE), OF("commitments", OTHER), END};

static const struct mizan_field commitment_fields[] = {
	{"id", "commitment_id", MIZAN_FIELD_ID, true, NULL}, NEEDED_OF("obliged", ACTORS),
	OF("beneficiary", ACTORS), NEEDED("action"), TEXT("scope"), TEXT("condition"),
	WORD("standing", standings), OF("due", OTHER), OF("quoted", OTHER), TEXT("test"),
	OF("known", KNOWN), TEXT("note"), TEXT("source"), OF("revisions", OTHER),
	OF("assessments", OTHER), END};

static const struct mizan_field revision_fields[] = {
	{"by", "revised_by", MIZAN_FIELD_ACTORS, true, NULL}, NEEDED_OF("announced", FROM),
	NEEDED_OF("due", OTHER), OF("agreed_by", ACTORS), OF("known", KNOWN), TEXT("note"),
	NEEDED("source"), END};

static const struct mizan_field assessment_fields[] = {NEEDED_OF("as_of", FROM),
	WORD("status", assessment_words), {"by", "assessed_by", MIZAN_FIELD_ACTOR, true, NULL},
	{"confidence", NULL, MIZAN_FIELD_WORD, false, confidences}, TEXT("says"),
	OF("known", KNOWN), TEXT("note"), NEEDED("source"), OF("evidence", OTHER), END};

static const struct mizan_field evidence_fields[] = {WORD("kind", evidence_kinds), TEXT("ref"),
	TEXT("says"), {"supports", NULL, MIZAN_FIELD_WORD, false, assessment_words},
	OF("reading_of", ACTORS), OF("known", KNOWN), TEXT("source"), END};

static const struct mizan_field violation_fields[] = {
	{"id", "violation_id", MIZAN_FIELD_ID, true, NULL},
	{"commitment", "commitment_id", MIZAN_FIELD_TEXT, false, NULL}, OF("date", FROM),
	TEXT("ref"), NEEDED("says"), OF("alleged_by", ACTORS), WORD("status", violation_words),
	TEXT("reason"), OF("attributed_to", ACTORS), OF("attributed_by", ACTORS),
	OF("known", KNOWN), TEXT("source"), END};

static const struct mizan_record_kind record_kinds[MIZAN_RECORD_COUNT] = {
	[MIZAN_ACTORS] = {"actors", "actor", actor_fields},
	[MIZAN_NAMES] = {"names", "actor_name", name_fields},
	[MIZAN_OFFICES] = {"offices", "office", office_fields},
	[MIZAN_RELATIONS] = {"relations", "relation", relation_fields},
	[MIZAN_PROCESSES] = {"processes", "process", process_fields},
	[MIZAN_STATEMENTS] = {"statements", "statement", statement_fields},
	[MIZAN_ZONES] = {"zones", "zone_part", zone_fields},
	[MIZAN_AGREEMENTS] = {"agreements", "agreement", agreement_fields},
	[MIZAN_PROVISIONS] = {"provisions", "provision", provision_fields},
	[MIZAN_COMMITMENTS] = {"commitments", "commitment", commitment_fields},
	[MIZAN_REVISIONS] = {"revisions", "revision", revision_fields},
	[MIZAN_ASSESSMENTS] = {"assessments", "assessment", assessment_fields},
	[MIZAN_EVIDENCE] = {"evidence", "evidence", evidence_fields},
	[MIZAN_VIOLATIONS] = {"violations", "violation", violation_fields},
};

const struct mizan_record_kind *mizan_record_kind(enum mizan_record record)
{
	return &record_kinds[record];
}

/* ---- Rows --------------------------------------------------------------------------------- */

static void record_bind(sqlite3_stmt *statement, int index, const struct mizan_value *value)
{
	switch (value->type) {
	case MIZAN_VALUE_NULL:
		break;
	case MIZAN_VALUE_TEXT:
		sqlite3_bind_text(statement, index, value->text, -1, SQLITE_STATIC);
		break;
	case MIZAN_VALUE_INTEGER:
		sqlite3_bind_int64(statement, index, value->integer);
		break;
	case MIZAN_VALUE_REAL:
		sqlite3_bind_double(statement, index, value->real);
		break;
	}
}

static mizan_status record_prepare(struct mizan_store *store, const char *table,
	const struct mizan_value *values, size_t count, sqlite3_stmt **statement,
	struct mizan_error *error)
{
	struct mizan_text sql = {0}, marks = {0};
	mizan_text_printf(&sql, "INSERT INTO \"%s\"(", table);
	for (size_t i = 0; i < count; i++) {
		mizan_text_printf(&sql, "%s\"%s\"", i ? "," : "", values[i].column);
		mizan_text_printf(&marks, "%s?", i ? "," : "");
	}
	mizan_text_printf(&sql, ") VALUES(%s)", marks.data ? marks.data : "");
	sql.failed = sql.failed || marks.failed;
	mizan_status status = mizan_text_check(&sql, error);
	if (status == MIZAN_OK) {
		status = store_prepare(
			store->database, sql.data, statement, "write a record", error);
	}
	mizan_text_release(&sql);
	mizan_text_release(&marks);
	return status;
}

mizan_status mizan_store_add_record(struct mizan_store *store, const char *table,
	const struct mizan_value *values, size_t count, int64_t *row_number,
	struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status = record_prepare(store, table, values, count, &statement, error);
	if (status != MIZAN_OK) {
		return status;
	}
	for (size_t i = 0; i < count; i++) {
		record_bind(statement, (int)i + 1, &values[i]);
	}
	int code = sqlite3_step(statement);
	if (code == SQLITE_DONE) {
		*row_number = sqlite3_last_insert_rowid(store->database);
	} else if (sqlite3_extended_errcode(store->database) == SQLITE_CONSTRAINT_UNIQUE) {
		status = mizan_error_set(error, MIZAN_ERROR_INPUT, "give each its own id",
			"a row with this id is there already");
	} else if (code == SQLITE_CONSTRAINT) {
		status = mizan_error_set(error, MIZAN_ERROR_INPUT, "see docs/records.md",
			"the fields do not fit together: %s", sqlite3_errmsg(store->database));
	} else {
		status = mizan_store_error(store->database, error, "write a record");
	}
	sqlite3_finalize(statement);
	return status;
}

/* The columns by which a record is found, and that of its parent. */
static const struct record_key {
	enum mizan_record record;
	const char *table, *column, *parent;
	bool without_line;
} record_keys[] = {
	{MIZAN_ACTORS, "actor", "actor_id", NULL, false},
	{MIZAN_RELATIONS, "relation", "relation_id", NULL, false},
	{MIZAN_PROCESSES, "process", "process_id", NULL, false},
	{MIZAN_STATEMENTS, "statement", "statement_id", NULL, false},
	{MIZAN_AGREEMENTS, "agreement", "agreement_id", NULL, false},
	{MIZAN_PROVISIONS, "provision", "provision_id", "agreement_id", false},
	{MIZAN_COMMITMENTS, "commitment", "commitment_id", "agreement_id", false},
	{MIZAN_VIOLATIONS, "violation", "violation_id", "agreement_id", false},
	{MIZAN_MILESTONES, "milestone", "milestone_id", NULL, true},
};

mizan_status mizan_store_find_record(struct mizan_store *store, enum mizan_record record,
	const char *parent, const char *id, struct mizan_arena *arena, const char **place,
	struct mizan_error *error)
{
	const struct record_key *key = NULL;
	*place = NULL;
	for (size_t i = 0; i < sizeof record_keys / sizeof *record_keys; i++) {
		key = record_keys[i].record == record ? &record_keys[i] : key;
	}
	if (!key) {
		return MIZAN_OK; /* several rows may share its id */
	}
	char sql[320];
	sqlite3_stmt *statement;
	snprintf(sql, sizeof sql,
		"SELECT file%s FROM %s JOIN release USING(release_id) WHERE %s = ?1%s%s%s",
		key->without_line ? "" : " || ':' || line_no", key->table, key->column,
		key->parent ? " AND " : "", key->parent ? key->parent : "",
		key->parent ? " = ?2" : "");
	mizan_status status =
		store_prepare(store->database, sql, &statement, "look for a record", error);
	if (status != MIZAN_OK) {
		return status;
	}
	sqlite3_bind_text(statement, 1, id, -1, SQLITE_STATIC);
	if (key->parent) {
		sqlite3_bind_text(statement, 2, parent, -1, SQLITE_STATIC);
	}
	int code = sqlite3_step(statement);
	if (code == SQLITE_ROW) {
		const char *found = (const char *)sqlite3_column_text(statement, 0);
		*place = mizan_arena_copy(arena, found ? found : "", found ? strlen(found) : 0);
		status = *place ? MIZAN_OK : mizan_error_memory(error);
	} else if (code != SQLITE_DONE) {
		status = mizan_store_error(store->database, error, "look for a record");
	}
	sqlite3_finalize(statement);
	return status;
}
