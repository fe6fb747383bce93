/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who asserts and who denies: sentences that only parties can speak to. */
#include "draft_internal.h"

#include <string.h>

/* "Kabul" is written as who governs from it. */
static const char *party_name(const struct draft_job *job, size_t actor)
{
	return job->store->actors[actor].figures;
}

/* "that it shelters the TTP": the relation on record. */
static const char *about_relation(struct draft_job *job, size_t speaker)
{
	bool shelter = false;
	for (size_t i = 0; i < job->sentence->word_count; i++) {
		shelter = shelter || draft_word_is(job->sentence, i,
					     "shelter|shelters|sheltering|harbour|harbours|"
					     "harbouring|harboring|hosts|hosting|sanctuary|havens");
	}
	for (size_t i = 0; shelter && i < job->store->relation_count; i++) {
		const struct draft_relation *relation = &job->store->relations[i];
		bool a = speaker == relation->a, b = false;
		for (size_t k = 0; k < job->party_count; k++) {
			a = a || job->parties[k] == relation->a;
			b = b || job->parties[k] == relation->b;
		}
		if (a && b && strcmp(relation->kind, "alleged-sanctuary") == 0) {
			return job_printf(job, "relation:%s", relation->id);
		}
	}
	return NULL;
}

/* A country as the one who speaks is the state that acts for it. */
static void add_states(struct draft_job *job, size_t until)
{
	const struct draft_sentence *sentence = job->sentence;
	for (size_t i = 0; i < sentence->name_count; i++) {
		const struct draft_name *name = &sentence->names[i];
		size_t state = name->kind == NAME_COUNTRY && name->first < until &&
					       job->party_count < DRAFT_NAMES_MOST
				       ? draft_state_actor(job->store, name->text)
				       : SIZE_MAX;
		if (state != SIZE_MAX) {
			job->parties[job->party_count] = state;
			job->party_at[job->party_count++] = name->first;
		}
	}
}

/* Where the clause of a word begins: behind the last semicolon. */
static size_t clause_start(const struct draft_sentence *sentence, size_t word)
{
	while (word > 0 && sentence->words[word].gap != ';') {
		word--;
	}
	return word;
}

/* Who is named before the verb in its clause. */
static size_t speakers_of(
	struct draft_job *job, const struct draft_phrase *phrase, size_t speakers[DRAFT_NAMES_MOST])
{
	size_t count = 0, start = clause_start(job->sentence, phrase->first);
	for (size_t i = 0; i < job->party_count; i++) {
		bool again = false;
		for (size_t k = 0; k < count; k++) {
			again = again || speakers[k] == job->parties[i];
		}
		if (!again && job->party_at[i] < phrase->first && job->party_at[i] >= start) {
			speakers[count++] = job->parties[i];
		}
	}
	if (count == 0 && job->actor != SIZE_MAX &&
		draft_word_is(job->sentence, 0, "it|they|the")) {
		speakers[count++] = job->actor;
	}
	return count;
}

/* Adds who asserts, or denies, to a proposal; makes it where there is none yet. */
static struct draft_proposal *state(struct draft_job *job, struct draft_proposal *proposal,
	const struct draft_phrase *phrase, const char *key)
{
	size_t speakers[DRAFT_NAMES_MOST];
	size_t count = speakers_of(job, phrase, speakers);
	if (count > 0 && !proposal) {
		proposal = job_add(job, "statements");
		if (phrase->kind == PHRASE_CLAIMS) {
			job_set(job, proposal, "kind", "responsibility");
		}
		job_set(job, proposal, "about", about_relation(job, speakers[0]));
	}
	for (size_t i = 0; i < count; i++) {
		job_set(job, proposal, key, party_name(job, speakers[i]));
	}
	return proposal;
}

void propose_statements(struct draft_job *job)
{
	const struct draft_sentence *sentence = job->sentence;
	const struct draft_phrase *denies = draft_phrase_of(sentence, PHRASE_DENIES);
	const struct draft_phrase *asserts = draft_phrase_of(sentence, PHRASE_ASSERTS);
	const struct draft_phrase *claims = draft_phrase_of(sentence, PHRASE_CLAIMS);
	bool numbers = false;
	for (size_t i = 0; i < sentence->number_count; i++) {
		numbers = numbers || sentence->numbers[i].kind == NUMBER_COUNT;
	}
	const struct draft_phrase *speaks = claims ? claims : asserts;
	size_t parties = job->party_count;
	struct draft_proposal *proposal = NULL;
	add_states(job, sentence->word_count);
	if (speaks && !numbers &&
		(!denies || sentence->words[denies->first].gap == ';' ||
			clause_start(sentence, denies->first) > speaks->first)) {
		proposal = state(job, proposal, speaks, "asserts");
	}
	if (denies) {
		(void)state(job, proposal, denies, "denies");
	}
	job->party_count = parties;
}
