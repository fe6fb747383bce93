/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Negative binomial regression by Newton's method, effects of units absorbed. */
#include "interrupted_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS_MAX 200

/* What one fit works with. */
struct fit_work {
	const struct mizan_count_data *data;
	struct mizan_count_fit *fit;
	struct count_values values;
	double *linear; /* the linear predictor of each row, with its offset */
	double *trial;  /* the one that is tried */
	double *weights, *sums, *step_effects;
	double matrix[MIZAN_COUNT_COLUMNS * MIZAN_COUNT_COLUMNS];
	double vector[MIZAN_COUNT_COLUMNS];
};

/* ---- Normal equations --------------------------------------------------------------------- */

void count_information(
	const struct mizan_count_data *data, const double *weights, double *matrix, double *sums)
{
	size_t columns = data->columns, wide = columns + 1;
	memset(matrix, 0, columns * columns * sizeof *matrix);
	if (sums) {
		memset(sums, 0, data->unit_count * wide * sizeof *sums);
	}
	for (size_t i = 0; i < data->rows; i++) {
		const double *row = data->design + i * columns;
		double *sum = sums ? sums + data->units[i] * wide : NULL;
		for (size_t j = 0; j < columns; j++) {
			double product = weights[i] * row[j];
			for (size_t k = 0; k <= j; k++) {
				matrix[j * columns + k] += product * row[k];
			}
			if (sum) {
				sum[j] += product;
			}
		}
		if (sum) {
			sum[columns] += weights[i];
		}
	}
	for (size_t unit = 0; sums && unit < data->unit_count; unit++) {
		const double *sum = sums + unit * wide;
		for (size_t j = 0; j < columns; j++) {
			for (size_t k = 0; k <= j; k++) {
				matrix[j * columns + k] -= sum[j] * sum[k] / sum[columns];
			}
		}
	}
	for (size_t j = 0; j < columns; j++) {
		for (size_t k = 0; k < j; k++) {
			matrix[k * columns + j] = matrix[j * columns + k];
		}
	}
}

/* The diagonal of X'WX before units are eliminated: what pivots are compared with. */
static void fit_scale(const struct fit_work *work, double scale[MIZAN_COUNT_COLUMNS])
{
	const struct mizan_count_data *data = work->data;
	memset(scale, 0, data->columns * sizeof *scale);
	for (size_t i = 0; i < data->rows; i++) {
		const double *row = data->design + i * data->columns;
		for (size_t j = 0; j < data->columns; j++) {
			scale[j] += work->weights[i] * row[j] * row[j];
		}
	}
}

/* X'Wr, with r the working residual (y - mu) / mu, so that W r = (y - mu) / (1 + mu / theta); and
 * for each unit the sum of W r in its place of `step_effects`. */
static void fit_gradient(struct fit_work *work)
{
	const struct mizan_count_data *data = work->data;
	const struct mizan_count_fit *fit = work->fit;
	memset(work->vector, 0, sizeof work->vector);
	if (data->units) {
		memset(work->step_effects, 0, data->unit_count * sizeof *work->step_effects);
	}
	for (size_t i = 0; i < data->rows; i++) {
		const double *row = data->design + i * data->columns;
		double score =
			(data->counts[i] - fit->fitted[i]) / (1 + fit->fitted[i] / fit->theta);
		for (size_t j = 0; j < data->columns; j++) {
			work->vector[j] += score * row[j];
		}
		if (data->units) {
			work->step_effects[data->units[i]] += score;
		}
	}
}

/* The step of coefficients and effects. False: singular, and fit->column says which. */
static bool fit_step(struct fit_work *work)
{
	const struct mizan_count_data *data = work->data;
	size_t columns = data->columns, wide = columns + 1;
	double scale[MIZAN_COUNT_COLUMNS];
	for (size_t i = 0; i < data->rows; i++) {
		double mu = work->fit->fitted[i], theta = work->fit->theta;
		double over = 1 + mu / theta;
		/* The observed information, above 0 everywhere: where theta is small, scoring by
		 * the expected one creeps. */
		work->weights[i] = mu * (1 + data->counts[i] / theta) / (over * over);
	}
	fit_scale(work, scale);
	count_information(data, work->weights, work->matrix, data->units ? work->sums : NULL);
	fit_gradient(work);
	for (size_t unit = 0; data->units && unit < data->unit_count; unit++) {
		const double *sum = work->sums + unit * wide;
		for (size_t j = 0; j < columns; j++) {
			work->vector[j] -= sum[j] * work->step_effects[unit] / sum[columns];
		}
	}
	if (!cholesky_factor(work->matrix, columns, scale, &work->fit->column)) {
		return false;
	}
	cholesky_solve(work->matrix, columns, work->vector);
	for (size_t unit = 0; data->units && unit < data->unit_count; unit++) {
		const double *sum = work->sums + unit * wide;
		double left = work->step_effects[unit];
		for (size_t j = 0; j < columns; j++) {
			left -= sum[j] * work->vector[j];
		}
		work->step_effects[unit] = left / sum[columns];
	}
	return true;
}

