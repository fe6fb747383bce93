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
	/*
	 * Autocorrelations of Pearson's residuals (with several units also those between units, in
	 * one period and across), taken for those of the counts, Bartlett's weights. Residuals are
	 * less correlated than counts, since the fit takes their slow parts: each correlation gets
	 * back what the hat matrix takes, times the long-run variance, three times in turn.
	 * Squares of scores, which the others rest on, are too few around a break: see bench.
	 */
	MIZAN_ERRORS_CORRELATED,
};
#define MIZAN_ERRORS_COUNT 5
/* "model", "newey-west", "driscoll-kraay", "clustered", "correlated" */
bool mizan_errors_from_word(const char *word, enum mizan_errors *errors);
const char *mizan_errors_word(enum mizan_errors errors);
/* Newey and West 1994: 4 (n / 100)^(2/9), rounded down; n periods. */
int mizan_newey_west_lag(size_t periods);
/* 1.3 sqrt(n), rounded down: Lazarus, Lewis, Stock and Watson, "HAR inference: recommendations for
 * practice", 2018. */
int mizan_correlated_lag(size_t periods);
/* How much wider than the normal distribution's the 95 % quantile of an estimate over its error is,
 * since the error is uncertain itself: Kiefer and Vogelsang, "A new asymptotic theory for
 * heteroskedasticity-autocorrelation robust tests", 2005, Bartlett's weights, at the lag of
 * mizan_newey_west_lag, for which simulations keep the level (bench/interrupted.c). */
double mizan_correlated_stretch(size_t periods);
/* The covariance of the coefficients, columns x columns, theta taken as known; theory as in R's
 * sandwich. `lag` 0 or more. Clusters of fewer than 2 units are MIZAN_ERROR_USAGE. Cost
 * O(rows x columns x (columns + lag)). */
