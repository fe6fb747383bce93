/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A name as its words: joining words and what is glued to its neighbour are taken off. */
#include "name_internal.h"

#include <string.h>
#include <uchar.h>

/* ---- Words -------------------------------------------------------------------------------- */

#define KEY_PIECES 40

/* A run of letters in the folded text. */
struct piece {
	const struct name_letter *letters;
	size_t size;
	size_t capitals;
	bool joining;
};

struct pieces {
	struct piece list[KEY_PIECES];
	size_t count;
};

static bool piece_is(const struct piece *piece, const char *word)
{
	size_t size = strlen(word);
	if (size != piece->size) {
		return false;
	}
	for (size_t i = 0; i < size; i++) {
		if (piece->letters[i].code != (unsigned char)word[i]) {
			return false;
		}
	}
	return true;
}

static bool piece_is_wide(const struct piece *piece, const char32_t *word)
{
	for (size_t i = 0; i < piece->size; i++) {
		if (word[i] == 0 || piece->letters[i].code != word[i]) {
			return false;
		}
	}
	return word[piece->size] == 0;
}

static bool piece_is_arabic(const struct piece *piece)
{
	return name_is_arabic(piece->letters[0].code);
}

/*
 * Splits into runs of letters, in place: an apostrophe is dropped (Da'esh), but ends a French
 * article (l'islam). Where Arabic and other letters meet a word ends.
 */
static void key_split(struct name_letter *letters, size_t count, struct pieces *pieces)
{
	size_t at = 0;
	while (at < count && pieces->count < KEY_PIECES) {
		struct piece piece = {.letters = letters + at};
		size_t kept = at; /* where the next letter of this word goes */
		for (; at < count && letters[at].code != ' '; at++) {
			if (letters[at].code == '\'') {
				if (piece_is(&piece, "l") || piece_is(&piece, "d")) {
					break;
				}
				continue;
			}
			if (piece.size > 0 && name_is_arabic(letters[at].code) !=
						      name_is_arabic(letters[kept - 1].code)) {
				break;
			}
			piece.capitals += letters[at].capital;
			letters[kept++] = letters[at];
			piece.size++;
		}
		if (piece.size > 0) {
			pieces->list[pieces->count++] = piece;
		}
		at += at < count && (letters[at].code == ' ' || letters[at].code == '\'');
	}
}

/* ---- Initials that stand apart ------------------------------------------------------------ */

/* T.T.P. and T T P: letters in a row become one piece. */
static void key_join_letters(struct pieces *pieces, struct name_letter *room)
{
	size_t kept = 0;
	for (size_t i = 0; i < pieces->count;) {
		size_t end = i;
		while (end < pieces->count && pieces->list[end].size == 1 &&
			pieces->list[end].letters->code < 0x80) {
			room[end - i] = pieces->list[end].letters[0];
			end++;
		}
		struct piece piece = pieces->list[i];
		if (end - i >= 2) {
			piece = (struct piece){room, end - i, end - i, false};
			room += end - i;
			i = end;
		} else {
			i++;
		}
		pieces->list[kept++] = piece;
	}
	pieces->count = kept;
}

/* How Urdu and Pashto write the names of Latin letters, folded. */
static char key_letter_name(const struct piece *piece)
{
	static const struct {
		const char32_t *name;
		char letter;
	} names[] = {{U"اے", 'a'}, {U"بی", 'b'}, {U"سی", 'c'}, {U"ڈی", 'd'}, {U"ای", 'e'},
		{U"ایف", 'f'}, {U"جی", 'g'}, {U"ایچ", 'h'}, {U"اچ", 'h'}, {U"ایی", 'i'},
		{U"جے", 'j'}, {U"کے", 'k'}, {U"ایل", 'l'}, {U"ال", 'l'}, {U"ایم", 'm'},
		{U"ام", 'm'}, {U"این", 'n'}, {U"او", 'o'}, {U"پی", 'p'}, {U"کیو", 'q'},
		{U"ار", 'r'}, {U"ایس", 's'}, {U"اس", 's'}, {U"ٹی", 't'}, {U"تی", 't'}, {U"یو", 'u'},
		{U"وی", 'v'}, {U"ڈبلیو", 'w'}, {U"ایکس", 'x'}, {U"وایی", 'y'}, {U"زیڈ", 'z'}};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (piece_is_wide(piece, names[i].name)) {
			return names[i].letter;
		}
	}
	return 0;
}

