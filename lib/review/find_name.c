/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names in a sentence: the longest ones of the store, of countries, provinces and capitals. */
#include "draft_internal.h"

#include <ctype.h>
#include <string.h>

/* ---- Words for states --------------------------------------------------------------------- */

/* Other names of countries in running text, those who live there, and where they are governed
 * from, folded. */
static const struct {
	const char *iso3, *names, *nation, *capital; /* | between; NULL: none */
} states[] = {
	{"AFG", NULL, "afghan|afghans", "kabul"},
	{"ARE", "emirates|uae|the emirates", "emirati", "abu dhabi"},
	{"ARM", NULL, "armenian", "yerevan"},
	{"AZE", NULL, "azerbaijani|azeri", "baku"},
	{"BFA", NULL, "burkinabe|burkinabes", "ouagadougou"},
	{"BGD", NULL, "bangladeshi", "dhaka"},
	{"CAF", "car", NULL, "bangui"},
	{"CHN", NULL, "chinese", "beijing"},
	{"CIV", "cote d ivoire|ivory coast", "ivorian", "abidjan"},
	{"CMR", NULL, "cameroonian", "yaounde"},
	{"COD", "drc|dr congo|democratic republic of the congo|democratic republic of congo",
		"congolese", "kinshasa"},
	{"COL", NULL, "colombian|colombians", "bogota"},
	{"EGY", NULL, "egyptian", "cairo"},
	{"ETH", NULL, "ethiopian", "addis ababa"},
	{"FRA", NULL, "french", "paris"},
	{"GBR", "uk|britain|great britain", "british", "london"},
	{"HTI", NULL, "haitian", "port au prince"},
	{"IND", NULL, "indian|indians", "new delhi|delhi"},
	{"IRN", NULL, "iranian", "tehran"},
	{"IRQ", NULL, "iraqi", "baghdad"},
	{"ISR", NULL, "israeli", "jerusalem"},
	{"KEN", NULL, "kenyan", "nairobi"},
	{"LBN", NULL, "lebanese", "beirut"},
	{"LBY", NULL, "libyan", "tripoli"},
	{"LKA", NULL, "sri lankan", "colombo"},
	{"MEX", NULL, "mexican", "mexico city"},
	{"MLI", NULL, "malian|malians", "bamako"},
	{"MMR", "burma", "burmese", "naypyidaw|nay pyi taw"},
	{"MOZ", NULL, "mozambican", "maputo"},
	{"NER", NULL, "nigerien", "niamey"},
	{"NGA", NULL, "nigerian|nigerians", "abuja"},
	{"PAK", NULL, "pakistani|pakistanis", "islamabad"},
	{"PHL", NULL, "filipino|philippine", "manila"},
	{"PSE", "palestine|west bank and gaza", "palestinian|palestinians", NULL},
	{"QAT", NULL, "qatari", NULL},
	{"RUS", NULL, "russian|russians", "moscow"},
	{"SAU", NULL, "saudi", "riyadh"},
	{"SDN", NULL, "sudanese", "khartoum"},
	{"SOM", NULL, "somali", "mogadishu"},
	{"SSD", NULL, "south sudanese", "juba"},
	{"SYR", NULL, "syrian|syrians", "damascus"},
	{"TCD", NULL, "chadian", "n djamena"},
	{"TUR", "turkey", "turkish", "ankara"},
	{"UKR", NULL, "ukrainian", "kyiv"},
	{"USA", "us|usa|united states of america", "american|americans", "washington"},
	{"VEN", NULL, "venezuelan", "caracas"},
	{"YEM", NULL, "yemeni", "sanaa"},
	{"ZAF", NULL, "south african", "pretoria"},
};

/* How the press writes some provinces; those that a country of the map has become names. */
static const char *const spellings[] = {"KP", "KPK", "Baluchistan", "Sind", "FATA", "former FATA",
	"merged districts", "tribal districts", "tribal areas", "Northern Areas", "Wardak",
	"Ningarhar", "Qandahar", "Paktya"};

/* ---- The table of names ------------------------------------------------------------------- */

uint32_t draft_hash(const char *text, size_t size)
{
	uint32_t hash = 2166136261u;
	for (size_t i = 0; i < size; i++) {
		hash = (hash ^ (unsigned char)text[i]) * 16777619u;
	}
	return hash ? hash : 1;
}

