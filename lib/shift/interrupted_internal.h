/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the interrupted series share. No other room includes this. */
#ifndef MIZAN_INTERRUPTED_INTERNAL_H
#define MIZAN_INTERRUPTED_INTERNAL_H

#include <mizan/shift.h>

/* ---- Small dense algebra (cholesky.c): symmetric matrices, row-major, size x size --------- */

/* The lower Cholesky factor of `matrix` in its place. False: a pivot is below 1e-10 of `scale` (the
 * diagonal to compare with; size places), *column says which. */
bool cholesky_factor(double *matrix, size_t size, const double *scale, size_t *column);
/* Solves with the factor, in place. */
void cholesky_solve(const double *factor, size_t size, double *vector);
/* The inverse of the matrix that was factored, full. */
void cholesky_inverse(const double *factor, size_t size, double *inverse);

/* ---- Negative binomial -------------------------------------------------------------------- */

/* Digamma and its derivative for x > 0, to about 1e-14. */
double digamma_of(double x);
double trigamma_of(double x);

/* Distinct counts, ascending, and how often each comes. */
struct count_values {
	double *values;
	double *times;
	size_t count;
};
mizan_status count_values_make(const double *counts, size_t rows, struct count_values *values,
	struct mizan_error *error) MIZAN_MUST_CHECK;
void count_values_release(struct count_values *values);
/* Theta by maximum likelihood with these fitted values, from `start`; infinity where the counts
 * vary no more than Poisson ones. `information` is minus the second derivative there. */
double theta_estimate(const struct count_values *values, const double *counts, const double *fitted,
	size_t rows, double start, double *information);
/* The weight of a row, expected information of its linear predictor: mu / (1 + mu / theta). */
static inline double count_weight(double fitted, double theta)
{
	return fitted / (1 + fitted / theta);
}
/* X'WX, and with units what is left of it when their block is eliminated: columns x columns. `sums`
 * (unit_count x (columns + 1), NULL without units) gets the sums of w x and, last, of w. */
void count_information(
	const struct mizan_count_data *data, const double *weights, double *matrix, double *sums);

/* Adds weight x (a b' + b a'). */
void covariance_add(double *meat, const double *a, const double *b, size_t columns, double weight);
static inline uint32_t count_period(const struct mizan_count_data *data, size_t row)
{
	return data->periods ? data->periods[row] : (uint32_t)row;
}
/* The covariance of the scores, from correlations of residuals (correlation.c); `sums` as those of
 * count_information with the fit's weights. */
mizan_status meat_of_correlation(const struct mizan_count_data *data,
	const struct mizan_count_fit *fit, const double *bread, const double *sums, int lag,
	double *meat, struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- Interrupted series ------------------------------------------------------------------- */

/* The rows of one date's window and what was found in them. */
struct interrupted_model {
	const struct mizan_interrupted_series *series;
	const struct mizan_interrupted_options *options;
	size_t from, to, at;
	size_t level, slope; /* columns; slope SIZE_MAX: none */
	size_t others;       /* further dates in the window */
	struct mizan_count_data data;
	struct mizan_count_fit fit;
	double *counts, *design, *offset;
	uint32_t *units, *periods; /* periods count from `from` */
	size_t observed;           /* periods with any row */
	/* By the errors asked for; of correlated ones the model's too, and the wider counts. */
	double covariance[MIZAN_COUNT_COLUMNS * MIZAN_COUNT_COLUMNS];
	double least[MIZAN_COUNT_COLUMNS * MIZAN_COUNT_COLUMNS];
	double freedom, stretch; /* of Student's t; what errors are multiplied by */
};
/* The error of a sum of coefficients, each times its place of `vector`. */
double interrupted_error(const struct interrupted_model *model, const double *vector);
/* Fits the model of a date in a window (both its periods within); `standing` says whether it
 * stands. `change` gets the counts of what there is. Release in any case. */
mizan_status interrupted_model_fit(struct interrupted_model *model,
	const struct mizan_interrupted_series *series,
	const struct mizan_interrupted_options *options, size_t at, size_t from, size_t to,
	struct mizan_interrupted_change *change, struct mizan_error *error) MIZAN_MUST_CHECK;
void interrupted_model_release(struct interrupted_model *model);
/* One row's columns but for its unit: `columns` places. */
void interrupted_model_row(const struct interrupted_model *model, size_t period, double *row);
/* Degrees of freedom of a kind of errors. */
double interrupted_freedom(const struct interrupted_model *model, enum mizan_errors errors);
/* Options with what was left out filled in; MIZAN_ERROR_USAGE where they are out of range. */
mizan_status interrupted_check(const struct mizan_interrupted_series *series,
	const struct mizan_interrupted_options *given, struct mizan_interrupted_options *options,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* The window of a date, cut to the record. */
void interrupted_window(const struct mizan_interrupted_series *series,
	const struct mizan_interrupted_options *options, size_t at, size_t *from, size_t *to);

#endif
