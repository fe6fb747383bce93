/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is related to whom: rows of relations become nodes and edges, and a picture. */
#include "network_internal.h"
#include <stdlib.h>
#include <string.h>

struct network_columns {
	size_t a, b, kind, status, weight;
};

static mizan_status network_columns_find(
	struct draw *draw, struct network_columns *columns, struct mizan_error *error)
{
	const struct mizan_chart *chart = draw->chart;
	const struct {
		const char *name;
		size_t *column;
	} roles[] = {{chart->x, &columns->a}, {chart->y, &columns->b},
		{chart->series, &columns->kind}, {chart->label, &columns->status},
		{chart->size, &columns->weight}};
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < sizeof roles / sizeof *roles && status == MIZAN_OK; i++) {
		status = draw_column_find(draw, roles[i].name, roles[i].column, error);
	}
	if (status == MIZAN_OK) {
		status = draw_column_required("a network", "x (who is related)", columns->a, error);
	}
	if (status == MIZAN_OK) {
		status = draw_column_required("a network", "y (to whom)", columns->b, error);
	}
	if (status == MIZAN_OK && draw_is_text(chart->table, columns->weight)) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE, "choose a column of numbers",
			"the column \"%s\" is text, and size needs numbers",
			draw_clean(draw, chart->size, 60));
	}
	return status;
}

static enum network_status network_status_of(const char *word)
{
	return word && strcmp(word, "announced") == 0   ? NETWORK_ANNOUNCED
	       : word && strcmp(word, "denied") == 0    ? NETWORK_DENIED
	       : word && strcmp(word, "confirmed") == 0 ? NETWORK_CONFIRMED
							: NETWORK_UNSTATED;
}

static int network_compare(const void *one, const void *two)
{
	const struct network_edge *a = one, *b = two;
	const size_t keys[][2] = {{a->a < a->b ? a->a : a->b, b->a < b->b ? b->a : b->b},
		{a->a < a->b ? a->b : a->a, b->a < b->b ? b->b : b->a}, {a->kind, b->kind},
		{a->a, b->a}, {a->status, b->status}};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		if (keys[i][0] != keys[i][1]) {
			return keys[i][0] < keys[i][1] ? -1 : 1;
		}
	}
	return 0;
}

bool network_is_pair_start(const struct draw_network *network, size_t edge)
{
	if (edge == 0) {
		return true;
	}
	const struct network_edge *a = &network->edges[edge - 1], *b = &network->edges[edge];
	return !((a->a == b->a && a->b == b->b) || (a->a == b->b && a->b == b->a));
}

/* The same relation on several rows is one line; several between two actors are bent apart. */
static void network_merge(struct draw_network *network)
{
	size_t kept = 0;
	qsort(network->edges, network->edge_count, sizeof *network->edges, network_compare);
	for (size_t i = 0; i < network->edge_count; i++) {
		if (i == 0 || network_compare(&network->edges[i - 1], &network->edges[i]) != 0) {
			network->edges[kept++] = network->edges[i];
		}
	}
	network->edge_count = kept;
	for (size_t i = 0, end; i < kept; i = end) {
		for (end = i + 1; end < kept && !network_is_pair_start(network, end);) {
			end++;
		}
		for (size_t j = i; j < end; j++) {
			double bend = ((double)(j - i) - (double)(end - i - 1) / 2) * 16;
			/* The side is that of the pair, whichever way the relation goes. */
			network->edges[j].bend =
				network->edges[j].a > network->edges[j].b ? -bend : bend;
		}
		network->nodes[network->edges[i].a].degree++;
		network->nodes[network->edges[i].b].degree++;
	}
	for (size_t i = 0; i < kept; i++) {
		network->statuses[network->edges[i].status]++;
	}
}

