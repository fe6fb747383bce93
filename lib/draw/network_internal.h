/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A network from inside: rows become nodes and edges (network.c), nodes get places in points
 * (network_layout.c, stress.c, network_page.c), names get places beside them (network_names.c), and
 * edges are painted by kind and status (network_edge.c).
 *
 * Nodes with one relation to a node that has several ("leaves") stand in a ring around it, the
 * others ("core") by stress majorisation.
 */
#ifndef MIZAN_NETWORK_INTERNAL_H
#define MIZAN_NETWORK_INTERNAL_H

#include "draw_internal.h"

/* Nobody reads a picture of more, and its layout costs the cube of them. */
#define NETWORK_NODES 600
/* A page grows no further, in points: a poster is 2,384 wide. */
#define NETWORK_PAGE 2400.0
/* The kinds beyond these are drawn in grey. */
#define NETWORK_KINDS 12
/* A ring of more leaves than these has its names turned outwards. */
#define NETWORK_FEW 6
/* A hub of so many is drawn as a box with its name: beside it lines come from all sides. */
#define NETWORK_PLATE 4
#define NETWORK_NAME_WIDTH 112.0
#define NETWORK_TURNED_WIDTH 150.0

enum network_status {
	NETWORK_CONFIRMED,
	NETWORK_ANNOUNCED,
	NETWORK_DENIED,
	NETWORK_UNSTATED,
	NETWORK_STATUSES
};

struct network_node {
	const char *name;
	double weight; /* NAN: not known */
	double x, y, radius;
	size_t degree; /* different neighbours */
	size_t component;
	size_t leaves;         /* in the ring around it */
	double ring, reach;    /* radius of that ring, and with its names */
	bool leaf, turned;     /* has a hub; its name goes outwards from it */
	size_t hub;            /* of a leaf */
	double angle;          /* of a leaf, from its hub */
	double width, height;  /* of the name */
	struct draw_box place; /* of a name that is not turned */
	enum draw_align align;
	bool plate;   /* drawn as its name in a box, which is `place` */
	bool crossed; /* a line goes through the name: it needs a white edge */
	bool hidden;  /* the name had no room */
};

struct network_edge {
	size_t a, b, kind;
	enum network_status status;
	double bend; /* of several between two nodes: how far it leaves the straight line */
};

struct draw_network {
	struct network_node *nodes;
	struct network_edge *edges;
	size_t count, edge_count, components;
	size_t statuses[NETWORK_STATUSES];
	size_t half_known; /* rows with one actor, or with the same on both sides */
	double width, height;
	double text; /* scale of the letters, at most 1 */
	size_t hidden;
};

/* Neighbours in the sense of any relation: calls for each pair once, a < b not needed. */
bool network_is_pair_start(const struct draw_network *network, size_t edge);

/* Places all nodes with the upper left of the whole at (0, 0), and sets width and height. */
bool network_layout(struct draw *draw);
/* Its last step: components side by side in rows of the box's width, or of the widest. */
bool network_pack(struct draw *draw);
/* From there into the box of the page. */
void network_fit(struct draw *draw);

/* From its middle to where it ends in the direction (x, y). */
double network_node_end(const struct network_node *node, double x, double y);
struct draw_style network_name_style(const struct draw_network *network, size_t node);
void network_names_measure(struct draw *draw);
void network_names_place(struct draw *draw);
void network_names_draw(struct draw *draw);

/* The kind goes from a to b. */
bool network_kind_has_direction(const char *kind);
void network_edges_draw(struct draw *draw);
void network_legend(struct draw *draw);

/*
 * Moves `at` (count places that are not all the same) until distances on the page are near to
 * `distance` (count x count, symmetric, positive, INFINITY where none): stress majorisation with
 * weights 1 / d^2, one node at a time. Gansner, Koren and North, "Graph Drawing by Stress
 * Majorization", 2004. O(count^2) a sweep, at most 300 sweeps.
 */
void draw_stress(const double *distance, size_t count, double (*at)[2]);
/* Makes the lengths of edges (INFINITY: none) those of the shortest ways. O(count^3). */
void draw_shortest_ways(double *distance, size_t count);

#endif
