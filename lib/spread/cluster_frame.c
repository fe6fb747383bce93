/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The periods of a scan, and what of them complete releases cover. */
#include "cluster_store_internal.h"

#include <string.h>

static const char *const unit_words[] = {"month", "week", "day"};

bool mizan_cluster_unit_from_word(const char *word, enum mizan_cluster_unit *unit)
{
	for (int i = 0; i < 3; i++) {
		if (word && strcmp(word, unit_words[i]) == 0) {
			*unit = (enum mizan_cluster_unit)i;
			return true;
		}
	}
	return false;
}

void cluster_frame_make(struct cluster_frame *frame)
{
	int32_t days = frame->to - frame->from + 1;
	switch (frame->unit) {
	case MIZAN_CLUSTER_MONTH:
		frame->periods =
			(uint32_t)(mizan_date_month(frame->to) - mizan_date_month(frame->from) + 1);
		break;
	case MIZAN_CLUSTER_WEEK:
		frame->periods = (uint32_t)((days + 6) / 7);
		break;
	case MIZAN_CLUSTER_DAY:
		frame->periods = (uint32_t)days;
		break;
	}
}

uint32_t cluster_frame_period(const struct cluster_frame *frame, mizan_date date)
{
	if (frame->unit == MIZAN_CLUSTER_MONTH) {
		return (uint32_t)(mizan_date_month(date) - mizan_date_month(frame->from));
	}
	int32_t length = frame->unit == MIZAN_CLUSTER_WEEK ? 7 : 1;
	return frame->periods - 1 - (uint32_t)((frame->to - date) / length);
}

void cluster_frame_days(
	const struct cluster_frame *frame, uint32_t period, mizan_date *first, mizan_date *last)
{
	if (frame->unit == MIZAN_CLUSTER_MONTH) {
		int32_t month = mizan_date_month(frame->from) + (int32_t)period;
		*first = mizan_date_make(month / 12, month % 12 + 1, 1);
		month++;
		*last = mizan_date_make(month / 12, month % 12 + 1, 1) - 1;
	} else {
		int32_t length = frame->unit == MIZAN_CLUSTER_WEEK ? 7 : 1;
		*last = frame->to - (int32_t)(frame->periods - 1 - period) * length;
		*first = *last - length + 1;
	}
	*first = *first < frame->from ? frame->from : *first;
	*last = *last > frame->to ? frame->to : *last;
}

/* ---- Coverage ----------------------------------------------------------------------------- */

static bool release_counts(
	const struct mizan_release *release, const char *source, const char *country)
{
	return strcmp(release->kind, "events") == 0 && release->coverage == MIZAN_COMPLETE &&
	       strcmp(release->source, source) == 0 &&
	       release->period_start != MIZAN_DATE_UNKNOWN &&
	       (!country || strstr(release->countries, country));
}

bool cluster_coverage(const struct mizan_release_list *releases, const char *source,
	const char *country, mizan_date *from, mizan_date *to)
{
	bool found = false;
	for (size_t i = 0; i < releases->count; i++) {
		const struct mizan_release *release = &releases->items[i];
		if (!release_counts(release, source, country)) {
			continue;
		}
		*from = !found || release->period_start < *from ? release->period_start : *from;
		*to = !found || release->period_end > *to ? release->period_end : *to;
		found = true;
	}
	return found;
}

uint32_t cluster_missing_months(const struct mizan_release_list *releases, const char *source,
	const char *country, const struct cluster_frame *frame, int32_t *first)
{
	uint32_t missing = 0;
	int32_t last = mizan_date_month(frame->to);
	for (int32_t month = mizan_date_month(frame->from); month <= last; month++) {
		bool covered = false;
		for (size_t i = 0; i < releases->count && !covered; i++) {
			const struct mizan_release *release = &releases->items[i];
			covered = release_counts(release, source, country) &&
				  mizan_date_month(release->period_start) <= month &&
				  mizan_date_month(release->period_end) >= month;
		}
		*first = !covered && missing == 0 ? month : *first;
		missing += !covered;
	}
	return missing;
}
