/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The toll on arrays of events, against sums that are made here another way. */
#include "../fixture.h"

#include <mizan/indicator.h>
#include <mizan/place.h>
#include <time.h>

/* ---- Sums another way --------------------------------------------------------------------- */

static const char *const key_names[] = {"country", "province", "place", "dyad", "actor", "violence",
	"year", "quarter", "month", "week"};
#define KEYS TEST_COUNT(key_names)

static const struct mizan_release releases[] = {
	{.release_id = 1, .source = "one", .version = "1", .kind = "events", .countries = ""},
	{.release_id = 2, .source = "one", .version = "2", .kind = "events", .countries = ""},
	{.release_id = 3,
		.source = "one",
		.version = "3",
		.kind = "events",
		.countries = "",
		.coverage = MIZAN_SAMPLE},
	{.release_id = 4,
		.source = "another",
		.version = "4",
		.kind = "events",
		.countries = "",
		.coverage = MIZAN_SAMPLE},
};
static struct mizan_release_list release_list(void)
{
	return (struct mizan_release_list){
		(struct mizan_release *)(uintptr_t)releases, TEST_COUNT(releases)};
}

/* One row of a toll, its keys written one after the other. */
struct brute {
	char key[256];
	int64_t events, low, best, high, civilians, known, civilians_known, both_known;
	int64_t by_violence[4];
};
struct brutes {
	struct brute items[4096];
	size_t count;
};

static struct brute *brute_find(struct brutes *brutes, const char *key)
{
	for (size_t i = 0; i < brutes->count; i++) {
		if (strcmp(brutes->items[i].key, key) == 0) {
			return &brutes->items[i];
		}
	}
	if (brutes->count == TEST_COUNT(brutes->items)) {
		fail_msg("too many groups for this test");
	}
	struct brute *brute = &brutes->items[brutes->count++];
	*brute = (struct brute){0};
	snprintf(brute->key, sizeof brute->key, "%s", key);
	return brute;
}

/* The labels of a day by the C library's calendar. */
static void brute_label(size_t key, mizan_date date, char label[16])
{
	time_t seconds = (time_t)date * 86400;
	struct tm tm;
	gmtime_r(&seconds, &tm);
	if (key == 7) {
		size_t size = strftime(label, 16, "%Y-Q", &tm);
		label[size] = (char)('1' + tm.tm_mon / 3);
		label[size + 1] = '\0';
	} else {
		strftime(label, 16, key == 6 ? "%Y" : key == 8 ? "%Y-%m" : "%G-W%V", &tm);
	}
}

static void brute_add_event(struct brutes *brutes, unsigned by, const struct mizan_event *event,
	struct mizan_slice actor)
{
	static const char *const violence[] = {"", "state-based", "non-state", "one-sided"};
	const struct mizan_slice names[] = {
		event->country, event->admin1, event->place, event->dyad, actor};
	const struct mizan_release *release = &releases[event->release_id - 1];
	char key[256] = "", label[16];
	for (size_t i = 0; i < KEYS; i++) {
		size_t size = strlen(key);
		if (!(by & 1u << i)) {
			continue;
		}
		if (i < 5) {
			snprintf(key + size, sizeof key - size, "%.*s|", (int)names[i].size,
				names[i].data);
		} else if (i == 5) {
			snprintf(key + size, sizeof key - size, "%s|", violence[event->violence]);
		} else {
			brute_label(i, event->date_end, label);
			snprintf(key + size, sizeof key - size, "%s|", label);
		}
	}
	size_t size = strlen(key);
	snprintf(key + size, sizeof key - size, "%s|%s|", release->source,
		release->coverage == MIZAN_SAMPLE ? "sample" : "complete");
	struct brute *brute = brute_find(brutes, key);
	bool known = event->deaths_best != MIZAN_UNKNOWN;
	bool civilians = event->deaths_civilians != MIZAN_UNKNOWN;
	brute->events++;
	brute->known += known;
	brute->civilians_known += civilians;
	brute->both_known += known && civilians;
	brute->civilians += civilians ? event->deaths_civilians : 0;
	if (known) {
		int32_t best = event->deaths_best;
		brute->best += best;
		brute->low += event->deaths_low == MIZAN_UNKNOWN ? best : event->deaths_low;
		brute->high += event->deaths_high == MIZAN_UNKNOWN ? best : event->deaths_high;
		brute->by_violence[event->violence] += best;
	}
}

static void brute_add(struct brutes *brutes, unsigned by, const struct mizan_event *event)
{
	bool same = event->side_a.size == event->side_b.size &&
		    memcmp(event->side_a.data, event->side_b.data, event->side_a.size) == 0;
	brute_add_event(brutes, by, event, event->side_a);
	if (by & MIZAN_BY_ACTOR && !same) {
		brute_add_event(brutes, by, event, event->side_b);
	}
}

/* The keys of a row of a table, written as above. */
static void table_key(const struct mizan_table *table, size_t row, unsigned by, char key[256])
{
	key[0] = '\0';
	for (size_t i = 0; i < KEYS + 2; i++) {
		if (i < KEYS && !(by & 1u << i)) {
			continue;
		}
		const char *name = i < KEYS ? key_names[i] : i == KEYS ? "source" : "coverage";
		struct mizan_text text = {0};
		mizan_table_append_cell(&text, table, row, column_of(table, name), true);
		size_t size = strlen(key);
		snprintf(key + size, 256 - size, "%s|", text.data ? text.data : "");
		mizan_text_release(&text);
	}
}

static void assert_share(
	const struct mizan_table *table, size_t row, const char *name, bool known, double share)
{
	double given = number_at(table, row, name);
	assert_int_equal(!isnan(given), known);
	if (known) {
		assert_near(given, share, 1e-12);
	}
}

