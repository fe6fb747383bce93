/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inner loop of near repeats: a new order of the times, and the close pairs counted again. */
#include "near_repeat_internal.h"

#include <stdlib.h>
#include <string.h>

/*
 * The counts of all time bands stand side by side in one word, `width` bits each. A pair adds its
 * band's 1 by one look-up, by the difference of its days from -cap on; before a part can run over,
 * the word is emptied.
 */
mizan_status near_bands_make(const struct mizan_near_repeat_options *options,
	struct near_bands *bands, struct mizan_error *error)
{
	int longest = options->days[options->day_count - 1];
	uint32_t cap = longest > UINT16_MAX ? UINT16_MAX : (uint32_t)longest;
	*bands = (struct near_bands){.cap = cap,
		.width = 64 / (unsigned)options->day_count,
		.band_count = (unsigned)options->day_count};
	bands->table = calloc(2 * (size_t)cap + 2, sizeof *bands->table);
	if (!bands->table) {
		return mizan_error_memory(error);
	}
	for (uint32_t gap = 0; gap <= cap; gap++) {
		unsigned band = 0;
		while (gap > (uint32_t)options->days[band]) {
			band++;
		}
		bands->table[cap + gap] = UINT64_C(1) << band * bands->width;
		bands->table[cap - gap] = bands->table[cap + gap];
	}
	return MIZAN_OK;
}

static void count_empty(const struct near_bands *bands, uint64_t *word, uint64_t counts[])
{
	uint64_t mask = bands->width == 64 ? UINT64_MAX : (UINT64_C(1) << bands->width) - 1;
	for (unsigned band = 0; band < bands->band_count; band++) {
		counts[band] += *word >> band * bands->width & mask;
	}
	*word = 0;
}

static void count_bands(const struct near_pairs *pairs, size_t space,
	const struct near_bands *bands, const uint16_t *days, uint64_t counts[])
{
	const size_t *start = pairs->start[space];
	const uint32_t *others = pairs->others;
	const uint64_t *table = bands->table;
	size_t limit = bands->width >= 32 ? SIZE_MAX : ((size_t)1 << bands->width) - 1;
	size_t room = limit;
	uint32_t beyond = 2 * bands->cap + 1;
	uint64_t word = 0;
	for (size_t i = 0; i < pairs->count; i++) {
		uint32_t day = days[i] + bands->cap;
		size_t next = start[i], last = start[i + 1];
		while (next < last) {
			size_t end = last - next > room ? next + room : last;
			room -= end - next;
			for (; next < end; next++) {
				/* Below 0 is very large. */
				uint32_t difference = day - days[others[next]];
				word += table[difference < beyond ? difference : beyond];
			}
			if (room == 0) {
				count_empty(bands, &word, counts);
				room = limit;
			}
		}
	}
	count_empty(bands, &word, counts);
}

/* One band needs no table. */
static uint64_t count_one(const struct near_pairs *pairs, size_t space,
	const struct near_bands *bands, const uint16_t *days)
{
	const size_t *start = pairs->start[space];
	const uint32_t *others = pairs->others;
	uint32_t beyond = 2 * bands->cap + 1;
	uint64_t count = 0;
	for (size_t i = 0; i < pairs->count; i++) {
		uint32_t day = days[i] + bands->cap, found = 0;
		for (size_t k = start[i]; k < start[i + 1]; k++) {
			found += day - days[others[k]] < beyond;
		}
		count += found;
	}
	return count;
}

void near_count(const struct near_pairs *pairs, const struct near_bands *bands,
	const uint16_t *days, uint64_t counts[])
{
	memset(counts, 0, pairs->band_count * bands->band_count * sizeof *counts);
	for (size_t band = 0; band < pairs->band_count; band++) {
		if (bands->band_count == 1) {
			counts[band] = count_one(pairs, band, bands, days);
		} else {
			count_bands(pairs, band, bands, days, counts + band * bands->band_count);
		}
	}
}
