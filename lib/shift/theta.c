/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overdispersion of counts, theta, by maximum likelihood. */
#include "interrupted_internal.h"

#include <math.h>
#include <stdlib.h>

/* Abramowitz and Stegun 6.3.18 and 6.4.12, from x = 12 on; below by the recurrence. */
double digamma_of(double x)
{
	double below = 0;
	for (; x < 12; x++) {
		below -= 1 / x;
	}
	double y = 1 / (x * x);
	return below + log(x) - 0.5 / x -
	       y * (1.0 / 12 - y * (1.0 / 120 - y * (1.0 / 252 - y * (1.0 / 240 - y / 132))));
}

double trigamma_of(double x)
{
	double below = 0;
	for (; x < 12; x++) {
		below += 1 / (x * x);
	}
	double y = 1 / (x * x);
	double series = 1.0 / 6 - y * (1.0 / 30 - y * (1.0 / 42 - y * (1.0 / 30 - y * 5.0 / 66)));
	return below + 1 / x + y / 2 + y / x * series;
}

static int compare_counts(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;
	return (a > b) - (a < b);
}

mizan_status count_values_make(
	const double *counts, size_t rows, struct count_values *values, struct mizan_error *error)
{
	*values = (struct count_values){.values = calloc(rows + 1, sizeof(double)),
		.times = calloc(rows + 1, sizeof(double))};
	if (!values->values || !values->times) {
		count_values_release(values);
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < rows; i++) {
		values->values[i] = counts[i];
	}
	qsort(values->values, rows, sizeof(double), compare_counts);
	for (size_t i = 0; i < rows; i++) {
		bool same =
			values->count > 0 && values->values[values->count - 1] == values->values[i];
		if (!same) {
			values->values[values->count++] = values->values[i];
		}
		values->times[values->count - 1]++;
	}
	return MIZAN_OK;
}

void count_values_release(struct count_values *values)
{
	free(values->values);
	free(values->times);
	*values = (struct count_values){0};
}

/* Sums over the counts of digamma(y + theta) - digamma(theta) and of minus its derivative. Small
 * counts go by the recurrence, which keeps its digits where theta is large. */
static void theta_gamma_sums(
	const struct count_values *values, double theta, double *first, double *second)
{
	double psi = 0, derivative = 0, reached = 0;
	*first = *second = 0;
	for (size_t i = 0; i < values->count; i++) {
		double y = values->values[i];
		if (y - reached > 200) {
			psi = digamma_of(y + theta) - digamma_of(theta);
			derivative = trigamma_of(theta) - trigamma_of(y + theta);
			reached = y;
		}
		for (; reached < y; reached++) {
			double part = 1 / (theta + reached);
			psi += part;
			derivative += part * part;
		}
		*first += values->times[i] * psi;
		*second += values->times[i] * derivative;
	}
}

/* The derivative of the log likelihood by theta, and minus the second. */
static double theta_score(const struct count_values *values, const double *counts,
	const double *fitted, size_t rows, double theta, double *information)
{
	double first, second, score = 0, minus = 0;
	theta_gamma_sums(values, theta, &first, &second);
	for (size_t i = 0; i < rows; i++) {
		double sum = fitted[i] + theta, over = (fitted[i] - counts[i]) / sum;
		score += over - log1p(fitted[i] / theta);
		minus += (1 + over) / sum - 1 / theta;
	}
	*information = second + minus;
	return first + score;
}

/* At infinity the derivative of the likelihood by 1 / theta is half of this. */
static double excess_variance(const double *counts, const double *fitted, size_t rows)
{
	double sum = 0;
	for (size_t i = 0; i < rows; i++) {
		double residual = counts[i] - fitted[i];
		sum += residual * residual - counts[i];
	}
	return sum;
}

double theta_estimate(const struct count_values *values, const double *counts, const double *fitted,
	size_t rows, double start, double *information)
{
	const double largest = 1e8;
	double theta = isfinite(start) ? start : 10, low = 1e-8, high = largest;
	*information = (double)NAN;
	if (excess_variance(counts, fitted, rows) <= 0) {
		return (double)INFINITY;
	}
	/* Newton in ln theta, kept between the bounds where the score changes its sign. */
	for (int round = 0; round < 100; round++) {
		double score = theta_score(values, counts, fitted, rows, theta, information);
		double slope = theta * theta * -*information + theta * score;
		low = score > 0 ? theta : low;
		high = score > 0 ? high : theta;
		double step = slope < 0 ? -theta * score / slope : score > 0 ? 1 : -1;
		double next = theta * exp(fmin(fmax(step, -2), 2));
		next = next > low && next < high ? next : sqrt(low * high);
		/* Newton doubles the digits: what is left after so small a step is rounding. */
		bool done = fabs(next - theta) <= 1e-6 * theta;
		theta = next;
		if (done || theta > 0.99 * largest) {
			break;
		}
	}
	if (theta > 0.99 * largest) {
		*information = (double)NAN;
		return (double)INFINITY;
	}
	return theta;
}
