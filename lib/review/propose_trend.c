/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How numbers move: every year, doubled, by half, nearly equal, the most. */
#include "draft_internal.h"

#include <math.h>
#include <string.h>

/* ---- Periods of a comparison -------------------------------------------------------------- */

struct two_periods {
	const char *period, *against; /* NULL: it does not follow */
	int from, to;                 /* as years; 0: not known */
	size_t date;                  /* the one that it comes from; SIZE_MAX: none */
};

int draft_year(mizan_date date)
{
	int year, unused;
	mizan_date_split(date, &year, &unused, &unused);
	return year;
}

/* The date nearest to a phrase, that is no edition and not told from another. */
static const struct draft_date *nearest(const struct draft_job *job, size_t word)
{
	const struct draft_date *best = NULL;
	size_t least = SIZE_MAX;
	for (size_t i = 0; i < job->sentence->date_count; i++) {
		const struct draft_date *date = &job->sentence->dates[i];
		size_t cost = date->first >= word ? date->first - word : 2 * (word - date->first);
		if (!date->of_index && date->kind != DATE_EARLIER && cost < least) {
			least = cost;
			best = date;
		}
	}
	return best;
}

/* "from 2022 to 2024", "since 2023", "in 2024": the year before is compared with. */
static struct two_periods periods_near(struct draft_job *job, size_t word)
{
	struct two_periods two = {.date = SIZE_MAX};
	const struct draft_date *date = nearest(job, word);
	mizan_date from, to;
	int year = 0;
	if (date && job_days(job, date, &from, &to)) {
		two.date = (size_t)(date - job->sentence->dates);
		year = draft_year(to);
		if (date->since) {
			two.from = draft_year(from);
			two.against = job_printf(job, "%d", two.from);
			return two;
		}
		if (date->two_ends) {
			two.from = draft_year(from);
			two.to = year;
		} else if (date->kind != DATE_YEAR && date->kind != DATE_SAME &&
			   date->kind != DATE_LATER) {
			return two; /* a month has no year before it to be set against */
		}
	} else if (!date && job->context->year_is_near) {
		year = job->context->year;
	}
	if (year && !two.to) {
		two.to = year;
		two.from = year - 1;
	}
	if (two.to) {
		two.period = job_printf(job, "%d", two.to);
		two.against = job_printf(job, "%d", two.from);
	}
	if (two.date < 16) {
		job->date_used[two.date] = true;
	}
	return two;
}

/* What moves: the noun nearest before the phrase, else behind it, else what was counted last. */
const char *job_moved(const struct draft_job *job, size_t word)
{
	const struct draft_sentence *sentence = job->sentence;
	bool killed = draft_is_of_killed(sentence);
	size_t end;
	for (size_t i = word; i > 0; i--) {
		const char *indicator = draft_indicator(sentence, i - 1, killed);
		const char *longer = i >= 2 ? draft_indicator(sentence, i - 2, killed) : NULL;
		if (longer && draft_words_fit(sentence, i - 2, "suicide|civilian *", &end)) {
			return longer;
		}
		if (indicator) {
			return indicator;
		}
	}
	for (size_t i = word; i < sentence->word_count && i < word + 5; i++) {
		const char *indicator = draft_indicator(sentence, i, killed);
		if (indicator) {
			return indicator;
		}
	}
	return NULL;
}

static void set_two(struct draft_job *job, struct draft_proposal *proposal, struct two_periods two)
{
	job_set(job, proposal, "period", two.period);
	job_set(job, proposal, "against", two.against);
}

void job_set_cites(struct draft_job *job, struct draft_proposal *proposal)
{
	if (job->cites) {
		job_set(job, proposal, "cites", job->cites);
	}
}

static void set_years(
	struct draft_job *job, struct draft_proposal *proposal, struct two_periods two)
{
	job_set(job, proposal, "from", two.from ? job_printf(job, "%d", two.from) : NULL);
	job_set(job, proposal, "to", two.to ? job_printf(job, "%d", two.to) : NULL);
}

/* ---- Movements ---------------------------------------------------------------------------- */

