/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of a text against published figures: planted errors are found, right numbers left alone.
 */
#include "brief_test.h"

/* Numbers as their publishers printed them; IEP's by way of the newspapers that relay them. */
static struct mizan_guard_figure figures[64];
static size_t figure_count;

static void add(const char *publisher, const char *edition, const char *published,
	const char *relay, const char *country, const char *actor, const char *indicator, int year,
	double value)
{
	figures[figure_count++] = (struct mizan_guard_figure){.publisher = publisher,
		.edition = edition,
		.published = published,
		.relayed_by = relay,
		.country = country,
		.actor = actor,
		.indicator = indicator,
		.first = mizan_date_make(year, 1, 1),
		.last = mizan_date_make(year, 12, 31),
		.value = value,
		.low = BRIEF_NONE,
		.high = BRIEF_NONE};
}

static void add_all(void)
{
	figure_count = 0;
	add("IEP", "GTI 2023", "2023-03-14", "India Narrative", "PAK", NULL, "deaths", 2021, 292);
	add("IEP", "GTI 2023", "2023-03-14", "India Narrative", "PAK", NULL, "deaths", 2022, 643);
	add("IEP", "GTI 2025", "2025-03-05", "Zee News", "PAK", NULL, "deaths", 2023, 748);
	add("IEP", "GTI 2025", "2025-03-05", "Dawn", "PAK", NULL, "deaths", 2024, 1081);
	add("IEP", "GTI 2026", "2026-03", "The Herald Today", "PAK", NULL, "deaths", 2025, 1139);
	add("IEP", "GTI 2023", "2023-03-14", "News18", "AFG", NULL, "deaths", 2022, 633);
	add("IEP", "GTI 2024", "2024-02-29", "India TV", "PAK", NULL, "attacks", 2023, 490);
	add("IEP", "GTI 2025", "2025-03-05", "Dawn", "PAK", NULL, "attacks", 2023, 517);
	add("IEP", "GTI 2025", "2025-03-05", "Dawn", "PAK", NULL, "attacks", 2024, 1099);
	add("IEP", "GTI 2026", "2026-03", "Khel Ja", "PAK", NULL, "attacks", 2025, 1045);
	add("IEP", "GTI 2025", "2025-03-05", "Sakshi Post (IANS)", "PAK", "TTP", "deaths", 2023,
		293);
	add("IEP", "GTI 2025", "2025-03-05", "Times of Karachi", "PAK", "TTP", "deaths", 2024, 558);
	add("IEP", "GTI 2025", "2025-03-05", "Sakshi Post (IANS)", "PAK", "TTP", "deaths", 2024,
		585);
	add("IEP", "GTI 2026", "2026-03", "The Herald Today", "PAK", "TTP", "deaths", 2025, 637);
	add("IEP", "GTI 2025", "2025-03-05", "Times of Karachi", "PAK", "TTP", "attacks", 2024,
		482);
	add("IEP", "GTI 2026", "2026-03", "Khel Ja", "PAK", "TTP", "attacks", 2025, 595);
	add("IEP", "GTI 2023", "2023-03-14", "India Narrative", "PAK", "BLA", "deaths", 2022, 233);
	add("IEP", "GTI 2025", "2025-03-05", "Dawn", "PAK", "TTP", "share", 2024, 52);
	add("IEP", "GTI 2023", "2023-03-14", "newslng.com", "PAK", NULL, "rank", 2022, 6);
	add("IEP", "GTI 2024", "2024-02-29", "Zee News", "PAK", NULL, "rank", 2023, 4);
	add("IEP", "GTI 2025", "2025-03-05", "Mondaq", "PAK", NULL, "rank", 2024, 2);
	add("IEP", "GTI 2025", "2025-03-05", "ABC Media", "PAK", NULL, "score", 2024, 8.374);
	add("CRSS", "Annual Security Report 2024", "2024-12-30", "Dawn", "PAK", NULL, "deaths",
		2024, 2546);
	add("CRSS", "Annual Security Report 2024", "2024-12-30", "Dawn", "PAK", NULL, "injured",
		2024, 2267);
	add("CRSS", "Annual Security Report 2023", "2023-12-31", "WION", "PAK", NULL, "deaths",
		2023, 1533);
	add("PICSS", "Statistics of 2024, January 2025", "2025-01-14", NULL, "PAK", NULL, "deaths",
		2024, 1969);
	add("PICSS", "Annual report 2023", "2024-01-01", NULL, "PAK", NULL, "attacks", 2023, 645);
	add("PICSS", "Annual report 2023", "2024-01-01", NULL, "PAK", NULL, "civilian-deaths", 2023,
		401);
	/* A month. */
	add("PICSS", "Monthly report October 2025", "2025-11-01", "Dawn", "PAK", NULL, "deaths",
		2025, 491);
	figures[figure_count - 1].first = mizan_date_make(2025, 10, 1);
	figures[figure_count - 1].last = mizan_date_make(2025, 10, 31);
}

