/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields of an event: one list for its hash and for what differs between two. */
#include "diff_internal.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum field_type {
	FIELD_DATE,
	FIELD_TEXT,
	FIELD_COUNT,
	FIELD_ID,
	FIELD_SMALL,
	FIELD_REAL,
	FIELD_VIOLENCE,
	FIELD_FLAGS
};
#define FIELD(name, type)                                                                          \
	{                                                                                          \
#name, type, offsetof(struct mizan_event, name)                                    \
	}
static const struct {
	const char *name;
	enum field_type type;
	size_t offset;
} fields[] = {FIELD(date_start, FIELD_DATE), FIELD(date_end, FIELD_DATE),
	FIELD(date_precision, FIELD_SMALL), FIELD(latitude, FIELD_REAL),
	FIELD(longitude, FIELD_REAL), FIELD(place_precision, FIELD_SMALL),
	FIELD(country, FIELD_TEXT), FIELD(admin1, FIELD_TEXT), FIELD(admin2, FIELD_TEXT),
	FIELD(place, FIELD_TEXT), FIELD(violence, FIELD_VIOLENCE), FIELD(tactic, FIELD_TEXT),
	FIELD(target, FIELD_TEXT), FIELD(side_a, FIELD_TEXT), FIELD(side_b, FIELD_TEXT),
	FIELD(dyad, FIELD_TEXT), FIELD(side_a_id, FIELD_ID), FIELD(side_b_id, FIELD_ID),
	FIELD(dyad_id, FIELD_ID), FIELD(conflict_id, FIELD_ID), FIELD(deaths_best, FIELD_COUNT),
	FIELD(deaths_low, FIELD_COUNT), FIELD(deaths_high, FIELD_COUNT),
	FIELD(deaths_side_a, FIELD_COUNT), FIELD(deaths_side_b, FIELD_COUNT),
	FIELD(deaths_civilians, FIELD_COUNT), FIELD(deaths_unknown, FIELD_COUNT),
	FIELD(injured, FIELD_COUNT), FIELD(hostages, FIELD_COUNT), FIELD(headline, FIELD_TEXT),
	FIELD(flags, FIELD_FLAGS)};
#define FIELD_COUNT_ALL (sizeof fields / sizeof *fields)

/* ---- Hashes ------------------------------------------------------------------------------- */

static uint64_t diff_mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
	return hash ^ hash >> 32;
}

/* Eight bytes a step; the size goes in too, so that pieces cannot change places unseen. */
uint64_t diff_hash(uint64_t hash, const void *data, size_t size)
{
	const char *at = data;
	uint64_t word;
	hash = diff_mix(hash, size);
	for (; size >= 8; size -= 8, at += 8) {
		memcpy(&word, at, 8);
		hash = diff_mix(hash, word);
	}
	if (size > 0) {
		word = 0;
		memcpy(&word, at, size);
		hash = diff_mix(hash, word);
	}
	return hash;
}

static const void *field_at(const struct mizan_event *event, size_t index)
{
	return (const char *)event + fields[index].offset;
}

static uint64_t field_word(const struct mizan_event *event, size_t index)
{
	const void *at = field_at(event, index);
	uint64_t word = 0;
	double real;
	switch (fields[index].type) {
	case FIELD_DATE:
	case FIELD_COUNT:
		return (uint32_t) * (const int32_t *)at;
	case FIELD_ID:
		return (uint64_t) * (const int64_t *)at;
	case FIELD_SMALL:
	case FIELD_VIOLENCE:
	case FIELD_FLAGS:
		return *(const uint8_t *)at;
	case FIELD_REAL:
		real = *(const double *)at;
		if (!isnan(real)) {
			real += 0.0; /* -0 is 0 */
			memcpy(&word, &real, sizeof word);
			return word;
		}
		return UINT64_MAX;
	case FIELD_TEXT:
		break;
	}
	return 0;
}

uint64_t diff_hash_event(const struct mizan_event *event)
{
	uint64_t hash = 0x243f6a8885a308d3u;
	for (size_t i = 0; i < FIELD_COUNT_ALL; i++) {
		if (fields[i].type == FIELD_TEXT) {
			const struct mizan_slice *text = field_at(event, i);
			hash = diff_hash(hash, text->data, text->size);
		} else {
			hash = diff_mix(hash, field_word(event, i));
		}
	}
	return diff_hash(hash, event->provider.data, event->provider.size);
}

/* ---- What differs ------------------------------------------------------------------------- */

static bool field_differs(const struct mizan_event *a, const struct mizan_event *b, size_t index)
{
	if (fields[index].type != FIELD_TEXT) {
		return field_word(a, index) != field_word(b, index);
	}
	const struct mizan_slice *left = field_at(a, index), *right = field_at(b, index);
	return left->size != right->size ||
	       (left->size > 0 && memcmp(left->data, right->data, left->size) != 0);
}

