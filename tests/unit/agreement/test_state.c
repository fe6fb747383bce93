/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a commitment stands on a day, by what was known then. */
#include "../test.h"

#include <mizan/agreement.h>

static mizan_date day_of(const char *text)
{
	mizan_date date;
	if (!mizan_date_parse(test_slice(text), &date)) {
		fail_msg("'%s' is no day", text);
	}
	return date;
}

#define assert_day(date, text)                                                                     \
	do {                                                                                       \
		char shown_[11] = "unknown";                                                       \
		mizan_date date_ = (date);                                                         \
		if (date_ != MIZAN_DATE_UNKNOWN) {                                                 \
			mizan_date_format(date_, shown_);                                          \
		}                                                                                  \
		assert_string_equal(shown_, text);                                                 \
	} while (0)

static const struct mizan_due open_rule = {.rule = MIZAN_DUE_OPEN, .date = MIZAN_DATE_UNKNOWN};

static struct mizan_due on_day(const char *text)
{
	return (struct mizan_due){.rule = MIZAN_DUE_DATE, .date = day_of(text)};
}

/* Signed on 1 January 2020, not ended, agreed. */
static struct mizan_commitment commitment_with(struct mizan_due due)
{
	return (struct mizan_commitment){.standing = MIZAN_AGREED,
		.due = due,
		.signed_on = day_of("2020-01-01"),
		.effective = MIZAN_DATE_UNKNOWN,
		.ended = MIZAN_DATE_UNKNOWN,
		.known = day_of("2020-01-01"),
		.quoted = MIZAN_DATE_UNKNOWN};
}

static struct mizan_assessment judged(
	const char *as_of, enum mizan_assessed status, const char *by, bool by_party)
{
	return (struct mizan_assessment){.as_of = day_of(as_of),
		.known = day_of(as_of),
		.status = status,
		.assessed_by = by,
		.by_party = by_party};
}

static struct mizan_commitment_state state_on(
	const struct mizan_commitment *commitment, const char *on)
{
	return mizan_commitment_state(commitment, day_of(on), day_of(on));
}

#define assert_state(commitment, on, word)                                                         \
	assert_string_equal(mizan_due_state_word(state_on((commitment), (on)).state), (word))
#define assert_assessed(commitment, on, word)                                                      \
	assert_string_equal(mizan_assessed_word(state_on((commitment), (on)).assessed), (word))

/* ---- Due ---------------------------------------------------------------------------------- */

static void what_is_due_on_a_day_is_not_due_before_and_overdue_after(void **state)
{
	(void)state;
	struct mizan_commitment one = commitment_with(on_day("2020-07-13"));
	assert_state(&one, "2020-01-01", "not due");
	assert_state(&one, "2020-07-12", "not due");
	assert_state(&one, "2020-07-13", "due");
	assert_state(&one, "2020-07-14", "overdue");
	assert_state(&one, "2030-01-01", "overdue");
}

static void what_is_open_is_due_as_long_as_the_agreement_holds(void **state)
{
	(void)state;
	struct mizan_commitment one = commitment_with(open_rule);
	one.effective = day_of("2020-02-01");
	one.ended = day_of("2021-08-15");
	assert_state(&one, "2020-01-31", "not due");
	assert_state(&one, "2020-02-01", "due");
	assert_state(&one, "2021-08-14", "due");
	assert_state(&one, "2021-08-15", "lapsed");
	assert_day(state_on(&one, "2020-05-05").due, "unknown");
}

static void what_recurs_is_due_as_long_as_the_agreement_holds(void **state)
{
	(void)state;
	struct mizan_commitment one = commitment_with((struct mizan_due){.rule = MIZAN_DUE_EVERY,
		.unit = MIZAN_DUE_MONTHS,
		.number = 1,
		.date = day_of("2020-01-31")});
	one.ended = day_of("2020-06-01");
	assert_state(&one, "2020-02-10", "due");
	assert_day(state_on(&one, "2020-02-10").due, "2020-02-29");
	assert_day(state_on(&one, "2020-03-01").due, "2020-03-31");
	assert_state(&one, "2020-06-01", "lapsed");
}

static void what_fell_due_before_the_end_stays_overdue_and_the_rest_lapses(void **state)
{
	(void)state;
	struct mizan_commitment before = commitment_with(on_day("2020-07-13"));
	struct mizan_commitment same = commitment_with(on_day("2020-08-01"));
	struct mizan_commitment later = commitment_with(on_day("2020-09-01"));
	before.ended = same.ended = later.ended = day_of("2020-08-01");
	assert_state(&before, "2020-08-02", "overdue");
	assert_state(&same, "2020-08-01", "due");
	assert_state(&same, "2020-08-02", "overdue");
	assert_state(&later, "2020-07-31", "not due");
	assert_state(&later, "2020-08-01", "lapsed");
	assert_state(&later, "2020-09-02", "lapsed");
}

