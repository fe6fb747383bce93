/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Self-exciting processes among the events of a store. */
#include "hawkes_internal.h"
#include "near_repeat_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NORMAL_95 1.959963984540054
#define NAMED_MAX 8
#define NAMED_EVENTS_MIN 30
#define OTHERS "others"

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

static void hawkes_add_columns(struct mizan_table *table)
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

/* The events of one source, with their groups and the days that were looked at. */
struct hawkes_source {
	const char *name, *groups[NAMED_MAX + 1];
	size_t group_count, unknown;
	mizan_date first, last;
	struct mizan_hawkes_events events;
	double *times, *stretches;
	uint16_t *numbers;
	enum mizan_hawkes_rule rule;
};

static void hawkes_source_release(struct hawkes_source *source)
{
	free(source->times);
	free(source->stretches);
	free(source->numbers);
}

/* ---- Groups -------------------------------------------------------------------------------- */

struct hawkes_name {
	const char *name;
	size_t events;
};

static int compare_name(const void *a, const void *b)
{
	return strcmp(((const struct hawkes_name *)a)->name, ((const struct hawkes_name *)b)->name);
}

static int compare_events(const void *a, const void *b)
{
	const struct hawkes_name *one = a, *two = b;
	if (one->events != two->events) {
		return one->events > two->events ? -1 : 1;
	}
	return strcmp(one->name, two->name);
}

/* Names with their counts, the largest first. */
static size_t hawkes_count_names(
	const struct near_event *events, size_t count, struct hawkes_name *names)
{
	size_t found = 0;
	for (size_t i = 0; i < count; i++) {
		names[i] = (struct hawkes_name){events[i].group, 1};
	}
	qsort(names, count, sizeof *names, compare_name);
	for (size_t i = 0; i < count; i++) {
		if (found > 0 && strcmp(names[found - 1].name, names[i].name) == 0) {
			names[found - 1].events++;
		} else {
			names[found++] = names[i];
		}
	}
	qsort(names, found, sizeof *names, compare_events);
	return found;
}

static mizan_status hawkes_name_groups(struct hawkes_source *source,
	const struct near_event *events, size_t count, struct mizan_error *error)
{
	struct hawkes_name *names = malloc((count + 1) * sizeof *names);
	if (!names) {
		return mizan_error_memory(error);
	}
	size_t found = hawkes_count_names(events, count, names);
	bool others = false;
	for (size_t i = 0; i < found; i++) {
		if (!*names[i].name) {
			source->unknown = names[i].events;
		} else if (source->group_count < NAMED_MAX && names[i].events >= NAMED_EVENTS_MIN) {
			source->groups[source->group_count++] = names[i].name;
		} else {
			others = true;
		}
	}
	if (others) {
		source->groups[source->group_count++] = OTHERS;
	}
	free(names);
	return MIZAN_OK;
}

static size_t hawkes_group_number(const struct hawkes_source *source, const char *name)
{
	for (size_t i = 0; i < source->group_count; i++) {
		if (strcmp(source->groups[i], name) == 0) {
			return i;
		}
	}
	return source->group_count - 1;
}

/* ---- Days ---------------------------------------------------------------------------------- */

/* The days that the source's releases cover, within those asked for. */
static void hawkes_set_days(struct hawkes_source *source, const struct near_events *all,
	const struct mizan_hawkes_query *query, const struct near_event *events, size_t count)
{
	mizan_date first = events[0].date, last = events[count - 1].date;
	for (size_t i = 0; i < all->releases.count; i++) {
		const struct mizan_release *release = &all->releases.items[i];
		if (strcmp(release->kind, "events") == 0 && release->coverage == MIZAN_COMPLETE &&
			strcmp(release->source, source->name) == 0 &&
			(!query->country || strstr(release->countries, query->country)) &&
			release->period_start != MIZAN_DATE_UNKNOWN) {
			first = release->period_start < first ? release->period_start : first;
			last = release->period_end > last ? release->period_end : last;
		}
	}
	if (query->from != MIZAN_DATE_UNKNOWN && query->from > first) {
		first = query->from;
	}
	if (query->to != MIZAN_DATE_UNKNOWN && query->to < last) {
		last = query->to;
	}
	if (all->public_from != MIZAN_DATE_UNKNOWN && last >= all->public_from) {
		last = all->public_from - 1;
	}
	/* A long event asked for by a day within it may end after that. */
	source->first = first < events[0].date ? first : events[0].date;
	source->last = last > events[count - 1].date ? last : events[count - 1].date;
}

