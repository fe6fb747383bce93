/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a claim is told: every check with a store that says yes, no, both and nothing. */
#include "brief_test.h"

#include <strings.h>

/* Three publishers: A rises throughout, B falls once, C has no number of 2022. */
static const struct brief_figure trend[] = {{"A", "2021", 100}, {"A", "2022", 150},
	{"A", "2023", 151}, {"B", "2021", 200}, {"B", "2022", 190}, {"B", "2023", 300},
	{"C", "2021", 10}, {"C", "2023", 30}, {NULL}};
static const struct brief_figure rising[] = {
	{"A", "2021", 100}, {"A", "2022", 150}, {"B", "2021", 20}, {"B", "2022", 40}, {NULL}};

#define RISES "--| check: rises-every-year\n--| per: publisher\n"
#define FALLS "--| check: falls-every-year\n--| per: publisher\n"

static void every_year_is_compared_with_the_year_before(void **state)
{
	(void)state;
	brief_make_store(trend);
	brief_expect(RISES "--| from: 2021\n--| to: 2023", MIZAN_SOURCES_DISAGREE);
	brief_expect(RISES "--| from: 2022\n--| to: 2023", MIZAN_SUPPORTED);
	brief_expect(FALLS "--| from: 2022\n--| to: 2023", MIZAN_CONTRADICTED);
	brief_expect(FALLS "--| from: 2021\n--| to: 2022", MIZAN_SOURCES_DISAGREE);
	brief_expect(RISES "--| from: 2001\n--| to: 2003", MIZAN_CANNOT_BE_CHECKED);
	brief_make_store(rising);
	brief_expect(RISES "--| from: 2021\n--| to: 2022", MIZAN_SUPPORTED);
	brief_expect(FALLS "--| from: 2021\n--| to: 2022", MIZAN_CONTRADICTED);
}

static void equal_years_neither_rise_nor_fall(void **state)
{
	(void)state;
	static const struct brief_figure flat[] = {{"A", "2021", 5}, {"A", "2022", 5}, {NULL}};
	brief_make_store(flat);
	brief_expect(RISES "--| from: 2021\n--| to: 2022", MIZAN_CONTRADICTED);
	brief_expect(FALLS "--| from: 2021\n--| to: 2022", MIZAN_CONTRADICTED);
}

static void publishers_without_data_are_named(void **state)
{
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(trend);
	const struct mizan_claim *claim =
		brief_claim("", RISES DEATHS_PAK "--| from: 2021\n--| to: 2023", &brief);
	const struct mizan_answer *answer = brief_answer(claim, "C");
	assert_non_null(answer);
	assert_int_equal(answer->holds, -1);
	assert_non_null(strstr(answer->reason, "2022"));
	assert_int_equal(claim->publishers, 2); /* C says nothing */
	assert_int_equal(brief_answer(claim, "A")->holds, 1);
	assert_int_equal(brief_answer(claim, "B")->holds, 0);
	assert_non_null(strstr(claim->because, "A"));
	assert_non_null(strstr(claim->because, "B"));
	mizan_brief_release(brief);
}

static void publishers_of_other_years_are_named_in_any_check(void **state)
{
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(trend);
	const struct mizan_claim *claim = brief_claim("",
		DEATHS_PAK
		"--| check: at-least\n--| period: 2022\n--| value: 150\n--| per: publisher",
		&brief);
	const struct mizan_answer *answer = brief_answer(claim, "C");
	assert_int_equal(claim->result, MIZAN_SUPPORTED);
	assert_int_equal(claim->publishers, 2);
	assert_non_null(answer);
	assert_int_equal(answer->holds, -1);
	assert_non_null(answer->reason);
	mizan_brief_release(brief);
}

static void a_missing_year_leaves_a_break_elsewhere_standing(void **state)
{
	struct mizan_brief *brief;
	static const struct brief_figure gap[] = {
		{"A", "2020", 9}, {"A", "2021", 5}, {"A", "2023", 30}, {NULL}};
	(void)state;
	brief_make_store(gap);
	brief_expect(RISES "--| from: 2020\n--| to: 2023", MIZAN_CONTRADICTED);
	brief_expect(FALLS "--| from: 2020\n--| to: 2023", MIZAN_CANNOT_BE_CHECKED);
	const struct mizan_claim *claim =
		brief_claim("", FALLS DEATHS_PAK "--| from: 2020\n--| to: 2023", &brief);
	assert_non_null(strstr(claim->because, "2022"));
	assert_int_equal(claim->publishers, 0);
	mizan_brief_release(brief);
}

#define NUMBER(check, value) "--| check: " check "\n--| period: 2022\n--| value: " value

static void one_number_is_compared_with_the_stated_one(void **state)
{
	(void)state;
	brief_make_store(rising); /* A 150, B 40 in 2022 */
	brief_expect(NUMBER("at-least", "40"), MIZAN_SUPPORTED);
	brief_expect(NUMBER("at-least", "41"), MIZAN_SOURCES_DISAGREE);
	brief_expect(NUMBER("at-least", "150"), MIZAN_SOURCES_DISAGREE);
	brief_expect(NUMBER("at-least", "151"), MIZAN_CONTRADICTED);
	brief_expect(NUMBER("at-most", "150"), MIZAN_SUPPORTED);
	brief_expect(NUMBER("at-most", "149"), MIZAN_SOURCES_DISAGREE);
	brief_expect(NUMBER("at-most", "39"), MIZAN_CONTRADICTED);
	brief_expect(NUMBER("equals", "150"), MIZAN_SOURCES_DISAGREE);
	brief_expect(NUMBER("equals", "77"), MIZAN_CONTRADICTED);
	brief_expect(
		"--| check: at-least\n--| period: 2030\n--| value: 1", MIZAN_CANNOT_BE_CHECKED);
	brief_expect(NUMBER("equals", "40") "\n--| source: B", MIZAN_SUPPORTED);
}

