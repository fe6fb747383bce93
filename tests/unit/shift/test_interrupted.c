/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Interrupted series: known answers, R's, what cannot be said, and wrong input. */
#include "../fixture.h"
#include "counts.h"

#include <mizan/shift.h>

#define PERIODS 132
static double counts[9 * PERIODS], exposure[9 * PERIODS];

static struct mizan_interrupted_series months(size_t periods)
{
	return (struct mizan_interrupted_series){
		.counts = counts, .periods = periods, .units = 1, .periods_per_year = 12};
}

/* From `at` on `after` in place of `before`. */
static void fill(size_t periods, size_t at, double before, double after)
{
	for (size_t i = 0; i < periods; i++) {
		counts[i] = i < at ? before : after;
	}
}

static struct mizan_interrupted_change change_at(const struct mizan_interrupted_series *series,
	const struct mizan_interrupted_options *options)
{
	struct mizan_error error = {0};
	struct mizan_interrupted_change changes[MIZAN_INTERRUPTED_DATES];
	CHECK(mizan_interrupted(series, options, changes, NULL, &error));
	return changes[0];
}

static struct mizan_interrupted_change simple(size_t periods, size_t at)
{
	struct mizan_interrupted_series series = months(periods);
	struct mizan_interrupted_options options = {.at = &at,
		.at_count = 1,
		.season = 2,
		.errors = MIZAN_ERRORS_CORRELATED,
		.lag = -1};
	return change_at(&series, &options);
}

/* ---- Known answers ------------------------------------------------------------------------ */

static void a_level_that_trebles_is_a_factor_of_3(void **state)
{
	(void)state;
	fill(96, 48, 10, 30);
	struct mizan_interrupted_change change = simple(96, 48);
	assert_int_equal(change.standing, MIZAN_INTERRUPTED_GOOD);
	assert_near(change.level.value, 3, 1e-6);
	assert_near(change.slope.value, 1, 1e-6);
	assert_true(change.level.low > 1 && change.level.high < 9);
	assert_true(change.level.p_value < 0.001);
	assert_int_equal(change.before, 48);
	assert_int_equal(change.after, 48);
	assert_near(change.counted_before, 480, 0);
	assert_near(change.counted_after, 1440, 0);
	/* Counts that vary less than chance would have them: no theta, and still an interval. */
	assert_true(isinf(change.theta));
	assert_true(change.level.low < 2.8 && change.level.high > 3.2);
}

static void growth_of_half_a_year_later_is_a_slope(void **state)
{
	(void)state;
	for (size_t i = 0; i < 120; i++) {
		double years = i < 60 ? 0 : ((double)i - 60) / 12;
		counts[i] = floor(1000 * exp(0.5 * years) + 0.5);
	}
	struct mizan_interrupted_change change = simple(120, 60);
	assert_near(change.level.value, 1, 1e-3);
	assert_near(change.slope.value, exp(0.5), 1e-3);
}

static void an_exposure_that_doubles_is_no_change(void **state)
{
	(void)state;
	size_t at = 48;
	fill(96, at, 10, 20);
	for (size_t i = 0; i < 96; i++) {
		exposure[i] = i < at ? 1.5 : 3;
	}
	struct mizan_interrupted_series series = months(96);
	series.exposure = exposure;
	struct mizan_interrupted_options options = {
		.at = &at, .at_count = 1, .errors = MIZAN_ERRORS_MODEL, .lag = -1};
	struct mizan_interrupted_change change = change_at(&series, &options);
	assert_near(change.level.value, 1, 1e-6);
	assert_true(change.level.p_value > 0.99);
}

