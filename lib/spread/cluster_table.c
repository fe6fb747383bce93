/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which counts a window needs to matter. */
#include "cluster_internal.h"

#include <math.h>
#include <stdlib.h>

bool cluster_is_fast(const struct cluster_job *job)
{
	return !job->plain && !job->cell_measure && job->shape != MIZAN_CLUSTER_TIME &&
	       job->points < UINT16_MAX && job->periods < UINT16_MAX;
}

/* ---- From expected cases to counts -------------------------------------------------------- */

/* Steps of the guide per expected case. */
#define GUIDE_STEPS 8

/* For each count the most expected cases with which it passes a level. */
struct needs {
	double *most;    /* of each count; ascending; the last one is infinite */
	uint32_t *guide; /* first count whose `most` reaches i / GUIDE_STEPS */
	size_t guide_size;
	uint32_t least;
};

/* The statistic falls as more is expected; between `low` and `low` + 1 it falls below the level,
 * since one case more never bears more than one expected case more. */
static double needs_solve(double count, double low, double level, double total)
{
	double high = fmin(count, low + 1);
	for (int i = 0; i < 40; i++) {
		double middle = (low + high) / 2;
		if (cluster_statistic(count, middle, total) > level) {
			low = middle;
		} else {
			high = middle;
		}
	}
	/* A little more than exact: rounding may not hide a window. */
	return high * (1 + 1e-9);
}

static bool needs_make(
	const struct cluster_job *job, double level, double largest, struct needs *needs)
{
	size_t size = job->cases + 2, guide = (size_t)(largest * GUIDE_STEPS) + 2;
	needs->most = malloc(size * sizeof *needs->most);
	needs->guide = malloc(guide * sizeof *needs->guide);
	needs->guide_size = guide;
	needs->least = job->min_cases;
	if (!needs->most || !needs->guide) {
		return false;
	}
	double total = (double)job->cases, below = 0;
	size_t count = 0;
	needs->most[0] = -1;
	while (below < largest && ++count <= job->cases) {
		below = needs->most[count] =
			needs_solve((double)count, below, level * (1 - 1e-9), total);
	}
	needs->most[count <= job->cases ? count : job->cases + 1] = INFINITY;
	uint32_t at = 0;
	for (size_t i = 0; i < guide; i++) {
		while (needs->most[at] < (double)i / GUIDE_STEPS) {
			at++;
		}
		needs->guide[i] = at;
	}
	return true;
}

/* The fewest cases that pass the level. */
static uint32_t needs_count(const struct needs *needs, double expected)
{
	uint32_t count = needs->guide[(size_t)(expected * GUIDE_STEPS)];
	while (needs->most[count] < expected) {
		count++;
	}
	return count > needs->least ? count : needs->least;
}

static void needs_free(struct needs *needs)
{
	free(needs->most);
	free(needs->guide);
}

/* ---- Tables ------------------------------------------------------------------------------- */

/* Numbers of a class in a row. */
static size_t table_size(
	const struct cluster_job *job, const struct cluster_class *of, size_t lanes)
{
	size_t size = 0;
	for (size_t first = 0; first + of->shortest <= job->periods; first += lanes) {
		size_t most = job->periods - first;
		size += ((most < of->longest ? most : of->longest) - of->shortest + 1) * lanes;
	}
	return size;
}

/* Lengths of 1, 2, 3 to 4, 5 to 8 and so on; all long ones in the last. */
static void table_classes(const struct cluster_job *job, struct cluster_table *table)
{
	uint32_t next = job->shortest;
	for (uint32_t longest = 1; next <= job->longest; longest *= 2) {
		if (longest < next && table->class_count + 1 < CLUSTER_CLASSES) {
			continue;
		}
		struct cluster_class *of = &table->classes[table->class_count++];
		bool last = longest >= job->longest || table->class_count == CLUSTER_CLASSES;
		*of = (struct cluster_class){
			next, last ? job->longest : longest, table->bytes, table->words};
		table->bytes += table_size(job, of, 32);
		table->words += table_size(job, of, 16);
		next = of->longest + 1;
	}
}

