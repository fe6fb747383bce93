/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index against what its publisher published, and against sums by hand. */
#include "../fixture.h"

#include <mizan/indicator.h>

static double score_of(const struct mizan_gti_year years[5])
{
	struct mizan_error error = {0};
	struct mizan_gti_parts parts;
	CHECK(mizan_gti_score(2026, years, 0, &parts, &error));
	return parts.score;
}

static double rounded(double value)
{
	return round(value * 1000) / 1000;
}

/* ---- The formula -------------------------------------------------------------------------- */

/* Uruguay: two incidents in 2017, none in the years before and after. IEP, GTI 2026 data file. */
static void uruguay_has_the_published_scores(void **state)
{
	(void)state;
	static const double published[] = {0.720, 0.423, 0.233};
	for (size_t since = 0; since < 3; since++) {
		struct mizan_gti_year years[5] = {{0}};
		years[since].incidents = 2;
		assert_near(rounded(score_of(years)), published[since], 1e-9);
	}
}

/* The five-year value behind published scores, to the nearest whole that three decimals allow. */
static void published_scores_imply_their_five_year_values(void **state)
{
	(void)state;
	static const struct {
		double score, weighted;
	} published[] = {{0.616, 0.84}, {8.574, 4871}, {8.374, 3996}, {7.916, 2538}, {8.581, 4905}};
	for (size_t i = 0; i < TEST_COUNT(published); i++) {
		double low = mizan_gti_weighted_for(published[i].score - 0.0005);
		double high = mizan_gti_weighted_for(published[i].score + 0.0005);
		assert_true(
			low <= published[i].weighted + 0.5 && high >= published[i].weighted - 0.5);
		/* There and back. */
		struct mizan_gti_year years[5] = {{0}};
		years[0].incidents = published[i].weighted / 0.52;
		assert_near(rounded(score_of(years)), published[i].score, 1.1e-3);
		assert_near(mizan_gti_weighted_for(score_of(years)), published[i].weighted, 1e-6);
	}
	/* Nicaragua 2018 as a whole number of things counted: .52 + .26 + .06 = .84. */
	struct mizan_gti_year nicaragua[5] = {{0}};
	nicaragua[0].incidents = nicaragua[1].incidents = nicaragua[3].incidents = 1;
	assert_near(rounded(score_of(nicaragua)), 0.616, 1e-9);
}

static void nothing_scores_0_and_twenty_thousand_scores_10(void **state)
{
	(void)state;
	struct mizan_gti_year years[5] = {{0}};
	assert_true(score_of(years) == 0);
	for (size_t i = 0; i < 5; i++) {
		years[i].incidents = 20000; /* the weights add up to 1 */
	}
	assert_near(score_of(years), 10, 1e-12);
}

static void an_indicator_weighs_what_iep_says(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	static const double weights[5] = {0.52, 0.26, 0.13, 0.06, 0.03};
	for (size_t i = 0; i < 5; i++) {
		struct mizan_gti_year years[5] = {{0}};
		struct mizan_gti_parts parts;
		years[i] = (struct mizan_gti_year){100, 1000, 10000, 100000, (double)NAN};
		CHECK(mizan_gti_score(2026, years, 0, &parts, &error));
		assert_near(parts.weighted, weights[i] * (100 + 3000 + 5000 + 50000), 1e-9);
		assert_near(parts.by_indicator[0], weights[i] * 100, 1e-9);
		assert_near(parts.by_indicator[1], weights[i] * 3000, 1e-9);
		assert_near(parts.by_indicator[2], weights[i] * 5000, 1e-9);
		assert_near(parts.by_indicator[3], weights[i] * 50000, 1e-9);
	}
}