mizan_status mizan_count_covariance(const struct mizan_count_data *data,
	const struct mizan_count_fit *fit, enum mizan_errors errors, int lag, double *covariance,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/*
 * An interrupted series: counts by period against a log-linear trend and season, with a change of
 * level and of slope at a date. For period t, in years from the date,
 *   ln E(count) = ln exposure + unit + trend t + season(t) + level [t >= 0] + slope max(0, t)
 * fitted to `window` periods on each side of the date. exp(level) is how many times the count is
 * what the trend before, gone on, would give as the change begins; exp(slope) what a year does to
 * that factor. Bernal, Cummins and Gasparrini, "Interrupted time series regression for the
 * evaluation of public health interventions", 2017. Other dates given that fall into the window get
 * a level and a slope of their own.
 *
 * The placebo test does the same at every other period of the record that has windows as long and
 * lies `margin` periods or more from each date given, and counts those whose |level / error| is at
 * least as large: (r + 1) / (n + 1).
 *
 * Intervals take Student's t; degrees of freedom are units - 1 for clustered errors, rows - columns
 * - units for the model's, else periods - columns. Correlated errors are the default; they are
 * multiplied by mizan_correlated_stretch, and the model's count where they are wider. Where nothing
 * changed, p is below 0.05 in 3 to 5 % of independent records, 7 to 10 % of those whose level
 * wanders (Newey and West: 8 to 11 and 11 to 15 %; the model: 5 to 7 and 10 to 19 %):
 * docs/explain.md.
 */
#define MIZAN_INTERRUPTED_DATES 64
struct mizan_interrupted_series {
	const double *counts;   /* unit by unit, each with `periods` of them; NaN: missing */
	const double *exposure; /* of each count, above 0; NULL: 1 */
	size_t periods, units;
	int periods_per_year; /* 12, 4 or 1 */
	int first_in_year;    /* of the first period within its year, from 0 */
};
struct mizan_interrupted_options {
	const size_t *at; /* the first period after the change; any order */
	size_t at_count;  /* 1 to MIZAN_INTERRUPTED_DATES */
	size_t window;    /* periods on each side of a date; 0: all */
	int season;       /* Fourier pairs, 0 to half the periods of a year */
	bool no_trend, no_slope;
	enum mizan_errors errors;
	int lag; /* below 0: mizan_newey_west_lag, of correlated errors mizan_correlated_lag */
	size_t margin; /* least periods before, after and between dates; 0: 12 of months, 6 of
			  quarters, 5 of years */
	bool no_placebo;
	bool one; /* the first date alone gets an answer; the others have their terms in its model
		   */
};
enum mizan_interrupted_standing {
	MIZAN_INTERRUPTED_GOOD,
	MIZAN_INTERRUPTED_TOO_SHORT,   /* fewer periods on record before or after than the margin */
	MIZAN_INTERRUPTED_TOO_CLOSE,   /* another date is nearer than the margin: see `other` */
	MIZAN_INTERRUPTED_TOO_FEW,     /* fewer than 20 counted in the window, or too few rows */
	MIZAN_INTERRUPTED_ZERO_BEFORE, /* nothing was counted before: no factor to it */
	MIZAN_INTERRUPTED_ZERO_AFTER,
	MIZAN_INTERRUPTED_SINGULAR,      /* the columns cannot be told apart */
	MIZAN_INTERRUPTED_SEPARATED,     /* an estimate runs to infinity */
	MIZAN_INTERRUPTED_NOT_CONVERGED, /* no fit was found */
};
/* "good", "too-short" ... */
const char *mizan_interrupted_standing_word(enum mizan_interrupted_standing standing);

struct mizan_factor {
	double value, low, high, p_value; /* 95 % */
};
struct mizan_interrupted_change {
	enum mizan_interrupted_standing standing;
	size_t at, other;     /* periods */
	size_t others;        /* further dates within the window, which have terms of their own */
	size_t from, to;      /* first and last period of the window */
	size_t before, after; /* periods of it on record, by any unit */
	size_t missing;       /* counts of it that are missing */
	size_t rows, units;   /* that were fitted */
	size_t empty_units;   /* had nothing in the window, and were left out */
	double counted_before, counted_after;
	/* NaN from here on where standing is not GOOD; slope also where none was asked for. */
	struct mizan_factor level, slope;
	double level_errors[MIZAN_ERRORS_COUNT]; /* of ln level, by enum mizan_errors; NaN where
						    there is none */
	double theta, theta_error, log_likelihood;
	int lag;
	double correlation; /* of a period's residual with that of the one before */
	size_t placebos, as_large;
	double placebo_p; /* NaN where no other date has windows as long */
};
/* A change for each date of the options, or for the first. Errors: MIZAN_ERROR_USAGE for options
 * out of range, MIZAN_ERROR_INPUT for counts that are no whole numbers. Cost: a fit a placebo, some
 * 0.3 ms each for ten years of months. */
mizan_status mizan_interrupted(const struct mizan_interrupted_series *series,
	const struct mizan_interrupted_options *options, struct mizan_interrupted_change *changes,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;
/*
 * The line that was fitted and the one that would have gone on without the change, summed over
 * units, for each period of the record; NaN outside of the window, where nothing is on record and
 * for `without` before the date. The 95 % interval of `without`: of one series that of its line, of
 * several units that of the change. Each array has series->periods places.
 */
struct mizan_interrupted_lines {
	double *recorded, *fitted, *without, *without_low, *without_high;
};
mizan_status mizan_interrupted_lines(const struct mizan_interrupted_series *series,
	const struct mizan_interrupted_options *options, size_t date,
	struct mizan_interrupted_lines *lines, struct mizan_error *error) MIZAN_MUST_CHECK;

/* One change in words, as "From August 2021 the monthly number of deaths runs 2.10 times as high as
 * the trend before would have it (95 % interval 1.60 to 2.80) ..."; where something is missing it
 * says what. `first_month` is that of the series' first period, year x 12 + month - 1; `what` a
 * noun
 * ("deaths"). Appends to `text`. */
void mizan_interrupted_words(const struct mizan_interrupted_change *change,
	enum mizan_period period, int32_t first_month, const char *what, struct mizan_text *text);
/* What it cannot show; to be shown beside each. */
const char *mizan_interrupted_caution(void);

struct mizan_interrupted_store_options {
	/* Periods ("2021-08"), days, ids of milestones or agreements, or "agreements": all of the
	 * country; commas between. The period in which a day lies is the first after it. */
	const char *at;
	const char *country;   /* ISO3; needed */
	const char *indicator; /* "events", "deaths"; NULL: both */
	const char *source;    /* of events, publisher of figures; NULL: each */
	const char *where;     /* a condition over event; figures are left out then */
	bool by_province; /* provinces as units, as their source writes them; no figures then */
	enum mizan_period period; /* MIZAN_MONTHLY ... */
	mizan_date from, to;
	int years;  /* on each side of a date; 0: all */
	int season; /* below 0: 2 pairs of months, 1 of quarters, 0 of years */
	bool no_trend, no_slope, no_placebo;
	const char *errors; /* a word; NULL: correlated */
	int lag;            /* below 0: by rule */
};
/*
 * A row for each date, indicator and publisher. Columns: date, at (as it was named), indicator,
 * source, level, level_low, level_high, p_value, slope_year, slope_low, slope_high, slope_p,
 * placebo_p, placebos, periods, counted_before, counted, theta, errors, lag, correlation, units,
 * from, to, standing, words. Samples are refused, with a note. An event whose date is known to
 * within more than a month is left out of months and quarters, and counted in a note.
 */
mizan_status mizan_interrupted_store(struct sqlite3 *database,
	const struct mizan_interrupted_store_options *options, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;
/* The lines of the first date, of the first indicator and publisher: what a chart shows. Columns:
 * period, month, series ("recorded", "fitted", "without the change"), value, low, high. */
mizan_status mizan_interrupted_lines_store(struct sqlite3 *database,
	const struct mizan_interrupted_store_options *options, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;

/* Student's t: P(T > |t|) x 2, and the quantile of `probability`, 0.5 to 1. `freedom` above 0. */
double mizan_student_p(double t, double freedom);
double mizan_student_quantile(double probability, double freedom);

/* ---- Composition -------------------------------------------------------------------------- */

#pragma GCC visibility pop
#endif
