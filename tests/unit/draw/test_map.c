/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw_test.h"

#include <mizan/place.h>

/* The path of the base map, or a skipped test where it was not made. */
static const char *basemap(void)
{
	struct mizan_basemap *map;
	if (mizan_basemap_open(NULL, &map, NULL) != MIZAN_OK) {
		skip();
	}
	mizan_basemap_close(map);
	return NULL;
}

static struct mizan_table events(void)
{
	struct mizan_table table = {0};
	table_columns(&table, "longitude:real latitude:real deaths:integer");
	table_row(&table, "71.58|34.01|149");
	table_row(&table, "66.99|30.18|32");
	table_row(&table, "67.01|24.86|8");
	table_row(&table, "73.05|33.69|");
	table_row(&table, "||5");
	return table;
}

static struct mizan_chart points(const struct mizan_table *table)
{
	return (struct mizan_chart){.kind = MIZAN_MAP_POINTS,
		.table = table,
		.x = "longitude",
		.y = "latitude",
		.size = "deaths",
		.country = "PAK",
		.basemap = basemap()};
}

static struct mizan_chart provinces(const struct mizan_table *table)
{
	return (struct mizan_chart){.kind = MIZAN_MAP_CHOROPLETH,
		.table = table,
		.x = "admin1",
		.y = "deaths",
		.country = "PAK",
		.basemap = basemap()};
}

static const char disclaimer[] = "The boundaries and names shown and the designations used on this "
				 "map do not imply official";

static void every_map_has_the_disclaimer_and_says_what_is_dashed(void **state)
{
	(void)state;
	struct mizan_table table = events();
	struct mizan_chart chart = points(&table);
	struct mizan_text svg = drawn(&chart, MIZAN_SVG);
	assert_xml(&svg);
	assert_has(&svg, disclaimer);
	assert_has(&svg, "Dashed lines are disputed");
	assert_has(&svg, ">Afghanistan</text>");
	assert_has(&svg, ">Sindh</text>");
	assert_has(&svg, "1 row without a place is not shown.");
	mizan_text_release(&svg);
	/* No line around New Zealand is disputed. */
	chart.country = "NZL";
	svg = drawn(&chart, MIZAN_SVG);
	assert_has(&svg, disclaimer);
	assert_null(strstr(svg.data, "Dashed lines"));
	mizan_text_release(&svg);
	mizan_table_release(&table);
}

static void maps_are_the_same_bytes_each_time(void **state)
{
	(void)state;
	struct mizan_table table = events();
	struct mizan_chart chart = points(&table);
	for (enum mizan_picture picture = MIZAN_SVG; picture <= MIZAN_PNG; picture++) {
		struct mizan_text one = drawn(&chart, picture), two = drawn(&chart, picture);
		assert_int_equal(one.size, two.size);
		assert_memory_equal(one.data, two.data, one.size);
		mizan_text_release(&one);
		mizan_text_release(&two);
	}
	mizan_table_release(&table);
}

/* The darkest class of the ramp, which the highest province takes. */
#define DARKEST 0x7f0000u
#define LIGHTEST 0xfee8c8u

static void provinces_are_filled_by_value_whatever_their_spelling(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	table_columns(&table, "admin1:text deaths:integer");
	table_row(&table, "Balochistan province|5000");
	table_row(&table, "SINDH|10");
	table_row(&table, "Punjab province|10");
	table_row(&table, "Atlantis|1");
	struct mizan_chart chart = provinces(&table);
	cairo_surface_t *surface = pixels(&chart);
	struct extent dark = colored(surface, DARKEST, 0, 1280);
	struct extent light = colored(surface, LIGHTEST, 0, 1280);
	/* Balochistan is the largest, in the west; Sindh lies south-east of it. */
	assert_true(dark.count > 15000);
	assert_true(light.count > 5000);
	assert_true(dark.left < 640 && light.right > dark.right);
	cairo_surface_destroy(surface);
	struct mizan_text svg = drawn(&chart, MIZAN_SVG);
	assert_has(&svg, "Not on this map: Atlantis.");
	assert_has(&svg, ">no data</text>");
	mizan_text_release(&svg);
	mizan_table_release(&table);
}

static void tribal_areas_without_a_row_are_counted_with_their_successor(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	table_columns(&table, "admin1:text deaths:integer");
	table_row(&table, "Khyber Pakhtunkhwa|5000");
	table_row(&table, "Sindh|10");
	struct mizan_chart chart = provinces(&table);
	/* Large, so that the areas count and not the lines between them. */
	chart.width = 1280;
	chart.height = 1000;
	cairo_surface_t *surface = pixels(&chart);
	size_t joined = colored(surface, DARKEST, 0, 2560).count;
	cairo_surface_destroy(surface);
	struct mizan_text svg = drawn(&chart, MIZAN_SVG);
	assert_has(&svg, "counted with Khyber Pakhtunkhwa.");
	mizan_text_release(&svg);
	table_row(&table, "FATA|10");
	surface = pixels(&chart);
	size_t alone = colored(surface, DARKEST, 0, 2560).count;
	cairo_surface_destroy(surface);
	assert_true(joined > alone + alone / 5);
	mizan_table_release(&table);
}

