/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changed at given dates, held against all other dates. */
#include "interrupted_internal.h"

#include <math.h>
#include <stdlib.h>

const char *mizan_interrupted_standing_word(enum mizan_interrupted_standing standing)
{
	static const char *const words[] = {"good", "too-short", "too-close", "too-few",
		"zero-before", "zero-after", "singular", "separated", "not-converged"};
	return words[standing];
}

/* ---- Options ------------------------------------------------------------------------------ */

static mizan_status usage(struct mizan_error *error, const char *what, const char *advice)
{
	return mizan_error_set(error, MIZAN_ERROR_USAGE, advice, "%s", what);
}

static mizan_status check_columns(const struct mizan_interrupted_series *series,
	const struct mizan_interrupted_options *options, struct mizan_error *error)
{
	if (options->season < 0 || 2 * options->season > series->periods_per_year) {
		return usage(error, "there are not so many seasonal pairs in a year",
			"0 to 6 of months, 0 to 2 of quarters, 0 of years");
	}
	if (options->errors == MIZAN_ERRORS_CLUSTERED && series->units < 2) {
		return usage(error, "clustered errors need several units", "take newey-west");
	}
	return MIZAN_OK;
}

static mizan_status check_counts(
	const struct mizan_interrupted_series *series, struct mizan_error *error)
{
	for (size_t i = 0; i < series->periods * series->units; i++) {
		double count = series->counts[i];
		double exposure = series->exposure ? series->exposure[i] : 1;
		if (!isnan(count) && (!(count >= 0 && count < 1e15) || count != floor(count))) {
			return mizan_error_set(error, MIZAN_ERROR_INPUT,
				"it takes counts; rates need an exposure",
				"%.6g (period %zu) is no whole number from 0", count,
				i % series->periods + 1);
		}
		if (!isnan(count) && !(exposure > 0 && isfinite(exposure))) {
			return mizan_error_set(error, MIZAN_ERROR_INPUT, NULL,
				"the exposure of period %zu is not above 0",
				i % series->periods + 1);
		}
	}
	return MIZAN_OK;
}

mizan_status interrupted_check(const struct mizan_interrupted_series *series,
	const struct mizan_interrupted_options *given, struct mizan_interrupted_options *options,
	struct mizan_error *error)
{
	*options = *given;
	int per_year = series->periods_per_year;
	if (given->at_count == 0 || given->at_count > MIZAN_INTERRUPTED_DATES) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, NULL,
			"an interrupted series takes 1 to %d dates, not %zu",
			MIZAN_INTERRUPTED_DATES, given->at_count);
	}
	if ((per_year != 12 && per_year != 4 && per_year != 1) || series->units == 0 ||
		series->first_in_year < 0 || series->first_in_year >= per_year) {
		return usage(
			error, "an interrupted series is one of months, quarters or years", NULL);
	}
	if (options->margin == 0) {
		options->margin = per_year == 12 ? 12 : per_year == 4 ? 6 : 5;
	}
	mizan_status status = check_columns(series, options, error);
	return status == MIZAN_OK ? check_counts(series, error) : status;
}

void interrupted_window(const struct mizan_interrupted_series *series,
	const struct mizan_interrupted_options *options, size_t at, size_t *from, size_t *to)
{
	size_t window = options->window > 0 ? options->window : series->periods;
	*from = at > window ? at - window : 0;
	*to = series->periods - at > window ? at + window - 1 : series->periods - 1;
}

/* ---- One date ----------------------------------------------------------------------------- */

/* A coefficient over its error, and that error. */
static double coefficient_statistic(
	const struct interrupted_model *model, size_t column, double *error)
{
	double vector[MIZAN_COUNT_COLUMNS] = {0};
	vector[column] = 1;
	*error = interrupted_error(model, vector);
	return model->fit.coefficients[column] / *error;
}

static struct mizan_factor factor_of(const struct interrupted_model *model, size_t column)
{
	double value = model->fit.coefficients[column], error;
	double statistic = coefficient_statistic(model, column, &error);
	double reach = error * mizan_student_quantile(0.975, model->freedom);
	return (struct mizan_factor){.value = exp(value),
		.low = exp(value - reach),
		.high = exp(value + reach),
		.p_value = mizan_student_p(statistic, model->freedom)};
}

static double level_statistic(const struct interrupted_model *model)
{
	double error;
	return fabs(coefficient_statistic(model, model->level, &error));
}

/* Correlation of Pearson's residuals of a unit one period apart. */
static double residual_correlation(const struct interrupted_model *model)
{
	const struct mizan_count_data *data = &model->data;
	double products = 0, squares = 0, before = (double)NAN;
	size_t pairs = 0;
	for (size_t i = 0; i < data->rows; i++) {
		double mu = model->fit.fitted[i];
		double residual = (data->counts[i] - mu) / sqrt(mu + mu * mu / model->fit.theta);
		bool follows = i > 0 && data->periods[i] == data->periods[i - 1] + 1;
		if (follows) {
			products += residual * before;
			pairs++;
		}
		squares += residual * residual;
		before = residual;
	}
	return pairs > 0 && squares > 0 ? products / (double)pairs / (squares / (double)data->rows)
					: (double)NAN;
}