static void nobody_knew_of_an_end_before_it_came(void **state)
{
	(void)state;
	struct mizan_commitment standing = commitment_with(open_rule);
	struct mizan_commitment dated = commitment_with(on_day("2020-09-01"));
	standing.ended = dated.ended = day_of("2020-08-01");
	mizan_date on = day_of("2020-08-15"), known = day_of("2020-07-31");
	assert_int_equal(mizan_commitment_state(&standing, on, known).state, MIZAN_DUE_NOW);
	assert_int_equal(mizan_commitment_state(&dated, on, known).state, MIZAN_NOT_DUE);
	assert_int_equal(mizan_commitment_state(&standing, on, on).state, MIZAN_LAPSED);
	assert_int_equal(mizan_commitment_state(&dated, on, on).state, MIZAN_LAPSED);
}

static void what_was_met_is_discharged_before_and_after_its_day(void **state)
{
	(void)state;
	struct mizan_assessment met = judged("2020-07-01", MIZAN_MET, "a", true);
	struct mizan_commitment one = commitment_with(on_day("2020-07-13"));
	one.assessments = &met;
	one.assessment_count = 1;
	assert_state(&one, "2020-06-30", "not due");
	assert_state(&one, "2020-07-01", "discharged");
	assert_state(&one, "2020-07-14", "discharged");
	one.ended = day_of("2020-07-05");
	assert_state(&one, "2020-07-14", "discharged");
	/* Met in part, or undetermined, is not met. */
	met.status = MIZAN_PARTLY;
	one.ended = MIZAN_DATE_UNKNOWN;
	assert_state(&one, "2020-07-14", "overdue");
	met.status = MIZAN_UNDETERMINED;
	assert_state(&one, "2020-07-14", "overdue");
}

/* ---- Both sides' obligations -------------------------------------------------------------- */

/* No standing but an agreed one can come out as due, overdue, lapsed: whatever was said, whenever,
 * by whomever, moved or not, ended or not. */
static void what_is_only_demanded_can_never_be_broken(void **state)
{
	(void)state;
	static const enum mizan_standing standings[] = {
		MIZAN_DEMANDED, MIZAN_OFFERED, MIZAN_DISPUTED};
	const struct mizan_due dues[] = {on_day("2020-03-01"), open_rule,
		{MIZAN_DUE_AFTER_SIGNED, MIZAN_DUE_DAYS, 10, MIZAN_DATE_UNKNOWN},
		{MIZAN_DUE_EVERY, MIZAN_DUE_WEEKS, 1, MIZAN_DATE_UNKNOWN}};
	static const char *const days[] = {"2020-01-01", "2020-03-01", "2020-06-01", "2022-01-01"};
	size_t checked = 0;
	/* Two assessors, each with each status, each a party or not: 4 x 4 x 2 x 2. */
	for (int mix = 0; mix < 64; mix++) {
		const struct mizan_assessment assessments[] = {
			judged("2020-02-01", (enum mizan_assessed)(MIZAN_MET + mix % 4), "a",
				mix & 16),
			judged("2020-05-01", (enum mizan_assessed)(MIZAN_MET + mix / 4 % 4), "b",
				mix & 32)};
		const struct mizan_revision moved = {.announced = day_of("2020-02-10"),
			.known = day_of("2020-02-10"),
			.due = on_day("2020-04-01")};
		for (size_t k = 0; k < 3 * 4 * 4 * 2 * 2 * 3; k++) {
			struct mizan_commitment one = commitment_with(dues[k / 3 % 4]);
			one.standing = standings[k % 3];
			one.revisions = &moved;
			one.revision_count = k / 48 % 2;
			one.ended = k / 96 % 2 ? day_of("2020-04-15") : MIZAN_DATE_UNKNOWN;
			one.assessments = assessments;
			one.assessment_count = k / 192 % 3;
			assert_state(&one, days[k / 12 % 4], "not owed");
			checked++;
		}
	}
	assert_int_equal(checked, 64 * 576);
}

/* ---- Assessments -------------------------------------------------------------------------- */

