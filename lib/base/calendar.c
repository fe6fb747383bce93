/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <mizan/base.h>
#include <stdio.h>
#include <string.h>

static bool calendar_is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int calendar_month_length(int year, int month)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return month == 2 && calendar_is_leap(year) ? 29 : lengths[month - 1];
}

mizan_date mizan_date_make(int year, int month, int day)
{
	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
		day > calendar_month_length(year, month)) {
		return MIZAN_DATE_UNKNOWN;
	}
	/* The year begins in March, so that the leap day is its last (Hinnant, days_from_civil). */
	int shifted = year - (month <= 2);
	int era = shifted / 400;
	int year_of_era = shifted - era * 400;
	int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * 146097 + day_of_era - 719468;
}

#define CALENDAR_FIRST (-719162) /* 0001-01-01 */
#define CALENDAR_LAST 2932896    /* 9999-12-31 */

/* Neri & Schneider (2023), "Euclidean affine functions and their application to calendar
 * algorithms": a third of the time, for dates since 0000-03-01. */
static void calendar_split_common(mizan_date date, int *year, int *month, int *day)
{
	uint32_t quarters = 4 * (uint32_t)(date + 719468) + 3;
	uint32_t century = quarters / 146097, day_of_century = quarters % 146097 / 4;
	uint64_t product = UINT64_C(2939745) * (4 * day_of_century + 3);
	uint32_t year_of_century = (uint32_t)(product >> 32);
	uint32_t day_of_year = (uint32_t)product / 2939745 / 4;
	uint32_t affine = 2141 * day_of_year + 197913;
	bool next = day_of_year >= 306; /* January and February */
	*year = (int)(100 * century + year_of_century) + next;
	*month = (int)(affine >> 16) - (next ? 12 : 0);
	*day = (int)((affine & 0xffff) / 2141) + 1;
}

void mizan_date_split(mizan_date date, int *year, int *month, int *day)
{
	if (date >= CALENDAR_FIRST && date <= CALENDAR_LAST) {
		calendar_split_common(date, year, month, day);
		return;
	}
	/* Hinnant, civil_from_days; int64_t since any int32_t may come in. */
	int64_t shifted = (int64_t)date + 719468;
	int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int day_of_era = (int)(shifted - era * 146097);
	int year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int shifted_month = (5 * day_of_year + 2) / 153;
	*day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
	*month = shifted_month + (shifted_month < 10 ? 3 : -9);
	*year = (int)(year_of_era + era * 400) + (*month <= 2);
}

int32_t mizan_date_month(mizan_date date)
{
	int year, month, day;
	mizan_date_split(date, &year, &month, &day);
	return year * 12 + month - 1;
}

/* 0 is Monday. */
static int calendar_weekday(mizan_date date)
{
	int64_t weekday = ((int64_t)date + 3) % 7;
	return (int)(weekday < 0 ? weekday + 7 : weekday);
}

int32_t mizan_date_week(mizan_date date)
{
	/* A week belongs to the year of its Thursday. */
	int year, month, day;
	mizan_date thursday = date - calendar_weekday(date) + 3;
	mizan_date_split(thursday, &year, &month, &day);
	return year * 100 + (thursday - mizan_date_make(year, 1, 1)) / 7 + 1;
}

/* Reads `count` digits. */
static bool calendar_digits(const char *data, size_t count, int *value)
{
	*value = 0;
	for (size_t i = 0; i < count; i++) {
		if (data[i] < '0' || data[i] > '9') {
			return false;
		}
		*value = *value * 10 + (data[i] - '0');
	}
	return true;
}

/* "", or "THH:MM", "THH:MM:SS", "THH:MM:SS.fff", each also with Z. */
static bool calendar_is_time(const char *data, size_t size)
{
	if (size == 0) {
		return true;
	}
	if (size == 13 && memcmp(data, " 00:00:00.000", 13) == 0) {
		return true; /* as databases write a day */
	}
	int hour, minute, second;
	if (size < 6 || (data[0] != ' ' && data[0] != 'T') ||
		!calendar_digits(data + 1, 2, &hour) || data[3] != ':' ||
		!calendar_digits(data + 4, 2, &minute) || hour > 24 || minute > 59) {
		return false;
	}
	size_t i = 6;
	if (i + 3 <= size && data[i] == ':') {
		if (!calendar_digits(data + i + 1, 2, &second) || second > 60) {
			return false;
		}
		i += 3;
		if (i < size && data[i] == '.') {
			for (i++; i < size && data[i] >= '0' && data[i] <= '9'; i++) {
			}
		}
	}
	return i == size || (i + 1 == size && data[i] == 'Z');
}

