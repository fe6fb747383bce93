/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Networks of relations: what an editor would check on the page. */
#include "draw_test.h"

#ifdef MIZAN_TEST_IGRAPH
#include <igraph.h>
#endif

#include "../../../lib/draw/network_internal.h"

/* The colours of a merger and of an allegiance. */
#define MERGER 0x0072b2u
#define ALLEGIANCE 0x009e73u

static struct mizan_table relations(void)
{
	struct mizan_table table = {0};
	table_columns(&table, "a:text b:text kind:text status:text groups:integer");
	return table;
}

static struct mizan_chart network_of(const struct mizan_table *table)
{
	return (struct mizan_chart){.kind = MIZAN_CHART_NETWORK,
		.table = table,
		.x = "a",
		.y = "b",
		.series = "kind",
		.label = "status",
		.title = "Who joined whom",
		.source = "Statements of the groups"};
}

static struct mizan_table star(int groups, const char *status)
{
	struct mizan_table table = relations();
	for (int i = 1; i <= groups; i++) {
		char row[128];
		snprintf(
			row, sizeof row, "Armed group number %d of many|TTP|merger|%s|", i, status);
		table_row(&table, row);
	}
	return table;
}

/* ---- Words of an SVG as turned boxes ------------------------------------------------------ */

struct word {
	double x, y, size, length, turn; /* middle of the baseline; radians about (at_x, at_y) */
	double at_x, at_y;
	double corners[4][2];
	char text[128];
};

static double attribute(const char *tag, const char *name)
{
	const char *at = strstr(tag, name);
	return at ? g_ascii_strtod(at + strlen(name), NULL) : 0;
}

static void word_corners(struct word *word)
{
	/* Of the letters alone: from the baseline to the height of a capital. */
	const double across[] = {-0.5, 0.5, 0.5, -0.5}, up[] = {0, 0, 0.7, 0.7};
	for (size_t i = 0; i < 4; i++) {
		double x = word->x + across[i] * word->length - word->at_x;
		double y = word->y - up[i] * word->size - word->at_y;
		word->corners[i][0] = word->at_x + x * cos(word->turn) - y * sin(word->turn);
		word->corners[i][1] = word->at_y + x * sin(word->turn) + y * cos(word->turn);
	}
}

static size_t words_of(const struct mizan_text *svg, struct word *words, size_t most)
{
	size_t count = 0;
	for (const char *at = svg->data; (at = strstr(at, "<text ")) && count < most; at++) {
		struct word *word = &words[count++];
		char tag[512];
		const char *end = strchr(at, '>');
		snprintf(tag, sizeof tag, "%.*s", (int)(end - at), at);
		*word = (struct word){attribute(tag, " x=\""), attribute(tag, " y=\""),
			attribute(tag, "font-size=\""), attribute(tag, "textLength=\""),
			attribute(tag, "rotate(") * G_PI / 180, 0, 0, {{0}}, ""};
		const char *turn = strstr(tag, "rotate(");
		if (turn) {
			char *rest;
			g_ascii_strtod(turn + 7, &rest);
			word->at_x = g_ascii_strtod(rest, &rest);
			word->at_y = g_ascii_strtod(rest, &rest);
		}
		snprintf(
			word->text, sizeof word->text, "%.*s", (int)strcspn(end + 1, "<"), end + 1);
		word_corners(word);
	}
	return count;
}

/* Two convex boxes touch unless a side of one separates them. */
static bool words_touch(const struct word *a, const struct word *b)
{
	const struct word *both[] = {a, b};
	for (size_t side = 0; side < 8; side++) {
		const double *p = both[side / 4]->corners[side % 4];
		const double *q = both[side / 4]->corners[(side + 1) % 4];
		double nx = q[1] - p[1], ny = p[0] - q[0], low[2], high[2];
		for (size_t k = 0; k < 2; k++) {
			low[k] = INFINITY;
			high[k] = -INFINITY;
			for (size_t i = 0; i < 4; i++) {
				double at =
					both[k]->corners[i][0] * nx + both[k]->corners[i][1] * ny;
				low[k] = fmin(low[k], at);
				high[k] = fmax(high[k], at);
			}
		}
		if (high[0] <= low[1] || high[1] <= low[0]) {
			return false;
		}
	}
	return true;
}

