/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The regression of one date: its rows, its columns, its fit. */
#include "interrupted_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Fewer than this in the whole window carry no trend. */
#define COUNTED_LEAST 20

/* ---- Columns ------------------------------------------------------------------------------ */

static bool is_nuisance(const struct interrupted_model *model, size_t date)
{
	return date != model->at && date > model->from && date <= model->to;
}

/* Of dates that are given twice the first counts. */
static bool is_first(const struct interrupted_model *model, size_t number)
{
	for (size_t i = 0; i < number; i++) {
		if (model->options->at[i] == model->options->at[number]) {
			return false;
		}
	}
	return true;
}

/* So near to an end of the window a date has a level alone: its slope would rest on too little. */
static bool has_slope(const struct interrupted_model *model, size_t date)
{
	size_t margin = model->options->margin;
	return !model->options->no_slope &&
	       (date == model->at ||
		       (date - model->from >= margin && model->to - date + 1 >= margin));
}

static void add_change(const struct interrupted_model *model, size_t period, size_t date,
	double *row, size_t *column)
{
	double per_year = model->series->periods_per_year;
	row[(*column)++] = period >= date;
	if (has_slope(model, date)) {
		row[(*column)++] = period >= date ? (double)(period - date) / per_year : 0;
	}
}

static void add_season(
	const struct interrupted_model *model, size_t period, double *row, size_t *column)
{
	int per_year = model->series->periods_per_year;
	double turn = 6.283185307179586 *
		      (double)((period + (size_t)model->series->first_in_year) % (size_t)per_year) /
		      per_year;
	for (int pair = 1; pair <= model->options->season; pair++) {
		row[(*column)++] = cos(pair * turn);
		/* Of the last pair of an even number the sine is 0 everywhere. */
		if (2 * pair < per_year) {
			row[(*column)++] = sin(pair * turn);
		}
	}
}

static size_t fill_row(const struct interrupted_model *model, size_t period, double *row)
{
	const struct mizan_interrupted_options *options = model->options;
	size_t column = 0;
	add_change(model, period, model->at, row, &column);
	if (model->series->units == 1) {
		row[column++] = 1;
	}
	if (!options->no_trend) {
		row[column++] =
			((double)period - (double)model->at) / model->series->periods_per_year;
	}
	add_season(model, period, row, &column);
	for (size_t i = 0; i < options->at_count; i++) {
		if (is_nuisance(model, options->at[i]) && is_first(model, i)) {
			add_change(model, period, options->at[i], row, &column);
		}
	}
	return column;
}

void interrupted_model_row(const struct interrupted_model *model, size_t period, double *row)
{
	fill_row(model, period, row);
}

/* ---- Rows --------------------------------------------------------------------------------- */

static bool model_make_room(struct interrupted_model *model)
{
	size_t rows = (model->to - model->from + 1) * model->series->units;
	model->counts = calloc(rows, sizeof *model->counts);
	model->offset = calloc(rows, sizeof *model->offset);
	model->design = calloc(rows * MIZAN_COUNT_COLUMNS, sizeof *model->design);
	model->units = calloc(rows, sizeof *model->units);
	model->periods = calloc(rows, sizeof *model->periods);
	return model->counts && model->offset && model->design && model->units && model->periods;
}

/* The rows of one unit, where it has anything. */
static void model_add_unit(
	struct interrupted_model *model, size_t unit, struct mizan_interrupted_change *change)
{
	const struct mizan_interrupted_series *series = model->series;
	size_t at = unit * series->periods, rows = model->data.rows, missing = 0;
	double sum = 0;
	for (size_t period = model->from; period <= model->to; period++) {
		double count = series->counts[at + period];
		if (isnan(count)) {
			missing++;
			continue;
		}
		double exposure = series->exposure ? series->exposure[at + period] : 1;
		sum += count;
		model->counts[rows] = count;
		model->offset[rows] = log(exposure);
		model->units[rows] = (uint32_t)model->data.unit_count;
		model->periods[rows] = (uint32_t)(period - model->from);
		fill_row(model, period, model->design + rows * model->data.columns);
		rows++;
		*(period < model->at ? &change->counted_before : &change->counted_after) += count;
	}
	change->missing += missing;
	if (sum > 0 || series->units == 1) {
		model->data.rows = rows;
		model->data.unit_count++;
	} else {
		change->empty_units++;
	}
}

static void model_count_periods(
	struct interrupted_model *model, struct mizan_interrupted_change *change)
{
	const struct mizan_interrupted_series *series = model->series;
	for (size_t period = model->from; period <= model->to; period++) {
		bool any = false;
		for (size_t unit = 0; unit < series->units && !any; unit++) {
			any = !isnan(series->counts[unit * series->periods + period]);
		}
		*(period < model->at ? &change->before : &change->after) += any;
	}
	model->observed = change->before + change->after;
}

static enum mizan_interrupted_standing model_look(
	const struct interrupted_model *model, const struct mizan_interrupted_change *change)
{
	size_t margin = model->options->margin;
	if (change->before < margin || change->after < margin) {
		return MIZAN_INTERRUPTED_TOO_SHORT;
	}
	if (change->counted_before <= 0 && change->counted_after > 0) {
		return MIZAN_INTERRUPTED_ZERO_BEFORE;
	}
	if (change->counted_after <= 0 && change->counted_before > 0) {
		return MIZAN_INTERRUPTED_ZERO_AFTER;
	}
	return change->counted_before + change->counted_after < COUNTED_LEAST
		       ? MIZAN_INTERRUPTED_TOO_FEW
		       : MIZAN_INTERRUPTED_GOOD;
}

/* ---- Fit ---------------------------------------------------------------------------------- */

