/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <mizan/base.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct mizan_arena_block {
	struct mizan_arena_block *before;
	size_t used, size;
	alignas(max_align_t) unsigned char bytes[];
};

#define ARENA_BLOCK_SIZE ((size_t)16 * 1024)

static struct mizan_arena_block *arena_add_block(struct mizan_arena *arena, size_t size)
{
	/* Each block is larger than the last, so that the number of blocks stays small. */
	size_t block_size = arena->last ? arena->last->size * 2 : ARENA_BLOCK_SIZE;
	if (block_size > (size_t)1 << 20) {
		block_size = (size_t)1 << 20;
	}
	if (block_size < size) {
		block_size = size;
	}
	struct mizan_arena_block *block = calloc(1, sizeof *block + block_size);
	if (!block) {
		return NULL;
	}
	block->before = arena->last;
	block->size = block_size;
	arena->last = block;
	return block;
}

void *mizan_arena_allocate(struct mizan_arena *arena, size_t count, size_t size)
{
	size_t bytes;
	if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX / 2) {
		return NULL;
	}
	bytes = (bytes + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	struct mizan_arena_block *block = arena->last;
	if (!block || block->size - block->used < bytes) {
		block = arena_add_block(arena, bytes);
		if (!block) {
			return NULL;
		}
	}
	void *result = block->bytes + block->used;
	block->used += bytes;
	return result;
}

char *mizan_arena_copy(struct mizan_arena *arena, const char *data, size_t size)
{
	if (size == SIZE_MAX) {
		return NULL;
	}
	char *copy = mizan_arena_allocate(arena, size + 1, 1);
	if (copy && size > 0) {
		memcpy(copy, data, size);
	}
	return copy;
}

char *mizan_arena_printf(struct mizan_arena *arena, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	int needed = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (needed < 0) {
		return NULL;
	}
	char *result = mizan_arena_allocate(arena, (size_t)needed + 1, 1);
	if (result) {
		va_start(arguments, format);
		vsnprintf(result, (size_t)needed + 1, format, arguments);
		va_end(arguments);
	}
	return result;
}

void mizan_arena_release(struct mizan_arena *arena)
{
	while (arena->last) {
		struct mizan_arena_block *before = arena->last->before;
		free(arena->last);
		arena->last = before;
	}
}

bool mizan_grow(void *items, size_t *capacity, size_t needed, size_t size)
{
	if (needed <= *capacity) {
		return true;
	}
	size_t wanted = *capacity < 8 ? 8 : *capacity;
	while (wanted < needed) {
		if (wanted > SIZE_MAX / 2) {
			return false;
		}
		wanted *= 2;
	}
	size_t bytes;
	if (__builtin_mul_overflow(wanted, size, &bytes)) {
		return false;
	}
	void *old, *grown;
	memcpy(&old, items, sizeof old);
	grown = realloc(old, bytes);
	if (!grown) {
		return false;
	}
	memcpy(items, &grown, sizeof grown);
	*capacity = wanted;
	return true;
}