static void an_assessment_counts_once_it_was_made_and_known(void **state)
{
	(void)state;
	struct mizan_assessment late = judged("2020-07-13", MIZAN_NOT_MET, "a", true);
	struct mizan_commitment one = commitment_with(on_day("2020-07-13"));
	late.known = day_of("2020-11-17");
	one.assessments = &late;
	one.assessment_count = 1;
	assert_assessed(&one, "2020-07-13", "not assessed");
	assert_assessed(&one, "2020-11-16", "not assessed");
	assert_assessed(&one, "2020-11-17", "not met");
	/* Today we know more of that day than was known then. */
	assert_int_equal(
		mizan_commitment_state(&one, day_of("2020-07-13"), day_of("2026-01-01")).assessed,
		MIZAN_NOT_MET);
	assert_int_equal(
		mizan_commitment_state(&one, day_of("2020-07-12"), day_of("2026-01-01")).assessed,
		MIZAN_NOT_ASSESSED);
}

static void of_each_assessor_the_latest_word_counts(void **state)
{
	(void)state;
	struct mizan_assessment assessments[] = {
		judged("2021-05-01", MIZAN_NOT_MET, "taliban", true),
		judged("2021-08-30", MIZAN_MET, "states", true),
		judged("2021-08-31", MIZAN_MET, "taliban", true)};
	struct mizan_commitment one = commitment_with(on_day("2021-08-31"));
	one.assessments = assessments;
	one.assessment_count = 3;
	assert_assessed(&one, "2021-05-01", "not met");
	assert_assessed(&one, "2021-08-30", "contested");
	assert_state(&one, "2021-08-30", "not due");
	assert_assessed(&one, "2021-08-31", "met");
	assert_state(&one, "2021-08-31", "discharged");
	/* A later word that was not known yet takes nothing back. */
	assessments[2].known = day_of("2021-09-15");
	assert_assessed(&one, "2021-09-14", "contested");
	assert_state(&one, "2021-09-14", "overdue");
	assert_assessed(&one, "2021-09-15", "met");
	/* Two words of one day: the one that stands later in the file. */
	assessments[1] = judged("2021-08-31", MIZAN_NOT_MET, "taliban", true);
	assessments[2] = judged("2021-08-31", MIZAN_PARTLY, "taliban", true);
	assert_assessed(&one, "2021-08-31", "partly");
}

static void parties_contest_and_others_differ(void **state)
{
	(void)state;
	static const struct {
		bool a_is_party, b_is_party;
		const char *word;
	} cases[] = {{true, true, "contested"}, {true, false, "assessments differ"},
		{false, true, "assessments differ"}, {false, false, "assessments differ"}};
	for (int a = MIZAN_MET; a <= MIZAN_UNDETERMINED; a++) {
		for (int b = MIZAN_MET; b <= MIZAN_UNDETERMINED; b++) {
			for (size_t i = 0; i < TEST_COUNT(cases); i++) {
				struct mizan_assessment both[] = {
					judged("2020-02-01", (enum mizan_assessed)a, "a",
						cases[i].a_is_party),
					judged("2020-02-02", (enum mizan_assessed)b, "b",
						cases[i].b_is_party)};
				struct mizan_commitment one = commitment_with(on_day("2020-01-15"));
				one.assessments = both;
				one.assessment_count = 2;
				assert_assessed(&one, "2020-03-01",
					a == b ? mizan_assessed_word((enum mizan_assessed)a)
					       : cases[i].word);
				assert_state(&one, "2020-03-01",
					a == b && a == MIZAN_MET ? "discharged" : "overdue");
			}
		}
	}
}

static void what_others_say_does_not_hide_that_parties_contest(void **state)
{
	(void)state;
	struct mizan_assessment all[] = {judged("2020-02-01", MIZAN_MET, "a", true),
		judged("2020-02-02", MIZAN_NOT_MET, "b", true),
		judged("2020-02-03", MIZAN_MET, "c", false),
		judged("2020-02-04", MIZAN_MET, "d", true)};
	struct mizan_commitment one = commitment_with(on_day("2020-01-15"));
	one.assessments = all;
	for (one.assessment_count = 2; one.assessment_count <= 4; one.assessment_count++) {
		assert_assessed(&one, "2020-03-01", "contested");
		assert_state(&one, "2020-03-01", "overdue");
	}
}

/* ---- Moved dates: the withdrawal of Doha -------------------------------------------------- */

