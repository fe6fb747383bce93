/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shares of a whole, by the same publisher. */
#include "brief_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- Shares ------------------------------------------------------------------------------- */

/* Sums the parts (areas between semicolons) of one publisher's figure; NaN where one is missing. */
static double share_sum_parts(const struct mizan_table *parts, size_t part_count,
	const struct mizan_table *whole, size_t row)
{
	double sum = 0;
	for (size_t i = 0; i < part_count; i++) {
		double value = (double)NAN;
		for (size_t k = 0; k < parts[i].row_count; k++) {
			const char *mine = series_text(&parts[i], k, "publisher");
			const char *theirs = series_text(whole, row, "publisher");
			const char *origin = series_text(&parts[i], k, "origin");
			size_t current = mizan_table_find(&parts[i], "current");
			if (mine && theirs && strcmp(mine, theirs) == 0 &&
				strcmp(origin, series_text(whole, row, "origin")) == 0 &&
				mizan_table_cell(&parts[i], k, current)->integer &&
				(isnan(value) || series_same(&parts[i], k, whole, row))) {
				value = series_value(&parts[i], k);
			}
		}
		sum += value;
	}
	return sum;
}

static void share_answer(struct check_job *job, const struct mizan_table *parts, size_t part_count,
	const struct mizan_table *whole, size_t row, const struct stated *limit)
{
	double all = series_value(whole, row),
	       part = share_sum_parts(parts, part_count, whole, row);
	if (isnan(part) || isnan(all) || all <= 0) {
		return;
	}
	double share = 100 * part / all;
	struct mizan_text text = {0};
	append_number(&text, part);
	mizan_text_append(&text, " of ");
	append_row(&text, whole, row);
	mizan_text_printf(&text, ": %.1f%%", share);
	bool holds = limit->above ? share > limit->least : share >= limit->least;
	/* More than all: the parts are counted by another definition than the whole. */
	job_answer(job, whole, row, share > 100 ? -1 : holds, share > 100 ? (double)NAN : share,
		text.data, share > 100 ? "the parts are counted otherwise than the whole" : NULL);
	brief_text_done(job->brief, &text);
}

#define SHARE_PARTS_MAX 8

/* Reads the series of each part: an area, an actor, or a condition over events. */
static mizan_status share_read_parts(struct check_job *job, mizan_date from, mizan_date to,
	struct mizan_table parts[SHARE_PARTS_MAX], size_t *count, struct mizan_error *error)
{
	const char *areas = job_option(job, "part-area"), *part = job_option(job, "part");
	*count = 0;
	if (part) {
		return job_series(
			job, MIZAN_WHOLE, from, to, NULL, part, &parts[(*count)++], error);
	}
	mizan_status status = MIZAN_OK;
	while (*areas && *count < SHARE_PARTS_MAX && status == MIZAN_OK) {
		size_t size = strcspn(areas, ";");
		struct mizan_slice area = mizan_slice_trim((struct mizan_slice){areas, size});
		char *name = brief_copy(job->brief, area.data, area.size);
		if (!name) {
			return mizan_error_memory(error);
		}
		status = job_series(
			job, MIZAN_WHOLE, from, to, name, NULL, &parts[(*count)++], error);
		areas += size + (areas[size] == ';');
	}
	return status;
}

mizan_status check_share_at_least(struct check_job *job, struct mizan_error *error)
{
	mizan_date from, to;
	struct stated limit;
	if (!job_period(job, "period", &from, &to) || !job_stated(job, "value", NULL, &limit)) {
		return MIZAN_OK;
	}
	if (!job_option(job, "part") && !job_option(job, "part-area")) {
		/* Shares that publishers print as such. */
		return check_at_least(job, error);
	}
	struct mizan_table parts[SHARE_PARTS_MAX] = {0}, whole = {0};
	size_t count;
	mizan_status status = share_read_parts(job, from, to, parts, &count, error);
	if (status == MIZAN_OK && !job->failed) {
		status = job_series(job, MIZAN_WHOLE, from, to, NULL, NULL, &whole, error);
	}
	for (size_t row = 0; row < whole.row_count && status == MIZAN_OK && !job->failed; row++) {
		if (series_row(&whole, row, row + 1, mizan_date_month(from)) == row) {
			share_answer(job, parts, count, &whole, row, &limit);
		}
	}
	for (size_t i = 0; i < count; i++) {
		mizan_table_release(&parts[i]);
	}
	mizan_table_release(&whole);
	return status;
}
