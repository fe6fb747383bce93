/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the record knows: milestones, agreements and what was owed, and who says so. */
#include "draft_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- Which record is meant ---------------------------------------------------------------- */

/* Words that a kind of milestone goes with. */
static const struct {
	const char *kind, *words;
} kinds[] = {
	{"take-over", "took|take|seized|captured|fell|fall|overthrew|overthrow|toppled|coup|power|"
		      "retook|recaptured|entered|overran|takeover|ousted"},
	{"ceasefire", "truce|ceasefire|declared|announced|agreed|began|extended"},
	{"ceasefire-end", "ended|end|ends|collapsed|expired|lapsed|broke|abandoned|terminated"},
	{"agreement", "signed|agreement|accord|deal|sign|signing"},
	{"talks", "talks|negotiations|met|round|dialogue"},
	{"mediation-end", "suspended|withdrew|mediation|stepped"},
	{"departure", "left|withdrew|withdrawal|departure|departed|pulled|leave"},
	{"release", "released|freed|release|swap"},
	{"operation", "operation|launched|offensive|strikes|strike|bombed|struck"},
	{"clashes", "fighting|clashes|clashed|fought|war|attack|attacked|massacre|battle"},
	{"border-closure", "closed|shut|closure|sealed"}, {"border-opening", "reopened|opened"},
	{"killing", "killed|killing|assassinated|died"},
	{"merger", "joined|rejoined|merged|merger|formed|founded|unification"},
	{"split", "split|broke|defected"}, {"publication", "published|report|index"},
	{"law", "banned|law|merged|merger|outlawed"},
	{"deportation", "deported|expelled|expulsion"}};

static bool kind_fits(const struct draft_sentence *sentence, const char *kind)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (strcmp(kinds[i].kind, kind) != 0) {
			continue;
		}
		for (size_t k = 0; k < sentence->word_count; k++) {
			if (draft_word_is(sentence, k, kinds[i].words)) {
				return true;
			}
		}
	}
	return false;
}

static double words_shared(const struct draft_store *store, const uint32_t *one, size_t one_count,
	const uint32_t *two, size_t two_count, bool weighed)
{
	double sum = 0;
	for (size_t i = 0, k = 0; i < one_count && k < two_count;) {
		if (one[i] == two[k]) {
			sum += weighed ? draft_word_weight(store, one[i]) : 1;
			i++;
			k++;
		} else if (one[i] < two[k]) {
			i++;
		} else {
			k++;
		}
	}
	return sum;
}

static double actors_shared(const struct draft_job *job, const struct draft_record *record)
{
	double sum = 0;
	for (size_t i = 0; i < record->actor_count; i++) {
		for (size_t k = 0; k < job->party_count; k++) {
			sum += job->parties[k] == record->actors[i] ? 0.5 : 0;
		}
	}
	return sum > 1 ? 1 : sum;
}

/* How well a date fits: the same day 2, a month that holds it 1.2, another day less than nothing.
 */
static double date_fits(
	const struct draft_record *record, mizan_date from, mizan_date to, bool agreement)
{
	if (from == MIZAN_DATE_UNKNOWN) {
		return 0;
	}
	mizan_date until =
		agreement || record->until == MIZAN_DATE_UNKNOWN ? record->date : record->until;
	if (record->date <= to && until >= from) {
		return from == to ? 2 : to - from < 32 ? 1.2 : 0.6;
	}
	mizan_date away = record->date > to ? record->date - to : from - record->date;
	return away <= 10 ? 0.2 : away <= 45 ? -0.3 : -1.2;
}

struct wanted {
	const uint32_t *words;
	size_t word_count;
	mizan_date from, to; /* MIZAN_DATE_UNKNOWN: not said */
	bool agreement;
};

