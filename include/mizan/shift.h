/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The shift room: when the level of a series changed, what changed at a given day, and whether
 * targets and places are others than before. Kernels see arrays; the functions that end in _store
 * read complete releases of a store first and refuse samples, with the reason: what a sample holds
 * says how it was chosen.
 */
#ifndef MIZAN_SHIFT_H
#define MIZAN_SHIFT_H

#include <mizan/indicator.h>
#include <mizan/table.h>

#pragma GCC visibility push(default)

/* ---- Change points ------------------------------------------------------------------------ */

/* ---- Interrupted series ------------------------------------------------------------------- */

/*
 * Negative binomial regression of counts (NB2: the variance is mu + mu^2 / theta) with a log link,
 * by maximum likelihood, as MASS::glm.nb in R: theta and the coefficients in turn. Effects of units
 * (provinces) are absorbed by eliminating their diagonal block from the normal equations, which is
 * exact; the cost is O(rows x columns^2) an iteration however many units there are.
 */
#define MIZAN_COUNT_COLUMNS 30
struct mizan_count_data {
	const double *counts; /* whole numbers from 0 */
	const double
		*design; /* row-major, `rows` x `columns`; no intercept where units are given */
	const double *offset; /* ln of exposure; NULL: 0 */
	/* Rows are sorted by unit and, within it, by period; both count from 0. `units` NULL: no
	 * effects are absorbed. `periods` NULL: rows follow each other. Periods may be missing. */
	const uint32_t *units, *periods;
	size_t rows, columns, unit_count;
};
enum mizan_fit_standing {
	MIZAN_FIT_GOOD,
	MIZAN_FIT_TOO_FEW,   /* fewer rows than coefficients + 3 */
	MIZAN_FIT_SINGULAR,  /* a column follows from the others: see `column` */
	MIZAN_FIT_SEPARATED, /* a fitted value runs to 0: a coefficient has no finite estimate */
	MIZAN_FIT_NOT_CONVERGED, /* after 200 rounds */
};
struct mizan_count_fit {
	enum mizan_fit_standing standing;
	size_t column; /* of SINGULAR */
	double coefficients[MIZAN_COUNT_COLUMNS];
	/* Infinity where the counts vary no more than Poisson ones: theta_error is NaN then. */
	double theta, theta_error, log_likelihood;
	double *fitted;  /* of each row */
	double *effects; /* of each unit, on the scale of logarithms; NULL without units */
	int rounds;
};
/* Free with mizan_count_fit_release, in any case. Counts that are no whole numbers from 0, an
 * offset or a design that is not finite, and a unit without a row or with zeros alone (it has no
 * finite effect; leave it out) are MIZAN_ERROR_INPUT. Where `standing` is not GOOD the other
 * numbers say nothing. */
mizan_status mizan_count_fit(const struct mizan_count_data *data, struct mizan_count_fit *fit,
	struct mizan_error *error) MIZAN_MUST_CHECK;
void mizan_count_fit_release(struct mizan_count_fit *fit);

/* How sure coefficients are. */
enum mizan_errors {
	/* From the model: each count independent of the others, as summary(glm.nb). */
	MIZAN_ERRORS_MODEL,
	/* Newey and West 1987: neighbouring periods of a unit may depend on each other; Bartlett's
	 * weights 1 - l / (lag + 1), units independent. x n / (n - k), k with unit effects. */
	MIZAN_ERRORS_NEWEY_WEST,
	/* Driscoll and Kraay 1998: the same, and units of one period may depend on each other. */
	MIZAN_ERRORS_DRISCOLL_KRAAY,
	/* Rows of a unit may depend on each other in any way; x G / (G - 1) (n - 1) / (n - k). */
	MIZAN_ERRORS_CLUSTERED,
};
/* "model", "newey-west", "driscoll-kraay", "clustered" */
bool mizan_errors_from_word(const char *word, enum mizan_errors *errors);
const char *mizan_errors_word(enum mizan_errors errors);
/* Newey and West 1994: 4 (n / 100)^(2/9), rounded down; n periods. */
int mizan_newey_west_lag(size_t periods);
/* The covariance of the coefficients, columns x columns, theta taken as known; theory as in R's
 * sandwich. `lag` 0 or more. Clusters of fewer than 2 units are MIZAN_ERROR_USAGE. Cost
 * O(rows x columns x (columns + lag)). */
mizan_status mizan_count_covariance(const struct mizan_count_data *data,
	const struct mizan_count_fit *fit, enum mizan_errors errors, int lag, double *covariance,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- Composition -------------------------------------------------------------------------- */

#pragma GCC visibility pop
#endif
