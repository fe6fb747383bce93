/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sheets of single facts: published figures, milestones, population. */
#include "source_internal.h"

#include <math.h>
#include <string.h>

/* Columns of a sheet by position in `wanted`, which has them in the order of `names`. */
static mizan_status facts_plan(struct source_plan *plan, const struct mizan_reader_facts *facts,
	const char *const *names, size_t count, struct mizan_error *error)
{
	plan->wanted = mizan_arena_allocate(&plan->arena, count, sizeof *plan->wanted);
	if (!plan->wanted) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < count; i++) {
		plan->wanted[i] = source_find_column(facts, names[i]);
	}
	plan->wanted_count = count;
	return MIZAN_OK;
}

/* NUL-terminated copies of all fields of a row; NULL when there is no memory. */
static const char **facts_copy(
	struct mizan_arena *arena, const struct mizan_slice *fields, size_t count)
{
	const char **texts = mizan_arena_allocate(arena, count, sizeof *texts);
	for (size_t i = 0; texts && i < count; i++) {
		struct mizan_slice trimmed = mizan_slice_trim(fields[i]);
		texts[i] = mizan_arena_copy(arena, trimmed.data, trimmed.size);
		if (!texts[i]) {
			return NULL;
		}
	}
	return texts;
}

static bool facts_has_word(const struct mizan_word *words, const char *word)
{
	for (; words->word; words++) {
		if (strcmp(words->word, word) == 0) {
			return true;
		}
	}
	return false;
}

/* Refuses a word that is not in the list, and says the list. */
static bool facts_check_word(const struct mizan_word *words, const char *word, size_t field,
	const char *name, struct source_fault *fault)
{
	if (facts_has_word(words, word)) {
		return true;
	}
	struct mizan_text list = {0};
	for (const struct mizan_word *w = words; w->word; w++) {
		mizan_text_printf(&list, "%s%s", w == words ? "" : ", ", w->word);
	}
	source_refuse(
		fault, field, "%s '%.40s' is none of %s", name, word, list.data ? list.data : "");
	mizan_text_release(&list);
	return false;
}

static bool facts_check_country(const char *text, size_t field, struct source_fault *fault)
{
	return *text == '\0' || mizan_country_by_iso3((struct mizan_slice){text, strlen(text)}) ||
	       source_refuse(fault, field, "country '%.40s' is no ISO3 code", text);
}

/* ---- Figures ------------------------------------------------------------------------------ */

enum figure_field {
	FIGURE_PUBLISHER,
	FIGURE_EDITION,
	FIGURE_PUBLISHED,
	FIGURE_RELAYED_BY,
	FIGURE_COUNTRY,
	FIGURE_AREA,
	FIGURE_ACTOR,
	FIGURE_PERIOD_START,
	FIGURE_PERIOD_END,
	FIGURE_INDICATOR,
	FIGURE_COUNTS_WHAT,
	FIGURE_VALUE,
	FIGURE_LOW,
	FIGURE_HIGH,
	FIGURE_URL,
	FIGURE_RETRIEVED,
	FIGURE_NOTE,
	FIGURE_FIELD_COUNT,
};

static const char *const figure_names[FIGURE_FIELD_COUNT] = {"publisher", "edition", "published",
	"relayed_by", "country", "area", "actor", "period_start", "period_end", "indicator",
	"counts_what", "value", "low", "high", "url", "retrieved", "note"};

static const char *const figure_required[] = {
	"publisher", "indicator", "value", "period_start", "period_end", NULL};

static mizan_status figure_plan(struct source_plan *plan, const struct mizan_reader_facts *facts,
	unsigned parts, struct mizan_error *error)
{
	(void)parts;
	return facts_plan(plan, facts, figure_names, FIGURE_FIELD_COUNT, error);
}

static bool figure_take_real(
	struct mizan_slice field, size_t position, double *value, struct source_fault *fault)
{
	*value = (double)NAN;
	return mizan_slice_trim(field).size == 0 || mizan_parse_real(field, value) ||
	       source_refuse(fault, position, "%s '%.*s' is not a number (write 1081, not 1,081)",
		       figure_names[position], (int)(field.size > 60 ? 60 : field.size),
		       field.data);
}

