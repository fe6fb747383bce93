/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who owes what on a day, by what was known then. */
#include "agreement_internal.h"

#include <string.h>

enum audit_column {
	AUDIT_AGREEMENT,
	AUDIT_OBLIGED,
	AUDIT_WHO,
	AUDIT_BENEFICIARY,
	AUDIT_TO_WHOM,
	AUDIT_COMMITMENT,
	AUDIT_ACTION,
	AUDIT_STANDING,
	AUDIT_DUE_RULE,
	AUDIT_FIRST_DUE,
	AUDIT_DUE,
	AUDIT_MOVED,
	AUDIT_QUOTED,
	AUDIT_QUOTED_DIFFERS,
	AUDIT_STATE,
	AUDIT_ASSESSED,
	AUDIT_ASSESSMENTS,
	AUDIT_SCOPE,
	AUDIT_CONDITION,
	AUDIT_SOURCE,
	AUDIT_COUNT,
};

static void audit_add_columns(struct mizan_table *table)
{
	static const char *const names[AUDIT_COUNT] = {"agreement", "obliged", "obliged_name",
		"beneficiary", "beneficiary_name", "commitment", "action", "standing", "due_rule",
		"first_due", "due", "moved", "quoted", "quoted_differs", "state", "assessed",
		"assessments", "scope", "condition", "source"};
	for (int i = 0; i < AUDIT_COUNT; i++) {
		bool number = i == AUDIT_MOVED || i == AUDIT_QUOTED_DIFFERS;
		mizan_table_add_column(table, names[i], number ? MIZAN_INTEGER : MIZAN_TEXT, -1);
	}
	/* Whom and what is enough on a terminal; machines get all of it. */
	mizan_table_hide(table, AUDIT_OBLIGED, true);
	mizan_table_hide(table, AUDIT_BENEFICIARY, true);
	mizan_table_hide(table, AUDIT_SCOPE, true);
	mizan_table_hide(table, AUDIT_CONDITION, true);
	mizan_table_hide(table, AUDIT_SOURCE, true);
}

/* "United States: met (2020-07-13); SIGAR: partly (2020-08-01)" */
static void audit_set_assessments(const struct mizan_commitment *commitment,
	const struct mizan_audit_options *options, const struct agreement_names *names,
	struct mizan_table *table, size_t row)
{
	struct mizan_text text = {0};
	char day[11];
	for (size_t i = 0; i < commitment->assessment_count; i++) {
		const struct mizan_assessment *one = &commitment->assessments[i];
		if (one->as_of <= options->on && one->known <= options->known_by) {
			mizan_text_append(&text, text.size ? "; " : "");
			agreement_names_append(names, one->assessed_by, &text);
			mizan_text_printf(&text, ": %s (%s)", mizan_assessed_word(one->status),
				mizan_date_format(one->as_of, day));
		}
	}
	mizan_table_set_text(table, row, AUDIT_ASSESSMENTS, text.data);
	table->failed = table->failed || text.failed;
	mizan_text_release(&text);
}

static void audit_set_dates(const struct mizan_commitment *commitment,
	const struct mizan_commitment_state *state, struct mizan_table *table, size_t row)
{
	struct mizan_text rule = {0};
	mizan_due_describe(&commitment->due, &rule);
	mizan_table_set_text(table, row, AUDIT_DUE_RULE, rule.data);
	table->failed = table->failed || rule.failed;
	mizan_text_release(&rule);
	agreement_set_date(table, row, AUDIT_FIRST_DUE, state->first_due);
	agreement_set_date(table, row, AUDIT_DUE, state->due);
	mizan_table_set_integer(table, row, AUDIT_MOVED, (int64_t)state->moved);
	agreement_set_date(table, row, AUDIT_QUOTED, commitment->quoted);
	if (commitment->quoted != MIZAN_DATE_UNKNOWN && state->first_due != MIZAN_DATE_UNKNOWN) {
		mizan_table_set_integer(
			table, row, AUDIT_QUOTED_DIFFERS, commitment->quoted - state->first_due);
	}
}

static void audit_add_row(const struct mizan_commitment *commitment,
	const struct mizan_commitment_state *state, const struct mizan_audit_options *options,
	const struct agreement_names *names, struct mizan_table *table)
{
	static const char *const standings[] = {"demanded", "offered", "agreed", "disputed"};
	size_t row = mizan_table_add_row(table);
	mizan_table_set_text(table, row, AUDIT_AGREEMENT, commitment->agreement_id);
	mizan_table_set_text(table, row, AUDIT_OBLIGED, commitment->obliged);
	mizan_table_set_text(table, row, AUDIT_BENEFICIARY, commitment->beneficiary);
	mizan_table_set_text(table, row, AUDIT_COMMITMENT, commitment->commitment_id);
	mizan_table_set_text(table, row, AUDIT_ACTION, commitment->action);
	mizan_table_set_text(table, row, AUDIT_STANDING, standings[commitment->standing]);
	audit_set_dates(commitment, state, table, row);
	mizan_table_set_text(table, row, AUDIT_STATE, mizan_due_state_word(state->state));
	mizan_table_set_text(table, row, AUDIT_ASSESSED, mizan_assessed_word(state->assessed));
	audit_set_assessments(commitment, options, names, table, row);
	agreement_set_names(names, commitment->obliged, table, row, AUDIT_WHO);
	agreement_set_names(names, commitment->beneficiary, table, row, AUDIT_TO_WHOM);
	mizan_table_set_text(table, row, AUDIT_SCOPE, commitment->scope);
	mizan_table_set_text(table, row, AUDIT_CONDITION, commitment->condition);
	mizan_table_set_text(table, row, AUDIT_SOURCE, commitment->source);
}

