/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many texts at once: equal ones are looked up once, the others on all processors. */
#include "find_internal.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define BATCH 256 /* texts that a worker takes at a time */

struct all {
	const struct mizan_actor_index *index;
	const struct mizan_slice *texts;
	struct mizan_actor_choice *choices;
	const struct mizan_watch *watch;
	uint32_t *different; /* the first text of each kind */
	size_t different_count;
	atomic_size_t next;
	atomic_int status; /* the first error's */
};

/* Lists the first of equal texts; `same_as` of the others leads to it. */
static mizan_status all_find_different(
	struct all *all, size_t count, uint32_t *same_as, struct mizan_error *error)
{
	size_t size = 16;
	while (size < count * 2) {
		size *= 2;
	}
	uint32_t *slots = calloc(size, sizeof *slots); /* position + 1 */
	if (!slots) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < count; i++) {
		struct mizan_slice text = all->texts[i];
		size_t at = (size_t)name_hash(text.data, text.size, 0) & (size - 1);
		for (; slots[at]; at = (at + 1) & (size - 1)) {
			struct mizan_slice other = all->texts[slots[at] - 1];
			if (other.size == text.size &&
				(text.size == 0 || memcmp(other.data, text.data, text.size) == 0)) {
				break;
			}
		}
		if (!slots[at]) {
			slots[at] = (uint32_t)i + 1;
			all->different[all->different_count++] = (uint32_t)i;
		}
		same_as[i] = slots[at] - 1;
	}
	free(slots);
	return MIZAN_OK;
}

/* One text; a text that cannot be a name has no candidate. */
static mizan_status all_find_one(struct all *all, struct find_space *space, size_t at)
{
	mizan_status status = find_search(space, all->texts[at], NULL);
	struct mizan_actor_choice *choice = &all->choices[at];
	*choice = (struct mizan_actor_choice){.best = {.name = SIZE_MAX}};
	if (status == MIZAN_OK && space->match_count > 0) {
		choice->best = space->matches[0];
		choice->chosen = mizan_actor_is_chosen(space->matches, space->match_count);
	}
	return status == MIZAN_ERROR_INPUT ? MIZAN_OK : status;
}

static void all_work(void *context, unsigned worker)
{
	struct all *all = context;
	struct find_space space;
	(void)worker;
	mizan_status status = find_space_init(&space, all->index, NULL);
	while (status == MIZAN_OK && atomic_load(&all->status) == MIZAN_OK) {
		size_t first = atomic_fetch_add(&all->next, BATCH);
		if (first >= all->different_count) {
			break;
		}
		for (size_t i = first; i < first + BATCH && i < all->different_count; i++) {
			status = all_find_one(all, &space, all->different[i]);
			if (status != MIZAN_OK) {
				break;
			}
		}
		if (status == MIZAN_OK) {
			status = mizan_watch_check(all->watch, NULL);
		}
	}
	find_space_release(&space);
	int none = MIZAN_OK;
	atomic_compare_exchange_strong(&all->status, &none, (int)status);
}

static mizan_status all_run(
	struct all *all, size_t count, uint32_t *same_as, struct mizan_error *error)
{
	mizan_status status = all_find_different(all, count, same_as, error);
	if (status != MIZAN_OK) {
		return status;
	}
	size_t batches = (all->different_count + BATCH - 1) / BATCH;
	size_t workers = mizan_processor_count();
	workers = workers < batches ? workers : batches;
	mizan_tasks_run((unsigned)workers, all_work, all);
	switch ((mizan_status)atomic_load(&all->status)) {
	case MIZAN_OK:
		break;
	case MIZAN_ERROR_INTERRUPTED:
		return mizan_error_set(
			error, MIZAN_ERROR_INTERRUPTED, "nothing was changed", "interrupted");
	default:
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < count; i++) {
		all->choices[i] = all->choices[same_as[i]];
	}
	return MIZAN_OK;
}

mizan_status mizan_actor_find_all(const struct mizan_actor_index *index,
	const struct mizan_slice *texts, size_t count, struct mizan_actor_choice *choices,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	if (count >= UINT32_MAX / 4) {
		return mizan_error_set(
			error, MIZAN_ERROR_INPUT, NULL, "%zu texts are too many", count);
	}
	struct all all = {.index = index, .texts = texts, .choices = choices, .watch = watch};
	all.different = malloc((count + 1) * sizeof *all.different);
	uint32_t *same_as = malloc((count + 1) * sizeof *same_as);
	mizan_status status = all.different && same_as ? all_run(&all, count, same_as, error)
						       : mizan_error_memory(error);
	free(all.different);
	free(same_as);
	return status;
}
