/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The claims file: YAML, every fault of it collected with its place. */
#include "review_internal.h"

#include <libfyaml.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct claims_reader {
	struct mizan_review *review;
	struct mizan_yaml yaml;
};

void review_fault(struct mizan_review *review, size_t line, size_t column, const char *advice,
	const char *what, ...)
{
	char text[512];
	struct mizan_error error = {0};
	va_list list;
	va_start(list, what);
	vsnprintf(text, sizeof text, what, list);
	va_end(list);
	(void)mizan_error_set(&error, MIZAN_ERROR_INPUT, advice, "%s", text);
	mizan_error_at(&error, review->path, line, column);
	if (mizan_grow(&review->faults, &review->fault_capacity, review->fault_count + 1,
		    sizeof *review->faults)) {
		review->faults[review->fault_count++] = error;
	} else {
		review->failed = true;
	}
}

/* At the node, or where it is empty at the one before it. */
static void fault_at(struct claims_reader *reader, struct fy_node *node, struct fy_node *before,
	const char *advice, const char *what)
{
	size_t line, column;
	mizan_yaml_place(node, &line, &column);
	if (line == 0) {
		mizan_yaml_place(before, &line, &column);
	}
	review_fault(reader->review, line, column, advice, "%s", what);
}

const char *review_option(const struct mizan_review_claim *claim, const char *key)
{
	for (size_t i = 0; i < claim->option_count; i++) {
		if (strcmp(claim->options[i].key, key) == 0) {
			return claim->options[i].value;
		}
	}
	return NULL;
}

/* A scalar, or the scalars of a list with ; between; NULL with a fault for anything else. */
static const char *take_text(
	struct claims_reader *reader, struct fy_node *key, struct fy_node *value)
{
	struct mizan_arena *arena = &reader->review->arena;
	const char *text = mizan_yaml_text(&reader->yaml, value);
	if (text) {
		return text;
	}
	struct mizan_text list = {0};
	bool good = value && fy_node_is_sequence(value);
	void *position = NULL;
	for (struct fy_node *item;
		good && (item = fy_node_sequence_iterate(value, &position)) != NULL;) {
		const char *part = mizan_yaml_text(&reader->yaml, item);
		good = part != NULL;
		mizan_text_printf(&list, "%s%s", list.size ? "; " : "", part ? part : "");
	}
	const char *copy =
		good && list.size > 0 ? mizan_arena_copy(arena, list.data, list.size) : NULL;
	reader->review->failed |= list.failed;
	mizan_text_release(&list);
	if (!copy) {
		fault_at(reader, key, value, "write key: text",
			"a key has neither a text nor a list of texts");
	}
	return copy;
}

/* ---- Ties --------------------------------------------------------------------------------- */

static size_t list_size(struct fy_node *node)
{
	int count = node && fy_node_is_sequence(node) ? fy_node_sequence_item_count(node) : 0;
	return count > 0 ? (size_t)count : 0;
}

static void take_sentences(struct claims_reader *reader, struct mizan_review_claim *claim,
	struct fy_node *key, struct fy_node *list)
{
	struct mizan_review *review = reader->review;
	size_t count = list_size(list);
	claim->sentences =
		mizan_arena_allocate(&review->arena, count + 1, sizeof *claim->sentences);
	claim->places = mizan_arena_allocate(&review->arena, count + 1, sizeof *claim->places);
	claim->tied = mizan_arena_allocate(&review->arena, count + 1, sizeof *claim->tied);
	if (!claim->sentences || !claim->places || !claim->tied) {
		review->failed = true;
		return;
	}
	if (count == 0) {
		fault_at(reader, key, NULL, "sentences: [3]",
			"a claim names its sentences in a list");
	}
	for (size_t i = 0; i < count; i++) {
		struct fy_node *item = fy_node_sequence_get_by_index(list, (int)i);
		const char *text = mizan_yaml_text(&reader->yaml, item);
		struct fy_token *token = text ? fy_node_get_scalar_token(item) : NULL;
		const struct fy_mark *mark = token ? fy_token_start_mark(token) : NULL;
		int64_t number = 0;
		if (!text || !mark ||
			!mizan_parse_integer((struct mizan_slice){text, strlen(text)}, &number) ||
			number < 1 || number > INT32_MAX ||
			strspn(text, "0123456789") != strlen(text)) {
			fault_at(reader, item, key, "numbers count from 1",
				"this is no number of a sentence");
			number = 0;
		}
		claim->sentences[claim->tie_count] = (size_t)number;
		claim->places[claim->tie_count++] = mark ? mark->input_pos : 0;
	}
}

