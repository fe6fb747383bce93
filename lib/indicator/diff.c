/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two versions of a source's events: reading them, and which are the same, new, or gone. */
#include "diff_internal.h"

#include <stdlib.h>
#include <string.h>

mizan_status mizan_diff_init(struct mizan_diff **diff, const struct mizan_diff_options *options,
	struct mizan_error *error)
{
	*diff = calloc(1, sizeof **diff);
	if (!*diff) {
		return mizan_error_memory(error);
	}
	(*diff)->options = *options;
	if (options->country) {
		memcpy((*diff)->country, options->country, strnlen(options->country, 3));
		(*diff)->options.country = (*diff)->country;
	}
	for (int i = 0; i < 2; i++) {
		(*diff)->sides[i].first = (*diff)->sides[i].last = MIZAN_DATE_UNKNOWN;
	}
	pthread_mutex_init(&(*diff)->lock, NULL);
	return MIZAN_OK;
}

void mizan_diff_release(struct mizan_diff *diff)
{
	if (!diff) {
		return;
	}
	for (int i = 0; i < 2; i++) {
		struct diff_side *side = &diff->sides[i];
		for (unsigned k = 0; k < side->part_count; k++) {
			free(side->parts[k].entries);
		}
		free(side->parts);
		free(side->entries);
		free(side->slots);
		free(side->copies);
		free(side->wanted);
		free(side->sources);
	}
	free(diff->pairs);
	free(diff->tolls);
	free(diff->toll_slots);
	free(diff->changes);
	free(diff->fields);
	mizan_arena_release(&diff->arena);
	pthread_mutex_destroy(&diff->lock);
	free(diff);
}

/* ---- Reading ------------------------------------------------------------------------------ */

static mizan_status diff_make_parts(
	struct diff_side *side, unsigned workers, struct mizan_error *error)
{
	if (workers <= side->part_count) {
		return MIZAN_OK;
	}
	struct diff_part *parts = calloc(workers, sizeof *parts);
	if (!parts) {
		return mizan_error_memory(error);
	}
	if (side->part_count > 0) {
		memcpy(parts, side->parts, side->part_count * sizeof *parts);
	}
	free(side->parts);
	side->parts = parts;
	side->part_count = workers;
	return MIZAN_OK;
}

mizan_status mizan_diff_begin(struct mizan_diff *diff, enum mizan_diff_side which, unsigned workers,
	const struct mizan_release *release, struct mizan_error *error)
{
	struct diff_side *side = &diff->sides[which];
	const char *line = mizan_release_line(release, &diff->arena);
	if (!line || !mizan_grow(&side->sources, &side->source_capacity, side->source_count + 1,
			     sizeof *side->sources)) {
		return mizan_error_memory(error);
	}
	side->sources[side->source_count++] = line;
	if (!side->named) {
		const char *name = release->version;
		/* A file without a version is known by its name. */
		name = strcmp(name, "as read") == 0 ? release->file : name;
		memcpy(side->version, name, strnlen(name, sizeof side->version - 1));
		memcpy(side->source, release->source,
			strnlen(release->source, sizeof side->source - 1));
		side->named = true;
	}
	side->sample |= release->coverage == MIZAN_SAMPLE;
	side->complete |= release->coverage == MIZAN_COMPLETE;
	mizan_date first = release->period_start, last = release->period_end;
	if (first != MIZAN_DATE_UNKNOWN && last != MIZAN_DATE_UNKNOWN) {
		bool none = side->first == MIZAN_DATE_UNKNOWN;
		side->first = none || first < side->first ? first : side->first;
		side->last = none || last > side->last ? last : side->last;
	}
	return diff_make_parts(side, workers, error);
}

