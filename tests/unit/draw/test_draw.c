/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw_test.h"

/* The first two series. */
#define BLUE 0x0072b2u
#define ORANGE 0xe69f00u

static const char *const deaths[] = {"2019|292|270|350", "2020|318|300|390", "2021|390||",
	"2022|643|600|700", "2023|945|900|1100", "2024|1081|1000|1300"};

static struct mizan_table deaths_by_year(void)
{
	struct mizan_table table = {0};
	table_columns(&table, "year:year deaths:integer low:integer high:integer");
	for (size_t i = 0; i < sizeof deaths / sizeof *deaths; i++) {
		table_row(&table, deaths[i]);
	}
	mizan_table_add_source(&table, "UCDP GED 25.1");
	mizan_table_add_note(&table, "An event counts in the period of its last day.");
	return table;
}

static struct mizan_chart chart_of(const struct mizan_table *table, enum mizan_chart_kind kind)
{
	return (struct mizan_chart){.kind = kind,
		.table = table,
		.x = "year",
		.y = "deaths",
		.title = "Deaths in Pakistan",
		.subtitle = "Best estimate"};
}

static void a_png_has_twice_as_many_pixels_as_points(void **state)
{
	(void)state;
	struct mizan_table table = deaths_by_year();
	struct mizan_chart chart = chart_of(&table, MIZAN_CHART_BAR);
	static const struct {
		double width, height;
		unsigned pixels[2];
	} cases[] = {{0, 0, {1280, 800}}, {500, 250, {1000, 500}}, {333, 777, {666, 1554}}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		chart.width = cases[i].width;
		chart.height = cases[i].height;
		struct mizan_text png = drawn(&chart, MIZAN_PNG);
		const unsigned char *bytes = (const unsigned char *)png.data;
		assert_memory_equal(bytes, "\x89PNG\r\n\x1a\n", 8);
		for (size_t side = 0; side < 2; side++) {
			const unsigned char *at = bytes + 16 + 4 * side;
			assert_int_equal((at[0] << 24) | (at[1] << 16) | (at[2] << 8) | at[3],
				cases[i].pixels[side]);
		}
		mizan_text_release(&png);
	}
	mizan_table_release(&table);
}

static void an_svg_is_xml_with_title_labels_and_source_as_text(void **state)
{
	(void)state;
	struct mizan_table table = deaths_by_year();
	struct mizan_chart chart = chart_of(&table, MIZAN_CHART_BAR);
	chart.sample = true;
	struct mizan_text svg = drawn(&chart, MIZAN_SVG);
	assert_xml(&svg);
	static const char *const words[] = {"<title>Deaths in Pakistan</title>",
		">Deaths in Pakistan</text>", ">SAMPLE · Best estimate</text>", ">2019</text>",
		">1,081</text>", ">Source: UCDP GED 25.1</text>",
		">An event counts in the period of its last day.</text>",
		"highest 1,081 in 2024.</desc>"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		assert_has(&svg, words[i]);
	}
	/* A year is no quantity. */
	assert_null(strstr(svg.data, "2,019"));
	mizan_text_release(&svg);
	mizan_table_release(&table);
}

static void markup_in_data_stays_text(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	table_columns(&table, "name:text deaths:integer");
	table_row(&table, "<script>alert(\"1\")</script>|3");
	table_row(&table, "a & b, \x01 \xff and 'c'|2");
	struct mizan_chart chart = {.kind = MIZAN_CHART_BAR,
		.table = &table,
		.x = "name",
		.y = "deaths",
		.title = "<b>&amp; ]]> \xe2\x82",
		.source = "</text><script/>"};
	struct mizan_text svg = drawn(&chart, MIZAN_SVG);
	assert_xml(&svg);
	assert_null(strstr(svg.data, "<script"));
	assert_null(strstr(svg.data, "<b>"));
	assert_has(&svg, "&lt;script&gt;");
	mizan_text_release(&svg);
	mizan_table_release(&table);
}

