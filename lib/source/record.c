/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of records: what they must be. One way for sheets and for YAML. */
#include "record_internal.h"

#include <math.h>
#include <mizan/place.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SENTENCE_MAX 400

void record_begin(struct record_job *job, enum mizan_record record, size_t line)
{
	job->record = record;
	job->line = line;
	job->value_count = 0;
	record_add_integer(job, "release_id", job->release_id);
	record_add_integer(job, "line_no", (int64_t)line);
}

static struct mizan_value *record_add(struct record_job *job, const char *column)
{
	struct mizan_value *value = &job->values[job->value_count];
	job->value_count += job->value_count + 1 < RECORD_VALUES_MAX;
	value->column = column;
	return value;
}

void record_add_text(struct record_job *job, const char *column, const char *text)
{
	struct mizan_value *value = record_add(job, column);
	value->type = text && *text ? MIZAN_VALUE_TEXT : MIZAN_VALUE_NULL;
	value->text = text;
}

void record_add_integer(struct record_job *job, const char *column, int64_t number)
{
	struct mizan_value *value = record_add(job, column);
	value->type = MIZAN_VALUE_INTEGER;
	value->integer = number;
}

const char *record_value(const struct record_job *job, const char *column)
{
	for (size_t i = 0; i < job->value_count; i++) {
		if (strcmp(job->values[i].column, column) == 0) {
			return job->values[i].type == MIZAN_VALUE_TEXT ? job->values[i].text : NULL;
		}
	}
	return NULL;
}

mizan_status record_fault(const struct record_job *job, const struct record_text *text,
	struct mizan_error *error, const char *advice, const char *what, ...)
{
	char message[400];
	va_list arguments;
	va_start(arguments, what);
	vsnprintf(message, sizeof message, what, arguments);
	va_end(arguments);
	message[mizan_utf8_check(message, strlen(message))] = '\0';
	mizan_error_at(error, job->file, text && text->line ? text->line : job->line,
		text ? text->column : 0);
	return mizan_error_set(error, MIZAN_ERROR_INPUT, advice, "%s", message);
}

/* ---- Single fields ------------------------------------------------------------------------ */

bool record_parse_date(const char *text, mizan_date *first, mizan_date *last, int *precision)
{
	size_t size = strlen(text);
	if ((size != 4 && size != 7 && size != 10) || strspn(text, "0123456789-") != size ||
		!mizan_period_parse(text, first, last)) {
		return false;
	}
	*precision = size == 10 ? MIZAN_DATE_DAY : size == 7 ? MIZAN_DATE_MONTH : MIZAN_DATE_LONGER;
	return true;
}

static mizan_status record_take_date(struct record_job *job, const struct mizan_field *field,
	const struct record_text *text, struct mizan_error *error)
{
	const char *column = field->column ? field->column : field->name;
	mizan_date first, last;
	int precision;
	if (!record_parse_date(text->text, &first, &last, &precision)) {
		return record_fault(job, text, error, "write 2020-02-29, 2020-02 or 2020",
			"%s '%.40s' is no date", field->name, text->text);
	}
	char buffer[11];
	mizan_date_format(field->type == MIZAN_FIELD_FROM ? first : last, buffer);
	const char *day = mizan_arena_copy(job->arena, buffer, strlen(buffer));
	if (!day) {
		return mizan_error_memory(error);
	}
	record_add_text(job, column, day);
	if (field->type != MIZAN_FIELD_KNOWN) {
		const char *name = mizan_arena_printf(job->arena, "%s_precision", column);
		if (!name) {
			return mizan_error_memory(error);
		}
		record_add_integer(job, name, precision);
	}
	return MIZAN_OK;
}

static mizan_status record_take_word(struct record_job *job, const struct mizan_field *field,
	const struct record_text *text, struct mizan_error *error)
{
	struct mizan_text list = {0};
	for (const struct mizan_word *w = field->words; w->word; w++) {
		if (strcmp(w->word, text->text) == 0) {
			mizan_text_release(&list);
			record_add_text(job, field->column ? field->column : field->name, w->word);
			return MIZAN_OK;
		}
		mizan_text_printf(&list, "%s%s", list.size ? ", " : "write one of ", w->word);
	}
	mizan_status status = record_fault(job, text, error, list.data,
		"%s '%.40s' is none of its words", field->name, text->text);
	mizan_text_release(&list);
	return status;
}

static bool record_is_slug(const char *text, size_t size)
{
	return size > 0 && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") >= size;
}

