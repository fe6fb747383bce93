/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which counts a window needs to matter. */
#include "cluster_internal.h"

#include <math.h>
#include <stdlib.h>

bool cluster_is_fast(const struct cluster_job *job)
{
	return !job->plain && job->model != MIZAN_CLUSTER_BERNOULLI && !job->cell_measure &&
	       job->shape == MIZAN_CLUSTER_SPACE_TIME && job->cases < UINT16_MAX;
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

static size_t table_size(const struct cluster_job *job, size_t lanes)
{
	size_t size = 0;
	for (size_t first = 0; first + job->shortest <= job->periods; first += lanes) {
		size_t most = job->periods - first;
		size_t longest = most < job->longest ? most : job->longest;
		size += (longest - job->shortest + 1) * lanes;
	}
	return size;
}

/* Hands out the counts of a row in the order of blocks; what is no window needs too many. */
static void table_row(const struct cluster_job *job, const struct needs *needs, double measure,
	uint8_t *bytes, uint16_t *words, uint32_t *fewest)
{
	size_t lanes = bytes ? 32 : 16, at = 0;
	for (size_t block = 0; block + job->shortest <= job->periods; block += lanes) {
		size_t most = job->periods - block;
		size_t longest = most < job->longest ? most : job->longest;
		for (size_t length = job->shortest; length <= longest; length++) {
			for (size_t lane = 0; lane < lanes; lane++, at++) {
				size_t first = block + lane, last = first + length;
				uint32_t too_few = UINT16_MAX;
				if (last <= job->periods) {
					uint32_t need = needs_count(needs,
						measure * (job->weight[last] - job->weight[first]) *
							job->scale);
					*fewest = need < *fewest ? need : *fewest;
					too_few = need - 1;
				}
				if (bytes) {
					bytes[at] = (uint8_t)(too_few < UINT8_MAX ? too_few
										  : UINT8_MAX);
				} else {
					words[at] = (uint16_t)(too_few < UINT16_MAX ? too_few
										    : UINT16_MAX);
				}
			}
		}
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
	level->fewest = mizan_arena_allocate(&job->arena, rows + 1, sizeof *level->fewest);
	bool done = level->bytes && level->words && level->fewest &&
		    needs_make(job, level->statistic, table_largest(job), &needs);
	for (size_t i = 0; i < rows && done; i++) {
		level->fewest[i] = UINT32_MAX;
		table_row(job, &needs, job->rows[i], level->bytes + i * table->bytes, NULL,
			&level->fewest[i]);
		table_row(job, &needs, job->rows[i], NULL, level->words + i * table->words,
			&level->fewest[i]);
	}
	needs_free(&needs);
	return done ? MIZAN_OK : mizan_error_memory(error);
}

mizan_status cluster_table_make(struct cluster_job *job, double pilot, struct cluster_table *table,
	struct mizan_error *error)
{
	static const double shares[CLUSTER_LEVELS] = {0.8, 0.93, 1.08, 1.25, 1.45};
	mizan_status status = MIZAN_OK;
	table->bytes = table_size(job, 32);
	table->words = table_size(job, 16);
	for (int i = 0; i < CLUSTER_LEVELS && status == MIZAN_OK; i++) {
		table->levels[i].statistic = shares[i] * pilot;
		status = table_level(job, table, &table->levels[i], error);
	}
	return status;
}
