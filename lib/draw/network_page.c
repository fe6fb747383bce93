/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Components of a network side by side, and the whole into the page. */
#include "network_internal.h"
#include <stdlib.h>
#include <string.h>

/* Between two components, in points. */
#define PAGE_GAP 18.0

struct page_part {
	size_t component; /* SIZE_MAX: all */
	struct draw_box box;
};

static void box_add(struct draw_box *box, double x, double y, double across, double down)
{
	box->left = fmin(box->left, x - across);
	box->right = fmax(box->right, x + across);
	box->top = fmin(box->top, y - down);
	box->bottom = fmax(box->bottom, y + down);
}

static void part_measure(const struct draw_network *network, struct page_part *part)
{
	part->box = (struct draw_box){INFINITY, INFINITY, -INFINITY, -INFINITY};
	for (size_t i = 0; i < network->count; i++) {
		const struct network_node *node = &network->nodes[i];
		double radius = node->radius;
		if (part->component != SIZE_MAX && node->component != part->component) {
			continue;
		}
		if (node->turned) {
			double end = radius + 5 + node->width;
			box_add(&part->box, node->x, node->y, radius, radius);
			box_add(&part->box, node->x + end * cos(node->angle),
				node->y + end * sin(node->angle), 6, 6);
		} else {
			bool few = node->leaf && fabs(cos(node->angle)) > 0.5;
			box_add(&part->box, node->x, node->y,
				few ? radius + 5 + node->width : fmax(node->width / 2, radius) + 4,
				few ? fmax(node->height / 2, radius) : radius + 4 + node->height);
		}
	}
}

/* The highest first, so that a row of parts wastes little. */
static int part_compare(const void *one, const void *two)
{
	const struct page_part *a = one, *b = two;
	double high = a->box.bottom - a->box.top, other = b->box.bottom - b->box.top;
	return high != other ? (high > other ? -1 : 1)
			     : (a->component < b->component ? -1 : a->component > b->component);
}

static void part_move(
	struct draw_network *network, const struct page_part *part, double x, double y)
{
	for (size_t i = 0; i < network->count; i++) {
		if (network->nodes[i].component == part->component) {
			network->nodes[i].x += x;
			network->nodes[i].y += y;
		}
	}
}

/* Rows of parts, each in the middle of the width. */
static void parts_pack(struct draw_network *network, struct page_part *parts, double room)
{
	qsort(parts, network->components, sizeof *parts, part_compare);
	network->width = 0;
	for (size_t i = 0; i < network->components; i++) {
		network->width = fmax(network->width, parts[i].box.right - parts[i].box.left);
	}
	network->width = fmax(network->width, room);
	double top = 0;
	for (size_t i = 0, end; i < network->components; i = end) {
		double used = -PAGE_GAP;
		double high = parts[i].box.bottom - parts[i].box.top;
		for (end = i; end < network->components; end++) {
			double wide = parts[end].box.right - parts[end].box.left;
			if (end > i && used + PAGE_GAP + wide > network->width) {
				break;
			}
			used += PAGE_GAP + wide;
		}
		double left = (network->width - used) / 2;
		for (size_t k = i; k < end; k++) {
			const struct draw_box *box = &parts[k].box;
			part_move(network, &parts[k], left - box->left,
				top + (high - (box->bottom - box->top)) / 2 - box->top);
			left += box->right - box->left + PAGE_GAP;
		}
		top += high + PAGE_GAP;
	}
	network->height = top - PAGE_GAP;
}

bool network_pack(struct draw *draw)
{
	struct draw_network *network = draw->network;
	struct page_part *parts = draw_allocate(draw, network->components, sizeof *parts);
	for (size_t i = 0; parts && i < network->components; i++) {
		parts[i].component = i;
		part_measure(network, &parts[i]);
	}
	double room = draw->box.right - draw->box.left, area = 0;
	for (size_t i = 0; parts && i < network->components; i++) {
		const struct draw_box *box = &parts[i].box;
		area += (box->right - box->left + PAGE_GAP) * (box->bottom - box->top + PAGE_GAP);
	}
	if (parts) {
		/* A page that may grow becomes as wide as high, not a ribbon. */
		bool grows = draw->measuring && draw->chart->width <= 0;
		parts_pack(network, parts, grows ? fmax(room, 1.1 * sqrt(area)) : room);
	}
	return parts != NULL;
}

/* Letters have a smallest size, so a page that is too small needs some tries. */
static void fit_scale(struct draw *draw, const struct network_node *nodes, double scale)
{
	struct draw_network *network = draw->network;
	network->text = fmin(1, scale);
	for (size_t i = 0; i < network->count; i++) {
		network->nodes[i] = nodes[i];
		network->nodes[i].x *= scale;
		network->nodes[i].y *= scale;
		network->nodes[i].ring *= scale;
		network->nodes[i].radius *= network->text;
	}
	if (scale < 1) {
		network_names_measure(draw);
	}
}

void network_fit(struct draw *draw)
{
	struct draw_network *network = draw->network;
	const struct draw_box *box = &draw->box;
	double wide = fmax(box->right - box->left, 1), high = fmax(box->bottom - box->top, 1);
	double scale = fmin(1.4, fmin(wide / network->width, high / network->height));
	struct network_node *nodes = draw_allocate(draw, network->count, sizeof *nodes);
	if (!nodes) {
		return;
	}
	memcpy(nodes, network->nodes, network->count * sizeof *nodes);
	struct page_part all = {.component = SIZE_MAX};
	for (int turn = 0; turn < 12; turn++) {
		fit_scale(draw, nodes, scale);
		part_measure(network, &all);
		if (all.box.right - all.box.left <= wide && all.box.bottom - all.box.top <= high) {
			break;
		}
		scale *= 0.9;
	}
	double x = (box->left + box->right - all.box.left - all.box.right) / 2;
	double y = (box->top + box->bottom - all.box.top - all.box.bottom) / 2;
	for (size_t i = 0; i < network->count; i++) {
		network->nodes[i].x += x;
		network->nodes[i].y += y;
	}
}