static void assert_row(const struct mizan_table *table, size_t row, const struct brute *brute)
{
	static const char *const names[] = {
		"deaths_low", "deaths_best", "deaths_high", "deaths_civilians"};
	const int64_t sums[] = {brute->low, brute->best, brute->high, brute->civilians};
	assert_int_equal(
		mizan_table_cell(table, row, column_of(table, "events"))->integer, brute->events);
	for (size_t i = 0; i < 4; i++) {
		const struct mizan_cell *cell =
			mizan_table_cell(table, row, column_of(table, names[i]));
		bool known = i < 3 ? brute->known > 0 : brute->civilians_known > 0;
		assert_int_equal(cell->known, known);
		if (known) {
			assert_int_equal(cell->integer, sums[i]);
		}
	}
	double best = (double)brute->best;
	assert_share(
		table, row, "deaths_per_event", brute->known > 0, best / (double)brute->events);
	bool all = brute->both_known == brute->known && brute->both_known == brute->civilians_known;
	assert_share(table, row, "civilians_share", brute->best > 0 && all,
		(double)brute->civilians / best);
	static const char *const shares[] = {
		"", "state_based_share", "non_state_share", "one_sided_share"};
	for (size_t i = 1; i < 4; i++) {
		assert_share(table, row, shares[i],
			brute->best > 0 && brute->by_violence[0] < brute->best,
			(double)brute->by_violence[i] / best);
	}
}

/* ---- Events by chance --------------------------------------------------------------------- */

static int32_t chance_count(uint64_t *seed, int limit)
{
	return chance_below(seed, 8) == 0 ? MIZAN_UNKNOWN : chance_below(seed, limit);
}

static struct mizan_event chance_event(uint64_t *seed, int longest)
{
	static const char *const countries[] = {"PAK", "AFG", "IND", ""};
	static const char *const provinces[] = {"", "Khyber Pakhtunkhwa", "Balochistan", "Barisāl"};
	static const char *const places[] = {"Torkham", "Quetta", "a", "", "b b"};
	static const char *const dyads[] = {"A - B", "B - C", ""};
	static const char *const actors[] = {"A", "B", "C", "Civilians", ""};
	struct mizan_event event =
		fixture_event(countries[chance_below(seed, 4)], 0, chance_count(seed, 50));
	event.admin1 = test_slice(provinces[chance_below(seed, 4)]);
	event.place = test_slice(places[chance_below(seed, 5)]);
	event.dyad = test_slice(dyads[chance_below(seed, 3)]);
	event.side_a = test_slice(actors[chance_below(seed, 5)]);
	event.side_b = test_slice(actors[chance_below(seed, 5)]);
	event.violence = (uint8_t)chance_below(seed, 4);
	event.date_start = mizan_date_make(2018, 11, 1) + chance_below(seed, 800);
	event.date_end = event.date_start + (longest ? chance_below(seed, longest) : 0);
	event.deaths_low = chance_count(seed, 30);
	event.deaths_high = chance_count(seed, 90);
	event.deaths_civilians = chance_count(seed, 20);
	event.release_id = 1 + chance_below(seed, 4);
	event.place_precision = (uint8_t)chance_below(seed, 8);
	return event;
}

static struct mizan_toll *toll_with(unsigned by)
{
	struct mizan_error error = {0};
	struct mizan_toll *toll;
	struct mizan_toll_options options = {
		.by = by, .from = MIZAN_DATE_UNKNOWN, .to = MIZAN_DATE_UNKNOWN};
	CHECK(mizan_toll_init(&toll, &options, &error));
	return toll;
}

static struct mizan_table finish(struct mizan_toll *toll)
{
	struct mizan_error error = {0};
	struct mizan_table table = {0};
	struct mizan_release_list list = release_list();
	CHECK(mizan_toll_finish(toll, &list, &table, &error));
	mizan_toll_release(toll);
	return table;
}

static struct mizan_table toll_of(
	const struct mizan_toll_options *options, const struct mizan_event *events, size_t count)
{
	struct mizan_error error = {0};
	struct mizan_toll *toll;
	CHECK(mizan_toll_init(&toll, options, &error));
	for (size_t i = 0; i < count; i++) {
		CHECK(mizan_toll_add(toll, &events[i], &error));
	}
	return finish(toll);
}

/* ---- Exact sums --------------------------------------------------------------------------- */

static void sums_are_exact_by_every_combination_of_keys(void **state)
{
	(void)state;
	static struct mizan_event events[400];
	static struct brutes brutes;
	uint64_t seed = 11;
	for (size_t i = 0; i < TEST_COUNT(events); i++) {
		events[i] = chance_event(&seed, 40);
	}
	for (unsigned by = 0; by < 1u << KEYS; by++) {
		brutes.count = 0;
		for (size_t i = 0; i < TEST_COUNT(events); i++) {
			brute_add(&brutes, by, &events[i]);
		}
		struct mizan_toll_options options = {
			.by = by, .from = MIZAN_DATE_UNKNOWN, .to = MIZAN_DATE_UNKNOWN};
		struct mizan_table table = toll_of(&options, events, TEST_COUNT(events));
		assert_int_equal(table.row_count, brutes.count);
		for (size_t row = 0; row < table.row_count; row++) {
			char key[256];
			table_key(&table, row, by, key);
			size_t before = brutes.count;
			struct brute *brute = brute_find(&brutes, key);
			assert_int_equal(brutes.count, before);
			assert_row(&table, row, brute);
		}
		mizan_table_release(&table);
	}
}

