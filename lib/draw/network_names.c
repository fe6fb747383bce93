/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of actors beside their circles, so that they touch as little as can be. */
#include "network_internal.h"

#define NAMES_SMALLEST 5.5

struct draw_style network_name_style(const struct draw_network *network, size_t node)
{
	const struct network_node *of = &network->nodes[node];
	bool hub = of->degree > 2;
	double size = fmax((hub ? 10 : 9) * network->text, NAMES_SMALLEST);
	return (struct draw_style){.size = size,
		.bold = hub,
		.color = DRAW_INK,
		.lines = 2,
		.width = (of->turned ? NETWORK_TURNED_WIDTH : NETWORK_NAME_WIDTH) * size / 9};
}

double network_node_end(const struct network_node *node, double x, double y)
{
	if (!node->plate) {
		return node->radius;
	}
	double way = fmax(sqrt(x * x + y * y), 1e-9);
	double across = (node->width / 2 + 6) * way / fmax(fabs(x), 1e-9);
	double down = (node->height / 2 + 4) * way / fmax(fabs(y), 1e-9);
	return fmin(across, down);
}

void network_names_measure(struct draw *draw)
{
	struct draw_network *network = draw->network;
	for (size_t i = 0; i < network->count; i++) {
		struct network_node *node = &network->nodes[i];
		struct draw_style style = network_name_style(network, i), line = style;
		line.width = 0;
		double width;
		draw_measure(draw, &line, node->name, &width, NULL);
		style.lines = width > style.width && !node->turned ? 2 : 1;
		draw_measure(draw, &style, node->name, &node->width, &node->height);
		node->width = fmin(ceil(node->width) + 1, style.width);
	}
}

/* ---- Names that are not turned ------------------------------------------------------------ */

static double boxes_shared(const struct draw_box *a, const struct draw_box *b)
{
	double across = fmin(a->right, b->right) - fmax(a->left, b->left);
	double down = fmin(a->bottom, b->bottom) - fmax(a->top, b->top);
	return across > 0 && down > 0 ? across * down : 0;
}

/* Does a straight line go through the box? By cutting the line at each side in turn. */
static bool box_is_crossed(const struct draw_box *box, double x1, double y1, double x2, double y2)
{
	double from = 0, to = 1, dx = x2 - x1, dy = y2 - y1;
	const double sides[][2] = {{-dx, x1 - box->left}, {dx, box->right - x1},
		{-dy, y1 - box->top}, {dy, box->bottom - y1}};
	for (size_t i = 0; i < 4; i++) {
		if (sides[i][0] == 0) {
			if (sides[i][1] < 0) {
				return false;
			}
			continue;
		}
		double t = sides[i][1] / sides[i][0];
		if (sides[i][0] < 0) {
			from = fmax(from, t);
		} else {
			to = fmin(to, t);
		}
	}
	return from <= to;
}

/* A turned name as a row of squares; calls `sum` with what they share with the box. */
static double name_turned_shared(const struct network_node *node, const struct draw_box *box)
{
	double sum = 0, side = node->height / 2;
	for (double at = side; at < node->width; at += 2 * side) {
		double x = node->x + (node->radius + 4 + at) * cos(node->angle);
		double y = node->y + (node->radius + 4 + at) * sin(node->angle);
		struct draw_box square = {x - side, y - side, x + side, y + side};
		sum += boxes_shared(&square, box);
	}
	return sum;
}