static void parts_add_up_to_the_five_year_value(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	uint64_t seed = 1;
	static const int editions[] = {2026, 2014};
	for (int round = 0; round < 2000; round++) {
		struct mizan_gti_year years[5];
		struct mizan_gti_parts parts;
		for (size_t i = 0; i < 5; i++) {
			years[i] = (struct mizan_gti_year){chance_below(&seed, 3000),
				chance_below(&seed, 3000), chance_below(&seed, 9000),
				chance_below(&seed, 500), chance_below(&seed, 900)};
		}
		CHECK(mizan_gti_score(editions[round % 2], years, 1e5, &parts, &error));
		double by_year = 0, by_indicator = 0;
		for (size_t i = 0; i < 5; i++) {
			by_year += parts.by_year[i];
			by_indicator += i < 4 ? parts.by_indicator[i] : 0;
		}
		assert_near(by_year, parts.weighted, 1e-9 * parts.weighted);
		assert_near(by_indicator, parts.weighted, 1e-9 * parts.weighted);
	}
}

static void editions_without_published_constants_refuse(void **state)
{
	(void)state;
	struct mizan_gti_year years[5] = {{1, 1, 1, 1, 1}};
	struct mizan_gti_parts parts;
	for (int edition = 2021; edition <= 2025; edition++) {
		struct mizan_error error = {0};
		assert_int_equal(
			mizan_gti_score(edition, years, 0, &parts, &error), MIZAN_ERROR_USAGE);
		char year[8];
		snprintf(year, sizeof year, "%d", edition);
		assert_non_null(strstr(error.what, year));
		assert_non_null(strstr(error.what, "not published"));
		assert_non_null(strstr(error.advice, "2026"));
	}
	static const int none[] = {0, 2011, 2027, -1, 20260};
	for (size_t i = 0; i < TEST_COUNT(none); i++) {
		struct mizan_error error = {0};
		assert_int_equal(
			mizan_gti_score(none[i], years, 0, &parts, &error), MIZAN_ERROR_USAGE);
		assert_non_null(strstr(error.what, "no formula"));
	}
}

/*
 * GTI 2012 to 2020. IEP's worked example weighs 16, 8, 4, 2, 1; a country with 31 incidents in each
 * year has S = 31 x (16 + 8 + 4 + 2 + 1) / 31 = 31.
 */
static void former_editions_are_as_by_hand(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	struct mizan_gti_parts parts;
	struct mizan_gti_year years[5];
	for (size_t i = 0; i < 5; i++) {
		years[i] = (struct mizan_gti_year){31, 0, 0, (double)NAN, 0};
	}
	for (int edition = 2012; edition <= 2020; edition++) {
		CHECK(mizan_gti_score(edition, years, 31, &parts, &error));
		assert_near(parts.weighted, 31, 1e-12);
		assert_near(parts.score, 10, 1e-12); /* the most has 10 */
		CHECK(mizan_gti_score(edition, years, 31 * 31, &parts, &error));
		assert_near(parts.score, 5, 1e-12); /* the root of the most has 5 */
	}
	/* y = 3 + 3 x 10 + 0.5 x 20 + 2 x 4 = 51, this year alone: 51 x 16 / 31. */
	struct mizan_gti_year one[5] = {{3, 10, 20, 1000, 4}};
	CHECK(mizan_gti_score(2015, one, 1000, &parts, &error));
	assert_near(parts.weighted, 51 * 16.0 / 31, 1e-12);
	assert_near(parts.score, 10 * log(51 * 16.0 / 31) / log(1000), 1e-12);
	/* Hostages do not count in these, property does not in 2026. */
	assert_near(parts.by_indicator[3], 8 * 16.0 / 31, 1e-12);
	CHECK(mizan_gti_score(2026, one, 0, &parts, &error));
	assert_near(parts.weighted, 0.52 * (3 + 30 + 10 + 500), 1e-9);
	/* Nothing, and less than 1, are at the foot of the scale. */
	struct mizan_gti_year none[5] = {{0}};
	CHECK(mizan_gti_score(2015, none, 1000, &parts, &error));
	assert_true(parts.score == 0);
}

