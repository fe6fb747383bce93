/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Actors and relations of a store. All groups, persons and dates here are made up: synthetic. */
#include "../fixture.h"

#include <mizan/actor.h>
#include <mizan/store.h>

static int64_t sheets;

static void record_new(void)
{
	struct mizan_error error;
	fixture_new();
	struct mizan_release release = {.source = "relations",
		.version = "1",
		.kind = "relations",
		.countries = "",
		.period_start = MIZAN_DATE_UNKNOWN,
		.period_end = MIZAN_DATE_UNKNOWN,
		.file = "relations.csv",
		.sha256 = "5e",
		.rows = 1,
		.retrieved = mizan_date_make(2026, 1, 1)};
	CHECK(mizan_store_begin(&fixture, &error));
	CHECK(mizan_store_add_release(&fixture, &release, &error));
	CHECK(mizan_store_commit(&fixture, &error));
	sheets = release.release_id;
}

struct row {
	struct mizan_value values[20];
	char dates[3][11];
	size_t count, date_count;
};

static void row_text(struct row *row, const char *column, const char *text)
{
	row->values[row->count++] = (struct mizan_value){.column = column,
		.type = text && *text ? MIZAN_VALUE_TEXT : MIZAN_VALUE_NULL,
		.text = text};
}

static void row_integer(struct row *row, const char *column, int64_t integer)
{
	row->values[row->count++] = (struct mizan_value){
		.column = column, .type = MIZAN_VALUE_INTEGER, .integer = integer};
}

/* A date as a sheet has it, the way that the import keeps it. */
static void row_date(struct row *row, const char *column, const char *precision, const char *text)
{
	mizan_date first, last;
	if (!text || !*text) {
		return;
	}
	assert_true(mizan_period_parse(text, &first, &last));
	char *buffer = row->dates[row->date_count++];
	row_text(row, column,
		mizan_date_format(strcmp(column, "date_from") == 0 ? first : last, buffer));
	if (precision) {
		row_integer(row, precision,
			strlen(text) == 10  ? MIZAN_DATE_DAY
			: strlen(text) == 7 ? MIZAN_DATE_MONTH
					    : MIZAN_DATE_LONGER);
	}
}

static void row_add(struct row *row, const char *table)
{
	struct mizan_error error;
	int64_t number;
	row_integer(row, "release_id", sheets);
	row_integer(row, "line_no", 2);
	CHECK(mizan_store_begin(&fixture, &error));
	CHECK(mizan_store_add_record(&fixture, table, row->values, row->count, &number, &error));
	CHECK(mizan_store_commit(&fixture, &error));
}

static void actor_add(const char *id, const char *name, const char *country, const char *ucdp)
{
	struct row row = {0};
	row_text(&row, "actor_id", id);
	row_text(&row, "name", name);
	row_text(&row, "kind", "armed-group");
	row_text(&row, "country", country);
	row_text(&row, "ucdp_ids", ucdp);
	row_text(&row, "source", "Synthetic");
	row_add(&row, "actor");
}

static void name_add(const char *id, const char *name, const char *script, const char *used_by)
{
	struct row row = {0};
	row_text(&row, "actor_id", id);
	row_text(&row, "name", name);
	row_text(&row, "script", script);
	row_text(&row, "language", "ur");
	row_text(&row, "used_by", used_by);
	row_add(&row, "actor_name");
}

struct fact {
	const char *id, *kind, *a, *b, *from, *to, *announced_by, *confirmed_by, *denied_by, *known;
};

static void relation_add(const struct fact *fact)
{
	struct row row = {0};
	row_text(&row, "relation_id", fact->id);
	row_text(&row, "kind", fact->kind);
	row_text(&row, "actor_a", fact->a);
	row_text(&row, "actor_b", fact->b);
	row_date(&row, "date_from", "date_from_precision", fact->from);
	row_date(&row, "date_to", "date_to_precision", fact->to);
	row_text(&row, "announced_by", fact->announced_by);
	row_text(&row, "confirmed_by", fact->confirmed_by);
	row_text(&row, "denied_by", fact->denied_by);
	row_date(&row, "known", NULL, fact->known);
	row_text(&row, "source", "Synthetic");
	row_add(&row, "relation");
}

/* The umbrella, and groups called a to e; whoever is outside is the press. */
static void world_new(const struct fact *facts, size_t count)
{
	static const char *const ids[] = {"umbrella", "a", "b", "c", "d", "e", "press"};
	record_new();
	for (size_t i = 0; i < TEST_COUNT(ids); i++) {
		actor_add(ids[i], ids[i], NULL, NULL);
	}
	for (size_t i = 0; i < count; i++) {
		relation_add(&facts[i]);
	}
}

