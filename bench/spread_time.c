/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long near repeats and self-exciting processes take: spread_time [knox-small | knox |
 * knox-large | hawkes]. Data is made, with a number of close pairs that is told. */
#include <mizan/spread.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* Of all threads: what a busy machine does not change. */
static double processor_seconds(void)
{
	struct timespec time;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static long peak_kilobytes(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

static void fail(const struct mizan_error *error)
{
	fprintf(stderr, "%s\n", error->what);
	exit(1);
}

/* Seconds to read bytes `times` over: those of an array of that size. */
static double floor_seconds(size_t bytes, double times_over)
{
	size_t count = bytes / sizeof(uint64_t) + 1;
	uint64_t *words = calloc(count, sizeof *words);
	double best = (double)INFINITY;
	volatile uint64_t sink;
	if (!words) {
		exit(1);
	}
	memset(words, 1, count * sizeof *words);
	for (int round = 0; round < 20; round++) {
		double start = processor_seconds();
		uint64_t sum = 0;
		for (size_t i = 0; i < count; i++) {
			sum += words[i];
		}
		sink = sum;
		best = fmin(best, processor_seconds() - start);
	}
	(void)sink;
	free(words);
	return best * times_over;
}

/* ---- Near repeats -------------------------------------------------------------------------- */

struct knox {
	size_t events, km_count, day_count;
	double partners; /* of an event within the widest distance */
	uint32_t permutations;
};

/* Events evenly over a square so wide that each has so many partners within 5 km; ten years. */
static void make_events(size_t n, double partners, double *x, double *y, int32_t *days)
{
	double side = sqrt((double)n * M_PI * 25 / partners);
	struct mizan_random random;
	mizan_random_init(&random, 1, 0);
	for (size_t i = 0; i < n; i++) {
		x[i] = side * mizan_random_real(&random);
		y[i] = side * mizan_random_real(&random);
		days[i] = (int32_t)mizan_random_below(&random, 3650);
	}
}

static void print_events(size_t n, double partners)
{
	double *x = malloc(n * sizeof *x), *y = malloc(n * sizeof *y);
	int32_t *days = malloc(n * sizeof *days);
	if (!x || !y || !days) {
		exit(1);
	}
	make_events(n, partners, x, y, days);
	puts("x,y,day");
	for (size_t i = 0; i < n; i++) {
		printf("%.17g,%.17g,%d\n", x[i], y[i], (int)days[i]);
	}
	free(x);
	free(y);
	free(days);
}

static void time_knox(const struct knox *knox)
{
	static const double widths[] = {1, 2, 3, 4, 5};
	static const int within[] = {7, 14, 30, 60, 90};
	struct mizan_near_repeat_options options = {.distance = MIZAN_PLANE,
		.km = widths + 5 - knox->km_count,
		.days = within,
		.km_count = knox->km_count,
		.day_count = knox->day_count,
		.permutations = knox->permutations,
		.seed = 1};
	size_t n = knox->events;
	double *x = malloc(n * sizeof *x), *y = malloc(n * sizeof *y);
	int32_t *days = malloc(n * sizeof *days);
	struct mizan_near_repeat *result = malloc(sizeof *result);
	struct mizan_error error = {0};
	if (!x || !y || !days || !result) {
		exit(1);
	}
	make_events(n, knox->partners, x, y, days);
	double best = (double)INFINITY, busy = best;
	for (int round = 0; round < (n <= 1000 ? 20 : 1); round++) {
		double start = now(), before = processor_seconds();
		if (mizan_near_repeat(x, y, days, n, &options, result, NULL, &error) != MIZAN_OK) {
			fail(&error);
		}
		best = fmin(best, now() - start);
		busy = fmin(busy, processor_seconds() - before);
	}
	double bytes = 4 * (double)n * knox->partners / 2;
	double least = floor_seconds((size_t)bytes, knox->permutations);
	printf("near repeats, n = %zu, %u permutations, %zu x %zu bands, %.0f partners: %.4f s "
	       "(processor %.4f s, of which the floor is %.0f %%), observed %llu, p = %.4f, peak "
	       "%ld kB\n",
		n, knox->permutations, knox->km_count, knox->day_count, knox->partners, best, busy,
		100 * least / busy, (unsigned long long)result->cells[0].observed,
		result->cells[0].p_value, peak_kilobytes());
	free(x);
	free(y);
	free(days);
	free(result);
}

/* ---- Hawkes -------------------------------------------------------------------------------- */

static void time_hawkes(size_t n)
{
	const double baseline[] = {1}, ratio[] = {0.6}, decay[] = {2}, at[] = {1, 0.6, 2};
	double *times = malloc(2 * n * sizeof *times), gradient[3], value, best = 1e9, fit = 1e9;
	struct mizan_hawkes *hawkes = malloc(sizeof *hawkes);
	struct mizan_random random;
	struct mizan_error error = {0};
	size_t count;
	if (!times || !hawkes) {
		exit(1);
	}
	mizan_random_init(&random, 1, 0);
	if (mizan_hawkes_simulate(1, baseline, ratio, decay, (double)n * 0.4, &random, times, NULL,
		    2 * n, &count, &error) != MIZAN_OK) {
		fail(&error);
	}
	struct mizan_hawkes_events events = {
		.times = times, .count = count, .group_count = 1, .end = (double)n * 0.4};
	for (int round = 0; round < 20; round++) {
		double start = processor_seconds();
		if (mizan_hawkes_likelihood(&events, MIZAN_HAWKES_STRICT, 0, at, &value, gradient,
			    NULL, &error) != MIZAN_OK) {
			fail(&error);
		}
		best = fmin(best, processor_seconds() - start);
	}
	for (int round = 0; round < 5; round++) {
		double start = processor_seconds();
		if (mizan_hawkes_fit(&events, MIZAN_HAWKES_STRICT, 1, hawkes, NULL, &error) !=
			MIZAN_OK) {
			fail(&error);
		}
		fit = fmin(fit, processor_seconds() - start);
	}
	double least = floor_seconds(8 * count, 1);
	printf("hawkes, n = %zu: likelihood with gradient %.3f ms (of which the floor is %.0f %%), "
	       "maximum with test of fit %.2f ms (ratio %.3f, %.3f to %.3f)\n",
		count, 1e3 * best, 100 * least / best, 1e3 * fit, hawkes->radius,
		hawkes->radius_low, hawkes->radius_high);
	free(times);
	free(hawkes);
}

int main(int count, char **arguments)
{
	static const struct {
		const char *name;
		struct knox knox;
	} all[] = {{"knox-small", {1000, 1, 1, 10, 999}}, {"knox", {20000, 1, 1, 10, 9999}},
		{"knox-large", {100000, 5, 5, 50, 999}}};
	if (count == 4 && strcmp(arguments[1], "events") == 0) {
		print_events((size_t)atol(arguments[2]), atof(arguments[3]));
		return 0;
	}
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		if (count < 2 || strcmp(arguments[1], all[i].name) == 0) {
			time_knox(&all[i].knox);
		}
	}
	for (size_t n = 1000; n <= 1000000 && count > 1 && strcmp(arguments[1], "knox-growth") == 0;
		n *= 10) {
		time_knox(&(struct knox){n, 5, 5, 20, 99});
	}
	if (count < 2 || strcmp(arguments[1], "hawkes") == 0) {
		for (size_t n = 1000; n <= 1000000; n *= 10) {
			time_hawkes(n);
		}
	}
	return 0;
}