static void the_same_chart_is_the_same_bytes(void **state)
{
	(void)state;
	struct mizan_table table = deaths_by_year();
	static const enum mizan_chart_kind kinds[] = {
		MIZAN_CHART_LINE, MIZAN_CHART_BAR, MIZAN_CHART_DOT_RANGE, MIZAN_CHART_TIMELINE};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct mizan_chart chart = chart_of(&table, kinds[i]);
		chart.low = "low";
		chart.high = "high";
		chart.label = kinds[i] == MIZAN_CHART_TIMELINE ? "deaths" : NULL;
		for (enum mizan_picture picture = MIZAN_SVG; picture <= MIZAN_PNG; picture++) {
			struct mizan_text one = drawn(&chart, picture);
			struct mizan_text two = drawn(&chart, picture);
			assert_int_equal(one.size, two.size);
			assert_memory_equal(one.data, two.data, one.size);
			mizan_text_release(&one);
			mizan_text_release(&two);
		}
	}
	mizan_table_release(&table);
}

static void two_svg_in_one_page_share_no_id(void **state)
{
	(void)state;
	struct mizan_table table = deaths_by_year();
	struct mizan_chart line = chart_of(&table, MIZAN_CHART_LINE);
	struct mizan_chart bar = chart_of(&table, MIZAN_CHART_BAR);
	struct mizan_text one = drawn(&line, MIZAN_SVG), two = drawn(&bar, MIZAN_SVG);
	size_t ids = 0;
	for (const char *at = one.data; (at = strstr(at, " id=\"")); at++) {
		char id[64];
		size_t size = strcspn(at + 5, "\"") + 6;
		assert_true(size < sizeof id);
		memcpy(id, at, size);
		id[size] = '\0';
		assert_null(strstr(two.data, id));
		ids++;
	}
	assert_true(ids > 10);
	mizan_text_release(&one);
	mizan_text_release(&two);
	mizan_table_release(&table);
}

static void a_pdf_is_a_pdf(void **state)
{
	(void)state;
	struct mizan_table table = deaths_by_year();
	struct mizan_chart chart = chart_of(&table, MIZAN_CHART_LINE);
	struct mizan_text pdf = drawn(&chart, MIZAN_PDF);
	assert_true(pdf.size > 1000);
	assert_memory_equal(pdf.data, "%PDF-1.", 7);
	mizan_text_release(&pdf);
	mizan_table_release(&table);
}

static void a_bar_of_twice_the_value_has_twice_the_ink(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	table_columns(&table, "year:year deaths:integer");
	table_row(&table, "2020|400");
	table_row(&table, "2021|800");
	struct mizan_chart chart = chart_of(&table, MIZAN_CHART_BAR);
	cairo_surface_t *surface = pixels(&chart);
	struct extent both = colored(surface, BLUE, 0, 1280);
	int middle = (both.left + both.right) / 2;
	struct extent left = colored(surface, BLUE, 0, middle);
	struct extent right = colored(surface, BLUE, middle, 1280);
	assert_true(left.count > 10000);
	double ratio = (double)right.count / (double)left.count;
	assert_true(ratio > 1.98 && ratio < 2.02);
	assert_true(right.top < left.top && right.bottom == left.bottom);
	cairo_surface_destroy(surface);
	mizan_table_release(&table);
}

static void an_unknown_value_leaves_a_gap_and_is_no_zero(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	table_columns(&table, "year:year deaths:integer");
	static const char *const rows[] = {
		"2018|500", "2019|500", "2020|500", "2021|", "2022|500", "2023|500", "2024|500"};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		table_row(&table, rows[i]);
	}
	static const enum mizan_chart_kind kinds[] = {MIZAN_CHART_LINE, MIZAN_CHART_BAR};
	for (size_t i = 0; i < 2; i++) {
		struct mizan_chart chart = chart_of(&table, kinds[i]);
		cairo_surface_t *surface = pixels(&chart);
		struct extent all = colored(surface, BLUE, 0, 1280);
		int middle = (all.left + all.right) / 2;
		assert_true(all.count > 1000);
		assert_int_equal(colored(surface, BLUE, middle - 50, middle + 50).count, 0);
		/* Nor does a line go down to zero on both sides of it. */
		assert_true(kinds[i] == MIZAN_CHART_BAR || all.bottom - all.top < 20);
		cairo_surface_destroy(surface);
	}
	mizan_table_release(&table);
}

