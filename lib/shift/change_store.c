/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Change points of the series of a store. */
#include "change_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum shift_column {
	SHIFT_SERIES,
	SHIFT_STRETCH,
	SHIFT_FROM,
	SHIFT_TO,
	SHIFT_PERIODS,
	SHIFT_LEVEL,
	SHIFT_LEVEL_LOW,
	SHIFT_LEVEL_HIGH,
	SHIFT_FROM_EARLIEST,
	SHIFT_FROM_LATEST,
	SHIFT_RATIO,
	SHIFT_RATIO_LOW,
	SHIFT_RATIO_HIGH,
	SHIFT_P_VALUE,
	SHIFT_MILESTONES,
	SHIFT_WORDS,
	SHIFT_COLUMNS,
};
/* Shorter than two stretches and this is no series that shows a level. */
#define SHIFT_LEAST 8
#define SHIFT_REPLICATES 999
/* Neighbours within a stretch that are alike by more than this are said. */
#define SHIFT_ALIKE 0.2
/* Of fewer blocks a test can tell little. */
#define SHIFT_BLOCKS 6

static void shift_add_columns(struct mizan_table *table)
{
	static const struct {
		const char *name;
		enum mizan_type type;
		int decimals;
	} columns[SHIFT_COLUMNS] = {{"series", MIZAN_TEXT, -1}, {"stretch", MIZAN_YEAR, -1},
		{"from", MIZAN_TEXT, -1}, {"to", MIZAN_TEXT, -1}, {"periods", MIZAN_INTEGER, -1},
		{"level", MIZAN_REAL, 1}, {"level_low", MIZAN_REAL, 1},
		{"level_high", MIZAN_REAL, 1}, {"from_earliest", MIZAN_TEXT, -1},
		{"from_latest", MIZAN_TEXT, -1}, {"ratio", MIZAN_REAL, 2},
		{"ratio_low", MIZAN_REAL, 2}, {"ratio_high", MIZAN_REAL, 2},
		{"p_value", MIZAN_REAL, 3}, {"milestones", MIZAN_TEXT, -1},
		{"words", MIZAN_TEXT, -1}};
	for (size_t i = 0; i < SHIFT_COLUMNS; i++) {
		mizan_table_add_column(
			table, columns[i].name, columns[i].type, columns[i].decimals);
	}
}

static void shift_add_chart_columns(struct mizan_table *chart)
{
	mizan_table_add_column(chart, "month", MIZAN_YEAR, -1);
	mizan_table_add_column(chart, "value", MIZAN_REAL, -1);
	mizan_table_add_column(chart, "low", MIZAN_REAL, -1);
	mizan_table_add_column(chart, "high", MIZAN_REAL, -1);
	mizan_table_add_column(chart, "line", MIZAN_TEXT, -1);
}

/* ---- One series --------------------------------------------------------------------------- */

/* The values of one series in its longest unbroken part, with their labels. */
struct shift_series {
	const char *name, *indicator, *unit;
	int step; /* months of a period */
	double *values;
	const char **labels;
	int32_t *months;
	size_t count;
};

static void shift_set_real(struct mizan_table *table, size_t row, size_t column, double value)
{
	if (isfinite(value)) {
		mizan_table_set_real(table, row, column, value);
	}
}

