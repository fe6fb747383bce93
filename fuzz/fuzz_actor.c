/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines as names of actors, the last one as what is looked for: scores keep their promises. */
#include <mizan/actor.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAMES 16
#define MATCHES 8

static void fuzz_assert(bool truth, const char *what)
{
	if (!truth) {
		fprintf(stderr, "broken promise: %s\n", what);
		abort();
	}
}

static void fuzz_check_matches(const struct mizan_actor_match *matches, size_t count, size_t names)
{
	fuzz_assert(count <= MATCHES, "no more matches than there is room for");
	for (size_t i = 0; i < count; i++) {
		fuzz_assert(matches[i].name < names, "a match is one of the names");
		fuzz_assert(matches[i].score >= MIZAN_ACTOR_LISTED && matches[i].score <= 1,
			"a score is within its range");
		fuzz_assert(i == 0 || matches[i].score <= matches[i - 1].score, "best first");
		for (size_t k = 0; k < i; k++) {
			fuzz_assert(matches[k].name / 2 != matches[i].name / 2, "an actor once");
		}
	}
}

static void fuzz_find(const struct mizan_actor_index *index, struct mizan_slice text, size_t names)
{
	struct mizan_error error = {0};
	struct mizan_actor_match matches[MATCHES];
	struct mizan_actor_choice choices[2];
	struct mizan_slice texts[2] = {text, text};
	size_t count;
	mizan_status status = mizan_actor_find(index, text, matches, MATCHES, &count, &error);
	fuzz_assert(status == MIZAN_OK || error.what[0], "an error says what it is");
	fuzz_check_matches(matches, count, names);
	fuzz_assert(mizan_actor_find_all(index, texts, 2, choices, NULL, &error) == MIZAN_OK,
		"many texts never fail");
	fuzz_assert((choices[1].best.name == SIZE_MAX) == (count == 0), "one as many");
	fuzz_assert(choices[0].best.name == choices[1].best.name, "equal texts alike");
	if (count > 0) {
		fuzz_assert(choices[0].best.name == matches[0].name &&
				    choices[0].chosen == mizan_actor_is_chosen(matches, count),
			"one as many");
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const ids[NAMES / 2] = {"a", "b", "c", "d", "e", "f", "g", "h"};
	struct mizan_actor_name names[NAMES];
	struct mizan_error error = {0};
	struct mizan_actor_index *index;
	char *text = malloc(size + 1);
	fuzz_assert(text, "memory");
	memcpy(text, data, size);
	text[size] = '\0';
	size_t count = 0;
	char *line = text, *end;
	while (count < NAMES && (end = memchr(line, '\n', size - (size_t)(line - text))) != NULL) {
		*end = '\0';
		names[count] = (struct mizan_actor_name){.actor_id = ids[count / 2], .name = line};
		count++;
		line = end + 1;
	}
	mizan_status status = mizan_actor_index_make(names, count, &index, &error);
	fuzz_assert((status == MIZAN_OK) == (index != NULL), "an index or an error");
	fuzz_assert(status == MIZAN_OK || error.what[0], "an error says what it is");
	if (index) {
		fuzz_find(index, (struct mizan_slice){line, size - (size_t)(line - text)}, count);
		for (size_t i = 0; i < count; i++) {
			fuzz_find(index, (struct mizan_slice){names[i].name, strlen(names[i].name)},
				count);
		}
	}
	mizan_actor_index_release(index);
	free(text);
	return 0;
}