static void a_range_without_a_best_estimate_decides_at_its_ends(void **state)
{
	static const struct brief_figure range[] = {
		{"UN", "2022", BRIEF_NONE, .low = 4000, .high = 6500}, {NULL}};
	(void)state;
	brief_make_store(range);
	brief_expect(NUMBER("at-least", "4,000"), MIZAN_SUPPORTED);
	brief_expect(NUMBER("at-least", "6,000"), MIZAN_CANNOT_BE_CHECKED);
	brief_expect(NUMBER("at-least", "7,000"), MIZAN_CONTRADICTED);
	brief_expect(NUMBER("at-most", "6,500"), MIZAN_SUPPORTED);
	brief_expect(NUMBER("at-most", "5,000"), MIZAN_CANNOT_BE_CHECKED);
	brief_expect(NUMBER("at-most", "3,999"), MIZAN_CONTRADICTED);
	brief_expect(NUMBER("equals", "9,000"), MIZAN_CONTRADICTED);
	brief_expect(NUMBER("equals", "5,000"), MIZAN_CANNOT_BE_CHECKED);
}

static void ranges_alone_do_not_decide_comparisons(void **state)
{
	static const struct brief_figure range[] = {
		{"UN", "2021", BRIEF_NONE, .low = 10, .high = 20},
		{"UN", "2022", BRIEF_NONE, .low = 15, .high = 40}, {NULL}};
	static const struct brief_figure months[] = {
		{"UN", "2021-07", BRIEF_NONE, .low = 10, .high = 20},
		{"UN", "2021-09", BRIEF_NONE, .low = 15, .high = 40}, {NULL}};
	(void)state;
	brief_make_store(range);
	brief_expect(RISES "--| from: 2021\n--| to: 2022", MIZAN_CANNOT_BE_CHECKED);
	brief_expect(
		"--| check: doubled\n--| period: 2022\n--| against: 2021", MIZAN_CANNOT_BE_CHECKED);
	brief_expect("--| check: nearly-equal\n--| period: 2022\n--| against: 2021",
		MIZAN_CANNOT_BE_CHECKED);
	brief_expect("--| check: largest-of\n--| of: year\n--| among: 2022\n--| period: 2022\n"
		     "--| from: 2021\n--| to: 2022",
		MIZAN_CANNOT_BE_CHECKED);
	brief_make_store(months);
	brief_expect("--| check: before-after\n--| date: 2021-08-15\n--| months: 1",
		MIZAN_CANNOT_BE_CHECKED);
}

static void two_periods_are_compared_within_one_publisher(void **state)
{
	static const struct brief_figure two[] = {{"A", "2024", 100}, {"A", "2023", 50},
		{"B", "2024", 95}, {"B", "2023", 100}, {"C", "2024", 1000}, {NULL}};
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(two);
#define TWO(check, more) "--| check: " check "\n--| period: 2024\n--| against: 2023\n" more
	brief_expect(TWO("doubled", ""), MIZAN_SOURCES_DISAGREE);
	brief_expect(TWO("doubled", "--| source: A"), MIZAN_SUPPORTED);
	brief_expect(TWO("doubled", "--| source: A\n--| factor: 2.01"), MIZAN_CONTRADICTED);
	brief_expect(TWO("doubled", "--| source: B"), MIZAN_CONTRADICTED);
	brief_expect(TWO("nearly-equal", "--| source: B"), MIZAN_SUPPORTED);
	brief_expect(TWO("nearly-equal", "--| source: B\n--| within: 5"), MIZAN_SUPPORTED);
	brief_expect(TWO("nearly-equal", "--| source: B\n--| within: 4"), MIZAN_CONTRADICTED);
	brief_expect(TWO("nearly-equal", "--| source: A"), MIZAN_CONTRADICTED);
	/* C has one of the two alone: it is named and decides nothing. */
	brief_expect(TWO("doubled", "--| source: C"), MIZAN_CANNOT_BE_CHECKED);
	const struct mizan_claim *claim =
		brief_claim("", DEATHS_PAK TWO("doubled", "--| per: publisher"), &brief);
	assert_non_null(brief_answer(claim, "C"));
	assert_int_equal(brief_answer(claim, "C")->holds, -1);
	assert_int_equal(claim->publishers, 2);
	mizan_brief_release(brief);
}

static void months_before_and_after_leave_out_the_month_between(void **state)
{
	static const struct brief_figure months[] = {{"A", "2021-06", 5}, {"A", "2021-07", 5},
		{"A", "2021-08", 900}, {"A", "2021-09", 7}, {"A", "2021-10", 7},
		{"B", "2021-07", 9}, {"B", "2021-09", 3}, {NULL}};
#define AROUND(more) "--| check: before-after\n--| date: 2021-08-15\n" more
	(void)state;
	brief_make_store(months);
	brief_expect(AROUND("--| months: 1"), MIZAN_SOURCES_DISAGREE);
	brief_expect(AROUND("--| months: 1\n--| source: A"), MIZAN_SUPPORTED);
	brief_expect(AROUND("--| months: 2\n--| source: A"), MIZAN_SUPPORTED);
	brief_expect(
		AROUND("--| months: 2\n--| direction: falls\n--| source: A"), MIZAN_CONTRADICTED);
	brief_expect(AROUND("--| months: 1\n--| direction: falls\n--| source: B"), MIZAN_SUPPORTED);
	brief_expect(AROUND("--| months: 12"), MIZAN_CANNOT_BE_CHECKED);
}

