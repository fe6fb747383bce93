/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an interrupted series reads from a store. No other room includes this. */
#ifndef MIZAN_INTERRUPTED_STORE_INTERNAL_H
#define MIZAN_INTERRUPTED_STORE_INTERNAL_H

#include <mizan/shift.h>

#include "../store/sqlite.h"

/* A period that was named, once or by several names. Texts in the arena. */
struct interrupted_date {
	const char *named; /* ids, or as it was written; "; " between several */
	int32_t month;     /* year x 12 + month - 1 */
};
struct interrupted_dates {
	struct interrupted_date *items;
	size_t count;
};
/* Each of the list `at`. Unknown names, dates coarser than the period, more than
 * MIZAN_INTERRUPTED_DATES and none at all are MIZAN_ERROR_USAGE. */
mizan_status interrupted_dates_read(sqlite3 *database,
	const struct mizan_interrupted_store_options *options, struct mizan_arena *arena,
	struct interrupted_dates *dates, struct mizan_error *error) MIZAN_MUST_CHECK;

/* One series of one publisher; all in the arena. */
struct interrupted_record {
	const char *source, *indicator; /* "events" or "deaths" */
	bool figures;                   /* published ones, not events */
	double *counts;                 /* unit by unit */
	size_t units, periods;
	int32_t first_month;
};
struct interrupted_records {
	struct interrupted_record *items;
	size_t count, capacity;
};
/* What is on record of the country, by publisher; sources and notes go to the table. Release with
 * free(records->items). */
mizan_status interrupted_records_read(sqlite3 *database,
	const struct mizan_interrupted_store_options *options, struct mizan_arena *arena,
	struct interrupted_records *records, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error) MIZAN_MUST_CHECK;

/* Months of a period: 1, 3, 12. */
int interrupted_step(enum mizan_period period);
/* "2021-08", "2021-Q3", "2021". */
void interrupted_label(enum mizan_period period, int32_t month, char label[16]);
/* Sources and notes of another table, each once. */
void interrupted_copy_lines(const struct mizan_table *from, struct mizan_table *to);

#endif
