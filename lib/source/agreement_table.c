/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading rows of somebody's table of agreements: columns, dates, names. */
#include "agreement_table_internal.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Columns ------------------------------------------------------------------------------ */

mizan_status table_plan_make(struct source_plan *plan, const struct mizan_reader_facts *facts,
	const char *const *columns, size_t taken, struct mizan_error *error)
{
	struct table_plan *state = mizan_arena_allocate(&plan->arena, 1, sizeof *state);
	size_t count = 0, all = facts->column_count;
	while (columns[count]) {
		count++;
	}
	size_t *at = mizan_arena_allocate(&plan->arena, count, sizeof *at);
	plan->wanted = mizan_arena_allocate(&plan->arena, all, sizeof *plan->wanted);
	if (!state || !at || !plan->wanted) {
		return mizan_error_memory(error);
	}
	state->roles = mizan_arena_allocate(&plan->arena, all, sizeof *state->roles);
	state->provision_ids =
		mizan_arena_allocate(&plan->arena, all, sizeof *state->provision_ids);
	if (!state->roles || !state->provision_ids) {
		return mizan_error_memory(error);
	}
	for (size_t i = 0; i < all; i++) {
		plan->wanted[i] = i;
		state->roles[i] = facts->header[i][0] ? TABLE_OTHER : TABLE_TAKEN;
	}
	for (size_t i = 0; i < count; i++) {
		at[i] = source_find_column(facts, columns[i]);
		if (at[i] != SIZE_MAX && i < taken) {
			state->roles[at[i]] = TABLE_TAKEN;
		}
	}
	state->at = at;
	plan->wanted_count = all;
	plan->state = state;
	return MIZAN_OK;
}

/* Letters of ASCII and digits, small; all others become one '-'. */
static void table_append_slug(struct mizan_text *slug, const char *text)
{
	size_t begin = slug->size;
	bool gap = false;
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		if (c >= 0x80 || !isalnum(c)) {
			gap = slug->size > begin;
			continue;
		}
		mizan_text_printf(slug, "%s%c", gap ? "-" : "", tolower(c));
		gap = false;
	}
}

mizan_status table_plan_category(struct source_plan *plan, size_t column, struct mizan_error *error)
{
	struct table_plan *state = plan->state;
	struct mizan_text slug = {0};
	table_append_slug(&slug, plan->header[column]);
	bool taken = slug.size == 0;
	for (size_t i = 0; i < plan->column_count && !taken && !slug.failed; i++) {
		taken = state->provision_ids[i] && strcmp(state->provision_ids[i], slug.data) == 0;
	}
	if (taken) {
		mizan_text_printf(&slug, "%s%zu", slug.size ? "-" : "column-", column + 1);
	}
	mizan_status status = mizan_text_check(&slug, error);
	if (status == MIZAN_OK) {
		state->roles[column] = TABLE_CATEGORY;
		state->provision_ids[column] = mizan_arena_copy(&plan->arena, slug.data, slug.size);
		status = state->provision_ids[column] ? MIZAN_OK : mizan_error_memory(error);
	}
	mizan_text_release(&slug);
	return status;
}

/* ---- Texts and numbers -------------------------------------------------------------------- */

const char *table_text(struct table_row *row, size_t column)
{
	size_t at = row->columns->at[column];
	if (at == SIZE_MAX) {
		return "";
	}
	struct mizan_slice field = mizan_slice_trim(row->fields[at]);
	if (mizan_slice_equals(field, "NA") || mizan_slice_equals(field, "-99")) {
		return "";
	}
	char *text = mizan_arena_copy(&row->arena, field.data, field.size);
	if (!text) {
		row->failed = true;
		return "";
	}
	char *to = text;
	for (const char *from = text; *from; from++) {
		bool blank = isspace((unsigned char)*from);
		if (!blank || (to > text && to[-1] != ' ')) {
			*to++ = blank ? ' ' : *from;
		}
	}
	to -= to > text && to[-1] == ' ';
	*to = '\0';
	return text;
}

bool table_refuse(struct table_row *row, size_t column, const char *reason, ...)
{
	va_list arguments;
	va_start(arguments, reason);
	row->fault->field = row->columns->at[column];
	vsnprintf(row->fault->reason, sizeof row->fault->reason, reason, arguments);
	va_end(arguments);
	row->fault->reason[mizan_utf8_check(row->fault->reason, strlen(row->fault->reason))] = '\0';
	return false;
}

bool table_integer(struct table_row *row, size_t column, int64_t unknown, int64_t *value)
{
	const char *text = table_text(row, column);
	*value = unknown;
	if (*text && !mizan_parse_integer((struct mizan_slice){text, strlen(text)}, value)) {
		return table_refuse(row, column, "'%.40s' is not a whole number", text);
	}
	return true;
}

const char *table_slug(struct table_row *row, const char *prefix, const char *text)
{
	struct mizan_text slug = {0};
	const char *copy = "";
	table_append_slug(&slug, text);
	if (slug.size > 0 && !slug.failed) {
		/* Long names are cut: an id is typed by hand. */
		copy = mizan_arena_printf(&row->arena, "%s-%.60s", prefix, slug.data);
	}
	row->failed = row->failed || slug.failed || !copy;
	mizan_text_release(&slug);
	return copy ? copy : "";
}

