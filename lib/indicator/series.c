/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One indicator through time, by publisher. */
#include "series_internal.h"

#include <math.h>
#include <string.h>

void series_add_row(
	struct mizan_table *table, enum mizan_period period, const struct series_row *row)
{
	size_t at = mizan_table_add_row(table);
	char label[32];
	period_label(period, row->month, row->last, label);
	mizan_table_set_text(table, at, SERIES_PUBLISHER, row->publisher);
	mizan_table_set_text(table, at, SERIES_EDITION, row->edition);
	mizan_table_set_text(table, at, SERIES_ORIGIN, row->origin);
	mizan_table_set_text(table, at, SERIES_RELAYED_BY, row->relayed_by);
	mizan_table_set_text(table, at, SERIES_COUNTS_WHAT, row->counts_what);
	mizan_table_set_integer(table, at, SERIES_MONTH, row->month);
	mizan_table_set_text(table, at, SERIES_PERIOD, label);
	const double values[] = {row->value, row->low, row->high};
	for (size_t i = 0; i < 3; i++) {
		if (!isnan(values[i])) {
			mizan_table_set_real(table, at, SERIES_VALUE + i, values[i]);
		}
	}
	mizan_table_set_integer(table, at, SERIES_CURRENT, row->current);
}

static void series_add_columns(struct mizan_table *table)
{
	static const struct {
		const char *name;
		enum mizan_type type;
	} columns[SERIES_COLUMNS] = {{"publisher", MIZAN_TEXT}, {"edition", MIZAN_TEXT},
		{"origin", MIZAN_TEXT}, {"relayed_by", MIZAN_TEXT}, {"counts_what", MIZAN_TEXT},
		{"month", MIZAN_YEAR}, {"period", MIZAN_TEXT}, {"value", MIZAN_REAL},
		{"low", MIZAN_REAL}, {"high", MIZAN_REAL}, {"current", MIZAN_YEAR},
		{"series", MIZAN_TEXT}};
	for (size_t i = 0; i < SERIES_COLUMNS; i++) {
		mizan_table_add_column(table, columns[i].name, columns[i].type, -1);
	}
}

static const char *series_known(const struct mizan_table *table, size_t row, size_t column)
{
	const struct mizan_cell *cell = mizan_table_cell(table, row, column);
	return cell->known ? cell->text : "";
}

/* Has the publisher of a row another definition in the table? */
static bool series_has_definitions(const struct mizan_table *table, size_t row)
{
	const char *publisher = series_known(table, row, SERIES_PUBLISHER);
	for (size_t other = 0; other < table->row_count; other++) {
		if (strcmp(series_known(table, other, SERIES_PUBLISHER), publisher) == 0 &&
			strcmp(series_known(table, other, SERIES_COUNTS_WHAT),
				series_known(table, row, SERIES_COUNTS_WHAT)) != 0) {
			return true;
		}
	}
	return false;
}

/* Rows of one publisher stand together, and so do those of one definition. */
static void series_name_rows(struct mizan_table *table)
{
	const char *name = NULL;
	for (size_t row = 0; row < table->row_count && !table->failed; row++) {
		const char *publisher = series_known(table, row, SERIES_PUBLISHER);
		const char *what = series_known(table, row, SERIES_COUNTS_WHAT);
		bool same =
			row > 0 && name &&
			strcmp(series_known(table, row - 1, SERIES_PUBLISHER), publisher) == 0 &&
			strcmp(series_known(table, row - 1, SERIES_COUNTS_WHAT), what) == 0;
		if (!same) {
			name = series_has_definitions(table, row)
				       ? mizan_arena_printf(
						 &table->arena, "%s: %s", publisher, what)
				       : publisher;
		}
		mizan_table_set_text(table, row, SERIES_NAME, name);
	}
}

static bool indicator_is_known(const char *indicator)
{
	for (const struct mizan_word *w = mizan_indicator_words(); w->word; w++) {
		if (strcmp(w->word, indicator) == 0) {
			return true;
		}
	}
	return false;
}

mizan_status indicator_check_word(const char *indicator, struct mizan_error *error)
{
	if (indicator && indicator_is_known(indicator)) {
		return MIZAN_OK;
	}
	struct mizan_text list = {0};
	for (const struct mizan_word *w = mizan_indicator_words(); w->word; w++) {
		mizan_text_printf(&list, "%s%s", list.size ? ", " : "", w->word);
	}
	mizan_status status = mizan_error_set(error, MIZAN_ERROR_USAGE, list.data ? list.data : "",
		"no indicator '%s'", indicator ? indicator : "");
	mizan_text_release(&list);
	return status;
}

static mizan_status series_check(const struct mizan_series_options *options,
	struct series_span *span, struct mizan_error *error)
{
	mizan_status status = indicator_check_word(options->indicator, error);
	if (status != MIZAN_OK) {
		return status;
	}
	bool open = options->from == MIZAN_DATE_UNKNOWN || options->to == MIZAN_DATE_UNKNOWN;
	if (options->period == MIZAN_WHOLE && open) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE, "give from and to",
			"a whole period has two ends");
	}
	*span = (struct series_span){
		options->from == MIZAN_DATE_UNKNOWN ? INT32_MIN : mizan_date_month(options->from),
		options->to == MIZAN_DATE_UNKNOWN ? INT32_MAX : mizan_date_month(options->to)};
	return MIZAN_OK;
}

mizan_status mizan_series_store(struct sqlite3 *database,
	const struct mizan_series_options *options, struct mizan_table *table,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	struct series_span span;
	mizan_status status = series_check(options, &span, error);
	if (status == MIZAN_OK && options->where && *options->where) {
		status = mizan_store_check_condition(database, options->where, error);
	}
	if (status == MIZAN_OK && options->zone) {
		status = mizan_zone_check(database, options->zone, error);
	}
	if (status != MIZAN_OK) {
		return status;
	}
	series_add_columns(table);
	status = series_from_events(database, options, span, table, watch, error);
	if (status == MIZAN_OK && options->zone) {
		mizan_table_add_note(
			table, "figures that somebody published are left out: they are of no zone");
	}
	if (status == MIZAN_OK && !options->zone && !(options->where && *options->where)) {
		status = series_from_figures(database, options, span, table, error);
	}
	if (status == MIZAN_OK) {
		series_name_rows(table);
		status = mizan_table_check(table, error);
	}
	return status;
}
