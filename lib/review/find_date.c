/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as people write them: days, months, years, parts of years, and years told from others. */
#include "draft_internal.h"

#include <stdlib.h>
#include <string.h>

static const char *const months[] = {"january|jan", "february|feb", "march|mar", "april|apr", "may",
	"june|jun", "july|jul", "august|aug", "september|sept|sep", "october|oct", "november|nov",
	"december|dec"};
/* A number before these is no year: "2000 people". */
static const char count_nouns[] =
	"people|persons|deaths|killed|dead|attacks|fighters|troops|soldiers|civilians|members|"
	"militants|incidents|men|prisoners|families|injured|percent";

static const char before_years[] = "in|since|of|by|from|until|during|for|early|late|mid";

static int month_at(const struct draft_sentence *sentence, size_t index)
{
	if (index >= sentence->word_count || !sentence->words[index].capital) {
		return 0; /* "may" and "march" are words too */
	}
	for (int month = 0; month < 12; month++) {
		if (draft_word_is(sentence, index, months[month])) {
			return month + 1;
		}
	}
	return 0;
}

static int year_at(const struct draft_sentence *sentence, size_t index)
{
	if (index >= sentence->word_count || sentence->words[index].gap == '$') {
		return 0;
	}
	const char *text = sentence->words[index].text;
	bool counts = draft_word_is(sentence, index + 1, count_nouns) &&
		      !(index > 0 && draft_word_is(sentence, index - 1, before_years)) &&
		      !(index > 0 && month_at(sentence, index - 1));
	if (strlen(text) != 4 || strspn(text, "0123456789") != 4 || counts) {
		return 0;
	}
	int year = (int)strtol(text, NULL, 10);
	return year >= 1900 && year <= 2099 ? year : 0;
}

/* "15", "15th"; 0: no day of a month. */
static int day_at(const struct draft_sentence *sentence, size_t index)
{
	if (index >= sentence->word_count) {
		return 0;
	}
	char *end;
	const char *text = sentence->words[index].text;
	long day = *text >= '0' && *text <= '9' ? strtol(text, &end, 10) : 0;
	if (day < 1 || day > 31 ||
		(*end && strcmp(end, "st") && strcmp(end, "nd") && strcmp(end, "rd") &&
			strcmp(end, "th"))) {
		return 0;
	}
	return (int)day;
}

static mizan_date month_end(int year, int month)
{
	return mizan_date_make(month < 12 ? year : year + 1, month % 12 + 1, 1) - 1;
}

static bool date_day(struct draft_date *date, int year, int month, int day)
{
	date->month = month;
	date->day = day;
	if (!year) {
		date->kind = DATE_NO_YEAR;
		return true;
	}
	date->kind = day ? DATE_DAY : DATE_MONTH;
	date->from = mizan_date_make(year, month, day ? day : 1);
	date->to = day ? date->from : month_end(year, month);
	return date->from != MIZAN_DATE_UNKNOWN;
}

/* "18 to 19 October 2025", "from June to November 2022": two ends of one year. */
static bool date_ends(const struct draft_sentence *sentence, size_t at, struct draft_date *date)
{
	int day = day_at(sentence, at), month = day ? 0 : month_at(sentence, at);
	bool dash = at + 1 < sentence->word_count && sentence->words[at + 1].gap == '-';
	size_t next = at + (dash ? 1u : 2u);
	if ((!day && !month) ||
		(!dash && !draft_word_is(sentence, at + 1, "to|until|through|and"))) {
		return false;
	}
	int last_day = day ? day_at(sentence, next++) : 0;
	int last_month = month_at(sentence, next++);
	int year = year_at(sentence, next);
	if (!last_month || !year || (day && last_day <= day) || (month && last_month <= month)) {
		return false;
	}
	date->first = at;
	date->end = next + 1;
	date->kind = DATE_SPAN;
	date->two_ends = month != 0;
	date->from = mizan_date_make(year, month ? month : last_month, day ? day : 1);
	date->to = day ? mizan_date_make(year, last_month, last_day) : month_end(year, last_month);
	return date->from != MIZAN_DATE_UNKNOWN && date->to != MIZAN_DATE_UNKNOWN;
}

/* "15 August 2021", "August 15, 2021", "August 2021", "29 February", "in October". */
static bool date_with_month(
	const struct draft_sentence *sentence, size_t at, struct draft_date *date)
{
	size_t next = at;
	int day = day_at(sentence, next), month = 0;
	if (day) {
		next++;
		next += draft_word_is(sentence, next, "of");
		month = month_at(sentence, next++);
	} else {
		month = month_at(sentence, next++);
		int behind = day_at(sentence, next);
		if (month && behind && !draft_word_is(sentence, next + 1, count_nouns)) {
			day = behind;
			next++;
		}
	}
	if (!month) {
		return false;
	}
	int year = year_at(sentence, next + draft_word_is(sentence, next, "of"));
	if (year) {
		next += draft_word_is(sentence, next, "of") + 1u;
	}
	/* A month alone, "May" or a name: only behind a word of time. */
	if (!year && !day &&
		(at == 0 || !draft_word_is(sentence, at - 1,
				    "in|since|by|until|late|early|mid|of|last|from|to|during"))) {
		return false;
	}
	date->first = at;
	date->end = next;
	return date_day(date, year, month, day);
}

