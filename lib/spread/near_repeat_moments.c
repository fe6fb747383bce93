/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What chance gives exactly: Barton and David's moments of the intersection of two graphs. */
#include "near_repeat_internal.h"

#include <stdlib.h>

/* Two graphs on the same n vertices, one with its vertices in random order. Ordered pairs of edges
 * are the same edge, share one vertex (`degrees` of them), or are apart. */
struct near_moments near_moments(
	size_t count, uint64_t pairs_a, uint64_t degrees_a, uint64_t pairs_b, uint64_t degrees_b)
{
	double n = (double)count, a = (double)pairs_a, b = (double)pairs_b;
	double two = n * (n - 1), three = two * (n - 2), four = three * (n - 3);
	double apart_a = a * (a - 1) - (double)degrees_a;
	double apart_b = b * (b - 1) - (double)degrees_b;
	struct near_moments moments = {.mean = count > 1 ? 2 * a * b / two : 0};
	double second = moments.mean;
	second += count > 2 ? (double)degrees_a * (double)degrees_b / three : 0;
	second += count > 3 ? 4 * apart_a * apart_b / four : 0;
	double variance = second - moments.mean * moments.mean;
	/* All pairs close in one of the two: the difference is rounding alone. */
	moments.variance = variance > 1e-12 * second ? variance : 0;
	return moments;
}

/* Others within `reach` days, oneself left out; `before` is the number of events before a day. */
static uint64_t times_within(const uint32_t *before, size_t range, size_t day, size_t reach)
{
	size_t first = day > reach ? day - reach : 0;
	size_t last = day + reach < range ? day + reach : range;
	return before[last + 1] - before[first] - 1;
}

mizan_status near_times_count(const uint16_t *days, size_t count, size_t range,
	const struct mizan_near_repeat_options *options, uint64_t *pairs, uint64_t *degrees,
	struct mizan_error *error)
{
	uint32_t *before = calloc(range + 2, sizeof *before);
	if (!before) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < count; i++) {
		before[days[i] + 1]++;
	}
	for (size_t day = 0; day <= range; day++) {
		before[day + 1] += before[day];
	}
	for (size_t band = 0; band < options->day_count; band++) {
		pairs[band] = degrees[band] = 0;
		for (size_t day = 0; day <= range; day++) {
			uint64_t here = before[day + 1] - before[day];
			if (here == 0) {
				continue;
			}
			uint64_t degree =
				times_within(before, range, day, (size_t)options->days[band]);
			if (band > 0) {
				degree -= times_within(
					before, range, day, (size_t)options->days[band - 1]);
			}
			pairs[band] += here * degree;
			degrees[band] += here * degree * (degree - (degree > 0));
		}
		pairs[band] /= 2;
	}
	free(before);
	return MIZAN_OK;
}
