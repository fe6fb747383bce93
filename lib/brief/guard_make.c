/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes figures ready to be compared: names to keys, and which figure of several stands. */
#include "guard_internal.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- Names -------------------------------------------------------------------------------- */

static bool is_name_byte(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

static size_t first_word(const char *text, size_t size)
{
	size_t length = 0;
	while (length < size && is_name_byte(text[length])) {
		length++;
	}
	return length;
}

static uint32_t word_hash(const char *word, size_t size)
{
	uint32_t hash = 0x811c9dc5;
	for (size_t i = 0; i < size; i++) {
		hash = (hash ^ (unsigned char)tolower((unsigned char)word[i])) * 0x01000193;
	}
	return hash;
}

/* A hyphen stands for a blank, and one blank for several or a line's end. */
static size_t name_match(const struct guard_name *name, const char *text, size_t size)
{
	size_t at = 0;
	for (size_t i = 0; i < name->size; i++, at++) {
		if (at >= size) {
			return 0;
		}
		char a = name->text[i], b = text[at];
		bool blank_a = a == ' ' || a == '-';
		bool blank_b = b == '-' || isspace((unsigned char)b);
		if (blank_a && blank_b) {
			while (at + 1 < size && isspace((unsigned char)text[at + 1]) && b != '-') {
				at++;
			}
		} else if (name->exact ? a != b
				       : tolower((unsigned char)a) != tolower((unsigned char)b)) {
			return 0;
		}
	}
	return at == size || !is_name_byte(text[at]) ? at : 0;
}

size_t guard_find_names(const struct mizan_guard *guard, const char *text, size_t size,
	const struct guard_name *names[GUARD_NAMES], size_t *length)
{
	size_t count = 0, word = first_word(text, size);
	if (word == 0 || guard->head_count == 0) {
		return 0;
	}
	uint32_t at = guard->heads[word_hash(text, word) & (guard->head_count - 1)];
	for (; at; at = guard->names[at].next) {
		const struct guard_name *name = &guard->names[at];
		bool longer = count == 0 || name->size > names[0]->size;
		bool as_long = count > 0 && name->size == names[0]->size && count < GUARD_NAMES;
		size_t match = longer || as_long ? name_match(name, text, size) : 0;
		if (match > 0) {
			count = longer ? 0 : count;
			names[count++] = name;
			*length = match;
		}
	}
	return count;
}

/* The key of a text within its kind, from 1; a new one where there is none. 0 without memory. */
static uint32_t guard_key(struct mizan_guard *guard, enum guard_name_kind kind, const char *text)
{
	for (size_t i = 0; i < guard->key_count[kind]; i++) {
		if (strcasecmp(guard->keys[kind][i], text) == 0) {
			return (uint32_t)i + 1;
		}
	}
	char *copy = mizan_arena_copy(&guard->arena, text, strlen(text));
	if (!copy || !mizan_grow(&guard->keys[kind], &guard->key_capacity[kind],
			     guard->key_count[kind] + 1, sizeof **guard->keys)) {
		return 0;
	}
	guard->keys[kind][guard->key_count[kind]++] = copy;
	return (uint32_t)guard->key_count[kind];
}

/* One word, or letters alone as IEP: written otherwise it is another word. */
static bool name_is_exact(const char *text, size_t size)
{
	return size <= 6 || first_word(text, size) == size;
}

static bool name_add(struct mizan_guard *guard, enum guard_name_kind kind, const char *text,
	size_t size, uint32_t key)
{
	while (size > 0 && text[size - 1] == ' ') {
		size--;
	}
	if (size < 2 || first_word(text, size) == 0) {
		return true;
	}
	for (size_t i = 1; i < guard->name_count; i++) {
		const struct guard_name *other = &guard->names[i];
		if (other->kind == kind && other->key == key && other->size == size &&
			memcmp(other->text, text, size) == 0) {
			return true;
		}
	}
	char *copy = mizan_arena_copy(&guard->arena, text, size);
	size_t place = guard->name_count ? guard->name_count : 1;
	if (!copy || key == 0 ||
		!mizan_grow(
			&guard->names, &guard->name_capacity, place + 1, sizeof *guard->names)) {
		return false;
	}
	guard->names[place] = (struct guard_name){.text = copy,
		.size = size,
		.kind = kind,
		.key = key,
		.exact = name_is_exact(text, size)};
	guard->name_count = place + 1;
	return true;
}

static bool name_add_text(
	struct mizan_guard *guard, enum guard_name_kind kind, const char *text, const char *of)
{
	return name_add(guard, kind, text, strlen(text), guard_key(guard, kind, of));
}

/* "Sakshi Post (IANS)" is known by both names. A relay's key is that of the name before the
 * bracket, and `within` that of the name in it. */
static bool relay_add(struct mizan_guard *guard, const char *text, struct guard_figure *figure)
{
	size_t size = strcspn(text, "(");
	while (size > 0 && text[size - 1] == ' ') {
		size--;
	}
	char *name = mizan_arena_copy(&guard->arena, text, size);
	const char *open = strchr(text, '(');
	if (!name) {
		return false;
	}
	figure->relay = guard_key(guard, GUARD_RELAY, name);
	if (!name_add(guard, GUARD_RELAY, name, size, figure->relay) || !open) {
		return figure->relay != 0;
	}
	char *inner = mizan_arena_copy(&guard->arena, open + 1, strcspn(open + 1, ")"));
	if (!inner) {
		return false;
	}
	figure->relay_within = guard_key(guard, GUARD_RELAY, inner);
	return name_add_text(guard, GUARD_RELAY, inner, inner);
}

static bool names_add_countries(struct mizan_guard *guard)
{
	bool good = true;
	char code[3];
	for (int i = 0; i < 26 * 26 * 26 && good; i++) {
		code[0] = (char)('A' + i / 676);
		code[1] = (char)('A' + i / 26 % 26);
		code[2] = (char)('A' + i % 26);
		const struct mizan_country *country =
			mizan_country_by_iso3((struct mizan_slice){code, 3});
		if (country) {
			good = name_add(guard, GUARD_COUNTRY, country->name,
				strcspn(country->name, "("),
				guard_key(guard, GUARD_COUNTRY, country->iso3));
		}
	}
	for (const struct guard_alias *a = guard_country_adjectives; a->name && good; a++) {
		good = name_add_text(guard, GUARD_COUNTRY, a->name, a->of);
	}
	return good;
}

/* Names of publishers, also of those without figures here: what ACLED counts is no wrong number of
 * IEP's. Other names of areas that have figures. */
static bool names_add_aliases(struct mizan_guard *guard)
{
	bool good = true;
	for (const struct guard_alias *a = guard_publisher_aliases; a->name && good; a++) {
		good = name_add_text(guard, GUARD_PUBLISHER, a->name, a->of);
	}
	for (const struct guard_alias *a = guard_area_aliases; a->name && good; a++) {
		for (size_t k = 0; k < guard->key_count[GUARD_AREA]; k++) {
			if (strcmp(guard->keys[GUARD_AREA][k], a->of) == 0) {
				good = name_add_text(guard, GUARD_AREA, a->name, a->of);
				break;
			}
		}
	}
	return good;
}

static bool names_hash(struct mizan_guard *guard)
{
	size_t room = 64;
	while (room < guard->name_count * 2) {
		room *= 2;
	}
	guard->heads = mizan_arena_allocate(&guard->arena, room, sizeof *guard->heads);
	if (!guard->heads) {
		return false;
	}
	guard->head_count = room;
	for (size_t i = 1; i < guard->name_count; i++) {
		struct guard_name *name = &guard->names[i];
		uint32_t hash = word_hash(name->text, first_word(name->text, name->size));
		name->next = guard->heads[hash & (room - 1)];
		guard->heads[hash & (room - 1)] = (uint32_t)i;
	}
	return true;
}

/* ---- Figures ------------------------------------------------------------------------------ */

static const char *copy_or_null(struct mizan_guard *guard, const char *text, bool *good)
{
	char *copy = text && *text ? mizan_arena_copy(&guard->arena, text, strlen(text)) : NULL;
	*good = *good && (copy || !text || !*text);
	return copy;
}

static int whole_year(mizan_date first, mizan_date last)
{
	int year, month, day;
	if (first == MIZAN_DATE_UNKNOWN || last == MIZAN_DATE_UNKNOWN) {
		return 0;
	}
	mizan_date_split(first, &year, &month, &day);
	return first == mizan_date_make(year, 1, 1) && last == mizan_date_make(year, 12, 31) ? year
											     : 0;
}

/* The key of an actor: of the name on record that is the figure's, else its own. */
static uint32_t actor_key(struct mizan_guard *guard, const char *actor)
{
	for (size_t i = 1; i < guard->name_count; i++) {
		const struct guard_name *name = &guard->names[i];
		if (name->kind == GUARD_ACTOR && name->size == strlen(actor) &&
			strncasecmp(name->text, actor, name->size) == 0) {
			return name->key;
		}
	}
	uint32_t key = guard_key(guard, GUARD_ACTOR, actor);
	return name_add(guard, GUARD_ACTOR, actor, strlen(actor), key) ? key : 0;
}

/* A publisher may be on record by its long name: it is the same in a text that says "the GTI". */
static uint32_t publisher_key(struct mizan_guard *guard, const char *publisher)
{
	for (const struct guard_alias *a = guard_publisher_aliases; a->name; a++) {
		if (strcasecmp(a->name, publisher) == 0) {
			return guard_key(guard, GUARD_PUBLISHER, a->of);
		}
	}
	return guard_key(guard, GUARD_PUBLISHER, publisher);
}

static bool figure_take(struct mizan_guard *guard, const struct mizan_guard_figure *given,
	struct mizan_guard_figure *facts, struct guard_figure *figure)
{
	bool good = true;
	*facts = *given;
	const char **texts[] = {&facts->publisher, &facts->edition, &facts->published,
		&facts->relayed_by, &facts->country, &facts->area, &facts->actor, &facts->indicator,
		&facts->counts_what};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		*texts[i] = copy_or_null(guard, *texts[i], &good);
	}
	*figure = (struct guard_figure){.facts = facts,
		.indicator = guard_indicator_bit(facts->indicator),
		.year = whole_year(facts->first, facts->last)};
	if (!good || !facts->publisher) {
		return good;
	}
	figure->publisher = publisher_key(guard, facts->publisher);
	good = name_add(guard, GUARD_PUBLISHER, facts->publisher, strlen(facts->publisher),
		figure->publisher);
	if (facts->country) {
		figure->country = guard_key(guard, GUARD_COUNTRY, facts->country);
	}
	if (facts->area) {
		figure->area = guard_key(guard, GUARD_AREA, facts->area);
		good &= name_add(guard, GUARD_AREA, facts->area, strlen(facts->area), figure->area);
	}
	if (facts->actor) {
		figure->actor = actor_key(guard, facts->actor);
	}
	return good && (!facts->relayed_by || relay_add(guard, facts->relayed_by, figure));
}