static struct draft_lexicon_entry *entry_place(
	struct draft_lexicon_entry *entries, size_t room, const char *key, size_t size)
{
	size_t at = draft_hash(key, size) & (room - 1);
	while (entries[at].key &&
		(strncmp(entries[at].key, key, size) != 0 || entries[at].key[size] != '\0')) {
		at = (at + 1) & (room - 1);
	}
	return &entries[at];
}

static bool entries_grow(struct draft_store *store)
{
	size_t room = store->entry_room ? store->entry_room * 2 : 1024;
	struct draft_lexicon_entry *entries =
		mizan_arena_allocate(&store->arena, room, sizeof *entries);
	if (!entries) {
		return false;
	}
	for (size_t i = 0; i < store->entry_room; i++) {
		const struct draft_lexicon_entry *entry = &store->entries[i];
		if (entry->key) {
			*entry_place(entries, room, entry->key, strlen(entry->key)) = *entry;
		}
	}
	store->entries = entries;
	store->entry_room = room;
	return true;
}

const struct draft_lexicon_entry *draft_store_name(
	const struct draft_store *store, const char *key, size_t size)
{
	if (store->entry_room == 0) {
		return NULL;
	}
	const struct draft_lexicon_entry *entry =
		entry_place(store->entries, store->entry_room, key, size);
	return entry->key ? entry : NULL;
}

/* Is it written as an abbreviation: two capitals, and no small letter but at its end? */
static bool is_abbreviation(const char *name)
{
	size_t upper = 0, lower = 0;
	for (const char *c = name; *c; c++) {
		upper += isupper((unsigned char)*c) != 0;
		lower += islower((unsigned char)*c) != 0;
	}
	return upper >= 2 && lower <= upper / 2 && strlen(name) <= 8;
}

#define NAME_WORDS_MOST 9

/* The folded words of a name with blanks between; 0 bytes: too long, or none. */
static size_t name_fold(struct draft_store *store, const char *name, char *key, size_t room)
{
	struct draft_sentence words;
	size_t size = 0;
	if (!draft_split_words(name, strlen(name), &store->arena, &words) ||
		words.word_count > NAME_WORDS_MOST) {
		return 0;
	}
	for (size_t i = 0; i < words.word_count; i++) {
		size_t length = strlen(words.words[i].text);
		if (size + length + 2 > room) {
			return 0;
		}
		if (i > 0) {
			key[size++] = ' ';
		}
		memcpy(key + size, words.words[i].text, length);
		size += length;
	}
	store->words_most =
		words.word_count > store->words_most ? words.word_count : store->words_most;
	return size;
}

bool draft_store_add_name(
	struct draft_store *store, const char *name, const struct draft_lexicon_entry *entry)
{
	char key[256];
	size_t size = name_fold(store, name, key, sizeof key);
	if (size < 2) {
		return true; /* a letter is no name */
	}
	if (2 * (store->entry_count + 1) > store->entry_room && !entries_grow(store)) {
		return false;
	}
	struct draft_lexicon_entry *place =
		entry_place(store->entries, store->entry_room, key, size);
	if (place->key) {
		return true;
	}
	*place = *entry;
	place->key = mizan_arena_copy(&store->arena, key, size);
	place->capital = is_abbreviation(name);
	store->entry_count++;
	return place->key != NULL;
}

static bool add_list(
	struct draft_store *store, const char *names, enum draft_name_kind kind, const char *iso3)
{
	const struct draft_lexicon_entry entry = {.kind = kind, .text = iso3, .item = SIZE_MAX};
	while (names && *names) {
		size_t size = strcspn(names, "|");
		char *name = mizan_arena_copy(&store->arena, names, size);
		if (!name || !draft_store_add_name(store, name, &entry)) {
			return false;
		}
		names += size + (names[size] == '|');
	}
	return true;
}

