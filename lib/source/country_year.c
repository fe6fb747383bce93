/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * UCDP Country-Year Dataset on Organized Violence: a country and year a row. Of its 80 columns the
 * deaths of all three types together are taken, as a figure that UCDP published. Source: its
 * codebook (Uppsala University, version 25.1) and the columns of the release.
 */
#include "source_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum country_year_field {
	CY_COUNTRY_ID,
	CY_YEAR,
	CY_BEST,
	CY_LOW,
	CY_HIGH,
	CY_VERSION,
	CY_COUNTRY,
	CY_FIELD_COUNT,
};

static const char *const country_year_names[] = {"country_id_cy", "year_cy",
	"cumulative_total_deaths_in_orgvio_best_cy", "cumulative_total_deaths_in_orgvio_low_cy",
	"cumulative_total_deaths_in_orgvio_high_cy", "version", "country_cy", NULL};

static mizan_status country_year_plan(struct source_plan *plan,
	const struct mizan_reader_facts *facts, unsigned parts, struct mizan_error *error)
{
	(void)parts;
	plan->wanted = mizan_arena_allocate(&plan->arena, CY_FIELD_COUNT, sizeof *plan->wanted);
	if (!plan->wanted) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < CY_FIELD_COUNT; i++) {
		plan->wanted[i] = source_find_column(facts, country_year_names[i]);
	}
	plan->wanted_count = CY_FIELD_COUNT;
	return MIZAN_OK;
}

static const char country_year_no_range[] =
	"State-based, non-state and one-sided together; the table's low is larger than its high";

static bool country_year_parse(
	const struct mizan_slice *fields, struct mizan_figure *figure, struct source_fault *fault)
{
	int64_t number, year;
	int32_t deaths[3];
	if (!source_take_integer(fields[CY_COUNTRY_ID], CY_COUNTRY_ID, "country_id_cy", 1, 9999,
		    &number, fault) ||
		!source_take_integer(
			fields[CY_YEAR], CY_YEAR, "year_cy", 1900, 2200, &year, fault)) {
		return false;
	}
	const struct mizan_country *country = mizan_country_by_gw((int)number);
	if (!country) {
		return source_refuse(fault, CY_COUNTRY_ID,
			"country_id_cy %lld is no Gleditsch-Ward number of a country",
			(long long)number);
	}
	for (size_t i = 0; i < 3; i++) {
		size_t field = CY_BEST + i;
		if (!source_take_count(
			    fields[field], field, country_year_names[field], &deaths[i], fault)) {
			return false;
		}
		if (deaths[i] == MIZAN_UNKNOWN) {
			return source_refuse(fault, field, "there is no number of deaths");
		}
	}
	figure->country = country->iso3;
	figure->period_start = mizan_date_make((int)year, 1, 1);
	figure->period_end = mizan_date_make((int)year, 12, 31);
	figure->value = deaths[0];
	figure->low = deaths[1];
	figure->high = deaths[2];
	/* Printed so in two rows of 25.1: the best estimate stands, the range is unknown. */
	if (figure->low > figure->high) {
		figure->low = figure->high = (double)NAN;
		figure->note = country_year_no_range;
	}
	/* A state that is gone is a part of the one that the map shows in its place. */
	if (country->gw == (int)number) {
		figure->area = NULL;
	}
	return true;
}

static bool country_year_keep(const struct source_plan *plan, const struct mizan_slice *fields,
	struct mizan_store *store, const struct mizan_release *release, struct source_fault *fault,
	struct mizan_error *error)
{
	char version[32], edition[96], area[96];
	struct mizan_slice name = mizan_slice_trim(fields[CY_VERSION]);
	struct mizan_slice country = mizan_slice_trim(fields[CY_COUNTRY]);
	struct mizan_figure figure = {.publisher = "UCDP",
		.edition = edition,
		.area = area,
		.indicator = "deaths",
		.counts_what = "organised violence, all sides counted",
		.url = "https://ucdp.uu.se/downloads/",
		.note = "State-based, non-state and one-sided together"};
	if (name.size == 0 || name.size >= sizeof version) {
		return source_refuse(fault, CY_VERSION, "the row names no version");
	}
	memcpy(version, name.data, name.size);
	version[name.size] = '\0';
	snprintf(area, sizeof area, "%.*s", (int)(country.size > 90 ? 90 : country.size),
		country.data);
	snprintf(edition, sizeof edition, "UCDP Country-Year Dataset on Organized Violence %s",
		version);
	memcpy(plan->made->version, version, sizeof version);
	return country_year_parse(fields, &figure, fault) &&
	       mizan_store_add_figure(store, release->release_id, &figure, error) == MIZAN_OK;
}

const struct source_provider source_country_year = {
	.name = "ucdp-country-year",
	.title = "UCDP's country-year table of organised violence",
	.kind = "figures",
	.licence = "CC BY 4.0",
	.citation = "UCDP Country-Year Dataset on Organized Violence",
	.required = country_year_names,
	.coverage = MIZAN_COMPLETE,
	.plan = country_year_plan,
	.keep = country_year_keep,
};