static void the_line_without_the_change_goes_on_as_before(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	size_t at = 48;
	double room[5][PERIODS];
	struct mizan_interrupted_lines lines = {room[0], room[1], room[2], room[3], room[4]};
	fill(96, at, 10, 30);
	struct mizan_interrupted_series series = months(96);
	struct mizan_interrupted_options options = {.at = &at,
		.at_count = 1,
		.window = 36,
		.errors = MIZAN_ERRORS_CORRELATED,
		.lag = -1};
	CHECK(mizan_interrupted_lines(&series, &options, 0, &lines, &error));
	assert_true(isnan(lines.recorded[11]) && isnan(lines.fitted[84]));
	assert_true(isnan(lines.without[47]));
	double before = 0, gone_on = 0;
	for (size_t i = 12; i < 48; i++) {
		before += lines.fitted[i];
		gone_on += lines.without[i + 36];
		assert_true(lines.without_low[i + 36] < lines.without[i + 36]);
		assert_true(lines.without_high[i + 36] > lines.without[i + 36]);
		assert_near(lines.recorded[i], counts[i], 0);
	}
	assert_near(before, 360, 1e-6);
	assert_near(gone_on, 360, 1e-3);
	/* The further from the date, the less sure. */
	assert_true(lines.without_high[83] / lines.without[83] >
		    lines.without_high[48] / lines.without[48]);
}

/* ---- R ------------------------------------------------------------------------------------ */

static FILE *open_reference(const char *name)
{
	char path[1024];
	const char *source = getenv("MIZAN_TEST_SOURCE");
	snprintf(path, sizeof path, "%s/tests/reference/%s", source ? source : ".", name);
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	return file;
}

/* Counts of a record of interrupted_data.csv, and the exposure. */
static size_t read_record(const char *series)
{
	FILE *file = open_reference("interrupted_data.csv");
	char line[1024];
	size_t rows = 0, name = strlen(series);
	while (fgets(line, sizeof line, file)) {
		double offset;
		if (strncmp(line, series, name) == 0 && line[name] == ',' &&
			sscanf(line + name + 1, "%*d,%*d,%lf", &offset) == 1) {
			exposure[rows] = exp(offset);
			counts[rows++] = strtod(strrchr(line, ',') + 1, NULL);
		}
	}
	fclose(file);
	return rows;
}

/* The number of a column of a line of interrupted.csv. */
static double reference(const char *series, const char *what, int lag, int column)
{
	FILE *file = open_reference("interrupted.csv");
	char line[1024], begin[64];
	double value = (double)NAN;
	int size = snprintf(begin, sizeof begin, "%s,%s,%d,", series, what, lag);
	while (fgets(line, sizeof line, file)) {
		if (strncmp(line, begin, (size_t)size) == 0) {
			char *at = line + size;
			for (int i = 1; i < column; i++) {
				at = strchr(at, ',') + 1;
			}
			value = strtod(at, NULL);
		}
	}
	fclose(file);
	return value;
}

static void assert_as_in_R(double value, double expected)
{
	assert_near(value, expected, 1e-6 * fabs(expected));
}

static void a_series_of_months_is_what_R_fits(void **state)
{
	(void)state;
	size_t at = 70;
	assert_int_equal(read_record("series"), 132);
	struct mizan_interrupted_series series = months(132);
	struct mizan_interrupted_options options = {.at = &at,
		.at_count = 1,
		.season = 2,
		.errors = MIZAN_ERRORS_NEWEY_WEST,
		.lag = -1,
		.no_placebo = true};
	struct mizan_interrupted_change change = change_at(&series, &options);
	double level = reference("series", "coefficient", 0, 7);
	double error = reference("series", "newey-west", 4, 7);
	assert_int_equal(change.lag, 4);
	assert_as_in_R(log(change.level.value), level);
	assert_as_in_R(log(change.slope.value), reference("series", "coefficient", 0, 8));
	assert_as_in_R(change.theta, reference("series", "theta", 0, 1));
	assert_as_in_R(change.log_likelihood, reference("series", "theta", 0, 3));
	assert_as_in_R(change.level_errors[MIZAN_ERRORS_MODEL], reference("series", "model", 0, 7));
	assert_as_in_R(change.level_errors[MIZAN_ERRORS_NEWEY_WEST], error);
	/* qt(0.975, 124) */
	assert_near(log(change.level.high), level + 1.979280117 * error, 1e-6);
	assert_near(log(change.level.low), level - 1.979280117 * error, 1e-6);
}