static mizan_date day_of(const char *text)
{
	mizan_date day = MIZAN_DATE_UNKNOWN;
	assert_true(!text || mizan_date_parse(test_slice(text), &day));
	return day;
}

static void list(struct mizan_table *table, const char *on, const char *known_by)
{
	struct mizan_error error;
	struct mizan_relation_options options = mizan_relations_all;
	options.of = "umbrella";
	options.on = day_of(on);
	options.known_by = day_of(known_by);
	mizan_table_release(table);
	*table = (struct mizan_table){0};
	CHECK(mizan_relations_store(fixture.database, &options, table, &error));
}

/* How a relation holds on a day: "yes", "perhaps", or "" where it is not listed. */
static const char *holds_on(const char *relation, const char *on)
{
	static char answer[16];
	struct mizan_table table = {0};
	list(&table, on, NULL);
	size_t row = row_with(&table, "relation_id", relation);
	snprintf(answer, sizeof answer, "%s", row == SIZE_MAX ? "" : text_at(&table, row, "holds"));
	mizan_table_release(&table);
	return answer;
}

static int count_on(const char *column, const char *on, const char *known_by)
{
	struct mizan_error error;
	struct mizan_table table = {0};
	struct mizan_relation_options options = mizan_relations_all;
	options.of = "umbrella";
	options.on = day_of(on);
	options.known_by = day_of(known_by);
	CHECK(mizan_relation_counts_store(fixture.database, &options, &table, &error));
	assert_string_equal(text_at(&table, 0, "kind"), "merger or allegiance");
	int value = (int)number_at(&table, 0, column);
	mizan_table_release(&table);
	return value;
}

/* ---- On a day ----------------------------------------------------------------------------- */

static const struct fact again[] = {
	{"join", "merger", "a", "umbrella", "2020-07-06", NULL, "umbrella", NULL, NULL, NULL},
	{"leave", "split", "a", "umbrella", "2021-05-10", NULL, "a", NULL, NULL, NULL},
	{"rejoin", "merger", "a", "umbrella", "2022-02-01", NULL, "a", NULL, NULL, NULL},
};

static void a_group_that_split_and_joined_again_is_with_it_before_and_after(void **state)
{
	(void)state;
	world_new(again, TEST_COUNT(again));
	assert_int_equal(count_on("groups", "2020-07-05", NULL), 0);
	assert_int_equal(count_on("groups", "2020-07-06", NULL), 1);
	assert_int_equal(count_on("groups", "2021-05-09", NULL), 1);
	assert_int_equal(count_on("groups", "2021-05-10", NULL), 0);
	assert_int_equal(count_on("left_again", "2021-05-10", NULL), 1);
	assert_int_equal(count_on("groups", "2022-02-01", NULL), 1);
	assert_int_equal(count_on("left_again", "2022-02-01", NULL), 0);
	assert_string_equal(holds_on("join", "2021-06-01"), "");
	assert_string_equal(holds_on("leave", "2021-06-01"), "yes");
	assert_string_equal(holds_on("leave", "2022-03-01"), "");
	assert_string_equal(holds_on("rejoin", "2022-03-01"), "yes");
}

static void a_group_counts_once_and_announced_apart_from_confirmed(void **state)
{
	(void)state;
	static const struct fact facts[] = {
		{"r1", "allegiance", "a", "umbrella", "2020-01-01", NULL, "a", NULL, NULL, NULL},
		{"r2", "merger", "a", "umbrella", "2020-06-01", NULL, "umbrella", "press", NULL,
			NULL},
		{"r3", "merger", "b", "umbrella", "2020-06-01", NULL, "umbrella", NULL, "b", NULL},
		{"r4", "alliance", "umbrella", "c", "2020-06-01", NULL, "c", NULL, NULL, NULL},
		{"r5", "rivalry", "d", "umbrella", "2020-06-01", NULL, "d", NULL, NULL, NULL},
	};
	world_new(facts, TEST_COUNT(facts));
	assert_int_equal(count_on("groups", "2020-03-01", NULL), 1);
	assert_int_equal(count_on("confirmed", "2020-03-01", NULL), 0);
	assert_int_equal(count_on("groups", "2021-01-01", NULL), 2);
	assert_int_equal(count_on("confirmed", "2021-01-01", NULL), 1);
	assert_int_equal(count_on("announced_only", "2021-01-01", NULL), 1);
	assert_int_equal(count_on("also_denied", "2021-01-01", NULL), 1);
}

