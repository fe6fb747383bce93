/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding an actor by a name: what always holds, whichever the names are, and wrong input. */
#include "../test.h"

#include <mizan/actor.h>

static const struct mizan_actor_name names[] = {{"ttp", "Tehrik-i-Taliban Pakistan", "Latn", "ur"},
	{"ttp", "TTP", "Latn", "en"}, {"ttp", "Pakistani Taliban", "Latn", "en"},
	{"taliban", "Taliban", "Latn", "ps"}, {"taliban", "Afghan Taliban", "Latn", "en"},
	{"lej", "Lashkar-e-Jhangvi", "Latn", "ur"}, {"let", "Lashkar-e-Taiba", "Latn", "ur"},
	{"jem", "Jaish-e-Mohammed", "Latn", "ur"}, {"jua", "Jamaat-ul-Ahrar", "Latn", "ur"},
	{"bla", "Balochistan Liberation Army", "Latn", "en"}, {"bla", "BLA", "Latn", "en"},
	{"blf", "Balochistan Liberation Front", "Latn", "en"}, {"blf", "BLF", "Latn", "en"},
	{"iskp", "Islamic State - Khorasan Province", "Latn", "en"},
	{"iswap", "Islamic State West Africa Province", "Latn", "en"},
	{"houthis", "Ansar Allah", "Latn", "ar"}, {"houthis", "Houthis", "Latn", "en"},
	{"hezbollah", "حزب الله", "Arab", "ar"}, {"shabaab", "Al-Shabaab", "Latn", "ar"},
	{"boko-haram", "Boko Haram", "Latn", "ha"}, {"haqqani", "Haqqani Network", "Latn", "en"},
	{"aq", "al-Qaida", "Latn", "ar"}, {"rsf", "قوات الدعم السريع", "Arab", "ar"},
	{"empty", "- .", "Latn", "en"}};

static struct mizan_actor_index *names_index;

static int make_index(void **state)
{
	(void)state;
	return mizan_actor_index_make(names, TEST_COUNT(names), &names_index, NULL) == MIZAN_OK
		       ? 0
		       : -1;
}

static int release_index(void **state)
{
	(void)state;
	mizan_actor_index_release(names_index);
	return 0;
}

#define MATCHES 8

static size_t find(const char *text, struct mizan_actor_match matches[MATCHES])
{
	size_t count;
	struct mizan_error error = {0};
	mizan_status status =
		mizan_actor_find(names_index, test_slice(text), matches, MATCHES, &count, &error);
	if (status != MIZAN_OK) {
		fail_msg("%s: %s", text, error.what);
	}
	return count;
}

static double score_of(const char *text)
{
	struct mizan_actor_match matches[MATCHES];
	return find(text, matches) > 0 ? matches[0].score : 0;
}

/* The actor that is chosen, or NULL. */
static const char *chosen(const char *text)
{
	struct mizan_actor_match matches[MATCHES];
	size_t count = find(text, matches);
	return mizan_actor_is_chosen(matches, count) ? names[matches[0].name].actor_id : NULL;
}

static void check_chosen(const char *text, const char *actor)
{
	const char *found = chosen(text);
	if (!found || strcmp(found, actor) != 0) {
		fail_msg("%s gives %s, not %s (%.3f)", text, found ? found : "none", actor,
			score_of(text));
	}
}

static void check_none(const char *text)
{
	const char *found = chosen(text);
	if (found) {
		fail_msg("%s gives %s (%.3f)", text, found, score_of(text));
	}
}

/* ---- What always holds -------------------------------------------------------------------- */

static void every_name_finds_itself_with_score_1(void **state)
{
	(void)state;
	for (size_t i = 0; i + 1 < TEST_COUNT(names); i++) {
		struct mizan_actor_match matches[MATCHES];
		size_t count = find(names[i].name, matches);
		assert_true(count > 0);
		assert_int_equal(matches[0].name, i);
		assert_true(matches[0].score == 1);
		assert_true(mizan_actor_is_chosen(matches, count));
	}
}

static void case_accents_and_punctuation_do_not_count(void **state)
{
	(void)state;
	assert_true(score_of("LASHKAR E JHANGVI") == 1);
	assert_true(score_of("láshkär‑e‑jhangvī") == 1);
	assert_true(score_of("  Lashkar -- e -- Jhangvi  ") == 1);
	assert_true(score_of("al-Qa'ida") == 1);
	assert_true(score_of("al-Qa’ida") == 1);
	assert_true(score_of("حِزْبُ اللّٰه") == 1);    /* tashkeel */
	assert_true(score_of("حـــزب الله") == 1); /* tatweel */
	assert_true(
		score_of("ﺣﺰﺏ ﺍﻟﻠﻪ") == 1); /* letters in their shapes, as old files have them */
}

