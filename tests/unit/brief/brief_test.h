/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store of hand-made figures and events in a folder of its own, and briefs weighed on it. */
#ifndef MIZAN_BRIEF_TEST_H
#define MIZAN_BRIEF_TEST_H

#include "../test.h"

#include <math.h>
#include <mizan/brief.h>
#include <mizan/source.h>
#include <mizan/sql.h>
#include <sqlite3.h>
#include <unistd.h>

/* Short rows of test tables leave their tail empty. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

#define BRIEF_NONE ((double)NAN)

static char brief_folder[64], brief_store[128];

static inline int brief_make_folder(void **state)
{
	(void)state;
	snprintf(brief_folder, sizeof brief_folder, "/tmp/mizan-brief-XXXXXX");
	if (!mkdtemp(brief_folder)) {
		return 1;
	}
	snprintf(brief_store, sizeof brief_store, "%s/test.gpkg", brief_folder);
	return 0;
}

/* Also proves that nothing but the store was left there. */
static inline int brief_remove_folder(void **state)
{
	(void)state;
	unlink(brief_store);
	return rmdir(brief_folder);
}

static inline void brief_ok(mizan_status status, const struct mizan_error *error)
{
	if (status != MIZAN_OK) {
		fail_msg("%s:%zu:%zu: %s; %s", error->file, error->line, error->column, error->what,
			error->advice);
	}
}

/* ---- Stores ------------------------------------------------------------------------------- */

/* A number of Pakistan: what differs from one to the next. Ends with a row without a publisher. */
struct brief_figure {
	const char *publisher, *period;
	double value;
	const char *edition, *relayed_by, *counts_what, *indicator, *actor, *area, *country;
	double low, high; /* both 0: none */
};

static inline struct mizan_figure brief_full_figure(const struct brief_figure *short_one)
{
	mizan_date first, last;
	bool range = short_one->low != 0 || short_one->high != 0;
	assert_true(mizan_period_parse(short_one->period, &first, &last));
	return (struct mizan_figure){.publisher = short_one->publisher,
		.edition = short_one->edition ? short_one->edition : "first",
		.relayed_by = short_one->relayed_by,
		.country = short_one->country ? short_one->country : "PAK",
		.area = short_one->area,
		.actor = short_one->actor,
		.period_start = first,
		.period_end = last,
		.indicator = short_one->indicator ? short_one->indicator : "deaths",
		.counts_what = short_one->counts_what,
		.value = short_one->value,
		.low = range ? short_one->low : BRIEF_NONE,
		.high = range ? short_one->high : BRIEF_NONE,
		.published = short_one->edition && strstr(short_one->edition, "20")
				     ? strstr(short_one->edition, "20")
				     : "2025"};
}

/* A new store with these figures alone. */
static inline void brief_make_store(const struct brief_figure *figures)
{
	struct mizan_store store;
	struct mizan_error error = {0};
	struct mizan_release release = {.source = "test",
		.version = "1",
		.kind = "figures",
		.countries = "",
		.period_start = MIZAN_DATE_UNKNOWN,
		.period_end = MIZAN_DATE_UNKNOWN,
		.licence = "",
		.citation = "",
		.file = "figures.csv",
		.sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
		.retrieved = mizan_date_make(2026, 1, 1)};
	unlink(brief_store);
	brief_ok(mizan_store_open(&store, brief_store, MIZAN_STORE_CREATE, &error), &error);
	brief_ok(mizan_store_begin(&store, &error), &error);
	brief_ok(mizan_store_add_release(&store, &release, &error), &error);
	for (; figures && figures->publisher; figures++) {
		struct mizan_figure figure = brief_full_figure(figures);
		brief_ok(mizan_store_add_figure(&store, release.release_id, &figure, &error),
			&error);
	}
	brief_ok(mizan_store_commit(&store, &error), &error);
	mizan_store_close(&store);
}

static inline void brief_add_milestone(
	const char *id, const char *date, int precision, const char *status, const char *source)
{
	struct mizan_store store;
	struct mizan_error error = {0};
	struct mizan_milestone milestone = {.milestone_id = id,
		.date_precision = precision,
		.kind = "ceasefire",
		.country = "PAK",
		.title = "A ceasefire",
		.status = status,
		.source = source};
	struct mizan_release release = {.source = "test",
		.version = id,
		.kind = "milestones",
		.countries = "",
		.period_start = MIZAN_DATE_UNKNOWN,
		.period_end = MIZAN_DATE_UNKNOWN,
		.licence = "",
		.citation = "",
		.file = "milestones.csv",
		.sha256 = id,
		.retrieved = mizan_date_make(2026, 1, 1)};
	assert_true(mizan_date_parse(test_slice(date), &milestone.date));
	brief_ok(mizan_store_open(&store, brief_store, MIZAN_STORE_WRITE, &error), &error);
	brief_ok(mizan_store_begin(&store, &error), &error);
	brief_ok(mizan_store_add_release(&store, &release, &error), &error);
	brief_ok(mizan_store_add_milestone(&store, release.release_id, &milestone, &error), &error);
	brief_ok(mizan_store_commit(&store, &error), &error);
	mizan_store_close(&store);
}

