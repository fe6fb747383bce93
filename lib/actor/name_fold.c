/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Letters without case, marks and variants: ASCII and the Arabic block here, the rest by ICU. */
#include "name_internal.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

/* Letters of the Arabic block that are variants of others, in Arabic, Persian, Urdu and Pashto:
 * the letter that stands for them, then the variants. */
static const uint16_t arabic_variants[][13] = {
	{0x627, 0x622, 0x623, 0x625, 0x671, 0x672, 0x673, 0x675}, /* alef */
	{0x648, 0x624, 0x676, 0x677, 0x6c4, 0x6c5, 0x6c6, 0x6c7, 0x6c8, 0x6c9, 0x6ca, 0x6cb,
		0x6cf},                                                  /* waw */
	{0x6cc, 0x626, 0x649, 0x64a, 0x678, 0x6cd, 0x6ce, 0x6d0, 0x6d1}, /* ye */
	{0x6d2, 0x6d3},                                                  /* the Urdu final ye */
	{0x647, 0x629, 0x6be, 0x6c0, 0x6c1, 0x6c2, 0x6c3, 0x6d5},        /* he, te marbuta */
	{0x6a9, 0x643, 0x6aa},                                           /* kaf */
	{0x6af, 0x6ab, 0x6b0, 0x6b1, 0x6b3},                             /* gaf */
	{0x679, 0x67c, 0x67a, 0x67d},                                    /* retroflex te */
	{0x688, 0x689, 0x68a},                                           /* retroflex dal */
	{0x691, 0x693, 0x692},                                           /* retroflex re */
	{0x646, 0x6ba, 0x6bb, 0x6bc, 0x6ad},                             /* noon */
};

static uint32_t fold_arabic_letter(uint32_t code)
{
	for (size_t i = 0; i < sizeof arabic_variants / sizeof *arabic_variants; i++) {
		for (size_t k = 1; k < 13 && arabic_variants[i][k]; k++) {
			if (arabic_variants[i][k] == code) {
				return arabic_variants[i][0];
			}
		}
	}
	return code;
}

/* 0 for what is dropped. */
static uint32_t fold_arabic(uint32_t code)
{
	if (code >= 0x660 && code <= 0x669) {
		return '0' + (code - 0x660);
	}
	if (code >= 0x6f0 && code <= 0x6f9) {
		return '0' + (code - 0x6f0);
	}
	bool mark = (code >= 0x610 && code <= 0x61a) || (code >= 0x64b && code <= 0x65f) ||
		    code == 0x670 || (code >= 0x6d6 && code <= 0x6ed && code != 0x6dd);
	if (mark || code == 0x621 || code == 0x640 || code == 0x674 || code == 0x61c) {
		return 0; /* marks, hamza, tatweel */
	}
	if (code < 0x620 || (code >= 0x66a && code <= 0x66d) || code == 0x6d4 || code == 0x6dd) {
		return ' ';
	}
	return fold_arabic_letter(code);
}

static bool fold_is_apostrophe(uint32_t code)
{
	return code == '\'' || code == '`' || code == 0xb4 || (code >= 0x2b9 && code <= 0x2bf) ||
	       (code >= 0x2018 && code <= 0x201b) || code == 0x2032;
}

/* Latin letters that do not decompose. Gives how many letters, at most 2. */
static size_t fold_latin(uint32_t code, uint32_t letters[2])
{
	static const struct {
		uint32_t code;
		char letters[3];
	} table[] = {{0xdf, "ss"}, {0xe6, "ae"}, {0xf0, "d"}, {0xf8, "o"}, {0xfe, "th"},
		{0x111, "d"}, {0x127, "h"}, {0x131, "i"}, {0x142, "l"}, {0x153, "oe"}, {0x259, "a"},
		{0x1dd, "a"}, {0x268, "i"}, {0x289, "u"}};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		if (table[i].code == code) {
			letters[0] = (uint32_t)table[i].letters[0];
			letters[1] = (uint32_t)table[i].letters[1];
			return letters[1] ? 2 : 1;
		}
	}
	letters[0] = code;
	return 1;
}

