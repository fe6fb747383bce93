/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of a text against figures: which of them a figure explains as an error. */
#include "guard_internal.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum guard_kind { WARN_NONE, WARN_SWAPPED, WARN_OTHER_YEAR, WARN_REVISED, WARN_RELAY, WARN_NEAR };
static const char *const kind_words[] = {"", "swapped", "other-year", "revised", "relay", "near"};

/* What is known of a number from the words around it. */
struct number {
	const struct guard_sentence *sentence;
	const struct guard_token *token;
	size_t index;
	guard_indicators indicators;
	int year;        /* of the nearest year; 0: several are as near, or none */
	bool year_given; /* the sentence has a year */
	int carried_year;
	uint32_t carried_country;
	bool clause_has_actor, clause_has_area; /* between commas */
	bool vague;                             /* "about", "more than" before it */
	double tolerance;                       /* at its own rounding */
};
struct warning {
	enum guard_kind kind;
	const struct guard_figure *figure; /* what the number should have been */
	const struct guard_figure *equal;  /* what it is instead, or NULL */
};
/* What goes on from sentence to sentence. */
struct guard_state {
	const struct mizan_guard *guard;
	int year;         /* of the paragraph */
	uint32_t country; /* of the text */
};

/* ---- Names of the sentence ---------------------------------------------------------------- */

/* A party is the one that acts, before it is a publisher. */
static uint32_t key_of(const struct guard_token *token, enum guard_name_kind kind)
{
	return kind == GUARD_PUBLISHER && token_names(token, GUARD_ACTOR)
		       ? 0
		       : token_names(token, kind);
}

