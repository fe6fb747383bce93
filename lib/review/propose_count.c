/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of something in a period: which indicator, which period, and at least, at most or equal.
 */
#include "draft_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- Indicators --------------------------------------------------------------------------- */

static const char killing[] =
	"killed|killing|kills|kill|died|die|dies|dead|death|deaths|fatalities|fatality|lives|slain|"
	"massacred|perished|murdered|toll|casualties|losses|killings|executed|assassinated";

bool draft_is_of_killed(const struct draft_sentence *sentence)
{
	for (size_t i = 0; i < sentence->word_count; i++) {
		if (draft_word_is(sentence, i, killing)) {
			return true;
		}
	}
	return false;
}

/* Nouns that say by themselves what is counted. */
static const struct {
	const char *words, *indicator;
} counted[] = {{"civilian deaths|fatalities|casualties", "civilian-deaths"},
	{"suicide attacks|attack|bombings|bombing|blasts", "suicide-attacks"},
	{"deaths|fatalities|dead|killings|casualties|losses|toll|deadly|killed", "deaths"},
	{"attacks|incidents|assaults|bombings|strikes|massacres|clashes|raids|ambushes|blasts|"
	 "attack|battles",
		"attacks"},
	{"injured|wounded|injuries|maimed", "injured"},
	{"kidnappings|abductions|hostages|kidnapped|abducted", "hostages"},
	{"displaced|refugees|idps|homeless", "displaced"}, {"strength", "fighters"},
	{"prisoners|detainees|inmates", "prisoners"}, {"violence", "deaths"}};
/* People: what became of them is elsewhere in the sentence. */
static const struct {
	const char *words, *killed, *alive;
} people[] = {{"civilians|civilian|noncombatants|women|children", "civilian-deaths", NULL},
	{"soldiers|troops|police|policemen|servicemen|personnel|officers|guards",
		"security-force-deaths", "troops"},
	{"militants|fighters|rebels|insurgents|terrorists|gunmen|guerrillas|combatants",
		"militant-deaths", "fighters"},
	{"elders|maliks", "elders-killed", NULL}, {"men|members", NULL, "fighters"},
	{"people|persons|lives|victims|others|pilgrims|villagers|residents|workers|leaders|"
	 "journalists",
		"deaths", NULL}};

static bool has_word(const struct draft_sentence *sentence, const char *words)
{
	for (size_t i = 0; i < sentence->word_count; i++) {
		if (draft_word_is(sentence, i, words)) {
			return true;
		}
	}
	return false;
}

/* People who were not killed: displaced, hurt or taken. */
static const char *fate(const struct draft_sentence *sentence)
{
	return has_word(sentence, "displaced|fled|crossed|uprooted|homeless") ? "displaced"
	       : has_word(sentence, "injured|wounded|maimed")                 ? "injured"
	       : has_word(sentence, "abducted|kidnapped|hostage")             ? "hostages"
									      : NULL;
}

const char *draft_indicator(const struct draft_sentence *sentence, size_t index, bool killed)
{
	size_t end;
	for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
		if (draft_words_fit(sentence, index, counted[i].words, &end)) {
			return counted[i].indicator;
		}
	}
	if (draft_words_fit(sentence, index, "members of the ?country security|armed", &end)) {
		return killed ? "security-force-deaths" : "troops";
	}
	for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
		if (draft_words_fit(sentence, index, people[i].words, &end)) {
			return killed && people[i].killed ? people[i].killed
			       : fate(sentence)           ? fate(sentence)
							  : people[i].alive;
		}
	}
	return NULL;
}

/* The words of a number's own phrase: up to the next number or a mark that ends it. */
static size_t phrase_end(const struct draft_sentence *sentence, const struct draft_number *number)
{
	size_t end =
		number->end + 8 < sentence->word_count ? number->end + 8 : sentence->word_count;
	for (size_t i = number->end; i < end; i++) {
		char gap = sentence->words[i].gap;
		if (i > number->end && (gap == ';' || gap == ':' || gap == '(' || gap == ',')) {
			return i;
		}
	}
	for (size_t i = 0; i < sentence->number_count; i++) {
		const struct draft_number *other = &sentence->numbers[i];
		if (other->first >= number->end && other->first < end) {
			end = other->first;
		}
	}
	return end;
}

/* Things that are counted and are no indicator: "48 hours", "8,994 weapons", "14 of 17 towns". */
static const char other_things[] =
	"hour|hours|day|days|week|weeks|month|months|year|years|time|times|weapons|townships|"
	"districts|provinces|bases|units|schools|hospitals|houses|homes|villages|towns|points|"
	"kilometres|kilometers|km|miles|dollars|euros|tonnes|members|parties|rounds|round|sides|"
	"conditions|demands|provinces|countries|states|neighbours|juntas|factions|coup|coups|"
	"report|"
	"reports|anniversary|groups|outfits|mergers|term|article|phase|truce|ceasefire|group|"
	"nations|of";

