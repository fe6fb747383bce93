/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inner loop of near repeats: a new order of the times, and the close pairs counted again. */
#include "near_repeat_internal.h"

#include <stdlib.h>
#include <string.h>

/*
 * The counts of all time bands stand side by side in one word, `width` bits each. A gap adds its
 * band's 1 by one look-up; before a part can run over, the word is emptied.
 */
mizan_status near_bands_make(const struct mizan_near_repeat_options *options,
	struct near_bands *bands, struct mizan_error *error)
{
	uint32_t cap = (uint32_t)options->days[options->day_count - 1] + 1;
	*bands = (struct near_bands){.cap = cap > UINT16_MAX + 1u ? UINT16_MAX + 1u : cap,
		.width = 64 / (unsigned)options->day_count,
		.band_count = (unsigned)options->day_count};
	bands->table = calloc((size_t)bands->cap + 1, sizeof *bands->table);
	if (!bands->table) {
		return mizan_error_memory(error);
	}
	for (uint32_t gap = 0; gap < bands->cap; gap++) {
		unsigned band = 0;
		while (gap > (uint32_t)options->days[band]) {
			band++;
		}
		bands->table[gap] = UINT64_C(1) << band * bands->width;
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

static void count_band(const struct near_pairs *pairs, size_t band, const struct near_bands *bands,
	const uint16_t *days, uint64_t counts[])
{
	const size_t *start = pairs->start[band];
	const uint32_t *others = pairs->others;
	const uint64_t *table = bands->table;
	size_t limit = bands->width >= 32 ? SIZE_MAX : ((size_t)1 << bands->width) - 1;
	size_t room = limit;
	uint64_t word = 0;
	for (size_t i = 0; i < pairs->count; i++) {
		int32_t day = days[i], cap = (int32_t)bands->cap;
		size_t next = start[i], last = start[i + 1];
		while (next < last) {
			size_t end = last - next > room ? next + room : last;
			room -= end - next;
			for (; next < end; next++) {
				int32_t gap = abs(day - (int32_t)days[others[next]]);
				word += table[gap < cap ? gap : cap];
			}
			if (room == 0) {
				count_empty(bands, &word, counts);
				room = limit;
			}
		}
	}
	count_empty(bands, &word, counts);
}

void near_count(const struct near_pairs *pairs, const struct near_bands *bands,
	const uint16_t *days, uint64_t counts[])
{
	memset(counts, 0, pairs->band_count * bands->band_count * sizeof *counts);
	for (size_t band = 0; band < pairs->band_count; band++) {
		count_band(pairs, band, bands, days, counts + band * bands->band_count);
	}
}

/* ---- Shuffling ---------------------------------------------------------------------------- */

__extension__ typedef unsigned __int128 shuffle_wide;

static inline uint64_t shuffle_draw(struct mizan_random *random)
{
	uint64_t high = mizan_random_word(random);
	return high << 32 | mizan_random_word(random);
}

/*
 * Picks below n, n - 1, ..., n - size + 1 from one draw of 64 bits, without bias. Brackett-Rozinsky
 * and Lemire, "Batched ranged random integer generation", 2024.
 */
static inline void shuffle_pick(
	struct mizan_random *random, uint64_t n, unsigned size, uint32_t picks[])
{
	uint64_t product = 1, refused = 0;
	for (unsigned k = 0; k < size; k++) {
		product *= n - k;
	}
	for (bool first = true;; first = false) {
		uint64_t rest = shuffle_draw(random);
		for (unsigned k = 0; k < size; k++) {
			shuffle_wide wide = (shuffle_wide)rest * (n - k);
			picks[k] = (uint32_t)(wide >> 64);
			rest = (uint64_t)wide;
		}
		if (first && rest >= product) {
			return;
		}
		refused = first ? -product % product : refused;
		if (rest >= refused) {
			return;
		}
	}
}

void near_shuffle(struct mizan_random *random, uint16_t *days, size_t count)
{
	size_t n = count;
	while (n > 1) {
		/* As many as have a product below 2^64. */
		unsigned size = n < UINT32_C(1) << 16 ? 4 : n < UINT32_C(1) << 21 ? 3 : 2;
		uint32_t picks[4];
		size = size > n ? (unsigned)n : size;
		shuffle_pick(random, n, size, picks);
		for (unsigned k = 0; k < size; k++) {
			uint16_t last = days[n - 1 - k];
			days[n - 1 - k] = days[picks[k]];
			days[picks[k]] = last;
		}
		n -= size;
	}
}
