/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bars and marks through time. */
#include "draw_test.h"

#define BLUE 0x0072b2u
#define ORANGE 0xe69f00u

static struct mizan_table spans(void)
{
	struct mizan_table table = {0};
	table_columns(&table, "name:text since:text until:text due:text kind:text words:text "
			      "status:text");
	return table;
}

static struct mizan_chart chart_of(const struct mizan_table *table)
{
	return (struct mizan_chart){.kind = MIZAN_CHART_SPANS,
		.table = table,
		.label = "name",
		.low = "since",
		.high = "until",
		.x = "due",
		.series = "kind",
		.title = "What was owed",
		.source = "The text of the agreement"};
}

static unsigned size_of(const struct mizan_text *png, size_t side)
{
	const unsigned char *at = (const unsigned char *)png->data + 16 + 4 * side;
	return (unsigned)at[0] << 24 | (unsigned)at[1] << 16 | (unsigned)at[2] << 8 | at[3];
}

static size_t occurrences(const struct mizan_text *text, const char *words)
{
	size_t count = 0;
	for (const char *at = text->data; (at = strstr(at, words)); at++) {
		count++;
	}
	return count;
}

static void a_bar_of_twice_the_time_has_twice_the_length(void **state)
{
	(void)state;
	struct mizan_table table = spans();
	table_row(&table,
		"Behind the keys of the legend|2020-01-01|2020-04-09||one||confirmed"); /* 100 days
											 */
	table_row(&table, "B|2020-03-01|2020-09-16||two||confirmed"); /* 200 days */
	struct mizan_chart chart = chart_of(&table);
	cairo_surface_t *surface = pixels(&chart);
	int width = cairo_image_surface_get_width(surface);
	/* Behind the names and the legend's keys. */
	struct extent one = colored(surface, BLUE, 200, width);
	assert_true(one.count > 1000);
	cairo_surface_destroy(surface);
	/* The second is hatched: compare it as the first kind. */
	mizan_table_release(&table);
	table = spans();
	table_row(&table, "Behind the keys of the legend|2020-03-01|2020-09-16||one||confirmed");
	table_row(&table, "B|2020-01-01|2020-04-09||two||confirmed");
	chart = chart_of(&table);
	surface = pixels(&chart);
	struct extent two = colored(surface, BLUE, 200, width);
	double ratio = (double)(two.right - two.left) / (double)(one.right - one.left);
	assert_true(ratio > 1.98 && ratio < 2.02);
	cairo_surface_destroy(surface);
	mizan_table_release(&table);
}

static void a_month_and_a_year_are_taken_whole(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {
		{"A|2020-02|2020-03||x||", "A|2020-02-01|2020-03-31||x||"},
		{"A|2020|2021||x||", "A|2020-01-01|2021-12-31||x||"}};
	for (size_t i = 0; i < 2; i++) {
		struct mizan_text pictures[2];
		for (size_t k = 0; k < 2; k++) {
			struct mizan_table table = spans();
			table_row(&table, pairs[i][k]);
			table_row(&table, "B|2018-01-01|2023-01-01||x||");
			struct mizan_chart chart = chart_of(&table);
			pictures[k] = drawn(&chart, MIZAN_PNG);
			mizan_table_release(&table);
		}
		assert_int_equal(pictures[0].size, pictures[1].size);
		assert_memory_equal(pictures[0].data, pictures[1].data, pictures[0].size);
		mizan_text_release(&pictures[0]);
		mizan_text_release(&pictures[1]);
	}
}

static void only_what_is_announced_has_a_dashed_outline(void **state)
{
	(void)state;
	for (int announced = 0; announced < 2; announced++) {
		struct mizan_table table = spans();
		table_row(&table,
			announced ? "A|2020|2021||x||announced" : "A|2020|2021||x||confirmed");
		struct mizan_chart chart = chart_of(&table);
		struct mizan_text svg = drawn(&chart, MIZAN_SVG);
		/* The bar, and its key in the legend. */
		assert_int_equal(occurrences(&svg, "stroke-dasharray"), announced ? 2 : 0);
		assert_true((strstr(svg.data, ">announced only</text>") != NULL) == announced);
		mizan_text_release(&svg);
		mizan_table_release(&table);
	}
}