/* ---- Likelihood --------------------------------------------------------------------------- */

/* The part of the log likelihood that depends on the linear predictor. */
static double fit_kernel(const struct fit_work *work, const double *linear)
{
	double theta = work->fit->theta, sum = 0;
	for (size_t i = 0; i < work->data->rows; i++) {
		double y = work->data->counts[i], mu = exp(linear[i]);
		sum += y * linear[i] - (isinf(theta) ? mu : (y + theta) * log1p(mu / theta));
	}
	return sum;
}

static double fit_log_likelihood(const struct fit_work *work)
{
	double theta = work->fit->theta, sum = fit_kernel(work, work->linear);
	for (size_t i = 0; i < work->values.count; i++) {
		int sign;
		double y = work->values.values[i];
		double constant = -lgamma_r(y + 1, &sign);
		if (isfinite(theta)) {
			constant += lgamma_r(y + theta, &sign) - lgamma_r(theta, &sign) -
				    y * log(theta);
		}
		sum += work->values.times[i] * constant;
	}
	return sum;
}

static void fit_take_linear(struct fit_work *work)
{
	for (size_t i = 0; i < work->data->rows; i++) {
		work->fit->fitted[i] = exp(work->linear[i]);
	}
}

/* ---- Rounds ------------------------------------------------------------------------------- */

/* The linear predictor `share` of the step further. */
static void fit_try(struct fit_work *work, double share)
{
	const struct mizan_count_data *data = work->data;
	for (size_t i = 0; i < data->rows; i++) {
		const double *row = data->design + i * data->columns;
		double change = data->units ? work->step_effects[data->units[i]] : 0;
		for (size_t j = 0; j < data->columns; j++) {
			change += row[j] * work->vector[j];
		}
		work->trial[i] = work->linear[i] + share * change;
	}
}

/* Takes the step, or as much of it as raises the likelihood; gives the largest change of a linear
 * predictor. */
static double fit_move(struct fit_work *work)
{
	const struct mizan_count_data *data = work->data;
	struct mizan_count_fit *fit = work->fit;
	double before = fit_kernel(work, work->linear), share = 1, largest = 0;
	fit_try(work, share);
	/* Rounding alone may lower it a little. */
	while (!(fit_kernel(work, work->trial) >= before - 1e-10 * fabs(before)) && share > 1e-6) {
		share /= 2;
		fit_try(work, share);
	}
	for (size_t i = 0; i < data->rows; i++) {
		largest = fmax(largest, fabs(work->trial[i] - work->linear[i]));
	}
	double *linear = work->linear;
	work->linear = work->trial;
	work->trial = linear;
	for (size_t j = 0; j < data->columns; j++) {
		fit->coefficients[j] += share * work->vector[j];
	}
	for (size_t unit = 0; data->units && unit < data->unit_count; unit++) {
		fit->effects[unit] += share * work->step_effects[unit];
	}
	fit_take_linear(work);
	return largest;
}

/* Where it begins: the mean rate, of each unit where there are some. */
static void fit_begin(struct fit_work *work)
{
	const struct mizan_count_data *data = work->data;
	size_t groups = data->units ? data->unit_count : 1;
	double *counts = work->weights, *exposure = work->trial;
	memset(counts, 0, data->rows * sizeof *counts);
	memset(exposure, 0, data->rows * sizeof *exposure);
	for (size_t i = 0; i < data->rows; i++) {
		size_t unit = data->units ? data->units[i] : 0;
		counts[unit] += data->counts[i];
		exposure[unit] += data->offset ? exp(data->offset[i]) : 1;
	}
	for (size_t unit = 0; data->units && unit < groups; unit++) {
		work->fit->effects[unit] = log(counts[unit] / exposure[unit]);
	}
	for (size_t i = 0; i < data->rows; i++) {
		work->linear[i] = (data->offset ? data->offset[i] : 0) +
				  (data->units ? work->fit->effects[data->units[i]] : 0);
	}
	fit_take_linear(work);
}

/* As near to the former as its use needs: a large theta has few digits, and says as little. */
static bool theta_stands(const struct fit_work *work, double theta)
{
	double former = work->fit->theta, mean = 0;
	for (size_t i = 0; i < work->data->rows; i++) {
		mean += work->fit->fitted[i] / (double)work->data->rows;
	}
	return theta == former || fabs(theta - former) <= 1e-10 * theta ||
	       fabs(1 / theta - 1 / former) * mean <= 1e-9;
}

