/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of a text against figures: which of them a figure explains as an error. */
#include "guard_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- Equal, swapped, near ----------------------------------------------------------------- */

static bool value_equals(double number, double value, double tolerance)
{
	return !isnan(value) && fabs(number - value) <= tolerance;
}

static bool figure_equals(const struct guard_number *number, const struct guard_figure *figure)
{
	double value = number->token->value;
	return value_equals(value, figure->facts->value, number->tolerance) ||
	       value_equals(value, figure->facts->low, number->tolerance) ||
	       value_equals(value, figure->facts->high, number->tolerance);
}

static bool figure_is_swapped(const struct guard_number *number, const struct guard_figure *figure)
{
	double scale = pow(10, number->token->decimals);
	double one = number->token->value * scale, two = figure->facts->value * scale;
	return !isnan(two) && fabs(one) < 1e15 && fabs(two) < 1e15 &&
	       fabs(two - round(two)) < 1e-6 &&
	       mizan_digits_transposed((int64_t)round(one), (int64_t)round(two));
}

static bool figure_is_near(const struct guard_number *number, const struct guard_figure *figure)
{
	double value = figure->facts->value;
	return !isnan(value) &&
	       fabs(number->token->value - value) <= MIZAN_GUARD_NEAR * fabs(value);
}

/* Is another number of the sentence this value? Then the text has both. */
static bool sentence_has_value(const struct guard_number *number, double value)
{
	for (size_t i = 0; i < number->sentence->count; i++) {
		const struct guard_token *token = &number->sentence->tokens[i];
		if (i != number->index && token->kind == TOKEN_NUMBER && !token->skipped &&
			value_equals(token->value, value, guard_tolerance(token))) {
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
static bool names_relay_alone(const struct guard_number *number, const struct guard_figure *figure)
{
	bool relay = false, publisher = false;
	for (size_t i = 0; i < number->sentence->count; i++) {
		const struct guard_token *token = &number->sentence->tokens[i];
		uint32_t key = token_names(token, GUARD_RELAY);
		bool mine = key && (key == figure->relay || key == figure->relay_within);
		relay |= mine;
		publisher |= !mine && guard_key_of(token, GUARD_PUBLISHER) != 0;
	}
	return relay && !publisher;
}

/* What a number is that equals a figure which does not stand any more. */
static struct guard_warning weigh_superseded(const struct mizan_guard *guard,
	const struct guard_number *number, const struct guard_figure *old)
{
	const struct guard_figure *now = figure_current(guard, old);
	struct guard_warning warning = {WARN_NONE, now, old};
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
static bool weigh_equal(const struct mizan_guard *guard, const struct guard_number *number,
	struct guard_warning *warning)
{
	const struct guard_figure *any = NULL, *old = NULL, *relayed = NULL;
	bool stands = false, own = false;
	for (size_t i = 0; i < guard->figure_count; i++) {
		const struct guard_figure *figure = &guard->figures[i];
		if (!guard_fits(number, figure, false) || !figure_equals(number, figure) ||
			!guard_is_of_days(number, figure, false)) {
			continue;
		}
		const struct guard_figure *now = figure_current(guard, figure);
		stands |= now == figure || figure_equals(number, now);
		any = any ? any : figure;
		if (!old && guard_fits(number, figure, true) &&
			guard_is_of_days(number, figure, true)) {
			old = figure;
		}
		if (names_relay_alone(number, figure) && guard_fits(number, figure, true)) {
			relayed = relayed ? relayed : figure;
		} else if (guard_names(number->sentence, GUARD_PUBLISHER, figure->publisher)) {
			own = true;
		}
	}
	if (!any) {
		return false;
	}
	*warning = (struct guard_warning){WARN_NONE, any, NULL};
	if (!stands && old) {
		*warning = weigh_superseded(guard, number, old);
	} else if (relayed && !own && number->token->digits >= 2) {
		*warning = (struct guard_warning){WARN_RELAY, relayed, NULL};
	}
	return true;
}

/* The same publisher's number of another year that this one equals, NULL: none. */
static const struct guard_figure *other_year(const struct mizan_guard *guard,
	const struct guard_number *number, const struct guard_figure *figure)
{
	for (size_t i = 0; i < guard->figure_count; i++) {
		const struct guard_figure *other = &guard->figures[i];
		double tolerance = number->token->decimals ? number->tolerance : 0.25;
		if (other->year && other->year != figure->year &&
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
static bool is_telling(const struct guard_number *number, bool publisher)
{
	const struct guard_token *token = number->token;
	bool small = (number->indicators &
			     (guard_indicator_bit("rank") | guard_indicator_bit("share"))) != 0;
	return token->digits >= 3 || (publisher && (small || token->digits >= 2));
}

static enum guard_kind weigh_figure(const struct mizan_guard *guard,
	const struct guard_number *number, const struct guard_figure *figure,
	const struct guard_figure **equal)
{
	bool publisher = guard_names(number->sentence, GUARD_PUBLISHER, figure->publisher);
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
static struct guard_warning weigh_unequal(
	const struct mizan_guard *guard, const struct guard_number *number)
{
	struct guard_warning best = {WARN_NONE, NULL, NULL};
	bool best_named = false;
	for (size_t i = 0; i < guard->figure_count; i++) {
		const struct guard_figure *figure = &guard->figures[i], *equal;
		if (!guard_fits(number, figure, true) || !guard_is_of_days(number, figure, true) ||
			!guard_is_of_publisher(number, figure)) {
			continue;
		}
		enum guard_kind kind = weigh_figure(guard, number, figure, &equal);
		/* Digits are swapped in what an author read, of whichever edition. */
		if (figure->current != i && kind != WARN_SWAPPED) {
			continue;
		}
		bool named = figure->actor || figure->area;
		bool better =
			kind != WARN_NONE && (best.kind == WARN_NONE || kind < best.kind ||
						     (kind == best.kind && named && !best_named));
		if (better && !sentence_has_value(number, figure->facts->value)) {
			best = (struct guard_warning){kind, figure, equal};
			best_named = named;
		}
	}
	return best;
}

struct guard_warning guard_weigh(const struct mizan_guard *guard, struct guard_number *number)
{
	struct guard_warning warning = {WARN_NONE, NULL, NULL};
	guard_read_context(number);
	if (number->indicators && !weigh_equal(guard, number, &warning)) {
		warning = weigh_unequal(guard, number);
	}
	return warning;
}
