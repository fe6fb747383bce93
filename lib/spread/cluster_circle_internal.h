/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Circles of clusters on the earth, for the files that write them. */
#ifndef MIZAN_CLUSTER_CIRCLE_INTERNAL_H
#define MIZAN_CLUSTER_CIRCLE_INTERNAL_H

#include <mizan/spread.h>

#define CIRCLE_CORNERS 72 /* and the first once more: it ends where it begins */

/* Longitudes and latitudes in turn, against the clock from the north. False: the row's cluster has
 * no place. One of a single place has a radius of 1 km, so that it can be seen. */
bool cluster_circle(
	const struct mizan_table *table, size_t row, double corners[2 * CIRCLE_CORNERS + 2]);
/* MIZAN_ERROR_USAGE where the table is none of clusters. */
mizan_status cluster_circle_check(
	const struct mizan_table *table, struct mizan_error *error) MIZAN_MUST_CHECK;

#endif
