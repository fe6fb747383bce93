/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * UCDP Peace Agreement Dataset: one row an agreement of at least two sides of an armed conflict.
 * Its sides are the actors that its dyads name; governments and organisations beside them signed as
 * third parties. Source: Högbladh, UCDP Peace Agreement Dataset Codebook; columns of version 22.1.
 */
#include "agreement_table_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum ucdp_column {
	UCDP_ID,
	UCDP_NAME,
	UCDP_DATE,
	UCDP_CONFLICT_ID, /* the last that has a column of ours */
	UCDP_CONFLICT_NAME,
	UCDP_GWNO,
	UCDP_DYAD_NAME,
	UCDP_ACTOR_ID,
	UCDP_ACTOR_NAME,
	UCDP_ENDED,
	UCDP_ENDED_ON,
	UCDP_VERSION,
	UCDP_LINK,
};
static const char *const ucdp_columns[] = {"paid", "pa_name", "pa_date", "conflict_id",
	"conflict_name", "gwno", "dyad_name", "actor_id", "actor_name", "ended", "duration",
	"version", "linktofulltextagreement", NULL};
static const char *const ucdp_required[] = {"paid", "pa_name", "pa_date", "conflict_id",
	"conflict_name", "dyad_name", "actor_id", "actor_name", NULL};

/* What an agreement can contain. mil_prov, pol_prov, terr_prov and justice_prov say only that one
 * of several of them is there. */
static const char *const ucdp_categories[] = {"cease", "intarmy", "ddr", "withd", "pp", "intgov",
	"intciv", "elections", "interim", "natalks", "shagov", "aut", "fed", "ind", "ref", "shaloc",
	"regdev", "cul", "demarcation", "locgov", "amn", "pris", "recon", "return", "reaffirm",
	"outlin", "pko", "gender", "co_impl", NULL};

#define NUMBERS_MAX 32

static mizan_status ucdp_plan(struct source_plan *plan, const struct mizan_reader_facts *facts,
	unsigned parts, struct mizan_error *error)
{
	(void)parts;
	mizan_status status =
		table_plan_make(plan, facts, ucdp_columns, UCDP_CONFLICT_ID + 1, error);
	for (size_t i = 0; ucdp_categories[i] && status == MIZAN_OK; i++) {
		size_t at = source_find_column(facts, ucdp_categories[i]);
		if (at != SIZE_MAX) {
			status = table_plan_category(plan, at, error);
		}
	}
	return status;
}

/* "389, 398" into numbers. */
static bool ucdp_numbers(
	struct table_row *row, size_t column, int64_t numbers[NUMBERS_MAX], size_t *count)
{
	const char *text = table_text(row, column);
	*count = 0;
	while (*text) {
		size_t size = strcspn(text, ",;");
		struct mizan_slice part = mizan_slice_trim((struct mizan_slice){text, size});
		if (*count == NUMBERS_MAX || !mizan_parse_integer(part, &numbers[*count]) ||
			numbers[*count] <= 0) {
			return table_refuse(row, column, "'%.60s' is no list of numbers",
				table_text(row, column));
		}
		++*count;
		text += size + (text[size] != '\0');
	}
	return true;
}

static int ucdp_compare(const void *a, const void *b)
{
	int64_t one = *(const int64_t *)a, two = *(const int64_t *)b;
	return one < two ? -1 : one > two;
}

/* The conflict; several are a process of their own, in whatever order the table has them. */
static bool ucdp_read_process(struct table_row *row)
{
	int64_t numbers[NUMBERS_MAX];
	size_t count;
	if (!ucdp_numbers(row, UCDP_CONFLICT_ID, numbers, &count)) {
		return false;
	}
	if (count == 0) {
		return table_refuse(row, UCDP_CONFLICT_ID, "conflict_id is empty; it is needed");
	}
	qsort(numbers, count, sizeof *numbers, ucdp_compare);
	row->process_id = "ucdp-conflict";
	for (size_t i = 0; i < count; i++) {
		row->process_id =
			table_printf(row, "%s-%lld", row->process_id, (long long)numbers[i]);
	}
	const char *name = table_text(row, UCDP_CONFLICT_NAME);
	row->process_title = *name ? name : row->process_id;
	return true;
}

static bool ucdp_read_countries(struct table_row *row)
{
	int64_t numbers[NUMBERS_MAX];
	size_t count;
	if (!ucdp_numbers(row, UCDP_GWNO, numbers, &count)) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		const struct mizan_country *country = mizan_country_by_gw((int)numbers[i]);
		if (country && !(row->country && strstr(row->country, country->iso3))) {
			row->country = table_printf(row, "%s%s%s", row->country ? row->country : "",
				row->country ? " " : "", country->iso3);
		}
	}
	return true;
}

