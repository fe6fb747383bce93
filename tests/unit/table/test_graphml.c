/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Relations as GraphML, read back by programs that are not ours. */
#include "../test.h"

#include <mizan/table.h>
#include <stdio.h>
#include <unistd.h>

#ifdef MIZAN_TEST_IGRAPH
#include <igraph.h>
#endif

static const char *const rows[][2] = {{"Jamaat-ul-Ahrar", "TTP"}, {"Hizb-ul-Ahrar", "TTP"},
	{"TTP", "Afghan Taliban"}, {"A <&\"'> B", "TTP"}, {"\xd9\xbe\xd8\xa7\xda\xa9", "TTP"},
	{"Lone group", NULL}, {"Jamaat-ul-Ahrar", "TTP"}};
#define ROWS (sizeof rows / sizeof *rows)

/* Columns a, kind, b, weight, share, since; the weight is unknown in every second row. */
static struct mizan_table relations(void)
{
	struct mizan_table table = {0};
	mizan_table_add_column(&table, "a", MIZAN_TEXT, -1);
	mizan_table_add_column(&table, "kind & \"status\"", MIZAN_TEXT, -1);
	mizan_table_add_column(&table, "b", MIZAN_TEXT, -1);
	mizan_table_add_column(&table, "weight", MIZAN_INTEGER, -1);
	mizan_table_add_column(&table, "share", MIZAN_REAL, 2);
	mizan_table_add_column(&table, "since", MIZAN_YEAR, -1);
	for (size_t i = 0; i < ROWS; i++) {
		size_t row = mizan_table_add_row(&table);
		mizan_table_set_text(&table, row, 0, rows[i][0]);
		mizan_table_set_text(&table, row, 1, i == 3 ? "<merger>" : "merger");
		mizan_table_set_text(&table, row, 2, rows[i][1]);
		if (i % 2 == 0) {
			mizan_table_set_integer(&table, row, 3, 1234567);
		}
		mizan_table_set_real(&table, row, 4, 0.25);
		mizan_table_set_integer(&table, row, 5, 2020 + (int64_t)i);
	}
	mizan_table_add_source(&table, "Somebody & others");
	mizan_table_add_note(&table, "1 < 2");
	return table;
}

static struct mizan_text written(const struct mizan_table *table)
{
	struct mizan_text text = {0};
	struct mizan_error error = {0};
	assert_int_equal(mizan_graphml_write(table, "a", "b", &text, &error), MIZAN_OK);
	return text;
}

static void save(const struct mizan_text *text, char path[64])
{
	snprintf(path, 64, "/tmp/mizan-graphml-XXXXXX");
	int file = mkstemp(path);
	assert_true(file >= 0);
	assert_int_equal(write(file, text->data, text->size), text->size);
	close(file);
}

/* What Python's parser finds, in a line: nodes and edges with their typed values. */
static void python_reads(const struct mizan_text *text, char line[2048])
{
	static const char script[] =
		"import sys, xml.etree.ElementTree as E\n"
		"n = '{http://graphml.graphdrawing.org/xmlns}'\n"
		"r = E.parse(sys.argv[1]).getroot()\n"
		"t = {'long': int, 'double': float, 'string': str}\n"
		"k = {e.get('id'): e for e in r.iter(n + 'key')}\n"
		"f = lambda e: {k[d.get('key')].get('attr.name'): t[k[d.get('key')]"
		".get('attr.type')](d.text) for d in e.iter(n + 'data')}\n"
		"v = {e.get('id'): f(e)['name'] for e in r.iter(n + 'node')}\n"
		"print(sorted(v.values()), [(v[e.get('source')], v[e.get('target')], "
		"sorted(f(e).items())) for e in r.iter(n + 'edge')][int(sys.argv[2]):"
		"int(sys.argv[2]) + 1], len(list(r.iter(n + 'edge'))), r.find(n + 'desc').text)\n";
	char path[64], command[2048];
	save(text, path);
	snprintf(command, sizeof command, "python3 - %s 3 <<'END'\n%sEND\n", path, script);
	FILE *output = popen(command, "r");
	assert_non_null(output);
	size_t size = fread(line, 1, 2047, output);
	line[size] = '\0';
	assert_int_equal(pclose(output), 0);
	unlink(path);
}

