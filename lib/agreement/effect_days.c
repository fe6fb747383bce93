/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Incidents and excluded spans as running sums over the days of coverage. */
#include "effect_internal.h"

#include <stdlib.h>

/* 10,000 years: what a date can be. */
#define DAYS_MOST 3660000

static mizan_status days_check(const struct mizan_incidents *incidents, struct mizan_error *error)
{
	mizan_date from = incidents->covered_from, to = incidents->covered_to;
	if (from == MIZAN_DATE_UNKNOWN || to == MIZAN_DATE_UNKNOWN || to < from ||
		(int64_t)to - from >= DAYS_MOST) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT,
			"give the days on which the source would have recorded an incident",
			"coverage has no days");
	}
	for (size_t i = 0; i < incidents->count; i++) {
		if (incidents->dates[i] == MIZAN_DATE_UNKNOWN ||
			(i > 0 && incidents->dates[i] < incidents->dates[i - 1])) {
			return mizan_error_set(error, MIZAN_ERROR_INPUT,
				"sort incidents by their date, and leave out those without one",
				"incident %zu has no date, or an earlier one than that before it",
				i + 1);
		}
	}
	return MIZAN_OK;
}

static mizan_status days_bar(struct effect_days *days, const struct mizan_span *spans, size_t count,
	struct mizan_error *error)
{
	days->barred = calloc((size_t)days->count + 1, sizeof *days->barred);
	if (!days->barred) {
		return mizan_error_memory(error);
	}
	/* +1 where a span begins and -1 behind its end; modulo 2^32 until they are added up. */
	for (size_t i = 0; i < count; i++) {
		int64_t from = (int64_t)spans[i].from - days->first;
		int64_t to = (int64_t)spans[i].to - days->first + 1;
		if (spans[i].to < spans[i].from) {
			return mizan_error_set(error, MIZAN_ERROR_INPUT,
				"give its first day and then its last",
				"excluded span %zu ends before it begins", i + 1);
		}
		from = from < 0 ? 0 : from;
		to = to > days->count ? days->count : to;
		if (from < to) {
			days->barred[from]++;
			days->barred[to]--;
		}
	}
	uint32_t open = 0, sum = 0;
	for (int64_t i = 0; i <= days->count; i++) {
		open += days->barred[i];
		days->barred[i] = sum;
		sum += open > 0 ? 1 : 0;
	}
	return MIZAN_OK;
}

mizan_status effect_days_init(struct effect_days *days, const struct mizan_incidents *incidents,
	const struct mizan_span *excluded, size_t excluded_count, struct mizan_error *error)
{
	*days = (struct effect_days){.first = incidents->covered_from};
	mizan_status status = days_check(incidents, error);
	if (status != MIZAN_OK) {
		return status;
	}
	days->count = (int64_t)incidents->covered_to - days->first + 1;
	days->incidents = calloc((size_t)days->count + 1, sizeof *days->incidents);
	if (!days->incidents) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < incidents->count; i++) {
		int64_t day = (int64_t)incidents->dates[i] - days->first;
		if (day >= 0 && day < days->count) {
			days->incidents[day + 1]++;
		}
	}
	for (int64_t i = 0; i < days->count; i++) {
		days->incidents[i + 1] += days->incidents[i];
	}
	return excluded_count > 0 ? days_bar(days, excluded, excluded_count, error) : MIZAN_OK;
}

void effect_days_release(struct effect_days *days)
{
	free(days->incidents);
	free(days->barred);
	*days = (struct effect_days){0};
}
