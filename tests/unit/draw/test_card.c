/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A card is understood alone, wherever it goes. */
#include "draw_test.h"

static const struct mizan_card_answer answers[] = {
	{"CRSS", "attacks and operations", "no", "784 (2023)", 784, false},
	{"IEP", "terrorist attacks", "yes", "517 (2023)", 517, false},
	{"A ministry", NULL, "no", "490 (2023)", 490, true},
	{"NACTA", NULL, "cannot say", "no number of the period", (double)NAN, false}};

static struct mizan_card make_card(void)
{
	return (struct mizan_card){.sentence = "There were 517 attacks in 2023.",
		.by = "press reports",
		.result = "Sources disagree: 2 independent publishers",
		.because = "yes by IEP; no by CRSS",
		.mark = "Outdated",
		.day = "2026-11-25",
		.source = "IEP, GTI 2025",
		.stated = 517,
		.answers = answers,
		.answer_count = 4};
}

static struct mizan_text card_drawn(const struct mizan_card *card, enum mizan_picture picture)
{
	struct mizan_text bytes = {0};
	struct mizan_error error = {0};
	if (mizan_card_draw(card, picture, &bytes, &error) != MIZAN_OK) {
		fail_msg("%s", error.what);
	}
	return bytes;
}

static void a_card_says_who_says_what_and_each_answer(void **state)
{
	(void)state;
	static const char *const words[] = {"There were 517 attacks in 2023.",
		"Said by press reports", "Sources disagree: 2 independent publishers", "Outdated",
		"CRSS", ">no<", ">yes<", "784", "A ministry (a party)", "cannot say",
		"Source: IEP, GTI 2025", "Mizan \u00b7 2026-11-25", "said: 517"};
	struct mizan_card card = make_card();
	struct mizan_text svg = card_drawn(&card, MIZAN_SVG);
	assert_xml(&svg);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		assert_has(&svg, words[i]);
	}
	assert_null(strstr(svg.data, "RESTRICTED"));
	mizan_text_release(&svg);
}

static unsigned png_number(const struct mizan_text *png, size_t at)
{
	const unsigned char *b = (const unsigned char *)png->data + at;
	return (unsigned)b[0] << 24 | (unsigned)b[1] << 16 | (unsigned)b[2] << 8 | b[3];
}

static void a_png_has_the_pixels_that_social_media_ask_for(void **state)
{
	(void)state;
	static const unsigned sizes[][2] = {{1200, 675}, {1080, 1080}};
	for (size_t i = 0; i < 2; i++) {
		struct mizan_card card = make_card();
		card.width = sizes[i][0] / 2.0;
		card.height = sizes[i][1] / 2.0;
		struct mizan_text png = card_drawn(&card, MIZAN_PNG);
		assert_int_equal(png_number(&png, 16), sizes[i][0]);
		assert_int_equal(png_number(&png, 20), sizes[i][1]);
		mizan_text_release(&png);
	}
}

static void every_form_carries_its_source(void **state)
{
	(void)state;
	for (int picture = MIZAN_SVG; picture <= MIZAN_PNG; picture++) {
		struct mizan_card card = make_card();
		struct mizan_error error = {0};
		struct mizan_text source = {0};
		card.restricted = true;
		struct mizan_text bytes = card_drawn(&card, (enum mizan_picture)picture);
		assert_int_equal(
			mizan_chart_source(bytes.data, bytes.size, &source, &error), MIZAN_OK);
		assert_string_equal(source.data, "RESTRICTED. Source: IEP, GTI 2025");
		mizan_text_release(&bytes);
		mizan_text_release(&source);
	}
}

static void answers_without_room_are_counted_by_what_they_say(void **state)
{
	(void)state;
	struct mizan_card_answer many[40];
	struct mizan_card card = make_card();
	for (size_t i = 0; i < 40; i++) {
		many[i] = answers[i < 39 ? 0 : 1];
	}
	card.answers = many;
	card.answer_count = 40;
	struct mizan_text svg = card_drawn(&card, MIZAN_SVG);
	assert_has(&svg, " no, 1 yes<");
	assert_has(&svg, ">and ");
	mizan_text_release(&svg);
}

static void nothing_at_all_is_still_a_card(void **state)
{
	(void)state;
	struct mizan_card card = {.stated = (double)NAN};
	struct mizan_text svg = card_drawn(&card, MIZAN_SVG);
	assert_xml(&svg);
	mizan_text_release(&svg);
}

static void markup_and_broken_bytes_stay_text(void **state)
{
	(void)state;
	struct mizan_card card = make_card();
	card.sentence = "<script>alert(1)</script> \xff & \x01";
	card.source = "]]><svg onload=x>";
	struct mizan_text svg = card_drawn(&card, MIZAN_SVG);
	assert_xml(&svg);
	assert_null(strstr(svg.data, "<script"));
	assert_null(strstr(svg.data, "<svg onload"));
	mizan_text_release(&svg);
}

static void the_same_card_is_the_same_bytes(void **state)
{
	(void)state;
	for (int picture = MIZAN_SVG; picture <= MIZAN_PNG; picture++) {
		struct mizan_card card = make_card();
		struct mizan_text one = card_drawn(&card, (enum mizan_picture)picture);
		struct mizan_text two = card_drawn(&card, (enum mizan_picture)picture);
		assert_int_equal(one.size, two.size);
		assert_memory_equal(one.data, two.data, one.size);
		mizan_text_release(&one);
		mizan_text_release(&two);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_card_says_who_says_what_and_each_answer),
		cmocka_unit_test(a_png_has_the_pixels_that_social_media_ask_for),
		cmocka_unit_test(every_form_carries_its_source),
		cmocka_unit_test(answers_without_room_are_counted_by_what_they_say),
		cmocka_unit_test(nothing_at_all_is_still_a_card),
		cmocka_unit_test(markup_and_broken_bytes_stay_text),
		cmocka_unit_test(the_same_card_is_the_same_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