static void a_party_cannot_confirm_its_own_relation(void **state)
{
	(void)state;
	/* The import refuses it; a row that came some other way is still not believed. */
	static const struct fact facts[] = {{"r1", "merger", "a", "umbrella", "2020-01-01", NULL,
		NULL, "a;umbrella", NULL, NULL}};
	struct mizan_table table = {0};
	world_new(facts, TEST_COUNT(facts));
	list(&table, NULL, NULL);
	assert_string_equal(text_at(&table, 0, "status"), "announced");
	mizan_table_release(&table);
}

static void what_is_only_denied_counts_nowhere_and_ends_nothing(void **state)
{
	(void)state;
	static const struct fact facts[] = {
		{"r1", "merger", "a", "umbrella", "2020-01-01", NULL, "umbrella", NULL, NULL, NULL},
		{"r2", "split", "a", "umbrella", "2020-06-01", NULL, NULL, NULL, "a", NULL},
		{"r3", "merger", "b", "umbrella", "2020-01-01", NULL, NULL, NULL, "b", NULL},
	};
	struct mizan_table table = {0};
	world_new(facts, TEST_COUNT(facts));
	assert_int_equal(count_on("groups", "2021-01-01", NULL), 1);
	list(&table, "2021-01-01", NULL);
	size_t row = row_with(&table, "relation_id", "r3");
	assert_string_equal(text_at(&table, row, "status"), "denied");
	assert_string_equal(text_at(&table, row, "holds"), "");
	mizan_table_release(&table);
}

static void a_date_known_by_its_month_or_year_is_perhaps_within_it(void **state)
{
	(void)state;
	static const struct fact facts[] = {
		{"month", "merger", "a", "umbrella", "2020-02", "2022-02", "a", NULL, NULL, NULL},
		{"year", "merger", "b", "umbrella", "2020", NULL, "b", NULL, NULL, NULL},
		{"undated", "alliance", "c", "umbrella", NULL, NULL, "c", NULL, NULL, NULL},
		{"left", "split", "b", "umbrella", "2021", NULL, "b", NULL, NULL, NULL},
	};
	struct mizan_table table = {0};
	world_new(facts, TEST_COUNT(facts));
	assert_string_equal(holds_on("month", "2020-01-31"), "");
	assert_string_equal(holds_on("month", "2020-02-01"), "perhaps");
	assert_string_equal(holds_on("month", "2020-02-28"), "perhaps");
	assert_string_equal(holds_on("month", "2020-02-29"), "yes");
	assert_string_equal(holds_on("month", "2022-02-01"), "yes");
	assert_string_equal(holds_on("month", "2022-02-02"), "perhaps");
	assert_string_equal(holds_on("month", "2022-02-28"), "perhaps");
	assert_string_equal(holds_on("month", "2022-03-01"), "");
	assert_string_equal(holds_on("year", "2020-12-31"), "yes");
	assert_string_equal(holds_on("year", "2021-06-30"), "perhaps");
	assert_string_equal(holds_on("year", "2021-12-31"), "");
	assert_string_equal(holds_on("undated", "1990-01-01"), "perhaps");
	list(&table, "2020-02-10", NULL);
	assert_string_equal(
		text_at(&table, row_with(&table, "relation_id", "month"), "date_from"), "2020-02");
	assert_string_equal(
		text_at(&table, row_with(&table, "relation_id", "year"), "date_from"), "2020");
	assert_true(has_note(&table, "perhaps: 3"));
	mizan_table_release(&table);
}

static void a_split_in_a_year_ends_what_began_within_it(void **state)
{
	(void)state;
	static const struct fact facts[] = {
		{"join", "merger", "a", "umbrella", "2021-03-10", NULL, "a", NULL, NULL, NULL},
		{"left", "split", "a", "umbrella", "2021", NULL, "a", NULL, NULL, NULL},
	};
	world_new(facts, TEST_COUNT(facts));
	assert_string_equal(holds_on("join", "2021-03-10"), "yes");
	assert_string_equal(holds_on("join", "2021-06-01"), "perhaps");
	assert_int_equal(count_on("groups", "2022-01-01", NULL), 0);
}

static void groups_within_a_group_that_joined_are_not_counted(void **state)
{
	(void)state;
	static const struct fact facts[] = {
		{"r1", "merger", "b", "a", "2019-01-01", NULL, "a", NULL, NULL, NULL},
		{"r2", "merger", "c", "b", "2018-01-01", NULL, "b", NULL, NULL, NULL},
		{"r3", "faction", "d", "c", "2018-01-01", "2020-12-31", "c", NULL, NULL, NULL},
		{"r4", "merger", "a", "umbrella", "2020-01-01", NULL, "umbrella", NULL, NULL, NULL},
	};
	world_new(facts, TEST_COUNT(facts));
	assert_int_equal(count_on("groups", "2020-06-01", NULL), 1);
	assert_int_equal(count_on("through_others", "2020-06-01", NULL), 3);
	assert_int_equal(count_on("through_others", "2021-06-01", NULL), 2);
}

