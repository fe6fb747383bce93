/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SHA-256 (FIPS 180-4). The processor's own instructions where it has them (about 2 GB/s), found
 * when it runs: Intel, "Intel SHA Extensions" (2013), gives the order of the words.
 */
#include <mizan/base.h>
#include <string.h>
#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

static const uint32_t sha256_constants[64] = {0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5,
	0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
	0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
	0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152,
	0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e,
	0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624,
	0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3,
	0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t sha256_rotate(uint32_t value, int bits)
{
	return value >> bits | value << (32 - bits);
}

static uint32_t sha256_load(const unsigned char *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
	       bytes[3];
}

static void sha256_schedule(const unsigned char *block, uint32_t words[64])
{
	for (int i = 0; i < 16; i++) {
		words[i] = sha256_load(block + i * 4);
	}
	for (int i = 16; i < 64; i++) {
		uint32_t a = words[i - 15], b = words[i - 2];
		words[i] = words[i - 16] + words[i - 7] +
			   (sha256_rotate(a, 7) ^ sha256_rotate(a, 18) ^ a >> 3) +
			   (sha256_rotate(b, 17) ^ sha256_rotate(b, 19) ^ b >> 10);
	}
}

/* The standard's a is s[-i & 7] in step i, its b the next, and so on: nothing has to move. */
#define SHA256_AT(letter) s[((letter)-i) & 7]

static void sha256_blocks_portable(uint32_t state[8], const unsigned char *blocks, size_t count)
{
	uint32_t words[64], s[8];
	for (; count > 0; count--, blocks += 64) {
		sha256_schedule(blocks, words);
		memcpy(s, state, sizeof s);
		for (int i = 0; i < 64; i++) {
			uint32_t a = SHA256_AT(0), b = SHA256_AT(1), c = SHA256_AT(2);
			uint32_t e = SHA256_AT(4), f = SHA256_AT(5), g = SHA256_AT(6);
			uint32_t one = SHA256_AT(7) +
				       (sha256_rotate(e, 6) ^ sha256_rotate(e, 11) ^
					       sha256_rotate(e, 25)) +
				       ((e & f) ^ (~e & g)) + sha256_constants[i] + words[i];
			uint32_t two = (sha256_rotate(a, 2) ^ sha256_rotate(a, 13) ^
					       sha256_rotate(a, 22)) +
				       ((a & b) ^ (a & c) ^ (b & c));
			SHA256_AT(3) += one;
			SHA256_AT(7) = one + two; /* the next step's a */
		}
		for (int i = 0; i < 8; i++) {
			state[i] += s[i];
		}
	}
}

#if defined(__x86_64__)
#define SHA256_NI __attribute__((target("sha,sse4.1,ssse3")))

static bool sha256_have_instructions(void)
{
	unsigned a, b = 0, c, d;
	return __builtin_cpu_supports("sse4.1") && __builtin_cpu_supports("ssse3") &&
	       __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b >> 29 & 1);
}

/*
 * Four steps at a time. The instructions want the state as ABEF and CDGH, and each group's words
 * plus constants; the schedule of group k + 4 is made from groups k to k + 3.
 */
SHA256_NI static void sha256_blocks_instructions(
	uint32_t state[8], const unsigned char *blocks, size_t count)
{
	const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
	__m128i *ends = (__m128i *)(void *)state;
	__m128i low = _mm_shuffle_epi32(_mm_loadu_si128(ends), 0xb1);
	__m128i high = _mm_shuffle_epi32(_mm_loadu_si128(ends + 1), 0x1b);
	__m128i abef = _mm_alignr_epi8(low, high, 8), cdgh = _mm_blend_epi16(high, low, 0xf0);
	for (; count > 0; count--, blocks += 64) {
		__m128i words[4], abef_before = abef, cdgh_before = cdgh;
		for (int k = 0; k < 4; k++) {
			const void *at = blocks + k * 16;
			words[k] = _mm_shuffle_epi8(_mm_loadu_si128(at), order);
		}
		for (int k = 0; k < 16; k++) {
			const void *constants = sha256_constants + k * 4;
			__m128i now = words[k & 3], last = words[(k + 3) & 3];
			__m128i sum = _mm_add_epi32(now, _mm_loadu_si128(constants));
			cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
			abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0e));
			__m128i next = _mm_sha256msg1_epu32(now, words[(k + 1) & 3]);
			next = _mm_add_epi32(next, _mm_alignr_epi8(last, words[(k + 2) & 3], 4));
			words[k & 3] = _mm_sha256msg2_epu32(next, last);
		}
		abef = _mm_add_epi32(abef, abef_before);
		cdgh = _mm_add_epi32(cdgh, cdgh_before);
	}
	low = _mm_shuffle_epi32(abef, 0x1b);
	high = _mm_shuffle_epi32(cdgh, 0xb1);
	_mm_storeu_si128(ends, _mm_blend_epi16(low, high, 0xf0));
	_mm_storeu_si128(ends + 1, _mm_alignr_epi8(high, low, 8));
}
#else
static bool sha256_have_instructions(void)
{
	return false;
}

static void sha256_blocks_instructions(uint32_t state[8], const unsigned char *blocks, size_t count)
{
	sha256_blocks_portable(state, blocks, count);
}
#endif

static void sha256_blocks(struct mizan_sha256 *hash, const unsigned char *blocks, size_t count)
{
	if (hash->instructions) {
		sha256_blocks_instructions(hash->state, blocks, count);
	} else {
		sha256_blocks_portable(hash->state, blocks, count);
	}
}

void mizan_sha256_init(struct mizan_sha256 *hash)
{
	*hash = (struct mizan_sha256){.state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
					      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19},
		.instructions = sha256_have_instructions()};
}

void mizan_sha256_update(struct mizan_sha256 *hash, const void *data, size_t size)
{
	const unsigned char *bytes = data;
	size_t used = hash->length % 64;
	hash->length += size;
	if (used > 0) {
		size_t room = 64 - used < size ? 64 - used : size;
		memcpy(hash->block + used, bytes, room);
		bytes += room;
		size -= room;
		if (used + room < 64) {
			return;
		}
		sha256_blocks(hash, hash->block, 1);
	}
	sha256_blocks(hash, bytes, size / 64);
	if (size % 64 > 0) {
		memcpy(hash->block, bytes + size / 64 * 64, size % 64);
	}
}

void mizan_sha256_finish(struct mizan_sha256 *hash, char hex[65])
{
	static const char digits[] = "0123456789abcdef";
	uint64_t bits = hash->length * 8;
	unsigned char padding[72] = {0x80};
	size_t count = 64 - (hash->length + 8) % 64;
	for (int i = 0; i < 8; i++) {
		padding[count + (size_t)i] = (unsigned char)(bits >> (56 - 8 * i));
	}
	mizan_sha256_update(hash, padding, count + 8);
	for (int i = 0; i < 32; i++) {
		unsigned byte = hash->state[i / 4] >> (24 - 8 * (i % 4)) & 0xff;
		hex[i * 2] = digits[byte >> 4];
		hex[i * 2 + 1] = digits[byte & 15];
	}
	hex[64] = '\0';
}
