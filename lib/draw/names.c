/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Different texts in the order in which they come, found by a hash (FNV-1a, open addressing). */
#include "draw_internal.h"
#include <string.h>

/* A longer label fits on no chart. */
#define DRAW_LABEL_SIZE 240

static uint64_t names_hash(const char *text)
{
	uint64_t hash = 14695981039346656037u;
	for (; *text; text++) {
		hash = (hash ^ (unsigned char)*text) * 1099511628211u;
	}
	return hash;
}

/* The slot of `raw`, or the empty one in which it belongs. */
static size_t names_slot(const struct draw_names *names, const char *raw)
{
	size_t slot = names_hash(raw) & (names->slot_count - 1);
	while (names->slots[slot] > 0 && strcmp(names->raw[names->slots[slot] - 1], raw) != 0) {
		slot = (slot + 1) & (names->slot_count - 1);
	}
	return slot;
}

/* At least half of the slots stay empty. What is outgrown stays in the arena. */
static bool names_grow(struct draw *draw, struct draw_names *names)
{
	size_t capacity = names->capacity > 0 ? names->capacity * 2 : 32;
	const char **shown = draw_allocate(draw, capacity, sizeof *shown);
	const char **raw = draw_allocate(draw, capacity, sizeof *raw);
	size_t *slots = draw_allocate(draw, capacity * 2, sizeof *slots);
	if (!shown || !raw || !slots) {
		return false;
	}
	if (names->count > 0) {
		memcpy(shown, names->shown, names->count * sizeof *shown);
		memcpy(raw, names->raw, names->count * sizeof *raw);
	}
	names->shown = shown;
	names->raw = raw;
	names->slots = slots;
	names->capacity = capacity;
	names->slot_count = capacity * 2;
	for (size_t i = 0; i < names->count; i++) {
		slots[names_slot(names, raw[i])] = i + 1;
	}
	return true;
}

bool draw_names_add(struct draw *draw, struct draw_names *names, const char *raw, size_t *index)
{
	if (names->count == names->capacity && !names_grow(draw, names)) {
		return false;
	}
	size_t slot = names_slot(names, raw);
	if (names->slots[slot] == 0) {
		char *copy = mizan_arena_copy(&draw->arena, raw, strlen(raw));
		if (!copy) {
			draw->failed = true;
			return false;
		}
		names->raw[names->count] = copy;
		names->shown[names->count] = draw_clean(draw, raw, DRAW_LABEL_SIZE);
		names->slots[slot] = ++names->count;
	}
	*index = names->slots[slot] - 1;
	return true;
}