static void take_fingerprints(struct claims_reader *reader, struct mizan_review_claim *claim,
	struct fy_node *key, struct fy_node *list)
{
	struct mizan_review *review = reader->review;
	size_t count = list_size(list);
	claim->fingerprints = mizan_arena_allocate(
		&review->arena, claim->tie_count + 1, sizeof *claim->fingerprints);
	if (!claim->fingerprints) {
		review->failed = true;
		return;
	}
	if (count != claim->tie_count) {
		fault_at(reader, key, NULL,
			"one for each sentence, in the same order; mizan review --draft writes "
			"them",
			"there are not as many fingerprints as sentences");
	}
	for (size_t i = 0; i < claim->tie_count; i++) {
		struct fy_node *item =
			i < count ? fy_node_sequence_get_by_index(list, (int)i) : NULL;
		const char *text = item ? mizan_yaml_text(&reader->yaml, item) : NULL;
		if (item && (!text || strlen(text) != 8 || strspn(text, "0123456789abcdef") != 8)) {
			fault_at(reader, item, key, "8 digits of 0 to 9, a to f",
				"this is no fingerprint of a sentence");
		}
		claim->fingerprints[i] = text ? text : "";
	}
}

/* ---- Keys of a claim ---------------------------------------------------------------------- */

static void add_option(struct claims_reader *reader, struct mizan_review_claim *claim,
	const char *key, const char *value, struct fy_node *at)
{
	struct mizan_review *review = reader->review;
	size_t line, column;
	mizan_yaml_place(at, &line, &column);
	if (claim->option_count == claim->option_capacity) {
		size_t capacity = claim->option_capacity * 2 + 8;
		struct mizan_claim_option *grown =
			mizan_arena_allocate(&review->arena, capacity, sizeof *grown);
		if (!grown) {
			review->failed = true;
			return;
		}
		if (claim->option_count > 0) {
			memcpy(grown, claim->options, claim->option_count * sizeof *grown);
		}
		claim->options = grown;
		claim->option_capacity = capacity;
	}
	claim->options[claim->option_count++] =
		(struct mizan_claim_option){key, value, line, column};
}

/* asserts, denies and denied-by may be lists: each item is an option of its own. */
static void take_option(struct claims_reader *reader, struct mizan_review_claim *claim,
	const char *name, struct fy_node *key, struct fy_node *value)
{
	bool repeats = strcmp(name, "asserts") == 0 || strcmp(name, "denies") == 0 ||
		       strcmp(name, "denied-by") == 0;
	if (!repeats || !value || !fy_node_is_sequence(value)) {
		const char *text = take_text(reader, key, value);
		if (text) {
			add_option(reader, claim, name, text, key);
		}
		return;
	}
	void *position = NULL;
	for (struct fy_node *item; (item = fy_node_sequence_iterate(value, &position)) != NULL;) {
		const char *text = take_text(reader, key, item);
		if (text) {
			add_option(reader, claim, name, text, item);
		}
	}
}

static void take_sql(struct claims_reader *reader, struct mizan_review_claim *claim,
	struct fy_node *key, struct fy_node *value)
{
	size_t line, column;
	const char *text = take_text(reader, key, value);
	mizan_yaml_place(value, &line, &column);
	claim->sql = (struct mizan_claim_option){"sql", text, line, column};
	while (text && *text && strchr(" \n", text[strlen(text) - 1])) {
		char *end = (char *)(uintptr_t)text + strlen(text) - 1;
		*end = '\0';
	}
}

