/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A claims file to start from: each sentence's proposals, written as docs/review.md says. */
#include "draft_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- Writing ------------------------------------------------------------------------------ */

/* Can a value stand without quotation marks in YAML? */
static bool is_plain(const char *value)
{
	size_t size = strlen(value);
	bool first = (value[0] >= '0' && value[0] <= '9') || (value[0] >= 'A' && value[0] <= 'Z') ||
		     (value[0] >= 'a' && value[0] <= 'z');
	return first &&
	       strspn(value, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvw"
			     "xyz -_./,;:%") == size &&
	       !strstr(value, ": ") && value[size - 1] != ':' && value[size - 1] != ' ';
}

static void append_value(struct mizan_text *out, const char *value)
{
	if (is_plain(value)) {
		mizan_text_append(out, value);
	} else {
		mizan_text_append_json(out, value, strlen(value));
	}
}

/* An option that is given several times is a list. */
static void append_options(struct mizan_text *out, const struct draft_proposal *proposal)
{
	for (size_t i = 0; i < proposal->option_count; i++) {
		const struct draft_option *option = &proposal->options[i];
		bool again = false, more = false;
		for (size_t k = 0; k < proposal->option_count; k++) {
			bool same = k != i && strcmp(proposal->options[k].key, option->key) == 0;
			again = again || (same && k < i);
			more = more || (same && k > i);
		}
		if (again) {
			continue;
		}
		mizan_text_printf(out, "    %s: %s", option->key, more ? "[" : "");
		append_value(out, option->value);
		for (size_t k = i + 1; k < proposal->option_count; k++) {
			if (strcmp(proposal->options[k].key, option->key) == 0) {
				mizan_text_append(out, ", ");
				append_value(out, proposal->options[k].value);
			}
		}
		mizan_text_append(out, more ? "]\n" : "\n");
	}
}

static bool has_option(const struct draft_proposal *proposal, const char *key)
{
	for (size_t i = 0; i < proposal->option_count; i++) {
		if (strcmp(proposal->options[i].key, key) == 0) {
			return true;
		}
	}
	return false;
}

/* Is something missing without which the check is not accepted? */
static bool is_whole(const struct draft_proposal *proposal)
{
	bool optional = proposal->missing && (strcmp(proposal->missing, "about") == 0 ||
						     strcmp(proposal->missing, "actor") == 0);
	/* per: claimant cannot do without about */
	return !proposal->missing || (optional && !has_option(proposal, "per"));
}

static void append_proposal(struct mizan_text *out, const struct mizan_sentence *sentence,
	const struct draft_proposal *proposal)
{
	mizan_text_printf(out,
		"  - sentences: [%zu]\n    fingerprints: [\"%s\"]\n    status: proposed\n",
		sentence->number, sentence->fingerprint);
	if (proposal->mark) {
		mizan_text_append(out, "    # ");
		mizan_text_append_json(out, sentence->text, strlen(sentence->text));
		mizan_text_printf(out, "\n    mark: %s\n    why: A judgement\n", proposal->mark);
		return;
	}
	mizan_text_append(out, "    text: ");
	mizan_text_append_json(out, sentence->text, strlen(sentence->text));
	bool whole = is_whole(proposal);
	mizan_text_printf(out, "\n    %scheck: %s\n", whole ? "" : "# ", proposal->check);
	append_options(out, proposal);
	if (proposal->missing) {
		mizan_text_printf(out, "    %smissing: %s\n", whole ? "# " : "", proposal->missing);
	}
}

static void append_head(struct mizan_text *out, const struct mizan_article *article)
{
	mizan_text_append(out,
		"# A draft by mizan: what it found, for a person to accept or to change."
		" Set status: accepted\n"
		"# where a claim is right. \"# check\" has to wait for what is missing.\n"
		"article: ");
	append_value(out, article->path ? article->path : "article.md");
	mizan_text_append(out, "\nclaims:\n");
}

/* ---- The article -------------------------------------------------------------------------- */

struct drafter {
	struct draft_store store;
	struct mizan_arena arena;
	struct draft_sentence *sentences;
	size_t count;
};

/* Questions say nothing; a table without full stops is no sentence. */
#define SENTENCE_WORDS_MOST 400

static bool is_read(const struct mizan_sentence *sentence, const struct draft_sentence *words)
{
	size_t size = strlen(sentence->text);
	return !sentence->heading && size > 0 && sentence->text[size - 1] != '?' &&
	       words->word_count <= SENTENCE_WORDS_MOST;
}

static bool split_all(struct drafter *drafter, const struct mizan_article *article)
{
	drafter->sentences = mizan_arena_allocate(
		&drafter->arena, article->sentence_count + 1, sizeof *drafter->sentences);
	for (size_t i = 0; drafter->sentences && i < article->sentence_count; i++) {
		const char *text = article->sentences[i].text;
		if (!draft_split_words(
			    text, strlen(text), &drafter->arena, &drafter->sentences[i]) ||
			!draft_find_names(
				&drafter->store, &drafter->sentences[i], &drafter->arena)) {
			return false;
		}
	}
	return drafter->sentences != NULL;
}

