/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cholesky of small symmetric matrices: a library for this costs each start more than it saves. */
#include "interrupted_internal.h"

#include <math.h>
#include <string.h>

bool cholesky_factor(double *matrix, size_t size, const double *scale, size_t *column)
{
	for (size_t j = 0; j < size; j++) {
		for (size_t i = j; i < size; i++) {
			double sum = matrix[i * size + j];
			for (size_t k = 0; k < j; k++) {
				sum -= matrix[i * size + k] * matrix[j * size + k];
			}
			if (i == j) {
				/* Written so that NaN fails. */
				if (!(sum > 1e-10 * scale[j])) {
					*column = j;
					return false;
				}
				matrix[j * size + j] = sqrt(sum);
			} else {
				matrix[i * size + j] = sum / matrix[j * size + j];
			}
		}
	}
	return true;
}

void cholesky_solve(const double *factor, size_t size, double *vector)
{
	for (size_t i = 0; i < size; i++) {
		for (size_t k = 0; k < i; k++) {
			vector[i] -= factor[i * size + k] * vector[k];
		}
		vector[i] /= factor[i * size + i];
	}
	for (size_t i = size; i-- > 0;) {
		for (size_t k = i + 1; k < size; k++) {
			vector[i] -= factor[k * size + i] * vector[k];
		}
		vector[i] /= factor[i * size + i];
	}
}

void cholesky_inverse(const double *factor, size_t size, double *inverse)
{
	double column[MIZAN_COUNT_COLUMNS];
	for (size_t j = 0; j < size; j++) {
		memset(column, 0, sizeof column);
		column[j] = 1;
		cholesky_solve(factor, size, column);
		for (size_t i = 0; i < size; i++) {
			inverse[i * size + j] = column[i];
		}
	}
}
