/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of a fenced cell: lines "--| key: value", then a query. */
#include "brief_internal.h"

#include <ctype.h>
#include <string.h>

const char *cell_option(const struct brief_cell *cell, const char *key)
{
	for (size_t i = 0; i < cell->option_count; i++) {
		if (strcmp(cell->options[i].key, key) == 0) {
			return cell->options[i].value;
		}
	}
	return NULL;
}

size_t cell_option_line(const struct brief_cell *cell, const char *key)
{
	for (size_t i = 0; i < cell->option_count; i++) {
		if (strcmp(cell->options[i].key, key) == 0) {
			return cell->options[i].line;
		}
	}
	return cell->line;
}

size_t cell_option_column(const struct brief_cell *cell, const char *key)
{
	for (size_t i = 0; i < cell->option_count; i++) {
		if (strcmp(cell->options[i].key, key) == 0) {
			return cell->options[i].column;
		}
	}
	return cell->column;
}

/* From the byte of the query to its line and column in the text. */
void cell_query_fault(
	struct mizan_brief *brief, const struct brief_cell *cell, const struct mizan_error *problem)
{
	size_t line = cell->sql_line, column = cell->sql_column;
	for (size_t i = 0; i + 1 < problem->column && cell->sql[i]; i++) {
		bool ends = cell->sql[i] == '\n';
		line += ends;
		/* A cell in a list or a quotation is indented throughout. */
		column = ends ? cell->sql_indent + 1 : column + 1;
	}
	brief_fault(brief, line, column, problem->advice, "%s", problem->what);
}

/* The key of "--| key: value", or of size 0. */
static struct mizan_slice option_key(struct mizan_slice line)
{
	size_t size = 0;
	while (size < line.size &&
		(islower((unsigned char)line.data[size]) ||
			isdigit((unsigned char)line.data[size]) || line.data[size] == '-')) {
		size++;
	}
	bool colon = size < line.size && line.data[size] == ':';
	return (struct mizan_slice){line.data, colon ? size : 0};
}

/* A value may stand in quotes, as YAML has it. */
static struct mizan_slice option_value(struct mizan_slice text)
{
	text = mizan_slice_trim(text);
	if (text.size >= 2 && (text.data[0] == '"' || text.data[0] == '\'') &&
		text.data[text.size - 1] == text.data[0]) {
		text.data++;
		text.size -= 2;
	}
	return text;
}

static void cell_add_option(struct mizan_brief *brief, struct brief_cell *cell,
	struct mizan_slice line, size_t number, size_t *capacity)
{
	const char *start = line.data;
	line = mizan_slice_trim(line);
	struct mizan_slice key = option_key(line);
	size_t column = cell->column + strlen("--|") + (size_t)(line.data - start);
	if (key.size == 0) {
		brief_fault(brief, number, cell->column, "write --| key: value",
			"'%.*s' is no option", (int)(line.size > 60 ? 60 : line.size), line.data);
		return;
	}
	struct brief_option *grown = mizan_arena_allocate(&brief->arena,
		cell->option_count + 1 > *capacity ? *capacity * 2 + 8 : 1, sizeof *grown);
	if (!grown) {
		brief->failed = true;
		return;
	}
	if (cell->option_count + 1 > *capacity) {
		if (cell->option_count) {
			memcpy(grown, cell->options, cell->option_count * sizeof *grown);
		}
		cell->options = grown;
		*capacity = *capacity * 2 + 8;
	}
	struct mizan_slice value = option_value(
		(struct mizan_slice){line.data + key.size + 1, line.size - key.size - 1});
	const char *name = brief_copy(brief, key.data, key.size);
	const char *words = brief_copy(brief, value.data, value.size);
	if (!name || !words) {
		brief->failed =
			true; /* an option without its words would be compared with others */
		return;
	}
	cell->options[cell->option_count++] = (struct brief_option){name, words, number, column};
}