static void groups_that_swear_to_each_other_do_not_hang_it(void **state)
{
	(void)state;
	static const struct fact facts[] = {
		{"r1", "allegiance", "a", "umbrella", "2020-01-01", NULL, "a", NULL, NULL, NULL},
		{"r2", "allegiance", "umbrella", "a", "2020-01-01", NULL, "a", NULL, NULL, NULL},
		{"r3", "allegiance", "b", "a", "2020-01-01", NULL, "a", NULL, NULL, NULL},
		{"r4", "allegiance", "a", "b", "2020-01-01", NULL, "a", NULL, NULL, NULL},
	};
	world_new(facts, TEST_COUNT(facts));
	assert_int_equal(count_on("groups", "2020-06-01", NULL), 1);
	assert_int_equal(count_on("through_others", "2020-06-01", NULL), 1);
}

static void what_was_not_known_yet_is_not_there_and_has_ended_nothing(void **state)
{
	(void)state;
	static const struct fact facts[] = {
		{"join", "merger", "a", "umbrella", "2020-01", NULL, "a", NULL, NULL, NULL},
		{"left", "split", "a", "umbrella", "2021-01-01", NULL, "a", NULL, NULL,
			"2022-06-01"},
	};
	world_new(facts, TEST_COUNT(facts));
	assert_int_equal(count_on("groups", "2021-06-01", NULL), 0);
	assert_int_equal(count_on("groups", "2021-06-01", "2022-05-31"), 1);
	assert_int_equal(count_on("groups", "2021-06-01", "2022-06-01"), 0);
	/* January 2020 may be its last day: known then, and not before. */
	assert_int_equal(count_on("groups", "2020-06-01", "2020-01-30"), 0);
	assert_int_equal(count_on("groups", "2020-06-01", "2020-01-31"), 1);
}

/* ---- Through time ------------------------------------------------------------------------- */

static void joins_and_splits_add_up_to_the_groups_at_the_end_of_a_period(void **state)
{
	(void)state;
	static const struct fact facts[] = {
		{"r1", "merger", "a", "umbrella", "2020-07-06", NULL, "a", "press", NULL, NULL},
		{"r2", "allegiance", "b", "umbrella", "2020-08", NULL, "b", NULL, NULL, NULL},
		{"r3", "merger", "b", "umbrella", "2020-11-01", NULL, "b", NULL, NULL, NULL},
		{"r4", "split", "b", "umbrella", "2021-05-10", NULL, "b", NULL, NULL, NULL},
		{"r5", "merger", "c", "umbrella", "2021-01-01", "2023-03-31", "c", NULL, NULL,
			NULL},
	};
	static const double expected[][6] = {/* joins, confirmed, splits, groups, confirmed, only */
		{2, 1, 0, 2, 1, 1}, {1, 0, 1, 2, 1, 1}, {0, 0, 0, 2, 1, 1}, {0, 0, 1, 1, 1, 0}};
	static const char *const columns[] = {
		"joins", "joins_confirmed", "splits", "groups", "confirmed", "announced_only"};
	struct mizan_error error;
	struct mizan_table table = {0};
	struct mizan_relation_options options = mizan_relations_all;
	options.of = "umbrella";
	world_new(facts, TEST_COUNT(facts));
	CHECK(mizan_joins_store(fixture.database, &options, 12, MIZAN_DATE_UNKNOWN,
		MIZAN_DATE_UNKNOWN, &table, &error));
	assert_int_equal(table.row_count, 4);
	assert_string_equal(text_at(&table, 0, "period"), "2020");
	for (size_t row = 0; row < 4; row++) {
		for (size_t i = 0; i < 6; i++) {
			assert_near(number_at(&table, row, columns[i]), expected[row][i], 0);
		}
	}
	mizan_table_release(&table);
	/* A part of it begins with what was there before. */
	table = (struct mizan_table){0};
	CHECK(mizan_joins_store(fixture.database, &options, 3, mizan_date_make(2021, 4, 1),
		mizan_date_make(2021, 9, 30), &table, &error));
	assert_int_equal(table.row_count, 2);
	assert_string_equal(text_at(&table, 0, "period"), "2021-Q2");
	assert_near(number_at(&table, 0, "groups"), 2, 0);
	assert_near(number_at(&table, 0, "splits"), 1, 0);
	mizan_table_release(&table);
}

