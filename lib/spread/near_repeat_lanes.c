/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Close pairs counted for sixteen orders of the times at once. */
#include "near_repeat_internal.h"

#include <string.h>

#define INLINE static inline __attribute__((always_inline))

/* Sixteen days of one event, one of each order. The compiler makes of them what there is. */
typedef uint16_t lanes __attribute__((vector_size(NEAR_LANES * sizeof(uint16_t))));

INLINE void lanes_load(lanes *to, const uint16_t *from)
{
	memcpy(to, from, sizeof *to);
}

/* Counts of pairs within each upper end, 16 bits a lane: emptied before one could run over. */
struct lanes_sums {
	lanes within[MIZAN_NEAR_REPEAT_BANDS], ends[MIZAN_NEAR_REPEAT_BANDS];
	size_t room;
};

INLINE void lanes_empty(struct lanes_sums *sums, size_t band_count, uint64_t counts[][NEAR_LANES])
{
	for (size_t band = 0; band < band_count; band++) {
		for (size_t lane = 0; lane < NEAR_LANES; lane++) {
			counts[band][lane] += sums->within[band][lane];
			sums->within[band][lane] = 0;
		}
	}
	sums->room = UINT16_MAX;
}

INLINE void lanes_take(struct lanes_sums *sums, size_t band_count, const lanes *one,
	const uint16_t *days, const uint32_t *others, size_t count)
{
	for (size_t k = 0; k < count; k++) {
		lanes two;
		lanes_load(&two, days + (size_t)others[k] * NEAR_LANES);
		lanes larger = (lanes)(*one > two);
		lanes gap = ((*one - two) & larger) | ((two - *one) & ~larger);
		for (size_t band = 0; band < band_count; band++) {
			/* A comparison that holds is -1. */
			sums->within[band] -= (lanes)(gap <= sums->ends[band]);
		}
	}
}

/* `band_count` is known to the compiler where it matters. */
INLINE void lanes_count(const struct near_pairs *pairs, size_t space, const int *ends,
	size_t band_count, const uint16_t *days, uint64_t counts[][NEAR_LANES])
{
	const size_t *start = pairs->start[space];
	struct lanes_sums sums;
	memset(&sums, 0, sizeof sums);
	sums.room = UINT16_MAX;
	for (size_t band = 0; band < band_count; band++) {
		uint16_t end = ends[band] > UINT16_MAX ? UINT16_MAX : (uint16_t)ends[band];
		sums.ends[band] += end;
	}
	for (size_t i = 0; i < pairs->count; i++) {
		lanes one;
		lanes_load(&one, days + i * NEAR_LANES);
		for (size_t next = start[i]; next < start[i + 1];) {
			size_t count = start[i + 1] - next;
			count = count < sums.room ? count : sums.room;
			lanes_take(&sums, band_count, &one, days, pairs->others + next, count);
			next += count;
			sums.room -= count;
			if (sums.room == 0) {
				lanes_empty(&sums, band_count, counts);
			}
		}
	}
	lanes_empty(&sums, band_count, counts);
}

INLINE void lanes_count_any(const struct near_pairs *pairs, size_t space, const int *ends,
	size_t band_count, const uint16_t *days, uint64_t counts[][NEAR_LANES])
{
	switch (band_count) {
	case 1:
		lanes_count(pairs, space, ends, 1, days, counts);
		break;
	case 2:
		lanes_count(pairs, space, ends, 2, days, counts);
		break;
	case 3:
		lanes_count(pairs, space, ends, 3, days, counts);
		break;
	case 4:
		lanes_count(pairs, space, ends, 4, days, counts);
		break;
	case 5:
		lanes_count(pairs, space, ends, 5, days, counts);
		break;
	default:
		lanes_count(pairs, space, ends, band_count, days, counts);
	}
}

static void lanes_count_plain(const struct near_pairs *pairs, size_t space, const int *ends,
	size_t band_count, const uint16_t *days, uint64_t counts[][NEAR_LANES])
{
	lanes_count_any(pairs, space, ends, band_count, days, counts);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void lanes_count_avx2(const struct near_pairs *pairs,
	size_t space, const int *ends, size_t band_count, const uint16_t *days,
	uint64_t counts[][NEAR_LANES])
{
	lanes_count_any(pairs, space, ends, band_count, days, counts);
}
#endif

void near_count_lanes(const struct near_pairs *pairs,
	const struct mizan_near_repeat_options *options, const uint16_t *days, bool plain,
	uint64_t counts[][NEAR_LANES])
{
	size_t band_count = options->day_count;
	memset(counts, 0, pairs->band_count * band_count * sizeof *counts);
	for (size_t space = 0; space < pairs->band_count; space++) {
		uint64_t(*cells)[NEAR_LANES] = counts + space * band_count;
#if defined(__x86_64__)
		if (!plain && __builtin_cpu_supports("avx2")) {
			lanes_count_avx2(pairs, space, options->days, band_count, days, cells);
		} else
#endif
		{
			lanes_count_plain(pairs, space, options->days, band_count, days, cells);
		}
		/* Within an upper end, less what is within the one before. */
		for (size_t band = band_count; band-- > 1;) {
			for (size_t lane = 0; lane < NEAR_LANES; lane++) {
				cells[band][lane] -= cells[band - 1][lane];
			}
		}
	}
	(void)plain;
}
