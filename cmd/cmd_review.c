/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan review */
#include "command.h"

#include <mizan/review.h>
#include <stdio.h>
#include <string.h>

struct review_request {
	const char *article, *claims, *output;
	bool strict, retie, draft;
};

static bool form_from_name(const char *path, enum mizan_review_form *form)
{
	static const struct file_form forms[] = {{".html", MIZAN_REVIEW_HTML},
		{".htm", MIZAN_REVIEW_HTML}, {".pdf", MIZAN_REVIEW_PDF},
		{".docx", MIZAN_REVIEW_DOCX}, {".md", MIZAN_REVIEW_MARKDOWN},
		{".json", MIZAN_REVIEW_JSON}, {".jsonld", MIZAN_REVIEW_CLAIM_REVIEW}, {NULL, 0}};
	int found;
	bool known = form_by_ending(path, forms, &found);
	*form = known ? (enum mizan_review_form)found : *form;
	return known;
}

/* All at once, so that they can be repaired at once. */
static int print_faults(const struct mizan_review *review)
{
	int code = EXIT_DONE;
	for (size_t i = 0; i < mizan_review_fault_count(review); i++) {
		code = print_error(mizan_review_fault(review, i));
	}
	return code;
}

static void print_ties(const struct mizan_review *review, const char *path)
{
	for (size_t i = 0; i < mizan_review_tie_count(review); i++) {
		const struct mizan_tie *tie = mizan_review_tie(review, i);
		struct mizan_text line = {0};
		mizan_tie_append(review, tie, &line);
		fprintf(stderr, "tie: %s:%zu: %s\n", path,
			mizan_review_claim(review, tie->claim)->line, line.data ? line.data : "");
		mizan_text_release(&line);
	}
}

static int weigh(struct context *context, struct mizan_review *review)
{
	struct mizan_error error = {0};
	int code = open_store(context, MIZAN_STORE_READ);
	if (code == EXIT_DONE) {
		code = guard_store(context);
	}
	if (code != EXIT_DONE) {
		return code;
	}
	if (context->restricted) {
		mizan_review_restrict(review);
	}
	mizan_status status =
		mizan_review_evaluate(review, context->store.database, &context->watch, &error);
	watch_clear();
	return status == MIZAN_OK ? print_faults(review) : print_error(&error);
}

/* 1 where a claim is not supported or is marked, or a tie does not fit. */
static int strict_result(const struct mizan_review *review, const char *path)
{
	int code = mizan_review_tie_count(review) > 0 ? EXIT_NO : EXIT_DONE;
	for (size_t i = 0; i < mizan_review_claim_count(review); i++) {
		const struct mizan_review_claim *claim = mizan_review_claim(review, i);
		const struct mizan_claim *weighed = claim->weighed;
		if (weighed && (weighed->result != MIZAN_SUPPORTED || weighed->marks)) {
			fprintf(stderr, "%s:%zu: %s%s: %s\n", path, claim->line,
				mizan_result_word(weighed->result),
				weighed->marks ? " (marked)" : "", weighed->text);
			code = EXIT_NO;
		}
	}
	return code;
}

static int retie(const struct mizan_review *review, const char *path)
{
	struct mizan_text text = {0};
	struct mizan_error error = {0};
	size_t moved = 0;
	mizan_status status = mizan_review_retie(review, &text, &moved, &error);
	if (status == MIZAN_OK && moved > 0) {
		status = write_file(path, text.data, text.size, &error);
	}
	mizan_text_release(&text);
	if (status != MIZAN_OK) {
		return print_error(&error);
	}
	fprintf(stderr, "%zu of %zu ties that did not fit were moved\n", moved,
		mizan_review_tie_count(review));
	return EXIT_DONE;
}

static int write_review(struct context *context, const struct mizan_review *review,
	const struct review_request *request)
{
	struct mizan_text text = {0};
	struct mizan_error error = {0};
	enum mizan_review_form form = MIZAN_REVIEW_HTML;
	(void)form_from_name(request->output, &form);
	form = context->output.json ? MIZAN_REVIEW_JSON : form;
	mizan_status status = mizan_review_write(review, form, &text, &error);
	if (status == MIZAN_OK) {
		status = write_file(request->output, text.data, text.size, &error);
	}
	mizan_text_release(&text);
	return status == MIZAN_OK ? EXIT_DONE : print_error(&error);
}