static const struct mizan_guard_name actor_names[] = {{"TTP", "ttp", false},
	{"Tehrik-i-Taliban Pakistan", "ttp", false}, {"Pakistani Taliban", "ttp", false},
	{"BLA", "bla", false}, {"Balochistan Liberation Army", "bla", false},
	{"Afghan Taliban", "afghan-taliban", false}, {"ISKP", "iskp", false}};

static struct mizan_guard *guard_made(void)
{
	struct mizan_guard *guard;
	struct mizan_error error = {0};
	add_all();
	brief_ok(mizan_guard_make(figures, figure_count, actor_names,
			 sizeof actor_names / sizeof *actor_names, &guard, &error),
		&error);
	return guard;
}

static void guard_run(const char *text, struct mizan_table *table)
{
	struct mizan_guard *guard = guard_made();
	struct mizan_error error = {0};
	*table = (struct mizan_table){0};
	brief_ok(mizan_guard_text(guard, "a.md", text, strlen(text), table, &error), &error);
	mizan_guard_release(guard);
}

static const char *cell(const struct mizan_table *table, size_t row, const char *column)
{
	const struct mizan_cell *found =
		mizan_table_cell(table, row, mizan_table_find(table, column));
	return found->known ? found->text : "";
}

/* One sentence, and the one warning that it gets; kind NULL: none. */
static void expect_warning(const char *text, const char *number, const char *kind, const char *says)
{
	struct mizan_table table;
	guard_run(text, &table);
	if (!kind ? table.row_count != 0
		  : table.row_count != 1 || strcmp(cell(&table, 0, "kind"), kind) != 0 ||
				strcmp(cell(&table, 0, "number"), number) != 0 ||
				!strstr(cell(&table, 0, "says"), says)) {
		fail_msg("%zu warnings%s%s%s%s of: %s", table.row_count,
			table.row_count ? ", the first " : "",
			table.row_count ? cell(&table, 0, "kind") : "", table.row_count ? ": " : "",
			table.row_count ? cell(&table, 0, "says") : "", text);
	}
	mizan_table_release(&table);
}

static void a_warning_says_where_and_what_is_on_record(void **state)
{
	(void)state;
	expect_warning("The TTP killed 585 people in Pakistan in 2024.", "585", "swapped",
		"IEP, GTI 2025 has 558 for 2024 (deaths, TTP): digits may be swapped");
	expect_warning("IEP counted 748 deaths in Pakistan in 2024.", "748", "other-year",
		"IEP, GTI 2025 has 1,081 for 2024 (deaths, PAK): 748 is its number for 2023");
	expect_warning("There were 490 attacks in Pakistan in 2023.", "490", "revised",
		"IEP, GTI 2025 has 517 for 2023 (attacks, PAK): 490 is of GTI 2024, revised since");
	expect_warning("According to Dawn, 1,081 people were killed in Pakistan in 2024.", "1,081",
		"relay",
		"IEP, GTI 2025 has 1,081 for 2024 (deaths, PAK): Dawn relays it, and is not its "
		"source");
	expect_warning("In Pakistan 1,141 people died in attacks in 2025.", "1,141", "near",
		"IEP, GTI 2026 has 1,139 for 2025 (deaths, PAK): a near miss");
}

