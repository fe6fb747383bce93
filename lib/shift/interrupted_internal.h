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

#endif
