/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters to sounds, and how much two words differ by their sounds. */
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
	switch (sound) {
	case 'a':
	case 'i':
	case 'u':
	case 'A':
	case 'W':
	case 'Y':
	case 'E':
	case 'H':
	case 'h':
	case 'w':
		return 0;
	case 'p':
		return 'b';
	case 'x':
		return 'k';
	case 'c':
	case 'S':
		return 's';
	case 'Z':
		return 'z';
	default:
		return sound;
	}
}

static void sound_finish(struct name_word *word)
{
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
	{"ph", "f"}, {"sh", "S"}, {"ch", "c"}, {"th", "t"}, {"dh", "z"}, {"zh", "Z"}, {"dj", "j"},
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

void name_sounds_latin(const uint32_t *letters, size_t count, struct name_word *word)
{
	/* A word without vowels is an abbreviation: each of its letters counts, TTP is not TP. */
	bool vowels = false;
	for (size_t i = 0; i < count && !vowels; i++) {
		vowels = letters[i] < 0x80 && strchr("aeiouy", (int)letters[i]) && letters[i];
	}
	word->length = 0;
	for (size_t at = 0; at < count;) {
		const char *sounds;
		size_t used = sound_latin(letters + at, count - at, &sounds);
		char other[2] = {letters[at] < 0x80 ? (char)letters[at] : sound_other(letters[at])};
		for (sounds = sounds ? sounds : other; *sounds; sounds++) {
			bool doubled = word->length > 0 &&
				       word->sounds[word->length - 1] == *sounds && *sounds >= 'A';
			if (!vowels || !doubled) {
				sound_add(word, *sounds);
			}
		}
		at += used;
	}
	if (word->length > 2 && word->sounds[word->length - 1] == 'h' &&
		sound_is_vowel(word->sounds[word->length - 2])) {
		word->length--; /* Sunnah, Sunna */
	}
	sound_finish(word);
}

static char sound_arabic(uint32_t letter, bool last)
{
	static const struct {
		uint16_t letter;
		char sound;
	} table[] = {{0x627, 'A'}, {0x628, 'b'}, {0x67e, 'p'}, {0x62a, 't'}, {0x679, 't'},
		{0x637, 't'}, {0x62b, 's'}, {0x62c, 'j'}, {0x686, 'c'}, {0x62d, 'h'}, {0x62e, 'x'},
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

/* ---- Costs -------------------------------------------------------------------------------- */

/* Sounds that spellings mix up, and what it costs in hundredths, in any script. */
static const struct {
	char pair[3];
	uint8_t cost;
} changes[] = {{"ai", 20}, {"au", 20}, {"iu", 25}, {"pb", 25}, {"ts", 50}, {"td", 50}, {"dz", 40},
	{"zs", 50}, {"zj", 50}, {"Zj", 50}, {"Zz", 30}, {"cS", 25}, {"cj", 50}, {"ck", 60},
	{"Ss", 35}, {"Sx", 35}, {"xk", 30}, {"xh", 30}, {"kg", 40}, {"gj", 50}, {"gx", 40},
	{"fw", 50}, {"fp", 40}, {"bw", 50}, {"mn", 60}, {"lr", 70}, {"uw", 15}, {"ij", 50},
	{"ks", 60}, {"Aa", 0}, {"Wu", 0}, {"Ww", 0}, {"Yi", 0}, {"Ha", 0}, {"Hh", 0}, {"Hi", 10},
	{"Ht", 15}, {"Ea", 0}, {"Ei", 5}, {"Eu", 5}, {"EA", 30}, {"Ai", 12}, {"Au", 12}, {"Ya", 25},
	{"Wa", 25}, {"Yj", 50}, {"Wi", 35}, {"Yu", 35}, {"HA", 20}, {"HY", 40}, {"YA", 30},
	{"WA", 45}, {"WY", 45}, {"Wf", 50}, {"Wb", 60}};

static uint8_t cost_of_drop(char sound, bool scripts_differ)
{
	switch (sound) {
	case 'a':
	case 'i':
	case 'u':
		return scripts_differ ? 8 : 35;
	case 'A':
	case 'W':
	case 'Y':
		return scripts_differ ? 35 : 45;
	case 'E':
		return scripts_differ ? 10 : 50;
	case 'H':
		return scripts_differ ? 8 : 20;
	case 'h':
		return 35;
	case 'w':
		return 60;
	default:
		return 100;
	}
}

void name_costs_make(struct name_costs *costs)
{
	memset(costs->change, 100, sizeof costs->change);
	for (int differ = 0; differ < 2; differ++) {
		for (int i = 0; i < 128; i++) {
			costs->drop[differ][i] = cost_of_drop((char)i, differ);
			costs->change[differ][i][i] = 0;
		}
		for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
			int a = changes[i].pair[0], b = changes[i].pair[1];
			costs->change[differ][a][b] = changes[i].cost;
			costs->change[differ][b][a] = changes[i].cost;
		}
	}
}

/* ---- Distance ----------------------------------------------------------------------------- */

static unsigned word_weight(const uint8_t drop[128], const struct name_word *word)
{
	unsigned weight = 0;
	for (size_t i = 0; i < word->length; i++) {
		weight += drop[(unsigned char)word->sounds[i]];
	}
	return weight;
}

/* The least cost that turns a into b, or something above `limit` (Wagner and Fischer 1974). */
static unsigned word_distance(const uint8_t drop[128], const uint8_t change[128][128],
	const struct name_word *a, const struct name_word *b, unsigned limit)
{
	unsigned row[WORD_SOUNDS + 1] = {0};
	for (size_t k = 0; k < b->length; k++) {
		row[k + 1] = row[k] + drop[(unsigned char)b->sounds[k]];
	}
	for (size_t i = 0; i < a->length; i++) {
		unsigned char from = (unsigned char)a->sounds[i];
		unsigned diagonal = row[0], least = row[0] + drop[from];
		row[0] = least;
		for (size_t k = 0; k < b->length; k++) {
			unsigned char to = (unsigned char)b->sounds[k];
			unsigned best = diagonal + change[from][to];
			unsigned dropped = row[k + 1] + drop[from], added = row[k] + drop[to];
			best = dropped < best ? dropped : best;
			best = added < best ? added : best;
			diagonal = row[k + 1];
			row[k + 1] = best;
			least = best < least ? best : least;
		}
		if (least > limit) {
			return least;
		}
	}
	return row[b->length];
}

#define SHORT_SOUNDS 3

double name_word_similarity(
	const struct name_costs *costs, const struct name_word *a, const struct name_word *b)
{
	if (a->sounding == b->sounding) {
		return 1;
	}
	bool differ = a->arabic != b->arabic;
	bool brief = a->length <= SHORT_SOUNDS || b->length <= SHORT_SOUNDS;
	if (brief && !differ) {
		return 0;
	}
	unsigned left = word_weight(costs->drop[differ], a);
	unsigned right = word_weight(costs->drop[differ], b);
	unsigned weight = left > right ? left : right;
	unsigned limit = (unsigned)((1 - WORD_SIMILAR) * weight);
	limit = brief && limit > 20 ? 20 : limit;
	unsigned distance = word_distance(costs->drop[differ], costs->change[differ], a, b, limit);
	return weight == 0 || distance > limit ? 0 : 1 - (double)distance / weight;
}