const char *table_printf(struct table_row *row, const char *format, ...)
{
	char buffer[1024];
	va_list arguments;
	va_start(arguments, format);
	int size = vsnprintf(buffer, sizeof buffer, format, arguments);
	va_end(arguments);
	const char *copy = NULL;
	if (size >= 0) {
		copy = mizan_arena_copy(
			&row->arena, buffer, mizan_utf8_check(buffer, strlen(buffer)));
	}
	row->failed = row->failed || !copy;
	return copy ? copy : "";
}

void table_add_note(struct table_row *row, const char *note)
{
	row->note = row->note ? table_printf(row, "%s %s", row->note, note) : note;
}

void table_add_actor(struct table_row *row, const struct table_actor *actor)
{
	if (actor->name[0] == '\0' && actor->ucdp_id <= 0) {
		return;
	}
	if (!mizan_grow(&row->actors, &row->actor_capacity, row->actor_count + 1,
		    sizeof *row->actors)) {
		row->failed = true;
		return;
	}
	row->actors[row->actor_count++] = *actor;
}

/* ---- Dates -------------------------------------------------------------------------------- */

/* "29/02/2020" as "2020-02-29" in the buffer; others unchanged, without the time behind them. */
static void table_write_date(const char *text, char buffer[16])
{
	unsigned day, month, year;
	int size = 0;
	if (sscanf(text, "%2u/%2u/%4u%n", &day, &month, &year, &size) == 3 &&
		(size_t)size == strlen(text)) {
		snprintf(buffer, 16, "%04u-%02u-%02u", year % 10000, month % 100, day % 100);
		return;
	}
	size_t length = strcspn(text, " T");
	snprintf(buffer, 16, "%.*s", (int)(length > 11 ? 11 : length), text);
}

static void table_set_date(struct table_date *date, mizan_date first, int precision)
{
	mizan_date_format(first, date->day);
	date->precision = precision;
}

bool table_date(struct table_row *row, size_t column, struct table_date *date)
{
	const char *text = table_text(row, column);
	mizan_date first, last;
	int precision;
	char written[16];
	*date = (struct table_date){0};
	if (*text == '\0') {
		return true;
	}
	table_write_date(text, written);
	if (!record_parse_date(written, &first, &last, &precision)) {
		return table_refuse(row, column, "'%.40s' is no date", text);
	}
	table_set_date(date, first, precision);
	return true;
}

bool table_date_parts(
	struct table_row *row, size_t year, size_t month, size_t day, struct table_date *date)
{
	int64_t parts[3];
	const size_t columns[3] = {year, month, day};
	mizan_date first, last;
	int precision;
	char written[16];
	*date = (struct table_date){0};
	for (size_t i = 0; i < 3; i++) {
		if (!table_integer(row, columns[i], 0, &parts[i])) {
			return false;
		}
		if (parts[i] > (i == 0 ? 9999 : i == 1 ? 12 : 31)) {
			return table_refuse(row, columns[i], "there is no %s %lld",
				i == 0   ? "year"
				: i == 1 ? "month"
					 : "day",
				(long long)parts[i]);
		}
	}
	if (parts[0] <= 0) {
		return true;
	}
	int length = parts[1] <= 0 ? 4 : parts[2] <= 0 ? 7 : 10;
	snprintf(written, sizeof written, "%04d-%02d-%02d", (int)parts[0],
		(int)(parts[1] > 0 ? parts[1] : 0), (int)(parts[2] > 0 ? parts[2] : 0));
	written[length] = '\0';
	if (!record_parse_date(written, &first, &last, &precision)) {
		return table_refuse(row, day, "'%s' is no date", written);
	}
	table_set_date(date, first, precision);
	return true;
}

void table_set_end(struct table_row *row, const struct table_date *ended)
{
	if (ended->precision == 0) {
		return;
	}
	/* A year without a day counts from its first: 2020 is not before May 2020. */
	size_t size = ended->precision == MIZAN_DATE_LONGER  ? 4
		      : ended->precision == MIZAN_DATE_MONTH ? 7
							     : 10;
	if (strncmp(ended->day, row->signed_on.day, size) < 0) {
		table_add_note(
			row, table_printf(row, "The table has it end on %.*s, before it began.",
				     (int)size, ended->day));
		return;
	}
	row->ended = *ended;
	if (strcmp(row->ended.day, row->signed_on.day) < 0) {
		memcpy(row->ended.day, row->signed_on.day, sizeof row->ended.day);
	}
}

/* ---- A row -------------------------------------------------------------------------------- */

bool table_keep(const struct source_plan *plan, const struct mizan_slice *fields,
	struct mizan_store *store, const struct mizan_release *release, struct source_fault *fault,
	bool (*read)(struct table_row *row), struct mizan_error *error)
{
	struct table_row row = {
		.plan = plan, .columns = plan->state, .fields = fields, .fault = fault};
	bool kept = read(&row);
	mizan_status status = row.failed ? mizan_error_memory(error) : MIZAN_OK;
	if (status == MIZAN_OK && kept) {
		status = table_write(&row, store, release, &kept, error);
	}
	free(row.actors);
	mizan_arena_release(&row.arena);
	return status == MIZAN_OK && kept;
}
