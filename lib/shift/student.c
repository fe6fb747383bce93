/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Student's t by the incomplete beta function. */
#include <mizan/shift.h>

#include <math.h>

/* The continued fraction of Press et al., Numerical Recipes, 6.4, by Lentz's method. */
static double beta_fraction(double a, double b, double x)
{
	const double tiny = 1e-300;
	double c = 1, d = 1 - (a + b) * x / (a + 1), sum;
	d = 1 / (fabs(d) < tiny ? tiny : d);
	sum = d;
	for (int m = 1; m < 500; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
		double parts[2] = {even, odd}, change = 1;
		for (int i = 0; i < 2; i++) {
			d = 1 + parts[i] * d;
			d = 1 / (fabs(d) < tiny ? tiny : d);
			c = 1 + parts[i] / c;
			c = fabs(c) < tiny ? tiny : c;
			change = c * d;
			sum *= change;
		}
		if (fabs(change - 1) < 1e-15) {
			break;
		}
	}
	return sum;
}

static double incomplete_beta(double a, double b, double x)
{
	int sign;
	if (x <= 0 || x >= 1) {
		return x <= 0 ? 0 : 1;
	}
	double front = exp(lgamma_r(a + b, &sign) - lgamma_r(a, &sign) - lgamma_r(b, &sign) +
			   a * log(x) + b * log1p(-x));
	return x < (a + 1) / (a + b + 2) ? front * beta_fraction(a, b, x) / a
					 : 1 - front * beta_fraction(b, a, 1 - x) / b;
}

double mizan_student_p(double t, double freedom)
{
	return isnan(t) || !(freedom > 0)
		       ? (double)NAN
		       : incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t));
}

double mizan_student_quantile(double probability, double freedom)
{
	double low = 0, high = 1, wanted = 2 * (1 - probability);
	if (!(freedom > 0) || !(probability >= 0.5 && probability < 1)) {
		return (double)NAN;
	}
	while (mizan_student_p(high, freedom) > wanted && high < 1e300) {
		low = high;
		high *= 2;
	}
	while (high - low > 1e-12 * high) {
		double middle = (low + high) / 2;
		if (middle <= low || middle >= high) {
			break;
		}
		if (mizan_student_p(middle, freedom) > wanted) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return (low + high) / 2;
}