bool mizan_date_parse(struct mizan_slice slice, mizan_date *date)
{
	if (slice.size > 0 && ((unsigned char)slice.data[0] <= ' ' ||
				      (unsigned char)slice.data[slice.size - 1] <= ' ')) {
		slice = mizan_slice_trim(slice);
	}
	int year, month, day;
	if (slice.size < 10 || !calendar_digits(slice.data, 4, &year) || slice.data[4] != '-' ||
		!calendar_digits(slice.data + 5, 2, &month) || slice.data[7] != '-' ||
		!calendar_digits(slice.data + 8, 2, &day) ||
		!calendar_is_time(slice.data + 10, slice.size - 10)) {
		return false;
	}
	*date = mizan_date_make(year, month, day);
	return *date != MIZAN_DATE_UNKNOWN;
}

char *mizan_date_format(mizan_date date, char buffer[11])
{
	int year, month, day;
	mizan_date_split(date, &year, &month, &day);
	if (year < 1 || year > 9999) {
		memcpy(buffer, "unknown", 8);
		return buffer;
	}
	const int digits[10] = {year / 1000, year / 100 % 10, year / 10 % 10, year % 10, -1,
		month / 10, month % 10, -1, day / 10, day % 10};
	for (int i = 0; i < 10; i++) {
		buffer[i] = digits[i] < 0 ? '-' : (char)('0' + digits[i]);
	}
	buffer[10] = '\0';
	return buffer;
}

/* First and last day of n months from a month on. */
static bool period_of_months(int year, int month, int months, mizan_date *first, mizan_date *last)
{
	*first = mizan_date_make(year, month, 1);
	int end = year * 12 + month - 1 + months - 1;
	if (*first == MIZAN_DATE_UNKNOWN || end / 12 > 9999) {
		return false;
	}
	*last = mizan_date_make(
		end / 12, end % 12 + 1, calendar_month_length(end / 12, end % 12 + 1));
	return true;
}

static bool period_of_week(int year, int week, mizan_date *first, mizan_date *last)
{
	/* 4 January always lies in week 1. */
	mizan_date fourth = mizan_date_make(year, 1, 4);
	if (fourth == MIZAN_DATE_UNKNOWN || week < 1) {
		return false;
	}
	*first = fourth - calendar_weekday(fourth) + (week - 1) * 7;
	*last = *first + 6;
	return mizan_date_week(*first) == year * 100 + week;
}

/* One part of a period: a year, a quarter, a month, a week or a day. */
static bool period_parse_part(struct mizan_slice part, mizan_date *first, mizan_date *last)
{
	int year, number;
	const char *data = part.data;
	if (part.size < 4 || !calendar_digits(data, 4, &year)) {
		return false;
	}
	switch (part.size) {
	case 4:
		return period_of_months(year, 1, 12, first, last);
	case 7:
		if (data[4] != '-') {
			return false;
		}
		if (data[5] == 'Q') {
			return data[6] >= '1' && data[6] <= '4' &&
			       period_of_months(year, (data[6] - '1') * 3 + 1, 3, first, last);
		}
		return calendar_digits(data + 5, 2, &number) && number >= 1 && number <= 12 &&
		       period_of_months(year, number, 1, first, last);
	case 8:
		return data[4] == '-' && data[5] == 'W' && calendar_digits(data + 6, 2, &number) &&
		       period_of_week(year, number, first, last);
	case 10:
		return mizan_date_parse(part, first) && (*last = *first, true);
	default:
		return false;
	}
}

bool mizan_period_parse(const char *text, mizan_date *first, mizan_date *last)
{
	const char *dots = strstr(text, "..");
	if (!dots) {
		return period_parse_part((struct mizan_slice){text, strlen(text)}, first, last);
	}
	mizan_date unused;
	struct mizan_slice from = {text, (size_t)(dots - text)};
	struct mizan_slice to = {dots + 2, strlen(dots + 2)};
	return period_parse_part(from, first, &unused) && period_parse_part(to, &unused, last) &&
	       *first <= *last;
}
