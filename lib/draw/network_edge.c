/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lines of relations. A kind has a colour, a head and something in the middle of its line, so that
 * it is told without colour too; dashes belong to the status.
 */
#include "network_internal.h"
#include <string.h>

enum edge_head { HEAD_NONE, HEAD_FILLED, HEAD_OPEN, HEAD_HOLLOW };
enum edge_middle { MIDDLE_NONE, MIDDLE_CUT, MIDDLE_CROSS, MIDDLE_RING, MIDDLE_DOT, MIDDLE_DOUBLE };

struct edge_style {
	const char *kind;
	const char *gloss; /* what an arrow from a to b says */
	unsigned color;
	enum edge_head head;
	enum edge_middle middle;
};

/* Okabe and Ito's colours, and Tol's wine. The kinds are those of docs/records.md. */
static const struct edge_style edge_kinds[] = {
	{"merger", "joins", 0x0072b2, HEAD_FILLED, MIDDLE_NONE},
	{"allegiance", "swears to", 0x009e73, HEAD_OPEN, MIDDLE_NONE},
	{"split", "leaves", 0xd55e00, HEAD_OPEN, MIDDLE_CUT},
	{"faction", "is part of", 0x1a1a1a, HEAD_HOLLOW, MIDDLE_NONE},
	{"sponsorship", "supports", 0xb87a00, HEAD_FILLED, MIDDLE_DOT},
	{"alleged-sanctuary", "is said to shelter", 0xb0588c, HEAD_OPEN, MIDDLE_RING},
	{"alliance", "", 0x3a9bd6, HEAD_NONE, MIDDLE_DOUBLE},
	{"rivalry", "", 0x882255, HEAD_NONE, MIDDLE_CROSS},
	{"shared-ideology", "", 0x7a7a7a, HEAD_NONE, MIDDLE_DOT},
};
/* Kinds of somebody's own, in the order in which they come. */
static const struct edge_style edge_others[] = {{"", "", 0x5c5c5c, HEAD_NONE, MIDDLE_NONE},
	{"", "", 0x0072b2, HEAD_NONE, MIDDLE_DOT}, {"", "", 0xb87a00, HEAD_NONE, MIDDLE_CROSS},
	{"", "", 0x009e73, HEAD_NONE, MIDDLE_RING}, {"", "", 0xd55e00, HEAD_NONE, MIDDLE_CUT},
	{"", "", 0xb0588c, HEAD_NONE, MIDDLE_DOUBLE}};
static const struct edge_style edge_rest = {"", "", 0xb4b4b4, HEAD_NONE, MIDDLE_NONE};

#define EDGE_KINDS (sizeof edge_kinds / sizeof *edge_kinds)
#define EDGE_OTHERS (sizeof edge_others / sizeof *edge_others)

static const struct edge_style *edge_style_by_name(const char *kind)
{
	for (size_t i = 0; kind && i < EDGE_KINDS; i++) {
		if (strcmp(edge_kinds[i].kind, kind) == 0) {
			return &edge_kinds[i];
		}
	}
	return NULL;
}

bool network_kind_has_direction(const char *kind)
{
	const struct edge_style *style = edge_style_by_name(kind);
	return style && style->head != HEAD_NONE;
}

static const struct edge_style *edge_style(const struct draw *draw, size_t kind)
{
	const struct draw_names *names = &draw->data.series;
	const struct edge_style *style = edge_style_by_name(names->raw[kind]);
	if (style || kind >= NETWORK_KINDS) {
		return style ? style : &edge_rest;
	}
	size_t own = 0;
	for (size_t i = 0; i < kind; i++) {
		own += !edge_style_by_name(names->raw[i]);
	}
	return own < EDGE_OTHERS ? &edge_others[own] : &edge_rest;
}

/* ---- One line ----------------------------------------------------------------------------- */

/* From (x1, y1) by the control point (cx, cy) to (x2, y2), a quadratic curve. */
struct edge_path {
	double x1, y1, cx, cy, x2, y2;
	double head;   /* where along it the head points to, 0 to 1 */
	double middle; /* where along it the middle is */
};

static void edge_at(const struct edge_path *path, double t, double *x, double *y, double *angle)
{
	double u = 1 - t;
	*x = u * u * path->x1 + 2 * u * t * path->cx + t * t * path->x2;
	*y = u * u * path->y1 + 2 * u * t * path->cy + t * t * path->y2;
	double dx = u * (path->cx - path->x1) + t * (path->x2 - path->cx);
	double dy = u * (path->cy - path->y1) + t * (path->y2 - path->cy);
	*angle = atan2(dy, dx);
}