/* Takes one row: its actors, and the relation where both are known. */
static void network_add(struct draw *draw, const struct network_columns *columns, size_t row)
{
	struct draw_network *network = draw->network;
	const char *words[] = {
		draw_cell_words(draw, row, columns->a), draw_cell_words(draw, row, columns->b)};
	const char *kind = draw_cell_words(draw, row, columns->kind);
	size_t ends[] = {SIZE_MAX, SIZE_MAX};
	for (size_t i = 0; i < 2; i++) {
		if (words[i] && *words[i] &&
			!draw_names_add(draw, &draw->data.categories, words[i], &ends[i])) {
			return;
		}
	}
	double weight;
	if (ends[0] < NETWORK_NODES && columns->weight != SIZE_MAX &&
		mizan_table_number(draw->chart->table, row, columns->weight, &weight)) {
		network->nodes[ends[0]].weight = fmax(network->nodes[ends[0]].weight, weight);
	}
	if (ends[0] == SIZE_MAX || ends[1] == SIZE_MAX || ends[0] == ends[1]) {
		network->half_known += ends[0] != SIZE_MAX || ends[1] != SIZE_MAX;
		return;
	}
	struct network_edge *edge = &network->edges[network->edge_count++];
	*edge = (struct network_edge){.a = ends[0],
		.b = ends[1],
		.status = network_status_of(draw_cell_words(draw, row, columns->status))};
	draw_names_add(draw, &draw->data.series, kind ? kind : "", &edge->kind);
	if (!network_kind_has_direction(kind) && edge->a > edge->b) {
		edge->a = ends[1];
		edge->b = ends[0];
	}
}

/* A circle's area is the weight; without weights a hub is somewhat larger. */
static void network_radii(struct draw *draw)
{
	struct draw_network *network = draw->network;
	double largest = 0;
	for (size_t i = 0; i < network->count; i++) {
		double weight = network->nodes[i].weight;
		largest = weight > largest ? weight : largest;
	}
	for (size_t i = 0; i < network->count; i++) {
		struct network_node *node = &network->nodes[i];
		node->name = draw->data.categories.shown[i];
		node->radius = node->weight > 0 && largest > 0
				       ? fmax(2.5, 14 * sqrt(node->weight / largest))
			       : largest > 0      ? 3.5
			       : node->degree > 2 ? 6
						  : 4.5;
	}
}

mizan_status draw_network_read(struct draw *draw, struct mizan_error *error)
{
	const struct mizan_table *table = draw->chart->table;
	struct network_columns columns;
	mizan_status status = network_columns_find(draw, &columns, error);
	if (status != MIZAN_OK) {
		return status;
	}
	struct draw_network *network = draw_allocate(draw, 1, sizeof *network);
	if (network) {
		draw->network = network;
		network->nodes = draw_allocate(draw, NETWORK_NODES + 2, sizeof *network->nodes);
		network->edges = draw_allocate(draw, table->row_count + 1, sizeof *network->edges);
	}
	for (size_t i = 0; !draw->failed && i < NETWORK_NODES; i++) {
		network->nodes[i].weight = NAN;
	}
	draw->data.axis = DRAW_CATEGORY;
	draw->data.x = columns.a;
	draw->data.y = columns.b;
	for (size_t row = 0; row < table->row_count && !draw->failed; row++) {
		network_add(draw, &columns, row);
		if (draw->data.categories.count > NETWORK_NODES) {
			return mizan_error_set(error, MIZAN_ERROR_USAGE,
				"choose relations of fewer with a condition",
				"the network has more than %d actors", NETWORK_NODES);
		}
	}
	if (draw->failed) {
		return mizan_error_memory(error);
	}
	network->count = draw->data.categories.count;
	if (network->count == 0) {
		return mizan_error_set(error, MIZAN_ERROR_USAGE,
			"widen the period or the condition", "there is no row to draw: %s",
			table->row_count == 0 ? "the table is empty" : "every actor is unknown");
	}
	network_merge(network);
	network_radii(draw);
	return MIZAN_OK;
}

