/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The likelihood of one group with one baseline, in blocks that a processor can take abreast. */
#include "hawkes_internal.h"

#include <math.h>
#include <string.h>

#define BLOCK 256
#define LANES 4
#define INLINE static inline __attribute__((always_inline))

/* Four numbers abreast, element by element: the compiler makes of them what the processor has. */
typedef double lanes __attribute__((vector_size(LANES * sizeof(double))));
typedef uint64_t lane_bits __attribute__((vector_size(LANES * sizeof(double))));

INLINE void lanes_load(lanes *to, const double *from)
{
	memcpy(to, from, sizeof *to);
}

INLINE void lanes_store(double *to, const lanes *from)
{
	memcpy(to, from, sizeof *from);
}

/*
 * exp(x) for x at most 0, to about one unit in the last place: two to the power of the nearest
 * whole number, times the series of what is left (at most ln 2 / 2); below -700 it is 0. Plain
 * arithmetic gives the same bits from vector and scalar instructions, which libm does not promise.
 */
INLINE void one_exp(const double *x, double *result)
{
	static const double terms[] = {1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800,
		1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120,
		1.0 / 24, 1.0 / 6, 0.5, 1, 1};
	const double shift = 0x1.8p52, high = 0x1.62e42feep-1, low = 0x1.a39ef35793c76p-33;
	for (size_t i = 0; i < BLOCK; i += LANES) {
		lanes at, sum;
		lanes_load(&at, x + i);
		/* What is not above -700 has all bits cleared at the end, whatever comes of it. */
		lane_bits large = (lane_bits)(at > -700);
		lanes shifted = at * M_LOG2E + shift, whole = shifted - shift;
		lanes rest = (at - whole * high) - whole * low;
		sum = rest * terms[0] + terms[1];
		for (size_t k = 2; k < sizeof terms / sizeof *terms; k++) {
			sum = sum * rest + terms[k];
		}
		lane_bits power = ((lane_bits)shifted + 1023) << 52;
		sum = sum * (lanes)power;
		sum = (lanes)((lane_bits)sum & large);
		lanes_store(result + i, &sum);
	}
}

/* Sums over earlier events, see hawkes_past in hawkes.c; `joining` events are not yet in them. */
struct one_past {
	double e, age, square, joining;
};
/* Arrays of one block, and sums over all: of 1, e, by_decay, second over the rate, and of products
 * of the first three over its square. */
struct one_block {
	double gaps[BLOCK], powers[BLOCK], factors[BLOCK];
	double e[BLOCK], age[BLOCK], square[BLOCK], rates[BLOCK];
	lanes by_rate[4], by_square[6];
	double value;
};

INLINE void one_step(struct one_past *past, double gap, double factor, int derivatives)
{
	double e = past->e + past->joining;
	if (derivatives > 1) {
		past->square = factor * (past->square + gap * (2 * past->age + gap * e));
	}
	if (derivatives > 0) {
		past->age = factor * (past->age + gap * e);
	}
	past->e = factor * e;
	past->joining = 1;
}

INLINE void one_chain(
	struct one_block *block, struct one_past *past, size_t count, bool strict, int derivatives)
{
	for (size_t i = 0; i < count; i++) {
		if (strict && !(block->gaps[i] > 0)) {
			past->joining += 1;
		} else {
			one_step(past, block->gaps[i], block->factors[i], derivatives);
		}
		block->e[i] = past->e;
		block->age[i] = past->age;
		block->square[i] = past->square;
	}
}

/* One logarithm for four rates, unless they are so far from 1 that their product would not hold. */
INLINE double one_log(const double *rate)
{
	double product = (rate[0] * rate[1]) * (rate[2] * rate[3]);
	return product > 1e-280 && product < 1e280
		       ? log(product)
		       : log(rate[0]) + log(rate[1]) + log(rate[2]) + log(rate[3]);
}

/* Rates of a block; what is behind its end counts nothing. */
INLINE void one_rates(struct one_block *block, const double *parameters, size_t count)
{
	double scale = parameters[1] * parameters[2];
	for (size_t i = 0; i < BLOCK; i += LANES) {
		lanes rate;
		lanes_load(&rate, block->e + i);
		rate = rate * scale + parameters[0];
		lanes_store(block->rates + i, &rate);
	}
	for (size_t i = count; i < BLOCK; i++) {
		block->rates[i] = 1;
	}
	for (size_t i = 0; i < BLOCK; i += LANES) {
		block->value += one_log(block->rates + i);
	}
}

