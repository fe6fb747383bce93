/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The largest statistic of a replicate. Counts before each period are kept for each place, so that
 * a circle's are sums of its places', and a window's are differences: modulo 256 they are right
 * where no window has more than 255 cases, and 32 of them are compared at once.
 */
#include "cluster_internal.h"

#include <string.h>

struct cluster_fast {
	size_t stride;          /* numbers of a place: periods + 1, and room for a last load */
	uint16_t *words;        /* cases before each period, by place */
	uint8_t *bytes;         /* the same modulo 256 */
	uint16_t *circle_words; /* of the circle */
	uint8_t *circle_bytes;
	const struct cluster_lanes *lanes;
};

/* Arenas align for any type; loads need none. */
struct cluster_fast *cluster_fast_make(const struct cluster_job *job, struct mizan_arena *arena)
{
	struct cluster_fast *fast = mizan_arena_allocate(arena, 1, sizeof *fast);
	size_t stride = (job->periods + 1 + 63) / 32 * 32;
	if (!fast) {
		return NULL;
	}
	fast->stride = stride;
	fast->words = mizan_arena_allocate(arena, job->places * stride, sizeof *fast->words);
	fast->bytes = mizan_arena_allocate(arena, job->places * stride, 1);
	fast->circle_words = mizan_arena_allocate(arena, stride, sizeof *fast->circle_words);
	fast->circle_bytes = mizan_arena_allocate(arena, stride, 1);
	fast->lanes = cluster_lanes_choose(false);
	return fast->words && fast->bytes && fast->circle_words && fast->circle_bytes ? fast : NULL;
}

static void fast_sum(
	const struct cluster_job *job, struct cluster_fast *fast, const uint32_t *cells)
{
	for (size_t i = 0; i < job->places; i++) {
		uint32_t before = 0;
		uint16_t *words = fast->words + i * fast->stride;
		uint8_t *bytes = fast->bytes + i * fast->stride;
		for (size_t k = 0; k < job->periods; k++) {
			before += cells[i * job->periods + k];
			words[k + 1] = (uint16_t)before;
			bytes[k + 1] = (uint8_t)before;
		}
	}
}

/* ---- A closer look ------------------------------------------------------------------------ */

static void fast_window(const struct cluster_job *job, const struct cluster_fast *fast, size_t step,
	uint32_t first, uint32_t length, double *best)
{
	uint32_t last = first + length, total = (uint32_t)job->cases;
	uint32_t cases = (uint16_t)(fast->circle_words[last] - fast->circle_words[first]);
	double expected =
		job->steps[step].measure * (job->weight[last] - job->weight[first]) * job->scale;
	double statistic = cluster_statistic(cases, expected, total);
	*best = statistic > *best ? statistic : *best;
}

/* The windows that have more than their row's count, one by one. */
static void fast_look(const struct cluster_job *job, const struct cluster_table *table,
	const struct cluster_level *level, const struct cluster_fast *fast, size_t step,
	double *best)
{
	const uint16_t *row = level->words + job->steps[step].row * table->words;
	uint32_t periods = (uint32_t)job->periods;
	for (uint32_t block = 0; block + job->shortest <= periods; block += 16) {
		uint32_t longest = periods - block < job->longest ? periods - block : job->longest;
		for (uint32_t length = job->shortest; length <= longest; length++) {
			for (uint32_t lane = 0; lane < 16; lane++) {
				uint32_t first = block + lane;
				uint16_t count = (uint16_t)(fast->circle_words[first + length] -
							    fast->circle_words[first]);
				if (first + length <= periods && count > row[lane]) {
					fast_window(job, fast, step, first, length, best);
				}
			}
			row += 16;
		}
	}
}

/* ---- A replicate -------------------------------------------------------------------------- */

static bool fast_has_any(const struct cluster_job *job, const struct cluster_table *table,
	const struct cluster_level *level, const struct cluster_fast *fast, size_t step)
{
	size_t row = job->steps[step].row;
	uint16_t total = fast->circle_words[job->periods];
	if (total < level->fewest[row]) {
		return false;
	}
	if (total <= UINT8_MAX ||
		fast->lanes->most(fast->circle_words, job->longest, job->periods) <= UINT8_MAX) {
		return fast->lanes->any_bytes(
			job, fast->circle_bytes, level->bytes + row * table->bytes);
	}
	return fast->lanes->any_words(job, fast->circle_words, level->words + row * table->words);
}

static void fast_centre(const struct cluster_job *job, const struct cluster_table *table,
	struct cluster_fast *fast, size_t centre, int *level, double *best)
{
	memset(fast->circle_words, 0, fast->stride * sizeof *fast->circle_words);
	memset(fast->circle_bytes, 0, fast->stride);
	size_t used = (job->periods + 32) / 32 * 32;
	for (size_t i = job->first[centre]; i < job->first[centre + 1]; i++) {
		size_t from = job->steps[i].place * fast->stride;
		fast->lanes->add(fast->circle_words, fast->circle_bytes, fast->words + from,
			fast->bytes + from, used);
		if (job->steps[i].row == CLUSTER_NO_ROW ||
			!fast_has_any(job, table, &table->levels[*level], fast, i)) {
			continue;
		}
		fast_look(job, table, &table->levels[*level], fast, i, best);
		while (*level + 1 < CLUSTER_LEVELS &&
			table->levels[*level + 1].statistic <= *best) {
			++*level;
		}
	}
}

double cluster_fast_sweep(const struct cluster_job *job, const struct cluster_table *table,
	struct cluster_fast *fast, const uint32_t *cells)
{
	double best = 0;
	int level = 0;
	fast_sum(job, fast, cells);
	for (size_t i = 0; i < job->centres; i++) {
		fast_centre(job, table, fast, i, &level, &best);
	}
	/* Below the lowest level not every window was seen. */
	return best >= table->levels[0].statistic ? best : 0;
}
