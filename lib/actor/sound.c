/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters to sounds. */
#include "name_internal.h"

#include <string.h>

uint64_t name_hash(const void *data, size_t size, uint64_t seed)
{
	const unsigned char *bytes = data;
	uint64_t hash = seed ^ 0xcbf29ce484222325u;
	for (size_t i = 0; i < size; i++) {
		hash = (hash ^ bytes[i]) * 0x100000001b3u;
	}
	/* FNV-1a leaves the upper bits poorly mixed; this is the end of MurmurHash3. */
	hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccdu;
	return hash ^ hash >> 33;
}

/* ---- Letters ------------------------------------------------------------------------------ */

static void sound_add(struct name_word *word, char sound)
{
	if (word->length < WORD_SOUNDS) {
		word->sounds[word->length++] = sound;
	}
}

static char sound_other(uint32_t letter)
{
	return (char)(letter % 31 + 1);
}

/* What `hard` keeps of a sound, 0 for nothing. */
static char sound_hard(char sound)
{
	static const char weak[] = "aiuAWYEHhwNT", merged[] = "pbqtxkcsSsZz";
	if (strchr(weak, sound)) {
		return 0;
	}
	for (size_t i = 0; merged[i]; i += 2) {
		if (merged[i] == sound) {
			return merged[i + 1];
		}
	}
	return sound;
}

static bool sound_is_a(char sound)
{
	return sound == 'a' || sound == 'A' || sound == 'E';
}

/* Balochistan, Pakistani: "land of" becomes one sound, so that it does not make lands alike. */
static void sound_shorten_land(struct name_word *word)
{
	for (size_t at = 2, tail = 0; at + 4 <= word->length; at++) {
		const char *sounds = word->sounds + at;
		tail = word->length - at - 4;
		if (tail <= 3 && sounds[0] == 's' && sounds[1] == 't' && sound_is_a(sounds[2]) &&
			sounds[3] == 'n') {
			char rest[4];
			memcpy(rest, sounds + 4, tail);
			at -= word->sounds[at - 1] == 'i' && at > 3;
			word->sounds[at] = 'N';
			memcpy(word->sounds + at + 1, rest, tail);
			word->length = (uint8_t)(at + 1 + tail);
			return;
		}
	}
}

static void sound_finish(struct name_word *word)
{
	sound_shorten_land(word);
	if (word->length > 3 && word->sounds[word->length - 1] == 't' &&
		sound_is_a(word->sounds[word->length - 2])) {
		word->sounds[word->length - 1] = 'T'; /* Jamaat, Jamaa; Sunnat, Sunnah */
	}
	word->hard_length = 0;
	for (size_t i = 0; i < word->length; i++) {
		char hard = sound_hard(word->sounds[i]);
		if (hard) {
			word->hard[word->hard_length++] = hard;
		}
	}
	word->sounding = name_hash(word->sounds, word->length, word->arabic);
}

/* The longer before the shorter. */
static const struct {
	char letters[5], sounds[4];
} latin_groups[] = {{"tion", "Sun"}, {"sch", "S"}, {"tch", "c"}, {"kh", "x"}, {"gh", "g"},
	{"ph", "f"}, {"sh", "S"}, {"ch", "c"}, {"th", "q"}, {"dh", "z"}, {"zh", "Z"}, {"dj", "j"},
	{"ck", "k"}, {"ce", "si"}, {"ci", "si"}, {"cy", "si"}};

/* Writes the sounds at `letters` and gives how many letters they are. */
static size_t sound_latin(const uint32_t *letters, size_t count, const char **sounds)
{
	static const char singles[26][2] = {"a", "b", "k", "d", "i", "f", "g", "h", "i", "j", "k",
		"l", "m", "n", "u", "p", "k", "r", "s", "t", "u", "w", "w", "x", "i", "z"};
	for (size_t i = 0; i < sizeof latin_groups / sizeof *latin_groups; i++) {
		const char *group = latin_groups[i].letters;
		size_t size = 0;
		while (group[size] && size < count && letters[size] == (uint32_t)group[size]) {
			size++;
		}
		if (!group[size]) {
			*sounds = latin_groups[i].sounds;
			return size;
		}
	}
	*sounds = *letters >= 'a' && *letters <= 'z' ? singles[*letters - 'a'] : NULL;
	return 1;
}

static bool sound_is_vowel(char sound)
{
	return sound == 'a' || sound == 'i' || sound == 'u';
}

/* Endings that are left off: Sunnah, Talibans, Huthiyun. */
static void sound_end_latin(struct name_word *word)
{
	size_t length = word->length;
	const char *end = word->sounds + length;
	if (length > 2 && end[-1] == 'h' && sound_is_vowel(end[-2])) {
		word->length--;
	} else if (length > 4 && end[-1] == 's' && end[-2] != 's') {
		word->length--;
	} else if (length > 5 && end[-1] == 'n' && end[-2] == 'u' && end[-3] == 'i') {
		word->length = (uint8_t)(length - 2);
	}
}

