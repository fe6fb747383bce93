/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An agreement in YAML: its provisions, what is owed, by when, what was moved, how it was judged
 * and by what evidence. Each part is a record; the description of its fields says which keys it
 * has.
 */
#include "agreement_reader_internal.h"

#include <string.h>

#define AGREEMENT_BYTES_MAX (4 * 1024 * 1024)
#define AGREEMENT_FIELDS_MAX 24

/* A record's keys: texts of scalars and lists, nodes of what has parts of its own. */
struct agreement_item {
	struct record_text texts[AGREEMENT_FIELDS_MAX];
	struct fy_node *nodes[AGREEMENT_FIELDS_MAX];
	size_t line;
};

mizan_status agreement_fault(struct agreement_reader *reader, struct fy_node *node,
	struct fy_node *before, struct mizan_error *error, const char *advice, const char *what)
{
	mizan_yaml_at(&reader->yaml, node, before, error);
	return mizan_error_set(error, MIZAN_ERROR_INPUT, advice, "%s", what);
}

/* Nothing: no value, or YAML's words for none. */
static bool agreement_is_nothing(struct agreement_reader *reader, struct fy_node *node)
{
	if (!node || fy_node_is_null(node)) {
		return true;
	}
	const char *text = mizan_yaml_text(&reader->yaml, node);
	return text && fy_node_get_style(node) == FYNS_PLAIN &&
	       (strcmp(text, "~") == 0 || strcmp(text, "null") == 0);
}

/* A scalar's text. What would be lost or cut without a word is an error. */
mizan_status agreement_scalar(struct agreement_reader *reader, struct fy_node *node,
	struct fy_node *key, const char **text, struct mizan_error *error)
{
	size_t size;
	*text = NULL;
	if (node && fy_node_is_alias(node)) {
		return agreement_fault(reader, node, key, error, "write out what it stands for",
			"aliases (*) are not followed here");
	}
	if (agreement_is_nothing(reader, node)) {
		return MIZAN_OK;
	}
	const char *whole = fy_node_get_scalar(node, &size);
	if (whole && memchr(whole, 0, size)) {
		return agreement_fault(reader, node, key, error, "take it out",
			"there is a character 0 in this text");
	}
	*text = mizan_yaml_text(&reader->yaml, node);
	return MIZAN_OK;
}

/* A list of scalars as one text, ; between. */
static mizan_status agreement_join(struct agreement_reader *reader, struct fy_node *list,
	struct fy_node *key, const char **joined, struct mizan_error *error)
{
	struct mizan_text text = {0};
	void *position = NULL;
	struct fy_node *item;
	while ((item = fy_node_sequence_iterate(list, &position)) != NULL) {
		const char *word;
		mizan_status status = agreement_scalar(reader, item, key, &word, error);
		if (status == MIZAN_OK && !word) {
			status = agreement_fault(reader, item, key, error,
				"write a list of words, as [group-a, group-b]",
				"this list has something in it that is no word");
		}
		if (status != MIZAN_OK) {
			mizan_text_release(&text);
			return status;
		}
		mizan_text_printf(&text, "%s%s", text.size ? ";" : "", word);
	}
	mizan_status status = mizan_text_check(&text, error);
	if (status == MIZAN_OK) {
		*joined =
			mizan_arena_copy(reader->yaml.arena, text.data ? text.data : "", text.size);
		status = *joined ? MIZAN_OK : mizan_error_memory(error);
	}
	mizan_text_release(&text);
	return status;
}

/* Position of a key among the fields, or -1. */
static int agreement_find_field(const struct mizan_field *fields, const char *key)
{
	for (int i = 0; key && fields[i].name; i++) {
		if (strcmp(fields[i].name, key) == 0) {
			return i;
		}
	}
	return -1;
}

static mizan_status agreement_unknown_key(struct agreement_reader *reader, struct fy_node *key,
	const struct mizan_record_kind *kind, struct mizan_error *error)
{
	struct mizan_text list = {0};
	for (const struct mizan_field *f = kind->fields; f->name; f++) {
		mizan_text_printf(&list, "%s%s", list.size ? ", " : "its keys: ", f->name);
	}
	const char *word = mizan_yaml_text(&reader->yaml, key);
	mizan_yaml_at(&reader->yaml, key, NULL, error);
	mizan_status status = mizan_error_set(error, MIZAN_ERROR_INPUT, list.data,
		"'%.60s' is no key of %s", word ? word : "", kind->name);
	mizan_text_release(&list);
	return status;
}

