/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MIZAN_TABLE_REAL_H
#define MIZAN_TABLE_REAL_H

#include <string.h>

/* printf follows the process's locale, which is not ours to set: what it wrote gets a point. */
static inline void real_set_point(char *buffer)
{
	char *point = buffer + strspn(buffer, "+-0123456789");
	size_t size = strcspn(point, "0123456789eE");
	if (size > 0) {
		memmove(point + 1, point + size, strlen(point + size) + 1);
		*point = '.';
	}
}

#endif
