/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stays: time without a break in which a group is with another, by one relation or several. */
#include "relation_internal.h"

#include <stdlib.h>

static int stay_compare(const void *left, const void *right)
{
	const struct stay *a = left, *b = right;
	if (a->group != b->group) {
		return a->group < b->group ? -1 : 1;
	}
	if (a->start != b->start) {
		return a->start < b->start ? -1 : 1;
	}
	return a->leave < b->leave ? -1 : a->leave > b->leave;
}

/* An allegiance that goes over into a merger is one stay; what a split ended is not taken up. */
static bool stay_goes_on(const struct stay *stay, const struct stay *next)
{
	return stay->group == next->group &&
	       (stay->leave == DAY_LAST || next->start < stay->leave ||
		       (!stay->split && next->start <= stay->leave + 1));
}

static void stay_extend(struct stay *stay, const struct stay *next)
{
	if (next->leave > stay->leave) {
		stay->leave = next->leave;
		stay->split = next->split;
	}
	if (next->status == RELATION_CONFIRMED) {
		stay->status = RELATION_CONFIRMED;
	}
}

mizan_status stays_find(
	struct world *world, bool confirmed, struct stay_list *list, struct mizan_error *error)
{
	size_t found = 0;
	*list = (struct stay_list){
		mizan_arena_allocate(&world->arena, world->relation_count + 1, sizeof *list->items),
		0};
	if (!list->items) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < world->relation_count; i++) {
		const struct relation *relation = &world->relations[i];
		if (relation->b == world->of && relation_joins(relation) &&
			relation->status != RELATION_DENIED &&
			(!confirmed || relation->status == RELATION_CONFIRMED)) {
			mizan_date leave = relation_leave(relation);
			list->items[found++] = (struct stay){.group = relation->a,
				.start = relation->from.first,
				.leave = leave,
				.from = relation->from,
				.status = relation->status,
				.split = relation->ended_by != SIZE_MAX &&
					 leave == relation->ended.last};
		}
	}
	qsort(list->items, found, sizeof *list->items, stay_compare);
	for (size_t i = 0; i < found; i++) {
		struct stay *last = list->count > 0 ? &list->items[list->count - 1] : NULL;
		if (last && stay_goes_on(last, &list->items[i])) {
			stay_extend(last, &list->items[i]);
		} else {
			list->items[list->count++] = list->items[i];
		}
	}
	return MIZAN_OK;
}