#define COUNTRIES_MOST 64

struct mentions {
	const char *iso3[COUNTRIES_MOST];
	size_t times[COUNTRIES_MOST];
	size_t count;
};

static void mention(struct mentions *mentions, const char *iso3, size_t times)
{
	size_t at = 0;
	while (at < mentions->count && strcmp(mentions->iso3[at], iso3) != 0) {
		at++;
	}
	if (at == mentions->count && at < COUNTRIES_MOST) {
		mentions->iso3[mentions->count++] = iso3;
	}
	if (at < mentions->count) {
		mentions->times[at] += times;
	}
}

/* The countries of an article, by how often they and their actors are named. */
static void count_countries(const struct drafter *drafter, const struct mizan_article *article,
	struct mentions *mentions)
{
	for (size_t i = 0; i < article->sentence_count; i++) {
		const struct draft_sentence *sentence = &drafter->sentences[i];
		size_t weight = article->sentences[i].heading ? 4 : 2;
		for (size_t k = 0; k < sentence->name_count; k++) {
			const struct draft_name *name = &sentence->names[k];
			if (name->kind == NAME_ACTOR) {
				const char *iso3 = drafter->store.actors[name->item].country;
				mention(mentions, *iso3 ? iso3 : "", *iso3 ? 1 : 0);
			} else if (name->kind == NAME_COUNTRY || name->kind == NAME_CAPITAL ||
				   name->kind == NAME_NATION) {
				mention(mentions, name->text, weight);
			}
		}
	}
}

/* The main country, and the provinces of those named often. */
static bool learn_places(
	struct drafter *drafter, const struct mizan_article *article, const char **main_country)
{
	struct mentions mentions = {0};
	size_t most = 0;
	count_countries(drafter, article, &mentions);
	*main_country = NULL;
	for (size_t i = 0; i < mentions.count; i++) {
		if (mentions.times[i] > most) {
			most = mentions.times[i];
			*main_country = mentions.iso3[i];
		}
	}
	if (*main_country && !draft_store_add_provinces(&drafter->store, *main_country)) {
		return false;
	}
	for (size_t i = 0; i < mentions.count; i++) {
		bool often = mentions.times[i] * 5 >= most && mentions.iso3[i] != *main_country;
		if (often && *mentions.iso3[i] &&
			!draft_store_add_provinces(&drafter->store, mentions.iso3[i])) {
			return false;
		}
	}
	for (size_t i = 0; i < article->sentence_count; i++) {
		struct draft_sentence *sentence = &drafter->sentences[i];
		for (size_t k = 0; k < sentence->word_count; k++) {
			sentence->words[k].taken = false;
		}
		if (!draft_find_names(&drafter->store, sentence, &drafter->arena) ||
			!draft_find_dates(sentence, &drafter->arena) ||
			!draft_find_numbers(sentence, &drafter->arena) ||
			!draft_find_phrases(sentence, &drafter->arena)) {
			return false;
		}
	}
	return true;
}

static bool propose_all(struct drafter *drafter, const struct mizan_article *article,
	const char *main_country, struct mizan_text *out)
{
	struct draft_context context;
	struct draft_proposals proposals = {0};
	draft_context_begin(&context, &drafter->store, &drafter->arena);
	context.main_country = main_country;
	size_t written = 0;
	for (size_t i = 0; i < article->sentence_count && !proposals.failed; i++) {
		if (!is_read(&article->sentences[i], &drafter->sentences[i])) {
			continue;
		}
		proposals.count = 0;
		draft_propose(&context, &drafter->sentences[i], article->sentences[i].paragraph,
			&proposals);
		for (size_t k = 0; k < proposals.count; k++) {
			append_proposal(out, &article->sentences[i], &proposals.items[k]);
			written++;
		}
	}
	if (written == 0) {
		mizan_text_append(out, "  []\n");
	}
	free(proposals.items);
	return !proposals.failed;
}

mizan_status mizan_draft_store(struct sqlite3 *database, const struct mizan_article *article,
	struct mizan_text *out, struct mizan_error *error)
{
	struct drafter drafter = {0};
	const char *main_country;
	mizan_status status = draft_store_read(database, &drafter.store, error);
	append_head(out, article);
	if (status == MIZAN_OK &&
		(!split_all(&drafter, article) || !learn_places(&drafter, article, &main_country) ||
			!propose_all(&drafter, article, main_country, out))) {
		status = mizan_error_memory(error);
	}
	mizan_arena_release(&drafter.arena);
	draft_store_release(&drafter.store);
	return status == MIZAN_OK ? mizan_text_check(out, error) : status;
}
