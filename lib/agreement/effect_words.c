/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plain-language reading of an effect: what it shows, and what it cannot show. */
#include "effect_internal.h"

#include <math.h>

const char *mizan_effect_caution(void)
{
	return "This compares before and after; it cannot show that the agreement was the cause: "
	       "season, operations and reporting change too.";
}

/* "12 incidents", "1 incident", "no incidents" */
static void words_count(
	struct mizan_text *text, int64_t count, const char *one, const char *several)
{
	if (count == 0) {
		mizan_text_append(text, "no");
	} else {
		mizan_text_append_grouped(text, count);
	}
	mizan_text_printf(text, " %s", count == 1 ? one : several);
}

static void words_days(struct mizan_text *text, int64_t days)
{
	mizan_text_append_grouped(text, days);
	mizan_text_append(text, days == 1 ? " day" : " days");
}

/* Two decimals; more where they would say 0, since 0 would say none. */
static void words_number(struct mizan_text *text, double value)
{
	if (isinf(value)) {
		mizan_text_append(text, "no upper limit");
	} else if (value > 0 && value < 0.1) {
		mizan_text_printf(text, "%.2g", value);
	} else {
		mizan_text_printf(text, "%.2f", value);
	}
}

static void words_interval(struct mizan_text *text, double low, double high)
{
	mizan_text_append(text, " (95 % interval ");
	words_number(text, low);
	mizan_text_append(text, isinf(high) ? ", " : " to ");
	words_number(text, high);
	mizan_text_append(text, ")");
}

/* Three decimals where rounding to two could make 0.054 a 0.05. */
static void words_p(struct mizan_text *text, double p)
{
	mizan_text_printf(text, p < 0.1 ? "p = %.3f" : "p = %.2f", p);
}

static void window_words_placebo(const struct mizan_window_ratio *ratio, struct mizan_text *text)
{
	if (ratio->placebos == 0) {
		mizan_text_append(text,
			" No other date of the record has windows with half to twice as many "
			"incidents, so it cannot be said how unusual that is.");
		return;
	}
	mizan_text_append(text, " Of ");
	words_count(text, (int64_t)ratio->placebos, "other date", "other dates");
	mizan_text_append(text, " with half to twice as many incidents, ");
	if (ratio->as_large == 0) {
		mizan_text_append(text, "none");
	} else {
		mizan_text_append_grouped(text, (int64_t)ratio->as_large);
	}
	mizan_text_append(text, " had a change as large, up or down (");
	words_p(text, ratio->p_value);
	mizan_text_append(text, ").");
	double counted = ((double)ratio->as_large + 1) / ((double)ratio->placebos + 1);
	if (ratio->p_value > counted) {
		mizan_text_append(text, " Their windows overlap and ");
		words_count(text, (int64_t)ratio->independent, "stands apart", "stand apart");
		mizan_text_append(text, ", so that p is not taken to be smaller.");
	}
}

static void window_words_ratio(const struct mizan_window_ratio *ratio, struct mizan_text *text)
{
	if (isinf(ratio->ratio)) {
		mizan_text_append(text, ": no ratio to none");
	} else {
		mizan_text_append(text, ": a ratio of ");
		words_number(text, ratio->ratio);
	}
	if (ratio->standing == MIZAN_EFFECT_NO_CLUSTERING) {
		mizan_text_append(text, "; too few incidents around it to say how sure that is");
	} else if (isinf(ratio->ratio)) {
		mizan_text_append(text, "; at least ");
		words_number(text, ratio->low);
		mizan_text_append(text, " (95 %)");
	} else {
		words_interval(text, ratio->low, ratio->high);
		if (ratio->low <= 1 && ratio->high >= 1) {
			mizan_text_append(text, ", which leaves room for no change");
		}
	}
}

void mizan_window_words(const struct mizan_window_ratio *ratio, struct mizan_text *text)
{
	char date[11];
	mizan_date_format(ratio->at, date);
	if (ratio->standing == MIZAN_EFFECT_NOT_COVERED) {
		words_days(text, ratio->days);
		mizan_text_printf(text,
			" before and from %s are not all within what the record covers: they "
			"cannot be "
			"compared.",
			date);
		return;
	}
	mizan_text_append(text, "In the ");
	words_days(text, ratio->days);
	mizan_text_printf(text, " from %s, ", date);
	words_count(text, ratio->after.incidents, "incident", "incidents");
	mizan_text_append(text, " against ");
	if (ratio->before.incidents > 0) {
		mizan_text_append_grouped(text, ratio->before.incidents);
	} else {
		mizan_text_append(text, "none");
	}
	mizan_text_append(text, " in the ");
	words_days(text, ratio->days);
	mizan_text_append(text, " before");
	if (ratio->standing == MIZAN_EFFECT_FEW_INCIDENTS) {
		mizan_text_append(text, ": too few to compare.");
		return;
	}
	window_words_ratio(ratio, text);
	mizan_text_append(text, ".");
	window_words_placebo(ratio, text);
}