static void a_year_without_a_row_breaks_the_line(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	table_columns(&table, "year:year deaths:integer");
	static const char *const rows[] = {
		"2018|500", "2019|500", "2020|500", "2022|500", "2023|500", "2024|500"};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		table_row(&table, rows[i]);
	}
	struct mizan_chart chart = chart_of(&table, MIZAN_CHART_LINE);
	cairo_surface_t *surface = pixels(&chart);
	struct extent all = colored(surface, BLUE, 0, 1280);
	int middle = (all.left + all.right) / 2;
	assert_int_equal(colored(surface, BLUE, middle - 50, middle + 50).count, 0);
	cairo_surface_destroy(surface);
	mizan_table_release(&table);
}

static void the_higher_series_is_drawn_higher(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	table_columns(&table, "year:year publisher:text deaths:integer");
	for (int year = 2018; year < 2025; year++) {
		char row[64];
		snprintf(row, sizeof row, "%d|UCDP|200", year);
		table_row(&table, row);
		snprintf(row, sizeof row, "%d|PICSS|900", year);
		table_row(&table, row);
	}
	struct mizan_chart chart = chart_of(&table, MIZAN_CHART_LINE);
	chart.series = "publisher";
	cairo_surface_t *surface = pixels(&chart);
	struct extent low = colored(surface, BLUE, 0, 1280),
		      high = colored(surface, ORANGE, 0, 1280);
	assert_true(low.count > 1000 && high.count > 1000);
	assert_true(high.bottom < low.top);
	cairo_surface_destroy(surface);
	struct mizan_text svg = drawn(&chart, MIZAN_SVG);
	assert_has(&svg, ">UCDP</text>");
	assert_has(&svg, ">PICSS</text>");
	mizan_text_release(&svg);
	mizan_table_release(&table);
}

static void negative_bars_go_down_from_zero(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	table_columns(&table, "year:year deaths:integer");
	table_row(&table, "2020|-400");
	table_row(&table, "2021|400");
	struct mizan_chart chart = chart_of(&table, MIZAN_CHART_BAR);
	cairo_surface_t *surface = pixels(&chart);
	struct extent both = colored(surface, BLUE, 0, 1280);
	int middle = (both.left + both.right) / 2;
	struct extent down = colored(surface, BLUE, 0, middle);
	struct extent up = colored(surface, BLUE, middle, 1280);
	assert_true(down.top >= up.bottom - 2);
	assert_true(abs((down.bottom - down.top) - (up.bottom - up.top)) <= 3);
	cairo_surface_destroy(surface);
	mizan_table_release(&table);
}

static void months_are_labelled_by_year_and_marks_by_their_name(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	table_columns(&table, "month:integer deaths:integer");
	for (int month = 2015 * 12; month < 2025 * 12; month++) {
		char row[64];
		snprintf(row, sizeof row, "%d|%d", month, month % 100);
		table_row(&table, row);
	}
	static const struct mizan_mark marks[] = {{2021 * 12 + 7, "Kabul"},
		{2022 * 12 + 10, "End of the ceasefire"}, {1980 * 12, "Out of view"}};
	struct mizan_chart chart = chart_of(&table, MIZAN_CHART_LINE);
	chart.x = "month";
	chart.marks = marks;
	chart.mark_count = 3;
	struct mizan_text svg = drawn(&chart, MIZAN_SVG);
	assert_has(&svg, ">2020</text>");
	assert_has(&svg, ">Kabul</text>");
	assert_has(&svg, ">End of the ceasefire</text>");
	assert_null(strstr(svg.data, "Out of view"));
	assert_has(&svg, "January 2015 to December 2024");
	mizan_text_release(&svg);
	mizan_table_release(&table);
}

static void milestones_show_date_and_words(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	table_columns(&table, "date:text what:text");
	table_row(&table, "2007-12-14|The TTP is founded");
	table_row(&table, "2014-12-16|Army Public School");
	table_row(&table, "2022-11-28|The ceasefire ends");
	struct mizan_chart chart = {
		.kind = MIZAN_CHART_TIMELINE, .table = &table, .x = "date", .label = "what"};
	struct mizan_text svg = drawn(&chart, MIZAN_SVG);
	assert_has(&svg, ">2014-12-16</text>");
	assert_has(&svg, ">Army Public School</text>");
	assert_has(&svg, "Timeline of 3 milestones: 2007-12-14 The TTP is founded, "
			 "to 2022-11-28 The ceasefire ends.</desc>");
	mizan_text_release(&svg);
	mizan_table_release(&table);
}

