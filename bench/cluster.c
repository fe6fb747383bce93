/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cluster [CASES PLACES MONTHS KM LONGEST REPLICATES [plain]]: seconds of a space-time permutation
 * scan on synthetic places, half of them strewn over 1,500 x 1,450 km and half around twelve towns.
 * KM -1 is no limit but half of the cases. Prints circles, windows, time and memory, and the share
 * of a floor: one load and one comparison of 32 windows of 8 bits, four of them in a nanosecond on
 * each thread.
 */
#include <math.h>
#include <mizan/spread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static double normal(struct mizan_random *random)
{
	double a = mizan_random_real(random), b = mizan_random_real(random);
	return sqrt(-2 * log(a)) * cos(6.283185307179586 * b);
}

static void strew(struct mizan_random *random, double *longitude, double *latitude, size_t count)
{
	double towns[12][2];
	for (size_t i = 0; i < 12; i++) {
		towns[i][0] = 61 + 16 * mizan_random_real(random);
		towns[i][1] = 24 + 13 * mizan_random_real(random);
	}
	for (size_t i = 0; i < count; i++) {
		const double *town = towns[mizan_random_below(random, 12)];
		bool near = i % 2;
		longitude[i] =
			near ? town[0] + 0.7 * normal(random) : 61 + 16 * mizan_random_real(random);
		latitude[i] =
			near ? town[1] + 0.6 * normal(random) : 24 + 13 * mizan_random_real(random);
	}
}

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static size_t circles(const struct mizan_cluster_data *data, double km)
{
	size_t count = 0;
	for (size_t i = 0; i < data->place_count; i++) {
		for (size_t k = 0; k < data->place_count; k++) {
			double y = (data->latitude[i] - data->latitude[k]) * 111.2;
			double x = (data->longitude[i] - data->longitude[k]) * 111.2 *
				   cos(data->latitude[i] * 0.0174533);
			count += hypot(x, y) <= km;
		}
	}
	return count;
}

static double argument(int count, char **arguments, int at, double otherwise)
{
	return count > at ? atof(arguments[at]) : otherwise;
}

int main(int count, char **arguments)
{
	size_t cases = (size_t)argument(count, arguments, 1, 20000);
	size_t places = (size_t)argument(count, arguments, 2, 2000);
	uint32_t months = (uint32_t)argument(count, arguments, 3, 120);
	struct mizan_cluster_options options = {.max_km = argument(count, arguments, 4, 100),
		.max_periods = (uint32_t)argument(count, arguments, 5, 12),
		.replicates = (uint32_t)argument(count, arguments, 6, 999),
		.seed = 1,
		.way = count > 7 && strcmp(arguments[7], "plain") == 0 ? MIZAN_CLUSTER_PLAIN
								       : MIZAN_CLUSTER_QUICK};
	options.max_km = options.max_km < 0 ? 0 : options.max_km;
	struct mizan_random random;
	mizan_random_init(&random, 1, 1);
	double *points = calloc(2 * places, sizeof *points);
	uint32_t *of = calloc(2 * cases, sizeof *of);
	if (!points || !of) {
		return 1;
	}
	strew(&random, points, points + places, places);
	for (size_t i = 0; i < cases; i++) {
		/* Some places have many. */
		double u = mizan_random_real(&random);
		of[i] = (uint32_t)(u * u * (double)places);
		of[cases + i] = mizan_random_below(&random, months);
	}
	struct mizan_cluster_data data = {.longitude = points,
		.latitude = points + places,
		.place_count = places,
		.case_place = of,
		.case_period = of + cases,
		.case_count = cases,
		.period_count = months};
	struct mizan_cluster_result result;
	struct mizan_error error = {0};
	double start = seconds();
	if (mizan_cluster_scan(&data, &options, &result, NULL, &error) != MIZAN_OK) {
		fprintf(stderr, "%s\n", error.what);
		return 1;
	}
	double took = seconds() - start, windows = 0;
	for (uint32_t length = 1; length <= options.max_periods; length++) {
		windows += months + 1 - length;
	}
	double zones = options.max_km > 0 ? (double)circles(&data, options.max_km)
					  : (double)places * (double)places / 2;
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	printf("%zu cases, %zu places, %u months, %.0f circles of %.0f windows, %u replicates: "
	       "%.2f s (%.2f s of processors), %ld MB, %.0f million windows a second; largest "
	       "%.6f, p %.3f, critical %.6f\n",
		cases, places, months, zones, windows, options.replicates, took,
		(double)usage.ru_utime.tv_sec + 1e-6 * (double)usage.ru_utime.tv_usec,
		usage.ru_maxrss / 1024, zones * windows * options.replicates / took * 1e-6,
		result.clusters[0].statistic, result.clusters[0].p_value, result.critical);
	mizan_cluster_result_release(&result);
	free(points);
	free(of);
	return 0;
}