static void rows_are_sorted_by_key(void **state)
{
	(void)state;
	uint64_t seed = 12;
	static struct mizan_event events[300];
	for (size_t i = 0; i < TEST_COUNT(events); i++) {
		events[i] = chance_event(&seed, 0);
	}
	struct mizan_toll_options options = {
		.by = MIZAN_BY_COUNTRY | MIZAN_BY_PROVINCE | MIZAN_BY_YEAR | MIZAN_BY_QUARTER,
		.from = MIZAN_DATE_UNKNOWN,
		.to = MIZAN_DATE_UNKNOWN};
	struct mizan_table table = toll_of(&options, events, TEST_COUNT(events));
	static const char *const order[] = {"country", "province", "quarter", "source", "coverage"};
	for (size_t row = 1; row < table.row_count; row++) {
		int before = 0;
		for (size_t i = 0; i < TEST_COUNT(order) && before == 0; i++) {
			before = strcmp(
				text_at(&table, row - 1, order[i]), text_at(&table, row, order[i]));
		}
		assert_true(before < 0);
	}
	mizan_table_release(&table);
}

static void the_order_of_events_does_not_matter(void **state)
{
	(void)state;
	uint64_t seed = 13;
	static struct mizan_event events[500];
	for (size_t i = 0; i < TEST_COUNT(events); i++) {
		events[i] = chance_event(&seed, 40);
	}
	for (int spread = 0; spread < 2; spread++) {
		struct mizan_toll_options options = {.by = MIZAN_BY_COUNTRY | MIZAN_BY_PROVINCE |
							   MIZAN_BY_ACTOR | MIZAN_BY_MONTH,
			.spread = spread,
			.from = MIZAN_DATE_UNKNOWN,
			.to = MIZAN_DATE_UNKNOWN};
		struct mizan_table first = toll_of(&options, events, TEST_COUNT(events));
		for (size_t i = TEST_COUNT(events) - 1; i > 0; i--) {
			size_t other = (size_t)chance_below(&seed, (int)i + 1);
			struct mizan_event event = events[i];
			events[i] = events[other];
			events[other] = event;
		}
		struct mizan_table second = toll_of(&options, events, TEST_COUNT(events));
		assert_same_tables(&first, &second);
		mizan_table_release(&first);
		mizan_table_release(&second);
	}
}

static void two_halves_merged_are_the_whole(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	uint64_t seed = 14;
	static struct mizan_event events[600];
	for (size_t i = 0; i < TEST_COUNT(events); i++) {
		events[i] = chance_event(&seed, 40);
	}
	for (int round = 0; round < 60; round++) {
		struct mizan_toll_options options = {.by = (unsigned)chance_below(&seed, 1 << KEYS),
			.precision = chance_below(&seed, 8),
			.from = MIZAN_DATE_UNKNOWN,
			.to = MIZAN_DATE_UNKNOWN};
		options.spread = options.by >= MIZAN_BY_YEAR && round % 2;
		struct mizan_toll *parts[3];
		for (size_t i = 0; i < 3; i++) {
			CHECK(mizan_toll_init(&parts[i], &options, &error));
		}
		for (size_t i = 0; i < TEST_COUNT(events); i++) {
			/* The third has none. */
			CHECK(mizan_toll_add(parts[chance_below(&seed, 2)], &events[i], &error));
		}
		CHECK(mizan_toll_merge(parts[0], parts[1], &error));
		CHECK(mizan_toll_merge(parts[2], parts[0], &error));
		mizan_toll_release(parts[0]);
		mizan_toll_release(parts[1]);
		struct mizan_table merged = finish(parts[2]);
		struct mizan_table whole = toll_of(&options, events, TEST_COUNT(events));
		assert_same_tables(&merged, &whole);
		mizan_table_release(&merged);
		mizan_table_release(&whole);
	}
}

/* More deaths than 32 bits hold. */
static void sums_do_not_overflow(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	struct mizan_toll *toll = toll_with(0);
	struct mizan_event event = fixture_event("RWA", mizan_date_make(1994, 4, 7), INT32_MAX);
	event.release_id = 1;
	for (int i = 0; i < 1000; i++) {
		CHECK(mizan_toll_add(toll, &event, &error));
	}
	struct mizan_table table = finish(toll);
	assert_int_equal(mizan_table_cell(&table, 0, column_of(&table, "deaths_best"))->integer,
		1000LL * INT32_MAX);
	mizan_table_release(&table);
}

/* ---- Periods ------------------------------------------------------------------------------ */

static void an_event_belongs_to_the_period_in_which_it_ends(void **state)
{
	(void)state;
	struct mizan_event event = fixture_event("PAK", mizan_date_make(2021, 1, 2), 10);
	event.date_start = mizan_date_make(2020, 12, 20);
	event.release_id = 1;
	struct mizan_toll_options options = {
		.by = MIZAN_BY_YEAR | MIZAN_BY_QUARTER | MIZAN_BY_MONTH | MIZAN_BY_WEEK,
		.from = MIZAN_DATE_UNKNOWN,
		.to = MIZAN_DATE_UNKNOWN};
	struct mizan_table table = toll_of(&options, &event, 1);
	assert_int_equal(table.row_count, 1);
	assert_true(number_at(&table, 0, "year") == 2021);
	assert_string_equal(text_at(&table, 0, "quarter"), "2021-Q1");
	assert_string_equal(text_at(&table, 0, "month"), "2021-01");
	/* ISO 8601: 2 January 2021 is a Saturday of week 53 of 2020. */
	assert_string_equal(text_at(&table, 0, "week"), "2020-W53");
	mizan_table_release(&table);
	/* From and to mean the day on which it ends, too. */
	options.to = mizan_date_make(2020, 12, 31);
	table = toll_of(&options, &event, 1);
	assert_int_equal(table.row_count, 0);
	mizan_table_release(&table);
}