static size_t touching(const struct word *words, size_t count)
{
	size_t sum = 0;
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < i; j++) {
			sum += words_touch(&words[i], &words[j]);
		}
	}
	return sum;
}

static void assert_on_page(const struct mizan_text *svg, const struct word *words, size_t count)
{
	double width = attribute(svg->data, " width=\""),
	       height = attribute(svg->data, " height=\"");
	assert_true(width >= 120 && height >= 120);
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < 4; k++) {
			const double *corner = words[i].corners[k];
			if (corner[0] < 0 || corner[0] > width || corner[1] < 0 ||
				corner[1] > height) {
				fail_msg("outside of the page: %s", words[i].text);
			}
		}
	}
}

static size_t occurrences(const struct mizan_text *text, const char *words)
{
	size_t count = 0;
	for (const char *at = text->data; (at = strstr(at, words)); at++) {
		count++;
	}
	return count;
}

/* ---- Stars -------------------------------------------------------------------------------- */

static void sixty_names_around_a_hub_do_not_touch(void **state)
{
	(void)state;
	struct mizan_table table = star(60, "announced");
	struct mizan_chart chart = network_of(&table);
	struct mizan_text svg = drawn(&chart, MIZAN_SVG);
	static struct word words[200];
	size_t count = words_of(&svg, words, 200), names = 0;
	assert_xml(&svg);
	for (size_t i = 0; i < count; i++) {
		names += strncmp(words[i].text, "Armed group number", 18) == 0;
	}
	assert_int_equal(names, 60);
	assert_int_equal(touching(words, count), 0);
	assert_on_page(&svg, words, count);
	mizan_text_release(&svg);
	mizan_table_release(&table);
}

/* The hub's name is nearer to the middle of the names than any other. */
static void the_hub_stands_in_the_middle_of_its_star(void **state)
{
	(void)state;
	struct mizan_table table = star(30, "confirmed");
	struct mizan_chart chart = network_of(&table);
	struct mizan_text svg = drawn(&chart, MIZAN_SVG);
	static struct word words[200];
	size_t count = words_of(&svg, words, 200);
	double box[4] = {INFINITY, INFINITY, -INFINITY, -INFINITY}, hub[2] = {0, 0};
	for (size_t i = 0; i < count; i++) {
		bool leaf = strncmp(words[i].text, "Armed", 5) == 0;
		double x = (words[i].corners[0][0] + words[i].corners[2][0]) / 2;
		double y = (words[i].corners[0][1] + words[i].corners[2][1]) / 2;
		box[0] = leaf ? fmin(box[0], x) : box[0];
		box[1] = leaf ? fmin(box[1], y) : box[1];
		box[2] = leaf ? fmax(box[2], x) : box[2];
		box[3] = leaf ? fmax(box[3], y) : box[3];
		if (strcmp(words[i].text, "TTP") == 0) {
			hub[0] = x;
			hub[1] = y;
		}
	}
	assert_true(fabs(hub[0] - (box[0] + box[2]) / 2) < 10);
	assert_true(fabs(hub[1] - (box[1] + box[3]) / 2) < 10);
	mizan_text_release(&svg);
	mizan_table_release(&table);
}

/* ---- Status and direction ----------------------------------------------------------------- */

static void announced_is_dashed_denied_is_dotted_and_confirmed_is_not(void **state)
{
	(void)state;
	static const struct {
		const char *status;
		size_t dashed, dotted;
	} cases[] = {{"confirmed", 0, 0}, {"announced", 4, 0}, {"denied", 0, 4}, {"", 0, 0}};
	for (size_t i = 0; i < 4; i++) {
		struct mizan_table table = star(3, cases[i].status);
		struct mizan_chart chart = network_of(&table);
		struct mizan_text svg = drawn(&chart, MIZAN_SVG);
		/* Three lines, and one in the legend. */
		assert_int_equal(occurrences(&svg, "stroke-dasharray:5,3;"), cases[i].dashed);
		assert_int_equal(
			occurrences(&svg, "stroke-dasharray:1.2,2.6;"), cases[i].dotted);
		assert_true((strstr(svg.data, ">announced only</text>") != NULL) ==
			    (cases[i].dashed > 0));
		mizan_text_release(&svg);
		mizan_table_release(&table);
	}
}