/* Announced on 14 April 2021 for 11 September, on 8 July for 31 August. */
static void the_withdrawal_of_doha_was_moved_twice_and_keeps_its_history(void **state)
{
	(void)state;
	const struct mizan_revision revisions[] = {{.announced = day_of("2021-04-14"),
							   .known = day_of("2021-04-14"),
							   .due = on_day("2021-09-11")},
		{.announced = day_of("2021-07-08"),
			.known = day_of("2021-07-08"),
			.due = on_day("2021-08-31")}};
	struct mizan_commitment doha = commitment_with((struct mizan_due){
		MIZAN_DUE_AFTER_SIGNED, MIZAN_DUE_MONTHS, 14, MIZAN_DATE_UNKNOWN});
	doha.signed_on = doha.known = day_of("2020-02-29");
	doha.revisions = revisions;
	doha.revision_count = 2;
	static const struct {
		const char *on, *due;
		size_t moved;
		const char *word;
	} days[] = {{"2021-04-13", "2021-04-29", 0, "not due"},
		{"2021-04-14", "2021-09-11", 1, "not due"},
		{"2021-04-28", "2021-09-11", 1, "not due"},
		{"2021-04-30", "2021-09-11", 1, "not due"},
		{"2021-05-02", "2021-09-11", 1, "not due"},
		{"2021-07-07", "2021-09-11", 1, "not due"},
		{"2021-07-09", "2021-08-31", 2, "not due"}, {"2021-08-31", "2021-08-31", 2, "due"},
		{"2021-09-01", "2021-08-31", 2, "overdue"}};
	for (size_t i = 0; i < TEST_COUNT(days); i++) {
		struct mizan_commitment_state on = state_on(&doha, days[i].on);
		assert_day(on.first_due, "2021-04-29");
		assert_day(on.due, days[i].due);
		assert_int_equal(on.moved, days[i].moved);
		assert_string_equal(mizan_due_state_word(on.state), days[i].word);
	}
	/* By what was known before the first announcement it was overdue on 30 April. */
	struct mizan_commitment_state then =
		mizan_commitment_state(&doha, day_of("2021-04-30"), day_of("2021-04-13"));
	assert_int_equal(then.state, MIZAN_OVERDUE);
	assert_int_equal(then.moved, 0);
}

static void a_date_may_be_moved_to_open_and_back(void **state)
{
	(void)state;
	const struct mizan_revision revisions[] = {{.announced = day_of("2020-03-01"),
							   .known = day_of("2020-03-01"),
							   .due = open_rule},
		{.announced = day_of("2020-05-01"),
			.known = day_of("2020-06-01"),
			.due = on_day("2020-05-15")}};
	struct mizan_commitment one = commitment_with(on_day("2020-02-01"));
	one.revisions = revisions;
	one.revision_count = 2;
	assert_state(&one, "2020-02-29", "overdue");
	assert_state(&one, "2020-03-01", "due");
	assert_day(state_on(&one, "2020-03-01").due, "unknown");
	/* Announced, but not known. */
	assert_state(&one, "2020-05-31", "due");
	assert_state(&one, "2020-06-01", "overdue");
	assert_day(state_on(&one, "2020-06-01").first_due, "2020-02-01");
}

static void a_commitment_that_was_not_known_says_so(void **state)
{
	(void)state;
	struct mizan_commitment secret = commitment_with(open_rule);
	secret.known = day_of("2021-09-01");
	assert_false(state_on(&secret, "2021-08-31").known);
	assert_true(state_on(&secret, "2021-09-01").known);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_due_on_a_day_is_not_due_before_and_overdue_after),
		cmocka_unit_test(what_is_open_is_due_as_long_as_the_agreement_holds),
		cmocka_unit_test(what_recurs_is_due_as_long_as_the_agreement_holds),
		cmocka_unit_test(what_fell_due_before_the_end_stays_overdue_and_the_rest_lapses),
		cmocka_unit_test(nobody_knew_of_an_end_before_it_came),
		cmocka_unit_test(what_was_met_is_discharged_before_and_after_its_day),
		cmocka_unit_test(what_is_only_demanded_can_never_be_broken),
		cmocka_unit_test(an_assessment_counts_once_it_was_made_and_known),
		cmocka_unit_test(of_each_assessor_the_latest_word_counts),
		cmocka_unit_test(parties_contest_and_others_differ),
		cmocka_unit_test(what_others_say_does_not_hide_that_parties_contest),
		cmocka_unit_test(the_withdrawal_of_doha_was_moved_twice_and_keeps_its_history),
		cmocka_unit_test(a_date_may_be_moved_to_open_and_back),
		cmocka_unit_test(a_commitment_that_was_not_known_says_so),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
