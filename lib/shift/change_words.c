/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plain-language reading of a stretch. */
#include "change_internal.h"

#include <math.h>

static void words_number(struct mizan_text *text, double value)
{
	if (fabs(value) >= 99.5) {
		mizan_text_append_grouped(text, (int64_t)llround(value));
	} else if (fabs(value) >= 9.95) {
		mizan_text_printf(text, "%.0f", value);
	} else if (fabs(value) >= 0.095 || value == 0) {
		mizan_text_printf(text, "%.1f", value);
	} else {
		mizan_text_printf(text, "%.2g", value);
	}
}

static void words_interval(struct mizan_text *text, double low, double high)
{
	mizan_text_append(text, " (95 % interval ");
	words_number(text, low);
	mizan_text_append(text, " to ");
	words_number(text, high);
	mizan_text_append(text, ")");
}

static const char *words_yearly(const char *unit)
{
	return unit[0] == 'y' ? "yearly" : unit[0] == 'q' ? "quarterly" : "monthly";
}

/* "the monthly count of deaths runs about 2.3 times as high as before (...)" */
static void words_against(const struct change_words *words, struct mizan_text *text)
{
	const struct mizan_change_level *level = words->level;
	mizan_text_printf(text, "From %s the %s number of %s runs at about ", words->from,
		words_yearly(words->unit), words->indicator);
	words_number(text, level->mean);
	if (isnan(level->ratio)) {
		words_interval(text, level->low, level->high);
		mizan_text_append(text, "; no ratio to the level before, since one of them is 0");
	} else if (level->ratio >= 1) {
		mizan_text_append(text, ", ");
		words_number(text, level->ratio);
		mizan_text_append(text, " times that before");
		words_interval(text, level->ratio_low, level->ratio_high);
	} else {
		mizan_text_printf(text, ", %.2f of that before (95 %% interval %.2f to %.2f)",
			level->ratio, level->ratio_low, level->ratio_high);
	}
}

/* How far the date may lie on each side of the best one. */
static void words_date(const struct change_words *words, struct mizan_text *text)
{
	const struct mizan_change_level *level = words->level;
	size_t before = level->first - level->start_low, after = level->start_high - level->first;
	size_t within = before > after ? before : after;
	if (within == 0) {
		mizan_text_printf(
			text, "; the date of the change is sure to the %s (95 %%).", words->unit);
	} else {
		mizan_text_printf(text,
			"; the date of the change is sure to within %zu %s%s, %s to %s (95 %%).",
			within, words->unit, within == 1 ? "" : "s", words->earliest,
			words->latest);
	}
}

static void words_first(const struct change_words *words, struct mizan_text *text)
{
	if (words->all_none) {
		mizan_text_printf(text,
			"From %s to %s no %s are on record in any %s: there is no change to find.",
			words->from, words->to, words->indicator, words->unit);
		return;
	}
	mizan_text_printf(text, "From %s to %s the %s number of %s runs at about ", words->from,
		words->to, words_yearly(words->unit), words->indicator);
	words_number(text, words->level->mean);
	words_interval(text, words->level->low, words->level->high);
	mizan_text_append(text, ".");
	if (words->stretches == 1) {
		mizan_text_append(text, " No change is found.");
	}
	if (words->p_value > 0.05) {
		mizan_text_printf(text,
			" That the level never changed cannot be ruled out (p = %.3f)%s",
			words->p_value,
			words->stretches > 1 ? ": the changes below may be chance." : ".");
	} else {
		mizan_text_printf(text, " That the level never changed is unlikely (p = %.3f)%s",
			words->p_value,
			words->stretches == 1 ? ", but no single change pays its penalty." : ".");
	}
}

void change_words(const struct change_words *words, struct mizan_text *text)
{
	if (words->stretch == 0) {
		words_first(words, text);
		return;
	}
	words_against(words, text);
	words_date(words, text);
}
