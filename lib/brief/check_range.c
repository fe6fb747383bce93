/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers with their ranges, and numbers as a text states them. */
#include "brief_internal.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

/* ---- Numbers as people write them --------------------------------------------------------- */

/* Marks of thousands: three digits behind the last, two or three between (1,00,000). */
static bool group_is_whole(const char *mark)
{
	size_t digits = strspn(mark + 1, "0123456789");
	bool last = mark[1 + digits] != *mark;
	return digits == 3 || (digits == 2 && !last);
}

bool number_parse(const char *text, double *number)
{
	static const char percent[] = " percent";
	char plain[40];
	size_t size = 0, length = strlen(text), word = strlen(percent);
	text += strspn(text, " ");
	length = strlen(text);
	if (length > word && strcasecmp(text + length - word, percent) == 0) {
		length -= word;
	}
	for (const char *c = text; c < text + length; c++) {
		if (*c == '%' && c > text && c[1] == '\0') {
			break;
		}
		if (*c == ' ' && c[strspn(c, " %")] == '\0') {
			continue; /* "96 %" */
		}
		bool mark = (*c == ',' || *c == ' ') && c > text && c[-1] >= '0' && c[-1] <= '9';
		if (mark && group_is_whole(c)) {
			continue;
		}
		if (size + 1 == sizeof plain) {
			return false;
		}
		plain[size++] = *c;
	}
	plain[size] = '\0';
	return mizan_parse_real((struct mizan_slice){plain, size}, number);
}

/* Half a unit of the last digit that was written: 8.37 means 8.365 to 8.375; 2,500 may be rounded
 * to hundreds, but never by more than 2.5 %. */
static double own_rounding(const char *written, double number)
{
	const char *point = strchr(written, '.');
	if (point) {
		size_t digits = strspn(point + 1, "0123456789");
		return 0.5 * pow(10, -(double)digits);
	}
	double unit = 1, limit = fabs(number) * 0.025;
	for (double n = fabs(number); n >= 10 && fmod(n, 10) == 0; n /= 10) {
		unit *= 10;
	}
	double tolerance = 0.5 * unit < limit ? 0.5 * unit : limit;
	return tolerance < 0.5 ? 0.5 : tolerance;
}

/* ---- Words before a number ---------------------------------------------------------------- */

enum stated_kind {
	STATED_ABOUT,
	STATED_NEARLY,
	STATED_ABOVE,
	STATED_FROM,
	STATED_BELOW,
	STATED_TO
};

static const struct stated_word {
	const char *word;
	enum stated_kind kind;
} stated_words[] = {{"about", STATED_ABOUT}, {"around", STATED_ABOUT}, {"some", STATED_ABOUT},
	{"roughly", STATED_ABOUT}, {"approximately", STATED_ABOUT}, {"nearly", STATED_NEARLY},
	{"almost", STATED_NEARLY}, {"just under", STATED_NEARLY}, {"more than", STATED_ABOVE},
	{"over", STATED_ABOVE}, {"above", STATED_ABOVE}, {"at least", STATED_FROM},
	{"no fewer than", STATED_FROM}, {"no less than", STATED_FROM}, {"fewer than", STATED_BELOW},
	{"less than", STATED_BELOW}, {"under", STATED_BELOW}, {"below", STATED_BELOW},
	{"at most", STATED_TO}, {"up to", STATED_TO}, {"no more than", STATED_TO}};

static const struct stated_word *stated_word_find(const char *text, const char **behind)
{
	for (size_t i = 0; i < sizeof stated_words / sizeof *stated_words; i++) {
		size_t size = strlen(stated_words[i].word);
		if (strncasecmp(text, stated_words[i].word, size) == 0 && text[size] == ' ') {
			*behind = text + size + strspn(text + size, " ");
			return &stated_words[i];
		}
	}
	return NULL;
}

bool states_parse(const char *text, struct stated *stated)
{
	const char *written = text ? text + strspn(text, " ") : "";
	const struct stated_word *word = stated_word_find(written, &written);
	if (!number_parse(written, &stated->number)) {
		return false;
	}
	double number = stated->number, own = own_rounding(written, number);
	double twentieth = fabs(number) * STATED_NEAR;
	double about = twentieth > own ? twentieth : own;
	*stated = (struct stated){number, number - own, number + own, number, number, false, false};
	if (!word) {
		return true;
	}
	switch (word->kind) {
	case STATED_ABOUT:
		stated->low = stated->least = number - about;
		stated->high = stated->most = number + about;
		break;
	case STATED_NEARLY:
		stated->low = stated->least = number - about;
		stated->high = number;
		break;
	case STATED_ABOVE:
	case STATED_FROM:
		stated->low = number;
		stated->high = (double)INFINITY;
		stated->above = word->kind == STATED_ABOVE;
		break;
	default:
		stated->low = -(double)INFINITY;
		stated->high = number;
		stated->below = word->kind == STATED_BELOW;
	}
	return true;
}

bool states_holds(const struct stated *stated, double value)
{
	return (stated->above ? value > stated->low : value >= stated->low) &&
	       (stated->below ? value < stated->high : value <= stated->high);
}

/* ---- Readings ----------------------------------------------------------------------------- */

struct reading reading_of(const struct mizan_table *table, size_t row)
{
	struct reading reading = {(double)NAN, (double)NAN, (double)NAN, false};
	double low, high;
	if (row == SIZE_MAX) {
		return reading;
	}
	double best = series_value(table, row);
	reading.low = reading.high = best;
	if (mizan_table_number(table, row, mizan_table_find(table, "low"), &low) &&
		mizan_table_number(table, row, mizan_table_find(table, "high"), &high)) {
		reading.low = isnan(best) || low < best ? low : best;
		reading.high = isnan(best) || high > best ? high : best;
		reading.ranged = reading.low < reading.high;
	}
	reading.best = best;
	return reading;
}

bool reading_is_known(struct reading reading)
{
	return !isnan(reading.low) && !isnan(reading.high);
}

struct reading reading_decides(struct reading reading)
{
	if (!isnan(reading.best)) {
		reading.low = reading.high = reading.best;
	}
	return reading;
}

int reading_larger(struct reading a, struct reading b)
{
	return a.low > b.high ? 1 : a.high <= b.low ? 0 : -1;
}

bool readings_overlap(struct reading a, struct reading b)
{
	return (a.ranged || b.ranged) && a.low <= b.high && b.low <= a.high;
}

void reading_append(struct mizan_text *text, struct reading reading)
{
	if (isnan(reading.best)) {
		append_number(text, reading.low);
		mizan_text_append(text, " to ");
		append_number(text, reading.high);
	} else {
		append_number(text, reading.best);
	}
}

void append_number(struct mizan_text *text, double value)
{
	if (value == floor(value) && fabs(value) < 1e15) {
		mizan_text_append_grouped(text, (int64_t)value);
	} else {
		mizan_text_printf(text, "%.*f", fabs(value) < 100 ? 3 : 1, value);
	}
}
