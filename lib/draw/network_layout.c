/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where actors stand: components side by side, in each its core, around a hub its ring of leaves.
 */
#include "network_internal.h"
#include <stdlib.h>

/* Room for one line of a name on a ring, in points. */
#define LAYOUT_LINE 12.5
/* What a line to another node of the core takes of a ring on each of its sides, in radians. */
#define LAYOUT_FREE 0.2

/* ---- Components and leaves ---------------------------------------------------------------- */

static void layout_components(struct draw_network *network)
{
	struct network_node *nodes = network->nodes;
	for (size_t i = 0; i < network->count; i++) {
		nodes[i].component = i;
	}
	for (bool changed = true; changed;) {
		changed = false;
		for (size_t i = 0; i < network->edge_count; i++) {
			size_t *a = &nodes[network->edges[i].a].component;
			size_t *b = &nodes[network->edges[i].b].component;
			changed |= *a != *b;
			*a = *b = *a < *b ? *a : *b;
		}
	}
	/* From the first node of each to numbers without gaps: a first node comes first. */
	network->components = 0;
	for (size_t i = 0; i < network->count; i++) {
		nodes[i].component = nodes[i].component == i ? network->components++
							     : nodes[nodes[i].component].component;
	}
}

static void layout_leaves(struct draw_network *network)
{
	struct network_node *nodes = network->nodes;
	for (size_t i = 0; i < network->edge_count; i++) {
		const size_t ends[] = {network->edges[i].a, network->edges[i].b};
		for (size_t k = 0; k < 2; k++) {
			struct network_node *leaf = &nodes[ends[k]], *hub = &nodes[ends[1 - k]];
			if (leaf->degree == 1 && hub->degree > 1 && !leaf->leaf) {
				leaf->leaf = true;
				leaf->hub = ends[1 - k];
				hub->leaves++;
			}
		}
	}
	for (size_t i = 0; i < network->count; i++) {
		nodes[i].turned = nodes[i].leaf && nodes[nodes[i].hub].leaves > NETWORK_FEW;
	}
}

/* How far a ring is from its hub, so that names side by side on it do not touch. */
static void layout_rings(struct draw_network *network)
{
	for (size_t i = 0; i < network->count; i++) {
		struct network_node *hub = &network->nodes[i];
		double core = (double)(hub->degree - hub->leaves), widest = 0, thickest = 0;
		for (size_t k = 0; k < network->count; k++) {
			const struct network_node *leaf = &network->nodes[k];
			if (leaf->leaf && leaf->hub == i) {
				widest = fmax(widest, leaf->width);
				thickest = fmax(thickest, leaf->radius);
			}
		}
		double free = 2 * G_PI - fmin(2 * LAYOUT_FREE * core, G_PI);
		double line = fmax(LAYOUT_LINE, 2 * thickest + 3);
		double need = 1.06 * (double)hub->leaves * line / free;
		bool few = hub->leaves <= NETWORK_FEW;
		hub->plate = hub->leaves >= NETWORK_PLATE && isnan(hub->weight);
		hub->ring = hub->leaves == 0 ? 0
			    : hub->plate     ? fmax(need, hub->width / 2 + 44)
			    : few            ? 50 + hub->radius + thickest
					     : fmax(60, need) + hub->radius;
		hub->reach = hub->leaves == 0 ? hub->radius + 20
			     : few            ? hub->ring + 30
					      : hub->ring + thickest + 5 + widest;
	}
}

/* ---- The core of one component ------------------------------------------------------------ */

struct layout_core {
	size_t *nodes, count;
	double *distance;
	double (*at)[2];
};

static void core_find(
	const struct draw_network *network, size_t component, struct layout_core *core)
{
	core->count = 0;
	for (size_t i = 0; i < network->count; i++) {
		if (network->nodes[i].component == component && !network->nodes[i].leaf) {
			core->nodes[core->count++] = i;
		}
	}
	/* The one with the most relations first: it begins in the middle. */
	for (size_t i = 1; i < core->count; i++) {
		if (network->nodes[core->nodes[i]].degree > network->nodes[core->nodes[0]].degree) {
			size_t first = core->nodes[0];
			core->nodes[0] = core->nodes[i];
			core->nodes[i] = first;
		}
	}
}

