/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Deaths of an event of several days, allocated over periods by the days in each: whole deaths, by
 * the method of largest remainder (Hare quota, as Hamilton's for seats), ties to the earlier, so
 * that the total stays. The event itself is counted where it ends.
 */
#include "toll_internal.h"

#include <stdlib.h>

/* Does a new part of the event begin with this day? Weeks do not lie within months or years, so
 * that each kind of period asked for has its say; and so have the ends of what is counted. */
static bool spread_begins(const struct mizan_toll *toll, mizan_date day)
{
	if (day == toll->options.from ||
		(toll->options.to != MIZAN_DATE_UNKNOWN && day == toll->options.to + 1)) {
		return true;
	}
	for (int bit = 0; bit < BY_COUNT; bit++) {
		if (toll->options.by & TOLL_PERIODS & (1u << bit) &&
			by_period_of(bit, day) != by_period_of(bit, day - 1)) {
			return true;
		}
	}
	return false;
}

static mizan_status spread_make_segments(
	struct mizan_toll *toll, const struct mizan_event *event, struct mizan_error *error)
{
	toll->segment_count = 0;
	for (mizan_date day = event->date_start; day <= event->date_end; day++) {
		if (toll->segment_count > 0 && !spread_begins(toll, day)) {
			toll->segments[toll->segment_count - 1].days++;
			toll->segments[toll->segment_count - 1].last = day;
			continue;
		}
		if (!mizan_grow(&toll->segments, &toll->segment_capacity, toll->segment_count + 1,
			    sizeof *toll->segments)) {
			return mizan_error_memory(error);
		}
		toll->segments[toll->segment_count++] =
			(struct toll_segment){.last = day, .days = 1};
	}
	return mizan_grow(&toll->remainders, &toll->remainder_capacity, toll->segment_count,
		       sizeof *toll->remainders)
		       ? MIZAN_OK
		       : mizan_error_memory(error);
}

static int spread_compare(const void *left, const void *right)
{
	const struct toll_remainder *a = left, *b = right;
	if (a->remainder != b->remainder) {
		return a->remainder > b->remainder ? -1 : 1;
	}
	return (a->segment > b->segment) - (a->segment < b->segment);
}

static void spread_count(
	struct mizan_toll *toll, int64_t total, int64_t days, int64_t *(*place)(struct toll_sums *))
{
	int64_t left = total;
	for (size_t i = 0; i < toll->segment_count; i++) {
		int64_t share = total * toll->segments[i].days;
		*place(&toll->segments[i].sums) = share / days;
		toll->remainders[i] = (struct toll_remainder){share % days, i};
		left -= share / days;
	}
	if (left > 0) {
		qsort(toll->remainders, toll->segment_count, sizeof *toll->remainders,
			spread_compare);
	}
	for (int64_t i = 0; i < left; i++) {
		*place(&toll->segments[toll->remainders[i].segment].sums) += 1;
	}
}

static int64_t *spread_low(struct toll_sums *sums)
{
	return &sums->low;
}
static int64_t *spread_best(struct toll_sums *sums)
{
	return &sums->best;
}
static int64_t *spread_high(struct toll_sums *sums)
{
	return &sums->high;
}
static int64_t *spread_civilians(struct toll_sums *sums)
{
	return &sums->civilians;
}

mizan_status spread_over_periods(struct mizan_toll *toll, const struct mizan_event *event,
	const struct toll_sums *sums, struct mizan_error *error)
{
	mizan_status status = spread_make_segments(toll, event, error);
	if (status != MIZAN_OK) {
		return status;
	}
	int64_t days = event->date_end - event->date_start + 1;
	spread_count(toll, sums->low, days, spread_low);
	spread_count(toll, sums->best, days, spread_best);
	spread_count(toll, sums->high, days, spread_high);
	spread_count(toll, sums->civilians, days, spread_civilians);
	for (size_t i = 0; i < toll->segment_count; i++) {
		struct toll_sums *part = &toll->segments[i].sums;
		part->best_known = sums->best_known;
		part->civilians_known = sums->civilians_known;
		part->both_known = sums->both_known;
		part->by_violence[event->violence < MIZAN_VIOLENCE_COUNT ? event->violence : 0] =
			part->best;
	}
	toll->segments[toll->segment_count - 1].sums.events = sums->events;
	return MIZAN_OK;
}
