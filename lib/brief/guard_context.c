/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the words around a number say of it, and which figures may be meant. */
#include "guard_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* ---- Names of the sentence ---------------------------------------------------------------- */

/* A party is the one that acts, before it is a publisher. */
uint32_t guard_key_of(const struct guard_token *token, enum guard_name_kind kind)
{
	return kind == GUARD_PUBLISHER && token_names(token, GUARD_ACTOR)
		       ? 0
		       : token_names(token, kind);
}

/* One name may be of several: UCDP publishes figures, and the events of ucdp-ged. */
static bool token_names_one(
	const struct guard_token *token, enum guard_name_kind kind, uint32_t key)
{
	for (size_t i = 0; i < token->name_count; i++) {
		if (token->names[i]->kind == kind && token->names[i]->key == key) {
			return true;
		}
	}
	return false;
}

/* Does the sentence name this one, or with key 0 any of the kind? */
bool guard_names(const struct guard_sentence *sentence, enum guard_name_kind kind, uint32_t key)
{
	for (size_t i = 0; i < sentence->count; i++) {
		const struct guard_token *token = &sentence->tokens[i];
		if (guard_key_of(token, kind) && (key == 0 || token_names_one(token, kind, key))) {
			return true;
		}
	}
	return false;
}

static bool is_clause_mark(const struct guard_token *token)
{
	return token->kind == TOKEN_MARK &&
	       (*token->text == ',' || *token->text == ';' || *token->text == '(' ||
		       *token->text == ')' || *token->text == ':');
}

static bool clause_names(const struct guard_number *number, enum guard_name_kind kind)
{
	const struct guard_sentence *sentence = number->sentence;
	size_t from = number->index, to = number->index;
	while (from > 0 && !is_clause_mark(&sentence->tokens[from - 1])) {
		from--;
	}
	while (to + 1 < sentence->count && !is_clause_mark(&sentence->tokens[to + 1])) {
		to++;
	}
	for (size_t i = from; i <= to; i++) {
		const struct guard_token *token = &sentence->tokens[i];
		if (guard_key_of(token, kind)) {
			return true;
		}
	}
	return false;
}

/* ---- What a number counts ----------------------------------------------------------------- */

static guard_indicators token_indicator(const struct guard_token *token)
{
	return token->kind == TOKEN_WORD ? guard_indicator_of_word(token->text, token->size) : 0;
}

/* A finer word beside a general one: "soldiers died" counts soldiers. */
static guard_indicators indicators_join(guard_indicators one, guard_indicators two)
{
	guard_indicators deaths = guard_indicator_bit("deaths");
	guard_indicators attacks = guard_indicator_bit("attacks");
	guard_indicators family = guard_indicator_family(one);
	if (two && two != one && (family & two)) {
		guard_indicators both = one | two;
		return both & ~(deaths | attacks) ? both & ~(deaths | attacks) : both;
	}
	return one;
}

/* The words behind a number, to the next number or clause: at most six. */
static guard_indicators indicator_behind(const struct guard_number *number, bool *open)
{
	const struct guard_sentence *sentence = number->sentence;
	guard_indicators found = 0;
	*open = true;
	for (size_t i = number->index + 1; i < sentence->count && i <= number->index + 6; i++) {
		const struct guard_token *token = &sentence->tokens[i];
		if (token->kind == TOKEN_NUMBER || is_clause_mark(token)) {
			break;
		}
		guard_indicators here = token_indicator(token);
		bool and = token->kind == TOKEN_WORD && token->size == 3 &&
			   strncasecmp(token->text, "and", 3) == 0;
		if (and) {
			break;
		}
		if (here) {
			found = found ? indicators_join(found, here) : here;
		} else if (i == number->index + 1 && token->kind == TOKEN_WORD) {
			*open = guard_word_is(token->text, token->size, guard_neutral_words);
		}
	}
	return found;
}

/* The nearest word before, within a dozen words, over the numbers of a list; right before it
 * ("killed 585") it goes first. */
