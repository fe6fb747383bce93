/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of the named checks. */
#include "brief_internal.h"

#include <string.h>

/* ---- The table ---------------------------------------------------------------------------- */

static const char *const needs_value[] = {"period", "value", NULL};
static const char *const needs_period[] = {"period", NULL};
static const char *const needs_years[] = {"from", "to", NULL};
static const char *const needs_two[] = {"period", "against", NULL};
static const char *const needs_date[] = {"milestone", "date", NULL};
static const char *const needs_cut[] = {"date", NULL};
static const char *const needs_of[] = {"of", "period", "among", NULL};
static const char *const needs_commitment[] = {"commitment", NULL};
static const char *const needs_due[] = {"commitment", "date", NULL};
static const char *const needs_days[] = {"agreement", "days", NULL};
static const char *const needs_count[] = {"of", "value", NULL};
static const char *const needs_since[] = {"period", "since", NULL};
static const char *const needs_nothing[] = {NULL};

#define SERIES_WORDS "indicator, country, area, actor, source, where, zone"

/* docs/brief.md has the same sentences; a test compares them. */
const struct check checks[] = {
	{"rises-every-year",
		"Each year's number is larger than that of the year before, by publisher and "
		"definition; one break is enough for no, a missing year for cannot say; "
		"low-high ranges that overlap are said; scores of different editions are not "
		"compared.",
		"from, to; " SERIES_WORDS, needs_years, check_rises, false},
	{"falls-every-year",
		"Each year's number is smaller than that of the year before, by publisher "
		"and definition; one break is enough for no, a missing year for cannot say; "
		"low-high ranges that overlap are said; scores of different editions are not "
		"compared.",
		"from, to; " SERIES_WORDS, needs_years, check_falls, false},
	{"at-least",
		"The number of the period is the stated one or more (stated as `more than`: "
		"more); best estimates decide, and where a source gives a range alone both "
		"its ends have to agree.",
		"period (or any), value, present; per, about, counted; " SERIES_WORDS, needs_value,
		check_at_least, false},
	{"at-most",
		"The number of the period is the stated one or less (stated as `fewer than`: "
		"less); best estimates decide, and where a source gives a range alone both "
		"its ends have to agree.",
		"period (or any), value, present; per, about, counted; " SERIES_WORDS, needs_value,
		check_at_most, false},
	{"equals",
		"The number of the period is the stated one at its own rounding, or within "
		"what `about`, `nearly`, `more than` or the like before it allow.",
		"period (or any), value or states, present; per, about, counted; " SERIES_WORDS,
		needs_period, check_equals, false},
	{"nearly-equal",
		"The number of the first period differs from that of the second by at most "
		"`within` percent of the second (10 where nothing is given), by publisher "
		"and definition; low-high ranges that leave room for the other answer are "
		"said.",
		"period, against, within (10); " SERIES_WORDS, needs_two, check_nearly_equal,
		false},
	{"doubled",
		"The number of the first period is at least `factor` times (2) that of the "
		"second, by publisher and definition, and the second is not 0; low-high ranges "
		"that leave room for the other answer are said.",
		"period, against, factor (2, or more than 2); " SERIES_WORDS, needs_two,
		check_doubled, false},
	{"rank-is", "The published rank of the period is the stated one.",
		"period, value, present; indicator: rank; country", needs_value, check_rank_is,
		false},
	{"share-at-least",
		"The part is at least `value` percent of the whole, by the same publisher "
		"and definition, or the share that a publisher prints is.",
		"period, value; part-area (names with ; between), part (a condition over "
		"event), or indicator: share; " SERIES_WORDS,
		needs_value, check_share_at_least, false},
	{"happened-on",
		"The milestone on record has this date, or one within this period; a date "
		"that is known less exactly cannot deny a day.",
		"milestone, date", needs_date, check_happened_on, true},
	{"largest-of",
		"No other of its kind has as large a number, by the same publisher and "
		"definition, over the period that is said; a tie is a no, and low-high "
		"ranges that overlap are said.",
		"of: year (with from, to), actor or country; period; among: the one that is "
		"largest; measure: value or growth (of actors); floor: deaths the year "
		"before (25); " SERIES_WORDS,
		needs_of, check_largest_of, true},
	{"first-since",
		"The number of the period is the largest (direction: smallest, or above "
		"`value`) since the period `since`: no period between has as much, and "
		"`since` itself has as much or is said to be unknown; by publisher and "
		"definition, low-high ranges that overlap are said.",
		"period, since (both years, quarters or months); direction: largest, "
		"smallest or above; value (of above); " SERIES_WORDS,
		needs_since, check_first_since, false},
	{"before-after",
		"The months after the date have more (direction: falls: less) than as many "
		"months before, by publisher and definition; the month of the date is left "
		"out, and low-high ranges that overlap are said.",
		"date (or a milestone), months (12), direction; " SERIES_WORDS, needs_cut,
		check_before_after, false},
	{"level-changed",
		"The level of the monthly series changed (direction: rises or falls, else"
		" either) within the period: of the exact partition (negative binomial, "
		"mBIC) the 95 % set of a change's date lies within it, and p of no change"
		" at all is at most 0.05; a set that lies there in part cannot say.",
		"period, direction; " SERIES_WORDS, needs_period, check_level_changed, false},
	{"count-of",
		"So many are on record: groups that joined (as many or more; announced and "
		"confirmed are counted apart), revisions of a commitment, agreements of a "
		"process, milestones of a kind (a bare number: as many, no more); fewer on "
		"record do not refute a count.",
		"of: an actor, AGREEMENT/ID, a process or a kind of milestones; what: joins, "
		"revisions, agreements or milestones; value; since, on, period; kind (of "
		"agreements); country, actor (of milestones); indicator (of published counts "
		"of joins)",
		needs_count, check_count_of, true},
	{"kept",
		"The latest assessment of each assessor says that the commitment was met (or "
		"the stated status); parties decide nothing, and what was only demanded, "
		"offered or disputed was not owed.",
		"commitment: AGREEMENT/ID; status: met, partly or not met; on", needs_commitment,
		check_kept, true},
	{"due-on",
		"The commitment was due on this date by its own rule (with `on`: as moved by "
		"then); a date that most reports print instead answers apart.",
		"commitment: AGREEMENT/ID; date; on", needs_due, check_due_on, true},
	{"held-for", "The agreement held for so many days, from taking effect to its end.",
		"agreement; days: 30, or 28..31", needs_days, check_held_for, true},
	{"effect",
		"Incidents fell (direction: rises: rose) from the days before the agreement, or "
		"another date, to as many from it on, beyond what their clustering explains "
		"(95 % interval).",
		"agreement, or date (or a milestone) with country; days (30), direction, where, "
		"zone, source",
		needs_nothing, check_effect, true},
	{"statements",
		"Only parties say so: who asserts and who denies stand side by side, the "
		"latest statement of each speaker.",
		"about: KIND:ID of what statements on record are about, kind; asserts, "
		"denies, denied-by, each as often as needed",
		needs_nothing, NULL, true},
	{"opinion", "A judgement, which no record can weigh.", "nothing", needs_nothing, NULL,
		true},
	{NULL, NULL, NULL, NULL, NULL, false},
};

const struct check *check_find(const char *word)
{
	for (const struct check *check = checks; check->word; check++) {
		if (strcmp(check->word, word) == 0) {
			return check;
		}
	}
	return NULL;
}

bool mizan_check_word(size_t index, const char **word, const char **rule, const char **options)
{
	if (index + 1 >= sizeof checks / sizeof *checks) {
		return false;
	}
	*word = checks[index].word;
	*rule = checks[index].rule;
	*options = checks[index].options;
	return true;
}
