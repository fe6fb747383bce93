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

/*
 * A series is cut into stretches of one level each. What is minimised, exactly, is the sum of the
 * costs of the stretches plus a penalty for each change. A cost is minus twice the logarithm of the
 * likelihood at the stretch's own best level, less what no partition changes (S the sum and L the
 * number of its values, m = S / L):
 *   Poisson             2 S (ln L - ln S), 0 where S is 0
 *   negative binomial   2 ((S + k L) ln(1 + m / k) - S ln m), of one dispersion k for the whole
 *                       series: variance m + m^2 / k
 *   normal              squares around m over the variance, of one variance for the whole series
 *   normal-variance     L (ln v + 1), v the stretch's own variance, at least `variance_floor`
 */
enum mizan_cost {
	MIZAN_COST_NEGATIVE_BINOMIAL,
	MIZAN_COST_POISSON,
	MIZAN_COST_NORMAL,
	MIZAN_COST_NORMAL_VARIANCE,
};
/* "negative-binomial", "poisson", "normal", "normal-variance" */
bool mizan_cost_from_word(const char *word, enum mizan_cost *cost);

/*
 * BIC: (p + 1) ln n a change, p the levels of a stretch (2 with its variance, else 1). mBIC: of
 * Zhang and Siegmund, "A modified Bayes information criterion", Biometrics 2007: (p + 2) ln n a
 * change, and ln(L / n) a stretch, so that changes near each other or an end cost less than far
 * ones; made for normal means, taken over for the others.
 */
enum mizan_penalty { MIZAN_PENALTY_MBIC, MIZAN_PENALTY_BIC, MIZAN_PENALTY_VALUE };

struct mizan_change_options {
	enum mizan_cost cost;
	enum mizan_penalty penalty;
	double value;    /* with MIZAN_PENALTY_VALUE: at least 0 */
	size_t minimum;  /* least values of a stretch; 0: 1, or 2 where variances are free */
	double size;     /* k of the negative binomial; 0: mizan_change_size of blocks of `minimum`,
			  * first of all     pairs and then of those within the stretches that these
			  * gave */
	double variance; /* of the normal mean; 0: by the median of differences of neighbours */
	double variance_floor; /* 0: 1/12 where all values are whole, else a millionth of the
				  variance of the series */
	const struct mizan_watch *watch;
};
/* "mbic", "bic", or a number at least 0: sets penalty and value. */
bool mizan_penalty_from_word(const char *word, struct mizan_change_options *options);
struct mizan_changes {
	size_t *starts;   /* position of each stretch's first value; starts[0] is 0 */
	size_t count;     /* of stretches: changes and one */
	double objective; /* the sum that was minimised */
	double penalty;   /* a change; with mBIC without the part for lengths */
	double size, variance, variance_floor; /* those used */
};
/*
 * The best partition. Counts are at least 0. Errors: fewer than two times `minimum` values is one
 * stretch, none is MIZAN_ERROR_USAGE, as are values that are not finite or negative counts. Free
 * with mizan_changes_release, also after an error.
 *
 * Normal means and Poisson with BIC or a value: functional pruning (Maidstone, Hocking, Rigaill and
 * Fearnhead, "On optimal multiple changepoint algorithms for large data", Statistics and Computing
 * 2017), about O(n log n) in any series. The others: PELT (Killick, Fearnhead and Eckley, JASA
 * 2012), O(n) with many changes and O(n^2) with few.
 */
mizan_status mizan_change_points(const double *values, size_t count,
	const struct mizan_change_options *options, struct mizan_changes *changes,
	struct mizan_error *error) MIZAN_MUST_CHECK;
void mizan_changes_release(struct mizan_changes *changes);

/*
 * The dispersion k of counts whose level moves. How the sum of two neighbouring blocks is split
 * between them does not depend on the level (beta-binomial with block x k twice), so that the
 * maximum of this likelihood over all pairs needs no levels, and a change spoils the pairs across
 * it alone. Blocks as long as the shortest stretch count what is alike in neighbours as dispersion,
 * as it should be where levels of stretches are compared; blocks of 1 do not. 0.02 to 1e6; 1e6,
 * which is Poisson, where blocks vary no more than Poisson. Blocks are at most a quarter of the
 * series. Cost O(n block).
 */
