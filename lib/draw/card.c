/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One claim with its evidence as a picture that is passed on alone: all that it needs is in it. */
#include "draw_internal.h"
#include <string.h>

#define CARD_MARGIN 30.0
#define CARD_BAR DRAW_RGB(0x1f4e79)
/* A row has the publisher over what it counts. */
#define CARD_ROW_LEAST 24.0
#define CARD_ROW_TWO 37.0 /* with two lines of what it counts */
#define CARD_ROW_MOST 46.0
#define CARD_ROW_USUAL 29.0

struct card {
	struct draw *draw;
	const struct mizan_card *said;
	double y, bottom;         /* what is left between head and foot */
	double says, words, dots; /* where the columns of a row begin */
	double row, larger;       /* height of a row; its letters, compared with the usual */
	struct draw_scale scale;
	bool scaled;
};

static double card_text(
	struct card *card, const struct draw_style *style, double x, const char *text)
{
	return text && *text ? draw_text(card->draw, style, x, card->y,
				       draw_clean(card->draw, text, 1200))
			     : 0;
}

static double card_height(const struct card *card, double size, const char *text)
{
	struct draw_style style = {.size = size,
		.bold = true,
		.width = card->draw->width - 2 * CARD_MARGIN,
		.lines = 20};
	double height;
	draw_measure(card->draw, &style, text, NULL, &height);
	return height;
}

/*
 * The largest size in which the sentence has no more lines than there is room for; or one a little
 * smaller with a line less, since a last line of one word looks poor.
 */
static double card_sentence_size(const struct card *card, const char *text, double room)
{
	static const double sizes[] = {27, 25.5, 24, 22.5, 21, 19, 17, 15.5, 14, 13, 12};
	size_t count = sizeof sizes / sizeof *sizes, best = 0;
	while (best + 1 < count && card_height(card, sizes[best], text) > room) {
		best++;
	}
	double lines = round(card_height(card, sizes[best], text) / (sizes[best] * 1.362));
	for (size_t i = best + 1; i < best + 4 && i < count; i++) {
		if (round(card_height(card, sizes[i], text) / (sizes[i] * 1.362)) < lines) {
			return sizes[i];
		}
	}
	return sizes[best];
}

/* What is said, and who says it. */
static void card_head(struct card *card)
{
	struct draw *draw = card->draw;
	const struct mizan_card *said = card->said;
	double width = draw->width - 2 * CARD_MARGIN;
	const char *sentence = draw_clean(draw, said->sentence ? said->sentence : "", 1200);
	struct draw_style label = {.size = 10, .color = DRAW_GREY, .width = width, .lines = 1};
	const char *words = said->restricted ? "RESTRICTED \u00b7 not for publication"
					     : "What is said, and what is recorded";
	label.warn = said->restricted ? strlen(words) : 0;
	card->y += card_text(card, &label, CARD_MARGIN, words) + 3;
	double room = (draw->height - 2 * CARD_MARGIN) * 0.27;
	struct draw_style style = {.color = DRAW_INK, .bold = true, .width = width, .lines = 20};
	style.size = card_sentence_size(card, sentence, room);
	style.lines = (int)fmax(1, floor(room / (style.size * 1.3)));
	card->y += card_text(card, &style, CARD_MARGIN, sentence) + 2;
	if (said->by && *said->by) {
		struct draw_style by = {.size = 11, .color = DRAW_GREY, .width = width, .lines = 1};
		card->y += card_text(card, &by, CARD_MARGIN,
			draw_printf(draw, "Said by %s", draw_clean(draw, said->by, 300)));
	}
	card->y += 8;
}

static void card_result(struct card *card)
{
	const struct mizan_card *said = card->said;
	double top = card->y, left = CARD_MARGIN + 12;
	double width = card->draw->width - CARD_MARGIN - left;
	struct draw_style result = {
		.size = 16, .color = DRAW_INK, .bold = true, .width = width, .lines = 2};
	card->y += card_text(card, &result, left, said->result);
	struct draw_style because = {.size = 10.5, .color = DRAW_INK, .width = width, .lines = 2};
	card->y += card_text(card, &because, left, said->because);
	struct draw_style mark = {
		.size = 10.5, .color = DRAW_WARN, .bold = true, .width = width, .lines = 2};
	card->y += card_text(card, &mark, left, said->mark);
	draw_color(card->draw, CARD_BAR);
	cairo_rectangle(card->draw->cairo, CARD_MARGIN, top + 1, 4, card->y - top);
	cairo_fill(card->draw->cairo);
	card->y += 9;
}