static int text_order(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int number_order(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* Of the same publisher, definition and days; 0: the same. */
static int group_order(const struct guard_figure *a, const struct guard_figure *b)
{
	const int64_t one[] = {a->indicator, a->publisher, a->country, a->area, a->actor,
		a->facts->first, a->facts->last};
	const int64_t two[] = {b->indicator, b->publisher, b->country, b->area, b->actor,
		b->facts->first, b->facts->last};
	for (size_t i = 0; i < sizeof one / sizeof *one; i++) {
		if (one[i] != two[i]) {
			return number_order(one[i], two[i]);
		}
	}
	return text_order(a->facts->counts_what, b->facts->counts_what);
}

/* Within a group first what stands: its own before a relay's, then what was published last. */
static int figure_order(const void *left, const void *right)
{
	const struct guard_figure *a = left, *b = right;
	int order = group_order(a, b);
	if (order == 0) {
		order = (a->facts->relayed_by != NULL) - (b->facts->relayed_by != NULL);
	}
	if (order == 0) {
		order = text_order(b->facts->published, a->facts->published);
	}
	if (order == 0) {
		order = text_order(b->facts->edition, a->facts->edition);
	}
	return order ? order : number_order((intptr_t)a->facts, (intptr_t)b->facts);
}

static bool figures_take(
	struct mizan_guard *guard, const struct mizan_guard_figure *figures, size_t count)
{
	/* One array of facts, so that their order is that of the figures given. */
	guard->figures = mizan_arena_allocate(&guard->arena, count + 1, sizeof *guard->figures);
	struct mizan_guard_figure *facts =
		mizan_arena_allocate(&guard->arena, count + 1, sizeof *facts);
	for (size_t i = 0; guard->figures && facts && i < count; i++) {
		if (!figure_take(
			    guard, &figures[i], &facts[i], &guard->figures[guard->figure_count])) {
			return false;
		}
		guard->figure_count += guard->figures[guard->figure_count].publisher != 0 &&
				       guard->figures[guard->figure_count].indicator != 0;
	}
	if (guard->figure_count > 0) {
		qsort(guard->figures, guard->figure_count, sizeof *guard->figures, figure_order);
	}
	for (size_t i = 0; i < guard->figure_count; i++) {
		struct guard_figure *figure = &guard->figures[i];
		bool again = i > 0 && group_order(figure - 1, figure) == 0;
		figure->group = again ? (figure - 1)->group : (uint32_t)i;
		figure->current = figure->group;
	}
	return guard->figures && facts;
}

mizan_status mizan_guard_make(const struct mizan_guard_figure *figures, size_t count,
	const struct mizan_guard_name *names, size_t name_count, struct mizan_guard **guard,
	struct mizan_error *error)
{
	struct mizan_guard *made = calloc(1, sizeof *made);
	bool good = made != NULL;
	for (size_t i = 0; i < name_count && good; i++) {
		good = name_add_text(made, names[i].publisher ? GUARD_PUBLISHER : GUARD_ACTOR,
			names[i].name, names[i].stands_for);
	}
	good = good && figures_take(made, figures, count) && names_add_aliases(made) &&
	       names_add_countries(made) && names_hash(made);
	if (!good) {
		mizan_guard_release(made);
		return mizan_error_memory(error);
	}
	*guard = made;
	return MIZAN_OK;
}

void mizan_guard_release(struct mizan_guard *guard)
{
	if (!guard) {
		return;
	}
	for (int i = 0; i < GUARD_NAME_KINDS; i++) {
		free(guard->keys[i]);
	}
	free(guard->names);
	mizan_arena_release(&guard->arena);
	free(guard);
}
