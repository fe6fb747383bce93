/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan map */
#include "command.h"

#include <stdio.h>
#include <string.h>

/* Provinces by deaths, or single events. Sums of samples are no totals: the chart says so. */
static bool map_write_sql(struct mizan_text *sql, const char *country, bool points,
	const mizan_date period[2], const char *zone)
{
	char first[11], last[11];
	mizan_text_append(sql,
		points ? "SELECT longitude, latitude, deaths_best AS deaths, place, r.coverage"
			 " FROM event JOIN release r USING(release_id) WHERE geom IS NOT NULL"
		       : "SELECT admin1 AS province, sum(deaths_best) AS deaths,"
			 " min(r.coverage) AS coverage FROM event JOIN release r USING(release_id)"
			 " WHERE r.coverage = 'complete'");
	mizan_text_printf(sql, " AND country = '%s'", country);
	if (period[0] != MIZAN_DATE_UNKNOWN) {
		mizan_text_printf(sql, " AND date_end BETWEEN '%s' AND '%s'",
			mizan_date_format(period[0], first), mizan_date_format(period[1], last));
	}
	if (zone) {
		/* Known to the store, so a slug. */
		mizan_text_printf(sql,
			" AND mizan_in_zone('%s', country, admin1, admin2, longitude, latitude,"
			" date_end, place_precision) = 1",
			zone);
	}
	mizan_text_append(sql, points ? " ORDER BY deaths_best DESC" : " GROUP BY admin1");
	return !sql->failed;
}

static void map_add_sources(
	const struct context *context, const char *country, struct mizan_table *table)
{
	struct mizan_release_list list = {0};
	struct mizan_error error = {0};
	if (mizan_store_releases(context->store.database, &table->arena, &list, &error) ==
		MIZAN_OK) {
		for (size_t i = 0; i < list.count; i++) {
			if (strstr(list.items[i].countries, country) &&
				strcmp(list.items[i].kind, "events") == 0) {
				mizan_table_add_source(
					table, mizan_release_line(&list.items[i], &table->arena));
			}
		}
	}
}

/* What a zone leaves out of the map. */
static mizan_status map_note_zone(struct context *context, const char *zone, const char *country,
	bool points, const mizan_date period[2], struct mizan_table *table,
	struct mizan_error *error)
{
	struct mizan_event_query query = {.country = country,
		.from = period[0],
		.to = period[1],
		.where = points ? "geom IS NOT NULL"
				: "release_id IN (SELECT release_id FROM release"
				  " WHERE coverage = 'complete')"};
	return mizan_zone_note(
		context->store.database, zone, &query, table, &context->watch, error);
}

/* Recent events have no point in public. */
static mizan_status map_note_public(struct context *context, const char *country,
	const mizan_date period[2], struct mizan_table *table, struct mizan_error *error)
{
	mizan_date from = mizan_store_public_from(context->store.database);
	struct mizan_text sql = {0};
	struct mizan_table count = {0};
	char first[11], last[11], until[11];
	if (from == MIZAN_DATE_UNKNOWN) {
		return MIZAN_OK;
	}
	mizan_text_printf(&sql,
		"SELECT count(*) AS n FROM event WHERE country = '%s' AND date_end >= '%s'",
		country, mizan_date_format(from, first));
	if (period[0] != MIZAN_DATE_UNKNOWN) {
		mizan_text_printf(&sql, " AND date_end BETWEEN '%s' AND '%s'",
			mizan_date_format(period[0], last), mizan_date_format(period[1], until));
	}
	mizan_status status = mizan_text_check(&sql, error);
	if (status == MIZAN_OK) {
		status = mizan_store_query(
			context->store.database, sql.data, &count, &context->watch, error);
	}
	if (status == MIZAN_OK && count.cells[0].integer > 0) {
		mizan_table_add_note(table,
			"%lld events since %s are not drawn: they have no point in public "
			"(--restricted draws them)",
			(long long)count.cells[0].integer, first);
	}
	mizan_table_release(&count);
	mizan_text_release(&sql);
	return status;
}

static int map_draw(struct context *context, const char *sql, const char *country, bool points,
	const mizan_date period[2], const char *zone, const char *output)
{
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	char subtitle[120];
	snprintf(subtitle, sizeof subtitle, "%s%s%.60s",
		points ? "Events, by deaths" : "Deaths by province", zone ? ", zone " : "",
		zone ? zone : "");
	mizan_status status =
		mizan_store_query(context->store.database, sql, &table, &context->watch, &error);
	int code = EXIT_DONE;
	if (status == MIZAN_OK && zone) {
		status = map_note_zone(context, zone, country, points, period, &table, &error);
	}
	if (status == MIZAN_OK && points) {
		status = map_note_public(context, country, period, &table, &error);
	}
	if (status == MIZAN_OK) {
		map_add_sources(context, country, &table);
		const struct mizan_country *named =
			mizan_country_by_iso3((struct mizan_slice){country, 3});
		struct mizan_chart chart = {
			.kind = points ? MIZAN_MAP_POINTS : MIZAN_MAP_CHOROPLETH,
			.x = points ? "longitude" : "province",
			.y = points ? "latitude" : "deaths",
			.size = points ? "deaths" : NULL,
			.country = country,
			.title = named ? named->name : country,
			.subtitle = subtitle};
		context->output.chart = output;
		code = table.row_count == 0
			       ? print_usage_error(context, "no events of %s%s%s to draw", country,
					 zone ? " in the zone " : "", zone ? zone : "")
			       : draw_chart(context, &table, &chart);
	} else {
		code = print_error(&error);
	}
	mizan_table_release(&table);
	return code;
}

int cmd_map(struct context *context, int count, char **arguments)
{
	const char *country = NULL, *kind = "choropleth", *output = NULL, *zone = NULL;
	mizan_date period[2] = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN};
	const struct option options[] = {
		{"country", OPTION_COUNTRY, "PAK", "the country", &country},
		{"kind", OPTION_TEXT, "KIND", "choropleth (provinces by deaths) or points", &kind},
		{"year", OPTION_PERIOD, "2024", "one year, or a period", period},
		{"period", OPTION_PERIOD, "2021..2024", "a period", period},
		{"zone", OPTION_TEXT, "ID", "events in a zone alone (mizan zones)", &zone},
		{"title", OPTION_TEXT, "TEXT", "title of the map", &context->output.title},
		{"output", OPTION_TEXT, "FILE", "a .svg, .pdf or .png, also -o", &output},
		{NULL, OPTION_FLAG, NULL, NULL, NULL},
	};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count > 1) {
		return print_excess(context, arguments[1]);
	}
	bool points = strcmp(kind, "points") == 0;
	if (!country || !output || (!points && strcmp(kind, "choropleth") != 0)) {
		return print_usage_error(context,
			"say --country, -o FILE, and --kind points or choropleth if you like");
	}
	struct mizan_error error = {0};
	if (zone && mizan_zone_check(context->store.database, zone, &error) != MIZAN_OK) {
		return print_error(&error);
	}
	struct mizan_text sql = {0};
	code = map_write_sql(&sql, country, points, period, zone)
		       ? map_draw(context, sql.data, country, points, period, zone, output)
		       : EXIT_STORE;
	mizan_text_release(&sql);
	return code;
}