static void provinces_with_an_exposure_are_what_R_fits(void **state)
{
	(void)state;
	size_t at = 40;
	assert_int_equal(read_record("panel"), 9 * 84);
	struct mizan_interrupted_series series = months(84);
	series.units = 9;
	series.exposure = exposure;
	struct mizan_interrupted_options options = {.at = &at,
		.at_count = 1,
		.season = 1,
		.no_slope = true,
		.errors = MIZAN_ERRORS_CLUSTERED,
		.lag = 3,
		.no_placebo = true};
	struct mizan_interrupted_change change = change_at(&series, &options);
	assert_as_in_R(log(change.level.value), reference("panel", "coefficient", 0, 4));
	assert_as_in_R(change.theta, reference("panel", "theta", 0, 1));
	assert_as_in_R(
		change.level_errors[MIZAN_ERRORS_CLUSTERED], reference("panel", "clustered", 0, 4));
	assert_true(isnan(change.slope.value));
	/* qt(0.975, 8) */
	assert_near(log(change.level.high / change.level.value),
		2.306004135 * reference("panel", "clustered", 0, 4), 1e-6);
}

static void students_t_is_that_of_R(void **state)
{
	(void)state;
	/* qt(0.975, c(1, 2, 5, 10, 30, 112)) */
	assert_near(mizan_student_quantile(0.975, 1), 12.70620473617, 1e-8);
	assert_near(mizan_student_quantile(0.975, 2), 4.302652729749, 1e-9);
	assert_near(mizan_student_quantile(0.975, 5), 2.570581835636, 1e-9);
	assert_near(mizan_student_quantile(0.975, 10), 2.228138851986, 1e-9);
	assert_near(mizan_student_quantile(0.975, 30), 2.042272456301, 1e-9);
	assert_near(mizan_student_quantile(0.975, 112), 1.981371814, 1e-8);
	/* 2 * pt(-2, 5), 2 * pt(-10, 40) */
	assert_near(mizan_student_p(2, 5), 0.1019394788, 1e-9);
	assert_near(mizan_student_p(10, 40) / 1.9313117e-12, 1, 1e-6);
	assert_near(mizan_student_p(0, 7), 1, 0);
	assert_true(isnan(mizan_student_p(1, 0)));
}

/* ---- Placebos ----------------------------------------------------------------------------- */

static void a_change_that_no_other_date_has_stands_alone(void **state)
{
	(void)state;
	fill(132, 60, 20, 60);
	size_t at = 60;
	struct mizan_interrupted_series series = months(132);
	struct mizan_interrupted_options options = {.at = &at,
		.at_count = 1,
		.window = 24,
		.errors = MIZAN_ERRORS_CORRELATED,
		.lag = -1};
	struct mizan_interrupted_change change = change_at(&series, &options);
	/* Windows of two years a side leave the dates 24 to 108; those less than a year from the
	 * date are none, and neither are those whose window holds less than a year of it. */
	assert_true(change.placebos > 20 && change.placebos < 108 - 24 + 1 - 23);
	assert_int_equal(change.as_large, 0);
	assert_near(change.placebo_p, 1 / ((double)change.placebos + 1), 1e-12);
}

static void without_windows_as_long_there_is_no_placebo(void **state)
{
	(void)state;
	fill(96, 48, 10, 30);
	struct mizan_interrupted_change change = simple(96, 48);
	assert_int_equal(change.placebos, 0);
	assert_true(isnan(change.placebo_p));
}

/* ---- By chance ---------------------------------------------------------------------------- */

/* Of 400 records of ten years, how many intervals miss the level (bench/interrupted.c has 4,000).
 */
static size_t misses(const struct record_design *design, double level)
{
	double wander[PERIODS];
	size_t at = design->periods / 2, missed = 0;
	struct mizan_interrupted_series series = months(design->periods);
	struct mizan_interrupted_options options = {.at = &at,
		.at_count = 1,
		.season = 2,
		.errors = MIZAN_ERRORS_CORRELATED,
		.lag = -1,
		.no_placebo = true};
	for (uint64_t i = 0; i < 400; i++) {
		struct mizan_random random;
		mizan_random_init(&random, 7, i);
		record_wander(design, &random, wander);
		record_count(design, level, at, wander, &random, counts);
		struct mizan_interrupted_change change = change_at(&series, &options);
		assert_int_equal(change.standing, MIZAN_INTERRUPTED_GOOD);
		missed += log(change.level.low) > level || log(change.level.high) < level;
		/* The interval and p are one statement. */
		bool holds_one = change.level.low <= 1 && change.level.high >= 1;
		assert_int_equal(holds_one, change.level.p_value >= 0.05);
	}
	return missed;
}

