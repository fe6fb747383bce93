/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan log, and what --keep of mizan brief render needs: the clock, and a name for a brief. */
#include "command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void now_in_utc(char text[24])
{
	time_t now = time(NULL);
	struct tm parts;
	gmtime_r(&now, &parts);
	strftime(text, 24, "%Y-%m-%dT%H:%M:%SZ", &parts);
}

/* A store goes from hand to hand: it tells no more of a disk than the last folder. */
void name_of_brief(const char *path, char name[BRIEF_NAME])
{
	char *whole = realpath(path, NULL);
	const char *part = whole ? whole : path;
	int slashes = 0;
	const char *at = part + strlen(part);
	while (at > part && slashes < 2) {
		slashes += *--at == '/';
	}
	snprintf(name, BRIEF_NAME, "%s", *at == '/' ? at + 1 : at);
	free(whole);
}

static bool log_since(const char *text, mizan_date *since)
{
	mizan_date last;
	bool is_today = strcmp(text, "today") == 0;
	if (!is_today && strcmp(text, "yesterday") != 0) {
		return mizan_period_parse(text, since, &last);
	}
	*since = is_today ? today() : today() - 1;
	return true;
}

int cmd_log(struct context *context, int count, char **arguments)
{
	const char *since = NULL, *brief = NULL;
	const struct option options[] = {
		{"since", OPTION_TEXT, "DATE", "a day, month or year, today or yesterday (UTC)",
			&since},
		{"brief", OPTION_TEXT, "FILE.md", "of kept results, those of this brief alone",
			&brief},
		{NULL, OPTION_FLAG, NULL, NULL, NULL},
	};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count > 1) {
		return print_excess(context, arguments[1]);
	}
	mizan_date first = MIZAN_DATE_UNKNOWN;
	if (since && !log_since(since, &first)) {
		return print_usage_error(context,
			"--since takes a day, month or year, today or yesterday, not '%.60s'",
			since);
	}
	char name[BRIEF_NAME];
	if (brief) {
		name_of_brief(brief, name);
	}
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	mizan_status status = mizan_log_store(
		context->store.database, first, brief ? name : NULL, &table, &error);
	code = status == MIZAN_OK ? print_table(context, &table, NULL) : print_error(&error);
	mizan_table_release(&table);
	return code;
}
