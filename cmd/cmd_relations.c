/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan relations */
#include "command.h"

#include <mizan/actor.h>
#include <string.h>
#include <unistd.h>

struct relations {
	struct mizan_relation_options options;
	bool count, events, spans;
	const char *by, *graphml;
	int64_t window;
	mizan_date period[2];
};

static bool relations_months(const char *by, int *months)
{
	enum mizan_period period;
	if (!mizan_period_from_word(by, &period)) {
		return false;
	}
	*months = period == MIZAN_YEARLY ? 12 : period == MIZAN_QUARTERLY ? 3 : 1;
	return true;
}

/* ---- Charts ------------------------------------------------------------------------------- */

/* A line for the groups announced in all, and one for those confirmed: each its own rows. */
static void relations_make_lines(const struct mizan_table *joins, struct mizan_table *lines)
{
	static const char *const columns[] = {"groups", "confirmed"};
	static const char *const names[] = {"announced in all", "confirmed"};
	size_t period = mizan_table_find(joins, "period");
	mizan_table_add_column(lines, "period", MIZAN_TEXT, -1);
	mizan_table_add_column(lines, "count", MIZAN_TEXT, -1);
	mizan_table_add_column(lines, "groups", MIZAN_INTEGER, -1);
	for (size_t i = 0; i < 2; i++) {
		size_t column = mizan_table_find(joins, columns[i]);
		for (size_t row = 0; row < joins->row_count; row++) {
			size_t to = mizan_table_add_row(lines);
			mizan_table_set_text(
				lines, to, 0, mizan_table_cell(joins, row, period)->text);
			mizan_table_set_text(lines, to, 1, names[i]);
			mizan_table_set_integer(
				lines, to, 2, mizan_table_cell(joins, row, column)->integer);
		}
	}
	for (size_t i = 0; i < joins->source_count; i++) {
		mizan_table_add_source(lines, joins->sources[i]);
	}
	for (size_t i = 0; i < joins->note_count; i++) {
		mizan_table_add_note(lines, "%s", joins->notes[i]);
	}
}

static int relations_draw_joins(struct context *context, const struct mizan_table *joins)
{
	struct mizan_table lines = {0};
	struct mizan_error error = {0};
	struct mizan_chart chart = {.kind = MIZAN_CHART_LINE,
		.x = "period",
		.y = "groups",
		.series = "count",
		.y_title = "groups",
		.title = "Groups on record as having joined"};
	relations_make_lines(joins, &lines);
	int code = mizan_table_check(&lines, &error) == MIZAN_OK
			   ? draw_chart(context, &lines, &chart)
			   : print_error(&error);
	mizan_table_release(&lines);
	context->output.chart = NULL;
	return code;
}

/* What --chart draws of the table. */
static struct mizan_chart relations_chart(const struct relations *relations)
{
	if (relations->count) {
		return (struct mizan_chart){.kind = MIZAN_CHART_BAR,
			.x = "kind",
			.y = "groups",
			.title = "Groups by kind of relation"};
	}
	if (relations->spans) {
		return (struct mizan_chart){.kind = MIZAN_CHART_SPANS,
			.x = "date",
			.low = "date_from",
			.high = "date_to",
			.label = "name",
			.series = "kind",
			.title = "Joins and splits"};
	}
	return (struct mizan_chart){.kind = MIZAN_CHART_NETWORK,
		.x = "name_a",
		.y = "name_b",
		.series = "kind",
		.label = "status",
		.title = "Relations"};
}

static int relations_write_graphml(
	struct context *context, const char *path, struct mizan_table *table)
{
	struct mizan_text text = {0};
	struct mizan_error error = {0};
	mizan_status status = mark_table(context, table, &error);
	if (status == MIZAN_OK) {
		status = mizan_graphml_write(table, "name_a", "name_b", &text, &error);
	}
	if (status == MIZAN_OK) {
		status = write_file(path, text.data, text.size, &error);
	}
	mizan_text_release(&text);
	return status == MIZAN_OK ? EXIT_DONE : print_error(&error);
}

/* ---- The command -------------------------------------------------------------------------- */

static mizan_status relations_read(struct context *context, const struct relations *relations,
	int months, struct mizan_table *table, struct mizan_error *error)
{
	struct sqlite3 *database = context->store.database;
	const struct mizan_relation_options *options = &relations->options;
	if (relations->events) {
		int64_t days = relations->window;
		return mizan_relation_events_store(database, options,
			days < 0 || days > 9999 ? 9999 : (int)days, table, &context->watch, error);
	}
	if (relations->by) {
		return mizan_joins_store(database, options, months, relations->period[0],
			relations->period[1], table, error);
	}
	return relations->count   ? mizan_relation_counts_store(database, options, table, error)
	       : relations->spans ? mizan_relation_spans_store(database, options, table, error)
				  : mizan_relations_store(database, options, table, error);
}