static void one_record_in_twenty_without_a_change_has_a_p_below_005(void **state)
{
	(void)state;
	const struct record_design design = {120, 20, 3, 0, 0};
	size_t missed = misses(&design, 0);
	assert_true(missed >= 8 && missed <= 32);
}

static void nineteen_intervals_in_twenty_hold_a_level_that_doubles(void **state)
{
	(void)state;
	const struct record_design design = {120, 8, 1.5, 0.2, 0.3};
	size_t missed = misses(&design, log(2));
	assert_true(missed >= 8 && missed <= 32);
}

/* ---- What cannot be said ------------------------------------------------------------------ */

static void assert_nothing_said(
	const struct mizan_interrupted_change *change, enum mizan_interrupted_standing standing)
{
	assert_string_equal(mizan_interrupted_standing_word(change->standing),
		mizan_interrupted_standing_word(standing));
	assert_true(isnan(change->level.value) && isnan(change->level.low) &&
		    isnan(change->level.high) && isnan(change->level.p_value));
	assert_true(isnan(change->theta) && isnan(change->placebo_p));
}

static void too_little_on_either_side_is_said(void **state)
{
	(void)state;
	fill(60, 30, 10, 30);
	struct mizan_interrupted_change change = simple(60, 11);
	assert_nothing_said(&change, MIZAN_INTERRUPTED_TOO_SHORT);
	change = simple(60, 49);
	assert_nothing_said(&change, MIZAN_INTERRUPTED_TOO_SHORT);
	assert_int_equal(change.before, 49);
	assert_int_equal(change.after, 11);
	change = simple(60, 48);
	assert_int_equal(change.standing, MIZAN_INTERRUPTED_GOOD);
	change = simple(60, 0);
	assert_nothing_said(&change, MIZAN_INTERRUPTED_TOO_SHORT);
	change = simple(60, 500);
	assert_nothing_said(&change, MIZAN_INTERRUPTED_TOO_SHORT);
}

static void nothing_before_or_after_has_no_factor(void **state)
{
	(void)state;
	fill(96, 48, 0, 30);
	struct mizan_interrupted_change change = simple(96, 48);
	assert_nothing_said(&change, MIZAN_INTERRUPTED_ZERO_BEFORE);
	fill(96, 48, 30, 0);
	change = simple(96, 48);
	assert_nothing_said(&change, MIZAN_INTERRUPTED_ZERO_AFTER);
	fill(96, 48, 0, 0);
	change = simple(96, 48);
	assert_nothing_said(&change, MIZAN_INTERRUPTED_TOO_FEW);
}

static void a_handful_of_events_is_too_few(void **state)
{
	(void)state;
	fill(96, 48, 0, 0);
	for (size_t i = 0; i < 19; i++) {
		counts[i * 5] = 1;
	}
	struct mizan_interrupted_change change = simple(96, 48);
	assert_nothing_said(&change, MIZAN_INTERRUPTED_TOO_FEW);
}

static void an_estimate_that_runs_to_infinity_is_separated(void **state)
{
	(void)state;
	size_t at[] = {48, 72};
	fill(96, 48, 10, 30);
	for (size_t i = 72; i < 96; i++) {
		counts[i] = 0;
	}
	struct mizan_interrupted_series series = months(96);
	struct mizan_interrupted_options options = {
		.at = at, .at_count = 2, .errors = MIZAN_ERRORS_CORRELATED, .lag = -1, .one = true};
	struct mizan_interrupted_change change = change_at(&series, &options);
	assert_nothing_said(&change, MIZAN_INTERRUPTED_SEPARATED);
}

static void agreements_within_a_year_cannot_be_told_apart(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	size_t at[] = {48, 55, 80};
	fill(120, 48, 10, 30);
	struct mizan_interrupted_series series = months(120);
	struct mizan_interrupted_options options = {
		.at = at, .at_count = 3, .errors = MIZAN_ERRORS_CORRELATED, .lag = -1};
	struct mizan_interrupted_change changes[3];
	CHECK(mizan_interrupted(&series, &options, changes, NULL, &error));
	assert_nothing_said(&changes[0], MIZAN_INTERRUPTED_TOO_CLOSE);
	assert_int_equal(changes[0].other, 55);
	assert_nothing_said(&changes[1], MIZAN_INTERRUPTED_TOO_CLOSE);
	assert_int_equal(changes[1].other, 48);
	/* The third stands, with the two others taken into its trend. */
	assert_int_equal(changes[2].standing, MIZAN_INTERRUPTED_GOOD);
	assert_int_equal(changes[2].others, 2);
	assert_near(changes[2].level.value, 1, 0.05);
}

