/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a brief: parsed, weighed on a small store, and written in three forms. */
#include <math.h>
#include <mizan/brief.h>
#include <mizan/sql.h>
#include <mizan/store.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct mizan_store store;
static struct timespec began;

static void fuzz_assert(bool truth, const char *what)
{
	if (!truth) {
		fprintf(stderr, "broken promise: %s\n", what);
		abort();
	}
}

static bool fuzz_interrupted(void *context)
{
	struct timespec now;
	(void)context;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec - began.tv_sec > 3;
}

static void fuzz_fill(struct mizan_error *error)
{
	struct mizan_release release = {.source = "test",
		.version = "1",
		.kind = "figures",
		.countries = "PAK",
		.period_start = mizan_date_make(2021, 1, 1),
		.period_end = mizan_date_make(2024, 12, 31),
		.licence = "",
		.citation = "",
		.file = "figures.csv",
		.sha256 = "0",
		.retrieved = mizan_date_make(2026, 1, 1)};
	const struct mizan_milestone milestone = {.milestone_id = "kabul-taken",
		.date = mizan_date_make(2021, 8, 15),
		.date_precision = 1,
		.kind = "take-over",
		.country = "AFG",
		.title = "Kabul <taken>",
		.status = "confirmed",
		.source = "Dawn, 2021-08-16"};
	static const char *const publishers[] = {"IEP", "PICSS <b>"};
	bool ok = mizan_store_begin(&store, error) == MIZAN_OK &&
		  mizan_store_add_release(&store, &release, error) == MIZAN_OK &&
		  mizan_store_add_milestone(&store, release.release_id, &milestone, error) ==
			  MIZAN_OK;
	for (int i = 0; i < 16 && ok; i++) {
		struct mizan_figure figure = {.publisher = publishers[i % 2],
			.edition = i & 2 ? "GTI 2025" : "GTI 2024",
			.country = "PAK",
			.actor = i & 8 ? "TTP" : NULL,
			.period_start = mizan_date_make(2021 + i % 4, 1, 1),
			.period_end = mizan_date_make(2021 + i % 4, 12, 31),
			.indicator = i & 4 ? "attacks" : "deaths",
			.value = i == 3 ? (double)NAN : 100 * i,
			.low = 90 * i,
			.high = 110 * i};
		ok = mizan_store_add_figure(&store, release.release_id, &figure, error) == MIZAN_OK;
	}
	fuzz_assert(ok && mizan_store_commit(&store, error) == MIZAN_OK, "a store is filled");
}

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
	struct mizan_error error = {0};
	char path[64];
	(void)count;
	(void)arguments;
	snprintf(path, sizeof path, "/tmp/mizan-fuzz-brief-%ld.gpkg", (long)getpid());
	unlink(path);
	fuzz_assert(mizan_store_open(&store, path, MIZAN_STORE_CREATE, &error) == MIZAN_OK,
		"a store is made");
	fuzz_fill(&error);
	mizan_store_close(&store);
	fuzz_assert(mizan_store_open(&store, path, MIZAN_STORE_READ, &error) == MIZAN_OK &&
			    mizan_sql_register(store.database, &error) == MIZAN_OK &&
			    mizan_store_guard(store.database, &error) == MIZAN_OK,
		"the store is opened for reading");
	unlink(path); /* open, it stays; nothing is left behind however this ends */
	return 0;
}

/* A fault names its place, and says something. */
static void fuzz_faults(const struct mizan_brief *brief)
{
	for (size_t i = 0; i < mizan_brief_fault_count(brief); i++) {
		const struct mizan_error *fault = mizan_brief_fault(brief, i);
		fuzz_assert(fault->what[0] && fault->line > 0 && fault->column > 0,
			"a fault has a place and a text");
	}
}

static void fuzz_claims(const struct mizan_brief *brief)
{
	for (size_t i = 0; i < mizan_brief_claim_count(brief); i++) {
		const struct mizan_claim *claim = mizan_brief_claim(brief, i);
		fuzz_assert(claim->id && *claim->id && claim->text, "a claim has an anchor");
		fuzz_assert(claim->publishers <= claim->answer_count, "publishers answer");
		fuzz_assert(strlen(mizan_result_word(claim->result)) > 0, "a result has a word");
		for (size_t k = 0; k < i && i < 20; k++) {
			fuzz_assert(strcmp(claim->id, mizan_brief_claim(brief, k)->id) != 0,
				"anchors differ");
		}
	}
}

static void fuzz_write(const struct mizan_brief *brief)
{
	static const enum mizan_brief_form forms[] = {
		MIZAN_BRIEF_HTML, MIZAN_BRIEF_MARKDOWN, MIZAN_BRIEF_JSON};
	struct mizan_error error = {0};
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		struct mizan_text text = {0};
		mizan_status status = mizan_brief_write(brief, forms[i], &text, &error);
		fuzz_assert(status == MIZAN_OK || error.what[0], "a refusal says why");
		if (status == MIZAN_OK && forms[i] == MIZAN_BRIEF_HTML) {
			fuzz_assert(!strcasestr(text.data, "<script"), "a page runs nothing");
			fuzz_assert(strstr(text.data, "</html>") != NULL, "a page is whole");
		}
		mizan_text_release(&text);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct mizan_watch watch = {.interrupted = fuzz_interrupted};
	struct mizan_brief *brief = NULL;
	struct mizan_error error = {0};
	clock_gettime(CLOCK_MONOTONIC, &began);
	mizan_status status =
		mizan_brief_parse("fuzz.md", (const char *)data, size, &brief, &error);
	fuzz_assert(status == MIZAN_OK || error.what[0], "a refusal says why");
	if (status == MIZAN_OK) {
		fuzz_faults(brief);
		status = mizan_brief_evaluate(brief, store.database, &watch, &error);
		fuzz_assert(status == MIZAN_OK || status == MIZAN_ERROR_INTERRUPTED,
			"only the watch stops an evaluation");
	}
	if (status == MIZAN_OK) {
		fuzz_faults(brief);
		fuzz_claims(brief);
		fuzz_write(brief);
	}
	mizan_brief_release(brief);
	return 0;
}