/* ---- Ranks -------------------------------------------------------------------------------- */

static void equal_scores_share_a_rank_and_the_next_is_skipped(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	const double scores[] = {5, 7, 5, 1, (double)NAN, 0, 0, 9};
	const uint32_t expected[] = {3, 2, 3, 5, 8, 6, 6, 1};
	uint32_t ranks[8];
	CHECK(mizan_gti_rank(scores, 8, ranks, &error));
	for (size_t i = 0; i < 8; i++) {
		assert_int_equal(ranks[i], expected[i]);
	}
	CHECK(mizan_gti_rank(scores, 0, ranks, &error));
	/* Scores that are equal when rounded only are not equal. */
	const double near[] = {8.5736, 8.5741};
	CHECK(mizan_gti_rank(near, 2, ranks, &error));
	assert_int_equal(ranks[0], 2);
	assert_int_equal(ranks[1], 1);
}

static void a_rank_is_one_more_than_the_number_of_better_scores(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	uint64_t seed = 7;
	for (int round = 0; round < 200; round++) {
		double scores[163];
		uint32_t ranks[163];
		for (size_t i = 0; i < 163; i++) {
			scores[i] = chance_below(&seed, 40) / 4.0;
		}
		CHECK(mizan_gti_rank(scores, 163, ranks, &error));
		for (size_t i = 0; i < 163; i++) {
			uint32_t better = 0;
			for (size_t k = 0; k < 163; k++) {
				better += scores[k] > scores[i];
			}
			assert_int_equal(ranks[i], better + 1);
		}
	}
}

/* ---- From a sheet of counts --------------------------------------------------------------- */

struct count_row {
	const char *country;
	int year;
	double incidents, fatalities, injuries, hostages;
};

static struct mizan_table make_counts(const struct count_row *rows, size_t count)
{
	struct mizan_table counts = {0};
	mizan_table_add_column(&counts, "iso3", MIZAN_TEXT, -1);
	mizan_table_add_column(&counts, "year", MIZAN_REAL, -1);
	static const char *const names[] = {"incidents", "fatalities", "injuries", "hostages"};
	for (size_t i = 0; i < 4; i++) {
		mizan_table_add_column(&counts, names[i], MIZAN_REAL, -1);
	}
	for (size_t i = 0; i < count; i++) {
		size_t row = mizan_table_add_row(&counts);
		const double values[] = {
			rows[i].incidents, rows[i].fatalities, rows[i].injuries, rows[i].hostages};
		mizan_table_set_text(&counts, row, 0, rows[i].country);
		mizan_table_set_real(&counts, row, 1, rows[i].year);
		for (size_t k = 0; k < 4; k++) {
			if (!isnan(values[k])) {
				mizan_table_set_real(&counts, row, k + 2, values[k]);
			}
		}
	}
	return counts;
}

/* Five years of the same counts. */
static size_t five_years(struct count_row *rows, const char *country, double incidents, double dead)
{
	for (int i = 0; i < 5; i++) {
		rows[i] = (struct count_row){country, 2020 + i, incidents, dead, 0, 0};
	}
	return 5;
}