static guard_indicators indicator_before(const struct guard_number *number, bool *adjacent)
{
	const struct guard_sentence *sentence = number->sentence;
	*adjacent = false;
	bool only_vague = true;
	size_t words = 0;
	for (size_t i = 1; i <= number->index && i <= 80 && words <= 12; i++) {
		const struct guard_token *token = &sentence->tokens[number->index - i];
		words += token->kind == TOKEN_WORD || token->kind == TOKEN_NAME;
		guard_indicators here = token_indicator(token);
		if (here) {
			/* "suicide attacks rose to": the word before says which. */
			guard_indicators finer = i < number->index ? token_indicator(token - 1) : 0;
			*adjacent = only_vague;
			return indicators_join(here, finer);
		}
		only_vague &= token->kind == TOKEN_WORD &&
			      guard_word_is(token->text, token->size, guard_vague_words);
	}
	return 0;
}

static bool sentence_has(
	const struct guard_sentence *sentence, size_t from, size_t to, const char *const *words)
{
	for (size_t i = from; i < to && i < sentence->count; i++) {
		const struct guard_token *token = &sentence->tokens[i];
		if (token->kind == TOKEN_WORD && guard_word_is(token->text, token->size, words)) {
			return true;
		}
	}
	return false;
}

/* Percentages are shares where the sentence says so, and no change. */
static guard_indicators indicator_of_percent(const struct guard_number *number)
{
	size_t index = number->index, from = index > 2 ? index - 2 : 0;
	bool change = sentence_has(number->sentence, from, index, guard_change_words);
	bool share = sentence_has(number->sentence, 0, number->sentence->count, guard_share_words);
	return share && !change ? guard_indicator_bit("share") : 0;
}

static guard_indicators number_indicators(const struct guard_number *number)
{
	bool open, adjacent;
	guard_indicators rank = guard_indicator_bit("rank");
	if (number->token->percent) {
		return indicator_of_percent(number);
	}
	guard_indicators before = indicator_before(number, &adjacent);
	if (number->token->ordinal) {
		return before & rank;
	}
	guard_indicators behind = indicator_behind(number, &open);
	if (adjacent) {
		return behind ? indicators_join(before, behind) : before;
	}
	if (behind) {
		return indicators_join(behind, before);
	}
	return open ? before : 0;
}

/* ---- When --------------------------------------------------------------------------------- */

/* How far a year is from a number, in tokens; clauses between count more, numbers forbid. */
static int year_distance(const struct guard_sentence *sentence, size_t number, size_t year)
{
	size_t from = number < year ? number : year, to = number < year ? year : number;
	int distance = 0;
	for (size_t i = from + 1; i < to; i++) {
		const struct guard_token *token = &sentence->tokens[i];
		if (token->kind == TOKEN_NUMBER && !token->edition_year && !token->percent) {
			return -1;
		}
		distance += is_clause_mark(token) ? 8 : 1;
	}
	return distance;
}

/* The nearest year without another number between; 0 where there is none, or several. */
static int number_year(const struct guard_number *number)
{
	const struct guard_sentence *sentence = number->sentence;
	int best = -1, year = 0, only = 0;
	for (size_t i = 0; i < sentence->count; i++) {
		if (!sentence->tokens[i].year) {
			continue;
		}
		only = sentence->tokens[i].year;
		int distance = year_distance(sentence, number->index, i);
		/* "to 1,045 in 2025": of two that are as near, the one behind. */
		if (distance >= 0 && (best < 0 || distance <= best)) {
			best = distance;
			year = sentence->tokens[i].year;
		}
	}
	return sentence->years == 1 ? only : year;
}

static bool sentence_has_year(const struct guard_sentence *sentence, int first, int last)
{
	for (size_t i = 0; i < sentence->count; i++) {
		int year = sentence->tokens[i].year;
		if (year && year >= first && year <= last) {
			return true;
		}
	}
	return false;
}

/* "the GTI 2025 has": a sentence without a year of its own speaks of what the edition prints. */
static bool figure_is_of_edition(
	const struct guard_number *number, const struct guard_figure *figure)
{
	char year[16];
	if (number->year_given || !figure->facts->edition || !figure->year ||
		!guard_names(number->sentence, GUARD_PUBLISHER, figure->publisher)) {
		return false;
	}
	for (size_t i = 0; i < number->sentence->count; i++) {
		int of = number->sentence->tokens[i].edition_year;
		snprintf(year, sizeof year, "%d", of);
		if (of && strstr(figure->facts->edition, year)) {
			return true;
		}
	}
	return false;
}

