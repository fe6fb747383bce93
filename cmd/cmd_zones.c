/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mizan zones */
#include "command.h"

int cmd_zones(struct context *context, int count, char **arguments)
{
	const struct option options[] = {{NULL, OPTION_FLAG, NULL, NULL, NULL}};
	int code;
	if (!options_parse(context, options, &count, arguments, &code)) {
		return code;
	}
	if (count > 2) {
		return print_excess(context, arguments[2]);
	}
	struct mizan_table table = {0};
	struct mizan_error error = {0};
	mizan_status status = mizan_zones_store(context->store.database,
		count == 2 ? arguments[1] : NULL, &table, &context->watch, &error);
	struct mizan_chart chart = {
		.kind = MIZAN_CHART_BAR, .x = "zone_id", .y = "deaths", .title = "Deaths by zone"};
	code = status == MIZAN_OK ? print_table(context, &table, count == 2 ? NULL : &chart)
				  : print_error(&error);
	mizan_table_release(&table);
	return code;
}
