/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The SQL room: every indicator as a table-valued function, on any sqlite3 handle. The same code is
 * the SQLite extension mizan.so.
 *
 *   mizan_toll(by, country, period, spread, source, precision, near_border, rates, border_with,
 *     side, zone)
 *   mizan_series(indicator, country, unit, period, actor, area, source, zone)
 *   mizan_growth(indicator, country, unit, period, actor, area, source, first_quarters, zone)
 *   mizan_growth_actors(country, year, floor, zone)
 *   mizan_gti(edition, year, country, source, zone)
 *   mizan_figures(country, period, near, actor, indicator, publisher)
 *   mizan_diff(source, old, new, country, period), mizan_diff_tolls(the same),
 *   mizan_diff_figures(publisher, old, new, country),
 *   mizan_diff_against(publisher, edition, source, country)
 *   mizan_month_label(month), mizan_period_start(text), mizan_period_end(text), mizan_grouped(n),
 *   mizan_violence(code), mizan_transposed(a, b): scalar
 *   mizan_in_zone(zone_id, country, admin1, admin2, longitude, latitude, date_end,
 *     place_precision): 1, 0, or NULL where it cannot be told
 *
 * An argument that is left out or NULL is open. Columns are those of the library's tables; a column
 * that a call does not give is NULL. Periods are written as for mizan_period_parse.
 */
#ifndef MIZAN_SQL_H
#define MIZAN_SQL_H

#include <mizan/base.h>

#pragma GCC visibility push(default)

struct sqlite3;

mizan_status mizan_sql_register(
	struct sqlite3 *database, struct mizan_error *error) MIZAN_MUST_CHECK;
/* True for the names that mizan_sql_register brings: for the allow list of guarded queries. */
bool mizan_sql_is_ours(const char *function_name);

#pragma GCC visibility pop
#endif