static void shift_add_row(struct mizan_table *table, const struct shift_series *series,
	const struct mizan_change_level *level, size_t stretch, size_t stretches, double p_value,
	bool all_none)
{
	size_t row = mizan_table_add_row(table);
	struct mizan_text text = {0};
	struct change_words words = {.indicator = series->indicator,
		.unit = series->unit,
		.from = series->labels[level->first],
		.to = series->labels[level->last],
		.earliest = series->labels[level->start_low],
		.latest = series->labels[level->start_high],
		.level = level,
		.stretch = stretch,
		.stretches = stretches,
		.p_value = p_value,
		.all_none = all_none};
	change_words(&words, &text);
	mizan_table_set_text(table, row, SHIFT_SERIES, series->name);
	mizan_table_set_integer(table, row, SHIFT_STRETCH, (int64_t)stretch + 1);
	mizan_table_set_text(table, row, SHIFT_FROM, words.from);
	mizan_table_set_text(table, row, SHIFT_TO, words.to);
	mizan_table_set_integer(
		table, row, SHIFT_PERIODS, (int64_t)(level->last - level->first + 1));
	shift_set_real(table, row, SHIFT_LEVEL, level->mean);
	shift_set_real(table, row, SHIFT_LEVEL_LOW, level->low);
	shift_set_real(table, row, SHIFT_LEVEL_HIGH, level->high);
	if (stretch > 0) {
		mizan_table_set_text(table, row, SHIFT_FROM_EARLIEST, words.earliest);
		mizan_table_set_text(table, row, SHIFT_FROM_LATEST, words.latest);
		shift_set_real(table, row, SHIFT_RATIO, level->ratio);
		shift_set_real(table, row, SHIFT_RATIO_LOW, level->ratio_low);
		shift_set_real(table, row, SHIFT_RATIO_HIGH, level->ratio_high);
	}
	shift_set_real(table, row, SHIFT_P_VALUE, all_none ? (double)NAN : p_value);
	mizan_table_set_text(table, row, SHIFT_WORDS, text.data);
	table->failed = table->failed || text.failed;
	mizan_text_release(&text);
}

static void shift_add_chart(struct mizan_table *chart, const struct shift_series *series,
	const struct mizan_change_level *levels, size_t stretches)
{
	for (size_t i = 0; i < series->count; i++) {
		size_t row = mizan_table_add_row(chart);
		mizan_table_set_integer(chart, row, 0, series->months[i]);
		mizan_table_set_real(chart, row, 1, series->values[i]);
		mizan_table_set_text(chart, row, 4, "recorded");
	}
	for (size_t i = 0; i < stretches; i++) {
		for (size_t at = levels[i].first; at <= levels[i].last; at++) {
			size_t row = mizan_table_add_row(chart);
			mizan_table_set_integer(chart, row, 0, series->months[at]);
			mizan_table_set_real(chart, row, 1, levels[i].mean);
			shift_set_real(chart, row, 2, levels[i].low);
			shift_set_real(chart, row, 3, levels[i].high);
			mizan_table_set_text(chart, row, 4, "level");
		}
	}
}

/* How alike neighbours are around the levels of their stretches, on the scale of roots. */
static double shift_alikeness(const struct shift_series *series,
	const struct mizan_change_level *levels, size_t stretches)
{
	double together = 0, alone = 0;
	for (size_t i = 0; i < stretches; i++) {
		double mean = 0;
		size_t first = levels[i].first, last = levels[i].last;
		for (size_t at = first; at <= last; at++) {
			mean += sqrt(fabs(series->values[at])) / (double)(last - first + 1);
		}
		for (size_t at = first; at <= last; at++) {
			double here = sqrt(fabs(series->values[at])) - mean;
			alone += here * here;
			if (at < last) {
				together += here * (sqrt(fabs(series->values[at + 1])) - mean);
			}
		}
	}
	return alone > 0 ? together / alone : 0;
}

static void shift_note_series(const struct shift_series *series,
	const struct mizan_changes *changes, const struct mizan_change_options *options,
	const struct mizan_change_test *test, double alike, struct mizan_table *table)
{
	if (options->cost == MIZAN_COST_NEGATIVE_BINOMIAL && changes->size >= 1e5) {
		mizan_table_add_note(table, "%s: counts vary around a level no more than Poisson's",
			series->name);
	} else if (options->cost == MIZAN_COST_NEGATIVE_BINOMIAL) {
		mizan_table_add_note(table,
			"%s: counts vary as negative binomial around a level m, variance m + "
			"m²/%.3g, "
			"by how neighbouring blocks of %zu %ss differ",
			series->name, changes->size, options->minimum, series->unit);
	} else if (options->cost == MIZAN_COST_POISSON) {
		mizan_table_add_note(table,
			"%s: Poisson takes attacks as independent of each other; where they come "
			"in "
			"bouts, it finds changes that are none and too narrow intervals",
			series->name);
	}
	mizan_table_add_note(table,
		"%s: p is by %zu shuffles of blocks of %zu %ss; intervals of levels hold if the "
		"dates are right",
		series->name, test->replicates, test->block, series->unit);
	if (series->count / test->block < SHIFT_BLOCKS) {
		mizan_table_add_note(table,
			"%s: %zu blocks of %zu %ss can be shuffled in few ways: p cannot be small",
			series->name, series->count / test->block, test->block, series->unit);
	}
	if (alike > SHIFT_ALIKE) {
		mizan_table_add_note(table,
			"%s: neighbouring %ss stay alike within stretches (autocorrelation %.2f): "
			"intervals allow for it, p does over %zu %ss, yet some changes may be slow "
			"movement",
			series->name, series->unit, alike, test->block, series->unit);
	}
}

