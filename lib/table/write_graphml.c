/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of relations as GraphML, which igraph, Gephi, yEd and networkx read. */
#include <mizan/table.h>

#include <stdlib.h>
#include <string.h>

/* Names of nodes, sorted, each once; a name's number is its place. */
struct graph_names {
	const char **names;
	size_t count;
};

static const char xml_unknown[] = "\xef\xbf\xbd";

/* ---- XML ---------------------------------------------------------------------------------- */

/* Escaped; what XML 1.0 cannot hold becomes U+FFFD, control characters are left out. */
static void xml_append(struct mizan_text *out, struct mizan_text *scratch, const char *text)
{
	size_t size = strlen(text), at = 0;
	scratch->size = 0;
	mizan_text_append(scratch, "");
	while (at < size) {
		size_t end = at + mizan_utf8_check(text + at, size - at);
		while (at < end) {
			size_t plain = strcspn(text + at, "\xef");
			plain = plain < end - at ? plain : end - at;
			mizan_text_append_bytes(scratch, text + at, plain);
			at += plain;
			if (at < end) {
				/* U+FFFE and U+FFFF are UTF-8, and no characters of XML. */
				bool none = memcmp(text + at, "\xef\xbf\xbe", 3) == 0 ||
					    memcmp(text + at, "\xef\xbf\xbf", 3) == 0;
				mizan_text_append_bytes(scratch, none ? xml_unknown : text + at, 3);
				at += 3;
			}
		}
		if (at < size) {
			mizan_text_append(scratch, xml_unknown);
			at++;
		}
	}
	out->failed |= scratch->failed;
	if (!scratch->failed) {
		mizan_text_append_html(out, scratch->data);
	}
}

/* ---- Nodes -------------------------------------------------------------------------------- */

/* The name of an actor in a cell; NULL where unknown or empty. */
static const char *graph_name(const struct mizan_table *table, size_t row, size_t column)
{
	const struct mizan_cell *cell = mizan_table_cell(table, row, column);
	return cell->known && *cell->text ? cell->text : NULL;
}

static int graph_compare(const void *one, const void *two)
{
	return strcmp(*(const char *const *)one, *(const char *const *)two);
}

static bool graph_find_names(const struct mizan_table *table, const size_t ends[2],
	struct mizan_arena *arena, struct graph_names *names)
{
	names->names = mizan_arena_allocate(arena, 2 * table->row_count + 1, sizeof *names->names);
	if (!names->names) {
		return false;
	}
	size_t found = 0;
	for (size_t row = 0; row < table->row_count; row++) {
		for (size_t i = 0; i < 2; i++) {
			const char *name = graph_name(table, row, ends[i]);
			if (name) {
				names->names[found++] = name;
			}
		}
	}
	qsort(names->names, found, sizeof *names->names, graph_compare);
	for (size_t i = 0; i < found; i++) {
		if (i == 0 || strcmp(names->names[i - 1], names->names[i]) != 0) {
			names->names[names->count++] = names->names[i];
		}
	}
	return true;
}

static size_t graph_number(const struct graph_names *names, const char *name)
{
	const char **found =
		bsearch(&name, names->names, names->count, sizeof *names->names, graph_compare);
	return (size_t)(found - names->names);
}

/* ---- Writing ------------------------------------------------------------------------------ */

static void graph_write_keys(const struct mizan_table *table, const size_t ends[2],
	struct mizan_text *out, struct mizan_text *scratch)
{
	static const char *const types[] = {[MIZAN_INTEGER] = "long",
		[MIZAN_REAL] = "double",
		[MIZAN_TEXT] = "string",
		[MIZAN_YEAR] = "long"};
	mizan_text_append(out, "  <key id=\"name\" for=\"node\" attr.name=\"name\" "
			       "attr.type=\"string\"/>\n");
	for (size_t i = 0; i < table->column_count; i++) {
		if (i != ends[0] && i != ends[1]) {
			mizan_text_printf(out, "  <key id=\"c%zu\" for=\"edge\" attr.name=\"", i);
			xml_append(out, scratch, table->columns[i].name);
			mizan_text_printf(
				out, "\" attr.type=\"%s\"/>\n", types[table->columns[i].type]);
		}
	}
}

