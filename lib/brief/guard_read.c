/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text as the guard sees it: blanks where nothing is claimed, sentences, tokens. */
#include "guard_internal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- What is not looked at ---------------------------------------------------------------- */

static void blank(char *text, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		if (text[i] != '\n') {
			text[i] = ' ';
		}
	}
}

static size_t line_end(const char *text, size_t at, size_t size)
{
	const char *found = memchr(text + at, '\n', size - at);
	return found ? (size_t)(found - text) : size;
}

/* Where front matter ends, 0: there is none. */
static size_t front_end(const char *text, size_t size)
{
	if (size < 4 || strncmp(text, "---\n", 4) != 0) {
		return 0;
	}
	for (size_t at = 4; at < size;) {
		size_t end = line_end(text, at, size);
		if (end - at >= 3 && strncmp(text + at, "---", 3) == 0) {
			return end;
		}
		at = end + 1;
	}
	return 0;
}

/* Lines that are blanked whole: code, block quotes, footnotes; marks of lists. */
static void mask_lines(char *text, size_t size)
{
	char fence = 0;
	for (size_t at = front_end(text, size); at < size;) {
		size_t end = line_end(text, at, size), first = at;
		while (first < end && (text[first] == ' ' || text[first] == '\t')) {
			first++;
		}
		char c = first < end ? text[first] : '\0';
		bool opens = (c == '`' || c == '~') && end - first >= 3 && text[first + 1] == c &&
			     text[first + 2] == c && (!fence || fence == c);
		if (opens || fence || c == '>' ||
			(end - first > 1 && c == '[' && text[first + 1] == '^')) {
			blank(text, at, end);
		}
		fence = opens ? (fence ? 0 : c) : fence;
		size_t digits = first;
		while (digits < end && isdigit((unsigned char)text[digits])) {
			digits++;
		}
		if (!fence && digits > first && digits - first <= 3 && digits + 1 < end &&
			(text[digits] == '.' || text[digits] == ')') && text[digits + 1] == ' ') {
			blank(text, first, digits + 1);
		}
		at = end + 1;
	}
	blank(text, 0, front_end(text, size));
}

/* The end of the paragraph: an empty line, or the text's. */
static size_t paragraph_end(const char *text, size_t at, size_t size)
{
	while (at < size) {
		size_t end = line_end(text, at, size);
		if (end + 1 >= size) {
			return size;
		}
		size_t next = end + 1;
		while (next < size && (text[next] == ' ' || text[next] == '\t')) {
			next++;
		}
		if (next >= size || text[next] == '\n') {
			return end;
		}
		at = end + 1;
	}
	return size;
}

static size_t find_within(const char *text, size_t at, size_t end, const char *mark)
{
	size_t length = strlen(mark);
	const char *found = end > at ? memmem(text + at, end - at, mark, length) : NULL;
	return found ? (size_t)(found - text) + length : 0;
}

/* The end of what begins here and is not looked at, 0: nothing does. */
static size_t span_end(const char *text, size_t at, size_t end)
{
	static const char *const pairs[][2] = {{"\"", "\""}, {"\xe2\x80\x9c", "\xe2\x80\x9d"},
		{"\xc2\xab", "\xc2\xbb"}, {"`", "`"}, {"](", ")"}, {"<!--", "-->"}, {"<", ">"}};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		size_t length = strlen(pairs[i][0]);
		if (end - at >= length && memcmp(text + at, pairs[i][0], length) == 0) {
			return find_within(text, at + length, end, pairs[i][1]);
		}
	}
	if (end - at > 7 &&
		(strncmp(text + at, "http://", 7) == 0 || strncmp(text + at, "https:/", 7) == 0)) {
		while (at < end && !isspace((unsigned char)text[at])) {
			at++;
		}
		return at;
	}
	return 0;
}

