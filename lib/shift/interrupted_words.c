/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an interrupted series says, and what it cannot say. */
#include "interrupted_store_internal.h"

#include <math.h>

const char *mizan_interrupted_caution(void)
{
	return "This compares with the trend before, gone on: it cannot show that what happened at "
	       "the date was the cause, nor that the trend would have gone on; the further from "
	       "the "
	       "date, the less it says.";
}

static void words_period(enum mizan_period period, int32_t month, struct mizan_text *text)
{
	static const char *const months[] = {"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December"};
	if (period == MIZAN_MONTHLY) {
		mizan_text_printf(text, "%s %d", months[month % 12], (int)(month / 12));
	} else {
		char label[16];
		interrupted_label(period, month, label);
		mizan_text_append(text, label);
	}
}

static const char *words_unit(enum mizan_period period, bool several)
{
	return period == MIZAN_MONTHLY     ? several ? "months" : "month"
	       : period == MIZAN_QUARTERLY ? several ? "quarters" : "quarter"
	       : several                   ? "years"
					   : "year";
}

/* Two decimals; more where they would say 0. */
static void words_number(struct mizan_text *text, double value)
{
	mizan_text_printf(text, value < 0.1 ? "%.2g" : value < 100 ? "%.2f" : "%.0f", value);
}

static void words_p(struct mizan_text *text, double p)
{
	mizan_text_printf(text, p < 0.001 ? "p < 0.001" : p < 0.1 ? "p = %.3f" : "p = %.2f", p);
}

static void words_factor(struct mizan_text *text, const struct mizan_factor *factor)
{
	mizan_text_append(text, " (95 % interval ");
	words_number(text, factor->low);
	mizan_text_append(text, " to ");
	words_number(text, factor->high);
	mizan_text_append(text, "; ");
	words_p(text, factor->p_value);
	mizan_text_append(text, ")");
	if (factor->low <= 1 && factor->high >= 1) {
		mizan_text_append(text, ", which leaves room for no change");
	}
}

static void words_slope(const struct mizan_factor *slope, struct mizan_text *text)
{
	mizan_text_append(text, " With each year that factor is multiplied by ");
	words_number(text, slope->value);
	words_factor(text, slope);
	mizan_text_append(text, ".");
}

static void words_placebo(const struct mizan_interrupted_change *change, enum mizan_period period,
	struct mizan_text *text)
{
	if (change->placebos == 0) {
		mizan_text_append(text, " No other date of the record has windows as long, so that "
					"it cannot be said how unusual this is.");
		return;
	}
	mizan_text_append(text, " Of ");
	mizan_text_append_grouped(text, (int64_t)change->placebos);
	mizan_text_printf(text, " other %s with windows as long, ",
		words_unit(period, change->placebos != 1));
	if (change->as_large == 0) {
		mizan_text_append(text, "none has");
	} else {
		mizan_text_append_grouped(text, (int64_t)change->as_large);
		mizan_text_append(text, change->as_large == 1 ? " has" : " have");
	}
	mizan_text_append(text, " a change as large for its uncertainty, up or down (");
	words_p(text, change->placebo_p);
	mizan_text_append(text, "; neighbouring dates share most of their windows).");
	if (change->level.p_value < 0.05 && change->placebo_p > 0.1) {
		mizan_text_append(text, " Changes as large are common in this record, whose level "
					"wanders: the interval above is not to be read alone.");
	}
}

/* Why there is no number. */
static void words_missing(const struct mizan_interrupted_change *change, enum mizan_period period,
	int32_t first_month, struct mizan_text *text)
{
	int32_t step = interrupted_step(period);
	switch (change->standing) {
	case MIZAN_INTERRUPTED_TOO_SHORT:
		mizan_text_printf(text,
			"too little is on record: %zu %s before it and %zu from it on",
			change->before, words_unit(period, change->before != 1), change->after);
		break;
	case MIZAN_INTERRUPTED_TOO_CLOSE:
		mizan_text_append(text, "it cannot be told apart from ");
		words_period(period, first_month + (int32_t)change->other * step, text);
		mizan_text_append(text, ", which is too near");
		break;
	case MIZAN_INTERRUPTED_TOO_FEW:
		mizan_text_printf(text, "%.0f counted in %zu %s are too few",
			change->counted_before + change->counted_after,
			change->before + change->after, words_unit(period, true));
		break;
	case MIZAN_INTERRUPTED_ZERO_BEFORE:
		mizan_text_append(
			text, "nothing was counted before it, and there is no factor to 0");
		break;
	case MIZAN_INTERRUPTED_ZERO_AFTER:
		mizan_text_append(text,
			"nothing was counted from it on, so that the factor is 0 and "
			"has no interval");
		break;
	case MIZAN_INTERRUPTED_SINGULAR:
		mizan_text_append(text, "trend, season and changes cannot be told apart in so few "
					"periods");
		break;
	default:
		mizan_text_append(text, "the counts allow no finite estimate");
	}
}

void mizan_interrupted_words(const struct mizan_interrupted_change *change,
	enum mizan_period period, int32_t first_month, const char *what, struct mizan_text *text)
{
	int32_t step = interrupted_step(period);
	static const char *const adverbs[] = {[MIZAN_YEARLY] = "yearly",
		[MIZAN_QUARTERLY] = "quarterly",
		[MIZAN_MONTHLY] = "monthly"};
	if (change->standing != MIZAN_INTERRUPTED_GOOD) {
		mizan_text_append(text, "Of ");
		words_period(period, first_month + (int32_t)change->at * step, text);
		mizan_text_printf(text, " and the number of %s it cannot be said: ", what);
		words_missing(change, period, first_month, text);
		mizan_text_append(text, ".");
		return;
	}
	mizan_text_append(text, "From ");
	words_period(period, first_month + (int32_t)change->at * step, text);
	mizan_text_printf(text, " the %s number of %s runs ", adverbs[period], what);
	words_number(text, change->level.value);
	mizan_text_append(text, " times as high as the trend before would have it");
	words_factor(text, &change->level);
	mizan_text_append(text, ".");
	if (!isnan(change->slope.value)) {
		words_slope(&change->slope, text);
	}
	if (change->others > 0) {
		mizan_text_printf(text,
			" The trend before has the changes at %zu other date%s named in it.",
			change->others, change->others == 1 ? "" : "s");
	}
	words_placebo(change, period, text);
}
