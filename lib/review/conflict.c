/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two claims of one article that cannot both hold. */
#include "review_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const number_keys[] = {"indicator", "country", "area", "actor", "period", "zone",
	"where", "source", "about", "counted", "per", NULL};

static bool same_option(
	const struct mizan_review_claim *a, const struct mizan_review_claim *b, const char *key)
{
	const char *left = review_option(a, key), *right = review_option(b, key);
	/* Without one it is deaths. */
	bool indicator = strcmp(key, "indicator") == 0;
	left = left ? left : indicator ? "deaths" : "";
	right = right ? right : indicator ? "deaths" : "";
	return strcmp(left, right) == 0;
}

static bool same_options(const struct mizan_review_claim *a, const struct mizan_review_claim *b,
	const char *const *keys)
{
	for (; *keys; keys++) {
		if (strcmp(*keys, "per") != 0 && !same_option(a, b, *keys)) {
			return false;
		}
	}
	return true;
}

/* Two publishers that are cited may both be right, by their own definitions. */
static bool cite_others(const struct mizan_review_claim *a, const struct mizan_review_claim *b)
{
	const char *left = review_option(a, "cites"), *right = review_option(b, "cites");
	if (!left || !right) {
		return false;
	}
	size_t size = strcspn(left, ",");
	return size != strcspn(right, ",") || strncmp(left, right, size) != 0;
}

static bool has_check(const struct mizan_review_claim *claim, const char *word)
{
	const char *check = review_option(claim, "check");
	return check && strcmp(check, word) == 0;
}

static bool both_check(
	const struct mizan_review_claim *a, const struct mizan_review_claim *b, const char *word)
{
	return has_check(a, word) && has_check(b, word);
}

static bool given_same(
	const struct mizan_review_claim *a, const struct mizan_review_claim *b, const char *key)
{
	return review_option(a, key) && review_option(b, key) && same_option(a, b, key);
}

/* ---- Numbers ------------------------------------------------------------------------------ */

/* Which numbers would fit the claim. */
static bool number_range(const struct mizan_review_claim *claim, double *low, double *high)
{
	double number;
	const char *stated = review_option(claim, "states");
	stated = stated ? stated : review_option(claim, "value");
	if (!stated || !mizan_stated_number(stated, &number, low, high)) {
		return false;
	}
	/* 748 and 749 do not meet halfway. */
	*low += isfinite(*low) ? (number - *low) * 0.001 : 0;
	*high -= isfinite(*high) ? (*high - number) * 0.001 : 0;
	if (has_check(claim, "at-least")) {
		*low = number;
		*high = HUGE_VAL;
	} else if (has_check(claim, "at-most")) {
		*low = -HUGE_VAL;
		*high = number;
	} else if (!has_check(claim, "equals") && !has_check(claim, "rank-is") &&
		   !has_check(claim, "count-of")) {
		return false;
	}
	return true;
}

static const char *numbers_differ(
	const struct mizan_review_claim *a, const struct mizan_review_claim *b)
{
	double low_a, high_a, low_b, high_b;
	static const char *const count_keys[] = {"of", "since", "on", "kind", NULL};
	bool counts = both_check(a, b, "count-of");
	if (has_check(a, "count-of") != has_check(b, "count-of") ||
		has_check(a, "rank-is") != has_check(b, "rank-is") ||
		!number_range(a, &low_a, &high_a) || !number_range(b, &low_b, &high_b) ||
		(low_a <= high_b && low_b <= high_a) || cite_others(a, b)) {
		return NULL;
	}
	if (counts && same_options(a, b, count_keys)) {
		return "they give two counts of the same groups";
	}
	bool same = !counts && same_options(a, b, number_keys) &&
		    (review_option(a, "period") || review_option(a, "about"));
	return same ? "they give different numbers of the same thing and period" : NULL;
}

/* ---- Dates and days ----------------------------------------------------------------------- */

static bool dates_exclude(const struct mizan_review_claim *a, const struct mizan_review_claim *b)
{
	const char *left = review_option(a, "date"), *right = review_option(b, "date");
	mizan_date first_a, last_a, first_b, last_b;
	return left && right && mizan_period_parse(left, &first_a, &last_a) &&
	       mizan_period_parse(right, &first_b, &last_b) &&
	       (first_a > last_b || first_b > last_a);
}

/* "30" or "28..31" */
static bool days_range(const struct mizan_review_claim *claim, double *low, double *high)
{
	const char *days = review_option(claim, "days");
	const char *dots = days ? strstr(days, "..") : NULL;
	if (!days) {
		return false;
	}
	size_t size = dots ? (size_t)(dots - days) : strlen(days);
	const char *last = dots ? dots + 2 : days;
	return mizan_parse_real((struct mizan_slice){days, size}, low) &&
	       mizan_parse_real((struct mizan_slice){last, strlen(last)}, high);
}

static bool days_exclude(const struct mizan_review_claim *a, const struct mizan_review_claim *b)
{
	double low_a, high_a, low_b, high_b;
	return days_range(a, &low_a, &high_a) && days_range(b, &low_b, &high_b) &&
	       (high_a < low_b || high_b < low_a);
}

static const char *dates_differ(
	const struct mizan_review_claim *a, const struct mizan_review_claim *b)
{
	if (both_check(a, b, "happened-on") && given_same(a, b, "milestone") &&
		dates_exclude(a, b)) {
		return "they give different dates of the same happening";
	}
	if (both_check(a, b, "due-on") && given_same(a, b, "commitment") &&
		same_option(a, b, "on") && dates_exclude(a, b)) {
		return "they say that one promise was due on different dates";
	}
	if (both_check(a, b, "held-for") && given_same(a, b, "agreement") && days_exclude(a, b)) {
		return "they say that one agreement held for different times";
	}
	return NULL;
}

