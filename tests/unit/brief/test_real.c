/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims about Pakistan, weighed on UCDP's events as they were released in 2022. */
#include "brief_test.h"

#include <mizan/place.h>

/*
 * Deaths in organised violence in Pakistan, best estimate: what UCDP prints itself, in its table of
 * country-years (Organized Violence country-year 25.1, cumulative_total_deaths_in_orgvio_best_cy).
 * It is a later version than the events: numbers moved by a few percent, their order did not.
 */
static const struct {
	int year, deaths;
} printed[] = {{2005, 168}, {2006, 427}, {2007, 1380}, {2008, 4621}, {2009, 7512}, {2010, 7251},
	{2011, 3475}, {2012, 3583}, {2013, 2914}, {2014, 3639}, {2015, 2454}, {2016, 1100},
	{2017, 960}, {2018, 483}, {2019, 293}, {2020, 409}, {2021, 452}};
#define PRINTED (sizeof printed / sizeof *printed)

static int make_store(void **state)
{
	const char *folder = getenv("MIZAN_TEST_DATA");
	char path[1024];
	if (brief_make_folder(state) != 0) {
		return 1;
	}
	snprintf(
		path, sizeof path, "%s/ucdp/ged_pakistan_1989_2021_hdx.csv", folder ? folder : ".");
	if (access(path, R_OK) != 0) {
		return 0; /* each test says so */
	}
	struct mizan_store store;
	struct mizan_error error = {0};
	struct mizan_import_report report = {0};
	struct mizan_import_options options = {.coverage = -1};
	const char *paths[] = {path};
	brief_ok(mizan_store_open(&store, brief_store, MIZAN_STORE_CREATE, &error), &error);
	brief_ok(mizan_import(&store, paths, 1, &options, &report, NULL, &error), &error);
	mizan_import_report_release(&report);
	mizan_store_close(&store);
	return 0;
}

static void need_data(void)
{
	char path[1024];
	test_data("ucdp/ged_pakistan_1989_2021_hdx.csv", path);
}

static int printed_of(int year)
{
	for (size_t i = 0; i < PRINTED; i++) {
		if (printed[i].year == year) {
			return printed[i].deaths;
		}
	}
	fail_msg("no number of %d", year);
	return 0;
}

static void runs_of_years_rise_and_fall_as_printed(void **state)
{
	char options[200];
	(void)state;
	need_data();
	for (int from = 2005; from < 2021; from++) {
		for (int to = from + 1; to <= 2021; to++) {
			bool rises = true, falls = true;
			for (int year = from + 1; year <= to; year++) {
				rises &= printed_of(year) > printed_of(year - 1);
				falls &= printed_of(year) < printed_of(year - 1);
			}
			snprintf(options, sizeof options,
				"--| check: rises-every-year\n--| from: %d\n--| to: %d", from, to);
			brief_expect(options, rises ? MIZAN_SUPPORTED : MIZAN_CONTRADICTED);
			snprintf(options, sizeof options,
				"--| check: falls-every-year\n--| from: %d\n--| to: %d", from, to);
			brief_expect(options, falls ? MIZAN_SUPPORTED : MIZAN_CONTRADICTED);
		}
	}
}

static void years_are_as_large_as_printed(void **state)
{
	char options[200];
	(void)state;
	need_data();
	for (size_t i = 0; i < PRINTED; i++) {
		/* Ten percent leave room for what was revised since. */
		snprintf(options, sizeof options,
			"--| check: at-least\n--| period: %d\n--| value: %d", printed[i].year,
			printed[i].deaths * 9 / 10);
		brief_expect(options, MIZAN_SUPPORTED);
		snprintf(options, sizeof options,
			"--| check: at-least\n--| period: %d\n--| value: %d", printed[i].year,
			printed[i].deaths * 11 / 10);
		brief_expect(options, MIZAN_CONTRADICTED);
		snprintf(options, sizeof options,
			"--| check: at-most\n--| period: %d\n--| value: %d", printed[i].year,
			printed[i].deaths * 11 / 10);
		brief_expect(options, MIZAN_SUPPORTED);
	}
	/* Numbers that no revision touched. */
	brief_expect("--| check: equals\n--| period: 2011\n--| states: 3,475", MIZAN_SUPPORTED);
	brief_expect("--| check: equals\n--| period: 2013\n--| states: 2,914", MIZAN_SUPPORTED);
	brief_expect("--| check: equals\n--| period: 2019\n--| states: 293", MIZAN_SUPPORTED);
	brief_expect("--| check: equals\n--| period: 2018\n--| states: 438", MIZAN_CONTRADICTED);
}