/* The percent that a movement is by: "rose by 45 percent", "an increase of 68 percent". */
static struct draft_number *change_number(
	const struct draft_sentence *sentence, const struct draft_phrase *phrase, size_t until)
{
	for (size_t i = 0; i < sentence->number_count; i++) {
		struct draft_number *number = &sentence->numbers[i];
		if (number->kind == NUMBER_PERCENT && !number->used &&
			number->first >= phrase->first && number->first < until) {
			return number;
		}
	}
	return NULL;
}

/* A rise by p percent, at the rounding of p as it is written. */
static const char *factor_of(struct draft_job *job, const struct draft_number *number)
{
	const char *point = strchr(number->written, '.');
	bool word = job->sentence->words[number->first].text[0] > '9';
	double unit = point ? pow(10, -(double)strspn(point + 1, "0123456789")) : 1;
	double percent = number->value - (word || number->bound == BOUND_AT_LEAST ? 0 : 0.5 * unit);
	return job_printf(job, "%.4g", 1 + percent / 100);
}

static void move_by(struct draft_job *job, const struct draft_phrase *phrase,
	struct draft_number *number, const char *indicator)
{
	struct two_periods two = periods_near(job, number->end);
	number->used = true;
	if (phrase->kind == PHRASE_RISES) {
		struct draft_proposal *proposal = job_add(job, "doubled");
		job_set_series(job, proposal, indicator);
		set_two(job, proposal, two);
		job_set(job, proposal, "factor", factor_of(job, number));
		job_set_cites(job, proposal);
	} else {
		struct draft_proposal *proposal = job_add(job, "falls-every-year");
		job_set_series(job, proposal, indicator);
		set_years(job, proposal, two);
		job_set_cites(job, proposal);
	}
}

/* "Attacks fell in 2023": of the year before. */
static void move_plain(
	struct draft_job *job, const struct draft_phrase *phrase, const char *indicator)
{
	struct two_periods two = periods_near(job, phrase->end);
	bool of_index = job->index || !two.to || (two.date == SIZE_MAX && phrase->number != 2);
	if (of_index) {
		return;
	}
	struct draft_proposal *proposal = job_add(
		job, phrase->kind == PHRASE_RISES ? "rises-every-year" : "falls-every-year");
	job_set_series(job, proposal, indicator);
	set_years(job, proposal, two);
	job_set_cites(job, proposal);
}

/* Where two numbers are told, "from 517 to 1,099", they are of the year before and of the year. */
static void move_ends(struct draft_job *job, const struct draft_phrase *phrase,
	struct two_periods two, const char *indicator)
{
	const struct draft_sentence *sentence = job->sentence;
	for (size_t i = 0; i + 1 < sentence->number_count; i++) {
		struct draft_number *low = &sentence->numbers[i], *high = low + 1;
		bool pair = low->first > 0 && draft_word_is(sentence, low->first - 1, "from") &&
			    low->end + 1 == high->first &&
			    draft_word_is(sentence, low->end, "to") && !low->used &&
			    low->kind == NUMBER_COUNT && high->kind == NUMBER_COUNT &&
			    low->first >= phrase->first;
		for (size_t k = 0; pair && k < 2; k++) {
			struct draft_number *number = k ? high : low;
			struct draft_proposal *proposal = job_add(job, "equals");
			job_set_series(job, proposal, indicator);
			job_set(job, proposal, "period", k ? two.period : two.against);
			job_set(job, proposal, "states", number->written);
			job_set_cites(job, proposal);
			number->used = true;
		}
	}
}

static void move_times(struct draft_job *job, const struct draft_phrase *phrase)
{
	struct two_periods two = periods_near(job, phrase->end);
	const char *indicator = job_moved(job, phrase->first);
	indicator = indicator ? indicator : job->context->indicator;
	if (!indicator) {
		return;
	}
	struct draft_proposal *proposal = job_add(job, "doubled");
	job_set_series(job, proposal, indicator);
	set_two(job, proposal, two);
	if (phrase->number != 2) {
		job_set(job, proposal, "factor", job_printf(job, "%g", phrase->number));
	}
	job_set_cites(job, proposal);
	move_ends(job, phrase, two, indicator);
}

