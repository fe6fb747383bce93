/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Change points against the number of values: change_speed [N]. Prints a row a measurement: what,
 * changes planted, n, seconds of one processor (the best of five), stretches found. With a file as
 * second argument writes the first series there, a value a line, for peers.
 */
#include <math.h>
#include <mizan/shift.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double draw(struct mizan_random *random, enum mizan_cost cost, double level)
{
	if (cost == MIZAN_COST_NORMAL || cost == MIZAN_COST_NORMAL_VARIANCE) {
		return level / 4 + sqrt(-2 * log(mizan_random_real(random))) *
					   cos(6.283185307179586 * mizan_random_real(random));
	}
	double product = mizan_random_real(random), least = exp(-level), count = 0;
	for (; product > least; count++) {
		product *= mizan_random_real(random);
	}
	return count;
}

static int measure(const char *what, enum mizan_cost cost, enum mizan_penalty penalty,
	size_t changes, size_t count, const char *file)
{
	double *values = malloc(count * sizeof *values), best = (double)INFINITY;
	struct mizan_random random;
	mizan_random_init(&random, 1, changes);
	for (size_t i = 0; values && i < count; i++) {
		values[i] = draw(&random, cost, i * (changes + 1) / count % 2 ? 12 : 8);
	}
	FILE *out = values && file ? fopen(file, "w") : NULL;
	for (size_t i = 0; out && i < count; i++) {
		fprintf(out, "%.17g\n", values[i]);
	}
	if (out && fclose(out) != 0) {
		return 1;
	}
	size_t found = 0;
	for (int round = 0; values && round < 5 && (round == 0 || best < 3); round++) {
		struct mizan_change_options options = {
			.cost = cost, .penalty = penalty, .variance = 1, .size = 5};
		struct mizan_changes result;
		struct mizan_error error = {0};
		double start = seconds();
		if (mizan_change_points(values, count, &options, &result, &error) != MIZAN_OK) {
			fprintf(stderr, "%s\n", error.what);
			return 1;
		}
		double took = seconds() - start;
		best = took < best ? took : best;
		found = result.count;
		mizan_changes_release(&result);
	}
	printf("%-18s %8zu %9zu %10.5f %9zu\n", what, changes, count, best, found);
	free(values);
	return values ? 0 : 1;
}

int main(int count, char **arguments)
{
	size_t n = count > 1 ? (size_t)strtoull(arguments[1], NULL, 10) : 100000;
	static const size_t planted[] = {0, 10, 1000};
	int code = 0;
	printf("%-18s %8s %9s %10s %9s\n", "cost", "changes", "n", "seconds", "stretches");
	for (size_t i = 0; i < 3 && code == 0; i++) {
		code = measure("normal", MIZAN_COST_NORMAL, MIZAN_PENALTY_BIC, planted[i], n,
			count > 2 && i == 1 ? arguments[2] : NULL);
	}
	for (size_t i = 0; i < 3 && code == 0; i++) {
		code = measure("poisson", MIZAN_COST_POISSON, MIZAN_PENALTY_BIC, planted[i], n,
			count > 3 && i == 1 ? arguments[3] : NULL);
	}
	for (size_t size = n / 100; size <= n / 10 && code == 0; size *= 10) {
		code = measure("negative-binomial", MIZAN_COST_NEGATIVE_BINOMIAL, MIZAN_PENALTY_BIC,
			10, size, NULL);
		code |= measure("normal-variance", MIZAN_COST_NORMAL_VARIANCE, MIZAN_PENALTY_BIC,
			10, size, NULL);
		code |= measure(
			"normal, mbic", MIZAN_COST_NORMAL, MIZAN_PENALTY_MBIC, 10, size, NULL);
	}
	return code;
}