static void a_sheet_gives_scores_and_ranks(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	struct count_row rows[20];
	size_t count = five_years(rows, "PAK", 10, 30);
	count += five_years(rows + count, "URY", 0, 0);
	rows[count - 1].incidents = 2; /* 2024 alone */
	count += five_years(rows + count, "BFA", 10, 30);
	count += five_years(rows + count, "NER", 0, 0);
	struct mizan_table counts = make_counts(rows, count), table = {0};
	struct mizan_gti_options options = {.year = 2024};
	CHECK(mizan_gti_table(&counts, &options, &table, &error));
	assert_int_equal(table.row_count, 4);
	assert_string_equal(text_at(&table, 0, "country"), "BFA");
	assert_true(number_at(&table, 0, "rank") == 1);
	assert_true(number_at(&table, 1, "rank") == 1);
	assert_true(number_at(&table, 2, "rank") == 3);
	assert_true(number_at(&table, 3, "rank") == 4);
	assert_near(number_at(&table, 0, "weighted"), 100, 1e-9);
	assert_near(number_at(&table, 0, "score"), 10 * log(101) / log(20001), 1e-9);
	assert_string_equal(text_at(&table, 2, "country"), "URY");
	assert_near(rounded(number_at(&table, 2, "score")), 0.720, 1e-9);
	assert_true(number_at(&table, 3, "score") == 0);
	assert_string_equal(text_at(&table, 2, "driven_by"), "2024 (100%), incidents (100%)");
	mizan_table_release(&table);
	/* One country: its rank is still among all. */
	options.country = "URY";
	CHECK(mizan_gti_table(&counts, &options, &table, &error));
	assert_int_equal(table.row_count, 1);
	assert_true(number_at(&table, 0, "rank") == 3);
	mizan_table_release(&table);
	mizan_table_release(&counts);
}

static void a_year_that_is_not_covered_gives_no_score(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	struct count_row rows[20];
	size_t count = five_years(rows, "PAK", 10, 30);
	count += five_years(rows + count, "IND", 10, 30);
	rows[7] = rows[--count]; /* India: 2022 is not there, 2024 in its place */
	count += five_years(rows + count, "AFG", 10, 30);
	rows[10].incidents = rows[10].fatalities = (double)NAN; /* 2021: empty cells */
	struct mizan_table counts = make_counts(rows, count), table = {0};
	struct mizan_gti_options options = {.year = 2024};
	CHECK(mizan_gti_table(&counts, &options, &table, &error));
	assert_int_equal(table.row_count, 3);
	static const char *const without[] = {"IND", "AFG"};
	for (size_t i = 0; i < 2; i++) {
		size_t row = row_with(&table, "country", without[i]);
		assert_true(isnan(number_at(&table, row, "score")));
		assert_true(isnan(number_at(&table, row, "rank")));
		assert_true(isnan(number_at(&table, row, "weighted")));
		assert_true(number_at(&table, row, "incidents") == 10);
	}
	assert_true(!isnan(number_at(&table, row_with(&table, "country", "PAK"), "score")));
	assert_true(has_note(&table, "2 countries have no score"));
	mizan_table_release(&table);
	mizan_table_release(&counts);
}

static void a_sheet_without_a_needed_column_says_which(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	struct mizan_table counts = {0}, table = {0};
	mizan_table_add_column(&counts, "iso3", MIZAN_TEXT, -1);
	mizan_table_add_column(&counts, "year", MIZAN_REAL, -1);
	mizan_table_add_column(&counts, "incidents", MIZAN_REAL, -1);
	struct mizan_gti_options options = {.year = 2024};
	assert_int_equal(mizan_gti_table(&counts, &options, &table, &error), MIZAN_ERROR_INPUT);
	assert_non_null(strstr(error.what, "fatalities"));
	options.year = 0;
	assert_int_equal(mizan_gti_table(&counts, &options, &table, &error), MIZAN_ERROR_USAGE);
	mizan_table_release(&table);
	mizan_table_release(&counts);
}

static void a_row_that_comes_twice_is_an_error(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	struct count_row rows[6];
	size_t count = five_years(rows, "PAK", 10, 30);
	rows[count] = rows[count - 1];
	rows[count++].incidents = 11;
	struct mizan_table counts = make_counts(rows, count), table = {0};
	struct mizan_gti_options options = {.year = 2024};
	assert_int_equal(mizan_gti_table(&counts, &options, &table, &error), MIZAN_ERROR_INPUT);
	assert_non_null(strstr(error.what, "PAK"));
	assert_non_null(strstr(error.what, "2024"));
	mizan_table_release(&table);
	mizan_table_release(&counts);
}

