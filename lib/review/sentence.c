/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where sentences end: by ICU's rules (UAX 29), less the ends behind abbreviations, initials and
 * bare numbers.
 */
#include "review_internal.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

/* ---- Fingerprints ------------------------------------------------------------------------- */

#define FNV_START 0xcbf29ce484222325
#define FNV_PRIME 0x100000001b3

static uint64_t print_add(uint64_t hash, uint32_t letter)
{
	for (int shift = 0; shift < 24; shift += 8) {
		hash = (hash ^ (letter >> shift & 0xff)) * FNV_PRIME;
	}
	return hash;
}

static uint64_t print_letter(uint64_t hash, UChar32 code, size_t *letters)
{
	if (u_isalnum(code)) {
		hash = print_add(hash, (uint32_t)u_foldCase(code, U_FOLD_CASE_DEFAULT));
		++*letters;
	}
	return hash;
}

/* The same whether an accent is part of its letter or stands behind it: marks are left out. */
static uint64_t print_character(
	const UNormalizer2 *normalizer, uint64_t hash, UChar32 code, size_t *letters)
{
	UChar parts[20]; /* the longest decomposition in Unicode has 18 */
	UErrorCode status = U_ZERO_ERROR;
	int32_t count = code < 0x80 || !normalizer
				? -1
				: unorm2_getDecomposition(normalizer, code, parts, 20, &status);
	if (count < 0 || U_FAILURE(status)) {
		return print_letter(hash, code, letters);
	}
	for (int32_t i = 0; i < count;) {
		uint32_t part = parts[i++];
		if (U16_IS_LEAD(part) && i < count) {
			part = (uint32_t)U16_GET_SUPPLEMENTARY(part, parts[i++]);
		}
		hash = print_letter(hash, (UChar32)part, letters);
	}
	return hash;
}

/* The character at `*at`, which is moved on; what is not UTF-8 goes byte by byte. */
static UChar32 print_next(const char *text, size_t size, size_t *at)
{
	const unsigned char *c = (const unsigned char *)text + *at;
	size_t more = *c < 0xc0 ? 0 : *c < 0xe0 ? 1 : *c < 0xf0 ? 2 : 3;
	if (more >= size - *at) {
		more = 0;
	}
	uint32_t code = more > 0 ? *c & (0x3fu >> more) : *c;
	for (size_t i = 1; i <= more; i++) {
		code = code << 6 | (c[i] & 0x3f);
	}
	*at += more + 1;
	return (UChar32)code;
}

/* Gives how many letters and digits there are. */
static size_t print_make(const char *text, size_t size, char fingerprint[9])
{
	static const char digits[] = "0123456789abcdef";
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *normalizer = unorm2_getNFKDInstance(&status);
	uint64_t hash = FNV_START;
	size_t letters = 0;
	for (size_t i = 0; i < size;) {
		UChar32 code = print_next(text, size, &i);
		hash = print_character(U_SUCCESS(status) ? normalizer : NULL, hash, code, &letters);
	}
	uint32_t half = (uint32_t)(hash >> 32 ^ hash);
	for (int i = 0; i < 8; i++) {
		fingerprint[i] = digits[half >> (28 - 4 * i) & 15];
	}
	fingerprint[8] = '\0';
	return letters;
}

void mizan_sentence_fingerprint(const char *text, size_t size, char fingerprint[9])
{
	(void)print_make(text, size, fingerprint);
}

/* ---- Ends that are none ------------------------------------------------------------------- */

/* Behind these a sentence goes on, whatever comes. Case counts: "no." may end one. */
static const char *const abbreviations[] = {"Gen", "Lt", "Col", "Maj", "Brig", "Capt", "Cmdr",
	"Cdr", "Sgt", "Cpl", "Adm", "Mr", "Mrs", "Ms", "Dr", "Prof", "Sen", "Rep", "Gov", "Amb",
	"Hon", "Rev", "Fr", "St", "Mt", "Ft", "Messrs", "Pres", "Supt", "Insp", "No", "Nos", "Art",
	"Arts", "Sec", "Para", "para", "paras", "Vol", "vol", "Ch", "ch", "Fig", "fig", "pp", "p",
	"cf", "Cf", "vs", "v", "viz", "approx", "Approx", "est", "ca", "c", "al", "Jan", "Feb",
	"Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "Mufti", "e.g",
	"i.e", "E.g", "I.e"};