/* ---- Promises and directions -------------------------------------------------------------- */

static bool is_word(const char *text, const char *word)
{
	for (; *text && *word; text++, word++) {
		if (*text != *word && !(strchr("- ", *text) && strchr("- ", *word))) {
			return false;
		}
	}
	return *text == *word;
}

static const char *promises_differ(
	const struct mizan_review_claim *a, const struct mizan_review_claim *b)
{
	const char *left = review_option(a, "status"), *right = review_option(b, "status");
	if (!both_check(a, b, "kept") || !given_same(a, b, "commitment") ||
		is_word(left ? left : "met", right ? right : "met")) {
		return NULL;
	}
	return "they judge the keeping of one promise differently";
}

static const char *direction(const struct mizan_review_claim *claim, const char *otherwise)
{
	const char *given = review_option(claim, "direction");
	return given ? given : otherwise;
}

static bool years_meet(const struct mizan_review_claim *a, const struct mizan_review_claim *b)
{
	const char *keys[] = {"from", "to"};
	long years[4];
	for (int i = 0; i < 4; i++) {
		const char *text = review_option(i < 2 ? a : b, keys[i % 2]);
		years[i] = text ? strtol(text, NULL, 10) : 0;
	}
	long from = years[0] > years[2] ? years[0] : years[2];
	long to = years[1] < years[3] ? years[1] : years[3];
	return from < to;
}

static const char *directions_differ(
	const struct mizan_review_claim *a, const struct mizan_review_claim *b)
{
	static const char *const date_keys[] = {
		"indicator", "country", "area", "actor", "zone", "where", "date", NULL};
	static const char *const year_keys[] = {
		"indicator", "country", "area", "actor", "zone", "where", "source", NULL};
	static const char *const effect_keys[] = {"agreement", "days", "zone", "where", NULL};
	bool rises = has_check(a, "rises-every-year") && has_check(b, "falls-every-year");
	bool falls = has_check(a, "falls-every-year") && has_check(b, "rises-every-year");
	bool opposite = (both_check(a, b, "before-after") && same_options(a, b, date_keys) &&
				strcmp(direction(a, "rises"), direction(b, "rises")) != 0) ||
			(both_check(a, b, "effect") && same_options(a, b, effect_keys) &&
				strcmp(direction(a, "falls"), direction(b, "falls")) != 0) ||
			((rises || falls) && same_options(a, b, year_keys) && years_meet(a, b));
	return opposite ? "one says that it rose, the other that it fell" : NULL;
}

/* ---- Pairs -------------------------------------------------------------------------------- */

#define CONFLICTS 10000 /* more help nobody */

static void conflict_add(struct mizan_review *review, size_t first, size_t second, const char *why)
{
	bool again = review->claims[first].contradicts || review->claims[second].contradicts;
	if (review->conflict_count >= CONFLICTS) {
		return;
	}
	for (size_t i = 0; again && i < review->conflict_count; i++) {
		const struct mizan_conflict *conflict = &review->conflicts[i];
		if (conflict->first == first && conflict->second == second) {
			return;
		}
	}
	if (mizan_grow(&review->conflicts, &review->conflict_capacity, review->conflict_count + 1,
		    sizeof *review->conflicts)) {
		review->conflicts[review->conflict_count++] =
			(struct mizan_conflict){first, second, why};
	} else {
		review->failed = true;
	}
}

/* `contradicts` names the id of another claim, or its place in the list from 1. */
static void conflict_explicit(struct mizan_review *review, size_t at)
{
	const struct mizan_review_claim *claim = &review->claims[at];
	const char *name = claim->contradicts;
	size_t found = SIZE_MAX;
	if (!name) {
		return;
	}
	for (size_t i = 0; i < review->claim_count && found == SIZE_MAX; i++) {
		const char *id = review->claims[i].id;
		found = id && strcmp(id, name) == 0 ? i : SIZE_MAX;
	}
	int64_t number;
	if (found == SIZE_MAX &&
		mizan_parse_integer((struct mizan_slice){name, strlen(name)}, &number) &&
		number >= 1 && (uint64_t)number <= review->claim_count) {
		found = (size_t)number - 1;
	}
	if (found == SIZE_MAX || found == at) {
		review_fault(review, claim->line, claim->column,
			"name the id of another claim, or its place in the list from 1",
			"contradicts: no other claim is '%.60s'", name);
		return;
	}
	conflict_add(
		review, found < at ? found : at, found < at ? at : found, "the review says so");
}

void review_find_conflicts(struct mizan_review *review)
{
	for (size_t b = 0; b < review->claim_count; b++) {
		const struct mizan_review_claim *second = &review->claims[b];
		conflict_explicit(review, b);
		for (size_t a = 0; a < b && !review->failed; a++) {
			const struct mizan_review_claim *first = &review->claims[a];
			if (!review_option(first, "check") || !review_option(second, "check")) {
				continue;
			}
			const char *why = numbers_differ(first, second);
			why = why ? why : dates_differ(first, second);
			why = why ? why : promises_differ(first, second);
			why = why ? why : directions_differ(first, second);
			if (why) {
				conflict_add(review, a, b, why);
			}
		}
	}
}
