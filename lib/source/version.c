/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The version that a file's name says. */
#include "source_internal.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char *version_base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* Numbers between '_', '.' or '-': "26_0_3" to "26.0.3". */
static bool version_copy(const char *at, char version[32])
{
	size_t size = 0;
	bool digit = false;
	for (; size < 31; at++) {
		if (isdigit((unsigned char)*at)) {
			version[size++] = *at;
			digit = true;
		} else if (digit && (*at == '_' || *at == '.') && isdigit((unsigned char)at[1])) {
			version[size++] = '.';
			digit = false;
		} else {
			break;
		}
	}
	version[size] = '\0';
	return strchr(version, '.') != NULL;
}

bool source_version_from_name(const char *path, char version[32])
{
	const char *name = version_base_name(path);
	for (const char *at = name; *at; at++) {
		if (strncasecmp(at, "ged", 3) != 0) {
			continue;
		}
		const char *digits = at + 3;
		/* ged261-csv.zip: year and number without a point. */
		if (isdigit((unsigned char)digits[0]) && isdigit((unsigned char)digits[1]) &&
			isdigit((unsigned char)digits[2]) && !isdigit((unsigned char)digits[3]) &&
			digits[3] != '_') {
			snprintf(version, 32, "%c%c.%c", digits[0], digits[1], digits[2]);
			return true;
		}
		const char *v = strpbrk(at, "vV");
		while (v && !isdigit((unsigned char)v[1])) {
			v = strpbrk(v + 1, "vV");
		}
		return v && version_copy(v + 1, version);
	}
	return false;
}

bool source_version_is_candidate(const char *version)
{
	const char *dot = strchr(version, '.');
	if (!dot) {
		return false;
	}
	int parts = 1;
	for (const char *at = version; *at; at++) {
		parts += *at == '.';
	}
	/* 26.0.3: a month; 25.01.25.12: quarters. An annual release is 26.1. */
	return (parts == 3 && strncmp(dot, ".0.", 3) == 0) || parts == 4;
}
