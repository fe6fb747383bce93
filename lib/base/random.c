/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counter-based random numbers: Philox 4x32 with ten rounds. */
#include <mizan/base.h>

#include <Random123/philox.h>

void mizan_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t result[4])
{
	philox4x32_ctr_t block = {{counter[0], counter[1], counter[2], counter[3]}};
	philox4x32_key_t keys = {{key[0], key[1]}};
	block = philox4x32(block, keys);
	for (int i = 0; i < 4; i++) {
		result[i] = block.v[i];
	}
}

void mizan_random_init(struct mizan_random *random, uint64_t seed, uint64_t stream)
{
	*random = (struct mizan_random){.key = {(uint32_t)seed, (uint32_t)(seed >> 32)},
		.counter = {0, 0, (uint32_t)stream, (uint32_t)(stream >> 32)},
		.used = 4};
}

uint32_t mizan_random_word(struct mizan_random *random)
{
	if (random->used == 4) {
		mizan_philox(random->counter, random->key, random->block);
		random->used = 0;
		random->counter[1] += ++random->counter[0] == 0;
	}
	return random->block[random->used++];
}

double mizan_random_real(struct mizan_random *random)
{
	uint64_t high = mizan_random_word(random) >> 5, low = mizan_random_word(random) >> 6;
	/* 53 bits, in the middle of their interval: never 0 and never 1. */
	return ((double)(high << 26 | low) + 0.5) * 0x1p-53;
}

/* Lemire, "Fast random integer generation in an interval", 2019. */
uint32_t mizan_random_below(struct mizan_random *random, uint32_t limit)
{
	uint64_t product = (uint64_t)mizan_random_word(random) * limit;
	if ((uint32_t)product < limit) {
		uint32_t refused = (uint32_t)(-limit) % limit;
		while ((uint32_t)product < refused) {
			product = (uint64_t)mizan_random_word(random) * limit;
		}
	}
	return (uint32_t)(product >> 32);
}
