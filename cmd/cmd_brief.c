/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan brief render, mizan brief new, mizan check */
#include "command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

static mizan_status read_brief(
	const char *path, struct mizan_brief **brief, struct mizan_error *error)
{
	struct mizan_text text = {0};
	mizan_status status = read_file(path, &text, error);
	if (status == MIZAN_OK) {
		status = mizan_brief_parse(
			path, text.data ? text.data : "", text.size, brief, error);
	}
	mizan_text_release(&text);
	return status;
}

/* All at once, so that they can be repaired at once. */
static int print_faults(const struct mizan_brief *brief)
{
	int code = EXIT_DONE;
	for (size_t i = 0; i < mizan_brief_fault_count(brief); i++) {
		code = print_error(mizan_brief_fault(brief, i));
	}
	return code;
}

static void print_unchecked(const struct mizan_brief *brief)
{
	for (size_t i = 0; i < mizan_brief_unchecked_count(brief); i++) {
		const struct mizan_error *number = mizan_brief_unchecked(brief, i);
		fprintf(stderr, "unchecked: %s:%zu:%zu: %s\n", number->file, number->line,
			number->column, number->what);
	}
}

static bool store_is_there(const struct context *context)
{
	struct stat facts;
	return stat(context->store_path, &facts) == 0;
}

static int evaluate(struct context *context, struct mizan_brief *brief)
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
		mizan_brief_restrict(brief);
	}
	mizan_status status =
		mizan_brief_evaluate(brief, context->store.database, &context->watch, &error);
	watch_clear();
	return status == MIZAN_OK ? EXIT_DONE : print_error(&error);
}

/* ---- mizan brief render ------------------------------------------------------------------- */

static bool form_from_name(const char *path, enum mizan_brief_form *form)
{
	static const struct {
		const char *ending;
		enum mizan_brief_form form;
	} forms[] = {{".html", MIZAN_BRIEF_HTML}, {".htm", MIZAN_BRIEF_HTML},
		{".pdf", MIZAN_BRIEF_PDF}, {".md", MIZAN_BRIEF_MARKDOWN},
		{".json", MIZAN_BRIEF_JSON}};
	size_t size = strlen(path);
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		size_t ending = strlen(forms[i].ending);
		if (size > ending && strcasecmp(path + size - ending, forms[i].ending) == 0) {
			*form = forms[i].form;
			return true;
		}
	}
	return false;
}

static int strict_result(const struct mizan_brief *brief)
{
	int code = EXIT_DONE;
	for (size_t i = 0; i < mizan_brief_claim_count(brief); i++) {
		const struct mizan_claim *claim = mizan_brief_claim(brief, i);
		if (claim->result != MIZAN_SUPPORTED || claim->marks) {
			fprintf(stderr, "line %zu: %s%s: %s\n", claim->line,
				mizan_result_word(claim->result), claim->marks ? " (marked)" : "",
				claim->text);
			code = EXIT_NO;
		}
	}
	return code;
}

/* With a handle of its own: the one that weighed is guarded, and reads alone. */
static int keep_results(
	const struct context *context, const struct mizan_brief *brief, const char *path)
{
	struct mizan_store store;
	struct mizan_error error = {0};
	char name[BRIEF_NAME], when[24];
	name_of_brief(path, name);
	now_in_utc(when);
	mizan_status status =
		mizan_store_open(&store, context->store_path, MIZAN_STORE_WRITE, &error);
	if (status == MIZAN_OK) {
		status = mizan_brief_keep(brief, &store, name, when, &error);
	}
	mizan_store_close(&store);
	return status == MIZAN_OK ? EXIT_DONE : print_error(&error);
}

static int render(
	struct context *context, const char *path, const char *output, bool strict, bool keep)
{
	struct mizan_brief *brief = NULL;
	struct mizan_error error = {0};
	struct mizan_text text = {0};
	enum mizan_brief_form form = MIZAN_BRIEF_HTML;
	if (strcmp(output, "-") != 0 && !form_from_name(output, &form)) {
		return print_usage_error(
			context, "-o ends with .html, .pdf, .md or .json, not '%s'", output);
	}
	if (context->output.json) {
		form = MIZAN_BRIEF_JSON;
	}
	mizan_status status = read_brief(path, &brief, &error);
	int code = status == MIZAN_OK ? EXIT_DONE : print_error(&error);
	if (code == EXIT_DONE) {
		code = evaluate(context, brief);
	}
	if (code == EXIT_DONE) {
		code = print_faults(brief);
	}
	if (code == EXIT_DONE && keep) {
		code = keep_results(context, brief, path);
	}
	if (code == EXIT_DONE) {
		status = mizan_brief_write(brief, form, &text, &error);
		if (status == MIZAN_OK) {
			status = write_file(output, text.data, text.size, &error);
		}
		code = status == MIZAN_OK ? EXIT_DONE : print_error(&error);
	}
	if (code == EXIT_DONE) {
		print_unchecked(brief);
		code = strict ? strict_result(brief) : EXIT_DONE;
	}
	mizan_text_release(&text);
	mizan_brief_release(brief);
	return code;
}

/* ---- mizan brief card --------------------------------------------------------------------- */

struct card_order {
	const char *path, *id, *output, *size;
};