/* Dates with the weeks that ISO 8601 gives them. */
static void weeks_are_those_of_iso_8601(void **state)
{
	(void)state;
	static const struct {
		int year, month, day;
		const char *week;
	} days[] = {{2005, 1, 1, "2004-W53"}, {2005, 1, 2, "2004-W53"}, {2005, 12, 31, "2005-W52"},
		{2006, 1, 1, "2005-W52"}, {2006, 1, 2, "2006-W01"}, {2007, 1, 1, "2007-W01"},
		{2007, 12, 30, "2007-W52"}, {2007, 12, 31, "2008-W01"}, {2008, 12, 28, "2008-W52"},
		{2008, 12, 29, "2009-W01"}, {2009, 12, 31, "2009-W53"}, {2010, 1, 3, "2009-W53"}};
	for (size_t i = 0; i < TEST_COUNT(days); i++) {
		struct mizan_event event = fixture_event(
			"PAK", mizan_date_make(days[i].year, days[i].month, days[i].day), 1);
		event.release_id = 1;
		struct mizan_toll_options options = {
			.by = MIZAN_BY_WEEK, .from = MIZAN_DATE_UNKNOWN, .to = MIZAN_DATE_UNKNOWN};
		struct mizan_table table = toll_of(&options, &event, 1);
		assert_string_equal(text_at(&table, 0, "week"), days[i].week);
		mizan_table_release(&table);
	}
}

/* ---- Spread ------------------------------------------------------------------------------- */

/* Days of an event that lie in a period of this label. */
static int days_in(const struct mizan_event *event, size_t key, const char *wanted)
{
	int days = 0;
	char label[16];
	for (mizan_date day = event->date_start; day <= event->date_end; day++) {
		brute_label(key, day, label);
		days += strcmp(label, wanted) == 0;
	}
	return days;
}

static void spread_gives_each_period_its_share_in_whole_deaths(void **state)
{
	(void)state;
	uint64_t seed = 15;
	static const char *const counts[] = {
		"deaths_low", "deaths_best", "deaths_high", "deaths_civilians"};
	for (int round = 0; round < 10000; round++) {
		size_t key = 6 + (size_t)chance_below(&seed, 4);
		struct mizan_event event = chance_event(&seed, round % 10 ? 60 : 700);
		event.release_id = 1;
		if (event.deaths_best == MIZAN_UNKNOWN) {
			continue;
		}
		event.deaths_low = event.deaths_low == MIZAN_UNKNOWN ? 0 : event.deaths_low;
		event.deaths_high = event.deaths_high == MIZAN_UNKNOWN ? 0 : event.deaths_high;
		event.deaths_civilians =
			event.deaths_civilians == MIZAN_UNKNOWN ? 0 : event.deaths_civilians;
		struct mizan_toll_options options = {.by = 1u << key,
			.spread = true,
			.from = MIZAN_DATE_UNKNOWN,
			.to = MIZAN_DATE_UNKNOWN};
		struct mizan_table table = toll_of(&options, &event, 1);
		const int32_t totals[] = {event.deaths_low, event.deaths_best, event.deaths_high,
			event.deaths_civilians};
		double sums[4] = {0}, length = event.date_end - event.date_start + 1;
		for (size_t row = 0; row < table.row_count; row++) {
			char label[16];
			snprintf(label, sizeof label, "%s",
				key == 6 ? "" : text_at(&table, row, key_names[key]));
			if (key == 6) {
				snprintf(label, sizeof label, "%.0f",
					number_at(&table, row, "year"));
			}
			double share = days_in(&event, key, label) / length;
			assert_true(share > 0);
			for (size_t i = 0; i < 4; i++) {
				double part = number_at(&table, row, counts[i]);
				assert_true(part >= 0);
				/* The quota rule: neither a death too many nor too few. */
				assert_true(fabs(part - totals[i] * share) < 1);
				sums[i] += part;
			}
			char last[16];
			brute_label(key, event.date_end, last);
			assert_true(number_at(&table, row, "events") == (strcmp(last, label) == 0));
		}
		for (size_t i = 0; i < 4; i++) {
			assert_true(sums[i] == totals[i]);
		}
		mizan_table_release(&table);
	}
}

static void spread_keeps_the_totals_of_many_events(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	uint64_t seed = 16;
	static const unsigned units[] = {MIZAN_BY_YEAR, MIZAN_BY_QUARTER, MIZAN_BY_MONTH,
		MIZAN_BY_WEEK, MIZAN_BY_MONTH | MIZAN_BY_WEEK, MIZAN_BY_YEAR | MIZAN_BY_WEEK,
		MIZAN_BY_YEAR | MIZAN_BY_QUARTER | MIZAN_BY_MONTH | MIZAN_BY_WEEK};
	struct mizan_toll *tolls[TEST_COUNT(units)], *plain = toll_with(0);
	for (size_t i = 0; i < TEST_COUNT(units); i++) {
		struct mizan_toll_options options = {.by = units[i],
			.spread = true,
			.from = MIZAN_DATE_UNKNOWN,
			.to = MIZAN_DATE_UNKNOWN};
		CHECK(mizan_toll_init(&tolls[i], &options, &error));
	}
	for (int i = 0; i < 10000; i++) {
		struct mizan_event event = chance_event(&seed, 60);
		event.release_id = 1;
		CHECK(mizan_toll_add(plain, &event, &error));
		for (size_t k = 0; k < TEST_COUNT(units); k++) {
			CHECK(mizan_toll_add(tolls[k], &event, &error));
		}
	}
	struct mizan_table whole = finish(plain);
	static const char *const counts[] = {
		"events", "deaths_low", "deaths_best", "deaths_high", "deaths_civilians"};
	for (size_t k = 0; k < TEST_COUNT(units); k++) {
		struct mizan_table table = finish(tolls[k]);
		for (size_t i = 0; i < TEST_COUNT(counts); i++) {
			double sum = 0;
			for (size_t row = 0; row < table.row_count; row++) {
				double value = number_at(&table, row, counts[i]);
				sum += isnan(value) ? 0 : value;
			}
			assert_true(sum == number_at(&whole, 0, counts[i]));
		}
		assert_true(has_note(&table, "largest remainder"));
		mizan_table_release(&table);
	}
	mizan_table_release(&whole);
}