static void ranks_are_looked_up_and_the_present_is_the_last_year(void **state)
{
	static const struct brief_figure ranks[] = {
		{"IEP", "2023", 4, .edition = "GTI 2024", .indicator = "rank"},
		{"IEP", "2024", 2, .edition = "GTI 2025", .indicator = "rank"},
		{"IEP", "2025", 1, .edition = "GTI 2026", .indicator = "rank"}, {NULL}};
#define RANK(year, value)                                                                          \
	"--| check: rank-is\n--| indicator: rank\n--| country: PAK\n--| period: " year             \
	"\n--| value: " value "\n"
	static const struct {
		const char *options;
		enum mizan_result result;
		enum mizan_cited cited;
		unsigned marks;
	} cases[] = {{RANK("2024", "2"), MIZAN_SUPPORTED, MIZAN_CITED_NO_SOURCE, 0},
		{RANK("2024", "3"), MIZAN_CONTRADICTED, MIZAN_CITED_NO_SOURCE, 0},
		{RANK("2020", "3"), MIZAN_CANNOT_BE_CHECKED, MIZAN_CITED_NO_SOURCE, 0},
		{RANK("2024", "2") "--| cites: IEP, GTI 2025", MIZAN_SUPPORTED, MIZAN_CITED_YES, 0},
		{RANK("2024", "2") "--| cites: IEP, GTI 2025\n--| present: yes", MIZAN_CONTRADICTED,
			MIZAN_CITED_YES, MIZAN_MARK_OUTDATED},
		{RANK("2025", "1") "--| cites: IEP, GTI 2026\n--| present: yes", MIZAN_SUPPORTED,
			MIZAN_CITED_YES, 0},
		{RANK("2024", "1") "--| cites: IEP, GTI 2025\n--| present: no", MIZAN_CONTRADICTED,
			MIZAN_CITED_NO, 0}};
	(void)state;
	brief_make_store(ranks);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mizan_brief *brief;
		const struct mizan_claim *claim = brief_claim("", cases[i].options, &brief);
		assert_int_equal(claim->result, cases[i].result);
		assert_int_equal(claim->cited, cases[i].cited);
		assert_int_equal(claim->marks, cases[i].marks);
		mizan_brief_release(brief);
	}
}

static void a_number_revised_later_is_outdated_not_false_as_cited(void **state)
{
	static const struct brief_figure revised[] = {
		{"IEP", "2023", 490, "GTI 2024", "India TV", .indicator = "attacks"},
		{"IEP", "2023", 517, "GTI 2025", "Dawn", .indicator = "attacks"}, {NULL}};
#define ATTACKS "--| check: equals\n--| indicator: attacks\n--| country: PAK\n--| period: 2023\n"
	static const struct {
		const char *options;
		enum mizan_result result;
		enum mizan_cited cited;
		bool outdated;
	} cases[] = {{ATTACKS "--| states: 490\n--| cites: IEP, GTI 2024", MIZAN_CONTRADICTED,
			     MIZAN_CITED_YES, true},
		{ATTACKS "--| states: 517\n--| cites: IEP, GTI 2025", MIZAN_SUPPORTED,
			MIZAN_CITED_YES, false},
		{ATTACKS "--| states: 517\n--| cites: IEP, GTI 2024", MIZAN_SUPPORTED,
			MIZAN_CITED_NO, false},
		/* A relay may be cited. */
		{ATTACKS "--| states: 490\n--| cites: India TV", MIZAN_CONTRADICTED,
			MIZAN_CITED_YES, true},
		{ATTACKS "--| states: 490\n--| cites: dawn", MIZAN_CONTRADICTED, MIZAN_CITED_NO,
			false},
		{ATTACKS "--| states: 490\n--| cites: PICSS", MIZAN_CONTRADICTED,
			MIZAN_CITED_ABSENT, false},
		{ATTACKS "--| states: 490\n--| cites: IEP, GTI 2019", MIZAN_CONTRADICTED,
			MIZAN_CITED_ABSENT, false},
		{ATTACKS "--| states: 490", MIZAN_CONTRADICTED, MIZAN_CITED_NO_SOURCE, false}};
	(void)state;
	brief_make_store(revised);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mizan_brief *brief;
		const struct mizan_claim *claim = brief_claim("", cases[i].options, &brief);
		assert_int_equal(claim->result, cases[i].result);
		assert_int_equal(claim->cited, cases[i].cited);
		assert_int_equal((claim->marks & MIZAN_MARK_OUTDATED) != 0, cases[i].outdated);
		if (cases[i].outdated) {
			assert_non_null(strstr(claim->note, "517"));
		}
		mizan_brief_release(brief);
	}
}

static void relays_of_one_publisher_count_once(void **state)
{
	static const struct brief_figure relays[] = {{"IEP", "2022", 643, .relayed_by = "Dawn"},
		{"IEP", "2022", 643, .relayed_by = "BBC"}, {"IEP", "2022", 643},
		{"PICSS", "2022", 973}, {NULL}};
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(relays);
	const struct mizan_claim *claim =
		brief_claim("", DEATHS_PAK NUMBER("at-least", "600"), &brief);
	assert_int_equal(claim->result, MIZAN_SUPPORTED);
	assert_int_equal(claim->publishers, 2);
	mizan_brief_release(brief);
	claim = brief_claim(
		"", DEATHS_PAK "--| check: at-least\n--| period: any\n--| value: 600", &brief);
	assert_int_equal(claim->publishers, 2);
	mizan_brief_release(brief);
}

static void one_publisher_with_two_definitions_depends_on_what_is_counted(void **state)
{
	static const struct brief_figure two[] = {
		{"CRSS", "2022", 980, .counts_what = "militants counted"},
		{"CRSS", "2022", 400, .counts_what = "militants not counted"}, {NULL}};
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(two);
	const struct mizan_claim *claim =
		brief_claim("", DEATHS_PAK NUMBER("at-least", "600"), &brief);
	assert_int_equal(claim->result, MIZAN_SOURCES_DISAGREE);
	assert_int_equal(claim->publishers, 1);
	assert_non_null(strstr(claim->because, "depends on what is counted"));
	mizan_brief_release(brief);
}

static void events_and_figures_of_ucdp_are_of_one_publisher(void **state)
{
	static const struct brief_figure figure[] = {{"UCDP", "2022", 90}, {NULL}};
	static const int32_t deaths[] = {50, 90};
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(figure);
	brief_add_events("ucdp-ged", MIZAN_COMPLETE, 2021, deaths, 2);
	const struct mizan_claim *claim =
		brief_claim("", DEATHS_PAK NUMBER("at-least", "90"), &brief);
	assert_int_equal(claim->result, MIZAN_SUPPORTED);
	assert_int_equal(claim->publishers, 1);
	assert_non_null(brief_answer(claim, "ucdp-ged"));
	mizan_brief_release(brief);
	claim = brief_claim(
		"", DEATHS_PAK RISES "--| from: 2021\n--| to: 2022\n--| cites: UCDP", &brief);
	assert_int_equal(claim->result, MIZAN_SUPPORTED);
	assert_int_equal(claim->cited, MIZAN_CITED_YES);
	mizan_brief_release(brief);
}

