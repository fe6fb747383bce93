/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How sure coefficients are: the model's own covariance, and those that allow for dependence. */
#include "interrupted_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const errors_words[MIZAN_ERRORS_COUNT] = {
	"model", "newey-west", "driscoll-kraay", "clustered", "correlated"};

bool mizan_errors_from_word(const char *word, enum mizan_errors *errors)
{
	for (int i = 0; i < MIZAN_ERRORS_COUNT; i++) {
		if (strcmp(word, errors_words[i]) == 0) {
			*errors = (enum mizan_errors)i;
			return true;
		}
	}
	return false;
}

const char *mizan_errors_word(enum mizan_errors errors)
{
	return errors_words[errors];
}

int mizan_newey_west_lag(size_t periods)
{
	return (int)floor(4 * pow((double)periods / 100, 2.0 / 9));
}

int mizan_correlated_lag(size_t periods)
{
	return (int)floor(1.3 * sqrt((double)periods));
}

double mizan_correlated_stretch(size_t periods)
{
	double b = fmin(1, (double)(mizan_newey_west_lag(periods) + 1) / (double)periods);
	return (1.9600 + b * (2.9694 + b * (0.4160 - 0.5324 * b))) / 1.9600;
}

/* ---- Scores ------------------------------------------------------------------------------- */

struct scores {
	const struct mizan_count_data *data;
	double *rows;    /* the score of each row, columns wide */
	double *weights; /* of each row */
	double *sums;    /* of each unit, as count_information has them; NULL without units */
};

/* The derivative of a row's likelihood by the coefficients, with what the unit's effect takes up
 * taken away: by the theorem of Frisch, Waugh and Lovell what a dummy column each would give. */
static void scores_fill(struct scores *scores, const struct mizan_count_fit *fit)
{
	const struct mizan_count_data *data = scores->data;
	size_t columns = data->columns;
	for (size_t i = 0; i < data->rows; i++) {
		const double *sum =
			scores->sums ? scores->sums + data->units[i] * (columns + 1) : NULL;
		double residual =
			(data->counts[i] - fit->fitted[i]) / (1 + fit->fitted[i] / fit->theta);
		for (size_t j = 0; j < columns; j++) {
			double mean = sum ? sum[j] / sum[columns] : 0;
			scores->rows[i * columns + j] =
				residual * (data->design[i * columns + j] - mean);
		}
	}
}

void covariance_add(double *meat, const double *a, const double *b, size_t columns, double weight)
{
	for (size_t j = 0; j < columns; j++) {
		for (size_t k = 0; k < columns; k++) {
			meat[j * columns + k] += weight * (a[j] * b[k] + b[j] * a[k]);
		}
	}
}

/* Rows of one unit `lag` periods apart or less. */
static void meat_of_units(const struct scores *scores, int lag, double *meat)
{
	const struct mizan_count_data *data = scores->data;
	size_t columns = data->columns;
	for (size_t i = 0; i < data->rows; i++) {
		covariance_add(
			meat, scores->rows + i * columns, scores->rows + i * columns, columns, 0.5);
		for (size_t k = i; k-- > 0;) {
			uint32_t apart = count_period(data, i) - count_period(data, k);
			if ((data->units && data->units[k] != data->units[i]) ||
				apart > (uint32_t)lag) {
				break;
			}
			covariance_add(meat, scores->rows + i * columns, scores->rows + k * columns,
				columns, 1 - (double)apart / (lag + 1));
		}
	}
}

/* Sums over a period's rows, periods `lag` apart or less. */
static mizan_status meat_of_periods(
	const struct scores *scores, int lag, double *meat, struct mizan_error *error)
{
	const struct mizan_count_data *data = scores->data;
	size_t columns = data->columns, periods = 0;
	for (size_t i = 0; i < data->rows; i++) {
		size_t period = count_period(data, i);
		periods = period >= periods ? period + 1 : periods;
	}
	double *sums = calloc(periods * columns + 1, sizeof *sums);
	if (!sums) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < data->rows; i++) {
		for (size_t j = 0; j < columns; j++) {
			sums[count_period(data, i) * columns + j] += scores->rows[i * columns + j];
		}
	}
	for (size_t i = 0; i < periods; i++) {
		covariance_add(meat, sums + i * columns, sums + i * columns, columns, 0.5);
		for (size_t apart = 1; apart <= (size_t)lag && apart <= i; apart++) {
			covariance_add(meat, sums + i * columns, sums + (i - apart) * columns,
				columns, 1 - (double)apart / (lag + 1));
		}
	}
	free(sums);
	return MIZAN_OK;
}

/* Sums over a unit's rows. */
static void meat_of_clusters(const struct scores *scores, double *meat)
{
	const struct mizan_count_data *data = scores->data;
	size_t columns = data->columns;
	double sum[MIZAN_COUNT_COLUMNS] = {0};
	for (size_t i = 0; i < data->rows; i++) {
		for (size_t j = 0; j < columns; j++) {
			sum[j] += scores->rows[i * columns + j];
		}
		if (i + 1 == data->rows || data->units[i + 1] != data->units[i]) {
			covariance_add(meat, sum, sum, columns, 0.5);
			memset(sum, 0, sizeof sum);
		}
	}
}