static void take_mark(struct claims_reader *reader, struct mizan_review_claim *claim,
	struct fy_node *key, struct fy_node *value)
{
	const char *text = take_text(reader, key, value);
	if (text && strcmp(text, "opinion") == 0) {
		claim->mark = MIZAN_HAND_OPINION;
	} else if (text && strcmp(text, "cannot-be-checked") == 0) {
		claim->mark = MIZAN_HAND_CANNOT_BE_CHECKED;
	} else if (text) {
		fault_at(reader, value, key, "opinion, cannot-be-checked",
			"no mark is called so; results come from weighing");
	}
}

/* `status` is that of the claim, or of an assessment (the option of the check `kept`). */
static void take_status(struct claims_reader *reader, struct mizan_review_claim *claim,
	struct fy_node *key, struct fy_node *value)
{
	const char *text = take_text(reader, key, value);
	if (text && strcmp(text, "proposed") == 0) {
		claim->proposed = true;
	} else if (text && strcmp(text, "accepted") != 0) {
		add_option(reader, claim, "status", text, key);
	}
}

static bool take_own_key(struct claims_reader *reader, struct mizan_review_claim *claim,
	const char *name, struct fy_node *key, struct fy_node *value)
{
	if (strcmp(name, "sentences") == 0 || strcmp(name, "fingerprints") == 0) {
		return true; /* were taken before */
	}
	if (strcmp(name, "status") == 0) {
		take_status(reader, claim, key, value);
	} else if (strcmp(name, "assessed") == 0) {
		const char *text = take_text(reader, key, value);
		if (text) {
			add_option(reader, claim, "status", text, key);
		}
	} else if (strcmp(name, "mark") == 0) {
		take_mark(reader, claim, key, value);
	} else if (strcmp(name, "why") == 0) {
		claim->why = take_text(reader, key, value);
	} else if (strcmp(name, "contradicts") == 0) {
		claim->contradicts = take_text(reader, key, value);
	} else if (strcmp(name, "sql") == 0) {
		take_sql(reader, claim, key, value);
	} else {
		return false;
	}
	return true;
}

static void check_claim(
	struct claims_reader *reader, struct mizan_review_claim *claim, struct fy_node *node)
{
	bool weighed = review_option(claim, "check") || claim->sql.value ||
		       review_option(claim, "missing");
	if (claim->mark == MIZAN_HAND_NONE && !weighed) {
		fault_at(reader, node, NULL,
			"add check: WORD, sql: SELECT ..., missing: what it would take, or mark: "
			"opinion",
			"the claim says not how it is weighed");
	}
	if (claim->mark != MIZAN_HAND_NONE && weighed) {
		fault_at(reader, node, NULL, "take one of the two",
			"the claim is marked by hand and weighed");
	}
	if (claim->mark == MIZAN_HAND_CANNOT_BE_CHECKED && !claim->why) {
		fault_at(reader, node, NULL, "add why: what is missing",
			"the mark cannot-be-checked needs a reason");
	}
}

static void take_claim(struct claims_reader *reader, struct fy_node *node, struct fy_node *before)
{
	struct mizan_review *review = reader->review;
	struct mizan_review_claim claim = {0};
	if (!fy_node_is_mapping(node)) {
		fault_at(reader, node, before, "- sentences: [3]", "a claim is a mapping of keys");
		return;
	}
	mizan_yaml_place(node, &claim.line, &claim.column);
	struct fy_node *list = fy_node_mapping_lookup_by_string(node, "sentences", (size_t)-1);
	take_sentences(reader, &claim, list ? list : node, list);
	list = fy_node_mapping_lookup_by_string(node, "fingerprints", (size_t)-1);
	if (!review->failed) {
		take_fingerprints(reader, &claim, list ? list : node, list);
	}
	void *position = NULL;
	for (struct fy_node_pair *pair;
		(pair = fy_node_mapping_iterate(node, &position)) != NULL;) {
		struct fy_node *key = fy_node_pair_key(pair), *value = fy_node_pair_value(pair);
		const char *name = mizan_yaml_text(&reader->yaml, key);
		if (!name) {
			fault_at(reader, key, value, "write key: value", "a key is not a word");
		} else if (!take_own_key(reader, &claim, name, key, value)) {
			take_option(reader, &claim, name, key, value);
		}
	}
	claim.text = review_option(&claim, "text");
	claim.id = review_option(&claim, "id");
	check_claim(reader, &claim, node);
	if (!mizan_grow(&review->claims, &review->claim_capacity, review->claim_count + 1,
		    sizeof *review->claims)) {
		review->failed = true;
		return;
	}
	review->claims[review->claim_count++] = claim;
}