static void mask_spans(char *text, size_t size)
{
	for (size_t from = 0; from < size;) {
		size_t end = paragraph_end(text, from, size);
		bool open = true; /* false once a mark has no second one, so that none is sought
				     again */
		for (size_t at = from; at < end;) {
			bool mark = strchr("\"`]<h\xe2\xc2", text[at]) && text[at];
			size_t to = mark && (open || text[at] == 'h') ? span_end(text, at, end) : 0;
			if (to > at) {
				blank(text, at, to);
				at = to;
			} else {
				open = open && !(mark && (text[at] == '"' || text[at] == '`' ||
								 text[at] == '<'));
				at++;
			}
		}
		from = end + 1;
	}
}

/* Marks of three bytes: dashes divide as commas do, an apostrophe ends a name. */
static void mask_marks(char *text, size_t size)
{
	for (size_t i = 0; i + 2 < size; i++) {
		if ((unsigned char)text[i] != 0xe2 || (unsigned char)text[i + 1] != 0x80) {
			continue;
		}
		unsigned char last = (unsigned char)text[i + 2];
		char mark = last == 0x93 || last == 0x94 ? ',' : last == 0x99 ? '\'' : '\0';
		if (mark || last == 0xaf) {
			text[i] = text[i + 1] = ' ';
			text[i + 2] = mark ? mark : ' ';
		}
	}
}

char *guard_mask(const char *text, size_t size)
{
	char *copy = malloc(size + 1);
	if (!copy) {
		return NULL;
	}
	memcpy(copy, text, size);
	copy[size] = '\0';
	for (size_t i = 0; i < size; i++) {
		if (copy[i] == '\r' || copy[i] == '\0') {
			copy[i] = ' ';
		}
	}
	mask_lines(copy, size);
	mask_spans(copy, size);
	mask_marks(copy, size);
	return copy;
}

/* ---- Sentences ---------------------------------------------------------------------------- */

static bool is_abbreviation(const char *text, const char *stop)
{
	static const char *const words[] = {"Mr", "Mrs", "Dr", "St", "No", "Gen", "Lt", "Col",
		"Maj", "vs", "cf", "ca", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep",
		"Sept", "Oct", "Nov", "Dec", "U.S", "e.g", "i.e", NULL};
	const char *word = stop;
	while (word > text && (isalnum((unsigned char)word[-1]) || word[-1] == '.')) {
		word--;
	}
	size_t size = (size_t)(stop - word);
	return (size == 1 && isupper((unsigned char)*word)) || guard_word_is(word, size, words);
}

/* Does a sentence end at this byte? */
static bool ends_here(const char *text, const char *at, const char *end)
{
	if ((unsigned char)*at == 0xdb && at + 1 < end && (unsigned char)at[1] == 0x94) {
		return true; /* the Urdu full stop */
	}
	if ((*at != '.' && *at != '!' && *at != '?') || is_abbreviation(text, at)) {
		return false;
	}
	const char *next = at + 1;
	while (next < end && strchr("\"')]*_", *next)) {
		next++;
	}
	if (next < end && !isspace((unsigned char)*next)) {
		return false;
	}
	while (next < end && isspace((unsigned char)*next)) {
		next++;
	}
	return next >= end || !islower((unsigned char)*next);
}

/* Does a new block begin on the line behind this end of line: an empty one, a heading, an item, a
 * row of a table? */
static bool block_ends(const char *at, const char *end)
{
	const char *next = at + 1;
	while (next < end && (*next == ' ' || *next == '\t')) {
		next++;
	}
	return next >= end || *next == '\n' || *next == '#' || *next == '|' ||
	       (strchr("-*+", *next) && next + 1 < end && next[1] == ' ');
}

/* ---- Tokens ------------------------------------------------------------------------------- */