static void urdu_stays_in_logical_order(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	table_columns(&table, "name:text deaths:integer");
	table_row(&table, "خیبر پختونخوا|612");
	table_row(&table, "بلوچستان|322");
	struct mizan_chart chart = {.kind = MIZAN_CHART_BAR,
		.table = &table,
		.x = "name",
		.y = "deaths",
		.title = "صوبے کے لحاظ سے اموات"};
	struct mizan_text svg = drawn(&chart, MIZAN_SVG);
	assert_xml(&svg);
	assert_has(&svg, ">خیبر پختونخوا</text>");
	assert_has(&svg, ">صوبے کے لحاظ سے اموات</text>");
	mizan_text_release(&svg);
	mizan_table_release(&table);
}

static void described(const struct mizan_chart *chart, const char *expected)
{
	struct mizan_text text = {0};
	assert_int_equal(mizan_chart_describe(chart, &text, NULL), MIZAN_OK);
	assert_string_equal(text.data, expected);
	mizan_text_release(&text);
}

static void a_chart_says_itself_in_one_sentence(void **state)
{
	(void)state;
	struct mizan_table table = deaths_by_year();
	struct mizan_chart chart = chart_of(&table, MIZAN_CHART_LINE);
	described(&chart, "Line chart of deaths by year, 2019 to 2024: from 292 to 1,081, "
			  "highest 1,081 in 2024.");
	chart.kind = MIZAN_CHART_DOT_RANGE;
	chart.sample = true;
	described(&chart, "Sample, not complete data. Dot-range chart of deaths by year, 6 values: "
			  "lowest 292 for 2019, highest 1,081 for 2024.");
	mizan_table_release(&table);
}

static void errors_name_the_column_and_those_that_there_are(void **state)
{
	(void)state;
	struct mizan_table table = {0}, empty = {0};
	table_columns(&table, "year:year name:text deaths:integer nothing:integer");
	table_row(&table, "2024|Punjab|3|");
	table_columns(&empty, "year:year deaths:integer");
	struct mizan_chart chart = chart_of(&table, MIZAN_CHART_LINE);
	chart.y = "killed";
	assert_refused(&chart, MIZAN_ERROR_USAGE,
		"no column \"killed\" to draw; the table has year, name, deaths, nothing");
	chart.y = "name";
	assert_refused(&chart, MIZAN_ERROR_USAGE, "\"name\" is text");
	chart.y = NULL;
	assert_refused(&chart, MIZAN_ERROR_USAGE, "needs a column for y");
	chart.y = "nothing";
	assert_refused(&chart, MIZAN_ERROR_USAGE, "no row to draw: every value is unknown");
	chart.y = "deaths";
	chart.width = NAN;
	assert_refused(&chart, MIZAN_ERROR_USAGE, "points wide and high");
	chart.width = 1e9;
	assert_refused(&chart, MIZAN_ERROR_USAGE, "points wide and high");
	chart.width = 0;
	chart.table = &empty;
	assert_refused(&chart, MIZAN_ERROR_USAGE, "no row to draw: the table is empty");
	mizan_table_release(&table);
	mizan_table_release(&empty);
}

static void draw_all(const struct mizan_chart *chart)
{
	for (enum mizan_picture picture = MIZAN_SVG; picture <= MIZAN_PNG; picture++) {
		struct mizan_text bytes = drawn(chart, picture);
		if (picture == MIZAN_SVG) {
			assert_xml(&bytes);
		}
		mizan_text_release(&bytes);
	}
}

static void extreme_numbers_and_sizes_are_drawn(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	table_columns(&table, "x:real y:real low:real high:real label:text year:integer");
	static const char *const rows[] = {"1|1e308|-1e308|1e308|a|1", "nan|inf|-inf|nan|b|9999",
		"-1e300|-1e-300|0|1e15|c|-2147483648",
		"1e-320|5e-324|5e-324|5e-324|d|9223372036854775807", "0|0|||e|0",
		"1|1e15|1e15|1.0000000000000001e15|f|2024"};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		table_row(&table, rows[i]);
		table.cells[i * table.column_count].real =
			i == 1 ? (double)NAN : table.cells[i * table.column_count].real;
	}
	/* A cell that claims to be known and is no number. */
	table.cells[table.column_count + 1] = (struct mizan_cell){.known = true, .real = INFINITY};
	static const char *const axes[] = {"x", "label", "year", "y"};
	for (enum mizan_chart_kind kind = MIZAN_CHART_LINE; kind <= MIZAN_CHART_TIMELINE; kind++) {
		for (size_t i = 0; i < 4; i++) {
			struct mizan_chart chart = {.kind = kind,
				.table = &table,
				.x = axes[i],
				.y = "y",
				.low = "low",
				.high = "high",
				.label = kind == MIZAN_CHART_DOT_RANGE ? NULL : "label",
				.width = i % 2 ? 120 : 2000,
				.height = i % 2 ? 120 : 130};
			draw_all(&chart);
		}
	}
	mizan_table_release(&table);
}

