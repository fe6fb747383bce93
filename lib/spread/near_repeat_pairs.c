/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs of events that are close in space, found once by a grid and kept by band. */
#include "near_repeat_internal.h"

#include <math.h>
#include <stdlib.h>

#define EARTH_KM 6371.0088
#define KEY_BITS 21
#define KEY_MAX ((UINT64_C(1) << KEY_BITS) - 3)
#define PAIRS_MAX (UINT64_C(1) << 28)

struct pairs_point {
	uint64_t key; /* of its cell: 1 + number in x, y and z, 21 bits each */
	double at[3]; /* km */
	uint32_t event;
};
struct pairs_search {
	struct pairs_point *points;
	size_t count;
	double squares[MIZAN_NEAR_REPEAT_BANDS]; /* widest squared distance of each band */
	size_t band_count;
	struct near_pairs *pairs;
	uint32_t *degrees; /* of an event in each band */
	size_t *next;      /* where the next partner of an event goes, in each band */
	uint64_t total;    /* counted so far */
};

/* On the sphere distances are those of chords: a chord is as long as its arc says. */
static double pairs_chord(double km)
{
	double half = km / (2 * EARTH_KM);
	return half >= M_PI / 2 ? 2 * EARTH_KM : 2 * EARTH_KM * sin(half);
}

static void pairs_place(enum mizan_distance distance, double x, double y, double at[3])
{
	if (distance == MIZAN_PLANE) {
		at[0] = x;
		at[1] = 0;
		at[2] = y;
		return;
	}
	double longitude = x * (M_PI / 180), latitude = y * (M_PI / 180);
	at[0] = EARTH_KM * cos(latitude) * cos(longitude);
	at[1] = EARTH_KM * cos(latitude) * sin(longitude);
	at[2] = EARTH_KM * sin(latitude);
}

static mizan_status pairs_check_point(
	enum mizan_distance distance, double x, double y, struct mizan_error *error)
{
	bool right = isfinite(x) && isfinite(y) &&
		     (distance == MIZAN_PLANE || (fabs(y) <= 90 && fabs(x) <= 360));
	return right ? MIZAN_OK
		     : mizan_error_set(error, MIZAN_ERROR_USAGE, "leave such events out",
			       "an event has no coordinates, or none on the Earth: %g, %g", x, y);
}

static int pairs_compare(const void *a, const void *b)
{
	const struct pairs_point *one = a, *two = b;
	if (one->key != two->key) {
		return one->key < two->key ? -1 : 1;
	}
	return one->event < two->event ? -1 : one->event > two->event;
}

/* Cells as wide as the widest distance, so that partners are in neighbouring ones. */
static void pairs_set_keys(struct pairs_search *search, double width)
{
	double low[3] = {(double)INFINITY, (double)INFINITY, (double)INFINITY}, high = 0;
	for (size_t i = 0; i < search->count; i++) {
		for (int k = 0; k < 3; k++) {
			low[k] = fmin(low[k], search->points[i].at[k]);
		}
	}
	for (size_t i = 0; i < search->count; i++) {
		for (int k = 0; k < 3; k++) {
			high = fmax(high, search->points[i].at[k] - low[k]);
		}
	}
	/* A little wider, so that rounding cannot part a pair by two cells. */
	width = fmax(width * (1 + 1e-9), high / (double)KEY_MAX);
	for (size_t i = 0; i < search->count; i++) {
		struct pairs_point *point = &search->points[i];
		point->key = 0;
		for (int k = 0; k < 3; k++) {
			double cell = width > 0 ? floor((point->at[k] - low[k]) / width) : 0;
			point->key = point->key << KEY_BITS | ((uint64_t)cell + 1);
		}
	}
}

