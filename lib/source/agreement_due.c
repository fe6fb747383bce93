/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Due rules in an agreement's YAML: a date, so long after signing, every month, open. */
#include "agreement_reader_internal.h"

#include <string.h>

struct due_rule {
	const char *date, *after, *every, *from, *days, *months;
};

static mizan_status due_read_keys(struct agreement_reader *reader, struct fy_node *node,
	struct due_rule *rule, struct mizan_error *error)
{
	static const char *const names[] = {"date", "after", "every", "from", "days", "months"};
	const char **const values[] = {
		&rule->date, &rule->after, &rule->every, &rule->from, &rule->days, &rule->months};
	void *position = NULL;
	struct fy_node_pair *pair;
	while ((pair = fy_node_mapping_iterate(node, &position)) != NULL) {
		const char *key = mizan_yaml_text(&reader->yaml, fy_node_pair_key(pair));
		size_t i = 0;
		while (i < 6 && !(key && strcmp(names[i], key) == 0)) {
			i++;
		}
		if (i == 6 || *values[i]) {
			return agreement_fault(reader, fy_node_pair_key(pair), node, error,
				DUE_ADVICE, "this is no key of a due date");
		}
		*values[i] = mizan_yaml_text(&reader->yaml, fy_node_pair_value(pair));
		if (!*values[i]) {
			return agreement_fault(reader, fy_node_pair_key(pair), node, error,
				DUE_ADVICE, "this key has no value");
		}
	}
	return MIZAN_OK;
}

static mizan_status due_add_day(struct agreement_reader *reader, struct fy_node *node,
	const char *text, struct mizan_error *error)
{
	mizan_date first, last;
	int precision;
	char day[11];
	if (!record_parse_date(text, &first, &last, &precision)) {
		mizan_yaml_at(&reader->yaml, node, NULL, error);
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "write a day, as 2021-05-01",
			"due: '%.40s' is no date", text);
	}
	mizan_date_format(last, day);
	const char *copy = mizan_arena_copy(reader->yaml.arena, day, strlen(day));
	record_add_text(&reader->job, "due_date", copy);
	return copy ? MIZAN_OK : mizan_error_memory(error);
}

/* "135 days after signing" and "every month": counts and units. */
static mizan_status due_add_rule(struct agreement_reader *reader, struct fy_node *node,
	const struct due_rule *rule, struct mizan_error *error)
{
	struct record_job *job = &reader->job;
	const char *count = rule->days ? rule->days : rule->months;
	int64_t number = 1;
	if (rule->after) {
		bool signing = strcmp(rule->after, "signed") == 0;
		if ((!signing && strcmp(rule->after, "effective") != 0) || !count ||
			(rule->days && rule->months) ||
			!mizan_parse_integer((struct mizan_slice){count, strlen(count)}, &number) ||
			number < 0 || number > 36500) {
			return agreement_fault(reader, node, NULL, error, DUE_ADVICE,
				"due: after signed or effective so many days or months");
		}
		record_add_text(job, "due_rule", signing ? "after-signed" : "after-effective");
		record_add_text(job, "due_unit", rule->days ? "days" : "months");
		record_add_integer(job, "due_number", number);
		return MIZAN_OK;
	}
	static const char *const units[][2] = {
		{"week", "weeks"}, {"month", "months"}, {"year", "years"}, {"day", "days"}};
	for (size_t i = 0; i < 4; i++) {
		if (strcmp(rule->every, units[i][0]) == 0) {
			record_add_text(job, "due_rule", "every");
			record_add_text(job, "due_unit", units[i][1]);
			record_add_integer(job, "due_number", 1);
			return rule->from ? due_add_day(reader, node, rule->from, error) : MIZAN_OK;
		}
	}
	return agreement_fault(
		reader, node, NULL, error, DUE_ADVICE, "due: every day, week, month or year");
}

mizan_status agreement_read_due(
	struct agreement_reader *reader, struct fy_node *node, struct mizan_error *error)
{
	struct due_rule rule = {0};
	const char *text = mizan_yaml_text(&reader->yaml, node);
	if (!node || (text && strcmp(text, "open") == 0)) {
		record_add_text(&reader->job, "due_rule", "open");
		return MIZAN_OK;
	}
	if (!fy_node_is_mapping(node)) {
		return agreement_fault(
			reader, node, NULL, error, DUE_ADVICE, "this is no due date");
	}
	mizan_status status = due_read_keys(reader, node, &rule, error);
	int kinds = (rule.date != NULL) + (rule.after != NULL) + (rule.every != NULL);
	if (status == MIZAN_OK && kinds != 1) {
		return agreement_fault(reader, node, NULL, error, DUE_ADVICE,
			"due has one of date, after and every");
	}
	if (status == MIZAN_OK &&
		((!rule.after && (rule.days || rule.months)) || (!rule.every && rule.from))) {
		return agreement_fault(reader, node, NULL, error, DUE_ADVICE,
			"due has keys that do not belong together");
	}
	if (status == MIZAN_OK && rule.date) {
		record_add_text(&reader->job, "due_rule", "date");
		return due_add_day(reader, node, rule.date, error);
	}
	return status == MIZAN_OK ? due_add_rule(reader, node, &rule, error) : status;
}

/* The keys of quoted: date and by, each once. */
static mizan_status quoted_read_keys(struct agreement_reader *reader, struct fy_node *node,
	struct fy_node **date, const char **by, struct mizan_error *error)
{
	void *position = NULL;
	struct fy_node_pair *pair;
	mizan_status status = MIZAN_OK;
	while (status == MIZAN_OK && (pair = fy_node_mapping_iterate(node, &position)) != NULL) {
		struct fy_node *key = fy_node_pair_key(pair), *value = fy_node_pair_value(pair);
		const char *name = mizan_yaml_text(&reader->yaml, key);
		if (name && strcmp(name, "date") == 0 && !*date) {
			*date = value;
		} else if (name && strcmp(name, "by") == 0 && !*by) {
			status = agreement_scalar(reader, value, key, by, error);
		} else {
			status = agreement_fault(reader, key, node, error,
				"write quoted: {date: 2021-05-01, by: Who prints it}",
				"quoted has date and by, each once");
		}
	}
	return status;
}

/* The date that most reports print, and who does. */
mizan_status agreement_read_quoted(
	struct agreement_reader *reader, struct fy_node *node, struct mizan_error *error)
{
	if (!node) {
		return MIZAN_OK;
	}
	struct fy_node *date = fy_node_is_mapping(node) ? NULL : node;
	const char *by = NULL;
	mizan_status status = date ? MIZAN_OK : quoted_read_keys(reader, node, &date, &by, error);
	if (status != MIZAN_OK) {
		return status;
	}
	const char *text = mizan_yaml_text(&reader->yaml, date);
	mizan_date first, last;
	int precision;
	char day[11];
	if (!text || !record_parse_date(text, &first, &last, &precision)) {
		return agreement_fault(reader, node, NULL, error,
			"write quoted: {date: 2021-05-01, by: Who prints it}",
			"quoted has no date");
	}
	const char *copy = mizan_arena_copy(reader->yaml.arena, mizan_date_format(last, day), 10);
	record_add_text(&reader->job, "quoted_date", copy);
	record_add_text(&reader->job, "quoted_by", by);
	return copy ? MIZAN_OK : mizan_error_memory(error);
}