/* Three names of letters in a row are an abbreviation. */
static void key_read_letter_names(struct pieces *pieces, struct name_letter *room)
{
	size_t kept = 0;
	for (size_t i = 0; i < pieces->count;) {
		size_t count = 0;
		char letter;
		while (i + count < pieces->count && piece_is_arabic(&pieces->list[i + count]) &&
			(letter = key_letter_name(&pieces->list[i + count])) != 0) {
			room[count++] = (struct name_letter){(unsigned char)letter, true};
		}
		struct piece piece = pieces->list[i];
		if (count >= 3) {
			piece = (struct piece){room, count, count, false};
			room += count;
			i += count;
		} else {
			i++;
		}
		pieces->list[kept++] = piece;
	}
	pieces->count = kept;
}

/* ---- Joining words ------------------------------------------------------------------------ */

static bool key_in_list(const struct piece *piece, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (piece_is(piece, words[i])) {
			return true;
		}
	}
	return false;
}

static bool key_in_wide_list(const struct piece *piece, const char32_t *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (piece_is_wide(piece, words[i])) {
			return true;
		}
	}
	return false;
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* English, French, Spanish, Arabic, Persian, Urdu, Pashto. */
static bool key_is_joining(const struct piece *piece)
{
	static const char *const latin[] = {"al", "el", "ul", "il", "ol", "ash", "as", "ad", "at",
		"an", "ar", "az", "ud", "us", "ur", "un", "ut", "uz", "ush", "e", "i", "y", "ye",
		"yi", "o", "u", "l", "d", "of", "the", "for", "and", "in", "on", "to", "a", "de",
		"la", "le", "au", "les", "du", "des", "del", "et", "aux", "wa", "wal", "da", "fi",
		"bi", "li"};
	static const char32_t *const arabic[] = {
		U"ال", U"و", U"د", U"کے", U"کی", U"کا", U"فی", U"از", U"در", U"په", U"او", U"اور"};
	return piece_is_arabic(piece) ? key_in_wide_list(piece, arabic, COUNT(arabic))
				      : key_in_list(piece, latin, COUNT(latin));
}

/* Words that say no more than that it is a group, or what its writer thinks of it. */
static bool key_is_common(const struct piece *piece)
{
	static const char *const latin[] = {"group", "groups", "groupe", "grupo", "militant",
		"militants", "fighter", "fighters", "rebel", "rebels", "terrorist", "terrorists",
		"insurgent", "insurgents", "insurgency", "gunmen", "members", "organisation",
		"organization", "organisations", "network", "movement", "mouvement", "movimiento",
		"militia", "militias", "outfit", "tanzim", "tanzeem", "banned", "outlawed",
		"proscribed", "force", "forces", "government", "govt"};
	static const char32_t *const arabic[] = {U"تنظیم", U"التنظیم", U"حرکه", U"جماعه", U"گروه",
		U"گروپ", U"شبکه", U"ملیشیا", U"کالعدم", U"سازمان", U"ډله", U"ډلی", U"مسلحه", U"شدت",
		U"جنگجو", U"تروریستی", U"دهشت", U"گرد", U"قوات", U"حکومت"};
	return piece_is_arabic(piece) ? key_in_wide_list(piece, arabic, COUNT(arabic))
				      : key_in_list(piece, latin, COUNT(latin));
}

static void key_mark_joining(struct pieces *pieces)
{
	bool others = false;
	for (size_t i = 0; i < pieces->count; i++) {
		pieces->list[i].joining = key_is_joining(&pieces->list[i]);
		others = others || !pieces->list[i].joining;
	}
	for (size_t i = 0; i < pieces->count && !others; i++) {
		pieces->list[i].joining = false;
	}
}

/* ---- What is glued on --------------------------------------------------------------------- */

static bool letter_is_vowel(uint32_t letter)
{
	return letter < 0x80 && letter > 0 && strchr("aeiouy", (int)letter);
}

/* Alshabaab: how many letters of an article at the start. */
static size_t key_glued_article(const uint32_t *letters, size_t size)
{
	bool article = size >= 7 && letters[0] == 'a' && letters[1] == 'l' && letters[2] != 'l' &&
		       !letter_is_vowel(letters[2]);
	return article ? 2 : 0;
}