/* Weeks do not lie within months: by both, each death stays in its own month. */
static void spread_by_weeks_and_months_does_not_move_deaths_across_months(void **state)
{
	(void)state;
	/* Monday, 28 December 2020 to Sunday, 3 January 2021: one ISO week, 4 days and 3. */
	struct mizan_event event = fixture_event("PAK", mizan_date_make(2021, 1, 3), 70);
	event.date_start = mizan_date_make(2020, 12, 28);
	event.release_id = 1;
	static const unsigned by[] = {MIZAN_BY_YEAR | MIZAN_BY_WEEK, MIZAN_BY_MONTH | MIZAN_BY_WEEK,
		MIZAN_BY_QUARTER | MIZAN_BY_WEEK};
	for (size_t i = 0; i < TEST_COUNT(by); i++) {
		struct mizan_toll_options options = {.by = by[i],
			.spread = true,
			.from = MIZAN_DATE_UNKNOWN,
			.to = MIZAN_DATE_UNKNOWN};
		struct mizan_table table = toll_of(&options, &event, 1);
		assert_int_equal(table.row_count, 2);
		assert_true(number_at(&table, 0, "deaths_best") == 40);
		assert_true(number_at(&table, 1, "deaths_best") == 30);
		assert_true(number_at(&table, 0, "events") == 0);
		assert_true(number_at(&table, 1, "events") == 1);
		assert_string_equal(text_at(&table, 0, "week"), "2020-W53");
		assert_string_equal(text_at(&table, 1, "week"), "2020-W53");
		mizan_table_release(&table);
	}
}

/* Of ten days with ten deaths, the five from 8 to 12 June are five deaths. */
static void spread_counts_the_days_within_from_and_to(void **state)
{
	(void)state;
	struct mizan_event event = fixture_event("PAK", mizan_date_make(2020, 6, 15), 10);
	event.date_start = mizan_date_make(2020, 6, 6);
	event.release_id = 1;
	struct mizan_toll_options options = {.by = MIZAN_BY_MONTH,
		.spread = true,
		.from = mizan_date_make(2020, 6, 8),
		.to = mizan_date_make(2020, 6, 12)};
	struct mizan_table table = toll_of(&options, &event, 1);
	assert_int_equal(table.row_count, 1);
	assert_true(number_at(&table, 0, "deaths_best") == 5);
	assert_true(number_at(&table, 0, "events") == 0); /* it ends after them */
	mizan_table_release(&table);
	options.to = MIZAN_DATE_UNKNOWN;
	table = toll_of(&options, &event, 1);
	assert_true(number_at(&table, 0, "deaths_best") == 8);
	assert_true(number_at(&table, 0, "events") == 1);
	mizan_table_release(&table);
	options.from = MIZAN_DATE_UNKNOWN;
	options.to = mizan_date_make(2020, 6, 6);
	table = toll_of(&options, &event, 1);
	assert_true(number_at(&table, 0, "deaths_best") == 1);
	mizan_table_release(&table);
}

static void of_equal_remainders_the_earlier_period_has_the_death(void **state)
{
	(void)state;
	struct mizan_event event = fixture_event("PAK", mizan_date_make(2020, 2, 1), 3);
	event.date_start = mizan_date_make(2020, 1, 31);
	event.release_id = 1;
	struct mizan_toll_options options = {.by = MIZAN_BY_MONTH,
		.spread = true,
		.from = MIZAN_DATE_UNKNOWN,
		.to = MIZAN_DATE_UNKNOWN};
	struct mizan_table table = toll_of(&options, &event, 1);
	assert_true(number_at(&table, 0, "deaths_best") == 2);
	assert_true(number_at(&table, 1, "deaths_best") == 1);
	mizan_table_release(&table);
}

/* ---- What is left out, and told ----------------------------------------------------------- */

static void precision_leaves_out_what_is_coarser_and_tells_its_share(void **state)
{
	(void)state;
	struct mizan_event events[10];
	static const uint8_t precisions[10] = {1, 1, 2, 3, 3, 4, 5, 6, 7, 0};
	for (size_t i = 0; i < 10; i++) {
		events[i] = fixture_event("PAK", mizan_date_make(2020, 1, 1), (int32_t)i + 1);
		events[i].place_precision = precisions[i];
		events[i].release_id = 1;
	}
	struct mizan_toll_options options = {
		.precision = 3, .from = MIZAN_DATE_UNKNOWN, .to = MIZAN_DATE_UNKNOWN};
	struct mizan_table table = toll_of(&options, events, 10);
	assert_true(number_at(&table, 0, "events") == 5);
	assert_true(number_at(&table, 0, "deaths_best") == 15);
	/* 6 + 7 + 8 + 9 + 10 = 40 of 55 deaths are 72.7 %. */
	assert_true(has_note(&table, "left out: 5 events (50.0%), 40 deaths (72.7%)"));
	mizan_table_release(&table);
	/* An event that nobody asked for is not left out by precision. */
	options.country = "AFG";
	table = toll_of(&options, events, 10);
	assert_int_equal(table.row_count, 0);
	assert_true(has_note(&table, "left out: 0 events (0.0%), 0 deaths (0.0%)"));
	mizan_table_release(&table);
	options = (struct mizan_toll_options){.by = MIZAN_BY_ACTOR,
		.precision = 7,
		.from = MIZAN_DATE_UNKNOWN,
		.to = MIZAN_DATE_UNKNOWN};
	table = toll_of(&options, events, 10);
	assert_true(has_note(&table, "left out: 1 events, 10 deaths"));
	mizan_table_release(&table);
}

