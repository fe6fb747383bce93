/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Spans from inside: rows of the table become bars and marks (spans.c), which get their places on
 * the page (spans_layout.c) and are painted (spans_draw.c). Times are days since 1970-01-01.
 */
#ifndef MIZAN_SPANS_INTERNAL_H
#define MIZAN_SPANS_INTERNAL_H

#include "draw_internal.h"

#define SPANS_TEXT_SIZE 8.5
/* What is given a line of its own below another within one row. */
#define SPANS_LANE 17.0
/* More of them in one row are drawn over each other, without their words. */
#define SPANS_LANES 8

struct span_item {
	size_t row, series;
	double low, high;        /* of a bar; NAN: not known */
	double at, from, until;  /* of a mark, with the first and last day that are meant */
	bool bar, announced;     /* neither a bar nor a mark: no date is known */
	const char *text;        /* "": none */
	double left, right;      /* of the bar and the mark on the page */
	double text_left, width; /* of the words; width 0: they have no room */
	size_t lane;
};

struct span_row {
	const char *name;
	size_t lanes;
	double top, height, label; /* label: the height of its name */
};

struct draw_spans {
	struct span_item *items;
	struct span_row *rows;
	size_t count, row_count;
	double first, last;
	bool announced, open, undated;
	bool *bars, *marks; /* by series: which of them it has */
	struct draw_scale x;
	double lane; /* height of a lane after all had to fit */
};

/* Rows that are higher than this together have the calendar above them too. */
#define SPANS_HIGH 480.0

/* The last pixel of a bar that does not end is a tip of this length. */
#define SPANS_TIP 6.0

/* Takes the room of names at the left, and places bars, marks and words across the page. */
bool spans_place(struct draw *draw);
/* The height that all rows need. */
double spans_height(const struct draw_spans *spans);
/* Puts the rows below each other from the top of the box; their height is scaled. */
void spans_stack(struct draw *draw, double scale);
void spans_legend(struct draw *draw);
void spans_paint(struct draw *draw);

#endif
