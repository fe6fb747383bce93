/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found about self-exciting processes as rows. */
#include "hawkes_store_internal.h"

#include <math.h>

#define NORMAL_95 1.959963984540054

enum {
	COLUMN_SOURCE,
	COLUMN_OF,
	COLUMN_AFTER,
	COLUMN_BASELINE,
	COLUMN_EVENTS,
	COLUMN_PER_DAY,
	COLUMN_RATIO,
	COLUMN_RATIO_ERROR,
	COLUMN_RATIO_LOW,
	COLUMN_RATIO_HIGH,
	COLUMN_HALF_LIFE,
	COLUMN_HALF_LIFE_LOW,
	COLUMN_HALF_LIFE_HIGH,
	COLUMN_GAIN,
	COLUMN_DISTANCE,
	COLUMN_FIT_P,
	COLUMN_DISPERSION,
	COLUMN_STANDING,
	COLUMN_WORDS,
};

void hawkes_add_columns(struct mizan_table *table)
{
	mizan_table_add_column(table, "source", MIZAN_TEXT, 0);
	mizan_table_add_column(table, "of", MIZAN_TEXT, 0);
	mizan_table_add_column(table, "after", MIZAN_TEXT, 0);
	mizan_table_add_column(table, "baseline", MIZAN_TEXT, 0);
	mizan_table_add_column(table, "events", MIZAN_INTEGER, 0);
	mizan_table_add_column(table, "per_day", MIZAN_REAL, 4);
	mizan_table_add_column(table, "ratio", MIZAN_REAL, 3);
	mizan_table_add_column(table, "ratio_error", MIZAN_REAL, 3);
	mizan_table_add_column(table, "ratio_low", MIZAN_REAL, 3);
	mizan_table_add_column(table, "ratio_high", MIZAN_REAL, 3);
	mizan_table_add_column(table, "half_life", MIZAN_REAL, 2);
	mizan_table_add_column(table, "half_life_low", MIZAN_REAL, 2);
	mizan_table_add_column(table, "half_life_high", MIZAN_REAL, 2);
	mizan_table_add_column(table, "gain", MIZAN_REAL, 2);
	mizan_table_add_column(table, "distance", MIZAN_REAL, 4);
	mizan_table_add_column(table, "fit_p", MIZAN_REAL, 4);
	mizan_table_add_column(table, "dispersion", MIZAN_REAL, 2);
	mizan_table_add_column(table, "standing", MIZAN_TEXT, 0);
	mizan_table_add_column(table, "words", MIZAN_TEXT, 0);
}

/* ---- Rows ---------------------------------------------------------------------------------- */

static void hawkes_set(struct mizan_table *table, size_t row, size_t column, double value)
{
	if (isfinite(value)) {
		mizan_table_set_real(table, row, column, value);
	}
}

static void hawkes_set_words(struct mizan_table *table, size_t row, struct mizan_text *words)
{
	mizan_table_set_text(table, row, COLUMN_WORDS, words->data);
	table->failed = table->failed || words->failed;
	mizan_text_release(words);
}

static const char *hawkes_baseline(const struct hawkes_source *source)
{
	return source->events.stretches ? "year" : "constant";
}

/* The baseline, weighted by the length of its stretches. */
static double hawkes_per_day(const struct hawkes_source *source, const struct mizan_hawkes *hawkes,
	const struct mizan_hawkes_group *group)
{
	double sum = 0, start = 0;
	for (size_t i = 0; i < hawkes->stretch_count; i++) {
		double end = source->stretches ? source->stretches[i] : source->events.end;
		sum += group->parameters[i] * (end - start);
		start = end;
	}
	return sum / source->events.end;
}

