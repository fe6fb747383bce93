/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Change points against R: strucchange's, and a dynamic programme over R's densities. */
#include "../fixture.h"

#include <mizan/shift.h>

static FILE *open_reference(const char *name)
{
	char path[1024], line[64];
	const char *source = getenv("MIZAN_TEST_SOURCE");
	snprintf(path, sizeof path, "%s/tests/reference/%s", source ? source : ".", name);
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	assert_non_null(fgets(line, sizeof line, file));
	return file;
}

static size_t read_series(const char *series, bool whole, double values[512])
{
	FILE *file = open_reference("change_series.csv");
	char line[64], name[32];
	double value;
	size_t count = 0;
	while (fgets(line, sizeof line, file)) {
		if (sscanf(line, "%31[^,],%lf", name, &value) == 2 && strcmp(name, series) == 0) {
			assert_true(count < 512);
			values[count++] = whole ? nearbyint(value) : value;
		}
	}
	fclose(file);
	assert_true(count >= 100);
	return count;
}

struct reference {
	char series[16], method[24], penalty[8], starts[1024];
	int minimum, breaks;
	double objective;
};

static bool read_reference(FILE *file, struct reference *reference)
{
	char line[1280];
	while (fgets(line, sizeof line, file)) {
		reference->starts[0] = '\0';
		if (sscanf(line, "%15[^,],%23[^,],%7[^,],%d,%d,%lf,%1023[^\n]", reference->series,
			    reference->method, reference->penalty, &reference->minimum,
			    &reference->breaks, &reference->objective, reference->starts) >= 6) {
			return true;
		}
	}
	return false;
}

static int first_year(const char *series)
{
	return strcmp(series, "nile") == 0          ? 1871
	       : strcmp(series, "coal") == 0        ? 1851
	       : strcmp(series, "discoveries") == 0 ? 1860
						    : 1700;
}

static void assert_starts(const struct reference *reference, const struct mizan_changes *changes)
{
	char text[1024] = "";
	size_t size = 0;
	for (size_t i = 1; i < changes->count; i++) {
		size += (size_t)snprintf(text + size, sizeof text - size, "%s%zu", i > 1 ? " " : "",
			changes->starts[i] + (size_t)first_year(reference->series));
	}
	if (strcmp(text, reference->starts) != 0) {
		fail_msg("%s, %s, %s: R has %s, here are %s", reference->series, reference->method,
			reference->penalty, reference->starts, text);
	}
}

/* What R's likelihood has and our cost leaves out. */
static double left_out(enum mizan_cost cost, const double *values, size_t count)
{
	double sum = 0;
	for (size_t i = 0; i < count; i++) {
		double x = values[i];
		sum += cost == MIZAN_COST_POISSON ? 2 * x + 2 * lgamma(x + 1)
		       : cost == MIZAN_COST_NEGATIVE_BINOMIAL
			       ? 2 * (lgamma(2) + lgamma(x + 1) - lgamma(x + 2)) + 2 * x * log(2)
			       : log(6.283185307179586);
	}
	return sum;
}

static void test_partitions_are_those_of_r_s_densities(void **unused)
{
	(void)unused;
	struct mizan_error error;
	struct reference reference;
	FILE *file = open_reference("change_points.csv");
	double values[512];
	int compared = 0;
	while (read_reference(file, &reference)) {
		struct mizan_changes changes;
		struct mizan_change_options options = {
			.minimum = (size_t)reference.minimum, .size = 2};
		if (!mizan_cost_from_word(reference.method, &options.cost) ||
			!mizan_penalty_from_word(reference.penalty, &options)) {
			continue;
		}
		size_t count = read_series(reference.series, true, values);
		CHECK(mizan_change_points(values, count, &options, &changes, &error));
		assert_int_equal(changes.count, reference.breaks + 1);
		assert_near(changes.objective + left_out(options.cost, values, count),
			reference.objective, 1e-8 * fabs(reference.objective));
		assert_starts(&reference, &changes);
		mizan_changes_release(&changes);
		compared++;
	}
	fclose(file);
	assert_int_equal(compared, 18);
}

/* strucchange gives the least squares for each number of breaks: the best sum with a penalty is
 * among them. */
static void test_levels_of_least_squares_are_those_of_strucchange(void **unused)
{
	(void)unused;
	static const char *const names[] = {"nile", "coal", "discoveries", "sunspots"};
	static const double penalties[] = {0.03, 0.05, 0.1, 0.2, 0.6};
	struct mizan_error error;
	for (size_t i = 0; i < TEST_COUNT(names); i++) {
		struct reference found[6], reference;
		double values[512];
		size_t count = read_series(names[i], false, values);
		FILE *file = open_reference("change_points.csv");
		while (read_reference(file, &reference)) {
			if (strcmp(reference.series, names[i]) == 0 &&
				strcmp(reference.method, "strucchange") == 0) {
				found[reference.breaks] = reference;
			}
		}
		fclose(file);
		for (size_t k = 0; k < TEST_COUNT(penalties); k++) {
			double penalty = penalties[k] * found[0].objective;
			int best = 0;
			for (int breaks = 1; breaks <= 5; breaks++) {
				best = found[breaks].objective + breaks * penalty <
						       found[best].objective + best * penalty
					       ? breaks
					       : best;
			}
			struct mizan_changes changes;
			struct mizan_change_options options = {.cost = MIZAN_COST_NORMAL,
				.penalty = MIZAN_PENALTY_VALUE,
				.value = penalty,
				.variance = 1,
				.minimum = 10};
			CHECK(mizan_change_points(values, count, &options, &changes, &error));
			assert_near(changes.objective, found[best].objective + best * penalty,
				1e-7 * found[0].objective);
			assert_starts(&found[best], &changes);
			mizan_changes_release(&changes);
		}
	}
}

/* Cobb, "The problem of the Nile", Biometrika 1978: less water from 1899 on. strucchange's 95 %
 * interval for the last year before is 1895 to 1902 (its manual page). */
static void test_the_nile_fell_in_1899(void **unused)
{
	(void)unused;
	struct mizan_error error;
	double values[512];
	struct mizan_changes changes;
	struct mizan_change_level levels[4];
	size_t count = read_series("nile", false, values);
	for (int penalty = 0; penalty < 2; penalty++) {
		struct mizan_change_options options = {.cost = MIZAN_COST_NORMAL,
			.penalty = penalty ? MIZAN_PENALTY_BIC : MIZAN_PENALTY_MBIC,
			.minimum = 5};
		CHECK(mizan_change_points(values, count, &options, &changes, &error));
		assert_int_equal(changes.count, 2);
		assert_int_equal(1871 + (int)changes.starts[1], 1899);
		CHECK(mizan_change_levels(values, count, &options, &changes, levels, &error));
		assert_in_range(1871 + (int)levels[1].start_low, 1894, 1898);
		assert_in_range(1871 + (int)levels[1].start_high, 1900, 1905);
		assert_near(levels[0].mean, 1097.75, 1e-9);
		assert_near(levels[1].mean, 849.972222222, 1e-8);
		mizan_changes_release(&changes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_partitions_are_those_of_r_s_densities),
		cmocka_unit_test(test_levels_of_least_squares_are_those_of_strucchange),
		cmocka_unit_test(test_the_nile_fell_in_1899),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