static int part_count(const struct draft_sentence *sentence, size_t at)
{
	static const char *const words[] = {"one", "two", "three", "four", "five", "six", "seven",
		"eight", "nine", "ten", "eleven"};
	for (int i = 0; i < 11; i++) {
		if (draft_word_is(sentence, at, words[i])) {
			return i + 1;
		}
	}
	int day = day_at(sentence, at);
	return day <= 11 ? day : 0;
}

static bool date_months(struct draft_date *date, int year, int first, int last)
{
	date->kind = DATE_SPAN;
	date->from = mizan_date_make(year, first, 1);
	date->to = month_end(year, last);
	return true;
}

/* "first three quarters of 2025", "first nine months of 2025", "second half of 2024", "third
 * quarter of 2025". */
static bool date_part(const struct draft_sentence *sentence, size_t at, struct draft_date *date)
{
	static const char *const ordinals[] = {
		"first|1st", "second|2nd", "third|3rd", "fourth|4th"};
	int ordinal = 0, count = 1;
	for (int i = 0; i < 4 && !ordinal; i++) {
		ordinal = draft_word_is(sentence, at, ordinals[i]) ? i + 1 : 0;
	}
	if (!ordinal) {
		return false;
	}
	size_t next = at + 1;
	int more = part_count(sentence, next);
	if (more) {
		count = more;
		next++;
	}
	int unit = draft_word_is(sentence, next, "quarter|quarters") ? 3
		   : draft_word_is(sentence, next, "month|months")   ? 1
		   : draft_word_is(sentence, next, "half")           ? 6
								     : 0;
	next++;
	next += draft_word_is(sentence, next, "of|in");
	int year = unit ? year_at(sentence, next) : 0;
	int first = (ordinal - 1) * unit + 1, last = first + count * unit - 1;
	if (!year || last > 12) {
		return false;
	}
	date->first = at;
	date->end = next + 1;
	return date_months(date, year, first, last);
}

/* "2024", "the whole of 2024", "2021 to 2024", "2021-24". */
static bool date_years(const struct draft_sentence *sentence, size_t at, struct draft_date *date)
{
	int year = year_at(sentence, at);
	if (!year) {
		return false;
	}
	date->first = at;
	date->end = at + 1;
	date->kind = DATE_YEAR;
	date->from = mizan_date_make(year, 1, 1);
	date->to = mizan_date_make(year, 12, 31);
	bool dash = at + 1 < sentence->word_count && sentence->words[at + 1].gap == '-';
	size_t other = at + 1 + (dash ? 0u : 1u);
	int last = dash || draft_word_is(sentence, at + 1, "to|and|until|through|till")
			   ? year_at(sentence, other)
			   : 0;
	if (dash && !last && strlen(sentence->words[at + 1].text) == 2) {
		last = year / 100 * 100 + (int)strtol(sentence->words[at + 1].text, NULL, 10);
	}
	bool and = draft_word_is(sentence, at + 1, "and");
	bool between = at > 0 && draft_word_is(sentence, at - 1, "between");
	if (last > year && (!and || between)) {
		date->kind = DATE_SPAN;
		date->two_ends = true;
		date->end = other + 1;
		date->to = mizan_date_make(last, 12, 31);
	}
	return true;
}

/* Years told from the one that is spoken of. */
static bool date_relative(const struct draft_sentence *sentence, size_t at, struct draft_date *date)
{
	static const struct {
		const char *words;
		enum draft_date_kind kind;
	} rows[] = {{"a|one year earlier|before", DATE_EARLIER},
		{"the ?previous year before", DATE_EARLIER},
		{"the previous|preceding|prior year", DATE_EARLIER},
		{"compared with|to the year", DATE_EARLIER}, {"year on year", DATE_EARLIER},
		{"the following|next year", DATE_LATER}, {"a|one year later", DATE_LATER},
		{"the year after", DATE_LATER}, {"that|same|this year", DATE_SAME},
		{"same|that period", DATE_SAME}, {"the|that|those same months", DATE_SAME}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (draft_words_fit(sentence, at, rows[i].words, &date->end)) {
			date->first = at;
			date->kind = rows[i].kind;
			date->from = date->to = MIZAN_DATE_UNKNOWN;
			return true;
		}
	}
	return false;
}