static void a_warning_has_the_line_and_the_column_in_characters(void **state)
{
	struct mizan_table table;
	(void)state;
	guard_run("# A title\n\nT\xc3\xbcrkiye mediated.\nT\xc3\xbc: the TTP killed 585 people in "
		  "2024.\n",
		&table);
	assert_int_equal(table.row_count, 1);
	assert_int_equal(mizan_table_cell(&table, 0, 1)->integer, 4);
	assert_int_equal(mizan_table_cell(&table, 0, 2)->integer, 20);
	mizan_table_release(&table);
}

/* An article of forty sentences: twenty have an error that was planted, twenty are right or of
 * other things. The expectations were written with the sentences, before the first run. */
static const struct {
	const char *sentence, *kind;
} article[] = {
	{"Pakistan has lived with terrorism for two decades.", NULL},
	{"IEP counted 1,081 deaths in Pakistan in 2024, up 45 percent from 748 in 2023.", NULL},
	{"In 2021 the number of deaths in Pakistan was 229.", "swapped"},
	{"A year later, in 2022, 643 people were killed there.", NULL},
	{"Deaths rose to 784 in 2023, by the count of IEP.", "swapped"},
	{"The TTP alone killed 585 people in 2024.", "swapped"},
	{"In 2025 the TTP killed 637 people in 595 attacks.", NULL},
	{"In 2025 the Pakistani Taliban carried out 482 attacks.", "other-year"},
	{"The group has some 6,000 fighters in 12 districts.", NULL},
	{"CRSS counted 2,546 deaths in 2024, militants among them.", NULL},
	{"CRSS counted 2,564 deaths in 2024, militants among them.", "swapped"},
	{"By its count 2,276 people were injured in Pakistan in 2024.", "swapped"},
	{"PICSS has 1,969 deaths for 2024.", NULL},
	{"PICSS has 1,975 deaths for 2024.", "near"},
	{"According to Dawn, 1,099 attacks struck Pakistan in 2024.", "relay"},
	{"Dawn, citing IEP, put the deaths of 2024 at 1,081.", NULL},
	{"Times of Karachi reported that the TTP killed 558 people in 2024.", "relay"},
	{"Pakistan saw 490 attacks in 2023.", "revised"},
	{"IEP first printed 490 attacks for 2023, and corrected them to 517 a year later.", NULL},
	{"The GTI 2024 counted 490 attacks in Pakistan in 2023.", "revised"},
	{"The ceasefire of 2021 lasted 30 days, and the one of 2022 held for 179 days.", NULL},
	{"On 15 August 2021 the Afghan Taliban entered Kabul.", NULL},
	{"More than 1,000 people died in Pakistan in 2024.", NULL},
	{"About 1,100 people died in Pakistan in 2024.", NULL},
	{"In 2023 Pakistan recorded 1,099 attacks, IEP says.", "other-year"},
	{"Attacks fell from 1,099 in 2024 to 1,045 in 2025.", NULL},
	{"Attacks fell from 1,099 in 2024 to 1,054 in 2025 in Pakistan.", "swapped"},
	{"\"The TTP killed 585 people in 2024,\" the agency wrote.", NULL},
	{"The score of Pakistan in the Global Terrorism Index was 8.374 for 2024.", NULL},
	{"The score of Pakistan in the Global Terrorism Index was 8.347 for 2024.", "swapped"},
	{"In 2024 Pakistan ranked 4th in the Global Terrorism Index.", "other-year"},
	{"The TTP accounted for 52 percent of the deaths of 2024 in Pakistan.", NULL},
	{"By IEP's 2025 report, the TTP accounted for 25% of the deaths in 2024.", "swapped"},
	{"The BLA killed 233 people in 2022.", NULL},
	{"The Balochistan Liberation Army killed 323 people in 2022.", "swapped"},
	{"In Afghanistan 633 people were killed in 2022.", NULL},
	{"In Afghanistan 638 people were killed in 2022.", "near"},
	{"In October 2025 Pakistan saw 491 deaths, PICSS says.", NULL},
	{"In October 2025 Pakistan saw 419 deaths, PICSS says.", "swapped"},
	{"In 2023, 410 civilians were killed in Pakistan, by PICSS.", "swapped"},
};