static void crowds_and_long_texts_are_drawn(void **state)
{
	(void)state;
	size_t size = 1 << 20;
	char *text = malloc(size + 1);
	assert_non_null(text);
	memset(text, 'W', size);
	text[size] = '\0';
	struct mizan_table table = {0};
	table_columns(&table, "name:text series:text deaths:integer date:text");
	for (int i = 0; i < 500; i++) {
		char row[128];
		snprintf(row, sizeof row, "District %d|Series %d|%d|20%02d-%02d-%02d", i, i % 60,
			i * 7919 % 1000, i % 25, 1 + i % 12, 1 + i % 28);
		table_row(&table, row);
	}
	mizan_table_set_text(&table, 7, 0, text);
	mizan_table_set_text(&table, 9, 1, text);
	for (enum mizan_chart_kind kind = MIZAN_CHART_LINE; kind <= MIZAN_CHART_TIMELINE; kind++) {
		struct mizan_chart chart = {.kind = kind,
			.table = &table,
			.x = kind == MIZAN_CHART_TIMELINE ? "date" : "name",
			.y = "deaths",
			.label = "name",
			.series = "series",
			.title = text,
			.subtitle = text,
			.source = text,
			.x_title = text,
			.y_title = text};
		draw_all(&chart);
		chart.series = NULL;
		chart.width = 120;
		chart.height = 120;
		draw_all(&chart);
	}
	struct mizan_chart chart = {
		.kind = MIZAN_CHART_LINE, .table = &table, .x = text, .y = "deaths"};
	assert_refused(&chart, MIZAN_ERROR_USAGE, "no column \"WWW");
	mizan_table_release(&table);
	free(text);
}

/* What was put in comes out of every kind of picture, and other pictures have none. */
static void a_chart_carries_its_source_line(void **state)
{
	(void)state;
	static const char source[] = "UCDP <26.1> & \"others\" (a\\b), \xd9\xbe\xd8\xa7\xda\xa9";
	struct mizan_table table = {0};
	table_columns(&table, "year:year deaths:integer");
	table_row(&table, "2023|1");
	table_row(&table, "2024|2");
	struct mizan_chart chart = {.kind = MIZAN_CHART_BAR,
		.table = &table,
		.x = "year",
		.y = "deaths",
		.source = source};
	for (int picture = MIZAN_SVG; picture <= MIZAN_PNG; picture++) {
		struct mizan_text bytes = drawn(&chart, (enum mizan_picture)picture), line = {0};
		struct mizan_error error = {0};
		assert_int_equal(
			mizan_chart_source(bytes.data, bytes.size, &line, &error), MIZAN_OK);
		char *expected = g_strconcat("Source: ", source, NULL);
		assert_string_equal(line.data, expected);
		g_free(expected);
		mizan_text_release(&line);
		/* Cut anywhere, it is read without harm. */
		for (size_t size = 0; size < bytes.size; size += bytes.size / 97 + 1) {
			char *part = malloc(size + 1);
			memcpy(part, bytes.data, size);
			mizan_status status = mizan_chart_source(part, size, &line, &error);
			assert_true(status == MIZAN_OK || status == MIZAN_ERROR_INPUT);
			mizan_text_release(&line);
			free(part);
		}
		mizan_text_release(&bytes);
	}
	struct mizan_text line = {0};
	struct mizan_error error = {0};
	assert_int_equal(mizan_chart_source("<svg></svg>", 11, &line, &error), MIZAN_ERROR_INPUT);
	mizan_text_release(&line);
	mizan_table_release(&table);
}

