/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The drawing room: charts and maps that an editor would print. One description, drawn as SVG, PDF
 * or PNG by the same code (Cairo, Pango). Nothing here reads a store.
 */
#ifndef MIZAN_DRAW_H
#define MIZAN_DRAW_H

#include <mizan/base.h>
#include <mizan/table.h>

#pragma GCC visibility push(default)

enum mizan_picture { MIZAN_SVG, MIZAN_PDF, MIZAN_PNG };
/* From a file's name; false for any other ending. */
bool mizan_picture_from_name(const char *path, enum mizan_picture *picture);

enum mizan_chart_kind {
	MIZAN_CHART_LINE,
	MIZAN_CHART_BAR,
	MIZAN_CHART_DOT_RANGE, /* low, best, high; or publishers side by side */
	MIZAN_CHART_TIMELINE,  /* milestones on a line of time */
	MIZAN_MAP_POINTS,
	MIZAN_MAP_CHOROPLETH,
	MIZAN_CHART_NETWORK, /* who is related to whom */
	MIZAN_CHART_SPANS,   /* rows of bars and marks through time */
};
/* "line", "bar", "dot-range", "timeline", "points", "choropleth", "network", "spans" */
bool mizan_chart_kind_from_word(const char *word, enum mizan_chart_kind *kind);

/* A dated mark that is drawn over a chart of time: a thin line with a small label. */
struct mizan_mark {
	double x; /* in units of the x column */
	const char *label;
};

/*
 * What to draw: a table and which of its columns mean what. Columns by name; NULL where not used.
 * For points: `x` longitude, `y` latitude, `size` deaths. For a choropleth: `x` is the area (ISO3,
 * or the name of a province with `country` set), `y` the value. For dot-range: rows by `label`, or
 * else by `x`; the value is `y`, or else `x`. For a timeline: `x` the time, `label` the words.
 *
 * What x is on an axis of time: a column with "month" in its name holds month indexes, with "date"
 * or "day" in its name days since 1970-01-01, whole numbers between 1500 and 2200 are years. Text
 * is read as time where every row is one of YYYY, YYYY-MM, YYYY-MM-DD, and else as categories in
 * the order of the rows. Unknown cells, and years and months without a row, leave gaps.
 *
 * A network has one row a relation: `x` an actor, `y` another, `series` the kind, `label` the
 * status
 * ("confirmed", "announced", "denied" or unknown: announced alone is dashed, denied is dotted),
 * `size` the weight of the actor in `x`. The kinds of docs/records.md have a look of their own;
 * allegiance, merger, split, faction, sponsorship and alleged-sanctuary go from x to y and have an
 * arrow head, no other kind has one. An actor whose other end is unknown stands alone. At most 600
 * actors; cost O(n^3) in those with more than one relation.
 *
 * Spans have a row of the page for each `label`; a row of the table is a bar `low` to `high` (one
 * of them unknown: an open end), or a mark at `x` where neither is known, or both; `series` is the
 * kind and `y` a text behind it (without it marks have their date). A column called "status" with
 * "announced" gives a dashed outline. Dates are YYYY, YYYY-MM or YYYY-MM-DD: a bar begins with the
 * first and ends with the last day of what is given, a mark stands in its middle; the places of
 * `marks` are days since 1970-01-01.
 *
 * Nothing process-wide is set, and no function has to be called before.
 */
struct mizan_chart {
	enum mizan_chart_kind kind;
	const struct mizan_table *table;
	const char *x, *y, *low, *high, *series, *label, *size;
	const char *title, *subtitle, *x_title, *y_title;
	const char *source;  /* the source line; NULL: from the table's sources */
	const char *country; /* ISO3: what a map shows; NULL: what the data covers */
	const struct mizan_mark *marks;
	size_t mark_count;
	bool sample; /* draws the word SAMPLE in the subtitle */
	/* Points: `size` is a radius in km, drawn as large as it is; `label` stands beside. */
	bool to_scale;
	/* In points, 120 to 8000; 0: 640 wide, and 400 high or as high as names and notes need;
	 * networks and spans take what their rows need. */
	double width, height;
	const char *basemap; /* path of the base map; NULL: the installed one */
};

/*
 * Draws into `out` (bytes of an SVG, a PDF or a PNG at twice the size). Errors: unknown column,
 * a column of text where numbers are needed, no row to draw, two values of one series at one place
 * of a line or bar chart, no base map. Same chart, same bytes.
 */
mizan_status mizan_chart_draw(const struct mizan_chart *chart, enum mizan_picture picture,
	struct mizan_text *out, struct mizan_error *error) MIZAN_MUST_CHECK;
/* The chart in one sentence, for those who do not see it (alt text). */
mizan_status mizan_chart_describe(const struct mizan_chart *chart, struct mizan_text *out,
	struct mizan_error *error) MIZAN_MUST_CHECK;

/* ---- Cards -------------------------------------------------------------------------------- */

/* One publisher's answer to a claim. Texts may be NULL. */
struct mizan_card_answer {
	const char *publisher, *counts; /* and what it counts */
	const char *says;               /* "yes", "no", "asserts", "denies"; else a dash stands */
	const char *words;              /* its numbers as they are read: "292 (2021), 643 (2022)" */
	double value;                   /* the number that is compared; NaN: none */
	bool party;
};
/*
 * One claim with its evidence as a picture that a newsroom can publish, and that is understood
 * alone: who says what, the result in words, each publisher's answer (a dot where there are
 * numbers, a dashed line at the stated one), the day, the source. Told without colours. Answers
 * that have no room are counted. Texts of right-to-left scripts stand on the right.
 */
struct mizan_card {
	const char *sentence, *by;
	const char *result, *because; /* "Supported, 3 independent publishers" */
	const char *mark;             /* about a figure that is wrong or outdated */
	const char *day;              /* of rendering: "2026-11-25" */
	const char *source;
	double stated; /* the number of the sentence; NaN: none */
	const struct mizan_card_answer *answers;
	size_t answer_count;
	bool restricted;
	double width, height; /* points, half of a PNG's pixels; 0: 600 x 337.5 */
};
mizan_status mizan_card_draw(const struct mizan_card *card, enum mizan_picture picture,
	struct mizan_text *out, struct mizan_error *error) MIZAN_MUST_CHECK;

/* The source line that a picture of mizan_chart_draw carries within it, from its bytes. */
mizan_status mizan_chart_source(const char *data, size_t size, struct mizan_text *out,
	struct mizan_error *error) MIZAN_MUST_CHECK;

#pragma GCC visibility pop
#endif