static mizan_status agreement_read_key(struct agreement_reader *reader, struct fy_node_pair *pair,
	const struct mizan_record_kind *kind, struct agreement_item *item,
	struct mizan_error *error)
{
	struct fy_node *key = fy_node_pair_key(pair), *value = fy_node_pair_value(pair);
	int at = agreement_find_field(kind->fields, mizan_yaml_text(&reader->yaml, key));
	if (at < 0) {
		return agreement_unknown_key(reader, key, kind, error);
	}
	struct record_text *text = &item->texts[at];
	if (item->nodes[at]) {
		return agreement_fault(
			reader, key, NULL, error, "keep one of the two", "this key is there twice");
	}
	item->nodes[at] = value ? value : key;
	mizan_yaml_place(value, &text->line, &text->column);
	if (text->line == 0) {
		mizan_yaml_place(key, &text->line, &text->column);
	}
	if (kind->fields[at].type == MIZAN_FIELD_OTHER) {
		return MIZAN_OK;
	}
	enum mizan_field_type type = kind->fields[at].type;
	bool several = type == MIZAN_FIELD_ACTORS || type == MIZAN_FIELD_COUNTRIES;
	if (value && fy_node_is_sequence(value) && several) {
		return agreement_join(reader, value, key, &text->text, error);
	}
	if (value && !fy_node_is_scalar(value)) {
		return agreement_fault(reader, value, key, error, "see docs/records.md",
			"one value was expected here");
	}
	return agreement_scalar(reader, value, key, &text->text, error);
}

/* Reads a record's keys and takes their values into the job. */
static mizan_status agreement_read_item(struct agreement_reader *reader, struct fy_node *node,
	struct fy_node *before, enum mizan_record record, struct agreement_item *item,
	struct mizan_error *error)
{
	const struct mizan_record_kind *kind = mizan_record_kind(record);
	void *position = NULL;
	struct fy_node_pair *pair;
	mizan_status status = MIZAN_OK;
	*item = (struct agreement_item){0};
	if (!node || !fy_node_is_mapping(node)) {
		return agreement_fault(reader, node, before, error, "see docs/records.md",
			"keys and values were expected here");
	}
	for (size_t i = 0; i < AGREEMENT_FIELDS_MAX; i++) {
		mizan_yaml_place(node, &item->texts[i].line, &item->texts[i].column);
	}
	item->line = item->texts[0].line;
	while (status == MIZAN_OK && (pair = fy_node_mapping_iterate(node, &position)) != NULL) {
		status = agreement_read_key(reader, pair, kind, item, error);
	}
	if (status == MIZAN_OK) {
		record_begin(&reader->job, record, item->line);
		status = record_take(&reader->job, item->texts, error);
	}
	return status;
}

/* The node of a key with parts, NULL where it is not there. */
static struct fy_node *agreement_part(
	const struct agreement_item *item, enum mizan_record record, const char *name)
{
	return item->nodes[agreement_find_field(mizan_record_kind(record)->fields, name)];
}

static const char *agreement_text(
	const struct agreement_item *item, enum mizan_record record, const char *name)
{
	return item->texts[agreement_find_field(mizan_record_kind(record)->fields, name)].text;
}

/* Notes that a key names something else on record; looked up when all files were read. */
static mizan_status agreement_refer(struct agreement_reader *reader,
	const struct agreement_item *item, enum mizan_record record, const char *name,
	enum mizan_record named, const char *parent, struct mizan_error *error)
{
	const struct mizan_field *fields = mizan_record_kind(record)->fields;
	int at = agreement_find_field(fields, name);
	const struct record_text *text = &item->texts[at];
	return text->text && *text->text ? record_refer(&reader->job, named, parent, text->text,
						   &fields[at], text, error)
					 : MIZAN_OK;
}

static mizan_status agreement_write(struct agreement_reader *reader,
	const struct agreement_item *item, bool has_id, int64_t *row_number,
	struct mizan_error *error)
{
	mizan_status status =
		record_write(&reader->job, has_id ? &item->texts[0] : NULL, row_number, error);
	reader->rows += status == MIZAN_OK;
	return status;
}

/* Calls read for each item of a list; a single mapping counts as a list of one. */
typedef mizan_status (*agreement_each)(struct agreement_reader *reader, struct fy_node *node,
	const void *parent, struct mizan_error *error);

static mizan_status agreement_read_list(struct agreement_reader *reader, struct fy_node *list,
	agreement_each read, const void *parent, struct mizan_error *error)
{
	void *position = NULL;
	struct fy_node *node;
	mizan_status status = MIZAN_OK;
	if (agreement_is_nothing(reader, list)) {
		return MIZAN_OK;
	}
	if (fy_node_is_mapping(list)) {
		return read(reader, list, parent, error);
	}
	if (!fy_node_is_sequence(list)) {
		return agreement_fault(reader, list, NULL, error,
			"begin each item with - in a line of its own", "a list was expected here");
	}
	while (status == MIZAN_OK && (node = fy_node_sequence_iterate(list, &position)) != NULL) {
		status = read(reader, node, parent, error);
	}
	return status;
}