static void unknown_deaths_are_not_0_and_are_told(void **state)
{
	(void)state;
	struct mizan_event events[4];
	for (size_t i = 0; i < 4; i++) {
		events[i] = fixture_event(i < 2 ? "PAK" : "AFG", mizan_date_make(2020, 1, 1), 7);
		events[i].release_id = 1;
	}
	events[0].deaths_best = MIZAN_UNKNOWN; /* its low and high of 7 are not a best */
	events[2].deaths_best = events[3].deaths_best = MIZAN_UNKNOWN;
	struct mizan_toll_options options = {
		.by = MIZAN_BY_COUNTRY, .from = MIZAN_DATE_UNKNOWN, .to = MIZAN_DATE_UNKNOWN};
	struct mizan_table table = toll_of(&options, events, 4);
	assert_string_equal(text_at(&table, 0, "country"), "AFG");
	assert_true(number_at(&table, 0, "events") == 2);
	static const char *const unknown[] = {"deaths_low", "deaths_best", "deaths_high",
		"deaths_civilians", "deaths_per_event", "civilians_share", "state_based_share"};
	for (size_t i = 0; i < TEST_COUNT(unknown); i++) {
		assert_true(isnan(number_at(&table, 0, unknown[i])));
	}
	assert_true(number_at(&table, 1, "events") == 2);
	assert_true(number_at(&table, 1, "deaths_best") == 7);
	assert_true(isnan(number_at(&table, 1, "deaths_civilians")));
	assert_true(has_note(&table, "3 events have no count of deaths"));
	mizan_table_release(&table);
}

static void no_deaths_is_0_and_has_no_shares(void **state)
{
	(void)state;
	struct mizan_event event = fixture_event("PAK", mizan_date_make(2020, 1, 1), 0);
	event.release_id = 1;
	event.deaths_civilians = 0;
	struct mizan_toll_options options = {.from = MIZAN_DATE_UNKNOWN, .to = MIZAN_DATE_UNKNOWN};
	struct mizan_table table = toll_of(&options, &event, 1);
	assert_true(number_at(&table, 0, "deaths_best") == 0);
	assert_true(number_at(&table, 0, "deaths_civilians") == 0);
	assert_true(number_at(&table, 0, "deaths_per_event") == 0);
	assert_true(isnan(number_at(&table, 0, "civilians_share")));
	assert_false(has_note(&table, "no count"));
	mizan_table_release(&table);
}

static void a_best_outside_its_range_is_kept_and_told(void **state)
{
	(void)state;
	struct mizan_event events[3];
	for (size_t i = 0; i < 3; i++) {
		events[i] = fixture_event("PAK", mizan_date_make(2020, 1, 1), 10);
		events[i].release_id = 1;
	}
	events[0].deaths_low = 12;
	events[0].deaths_high = 20;
	events[1].deaths_low = 2;
	events[1].deaths_high = 9;
	events[2].deaths_low = MIZAN_UNKNOWN;
	events[2].deaths_high = 11;
	struct mizan_toll_options options = {.from = MIZAN_DATE_UNKNOWN, .to = MIZAN_DATE_UNKNOWN};
	struct mizan_table table = toll_of(&options, events, 3);
	assert_true(number_at(&table, 0, "deaths_best") == 30);
	assert_true(number_at(&table, 0, "deaths_low") == 12 + 2 + 10);
	assert_true(number_at(&table, 0, "deaths_high") == 20 + 9 + 11);
	assert_true(has_note(&table, "2 events have a best estimate outside their own"));
	mizan_table_release(&table);
}

static void a_share_of_civilians_needs_both_counts_in_the_same_events(void **state)
{
	(void)state;
	struct mizan_event events[2];
	for (size_t i = 0; i < 2; i++) {
		events[i] = fixture_event("PAK", mizan_date_make(2020, 1, 1), 10);
		events[i].release_id = 1;
	}
	events[0].deaths_civilians = 5;
	struct mizan_toll_options options = {.from = MIZAN_DATE_UNKNOWN, .to = MIZAN_DATE_UNKNOWN};
	struct mizan_table table = toll_of(&options, events, 2);
	assert_true(number_at(&table, 0, "deaths_civilians") == 5);
	assert_true(isnan(number_at(&table, 0, "civilians_share")));
	assert_true(has_note(&table, "none of civilians"));
	mizan_table_release(&table);
	table = toll_of(&options, events, 1);
	assert_true(number_at(&table, 0, "civilians_share") == 0.5);
	mizan_table_release(&table);
}

static void by_actor_an_event_counts_once_for_each_side(void **state)
{
	(void)state;
	struct mizan_event events[3];
	static const char *const sides[3][2] = {
		{"Government of Pakistan", "TTP"}, {"TTP", "Civilians"}, {"TTP", "TTP"}};
	for (size_t i = 0; i < 3; i++) {
		events[i] = fixture_event("PAK", mizan_date_make(2020, 1, 1), 10);
		events[i].release_id = 1;
		events[i].side_a = test_slice(sides[i][0]);
		events[i].side_b = test_slice(sides[i][1]);
	}
	struct mizan_toll_options options = {
		.by = MIZAN_BY_ACTOR, .from = MIZAN_DATE_UNKNOWN, .to = MIZAN_DATE_UNKNOWN};
	struct mizan_table table = toll_of(&options, events, 3);
	assert_int_equal(table.row_count, 3);
	assert_true(number_at(&table, row_with(&table, "actor", "TTP"), "deaths_best") == 30);
	assert_true(number_at(&table, row_with(&table, "actor", "TTP"), "events") == 3);
	assert_true(number_at(&table, row_with(&table, "actor", "Civilians"), "deaths_best") == 10);
	assert_true(has_note(&table, "rows do not add up"));
	mizan_table_release(&table);
}