static void move_every_year(struct draft_job *job, const struct draft_phrase *phrase)
{
	const struct draft_sentence *sentence = job->sentence;
	const struct draft_phrase *rises = draft_phrase_of(sentence, PHRASE_RISES);
	const struct draft_phrase *falls = draft_phrase_of(sentence, PHRASE_FALLS);
	if (!rises && !falls) {
		return;
	}
	const char *indicator = job_moved(job, (rises ? rises : falls)->first);
	struct two_periods two = {0};
	const struct draft_date *date = nearest(job, phrase->end);
	mizan_date from, to;
	if (date && job_days(job, date, &from, &to)) {
		two.from = draft_year(from);
		two.to = date->two_ends ? draft_year(to) : 0;
	}
	struct draft_proposal *proposal =
		job_add(job, rises ? "rises-every-year" : "falls-every-year");
	job_set_series(job, proposal, indicator ? indicator : "deaths");
	set_years(job, proposal, two);
	job_set_cites(job, proposal);
}

static void move_near(struct draft_job *job, const struct draft_phrase *phrase)
{
	const struct draft_sentence *sentence = job->sentence;
	const char *indicator = job_moved(job, phrase->end);
	struct two_periods two = periods_near(job, phrase->end);
	mizan_date from, to;
	size_t dates = 0;
	for (size_t i = 0; i < sentence->date_count; i++) {
		if (sentence->dates[i].two_ends ||
			!job_days(job, &sentence->dates[i], &from, &to)) {
			continue;
		}
		const char *text = draft_period_text(from, to, job->arena);
		two.period = dates == 0 ? text : two.period;
		two.against = dates == 1 ? text : two.against;
		dates++;
	}
	bool enough = dates == 2 || (two.period && two.against && phrase->end - phrase->first > 0);
	if (!indicator || !enough || (dates == 0 && sentence->date_count == 0)) {
		return;
	}
	struct draft_proposal *proposal = job_add(job, "nearly-equal");
	job_set_series(job, proposal, indicator);
	set_two(job, proposal, two);
	job_set_cites(job, proposal);
	for (size_t i = 0; i < sentence->date_count && i < 16; i++) {
		job->date_used[i] = true;
	}
}

/* ---- The most ----------------------------------------------------------------------------- */

/* "in eight years", "in a decade": how many, 0: not said. */
static int span_of_years(const struct draft_sentence *sentence, size_t word)
{
	size_t end;
	for (size_t i = word; i < sentence->word_count; i++) {
		if (draft_words_fit(sentence, i, "in|for a|one decade", &end)) {
			return 10;
		}
		for (size_t k = 0; k < sentence->number_count; k++) {
			if (sentence->numbers[k].first == i &&
				draft_word_is(sentence, sentence->numbers[k].end, "years") &&
				sentence->numbers[k].value <= 100) {
				return (int)sentence->numbers[k].value;
			}
		}
	}
	return 0;
}

static void top_year(struct draft_job *job, const struct draft_phrase *phrase)
{
	const struct draft_sentence *sentence = job->sentence;
	int year = 0, from = 0;
	for (size_t i = 0; i < sentence->date_count; i++) {
		const struct draft_date *date = &sentence->dates[i];
		mizan_date first, last;
		if (!job_days(job, date, &first, &last)) {
			continue;
		}
		if (date->since) {
			from = draft_year(first);
		} else if (!year) {
			year = draft_year(last);
		}
		if (i < 16) {
			job->date_used[i] = true;
		}
	}
	year = year ? year : job->context->year_is_near ? job->context->year : 0;
	int span = span_of_years(sentence, phrase->first);
	from = !from && span && year ? year - span + 1 : from;
	const char *indicator = job_moved(job, phrase->end);
	indicator = indicator && phrase->end < sentence->word_count ? indicator : "deaths";
	struct draft_proposal *proposal = job_add(job, "largest-of");
	const char *text = year ? job_printf(job, "%d", year) : NULL;
	job_set(job, proposal, "of", "year");
	job_set_series(job, proposal, indicator);
	job_set(job, proposal, "among", text);
	job_set(job, proposal, "period", text);
	job_set(job, proposal, "from", from ? job_printf(job, "%d", from) : NULL);
	if (text) {
		job_set(job, proposal, "to", text);
	}
	job_set_cites(job, proposal);
}

