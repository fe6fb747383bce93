/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writes SQLite's R-tree tables directly, packed by Sort-Tile-Recursive (Leutenegger, Lopez &
 * Edgington 1997): about ten times faster than inserting, and the nodes are full.
 *
 * The form of a node (sqlite ext/rtree/rtree.c): 2 bytes depth (root only), 2 bytes number of
 * cells, then cells of an 8-byte id and 4 floats (minx, maxx, miny, maxy), all big-endian.
 */
#include "store_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NODE_CELLS 51 /* RTREE_MAXCELLS: SQLite never makes larger nodes */
#define CELL_BYTES 24
#define NODE_BYTES (4 + CELL_BYTES * NODE_CELLS)

struct rtree_cell {
	int64_t id;   /* rowid of an event, or number of a node */
	float box[4]; /* minx, maxx, miny, maxy */
};

/* Which node holds the point of an event. */
struct rtree_home {
	int64_t id, node;
};

struct rtree {
	struct rtree_cell *cells; /* of the level that is written */
	size_t count;
	int64_t next_node; /* the root is node 1 */
	sqlite3_stmt *node, *rowid, *parent;
};

/* The box must hold the point: a double between two floats goes outward. */
static float rtree_down(double value)
{
	float result = (float)value;
	return (double)result > value ? nextafterf(result, -INFINITY) : result;
}

static float rtree_up(double value)
{
	float result = (float)value;
	return (double)result < value ? nextafterf(result, INFINITY) : result;
}

bool rtree_add_point(
	struct rtree_points *points, int64_t event_id, double longitude, double latitude)
{
	if (!mizan_grow(
		    &points->cells, &points->capacity, points->count + 1, sizeof *points->cells)) {
		return false;
	}
	points->cells[points->count++] =
		(struct rtree_cell){event_id, {rtree_down(longitude), rtree_up(longitude),
						      rtree_down(latitude), rtree_up(latitude)}};
	return true;
}

mizan_status rtree_read_points(
	sqlite3 *database, struct rtree_points *points, struct mizan_error *error)
{
	sqlite3_stmt *statement;
	points->count = 0;
	mizan_status status = store_prepare(database,
		"SELECT event_id, longitude, latitude FROM event"
		" WHERE longitude IS NOT NULL AND latitude IS NOT NULL",
		&statement, "read the points", error);
	if (status != MIZAN_OK) {
		return status;
	}
	int code;
	while (status == MIZAN_OK && (code = sqlite3_step(statement)) != SQLITE_DONE) {
		if (code != SQLITE_ROW) {
			status = mizan_store_error(database, error, "read the points");
		} else if (!rtree_add_point(points, sqlite3_column_int64(statement, 0),
				   sqlite3_column_double(statement, 1),
				   sqlite3_column_double(statement, 2))) {
			status = mizan_error_memory(error);
		}
	}
	sqlite3_finalize(statement);
	return status;
}

static int rtree_compare(const struct rtree_cell *a, const struct rtree_cell *b, int axis)
{
	float left = a->box[axis] + a->box[axis + 1], right = b->box[axis] + b->box[axis + 1];
	if (left != right) {
		return left < right ? -1 : 1;
	}
	return (a->id > b->id) - (a->id < b->id);
}

static int rtree_compare_x(const void *a, const void *b)
{
	return rtree_compare(a, b, 0);
}

static int rtree_compare_y(const void *a, const void *b)
{
	return rtree_compare(a, b, 2);
}

/* Sorts cells into vertical tiles, and each tile from south to north. */
static void rtree_tile(struct rtree_cell *cells, size_t count)
{
	size_t nodes = (count + NODE_CELLS - 1) / NODE_CELLS;
	size_t tile = (size_t)ceil(sqrt((double)nodes)) * NODE_CELLS;
	qsort(cells, count, sizeof *cells, rtree_compare_x);
	for (size_t i = 0; i < count; i += tile) {
		qsort(cells + i, count - i < tile ? count - i : tile, sizeof *cells,
			rtree_compare_y);
	}
}