/* Ids and long texts, for which a terminal has no room. */
static void relations_hide(struct mizan_table *table)
{
	static const char *const names[] = {"relation_id", "actor_a", "actor_b", "source", "note"};
	for (size_t i = 0; i < sizeof names / sizeof *names && isatty(STDOUT_FILENO); i++) {
		size_t column = mizan_table_find(table, names[i]);
		if (column != SIZE_MAX) {
			table->columns[column].hidden = true;
		}
	}
}

static int relations_print(struct context *context, const struct relations *relations, int months)
{
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	int code = EXIT_DONE;
	mizan_status status = relations_read(context, relations, months, &table, &error);
	if (status != MIZAN_OK) {
		code = print_error(&error);
	}
	struct mizan_chart chart = relations_chart(relations);
	if (code == EXIT_DONE && relations->by && context->output.chart) {
		code = relations_draw_joins(context, &table);
	}
	if (code == EXIT_DONE && relations->graphml) {
		code = relations_write_graphml(context, relations->graphml, &table);
	}
	if (code == EXIT_DONE) {
		relations_hide(&table);
		code = print_table(context, &table, relations->events ? NULL : &chart);
	}
	mizan_table_release(&table);
	return code;
}

static int relations_check(struct context *context, const struct relations *relations,
	const mizan_date on[2], int *months)
{
	if (on[0] != on[1]) {
		return print_usage_error(context, "--on takes one day, as 2024-06-30");
	}
	if (relations->count + relations->events + relations->spans + (relations->by != NULL) > 1) {
		return print_usage_error(
			context, "--count, --by, --events and --spans exclude each other");
	}
	if (relations->by && !relations_months(relations->by, months)) {
		return print_usage_error(context, "--by takes year, quarter or month");
	}
	if (relations->graphml &&
		(relations->count || relations->by || relations->events || relations->spans)) {
		return print_usage_error(context, "--graphml writes the list");
	}
	if (on[0] != MIZAN_DATE_UNKNOWN &&
		(relations->by || relations->events || relations->spans)) {
		return print_usage_error(context, "--on goes with the list and with --count");
	}
	return EXIT_DONE;
}

int cmd_relations(struct context *context, int count, char **arguments)
{
	struct relations relations = {.options = mizan_relations_all,
		.window = 365,
		.period = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN}};
	struct mizan_relation_options *asked = &relations.options;
	mizan_date on[2] = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN};
	mizan_date known[2] = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN};
	mizan_date since[2] = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN};
	const struct option options[] = {
		{"of", OPTION_TEXT, "ACTOR", "of one actor: its id or a name", &asked->of},
		{"on", OPTION_PERIOD, "2024-06-30", "what holds on this day", on},
		{"kind", OPTION_TEXT, "WORD", "merger, allegiance, split, alliance, rivalry ...",
			&asked->kind},
		{"known-by", OPTION_PERIOD, "DATE", "only what could be known by then", known},
		{"names-of", OPTION_TEXT, "ACTOR", "names as this actor uses them",
			&asked->names_of},
		{"count", OPTION_FLAG, NULL, "how many groups are with --of on the day of --on",
			&relations.count},
		{"since", OPTION_PERIOD, "DATE", "with --count: only who joined since then", since},
		{"by", OPTION_TEXT, "year|quarter|month", "the count through time", &relations.by},
		{"period", OPTION_PERIOD, "2020..2024", "of --by", relations.period},
		{"events", OPTION_FLAG, NULL,
			"events on record of each group before and after it joined",
			&relations.events},
		{"window", OPTION_INTEGER, "365", "days before and after, with --events",
			&relations.window},
		{"graphml", OPTION_TEXT, "FILE", "write the list as a graph too",
			&relations.graphml},
		{"spans", OPTION_FLAG, NULL, "joins and splits as spans of time", &relations.spans},
		{NULL, OPTION_FLAG, NULL, NULL, NULL},
	};
	int code, months = 12;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count > 1) {
		return print_excess(context, arguments[1]);
	}
	/* --count --by is the count through time. */
	relations.count = relations.count && !relations.by;
	code = relations_check(context, &relations, on, &months);
	asked->on = on[0];
	asked->known_by = known[1];
	asked->since = since[0];
	return code == EXIT_DONE ? relations_print(context, &relations, months) : code;
}