static void planted_errors_are_found_and_right_numbers_left_alone(void **state)
{
	struct mizan_text text = {0};
	struct mizan_table table;
	size_t count = sizeof article / sizeof *article, planted = 0, found = 0, wrong = 0;
	(void)state;
	for (size_t i = 0; i < count; i++) {
		mizan_text_printf(&text, "%s\n%s", article[i].sentence, i % 5 == 4 ? "\n" : "");
		planted += article[i].kind != NULL;
	}
	guard_run(text.data, &table);
	for (size_t i = 0, line = 1; i < count; line += i % 5 == 4 ? 2 : 1, i++) {
		bool warned = false;
		for (size_t row = 0; row < table.row_count; row++) {
			if (mizan_table_cell(&table, row, 1)->integer != (int64_t)line) {
				continue;
			}
			bool right = article[i].kind &&
				     strcmp(cell(&table, row, "kind"), article[i].kind) == 0;
			warned |= right;
			if (!right) {
				wrong++;
				print_message("false alarm: %s: %s\n", article[i].sentence,
					cell(&table, row, "says"));
			}
		}
		found += warned;
		if (article[i].kind && !warned) {
			print_message("missed (%s): %s\n", article[i].kind, article[i].sentence);
		}
	}
	print_message("%zu sentences: %zu of %zu planted errors found, %zu false alarms\n", count,
		found, planted, wrong);
	assert_int_equal(found, planted);
	assert_int_equal(wrong, 0);
	mizan_table_release(&table);
	mizan_text_release(&text);
}

/* ---- What is not a claim, and what leaves it open ------------------------------------------- */

static void what_is_quoted_or_no_text_is_left_alone(void **state)
{
	static const char *const texts[] = {"> The TTP killed 585 people in Pakistan in 2024.\n",
		"He said \"the TTP killed 585 people in Pakistan in 2024\".",
		"He said \xe2\x80\x9cthe TTP killed 585 people in 2024\xe2\x80\x9d.",
		"```\nThe TTP killed 585 people in Pakistan in 2024.\n```\n",
		"```{claim}\n--| text: The TTP killed 585 people in Pakistan in 2024.\n```\n",
		"---\ntitle: The TTP killed 585 people in Pakistan in 2024.\n---\n\nText.\n",
		"[^1]: The TTP killed 585 people in Pakistan in 2024.\n",
		"Killed in 2024 by the TTP: see [there](https://a.example/585).",
		"The TTP killed `585` people in Pakistan in 2024.",
		"In 2024 the TTP got $585 for each of the killed.",
		"585. The TTP killed people in Pakistan in 2024.\n",
		"On day 585 the TTP killed people in 2024.", "The TTP-585 killed people in 2024.",
		"In 2024 the TTP killed people over 585 days.", "", "585", "\n\n\n"};
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		expect_warning(texts[i], NULL, NULL, NULL);
	}
}

static void a_number_of_another_context_is_no_error(void **state)
{
	static const char *const texts[] = {
		/* Another country, group, year, thing, publisher; no year at all. */
		"In India 1,018 people were killed in 2024.", "The BLA killed 585 people in 2024.",
		"ISKP killed 585 people in Pakistan in 2024.",
		"The TTP killed 585 people in Pakistan in 2019.",
		"The TTP freed 585 prisoners in Pakistan in 2024.",
		"PICSS has 1,018 deaths in Pakistan for 2024.", "The TTP killed 585 people.",
		/* A sum over years. */
		"From 2021 to 2024 some 1,090 people were killed in Pakistan.",
		/* A change, and no share. */
		"Deaths rose by 25 percent in Pakistan in 2024, by IEP, and its share with them.",
		/* A month against a whole year. */
		"In March 2024 the TTP killed 585 people in Pakistan."};
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		expect_warning(texts[i], NULL, NULL, NULL);
	}
}

