/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names made ready to be searched. */
#include "find_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- Maps --------------------------------------------------------------------------------- */

static mizan_status map_add(
	struct find_map *map, uint64_t hash, uint32_t target, struct mizan_error *error)
{
	if (!mizan_grow(&map->entries, &map->capacity, map->count + 1, sizeof *map->entries)) {
		return mizan_error_memory(error);
	}
	map->entries[map->count++] = (struct find_entry){hash, target};
	return MIZAN_OK;
}

static size_t map_bucket(const struct find_map *map, uint64_t hash)
{
	return (size_t)(hash >> (64 - map->bits));
}

/* Puts the entries into buckets, in the order in which they were added. */
static mizan_status map_finish(struct find_map *map, struct mizan_error *error)
{
	map->bits = 4;
	while (map->bits < 30 && (size_t)1 << map->bits < map->count) {
		map->bits++;
	}
	size_t buckets = (size_t)1 << map->bits;
	struct find_entry *sorted = malloc((map->count + 1) * sizeof *sorted);
	map->buckets = calloc(buckets + 2, sizeof *map->buckets);
	if (!sorted || !map->buckets) {
		free(sorted);
		return mizan_error_memory(error);
	}
	/* Counted one place late, so that filling moves each start to where it belongs. */
	for (size_t i = 0; i < map->count; i++) {
		map->buckets[map_bucket(map, map->entries[i].hash) + 2]++;
	}
	for (size_t i = 2; i < buckets + 2; i++) {
		map->buckets[i] += map->buckets[i - 1];
	}
	for (size_t i = 0; i < map->count; i++) {
		sorted[map->buckets[map_bucket(map, map->entries[i].hash) + 1]++] = map->entries[i];
	}
	free(map->entries);
	map->entries = sorted;
	return MIZAN_OK;
}

const struct find_entry *find_map_bucket(
	const struct find_map *map, uint64_t hash, const struct find_entry **end)
{
	size_t bucket = map_bucket(map, hash);
	*end = map->entries + map->buckets[bucket + 1];
	return map->entries + map->buckets[bucket];
}

static void map_release(struct find_map *map)
{
	free(map->entries);
	free(map->buckets);
}

/* ---- Keys --------------------------------------------------------------------------------- */

size_t find_variants(const struct name_word *word, uint64_t hashes[WORD_SOUNDS + 1])
{
	size_t count = 0, length = word->hard_length;
	hashes[count++] = name_hash(word->hard, length, length);
	/* In words of three hard sounds and less they have to be equal. */
	for (size_t i = 0; i < length && length > 3; i++) {
		char rest[WORD_SOUNDS];
		if (i > 0 && word->hard[i] == word->hard[i - 1]) {
			continue; /* the same as the one before */
		}
		memcpy(rest, word->hard, i);
		memcpy(rest + i, word->hard + i + 1, length - i - 1);
		hashes[count++] = name_hash(rest, length - 1, length - 1);
	}
	return count;
}

size_t find_key_units(const struct name_key *key, struct find_key_unit units[FIND_UNITS])
{
	size_t count = 0;
	for (size_t i = 0; i < key->word_count; i++) {
		units[count++] = (struct find_key_unit){key->words[i], (uint8_t)i, 1};
	}
	for (size_t i = 0; i + 1 < key->word_count; i++) {
		const struct name_word *left = &key->words[i], *right = &key->words[i + 1];
		if (left->arabic == right->arabic) {
			name_word_join(left, right, &units[count].word);
			units[count].first = (uint8_t)i;
			units[count++].span = 2;
		}
	}
	return count;
}

/* Bit k of `left_out` leaves out the k-th joining word; false when it is too short. */
static bool abbreviation_make(const struct name_key *key, unsigned left_out, uint64_t *hash)
{
	uint32_t letters[NAME_INITIALS];
	size_t count = 0, joining = 0;
	for (size_t i = 0; i < key->initial_count; i++) {
		bool skipped = key->initials[i].joining && (left_out >> joining & 1);
		joining += key->initials[i].joining;
		if (!skipped) {
			letters[count++] = (unsigned char)key->initials[i].letter;
		}
	}
	*hash = name_hash(letters, count * sizeof *letters, 0);
	return count >= 3;
}

size_t find_abbreviations(const struct name_key *key, uint64_t hashes[FIND_ABBREVIATIONS])
{
	size_t joining = 0, count = 0;
	for (size_t i = 0; i < key->initial_count; i++) {
		joining += key->initials[i].joining;
	}
	if (key->initial_count < 3) {
		return 0;
	}
	/* Of many joining words all are left out, or none. */
	if (joining > 3) {
		count += abbreviation_make(key, 0, &hashes[count]);
		count += abbreviation_make(key, ~0u, &hashes[count]);
		return count;
	}
	for (unsigned left_out = 0; left_out < 1u << joining; left_out++) {
		count += abbreviation_make(key, left_out, &hashes[count]);
	}
	return count;
}

