/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mapping: YAML that says which column of somebody's sheet is which of ours. */
#include "source_internal.h"
#include <libfyaml.h>
#include <mizan/table.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAPPING_BYTES_MAX (256 * 1024)

struct mapping {
	struct mizan_yaml yaml;
	struct source_plan *plan;
	const struct mizan_reader_facts *facts;
	struct sheet_state *state;
	size_t chosen[SHEET_TARGET_COUNT];
	unsigned seen; /* keys of the first level, a bit each */
};

/* Where a node stands in the file; where it is empty, what stands before it. */
static void mapping_at(const struct mapping *mapping, struct fy_node *node, struct fy_node *before,
	struct mizan_error *error)
{
	mizan_yaml_at(&mapping->yaml, node, before, error);
}

static const char *mapping_text(const struct mapping *mapping, struct fy_node *node)
{
	return mizan_yaml_text(&mapping->yaml, node);
}

static int mapping_find_target(const char *name)
{
	for (int i = 0; i < SHEET_TARGET_COUNT; i++) {
		if (strcmp(sheet_target_names[i], name) == 0) {
			return i;
		}
	}
	return -1;
}

/* Is a text one that every row could have there? Names and dates are left to the rows. */
static bool mapping_value_fits(int target, const char *text)
{
	struct mizan_slice slice = {text, strlen(text)};
	int64_t number;
	double degrees;
	switch (target) {
	case SHEET_COUNTRY:
		return mizan_country_by_iso3(slice) || mizan_country_by_name(slice);
	case SHEET_VIOLENCE:
		return mizan_violence_from_word(slice) != MIZAN_VIOLENCE_UNKNOWN;
	case SHEET_DATE_PRECISION:
	case SHEET_PLACE_PRECISION:
		return mizan_parse_integer(slice, &number) && number >= 1 &&
		       number <= (target == SHEET_DATE_PRECISION ? 5 : 7);
	case SHEET_LATITUDE:
	case SHEET_LONGITUDE:
		return mizan_parse_real(slice, &degrees) &&
		       fabs(degrees) <= (target == SHEET_LATITUDE ? 90 : 180);
	default:
		return target < SHEET_SIDE_A_ID || target > SHEET_HOSTAGES ||
		       (mizan_parse_integer(slice, &number) && number >= 0 && number <= INT32_MAX);
	}
}

static mizan_status mapping_check_value(const struct mapping *mapping, int target, const char *text,
	struct fy_node *node, struct mizan_error *error)
{
	if (mapping_value_fits(target, text)) {
		return MIZAN_OK;
	}
	mapping_at(mapping, node, NULL, error);
	return mizan_error_set(error, MIZAN_ERROR_INPUT,
		target == SHEET_COUNTRY    ? "write an ISO3 code as PAK"
		: target == SHEET_VIOLENCE ? "write state-based, non-state or one-sided"
					   : "see mizan template map",
		"'%s' cannot be a value of %s", text, sheet_target_names[target]);
}

static mizan_status mapping_find_column(struct mapping *mapping, int target, struct fy_node *key,
	struct fy_node *node, struct mizan_error *error)
{
	const char *name = mapping_text(mapping, node);
	mapping_at(mapping, node, key, error);
	if (!name) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT,
			"write the name of a column of the sheet", "%s has no column name",
			sheet_target_names[target]);
	}
	mapping->chosen[target] = source_find_column(mapping->facts, name);
	if (mapping->chosen[target] != SIZE_MAX) {
		return MIZAN_OK;
	}
	struct mizan_text names = {0};
	for (size_t i = 0; i < mapping->facts->column_count && names.size < 150; i++) {
		mizan_text_printf(&names, "%s'%s'", i ? ", " : "", mapping->facts->header[i]);
	}
	mizan_status status = mizan_error_set(error, MIZAN_ERROR_INPUT, names.data,
		"%s has no column '%s', which the mapping takes for %s; it has these",
		mapping->facts->path, name, sheet_target_names[target]);
	mizan_text_release(&names);
	return status;
}

