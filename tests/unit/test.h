/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every unit test includes: cmocka with the headers that it forgets to include. */
#ifndef MIZAN_TEST_H
#define MIZAN_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <mizan/base.h>

#define TEST_COUNT(tests) (sizeof(tests) / sizeof *(tests))

static inline struct mizan_slice test_slice(const char *text)
{
	return (struct mizan_slice){text, strlen(text)};
}

/* The path of a file of the shared data, or a skipped test where it is not there. */
static inline const char *test_data(const char *name, char path[1024])
{
	const char *folder = getenv("MIZAN_TEST_DATA");
	snprintf(path, 1024, "%s/%s", folder ? folder : ".", name);
	FILE *file = fopen(path, "rb");
	if (!file) {
		skip();
	}
	fclose(file);
	return path;
}

#endif
