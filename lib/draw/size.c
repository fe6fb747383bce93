/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How high a chart is that was given no height: higher where there is more to say than usual. */
#include "draw_internal.h"
#include <string.h>

#define SIZE_HEIGHT 400.0
#define SIZE_TIMELINE_ROW 15.0

/* Points for each byte of text in the size of the feet, and of the legend: near enough. */
#define SIZE_FOOT_BYTE 3.9
#define SIZE_LEGEND_BYTE 5.0

static double size_lines(double bytes, double byte, double width)
{
	return ceil(bytes * byte / width);
}

/* What source and notes take beyond three lines. */
static double size_foot(struct draw *draw)
{
	const struct mizan_table *table = draw->chart->table;
	double width = draw->width - 32, bytes = 0;
	for (size_t i = 0; i < table->note_count; i++) {
		bytes += (double)strlen(table->notes[i]) + 2;
	}
	double lines =
		fmin(size_lines(bytes, SIZE_FOOT_BYTE, width), DRAW_NOTE_LINES) +
		fmin(size_lines((double)strlen(draw_source_line(draw)), SIZE_FOOT_BYTE, width),
			DRAW_SOURCE_LINES);
	return 11 * fmax(0, lines - 3);
}

/* What the legend takes beyond one line. */
static double size_legend(const struct draw *draw)
{
	const struct draw_names *names = &draw->data.series;
	double width = draw->width - 32, x = 0, lines = 1;
	for (size_t i = 0; i < names->count && i < DRAW_SERIES && names->count > 1; i++) {
		double item = fmin(39 + SIZE_LEGEND_BYTE * (double)strlen(names->shown[i]), width);
		if (x > 0 && x + item > width) {
			x = 0;
			lines++;
		}
		x += item;
	}
	return 15 * (lines - 1);
}

/* What rows with names at the left take beyond those that find room. */
static double size_rows(const struct draw *draw)
{
	const struct draw_names *names = &draw->data.categories;
	size_t longest = 0;
	for (size_t i = 0; i < names->count; i++) {
		size_t size = strlen(names->shown[i]);
		longest = size > longest ? size : longest;
	}
	bool rows = draw->chart->kind == MIZAN_CHART_DOT_RANGE ||
		    (draw->chart->kind == MIZAN_CHART_BAR && longest > 10);
	return rows && names->count > 14 ? 18 * (double)(names->count - 14) : 0;
}

double draw_natural_height(struct draw *draw)
{
	double height = SIZE_HEIGHT + size_foot(draw);
	switch (draw->chart->kind) {
	case MIZAN_CHART_TIMELINE:
		if (draw->data.count > DRAW_TIMELINE_LIST) {
			height = 110 + SIZE_TIMELINE_ROW * (double)draw->data.count;
		}
		break;
	case MIZAN_CHART_LINE:
	case MIZAN_CHART_BAR:
	case MIZAN_CHART_DOT_RANGE:
		height += size_legend(draw) + size_rows(draw);
		break;
	default:
		height = SIZE_HEIGHT;
	}
	return fmin(height, 1600);
}
