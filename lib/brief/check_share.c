/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shares of a whole, by the same publisher. */
#include "brief_internal.h"

#include <math.h>
#include <mizan/place.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- Shares ------------------------------------------------------------------------------- */

#define SHARE_PARTS_MAX 8

struct share_parts {
	struct mizan_table tables[SHARE_PARTS_MAX];
	const char *names[SHARE_PARTS_MAX];
	bool within[SHARE_PARTS_MAX]; /* in events the part is within another one */
	size_t count;
};

/* Sums the parts (areas between semicolons) of one publisher's figure; NaN where one is missing. */
static double share_sum_parts(
	const struct share_parts *parts, const struct mizan_table *whole, size_t row)
{
	double sum = 0;
	const char *origin = series_text(whole, row, "origin");
	for (size_t i = 0; i < parts->count; i++) {
		const struct mizan_table *part = &parts->tables[i];
		double value = (double)NAN;
		for (size_t k = 0; k < part->row_count; k++) {
			const char *mine = series_text(part, k, "publisher");
			const char *theirs = series_text(whole, row, "publisher");
			size_t current = mizan_table_find(part, "current");
			if (mine && theirs && strcmp(mine, theirs) == 0 &&
				strcmp(series_text(part, k, "origin"), origin) == 0 &&
				mizan_table_cell(part, k, current)->integer &&
				(isnan(value) || series_same(part, k, whole, row))) {
				value = series_value(part, k);
			}
		}
		sum += parts->within[i] && strcmp(origin, "events") == 0 ? 0 : value;
	}
	return sum;
}

static void share_answer(struct check_job *job, const struct share_parts *parts,
	const struct mizan_table *whole, size_t row, const struct stated *limit)
{
	double all = series_value(whole, row), part = share_sum_parts(parts, whole, row);
	if (isnan(part) || isnan(all) || all <= 0) {
		return;
	}
	double share = 100 * part / all;
	struct mizan_text text = {0};
	append_number(&text, part);
	mizan_text_append(&text, " of ");
	append_row(&text, whole, row);
	mizan_text_printf(&text, ": %.1f%%", share);
	for (size_t i = 0; i < parts->count; i++) {
		if (parts->within[i] && strcmp(series_text(whole, row, "origin"), "events") == 0) {
			mizan_text_printf(&text, "; %s is within another part, and counted once",
				parts->names[i]);
		}
	}
	bool holds = limit->above ? share > limit->least : share >= limit->least;
	/* More than all: the parts are counted by another definition than the whole. */
	job_answer(job, whole, row, share > 100 ? -1 : holds, share > 100 ? (double)NAN : share,
		text.data, share > 100 ? "the parts are counted otherwise than the whole" : NULL);
	brief_text_done(job->brief, &text);
}

/* Khyber Pakhtunkhwa has the former tribal areas in it: who names both means each event once. */
static void share_find_within(struct check_job *job, struct share_parts *parts)
{
	struct mizan_basemap *map = NULL;
	const struct mizan_area *areas[SHARE_PARTS_MAX] = {0};
	struct mizan_error none = {0};
	const char *country = job_option(job, "country");
	if (!country || mizan_basemap_open(NULL, &map, &none) != MIZAN_OK) {
		return;
	}
	for (size_t i = 0; i < parts->count; i++) {
		const char *name = parts->names[i];
		areas[i] = name ? mizan_basemap_province(
					  map, country, (struct mizan_slice){name, strlen(name)})
				: NULL;
	}
	for (size_t i = 0; i < parts->count; i++) {
		for (size_t k = 0; k < parts->count && areas[i]; k++) {
			bool same = k < i && areas[k] == areas[i];
			parts->within[i] |= same || (areas[k] && mizan_basemap_successor(map,
									 areas[i]) == areas[k]);
		}
	}
	mizan_basemap_close(map);
}

static bool share_has_name(const struct share_parts *parts, const char *name)
{
	bool has = false;
	for (size_t i = 0; i < parts->count; i++) {
		has |= strcasecmp(parts->names[i], name) == 0;
	}
	return has;
}

/* Reads the series of each part: an area, an actor, or a condition over events. */
static mizan_status share_read_parts(struct check_job *job, mizan_date from, mizan_date to,
	struct share_parts *parts, struct mizan_error *error)
{
	const char *areas = job_option(job, "part-area"), *part = job_option(job, "part");
	if (part) {
		return job_series(job, MIZAN_WHOLE, from, to, NULL, part,
			&parts->tables[parts->count++], error);
	}
	mizan_status status = MIZAN_OK;
	while (*areas && status == MIZAN_OK && !job->failed) {
		size_t size = strcspn(areas, ";");
		struct mizan_slice area = mizan_slice_trim((struct mizan_slice){areas, size});
		char *name = brief_copy(job->brief, area.data, area.size);
		if (!name) {
			return mizan_error_memory(error);
		}
		if (parts->count == SHARE_PARTS_MAX) {
			job_fault(job, "part-area", "name fewer, or the others and what is left",
				"these are more than %d areas", SHARE_PARTS_MAX);
			return MIZAN_OK;
		}
		areas += size + (areas[size] == ';');
		if (share_has_name(parts, name)) {
			continue;
		}
		parts->names[parts->count] = name;
		status = job_series(job, MIZAN_WHOLE, from, to, name, NULL,
			&parts->tables[parts->count++], error);
	}
	share_find_within(job, parts);
	return status;
}

mizan_status check_share_at_least(struct check_job *job, struct mizan_error *error)
{
	mizan_date from, to;
	struct stated limit;
	const char *indicator = job_option(job, "indicator");
	if (!job_period(job, "period", &from, &to) || !job_stated(job, "value", NULL, &limit)) {
		return MIZAN_OK;
	}
	if (!job_option(job, "part") && !job_option(job, "part-area")) {
		if (!indicator || strcmp(indicator, "share") != 0) {
			job_fault(job, "check",
				"give part-area or part, or indicator: share for shares that "
				"publishers print",
				"a share needs its part");
			return MIZAN_OK;
		}
		return check_at_least(job, error);
	}
	struct share_parts parts = {0};
	struct mizan_table whole = {0};
	mizan_status status = share_read_parts(job, from, to, &parts, error);
	if (status == MIZAN_OK && !job->failed) {
		status = job_series(job, MIZAN_WHOLE, from, to, NULL, NULL, &whole, error);
	}
	for (size_t row = 0; row < whole.row_count && status == MIZAN_OK && !job->failed; row++) {
		if (series_row(&whole, row, row + 1, mizan_date_month(from)) == row) {
			share_answer(job, &parts, &whole, row, &limit);
		}
	}
	for (size_t i = 0; i < parts.count; i++) {
		mizan_table_release(&parts.tables[i]);
	}
	mizan_table_release(&whole);
	return status;
}