/* Could the figure be of the days that the sentence speaks of? `exactly`: of its year, or part. */
bool guard_is_of_days(
	const struct guard_number *number, const struct guard_figure *figure, bool exactly)
{
	int first, last, month, day, last_month;
	if (!number->sentence->part_year && figure_is_of_edition(number, figure)) {
		return true;
	}
	if (figure->facts->first == MIZAN_DATE_UNKNOWN ||
		figure->facts->last == MIZAN_DATE_UNKNOWN) {
		return !exactly;
	}
	mizan_date_split(figure->facts->first, &first, &month, &day);
	mizan_date_split(figure->facts->last, &last, &last_month, &day);
	int year = number->year ? number->year : !number->year_given ? number->carried_year : 0;
	bool years = year                 ? year >= first && year <= last
		     : number->year_given ? sentence_has_year(number->sentence, first, last)
					  : !exactly;
	if (!exactly || !years) {
		return years;
	}
	int wanted = number->sentence->month;
	if (!number->sentence->part_year) {
		return figure->year != 0;
	}
	return figure->year == 0 && first == last &&
	       (!wanted || (wanted >= month && wanted <= last_month));
}

/* ---- Whose, and where --------------------------------------------------------------------- */

static bool figure_is_of_country(
	const struct guard_number *number, const struct guard_figure *figure)
{
	if (guard_names(number->sentence, GUARD_COUNTRY, 0)) {
		return figure->country &&
		       guard_names(number->sentence, GUARD_COUNTRY, figure->country);
	}
	/* A group that is named says enough. */
	return !figure->country || !number->carried_country || figure->actor ||
	       figure->country == number->carried_country;
}

/* A figure of an actor or an area needs it named; one of all needs that none is named beside. */
static bool figure_is_of_place(
	const struct guard_number *number, const struct guard_figure *figure, bool exactly)
{
	if (figure->actor ? !guard_names(number->sentence, GUARD_ACTOR, figure->actor)
			  : exactly && number->clause_has_actor) {
		return false;
	}
	return figure->area ? guard_names(number->sentence, GUARD_AREA, figure->area)
			    : !(exactly && number->clause_has_area);
}

bool guard_fits(const struct guard_number *number, const struct guard_figure *figure, bool exactly)
{
	guard_indicators wanted =
		exactly ? number->indicators : guard_indicator_family(number->indicators);
	return (wanted & figure->indicator) && figure_is_of_country(number, figure) &&
	       figure_is_of_place(number, figure, exactly);
}

/* The publishers that the sentence names, where it names any; else all. */
bool guard_is_of_publisher(const struct guard_number *number, const struct guard_figure *figure)
{
	return !guard_names(number->sentence, GUARD_PUBLISHER, 0) ||
	       guard_names(number->sentence, GUARD_PUBLISHER, figure->publisher);
}

double guard_tolerance(const struct guard_token *token)
{
	double unit = 1, number = fabs(token->value), limit = number * 0.025;
	if (token->decimals) {
		return 0.5 * pow(10, -token->decimals) + 1e-9;
	}
	for (double n = number; n >= 10 && fmod(n, 10) == 0; n /= 10) {
		unit *= 10;
	}
	double tolerance = 0.5 * unit < limit ? 0.5 * unit : limit;
	return tolerance < 0.5 ? 0.5 : tolerance;
}

static bool number_is_vague(const struct guard_number *number)
{
	for (size_t i = 1; i <= 2 && i <= number->index; i++) {
		const struct guard_token *token = &number->sentence->tokens[number->index - i];
		if (token->kind != TOKEN_WORD) {
			return false;
		}
		if (guard_word_is(token->text, token->size, guard_vague_words)) {
			/* "rose to 1,083" is no vague number. */
			return token->size != 2;
		}
	}
	return false;
}

void guard_read_context(struct guard_number *number)
{
	const struct guard_token *before = number->index ? number->token - 1 : NULL;
	bool label = before && before->kind == TOKEN_WORD &&
		     guard_word_is(before->text, before->size, guard_label_words);
	number->indicators = label ? 0 : number_indicators(number);
	number->year_given = number->sentence->years > 0;
	number->year = number_year(number);
	number->vague = number_is_vague(number);
	number->tolerance = guard_tolerance(number->token);
	number->clause_has_actor = clause_names(number, GUARD_ACTOR);
	number->clause_has_area = clause_names(number, GUARD_AREA);
}
