/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The effect of an agreement against what R and Python find in the same records. */
#include "../fixture.h"
#include "chance.h"

#include <mizan/source.h>

static struct chance_incidents made;

static mizan_date day(const char *text)
{
	mizan_date date;
	assert_true(mizan_date_parse(test_slice(text), &date));
	return date;
}

static FILE *open_reference(const char *name)
{
	char path[1024];
	const char *source = getenv("MIZAN_TEST_SOURCE");
	snprintf(path, sizeof path, "%s/tests/reference/%s", source ? source : ".", name);
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	return file;
}

/* ---- R ------------------------------------------------------------------------------------ */

/* One of R's three records: effect_counts.csv has a line a week. */
static void read_record(const char *series, struct chance_incidents *record)
{
	FILE *file = open_reference("effect_counts.csv");
	char line[256], name[32], week[16];
	int counts[7];
	size_t count = 0;
	while (fgets(line, sizeof line, file)) {
		if (sscanf(line, "%31[^,],%15[^,],%d,%d,%d,%d,%d,%d,%d", name, week, &counts[0],
			    &counts[1], &counts[2], &counts[3], &counts[4], &counts[5],
			    &counts[6]) != 9 ||
			strcmp(name, series) != 0) {
			continue;
		}
		for (int i = 0; i < 7; i++) {
			for (int k = 0; k < counts[i]; k++) {
				assert_true(count < CHANCE_MOST);
				record->dates[count++] = day(week) + i;
			}
		}
	}
	fclose(file);
	record->incidents = (struct mizan_incidents){.dates = record->dates,
		.count = count,
		.covered_from = day("2005-01-01"),
		.covered_to = day("2005-01-01") + 3652};
}

struct expected {
	char series[32], at[16];
	int days, before, after;
	double dispersion, freedom, ratio, low, high;
	int other_dates, placebos, as_large, independent;
	double placebo_low, placebo_high, p_value, rate_dispersion, rate_low, rate_high;
	double quasi_dispersion, quasi_low, quasi_high, nb_low, nb_high;
};

static size_t read_expected(struct expected rows[64])
{
	FILE *file = open_reference("effect.csv");
	char line[1024];
	size_t count = 0;
	while (count < 64 && fgets(line, sizeof line, file)) {
		struct expected *row = &rows[count];
		int read = sscanf(line,
			"%31[^,],%15[^,],%d,%d,%d,%lf,%lf,%lf,%lf,%lf,%d,%d,%d,%d,%lf,%lf,%lf,%lf,"
			"%lf,%lf,%lf,%lf,%lf,%lf,%lf",
			row->series, row->at, &row->days, &row->before, &row->after,
			&row->dispersion, &row->freedom, &row->ratio, &row->low, &row->high,
			&row->other_dates, &row->placebos, &row->as_large, &row->independent,
			&row->placebo_low, &row->placebo_high, &row->p_value, &row->rate_dispersion,
			&row->rate_low, &row->rate_high, &row->quasi_dispersion, &row->quasi_low,
			&row->quasi_high, &row->nb_low, &row->nb_high);
		count += read == 25 ? 1 : 0;
	}
	fclose(file);
	assert_int_equal(count, 27);
	return count;
}

#define assert_close(a, b) assert_near(a, b, 2e-5 * fabs(b))

static void r_finds_the_same_in_the_same_records(void **state)
{
	(void)state;
	struct expected rows[64];
	struct mizan_error error;
	size_t count = read_expected(rows);
	for (size_t i = 0; i < count; i++) {
		struct expected *row = &rows[i];
		struct mizan_window_ratio found;
		struct mizan_rate rate;
		mizan_date at = day(row->at);
		read_record(row->series, &made);
		CHECK(mizan_window_ratio(&made.incidents, at, row->days, NULL, 0, &found, &error));
		assert_int_equal(found.before.incidents, row->before);
		assert_int_equal(found.after.incidents, row->after);
		assert_close(found.before.dispersion, row->dispersion);
		assert_close(found.before.freedom, row->freedom);
		assert_close(found.ratio, row->ratio);
		assert_close(found.low, row->low);
		assert_close(found.high, row->high);
		assert_int_equal(found.other_dates, row->other_dates);
		assert_int_equal(found.placebos, row->placebos);
		assert_int_equal(found.as_large, row->as_large);
		assert_int_equal(found.independent, row->independent);
		assert_close(found.placebo_low, row->placebo_low);
		assert_close(found.placebo_high, row->placebo_high);
		assert_close(found.p_value, row->p_value);
		CHECK(mizan_incident_rate(&made.incidents, at, at + row->days - 1, &rate, &error));
		assert_close(rate.dispersion, row->rate_dispersion);
		assert_close(rate.low, row->rate_low);
		assert_close(rate.high, row->rate_high);
	}
}

/* A quasi-Poisson and a negative binomial model over blocks of the same length. */
static void standard_models_agree_where_the_level_does_not_drift(void **state)
{
	(void)state;
	struct expected rows[64];
	struct mizan_error error;
	size_t count = read_expected(rows), compared = 0;
	for (size_t i = 0; i < count; i++) {
		struct expected *row = &rows[i];
		if (strcmp(row->series, "drifting") == 0) {
			continue;
		}
		struct mizan_window_ratio found;
		read_record(row->series, &made);
		CHECK(mizan_window_ratio(
			&made.incidents, day(row->at), row->days, NULL, 0, &found, &error));
		assert_near(log(found.low), log(row->quasi_low), 0.2);
		assert_near(log(found.high), log(row->quasi_high), 0.25);
		assert_near(log(found.low), log(row->nb_low), 0.3);
		assert_near(log(found.high), log(row->nb_high), 0.3);
		compared++;
	}
	assert_int_equal(compared, 18);
}

