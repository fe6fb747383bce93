/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A toll over the events of a store. */
#include "toll_internal.h"

#include <string.h>

/* What the table toll_sum has. */
#define TOLL_SUMMED                                                                                \
	(MIZAN_BY_COUNTRY | MIZAN_BY_VIOLENCE | MIZAN_BY_YEAR | MIZAN_BY_QUARTER | MIZAN_BY_MONTH)

static bool toll_is_summed(const struct mizan_toll_options *options)
{
	return !(options->by & ~(unsigned)TOLL_SUMMED) && !options->spread && !options->precision &&
	       !options->zone && !(options->near_border_km > 0) &&
	       !(options->where && *options->where) && options->from == MIZAN_DATE_UNKNOWN &&
	       options->to == MIZAN_DATE_UNKNOWN;
}

/* Sums by country, month, type and release, kept with the events. */
static const char toll_sum_sql[] =
	"SELECT country, month, violence, release_id, events, deaths_low, deaths_best, deaths_high,"
	" deaths_civilians, best_known, civilians_known, best_outside,"
	" both_known"
	" FROM toll_sum WHERE (?1 IS NULL OR country = ?1) AND (?2 IS NULL OR release_id IN"
	" (SELECT release_id FROM release WHERE source = ?2))";

static void toll_take_row(sqlite3_stmt *statement, struct toll_row *row)
{
	const char *country = (const char *)sqlite3_column_text(statement, 0);
	const char *violence = (const char *)sqlite3_column_text(statement, 2);
	*row = (struct toll_row){
		.country = {country ? country : "", country ? strlen(country) : 0},
		.month = sqlite3_column_int(statement, 1),
		.violence = (uint8_t)mizan_violence_from_word((struct mizan_slice){
			violence ? violence : "", violence ? strlen(violence) : 0}),
		.release_id = sqlite3_column_int64(statement, 3),
		.sums = {.events = sqlite3_column_int64(statement, 4),
			.low = sqlite3_column_int64(statement, 5),
			.best = sqlite3_column_int64(statement, 6),
			.high = sqlite3_column_int64(statement, 7),
			.civilians = sqlite3_column_int64(statement, 8),
			.best_known = sqlite3_column_int64(statement, 9),
			.civilians_known = sqlite3_column_int64(statement, 10),
			.both_known = sqlite3_column_int64(statement, 12)},
	};
	row->sums.by_violence[row->violence] = row->sums.best;
}

static mizan_status toll_read_sums(sqlite3 *database, struct mizan_toll *toll,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	mizan_status status =
		indicator_prepare(database, toll_sum_sql, &statement, "add up events", error);
	if (status != MIZAN_OK) {
		return status;
	}
	indicator_bind_text(statement, 1, toll->options.country);
	indicator_bind_text(statement, 2, toll->options.source);
	int code;
	while (status == MIZAN_OK && (code = sqlite3_step(statement)) != SQLITE_DONE) {
		struct toll_row row;
		if (code != SQLITE_ROW) {
			status = mizan_store_error(database, error, "add up events");
			break;
		}
		toll_take_row(statement, &row);
		toll_count_notes(toll, row.sums.events - row.sums.best_known,
			sqlite3_column_int64(statement, 11));
		status = toll_add_row(toll, &row, error);
		if (status == MIZAN_OK) {
			status = mizan_watch_check(watch, error);
		}
	}
	sqlite3_finalize(statement);
	return status;
}

static mizan_status toll_take_event(
	void *context, const struct mizan_event *event, struct mizan_error *error)
{
	return mizan_toll_add(context, event, error);
}

static mizan_status toll_read_events(sqlite3 *database, struct mizan_toll *toll,
	const struct mizan_watch *watch, struct mizan_error *error)
{
	const struct mizan_toll_options *options = &toll->options;
	struct mizan_event_query query = {.where = options->where,
		.parts = mizan_toll_parts(toll),
		.from = options->from,
		.to = options->to,
		.country = toll->country,
		.source = options->source};
	return mizan_store_each_event(database, &query, toll_take_event, toll, watch, error);
}

/* ---- Rates -------------------------------------------------------------------------------- */

