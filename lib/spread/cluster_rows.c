/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a scan of a store found, as rows and notes. */
#include "cluster_store_internal.h"

#include <math.h>
#include <stdio.h>

enum column {
	SOURCE,
	CLUSTER,
	PLACE,
	PROVINCE,
	PLACES,
	RADIUS,
	FROM,
	TO,
	EVENTS,
	EXPECTED,
	RISK,
	STATISTIC,
	P_VALUE,
	DEATHS,
	LONGITUDE,
	LATITUDE,
	MEMBERS,
	WORDS,
	COLUMN_COUNT,
};

void cluster_add_columns(struct mizan_table *table, uint32_t replicates)
{
	static const struct {
		const char *name;
		enum mizan_type type;
		int decimals;
	} columns[COLUMN_COUNT] = {{"source", MIZAN_TEXT, -1}, {"cluster", MIZAN_YEAR, -1},
		{"place", MIZAN_TEXT, -1}, {"province", MIZAN_TEXT, -1},
		{"places", MIZAN_INTEGER, -1}, {"radius_km", MIZAN_REAL, 1},
		{"date_from", MIZAN_TEXT, -1}, {"date_to", MIZAN_TEXT, -1},
		{"events", MIZAN_INTEGER, -1}, {"expected", MIZAN_REAL, 2},
		{"relative_risk", MIZAN_REAL, 1}, {"statistic", MIZAN_REAL, 6},
		{"p_value", MIZAN_REAL, 3}, {"deaths", MIZAN_INTEGER, -1},
		{"longitude", MIZAN_REAL, 4}, {"latitude", MIZAN_REAL, 4},
		{"members", MIZAN_TEXT, -1}, {"words", MIZAN_TEXT, -1}};
	for (int i = 0; i < COLUMN_COUNT; i++) {
		mizan_table_add_column(
			table, columns[i].name, columns[i].type, columns[i].decimals);
	}
	for (uint32_t most = 999; most < replicates; most = 10 * most + 9) {
		table->columns[P_VALUE].decimals++;
	}
	for (size_t i = LONGITUDE; i < COLUMN_COUNT; i++) {
		mizan_table_hide(table, i, true);
	}
}

static void row_days(struct mizan_table *table, size_t row, const struct cluster_found *found,
	const struct mizan_cluster *cluster, struct mizan_text *when)
{
	mizan_date first, last, other;
	char from[11], to[11];
	cluster_frame_days(found->frame, cluster->first_period, &first, &other);
	cluster_frame_days(found->frame, cluster->last_period, &other, &last);
	mizan_table_set_text(table, row, FROM, mizan_date_format(first, from));
	mizan_table_set_text(table, row, TO, mizan_date_format(last, to));
	if (first == last) {
		mizan_text_printf(when, "on %s", from);
	} else {
		mizan_text_printf(when, "from %s to %s", from, to);
	}
}

/* Deaths of its events; unknown where none of them has a number. */
static void row_deaths(struct mizan_table *table, size_t row, const struct cluster_found *found,
	const struct mizan_cluster *cluster)
{
	const struct cluster_record *record = found->record;
	int64_t deaths = 0;
	bool known = false;
	for (size_t i = 0; i < record->count; i++) {
		const struct cluster_event *event = &record->events[i];
		bool in = false;
		if (event->control || event->deaths == MIZAN_UNKNOWN ||
			event->period < cluster->first_period ||
			event->period > cluster->last_period) {
			continue;
		}
		for (size_t k = 0; k < cluster->member_count && !in; k++) {
			in = cluster->members[k] == found->places->of_event[i];
		}
		deaths += in ? event->deaths : 0;
		known = known || in;
	}
	if (known) {
		mizan_table_set_integer(table, row, DEATHS, deaths);
	}
}