mizan_status record_refer(struct record_job *job, enum mizan_record record, const char *parent,
	const char *id, const struct mizan_field *field, const struct record_text *text,
	struct mizan_error *error)
{
	struct source_references *list = job->references;
	/* Both ends of a relation are kept: circles are told at their place. */
	if (source_references_have(list, record, parent, id) &&
		strcmp(field->name, "actor_b") != 0) {
		return MIZAN_OK;
	}
	if (!mizan_grow(&list->items, &list->capacity, list->count + 1, sizeof *list->items)) {
		return mizan_error_memory(error);
	}
	struct source_reference *item = &list->items[list->count];
	*item = (struct source_reference){.record = record,
		.parent = parent ? mizan_arena_copy(&list->arena, parent, strlen(parent)) : NULL,
		.id = mizan_arena_copy(&list->arena, id, strlen(id)),
		.field = field->name,
		.file = mizan_arena_copy(&list->arena, job->file, strlen(job->file)),
		.line = text->line ? text->line : job->line,
		.column = text->column};
	if (!item->id || !item->file || (parent && !item->parent)) {
		return mizan_error_memory(error);
	}
	list->count++;
	return MIZAN_OK;
}

/* "ttp; pakistan" becomes "ttp;pakistan". */
static mizan_status record_take_actors(struct record_job *job, const struct mizan_field *field,
	const struct record_text *text, struct mizan_error *error)
{
	struct mizan_text list = {0};
	mizan_status status = MIZAN_OK;
	bool one = field->type == MIZAN_FIELD_ACTOR;
	for (const char *at = text->text; *at && status == MIZAN_OK;) {
		size_t size = one ? strlen(at) : strcspn(at, ";");
		struct mizan_slice item = mizan_slice_trim((struct mizan_slice){at, size});
		at += size + (at[size] == ';');
		char *id = mizan_arena_copy(job->arena, item.data, item.size);
		if (!id) {
			status = mizan_error_memory(error);
		} else if (!record_is_slug(id, item.size)) {
			status = record_fault(job, text, error,
				one ? "write one id of the sheet of actors, as pakistan"
				    : "write ids of the sheet of actors, ; between them",
				"%s '%.60s' is no id of an actor", field->name, id);
		} else {
			mizan_text_printf(&list, "%s%s", list.size ? ";" : "", id);
			status = record_refer(job, MIZAN_ACTORS, NULL, id, field, text, error);
		}
	}
	if (status == MIZAN_OK) {
		status = mizan_text_check(&list, error);
	}
	if (status == MIZAN_OK) {
		const char *ids =
			mizan_arena_copy(job->arena, list.data ? list.data : "", list.size);
		record_add_text(job, field->column ? field->column : field->name, ids);
		status = ids ? MIZAN_OK : mizan_error_memory(error);
	}
	mizan_text_release(&list);
	return status;
}

/* "milestone:ID", "relation:ID", "agreement:ID", "actor:ID", "commitment:AGREEMENT/ID",
 * "event:SOURCE/KEY". Events come and go with releases, so that they need not be there. */
static mizan_status record_take_subject(struct record_job *job, const struct mizan_field *field,
	const struct record_text *text, struct mizan_error *error)
{
	static const struct {
		const char *word;
		enum mizan_record record;
	} kinds[] = {{"relation", MIZAN_RELATIONS}, {"agreement", MIZAN_AGREEMENTS},
		{"actor", MIZAN_ACTORS}, {"milestone", MIZAN_MILESTONES}};
	const char *colon = strchr(text->text, ':'), *slash = strchr(text->text, '/');
	size_t size = colon ? (size_t)(colon - text->text) : 0;
	mizan_status status = MIZAN_OK;
	bool known = size == 5 && strncmp(text->text, "event", 5) == 0 && slash && slash[1] &&
		     slash > colon + 1;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds && !known; i++) {
		if (strlen(kinds[i].word) == size &&
			strncmp(kinds[i].word, text->text, size) == 0 && colon[1]) {
			known = true;
			status = record_refer(
				job, kinds[i].record, NULL, colon + 1, field, text, error);
		}
	}
	if (!known && size == 10 && strncmp(text->text, "commitment", 10) == 0 && slash) {
		known = true;
		const char *parent =
			mizan_arena_copy(job->arena, colon + 1, (size_t)(slash - colon - 1));
		status = parent ? record_refer(job, MIZAN_COMMITMENTS, parent, slash + 1, field,
					  text, error)
				: mizan_error_memory(error);
	}
	if (!known) {
		return record_fault(job, text, error,
			"write milestone:ID, relation:ID, agreement:ID, actor:ID, "
			"commitment:AGREEMENT/ID or event:SOURCE/KEY",
			"about '%.60s' names nothing that can be on record", text->text);
	}
	record_add_text(job, field->name, text->text);
	return status;
}