static mizan_status toll_read_population(
	sqlite3 *database, struct mizan_table *table, int64_t *missing, struct mizan_error *error)
{
	size_t country = mizan_table_find(table, "country"), year = mizan_table_find(table, "year");
	size_t deaths = mizan_table_find(table, "deaths_best");
	size_t rate = mizan_table_find(table, "deaths_per_100000");
	sqlite3_stmt *statement;
	mizan_status status = indicator_prepare(database,
		"SELECT value FROM population WHERE country = ?1 AND year = ?2", &statement,
		"read the population", error);
	for (size_t row = 0; row < table->row_count && status == MIZAN_OK; row++) {
		const struct mizan_cell *place = mizan_table_cell(table, row, country);
		double best;
		indicator_bind_text(statement, 1, place->known ? place->text : NULL);
		sqlite3_bind_int64(statement, 2, mizan_table_cell(table, row, year)->integer);
		int code = sqlite3_step(statement);
		if (code == SQLITE_ROW && sqlite3_column_double(statement, 0) > 0 &&
			mizan_table_number(table, row, deaths, &best)) {
			mizan_table_set_real(
				table, row, rate, best * 1e5 / sqlite3_column_double(statement, 0));
		} else if (code == SQLITE_ROW || code == SQLITE_DONE) {
			*missing += 1;
		} else {
			status = mizan_store_error(database, error, "read the population");
		}
		sqlite3_reset(statement);
	}
	sqlite3_finalize(statement);
	return status;
}

static mizan_status toll_add_rates(
	sqlite3 *database, struct mizan_table *table, struct mizan_error *error)
{
	int64_t missing = 0;
	mizan_status status = toll_read_population(database, table, &missing, error);
	if (missing > 0) {
		mizan_table_add_note(table,
			"no rate in %lld of %zu rows: no population for that country and year, or "
			"no deaths "
			"known (mizan import of a population sheet brings it)",
			(long long)missing, table->row_count);
	}
	return status;
}

/* A rate rests on two sources. */
static void toll_add_population_sources(
	struct mizan_table *table, const struct mizan_release_list *releases)
{
	for (size_t i = 0; i < releases->count; i++) {
		const struct mizan_release *release = &releases->items[i];
		if (strcmp(release->kind, "population") == 0) {
			const char *line = mizan_release_line(release, &table->arena);
			mizan_table_add_source(table, mizan_arena_printf(&table->arena,
							      "inhabitants: %s", line ? line : ""));
		}
	}
}

mizan_status mizan_toll_store(struct sqlite3 *database, const struct mizan_toll_options *options,
	struct mizan_table *table, const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_toll *toll;
	struct mizan_arena arena = {0};
	struct mizan_release_list releases = {0};
	mizan_status status = mizan_toll_init(&toll, options, error);
	if (status == MIZAN_OK) {
		toll->options.public_from = mizan_store_public_from(database);
		toll->options.is_public = toll->options.public_from != MIZAN_DATE_UNKNOWN;
		status = indicator_open_zone(
			database, options->zone, toll->country, &toll->zone, error);
	}
	if (status == MIZAN_OK) {
		status = mizan_store_releases(database, &arena, &releases, error);
	}
	if (status == MIZAN_OK) {
		status = toll_is_summed(options) ? toll_read_sums(database, toll, watch, error)
						 : toll_read_events(database, toll, watch, error);
	}
	if (status == MIZAN_OK) {
		status = mizan_toll_finish(toll, &releases, table, error);
	}
	if (status == MIZAN_OK && mizan_store_condition_is_withheld(database, options->where)) {
		char day[11];
		mizan_table_add_note(table,
			"public: the condition needs what is withheld of events since %s: none of "
			"them is in these sums, which are too low where they are of days since "
			"then "
			"(--restricted has them)",
			mizan_date_format(toll->options.public_from, day));
	}
	if (status == MIZAN_OK && options->rates) {
		status = toll_add_rates(database, table, error);
	}
	if (status == MIZAN_OK) {
		status = indicator_add_sources(
			database, table, &releases, options->source, toll->country, error);
	}
	if (status == MIZAN_OK && options->rates) {
		toll_add_population_sources(table, &releases);
	}
	if (status == MIZAN_OK) {
		status = mizan_table_check(table, error);
	}
	mizan_toll_release(toll);
	mizan_arena_release(&arena);
	return status;
}