/* The neighbour of a hub may stand between the names of its ring, where its line leaves it. */
static double core_room(const struct network_node *node)
{
	return node->leaves == 0 ? 20 : node->ring + 0.6 * (node->reach - node->ring);
}

static double core_length(const struct network_node *a, const struct network_node *b)
{
	return core_room(a) + core_room(b) + (a->leaves + b->leaves > 0 ? 14 : 62);
}

static void core_measure(const struct draw_network *network, struct layout_core *core)
{
	for (size_t i = 0; i < core->count * core->count; i++) {
		core->distance[i] = i % (core->count + 1) == 0 ? 0 : INFINITY;
	}
	for (size_t e = 0; e < network->edge_count; e++) {
		size_t a = SIZE_MAX, b = SIZE_MAX;
		for (size_t i = 0; network_is_pair_start(network, e) && i < core->count; i++) {
			a = core->nodes[i] == network->edges[e].a ? i : a;
			b = core->nodes[i] == network->edges[e].b ? i : b;
		}
		if (a != SIZE_MAX && b != SIZE_MAX) {
			double length = core_length(
				&network->nodes[core->nodes[a]], &network->nodes[core->nodes[b]]);
			core->distance[a * core->count + b] = length;
			core->distance[b * core->count + a] = length;
		}
	}
	draw_shortest_ways(core->distance, core->count);
}

/* Two that are nearer than their rings allow go apart, each by half. */
static void core_separate(const struct draw_network *network, struct layout_core *core)
{
	for (int turn = 0; turn < 100; turn++) {
		bool moved = false;
		for (size_t i = 0; i < core->count; i++) {
			for (size_t j = 0; j < i; j++) {
				double x = core->at[i][0] - core->at[j][0];
				double y = core->at[i][1] - core->at[j][1];
				const struct network_node *a = &network->nodes[core->nodes[i]];
				const struct network_node *b = &network->nodes[core->nodes[j]];
				double length = core_length(a, b);
				bool near = core->distance[i * core->count + j] >= length - 1e-6 &&
					    core->distance[i * core->count + j] <= length + 1e-6;
				double need = near ? length - 10 : a->reach + b->reach + 4;
				double apart = sqrt(x * x + y * y);
				if (apart >= need) {
					continue;
				}
				double push = (need - apart) / 2 / fmax(apart, 1e-6);
				core->at[i][0] += x * push;
				core->at[i][1] += y * push;
				core->at[j][0] -= x * push;
				core->at[j][1] -= y * push;
				moved = true;
			}
		}
		if (!moved) {
			break;
		}
	}
}

/* The longest way lies across the page, which is wider than high. */
static void core_turn(struct layout_core *core)
{
	double middle[2] = {0, 0}, xx = 0, xy = 0, yy = 0;
	for (size_t i = 0; i < core->count; i++) {
		middle[0] += core->at[i][0] / (double)core->count;
		middle[1] += core->at[i][1] / (double)core->count;
	}
	for (size_t i = 0; i < core->count; i++) {
		double x = core->at[i][0] - middle[0], y = core->at[i][1] - middle[1];
		xx += x * x;
		xy += x * y;
		yy += y * y;
	}
	double angle = -0.5 * atan2(2 * xy, xx - yy);
	for (size_t i = 0; i < core->count; i++) {
		double x = core->at[i][0] - middle[0], y = core->at[i][1] - middle[1];
		core->at[i][0] = x * cos(angle) - y * sin(angle);
		core->at[i][1] = x * sin(angle) + y * cos(angle);
	}
}

static void core_place(struct draw_network *network, size_t component, struct layout_core *core)
{
	core_find(network, component, core);
	core_measure(network, core);
	for (size_t i = 0; i < core->count; i++) {
		/* A sunflower: no two at one place, none in line. */
		double angle = 2.399963229728653 * (double)i, away = 90 * sqrt((double)i);
		core->at[i][0] = away * cos(angle);
		core->at[i][1] = away * sin(angle);
	}
	draw_stress(core->distance, core->count, core->at);
	core_separate(network, core);
	core_turn(core);
	for (size_t i = 0; i < core->count; i++) {
		network->nodes[core->nodes[i]].x = core->at[i][0];
		network->nodes[core->nodes[i]].y = core->at[i][1];
	}
}