/* What stands under a line through days: days, months and years by how long it is. */
static void an_axis_of_days_has_the_steps_of_the_calendar(void **state)
{
	(void)state;
	static const struct {
		const char *first, *last, *words[3];
	} cases[] = {{"2021-08-10", "2021-08-19", {">15 Aug<", ">2021<", NULL}},
		{"2021-01-15", "2021-12-15", {">Mar<", ">Sep", ">2021<"}},
		{"2019-11-15", "2022-02-15", {">Jan<", ">2021<", ">2022<"}},
		{"1989-01-01", "2021-12-31", {">1990<", ">2000<", ">2020<"}}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mizan_table table = {0};
		char row[40];
		table_columns(&table, "date:text deaths:integer");
		snprintf(row, sizeof row, "%s|3", cases[i].first);
		table_row(&table, row);
		snprintf(row, sizeof row, "%s|5", cases[i].last);
		table_row(&table, row);
		struct mizan_chart chart = {
			.kind = MIZAN_CHART_LINE, .table = &table, .x = "date", .y = "deaths"};
		struct mizan_text svg = drawn(&chart, MIZAN_SVG);
		for (size_t k = 0; k < 3 && cases[i].words[k]; k++) {
			assert_has(&svg, cases[i].words[k]);
		}
		mizan_text_release(&svg);
		mizan_table_release(&table);
	}
}

static void numbers_from_parts_of_a_hundred_to_billions_have_round_steps(void **state)
{
	(void)state;
	static const struct {
		const char *rows[2], *words[2];
	} cases[] = {{{"1|0.01", "2|0.04"}, {">0.01<", ">0.04<"}},
		{{"1|1000000000", "2|4000000000"}, {">2,000,000,000<", ">4,000,000,000<"}},
		{{"1|-7", "2|-7"}, {">0<", ">−"}}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mizan_table table = {0};
		table_columns(&table, "place:integer rate:real");
		table_row(&table, cases[i].rows[0]);
		table_row(&table, cases[i].rows[1]);
		struct mizan_chart chart = {
			.kind = MIZAN_CHART_BAR, .table = &table, .x = "place", .y = "rate"};
		struct mizan_text svg = drawn(&chart, MIZAN_SVG);
		assert_has(&svg, cases[i].words[0]);
		assert_has(&svg, cases[i].words[1]);
		mizan_text_release(&svg);
		mizan_table_release(&table);
	}
}

/* CRSS gives 2024 with militants and without: one bar over the other would hide 1,612. */
static void two_values_at_one_place_are_refused_unless_a_series_tells_them_apart(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	table_columns(&table, "publisher:text counts_what:text value:integer");
	table_row(&table, "CRSS|militants counted|2555");
	table_row(&table, "IEP|terrorism|1081");
	table_row(&table, "CRSS|militants not counted|1612");
	static const enum mizan_chart_kind kinds[] = {MIZAN_CHART_BAR, MIZAN_CHART_LINE};
	struct mizan_chart chart = {.table = &table, .x = "publisher", .y = "value"};
	for (size_t i = 0; i < 2; i++) {
		chart.kind = kinds[i];
		chart.series = NULL;
		assert_refused(&chart, MIZAN_ERROR_USAGE, "two values stand at one place: CRSS");
		chart.series = "counts_what";
		struct mizan_text svg = drawn(&chart, MIZAN_SVG);
		assert_has(&svg, ">militants not counted</text>");
		mizan_text_release(&svg);
	}
	mizan_table_release(&table);
}

static void numbers_of_dots_that_are_near_stand_on_both_sides(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	table_columns(&table, "edition:text what:text value:integer");
	table_row(&table, "2024|killed|2546");
	table_row(&table, "2025|killed|2555");
	struct mizan_chart chart = {
		.kind = MIZAN_CHART_DOT_RANGE, .table = &table, .label = "what", .x = "value"};
	struct mizan_text svg = drawn(&chart, MIZAN_SVG);
	double at[2];
	static const char *const numbers[] = {">2,546</text>", ">2,555</text>"};
	for (size_t i = 0; i < 2; i++) {
		const char *text = strstr(svg.data, numbers[i]);
		assert_non_null(text);
		while (strncmp(text, "<text x=\"", 9) != 0) {
			text--;
		}
		at[i] = g_ascii_strtod(text + 9, NULL);
	}
	/* Each needs about 25 points. */
	assert_true(at[1] - at[0] > 40);
	mizan_text_release(&svg);
	mizan_table_release(&table);
}

