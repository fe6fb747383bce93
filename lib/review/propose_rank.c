/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranks and scores in an index, and shares of a whole. */
#include "draft_internal.h"

#include <string.h>

/* ---- Ranks and scores --------------------------------------------------------------------- */

/* The edition of an index that a sentence names, and the year that it is about. */
struct edition {
	int printed, year; /* 0: not known */
	int last_printed;  /* "between 2023 and 2025" */
};

static struct edition edition_of(const struct draft_job *job)
{
	struct edition edition = {0};
	for (size_t i = 0; i < job->sentence->date_count; i++) {
		const struct draft_date *date = &job->sentence->dates[i];
		if (date->kind != DATE_YEAR && !date->two_ends) {
			continue;
		}
		if (date->of_index) {
			edition.printed = draft_year(date->from);
			edition.year = edition.printed - 1;
			return edition;
		}
		if (date->two_ends) {
			edition.printed = draft_year(date->from);
			edition.last_printed = draft_year(date->to);
			edition.year = edition.printed - 1;
		} else if (!edition.year) {
			edition.year = draft_year(date->from);
		}
	}
	if (!edition.year && job->context->edition) {
		edition.printed = job->context->edition;
		edition.year = edition.printed - 1;
	}
	return edition;
}

static void rank_cites(struct draft_job *job, struct draft_proposal *proposal, int printed)
{
	const char *publisher = job->cites ? job->cites : "IEP";
	job_set(job, proposal, "cites",
		printed && strcmp(publisher, "IEP") == 0
			? job_printf(job, "%s, GTI %d", publisher, printed)
			: publisher);
}

static void rank_series(
	struct draft_job *job, struct draft_proposal *proposal, const char *indicator, int year)
{
	job_set(job, proposal, "indicator", indicator);
	job_set(job, proposal, "country", job->country);
	job_set(job, proposal, "period", year ? job_printf(job, "%d", year) : NULL);
	job->context->indicator = indicator;
}

/* Does the sentence say so of the present: "ranks second"? */
static bool is_present(const struct draft_sentence *sentence, const struct draft_number *number)
{
	for (size_t i = 0; i < sentence->phrase_count; i++) {
		const struct draft_phrase *phrase = &sentence->phrases[i];
		if (phrase->kind == PHRASE_RANK_NOW && phrase->first < number->first &&
			number->first - phrase->first <= 4) {
			return true;
		}
	}
	return false;
}

static void rank_score(struct draft_job *job, struct draft_number *number, struct edition edition)
{
	struct draft_proposal *proposal = job_add(job, "equals");
	rank_series(job, proposal, "score", edition.year);
	job_set(job, proposal, "states", number->written);
	rank_cites(job, proposal, edition.printed);
	number->used = true;
}

void propose_ranks(struct draft_job *job)
{
	const struct draft_sentence *sentence = job->sentence;
	struct edition edition = edition_of(job);
	bool scores = draft_phrase_of(sentence, PHRASE_SCORE) != NULL;
	bool ranks = draft_phrase_of(sentence, PHRASE_RANK) ||
		     draft_phrase_of(sentence, PHRASE_RANK_NOW);
	size_t found = 0;
	for (size_t i = 0; job->index && i < sentence->number_count; i++) {
		struct draft_number *number = &sentence->numbers[i];
		if (scores && number->kind == NUMBER_COUNT && strchr(number->written, '.')) {
			rank_score(job, number, edition);
		}
		if (number->kind != NUMBER_ORDINAL || !ranks ||
			draft_word_is(sentence, number->end, "time|year|quarter|month")) {
			continue;
		}
		int printed =
			found++ && edition.last_printed ? edition.last_printed : edition.printed;
		struct draft_proposal *proposal = job_add(job, "rank-is");
		rank_series(job, proposal, "rank", printed ? printed - 1 : edition.year);
		job_set(job, proposal, "value", number->written);
		if (is_present(sentence, number)) {
			job_set(job, proposal, "present", "yes");
		}
		rank_cites(job, proposal, printed);
		number->used = true;
	}
}

/* ---- Shares ------------------------------------------------------------------------------- */

static bool is_share(const struct draft_sentence *sentence, const struct draft_number *number)
{
	size_t end = number->end;
	bool change = number->first > 0 &&
		      draft_word_is(sentence, number->first - 1, "by|of|another|up|down|rose|fell");
	return number->kind == NUMBER_PERCENT && draft_word_is(sentence, end, "of") && !change;
}

static void share_one(struct draft_job *job, const char *indicator, const char *value, size_t word)
{
	const struct draft_number at = {.first = word, .end = word + 1};
	const char *period = job_period_of(job, &at);
	if (!period && job->sentence->date_count == 0 && job->context->year_is_near) {
		period = job_printf(job, "%d", job->context->year);
	}
	struct draft_proposal *proposal = job_add(job, "share-at-least");
	bool areas = job->area_count > 0;
	job_set(job, proposal, "indicator", areas ? indicator : "share");
	if (job->country) {
		job_set(job, proposal, "country", job->country);
	}
	if (areas) {
		const char *list = job->areas[0];
		for (size_t i = 1; i < job->area_count; i++) {
			list = job_printf(job, "%s; %s", list ? list : "", job->areas[i]);
		}
		job_set(job, proposal, "part-area", list);
	} else {
		job_set(job, proposal, "actor",
			job->actor == SIZE_MAX ? NULL : job->store->actors[job->actor].figures);
	}
	job_set(job, proposal, "period", period);
	job_set(job, proposal, "value", value);
	job_set_cites(job, proposal);
}

static const char *whole_indicator(const struct draft_job *job, size_t word)
{
	for (size_t i = word; i < word + 7; i++) {
		const char *indicator = draft_indicator(job->sentence, i, true);
		if (indicator) {
			return indicator;
		}
		if (draft_word_is(job->sentence, i, "burden|bloodshed|them|these|those")) {
			return job->context->indicator ? job->context->indicator : "deaths";
		}
	}
	return NULL;
}

void propose_shares(struct draft_job *job)
{
	const struct draft_sentence *sentence = job->sentence;
	bool found = false;
	for (size_t i = 0; i < sentence->number_count; i++) {
		struct draft_number *number = &sentence->numbers[i];
		const char *whole =
			is_share(sentence, number) ? whole_indicator(job, number->end) : NULL;
		if (whole && number->bound != BOUND_AT_MOST) {
			share_one(job, whole, job_printf(job, "%s%%", number->written),
				number->first);
			number->used = found = true;
		}
	}
	const struct draft_phrase *most = draft_phrase_of(sentence, PHRASE_MOST);
	const char *whole = most && !found ? whole_indicator(job, most->end) : NULL;
	bool of_part = job->area_count > 0 || job->actor != SIZE_MAX;
	if (whole && of_part) {
		share_one(job, whole, job_printf(job, "%g%%", most->number), most->first);
	}
}
