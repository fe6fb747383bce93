/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as people write them: 1,081; 1.5 million; two thousand; half; 14th; 6,000 to 6,500. */
#include "draft_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct number_word {
	const char *word;
	double value;
};
static const struct number_word units[] = {{"one", 1}, {"two", 2}, {"three", 3}, {"four", 4},
	{"five", 5}, {"six", 6}, {"seven", 7}, {"eight", 8}, {"nine", 9}, {"ten", 10},
	{"eleven", 11}, {"twelve", 12}, {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15},
	{"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19}, {"twenty", 20},
	{"thirty", 30}, {"forty", 40}, {"fifty", 50}, {"sixty", 60}, {"seventy", 70},
	{"eighty", 80}, {"ninety", 90}, {NULL, 0}};
static const struct number_word scales[] = {{"dozen", 12}, {"hundred", 100}, {"thousand", 1e3},
	{"million", 1e6}, {"billion", 1e9}, {NULL, 0}};
static const struct number_word ordinals[] = {{"first", 1}, {"second", 2}, {"third", 3},
	{"fourth", 4}, {"fifth", 5}, {"sixth", 6}, {"seventh", 7}, {"eighth", 8}, {"ninth", 9},
	{"tenth", 10}, {"eleventh", 11}, {"twelfth", 12}, {"thirteenth", 13}, {"fourteenth", 14},
	{"fifteenth", 15}, {"sixteenth", 16}, {"seventeenth", 17}, {"eighteenth", 18},
	{"nineteenth", 19}, {"twentieth", 20}, {NULL, 0}};
static const struct number_word fractions[] = {{"half", 50}, {"a|one third", 33.3},
	{"two thirds", 66.6}, {"a|one quarter", 25}, {"three quarters", 75}, {"one in three", 33.3},
	{"one in four", 25}, {"one in two", 50}, {"a|one fifth", 20}, {"a|one tenth", 10},
	{"four fifths", 80}, {NULL, 0}};

static double number_word(
	const struct draft_sentence *sentence, size_t index, const struct number_word *list)
{
	for (; list->word; list++) {
		if (draft_word_is(sentence, index, list->word)) {
			return list->value;
		}
	}
	return (double)NAN;
}

/* Digits of a word without its marks of thousands; `rest` is what stands behind them. */
static bool number_digits(const char *word, double *value, const char **rest)
{
	char plain[32];
	size_t size = 0;
	const char *c = word;
	for (; (*c >= '0' && *c <= '9') || *c == ',' || *c == '.'; c++) {
		if (*c != ',' && size + 1 < sizeof plain) {
			plain[size++] = *c;
		}
	}
	plain[size] = '\0';
	*rest = c;
	return size > 0 && mizan_parse_real((struct mizan_slice){plain, size}, value);
}

static void write_number(char out[24], double value)
{
	if (value == floor(value) && value < 1e15) {
		snprintf(out, 24, "%.0f", value);
	} else {
		snprintf(out, 24, "%.6g", value);
	}
}

/* "14th", "second" */
static bool take_ordinal(
	const struct draft_sentence *sentence, size_t at, struct draft_number *number)
{
	const char *rest, *word = sentence->words[at].text;
	double value = number_word(sentence, at, ordinals);
	if (isnan(value) && (!number_digits(word, &value, &rest) ||
				    (strcmp(rest, "st") && strcmp(rest, "nd") &&
					    strcmp(rest, "rd") && strcmp(rest, "th")))) {
		return false;
	}
	number->kind = NUMBER_ORDINAL;
	number->value = value;
	number->end = at + 1;
	write_number(number->written, value);
	return true;
}

static bool take_fraction(
	const struct draft_sentence *sentence, size_t at, struct draft_number *number)
{
	for (const struct number_word *row = fractions; row->word; row++) {
		if (draft_words_fit(sentence, at, row->word, &number->end)) {
			if (draft_word_is(sentence, number->end, "of|by") == false &&
				!(at > 0 && draft_word_is(sentence, at - 1, "by|than|to|nearly"))) {
				return false; /* "half a year", "a third truce" */
			}
			number->kind = NUMBER_PERCENT;
			number->value = row->value;
			write_number(number->written, row->value);
			return true;
		}
	}
	return false;
}

/* "twenty-nine", "two thousand five hundred", "a hundred", "a dozen" */
static bool take_words(
	const struct draft_sentence *sentence, size_t at, struct draft_number *number)
{
	double total = 0, part = 0;
	size_t next = at;
	bool article = draft_word_is(sentence, at, "a|an");
	if (article) {
		if (isnan(number_word(sentence, at + 1, scales))) {
			return false;
		}
		part = 1;
		next++;
	}
	for (; next < sentence->word_count; next++) {
		double unit = number_word(sentence, next, units);
		double scale = number_word(sentence, next, scales);
		if (!isnan(unit)) {
			/* "two, three" are two numbers */
			if (part > 0 &&
				!((fmod(part, 100) == 0) || (fmod(part, 10) == 0 && unit < 10))) {
				break;
			}
			part += unit;
		} else if (!isnan(scale) && part > 0) {
			part *= scale;
			if (scale >= 1e3) {
				total += part;
				part = 0;
			}
		} else if (!(draft_word_is(sentence, next, "and") && next > at &&
				   fmod(part, 100) == 0 && part > 0 &&
				   !isnan(number_word(sentence, next + 1, units)))) {
			break;
		}
	}
	number->value = total + part;
	number->end = next;
	write_number(number->written, number->value);
	return number->value > 0;
}

/* "1,081", "1.5 million" */
static bool take_digits(
	const struct draft_sentence *sentence, size_t at, struct draft_number *number)
{
	const char *rest;
	if (!number_digits(sentence->words[at].text, &number->value, &rest)) {
		return false;
	}
	double suffix = strcmp(rest, "m") == 0    ? 1e6
			: strcmp(rest, "bn") == 0 ? 1e9
			: strcmp(rest, "k") == 0  ? 1e3
			: *rest == '\0'           ? 1
						  : (double)NAN;
	if (isnan(suffix)) {
		return false; /* "2A", "1990s" */
	}
	number->end = at + 1;
	double scale = number_word(sentence, at + 1, scales);
	if (!isnan(scale)) {
		number->end++;
		suffix = scale;
	}
	if (suffix != 1) {
		number->value *= suffix;
		write_number(number->written, number->value);
	} else {
		snprintf(
			number->written, sizeof number->written, "%.20s", sentence->words[at].text);
	}
	return true;
}

static void take_percent(const struct draft_sentence *sentence, struct draft_number *number)
{
	size_t end;
	if (draft_words_fit(sentence, number->end, "percent|percentage ?points", &end) ||
		draft_words_fit(sentence, number->end, "per cent", &end)) {
		number->kind = NUMBER_PERCENT;
		number->end = end;
	}
}

static const struct {
	const char *words; /* they end where the number begins */
	enum draft_bound bound;
} bounds[] = {{"at least", BOUND_AT_LEAST}, {"more than", BOUND_AT_LEAST},
	{"no fewer|less than", BOUND_AT_LEAST}, {"not less than", BOUND_AT_LEAST},
	{"over|above|exceeding|exceeded|topped|surpassed|beyond", BOUND_AT_LEAST},
	{"upwards of", BOUND_AT_LEAST}, {"in excess of", BOUND_AT_LEAST},
	{"a minimum of", BOUND_AT_LEAST}, {"as many as", BOUND_AT_MOST}, {"up to", BOUND_AT_MOST},
	{"at most", BOUND_AT_MOST}, {"no more than", BOUND_AT_MOST},
	{"fewer|less than", BOUND_AT_MOST}, {"under|below", BOUND_AT_MOST},
	{"about|around|some|roughly|nearly|almost|approximately|circa", BOUND_ABOUT},
	{"close to", BOUND_ABOUT}, {"an estimated", BOUND_ABOUT}};

static void take_bound(const struct draft_sentence *sentence, struct draft_number *number)
{
	size_t start = number->first;
	while (start > 0 && draft_word_is(sentence, start - 1, "the|a|an|another|just")) {
		start--;
	}
	/* The longest: "no more than" is not "more than". */
	for (size_t back = start < 3 ? start : 3; back > 0; back--) {
		for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
			size_t end;
			if (draft_words_fit(sentence, start - back, bounds[i].words, &end) &&
				end == start) {
				number->bound = bounds[i].bound;
				return;
			}
		}
	}
	size_t end;
	if (draft_words_fit(sentence, number->end, "or more", &end)) {
		number->bound = BOUND_AT_LEAST;
	} else if (draft_words_fit(sentence, number->end, "or fewer|less", &end)) {
		number->bound = BOUND_AT_MOST;
	}
}