static void months_that_are_missing_are_left_out_and_counted(void **state)
{
	(void)state;
	fill(96, 48, 10, 30);
	struct mizan_interrupted_change whole = simple(96, 48);
	for (size_t i = 60; i < 66; i++) {
		counts[i] = (double)NAN;
	}
	struct mizan_interrupted_change change = simple(96, 48);
	assert_int_equal(change.standing, MIZAN_INTERRUPTED_GOOD);
	assert_int_equal(change.missing, 6);
	assert_int_equal(change.after, 42);
	assert_near(change.level.value, whole.level.value, 1e-6);
	for (size_t i = 49; i < 96; i++) {
		counts[i] = i < 59 ? counts[i] : (double)NAN;
	}
	change = simple(96, 48);
	assert_nothing_said(&change, MIZAN_INTERRUPTED_TOO_SHORT);
}

static void a_province_without_events_is_left_out_and_counted(void **state)
{
	(void)state;
	size_t at = 48;
	fill(96, at, 10, 30);
	memset(counts + 96, 0, 96 * sizeof *counts);
	memcpy(counts + 192, counts, 96 * sizeof *counts);
	struct mizan_interrupted_series series = months(96);
	series.units = 3;
	struct mizan_interrupted_options options = {
		.at = &at, .at_count = 1, .errors = MIZAN_ERRORS_CORRELATED, .lag = -1};
	struct mizan_interrupted_change change = change_at(&series, &options);
	assert_int_equal(change.units, 2);
	assert_int_equal(change.empty_units, 1);
	assert_near(change.level.value, 3, 1e-6);
	/* Two provinces that go the same way every month are no more than one. */
	series.units = 1;
	struct mizan_interrupted_change one = change_at(&series, &options);
	assert_true(change.level.high / change.level.low > 0.6 * one.level.high / one.level.low);
}

/* ---- Wrong input -------------------------------------------------------------------------- */

static mizan_status refused(const struct mizan_interrupted_series *series,
	const struct mizan_interrupted_options *options, struct mizan_error *error)
{
	struct mizan_interrupted_change changes[MIZAN_INTERRUPTED_DATES];
	*error = (struct mizan_error){0};
	return mizan_interrupted(series, options, changes, NULL, error);
}

static void what_is_no_count_is_refused(void **state)
{
	(void)state;
	size_t at = 48;
	struct mizan_error error;
	struct mizan_interrupted_options options = {
		.at = &at, .at_count = 1, .errors = MIZAN_ERRORS_CORRELATED, .lag = -1};
	struct mizan_interrupted_series series = months(96);
	fill(96, at, 10, 30);
	counts[5] = 2.5;
	assert_int_equal(refused(&series, &options, &error), MIZAN_ERROR_INPUT);
	assert_non_null(strstr(error.what, "2.5 (period 6) is no whole number"));
	counts[5] = -1;
	assert_int_equal(refused(&series, &options, &error), MIZAN_ERROR_INPUT);
	counts[5] = (double)INFINITY;
	assert_int_equal(refused(&series, &options, &error), MIZAN_ERROR_INPUT);
	counts[5] = 2;
	memset(exposure, 0, sizeof exposure);
	series.exposure = exposure;
	assert_int_equal(refused(&series, &options, &error), MIZAN_ERROR_INPUT);
}

static void options_out_of_range_are_refused(void **state)
{
	(void)state;
	size_t at = 48;
	struct mizan_error error;
	struct mizan_interrupted_options options = {.at = &at, .at_count = 1, .season = 7};
	struct mizan_interrupted_series series = months(96);
	fill(96, at, 10, 30);
	assert_int_equal(refused(&series, &options, &error), MIZAN_ERROR_USAGE);
	options.season = 2;
	options.at_count = 0;
	assert_int_equal(refused(&series, &options, &error), MIZAN_ERROR_USAGE);
	options.at_count = 1;
	options.errors = MIZAN_ERRORS_CLUSTERED;
	assert_int_equal(refused(&series, &options, &error), MIZAN_ERROR_USAGE);
	options.errors = MIZAN_ERRORS_MODEL;
	series.periods_per_year = 52;
	assert_int_equal(refused(&series, &options, &error), MIZAN_ERROR_USAGE);
}