static void names_that_begin_alike_are_different_publishers(void **state)
{
	static const struct brief_figure alike[] = {{"UN Monitoring Team", "2022", 90},
		{"UN OCHA", "2022", 91}, {"South Asia Terrorism Portal", "2022", 92},
		{"South Asia Monitor", "2022", 93}, {NULL}};
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(alike);
	const struct mizan_claim *claim =
		brief_claim("", DEATHS_PAK NUMBER("at-least", "90"), &brief);
	assert_int_equal(claim->publishers, 4);
	for (size_t i = 0; i + 1 < sizeof alike / sizeof *alike; i++) {
		assert_non_null(strstr(claim->because, alike[i].publisher));
	}
	mizan_brief_release(brief);
}

static void parties_state_and_decide_nothing(void **state)
{
	static const struct brief_figure parties[] = {
		{"ISPR", "2022", 10}, {"TTP", "2022", 700}, {"PICSS", "2022", 600}, {NULL}};
	static const char front[] = "---\ntitle: T\nparties: ispr; TTP\n---\n";
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(parties);
	const struct mizan_claim *claim =
		brief_claim(front, DEATHS_PAK NUMBER("at-least", "500"), &brief);
	assert_int_equal(claim->result, MIZAN_SUPPORTED);
	assert_int_equal(claim->publishers, 1);
	assert_true(brief_answer(claim, "ISPR")->party);
	assert_true(brief_answer(claim, "TTP")->party);
	assert_false(brief_answer(claim, "PICSS")->party);
	assert_null(strstr(claim->because, "ISPR"));
	mizan_brief_release(brief);
	/* Where only parties give numbers, they stand side by side. */
	claim = brief_claim(
		front, DEATHS_PAK NUMBER("at-least", "500") "\n--| source: TTP", &brief);
	assert_int_equal(claim->result, MIZAN_RESTS_ON_STATEMENTS);
	assert_int_equal(claim->publishers, 0);
	mizan_brief_release(brief);
	/* Without the front matter they are publishers like others. */
	claim = brief_claim("", DEATHS_PAK NUMBER("at-least", "500"), &brief);
	assert_int_equal(claim->result, MIZAN_SOURCES_DISAGREE);
	assert_int_equal(claim->publishers, 3);
	mizan_brief_release(brief);
}

static void a_partys_number_makes_no_figure_wrong(void **state)
{
	static const struct brief_figure parties[] = {
		{"TTP", "2022", 585}, {"IEP", "2022", 558}, {NULL}};
	static const char front[] = "---\ntitle: T\nparties: TTP\n---\n";
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(parties);
	const struct mizan_claim *claim = brief_claim(
		front, DEATHS_PAK "--| check: equals\n--| period: 2022\n--| states: 585", &brief);
	/* The party's own number does not hide that the record has another. */
	assert_int_equal(claim->result, MIZAN_CONTRADICTED);
	assert_int_equal(claim->marks, MIZAN_MARK_FIGURE_WRONG);
	mizan_brief_release(brief);
}

static void samples_never_answer_a_claim_about_totals(void **state)
{
	static const int32_t deaths[] = {50, 90, 120};
	(void)state;
	brief_make_store(NULL);
	brief_add_events("own", MIZAN_SAMPLE, 2021, deaths, 3);
	brief_expect(RISES "--| from: 2021\n--| to: 2023", MIZAN_CANNOT_BE_CHECKED);
	brief_expect(NUMBER("at-least", "1"), MIZAN_CANNOT_BE_CHECKED);
	brief_expect(NUMBER("at-most", "1000"), MIZAN_CANNOT_BE_CHECKED);
	brief_expect(
		"--| check: doubled\n--| period: 2023\n--| against: 2021", MIZAN_CANNOT_BE_CHECKED);
	brief_expect("--| check: largest-of\n--| of: year\n--| among: 2023\n--| period: 2023\n"
		     "--| from: 2021\n--| to: 2023",
		MIZAN_CANNOT_BE_CHECKED);
	brief_expect("--| check: largest-of\n--| of: actor\n--| among: TTP\n--| period: 2023",
		MIZAN_CANNOT_BE_CHECKED);
	brief_expect("--| check: largest-of\n--| of: actor\n--| measure: growth\n--| among: TTP\n"
		     "--| period: 2023",
		MIZAN_CANNOT_BE_CHECKED);
	brief_expect("--| check: share-at-least\n--| period: 2023\n--| value: 1\n"
		     "--| part: side_b = 'TTP'",
		MIZAN_CANNOT_BE_CHECKED);
	brief_add_events("ucdp-ged", MIZAN_COMPLETE, 2021, deaths, 3);
	brief_expect(RISES "--| from: 2021\n--| to: 2023", MIZAN_SUPPORTED);
}

static void a_sample_that_is_left_out_is_named(void **state)
{
	static const int32_t deaths[] = {50, 90};
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(NULL);
	brief_add_events("notable-incidents", MIZAN_SAMPLE, 2021, deaths, 2);
	brief_claim("", DEATHS_PAK RISES "--| from: 2021\n--| to: 2022", &brief);
	char *page = brief_written(brief, MIZAN_BRIEF_HTML);
	const char *notes = strstr(page, "<h2>Notes</h2>");
	assert_non_null(notes);
	assert_non_null(strstr(notes, "notable-incidents"));
	free(page);
	mizan_brief_release(brief);
}

static void a_list_of_an_older_edition_can_be_cited(void **state)
{
	static const struct brief_figure figures[] = {
		{"A", "2023", 4, .edition = "Report 2024", .actor = "TTP"},
		{"A", "2023", 2, .edition = "Report 2024", .actor = "BLA"},
		{"A", "2023", 4, .edition = "Report 2025", .actor = "TTP"},
		{"A", "2023", 9, .edition = "Report 2025", .actor = "BLA"}, {NULL}};
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(figures);
	const struct mizan_claim *claim = brief_claim("",
		DEATHS_PAK
		"--| check: largest-of\n--| of: actor\n--| among: TTP\n--| period: 2023\n"
		"--| cites: A, Report 2024",
		&brief);
	assert_int_equal(claim->result, MIZAN_CONTRADICTED);
	assert_int_equal(claim->cited, MIZAN_CITED_YES);
	assert_int_equal(claim->marks, MIZAN_MARK_OUTDATED);
	mizan_brief_release(brief);
}

