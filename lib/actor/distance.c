/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much two words differ by their sounds. */
#include "name_internal.h"

#include <string.h>

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
	{"WA", 45}, {"WY", 45}, {"Wf", 50}, {"Wb", 60}, {"Tt", 0}, {"TH", 8}, {"Th", 20},
	{"Td", 50}, {"qt", 10}, {"qs", 25}, {"qz", 60}};

/* What it costs to drop a sound, of words in one script and in two. */
static const struct {
	char sounds[4];
	uint8_t costs[2];
} drops[] = {{"aiu", {35, 8}}, {"AWY", {45, 35}}, {"E", {50, 10}}, {"H", {20, 8}}, {"h", {35, 35}},
	{"w", {60, 60}}, {"N", {30, 30}}, {"T", {30, 25}}};

void name_costs_make(struct name_costs *costs)
{
	memset(costs->change, 100, sizeof costs->change);
	for (int differ = 0; differ < 2; differ++) {
		memset(costs->drop[differ], 100, sizeof costs->drop[differ]);
		for (size_t i = 0; i < sizeof drops / sizeof *drops; i++) {
			for (const char *sound = drops[i].sounds; *sound; sound++) {
				costs->drop[differ][(int)*sound] = drops[i].costs[differ];
			}
		}
		for (int i = 0; i < 128; i++) {
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

/* Words of so few sounds are compared between scripts only, and may differ by so much. */
#define SHORT_SOUNDS 3
#define SHORT_COST 30

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
	limit = brief && limit > SHORT_COST ? SHORT_COST : limit;
	unsigned distance = word_distance(costs->drop[differ], costs->change[differ], a, b, limit);
	return weight == 0 || distance > limit ? 0 : 1 - (double)distance / weight;
}
