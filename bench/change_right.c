/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How often change points and compositions are right, by simulation: change_right [ROUNDS [ROW
 * [BLOCK]]]. Size of the tests where nothing changes, power, coverage of intervals and of sets of
 * dates, changes found where there are none. 4,000 rounds take about a minute on one processor.
 */
#include <math.h>
#include <mizan/shift.h>
#include <stdio.h>
#include <stdlib.h>

#define MONTHS 120

static double draw_normal(struct mizan_random *random)
{
	return sqrt(-2 * log(mizan_random_real(random))) *
	       cos(6.283185307179586 * mizan_random_real(random));
}

/* Marsaglia and Tsang 2000. */
static double draw_gamma(struct mizan_random *random, double shape)
{
	double more = shape < 1 ? shape + 1 : shape, d = more - 1.0 / 3, c = 1 / sqrt(9 * d);
	for (;;) {
		double x = draw_normal(random), v = 1 + c * x;
		v = v * v * v;
		if (v > 0 && log(mizan_random_real(random)) < x * x / 2 + d - d * v + d * log(v)) {
			return d * v * (shape < 1 ? pow(mizan_random_real(random), 1 / shape) : 1);
		}
	}
}

static double draw_poisson(struct mizan_random *random, double mean)
{
	double count = 0;
	for (; mean > 30; mean -= 30) {
		count += draw_poisson(random, 30);
	}
	double product = mizan_random_real(random), least = exp(-mean);
	for (; product > least; count++) {
		product *= mizan_random_real(random);
	}
	return count;
}

/* Counts of dispersion `size`, from the middle on `ratio` times as many; neighbours are alike on
 * the scale of logarithms by `alike`. */
struct world {
	const char *name;
	double mean, size, ratio, alike;
};

static void draw_series(struct mizan_random *random, const struct world *world, double *values)
{
	double state = draw_normal(random);
	for (size_t i = 0; i < MONTHS; i++) {
		double mean = world->mean * (i < MONTHS / 2 ? 1 : world->ratio);
		if (world->alike > 0) {
			state = world->alike * state +
				sqrt(1 - world->alike * world->alike) * draw_normal(random);
			values[i] = draw_poisson(random, mean * exp(state / sqrt(world->size)));
		} else {
			values[i] = draw_poisson(
				random, mean * draw_gamma(random, world->size) / world->size);
		}
	}
}

static void must(mizan_status status, const struct mizan_error *error)
{
	if (status != MIZAN_OK) {
		fprintf(stderr, "%s\n", error->what);
		exit(1);
	}
}

/* ---- Change points ------------------------------------------------------------------------ */

struct tally {
	size_t rejected, found, one, covered, months, ratio_covered, level_covered;
};

static void tally_one(const struct world *world, size_t round, size_t block, struct tally *tally)
{
	struct mizan_error error = {0};
	struct mizan_random random;
	double values[MONTHS];
	struct mizan_change_options options = {.minimum = 6};
	struct mizan_changes changes;
	struct mizan_change_level levels[MONTHS];
	struct mizan_change_test test;
	mizan_random_init(&random, 1, round);
	draw_series(&random, world, values);
	must(mizan_change_test(values, MONTHS, &options, block, 199, round, 0, &test, &error),
		&error);
	tally->rejected += test.p_value <= 0.05;
	must(mizan_change_points(values, MONTHS, &options, &changes, &error), &error);
	must(mizan_change_levels(values, MONTHS, &options, &changes, levels, &error), &error);
	tally->found += changes.count > 1;
	if (changes.count == 2) {
		const struct mizan_change_level *level = &levels[1];
		tally->one++;
		tally->covered += level->start_low <= MONTHS / 2 && level->start_high >= MONTHS / 2;
		tally->months += level->start_high - level->start_low + 1;
		tally->ratio_covered +=
			level->ratio_low <= world->ratio && level->ratio_high >= world->ratio;
	}
	mizan_changes_release(&changes);
}

