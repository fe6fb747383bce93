/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bernoulli: what a window needs hangs on its points, cases and controls, which replicates do not
 * change. So one number for each number of points does, instead of a row for each circle.
 */
#include "cluster_internal.h"

/* One control more never makes a window more likely, so the numbers never fall. */
bool cluster_points_level(struct cluster_job *job, struct cluster_level *level)
{
	/* Logarithms of so many points are exact to less than that. */
	double least = level->statistic * (1 - 1e-9) - 1e-8;
	level->by_points =
		mizan_arena_allocate(&job->arena, job->points + 1, sizeof *level->by_points);
	uint32_t need = job->min_cases > 0 ? job->min_cases : 1;
	for (uint32_t n = 0; level->by_points && n <= job->points; n++) {
		uint32_t most = n < job->cases ? n : (uint32_t)job->cases;
		while (need <= most && cluster_statistic_bernoulli(job, need, n) <= least) {
			need++;
		}
		level->by_points[n] = (uint16_t)(need - 1);
	}
	return level->by_points != NULL;
}

static size_t points_first(const struct cluster_job *job, size_t length)
{
	return job->shape == MIZAN_CLUSTER_PROSPECTIVE ? job->periods - length : 0;
}

uint16_t cluster_points_slack(const struct cluster_job *job, const struct cluster_class *of,
	const uint16_t *words, const uint16_t *points, const uint16_t *needs)
{
	int slack = UINT16_MAX;
	for (size_t length = of->shortest; length <= of->longest; length++) {
		for (size_t i = points_first(job, length); i + length <= job->periods; i++) {
			uint16_t count = (uint16_t)(words[i + length] - words[i]);
			uint16_t all = (uint16_t)(points[i + length] - points[i]);
			int left = needs[all] - count;
			slack = left < slack ? left : slack;
		}
	}
	return (uint16_t)(slack > 0 ? slack : 0);
}

size_t cluster_points_above(const struct cluster_job *job, const struct cluster_class *of,
	const uint16_t *words, const uint16_t *points, const uint16_t *needs, uint32_t *found)
{
	size_t count = 0;
	for (size_t length = of->shortest; length <= of->longest; length++) {
		for (size_t i = points_first(job, length); i + length <= job->periods; i++) {
			uint16_t all = (uint16_t)(points[i + length] - points[i]);
			if ((uint16_t)(words[i + length] - words[i]) > needs[all]) {
				found[count++] = (uint32_t)(length << 16 | i);
			}
		}
	}
	return count;
}
