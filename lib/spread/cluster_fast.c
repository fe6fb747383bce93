/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The largest statistic of a replicate. Counts before each period are kept for each place, so that
 * a circle's are sums of its places', and a window's are differences: modulo 256 they are right
 * where no window has more than 255 cases.
 *
 * A circle is looked at only where it can matter. Its windows fall short of what they need by some
 * cases (slack); each place more adds at most what its own fullest window has (debt), and a larger
 * circle needs no less. While the debt is within the slack no window can have enough. Windows of
 * different lengths, in classes, have slack and debt of their own: in a month a place adds one or
 * two.
 */
#include "cluster_internal.h"

#include <string.h>

struct cluster_fast {
	const struct cluster_job *job;
	const struct cluster_table *table;
	const struct cluster_lanes *lanes;
	size_t stride;     /* numbers of a place: periods + 1, and 32 times the total */
	uint16_t *words;   /* cases before each period, by place */
	uint8_t *bytes;    /* the same modulo 256 */
	uint16_t *fullest; /* of each place and class: the most cases in one window */
	uint32_t *found;   /* room for every window of a class */
	uint16_t *points, *circle_points; /* BERNOULLI: like words, of cases and controls */
	uint16_t *circle_words;
	uint8_t *circle_bytes;
	/* A circle takes in its places when it is looked at; the first steps that are not in yet.
	 */
	size_t words_next, bytes_next;
	uint32_t slack[CLUSTER_CLASSES], debt[CLUSTER_CLASSES];
	uint32_t bound[CLUSTER_CLASSES]; /* no window of the class has more */
	int level;
	struct cluster_window best;
};

/* Of cases and controls; their places and times are the same in all replicates. */
static bool fast_add_points(struct cluster_fast *fast, struct mizan_arena *arena)
{
	const struct cluster_job *job = fast->job;
	fast->points =
		mizan_arena_allocate(arena, job->places * fast->stride, sizeof *fast->points);
	fast->circle_points =
		mizan_arena_allocate(arena, fast->stride, sizeof *fast->circle_points);
	for (size_t i = 0; i < job->places && fast->points; i++) {
		uint16_t *points = fast->points + i * fast->stride;
		for (size_t k = 0; k < job->periods; k++) {
			points[k + 1] =
				(uint16_t)(points[k] + job->point_cells[i * job->periods + k]);
		}
	}
	return fast->points && fast->circle_points;
}

struct cluster_fast *cluster_fast_make(
	const struct cluster_job *job, const struct cluster_table *table, struct mizan_arena *arena)
{
	struct cluster_fast *fast = mizan_arena_allocate(arena, 1, sizeof *fast);
	size_t stride = (job->periods + 32 + 31) / 32 * 32;
	if (!fast) {
		return NULL;
	}
	fast->job = job;
	fast->table = table;
	fast->lanes = cluster_lanes_choose(job->any_processor);
	fast->stride = stride;
	fast->words = mizan_arena_allocate(arena, job->places * stride, sizeof *fast->words);
	fast->bytes = mizan_arena_allocate(arena, job->places * stride, 1);
	fast->fullest =
		mizan_arena_allocate(arena, job->places * CLUSTER_CLASSES, sizeof *fast->fullest);
	fast->circle_words = mizan_arena_allocate(arena, stride, sizeof *fast->circle_words);
	fast->circle_bytes = mizan_arena_allocate(arena, stride, 1);
	fast->found = mizan_arena_allocate(arena, table->words + 1, sizeof *fast->found);
	bool done = fast->words && fast->bytes && fast->fullest && fast->circle_words &&
		    fast->circle_bytes && fast->found;
	if (job->model == MIZAN_CLUSTER_BERNOULLI) {
		done = fast_add_points(fast, arena) && done;
	}
	return done ? fast : NULL;
}

static void fast_place(struct cluster_fast *fast, size_t place, const uint32_t *counts)
{
	size_t periods = fast->job->periods;
	uint32_t before = 0;
	uint16_t *words = fast->words + place * fast->stride;
	uint8_t *bytes = fast->bytes + place * fast->stride;
	for (size_t k = 0; k < fast->stride; k++) {
		words[k] = (uint16_t)before;
		bytes[k] = (uint8_t)before;
		before += k < periods ? counts[k] : 0;
	}
	for (size_t i = 0; i < fast->table->class_count; i++) {
		fast->fullest[place * CLUSTER_CLASSES + i] =
			fast->lanes->most(words, fast->table->classes[i].longest, periods);
	}
}