static mizan_status hawkes_set_stretches(struct hawkes_source *source, struct mizan_error *error)
{
	int first, last, month, day;
	mizan_date_split(source->first, &first, &month, &day);
	mizan_date_split(source->last, &last, &month, &day);
	size_t count = (size_t)(last - first) + 1;
	if (count > MIZAN_HAWKES_STRETCHES) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "ask for a shorter period",
			"a baseline by year has at most %d years", MIZAN_HAWKES_STRETCHES);
	}
	source->stretches = malloc(count * sizeof *source->stretches);
	if (!source->stretches) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < count; i++) {
		source->stretches[i] =
			(double)(mizan_date_make(first + (int)i + 1, 1, 1) - source->first);
	}
	source->stretches[count - 1] = (double)(source->last + 1 - source->first);
	source->events.stretches = source->stretches;
	source->events.stretch_count = count;
	return MIZAN_OK;
}

static mizan_status hawkes_set_events(struct hawkes_source *source, bool grouped,
	const struct near_event *events, size_t count, struct mizan_error *error)
{
	source->times = malloc((count + 1) * sizeof *source->times);
	source->numbers = malloc((count + 1) * sizeof *source->numbers);
	if (!source->times || !source->numbers) {
		return mizan_error_memory(error);
	}
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		if (grouped && !*events[i].group) {
			continue;
		}
		source->times[kept] = (double)(events[i].date - source->first);
		source->numbers[kept++] =
			grouped ? (uint16_t)hawkes_group_number(source, events[i].group) : 0;
	}
	source->events.times = source->times;
	source->events.groups = source->numbers;
	source->events.count = kept;
	source->events.group_count = source->group_count;
	source->events.end = (double)(source->last + 1 - source->first);
	return MIZAN_OK;
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

static void hawkes_add_rows(struct mizan_table *table, const struct hawkes_source *source,
	const struct mizan_hawkes *hawkes)
{
	for (size_t target = 0; target < hawkes->group_count; target++) {
		for (size_t origin = 0; origin < hawkes->group_count; origin++) {
			hawkes_add_pair(table, source, hawkes, target, origin);
		}
	}
	if (hawkes->group_count > 1) {
		hawkes_add_radius(table, source, hawkes);
	}
	if (source->unknown > 0) {
		mizan_table_add_note(table, "%s: left out: %zu events whose group is not known",
			source->name, source->unknown);
	}
}

/* ---- One source, all sources --------------------------------------------------------------- */

static mizan_status hawkes_source_make(struct hawkes_source *source, const struct near_events *all,
	const struct mizan_hawkes_query *query, const struct near_event *events, size_t count,
	struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	if (query->by) {
		status = hawkes_name_groups(source, events, count, error);
	} else {
		source->group_count = 1;
	}
	if (status == MIZAN_OK) {
		hawkes_set_days(source, all, query, events, count);
		status = hawkes_set_events(source, query->by != NULL, events, count, error);
	}
	return status;
}

static mizan_status hawkes_run_baseline(struct hawkes_source *source, struct mizan_hawkes *hawkes,
	struct mizan_table *table, const struct mizan_hawkes_query *query,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	mizan_status status =
		mizan_hawkes_fit(&source->events, source->rule, query->seed, hawkes, watch, error);
	/* A p-value that is too large needs no second look where it is small. */
	if (status == MIZAN_OK && !(hawkes->groups[0].p_value < 0.01)) {
		status = mizan_hawkes_test(&source->events, source->rule, query->replicates,
			query->seed, 0, hawkes, watch, error);
	}
	if (status == MIZAN_OK) {
		hawkes_add_rows(table, source, hawkes);
	}
	return status;
}

/* Whether the level by year leaves less to excitation than the interval of the constant one. */
static void hawkes_compare(struct mizan_table *table, size_t constant, size_t year)
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

/*
 * A level that changes over years looks like excitation. Unless one baseline is asked for, a period
 * longer than two years gets a level for each year; one group, both, so that the two can be
 * compared.
 */