static void report_changes(const struct world *world, size_t rounds, size_t block)
{
	struct tally tally = {0};
	for (size_t round = 0; round < rounds; round++) {
		tally_one(world, round, block, &tally);
	}
	double all = (double)rounds, one = (double)tally.one;
	printf("%-34s %5zu %7.1f %% %7.1f %% %7.1f %% %7.1f %% %7.1f %7.1f %%\n", world->name,
		block, 100 * (double)tally.rejected / all, 100 * (double)tally.found / all,
		100 * one / all, 100 * (double)tally.covered / one, (double)tally.months / one,
		100 * (double)tally.ratio_covered / one);
}

/* ---- Compositions ------------------------------------------------------------------------- */

#define SIDE 24
#define PARTS 5

/* Events of a month come in bouts: one place has most of them. `shift` moves the shares after. */
static void draw_months(
	struct mizan_random *random, double shift, double clustering, double *counts)
{
	static const double shares[PARTS] = {0.4, 0.3, 0.15, 0.1, 0.05};
	for (size_t month = 0; month < 2 * SIDE; month++) {
		for (size_t i = 0; i < PARTS; i++) {
			double share = shares[i];
			if (month >= SIDE) {
				share += i == 0 ? -shift : i == 1 ? shift : 0;
			}
			counts[month * PARTS + i] = draw_poisson(
				random, 20 * share * draw_gamma(random, clustering) / clustering);
		}
	}
}

static void report_composition(double shift, double clustering, size_t rounds)
{
	struct mizan_error error = {0};
	double counts[2 * SIDE * PARTS];
	size_t rejected = 0, covered = 0, part_rejected = 0;
	for (size_t round = 0; round < rounds; round++) {
		struct mizan_random random;
		struct mizan_share shares[PARTS];
		struct mizan_composition composition;
		mizan_random_init(&random, 2, round);
		draw_months(&random, shift, clustering, counts);
		struct mizan_composition_data data = {counts, 2 * SIDE, PARTS, SIDE};
		struct mizan_composition_how how = {.replicates = 199, .seed = round};
		must(mizan_composition_compare(&data, &how, shares, &composition, &error), &error);
		rejected += composition.p_value <= 0.05;
		part_rejected += shares[0].p_value <= 0.05;
		covered += shares[0].low <= -shift && shares[0].high >= -shift;
	}
	printf("composition, shift %.2f, months' dispersion %.1f: distance p <= 0.05 in %.1f %%, "
	       "the "
	       "first part's in %.1f %%, its interval covers %.1f %%\n",
		shift, clustering, 100 * (double)rejected / (double)rounds,
		100 * (double)part_rejected / (double)rounds,
		100 * (double)covered / (double)rounds);
}

int main(int count, char **arguments)
{
	size_t rounds = count > 1 ? (size_t)strtoull(arguments[1], NULL, 10) : 4000;
	static const struct world worlds[] = {
		{"none, mean 15, dispersion 1", 15, 1, 1, 0},
		{"none, mean 2, dispersion 0.5", 2, 0.5, 1, 0},
		{"none, mean 100, dispersion 5", 100, 5, 1, 0},
		{"none, alike by 0.3", 15, 1, 1, 0.3},
		{"none, alike by 0.6", 15, 1, 1, 0.6},
		{"half, dispersion 2", 30, 2, 0.5, 0},
		{"twice, dispersion 1", 15, 1, 2, 0},
		{"twice, dispersion 5", 15, 5, 2, 0},
		{"four times, dispersion 1", 15, 1, 4, 0},
	};
	printf("%-34s %5s %9s %9s %9s %9s %7s %9s\n", "change at the middle of 120 months", "block",
		"p<=0.05", "any cut", "one cut", "date in", "months", "ratio in");
	size_t world_count = sizeof worlds / sizeof *worlds;
	size_t only = count > 2 ? (size_t)strtoull(arguments[2], NULL, 10) : SIZE_MAX;
	size_t block = count > 3 ? (size_t)strtoull(arguments[3], NULL, 10) : 0;
	for (size_t i = 0; i < world_count; i++) {
		if (only == SIZE_MAX || only == i) {
			report_changes(&worlds[i], rounds, block);
		}
	}
	if (only != SIZE_MAX && only != world_count) {
		return 0;
	}
	report_composition(0, 0.5, rounds);
	report_composition(0, 5, rounds);
	report_composition(0.1, 0.5, rounds);
	report_composition(0.1, 5, rounds);
	return 0;
}
