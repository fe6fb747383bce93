/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A cluster in plain words: how much more than expected, and how often chance does the same. */
#include "cluster_store_internal.h"

#include <math.h>

static const char *words_assumption(enum mizan_cluster_model model)
{
	switch (model) {
	case MIZAN_CLUSTER_POISSON:
		return "by the people who live there";
	case MIZAN_CLUSTER_BERNOULLI:
		return "by its share of all events";
	case MIZAN_CLUSTER_PERMUTATION:
		break;
	}
	return "if the time told nothing about the place";
}

static void words_times(const struct mizan_cluster *cluster, struct mizan_text *text)
{
	double ratio = cluster->cases / cluster->expected;
	mizan_text_printf(
		text, ratio < 10 ? ": %.1f times as many" : ": %.0f times as many", ratio);
}

static void words_chance(
	const struct mizan_cluster *cluster, uint32_t replicates, struct mizan_text *text)
{
	if (cluster->as_large == 0) {
		mizan_text_printf(text,
			" None of %u records in which chance alone was at work had a window as "
			"strong anywhere (p = %.3g).",
			replicates, cluster->p_value);
	} else if (cluster->p_value <= 0.05) {
		mizan_text_printf(text,
			" Of %u records in which chance alone was at work %u had a window as "
			"strong "
			"somewhere (p = %.3g).",
			replicates, cluster->as_large, cluster->p_value);
	} else {
		mizan_text_printf(text,
			" Chance alone gives one as strong somewhere in %.0f of 100 such records "
			"(p = %.2g): this is no sure cluster.",
			100 * cluster->p_value, cluster->p_value);
	}
}

void mizan_cluster_words(const struct mizan_cluster *cluster,
	const struct mizan_cluster_options *options, uint32_t replicates, const char *place,
	const char *when, struct mizan_text *text)
{
	if (options->shape == MIZAN_CLUSTER_TIME) {
		mizan_text_append(text, "Everywhere");
	} else if (cluster->radius_km > 0) {
		mizan_text_printf(text, "Within %.0f km of %s (%zu places)",
			fmax(1, cluster->radius_km), place, cluster->member_count);
	} else {
		mizan_text_printf(text, "In %s", place);
	}
	mizan_text_printf(text, " there were %u events %s, where ", cluster->cases, when);
	mizan_text_printf(text, cluster->expected < 10 ? "%.1f" : "%.0f", cluster->expected);
	mizan_text_printf(text, " would be expected %s", words_assumption(options->model));
	words_times(cluster, text);
	mizan_text_append(text, ".");
	words_chance(cluster, replicates, text);
}
