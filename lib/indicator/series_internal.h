/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files series*.c share. */
#ifndef MIZAN_SERIES_INTERNAL_H
#define MIZAN_SERIES_INTERNAL_H

#include "indicator_internal.h"

enum series_column {
	SERIES_PUBLISHER,
	SERIES_EDITION,
	SERIES_ORIGIN,
	SERIES_RELAYED_BY,
	SERIES_COUNTS_WHAT,
	SERIES_MONTH,
	SERIES_PERIOD,
	SERIES_VALUE,
	SERIES_LOW,
	SERIES_HIGH,
	SERIES_CURRENT,
	SERIES_NAME, /* for people: the publisher, with its definition where it has several */
	SERIES_COLUMNS,
};

/* One period of one publisher, before it is a row. */
struct series_row {
	const char *publisher, *edition, *origin, *relayed_by, *counts_what;
	int32_t month, last;     /* first and last month of the period */
	double value, low, high; /* NaN: unknown */
	bool current;
};
void series_add_row(
	struct mizan_table *table, enum mizan_period period, const struct series_row *row);

/* First and last month of what was asked for; open ends are INT32_MIN and INT32_MAX. */
struct series_span {
	int32_t first, last;
};

mizan_status series_from_events(struct sqlite3 *database,
	const struct mizan_series_options *options, struct series_span span,
	struct mizan_table *table, const struct mizan_watch *watch,
	struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status series_from_figures(struct sqlite3 *database,
	const struct mizan_series_options *options, struct series_span span,
	struct mizan_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;

#endif