static int rtree_compare_home(const void *a, const void *b)
{
	int64_t left = ((const struct rtree_home *)a)->id,
		right = ((const struct rtree_home *)b)->id;
	return (left > right) - (left < right);
}

/* Nodes of leaves are numbered in their order, behind the root, which may be the only leaf. */
static int64_t rtree_leaf_number(const struct rtree_points *points, size_t cell)
{
	return points->count <= NODE_CELLS ? 1 : 2 + (int64_t)(cell / NODE_CELLS);
}

bool rtree_arrange(struct rtree_points *points)
{
	free(points->homes);
	points->homes = malloc((points->count + 1) * sizeof *points->homes);
	if (!points->homes) {
		return false;
	}
	if (points->count > 0) {
		rtree_tile(points->cells, points->count);
	}
	for (size_t i = 0; i < points->count; i++) {
		points->homes[i] =
			(struct rtree_home){points->cells[i].id, rtree_leaf_number(points, i)};
	}
	qsort(points->homes, points->count, sizeof *points->homes, rtree_compare_home);
	return true;
}

void rtree_points_release(struct rtree_points *points)
{
	free(points->cells);
	free(points->homes);
	*points = (struct rtree_points){0};
}

static void rtree_put(unsigned char *at, uint64_t value, int bytes)
{
	for (int i = 0; i < bytes; i++) {
		at[i] = (unsigned char)(value >> (8 * (bytes - 1 - i)));
	}
}

static mizan_status rtree_insert(sqlite3 *database, sqlite3_stmt *statement, int64_t key,
	int64_t value, struct mizan_error *error)
{
	sqlite3_bind_int64(statement, 1, key);
	sqlite3_bind_int64(statement, 2, value);
	return store_step(database, statement, "write the R-tree", error);
}

/* Writes one node and where its cells' children are; gives the cell that stands for it above. */
static mizan_status rtree_write_node(sqlite3 *database, struct rtree *tree, int64_t number,
	int depth, const struct rtree_cell *cells, size_t count, struct rtree_cell *above,
	struct mizan_error *error)
{
	unsigned char bytes[NODE_BYTES] = {0};
	rtree_put(bytes, number == 1 ? (uint64_t)depth : 0, 2);
	rtree_put(bytes + 2, count, 2);
	*above = (struct rtree_cell){number, {INFINITY, -INFINITY, INFINITY, -INFINITY}};
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < count; i++) {
		unsigned char *at = bytes + 4 + i * CELL_BYTES;
		rtree_put(at, (uint64_t)cells[i].id, 8);
		for (int k = 0; k < 4; k++) {
			uint32_t bits;
			memcpy(&bits, &cells[i].box[k], sizeof bits);
			rtree_put(at + 8 + k * 4, bits, 4);
			above->box[k] = k % 2 == 0 ? fminf(above->box[k], cells[i].box[k])
						   : fmaxf(above->box[k], cells[i].box[k]);
		}
		if (depth > 0 && status == MIZAN_OK) {
			status = rtree_insert(database, tree->parent, cells[i].id, number, error);
		}
	}
	if (status != MIZAN_OK) {
		return status;
	}
	sqlite3_bind_int64(tree->node, 1, number);
	sqlite3_bind_blob(tree->node, 2, bytes, NODE_BYTES, SQLITE_STATIC);
	return store_step(database, tree->node, "write the R-tree", error);
}

/* Writes one level; `cells` become those of the level above, one at the end. */
static mizan_status rtree_write_level(
	sqlite3 *database, struct rtree *tree, int depth, struct mizan_error *error)
{
	bool root = tree->count <= NODE_CELLS;
	size_t nodes = 0;
	for (size_t i = 0; i < tree->count || nodes == 0; i += NODE_CELLS) {
		size_t count = tree->count - i < NODE_CELLS ? tree->count - i : NODE_CELLS;
		int64_t number = root ? 1 : tree->next_node++;
		struct rtree_cell above;
		mizan_status status = rtree_write_node(
			database, tree, number, depth, tree->cells + i, count, &above, error);
		if (status != MIZAN_OK) {
			return status;
		}
		/* Never overtakes the cells that are still to be read. */
		tree->cells[nodes++] = above;
	}
	tree->count = nodes;
	return MIZAN_OK;
}