static void row_members(struct mizan_table *table, size_t row, const struct cluster_found *found,
	const struct mizan_cluster *cluster)
{
	struct mizan_text names = {0};
	for (size_t i = 0; i < cluster->member_count; i++) {
		const char *name = found->places->items[cluster->members[i]].name;
		mizan_text_printf(&names, "%s%s", i ? "; " : "", *name ? name : "(no name)");
	}
	mizan_table_set_text(table, row, MEMBERS, names.data);
	table->failed = table->failed || names.failed;
	mizan_text_release(&names);
}

static void row_where(struct mizan_table *table, size_t row, const struct cluster_found *found,
	const struct mizan_cluster *cluster)
{
	const struct cluster_place *place = &found->places->items[cluster->centre];
	mizan_table_set_integer(table, row, PLACES, (int64_t)cluster->member_count);
	if (found->query->options.shape == MIZAN_CLUSTER_TIME) {
		return;
	}
	mizan_table_set_text(table, row, PLACE, *place->name ? place->name : NULL);
	mizan_table_set_text(table, row, PROVINCE, *place->province ? place->province : NULL);
	mizan_table_set_real(table, row, RADIUS, cluster->radius_km);
	mizan_table_set_real(table, row, LONGITUDE, place->longitude);
	mizan_table_set_real(table, row, LATITUDE, place->latitude);
	row_members(table, row, found, cluster);
}

static void row_add(struct mizan_table *table, const struct cluster_found *found, size_t number)
{
	const struct mizan_cluster *cluster = &found->result->clusters[number];
	const struct cluster_place *place = &found->places->items[cluster->centre];
	size_t row = mizan_table_add_row(table);
	struct mizan_text when = {0}, words = {0};
	mizan_table_set_text(table, row, SOURCE, found->source);
	mizan_table_set_integer(table, row, CLUSTER, (int64_t)number + 1);
	row_where(table, row, found, cluster);
	row_days(table, row, found, cluster, &when);
	row_deaths(table, row, found, cluster);
	mizan_table_set_integer(table, row, EVENTS, cluster->cases);
	mizan_table_set_real(table, row, EXPECTED, cluster->expected);
	if (isfinite(cluster->relative_risk)) {
		mizan_table_set_real(table, row, RISK, cluster->relative_risk);
	}
	mizan_table_set_real(table, row, STATISTIC, cluster->statistic);
	mizan_table_set_real(table, row, P_VALUE, cluster->p_value);
	mizan_cluster_words(cluster, &found->query->options, found->result->replicates,
		*place->name ? place->name : "a place without a name", when.data ? when.data : "",
		&words);
	mizan_table_set_text(table, row, WORDS, words.data);
	table->failed = table->failed || when.failed || words.failed;
	mizan_text_release(&when);
	mizan_text_release(&words);
}

void cluster_add_rows(struct mizan_table *table, const struct cluster_found *found)
{
	const struct mizan_cluster_result *result = found->result;
	size_t left_out = 0;
	for (size_t i = 0; i < result->count; i++) {
		if (i == 0 || found->query->all || result->clusters[i].p_value <= 0.05) {
			row_add(table, found, i);
		} else {
			left_out++;
		}
	}
	if (left_out > 0) {
		mizan_table_add_note(table,
			"%s: %zu weaker clusters, such as chance gives in more than 5 of 100 "
			"records, "
			"are not shown (--all shows them)",
			found->source, left_out);
	}
	if (result->count == 0) {
		mizan_table_add_note(table,
			"%s: no window has more events than expected and at least %u of them",
			found->source,
			found->query->options.min_cases ? found->query->options.min_cases : 2);
	}
}

/* ---- Notes -------------------------------------------------------------------------------- */

static void note_count(
	struct mizan_table *table, const char *source, int64_t count, const char *what)
{
	if (count > 0) {
		mizan_table_add_note(table, "%s: %lld event%s left out: %s", source,
			(long long)count, count == 1 ? " is" : "s are", what);
	}
}

