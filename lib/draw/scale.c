/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Round scales, the calendar on an axis, and numbers as people read them. */
#include "draw_internal.h"
#include <stdio.h>
#include <string.h>

static const char *const months[] = {"January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December"};

double draw_at(const struct draw_scale *scale, double value)
{
	return scale->from +
	       (value - scale->min) / (scale->max - scale->min) * (scale->to - scale->from);
}

/* The round number at or above `rough`: 1, 2, 2.5 or 5 times a power of ten. */
static double scale_step(double rough, bool whole)
{
	double power = pow(10, floor(log10(rough)));
	static const double steps[] = {1, 2, 2.5, 5, 10};
	for (size_t i = 0; i < 5; i++) {
		double step = steps[i] * power;
		if (step >= rough * (1 - 1e-9) &&
			!(whole && fabs(step - round(step)) > 1e-9 * step)) {
			return whole ? fmax(1, step) : step;
		}
	}
	return whole ? fmax(1, 10 * power) : 10 * power;
}

void draw_scale_nice(struct draw_scale *scale, double low, double high, int ticks, bool whole)
{
	if (!(high > low)) {
		high = low > 0 ? low : low < 0 ? 0 : 1;
		low = low > 0 ? 0 : low;
	}
	scale->step = scale_step((high - low) / (ticks > 1 ? ticks : 1), whole);
	scale->min = floor(low / scale->step + 1e-9) * scale->step;
	scale->max = ceil(high / scale->step - 1e-9) * scale->step;
	if (!(scale->max > scale->min)) {
		scale->max = scale->min + scale->step;
	}
}

void draw_number(char text[48], double value, int decimals)
{
	if (!(fabs(value) < 1e15)) {
		g_ascii_formatd(text, 48, "%.4g", value);
		return;
	}
	char digits[40];
	int places = decimals < 0 ? 3 : decimals > 6 ? 6 : decimals;
	g_ascii_formatd(digits, sizeof digits,
		(const char *[]){"%.0f", "%.1f", "%.2f", "%.3f", "%.4f", "%.5f", "%.6f"}[places],
		fabs(value));
	size_t point = strcspn(digits, "."), size = strlen(digits), at = 0;
	while (decimals < 0 && size > point &&
		(digits[size - 1] == '0' || digits[size - 1] == '.')) {
		size--;
	}
	if (value < 0 && strspn(digits, "0.") < size) {
		at += (size_t)snprintf(text, 48, "\u2212");
	}
	for (size_t i = 0; i < size; i++) {
		if (i > 0 && i < point && (point - i) % 3 == 0) {
			text[at++] = ',';
		}
		text[at++] = digits[i];
	}
	text[at] = '\0';
}

size_t draw_scale_ticks(const struct draw_scale *scale, struct draw_tick ticks[DRAW_TICKS])
{
	size_t count = 0;
	int decimals = 0;
	for (double step = scale->step; decimals < 6 && fabs(step - round(step)) > 1e-6 * step;
		step *= 10) {
		decimals++;
	}
	double first = round(scale->min / scale->step);
	for (size_t i = 0; i < DRAW_TICKS; i++) {
		double value = (first + (double)i) * scale->step;
		if (value > scale->max + scale->step * 1e-6) {
			break;
		}
		char text[48];
		draw_number(text, value, decimals);
		ticks[count].value = value;
		snprintf(ticks[count++].label, sizeof ticks->label, "%.31s", text);
	}
	return count;
}

/* Where a month begins on the axis. */
static double scale_month(enum draw_axis axis, long month)
{
	long year = month >= 0 ? month / 12 : -((11 - month) / 12);
	if (axis == DRAW_YEAR) {
		return (double)year;
	}
	if (axis == DRAW_MONTH) {
		return (double)month;
	}
	mizan_date date = mizan_date_make((int)year, (int)(month - year * 12) + 1, 1);
	return date == MIZAN_DATE_UNKNOWN ? NAN : (double)date;
}

/* Years at round steps. */
static size_t ticks_years(enum draw_axis axis, const struct draw_scale *scale, double years,
	size_t most, struct draw_tick ticks[DRAW_TICKS])
{
	static const long steps[] = {1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000};
	size_t s = 0, count = 0;
	while (s < sizeof steps / sizeof *steps - 1 &&
		years / (double)steps[s] + 1 > (double)most) {
		s++;
	}
	double start = axis == DRAW_YEAR    ? scale->min
		       : axis == DRAW_MONTH ? scale->min / 12
					    : 1970 + scale->min / 365.2425;
	long year = (long)(floor(start / (double)steps[s]) - 1) * steps[s];
	for (int i = 0; i < 4 * DRAW_TICKS && count < DRAW_TICKS; i++, year += steps[s]) {
		double value = scale_month(axis, year * 12);
		if (value >= scale->min - 1e-6 && value <= scale->max + 1e-6) {
			ticks[count].value = value;
			snprintf(ticks[count++].label, sizeof ticks->label, "%ld", year);
		}
	}
	return count;
}

