/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worked example: a brief on when the level of violence in Pakistan changed, 1989 to 2021. */
#include <mizan/source.h>

#include "../fixture.h"

#include <mizan/brief.h>
#include <mizan/sql.h>

static const char brief_text[] =
	"# When the level changed\n\n"
	"Stretches: `{sql} SELECT count(*) FROM mizan_shift('deaths', 'PAK')`.\n\n"
	"```{sql}\n"
	"--| chart: dot-range\n--| label: stretch\n--| x: level\n--| low: level_low\n"
	"--| high: level_high\n"
	"SELECT \"from\" || ' to ' || \"to\" AS stretch, level, level_low, level_high"
	" FROM mizan_shift('deaths', 'PAK')\n"
	"```\n\n"
	"```{sql}\n"
	"SELECT part, share_before, share_after, p_value, words"
	" FROM mizan_composition('2014-06-15', 'PAK') WHERE of = 'violence'\n"
	"```\n\n"
	"```{claim}\n--| text: The monthly toll rose more than threefold about 2007.\n"
	"SELECT ratio_low > 3 AS holds, words FROM mizan_shift('deaths', 'PAK')"
	" WHERE from_earliest <= '2007-12' AND from_latest >= '2007-01'\n```\n\n"
	"```{claim}\n--| text: It rose again about 2016.\n"
	"SELECT ratio > 1 AS holds, words FROM mizan_shift('deaths', 'PAK')"
	" WHERE \"from\" BETWEEN '2014-06' AND '2017-12'\n```\n\n"
	"```{claim}\n--| text: It rose after August 2021.\n"
	"SELECT ratio_low > 1 AS holds, words FROM mizan_shift('deaths', 'PAK')"
	" WHERE \"from\" > '2021-08'\n```\n";

static void test_a_brief_on_the_level_of_violence_in_pakistan_comes_out_as_it_was(void **unused)
{
	(void)unused;
	struct mizan_error error;
	struct mizan_brief *brief;
	struct mizan_text page = {0};
	fixture_import(fixture_ged, FIXTURE_GED);
	CHECK(mizan_sql_register(fixture.database, &error));
	CHECK(mizan_store_publish(fixture.database, mizan_date_make(2026, 1, 1), &error));
	CHECK(mizan_store_guard(fixture.database, &error));
	CHECK(mizan_brief_parse("brief.md", brief_text, strlen(brief_text), &brief, &error));
	CHECK(mizan_brief_evaluate(brief, fixture.database, NULL, &error));
	for (size_t i = 0; i < mizan_brief_fault_count(brief); i++) {
		fail_msg("line %zu: %s", mizan_brief_fault(brief, i)->line,
			mizan_brief_fault(brief, i)->what);
	}
	assert_int_equal(mizan_brief_claim_count(brief), 3);
	assert_int_equal(mizan_brief_claim(brief, 0)->result, MIZAN_SUPPORTED);
	assert_int_equal(mizan_brief_claim(brief, 1)->result, MIZAN_CONTRADICTED);
	/* The record ends in December 2021, and half a year is the shortest stretch. */
	assert_int_equal(mizan_brief_claim(brief, 2)->result, MIZAN_CANNOT_BE_CHECKED);
	CHECK(mizan_brief_write(brief, MIZAN_BRIEF_HTML, &page, &error));
	CHECK(mizan_text_check(&page, &error));
	assert_non_null(strstr(page.data, "image/svg+xml"));
	assert_non_null(strstr(page.data, "state-based:"));
	mizan_text_release(&page);
	mizan_brief_release(brief);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_a_brief_on_the_level_of_violence_in_pakistan_comes_out_as_it_was),
	};
	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
