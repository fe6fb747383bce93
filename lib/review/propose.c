/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what was found in a sentence to proposals: who and where it is of, and what it leaves. */
#include "draft_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- Proposals ---------------------------------------------------------------------------- */

struct draft_proposal *job_add(struct draft_job *job, const char *check)
{
	struct draft_proposals *all = job->proposals;
	if (!mizan_grow(&all->items, &all->capacity, all->count + 1, sizeof *all->items)) {
		all->failed = true;
		return NULL;
	}
	struct draft_proposal *proposal = &all->items[all->count++];
	*proposal = (struct draft_proposal){.check = check};
	return proposal;
}

void job_miss(struct draft_job *job, struct draft_proposal *proposal, const char *key)
{
	if (proposal) {
		proposal->missing =
			proposal->missing ? job_printf(job, "%s, %s", proposal->missing, key) : key;
	}
}

void job_set(
	struct draft_job *job, struct draft_proposal *proposal, const char *key, const char *value)
{
	if (!value) {
		job_miss(job, proposal, key);
	} else if (proposal && proposal->option_count < DRAFT_OPTIONS) {
		proposal->options[proposal->option_count++] = (struct draft_option){key, value};
	}
}

const char *job_printf(struct draft_job *job, const char *format, ...)
{
	char text[512];
	va_list list;
	va_start(list, format);
	vsnprintf(text, sizeof text, format, list);
	va_end(list);
	const char *copy = mizan_arena_copy(job->arena, text, strlen(text));
	job->proposals->failed |= !copy;
	return copy;
}

void job_set_series(struct draft_job *job, struct draft_proposal *proposal, const char *indicator)
{
	job_set(job, proposal, "indicator", indicator);
	if (job->country) {
		job_set(job, proposal, "country", job->country);
	}
	if (job->area_count == 1) {
		job_set(job, proposal, "area", job->areas[0]);
	}
	if (job->actor != SIZE_MAX) {
		job_set(job, proposal, "actor", job->store->actors[job->actor].figures);
	}
	job->context->indicator = indicator ? indicator : job->context->indicator;
}

/* ---- Dates -------------------------------------------------------------------------------- */

bool job_days(const struct draft_job *job, const struct draft_date *date, mizan_date *from,
	mizan_date *to)
{
	int year = job->context->year;
	/* A year of the same sentence is nearer than one of the sentence before. */
	for (size_t i = 0; i < job->sentence->date_count; i++) {
		const struct draft_date *other = &job->sentence->dates[i];
		if (other != date && other->from != MIZAN_DATE_UNKNOWN &&
			other->first < date->first) {
			int unused;
			mizan_date_split(other->to, &year, &unused, &unused);
		}
	}
	if (date->from != MIZAN_DATE_UNKNOWN) {
		*from = date->from;
		*to = date->to;
		return true;
	}
	if (year == 0) {
		return false;
	}
	if (date->kind == DATE_NO_YEAR) {
		*from = mizan_date_make(year, date->month, date->day ? date->day : 1);
		*to = date->day ? *from
				: mizan_date_make(date->month < 12 ? year : year + 1,
					  date->month % 12 + 1, 1) -
					  1;
		return *from != MIZAN_DATE_UNKNOWN;
	}
	year += date->kind == DATE_EARLIER ? -1 : date->kind == DATE_LATER ? 1 : 0;
	*from = mizan_date_make(year, 1, 1);
	*to = mizan_date_make(year, 12, 31);
	return true;
}

/* ---- Who and where ------------------------------------------------------------------------ */

bool draft_is_party(const struct draft_store *store, size_t actor)
{
	if (actor == SIZE_MAX) {
		return false;
	}
	const struct draft_actor *item = &store->actors[actor];
	return strcmp(item->kind, "body") != 0 || (item->publisher == SIZE_MAX && *item->country);
}

size_t draft_state_actor(const struct draft_store *store, const char *iso3)
{
	for (size_t i = 0; i < store->actor_count; i++) {
		const struct draft_actor *actor = &store->actors[i];
		if (strcmp(actor->kind, "state") == 0 && strcmp(actor->country, iso3) == 0 &&
			actor->to == MIZAN_DATE_UNKNOWN) {
			return i;
		}
	}
	/* No state on record that still is: who took over last. */
	for (size_t i = store->milestone_count; i > 0; i--) {
		const struct draft_record *milestone = &store->milestones[i - 1];
		if (strcmp(milestone->kind, "take-over") == 0 && milestone->actor_count > 0 &&
			strcmp(milestone->country, iso3) == 0) {
			return milestone->actors[0];
		}
	}
	return SIZE_MAX;
}

