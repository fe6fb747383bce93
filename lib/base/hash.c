/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <mizan/base.h>
#include <string.h>

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

static void sha256_schedule(const unsigned char *block, uint32_t words[64])
{
	for (int i = 0; i < 16; i++) {
		words[i] = (uint32_t)block[i * 4] << 24 | (uint32_t)block[i * 4 + 1] << 16 |
			   (uint32_t)block[i * 4 + 2] << 8 | block[i * 4 + 3];
	}
	for (int i = 16; i < 64; i++) {
		uint32_t a = words[i - 15], b = words[i - 2];
		words[i] = words[i - 16] + words[i - 7] +
			   (sha256_rotate(a, 7) ^ sha256_rotate(a, 18) ^ a >> 3) +
			   (sha256_rotate(b, 17) ^ sha256_rotate(b, 19) ^ b >> 10);
	}
}

static void sha256_block(uint32_t state[8], const unsigned char *block)
{
	uint32_t words[64], s[8];
	sha256_schedule(block, words);
	memcpy(s, state, sizeof s);
	for (int i = 0; i < 64; i++) {
		uint32_t one = s[7] +
			       (sha256_rotate(s[4], 6) ^ sha256_rotate(s[4], 11) ^
				       sha256_rotate(s[4], 25)) +
			       ((s[4] & s[5]) ^ (~s[4] & s[6])) + sha256_constants[i] + words[i];
		uint32_t two = (sha256_rotate(s[0], 2) ^ sha256_rotate(s[0], 13) ^
				       sha256_rotate(s[0], 22)) +
			       ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
		memmove(s + 1, s, 7 * sizeof *s);
		s[4] += one;
		s[0] = one + two;
	}
	for (int i = 0; i < 8; i++) {
		state[i] += s[i];
	}
}

void mizan_sha256_init(struct mizan_sha256 *hash)
{
	*hash = (struct mizan_sha256){.state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
					      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
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
		sha256_block(hash->state, hash->block);
	}
	for (; size >= 64; size -= 64, bytes += 64) {
		sha256_block(hash->state, bytes);
	}
	if (size > 0) {
		memcpy(hash->block, bytes, size);
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