/* One letter of what ICU made of a character. Gives how many were written, at most 2. */
static size_t fold_part(uint32_t code, struct name_letter *out)
{
	uint32_t letters[2] = {code, 0};
	size_t count = 1;
	uint32_t kind = U_MASK(u_charType((UChar32)code));
	if (kind & (U_GC_M_MASK | U_GC_CF_MASK)) {
		return 0;
	}
	if (kind & U_GC_ND_MASK) {
		letters[0] = '0' + (uint32_t)u_charDigitValue((UChar32)code);
	} else if (!(kind & (U_GC_L_MASK | U_GC_N_MASK))) {
		letters[0] = ' ';
	} else if (name_is_arabic(code)) {
		letters[0] = fold_arabic(code);
		count = letters[0] != 0;
	} else {
		letters[0] = (uint32_t)u_foldCase((UChar32)code, U_FOLD_CASE_DEFAULT);
		count = fold_latin(letters[0], letters);
	}
	for (size_t i = 0; i < count; i++) {
		out[i] = (struct name_letter){.code = letters[i]};
	}
	return count;
}

#define PARTS 20 /* the longest decomposition in Unicode has 18 */

/* Any other character. `out` has room for 2 x PARTS. */
static size_t fold_other(uint32_t code, struct name_letter *out)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *normalizer = unorm2_getNFKDInstance(&status);
	UChar parts[PARTS];
	int32_t length = -1;
	if (U_SUCCESS(status)) {
		length = unorm2_getDecomposition(normalizer, (UChar32)code, parts, PARTS, &status);
	}
	size_t count = 0;
	if (length < 0 || U_FAILURE(status)) {
		count = fold_part(code, out);
	}
	for (int32_t i = 0; i < length && U_SUCCESS(status); i++) {
		uint32_t part = parts[i];
		if (part >= 0xd800 && part < 0xdc00 && i + 1 < length) {
			part = 0x10000 + ((part - 0xd800) << 10) + (parts[++i] - 0xdc00u);
		}
		count += fold_part(part, out + count);
	}
	bool capital = u_isUUppercase((UChar32)code);
	for (size_t i = 0; i < count; i++) {
		out[i].capital = capital;
	}
	return count;
}

/* The character at `*at`, which is moved on. The text is UTF-8. */
static uint32_t fold_next(struct mizan_slice text, size_t *at)
{
	const unsigned char *c = (const unsigned char *)text.data + *at;
	uint32_t code = *c;
	size_t more = code < 0x80 ? 0 : code < 0xe0 ? 1 : code < 0xf0 ? 2 : 3;
	if (more > 0) {
		code &= 0x3fu >> more;
	}
	for (size_t i = 1; i <= more; i++) {
		code = code << 6 | (c[i] & 0x3f);
	}
	*at += more + 1;
	return code;
}

static size_t fold_ascii(uint32_t code, struct name_letter *out)
{
	bool capital = code >= 'A' && code <= 'Z';
	bool letter = capital || (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9');
	*out = (struct name_letter){capital ? code + 32 : letter ? code : ' ', capital};
	return 1;
}

size_t name_fold(struct mizan_slice text, struct name_letter *letters)
{
	size_t count = 0;
	for (size_t at = 0; at < text.size && count + 2 * PARTS < NAME_LETTERS;) {
		uint32_t code = fold_next(text, &at);
		struct name_letter *out = letters + count;
		if (fold_is_apostrophe(code)) {
			*out = (struct name_letter){.code = '\''};
			count++;
		} else if (code < 0x80) {
			count += fold_ascii(code, out);
		} else if (name_is_arabic(code)) {
			*out = (struct name_letter){.code = fold_arabic(code)};
			count += out->code != 0;
		} else {
			count += fold_other(code, out);
		}
	}
	return count;
}
