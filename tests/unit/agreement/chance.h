/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records made by chance, the same on every machine: counter-based random numbers. */
#ifndef MIZAN_TEST_CHANCE_H
#define MIZAN_TEST_CHANCE_H

#include "../test.h"

#include <math.h>
#include <mizan/agreement.h>

/* Philox 4x32 with 10 rounds: Salmon et al. (2011), "Parallel random numbers: as easy as 1, 2, 3".
 */
static inline void chance_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4])
{
	uint32_t c[4] = {counter[0], counter[1], counter[2], counter[3]}, k[2] = {key[0], key[1]};
	for (int round = 0; round < 10; round++) {
		uint64_t one = UINT64_C(0xD2511F53) * c[0], two = UINT64_C(0xCD9E8D57) * c[2];
		uint32_t next[4] = {(uint32_t)(two >> 32) ^ c[1] ^ k[0], (uint32_t)two,
			(uint32_t)(one >> 32) ^ c[3] ^ k[1], (uint32_t)one};
		memcpy(c, next, sizeof c);
		k[0] += UINT32_C(0x9E3779B9);
		k[1] += UINT32_C(0xBB67AE85);
	}
	memcpy(out, c, sizeof c);
}

/* A stream of its own for each simulation. */
struct chance {
	uint32_t stream, next;
};

/* In (0, 1). */
static inline double chance_uniform(struct chance *chance)
{
	uint32_t out[4];
	chance_philox((const uint32_t[4]){chance->next++, 0, 0, 0},
		(const uint32_t[2]){chance->stream, 20140301}, out);
	uint64_t bits = (uint64_t)out[0] << 21 ^ out[1] >> 11;
	return ((double)bits + 0.5) / 9007199254740992.0;
}

/* By inversion: for small means. */
static inline int chance_poisson(struct chance *chance, double mean)
{
	double left = chance_uniform(chance), probability = exp(-mean);
	int count = 0;
	while (left > probability && count < 1000) {
		left -= probability;
		probability *= mean / ++count;
	}
	return count;
}

/*
 * A record of `days` days: clusters begin at `rate` a day, `change` times as many from day `at` on.
 * A cluster has 1, 2, 3 ... incidents, `size` on average (geometric), each 0 to `lasts` - 1 days
 * after its begin. Size 1 and 1 day: a Poisson process.
 */
struct chance_record {
	int days, at, lasts;
	double rate, change, size;
};

#define CHANCE_MOST 60000

struct chance_incidents {
	int counts[8000];
	mizan_date dates[CHANCE_MOST];
	struct mizan_incidents incidents;
};

static inline double chance_rate(const struct chance_record *record, int day)
{
	return record->rate * (day >= record->at ? record->change : 1);
}

static inline void chance_make(
	const struct chance_record *record, uint32_t stream, struct chance_incidents *made)
{
	struct chance chance = {stream, 0};
	memset(made->counts, 0, sizeof made->counts);
	for (int day = -record->lasts; day < record->days; day++) {
		int clusters = chance_poisson(&chance, chance_rate(record, day));
		for (int i = 0; i < clusters; i++) {
			do {
				double lag = chance_uniform(&chance) * record->lasts;
				int when = day + (int)lag;
				if (when >= 0 && when < record->days) {
					made->counts[when]++;
				}
			} while (chance_uniform(&chance) > 1 / record->size);
		}
	}
	size_t count = 0;
	for (int day = 0; day < record->days; day++) {
		for (int i = 0; i < made->counts[day]; i++) {
			assert_true(count < CHANCE_MOST);
			made->dates[count++] = day;
		}
	}
	made->incidents = (struct mizan_incidents){.dates = made->dates,
		.count = count,
		.covered_from = 0,
		.covered_to = record->days - 1};
}

/* The incidents that the days from..to-1 have on average. */
static inline double chance_expected(const struct chance_record *record, int from, int to)
{
	double sum = 0;
	for (int day = from; day < to; day++) {
		for (int lag = 0; lag < record->lasts; lag++) {
			sum += chance_rate(record, day - lag) * record->size / record->lasts;
		}
	}
	return sum;
}

#endif
