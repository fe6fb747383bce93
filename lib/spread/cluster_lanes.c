/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts of windows against what they need: kernels for any processor, and for AVX2. */
#include "cluster_internal.h"

static size_t lanes_longest(const struct cluster_class *of, size_t periods, size_t block)
{
	size_t most = periods - block;
	return most < of->longest ? most : of->longest;
}

/* ---- Any processor ------------------------------------------------------------------------ */

static void plain_add_words(uint16_t *words, const uint16_t *more, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		words[i] = (uint16_t)(words[i] + more[i]);
	}
}

static void plain_add_bytes(uint8_t *bytes, const uint8_t *more, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bytes[i] = (uint8_t)(bytes[i] + more[i]);
	}
}

static uint16_t plain_most(const uint16_t *words, size_t length, size_t periods)
{
	uint16_t most = 0;
	for (size_t i = 0; i + length <= periods; i++) {
		uint16_t count = (uint16_t)(words[i + length] - words[i]);
		most = count > most ? count : most;
	}
	return most;
}

static uint16_t plain_slack_bytes(
	const struct cluster_class *of, size_t periods, const uint8_t *bytes, const uint8_t *row)
{
	int slack = UINT8_MAX;
	for (size_t block = 0; block + of->shortest <= periods; block += 32) {
		size_t longest = lanes_longest(of, periods, block);
		for (size_t length = of->shortest; length <= longest; length++, row += 32) {
			for (size_t i = block; i < block + 32; i++) {
				int left = row[i - block] - (uint8_t)(bytes[i + length] - bytes[i]);
				slack = left < slack ? left : slack;
			}
		}
	}
	return (uint16_t)(slack > 0 ? slack : 0);
}

static uint16_t plain_slack_words(
	const struct cluster_class *of, size_t periods, const uint16_t *words, const uint16_t *row)
{
	int slack = UINT16_MAX;
	for (size_t block = 0; block + of->shortest <= periods; block += 16) {
		size_t longest = lanes_longest(of, periods, block);
		for (size_t length = of->shortest; length <= longest; length++, row += 16) {
			for (size_t i = block; i < block + 16; i++) {
				int left =
					row[i - block] - (uint16_t)(words[i + length] - words[i]);
				slack = left < slack ? left : slack;
			}
		}
	}
	return (uint16_t)(slack > 0 ? slack : 0);
}

static size_t plain_above(const struct cluster_class *of, size_t periods, const uint16_t *words,
	const uint16_t *row, uint32_t *found)
{
	size_t count = 0;
	for (size_t block = 0; block + of->shortest <= periods; block += 16) {
		size_t longest = lanes_longest(of, periods, block);
		for (size_t length = of->shortest; length <= longest; length++, row += 16) {
			for (size_t i = block; i < block + 16; i++) {
				if ((uint16_t)(words[i + length] - words[i]) > row[i - block]) {
					found[count++] = (uint32_t)(length << 16 | i);
				}
			}
		}
	}
	return count;
}

static const struct cluster_lanes plain_lanes = {plain_add_words, plain_add_bytes, plain_most,
	plain_slack_bytes, plain_slack_words, plain_above};

/* ---- AVX2 --------------------------------------------------------------------------------- */

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

AVX2 static __m256i load(const void *from)
{
	return _mm256_loadu_si256(from);
}

AVX2 static void wide_add_words(uint16_t *words, const uint16_t *more, size_t count)
{
	for (size_t i = 0; i < count; i += 16) {
		_mm256_storeu_si256(
			(void *)(words + i), _mm256_add_epi16(load(words + i), load(more + i)));
	}
}

AVX2 static void wide_add_bytes(uint8_t *bytes, const uint8_t *more, size_t count)
{
	for (size_t i = 0; i < count; i += 32) {
		_mm256_storeu_si256(
			(void *)(bytes + i), _mm256_add_epi8(load(bytes + i), load(more + i)));
	}
}

AVX2 static uint16_t wide_most(const uint16_t *words, size_t length, size_t periods)
{
	__m256i most = _mm256_setzero_si256();
	size_t i = 0, count = periods + 1 - length;
	for (; i + 16 <= count; i += 16) {
		most = _mm256_max_epu16(
			most, _mm256_sub_epi16(load(words + i + length), load(words + i)));
	}
	uint16_t lanes[16], largest = 0;
	_mm256_storeu_si256((void *)lanes, most);
	for (size_t k = 0; k < 16; k++) {
		largest = lanes[k] > largest ? lanes[k] : largest;
	}
	for (; i < count; i++) {
		uint16_t one = (uint16_t)(words[i + length] - words[i]);
		largest = one > largest ? one : largest;
	}
	return largest;
}