static void many_milestones_keep_their_words_whole(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	table_columns(&table, "date:text title:text");
	char row[120];
	for (int i = 0; i < 60; i++) {
		snprintf(row, sizeof row, "2025-%02d-%02d|The crossing at Torkham closes, time %d",
			i / 28 + 1, i % 28 + 1, i);
		table_row(&table, row);
	}
	struct mizan_chart chart = {
		.kind = MIZAN_CHART_TIMELINE, .table = &table, .x = "date", .label = "title"};
	struct mizan_text svg = drawn(&chart, MIZAN_SVG);
	assert_xml(&svg);
	for (int i = 0; i < 60; i++) {
		snprintf(row, sizeof row, ">The crossing at Torkham closes, time %d</text>", i);
		assert_has(&svg, row);
	}
	mizan_text_release(&svg);
	mizan_table_release(&table);
}

static void names_of_series_are_not_cut_where_they_begin_alike(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	table_columns(&table, "year:year what:text deaths:integer");
	table_row(&table,
		"2024|killed in attacks and counter-terror operations, militants counted|2555");
	table_row(&table,
		"2024|killed in attacks and counter-terror operations, militants not counted|1612");
	struct mizan_chart chart = {.kind = MIZAN_CHART_BAR,
		.table = &table,
		.x = "year",
		.y = "deaths",
		.series = "what"};
	struct mizan_text svg = drawn(&chart, MIZAN_SVG);
	assert_has(&svg, "operations, militants counted</text>");
	assert_has(&svg, "operations, militants not counted</text>");
	mizan_text_release(&svg);
	mizan_table_release(&table);
}

static void words_name_kinds_and_pictures(void **state)
{
	(void)state;
	enum mizan_picture picture;
	enum mizan_chart_kind kind;
	assert_true(mizan_picture_from_name("a/b.PNG", &picture));
	assert_int_equal(picture, MIZAN_PNG);
	assert_true(mizan_picture_from_name("x.pdf", &picture));
	assert_int_equal(picture, MIZAN_PDF);
	assert_false(mizan_picture_from_name(".svg", &picture));
	assert_false(mizan_picture_from_name("x.jpeg", &picture));
	assert_true(mizan_chart_kind_from_word("dot-range", &kind));
	assert_int_equal(kind, MIZAN_CHART_DOT_RANGE);
	assert_false(mizan_chart_kind_from_word("pie", &kind));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_png_has_twice_as_many_pixels_as_points),
		cmocka_unit_test(an_svg_is_xml_with_title_labels_and_source_as_text),
		cmocka_unit_test(markup_in_data_stays_text),
		cmocka_unit_test(the_same_chart_is_the_same_bytes),
		cmocka_unit_test(two_svg_in_one_page_share_no_id),
		cmocka_unit_test(a_pdf_is_a_pdf),
		cmocka_unit_test(a_bar_of_twice_the_value_has_twice_the_ink),
		cmocka_unit_test(an_unknown_value_leaves_a_gap_and_is_no_zero),
		cmocka_unit_test(a_year_without_a_row_breaks_the_line),
		cmocka_unit_test(the_higher_series_is_drawn_higher),
		cmocka_unit_test(negative_bars_go_down_from_zero),
		cmocka_unit_test(months_are_labelled_by_year_and_marks_by_their_name),
		cmocka_unit_test(milestones_show_date_and_words),
		cmocka_unit_test(urdu_stays_in_logical_order),
		cmocka_unit_test(a_chart_says_itself_in_one_sentence),
		cmocka_unit_test(errors_name_the_column_and_those_that_there_are),
		cmocka_unit_test(extreme_numbers_and_sizes_are_drawn),
		cmocka_unit_test(crowds_and_long_texts_are_drawn),
		cmocka_unit_test(a_chart_carries_its_source_line),
		cmocka_unit_test(an_axis_of_days_has_the_steps_of_the_calendar),
		cmocka_unit_test(numbers_from_parts_of_a_hundred_to_billions_have_round_steps),
		cmocka_unit_test(
			two_values_at_one_place_are_refused_unless_a_series_tells_them_apart),
		cmocka_unit_test(numbers_of_dots_that_are_near_stand_on_both_sides),
		cmocka_unit_test(many_milestones_keep_their_words_whole),
		cmocka_unit_test(names_of_series_are_not_cut_where_they_begin_alike),
		cmocka_unit_test(words_name_kinds_and_pictures),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