static void edge_curve(struct draw *draw, const struct edge_path *path, double aside)
{
	double angle = atan2(path->y2 - path->y1, path->x2 - path->x1);
	double x = -sin(angle) * aside, y = cos(angle) * aside;
	cairo_move_to(draw->cairo, path->x1 + x, path->y1 + y);
	cairo_curve_to(draw->cairo, x + path->x1 + (path->cx - path->x1) * 2 / 3,
		y + path->y1 + (path->cy - path->y1) * 2 / 3,
		x + path->x2 + (path->cx - path->x2) * 2 / 3,
		y + path->y2 + (path->cy - path->y2) * 2 / 3, path->x2 + x, path->y2 + y);
	cairo_stroke(draw->cairo);
}

static void edge_head(struct draw *draw, const struct edge_style *style, double size)
{
	if (style->head == HEAD_NONE) {
		return;
	}
	cairo_move_to(draw->cairo, -size, -size * 0.44);
	cairo_line_to(draw->cairo, 0, 0);
	cairo_line_to(draw->cairo, -size, size * 0.44);
	if (style->head == HEAD_OPEN) {
		cairo_set_line_width(draw->cairo, 1.3);
		cairo_stroke(draw->cairo);
		return;
	}
	cairo_close_path(draw->cairo);
	if (style->head == HEAD_HOLLOW) {
		draw_color(draw, DRAW_RGB(0xffffff));
		cairo_fill_preserve(draw->cairo);
		draw_color(draw, DRAW_RGB(style->color));
		cairo_set_line_width(draw->cairo, 1);
		cairo_stroke(draw->cairo);
	} else {
		cairo_fill(draw->cairo);
	}
}

static void edge_middle(struct draw *draw, const struct edge_style *style)
{
	cairo_set_line_width(draw->cairo, 1.2);
	switch (style->middle) {
	case MIDDLE_CUT:
		draw_color(draw, DRAW_RGB(0xffffff));
		cairo_rectangle(draw->cairo, -1.5, -2, 3, 4);
		cairo_fill(draw->cairo);
		draw_color(draw, DRAW_RGB(style->color));
		draw_line(draw, -2.6, 3.4, -0.6, -3.4, 1.2);
		draw_line(draw, 0.6, 3.4, 2.6, -3.4, 1.2);
		break;
	case MIDDLE_CROSS:
		draw_line(draw, -3, -3, 3, 3, 1.3);
		draw_line(draw, -3, 3, 3, -3, 1.3);
		break;
	case MIDDLE_RING:
		cairo_arc(draw->cairo, 0, 0, 2.8, 0, 2 * G_PI);
		draw_color(draw, DRAW_RGB(0xffffff));
		cairo_fill_preserve(draw->cairo);
		draw_color(draw, DRAW_RGB(style->color));
		cairo_stroke(draw->cairo);
		break;
	case MIDDLE_DOT:
		cairo_arc(draw->cairo, 0, 0, 2.4, 0, 2 * G_PI);
		cairo_fill(draw->cairo);
		break;
	default:
		break;
	}
}

static void edge_dash(struct draw *draw, enum network_status status)
{
	static const double dashes[NETWORK_STATUSES][2] = {{0}, {5, 3}, {1.2, 2.6}, {0}};
	cairo_set_dash(draw->cairo, dashes[status], dashes[status][0] > 0 ? 2 : 0, 0);
}

static void edge_paint(struct draw *draw, const struct edge_style *style,
	enum network_status status, const struct edge_path *path)
{
	double x, y, angle;
	draw_color(draw, DRAW_RGB(style->color));
	cairo_set_line_width(draw->cairo, style->middle == MIDDLE_DOUBLE ? 0.9 : 1.1);
	edge_dash(draw, status);
	if (style->middle == MIDDLE_DOUBLE) {
		edge_curve(draw, path, 1.5);
		edge_curve(draw, path, -1.5);
	} else {
		edge_curve(draw, path, 0);
	}
	cairo_set_dash(draw->cairo, NULL, 0, 0);
	edge_at(path, path->head, &x, &y, &angle);
	cairo_save(draw->cairo);
	cairo_translate(draw->cairo, x, y);
	cairo_rotate(draw->cairo, angle);
	edge_head(draw, style, 6.5 * fmax(draw->network->text, 0.5));
	cairo_restore(draw->cairo);
	edge_at(path, path->middle, &x, &y, &angle);
	cairo_save(draw->cairo);
	cairo_translate(draw->cairo, x, y);
	cairo_rotate(draw->cairo, angle);
	edge_middle(draw, style);
	cairo_restore(draw->cairo);
}

/* ---- All of them -------------------------------------------------------------------------- */