/* Months, with the year under the first and under every January. */
static size_t ticks_months(enum draw_axis axis, const struct draw_scale *scale, double span,
	size_t most, struct draw_tick ticks[DRAW_TICKS])
{
	static const long steps[] = {1, 2, 3, 6, 12};
	size_t s = 0, count = 0;
	while (s < 4 && span / (double)steps[s] + 1 > (double)most) {
		s++;
	}
	int year = 1970, month = 1, day = 1;
	if (axis == DRAW_DATE) {
		mizan_date_split((mizan_date)scale->min, &year, &month, &day);
	}
	long at = axis == DRAW_DATE ? (long)year * 12 + month - 1 : (long)floor(scale->min);
	for (at -= at % steps[s]; count < DRAW_TICKS; at += steps[s]) {
		double value = scale_month(axis, at);
		if (isnan(value) || value > scale->max + 1e-6) {
			break;
		}
		if (value < scale->min - 1e-6) {
			continue;
		}
		ticks[count].value = value;
		bool with_year = count == 0 || at % 12 == 0;
		snprintf(ticks[count].label, sizeof ticks->label, with_year ? "%.3s\n%ld" : "%.3s",
			months[at % 12], at / 12);
		count++;
	}
	return count;
}

static size_t ticks_days(const struct draw_scale *scale, double days, size_t most,
	struct draw_tick ticks[DRAW_TICKS])
{
	static const int steps[] = {1, 2, 5, 7, 14, 28};
	size_t s = 0, count = 0;
	while (s < 5 && days / steps[s] + 1 > (double)most) {
		s++;
	}
	for (double at = ceil(scale->min); at <= scale->max && count < DRAW_TICKS; at += steps[s]) {
		int year, month, day;
		mizan_date_split((mizan_date)at, &year, &month, &day);
		ticks[count].value = at;
		snprintf(ticks[count].label, sizeof ticks->label,
			count == 0 ? "%d %.3s\n%d" : "%d %.3s", day, months[month - 1], year);
		count++;
	}
	return count;
}

size_t draw_time_ticks(enum draw_axis axis, const struct draw_scale *scale, double gap,
	struct draw_tick ticks[DRAW_TICKS])
{
	double span = scale->max - scale->min;
	size_t most = (size_t)fmax(2, fmin(DRAW_TICKS, fabs(scale->to - scale->from) / gap));
	double units = axis == DRAW_YEAR ? 1 : axis == DRAW_MONTH ? 12 : 365.2425;
	if (axis == DRAW_YEAR || span > 2.5 * units) {
		return ticks_years(axis, scale, span / units, most, ticks);
	}
	if (axis == DRAW_MONTH || span > 75) {
		return ticks_months(axis, scale, span / units * 12, most, ticks);
	}
	return ticks_days(scale, span, most, ticks);
}

void draw_value(const struct draw *draw, size_t column, double value, char text[48])
{
	const struct mizan_column *of = &draw->chart->table->columns[column];
	if (of->type == MIZAN_YEAR && fabs(value) < 1e15) {
		snprintf(text, 48, "%.0f", value);
		return;
	}
	draw_number(text, value, of->type == MIZAN_REAL ? of->decimals : 0);
}

void draw_x_words(const struct draw *draw, double x, char text[48])
{
	const struct draw_data *data = &draw->data;
	switch (data->axis) {
	case DRAW_CATEGORY:
		snprintf(text, 48, "%.47s",
			x >= 0 && x < (double)data->categories.count
				? data->categories.shown[(size_t)x]
				: "");
		text[mizan_utf8_check(text, strlen(text))] = '\0';
		break;
	case DRAW_YEAR:
		snprintf(text, 48, "%.0f", x);
		break;
	case DRAW_MONTH:
		snprintf(text, 48, "%s %ld", months[(long)x % 12], (long)x / 12);
		break;
	case DRAW_DATE:
		mizan_date_format((mizan_date)x, text);
		break;
	case DRAW_NUMBER:
		draw_value(draw, data->x, x, text);
		break;
	}
}
