/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line that was fitted, and the one that would have gone on. */
#include "interrupted_internal.h"

#include <math.h>

/* One period after the date: the change taken out of what was fitted. */
static void lines_without(const struct interrupted_model *model, size_t period, double fitted,
	struct mizan_interrupted_lines *lines)
{
	size_t columns = model->data.columns;
	double row[MIZAN_COUNT_COLUMNS] = {0}, apart[MIZAN_COUNT_COLUMNS] = {0}, change = 0;
	interrupted_model_row(model, period, row);
	apart[model->level] = row[model->level];
	if (model->slope != SIZE_MAX) {
		apart[model->slope] = row[model->slope];
	}
	for (size_t j = 0; j < columns; j++) {
		change += apart[j] * model->fit.coefficients[j];
		row[j] -= apart[j];
	}
	const double *uncertain = model->data.units ? apart : row;
	double reach =
		interrupted_error(model, uncertain) * mizan_student_quantile(0.975, model->freedom);
	lines->without[period] = fitted * exp(-change);
	lines->without_low[period] = lines->without[period] * exp(-reach);
	lines->without_high[period] = lines->without[period] * exp(reach);
}

static void lines_clear(
	const struct mizan_interrupted_series *series, struct mizan_interrupted_lines *lines)
{
	double *const all[] = {lines->recorded, lines->fitted, lines->without, lines->without_low,
		lines->without_high};
	for (size_t i = 0; i < 5; i++) {
		for (size_t period = 0; period < series->periods; period++) {
			all[i][period] = (double)NAN;
		}
	}
}

mizan_status mizan_interrupted_lines(const struct mizan_interrupted_series *series,
	const struct mizan_interrupted_options *given, size_t date,
	struct mizan_interrupted_lines *lines, struct mizan_error *error)
{
	struct mizan_interrupted_options options;
	struct interrupted_model model;
	struct mizan_interrupted_change change;
	size_t from, to;
	lines_clear(series, lines);
	mizan_status status = interrupted_check(series, given, &options, error);
	if (status != MIZAN_OK || date >= options.at_count || options.at[date] == 0 ||
		options.at[date] >= series->periods) {
		return status;
	}
	interrupted_window(series, &options, options.at[date], &from, &to);
	status = interrupted_model_fit(
		&model, series, &options, options.at[date], from, to, &change, error);
	bool good = status == MIZAN_OK && change.standing == MIZAN_INTERRUPTED_GOOD;
	for (size_t i = 0; status == MIZAN_OK && i < model.data.rows; i++) {
		size_t period = from + model.periods[i];
		double *const sums[] = {&lines->recorded[period], &lines->fitted[period]};
		const double values[] = {model.counts[i], good ? model.fit.fitted[i] : 0};
		for (int k = 0; k < (good ? 2 : 1); k++) {
			*sums[k] = isnan(*sums[k]) ? values[k] : *sums[k] + values[k];
		}
	}
	for (size_t period = from; good && period <= to; period++) {
		if (period >= model.at && !isnan(lines->fitted[period])) {
			lines_without(&model, period, lines->fitted[period], lines);
		}
	}
	interrupted_model_release(&model);
	return status;
}