static size_t pairs_lower(const struct pairs_search *search, uint64_t key)
{
	size_t low = 0, high = search->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (search->points[middle].key < key) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

static inline size_t pairs_band(const struct pairs_search *search, size_t i, size_t k)
{
	const double *a = search->points[i].at, *b = search->points[k].at;
	double x = a[0] - b[0], y = a[1] - b[1], z = a[2] - b[2];
	double square = x * x + y * y + z * z;
	size_t band = 0;
	while (band < search->band_count && square > search->squares[band]) {
		band++;
	}
	return band;
}

/* Pairs of i with first .. last - 1: counted, or (`fill`) written down. */
static void pairs_take(struct pairs_search *search, size_t i, size_t first, size_t last, bool fill)
{
	struct near_pairs *pairs = search->pairs;
	for (size_t k = first; k < last; k++) {
		size_t band = pairs_band(search, i, k);
		if (band == search->band_count) {
			continue;
		}
		/* The earlier one keeps the pair, so that each event's partners stand together. */
		size_t at = band * search->count + (i < k ? i : k);
		if (fill) {
			pairs->others[search->next[at]++] = (uint32_t)(i < k ? k : i);
		} else {
			search->total++;
			pairs->start[band][(i < k ? i : k) + 1]++;
			search->degrees[band * search->count + i]++;
			search->degrees[band * search->count + k]++;
		}
	}
}

/* Each pair of neighbouring cells once: the cell itself and the one above in z, then the columns
 * of four of the eight neighbours, three cells each. */
static void pairs_sweep(struct pairs_search *search, bool fill)
{
	static const int sides[4][2] = {{0, 1}, {1, -1}, {1, 0}, {1, 1}};
	for (size_t first = 0, end; first < search->count && search->total <= PAIRS_MAX;
		first = end) {
		uint64_t key = search->points[first].key;
		end = pairs_lower(search, key + 1);
		size_t above = pairs_lower(search, key + 2);
		size_t column[4][2];
		for (int s = 0; s < 4; s++) {
			uint64_t side =
				key +
				(uint64_t)((int64_t)sides[s][0] * (INT64_C(1) << 2 * KEY_BITS)) +
				(uint64_t)((int64_t)sides[s][1] * (INT64_C(1) << KEY_BITS));
			column[s][0] = pairs_lower(search, side - 1);
			column[s][1] = pairs_lower(search, side + 2);
		}
		for (size_t i = first; i < end; i++) {
			pairs_take(search, i, i + 1, above, fill);
			for (int s = 0; s < 4; s++) {
				pairs_take(search, i, column[s][0], column[s][1], fill);
			}
		}
	}
}

/* From counts to places, over all bands one after the other. */
static uint64_t pairs_sum(struct pairs_search *search)
{
	struct near_pairs *pairs = search->pairs;
	uint64_t total = 0;
	for (size_t band = 0; band < pairs->band_count; band++) {
		pairs->start[band][0] = total;
		for (size_t i = 0; i < pairs->count; i++) {
			search->next[band * pairs->count + i] = total;
			total += pairs->start[band][i + 1];
			pairs->start[band][i + 1] = total;
			uint64_t degree = search->degrees[band * pairs->count + i];
			pairs->degrees[band] += degree * (degree - (degree > 0));
		}
		pairs->pairs[band] = total - pairs->start[band][0];
	}
	return total;
}

static mizan_status pairs_fill(struct pairs_search *search, struct mizan_error *error)
{
	struct near_pairs *pairs = search->pairs;
	pairs_sweep(search, false);
	if (search->total > PAIRS_MAX) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"ask for shorter distances, a shorter period or a smaller area",
			"more than 268 million pairs of events are that close");
	}
	uint64_t total = pairs_sum(search);
	pairs->others = malloc((total + 1) * sizeof *pairs->others);
	if (!pairs->others) {
		return mizan_error_memory(error);
	}
	pairs_sweep(search, true);
	return MIZAN_OK;
}

static mizan_status pairs_search_run(
	struct pairs_search *search, double widest, struct mizan_error *error)
{
	struct near_pairs *pairs = search->pairs;
	pairs_set_keys(search, widest);
	qsort(search->points, search->count, sizeof *search->points, pairs_compare);
	pairs->one_place = true;
	for (size_t i = 0; i < search->count; i++) {
		const double *a = search->points[0].at, *b = search->points[i].at;
		pairs->order[i] = search->points[i].event;
		pairs->one_place = pairs->one_place && a[0] == b[0] && a[1] == b[1] && a[2] == b[2];
	}
	return pairs_fill(search, error);
}

mizan_status near_pairs_find(const double *x, const double *y, size_t count,
	const struct mizan_near_repeat_options *options, struct near_pairs *pairs,
	struct mizan_error *error)
{
	struct pairs_search search = {
		.count = count, .band_count = options->km_count, .pairs = pairs};
	double widest = 0;
	*pairs = (struct near_pairs){.count = count, .band_count = options->km_count};
	for (size_t band = 0; band < options->km_count; band++) {
		widest = options->distance == MIZAN_SPHERE ? pairs_chord(options->km[band])
							   : options->km[band];
		search.squares[band] = widest * widest;
		pairs->start[band] = calloc(count + 1, sizeof **pairs->start);
		if (!pairs->start[band]) {
			return mizan_error_memory(error);
		}
	}
	search.points = calloc(count + 1, sizeof *search.points);
	search.degrees = calloc(count * options->km_count + 1, sizeof *search.degrees);
	search.next = calloc(count * options->km_count + 1, sizeof *search.next);
	pairs->order = calloc(count + 1, sizeof *pairs->order);
	mizan_status status = search.points && search.degrees && search.next && pairs->order
				      ? MIZAN_OK
				      : mizan_error_memory(error);
	for (size_t i = 0; i < count && status == MIZAN_OK; i++) {
		status = pairs_check_point(options->distance, x[i], y[i], error);
		search.points[i].event = (uint32_t)i;
		pairs_place(options->distance, x[i], y[i], search.points[i].at);
	}
	if (status == MIZAN_OK) {
		status = pairs_search_run(&search, widest, error);
	}
	free(search.points);
	free(search.degrees);
	free(search.next);
	return status;
}

void near_pairs_release(struct near_pairs *pairs)
{
	for (size_t band = 0; band < MIZAN_NEAR_REPEAT_BANDS; band++) {
		free(pairs->start[band]);
	}
	free(pairs->order);
	free(pairs->others);
	*pairs = (struct near_pairs){0};
}
