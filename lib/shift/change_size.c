/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dispersion of counts whose level moves. */
#include "change_internal.h"

#include <math.h>

#define SIZE_LEAST 0.02
#define SIZE_MOST 1e6

/* Logarithm of Gamma(x + k) / Gamma(k) without the loss that large k bring. */
static double log_rising(double size, double x)
{
	if (x < 64 && x == floor(x)) {
		double sum = 0, product = 1;
		for (int i = 0; i < (int)x; i++) {
			product *= size + i;
			if (product > 1e200) {
				sum += log(product);
				product = 1;
			}
		}
		return sum + log(product);
	}
	int sign;
	return lgamma_r(x + size, &sign) - lgamma_r(size, &sign);
}

/* The beta-binomial likelihood of all pairs of neighbouring blocks given their sums. */
static double pairs_likelihood(const double *values, size_t count, size_t block, double size)
{
	double sum = 0, a = 0, b = 0;
	for (size_t i = 0; i < block; i++) {
		a += values[i];
		b += values[block + i];
	}
	size *= (double)block;
	for (size_t i = 0; i + 2 * block <= count; i++) {
		if (i > 0) {
			/* Whole counts stay exact. */
			a += values[i + block - 1] - values[i - 1];
			b += values[i + 2 * block - 1] - values[i + block - 1];
		}
		if (a + b > 0) {
			sum += log_rising(size, a) + log_rising(size, b) -
			       log_rising(2 * size, a + b);
		}
	}
	return sum;
}

double mizan_change_size(const double *values, size_t count, size_t block)
{
	block = block > 0 ? block : 1;
	block = count / 4 < block ? count / 4 : block;
	if (block == 0) {
		return SIZE_MOST;
	}
	/* A grid finds the hill, golden sections its top. */
	double best = log(SIZE_MOST), step = (log(SIZE_MOST) - log(SIZE_LEAST)) / 40;
	double most = -(double)INFINITY;
	for (int i = 0; i <= 40; i++) {
		double at = log(SIZE_LEAST) + step * i;
		double value = pairs_likelihood(values, count, block, exp(at));
		if (value >= most) {
			most = value;
			best = at;
		}
	}
	if (best > log(SIZE_MOST) - step / 2) {
		return SIZE_MOST;
	}
	const double golden = 0.6180339887498949;
	double low = best - step, high = best + step;
	double left = high - golden * (high - low), right = low + golden * (high - low);
	double at_left = pairs_likelihood(values, count, block, exp(left));
	double at_right = pairs_likelihood(values, count, block, exp(right));
	for (int i = 0; i < 40; i++) {
		if (at_left > at_right) {
			high = right;
			right = left;
			at_right = at_left;
			left = high - golden * (high - low);
			at_left = pairs_likelihood(values, count, block, exp(left));
		} else {
			low = left;
			left = right;
			at_left = at_right;
			right = low + golden * (high - low);
			at_right = pairs_likelihood(values, count, block, exp(right));
		}
	}
	double size = exp((low + high) / 2);
	return size < SIZE_LEAST ? SIZE_LEAST : size;
}

double change_size_of_all(const double *values, size_t count)
{
	double sum = 0, squares = 0;
	for (size_t i = 0; i < count; i++) {
		sum += values[i];
	}
	double mean = sum / (double)count;
	for (size_t i = 0; i < count; i++) {
		squares += (values[i] - mean) * (values[i] - mean);
	}
	double variance = count > 1 ? squares / (double)(count - 1) : 0;
	double size = variance > mean ? mean * mean / (variance - mean) : SIZE_MOST;
	return size < SIZE_LEAST ? SIZE_LEAST : size > SIZE_MOST ? SIZE_MOST : size;
}