static void python_reads_the_same_nodes_and_edges(void **state)
{
	(void)state;
	struct mizan_table table = relations();
	struct mizan_text text = written(&table);
	char line[2048];
	python_reads(&text, line);
	assert_string_equal(line,
		"['A <&\"\\'> B', 'Afghan Taliban', 'Hizb-ul-Ahrar', 'Jamaat-ul-Ahrar', "
		"'Lone group', 'TTP', '\xd9\xbe\xd8\xa7\xda\xa9'] "
		"[('A <&\"\\'> B', 'TTP', [('kind & \"status\"', '<merger>'), ('share', 0.25), "
		"('since', 2023)])] 6 Source: Somebody & others\n1 < 2\n");
	mizan_text_release(&text);
	mizan_table_release(&table);
}

/* igraph's own reader, where it is installed. */
static void igraph_reads_the_same_nodes_and_edges(void **state)
{
	(void)state;
#ifndef MIZAN_TEST_IGRAPH
	skip();
#else
	struct mizan_table table = relations();
	struct mizan_text text = written(&table);
	igraph_t graph;
	igraph_set_attribute_table(&igraph_cattribute_table);
	FILE *file = fmemopen(text.data, text.size, "r");
	assert_int_equal(igraph_read_graph_graphml(&graph, file, 0), IGRAPH_SUCCESS);
	fclose(file);
	assert_int_equal(igraph_vcount(&graph), 7);
	assert_int_equal(igraph_ecount(&graph), 6);
	assert_true(igraph_is_directed(&graph));
	igraph_integer_t edge = 0;
	for (size_t i = 0; i < ROWS; i++) {
		if (!rows[i][1]) {
			continue;
		}
		igraph_integer_t from, to;
		igraph_edge(&graph, edge, &from, &to);
		assert_string_equal(VAS(&graph, "name", from), rows[i][0]);
		assert_string_equal(VAS(&graph, "name", to), rows[i][1]);
		assert_true(EAN(&graph, "since", edge) == 2020 + (double)i);
		assert_true(i % 2 == 1 || EAN(&graph, "weight", edge) == 1234567);
		edge++;
	}
	igraph_destroy(&graph);
	mizan_text_release(&text);
	mizan_table_release(&table);
#endif
}

static void what_xml_cannot_hold_is_replaced(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	mizan_table_add_column(&table, "a", MIZAN_TEXT, -1);
	mizan_table_add_column(&table, "b", MIZAN_TEXT, -1);
	mizan_table_add_row(&table);
	mizan_table_set_text(&table, 0, 0, "x\x01\xff\xef\xbf\xbe\xef\xbf\xbf\xe2\x82");
	mizan_table_set_text(&table, 0, 1, "\xef\xb7\xbd");
	struct mizan_text text = written(&table);
	assert_non_null(strstr(text.data, ">x\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"));
	assert_non_null(strstr(text.data, ">\xef\xb7\xbd</data>"));
	assert_int_equal(mizan_utf8_check(text.data, text.size), text.size);
	mizan_text_release(&text);
	mizan_table_release(&table);
}

static void columns_that_hold_no_actors_are_refused(void **state)
{
	(void)state;
	struct mizan_table table = relations();
	static const char *const wrong[][3] = {{"a", "to", "no column \"to\""},
		{"weight", "b", "is no text"}, {"a", "a", "both ends"}};
	for (size_t i = 0; i < 3; i++) {
		struct mizan_text text = {0};
		struct mizan_error error = {0};
		assert_int_equal(
			mizan_graphml_write(&table, wrong[i][0], wrong[i][1], &text, &error),
			MIZAN_ERROR_USAGE);
		assert_non_null(strstr(error.what, wrong[i][2]));
		assert_int_equal(text.size, 0);
	}
	mizan_table_release(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(python_reads_the_same_nodes_and_edges),
		cmocka_unit_test(igraph_reads_the_same_nodes_and_edges),
		cmocka_unit_test(what_xml_cannot_hold_is_replaced),
		cmocka_unit_test(columns_that_hold_no_actors_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
