/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <mizan/base.h>
#include <stdio.h>
#include <string.h>

/* Cuts at a whole character, so that a message stays valid UTF-8. */
static void error_write(char *buffer, size_t capacity, const char *format, va_list arguments)
{
	int needed = vsnprintf(buffer, capacity, format, arguments);
	if (needed < 0) {
		buffer[0] = '\0';
		return;
	}
	if ((size_t)needed >= capacity) {
		size_t size = capacity - 1;
		size_t valid = mizan_utf8_check(buffer, size);
		buffer[valid < size ? valid : size] = '\0';
	}
}

mizan_status mizan_error_set(
	struct mizan_error *error, mizan_status status, const char *advice, const char *what, ...)
{
	if (!error) {
		return status;
	}
	va_list arguments;
	va_start(arguments, what);
	error->status = status;
	error_write(error->what, sizeof error->what, what, arguments);
	va_end(arguments);
	snprintf(error->advice, sizeof error->advice, "%s", advice ? advice : "");
	return status;
}

void mizan_error_at(struct mizan_error *error, const char *file, size_t line, size_t column)
{
	if (!error) {
		return;
	}
	size_t size = file ? strlen(file) : 0;
	if (size >= sizeof error->file) {
		size_t kept = sizeof error->file - 4;
		memcpy(error->file, "...", 3);
		memmove(error->file + 3, file + size - kept, kept);
		error->file[kept + 3] = '\0';
	} else if (file && file != error->file) {
		memmove(error->file, file, size);
		error->file[size] = '\0';
	}
	error->line = line;
	error->column = column;
}

mizan_status mizan_error_memory(struct mizan_error *error)
{
	return mizan_error_set(error, MIZAN_ERROR_MEMORY,
		"close other programs, or work on a smaller file", "out of memory");
}

mizan_status mizan_error_errno(struct mizan_error *error, const char *advice, const char *what, ...)
{
	int number = errno;
	char text[400];
	va_list arguments;
	va_start(arguments, what);
	error_write(text, sizeof text, what, arguments);
	va_end(arguments);
	char buffer[128];
	return mizan_error_set(error, MIZAN_ERROR_SYSTEM, advice, "%s: %s", text,
		strerror_r(number, buffer, sizeof buffer));
}