/*
 * The drifting record has five times as many clusters in its last year as in its first, and
 * clusters of 1 + a geometric number with mean 3: variance over mean of a count is E n^2 / E n = 7.
 */
static void a_drift_of_the_level_is_not_taken_for_clustering(void **state)
{
	(void)state;
	struct expected rows[64];
	struct mizan_error error;
	size_t count = read_expected(rows);
	for (size_t i = 0; i < count; i++) {
		struct mizan_window_ratio found;
		if (strcmp(rows[i].series, "drifting") != 0) {
			continue;
		}
		read_record("drifting", &made);
		CHECK(mizan_window_ratio(
			&made.incidents, day(rows[i].at), rows[i].days, NULL, 0, &found, &error));
		assert_in_range(found.before.dispersion, 5, 9);
		assert_true(rows[i].quasi_dispersion > 9);
	}
}

/* ---- The world ---------------------------------------------------------------------------- */

static struct {
	mizan_date dates[8000];
	int32_t deaths[8000];
	size_t count;
} truce;

static mizan_status truce_begin(void *context, unsigned workers,
	const struct mizan_release *release, struct mizan_error *error)
{
	(void)context, (void)workers, (void)release, (void)error;
	truce.count = 0;
	return MIZAN_OK;
}

static mizan_status truce_each(
	void *context, unsigned worker, const struct mizan_event *event, struct mizan_error *error)
{
	(void)context, (void)worker, (void)error;
	if (event->dyad_id != 857 || event->date_precision > 3) {
		return MIZAN_OK;
	}
	assert_true(truce.count < 8000);
	size_t i = truce.count++;
	for (; i > 0 && truce.dates[i - 1] > event->date_end; i--) {
		truce.dates[i] = truce.dates[i - 1];
		truce.deaths[i] = truce.deaths[i - 1];
	}
	truce.dates[i] = event->date_end;
	truce.deaths[i] = event->deaths_best;
	return MIZAN_OK;
}

static struct mizan_incidents read_truce(void)
{
	char path[1024];
	struct mizan_error error;
	struct mizan_event_reader reader = {NULL, truce_begin, truce_each};
	struct mizan_import_options options = {.coverage = -1};
	options.reader.threads = 1;
	uint64_t refused;
	CHECK(mizan_source_read(test_data("ucdp/ged_pakistan_1989_2021_hdx.csv", path), &options,
		MIZAN_PART_DATES | MIZAN_PART_ACTORS | MIZAN_PART_DEATHS, &reader, &refused, NULL,
		NULL, &error));
	return (struct mizan_incidents){.dates = truce.dates,
		.deaths = truce.deaths,
		.count = truce.count,
		.covered_from = day("1989-01-01"),
		.covered_to = day("2021-12-31")};
}

/* The numbers are those of tests/reference/effect_ged.py. */
static void the_truce_of_march_2014_has_the_numbers_that_python_finds(void **state)
{
	(void)state;
	static const struct {
		int days, before, after;
		double dispersion, low, high;
		int other_dates, placebos, as_large, independent;
		double placebo_low, placebo_high;
	} expected[] = {
		{30, 21, 4, 4.543872, 0.02654, 1.36725, 11875, 2176, 54, 48, 0.333333, 4.600000},
		{48, 40, 7, 6.018323, 0.02989, 1.02461, 11767, 2047, 47, 26, 0.346939, 5.080000},
		{90, 62, 38, 7.207118, 0.21013, 1.78768, 11515, 1707, 409, 14, 0.443609, 5.444444},
		{180, 95, 129, 10.333260, 0.56217, 3.27993, 10975, 1403, 695, 7, 0.554007,
			6.030303},
	};
	struct mizan_incidents incidents = read_truce();
	static const int windows[] = {30, 48, 90, 180};
	struct mizan_effect_options options = {.from = day("2014-03-01"),
		.to = day("2014-04-17"),
		.windows = windows,
		.window_count = 4,
		.deaths = 10};
	struct mizan_effect effect;
	struct mizan_error error;
	CHECK(mizan_effect_measure(&incidents, &options, &effect, &error));
	for (size_t i = 0; i < 4; i++) {
		const struct mizan_window_ratio *found = &effect.windows[i];
		assert_int_equal(found->before.incidents, expected[i].before);
		assert_int_equal(found->after.incidents, expected[i].after);
		assert_near(found->before.dispersion, expected[i].dispersion, 1e-6);
		assert_near(found->low, expected[i].low, 2e-5);
		assert_near(found->high, expected[i].high, 2e-5);
		assert_int_equal(found->other_dates, expected[i].other_dates);
		assert_int_equal(found->placebos, expected[i].placebos);
		assert_int_equal(found->as_large, expected[i].as_large);
		assert_int_equal(found->independent, expected[i].independent);
		assert_near(found->placebo_low, expected[i].placebo_low, 1e-6);
		assert_near(found->placebo_high, expected[i].placebo_high, 1e-6);
	}
	assert_int_equal(effect.during.days, 48);
	assert_int_equal(effect.during.incidents, 7);
	assert_int_equal(effect.before.incidents, 40);
	/* An event with 13 deaths is dated on the first day itself. */
	assert_int_equal(effect.days_to_first, 0);
	assert_int_equal(effect.days_to_first_with_deaths, 0);
	options.deaths = 14;
	CHECK(mizan_effect_measure(&incidents, &options, &effect, &error));
	assert_int_equal(effect.days_to_first_with_deaths, -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(r_finds_the_same_in_the_same_records),
		cmocka_unit_test(standard_models_agree_where_the_level_does_not_drift),
		cmocka_unit_test(a_drift_of_the_level_is_not_taken_for_clustering),
		cmocka_unit_test(the_truce_of_march_2014_has_the_numbers_that_python_finds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
