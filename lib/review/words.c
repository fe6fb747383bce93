/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sentence as words: without case and accents, with what stood before each. */
#include "draft_internal.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf8.h>

/* A letter without its marks and case; 0 for a mark. */
static UChar32 fold_letter(UChar32 code)
{
	if (code < 0x80) {
		return code >= 'A' && code <= 'Z' ? code + 32 : code;
	}
	if (u_getCombiningClass(code) != 0 || u_charType(code) == U_NON_SPACING_MARK) {
		return 0;
	}
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *form = unorm2_getNFKDInstance(&status);
	for (int turns = 0; turns < 4 && U_SUCCESS(status); turns++) {
		UChar parts[8];
		int32_t size = unorm2_getRawDecomposition(form, code, parts, 8, &status);
		if (size <= 0 || U_FAILURE(status)) {
			break;
		}
		code = U16_IS_LEAD(parts[0]) && size > 1 ? U16_GET_SUPPLEMENTARY(parts[0], parts[1])
							 : parts[0];
	}
	int32_t digit = u_charDigitValue(code);
	return digit >= 0 && u_isdigit(code) ? '0' + digit : u_foldCase(code, U_FOLD_CASE_DEFAULT);
}

static bool is_apostrophe(UChar32 code)
{
	return code == '\'' || code == 0x2019 || code == 0x2bc || code == 0x2018;
}

static bool is_dash(UChar32 code)
{
	return code == '-' || (code >= 0x2010 && code <= 0x2015) || code == 0x2212;
}

static bool is_word_letter(UChar32 code)
{
	return u_isalnum(code) || u_getCombiningClass(code) != 0;
}

/* The mark that a character leaves before the next word. */
static char gap_of(UChar32 code, char before)
{
	if (is_dash(code)) {
		return '-';
	}
	if (code == '$' || code == 0x20ac || code == 0xa3) {
		return '$';
	}
	if (code == ',' || code == 0x60c) {
		return ',';
	}
	if (code == ';' || code == ':' || code == '(' || code == ')' || code == '.' ||
		code == '!' || code == '?') {
		return (char)code;
	}
	return before;
}

struct splitter {
	const uint8_t *bytes;
	int32_t size, at;
	struct mizan_arena *arena;
};

static UChar32 letter_at(const struct splitter *splitter, int32_t at, int32_t *next)
{
	UChar32 code = 0;
	*next = at;
	if (at >= splitter->size) {
		return 0;
	}
	U8_NEXT_OR_FFFD(splitter->bytes, *next, splitter->size, code);
	return code;
}

/* Does what stands between two digits, or before an inner letter, belong to the word? */
static bool joins(const struct splitter *splitter, UChar32 code, bool digit, int32_t after)
{
	int32_t next;
	UChar32 follows = letter_at(splitter, after, &next);
	if ((code == ',' || code == '.') && digit) {
		return u_isdigit(follows);
	}
	if (code == '.' && !digit) { /* "U.S.", "T.T.P." */
		UChar32 beyond = letter_at(splitter, next, &next);
		return u_isupper(follows) && !is_word_letter(beyond);
	}
	return is_apostrophe(code) && is_word_letter(follows);
}

/* "pakistan's" is "pakistan". */
static size_t drop_possessive(char *word, size_t size)
{
	if (size > 2 && word[size - 2] == '\'' && word[size - 1] == 's') {
		size -= 2;
	}
	size_t to = 0;
	for (size_t i = 0; i < size; i++) {
		if (word[i] != '\'' && !(word[i] == '.' && (i == 0 || word[i - 1] > '9'))) {
			word[to++] = word[i];
		}
	}
	word[to] = '\0';
	return to;
}

#define WORD_BYTES 96

static bool split_take(struct splitter *splitter, struct draft_word *word)
{
	uint8_t folded[WORD_BYTES + 8];
	size_t size = 0;
	int32_t next;
	bool digit = false;
	word->at = (uint32_t)splitter->at;
	word->capital = u_isupper(letter_at(splitter, splitter->at, &next));
	while (splitter->at < splitter->size) {
		UChar32 code = letter_at(splitter, splitter->at, &next);
		if (!is_word_letter(code)) {
			if (!joins(splitter, code, digit, next)) {
				break;
			}
			code = is_apostrophe(code) ? '\'' : code;
		}
		digit = u_isdigit(code);
		UChar32 plain = fold_letter(code);
		if (plain && size < WORD_BYTES) {
			int32_t to = (int32_t)size;
			UBool wrong = false;
			U8_APPEND(folded, to, WORD_BYTES + 4, (uint32_t)plain, wrong);
			size = wrong ? size : (size_t)to;
		}
		splitter->at = next;
	}
	word->size = (uint32_t)splitter->at - word->at;
	folded[size] = '\0';
	size = drop_possessive((char *)folded, size);
	word->text = mizan_arena_copy(splitter->arena, (const char *)folded, size);
	return word->text != NULL;
}

static struct draft_word *split_add(
	struct draft_sentence *sentence, size_t *room, struct mizan_arena *arena)
{
	if (sentence->word_count == *room) {
		size_t wanted = *room * 2 + 32;
		struct draft_word *grown = mizan_arena_allocate(arena, wanted, sizeof *grown);
		if (!grown) {
			return NULL;
		}
		if (*room > 0) {
			memcpy(grown, sentence->words, *room * sizeof *grown);
		}
		sentence->words = grown;
		*room = wanted;
	}
	return &sentence->words[sentence->word_count++];
}

bool draft_split_words(
	const char *text, size_t size, struct mizan_arena *arena, struct draft_sentence *sentence)
{
	/* A sentence of a million bytes is none. */
	struct splitter splitter = {

		.bytes = (const uint8_t *)text,
		.size = size > 1000000 ? 1000000 : (int32_t)size,
		.arena = arena};
	size_t room = 0;
	char gap = ' ';
	*sentence = (struct draft_sentence){.text = text};
	while (splitter.at < splitter.size) {
		int32_t next;
		UChar32 code = letter_at(&splitter, splitter.at, &next);
		bool percent = code == '%' || code == 0x66a;
		if (!is_word_letter(code) && !percent) {
			gap = gap_of(code, gap);
			splitter.at = next;
			continue;
		}
		struct draft_word *word = split_add(sentence, &room, arena);
		if (!word) {
			return false;
		}
		if (percent) {
			*word = (struct draft_word){
				"percent", (uint32_t)splitter.at, 1, false, false, ' '};
			splitter.at = next;
		} else if (!split_take(&splitter, word)) {
			return false;
		}
		word->gap = gap;
		gap = ' ';
	}
	return true;
}

bool draft_word_is(const struct draft_sentence *sentence, size_t index, const char *choices)
{
	if (index >= sentence->word_count) {
		return false;
	}
	const char *word = sentence->words[index].text;
	size_t size = strlen(word);
	while (*choices && *choices != ' ') {
		size_t length = strcspn(choices, "| ");
		if (length == size && memcmp(choices, word, size) == 0) {
			return true;
		}
		choices += length;
		choices += *choices == '|';
	}
	return false;
}