static bool figure_parse(const struct mizan_slice *fields, const char *const *texts,
	struct mizan_figure *figure, struct source_fault *fault)
{
	*figure = (struct mizan_figure){.publisher = texts[FIGURE_PUBLISHER],
		.edition = texts[FIGURE_EDITION],
		.published = texts[FIGURE_PUBLISHED],
		.relayed_by = texts[FIGURE_RELAYED_BY],
		.country = texts[FIGURE_COUNTRY],
		.area = texts[FIGURE_AREA],
		.actor = texts[FIGURE_ACTOR],
		.indicator = texts[FIGURE_INDICATOR],
		.counts_what = texts[FIGURE_COUNTS_WHAT],
		.url = texts[FIGURE_URL],
		.retrieved = texts[FIGURE_RETRIEVED],
		.note = texts[FIGURE_NOTE]};
	if (*figure->publisher == '\0') {
		return source_refuse(
			fault, FIGURE_PUBLISHER, "publisher is empty: who published it?");
	}
	if (!facts_check_word(mizan_indicator_words(), figure->indicator, FIGURE_INDICATOR,
		    "indicator", fault) ||
		!facts_check_country(figure->country, FIGURE_COUNTRY, fault) ||
		!source_take_date(fields[FIGURE_PERIOD_START], FIGURE_PERIOD_START, "period_start",
			&figure->period_start, fault) ||
		!source_take_date(fields[FIGURE_PERIOD_END], FIGURE_PERIOD_END, "period_end",
			&figure->period_end, fault) ||
		!figure_take_real(fields[FIGURE_VALUE], FIGURE_VALUE, &figure->value, fault) ||
		!figure_take_real(fields[FIGURE_LOW], FIGURE_LOW, &figure->low, fault) ||
		!figure_take_real(fields[FIGURE_HIGH], FIGURE_HIGH, &figure->high, fault)) {
		return false;
	}
	if (figure->period_end < figure->period_start) {
		return source_refuse(fault, FIGURE_PERIOD_END, "period_end is before period_start");
	}
	if (figure->low > figure->high) {
		return source_refuse(fault, FIGURE_LOW, "low is larger than high");
	}
	return !(isnan(figure->value) && isnan(figure->low) && isnan(figure->high)) ||
	       source_refuse(fault, FIGURE_VALUE, "there is no value, low or high");
}

static bool figure_keep(const struct source_plan *plan, const struct mizan_slice *fields,
	struct mizan_store *store, const struct mizan_release *release, struct source_fault *fault,
	struct mizan_error *error)
{
	(void)plan;
	struct mizan_arena arena = {0};
	struct mizan_figure figure;
	const char **texts = facts_copy(&arena, fields, FIGURE_FIELD_COUNT);
	bool kept = false;
	if (!texts) {
		mizan_error_memory(error);
	} else if (figure_parse(fields, texts, &figure, fault)) {
		kept = mizan_store_add_figure(store, release->release_id, &figure, error) ==
		       MIZAN_OK;
	}
	mizan_arena_release(&arena);
	return kept;
}

const struct source_provider source_figures = {
	.name = "figures",
	.title = "a sheet of published figures (mizan template figures)",
	.kind = "figures",
	.required = figure_required,
	.coverage = MIZAN_COMPLETE,
	.plan = figure_plan,
	.keep = figure_keep,
};

/* ---- Milestones --------------------------------------------------------------------------- */

enum milestone_field {
	MILESTONE_ID,
	MILESTONE_DATE,
	MILESTONE_DATE_PRECISION,
	MILESTONE_KIND,
	MILESTONE_COUNTRY,
	MILESTONE_ACTORS,
	MILESTONE_TITLE,
	MILESTONE_STATUS,
	MILESTONE_SOURCE,
	MILESTONE_KNOWN,
	MILESTONE_FIELD_COUNT,
};

static const char *const milestone_names[MILESTONE_FIELD_COUNT] = {"milestone_id", "date",
	"date_precision", "kind", "country", "actors", "title", "status", "source", "known"};

static const char *const milestone_required[] = {
	"milestone_id", "date", "kind", "title", "status", "source", NULL};

static const struct mizan_word milestone_statuses[] = {
	{"confirmed", ""}, {"attributed", ""}, {"disputed", ""}, {NULL, NULL}};

static mizan_status milestone_plan(struct source_plan *plan, const struct mizan_reader_facts *facts,
	unsigned parts, struct mizan_error *error)
{
	(void)parts;
	return facts_plan(plan, facts, milestone_names, MILESTONE_FIELD_COUNT, error);
}

static bool milestone_is_slug(const char *text)
{
	for (const char *c = text; *c; c++) {
		if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '-')) {
			return false;
		}
	}
	return *text != '\0';
}

/* ISO3 codes between blanks. */
static bool milestone_check_countries(const char *text, struct source_fault *fault)
{
	while (*text) {
		size_t size = strcspn(text, " ");
		if (size > 0 && !mizan_country_by_iso3((struct mizan_slice){text, size})) {
			return source_refuse(fault, MILESTONE_COUNTRY,
				"country '%.*s' is no ISO3 code; several stand between blanks",
				(int)(size > 40 ? 40 : size), text);
		}
		text += size + (text[size] == ' ');
	}
	return true;
}