/* "12 incidents in 48 days, 0.25 a day (95 % interval 0.11 to 0.51)" */
static void words_rate(
	const struct mizan_rate *rate, const char *unit, const char *units, struct mizan_text *text)
{
	words_count(text, rate->incidents, unit, units);
	mizan_text_append(text, " in ");
	words_days(text, rate->days);
	mizan_text_append(text, ", ");
	words_number(text, rate->per_day);
	mizan_text_append(text, " a day");
	if (isnan(rate->low)) {
		mizan_text_append(text, " (too few around it to say how sure that is)");
	} else {
		words_interval(text, rate->low, rate->high);
	}
}

static void effect_words_rates(
	const struct mizan_effect *effect, const char *what, struct mizan_text *text)
{
	char from[11], to[11];
	mizan_text_printf(text, "During the %s, %s to %s: ", what,
		mizan_date_format(effect->during.from, from),
		mizan_date_format(effect->during.to, to));
	words_rate(&effect->during, "incident", "incidents", text);
	mizan_text_append(text, ". Before it: ");
	if (effect->before.days > 0) {
		words_rate(&effect->before, "incident", "incidents", text);
	} else {
		mizan_text_append(text, "not covered");
	}
	mizan_text_append(
		text, effect->open ? ". It had not ended when the record ends" : ". After it: ");
	if (!effect->open && effect->after.days > 0) {
		words_rate(&effect->after, "incident", "incidents", text);
	} else if (!effect->open) {
		mizan_text_append(text, "not covered");
	}
	mizan_text_append(text, ".");
}

static void words_when(struct mizan_text *text, int32_t days)
{
	if (days == 0) {
		mizan_text_append(text, "came on its first day");
	} else {
		mizan_text_append(text, "came ");
		words_days(text, days);
		mizan_text_append(text, " after its first day");
	}
}

static void effect_words_first(
	const struct mizan_effect *effect, const char *what, struct mizan_text *text)
{
	if (effect->days_to_first < 0) {
		mizan_text_printf(text, "There is no incident during the %s on record.", what);
		return;
	}
	mizan_text_printf(text, "The first incident during the %s ", what);
	words_when(text, effect->days_to_first);
	if (effect->deaths > 0 && effect->days_to_first_with_deaths >= 0) {
		mizan_text_printf(text, "; the first with at least %d death%s ", effect->deaths,
			effect->deaths == 1 ? "" : "s");
		words_when(text, effect->days_to_first_with_deaths);
	} else if (effect->deaths > 0) {
		mizan_text_printf(text, "; none is known to have had at least %d death%s",
			effect->deaths, effect->deaths == 1 ? "" : "s");
	}
	mizan_text_append(text, ".");
	if (effect->deaths > 0 && effect->unknown_deaths > 0) {
		mizan_text_append(text, " Of ");
		words_count(text, effect->unknown_deaths, "incident", "incidents");
		mizan_text_append(text, effect->days_to_first_with_deaths >= 0
						? " before that one the deaths are not known."
						: " the deaths are not known.");
	}
}

void mizan_effect_words(
	const struct mizan_effect *effect, const char *what, struct mizan_text *text)
{
	effect_words_rates(effect, what, text);
	mizan_text_append(text, "\n\n");
	effect_words_first(effect, what, text);
	mizan_text_append(text, "\n\n");
	for (size_t i = 0; i < effect->window_count; i++) {
		const struct mizan_window_ratio *window = &effect->windows[i];
		mizan_window_words(window, text);
		if (!effect->open && window->standing != MIZAN_EFFECT_NOT_COVERED &&
			window->days > effect->during.days) {
			mizan_text_printf(text, " These days go on after the %s had ended.", what);
		}
		mizan_text_append(text, "\n\n");
	}
	mizan_text_append(text, mizan_effect_caution());
	mizan_text_append(text, "\n");
}
