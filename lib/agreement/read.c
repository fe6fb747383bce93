/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commitments out of a store, with what moved and judged them. */
#include "agreement_internal.h"

#include <stdlib.h>
#include <string.h>

#define CHOSEN " (?1 IS NULL OR a.agreement_id = ?1) AND (?2 IS NULL OR a.process_id = ?2)"
#define SIGNED_LAST AGREEMENT_LAST_DAY("a.signed")
#define ANNOUNCED_LAST AGREEMENT_LAST_DAY("r.announced")
#define AS_OF_LAST AGREEMENT_LAST_DAY("s.as_of")

static const char commitment_sql[] =
	"SELECT a.agreement_id, c.commitment_id, c.provision_id, c.obliged,"
	" c.beneficiary, c.action, c.scope, c.condition, c.test, c.quoted_by,"
	" coalesce(c.source, a.source), c.standing, c.due_rule, c.due_unit,"
	" c.due_number, c.due_date, a.signed, a.effective, a.ended, coalesce(c.known,"
	" a.known," SIGNED_LAST
	"), c.quoted_date, a.parties, c.commitment_no FROM commitment c JOIN agreement"
	" a USING(agreement_id) WHERE" CHOSEN " ORDER BY a.signed, a.agreement_id, c.commitment_no";

static const char revision_sql[] =
	"SELECT c.commitment_no, r.announced, coalesce(r.known," ANNOUNCED_LAST
	"), r.due_rule, r.due_unit, r.due_number, r.due_date, r.revised_by,"
	" r.agreed_by, r.source FROM revision r JOIN commitment c USING(agreement_id,"
	" commitment_id) JOIN agreement a USING(agreement_id) WHERE" CHOSEN
	" ORDER BY c.commitment_no, r.announced, r.revision_no";

/* An assessment counts from the last day that its date can mean. */
static const char assessment_sql[] =
	"SELECT c.commitment_no, s.as_of, max(coalesce(s.known, s.as_of)," AS_OF_LAST
	"), s.status, s.assessed_by, s.confidence, s.says, s.source FROM assessment s"
	" JOIN commitment c USING(agreement_id, commitment_id) JOIN agreement a"
	" USING(agreement_id) WHERE" CHOSEN " ORDER BY c.commitment_no, s.as_of, s.assessment_no";

/* Position of a word in a list of words, 0 where it is none. */
static int read_word(const char *word, const char *const *words, int count)
{
	for (int i = 0; word && i < count; i++) {
		if (strcmp(words[i], word) == 0) {
			return i;
		}
	}
	return 0;
}

static struct mizan_due read_due(sqlite3_stmt *statement, int column)
{
	static const char *const rules[] = {
		"open", "date", "after-signed", "after-effective", "every"};
	static const char *const units[] = {"days", "weeks", "months", "years"};
	return (struct mizan_due){
		.rule = (enum mizan_due_rule)read_word(agreement_text(statement, column), rules, 5),
		.unit = (enum mizan_due_unit)read_word(
			agreement_text(statement, column + 1), units, 4),
		.number = sqlite3_column_int(statement, column + 2),
		.date = agreement_date(statement, column + 3),
	};
}

/* What the reading of one list needs besides the public struct. */
struct commitment_row {
	int64_t number;
	const char *parties;
	size_t position; /* in the list */
};
struct commitment_reader {
	struct mizan_arena *arena;
	struct mizan_commitment *items;
	struct commitment_row *rows; /* sorted by number once all are read */
	size_t count, capacity, row_capacity;
	bool failed;
};

static void read_commitment(struct commitment_reader *reader, sqlite3_stmt *statement)
{
	static const char *const standings[] = {"demanded", "offered", "agreed", "disputed"};
	struct mizan_commitment *item = &reader->items[reader->count];
	*item = (struct mizan_commitment){
		.standing =
			(enum mizan_standing)read_word(agreement_text(statement, 11), standings, 4),
		.due = read_due(statement, 12),
		.signed_on = agreement_date(statement, 16),
		.effective = agreement_date(statement, 17),
		.ended = agreement_date(statement, 18),
		.known = agreement_date(statement, 19),
		.quoted = agreement_date(statement, 20),
	};
	const char **const texts[] = {&item->agreement_id, &item->commitment_id,
		&item->provision_id, &item->obliged, &item->beneficiary, &item->action,
		&item->scope, &item->condition, &item->test, &item->quoted_by, &item->source};
	for (int i = 0; i < 11; i++) {
		*texts[i] = agreement_copy(reader->arena, statement, i, &reader->failed);
	}
	reader->rows[reader->count] =
		(struct commitment_row){.number = sqlite3_column_int64(statement, 22),
			.parties = agreement_copy(reader->arena, statement, 21, &reader->failed),
			.position = reader->count};
	reader->count++;
}

static int compare_rows(const void *a, const void *b)
{
	const struct commitment_row *one = a, *two = b;
	return one->number < two->number ? -1 : one->number > two->number;
}

static struct commitment_row *find_row(const struct commitment_reader *reader, int64_t number)
{
	struct commitment_row key = {.number = number};
	return bsearch(&key, reader->rows, reader->count, sizeof key, compare_rows);
}

static mizan_status read_commitments(sqlite3 *database, sqlite3_stmt *statement,
	struct commitment_reader *reader, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	while (agreement_step(database, statement, &status, error)) {
		if (!mizan_grow(&reader->items, &reader->capacity, reader->count + 1,
			    sizeof *reader->items) ||
			!mizan_grow(&reader->rows, &reader->row_capacity, reader->count + 1,
				sizeof *reader->rows)) {
			return mizan_error_memory(error);
		}
		read_commitment(reader, statement);
	}
	if (reader->count > 0) {
		qsort(reader->rows, reader->count, sizeof *reader->rows, compare_rows);
	}
	return status;
}