/* Does the sentence name this one, or with key 0 any of the kind? */
static bool names(const struct guard_sentence *sentence, enum guard_name_kind kind, uint32_t key)
{
	for (size_t i = 0; i < sentence->count; i++) {
		uint32_t mine = key_of(&sentence->tokens[i], kind);
		if (mine && (key == 0 || mine == key)) {
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

static bool clause_names(const struct number *number, enum guard_name_kind kind)
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
		if (key_of(token, kind)) {
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
static guard_indicators indicator_behind(const struct number *number, bool *open)
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

/* The nearest word before, within ten tokens; right before it ("killed 585") it goes first. */
static guard_indicators indicator_before(const struct number *number, bool *adjacent)
{
	const struct guard_sentence *sentence = number->sentence;
	*adjacent = false;
	bool only_vague = true;
	for (size_t i = 1; i <= number->index && i <= 14; i++) {
		const struct guard_token *token = &sentence->tokens[number->index - i];
		guard_indicators here = token_indicator(token);
		if (here) {
			*adjacent = only_vague;
			return here;
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
static guard_indicators indicator_of_percent(const struct number *number)
{
	size_t index = number->index, from = index > 2 ? index - 2 : 0;
	bool change = sentence_has(number->sentence, from, index, guard_change_words);
	bool share = sentence_has(number->sentence, 0, number->sentence->count, guard_share_words);
	return share && !change ? guard_indicator_bit("share") : 0;
}

static guard_indicators number_indicators(const struct number *number)
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
static int number_year(const struct number *number)
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

/* Could the figure be of the days that the sentence speaks of? `exactly`: of its year, or part. */
static bool figure_is_of_days(
	const struct number *number, const struct guard_figure *figure, bool exactly)
{
	int first, last, month, day, last_month;
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

static bool figure_is_of_country(const struct number *number, const struct guard_figure *figure)
{
	if (names(number->sentence, GUARD_COUNTRY, 0)) {
		return figure->country && names(number->sentence, GUARD_COUNTRY, figure->country);
	}
	/* A group that is named says enough. */
	return !figure->country || !number->carried_country || figure->actor ||
	       figure->country == number->carried_country;
}

/* A figure of an actor or an area needs it named; one of all needs that none is named beside. */
static bool figure_is_of_place(
	const struct number *number, const struct guard_figure *figure, bool exactly)
{
	if (figure->actor ? !names(number->sentence, GUARD_ACTOR, figure->actor)
			  : exactly && number->clause_has_actor) {
		return false;
	}
	return figure->area ? names(number->sentence, GUARD_AREA, figure->area)
			    : !(exactly && number->clause_has_area);
}

static bool figure_fits(
	const struct number *number, const struct guard_figure *figure, bool exactly)
{
	guard_indicators wanted =
		exactly ? number->indicators : guard_indicator_family(number->indicators);
	return (wanted & figure->indicator) && figure_is_of_country(number, figure) &&
	       figure_is_of_place(number, figure, exactly);
}

/* The publishers that the sentence names, where it names any; else all. */
static bool figure_is_of_publisher(const struct number *number, const struct guard_figure *figure)
{
	return !names(number->sentence, GUARD_PUBLISHER, 0) ||
	       names(number->sentence, GUARD_PUBLISHER, figure->publisher);
}

/* ---- Equal, swapped, near ----------------------------------------------------------------- */

static bool value_equals(double number, double value, double tolerance)
{
	return !isnan(value) && fabs(number - value) <= tolerance;
}

static bool figure_equals(const struct number *number, const struct guard_figure *figure)
{
	double value = number->token->value;
	return value_equals(value, figure->facts->value, number->tolerance) ||
	       value_equals(value, figure->facts->low, number->tolerance) ||
	       value_equals(value, figure->facts->high, number->tolerance);
}

static double own_tolerance(const struct guard_token *token)
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

static bool figure_is_swapped(const struct number *number, const struct guard_figure *figure)
{
	double scale = pow(10, number->token->decimals);
	double one = number->token->value * scale, two = figure->facts->value * scale;
	return !isnan(two) && fabs(one) < 1e15 && fabs(two) < 1e15 &&
	       fabs(two - round(two)) < 1e-6 &&
	       mizan_digits_transposed((int64_t)round(one), (int64_t)round(two));
}

static bool figure_is_near(const struct number *number, const struct guard_figure *figure)
{
	double value = figure->facts->value;
	return !isnan(value) &&
	       fabs(number->token->value - value) <= MIZAN_GUARD_NEAR * fabs(value);
}

/* Is another number of the sentence this value? Then the text has both. */
static bool sentence_has_value(const struct number *number, double value)
{
	for (size_t i = 0; i < number->sentence->count; i++) {
		const struct guard_token *token = &number->sentence->tokens[i];
		if (i != number->index && token->kind == TOKEN_NUMBER && !token->skipped &&
			value_equals(token->value, value, own_tolerance(token))) {
			return true;
		}
	}
	return false;
}

/* ---- Weighing one number ------------------------------------------------------------------ */

static const struct guard_figure *figure_current(
	const struct mizan_guard *guard, const struct guard_figure *figure)
{
	return &guard->figures[figure->current];
}

/* Is its relay named, and nobody who publishes? An outlet may relay one figure, and publish
 * another. */
static bool names_relay_alone(const struct number *number, const struct guard_figure *figure)
{
	bool relay = false, publisher = false;
	for (size_t i = 0; i < number->sentence->count; i++) {
		const struct guard_token *token = &number->sentence->tokens[i];
		uint32_t key = token_names(token, GUARD_RELAY);
		bool mine = key && (key == figure->relay || key == figure->relay_within);
		relay |= mine;
		publisher |= !mine && key_of(token, GUARD_PUBLISHER) != 0;
	}
	return relay && !publisher;
}

/* What a number is that equals a figure which does not stand any more. */
static struct warning weigh_superseded(const struct mizan_guard *guard, const struct number *number,
	const struct guard_figure *old)
{
	const struct guard_figure *now = figure_current(guard, old);
	struct warning warning = {WARN_NONE, now, old};
	const char *one = old->facts->edition, *two = now->facts->edition;
	if (sentence_has_value(number, now->facts->value) || isnan(now->facts->value)) {
		return warning;
	}
	if (figure_is_swapped(number, now)) {
		warning.kind = WARN_SWAPPED;
	} else if (one && two && strcmp(one, two) != 0) {
		warning.kind = WARN_REVISED;
	} else if (old->relay) {
		warning.kind = WARN_RELAY;
	}
	return warning;
}

/* Looks for figures that the number equals. True where it does; then `warning` says whether
 * something is still wrong with it. */
static bool weigh_equal(
	const struct mizan_guard *guard, const struct number *number, struct warning *warning)
{
	const struct guard_figure *any = NULL, *old = NULL, *relayed = NULL;
	bool stands = false, own = false;
	for (size_t i = 0; i < guard->figure_count; i++) {
		const struct guard_figure *figure = &guard->figures[i];
		if (!figure_fits(number, figure, false) || !figure_equals(number, figure) ||
			!figure_is_of_days(number, figure, false)) {
			continue;
		}
		const struct guard_figure *now = figure_current(guard, figure);
		stands |= now == figure || figure_equals(number, now);
		any = any ? any : figure;
		if (!old && figure_fits(number, figure, true) &&
			figure_is_of_days(number, figure, true)) {
			old = figure;
		}
		if (names_relay_alone(number, figure) && figure_fits(number, figure, true)) {
			relayed = relayed ? relayed : figure;
		} else if (names(number->sentence, GUARD_PUBLISHER, figure->publisher)) {
			own = true;
		}
	}
	if (!any) {
		return false;
	}
	*warning = (struct warning){WARN_NONE, any, NULL};
	if (!stands && old) {
		*warning = weigh_superseded(guard, number, old);
	} else if (relayed && !own && number->token->digits >= 2) {
		*warning = (struct warning){WARN_RELAY, relayed, NULL};
	}
	return true;
}

/* The same publisher's number of another year that this one equals, NULL: none. */
static const struct guard_figure *other_year(const struct mizan_guard *guard,
	const struct number *number, const struct guard_figure *figure)
{
	for (size_t i = 0; i < guard->figure_count; i++) {
		const struct guard_figure *other = &guard->figures[i];
		double tolerance = number->token->decimals ? number->tolerance : 0.25;
		if (other->current == i && other->year && other->year != figure->year &&
			other->publisher == figure->publisher &&
			other->indicator == figure->indicator &&
			other->country == figure->country && other->area == figure->area &&
			other->actor == figure->actor &&
			value_equals(number->token->value, other->facts->value, tolerance)) {
			return other;
		}
	}
	return NULL;
}

/* Is the number so much its own that it is not equal by chance? */
static bool is_telling(const struct number *number, bool publisher)
{
	const struct guard_token *token = number->token;
	bool small = (number->indicators &
			     (guard_indicator_bit("rank") | guard_indicator_bit("share"))) != 0;
	return token->digits >= 3 || (publisher && (small || token->digits >= 2));
}

static enum guard_kind weigh_figure(const struct mizan_guard *guard, const struct number *number,
	const struct guard_figure *figure, const struct guard_figure **equal)
{
	bool publisher = names(number->sentence, GUARD_PUBLISHER, figure->publisher);
	bool telling = is_telling(number, publisher);
	*equal = NULL;
	if (telling && number->token->digits >= 2 && figure_is_swapped(number, figure)) {
		return WARN_SWAPPED;
	}
	if (!telling || number->vague || number->sentence->spans || !number->year_given) {
		return WARN_NONE;
	}
	*equal = figure->year ? other_year(guard, number, figure) : NULL;
	if (*equal) {
		return WARN_OTHER_YEAR;
	}
	bool scaled = number->token->digits >= 3 &&
		      !(number->indicators &
			      (guard_indicator_bit("rank") | guard_indicator_bit("share")));
	return scaled && number->year && figure_is_near(number, figure) ? WARN_NEAR : WARN_NONE;
}

/* The number equals nothing: does a figure of its context explain it? */
static struct warning weigh_unequal(const struct mizan_guard *guard, const struct number *number)
{
	struct warning best = {WARN_NONE, NULL, NULL};
	bool best_named = false;
	for (size_t i = 0; i < guard->figure_count; i++) {
		const struct guard_figure *figure = &guard->figures[i], *equal;
		if (figure->current != i || !figure_fits(number, figure, true) ||
			!figure_is_of_days(number, figure, true) ||
			!figure_is_of_publisher(number, figure)) {
			continue;
		}
		enum guard_kind kind = weigh_figure(guard, number, figure, &equal);
		bool named = figure->actor || figure->area;
		bool better =
			kind != WARN_NONE && (best.kind == WARN_NONE || kind < best.kind ||
						     (kind == best.kind && named && !best_named));
		if (better && !sentence_has_value(number, figure->facts->value)) {
			best = (struct warning){kind, figure, equal};
			best_named = named;
		}
	}
	return best;
}

static bool number_is_vague(const struct number *number)
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

static struct warning weigh_number(
	const struct guard_state *state, const struct guard_sentence *sentence, size_t index)
{
	struct warning warning = {WARN_NONE, NULL, NULL};
	struct number number = {.sentence = sentence,
		.token = &sentence->tokens[index],
		.index = index,
		.carried_year = state->year,
		.carried_country = state->country};
	number.indicators = number_indicators(&number);
	const struct guard_token *before = index ? number.token - 1 : NULL;
	bool label = before && before->kind == TOKEN_WORD &&
		     guard_word_is(before->text, before->size, guard_label_words);
	if (!number.indicators || label) {
		return warning;
	}
	number.year_given = sentence->years > 0;
	number.year = number_year(&number);
	number.vague = number_is_vague(&number);
	number.tolerance = own_tolerance(number.token);
	number.clause_has_actor = clause_names(&number, GUARD_ACTOR);
	number.clause_has_area = clause_names(&number, GUARD_AREA);
	if (!weigh_equal(state->guard, &number, &warning)) {
		warning = weigh_unequal(state->guard, &number);
	}
	return warning;
}

/* ---- Rows of warnings --------------------------------------------------------------------- */

static void append_value(struct mizan_text *text, double value)
{
	if (value == floor(value) && fabs(value) < 1e15) {
		mizan_text_append_grouped(text, (int64_t)value);
	} else {
		mizan_text_printf(text, "%g", value);
	}
}

static void append_period(struct mizan_text *text, const struct guard_figure *figure)
{
	char day[11];
	if (figure->year) {
		mizan_text_printf(text, "%d", figure->year);
	} else if (figure->facts->first != MIZAN_DATE_UNKNOWN) {
		mizan_text_printf(text, "%s to ", mizan_date_format(figure->facts->first, day));
		mizan_text_append(text, mizan_date_format(figure->facts->last, day));
	}
}

/* "IEP, GTI 2025 has 558 for 2024 (deaths, TTP)" */
static void append_figure(struct mizan_text *text, const struct guard_figure *figure)
{
	const struct mizan_guard_figure *facts = figure->facts;
	const char *whose = facts->actor     ? facts->actor
			    : facts->area    ? facts->area
			    : facts->country ? facts->country
					     : "the world";
	mizan_text_append(text, facts->publisher);
	if (facts->edition) {
		mizan_text_printf(text, ", %s", facts->edition);
	}
	mizan_text_append(text, " has ");
	append_value(text, facts->value);
	mizan_text_append(text, " for ");
	append_period(text, figure);
	mizan_text_printf(text, " (%s, %s)", facts->indicator, whose);
}

static void append_reason(
	struct mizan_text *text, const struct warning *warning, const struct guard_token *token)
{
	const char *edition = warning->equal ? warning->equal->facts->edition : NULL;
	const struct mizan_guard_figure *relayed =
		warning->equal ? warning->equal->facts : warning->figure->facts;
	switch (warning->kind) {
	case WARN_SWAPPED:
		mizan_text_append(text, ": digits may be swapped");
		break;
	case WARN_OTHER_YEAR:
		mizan_text_printf(text, ": %.*s is its number for %d", (int)token->size,
			token->text, warning->equal->year);
		break;
	case WARN_REVISED:
		mizan_text_printf(text, ": %.*s is of %s, revised since", (int)token->size,
			token->text, edition ? edition : "another edition");
		break;
	case WARN_RELAY:
		mizan_text_printf(
			text, ": %s relays it, and is not its source", relayed->relayed_by);
		break;
	default:
		mizan_text_append(text, ": a near miss");
	}
}

static const char *const columns[] = {"file", "line", "column", "number", "kind", "says",
	"publisher", "edition", "period", "indicator", "country", "area", "actor", "value"};

static void add_columns(struct mizan_table *table)
{
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
		bool whole = i == 1 || i == 2, real = i == 13;
		mizan_table_add_column(table, columns[i],
			whole  ? MIZAN_INTEGER
			: real ? MIZAN_REAL
			       : MIZAN_TEXT,
			-1);
	}
}

/* Lines and columns are counted on from the warning before. */
struct place {
	const char *text, *at;
	size_t line, column;
};

static void place_move(struct place *place, const char *to)
{
	for (; place->at < to; place->at++) {
		if (*place->at == '\n') {
			place->line++;
			place->column = 1;
		} else {
			place->column += ((unsigned char)*place->at & 0xc0) != 0x80;
		}
	}
}

static void add_warning(struct mizan_table *table, const char *path, const struct place *place,
	const struct warning *warning, const struct guard_token *token)
{
	const struct mizan_guard_figure *facts = warning->figure->facts;
	struct mizan_text says = {0}, period = {0}, number = {0};
	size_t row = mizan_table_add_row(table);
	append_figure(&says, warning->figure);
	append_reason(&says, warning, token);
	append_period(&period, warning->figure);
	mizan_text_append_bytes(&number, token->text, token->size);
	const char *const texts[] = {path, NULL, NULL, number.data, kind_words[warning->kind],
		says.data, facts->publisher, facts->edition, period.data, facts->indicator,
		facts->country, facts->area, facts->actor};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		if (i != 1 && i != 2) {
			mizan_table_set_text(table, row, i, texts[i]);
		}
	}
	mizan_table_set_integer(table, row, 1, (int64_t)place->line);
	mizan_table_set_integer(table, row, 2, (int64_t)place->column);
	mizan_table_set_real(table, row, 13, facts->value);
	table->failed |= says.failed || period.failed || number.failed;
	mizan_text_release(&says);
	mizan_text_release(&period);
	mizan_text_release(&number);
}

static bool has_figures(const struct mizan_guard *guard, uint32_t country)
{
	for (size_t i = 0; i < guard->figure_count; i++) {
		if (guard->figures[i].country == country) {
			return true;
		}
	}
	return false;
}

/* What the next sentence may go on from. */
static void carry(struct guard_state *state, const struct guard_sentence *sentence)
{
	for (size_t i = 0; i < sentence->count; i++) {
		const struct guard_token *token = &sentence->tokens[i];
		state->year = token->year ? token->year : state->year;
		uint32_t country = token_names(token, GUARD_COUNTRY);
		if (country && has_figures(state->guard, country)) {
			state->country = country;
		}
	}
}

mizan_status mizan_guard_text(const struct mizan_guard *guard, const char *path, const char *text,
	size_t size, struct mizan_table *table, struct mizan_error *error)
{
	size_t bad = mizan_utf8_check(text, size);
	add_columns(table);
	if (bad < size) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "save it as UTF-8",
			"byte %zu is not UTF-8 text", bad + 1);
	}
	char *masked = guard_mask(text, size);
	struct guard_sentence *sentence = malloc(sizeof *sentence);
	if (!masked || !sentence) {
		free(masked);
		free(sentence);
		return mizan_error_memory(error);
	}
	struct guard_state state = {.guard = guard};
	struct guard_reader reader = {guard, masked, masked, masked + size, true};
	struct place place = {text, text, 1, 1};
	while (guard_next(&reader, sentence)) {
		state.year = reader.new_paragraph ? 0 : state.year;
		for (size_t i = 0; i < sentence->count; i++) {
			const struct guard_token *token = &sentence->tokens[i];
			struct warning warning = {WARN_NONE, NULL, NULL};
			if (token->kind == TOKEN_NUMBER && !token->skipped) {
				warning = weigh_number(&state, sentence, i);
			}
			if (warning.kind != WARN_NONE) {
				place_move(&place, text + (token->text - masked));
				add_warning(table, path, &place, &warning, token);
			}
		}
		carry(&state, sentence);
	}
	free(sentence);
	free(masked);
	return mizan_table_check(table, error);
}
