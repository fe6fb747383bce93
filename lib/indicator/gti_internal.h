/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files gti*.c share. */
#ifndef MIZAN_GTI_INTERNAL_H
#define MIZAN_GTI_INTERNAL_H

#include "indicator_internal.h"

struct gti_job {
	int edition, year, reach_rank;
	bool former;   /* editions 2012 to 2020 */
	bool of_zones; /* rows are parts of countries: no ranks */
	const char *country;
	/* Some count is unknown: of fatalities, injuries, hostages (or property). */
	bool no_fatalities, no_injuries, no_fourth;
};
/* One country of one source. */
struct gti_row {
	const char *source, *country;
	struct mizan_gti_year years[5]; /* this year and the four before */
	unsigned seen, known;           /* a bit a year that has a row, and counts in it */
	bool whole;                     /* all five years are covered */
	struct mizan_gti_parts parts;
};

mizan_status gti_job_init(struct gti_job *job, const struct mizan_gti_options *options,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* Scores, ranks and writes rows that stand together by source. Reorders them. */
mizan_status gti_write(struct gti_row *rows, size_t count, const struct gti_job *job,
	struct mizan_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;

#endif