static mizan_status mapping_twice(const struct mapping *mapping, struct fy_node *node,
	const char *word, struct mizan_error *error)
{
	mapping_at(mapping, node, NULL, error);
	return mizan_error_set(
		error, MIZAN_ERROR_INPUT, "keep one of the two", "%s is there twice", word);
}

/* Sorts the words; the parser leaves it to us to find one that is there twice, since it compares
 * each with each. */
static mizan_status mapping_sort_words(
	const struct mapping *mapping, struct sheet_column *column, struct mizan_error *error)
{
	if (column->word_count > 0) {
		qsort(column->words, column->word_count, sizeof *column->words,
			sheet_compare_words);
	}
	for (size_t i = 1; i < column->word_count; i++) {
		const struct sheet_word *one = &column->words[i - 1], *two = &column->words[i];
		if (sheet_compare_words(one, two) == 0) {
			two = one->number > two->number ? one : two;
			return mapping_twice(
				mapping, (struct fy_node *)two->place, two->from.data, error);
		}
	}
	return MIZAN_OK;
}

static mizan_status mapping_read_words(struct mapping *mapping, int target, struct fy_node *key,
	struct fy_node *words, struct mizan_error *error)
{
	struct sheet_column *column = &mapping->state->columns[target];
	void *position = NULL;
	struct fy_node_pair *pair;
	mizan_status status = MIZAN_OK;
	int count = words && fy_node_is_mapping(words) ? fy_node_mapping_item_count(words) : 0;
	if (count <= 0) {
		mapping_at(mapping, words, key, error);
		return mizan_error_set(error, MIZAN_ERROR_INPUT,
			"write lines as 'Their word: our-word'", "values of %s is no list of words",
			sheet_target_names[target]);
	}
	column->words =
		mizan_arena_allocate(&mapping->plan->arena, (size_t)count, sizeof *column->words);
	if (!column->words) {
		return mizan_error_memory(error);
	}
	while (status == MIZAN_OK && column->word_count < (size_t)count &&
		(pair = fy_node_mapping_iterate(words, &position)) != NULL) {
		struct fy_node *theirs = fy_node_pair_key(pair), *ours = fy_node_pair_value(pair);
		const char *from = mapping_text(mapping, theirs);
		const char *to = mapping_text(mapping, ours);
		if (!from || !to) {
			mapping_at(mapping, theirs, key, error);
			return mizan_error_set(error, MIZAN_ERROR_INPUT,
				"write 'Their word: our-word'",
				"a value of %s is not a pair of words", sheet_target_names[target]);
		}
		column->words[column->word_count] =
			(struct sheet_word){{from, strlen(from)}, to, theirs, column->word_count};
		column->word_count++;
		status = mapping_check_value(mapping, target, to, ours, error);
	}
	return status == MIZAN_OK ? mapping_sort_words(mapping, column, error) : status;
}

/* One line of `columns`: a name, or {column: name, values: {theirs: ours}}. */
static mizan_status mapping_read_column(struct mapping *mapping, int target, struct fy_node *key,
	struct fy_node *node, struct mizan_error *error)
{
	if (!node || !fy_node_is_mapping(node)) {
		return mapping_find_column(mapping, target, key, node, error);
	}
	void *position = NULL;
	struct fy_node_pair *pair;
	mizan_status status = MIZAN_OK;
	while (status == MIZAN_OK && (pair = fy_node_mapping_iterate(node, &position)) != NULL) {
		struct fy_node *inner = fy_node_pair_key(pair), *value = fy_node_pair_value(pair);
		const char *word = mapping_text(mapping, inner);
		bool is_column = word && strcmp(word, "column") == 0;
		bool is_values = word && strcmp(word, "values") == 0;
		if ((is_column && mapping->chosen[target] != SIZE_MAX) ||
			(is_values && mapping->state->columns[target].words)) {
			status = mapping_twice(mapping, inner, word, error);
		} else if (is_column) {
			status = mapping_find_column(mapping, target, inner, value, error);
		} else if (is_values) {
			status = mapping_read_words(mapping, target, inner, value, error);
		} else {
			mapping_at(mapping, inner, key, error);
			status = mizan_error_set(error, MIZAN_ERROR_INPUT,
				"write column and values", "%s has an unknown key '%s'",
				sheet_target_names[target], word ? word : "");
		}
	}
	if (status == MIZAN_OK && mapping->chosen[target] == SIZE_MAX) {
		mapping_at(mapping, key, NULL, error);
		status = mizan_error_set(error, MIZAN_ERROR_INPUT, "add its column: name",
			"%s has no column name", sheet_target_names[target]);
	}
	return status;
}

