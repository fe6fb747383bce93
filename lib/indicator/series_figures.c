/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series from published figures: one a publisher and definition. */
#include "series_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Within a publisher, a definition and a period, the first row stands for it. */
static const char figures_sql[] =
	"SELECT publisher, edition, relayed_by, counts_what, period_start, period_end, value, low,"
	" high, url, published FROM published_figure WHERE indicator = ?1"
	" AND country IS ?2 AND area IS ?3 COLLATE NOCASE AND actor IS ?4 COLLATE NOCASE"
	" AND (?5 IS NULL OR period_start >= ?5) AND (?6 IS NULL OR period_end <= ?6)"
	" AND (?7 IS NULL OR publisher = ?7)"
	" ORDER BY publisher, counts_what, period_start, period_end, relayed_by IS NOT NULL,"
	" published DESC, edition DESC, figure_id";

struct figure_row {
	struct series_row row;
	const char *url;
	bool months; /* begins and ends with a month */
};
struct figures {
	struct mizan_arena arena;
	struct figure_row *items;
	size_t count, capacity;
	bool failed;
};

static const char *figures_copy(struct figures *figures, sqlite3_stmt *statement, int column)
{
	const char *text = indicator_text(statement, column);
	char *copy = text ? mizan_arena_copy(&figures->arena, text, strlen(text)) : NULL;
	figures->failed |= text && !copy;
	return copy;
}

static double figures_real(sqlite3_stmt *statement, int column)
{
	return sqlite3_column_type(statement, column) == SQLITE_NULL
		       ? (double)NAN
		       : sqlite3_column_double(statement, column);
}

static mizan_date figures_date(sqlite3_stmt *statement, int column)
{
	const char *text = indicator_text(statement, column);
	mizan_date date;
	return text && mizan_date_parse((struct mizan_slice){text, strlen(text)}, &date)
		       ? date
		       : MIZAN_DATE_UNKNOWN;
}

/* Whole months: the first day is a first, and the day after the last one is. */
static bool figures_is_months(mizan_date start, mizan_date end)
{
	return start != MIZAN_DATE_UNKNOWN && end != MIZAN_DATE_UNKNOWN &&
	       mizan_date_month(start) != mizan_date_month(start - 1) &&
	       mizan_date_month(end) != mizan_date_month(end + 1);
}

static void figures_take(struct figures *figures, sqlite3_stmt *statement)
{
	mizan_date start = figures_date(statement, 4), end = figures_date(statement, 5);
	if (!mizan_grow(&figures->items, &figures->capacity, figures->count + 1,
		    sizeof *figures->items)) {
		figures->failed = true;
		return;
	}
	figures->items[figures->count++] = (struct figure_row){
		.row = {.publisher = figures_copy(figures, statement, 0),
			.edition = figures_copy(figures, statement, 1),
			.origin = "figures",
			.relayed_by = figures_copy(figures, statement, 2),
			.counts_what = figures_copy(figures, statement, 3),
			.month = start == MIZAN_DATE_UNKNOWN ? 0 : mizan_date_month(start),
			.last = end == MIZAN_DATE_UNKNOWN ? 0 : mizan_date_month(end),
			.value = figures_real(statement, 6),
			.low = figures_real(statement, 7),
			.high = figures_real(statement, 8)},
		.url = figures_copy(figures, statement, 9),
		.months = figures_is_months(start, end)};
}

static mizan_status figures_read(sqlite3 *database, const struct mizan_series_options *options,
	struct figures *figures, struct mizan_error *error)
{
	char first[11], last[11];
	sqlite3_stmt *statement;
	mizan_status status =
		indicator_prepare(database, figures_sql, &statement, "read figures", error);
	if (status != MIZAN_OK) {
		return status;
	}
	indicator_bind_text(statement, 1, options->indicator);
	indicator_bind_text(statement, 2, options->country);
	indicator_bind_text(statement, 3, options->area);
	indicator_bind_text(statement, 4, options->actor);
	indicator_bind_date(statement, 5, options->from, first);
	indicator_bind_date(statement, 6, options->to, last);
	indicator_bind_text(statement, 7, options->source);
	int code = SQLITE_DONE;
	while (!figures->failed && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		figures_take(figures, statement);
	}
	sqlite3_finalize(statement);
	if (figures->failed) {
		return mizan_error_memory(error);
	}
	return code == SQLITE_DONE ? MIZAN_OK : mizan_store_error(database, error, "read figures");
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool figures_same_series(const struct series_row *a, const struct series_row *b)
{
	return same_text(a->publisher, b->publisher) && same_text(a->counts_what, b->counts_what);
}

static bool figures_fits(
	const struct figure_row *figure, const struct mizan_series_options *options)
{
	const struct series_row *row = &figure->row;
	if (!figure->months) {
		return false;
	}
	if (options->period == MIZAN_WHOLE) {
		return row->month == mizan_date_month(options->from) &&
		       row->last == mizan_date_month(options->to);
	}
	int months = period_months(options->period);
	return row->month % months == 0 && row->last == row->month + months - 1;
}

static void figures_add_source(struct mizan_table *table, const struct figure_row *figure)
{
	const struct series_row *row = &figure->row;
	mizan_table_add_source(
		table, mizan_arena_printf(&table->arena, "%s%s%s%s%s%s%s%s", row->publisher,
			       row->edition ? ", " : "", row->edition ? row->edition : "",
			       row->relayed_by ? " (relayed by " : "",
			       row->relayed_by ? row->relayed_by : "", row->relayed_by ? ")" : "",
			       figure->url ? ", " : "", figure->url ? figure->url : ""));
}

/* ---- A period given in parts -------------------------------------------------------------- */

/* The first figure of a series that is current, begins in this month and lasts `months`. */
static const struct figure_row *figures_part(
	const struct figures *figures, size_t first, size_t end, int32_t month, int months)
{
	for (size_t i = first; i < end; i++) {
		const struct figure_row *figure = &figures->items[i];
		if (figure->months && figure->row.month == month &&
			figure->row.last == month + months - 1 && !isnan(figure->row.value)) {
			return figure;
		}
	}
	return NULL;
}

/* Counts of a year are the sum of those of its quarters; scores, ranks and stocks are not. */
static bool figures_add_up(const char *indicator)
{
	static const char *const words[] = {"deaths", "attacks", "injured", "suicide-attacks",
		"civilian-deaths", "security-force-deaths", "militant-deaths", "elders-killed",
		"hostages", "groups-joined"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcmp(words[i], indicator) == 0) {
			return true;
		}
	}
	return false;
}