/* ---- Parts -------------------------------------------------------------------------------- */

/* What the parts of a commitment, and evidence, hang on. */
struct agreement_parent {
	const char *provision, *commitment;
	const char *as_of; /* of the assessment: its last possible day */
	int64_t assessment;
};

static mizan_status evidence_read(struct agreement_reader *reader, struct fy_node *node,
	const void *context, struct mizan_error *error)
{
	const struct agreement_parent *parent = context;
	struct agreement_item item;
	int64_t row;
	mizan_status status = agreement_read_item(reader, node, NULL, MIZAN_EVIDENCE, &item, error);
	if (status != MIZAN_OK) {
		return status;
	}
	const char *known = record_value(&reader->job, "known");
	if (known && strcmp(known, parent->as_of) > 0) {
		size_t at = (size_t)agreement_find_field(
			mizan_record_kind(MIZAN_EVIDENCE)->fields, "known");
		return record_fault(&reader->job, &item.texts[at], error,
			"date the assessment later, or leave the evidence to a later one",
			"the assessment is as of %s, but this evidence was known on %s only",
			parent->as_of, known);
	}
	const char *kind = record_value(&reader->job, "kind");
	if (kind && strcmp(kind, "document") != 0 && !record_value(&reader->job, "ref")) {
		return record_fault(&reader->job, &item.texts[0], error, "add ref: its id",
			"evidence of kind %s names none", kind);
	}
	bool statement = kind && strcmp(kind, "statement") == 0;
	if (statement || (kind && strcmp(kind, "milestone") == 0)) {
		status = agreement_refer(reader, &item, MIZAN_EVIDENCE, "ref",
			statement ? MIZAN_STATEMENTS : MIZAN_MILESTONES, NULL, error);
	}
	if (status != MIZAN_OK) {
		return status;
	}
	record_add_integer(&reader->job, "assessment_no", parent->assessment);
	return agreement_write(reader, &item, false, &row, error);
}

static void agreement_add_keys(
	struct agreement_reader *reader, const struct agreement_parent *parent)
{
	record_add_text(&reader->job, "agreement_id", reader->job.agreement);
	record_add_text(&reader->job, "commitment_id", parent->commitment);
}

static mizan_status assessment_read(struct agreement_reader *reader, struct fy_node *node,
	const void *context, struct mizan_error *error)
{
	struct agreement_parent parent = *(const struct agreement_parent *)context;
	struct agreement_item item;
	mizan_status status =
		agreement_read_item(reader, node, NULL, MIZAN_ASSESSMENTS, &item, error);
	if (status != MIZAN_OK) {
		return status;
	}
	mizan_date first, last;
	int precision;
	char day[11];
	const char *as_of = agreement_text(&item, MIZAN_ASSESSMENTS, "as_of");
	if (!record_parse_date(as_of, &first, &last, &precision)) {
		last = 0;
	}
	parent.as_of = mizan_date_format(last, day);
	agreement_add_keys(reader, &parent);
	status = agreement_write(reader, &item, false, &parent.assessment, error);
	return status == MIZAN_OK ? agreement_read_list(reader,
					    agreement_part(&item, MIZAN_ASSESSMENTS, "evidence"),
					    evidence_read, &parent, error)
				  : status;
}

static mizan_status revision_read(struct agreement_reader *reader, struct fy_node *node,
	const void *context, struct mizan_error *error)
{
	struct agreement_item item;
	int64_t row;
	mizan_status status =
		agreement_read_item(reader, node, NULL, MIZAN_REVISIONS, &item, error);
	struct fy_node *due = agreement_part(&item, MIZAN_REVISIONS, "due");
	if (status == MIZAN_OK && !due) {
		return agreement_fault(
			reader, node, NULL, error, DUE_ADVICE, "the revision has no new due date");
	}
	if (status == MIZAN_OK) {
		status = agreement_read_due(reader, due, error);
	}
	agreement_add_keys(reader, context);
	return status == MIZAN_OK ? agreement_write(reader, &item, false, &row, error) : status;
}

/* Whether the commitment's test works as a condition over events. */
static mizan_status commitment_check_test(struct agreement_reader *reader,
	const struct agreement_item *item, struct mizan_error *error)
{
	const char *test = record_value(&reader->job, "test");
	struct mizan_error problem = {0};
	if (!test || mizan_store_check_condition(reader->job.store->database, test, &problem) ==
			     MIZAN_OK) {
		return MIZAN_OK;
	}
	size_t at =
		(size_t)agreement_find_field(mizan_record_kind(MIZAN_COMMITMENTS)->fields, "test");
	return record_fault(
		&reader->job, &item->texts[at], error, problem.advice, "%s", problem.what);
}