static void a_year_before_a_publisher_says_when_it_was(void **state)
{
	(void)state;
	expect_warning("In October 2025 PICSS counted 419 deaths in Pakistan.", "419", "swapped",
		"491 for 2025-10-01 to 2025-10-31");
	expect_warning("In 2024 IEP counted 748 deaths.", "748", "other-year",
		"748 is its number for 2023");
	expect_warning("In 2025 IEP's index had 1,139 deaths.", NULL, NULL, NULL);
}

static void a_sentence_that_names_an_edition_speaks_of_its_years(void **state)
{
	(void)state;
	expect_warning("The GTI 2025 recorded 1,018 deaths in Pakistan.", "1,018", "swapped",
		"1,081 for 2024");
	expect_warning(
		"Pakistan scored 8.347 in the GTI 2025.", "8.347", "swapped", "8.374 for 2024");
	expect_warning("The GTI 2025 recorded 1,081 deaths in Pakistan.", NULL, NULL, NULL);
	expect_warning("The GTI 2021 recorded 1,018 deaths in Pakistan.", NULL, NULL, NULL);
}

static void numbers_of_editions_that_were_revised_explain_errors_too(void **state)
{
	(void)state;
	expect_warning("IEP counted 940 attacks in Pakistan in 2023.", "940", "swapped",
		"IEP, GTI 2024 has 490 for 2023");
	expect_warning("IEP counted 490 attacks in Pakistan in 2024.", "490", "other-year",
		"490 is its number for 2023");
}

static void the_word_before_says_which_attacks_and_which_deaths(void **state)
{
	(void)state;
	expect_warning("PICSS says that civilian deaths came to 410 in 2023.", "410", "swapped",
		"401 for 2023");
}

/* What somebody else counts is no wrong number of those on record. */
static void a_publisher_without_figures_on_record_is_no_other(void **state)
{
	(void)state;
	expect_warning("ACLED counted 1,018 deaths in Pakistan in 2024.", NULL, NULL, NULL);
	expect_warning("ACLED recorded 2,550 deaths in Pakistan in 2024.", NULL, NULL, NULL);
	expect_warning("In 2024 the Global Terrorism Database had 1,099 deaths.", NULL, NULL, NULL);
}

static void a_list_of_years_counts_what_stands_before_it(void **state)
{
	(void)state;
	expect_warning(
		"Deaths in Pakistan by IEP: 292 (2021), 643 (2022), 748 (2023), 1,081 (2024) and "
		"1,193 (2025).",
		"1,193", "swapped", "1,139 for 2025");
}

/* The template of figures has IEP's long name. */
static void a_publisher_is_known_by_its_long_name_and_its_short_one(void **state)
{
	struct mizan_guard *guard;
	struct mizan_error error = {0};
	struct mizan_table table = {0};
	const char *text = "The GTI 2025 has 1,018 deaths in Pakistan. IEP counted 1,018 in 2024.";
	(void)state;
	figure_count = 0;
	add("Institute for Economics & Peace", "GTI 2025", "2025-03-05", NULL, "PAK", NULL,
		"deaths", 2024, 1081);
	brief_ok(mizan_guard_make(figures, 1, NULL, 0, &guard, &error), &error);
	brief_ok(mizan_guard_text(guard, "a.md", text, strlen(text), &table, &error), &error);
	assert_int_equal(table.row_count, 1);
	assert_string_equal(cell(&table, 0, "kind"), "swapped");
	mizan_table_release(&table);
	mizan_guard_release(guard);
}

static void context_goes_on_within_a_paragraph(void **state)
{
	(void)state;
	expect_warning(
		"Pakistan in 2024 was deadly. The TTP killed 585 people.", "585", "swapped", "558");
	expect_warning(
		"Pakistan in 2024 was deadly.\n\nThe TTP killed 585 people.", NULL, NULL, NULL);
	expect_warning("Pakistan suffered. In 2024 in all 1,018 people were killed.", "1,018",
		"swapped", "1,081");
}

