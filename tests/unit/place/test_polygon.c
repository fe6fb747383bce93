/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Polygons that people write: what is inside, and what is no polygon. Names and their keys. */
#include "../test.h"

#include <math.h>
#include <mizan/place.h>
#include <string.h>

static struct mizan_polygon *parse(const char *text)
{
	struct mizan_error error = {0};
	struct mizan_polygon *polygon;
	if (mizan_polygon_parse(text, &polygon, &error) != MIZAN_OK) {
		fail_msg("%s: %s", text, error.what);
	}
	return polygon;
}

static void a_point_is_inside_a_square_its_edges_and_its_corners(void **state)
{
	(void)state;
	struct mizan_polygon *square = parse("POLYGON((69 32, 70 32, 70 33, 69 33, 69 32))");
	static const double inside[][2] = {
		{69.5, 32.5}, {69, 32}, {70, 33}, {69.3, 32}, {70, 32.7}, {69.999999, 32.000001}};
	static const double outside[][2] = {{68.999999, 32.5}, {70.000001, 32.5}, {69.5, 31.999999},
		{69.5, 33.000001}, {0, 0}, {-69.5, 32.5}};
	for (size_t i = 0; i < TEST_COUNT(inside); i++) {
		assert_true(mizan_polygon_has(square, inside[i][0], inside[i][1]));
		assert_false(mizan_polygon_has(square, outside[i][0], outside[i][1]));
	}
	assert_false(mizan_polygon_has(square, (double)NAN, 32.5));
	assert_false(mizan_polygon_has(square, 69.5, (double)NAN));
	mizan_polygon_free(square);
}

static void a_slanting_edge_is_inside(void **state)
{
	(void)state;
	struct mizan_polygon *triangle = parse("polygon ( ( 0 0, 3 1, 0 7, 0 0 ) )");
	for (int i = 0; i <= 10; i++) {
		double part = i / 10.0;
		assert_true(mizan_polygon_has(triangle, 3 * part, part));
		assert_true(mizan_polygon_has(triangle, 3 - 3 * part, 1 + 6 * part));
	}
	assert_false(mizan_polygon_has(triangle, 1.5, 0.499999));
	mizan_polygon_free(triangle);
}

static void a_hole_is_outside_and_an_island_in_it_inside(void **state)
{
	(void)state;
	struct mizan_polygon *ring =
		parse("MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0),(2 2,2 8,8 8,8 2,2 2)),"
		      "((4 4,6 4,6 6,4 6,4 4)),((20 0,21 0,21 1,20 0)))");
	assert_true(mizan_polygon_has(ring, 1, 1));
	assert_false(mizan_polygon_has(ring, 3, 3));
	assert_true(mizan_polygon_has(ring, 5, 5));
	assert_true(mizan_polygon_has(ring, 20.9, 0.5));
	assert_false(mizan_polygon_has(ring, 15, 0.5));
	assert_true(mizan_polygon_has(ring, 2, 5)); /* the hole's edge */
	mizan_polygon_free(ring);
}

static void geojson_is_read_too(void **state)
{
	(void)state;
	struct mizan_polygon *square = parse("{\"type\": \"Polygon\", \"coordinates\": "
					     "[[[69,32],[70,32],[70,33],[69,33],[69,32]]]}");
	assert_true(mizan_polygon_has(square, 69.5, 32.5));
	assert_false(mizan_polygon_has(square, 32.5, 69.5));
	mizan_polygon_free(square);
	square = parse("{\"coordinates\":[[[[0,0],[1,0],[1,1],[0,0]]]],\"type\":\"MultiPolygon\"}");
	assert_true(mizan_polygon_has(square, 0.9, 0.5));
	mizan_polygon_free(square);
}