bool find_says_again(const struct mizan_actor_index *index, uint64_t spelling, uint32_t name)
{
	const struct find_entry *end;
	const struct find_entry *entry = find_map_bucket(&index->abbreviations, spelling, &end);
	for (; entry < end; entry++) {
		if (entry->hash == spelling && entry->target == name) {
			return true;
		}
	}
	for (entry = find_map_bucket(&index->letters, spelling, &end); entry < end; entry++) {
		if (entry->hash == spelling && entry->target != name &&
			index->names[entry->target].actor == index->names[name].actor) {
			return true;
		}
	}
	return false;
}

/* ---- Making ------------------------------------------------------------------------------- */

/* A table of hashes to positions, for what has to be found while the index grows. */
struct make_table {
	uint64_t *hashes;
	uint32_t *values; /* position + 1 */
	size_t count, size;
};

/* A name and what it weighs, to sort by. */
struct make_order {
	float least;
	uint32_t name;
};

struct make {
	struct mizan_actor_index *index;
	struct make_table units, actors;
	struct mizan_error *error;
};

static bool table_enlarge(struct make_table *table)
{
	struct make_table larger = {.size = table->size ? table->size * 2 : 1024};
	larger.hashes = calloc(larger.size, sizeof *larger.hashes);
	larger.values = calloc(larger.size, sizeof *larger.values);
	if (!larger.hashes || !larger.values) {
		free(larger.hashes);
		free(larger.values);
		return false;
	}
	for (size_t i = 0; i < table->size; i++) {
		size_t at = (size_t)table->hashes[i] & (larger.size - 1);
		while (table->values[i] && larger.values[at]) {
			at = (at + 1) & (larger.size - 1);
		}
		if (table->values[i]) {
			larger.hashes[at] = table->hashes[i];
			larger.values[at] = table->values[i];
		}
	}
	larger.count = table->count;
	free(table->hashes);
	free(table->values);
	*table = larger;
	return true;
}

/* The position of a hash, `new_value` where it is new; UINT32_MAX without memory. */
static uint32_t table_put(struct make_table *table, uint64_t hash, uint32_t new_value)
{
	if (table->count * 2 >= table->size && !table_enlarge(table)) {
		return UINT32_MAX;
	}
	size_t at = (size_t)hash & (table->size - 1);
	while (table->values[at] && table->hashes[at] != hash) {
		at = (at + 1) & (table->size - 1);
	}
	if (!table->values[at]) {
		table->hashes[at] = hash;
		table->values[at] = new_value + 1;
		table->count++;
	}
	return table->values[at] - 1;
}

static void table_release(struct make_table *table)
{
	free(table->hashes);
	free(table->values);
}

static mizan_status make_unit(struct make *make, const struct name_word *word, uint32_t *unit)
{
	struct mizan_actor_index *index = make->index;
	uint32_t fresh = (uint32_t)index->unit_count;
	*unit = table_put(&make->units, word->sounding, fresh);
	if (*unit == UINT32_MAX || !mizan_grow(&index->units, &index->unit_capacity,
					   index->unit_count + 1, sizeof *index->units)) {
		return mizan_error_memory(make->error);
	}
	if (*unit != fresh) {
		return MIZAN_OK;
	}
	index->units[index->unit_count++] = (struct find_unit){.word = *word};
	uint64_t hashes[WORD_SOUNDS + 1];
	size_t count = find_variants(word, hashes);
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < count && status == MIZAN_OK; i++) {
		status = map_add(&index->variants, hashes[i], fresh, make->error);
	}
	return status;
}

static mizan_status make_part(struct make *make, const struct find_key_unit *key_unit)
{
	struct mizan_actor_index *index = make->index;
	uint32_t unit;
	mizan_status status = make_unit(make, &key_unit->word, &unit);
	if (status != MIZAN_OK) {
		return status;
	}
	if (!mizan_grow(&index->parts, &index->part_capacity, index->part_count + 1,
		    sizeof *index->parts)) {
		return mizan_error_memory(make->error);
	}
	index->parts[index->part_count++] =
		(struct find_part){unit, key_unit->first, key_unit->span};
	index->units[unit].count++;
	return MIZAN_OK;
}

/* What a search asks of a name besides its units. */
static void make_facts(struct find_name *name, const struct name_key *key)
{
	name->text = key->text;
	name->word_count = (uint8_t)key->word_count;
	struct find_words words = {.count = key->word_count};
	for (size_t i = 0; i < key->word_count; i++) {
		words.common |= (uint32_t)key->words[i].common << i;
		words.numbers |= (uint32_t)key->words[i].number << i;
		name->least += (float)find_weight_least(&words, i);
	}
	name->common = (uint16_t)words.common;
	name->numbers = (uint16_t)words.numbers;
}