/* The numbers printed by year leave no doubt: 427, 1,380, 4,621 in 2006 to 2008; 2,454, 1,100, 960,
 * 483 in 2015 to 2018. */
static void levels_change_when_the_printed_years_do(void **state)
{
	(void)state;
	need_data();
	brief_expect("--| check: level-changed\n--| period: 2006..2008\n--| direction: rises",
		MIZAN_SUPPORTED);
	brief_expect("--| check: level-changed\n--| period: 2006..2008\n--| direction: falls",
		MIZAN_CONTRADICTED);
	brief_expect("--| check: level-changed\n--| period: 2015..2018\n--| direction: falls",
		MIZAN_SUPPORTED);
	brief_expect("--| check: level-changed\n--| period: 2010..2012", MIZAN_CONTRADICTED);
	/* The events end with 2021. */
	brief_expect(
		"--| check: level-changed\n--| period: 2021-08..2022-12", MIZAN_CANNOT_BE_CHECKED);
}

static void swapped_digits_of_a_real_number_are_seen(void **state)
{
	struct mizan_brief *brief;
	(void)state;
	need_data();
	const struct mizan_claim *claim = brief_claim("",
		DEATHS_PAK "--| check: equals\n--| period: 2018\n--| states: 438\n--| cites: UCDP",
		&brief);
	assert_int_equal(claim->cited, MIZAN_CITED_NO);
	assert_int_equal(claim->marks, MIZAN_MARK_FIGURE_WRONG);
	assert_non_null(strstr(claim->note, "483"));
	assert_non_null(strstr(claim->note, "swapped"));
	assert_int_equal(claim->publishers, 1);
	mizan_brief_release(brief);
}

static void the_deadliest_year_and_two_years_compare_as_printed(void **state)
{
	char options[250];
	(void)state;
	need_data();
	for (int year = 2007; year <= 2011; year++) {
		snprintf(options, sizeof options,
			"--| check: largest-of\n--| of: year\n--| among: %d\n--| period: %d\n"
			"--| from: 1989\n--| to: 2021",
			year, year);
		brief_expect(options, year == 2009 ? MIZAN_SUPPORTED : MIZAN_CONTRADICTED);
	}
	/* 1,380 to 4,621: more than three times, and 3,475 to 3,583: near. */
	brief_expect("--| check: doubled\n--| period: 2008\n--| against: 2007", MIZAN_SUPPORTED);
	brief_expect("--| check: doubled\n--| period: 2008\n--| against: 2007\n--| factor: 4",
		MIZAN_CONTRADICTED);
	brief_expect(
		"--| check: nearly-equal\n--| period: 2012\n--| against: 2011", MIZAN_SUPPORTED);
	brief_expect(
		"--| check: nearly-equal\n--| period: 2011\n--| against: 2010", MIZAN_CONTRADICTED);
}

static void years_behind_the_release_cannot_be_checked(void **state)
{
	(void)state;
	need_data();
	brief_expect("--| check: rises-every-year\n--| from: 2021\n--| to: 2023",
		MIZAN_CANNOT_BE_CHECKED);
	brief_expect("--| check: at-most\n--| period: 2023\n--| value: 5", MIZAN_CANNOT_BE_CHECKED);
}

static void state_based_violence_carries_most_as_printed(void **state)
{
	(void)state;
	need_data();
	/* 2009: 6,916 of 7,512 are state-based, 92 percent; 2010: 6,100 of 7,251, 84 percent. */
#define STATE_BASED(year, value)                                                                   \
	"--| check: share-at-least\n--| period: " year "\n--| part: violence = 'state-based'\n"    \
	"--| value: " value
	brief_expect(STATE_BASED("2009", "90%"), MIZAN_SUPPORTED);
	brief_expect(STATE_BASED("2009", "94%"), MIZAN_CONTRADICTED);
	brief_expect(STATE_BASED("2010", "82%"), MIZAN_SUPPORTED);
	brief_expect(STATE_BASED("2010", "87%"), MIZAN_CONTRADICTED);
}

/* Khyber Pakhtunkhwa has had the tribal areas since 2018, and both names mean each event once: a
 * third of the deaths of that year, and not half. */
static void areas_that_are_within_one_another_are_counted_once(void **state)
{
	(void)state;
	need_data();
	struct mizan_basemap *map;
	struct mizan_error none = {0};
	if (mizan_basemap_open(NULL, &map, &none) != MIZAN_OK) {
		skip();
	}
	mizan_basemap_close(map);
#define FRONTIER(value)                                                                            \
	"--| check: share-at-least\n--| period: 2018\n--| part-area: Khyber Pakhtunkhwa; "         \
	"Federally Administered Tribal Areas\n--| value: " value
	brief_expect(FRONTIER("30%"), MIZAN_SUPPORTED);
	brief_expect(FRONTIER("35%"), MIZAN_CONTRADICTED);
}

