/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts of windows against what they need: kernels for any processor, and for AVX2. */
#include "cluster_internal.h"

static size_t lanes_longest(const struct cluster_job *job, size_t block)
{
	size_t most = job->periods - block;
	return most < job->longest ? most : job->longest;
}

/* ---- Any processor ------------------------------------------------------------------------ */

static void plain_add(uint16_t *words, uint8_t *bytes, const uint16_t *more_words,
	const uint8_t *more_bytes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		words[i] = (uint16_t)(words[i] + more_words[i]);
		bytes[i] = (uint8_t)(bytes[i] + more_bytes[i]);
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

static bool plain_any_bytes(const struct cluster_job *job, const uint8_t *bytes, const uint8_t *row)
{
	for (size_t block = 0; block + job->shortest <= job->periods; block += 32) {
		unsigned any = 0;
		size_t longest = lanes_longest(job, block);
		for (size_t length = job->shortest; length <= longest; length++, row += 32) {
			for (size_t i = block; i < block + 32; i++) {
				any |= (uint8_t)(bytes[i + length] - bytes[i]) > row[i - block];
			}
		}
		if (any) {
			return true;
		}
	}
	return false;
}

static bool plain_any_words(
	const struct cluster_job *job, const uint16_t *words, const uint16_t *row)
{
	for (size_t block = 0; block + job->shortest <= job->periods; block += 16) {
		unsigned any = 0;
		size_t longest = lanes_longest(job, block);
		for (size_t length = job->shortest; length <= longest; length++, row += 16) {
			for (size_t i = block; i < block + 16; i++) {
				any |= (uint16_t)(words[i + length] - words[i]) > row[i - block];
			}
		}
		if (any) {
			return true;
		}
	}
	return false;
}

static const struct cluster_lanes plain_lanes = {
	plain_add, plain_most, plain_any_bytes, plain_any_words};

/* ---- AVX2 --------------------------------------------------------------------------------- */

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

AVX2 static __m256i load(const void *from)
{
	return _mm256_loadu_si256(from);
}

AVX2 static void wide_add(uint16_t *words, uint8_t *bytes, const uint16_t *more_words,
	const uint8_t *more_bytes, size_t count)
{
	for (size_t i = 0; i < count; i += 16) {
		_mm256_storeu_si256((void *)(words + i),
			_mm256_add_epi16(load(words + i), load(more_words + i)));
	}
	for (size_t i = 0; i < count; i += 32) {
		_mm256_storeu_si256((void *)(bytes + i),
			_mm256_add_epi8(load(bytes + i), load(more_bytes + i)));
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

/* A saturating difference is 0 where the count is not above the row's. */
AVX2 static bool wide_any_bytes(
	const struct cluster_job *job, const uint8_t *bytes, const uint8_t *row)
{
	for (size_t block = 0; block + job->shortest <= job->periods; block += 32) {
		size_t length = job->shortest, longest = lanes_longest(job, block);
		__m256i base = load(bytes + block), one = _mm256_setzero_si256(), two = one;
		for (; length < longest; length += 2, row += 64) {
			const uint8_t *at = bytes + block + length;
			__m256i first = _mm256_sub_epi8(load(at), base);
			__m256i second = _mm256_sub_epi8(load(at + 1), base);
			one = _mm256_or_si256(one, _mm256_subs_epu8(first, load(row)));
			two = _mm256_or_si256(two, _mm256_subs_epu8(second, load(row + 32)));
		}
		if (length == longest) {
			__m256i last = _mm256_sub_epi8(load(bytes + block + length), base);
			one = _mm256_or_si256(one, _mm256_subs_epu8(last, load(row)));
			row += 32;
		}
		one = _mm256_or_si256(one, two);
		if (!_mm256_testz_si256(one, one)) {
			return true;
		}
	}
	return false;
}

AVX2 static bool wide_any_words(
	const struct cluster_job *job, const uint16_t *words, const uint16_t *row)
{
	for (size_t block = 0; block + job->shortest <= job->periods; block += 16) {
		size_t length = job->shortest, longest = lanes_longest(job, block);
		__m256i base = load(words + block), one = _mm256_setzero_si256(), two = one;
		for (; length < longest; length += 2, row += 32) {
			const uint16_t *at = words + block + length;
			__m256i first = _mm256_sub_epi16(load(at), base);
			__m256i second = _mm256_sub_epi16(load(at + 1), base);
			one = _mm256_or_si256(one, _mm256_subs_epu16(first, load(row)));
			two = _mm256_or_si256(two, _mm256_subs_epu16(second, load(row + 16)));
		}
		if (length == longest) {
			__m256i last = _mm256_sub_epi16(load(words + block + length), base);
			one = _mm256_or_si256(one, _mm256_subs_epu16(last, load(row)));
			row += 16;
		}
		one = _mm256_or_si256(one, two);
		if (!_mm256_testz_si256(one, one)) {
			return true;
		}
	}
	return false;
}

static const struct cluster_lanes wide_lanes = {
	wide_add, wide_most, wide_any_bytes, wide_any_words};
#endif

const struct cluster_lanes *cluster_lanes_choose(bool plain)
{
#if defined(__x86_64__)
	if (!plain && __builtin_cpu_supports("avx2")) {
		return &wide_lanes;
	}
#endif
	(void)plain;
	return &plain_lanes;
}
