/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is something on record of the source that a claim cites, and over what is a superlative said? */
#include "brief_internal.h"

#include "../store/sqlite.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool contains_nocase(const char *text, const char *part)
{
	return text && strcasestr(text, part) != NULL;
}

static bool slice_is(struct mizan_slice slice, const char *name)
{
	return slice.size == strlen(name) && strncasecmp(slice.data, name, slice.size) == 0;
}

/* The parts of a name between these marks: "The News (VOA/AP)" has The News, VOA and AP. */
static bool name_has(struct mizan_slice name, const char *publisher)
{
	size_t from = 0;
	for (size_t i = 0; i <= name.size; i++) {
		bool mark = i == name.size || strchr("(/)", name.data[i]);
		bool via = !mark && name.size - i >= 5 && strncmp(name.data + i, " via ", 5) == 0;
		if (mark || via) {
			struct mizan_slice part = {name.data + from, i - from};
			if (slice_is(mizan_slice_trim(part), publisher)) {
				return true;
			}
			from = via ? i + 5 : i + 1;
		}
	}
	return false;
}

bool source_names(const char *source, const char *publisher, const char *edition)
{
	while (source && *source) {
		size_t size = strcspn(source, ";"), name = strcspn(source, ",;");
		struct mizan_slice part = {source, size};
		struct mizan_slice whole = mizan_slice_trim((struct mizan_slice){source, name});
		char text[600];
		snprintf(text, sizeof text, "%.*s", (int)(size < 599 ? size : 599), source);
		bool named =
			name_has(whole, publisher) || slice_is(mizan_slice_trim(part), publisher);
		if (named && (!edition || contains_nocase(text, edition))) {
			return true;
		}
		source += size + (source[size] == ';');
	}
	return false;
}

bool job_cites(
	const struct check_job *job, const char *name, const char *origin, const char *source)
{
	if (!job->publisher || source_names(source, job->publisher, job->edition)) {
		return true;
	}
	return name && publisher_is_cited(name, origin, job->publisher) &&
	       (!job->edition || contains_nocase(source, job->edition));
}

mizan_status job_read_citation(struct check_job *job, struct mizan_error *error)
{
	const char *cites = job->claim->cites, *comma = strchr(cites, ',');
	struct mizan_slice name = mizan_slice_trim(
		(struct mizan_slice){cites, comma ? (size_t)(comma - cites) : strlen(cites)});
	job->publisher = brief_copy(job->brief, name.data, name.size);
	job->edition = comma ? comma + 1 + strspn(comma + 1, " ") : NULL;
	if (job->edition && !*job->edition) {
		job->edition = NULL;
	}
	return job->publisher ? MIZAN_OK : mizan_error_memory(error);
}

/* ---- Releases of events ------------------------------------------------------------------- */

/* Calls for each version of an event source's complete releases. */
static void release_each(struct check_job *job, const char *source,
	bool (*take)(const char *version, void *context), void *context)
{
	sqlite3_stmt *statement = NULL;
	if (sqlite3_prepare_v2(job->database,
		    "SELECT DISTINCT version FROM release WHERE source = ?1 AND kind = 'events'"
		    " AND coverage = 'complete' ORDER BY version DESC",
		    -1, &statement, NULL) != SQLITE_OK) {
		return;
	}
	sqlite3_bind_text(statement, 1, source, -1, SQLITE_STATIC);
	while (sqlite3_step(statement) == SQLITE_ROW) {
		const char *version = (const char *)sqlite3_column_text(statement, 0);
		if (version && !take(version, context)) {
			break;
		}
	}
	sqlite3_finalize(statement);
}

struct edition_search {
	const char *edition;
	bool found;
};

static bool edition_compare(const char *version, void *context)
{
	struct edition_search *search = context;
	search->found = contains_nocase(search->edition, version) ||
			contains_nocase(version, search->edition);
	return !search->found;
}

bool release_is_of(struct check_job *job, const char *source, const char *edition)
{
	struct edition_search search = {edition, false};
	if (edition && source) {
		release_each(job, source, edition_compare, &search);
	}
	return !edition || search.found;
}

/* ---- Over what ---------------------------------------------------------------------------- */

struct scope_list {
	struct mizan_text *text;
	unsigned count;
};

static bool scope_add(const char *name, void *context)
{
	struct scope_list *list = context;
	if (list->count < 4) {
		mizan_text_printf(list->text, "%s%s", list->count ? ", " : " ", name);
	} else if (list->count == 4) {
		mizan_text_append(list->text, " and others");
	}
	list->count++;
	return list->count <= 4;
}

/* Is the edition of a row that of an earlier one? */
static bool edition_is_again(const struct mizan_table *table, size_t first, size_t row)
{
	size_t current = mizan_table_find(table, "current");
	const char *mine = series_text(table, row, "edition");
	for (size_t i = first; i < row; i++) {
		const char *other = series_text(table, i, "edition");
		bool counts = current == SIZE_MAX || mizan_table_cell(table, i, current)->integer;
		if (counts && other && strcmp(mine, other) == 0) {
			return true;
		}
	}
	return false;
}

void append_scope(struct check_job *job, struct mizan_text *text, const struct mizan_table *table,
	size_t first, size_t end, const char *over)
{
	const char *publisher = series_text(table, first, "publisher");
	const char *origin = series_text(table, first, "origin");
	size_t current = mizan_table_find(table, "current");
	struct scope_list list = {text, 0};
	if (!publisher) {
		return;
	}
	mizan_text_printf(text, "; over %s, by %s", over, publisher);
	if (origin && strcmp(origin, "events") == 0) {
		mizan_text_append(text, ", version");
		release_each(job, publisher, scope_add, &list);
		return;
	}
	for (size_t row = first; row < end; row++) {
		bool counts = current == SIZE_MAX || mizan_table_cell(table, row, current)->integer;
		const char *edition = series_text(table, row, "edition");
		if (counts && edition && !edition_is_again(table, first, row)) {
			mizan_text_append(text, list.count == 0 ? "'s" : "");
			(void)scope_add(edition, &list);
		}
	}
}