static void job_add_party(struct draft_job *job, size_t actor, size_t at)
{
	for (size_t i = 0; i < job->party_count; i++) {
		if (job->parties[i] == actor) {
			return;
		}
	}
	if (actor != SIZE_MAX && job->party_count < DRAFT_NAMES_MOST) {
		job->parties[job->party_count] = actor;
		job->party_at[job->party_count++] = at;
	}
}

/* A town that something happens in or to, not who governs from it. */
static bool is_place(const struct draft_sentence *sentence, const struct draft_name *name)
{
	size_t at = name->first;
	return at > 0 && draft_word_is(sentence, at - 1,
				 "in|at|near|around|from|to|into|outside|of|entered|took|seized|"
				 "captured|left|between|reached|toward|towards");
}

static bool is_located(const struct draft_sentence *sentence, const struct draft_name *name)
{
	size_t at = name->first;
	while (at > 0 &&
		draft_word_is(sentence, at - 1, "the|northern|southern|eastern|western|s")) {
		at--;
	}
	return at > 0 && draft_word_is(sentence, at - 1,
				 "in|inside|across|within|throughout|into|on|over|from|of");
}

static void job_take_actor(struct draft_job *job, const struct draft_name *name)
{
	const struct draft_actor *actor = &job->store->actors[name->item];
	if (draft_is_party(job->store, name->item)) {
		job_add_party(job, name->item, name->first);
	} else if (actor->publisher != SIZE_MAX && !job->cites) {
		job->cites = job->store->publishers[actor->publisher].name;
	}
}

static void job_take_capital(struct draft_job *job, const struct draft_name *name)
{
	const struct mizan_area *area = NULL;
	if (!is_place(job->sentence, name)) {
		job_add_party(job, draft_state_actor(job->store, name->text), name->first);
		return;
	}
	size_t first = job->sentence->words[name->first].at;
	const struct draft_word *last = &job->sentence->words[name->end - 1];
	if (job->store->map && is_located(job->sentence, name)) {
		area = mizan_basemap_province(job->store->map, name->text,
			(struct mizan_slice){
				job->sentence->text + first, last->at + last->size - first});
	}
	if (area && job->area_count < DRAFT_NAMES_MOST) {
		job->areas[job->area_count++] = area->name;
	}
}

/* Countries: the one that something happens in, else the first, else the one spoken of. */
static void job_take_places(struct draft_job *job)
{
	const struct draft_sentence *sentence = job->sentence;
	const char *first = NULL, *located = NULL, *of_area = NULL;
	for (size_t i = 0; i < sentence->name_count; i++) {
		const struct draft_name *name = &sentence->names[i];
		if (name->kind == NAME_COUNTRY) {
			bool against = name->first > 0 && draft_word_is(sentence, name->first - 1,
								  "behind|against|with");
			first = first || against ? first : name->text;
			located = !located && is_located(sentence, name) ? name->text : located;
		} else if (name->kind == NAME_AREA && job->area_count < DRAFT_NAMES_MOST) {
			job->areas[job->area_count++] = name->text;
			of_area = of_area ? of_area : name->iso3;
		}
	}
	job->country = located                 ? located
		       : of_area               ? of_area
		       : first                 ? first
		       : job->context->country ? job->context->country
					       : job->context->main_country;
}

static bool begins_with_pronoun(const struct draft_sentence *sentence)
{
	size_t at = 0;
	while (draft_word_is(
		sentence, at, "by|in|since|of|among|and|but|yet|then|under|at|according|also|to")) {
		at++;
	}
	size_t end;
	return draft_word_is(sentence, at, "it|its|they|their|them") ||
	       draft_words_fit(sentence, at, "the group|movement|organisation|organization", &end);
}

/* Who counts, or acts, where the sentence says "it". */
static void job_take_pronoun(struct draft_job *job)
{
	const struct draft_sentence *sentence = job->sentence;
	const struct draft_context *context = job->context;
	bool says = false;
	size_t end;
	for (size_t i = 0; i < sentence->word_count; i++) {
		says = says ||
		       draft_words_fit(sentence, i,
			       "it ?also "
			       "says|said|counts|counted|recorded|estimates|reported|finds|"
			       "documented|put",
			       &end) ||
		       draft_words_fit(sentence, i, "by its ?own count|estimate|figures", &end);
	}
	job->counts = says && context->publisher_is_subject;
	if (job->counts && !job->cites) {
		job->cites = context->publisher == SIZE_MAX
				     ? NULL
				     : job->store->publishers[context->publisher].name;
		return;
	}
	/* "the UN puts its strength at": of the actor spoken of before */
	bool own = false;
	for (size_t i = 1; i < sentence->word_count; i++) {
		bool strength = draft_words_fit(sentence, i, "its|their strength|ranks", &end);
		own = own || strength || (job->cites && draft_word_is(sentence, i, "its|their"));
	}
	if (job->party_count == 0 &&
		((begins_with_pronoun(sentence) && !context->publisher_is_subject) || own)) {
		job->actor = context->actor;
	}
}