mizan_status mizan_change_size(const double *values, size_t count, size_t block, double *size,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/* A level with 95 % interval, and against the stretch before (NaN for the first). */
struct mizan_change_level {
	size_t first, last; /* positions, both within */
	double mean, low, high;
	double ratio, ratio_low, ratio_high;
	/* Of its first value: the least and the largest that are as likely (95 %). */
	size_t start_low, start_high;
};
/*
 * `levels` has changes->count places. Intervals of levels and ratios are of the cost's own
 * likelihood on the scale of logarithms (of the normal costs: by their variance; no ratio where a
 * level is not above 0), as if the dates were known. The set of a date holds each date whose two
 * stretches, between the changes before and after, cost at most 7.352 more than the best: minus
 * twice ln(1 - sqrt(0.95)), the limit for small changes (Siegmund, "Confidence sets in change-point
 * problems", 1988; Hansen 2000); it is too wide rather than too narrow for large ones.
 */
mizan_status mizan_change_levels(const double *values, size_t count,
	const struct mizan_change_options *options, const struct mizan_changes *changes,
	struct mizan_change_level *levels, struct mizan_error *error) MIZAN_MUST_CHECK;

/*
 * Is there any change? The largest gain of one cut over all dates, against series whose blocks of
 * `block` neighbours (0: a twentieth of all, at most 12) changed places at random; what
 * remains of a division into blocks stays in front. p = (r + 1) / (replicates + 1), ties count as
 * at least as large. Right in size where blocks could stand in any order, whatever the
 * distribution; series that are alike over longer than a block have too small a p. The dispersion
 * is here that of the whole series, which no order changes. The same seed gives the same p on any
 * number of threads.
 */
struct mizan_change_test {
	double gain, p_value;
	size_t block, replicates;
};
mizan_status mizan_change_test(const double *values, size_t count,
	const struct mizan_change_options *options, size_t block, size_t replicates, uint64_t seed,
	unsigned threads, struct mizan_change_test *test,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/*
 * The series of a store (mizan_series_store: each event source and each publisher of figures, by
 * month unless said), cut. A row a stretch: series, stretch, from, to, periods, level, level_low,
 * level_high, from_earliest, from_latest, ratio, ratio_low, ratio_high, p_value (of the whole
 * series), milestones (with `country`: and agreements on record between from_earliest and
 * from_latest), words. A series with gaps is read in its longest unbroken part, and a note says so;
 * one that is too short has a note and no row.
 */
struct mizan_shift_options {
	struct mizan_series_options series;
	struct mizan_change_options change; /* minimum 0: half a year, four quarters, three years */
	size_t block, replicates;           /* 0: of mizan_change_test; 999 */
	uint64_t seed;
	/* Filled as a chart of it, where it is not NULL: period, value, low, high, line; the first
	 * series alone. */
	struct mizan_table *chart;
};
mizan_status mizan_shift_store(struct sqlite3 *database, const struct mizan_shift_options *options,
	struct mizan_table *table, const struct mizan_watch *watch,
	struct mizan_error *error) MIZAN_MUST_CHECK;

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

/*
 * What a whole consists of, before and after: parts by month. `counts` is row-major, `months` rows
 * of `parts` numbers at least 0; the first `before` rows are before.
 *
 * The distance is that of Jensen and Shannon, the root of the divergence in bits (Endres and
 * Schindelin 2003): 0 where the shares are the same, 1 where nothing is in common. Months are
 * shuffled in blocks of `block` neighbours between before and after, each side cut into blocks from
 * the date outwards, and what remains at the ends stays: so attacks that come together in time do
 * not count as many proofs. p = (r + 1) / (replicates + 1), ties as at least as large. Intervals of
 * differences are by the spread of resampled blocks of each side, and Student's distribution, since
 * blocks are few. Right in size where blocks could
 * stand in any order. The same seed gives the same bits on any number of threads.
 */
struct mizan_composition_data {
	const double *counts;
	size_t months, parts, before;
};
struct mizan_composition_how {
	size_t block, replicates; /* 0: 3 months; 999 */
	uint64_t seed;
	unsigned threads; /* 0: one a processor */
	const struct mizan_watch *watch;
};
struct mizan_share {
	double before, after; /* counts */
	double share_before, share_after, difference, low, high, p_value;
};
struct mizan_composition {
	double distance, chance_low, chance_high; /* and the middle 95 % of shuffled months */
	double p_value;
	size_t block, replicates;
};
/* `shares` has a place for each part. A side without any count, or with less than two blocks, is
 * MIZAN_ERROR_USAGE. */
mizan_status mizan_composition_compare(const struct mizan_composition_data *data,
	const struct mizan_composition_how *how, struct mizan_share *shares,
	struct mizan_composition *composition, struct mizan_error *error) MIZAN_MUST_CHECK;

/*
 * Civilians among the dead, types of violence, tactics, targets and provinces (where a source has
 * them), in the months before and after a day; a month that the day cuts is left out. Rows: source,
 * of, part, counts, before, after, share_before, share_after, difference, low, high, p_value,
 * distance, chance_low, chance_high, words; the first of each `of` is its whole, part "all".
 */
struct mizan_composition_options {
	const char *at; /* a day, or the id of a milestone */
	const char *country, *source, *zone, *where;
	int months;  /* on each side; 0: 24 */
	bool deaths; /* count deaths, not events */
	struct mizan_composition_how how;
};
mizan_status mizan_composition_store(struct sqlite3 *database,
	const struct mizan_composition_options *options, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;

/*
 * The same through the years from the first to the last that from .. to touch: source, of, year,
 * part, counts, count, all (the whole of the year, without what is unknown), share. A year that the
 * source does not cover whole has no row. `of`: civilians, violence, tactic, target or province;
 * NULL: each. MIZAN_ERROR_USAGE: no years, another word, a zone or condition that does not work.
 */
struct mizan_composition_through_options {
	mizan_date from, to;
	const char *of, *country, *source, *zone, *where;
	bool deaths; /* count deaths, not events */
};
mizan_status mizan_composition_through_store(struct sqlite3 *database,
	const struct mizan_composition_through_options *options, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;

#pragma GCC visibility pop
#endif
