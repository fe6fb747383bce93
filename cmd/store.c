/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How commands open the store. */
#include "command.h"

#include <time.h>

const char restricted_words[] =
	"RESTRICTED: exact places and days, and names that are withheld elsewhere; not for "
	"publication";

mizan_date today(void)
{
	time_t now = time(NULL);
	struct tm parts;
	gmtime_r(&now, &parts);
	return mizan_date_make(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
}

mizan_date as_of(const struct context *context)
{
	return context->as_of[1] == MIZAN_DATE_UNKNOWN ? today() : context->as_of[1];
}

int publish_store(struct context *context)
{
	struct mizan_error error = {0};
	/* A day to come would count the 90 days from where nothing is. */
	if (context->parsed && as_of(context) > today()) {
		return print_usage_error(context,
			"--as-of is a day that has been: what is recent is withheld, and "
			"--restricted shows it");
	}
	if (!context->parsed || context->restricted || !context->store.database) {
		return EXIT_DONE;
	}
	return mizan_store_publish(context->store.database, as_of(context), &error) == MIZAN_OK
		       ? EXIT_DONE
		       : print_error(&error);
}

mizan_status mark_table(
	struct context *context, struct mizan_table *table, struct mizan_error *error)
{
	table->restricted = context->restricted;
	if (context->restricted) {
		mizan_table_add_note(table, "%s", restricted_words);
	} else if (context->store.database) {
		return mizan_store_note_withheld(context->store.database, table, error);
	}
	return mizan_table_check(table, error);
}

int open_store(struct context *context, enum mizan_store_mode mode)
{
	struct mizan_error error = {0};
	mizan_status status = mizan_store_open(&context->store, context->store_path, mode, &error);
	if (status == MIZAN_OK) {
		status = mizan_sql_register(context->store.database, &error);
	}
	if (status != MIZAN_OK) {
		mizan_store_discard(&context->store);
	}
	if (status != MIZAN_OK) {
		return print_error(&error);
	}
	/* An import has to see what it writes. */
	return mode == MIZAN_STORE_READ ? publish_store(context) : EXIT_DONE;
}

int guard_store(struct context *context)
{
	struct mizan_error error = {0};
	return mizan_store_guard(context->store.database, &error) == MIZAN_OK ? EXIT_DONE
									      : print_error(&error);
}