static mizan_status shift_cut(const struct mizan_shift_options *options,
	const struct shift_series *series, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_change_options how = options->change;
	struct mizan_changes changes = {0};
	struct mizan_change_test test = {.p_value = (double)NAN};
	bool all_none = true;
	for (size_t i = 0; i < series->count; i++) {
		all_none = all_none && series->values[i] == 0;
	}
	how.watch = watch;
	mizan_status status =
		mizan_change_points(series->values, series->count, &how, &changes, error);
	struct mizan_change_level *levels = calloc(changes.count + 1, sizeof *levels);
	if (status == MIZAN_OK && !levels) {
		status = mizan_error_memory(error);
	}
	if (status == MIZAN_OK) {
		status = mizan_change_levels(
			series->values, series->count, &how, &changes, levels, error);
	}
	if (status == MIZAN_OK && !all_none) {
		status = mizan_change_test(series->values, series->count, &how, options->block,
			options->replicates > 0 ? options->replicates : SHIFT_REPLICATES,
			options->seed, 0, &test, error);
	}
	for (size_t i = 0; status == MIZAN_OK && i < changes.count; i++) {
		shift_add_row(table, series, &levels[i], i, changes.count, test.p_value, all_none);
	}
	if (status == MIZAN_OK && options->chart && options->chart->row_count == 0) {
		shift_add_chart(options->chart, series, levels, changes.count);
	}
	if (status == MIZAN_OK && !all_none) {
		shift_note_series(series, &changes, &how, &test,
			shift_alikeness(series, levels, changes.count), table);
	}
	free(levels);
	mizan_changes_release(&changes);
	return status;
}

/* ---- The series of a table ---------------------------------------------------------------- */

static const char *shift_text(const struct mizan_table *table, size_t row, const char *column)
{
	const struct mizan_cell *cell =
		mizan_table_cell(table, row, mizan_table_find(table, column));
	return cell->known ? cell->text : "";
}

/* The next row from `row` on that stands for its period; row_count: none. */
static size_t shift_next(const struct mizan_table *table, size_t row)
{
	size_t current = mizan_table_find(table, "current");
	while (row < table->row_count && mizan_table_cell(table, row, current)->integer != 1) {
		row++;
	}
	return row;
}

static bool shift_value(const struct mizan_table *table, size_t row, int32_t *month, double *value)
{
	*month = (int32_t)mizan_table_cell(table, row, mizan_table_find(table, "month"))->integer;
	return mizan_table_number(table, row, mizan_table_find(table, "value"), value);
}

/* Reads the series that begins in *row, keeps its longest unbroken part, moves *row behind it. */
static void shift_read(
	const struct mizan_table *table, size_t *row, struct shift_series *series, size_t *known)
{
	size_t count = 0, first = 0, longest = 0, longest_first = 0;
	size_t at = *row;
	const char *name = shift_text(table, at, "series"),
		   *what = shift_text(table, at, "counts_what");
	*known = 0;
	series->name = name;
	for (; at < table->row_count && strcmp(shift_text(table, at, "series"), name) == 0 &&
		strcmp(shift_text(table, at, "counts_what"), what) == 0;
		at = shift_next(table, at + 1)) {
		int32_t month;
		double value;
		if (!shift_value(table, at, &month, &value)) {
			continue;
		}
		if (count > 0 && month != series->months[count - 1] + series->step) {
			first = count;
		}
		series->values[count] = value;
		series->labels[count] = shift_text(table, at, "period");
		series->months[count++] = month;
		if (count - first > longest) {
			longest = count - first;
			longest_first = first;
		}
	}
	*known = count;
	*row = at;
	memmove(series->values, series->values + longest_first, longest * sizeof *series->values);
	memmove(series->labels, series->labels + longest_first, longest * sizeof *series->labels);
	memmove(series->months, series->months + longest_first, longest * sizeof *series->months);
	series->count = longest;
}

