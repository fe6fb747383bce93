/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plain-language reading of a composition. */
#include "composition_internal.h"

#include <math.h>

static void words_p(struct mizan_text *text, double p)
{
	mizan_text_printf(text, p < 0.1 ? "p = %.3f" : "p = %.2f", p);
}

/* Points of a hundred: whole from ten on, and never "-0". */
static void words_points(struct mizan_text *text, double share, bool sign)
{
	double points = 100 * share;
	int decimals = fabs(points) < 9.95 ? 1 : 0;
	points = fabs(points) < 0.05 ? 0 : points;
	mizan_text_printf(text, sign && points != 0 ? "%+.*f" : "%.*f", decimals, points);
}

void composition_words_all(
	const char *of, const struct mizan_composition *composition, struct mizan_text *text)
{
	bool more = composition->p_value <= 0.05;
	mizan_text_printf(text,
		"The make-up by %s lies %.2f from that before, where 0 is the same and 1 has "
		"nothing "
		"in common; months in any order give %.2f to %.2f (95 %%, ",
		of, composition->distance, composition->chance_low, composition->chance_high);
	words_p(text, composition->p_value);
	mizan_text_append(text, more ? "): it has shifted." : "): that may be chance.");
}

void composition_words_part(const char *part, const char *counts, const struct mizan_share *share,
	struct mizan_text *text)
{
	mizan_text_printf(text, "%s: ", part);
	words_points(text, share->share_after, false);
	mizan_text_printf(text, " %% of %s after, ", counts);
	words_points(text, share->share_before, false);
	mizan_text_append(text, " % before; a difference of ");
	words_points(text, share->difference, true);
	mizan_text_append(text, " points (95 % interval ");
	words_points(text, share->low, true);
	mizan_text_append(text, " to ");
	words_points(text, share->high, true);
	mizan_text_append(text, ", ");
	words_p(text, share->p_value);
	mizan_text_append(text, ").");
}
