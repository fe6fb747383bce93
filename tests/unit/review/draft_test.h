/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sentence as the draft reads it, without a store. */
#ifndef MIZAN_DRAFT_TEST_H
#define MIZAN_DRAFT_TEST_H

#include "../fixture.h"

#include "../../../lib/review/draft_internal.h"

static struct mizan_arena test_arena;

/* Words, dates, numbers and phrases of a sentence; it lives until the next call. */
static inline struct draft_sentence test_sentence(const char *text)
{
	struct draft_sentence sentence;
	mizan_arena_release(&test_arena);
	test_arena = (struct mizan_arena){0};
	assert_true(draft_split_words(text, strlen(text), &test_arena, &sentence));
	assert_true(draft_find_dates(&sentence, &test_arena));
	assert_true(draft_find_numbers(&sentence, &test_arena));
	assert_true(draft_find_phrases(&sentence, &test_arena));
	return sentence;
}

static inline int test_release(void **state)
{
	(void)state;
	mizan_arena_release(&test_arena);
	test_arena = (struct mizan_arena){0};
	return 0;
}

#endif
