/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether the records of a store fit together. Asked before an import is kept, over all of them: a
 * sheet that is read again can take away what another one names.
 */
#include "store_internal.h"

#include <string.h>

/* Columns that hold the ids of actors, one or several. */
static const struct {
	const char *table, *column;
} record_actors[] = {{"actor_name", "actor_id"}, {"actor_name", "used_by"}, {"office", "actor_id"},
	{"relation", "actor_a"}, {"relation", "actor_b"}, {"relation", "announced_by"},
	{"relation", "confirmed_by"}, {"relation", "denied_by"}, {"statement", "made_by"},
	{"statement", "counted"}, {"agreement", "ended_by"}, {"agreement", "parties"},
	{"agreement", "mediators"}, {"commitment", "obliged"}, {"commitment", "beneficiary"},
	{"revision", "revised_by"}, {"revision", "agreed_by"}, {"assessment", "assessed_by"},
	{"evidence", "reading_of"}, {"violation", "alleged_by"}, {"violation", "attributed_to"},
	{"violation", "attributed_by"}};

/*
 * Every item of every list that is no actor's id: file, line, column's name, item. Lists that are
 * one known id, nearly all, are passed over by the first condition.
 */
static void check_write_sql(const char *table, const char *column, struct mizan_text *sql)
{
	mizan_text_printf(sql,
		"WITH RECURSIVE list(row_id, release_id, line_no, item, rest) AS ("
		" SELECT rowid, release_id, line_no, NULL, %s || ';' FROM %s"
		" WHERE %s IS NOT NULL AND %s NOT IN (SELECT actor_id FROM actor)",
		column, table, column, column);
	mizan_text_printf(sql,
		" UNION ALL SELECT row_id, release_id, line_no, substr(rest, 1, instr(rest, ';') - "
		"1),"
		" substr(rest, instr(rest, ';') + 1) FROM list WHERE rest <> '')"
		" SELECT file, line_no, '%s', item FROM list JOIN release USING(release_id)"
		" WHERE item IS NOT NULL AND item NOT IN (SELECT actor_id FROM actor)"
		" ORDER BY row_id LIMIT 1",
		column);
}

/* Other references: the same four columns. */
static const char *const reference_sql[][2] = {
	{"process", "SELECT file, line_no, 'process', process_id FROM agreement JOIN release"
		    " USING(release_id) WHERE process_id IS NOT NULL AND process_id NOT IN"
		    " (SELECT process_id FROM process) LIMIT 1"},
	{"milestone",
		"SELECT file, line_no, 'about', substr(about, 11) FROM statement JOIN release"
		" USING(release_id) WHERE about LIKE 'milestone:%' AND substr(about, 11) NOT IN"
		" (SELECT milestone_id FROM milestone) LIMIT 1"},
	{"relation", "SELECT file, line_no, 'about', substr(about, 10) FROM statement JOIN release"
		     " USING(release_id) WHERE about LIKE 'relation:%' AND substr(about, 10) NOT IN"
		     " (SELECT relation_id FROM relation) LIMIT 1"},
	{"agreement",
		"SELECT file, line_no, 'about', substr(about, 11) FROM statement JOIN release"
		" USING(release_id) WHERE about LIKE 'agreement:%' AND substr(about, 11) NOT IN"
		" (SELECT agreement_id FROM agreement) LIMIT 1"},
	{"actor", "SELECT file, line_no, 'about', substr(about, 7) FROM statement JOIN release"
		  " USING(release_id) WHERE about LIKE 'actor:%' AND substr(about, 7) NOT IN"
		  " (SELECT actor_id FROM actor) LIMIT 1"},
	{"commitment",
		"SELECT file, line_no, 'about', substr(about, 12) FROM statement JOIN release"
		" USING(release_id) WHERE about LIKE 'commitment:%' AND substr(about, 12) NOT IN"
		" (SELECT agreement_id || '/' || commitment_id FROM commitment) LIMIT 1"},
	{"commitment",
		"SELECT file, v.line_no, 'commitment', v.commitment_id FROM violation v JOIN "
		"release"
		" USING(release_id) LEFT JOIN commitment c USING(agreement_id, commitment_id)"
		" WHERE v.commitment_id IS NOT NULL AND c.commitment_no IS NULL LIMIT 1"},
	{"statement",
		"SELECT file, line_no, 'ref', ref FROM evidence JOIN release USING(release_id)"
		" WHERE evidence.kind = 'statement' AND ref NOT IN (SELECT statement_id FROM "
		"statement)"
		" LIMIT 1"},
	{"milestone",
		"SELECT file, line_no, 'ref', ref FROM evidence JOIN release USING(release_id)"
		" WHERE evidence.kind = 'milestone' AND ref NOT IN (SELECT milestone_id FROM "
		"milestone)"
		" LIMIT 1"},
};