static void years_that_a_release_does_not_cover_are_not_zero(void **state)
{
	static const int32_t deaths[] = {50, 90};
	(void)state;
	brief_make_store(NULL);
	brief_add_events("ucdp-ged", MIZAN_COMPLETE, 2021, deaths, 2);
	brief_expect(FALLS "--| from: 2022\n--| to: 2023", MIZAN_CANNOT_BE_CHECKED);
	brief_expect("--| check: at-most\n--| period: 2023\n--| value: 5", MIZAN_CANNOT_BE_CHECKED);
}

static void scores_of_different_editions_are_not_compared(void **state)
{
	static const struct brief_figure scores[] = {
		{"IEP", "2022", 8.16, .edition = "GTI 2023", .indicator = "score"},
		{"IEP", "2023", 7.916, .edition = "GTI 2024", .indicator = "score"}, {NULL}};
	static const struct brief_figure same[] = {
		{"IEP", "2022", 7.5, .edition = "GTI 2024", .indicator = "score"},
		{"IEP", "2023", 7.916, .edition = "GTI 2024", .indicator = "score"}, {NULL}};
#define SCORE "--| indicator: score\n--| country: PAK\n"
	static const char *const claims[] = {SCORE FALLS "--| from: 2022\n--| to: 2023",
		SCORE RISES "--| from: 2022\n--| to: 2023",
		SCORE "--| check: nearly-equal\n--| period: 2023\n--| against: 2022",
		SCORE "--| check: doubled\n--| factor: 1\n--| period: 2023\n--| against: 2022",
		SCORE "--| check: largest-of\n--| of: year\n--| among: 2022\n--| period: 2022\n"
		      "--| from: 2022\n--| to: 2023"};
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(scores);
	for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
		const struct mizan_claim *claim = brief_claim("", claims[i], &brief);
		assert_int_equal(claim->result, MIZAN_CANNOT_BE_CHECKED);
		assert_non_null(strstr(claim->because, "edition"));
		mizan_brief_release(brief);
	}
	brief_make_store(same);
	assert_int_equal(brief_claim("", claims[1], &brief)->result, MIZAN_SUPPORTED);
	mizan_brief_release(brief);
}

static void shares_are_of_one_publisher_and_definition(void **state)
{
	static const struct brief_figure parts[] = {{"A", "2022", 100},
		{"A", "2022", 60, .area = "Khyber Pakhtunkhwa"},
		{"A", "2022", 30, .area = "Balochistan"}, {"B", "2022", 100},
		{"B", "2022", 50, .area = "Khyber Pakhtunkhwa"},
		{"B", "2022", 30, .area = "Balochistan"}, {"C", "2022", 10},
		{"C", "2022", 10, .area = "Balochistan"},
		{"IEP", "2022", 52, .indicator = "share", .actor = "TTP"}, {NULL}};
#define SHARE(value)                                                                               \
	"--| check: share-at-least\n--| period: 2022\n--| value: " value                           \
	"\n--| part-area: Khyber Pakhtunkhwa; Balochistan"
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(parts);
	brief_expect(SHARE("80%"), MIZAN_SUPPORTED);
	brief_expect(SHARE("90%"), MIZAN_SOURCES_DISAGREE);
	brief_expect(SHARE("91"), MIZAN_CONTRADICTED);
	/* Named twice it is counted once. */
	brief_expect("--| check: share-at-least\n--| period: 2022\n--| value: 60\n"
		     "--| source: B\n--| part-area: Khyber Pakhtunkhwa; khyber pakhtunkhwa",
		MIZAN_CONTRADICTED);
	/* C has a part alone. */
	brief_expect(SHARE("1") "\n--| source: C", MIZAN_CANNOT_BE_CHECKED);
	static const char *const printed[] = {"50%", "53%"};
	for (int i = 0; i < 2; i++) {
		struct mizan_text text = {0};
		mizan_text_printf(&text,
			"--| check: share-at-least\n--| indicator: share\n--| country: PAK\n"
			"--| actor: TTP\n--| period: 2022\n--| value: %s",
			printed[i]);
		const struct mizan_claim *claim = brief_claim("", text.data, &brief);
		assert_int_equal(claim->result, i ? MIZAN_CONTRADICTED : MIZAN_SUPPORTED);
		mizan_text_release(&text);
		mizan_brief_release(brief);
	}
}

static void a_share_of_events_is_a_condition_over_them(void **state)
{
	static const int32_t deaths[] = {50, 90};
	(void)state;
	brief_make_store(NULL);
	brief_add_events("ucdp-ged", MIZAN_COMPLETE, 2021, deaths, 2);
#define PART "--| check: share-at-least\n--| period: 2021..2022\n--| part: deaths_best > 60\n"
	/* 90 of 140 is 64.3 percent. */
	brief_expect(PART "--| value: 64%", MIZAN_SUPPORTED);
	brief_expect(PART "--| value: 65%", MIZAN_CONTRADICTED);
}

