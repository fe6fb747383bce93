/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places of nodes by the lengths of the ways between them. See network_internal.h. */
#include "network_internal.h"

#define STRESS_SWEEPS 300
/* A sweep that moves no node by more than this, in units of distance, is the last. */
#define STRESS_STILL 1e-4

void draw_shortest_ways(double *distance, size_t count)
{
	for (size_t k = 0; k < count; k++) {
		for (size_t i = 0; i < count; i++) {
			double *row = distance + i * count, first = row[k];
			for (size_t j = 0; j < count && !isinf(first); j++) {
				row[j] = fmin(row[j], first + distance[k * count + j]);
			}
		}
	}
}

/* Puts a node where its stress is least while the others stand. Returns how far it went. */
static double stress_move(const double *distance, size_t count, double (*at)[2], size_t node)
{
	double sum[2] = {0, 0}, weights = 0;
	for (size_t j = 0; j < count; j++) {
		double wanted = distance[node * count + j];
		if (j == node || isinf(wanted)) {
			continue;
		}
		double x = at[node][0] - at[j][0], y = at[node][1] - at[j][1];
		double weight = 1 / (wanted * wanted), apart = sqrt(x * x + y * y);
		double scale = apart > 1e-9 ? wanted / apart : 0;
		sum[0] += weight * (at[j][0] + x * scale);
		sum[1] += weight * (at[j][1] + y * scale);
		weights += weight;
	}
	if (!(weights > 0)) {
		return 0;
	}
	double x = sum[0] / weights, y = sum[1] / weights;
	double gone = fabs(x - at[node][0]) + fabs(y - at[node][1]);
	at[node][0] = x;
	at[node][1] = y;
	return gone;
}

void draw_stress(const double *distance, size_t count, double (*at)[2])
{
	double largest = 0;
	for (size_t i = 0; i < count * count; i++) {
		largest = isinf(distance[i]) ? largest : fmax(largest, distance[i]);
	}
	for (int sweep = 0; sweep < STRESS_SWEEPS; sweep++) {
		double gone = 0;
		for (size_t i = 0; i < count; i++) {
			gone = fmax(gone, stress_move(distance, count, at, i));
		}
		if (gone <= STRESS_STILL * largest) {
			break;
		}
	}
}