static void what_is_no_polygon_is_said_with_its_place(void **state)
{
	(void)state;
	static const struct {
		const char *text, *says;
	} wrong[] = {{"", "character 1: here should be POLYGON"},
		{"POINT(1 2)", "character 1: here should be POLYGON"},
		{"POLYGON", "character 8: here should be '('"},
		{"POLYGON(0 0, 1 0, 1 1, 0 0)", "character 9: here should be '('"},
		{"POLYGON((0 0, 1 0, 1 1, 0 0)", "here should be ')'"},
		{"POLYGON((0 0, 1 0, 1 1, 0 0)))", "something follows its end"},
		{"POLYGON((0 0, 1 0, 1 1))", "fewer than four points"},
		{"POLYGON((0 0, 1 0, 1 1, 0 1))", "does not end where it begins"},
		{"POLYGON((32 69, 32 170, 33 70, 32 69))", "a latitude is -90 to 90"},
		{"POLYGON((200 0, 1 0, 1 1, 200 0))", "a longitude is -180 to 180"},
		{"POLYGON((0 0, 1 north, 1 1, 0 0))", "character 17: here should be a number"},
		{"POLYGON((0 0 5, 1 0 5, 1 1 5, 0 0 5))", "here should be ')'"},
		{"POLYGON EMPTY", "here should be '('"},
		{"POLYGON((nan nan, 1 0, 1 1, nan nan))", "here should be a number"},
		{"{\"type\":\"Point\",\"coordinates\":[1,2]}", "here should be POLYGON"},
		{"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]]]", "follows"},
		{"{\"type\":\"Polygon\"}", "here should be POLYGON"}};
	for (size_t i = 0; i < TEST_COUNT(wrong); i++) {
		struct mizan_error error = {0};
		struct mizan_polygon *polygon;
		assert_int_equal(
			mizan_polygon_parse(wrong[i].text, &polygon, &error), MIZAN_ERROR_INPUT);
		assert_null(polygon);
		assert_true(error.advice[0]);
		if (!strstr(error.what, wrong[i].says)) {
			fail_msg("%s: %s", wrong[i].text, error.what);
		}
	}
}

static void spellings_of_one_place_have_one_key(void **state)
{
	(void)state;
	static const struct {
		const char *country, *one, *other;
		bool same;
	} pairs[] = {{"PAK", "Khyber Pakhtunkwa province", "Khyber Pakhtunkhwa", true},
		{"PAK", "N.W.F.P.", "KPK", true}, {"PAK", "Sind", "Sindh province", true},
		{"PAK", "Federally Administered Tribal Areas", "FATA", true},
		{"PAK", "FATA", "Khyber Pakhtunkhwa", false},
		{"AFG", "Wardag", "Maidan Wardak", true},
		{NULL, "North Waziristan district", "North Waziristan Agency", true},
		{NULL, "Bajaur agency", "Bajaur", true},
		{NULL, "North Waziristan", "South Waziristan", false},
		{NULL, "Dera Ismail Khan district", "Dera Ghazi Khan district", false},
		/* Only in Pakistan are these a province's. */
		{"AFG", "KPK", "Khyber Pakhtunkhwa", false}};
	for (size_t i = 0; i < TEST_COUNT(pairs); i++) {
		char one[MIZAN_PLACE_KEY_SIZE], other[MIZAN_PLACE_KEY_SIZE];
		mizan_place_name_key(pairs[i].country, test_slice(pairs[i].one), one);
		mizan_place_name_key(pairs[i].country, test_slice(pairs[i].other), other);
		assert_true(one[0] && other[0]);
		if ((strcmp(one, other) == 0) != pairs[i].same) {
			fail_msg("%s: '%s', %s: '%s'", pairs[i].one, one, pairs[i].other, other);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_point_is_inside_a_square_its_edges_and_its_corners),
		cmocka_unit_test(a_slanting_edge_is_inside),
		cmocka_unit_test(a_hole_is_outside_and_an_island_in_it_inside),
		cmocka_unit_test(geojson_is_read_too),
		cmocka_unit_test(what_is_no_polygon_is_said_with_its_place),
		cmocka_unit_test(spellings_of_one_place_have_one_key),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