static bool stop(void *context)
{
	(void)context;
	return true;
}

static void long_work_can_be_stopped(void **state)
{
	(void)state;
	size_t at = 60;
	struct mizan_error error = {0};
	struct mizan_watch watch = {.interrupted = stop};
	struct mizan_interrupted_options options = {
		.at = &at, .at_count = 1, .window = 24, .errors = MIZAN_ERRORS_MODEL, .lag = -1};
	struct mizan_interrupted_series series = months(132);
	struct mizan_interrupted_change change;
	fill(132, 60, 20, 60);
	assert_int_equal(mizan_interrupted(&series, &options, &change, &watch, &error),
		MIZAN_ERROR_INTERRUPTED);
}

/* ---- Words -------------------------------------------------------------------------------- */

static void the_words_say_the_factor_its_interval_and_the_other_dates(void **state)
{
	(void)state;
	struct mizan_text text = {0};
	struct mizan_interrupted_change change = {.at = 12,
		.level = {2.1, 1.6, 2.8, 0.0004},
		.slope = {1.05, 0.9, 1.2, 0.5},
		.placebos = 270,
		.as_large = 1,
		.placebo_p = 2.0 / 271};
	mizan_interrupted_words(&change, MIZAN_MONTHLY, 2020 * 12 + 7, "deaths", &text);
	assert_string_equal(text.data,
		"From August 2021 the monthly number of deaths runs 2.10 times as high as the "
		"trend "
		"before would have it (95 % interval 1.60 to 2.80; p < 0.001). With each year that "
		"factor is multiplied by 1.05 (95 % interval 0.90 to 1.20; p = 0.50), which leaves "
		"room for no change. Of 270 other months with windows as long, 1 has a change as "
		"large for its uncertainty, up or down (p = 0.007; neighbouring dates share most "
		"of "
		"their windows).");
	mizan_text_release(&text);
	change = (struct mizan_interrupted_change){
		.standing = MIZAN_INTERRUPTED_TOO_CLOSE, .at = 2, .other = 1};
	mizan_interrupted_words(&change, MIZAN_QUARTERLY, 2020 * 12, "events", &text);
	assert_string_equal(text.data, "Of 2020-Q3 and the number of events it cannot be said: it "
				       "cannot be told apart from "
				       "2020-Q2, which is too near.");
	mizan_text_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_level_that_trebles_is_a_factor_of_3),
		cmocka_unit_test(growth_of_half_a_year_later_is_a_slope),
		cmocka_unit_test(an_exposure_that_doubles_is_no_change),
		cmocka_unit_test(the_line_without_the_change_goes_on_as_before),
		cmocka_unit_test(a_series_of_months_is_what_R_fits),
		cmocka_unit_test(provinces_with_an_exposure_are_what_R_fits),
		cmocka_unit_test(students_t_is_that_of_R),
		cmocka_unit_test(a_change_that_no_other_date_has_stands_alone),
		cmocka_unit_test(without_windows_as_long_there_is_no_placebo),
		cmocka_unit_test(one_record_in_twenty_without_a_change_has_a_p_below_005),
		cmocka_unit_test(nineteen_intervals_in_twenty_hold_a_level_that_doubles),
		cmocka_unit_test(too_little_on_either_side_is_said),
		cmocka_unit_test(nothing_before_or_after_has_no_factor),
		cmocka_unit_test(a_handful_of_events_is_too_few),
		cmocka_unit_test(an_estimate_that_runs_to_infinity_is_separated),
		cmocka_unit_test(agreements_within_a_year_cannot_be_told_apart),
		cmocka_unit_test(months_that_are_missing_are_left_out_and_counted),
		cmocka_unit_test(a_province_without_events_is_left_out_and_counted),
		cmocka_unit_test(what_is_no_count_is_refused),
		cmocka_unit_test(options_out_of_range_are_refused),
		cmocka_unit_test(long_work_can_be_stopped),
		cmocka_unit_test(the_words_say_the_factor_its_interval_and_the_other_dates),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