static void job_take_names(struct draft_job *job)
{
	const struct draft_sentence *sentence = job->sentence;
	for (size_t i = 0; i < sentence->name_count; i++) {
		const struct draft_name *name = &sentence->names[i];
		if (name->kind == NAME_ACTOR) {
			job_take_actor(job, name);
		} else if (name->kind == NAME_CAPITAL) {
			job_take_capital(job, name);
		} else if (name->kind == NAME_PUBLISHER && !job->cites) {
			job->cites = job->store->publishers[name->item].name;
		} else if (name->kind == NAME_INDEX) {
			job->index = true;
			job->cites = job->cites ? job->cites : name->text;
		}
	}
	job->actor = job->party_count == 1 ? job->parties[0] : SIZE_MAX;
	if (job->actor != SIZE_MAX && strcmp(job->store->actors[job->actor].kind, "state") == 0) {
		job->actor = SIZE_MAX;
	}
	for (size_t i = 0; i < sentence->word_count; i++) {
		job->index = job->index || draft_word_is(sentence, i, "index|gti");
	}
	job_take_places(job);
	job_take_pronoun(job);
}

/* ---- What it leaves ----------------------------------------------------------------------- */

void draft_context_begin(
	struct draft_context *context, const struct draft_store *store, struct mizan_arena *arena)
{
	*context = (struct draft_context){.store = store,
		.arena = arena,
		.actor = SIZE_MAX,
		.publisher = SIZE_MAX,
		.agreement = SIZE_MAX,
		.milestone = SIZE_MAX};
}

static void context_take_subject(
	struct draft_context *context, const struct draft_sentence *sentence)
{
	for (size_t i = 0; i < sentence->name_count; i++) {
		const struct draft_name *name = &sentence->names[i];
		size_t publisher = name->kind == NAME_PUBLISHER ? name->item
				   : name->kind == NAME_INDEX   ? name->item
				   : name->kind == NAME_ACTOR
					   ? context->store->actors[name->item].publisher
					   : SIZE_MAX;
		if (name->kind == NAME_ACTOR && draft_is_party(context->store, name->item)) {
			context->actor = name->item;
			context->publisher_is_subject = false;
			return;
		}
		if (publisher != SIZE_MAX) {
			context->publisher = publisher;
			context->publisher_is_subject = true;
			return;
		}
	}
}

static void context_take(struct draft_context *context, const struct draft_sentence *sentence)
{
	for (size_t i = 0; i < sentence->name_count; i++) {
		const struct draft_name *name = &sentence->names[i];
		if (name->kind == NAME_COUNTRY) {
			context->country = name->text;
		} else if (name->kind == NAME_AREA) {
			context->country = name->iso3;
		}
	}
	int latest = 0;
	for (size_t i = 0; i < sentence->date_count; i++) {
		const struct draft_date *date = &sentence->dates[i];
		int year, unused;
		if (date->from != MIZAN_DATE_UNKNOWN && !date->since) {
			mizan_date_split(date->to, &year, &unused, &unused);
			context->edition = date->of_index ? year : context->edition;
			year -= date->of_index;
			latest = year > latest ? year : latest;
		}
	}
	if (latest) {
		context->year = latest;
		context->year_is_near = true;
	}
	context_take_subject(context, sentence);
}

static void propose_opinion(struct draft_job *job, size_t before)
{
	if (job->proposals->count == before && draft_phrase_of(job->sentence, PHRASE_OPINION)) {
		struct draft_proposal *proposal = job_add(job, NULL);
		if (proposal) {
			proposal->mark = "opinion";
		}
	}
}

void draft_propose(struct draft_context *context, struct draft_sentence *sentence, size_t paragraph,
	struct draft_proposals *proposals)
{
	if (paragraph != context->paragraph) {
		context->paragraph = paragraph;
		context->country = NULL;
		context->year_is_near = false;
	}
	struct draft_job job = {.context = context,
		.store = context->store,
		.sentence = sentence,
		.proposals = proposals,
		.arena = context->arena};
	size_t before = proposals->count;
	job_take_names(&job);
	propose_ranks(&job);
	propose_shares(&job);
	propose_trends(&job);
	propose_statements(&job);
	propose_counts(&job);
	propose_records(&job);
	propose_opinion(&job, before);
	context_take(context, sentence);
}
