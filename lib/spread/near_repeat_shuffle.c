/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new order of the times, by few random words. */
#include "near_repeat_internal.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* ---- Draws --------------------------------------------------------------------------------- */

/* The counters and the key of mizan_random: both are part of what a seed means. */
void near_draw_plain(uint64_t seed, uint64_t stream, uint64_t block, uint64_t draws[NEAR_DRAWS])
{
	const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
	for (uint64_t i = 0; i < NEAR_DRAWS / 2; i++) {
		uint64_t at = block + i;
		const uint32_t counter[4] = {(uint32_t)at, (uint32_t)(at >> 32), (uint32_t)stream,
			(uint32_t)(stream >> 32)};
		uint32_t words[4];
		mizan_philox(counter, key, words);
		draws[2 * i] = (uint64_t)words[0] << 32 | words[1];
		draws[2 * i + 1] = (uint64_t)words[2] << 32 | words[3];
	}
}

#if defined(__x86_64__)
/* Philox 4x32-10 of four counters side by side, one in the lower half of each 64 bits; what is in
 * the upper halves does not count. Constants: Salmon and others, 2011. */
__attribute__((target("avx2"))) static void draw_avx2(
	uint64_t seed, uint64_t stream, uint64_t block, uint64_t draws[NEAR_DRAWS])
{
	const __m256i first = _mm256_set1_epi64x(0xD2511F53),
		      second = _mm256_set1_epi64x(0xCD9E8D57);
	const __m256i low = _mm256_set1_epi64x(0xFFFFFFFF);
	__m256i c0 =
		_mm256_add_epi64(_mm256_set1_epi64x((int64_t)block), _mm256_set_epi64x(3, 2, 1, 0));
	__m256i c1 = _mm256_srli_epi64(c0, 32);
	__m256i c2 = _mm256_set1_epi64x((int64_t)stream), c3 = _mm256_srli_epi64(c2, 32);
	uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
	for (int round = 0; round < 10; round++) {
		__m256i p = _mm256_mul_epu32(c0, first), q = _mm256_mul_epu32(c2, second);
		c0 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(q, 32), c1),
			_mm256_set1_epi64x((int64_t)k0));
		c2 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(p, 32), c3),
			_mm256_set1_epi64x((int64_t)k1));
		c1 = q;
		c3 = p;
		k0 += 0x9E3779B9;
		k1 += 0xBB67AE85;
	}
	__m256i a = _mm256_or_si256(_mm256_slli_epi64(c0, 32), _mm256_and_si256(c1, low));
	__m256i b = _mm256_or_si256(_mm256_slli_epi64(c2, 32), _mm256_and_si256(c3, low));
	__m256i even = _mm256_unpacklo_epi64(a, b), odd = _mm256_unpackhi_epi64(a, b);
	_mm256_storeu_si256((__m256i *)draws, _mm256_permute2x128_si256(even, odd, 0x20));
	_mm256_storeu_si256((__m256i *)(draws + 4), _mm256_permute2x128_si256(even, odd, 0x31));
}

near_draw *near_draw_best(void)
{
	return __builtin_cpu_supports("avx2") ? draw_avx2 : near_draw_plain;
}
#else
near_draw *near_draw_best(void)
{
	return near_draw_plain;
}
#endif

/* ---- Picks --------------------------------------------------------------------------------- */

__extension__ typedef unsigned __int128 shuffle_wide;

struct shuffle {
	near_draw *draw;
	uint64_t seed, stream, block;
	uint64_t draws[NEAR_DRAWS];
	unsigned used;
};

static inline uint64_t shuffle_next(struct shuffle *shuffle)
{
	if (shuffle->used == NEAR_DRAWS) {
		shuffle->draw(shuffle->seed, shuffle->stream, shuffle->block, shuffle->draws);
		shuffle->block += NEAR_DRAWS / 2;
		shuffle->used = 0;
	}
	return shuffle->draws[shuffle->used++];
}

/*
 * Swaps the last `size` of the first n days with picks below n, n - 1, ..., all from one draw of 64
 * bits, without bias; their product has to be below 2^64. Brackett-Rozinsky and Lemire, "Batched
 * ranged random integer generation", 2024.
 */
static inline void shuffle_some(struct shuffle *shuffle, uint16_t *days, uint64_t n, unsigned size)
{
	uint64_t picks[4], product = n, rest = shuffle_next(shuffle);
	for (unsigned k = 1; k < size; k++) {
		product *= n - k;
	}
	for (bool first = true;; first = false, rest = shuffle_next(shuffle)) {
		for (unsigned k = 0; k < size; k++) {
			shuffle_wide wide = (shuffle_wide)rest * (n - k);
			picks[k] = (uint64_t)(wide >> 64);
			rest = (uint64_t)wide;
		}
		if ((first && rest >= product) || rest >= -product % product) {
			break;
		}
	}
	for (unsigned k = 0; k < size; k++) {
		uint16_t last = days[n - 1 - k];
		days[n - 1 - k] = days[picks[k]];
		days[picks[k]] = last;
	}
}

void near_shuffle(uint64_t seed, uint64_t stream, uint16_t *days, size_t count)
{
	struct shuffle shuffle = {
		.draw = near_draw_best(), .seed = seed, .stream = stream, .used = NEAR_DRAWS};
	size_t n = count;
	for (; n >= UINT32_C(1) << 21; n -= 2) {
		shuffle_some(&shuffle, days, n, 2);
	}
	for (; n >= UINT32_C(1) << 16; n -= 3) {
		shuffle_some(&shuffle, days, n, 3);
	}
	for (; n >= 4; n -= 4) {
		shuffle_some(&shuffle, days, n, 4);
	}
	for (; n >= 2; n--) {
		shuffle_some(&shuffle, days, n, 1);
	}
}
