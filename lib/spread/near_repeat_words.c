/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plain-language reading of one cell. */
#include <mizan/spread.h>

#include <math.h>

static void words_band(struct mizan_text *text, const struct mizan_near_repeat_cell *cell)
{
	if (cell->km_to == 0) {
		mizan_text_append(text, "At the same point, ");
	} else {
		mizan_text_printf(text, "%g to %g km apart, ", cell->km_from, cell->km_to);
	}
	if (cell->days_to == 0) {
		mizan_text_append(text, "on the same day: ");
	} else if (cell->days_from == cell->days_to) {
		mizan_text_printf(text, "%d days later: ", cell->days_to);
	} else {
		mizan_text_printf(text, "%d to %d days: ", cell->days_from, cell->days_to);
	}
}

static void words_p(struct mizan_text *text, double p)
{
	mizan_text_printf(text, p < 0.001 ? "%.2g" : p < 0.1 ? "%.3f" : "%.2f", p);
}

void mizan_near_repeat_words(
	const struct mizan_near_repeat_cell *cell, uint32_t permutations, struct mizan_text *text)
{
	words_band(text, cell);
	if (!(cell->expected > 0)) {
		mizan_text_append(
			text, "no two events are that far apart, so nothing can be said.");
		return;
	}
	mizan_text_append_grouped(text, (int64_t)cell->observed);
	mizan_text_printf(text, " pair%s where chance gives %.*f", cell->observed == 1 ? "" : "s",
		cell->expected < 100 ? 1 : 0, cell->expected);
	mizan_text_printf(text, ", %.2f times as many", (double)cell->observed / cell->expected);
	if (permutations == 0 || isnan(cell->p_value)) {
		mizan_text_append(text, ".");
		return;
	}
	mizan_text_append(text, " (p = ");
	words_p(text, cell->p_value);
	mizan_text_append(text, "; ");
	words_p(text, cell->p_adjusted);
	mizan_text_append(text, " with all cells looked at).");
}
