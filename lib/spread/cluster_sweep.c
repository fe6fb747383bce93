/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every window of a centre, one by one. */
#include "cluster_internal.h"

#include <string.h>

bool cluster_room_make(
	const struct cluster_job *job, struct mizan_arena *arena, struct cluster_room *room)
{
	size_t size = job->periods + 1;
	uint32_t *counts = mizan_arena_allocate(arena, 4 * size, sizeof *counts);
	double *measures = mizan_arena_allocate(arena, 2 * size, sizeof *measures);
	if (!counts || !measures) {
		return false;
	}
	*room = (struct cluster_room){counts, counts + size, counts + 2 * size, counts + 3 * size,
		measures, measures + size};
	return true;
}

double cluster_expected(const struct cluster_job *job, const struct cluster_room *room, size_t step,
	uint32_t first, uint32_t length)
{
	uint32_t last = first + length;
	if (job->model == MIZAN_CLUSTER_BERNOULLI) {
		return (double)(room->point_before[last] - room->point_before[first]) *
		       (double)job->cases / (double)job->points;
	}
	if (job->cell_measure) {
		return (room->measure_before[last] - room->measure_before[first]) * job->scale;
	}
	return job->steps[step].measure * (job->weight[last] - job->weight[first]) * job->scale;
}

/* One place more. */
static void sweep_add(const struct cluster_job *job, const uint32_t *cells,
	struct cluster_room *room, uint32_t place)
{
	size_t periods = job->periods, from = place * periods;
	for (size_t k = 0; k < periods; k++) {
		room->counts[k] += cells[from + k];
	}
	for (size_t k = 0; k < periods && job->model == MIZAN_CLUSTER_BERNOULLI; k++) {
		room->point_counts[k] += job->point_cells[from + k];
	}
	for (size_t k = 0; k < periods && job->cell_measure; k++) {
		room->measures[k] += job->cell_measure[from + k];
	}
}

static void sweep_sum(const struct cluster_job *job, struct cluster_room *room)
{
	for (size_t k = 0; k < job->periods; k++) {
		room->before[k + 1] = room->before[k] + room->counts[k];
	}
	for (size_t k = 0; k < job->periods && job->model == MIZAN_CLUSTER_BERNOULLI; k++) {
		room->point_before[k + 1] = room->point_before[k] + room->point_counts[k];
	}
	for (size_t k = 0; k < job->periods && job->cell_measure; k++) {
		room->measure_before[k + 1] = room->measure_before[k] + room->measures[k];
	}
}

static void sweep_window(const struct cluster_job *job, const struct cluster_room *room,
	size_t step, struct cluster_window *window, struct cluster_window *best)
{
	uint32_t last = window->first + window->length;
	uint32_t cases = room->before[last] - room->before[window->first];
	if (cases < job->min_cases) {
		return;
	}
	if (job->model == MIZAN_CLUSTER_BERNOULLI) {
		window->statistic = cluster_statistic_bernoulli(
			job, cases, room->point_before[last] - room->point_before[window->first]);
	} else {
		double expected = cluster_expected(job, room, step, window->first, window->length);
		double total = (double)job->cases;
		if (!cluster_may_pass(cases, expected, total, best->statistic)) {
			return;
		}
		window->statistic = cluster_statistic(cases, expected, total);
	}
	if (window->statistic > best->statistic) {
		window->step = step;
		window->cases = cases;
		*best = *window;
	}
}

static void sweep_circle(const struct cluster_job *job, struct cluster_room *room, size_t step,
	struct cluster_window *best)
{
	uint32_t periods = (uint32_t)job->periods;
	struct cluster_window window = {0};
	sweep_sum(job, room);
	if (room->before[periods] < job->min_cases) {
		return;
	}
	for (window.length = job->shortest; window.length <= job->longest; window.length++) {
		uint32_t last = periods - window.length;
		for (window.first = job->shape == MIZAN_CLUSTER_PROSPECTIVE ? last : 0;
			window.first <= last; window.first++) {
			sweep_window(job, room, step, &window, best);
		}
	}
}

void cluster_sweep_to(const struct cluster_job *job, size_t centre, size_t last,
	const uint32_t *cells, struct cluster_room *room, struct cluster_window *best)
{
	size_t size = job->periods + 1;
	memset(room->counts, 0, 4 * size * sizeof *room->counts);
	memset(room->measures, 0, 2 * size * sizeof *room->measures);
	for (size_t i = job->first[centre]; i <= last; i++) {
		sweep_add(job, cells, room, job->steps[i].place);
		if (job->steps[i].row != CLUSTER_NO_ROW) {
			sweep_circle(job, room, i, best);
		}
	}
}

void cluster_sweep(const struct cluster_job *job, size_t centre, const uint32_t *cells,
	struct cluster_room *room, struct cluster_window *best)
{
	if (job->first[centre + 1] > job->first[centre]) {
		cluster_sweep_to(job, centre, job->first[centre + 1] - 1, cells, room, best);
	}
}
