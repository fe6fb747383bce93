/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who said what. One row a statement; nothing here adds two of them up. */
#include "agreement_internal.h"

#include <string.h>

#define MADE_LAST AGREEMENT_LAST_DAY("s.made")

/*
 * Is whoever says it a party to what it is about? Of relations, agreements and commitments those
 * that they name; of anything else every state and armed group. A body that is part of one, as an
 * army's press office (a relation of kind faction), speaks for it.
 */
static const char statement_sql[] =
	"SELECT substr(s.made, 1, CASE s.made_precision WHEN 5 THEN 4 WHEN 4 THEN 7 ELSE 10 END),"
	" s.made_by, s.made_by,"
	" CASE WHEN about LIKE 'relation:%' THEN EXISTS(SELECT 1 FROM relation r WHERE"
	" r.relation_id = substr(about, 10) AND (s.made_by IN (r.actor_a, r.actor_b) OR"
	" w.actor_b IN (r.actor_a, r.actor_b) OR w.actor_b = r.announced_by OR"
	" (a.kind <> 'body' AND instr(';' || r.announced_by || ';', ';' || s.made_by || ';'))))"
	" WHEN about LIKE 'agreement:%' OR about LIKE 'commitment:%' THEN EXISTS(SELECT 1 FROM"
	" agreement g WHERE g.agreement_id = substr(about, instr(about, ':') + 1,"
	" CASE WHEN instr(about, '/') THEN instr(about, '/') - instr(about, ':') - 1 ELSE 999 END)"
	" AND (instr(';' || g.parties || ';', ';' || s.made_by || ';') OR"
	" instr(';' || g.parties || ';', ';' || w.actor_b || ';')))"
	" ELSE a.kind <> 'body' OR w.actor_b IS NOT NULL END,"
	" about, s.kind, stance, says, indicator, counted, value, low, high, reported_by, s.source"
	" FROM statement s LEFT JOIN actor a ON a.actor_id = s.made_by"
	" LEFT JOIN (SELECT actor_a, min(actor_b) AS actor_b FROM relation WHERE kind = 'faction'"
	" GROUP BY actor_a) w ON w.actor_a = s.made_by"
	" WHERE (?1 IS NULL OR about = ?1) AND (?2 IS NULL OR s.made_by = ?2)"
	" AND (?3 IS NULL OR s.kind = ?3) AND (?4 IS NULL OR coalesce(s.known," MADE_LAST ") <= ?4)"
	" ORDER BY about, s.made, s.statement_no";

static void statement_add_columns(struct mizan_table *table)
{
	static const char *const names[] = {"made", "by", "name", "party", "about", "kind",
		"stance", "says", "indicator", "counted", "value", "low", "high", "reported_by",
		"source"};
	for (size_t i = 0; i < 15; i++) {
		bool number = i >= 10 && i <= 12;
		mizan_table_add_column(table, names[i],
			i == 3   ? MIZAN_INTEGER
			: number ? MIZAN_REAL
				 : MIZAN_TEXT,
			-1);
	}
	mizan_table_hide(table, 1, true);
	mizan_table_hide(table, 14, true);
}

static void statement_add_row(
	sqlite3_stmt *statement, const struct agreement_names *names, struct mizan_table *table)
{
	size_t row = mizan_table_add_row(table);
	for (int i = 0; i < 15; i++) {
		if (sqlite3_column_type(statement, i) == SQLITE_NULL) {
			continue;
		}
		if (i == 3) {
			mizan_table_set_integer(table, row, 3, sqlite3_column_int64(statement, i));
		} else if (i >= 10 && i <= 12) {
			mizan_table_set_real(
				table, row, (size_t)i, sqlite3_column_double(statement, i));
		} else if (i == 2) {
			agreement_set_names(names, agreement_text(statement, 1), table, row, 2);
		} else {
			mizan_table_set_text(table, row, (size_t)i, agreement_text(statement, i));
		}
	}
}

static mizan_status statement_check_kind(const char *kind, struct mizan_error *error)
{
	const struct mizan_field *field = mizan_record_kind(MIZAN_STATEMENTS)->fields;
	while (strcmp(field->name, "kind") != 0) {
		field++;
	}
	for (const struct mizan_word *w = field->words; kind && w->word; w++) {
		if (strcmp(w->word, kind) == 0) {
			return MIZAN_OK;
		}
	}
	return !kind ? MIZAN_OK
		     : mizan_error_set(error, MIZAN_ERROR_USAGE,
			       "responsibility, casualties, compliance, position, demand or offer",
			       "'%.40s' is no kind of statement", kind);
}

mizan_status mizan_statements_store(struct sqlite3 *database,
	const struct mizan_statement_options *options, struct mizan_table *table,
	struct mizan_error *error)
{
	sqlite3_stmt *statement;
	char known[11];
	struct mizan_arena arena = {0};
	struct agreement_names names;
	mizan_status status = statement_check_kind(options->kind, error);
	if (status == MIZAN_OK) {
		status = agreement_check_named(database, "actor", options->by, error);
	}
	if (status == MIZAN_OK) {
		status = agreement_names_read(database, options->names_of, &arena, &names, error);
	}
	if (status == MIZAN_OK) {
		status = agreement_prepare(database, statement_sql, &statement, error);
	}
	if (status != MIZAN_OK) {
		mizan_arena_release(&arena);
		return status;
	}
	statement_add_columns(table);
	agreement_bind(statement, 1, options->about);
	agreement_bind(statement, 2, options->by);
	agreement_bind(statement, 3, options->kind);
	agreement_bind(statement, 4,
		options->known_by == MIZAN_DATE_UNKNOWN
			? NULL
			: mizan_date_format(options->known_by, known));
	while (agreement_step(database, statement, &status, error)) {
		statement_add_row(statement, &names, table);
	}
	sqlite3_finalize(statement);
	mizan_arena_release(&arena);
	agreement_note_names(options->names_of, table);
	if (table->row_count > 0) {
		mizan_table_add_note(table,
			"statements of parties are theirs: numbers of several claimants are never "
			"added or averaged");
	}
	if (status == MIZAN_OK) {
		status = agreement_add_sources(database, table, "statements", NULL, NULL, error);
	}
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