static void rows_of_samples_carry_the_word(void **state)
{
	(void)state;
	struct mizan_event events[2];
	for (size_t i = 0; i < 2; i++) {
		events[i] = fixture_event("PAK", mizan_date_make(2020, 1, 1), 10);
		events[i].release_id = i ? 3 : 1;
	}
	struct mizan_toll_options options = {.from = MIZAN_DATE_UNKNOWN, .to = MIZAN_DATE_UNKNOWN};
	struct mizan_table table = toll_of(&options, events, 2);
	/* Never added to what is complete, though the source is the same. */
	assert_int_equal(table.row_count, 2);
	assert_string_equal(text_at(&table, 0, "coverage"), "complete");
	assert_string_equal(text_at(&table, 1, "coverage"), "sample");
	assert_true(number_at(&table, 0, "deaths_best") == 10);
	assert_true(has_note(&table, "one is a sample"));
	mizan_table_release(&table);
}

/* ---- Near a border ------------------------------------------------------------------------ */

struct spot {
	const char *country, *name;
	double latitude, longitude, near, not_near; /* km; 0: none */
};

static void distances_to_the_land_border_are_those_of_the_map(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	struct mizan_basemap *map;
	if (mizan_basemap_open(NULL, &map, &error) != MIZAN_OK) {
		skip();
	}
	mizan_basemap_close(map);
	static const struct spot spots[] = {
		{"PAK", "Torkham", 34.12, 71.09, 5, 0}, /* the crossing to Afghanistan */
		{"AFG", "Torkham", 34.12, 71.09, 5, 0},
		{"PAK", "Lahore", 31.55, 74.34, 30, 15}, /* Wagah is about 25 km away */
		{"PAK", "Chaman", 30.92, 66.45, 12, 0}, {"PAK", "Karachi", 24.86, 67.01, 0, 50},
		{"PAK", "Islamabad", 33.69, 73.06, 0, 30},
		{"ISL", "Reykjavik", 64.15, -21.94, 0, 20000}, /* no land border at all */
	};
	for (size_t i = 0; i < TEST_COUNT(spots); i++) {
		for (int far = 0; far < 2; far++) {
			double km = far ? spots[i].not_near : spots[i].near;
			struct mizan_event event =
				fixture_event(spots[i].country, mizan_date_make(2020, 1, 1), 4);
			event.latitude = spots[i].latitude;
			event.longitude = spots[i].longitude;
			event.place_precision = 1;
			event.release_id = 1;
			struct mizan_toll_options options = {.near_border_km = km,
				.from = MIZAN_DATE_UNKNOWN,
				.to = MIZAN_DATE_UNKNOWN};
			if (km > 0) {
				struct mizan_table table = toll_of(&options, &event, 1);
				if (table.row_count != (far ? 0 : 1)) {
					fail_msg("%s within %g km", spots[i].name, km);
				}
				mizan_table_release(&table);
			}
		}
	}
}

static void near_a_border_what_has_no_point_or_a_coarse_one_is_told(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	struct mizan_basemap *map;
	if (mizan_basemap_open(NULL, &map, &error) != MIZAN_OK) {
		skip();
	}
	mizan_basemap_close(map);
	struct mizan_event events[4];
	for (size_t i = 0; i < 4; i++) {
		events[i] = fixture_event("PAK", mizan_date_make(2020, 1, 1), 10);
		events[i].release_id = 1;
		events[i].latitude = 34.12;
		events[i].longitude = 71.09;
		events[i].place_precision = 1;
	}
	events[1].latitude = (double)NAN;
	events[2].place_precision = 4;
	events[3].latitude = 24.86; /* Karachi, coarse */
	events[3].longitude = 67.01;
	events[3].place_precision = 6;
	struct mizan_toll_options options = {
		.near_border_km = 10, .from = MIZAN_DATE_UNKNOWN, .to = MIZAN_DATE_UNKNOWN};
	struct mizan_table table = toll_of(&options, events, 4);
	assert_true(number_at(&table, 0, "events") == 2);
	assert_true(has_note(&table, "within 10 km"));
	assert_true(has_note(&table, "1 events without a point are left out"));
	assert_true(
		has_note(&table, "1 of these events (10 deaths) have a point for the province"));
	mizan_table_release(&table);
	/* The share that precision leaves out is of what lies near the border. */
	options.precision = 3;
	table = toll_of(&options, events, 4);
	assert_true(number_at(&table, 0, "events") == 1);
	assert_true(has_note(&table, "left out: 1 events (50.0%), 10 deaths (50.0%)"));
	mizan_table_release(&table);
}