static void hawkes_add_pair(struct mizan_table *table, const struct hawkes_source *source,
	const struct mizan_hawkes *hawkes, size_t target, size_t origin)
{
	const struct mizan_hawkes_group *group = &hawkes->groups[target];
	size_t at = mizan_hawkes_ratio(hawkes, origin), decay = mizan_hawkes_decay(hawkes);
	bool alone = hawkes->group_count == 1;
	double ratio = group->parameters[at], off = NORMAL_95 * group->errors[at];
	double half = M_LN2 / group->parameters[decay];
	double spread = exp(NORMAL_95 * group->errors[decay] / group->parameters[decay]);
	bool whole = group->standing == MIZAN_HAWKES_WHOLE;
	struct hawkes_pair pair = {.of = alone ? "" : source->groups[target],
		.after = alone ? "" : source->groups[origin],
		.alone = alone,
		.days = source->events.end,
		.per_day = hawkes_per_day(source, hawkes, group),
		.ratio = ratio,
		.low = fmax(ratio - off, 0),
		.high = ratio + off,
		.half_life = half,
		.rule = source->rule,
		.group = group};
	struct mizan_text words = {0};
	size_t row = mizan_table_add_row(table);
	mizan_table_set_text(table, row, COLUMN_SOURCE, source->name);
	mizan_table_set_text(table, row, COLUMN_OF, alone ? "all" : pair.of);
	mizan_table_set_text(table, row, COLUMN_AFTER, alone ? "all" : pair.after);
	mizan_table_set_text(table, row, COLUMN_BASELINE, hawkes_baseline(source));
	mizan_table_set_integer(table, row, COLUMN_EVENTS, (int64_t)group->events);
	mizan_table_set_text(
		table, row, COLUMN_STANDING, mizan_hawkes_standing_word(group->standing));
	if (whole || group->standing == MIZAN_HAWKES_NO_DECAY) {
		hawkes_set(table, row, COLUMN_PER_DAY, pair.per_day);
		hawkes_set(table, row, COLUMN_RATIO, ratio);
		hawkes_set(table, row, COLUMN_GAIN, group->likelihood - group->poisson);
		hawkes_set(table, row, COLUMN_DISTANCE, group->distance);
		hawkes_set(table, row, COLUMN_FIT_P, group->p_value);
		hawkes_set(table, row, COLUMN_DISPERSION, group->dispersion);
	}
	if (whole) {
		hawkes_set(table, row, COLUMN_RATIO_ERROR, group->errors[at]);
		hawkes_set(table, row, COLUMN_RATIO_LOW, pair.low);
		hawkes_set(table, row, COLUMN_RATIO_HIGH, pair.high);
		hawkes_set(table, row, COLUMN_HALF_LIFE, half);
		hawkes_set(table, row, COLUMN_HALF_LIFE_LOW, half / spread);
		hawkes_set(table, row, COLUMN_HALF_LIFE_HIGH, half * spread);
	}
	hawkes_words(&pair, &words);
	hawkes_set_words(table, row, &words);
}

static void hawkes_add_radius(struct mizan_table *table, const struct hawkes_source *source,
	const struct mizan_hawkes *hawkes)
{
	struct mizan_text words = {0};
	size_t row = mizan_table_add_row(table);
	mizan_table_set_text(table, row, COLUMN_SOURCE, source->name);
	mizan_table_set_text(table, row, COLUMN_OF, "all");
	mizan_table_set_text(table, row, COLUMN_AFTER, "all");
	mizan_table_set_text(table, row, COLUMN_BASELINE, hawkes_baseline(source));
	mizan_table_set_integer(table, row, COLUMN_EVENTS, (int64_t)source->events.count);
	hawkes_set(table, row, COLUMN_RATIO, hawkes->radius);
	hawkes_set(table, row, COLUMN_RATIO_ERROR, hawkes->radius_error);
	hawkes_set(table, row, COLUMN_RATIO_LOW, hawkes->radius_low);
	hawkes_set(table, row, COLUMN_RATIO_HIGH, hawkes->radius_high);
	hawkes_words_radius(hawkes, &words);
	hawkes_set_words(table, row, &words);
}

void hawkes_add_rows(struct mizan_table *table, const struct hawkes_source *source,
	const struct mizan_hawkes *hawkes)
{
	for (size_t target = 0; target < hawkes->group_count; target++) {
		for (size_t origin = 0; origin < hawkes->group_count; origin++) {
			hawkes_add_pair(table, source, hawkes, target, origin);
		}
	}
	if (hawkes->group_count > 1) {
		hawkes_add_radius(table, source, hawkes);
		mizan_table_add_note(table,
			"%s: of %zu pairs of groups some stand above 0 by chance: about one in 40 "
			"of "
			"those in which nothing follows",
			source->name, hawkes->group_count * hawkes->group_count);
	}
	if (source->unknown > 0) {
		mizan_table_add_note(table, "%s: left out: %zu events whose group is not known",
			source->name, source->unknown);
	}
}

/* Whether the level by year leaves less to excitation than the interval of the constant one. */
void hawkes_compare(struct mizan_table *table, size_t constant, size_t year)
{
	double low, ratio;
	if (mizan_table_number(table, constant, COLUMN_RATIO_LOW, &low) &&
		mizan_table_number(table, year, COLUMN_RATIO, &ratio) && ratio < low) {
		const char *words = mizan_table_cell(table, constant, COLUMN_WORDS)->text;
		char *all = mizan_arena_printf(&table->arena,
			"%s With a level of its own for each year it is %.2f: the rest is the "
			"changing level.",
			words, ratio);
		mizan_table_set_text(table, constant, COLUMN_WORDS, all);
	}
}
