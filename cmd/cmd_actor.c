/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan actor, mizan offices */
#include "command.h"

#include <mizan/actor.h>
#include <string.h>
#include <unistd.h>

/* Long texts, for which a terminal has no room. */
static void actor_hide(struct mizan_table *table, const char *name)
{
	size_t column = mizan_table_find(table, name);
	if (column != SIZE_MAX && isatty(STDOUT_FILENO)) {
		table->columns[column].hidden = true;
	}
}

static int actor_find(struct context *context, int count, char **texts)
{
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	bool all_chosen = false;
	mizan_status status = mizan_actor_find_store(context->store.database,
		(const char *const *)texts, (size_t)count, &table, &all_chosen, &error);
	int code = status == MIZAN_OK ? print_table(context, &table, NULL) : print_error(&error);
	mizan_table_release(&table);
	return code == EXIT_DONE && !all_chosen ? EXIT_NO : code;
}

static int actor_print(struct context *context, const char *kind, const char *actor)
{
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	mizan_status status =
		actor ? mizan_actor_show_store(context->store.database, actor, &table, &error)
		      : mizan_actors_store(context->store.database, kind, &table, &error);
	actor_hide(&table, "source");
	int code = status == MIZAN_OK ? print_table(context, &table, NULL) : print_error(&error);
	mizan_table_release(&table);
	return code;
}

int cmd_actor(struct context *context, int count, char **arguments)
{
	const char *kind = NULL;
	const struct option options[] = {
		{"kind", OPTION_TEXT, "WORD",
			"of the list: state, armed-group, faction, coalition, civilians, body",
			&kind},
		{NULL, OPTION_FLAG, NULL, NULL, NULL},
	};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	const char *what = count > 1 ? arguments[1] : "";
	if (kind && strcmp(what, "list") != 0) {
		return print_usage_error(context, "--kind goes with list");
	}
	if (strcmp(what, "list") == 0) {
		return count > 2 ? print_excess(context, arguments[2])
				 : actor_print(context, kind, NULL);
	}
	if (strcmp(what, "show") == 0) {
		return count > 3    ? print_excess(context, arguments[3])
		       : count == 3 ? actor_print(context, NULL, arguments[2])
				    : print_usage_error(context, "show whom? Give an id or a name");
	}
	if (strcmp(what, "find") == 0) {
		return count > 2 ? actor_find(context, count - 2, arguments + 2)
				 : print_usage_error(context, "find whom? Give a name");
	}
	return print_usage_error(context, "say list, show or find");
}

int cmd_offices(struct context *context, int count, char **arguments)
{
	mizan_date on[2] = {MIZAN_DATE_UNKNOWN, MIZAN_DATE_UNKNOWN};
	const char *of = NULL;
	const struct option options[] = {
		{"on", OPTION_PERIOD, "2024-06-30", "who held them on this day", on},
		{"of", OPTION_TEXT, "ACTOR", "of one actor: its id or a name", &of},
		{NULL, OPTION_FLAG, NULL, NULL, NULL},
	};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count > 1) {
		return print_excess(context, arguments[1]);
	}
	if (on[0] != on[1]) {
		return print_usage_error(context, "--on takes one day, as 2024-06-30");
	}
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	mizan_status status =
		mizan_offices_store(context->store.database, on[0], of, &table, &error);
	actor_hide(&table, "source");
	code = status == MIZAN_OK ? print_table(context, &table, NULL) : print_error(&error);
	mizan_table_release(&table);
	return code;
}