/* The line between two circles. Heads around a hub stand where they do not touch each other. */
static struct edge_path edge_between(
	const struct draw_network *network, const struct network_edge *edge)
{
	const struct network_node *a = &network->nodes[edge->a], *b = &network->nodes[edge->b];
	double x = b->x - a->x, y = b->y - a->y, length = fmax(sqrt(x * x + y * y), 1e-6);
	struct edge_path path = {.cx = (a->x + b->x) / 2 - y / length * edge->bend * 2,
		.cy = (a->y + b->y) / 2 + x / length * edge->bend * 2,
		.head = 1,
		.middle = 0.5};
	const struct network_node *ends[] = {a, b};
	double *places[][2] = {{&path.x1, &path.y1}, {&path.x2, &path.y2}};
	for (size_t i = 0; i < 2; i++) {
		bool straight = edge->bend == 0;
		double dx = (straight ? ends[1 - i]->x : path.cx) - ends[i]->x;
		double dy = (straight ? ends[1 - i]->y : path.cy) - ends[i]->y;
		double way = fmax(sqrt(dx * dx + dy * dy), 1e-6);
		double cut = fmin(network_node_end(ends[i], dx, dy) + 2, way * 0.9);
		*places[i][0] = ends[i]->x + dx / way * cut;
		*places[i][1] = ends[i]->y + dy / way * cut;
	}
	if (edge->bend == 0) {
		path.cx = (path.x1 + path.x2) / 2;
		path.cy = (path.y1 + path.y2) / 2;
	}
	if (a->leaf && a->hub == edge->b) {
		double apart = 7.5 * network->text * (double)b->leaves / (2 * G_PI);
		double end = network_node_end(b, -x, -y) + 2, line = length - end - a->radius - 2;
		path.head = fmax(0.3, 1 - fmax(0, apart - end) / fmax(line, 1));
		path.middle = 0.3;
	} else if (b->leaf && b->hub == edge->a) {
		path.middle = 0.62;
	}
	return path;
}

void network_edges_draw(struct draw *draw)
{
	const struct draw_network *network = draw->network;
	for (size_t i = 0; i < network->edge_count; i++) {
		const struct network_edge *edge = &network->edges[i];
		struct edge_path path = edge_between(network, edge);
		edge_paint(draw, edge_style(draw, edge->kind), edge->status, &path);
	}
}

/* ---- The legend --------------------------------------------------------------------------- */

void draw_network_key(struct draw *draw, enum draw_key key, size_t series, double x, double y)
{
	static const struct edge_style plain = {"", "", 0x5c5c5c, HEAD_NONE, MIDDLE_NONE};
	struct edge_path path = {x, y, x + DRAW_KEY_ROOM / 2, y, x + DRAW_KEY_ROOM, y, 1, 0.45};
	bool status = key == DRAW_KEY_STATUS;
	edge_paint(draw, status ? &plain : edge_style(draw, series),
		status ? (enum network_status)series : NETWORK_CONFIRMED, &path);
}

void network_legend(struct draw *draw)
{
	static const char *const words[] = {
		"confirmed", "announced only", "denied", "status not stated"};
	const struct draw_network *network = draw->network;
	const struct draw_names *kinds = &draw->data.series;
	struct draw_entry entries[NETWORK_KINDS + 1 + NETWORK_STATUSES];
	size_t count = 0;
	for (size_t i = 0; i < kinds->count && i < NETWORK_KINDS; i++) {
		const struct edge_style *style = edge_style(draw, i);
		if (kinds->count > 1 || *kinds->shown[i]) {
			entries[count++] = (struct draw_entry){
				*style->gloss
					? draw_printf(draw, "%s (%s)", style->kind, style->gloss)
					: kinds->shown[i],
				DRAW_KEY_EDGE, i};
		}
	}
	if (kinds->count > NETWORK_KINDS) {
		entries[count++] = (struct draw_entry){
			draw_printf(draw, "%zu others", kinds->count - NETWORK_KINDS),
			DRAW_KEY_EDGE, NETWORK_KINDS};
	}
	/* What is confirmed and what nobody stated look the same: an entry says so. */
	const size_t *found = network->statuses;
	bool told = found[NETWORK_ANNOUNCED] + found[NETWORK_DENIED] > 0;
	bool both = found[NETWORK_CONFIRMED] > 0 && found[NETWORK_UNSTATED] > 0;
	for (size_t i = 0; told && i < NETWORK_STATUSES; i++) {
		if (found[i] > 0 && !(both && i == NETWORK_UNSTATED)) {
			const char *word = both && i == NETWORK_CONFIRMED
						   ? "confirmed, or not stated"
						   : words[i];
			entries[count++] = (struct draw_entry){word, DRAW_KEY_STATUS, i};
		}
	}
	if (count > 0) {
		draw_legend_rows(draw, entries, count);
	}
}