/* Source, day and name at the foot, under a line. */
static void card_foot(struct card *card)
{
	struct draw *draw = card->draw;
	double right = draw->width - CARD_MARGIN, name_width = 150, height = 0;
	const char *made =
		draw_printf(draw, "Mizan \u00b7 %s", card->said->day ? card->said->day : "");
	struct draw_style source = {.size = 8.5,
		.color = DRAW_GREY,
		.lines = draw->height > draw->width * 0.8 ? 4 : 2,
		.width = right - CARD_MARGIN - name_width - 16};
	const char *line = draw_source_line(draw);
	draw_measure(draw, &source, *line ? line : " ", NULL, &height);
	double y = draw->height - CARD_MARGIN + 10 - height;
	draw_text(draw, &source, CARD_MARGIN, y, line);
	struct draw_style name = {.size = 11,
		.color = DRAW_INK,
		.bold = true,
		.align = DRAW_RIGHT,
		.width = name_width,
		.lines = 1};
	draw_text(draw, &name, right, y - 1, made);
	draw_color(draw, DRAW_PALE);
	draw_line(draw, CARD_MARGIN, y - 6, right, y - 6, 0.7);
	card->bottom = y - 9;
}

/* ---- Each publisher's answer -------------------------------------------------------------- */

/* A scale for the numbers, where at least two are known. */
static void card_scale(struct card *card)
{
	const struct mizan_card *said = card->said;
	double low = 0, high = 0;
	size_t known = 0;
	for (size_t i = 0; i < said->answer_count; i++) {
		double value = said->answers[i].value;
		if (isfinite(value)) {
			low = fmin(low, value);
			high = fmax(high, value);
			known++;
		}
	}
	card->scaled = known >= 2 && high > low;
	if (card->scaled && isfinite(said->stated)) {
		low = fmin(low, said->stated);
		high = fmax(high, said->stated);
	}
	double from = card->draw->width * 0.74, to = card->draw->width - CARD_MARGIN;
	card->scale =
		(struct draw_scale){.min = low, .max = high, .from = from + 14, .to = to - 42};
	card->dots = card->scaled ? from : to;
}

/* The evidence takes what it needs, and what is counted the rest: definitions decide. */
static void card_columns(struct card *card)
{
	double widest = 40, width = card->draw->width;
	struct draw_style style = {.size = 9.5 * fmin(1, card->larger)};
	for (size_t i = 0; i < card->said->answer_count; i++) {
		const char *words = card->said->answers[i].words;
		double one = 0;
		draw_measure(card->draw, &style, draw_clean(card->draw, words ? words : "", 200),
			&one, NULL);
		widest = fmax(widest, one);
	}
	double room = card->dots - CARD_MARGIN;
	double says = 76 * card->larger;
	widest = fmin(widest + 4, room - width * (card->scaled ? 0.27 : 0.24) - says);
	/* Two lines of what is long. */
	double most = width * (card->row >= 29 ? 0.25 : 0.22);
	widest = card->scaled ? fmin(widest, most) : widest;
	card->words = card->dots - widest - 4;
	card->says = card->words - says;
}

/* Yes is full, no is empty, neither is a dash: told without colours. */
static void card_sign(struct card *card, const char *says, double x, double y)
{
	cairo_t *cairo = card->draw->cairo;
	bool full = strcmp(says, "yes") == 0 || strcmp(says, "asserts") == 0;
	bool empty = strcmp(says, "no") == 0 || strcmp(says, "denies") == 0;
	draw_color(card->draw, DRAW_INK);
	if (!full && !empty) {
		draw_line(card->draw, x - 4, y, x + 4, y, 1.6);
		return;
	}
	cairo_new_path(cairo);
	cairo_arc(cairo, x, y, 3.8, 0, 2 * G_PI);
	cairo_set_line_width(cairo, 1.5);
	full ? cairo_fill(cairo) : cairo_stroke(cairo);
}

