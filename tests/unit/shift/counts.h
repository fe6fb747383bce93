/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts by chance, for tests and bench: normal, gamma, Poisson, negative binomial. */
#ifndef MIZAN_TEST_COUNTS_H
#define MIZAN_TEST_COUNTS_H

#include <math.h>
#include <mizan/base.h>

static inline double random_normal(struct mizan_random *random)
{
	return sqrt(-2 * log(mizan_random_real(random))) *
	       cos(6.283185307179586 * mizan_random_real(random));
}

/* Marsaglia and Tsang 2000; below 1 by their boost. */
static inline double random_gamma(struct mizan_random *random, double shape)
{
	double boost = shape < 1 ? pow(mizan_random_real(random), 1 / shape) : 1;
	double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3, c = 1 / sqrt(9 * d);
	for (;;) {
		double x = random_normal(random), v = 1 + c * x;
		v = v * v * v;
		if (v > 0 &&
			log(mizan_random_real(random)) < 0.5 * x * x + d - d * v + d * log(v)) {
			return boost * d * v;
		}
	}
}

static inline double random_poisson(struct mizan_random *random, double mean)
{
	double count = 0;
	/* Of a large mean a part at a time: exp(-mean) has no digits left. */
	for (; mean > 30; mean -= 30) {
		count += random_poisson(random, 30);
	}
	double limit = exp(-mean), product = mizan_random_real(random);
	for (; product > limit; count++) {
		product *= mizan_random_real(random);
	}
	return count;
}

static inline double random_count(struct mizan_random *random, double mean, double theta)
{
	return random_poisson(random, mean * random_gamma(random, theta) / theta);
}

/* A record of months with a season, a slow trend, `level` from `at` on and, where `latent` is above
 * 0, a level that wanders: its logarithm is an autoregression of order 1 with that deviation. */
struct record_design {
	size_t periods;
	double mean, theta, latent, memory;
};
static inline void record_wander(
	const struct record_design *design, struct mizan_random *random, double *wander)
{
	double rest = sqrt(1 - design->memory * design->memory), at = random_normal(random);
	for (size_t t = 0; t < design->periods; t++) {
		wander[t] = design->latent * at;
		at = design->memory * at + rest * random_normal(random);
	}
}
static inline void record_count(const struct record_design *design, double level, size_t at,
	const double *wander, struct mizan_random *random, double *counts)
{
	for (size_t t = 0; t < design->periods; t++) {
		double season = 0.2 * cos(6.283185307179586 * (double)t / 12);
		double mean = design->mean * exp(0.05 * (double)t / 12 + season + wander[t] +
						     (t >= at ? level : 0));
		counts[t] = random_count(random, mean, design->theta);
	}
}

#endif
