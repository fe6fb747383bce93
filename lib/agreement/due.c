/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When something is due, to the day. */
#include <mizan/agreement.h>

static int month_length(int year, int month)
{
	mizan_date first = mizan_date_make(year, month, 1);
	mizan_date next =
		month == 12 ? mizan_date_make(year + 1, 1, 1) : mizan_date_make(year, month + 1, 1);
	return next == MIZAN_DATE_UNKNOWN ? 31 : next - first;
}

static mizan_date add_months(mizan_date date, int64_t months)
{
	int year, month, day;
	mizan_date_split(date, &year, &month, &day);
	int64_t index = (int64_t)year * 12 + month - 1 + months;
	if (index < 12 || index >= 120000) {
		return MIZAN_DATE_UNKNOWN;
	}
	year = (int)(index / 12);
	month = (int)(index % 12) + 1;
	int last = month_length(year, month);
	return mizan_date_make(year, month, day < last ? day : last);
}

mizan_date mizan_date_add(mizan_date date, int number, enum mizan_due_unit unit)
{
	int64_t days = date;
	if (date == MIZAN_DATE_UNKNOWN) {
		return date;
	}
	switch (unit) {
	case MIZAN_DUE_MONTHS:
		return add_months(date, number);
	case MIZAN_DUE_YEARS:
		return add_months(date, (int64_t)number * 12);
	case MIZAN_DUE_WEEKS:
		days += (int64_t)number * 7;
		break;
	case MIZAN_DUE_DAYS:
		days += number;
		break;
	}
	bool possible = days >= mizan_date_make(1, 1, 1) && days <= mizan_date_make(9999, 12, 31);
	return possible ? (mizan_date)days : MIZAN_DATE_UNKNOWN;
}

/* The first of the recurring days on or after `on`. Counted from the first, since months of
 * different lengths do not add up: 31 January, 28 February, 31 March. */
static mizan_date due_next(const struct mizan_due *due, mizan_date first, mizan_date on)
{
	if (first == MIZAN_DATE_UNKNOWN || on == MIZAN_DATE_UNKNOWN || on <= first) {
		return first;
	}
	static const int longest[] = {1, 7, 31, 366};
	int step = due->number > 0 ? due->number : 1;
	int64_t count = (on - first) / ((int64_t)longest[due->unit] * step);
	mizan_date day = first;
	while (day != MIZAN_DATE_UNKNOWN && day < on) {
		day = mizan_date_add(first, (int)(count++ * step), due->unit);
	}
	return day;
}

mizan_date mizan_due_on(
	const struct mizan_due *due, mizan_date signed_on, mizan_date effective, mizan_date on)
{
	mizan_date begins = effective == MIZAN_DATE_UNKNOWN ? signed_on : effective;
	switch (due->rule) {
	case MIZAN_DUE_DATE:
		return due->date;
	case MIZAN_DUE_AFTER_SIGNED:
		return mizan_date_add(signed_on, due->number, due->unit);
	case MIZAN_DUE_AFTER_EFFECTIVE:
		return mizan_date_add(begins, due->number, due->unit);
	case MIZAN_DUE_EVERY:
		return due_next(due, due->date == MIZAN_DATE_UNKNOWN ? begins : due->date, on);
	case MIZAN_DUE_OPEN:
		break;
	}
	return MIZAN_DATE_UNKNOWN;
}

void mizan_due_describe(const struct mizan_due *due, struct mizan_text *out)
{
	static const char *const units[] = {"day", "week", "month", "year"};
	char day[11] = "";
	if (due->date != MIZAN_DATE_UNKNOWN) {
		mizan_date_format(due->date, day);
	}
	switch (due->rule) {
	case MIZAN_DUE_OPEN:
		mizan_text_append(out, "open");
		break;
	case MIZAN_DUE_DATE:
		mizan_text_append(out, day);
		break;
	case MIZAN_DUE_AFTER_SIGNED:
	case MIZAN_DUE_AFTER_EFFECTIVE:
		mizan_text_printf(out, "%s + %d %s%s",
			due->rule == MIZAN_DUE_AFTER_SIGNED ? "signed" : "effective", due->number,
			units[due->unit], due->number == 1 ? "" : "s");
		break;
	case MIZAN_DUE_EVERY:
		mizan_text_printf(
			out, "every %s%s%s", units[due->unit], day[0] ? " from " : "", day);
		break;
	}
}