/* MIZAN_ERROR_INPUT where the query has a row. */
static mizan_status check_reference(
	struct mizan_store *store, const char *what, const char *sql, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status =
		store_prepare(store->database, sql, &statement, "check the records", error);
	if (status != MIZAN_OK) {
		return status;
	}
	int code = sqlite3_step(statement);
	if (code == SQLITE_ROW) {
		mizan_error_at(error, (const char *)sqlite3_column_text(statement, 0),
			(size_t)sqlite3_column_int64(statement, 1), 0);
		status = mizan_error_set(error, MIZAN_ERROR_INPUT,
			"import the file that has it in the same call, or mend the id",
			"%s names the %s '%s', which is not on record",
			(const char *)sqlite3_column_text(statement, 2), what,
			(const char *)sqlite3_column_text(statement, 3));
	} else if (code != SQLITE_DONE) {
		status = mizan_store_error(store->database, error, "check the records");
	}
	sqlite3_finalize(statement);
	return status;
}

static mizan_status check_actors(struct mizan_store *store, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < sizeof record_actors / sizeof *record_actors && status == MIZAN_OK;
		i++) {
		struct mizan_text sql = {0};
		check_write_sql(record_actors[i].table, record_actors[i].column, &sql);
		status = mizan_text_check(&sql, error);
		if (status == MIZAN_OK) {
			status = check_reference(store, "actor", sql.data, error);
		}
		mizan_text_release(&sql);
	}
	return status;
}

/*
 * Mergers that lead back to where they began while all of them hold. What holds at the same time
 * also holds on the day on which the last of them began, so that for each merger the groups are
 * looked for that its second one went up in by that day. Each group is visited once a merger:
 * O(mergers squared) at worst, however many ways there are.
 */
static const char circle_sql[] =
	"WITH RECURSIVE merged(a, b, since, until, number) AS MATERIALIZED (SELECT actor_a, "
	"actor_b,"
	" coalesce(date_from, '0000'), coalesce(date_to, '9999'), relation_no FROM relation"
	" WHERE kind = 'merger'),"
	" way(number, first, day, last) AS (SELECT number, a, since, b FROM merged"
	" UNION SELECT way.number, first, day, b FROM way CROSS JOIN merged ON a = last"
	" WHERE last <> first AND since <= day AND until >= day)"
	" SELECT file, line_no, first, actor_b, day FROM way JOIN relation"
	" ON relation_no = way.number JOIN release USING(release_id)"
	" WHERE last = first ORDER BY relation_no DESC LIMIT 1";

/* The shortest way from a group back to itself on a day, ; between, for the message. */
static const char circle_way_sql[] =
	"WITH RECURSIVE way(last, path, steps) AS (SELECT ?1, ?1, 0"
	" UNION ALL SELECT actor_b, path || ', ' || actor_b, steps + 1 FROM way JOIN relation"
	" ON actor_a = last WHERE kind = 'merger' AND coalesce(date_from, '0000') <= ?2"
	" AND coalesce(date_to, '9999') >= ?2 AND steps < 12 ORDER BY 3 LIMIT 20000)"
	" SELECT path FROM way WHERE last = ?1 AND steps > 0 LIMIT 1";