static mizan_status mapping_read_constant(struct mapping *mapping, int target, struct fy_node *key,
	struct fy_node *node, struct mizan_error *error)
{
	const char *text = mapping_text(mapping, node);
	mapping->state->columns[target].constant = text;
	if (text) {
		return mapping_check_value(mapping, target, text, node, error);
	}
	mapping_at(mapping, node, key, error);
	return mizan_error_set(error, MIZAN_ERROR_INPUT, "write one value",
		"the constant %s has no value", sheet_target_names[target]);
}

/* Walks `columns` or `constants`. */
static mizan_status mapping_read_targets(struct mapping *mapping, struct fy_node *before,
	struct fy_node *node, bool constants, struct mizan_error *error)
{
	void *position = NULL;
	struct fy_node_pair *pair;
	mizan_status status = MIZAN_OK;
	if (!node || !fy_node_is_mapping(node)) {
		mapping_at(mapping, node, before, error);
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "see mizan template map",
			"%s is no list of names", constants ? "constants" : "columns");
	}
	while (status == MIZAN_OK && (pair = fy_node_mapping_iterate(node, &position)) != NULL) {
		struct fy_node *key = fy_node_pair_key(pair), *value = fy_node_pair_value(pair);
		const char *word = mapping_text(mapping, key);
		int target = word ? mapping_find_target(word) : -1;
		mapping_at(mapping, key, before, error);
		if (target < 0) {
			status = mizan_error_set(error, MIZAN_ERROR_INPUT,
				"mizan template map lists and explains them",
				"'%s' is no column of an event", word ? word : "");
		} else if (mapping->chosen[target] != SIZE_MAX ||
			   mapping->state->columns[target].constant) {
			status = mizan_error_set(error, MIZAN_ERROR_INPUT,
				"keep one: a column or a constant", "%s is there twice", word);
		} else {
			status = constants
					 ? mapping_read_constant(mapping, target, key, value, error)
					 : mapping_read_column(mapping, target, key, value, error);
		}
	}
	return status;
}

static mizan_status mapping_read_dates(
	struct mapping *mapping, const char *value, struct mizan_error *error)
{
	static const struct {
		const char *text, *order;
	} orders[] = {{"YYYY-MM-DD", ""}, {"DD/MM/YYYY", "dmy"}, {"MM/DD/YYYY", "mdy"},
		{"YYYY/MM/DD", "ymd"}, {"DD.MM.YYYY", "dmy"}, {"DD-MM-YYYY", "dmy"}};
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
		if (strcmp(value, orders[i].text) == 0) {
			snprintf(mapping->state->date_order, sizeof mapping->state->date_order,
				"%s", orders[i].order);
			return MIZAN_OK;
		}
	}
	return mizan_error_set(error, MIZAN_ERROR_INPUT,
		"write one of YYYY-MM-DD, DD/MM/YYYY, MM/DD/YYYY, DD.MM.YYYY",
		"the mapping's dates are '%s'", value);
}

static mizan_status mapping_read_coverage(
	struct mapping *mapping, const char *value, struct mizan_error *error)
{
	if (strcmp(value, "complete") == 0 || strcmp(value, "sample") == 0) {
		mapping->plan->coverage =
			strcmp(value, "sample") == 0 ? MIZAN_SAMPLE : MIZAN_COMPLETE;
		return MIZAN_OK;
	}
	return mizan_error_set(error, MIZAN_ERROR_INPUT, "write complete or sample",
		"the mapping's coverage is '%s'", value);
}