static double record_score(
	const struct draft_job *job, const struct draft_record *record, const struct wanted *wanted)
{
	double words = words_shared(job->store, wanted->words, wanted->word_count, record->words,
		record->word_count, true);
	double actors = actors_shared(job, record);
	double kind = kind_fits(job->sentence, record->kind) ? 0.5 : 0;
	double date = date_fits(record, wanted->from, wanted->to, wanted->agreement);
	bool abroad = *record->country && job->context->main_country &&
		      !strstr(record->country, job->context->main_country) &&
		      (!job->country || !strstr(record->country, job->country));
	if (words + actors < 0.3 && !(kind > 0 && date >= 2)) {
		return 0; /* a date alone is no name */
	}
	return (words > 2.5 ? 2.5 : words) + actors + kind + date - (abroad ? 1.2 : 0);
}

static size_t best_record(const struct draft_job *job, const struct draft_record *records,
	size_t count, const struct wanted *wanted, double *score)
{
	size_t best = SIZE_MAX;
	*score = 0;
	for (size_t i = 0; i < count; i++) {
		double own = record_score(job, &records[i], wanted);
		if (own > *score) {
			*score = own;
			best = i;
		}
	}
	return best;
}

/* ---- Dated happenings --------------------------------------------------------------------- */

#define SCORE_SURE 2.0

static bool is_taken(const struct draft_job *job, size_t before, const char *key, const char *value)
{
	for (size_t i = before; i < job->proposals->count; i++) {
		const struct draft_proposal *proposal = &job->proposals->items[i];
		for (size_t k = 0; k < proposal->option_count; k++) {
			if (strcmp(proposal->options[k].key, key) == 0 &&
				strcmp(proposal->options[k].value, value) == 0) {
				return true;
			}
		}
	}
	return false;
}

static void happened_on(struct draft_job *job, size_t milestone, mizan_date from, mizan_date to)
{
	struct draft_proposal *proposal = job_add(job, "happened-on");
	job_set(job, proposal, "milestone",
		milestone == SIZE_MAX ? NULL : job->store->milestones[milestone].id);
	job_set(job, proposal, "date", draft_period_text(from, to, job->arena));
}

static void propose_happenings(struct draft_job *job, struct wanted *wanted)
{
	const struct draft_sentence *sentence = job->sentence;
	bool happened = draft_phrase_of(sentence, PHRASE_HAPPENED) != NULL;
	size_t before = job->proposals->count;
	for (size_t i = 0; i < sentence->date_count && i < 16; i++) {
		const struct draft_date *date = &sentence->dates[i];
		bool exact = date->kind == DATE_DAY || date->kind == DATE_MONTH ||
			     date->kind == DATE_NO_YEAR ||
			     (date->kind == DATE_SPAN && date->to - date->from < 10);
		double score;
		if (!exact || date->since || date->until || date->two_ends ||
			!job_days(job, date, &wanted->from, &wanted->to)) {
			continue;
		}
		size_t best = best_record(
			job, job->store->milestones, job->store->milestone_count, wanted, &score);
		bool sure = score >= (job->date_used[i] ? 2.6 : SCORE_SURE);
		if (sure && !is_taken(job, before, "milestone", job->store->milestones[best].id)) {
			happened_on(job, best, wanted->from, wanted->to);
			job->context->milestone = best;
		} else if (!sure && happened && !job->date_used[i] &&
			   job->proposals->count == before) {
			happened_on(job, SIZE_MAX, wanted->from, wanted->to);
		}
	}
}

/* ---- Agreements --------------------------------------------------------------------------- */

/* The agreement that is meant: by its year and words, else the one spoken of last. */
static size_t agreement_of(struct draft_job *job, struct wanted *wanted)
{
	double score = 0;
	struct wanted own = *wanted;
	own.agreement = true;
	own.from = own.to = MIZAN_DATE_UNKNOWN;
	for (size_t i = 0; i < job->sentence->date_count; i++) {
		const struct draft_date *date = &job->sentence->dates[i];
		if (!date->until && own.from == MIZAN_DATE_UNKNOWN) {
			(void)job_days(job, date, &own.from, &own.to);
		}
	}
	bool named = draft_phrase_of(job->sentence, PHRASE_PAUSE) != NULL;
	size_t best =
		best_record(job, job->store->agreements, job->store->agreement_count, &own, &score);
	if (named && best != SIZE_MAX && score >= 1.2) {
		return best;
	}
	return job->context->agreement;
}

