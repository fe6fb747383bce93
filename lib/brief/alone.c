/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims without a brief around them: those of an article under review. */
#include "brief_internal.h"

#include <stdlib.h>
#include <string.h>

mizan_status mizan_brief_open(const char *path, const char *parties, struct mizan_brief **result,
	struct mizan_error *error)
{
	struct mizan_brief *brief = calloc(1, sizeof *brief);
	*result = brief;
	if (!brief) {
		return mizan_error_memory(error);
	}
	brief->of_claims = true;
	brief->path = brief_copy(brief, path, strlen(path));
	brief->parties = parties ? brief_copy(brief, parties, strlen(parties)) : NULL;
	brief->text = brief->title = brief->language = "";
	return brief->failed ? mizan_error_memory(error) : MIZAN_OK;
}

static void alone_take_options(struct mizan_brief *brief, struct brief_cell *cell,
	const struct mizan_claim_option *options, size_t count)
{
	cell->options = mizan_arena_allocate(&brief->arena, count + 1, sizeof *cell->options);
	for (size_t i = 0; i < count && cell->options; i++) {
		const struct mizan_claim_option *from = &options[i];
		cell->options[cell->option_count++] =
			(struct brief_option){brief_copy(brief, from->key, strlen(from->key)),
				brief_copy(brief, from->value, strlen(from->value)), from->line,
				from->column};
	}
	brief->failed |= !cell->options;
}

mizan_status mizan_brief_add_claim(struct mizan_brief *brief, size_t line, size_t column,
	const struct mizan_claim_option *options, size_t count,
	const struct mizan_claim_option *sql, struct mizan_error *error)
{
	struct brief_cell *cell = mizan_arena_allocate(&brief->arena, 1, sizeof *cell);
	if (brief->started) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "add claims before",
			"the brief was evaluated before");
	}
	if (!cell || !mizan_grow(&brief->cells, &brief->cell_capacity, brief->cell_count + 1,
			     sizeof *brief->cells)) {
		return mizan_error_memory(error);
	}
	*cell = (struct brief_cell){.kind = CELL_CLAIM, .line = line, .column = column, .sql = ""};
	cell->sql_line = sql ? sql->line : line;
	cell->sql_column = sql ? sql->column : column;
	cell->sql_indent = cell->sql_column - (cell->sql_column > 0);
	if (sql) {
		cell->sql = brief_copy(brief, sql->value, strlen(sql->value));
	}
	alone_take_options(brief, cell, options, count);
	if (brief->failed || !cell->sql) {
		return mizan_error_memory(error);
	}
	brief->cells[brief->cell_count++] = cell;
	size_t before = brief->fault_count;
	cell_check_options(brief, cell);
	cell->faulty = brief->fault_count > before;
	return brief->failed ? mizan_error_memory(error) : MIZAN_OK;
}

const struct mizan_table *mizan_brief_sources(const struct mizan_brief *brief)
{
	return &brief->sources;
}

bool mizan_stated_number(const char *stated, double *number, double *low, double *high)
{
	struct stated parsed;
	if (!states_parse(stated, &parsed)) {
		return false;
	}
	*number = parsed.number;
	*low = parsed.low;
	*high = parsed.high;
	return true;
}
