/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files change_*.c share. */
#ifndef MIZAN_CHANGE_INTERNAL_H
#define MIZAN_CHANGE_INTERNAL_H

#include <mizan/shift.h>

/* A series with its sums, so that the cost of any stretch takes O(1). */
struct change_series {
	enum mizan_cost cost;
	size_t count, minimum;
	double *sums;    /* count + 1; of values, less `center` where the cost is normal */
	double *squares; /* count + 1, of the same; where the cost is normal */
	double center;
	double size, variance, variance_floor;
	double penalty;     /* a change */
	bool by_length;     /* mBIC: adds ln(L / n) a stretch */
	double length_term; /* ln n */
};
/* Checks the values and options, and makes the sums. Release also after an error. */
mizan_status change_series_init(struct change_series *series, const double *values, size_t count,
	const struct mizan_change_options *options, struct mizan_error *error) MIZAN_MUST_CHECK;
void change_series_release(struct change_series *series);
/* Of the values first .. end - 1, without the part for the length. */
double change_cost(const struct change_series *series, size_t first, size_t end);
/* With it. */
double change_cost_of_length(const struct change_series *series, size_t first, size_t end);

/*
 * Each finds, for every end of a part from the start, where its last stretch begins: last[0 ..
 * count], of which SIZE_MAX means that there is no partition with stretches of `minimum`.
 */
mizan_status change_by_pelt(const struct change_series *series, size_t *last,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status change_by_means(const struct change_series *series, size_t *last,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status change_by_rates(const struct change_series *series, size_t *last,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;

/* mizan_change_size of the pairs that lie within stretches; *size stays where there is none. */
mizan_status change_size_within(const double *values, size_t count, size_t block,
	const size_t *starts, size_t stretches, double *size,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* The dispersion of the whole series by its moments: the same in any order of the values. */
double change_size_of_all(const double *values, size_t count);

/* One stretch of a series, for a reader. */
struct change_words {
	const char *indicator;         /* "deaths" */
	const char *unit;              /* "month" */
	const char *from, *to;         /* labels of the stretch */
	const char *earliest, *latest; /* of its first period */
	const struct mizan_change_level *level;
	size_t stretch, stretches; /* the first is 0 */
	double p_value;
	bool all_none; /* nothing was recorded in the whole series */
};
void change_words(const struct change_words *words, struct mizan_text *text);

/* Fills `milestones` with milestones and agreements of the country (NULL: none) on record between
 * from_earliest and from_latest of each row. */
mizan_status change_add_near(struct sqlite3 *database, const char *country,
	struct mizan_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;

#endif
