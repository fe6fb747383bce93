/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stub until the brief room stands */
#include "command.h"
int cmd_brief(struct context *context, int count, char **arguments)
{
	(void)count;
	(void)arguments;
	return print_usage_error(context, "not yet");
}
int cmd_check(struct context *context, int count, char **arguments)
{
	(void)count;
	(void)arguments;
	return print_usage_error(context, "not yet");
}
