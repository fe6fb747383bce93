/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many groups are with another, through time. */
#include "relation_internal.h"

#include <stdio.h>

struct period_sum {
	int64_t joins, joins_confirmed, splits, confirmed_splits;
};
struct joins {
	int months;                       /* in a period */
	int32_t first, last;              /* numbers of periods */
	int64_t before, before_confirmed; /* groups that are in before the first period */
	struct period_sum *sums;
	size_t undated;
};

static int32_t joins_period(const struct joins *joins, mizan_date day)
{
	return mizan_date_month(day) / joins->months;
}

/* The periods from the first to the last change, or those asked for. False: there are none. */
static bool joins_find_span(
	struct joins *joins, const struct stay_list *all, mizan_date from, mizan_date to)
{
	joins->first = INT32_MAX;
	joins->last = INT32_MIN;
	for (size_t i = 0; i < all->count; i++) {
		const mizan_date days[2] = {all->items[i].start, all->items[i].leave};
		for (size_t k = 0; k < 2; k++) {
			if (days[k] != DAY_FIRST && days[k] != DAY_LAST) {
				int32_t period = joins_period(joins, days[k]);
				joins->first = period < joins->first ? period : joins->first;
				joins->last = period > joins->last ? period : joins->last;
			}
		}
	}
	joins->first = from != MIZAN_DATE_UNKNOWN ? joins_period(joins, from) : joins->first;
	joins->last = to != MIZAN_DATE_UNKNOWN ? joins_period(joins, to) : joins->last;
	return joins->first <= joins->last;
}

/* Adds one to a period's sum, or to those before; what comes after the last is left out. */
static void joins_add_change(struct joins *joins, mizan_date day, bool confirmed, bool leaves)
{
	if (day == DAY_LAST) {
		return;
	}
	int32_t period = day == DAY_FIRST ? INT32_MIN : joins_period(joins, day);
	if (period < joins->first) {
		*(confirmed ? &joins->before_confirmed : &joins->before) += leaves ? -1 : 1;
	} else if (period <= joins->last) {
		struct period_sum *sum = &joins->sums[period - joins->first];
		int64_t *count = confirmed ? leaves ? &sum->confirmed_splits : &sum->joins_confirmed
				 : leaves  ? &sum->splits
					   : &sum->joins;
		++*count;
	}
}

static void joins_add_stays(struct joins *joins, const struct stay_list *list, bool confirmed)
{
	for (size_t i = 0; i < list->count; i++) {
		joins_add_change(joins, list->items[i].start, confirmed, false);
		joins_add_change(joins, list->items[i].leave, confirmed, true);
		joins->undated += list->items[i].start == DAY_FIRST && !confirmed;
	}
}

static void joins_label(const struct joins *joins, int32_t period, char label[16])
{
	int32_t month = period * joins->months;
	if (joins->months == 12) {
		snprintf(label, 16, "%04d", (int)(month / 12));
	} else if (joins->months == 3) {
		snprintf(label, 16, "%04d-Q%d", (int)(month / 12), (int)(month % 12 / 3 + 1));
	} else {
		snprintf(label, 16, "%04d-%02d", (int)(month / 12), (int)(month % 12 + 1));
	}
}

static void joins_add_rows(const struct joins *joins, struct mizan_table *table)
{
	int64_t groups = joins->before, confirmed = joins->before_confirmed;
	for (int32_t period = joins->first; period <= joins->last; period++) {
		const struct period_sum *sum = &joins->sums[period - joins->first];
		char label[16];
		joins_label(joins, period, label);
		groups += sum->joins - sum->splits;
		confirmed += sum->joins_confirmed - sum->confirmed_splits;
		const int64_t numbers[] = {sum->joins, sum->joins_confirmed, sum->splits, groups,
			confirmed, groups - confirmed};
		size_t row = mizan_table_add_row(table);
		mizan_table_set_text(table, row, 0, label);
		for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
			mizan_table_set_integer(table, row, i + 1, numbers[i]);
		}
	}
}

static void joins_add_columns(struct mizan_table *table)
{
	static const char *const names[] = {"period", "joins", "joins_confirmed", "splits",
		"groups", "confirmed", "announced_only"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		mizan_table_add_column(table, names[i], i ? MIZAN_INTEGER : MIZAN_TEXT, -1);
	}
}

static size_t joins_count_imprecise(const struct stay_list *all, int months)
{
	size_t count = 0;
	for (size_t i = 0; i < all->count; i++) {
		struct dated from = all->items[i].from;
		count += dated_is_known(from) && mizan_date_month(from.first) / months !=
							 mizan_date_month(from.last) / months;
	}
	return count;
}

static void joins_add_notes(const struct joins *joins, const struct stay_list *all,
	const struct mizan_relation_options *options, struct mizan_table *table)
{
	relation_note_status(table);
	mizan_table_add_note(table,
		"groups on record as with %s at the end of a period, by merger or allegiance, each "
		"once; splits are groups that left in it, also where the relation merely ended",
		options->of);
	size_t imprecise = joins_count_imprecise(all, joins->months);
	if (imprecise > 0) {
		mizan_table_add_note(table,
			"%zu joined in a year or month of which no more is known: they stand in "
			"its "
			"first period, and leave in the last one that is possible",
			imprecise);
	}
	if (joins->undated > 0) {
		mizan_table_add_note(table,
			"%zu without a date on which they joined are in from the start",
			joins->undated);
	}
	relation_note_known(options, table);
}

static mizan_status joins_fill(struct world *world, const struct mizan_relation_options *options,
	int months, const mizan_date span[2], struct mizan_table *table, struct mizan_error *error)
{
	struct joins joins = {.months = months};
	struct stay_list all, confirmed;
	mizan_status status = stays_find(world, false, &all, error);
	if (status == MIZAN_OK) {
		status = stays_find(world, true, &confirmed, error);
	}
	if (status != MIZAN_OK) {
		return status;
	}
	joins_add_columns(table);
	if (joins_find_span(&joins, &all, span[0], span[1])) {
		size_t periods = (size_t)(joins.last - joins.first) + 1;
		joins.sums = mizan_arena_allocate(&world->arena, periods, sizeof *joins.sums);
		if (!joins.sums) {
			return mizan_error_memory(error);
		}
		joins_add_stays(&joins, &all, false);
		joins_add_stays(&joins, &confirmed, true);
		joins_add_rows(&joins, table);
	}
	joins_add_notes(&joins, &all, options, table);
	return MIZAN_OK;
}

mizan_status mizan_joins_store(struct sqlite3 *database,
	const struct mizan_relation_options *options, int months, mizan_date from, mizan_date to,
	struct mizan_table *table, struct mizan_error *error)
{
	struct world world = {0};
	const mizan_date span[2] = {from, to};
	mizan_status status = relation_need_of(options, error);
	if (status == MIZAN_OK && months != 1 && months != 3 && months != 12) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE, "year, quarter or month",
			"%d months are no period", months);
	}
	if (status == MIZAN_OK) {
		status = world_read(database, options, &world, error);
	}
	if (status == MIZAN_OK) {
		status = joins_fill(&world, options, months, span, table, error);
	}
	if (status == MIZAN_OK) {
		status = relation_add_sources(database, table, error);
	}
	world_release(&world);
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
