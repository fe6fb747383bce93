/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sheets of records: a row each, told apart by their headers. */
#include "record_internal.h"

#include <string.h>

static enum mizan_record sheet_record(const struct source_provider *provider)
{
	return (enum mizan_record)(MIZAN_ACTORS + (provider - source_record_sheets));
}

/* A column that is none of the sheet's would be lost without a word. */
static mizan_status record_sheet_check_header(const struct source_plan *plan,
	const struct mizan_reader_facts *facts, struct mizan_error *error)
{
	const struct mizan_field *fields = mizan_record_kind(sheet_record(plan->provider))->fields;
	for (size_t column = 0; column < facts->column_count; column++) {
		bool known = facts->header[column][0] == '\0';
		for (size_t i = 0; i < plan->wanted_count && !known; i++) {
			known = plan->wanted[i] == column;
		}
		if (known) {
			continue;
		}
		struct mizan_text list = {0};
		for (const struct mizan_field *f = fields; f->name; f++) {
			mizan_text_printf(
				&list, "%s%s", list.size ? ", " : "its columns: ", f->name);
		}
		mizan_error_at(error, facts->path, 1, column + 1);
		mizan_status status = mizan_error_set(error, MIZAN_ERROR_INPUT, list.data,
			"'%.60s' is no column of %s", facts->header[column], plan->provider->title);
		mizan_text_release(&list);
		return status;
	}
	return MIZAN_OK;
}

/* Positions of the record's fields in its own order. `from` and `date_from` are the same. */
static mizan_status record_sheet_plan(struct source_plan *plan,
	const struct mizan_reader_facts *facts, unsigned parts, struct mizan_error *error)
{
	(void)parts;
	const struct mizan_field *fields = mizan_record_kind(sheet_record(plan->provider))->fields;
	while (fields[plan->wanted_count].name) {
		plan->wanted_count++;
	}
	plan->wanted = mizan_arena_allocate(&plan->arena, plan->wanted_count, sizeof *plan->wanted);
	if (!plan->wanted) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < plan->wanted_count; i++) {
		plan->wanted[i] = source_find_column(facts, fields[i].name);
		if (plan->wanted[i] == SIZE_MAX && fields[i].column) {
			plan->wanted[i] = source_find_column(facts, fields[i].column);
		}
	}
	return record_sheet_check_header(plan, facts, error);
}

static bool record_sheet_keep(const struct source_plan *plan, const struct mizan_slice *fields,
	struct mizan_store *store, const struct mizan_release *release, struct source_fault *fault,
	struct mizan_error *error)
{
	(void)fault;
	struct mizan_arena arena = {0};
	struct record_job job = {.file = plan->path,
		.release_id = release->release_id,
		.store = store,
		.references = plan->references,
		.arena = &arena};
	int64_t row_number;
	struct record_text *texts = mizan_arena_allocate(&arena, plan->wanted_count, sizeof *texts);
	mizan_status status = texts ? MIZAN_OK : mizan_error_memory(error);
	for (size_t i = 0; i < plan->wanted_count && status == MIZAN_OK; i++) {
		struct mizan_slice text = mizan_slice_trim(fields[i]);
		bool given = plan->wanted[i] < plan->column_count;
		texts[i] = (struct record_text){.line = plan->line,
			.column = given ? plan->wanted[i] + 1 : 0,
			.text = mizan_arena_copy(&arena, text.data, text.size)};
		status = texts[i].text ? MIZAN_OK : mizan_error_memory(error);
	}
	if (status == MIZAN_OK) {
		record_begin(&job, sheet_record(plan->provider), plan->line);
		status = record_take(&job, texts, error);
	}
	if (status == MIZAN_OK) {
		status = record_write(&job, &texts[0], &row_number, error);
	}
	mizan_arena_release(&arena);
	return status == MIZAN_OK;
}

static const char *const actors_required[] = {"actor_id", "name", "kind", "source", NULL};
static const char *const names_required[] = {"actor_id", "name", "script", "language", NULL};
static const char *const offices_required[] = {"office_id", "actor_id", "post", "holder", NULL};
static const char *const relations_required[] = {
	"relation_id", "kind", "actor_a", "actor_b", "source", NULL};
static const char *const processes_required[] = {"process_id", "title", "source", NULL};
static const char *const statements_required[] = {
	"statement_id", "by", "made", "about", "kind", "stance", "says", "source", NULL};
static const char *const zones_required[] = {"zone_id", "name", "country", NULL};

#define SHEET(word, what, header)                                                                  \
	{                                                                                          \
		.name = word, .title = "a sheet of " what " (mizan template " word ")",            \
		.kind = word, .required = header, .coverage = MIZAN_COMPLETE, .strict = true,      \
		.plan = record_sheet_plan, .keep = record_sheet_keep                               \
	}

/* In the order of enum mizan_record. */
const struct source_provider source_record_sheets[SOURCE_RECORD_SHEETS] = {
	SHEET("actors", "actors", actors_required),
	SHEET("names", "names of actors", names_required),
	SHEET("offices", "offices", offices_required),
	SHEET("relations", "relations", relations_required),
	SHEET("processes", "peace processes", processes_required),
	SHEET("statements", "statements", statements_required),
	SHEET("zones", "zones", zones_required),
};