static void fit_run(struct fit_work *work)
{
	struct mizan_count_fit *fit = work->fit;
	const struct mizan_count_data *data = work->data;
	double information = (double)NAN, theta = (double)INFINITY, smallest = (double)INFINITY;
	bool done = false;
	fit->theta = theta;
	for (fit->rounds = 0; fit->rounds < ROUNDS_MAX && !done; fit->rounds++) {
		if (!fit_step(work)) {
			fit->standing = MIZAN_FIT_SINGULAR;
			break;
		}
		double moved = fit_move(work);
		/* The first rounds are Poisson's, as they stand far from any fit. */
		if (fit->rounds < 2 && moved > 0.1) {
			continue;
		}
		theta = theta_estimate(&work->values, data->counts, fit->fitted, data->rows,
			fit->theta, &information);
		done = moved < 1e-9 && theta_stands(work, theta);
		fit->theta = theta;
	}
	for (size_t i = 0; i < data->rows; i++) {
		smallest = fmin(smallest, fit->fitted[i]);
	}
	if (!done && smallest < 1e-6) {
		fit->standing = MIZAN_FIT_SEPARATED;
	} else if (!done && fit->standing == MIZAN_FIT_GOOD) {
		fit->standing = MIZAN_FIT_NOT_CONVERGED;
	}
	fit->theta_error = sqrt(1 / information);
	fit->log_likelihood = fit_log_likelihood(work);
}

/* ---- Input -------------------------------------------------------------------------------- */

static mizan_status input_error(struct mizan_error *error, const char *what, size_t row)
{
	return mizan_error_set(error, MIZAN_ERROR_INPUT, "repair it, or leave the row out",
		"a count regression cannot take %s (row %zu)", what, row + 1);
}

static mizan_status check_rows(const struct mizan_count_data *data, struct mizan_error *error)
{
	for (size_t i = 0; i < data->rows; i++) {
		double y = data->counts[i];
		if (!(y >= 0 && y < 1e15) || y != floor(y)) {
			return input_error(error, "a count that is no whole number from 0", i);
		}
		if (data->offset && !isfinite(data->offset[i])) {
			return input_error(error, "an offset that is not finite", i);
		}
		for (size_t j = 0; j < data->columns; j++) {
			if (!isfinite(data->design[i * data->columns + j])) {
				return input_error(error, "a design that is not finite", i);
			}
		}
		if (data->units && (data->units[i] >= data->unit_count ||
					   (i > 0 && data->units[i] < data->units[i - 1]))) {
			return input_error(error, "units that are not in order", i);
		}
		if (data->periods && i > 0 && data->periods[i] <= data->periods[i - 1] &&
			(!data->units || data->units[i] == data->units[i - 1])) {
			return input_error(error, "periods that are not in order", i);
		}
	}
	return MIZAN_OK;
}

/* Every unit has something to count. */
static mizan_status check_units(const struct mizan_count_data *data, struct mizan_error *error)
{
	size_t row = 0;
	for (size_t unit = 0; data->units && unit < data->unit_count; unit++) {
		double sum = 0;
		for (; row < data->rows && data->units[row] == unit; row++) {
			sum += data->counts[row];
		}
		if (sum <= 0) {
			return mizan_error_set(error, MIZAN_ERROR_INPUT, "leave it out",
				"unit %zu has no count above 0, so that it has no finite effect",
				unit + 1);
		}
	}
	return MIZAN_OK;
}

static mizan_status fit_make_room(struct fit_work *work, struct mizan_error *error)
{
	const struct mizan_count_data *data = work->data;
	size_t units = data->units ? data->unit_count : 0;
	work->linear = calloc(data->rows + 1, sizeof(double));
	work->trial = calloc(data->rows + 1, sizeof(double));
	work->weights = calloc(data->rows + 1, sizeof(double));
	work->sums = calloc(units * (data->columns + 1) + 1, sizeof(double));
	work->step_effects = calloc(units + 1, sizeof(double));
	work->fit->fitted = calloc(data->rows + 1, sizeof(double));
	work->fit->effects = units > 0 ? calloc(units, sizeof(double)) : NULL;
	if (!work->linear || !work->trial || !work->weights || !work->sums || !work->step_effects ||
		!work->fit->fitted || (units > 0 && !work->fit->effects)) {
		return mizan_error_memory(error);
	}
	return count_values_make(data->counts, data->rows, &work->values, error);
}

mizan_status mizan_count_fit(
	const struct mizan_count_data *data, struct mizan_count_fit *fit, struct mizan_error *error)
{
	*fit = (struct mizan_count_fit){0};
	if (data->columns > MIZAN_COUNT_COLUMNS || data->columns == 0) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, NULL,
			"a count regression takes 1 to %d columns, not %zu", MIZAN_COUNT_COLUMNS,
			data->columns);
	}
	mizan_status status = check_rows(data, error);
	if (status == MIZAN_OK) {
		status = check_units(data, error);
	}
	if (status != MIZAN_OK) {
		return status;
	}
	if (data->rows < data->columns + (data->units ? data->unit_count : 0) + 3) {
		fit->standing = MIZAN_FIT_TOO_FEW;
		return MIZAN_OK;
	}
	struct fit_work work = {.data = data, .fit = fit};
	status = fit_make_room(&work, error);
	if (status == MIZAN_OK) {
		fit_begin(&work);
		fit_run(&work);
	}
	free(work.linear);
	free(work.trial);
	free(work.weights);
	free(work.sums);
	free(work.step_effects);
	count_values_release(&work.values);
	return status;
}

void mizan_count_fit_release(struct mizan_count_fit *fit)
{
	free(fit->fitted);
	free(fit->effects);
	*fit = (struct mizan_count_fit){0};
}