/* A part of a commitment: a revision or an assessment. `fill` writes one from a row of its query,
 * `attach` gives it to its commitment, whose parts stand next to each other. */
struct part_kind {
	size_t size;
	void (*fill)(struct commitment_reader *reader, sqlite3_stmt *statement,
		const struct commitment_row *row, void *part);
	void (*attach)(struct mizan_commitment *owner, const void *part);
};

static void fill_revision(struct commitment_reader *reader, sqlite3_stmt *statement,
	const struct commitment_row *row, void *part)
{
	(void)row;
	*(struct mizan_revision *)part =
		(struct mizan_revision){.announced = agreement_date(statement, 1),
			.known = agreement_date(statement, 2),
			.due = read_due(statement, 3),
			.revised_by = agreement_copy(reader->arena, statement, 7, &reader->failed),
			.agreed_by = agreement_copy(reader->arena, statement, 8, &reader->failed),
			.source = agreement_copy(reader->arena, statement, 9, &reader->failed)};
}

static void attach_revision(struct mizan_commitment *owner, const void *part)
{
	owner->revisions = owner->revision_count++ ? owner->revisions : part;
}

static void fill_assessment(struct commitment_reader *reader, sqlite3_stmt *statement,
	const struct commitment_row *row, void *part)
{
	static const char *const words[] = {"", "met", "partly", "not-met", "undetermined"};
	*(struct mizan_assessment *)part = (struct mizan_assessment){
		.as_of = agreement_date(statement, 1),
		.known = agreement_date(statement, 2),
		.status = (enum mizan_assessed)read_word(agreement_text(statement, 3), words, 5),
		.by_party = agreement_list_has(row->parties, agreement_text(statement, 4)),
		.assessed_by = agreement_copy(reader->arena, statement, 4, &reader->failed),
		.confidence = agreement_copy(reader->arena, statement, 5, &reader->failed),
		.says = agreement_copy(reader->arena, statement, 6, &reader->failed),
		.source = agreement_copy(reader->arena, statement, 7, &reader->failed)};
}

static void attach_assessment(struct mizan_commitment *owner, const void *part)
{
	owner->assessments = owner->assessment_count++ ? owner->assessments : part;
}

/* Rows come sorted by commitment. */
static mizan_status read_parts(sqlite3 *database, sqlite3_stmt *statement,
	struct commitment_reader *reader, const struct part_kind *kind, struct mizan_error *error)
{
	char *parts = NULL;
	size_t *owners = NULL, count = 0, capacity = 0, owner_capacity = 0;
	mizan_status status = MIZAN_OK;
	while (agreement_step(database, statement, &status, error)) {
		const struct commitment_row *row =
			find_row(reader, sqlite3_column_int64(statement, 0));
		if (!mizan_grow(&parts, &capacity, count + 1, kind->size) ||
			!mizan_grow(&owners, &owner_capacity, count + 1, sizeof *owners)) {
			status = mizan_error_memory(error);
		} else if (row) {
			kind->fill(reader, statement, row, parts + count * kind->size);
			owners[count++] = row->position;
		}
	}
	char *kept = mizan_arena_allocate(reader->arena, count + 1, kind->size);
	reader->failed = reader->failed || !kept;
	if (kept && count > 0) {
		memcpy(kept, parts, count * kind->size);
	}
	for (size_t i = 0; kept && i < count; i++) {
		kind->attach(&reader->items[owners[i]], kept + i * kind->size);
	}
	free(parts);
	free(owners);
	return status;
}

static mizan_status read_revisions(sqlite3 *database, sqlite3_stmt *statement,
	struct commitment_reader *reader, struct mizan_error *error)
{
	static const struct part_kind kind = {
		sizeof(struct mizan_revision), fill_revision, attach_revision};
	return read_parts(database, statement, reader, &kind, error);
}

static mizan_status read_assessments(sqlite3 *database, sqlite3_stmt *statement,
	struct commitment_reader *reader, struct mizan_error *error)
{
	static const struct part_kind kind = {
		sizeof(struct mizan_assessment), fill_assessment, attach_assessment};
	return read_parts(database, statement, reader, &kind, error);
}

mizan_status mizan_commitments_read(struct sqlite3 *database, const char *agreement_id,
	const char *process_id, struct mizan_arena *arena, struct mizan_commitment_list *list,
	struct mizan_error *error)
{
	typedef mizan_status (*reading)(sqlite3 * database, sqlite3_stmt * statement,
		struct commitment_reader * reader, struct mizan_error * error);
	static const char *const queries[] = {commitment_sql, revision_sql, assessment_sql};
	const reading readings[] = {read_commitments, read_revisions, read_assessments};
	struct commitment_reader reader = {.arena = arena};
	mizan_status status = MIZAN_OK;
	*list = (struct mizan_commitment_list){0};
	for (size_t i = 0; i < 3 && status == MIZAN_OK; i++) {
		sqlite3_stmt *statement;
		status = agreement_prepare(database, queries[i], &statement, error);
		if (status == MIZAN_OK) {
			agreement_bind(statement, 1, agreement_id);
			agreement_bind(statement, 2, process_id);
			status = readings[i](database, statement, &reader, error);
			sqlite3_finalize(statement);
		}
	}
	list->items = mizan_arena_allocate(arena, reader.count + 1, sizeof *list->items);
	if (status == MIZAN_OK && (reader.failed || !list->items)) {
		status = mizan_error_memory(error);
	}
	if (status == MIZAN_OK && reader.count > 0) {
		memcpy(list->items, reader.items, reader.count * sizeof *list->items);
		list->count = reader.count;
	}
	free(reader.items);
	free(reader.rows);
	return status;
}
