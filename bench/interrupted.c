/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A negative binomial panel: how fast it is fitted (speed; writes the panel to a file where one is
 * named, for peers/interrupted_glm_nb.R), what it costs against rows (cost), and how often the
 * level of an interrupted series is missed (size, coverage, placebo).
 */
#include "../tests/unit/shift/counts.h"

#include <math.h>
#include <mizan/shift.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

/* Of the processor: the machine may do other things too. */
static double seconds(void)
{
	struct timespec time;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* ---- Speed -------------------------------------------------------------------------------- */

struct panel {
	struct mizan_count_data data;
	double *counts, *design;
	uint32_t *units, *periods;
};

static bool panel_make(struct panel *panel, size_t rows, size_t units)
{
	struct mizan_random random;
	size_t months = rows / units, columns = 8;
	mizan_random_init(&random, 20210815, 0);
	*panel = (struct panel){.counts = calloc(rows, sizeof(double)),
		.design = calloc(rows * columns, sizeof(double)),
		.units = calloc(rows, sizeof(uint32_t)),
		.periods = calloc(rows, sizeof(uint32_t))};
	if (!panel->counts || !panel->design || !panel->units || !panel->periods) {
		return false;
	}
	double effect = 0;
	for (size_t i = 0; i < months * units; i++) {
		size_t month = i % months;
		effect = month == 0 ? random_normal(&random) : effect;
		double year = ((double)month - (double)months / 2) / 12;
		double *row = panel->design + i * columns;
		row[0] = year;
		for (int pair = 1; pair <= 2; pair++) {
			row[2 * pair - 1] = cos(6.283185307179586 * pair * (double)month / 12);
			row[2 * pair] = sin(6.283185307179586 * pair * (double)month / 12);
		}
		row[5] = year >= 0;
		row[6] = year >= 0 ? year : 0;
		row[7] = random_normal(&random);
		panel->units[i] = (uint32_t)(i / months);
		panel->periods[i] = (uint32_t)month;
		panel->counts[i] = random_count(
			&random, exp(1 + effect + 0.05 * year + 0.5 * row[5] + 0.1 * row[7]), 1.5);
	}
	/* A unit without any count has no effect to find. */
	for (size_t unit = 0; unit < units; unit++) {
		panel->counts[unit * months] += 1;
	}
	panel->data = (struct mizan_count_data){.counts = panel->counts,
		.design = panel->design,
		.units = panel->units,
		.periods = panel->periods,
		.rows = months * units,
		.columns = columns,
		.unit_count = units};
	return true;
}

static bool panel_write(const struct panel *panel, const char *path)
{
	FILE *file = fopen(path, "w");
	if (!file) {
		return false;
	}
	fprintf(file, "unit,y,x1,x2,x3,x4,x5,x6,x7,x8\n");
	for (size_t i = 0; i < panel->data.rows; i++) {
		fprintf(file, "%u,%.0f", panel->units[i], panel->counts[i]);
		for (size_t j = 0; j < 8; j++) {
			fprintf(file, ",%.17g", panel->design[i * 8 + j]);
		}
		fputc('\n', file);
	}
	return fclose(file) == 0;
}

static void panel_release(struct panel *panel)
{
	free(panel->counts);
	free(panel->design);
	free(panel->units);
	free(panel->periods);
}

/* The least of five runs; below 0: it failed. */
static double panel_fit(const struct panel *panel, struct mizan_count_fit *fit)
{
	struct mizan_error error = {0};
	double least = INFINITY;
	for (int run = 0; run < 5; run++) {
		double begin = seconds();
		if (mizan_count_fit(&panel->data, fit, &error) != MIZAN_OK) {
			fprintf(stderr, "%s\n", error.what);
			return -1;
		}
		least = fmin(least, seconds() - begin);
		if (run < 4) {
			mizan_count_fit_release(fit);
		}
	}
	return least;
}

/* What a round cannot do without, done alone: two exponentials and two logarithms a row (the
 * likelihood before and after the step), and the sums of the normal equations. */
static double panel_floor(const struct panel *panel, int rounds)
{
	const struct mizan_count_data *data = &panel->data;
	double least = INFINITY;
	volatile double sink = 0;
	for (int run = 0; run < 5; run++) {
		double sums[64] = {0}, likelihood = 0, begin = seconds();
		for (size_t i = 0; i < data->rows; i++) {
			const double *row = data->design + i * data->columns;
			for (int pass = 0; pass < 2; pass++) {
				likelihood += log1p(exp(row[7] + pass) / 1.5);
			}
			for (size_t j = 0; j < data->columns; j++) {
				double product = row[7] * row[j];
				for (size_t k = 0; k <= j; k++) {
					sums[j * 8 + k] += product * row[k];
				}
			}
		}
		least = fmin(least, seconds() - begin);
		sink += likelihood + sums[9];
	}
	return sink == -1 ? 0 : least * rounds;
}

static int speed(size_t rows, size_t units, const char *path)
{
	struct panel panel;
	struct mizan_count_fit fit;
	struct mizan_error error = {0};
	struct rusage usage;
	double covariance[64];
	if (!panel_make(&panel, rows, units) || (path && !panel_write(&panel, path))) {
		fprintf(stderr, "no memory, or no file\n");
		return 1;
	}
	double fitted = panel_fit(&panel, &fit), begin = seconds();
	if (fitted < 0 || mizan_count_covariance(&panel.data, &fit, MIZAN_ERRORS_CLUSTERED, 0,
				  covariance, &error) != MIZAN_OK) {
		return 1;
	}
	double clustered = seconds() - begin, floor = panel_floor(&panel, fit.rounds);
	getrusage(RUSAGE_SELF, &usage);
	printf("%zu rows, %zu units, %zu columns: fit %.4f s in %d rounds, %.1f times a floor of "
	       "%.4f s; clustered errors %.4f s; %ld MB at most\n",
		panel.data.rows, units, panel.data.columns, fitted, fit.rounds, fitted / floor,
		floor, clustered, usage.ru_maxrss / 1024);
	printf("level %.9f (%.9f), theta %.9f\n", fit.coefficients[5], sqrt(covariance[5 * 8 + 5]),
		fit.theta);
	mizan_count_fit_release(&fit);
	panel_release(&panel);
	return 0;
}

/* Seconds against rows, as CSV; ten years of months a unit. */
static int cost(void)
{
	puts("rows,seconds,floor");
	for (size_t rows = 240; rows <= 1000000; rows *= 4) {
		struct panel panel;
		struct mizan_count_fit fit;
		if (!panel_make(&panel, rows, rows / 120)) {
			return 1;
		}
		double fitted = panel_fit(&panel, &fit);
		printf("%zu,%.6f,%.6f\n", panel.data.rows, fitted, panel_floor(&panel, fit.rounds));
		fflush(stdout);
		mizan_count_fit_release(&fit);
		panel_release(&panel);
	}
	return 0;
}

/* ---- Size and coverage -------------------------------------------------------------------- */

#define PERIODS_MOST 400
#define UNITS_MOST 20

struct design {
	const char *name;
	struct record_design record;
	int years;
	size_t units;  /* provinces, each with an effect of its own */
	double common; /* share of the wandering that all of them have */
};

enum { KINDS = 5 };
static const char *const kind_names[KINDS] = {
	"model", "newey-west", "driscoll-kraay", "clustered", "default"};

/* The reach of the level's interval by a kind of errors; NaN: none. */
static double kind_reach(const struct mizan_interrupted_change *change, int kind)
{
	const double *errors = change->level_errors;
	size_t periods = change->before + change->after;
	double freedom = (double)periods - 8, units = (double)change->units;
	double stretch = mizan_correlated_stretch(periods);
	switch (kind) {
	case 0:
		return errors[MIZAN_ERRORS_MODEL] * mizan_student_quantile(0.975, freedom);
	case 3:
		return errors[MIZAN_ERRORS_CLUSTERED] *
		       (units > 1 ? mizan_student_quantile(0.975, units - 1) : (double)NAN);
	case 4:
		return fmax(errors[MIZAN_ERRORS_MODEL], errors[MIZAN_ERRORS_CORRELATED] * stretch) *
		       mizan_student_quantile(0.975, freedom);
	default:
		return errors[kind] * mizan_student_quantile(0.975, freedom);
	}
}

static void simulate_counts(
	const struct design *design, double level, size_t at, uint64_t number, double *counts)
{
	double common[PERIODS_MOST], own[PERIODS_MOST];
	size_t periods = design->record.periods;
	struct mizan_random random;
	mizan_random_init(&random, 20210815, number);
	record_wander(&design->record, &random, common);
	for (size_t unit = 0; unit < design->units; unit++) {
		struct record_design record = design->record;
		double share = design->units > 1 ? design->common : 1;
		record_wander(&design->record, &random, own);
		for (size_t t = 0; t < periods; t++) {
			own[t] = sqrt(share) * common[t] + sqrt(1 - share) * own[t];
		}
		record.mean *= design->units > 1 ? exp(random_normal(&random)) : 1;
		record_count(&record, level, at, own, &random, counts + unit * periods);
	}
}

/* How often the level's interval misses `level`; with 0 that is p < 0.05. */
static int simulate(const struct design *design, double level, uint64_t first, size_t replicates)
{
	static double counts[PERIODS_MOST * UNITS_MOST];
	size_t at = design->record.periods / 2, fits = 0, found = 0, out[KINDS] = {0};
	struct mizan_interrupted_series series = {.counts = counts,
		.periods = design->record.periods,
		.units = design->units,
		.periods_per_year = 12};
	struct mizan_interrupted_options options = {.at = &at,
		.at_count = 1,
		.window = (size_t)design->years * 12,
		.season = 2,
		.errors = MIZAN_ERRORS_CORRELATED,
		.lag = -1,
		.no_placebo = true};
	for (size_t i = 0; i < replicates; i++) {
		struct mizan_interrupted_change change;
		struct mizan_error error = {0};
		simulate_counts(design, level, at, first + i, counts);
		if (mizan_interrupted(&series, &options, &change, NULL, &error) != MIZAN_OK) {
			fprintf(stderr, "%s\n", error.what);
			return 1;
		}
		if (change.standing != MIZAN_INTERRUPTED_GOOD) {
			continue;
		}
		fits++;
		found += change.level.p_value < 0.05;
		for (int kind = 0; kind < KINDS; kind++) {
			double distance = fabs(log(change.level.value) - level);
			out[kind] += distance > kind_reach(&change, kind);
		}
	}
	printf("%-30s %4zu of %zu fitted:", design->name, fits, replicates);
	for (int kind = 0; kind < KINDS; kind++) {
		bool shown = design->units > 1 || (kind != 2 && kind != 3);
		if (shown) {
			printf("  %s %.1f %%", kind_names[kind],
				100 * (double)out[kind] / (double)fits);
		}
	}
	if (level != 0) {
		printf("  found %.0f %%", 100 * (double)found / (double)fits);
	}
	putchar('\n');
	fflush(stdout);
	return 0;
}

/* Thirty years without a change: how often the placebo test has p of 0.05 or less. */
static int placebo(size_t replicates)
{
	static const struct design designs[] = {
		{"30 years, independent", {360, 20, 3, 0, 0}, 5, 1, 0},
		{"30 years, wandering", {360, 20, 5, 0.4, 0.6}, 5, 1, 0},
		{"30 years, wandering for years", {360, 20, 5, 0.6, 0.97}, 5, 1, 0},
	};
	static double counts[PERIODS_MOST];
	for (size_t k = 0; k < sizeof designs / sizeof *designs; k++) {
		size_t at = 180, small = 0, level = 0;
		struct mizan_interrupted_series series = {
			.counts = counts, .periods = 360, .units = 1, .periods_per_year = 12};
		struct mizan_interrupted_options options = {.at = &at,
			.at_count = 1,
			.window = 60,
			.season = 2,
			.errors = MIZAN_ERRORS_CORRELATED,
			.lag = -1};
		for (size_t i = 0; i < replicates; i++) {
			struct mizan_interrupted_change change;
			struct mizan_error error = {0};
			simulate_counts(&designs[k], 0, at, i, counts);
			if (mizan_interrupted(&series, &options, &change, NULL, &error) !=
				MIZAN_OK) {
				fprintf(stderr, "%s\n", error.what);
				return 1;
			}
			small += change.placebo_p <= 0.05;
			level += change.level.p_value < 0.05;
		}
		printf("%-30s %zu records: placebo p at most 0.05 in %.1f %%, the level's own in "
		       "%.1f %%\n",
			designs[k].name, replicates, 100 * (double)small / (double)replicates,
			100 * (double)level / (double)replicates);
		fflush(stdout);
	}
	return 0;
}

static int simulate_all(double level, size_t replicates, size_t from)
{
	static const struct design designs[] = {
		{"independent, mean 20", {120, 20, 3, 0, 0}, 5, 1, 0},
		{"independent, mean 3", {120, 3, 1, 0, 0}, 5, 1, 0},
		{"independent, Poisson-like", {120, 20, 1000, 0, 0}, 5, 1, 0},
		{"3 years a side", {72, 20, 3, 0, 0}, 3, 1, 0},
		{"10 years a side", {240, 20, 3, 0, 0}, 10, 1, 0},
		{"wandering a little", {120, 20, 5, 0.3, 0.3}, 5, 1, 0},
		{"wandering", {120, 20, 5, 0.4, 0.6}, 5, 1, 0},
		{"8 provinces, independent", {120, 4, 2, 0, 0}, 5, 8, 0},
		{"8 provinces, common months", {120, 4, 2, 0.4, 0}, 5, 8, 1},
		{"8 provinces, half in common", {120, 4, 2, 0.4, 0.4}, 5, 8, 0.5},
		/* The errors were chosen by looking at records as above, but for those of
		 * provinces; these came after, with other streams of chance. */
		{"after: 8 years, mean 8", {96, 8, 2, 0, 0}, 4, 1, 0},
		{"after: 12 years, mean 1.5", {144, 1.5, 0.7, 0, 0}, 6, 1, 0},
		{"after: mean 50, wandering", {144, 50, 6, 0.3, 0.5}, 6, 1, 0},
		{"after: mean 10, wandering", {132, 10, 3, 0.35, 0.75}, 5, 1, 0},
		{"after: 5 provinces", {96, 6, 1, 0.2, 0.3}, 4, 5, 0.5},
	};
	int code = 0;
	for (size_t i = from; i < sizeof designs / sizeof *designs && code == 0; i++) {
		/* A panel takes eight times as long: a quarter of the records. */
		code = simulate(&designs[i], level, i < 10 ? 0 : 1000000,
			designs[i].units > 1 ? replicates / 4 : replicates);
	}
	return code;
}

int main(int count, char **arguments)
{
	if (count >= 2 && strcmp(arguments[1], "speed") == 0) {
		return speed(count > 2 ? (size_t)atol(arguments[2]) : 24000,
			count > 3 ? (size_t)atol(arguments[3]) : 200,
			count > 4 ? arguments[4] : NULL);
	}
	if (count >= 2 && strcmp(arguments[1], "cost") == 0) {
		return cost();
	}
	size_t replicates = count > 2 ? (size_t)atol(arguments[2]) : 4000;
	size_t from = count > 3 ? (size_t)atol(arguments[3]) : 0;
	if (count >= 2 && strcmp(arguments[1], "size") == 0) {
		puts("No change: how often the level has p < 0.05");
		return simulate_all(0, replicates, from);
	}
	if (count >= 2 && strcmp(arguments[1], "coverage") == 0) {
		puts("The level doubles: how often the 95 % interval misses it");
		return simulate_all(log(2), replicates, from);
	}
	if (count >= 2 && strcmp(arguments[1], "placebo") == 0) {
		return placebo(count > 2 ? replicates : 500);
	}
	fprintf(stderr, "interrupted speed [ROWS UNITS [FILE]] | cost | size [N [FROM]] | coverage "
			"[N [FROM]] | "
			"placebo [N]\n");
	return 2;
}
