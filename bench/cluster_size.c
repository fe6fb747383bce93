/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cluster_size [SIMULATIONS]: how often a scan finds a cluster with p <= 0.05 where there is none
 * (size: 5 % wanted), and where one was planted (power), by model and shape; how often the planted
 * place is among the members. 150 cases, 30 places, 24 periods, 99 replicates; planted are 8 more
 * in two neighbouring places within three periods.
 */
#include <mizan/spread.h>
#include <stdio.h>
#include <stdlib.h>

#define PLACES 30
#define PERIODS 24
#define CASES 150
#define CONTROLS 300
#define PLANTED 8

struct simulation {
	double x[PLACES], y[PLACES], people[PLACES], chance[PLACES];
	uint32_t place[CASES + CONTROLS + PLANTED], period[CASES + CONTROLS + PLANTED];
};

static uint32_t draw_place(const struct simulation *one, struct mizan_random *random)
{
	double at = mizan_random_real(random) * one->chance[PLACES - 1];
	uint32_t place = 0;
	while (one->chance[place] < at) {
		place++;
	}
	return place;
}

static void draw(struct simulation *one, struct mizan_random *random, size_t planted)
{
	double sum = 0;
	for (size_t i = 0; i < PLACES; i++) {
		one->x[i] = (double)(i % 6) * 20 + 5 * mizan_random_real(random);
		one->y[i] = (double)(i / 6) * 20 + 5 * mizan_random_real(random);
		one->people[i] = 10 + mizan_random_below(random, 90);
		one->chance[i] = sum += one->people[i];
	}
	for (size_t i = 0; i < CASES + CONTROLS + planted; i++) {
		bool extra = i >= CASES && i < CASES + planted;
		one->place[i] = extra ? 14 + (uint32_t)i % 2 : draw_place(one, random);
		one->period[i] = extra ? 21 + (uint32_t)i % 3 : mizan_random_below(random, PERIODS);
	}
}

static bool scan(struct simulation *one, enum mizan_cluster_model model,
	enum mizan_cluster_shape shape, size_t planted, uint64_t seed, bool *right)
{
	struct mizan_cluster_data data = {.longitude = one->x,
		.latitude = one->y,
		.place_count = PLACES,
		.plane = true,
		.case_place = one->place,
		.case_period = one->period,
		.case_count = CASES + planted,
		.control_place = one->place + CASES + planted,
		.control_period = one->period + CASES + planted,
		.control_count = CONTROLS,
		.population = one->people,
		.period_count = PERIODS};
	struct mizan_cluster_options options = {
		.model = model, .shape = shape, .replicates = 99, .seed = seed};
	struct mizan_cluster_result result;
	struct mizan_error error = {0};
	if (mizan_cluster_scan(&data, &options, &result, NULL, &error) != MIZAN_OK) {
		fprintf(stderr, "%s\n", error.what);
		exit(1);
	}
	bool found = result.count > 0 && result.clusters[0].p_value <= 0.05;
	*right = false;
	for (size_t i = 0; found && i < result.clusters[0].member_count; i++) {
		*right |= result.clusters[0].members[i] == 14;
	}
	mizan_cluster_result_release(&result);
	return found;
}

int main(int count, char **arguments)
{
	static const char *const models[] = {"permutation", "poisson", "bernoulli"};
	static const char *const shapes[] = {"space-time", "space", "time", "prospective"};
	int simulations = count > 1 ? atoi(arguments[1]) : 1000;
	static struct simulation one;
	for (int model = 0; model < 3; model++) {
		for (int shape = 0; shape < 4; shape++) {
			int size = 0, power = 0, places = 0;
			if (model == 0 && (shape == 1 || shape == 2)) {
				continue;
			}
			for (int i = 0; i < simulations; i++) {
				struct mizan_random random;
				bool right;
				mizan_random_init(&random, 7, (uint64_t)i);
				draw(&one, &random, 0);
				size += scan(&one, (enum mizan_cluster_model)model,
					(enum mizan_cluster_shape)shape, 0, (uint64_t)i, &right);
				draw(&one, &random, PLANTED);
				power += scan(&one, (enum mizan_cluster_model)model,
					(enum mizan_cluster_shape)shape, PLANTED, (uint64_t)i,
					&right);
				places += right;
			}
			printf("%-11s %-11s size %.1f %%, power %.0f %%, the planted place among "
			       "the members %.0f %%\n",
				models[model], shapes[shape], 100.0 * size / simulations,
				100.0 * power / simulations, 100.0 * places / simulations);
		}
	}
	return 0;
}