/* ---- A circle ----------------------------------------------------------------------------- */

static void fast_add_words(struct cluster_fast *fast, size_t step)
{
	for (; fast->words_next <= step; fast->words_next++) {
		size_t from = fast->job->steps[fast->words_next].place * fast->stride;
		fast->lanes->add_words(fast->circle_words, fast->words + from, fast->stride);
		if (fast->points) {
			fast->lanes->add_words(
				fast->circle_points, fast->points + from, fast->stride);
		}
	}
}

static void fast_add_bytes(struct cluster_fast *fast, size_t step)
{
	for (; fast->bytes_next <= step; fast->bytes_next++) {
		size_t from = fast->job->steps[fast->bytes_next].place * fast->stride;
		fast->lanes->add_bytes(fast->circle_bytes, fast->bytes + from, fast->stride);
	}
}

/* ---- A closer look ------------------------------------------------------------------------ */

/* Of the same circle the shorter and then the earlier window counts, as where all are looked at
 * one by one. */
static bool fast_is_better(const struct cluster_window *window, const struct cluster_window *best)
{
	if (window->statistic != best->statistic || window->step != best->step) {
		return window->statistic > best->statistic;
	}
	return window->length != best->length ? window->length < best->length
					      : window->first < best->first;
}

/* 0 also where it cannot pass the best. */
static double fast_statistic(
	const struct cluster_fast *fast, size_t step, uint32_t first, uint32_t last, uint32_t cases)
{
	const struct cluster_job *job = fast->job;
	if (fast->points) {
		return cluster_statistic_bernoulli(job, cases,
			(uint16_t)(fast->circle_points[last] - fast->circle_points[first]));
	}
	double expected =
		job->steps[step].measure * (job->weight[last] - job->weight[first]) * job->scale;
	double total = (double)job->cases;
	return cluster_may_pass(cases, expected, total, fast->best.statistic)
		       ? cluster_statistic(cases, expected, total)
		       : 0;
}

static void fast_window(struct cluster_fast *fast, size_t step, uint32_t first, uint32_t length)
{
	uint32_t last = first + length;
	struct cluster_window window = {.step = step, .first = first, .length = length};
	window.cases = (uint16_t)(fast->circle_words[last] - fast->circle_words[first]);
	window.statistic = fast_statistic(fast, step, first, last, window.cases);
	if (window.statistic > 0 && fast_is_better(&window, &fast->best)) {
		fast->best = window;
	}
}

/* The windows of a class that have more than is too few, one by one. */
static void fast_look(
	struct cluster_fast *fast, const struct cluster_class *of, const uint16_t *row, size_t step)
{
	const struct cluster_job *job = fast->job;
	fast_add_words(fast, step);
	size_t count = fast->points ? cluster_points_above(job, of, fast->circle_words,
					      fast->circle_points, row, fast->found)
				    : fast->lanes->above(of, job->periods, fast->circle_words, row,
					      fast->found);
	for (size_t i = 0; i < count; i++) {
		fast_window(fast, step, fast->found[i] & UINT16_MAX, fast->found[i] >> 16);
	}
}

/* ---- A replicate -------------------------------------------------------------------------- */

/* Whether bytes hold the counts of a class; for few lengths it takes longer to find out. */
static bool fast_is_narrow(struct cluster_fast *fast, size_t step, size_t at)
{
	const struct cluster_class *of = &fast->table->classes[at];
	if (fast->bound[at] > UINT8_MAX && of->longest - of->shortest > 2) {
		fast_add_words(fast, step);
		fast->bound[at] =
			fast->lanes->most(fast->circle_words, of->longest, fast->job->periods);
	}
	return fast->bound[at] <= UINT8_MAX;
}

static uint16_t fast_slack(struct cluster_fast *fast, size_t step, size_t at, const uint8_t *bytes,
	const uint16_t *words)
{
	const struct cluster_job *job = fast->job;
	const struct cluster_class *of = &fast->table->classes[at];
	if (!fast->points && fast_is_narrow(fast, step, at)) {
		fast_add_bytes(fast, step);
		return fast->lanes->slack_bytes(of, job->periods, fast->circle_bytes, bytes);
	}
	fast_add_words(fast, step);
	return fast->points ? cluster_points_slack(
				      job, of, fast->circle_words, fast->circle_points, words)
			    : fast->lanes->slack_words(of, job->periods, fast->circle_words, words);
}