AVX2 static uint16_t wide_slack_bytes(
	const struct cluster_class *of, size_t periods, const uint8_t *bytes, const uint8_t *row)
{
	__m256i one = _mm256_set1_epi8(-1), two = one;
	for (size_t block = 0; block + of->shortest <= periods; block += 32) {
		size_t length = of->shortest, longest = lanes_longest(of, periods, block);
		const uint8_t *at = bytes + block + length;
		__m256i base = load(bytes + block);
		for (; length < longest; length += 2, at += 2, row += 64) {
			__m256i first = _mm256_sub_epi8(load(at), base);
			__m256i second = _mm256_sub_epi8(load(at + 1), base);
			one = _mm256_min_epu8(one, _mm256_subs_epu8(load(row), first));
			two = _mm256_min_epu8(two, _mm256_subs_epu8(load(row + 32), second));
		}
		if (length == longest) {
			__m256i last = _mm256_sub_epi8(load(at), base);
			one = _mm256_min_epu8(one, _mm256_subs_epu8(load(row), last));
			row += 32;
		}
	}
	one = _mm256_min_epu8(one, two);
	__m128i half = _mm_min_epu8(_mm256_castsi256_si128(one), _mm256_extracti128_si256(one, 1));
	half = _mm_min_epu8(half, _mm_srli_epi16(half, 8));
	return (uint16_t)(_mm_extract_epi16(_mm_minpos_epu16(half), 0) & 0xff);
}

AVX2 static uint16_t wide_slack_words(
	const struct cluster_class *of, size_t periods, const uint16_t *words, const uint16_t *row)
{
	__m256i one = _mm256_set1_epi8(-1), two = one;
	for (size_t block = 0; block + of->shortest <= periods; block += 16) {
		size_t length = of->shortest, longest = lanes_longest(of, periods, block);
		const uint16_t *at = words + block + length;
		__m256i base = load(words + block);
		for (; length < longest; length += 2, at += 2, row += 32) {
			__m256i first = _mm256_sub_epi16(load(at), base);
			__m256i second = _mm256_sub_epi16(load(at + 1), base);
			one = _mm256_min_epu16(one, _mm256_subs_epu16(load(row), first));
			two = _mm256_min_epu16(two, _mm256_subs_epu16(load(row + 16), second));
		}
		if (length == longest) {
			__m256i last = _mm256_sub_epi16(load(at), base);
			one = _mm256_min_epu16(one, _mm256_subs_epu16(load(row), last));
			row += 16;
		}
	}
	one = _mm256_min_epu16(one, two);
	__m128i half = _mm_min_epu16(_mm256_castsi256_si128(one), _mm256_extracti128_si256(one, 1));
	return (uint16_t)_mm_extract_epi16(_mm_minpos_epu16(half), 0);
}

AVX2 static size_t wide_above(const struct cluster_class *of, size_t periods, const uint16_t *words,
	const uint16_t *row, uint32_t *found)
{
	size_t count = 0;
	for (size_t block = 0; block + of->shortest <= periods; block += 16) {
		size_t longest = lanes_longest(of, periods, block);
		__m256i base = load(words + block);
		for (size_t length = of->shortest; length <= longest; length++, row += 16) {
			__m256i cases = _mm256_sub_epi16(load(words + block + length), base);
			__m256i over = _mm256_subs_epu16(cases, load(row));
			if (_mm256_testz_si256(over, over)) {
				continue;
			}
			__m256i none = _mm256_cmpeq_epi16(over, _mm256_setzero_si256());
			unsigned mask = ~(unsigned)_mm256_movemask_epi8(none) & 0x55555555u;
			for (; mask; mask &= mask - 1) {
				size_t first = block + (size_t)__builtin_ctz(mask) / 2;
				found[count++] = (uint32_t)(length << 16 | first);
			}
		}
	}
	return count;
}

static const struct cluster_lanes wide_lanes = {
	wide_add_words, wide_add_bytes, wide_most, wide_slack_bytes, wide_slack_words, wide_above};
#endif

const struct cluster_lanes *cluster_lanes_choose(bool any)
{
#if defined(__x86_64__)
	if (!any && __builtin_cpu_supports("avx2")) {
		return &wide_lanes;
	}
#endif
	(void)any;
	return &plain_lanes;
}