/* Sums quarters, or months, that fill the period; false where one is missing. */
static bool figures_sum_parts(struct figures *figures, size_t first, size_t end,
	struct series_span span, int months, struct series_row *sum)
{
	int parts = 0;
	*sum = (struct series_row){.publisher = figures->items[first].row.publisher,
		.origin = "figures",
		.counts_what = figures->items[first].row.counts_what,
		.month = span.first,
		.last = span.last,
		.low = (double)NAN,
		.high = (double)NAN,
		.current = true};
	for (int32_t month = span.first; month <= span.last; month += months) {
		const struct figure_row *part = figures_part(figures, first, end, month, months);
		if (!part || month + months - 1 > span.last) {
			return false;
		}
		sum->value += part->row.value;
		parts++;
	}
	if (parts < 2) {
		return false;
	}
	sum->edition = mizan_arena_printf(
		&figures->arena, "sum of %d %s", parts, months == 3 ? "quarters" : "months");
	figures->failed |= !sum->edition;
	return true;
}

/* A period that is not given as a whole: its quarters, else its months. */
static void figures_add_parts(struct figures *figures, size_t first, size_t end,
	struct series_span span, const struct mizan_series_options *options,
	struct mizan_table *table)
{
	struct series_row sum;
	for (int months = 3; months > 0; months -= 2) {
		if (!figures_sum_parts(figures, first, end, span, months, &sum)) {
			continue;
		}
		series_add_row(table, options->period, &sum);
		for (int32_t month = span.first; month <= span.last; month += months) {
			figures_add_source(table, figures_part(figures, first, end, month, months));
		}
		return;
	}
}

/* ---- Rows --------------------------------------------------------------------------------- */

/* The rows of one period, the current one first; false: it is not given as a whole. */
static bool figures_add_period(struct figures *figures, size_t first, size_t end, int32_t month,
	const struct mizan_series_options *options, struct mizan_table *table)
{
	bool found = false;
	for (size_t i = first; i < end; i++) {
		struct figure_row *figure = &figures->items[i];
		if (figure->row.month != month || !figures_fits(figure, options)) {
			continue;
		}
		figure->row.current = !found;
		found = true;
		series_add_row(table, options->period, &figure->row);
		figures_add_source(table, figure);
	}
	return found;
}

/* The figures first .. end - 1 are of one publisher and definition. */
static void figures_add_series(struct figures *figures, size_t first, size_t end,
	const struct mizan_series_options *options, struct mizan_table *table)
{
	/* They are sorted by their first day. */
	struct series_span all = {figures->items[first].row.month, INT32_MIN};
	for (size_t i = first; i < end; i++) {
		int32_t last = figures->items[i].row.last;
		all.last = last > all.last ? last : all.last;
	}
	int step = period_months(options->period);
	all.first -= all.first % step;
	if (options->period == MIZAN_WHOLE) {
		all = (struct series_span){
			mizan_date_month(options->from), mizan_date_month(options->to)};
		step = all.last - all.first + 1;
	}
	for (int32_t month = all.first; month <= all.last; month += step) {
		struct series_span span = {month, month + step - 1};
		if (!figures_add_period(figures, first, end, month, options, table) && step > 1 &&
			figures_add_up(options->indicator)) {
			figures_add_parts(figures, first, end, span, options, table);
		}
	}
}

mizan_status series_from_figures(struct sqlite3 *database,
	const struct mizan_series_options *options, struct series_span span,
	struct mizan_table *table, struct mizan_error *error)
{
	(void)span;
	struct figures figures = {0};
	mizan_status status = figures_read(database, options, &figures, error);
	for (size_t first = 0, end; first < figures.count && status == MIZAN_OK; first = end) {
		end = first + 1;
		while (end < figures.count &&
			figures_same_series(&figures.items[first].row, &figures.items[end].row)) {
			end++;
		}
		figures_add_series(&figures, first, end, options, table);
	}
	if (status == MIZAN_OK && figures.failed) {
		status = mizan_error_memory(error);
	}
	free(figures.items);
	mizan_arena_release(&figures.arena);
	return status;
}
