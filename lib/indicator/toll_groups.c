/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hash tables of a toll: names to numbers, keys to sums. */
#include "toll_internal.h"

#include <stdlib.h>
#include <string.h>

static uint64_t hash_mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
	return hash ^ hash >> 29;
}

static uint64_t hash_bytes(struct mizan_slice text)
{
	uint64_t hash = text.size;
	size_t i = 0;
	for (; i + 8 <= text.size; i += 8) {
		uint64_t word;
		memcpy(&word, text.data + i, 8);
		hash = hash_mix(hash, word);
	}
	for (; i < text.size; i++) {
		hash = hash_mix(hash, (unsigned char)text.data[i]);
	}
	return hash;
}

/* ---- Names -------------------------------------------------------------------------------- */

static bool names_resize(struct toll_names *names, size_t slot_count)
{
	uint32_t *slots = calloc(slot_count, sizeof *slots);
	if (!slots) {
		return false;
	}
	for (size_t i = 0; i < names->count; i++) {
		size_t slot = hash_bytes(names->names[i]) & (slot_count - 1);
		while (slots[slot]) {
			slot = (slot + 1) & (slot_count - 1);
		}
		slots[slot] = (uint32_t)i + 1;
	}
	free(names->slots);
	names->slots = slots;
	names->slot_count = slot_count;
	return true;
}

static bool names_add(struct toll_names *names, struct mizan_slice name)
{
	char *copy = mizan_arena_copy(&names->arena, name.data ? name.data : "", name.size);
	if (!copy || !mizan_grow(&names->names, &names->capacity, names->count + 1,
			     sizeof *names->names)) {
		return false;
	}
	names->names[names->count++] = (struct mizan_slice){copy, name.size};
	return names->count * 2 <= names->slot_count ||
	       names_resize(names, names->slot_count ? names->slot_count * 2 : 64);
}

bool names_intern(struct toll_names *names, struct mizan_slice name, uint32_t *number)
{
	if (names->count == 0) {
		/* The empty name is number 0 in every table. */
		if (!names_add(names, (struct mizan_slice){"", 0}) || !names_resize(names, 64)) {
			return false;
		}
	}
	size_t slot = hash_bytes(name) & (names->slot_count - 1);
	for (; names->slots[slot]; slot = (slot + 1) & (names->slot_count - 1)) {
		struct mizan_slice known = names->names[names->slots[slot] - 1];
		if (known.size == name.size &&
			(name.size == 0 || memcmp(known.data, name.data, name.size) == 0)) {
			*number = names->slots[slot] - 1;
			return true;
		}
	}
	names->slots[slot] = (uint32_t)names->count + 1;
	*number = (uint32_t)names->count;
	if (!names_add(names, name)) {
		names->slots[slot] = 0;
		return false;
	}
	return true;
}

struct mizan_slice names_get(const struct toll_names *names, uint32_t number)
{
	return number < names->count ? names->names[number] : (struct mizan_slice){"", 0};
}

void names_release(struct toll_names *names)
{
	mizan_arena_release(&names->arena);
	free(names->names);
	free(names->slots);
	*names = (struct toll_names){0};
}

/* ---- Groups ------------------------------------------------------------------------------- */

static uint64_t hash_key(const uint32_t *key, size_t width)
{
	uint64_t hash = width;
	for (size_t i = 0; i < width; i++) {
		hash = hash_mix(hash, key[i]);
	}
	return hash;
}

static bool groups_resize(struct toll_groups *groups, size_t slot_count)
{
	uint32_t *slots = calloc(slot_count, sizeof *slots);
	if (!slots) {
		return false;
	}
	for (size_t i = 0; i < groups->count; i++) {
		size_t slot = hash_key(groups->keys + i * groups->width, groups->width) &
			      (slot_count - 1);
		while (slots[slot]) {
			slot = (slot + 1) & (slot_count - 1);
		}
		slots[slot] = (uint32_t)i + 1;
	}
	free(groups->slots);
	groups->slots = slots;
	groups->slot_count = slot_count;
	return true;
}

static bool groups_is(const struct toll_groups *groups, size_t group, const uint32_t *key)
{
	return memcmp(groups->keys + group * groups->width, key, groups->width * sizeof *key) == 0;
}

struct toll_sums *groups_find(struct toll_groups *groups, const uint32_t *key)
{
	/* Files are sorted more often than not. */
	if (groups->count > 0 && groups_is(groups, groups->last, key)) {
		return &groups->sums[groups->last];
	}
	if ((groups->count + 1) * 2 > groups->slot_count &&
		!groups_resize(groups, groups->slot_count ? groups->slot_count * 2 : 256)) {
		return NULL;
	}
	size_t slot = hash_key(key, groups->width) & (groups->slot_count - 1);
	for (; groups->slots[slot]; slot = (slot + 1) & (groups->slot_count - 1)) {
		size_t group = groups->slots[slot] - 1;
		if (groups_is(groups, group, key)) {
			groups->last = group;
			return &groups->sums[group];
		}
	}
	size_t group = groups->count;
	if (!mizan_grow(&groups->keys, &groups->key_capacity, (group + 1) * groups->width,
		    sizeof *groups->keys) ||
		!mizan_grow(&groups->sums, &groups->capacity, group + 1, sizeof *groups->sums)) {
		return NULL;
	}
	memcpy(groups->keys + group * groups->width, key, groups->width * sizeof *key);
	groups->sums[group] = (struct toll_sums){0};
	groups->slots[slot] = (uint32_t)group + 1;
	groups->last = group;
	groups->count++;
	return &groups->sums[group];
}

void groups_release(struct toll_groups *groups)
{
	free(groups->keys);
	free(groups->sums);
	free(groups->slots);
	*groups = (struct toll_groups){0};
}

void sums_add(struct toll_sums *to, const struct toll_sums *from)
{
	to->events += from->events;
	to->low += from->low;
	to->best += from->best;
	to->high += from->high;
	to->civilians += from->civilians;
	to->best_known += from->best_known;
	to->civilians_known += from->civilians_known;
	to->both_known += from->both_known;
	for (int i = 0; i < MIZAN_VIOLENCE_COUNT; i++) {
		to->by_violence[i] += from->by_violence[i];
	}
}