static void happenings_are_looked_up_with_their_precision(void **state)
{
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(NULL);
	brief_add_milestone("day", "2021-08-15", 1, "confirmed", "Dawn, 2021-08-16");
	brief_add_milestone("month", "2021-08-01", 4, "confirmed", "Dawn, 2021-08-16");
	brief_add_milestone("disputed", "2021-08-15", 1, "disputed", "Dawn");
	brief_add_milestone("attributed", "2021-08-15", 1, "attributed", "Dawn");
	static const struct {
		const char *milestone, *date;
		enum mizan_result result;
	} cases[] = {{"day", "2021-08-15", MIZAN_SUPPORTED}, {"day", "2021-08", MIZAN_SUPPORTED},
		{"day", "2021-08-14..2021-08-15", MIZAN_SUPPORTED},
		{"day", "2021-08-16", MIZAN_CONTRADICTED}, {"month", "2021-08", MIZAN_SUPPORTED},
		{"month", "2021", MIZAN_SUPPORTED},
		/* The record knows no day: it cannot deny one. */
		{"month", "2021-08-15", MIZAN_CANNOT_BE_CHECKED},
		{"month", "2021-08-01", MIZAN_CANNOT_BE_CHECKED},
		{"month", "2021-09", MIZAN_CONTRADICTED},
		{"disputed", "2021-08-15", MIZAN_SOURCES_DISAGREE},
		{"attributed", "2021-08-15", MIZAN_RESTS_ON_STATEMENTS}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mizan_text text = {0};
		mizan_text_printf(&text, "--| check: happened-on\n--| milestone: %s\n--| date: %s",
			cases[i].milestone, cases[i].date);
		const struct mizan_claim *claim = brief_claim("", text.data, &brief);
		if (claim->result != cases[i].result) {
			fail_msg("%s on %s: %s", cases[i].milestone, cases[i].date,
				mizan_result_word(claim->result));
		}
		mizan_text_release(&text);
		mizan_brief_release(brief);
	}
#define HAPPENED "--| check: happened-on\n--| milestone: day\n--| date: 2021-08-15\n--| cites: "
	assert_int_equal(brief_claim("", HAPPENED "Dawn", &brief)->cited, MIZAN_CITED_YES);
	mizan_brief_release(brief);
	assert_int_equal(brief_claim("", HAPPENED "BBC", &brief)->cited, MIZAN_CITED_ABSENT);
	mizan_brief_release(brief);
}

static void the_largest_is_larger_than_every_other(void **state)
{
	static const struct brief_figure figures[] = {{"A", "2021", 5}, {"A", "2022", 9},
		{"A", "2023", 7}, {"A", "2023", 4, .actor = "TTP"},
		{"A", "2023", 2, .actor = "BLA"}, {"A", "2023", 6, .country = "AFG"},
		{"B", "2021", 5}, {"B", "2022", 5}, {"B", "2023", 1},
		{"B", "2023", 3, .actor = "TTP"}, {"B", "2023", 8, .actor = "BLA"}, {NULL}};
#define LARGEST(of, among, more)                                                                   \
	"--| check: largest-of\n--| of: " of "\n--| among: " among "\n--| period: 2023\n" more
	(void)state;
	brief_make_store(figures);
#define YEARS "--| from: 2021\n--| to: 2023\n--| source: "
	brief_expect(LARGEST("year", "2022", YEARS "A"), MIZAN_SUPPORTED);
	brief_expect(LARGEST("year", "2023", YEARS "A"), MIZAN_CONTRADICTED);
	brief_expect(LARGEST("year", "2022", YEARS "B"), MIZAN_CONTRADICTED); /* a tie */
	brief_expect(LARGEST("year", "2022", "--| from: 2020\n--| to: 2023\n--| source: A"),
		MIZAN_CANNOT_BE_CHECKED); /* 2020 may have been larger */
	brief_expect(LARGEST("year", "2021", "--| from: 2020\n--| to: 2023\n--| source: A"),
		MIZAN_CONTRADICTED);
	brief_expect(LARGEST("actor", "TTP", ""), MIZAN_SOURCES_DISAGREE);
	brief_expect(LARGEST("actor", "ttp", ""), MIZAN_SOURCES_DISAGREE);
	brief_expect(LARGEST("actor", "ISKP", ""), MIZAN_CANNOT_BE_CHECKED);
	brief_expect(LARGEST("country", "PAK", ""), MIZAN_SUPPORTED);
	brief_expect(LARGEST("country", "AFG", ""), MIZAN_CONTRADICTED);
}

static void a_list_says_what_its_cited_source_says(void **state)
{
	static const struct brief_figure figures[] = {{"A", "2023", 4, .actor = "TTP"},
		{"A", "2023", 2, .actor = "BLA"}, {"B", "2023", 3, .actor = "TTP"},
		{"B", "2023", 8, .actor = "BLA"}, {NULL}};
	static const struct {
		const char *options;
		enum mizan_cited cited;
	} cases[] = {{LARGEST("actor", "TTP", "--| cites: A"), MIZAN_CITED_YES},
		{LARGEST("actor", "TTP", "--| cites: B"), MIZAN_CITED_NO},
		{LARGEST("actor", "TTP", "--| cites: C"), MIZAN_CITED_ABSENT}};
	(void)state;
	brief_make_store(figures);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mizan_brief *brief;
		struct mizan_text text = {0};
		mizan_text_printf(&text, DEATHS_PAK "%s", cases[i].options);
		const struct mizan_claim *claim = brief_claim("", text.data, &brief);
		assert_int_equal(claim->result, MIZAN_SOURCES_DISAGREE);
		assert_int_equal(claim->cited, cases[i].cited);
		mizan_text_release(&text);
		mizan_brief_release(brief);
	}
}

static void growth_compares_groups_with_enough_deaths_the_year_before(void **state)
{
	static const struct brief_figure figures[] = {{"A", "2022", 100, .actor = "TTP"},
		{"A", "2023", 190, .actor = "TTP"}, {"A", "2022", 40, .actor = "BLA"},
		{"A", "2023", 60, .actor = "BLA"}, {"A", "2022", 2, .actor = "ISKP"},
		{"A", "2023", 20, .actor = "ISKP"}, {NULL}};
	(void)state;
	brief_make_store(figures);
	brief_expect(LARGEST("actor", "TTP", "--| measure: growth"), MIZAN_SUPPORTED);
	brief_expect(LARGEST("actor", "BLA", "--| measure: growth"), MIZAN_CONTRADICTED);
	/* Ten times two is no growth to speak of, unless the claim says so. */
	brief_expect(
		LARGEST("actor", "ISKP", "--| measure: growth\n--| floor: 1"), MIZAN_SUPPORTED);
	brief_expect(
		LARGEST("actor", "TTP", "--| measure: growth\n--| floor: 1"), MIZAN_CONTRADICTED);
}

