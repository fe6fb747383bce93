/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tolls are grouped by: the words, and the periods. */
#include "indicator_internal.h"

#include <stdio.h>
#include <string.h>

static const char *const by_words[BY_COUNT] = {"country", "province", "place", "dyad", "actor",
	"violence", "year", "quarter", "month", "week"};

const char *by_word(int bit)
{
	return by_words[bit];
}

static bool by_parse_word(struct mizan_slice word, unsigned *by)
{
	for (int bit = 0; bit < BY_COUNT; bit++) {
		if (mizan_slice_equals(word, by_words[bit])) {
			*by |= 1u << bit;
			return true;
		}
	}
	return false;
}

mizan_status mizan_by_parse(const char *text, unsigned *by, struct mizan_error *error)
{
	*by = 0;
	while (*text) {
		size_t size = strcspn(text, ",");
		struct mizan_slice word = mizan_slice_trim((struct mizan_slice){text, size});
		if (!by_parse_word(word, by)) {
			return mizan_error_set(error, MIZAN_ERROR_USAGE,
				"country, province, place, dyad, actor, violence, year, quarter, "
				"month, week, with commas between",
				"cannot group by '%.*s'", (int)(word.size > 60 ? 60 : word.size),
				word.data);
		}
		text += size + (text[size] == ',');
	}
	return MIZAN_OK;
}

#define MONTH_BIT 8

uint32_t by_period_of(int bit, mizan_date date)
{
	if (1 << bit == MIZAN_BY_WEEK) {
		return (uint32_t)mizan_date_week(date);
	}
	uint32_t month = (uint32_t)mizan_date_month(date);
	return 1 << bit == MIZAN_BY_YEAR      ? month / 12
	       : 1 << bit == MIZAN_BY_QUARTER ? month / 3
					      : month;
}

void by_period_label(int bit, uint32_t value, char label[16])
{
	switch (1 << bit) {
	case MIZAN_BY_QUARTER:
		snprintf(label, 16, "%04u-Q%u", value / 4, value % 4 + 1);
		break;
	case MIZAN_BY_MONTH:
		snprintf(label, 16, "%04u-%02u", value / 12, value % 12 + 1);
		break;
	case MIZAN_BY_WEEK:
		if (value >= BY_MONTH_OF_WEEKS) {
			by_period_label(MONTH_BIT, value - BY_MONTH_OF_WEEKS, label);
			break;
		}
		snprintf(label, 16, "%04u-W%02u", value / 100, value % 100);
		break;
	default:
		snprintf(label, 16, "%04u", value);
	}
}