static bool audit_is_wanted(
	const struct mizan_audit_options *options, const struct mizan_commitment_state *state)
{
	return !options->state || strcmp(options->state, mizan_due_state_word(state->state)) == 0 ||
	       strcmp(options->state, mizan_assessed_word(state->assessed)) == 0;
}

static mizan_status audit_check_state(const char *word, struct mizan_error *error)
{
	for (int i = 0; word && i <= MIZAN_DISCHARGED; i++) {
		if (strcmp(word, mizan_due_state_word((enum mizan_due_state)i)) == 0) {
			return MIZAN_OK;
		}
	}
	for (int i = 0; word && i <= MIZAN_DIFFER; i++) {
		if (strcmp(word, mizan_assessed_word((enum mizan_assessed)i)) == 0) {
			return MIZAN_OK;
		}
	}
	return !word ? MIZAN_OK
		     : mizan_error_set(error, MIZAN_ERROR_USAGE,
			       "not owed, not due, due, overdue, lapsed, discharged; contested, "
			       "met, "
			       "partly, not met, undetermined, not assessed",
			       "'%.40s' is no state of a commitment", word);
}

static void audit_add_notes(const struct mizan_audit_options *options, size_t differing,
	size_t unknown, struct mizan_table *table)
{
	char day[11], known[11];
	mizan_table_add_note(table,
		"as of %s, by what was known on %s; what is only demanded, offered or disputed is "
		"not owed",
		mizan_date_format(options->on, day), mizan_date_format(options->known_by, known));
	if (differing > 0) {
		mizan_table_add_note(table,
			"%zu quoted date%s from the rule: quoted_differs has the days", differing,
			differing == 1 ? " differs" : "s differ");
	}
	if (unknown > 0) {
		mizan_table_add_note(table, "%zu commitment%s not known by then: left out", unknown,
			unknown == 1 ? " was" : "s were");
	}
}

/* A table of agreements marks what is in them, and nobody who owes it. */
static mizan_status audit_note_provisions(sqlite3 *database, const char *agreement,
	struct mizan_table *table, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status = agreement_prepare(database,
		"SELECT group_concat(category, ', ') FROM (SELECT category FROM provision"
		" WHERE agreement_id = ?1 AND category IS NOT NULL ORDER BY provision_no)",
		&statement, error);
	agreement_bind(statement, 1, agreement);
	if (agreement_step(database, statement, &status, error) && agreement_text(statement, 0)) {
		mizan_table_add_note(table,
			"no commitment is on record; what its source finds in it: %s",
			agreement_text(statement, 0));
	}
	sqlite3_finalize(statement);
	return status;
}

mizan_status mizan_audit_store(struct sqlite3 *database, const struct mizan_audit_options *asked,
	struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_audit_options options = *asked;
	struct mizan_arena arena = {0};
	struct mizan_commitment_list list;
	struct agreement_names names;
	size_t unknown = 0, differing = 0;
	options.known_by = options.known_by == MIZAN_DATE_UNKNOWN ? options.on : options.known_by;
	mizan_status status = audit_check_state(options.state, error);
	if (status == MIZAN_OK) {
		status = agreement_check_named(database, "process", options.process, error);
	}
	if (status == MIZAN_OK) {
		status = mizan_commitments_read(
			database, options.agreement, options.process, &arena, &list, error);
	}
	if (status == MIZAN_OK) {
		status = agreement_names_read(database, options.names_of, &arena, &names, error);
	}
	if (status != MIZAN_OK) {
		mizan_arena_release(&arena);
		return status;
	}
	audit_add_columns(table);
	for (size_t i = 0; i < list.count; i++) {
		const struct mizan_commitment *item = &list.items[i];
		struct mizan_commitment_state state =
			mizan_commitment_state(item, options.on, options.known_by);
		unknown += !state.known;
		if (state.known && audit_is_wanted(&options, &state)) {
			audit_add_row(item, &state, &options, &names, table);
			differing += item->quoted != MIZAN_DATE_UNKNOWN &&
				     state.first_due != MIZAN_DATE_UNKNOWN &&
				     item->quoted != state.first_due;
		}
	}
	audit_add_notes(&options, differing, unknown, table);
	agreement_note_names(options.names_of, table);
	mizan_arena_release(&arena);
	if (options.agreement && list.count == 0) {
		status = audit_note_provisions(database, options.agreement, table, error);
	}
	if (status != MIZAN_OK) {
		return status;
	}
	status = agreement_add_sources(
		database, table, "agreements", options.agreement, options.process, error);
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