static void text_that_is_not_text_is_refused_or_passes(void **state)
{
	struct mizan_guard *guard = guard_made();
	struct mizan_error error = {0};
	struct mizan_table table = {0};
	(void)state;
	assert_int_equal(mizan_guard_text(guard, "a.md", "killed \xff 585", 12, &table, &error),
		MIZAN_ERROR_INPUT);
	mizan_table_release(&table);
	/* A line of numbers without an end, and unbalanced marks. */
	struct mizan_text text = {0};
	for (int i = 0; i < 20000; i++) {
		mizan_text_append(&text, "killed 585 TTP 2024 \" ` < ]( ");
	}
	table = (struct mizan_table){0};
	brief_ok(mizan_guard_text(guard, "a.md", text.data, text.size, &table, &error), &error);
	mizan_table_release(&table);
	mizan_text_release(&text);
	mizan_guard_release(guard);
}

static void nothing_on_record_warns_of_nothing(void **state)
{
	struct mizan_guard *guard;
	struct mizan_error error = {0};
	struct mizan_table table = {0};
	const char *text = "The TTP killed 585 people in Pakistan in 2024.";
	(void)state;
	brief_ok(mizan_guard_make(NULL, 0, NULL, 0, &guard, &error), &error);
	brief_ok(mizan_guard_text(guard, "a.md", text, strlen(text), &table, &error), &error);
	assert_int_equal(table.row_count, 0);
	mizan_table_release(&table);
	mizan_guard_release(guard);
}

static void events_of_a_store_guard_numbers_too(void **state)
{
	static const int32_t deaths[] = {541, 972};
	struct mizan_store store;
	struct mizan_guard *guard;
	struct mizan_error error = {0};
	struct mizan_table table = {0};
	/* Behind it a publisher of whom nothing is on record. */
	const char *text = "UCDP counted 514 deaths in Pakistan in 2021, and 972 in 2022. "
			   "ACLED counted 927 in 2022.";
	(void)state;
	brief_make_store(NULL);
	brief_add_events("ucdp-ged", MIZAN_COMPLETE, 2021, deaths, 2);
	brief_ok(mizan_store_open(&store, brief_store, MIZAN_STORE_READ, &error), &error);
	brief_ok(mizan_guard_store(store.database, &guard, &error), &error);
	mizan_store_close(&store);
	brief_ok(mizan_guard_text(guard, "a.md", text, strlen(text), &table, &error), &error);
	assert_int_equal(table.row_count, 1);
	assert_string_equal(cell(&table, 0, "kind"), "swapped");
	assert_non_null(strstr(cell(&table, 0, "says"), "541 for 2021"));
	mizan_table_release(&table);
	mizan_guard_release(guard);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_warning_says_where_and_what_is_on_record),
		cmocka_unit_test(a_warning_has_the_line_and_the_column_in_characters),
		cmocka_unit_test(planted_errors_are_found_and_right_numbers_left_alone),
		cmocka_unit_test(what_is_quoted_or_no_text_is_left_alone),
		cmocka_unit_test(a_number_of_another_context_is_no_error),
		cmocka_unit_test(a_year_before_a_publisher_says_when_it_was),
		cmocka_unit_test(a_sentence_that_names_an_edition_speaks_of_its_years),
		cmocka_unit_test(numbers_of_editions_that_were_revised_explain_errors_too),
		cmocka_unit_test(the_word_before_says_which_attacks_and_which_deaths),
		cmocka_unit_test(a_publisher_without_figures_on_record_is_no_other),
		cmocka_unit_test(a_list_of_years_counts_what_stands_before_it),
		cmocka_unit_test(a_publisher_is_known_by_its_long_name_and_its_short_one),
		cmocka_unit_test(context_goes_on_within_a_paragraph),
		cmocka_unit_test(text_that_is_not_text_is_refused_or_passes),
		cmocka_unit_test(nothing_on_record_warns_of_nothing),
		cmocka_unit_test(events_of_a_store_guard_numbers_too),
	};
	return cmocka_run_group_tests(tests, brief_make_folder, brief_remove_folder);
}
