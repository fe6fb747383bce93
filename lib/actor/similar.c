/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which units of the index sound like a word; remembered, since words come again and again. */
#include "find_internal.h"

#include <stdlib.h>
#include <string.h>

struct memory_slot {
	uint64_t hash;
	const struct find_similar *similar;
	uint32_t count;
	bool used;
};

#define MEMORY_SLOTS ((size_t)1 << 16)
#define MEMORY_WORDS (MEMORY_SLOTS / 2)

struct find_memory {
	struct mizan_arena arena;
	struct memory_slot slots[MEMORY_SLOTS];
	size_t count;
	struct find_similar *list; /* the one that is being made */
	size_t list_capacity;
};

struct find_memory *find_memory_make(void)
{
	return calloc(1, sizeof(struct find_memory));
}

void find_memory_release(struct find_memory *memory)
{
	if (memory) {
		mizan_arena_release(&memory->arena);
		free(memory->list);
		free(memory);
	}
}

void find_memory_trim(struct find_memory *memory)
{
	if (memory->count + FIND_UNITS >= MEMORY_WORDS) {
		mizan_arena_release(&memory->arena);
		memset(memory->slots, 0, sizeof memory->slots);
		memory->count = 0;
	}
}

static struct memory_slot *memory_slot(struct find_memory *memory, uint64_t hash)
{
	size_t at = (size_t)hash & (MEMORY_SLOTS - 1);
	while (memory->slots[at].used && memory->slots[at].hash != hash) {
		at = (at + 1) & (MEMORY_SLOTS - 1);
	}
	return &memory->slots[at];
}

static bool similar_has(const struct find_similar *list, size_t count, uint32_t unit)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i].unit == unit) {
			return true;
		}
	}
	return false;
}

/* Compares the word with the units that share a variant; gives how many are in the list then. */
static bool similar_add(struct find_memory *memory, const struct mizan_actor_index *index,
	const struct name_word *word, uint64_t variant, size_t *count)
{
	const struct find_entry *end;
	const struct find_entry *entry = find_map_bucket(&index->variants, variant, &end);
	for (; entry < end; entry++) {
		if (entry->hash != variant) {
			continue;
		}
		double similarity = name_word_similarity(
			&index->costs, word, &index->units[entry->target].word);
		if (similarity <= 0 || similar_has(memory->list, *count, entry->target)) {
			continue;
		}
		if (!mizan_grow(&memory->list, &memory->list_capacity, *count + 1,
			    sizeof *memory->list)) {
			return false;
		}
		memory->list[(*count)++] = (struct find_similar){entry->target, (float)similarity};
	}
	return true;
}

mizan_status find_similar_units(struct find_space *space, const struct name_word *word,
	const struct find_similar **similar, size_t *count, struct mizan_error *error)
{
	struct find_memory *memory = space->memory;
	struct memory_slot *slot = memory_slot(memory, word->sounding);
	if (!slot->used) {
		uint64_t hashes[WORD_SOUNDS + 1];
		size_t hash_count = find_variants(word, hashes), made = 0;
		for (size_t i = 0; i < hash_count; i++) {
			if (!similar_add(memory, space->index, word, hashes[i], &made)) {
				return mizan_error_memory(error);
			}
		}
		struct find_similar *kept =
			mizan_arena_allocate(&memory->arena, made + 1, sizeof *kept);
		if (!kept) {
			return mizan_error_memory(error);
		}
		if (made > 0) {
			memcpy(kept, memory->list, made * sizeof *kept);
		}
		*slot = (struct memory_slot){word->sounding, kept, (uint32_t)made, true};
		memory->count++;
	}
	*similar = slot->similar;
	*count = slot->count;
	return MIZAN_OK;
}