static const char *indicator_after(
	const struct draft_sentence *sentence, const struct draft_number *number, bool killed)
{
	size_t end = phrase_end(sentence, number);
	for (size_t i = number->end; i < end; i++) {
		bool verb = draft_word_is(sentence, i, "killed|dead|displaced|injured|wounded");
		const char *indicator = draft_indicator(sentence, i, killed);
		if (indicator && !(verb && i > number->end + 2)) {
			return indicator;
		}
		if (draft_word_is(sentence, i, "in|on|by|during|since|from|at|across|after|to") ||
			(i == number->end && draft_word_is(sentence, i, other_things))) {
			return NULL;
		}
	}
	return NULL;
}

/* "deaths reached 19,700", "attacks ... from 517 to 1,099", "killed at least 408" */
static const char *indicator_before(
	const struct draft_sentence *sentence, const struct draft_number *number, bool killed)
{
	if (draft_word_is(sentence, number->end, other_things)) {
		return NULL;
	}
	for (size_t i = number->first; i > 0; i--) {
		if (sentence->words[i - 1].gap == ';') {
			break;
		}
		const char *indicator = draft_indicator(sentence, i - 1, killed);
		/* "suicide attacks": the whole name */
		const char *longer = i >= 2 ? draft_indicator(sentence, i - 2, killed) : NULL;
		size_t end;
		if (longer && i >= 2 &&
			draft_words_fit(sentence, i - 2, "suicide|civilian *", &end)) {
			return longer;
		}
		if (indicator) {
			return indicator;
		}
	}
	return NULL;
}

/* ---- Periods ------------------------------------------------------------------------------ */

static size_t distance(const struct draft_sentence *sentence, const struct draft_number *number,
	const struct draft_date *date)
{
	size_t from = date->first >= number->end ? number->end : date->end;
	size_t to = date->first >= number->end ? date->first : number->first;
	size_t cost = to > from ? to - from : 0;
	for (size_t i = from; i < to; i++) {
		cost += sentence->words[i].gap == ',' ? 3 : sentence->words[i].gap == ';' ? 20 : 0;
	}
	for (size_t i = 0; i < sentence->number_count; i++) {
		const struct draft_number *other = &sentence->numbers[i];
		cost += other->first >= from && other->end <= to && other->kind != NUMBER_ORDINAL
				? 12
				: 0;
	}
	return cost;
}

/* The period that a number is of, and the date that it comes from; NULL: it does not follow. */
const char *job_period_of(struct draft_job *job, const struct draft_number *number)
{
	const struct draft_sentence *sentence = job->sentence;
	size_t best = SIZE_MAX, least = SIZE_MAX;
	for (size_t i = 0; i < sentence->date_count; i++) {
		size_t cost = distance(sentence, number, &sentence->dates[i]);
		if (!sentence->dates[i].of_index && cost < least) {
			least = cost;
			best = i;
		}
	}
	mizan_date from, to;
	if (best == SIZE_MAX) {
		bool goes_on =
			draft_word_is(sentence, 0, "another|further|more") ||
			(draft_word_is(sentence, 0, "a") && draft_word_is(sentence, 1, "further"));
		for (size_t i = 0; i < number->first; i++) {
			goes_on =
				goes_on || draft_word_is(sentence, i, "higher|lower|instead|alone");
		}
		return goes_on && job->context->year_is_near
			       ? job_printf(job, "%d", job->context->year)
			       : NULL;
	}
	const struct draft_date *date = &sentence->dates[best];
	/* "when they signed on that day, the country had lost": until then, not on it */
	bool had = date->end < number->first && date->kind == DATE_DAY;
	bool before = false;
	for (size_t i = date->end; had && i < number->first; i++) {
		before = before || draft_word_is(sentence, i, "had");
	}
	if (before) {
		return NULL;
	}
	if (date->since || date->until || !job_days(job, date, &from, &to)) {
		return NULL;
	}
	if (best < 16) {
		job->date_used[best] = true;
	}
	return draft_period_text(from, to, job->arena);
}

/* ---- Claims ------------------------------------------------------------------------------- */

static void count_one(struct draft_job *job, const struct draft_number *number,
	const char *indicator, enum draft_bound bound, const char *written, const char *period)
{
	struct draft_proposal *proposal = job_add(job, bound == BOUND_AT_LEAST  ? "at-least"
						       : bound == BOUND_AT_MOST ? "at-most"
										: "equals");
	(void)number;
	job_set_series(job, proposal, indicator);
	job_set(job, proposal, "period", period);
	job_set(job, proposal,
		bound == BOUND_AT_LEAST || bound == BOUND_AT_MOST ? "value" : "states", written);
	if (job->cites) {
		job_set(job, proposal, "cites", job->cites);
	}
}

