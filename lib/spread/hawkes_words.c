/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plain-language reading of a self-exciting process. */
#include "hawkes_internal.h"

#include <math.h>
#include <string.h>

const char *mizan_hawkes_standing_word(enum mizan_hawkes_standing standing)
{
	static const char *const words[] = {
		"whole", "too-few", "one-time", "no-excitation", "edge", "unsure"};
	return standing <= MIZAN_HAWKES_UNSURE ? words[standing] : NULL;
}

/* Two decimals; more where they would say 0. */
static void words_number(struct mizan_text *text, double value)
{
	mizan_text_printf(text, value > 0 && value < 0.1 ? "%.2g" : "%.2f", value);
}

static void words_interval(struct mizan_text *text, double low, double high)
{
	mizan_text_append(text, " (95 % interval ");
	words_number(text, low);
	mizan_text_append(text, " to ");
	words_number(text, high);
	mizan_text_append(text, ")");
}

/* "half of them within 4.7 days" */
static void words_half(struct mizan_text *text, const struct hawkes_pair *pair)
{
	if (pair->rule == MIZAN_HAWKES_DAILY && pair->half_life < 1) {
		mizan_text_append(text, ", more than half of them on the next day.");
	} else {
		mizan_text_printf(text, ", half of them within %.3g days.", pair->half_life);
	}
}

static void words_edge(const struct hawkes_pair *pair, struct mizan_text *text)
{
	if (pair->half_life > 30) {
		mizan_text_append(text,
			"What follows comes over a time as long as the record: that is a level "
			"that "
			"changes, not events that bring others, so no number is given.");
	} else {
		mizan_text_append(text, "Events of one day make the rest of the answer, by a time "
					"that goes to zero: "
					"no number is given, the rule daily can.");
	}
}

static void words_refusal(const struct hawkes_pair *pair, struct mizan_text *text)
{
	switch (pair->group->standing) {
	case MIZAN_HAWKES_TOO_FEW:
		mizan_text_append(text, "Fewer than 10 events: too few to say.");
		break;
	case MIZAN_HAWKES_ONE_TIME:
		mizan_text_append(text, "All events are on one day: nothing follows anything.");
		break;
	case MIZAN_HAWKES_NO_DECAY:
		mizan_text_append(text, "No sign that an event brings others.");
		break;
	case MIZAN_HAWKES_EDGE:
		words_edge(pair, text);
		break;
	case MIZAN_HAWKES_UNSURE:
		mizan_text_append(text, "The likelihood has no clear maximum: nothing is said.");
		break;
	case MIZAN_HAWKES_WHOLE:
		break;
	}
}

static void words_fit(const struct hawkes_pair *pair, struct mizan_text *text)
{
	const struct mizan_hawkes_group *group = pair->group;
	if (group->p_value < 0.05) {
		mizan_text_printf(text,
			group->p_value < 0.001 ? " The fit is poor (p < 0.001): "
					       : " The fit is poor (p = %.3f): ",
			group->p_value);
		mizan_text_append(
			text, pair->rule == MIZAN_HAWKES_DAILY
				      ? "take the numbers as a rough description."
				      : "equal days alone can be the reason, see the rule "
					"daily.");
	} else if (!isnan(group->p_value)) {
		mizan_text_printf(
			text, " The test of fit finds no fault (p = %.2f).", group->p_value);
	}
	if (group->dispersion > 1.2) {
		mizan_text_printf(text,
			" Days vary %.1f times as much as it allows: events of one day come "
			"together.",
			group->dispersion);
	}
}

static void words_one(const struct hawkes_pair *pair, struct mizan_text *text)
{
	mizan_text_append(text, "Each event brings ");
	words_number(text, pair->ratio);
	mizan_text_append(text, " further ones");
	words_interval(text, pair->low, pair->high);
	words_half(text, pair);
	double share = pair->per_day * pair->days / (double)pair->group->events;
	mizan_text_printf(text, " %.0f %% of events come by themselves.", 100 * fmin(share, 1));
	if (pair->high >= 1) {
		mizan_text_append(text,
			pair->ratio >= 1 ? " The ratio reaches 1: so read, events would go "
					   "on without end, which means that the level rose "
					   "for another reason."
					 : " The interval reaches 1, at which events would go "
					   "on without end.");
	}
	if (pair->half_life > 60) {
		mizan_text_append(text,
			" So slow a decay rather follows the changing level than one event "
			"another.");
	}
	words_fit(pair, text);
}

void hawkes_words(const struct hawkes_pair *pair, struct mizan_text *text)
{
	enum mizan_hawkes_standing standing = pair->group->standing;
	if (standing != MIZAN_HAWKES_WHOLE) {
		words_refusal(pair, text);
	} else if (pair->alone) {
		words_one(pair, text);
	} else if (!(pair->ratio > 1e-8)) {
		mizan_text_printf(text, "No sign that events of %s bring events of %s.",
			pair->after, pair->of);
	} else {
		mizan_text_printf(text, "An event of %s brings ", pair->after);
		words_number(text, pair->ratio);
		mizan_text_printf(text, " of %s", pair->of);
		words_interval(text, pair->low, pair->high);
		words_half(text, pair);
		if (!(pair->low > 0)) {
			mizan_text_append(text, " That may be chance.");
		}
		if (strcmp(pair->of, pair->after) == 0) {
			words_fit(pair, text);
		} else if (pair->group->p_value < 0.05) {
			mizan_text_printf(text, " The fit of %s is poor.", pair->of);
		}
	}
}

void hawkes_words_radius(const struct mizan_hawkes *hawkes, struct mizan_text *text)
{
	if (isnan(hawkes->radius)) {
		mizan_text_append(text, "Not every group has an answer, so the whole has none.");
		return;
	}
	mizan_text_printf(text, "Together the groups bring %.2f events for each", hawkes->radius);
	words_interval(text, hawkes->radius_low, hawkes->radius_high);
	mizan_text_append(
		text, hawkes->radius_high >= 1
			      ? ". That reaches 1, at which events would go on without end."
			      : ".");
}
