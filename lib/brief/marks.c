/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much Markdown a paragraph may have. */
#include "brief_internal.h"

#include <string.h>

#define MARKS "[]*_~`"
#define MARKS_WORK 3000000000.0 /* marks of a paragraph squared, over all of them: some seconds */

/* cmark-gfm looks at all earlier marks of a paragraph for each link in it. */
mizan_status mizan_markdown_check(
	const char *path, const char *text, size_t size, struct mizan_error *error)
{
	const char *end = text + size;
	double work = 0, marks = 0;
	size_t first = 1, line = 1;
	for (const char *at = text; at < end; line++) {
		const char *next = memchr(at, '\n', (size_t)(end - at));
		next = next ? next + 1 : end;
		bool blank = true;
		for (; at < next; at++) {
			blank &= strchr(" \t\r\n", *at) != NULL;
			marks += *at != '\0' && strchr(MARKS, *at) != NULL;
		}
		if (blank) {
			work += marks * marks;
			marks = 0;
			first = line + 1;
		} else if (work + marks * marks > MARKS_WORK) {
			mizan_error_at(error, path, first, 1);
			return mizan_error_set(error, MIZAN_ERROR_INPUT,
				"put empty lines between paragraphs, or save it as plain text, "
				".txt",
				"too much Markdown in one paragraph: %.0f brackets, stars and "
				"other marks",
				marks);
		}
	}
	return MIZAN_OK;
}