static void words_may_stand_in_any_order(void **state)
{
	(void)state;
	check_chosen("Pakistan Tehrik-i-Taliban", "ttp");
	check_chosen("Taliban Tehrik Pakistan", "ttp");
	check_chosen("Army Balochistan Liberation", "bla");
	check_chosen("Taliban (Afghan)", "taliban");
}

static void spellings_of_a_sound_fall_together(void **state)
{
	(void)state;
	check_chosen("Tehreek-e-Taliban Pakistan", "ttp");
	check_chosen("Tahrik-e-Taleban-e-Pakistan", "ttp");
	check_chosen("Lashkar-i-Jhangwi", "lej");
	check_chosen("Jaysh-e-Muhammad", "jem");
	check_chosen("Al-Kaeda", "aq");
	check_chosen("Islamic State Xorasan Province", "iskp");
	check_chosen("Al Shabab", "shabaab");
	check_chosen("Bokko Haraam", "boko-haram");
	check_chosen("Haqani Network", "haqqani");
	check_chosen("Baluchistan Liberation Army", "bla");
}

static void words_may_be_written_together_or_apart(void **state)
{
	(void)state;
	check_chosen("Ansarallah", "houthis");
	check_chosen("Ansarullah", "houthis");
	check_chosen("Bokoharam", "boko-haram");
	check_chosen("Jamaatul Ahrar", "jua");
	check_chosen("Alshabaab", "shabaab");
}

static void a_name_is_found_in_the_other_script(void **state)
{
	(void)state;
	check_chosen("تحریک طالبان پاکستان", "ttp");
	check_chosen("پاکستاني طالبان", "ttp");
	check_chosen("طالبان باكستان", "ttp"); /* Arabic has neither p nor the Persian kaf */
	check_chosen("لشکر جھنگوی", "lej");
	check_chosen("لشکر طیبہ", "let");
	check_chosen("جماعت الاحرار", "jua");
	check_chosen("جماعة الأحرار", "jua");
	check_chosen("بلوچستان لبریشن آرمی", "bla");
	check_chosen("بلوچستان لبریشن فرنٹ", "blf");
	check_chosen("أنصار الله", "houthis");
	check_chosen("بوكو حرام", "boko-haram");
	check_chosen("Hezbollah", "hezbollah");
	check_chosen("Hizballah", "hezbollah");
}

static void the_same_word_with_letters_of_four_languages_is_one(void **state)
{
	(void)state;
	/* Arabic, Persian and Urdu, Pashto kaf and ye. */
	assert_true(score_of("الدعم السريع قوات") == score_of("الدعم السریع قوات"));
	check_chosen("قوات الدعم السریع", "rsf");
	check_chosen("قوات الدعم السرېع", "rsf");
}

static void initials_find_the_name_that_they_abbreviate(void **state)
{
	(void)state;
	check_chosen("T.T.P.", "ttp");
	check_chosen("ٹی ٹی پی", "ttp");
	check_chosen("ټي ټي پي", "ttp");
	check_chosen("بی ایل اے", "bla");
	check_chosen("LeJ", "lej");
	check_chosen("JuA", "jua");
	check_chosen("Tehreek-i-Taliban Pakistan (TTP)", "ttp");
	check_chosen("TTP: Tehreek-i-Taliban Pakistan", "ttp");
	check_chosen("BLF", "blf");
	check_none("BLT");
	check_none("TP");
}

static void decoration_and_years_do_not_hide_a_name(void **state)
{
	(void)state;
	check_chosen("Houthi rebels", "houthis");
	check_chosen("the banned Jaish-e-Mohammed group", "jem");
	check_chosen("Boko Haram (2009-2021)", "boko-haram");
}

/* ---- What is somebody else ---------------------------------------------------------------- */

static void a_near_miss_is_not_chosen(void **state)
{
	(void)state;
	check_none("Tehreek-e-Labbaik Pakistan");
	check_none("Pakistan Tehreek-e-Insaf");
	check_none("Jamaat-e-Islami");
	check_none("Lashkar-e-Omar");
	check_none("Balochistan Liberation United Front");
	check_none("Islamic State Sinai Province");
	check_none("Opponents of Ansar Allah");
	check_none("تحریک لبیک پاکستان");
	check_none("جماعت اسلامی");
	check_none("Civilians");
}

static void two_that_differ_by_one_word_are_kept_apart(void **state)
{
	(void)state;
	check_chosen("Baloch Liberation Army", "bla");
	check_chosen("Baloch Liberation Front", "blf");
	check_chosen("Khurasan Province of the Islamic State", "iskp");
	check_chosen("Islamic State's West Africa Province", "iswap");
}