/* To the right, left, below, above, and between these. */
static const double name_places[][2] = {
	{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {0.8, 0.6}, {-0.8, 0.6}, {0.8, -0.6}, {-0.8, -0.6}};
#define NAME_PLACES (sizeof name_places / sizeof *name_places)

static struct draw_box name_box(
	const struct network_node *node, const double place[2], enum draw_align *align)
{
	double away = node->radius + 3.5, x = node->x + place[0] * away;
	double y = node->y + place[1] * away;
	*align = place[0] > 0 ? DRAW_LEFT : place[0] < 0 ? DRAW_RIGHT : DRAW_MIDDLE;
	double left = place[0] > 0 ? x : place[0] < 0 ? x - node->width : x - node->width / 2;
	double top = place[1] == 0  ? y - node->height / 2
		     : place[1] > 0 ? y - (place[0] != 0 ? node->height * 0.3 : 1)
				    : y - node->height + (place[0] != 0 ? node->height * 0.3 : 1);
	return (struct draw_box){left, top, left + node->width, top + node->height};
}

static double name_shared(
	const struct draw_network *network, size_t node, const struct draw_box *box)
{
	double sum = 0;
	for (size_t i = 0; i < network->count; i++) {
		const struct network_node *other = &network->nodes[i];
		if (i != node && !other->hidden && other->place.right > other->place.left) {
			sum += boxes_shared(&other->place, box);
		} else if (i != node && !other->hidden && other->turned) {
			sum += name_turned_shared(other, box);
		}
	}
	return sum;
}

static double name_cost(const struct draw *draw, size_t node, const struct draw_box *box)
{
	const struct draw_network *network = draw->network;
	const struct network_node *nodes = network->nodes;
	bool outside = box->left < 6 || box->right > draw->width - 6 ||
		       box->top < draw->box.top - 4 || box->bottom > draw->box.bottom + 4;
	double cost = (outside ? 4000 : 0) + 12 * name_shared(network, node, box);
	for (size_t i = 0; i < network->count; i++) {
		double radius = nodes[i].radius + 1;
		struct draw_box circle = {nodes[i].x - radius, nodes[i].y - radius,
			nodes[i].x + radius, nodes[i].y + radius};
		cost += i == node ? 0 : 8 * boxes_shared(&circle, box);
	}
	for (size_t i = 0; i < network->edge_count; i++) {
		const struct network_node *a = &nodes[network->edges[i].a];
		const struct network_node *b = &nodes[network->edges[i].b];
		cost += box_is_crossed(box, a->x, a->y, b->x, b->y) ? 60 : 0;
	}
	return cost;
}

static void name_place(struct draw *draw, size_t index)
{
	struct draw_network *network = draw->network;
	struct network_node *node = &network->nodes[index];
	double least = INFINITY;
	struct draw_box best = {0};
	enum draw_align best_align = DRAW_LEFT;
	for (size_t i = 0; i < NAME_PLACES; i++) {
		enum draw_align align;
		struct draw_box box = name_box(node, name_places[i], &align);
		double cost = name_cost(draw, index, &box) + (double)i * 2;
		if (node->leaf) {
			cost -= 40 * (name_places[i][0] * cos(node->angle) +
					     name_places[i][1] * sin(node->angle));
		}
		if (cost < least) {
			least = cost;
			best = box;
			best_align = align;
		}
	}
	if (node->plate) {
		best_align = DRAW_MIDDLE;
		best = (struct draw_box){node->x - node->width / 2, node->y - node->height / 2,
			node->x + node->width / 2, node->y + node->height / 2};
	}
	node->crossed = false;
	for (size_t i = 0; i < network->edge_count && !node->plate; i++) {
		const struct network_edge *edge = &network->edges[i];
		const struct network_node *a = &network->nodes[edge->a];
		const struct network_node *b = &network->nodes[edge->b];
		node->crossed |= box_is_crossed(&best, a->x, a->y, b->x, b->y);
	}
	node->place = best;
	node->align = best_align;
}

/* ---- All names ---------------------------------------------------------------------------- */

/* On a ring that had to shrink every second name stands, or every third. */
static void names_thin(struct draw_network *network)
{
	for (size_t hub = 0; hub < network->count; hub++) {
		double leaves = (double)network->nodes[hub].leaves;
		double line = 2 * G_PI * network->nodes[hub].ring / fmax(leaves, 1);
		size_t place = 0;
		for (size_t i = 0; i < network->count; i++) {
			struct network_node *leaf = &network->nodes[i];
			if (leaf->leaf && leaf->hub == hub && leaf->turned) {
				double need = leaf->height * 0.66;
				size_t every =
					line >= need ? 1 : (size_t)fmin(ceil(need / line), 50);
				leaf->hidden = place++ % every != 0;
			}
		}
	}
}

static void names_hide(struct draw_network *network)
{
	for (size_t i = 0; i < network->count; i++) {
		struct network_node *node = &network->nodes[i];
		/* A touch is no harm; the name with fewer relations gives way. */
		for (size_t j = 0; !node->turned && !node->hidden && j < network->count; j++) {
			const struct network_node *other = &network->nodes[j];
			if (j == i || other->hidden || other->turned ||
				other->degree < node->degree ||
				(other->degree == node->degree && j > i)) {
				continue;
			}
			node->hidden = boxes_shared(&node->place, &other->place) >
				       0.12 * node->width * node->height;
		}
		network->hidden += node->hidden;
	}
}

void network_names_place(struct draw *draw)
{
	struct draw_network *network = draw->network;
	names_thin(network);
	/* Those with many relations first; then again, now that the others stand. */
	for (int turn = 0; turn < 3; turn++) {
		for (int hub = 1; hub >= 0; hub--) {
			for (size_t i = 0; i < network->count; i++) {
				const struct network_node *node = &network->nodes[i];
				if (!node->turned && (node->degree > 2) == (hub == 1)) {
					name_place(draw, i);
				}
			}
		}
	}
	names_hide(network);
}

static void name_draw_turned(struct draw *draw, size_t index)
{
	const struct network_node *node = &draw->network->nodes[index];
	struct draw_style style = network_name_style(draw->network, index);
	bool left = cos(node->angle) < -1e-9;
	double away = node->radius + 4;
	style.lines = 1;
	style.width = node->width;
	style.align = left ? DRAW_RIGHT : DRAW_LEFT;
	style.turn = node->angle + (left ? G_PI : 0);
	draw_text_middle(draw, &style, node->x + away * cos(node->angle),
		node->y + away * sin(node->angle), node->name);
}

void network_names_draw(struct draw *draw)
{
	const struct draw_network *network = draw->network;
	for (size_t i = 0; i < network->count; i++) {
		const struct network_node *node = &network->nodes[i];
		if (node->hidden) {
			continue;
		}
		if (node->turned) {
			name_draw_turned(draw, i);
			continue;
		}
		struct draw_style style = network_name_style(network, i);
		style.width = node->width;
		style.align = node->align;
		style.halo = node->crossed ? 2.5 : 0;
		if (node->plate) {
			style.color = DRAW_RGB(0xffffff);
		}
		double x = node->align == DRAW_LEFT    ? node->place.left
			   : node->align == DRAW_RIGHT ? node->place.right
						       : (node->place.left + node->place.right) / 2;
		draw_text(draw, &style, x, node->place.top, node->name);
	}
	if (network->hidden > 0) {
		struct draw_style style = {.size = 8, .color = DRAW_GREY, .align = DRAW_RIGHT};
		draw_text(draw, &style, draw->box.right, draw->box.bottom - 4,
			draw_printf(draw, "%zu of %zu names had no room", network->hidden,
				network->count));
	}
}