static mizan_status record_take_real(struct record_job *job, const struct mizan_field *field,
	const struct record_text *text, struct mizan_error *error)
{
	double number;
	if (!mizan_parse_real((struct mizan_slice){text->text, strlen(text->text)}, &number)) {
		return record_fault(job, text, error, "write 1081, not 1,081",
			"%s '%.40s' is not a number", field->name, text->text);
	}
	struct mizan_value *value = record_add(job, field->name);
	value->type = MIZAN_VALUE_REAL;
	value->real = number;
	return MIZAN_OK;
}

/* ISO3 codes, blanks or ; between: blanks are kept. */
static mizan_status record_take_countries(struct record_job *job, const struct mizan_field *field,
	const struct record_text *text, struct mizan_error *error)
{
	char *codes = mizan_arena_copy(job->arena, text->text, strlen(text->text));
	if (!codes) {
		return mizan_error_memory(error);
	}
	for (char *at = codes; *at; at++) {
		*at = *at == ';' ? ' ' : *at;
	}
	for (const char *at = codes; *at;) {
		size_t size = strcspn(at, " ");
		if (size > 0 && !mizan_country_by_iso3((struct mizan_slice){at, size})) {
			return record_fault(job, text, error, "write codes as PAK, blanks between",
				"country '%.*s' is no ISO3 code", (int)(size > 40 ? 40 : size), at);
		}
		at += size + (at[size] == ' ');
	}
	record_add_text(job, field->name, codes);
	return MIZAN_OK;
}

static mizan_status record_take_yes_no(struct record_job *job, const struct mizan_field *field,
	const struct record_text *text, struct mizan_error *error)
{
	bool yes = strcmp(text->text, "yes") == 0;
	if (!yes && strcmp(text->text, "no") != 0) {
		return record_fault(job, text, error, "write yes or no", "%s is '%.40s'",
			field->name, text->text);
	}
	record_add_integer(job, field->name, yes);
	return MIZAN_OK;
}

static mizan_status record_take_id(struct record_job *job, const struct mizan_field *field,
	const struct record_text *text, struct mizan_error *error)
{
	if (!record_is_slug(text->text, strlen(text->text))) {
		return record_fault(job, text, error, "an id is made of a-z, 0-9 and '-'",
			"%s '%.60s' is no id", field->name, text->text);
	}
	record_add_text(job, field->column ? field->column : field->name, text->text);
	return MIZAN_OK;
}

/* Kept as it was written, once it is known to be one. */
static mizan_status record_take_polygon(struct record_job *job, const struct mizan_field *field,
	const struct record_text *text, struct mizan_error *error)
{
	struct mizan_polygon *polygon;
	struct mizan_error fault = {0};
	mizan_status status = mizan_polygon_parse(text->text, &polygon, &fault);
	if (status == MIZAN_ERROR_INPUT) {
		return record_fault(job, text, error, fault.advice, "%s", fault.what);
	}
	if (status != MIZAN_OK) {
		return mizan_error_memory(error);
	}
	mizan_polygon_free(polygon);
	record_add_text(job, field->name, text->text);
	return MIZAN_OK;
}

static mizan_status record_take_field(struct record_job *job, const struct mizan_field *field,
	const struct record_text *text, struct mizan_error *error)
{
	switch (field->type) {
	case MIZAN_FIELD_ID:
		return record_take_id(job, field, text, error);
	case MIZAN_FIELD_WORD:
		return record_take_word(job, field, text, error);
	case MIZAN_FIELD_FROM:
	case MIZAN_FIELD_TO:
	case MIZAN_FIELD_KNOWN:
		return record_take_date(job, field, text, error);
	case MIZAN_FIELD_ACTOR:
	case MIZAN_FIELD_ACTORS:
		return record_take_actors(job, field, text, error);
	case MIZAN_FIELD_PROCESS:
		record_add_text(job, field->column, text->text);
		return record_refer(job, MIZAN_PROCESSES, NULL, text->text, field, text, error);
	case MIZAN_FIELD_SUBJECT:
		return record_take_subject(job, field, text, error);
	case MIZAN_FIELD_COUNTRY:
	case MIZAN_FIELD_COUNTRIES:
		return record_take_countries(job, field, text, error);
	case MIZAN_FIELD_YES_NO:
		return record_take_yes_no(job, field, text, error);
	case MIZAN_FIELD_REAL:
		return record_take_real(job, field, text, error);
	case MIZAN_FIELD_SENTENCE:
		if (strlen(text->text) > SENTENCE_MAX) {
			return record_fault(job, text, error, "one sentence is enough",
				"%s has %zu characters; it may have %d", field->name,
				strlen(text->text), SENTENCE_MAX);
		}
		break;
	case MIZAN_FIELD_OTHER:
		return MIZAN_OK;
	case MIZAN_FIELD_POLYGON:
		return record_take_polygon(job, field, text, error);
	case MIZAN_FIELD_TEXT:
		break;
	}
	record_add_text(job, field->column ? field->column : field->name, text->text);
	return MIZAN_OK;
}