static bool milestone_parse(const struct mizan_slice *fields, const char *const *texts,
	struct mizan_milestone *milestone, struct source_fault *fault)
{
	int64_t precision = 1;
	*milestone = (struct mizan_milestone){.milestone_id = texts[MILESTONE_ID],
		.kind = texts[MILESTONE_KIND],
		.country = texts[MILESTONE_COUNTRY],
		.actors = texts[MILESTONE_ACTORS],
		.title = texts[MILESTONE_TITLE],
		.status = texts[MILESTONE_STATUS],
		.source = texts[MILESTONE_SOURCE]};
	if (!milestone_is_slug(milestone->milestone_id)) {
		return source_refuse(fault, MILESTONE_ID,
			"milestone_id '%.40s' is not made of a-z, 0-9 and '-'",
			milestone->milestone_id);
	}
	if (*milestone->title == '\0' || *milestone->source == '\0') {
		return source_refuse(fault, *milestone->title ? MILESTONE_SOURCE : MILESTONE_TITLE,
			"%s is empty", *milestone->title ? "source" : "title");
	}
	if (!source_take_date(
		    fields[MILESTONE_DATE], MILESTONE_DATE, "date", &milestone->date, fault) ||
		!facts_check_word(
			mizan_milestone_kinds(), milestone->kind, MILESTONE_KIND, "kind", fault) ||
		!milestone_check_countries(milestone->country, fault) ||
		!facts_check_word(
			milestone_statuses, milestone->status, MILESTONE_STATUS, "status", fault)) {
		return false;
	}
	if (*texts[MILESTONE_DATE_PRECISION] &&
		!source_take_integer(fields[MILESTONE_DATE_PRECISION], MILESTONE_DATE_PRECISION,
			"date_precision", 1, 5, &precision, fault)) {
		return false;
	}
	milestone->date_precision = (int)precision;
	milestone->known = MIZAN_DATE_UNKNOWN;
	return !*texts[MILESTONE_KNOWN] ||
	       source_take_date(
		       fields[MILESTONE_KNOWN], MILESTONE_KNOWN, "known", &milestone->known, fault);
}

static bool milestone_keep(const struct source_plan *plan, const struct mizan_slice *fields,
	struct mizan_store *store, const struct mizan_release *release, struct source_fault *fault,
	struct mizan_error *error)
{
	(void)plan;
	struct mizan_arena arena = {0};
	struct mizan_milestone milestone;
	const char **texts = facts_copy(&arena, fields, MILESTONE_FIELD_COUNT);
	bool kept = false;
	if (!texts) {
		mizan_error_memory(error);
	} else if (milestone_parse(fields, texts, &milestone, fault)) {
		kept = mizan_store_add_milestone(store, release->release_id, &milestone, error) ==
		       MIZAN_OK;
	}
	mizan_arena_release(&arena);
	return kept;
}

const struct source_provider source_milestones = {
	.name = "milestones",
	.title = "a sheet of milestones (mizan template milestones)",
	.kind = "milestones",
	.required = milestone_required,
	.coverage = MIZAN_COMPLETE,
	.plan = milestone_plan,
	.keep = milestone_keep,
};

/* ---- Population --------------------------------------------------------------------------- */

/* As the World Bank's table is distributed: Country Name, Country Code, Year, Value. */
static const char *const population_names[] = {"Country Code", "Year", "Value"};
static const char *const population_required[] = {"Country Code", "Year", "Value", NULL};

static mizan_status population_plan(struct source_plan *plan,
	const struct mizan_reader_facts *facts, unsigned parts, struct mizan_error *error)
{
	(void)parts;
	return facts_plan(plan, facts, population_names, 3, error);
}

/* Three capitals: the table also has groups of countries, which ISO 3166 does not know. */
static bool population_is_code(struct mizan_slice code)
{
	for (size_t i = 0; i < code.size; i++) {
		if (code.data[i] < 'A' || code.data[i] > 'Z') {
			return false;
		}
	}
	return code.size == 3;
}

static bool population_keep(const struct source_plan *plan, const struct mizan_slice *fields,
	struct mizan_store *store, const struct mizan_release *release, struct source_fault *fault,
	struct mizan_error *error)
{
	(void)plan;
	int64_t year;
	double value;
	struct mizan_slice country = mizan_slice_trim(fields[0]);
	if (!population_is_code(country)) {
		return source_refuse(fault, 0, "'%.*s' is no ISO3 code",
			(int)(country.size > 40 ? 40 : country.size), country.data);
	}
	if (!source_take_integer(fields[1], 1, "Year", 1, 9999, &year, fault)) {
		return false;
	}
	if (!mizan_parse_real(fields[2], &value) || value < 0 || value > 1e11) {
		return source_refuse(fault, 2, "Value is not a number of people");
	}
	return mizan_store_add_population(store, release->release_id, country, (int)year,
		       (int64_t)(value + 0.5), error) == MIZAN_OK;
}

const struct source_provider source_population = {
	.name = "population",
	.title = "a table of population (Country Code, Year, Value)",
	.kind = "population",
	.licence = "CC BY 4.0",
	.citation = "World Bank, Population, total (SP.POP.TOTL)",
	.required = population_required,
	.coverage = MIZAN_COMPLETE,
	.plan = population_plan,
	.keep = population_keep,
};
