/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The spread room: where events cluster, whether near ones follow each other, and how one brings
 * the next. Kernels see arrays; the functions that end in _store read complete releases of a store
 * first and refuse samples, with the reason: a sample's places and days say how it was chosen.
 *
 * Simulated numbers come from streams of a seed, one for each replicate: the same seed gives the
 * same bits on any number of threads. A p-value from n replicates of which r are at least as large
 * as what was observed, ties counted, is (r + 1) / (n + 1).
 */
#ifndef MIZAN_SPREAD_H
#define MIZAN_SPREAD_H

#include <mizan/indicator.h>
#include <mizan/table.h>

#pragma GCC visibility push(default)

/* ---- Clusters: scan statistics ------------------------------------------------------------ */

/* ---- Near repeats: Knox ------------------------------------------------------------------- */

/* ---- Self-exciting processes: Hawkes ------------------------------------------------------ */

#pragma GCC visibility pop
#endif
