/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Negative binomial regression against MASS::glm.nb and sandwich of R (interrupted.R). */
#include "../fixture.h"

#include <mizan/shift.h>

#define ROWS_MOST 1000
struct record {
	struct mizan_count_data data;
	double counts[ROWS_MOST], design[ROWS_MOST * 8], offset[ROWS_MOST];
	uint32_t units[ROWS_MOST], periods[ROWS_MOST];
};
static struct record record;

static FILE *open_reference(const char *name)
{
	char path[1024];
	const char *source = getenv("MIZAN_TEST_SOURCE");
	snprintf(path, sizeof path, "%s/tests/reference/%s", source ? source : ".", name);
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	return file;
}

/* Fields of a line with commas, empty ones NaN. */
static size_t read_numbers(const char *text, double *numbers, size_t most)
{
	size_t count = 0;
	while (count < most) {
		char *end;
		double value = strtod(text, &end);
		numbers[count++] = end > text ? value : (double)NAN;
		text = strchr(end, ',');
		if (!text) {
			break;
		}
		text++;
	}
	return count;
}

static void read_record(const char *series, size_t columns, size_t units)
{
	FILE *file = open_reference("interrupted_data.csv");
	char line[1024];
	size_t rows = 0, name = strlen(series);
	while (fgets(line, sizeof line, file)) {
		double numbers[12];
		bool header = strstr(line, ",unit,");
		if (header || strncmp(line, series, name) != 0 || line[name] != ',') {
			continue;
		}
		assert_int_equal(read_numbers(line + name + 1, numbers, 12), 12);
		record.units[rows] = (uint32_t)numbers[0];
		record.periods[rows] = (uint32_t)numbers[1];
		record.offset[rows] = numbers[2];
		record.counts[rows] = numbers[11];
		memcpy(record.design + rows * columns, numbers + 3, columns * sizeof *numbers);
		rows++;
	}
	fclose(file);
	record.data = (struct mizan_count_data){.counts = record.counts,
		.design = record.design,
		.offset = record.offset,
		.units = units > 0 ? record.units : NULL,
		.periods = record.periods,
		.rows = rows,
		.columns = columns,
		.unit_count = units};
}

static void assert_relative(double value, double expected, const char *what)
{
	if (!(fabs(value - expected) <= 1e-6 * fabs(expected) + 1e-9)) {
		fail_msg("%s: %.12g, and R has %.12g", what, value, expected);
	}
}

/* One line of interrupted.csv. */
static void compare_line(const struct mizan_count_fit *fit, const char *what, const double *numbers)
{
	struct mizan_error error = {0};
	size_t columns = record.data.columns;
	if (strcmp(what, "coefficient") == 0) {
		for (size_t j = 0; j < columns; j++) {
			assert_relative(fit->coefficients[j], numbers[1 + j], what);
		}
		return;
	}
	if (strcmp(what, "theta") == 0) {
		assert_relative(fit->theta, numbers[1], "theta");
		assert_relative(fit->theta_error, numbers[2], "error of theta");
		assert_relative(fit->log_likelihood, numbers[3], "log likelihood");
		return;
	}
	enum mizan_errors errors;
	double covariance[64];
	assert_true(mizan_errors_from_word(what, &errors));
	CHECK(mizan_count_covariance(
		&record.data, fit, errors, (int)numbers[0], covariance, &error));
	for (size_t j = 0; j < columns; j++) {
		assert_relative(sqrt(covariance[j * columns + j]), numbers[1 + j], what);
	}
}

static void compare(const char *series, size_t columns, size_t units, size_t lines)
{
	struct mizan_error error = {0};
	struct mizan_count_fit fit;
	char line[1024];
	size_t found = 0;
	read_record(series, columns, units);
	CHECK(mizan_count_fit(&record.data, &fit, &error));
	assert_int_equal(fit.standing, MIZAN_FIT_GOOD);
	FILE *file = open_reference("interrupted.csv");
	while (fgets(line, sizeof line, file)) {
		char name[32], what[32];
		double numbers[9];
		if (sscanf(line, "%31[^,],%31[^,],", name, what) == 2 &&
			strcmp(name, series) == 0 && strcmp(what, "what") != 0) {
			read_numbers(line + strlen(name) + strlen(what) + 2, numbers, 9);
			compare_line(&fit, what, numbers);
			found++;
		}
	}
	fclose(file);
	assert_int_equal(found, lines);
	mizan_count_fit_release(&fit);
}

static void a_series_has_the_coefficients_and_errors_that_R_finds(void **state)
{
	(void)state;
	compare("series", 8, 0, 8);
}

static void units_absorbed_are_what_dummy_columns_in_R_give(void **state)
{
	(void)state;
	compare("panel", 4, 9, 12);
}

/* Venables and Ripley, Modern Applied Statistics with S, 2002, section 7.4, use these data. */
static void days_absent_from_school_have_the_theta_that_R_finds(void **state)
{
	(void)state;
	compare("quine", 6, 0, 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_series_has_the_coefficients_and_errors_that_R_finds),
		cmocka_unit_test(units_absorbed_are_what_dummy_columns_in_R_give),
		cmocka_unit_test(days_absent_from_school_have_the_theta_that_R_finds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