static mizan_status circle_fault(
	struct mizan_store *store, sqlite3_stmt *found, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status = store_prepare(
		store->database, circle_way_sql, &statement, "check the mergers", error);
	if (status != MIZAN_OK) {
		return status;
	}
	sqlite3_bind_value(statement, 1, sqlite3_column_value(found, 2));
	sqlite3_bind_value(statement, 2, sqlite3_column_value(found, 4));
	const char *path = sqlite3_step(statement) == SQLITE_ROW
				   ? (const char *)sqlite3_column_text(statement, 0)
				   : NULL;
	mizan_error_at(error, (const char *)sqlite3_column_text(found, 0),
		(size_t)sqlite3_column_int64(found, 1), 0);
	status = mizan_error_set(error, MIZAN_ERROR_INPUT,
		"give the earlier merger an end, or mend the ids", "groups merge in a circle: %s",
		path ? path : (const char *)sqlite3_column_text(found, 2));
	sqlite3_finalize(statement);
	return status;
}

static mizan_status check_circles(struct mizan_store *store, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status =
		store_prepare(store->database, circle_sql, &statement, "check the mergers", error);
	if (status != MIZAN_OK) {
		return status;
	}
	int code = sqlite3_step(statement);
	if (code == SQLITE_ROW) {
		status = circle_fault(store, statement, error);
	} else if (code != SQLITE_DONE) {
		status = mizan_store_error(store->database, error, "check the mergers");
	}
	sqlite3_finalize(statement);
	return status;
}

/* ---- Evidence that came later than the judgement ------------------------------------------ */

/* What evidence names has a date of its own, the last day that it can mean. */
#define LAST_DAY(column)                                                                           \
	" CASE " column "_precision WHEN 5 THEN date(" column ", '+1 year', '-1 day')"             \
	" WHEN 4 THEN date(" column ", '+1 month', '-1 day') ELSE " column " END"
#define AS_OF_LAST LAST_DAY("s.as_of")
#define LATER_EVIDENCE(kind, named, day)                                                           \
	"SELECT file, e.line_no, ref, coalesce(n.known, n." day ")," AS_OF_LAST                    \
	" FROM evidence e JOIN release USING(release_id) JOIN assessment s USING(assessment_no)"   \
	" JOIN " named " n ON n." named "_id = ref WHERE e.kind = '" kind "' AND"                  \
	" coalesce(n.known, n." day ") >" AS_OF_LAST " LIMIT 1"

static mizan_status check_evidence(struct mizan_store *store, struct mizan_error *error)
{
	static const char *const queries[] = {LATER_EVIDENCE("statement", "statement", "made"),
		LATER_EVIDENCE("milestone", "milestone", "date")};
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < 2 && status == MIZAN_OK; i++) {
		sqlite3_stmt *statement;
		status = store_prepare(
			store->database, queries[i], &statement, "check the evidence", error);
		if (status != MIZAN_OK) {
			return status;
		}
		int code = sqlite3_step(statement);
		if (code == SQLITE_ROW) {
			mizan_error_at(error, (const char *)sqlite3_column_text(statement, 0),
				(size_t)sqlite3_column_int64(statement, 1), 0);
			status = mizan_error_set(error, MIZAN_ERROR_INPUT,
				"date the assessment later, or leave the evidence to a later one",
				"the assessment is as of %s, but '%.80s' was known on %s only",
				(const char *)sqlite3_column_text(statement, 4),
				(const char *)sqlite3_column_text(statement, 2),
				(const char *)sqlite3_column_text(statement, 3));
		} else if (code != SQLITE_DONE) {
			status = mizan_store_error(store->database, error, "check the evidence");
		}
		sqlite3_finalize(statement);
	}
	return status;
}

mizan_status mizan_store_check_records(struct mizan_store *store, struct mizan_error *error)
{
	mizan_status status = check_actors(store, error);
	for (size_t i = 0; i < sizeof reference_sql / sizeof *reference_sql && status == MIZAN_OK;
		i++) {
		status = check_reference(store, reference_sql[i][0], reference_sql[i][1], error);
	}
	if (status == MIZAN_OK) {
		status = check_evidence(store, error);
	}
	return status == MIZAN_OK ? check_circles(store, error) : status;
}
