/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An agreement through time: when it was signed, what fell due, moved, was judged, alleged. */
#include "agreement_internal.h"

#include <stdlib.h>
#include <string.h>

#define SIGNED_LAST AGREEMENT_LAST_DAY("signed")
#define ENDED_LAST AGREEMENT_LAST_DAY("ended")
#define ANNOUNCED_LAST AGREEMENT_LAST_DAY("r.announced")
#define AS_OF_LAST AGREEMENT_LAST_DAY("s.as_of")
#define ALLEGED_LAST AGREEMENT_LAST_DAY("v.date")

/* date, precision, what, obliged, commitment, words, by, known, source; of the last part also whom
 * it is attributed to, and by whom. */
static const char timeline_sql[] =
	"SELECT signed, signed_precision, 'signed', NULL, NULL, title, parties,"
	" coalesce(known," SIGNED_LAST
	"), source, NULL, NULL FROM agreement WHERE agreement_id = ?1 UNION ALL SELECT effective,"
	" effective_precision, 'effective', NULL, NULL, title, parties, coalesce(known," SIGNED_LAST
	"), source, NULL, NULL FROM agreement WHERE agreement_id = ?1 AND effective <> signed UNION"
	" ALL SELECT ended, ended_precision, 'ended', NULL, NULL, title, ended_by," ENDED_LAST
	", source, NULL, NULL FROM agreement WHERE agreement_id = ?1 AND ended IS NOT NULL UNION"
	" ALL SELECT r.announced, r.announced_precision, 'moved', c.obliged,"
	" c.commitment_id, coalesce('new due date: ' || r.due_date, r.note),"
	" r.revised_by, coalesce(r.known," ANNOUNCED_LAST
	"), r.source, NULL, NULL FROM revision r JOIN commitment c USING(agreement_id,"
	" commitment_id) WHERE agreement_id = ?1 UNION ALL SELECT s.as_of,"
	" s.as_of_precision, 'assessed', c.obliged, c.commitment_id, replace(s.status,"
	" '-', ' ') || coalesce(': ' || s.says, ''), s.assessed_by,"
	" max(coalesce(s.known, s.as_of)," AS_OF_LAST
	"), s.source, NULL, NULL FROM assessment s JOIN"
	" commitment c USING(agreement_id, commitment_id) WHERE agreement_id = ?1 UNION"
	" ALL SELECT coalesce(e.known, s.as_of), 1, 'evidence', c.obliged,"
	" c.commitment_id, coalesce(e.says, e.ref) || coalesce(' (supports ' ||"
	" replace(e.supports, '-', ' ') || ')', ''), e.reading_of, coalesce(e.known," AS_OF_LAST
	"), coalesce(e.source, s.source), NULL, NULL FROM evidence e JOIN assessment s"
	" USING(assessment_no) JOIN commitment c USING(agreement_id, commitment_id)"
	" WHERE agreement_id = ?1 UNION ALL SELECT v.date, v.date_precision, 'alleged"
	" violation', c.obliged, v.commitment_id, v.says || ' (' || replace(v.status,"
	" '-', ' ') || coalesce(': ' || v.reason, ''), v.alleged_by,"
	" coalesce(v.known," ALLEGED_LAST "), v.source, v.attributed_to, v.attributed_by FROM "
	"violation v LEFT JOIN commitment c USING(agreement_id,"
	" commitment_id) WHERE v.agreement_id = ?1";

/* "...(verified; attributed to TTP by Pakistan)": the step from what happened to who did it has an
 * author of its own. */
static void timeline_set_words(sqlite3_stmt *statement, const struct agreement_names *names,
	struct mizan_table *table, size_t row)
{
	struct mizan_text words = {0};
	mizan_text_append(&words, agreement_text(statement, 5));
	if (agreement_text(statement, 9)) {
		mizan_text_append(&words, "; attributed to ");
		agreement_names_append(names, agreement_text(statement, 9), &words);
		mizan_text_append(&words, " by ");
		agreement_names_append(names, agreement_text(statement, 10), &words);
	}
	mizan_text_append(&words, ")");
	mizan_table_set_text(table, row, 5, words.data);
	table->failed = table->failed || words.failed;
	mizan_text_release(&words);
}

static void timeline_add_row(sqlite3_stmt *statement, mizan_date known_by,
	const struct agreement_names *names, struct mizan_table *table)
{
	mizan_date known = agreement_date(statement, 7);
	/* What nobody dated was not surely known by then. */
	if (known_by != MIZAN_DATE_UNKNOWN && (known == MIZAN_DATE_UNKNOWN || known > known_by)) {
		return;
	}
	size_t row = mizan_table_add_row(table);
	for (int i = 0; i < 9; i++) {
		if (i != 1) {
			mizan_table_set_text(table, row, (size_t)i, agreement_text(statement, i));
		}
	}
	if (sqlite3_column_type(statement, 1) != SQLITE_NULL) {
		mizan_table_set_integer(table, row, 1, sqlite3_column_int64(statement, 1));
	}
	if (strcmp(agreement_text(statement, 2), "alleged violation") == 0) {
		timeline_set_words(statement, names, table, row);
	}
	agreement_set_names(names, agreement_text(statement, 3), table, row, 9);
	agreement_set_names(names, agreement_text(statement, 6), table, row, 10);
}

/* What falls due is computed. The day of the commitment's own rule, or, with a revision, that to
 * which it was moved. */
