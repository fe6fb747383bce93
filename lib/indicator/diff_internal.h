/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the comparison of two versions share. */
#ifndef MIZAN_DIFF_INTERNAL_H
#define MIZAN_DIFF_INTERNAL_H

#include "indicator_internal.h"

#include <pthread.h>

/* Of every event, what is needed to find its like and to add up: 56 bytes. */
struct diff_entry {
	uint64_t key, content; /* hashes of source_key and of all fields */
	int64_t event_id, release_id;
	mizan_date date;
	int32_t best, low, high;
	char country[4];
	uint16_t repeats;  /* 1: another row of this side has the key, and is taken instead */
	uint16_t withheld; /* 1: it is so recent that the public sees district and month */
};

/* What one thread has read. */
struct diff_part {
	struct diff_entry *entries;
	size_t count, capacity;
};

struct diff_side {
	struct diff_part *parts;
	unsigned part_count;
	struct diff_entry *entries; /* all of them, once matched */
	size_t count;
	uint32_t *slots; /* position + 1 in entries, by key; a power of two of them */
	size_t slot_count;
	struct mizan_event **copies; /* by entry, of those that are wanted */
	bool *wanted;
	uint64_t repeats, withheld;
	/* Of the releases. */
	char version[80], source[64];
	mizan_date first, last;
	bool sample, complete, named;
	const char **sources;
	size_t source_count, source_capacity;
};

enum diff_kind { DIFF_ADDED, DIFF_DROPPED, DIFF_CHANGED };
/* SIZE_MAX: it has none on that side. */
struct diff_pair {
	enum diff_kind kind;
	size_t old_entry, new_entry;
};

struct diff_toll {
	char country[4];
	int year;
	struct {
		int64_t events, best, low, high;
	} side[2];
};

/* One field that differs. Texts are in the arena, NULL: unknown. */
struct diff_change {
	size_t pair;
	const char *field, *texts[2];
};
/* Events and their deaths (best estimate), where any is known. */
struct diff_count {
	int64_t events, deaths[2];
	bool known[2];
};
/* Of the events in which this field changed. */
struct diff_field_count {
	const char *field;
	struct diff_count count;
};

struct mizan_diff {
	struct mizan_diff_options options;
	char country[4];
	struct mizan_arena arena;
	pthread_mutex_t lock; /* over the arena and the copies */
	struct diff_side sides[2];
	struct diff_pair *pairs;
	size_t pair_count, pair_capacity;
	struct diff_toll *tolls;
	size_t toll_count, toll_capacity;
	uint32_t *toll_slots; /* position + 1 in tolls, while they are gathered */
	struct diff_change *changes;
	size_t change_count, change_capacity;
	struct diff_field_count *fields;
	size_t field_count, field_capacity;
	int64_t unchanged,
		outside[2]; /* outside[side]: events of it that the other's period has not */
	int64_t alone[2];   /* dropped, added: of countries that the other has no event of */
	bool matched, compared;
};

uint64_t diff_hash(uint64_t hash, const void *data, size_t size);
uint64_t diff_hash_event(const struct mizan_event *event);

/* Calls `each` for every field in which two events differ, in the order of the store's columns,
 * then of the keys of `provider`. Texts are valid during the call; NULL is unknown. False: no
 * memory. */
bool diff_fields(const struct mizan_event *old_event, const struct mizan_event *new_event,
	bool (*each)(void *context, const char *field, const char *old_text, const char *new_text),
	void *context);

/* Steps through a flat JSON object as Mizan writes it. `at` begins at the text; false behind the
 * last member. Slices are raw: a string with its quotes. */
struct diff_json {
	struct mizan_slice rest;
};
bool diff_json_next(struct diff_json *json, struct mizan_slice *key, struct mizan_slice *value);
/* The raw value of a key; false where there is none. */
bool diff_json_find(struct mizan_slice object, struct mizan_slice key, struct mizan_slice *value);
/* Appends a raw value as text, a string without its quotes and escapes. */
void diff_json_append(struct mizan_text *text, struct mizan_slice value);

/* "2023" for a whole year, else both days. */
#define DIFF_PERIOD 40
void diff_period(const char *first, const char *last, char text[DIFF_PERIOD]);

/* Fills changes and fields from the copies; once. */
mizan_status diff_compare(struct mizan_diff *diff, struct mizan_error *error) MIZAN_MUST_CHECK;

#endif