static mizan_status hawkes_run_source(struct hawkes_source *source, struct mizan_table *table,
	const struct mizan_hawkes_query *query, const struct mizan_watch *watch,
	struct mizan_error *error)
{
	const char *baseline = query->baseline;
	bool by_year = baseline ? strcmp(baseline, "year") == 0 : source->events.end > 731;
	bool constant = baseline ? !by_year : !by_year || source->group_count == 1;
	struct mizan_hawkes *hawkes = malloc(sizeof *hawkes);
	size_t first = table->row_count;
	mizan_status status = hawkes ? MIZAN_OK : mizan_error_memory(error);
	if (status == MIZAN_OK && constant) {
		status = hawkes_run_baseline(source, hawkes, table, query, watch, error);
	}
	size_t second = table->row_count;
	if (status == MIZAN_OK && by_year) {
		status = hawkes_set_stretches(source, error);
	}
	if (status == MIZAN_OK && by_year) {
		status = hawkes_run_baseline(source, hawkes, table, query, watch, error);
	}
	if (status == MIZAN_OK && constant && by_year) {
		hawkes_compare(table, first, second);
	}
	free(hawkes);
	return status;
}

static mizan_status hawkes_run_sources(struct near_events *all,
	const struct mizan_hawkes_query *query, enum mizan_hawkes_rule rule,
	struct mizan_table *table, const struct mizan_watch *watch, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	size_t first = 0;
	for (size_t i = 0; i < all->source_count && status == MIZAN_OK; i++) {
		struct hawkes_source source = {.name = all->sources[i], .rule = rule};
		size_t end = first;
		while (end < all->count && all->items[end].source == i) {
			end++;
		}
		if (end == first) {
			mizan_table_add_note(
				table, "%s: no event is known to the day", source.name);
			continue;
		}
		status = hawkes_source_make(
			&source, all, query, all->items + first, end - first, error);
		if (status == MIZAN_OK && source.group_count > 0) {
			status = hawkes_run_source(&source, table, query, watch, error);
		}
		hawkes_source_release(&source);
		first = end;
	}
	return status;
}

static mizan_status hawkes_read_words(const struct mizan_hawkes_query *query, enum near_by *by,
	enum mizan_hawkes_rule *rule, struct mizan_error *error)
{
	static const char *const rules[] = {"strict", "order", "daily"};
	static const char *const groups[] = {"", "country", "province", "actor"};
	bool known_rule = !query->rule, known_by = !query->by;
	*rule = MIZAN_HAWKES_DAILY;
	*by = NEAR_BY_NOTHING;
	for (unsigned i = 0; query->rule && i < 3; i++) {
		if (strcmp(rules[i], query->rule) == 0) {
			*rule = (enum mizan_hawkes_rule)i;
			known_rule = true;
		}
	}
	for (unsigned i = 1; query->by && i < 4; i++) {
		if (strcmp(groups[i], query->by) == 0) {
			*by = (enum near_by)i;
			known_by = true;
		}
	}
	if (!known_rule || !known_by) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			known_rule ? "country, province or actor" : "strict, order or daily",
			known_rule ? "events are not grouped by '%.40s'"
				   : "there is no rule '%.40s' for equal times",
			known_rule ? query->by : query->rule);
	}
	if (query->baseline && strcmp(query->baseline, "constant") != 0 &&
		strcmp(query->baseline, "year") != 0) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "constant or year",
			"there is no baseline '%.40s'", query->baseline);
	}
	return MIZAN_OK;
}

static void hawkes_note(struct mizan_table *table, enum mizan_hawkes_rule rule)
{
	static const char *const rules[] = {
		"equal days: what is strictly earlier alone brings events (strict)",
		"equal days: earlier rows of the file bring later ones of the same day (order)",
		"equal days: the count of a day is Poisson given the days before (daily)"};
	mizan_table_add_note(table, "%s", rules[rule]);
	mizan_table_add_note(table,
		"that one event brings another is a way to describe how they follow each other; a "
		"common cause, or a level that changes, looks the same");
}

mizan_status mizan_hawkes_store(struct sqlite3 *database, const struct mizan_hawkes_query *query,
	struct mizan_table *table, const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_arena arena = {0};
	struct near_events events = {0};
	enum mizan_hawkes_rule rule;
	struct near_query ask = {.country = query->country,
		.source = query->source,
		.where = query->where,
		.from = query->from,
		.to = query->to};
	mizan_status status = hawkes_read_words(query, &ask.by, &rule, error);
	if (status != MIZAN_OK) {
		return status;
	}
	hawkes_add_columns(table);
	status = near_events_read(database, &ask, &arena, &events, watch, error);
	if (status == MIZAN_OK) {
		status = hawkes_run_sources(&events, query, rule, table, watch, error);
	}
	if (status == MIZAN_OK) {
		near_events_note(&events, &ask, table);
	}
	if (status == MIZAN_OK && table->row_count > 0) {
		hawkes_note(table, rule);
	}
	near_events_release(&events);
	mizan_arena_release(&arena);
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
