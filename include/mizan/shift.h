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

#pragma GCC visibility pop
#endif