/* Behind "U.S." or "p.m." one of these begins a new sentence; a name does not. */
static const char *const starters[] = {"The", "A", "An", "In", "On", "At", "It", "Its", "He", "She",
	"They", "We", "You", "This", "That", "These", "Those", "But", "And", "However", "After",
	"Before", "When", "While", "As", "By", "For", "From", "If", "Since", "Then", "There",
	"With", "Without", "Meanwhile", "According", "Both", "All", "Some", "Many", "Most", "Not",
	"No", "Nor", "Our", "His", "Her", "Their", "What", "Who", "Why", "How", "Where", "Which",
	"Yet", "Still", "Also", "Although", "Though", "Despite", "During", "Between", "Under",
	"Until", "Today", "Now", "Later", "Earlier", "Each", "Every", "One", "Two", "Such", "Only",
	"Even"};

static bool is_one_of(const char *text, size_t size, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (strlen(words[i]) == size && memcmp(words[i], text, size) == 0) {
			return true;
		}
	}
	return false;
}
#define IS_ONE_OF(text, size, words)                                                               \
	is_one_of((text), (size), (words), sizeof(words) / sizeof *(words))

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool begins_with_starter(const char *text, size_t size)
{
	size_t from = 0, length = 0;
	while (from < size && !is_letter(text[from])) {
		from++;
	}
	while (from + length < size && is_letter(text[from + length])) {
		length++;
	}
	return IS_ONE_OF(text + from, length, starters);
}

/* “Is it over?” she asked. */
static bool quotation_goes_on(const char *text, size_t last, size_t end, size_t size)
{
	static const char *const closing[] = {"\"", "”", "’", "'", "»"};
	for (size_t i = 0; i < sizeof closing / sizeof *closing; i++) {
		size_t length = strlen(closing[i]);
		if (last > length && memcmp(text + last - length, closing[i], length) == 0) {
			return end < size && text[end] >= 'a' && text[end] <= 'z';
		}
	}
	return false;
}

/* The part start .. end of a block ends with "Gen. ", "U.S. " before a name, or is "1. ". */
static bool sentence_goes_on(const char *text, size_t start, size_t end, size_t size)
{
	size_t last = end;
	while (last > start && (text[last - 1] == ' ' || text[last - 1] == '\t')) {
		last--;
	}
	if (last <= start + 1 || text[last - 1] != '.' || end == size) {
		return quotation_goes_on(text, last, end, size);
	}
	size_t dot = last - 1, word = dot, token = dot;
	while (word > start && is_letter(text[word - 1])) {
		word--;
	}
	token = word;
	while (token > start && (is_letter(text[token - 1]) || text[token - 1] == '.')) {
		token--;
	}
	if (IS_ONE_OF(text + word, dot - word, abbreviations) ||
		IS_ONE_OF(text + token, dot - token, abbreviations)) {
		return true;
	}
	bool initials = token < word && dot > word && dot - word <= 2;
	bool initial = dot - word == 1 && text[word] >= 'A' && text[word] <= 'Z';
	return (initials || initial) && !begins_with_starter(text + end, size - end);
}

static bool has_letters(const char *text, size_t start, size_t end)
{
	for (size_t i = start; i < end; i++) {
		if (is_letter(text[i])) {
			return true;
		}
	}
	return false;
}

/* ---- Sentences ---------------------------------------------------------------------------- */

/* The text of start .. end in one line, blanks collapsed. */
static char *sentence_copy(
	struct mizan_arena *arena, const char *text, size_t start, size_t end, size_t *size)
{
	char *copy = mizan_arena_copy(arena, text + start, end - start);
	size_t count = 0;
	for (size_t i = 0; copy && i < end - start; i++) {
		bool blank = copy[i] == ' ';
		if (!blank || (count > 0 && copy[count - 1] != ' ')) {
			copy[count++] = copy[i];
		}
	}
	if (copy) {
		count -= count > 0 && copy[count - 1] == ' ';
		copy[count] = '\0';
	}
	*size = count;
	return copy;
}

/* The column in characters of a byte of a line, both from 1. Goes on from the last one asked for:
 * an article may be one line. */
static size_t article_column(struct article_reader *reader, size_t line, size_t byte)
{
	if (line < 1 || line > reader->line_count) {
		return byte;
	}
	const char *text = reader->lines[line - 1];
	if (line != reader->column_line || byte < reader->column_byte) {
		reader->column_line = line;
		reader->column_byte = reader->column = 1;
	}
	size_t at = reader->column_byte;
	for (; at < byte && text[at - 1] && text[at - 1] != '\n'; at++) {
		reader->column += ((unsigned char)text[at - 1] & 0xc0) != 0x80;
	}
	reader->column_byte = at;
	return reader->column + (byte - at);
}

/* The line, and the column in characters, of a byte of the block. */
static void sentence_place(
	struct article_reader *reader, size_t at, struct mizan_sentence *sentence)
{
	const struct article_block *block = &reader->block;
	size_t low = 0, high = block->span_count;
	while (low + 1 < high) {
		size_t middle = low + (high - low) / 2;
		*(block->spans[middle].at <= at ? &low : &high) = middle;
	}
	const struct article_span *span = &block->spans[low];
	size_t bytes = span->column + (at > span->at ? at - span->at : 0);
	sentence->line = span->line;
	sentence->column = article_column(reader, span->line, bytes);
}