/* The groups of the list on a day, counted one by one. */
static int count_list(const char *on, bool confirmed)
{
	struct mizan_table table = {0};
	bool seen[128] = {false};
	int count = 0;
	list(&table, on, NULL);
	for (size_t row = 0; row < table.row_count; row++) {
		const char *kind = text_at(&table, row, "kind"),
			   *a = text_at(&table, row, "actor_a");
		const char *status = text_at(&table, row, "status");
		if ((strcmp(kind, "merger") == 0 || strcmp(kind, "allegiance") == 0) &&
			strcmp(text_at(&table, row, "actor_b"), "umbrella") == 0 &&
			strcmp(status, "denied") != 0 &&
			(!confirmed || strcmp(status, "confirmed") == 0) && !seen[(size_t)*a]) {
			seen[(size_t)*a] = true;
			count++;
		}
	}
	mizan_table_release(&table);
	return count;
}

/* Worlds by chance: the count of a day is the list's, and a month's is that of its last day. */
static void list_count_and_months_agree_in_worlds_by_chance(void **state)
{
	(void)state;
	static const char *const kinds[] = {"merger", "allegiance", "split", "split", "faction"};
	static const char *const groups[] = {"a", "b", "c", "d", "e"};
	uint64_t seed = 20241125;
	for (int world = 0; world < 12; world++) {
		world_new(NULL, 0);
		for (int i = 0; i < 25; i++) {
			char id[8], from[16];
			snprintf(id, sizeof id, "r%d", i);
			mizan_date_format(
				mizan_date_make(2020, 1, 1) + chance_below(&seed, 360), from);
			bool confirmed = chance_below(&seed, 3) == 0;
			bool denied = chance_below(&seed, 6) == 0;
			struct fact fact = {.id = id,
				.kind = kinds[chance_below(&seed, 5)],
				.a = groups[chance_below(&seed, 5)],
				.b = "umbrella",
				.from = from,
				.announced_by = denied ? NULL : "umbrella",
				.confirmed_by = confirmed && !denied ? "press" : NULL,
				.denied_by = denied ? "press" : NULL};
			relation_add(&fact);
		}
		struct mizan_error error;
		struct mizan_table months = {0};
		struct mizan_relation_options options = mizan_relations_all;
		options.of = "umbrella";
		CHECK(mizan_joins_store(fixture.database, &options, 1, mizan_date_make(2020, 1, 1),
			mizan_date_make(2020, 12, 31), &months, &error));
		for (int month = 1; month <= 12; month++) {
			char day[11];
			mizan_date_format(month == 12 ? mizan_date_make(2020, 12, 31)
						      : mizan_date_make(2020, month + 1, 1) - 1,
				day);
			int all = count_on("groups", day, NULL);
			size_t row = (size_t)month - 1;
			assert_int_equal(all, count_list(day, false));
			assert_int_equal(count_on("confirmed", day, NULL), count_list(day, true));
			assert_near(number_at(&months, row, "groups"), all, 0);
			assert_near(number_at(&months, row, "confirmed"),
				count_on("confirmed", day, NULL), 0);
		}
		mizan_table_release(&months);
	}
}

/* ---- Events ------------------------------------------------------------------------------- */

static struct mizan_event event_of(
	int year, int month, int day, const char *side_b, int64_t side_b_id, int32_t deaths)
{
	struct mizan_event event = fixture_event("PAK", mizan_date_make(year, month, day), deaths);
	event.side_a = test_slice("Government");
	event.side_b = test_slice(side_b);
	event.side_b_id = side_b_id;
	return event;
}

static void events(struct mizan_table *table)
{
	struct mizan_error error;
	struct mizan_relation_options options = mizan_relations_all;
	options.of = "umbrella";
	CHECK(mizan_relation_events_store(fixture.database, &options, 365, table, NULL, &error));
}

static size_t events_row(
	const struct mizan_table *table, const char *actor, const char *source, const char *side)
{
	for (size_t row = 0; row < table->row_count; row++) {
		if (strcmp(text_at(table, row, "actor"), actor) == 0 &&
			strcmp(text_at(table, row, "source"), source) == 0 &&
			strcmp(text_at(table, row, "side"), side) == 0) {
			return row;
		}
	}
	fail_msg("no row of %s in %s %s", actor, source, side);
	return 0;
}