/* "more than 60 groups have joined the TTP since 2020" */
static bool count_groups(struct draft_job *job, struct draft_number *number)
{
	const struct draft_sentence *sentence = job->sentence;
	size_t noun = number->end;
	while (noun < number->end + 3 &&
		!draft_word_is(
			sentence, noun, "groups|outfits|factions|organisations|organizations")) {
		noun++;
	}
	if (noun == number->end + 3 || !draft_phrase_of(sentence, PHRASE_JOINED)) {
		return false;
	}
	struct draft_proposal *proposal = job_add(job, "count-of");
	if (job->actor == SIZE_MAX) {
		job->actor = job->context->actor; /* "have joined it" */
	}
	bool known = job->actor != SIZE_MAX;
	if (known && *job->store->actors[job->actor].country) {
		job->country = job->store->actors[job->actor].country;
	}
	job_set(job, proposal, "of", known ? job->store->actors[job->actor].id : NULL);
	job_set(job, proposal, "value", number->written);
	for (size_t i = 0; i < sentence->date_count; i++) {
		const struct draft_date *date = &sentence->dates[i];
		if (date->since && date->from != MIZAN_DATE_UNKNOWN) {
			char day[11];
			job_set(job, proposal, "since",
				job_printf(job, "%s", mizan_date_format(date->from, day)));
		}
	}
	job_set_series(job, proposal, "groups-joined");
	return true;
}

/* What a party says that it did to the other, or suffered: one claimant's number. */
static bool count_claimed(
	struct draft_job *job, const struct draft_number *number, const char *indicator)
{
	const struct draft_sentence *sentence = job->sentence;
	const struct draft_phrase *phrase = draft_phrase_of(sentence, PHRASE_CLAIMS);
	phrase = phrase ? phrase : draft_phrase_of(sentence, PHRASE_ASSERTS);
	bool deaths = strstr(indicator, "deaths") != NULL;
	if (!phrase || !deaths || job->party_count == 0 || job->party_at[0] > phrase->first) {
		return false;
	}
	struct draft_proposal *proposal = job_add(job, "equals");
	job_set(job, proposal, "indicator", indicator);
	job_set(job, proposal, "per", "claimant");
	job_set(job, proposal, "period", "any");
	size_t milestone = job_fighting(job);
	job_set(job, proposal, "about",
		milestone == SIZE_MAX
			? NULL
			: job_printf(job, "milestone:%s", job->store->milestones[milestone].id));
	for (size_t i = 0; i < sentence->name_count; i++) {
		const struct draft_name *name = &sentence->names[i];
		size_t state = name->kind == NAME_NATION && name->first >= number->end &&
					       name->first < number->end + 3
				       ? draft_state_actor(job->store, name->text)
				       : SIZE_MAX;
		if (state != SIZE_MAX) {
			job_set(job, proposal, "counted", job->store->actors[state].id);
		}
	}
	job_set(job, proposal, "states", number->written);
	return true;
}

void propose_counts(struct draft_job *job)
{
	const struct draft_sentence *sentence = job->sentence;
	bool killed = draft_is_of_killed(sentence);
	for (size_t i = 0; i < sentence->number_count; i++) {
		struct draft_number *number = &sentence->numbers[i];
		if (number->used || number->kind != NUMBER_COUNT || count_groups(job, number)) {
			continue;
		}
		const char *indicator = indicator_after(sentence, number, killed);
		bool small = number->value < 13 && strspn(number->written, "0123456789") > 0 &&
			     sentence->words[number->first].text[0] > '9';
		if (!indicator) {
			indicator = small ? NULL : indicator_before(sentence, number, killed);
		}
		bool told = draft_phrase_of(sentence, PHRASE_RISES) || job->counts;
		if (!indicator && told && !small &&
			!draft_word_is(sentence, number->end, other_things)) {
			indicator = job->context->indicator;
		}
		/* "two men" are members of nothing */
		bool members = indicator && (strcmp(indicator, "fighters") == 0 ||
						    strcmp(indicator, "troops") == 0);
		bool nobody = members && job->actor == SIZE_MAX && number->value < 100;
		if (!indicator || nobody || count_claimed(job, number, indicator)) {
			continue;
		}
		const char *period = job_period_of(job, number);
		if (isnan(number->high)) {
			count_one(job, number, indicator, number->bound, number->written, period);
		} else {
			count_one(job, number, indicator, BOUND_AT_LEAST, number->written, period);
			count_one(job, number, indicator, BOUND_AT_MOST, number->written_high,
				period);
		}
	}
}