static mizan_status rtree_write_levels(
	sqlite3 *database, struct rtree *tree, struct mizan_error *error)
{
	bool root = false;
	mizan_status status = MIZAN_OK;
	for (int depth = 0; status == MIZAN_OK && !root; depth++) {
		root = tree->count <= NODE_CELLS;
		if (depth > 0) {
			rtree_tile(tree->cells, tree->count);
		}
		status = rtree_write_level(database, tree, depth, error);
	}
	return status;
}

/* _rowid in the order of its key, which appends to its b-tree. */
static mizan_status rtree_write_homes(sqlite3 *database, struct rtree *tree,
	const struct rtree_points *points, struct mizan_error *error)
{
	mizan_status status = MIZAN_OK;
	for (size_t i = 0; i < points->count && status == MIZAN_OK; i++) {
		status = rtree_insert(
			database, tree->rowid, points->homes[i].id, points->homes[i].node, error);
	}
	return status;
}

/* GDAL and QGIS read the extent of a layer from here. */
static mizan_status rtree_write_extent(
	sqlite3 *database, const struct rtree_cell *all, bool none, struct mizan_error *error)
{
	static const int parameters[] = {1, 3, 2, 4};
	sqlite3_stmt *statement;
	mizan_status status = store_prepare(database,
		"UPDATE gpkg_contents SET min_x = ?1, min_y = ?2, max_x = ?3, max_y = ?4,"
		" last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now') WHERE table_name = 'event'",
		&statement, "write the extent", error);
	for (int k = 0; k < 4 && status == MIZAN_OK && !none; k++) {
		sqlite3_bind_double(statement, parameters[k], (double)all->box[k]);
	}
	if (status == MIZAN_OK) {
		status = store_step(database, statement, "write the extent", error);
	}
	sqlite3_finalize(statement);
	return status;
}

static mizan_status rtree_prepare(sqlite3 *database, struct rtree *tree, struct mizan_error *error)
{
	const char doing[] = "write the R-tree";
	mizan_status status = store_execute(database,
		"DELETE FROM rtree_event_geom_node;"
		"DELETE FROM rtree_event_geom_rowid; DELETE FROM rtree_event_geom_parent;",
		doing, error);
	if (status == MIZAN_OK) {
		status = store_prepare(database, "INSERT INTO rtree_event_geom_node VALUES(?1, ?2)",
			&tree->node, doing, error);
	}
	if (status == MIZAN_OK) {
		status =
			store_prepare(database, "INSERT INTO rtree_event_geom_rowid VALUES(?1, ?2)",
				&tree->rowid, doing, error);
	}
	if (status == MIZAN_OK) {
		status = store_prepare(database,
			"INSERT INTO rtree_event_geom_parent VALUES(?1, ?2)", &tree->parent, doing,
			error);
	}
	return status;
}

mizan_status rtree_write(sqlite3 *database, struct rtree_points *points, struct mizan_error *error)
{
	struct rtree_cell none;
	struct rtree tree = {.cells = points->count > 0 ? points->cells : &none,
		.count = points->count,
		.next_node = 2};
	mizan_status status = rtree_prepare(database, &tree, error);
	if (status == MIZAN_OK) {
		status = rtree_write_homes(database, &tree, points, error);
	}
	if (status == MIZAN_OK) {
		status = rtree_write_levels(database, &tree, error);
	}
	if (status == MIZAN_OK) {
		status = rtree_write_extent(database, tree.cells, points->count == 0, error);
	}
	sqlite3_finalize(tree.node);
	sqlite3_finalize(tree.rowid);
	sqlite3_finalize(tree.parent);
	return status;
}
