/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How commands open the store. */
#include "command.h"

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
	return status == MIZAN_OK ? EXIT_DONE : print_error(&error);
}

int guard_store(struct context *context)
{
	struct mizan_error error = {0};
	return mizan_store_guard(context->store.database, &error) == MIZAN_OK ? EXIT_DONE
									      : print_error(&error);
}