static void top_one(struct draft_job *job, const struct draft_phrase *phrase)
{
	const struct draft_number at = {.first = phrase->first, .end = phrase->end};
	const char *period = job_period_of(job, &at);
	const char *indicator = job_moved(job, phrase->end);
	bool country = job->actor == SIZE_MAX;
	if (country && !job->country) {
		return;
	}
	struct draft_proposal *proposal = job_add(job, "largest-of");
	job_set(job, proposal, "of", country ? "country" : "actor");
	job_set(job, proposal, "indicator", indicator ? indicator : "deaths");
	if (!country && job->country) {
		job_set(job, proposal, "country", job->country);
	}
	job_set(job, proposal, "among",
		country ? job->country : job->store->actors[job->actor].figures);
	if (phrase->number == 1) {
		job_set(job, proposal, "measure", "growth");
	}
	job_set(job, proposal, "period", period);
	job_set_cites(job, proposal);
}

/* ---- All of them -------------------------------------------------------------------------- */

/* Where the next movement of the sentence begins. */
static size_t next_movement(const struct draft_sentence *sentence, size_t after)
{
	size_t next = sentence->word_count;
	for (size_t i = 0; i < sentence->phrase_count; i++) {
		const struct draft_phrase *phrase = &sentence->phrases[i];
		bool moves = phrase->kind == PHRASE_RISES || phrase->kind == PHRASE_FALLS;
		if (moves && phrase->first > after && phrase->first < next) {
			next = phrase->first;
		}
	}
	return next;
}

static void propose_movements(struct draft_job *job)
{
	const struct draft_sentence *sentence = job->sentence;
	for (size_t i = 0; i < sentence->phrase_count; i++) {
		const struct draft_phrase *phrase = &sentence->phrases[i];
		if ((phrase->kind != PHRASE_RISES && phrase->kind != PHRASE_FALLS) || job->index ||
			phrase->number == 1) {
			continue;
		}
		const char *indicator = job_moved(job, phrase->first);
		indicator = indicator ? indicator : job->context->indicator;
		struct draft_number *number;
		bool by = false;
		while (indicator && !draft_phrase_of(sentence, PHRASE_DURING) &&
			(number = change_number(sentence, phrase,
				 next_movement(sentence, phrase->first))) != NULL) {
			move_by(job, phrase, number, indicator);
			by = true;
		}
		bool after = draft_phrase_of(sentence, PHRASE_AFTER) ||
			     draft_phrase_of(sentence, PHRASE_DURING);
		/* "rose to 23" is a number */
		bool to_number = draft_word_is(sentence, phrase->end, "to|from");
		if (!by && indicator && !after && !to_number) {
			move_plain(job, phrase, indicator);
		}
	}
}

void propose_trends(struct draft_job *job)
{
	const struct draft_sentence *sentence = job->sentence;
	const struct draft_phrase *phrase;
	if ((phrase = draft_phrase_of(sentence, PHRASE_EVERY_YEAR)) != NULL) {
		move_every_year(job, phrase);
		return;
	}
	bool top = false;
	if ((phrase = draft_phrase_of(sentence, PHRASE_TOP_YEAR)) != NULL) {
		top_year(job, phrase);
		top = true;
	} else if ((phrase = draft_phrase_of(sentence, PHRASE_TOP)) != NULL && !job->index) {
		top_one(job, phrase);
		top = true;
	}
	if ((phrase = draft_phrase_of(sentence, PHRASE_TIMES)) != NULL) {
		move_times(job, phrase);
		return;
	}
	phrase = draft_phrase_of(sentence, PHRASE_NEAR);
	if (phrase) {
		move_near(job, phrase);
	}
	if (!top) {
		propose_movements(job);
	}
}
