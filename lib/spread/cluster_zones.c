/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The circles of a scan: which neighbours each centre takes in, in which order. */
#include "cluster_internal.h"

#include <math.h>
#include <stdlib.h>

#define CLUSTER_DEGREE 0.017453292519943295

struct neighbour {
	double distance;
	struct cluster_vector vector;
	uint32_t place;
};

double cluster_distance(const struct cluster_job *job, size_t a, size_t b)
{
	double x = job->vectors[a].x - job->vectors[b].x;
	double y = job->vectors[a].y - job->vectors[b].y;
	double z = job->vectors[a].z - job->vectors[b].z;
	return sqrt(x * x + y * y + z * z);
}

double cluster_km(const struct cluster_job *job, double distance)
{
	return job->data->plane ? distance : 2 * job->sphere_km * asin(fmin(1, distance / 2));
}

/* The chord of a great circle of so many km. */
static double zones_reach(const struct cluster_job *job)
{
	if (job->max_km <= 0) {
		return INFINITY;
	}
	if (job->data->plane) {
		return job->max_km;
	}
	double angle = job->max_km / job->sphere_km;
	return angle >= 2 * asin(1.0) ? INFINITY : 2 * sin(angle / 2);
}

bool cluster_vectors_make(struct cluster_job *job)
{
	job->vectors = mizan_arena_allocate(&job->arena, job->places, sizeof *job->vectors);
	for (size_t i = 0; job->vectors && i < job->places; i++) {
		double x = job->data->longitude[i], y = job->data->latitude[i];
		struct cluster_vector vector = {x, y, 0};
		if (!job->data->plane) {
			x *= CLUSTER_DEGREE;
			y *= CLUSTER_DEGREE;
			vector = (struct cluster_vector){cos(y) * cos(x), cos(y) * sin(x), sin(y)};
		}
		job->vectors[i] = vector;
	}
	return job->vectors != NULL;
}

bool cluster_same_point(const struct cluster_job *job, size_t a, size_t b)
{
	const struct cluster_vector *one = &job->vectors[a], *two = &job->vectors[b];
	return one->x == two->x && one->y == two->y && one->z == two->z;
}

static int compare_numbers(double one, double two)
{
	return (one > two) - (one < two);
}

static int compare_neighbours(const void *a, const void *b)
{
	const struct neighbour *one = a, *two = b;
	int order = compare_numbers(one->distance, two->distance);
	order = order ? order : compare_numbers(one->vector.x, two->vector.x);
	order = order ? order : compare_numbers(one->vector.y, two->vector.y);
	order = order ? order : compare_numbers(one->vector.z, two->vector.z);
	return order ? order : (one->place > two->place) - (one->place < two->place);
}

static size_t zones_neighbours(
	const struct cluster_job *job, size_t centre, double reach, struct neighbour *list)
{
	size_t count = 0;
	for (size_t i = 0; i < job->places; i++) {
		double distance = cluster_distance(job, centre, i);
		if (distance <= reach) {
			list[count++] = (struct neighbour){distance, job->vectors[i], (uint32_t)i};
		}
	}
	qsort(list, count, sizeof *list, compare_neighbours);
	return count;
}

static bool zones_add_step(
	struct cluster_job *job, size_t *count, uint32_t place, double measure, bool ends)
{
	if (!mizan_grow(&job->steps, &job->step_capacity, *count + 1, sizeof *job->steps)) {
		return false;
	}
	job->steps[(*count)++] = (struct cluster_step){place, ends ? 0 : CLUSTER_NO_ROW, measure};
	return true;
}

/* Circles of one centre; places at the same point come in together or not at all. */
static bool zones_add_centre(
	struct cluster_job *job, const struct neighbour *list, size_t count, size_t *step_count)
{
	double measure = 0, limit = job->max_share * job->measure_total * (1 + 1e-12);
	for (size_t i = 0, next; i < count; i = next) {
		double added = 0;
		size_t last = SIZE_MAX;
		next = i;
		do {
			double one = job->measure[list[next].place];
			last = one > 0 ? next : last;
			added += one;
			next++;
		} while (next < count && cluster_same_point(job, list[next].place, list[i].place));
		if (measure + added > limit) {
			break;
		}
		measure += added;
		for (size_t k = i; k < next && last != SIZE_MAX; k++) {
			/* A place without cases or people changes no window. */
			if (job->measure[list[k].place] > 0 &&
				!zones_add_step(
					job, step_count, list[k].place, measure, k == last)) {
				return false;
			}
		}
	}
	return true;
}