static double unit_days(const struct draft_sentence *sentence, size_t at)
{
	return draft_word_is(sentence, at, "day|days")       ? 1
	       : draft_word_is(sentence, at, "week|weeks")   ? 7
	       : draft_word_is(sentence, at, "month|months") ? 30.44
	       : draft_word_is(sentence, at, "year|years")   ? 365.25
	       : draft_word_is(sentence, at, "hour|hours")   ? 1.0 / 24
							     : (double)NAN;
}

/* "a month" is 28..31 days, "about five months" 140..167. */
static const char *days_text(
	struct draft_job *job, double count, double unit, enum draft_bound bound)
{
	double days = count * unit;
	double low = unit > 300 ? 365 * count : unit > 27 ? 28 * count : floor(days);
	double high = unit > 300 ? 366 * count : unit > 27 ? 31 * count : floor(days);
	if (bound == BOUND_ABOUT) {
		low = round(days * 0.92);
		high = round(days * 1.1);
	} else if (bound == BOUND_AT_MOST) {
		low = 0;
		high = round(days);
	} else if (bound == BOUND_AT_LEAST) {
		low = round(days);
		high = 36525;
	}
	return low == high ? job_printf(job, "%.0f", low)
			   : job_printf(job, "%.0f..%.0f", low, high);
}

static const char *duration(struct draft_job *job, size_t word)
{
	const struct draft_sentence *sentence = job->sentence;
	for (size_t i = 0; i < sentence->number_count; i++) {
		struct draft_number *number = &sentence->numbers[i];
		double unit = unit_days(sentence, number->end);
		if (number->first + 1 >= word && number->kind == NUMBER_COUNT && !isnan(unit)) {
			bool nearly = number->first > 0 &&
				      draft_word_is(sentence, number->first - 1, "almost|nearly");
			number->used = true;
			return nearly ? job_printf(job, "%.0f..%.0f",
						round(0.9 * number->value * unit),
						round(number->value * unit))
				      : days_text(job, number->value, unit, number->bound);
		}
	}
	for (size_t i = word; i < sentence->word_count && i < word + 5; i++) {
		double unit = unit_days(sentence, i + 1);
		if (draft_word_is(sentence, i, "a|one|an") && !isnan(unit)) {
			return days_text(job, 1, unit, BOUND_EXACT);
		}
		if (draft_word_is(sentence, i, "hours")) {
			return "0";
		}
	}
	return NULL;
}

static bool propose_lasted(struct draft_job *job, struct wanted *wanted)
{
	const struct draft_phrase *phrase = draft_phrase_of(job->sentence, PHRASE_LASTED);
	bool pause = draft_phrase_of(job->sentence, PHRASE_PAUSE) ||
		     draft_word_is(job->sentence, 0, "it|they|this|that");
	if (!phrase || !pause) {
		return false;
	}
	const char *days = duration(job, phrase->first);
	if (!days) {
		return false;
	}
	size_t agreement = agreement_of(job, wanted);
	struct draft_proposal *proposal = job_add(job, "held-for");
	job_set(job, proposal, "agreement",
		agreement == SIZE_MAX ? NULL : job->store->agreements[agreement].id);
	job_set(job, proposal, "days", days);
	return true;
}

