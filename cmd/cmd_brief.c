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

/* Numbers typed by hand: a list, and with --strict errors. Gives the exit code. */
static int print_unchecked(const struct mizan_brief *brief, bool strict)
{
	size_t count = mizan_brief_unchecked_count(brief);
	for (size_t i = 0; i < count; i++) {
		const struct mizan_error *number = mizan_brief_unchecked(brief, i);
		if (strict) {
			(void)print_error(number);
		} else {
			fprintf(stderr, "unchecked: %s:%zu:%zu: %s\n", number->file, number->line,
				number->column, number->what);
		}
	}
	return strict && count > 0 ? EXIT_NO : EXIT_DONE;
}

static bool store_is_there(const struct context *context)
{
	struct stat facts;
	return stat(context->store_path, &facts) == 0;
}

/* On a store that is open. */
static int evaluate(struct context *context, struct mizan_brief *brief)
{
	struct mizan_error error = {0};
	int code = guard_store(context);
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
	static const struct file_form forms[] = {{".html", MIZAN_BRIEF_HTML},
		{".htm", MIZAN_BRIEF_HTML}, {".pdf", MIZAN_BRIEF_PDF},
		{".md", MIZAN_BRIEF_MARKDOWN}, {".json", MIZAN_BRIEF_JSON}, {NULL, 0}};
	int found;
	bool known = form_by_ending(path, forms, &found);
	*form = known ? (enum mizan_brief_form)found : *form;
	return known;
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
		code = open_store(context, MIZAN_STORE_READ);
	}
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
		int typed = print_unchecked(brief, strict);
		code = strict ? strict_result(brief) : EXIT_DONE;
		code = code == EXIT_DONE ? typed : code;
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
		code = open_store(context, MIZAN_STORE_READ);
	}
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
		{"strict", OPTION_FLAG, NULL,
			"end with 1 when a claim is not supported or marked, or a number typed by "
			"hand",
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

static bool is_plain_text(const char *path)
{
	size_t size = strlen(path);
	return size > 4 && strcasecmp(path + size - 4, ".txt") == 0;
}

/* Each number of the text against the figures of the store, which is open. */
static int guard_figures(struct context *context, const char *path, const struct mizan_text *text,
	struct mizan_table *table)
{
	struct mizan_guard *guard = NULL;
	struct mizan_error error = {0};
	mizan_status status = mizan_guard_store(context->store.database, &guard, &error);
	if (status == MIZAN_OK) {
		status = mizan_guard_text(
			guard, path, text->data ? text->data : "", text->size, table, &error);
		if (status != MIZAN_OK && !*error.file) {
			mizan_error_at(&error, path, 0, 0);
		}
	}
	mizan_guard_release(guard);
	return status == MIZAN_OK ? EXIT_DONE : print_error(&error);
}

/* A line each, or the table that was asked for. */
static int print_warnings(struct context *context, struct mizan_table *table)
{
	const struct output *output = &context->output;
	struct mizan_text text = {0};
	if (output->csv || output->json || output->xlsx || output->chart) {
		return print_table(context, table, NULL);
	}
	for (size_t row = 0; row < table->row_count; row++) {
		mizan_text_append(&text, "warning: ");
		for (size_t i = 0; i < 4; i++) {
			static const char *const ends[] = {":", ":", ": ", ": "};
			mizan_table_append_cell(&text, table, row, i, false);
			mizan_text_append(&text, ends[i]);
		}
		mizan_text_printf(&text, "%s\n", mizan_table_cell(table, row, 5)->text);
	}
	int code = text.size > 0 ? print_text(&text) : EXIT_DONE;
	mizan_text_release(&text);
	for (size_t i = 0; i < table->note_count; i++) {
		fprintf(stderr, "note: %s\n", table->notes[i]);
	}
	return code;
}

/* The text as a brief: its faults, and the numbers in it that are typed by hand. */
static int check_brief(struct context *context, const char *path, const struct mizan_text *text,
	bool has_store, bool strict)
{
	struct mizan_brief *brief = NULL;
	struct mizan_error error = {0};
	mizan_status status =
		mizan_brief_parse(path, text->data ? text->data : "", text->size, &brief, &error);
	int code = status == MIZAN_OK ? EXIT_DONE : print_error(&error);
	bool plain = code == EXIT_DONE && mizan_brief_is_plain(brief);
	if (code == EXIT_DONE && has_store && !plain) {
		code = evaluate(context, brief);
	}
	if (code == EXIT_DONE) {
		code = print_faults(brief);
		int typed = plain ? EXIT_DONE : print_unchecked(brief, strict);
		code = code == EXIT_DONE ? typed : code;
	}
	mizan_brief_release(brief);
	return code;
}

static int check_text(struct context *context, const char *path, bool strict)
{
	struct mizan_text text = {0};
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	bool has_store = store_is_there(context);
	int code = read_file(path, &text, &error) == MIZAN_OK ? EXIT_DONE : print_error(&error);
	if (code == EXIT_DONE && has_store) {
		code = open_store(context, MIZAN_STORE_READ);
		code = code == EXIT_DONE ? guard_figures(context, path, &text, &table) : code;
	} else if (code == EXIT_DONE) {
		fprintf(stderr,
			"mizan: %s: no store, so queries were not tried, nor numbers compared\n",
			context->store_path);
	}
	if (code == EXIT_DONE && !is_plain_text(path)) {
		code = check_brief(context, path, &text, has_store, strict);
	}
	if (has_store && (code == EXIT_DONE || code == EXIT_NO)) {
		int printed = print_warnings(context, &table);
		bool no = strict && table.row_count > 0;
		code = printed != EXIT_DONE ? printed : no ? EXIT_NO : code;
	}
	/* What was not compared has not passed. */
	code = strict && !has_store && code == EXIT_DONE ? EXIT_STORE : code;
	mizan_table_release(&table);
	mizan_text_release(&text);
	return code;
}

int cmd_check(struct context *context, int count, char **arguments)
{
	bool strict = false;
	const struct option options[] = {
		{"strict", OPTION_FLAG, NULL,
			"end with 1 when a number is typed by hand in a brief, or warned of",
			&strict},
		{NULL, OPTION_FLAG, NULL, NULL, NULL}};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count != 2) {
		return print_usage_error(context, "name one brief, or another text");
	}
	return check_text(context, arguments[1], strict);
}
