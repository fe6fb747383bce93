/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reader_internal.h"

/* 0x80 to 0x9f of Windows-1252 (WHATWG Encoding Standard); the rest is Latin-1. */
static const uint16_t windows_1252[32] = {0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020,
	0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019,
	0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e,
	0x178};

size_t encoding_from_windows_1252(const char *data, size_t size, char *out)
{
	char *at = out;
	for (size_t i = 0; i < size; i++) {
		unsigned char byte = (unsigned char)data[i];
		if (byte < 0x80) {
			*at++ = (char)byte;
			continue;
		}
		unsigned point = byte < 0xa0 ? windows_1252[byte - 0x80] : byte;
		if (point < 0x800) {
			*at++ = (char)(0xc0 | point >> 6);
		} else {
			*at++ = (char)(0xe0 | point >> 12);
			*at++ = (char)(0x80 | (point >> 6 & 0x3f));
		}
		*at++ = (char)(0x80 | (point & 0x3f));
	}
	return (size_t)(at - out);
}
