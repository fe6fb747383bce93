/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calendar units that series and growth go by. */
#include "indicator_internal.h"

#include <stdio.h>
#include <string.h>

bool mizan_period_from_word(const char *word, enum mizan_period *period)
{
	static const char *const words[] = {"year", "quarter", "month"};
	for (int i = 0; i < 3; i++) {
		if (strcmp(word, words[i]) == 0) {
			*period = (enum mizan_period)i;
			return true;
		}
	}
	return false;
}

int period_months(enum mizan_period period)
{
	return period == MIZAN_YEARLY ? 12 : period == MIZAN_QUARTERLY ? 3 : 1;
}

void period_label(enum mizan_period period, int32_t month, int32_t last, char label[32])
{
	int year = month / 12, number = month % 12 + 1;
	if (period == MIZAN_YEARLY || (number == 1 && last == month + 11)) {
		snprintf(label, 32, "%04d", year);
	} else if (period == MIZAN_QUARTERLY || (number % 3 == 1 && last == month + 2)) {
		snprintf(label, 32, "%04d-Q%d", year, (number + 2) / 3);
	} else if (period == MIZAN_MONTHLY || last == month) {
		snprintf(label, 32, "%04d-%02d", year, number);
	} else {
		snprintf(label, 32, "%04d-%02d..%04d-%02d", year, number, last / 12, last % 12 + 1);
	}
}