void cell_read_text(struct mizan_brief *brief, struct brief_cell *cell, const char *text)
{
	size_t number = cell->line + 1, capacity = 0;
	while (strncmp(text, "--|", 3) == 0) {
		size_t size = strcspn(text, "\n");
		cell_add_option(
			brief, cell, (struct mizan_slice){text + 3, size - 3}, number, &capacity);
		text += size + (text[size] == '\n');
		number++;
	}
	while (*text == '\n') {
		text++;
		number++;
	}
	struct mizan_slice sql = {text, strlen(text)};
	cell->sql_line = number;
	cell->sql_column = cell->column;
	cell->sql_indent = cell->column - 1;
	while (sql.size > 0 && isspace((unsigned char)sql.data[sql.size - 1])) {
		sql.size--;
	}
	cell->sql = brief_copy(brief, sql.data, sql.size);
}

/* ---- What a cell may say ------------------------------------------------------------------ */

static const char *const block_options[] = {"chart", "x", "y", "low", "high", "series", "label",
	"size", "title", "subtitle", "caption", "x-title", "y-title", "country", "source", "table",
	"width", "height", "milestones", NULL};
static const char *const claim_options[] = {"id", "text", "by", "cites", "edition", "check",
	"states", "per", "indicator", "country", "actor", "area", "from", "to", "period", "against",
	"value", "within", "factor", "of", "among", "measure", "floor", "milestone", "date",
	"months", "direction", "part", "part-area", "where", "zone", "source", "asserts", "denies",
	"denied-by", "missing", "present", "about", "agreement", "commitment", "status", "on",
	"counted", "kind", "since", "days", "what", NULL};

static bool option_is_known(const char *const *known, const char *key)
{
	for (; *known; known++) {
		if (strcmp(*known, key) == 0) {
			return true;
		}
	}
	return false;
}

static bool option_may_repeat(const char *key)
{
	return strcmp(key, "asserts") == 0 || strcmp(key, "denies") == 0 ||
	       strcmp(key, "denied-by") == 0;
}

/* Options that take one of a few words. */
static void cell_check_words(struct mizan_brief *brief, const struct brief_cell *cell)
{
	static const struct {
		const char *key, *words[2];
	} options[] = {{"per", {"publisher", "claimant"}}, {"present", {"yes", "no"}},
		{"direction", {"rises", "falls"}}};
	const char *check = cell_option(cell, "check");
	bool first = check && strcmp(check, "first-since") == 0; /* has directions of its own */
	for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
		const char *value = cell_option(cell, options[i].key);
		if (value && !(first && i == 2) && strcmp(value, options[i].words[0]) != 0 &&
			strcmp(value, options[i].words[1]) != 0) {
			brief_fault(brief, cell_option_line(cell, options[i].key),
				cell_option_column(cell, options[i].key),
				i == 0   ? "write publisher or claimant"
				: i == 1 ? "write yes or no"
					 : "write rises or falls",
				"%s: '%.40s' is not understood", options[i].key, value);
		}
	}
	const char *country = cell_option(cell, "country");
	if (country && !mizan_country_by_iso3((struct mizan_slice){country, strlen(country)})) {
		const struct mizan_country *named =
			mizan_country_by_name((struct mizan_slice){country, strlen(country)});
		brief_fault(brief, cell_option_line(cell, "country"),
			cell_option_column(cell, "country"),
			named ? named->iso3 : "write its ISO 3166 code of three letters: PAK",
			"no country has the code '%.40s'", country);
	}
}

/* Is the word in the text, and no part of another one? */
static bool text_has_word(const char *text, const char *word)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz-";
	size_t size = strlen(word);
	for (const char *at = strstr(text, word); at; at = strstr(at + 1, word)) {
		bool begins = at == text || !strchr(letters, at[-1]);
		if (begins && (at[size] == '\0' || !strchr(letters, at[size]))) {
			return true;
		}
	}
	return false;
}