/* What is too few for a window; what is no window of the scan cannot have enough. */
static uint32_t table_too_few(const struct cluster_job *job, const struct needs *needs,
	double measure, size_t first, size_t last)
{
	if (last > job->periods ||
		(job->shape == MIZAN_CLUSTER_PROSPECTIVE && last < job->periods)) {
		return UINT16_MAX;
	}
	uint32_t need =
		needs_count(needs, measure * (job->weight[last] - job->weight[first]) * job->scale);
	return need - 1 < UINT16_MAX ? need - 1 : UINT16_MAX;
}

/* The numbers of a class, as bytes or as words. Gives the least. */
static uint16_t table_class(const struct cluster_job *job, const struct needs *needs,
	double measure, const struct cluster_class *of, uint8_t *bytes, uint16_t *words)
{
	size_t lanes = bytes ? 32 : 16;
	uint32_t least = UINT16_MAX;
	for (size_t block = 0; block + of->shortest <= job->periods; block += lanes) {
		size_t most = job->periods - block;
		size_t longest = most < of->longest ? most : of->longest;
		for (size_t length = of->shortest; length <= longest; length++) {
			for (size_t first = block; first < block + lanes; first++) {
				uint32_t few =
					table_too_few(job, needs, measure, first, first + length);
				least = few < least ? few : least;
				if (bytes) {
					*bytes++ = (uint8_t)(few < UINT8_MAX ? few : UINT8_MAX);
				} else {
					*words++ = (uint16_t)few;
				}
			}
		}
	}
	return (uint16_t)least;
}

static void table_row(const struct cluster_job *job, const struct needs *needs,
	const struct cluster_table *table, const struct cluster_level *level, size_t row)
{
	double measure = job->rows[row];
	for (size_t i = 0; i < table->class_count; i++) {
		const struct cluster_class *of = &table->classes[i];
		(void)table_class(job, needs, measure, of,
			level->bytes + row * table->bytes + of->bytes, NULL);
		level->fewest[row * CLUSTER_CLASSES + i] = table_class(job, needs, measure, of,
			NULL, level->words + row * table->words + of->words);
	}
}

static double table_largest(const struct cluster_job *job)
{
	double most = 0, longest = 0;
	for (size_t i = 0; i < job->row_count; i++) {
		most = fmax(most, job->rows[i]);
	}
	for (size_t last = job->longest; last <= job->periods; last++) {
		longest = fmax(longest, job->weight[last] - job->weight[last - job->longest]);
	}
	return most * longest * job->scale * (1 + 1e-9);
}

static mizan_status table_level(struct cluster_job *job, const struct cluster_table *table,
	struct cluster_level *level, struct mizan_error *error)
{
	struct needs needs = {0};
	size_t rows = job->row_count;
	level->bytes = mizan_arena_allocate(&job->arena, rows * table->bytes + 1, 1);
	level->words =
		mizan_arena_allocate(&job->arena, rows * table->words + 1, sizeof *level->words);
	level->fewest = mizan_arena_allocate(
		&job->arena, rows * CLUSTER_CLASSES + 1, sizeof *level->fewest);
	bool done = level->bytes && level->words && level->fewest &&
		    needs_make(job, level->statistic, table_largest(job), &needs);
	for (size_t i = 0; i < rows && done; i++) {
		table_row(job, &needs, table, level, i);
	}
	needs_free(&needs);
	return done ? MIZAN_OK : mizan_error_memory(error);
}

mizan_status cluster_table_make(struct cluster_job *job, double pilot, double highest,
	struct cluster_table *table, struct mizan_error *error)
{
	/* Close where replicates end; far apart where what was observed may. */
	static const double shares[CLUSTER_LEVELS] = {
		0.3, 0.55, 0.8, 0.95, 1.15, 1.4, 2.2, 3.6, 6, 10, 17, 28, 47};
	mizan_status status = MIZAN_OK;
	table_classes(job, table);
	for (int i = 0; i < CLUSTER_LEVELS && status == MIZAN_OK; i++) {
		if (shares[i] > 1.4 && shares[i] * pilot > highest) {
			break;
		}
		table->levels[i].statistic = shares[i] * pilot;
		if (job->model != MIZAN_CLUSTER_BERNOULLI) {
			status = table_level(job, table, &table->levels[i], error);
		} else if (!cluster_points_level(job, &table->levels[i])) {
			status = mizan_error_memory(error);
		}
		table->level_count++;
	}
	return status;
}