mizan_status mizan_diff_add(struct mizan_diff *diff, enum mizan_diff_side which, unsigned worker,
	const struct mizan_event *event, struct mizan_error *error)
{
	struct diff_part *part = &diff->sides[which].parts[worker];
	if (!mizan_grow(&part->entries, &part->capacity, part->count + 1, sizeof *part->entries)) {
		return mizan_error_memory(error);
	}
	struct diff_entry *entry = &part->entries[part->count++];
	struct mizan_event shown = *event;
	bool withheld = mizan_event_withhold(&shown, diff->options.public_from);
	*entry = (struct diff_entry){
		.key = diff_hash(1, event->source_key.data, event->source_key.size),
		.content = diff_hash_event(&shown),
		.withheld = withheld,
		.event_id = event->event_id,
		.release_id = event->release_id,
		.date = shown.date_end,
		.best = event->deaths_best,
		.low = event->deaths_low,
		.high = event->deaths_high,
	};
	if (event->country.size == 3) {
		memcpy(entry->country, event->country.data, 3);
	}
	return MIZAN_OK;
}

/* ---- One side, whole ---------------------------------------------------------------------- */

static mizan_status side_join(struct diff_side *side, struct mizan_error *error)
{
	size_t count = 0;
	for (unsigned i = 0; i < side->part_count; i++) {
		count += side->parts[i].count;
	}
	if (count >= UINT32_MAX / 4) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "compare parts of them",
			"there are more than a thousand million events");
	}
	side->entries = calloc(count + 1, sizeof *side->entries);
	side->wanted = calloc(count + 1, sizeof *side->wanted);
	side->copies = calloc(count + 1, sizeof *side->copies);
	for (side->slot_count = 1024; side->slot_count < count * 2; side->slot_count *= 2) {
	}
	side->slots = calloc(side->slot_count, sizeof *side->slots);
	if (!side->entries || !side->wanted || !side->copies || !side->slots) {
		return mizan_error_memory(error);
	}
	for (unsigned i = 0; i < side->part_count; i++) {
		struct diff_part *part = &side->parts[i];
		if (part->count > 0) {
			memcpy(side->entries + side->count, part->entries,
				part->count * sizeof *part->entries);
		}
		side->count += part->count;
		free(part->entries);
		*part = (struct diff_part){0};
	}
	return MIZAN_OK;
}

/* The slot of a key: that of the entry which has it, or an empty one. */
static size_t side_slot(const struct diff_side *side, uint64_t key)
{
	size_t at = key & (side->slot_count - 1);
	while (side->slots[at] != 0 && side->entries[side->slots[at] - 1].key != key) {
		at = (at + 1) & (side->slot_count - 1);
	}
	return at;
}

/* Of rows with one key: that of the later release, else any, but always the same. */
static bool entry_is_better(const struct diff_entry *a, const struct diff_entry *b)
{
	return a->release_id != b->release_id ? a->release_id > b->release_id
					      : a->content < b->content;
}

static void side_index(struct diff_side *side)
{
	for (size_t i = 0; i < side->count; i++) {
		size_t at = side_slot(side, side->entries[i].key);
		if (side->slots[at] == 0) {
			side->slots[at] = (uint32_t)i + 1;
			continue;
		}
		struct diff_entry *other = &side->entries[side->slots[at] - 1];
		bool better = entry_is_better(&side->entries[i], other);
		(better ? other : &side->entries[i])->repeats = 1;
		/* The same event in two releases of one version is no fault of the file. */
		side->repeats += side->entries[i].release_id == other->release_id;
		side->slots[at] = better ? (uint32_t)i + 1 : side->slots[at];
	}
}

static bool version_is_of_months(const char *version)
{
	const char *dot = strchr(version, '.');
	return dot && strchr(dot + 1, '.');
}

/* A file says nothing of its period; that of a sheet ends with its last event, which the next
 * version may have dropped. */