static void card_dot(struct card *card, const struct mizan_card_answer *answer, double y)
{
	struct draw *draw = card->draw;
	const struct draw_scale *scale = &card->scale;
	draw_color(draw, DRAW_GRID);
	draw_line(draw, scale->from, y, scale->to, y, 1);
	if (!isfinite(answer->value)) {
		return;
	}
	double x = draw_at(scale, answer->value);
	char number[48];
	draw_number(number, answer->value, -1);
	draw_color(draw, CARD_BAR);
	cairo_arc(draw->cairo, x, y, 4.2, 0, 2 * G_PI);
	cairo_fill(draw->cairo);
	struct draw_style style = {.size = 10 * card->larger, .color = DRAW_INK, .halo = 3.5};
	double width,
		stated = isfinite(card->said->stated) ? draw_at(scale, card->said->stated) : x;
	draw_measure(draw, &style, number, &width, NULL);
	/* Not across the line of the stated number. */
	if (stated > x + 2 && stated < x + 10 + width && x - 8 - width > card->dots) {
		style.align = DRAW_RIGHT;
		draw_text_middle(draw, &style, x - 8, y, number);
	} else {
		draw_text_middle(draw, &style, x + 8, y, number);
	}
}

/* The publisher, and under it what it counts, in two lines where there is room. */
static void card_publisher(struct card *card, const struct mizan_card_answer *answer, double y)
{
	struct draw *draw = card->draw;
	double width = card->says - CARD_MARGIN - 12, below = 0;
	bool two = card->row >= CARD_ROW_TWO;
	struct draw_style name = {.size = two && card->row < 42 ? 11 : 11.5 * card->larger,
		.color = DRAW_INK,
		.bold = true,
		.width = width,
		.lines = 1};
	struct draw_style small = {.size = two ? 8 : fmax(8, 8.5 * card->larger),
		.color = DRAW_GREY,
		.width = width,
		.lines = two ? 2 : 1,
		.cut_middle = !two};
	const char *counts = draw_clean(draw, answer->counts ? answer->counts : "", 200);
	const char *publisher = draw_printf(draw, "%s%s",
		draw_clean(draw, answer->publisher ? answer->publisher : "", 200),
		answer->party ? " (a party)" : "");
	double height;
	draw_measure(draw, &name, *publisher ? publisher : " ", NULL, &height);
	if (*counts) {
		draw_measure(draw, &small, counts, NULL, &below);
		below -= 1;
	}
	double top = y - (height + below) / 2;
	draw_text(draw, &name, CARD_MARGIN, top, publisher);
	draw_text(draw, &small, CARD_MARGIN, top + height - 1, counts);
}

static void card_answer(struct card *card, const struct mizan_card_answer *answer)
{
	struct draw *draw = card->draw;
	double y = card->y + card->row / 2;
	const char *says = answer->says ? answer->says : "";
	card_publisher(card, answer, y);
	card_sign(card, says, card->says + 5, y);
	struct draw_style word = {.size = 10.5 * card->larger, .color = DRAW_INK};
	draw_text_middle(draw, &word, card->says + 14, y, says);
	struct draw_style words = {.size = 9.5 * fmin(1, card->larger),
		.color = DRAW_INK,
		.width = card->dots - card->words - 4,
		.lines = card->row >= 38 ? 3 : 2};
	draw_text_middle(draw, &words, card->words, y,
		draw_clean(draw, answer->words ? answer->words : "", 400));
	if (card->scaled) {
		card_dot(card, answer, y);
	}
	card->y += card->row;
}

/* The number of the sentence, through all rows. */
static void card_stated(struct card *card, double top)
{
	double stated = card->said->stated;
	static const double dashes[] = {3, 2};
	if (!card->scaled || !isfinite(stated)) {
		return;
	}
	double x = draw_at(&card->scale, stated);
	char number[48];
	draw_number(number, stated, -1);
	struct draw_style label = {.size = 8.5, .color = DRAW_GREY, .align = DRAW_MIDDLE};
	draw_text_middle(
		card->draw, &label, x, top - 6, draw_printf(card->draw, "said: %s", number));
	draw_color(card->draw, DRAW_GREY);
	cairo_set_dash(card->draw->cairo, dashes, 2, 0);
	draw_line(card->draw, x, top, x, card->y, 1);
	cairo_set_dash(card->draw->cairo, NULL, 0, 0);
}