static mizan_status mapping_read_key(struct mapping *mapping, struct fy_node *name,
	struct fy_node *node, struct mizan_error *error)
{
	static const char *const keys[] = {
		"source", "licence", "citation", "coverage", "dates", "columns", "constants", NULL};
	const char *key = mapping_text(mapping, name);
	int which = 0;
	while (keys[which] && !(key && strcmp(keys[which], key) == 0)) {
		which++;
	}
	if (!keys[which]) {
		mapping_at(mapping, name, NULL, error);
		return mizan_error_set(error, MIZAN_ERROR_INPUT,
			"keys are source, licence, citation, coverage, dates, columns, constants",
			"the mapping has an unknown key '%s'", key ? key : "");
	}
	if (mapping->seen & (1u << which)) {
		return mapping_twice(mapping, name, key, error);
	}
	mapping->seen |= 1u << which;
	if (which >= 5) {
		return mapping_read_targets(mapping, name, node, which == 6, error);
	}
	const char *value = mapping_text(mapping, node);
	mapping_at(mapping, node, name, error);
	if (!value) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "see mizan template map",
			"'%s' needs one value", key);
	}
	const char **const texts[] = {
		&mapping->plan->source, &mapping->plan->licence, &mapping->plan->citation};
	if (which < 3) {
		*texts[which] = value;
		return MIZAN_OK;
	}
	return which == 3 ? mapping_read_coverage(mapping, value, error)
			  : mapping_read_dates(mapping, value, error);
}

static mizan_status mapping_check(struct mapping *mapping, struct mizan_error *error)
{
	mizan_error_at(error, mapping->yaml.path, 0, 0);
	if (mapping->chosen[SHEET_DATE_START] == SIZE_MAX) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "add date_start under columns",
			"the mapping says no column for date_start");
	}
	if (mapping->chosen[SHEET_COUNTRY] == SIZE_MAX &&
		!mapping->state->columns[SHEET_COUNTRY].constant) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT,
			"add country under columns, or a constant as 'country: PAK' under "
			"constants",
			"the mapping says nothing for country");
	}
	mizan_error_at(error, mapping->facts->path, 0, 0);
	return MIZAN_OK;
}

static mizan_status mapping_walk(
	struct mapping *mapping, struct fy_document *document, struct mizan_error *error)
{
	struct fy_node *root = fy_document_root(document);
	void *position = NULL;
	struct fy_node_pair *pair;
	mizan_status status = MIZAN_OK;
	if (!root || !fy_node_is_mapping(root)) {
		mizan_error_at(error, mapping->yaml.path, 1, 1);
		return mizan_error_set(
			error, MIZAN_ERROR_INPUT, "see mizan template map", "this is no mapping");
	}
	while (status == MIZAN_OK && (pair = fy_node_mapping_iterate(root, &position)) != NULL) {
		status = mapping_read_key(
			mapping, fy_node_pair_key(pair), fy_node_pair_value(pair), error);
	}
	return status == MIZAN_OK ? mapping_check(mapping, error) : status;
}

mizan_status source_mapping_read(const char *path, struct source_plan *plan,
	const struct mizan_reader_facts *facts, unsigned parts, struct mizan_error *error)
{
	(void)parts;
	struct mapping mapping = {.yaml = {.path = path,
					  .kind = "mapping",
					  .help = "see mizan template map",
					  .missing = "check the path of --map",
					  .arena = &plan->arena},
		.plan = plan,
		.facts = facts};
	mapping.state = mizan_arena_allocate(&plan->arena, 1, sizeof *mapping.state);
	if (!mapping.state) {
		return mizan_error_memory(error);
	}
	for (int i = 0; i < SHEET_TARGET_COUNT; i++) {
		mapping.chosen[i] = SIZE_MAX;
	}
	mizan_status status = mizan_yaml_read(&mapping.yaml, MAPPING_BYTES_MAX, error);
	if (status == MIZAN_OK) {
		status = mapping_walk(&mapping, mapping.yaml.document, error);
	}
	mizan_yaml_release(&mapping.yaml);
	return status == MIZAN_OK
		       ? sheet_finish_plan(plan, mapping.state, mapping.chosen, facts, error)
		       : status;
}