static void rows_of_one_name_share_a_line_and_the_page_grows_with_names(void **state)
{
	(void)state;
	unsigned heights[3];
	for (int rows = 0; rows < 3; rows++) {
		struct mizan_table table = spans();
		table_row(&table, "Group|2015|2016||x||");
		table_row(&table, rows == 1 ? "Group|2018|2019||x||" : "Group 1|2018|2019||x||");
		for (int i = 0; rows == 2 && i < 98; i++) {
			char row[64];
			snprintf(row, sizeof row, "Group %d|2018|2019||x||", i + 2);
			table_row(&table, row);
		}
		struct mizan_chart chart = chart_of(&table);
		struct mizan_text png = drawn(&chart, MIZAN_PNG);
		heights[rows] = size_of(&png, 1);
		mizan_text_release(&png);
		chart.height = 300;
		png = drawn(&chart, MIZAN_PNG);
		assert_int_equal(size_of(&png, 1), 600);
		mizan_text_release(&png);
		mizan_table_release(&table);
	}
	assert_true(heights[1] < heights[0]);
	assert_true(heights[2] > heights[0] + 98 * 2 * 15);
}

/* Doha: 29 April by its rule, 1 May as most quote it, then 11 September, then 31 August 2021. */
static void moved_due_dates_stand_on_one_row_each_with_its_date(void **state)
{
	(void)state;
	static const char *const due[] = {"2021-04-29", "2021-05-01", "2021-09-11", "2021-08-31"};
	struct mizan_table table = spans();
	table_row(&table, "Withdrawal|2020-02-29|2021-08-30||in force||confirmed");
	for (size_t i = 0; i < 4; i++) {
		char row[96];
		snprintf(row, sizeof row, "Withdrawal|||%s|due||confirmed", due[i]);
		table_row(&table, row);
	}
	struct mizan_chart chart = chart_of(&table);
	struct mizan_text svg = drawn(&chart, MIZAN_SVG);
	assert_int_equal(occurrences(&svg, ">Withdrawal</text>"), 1);
	for (size_t i = 0; i < 4; i++) {
		char words[32];
		snprintf(words, sizeof words, ">%s</text>", due[i]);
		assert_has(&svg, words);
	}
	mizan_text_release(&svg);
	cairo_surface_t *surface = pixels(&chart);
	struct extent marks = colored(surface, ORANGE, 400, cairo_image_surface_get_width(surface));
	assert_true(marks.count > 200);
	cairo_surface_destroy(surface);
	mizan_table_release(&table);
}

/* An end that is not known reaches as far as the page goes, and the legend says so. */
static void an_open_end_goes_on(void **state)
{
	(void)state;
	int ends[2];
	for (int open = 0; open < 2; open++) {
		struct mizan_table table = spans();
		table_row(&table, open ? "Behind the keys of the legend|2020|||one||"
				       : "Behind the keys of the legend|2020|2022||one||");
		table_row(&table, "B|2018|2023||two||");
		struct mizan_chart chart = chart_of(&table);
		cairo_surface_t *surface = pixels(&chart);
		ends[open] =
			colored(surface, BLUE, 200, cairo_image_surface_get_width(surface)).right;
		cairo_surface_destroy(surface);
		struct mizan_text svg = drawn(&chart, MIZAN_SVG);
		assert_true((strstr(svg.data, ">end or beginning not recorded</text>") != NULL) ==
			    open);
		mizan_text_release(&svg);
		mizan_table_release(&table);
	}
	assert_true(ends[1] > ends[0] + 100);
}

static void unknown_dates_are_said_and_no_zero(void **state)
{
	(void)state;
	struct mizan_table table = spans();
	table_row(&table, "Known|2020|2021||x|a text behind|");
	table_row(&table, "Not known|||||||");
	table_row(&table, "|2020|||x||");
	struct mizan_chart chart = chart_of(&table);
	chart.y = "words";
	struct mizan_text svg = drawn(&chart, MIZAN_SVG);
	assert_has(&svg, ">date not known</text>");
	assert_has(&svg, ">a text behind</text>");
	assert_has(&svg, ">not stated</text>");
	assert_null(strstr(svg.data, "1970"));
	assert_has(&svg,
		"Chart of 3 rows through time, 2020-01-01 to 2021-12-31: Known, Not known, "
		"not stated; 1 without an end.");
	mizan_text_release(&svg);
	mizan_table_release(&table);
}

static void dated_marks_have_a_line_and_their_label(void **state)
{
	(void)state;
	struct mizan_table table = spans();
	table_row(&table, "A|2020|2022||x||");
	const struct mizan_mark marks[] = {{mizan_date_make(2021, 8, 15), "Kabul"},
		{mizan_date_make(1990, 1, 1), "Not in view"}};
	struct mizan_chart chart = chart_of(&table);
	chart.marks = marks;
	chart.mark_count = 2;
	struct mizan_text svg = drawn(&chart, MIZAN_SVG);
	assert_has(&svg, ">Kabul</text>");
	assert_null(strstr(svg.data, "Not in view"));
	assert_has(&svg, ">Source: The text of the agreement</text>");
	mizan_text_release(&svg);
	mizan_table_release(&table);
}