bool draft_store_add_states(struct draft_store *store)
{
	char iso3[4] = "AAA";
	for (int i = 0; i < 26 * 26 * 26; i++) {
		iso3[0] = (char)('A' + i / 676);
		iso3[1] = (char)('A' + i / 26 % 26);
		iso3[2] = (char)('A' + i % 26);
		const struct mizan_country *country =
			mizan_country_by_iso3((struct mizan_slice){iso3, 3});
		if (country && !add_list(store, country->name, NAME_COUNTRY, country->iso3)) {
			return false;
		}
	}
	for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
		if (!add_list(store, states[i].names, NAME_COUNTRY, states[i].iso3) ||
			!add_list(store, states[i].nation, NAME_NATION, states[i].iso3) ||
			!add_list(store, states[i].capital, NAME_CAPITAL, states[i].iso3)) {
			return false;
		}
	}
	return true;
}

bool draft_store_add_provinces(struct draft_store *store, const char *iso3)
{
	for (size_t i = 0; store->map && i < mizan_basemap_count(store->map); i++) {
		const struct mizan_area *area = mizan_basemap_area(store->map, i);
		if (area->kind != MIZAN_AREA_PROVINCE || strcmp(area->iso3, iso3) != 0 ||
			!area->name) {
			continue;
		}
		const struct draft_lexicon_entry entry = {
			.kind = NAME_AREA, .text = area->name, .iso3 = area->iso3};
		if (!draft_store_add_name(store, area->name, &entry)) {
			return false;
		}
	}
	for (size_t i = 0; store->map && i < sizeof spellings / sizeof *spellings; i++) {
		const struct mizan_area *area = mizan_basemap_province(
			store->map, iso3, (struct mizan_slice){spellings[i], strlen(spellings[i])});
		const struct draft_lexicon_entry entry = {.kind = NAME_AREA,
			.text = area ? area->name : NULL,
			.iso3 = area ? area->iso3 : NULL};
		if (area && !draft_store_add_name(store, spellings[i], &entry)) {
			return false;
		}
	}
	return true;
}

/* ---- Finding ------------------------------------------------------------------------------ */

/* Written as a name: with capitals, an abbreviation with two; other scripts have none. */
static bool is_written_as_name(const struct draft_sentence *sentence, size_t at, size_t end,
	const struct draft_lexicon_entry *entry)
{
	const struct draft_word *word = &sentence->words[at];
	if (entry->capital) {
		size_t upper = 0,
		       size = sentence->words[end - 1].at + sentence->words[end - 1].size;
		for (size_t i = word->at; i < size; i++) {
			upper += isupper((unsigned char)sentence->text[i]) != 0;
		}
		return upper >= 2;
	}
	bool other_script = (unsigned char)sentence->text[word->at] >= 0xd7;
	/* "merged districts", "de facto authorities": several words need no capital */
	return word->capital || other_script || end - at >= 2;
}

static size_t find_longest(const struct draft_store *store, const struct draft_sentence *sentence,
	size_t at, const struct draft_lexicon_entry **found)
{
	char key[256];
	size_t size = 0, end = 0;
	for (size_t i = at; i < sentence->word_count && i < at + store->words_most; i++) {
		size_t length = strlen(sentence->words[i].text);
		char gap = sentence->words[i].gap;
		if (size + length + 2 > sizeof key || (i > at && gap != ' ' && gap != '-')) {
			break;
		}
		if (i > at) {
			key[size++] = ' ';
		}
		memcpy(key + size, sentence->words[i].text, length);
		size += length;
		const struct draft_lexicon_entry *entry = draft_store_name(store, key, size);
		if (entry && is_written_as_name(sentence, at, i + 1, entry)) {
			*found = entry;
			end = i + 1;
		}
	}
	return end;
}

bool draft_find_names(
	const struct draft_store *store, struct draft_sentence *sentence, struct mizan_arena *arena)
{
	sentence->names =
		mizan_arena_allocate(arena, sentence->word_count + 1, sizeof *sentence->names);
	if (!sentence->names) {
		return false;
	}
	sentence->name_count = 0;
	for (size_t at = 0; at < sentence->word_count;) {
		const struct draft_lexicon_entry *entry = NULL;
		size_t end = find_longest(store, sentence, at, &entry);
		if (!entry) {
			at++;
			continue;
		}
		sentence->names[sentence->name_count++] = (struct draft_name){
			at, end, entry->kind, entry->item, entry->text, entry->iso3};
		for (; at < end; at++) {
			sentence->words[at].taken = true;
		}
	}
	return true;
}
