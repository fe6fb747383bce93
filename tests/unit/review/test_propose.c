/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a draft proposes, by a store with a few records. */
#include "draft_test.h"

#include <mizan/review.h>

/* ---- A store ------------------------------------------------------------------------------ */

static int64_t add_release(const char *kind)
{
	struct mizan_error error;
	static int number;
	char sha256[65];
	snprintf(sha256, sizeof sha256, "d%063x", ++number);
	struct mizan_release release = {.source = kind,
		.version = "1",
		.kind = kind,
		.countries = "",
		.period_start = MIZAN_DATE_UNKNOWN,
		.period_end = MIZAN_DATE_UNKNOWN,
		.file = kind,
		.sha256 = sha256,
		.retrieved = mizan_date_make(2026, 1, 1)};
	CHECK(mizan_store_add_release(&fixture, &release, &error));
	return release.release_id;
}

static struct mizan_value text_value(const char *column, const char *text)
{
	return (struct mizan_value){.column = column, .type = MIZAN_VALUE_TEXT, .text = text};
}

static void add_actor(
	int64_t release, const char *id, const char *name, const char *brief, const char *kind)
{
	struct mizan_error error;
	int64_t row;
	const struct mizan_value values[] = {text_value("actor_id", id), text_value("name", name),
		text_value("short", brief), text_value("kind", kind), text_value("country", "PAK"),
		text_value("source", "A test"),
		{.column = "release_id", .type = MIZAN_VALUE_INTEGER, .integer = release},
		{.column = "line_no", .type = MIZAN_VALUE_INTEGER, .integer = 1}};
	CHECK(mizan_store_add_record(
		&fixture, "actor", values, sizeof values / sizeof *values, &row, &error));
}

static int store_setup(void **state)
{
	struct mizan_error error;
	if (fixture_setup(state)) {
		return 1;
	}
	fixture_new();
	static const struct mizan_figure figures[] = {{.publisher = "IEP",
							      .country = "PAK",
							      .indicator = "deaths",
							      .value = 1081,
							      .low = (double)NAN,
							      .high = (double)NAN},
		{.publisher = "CRSS",
			.country = "PAK",
			.indicator = "deaths",
			.value = 2546,
			.low = (double)NAN,
			.high = (double)NAN}};
	struct mizan_figure dated[2] = {figures[0], figures[1]};
	for (size_t i = 0; i < 2; i++) {
		dated[i].period_start = mizan_date_make(2024, 1, 1);
		dated[i].period_end = mizan_date_make(2024, 12, 31);
	}
	fixture_figures(dated, 2);
	CHECK(mizan_store_begin(&fixture, &error));
	int64_t actors = add_release("actors"), milestones = add_release("milestones");
	add_actor(actors, "ttp", "Tehreek-e-Taliban Pakistan", "TTP", "armed-group");
	add_actor(actors, "bla", "Balochistan Liberation Army", "BLA", "armed-group");
	add_actor(actors, "pakistan", "Government of Pakistan", "Pakistan", "state");
	const struct mizan_milestone milestone = {.milestone_id = "ttp-ceasefire-ends",
		.date = mizan_date_make(2022, 11, 28),
		.date_precision = 1,
		.kind = "ceasefire-end",
		.country = "PAK",
		.actors = "TTP",
		.title = "The TTP ends the ceasefire",
		.status = "confirmed",
		.source = "A test",
		.known = MIZAN_DATE_UNKNOWN};
	CHECK(mizan_store_add_milestone(&fixture, milestones, &milestone, &error));
	CHECK(mizan_store_commit(&fixture, &error));
	return 0;
}

static struct mizan_text drafted;

/* The draft of a text; Pakistan is its main country where the text names it. */
static const char *draft_of(const char *text)
{
	struct mizan_error error;
	struct mizan_article article;
	mizan_text_release(&drafted);
	drafted = (struct mizan_text){0};
	CHECK(mizan_article_parse("a.md", text, strlen(text), true, &article, &error));
	CHECK(mizan_draft_store(fixture.database, &article, &drafted, &error));
	/* What is drafted is accepted as it is. */
	struct mizan_review *review;
	CHECK(mizan_review_parse(&article, "a.yaml", drafted.data, drafted.size, &review, &error));
	if (mizan_review_fault_count(review) == 0) {
		CHECK(mizan_review_evaluate(review, fixture.database, NULL, &error));
	}
	if (mizan_review_fault_count(review) > 0) {
		fail_msg("%s\n%s", mizan_review_fault(review, 0)->what, drafted.data);
	}
	assert_int_equal(mizan_review_tie_count(review), 0);
	mizan_review_release(review);
	mizan_article_release(&article);
	return drafted.data;
}