static void a_name_of_two_actors_chooses_none(void **state)
{
	(void)state;
	static const struct mizan_actor_name shared[] = {
		{"x", "Sons of the Land", NULL, NULL}, {"y", "Sons of the Land", NULL, NULL}};
	struct mizan_actor_index *index;
	struct mizan_actor_match matches[2];
	size_t count;
	assert_int_equal(mizan_actor_index_make(shared, 2, &index, NULL), MIZAN_OK);
	assert_int_equal(
		mizan_actor_find(index, test_slice("Sons of the Land"), matches, 2, &count, NULL),
		MIZAN_OK);
	assert_int_equal(count, 2);
	assert_int_equal(matches[0].name, 0);
	assert_false(mizan_actor_is_chosen(matches, count));
	mizan_actor_index_release(index);
}

static void the_rule_of_choice_is_threshold_and_lead(void **state)
{
	(void)state;
	struct mizan_actor_match two[2] = {{0, MIZAN_ACTOR_THRESHOLD}, {1, 0.6}};
	assert_true(mizan_actor_is_chosen(two, 2));
	two[0].score = MIZAN_ACTOR_THRESHOLD - 0.001;
	assert_false(mizan_actor_is_chosen(two, 2));
	two[0].score = 0.95;
	two[1].score = 0.95 - MIZAN_ACTOR_LEAD / 2;
	assert_false(mizan_actor_is_chosen(two, 2));
	assert_true(mizan_actor_is_chosen(two, 1));
	two[0].score = 1;
	two[1].score = 0.99;
	assert_true(mizan_actor_is_chosen(two, 2));
	assert_false(mizan_actor_is_chosen(two, 0));
}

/* ---- Many texts --------------------------------------------------------------------------- */

static void many_texts_give_what_each_gives_alone(void **state)
{
	(void)state;
	enum { REPEATS = 200 };
	size_t count = TEST_COUNT(names) * REPEATS;
	struct mizan_slice *texts = calloc(count, sizeof *texts);
	struct mizan_actor_choice *choices = calloc(count, sizeof *choices);
	assert_true(texts && choices);
	for (size_t i = 0; i < count; i++) {
		texts[i] = test_slice(names[i % TEST_COUNT(names)].name);
	}
	texts[7] = (struct mizan_slice){"\xff\xfe", 2};
	texts[8] = (struct mizan_slice){NULL, 0};
	assert_int_equal(
		mizan_actor_find_all(names_index, texts, count, choices, NULL, NULL), MIZAN_OK);
	for (size_t i = 0; i < count; i++) {
		size_t name = i % TEST_COUNT(names);
		bool nothing = i == 7 || i == 8 || name + 1 == TEST_COUNT(names);
		assert_int_equal(choices[i].best.name, nothing ? SIZE_MAX : name);
		assert_int_equal(choices[i].chosen, !nothing);
	}
	free(texts);
	free(choices);
}

static bool stop(void *context)
{
	(void)context;
	return true;
}

static void many_texts_can_be_interrupted(void **state)
{
	(void)state;
	struct mizan_watch watch = {.interrupted = stop};
	struct mizan_slice text = test_slice("TTP");
	struct mizan_actor_choice choice;
	struct mizan_error error = {0};
	assert_int_equal(mizan_actor_find_all(names_index, &text, 1, &choice, &watch, &error),
		MIZAN_ERROR_INTERRUPTED);
	assert_non_null(strstr(error.what, "interrupted"));
}

/* ---- Wrong input -------------------------------------------------------------------------- */

static void a_text_without_letters_has_no_candidate(void **state)
{
	(void)state;
	struct mizan_actor_match matches[MATCHES];
	assert_int_equal(find("", matches), 0);
	assert_int_equal(find(" -.,;()\t\n", matches), 0);
	assert_int_equal(find("ًٌٍـ", matches), 0);
	assert_int_equal(find("‌‍", matches), 0); /* joiners without a width */
}

static void bytes_that_are_not_utf_8_are_named(void **state)
{
	(void)state;
	struct mizan_actor_match matches[MATCHES];
	struct mizan_error error = {0};
	size_t count = 9;
	assert_int_equal(mizan_actor_find(names_index, test_slice("Boko \xe9 Haram"), matches,
				 MATCHES, &count, &error),
		MIZAN_ERROR_INPUT);
	assert_int_equal(count, 0);
	assert_int_equal(error.column, 6);
	assert_non_null(strstr(error.what, "not UTF-8"));
}