/* ---- The file ----------------------------------------------------------------------------- */

static void take_claims(struct claims_reader *reader, struct fy_node *key, struct fy_node *list)
{
	if (!list || !fy_node_is_sequence(list)) {
		if (list && !fy_node_is_null(list)) {
			fault_at(reader, list, key, "- sentences: [3]", "claims are a list");
		}
		return;
	}
	void *position = NULL;
	for (struct fy_node *item; (item = fy_node_sequence_iterate(list, &position)) != NULL;) {
		take_claim(reader, item, key);
	}
}

static void take_head(
	struct claims_reader *reader, const char *name, struct fy_node *key, struct fy_node *value)
{
	struct mizan_review *review = reader->review;
	bool empty = !value || fy_node_is_null(value);
	if (strcmp(name, "claims") == 0) {
		take_claims(reader, key, value);
	} else if (strcmp(name, "reviewed-by") == 0) {
		review->reviewer = empty ? NULL : take_text(reader, key, value);
	} else if (strcmp(name, "date") == 0) {
		review->date = empty ? NULL : take_text(reader, key, value);
	} else if (strcmp(name, "url") == 0) {
		review->url = empty ? NULL : take_text(reader, key, value);
	} else if (strcmp(name, "parties") == 0) {
		review->parties = empty || (fy_node_is_sequence(value) && list_size(value) == 0)
					  ? NULL
					  : take_text(reader, key, value);
	} else if (strcmp(name, "article") != 0) {
		fault_at(reader, key, value, "article, reviewed-by, date, url, parties, claims",
			"a claims file has no such key");
	}
}

static void take_file(struct claims_reader *reader, struct fy_node *root)
{
	if (!root || fy_node_is_null(root)) {
		return;
	}
	if (!fy_node_is_mapping(root)) {
		fault_at(reader, root, NULL, "see docs/review.md",
			"a claims file is a mapping: article, reviewed-by, parties, claims");
		return;
	}
	void *position = NULL;
	for (struct fy_node_pair *pair;
		(pair = fy_node_mapping_iterate(root, &position)) != NULL;) {
		struct fy_node *key = fy_node_pair_key(pair), *value = fy_node_pair_value(pair);
		const char *name = mizan_yaml_text(&reader->yaml, key);
		if (name) {
			take_head(reader, name, key, value);
		} else {
			fault_at(reader, key, value, "write key: value", "a key is not a word");
		}
	}
}

/* Is there more than blanks and comments? */
static bool has_content(const char *text)
{
	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += strspn(line, " \t\r\n");
		if (*line && *line != '#') {
			return true;
		}
	}
	return false;
}

mizan_status review_read_claims(struct mizan_review *review, struct mizan_error *error)
{
	struct claims_reader reader = {.review = review,
		.yaml = {.path = review->path,
			.kind = "claims file",
			.help = "see docs/review.md",
			.arena = &review->arena}};
	size_t good = mizan_utf8_check(review->text.data, review->text.size);
	mizan_error_at(error, review->path, 0, 0);
	if (good < review->text.size || memchr(review->text.data, 0, review->text.size)) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "save it as UTF-8",
			"this is no claims file: not UTF-8 text");
	}
	char *text = mizan_arena_copy(&review->arena, review->text.data, review->text.size);
	if (!text) {
		return mizan_error_memory(error);
	}
	if (!has_content(text)) {
		return MIZAN_OK; /* no claims yet */
	}
	mizan_status status = mizan_yaml_parse(&reader.yaml, text, review->text.size, error);
	if (status == MIZAN_OK) {
		take_file(&reader, fy_document_root(reader.yaml.document));
	}
	mizan_yaml_release(&reader.yaml);
	return status == MIZAN_OK && review->failed ? mizan_error_memory(error) : status;
}