static void events_world(const char *joined)
{
	record_new();
	actor_add("umbrella", "The Umbrella", "PAK", NULL);
	actor_add("numbered", "Numbered Group", "PAK", "77");
	actor_add("named", "Named Group of the Hills", "PAK", NULL);
	actor_add("nowhere", "Group of Nowhere", NULL, NULL);
	name_add("named", "پہاڑی گروہ", "Arab", NULL);
	const char *const ids[] = {"numbered", "named", "nowhere"};
	for (size_t i = 0; i < 3; i++) {
		struct fact fact = {.id = ids[i],
			.kind = "merger",
			.a = ids[i],
			.b = "umbrella",
			.from = joined,
			.announced_by = "umbrella"};
		relation_add(&fact);
	}
}

static void events_are_matched_by_number_in_ucdp_and_by_the_same_words_else(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	events_world("2020-07-06");
	const struct mizan_event ucdp[] = {event_of(2020, 7, 5, "Some other name", 77, 3),
		event_of(2020, 7, 6, "Some other name", 77, 4),
		event_of(2020, 7, 7, "Numbered Group", 78, 100),
		event_of(2020, 1, 7, "NAMED group of the hills", 5, 2),
		event_of(2020, 1, 8, "Named Groups of the Hills", 6, 100),
		event_of(2020, 8, 1, "پہاڑي گروه", 0, MIZAN_UNKNOWN),
		event_of(2019, 7, 6, "Some other name", 77, 100)};
	const struct mizan_event mine[] = {event_of(2020, 7, 7, "Numbered Group", 0, 6)};
	fixture_release("ucdp-ged", MIZAN_COMPLETE, 2018, 2022, ucdp, TEST_COUNT(ucdp));
	fixture_release("mine", MIZAN_COMPLETE, 2018, 2022, mine, TEST_COUNT(mine));
	events(&table);
	size_t row = events_row(&table, "numbered", "ucdp-ged", "before");
	assert_near(number_at(&table, row, "events"), 1, 0);
	assert_near(number_at(&table, row, "deaths_best"), 3, 0);
	assert_string_equal(text_at(&table, row, "date_from"), "2019-07-07");
	row = events_row(&table, "numbered", "ucdp-ged", "after");
	assert_near(number_at(&table, row, "deaths_best"), 4, 0);
	assert_string_equal(text_at(&table, row, "date_to"), "2021-07-05");
	row = events_row(&table, "numbered", "mine", "after");
	assert_near(number_at(&table, row, "deaths_best"), 6, 0);
	assert_string_equal(text_at(&table, row, "matched_by"), "name");
	row = events_row(&table, "named", "ucdp-ged", "before");
	assert_near(number_at(&table, row, "deaths_best"), 2, 0);
	/* An event whose deaths nobody counted is an event, and no zero. */
	row = events_row(&table, "named", "ucdp-ged", "after");
	assert_near(number_at(&table, row, "events"), 1, 0);
	assert_true(isnan(number_at(&table, row, "deaths_best")));
	mizan_table_release(&table);
}

static void days_that_a_release_does_not_cover_are_unknown_and_not_0(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	events_world("2020-07-06");
	const struct mizan_event early[] = {event_of(2019, 12, 1, "Numbered Group", 77, 3)};
	const struct mizan_event sample[] = {event_of(2020, 12, 1, "Numbered Group", 0, 5)};
	fixture_release("ucdp-ged", MIZAN_COMPLETE, 2019, 2020, early, TEST_COUNT(early));
	fixture_release("sheet", MIZAN_SAMPLE, 2018, 2022, sample, TEST_COUNT(sample));
	events(&table);
	size_t row = events_row(&table, "numbered", "ucdp-ged", "before");
	assert_near(number_at(&table, row, "events"), 1, 0);
	row = events_row(&table, "numbered", "ucdp-ged", "after");
	assert_true(isnan(number_at(&table, row, "events")));
	row = events_row(&table, "named", "ucdp-ged", "before");
	assert_near(number_at(&table, row, "events"), 0, 0);
	/* Who may have been in any country is not known to have done nothing. */
	row = events_row(&table, "nowhere", "ucdp-ged", "before");
	assert_true(isnan(number_at(&table, row, "events")));
	row = events_row(&table, "numbered", "sheet", "after");
	assert_near(number_at(&table, row, "events"), 1, 0);
	assert_string_equal(text_at(&table, row, "coverage"), "sample");
	row = events_row(&table, "numbered", "sheet", "before");
	assert_true(isnan(number_at(&table, row, "events")));
	assert_true(has_note(&table, "sheet is a sample"));
	mizan_table_release(&table);
}