static void a_text_of_10000_characters_is_refused(void **state)
{
	(void)state;
	static char text[10001];
	memset(text, 'a', 10000);
	struct mizan_actor_match matches[MATCHES];
	struct mizan_error error = {0};
	size_t count;
	assert_int_equal(
		mizan_actor_find(names_index, test_slice(text), matches, MATCHES, &count, &error),
		MIZAN_ERROR_INPUT);
	assert_non_null(strstr(error.what, "10000 bytes"));
	/* The longest that is allowed, as one word and as many. */
	text[MIZAN_ACTOR_NAME_BYTES] = '\0';
	assert_int_equal(find(text, matches), 0);
	for (size_t i = 1; i < MIZAN_ACTOR_NAME_BYTES; i += 2) {
		text[i] = ' ';
	}
	assert_int_equal(find(text, matches), 0);
	/* A character that decomposes into eighteen. */
	size_t size = 0;
	for (; size + 3 <= MIZAN_ACTOR_NAME_BYTES; size += 3) {
		memcpy(text + size, "\xef\xb7\xba", 3);
	}
	text[size] = '\0';
	(void)find(text, matches);
}

static void a_nul_byte_ends_a_word_and_nothing_else(void **state)
{
	(void)state;
	struct mizan_actor_match matches[MATCHES];
	struct mizan_slice text = {"Boko\0Haram\0", 11};
	size_t count;
	assert_int_equal(
		mizan_actor_find(names_index, text, matches, MATCHES, &count, NULL), MIZAN_OK);
	assert_true(mizan_actor_is_chosen(matches, count));
	assert_string_equal(names[matches[0].name].actor_id, "boko-haram");
}

static void a_bad_name_in_the_index_is_told_by_its_place(void **state)
{
	(void)state;
	static const struct mizan_actor_name bad[] = {
		{"x", "Good", NULL, NULL}, {"y",
						   "B\xff"
						   "d",
						   NULL, NULL}};
	struct mizan_actor_index *index = names_index;
	struct mizan_error error = {0};
	assert_int_equal(mizan_actor_index_make(bad, 2, &index, &error), MIZAN_ERROR_INPUT);
	assert_null(index);
	assert_int_equal(error.line, 2);
}

static void an_index_without_names_finds_nothing(void **state)
{
	(void)state;
	struct mizan_actor_index *index;
	struct mizan_actor_match match;
	size_t count;
	assert_int_equal(mizan_actor_index_make(NULL, 0, &index, NULL), MIZAN_OK);
	assert_int_equal(
		mizan_actor_find(index, test_slice("TTP"), &match, 1, &count, NULL), MIZAN_OK);
	assert_int_equal(count, 0);
	mizan_actor_index_release(index);
	mizan_actor_index_release(NULL);
}

static void no_more_matches_than_there_is_room_for(void **state)
{
	(void)state;
	struct mizan_actor_match match;
	size_t count;
	assert_int_equal(mizan_actor_find(names_index, test_slice("Balochistan Liberation"), &match,
				 1, &count, NULL),
		MIZAN_OK);
	assert_int_equal(count, 1);
	assert_int_equal(
		mizan_actor_find(names_index, test_slice("TTP"), NULL, 0, &count, NULL), MIZAN_OK);
	assert_int_equal(count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_name_finds_itself_with_score_1),
		cmocka_unit_test(case_accents_and_punctuation_do_not_count),
		cmocka_unit_test(words_may_stand_in_any_order),
		cmocka_unit_test(spellings_of_a_sound_fall_together),
		cmocka_unit_test(words_may_be_written_together_or_apart),
		cmocka_unit_test(a_name_is_found_in_the_other_script),
		cmocka_unit_test(the_same_word_with_letters_of_four_languages_is_one),
		cmocka_unit_test(initials_find_the_name_that_they_abbreviate),
		cmocka_unit_test(decoration_and_years_do_not_hide_a_name),
		cmocka_unit_test(a_near_miss_is_not_chosen),
		cmocka_unit_test(two_that_differ_by_one_word_are_kept_apart),
		cmocka_unit_test(a_name_of_two_actors_chooses_none),
		cmocka_unit_test(the_rule_of_choice_is_threshold_and_lead),
		cmocka_unit_test(many_texts_give_what_each_gives_alone),
		cmocka_unit_test(many_texts_can_be_interrupted),
		cmocka_unit_test(a_text_without_letters_has_no_candidate),
		cmocka_unit_test(bytes_that_are_not_utf_8_are_named),
		cmocka_unit_test(a_text_of_10000_characters_is_refused),
		cmocka_unit_test(a_nul_byte_ends_a_word_and_nothing_else),
		cmocka_unit_test(a_bad_name_in_the_index_is_told_by_its_place),
		cmocka_unit_test(an_index_without_names_finds_nothing),
		cmocka_unit_test(no_more_matches_than_there_is_room_for),
	};
	return cmocka_run_group_tests(tests, make_index, release_index);
}