/* ---- What would change the rank ----------------------------------------------------------- */

/* Does the country hold that rank, or a better one, with this many deaths more in the year? */
static bool reaches(struct count_row *rows, size_t count, size_t at, double more, double rank)
{
	struct mizan_error error = {0};
	double before = rows[at].fatalities;
	rows[at].fatalities += more;
	struct mizan_table counts = make_counts(rows, count), table = {0};
	struct mizan_gti_options options = {.year = 2024, .country = rows[at].country};
	CHECK(mizan_gti_table(&counts, &options, &table, &error));
	bool reached = number_at(&table, 0, "rank") <= rank;
	mizan_table_release(&table);
	mizan_table_release(&counts);
	rows[at].fatalities = before;
	return reached;
}

static void reach_rank_says_the_fewest_deaths_that_do_it(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	struct count_row rows[15];
	size_t count = five_years(rows, "BFA", 50, 100);
	count += five_years(rows + count, "PAK", 50, 90);
	count += five_years(rows + count, "NER", 20, 10);
	struct mizan_gti_options options = {.year = 2024, .country = "PAK", .reach_rank = 1};
	struct mizan_table counts = make_counts(rows, count), table = {0};
	CHECK(mizan_gti_table(&counts, &options, &table, &error));
	/* 3 x 10 deaths in five years of weight 1 are 30; a death of this year is 1.56: 19.23. */
	assert_true(has_note(&table, "with 20 more deaths in 2024"));
	assert_false(reaches(rows, count, 9, 19, 1));
	assert_true(reaches(rows, count, 9, 20, 1));
	mizan_table_release(&table);
	mizan_table_release(&counts);
	/* The same counts but for this year: exactly the difference, not one more. */
	for (double apart = 1; apart <= 60; apart++) {
		count = five_years(rows, "BFA", 50, 100);
		count += five_years(rows + count, "PAK", 50, 100);
		rows[4].fatalities = 100 + apart;
		counts = make_counts(rows, count);
		CHECK(mizan_gti_table(&counts, &options, &table, &error));
		char expected[64];
		snprintf(expected, sizeof expected, "with %.0f more death%s in 2024", apart,
			apart == 1 ? "" : "s");
		if (!has_note(&table, expected)) {
			fail_msg("%.0f deaths apart", apart);
		}
		mizan_table_release(&table);
		mizan_table_release(&counts);
	}
}

static void a_rank_that_nobody_can_hold_is_said(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	struct count_row rows[10];
	size_t count = five_years(rows, "BFA", 50, 100);
	count += five_years(rows + count, "PAK", 50, 90);
	struct mizan_table counts = make_counts(rows, count), table = {0};
	struct mizan_gti_options options = {.year = 2024, .country = "PAK", .reach_rank = 3};
	CHECK(mizan_gti_table(&counts, &options, &table, &error));
	assert_true(has_note(&table, "rank 3 cannot be worked out"));
	mizan_table_release(&table);
	/* Rank 1 for the one that has it: nothing needs to change. */
	options = (struct mizan_gti_options){.year = 2024, .country = "BFA", .reach_rank = 1};
	CHECK(mizan_gti_table(&counts, &options, &table, &error));
	assert_true(has_note(&table, "holds rank 1"));
	mizan_table_release(&table);
	/* A rank for no country is a wrong question. */
	options.country = NULL;
	assert_int_equal(mizan_gti_table(&counts, &options, &table, &error), MIZAN_ERROR_USAGE);
	mizan_table_release(&table);
	mizan_table_release(&counts);
}

/* The rank below may lie further down than all deaths of the year reach. */
static void fewer_deaths_than_there_were_are_not_asked_for(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	struct count_row rows[10];
	size_t count = five_years(rows, "BFA", 500, 100);
	count += five_years(rows + count, "PAK", 1, 1);
	struct mizan_table counts = make_counts(rows, count), table = {0};
	struct mizan_gti_options options = {.year = 2024, .country = "BFA", .reach_rank = 2};
	CHECK(mizan_gti_table(&counts, &options, &table, &error));
	assert_true(has_note(&table, "not even without a death in 2024"));
	mizan_table_release(&table);
	mizan_table_release(&counts);
}