/* The size of the first name of a list; commas in brackets are within it. */
static size_t ucdp_name_size(const char *text)
{
	int depth = 0;
	size_t size = 0;
	for (; text[size] && !(text[size] == ',' && depth == 0); size++) {
		depth += text[size] == '(';
		depth -= text[size] == ')' && depth > 0;
	}
	return size;
}

/* Names have commas too ("Military Junta for the Consolidation of Democracy, Peace and Justice"):
 * where there are more parts than numbers, two that the dyads have as one are one. */
static size_t ucdp_split_names(
	struct table_row *row, const char *text, size_t wanted, const char *names[NUMBERS_MAX])
{
	const char *dyads = table_text(row, UCDP_DYAD_NAME);
	size_t count = 0;
	for (; *text && count < NUMBERS_MAX; count++) {
		size_t size = ucdp_name_size(text);
		struct mizan_slice name = mizan_slice_trim((struct mizan_slice){text, size});
		names[count] = table_printf(row, "%.*s", (int)name.size, name.data);
		text += size + (text[size] != '\0');
	}
	for (size_t i = 0; i + 1 < count && count > wanted;) {
		const char *both = table_printf(row, "%s, %s", names[i], names[i + 1]);
		if (!strstr(dyads, both)) {
			i++;
			continue;
		}
		names[i] = both;
		memmove(&names[i + 1], &names[i + 2], (count - i - 2) * sizeof *names);
		count--;
	}
	return count;
}

static bool ucdp_read_actors(struct table_row *row)
{
	int64_t numbers[NUMBERS_MAX];
	const char *names[NUMBERS_MAX];
	size_t count;
	if (!ucdp_numbers(row, UCDP_ACTOR_ID, numbers, &count)) {
		return false;
	}
	const char *text = table_text(row, UCDP_ACTOR_NAME);
	const char *dyads = table_text(row, UCDP_DYAD_NAME);
	size_t named = ucdp_split_names(row, text, count, names);
	if (count == 0 || named != count) {
		return table_refuse(row, UCDP_ACTOR_NAME,
			"actor_id has %zu numbers, actor_name %zu names", count, named);
	}
	for (size_t i = 0; i < count; i++) {
		struct table_actor actor = {.ucdp_id = numbers[i], .name = names[i]};
		actor.third = !strstr(dyads, names[i]) && !table_is_armed(&actor);
		table_add_actor(row, &actor);
	}
	return true;
}

static bool ucdp_read_end(struct table_row *row)
{
	struct table_date ended;
	if (!table_date(row, UCDP_ENDED_ON, &ended)) {
		return false;
	}
	table_set_end(row, &ended);
	const char *flag = table_text(row, UCDP_ENDED);
	bool over = *flag == 'T' || *flag == 't' || *flag == '1';
	if (over && ended.precision == 0) {
		table_add_note(row, "The table says that it ended, but not when.");
	}
	return true;
}

static bool ucdp_read(struct table_row *row)
{
	int64_t number;
	if (!table_integer(row, UCDP_ID, 0, &number) ||
		!table_date(row, UCDP_DATE, &row->signed_on)) {
		return false;
	}
	row->title = table_text(row, UCDP_NAME);
	if (number <= 0 || *row->title == '\0' || row->signed_on.precision == 0) {
		return table_refuse(row,
			number <= 0   ? UCDP_ID
			: *row->title ? UCDP_DATE
				      : UCDP_NAME,
			"it is empty; every agreement has its number, name and date");
	}
	const char *version = table_text(row, UCDP_VERSION), *link = table_text(row, UCDP_LINK);
	snprintf(row->plan->made->version, sizeof row->plan->made->version, "%.30s", version);
	row->agreement_id = table_printf(row, "ucdp-pa-%lld", (long long)number);
	row->kind = "agreement";
	row->source = table_printf(row, "UCDP Peace Agreement Dataset%s%s, paid %lld%s%s",
		*version ? " " : "", version, (long long)number, *link ? ", " : "", link);
	return ucdp_read_process(row) && ucdp_read_countries(row) && ucdp_read_actors(row) &&
	       ucdp_read_end(row);
}

static bool ucdp_keep(const struct source_plan *plan, const struct mizan_slice *fields,
	struct mizan_store *store, const struct mizan_release *release, struct source_fault *fault,
	struct mizan_error *error)
{
	return table_keep(plan, fields, store, release, fault, ucdp_read, error);
}

const struct source_provider source_ucdp_agreements = {
	.name = "ucdp-peace-agreements",
	.title = "UCDP Peace Agreement Dataset",
	.kind = "agreements",
	.licence = "CC BY 4.0",
	.citation = "UCDP Peace Agreement Dataset; Pettersson, Högbladh & Öberg (2019) Organized "
		    "violence, 1989-2018 and peace agreements, Journal of Peace Research 56(4)",
	.required = ucdp_required,
	.coverage = MIZAN_COMPLETE,
	.again = true,
	.plan = ucdp_plan,
	.keep = ucdp_keep,
};
