/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plain-language reading of a composition. */
#include "composition_internal.h"

#include <math.h>

static void words_p(struct mizan_text *text, double p)
{
	mizan_text_printf(text, p < 0.1 ? "p = %.3f" : "p = %.2f", p);
}

/* Never "-0". */
static double words_points(double share)
{
	double points = round(100 * share);
	return points == 0 ? 0 : points;
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
	mizan_text_printf(text,
		"%s: %.0f %% of %s after, %.0f %% before; a difference of %+.0f points (95 %% "
		"interval %+.0f to %+.0f, ",
		part, words_points(share->share_after), counts, words_points(share->share_before),
		words_points(share->difference), words_points(share->low),
		words_points(share->high));
	words_p(text, share->p_value);
	mizan_text_append(text, ").");
}