/* ---- From events -------------------------------------------------------------------------- */

static struct mizan_table gti_of_store(int year, const char *country)
{
	struct mizan_error error = {0};
	struct mizan_table table = {0};
	struct mizan_gti_options options = {.year = year, .country = country};
	CHECK(mizan_gti_store(fixture.database, &options, &table, NULL, &error));
	return table;
}

static void events_give_the_formula_and_the_note_that_it_is_not_iep(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_event events[8];
	for (size_t i = 0; i < 8; i++) {
		events[i] = fixture_event("PAK", mizan_date_make(2016 + (int)i / 2, 5, 1), 3);
	}
	events[7].injured = 4;
	events[7].hostages = 6;
	fixture_release("test", MIZAN_COMPLETE, 2015, 2020, events, 8);
	/* 2019: two events a year in 2016 to 2019, none in 2015. */
	struct mizan_table table = gti_of_store(2019, NULL);
	assert_int_equal(table.row_count, 1);
	double y = 2 + 3 * 6;
	assert_near(number_at(&table, 0, "weighted"),
		y * (0.52 + 0.26 + 0.13 + 0.06) + 0.52 * (2 + 3), 1e-9);
	assert_true(number_at(&table, 0, "incidents") == 2);
	assert_true(number_at(&table, 0, "fatalities") == 6);
	assert_true(has_note(&table, "GTI formula on test, not the IEP score"));
	assert_true(has_note(&table, "no count of injuries and hostages"));
	assert_true(has_source(&table, "test"));
	mizan_table_release(&table);
	/* 2020 is covered and has no event: 0, which is known. */
	table = gti_of_store(2020, "PAK");
	assert_true(number_at(&table, 0, "incidents") == 0);
	assert_near(
		number_at(&table, 0, "weighted"), y * (0.26 + 0.13 + 0.06 + 0.03) + 0.26 * 5, 1e-9);
	assert_true(has_note(&table, "not the IEP score"));
	mizan_table_release(&table);
	/* 2021 is not covered, and neither is 2014, which the index of 2018 needs. */
	static const int years[] = {2021, 2018};
	for (size_t i = 0; i < 2; i++) {
		table = gti_of_store(years[i], "PAK");
		assert_int_equal(table.row_count, 1);
		assert_true(isnan(number_at(&table, 0, "score")));
		assert_true(isnan(number_at(&table, 0, "rank")));
		assert_true(has_note(&table, "no score: the index"));
		assert_true(has_note(&table, "not the IEP score"));
		mizan_table_release(&table);
	}
	/* The year of the index itself: unknown counts where it is not covered. */
	table = gti_of_store(2021, "PAK");
	assert_true(isnan(number_at(&table, 0, "incidents")));
	mizan_table_release(&table);
}

static void former_editions_say_what_events_lack(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	fixture_new();
	struct mizan_event events[5];
	for (size_t i = 0; i < 5; i++) {
		events[i] = fixture_event("PAK", mizan_date_make(2016 + (int)i, 5, 1), 3);
		events[i].injured = 1;
	}
	fixture_release("test", MIZAN_COMPLETE, 2016, 2020, events, 5);
	struct mizan_gti_options options = {.edition = 2018, .year = 2020};
	struct mizan_table table = {0};
	CHECK(mizan_gti_store(fixture.database, &options, &table, NULL, &error));
	assert_near(number_at(&table, 0, "weighted"), 1 + 9 + 0.5, 1e-9);
	assert_near(number_at(&table, 0, "score"), 10, 1e-9);
	assert_true(has_note(&table, "no count of property damage"));
	assert_false(has_note(&table, "no count of hostages"));
	mizan_table_release(&table);
	options.edition = 2023;
	assert_int_equal(mizan_gti_store(fixture.database, &options, &table, NULL, &error),
		MIZAN_ERROR_USAGE);
	mizan_table_release(&table);
}