/* Where the coloured ink of one relation's line is thickest, from a (0) to b (1), on a page
 * where a is at one end and b at the other. */
static void only_kinds_that_go_one_way_have_a_head(void **state)
{
	(void)state;
	static const struct {
		const char *kind;
		bool head;
	} kinds[] = {{"merger", true}, {"allegiance", true}, {"split", true}, {"faction", true},
		{"sponsorship", true}, {"alleged-sanctuary", true}, {"alliance", false},
		{"rivalry", false}, {"shared-ideology", false}, {"of-my-own", false}};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		assert_true(network_kind_has_direction(kinds[i].kind) == kinds[i].head);
	}
	assert_false(network_kind_has_direction(NULL));
}

static void an_arrow_points_to_whom_a_group_joined(void **state)
{
	(void)state;
	for (int turned = 0; turned < 2; turned++) {
		struct mizan_table table = relations();
		table_row(
			&table, turned ? "ZZZ|AAA|merger|confirmed|" : "AAA|ZZZ|merger|confirmed|");
		struct mizan_chart chart = network_of(&table);
		struct mizan_text svg = drawn(&chart, MIZAN_SVG);
		static struct word words[20];
		size_t count = words_of(&svg, words, 20);
		double to = NAN, from = NAN;
		for (size_t i = 0; i < count; i++) {
			to = strcmp(words[i].text, turned ? "AAA" : "ZZZ") == 0 ? words[i].x : to;
			from = strcmp(words[i].text, turned ? "ZZZ" : "AAA") == 0 ? words[i].x
										  : from;
		}
		cairo_surface_t *surface = pixels(&chart);
		int width = cairo_image_surface_get_width(surface);
		/* The legend's line is above; of the picture's take the lower half. */
		struct extent line = colored(surface, MERGER, 0, width);
		int middle = (int)(to + from); /* two pixels a point, half of the sum */
		struct extent left = colored(surface, MERGER, (int)fmin(to, from) * 2, middle);
		struct extent right = colored(surface, MERGER, middle, (int)fmax(to, from) * 2);
		assert_true(line.count > 100);
		assert_true(to < from ? left.count > right.count : right.count > left.count);
		cairo_surface_destroy(surface);
		mizan_text_release(&svg);
		mizan_table_release(&table);
	}
}

/* ---- Rows --------------------------------------------------------------------------------- */

static void unknown_actors_and_own_relations_are_no_lines(void **state)
{
	(void)state;
	struct mizan_table table = relations();
	table_row(&table, "A|B|merger|confirmed|");
	table_row(&table, "C||merger|confirmed|");
	table_row(&table, "|D|merger|confirmed|");
	table_row(&table, "E|E|merger|confirmed|");
	table_row(&table, "||merger|confirmed|");
	table_row(&table, "A|B|merger|confirmed|");
	struct mizan_chart chart = network_of(&table);
	struct mizan_text svg = drawn(&chart, MIZAN_SVG);
	static const char *const names[] = {">A<", ">B<", ">C<", ">D<", ">E<"};
	for (size_t i = 0; i < 5; i++) {
		assert_has(&svg, names[i]);
	}
	assert_has(&svg, "Network of 5 actors and 1 relation (merger 1).");
	assert_has(&svg, "3 rows do not name two different actors");
	assert_has(&svg, ">Source: Statements of the groups</text>");
	mizan_text_release(&svg);
	mizan_table_release(&table);
}

static void names_in_urdu_are_kept_as_they_are_written(void **state)
{
	(void)state;
	static const char urdu[] = "\xd8\xaa\xd8\xad\xd8\xb1\xdb\x8c\xda\xa9 "
				   "\xd8\xb7\xd8\xa7\xd9\x84\xd8\xa8\xd8\xa7\xd9\x86";
	struct mizan_table table = star(12, "announced");
	char row[128];
	snprintf(row, sizeof row, "%s|TTP|merger|announced|", urdu);
	table_row(&table, row);
	struct mizan_chart chart = network_of(&table);
	struct mizan_text svg = drawn(&chart, MIZAN_SVG);
	assert_has(&svg, urdu);
	mizan_text_release(&svg);
	mizan_table_release(&table);
}

