/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store_internal.h"

#include <string.h>

static const struct {
	unsigned flag;
	const char *word;
} flag_words[] = {
	{MIZAN_FLAG_BEST_OUTSIDE, "best-outside-range"},
	{MIZAN_FLAG_SUMMARY, "summary"},
	{MIZAN_FLAG_CANDIDATE, "candidate"},
	{MIZAN_FLAG_UNCLEAR, "check"},
	{MIZAN_FLAG_SIDES_DIFFER, "sides-differ"},
};

void event_flags_write(unsigned flags, char buffer[96])
{
	char *at = buffer;
	for (size_t i = 0; i < sizeof flag_words / sizeof *flag_words; i++) {
		if (flags & flag_words[i].flag) {
			if (at > buffer) {
				*at++ = ' ';
			}
			size_t size = strlen(flag_words[i].word);
			memcpy(at, flag_words[i].word, size);
			at += size;
		}
	}
	*at = '\0';
}

unsigned event_flags_read(const char *words)
{
	unsigned flags = 0;
	for (size_t i = 0; i < sizeof flag_words / sizeof *flag_words; i++) {
		if (words && strstr(words, flag_words[i].word)) {
			flags |= flag_words[i].flag;
		}
	}
	return flags;
}

void mizan_event_flag_words(unsigned flags, char buffer[96])
{
	event_flags_write(flags, buffer);
}
