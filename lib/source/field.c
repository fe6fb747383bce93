/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Single fields: what they must be, and what is said when they are not. */
#include "source_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

bool source_refuse(struct source_fault *fault, size_t field, const char *reason, ...)
{
	va_list arguments;
	va_start(arguments, reason);
	fault->field = field;
	vsnprintf(fault->reason, sizeof fault->reason, reason, arguments);
	va_end(arguments);
	/* A cut message must not end in the middle of a character. */
	size_t size = strlen(fault->reason);
	fault->reason[mizan_utf8_check(fault->reason, size)] = '\0';
	return false;
}

/* As much of a field as a message can carry. */
static int field_shown(struct mizan_slice field)
{
	return field.size > 60 ? 60 : (int)field.size;
}

bool source_take_integer(struct mizan_slice field, size_t position, const char *name, int64_t low,
	int64_t high, int64_t *value, struct source_fault *fault)
{
	if (!mizan_parse_integer(field, value)) {
		return source_refuse(fault, position, "%s '%.*s' is not a whole number", name,
			field_shown(field), field.data);
	}
	if (*value < low || *value > high) {
		return source_refuse(fault, position, "%s %lld is not within %lld to %lld", name,
			(long long)*value, (long long)low, (long long)high);
	}
	return true;
}

bool source_take_count(struct mizan_slice field, size_t position, const char *name, int32_t *count,
	struct source_fault *fault)
{
	int64_t value;
	*count = MIZAN_UNKNOWN;
	if (mizan_parse_integer(field, &value) && value >= 0 && value <= INT32_MAX) {
		*count = (int32_t)value;
		return true;
	}
	if (mizan_slice_trim(field).size == 0) {
		return true;
	}
	if (!source_take_integer(field, position, name, 0, INT32_MAX, &value, fault)) {
		return false;
	}
	*count = (int32_t)value;
	return true;
}

/* "00:00.0": what is left when a spreadsheet shows a date and time as minutes and seconds. */
static bool field_is_ruined_date(struct mizan_slice field)
{
	return field.size >= 5 && field.size <= 10 && memchr(field.data, ':', field.size) &&
	       !memchr(field.data, '-', field.size) && !memchr(field.data, '/', field.size);
}

bool source_take_date(struct mizan_slice field, size_t position, const char *name, mizan_date *date,
	struct source_fault *fault)
{
	if (mizan_date_parse(field, date)) {
		return true;
	}
	field = mizan_slice_trim(field);
	if (field.size == 0) {
		return source_refuse(
			fault, position, "%s is empty; a date as 2024-07-15 is needed", name);
	}
	if (field_is_ruined_date(field)) {
		return source_refuse(fault, position,
			"%s '%.*s' is what a spreadsheet left of a date: the day is lost in this "
			"file; get"
			" the file again and do not save it from a spreadsheet",
			name, field_shown(field), field.data);
	}
	return source_refuse(fault, position, "%s '%.*s' is not a date as 2024-07-15", name,
		field_shown(field), field.data);
}

bool source_take_coordinate(struct mizan_slice field, size_t position, const char *name,
	double limit, double *value, struct source_fault *fault)
{
	*value = (double)NAN;
	if (mizan_slice_trim(field).size == 0) {
		return true;
	}
	if (!mizan_parse_real(field, value)) {
		return source_refuse(fault, position, "%s '%.*s' is not a number of degrees", name,
			field_shown(field), field.data);
	}
	if (fabs(*value) > limit) {
		return source_refuse(fault, position, "%s %.*s is not within -%g to %g degrees",
			name, field_shown(field), field.data, limit, limit);
	}
	return true;
}

bool source_json_key(struct mizan_arena *arena, const char *name, struct mizan_slice *key)
{
	struct mizan_text text = {0};
	mizan_text_append(&text, ",");
	mizan_text_append_json(&text, name, strlen(name));
	mizan_text_append(&text, ":");
	*key = (struct mizan_slice){NULL, text.size};
	if (!text.failed) {
		key->data = mizan_arena_copy(arena, text.data, text.size);
	}
	mizan_text_release(&text);
	return key->data != NULL;
}

void source_json_add(struct mizan_text *json, struct mizan_slice key, struct mizan_slice value)
{
	if (value.size == 0) {
		return;
	}
	bool first = json->size == 0;
	mizan_text_append_bytes(json, key.data, key.size);
	if (first && !json->failed) {
		json->data[0] = '{';
	}
	mizan_text_append_json(json, value.data, value.size);
}