/* A word without vowels is an abbreviation: each of its letters counts, TTP is not TP. */
static bool sound_has_vowels(const uint32_t *letters, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (letters[i] > 0 && letters[i] < 0x80 && strchr("aeiouy", (int)letters[i])) {
			return true;
		}
	}
	return false;
}

void name_sounds_latin(const uint32_t *letters, size_t count, struct name_word *word)
{
	bool vowels = sound_has_vowels(letters, count);
	word->length = 0;
	for (size_t at = 0; at < count;) {
		const char *sounds;
		size_t used = sound_latin(letters + at, count - at, &sounds);
		char other[2] = {letters[at] < 0x80 ? (char)letters[at] : sound_other(letters[at])};
		for (sounds = sounds ? sounds : other; *sounds; sounds++) {
			bool doubled = word->length > 0 && *sounds >= 'A' &&
				       word->sounds[word->length - 1] == *sounds;
			if (!vowels || !doubled) {
				sound_add(word, *sounds);
			}
		}
		at += used;
	}
	if (vowels) {
		sound_end_latin(word);
	}
	sound_finish(word);
}

static char sound_arabic(uint32_t letter, bool last)
{
	static const struct {
		uint16_t letter;
		char sound;
	} table[] = {{0x627, 'A'}, {0x628, 'b'}, {0x67e, 'p'}, {0x62a, 't'}, {0x679, 't'},
		{0x637, 't'}, {0x62b, 'q'}, {0x62c, 'j'}, {0x686, 'c'}, {0x62d, 'h'}, {0x62e, 'x'},
		{0x62f, 'd'}, {0x688, 'd'}, {0x630, 'z'}, {0x632, 'z'}, {0x636, 'z'}, {0x638, 'z'},
		{0x698, 'Z'}, {0x681, 'z'}, {0x685, 's'}, {0x631, 'r'}, {0x691, 'r'}, {0x633, 's'},
		{0x634, 'S'}, {0x635, 's'}, {0x69a, 'S'}, {0x696, 'g'}, {0x639, 'E'}, {0x63a, 'g'},
		{0x641, 'f'}, {0x6a4, 'w'}, {0x642, 'k'}, {0x6a9, 'k'}, {0x6af, 'g'}, {0x644, 'l'},
		{0x645, 'm'}, {0x646, 'n'}, {0x648, 'W'}, {0x6cc, 'Y'}, {0x6d2, 'Y'}};
	if (letter == 0x647) {
		return last ? 'H' : 'h';
	}
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		if (table[i].letter == letter) {
			return table[i].sound;
		}
	}
	return letter < 0x80 ? (char)letter : sound_other(letter);
}

#define ALEF 0x627u
#define LAM 0x644u
#define WAW 0x648u
#define NOON 0x646u
#define YE 0x6ccu

/* How many letters at the start are "and" and the article. Allah keeps them. */
static size_t arabic_article(const uint32_t *letters, size_t count)
{
	if (count >= 6 && letters[0] == WAW && letters[1] == ALEF && letters[2] == LAM) {
		return 3;
	}
	if (count >= 5 && letters[0] == ALEF && letters[1] == LAM) {
		return 2;
	}
	return count >= 5 && letters[0] == LAM && letters[1] == LAM ? 2 : 0;
}

void name_sounds_arabic(const uint32_t *letters, size_t count, struct name_word *word)
{
	/* The plural of names of origin: Huthiyun, Huthiyin. */
	if (count > 5 && letters[count - 1] == NOON && letters[count - 3] == YE &&
		(letters[count - 2] == WAW || letters[count - 2] == YE)) {
		count -= 2;
	}
	word->arabic = true;
	word->length = 0;
	for (size_t at = arabic_article(letters, count); at < count; at++) {
		/* Only lam is written twice for one doubled sound (Allah). */
		if (at + 1 < count && letters[at] == LAM && letters[at + 1] == LAM) {
			continue;
		}
		sound_add(word, sound_arabic(letters[at], at + 1 == count));
	}
	sound_finish(word);
}

void name_word_join(
	const struct name_word *left, const struct name_word *right, struct name_word *joined)
{
	*joined = (struct name_word){.arabic = left->arabic};
	memcpy(joined->sounds, left->sounds, left->length);
	joined->length = left->length;
	for (size_t i = 0; i < right->length; i++) {
		bool doubled = i == 0 && joined->length > 0 && !left->arabic &&
			       joined->sounds[joined->length - 1] == right->sounds[0];
		if (!doubled) {
			sound_add(joined, right->sounds[i]);
		}
	}
	sound_finish(joined);
}