static enum mizan_interrupted_standing standing_of(enum mizan_fit_standing standing)
{
	static const enum mizan_interrupted_standing words[] = {
		[MIZAN_FIT_GOOD] = MIZAN_INTERRUPTED_GOOD,
		[MIZAN_FIT_TOO_FEW] = MIZAN_INTERRUPTED_TOO_FEW,
		[MIZAN_FIT_SINGULAR] = MIZAN_INTERRUPTED_SINGULAR,
		[MIZAN_FIT_SEPARATED] = MIZAN_INTERRUPTED_SEPARATED,
		[MIZAN_FIT_NOT_CONVERGED] = MIZAN_INTERRUPTED_NOT_CONVERGED};
	return words[standing];
}

double interrupted_freedom(const struct interrupted_model *model, enum mizan_errors errors)
{
	double columns = (double)model->data.columns;
	double units = model->data.units ? (double)model->data.unit_count : 0;
	switch (errors) {
	case MIZAN_ERRORS_MODEL:
		return (double)model->data.rows - columns - units;
	case MIZAN_ERRORS_CLUSTERED:
		return units - 1;
	default:
		return (double)model->observed - columns - (units > 0);
	}
}

static size_t model_columns(struct interrupted_model *model)
{
	for (size_t i = 0; i < model->options->at_count; i++) {
		model->others += is_nuisance(model, model->options->at[i]) && is_first(model, i);
	}
	/* Room for all dates, more than a fit takes. */
	double row[MIZAN_COUNT_COLUMNS + 2 * MIZAN_INTERRUPTED_DATES];
	return fill_row(model, model->from, row);
}

static double quadratic(const double *matrix, const double *vector, size_t size)
{
	double sum = 0;
	for (size_t i = 0; i < size; i++) {
		for (size_t j = 0; j < size && vector[i] != 0; j++) {
			sum += vector[i] * matrix[i * size + j] * vector[j];
		}
	}
	return sum;
}

double interrupted_error(const struct interrupted_model *model, const double *vector)
{
	double variance = model->stretch * model->stretch *
			  quadratic(model->covariance, vector, model->data.columns);
	if (model->options->errors == MIZAN_ERRORS_CORRELATED) {
		variance = fmax(variance, quadratic(model->least, vector, model->data.columns));
	}
	return sqrt(variance);
}

static mizan_status model_errors(struct interrupted_model *model,
	struct mizan_interrupted_change *change, struct mizan_error *error)
{
	enum mizan_errors errors = model->options->errors;
	bool correlated = errors == MIZAN_ERRORS_CORRELATED;
	change->lag = model->options->lag >= 0 ? model->options->lag
		      : correlated             ? mizan_correlated_lag(model->observed)
					       : mizan_newey_west_lag(model->observed);
	model->stretch = correlated ? mizan_correlated_stretch(model->observed) : 1;
	mizan_status status = mizan_count_covariance(
		&model->data, &model->fit, errors, change->lag, model->covariance, error);
	if (status == MIZAN_OK && correlated) {
		status = mizan_count_covariance(
			&model->data, &model->fit, MIZAN_ERRORS_MODEL, 0, model->least, error);
	}
	return status;
}

static void model_fill(struct interrupted_model *model, struct mizan_interrupted_change *change)
{
	for (size_t unit = 0; unit < model->series->units; unit++) {
		model_add_unit(model, unit, change);
	}
	model_count_periods(model, change);
	change->rows = model->data.rows;
	change->units = model->data.unit_count;
	change->standing = model_look(model, change);
	model->data.counts = model->counts;
	model->data.offset = model->series->exposure ? model->offset : NULL;
	model->data.design = model->design;
	model->data.periods = model->periods;
	/* One series has an intercept of its own, even where the others of a panel are empty. */
	model->data.units = model->series->units > 1 ? model->units : NULL;
}

mizan_status interrupted_model_fit(struct interrupted_model *model,
	const struct mizan_interrupted_series *series,
	const struct mizan_interrupted_options *options, size_t at, size_t from, size_t to,
	struct mizan_interrupted_change *change, struct mizan_error *error)
{
	*model = (struct interrupted_model){.series = series,
		.options = options,
		.from = from,
		.to = to,
		.at = at,
		.level = 0,
		.slope = options->no_slope ? SIZE_MAX : 1};
	*change = (struct mizan_interrupted_change){.at = at, .from = from, .to = to};
	if (!model_make_room(model)) {
		return mizan_error_memory(error);
	}
	model->data.columns = model_columns(model);
	change->others = model->others;
	if (model->data.columns > MIZAN_COUNT_COLUMNS) {
		change->standing = MIZAN_INTERRUPTED_SINGULAR;
		return MIZAN_OK;
	}
	model_fill(model, change);
	if (change->standing != MIZAN_INTERRUPTED_GOOD) {
		return MIZAN_OK;
	}
	mizan_status status = mizan_count_fit(&model->data, &model->fit, error);
	if (status == MIZAN_OK) {
		change->standing = standing_of(model->fit.standing);
		model->freedom = interrupted_freedom(model, options->errors);
		bool free = model->freedom >= 1;
		change->standing = change->standing == MIZAN_INTERRUPTED_GOOD && !free
					   ? MIZAN_INTERRUPTED_TOO_FEW
					   : change->standing;
	}
	if (status == MIZAN_OK && change->standing == MIZAN_INTERRUPTED_GOOD) {
		status = model_errors(model, change, error);
	}
	return status;
}

void interrupted_model_release(struct interrupted_model *model)
{
	mizan_count_fit_release(&model->fit);
	free(model->counts);
	free(model->offset);
	free(model->design);
	free(model->units);
	free(model->periods);
	*model = (struct interrupted_model){0};
}
