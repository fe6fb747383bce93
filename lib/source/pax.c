/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * PA-X, the Peace Agreements Database of the University of Edinburgh, as it downloads: one row an
 * agreement, some 240 columns of categories. Who signed is prose with the names of persons: only
 * whom it names by exactly the name of an actor on record becomes a party; all of it stays in
 * agreement.provider. Source: Bell et al., PA-X Codebook, version 8.
 */
#include "agreement_table_internal.h"

#include <string.h>

enum pax_column {
	PAX_ID,
	PAX_TITLE,
	PAX_DATE,
	PAX_PROCESS,
	PAX_PROCESS_NAME, /* the last that has a column of ours */
	PAX_COUNTRY,
	PAX_STATUS,
	PAX_STAGE,
	PAX_SUB_STAGE,
	PAX_PARTIES,
	PAX_THIRD_PARTIES,
	PAX_ISO_1,
	PAX_ISO_2,
};
static const char *const pax_columns[] = {"AgtId", "Agt", "Dat", "PP", "PPName", "Con", "Status",
	"Stage", "StageSub", "Part", "ThrdPart", "Loc1ISO", "Loc2ISO", NULL};
static const char *const pax_required[] = {
	"Con", "PP", "PPName", "AgtId", "Agt", "Dat", "Status", "Stage", NULL};

/* Categories stand between GCh (groups: children) and ImE (implementation: enforcement); ImSrc,
 * behind them, says where the text was found. Each is 0, or its depth: 1 to 3 for headings, 1 for
 * what is below them. */
static mizan_status pax_plan(struct source_plan *plan, const struct mizan_reader_facts *facts,
	unsigned parts, struct mizan_error *error)
{
	(void)parts;
	mizan_status status =
		table_plan_make(plan, facts, pax_columns, PAX_PROCESS_NAME + 1, error);
	size_t first = source_find_column(facts, "GCh"), last = source_find_column(facts, "ImE");
	last = last == SIZE_MAX ? facts->column_count - 1 : last;
	for (size_t i = first; i <= last && i < facts->column_count && status == MIZAN_OK; i++) {
		status = table_plan_category(plan, i, error);
	}
	return status;
}

/* The codes of the table, else the names: "Saudi Arabia/Yemen". */
static void pax_read_countries(struct table_row *row)
{
	struct mizan_text codes = {0};
	static const size_t columns[] = {PAX_ISO_1, PAX_ISO_2};
	for (size_t i = 0; i < 2; i++) {
		const char *code = table_text(row, columns[i]);
		if (mizan_country_by_iso3((struct mizan_slice){code, strlen(code)})) {
			mizan_text_printf(&codes, "%s%s", codes.size ? " " : "", code);
		}
	}
	for (const char *at = codes.size ? "" : table_text(row, PAX_COUNTRY); *at;) {
		size_t size = strcspn(at, "/");
		const struct mizan_country *country =
			mizan_country_by_name(mizan_slice_trim((struct mizan_slice){at, size}));
		if (country) {
			mizan_text_printf(&codes, "%s%s", codes.size ? " " : "", country->iso3);
		}
		at += size + (at[size] == '/');
	}
	row->failed = row->failed || codes.failed;
	if (codes.size > 0 && !codes.failed) {
		row->country = table_printf(row, "%s", codes.data);
	}
	mizan_text_release(&codes);
}

/* "For the Government of Yemen: ..." is the Government of Yemen. */
static struct mizan_slice pax_bare_name(struct mizan_slice name)
{
	static const char *const before[] = {"For ", "for ", "The ", "the "};
	name = mizan_slice_trim(name);
	for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
		if (name.size > 4 && strncmp(name.data, before[i], 4) == 0) {
			name = mizan_slice_trim((struct mizan_slice){name.data + 4, name.size - 4});
		}
	}
	return name;
}

/* The end of the first piece of a list of signatories, and where the next begins. */
static size_t pax_piece(const char *text, size_t *next)
{
	size_t size = strcspn(text, ",;:.\n[(");
	const char *and_then = strstr(text, " and ");
	*next = size + (text[size] != '\0');
	if (and_then && (size_t)(and_then - text) < size) {
		size = (size_t)(and_then - text);
		*next = size + 5;
	}
	return size;
}

static void pax_read_actors(struct table_row *row, size_t column, bool third)
{
	size_t at = row->columns->at[column], next;
	if (at == SIZE_MAX) {
		return;
	}
	const char *text =
		mizan_arena_copy(&row->arena, row->fields[at].data, row->fields[at].size);
	row->failed = row->failed || !text;
	for (; text && *text; text += next) {
		size_t size = pax_piece(text, &next);
		struct mizan_slice name = pax_bare_name((struct mizan_slice){text, size});
		if (name.size > 0) {
			struct table_actor actor = {.third = third, .known_only = true};
			actor.name = table_printf(row, "%.*s", (int)name.size, name.data);
			table_add_actor(row, &actor);
		}
	}
}

static const char *pax_kind(struct table_row *row)
{
	const char *stage = table_text(row, PAX_STAGE), *part = table_text(row, PAX_SUB_STAGE);
	if (strncmp(stage, "Cea", 3) == 0 && (*part == '\0' || strncmp(part, "Cea", 3) == 0)) {
		return "ceasefire-declaration";
	}
	return strncmp(table_text(row, PAX_STATUS), "Unilateral", 10) == 0 ? "unilateral-document"
									   : "agreement";
}

static bool pax_read(struct table_row *row)
{
	int64_t number, process;
	if (!table_integer(row, PAX_ID, 0, &number) ||
		!table_integer(row, PAX_PROCESS, 0, &process) ||
		!table_date(row, PAX_DATE, &row->signed_on)) {
		return false;
	}
	row->title = table_text(row, PAX_TITLE);
	if (number <= 0 || *row->title == '\0' || row->signed_on.precision == 0) {
		return table_refuse(row,
			number <= 0   ? PAX_ID
			: *row->title ? PAX_DATE
				      : PAX_TITLE,
			"it is empty; every agreement has its number, title and date");
	}
	if (process <= 0) {
		return table_refuse(row, PAX_PROCESS, "the number of the process is missing");
	}
	const char *name = table_text(row, PAX_PROCESS_NAME);
	row->agreement_id = table_printf(row, "pax-%lld", (long long)number);
	row->process_id = table_printf(row, "pax-process-%lld", (long long)process);
	row->process_title = *name ? name : row->process_id;
	row->kind = pax_kind(row);
	row->source =
		table_printf(row, "PA-X Peace Agreements Database, AgtId %lld", (long long)number);
	pax_read_countries(row);
	pax_read_actors(row, PAX_PARTIES, false);
	pax_read_actors(row, PAX_THIRD_PARTIES, true);
	return true;
}

static bool pax_keep(const struct source_plan *plan, const struct mizan_slice *fields,
	struct mizan_store *store, const struct mizan_release *release, struct source_fault *fault,
	struct mizan_error *error)
{
	return table_keep(plan, fields, store, release, fault, pax_read, error);
}

const struct source_provider source_pax = {
	.name = "pa-x",
	.title = "PA-X Peace Agreements Database",
	.kind = "agreements",
	.licence = "free with citation, by PA-X's terms of use",
	.citation =
		"PA-X Peace Agreements Database; Bell & Badanjak (2019) Introducing PA-X: A new "
		"peace agreement database and dataset, Journal of Peace Research 56(3)",
	.required = pax_required,
	.coverage = MIZAN_SAMPLE,
	.again = true,
	.plan = pax_plan,
	.keep = pax_keep,
};
