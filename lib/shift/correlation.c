/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Correlations of residuals through time and between units, and what they make of the errors. */
#include "interrupted_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Long-run variance over variance is taken to be at most this. */
#define LONG_RUN_MOST 6
#define ROUNDS 3

/* Sums over pairs of rows `lag` periods apart. */
struct pair_sums {
	double residuals;  /* products of residuals */
	double hat, plain; /* elements of the hat matrix; without the part of a unit's effect */
	double pairs;
	double correlation;
};
struct correlations {
	const struct mizan_count_data *data;
	size_t periods;
	int lag;
	double *rows;      /* each row's columns less what its unit takes, x sqrt(weight) */
	double *solved;    /* the same times the inverse: hat elements are rows . solved */
	double *residuals; /* Pearson's */
	double *share;     /* of its unit: weight / sum of the unit's weights, square root */
	double *sums;      /* by period: rows, solved, residual, count: 2 columns + 2 wide */
	struct pair_sums *own, *cross; /* by lag: within a unit, between units */
};

/* ---- What the rows are -------------------------------------------------------------------- */

static void rows_fill(struct correlations *work, const struct mizan_count_fit *fit,
	const double *bread, const double *sums)
{
	const struct mizan_count_data *data = work->data;
	size_t columns = data->columns;
	for (size_t i = 0; i < data->rows; i++) {
		const double *sum = sums ? sums + data->units[i] * (columns + 1) : NULL;
		double *row = work->rows + i * columns, *solved = work->solved + i * columns;
		double mu = fit->fitted[i], weight = count_weight(mu, fit->theta);
		work->residuals[i] = (data->counts[i] - mu) / sqrt(mu * (1 + mu / fit->theta));
		work->share[i] = sum ? sqrt(weight / sum[columns]) : 0;
		for (size_t j = 0; j < columns; j++) {
			double mean = sum ? sum[j] / sum[columns] : 0;
			row[j] = sqrt(weight) * (data->design[i * columns + j] - mean);
		}
		for (size_t j = 0; j < columns; j++) {
			for (size_t k = 0; k < columns; k++) {
				solved[j] += bread[j * columns + k] * row[k];
			}
		}
	}
}

/* Sums over the units of each period. */
static void periods_fill(struct correlations *work)
{
	const struct mizan_count_data *data = work->data;
	size_t columns = data->columns, wide = 2 * columns + 2;
	for (size_t i = 0; i < data->rows; i++) {
		double *sum = work->sums + count_period(data, i) * wide;
		for (size_t j = 0; j < columns; j++) {
			sum[j] += work->rows[i * columns + j];
			sum[columns + j] += work->solved[i * columns + j];
		}
		sum[2 * columns] += work->residuals[i];
		sum[2 * columns + 1]++;
	}
}

static double dot(const double *a, const double *b, size_t count)
{
	double sum = 0;
	for (size_t i = 0; i < count; i++) {
		sum += a[i] * b[i];
	}
	return sum;
}

/* ---- Pairs -------------------------------------------------------------------------------- */

static void own_measure(struct correlations *work, size_t i, size_t k, uint32_t apart)
{
	size_t columns = work->data->columns;
	struct pair_sums *pair = &work->own[apart];
	double plain = dot(work->rows + i * columns, work->solved + k * columns, columns);
	pair->residuals += work->residuals[i] * work->residuals[k];
	pair->plain += plain;
	pair->hat += plain + work->share[i] * work->share[k];
	pair->pairs++;
}

static double pair_weight(const struct correlations *work, size_t apart, double correlation)
{
	double weight = (1 - (double)apart / (work->lag + 1)) * correlation;
	return apart == 0 ? weight / 2 : weight;
}

/* Each pair of rows of a unit that are `lag` periods apart or less, a row with itself too: measures
 * them, or with `meat` adds what they have beyond pairs of other units. */
static void own_pairs(struct correlations *work, double *meat)
{
	const struct mizan_count_data *data = work->data;
	size_t columns = data->columns;
	for (size_t i = 0; i < data->rows; i++) {
		for (size_t k = i + 1; k-- > 0;) {
			uint32_t apart = count_period(data, i) - count_period(data, k);
			if ((data->units && data->units[k] != data->units[i]) ||
				apart > (uint32_t)work->lag) {
				break;
			}
			if (!meat) {
				own_measure(work, i, k, apart);
				continue;
			}
			double beyond =
				work->own[apart].correlation - work->cross[apart].correlation;
			covariance_add(meat, work->rows + i * columns, work->rows + k * columns,
				columns, pair_weight(work, apart, beyond));
		}
	}
}