static void deaths_that_are_unknown_are_told(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_event events[3];
	for (size_t i = 0; i < 3; i++) {
		events[i] = fixture_event("PAK", mizan_date_make(2020, 5, 1), 3);
		events[i].injured = events[i].hostages = 0;
	}
	events[1].deaths_best = MIZAN_UNKNOWN;
	events[2].injured = MIZAN_UNKNOWN;
	fixture_release("test", MIZAN_COMPLETE, 2016, 2020, events, 3);
	struct mizan_table table = gti_of_store(2020, NULL);
	assert_true(number_at(&table, 0, "fatalities") == 6);
	assert_true(has_note(&table, "no count of fatalities and injuries"));
	mizan_table_release(&table);
}

static void samples_are_left_out_and_sources_ranked_apart(void **state)
{
	(void)state;
	fixture_new();
	struct mizan_event events[2];
	events[0] = fixture_event("PAK", mizan_date_make(2020, 5, 1), 3);
	events[1] = fixture_event("AFG", mizan_date_make(2020, 5, 1), 30);
	fixture_release("one", MIZAN_COMPLETE, 2016, 2020, events, 2);
	events[1].deaths_best = 1;
	fixture_release("two", MIZAN_COMPLETE, 2016, 2020, events, 2);
	events[0].deaths_best = 1000;
	fixture_release("scraps", MIZAN_SAMPLE, 2016, 2020, events, 2);
	struct mizan_table table = gti_of_store(2020, NULL);
	assert_int_equal(table.row_count, 4);
	assert_int_equal(row_with(&table, "source", "scraps"), SIZE_MAX);
	static const char *const order[] = {"AFG", "PAK", "PAK", "AFG"};
	for (size_t i = 0; i < 4; i++) {
		assert_string_equal(text_at(&table, i, "country"), order[i]);
		assert_true(number_at(&table, i, "rank") == (double)(i % 2 + 1));
	}
	assert_true(has_note(&table, "GTI formula on one, not the IEP score"));
	assert_true(has_note(&table, "GTI formula on two, not the IEP score"));
	mizan_table_release(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(uruguay_has_the_published_scores),
		cmocka_unit_test(published_scores_imply_their_five_year_values),
		cmocka_unit_test(nothing_scores_0_and_twenty_thousand_scores_10),
		cmocka_unit_test(an_indicator_weighs_what_iep_says),
		cmocka_unit_test(parts_add_up_to_the_five_year_value),
		cmocka_unit_test(editions_without_published_constants_refuse),
		cmocka_unit_test(former_editions_are_as_by_hand),
		cmocka_unit_test(equal_scores_share_a_rank_and_the_next_is_skipped),
		cmocka_unit_test(a_rank_is_one_more_than_the_number_of_better_scores),
		cmocka_unit_test(a_sheet_gives_scores_and_ranks),
		cmocka_unit_test(a_year_that_is_not_covered_gives_no_score),
		cmocka_unit_test(a_sheet_without_a_needed_column_says_which),
		cmocka_unit_test(a_row_that_comes_twice_is_an_error),
		cmocka_unit_test(reach_rank_says_the_fewest_deaths_that_do_it),
		cmocka_unit_test(a_rank_that_nobody_can_hold_is_said),
		cmocka_unit_test(fewer_deaths_than_there_were_are_not_asked_for),
		cmocka_unit_test(events_give_the_formula_and_the_note_that_it_is_not_iep),
		cmocka_unit_test(former_editions_say_what_events_lack),
		cmocka_unit_test(deaths_that_are_unknown_are_told),
		cmocka_unit_test(samples_are_left_out_and_sources_ranked_apart),
	};
	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
