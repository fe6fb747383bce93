/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart that a cell asks for. */
#include "brief_internal.h"

#include <stdlib.h>
#include <string.h>

static const char *chart_column(const struct brief_cell *cell, const char *option, size_t position)
{
	const char *name = cell_option(cell, option);
	return name                                  ? name
	       : position < cell->table.column_count ? cell->table.columns[position].name
						     : NULL;
}

static double chart_number(const struct brief_cell *cell, const char *option)
{
	const char *text = cell_option(cell, option);
	double value = 0;
	return text && mizan_parse_real((struct mizan_slice){text, strlen(text)}, &value) ? value
											  : 0;
}

mizan_status cell_draw(const struct brief_cell *cell, enum mizan_picture picture,
	struct mizan_text *out, struct mizan_text *description, struct mizan_error *error)
{
	const char *word = cell_option(cell, "chart");
	struct mizan_chart chart = {.table = &cell->table,
		.x = chart_column(cell, "x", 0),
		.y = chart_column(cell, "y", 1),
		.low = cell_option(cell, "low"),
		.high = cell_option(cell, "high"),
		.series = cell_option(cell, "series"),
		.label = cell_option(cell, "label"),
		.size = cell_option(cell, "size"),
		.title = cell_option(cell, "title"),
		.subtitle = cell_option(cell, "subtitle"),
		.x_title = cell_option(cell, "x-title"),
		.y_title = cell_option(cell, "y-title"),
		.country = cell_option(cell, "country"),
		.source = cell_option(cell, "source"),
		.width = chart_number(cell, "width"),
		.height = chart_number(cell, "height")};
	if (!word || !mizan_chart_kind_from_word(word, &chart.kind)) {
		return MIZAN_OK;
	}
	size_t coverage = mizan_table_find(&cell->table, "coverage");
	for (size_t row = 0; row < cell->table.row_count && coverage != SIZE_MAX; row++) {
		const struct mizan_cell *value = mizan_table_cell(&cell->table, row, coverage);
		chart.sample |= value->known && strcmp(value->text, "sample") == 0;
	}
	mizan_status status = mizan_chart_draw(&chart, picture, out, error);
	if (status == MIZAN_OK && description) {
		status = mizan_chart_describe(&chart, description, error);
	}
	return status;
}
