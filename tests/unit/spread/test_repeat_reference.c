/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Near repeats and self-exciting processes against R: tests/reference/near_repeat.R, hawkes.R. */
#include "../fixture.h"

#include <mizan/spread.h>

#define ROOM 4000

static FILE *open_reference(const char *name)
{
	char path[1024], header[256];
	const char *source = getenv("MIZAN_TEST_SOURCE");
	snprintf(path, sizeof path, "%s/tests/reference/%s", source ? source : ".", name);
	FILE *file = fopen(path, "rb");
	if (!file || !fgets(header, sizeof header, file)) {
		fail_msg("%s cannot be read", path);
	}
	return file;
}

/* ---- Near repeats -------------------------------------------------------------------------- */

static double knox_x[ROOM], knox_y[ROOM];
static int32_t knox_days[ROOM];

static size_t read_knox_events(void)
{
	FILE *file = open_reference("near_repeat_events.csv");
	size_t count = 0;
	while (fscanf(file, "%lf,%lf,%d", &knox_x[count], &knox_y[count], &knox_days[count]) == 3) {
		count++;
	}
	fclose(file);
	return count;
}

static void knox_counts_and_chance_are_those_of_r(void **state)
{
	(void)state;
	struct mizan_error error;
	char distance[16];
	double km, observed, in_space, in_time, mean, deviation, p;
	int days, rows = 0;
	size_t count = read_knox_events();
	FILE *file = open_reference("near_repeat.csv");
	assert_int_equal(count, 300);
	while (fscanf(file, "%15[^,],%lf,%d,%lf,%lf,%lf,%lf,%lf,%lf\n", distance, &km, &days,
		       &observed, &in_space, &in_time, &mean, &deviation, &p) == 9) {
		struct mizan_near_repeat found;
		struct mizan_near_repeat_options options = {
			.distance = strcmp(distance, "plane") == 0 ? MIZAN_PLANE : MIZAN_SPHERE,
			.km = &km,
			.days = &days,
			.km_count = 1,
			.day_count = 1,
			.permutations = 4999,
			.seed = 7};
		CHECK(mizan_near_repeat(
			knox_x, knox_y, knox_days, count, &options, &found, NULL, &error));
		const struct mizan_near_repeat_cell *cell = &found.cells[0];
		assert_int_equal(cell->observed, (int)observed);
		/* R's margins give the expectation; its 20,000 orders the rest, with their error.
		 */
		assert_near(cell->expected, in_space * in_time / (300 * 299 / 2.0), 1e-9);
		assert_near(cell->expected, mean, 4 * deviation / sqrt(20000));
		assert_near(cell->deviation, deviation, 0.04 * deviation);
		assert_near(cell->p_value, p, 4 * sqrt(p / 4999) + 1.0 / 5000);
		rows++;
	}
	fclose(file);
	assert_int_equal(rows, 21);
}

/* ---- Hawkes -------------------------------------------------------------------------------- */

static double hawkes_times[ROOM];
static uint16_t hawkes_groups[ROOM];
static const double step_ends[] = {500, 900};

static struct mizan_hawkes_events read_hawkes_events(const char *set)
{
	FILE *file = open_reference("hawkes_events.csv");
	struct mizan_hawkes_events events = {
		.times = hawkes_times, .groups = hawkes_groups, .group_count = 1};
	char name[16];
	double time;
	unsigned group;
	while (fscanf(file, "%15[^,],%lf,%u\n", name, &time, &group) == 3) {
		if (strcmp(name, set) == 0) {
			hawkes_times[events.count] = time;
			hawkes_groups[events.count++] = (uint16_t)group;
			events.group_count =
				group + 1 > events.group_count ? group + 1 : events.group_count;
		}
	}
	fclose(file);
	events.end = strcmp(set, "one") == 0    ? 800
		     : strcmp(set, "two") == 0  ? 1200
		     : strcmp(set, "days") == 0 ? 1000
						: 900;
	events.stretches = strcmp(set, "steps") == 0 ? step_ends : NULL;
	events.stretch_count = strcmp(set, "steps") == 0 ? 2 : 0;
	return events;
}

static void maximum_and_standard_errors_are_those_of_r(void **state)
{
	(void)state;
	static struct mizan_hawkes fit;
	struct mizan_error error;
	char set[16], rule[16];
	size_t target, parameter;
	double value, deviation, likelihood;
	int rows = 0;
	FILE *file = open_reference("hawkes.csv");
	while (fscanf(file, "%15[^,],%15[^,],%zu,%zu,%lf,%lf,%lf\n", set, rule, &target, &parameter,
		       &value, &deviation, &likelihood) == 7) {
		struct mizan_hawkes_events events = read_hawkes_events(set);
		CHECK(mizan_hawkes_fit(&events,
			strcmp(rule, "daily") == 0 ? MIZAN_HAWKES_DAILY : MIZAN_HAWKES_STRICT, 1,
			&fit, NULL, &error));
		const struct mizan_hawkes_group *group = &fit.groups[target];
		assert_int_equal(group->standing, MIZAN_HAWKES_WHOLE);
		/* R's search ends where its likelihood has no more digits. */
		assert_near(group->likelihood, likelihood, 1e-6);
		assert_true(group->likelihood >= likelihood - 1e-7);
		assert_near(group->parameters[parameter], value, 2e-4 * value);
		assert_near(group->errors[parameter], deviation, 2e-3 * deviation);
		rows++;
	}
	fclose(file);
	assert_int_equal(rows, 17);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knox_counts_and_chance_are_those_of_r),
		cmocka_unit_test(maximum_and_standard_errors_are_those_of_r),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
