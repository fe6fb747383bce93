/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../test.h"

#include <mizan/store.h>

static void codes_numbers_and_names_find_the_same_country(void **state)
{
	(void)state;
	static const struct {
		const char *iso3;
		int gw;
		const char *name;
	} cases[] = {{"PAK", 770, "Pakistan"}, {"AFG", 700, "afghanistan"},
		{"SSD", 626, "South Sudan"}, {"SLE", 451, "Sierra Leone"},
		{"BGD", 771, "Bangladesh"}, {"XKX", 347, "Kosovo"},
		{"YEM", 678, "Yemen (North Yemen)"}, {"COD", 490, "DR Congo (Zaire)"},
		{"RUS", 365, "Russia (Soviet Union)"}, {"TUR", 640, "Turkey"},
		{"ISR", 666, "Israel"}, {"MMR", 775, "Myanmar (Burma)"}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct mizan_country *country =
			mizan_country_by_iso3(test_slice(cases[i].iso3));
		assert_non_null(country);
		assert_ptr_equal(mizan_country_by_gw(cases[i].gw), country);
		assert_ptr_equal(mizan_country_by_name(test_slice(cases[i].name)), country);
	}
}

static void states_that_are_gone_stand_where_the_map_has_their_successor(void **state)
{
	(void)state;
	assert_string_equal(mizan_country_by_gw(680)->iso3, "YEM");
	assert_string_equal(mizan_country_by_gw(265)->iso3, "DEU");
}

static void what_is_no_country_is_none(void **state)
{
	(void)state;
	assert_null(mizan_country_by_gw(0));
	assert_null(mizan_country_by_gw(999));
	assert_null(mizan_country_by_iso3(test_slice("pak")));
	assert_null(mizan_country_by_iso3(test_slice("PAKI")));
	assert_null(mizan_country_by_iso3(test_slice("")));
	assert_null(mizan_country_by_name(test_slice("")));
	assert_null(mizan_country_by_name(test_slice("Atlantis")));
}

/* Every country of UCDP's own country-year table has a code here. */
static void all_countries_of_ucdp_are_known(void **state)
{
	(void)state;
	char path[1024], line[65536];
	FILE *file = fopen(test_data("ucdp/organized_violence_country_year_v25_1.csv", path), "rb");
	assert_non_null(file);
	assert_non_null(fgets(line, sizeof line, file));
	size_t rows = 0;
	while (fgets(line, sizeof line, file)) {
		int gw = atoi(line);
		if (!mizan_country_by_gw(gw)) {
			fail_msg("no country for %.60s", line);
		}
		rows++;
	}
	fclose(file);
	assert_int_equal(rows, 6936);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_numbers_and_names_find_the_same_country),
		cmocka_unit_test(states_that_are_gone_stand_where_the_map_has_their_successor),
		cmocka_unit_test(what_is_no_country_is_none),
		cmocka_unit_test(all_countries_of_ucdp_are_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