/* ---- Covariance --------------------------------------------------------------------------- */

/* bread x meat x bread, times `factor`. */
static void sandwich(
	const double *bread, const double *meat, size_t size, double factor, double *covariance)
{
	double half[MIZAN_COUNT_COLUMNS * MIZAN_COUNT_COLUMNS];
	for (size_t i = 0; i < size; i++) {
		for (size_t j = 0; j < size; j++) {
			half[i * size + j] = 0;
			for (size_t k = 0; k < size; k++) {
				half[i * size + j] += bread[i * size + k] * meat[k * size + j];
			}
		}
	}
	for (size_t i = 0; i < size; i++) {
		for (size_t j = 0; j < size; j++) {
			covariance[i * size + j] = 0;
			for (size_t k = 0; k < size; k++) {
				covariance[i * size + j] +=
					factor * half[i * size + k] * bread[k * size + j];
			}
		}
	}
}

static mizan_status covariance_bread(struct scores *scores, const struct mizan_count_fit *fit,
	double *bread, struct mizan_error *error)
{
	const struct mizan_count_data *data = scores->data;
	double matrix[MIZAN_COUNT_COLUMNS * MIZAN_COUNT_COLUMNS], scale[MIZAN_COUNT_COLUMNS];
	size_t column;
	for (size_t i = 0; i < data->rows; i++) {
		scores->weights[i] = count_weight(fit->fitted[i], fit->theta);
	}
	count_information(data, scores->weights, matrix, scores->sums);
	for (size_t j = 0; j < data->columns; j++) {
		scale[j] = 0; /* that it can be factored was found when it was fitted */
	}
	if (!cholesky_factor(matrix, data->columns, scale, &column)) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "look at its standing first",
			"there is no fit to tell the errors of");
	}
	cholesky_inverse(matrix, data->columns, bread);
	return MIZAN_OK;
}

static mizan_status covariance_robust(struct scores *scores, const struct mizan_count_fit *fit,
	enum mizan_errors errors, int lag, const double *bread, double *covariance,
	struct mizan_error *error)
{
	const struct mizan_count_data *data = scores->data;
	double meat[MIZAN_COUNT_COLUMNS * MIZAN_COUNT_COLUMNS] = {0};
	double n = (double)data->rows, g = data->units ? (double)data->unit_count : 0;
	double k = (double)data->columns + g, factor = n / (n - k);
	mizan_status status = MIZAN_OK;
	scores_fill(scores, fit);
	if (errors == MIZAN_ERRORS_NEWEY_WEST) {
		meat_of_units(scores, lag, meat);
	} else if (errors == MIZAN_ERRORS_CORRELATED) {
		status = meat_of_correlation(data, fit, bread, scores->sums, lag, meat, error);
		factor = 1;
	} else if (errors == MIZAN_ERRORS_DRISCOLL_KRAAY) {
		status = meat_of_periods(scores, lag, meat, error);
	} else if (g < 2) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE, "take newey-west",
			"clustered errors need at least two units");
	} else {
		meat_of_clusters(scores, meat);
		factor = g / (g - 1) * (n - 1) / (n - k);
	}
	sandwich(bread, meat, data->columns, factor, covariance);
	return status;
}

mizan_status mizan_count_covariance(const struct mizan_count_data *data,
	const struct mizan_count_fit *fit, enum mizan_errors errors, int lag, double *covariance,
	struct mizan_error *error)
{
	size_t columns = data->columns, units = data->units ? data->unit_count : 0;
	double bread[MIZAN_COUNT_COLUMNS * MIZAN_COUNT_COLUMNS];
	struct scores scores = {.data = data,
		.rows = calloc(data->rows * columns + 1, sizeof(double)),
		.weights = calloc(data->rows + 1, sizeof(double)),
		.sums = units > 0 ? calloc(units * (columns + 1), sizeof(double)) : NULL};
	mizan_status status = MIZAN_OK;
	if (!scores.rows || !scores.weights || (units > 0 && !scores.sums)) {
		status = mizan_error_memory(error);
	} else if (fit->standing != MIZAN_FIT_GOOD || lag < 0) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE, "look at its standing first",
			"there is no fit to tell the errors of, or the lag is negative");
	}
	if (status == MIZAN_OK) {
		status = covariance_bread(&scores, fit, bread, error);
	}
	if (status == MIZAN_OK && errors == MIZAN_ERRORS_MODEL) {
		memcpy(covariance, bread, columns * columns * sizeof *bread);
	} else if (status == MIZAN_OK) {
		status = covariance_robust(&scores, fit, errors, lag, bread, covariance, error);
	}
	free(scores.rows);
	free(scores.weights);
	free(scores.sums);
	return status;
}
