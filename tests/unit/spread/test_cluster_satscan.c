/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The example that comes with SaTScan, and what SaTScan 10.3.2 finds in it. */
#include "../fixture.h"

#include <mizan/spread.h>

#define NYC_PLACES 200
#define NYC_CASES 400

static char names[NYC_PLACES][16];
static double longitude[NYC_PLACES], latitude[NYC_PLACES];
static uint32_t case_place[NYC_CASES], case_period[NYC_CASES];

static size_t read_places(void)
{
	char path[1024];
	size_t count = 0;
	FILE *file = fopen(test_data("scan/NYCfever.geo", path), "r");
	assert_non_null(file);
	while (count < NYC_PLACES && fscanf(file, "%15s %lf %lf", names[count], &latitude[count],
					     &longitude[count]) == 3) {
		count++;
	}
	fclose(file);
	return count;
}

static size_t read_cases(size_t places)
{
	char path[1024], name[16];
	size_t count = 0;
	int number, year, month, day;
	FILE *file = fopen(test_data("scan/NYCfever.cas", path), "r");
	assert_non_null(file);
	while (fscanf(file, "%15s %d %d/%d/%d", name, &number, &year, &month, &day) == 5) {
		size_t place = 0;
		while (place < places && strcmp(names[place], name) != 0) {
			place++;
		}
		assert_true(place < places);
		for (int i = 0; i < number; i++) {
			assert_true(count < NYC_CASES);
			case_place[count] = (uint32_t)place;
			case_period[count++] = (uint32_t)(mizan_date_make(year, month, day) -
							  mizan_date_make(2001, 11, 1));
		}
	}
	fclose(file);
	return count;
}

static void the_fever_example_gives_the_clusters_of_satscan(void **state)
{
	(void)state;
	static const char *const members[] = {
		"11418", "11415", "11419", "11435", "11416", "11421", "11451", "11375", "11417"};
	static const char *const last[] = {"10469", "10475", "10467", "10466"};
	struct mizan_error error;
	struct mizan_cluster_result result;
	struct mizan_cluster_data data = {.longitude = longitude,
		.latitude = latitude,
		.place_count = read_places(),
		.case_place = case_place,
		.case_period = case_period,
		.period_count = 24};
	data.case_count = read_cases(data.place_count);
	assert_int_equal(data.place_count, 192);
	assert_int_equal(data.case_count, 194);
	struct mizan_cluster_options options = {.shape = MIZAN_CLUSTER_PROSPECTIVE,
		.max_km = 3,
		.max_periods = 7,
		.replicates = 9999,
		.seed = 1};
	CHECK(mizan_cluster_scan(&data, &options, &result, NULL, &error));
	assert_true(result.count >= 4); /* SaTScan does not tell of those with p = 1 */
	const struct mizan_cluster *first = &result.clusters[0];
	assert_near(first->statistic, 3.845418, 1e-6);
	assert_near(first->expected, 0.67, 0.005);
	assert_int_equal(first->cases, 4);
	assert_int_equal(first->first_period, 21); /* 22 to 24 November */
	assert_int_equal(first->last_period, 23);
	assert_int_equal(first->member_count, TEST_COUNT(members));
	for (size_t i = 0; i < TEST_COUNT(members); i++) {
		assert_string_equal(names[first->members[i]], members[i]);
	}
	/* Two estimates from 9,999 replicates each. */
	assert_near(first->p_value, 0.2112, 3 * sqrt(2 * 0.2112 * (1 - 0.2112) / 9999));
	assert_near(result.clusters[1].statistic, 3.164201, 1e-6);
	assert_string_equal(names[result.clusters[1].members[0]], "11372");
	assert_int_equal(result.clusters[1].member_count, 1);
	assert_near(result.clusters[2].statistic, 2.137259, 1e-6);
	assert_string_equal(names[result.clusters[2].members[0]], "10472");
	assert_int_equal(result.clusters[2].member_count, 1);
	assert_near(result.clusters[3].statistic, 1.427139, 1e-6);
	assert_int_equal(result.clusters[3].member_count, TEST_COUNT(last));
	for (size_t i = 0; i < TEST_COUNT(last); i++) {
		assert_string_equal(names[result.clusters[3].members[i]], last[i]);
	}
	mizan_cluster_result_release(&result);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_fever_example_gives_the_clusters_of_satscan),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