static void a_joining_dated_by_its_month_leaves_that_month_out(void **state)
{
	(void)state;
	struct mizan_table table = {0};
	events_world("2020-07");
	const struct mizan_event ucdp[] = {event_of(2020, 7, 10, "Numbered Group", 77, 3)};
	fixture_release("ucdp-ged", MIZAN_COMPLETE, 2018, 2022, ucdp, TEST_COUNT(ucdp));
	events(&table);
	size_t row = events_row(&table, "numbered", "ucdp-ged", "before");
	assert_string_equal(text_at(&table, row, "date_to"), "2020-06-30");
	assert_near(number_at(&table, row, "events"), 0, 0);
	row = events_row(&table, "numbered", "ucdp-ged", "after");
	assert_string_equal(text_at(&table, row, "date_from"), "2020-07-31");
	assert_near(number_at(&table, row, "events"), 0, 0);
	mizan_table_release(&table);
}

/* ---- Names -------------------------------------------------------------------------------- */

static void output_has_the_neutral_name_unless_a_user_s_is_asked_for(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_table table = {0};
	struct mizan_arena arena = {0};
	const char *name;
	world_new(again, TEST_COUNT(again));
	name_add("umbrella", "تحریک", "Arab", "a;umbrella");
	name_add("umbrella", "Tehrik", "Latn", "a");
	name_add("umbrella", "The gang", "Latn", "press");
	struct mizan_relation_options options = mizan_relations_all;
	CHECK(mizan_relations_store(fixture.database, &options, &table, &error));
	assert_string_equal(text_at(&table, 0, "name_b"), "umbrella");
	mizan_table_release(&table);
	table = (struct mizan_table){0};
	options.names_of = "umbrella";
	CHECK(mizan_relations_store(fixture.database, &options, &table, &error));
	assert_string_equal(text_at(&table, 0, "name_b"), "تحریک");
	assert_string_equal(text_at(&table, 0, "name_a"), "a");
	mizan_table_release(&table);
	CHECK(mizan_actor_name_store(fixture.database, "umbrella", "press", &arena, &name, &error));
	assert_string_equal(name, "The gang");
	CHECK(mizan_actor_name_store(fixture.database, "umbrella", "a", &arena, &name, &error));
	assert_string_equal(name, "Tehrik");
	CHECK(mizan_actor_name_store(fixture.database, "umbrella", NULL, &arena, &name, &error));
	assert_string_equal(name, "umbrella");
	CHECK(mizan_actor_name_store(fixture.database, "nobody", NULL, &arena, &name, &error));
	assert_null(name);
	mizan_arena_release(&arena);
}

static const char *found(const char *text, bool *chosen)
{
	static char id[64];
	struct mizan_error error;
	struct mizan_table table = {0};
	CHECK(mizan_actor_find_store(fixture.database, &text, 1, &table, chosen, &error));
	snprintf(id, sizeof id, "%s", text_at(&table, 0, "actor_id"));
	mizan_table_release(&table);
	return id;
}

static void a_name_in_any_script_finds_its_actor_and_a_shared_one_none(void **state)
{
	(void)state;
	bool chosen;
	record_new();
	actor_add("one", "Group of \"Kabir\" O'Synth & <b>Sons</b>", NULL, NULL);
	actor_add("two", "Army of the Valley", NULL, NULL);
	actor_add("three", "Army of the Valley", NULL, NULL);
	name_add("one", "گروہ کبیر", "Arab", NULL);
	assert_string_equal(found("گروه كبير", &chosen), "one");
	assert_true(chosen);
	assert_string_equal(found("Group of \"Kabir\" O'Synth & <b>Sons</b>", &chosen), "one");
	assert_true(chosen);
	(void)found("Army of the Valley", &chosen);
	assert_false(chosen);
	(void)found("'; DROP TABLE actor; --", &chosen);
	assert_false(chosen);
	/* An id is a way to name an actor, whoever shares its name. */
	assert_string_equal(found("two", &chosen), "two");
}

static void who_is_not_on_record_or_no_day_is_an_error_that_says_what_to_do(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	struct mizan_table table = {0};
	world_new(again, TEST_COUNT(again));
	struct mizan_relation_options options = mizan_relations_all;
	assert_int_equal(mizan_relation_counts_store(fixture.database, &options, &table, &error),
		MIZAN_ERROR_USAGE);
	options.of = "umbrella";
	assert_int_equal(mizan_relation_counts_store(fixture.database, &options, &table, &error),
		MIZAN_ERROR_USAGE);
	options.of = "nobody";
	assert_int_equal(mizan_relations_store(fixture.database, &options, &table, &error),
		MIZAN_ERROR_USAGE);
	assert_non_null(strstr(error.advice, "mizan actor find"));
	options.of = NULL;
	options.kind = "friendship";
	assert_int_equal(mizan_relations_store(fixture.database, &options, &table, &error),
		MIZAN_ERROR_USAGE);
	assert_non_null(strstr(error.advice, "alleged-sanctuary"));
	mizan_table_release(&table);
}

