/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as an article: its draft is a claims file that the review takes without a fault. */
#include <math.h>
#include <mizan/review.h>
#include <mizan/sql.h>
#include <mizan/store.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct mizan_store store;

static void fuzz_assert(bool truth, const char *what)
{
	if (!truth) {
		fprintf(stderr, "broken promise: %s\n", what);
		abort();
	}
}

static bool fuzz_add_actor(int64_t release, const char *id, const char *name, const char *kind,
	struct mizan_error *error)
{
	int64_t row;
	const char *const columns[] = {"actor_id", "name", "kind", "country", "source"};
	const char *const texts[] = {id, name, kind, "PAK", "A test"};
	struct mizan_value values[7] = {0};
	for (size_t i = 0; i < 5; i++) {
		values[i] = (struct mizan_value){
			.column = columns[i], .type = MIZAN_VALUE_TEXT, .text = texts[i]};
	}
	values[5] = (struct mizan_value){
		.column = "release_id", .type = MIZAN_VALUE_INTEGER, .integer = release};
	values[6] = (struct mizan_value){
		.column = "line_no", .type = MIZAN_VALUE_INTEGER, .integer = 1};
	return mizan_store_add_record(&store, "actor", values, 7, &row, error) == MIZAN_OK;
}

static bool fuzz_add_release(const char *kind, int64_t *id, struct mizan_error *error)
{
	struct mizan_release release = {.source = kind,
		.version = "1",
		.kind = kind,
		.countries = "",
		.period_start = MIZAN_DATE_UNKNOWN,
		.period_end = MIZAN_DATE_UNKNOWN,
		.file = kind,
		.sha256 = "0",
		.retrieved = mizan_date_make(2026, 1, 1)};
	bool done = mizan_store_add_release(&store, &release, error) == MIZAN_OK;
	*id = release.release_id;
	return done;
}

static void fuzz_fill(struct mizan_error *error)
{
	int64_t actors, milestones, figures;
	bool ok = mizan_store_begin(&store, error) == MIZAN_OK &&
		  fuzz_add_release("actors", &actors, error) &&
		  fuzz_add_release("milestones", &milestones, error) &&
		  fuzz_add_release("figures", &figures, error) &&
		  fuzz_add_actor(actors, "ttp", "TTP", "armed-group", error) &&
		  fuzz_add_actor(actors, "bla", "Army: \"of\" #1", "armed-group", error) &&
		  fuzz_add_actor(actors, "pakistan", "Pakistan", "state", error);
	const struct mizan_milestone milestone = {.milestone_id = "truce-ends",
		.date = mizan_date_make(2022, 11, 28),
		.date_precision = 1,
		.kind = "clashes",
		.country = "PAK",
		.actors = "TTP;Pakistan",
		.title = "The TTP ends the truce with Pakistan",
		.status = "confirmed",
		.source = "A test",
		.known = MIZAN_DATE_UNKNOWN};
	const struct mizan_figure figure = {.publisher = "IEP",
		.country = "PAK",
		.period_start = mizan_date_make(2024, 1, 1),
		.period_end = mizan_date_make(2024, 12, 31),
		.indicator = "deaths",
		.value = 1081,
		.low = (double)NAN,
		.high = (double)NAN};
	ok = ok && mizan_store_add_milestone(&store, milestones, &milestone, error) == MIZAN_OK &&
	     mizan_store_add_figure(&store, figures, &figure, error) == MIZAN_OK;
	fuzz_assert(ok && mizan_store_commit(&store, error) == MIZAN_OK, "a store is filled");
}

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
	struct mizan_error error = {0};
	char path[64];
	(void)count;
	(void)arguments;
	setenv("MIZAN_BASEMAP", "/nowhere", 1); /* provinces would take 10 ms a turn */
	snprintf(path, sizeof path, "/tmp/mizan-fuzz-draft-%ld.gpkg", (long)getpid());
	unlink(path);
	fuzz_assert(mizan_store_open(&store, path, MIZAN_STORE_CREATE, &error) == MIZAN_OK,
		"a store is made");
	fuzz_fill(&error);
	mizan_store_close(&store);
	fuzz_assert(mizan_store_open(&store, path, MIZAN_STORE_READ, &error) == MIZAN_OK &&
			    mizan_sql_register(store.database, &error) == MIZAN_OK,
		"the store is opened for reading");
	unlink(path);
	return 0;
}

static void fuzz_check(const struct mizan_article *article, const struct mizan_text *draft)
{
	struct mizan_review *review = NULL;
	struct mizan_error error = {0};
	fuzz_assert(mizan_review_parse(article, "draft.yaml", draft->data, draft->size, &review,
			    &error) == MIZAN_OK,
		"a draft is YAML");
	if (mizan_review_fault_count(review) == 0) {
		fuzz_assert(mizan_review_evaluate(review, store.database, NULL, &error) == MIZAN_OK,
			"a draft is weighed");
	}
	if (mizan_review_fault_count(review) > 0) {
		fprintf(stderr, "%s\n%s\n", mizan_review_fault(review, 0)->what, draft->data);
	}
	fuzz_assert(mizan_review_fault_count(review) == 0, "a draft has no fault");
	fuzz_assert(mizan_review_tie_count(review) == 0, "a draft is tied to its article");
	for (size_t i = 0; i < mizan_review_claim_count(review); i++) {
		fuzz_assert(mizan_review_claim(review, i)->proposed, "all of it is proposed");
	}
	mizan_review_release(review);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mizan_article article = {0};
	struct mizan_text draft = {0};
	struct mizan_error error = {0};
	mizan_status status = mizan_article_parse(
		"fuzz.md", (const char *)data, size, size % 2 == 0, &article, &error);
	fuzz_assert(status == MIZAN_OK || error.what[0], "a refusal says why");
	if (status == MIZAN_OK) {
		fuzz_assert(mizan_draft_store(store.database, &article, &draft, &error) == MIZAN_OK,
			"what can be read can be drafted");
		fuzz_check(&article, &draft);
	}
	mizan_text_release(&draft);
	mizan_article_release(&article);
	return 0;
}
