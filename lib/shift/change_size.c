/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dispersion of counts whose level moves. */
#include "change_internal.h"

#include <math.h>
#include <stdlib.h>

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

/* Pairs of neighbouring blocks of a series that lie within one stretch. */
struct size_pairs {
	double *sums; /* two a pair */
	size_t count, block;
};

/* The beta-binomial likelihood of all pairs given their sums. */
static double pairs_likelihood(const struct size_pairs *pairs, double size)
{
	double sum = 0;
	size *= (double)pairs->block;
	for (size_t i = 0; i < pairs->count; i++) {
		double a = pairs->sums[2 * i], b = pairs->sums[2 * i + 1];
		sum += log_rising(size, a) + log_rising(size, b) - log_rising(2 * size, a + b);
	}
	return sum;
}

/* Pairs without any count tell nothing. */
static void pairs_add(struct size_pairs *pairs, const double *values, size_t first, size_t end)
{
	size_t block = pairs->block;
	for (size_t at = first; at + 2 * block <= end; at++) {
		double a = 0, b = 0;
		for (size_t i = 0; i < block; i++) {
			a += values[at + i];
			b += values[at + block + i];
		}
		if (a + b > 0) {
			pairs->sums[2 * pairs->count] = a;
			pairs->sums[2 * pairs->count++ + 1] = b;
		}
	}
}

/* Golden sections between two sizes on the scale of logarithms. */
static double pairs_top(const struct size_pairs *pairs, double low, double high)
{
	const double golden = 0.6180339887498949;
	double left = high - golden * (high - low), right = low + golden * (high - low);
	double at_left = pairs_likelihood(pairs, exp(left));
	double at_right = pairs_likelihood(pairs, exp(right));
	for (int i = 0; i < 30; i++) {
		if (at_left > at_right) {
			high = right;
			right = left;
			at_right = at_left;
			left = high - golden * (high - low);
			at_left = pairs_likelihood(pairs, exp(left));
		} else {
			low = left;
			left = right;
			at_left = at_right;
			right = low + golden * (high - low);
			at_right = pairs_likelihood(pairs, exp(right));
		}
	}
	return exp((low + high) / 2);
}

static double pairs_size(const struct size_pairs *pairs)
{
	/* A grid finds the hill, golden sections its top. */
	double best = log(SIZE_MOST), step = (log(SIZE_MOST) - log(SIZE_LEAST)) / 40;
	double most = -(double)INFINITY;
	for (int i = 0; i <= 40; i++) {
		double at = log(SIZE_LEAST) + step * i;
		double value = pairs_likelihood(pairs, exp(at));
		if (value >= most) {
			most = value;
			best = at;
		}
	}
	if (best > log(SIZE_MOST) - step / 2) {
		return SIZE_MOST;
	}
	double size = pairs_top(pairs, best - step, best + step);
	return size < SIZE_LEAST ? SIZE_LEAST : size;
}

mizan_status change_size_within(const double *values, size_t count, size_t block,
	const size_t *starts, size_t stretches, double *size, struct mizan_error *error)
{
	size_t most = count / 4 > 0 ? count / 4 : 1;
	struct size_pairs pairs = {.block = block < most ? block : most};
	pairs.block = pairs.block > 0 ? pairs.block : 1;
	pairs.sums = malloc(2 * count * sizeof *pairs.sums);
	if (!pairs.sums) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < stretches; i++) {
		pairs_add(&pairs, values, starts[i], i + 1 < stretches ? starts[i + 1] : count);
	}
	/* Where no stretch has two blocks, what was known stays. */
	if (pairs.count > 0 || stretches == 1) {
		*size = pairs_size(&pairs);
	}
	free(pairs.sums);
	return MIZAN_OK;
}

mizan_status mizan_change_size(
	const double *values, size_t count, size_t block, double *size, struct mizan_error *error)
{
	const size_t start = 0;
	*size = SIZE_MOST;
	return count > 0 ? change_size_within(values, count, block, &start, 1, size, error)
			 : MIZAN_OK;
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