static void a_sheet_without_relations_gives_tables_without_rows(void **state)
{
	(void)state;
	struct mizan_error error;
	struct mizan_table tables[3] = {{.row_count = 0}};
	world_new(NULL, 0);
	struct mizan_relation_options options = mizan_relations_all;
	options.of = "umbrella";
	CHECK(mizan_relations_store(fixture.database, &options, &tables[0], &error));
	CHECK(mizan_joins_store(fixture.database, &options, 1, MIZAN_DATE_UNKNOWN,
		MIZAN_DATE_UNKNOWN, &tables[1], &error));
	CHECK(mizan_relation_events_store(
		fixture.database, &options, 365, &tables[2], NULL, &error));
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(tables[i].row_count, 0);
		mizan_table_release(&tables[i]);
	}
	assert_int_equal(count_on("groups", "2024-01-01", NULL), 0);
}

/* ---- Offices ------------------------------------------------------------------------------ */

static void an_office_that_changed_hands_in_a_month_has_two_perhaps(void **state)
{
	(void)state;
	static const char *const holders[][3] = {{"First \"Holder\"", "2010-01-01", "2018-06"},
		{"Second <i>Holder</i>", "2018-06", NULL}};
	struct mizan_error error;
	record_new();
	actor_add("umbrella", "The Umbrella", NULL, NULL);
	for (size_t i = 0; i < 2; i++) {
		struct row row = {0};
		row_text(&row, "office_id", "head");
		row_text(&row, "actor_id", "umbrella");
		row_text(&row, "post", "Head");
		row_text(&row, "holder", holders[i][0]);
		row_date(&row, "date_from", "date_from_precision", holders[i][1]);
		row_date(&row, "date_to", "date_to_precision", holders[i][2]);
		row_text(&row, "source", "Synthetic");
		row_add(&row, "office");
	}
	struct mizan_table table = {0};
	CHECK(mizan_offices_store(fixture.database, day_of("2018-06-15"), NULL, &table, &error));
	assert_int_equal(table.row_count, 2);
	assert_string_equal(text_at(&table, 0, "holds"), "perhaps");
	assert_string_equal(text_at(&table, 0, "to"), "2018-06");
	mizan_table_release(&table);
	table = (struct mizan_table){0};
	CHECK(mizan_offices_store(
		fixture.database, day_of("2020-01-01"), "The Umbrella", &table, &error));
	assert_int_equal(table.row_count, 1);
	assert_string_equal(text_at(&table, 0, "holder"), "Second <i>Holder</i>");
	assert_string_equal(text_at(&table, 0, "holds"), "yes");
	mizan_table_release(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_group_that_split_and_joined_again_is_with_it_before_and_after),
		cmocka_unit_test(a_group_counts_once_and_announced_apart_from_confirmed),
		cmocka_unit_test(a_party_cannot_confirm_its_own_relation),
		cmocka_unit_test(what_is_only_denied_counts_nowhere_and_ends_nothing),
		cmocka_unit_test(a_date_known_by_its_month_or_year_is_perhaps_within_it),
		cmocka_unit_test(a_split_in_a_year_ends_what_began_within_it),
		cmocka_unit_test(groups_within_a_group_that_joined_are_not_counted),
		cmocka_unit_test(groups_that_swear_to_each_other_do_not_hang_it),
		cmocka_unit_test(what_was_not_known_yet_is_not_there_and_has_ended_nothing),
		cmocka_unit_test(joins_and_splits_add_up_to_the_groups_at_the_end_of_a_period),
		cmocka_unit_test(list_count_and_months_agree_in_worlds_by_chance),
		cmocka_unit_test(events_are_matched_by_number_in_ucdp_and_by_the_same_words_else),
		cmocka_unit_test(days_that_a_release_does_not_cover_are_unknown_and_not_0),
		cmocka_unit_test(a_joining_dated_by_its_month_leaves_that_month_out),
		cmocka_unit_test(output_has_the_neutral_name_unless_a_user_s_is_asked_for),
		cmocka_unit_test(a_name_in_any_script_finds_its_actor_and_a_shared_one_none),
		cmocka_unit_test(who_is_not_on_record_or_no_day_is_an_error_that_says_what_to_do),
		cmocka_unit_test(a_sheet_without_relations_gives_tables_without_rows),
		cmocka_unit_test(an_office_that_changed_hands_in_a_month_has_two_perhaps),
	};
	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