static void a_wrong_figure_is_marked_and_swapped_digits_are_seen(void **state)
{
	static const struct brief_figure figure[] = {
		{"IEP", "2024", 558, .edition = "GTI 2025", .actor = "TTP"}, {NULL}};
#define TTP "--| country: PAK\n--| indicator: deaths\n--| actor: TTP\n--| period: 2024\n"
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(figure);
	const struct mizan_claim *claim =
		brief_claim("", TTP "--| check: equals\n--| states: 585", &brief);
	assert_int_equal(claim->marks, MIZAN_MARK_FIGURE_WRONG);
	assert_non_null(strstr(claim->note, "558"));
	assert_non_null(strstr(claim->note, "585"));
	assert_non_null(strstr(claim->note, "swapped"));
	mizan_brief_release(brief);
	claim = brief_claim("", TTP "--| check: equals\n--| states: 590", &brief);
	assert_int_equal(claim->marks, MIZAN_MARK_FIGURE_WRONG);
	assert_null(strstr(claim->note, "swapped"));
	mizan_brief_release(brief);
	/* The number, not the conclusion. */
	claim = brief_claim("", TTP "--| check: at-least\n--| value: 500\n--| states: 585", &brief);
	assert_int_equal(claim->result, MIZAN_SUPPORTED);
	assert_int_equal(claim->marks, MIZAN_MARK_FIGURE_WRONG);
	mizan_brief_release(brief);
	claim = brief_claim("", TTP "--| check: at-least\n--| value: 500\n--| states: 558", &brief);
	assert_int_equal(claim->marks, 0);
	assert_null(claim->note);
	mizan_brief_release(brief);
}

static void stated_numbers_mean_what_their_digits_say(void **state)
{
	static const struct {
		double record;
		const char *stated;
		bool equal;
	} cases[] = {{1081, "1,081", true}, {1081, "1081", true}, {1081, "1,082", false},
		{1081, "1,080", true}, {1081, "1,100", true}, {1081, "1,000", false},
		{2546, "2,500", true}, {2601, "2,500", false}, {58, "58", true}, {58, "59", false},
		{8.374, "8.37", true}, {8.374, "8.374", true}, {8.374, "8.4", true},
		{8.374, "8.38", false}, {96.4, "96%", true}, {96.6, "96%", false}, {0, "0", true},
		{1, "0", false}, {100000, "1,00,000", true}, {200000, "2 00 000", true}};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct brief_figure figures[] = {{"A", "2022", cases[i].record}, {NULL}};
		char options[120];
		brief_make_store(figures);
		snprintf(options, sizeof options,
			"--| check: equals\n--| period: 2022\n--| states: \"%s\"", cases[i].stated);
		brief_expect(options, cases[i].equal ? MIZAN_SUPPORTED : MIZAN_CONTRADICTED);
	}
}

static void statements_stand_side_by_side_and_opinions_alone(void **state)
{
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(NULL);
	const struct mizan_claim *claim = brief_claim("",
		"--| check: statements\n--| asserts: One\n--| denies: Two\n--| asserts: Three",
		&brief);
	assert_int_equal(claim->result, MIZAN_RESTS_ON_STATEMENTS);
	assert_int_equal(claim->statement_count, 3);
	assert_false(claim->statements[0].denies);
	assert_true(claim->statements[1].denies);
	assert_string_equal(claim->statements[2].text, "Three");
	mizan_brief_release(brief);
	claim = brief_claim("", "--| check: opinion", &brief);
	assert_int_equal(claim->result, MIZAN_OPINION);
	assert_int_equal(claim->publishers, 0);
	mizan_brief_release(brief);
	claim = brief_claim("", "--| missing: the text of the agreement", &brief);
	assert_int_equal(claim->result, MIZAN_CANNOT_BE_CHECKED);
	assert_non_null(strstr(claim->because, "the text of the agreement"));
	mizan_brief_release(brief);
}

static void a_query_answers_with_one_row(void **state)
{
	static const struct {
		const char *sql;
		enum mizan_result result;
	} cases[] = {{"SELECT 1 AS holds", MIZAN_SUPPORTED},
		{"SELECT 0 AS holds, 7 AS seen", MIZAN_CONTRADICTED},
		{"SELECT NULL AS holds", MIZAN_CANNOT_BE_CHECKED},
		{"SELECT 1 AS holds WHERE 0", MIZAN_CANNOT_BE_CHECKED}};
	static const struct {
		const char *sql, *what;
	} faults[] = {{"SELECT 1 AS yes", "holds"}, {"SELECT 1 AS a, 1 AS holds", "holds"},
		{"SELECT 1 AS holds UNION ALL SELECT 1", "one row"},
		{"SELECT 'yes' AS holds", "holds"}, {"SELECT 2 AS holds", "holds"},
		{"SELECT nothing AS holds", "nothing"}};
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(NULL);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct mizan_claim *claim = brief_claim("", cases[i].sql, &brief);
		assert_int_equal(claim->result, cases[i].result);
		assert_true(*claim->because);
		assert_null(strstr(claim->because, "(null)"));
		mizan_brief_release(brief);
	}
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		char text[200];
		snprintf(text, sizeof text, "```{claim}\n--| text: So.\n%s\n```\n", faults[i].sql);
		brief = brief_evaluated(text);
		assert_int_equal(mizan_brief_fault_count(brief), 1);
		assert_int_equal(mizan_brief_fault(brief, 0)->line, 3);
		assert_non_null(strstr(mizan_brief_fault(brief, 0)->what, faults[i].what));
		mizan_brief_release(brief);
	}
}

static void a_query_shows_its_evidence_and_its_value_is_compared(void **state)
{
	struct mizan_brief *brief;
	(void)state;
	brief_make_store(NULL);
	const struct mizan_claim *claim = brief_claim(
		"", "--| states: 585\nSELECT 1 AS holds, 558 AS value, 'Bannu' AS town", &brief);
	assert_int_equal(claim->result, MIZAN_SUPPORTED);
	assert_int_equal(claim->marks, MIZAN_MARK_FIGURE_WRONG);
	assert_non_null(strstr(claim->because, "Bannu"));
	assert_non_null(strstr(claim->answers[0].evidence, "558"));
	mizan_brief_release(brief);
	claim = brief_claim("", "--| states: 560\nSELECT 1 AS holds, 558 AS value", &brief);
	assert_int_equal(claim->marks, 0);
	mizan_brief_release(brief);
}

