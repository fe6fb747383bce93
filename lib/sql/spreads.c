/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clusters, near repeats and self-exciting processes as table-valued functions. */
#include "sql_internal.h"

#include <mizan/spread.h>

const struct sql_function sql_spread_functions[] = {
	{NULL, NULL, NULL, NULL},
};