static mizan_status commitment_read(struct agreement_reader *reader, struct fy_node *node,
	const void *context, struct mizan_error *error)
{
	struct agreement_parent parent = *(const struct agreement_parent *)context;
	struct agreement_item item;
	int64_t row;
	mizan_status status =
		agreement_read_item(reader, node, NULL, MIZAN_COMMITMENTS, &item, error);
	if (status == MIZAN_OK) {
		status = commitment_check_test(reader, &item, error);
	}
	if (status == MIZAN_OK) {
		status = agreement_read_due(
			reader, agreement_part(&item, MIZAN_COMMITMENTS, "due"), error);
	}
	if (status == MIZAN_OK) {
		status = agreement_read_quoted(
			reader, agreement_part(&item, MIZAN_COMMITMENTS, "quoted"), error);
	}
	if (status != MIZAN_OK) {
		return status;
	}
	parent.commitment = item.texts[0].text;
	record_add_text(&reader->job, "agreement_id", reader->job.agreement);
	record_add_text(&reader->job, "provision_id", parent.provision);
	status = agreement_write(reader, &item, true, &row, error);
	if (status == MIZAN_OK) {
		status = agreement_read_list(reader,
			agreement_part(&item, MIZAN_COMMITMENTS, "revisions"), revision_read,
			&parent, error);
	}
	return status == MIZAN_OK ? agreement_read_list(reader,
					    agreement_part(&item, MIZAN_COMMITMENTS, "assessments"),
					    assessment_read, &parent, error)
				  : status;
}

static mizan_status provision_read(struct agreement_reader *reader, struct fy_node *node,
	const void *context, struct mizan_error *error)
{
	(void)context;
	struct agreement_item item;
	int64_t row;
	mizan_status status =
		agreement_read_item(reader, node, NULL, MIZAN_PROVISIONS, &item, error);
	if (status != MIZAN_OK) {
		return status;
	}
	struct agreement_parent parent = {.provision = item.texts[0].text};
	record_add_text(&reader->job, "agreement_id", reader->job.agreement);
	status = agreement_write(reader, &item, true, &row, error);
	return status == MIZAN_OK ? agreement_read_list(reader,
					    agreement_part(&item, MIZAN_PROVISIONS, "commitments"),
					    commitment_read, &parent, error)
				  : status;
}

static mizan_status violation_read(struct agreement_reader *reader, struct fy_node *node,
	const void *context, struct mizan_error *error)
{
	(void)context;
	struct agreement_item item;
	int64_t row;
	mizan_status status =
		agreement_read_item(reader, node, NULL, MIZAN_VIOLATIONS, &item, error);
	record_add_text(&reader->job, "agreement_id", reader->job.agreement);
	if (status == MIZAN_OK) {
		status = agreement_refer(reader, &item, MIZAN_VIOLATIONS, "commitment",
			MIZAN_COMMITMENTS, reader->job.agreement, error);
	}
	return status == MIZAN_OK ? agreement_write(reader, &item, true, &row, error) : status;
}

/* The commitments that violations name, once all of them were read. */
static mizan_status agreement_read_root(
	struct agreement_reader *reader, struct fy_node *root, struct mizan_error *error)
{
	struct agreement_item item;
	int64_t row;
	mizan_status status =
		agreement_read_item(reader, root, NULL, MIZAN_AGREEMENTS, &item, error);
	if (status == MIZAN_OK) {
		status = agreement_write(reader, &item, true, &row, error);
	}
	reader->job.agreement = item.texts[0].text;
	if (status == MIZAN_OK) {
		status = agreement_read_list(reader,
			agreement_part(&item, MIZAN_AGREEMENTS, "provisions"), provision_read, NULL,
			error);
	}
	return status == MIZAN_OK ? agreement_read_list(reader,
					    agreement_part(&item, MIZAN_AGREEMENTS, "violations"),
					    violation_read, NULL, error)
				  : status;
}

mizan_status source_agreement_read(const char *path, struct mizan_store *store,
	const struct mizan_release *release, struct source_references *references, int64_t *rows,
	struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	struct agreement_reader reader = {.yaml = {.path = path,
						  .kind = "agreement",
						  .help = "see mizan template agreement",
						  .arena = &arena},
		.job = {.file = path,
			.release_id = release->release_id,
			.store = store,
			.references = references,
			.arena = &arena}};
	mizan_status status = mizan_yaml_read(&reader.yaml, AGREEMENT_BYTES_MAX, error);
	if (status == MIZAN_OK) {
		status =
			agreement_read_root(&reader, fy_document_root(reader.yaml.document), error);
	}
	*rows = reader.rows;
	mizan_yaml_release(&reader.yaml);
	mizan_arena_release(&arena);
	return status;
}