static void words_of_results_and_checks_are_as_documented(void **state)
{
	static const char *const results[] = {"supported", "contradicted", "sources disagree",
		"rests on statements", "cannot be checked", "opinion"};
	static const char *const checks[] = {"rises-every-year", "falls-every-year", "at-least",
		"at-most", "equals", "nearly-equal", "doubled", "rank-is", "share-at-least",
		"happened-on", "largest-of", "first-since", "before-after", "level-changed",
		"count-of", "kept", "due-on", "held-for", "effect", "statements", "opinion"};
	const char *word, *rule, *options;
	size_t count = 0;
	(void)state;
	for (int i = 0; i <= MIZAN_OPINION; i++) {
		assert_string_equal(mizan_result_word((enum mizan_result)i), results[i]);
	}
	for (; mizan_check_word(count, &word, &rule, &options); count++) {
		bool known = false;
		for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
			known |= strcmp(checks[i], word) == 0;
		}
		assert_true(known);
		assert_true(*rule);
		assert_non_null(options);
	}
	assert_int_equal(count, sizeof checks / sizeof *checks);
}

/* No result is counted by who said it, and no colour judges. */
static void pages_count_nobodys_results_and_colour_none(void **state)
{
	static const enum mizan_brief_form forms[] = {
		MIZAN_BRIEF_HTML, MIZAN_BRIEF_MARKDOWN, MIZAN_BRIEF_JSON};
	struct mizan_text text = {0};
	(void)state;
	brief_make_store(rising);
	/* Nine of one speaker, seven of the other: neither number stands anywhere. */
	for (int i = 0; i < 16; i++) {
		mizan_text_printf(&text,
			"```{claim}\n--| text: Claim %c.\n--| by: Speaker %s\n" DEATHS_PAK
			"--| check: at-%s\n--| period: 2022\n--| value: 77777\n```\n\n",
			'A' + i, i < 9 ? "X" : "Y", i < 9 ? "least" : "most");
	}
	struct mizan_brief *brief = brief_evaluated(text.data);
	brief_no_fault(brief);
	for (size_t i = 0; i < 3; i++) {
		char *page = brief_written(brief, forms[i]);
		int speakers = 0;
		for (const char *c = page; (c = strstr(c, "Speaker X")); c++) {
			speakers++;
		}
		assert_int_equal(speakers, 9); /* beside its claims, and nowhere else */
		for (const char *c = page; (c = strcasestr(c, "supported")); c++) {
			const char *before = c;
			while (before > page && (before[-1] == ' ' || before[-1] == ':')) {
				before--;
			}
			assert_false(before > page && before[-1] >= '0' && before[-1] <= '9');
		}
		free(page);
	}
	char *page = brief_written(brief, MIZAN_BRIEF_HTML);
	for (const char *c = page; (c = strchr(c, '#')); c++) {
		unsigned red, green, blue;
		size_t digits = strspn(c + 1, "0123456789abcdefABCDEF");
		if (digits == 3) {
			assert_int_equal(sscanf(c, "#%1x%1x%1x", &red, &green, &blue), 3);
			red *= 17, green *= 17, blue *= 17;
		} else if (digits != 6 || sscanf(c, "#%2x%2x%2x", &red, &green, &blue) != 3) {
			continue;
		}
		assert_false(red > green + 60 && red > blue + 60);
		assert_false(green > red + 60 && green > blue + 60);
	}
	assert_null(strcasestr(page, "color:red"));
	assert_null(strcasestr(page, "color:green"));
	free(page);
	mizan_brief_release(brief);
	mizan_text_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_year_is_compared_with_the_year_before),
		cmocka_unit_test(equal_years_neither_rise_nor_fall),
		cmocka_unit_test(publishers_without_data_are_named),
		cmocka_unit_test(publishers_of_other_years_are_named_in_any_check),
		cmocka_unit_test(a_missing_year_leaves_a_break_elsewhere_standing),
		cmocka_unit_test(one_number_is_compared_with_the_stated_one),
		cmocka_unit_test(a_range_without_a_best_estimate_decides_at_its_ends),
		cmocka_unit_test(ranges_alone_do_not_decide_comparisons),
		cmocka_unit_test(two_periods_are_compared_within_one_publisher),
		cmocka_unit_test(months_before_and_after_leave_out_the_month_between),
		cmocka_unit_test(ranks_are_looked_up_and_the_present_is_the_last_year),
		cmocka_unit_test(a_number_revised_later_is_outdated_not_false_as_cited),
		cmocka_unit_test(relays_of_one_publisher_count_once),
		cmocka_unit_test(one_publisher_with_two_definitions_depends_on_what_is_counted),
		cmocka_unit_test(events_and_figures_of_ucdp_are_of_one_publisher),
		cmocka_unit_test(names_that_begin_alike_are_different_publishers),
		cmocka_unit_test(parties_state_and_decide_nothing),
		cmocka_unit_test(a_partys_number_makes_no_figure_wrong),
		cmocka_unit_test(samples_never_answer_a_claim_about_totals),
		cmocka_unit_test(a_sample_that_is_left_out_is_named),
		cmocka_unit_test(a_list_of_an_older_edition_can_be_cited),
		cmocka_unit_test(years_that_a_release_does_not_cover_are_not_zero),
		cmocka_unit_test(scores_of_different_editions_are_not_compared),
		cmocka_unit_test(shares_are_of_one_publisher_and_definition),
		cmocka_unit_test(a_share_of_events_is_a_condition_over_them),
		cmocka_unit_test(happenings_are_looked_up_with_their_precision),
		cmocka_unit_test(the_largest_is_larger_than_every_other),
		cmocka_unit_test(a_list_says_what_its_cited_source_says),
		cmocka_unit_test(growth_compares_groups_with_enough_deaths_the_year_before),
		cmocka_unit_test(a_wrong_figure_is_marked_and_swapped_digits_are_seen),
		cmocka_unit_test(stated_numbers_mean_what_their_digits_say),
		cmocka_unit_test(statements_stand_side_by_side_and_opinions_alone),
		cmocka_unit_test(a_query_answers_with_one_row),
		cmocka_unit_test(a_query_shows_its_evidence_and_its_value_is_compared),
		cmocka_unit_test(words_of_results_and_checks_are_as_documented),
		cmocka_unit_test(pages_count_nobodys_results_and_colour_none),
	};
	return cmocka_run_group_tests_name(
		"brief: claims", tests, brief_make_folder, brief_remove_folder);
}