static void fast_test(struct cluster_fast *fast, size_t step, size_t at)
{
	const struct cluster_table *table = fast->table;
	const struct cluster_level *level = &table->levels[fast->level];
	const struct cluster_class *of = &table->classes[at];
	size_t row = fast->job->steps[step].row;
	const uint8_t *bytes = fast->points ? NULL : level->bytes + row * table->bytes + of->bytes;
	const uint16_t *words =
		fast->points ? level->by_points : level->words + row * table->words + of->words;
	fast->slack[at] = fast_slack(fast, step, at, bytes, words);
	fast->debt[at] = 0;
	if (fast->slack[at] == 0) {
		fast_look(fast, of, words, step);
		while (fast->level + 1 < table->level_count &&
			table->levels[fast->level + 1].statistic <= fast->best.statistic) {
			fast->level++;
		}
	}
}

/* Nothing is in the circle yet: the slack is all that is needed. */
static void fast_begin(struct cluster_fast *fast, size_t centre)
{
	const struct cluster_job *job = fast->job;
	size_t step = job->first[centre];
	memset(fast->circle_words, 0, fast->stride * sizeof *fast->circle_words);
	memset(fast->circle_bytes, 0, fast->stride);
	memset(fast->slack, 0, sizeof fast->slack);
	memset(fast->debt, 0, sizeof fast->debt);
	memset(fast->bound, 0, sizeof fast->bound);
	fast->words_next = fast->bytes_next = step;
	if (fast->points) {
		memset(fast->circle_points, 0, fast->stride * sizeof *fast->circle_points);
		return;
	}
	while (job->steps[step].row == CLUSTER_NO_ROW) {
		step++;
	}
	const uint16_t *fewest = fast->table->levels[fast->level].fewest;
	for (size_t i = 0; i < CLUSTER_CLASSES; i++) {
		fast->slack[i] = fewest[job->steps[step].row * CLUSTER_CLASSES + i];
	}
}

static void fast_centre(struct cluster_fast *fast, size_t centre, double highest)
{
	const struct cluster_job *job = fast->job;
	if (job->first[centre] == job->first[centre + 1]) {
		return;
	}
	fast_begin(fast, centre);
	size_t last = job->first[centre + 1];
	for (size_t i = job->first[centre]; i < last && fast->best.statistic <= highest; i++) {
		const uint16_t *fullest = fast->fullest + job->steps[i].place * CLUSTER_CLASSES;
		bool over = false;
		for (size_t k = 0; k < CLUSTER_CLASSES; k++) {
			fast->debt[k] += fullest[k];
			fast->bound[k] += fullest[k];
			over |= fast->debt[k] > fast->slack[k];
		}
		if (!over || job->steps[i].row == CLUSTER_NO_ROW) {
			continue;
		}
		for (size_t k = 0; k < fast->table->class_count; k++) {
			if (fast->debt[k] > fast->slack[k]) {
				fast_test(fast, i, k);
			}
		}
	}
}

void cluster_fast_load(struct cluster_fast *fast, const uint32_t *cells)
{
	for (size_t i = 0; i < fast->job->places; i++) {
		fast_place(fast, i, cells + i * fast->job->periods);
	}
}

/* From a level on; below it not every window was seen. Far above the highest one too many are. */
static bool fast_from(struct cluster_fast *fast, size_t first, size_t last, int level,
	struct cluster_window *best)
{
	fast->best = (struct cluster_window){0};
	fast->level = level;
	double highest = 2 * fast->table->levels[fast->table->level_count - 1].statistic;
	for (size_t i = first; i < last && fast->best.statistic <= highest; i++) {
		if (cluster_is_stopped(fast->job)) {
			break;
		}
		fast_centre(fast, i, highest);
	}
	*best = fast->best;
	return best->statistic > fast->table->levels[level].statistic && best->statistic <= highest;
}

bool cluster_fast_centre(struct cluster_fast *fast, size_t centre, struct cluster_window *best)
{
	return fast_from(fast, centre, centre + 1, 0, best);
}

bool cluster_fast_sweep(struct cluster_fast *fast, double *largest)
{
	struct cluster_window best;
	bool found = fast_from(fast, 0, fast->job->centres, CLUSTER_USUAL_LEVEL, &best) ||
		     fast_from(fast, 0, fast->job->centres, 0, &best);
	*largest = best.statistic;
	return found;
}