/* ---- Fields beside each other ------------------------------------------------------------- */

static const struct record_text *record_find(
	const struct record_job *job, const struct record_text *texts, const char *name)
{
	const struct mizan_field *fields = mizan_record_kind(job->record)->fields;
	for (size_t i = 0; fields[i].name; i++) {
		if (strcmp(fields[i].name, name) == 0) {
			return &texts[i];
		}
	}
	return NULL;
}

/* Dates are written so that their order as text is that in time. */
static mizan_status record_check_order(const struct record_job *job,
	const struct record_text *texts, const char *first, const char *last, const char *field,
	struct mizan_error *error)
{
	const char *from = record_value(job, first), *to = record_value(job, last);
	if (!from || !to || strcmp(from, to) <= 0) {
		return MIZAN_OK;
	}
	return record_fault(job, record_find(job, texts, field), error, "mend one of the two",
		"it ends on %s, before it begins on %s", to, from);
}

/* "2020" for the end of what was signed on 29 February 2020 is any day of that year. */
static mizan_status record_check_agreement(
	const struct record_job *job, const struct record_text *texts, struct mizan_error *error)
{
	const struct record_text *ended = record_find(job, texts, "ended");
	const char *from = record_value(job, "signed");
	mizan_date first, last;
	int precision;
	char day[11];
	if (!from || !ended->text || !*ended->text ||
		!record_parse_date(ended->text, &first, &last, &precision) ||
		strcmp(from, mizan_date_format(last, day)) <= 0) {
		return MIZAN_OK;
	}
	return record_fault(job, ended, error, "mend one of the two",
		"it ends on %s, before it was signed on %s", day, from);
}

/* A party's own word announces; confirming is for others. */
static mizan_status record_check_relation(
	const struct record_job *job, const struct record_text *texts, struct mizan_error *error)
{
	const char *a = record_value(job, "actor_a"), *b = record_value(job, "actor_b");
	const char *confirmed = record_value(job, "confirmed_by");
	if (a && b && strcmp(a, b) == 0) {
		return record_fault(job, record_find(job, texts, "actor_b"), error,
			"name two actors", "'%.60s' cannot have a relation with itself", a);
	}
	if (!confirmed && !record_value(job, "announced_by") && !record_value(job, "denied_by")) {
		return record_fault(job, NULL, error,
			"fill in announced_by, confirmed_by or denied_by",
			"nobody is named who announced, confirmed or denies the relation");
	}
	for (const char *at = confirmed; at && *at;) {
		size_t size = strcspn(at, ";");
		if ((strlen(a) == size && strncmp(a, at, size) == 0) ||
			(strlen(b) == size && strncmp(b, at, size) == 0)) {
			return record_fault(job, record_find(job, texts, "confirmed_by"), error,
				"its own word is announced_by; confirming is for others",
				"confirmed_by names a party of the relation, '%.*s'", (int)size,
				at);
		}
		at += size + (at[size] == ';');
	}
	return MIZAN_OK;
}

static double record_number(const struct record_job *job, const char *column)
{
	for (size_t i = 0; i < job->value_count; i++) {
		if (strcmp(job->values[i].column, column) == 0 &&
			job->values[i].type == MIZAN_VALUE_REAL) {
			return job->values[i].real;
		}
	}
	return (double)NAN;
}

/* A range that is upside down is a slip of somebody's pen. Unknown numbers compare as false. */
static mizan_status record_check_range(
	const struct record_job *job, const struct record_text *texts, struct mizan_error *error)
{
	double value = record_number(job, "value"), low = record_number(job, "low"),
	       high = record_number(job, "high");
	if (low > high || low > value || value > high) {
		return record_fault(job, record_find(job, texts, low > high ? "low" : "value"),
			error, "mend one of them", "low, value and high are not in this order");
	}
	return MIZAN_OK;
}