/* Where the roads cross at Torkham and at Wagah; both sides of each. */
static void a_border_has_sides_and_neighbours(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	struct mizan_basemap *map;
	if (mizan_basemap_open(NULL, &map, &error) != MIZAN_OK) {
		skip();
	}
	mizan_basemap_close(map);
	static const struct {
		const char *country;
		double latitude, longitude;
		int32_t deaths;
	} places[] = {{"PAK", 34.11, 71.11, 1}, {"AFG", 34.14, 71.07, 2}, {"PAK", 31.60, 74.56, 4},
		{"IND", 31.61, 74.59, 8}, {"PAK", 30.20, 67.01, 16}};
	struct mizan_event events[5];
	for (size_t i = 0; i < 5; i++) {
		events[i] = fixture_event(
			places[i].country, mizan_date_make(2020, 1, 1), places[i].deaths);
		events[i].release_id = 1;
		events[i].latitude = places[i].latitude;
		events[i].longitude = places[i].longitude;
		events[i].place_precision = 1;
	}
	/* Deaths are powers of two: their sum tells which events count. */
	static const struct {
		const char *country, *border_with, *side;
		double deaths;
	} cases[] = {{NULL, NULL, NULL, 1 + 2 + 4 + 8}, {"PAK", NULL, NULL, 1 + 4},
		{"PAK", "AFG", NULL, 1}, {"PAK", "IND", NULL, 4}, {"PAK", "AFG", "AFG", 2},
		{"PAK", "AFG", "PAK", 1}, {"PAK", NULL, "AFG", 2}, {"PAK", NULL, "PAK", 1 + 4},
		{"AFG", NULL, "PAK", 1}, {NULL, "PAK", "IND", 8}, {NULL, NULL, "AFG", 2}};
	for (size_t i = 0; i < TEST_COUNT(cases); i++) {
		struct mizan_toll_options options = {.near_border_km = 10,
			.from = MIZAN_DATE_UNKNOWN,
			.to = MIZAN_DATE_UNKNOWN,
			.country = cases[i].country,
			.border_with = cases[i].border_with,
			.side = cases[i].side};
		struct mizan_table table = toll_of(&options, events, 5);
		if (number_at(&table, 0, "deaths_best") != cases[i].deaths) {
			fail_msg("case %zu: %g", i, number_at(&table, 0, "deaths_best"));
		}
		assert_true(has_note(&table, "within 10 km"));
		mizan_table_release(&table);
	}
}

/* ---- Options ------------------------------------------------------------------------------ */

static void options_that_mean_nothing_are_refused(void **state)
{
	(void)state;
	static const struct mizan_toll_options wrong[] = {
		{.precision = 8},
		{.precision = -1},
		{.near_border_km = -1},
		{.near_border_km = 20001},
		{.near_border_km = (double)NAN},
		{.spread = true},
		{.spread = true, .by = MIZAN_BY_COUNTRY},
		{.rates = true},
		{.rates = true, .by = MIZAN_BY_COUNTRY},
		{.rates = true, .by = MIZAN_BY_YEAR | MIZAN_BY_COUNTRY | MIZAN_BY_MONTH},
		{.side = "AFG"},
		{.country = "PAK", .border_with = "AFG"},
		{.near_border_km = 5, .border_with = "AFG"},
		{.near_border_km = 5, .country = "PAK", .border_with = "AFG", .side = "IND"},
	};
	for (size_t i = 0; i < TEST_COUNT(wrong); i++) {
		struct mizan_error error = {0};
		struct mizan_toll *toll;
		assert_int_equal(mizan_toll_init(&toll, &wrong[i], &error), MIZAN_ERROR_USAGE);
		assert_true(error.what[0] && error.advice[0]);
		assert_null(toll);
	}
}

static void words_to_group_by_are_read_and_wrong_ones_listed(void **state)
{
	(void)state;
	struct mizan_error error = {0};
	unsigned by;
	CHECK(mizan_by_parse("country, year", &by, &error));
	assert_int_equal(by, MIZAN_BY_COUNTRY | MIZAN_BY_YEAR);
	CHECK(mizan_by_parse("", &by, &error));
	assert_int_equal(by, 0);
	CHECK(mizan_by_parse(
		"country,province,place,dyad,actor,violence,year,quarter,month,week", &by, &error));
	assert_int_equal(by, (1 << KEYS) - 1);
	static const char *const wrong[] = {
		"land", "country,,year", "country;year", "Country", ","};
	for (size_t i = 0; i < TEST_COUNT(wrong); i++) {
		error = (struct mizan_error){0};
		assert_int_equal(mizan_by_parse(wrong[i], &by, &error), MIZAN_ERROR_USAGE);
		assert_non_null(strstr(error.advice, "violence"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_are_exact_by_every_combination_of_keys),
		cmocka_unit_test(rows_are_sorted_by_key),
		cmocka_unit_test(the_order_of_events_does_not_matter),
		cmocka_unit_test(two_halves_merged_are_the_whole),
		cmocka_unit_test(sums_do_not_overflow),
		cmocka_unit_test(an_event_belongs_to_the_period_in_which_it_ends),
		cmocka_unit_test(weeks_are_those_of_iso_8601),
		cmocka_unit_test(spread_gives_each_period_its_share_in_whole_deaths),
		cmocka_unit_test(spread_keeps_the_totals_of_many_events),
		cmocka_unit_test(spread_by_weeks_and_months_does_not_move_deaths_across_months),
		cmocka_unit_test(spread_counts_the_days_within_from_and_to),
		cmocka_unit_test(of_equal_remainders_the_earlier_period_has_the_death),
		cmocka_unit_test(precision_leaves_out_what_is_coarser_and_tells_its_share),
		cmocka_unit_test(unknown_deaths_are_not_0_and_are_told),
		cmocka_unit_test(no_deaths_is_0_and_has_no_shares),
		cmocka_unit_test(a_best_outside_its_range_is_kept_and_told),
		cmocka_unit_test(a_share_of_civilians_needs_both_counts_in_the_same_events),
		cmocka_unit_test(by_actor_an_event_counts_once_for_each_side),
		cmocka_unit_test(rows_of_samples_carry_the_word),
		cmocka_unit_test(distances_to_the_land_border_are_those_of_the_map),
		cmocka_unit_test(near_a_border_what_has_no_point_or_a_coarse_one_is_told),
		cmocka_unit_test(a_border_has_sides_and_neighbours),
		cmocka_unit_test(options_that_mean_nothing_are_refused),
		cmocka_unit_test(words_to_group_by_are_read_and_wrong_ones_listed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
