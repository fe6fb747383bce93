/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder of records that fit together, and faults put into it one at a time. */
#ifndef MIZAN_RECORDS_TEST_H
#define MIZAN_RECORDS_TEST_H

#include "source_test.h"

static const char records_actors[] = "actor_id,name,kind,country,from,to,source\n"
				     "a,State A,state,AFG,,,S\n"
				     "b,Group B,armed-group,,2001,,S\n"
				     "c,Institute C,body,,,,S\n"
				     "d,Faction D,faction,,2001-05,2010-01-02,S\n";
static const char records_processes[] = "process_id,title,source\np,Talks of A and B,S\n";
static const char records_milestones[] = "milestone_id,date,kind,title,status,source\n"
					 "m1,2020-03-01,talks,They meet,confirmed,S\n";
static const char records_relations[] =
	"relation_id,kind,actor_a,actor_b,from,to,announced_by,confirmed_by,denied_by,source\n"
	"r1,merger,d,b,2003-01-01,2004,b,c,,S\n";
static const char records_statements[] =
	"statement_id,by,made,about,kind,stance,says,indicator,counted,value,low,high,source\n"
	"s1,a,2020-03-01,milestone:m1,position,affirms,We met,,,,,,S\n"
	"s2,b,2021-01-01,commitment:one/leave,compliance,denies,They stayed,,,,,,S\n";
static const char records_agreement[] = "# An agreement of A and B\n"
					"agreement: one\n"
					"process: p\n"
					"title: T\n"
					"kind: agreement\n"
					"signed: 2020-02-29\n"
					"parties: [a, b]\n"
					"country: AFG\n"
					"source: S\n"
					"provisions:\n"
					"  - id: troops\n"
					"    clause: Part One\n"
					"    commitments:\n"
					"      - id: leave\n"
					"        obliged: a\n"
					"        beneficiary: b\n"
					"        action: Leave\n"
					"        standing: agreed\n"
					"        due: {after: signed, days: 135}\n"
					"        revisions:\n"
					"          - by: a\n"
					"            announced: 2020-05-01\n"
					"            due: {date: 2020-09-11}\n"
					"            source: S\n"
					"        assessments:\n"
					"          - as_of: 2020-07-13\n"
					"            status: met\n"
					"            by: c\n"
					"            source: S\n"
					"            evidence:\n"
					"              - kind: statement\n"
					"                ref: s1\n"
					"                supports: met\n"
					"                known: 2020-07-13\n"
					"violations:\n"
					"  - id: v1\n"
					"    commitment: leave\n"
					"    date: 2020-06-15\n"
					"    says: W\n"
					"    alleged_by: b\n"
					"    status: alleged\n";

/* Writes the whole folder. */
static inline void write_records(void)
{
	write_text("actors.csv", records_actors);
	write_text("processes.csv", records_processes);
	write_text("milestones.csv", records_milestones);
	write_text("relations.csv", records_relations);
	write_text("statements.csv", records_statements);
	write_text("one.yaml", records_agreement);
}

static inline void remove_store(void)
{
	unlink(store_path);
}

/* Imports the folder; what it was told where it is refused. A store that was not there before is
 * not there afterwards, as the command has it. */
static inline mizan_status import_folder(struct mizan_error *error)
{
	struct mizan_store store;
	struct mizan_import_report report = {0};
	const char *path = folder;
	*error = (struct mizan_error){0};
	assert_int_equal(mizan_store_open(&store, store_path, MIZAN_STORE_CREATE, error), MIZAN_OK);
	mizan_status status = mizan_import(&store, &path, 1, NULL, &report, NULL, error);
	mizan_import_report_release(&report);
	if (status == MIZAN_OK) {
		mizan_store_close(&store);
	} else {
		mizan_store_discard(&store);
	}
	return status;
}

static inline void import_folder_whole(void)
{
	struct mizan_error error;
	if (import_folder(&error) != MIZAN_OK) {
		fail_msg("%s:%zu:%zu: %s (%s)", error.file, error.line, error.column, error.what,
			error.advice);
	}
}

static inline void assert_place(
	const struct mizan_error *error, const char *file, size_t line, size_t column)
{
	size_t size = strlen(error->file), part = strlen(file);
	bool right = size >= part && strcmp(error->file + size - part, file) == 0;
	if (!right || error->line != line || error->column != column) {
		fail_msg("%s:%zu:%zu: %s; expected at %s:%zu:%zu", error->file, error->line,
			error->column, error->what, file, line, column);
	}
}

/* The folder is refused with this word, and changes nothing: neither a store that is there nor one
 * that is not. */
static inline struct mizan_error assert_nothing_kept(const char *says)
{
	struct mizan_error error;
	char before[65], after[65];
	bool there = access(store_path, F_OK) == 0;
	if (there) {
		hash_store(before);
	}
	mizan_status status = import_folder(&error);
	if (status == MIZAN_OK) {
		fail_msg("what should say '%s' was imported", says);
	}
	if (status != MIZAN_ERROR_INPUT) {
		fail_msg("%s (status %d)", error.what, (int)status);
	}
	assert_says(error.what, says);
	assert_true(error.advice[0] != '\0');
	if (there) {
		hash_store(after);
		assert_string_equal(before, after);
	} else {
		assert_int_not_equal(access(store_path, F_OK), 0);
	}
	return error;
}

/* Takes the first '@' out of a text and gives its line and its place in it: the character in YAML,
 * the field in a sheet. */
static inline void take_mark(char *text, bool sheet, size_t *line, size_t *column)
{
	*line = *column = 1;
	char *mark = strchr(text, '@');
	assert_non_null(mark);
	for (const char *at = text; at < mark; at++) {
		*line += *at == '\n';
		*column = *at == '\n' ? 1 : *column + (sheet ? *at == ',' : 1);
	}
	memmove(mark, mark + 1, strlen(mark));
}

/* A file of the folder is another one, with a fault where '@' stands. In an empty folder, and on
 * top of a store that holds the sound one. */
static inline void assert_fault(const char *file, const char *marked, const char *says)
{
	static char text[1 << 16];
	size_t line, column;
	bool sheet = strstr(file, ".csv") != NULL;
	assert_true(strlen(marked) < sizeof text);
	strcpy(text, marked);
	take_mark(text, sheet, &line, &column);
	for (int round = 0; round < 2; round++) {
		empty_folder();
		write_records();
		if (round == 1) {
			import_folder_whole();
		}
		write_text(file, text);
		struct mizan_error error = assert_nothing_kept(says);
		assert_place(&error, file, line, column);
	}
}

/* The agreement with one of its lines changed. */
static inline void assert_yaml_fault(const char *from, const char *to, const char *says)
{
	static char text[1 << 16];
	const char *at = strstr(records_agreement, from);
	if (!at) {
		fail_msg("'%s' is not in the agreement", from);
	}
	snprintf(text, sizeof text, "%.*s%s%s", (int)(at - records_agreement), records_agreement,
		to, at + strlen(from));
	assert_fault("one.yaml", text, says);
}

/* A row more at the end of a sheet. */
static inline void assert_row_fault(
	const char *file, const char *sheet, const char *row, const char *says)
{
	static char text[1 << 14];
	snprintf(text, sizeof text, "%s%s\n", sheet, row);
	assert_fault(file, text, says);
}

#endif