static void graph_write_edge(const struct mizan_table *table, size_t row, const size_t ends[2],
	const struct graph_names *names, struct mizan_text *out, struct mizan_text *scratch)
{
	const char *a = graph_name(table, row, ends[0]), *b = graph_name(table, row, ends[1]);
	if (!a || !b) {
		return;
	}
	mizan_text_printf(out, "    <edge source=\"n%zu\" target=\"n%zu\">\n",
		graph_number(names, a), graph_number(names, b));
	for (size_t i = 0; i < table->column_count; i++) {
		if (i == ends[0] || i == ends[1] || !mizan_table_cell(table, row, i)->known) {
			continue;
		}
		struct mizan_text value = {0};
		mizan_table_append_cell(&value, table, row, i, true);
		mizan_text_printf(out, "      <data key=\"c%zu\">", i);
		xml_append(out, scratch, value.data ? value.data : "");
		mizan_text_append(out, "</data>\n");
		out->failed |= value.failed;
		mizan_text_release(&value);
	}
	mizan_text_append(out, "    </edge>\n");
}

static void graph_write(const struct mizan_table *table, const size_t ends[2],
	const struct graph_names *names, struct mizan_text *out, struct mizan_text *scratch)
{
	mizan_text_append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			       "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
	if (table->source_count + table->note_count > 0) {
		mizan_text_append(out, "  <desc>");
		for (size_t i = 0; i < table->source_count; i++) {
			mizan_text_append(out, i > 0 ? "\n" : "");
			mizan_text_append(out, "Source: ");
			xml_append(out, scratch, table->sources[i]);
		}
		for (size_t i = 0; i < table->note_count; i++) {
			mizan_text_append(out, i + table->source_count > 0 ? "\n" : "");
			xml_append(out, scratch, table->notes[i]);
		}
		mizan_text_append(out, "</desc>\n");
	}
	graph_write_keys(table, ends, out, scratch);
	mizan_text_append(out, "  <graph edgedefault=\"directed\">\n");
	for (size_t i = 0; i < names->count; i++) {
		mizan_text_printf(out, "    <node id=\"n%zu\"><data key=\"name\">", i);
		xml_append(out, scratch, names->names[i]);
		mizan_text_append(out, "</data></node>\n");
	}
	for (size_t row = 0; row < table->row_count; row++) {
		graph_write_edge(table, row, ends, names, out, scratch);
	}
	mizan_text_append(out, "  </graph>\n</graphml>\n");
}

mizan_status mizan_graphml_write(const struct mizan_table *table, const char *a, const char *b,
	struct mizan_text *out, struct mizan_error *error)
{
	const size_t ends[] = {mizan_table_find(table, a), mizan_table_find(table, b)};
	mizan_status status = mizan_table_check(table, error);
	for (size_t i = 0; i < 2 && status == MIZAN_OK; i++) {
		const char *name = i == 0 ? a : b;
		if (ends[i] == SIZE_MAX || table->columns[ends[i]].type != MIZAN_TEXT) {
			status = mizan_error_set(error, MIZAN_ERROR_USAGE,
				"name the two columns of text that hold the actors",
				ends[i] == SIZE_MAX ? "there is no column \"%.60s\""
						    : "the column \"%.60s\" is no text",
				name);
		}
	}
	if (status == MIZAN_OK && ends[0] == ends[1]) {
		status = mizan_error_set(error, MIZAN_ERROR_USAGE, "name two columns",
			"both ends are the column \"%.60s\"", a);
	}
	if (status != MIZAN_OK) {
		return status;
	}
	struct mizan_arena arena = {0};
	struct graph_names names = {0};
	struct mizan_text scratch = {0};
	if (graph_find_names(table, ends, &arena, &names)) {
		graph_write(table, ends, &names, out, &scratch);
		status = mizan_text_check(out, error);
	} else {
		status = mizan_error_memory(error);
	}
	mizan_text_release(&scratch);
	mizan_arena_release(&arena);
	return status;
}
