/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Change points, interrupted series and compositions as table-valued functions. */
#include "sql_internal.h"

#include <mizan/shift.h>

const struct sql_function sql_shift_functions[] = {
	{NULL, NULL, NULL, NULL},
};