/* A release of events, deaths[i] in the year first + i, each on 15 June, of two sides. */
static inline void brief_add_events(const char *source, enum mizan_coverage coverage, int first,
	const int32_t *deaths, int count)
{
	struct mizan_store store;
	struct mizan_error error = {0};
	struct mizan_event_writer *writer;
	struct mizan_writer_report report;
	struct mizan_release release = {.source = source,
		.version = "1.0",
		.kind = "events",
		.countries = "PAK",
		.period_start = mizan_date_make(first, 1, 1),
		.period_end = mizan_date_make(first + count - 1, 12, 31),
		.coverage = coverage,
		.licence = "",
		.citation = "",
		.file = "events.csv",
		.sha256 = source,
		.retrieved = mizan_date_make(2026, 1, 1)};
	brief_ok(mizan_store_open(&store, brief_store, MIZAN_STORE_WRITE, &error), &error);
	brief_ok(mizan_store_begin(&store, &error), &error);
	brief_ok(mizan_event_writer_init(&writer, &store, &release, &error), &error);
	for (int i = 0; i < count; i++) {
		char key[32];
		snprintf(key, sizeof key, "%s-%d", source, i);
		mizan_date date = mizan_date_make(first + i, 6, 15);
		struct mizan_event event = {.source_key = test_slice(key),
			.country = test_slice("PAK"),
			.date_start = date,
			.date_end = date,
			.date_precision = 1,
			.latitude = 34,
			.longitude = 71.5,
			.place_precision = 1,
			.violence = MIZAN_STATE_BASED,
			.side_a = test_slice("Government of Pakistan"),
			.side_b = test_slice("TTP"),
			.deaths_best = deaths[i],
			.deaths_low = deaths[i],
			.deaths_high = deaths[i],
			.deaths_side_a = MIZAN_UNKNOWN,
			.deaths_side_b = MIZAN_UNKNOWN,
			.deaths_civilians = MIZAN_UNKNOWN,
			.deaths_unknown = MIZAN_UNKNOWN,
			.injured = MIZAN_UNKNOWN,
			.hostages = MIZAN_UNKNOWN};
		brief_ok(mizan_event_writer_add(writer, &event, &error), &error);
	}
	brief_ok(mizan_event_writer_finish(writer, &release, 0, &report, &error), &error);
	mizan_event_writer_release(writer);
	brief_ok(mizan_store_commit(&store, &error), &error);
	mizan_store_close(&store);
}

/* ---- Briefs ------------------------------------------------------------------------------- */

static inline struct mizan_brief *brief_read(const char *text)
{
	struct mizan_brief *brief;
	struct mizan_error error = {0};
	brief_ok(mizan_brief_parse("b.md", text, strlen(text), &brief, &error), &error);
	return brief;
}

static inline mizan_status brief_run(
	struct mizan_brief *brief, const struct mizan_watch *watch, struct mizan_error *error)
{
	struct mizan_store store;
	brief_ok(mizan_store_open(&store, brief_store, MIZAN_STORE_READ, error), error);
	brief_ok(mizan_sql_register(store.database, error), error);
	brief_ok(mizan_store_guard(store.database, error), error);
	mizan_status status = mizan_brief_evaluate(brief, store.database, watch, error);
	mizan_store_close(&store);
	return status;
}

/* Parsed and evaluated; its faults are the test's to look at. */
static inline struct mizan_brief *brief_evaluated(const char *text)
{
	struct mizan_error error = {0};
	struct mizan_brief *brief = brief_read(text);
	brief_ok(brief_run(brief, NULL, &error), &error);
	return brief;
}

static inline void brief_no_fault(const struct mizan_brief *brief)
{
	if (mizan_brief_fault_count(brief) > 0) {
		const struct mizan_error *fault = mizan_brief_fault(brief, 0);
		fail_msg("line %zu, column %zu: %s", fault->line, fault->column, fault->what);
	}
}

/* One claim with these option lines, weighed. Release the brief. */
static inline const struct mizan_claim *brief_claim(
	const char *front, const char *options, struct mizan_brief **brief)
{
	struct mizan_text text = {0};
	mizan_text_printf(&text, "%s```{claim}\n--| text: It is so.\n%s\n```\n", front, options);
	*brief = brief_evaluated(text.data);
	mizan_text_release(&text);
	brief_no_fault(*brief);
	assert_int_equal(mizan_brief_claim_count(*brief), 1);
	return mizan_brief_claim(*brief, 0);
}

#define DEATHS_PAK "--| indicator: deaths\n--| country: PAK\n"

/* The result of one claim about Pakistan's deaths. */
static inline void brief_expect(const char *options, enum mizan_result result)
{
	struct mizan_brief *brief;
	struct mizan_text text = {0};
	mizan_text_printf(&text, DEATHS_PAK "%s", options);
	const struct mizan_claim *claim = brief_claim("", text.data, &brief);
	if (claim->result != result) {
		fail_msg("%s instead of %s (%s):\n%s", mizan_result_word(claim->result),
			mizan_result_word(result), claim->because, options);
	}
	mizan_text_release(&text);
	mizan_brief_release(brief);
}

/* The answer of a publisher, NULL: none. */
static inline const struct mizan_answer *brief_answer(
	const struct mizan_claim *claim, const char *publisher)
{
	for (size_t i = 0; i < claim->answer_count; i++) {
		if (strcmp(claim->answers[i].publisher, publisher) == 0) {
			return &claim->answers[i];
		}
	}
	return NULL;
}

static inline char *brief_written(const struct mizan_brief *brief, enum mizan_brief_form form)
{
	struct mizan_text text = {0};
	struct mizan_error error = {0};
	brief_ok(mizan_brief_write(brief, form, &text, &error), &error);
	return text.data;
}

#endif