static mizan_status record_check_statement(
	const struct record_job *job, const struct record_text *texts, struct mizan_error *error)
{
	const struct record_text *indicator = record_find(job, texts, "indicator");
	bool number = false;
	static const char *const numbers[] = {"value", "low", "high"};
	for (size_t i = 0; i < 3; i++) {
		const struct record_text *text = record_find(job, texts, numbers[i]);
		number = number || (text->text && *text->text);
	}
	if (number && !record_value(job, "indicator")) {
		return record_fault(job, indicator, error,
			"write a word of the published figures, as deaths",
			"there is a number, but no indicator that says of what");
	}
	for (const struct mizan_word *w = mizan_indicator_words(); w->word; w++) {
		if (!record_value(job, "indicator") ||
			strcmp(w->word, record_value(job, "indicator")) == 0) {
			return record_check_range(job, texts, error);
		}
	}
	return record_fault(job, indicator, error, "mizan template figures lists them",
		"indicator '%.40s' is no word of the published figures",
		record_value(job, "indicator"));
}

static mizan_status record_check_zone(const struct record_job *job, struct mizan_error *error)
{
	if (record_value(job, "admin1") || record_value(job, "admin2") ||
		record_value(job, "polygon")) {
		return MIZAN_OK;
	}
	return record_fault(job, NULL, error, "fill in admin1, admin2 or polygon",
		"the row names no district and has no polygon");
}

static mizan_status record_check_violation(
	const struct record_job *job, const struct record_text *texts, struct mizan_error *error)
{
	const char *status = record_value(job, "status");
	if (status && strcmp(status, "unable-to-verify") == 0 && !record_value(job, "reason")) {
		return record_fault(job, record_find(job, texts, "status"), error,
			"add reason: why nobody can tell", "unable-to-verify needs its reason");
	}
	if (record_value(job, "attributed_to") && !record_value(job, "attributed_by")) {
		return record_fault(job, record_find(job, texts, "attributed_to"), error,
			"add attributed_by: who says that it was they",
			"an attribution needs its author");
	}
	return MIZAN_OK;
}

static mizan_status record_check(
	const struct record_job *job, const struct record_text *texts, struct mizan_error *error)
{
	mizan_status status = record_check_order(job, texts, "date_from", "date_to", "to", error);
	if (status != MIZAN_OK) {
		return status;
	}
	switch (job->record) {
	case MIZAN_RELATIONS:
		return record_check_relation(job, texts, error);
	case MIZAN_STATEMENTS:
		return record_check_statement(job, texts, error);
	case MIZAN_ZONES:
		return record_check_zone(job, error);
	case MIZAN_AGREEMENTS:
		return record_check_agreement(job, texts, error);
	case MIZAN_VIOLATIONS:
		return record_check_violation(job, texts, error);
	default:
		return MIZAN_OK;
	}
}

mizan_status record_take(
	struct record_job *job, const struct record_text *texts, struct mizan_error *error)
{
	const struct mizan_field *fields = mizan_record_kind(job->record)->fields;
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; fields[i].name && status == MIZAN_OK; i++) {
		bool given = texts[i].text && *texts[i].text;
		if (given) {
			status = record_take_field(job, &fields[i], &texts[i], error);
		} else if (fields[i].needed && fields[i].type != MIZAN_FIELD_OTHER) {
			status = record_fault(job, &texts[i], error, "see docs/records.md",
				"%s is empty; it is needed", fields[i].name);
		}
	}
	return status == MIZAN_OK ? record_check(job, texts, error) : status;
}

/* Writes first and looks for an earlier row only when that fails: nearly all ids are new. */
mizan_status record_write(struct record_job *job, const struct record_text *id, int64_t *row_number,
	struct mizan_error *error)
{
	const char *place = NULL;
	struct mizan_error problem = {0};
	mizan_error_at(error, job->file, job->line, 0);
	mizan_status status =
		mizan_store_add_record(job->store, mizan_record_kind(job->record)->table,
			job->values, job->value_count, row_number, error);
	if (status != MIZAN_ERROR_INPUT || !id || !id->text) {
		return status;
	}
	mizan_status found = mizan_store_find_record(
		job->store, job->record, job->agreement, id->text, job->arena, &place, &problem);
	return found == MIZAN_OK && place
		       ? record_fault(job, id, error, "give each its own id",
				 "'%.80s' is there already, in %.200s", id->text, place)
		       : status;
}