static void note_left_out(struct mizan_table *table, const struct cluster_found *found)
{
	static const char *const times[] = {"not known to be in one month of the period",
		"not known to be in one week of the period", "not known to the day"};
	const struct cluster_record *record = found->record;
	note_count(table, found->source, record->coarse_place,
		"their place is known to the province, the country or no better");
	note_count(table, found->source, record->coarse_time, times[found->frame->unit]);
	note_count(table, found->source, record->no_point, "they have no point");
	note_count(table, found->source, record->withheld,
		"so recent that public output gives neither point nor day (--restricted does)");
	note_count(table, found->source, record->no_people,
		"their province or district is not in the list of people");
	if (record->district > 0) {
		mizan_table_add_note(table,
			"%s: %lld events are known to the district alone and stand at its point: a "
			"cluster of one place may be a district",
			found->source, (long long)record->district);
	}
	if (record->no_place > 0) {
		mizan_table_add_note(table,
			"%lld rows of the list of people have neither a point nor events, and are "
			"left out with their people",
			(long long)record->no_place);
	}
	if (record->untold_place > 0) {
		mizan_table_add_note(table,
			"%s: of %lld events the source does not say how precise the place is; "
			"their "
			"point is taken as it is",
			found->source, (long long)record->untold_place);
	}
}

static const char *note_model(enum mizan_cluster_model model)
{
	switch (model) {
	case MIZAN_CLUSTER_POISSON:
		return "Poisson scan: expects events in proportion to people and days. A place "
		       "that "
		       "has more throughout is a cluster too.";
	case MIZAN_CLUSTER_BERNOULLI:
		return "Bernoulli scan: expects the events that are cases to have the same share "
		       "of "
		       "all events everywhere and always.";
	case MIZAN_CLUSTER_PERMUTATION:
		break;
	}
	return "Permutation scan: expects in each place and period what the place's and the "
	       "period's "
	       "totals give if they are independent. A place that has many events throughout is no "
	       "cluster; one whose reporting began late may look like one.";
}

static void note_windows(
	struct mizan_table *table, const struct cluster_found *found, const char *unit)
{
	const struct mizan_cluster_options *options = &found->query->options;
	struct mizan_text text = {0};
	const char *between = "";
	if (options->shape != MIZAN_CLUSTER_TIME) {
		if (options->max_km > 0) {
			mizan_text_printf(&text, "circles of up to %.4g km and ", options->max_km);
		} else {
			mizan_text_append(&text, "circles of up to ");
		}
		mizan_text_printf(&text, "%.3g %% of all",
			options->max_share > 0 ? 100 * options->max_share : 50);
		between = ", ";
	}
	if (options->shape != MIZAN_CLUSTER_SPACE) {
		mizan_text_printf(&text, "%swindows of up to %u %s%s", between,
			options->max_periods, unit,
			options->shape == MIZAN_CLUSTER_PROSPECTIVE ? " before the last day" : "");
	}
	mizan_table_add_note(table, "looked at: %s", text.data ? text.data : "");
	table->failed = table->failed || text.failed;
	mizan_text_release(&text);
}

void cluster_add_notes(struct mizan_table *table, const struct cluster_found *found)
{
	static const char *const units[] = {"months", "weeks", "days"};
	const struct cluster_frame *frame = found->frame;
	char from[11], to[11];
	mizan_table_add_note(table,
		"%s: %zu events%s, %zu places, %s to %s, %u %s; %u replicates, seed %llu",
		found->source, found->record->count - found->record->controls,
		found->record->controls > 0 ? " that are cases" : "", found->places->count,
		mizan_date_format(frame->from, from), mizan_date_format(frame->to, to),
		frame->periods, units[frame->unit], found->result->replicates,
		(unsigned long long)found->query->options.seed);
	note_windows(table, found, units[frame->unit]);
	note_left_out(table, found);
	mizan_table_add_note(table, "%s", note_model(found->query->options.model));
	mizan_table_add_note(table,
		"p tells how often chance alone gives the largest statistic of a whole record; of "
		"a "
		"second cluster it is cautious. A cluster has no causes: it says where to look.");
}