/* The commitment that is meant, of an agreement where one is known. */
static const struct draft_commitment *commitment_of(struct draft_job *job,
	const struct wanted *wanted, size_t agreement, mizan_date from, mizan_date to)
{
	const struct draft_commitment *best = NULL;
	double most = 1.4;
	for (size_t i = 0; i < job->store->commitment_count; i++) {
		const struct draft_commitment *one = &job->store->commitments[i];
		double score = words_shared(job->store, wanted->words, wanted->word_count,
			one->words, one->word_count, false);
		bool dated = from != MIZAN_DATE_UNKNOWN &&
			     ((one->due >= from && one->due <= to) ||
				     (one->quoted >= from && one->quoted <= to));
		score += dated ? 2 : from != MIZAN_DATE_UNKNOWN ? -1 : 0;
		if (agreement != SIZE_MAX) {
			score += strcmp(job->store->agreements[agreement].id, one->agreement) == 0
					 ? 1
					 : -1;
		}
		for (size_t k = 0; k < job->party_count; k++) {
			score += job->parties[k] == one->obliged ? 0.5 : 0;
		}
		if (score > most) {
			most = score;
			best = one;
		}
	}
	return best;
}

static bool propose_due(struct draft_job *job, const struct wanted *wanted)
{
	const struct draft_sentence *sentence = job->sentence;
	const struct draft_phrase *phrase = draft_phrase_of(sentence, PHRASE_DUE);
	const struct draft_date *date = NULL;
	mizan_date from, to;
	for (size_t i = 0; i < sentence->date_count; i++) {
		date = sentence->dates[i].until ? &sentence->dates[i] : date;
	}
	if (!phrase || !date || !job_days(job, date, &from, &to) || date->kind == DATE_YEAR) {
		return false;
	}
	const struct draft_commitment *best =
		commitment_of(job, wanted, job->context->agreement, from, to);
	struct draft_proposal *proposal = job_add(job, "due-on");
	job_set(job, proposal, "commitment",
		best ? job_printf(job, "%s/%s", best->agreement, best->id) : NULL);
	job_set(job, proposal, "date", draft_period_text(from, to, job->arena));
	return true;
}

static bool propose_kept(struct draft_job *job, const struct wanted *wanted, size_t agreement)
{
	const struct draft_phrase *kept = draft_phrase_of(job->sentence, PHRASE_KEPT);
	const struct draft_phrase *broken = draft_phrase_of(job->sentence, PHRASE_BROKEN);
	if (!kept && !broken) {
		return false;
	}
	const struct draft_commitment *best =
		commitment_of(job, wanted, agreement, MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN);
	struct draft_proposal *proposal = job_add(job, "kept");
	job_set(job, proposal, "commitment",
		best ? job_printf(job, "%s/%s", best->agreement, best->id) : NULL);
	if (broken) {
		job_set(job, proposal, "status", "not met");
	}
	return true;
}

/* ---- Before and after --------------------------------------------------------------------- */

/* The milestone that follows "after" or "since", by its words alone. */
static size_t after_what(struct draft_job *job, const struct draft_phrase *after)
{
	const struct draft_sentence *sentence = job->sentence;
	uint32_t words[12];
	size_t count = 0;
	double score;
	for (size_t i = after->end; i < sentence->word_count && i < after->end + 8 && count < 12;
		i++) {
		size_t one;
		const uint32_t *hash = draft_title_words(sentence->words[i].text, job->arena, &one);
		if (hash && one == 1) {
			/* few: kept sorted by insertion */
			size_t at = count++;
			for (; at > 0 && words[at - 1] > *hash; at--) {
				words[at] = words[at - 1];
			}
			words[at] = *hash;
		}
	}
	struct wanted wanted = {.words = words,
		.word_count = count,
		.from = MIZAN_DATE_UNKNOWN,
		.to = MIZAN_DATE_UNKNOWN};
	size_t best = best_record(
		job, job->store->milestones, job->store->milestone_count, &wanted, &score);
	return score >= 1 ? best : job->context->milestone;
}

size_t job_fighting(struct draft_job *job)
{
	struct wanted wanted = {.from = MIZAN_DATE_UNKNOWN, .to = MIZAN_DATE_UNKNOWN};
	double score = 0;
	wanted.words = draft_title_words(job->sentence->text, job->arena, &wanted.word_count);
	size_t best = wanted.words ? best_record(job, job->store->milestones,
					     job->store->milestone_count, &wanted, &score)
				   : SIZE_MAX;
	best = score >= 1.5 ? best : job->context->milestone;
	const char *kind = best == SIZE_MAX ? "" : job->store->milestones[best].kind;
	return strcmp(kind, "clashes") == 0 || strcmp(kind, "operation") == 0 ? best : SIZE_MAX;
}

