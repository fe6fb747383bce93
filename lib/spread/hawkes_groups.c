/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events of a store as groups through time. */
#include "hawkes_store_internal.h"

#include <stdlib.h>
#include <string.h>

#define NAMED_EVENTS_MIN 30
#define OTHERS "others"

void hawkes_source_release(struct hawkes_source *source)
{
	free(source->times);
	free(source->stretches);
	free(source->numbers);
}

/* ---- Groups -------------------------------------------------------------------------------- */

struct hawkes_name {
	const char *name;
	size_t events;
};

static int compare_name(const void *a, const void *b)
{
	return strcmp(((const struct hawkes_name *)a)->name, ((const struct hawkes_name *)b)->name);
}

static int compare_events(const void *a, const void *b)
{
	const struct hawkes_name *one = a, *two = b;
	if (one->events != two->events) {
		return one->events > two->events ? -1 : 1;
	}
	return strcmp(one->name, two->name);
}

/* Names with their counts, the largest first. */
static size_t hawkes_count_names(
	const struct near_event *events, size_t count, struct hawkes_name *names)
{
	size_t found = 0;
	for (size_t i = 0; i < count; i++) {
		names[i] = (struct hawkes_name){events[i].group, 1};
	}
	qsort(names, count, sizeof *names, compare_name);
	for (size_t i = 0; i < count; i++) {
		if (found > 0 && strcmp(names[found - 1].name, names[i].name) == 0) {
			names[found - 1].events++;
		} else {
			names[found++] = names[i];
		}
	}
	qsort(names, found, sizeof *names, compare_events);
	return found;
}

static mizan_status hawkes_name_groups(struct hawkes_source *source,
	const struct near_event *events, size_t count, struct mizan_error *error)
{
	struct hawkes_name *names = malloc((count + 1) * sizeof *names);
	if (!names) {
		return mizan_error_memory(error);
	}
	size_t found = hawkes_count_names(events, count, names);
	bool others = false;
	for (size_t i = 0; i < found; i++) {
		if (!*names[i].name) {
			source->unknown = names[i].events;
		} else if (source->group_count < HAWKES_NAMED_MAX &&
			   names[i].events >= NAMED_EVENTS_MIN) {
			source->groups[source->group_count++] = names[i].name;
		} else {
			others = true;
		}
	}
	if (others) {
		source->groups[source->group_count++] = OTHERS;
	}
	free(names);
	return MIZAN_OK;
}

static size_t hawkes_group_number(const struct hawkes_source *source, const char *name)
{
	for (size_t i = 0; i < source->group_count; i++) {
		if (strcmp(source->groups[i], name) == 0) {
			return i;
		}
	}
	return source->group_count - 1;
}

/* ---- Days ---------------------------------------------------------------------------------- */

/* The days that the source's releases cover, within those asked for. */
static void hawkes_set_days(struct hawkes_source *source, const struct near_events *all,
	const struct mizan_hawkes_query *query, const struct near_event *events, size_t count)
{
	mizan_date first = events[0].date, last = events[count - 1].date;
	for (size_t i = 0; i < all->releases.count; i++) {
		const struct mizan_release *release = &all->releases.items[i];
		if (strcmp(release->kind, "events") == 0 && release->coverage == MIZAN_COMPLETE &&
			strcmp(release->source, source->name) == 0 &&
			(!query->country || strstr(release->countries, query->country)) &&
			release->period_start != MIZAN_DATE_UNKNOWN) {
			first = release->period_start < first ? release->period_start : first;
			last = release->period_end > last ? release->period_end : last;
		}
	}
	if (query->from != MIZAN_DATE_UNKNOWN && query->from > first) {
		first = query->from;
	}
	if (query->to != MIZAN_DATE_UNKNOWN && query->to < last) {
		last = query->to;
	}
	if (all->public_from != MIZAN_DATE_UNKNOWN && last >= all->public_from) {
		last = all->public_from - 1;
	}
	/* A long event asked for by a day within it may end after that. */
	source->first = first < events[0].date ? first : events[0].date;
	source->last = last > events[count - 1].date ? last : events[count - 1].date;
}

mizan_status hawkes_set_stretches(struct hawkes_source *source, struct mizan_error *error)
{
	int first, last, month, day;
	mizan_date_split(source->first, &first, &month, &day);
	mizan_date_split(source->last, &last, &month, &day);
	size_t count = (size_t)(last - first) + 1;
	if (count > MIZAN_HAWKES_STRETCHES) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "ask for a shorter period",
			"a baseline by year has at most %d years", MIZAN_HAWKES_STRETCHES);
	}
	source->stretches = malloc(count * sizeof *source->stretches);
	if (!source->stretches) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < count; i++) {
		source->stretches[i] =
			(double)(mizan_date_make(first + (int)i + 1, 1, 1) - source->first);
	}
	source->stretches[count - 1] = (double)(source->last + 1 - source->first);
	source->events.stretches = source->stretches;
	source->events.stretch_count = count;
	return MIZAN_OK;
}

static mizan_status hawkes_set_events(struct hawkes_source *source, bool grouped,
	const struct near_event *events, size_t count, struct mizan_error *error)
{
	source->times = malloc((count + 1) * sizeof *source->times);
	source->numbers = malloc((count + 1) * sizeof *source->numbers);
	if (!source->times || !source->numbers) {
		return mizan_error_memory(error);
	}
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		if (grouped && !*events[i].group) {
			continue;
		}
		source->times[kept] = (double)(events[i].date - source->first);
		source->numbers[kept++] =
			grouped ? (uint16_t)hawkes_group_number(source, events[i].group) : 0;
	}
	source->events.times = source->times;
	source->events.groups = source->numbers;
	source->events.count = kept;
	source->events.group_count = source->group_count;
	source->events.end = (double)(source->last + 1 - source->first);
	return MIZAN_OK;
}

mizan_status hawkes_source_make(struct hawkes_source *source, const struct near_events *all,
	const struct mizan_hawkes_query *query, const struct near_event *events, size_t count,
	struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	if (query->by) {
		status = hawkes_name_groups(source, events, count, error);
	} else {
		source->group_count = 1;
	}
	if (status == MIZAN_OK) {
		hawkes_set_days(source, all, query, events, count);
		status = hawkes_set_events(source, query->by != NULL, events, count, error);
	}
	return status;
}