/* ---- Effects of agreements that are older than the release ends ---------------------------- */

/* The worked example's records, beside the events. */
static void add_records(void)
{
	struct mizan_store store;
	struct mizan_error error = {0};
	struct mizan_import_report report = {0};
	struct mizan_import_options options = {.coverage = -1};
	char milestones[1024], records[1024];
	const char *source = getenv("MIZAN_TEST_SOURCE");
	assert_non_null(source);
	snprintf(milestones, sizeof milestones, "%s/examples/pakistan/milestones.csv", source);
	snprintf(records, sizeof records, "%s/examples/pakistan/records", source);
	const char *paths[] = {milestones, records};
	brief_ok(mizan_store_open(&store, brief_store, MIZAN_STORE_WRITE, &error), &error);
	brief_ok(mizan_import(&store, paths, 2, &options, &report, NULL, &error), &error);
	mizan_import_report_release(&report);
	mizan_store_close(&store);
}

/* The truce held from 1 March to 16 April 2014; the operation in North Waziristan began on 15 June.
 * tests/reference/effect_ged.py counts the same windows on its own. */
static void incidents_fell_in_the_month_of_the_truce_of_2014_and_not_for_half_a_year(void **state)
{
	(void)state;
	need_data();
	add_records();
#define EFFECT(agreement, days) "--| check: effect\n--| agreement: " agreement "\n--| days: " days
	brief_expect(EFFECT("pakistan-ttp-2014-truce", "30"), MIZAN_SUPPORTED);
	brief_expect(EFFECT("pakistan-ttp-2014-truce", "30") "\n--| direction: rises",
		MIZAN_CONTRADICTED);
	brief_expect(EFFECT("pakistan-ttp-2014-truce", "180"), MIZAN_CANNOT_BE_CHECKED);
	brief_expect(EFFECT("pakistan-swat-2009", "30"), MIZAN_SUPPORTED);
	brief_expect(EFFECT("pakistan-ttp-2021", "30"), MIZAN_SUPPORTED);
}

static void an_effect_behind_the_release_says_which_one_to_import(void **state)
{
	struct mizan_brief *brief;
	(void)state;
	need_data();
	const struct mizan_claim *claim =
		brief_claim("", EFFECT("pakistan-ttp-2022", "90"), &brief);
	assert_int_equal(claim->result, MIZAN_CANNOT_BE_CHECKED);
	assert_non_null(strstr(claim->because, "UCDP GED 23.1 or later"));
	mizan_brief_release(brief);
	/* 180 days before and after its end in December 2021 are not within the release either. */
	brief_expect(EFFECT("pakistan-ttp-2021", "180"), MIZAN_CANNOT_BE_CHECKED);
}

/* UCDP's country-years: 4,621 deaths in 2008 and 7,512 in 2009; 2,914 in 2013 and 3,639 in 2014. */
static void a_milestone_serves_as_a_date(void **state)
{
	struct mizan_brief *brief;
	(void)state;
	need_data();
	brief_expect("--| check: before-after\n--| date: swat-operation-2009\n--| months: 3",
		MIZAN_SUPPORTED);
	brief_expect("--| check: effect\n--| date: swat-operation-2009\n--| direction: rises\n"
		     "--| where: side_a = 'Government of Pakistan'",
		MIZAN_SUPPORTED);
	const struct mizan_claim *claim = brief_claim(
		"", "--| check: effect\n--| date: kabul-taken\n--| country: AFG", &brief);
	assert_int_equal(claim->result, MIZAN_CANNOT_BE_CHECKED);
	assert_non_null(strstr(claim->because, "AFG"));
	mizan_brief_release(brief);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(runs_of_years_rise_and_fall_as_printed),
		cmocka_unit_test(years_are_as_large_as_printed),
		cmocka_unit_test(levels_change_when_the_printed_years_do),
		cmocka_unit_test(swapped_digits_of_a_real_number_are_seen),
		cmocka_unit_test(the_deadliest_year_and_two_years_compare_as_printed),
		cmocka_unit_test(years_behind_the_release_cannot_be_checked),
		cmocka_unit_test(state_based_violence_carries_most_as_printed),
		cmocka_unit_test(areas_that_are_within_one_another_are_counted_once),
		cmocka_unit_test(
			incidents_fell_in_the_month_of_the_truce_of_2014_and_not_for_half_a_year),
		cmocka_unit_test(an_effect_behind_the_release_says_which_one_to_import),
		cmocka_unit_test(a_milestone_serves_as_a_date),
	};
	return cmocka_run_group_tests_name("brief: real", tests, make_store, brief_remove_folder);
}
