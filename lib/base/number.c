/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <math.h>
#include <mizan/base.h>
#include <stdlib.h>
#include <string.h>

bool mizan_slice_equals(struct mizan_slice slice, const char *string)
{
	size_t size = strlen(string);
	return slice.size == size && (size == 0 || memcmp(slice.data, string, size) == 0);
}

struct mizan_slice mizan_slice_trim(struct mizan_slice slice)
{
	while (slice.size > 0 && (slice.data[0] == ' ' || slice.data[0] == '\t')) {
		slice.data++;
		slice.size--;
	}
	while (slice.size > 0 &&
		(slice.data[slice.size - 1] == ' ' || slice.data[slice.size - 1] == '\t')) {
		slice.size--;
	}
	return slice;
}

/* True for "" and for ".", ".0", ".00": what a spreadsheet adds to a whole number. */
static bool number_is_zero_fraction(const char *data, size_t size)
{
	if (size == 0) {
		return true;
	}
	if (data[0] != '.') {
		return false;
	}
	for (size_t i = 1; i < size; i++) {
		if (data[i] != '0') {
			return false;
		}
	}
	return true;
}

/* Up to 9 digits and nothing else: nearly all that is read. */
static inline bool number_parse_digits(struct mizan_slice slice, int64_t *value)
{
	uint32_t result = 0;
	for (size_t i = 0; i < slice.size; i++) {
		uint32_t digit = (uint32_t)(unsigned char)slice.data[i] - '0';
		if (digit > 9) {
			return false;
		}
		result = result * 10 + digit;
	}
	*value = result;
	return slice.size > 0;
}

bool mizan_parse_integer(struct mizan_slice slice, int64_t *value)
{
	if (slice.size <= 9 && number_parse_digits(slice, value)) {
		return true;
	}
	slice = mizan_slice_trim(slice);
	size_t i = 0;
	bool negative = slice.size > 0 && slice.data[0] == '-';
	if (slice.size > 0 && (slice.data[0] == '-' || slice.data[0] == '+')) {
		i = 1;
	}
	size_t first = i;
	int64_t result = 0;
	for (; i < slice.size && slice.data[i] >= '0' && slice.data[i] <= '9'; i++) {
		if (__builtin_mul_overflow(result, 10, &result) ||
			__builtin_sub_overflow(result, slice.data[i] - '0', &result)) {
			return false;
		}
	}
	if (i == first || !number_is_zero_fraction(slice.data + i, slice.size - i)) {
		return false;
	}
	/* Summed up below zero, where the smallest integer fits too. */
	if (!negative && result == INT64_MIN) {
		return false;
	}
	*value = negative ? result : -result;
	return true;
}

static bool number_is_plain(const char *data, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		char c = data[i];
		if (!(c >= '0' && c <= '9') && c != '.' && c != '-' && c != '+' && c != 'e' &&
			c != 'E') {
			return false;
		}
	}
	return size > 0;
}

/* Up to 15 digits and 22 places: both are exact doubles, and so is their one division's rounding.
 */
static bool number_parse_short(const char *data, size_t size, double *value)
{
	static const double powers[] = {
		1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
	bool negative = data[0] == '-';
	size_t i = negative ? 1 : 0, places = 0;
	if (size - i == 0 || size - i > 16) {
		return false;
	}
	int64_t digits = 0;
	size_t count = 0;
	bool point = false;
	for (; i < size; i++) {
		if (data[i] == '.' && !point) {
			point = true;
			continue;
		}
		if (data[i] < '0' || data[i] > '9') {
			return false;
		}
		digits = digits * 10 + (data[i] - '0');
		places += point ? 1 : 0;
		count++;
	}
	if (count == 0 || count > 15) {
		return false;
	}
	double result = (double)digits / powers[places];
	*value = negative ? -result : result;
	return true;
}

bool mizan_parse_real(struct mizan_slice slice, double *value)
{
	slice = mizan_slice_trim(slice);
	if (!number_is_plain(slice.data, slice.size) || slice.size > 400) {
		return false;
	}
	if (number_parse_short(slice.data, slice.size, value)) {
		return true;
	}
	char buffer[401];
	memcpy(buffer, slice.data, slice.size);
	buffer[slice.size] = '\0';
	/* strtod follows the process's locale, which is not ours to set; newlocale is private. */
	locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	if (plain == (locale_t)0) {
		return false;
	}
	char *end;
	double result = strtod_l(buffer, &end, plain);
	freelocale(plain);
	if (*end != '\0' || !isfinite(result)) {
		return false;
	}
	*value = result;
	return true;
}

/* Length of the character at `data`, 0 if it is not valid UTF-8 (RFC 3629). */
static size_t utf8_length(const unsigned char *data, size_t size)
{
	unsigned char first = data[0];
	size_t length = first < 0x80   ? 1
			: first < 0xc2 ? 0
			: first < 0xe0 ? 2
			: first < 0xf0 ? 3
			: first < 0xf5 ? 4
				       : 0;
	if (length == 0 || length > size) {
		return 0;
	}
	for (size_t i = 1; i < length; i++) {
		if ((data[i] & 0xc0) != 0x80) {
			return 0;
		}
	}
	/* Overlong forms, surrogates and what lies beyond U+10FFFF. */
	if ((first == 0xe0 && data[1] < 0xa0) || (first == 0xed && data[1] > 0x9f) ||
		(first == 0xf0 && data[1] < 0x90) || (first == 0xf4 && data[1] > 0x8f)) {
		return 0;
	}
	return length;
}

size_t mizan_utf8_check(const char *data, size_t size)
{
	size_t i = 0;
	while (i < size) {
		while (size - i >= 32) {
			uint64_t words[4];
			memcpy(words, data + i, sizeof words);
			if ((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080u) {
				break;
			}
			i += 32;
		}
		if (i == size) {
			break;
		}
		size_t length = utf8_length((const unsigned char *)data + i, size - i);
		if (length == 0) {
			return i;
		}
		i += length;
	}
	return size;
}