static bool propose_before_after(struct draft_job *job, struct wanted *wanted)
{
	const struct draft_sentence *sentence = job->sentence;
	const struct draft_phrase *rises = draft_phrase_of(sentence, PHRASE_RISES);
	const struct draft_phrase *falls = draft_phrase_of(sentence, PHRASE_FALLS);
	const struct draft_phrase *after = draft_phrase_of(sentence, PHRASE_AFTER);
	const struct draft_phrase *during = draft_phrase_of(sentence, PHRASE_DURING);
	const struct draft_phrase *pause = draft_phrase_of(sentence, PHRASE_PAUSE);
	const struct draft_phrase *moves = falls ? falls : rises;
	const char *indicator = moves ? job_moved(job, moves->first) : NULL;
	if (!indicator || (!after && !during)) {
		return false;
	}
	bool them = during && draft_phrase_of(sentence, PHRASE_AFTER) == NULL &&
		    job->context->agreement != SIZE_MAX;
	if (them || (pause && (during || pause->first > after->first))) {
		size_t agreement = agreement_of(job, wanted);
		struct draft_proposal *proposal = job_add(job, "effect");
		job_set(job, proposal, "agreement",
			agreement == SIZE_MAX ? NULL : job->store->agreements[agreement].id);
		if (!falls) {
			job_set(job, proposal, "direction", "rises");
		}
		return true;
	}
	if (!after || job->proposals->count > 0) {
		return false;
	}
	size_t milestone = after_what(job, after);
	struct draft_proposal *proposal = job_add(job, "before-after");
	char day[11];
	job_set_series(job, proposal, indicator);
	job_set(job, proposal, "date",
		milestone == SIZE_MAX
			? NULL
			: job_printf(job, "%s",
				  mizan_date_format(job->store->milestones[milestone].date, day)));
	if (falls) {
		job_set(job, proposal, "direction", "falls");
	}
	return true;
}

/* Groups that joined another: the relation on record, where no dated milestone is meant. */
static void propose_joined(struct draft_job *job, size_t before)
{
	if (!draft_phrase_of(job->sentence, PHRASE_JOINED) || job->proposals->count > before) {
		return;
	}
	for (size_t i = 0; i < job->store->relation_count; i++) {
		const struct draft_relation *relation = &job->store->relations[i];
		bool a = false, b = false;
		for (size_t k = 0; k < job->party_count; k++) {
			a = a || job->parties[k] == relation->a;
			b = b || job->parties[k] == relation->b;
		}
		bool joins = strcmp(relation->kind, "merger") == 0 ||
			     strcmp(relation->kind, "allegiance") == 0;
		if (a && b && joins) {
			struct draft_proposal *proposal = job_add(job, "statements");
			job_set(job, proposal, "about",
				job_printf(job, "relation:%s", relation->id));
			return;
		}
	}
}

void propose_records(struct draft_job *job)
{
	struct wanted wanted = {.from = MIZAN_DATE_UNKNOWN, .to = MIZAN_DATE_UNKNOWN};
	size_t before = job->proposals->count;
	wanted.words = draft_title_words(job->sentence->text, job->arena, &wanted.word_count);
	if (!wanted.words) {
		job->proposals->failed = true;
		return;
	}
	bool due = propose_due(job, &wanted);
	if (!due) {
		propose_happenings(job, &wanted);
	}
	(void)propose_lasted(job, &wanted);
	size_t agreement = agreement_of(job, &wanted);
	(void)propose_kept(job, &wanted, agreement);
	(void)propose_before_after(job, &wanted);
	propose_joined(job, before);
	if (draft_phrase_of(job->sentence, PHRASE_PAUSE)) {
		job->context->agreement = agreement;
	}
}