INLINE void one_add(struct one_block *block, double decay, size_t count, int derivatives)
{
	for (size_t i = count; i < BLOCK; i++) {
		block->rates[i] = (double)INFINITY;
	}
	for (size_t i = 0; i < BLOCK; i += LANES) {
		lanes one, e, age, square, by_decay;
		lanes_load(&one, block->rates + i);
		lanes_load(&e, block->e + i);
		lanes_load(&age, block->age + i);
		one = 1 / one;
		by_decay = (e - decay * age) * one;
		e *= one;
		block->by_rate[0] += one;
		block->by_rate[1] += e;
		block->by_rate[2] += by_decay;
		if (derivatives < 2) {
			continue;
		}
		lanes_load(&square, block->square + i);
		block->by_rate[3] += (decay * square - 2 * age) * one;
		block->by_square[0] += one * one;
		block->by_square[1] += e * one;
		block->by_square[2] += e * e;
		block->by_square[3] += by_decay * one;
		block->by_square[4] += by_decay * e;
		block->by_square[5] += by_decay * by_decay;
	}
}

INLINE double one_sum(const lanes *sum)
{
	return ((*sum)[0] + (*sum)[1]) + ((*sum)[2] + (*sum)[3]);
}

/* The derivatives from the sums; see hawkes_add_log and sums_take_expected in hawkes.c. */
INLINE void one_finish(struct hawkes_sums *sums, const struct one_block *block,
	const struct one_past *past, const double *parameters)
{
	const struct mizan_hawkes_events *events = sums->problem->events;
	double ratio = parameters[1], decay = parameters[2], *g = sums->gradient;
	double *h = sums->hessian, n = (double)events->count;
	sums->value = block->value - parameters[0] * events->end - ratio * (n - past->e);
	if (g) {
		g[0] = one_sum(&block->by_rate[0]) - events->end;
		g[1] = decay * one_sum(&block->by_rate[1]) - (n - past->e);
		g[2] = ratio * (one_sum(&block->by_rate[2]) - past->age);
	}
	if (h) {
		h[0] = -one_sum(&block->by_square[0]);
		h[3] = -decay * one_sum(&block->by_square[1]);
		h[4] = -decay * decay * one_sum(&block->by_square[2]);
		h[6] = -ratio * one_sum(&block->by_square[3]);
		h[7] = one_sum(&block->by_rate[2]) - past->age -
		       ratio * decay * one_sum(&block->by_square[4]);
		h[8] = ratio * (one_sum(&block->by_rate[3]) + past->square) -
		       ratio * ratio * one_sum(&block->by_square[5]);
	}
}

INLINE void one_run(struct hawkes_sums *sums, const double *parameters, int derivatives)
{
	const struct mizan_hawkes_events *events = sums->problem->events;
	bool strict = sums->problem->rule == MIZAN_HAWKES_STRICT;
	struct one_past past = {0};
	struct one_block block;
	double before = 0, decay = parameters[2];
	memset(&block, 0, sizeof block);
	for (size_t start = 0; start < events->count; start += BLOCK) {
		size_t left = events->count - start, count = left < BLOCK ? left : BLOCK;
		for (size_t i = 0; i < count; i++) {
			block.gaps[i] = events->times[start + i] - before;
			before = events->times[start + i];
			block.powers[i] = -decay * block.gaps[i];
		}
		one_exp(block.powers, block.factors);
		one_chain(&block, &past, count, strict, derivatives);
		one_rates(&block, parameters, count);
		if (derivatives > 0) {
			one_add(&block, decay, count, derivatives);
		}
	}
	block.powers[0] = -decay * (events->end - before);
	one_exp(block.powers, block.factors);
	one_step(&past, events->end - before, block.factors[0], derivatives);
	one_finish(sums, &block, &past, parameters);
}

static void one_plain(struct hawkes_sums *sums, const double *parameters)
{
	if (sums->hessian) {
		one_run(sums, parameters, 2);
	} else if (sums->gradient) {
		one_run(sums, parameters, 1);
	} else {
		one_run(sums, parameters, 0);
	}
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void one_avx2(
	struct hawkes_sums *sums, const double *parameters)
{
	if (sums->hessian) {
		one_run(sums, parameters, 2);
	} else if (sums->gradient) {
		one_run(sums, parameters, 1);
	} else {
		one_run(sums, parameters, 0);
	}
}
#endif

void hawkes_evaluate_one(struct hawkes_sums *sums, const double *parameters, bool plain)
{
#if defined(__x86_64__)
	if (!plain && __builtin_cpu_supports("avx2")) {
		one_avx2(sums, parameters);
		return;
	}
#endif
	(void)plain;
	one_plain(sums, parameters);
}