static bool is_letter(char c)
{
	return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

static size_t number_length(const char *text, const char *end)
{
	size_t size = 0;
	while (text + size < end &&
		(isdigit((unsigned char)text[size]) ||
			((text[size] == ',' || text[size] == '.') && size > 0 &&
				text + size + 1 < end && isdigit((unsigned char)text[size + 1])))) {
		size++;
	}
	return size;
}

static void number_value(struct guard_token *token)
{
	char plain[40];
	size_t size = 0;
	token->digits = token->decimals = 0;
	bool point = false;
	for (size_t i = 0; i < token->size && size + 1 < sizeof plain; i++) {
		char c = token->text[i];
		point |= c == '.';
		if (c != ',') {
			plain[size++] = c;
		}
		token->digits += isdigit((unsigned char)c) != 0;
		token->decimals += point && c != '.';
	}
	/* "1 081" is not one number here, and 081 is none. */
	bool padded =
		token->size > 1 && token->text[0] == '0' && isdigit((unsigned char)token->text[1]);
	token->skipped = padded ||
			 !mizan_parse_real((struct mizan_slice){plain, size}, &token->value) ||
			 token->size >= sizeof plain;
}

/* What stands right before and behind a number: signs of money, of names, of percent. */
static const char *number_edges(
	struct guard_token *token, const char *text, const char *end, const char *before)
{
	const char *behind = token->text + token->size;
	char first = token->text > text ? token->text[-1] : ' ';
	token->skipped |= is_letter(first) || strchr("$#/-[\xa3\xac", first) != NULL;
	if (before && before < token->text && first == ' ' && strncmp(before, "Rs", 2) == 0) {
		token->skipped = true;
	}
	if (behind < end && *behind == '%') {
		token->percent = true;
		behind++;
	} else if (end - behind >= 8 && strncmp(behind, " percent", 8) == 0) {
		token->percent = true;
		behind += 8;
	} else if (end - behind >= 9 && strncmp(behind, " per cent", 9) == 0) {
		token->percent = true;
		behind += 9;
	} else if (end - behind >= 2 && is_letter(*behind)) {
		bool ends = end - behind == 2 || !is_letter(behind[2]);
		token->ordinal =
			ends &&
			(strncmp(behind, "st", 2) == 0 || strncmp(behind, "nd", 2) == 0 ||
				strncmp(behind, "rd", 2) == 0 || strncmp(behind, "th", 2) == 0);
		/* A dash of another kind is no letter. */
		bool dash = (unsigned char)*behind == 0xe2;
		token->skipped |= !token->ordinal && !dash;
	} else if (end - behind >= 2 && *behind == '-' && is_letter(behind[1])) {
		token->skipped = true; /* 48-hour */
	} else if (end - behind >= 3 && *behind == '-' && isdigit((unsigned char)behind[1])) {
		token->skipped = token->size != 4; /* 2021-22 */
	}
	return behind;
}

static bool is_year(const struct guard_token *token)
{
	return token->size == 4 && token->decimals == 0 && token->value >= 1900 &&
	       token->value <= 2100 && !token->percent;
}

static int month_of(const struct guard_token *token)
{
	for (int i = 0; i < 12 && token->kind == TOKEN_WORD; i++) {
		const char *month = guard_month_words[i];
		if (strlen(month) == token->size && strncmp(month, token->text, token->size) == 0) {
			return i + 1;
		}
	}
	return 0;
}

static struct guard_token *token_at(struct guard_sentence *sentence, size_t index)
{
	return index < sentence->count ? &sentence->tokens[index] : NULL;
}

static bool token_is(const struct guard_token *token, const char *const *words)
{
	return token && token->kind == TOKEN_WORD && guard_word_is(token->text, token->size, words);
}

uint32_t token_names(const struct guard_token *token, enum guard_name_kind kind)
{
	for (size_t i = 0; i < token->name_count; i++) {
		if (token->names[i]->kind == kind) {
			return token->names[i]->key;
		}
	}
	return 0;
}

/* Years that belong to the name of a report: "GTI 2025", "the 2025 report"; "in 2025 PICSS counted"
 * says when. */
static bool year_is_of_edition(struct guard_sentence *sentence, size_t index)
{
	const struct guard_token *first = index ? &sentence->tokens[index - 1] : NULL;
	if (first && (month_of(first) || token_is(first, guard_when_words))) {
		return false;
	}
	for (size_t i = 1; i <= 2; i++) {
		const struct guard_token *before = index >= i ? &sentence->tokens[index - i] : NULL;
		const struct guard_token *behind = token_at(sentence, index + i);
		bool of_name = before && i == 1 && token_names(before, GUARD_PUBLISHER);
		if (of_name || (i == 1 && token_is(before, guard_edition_words)) ||
			token_is(behind, guard_edition_words) ||
			(behind && i == 1 && token_names(behind, GUARD_PUBLISHER))) {
			return true;
		}
		if (behind && behind->kind != TOKEN_WORD && behind->kind != TOKEN_NAME) {
			break;
		}
	}
	return false;
}

/* Years, days beside a month, and what they say of the sentence. */
static void sentence_find_dates(struct guard_sentence *sentence)
{
	for (size_t i = 0; i < sentence->count; i++) {
		struct guard_token *token = &sentence->tokens[i];
		struct guard_token *before = i ? token - 1 : NULL;
		struct guard_token *behind = token_at(sentence, i + 1);
		int month = month_of(token);
		bool date = (before && before->kind == TOKEN_NUMBER) ||
			    (behind && behind->kind == TOKEN_NUMBER);
		if (month && (month != 5 || date)) {
			sentence->month = month;
			sentence->part_year = true;
		}
		sentence->part_year |= token_is(token, guard_part_words);
		if (token->kind != TOKEN_NUMBER) {
			continue;
		}
		bool day = token->digits <= 2 &&
			   ((before && month_of(before)) || (behind && month_of(behind)));
		if (is_year(token) && !token->skipped) {
			bool edition = year_is_of_edition(sentence, i);
			*(edition ? &token->edition_year : &token->year) = (int)token->value;
			sentence->years += !edition;
			sentence->spans |= !edition && token_is(before, guard_span_words);
		}
		token->skipped |= day || is_year(token) || token_is(behind, guard_money_words);
	}
}

/* Adds the token at `at`; where it ends. */
static const char *token_read(struct guard_reader *reader, const char *at, const char *end,
	struct guard_sentence *sentence)
{
	struct guard_token *token = &sentence->tokens[sentence->count];
	struct guard_token *before = sentence->count ? token - 1 : NULL;
	size_t left = (size_t)(end - at);
	*token = (struct guard_token){.text = at, .size = 1, .kind = TOKEN_MARK};
	sentence->count++;
	if (isdigit((unsigned char)*at)) {
		token->kind = TOKEN_NUMBER;
		token->size = number_length(at, end);
		number_value(token);
		const char *behind =
			number_edges(token, reader->text, end, before ? before->text : NULL);
		return token->ordinal ? behind + 2 : behind;
	}
	if (!is_letter(*at)) {
		return at + 1;
	}
	size_t size = 0, length = 0;
	size_t found = guard_find_names(reader->guard, at, left, token->names, &length);
	while (size < left &&
		(is_letter(at[size]) || (at[size] == '\'' && size + 1 < left &&
						is_letter(at[size + 1]) && at[size + 1] != 's'))) {
		size++;
	}
	token->size = size;
	token->kind = TOKEN_WORD;
	if (found) {
		token->kind = TOKEN_NAME;
		token->name_count = found;
		token->size = length;
	}
	return at + token->size;
}

bool guard_next(struct guard_reader *reader, struct guard_sentence *sentence)
{
	const char *at = reader->cursor, *end = reader->end;
	sentence->count = sentence->years = 0;
	sentence->part_year = sentence->spans = false;
	sentence->month = 0;
	reader->new_paragraph = at == reader->text;
	while (at < end && isspace((unsigned char)*at)) {
		reader->new_paragraph |= *at == '\n' && block_ends(at, end);
		at++;
	}
	if (at >= end) {
		return false;
	}
	const char *limit = at;
	while (limit < end && !ends_here(at, limit, end) &&
		!(*limit == '\n' && block_ends(limit, end))) {
		/* A full sentence's words cannot be more bytes than that: a long one is cut. */
		if (limit - at > 4000 && isspace((unsigned char)*limit)) {
			break;
		}
		limit++;
	}
	while (at < limit && sentence->count < GUARD_SENTENCE_TOKENS) {
		at = isspace((unsigned char)*at) ? at + 1 : token_read(reader, at, limit, sentence);
	}
	reader->cursor = at < limit ? at : limit < end ? limit + 1 : end;
	sentence_find_dates(sentence);
	return true;
}