static void numbers_are_days_months_or_years_by_their_column(void **state)
{
	(void)state;
	static const struct {
		const char *column;
		int64_t low, high;
	} cases[] = {
		{"date", 18262, 18992}, {"month", 2020 * 12, 2021 * 12 + 11}, {"year", 2020, 2021}};
	for (size_t i = 0; i < 3; i++) {
		struct mizan_table table = {0};
		char columns[96];
		snprintf(columns, sizeof columns, "name:text %s:integer %s_end:integer",
			cases[i].column, cases[i].column);
		table_columns(&table, columns);
		mizan_table_add_row(&table);
		mizan_table_set_text(&table, 0, 0, "A");
		mizan_table_set_integer(&table, 0, 1, cases[i].low);
		mizan_table_set_integer(&table, 0, 2, cases[i].high);
		struct mizan_chart chart = {.kind = MIZAN_CHART_SPANS,
			.table = &table,
			.label = "name",
			.low = table.columns[1].name,
			.high = table.columns[2].name};
		struct mizan_text words = {0};
		struct mizan_error error = {0};
		assert_int_equal(mizan_chart_describe(&chart, &words, &error), MIZAN_OK);
		assert_string_equal(
			words.data, "Chart of 1 row through time, 2020-01-01 to 2021-12-31: A.");
		mizan_text_release(&words);
		mizan_table_release(&table);
	}
}

static struct mizan_table crowd(int rows)
{
	struct mizan_table table = spans();
	static const char *const statuses[] = {"announced", "confirmed", ""};
	for (int i = 0; i < rows; i++) {
		char row[400];
		snprintf(row, sizeof row,
			"Group %d with a name that is far too long to stand beside a bar in one "
			"line "
			"or in two|20%02d-%02d-%02d|%s|%s|kind %d|words behind the bar|%s",
			i % (rows * 3 / 4 + 1), i % 20, 1 + i % 12, 1 + i % 28,
			i % 3 ? "2022-05" : "", i % 5 ? "" : "2021", i % 12, statuses[i % 3]);
		table_row(&table, row);
	}
	return table;
}

static void crowds_are_drawn_twice_to_the_same_bytes(void **state)
{
	(void)state;
	static const double sizes[][2] = {{0, 0}, {640, 400}, {120, 120}, {0, 200}, {2000, 0}};
	for (int rows = 1; rows <= 1000; rows *= 10) {
		struct mizan_table table = crowd(rows);
		struct mizan_chart chart = chart_of(&table);
		chart.y = "words";
		for (size_t i = 0; i < 5; i++) {
			chart.width = sizes[i][0];
			chart.height = sizes[i][1];
			struct mizan_text one = drawn(&chart, MIZAN_SVG);
			struct mizan_text two = drawn(&chart, MIZAN_SVG);
			assert_xml(&one);
			assert_int_equal(one.size, two.size);
			assert_memory_equal(one.data, two.data, one.size);
			mizan_text_release(&one);
			mizan_text_release(&two);
		}
		mizan_table_release(&table);
	}
}

static void what_is_no_span_is_refused(void **state)
{
	(void)state;
	struct mizan_table table = spans();
	table_row(&table, "A|2021|2020||x||");
	struct mizan_chart chart = chart_of(&table);
	assert_refused(&chart, MIZAN_ERROR_USAGE, "row 1 ends before it begins");
	chart.low = "name";
	assert_refused(
		&chart, MIZAN_ERROR_USAGE, "\"A\" in row 1 of the column \"name\" is no date");
	chart.low = chart.high = chart.x = NULL;
	assert_refused(&chart, MIZAN_ERROR_USAGE, "needs a column for low and high");
	chart = chart_of(&table);
	chart.label = NULL;
	assert_refused(&chart, MIZAN_ERROR_USAGE, "needs a column for label");
	mizan_table_release(&table);
	table = spans();
	chart = chart_of(&table);
	assert_refused(&chart, MIZAN_ERROR_USAGE, "the table is empty");
	table_row(&table, "A||||||");
	assert_refused(&chart, MIZAN_ERROR_USAGE, "every date is unknown");
	mizan_table_release(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bar_of_twice_the_time_has_twice_the_length),
		cmocka_unit_test(a_month_and_a_year_are_taken_whole),
		cmocka_unit_test(only_what_is_announced_has_a_dashed_outline),
		cmocka_unit_test(rows_of_one_name_share_a_line_and_the_page_grows_with_names),
		cmocka_unit_test(moved_due_dates_stand_on_one_row_each_with_its_date),
		cmocka_unit_test(an_open_end_goes_on),
		cmocka_unit_test(unknown_dates_are_said_and_no_zero),
		cmocka_unit_test(dated_marks_have_a_line_and_their_label),
		cmocka_unit_test(numbers_are_days_months_or_years_by_their_column),
		cmocka_unit_test(crowds_are_drawn_twice_to_the_same_bytes),
		cmocka_unit_test(what_is_no_span_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
