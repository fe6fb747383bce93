/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which provider a file comes from: told by its header. */
#include "source_internal.h"

#include <string.h>
#include <strings.h>

/* The more particular before the more general. */
static const struct source_provider *const providers[] = {&source_ged, &source_figures,
	&source_milestones, &source_events, &source_population, &source_ucdp_agreements,
	&source_pax, &source_ethprio, &source_country_year};

#define FIXED_COUNT (sizeof providers / sizeof *providers)
#define PROVIDER_COUNT (FIXED_COUNT + SOURCE_RECORD_SHEETS)

static const struct source_provider *provider_at(size_t index)
{
	return index < FIXED_COUNT ? providers[index] : &source_record_sheets[index - FIXED_COUNT];
}

size_t source_find_column(const struct mizan_reader_facts *facts, const char *name)
{
	for (size_t i = 0; i < facts->column_count; i++) {
		if (strcasecmp(facts->header[i], name) == 0) {
			return i;
		}
	}
	return SIZE_MAX;
}

static size_t provider_count_missing(const struct source_provider *provider,
	const struct mizan_reader_facts *facts, size_t *required)
{
	size_t missing = 0;
	for (*required = 0; provider->required[*required]; ++*required) {
		missing += source_find_column(facts, provider->required[*required]) == SIZE_MAX;
	}
	return missing;
}

/* A header that fits nobody: say whose it nearly is, and what that one needs. */
static mizan_status provider_unknown(
	const struct mizan_reader_facts *facts, struct mizan_error *error)
{
	const struct source_provider *nearest = NULL;
	double best = 0.5;
	for (size_t i = 0; i < PROVIDER_COUNT; i++) {
		const struct source_provider *provider = provider_at(i);
		size_t required, missing = provider_count_missing(provider, facts, &required);
		double share = (double)(required - missing) / (double)required;
		if (share > best || (share == best && !nearest)) {
			best = share;
			nearest = provider;
		}
	}
	mizan_error_at(error, facts->path, 1, 0);
	if (!nearest) {
		return mizan_error_set(error, MIZAN_ERROR_INPUT,
			"write a mapping (mizan template map > map.yaml) and import with --map "
			"map.yaml",
			"the header is none that Mizan knows: it begins with '%.60s'",
			facts->header[0]);
	}
	struct mizan_text names = {0};
	for (size_t i = 0; nearest->required[i]; i++) {
		if (source_find_column(facts, nearest->required[i]) == SIZE_MAX) {
			mizan_text_printf(
				&names, "%s'%s'", names.size ? ", " : "", nearest->required[i]);
		}
	}
	mizan_status status = mizan_error_set(error, MIZAN_ERROR_INPUT,
		"put the columns in, or import with --map (mizan template map)",
		"the header is nearly that of %s, but has no column %s", nearest->title,
		names.data ? names.data : "");
	mizan_text_release(&names);
	return status;
}

static const struct source_provider *provider_find(const struct mizan_reader_facts *facts)
{
	for (size_t i = 0; i < PROVIDER_COUNT; i++) {
		size_t required;
		const struct source_provider *provider = provider_at(i);
		if (provider_count_missing(provider, facts, &required) == 0) {
			return provider;
		}
	}
	return NULL;
}

/* Made once, not for each row. */
static mizan_status provider_make_keys(struct source_plan *plan, struct mizan_error *error)
{
	plan->keys = mizan_arena_allocate(&plan->arena, plan->wanted_count + 1, sizeof *plan->keys);
	bool done = plan->keys != NULL;
	for (size_t i = 0; i < plan->wanted_count && done; i++) {
		if (plan->wanted[i] < plan->column_count) {
			done = source_json_key(
				&plan->arena, plan->header[plan->wanted[i]], &plan->keys[i]);
		}
	}
	return done ? MIZAN_OK : mizan_error_memory(error);
}

mizan_status source_plan_init(struct source_plan *plan, const struct mizan_reader_facts *facts,
	const struct mizan_import_options *options, unsigned parts, struct mizan_error *error)
{
	*plan = (struct source_plan){.options = options,
		.header = facts->header,
		.column_count = facts->column_count,
		.parts = parts,
		.coverage = -1};
	mizan_status status;
	if (options && options->map) {
		plan->provider = &source_events;
		status = source_mapping_read(options->map, plan, facts, parts, error);
	} else {
		plan->provider = provider_find(facts);
		status = plan->provider ? plan->provider->plan(plan, facts, parts, error)
					: provider_unknown(facts, error);
	}
	return status == MIZAN_OK ? provider_make_keys(plan, error) : status;
}

void source_plan_release(struct source_plan *plan)
{
	mizan_arena_release(&plan->arena);
}

/* Some candidate releases came without a header row: the first event stands in its place. */
static bool provider_is_headless_ged(const struct mizan_reader_facts *facts)
{
	int64_t id, violence;
	return facts->column_count == SOURCE_GED_COLUMNS &&
	       mizan_parse_integer(
		       (struct mizan_slice){facts->header[0], strlen(facts->header[0])}, &id) &&
	       mizan_parse_integer((struct mizan_slice){facts->header[5], strlen(facts->header[5])},
		       &violence) &&
	       violence >= 1 && violence <= 3;
}

mizan_status source_open(const char *path, const struct mizan_import_options *options,
	struct mizan_reader **reader, struct mizan_error *error)
{
	struct mizan_reader_options how =
		options ? options->reader : (struct mizan_reader_options){0};
	/* An event has values that come twice: a first row of names is looked at before its names.
	 */
	how.names_later = true;
	mizan_status status = mizan_reader_open(path, &how, reader, error);
	if (status != MIZAN_OK) {
		return status;
	}
	if (how.header || !provider_is_headless_ged(mizan_reader_facts(*reader))) {
		status = mizan_reader_check_names(*reader, error);
		if (status != MIZAN_OK) {
			mizan_reader_close(*reader);
			*reader = NULL;
		}
		return status;
	}
	char version[32];
	mizan_reader_close(*reader);
	*reader = NULL;
	if (!(options && options->version_of_data) && !source_version_from_name(path, version)) {
		mizan_error_at(error, path, 1, 0);
		return mizan_error_set(error, MIZAN_ERROR_INPUT,
			"say which it is, as in --version-of-data 24.0.1",
			"this looks like UCDP GED without its header row");
	}
	if (strcmp(path, "-") == 0) {
		mizan_error_at(error, path, 1, 0);
		return mizan_error_set(error, MIZAN_ERROR_INPUT, "save it to a file first",
			"UCDP GED without a header row cannot be read from standard input");
	}
	how.header = source_ged_header;
	how.header_count = SOURCE_GED_COLUMNS;
	return mizan_reader_open(path, &how, reader, error);
}
