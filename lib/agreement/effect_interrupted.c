/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An agreement as a date that interrupts the series of its incidents by month. */
#include "effect_store_internal.h"

#include <stdlib.h>

#define YEARS 5

/* Months that coverage holds whole. */
static void whole_months(
	const struct mizan_incidents *incidents, int32_t *first_month, int32_t *last_month)
{
	*first_month = mizan_date_month(incidents->covered_from - 1) + 1;
	*last_month = mizan_date_month(incidents->covered_to + 1) - 1;
}

static mizan_status interrupted_run(const struct mizan_interrupted_series *series,
	const size_t *dates, size_t date_count, struct mizan_interrupted_change *change,
	struct mizan_error *error)
{
	struct mizan_interrupted_change changes[MIZAN_INTERRUPTED_DATES];
	struct mizan_interrupted_options options = {.at = dates,
		.at_count = date_count,
		.window = YEARS * 12,
		.season = 2,
		.errors = MIZAN_ERRORS_CORRELATED,
		.lag = -1,
		.one = true};
	mizan_status status = mizan_interrupted(series, &options, changes, NULL, error);
	*change = changes[0];
	return status;
}

mizan_status effect_interrupted(const struct mizan_incidents *incidents, mizan_date at,
	const struct mizan_span *others, size_t other_count,
	struct mizan_interrupted_change *change, int32_t *first_month, struct mizan_error *error)
{
	int32_t last;
	size_t dates[MIZAN_INTERRUPTED_DATES], date_count = 1;
	whole_months(incidents, first_month, &last);
	*change = (struct mizan_interrupted_change){.standing = MIZAN_INTERRUPTED_TOO_SHORT};
	int32_t month = mizan_date_month(at);
	if (last < *first_month || month < *first_month || month > last) {
		change->at = month > *first_month ? (size_t)(month - *first_month) : 0;
		return MIZAN_OK;
	}
	struct mizan_interrupted_series series = {.periods = (size_t)(last - *first_month + 1),
		.units = 1,
		.periods_per_year = 12,
		.first_in_year = *first_month % 12};
	double *counts = calloc(series.periods, sizeof *counts);
	if (!counts) {
		return mizan_error_memory(error);
	}
	series.counts = counts;
	for (size_t i = 0; i < incidents->count; i++) {
		int32_t of = mizan_date_month(incidents->dates[i]);
		if (of >= *first_month && of <= last) {
			counts[of - *first_month]++;
		}
	}
	dates[0] = (size_t)(month - *first_month);
	for (size_t i = 0; i < other_count && date_count < MIZAN_INTERRUPTED_DATES; i++) {
		int32_t other = mizan_date_month(others[i].from);
		if (other != month && other > *first_month && other <= last) {
			dates[date_count++] = (size_t)(other - *first_month);
		}
	}
	mizan_status status = interrupted_run(&series, dates, date_count, change, error);
	free(counts);
	return status;
}