static struct mizan_table tangle(int groups)
{
	struct mizan_table table = relations();
	static const char *const kinds[] = {"merger", "split", "allegiance", "faction", "alliance",
		"rivalry", "shared-ideology", "sponsorship", "alleged-sanctuary", "knows", "fears"};
	static const char *const statuses[] = {"announced", "confirmed", "denied", ""};
	for (int i = 0; i < groups; i++) {
		char row[256];
		snprintf(row, sizeof row,
			"Group %d with a name that is far too long to stand on one line|Group "
			"%d|%s|%s|%d",
			i, i * i % (groups / 3 + 1), kinds[i % 11], statuses[i % 4], i % 9);
		table_row(&table, row);
		snprintf(row, sizeof row, "Group %d|Group %d|%s|%s|", i % 7, (i * 5 + 1) % 11,
			kinds[i * 3 % 11], statuses[i % 3]);
		table_row(&table, row);
	}
	return table;
}

static void the_same_relations_are_the_same_bytes(void **state)
{
	(void)state;
	struct mizan_table table = tangle(40);
	struct mizan_chart chart = network_of(&table);
	for (enum mizan_picture picture = MIZAN_SVG; picture <= MIZAN_PNG; picture++) {
		struct mizan_text one = drawn(&chart, picture), two = drawn(&chart, picture);
		assert_int_equal(one.size, two.size);
		assert_memory_equal(one.data, two.data, one.size);
		mizan_text_release(&one);
		mizan_text_release(&two);
	}
	mizan_table_release(&table);
}

static void crowds_stay_on_the_page_whatever_its_size(void **state)
{
	(void)state;
	static const double sizes[][2] = {{0, 0}, {640, 400}, {300, 900}, {120, 120}, {0, 200}};
	static struct word words[1000];
	for (int groups = 1; groups <= 181; groups += 60) {
		struct mizan_table table = tangle(groups);
		struct mizan_chart chart = network_of(&table);
		for (size_t i = 0; i < 5; i++) {
			chart.width = sizes[i][0];
			chart.height = sizes[i][1];
			chart.size = i % 2 ? "groups" : NULL;
			struct mizan_text svg = drawn(&chart, MIZAN_SVG);
			assert_xml(&svg);
			size_t count = words_of(&svg, words, 1000);
			if (sizes[i][0] != 120 && sizes[i][1] != 200) {
				assert_on_page(&svg, words, count);
			}
			mizan_text_release(&svg);
		}
		mizan_table_release(&table);
	}
}

static void what_is_no_network_is_refused(void **state)
{
	(void)state;
	struct mizan_table table = star(3, "confirmed");
	struct mizan_chart chart = network_of(&table);
	chart.y = NULL;
	assert_refused(&chart, MIZAN_ERROR_USAGE, "a network needs a column for y");
	chart.y = "to";
	assert_refused(&chart, MIZAN_ERROR_USAGE, "no column \"to\"");
	chart.y = "b";
	chart.size = "kind";
	assert_refused(&chart, MIZAN_ERROR_USAGE, "size needs numbers");
	mizan_table_release(&table);
	table = relations();
	chart = network_of(&table);
	assert_refused(&chart, MIZAN_ERROR_USAGE, "the table is empty");
	table_row(&table, "||merger|confirmed|");
	assert_refused(&chart, MIZAN_ERROR_USAGE, "every actor is unknown");
	mizan_table_release(&table);
	table = star(NETWORK_NODES + 1, "confirmed");
	chart = network_of(&table);
	assert_refused(&chart, MIZAN_ERROR_USAGE, "more than 600 actors");
	mizan_table_release(&table);
}

/* ---- The layout --------------------------------------------------------------------------- */

/* A grid of 6 x 5: its ways are known, and a good layout of it is nearly flat. */
#define GRID_WIDE 6
#define GRID 30