/* All of these lines, each with blanks before it as the file has them. */
static void proposes(const char *text, const char *const *lines)
{
	const char *draft = draft_of(text);
	for (; *lines; lines++) {
		char line[200];
		snprintf(line, sizeof line, "    %s\n", *lines);
		if (!strstr(draft, line)) {
			fail_msg("no '%s' for: %s\n%s", *lines, text, draft);
		}
	}
}
#define PROPOSES(text, ...) proposes((text), (const char *const[]){__VA_ARGS__, NULL})

static void proposes_nothing(const char *text)
{
	const char *draft = draft_of(text);
	if (!strstr(draft, "claims:\n  []\n")) {
		fail_msg("%s", draft);
	}
}

/* ---- Tests -------------------------------------------------------------------------------- */

static void a_number_of_a_year_is_an_equals(void **state)
{
	(void)state;
	PROPOSES("In 2024 terrorism killed 1,081 people in Pakistan, according to IEP.",
		"status: proposed", "check: equals", "indicator: deaths", "country: PAK",
		"period: 2024", "states: 1,081", "cites: IEP");
}

static void at_least_and_a_range_have_their_checks(void **state)
{
	(void)state;
	PROPOSES("At least 32 people died in Balochistan in March 2025.", "check: at-least",
		"period: 2025-03", "value: 32");
	PROPOSES("In 2025 the TTP had between 6,000 and 6,500 fighters in Pakistan.",
		"check: at-least", "value: 6,000", "check: at-most", "value: 6,500",
		"indicator: fighters", "actor: TTP");
}

static void comparisons_have_their_checks(void **state)
{
	(void)state;
	PROPOSES("Deaths in Pakistan rose in every year from 2021 to 2024.",
		"check: rises-every-year", "from: 2021", "to: 2024");
	PROPOSES("Attacks in Pakistan more than doubled in 2024.", "check: doubled",
		"indicator: attacks", "period: 2024", "against: 2023");
	PROPOSES("Attacks in Pakistan tripled from 2021 to 2024.", "factor: 3", "against: 2021");
	PROPOSES("In Pakistan the first three quarters of 2025 were nearly as deadly as the whole "
		 "of 2024.",
		"check: nearly-equal", "period: 2025-01..2025-09", "against: 2024");
	PROPOSES("2025 was the deadliest year in Pakistan since 2014.", "check: largest-of",
		"of: year", "among: 2025", "from: 2014", "to: 2025");
	PROPOSES("The TTP killed more than half of all victims of terrorism in Pakistan in 2024.",
		"check: share-at-least", "actor: TTP", "value: 50%");
}

/* 1,081 after 748 are 44.5 percent more, which is printed as 45. */
static void a_rise_in_percent_keeps_its_rounding(void **state)
{
	(void)state;
	PROPOSES("Deaths in Pakistan rose by 45 percent in 2024.", "check: doubled",
		"factor: 1.445", "period: 2024", "against: 2023");
	PROPOSES("Deaths in Pakistan rose by half in 2024.", "factor: 1.5");
}

/* An index of a year is about the year before. */
static void a_rank_is_of_the_year_before_the_edition(void **state)
{
	(void)state;
	PROPOSES("Pakistan ranks second in the Global Terrorism Index 2025.", "check: rank-is",
		"period: 2024", "value: 2", "present: yes", "cites: IEP, GTI 2025");
}

static void records_are_found_by_their_words_and_dates(void **state)
{
	(void)state;
	PROPOSES("In Pakistan the TTP ended its ceasefire on 28 November 2022.",
		"check: happened-on", "milestone: ttp-ceasefire-ends", "date: 2022-11-28");
}

/* A wrong date is what a review is for: the milestone is meant all the same. */
static void a_wrong_date_finds_its_milestone(void **state)
{
	(void)state;
	PROPOSES("In Pakistan the TTP ended the ceasefire on 20 November 2022.",
		"milestone: ttp-ceasefire-ends", "date: 2022-11-20");
}