/* "and 6 more: 1 yes, 5 cannot say" */
static void card_more(struct card *card, size_t shown)
{
	const struct mizan_card *said = card->said;
	struct draw *draw = card->draw;
	const char *list = "";
	for (size_t i = shown; i < said->answer_count; i++) {
		const char *says = said->answers[i].says ? said->answers[i].says : "";
		size_t same = 0;
		bool first = true;
		for (size_t k = shown; k < said->answer_count; k++) {
			const char *other = said->answers[k].says ? said->answers[k].says : "";
			same += strcmp(says, other) == 0;
			first = first && !(k < i && strcmp(says, other) == 0);
		}
		if (first) {
			list = draw_printf(draw, "%s%s%zu %s", list, *list ? ", " : "", same, says);
		}
	}
	struct draw_style more = {.size = 9.5,
		.color = DRAW_GREY,
		.lines = 1,
		.width = draw->width - 2 * CARD_MARGIN};
	card_text(card, &more, CARD_MARGIN,
		draw_printf(draw, "and %zu more: %s", said->answer_count - shown, list));
}

/* How many rows there is room for, and how high they are. */
static size_t card_rows(struct card *card)
{
	double room = card->bottom - card->y;
	size_t count = card->said->answer_count;
	double row = count > 0 ? room / (double)count : CARD_ROW_MOST;
	/* A square has the height for two lines of what is counted, and not the width for one. */
	double least = card->draw->height > 0.8 * card->draw->width ? CARD_ROW_TWO : CARD_ROW_LEAST;
	if (row < least) {
		room -= 14;
		count = room > least ? (size_t)(room / least) : 0;
		row = count > 0 ? room / (double)count : least;
	}
	card->row = fmin(row, CARD_ROW_MOST);
	card->larger = fmin(1.15, fmax(0.86, card->row / CARD_ROW_USUAL));
	return count;
}

static void card_answers(struct card *card)
{
	struct draw *draw = card->draw;
	const struct mizan_card *said = card->said;
	card_scale(card);
	card->y += card->scaled && isfinite(said->stated) ? 7 : 0;
	size_t shown = card_rows(card);
	card_columns(card);
	double top = card->y;
	/* Under the dots, which would lose against the line. */
	card->y += (double)shown * card->row;
	card_stated(card, top);
	card->y = top;
	for (size_t i = 0; i < shown; i++) {
		card_answer(card, &said->answers[i]);
		if (i + 1 < shown) {
			draw_color(draw, DRAW_GRID);
			draw_line(draw, CARD_MARGIN, card->y, card->dots, card->y, 0.6);
		}
	}
	if (shown < said->answer_count) {
		card_more(card, shown);
	}
}

static const char *card_describe(struct draw *draw, const struct mizan_card *said)
{
	struct mizan_text text = {0};
	mizan_text_printf(&text, "%s%s%s%s. %s.", said->restricted ? "Restricted. " : "",
		said->by ? "Said by " : "", said->by ? said->by : "", said->by ? "" : "A claim",
		said->result ? said->result : "");
	for (size_t i = 0; i < said->answer_count; i++) {
		const struct mizan_card_answer *answer = &said->answers[i];
		mizan_text_printf(&text, " %s: %s%s%s.", answer->publisher ? answer->publisher : "",
			answer->says ? answer->says : "", answer->words ? ", " : "",
			answer->words ? answer->words : "");
	}
	draw->failed |= text.failed;
	const char *copy = draw_clean(draw, text.data ? text.data : "", 4000);
	mizan_text_release(&text);
	return copy;
}

mizan_status mizan_card_draw(const struct mizan_card *said, enum mizan_picture picture,
	struct mizan_text *out, struct mizan_error *error)
{
	struct mizan_text bytes = {0};
	struct draw_trace trace = {0};
	/* What surfaces and the source line take their words from. */
	struct mizan_table nothing = {.restricted = said->restricted};
	struct mizan_chart chart = {.table = &nothing,
		.title = said->sentence ? said->sentence : "",
		.source = said->source ? said->source : "",
		.width = said->width > 0 ? said->width : 600,
		.height = said->height > 0 ? said->height : 337.5};
	struct draw draw = {
		.chart = &chart, .trace = &trace, .width = chart.width, .height = chart.height};
	struct card card = {.draw = &draw, .said = said, .y = CARD_MARGIN - 10};
	mizan_status status = draw_check(&chart, error);
	if (status == MIZAN_OK) {
		status = draw_surface_open(&draw, picture, &bytes, error);
	}
	if (status == MIZAN_OK) {
		card_foot(&card);
		card_head(&card);
		card_result(&card);
		card_answers(&card);
		status = draw_picture_finish(
			&draw, picture, &bytes, card_describe(&draw, said), out, error);
	}
	draw_release(&draw);
	mizan_text_release(&bytes);
	return status;
}