static void grid_distances(double *distance)
{
	for (size_t i = 0; i < GRID; i++) {
		for (size_t j = 0; j < GRID; j++) {
			int x = abs((int)(i % GRID_WIDE) - (int)(j % GRID_WIDE));
			int y = abs((int)(i / GRID_WIDE) - (int)(j / GRID_WIDE));
			distance[i * GRID + j] = x + y <= 1 ? (double)(x + y) : (double)INFINITY;
		}
	}
	draw_shortest_ways(distance, GRID);
	/* From corner to corner. */
	assert_true(distance[GRID - 1] == GRID_WIDE - 1 + GRID / GRID_WIDE - 1);
}

/* Sum of squared relative errors, at the scale at which it is least. */
static double stress_of(const double *distance, double (*at)[2])
{
	double sum = 0, above = 0, below = 0;
	for (int pass = 0; pass < 2; pass++) {
		double scale = pass == 0 ? 1 : above / below;
		for (size_t i = 0; i < GRID; i++) {
			for (size_t j = 0; j < i; j++) {
				double wanted = distance[i * GRID + j];
				double apart = hypot(at[i][0] - at[j][0], at[i][1] - at[j][1]);
				above += pass == 0 ? apart / wanted : 0;
				below += pass == 0 ? apart * apart / (wanted * wanted) : 0;
				double error = (apart * scale - wanted) / wanted;
				sum += pass == 1 ? error * error : 0;
			}
		}
	}
	return sum;
}

/* igraph's Kamada-Kawai minimises the same sum; ours may not be worse by more than 5 in 100. */
static void the_layout_is_as_good_as_that_of_igraph(void **state)
{
	(void)state;
#ifndef MIZAN_TEST_IGRAPH
	skip();
#else
	static double distance[GRID * GRID], at[GRID][2], theirs[GRID][2];
	grid_distances(distance);
	igraph_t graph;
	igraph_matrix_t places;
	igraph_vector_int_t size;
	igraph_vector_int_init(&size, 2);
	VECTOR(size)[0] = GRID_WIDE;
	VECTOR(size)[1] = GRID / GRID_WIDE;
	igraph_square_lattice(&graph, &size, 1, IGRAPH_UNDIRECTED, 0, NULL);
	igraph_matrix_init(&places, GRID, 2);
	for (size_t i = 0; i < GRID; i++) {
		at[i][0] = sqrt((double)i) * cos(2.4 * (double)i);
		at[i][1] = sqrt((double)i) * sin(2.4 * (double)i);
		MATRIX(places, (igraph_integer_t)i, 0) = at[i][0];
		MATRIX(places, (igraph_integer_t)i, 1) = at[i][1];
	}
	draw_stress(distance, GRID, at);
	igraph_layout_kamada_kawai(
		&graph, &places, 1, 100 * GRID, 0, GRID, NULL, NULL, NULL, NULL, NULL);
	for (size_t i = 0; i < GRID; i++) {
		theirs[i][0] = MATRIX(places, (igraph_integer_t)i, 0);
		theirs[i][1] = MATRIX(places, (igraph_integer_t)i, 1);
	}
	igraph_matrix_destroy(&places);
	igraph_vector_int_destroy(&size);
	igraph_destroy(&graph);
	print_message("stress of a grid: ours %.3f, igraph's %.3f\n", stress_of(distance, at),
		stress_of(distance, theirs));
	assert_true(stress_of(distance, at) <= 1.05 * stress_of(distance, theirs));
#endif
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sixty_names_around_a_hub_do_not_touch),
		cmocka_unit_test(the_hub_stands_in_the_middle_of_its_star),
		cmocka_unit_test(announced_is_dashed_denied_is_dotted_and_confirmed_is_not),
		cmocka_unit_test(only_kinds_that_go_one_way_have_a_head),
		cmocka_unit_test(an_arrow_points_to_whom_a_group_joined),
		cmocka_unit_test(unknown_actors_and_own_relations_are_no_lines),
		cmocka_unit_test(names_in_urdu_are_kept_as_they_are_written),
		cmocka_unit_test(the_same_relations_are_the_same_bytes),
		cmocka_unit_test(crowds_stay_on_the_page_whatever_its_size),
		cmocka_unit_test(what_is_no_network_is_refused),
		cmocka_unit_test(the_layout_is_as_good_as_that_of_igraph),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