/* The same of sums over units, which hold the pairs between units and those within. */
static void cross_pairs(struct correlations *work, double *meat)
{
	size_t columns = work->data->columns, wide = 2 * columns + 2;
	for (size_t i = 0; i < work->periods; i++) {
		for (size_t apart = 0; apart <= (size_t)work->lag && apart <= i; apart++) {
			const double *a = work->sums + i * wide, *b = a - apart * wide;
			struct pair_sums *pair = &work->cross[apart];
			if (meat) {
				covariance_add(meat, a, b, columns,
					pair_weight(work, apart, pair->correlation));
				continue;
			}
			pair->residuals += a[2 * columns] * b[2 * columns];
			pair->hat += dot(a, b + columns, columns);
			pair->pairs += a[2 * columns + 1] * b[2 * columns + 1];
		}
	}
}

/* What is within units is not between them. */
static void cross_take_own(struct correlations *work)
{
	for (int apart = 0; apart <= work->lag; apart++) {
		work->cross[apart].residuals -= work->own[apart].residuals;
		work->cross[apart].hat -= work->own[apart].plain;
		work->cross[apart].pairs -= work->own[apart].pairs;
	}
}

/* ---- Correlations ------------------------------------------------------------------------- */

static double pair_correlation(const struct pair_sums *sums, double variance, double long_run)
{
	return sums->pairs < 1 ? 0
			       : (sums->residuals / variance + long_run * sums->hat) / sums->pairs;
}

static void correlations_find(struct correlations *work, bool between)
{
	double long_run = 1;
	for (int round = 0; round < ROUNDS; round++) {
		double rows = work->own[0].pairs;
		double taken = fmin(long_run * work->own[0].hat, 0.6 * rows);
		double variance = work->own[0].residuals / (rows - taken), next = 1;
		work->own[0].correlation = 1;
		for (int apart = 0; apart <= work->lag; apart++) {
			struct pair_sums *own = &work->own[apart], *cross = &work->cross[apart];
			double weight = 1 - (double)apart / (work->lag + 1);
			if (apart > 0) {
				own->correlation = pair_correlation(own, variance, long_run);
				next += 2 * weight * own->correlation;
			}
			if (between) {
				cross->correlation = pair_correlation(cross, variance, long_run);
			}
		}
		long_run = fmin(fmax(next, 1), LONG_RUN_MOST);
	}
}

static bool correlations_make_room(struct correlations *work)
{
	const struct mizan_count_data *data = work->data;
	size_t lags = (size_t)work->lag + 1;
	for (size_t i = 0; i < data->rows; i++) {
		size_t period = count_period(data, i);
		work->periods = period >= work->periods ? period + 1 : work->periods;
	}
	work->rows = calloc(data->rows * data->columns + 1, sizeof(double));
	work->solved = calloc(data->rows * data->columns + 1, sizeof(double));
	work->residuals = calloc(data->rows + 1, sizeof(double));
	work->share = calloc(data->rows + 1, sizeof(double));
	work->sums = calloc(work->periods * (2 * data->columns + 2) + 1, sizeof(double));
	work->own = calloc(lags, sizeof *work->own);
	work->cross = calloc(lags, sizeof *work->cross);
	return work->rows && work->solved && work->residuals && work->share && work->sums &&
	       work->own && work->cross;
}

mizan_status meat_of_correlation(const struct mizan_count_data *data,
	const struct mizan_count_fit *fit, const double *bread, const double *sums, int lag,
	double *meat, struct mizan_error *error)
{
	struct correlations work = {.data = data, .lag = lag};
	bool between = data->units && data->unit_count > 1;
	mizan_status status = correlations_make_room(&work) ? MIZAN_OK : mizan_error_memory(error);
	if (status == MIZAN_OK) {
		rows_fill(&work, fit, bread, sums);
		periods_fill(&work);
		own_pairs(&work, NULL);
		if (between) {
			cross_pairs(&work, NULL);
			cross_take_own(&work);
		}
		correlations_find(&work, between);
		own_pairs(&work, meat);
		if (between) {
			cross_pairs(&work, meat);
		}
	}
	free(work.rows);
	free(work.solved);
	free(work.residuals);
	free(work.share);
	free(work.sums);
	free(work.own);
	free(work.cross);
	return status;
}