static bool card_read_options(
	const struct card_order *order, struct mizan_brief_card_options *options)
{
	enum mizan_picture picture;
	char rest;
	if (order->size &&
		(sscanf(order->size, "%dx%d%c", &options->width, &options->height, &rest) != 2 ||
			options->width < 600 || options->width > 4000 || options->height < 600 ||
			options->height > 4000)) {
		return false;
	}
	if (order->output && !mizan_picture_from_name(order->output, &picture)) {
		return false;
	}
	options->picture = order->output ? (int)picture : 0;
	return true;
}

static int card_write(struct context *context, const struct mizan_brief *brief,
	const struct card_order *order, const struct mizan_brief_card_options *options)
{
	struct mizan_text picture = {0};
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	int code = EXIT_DONE;
	mizan_status status = MIZAN_OK;
	if (order->output) {
		status = mizan_brief_card(brief, order->id, options, &picture, &error);
	}
	if (status == MIZAN_OK && order->output) {
		status = write_file(order->output, picture.data, picture.size, &error);
	}
	if (status == MIZAN_OK && (context->output.csv || context->output.json)) {
		status = mizan_brief_card_table(brief, order->id, &table, &error);
		code = status == MIZAN_OK ? print_table(context, &table, NULL) : code;
	}
	mizan_text_release(&picture);
	mizan_table_release(&table);
	return status == MIZAN_OK ? code : print_error(&error);
}

static int card(struct context *context, const struct card_order *order)
{
	struct mizan_brief *brief = NULL;
	struct mizan_error error = {0};
	struct mizan_brief_card_options options = {.day = as_of(context)};
	if (!order->output && !context->output.csv && !context->output.json) {
		return print_usage_error(context, "say -o card.svg, .png or .pdf, or --csv");
	}
	if (!card_read_options(order, &options)) {
		return print_usage_error(context,
			"a card ends with .svg, .png or .pdf, and its --size is 1200x675, "
			"1080x1080 or another of 600 to 4000");
	}
	int code = read_brief(order->path, &brief, &error) == MIZAN_OK ? EXIT_DONE
								       : print_error(&error);
	if (code == EXIT_DONE) {
		code = evaluate(context, brief);
	}
	if (code == EXIT_DONE) {
		code = print_faults(brief);
	}
	if (code == EXIT_DONE) {
		code = card_write(context, brief, order, &options);
	}
	mizan_brief_release(brief);
	return code;
}

/* ---- mizan brief new ---------------------------------------------------------------------- */

static int start_brief(struct context *context, const char *path, const char *title)
{
	struct stat facts;
	struct mizan_text text = {0};
	struct mizan_error error = {0};
	if (strcmp(path, "-") != 0 && stat(path, &facts) == 0) {
		return print_usage_error(context, "%s is there already", path);
	}
	mizan_status status = mizan_brief_template(title ? title : "A brief", &text, &error);
	if (status == MIZAN_OK) {
		status = write_file(path, text.data, text.size, &error);
	}
	mizan_text_release(&text);
	return status == MIZAN_OK ? EXIT_DONE : print_error(&error);
}

int cmd_brief(struct context *context, int count, char **arguments)
{
	const char *output = NULL, *title = NULL, *size = NULL;
	bool strict = false, keep = false;
	const struct option options[] = {
		{"output", OPTION_TEXT, "FILE",
			"a .html, .pdf, .md or .json, also -o; of a card a .svg, .png or .pdf",
			&output},
		{"size", OPTION_TEXT, "1200x675", "of a card, in pixels; 1080x1080 is a square",
			&size},
		{"csv", OPTION_FLAG, NULL, "of a card: print the data behind it",
			&context->output.csv},
		{"strict", OPTION_FLAG, NULL, "end with 1 when a claim is not supported, or marked",
			&strict},
		{"keep", OPTION_FLAG, NULL, "keep the results in the store, for mizan log", &keep},
		{"json", OPTION_FLAG, NULL, "write JSON whatever the name", &context->output.json},
		{"title", OPTION_TEXT, "TEXT", "of a new brief", &title},
		{NULL, OPTION_FLAG, NULL, NULL, NULL},
	};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count == 3 && strcmp(arguments[1], "render") == 0) {
		return render(context, arguments[2], output ? output : "-", strict, keep);
	}
	if (count == 3 && strcmp(arguments[1], "new") == 0) {
		return start_brief(context, arguments[2], title);
	}
	if (count == 4 && strcmp(arguments[1], "card") == 0) {
		return card(
			context, &(struct card_order){arguments[2], arguments[3], output, size});
	}
	return print_usage_error(context, "say render FILE.md, card FILE.md CLAIM or new FILE.md");
}

/* ---- mizan check -------------------------------------------------------------------------- */

int cmd_check(struct context *context, int count, char **arguments)
{
	const struct option options[] = {{NULL, OPTION_FLAG, NULL, NULL, NULL}};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count != 2) {
		return print_usage_error(context, "name one brief");
	}
	struct mizan_brief *brief = NULL;
	struct mizan_error error = {0};
	code = read_brief(arguments[1], &brief, &error) == MIZAN_OK ? EXIT_DONE
								    : print_error(&error);
	if (code == EXIT_DONE && store_is_there(context)) {
		code = evaluate(context, brief);
	} else if (code == EXIT_DONE) {
		fprintf(stderr, "mizan: %s: no store, so queries were not tried\n",
			context->store_path);
	}
	if (code == EXIT_DONE) {
		code = print_faults(brief);
		print_unchecked(brief);
	}
	mizan_brief_release(brief);
	return code;
}
