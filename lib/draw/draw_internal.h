/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The drawing room from inside. One chart is drawn in four steps: its columns are read
 * (data.c), the frame takes title, legend and source line (frame.c), the kind fills the box that is
 * left (line.c, bar.c, range.c, timeline.c, points.c, choropleth.c, network.c, spans.c), and the
 * surface gives its bytes (surface.c, svg.c). Lengths are points, y grows downwards.
 */
#ifndef MIZAN_DRAW_INTERNAL_H
#define MIZAN_DRAW_INTERNAL_H

#include <math.h>
#include <mizan/draw.h>
#include <mizan/place.h>
#include <pango/pangocairo.h>
#include <stddef.h>

/* ---- Colours (color.c) -------------------------------------------------------------------- */

struct draw_color {
	double red, green, blue, alpha;
};
#define DRAW_RGB(hex)                                                                              \
	((struct draw_color){                                                                      \
		((hex) >> 16 & 255) / 255.0, ((hex) >> 8 & 255) / 255.0, ((hex)&255) / 255.0, 1})
#define DRAW_INK DRAW_RGB(0x1a1a1a)
#define DRAW_GREY DRAW_RGB(0x5c5c5c)
#define DRAW_PALE DRAW_RGB(0x9a9a9a)
#define DRAW_GRID DRAW_RGB(0xdedede)
#define DRAW_WARN DRAW_RGB(0xa33c00)

/* Series beyond these are drawn in grey, and the legend says how many they are. */
#define DRAW_SERIES 7
struct draw_color draw_series_color(size_t series);
/* The lightest of five is 0. */
struct draw_color draw_ramp_color(size_t step);
struct draw_color draw_fade(struct draw_color color, double alpha);

/* ---- Data (data.c) ------------------------------------------------------------------------ */

/* What an x column is. A month is year x 12 + month - 1, a date is days since 1970-01-01. */
enum draw_axis { DRAW_CATEGORY, DRAW_YEAR, DRAW_MONTH, DRAW_DATE, DRAW_NUMBER };

/* Unknown numbers are NAN. `x` of a category is its position. */
struct draw_point {
	double x, y, low, high, size;
	size_t series;
	const char *label;
};

/* Different texts in the order in which they came, as they are shown. */
struct draw_names {
	const char **shown, **raw;
	size_t count, capacity;
	size_t *slots;
	size_t slot_count;
};

struct draw_data {
	enum draw_axis axis;
	struct draw_point *points;
	size_t count;
	struct draw_names categories, series;
	size_t x, y;    /* columns, SIZE_MAX where not used */
	size_t skipped; /* rows without x */
};

/* ---- A drawing ---------------------------------------------------------------------------- */

struct draw_box {
	double left, top, right, bottom;
};

struct draw {
	const struct mizan_chart *chart;
	struct draw_data data;
	struct mizan_arena arena;
	bool failed; /* no memory */
	cairo_t *cairo;
	PangoContext *pango;
	struct mizan_text words; /* the text of an SVG, see svg.c */
	bool keep_words;
	double width, height;
	struct draw_box box; /* what is left for the kind */
	struct mizan_basemap *map;
	struct draw_trace *trace; /* the area that is being drawn */
	const char *remark;       /* a note that came up while drawing, under the chart */
	bool line_of_control;     /* a disputed line is in view */
	struct draw_network *network;
	struct draw_spans *spans;
	/* While a kind is asked for its size it sets this, in points, and draws nothing. */
	bool measuring;
	double wanted_width, wanted_height;
};

/* Kind, table and size are such as can be drawn. */
mizan_status draw_check(
	const struct mizan_chart *chart, struct mizan_error *error) MIZAN_MUST_CHECK;
/* `mizan_arena_allocate` that remembers its failure. */
void *draw_allocate(struct draw *draw, size_t count, size_t size);
char *draw_printf(struct draw *draw, const char *format, ...) MIZAN_PRINTF(2, 3);

