/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The shift room: when the level of a series changed, what changed at a given day, and whether
 * targets and places are others than before. Kernels see arrays; the functions that end in _store
 * read complete releases of a store first and refuse samples, with the reason: what a sample holds
 * says how it was chosen.
 */
#ifndef MIZAN_SHIFT_H
#define MIZAN_SHIFT_H

#include <mizan/indicator.h>
#include <mizan/table.h>

#pragma GCC visibility push(default)

/* ---- Change points ------------------------------------------------------------------------ */

/* ---- Interrupted series ------------------------------------------------------------------- */

/* ---- Composition -------------------------------------------------------------------------- */

#pragma GCC visibility pop
#endif