static mizan_status change_fill(const struct interrupted_model *model,
	struct mizan_interrupted_change *change, struct mizan_error *error)
{
	const struct mizan_count_data *data = &model->data;
	double covariance[MIZAN_COUNT_COLUMNS * MIZAN_COUNT_COLUMNS];
	mizan_status status = MIZAN_OK;
	change->level = factor_of(model, model->level);
	if (model->slope != SIZE_MAX) {
		change->slope = factor_of(model, model->slope);
	}
	change->theta = model->fit.theta;
	change->theta_error = model->fit.theta_error;
	change->log_likelihood = model->fit.log_likelihood;
	change->correlation = residual_correlation(model);
	for (int i = 0; i < MIZAN_ERRORS_COUNT && status == MIZAN_OK; i++) {
		enum mizan_errors errors = (enum mizan_errors)i;
		if (errors == MIZAN_ERRORS_CLUSTERED && (!data->units || data->unit_count < 2)) {
			continue;
		}
		int lag = errors == model->options->errors ? change->lag
			  : errors == MIZAN_ERRORS_CORRELATED
				  ? mizan_correlated_lag(model->observed)
				  : mizan_newey_west_lag(model->observed);
		status = mizan_count_covariance(data, &model->fit, errors, lag, covariance, error);
		change->level_errors[i] = sqrt(covariance[model->level * (data->columns + 1)]);
	}
	return status;
}

static void change_unknown(struct mizan_interrupted_change *change)
{
	const double unknown = (double)NAN;
	const struct mizan_factor none = {unknown, unknown, unknown, unknown};
	change->level = change->slope = none;
	for (int i = 0; i < MIZAN_ERRORS_COUNT; i++) {
		change->level_errors[i] = unknown;
	}
	change->theta = change->theta_error = change->log_likelihood = unknown;
	change->correlation = change->placebo_p = unknown;
}

/* The date given that is nearer than the margin, or SIZE_MAX. */
static size_t date_too_close(const struct mizan_interrupted_options *options, size_t self)
{
	for (size_t i = 0; i < options->at_count; i++) {
		size_t a = options->at[i], b = options->at[self];
		if (i != self && (a > b ? a - b : b - a) < options->margin) {
			return a;
		}
	}
	return SIZE_MAX;
}

/* ---- Placebos ----------------------------------------------------------------------------- */

static bool placebo_is_apart(const struct mizan_interrupted_options *options, size_t at)
{
	for (size_t i = 0; i < options->at_count; i++) {
		size_t date = options->at[i];
		if ((date > at ? date - at : at - date) < options->margin) {
			return false;
		}
	}
	return true;
}

/* Other dates whose change shares no margin with the window's ends. */
static bool placebo_holds_dates(
	const struct mizan_interrupted_options *options, size_t from, size_t to)
{
	for (size_t i = 0; i < options->at_count; i++) {
		size_t date = options->at[i];
		if (date > from && date <= to &&
			(date - from < options->margin || to - date + 1 < options->margin)) {
			return false;
		}
	}
	return true;
}

static mizan_status placebo_test(const struct mizan_interrupted_series *series,
	const struct mizan_interrupted_options *options, double statistic,
	struct mizan_interrupted_change *change, const struct mizan_watch *watch,
	struct mizan_error *error)
{
	size_t before = change->at - change->from, after = change->to - change->at + 1;
	mizan_status status = MIZAN_OK;
	for (size_t at = before; at + after <= series->periods && status == MIZAN_OK; at++) {
		struct interrupted_model model;
		struct mizan_interrupted_change placebo;
		if (!placebo_is_apart(options, at) ||
			!placebo_holds_dates(options, at - before, at + after - 1)) {
			continue;
		}
		status = mizan_watch_check(watch, error);
		if (status != MIZAN_OK) {
			break;
		}
		status = interrupted_model_fit(
			&model, series, options, at, at - before, at + after - 1, &placebo, error);
		if (status == MIZAN_OK && placebo.standing == MIZAN_INTERRUPTED_GOOD) {
			change->placebos++;
			change->as_large += level_statistic(&model) >= statistic - 1e-9;
		}
		interrupted_model_release(&model);
	}
	if (change->placebos > 0) {
		change->placebo_p = ((double)change->as_large + 1) / ((double)change->placebos + 1);
	}
	return status;
}

static mizan_status change_at(const struct mizan_interrupted_series *series,
	const struct mizan_interrupted_options *options, size_t date,
	struct mizan_interrupted_change *change, const struct mizan_watch *watch,
	struct mizan_error *error)
{
	struct interrupted_model model;
	size_t at = options->at[date], from, to;
	*change =
		(struct mizan_interrupted_change){.at = at, .other = date_too_close(options, date)};
	change_unknown(change);
	if (at == 0 || at >= series->periods) {
		change->standing = MIZAN_INTERRUPTED_TOO_SHORT;
		return MIZAN_OK;
	}
	interrupted_window(series, options, at, &from, &to);
	size_t other = change->other;
	mizan_status status =
		interrupted_model_fit(&model, series, options, at, from, to, change, error);
	change->other = other;
	change_unknown(change);
	if (other != SIZE_MAX) {
		change->standing = MIZAN_INTERRUPTED_TOO_CLOSE;
	}
	if (status == MIZAN_OK && change->standing == MIZAN_INTERRUPTED_GOOD) {
		status = change_fill(&model, change, error);
		if (status == MIZAN_OK && !options->no_placebo) {
			status = placebo_test(
				series, options, level_statistic(&model), change, watch, error);
		}
	}
	interrupted_model_release(&model);
	return status;
}

mizan_status mizan_interrupted(const struct mizan_interrupted_series *series,
	const struct mizan_interrupted_options *given, struct mizan_interrupted_change *changes,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_interrupted_options options;
	mizan_status status = interrupted_check(series, given, &options, error);
	size_t count = given->one && given->at_count > 0 ? 1 : given->at_count;
	for (size_t i = 0; i < count && status == MIZAN_OK; i++) {
		status = change_at(series, &options, i, &changes[i], watch, error);
	}
	return status;
}
