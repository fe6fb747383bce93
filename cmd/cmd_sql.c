/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan sql, and the commands that are one query of the store. */
#include "command.h"

#include <stdio.h>
#include <string.h>

static mizan_status sql_add_sources(
	const struct context *context, struct mizan_table *table, struct mizan_error *error)
{
	struct mizan_release_list list = {0};
	mizan_status status =
		mizan_store_releases(context->store.database, &table->arena, &list, error);
	for (size_t i = 0; i < list.count && status == MIZAN_OK; i++) {
		mizan_table_add_source(table, mizan_release_line(&list.items[i], &table->arena));
	}
	return status;
}

static int sql_print(
	struct context *context, const char *sql, bool sources, const struct mizan_chart *chart)
{
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	mizan_status status =
		mizan_store_query(context->store.database, sql, &table, &context->watch, &error);
	if (status == MIZAN_OK && sources) {
		status = sql_add_sources(context, &table, &error);
	}
	struct mizan_chart drawn = chart ? *chart : (struct mizan_chart){0};
	enum mizan_chart_kind kind = drawn.kind;
	const char *word = context->output.chart_kind;
	/* Spans need neither, and the first two columns would seldom be they. */
	bool two = !word || !mizan_chart_kind_from_word(word, &kind) || kind != MIZAN_CHART_SPANS;
	if (two && !drawn.x && table.column_count > 0) {
		drawn.x = table.columns[0].name;
	}
	if (two && !drawn.y && table.column_count > 1) {
		drawn.y = table.columns[1].name;
	}
	int code = status == MIZAN_OK ? print_table(context, &table, chart ? &drawn : NULL)
				      : print_error(&error);
	mizan_table_release(&table);
	return code;
}

int cmd_sql(struct context *context, int count, char **arguments)
{
	struct mizan_chart chart = {.kind = MIZAN_CHART_BAR};
	const struct option options[] = {
		{"x", OPTION_TEXT, "COLUMN", "of the chart; else the first", &chart.x},
		{"y", OPTION_TEXT, "COLUMN", "of the chart; else the second", &chart.y},
		{"low", OPTION_TEXT, "COLUMN", "of the chart", &chart.low},
		{"high", OPTION_TEXT, "COLUMN", "of the chart", &chart.high},
		{"series", OPTION_TEXT, "COLUMN", "of the chart", &chart.series},
		{"label", OPTION_TEXT, "COLUMN", "of the chart", &chart.label},
		{"size", OPTION_TEXT, "COLUMN", "of points, or weight of actors", &chart.size},
		{"country", OPTION_COUNTRY, "PAK", "of a map", &chart.country},
		{NULL, OPTION_FLAG, NULL, NULL, NULL},
	};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count != 2) {
		return print_usage_error(context, "give one SELECT, in quotes");
	}
	code = guard_store(context);
	return code == EXIT_DONE ? sql_print(context, arguments[1], true, &chart) : code;
}

int cmd_releases(struct context *context, int count, char **arguments)
{
	const struct option options[] = {{NULL, OPTION_FLAG, NULL, NULL, NULL}};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count > 1) {
		return print_excess(context, arguments[1]);
	}
	return sql_print(context,
		"SELECT release_id, source, version, kind, coverage, countries, period_start,"
		" period_end, rows, refused,"
		" (SELECT count(*) FROM event e WHERE e.release_id = r.release_id) AS "
		"current_events,"
		" licence, retrieved, file, sha256 FROM release r ORDER BY release_id",
		false, NULL);
}

int cmd_refused(struct context *context, int count, char **arguments)
{
	const struct option options[] = {{NULL, OPTION_FLAG, NULL, NULL, NULL}};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count > 1) {
		return print_excess(context, arguments[1]);
	}
	return sql_print(context,
		"SELECT file, line_no, column_no, column_name, reason, substr(raw, 1, 200) AS raw"
		" FROM refused ORDER BY release_id, line_no",
		false, NULL);
}

/* A condition from what the options give; the values are checked words and dates. */
static bool milestones_write_sql(struct mizan_text *sql, const char *country, const char *kind,
	const mizan_date period[2], mizan_date known_by)
{
	char first[11], last[11];
	mizan_text_append(sql, "SELECT date, kind, country, actors, title, status, source,"
			       " milestone_id, date_precision, coalesce(known, date) AS known FROM "
			       "milestone WHERE 1");
	if (country) {
		mizan_text_printf(sql, " AND instr(country, '%s')", country);
	}
	if (kind) {
		mizan_text_printf(sql, " AND kind = '%s'", kind);
	}
	if (period[0] != MIZAN_DATE_UNKNOWN) {
		mizan_text_printf(sql, " AND date BETWEEN '%s' AND '%s'",
			mizan_date_format(period[0], first), mizan_date_format(period[1], last));
	}
	if (known_by != MIZAN_DATE_UNKNOWN) {
		mizan_text_printf(sql, " AND coalesce(known, date) <= '%s'",
			mizan_date_format(known_by, first));
	}
	mizan_text_append(sql, " ORDER BY date, milestone_id");
	return !sql->failed;
}

static bool milestones_knows(const char *kind)
{
	for (const struct mizan_word *w = mizan_milestone_kinds(); w->word; w++) {
		if (strcmp(w->word, kind) == 0) {
			return true;
		}
	}
	return false;
}

int cmd_milestones(struct context *context, int count, char **arguments)
{
	const char *country = NULL, *kind = NULL;
	mizan_date period[2] = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN};
	mizan_date known_by[2] = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN};
	const struct option options[] = {
		{"country", OPTION_COUNTRY, "PAK", "those that touch a country", &country},
		{"kind", OPTION_TEXT, "WORD", "take-over, agreement, ceasefire ...", &kind},
		{"year", OPTION_PERIOD, "2021", "one year, or a period", period},
		{"period", OPTION_PERIOD, "2020..2022", "a period", period},
		{"known-by", OPTION_PERIOD, "DATE", "only what could be known by then", known_by},
		{NULL, OPTION_FLAG, NULL, NULL, NULL},
	};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count > 1) {
		return print_excess(context, arguments[1]);
	}
	if (kind && !milestones_knows(kind)) {
		return print_usage_error(context,
			"no kind '%s'; mizan template milestones explains the kinds", kind);
	}
	struct mizan_text sql = {0};
	struct mizan_chart chart = {
		.kind = MIZAN_CHART_TIMELINE, .x = "date", .label = "title", .title = "Milestones"};
	code = milestones_write_sql(&sql, country, kind, period, known_by[1])
		       ? sql_print(context, sql.data, false, &chart)
		       : EXIT_STORE;
	mizan_text_release(&sql);
	return code;
}