static void timeline_add_due(const struct mizan_commitment *item,
	const struct mizan_revision *revision, mizan_date known_by,
	const struct agreement_names *names, struct mizan_table *table)
{
	const struct mizan_due *rule = revision ? &revision->due : &item->due;
	mizan_date known = revision ? revision->known : item->known;
	mizan_date due = mizan_due_on(rule, item->signed_on, item->effective, item->signed_on);
	if (due == MIZAN_DATE_UNKNOWN || rule->rule == MIZAN_DUE_EVERY ||
		(known_by != MIZAN_DATE_UNKNOWN && known > known_by)) {
		return;
	}
	struct mizan_text words = {0};
	char day[11];
	size_t row = mizan_table_add_row(table);
	agreement_set_date(table, row, 0, due);
	mizan_table_set_integer(table, row, 1, MIZAN_DATE_DAY);
	mizan_table_set_text(
		table, row, 2, item->standing == MIZAN_AGREED ? "due" : "due (not agreed)");
	mizan_table_set_text(table, row, 3, item->obliged);
	mizan_table_set_text(table, row, 4, item->commitment_id);
	mizan_text_printf(&words, "%s (", item->action);
	mizan_due_describe(rule, &words);
	if (revision) {
		mizan_text_printf(
			&words, "; moved on %s by ", mizan_date_format(revision->announced, day));
		agreement_names_append(names, revision->revised_by, &words);
	} else if (item->quoted != MIZAN_DATE_UNKNOWN && item->quoted != due) {
		mizan_text_printf(
			&words, "; often quoted as %s", mizan_date_format(item->quoted, day));
	}
	mizan_text_append(&words, ")");
	mizan_table_set_text(table, row, 5, words.data);
	agreement_set_date(table, row, 7, known);
	mizan_table_set_text(table, row, 8, revision ? revision->source : item->source);
	agreement_set_names(names, item->obliged, table, row, 9);
	table->failed = table->failed || words.failed;
	mizan_text_release(&words);
}

/* A position and its date, to sort by; ties stay in their order. */
struct timeline_order {
	size_t row;
	const char *date;
};

static int compare_order(const void *a, const void *b)
{
	const struct timeline_order *one = a, *two = b;
	int order = strcmp(one->date, two->date);
	return order ? order : one->row < two->row ? -1 : 1;
}

static mizan_status timeline_sort(struct mizan_table *table, struct mizan_error *error)
{
	size_t count = table->row_count;
	struct timeline_order *keys = calloc(count + 1, sizeof *keys);
	size_t *order = calloc(count + 1, sizeof *order);
	if (keys && order) {
		for (size_t i = 0; i < count; i++) {
			const struct mizan_cell *date = mizan_table_cell(table, i, 0);
			keys[i] = (struct timeline_order){i, date->known ? date->text : ""};
		}
		qsort(keys, count, sizeof *keys, compare_order);
		for (size_t i = 0; i < count; i++) {
			order[i] = keys[i].row;
		}
		mizan_table_reorder(table, order, count);
	}
	bool done = keys && order;
	free(keys);
	free(order);
	return done ? MIZAN_OK : mizan_error_memory(error);
}

static void timeline_add_columns(struct mizan_table *table)
{
	static const char *const names[] = {"date", "precision", "what", "obliged", "commitment",
		"words", "by", "known", "source", "obliged_name", "by_name"};
	for (size_t i = 0; i < 11; i++) {
		mizan_table_add_column(table, names[i], i == 1 ? MIZAN_YEAR : MIZAN_TEXT, -1);
	}
	static const size_t hidden[] = {1, 3, 6, 8};
	for (size_t i = 0; i < 4; i++) {
		mizan_table_hide(table, hidden[i], true);
	}
}

mizan_status mizan_agreement_timeline_store(struct sqlite3 *database, const char *agreement_id,
	mizan_date known_by, struct mizan_table *table, struct mizan_error *error)
{
	return mizan_agreement_timeline_named(database, agreement_id, known_by, NULL, table, error);
}

mizan_status mizan_agreement_timeline_named(struct sqlite3 *database, const char *agreement_id,
	mizan_date known_by, const char *names_of, struct mizan_table *table,
	struct mizan_error *error)
{
	sqlite3_stmt *statement;
	struct mizan_arena arena = {0};
	struct mizan_commitment_list list;
	struct agreement_names names;
	mizan_status status = agreement_names_read(database, names_of, &arena, &names, error);
	if (status == MIZAN_OK) {
		status = agreement_prepare(database, timeline_sql, &statement, error);
	}
	if (status != MIZAN_OK) {
		mizan_arena_release(&arena);
		return status;
	}
	timeline_add_columns(table);
	agreement_note_names(names_of, table);
	agreement_bind(statement, 1, agreement_id);
	while (agreement_step(database, statement, &status, error)) {
		timeline_add_row(statement, known_by, &names, table);
	}
	sqlite3_finalize(statement);
	if (status == MIZAN_OK) {
		status = mizan_commitments_read(database, agreement_id, NULL, &arena, &list, error);
	}
	for (size_t i = 0; status == MIZAN_OK && i < list.count; i++) {
		const struct mizan_commitment *item = &list.items[i];
		timeline_add_due(item, NULL, known_by, &names, table);
		for (size_t k = 0; k < item->revision_count; k++) {
			timeline_add_due(item, &item->revisions[k], known_by, &names, table);
		}
	}
	mizan_arena_release(&arena);
	if (status == MIZAN_OK) {
		status = mizan_table_check(table, error);
	}
	if (status == MIZAN_OK) {
		status = timeline_sort(table, error);
	}
	return status == MIZAN_OK ? agreement_add_sources(database, table, "agreements",
					    agreement_id, NULL, error)
				  : status;
}