static mizan_status make_name(struct make *make, uint32_t at, const struct mizan_actor_name *given)
{
	struct mizan_actor_index *index = make->index;
	struct name_key key;
	mizan_status status = name_key_make(
		(struct mizan_slice){given->name, strlen(given->name)}, &key, make->error);
	if (status != MIZAN_OK) {
		mizan_error_at(make->error, NULL, (size_t)at + 1, 0);
		return status;
	}
	struct find_name *name = &index->names[at];
	make_facts(name, &key);
	name->first_part = (uint32_t)index->part_count;
	name->actor =
		table_put(&make->actors, name_hash(given->actor_id, strlen(given->actor_id), 0),
			(uint32_t)make->actors.count);
	if (name->actor == UINT32_MAX) {
		return mizan_error_memory(make->error);
	}
	struct find_key_unit units[FIND_UNITS];
	size_t unit_count = find_key_units(&key, units);
	for (size_t i = 0; i < unit_count && status == MIZAN_OK; i++) {
		status = make_part(make, &units[i]);
	}
	name->part_count = (uint8_t)unit_count;
	uint64_t hashes[FIND_ABBREVIATIONS];
	size_t hash_count = find_abbreviations(&key, hashes);
	for (size_t i = 0; i < hash_count && status == MIZAN_OK; i++) {
		status = map_add(&index->abbreviations, hashes[i], at, make->error);
	}
	if (status == MIZAN_OK && key.word_count == 1) {
		status = map_add(&index->letters, key.words[0].spelling, at, make->error);
	}
	return status;
}

static int make_compare(const void *left, const void *right)
{
	const struct make_order *a = left, *b = right;
	if (a->least != b->least) {
		return a->least < b->least ? -1 : 1;
	}
	return a->name < b->name ? -1 : a->name > b->name;
}

/* The places of each unit, those in the lightest names first. */
static mizan_status make_places(struct make *make)
{
	struct mizan_actor_index *index = make->index;
	struct make_order *order = calloc(index->name_count + 1, sizeof *order);
	index->places = malloc((index->part_count + 1) * sizeof *index->places);
	if (!index->places || !order) {
		free(order);
		return mizan_error_memory(make->error);
	}
	uint32_t first = 0;
	for (size_t i = 0; i < index->unit_count; i++) {
		index->units[i].first = first;
		first += index->units[i].count;
		index->units[i].count = 0;
	}
	for (size_t i = 0; i < index->name_count; i++) {
		order[i] = (struct make_order){index->names[i].least, (uint32_t)i};
	}
	qsort(order, index->name_count, sizeof *order, make_compare);
	for (size_t i = 0; i < index->name_count; i++) {
		const struct find_name *name = &index->names[order[i].name];
		for (size_t k = 0; k < name->part_count; k++) {
			const struct find_part *part = &index->parts[name->first_part + k];
			struct find_unit *unit = &index->units[part->unit];
			index->places[unit->first + unit->count++] =
				(struct find_place){order[i].name, part->first, part->span};
		}
	}
	free(order);
	return MIZAN_OK;
}

static mizan_status make_finish(struct make *make)
{
	struct mizan_actor_index *index = make->index;
	mizan_status status = make_places(make);
	if (status == MIZAN_OK) {
		status = map_finish(&index->variants, make->error);
	}
	if (status == MIZAN_OK) {
		status = map_finish(&index->abbreviations, make->error);
	}
	return status == MIZAN_OK ? map_finish(&index->letters, make->error) : status;
}

mizan_status mizan_actor_index_make(const struct mizan_actor_name *names, size_t count,
	struct mizan_actor_index **index, struct mizan_error *error)
{
	*index = NULL;
	if (count >= UINT32_MAX / (2 * FIND_UNITS)) {
		return mizan_error_set(
			error, MIZAN_ERROR_INPUT, NULL, "%zu names are too many", count);
	}
	struct make make = {.index = calloc(1, sizeof *make.index), .error = error};
	if (!make.index) {
		return mizan_error_memory(error);
	}
	mizan_status status = MIZAN_OK;
	name_costs_make(&make.index->costs);
	make.index->name_count = count;
	make.index->names = calloc(count + 1, sizeof *make.index->names);
	if (!make.index->names) {
		status = mizan_error_memory(error);
	}
	for (size_t i = 0; i < count && status == MIZAN_OK; i++) {
		status = make_name(&make, (uint32_t)i, &names[i]);
	}
	if (status == MIZAN_OK) {
		status = make_finish(&make);
	}
	table_release(&make.units);
	table_release(&make.actors);
	if (status != MIZAN_OK) {
		mizan_actor_index_release(make.index);
		return status;
	}
	*index = make.index;
	return MIZAN_OK;
}

void mizan_actor_index_release(struct mizan_actor_index *index)
{
	if (!index) {
		return;
	}
	map_release(&index->variants);
	map_release(&index->abbreviations);
	map_release(&index->letters);
	free(index->names);
	free(index->units);
	free(index->places);
	free(index->parts);
	free(index);
}