static void side_find_period(struct diff_side *side)
{
	int year, month, day;
	bool none = side->first == MIZAN_DATE_UNKNOWN;
	if (side->count == 0) {
		return;
	}
	for (size_t i = 0; i < side->count && none; i++) {
		mizan_date date = side->entries[i].date;
		side->first = i == 0 || date < side->first ? date : side->first;
		side->last = i == 0 || date > side->last ? date : side->last;
	}
	bool months = version_is_of_months(side->version);
	mizan_date_split(side->first, &year, &month, &day);
	side->first = mizan_date_make(year, months ? month : 1, 1);
	mizan_date_split(side->last, &year, &month, &day);
	month = months ? month : 12;
	side->last = month == 12 ? mizan_date_make(year, 12, 31)
				 : mizan_date_make(year, month + 1, 1) - 1;
}

/* ---- Matching ----------------------------------------------------------------------------- */

static bool diff_has(const struct mizan_diff *diff, const struct diff_entry *entry)
{
	const struct mizan_diff_options *options = &diff->options;
	return (!options->country || strcmp(entry->country, options->country) == 0) &&
	       (options->from == MIZAN_DATE_UNKNOWN || entry->date >= options->from) &&
	       (options->to == MIZAN_DATE_UNKNOWN || entry->date <= options->to);
}

static mizan_status diff_check(const struct mizan_diff *diff, struct mizan_error *error)
{
	const struct diff_side *before = &diff->sides[0], *after = &diff->sides[1];
	char dates[4][11];
	if (strcmp(before->source, after->source) != 0) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "compare versions of one source",
			"OLD is of %s, NEW of %s: their events have no keys in common",
			before->source, after->source);
	}
	if ((before->sample && after->complete) || (after->sample && before->complete)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"compare two versions of one sheet, or two whole releases",
			"%s is a sample: what it does not have was not dropped",
			before->sample ? before->version : after->version);
	}
	if (before->count == 0 || after->count == 0 ||
		(before->first <= after->last && after->first <= before->last)) {
		return MIZAN_OK;
	}
	return mizan_error_set(error, MIZAN_ERROR_USAGE, "compare versions of the same period",
		"%s (%s to %s) and %s (%s to %s) have no day in common", before->version,
		mizan_date_format(before->first, dates[0]),
		mizan_date_format(before->last, dates[1]), after->version,
		mizan_date_format(after->first, dates[2]),
		mizan_date_format(after->last, dates[3]));
}

static mizan_status diff_add_pair(struct mizan_diff *diff, enum diff_kind kind, size_t old_entry,
	size_t new_entry, struct mizan_error *error)
{
	if (!mizan_grow(&diff->pairs, &diff->pair_capacity, diff->pair_count + 1,
		    sizeof *diff->pairs)) {
		return mizan_error_memory(error);
	}
	diff->pairs[diff->pair_count++] = (struct diff_pair){kind, old_entry, new_entry};
	if (old_entry != SIZE_MAX) {
		diff->sides[0].wanted[old_entry] = true;
	}
	if (new_entry != SIZE_MAX) {
		diff->sides[1].wanted[new_entry] = true;
	}
	return MIZAN_OK;
}

/* An event that one side alone has. */
static mizan_status diff_match_alone(
	struct mizan_diff *diff, int which, size_t index, struct mizan_error *error)
{
	const struct diff_side *other = &diff->sides[!which];
	const struct diff_entry *entry = &diff->sides[which].entries[index];
	if (!diff_has(diff, entry)) {
		return MIZAN_OK;
	}
	if (other->count > 0 && (entry->date < other->first || entry->date > other->last)) {
		diff->outside[which]++;
		return MIZAN_OK;
	}
	return which == MIZAN_DIFF_OLD ? diff_add_pair(diff, DIFF_DROPPED, index, SIZE_MAX, error)
				       : diff_add_pair(diff, DIFF_ADDED, SIZE_MAX, index, error);
}