static int review_article(struct context *context, const struct mizan_article *article,
	const struct review_request *request)
{
	struct mizan_review *review = NULL;
	struct mizan_error error = {0};
	mizan_status status = mizan_review_open(article, request->claims, &review, &error);
	int code = status == MIZAN_OK ? print_faults(review) : print_error(&error);
	if (code == EXIT_DONE) {
		print_ties(review, request->claims);
	}
	if (code == EXIT_DONE && request->retie) {
		code = retie(review, request->claims);
	} else if (code == EXIT_DONE) {
		code = weigh(context, review);
		if (code == EXIT_DONE) {
			code = write_review(context, review, request);
		}
		if (code == EXIT_DONE && request->strict) {
			code = strict_result(review, request->claims);
		}
	}
	mizan_review_release(review);
	return code;
}

/* The claims file to start from. */
static int write_draft(struct context *context, const struct mizan_article *article,
	const struct review_request *request)
{
	struct mizan_text text = {0};
	struct mizan_error error = {0};
	int code = open_store(context, MIZAN_STORE_READ);
	if (code != EXIT_DONE) {
		return code;
	}
	mizan_status status = mizan_draft_store(context->store.database, article, &text, &error);
	if (status == MIZAN_OK) {
		status = write_file(request->output, text.data, text.size, &error);
	}
	mizan_text_release(&text);
	return status == MIZAN_OK ? EXIT_DONE : print_error(&error);
}

static int run(struct context *context, const struct review_request *request)
{
	struct mizan_article article;
	struct mizan_error error = {0};
	mizan_status status = mizan_article_read(request->article, &article, &error);
	int code = status != MIZAN_OK ? print_error(&error)
		   : request->draft   ? write_draft(context, &article, request)
				      : review_article(context, &article, request);
	mizan_article_release(&article);
	return code;
}

int cmd_review(struct context *context, int count, char **arguments)
{
	struct review_request request = {.output = "-"};
	const struct option options[] = {
		{"claims", OPTION_TEXT, "FILE",
			"the claims and the sentences that they are tied to", &request.claims},
		{"output", OPTION_TEXT, "FILE",
			"a .html, .pdf, .docx, .md, .json or .jsonld, also -o", &request.output},
		{"strict", OPTION_FLAG, NULL,
			"end with 1 when a claim is not supported, or a tie does not fit",
			&request.strict},
		{"retie", OPTION_FLAG, NULL,
			"move ties in the claims file to the one sentence that they fit now",
			&request.retie},
		{"draft", OPTION_FLAG, NULL,
			"write a claims file to start from, each claim of it proposed",
			&request.draft},
		{"json", OPTION_FLAG, NULL, "write JSON whatever the name", &context->output.json},
		{NULL, OPTION_FLAG, NULL, NULL, NULL},
	};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count != 2) {
		return count > 2 ? print_excess(context, arguments[2])
				 : print_usage_error(context, "name one article");
	}
	request.article = arguments[1];
	if (request.draft) {
		return request.claims || request.strict || request.retie
			       ? print_usage_error(
					 context, "--draft takes an article alone, and -o")
			       : run(context, &request);
	}
	if (!request.claims) {
		return print_usage_error(context, "--claims FILE is missing, or --draft");
	}
	enum mizan_review_form form = MIZAN_REVIEW_HTML;
	if (strcmp(request.output, "-") != 0 && !form_from_name(request.output, &form)) {
		return print_usage_error(context,
			"-o ends with .html, .pdf, .docx, .md, .json or .jsonld, not '%s'",
			request.output);
	}
	if (form == MIZAN_REVIEW_CLAIM_REVIEW && context->restricted) {
		return print_usage_error(
			context, "a .jsonld is for publication; leave --restricted out");
	}
	return run(context, &request);
}
