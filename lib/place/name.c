/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What counts of the name of a province, however a source writes it. */
#include "place_internal.h"

#include <string.h>

/* Plain letters for U+00C0 to U+017F (Latin-1 Supplement, Latin Extended-A), two bytes each; a
 * blank second byte is no letter. Generated from the names of the characters in Unicode. */
static const char name_plain[] = "a a a a a a aec e e e e i i i i d n o o o o o   o u u u u y thss"
				 "a a a a a a aec e e e e i i i i d n o o o o o   o u u u u y thy "
				 "a a a a a a c c c c c c c c d d d d e e e e e e e e e e g g g g "
				 "g g g g h h h h i i i i i i i i i i ijijj j k k k l l l l l l l "
				 "l l l n n n n n n n n n o o o o o o oeoer r r r r r s s s s s s "
				 "s s t t t t t t u u u u u u u u u u u u w w y y y z z z z z z s ";

/* Words that say what kind of area it is. */
static const char *const name_kinds[] = {"province", "prov", "state", "district", "division",
	"region", "governorate", "wilayat", "wilaya", "velayat", "velayate", "oblast", "county",
	"prefecture", "department", "agency", "provincia", "departamento", "estado", "muhafazah",
	"vilayet"};
/* Articles and the like, dropped in loose keys. */
static const char *const name_articles[] = {
	"al", "el", "ul", "e", "i", "the", "of", "de", "du", "la", "and"};
static const char *const name_sides[][2] = {{"northern", "north"}, {"southern", "south"},
	{"eastern", "east"}, {"western", "west"}, {"northeastern", "northeast"},
	{"northwestern", "northwest"}, {"southeastern", "southeast"},
	{"southwestern", "southwest"}};

static bool name_is_among(const char *word, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(word, list[i]) == 0) {
			return true;
		}
	}
	return false;
}

/*
 * The next letter or digit as one or two plain bytes in `out`; "" for a blank or punctuation, NULL
 * for a mark that falls away. Advances by whole characters of the UTF-8 text.
 */
static const char *name_letter(const unsigned char **at, const unsigned char *end, char out[5])
{
	const unsigned char *c = *at;
	size_t size = *c < 0x80 ? 1 : *c < 0xe0 ? 2 : *c < 0xf0 ? 3 : 4;
	size = size > (size_t)(end - c) ? (size_t)(end - c) : size;
	*at += size;
	memset(out, 0, 5);
	if (size == 1) {
		bool upper = *c >= 'A' && *c <= 'Z';
		bool letter = upper || (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9');
		out[0] = letter ? (char)(upper ? *c | 0x20 : *c) : '\0';
		/* "K.P." and "Sana'a" are one word, "Sar-e Pol" is three. */
		return *c == '.' || *c == '\'' ? NULL : out;
	}
	if (size == 2) {
		unsigned code = (unsigned)(c[0] & 0x1f) << 6 | (c[1] & 0x3fu);
		if (code >= 0x300 && code < 0x370) {
			return NULL; /* combining diacritic */
		}
		if (code >= 0xc0 && code < 0x180) {
			memcpy(out, name_plain + 2 * (code - 0xc0), 2);
			out[1] = out[1] == ' ' ? '\0' : out[1];
			return out;
		}
	}
	if (size == 3 && c[0] == 0xe2 && c[1] == 0x80) {
		/* Quotation marks fall away, dashes separate. */
		return c[2] >= 0x98 && c[2] <= 0x9b ? NULL : out;
	}
	memcpy(out, c, size);
	return out;
}

/* Changes a word in place as a loose key has it. */
static void name_loosen(char *word)
{
	for (size_t i = 0; i < sizeof name_sides / sizeof *name_sides; i++) {
		if (strcmp(word, name_sides[i][0]) == 0) {
			word[strlen(name_sides[i][1])] = '\0';
			return;
		}
	}
	char *to = word;
	for (const char *from = word; *from; from++) {
		if (to == word || to[-1] != *from) {
			*to++ = *from;
		}
	}
	*to = '\0';
}

static void name_end_word(char *key, size_t *size, char *word, bool loose)
{
	bool dropped = name_is_among(word, name_kinds, sizeof name_kinds / sizeof *name_kinds) ||
		       (loose && name_is_among(word, name_articles,
					 sizeof name_articles / sizeof *name_articles));
	if (word[0] && !dropped) {
		if (loose) {
			name_loosen(word);
		}
		size_t length = strlen(word);
		if (*size + length + 2 < PLACE_KEY_SIZE) {
			if (*size > 0 && !loose) {
				key[(*size)++] = ' ';
			}
			memcpy(key + *size, word, length + 1);
			*size += length;
		}
	}
	word[0] = '\0';
}

char *place_name_key(struct mizan_slice name, bool loose, char key[PLACE_KEY_SIZE])
{
	char word[PLACE_KEY_SIZE] = "", letter[5];
	size_t size = 0, length = 0;
	key[0] = '\0';
	if (name.size >= PLACE_KEY_SIZE) {
		return key;
	}
	const unsigned char *at = (const unsigned char *)name.data, *end = at + name.size;
	while (at < end) {
		if (*at == '&') {
			at++;
			name_end_word(key, &size, word, loose);
			memcpy(word, "and", 4);
			name_end_word(key, &size, word, loose);
			length = 0;
			continue;
		}
		const char *plain = name_letter(&at, end, letter);
		if (!plain) {
			continue;
		}
		if (!plain[0]) {
			name_end_word(key, &size, word, loose);
			length = 0;
			continue;
		}
		size_t add = strlen(plain);
		if (length + add < sizeof word) {
			memcpy(word + length, plain, add + 1);
			length += add;
		}
	}
	name_end_word(key, &size, word, loose);
	return key;
}