/* All places as the one zone of a scan of time. */
static bool zones_add_all(struct cluster_job *job, size_t *count)
{
	for (size_t i = 0; i < job->places; i++) {
		if (!zones_add_step(job, count, (uint32_t)i, job->measure_total, false)) {
			return false;
		}
	}
	job->steps[*count - 1].row = 0;
	return true;
}

static int compare_measures(const void *a, const void *b)
{
	double one = *(const double *)a, two = *(const double *)b;
	return one < two ? -1 : one > two;
}

static uint32_t zones_row(const struct cluster_job *job, double measure)
{
	size_t low = 0, high = job->row_count;
	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (job->rows[middle] <= measure) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return (uint32_t)low;
}

/* Circles whose measures differ by less than so much share a row of thresholds. */
static void zones_cut_rows(
	struct cluster_job *job, const double *measures, size_t count, double ratio)
{
	job->row_count = 0;
	for (size_t i = 0; i < count; i++) {
		if (job->row_count == 0 || measures[i] > job->rows[job->row_count - 1] * ratio) {
			job->rows[job->row_count++] = measures[i];
		}
	}
}

/* The most rows for tables of some 10 MB a level. */
static size_t zones_row_limit(const struct cluster_job *job)
{
	size_t windows = (size_t)(job->longest - job->shortest + 1) * (job->periods + 16);
	size_t limit = 10000000 / (3 * windows + 1);
	return limit > 16 ? limit : 16;
}

static bool zones_make_rows(struct cluster_job *job, size_t step_count)
{
	double *measures = calloc(step_count + 1, sizeof *measures);
	size_t count = 0;
	job->rows = mizan_arena_allocate(&job->arena, step_count + 1, sizeof *job->rows);
	if (!measures || !job->rows) {
		free(measures);
		return false;
	}
	for (size_t i = 0; i < step_count; i++) {
		if (job->steps[i].row != CLUSTER_NO_ROW) {
			measures[count++] = job->steps[i].measure;
		}
	}
	qsort(measures, count, sizeof *measures, compare_measures);
	double ratio = 1 + 1.0 / 64;
	do {
		zones_cut_rows(job, measures, count, ratio);
		ratio = 1 + 2 * (ratio - 1);
	} while (job->row_count > zones_row_limit(job));
	for (size_t i = 0; i < step_count; i++) {
		if (job->steps[i].row != CLUSTER_NO_ROW) {
			job->steps[i].row = zones_row(job, job->steps[i].measure);
		}
	}
	free(measures);
	return true;
}

mizan_status cluster_zones_make(struct cluster_job *job, struct mizan_error *error)
{
	bool whole = job->shape == MIZAN_CLUSTER_TIME;
	job->centres = whole ? 1 : job->places;
	job->first = mizan_arena_allocate(&job->arena, job->centres + 1, sizeof *job->first);
	struct neighbour *list = calloc(job->places, sizeof *list);
	size_t count = 0;
	double reach = zones_reach(job);
	bool done = job->first && list;
	if (done && whole) {
		done = zones_add_all(job, &count);
		job->first[1] = count;
	}
	for (size_t i = 0; i < job->centres && done && !whole; i++) {
		size_t found = zones_neighbours(job, i, reach, list);
		done = zones_add_centre(job, list, found, &count);
		job->first[i + 1] = count;
	}
	done = done && zones_make_rows(job, count);
	free(list);
	return done ? MIZAN_OK : mizan_error_memory(error);
}

/* Of a scan of time: all places. */
static size_t *members_all(const struct cluster_job *job, struct mizan_arena *arena, size_t *count)
{
	size_t *members = mizan_arena_allocate(arena, job->places, sizeof *members);
	*count = job->places;
	for (size_t i = 0; members && i < job->places; i++) {
		members[i] = i;
	}
	return members;
}

size_t *cluster_members(const struct cluster_job *job, size_t centre, size_t step,
	struct mizan_arena *arena, size_t *count)
{
	if (job->shape == MIZAN_CLUSTER_TIME) {
		return members_all(job, arena, count);
	}
	size_t last = job->steps[step].place;
	double distance = cluster_distance(job, centre, last);
	struct neighbour *list = calloc(job->places, sizeof *list);
	size_t *members = NULL, found = list ? zones_neighbours(job, centre, distance, list) : 0;
	/* Others at the same distance may come behind it. */
	while (found > 0 && !cluster_same_point(job, list[found - 1].place, last)) {
		found--;
	}
	if (list) {
		members = mizan_arena_allocate(arena, found, sizeof *members);
	}
	for (size_t i = 0; members && i < found; i++) {
		members[i] = list[i].place;
	}
	*count = found;
	free(list);
	return members;
}