/* A column by name, or the error that lists the columns; SIZE_MAX for NULL. */
mizan_status draw_column_find(struct draw *draw, const char *name, size_t *column,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* The error of a column that a kind cannot do without. */
mizan_status draw_column_required(const char *kind, const char *role, size_t column,
	struct mizan_error *error) MIZAN_MUST_CHECK;
/* What the numbers or texts of a column are, by its name, its type and what is in it. */
enum draw_axis draw_axis_of(const struct draw *draw, size_t column);
/* A column of text in which anything is known. */
bool draw_is_text(const struct mizan_table *table, size_t column);
/* A cell's words; NULL where unknown. */
const char *draw_cell_words(struct draw *draw, size_t row, size_t column);
/* One text as a place in time of the given kind; false, and NAN, where it is none. */
bool draw_text_time(enum draw_axis axis, const char *text, double *x);
mizan_status draw_data_read(struct draw *draw, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Smallest and largest of a member over all points; false where none is known. */
bool draw_data_range(const struct draw_data *data, size_t member, double *low, double *high);
/* The same over values and their bounds. */
void draw_values_range(const struct draw_data *data, double *low, double *high);
/* The values are counts, which have no fractions between them. */
bool draw_whole(const struct draw *draw);
/* For qsort of doubles. */
int draw_compare_numbers(const void *one, const void *two);
/* Points sorted by series, x and row; `starts` has series.count + 1 places. */
const struct draw_point **draw_data_sorted(struct draw *draw, size_t **starts);
bool draw_names_add(struct draw *draw, struct draw_names *names, const char *raw, size_t *index);

/* ---- Text (text.c) ------------------------------------------------------------------------ */

enum draw_align { DRAW_LEFT, DRAW_MIDDLE, DRAW_RIGHT };

struct draw_style {
	double size;
	struct draw_color color;
	bool bold;
	enum draw_align align;
	double width;    /* wrap or ellipsise within; 0: one line, whatever its width */
	int lines;       /* at most; 0 is 1 */
	bool cut_middle; /* ellipsise there: the last words tell things apart */
	double halo;     /* width of a white edge around the letters */
	size_t warn;     /* so many bytes first are bold and in the colour of warnings */
	double turn;     /* radians clockwise, about (x, y) */
};

/*
 * Text that can be shown: valid UTF-8, no control characters, at most `most` bytes and then an
 * ellipsis. In the arena; "" where there is no memory.
 */
const char *draw_clean(struct draw *draw, const char *text, size_t most);
void draw_measure(struct draw *draw, const struct draw_style *style, const char *text,
	double *width, double *height);
/* (x, y) is the upper left, middle or right end by `align`. Returns the height. */
double draw_text(
	struct draw *draw, const struct draw_style *style, double x, double y, const char *text);
/* The same with y the middle of the text's height. */
void draw_text_middle(
	struct draw *draw, const struct draw_style *style, double x, double y, const char *text);

/* ---- Scales (scale.c) --------------------------------------------------------------------- */

struct draw_scale {
	double min, max, step;
	double from, to; /* where min and max are drawn */
};
struct draw_tick {
	double value;
	char label[32];
};
#define DRAW_TICKS 64

double draw_at(const struct draw_scale *scale, double value);
/* Round bounds around low and high with about `ticks` steps; `whole`: no fractions. */
void draw_scale_nice(struct draw_scale *scale, double low, double high, int ticks, bool whole);
size_t draw_scale_ticks(const struct draw_scale *scale, struct draw_tick ticks[DRAW_TICKS]);
/* Ticks of a time axis between min and max that leave at least `gap` points for each. */
size_t draw_time_ticks(enum draw_axis axis, const struct draw_scale *scale, double gap,
	struct draw_tick ticks[DRAW_TICKS]);
/* 1,081 or 3.14; grouped; decimals -1: as many as it needs, at most 3. */
void draw_number(char text[48], double value, int decimals);
/* A value as its column shows it. */
void draw_value(const struct draw *draw, size_t column, double value, char text[48]);
/* A place on the x axis: 2024, July 2024, 2024-07-15. */
void draw_x_words(const struct draw *draw, double x, char text[48]);

/* ---- Frame and axes (frame.c, axis.c) ----------------------------------------------------- */

enum draw_key {
	DRAW_KEY_LINE,
	DRAW_KEY_FILL,
	DRAW_KEY_DOT,
	DRAW_KEY_EDGE,   /* a relation, by the style of its kind */
	DRAW_KEY_STATUS, /* a line by its status */
	DRAW_KEY_SPAN,   /* a bar through time */
	DRAW_KEY_ANNOUNCED,
	DRAW_KEY_OPEN,
	DRAW_KEY_MARK,
};
/* The width of the keys of relations and spans. */
#define DRAW_KEY_ROOM 30.0

struct draw_entry {
	const char *words;
	enum draw_key key;
	size_t series;
};

/* Lines that notes and source take at most. */
#define DRAW_NOTE_LINES 6
#define DRAW_SOURCE_LINES 4

/* The height of a chart that was given none (size.c). */
double draw_natural_height(struct draw *draw);
/* Title and subtitle at the top, source and notes at the foot; what is left is in draw->box. */
void draw_frame(struct draw *draw);
/* Names of series in rows at the top of the box. Nothing for one series. */
void draw_legend(struct draw *draw, enum draw_key key);
/* The same for a kind's own entries. */
void draw_legend_rows(struct draw *draw, const struct draw_entry *entries, size_t count);
/* Marker and dash by which a series is told in black and white. */
void draw_marker(struct draw *draw, size_t series, double x, double y, double radius);
void draw_dash(struct draw *draw, size_t series);
void draw_color(struct draw *draw, struct draw_color color);
void draw_line(struct draw *draw, double x1, double y1, double x2, double y2, double width);

/*
 * A chart with axes takes its room in this order: legend, y (its title above, its numbers to the
 * left), x (below), marks (labels above, lines drawn at once). Then the box is settled, and
 * draw_y_grid and draw_x_axis draw.
 */
void draw_y_room(struct draw *draw, const struct draw_scale *y);
void draw_x_room(struct draw *draw, const struct draw_scale *x);
void draw_marks(struct draw *draw, const struct draw_scale *x);
/* Grid, numbers and the line of zero; sets where `y` is drawn. */
void draw_y_grid(struct draw *draw, struct draw_scale *y);
void draw_x_axis(struct draw *draw, const struct draw_scale *x);
/* The same for values that go to the right: takes its room below, sets and draws. */
void draw_value_axis_below(struct draw *draw, struct draw_scale *scale);
/* Labels of rows at the left of the box, which they narrow; thinned where they would touch. */
void draw_row_labels(struct draw *draw);
/* A column's name for people: deaths_best becomes "Deaths best". "" for SIZE_MAX. */
const char *draw_column_words(struct draw *draw, size_t column);
/* The y title that is given, or the name of the column. */
const char *draw_y_title(struct draw *draw);

/* ---- Kinds -------------------------------------------------------------------------------- */

/* Each draws the frame and fills it. */
mizan_status draw_line_chart(struct draw *draw, struct mizan_error *error);
mizan_status draw_bar_chart(struct draw *draw, struct mizan_error *error);
mizan_status draw_range_chart(struct draw *draw, struct mizan_error *error);
mizan_status draw_timeline(struct draw *draw, struct mizan_error *error);
/* More milestones than these, where the page is high enough for a line each, are a list. */
#define DRAW_TIMELINE_LIST 30
mizan_status draw_timeline_list(struct draw *draw, struct mizan_error *error);
mizan_status draw_point_map(struct draw *draw, struct mizan_error *error);
mizan_status draw_choropleth(struct draw *draw, struct mizan_error *error);
mizan_status draw_network(struct draw *draw, struct mizan_error *error);
mizan_status draw_spans(struct draw *draw, struct mizan_error *error);

/* Their rows are no points of an x and a y: they read their own, and describe them. */
mizan_status draw_network_read(struct draw *draw, struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status draw_spans_read(struct draw *draw, struct mizan_error *error) MIZAN_MUST_CHECK;
void draw_network_describe(struct draw *draw, struct mizan_text *out);
void draw_spans_describe(struct draw *draw, struct mizan_text *out);
void draw_network_key(struct draw *draw, enum draw_key key, size_t series, double x, double y);
void draw_spans_key(struct draw *draw, enum draw_key key, size_t series, double x, double y);

/* ---- Maps (map.c, map_names.c) ------------------------------------------------------------ */

/* How the earth comes onto the page: Lambert's equal-area, or Equal Earth for the whole world. */
struct draw_view {
	bool world;
	double longitude, latitude;      /* centre */
	double scale, x, y;              /* page = (x, y) + scale * plane */
	double west, south, east, north; /* what is in view */
	const struct mizan_area *focus;  /* the country that is shown, or NULL */
};

mizan_status draw_map_open(struct draw *draw, struct mizan_error *error) MIZAN_MUST_CHECK;
/* The country of the chart (NULL: none is named); an error where the base map has none such. */
mizan_status draw_map_focus(struct draw *draw, const struct mizan_area **focus,
	struct mizan_error *error) MIZAN_MUST_CHECK;
void draw_view_fit(struct draw *draw, struct draw_view *view, const struct draw_box *degrees);
void draw_view_at(
	const struct draw_view *view, double longitude, double latitude, double *x, double *y);
/* Whether dashed lines will be drawn: asked before the frame, which has to say it. */
void draw_map_disputes(struct draw *draw, struct draw_view *view, const struct draw_box *degrees);
/* Widens `degrees` (left west, top north) by a country, without its far islands. */
void draw_country_bounds(const struct mizan_area *country, struct draw_box *degrees);
bool draw_view_sees(const struct draw_view *view, const struct mizan_area *area);

/* An area on the page: points, with where each ring begins; what is out of sight is thinned. */
struct draw_trace {
	double (*points)[2];
	size_t count, capacity;
	size_t *starts;
	size_t rings, start_capacity;
};
bool draw_area_trace(
	struct draw *draw, const struct draw_view *view, const struct mizan_area *area);
/* The outline of an area as Cairo's path. */
void draw_area_path(struct draw *draw, const struct draw_view *view, const struct mizan_area *area);
/* Sea and `land`, the country of the view lighter than its neighbours. Clips to the box. */
void draw_map_ground(struct draw *draw, const struct draw_view *view, bool land);
/* Coasts and borders over the fills, those of provinces in the view's country alone. */
void draw_map_lines(struct draw *draw, const struct draw_view *view);
/* Names where they fit: provinces of the view's country, then the countries around it. */
void draw_map_names(struct draw *draw, const struct draw_view *view);

/* ---- Surfaces (surface.c, svg.c) ---------------------------------------------------------- */

/* "Source: ..." as it stands under the chart; "" where there is none. */
const char *draw_source_line(struct draw *draw);
/* Copies a PNG with the source line in it. */
void draw_cite_png(struct mizan_text *out, const struct mizan_text *png, const char *source);
/* Takes the surface: its drawing context, and Pango's. */
mizan_status draw_words_open(
	struct draw *draw, cairo_surface_t *surface, struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status draw_surface_open(struct draw *draw, enum mizan_picture picture,
	struct mizan_text *bytes, struct mizan_error *error) MIZAN_MUST_CHECK;
mizan_status draw_surface_finish(struct draw *draw, enum mizan_picture picture,
	struct mizan_text *bytes, struct mizan_error *error) MIZAN_MUST_CHECK;
/* Ends the drawing and writes its bytes; the description is for an SVG. */
mizan_status draw_picture_finish(struct draw *draw, enum mizan_picture picture,
	struct mizan_text *bytes, const char *description, struct mizan_text *out,
	struct mizan_error *error) MIZAN_MUST_CHECK;
void draw_release(struct draw *draw);
/*
 * Cairo's SVG with ids that depend on the content alone (so that two charts can stand in one page,
 * and the same chart is the same bytes), a title, a description, and its words as text.
 */
void draw_svg_write(struct mizan_text *out, const struct mizan_text *svg, const char *title,
	const char *description, const char *source, const struct mizan_text *words);

#endif