static void two_spellings_of_a_province_are_added_if_they_are_counts(void **state)
{
	(void)state;
	struct mizan_table table = {0}, rates = {0};
	table_columns(&table, "admin1:text deaths:integer");
	table_row(&table, "Sindh|10");
	table_row(&table, "Sindh province|20");
	struct mizan_chart chart = provinces(&table);
	struct mizan_text svg = drawn(&chart, MIZAN_SVG);
	assert_has(&svg, ">30</text>");
	assert_has(&svg, "Rows that name the same area are added.");
	mizan_text_release(&svg);
	table_columns(&rates, "admin1:text deaths:real");
	table_row(&rates, "Sindh|1.5");
	table_row(&rates, "Sindh province|2.5");
	chart.table = &rates;
	assert_refused(&chart, MIZAN_ERROR_USAGE, "several rows are about Sindh");
	mizan_table_release(&table);
	mizan_table_release(&rates);
}

static void countries_of_the_world_are_drawn_by_their_code(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	table_columns(&table, "iso3:text rate:real");
	table_row(&table, "PAK|3.4");
	table_row(&table, "BRA|12.5");
	table_row(&table, "RUS|0.2");
	table_row(&table, "USA|-1");
	table_row(&table, "FJI|0");
	struct mizan_chart chart = provinces(&table);
	chart.x = "iso3";
	chart.y = "rate";
	chart.country = NULL;
	struct mizan_text svg = drawn(&chart, MIZAN_SVG);
	assert_xml(&svg);
	assert_has(&svg, disclaimer);
	assert_has(&svg, ">Brazil</text>");
	mizan_text_release(&svg);
	mizan_table_release(&table);
}

static void every_country_can_be_shown(void **state)
{
	(void)state;
	struct mizan_table table = events();
	struct mizan_chart chart = points(&table);
	chart.width = 240;
	chart.height = 200;
	static const char *const countries[] = {
		"RUS", "USA", "FJI", "ATA", "NZL", "SGP", "GRL", "CHL"};
	for (size_t i = 0; i < sizeof countries / sizeof *countries; i++) {
		chart.country = countries[i];
		struct mizan_text png = drawn(&chart, MIZAN_PNG);
		assert_true(png.size > 1000);
		mizan_text_release(&png);
	}
	mizan_table_release(&table);
}

static void points_anywhere_are_drawn(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	table_columns(&table, "longitude:real latitude:real deaths:integer");
	table_row(&table, "-1e9|1e9|-5");
	table_row(&table, "180|90|9223372036854775807");
	table_row(&table, "-180|-90|0");
	struct mizan_chart chart = points(&table);
	chart.country = NULL;
	struct mizan_text png = drawn(&chart, MIZAN_PNG);
	mizan_text_release(&png);
	mizan_table_release(&table);
}

static void errors_say_what_the_map_lacks(void **state)
{
	(void)state;
	struct mizan_table table = events(), text = {0};
	struct mizan_chart chart = points(&table);
	chart.country = "PAKISTAN";
	assert_refused(&chart, MIZAN_ERROR_USAGE, "no country \"PAKISTAN\"");
	chart.country = "PAK";
	chart.basemap = "/nowhere/basemap.bin";
	struct mizan_text bytes = {0};
	struct mizan_error error = {0};
	assert_int_equal(mizan_chart_draw(&chart, MIZAN_PNG, &bytes, &error), MIZAN_ERROR_SYSTEM);
	assert_int_equal(bytes.size, 0);
	mizan_text_release(&bytes);
	table_columns(&text, "admin1:text deaths:integer");
	table_row(&text, "Atlantis|3");
	chart = provinces(&text);
	assert_refused(&chart, MIZAN_ERROR_USAGE, "knows none of Atlantis");
	chart = points(&table);
	chart.table = &text;
	chart.x = "admin1";
	chart.y = chart.size = "deaths";
	assert_refused(&chart, MIZAN_ERROR_USAGE, "\"admin1\" is text");
	mizan_table_release(&table);
	mizan_table_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_map_has_the_disclaimer_and_says_what_is_dashed),
		cmocka_unit_test(maps_are_the_same_bytes_each_time),
		cmocka_unit_test(provinces_are_filled_by_value_whatever_their_spelling),
		cmocka_unit_test(tribal_areas_without_a_row_are_counted_with_their_successor),
		cmocka_unit_test(two_spellings_of_a_province_are_added_if_they_are_counts),
		cmocka_unit_test(countries_of_the_world_are_drawn_by_their_code),
		cmocka_unit_test(every_country_can_be_shown),
		cmocka_unit_test(points_anywhere_are_drawn),
		cmocka_unit_test(errors_say_what_the_map_lacks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