static void network_nodes_draw(struct draw *draw)
{
	const struct draw_network *network = draw->network;
	for (size_t i = 0; i < network->count; i++) {
		const struct network_node *node = &network->nodes[i];
		cairo_new_path(draw->cairo);
		if (node->plate) {
			cairo_rectangle(draw->cairo, node->x - node->width / 2 - 5,
				node->y - node->height / 2 - 3, node->width + 10, node->height + 6);
		} else {
			cairo_arc(draw->cairo, node->x, node->y, node->radius, 0, 2 * G_PI);
		}
		draw_color(draw, node->leaf ? DRAW_RGB(0xffffff) : DRAW_RGB(0x3f4a54));
		cairo_fill_preserve(draw->cairo);
		draw_color(draw, DRAW_RGB(0x3f4a54));
		cairo_set_line_width(draw->cairo, 1.2);
		cairo_stroke(draw->cairo);
	}
}

mizan_status draw_network(struct draw *draw, struct mizan_error *error)
{
	struct draw_network *network = draw->network;
	if (network->half_known > 0) {
		draw->remark = draw_printf(draw,
			network->half_known == 1
				? "One row does not name two different actors and has no line."
				: "%zu rows do not name two different actors and have no line.",
			network->half_known);
	}
	draw_frame(draw);
	network->text = 1;
	network_legend(draw);
	if (!network_layout(draw)) {
		return mizan_error_memory(error);
	}
	if (draw->measuring) {
		/* A page of the width that was given, or one that is wide enough. */
		double around = draw->width - (draw->box.right - draw->box.left);
		draw->wanted_width = fmin(fmax(draw->width, network->width + around), NETWORK_PAGE);
		draw->wanted_height = fmax(fmin(draw->height - (draw->box.bottom - draw->box.top) +
							   network->height + 8,
						   NETWORK_PAGE),
			200);
		return MIZAN_OK;
	}
	network_fit(draw);
	if (draw->failed) {
		return mizan_error_memory(error);
	}
	network_names_place(draw);
	network_edges_draw(draw);
	network_nodes_draw(draw);
	network_names_draw(draw);
	return MIZAN_OK;
}

/* ---- In words ----------------------------------------------------------------------------- */

static void network_describe_kinds(struct draw *draw, struct mizan_text *out)
{
	const struct draw_network *network = draw->network;
	const struct draw_names *kinds = &draw->data.series;
	const char *before = " (";
	for (size_t kind = 0; kind < kinds->count && kind < 8; kind++) {
		size_t count = 0;
		for (size_t i = 0; i < network->edge_count; i++) {
			count += network->edges[i].kind == kind;
		}
		if (*kinds->shown[kind]) {
			mizan_text_printf(out, "%s%s %zu", before, kinds->shown[kind], count);
			before = ", ";
		}
	}
	mizan_text_append(out, *before == ',' ? ")" : "");
}

void draw_network_describe(struct draw *draw, struct mizan_text *out)
{
	const struct draw_network *network = draw->network;
	size_t most = 0;
	for (size_t i = 1; i < network->count; i++) {
		most = network->nodes[i].degree > network->nodes[most].degree ? i : most;
	}
	mizan_text_printf(out, "Network of %zu actor%s and %zu relation%s", network->count,
		network->count == 1 ? "" : "s", network->edge_count,
		network->edge_count == 1 ? "" : "s");
	network_describe_kinds(draw, out);
	if (network->statuses[NETWORK_ANNOUNCED] > 0) {
		mizan_text_printf(
			out, ", %zu announced only", network->statuses[NETWORK_ANNOUNCED]);
	}
	if (network->statuses[NETWORK_DENIED] > 0) {
		mizan_text_printf(out, ", %zu denied", network->statuses[NETWORK_DENIED]);
	}
	if (network->edge_count > 1) {
		mizan_text_printf(out, "; most are related to %s: %zu", network->nodes[most].name,
			network->nodes[most].degree);
	}
	mizan_text_append(out, ".");
}