static mizan_status shift_each(const struct mizan_shift_options *options,
	const struct mizan_table *data, struct shift_series *series, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	size_t least = options->change.minimum * 2;
	least = least > SHIFT_LEAST ? least : SHIFT_LEAST;
	for (size_t row = shift_next(data, 0); row < data->row_count && status == MIZAN_OK;) {
		size_t known;
		shift_read(data, &row, series, &known);
		if (series->count < least) {
			mizan_table_add_note(table,
				"%s: %zu %s%s in a row; %zu are needed to look for changes",
				series->name, series->count, series->unit,
				series->count == 1 ? "" : "s", least);
			continue;
		}
		if (series->count < known) {
			mizan_table_add_note(table,
				"%s: %ss are missing; the longest part without a gap is read, %s "
				"to "
				"%s, and %zu other %ss are not",
				series->name, series->unit, series->labels[0],
				series->labels[series->count - 1], known - series->count,
				series->unit);
		}
		status = shift_cut(options, series, table, watch, error);
	}
	return status;
}

static mizan_status shift_all(const struct mizan_shift_options *options,
	const struct mizan_table *data, struct mizan_table *table, const struct mizan_watch *watch,
	struct mizan_error *error)
{
	static const char *const units[] = {"year", "quarter", "month"};
	static const int steps[] = {12, 3, 1};
	struct shift_series series = {.indicator = options->series.indicator,
		.unit = units[options->series.period],
		.step = steps[options->series.period],
		.values = calloc(data->row_count + 1, sizeof *series.values),
		.labels = calloc(data->row_count + 1, sizeof *series.labels),
		.months = calloc(data->row_count + 1, sizeof *series.months)};
	mizan_status status = series.values && series.labels && series.months
				      ? shift_each(options, data, &series, table, watch, error)
				      : mizan_error_memory(error);
	free(series.values);
	free(series.labels);
	free(series.months);
	return status;
}

static mizan_status shift_check(struct mizan_shift_options *options, struct mizan_error *error)
{
	static const size_t minimums[] = {3, 4, 6};
	if (options->series.period == MIZAN_WHOLE) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "year, quarter or month",
			"changes are looked for between periods");
	}
	if (options->change.minimum == 0) {
		options->change.minimum = minimums[options->series.period];
	}
	return MIZAN_OK;
}

static const char shift_caution[] = "This tells when the level changed, not why: operations, "
				    "reporting and season change too, and "
				    "milestones are dates, not causes";

mizan_status mizan_shift_store(struct sqlite3 *database, const struct mizan_shift_options *options,
	struct mizan_table *table, const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_table data = {0};
	struct mizan_shift_options how = *options;
	mizan_status status = shift_check(&how, error);
	if (status != MIZAN_OK) {
		return status;
	}
	shift_add_columns(table);
	if (how.chart) {
		shift_add_chart_columns(how.chart);
	}
	status = mizan_series_store(database, &how.series, &data, watch, error);
	if (status == MIZAN_OK) {
		status = shift_all(&how, &data, table, watch, error);
	}
	if (status == MIZAN_OK) {
		status = change_add_near(database, how.series.country, table, error);
	}
	for (size_t i = 0; table->row_count > 0 && i < data.source_count; i++) {
		mizan_table_add_source(table, data.sources[i]);
		if (how.chart) {
			mizan_table_add_source(how.chart, data.sources[i]);
		}
	}
	for (size_t i = 0; status == MIZAN_OK && i < data.note_count; i++) {
		mizan_table_add_note(table, "%s", data.notes[i]);
	}
	if (status == MIZAN_OK && table->row_count > 0) {
		mizan_table_add_note(table, "%s", shift_caution);
	} else if (status == MIZAN_OK) {
		mizan_table_add_note(table,
			"no series here is long enough: import a complete release of events, as "
			"UCDP "
			"GED (ucdp.uu.se/downloads), or your own complete sheet");
	}
	mizan_table_release(&data);
	return status == MIZAN_OK ? mizan_table_check(table, error) : status;
}