/* What words before a date make of it. */
static void date_look_back(const struct draft_sentence *sentence, struct draft_date *date)
{
	size_t at = date->first;
	while (at > 0 && draft_word_is(sentence, at - 1, "the|late|early|mid|end|of|whole|year")) {
		at--;
	}
	if (at == 0) {
		return;
	}
	date->since = draft_word_is(sentence, at - 1, "since") ||
		      (draft_word_is(sentence, at - 1, "after") && date->kind == DATE_YEAR);
	date->until = draft_word_is(sentence, at - 1, "by|until|till|before");
	bool index_after = draft_word_is(sentence, date->end, "index|gti|edition") ||
			   draft_words_fit(sentence, date->end, "global terrorism index", &at);
	bool index_before =
		date->first >= 1 &&
		(draft_word_is(sentence, date->first - 1, "index|gti") ||
			(date->first >= 2 &&
				draft_word_is(sentence, date->first - 2, "index|edition|gti") &&
				draft_word_is(sentence, date->first - 1, "of")) ||
			(date->first >= 2 &&
				draft_word_is(sentence, date->first - 2, "published|printed") &&
				draft_word_is(sentence, date->first - 1, "in")));
	date->of_index = date->kind == DATE_YEAR && (index_after || index_before);
}

/* "from 15 April 2023 to 30 November 2024" becomes one. */
static void join_ends(struct draft_sentence *sentence)
{
	size_t kept = 0;
	for (size_t i = 0; i < sentence->date_count; i++) {
		struct draft_date *date = &sentence->dates[i];
		struct draft_date *before = kept > 0 ? &sentence->dates[kept - 1] : NULL;
		bool joined = before && before->end + 1 == date->first && before->first > 0 &&
			      draft_word_is(sentence, before->first - 1, "from|between") &&
			      draft_word_is(sentence, before->end, "to|until|and") &&
			      before->kind <= DATE_YEAR && date->kind <= DATE_YEAR &&
			      date->to > before->from;
		if (joined) {
			before->to = date->to;
			before->end = date->end;
			before->kind = DATE_SPAN;
			before->two_ends = true;
		} else {
			sentence->dates[kept++] = *date;
		}
	}
	sentence->date_count = kept;
}

bool draft_find_dates(struct draft_sentence *sentence, struct mizan_arena *arena)
{
	sentence->dates =
		mizan_arena_allocate(arena, sentence->word_count + 1, sizeof *sentence->dates);
	if (!sentence->dates) {
		return false;
	}
	sentence->date_count = 0;
	for (size_t at = 0; at < sentence->word_count;) {
		struct draft_date date = {.from = MIZAN_DATE_UNKNOWN, .to = MIZAN_DATE_UNKNOWN};
		bool found = date_part(sentence, at, &date) || date_ends(sentence, at, &date) ||
			     date_with_month(sentence, at, &date) ||
			     date_years(sentence, at, &date) || date_relative(sentence, at, &date);
		if (!found) {
			at++;
			continue;
		}
		date_look_back(sentence, &date);
		for (size_t i = date.first; i < date.end; i++) {
			sentence->words[i].taken = true;
		}
		sentence->dates[sentence->date_count++] = date;
		at = date.end;
	}
	join_ends(sentence);
	return true;
}

/* ---- Periods ------------------------------------------------------------------------------ */

static void append_end(struct mizan_text *text, mizan_date from, mizan_date to, bool days)
{
	char day[11];
	int year, month, first;
	mizan_date_split(from, &year, &month, &first);
	mizan_date_format(days ? from : to, day);
	if (!days && first == 1 && month == 1 && to == mizan_date_make(year, 12, 31)) {
		day[4] = '\0';
	} else if (!days && first == 1 && to == month_end(year, month)) {
		day[7] = '\0';
	}
	mizan_text_append(text, day);
}

/* The two ends of a span in one form: years, months or days. */
static void append_span(struct mizan_text *text, mizan_date from, mizan_date to)
{
	int year, month, day, last_year, last_month, last_day;
	char first[11], last[11];
	mizan_date_split(from, &year, &month, &day);
	mizan_date_split(to, &last_year, &last_month, &last_day);
	bool months_whole = day == 1 && to == month_end(last_year, last_month);
	bool years_whole = months_whole && month == 1 && last_month == 12;
	mizan_date_format(from, first);
	mizan_date_format(to, last);
	if (months_whole) {
		first[years_whole ? 4 : 7] = last[years_whole ? 4 : 7] = '\0';
	}
	mizan_text_printf(text, "%s..%s", first, last);
}

const char *draft_period_text(mizan_date from, mizan_date to, struct mizan_arena *arena)
{
	struct mizan_text text = {0};
	int year, month, last_year, last_month, unused;
	mizan_date_split(from, &year, &month, &unused);
	mizan_date_split(to, &last_year, &last_month, &unused);
	bool whole_year =
		from == mizan_date_make(year, 1, 1) && to == mizan_date_make(year, 12, 31);
	bool whole_month = from == mizan_date_make(year, month, 1) && to == month_end(year, month);
	if (from == to || whole_year || whole_month) {
		append_end(&text, from, to, from == to);
	} else {
		append_span(&text, from, to);
	}
	const char *copy = text.failed ? NULL : mizan_arena_copy(arena, text.data, text.size);
	mizan_text_release(&text);
	return copy;
}