/* ---- Rings -------------------------------------------------------------------------------- */

/* A part of a ring between two lines to the core. */
struct ring_arc {
	double start, length;
	size_t leaves, given;
};

static size_t ring_arcs(
	const struct draw_network *network, size_t hub, double *angles, struct ring_arc *arcs)
{
	const struct network_node *nodes = network->nodes;
	size_t count = 0;
	for (size_t e = 0; e < network->edge_count; e++) {
		const struct network_edge *edge = &network->edges[e];
		size_t other = edge->a == hub ? edge->b : edge->b == hub ? edge->a : hub;
		if (other != hub && !nodes[other].leaf && network_is_pair_start(network, e)) {
			angles[count++] =
				atan2(nodes[other].y - nodes[hub].y, nodes[other].x - nodes[hub].x);
		}
	}
	if (count == 0) {
		arcs[0] = (struct ring_arc){-G_PI / 2, 2 * G_PI, 0, 0};
		return 1;
	}
	qsort(angles, count, sizeof *angles, draw_compare_numbers);
	double aside = fmin(LAYOUT_FREE, G_PI / 2 / (double)count);
	for (size_t i = 0; i < count; i++) {
		double next = i + 1 < count ? angles[i + 1] : angles[0] + 2 * G_PI;
		arcs[i] = (struct ring_arc){
			angles[i] + aside, fmax(next - angles[i] - 2 * aside, 1e-3), 0, 0};
	}
	return count;
}

/* Leaves in the order of the rows, clockwise, spread over the free parts of the ring. */
static void ring_place(
	struct draw_network *network, size_t hub, double *angles, struct ring_arc *arcs)
{
	struct network_node *nodes = network->nodes;
	size_t count = ring_arcs(network, hub, angles, arcs), arc = 0;
	for (size_t i = 0; i < nodes[hub].leaves; i++) {
		size_t best = 0;
		for (size_t k = 1; k < count; k++) {
			best = arcs[k].length / (double)(arcs[k].leaves + 1) >
					       arcs[best].length / (double)(arcs[best].leaves + 1)
				       ? k
				       : best;
		}
		arcs[best].leaves++;
	}
	for (size_t i = 0; i < network->count; i++) {
		struct network_node *leaf = &nodes[i];
		if (!leaf->leaf || leaf->hub != hub) {
			continue;
		}
		while (arcs[arc].given == arcs[arc].leaves) {
			arc++;
		}
		leaf->angle = arcs[arc].start + arcs[arc].length * ((double)arcs[arc].given + 0.5) /
							(double)arcs[arc].leaves;
		arcs[arc].given++;
		leaf->x = nodes[hub].x + nodes[hub].ring * cos(leaf->angle);
		leaf->y = nodes[hub].y + nodes[hub].ring * sin(leaf->angle);
	}
}

bool network_layout(struct draw *draw)
{
	struct draw_network *network = draw->network;
	size_t count = network->count;
	for (size_t i = 0; i < count; i++) {
		network->nodes[i].leaf = network->nodes[i].turned = false;
		network->nodes[i].leaves = 0;
	}
	layout_components(network);
	layout_leaves(network);
	network_names_measure(draw);
	layout_rings(network);
	struct layout_core core = {.nodes = draw_allocate(draw, count, sizeof *core.nodes),
		.distance = draw_allocate(draw, count * count, sizeof *core.distance),
		.at = draw_allocate(draw, count, sizeof *core.at)};
	double *angles = draw_allocate(draw, count, sizeof *angles);
	struct ring_arc *arcs = draw_allocate(draw, count + 1, sizeof *arcs);
	if (draw->failed) {
		return false;
	}
	for (size_t i = 0; i < network->components; i++) {
		core_place(network, i, &core);
	}
	for (size_t i = 0; i < count; i++) {
		if (network->nodes[i].leaves > 0) {
			ring_place(network, i, angles, arcs);
		}
	}
	return network_pack(draw);
}