static mizan_status diff_match_one(struct mizan_diff *diff, size_t index, struct mizan_error *error)
{
	const struct diff_side *before = &diff->sides[0];
	const struct diff_entry *entry = &diff->sides[1].entries[index];
	size_t slot = before->count > 0 ? before->slots[side_slot(before, entry->key)] : 0;
	if (slot == 0) {
		return diff_match_alone(diff, MIZAN_DIFF_NEW, index, error);
	}
	const struct diff_entry *former = &before->entries[slot - 1];
	if (!diff_has(diff, entry) && !diff_has(diff, former)) {
		return MIZAN_OK;
	}
	if (former->content == entry->content) {
		diff->unchanged++;
		return MIZAN_OK;
	}
	return diff_add_pair(diff, DIFF_CHANGED, slot - 1, index, error);
}

static int toll_compare(const void *a, const void *b)
{
	const struct diff_toll *left = a, *right = b;
	int order = strcmp(left->country, right->country);
	return order != 0 ? order : (left->year > right->year) - (left->year < right->year);
}

#define TOLL_SLOTS 65536

/* The toll of a country and year. Where the table is half full, a new one each time: those of one
 * country and year are joined after. */
static struct diff_toll *diff_find_toll(struct mizan_diff *diff, const char country[4], int year)
{
	uint32_t word;
	memcpy(&word, country, sizeof word);
	size_t at = ((uint64_t)word << 14 ^ (uint64_t)year) * 0x9e3779b97f4a7c15u >> 48;
	for (; diff->toll_slots[at] != 0; at = (at + 1) % TOLL_SLOTS) {
		struct diff_toll *toll = &diff->tolls[diff->toll_slots[at] - 1];
		if (toll->year == year && memcmp(toll->country, country, 4) == 0) {
			return toll;
		}
	}
	if (!mizan_grow(&diff->tolls, &diff->toll_capacity, diff->toll_count + 1,
		    sizeof *diff->tolls)) {
		return NULL;
	}
	struct diff_toll *toll = &diff->tolls[diff->toll_count++];
	*toll = (struct diff_toll){.year = year};
	memcpy(toll->country, country, 4);
	if (diff->toll_count < TOLL_SLOTS / 2) {
		diff->toll_slots[at] = (uint32_t)diff->toll_count;
	}
	return toll;
}

static mizan_status diff_gather_tolls(struct mizan_diff *diff, int which, struct mizan_error *error)
{
	const struct diff_side *side = &diff->sides[which];
	for (size_t i = 0; i < side->count; i++) {
		const struct diff_entry *entry = &side->entries[i];
		int year, month, day;
		if (entry->repeats || !diff_has(diff, entry)) {
			continue;
		}
		diff->sides[which].withheld += entry->withheld;
		mizan_date_split(entry->date, &year, &month, &day);
		struct diff_toll *toll = diff_find_toll(diff, entry->country, year);
		if (!toll) {
			return mizan_error_memory(error);
		}
		toll->side[which].events++;
		if (entry->best != MIZAN_UNKNOWN) {
			toll->side[which].best += entry->best;
			toll->side[which].low +=
				entry->low == MIZAN_UNKNOWN ? entry->best : entry->low;
			toll->side[which].high +=
				entry->high == MIZAN_UNKNOWN ? entry->best : entry->high;
		}
	}
	return MIZAN_OK;
}

static void diff_join_tolls(struct mizan_diff *diff)
{
	size_t kept = 0;
	if (diff->toll_count > 0) {
		qsort(diff->tolls, diff->toll_count, sizeof *diff->tolls, toll_compare);
	}
	for (size_t i = 0; i < diff->toll_count; i++) {
		struct diff_toll *toll = &diff->tolls[i];
		if (kept == 0 || toll_compare(&diff->tolls[kept - 1], toll) != 0) {
			diff->tolls[kept++] = *toll;
			continue;
		}
		struct diff_toll *sum = &diff->tolls[kept - 1];
		for (int k = 0; k < 2; k++) {
			sum->side[k].events += toll->side[k].events;
			sum->side[k].best += toll->side[k].best;
			sum->side[k].low += toll->side[k].low;
			sum->side[k].high += toll->side[k].high;
		}
	}
	diff->toll_count = kept;
}