/* One number, without its bounds. */
static bool take_one(const struct draft_sentence *sentence, size_t at, struct draft_number *number)
{
	*number = (struct draft_number){.first = at, .high = (double)NAN};
	if (sentence->words[at].taken || sentence->words[at].gap == '$') {
		return false;
	}
	bool digit = sentence->words[at].text[0] >= '0' && sentence->words[at].text[0] <= '9';
	bool found = take_ordinal(sentence, at, number) || take_fraction(sentence, at, number) ||
		     (digit ? take_digits(sentence, at, number) : take_words(sentence, at, number));
	if (found && number->kind == NUMBER_COUNT) {
		take_percent(sentence, number);
	}
	return found;
}

/* "between 6,000 and 6,500", "6,000-6,500", "6,000 to 6,500"; "from 517 to 1,099" are two. */
static bool is_range(const struct draft_sentence *sentence, const struct draft_number *low,
	const struct draft_number *high)
{
	if (low->kind != high->kind || low->kind == NUMBER_ORDINAL || high->value <= low->value) {
		return false;
	}
	if (low->end == high->first) {
		return sentence->words[high->first].gap == '-';
	}
	if (low->end + 1 != high->first) {
		return false;
	}
	bool between = low->first > 0 && draft_word_is(sentence, low->first - 1, "between");
	bool from = low->first > 0 && draft_word_is(sentence, low->first - 1, "from");
	return (between && draft_word_is(sentence, low->end, "and")) ||
	       (!from && draft_word_is(sentence, low->end, "to"));
}

bool draft_find_numbers(struct draft_sentence *sentence, struct mizan_arena *arena)
{
	sentence->numbers =
		mizan_arena_allocate(arena, sentence->word_count + 1, sizeof *sentence->numbers);
	if (!sentence->numbers) {
		return false;
	}
	sentence->number_count = 0;
	for (size_t at = 0; at < sentence->word_count;) {
		struct draft_number number;
		if (!take_one(sentence, at, &number)) {
			at++;
			continue;
		}
		take_bound(sentence, &number);
		struct draft_number *before =
			sentence->number_count ? &sentence->numbers[sentence->number_count - 1]
					       : NULL;
		at = number.end;
		if (before && isnan(before->high) && is_range(sentence, before, &number)) {
			before->high = number.value;
			before->end = number.end;
			memcpy(before->written_high, number.written, sizeof before->written_high);
		} else {
			sentence->numbers[sentence->number_count++] = number;
		}
	}
	return true;
}
