/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ETH/PRIO Civil Conflict Ceasefire Dataset: one row a ceasefire and an actor that declared it.
 * Rows with the same cf_id are one ceasefire of several. Source: Clayton et al. (2022) and the
 * columns of the release of October 2022.
 */
#include "agreement_table_internal.h"

#include <string.h>

enum ethprio_column {
	ETHPRIO_ID,
	ETHPRIO_DECLARED_YEAR,
	ETHPRIO_DECLARED_MONTH,
	ETHPRIO_DECLARED_DAY,
	ETHPRIO_EFFECT_YEAR,
	ETHPRIO_EFFECT_MONTH,
	ETHPRIO_EFFECT_DAY, /* the last that has a column of ours */
	ETHPRIO_END_YEAR,
	ETHPRIO_END_MONTH,
	ETHPRIO_END_DAY,
	ETHPRIO_CONFLICT,
	ETHPRIO_LOCATION,
	ETHPRIO_ACTOR_ID,
	ETHPRIO_ACTOR,
};
static const char *const ethprio_columns[] = {"cf_id", "cf_dec_yr", "cf_dec_month", "cf_dec_day",
	"cf_effect_yr", "cf_effect_month", "cf_effect_day", "end_yr", "end_month", "end_day",
	"ucdp_acd_id", "location", "ucdp_actor_id", "actor_name", NULL};
static const char *const ethprio_required[] = {"cf_id", "cf_dec_yr", "cf_dec_month", "cf_dec_day",
	"cf_effect_yr", "end_yr", "ucdp_acd_id", "actor_name", NULL};

/* What a ceasefire can contain: a mechanism to watch it, its enforcement, disarmament. Its purpose
 * and its class say what it is for, and stay in agreement.provider. */
static const char *const ethprio_categories[] = {"implement", "enforcement", "ddr", NULL};

static mizan_status ethprio_plan(struct source_plan *plan, const struct mizan_reader_facts *facts,
	unsigned parts, struct mizan_error *error)
{
	(void)parts;
	mizan_status status =
		table_plan_make(plan, facts, ethprio_columns, ETHPRIO_EFFECT_DAY + 1, error);
	for (size_t i = 0; ethprio_categories[i] && status == MIZAN_OK; i++) {
		size_t at = source_find_column(facts, ethprio_categories[i]);
		if (at != SIZE_MAX) {
			status = table_plan_category(plan, at, error);
		}
	}
	return status;
}

/* Declared; where that is not known, when it took effect. */
static bool ethprio_read_dates(struct table_row *row)
{
	struct table_date ended;
	if (!table_date_parts(row, ETHPRIO_DECLARED_YEAR, ETHPRIO_DECLARED_MONTH,
		    ETHPRIO_DECLARED_DAY, &row->signed_on) ||
		!table_date_parts(row, ETHPRIO_EFFECT_YEAR, ETHPRIO_EFFECT_MONTH,
			ETHPRIO_EFFECT_DAY, &row->effective) ||
		!table_date_parts(
			row, ETHPRIO_END_YEAR, ETHPRIO_END_MONTH, ETHPRIO_END_DAY, &ended)) {
		return false;
	}
	if (row->signed_on.precision == 0) {
		row->signed_on = row->effective;
		table_add_note(row, "The table does not say when it was declared: dated by when it "
				    "took effect.");
	}
	if (row->signed_on.precision == 0) {
		return table_refuse(row, ETHPRIO_DECLARED_YEAR,
			"neither when it was declared nor when it took effect is known");
	}
	table_set_end(row, &ended);
	return true;
}

static bool ethprio_read_process(struct table_row *row)
{
	int64_t conflict;
	if (!table_integer(row, ETHPRIO_CONFLICT, 0, &conflict)) {
		return false;
	}
	const char *location = table_text(row, ETHPRIO_LOCATION);
	row->process_id = conflict > 0
				  ? table_printf(row, "ucdp-conflict-%lld", (long long)conflict)
				  : table_slug(row, "ethprio", location);
	if (row->process_id[0] == '\0') {
		return table_refuse(
			row, ETHPRIO_CONFLICT, "neither a conflict nor a location is there");
	}
	row->process_title = conflict <= 0 ? location
			     : *location   ? table_printf(row, "%s: UCDP conflict %lld", location,
						     (long long)conflict)
					   : row->process_id;
	const struct mizan_country *country =
		mizan_country_by_name((struct mizan_slice){location, strlen(location)});
	row->country = country ? country->iso3 : NULL;
	return true;
}

static bool ethprio_read(struct table_row *row)
{
	struct table_actor actor = {0};
	const char *id = table_text(row, ETHPRIO_ID);
	row->agreement_id = table_slug(row, "ethprio", id);
	if (row->agreement_id[0] == '\0') {
		return table_refuse(row, ETHPRIO_ID, "cf_id is empty; it is needed");
	}
	if (!ethprio_read_dates(row) || !ethprio_read_process(row) ||
		!table_integer(row, ETHPRIO_ACTOR_ID, 0, &actor.ucdp_id)) {
		return false;
	}
	actor.name = table_text(row, ETHPRIO_ACTOR);
	if (actor.name[0] == '\0') {
		return table_refuse(row, ETHPRIO_ACTOR, "actor_name is empty; it is needed");
	}
	table_add_actor(row, &actor);
	row->actor_prefix = "ethprio";
	row->joins = true;
	row->kind = "ceasefire-declaration";
	row->title =
		table_printf(row, "Ceasefire of %.4s: %s", row->signed_on.day, row->process_title);
	row->source = table_printf(row, "ETH/PRIO Civil Conflict Ceasefire Dataset, cf_id %s", id);
	return true;
}

static bool ethprio_keep(const struct source_plan *plan, const struct mizan_slice *fields,
	struct mizan_store *store, const struct mizan_release *release, struct source_fault *fault,
	struct mizan_error *error)
{
	return table_keep(plan, fields, store, release, fault, ethprio_read, error);
}

const struct source_provider source_ethprio = {
	.name = "ethprio-ceasefires",
	.title = "ETH/PRIO Civil Conflict Ceasefire Dataset",
	.kind = "agreements",
	.licence = "free with citation",
	.citation =
		"ETH/PRIO Civil Conflict Ceasefire Dataset; Clayton et al. (2022) Introducing the "
		"ETH/PRIO Civil Conflict Ceasefire Dataset, Journal of Conflict Resolution",
	.required = ethprio_required,
	.coverage = MIZAN_SAMPLE,
	.again = true,
	.plan = ethprio_plan,
	.keep = ethprio_keep,
};