static mizan_status diff_match_all(struct mizan_diff *diff, struct mizan_error *error)
{
	const struct diff_side *before = &diff->sides[0], *after = &diff->sides[1];
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < after->count && status == MIZAN_OK; i++) {
		if (!after->entries[i].repeats) {
			status = diff_match_one(diff, i, error);
		}
	}
	for (size_t i = 0; i < before->count && status == MIZAN_OK; i++) {
		const struct diff_entry *entry = &before->entries[i];
		if (!entry->repeats && after->slots[side_slot(after, entry->key)] == 0) {
			status = diff_match_alone(diff, MIZAN_DIFF_OLD, i, error);
		}
	}
	return status;
}

mizan_status mizan_diff_match(struct mizan_diff *diff, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	for (int i = 0; i < 2 && status == MIZAN_OK; i++) {
		status = side_join(&diff->sides[i], error);
		if (status == MIZAN_OK) {
			side_index(&diff->sides[i]);
			side_find_period(&diff->sides[i]);
		}
	}
	if (status == MIZAN_OK) {
		status = diff_check(diff, error);
	}
	if (status == MIZAN_OK) {
		status = diff_match_all(diff, error);
	}
	diff->toll_slots = calloc(TOLL_SLOTS, sizeof *diff->toll_slots);
	if (status == MIZAN_OK && !diff->toll_slots) {
		status = mizan_error_memory(error);
	}
	for (int i = 0; i < 2 && status == MIZAN_OK; i++) {
		status = diff_gather_tolls(diff, i, error);
	}
	if (status == MIZAN_OK) {
		diff_join_tolls(diff);
	}
	diff->matched = status == MIZAN_OK;
	return status;
}

/* ---- The second pass ---------------------------------------------------------------------- */

static struct mizan_event *diff_copy(struct mizan_arena *arena, const struct mizan_event *event)
{
	struct mizan_event *copy = mizan_arena_allocate(arena, 1, sizeof *copy);
	if (!copy) {
		return NULL;
	}
	*copy = *event;
	struct mizan_slice *const slices[] = {&copy->source_key, &copy->country, &copy->admin1,
		&copy->admin2, &copy->place, &copy->tactic, &copy->target, &copy->side_a,
		&copy->side_b, &copy->dyad, &copy->headline, &copy->provider};
	for (size_t i = 0; i < sizeof slices / sizeof *slices; i++) {
		slices[i]->data = mizan_arena_copy(
			arena, slices[i]->size ? slices[i]->data : "", slices[i]->size);
		if (!slices[i]->data) {
			return NULL;
		}
	}
	return copy;
}

mizan_status mizan_diff_take(struct mizan_diff *diff, enum mizan_diff_side which,
	const struct mizan_event *event, struct mizan_error *error)
{
	struct diff_side *side = &diff->sides[which];
	uint64_t key = diff_hash(1, event->source_key.data, event->source_key.size);
	uint32_t slot = side->count > 0 ? side->slots[side_slot(side, key)] : 0;
	struct mizan_event shown = *event;
	mizan_event_withhold(&shown, diff->options.public_from);
	if (slot == 0 || !side->wanted[slot - 1] ||
		diff_hash_event(&shown) != side->entries[slot - 1].content) {
		return MIZAN_OK;
	}
	mizan_status status = MIZAN_OK;
	pthread_mutex_lock(&diff->lock);
	if (!side->copies[slot - 1]) {
		side->copies[slot - 1] = diff_copy(&diff->arena, &shown);
		status = side->copies[slot - 1] ? MIZAN_OK : mizan_error_memory(error);
	}
	pthread_mutex_unlock(&diff->lock);
	return status;
}