/* "rose by half" is not weighed by a check that knows no value: what it would pass over is said. */
static void cell_check_unused(
	struct mizan_brief *brief, const struct brief_cell *cell, const struct check *check)
{
	static const char *const weighed[] = {"value", "within", "factor", "against", "since",
		"months", "days", "floor", "measure", "part", "part-area", "direction", "from",
		"to", "period", "status", "on", "agreement", "commitment", "among", NULL};
	for (size_t i = 0; i < cell->option_count; i++) {
		const struct brief_option *option = &cell->options[i];
		if (option_is_known(weighed, option->key) &&
			!text_has_word(check->options, option->key)) {
			brief_fault(brief, option->line, option->column, check->options,
				"the check %s takes no %s", check->word, option->key);
		}
	}
}

static void cell_check_claim(struct mizan_brief *brief, const struct brief_cell *cell)
{
	const char *word = cell_option(cell, "check");
	cell_check_words(brief, cell);
	if (!cell_option(cell, "text")) {
		brief_fault(brief, cell->line, cell->column,
			"add --| text: the sentence that is weighed", "the claim has no text");
	}
	if (word && *cell->sql) {
		brief_fault(brief, cell->sql_line, cell->sql_column, "take one of the two",
			"the claim has a check and a query");
	}
	if (!word && !*cell->sql && !cell_option(cell, "missing")) {
		brief_fault(brief, cell->line, cell->column,
			"add --| check: WORD, a query, or --| missing: what it would take",
			"the claim says not how it is weighed");
	}
	const struct check *check = word ? check_find(word) : NULL;
	if (word && !check) {
		struct mizan_text list = {0};
		for (const struct check *c = checks; c->word; c++) {
			mizan_text_printf(&list, "%s%s", c == checks ? "" : ", ", c->word);
		}
		brief_fault(brief, cell_option_line(cell, "check"),
			cell_option_column(cell, "check"), list.data ? list.data : "",
			"no check is called '%.60s'", word);
		mizan_text_release(&list);
	}
	if (check) {
		cell_check_unused(brief, cell, check);
	}
	for (size_t i = 0; check && check->needs[i]; i++) {
		if (!cell_option(cell, check->needs[i])) {
			brief_fault(brief, cell->line, cell->column, check->options,
				"the check %s needs --| %s:", word, check->needs[i]);
		}
	}
}

void cell_check_options(struct mizan_brief *brief, const struct brief_cell *cell)
{
	const char *const *known = cell->kind == CELL_CLAIM ? claim_options : block_options;
	for (size_t i = 0; i < cell->option_count; i++) {
		const struct brief_option *option = &cell->options[i];
		if (!option_is_known(known, option->key)) {
			struct mizan_text list = {0};
			for (size_t k = 0; known[k]; k++) {
				mizan_text_printf(&list, "%s%s", k ? ", " : "", known[k]);
			}
			brief_fault(brief, option->line, option->column, list.data ? list.data : "",
				"no option is called '%.60s'", option->key);
			mizan_text_release(&list);
		}
		if (cell_option_line(cell, option->key) != option->line &&
			!option_may_repeat(option->key)) {
			brief_fault(brief, option->line, option->column, "keep one of them",
				"the option '%.60s' is given twice", option->key);
		}
	}
	enum mizan_chart_kind kind;
	const char *chart = cell_option(cell, "chart");
	if (cell->kind == CELL_CLAIM) {
		cell_check_claim(brief, cell);
	} else if (chart && !mizan_chart_kind_from_word(chart, &kind)) {
		brief_fault(brief, cell_option_line(cell, "chart"),
			cell_option_column(cell, "chart"),
			"line, bar, dot-range, timeline, points, choropleth, network, spans",
			"no chart '%.40s'", chart);
	}
	if (cell->kind == CELL_BLOCK && !*cell->sql) {
		brief_fault(brief, cell->line, cell->column, "write a SELECT under the options",
			"the cell has no query");
	}
}