/* "33.25", not "33.250000000000000": as few digits as give the same number back. */
static void field_append_real(struct mizan_text *text, double value)
{
	char buffer[40];
	double back = (double)NAN;
	for (int digits = 1; digits <= 17 && back != value; digits++) {
		snprintf(buffer, sizeof buffer, "%.*g", digits, value);
		for (char *at = buffer; *at; at++) {
			*at = *at == ',' ? '.' : *at; /* the process may have another locale */
		}
		if (!mizan_parse_real((struct mizan_slice){buffer, strlen(buffer)}, &back)) {
			break;
		}
	}
	mizan_text_append(text, buffer);
}

/* Leaves the text without data where the value is unknown. */
static void field_append(struct mizan_text *text, const struct mizan_event *event, size_t index)
{
	const void *at = field_at(event, index);
	const struct mizan_slice *slice = at;
	int64_t number = (int64_t)field_word(event, index);
	char buffer[96];
	switch (fields[index].type) {
	case FIELD_DATE:
		mizan_text_append(text, mizan_date_format(*(const mizan_date *)at, buffer));
		return;
	case FIELD_TEXT:
		if (slice->size > 0) {
			mizan_text_append_bytes(text, slice->data, slice->size);
		}
		return;
	case FIELD_COUNT:
		if (*(const int32_t *)at != MIZAN_UNKNOWN) {
			mizan_text_printf(text, "%" PRId32, *(const int32_t *)at);
		}
		return;
	case FIELD_ID:
	case FIELD_SMALL:
		if (number != 0) {
			mizan_text_printf(text, "%" PRId64, number);
		}
		return;
	case FIELD_REAL:
		if (!isnan(*(const double *)at)) {
			field_append_real(text, *(const double *)at);
		}
		return;
	case FIELD_VIOLENCE:
		if (mizan_violence_word((int)number)) {
			mizan_text_append(text, mizan_violence_word((int)number));
		}
		return;
	case FIELD_FLAGS:
		if (number != 0) {
			mizan_event_flag_words((unsigned)number, buffer);
			mizan_text_append(text, buffer);
		}
		return;
	}
}

struct field_job {
	bool (*each)(void *context, const char *field, const char *old_text, const char *new_text);
	void *context;
	bool failed;
};

static void provider_tell(struct field_job *job, struct mizan_slice key, struct mizan_slice before,
	struct mizan_slice after)
{
	struct mizan_text name = {0}, old_text = {0}, new_text = {0};
	mizan_text_append(&name, "provider.");
	diff_json_append(&name, key);
	if (before.data) {
		diff_json_append(&old_text, before);
	}
	if (after.data) {
		diff_json_append(&new_text, after);
	}
	job->failed |= name.failed || old_text.failed || new_text.failed;
	job->failed =
		job->failed || !job->each(job->context, name.data, old_text.data, new_text.data);
	mizan_text_release(&name);
	mizan_text_release(&old_text);
	mizan_text_release(&new_text);
}

/* Members in the order of the old object, then those that the new one alone has. */
static void provider_differ(
	struct field_job *job, struct mizan_slice old_object, struct mizan_slice new_object)
{
	struct mizan_slice key, value, other;
	struct diff_json json = {old_object};
	if (old_object.size == new_object.size &&
		(old_object.size == 0 ||
			memcmp(old_object.data, new_object.data, old_object.size) == 0)) {
		return;
	}
	while (!job->failed && diff_json_next(&json, &key, &value)) {
		if (!diff_json_find(new_object, key, &other)) {
			other = (struct mizan_slice){NULL, 0};
		}
		if (!other.data || other.size != value.size ||
			memcmp(other.data, value.data, value.size) != 0) {
			provider_tell(job, key, value, other);
		}
	}
	json.rest = new_object;
	while (!job->failed && diff_json_next(&json, &key, &value)) {
		if (!diff_json_find(old_object, key, &other)) {
			provider_tell(job, key, (struct mizan_slice){NULL, 0}, value);
		}
	}
}

bool diff_fields(const struct mizan_event *old_event, const struct mizan_event *new_event,
	bool (*each)(void *context, const char *field, const char *old_text, const char *new_text),
	void *context)
{
	struct field_job job = {each, context, false};
	for (size_t i = 0; i < FIELD_COUNT_ALL && !job.failed; i++) {
		if (!field_differs(old_event, new_event, i)) {
			continue;
		}
		struct mizan_text old_text = {0}, new_text = {0};
		field_append(&old_text, old_event, i);
		field_append(&new_text, new_event, i);
		job.failed = old_text.failed || new_text.failed ||
			     !each(context, fields[i].name, old_text.data, new_text.data);
		mizan_text_release(&old_text);
		mizan_text_release(&new_text);
	}
	if (!job.failed) {
		provider_differ(&job, old_event->provider, new_event->provider);
	}
	return !job.failed;
}
