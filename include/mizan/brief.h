/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The brief room: a Markdown text whose every figure is computed as it is rendered, and whose every
 * claim is weighed. docs/brief.md is the reference of the syntax.
 *
 * One tree, many writers: parse, evaluate against a store, write.
 */
#ifndef MIZAN_BRIEF_H
#define MIZAN_BRIEF_H

#include <mizan/base.h>
#include <mizan/table.h>

#pragma GCC visibility push(default)

struct sqlite3;

/* Against other records. Never called a verdict on a page. */
enum mizan_result {
	MIZAN_SUPPORTED,
	MIZAN_CONTRADICTED,
	MIZAN_SOURCES_DISAGREE,
	MIZAN_RESTS_ON_STATEMENTS,
	MIZAN_CANNOT_BE_CHECKED,
	MIZAN_OPINION,
};
/* As cited: does the cited source say it? */
enum mizan_cited { MIZAN_CITED_YES, MIZAN_CITED_NO, MIZAN_CITED_NO_SOURCE };
enum mizan_claim_mark { MIZAN_MARK_FIGURE_WRONG = 1, MIZAN_MARK_OUTDATED = 2 };

const char *mizan_result_word(enum mizan_result result); /* "supported", "sources disagree" … */

/* One publisher's answer to a claim. */
struct mizan_answer {
	const char *publisher, *edition;
	int holds;            /* 1, 0, -1: cannot say */
	const char *evidence; /* "292, 643, 748, 1,081" */
	const char *reason;   /* why it cannot say, or NULL */
};
struct mizan_claim {
	const char *id; /* stable anchor */
	const char *text, *by, *check, *rule; /* rule: the check's exact rule in a sentence */
	const char *sql;                     /* the query, where the claim has one */
	size_t line;
	enum mizan_result result;
	enum mizan_cited cited;
	unsigned marks; /* enum mizan_claim_mark */
	const char *because; /* one sentence */
	struct mizan_answer *answers;
	size_t answer_count;
	unsigned publishers; /* independent ones that answer; relays count once */
};

struct mizan_brief;

/* Reads the text; every fault of the text is collected (mizan_brief_faults), not only the first. */
mizan_status mizan_brief_parse(const char *path, const char *text, size_t size,
	struct mizan_brief **brief, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Runs every cell and claim on a guarded handle. Faults of queries are collected too. */
mizan_status mizan_brief_evaluate(struct mizan_brief *brief, struct sqlite3 *database,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;
void mizan_brief_release(struct mizan_brief *brief);

size_t mizan_brief_fault_count(const struct mizan_brief *brief);
const struct mizan_error *mizan_brief_fault(const struct mizan_brief *brief, size_t index);
size_t mizan_brief_claim_count(const struct mizan_brief *brief);
const struct mizan_claim *mizan_brief_claim(const struct mizan_brief *brief, size_t index);
/* Numbers typed by hand that are not marked as quotation: where, and the number. */
size_t mizan_brief_unchecked_count(const struct mizan_brief *brief);
const struct mizan_error *mizan_brief_unchecked(const struct mizan_brief *brief, size_t index);

enum mizan_brief_form { MIZAN_BRIEF_HTML, MIZAN_BRIEF_PDF, MIZAN_BRIEF_MARKDOWN, MIZAN_BRIEF_JSON };
/* PDF goes through WeasyPrint: MIZAN_ERROR_SYSTEM where it is not installed. */
mizan_status mizan_brief_write(const struct mizan_brief *brief, enum mizan_brief_form form,
	struct mizan_text *out, struct mizan_error *error) MIZAN_MUST_CHECK;

#pragma GCC visibility pop
#endif