/* Jamaatul Ahrar, Jamaatud Dawa: how many letters of an article at the end. */
static size_t key_glued_end(const uint32_t *letters, size_t size, const struct piece *next)
{
	if (!next || size < 6 || piece_is_arabic(next)) {
		return 0;
	}
	uint32_t last = letters[size - 1], vowel = letters[size - 2];
	bool assimilated = last == next->letters[0].code && strchr("dsrntz", (int)(last & 0x7f));
	if (vowel != 'u' || (last != 'l' && !assimilated)) {
		return 0;
	}
	return letters[size - 3] == 'o' ? 3 : 2;
}

static bool key_is_number(const uint32_t *letters, size_t size)
{
	bool number = size == 4;
	for (size_t i = 0; i < size && number; i++) {
		number = letters[i] >= '0' && letters[i] <= '9';
	}
	return number;
}

/* Initials that are written as such; a whole text in capitals says nothing. */
static bool key_has_capitals(const struct piece *piece, bool all_capitals)
{
	return piece->capitals >= 2 && piece->size <= 6 && !all_capitals;
}

static void key_add_initial(struct name_key *key, uint32_t letter, bool joining)
{
	if (key->initial_count < NAME_INITIALS && letter < 0x80) {
		key->initials[key->initial_count].letter = (char)letter;
		key->initials[key->initial_count++].joining = joining;
	}
}

static void key_add_word(struct name_key *key, const struct piece *piece, const struct piece *next,
	bool all_capitals)
{
	struct name_word word = {.arabic = piece_is_arabic(piece)};
	uint32_t letters[64];
	size_t size = piece->size < COUNT(letters) ? piece->size : COUNT(letters);
	for (size_t i = 0; i < size; i++) {
		letters[i] = piece->letters[i].code;
	}
	word.spelling = name_hash(letters, size * sizeof *letters, 0);
	word.common = key_is_common(piece);
	word.number = key_is_number(letters, size);
	word.capitals = key_has_capitals(piece, all_capitals);
	if (word.arabic) {
		name_sounds_arabic(letters, size, &word);
	} else {
		size_t start = key_glued_article(letters, size);
		size_t end = key_glued_end(letters, size, next);
		key_add_initial(key, letters[0], false);
		if (end > 0) {
			key_add_initial(key, 'u', true);
		}
		name_sounds_latin(letters + start, size - start - end, &word);
	}
	if (word.length > 0) {
		key->words[key->word_count++] = word;
	}
}

static void key_add_text(struct name_key *key, const struct piece *piece)
{
	uint64_t hash = key->text;
	for (size_t i = 0; i < piece->size; i++) {
		hash = (hash ^ piece->letters[i].code) * 0x100000001b3u;
	}
	key->text = name_hash(&hash, sizeof hash, piece->size);
}

static void key_build(const struct pieces *pieces, struct name_key *key)
{
	size_t letters = 0, capitals = 0;
	for (size_t i = 0; i < pieces->count; i++) {
		letters += pieces->list[i].size;
		capitals += pieces->list[i].capitals;
	}
	bool all_capitals = pieces->count > 1 && capitals == letters;
	for (size_t i = 0; i < pieces->count; i++) {
		const struct piece *piece = &pieces->list[i];
		key_add_text(key, piece);
		if (piece->joining) {
			if (!piece_is_arabic(piece)) {
				key_add_initial(key, piece->letters[0].code, true);
			}
		} else if (key->word_count < NAME_WORDS) {
			const struct piece *next =
				i + 1 < pieces->count ? &pieces->list[i + 1] : NULL;
			key_add_word(key, piece, next, all_capitals);
		}
	}
}

mizan_status name_key_make(struct mizan_slice text, struct name_key *key, struct mizan_error *error)
{
	memset(key, 0, sizeof *key);
	if (text.size > MIZAN_ACTOR_NAME_BYTES) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "give a name alone",
			"a name of %zu bytes; the longest that is looked up has %d", text.size,
			MIZAN_ACTOR_NAME_BYTES);
	}
	size_t valid = text.size > 0 ? mizan_utf8_check(text.data, text.size) : 0;
	if (valid < text.size) {
		mizan_error_at(error, NULL, 0, valid + 1);
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "save the text as UTF-8",
			"a name is not UTF-8 at its byte %zu", valid + 1);
	}
	struct name_letter letters[NAME_LETTERS], apart[KEY_PIECES], names[KEY_PIECES];
	struct pieces pieces;
	pieces.count = 0;
	key_split(letters, name_fold(text, letters), &pieces);
	key_join_letters(&pieces, apart);
	key_read_letter_names(&pieces, names);
	key_mark_joining(&pieces);
	key_build(&pieces, key);
	return MIZAN_OK;
}