/* Does it stand between quotation marks, whole? */
static bool is_quoted(const char *text, size_t size)
{
	static const char *const pairs[][2] = {
		{"\"", "\""}, {"“", "”"}, {"«", "»"}, {"„", "“"}, {"”", "“"}};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		size_t open = strlen(pairs[i][0]), close = strlen(pairs[i][1]);
		if (size > open + close && memcmp(text, pairs[i][0], open) == 0 &&
			memcmp(text + size - close, pairs[i][1], close) == 0) {
			return true;
		}
	}
	return false;
}

static void sentence_add(struct article_reader *reader, size_t start, size_t end, bool first)
{
	struct mizan_article *article = reader->article;
	const struct article_block *block = &reader->block;
	struct mizan_sentence sentence = {.number = article->sentence_count + 1,
		.heading = block->heading,
		.item = block->item,
		.level = block->level};
	size_t size;
	while (start < end && block->text.data[start] == ' ') {
		start++;
	}
	char *text = sentence_copy(&article->arena, block->text.data, start, end, &size);
	if (!text || !mizan_grow(&reader->sentences, &reader->sentence_capacity,
			     article->sentence_count + 1, sizeof *reader->sentences)) {
		reader->failed = true;
		return;
	}
	if (print_make(text, size, sentence.fingerprint) == 0) {
		return; /* a row of stars, a lone quotation mark */
	}
	reader->paragraph += first;
	sentence.text = text;
	sentence.paragraph = reader->paragraph;
	sentence.quotation = block->quotation || is_quoted(text, size);
	sentence_place(reader, start, &sentence);
	reader->sentences[article->sentence_count++] = sentence;
}

/* Where a sentence that begins with a number begins within start .. end: ICU takes it for a part of
 * the one before ("They left Kurram. 13 were killed."). 0: nowhere. */
static size_t number_begins(const char *text, size_t start, size_t end)
{
	bool letters = false;
	for (size_t i = start; i + 2 < end; i++) {
		letters |= is_letter(text[i]);
		if (text[i] != ' ' || !letters || i < start + 4 || text[i - 1] != '.' ||
			text[i + 1] < '0' || text[i + 1] > '9') {
			continue;
		}
		bool word = is_letter(text[i - 2]) || (text[i - 2] >= '0' && text[i - 2] <= '9');
		if (word && text[i - 3] != '.' && text[i - 3] != ' ' &&
			!sentence_goes_on(text, start, i + 1, end)) {
			return i + 1;
		}
	}
	return 0;
}

static void sentence_add_parts(
	struct article_reader *reader, size_t start, size_t end, size_t before)
{
	for (size_t cut; (cut = number_begins(reader->block.text.data, start, end)) > 0;) {
		sentence_add(reader, start, cut, reader->article->sentence_count == before);
		start = cut;
	}
	sentence_add(reader, start, end, reader->article->sentence_count == before);
}

void article_split(struct article_reader *reader)
{
	const struct mizan_text *text = &reader->block.text;
	size_t start = 0, before = reader->article->sentence_count;
	UErrorCode status = U_ZERO_ERROR;
	UText view = UTEXT_INITIALIZER;
	utext_openUTF8(&view, text->data, (int64_t)text->size, &status);
	ubrk_setUText(reader->breaks, &view, &status);
	reader->failed |= U_FAILURE(status);
	int32_t end = U_SUCCESS(status) ? ubrk_first(reader->breaks) : UBRK_DONE;
	while (end != UBRK_DONE && (end = ubrk_next(reader->breaks)) != UBRK_DONE) {
		size_t at = (size_t)end;
		bool last = at == text->size;
		if (last || (has_letters(text->data, start, at) &&
				    !sentence_goes_on(text->data, start, at, text->size))) {
			sentence_add_parts(reader, start, at, before);
			start = at;
		}
	}
	utext_close(&view);
}

mizan_status article_open_breaks(struct article_reader *reader, struct mizan_error *error)
{
	UErrorCode status = U_ZERO_ERROR;
	const char *language = reader->article->language;
	reader->breaks = ubrk_open(UBRK_SENTENCE, language ? language : "en", NULL, 0, &status);
	if (U_FAILURE(status)) {
		reader->breaks = NULL;
		return mizan_error_set(error, MIZAN_ERROR_SYSTEM, "is libicu whole?",
			"sentences cannot be found: %s", u_errorName(status));
	}
	return MIZAN_OK;
}

void article_close_breaks(struct article_reader *reader)
{
	ubrk_close(reader->breaks);
	reader->breaks = NULL;
}