static void who_claims_and_who_denies_are_statements(void **state)
{
	(void)state;
	PROPOSES("The BLA claimed responsibility for the attack in Pakistan.", "check: statements",
		"asserts: BLA", "kind: responsibility", "# missing: about");
	PROPOSES("The TTP and the BLA deny the charge.", "denies: [TTP, BLA]");
}

/* What does not follow is named, and the check waits for it. */
static void what_is_missing_is_named(void **state)
{
	(void)state;
	PROPOSES("The TTP has 6,000 fighters in Pakistan.", "# check: equals", "missing: period",
		"states: 6,000");
	PROPOSES("It was signed in Geneva on 3 March 2019.", "# check: happened-on",
		"missing: milestone", "date: 2019-03-03");
}

static void the_sentence_before_lends_its_year_and_its_speaker(void **state)
{
	(void)state;
	PROPOSES("CRSS counted 2,546 deaths in Pakistan in 2024. It counted 1,524 a year earlier.",
		"period: 2023", "states: 1,524");
	PROPOSES("The TTP is in Pakistan. It killed 558 people in 2024.", "actor: TTP",
		"states: 558");
}

static void judgements_are_marked(void **state)
{
	(void)state;
	PROPOSES("Pakistan should talk.", "mark: opinion", "why: A judgement");
}

static void sentences_without_anything_to_check_get_nothing(void **state)
{
	(void)state;
	proposes_nothing(
		"# The deadliest year since 2014\n\nThe bus leaves at 6 in the morning.\n\n"
		"Did 500 people die in 2024?");
	proposes_nothing("");
	proposes_nothing("He pours tea into four glasses. The ward cost 2 million dollars.");
}

static void marks_of_yaml_in_a_sentence_stay_text(void **state)
{
	(void)state;
	(void)draft_of(
		"\"Yes: [no]\" # {x}, & *y* killed 12 people in Pakistan in 2024 \\ ` | > %.");
	(void)draft_of("<b>500 people</b> died in 2024 --- ... \xe2\x80\xae"
		       "abc in Pakistan.");
}

static void without_a_store_countries_are_known(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_article article;
	struct mizan_text text = {0};
	const char *sentence = "In 2024, 1,081 people were killed in Pakistan.";
	CHECK(mizan_article_parse("a.md", sentence, strlen(sentence), true, &article, &error));
	CHECK(mizan_draft_store(NULL, &article, &text, &error));
	assert_non_null(strstr(text.data, "country: PAK\n"));
	mizan_text_release(&text);
	mizan_article_release(&article);
}

static void the_same_text_gives_the_same_draft(void **state)
{
	(void)state;
	const char *text = "In 2024 the TTP killed 558 people in Pakistan. It denies 12 of them.";
	char *first = strdup(draft_of(text));
	assert_string_equal(first, draft_of(text));
	free(first);
}

static int store_teardown(void **state)
{
	mizan_text_release(&drafted);
	(void)test_release(state);
	return fixture_teardown(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_of_a_year_is_an_equals),
		cmocka_unit_test(at_least_and_a_range_have_their_checks),
		cmocka_unit_test(comparisons_have_their_checks),
		cmocka_unit_test(a_rise_in_percent_keeps_its_rounding),
		cmocka_unit_test(a_rank_is_of_the_year_before_the_edition),
		cmocka_unit_test(records_are_found_by_their_words_and_dates),
		cmocka_unit_test(a_wrong_date_finds_its_milestone),
		cmocka_unit_test(who_claims_and_who_denies_are_statements),
		cmocka_unit_test(what_is_missing_is_named),
		cmocka_unit_test(the_sentence_before_lends_its_year_and_its_speaker),
		cmocka_unit_test(judgements_are_marked),
		cmocka_unit_test(sentences_without_anything_to_check_get_nothing),
		cmocka_unit_test(marks_of_yaml_in_a_sentence_stay_text),
		cmocka_unit_test(without_a_store_countries_are_known),
		cmocka_unit_test(the_same_text_gives_the_same_draft),
	};
	return cmocka_run_group_tests(tests, store_setup, store_teardown);
}
